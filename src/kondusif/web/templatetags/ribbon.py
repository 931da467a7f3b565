"""The line of the calendar that every page carries under its top bar."""

from __future__ import annotations

from typing import Any

from django import template
from django.http import HttpRequest

from kondusif.config.clock import now
from kondusif.web.navigation import carried
from kondusif.web.ribbon import STRIP, ribbon

register = template.Library()


@register.inclusion_tag("web/ribbon.html", takes_context=True)
def stage_ribbon(context: dict[str, Any]) -> dict[str, Any]:
    """The line for now, on the clock of the area that the address names."""
    request: HttpRequest = context["request"]
    return {
        "ribbon": ribbon(now(), request.GET.get("wilayah", "")[:13]),
        "width": STRIP,
        "carried": carried(request.GET),
    }
