"""What a person says about an incident, and taking it back."""

from __future__ import annotations

import uuid
from collections.abc import Callable

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext
from django.views.decorators.http import require_POST

from kondusif.config.clock import now
from kondusif.incidents.actions import (
    BadJudgement,
    CannotRegroup,
    ChangedMeanwhile,
    NoSuchIncident,
    NothingToWithdraw,
    judge_incident,
    merge_incidents,
    split_incident,
    withdraw_decision,
    withdraw_judgement,
)
from kondusif.incidents.policy import may_judge, may_regroup
from kondusif.publishing.labels import TO_SAY
from kondusif.web.session import for_operators, operator_of
from kondusif.web.verdicts import UnusableError, read_reason, read_verdict
from kondusif.web.views.incident import show


@require_POST
@for_operators
def judge(request: HttpRequest, incident_id: uuid.UUID) -> HttpResponse:
    """Verify, reject, ask for more, correct, close or reopen; always with a reason."""
    _allow(may_judge(request.user))

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
        return redirect("web:incident", incident_id=incident_id)

    return _answered(request, incident_id, act)


@require_POST
@for_operators
def merge(request: HttpRequest, incident_id: uuid.UUID) -> HttpResponse:
    """Say that two incidents are one."""
    _allow(may_regroup(request.user))

    def act() -> HttpResponse:
        reason, other = read_reason(request.POST), _uuid(request.POST.get("lain", ""))
        operator = operator_of(request).get_username()
        kept, decision = merge_incidents([incident_id, other], reason=reason, by=operator, now=now())
        messages.success(request, gettext("Dua kejadian digabung."), extra_tags=f"keputusan {decision}")
        return redirect("web:incident", incident_id=kept)

    return _answered(request, incident_id, act)


@require_POST
@for_operators
def split(request: HttpRequest, incident_id: uuid.UUID) -> HttpResponse:
    """Say that one text tells of something else."""
    _allow(may_regroup(request.user))

    def act() -> HttpResponse:
        reason, written = read_reason(request.POST), request.POST.get("teks", "")
        text_ids = [int(written)] if written.isdecimal() and len(written) < 16 else []
        operator = operator_of(request).get_username()
        _, decision = split_incident(incident_id, text_ids=text_ids, reason=reason, by=operator, now=now())
        messages.success(request, gettext("Teks dipisahkan ke kejadian sendiri."), extra_tags=f"keputusan {decision}")
        return redirect("web:incident", incident_id=incident_id)

    return _answered(request, incident_id, act)


@require_POST
@for_operators
def withdraw(request: HttpRequest, judgement_id: int) -> HttpResponse:
    """Take a judgement back."""
    _allow(may_judge(request.user))
    return _taken_back(request, lambda by: withdraw_judgement(judgement_id, by=by, now=now()))


@require_POST
@for_operators
def undo_decision(request: HttpRequest, decision_id: int) -> HttpResponse:
    """Take a merge or a split back."""
    _allow(may_regroup(request.user))
    return _taken_back(request, lambda by: withdraw_decision(decision_id, by=by, now=now()))


def _allow(allowed: bool) -> None:  # noqa: FBT001 -- reads as a sentence where it stands
    if not allowed:
        raise PermissionDenied(gettext("Akun Anda boleh membaca, tetapi tidak boleh menilai."))


def _answered(request: HttpRequest, incident_id: uuid.UUID, act: Callable[[], HttpResponse]) -> HttpResponse:
    """Do it, or show the page again with what was typed and why it was refused."""
    try:
        return act()
    except NoSuchIncident:
        raise Http404(gettext("Tidak ada kejadian dengan alamat ini.")) from None
    except ChangedMeanwhile:
        problem = gettext("Kejadian ini sudah diubah orang lain sejak Anda membukanya. Periksa lagi, lalu kirim ulang.")
        return show(request, incident_id, sent=request.POST, problem=problem, status=409)
    except CannotRegroup:
        problem = gettext("Kejadian atau teks ini tidak dapat digabung atau dipisah seperti itu. Muat ulang halaman.")
        return show(request, incident_id, sent=request.POST, problem=problem, status=422)
    except (UnusableError, BadJudgement) as error:
        return show(request, incident_id, sent=request.POST, problem=str(error), status=422)


def _taken_back(request: HttpRequest, act: Callable[[str], uuid.UUID]) -> HttpResponse:
    try:
        incident_id = act(operator_of(request).get_username())
    except NothingToWithdraw:
        messages.error(request, gettext("Tidak ada yang dapat dibatalkan: sudah dibatalkan atau diganti sebelumnya."))
        return redirect("web:incidents")
    messages.info(request, gettext("Dibatalkan. Jejaknya tetap tercatat."))
    return redirect("web:incident", incident_id=incident_id)


def _uuid(written: str) -> uuid.UUID:
    try:
        return uuid.UUID(written)
    except ValueError:
        raise UnusableError(gettext("Pilih kejadian yang hendak digabung.")) from None
