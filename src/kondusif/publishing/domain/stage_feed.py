"""The calendar of an election as an iCalendar feed (RFC 5545, RFC 7986): all-day events, the same bytes every time.

Texts are Indonesian, because the law names stages so; clients show them beside the user's own appointments.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime, time, timedelta

from icalendar import Calendar as Feed
from icalendar import Event

from kondusif.elections.domain.calendar import Calendar
from kondusif.rulebase.rules import Confidence, Provision, StageRule

CONTENT_TYPE = "text/calendar; charset=utf-8"
ORGANISATION = "-//Kondusif//Tahapan//ID"
REFRESH_AFTER = timedelta(days=1)

_CONFIDENCE: Mapping[Confidence, str] = {
    "V": "dua sumber atau lebih",
    "S": "satu sumber",
    "U": "tidak pasti",
    "D": "hasil hitungan",
}


def stage_feed(calendar: Calendar, provisions: Mapping[str, Provision], *, rulebase_version: str) -> bytes:
    """The feed. Stages of which no source gives a day are told in its description, because an event needs one."""
    election = calendar.election
    feed = Feed()
    feed.add("prodid", ORGANISATION)
    feed.add("version", "2.0")
    feed.add("calscale", "GREGORIAN")
    feed.add("method", "PUBLISH")
    feed.add("name", f"Tahapan {election.title}")
    feed.add("x-wr-calname", f"Tahapan {election.title}")
    feed.add("description", _about(calendar, rulebase_version))
    feed.add("refresh-interval", REFRESH_AFTER, parameters={"VALUE": "DURATION"})
    feed.add("x-published-ttl", "P1D")
    for stage in calendar.stages:
        days = _days(stage)
        if days:
            feed.add_component(_event(stage, days, calendar, provisions))
    return bytes(feed.to_ical())


def uid_of(calendar: Calendar, stage: StageRule) -> str:
    """What a calendar program knows a stage by; it never changes while the stage keeps its id."""
    return f"{calendar.election.id}.{stage.id}@kondusif"


def changed_at(calendar: Calendar) -> datetime:
    """The moment the events are stamped with: the day on which the calendar was last held against its sources."""
    return datetime.combine(calendar.election.as_of, time.min, UTC)


def _event(stage: StageRule, days: tuple[date, date], calendar: Calendar, provisions: Mapping[str, Provision]) -> Event:
    first, last = days
    event = Event()
    event.add("uid", uid_of(calendar, stage))
    event.add("dtstamp", changed_at(calendar))
    event.add("last-modified", changed_at(calendar))
    event.add("dtstart", first)
    event.add("dtend", last + timedelta(days=1))  # the day after: DTEND does not belong to an event
    event.add("summary", _summary(stage))
    event.add("description", "\n".join(_lines(stage, provisions)))
    event.add("categories", ["Tahapan", calendar.election.title])
    event.add("status", "TENTATIVE" if stage.confidence == "U" else "CONFIRMED")
    event.add("transp", "TRANSPARENT")  # nobody is busy because a stage runs
    event.add("class", "PUBLIC")
    return event


def _days(stage: StageRule) -> tuple[date, date] | None:
    """First and last day of the event: of a stage with one known day that day alone."""
    first, last = stage.start or stage.end, stage.end or stage.start
    return (first, last) if first is not None and last is not None else None


def _summary(stage: StageRule) -> str:
    title = f"Batas akhir: {stage.title}" if stage.start is None else stage.title
    title = f"Mulai: {stage.title}" if stage.end is None else title
    return f"{title} (tidak pasti)" if stage.confidence == "U" else title


def _lines(stage: StageRule, provisions: Mapping[str, Provision]) -> Iterable[str]:
    if stage.start is None:
        yield "Sumber hanya menyebut batas akhirnya."
    if stage.end is None:
        yield "Sumber tidak menyebut hari terakhirnya."
    if stage.note:
        yield stage.note
    if stage.allows:
        yield f"Boleh: {stage.allows}."
    for name in stage.forbids:
        provision = provisions[name]
        yield f"Dilarang: {provision.content} ({provision.article} {provision.document})"
    yield f"Sumber: {stage.source} ({_CONFIDENCE[stage.confidence]})"


def _about(calendar: Calendar, rulebase_version: str) -> str:
    left_out = [stage.title for stage in calendar.stages if _days(stage) is None]
    words = [
        f"Tahapan {calendar.election.title} menurut {calendar.election.source}.",
        "Hari terakhir termasuk tahapan.",
    ]
    if left_out:
        words.append(f"Tanpa tanggal dari sumber, jadi tidak dimuat: {', '.join(left_out)}.")
    return " ".join([*words, f"Dasar aturan Kondusif {rulebase_version}."])
