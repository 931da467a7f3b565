"""Sitreps: those that were kept, one of them, and making a new one."""

from __future__ import annotations

from datetime import datetime

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext, gettext_noop
from django.views.decorators.http import require_http_methods, require_safe

from kondusif.config.clock import now
from kondusif.places.domain.codes import ancestors_of
from kondusif.places.domain.zones import on_its_clock
from kondusif.publishing.actions.sitrep import keep_sitrep
from kondusif.publishing.domain.slots import BadPeriod, Period
from kondusif.publishing.papers.formats import MEDIA_TYPES, file_name, house_paper, sitrep_as
from kondusif.publishing.papers.plain_form import plain_of
from kondusif.publishing.policy import may_export, may_keep_sitreps
from kondusif.publishing.queries.sitrep import KeptRow, compose_sitrep, kept_sitrep, list_sitreps, period_for
from kondusif.publishing.sitrep_paper import span
from kondusif.publishing.wording import moment, place_name
from kondusif.web.area_search import area_meant, suggest_areas
from kondusif.web.scope import scope_of
from kondusif.web.session import for_operators, operator_of

FORMS = ("pdf", "docx", "html", "json")
# What `BadPeriod` says, so that it can be said in English too.
PROBLEMS = (
    gettext_noop("awal periode harus sebelum akhirnya"),
    gettext_noop("periode paling lama satu tahun, dan tidak sebelum tahun 2000"),
    gettext_noop("periode ini belum mulai; sitrep hanya menceritakan yang sudah lewat"),
)


class _UnusableError(Exception):
    """What was asked for cannot be made; the message is shown beside the form."""


@require_safe
@for_operators
def sitreps(request: HttpRequest) -> HttpResponse:
    """The list of the scope's area, the newest first, and the form for a new one."""
    return _list(request)


@require_http_methods(["GET", "HEAD", "POST"])
@for_operators
def make(request: HttpRequest) -> HttpResponse:
    """Asked for: what the sitrep would say. Sent: the same, kept."""
    asked = request.POST if request.method == "POST" else request.GET
    typed = asked.get("wilayah", "").replace("\x00", "").strip()[:120]
    try:
        area = _area(typed)
        period = _period(area, asked.get("dari", ""), asked.get("sampai", ""))
    except _UnusableError as error:
        return _list(request, typed=typed, problem=str(error), status=422 if request.method == "POST" else 200)
    moment_now = now()
    author = operator_of(request).get_username()
    sitrep = compose_sitrep(area, period.start, period.end, moment_now, by=author, period=period)
    if request.method == "POST":
        if not may_keep_sitreps(request.user):
            raise PermissionDenied(gettext("Akun Anda boleh membaca sitrep, tetapi tidak boleh menyimpannya."))
        number = keep_sitrep(sitrep, now=moment_now)
        messages.success(request, gettext("Sitrep disimpan. Isinya tidak dapat diubah lagi."))
        return redirect("web:sitrep", sitrep_id=number)
    context = {
        "section": "sitreps",
        "paper": plain_of(house_paper(sitrep)),
        "area": area,
        "start": period.start.isoformat(),
        "end": period.end.isoformat(),
        "may_keep": may_keep_sitreps(request.user),
    }
    return render(request, "web/sitrep_preview.html", context)


@require_safe
@for_operators
def sitrep(request: HttpRequest, sitrep_id: int) -> HttpResponse:
    """One that was kept, as it was."""
    found = kept_sitrep(sitrep_id)
    if found is None:
        raise Http404(gettext("Tidak ada sitrep dengan nomor ini."))
    row, kept = found
    paper = house_paper(kept)
    context = {
        "section": "sitreps",
        "row": row,
        "paper": plain_of(paper),
        "downloads": _downloads(row) if may_export(request.user) else [],
    }
    return render(request, "web/sitrep.html", context)


@require_safe
@for_operators
def download(request: HttpRequest, sitrep_id: int, form: str) -> HttpResponse:
    """The same as a file."""
    found = kept_sitrep(sitrep_id)
    if found is None or form not in FORMS:
        raise Http404(gettext("Tidak ada sitrep dengan nomor ini."))
    if not may_export(request.user):
        raise PermissionDenied
    kept = found[1]
    headers = {
        "Content-Disposition": f'attachment; filename="{file_name(kept, form)}"',
        "Cache-Control": "private, no-store",
    }
    return HttpResponse(sitrep_as(form, kept), content_type=MEDIA_TYPES[form], headers=headers)


def _list(request: HttpRequest, *, typed: str = "", problem: str = "", status: int = 200) -> HttpResponse:
    area = scope_of(request.GET, now=now()).area if not problem else ""
    written = request.GET.get("hal", "1")
    page = list_sitreps(area, page=int(written) if written.isdecimal() and len(written) < 7 else 1)
    context = {
        "section": "sitreps",
        "area": area,
        "area_name": place_name(area) if area else "",
        "around": [(code, place_name(code)) for code in ancestors_of(area)] if area else [],
        "lines": [_line(row) for row in page.rows],
        "count": page.count,
        "page": page.page,
        "pages": page.pages,
        "before": _page_query(area, page.page - 1),
        "after": _page_query(area, page.page + 1),
        "typed": typed or area,
        "shown": place_name(area) if area else typed,
        "problem": problem,
        "sent": request.POST if request.method == "POST" else request.GET,
    }
    return render(request, "web/sitreps.html", context, status=status)


def _page_query(area: str, page: int) -> str:
    asked = {name: value for name, value in (("wilayah", area), ("hal", str(page))) if value}
    return f"?{urlencode(asked)}"


def _line(row: KeptRow) -> dict[str, object]:
    code = row.area_code
    return {
        "id": row.id,
        "area": place_name(code),
        "code": code,
        "period": span(Period.of(row.period_start, row.period_end), code),
        "made_at": moment(row.made_at, code),
        "made_by": row.made_by,
        "scheduled": row.scheduled,
        "hash": row.hash[:12],
    }


def _downloads(row: KeptRow) -> list[tuple[str, str]]:
    names = {"pdf": "PDF", "docx": "Word", "html": "HTML", "json": "JSON"}
    return [(names[form], reverse("web:sitrep_file", args=[row.id, form])) for form in FORMS]


def _area(typed: str) -> str:
    if not typed:
        raise _UnusableError(gettext("Pilih wilayah yang dilaporkan."))
    area = area_meant(typed)
    if area:
        return area
    near = ", ".join(f"{place_name(each.code)} ({each.code})" for each in suggest_areas(typed)[:4])
    if near:
        raise _UnusableError(
            gettext("Wilayah “%(typed)s” belum jelas. Maksud Anda: %(near)s?") % {"typed": typed, "near": near}
        )
    raise _UnusableError(gettext("Tidak ada wilayah bernama atau berkode “%(typed)s”.") % {"typed": typed})


def _period(area: str, start: str, end: str) -> Period:
    try:
        return period_for(area, _moment(area, start), _moment(area, end), now())
    except BadPeriod as error:
        raise _UnusableError(gettext(str(error))) from error


def _moment(area: str, written: str) -> datetime | None:
    try:
        return on_its_clock(datetime.fromisoformat(written.strip()), area) if written.strip() else None
    except (ValueError, OverflowError):
        raise _UnusableError(gettext("Waktu tidak dikenal. Tulis seperti 2024-11-20T06:00.")) from None
