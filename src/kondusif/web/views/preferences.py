"""How the pages look to one person: light, dark, or as the system does."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

COOKIE = "tema"
THEMES = ("terang", "gelap", "sistem")
A_YEAR = 365 * 24 * 3600


@require_POST
def preferences(request: HttpRequest) -> HttpResponse:
    """Keep the choice in a cookie and go back to the page."""
    wanted = request.POST.get("next", "/")
    safe = url_has_allowed_host_and_scheme(wanted, {request.get_host()}, require_https=request.is_secure())
    response = HttpResponseRedirect(wanted if safe else "/")
    theme = request.POST.get("tema", "")
    if theme in THEMES:
        response.set_cookie(COOKIE, theme, max_age=A_YEAR, samesite="Lax", httponly=True, secure=request.is_secure())
    return response


def theme_of(request: HttpRequest) -> str:
    """The theme a person chose; the system's when none."""
    theme = request.COOKIES.get(COOKIE, "")
    return theme if theme in THEMES else "sistem"
