"""A paper as one HTML file that stands alone: its style inside, no script, nothing from elsewhere."""

from __future__ import annotations

from pathlib import Path

from django.template.loader import render_to_string
from django.utils.safestring import mark_safe

from kondusif.publishing.domain.paper import Paper
from kondusif.publishing.papers.plain_form import plain_of

STYLE = Path(__file__).parents[1] / "static/publishing/sitrep.css"


def html_of(paper: Paper) -> bytes:
    """The file."""
    style = mark_safe(STYLE.read_text(encoding="utf-8"))  # noqa: S308 -- our own file
    context = {"paper": plain_of(paper), "style": style, "alone": True}
    return render_to_string("publishing/sitrep_file.html", context).encode()
