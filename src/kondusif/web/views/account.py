"""Coming in and going out."""

from __future__ import annotations

from django.contrib.auth import login, logout
from django.contrib.auth.forms import AuthenticationForm
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from kondusif.web.reading_now import warm_up
from kondusif.web.session import KEPT


@sensitive_post_parameters("password")
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def enter(request: HttpRequest) -> HttpResponse:
    """Log in; words typed before a session ended are shown again, to be sent once more."""
    form = AuthenticationForm(request, request.POST or None)
    kept = [(name, value) for name, values in request.POST.lists() if name.startswith(KEPT) for value in values]
    kept_path = _safe(request, request.POST.get("kept_path", ""))
    wanted = _safe(request, request.POST.get("next") or request.GET.get("next", ""))
    if request.method == "POST" and form.is_valid():
        login(request, form.get_user())
        warm_up()
        if not kept_path:
            return HttpResponseRedirect(wanted or "/")  # `redirect` would take a word for the name of a page
        again = [(name.removeprefix(KEPT), value) for name, value in kept]
        return render(request, "web/resume.html", {"kept": again, "kept_path": kept_path})
    context = {"form": form, "kept": kept, "kept_path": kept_path, "next": wanted}
    return render(request, "web/enter.html", context, status=200 if request.method != "POST" else 401)


@require_POST
def leave(request: HttpRequest) -> HttpResponse:
    """Log out."""
    logout(request)
    return redirect("web:enter")


def _safe(request: HttpRequest, address: str) -> str:
    """The address when it stays on this instance, else nothing."""
    safe = url_has_allowed_host_and_scheme(address, {request.get_host()}, require_https=request.is_secure())
    return address if safe else ""
