"""The tokens of whoever is logged in: made, shown once, revoked."""

from __future__ import annotations

from contextlib import suppress
from datetime import timedelta

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_http_methods, require_POST

from kondusif.config.clock import now
from kondusif.publishing.actions.tokens import NoSuchToken, create_token, revoke_token
from kondusif.publishing.domain.tokens import LONGEST_NAME, BadToken, TokenScope
from kondusif.publishing.policy import may_see_names
from kondusif.publishing.queries.tokens import list_tokens
from kondusif.web.session import for_operators, operator_of

DAYS = (30, 90, 365)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@for_operators
@sensitive_variables("secret")
def tokens(request: HttpRequest) -> HttpResponse:
    """The list, and the form for a new one; the answer to the form shows the secret, this once."""
    secret, wrong = "", ""
    if request.method == "POST":
        try:
            secret = _made(request)
        except BadToken as error:
            wrong = str(error)
    person, moment = operator_of(request), now()
    rows = [(row, row.works(moment)) for row in list_tokens(person.get_username())]
    context = {
        "rows": rows,
        "secret": secret,
        "wrong": wrong,
        "name": "" if secret else request.POST.get("nama", ""),
        "longest": LONGEST_NAME,
        "days": [(each, _days_in_words(each)) for each in DAYS],
        "may_name": may_see_names(person),
    }
    return render(request, "web/tokens.html", context, status=422 if wrong else 200)


@require_POST
@for_operators
def revoke(request: HttpRequest, token_id: int) -> HttpResponse:
    """End a token of one's own; twice is no mistake."""
    who = operator_of(request).get_username()
    with suppress(NoSuchToken):
        revoke_token(token_id, by=who, owner=who, now=now())
    return redirect("web:tokens")


def _days_in_words(days: int) -> str:
    return gettext("%(days)s hari") % {"days": days}


def _made(request: HttpRequest) -> str:
    who, moment = operator_of(request).get_username(), now()
    asked = request.POST.get("hari", "")
    days = int(asked) if asked in {str(each) for each in DAYS} else DAYS[0]
    scopes = {TokenScope.READ_NAMES} if request.POST.get("orang") == "1" else set()
    _, secret = create_token(
        who,
        name=request.POST.get("nama", ""),
        scopes=scopes,
        expires_at=moment + timedelta(days=days),
        by=who,
        now=moment,
    )
    return secret
