"""Putting a sitrep together, and reading those that were kept. Its figures are those of the pages, never counted anew."""

from __future__ import annotations

import uuid
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from importlib.metadata import version
from typing import Any

from kondusif.elections.domain.calendar import current_calendar
from kondusif.incidents.domain.describing import Witness, conflicts, contradictions
from kondusif.incidents.domain.needs import REPORT_DAYS
from kondusif.incidents.domain.types import Kind
from kondusif.incidents.queries import (
    AreaFigures,
    ChangedRow,
    ChangedRows,
    Filters,
    IncidentPage,
    IncidentRow,
    Needs,
    area_figures,
    changed_rows,
    figures,
    list_incidents,
    needs_you,
    overview,
    reports_due,
    rows_numbered,
    seen_by_area,
    witnesses_of,
)
from kondusif.places.domain.codes import Level, level_of
from kondusif.places.domain.gazetteer import load_gazetteer
from kondusif.places.domain.zones import clock_of, zone_of
from kondusif.publishing.domain.cleaning import clean
from kondusif.publishing.domain.redaction import redact_together
from kondusif.publishing.domain.sitrep import (
    MOST_LISTED,
    SCHEMA_VERSION,
    AreaLine,
    Claim,
    Contradicted,
    Deadline,
    Disagreement,
    Due,
    DueLine,
    Entry,
    Figure,
    Listing,
    ReportedArea,
    Sitrep,
    StageLine,
    Tally,
    Teller,
    Versions,
    read_body,
    to_follow,
    with_diff,
)
from kondusif.publishing.domain.slots import Basis, Period, chosen_period, default_period, slot_period
from kondusif.publishing.models import KeptSitrep
from kondusif.rulebase.loader import load_rulebase
from kondusif.understanding.reader import READER_VERSION

PER_PAGE = 30
_COMPARED = ("incidents", "activities", "contradicted", "several_witnesses", "severe")
_COUNTED = ("unverified", "verified", "needs_more")
_NAMED = frozenset({"official", "press"})  # who may be named as a source; a citizen's channel never is
_MOST_DUE = 12
_MOST_SOURCES = 4
_NEXT_STAGES = 5
_PROVISION = "lapor-formal"


class NoSuchArea(Exception):
    """No area has this code."""


@dataclass(frozen=True, slots=True)
class KeptRow:
    """A kept sitrep as a list shows it."""

    id: int
    area_code: str
    period_start: datetime
    period_end: datetime
    made_at: datetime
    made_by: str
    scheduled: bool
    hash: str


@dataclass(frozen=True, slots=True)
class KeptPage:
    """One page of the list; `count` is exact."""

    rows: tuple[KeptRow, ...]
    count: int
    page: int
    pages: int


# Kept ones ------------------------------------------------------------------------------------------------------------


