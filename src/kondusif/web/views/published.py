"""The published indices side by side."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from kondusif.web.published_page import published_page
from kondusif.web.session import for_operators


@require_safe
@for_operators
def published(request: HttpRequest) -> HttpResponse:
    """Three issuers, three series: what each says of East Java, and why they are never one."""
    return render(request, "web/published.html", {"section": "kerawanan", "page": published_page()})
