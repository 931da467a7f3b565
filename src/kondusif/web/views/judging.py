"""What a person says about an incident, and taking it back."""

from __future__ import annotations

import uuid
from collections.abc import Callable

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext
from django.views.decorators.http import require_POST

from kondusif.config.clock import now
from kondusif.incidents.actions import (
    BadJudgement,
    CannotRegroup,
    ChangedMeanwhile,
    ClaimedByOther,
    NoSuchIncident,
    NothingToWithdraw,
    free_incident,
    judge_incident,
    keep_apart,
    merge_incidents,
    split_incident,
    take_incident,
    withdraw_decision,
    withdraw_judgement,
)
from kondusif.incidents.policy import may_judge, may_regroup
from kondusif.publishing.labels import TO_SAY
from kondusif.web.session import for_operators, operator_of
from kondusif.web.verdicts import UnusableError, read_reason, read_verdict
from kondusif.web.views import queue
from kondusif.web.views.incident import show


@require_POST
@for_operators
def judge(request: HttpRequest, incident_id: uuid.UUID) -> HttpResponse:
    """Verify, reject, ask for more, correct, close or reopen; always with a reason."""
    allow(may_judge(request.user))

    def act() -> HttpResponse:
        verdict = read_verdict(request.POST)
        judgement = judge_incident(
            incident_id,
            ruling=verdict.ruling,
            value=verdict.value,
            reason=verdict.reason,
            by=operator_of(request).get_username(),
            now=now(),
            seen_version=verdict.version,
        )
        said = gettext("Dicatat: %(ruling)s.") % {"ruling": TO_SAY[verdict.ruling]}
        messages.success(request, said, extra_tags=f"penilaian {judgement}")
        return _onward(request, incident_id)

    return _answered(request, incident_id, act)


@require_POST
@for_operators
def merge(request: HttpRequest, incident_id: uuid.UUID) -> HttpResponse:
    """Say that two incidents are one."""
    allow(may_regroup(request.user))

    def act() -> HttpResponse:
        reason, other = read_reason(request.POST), _uuid(request.POST.get("lain", ""))
        operator = operator_of(request).get_username()
        kept, decision = merge_incidents([incident_id, other], reason=reason, by=operator, now=now())
        messages.success(request, gettext("Dua kejadian digabung."), extra_tags=f"keputusan {decision}")
        return _onward(request, kept)

    return _answered(request, incident_id, act)


@require_POST
@for_operators
def apart(request: HttpRequest, incident_id: uuid.UUID) -> HttpResponse:
    """Say that two incidents are not one, though they look alike."""
    allow(may_regroup(request.user))

    def act() -> HttpResponse:
        reason, other = read_reason(request.POST), _uuid(request.POST.get("lain", ""))
        operator = operator_of(request).get_username()
        decision = keep_apart(incident_id, other, reason=reason, by=operator, now=now())
        said = gettext("Dicatat: bukan kejadian yang sama.")
        messages.success(request, said, extra_tags=f"keputusan {decision}")
        return queue.back_to(request, incident_id) if queue.sent_from(request) else _page(incident_id)

    return _answered(request, incident_id, act)


@require_POST
@for_operators
def split(request: HttpRequest, incident_id: uuid.UUID) -> HttpResponse:
    """Say that one text tells of something else."""
    allow(may_regroup(request.user))

    def act() -> HttpResponse:
        reason, written = read_reason(request.POST), request.POST.get("teks", "")
        text_ids = [int(written)] if written.isdecimal() and len(written) < 16 else []
        operator = operator_of(request).get_username()
        _, decision = split_incident(incident_id, text_ids=text_ids, reason=reason, by=operator, now=now())
        messages.success(request, gettext("Teks dipisahkan ke kejadian sendiri."), extra_tags=f"keputusan {decision}")
        return _page(incident_id)

    return _answered(request, incident_id, act)


@require_POST
@for_operators
def claim(request: HttpRequest, incident_id: uuid.UUID) -> HttpResponse:
    """Take an incident, or hold on to it: what a page asks for while somebody is at work on it."""
    allow(may_judge(request.user))
    try:
        until = take_incident(incident_id, by=operator_of(request).get_username(), now=now())
    except ClaimedByOther as error:
        return JsonResponse({"by": error.by, "words": _claimed_words(error)}, status=409)
    if until is None:
        raise Http404(gettext("Tidak ada kejadian dengan alamat ini."))
    return JsonResponse({"until": until.isoformat()})