def list_sitreps(area: str = "", *, page: int = 1, per_page: int = PER_PAGE) -> KeptPage:
    """Kept sitreps of an area and of all in it, the newest first; two queries."""
    rows = KeptSitrep.objects.all()
    if area:
        rows = rows.filter(area_code=area) | rows.filter(area_code__startswith=f"{area}.")
    count = rows.count()
    pages = max(1, -(-count // per_page))
    page = min(max(1, page), pages)
    shown = rows.order_by("-period_end", "-pk").defer("body")[(page - 1) * per_page : page * per_page]
    return KeptPage(tuple(_kept_row(row) for row in shown), count, page, pages)


def kept_sitrep(sitrep_id: int) -> tuple[KeptRow, Sitrep] | None:
    """A kept sitrep as it was made, or None."""
    row = KeptSitrep.objects.filter(pk=sitrep_id).first()
    return (_kept_row(row), read_body(row.body)) if row else None


def latest_sitrep(area: str, *, before: datetime | None = None) -> Sitrep | None:
    """The newest kept sitrep of exactly this area, of those whose period ended by a moment."""
    rows = KeptSitrep.objects.filter(area_code=area)
    if before is not None:
        rows = rows.filter(period_end__lte=before)
    row = rows.order_by("-period_end", "-pk").first()
    return read_body(row.body) if row else None


def latest_scheduled(area: str) -> datetime | None:
    """The newest scheduled time for which this area has a sitrep."""
    scheduled = KeptSitrep.objects.filter(area_code=area, slot__isnull=False).order_by("-slot")
    return scheduled.values_list("slot", flat=True).first()


def _kept_row(row: KeptSitrep) -> KeptRow:
    return KeptRow(
        id=row.pk,
        area_code=row.area_code,
        period_start=row.period_start,
        period_end=row.period_end,
        made_at=row.made_at,
        made_by=row.made_by,
        scheduled=row.slot is not None,
        hash=row.body_hash,
    )


# A new one ------------------------------------------------------------------------------------------------------------


def period_for(area: str, start: datetime | None, end: datetime | None, now: datetime) -> Period:
    """The period that was asked for, as far as it was; else since the previous sitrep, else the latest half day.

    Raises `BadPeriod`.
    """
    usual = default_period(area, now, _previous_end(area, now))
    if start is None and end is None:
        return usual
    chosen = chosen_period(area, start or usual.start, end or now, now)
    since_previous = usual.basis == Basis.PREVIOUS and chosen.start == usual.start
    the_same = (chosen.start, chosen.end) == (usual.start, usual.end)
    return replace(chosen, basis=usual.basis) if since_previous or the_same else chosen


def _previous_end(area: str, now: datetime) -> datetime | None:
    ended = KeptSitrep.objects.filter(area_code=area, period_end__lt=now).order_by("-period_end")
    return ended.values_list("period_end", flat=True).first()


def scheduled_period(area: str, slot: datetime) -> Period:
    """The period of a scheduled sitrep."""
    return slot_period(area, slot, latest_scheduled(area))


def compose_sitrep(
    area: str, start: datetime, end: datetime, now: datetime, *, by: str, period: Period | None = None
) -> Sitrep:
    """The sitrep of an area from `start` up to `end`, left out; as many queries for much as for little.

    What happened is counted by when it was first reported; how it stands (status, place, category) is how it stands
    `now`. Raises `NoSuchArea`.
    """
    places = load_gazetteer()
    if area not in places:
        raise NoSuchArea(area)
    clock = clock_of(area)
    period = period or Period(start.astimezone(clock), end.astimezone(clock), Basis.CHOSEN)
    here = now.astimezone(clock)
    previous = latest_sitrep(area, before=period.end)
    found = _find(Filters(area=area, seen_from=period.start, seen_to=period.end), period, previous, now)
    telling = _Telling(witnesses_of({row.id for row in found.everything}), area)
    level = Level(min(level_of(area) + 1, Level.KELURAHAN_DESA))
    lines, elsewhere = _areas(area, period, level)
    stages_now, stages_next = _stages(here.date())
    sitrep = Sitrep(
        schema_version=SCHEMA_VERSION,
        area=ReportedArea(area, places.area(area).title, places.full_name(area), level_of(area).id, zone_of(area)),
        period=period,
        made_at=here,
        made_by=clean(by, 150),
        versions=Versions(version("kondusif"), READER_VERSION, load_rulebase().version),
        figures=_figures(found.scope, now),
        categories=_categories(found.scope),
        new=Listing(found.new.count, telling.entries(found.new.rows)),
        changed=Listing(found.changed.count, telling.changed(found.changed.rows)),
        activities=Listing(found.activities.count, telling.entries(found.activities.rows)),
        contradicted=telling.contradicted(found.contradicted),
        disagreements=telling.disagreements(found.contested),
        stages_now=stages_now,
        stages_next=stages_next,
        due=telling.due(found.needs, reports_due(Filters(area=area), now=now)),
        areas_level=level.id,
        areas=lines,
        elsewhere=elsewhere,
        followed=telling.entries(found.followed),
    )
    return with_diff(sitrep, previous)


@dataclass(frozen=True, slots=True)
class _Found:
    """The rows that a sitrep tells of."""

    scope: Filters
    new: IncidentPage
    changed: ChangedRows
    activities: IncidentPage
    against: IncidentPage
    needs: Needs
    followed: tuple[IncidentRow, ...]

    @property
    def contradicted(self) -> list[IncidentRow]:
        """What official facts contradict: first reported in the period, or known before and told again."""
        again = [each.row for each in self.changed.rows if each.row.contradictions]
        return [*self.against.rows, *again]

    @property
    def contested(self) -> list[IncidentRow]:
        """What its sources disagree about."""
        rows = [*self.new.rows, *(each.row for each in self.changed.rows), *self.activities.rows]
        return [row for row in rows if row.conflicts]

    @property
    def everything(self) -> list[IncidentRow]:
        """Every row whose texts are looked at."""
        due = [need.row for need in self.needs.items]
        changed = [each.row for each in self.changed.rows]
        return [*self.new.rows, *changed, *self.activities.rows, *self.against.rows, *due, *self.followed]


def _find(scope: Filters, period: Period, previous: Sitrep | None, now: datetime) -> _Found:
    whole = Filters(area=scope.area)
    incidents = replace(whole, kind=Kind.INCIDENT)
    worst = replace(scope, sort="severity")
    return _Found(
        scope=scope,
        new=list_incidents(replace(worst, kind=Kind.INCIDENT), per_page=MOST_LISTED),
        changed=changed_rows(incidents, since=period.start, until=period.end, limit=MOST_LISTED),
        activities=list_incidents(replace(worst, kind=Kind.ACTIVITY), per_page=MOST_LISTED),
        against=list_incidents(replace(worst, contradicted=True), per_page=MOST_LISTED),
        needs=needs_you(whole, now=now, limit=_MOST_DUE),
        followed=rows_numbered(to_follow(previous), whole),
    )


def _figures(scope: Filters, now: datetime) -> tuple[Figure, ...]:
    counted = overview(scope, now=now)
    compared = ((name, getattr(counted, name)) for name in _COMPARED)
    level = level_of(scope.area).id
    texts = area_figures(scope, level=level).get(scope.area, AreaFigures()).texts
    return (
        *(Figure(name, each.count, each.before, each.change.value) for name, each in compared),
        *(Figure(name, getattr(counted, name)) for name in _COUNTED),
        Figure("texts", texts),
    )


def _categories(scope: Filters) -> tuple[Tally, ...]:
    """Incidents of the period by category, the most frequent first."""
    counts = figures(replace(scope, kind=Kind.INCIDENT)).by_category
    return tuple(Tally(name, count) for name, count in sorted(counts.items(), key=lambda each: (-each[1], each[0])))


def _areas(area: str, period: Period, level: Level) -> tuple[tuple[AreaLine, ...], AreaLine | None]:
    """Every child area, those without a word too; and what names the area but none of its children."""
    places = load_gazetteer()
    scope = Filters(area=area, seen_from=period.start, seen_to=period.end)
    counted = area_figures(scope, level=level.id)
    seen = seen_by_area(scope, level=level.id)

    def line(code: str, name: str) -> AreaLine:
        each, told = counted.get(code, AreaFigures()), seen.get(code)
        return AreaLine(
            code=code,
            name=name,
            incidents=each.incidents,
            unverified=each.unverified,
            verified=each.verified,
            activities=each.activities,
            contradicted=each.contradicted,
            texts=each.texts,
            reported=told is not None and told.in_period,
            latest_seen_at=told.latest_seen_at.astimezone(clock_of(area)) if told else None,
        )

    lines = tuple(line(code, places.area(code).title) for code in places.children(area))
    return lines, line("", "") if lines and "" in counted else None


def _stages(today: date) -> tuple[tuple[StageLine, ...], tuple[StageLine, ...]]:
    """What stands today, and what comes next; what the rule base is unsure of is left out."""
    calendar = current_calendar(load_rulebase(), today)
    running = [rule for rule in calendar.running(today) if rule.confidence != "U"]
    coming = [each for each in calendar.coming(today) if each.stage.confidence != "U"]
    return (
        tuple(StageLine(rule.id, rule.title, "running", rule.start, rule.end, rule.source) for rule in running),
        tuple(
            StageLine(
                each.stage.id,
                each.stage.title,
                each.kind,
                each.stage.start,
                each.stage.end,
                each.stage.source,
                each.days,
            )
            for each in coming[:_NEXT_STAGES]
        ),
    )


@dataclass(slots=True)
class _Telling:
    """Puts rows into entries: the names of private persons covered, the sources named as far as they may be."""

    witnesses: Mapping[uuid.UUID, tuple[Witness, ...]]
    area: str
    _covered: dict[uuid.UUID, tuple[str, str]] = field(default_factory=dict)

    def entries(self, rows: Iterable[IncidentRow]) -> tuple[Entry, ...]:
        """Entries of rows that were first reported in the period."""
        return tuple(self._entry(row, ("reported",)) for row in rows)

    def changed(self, rows: Iterable[ChangedRow]) -> tuple[Entry, ...]:
        """Entries of rows that were known before."""
        return tuple(
            self._entry(
                each.row, (*(("seconded",) if each.seconded else ()), *(ruling.value for ruling in each.rulings))
            )
            for each in rows
        )

    def contradicted(self, rows: Iterable[IncidentRow]) -> tuple[Contradicted, ...]:
        """What official facts contradict, with the texts that say so."""
        return tuple(
            Contradicted(
                number=row.number,
                check=str(check["kind"]),
                stated=self._say(row, str(check["stated"])),
                official=clean(str(check["official"])),
                source=clean(str(check["source"])),
                tellers=_tellers(witness for witness in self.witnesses[row.id] if witness.key in keys),
            )
            for row in rows
            for check, keys in contradictions(self.witnesses[row.id])
        )

    def disagreements(self, rows: Iterable[IncidentRow]) -> tuple[Disagreement, ...]:
        """What sources disagree about."""
        return tuple(
            Disagreement(
                number=row.number,
                kind=conflict.kind,
                about=self._say(row, conflict.about),
                claims=tuple(
                    Claim(
                        self._say(row, version.value),
                        _tellers(each for each in self.witnesses[row.id] if each.key in version.keys),
                    )
                    for version in conflict.versions
                ),
            )
            for row in rows
            for conflict in conflicts(self.witnesses[row.id])
        )

    def due(self, needs: Needs, deadlines: Mapping[date, int]) -> Due:
        """What waits for a person."""
        provision = load_rulebase().provisions[_PROVISION]
        return Due(
            count=needs.count,
            items=tuple(
                DueLine(
                    number=need.row.number,
                    category=need.row.category,
                    title=self._words(need.row)[0],
                    place=_place(need.row.place_code),
                    reasons=tuple(reason.value for reason in need.reasons),
                    report_due=need.report_due,
                )
                for need in needs.items
            ),
            deadlines=tuple(Deadline(last_day, count) for last_day, count in sorted(deadlines.items())),
            report_days=REPORT_DAYS,
            provision=f"{provision.document}, {provision.article}",
        )

    def _entry(self, row: IncidentRow, news: tuple[str, ...]) -> Entry:
        title, sentence = self._words(row)
        clock = clock_of(self.area)
        return Entry(
            number=row.number,
            id=str(row.id),
            kind=row.kind.value,
            status=row.status.value,
            needs_more=row.needs_more,
            category=row.category,
            severity=row.severity if row.kind == Kind.INCIDENT else 0,
            event_date=row.event_date,
            event_date_end=row.event_date_end,
            place_code=row.place_code,
            place=_place(row.place_code),
            title=title,
            sentence=sentence,
            texts=row.texts,
            witnesses=row.witnesses,
            contradictions=row.contradictions,
            conflicts=row.conflicts,
            first_seen_at=row.first_seen_at.astimezone(clock),
            latest_seen_at=row.latest_seen_at.astimezone(clock),
            news=news,
            sources=_tellers(self.witnesses[row.id]),
        )

    def _words(self, row: IncidentRow) -> tuple[str, str]:
        """Title and one sentence; the sentence alone where the title only begins it."""
        if row.id not in self._covered:
            title, sentence = redact_together((row.title, row.summary), reading=self._readings(row))
            whole, told = clean(title, 200), clean(sentence)
            repeats = told.startswith(whole.rstrip("…"))
            self._covered[row.id] = (told, "") if repeats else (whole, told)
        return self._covered[row.id]

    def _say(self, row: IncidentRow, words: str) -> str:
        return clean(redact_together((words,), reading=self._readings(row))[0]) if words else ""

    def _readings(self, row: IncidentRow) -> list[Mapping[str, Any]]:
        return [witness.reading for witness in self.witnesses[row.id]]


def _tellers(witnesses: Iterable[Witness]) -> tuple[Teller, ...]:
    """Sources by class; the names of officials and press, of others only how many."""
    counts = Counter(
        (witness.source_class, clean(witness.source, 60) if witness.source_class in _NAMED else "")
        for witness in witnesses
    )
    ordered = sorted(counts.items(), key=lambda each: (each[0][0], -each[1], each[0][1]))
    shown, rest = ordered[:_MOST_SOURCES], Counter[str]()
    for (source_class, _), count in ordered[_MOST_SOURCES:]:
        rest[source_class] += count
    return (
        *(Teller(source_class, name, count) for (source_class, name), count in shown),
        *(Teller(source_class, "", count) for source_class, count in sorted(rest.items())),
    )


def _place(code: str) -> str:
    places = load_gazetteer()
    return places.full_name(code) if code in places else code
