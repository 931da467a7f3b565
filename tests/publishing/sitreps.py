"""What the tests of sitreps keep and compose."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from factories.readings import NOW, a_document, a_reading

from kondusif.incidents.actions import keep_readings
from kondusif.incidents.queries import IncidentRow, list_incidents
from kondusif.publishing.domain.sitrep import Sitrep
from kondusif.publishing.queries.sitrep import compose_sitrep

AREA = "35.04"
START = NOW - timedelta(hours=12)
HOSTILE = (
    '#{panic()} *tebal* _miring_ $x$ @rujuk `kode` #import "x.typ" \\ \\u{41} ]] }} <b>tebal</b> <script>x()</script> &amp; '
    "\u202eterbalik\u202c \u0627\u0644\u0639\u0631\u0628 \U0001f600 =CMD()|'/c' " + "panjang" * 60
)


def tell(text: str, *, at: datetime = NOW - timedelta(hours=2), source: str = "warta-uji", **more: Any) -> IncidentRow:
    """Keep a text with its reading; the newest incident."""
    title = more.pop("title", "")
    document = a_document(text, title=title, source=source, received_at=at, id=f"{source}-{text[:50]}")
    keep_readings([(document, a_reading(document, **more))], now=NOW)
    return max(list_incidents(per_page=1000).rows, key=lambda row: row.number)


def composed(area: str = AREA, start: datetime = START, end: datetime = NOW, now: datetime = NOW) -> Sitrep:
    """The sitrep that Ayu would get."""
    return compose_sitrep(area, start, end, now, by="ayu")
