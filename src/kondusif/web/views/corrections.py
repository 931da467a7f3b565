"""What people corrected, to take away as labelled examples."""

from __future__ import annotations

import json
from collections.abc import Iterator

from django.http import HttpRequest, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.views.decorators.http import require_safe

from kondusif.incidents.policy import may_judge
from kondusif.publishing.queries.corrections import correction_rows
from kondusif.web.session import for_operators
from kondusif.web.views.judging import allow


@require_safe
@for_operators
def corrections(request: HttpRequest) -> HttpResponseBase:
    """JSON Lines in the format of the corpus, for whoever may judge."""
    allow(may_judge(request.user))
    response = StreamingHttpResponse(_lines(), content_type="application/jsonl; charset=utf-8")
    response.headers["Content-Disposition"] = 'attachment; filename="koreksi.jsonl"'
    return response


def _lines() -> Iterator[str]:
    for row in correction_rows():
        yield json.dumps(row, ensure_ascii=False) + "\n"
