"""One word on several incidents of the list, and taking it back in one go."""

from __future__ import annotations

import uuid
from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext, ngettext
from django.views.decorators.http import require_POST

from kondusif.config.clock import now
from kondusif.incidents.actions import (
    MOST_AT_ONCE,
    BadJudgement,
    Batch,
    ChangedMeanwhile,
    ClaimedByOther,
    NoSuchIncident,
    NothingToWithdraw,
    Refused,
    judge_incidents,
    withdraw_batch,
)
from kondusif.incidents.domain.types import Ruling
from kondusif.incidents.policy import may_judge
from kondusif.incidents.queries import rows_by_id
from kondusif.publishing.labels import TO_SAY, category_choices, category_label
from kondusif.web.rows import Line, line_of
from kondusif.web.session import for_operators, operator_of
from kondusif.web.verdicts import REASONS, UnusableError, quick_reasons, read_verdict
from kondusif.web.views.judging import allow

UNASKED = 20  # more than this many are shown once more before they are judged
AT_ONCE = (Ruling.VERIFY, Ruling.REJECT, Ruling.CLOSE, Ruling.WRONG_CATEGORY)


@dataclass(frozen=True, slots=True)
class LeftOut:
    """An incident that was not judged, and why."""

    line: Line | None
    id: uuid.UUID
    why: str


@require_POST
@for_operators
def judge_many(request: HttpRequest) -> HttpResponse:
    """Say the same about all that is ticked, with one reason; asks once more when they are many."""
    allow(may_judge(request.user))
    sent = request.POST
    chosen = _chosen(sent)
    try:
        if not chosen:
            raise UnusableError(gettext("Tandai paling sedikit satu kejadian."))
        if len(chosen) > MOST_AT_ONCE:
            most = gettext("Paling banyak %(most)s kejadian sekali jalan; yang ditandai %(count)s.")
            raise UnusableError(most % {"most": MOST_AT_ONCE, "count": len(chosen)})
        verdict = read_verdict(sent)
        if verdict.ruling not in AT_ONCE:
            raise UnusableError(gettext("Pilih salah satu penilaian."))
        if len(chosen) > UNASKED and sent.get("yakin") != "1":
            return _ask(request, chosen)
        batch = judge_incidents(
            chosen,
            ruling=verdict.ruling,
            value=verdict.value,
            reason=verdict.reason,
            by=operator_of(request).get_username(),
            now=now(),
        )
    except (UnusableError, BadJudgement) as error:
        return _ask(request, chosen, problem=str(error), status=422)
    if batch.judged:
        count = len(batch.judged)
        said = ngettext("%(count)s kejadian: %(ruling)s.", "%(count)s kejadian: %(ruling)s.", count)
        words = said % {"count": count, "ruling": TO_SAY[verdict.ruling]}
        messages.success(request, words, extra_tags=f"rombongan {batch.id}")
    return _report(request, batch) if batch.refused else HttpResponseRedirect(_list(sent))


@require_POST
@for_operators
def withdraw_many(request: HttpRequest, batch: uuid.UUID) -> HttpResponse:
    """Take back all that was judged in one go."""
    allow(may_judge(request.user))
    try:
        count = len(withdraw_batch(batch, by=operator_of(request).get_username(), now=now()))
    except (NothingToWithdraw, NoSuchIncident):
        messages.error(request, gettext("Tidak ada yang dapat dibatalkan: sudah dibatalkan atau diganti sebelumnya."))
    else:
        said = ngettext(
            "%(count)s penilaian dibatalkan. Jejaknya tetap tercatat.",
            "%(count)s penilaian dibatalkan. Jejaknya tetap tercatat.",
            count,
        )
        messages.info(request, said % {"count": count})
    return HttpResponseRedirect(reverse("web:incidents"))


def bulk_offer() -> dict[str, object]:
    """What the bar of the list needs: rulings, categories, reasons."""
    return {
        "rulings": [(ruling.value, str(TO_SAY[ruling])) for ruling in AT_ONCE],
        "categories": category_choices(),
        "most": MOST_AT_ONCE,
    }


def _chosen(sent: QueryDict) -> dict[uuid.UUID, int | None]:
    """The incidents that were ticked, each with the version that was shown; what is none is passed over."""
    found: dict[uuid.UUID, int | None] = {}
    for written in sent.getlist("pilih"):
        name, _, version = written.partition(":")
        try:
            pk = uuid.UUID(name)
        except ValueError:
            continue
        found[pk] = int(version) if version.isdecimal() and len(version) < 9 else None
    return found


def _ask(
    request: HttpRequest, chosen: dict[uuid.UUID, int | None], *, problem: str = "", status: int = 200
) -> HttpResponse:
    """The chosen incidents once more, to be confirmed or mended; what was typed stands in the form."""
    moment, sent = now(), request.POST
    rows = rows_by_id(list(chosen)[: MOST_AT_ONCE + 1])
    asked = sent.get("putusan", "")
    context = {
        "lines": [(line_of(rows[pk], now=moment), chosen[pk]) for pk in chosen if pk in rows],
        "count": len(chosen),
        "sent": sent,
        "problem": problem,
        "asked": asked,
        "category": category_label(sent.get("nilai", "")) if asked == Ruling.WRONG_CATEGORY else "",
        "bulk": bulk_offer(),
        "quick": quick_reasons(REASONS[Ruling(asked)]) if asked in set(AT_ONCE) else (),
        "back": _list(sent),
        "section": "incidents",
    }
    return render(request, "web/bulk_ask.html", context, status=status)


def _report(request: HttpRequest, batch: Batch) -> HttpResponse:
    """What was judged and what was left out, each with its reason."""
    moment = now()
    rows = rows_by_id(each.incident_id for each in batch.refused)
    left = [
        LeftOut(
            line_of(rows[each.incident_id], now=moment) if each.incident_id in rows else None,
            each.incident_id,
            _why(each),
        )
        for each in batch.refused
    ]
    context = {"batch": batch, "left": left, "back": _list(request.POST), "section": "incidents"}
    return render(request, "web/bulk_report.html", context, status=200 if batch.judged else 409)


def _why(refused: Refused) -> str:
    if isinstance(refused.why, ClaimedByOther):
        return gettext("sedang dinilai oleh %(by)s") % {"by": refused.why.by}
    if isinstance(refused.why, ChangedMeanwhile):
        return gettext("sudah diubah orang lain sejak daftar dibuka")
    return gettext("tidak ada lagi: digabung atau kosong")


def _list(sent: QueryDict) -> str:
    query = sent.get("daftar", "")
    return reverse("web:incidents") + (query if query.startswith("?") else "")
