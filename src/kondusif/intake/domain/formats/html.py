"""`.html`: title, main text and time of a page; menus, scripts, comments and adverts stay out."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime

from selectolax.lexbor import LexborHTMLParser, LexborNode

from kondusif.intake.domain import limits
from kondusif.intake.domain.moments import BadMoment, parse_moment
from kondusif.intake.domain.refusal import Item, Unreadable
from kondusif.intake.domain.source import Source
from kondusif.understanding.decoding import decode
from kondusif.understanding.document import Document

_JUNK = (
    "script, style, noscript, template, svg, math, iframe, object, canvas, form, button, select, nav, aside, footer, "
    "figure > *:not(figcaption), [hidden], [aria-hidden=true], [role=navigation], [role=banner], [role=complementary]"
)
_MAIN = ("[itemprop=articleBody]", "article", "main", "[role=main]")
_BLOCKS = "p, div, section, article, li, ul, ol, h1, h2, h3, h4, h5, h6, blockquote, pre, table, tr, dt, dd, figcaption"
_TIMES = (
    ("meta[property='article:published_time']", "content"),
    ("meta[itemprop=datePublished]", "content"),
    ("meta[name=pubdate], meta[name=publishdate], meta[name=date], meta[name='dc.date']", "content"),
    ("time[itemprop=datePublished]", "datetime"),
    ("article time[datetime]", "datetime"),
    ("time[datetime]", "datetime"),
)
_LINKED_TIME = re.compile(r'"datePublished"\s*:\s*"([^"]{8,40})"')
_DECLARED = re.compile(rb"<meta[^>]{0,200}charset=[\"']?\s*([A-Za-z0-9_-]{3,20})", re.IGNORECASE)
# Private-use letters stand for line breaks and cell borders until the page's own white space is folded.
_BREAK, _CELL = "\ue000", "\ue001"
_SPACE = re.compile(r"[ \t\r\n\f\xa0]+")
_BREAKS = re.compile(rf"\s*{_BREAK}[{_BREAK}\s]*")
_SUBSTANTIAL = 200


def documents(source: Source) -> Iterator[Item]:
    """The page as one document. Raises `Unreadable` when no text is left of it."""
    raw = source.whole()
    declared = _DECLARED.search(raw[:4096])
    decoded = decode(raw, declared=declared.group(1).decode() if declared else None)
    page = LexborHTMLParser(decoded.text)
    title, published_at, url = _title(page), _published_at(page, decoded.text), _url(page)
    text = _main_text(page, title)
    if not text:
        raise Unreadable("halaman tanpa teks")
    if len(text.encode()) > limits.ROW_BYTES:
        raise Unreadable(limits.TEXT_TOO_LONG)
    yield Document(
        source.name, text, title=title, source=source.origin, url=url, published_at=published_at, notes=decoded.notes
    )


def _title(page: LexborHTMLParser) -> str:
    meta = page.css_first("meta[property='og:title']")
    if meta and (stated := meta.attributes.get("content")):
        return _folded(stated)
    for selector in ("article h1", "h1", "title"):
        node = page.css_first(selector)
        if node and (words := _folded(node.text())):
            return words
    return ""


def _url(page: LexborHTMLParser) -> str:
    for selector, attribute in (("link[rel=canonical]", "href"), ("meta[property='og:url']", "content")):
        node = page.css_first(selector)
        value = (node.attributes.get(attribute) or "").strip() if node else ""
        if value.startswith(("http://", "https://")):
            return value
    return ""


def _published_at(page: LexborHTMLParser, html: str) -> datetime | None:
    stated = [node.attributes.get(attribute) for selector, attribute in _TIMES for node in page.css(selector)[:3]]
    stated += _LINKED_TIME.findall(html)[:1]
    for value in stated:
        try:
            if moment := parse_moment(value):
                return moment
        except BadMoment:
            continue
    return None


def _main_text(page: LexborHTMLParser, title: str) -> str:
    for node in page.css(_JUNK):
        node.decompose()
    heading = page.css_first("h1")
    if heading and _folded(heading.text()) == title:
        heading.decompose()
    body = page.body
    if body is None:
        return ""
    _mark_breaks(body)
    best = ""
    for selector in _MAIN:
        best = max((_lines(node) for node in page.css(selector)), key=len, default="")
        if len(best) >= _SUBSTANTIAL:
            return best
    return _lines(body)


def _mark_breaks(body: LexborNode) -> None:
    for node in body.css("br, hr"):
        node.replace_with(_BREAK)
    for node in body.css("td, th"):
        node.insert_after(_CELL)
    for node in body.css(_BLOCKS):
        node.insert_before(_BREAK)
        node.insert_after(_BREAK)


def _lines(node: LexborNode) -> str:
    text = _SPACE.sub(" ", node.text()).replace(_CELL, "\t")
    return _BREAKS.sub("\n", text).strip()


def _folded(words: str) -> str:
    return " ".join(words.split())
