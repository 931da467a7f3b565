"""The ledger of alarms: the list, scanning now, one alarm, and deciding on it."""

from __future__ import annotations

import uuid
from dataclasses import replace

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext, gettext_noop
from django.views.decorators.http import require_POST, require_safe

from kondusif.config.clock import now
from kondusif.incidents.queries import incidents_by_number
from kondusif.kerawanan.actions.alarms import NoSuchAlarm, decide_alarm, see_alarm
from kondusif.kerawanan.actions.scans import run_scan
from kondusif.kerawanan.domain.ledger import AlarmState, BadStep
from kondusif.kerawanan.domain.scan_types import ScanRefused
from kondusif.kerawanan.policy import may_decide
from kondusif.kerawanan.queries.alarm_steps import said_of
from kondusif.kerawanan.queries.alarms import PER_PAGE, AlarmDetail, alarm_detail, ledger_record, list_alarms
from kondusif.kerawanan.queries.scanning import ScanScope
from kondusif.kerawanan.queries.scans import latest_scan, scans_of
from kondusif.places.domain.codes import Level
from kondusif.places.domain.gazetteer import load_gazetteer
from kondusif.places.queries import areas_within
from kondusif.publishing.alarm_words import ALARM_SAID, ALARM_STATES
from kondusif.publishing.labels import LEVELS
from kondusif.publishing.wording import moment, place_name
from kondusif.web.alarm_forms import Decision, alarm_offers, read_decision
from kondusif.web.alarm_page import MOST_AREAS, alarm_line, alarm_page, found_words, precision_words, scan_words
from kondusif.web.maps import finer_level
from kondusif.web.scope import scope_of
from kondusif.web.scope_bar import scope_bar
from kondusif.web.session import for_operators, operator_of
from kondusif.web.verdicts import UnusableError

# What the room below says, so that it can be said in English too.
PROBLEMS = (
    gettext_noop("Pemindaian membandingkan wilayah: di sini kurang dari dua. Pilih tingkat yang lebih halus."),
    gettext_noop("Tulis alasannya: keputusan tanpa alasan tidak dapat dipertanggungjawabkan."),
    gettext_noop("Peringatan ini baru saja diputuskan orang lain; muat ulang halamannya."),
)


@require_safe
@for_operators
def alarms(request: HttpRequest) -> HttpResponse:
    """Alarms of the scope's area, the open ones first, with the record of all and the latest scan."""
    scope = scope_of(request.GET, now=now())
    rows = list_alarms(area=scope.area, limit=PER_PAGE + 1)
    said = said_of([row.id for row in rows])
    lines = [alarm_line(row, said.get(row.id)) for row in rows[:PER_PAGE]]
    record, scan = ledger_record(), latest_scan(scope.area)
    context = {
        "section": "alarms",
        "scope": scope,
        "bar": replace(
            scope_bar(scope, reverse("web:alarms")), periods=(), kinds=()
        ),  # of alarms only the area matters
        "place": place_name(scope.area) if scope.area else "",
        "open": [line for line in lines if line.open],
        "closed": [line for line in lines if not line.open],
        "more": len(rows) > PER_PAGE,
        "record": record,
        "precision": precision_words(record),
        "scan": scan,
        "scan_when": moment(scan.at, scope.area) if scan else "",
        "scan_words": scan_words(scan) if scan else "",
        "levels": [(level.id, str(LEVELS[level.id])) for level in _levels(scope.area)],
        "may_decide": may_decide(request.user),
    }
    return render(request, "web/alarms.html", context)


