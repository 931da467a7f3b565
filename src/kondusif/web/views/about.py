"""What this is, whom it serves, and which versions speak."""

from __future__ import annotations

from importlib.metadata import version

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from kondusif.rulebase.loader import load_rulebase
from kondusif.understanding.reader import READER_VERSION
from kondusif.web.session import for_operators


@require_safe
@for_operators
def about(request: HttpRequest) -> HttpResponse:
    """The page."""
    rules = load_rulebase()
    context = {
        "section": "about",
        "version": version("kondusif"),
        "reader_version": READER_VERSION,
        "rulebase_version": rules.version,
        "categories": len(rules.categories),
        "terms": len(rules.terms),
    }
    return render(request, "web/about.html", context)
