"""Tempel teks: a text and its reading, at once; nothing is kept."""

from __future__ import annotations

from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods

from kondusif.publishing.labels import MARKS
from kondusif.understanding.document import Document
from kondusif.web.anatomy import anatomy_of
from kondusif.web.reading_now import read_now, warm_up
from kondusif.web.session import for_operators

MOST = 40_000  # letters; the reader itself reads no further
WIB = ZoneInfo("Asia/Jakarta")


@require_http_methods(["GET", "HEAD", "POST"])
@for_operators
def paste(request: HttpRequest) -> HttpResponse:
    """The form, and below it the reading of what was pasted."""
    context: dict[str, object] = {"section": "paste", "marks": MARKS}
    if request.method != "POST":
        warm_up()
        return render(request, "web/paste.html", context)
    text = request.POST.get("teks", "").replace("\r\n", "\n").replace("\r", "\n")
    title = " ".join(request.POST.get("judul", "").split())
    written = request.POST.get("diterima", "").strip()
    received = _noon(written)
    problem = _problem(text, title, written, received)
    context |= {"typed": text, "typed_title": title, "typed_date": written, "problem": problem}
    if not problem:
        document = Document(id="tempel", text=text, title=title, received_at=received)
        context["anatomy"] = anatomy_of(title, text, read_now(document).as_dict())
        context["received"] = received
    return render(request, "web/paste.html", context, status=422 if problem else 200)


def _problem(text: str, title: str, written: str, received: datetime | None) -> str:
    """Why the text cannot be read, or nothing."""
    if not text.strip():
        return gettext("Belum ada teks. Tempel kalimat, pesan, atau berita lalu tekan Baca.")
    if len(text) + len(title) > MOST:
        sizes = {"count": f"{len(text) + len(title):,}".replace(",", "."), "most": f"{MOST:,}".replace(",", ".")}
        return gettext("Teks terlalu panjang: %(count)s huruf, paling banyak %(most)s. Tempel sebagian.") % sizes
    if written and received is None:
        return gettext("Tanggal tidak dikenal. Tulis seperti 2024-11-20.")
    return ""


def _noon(written: str) -> datetime | None:
    """Midday in WIB of a day: far from midnight in every zone of the country."""
    try:
        return datetime.combine(date.fromisoformat(written), time(12), tzinfo=WIB) if written else None
    except ValueError:
        return None