@require_POST
@for_operators
def scan(request: HttpRequest) -> HttpResponse:
    """Scan the areas of a level inside an area now, and raise what warns."""
    _allow(request)
    area = request.POST.get("wilayah", "")
    if area and area not in load_gazetteer():
        area = ""
    levels = {level.id: level for level in _levels(area)}
    level = levels.get(request.POST.get("tingkat", ""), finer_level(area))
    moment_now, back = now(), redirect(reverse("web:alarms") + (f"?wilayah={area}" if area else ""))
    try:
        run = run_scan(ScanScope(area, level), by=operator_of(request).get_username(), now=moment_now)
    except ScanRefused as refused:
        messages.error(request, gettext("Tidak dapat dipindai. %(why)s") % {"why": gettext(str(refused))})
        return back
    words = {
        "count": run.scanned.result.observed,
        "found": found_words(run.raised.fresh, run.raised.again, run.warning),
        "level": str(LEVELS[level.id]).lower(),
    }
    said = gettext("Dipindai menurut %(level)s, dari %(count)s kejadian: %(found)s.") % words
    (messages.success if run.raised.fresh or run.raised.again else messages.info)(request, said)
    return back


@require_safe
@for_operators
def alarm(request: HttpRequest, alarm_id: uuid.UUID) -> HttpResponse:
    """One alarm. Reading it writes nothing: whoever may decide says that it was seen."""
    return _show(request, _detail(alarm_id))


@require_POST
@for_operators
def decide(request: HttpRequest, alarm_id: uuid.UUID) -> HttpResponse:
    """Mark as seen, confirm, dismiss or close, with the reason."""
    _allow(request)
    detail = _detail(alarm_id)
    try:
        decision = read_decision(request.POST)
        if decision.before and decision.before != detail.row.state:
            return _show(request, detail, problem=_meanwhile(detail), status=409)
        _take(alarm_id, decision, by=operator_of(request).get_username())
    except NoSuchAlarm:
        raise Http404(gettext("Tidak ada peringatan dengan alamat ini.")) from None
    except UnusableError as error:
        return _show(request, detail, problem=str(error), status=422)
    except BadStep as error:
        known = str(error) in PROBLEMS
        problem = gettext(str(error)) if known else _meanwhile(_detail(alarm_id))
        return _show(request, _detail(alarm_id), problem=problem, status=409)
    messages.success(request, gettext("Dicatat: %(what)s.") % {"what": ALARM_SAID[decision.state]})
    return redirect("web:alarm", alarm_id=alarm_id)


def _take(alarm_id: uuid.UUID, decision: Decision, *, by: str) -> None:
    if decision.state is AlarmState.DILIHAT:
        see_alarm(alarm_id, by=by, now=now())
    else:
        decide_alarm(alarm_id, decision.state, decision.reason, by=by, now=now(), outcome=decision.outcome)


def _show(request: HttpRequest, detail: AlarmDetail, *, problem: str = "", status: int = 200) -> HttpResponse:
    row = detail.row
    sent: QueryDict | None = request.POST if request.method == "POST" else None
    page = alarm_page(detail, incidents_by_number(row.latest.evidence), scans_of(row.area, row.level), now=now())
    allowed = may_decide(request.user)
    offers = alarm_offers(row.state, sent, problem) if allowed else []
    context = {
        "section": "alarms",
        "page": page,
        "line": page.line,
        "offers": offers,
        "may_see": allowed and row.state is AlarmState.DINAIKKAN,
        "may_decide": allowed,
        "problem": problem if not any(offer.problem for offer in offers) else "",
    }
    return render(request, "web/alarm.html", context, status=status)


def _detail(alarm_id: uuid.UUID) -> AlarmDetail:
    detail = alarm_detail(alarm_id)
    if detail is None:
        raise Http404(gettext("Tidak ada peringatan dengan alamat ini."))
    return detail


def _levels(area: str) -> list[Level]:
    """The levels that can be scanned at once: one or two below the area, with two areas at least."""
    first = finer_level(area)
    found = [level for level in Level if first <= level <= first + 1]
    return [level for level in found if 2 <= len(areas_within(area, level)) <= MOST_AREAS]


def _meanwhile(detail: AlarmDetail) -> str:
    said = gettext("Keadaannya berubah sejak halaman ini dibuka: sekarang %(state)s. Periksa lagi, lalu putuskan.")
    return said % {"state": ALARM_STATES[detail.row.state]}


def _allow(request: HttpRequest) -> None:
    if not may_decide(request.user):
        raise PermissionDenied(gettext("Akun Anda boleh membaca, tetapi tidak boleh memutuskan peringatan."))
