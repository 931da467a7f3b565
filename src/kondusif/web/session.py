"""Who may open a page. A session that ended while somebody wrote gives the words back after the login."""

from __future__ import annotations

from collections.abc import Callable
from functools import update_wrapper
from typing import Concatenate, ParamSpec

from django.contrib.auth.forms import AuthenticationForm
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode

from kondusif.incidents.policy import may_read

Rest = ParamSpec("Rest")
Page = Callable[Concatenate[HttpRequest, Rest], HttpResponseBase]
KEPT = "kata-"  # what a person had typed travels through the login form under names that begin like this
NOT_KEPT = frozenset({"csrfmiddlewaretoken", "password"})


def for_operators(page: Page[Rest]) -> Page[Rest]:
    """Only for whoever is logged in."""

    def guarded(request: HttpRequest, /, *args: Rest.args, **kwargs: Rest.kwargs) -> HttpResponseBase:
        if request.user.is_authenticated:
            if not may_read(request.user):
                raise PermissionDenied
            return page(request, *args, **kwargs)
        if request.method == "POST":
            return _ask_again(request)
        if request.headers.get("HX-Request"):  # a part of a page cannot ask for a password: let the browser go there
            return HttpResponse(headers={"HX-Redirect": f"{reverse('web:enter')}?{_next(request)}"})
        return redirect(f"{reverse('web:enter')}?{_next(request)}")

    update_wrapper(guarded, page)
    return guarded


def operator_of(request: HttpRequest) -> User:
    """The person behind a guarded page."""
    assert isinstance(request.user, User)
    return request.user


def _next(request: HttpRequest) -> str:
    return urlencode({"next": request.get_full_path()})


def _ask_again(request: HttpRequest) -> HttpResponse:
    kept = [
        (f"{KEPT}{name}", value) for name, values in request.POST.lists() if name not in NOT_KEPT for value in values
    ]
    context = {"form": AuthenticationForm(request), "kept": kept, "kept_path": request.path, "ended": True}
    return render(request, "web/enter.html", context, status=401)
