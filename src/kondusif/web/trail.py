"""The facts about an incident as sentences: who concluded what, when, by which versions."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext, ngettext

from kondusif.audit.queries import Entry
from kondusif.incidents.actions import MACHINE
from kondusif.incidents.domain.types import Ruling
from kondusif.incidents.queries import Decided, IncidentDetail, Judged, Member
from kondusif.publishing.labels import KINDS, SAID, category_label
from kondusif.publishing.wording import iso_day, moment, place_name

_DECIDED = frozenset({"incidents_merged", "incident_split", "incidents_kept_apart"})


@dataclass(frozen=True, slots=True)
class Step:
    """One line of the trail. `withdraw` names what may still be taken back: "penilaian" or "keputusan"."""

    at: datetime
    when: str
    who: str
    by_person: bool
    what: str
    reason: str = ""
    versions: str = ""
    withdrawn: bool = False
    withdraw: str = ""
    withdraw_id: int = 0
    hash: str = ""


def steps_of(detail: IncidentDetail) -> list[Step]:
    """The whole trail, the newest first."""
    code = detail.row.place_code
    judgements = {said.id: said for said in detail.judgements}
    decisions = {decided.id: decided for decided in detail.decisions}
    steps = _read(detail.members, code)
    steps += [_happened(entry, judgements, decisions, code) for entry in detail.trail]
    return sorted(steps, key=lambda step: step.at, reverse=True)


def _read(members: Sequence[Member], code: str) -> list[Step]:
    """One step for all texts that one version read at one moment."""
    runs: dict[tuple[datetime, str, str], list[Member]] = defaultdict(list)
    for member in members:
        reading = member.reading
        runs[member.reading_made_at, reading["reader_version"], reading["rulebase_version"]].append(member)
    return [
        Step(
            at=at,
            when=moment(at, code),
            who=gettext("mesin"),
            by_person=False,
            what=ngettext("membaca %(count)s teks", "membaca %(count)s teks", len(run)) % {"count": len(run)},
            versions=gettext("pembaca %(reader)s, dasar aturan %(rules)s") % {"reader": reader, "rules": rules},
        )
        for (at, reader, rules), run in runs.items()
    ]


def _happened(entry: Entry, judgements: Mapping[int, Judged], decisions: Mapping[int, Decided], code: str) -> Step:
    payload = entry.payload
    by_person = entry.actor != MACHINE
    said = judgements.get(payload.get("judgement", 0))
    decided = decisions.get(payload.get("decision", 0))
    judged, merged = entry.kind == "incident_judged", entry.kind in _DECIDED
    withdraw = ""
    if judged and said and said.stands:
        withdraw = "penilaian"
    elif merged and decided and decided.active:
        withdraw = "keputusan"
    return Step(
        at=entry.at,
        when=moment(entry.at, code),
        who=entry.actor if by_person else gettext("mesin"),
        by_person=by_person,
        what=_what(entry.kind, payload),
        reason=str(payload.get("reason", "")),
        withdrawn=bool((judged and said and not said.stands) or (merged and decided and not decided.active)),
        withdraw=withdraw,
        withdraw_id=said.id if said else decided.id if decided else 0,
        hash=entry.hash[:12],
    )


def _what(kind: str, payload: Mapping[str, Any]) -> str:
    if kind == "incident_judged":
        value = _value(str(payload["ruling"]), str(payload.get("value", "")))
        said = str(SAID.get(payload["ruling"], payload["ruling"]))
        return f"{said}: {value}" if value else said
    if kind in {"incident_opened", "incident_changed"}:
        return "; ".join(_moves(kind, payload))
    if kind == "incidents_kept_apart":
        other = payload.get("other_number", "")
        return gettext("menyatakan bukan kejadian yang sama dengan #%(number)s") % {"number": other}
    sentences = {
        "judgement_withdrawn": gettext("menarik kembali sebuah penilaian"),
        "decision_withdrawn": gettext("menarik kembali penggabungan atau pemisahan"),
        "incidents_merged": gettext("menggabungkan dengan kejadian lain"),
        "incident_split": gettext("memisahkan teks ke kejadian lain"),
        "incident_merged": gettext("menjadi bagian dari kejadian lain"),
        "incident_restored": gettext("berdiri sendiri lagi"),
        "incident_emptied": gettext("tidak memuat teks lagi"),
    }
    return sentences.get(kind, kind)


def _moves(kind: str, payload: Mapping[str, Any]) -> Iterator[str]:
    joined, left = len(payload.get("joined", ())), len(payload.get("left", ()))
    if kind == "incident_opened":
        yield ngettext("membuka kejadian dari %(count)s teks", "membuka kejadian dari %(count)s teks", joined) % {
            "count": joined
        }
        return
    if joined:
        yield ngettext("%(count)s teks bergabung", "%(count)s teks bergabung", joined) % {"count": joined}
    if left:
        yield ngettext("%(count)s teks keluar", "%(count)s teks keluar", left) % {"count": left}


def _value(ruling: str, value: str) -> str:
    if not value:
        return ""
    if ruling == Ruling.WRONG_PLACE:
        return place_name(value)
    if ruling == Ruling.WRONG_CATEGORY:
        return category_label(value)
    if ruling == Ruling.WRONG_DATE:
        return iso_day(value)
    return str(KINDS.get(value, value))


def judges_of(judgements: Sequence[Judged]) -> tuple[str, ...]:
    """Who said something that stands, the latest first, each once."""
    return tuple(dict.fromkeys(said.by for said in judgements if said.stands))
