"""Figures on a scale as rows of small drawings: an interval with its point, and a bar that goes up or down from the usual.

Lengths are percents, so that one drawing fits every width. What they say stands in words beside them: no reader needs them.
"""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.safestring import SafeString, mark_safe

HEIGHT = 18
_MIDDLE = HEIGHT // 2
_LEAST = 0.6  # percent of the width: a bar that is not nothing is seen


def interval_bar(
    value: float, interval: tuple[float, float] | None, *, ticks: Sequence[float] = (), highest: float = 100.0
) -> SafeString:
    """A point on 0 … `highest`, its interval as a bar, and ticks where classes begin."""
    marks = "".join(
        f'<line class="tick" x1="{at}" x2="{at}" y1="1" y2="{HEIGHT - 1}"/>'
        for at in (_at(tick, highest) for tick in ticks if 0 < tick < highest)
    )
    bar = ""
    if interval is not None:
        low, high = (_at(end, highest) for end in interval)
        bar = f'<line class="span" x1="{low}" x2="{high}" y1="{_MIDDLE}" y2="{_MIDDLE}"/>'
    point = f'<circle class="point" cx="{_at(value, highest)}" cy="{_MIDDLE}" r="4"/>'
    ground = f'<line class="ground" x1="0" x2="100%" y1="{_MIDDLE}" y2="{_MIDDLE}"/>'
    return _drawing("range", f"{ground}{marks}{bar}{point}")


def signed_bar(points: float, *, most: float) -> SafeString:
    """A bar from the middle: to the right what lifts, to the left what lowers; `most` reaches the end."""
    length = min(50.0, max(_LEAST, 50 * abs(points) / most)) if most > 0 and points else 0.0
    left = 50 - length if points < 0 else 50.0
    side = "down" if points < 0 else "up"
    bar = f'<rect class="{side}" x="{left:.2f}%" width="{length:.2f}%" y="3" height="{HEIGHT - 6}"/>' if length else ""
    return _drawing("signed", f'{bar}<line class="axis" x1="50%" x2="50%" y1="0" y2="{HEIGHT}"/>')


def share_bar(value: float, *, highest: float = 100.0) -> SafeString:
    """A plain bar from nought."""
    length = _at(value, highest)
    return _drawing(
        "share",
        f'<rect class="whole" width="100%" y="5" height="{HEIGHT - 10}"/>'
        f'<rect class="part" width="{length}" y="5" height="{HEIGHT - 10}"/>',
    )


def _at(value: float, highest: float) -> str:
    return f"{min(100.0, max(0.0, 100 * value / highest)):.2f}%"


def _drawing(kind: str, inside: str) -> SafeString:
    return mark_safe(  # noqa: S308 -- numbers alone
        f'<svg class="bar-{kind}" height="{HEIGHT}" aria-hidden="true" focusable="false">{inside}</svg>'
    )
