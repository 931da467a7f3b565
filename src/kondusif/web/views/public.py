"""What everybody may see, without an account."""

from __future__ import annotations

from collections.abc import Iterator

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from kondusif.config.clock import now
from kondusif.places.domain.gazetteer import load_gazetteer
from kondusif.publishing.domain.suppression import FEWEST, Shown
from kondusif.publishing.domain.writers import Column, write_csv
from kondusif.publishing.policy import may_read_public
from kondusif.publishing.queries.public import LIFETIME, PublicTable, public_table
from kondusif.publishing.wording import moment
from kondusif.web.public_page import (
    PublicRow,
    area_rows,
    category_rows,
    few_left_out,
    files_of,
    named_few,
    provinces,
    public_map,
    told,
    usual_province,
)
from kondusif.web.ribbon import ribbon

COLUMNS = tuple(Column(name, name, "") for name in ("table", "code", "name", "count", "shown"))


@require_safe
def public(request: HttpRequest) -> HttpResponse:
    """Verified incidents by area and by category; nothing below five, no texts, no names."""
    table, province = _asked(request)
    rows = area_rows(table, province)
    context = {
        "table": table,
        "open": table.table.open,
        "withheld": table.table.total.shown is Shown.WITHHELD,
        "total": told(table.table.total),
        "fewest": FEWEST,
        "province": province,
        "provinces": provinces(),
        "rows": rows,
        "few": named_few(rows),
        "few_categories": named_few(category_rows(table)),
        "left_out": 0 if province else few_left_out(table, rows),
        "categories": category_rows(table),
        "map": public_map(table, province) if table.table.open else None,
        "made": moment(table.made_at, province),
        "ribbon": ribbon(now(), province),
        "files": files_of(province),
        "minutes": LIFETIME // 60,
    }
    return render(request, "web/public.html", context)


@require_safe
def public_file(request: HttpRequest, form: str) -> HttpResponse:
    """The same table, as CSV or JSON; the same for everybody, so that caches in between may keep it."""
    if form not in ("csv", "json"):
        raise Http404
    table, province = _asked(request)
    response = _json(table, province) if form == "json" else _csv(table, province)
    response["Content-Disposition"] = (
        f'attachment; filename="kondusif-publik{"_" + province if province else ""}.{form}"'
    )
    response["Cache-Control"] = f"public, max-age={LIFETIME}"
    return response


def _asked(request: HttpRequest) -> tuple[PublicTable, str]:
    """The table, and the province that was asked for; without one that in which all numbers lie."""
    if not may_read_public(request.user):
        raise PermissionDenied
    table = public_table(now=now())
    asked = request.GET.get("wilayah")
    if asked is None:
        return table, usual_province(table)
    return table, asked if len(asked) == 2 and asked in load_gazetteer() else ""


def _json(table: PublicTable, province: str) -> HttpResponse:
    body = {
        "made_at": table.made_at.isoformat(),
        "counts": "verified incidents",
        "fewest": FEWEST,
        "province": province or None,
        "total": {"count": table.table.total.count, "shown": table.table.total.shown.value},
        "areas": [_plain(row) for row in area_rows(table, province)],
        "categories": [_plain(row) for row in category_rows(table)],
    }
    return JsonResponse(body, json_dumps_params={"ensure_ascii": False})


def _csv(table: PublicTable, province: str) -> HttpResponse:
    return HttpResponse(
        b"".join(write_csv(COLUMNS, _lines(table, province), bom=True)), content_type="text/csv; charset=utf-8"
    )


def _lines(table: PublicTable, province: str) -> Iterator[dict[str, str | int | None]]:
    total = table.table.total
    yield {"table": "total", "code": "", "name": "", "count": total.count, "shown": total.shown.value}
    for name, rows in (("area", area_rows(table, province)), ("category", category_rows(table))):
        yield from ({"table": name, **_plain(row)} for row in rows)


def _plain(row: PublicRow) -> dict[str, str | int | None]:
    return {"code": row.code, "name": row.name, "count": row.count, "shown": row.shown}
