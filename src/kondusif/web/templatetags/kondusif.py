"""What every template may ask for: the shell's state, icons, marked pieces of text."""

from __future__ import annotations

from typing import Any

from django import template
from django.conf import settings
from django.http import HttpRequest
from django.middleware.csrf import get_token
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from kondusif.config.clock import pinned_now
from kondusif.publishing.wording import moment, number
from kondusif.web.marks import Segment
from kondusif.web.navigation import Entry, rail
from kondusif.web.views.preferences import theme_of

register = template.Library()


@register.simple_tag(takes_context=True)
def shell(context: dict[str, Any]) -> dict[str, Any]:
    """What the frame around a page needs; also where an error page has nothing but the request."""
    request: HttpRequest = context["request"]
    pinned = pinned_now()
    get_token(request)
    return {
        "theme": theme_of(request),
        "language": get_language() or settings.LANGUAGE_CODE,
        "languages": settings.LANGUAGES,
        "here": request.get_full_path() if request.method in {"GET", "HEAD"} else request.path,
        "pinned": moment(pinned) if pinned else "",
        "search": request.GET.get("cari", ""),
    }


@register.simple_tag(takes_context=True)
def rail_entries(context: dict[str, Any]) -> list[Entry]:
    """The sections of the rail; a page says where we are by `section`."""
    request: HttpRequest = context["request"]
    return rail(request.GET, context.get("section", ""))


@register.simple_tag
def icon(name: str, label: str = "") -> SafeString:
    """A picture from the sprite; without a label it is decoration."""
    address = f"{static('web/icons.svg')}#{name}"
    if label:
        return format_html('<svg class="icon" role="img" aria-label="{}"><use href="{}"></use></svg>', label, address)
    return format_html('<svg class="icon" aria-hidden="true" focusable="false"><use href="{}"></use></svg>', address)


@register.simple_tag
def piece(segment: Segment, field: str) -> SafeString:
    """A piece of a text, marked by the kinds of conclusions that rest on it."""
    if not segment.kinds:
        return format_html("{}", segment.text)
    classes = " ".join(f"m-{kind}" for kind in segment.kinds)
    names = " ".join(segment.names)
    anchor = f"w-{field}-{segment.start}"
    return format_html('<mark class="{}" id="{}" data-of="{}">{}</mark>', classes, anchor, names, segment.text)


@register.filter
def thousands(count: int) -> str:
    """ "20.000" in Indonesian, "20,000" in English."""
    return number(count)


@register.filter
def undo_of(tags: str) -> tuple[str, str] | None:
    """What a message offers to take back: its sort and id."""
    words = (tags or "").split()
    sort = next((word for word in words if word in {"penilaian", "keputusan", "rombongan", "tokoh"}), None)
    given = next((word for word in words if word.isdecimal() or len(word) == 36), None)
    return (sort, given) if sort and given else None
