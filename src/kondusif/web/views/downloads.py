"""The list of incidents as a file: what is seen, with the same filters."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponseBase, StreamingHttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from kondusif.config.clock import now
from kondusif.publishing.exports import MEDIA_TYPES, Scope, export_incidents, file_name
from kondusif.publishing.policy import may_export, may_see_names
from kondusif.web.list_state import ListState, chips_of, read_state
from kondusif.web.session import for_operators, operator_of


@require_safe
@for_operators
def incidents(request: HttpRequest, form: str) -> HttpResponseBase:
    """The incidents of the list's address in one format. `bom=0` leaves out what makes Excel read CSV as UTF-8,
    `batas=1` gives GeoJSON the outlines of the areas."""
    if form not in MEDIA_TYPES:
        raise Http404
    if not may_export(request.user):
        raise PermissionDenied
    moment = now()
    state = read_state(request.GET, now=moment)
    names = may_see_names(operator_of(request))
    parts = export_incidents(
        form,
        _scope(request, state),
        names=names,
        now=moment,
        bom=request.GET.get("bom") != "0",
        outlines=request.GET.get("batas") == "1",
    )
    name = file_name(form, state.filters, period=state.period.name, names=names, now=moment)
    return StreamingHttpResponse(
        parts,
        content_type=MEDIA_TYPES[form],
        headers={"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "private, no-store"},
    )


def _scope(request: HttpRequest, state: ListState) -> Scope:
    chips = chips_of(state.filters, state.period)
    address = request.build_absolute_uri(f"{reverse('web:incidents')}{state.query}")
    return Scope(state.filters, tuple((chip.label, chip.value) for chip in chips), address)
