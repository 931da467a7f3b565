"""The calendar: what stands today, what is allowed and forbidden and why, what comes; each stage; the feed."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import condition, require_safe

from kondusif.config import clock
from kondusif.elections.domain.bands import bands
from kondusif.elections.domain.calendar import (
    Calendar,
    NoSuchElection,
    NoSuchStage,
    calendar_of,
    current_calendar,
    day_at,
)
from kondusif.elections.domain.today import today
from kondusif.incidents.domain.types import Kind
from kondusif.incidents.queries import Filters, figures
from kondusif.publishing.domain.stage_feed import CONTENT_TYPE, changed_at, stage_feed
from kondusif.publishing.stage_words import countdown, election_title, to_voting
from kondusif.publishing.wording import place_name
from kondusif.rulebase.loader import load_rulebase
from kondusif.rulebase.rules import StageRule
from kondusif.web.navigation import carried
from kondusif.web.scope import Period, Scope, query_of, scope_of
from kondusif.web.session import for_operators
from kondusif.web.stage_page import (
    next_lines,
    rule_lines,
    sources_of,
    stage_line,
    sure_of,
    weekday_in_words,
    window_in_words,
)
from kondusif.web.timeline import near_days, whole_calendar

_COMING = 6


@dataclass(frozen=True, slots=True)
class Counted:
    """How much was first reported while a stage ran, and the lists that show it."""

    incidents: int
    activities: int
    incidents_query: str
    activities_query: str


@require_safe
@for_operators
def stages(request: HttpRequest) -> HttpResponse:
    """The calendar of an election on the day that the clock of the scope's area shows."""
    now = clock.now()
    scope = scope_of(request.GET, now=now)
    day = day_at(now, scope.area)
    try:
        calendar = _asked(request, day)
    except NoSuchElection:
        return _no_such(request, election=request.GET.get("pemilihan", ""))
    found = today(calendar, load_rulebase().provisions, now=now, code=scope.area)
    rules = rule_lines(found.forbidden)
    context = _frame(request, calendar, day, scope) | {
        "found": found,
        "running": [stage_line(stage, day) for stage in found.running],
        "allowed": found.allowed,
        "by_stage": [rule for rule in rules if rule.because],
        "throughout": [rule for rule in rules if not rule.because],
        "coming": next_lines(found.coming[:_COMING], calendar),
        "lines": [stage_line(stage, day) for stage in calendar.stages],
        "drawings": [("whole", whole_calendar(calendar, day)), ("near", near_days(calendar, day))],
        "first_day": weekday_in_words(calendar.first_day),
        "last_day": weekday_in_words(calendar.last_day),
        "until_first": countdown((calendar.first_day - day).days),
        "since_last": countdown((calendar.last_day - day).days),
        "sources": sources_of(
            [calendar.election.source, *(stage.source for stage in calendar.stages)]
            + [rule.provision.source for rule in rules]
        ),
    }
    return render(request, "web/stages.html", context)


@require_safe
@for_operators
def stage(request: HttpRequest, stage_id: str) -> HttpResponse:
    """One stage: its provisions, what runs beside it, and what was reported in its days."""
    now = clock.now()
    scope = scope_of(request.GET, now=now)
    day = day_at(now, scope.area)
    try:
        calendar, chosen = _holding(request, day, stage_id)
    except NoSuchElection:
        return _no_such(request, election=request.GET.get("pemilihan", ""))
    except NoSuchStage:
        return _no_such(request, stage=stage_id)
    provisions = load_rulebase().provisions
    ordered = calendar.stages
    at = ordered.index(chosen)
    context = _frame(request, calendar, day, scope) | {
        "stage": chosen,
        "line": stage_line(chosen, day),
        "rules": [
            (kind, provision, window_in_words(provision.in_force_from, provision.in_force_to), sure)
            for kind, names in (("permits", chosen.permits), ("forbids", chosen.forbids))
            for provision in (provisions[name] for name in names)
            for sure in (sure_of(provision.source, provision.confidence),)
        ],
        "beside": [stage_line(other, day) for other in _beside(chosen, ordered)],
        "before": ordered[at - 1] if at else None,
        "after": ordered[at + 1] if at + 1 < len(ordered) else None,
        "counted": _counted(chosen, scope, now),
        "sources": sources_of([chosen.source, *(provisions[name].source for name in chosen.permits + chosen.forbids)]),
    }
    return render(request, "web/stage.html", context)


def _feed_tag(request: HttpRequest) -> str | None:
    calendar = _feed_calendar(request)
    return f'"{calendar.election.id}-{load_rulebase().version}"' if calendar else None


