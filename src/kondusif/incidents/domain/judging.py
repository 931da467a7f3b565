"""What people's judgements make of the machine's guess: the newest one that stands wins, the guess stays beside it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from kondusif.incidents.domain.types import Kind, Ruling, Status
from kondusif.places.domain.codes import parse_code
from kondusif.places.domain.gazetteer import load_gazetteer
from kondusif.understanding.reading import Category

STATUS_AFTER = {
    Ruling.VERIFY: Status.TERVERIFIKASI,
    Ruling.REJECT: Status.TIDAK_TERBUKTI,
    Ruling.CLOSE: Status.DITUTUP,
    Ruling.REOPEN: Status.BELUM_DIVERIFIKASI,
    Ruling.NEEDS_MORE: Status.BELUM_DIVERIFIKASI,
}
CORRECTIONS = frozenset({Ruling.WRONG_PLACE, Ruling.WRONG_CATEGORY, Ruling.WRONG_DATE, Ruling.WRONG_KIND})
LEAST_REASON = 3


class BadJudgement(ValueError):
    """The judgement cannot be taken as it was given; the message says why, in Indonesian."""


@dataclass(frozen=True, slots=True)
class Said:
    """One judgement as the rules see it."""

    seq: int
    ruling: Ruling
    value: str
    at: datetime
    stands: bool = True


@dataclass(frozen=True, slots=True)
class Effective:
    """What counts. A field is None where no person has spoken and the machine's guess counts."""

    status: Status
    needs_more: bool
    place_code: str | None = None
    category: str | None = None
    event_date: date | None = None
    kind: Kind | None = None


def effective(judgements: Iterable[Said]) -> Effective:
    """The newest standing judgement of each sort wins."""
    standing = sorted((said for said in judgements if said.stands), key=lambda said: said.seq)
    newest = {said.ruling: said.value for said in standing}
    rulings = [said.ruling for said in standing if said.ruling in STATUS_AFTER]
    ruling = rulings[-1] if rulings else Ruling.REOPEN
    day = newest.get(Ruling.WRONG_DATE)
    kind = newest.get(Ruling.WRONG_KIND)
    return Effective(
        status=STATUS_AFTER[ruling],
        needs_more=ruling == Ruling.NEEDS_MORE,
        place_code=newest.get(Ruling.WRONG_PLACE),
        category=newest.get(Ruling.WRONG_CATEGORY),
        event_date=date.fromisoformat(day) if day else None,
        kind=Kind(kind) if kind else None,
    )


def checked_value(ruling: Ruling, value: str) -> str:
    """The value in its stored form, or `BadJudgement` in the caller's words."""
    value = value.strip()
    if ruling not in CORRECTIONS:
        if value:
            raise BadJudgement(f"Penilaian '{ruling}' tidak memakai nilai.")
        return ""
    if not value:
        raise BadJudgement(f"Penilaian '{ruling}' perlu nilai yang benar.")
    if ruling == Ruling.WRONG_CATEGORY:
        if value not in set(Category):
            raise BadJudgement(f"Tidak ada kategori '{value}'. Pilihan: {', '.join(Category)}.")
        return value
    if ruling == Ruling.WRONG_KIND:
        if value not in set(Kind):
            raise BadJudgement(f"Tidak ada jenis '{value}'. Pilihan: {', '.join(Kind)}.")
        return value
    return _checked_place(value) if ruling == Ruling.WRONG_PLACE else _checked_day(value)


def _checked_place(value: str) -> str:
    try:
        code = parse_code(value)
    except ValueError as error:
        raise BadJudgement(f"{str(error)[:1].upper()}{str(error)[1:]}.") from None
    if code not in load_gazetteer():
        raise BadJudgement(f"Tidak ada wilayah dengan kode {code}.")
    return code


def _checked_day(value: str) -> str:
    try:
        return date.fromisoformat(value).isoformat()
    except ValueError:
        raise BadJudgement(f"Tanggal tidak dikenal: {value!r} (contoh: 2024-11-20).") from None


def checked_reason(reason: str) -> str:
    """The reason, or `BadJudgement` when there is none: a judgement without a reason is worth nothing later."""
    reason = " ".join(reason.split())
    if len(reason) < LEAST_REASON:
        raise BadJudgement("Tulis alasannya: penilaian tanpa alasan tidak dapat dipertanggungjawabkan.")
    if len(reason) > 2000:
        raise BadJudgement("Alasan terlalu panjang (paling banyak 2.000 huruf).")
    return reason
