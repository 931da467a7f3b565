"""How the figures come about."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from kondusif.kerawanan.domain.scan_types import OVERDISPERSED, SIAGA_DAYS, WASPADA_DAYS, ScanOptions
from kondusif.kerawanan.queries.alarms import ledger_record
from kondusif.kerawanan.queries.scanning import DAYS, LEAST_PAST, PAST_DAYS, ScanScope
from kondusif.places.domain.codes import Level
from kondusif.publishing.domain.suppression import FEWEST
from kondusif.publishing.wording import decimal
from kondusif.web.alarm_page import precision_words
from kondusif.web.methods_page import dynamic, matters, trees
from kondusif.web.session import for_operators


@require_safe
@for_operators
def methods(request: HttpRequest) -> HttpResponse:
    """From an office's table to a score, from incidents to a warning: with every weight, limit and doubt."""
    options, scope = ScanOptions(), ScanScope("", Level.PROVINSI)
    context = {
        "section": "kerawanan",
        "trees": trees(),
        "dynamic": dynamic(),
        "matters": matters(),
        "scan": {
            "days": DAYS,
            "past": PAST_DAYS,
            "longest": scope.max_days,
            "fraction": f"{decimal(100 * scope.fraction, 0)} %",
            "replicates": options.replicates,
            "published": options.published_replicates,
            "below": decimal(options.publish_below, 1),
            "siaga": round(SIAGA_DAYS),
            "waspada": round(WASPADA_DAYS),
            "least": LEAST_PAST,
            "clumped": decimal(OVERDISPERSED, 1),
        },
        "precision": precision_words(ledger_record()),
        "fewest": FEWEST,
    }
    return render(request, "web/methods.html", context)
