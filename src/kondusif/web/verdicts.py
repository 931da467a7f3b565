"""The form with which a person judges: which rulings are offered, their keys, and what each asks for."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.http import QueryDict
from django.utils.functional import Promise
from django.utils.translation import gettext, override
from django.utils.translation import gettext_lazy as _

from kondusif.incidents.domain.judging import LEAST_REASON
from kondusif.incidents.domain.types import Kind, Ruling, Status
from kondusif.places.domain.gazetteer import load_gazetteer
from kondusif.publishing.labels import KINDS, TO_SAY, category_choices
from kondusif.publishing.wording import place_name
from kondusif.understanding.reading import Category
from kondusif.web.area_search import area_meant

MOST_REASON = 2000
KEYS = {
    Ruling.VERIFY: "v",
    Ruling.REJECT: "x",
    Ruling.NEEDS_MORE: "n",
    Ruling.WRONG_PLACE: "p",
    Ruling.WRONG_CATEGORY: "c",
    Ruling.WRONG_DATE: "d",
    Ruling.WRONG_KIND: "t",
    Ruling.CLOSE: "s",
    Ruling.REOPEN: "o",
}
# What people say most often, one keystroke each. What is kept is always the Indonesian: the trail has one language.
_FROM_TEXT = (
    _("Tertulis dalam teks"),
    _("Laporan petugas di lapangan"),
    _("Keterangan resmi"),
    _("Sumber lain menyebutnya"),
)
REASONS: dict[Ruling, tuple[str | Promise, ...]] = {
    Ruling.VERIFY: (
        _("Dua sumber terpisah sejalan"),
        _("Dibenarkan petugas di lapangan"),
        _("Keterangan resmi membenarkan"),
        _("Foto atau video cocok dengan tempat dan waktu"),
        _("Saksi yang dikenal membenarkan"),
    ),
    Ruling.REJECT: (
        _("Bantahan resmi"),
        _("Petugas di lapangan tidak menemukannya"),
        _("Foto atau video lama atau dari tempat lain"),
        _("Bukan tentang pilkada ini"),
        _("Sumber menarik kembali ceritanya"),
    ),
    Ruling.NEEDS_MORE: (
        _("Baru satu sumber"),
        _("Tempat belum jelas"),
        _("Waktu belum jelas"),
        _("Tidak ada foto, video, atau saksi"),
        _("Menunggu jawaban petugas"),
    ),
    Ruling.CLOSE: (
        _("Sudah ditangani yang berwenang"),
        _("Tidak ada perkembangan"),
        _("Di luar kewenangan kami"),
    ),
    Ruling.REOPEN: (_("Ada bukti baru"), _("Ditutup karena keliru")),
    Ruling.WRONG_PLACE: _FROM_TEXT,
    Ruling.WRONG_DATE: _FROM_TEXT,
    Ruling.WRONG_CATEGORY: (
        _("Pokok teksnya lain"),
        _("Yang dibahas pencegahannya"),
        _("Menurut aturan kategorinya lain"),
    ),
    Ruling.WRONG_KIND: (_("Teks hanya rencana atau imbauan"), _("Teks menceritakan peristiwa nyata")),
}
TOGETHER: tuple[str | Promise, ...] = (
    _("Tempat, waktu, dan orangnya sama"),
    _("Salinan dari sumber yang sama"),
    _("Yang satu kelanjutan yang lain"),
)
APART: tuple[str | Promise, ...] = (
    _("Tempatnya lain"),
    _("Waktunya lain"),
    _("Orangnya lain"),
    _("Hanya kata-katanya mirip"),
)
_HINTS: dict[Ruling, str | Promise] = {
    Ruling.VERIFY: _("Siapa atau apa yang membenarkan?"),
    Ruling.REJECT: _("Apa yang membantahnya?"),
    Ruling.NEEDS_MORE: _("Bukti apa yang kurang?"),
    Ruling.CLOSE: _("Mengapa selesai?"),
    Ruling.REOPEN: _("Mengapa dibuka lagi?"),
}
_CORRECTING: str | Promise = _("Dari mana Anda tahu?")


class UnusableError(ValueError):
    """The form cannot be taken; the message says why, in the language of the page."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What was sent."""

    ruling: Ruling
    value: str
    reason: str
    version: int | None


@dataclass(frozen=True, slots=True)
class Quick:
    """A reason that takes one keystroke: its key, what is sent and kept, and how the page says it."""

    key: int
    kept: str
    label: str


@dataclass(frozen=True, slots=True)
class Offer:
    """One button of the form, and what stands in its fields."""

    ruling: str
    label: str
    key: str
    asks: str
    hint: str
    choices: tuple[tuple[str, str], ...]
    quick: tuple[Quick, ...]
    open: bool
    value: str
    value_label: str
    reason: str
    problem: str