def _feed_changed(request: HttpRequest) -> datetime | None:
    calendar = _feed_calendar(request)
    return changed_at(calendar) if calendar else None


@require_safe
@condition(etag_func=_feed_tag, last_modified_func=_feed_changed)
def stages_ics(request: HttpRequest) -> HttpResponse:
    """The feed for calendar programs. Open without a login: it says nothing but what the law has published."""
    calendar = _feed_calendar(request)
    if calendar is None:
        known = ", ".join(load_rulebase().elections)
        words = f"Pemilihan ini tidak ada dalam dasar aturan. Yang ada: {known}.\n"
        return HttpResponse(words, status=404, content_type="text/plain; charset=utf-8")
    rules = load_rulebase()
    written = stage_feed(calendar, rules.provisions, rulebase_version=rules.version)
    return HttpResponse(
        written,
        content_type=CONTENT_TYPE,
        headers={
            "Content-Disposition": f'inline; filename="tahapan-{calendar.election.id}.ics"',
            "Cache-Control": "public, max-age=3600",
        },
    )


def _feed_calendar(request: HttpRequest) -> Calendar | None:
    try:
        return _asked(request, day_at(clock.now()))
    except NoSuchElection:
        return None


def _asked(request: HttpRequest, day: date) -> Calendar:
    """The election that the address names, else the one that the day belongs to. Raises `NoSuchElection`."""
    rules, named = load_rulebase(), request.GET.get("pemilihan", "")
    return calendar_of(rules, named) if named else current_calendar(rules, day)


def _holding(request: HttpRequest, day: date, stage_id: str) -> tuple[Calendar, StageRule]:
    """The stage and its election: of all elections when the address names none, for ids are never used twice."""
    if request.GET.get("pemilihan"):
        calendar = _asked(request, day)
        return calendar, calendar.stage(stage_id)
    for election in load_rulebase().elections.values():
        if any(stage.id == stage_id for stage in election.stages):
            calendar = Calendar(election)
            return calendar, calendar.stage(stage_id)
    raise NoSuchStage(stage_id)


def _frame(request: HttpRequest, calendar: Calendar, day: date, scope: Scope) -> dict[str, object]:
    """What both pages say at their head, and the query that their links carry."""
    named = urlencode({"pemilihan": calendar.election.id}) if request.GET.get("pemilihan") else ""
    parts = [part for part in (carried(request.GET).removeprefix("?"), named) if part]
    elections = load_rulebase().elections.values()
    feed = reverse("web:stages_ics") + (f"?{named}" if named else "")
    return {
        "section": "stages",
        "calendar": calendar,
        "election": election_title(calendar.election),
        "elections": [(each.id, election_title(each), each.id == calendar.election.id) for each in elections],
        "day": weekday_in_words(day),
        "place": place_name(scope.area) if scope.area else "",
        "to_voting": to_voting(calendar.days_to_voting(day)),
        "voting_day": weekday_in_words(calendar.voting_day),
        "carried": f"?{'&'.join(parts)}" if parts else "",
        "feed": feed,
        "feed_address": request.build_absolute_uri(feed),
        "rulebase_version": load_rulebase().version,
    }


def _beside(chosen: StageRule, ordered: tuple[StageRule, ...]) -> list[StageRule]:
    """The other stages that stand on one of its days."""
    (own,) = bands([chosen]) or (None,)
    if own is None:
        return []
    return [band.stage for band in bands(ordered, first=own.start, last=own.end) if band.stage.id != chosen.id]


def _counted(chosen: StageRule, scope: Scope, now: datetime) -> Counted | None:
    """None when no source says on which days it ran: then there is nothing to count within."""
    if chosen.start is None or chosen.end is None:
        return None
    period = Period(since=chosen.start, until=chosen.end)
    start, end = period.bounds(now)
    place = Filters(area=scope.area)
    counts = figures(replace(place, seen_from=start, seen_to=end)).by_kind
    return Counted(
        incidents=counts[Kind.INCIDENT],
        activities=counts[Kind.ACTIVITY],
        incidents_query=query_of(replace(place, kind=Kind.INCIDENT.value), period),
        activities_query=query_of(replace(place, kind=Kind.ACTIVITY.value), period),
    )


def _no_such(request: HttpRequest, *, election: str = "", stage: str = "") -> HttpResponse:
    elections = load_rulebase().elections.values()
    context = {
        "section": "stages",
        "asked_election": election,
        "asked_stage": stage,
        "elections": [(each.id, election_title(each)) for each in elections],
    }
    return render(request, "web/stages_missing.html", context, status=404)