@require_POST
@for_operators
def free(request: HttpRequest, incident_id: uuid.UUID) -> HttpResponse:
    """Give an incident back on leaving its page."""
    free_incident(incident_id, by=operator_of(request).get_username())
    return HttpResponse(status=204)


@require_POST
@for_operators
def withdraw(request: HttpRequest, judgement_id: int) -> HttpResponse:
    """Take a judgement back."""
    allow(may_judge(request.user))
    return _taken_back(request, lambda by: withdraw_judgement(judgement_id, by=by, now=now()))


@require_POST
@for_operators
def undo_decision(request: HttpRequest, decision_id: int) -> HttpResponse:
    """Take a merge, a split or a keeping apart back."""
    allow(may_regroup(request.user))
    return _taken_back(request, lambda by: withdraw_decision(decision_id, by=by, now=now()))


def allow(allowed: bool) -> None:  # noqa: FBT001 -- reads as a sentence where it stands
    """Refuse whoever may only read, in words."""
    if not allowed:
        raise PermissionDenied(gettext("Akun Anda boleh membaca, tetapi tidak boleh menilai."))


def _page(incident_id: uuid.UUID) -> HttpResponse:
    return redirect("web:incident", incident_id=incident_id)


def _onward(request: HttpRequest, incident_id: uuid.UUID) -> HttpResponse:
    """To the next item of the queue when the form stood there, else to the incident."""
    return queue.onward(request) if queue.sent_from(request) else _page(incident_id)


def _answered(request: HttpRequest, incident_id: uuid.UUID, act: Callable[[], HttpResponse]) -> HttpResponse:
    """Do it, or show the page again with what was typed and why it was refused."""
    try:
        return act()
    except NoSuchIncident:
        raise Http404(gettext("Tidak ada kejadian dengan alamat ini.")) from None
    except ClaimedByOther as error:
        return _again(request, incident_id, _claimed_words(error), status=409)
    except ChangedMeanwhile:
        problem = gettext("Kejadian ini sudah diubah orang lain sejak Anda membukanya. Periksa lagi, lalu kirim ulang.")
        return _again(request, incident_id, problem, status=409)
    except CannotRegroup:
        problem = gettext("Kejadian atau teks ini tidak dapat digabung atau dipisah seperti itu. Muat ulang halaman.")
        return _again(request, incident_id, problem, status=422)
    except (UnusableError, BadJudgement) as error:
        return _again(request, incident_id, str(error), status=422)


def _again(request: HttpRequest, incident_id: uuid.UUID, problem: str, *, status: int) -> HttpResponse:
    page = queue.show_again if queue.sent_from(request) else show
    return page(request, incident_id, sent=request.POST, problem=problem, status=status)


def _claimed_words(error: ClaimedByOther) -> str:
    said = gettext("Sedang dinilai oleh %(by)s. Yang Anda tulis tidak hilang: coba kirim lagi nanti, atau lanjutkan.")
    return said % {"by": error.by}


def _taken_back(request: HttpRequest, act: Callable[[str], uuid.UUID]) -> HttpResponse:
    back = _back(request)
    try:
        incident_id = act(operator_of(request).get_username())
    except (NothingToWithdraw, NoSuchIncident):
        messages.error(request, gettext("Tidak ada yang dapat dibatalkan: sudah dibatalkan atau diganti sebelumnya."))
        return HttpResponseRedirect(back or reverse("web:incidents"))
    messages.info(request, gettext("Dibatalkan. Jejaknya tetap tercatat."))
    if back:
        return HttpResponseRedirect(f"{back}{'&' if '?' in back else '?'}kejadian={incident_id}")
    return _page(incident_id)


def _back(request: HttpRequest) -> str:
    """The queue's address when something is taken back there."""
    back = request.POST.get("lanjut", "")
    allowed = url_has_allowed_host_and_scheme(back, {request.get_host()}, require_https=request.is_secure())
    return back if allowed and back.startswith(reverse("web:queue")) else ""


def _uuid(written: str) -> uuid.UUID:
    try:
        return uuid.UUID(written)
    except ValueError:
        raise UnusableError(gettext("Pilih kejadian yang hendak digabung.")) from None
