"""How a scope stands, and what the calendar says about today."""

from __future__ import annotations

from typing import Any, Literal

from django.http import HttpRequest
from django.utils.translation import gettext_noop as _
from ninja import Query, Router

from kondusif.api import shapes
from kondusif.api.asking import Area, Asked, only_known
from kondusif.api.problems import REFUSALS
from kondusif.config.clock import now
from kondusif.elections.domain.calendar import calendar_of, current_calendar, day_at, status
from kondusif.elections.domain.today import today
from kondusif.incidents.queries import Figure, overview
from kondusif.rulebase.loader import load_rulebase

router = Router(tags=["Situasi"])
_COMPARED = ("incidents", "activities", "contradicted", "several_witnesses", "severe")
_ELECTIONS = tuple(sorted(load_rulebase().elections))
Election = Literal[_ELECTIONS]  # type: ignore[valid-type]


@router.get("/overview", response={200: shapes.Overview, **REFUSALS}, operation_id="get_overview", url_name="overview",
            summary=_("Angka satu lingkup dan perubahannya"))  # fmt: skip
def figures(request: HttpRequest, asked: Query[Asked]) -> dict[str, Any]:
    """The figures at the head of the situation page."""
    only_known(request, Asked.model_fields)
    moment = now()
    found = overview(asked.filters(moment), now=moment)
    return {
        **{name: _figure(getattr(found, name)) for name in _COMPARED},
        **{name: getattr(found, name) for name in ("start", "end", "unverified", "verified", "needs_more")},
    }


@router.get("/stages", response={200: shapes.Stages, **REFUSALS}, operation_id="get_stages", url_name="stages",
            summary=_("Tahapan pilkada dan larangan hari ini"))  # fmt: skip
def stages(request: HttpRequest, pilkada: Election | None = None, wilayah: Area = "") -> dict[str, Any]:
    """The calendar of an election on the day that the clock of an area shows; without a name the current one."""
    only_known(request, ["pilkada", "wilayah"])
    rules, moment = load_rulebase(), now()
    day = day_at(moment, wilayah)
    calendar = calendar_of(rules, pilkada) if pilkada else current_calendar(rules, day)
    held = today(calendar, rules.provisions, now=moment, code=wilayah)
    return {
        "election": calendar.election.id,
        "title": calendar.election.title,
        "title_en": calendar.election.title_en,
        "as_of": calendar.election.as_of,
        "day": day,
        "phase": held.phase,
        "voting_day": calendar.voting_day,
        "days_to_voting": held.days_to_voting,
        "stages": [
            {
                "id": stage.id,
                "title": stage.title,
                "start": stage.start,
                "end": stage.end,
                "status": status(stage, day),
                "source": stage.source,
                "confidence": stage.confidence,
            }
            for stage in calendar.stages
        ],
        "forbidden": [
            {
                "id": each.provision.id,
                "title": each.provision.title,
                "document": each.provision.document,
                "article": each.provision.article,
                "content": each.provision.content,
                "stages": [stage.id for stage in each.stages],
                "confidence": each.confidence,
            }
            for each in held.forbidden
        ],
    }


def _figure(figure: Figure) -> dict[str, Any]:
    return {"count": figure.count, "before": figure.before, "change": figure.change.value}
