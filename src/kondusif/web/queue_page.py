"""The judging queue put together: the item in the middle, what comes next, how far one has come."""

from __future__ import annotations

import uuid
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, time

from django.contrib.auth.models import User
from django.http import QueryDict

from kondusif.incidents.actions import ClaimedByOther, free_others, take_incident
from kondusif.incidents.domain.needs import Reason
from kondusif.incidents.queries import Filters, Need, incident_row, judged_lately, judged_since, needs_you, why_needed
from kondusif.places.domain.zones import WIB
from kondusif.publishing.labels import NEEDS, TO_SAY
from kondusif.publishing.wording import age, day
from kondusif.web.claiming import ClaimShown, claims_of_others
from kondusif.web.clearance import rows_for
from kondusif.web.rows import Line, line_of

AHEAD = 12  # items shown after the one in the middle
BEHIND = 3  # and before it: enough to see where one came from
SEARCHED = 40  # how far to look for an item that nobody else holds


@dataclass(frozen=True, slots=True)
class Place:
    """Where in the queue somebody is: the item asked for, or the one at this place (from 1)."""

    incident: uuid.UUID | None = None
    at: int = 1
    skip: bool = False


@dataclass(frozen=True, slots=True)
class Waiting:
    """An item of the list beside."""

    line: Line
    at: int
    why: tuple[str, ...]
    claimed: ClaimShown | None
    current: bool


@dataclass(frozen=True, slots=True)
class Done:
    """A judgement that one has just put down."""

    id: int
    line: Line
    said: str
    age: str


@dataclass(frozen=True, slots=True)
class Queue:
    """The whole page but the item itself."""

    query: str
    current: uuid.UUID | None
    at: int
    why: tuple[str, ...]
    count: int
    judged: int
    waiting: tuple[Waiting, ...]
    previous_at: Waiting | None
    next_at: Waiting | None
    lately: tuple[Done, ...]
    claimed: ClaimShown | None

    @property
    def step(self) -> str:
        """The scope at the beginning of a longer query."""
        return f"{self.query.removeprefix('?')}&" if self.query else ""

    @property
    def next_id(self) -> uuid.UUID | None:
        """The item that comes after this one."""
        return self.next_at.line.id if self.next_at else None


def place_asked(asked: QueryDict) -> Place:
    """The place in an address; what is unknown asks for the first."""
    at = asked.get("ke", "")
    try:
        incident = uuid.UUID(asked.get("kejadian", ""))
    except ValueError:
        incident = None
    return Place(incident, int(at) if at.isdecimal() and 0 < int(at[:9]) < 10**6 else 1, asked.get("lewati") == "1")


def queue_of(filters: Filters, query: str, place: Place, *, operator: User, takes: bool, now: datetime) -> Queue:
    """The queue as somebody sees it. Whoever may judge (`takes`) takes the item, and gives back what they held."""
    me = operator.get_username()
    start = max(0, place.at - 1 - BEHIND)
    needs = needs_you(filters, now=now, limit=SEARCHED, offset=start)
    items = needs.items
    if not items and needs.count:  # the end was judged away: stay at what is now the last
        start = max(0, needs.count - 1 - BEHIND)
        items = needs_you(filters, now=now, limit=SEARCHED, offset=start).items
        place = Place(None, needs.count, place.skip)
    ids = [need.row.id for need in items]
    held = claims_of_others([*ids, *([place.incident] if place.incident else [])], me=me, now=now)
    index = _index(items, place, start, held)
    current = _taken(place, items, index, held, me=me, takes=takes, now=now)
    rows = rows_for(operator, [need.row for need in items])
    items = tuple(replace(need, row=row) for need, row in zip(items, rows, strict=True))
    waiting = tuple(_waiting(items, start, held, current, now))
    here = next((number for number, item in enumerate(waiting) if item.current), None)
    at = waiting[here].at if here is not None else min(place.at, max(needs.count, 1))
    before, after = _around(waiting, here if here is not None else index)
    since = datetime.combine(now.astimezone(WIB).date(), time.min, WIB)
    first = max(0, (here if here is not None else index) - BEHIND)
    return Queue(
        query=query,
        current=current,
        at=at,
        why=waiting[here].why if here is not None else _why_elsewhere(current, now),
        count=needs.count,
        judged=judged_since(by=me, since=since),
        waiting=waiting[first : first + BEHIND + AHEAD],
        previous_at=before,
        next_at=after,
        lately=tuple(
            Done(done.id, line_of(done.row, now=now), str(TO_SAY[done.ruling]), age(done.at, now))
            for done in judged_lately(by=me, since=since)
        ),
        claimed=held.get(current) if current else None,
    )


def _index(items: Sequence[Need], place: Place, start: int, held: Mapping[uuid.UUID, ClaimShown]) -> int:
    """Which item of the slice is meant: the one asked for, else the first free one at its place or after it."""
    asked = next((number for number, need in enumerate(items) if need.row.id == place.incident), None)
    if asked is not None and not (place.skip and place.incident in held):
        return asked
    from_here = asked if asked is not None else min(place.at - 1 - start, max(len(items) - 1, 0))
    free = (number for number in range(from_here, len(items)) if items[number].row.id not in held)
    return next(free, from_here)


def _taken(
    place: Place,
    items: Sequence[Need],
    index: int,
    held: dict[uuid.UUID, ClaimShown],
    *,
    me: str,
    takes: bool,
    now: datetime,
) -> uuid.UUID | None:
    """The item in the middle, taken. Whoever loses the race for it sees who won, and may go on."""
    current = items[index].row.id if items else None
    if place.incident and not place.skip and place.incident != current and incident_row(place.incident):
        current = place.incident  # no longer waiting, but asked for: after an undo, from a link
    if current is None or not takes:
        return current
    free_others(by=me, but=[current])
    if current not in held:
        try:
            take_incident(current, by=me, now=now)
        except ClaimedByOther:
            held.update(claims_of_others([current], me=me, now=now))
    return current


def _waiting(
    items: Sequence[Need], start: int, held: Mapping[uuid.UUID, ClaimShown], current: uuid.UUID | None, now: datetime
) -> Iterator[Waiting]:
    for number, need in enumerate(items, start + 1):
        row = need.row
        why = tuple(_why(need))
        yield Waiting(line_of(row, now=now), number, why, held.get(row.id), row.id == current)


def _why(need: Need) -> Iterator[str]:
    for reason in need.reasons:
        words = str(NEEDS[reason])
        yield f"{words} ({day(need.report_due)})" if reason == Reason.DUE and need.report_due else words


def _why_elsewhere(current: uuid.UUID | None, now: datetime) -> tuple[str, ...]:
    """Why an item waits that stands outside of the slice; nothing when it waits no longer."""
    row = incident_row(current) if current else None
    return tuple(str(NEEDS[reason]) for reason in why_needed(row, now=now)) if row else ()


def _around(waiting: Sequence[Waiting], here: int) -> tuple[Waiting | None, Waiting | None]:
    """The free neighbours."""
    before = next((item for item in reversed(waiting[:here]) if not item.claimed), None)
    after = next((item for item in waiting[here + 1 :] if not item.claimed), None)
    return before, after
