"""Incidents and activities: the list and one of them."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext_noop as _
from ninja import Query, Router

from kondusif.api import shapes
from kondusif.api.access import FULL, MASKED, names_wanted
from kondusif.api.asking import AskedIncidents, Names, next_pages, only_known
from kondusif.api.problems import REFUSALS
from kondusif.config.clock import now
from kondusif.incidents.queries import IncidentDetail, IncidentRow, Member, incident_detail, list_incidents, redirect_of
from kondusif.publishing.domain.redaction import redact_together
from kondusif.publishing.domain.where import place_of
from kondusif.publishing.queries.masked import masked_rows

router = Router(tags=["Kejadian"])
_NAMED_SOURCES = ("official", "press")
_CITIZEN = "warga"  # what a source is called that may be a private person


@router.get("/incidents", response={200: shapes.IncidentList, **REFUSALS}, operation_id="list_incidents", url_name="incidents",
            summary=_("Daftar kejadian dan kegiatan"))  # fmt: skip
def incidents(request: HttpRequest, asked: Query[AskedIncidents]) -> dict[str, Any]:
    """The list of the pages with the same filters, a page at a time."""
    only_known(request, AskedIncidents.model_fields)
    names = names_wanted(request, asked.nama)
    found = list_incidents(asked.filters(now(), sort=asked.urut), page=asked.hal, per_page=asked.per)
    if asked.hal > found.pages:
        raise Http404
    rows = list(found.rows) if names else masked_rows(found.rows)
    before, after = next_pages(request, page=found.page, pages=found.pages)
    return {
        "count": found.count,
        "page": found.page,
        "pages": found.pages,
        "per_page": found.per_page,
        "previous": before,
        "next": after,
        "items": [_incident(row, names=names) for row in rows],
    }


@router.get("/incidents/{uuid:incident_id}", response={200: shapes.IncidentDetail, 301: None, **REFUSALS}, url_name="incident",
            operation_id="get_incident", summary=_("Satu kejadian"))  # fmt: skip
def incident(request: HttpRequest, incident_id: uuid.UUID, nama: Names = MASKED) -> dict[str, Any] | HttpResponse:
    """All that is known about one incident; 301 where it became part of another."""
    only_known(request, ["nama"])
    names = names_wanted(request, nama)
    if kept := redirect_of(incident_id):
        query = f"?{request.GET.urlencode()}" if request.GET else ""
        return HttpResponse(status=301, headers={"Location": reverse("api:incident", args=[kept]) + query})
    detail = incident_detail(incident_id)
    if detail is None:
        raise Http404
    return _detail(detail, names=names)


def _incident(row: IncidentRow, *, names: bool) -> dict[str, Any]:
    same = ("number", "id", "kind", "status", "category", "machine_category", "event_date", "event_date_end", "texts", "witnesses",
            "contradictions", "conflicts", "severity", "confidence", "title", "summary", "needs_more", "first_seen_at",
            "latest_seen_at")  # fmt: skip
    return {
        **{name: getattr(row, name) for name in same},
        "place": place(row.place_code),
        "names": FULL if names else MASKED,
    }


def place(code: str) -> dict[str, str] | None:
    """An area for an answer; None where there is none."""
    return {"code": code, "name": place_of(code)} if code else None


def _detail(detail: IncidentDetail, *, names: bool) -> dict[str, Any]:
    cover = _Cover(detail, names=names)
    return {
        **_incident(detail.row, names=names),
        "title": cover(detail.row.title),
        "summary": cover(detail.row.summary),
        "conclusions": [
            {"name": each.name, "value": each.value, "machine_value": each.machine_value, "by_person": each.by_person}
            for each in detail.conclusions
        ],
        "contradicted": [
            {
                "kind": each.check["kind"],
                "stated": cover(each.check["stated"]),
                "stated_value": cover(each.check["stated_value"]),
                "official": each.check["official"],
                "source": each.check["source"],
            }
            for each in detail.contradictions
        ],
        "disagreements": [
            {
                "kind": each.kind,
                "about": cover(each.about),
                "versions": [
                    {"value": cover(version.value), "sources": cover.sources(version.sources)}
                    for version in each.versions
                ],
            }
            for each in detail.conflicts
        ],
        "judgements": [
            {
                "ruling": each.ruling.value,
                "value": each.value,
                "at": each.at,
                "withdrawn_at": each.withdrawn_at,
                "reason": each.reason if names else None,
            }
            for each in detail.judgements
        ],
        "told_by": [_text(member, names=names) for member in detail.members],
    }


def _text(member: Member, *, names: bool) -> dict[str, Any]:
    text = member.text
    named = names or text.source_class in _NAMED_SOURCES
    return {
        "source": text.source if named else None,
        "source_class": text.source_class,
        "observed_at": text.observed_at,
        "is_copy": member.is_copy,
        "title": text.title if names else None,
        "text": text.text if names else None,
    }


class _Cover:
    """The words of one answer with private persons covered, all of them together; or as they are."""

    def __init__(self, detail: IncidentDetail, *, names: bool) -> None:
        self._covered: Mapping[str, str] = {}
        self._named = {
            member.text.source for member in detail.members if names or member.text.source_class in _NAMED_SOURCES
        }
        if not names:
            words = list(dict.fromkeys(_words(detail)))
            readings = [member.reading for member in detail.members]
            self._covered = dict(zip(words, redact_together(words, reading=readings), strict=True))

    def __call__(self, words: str) -> str:
        return self._covered.get(words, words)

    def sources(self, sources: Sequence[str]) -> list[str]:
        """The sources by name; those that may be private persons are one."""
        return list(dict.fromkeys(source if source in self._named else _CITIZEN for source in sources))


def _words(detail: IncidentDetail) -> list[str]:
    row = detail.row
    return [
        row.title,
        row.summary,
        *(each.check[name] for each in detail.contradictions for name in ("stated", "stated_value")),
        *(each.about for each in detail.conflicts),
        *(version.value for each in detail.conflicts for version in each.versions),
    ]