def offers(status: str, kind: str, category: str, sent: QueryDict | None = None, problem: str = "") -> list[Offer]:
    """The rulings that make sense now; the one that was refused is open, with the words that were typed."""
    asked = sent.get("putusan", "") if sent else ""
    return [
        Offer(
            ruling=ruling.value,
            label=str(TO_SAY[ruling]),
            key=KEYS[ruling],
            asks={
                Ruling.WRONG_PLACE: "place",
                Ruling.WRONG_CATEGORY: "choice",
                Ruling.WRONG_DATE: "day",
                Ruling.WRONG_KIND: "choice",
            }.get(ruling, ""),
            hint=str(_HINTS.get(ruling, _CORRECTING)),
            choices=_choices(ruling, kind, category),
            quick=quick_reasons(REASONS[ruling]),
            open=ruling.value == asked,
            value=sent.get("nilai", "") if sent and ruling.value == asked else "",
            value_label=_said_place(sent) if sent and asked == Ruling.WRONG_PLACE == ruling else "",
            reason=sent.get("alasan", "") if sent and ruling.value == asked else "",
            problem=problem if ruling.value == asked else "",
        )
        for ruling in _sensible(status)
    ]


def quick_reasons(reasons: Iterable[str | Promise]) -> tuple[Quick, ...]:
    """These reasons with their digits."""
    with override("id"):
        kept = [str(reason) for reason in reasons]
    return tuple(
        Quick(key, words, str(reason)) for key, (words, reason) in enumerate(zip(kept, reasons, strict=True), 1)
    )


def _said_place(sent: QueryDict) -> str:
    code = sent.get("nilai", "")
    return place_name(code) if code in load_gazetteer() else ""


def _sensible(status: str) -> list[Ruling]:
    """What is so already is not offered again."""
    if status == Status.DITUTUP:
        return [Ruling.REOPEN]
    rulings: list[Ruling] = [ruling for ruling in Ruling if ruling != Ruling.REOPEN]
    if status == Status.TERVERIFIKASI:
        rulings.remove(Ruling.VERIFY)
    if status == Status.TIDAK_TERBUKTI:
        rulings.remove(Ruling.REJECT)
    return rulings


def _choices(ruling: Ruling, kind: str, category: str) -> tuple[tuple[str, str], ...]:
    if ruling == Ruling.WRONG_CATEGORY:
        return tuple(choice for choice in category_choices() if choice[0] != category)
    if ruling == Ruling.WRONG_KIND:
        return tuple((each.value, str(KINDS[each])) for each in Kind if each != kind)
    return ()


def read_verdict(sent: QueryDict) -> Verdict:
    """The verdict in a form; `UnusableError` in words when something is missing."""
    try:
        ruling = Ruling(sent.get("putusan", ""))
    except ValueError:
        raise UnusableError(gettext("Pilih salah satu penilaian.")) from None
    version = sent.get("versi", "")
    return Verdict(
        ruling=ruling,
        value=_value(ruling, sent.get("nilai", "").strip()),
        reason=read_reason(sent),
        version=int(version) if version.isdecimal() and len(version) < 9 else None,
    )


def read_reason(sent: QueryDict) -> str:
    """The reason in a form, typed or picked; `UnusableError` when there is none or when it is a book.

    What was typed stays in front when a reason was picked as well: nobody's words are dropped.
    """
    typed, picked = (" ".join(sent.get(name, "").replace("\x00", "").split()) for name in ("alasan", "cepat"))
    reason = f"{typed.rstrip('.')}. {picked}" if typed and picked else typed or picked
    if len(reason) < LEAST_REASON:
        raise UnusableError(gettext("Tulis alasannya: penilaian tanpa alasan tidak dapat dipertanggungjawabkan."))
    if len(reason) > MOST_REASON:
        raise UnusableError(gettext("Alasan terlalu panjang (paling banyak 2.000 huruf)."))
    return reason


def _value(ruling: Ruling, written: str) -> str:
    if ruling == Ruling.WRONG_PLACE:
        return _place(written)
    if ruling == Ruling.WRONG_CATEGORY and written not in set(Category):
        raise UnusableError(gettext("Pilih kategori yang benar."))
    if ruling == Ruling.WRONG_KIND and written not in set(Kind):
        raise UnusableError(gettext("Pilih jenis yang benar."))
    if ruling == Ruling.WRONG_DATE:
        try:
            return date.fromisoformat(written).isoformat()
        except ValueError:
            raise UnusableError(gettext("Tulis tanggal yang benar, misalnya 2024-11-20.")) from None
    return written if ruling in {Ruling.WRONG_CATEGORY, Ruling.WRONG_KIND} else ""


def _place(written: str) -> str:
    code = area_meant(written) if written else None
    if code is None or code not in load_gazetteer():
        raise UnusableError(
            gettext("Wilayah tidak dikenal atau lebih dari satu. Pilih dari daftar, atau tulis kodenya.")
        )
    return code
