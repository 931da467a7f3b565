"""An incident as those may see it who do not need the names of private persons."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from kondusif.incidents.queries import IncidentDetail, Member
from kondusif.people.domain.officials import is_official
from kondusif.publishing.domain.redaction import redact_together

_OF_PEOPLE = frozenset({"role", "rank", "institution"})


def covered_detail(detail: IncidentDetail) -> IncidentDetail:
    """The same incident with everybody covered who is no official of its texts, in every word that people or texts said.

    Offsets mean nothing in covered words, so the readings keep their conclusions and lose the spans they rest on.
    """
    readings = [member.reading for member in detail.members]
    covered = iter(redact_together(list(_words(detail)), reading=readings))
    officials = {actor["name"] for reading in readings for actor in reading["actors"] if is_official(actor)}
    return replace(
        detail,
        row=replace(detail.row, title=next(covered), summary=next(covered)),
        members=tuple(_member(member, next(covered), next(covered), covered) for member in detail.members),
        similar=tuple(
            replace(each, incident=replace(each.incident, title=next(covered), summary=next(covered)))
            for each in detail.similar
        ),
        contradictions=tuple(
            replace(each, check={**each.check, "stated": next(covered), "because": []})
            for each in detail.contradictions
        ),
        conflicts=tuple(each for each in detail.conflicts if each.kind not in _OF_PEOPLE or each.about in officials),
        decisions=tuple(replace(each, reason=next(covered)) for each in detail.decisions),
        trail=tuple(
            replace(each, payload={**each.payload, "reason": next(covered)}) if "reason" in each.payload else each
            for each in detail.trail
        ),
        **_said(detail, covered),
    )


def _words(detail: IncidentDetail) -> Iterator[str]:
    """Every word that is covered, in the order in which `covered_detail` takes it back."""
    yield from (detail.row.title, detail.row.summary)
    for member in detail.members:
        yield from (member.text.title, member.text.text)
        yield from (check["stated"] for check in member.reading["checks"])
    for similar in detail.similar:
        yield from (similar.incident.title, similar.incident.summary)
    yield from (each.check["stated"] for each in detail.contradictions)
    yield from (each.reason for each in detail.decisions)
    yield from (str(each.payload["reason"]) for each in detail.trail if "reason" in each.payload)
    yield from (each.reason for each in detail.judgements)


def _member(member: Member, title: str, text: str, covered: Iterator[str]) -> Member:
    reading = _bare(member.reading)
    reading["actors"] = [actor for actor in reading["actors"] if is_official(actor)]
    reading["checks"] = [{**check, "stated": next(covered)} for check in reading["checks"]]
    reading["boilerplate"] = []
    return replace(member, text=replace(member.text, title=title, text=text), reading=reading)


def _said(detail: IncidentDetail, covered: Iterator[str]) -> dict[str, Any]:
    """The judgements, and the conclusions that rest on them, with their reasons covered."""
    judgements = {each.id: replace(each, reason=next(covered)) for each in detail.judgements}
    conclusions = tuple(
        replace(each, judgement=judgements[each.judgement.id]) if each.judgement else each
        for each in detail.conclusions
    )
    return {"judgements": tuple(judgements.values()), "conclusions": conclusions}


def _bare(value: Mapping[str, Any]) -> dict[str, Any]:
    """A reading without the spans that its conclusions rest on."""
    return {name: [] if name == "because" else _inside(each) for name, each in value.items()}


def _inside(value: Any) -> Any:
    if isinstance(value, Mapping):
        return _bare(value)
    return [_inside(each) for each in value] if isinstance(value, list) else value
