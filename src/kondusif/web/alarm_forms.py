"""The forms with which a person decides on an alarm: which steps are offered now, and what was sent."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import QueryDict
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from kondusif.kerawanan.domain.ledger import STEPS, AlarmOutcome, AlarmState
from kondusif.publishing.alarm_words import ALARM_OUTCOMES, ALARM_TO_SAY
from kondusif.web.verdicts import Quick, UnusableError, quick_reasons, read_reason

KEYS = {AlarmState.DIKONFIRMASI: "v", AlarmState.DITEPIS: "x", AlarmState.DITUTUP: "s"}
REASONS: dict[AlarmState, tuple[str | Promise, ...]] = {
    AlarmState.DIKONFIRMASI: (
        _("Kejadiannya nyata, berdekatan, dan berkaitan"),
        _("Dibenarkan petugas di lapangan"),
        _("Keterangan resmi membenarkan"),
    ),
    AlarmState.DITEPIS: (
        _("Satu kejadian terhitung berkali-kali"),
        _("Pelapor baru, bukan kejadian baru"),
        _("Kejadian lama yang baru dilaporkan"),
        _("Kejadiannya tidak berkaitan"),
    ),
    AlarmState.DITUTUP: (
        _("Sudah ditangani yang berwenang"),
        _("Tidak ada kejadian susulan"),
        _("Tidak dapat dipastikan lagi"),
    ),
}
_HINTS: dict[AlarmState, str | Promise] = {
    AlarmState.DIKONFIRMASI: _("Apa yang membenarkannya?"),
    AlarmState.DITEPIS: _("Mengapa bukan peringatan?"),
    AlarmState.DITUTUP: _("Apa yang ternyata terjadi?"),
}


@dataclass(frozen=True, slots=True)
class AlarmOffer:
    """One step to take, and what stands in its fields."""

    state: str
    label: str
    key: str
    hint: str
    quick: tuple[Quick, ...]
    outcomes: tuple[tuple[str, str, bool], ...]
    open: bool
    reason: str
    problem: str


@dataclass(frozen=True, slots=True)
class Decision:
    """What was sent; `reason` is empty for having seen it, which needs none."""

    state: AlarmState
    outcome: AlarmOutcome | None
    reason: str
    before: str


def alarm_offers(state: AlarmState, sent: QueryDict | None = None, problem: str = "") -> list[AlarmOffer]:
    """The steps that lead on from here; the one that was refused is open, with the words that were typed."""
    asked = sent.get("putusan", "") if sent else ""
    return [
        AlarmOffer(
            state=each.value,
            label=str(ALARM_TO_SAY[each]),
            key=KEYS[each],
            hint=str(_HINTS[each]),
            quick=quick_reasons(REASONS[each]),
            outcomes=_outcomes(sent if each == asked else None) if each is AlarmState.DITUTUP else (),
            open=each == asked,
            reason=sent.get("alasan", "") if sent and each == asked else "",
            problem=problem if each == asked else "",
        )
        for each in AlarmState
        if each in STEPS[state] and each is not AlarmState.DILIHAT
    ]


def _outcomes(sent: QueryDict | None) -> tuple[tuple[str, str, bool], ...]:
    chosen = sent.get("hasil", "") if sent else ""
    return tuple((each.value, str(ALARM_OUTCOMES[each]), each == chosen) for each in AlarmOutcome)


def read_decision(sent: QueryDict) -> Decision:
    """The decision in a form; `UnusableError` in words when something is missing."""
    try:
        state = AlarmState(sent.get("putusan", ""))
    except ValueError:
        raise UnusableError(gettext("Pilih salah satu langkah.")) from None
    if state is AlarmState.DINAIKKAN:
        raise UnusableError(gettext("Pilih salah satu langkah."))
    outcome = None
    if state is AlarmState.DITUTUP:
        try:
            outcome = AlarmOutcome(sent.get("hasil", ""))
        except ValueError:
            said = gettext("Saat menutup peringatan, sebutkan apakah ia tepat, keliru, atau tidak dapat dipastikan.")
            raise UnusableError(said) from None
    reason = "" if state is AlarmState.DILIHAT else read_reason(sent)
    return Decision(state, outcome, reason, sent.get("dari", ""))
