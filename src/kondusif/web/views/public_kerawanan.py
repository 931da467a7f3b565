"""The index for everybody, without an account."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from kondusif.config.clock import now
from kondusif.publishing.domain.suppression import FEWEST
from kondusif.publishing.domain.writers import Column, write_csv
from kondusif.publishing.policy import may_read_public
from kondusif.publishing.queries.public import LIFETIME
from kondusif.publishing.queries.public_kerawanan import PublicKerawanan, public_kerawanan
from kondusif.publishing.wording import moment
from kondusif.web.public_kerawanan_page import kerawanan_files, public_kerawanan_map, public_lines, public_records
from kondusif.web.published_page import published_page

COLUMNS = tuple(
    Column(name, name, "")
    for name in (
        "code", "name", "structural", "structural_low", "structural_high", "category", "high_voters_share", "coverage",
        "combined", "combined_low", "combined_high",
    )
)  # fmt: skip


@require_safe
def kerawanan(request: HttpRequest) -> HttpResponse:
    """S by kabupaten and kota, R where at least five verified incidents stand behind it, and the published series."""
    table = _asked(request)
    lines = public_lines(table)
    context = {
        "table": table,
        "edition": table.edition,
        "lines": lines,
        "told": sum(bool(line.combined) for line in lines),
        "fewest": FEWEST,
        "map": public_kerawanan_map(table),
        "made": moment(table.made_at),
        "minutes": LIFETIME // 60,
        "files": kerawanan_files(),
        "page": published_page(),
    }
    return render(request, "web/public_kerawanan.html", context)


@require_safe
def kerawanan_file(request: HttpRequest, form: str) -> HttpResponse:
    """The same table, as CSV or JSON; the same for everybody, so that caches in between may keep it."""
    if form not in ("csv", "json"):
        raise Http404
    table = _asked(request)
    response = _json(table) if form == "json" else _csv(table)
    response["Content-Disposition"] = f'attachment; filename="kondusif-kerawanan.{form}"'
    response["Cache-Control"] = f"public, max-age={LIFETIME}"
    return response


def _asked(request: HttpRequest) -> PublicKerawanan:
    if not may_read_public(request.user):
        raise PermissionDenied
    return public_kerawanan(now=now())


def _json(table: PublicKerawanan) -> HttpResponse:
    row = table.edition
    body = {
        "made_at": table.made_at.isoformat(),
        "edition": None
        if row is None
        else {
            "number": row.number,
            "title": row.title,
            "official": row.official,
            "invented": row.invented,
            "source": row.source,
            "sha256": row.result_hash,
        },
        "interval": 0.9,
        "fewest": FEWEST,
        "areas": public_records(table),
    }
    return JsonResponse(body, json_dumps_params={"ensure_ascii": False})


def _csv(table: PublicKerawanan) -> HttpResponse:
    body = b"".join(write_csv(COLUMNS, iter(public_records(table)), bom=True))
    return HttpResponse(body, content_type="text/csv; charset=utf-8")
