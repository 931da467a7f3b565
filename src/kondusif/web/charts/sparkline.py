"""A row of tiny bars without words, for small multiples that share one scale."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.safestring import SafeString, mark_safe

HEIGHT = 24
_STEP, _BAR = 4, 3


def sparkline(counts: Sequence[int], *, most: int) -> SafeString:
    """Bars for counts, as high as `most` allows; one path, so that hundreds of them stay light."""
    bars = "".join(
        f"M{at * _STEP} {HEIGHT}v-{max(1, round(HEIGHT * count / most))}h{_BAR}V{HEIGHT}z"
        for at, count in enumerate(counts)
        if count and most
    )
    width = max(1, len(counts)) * _STEP
    return mark_safe(  # noqa: S308 -- numbers alone
        f'<svg class="spark" viewBox="0 0 {width} {HEIGHT}" preserveAspectRatio="none" aria-hidden="true" focusable="false">'
        f'<path d="M0 {HEIGHT}h{width}" class="ground"/><path d="{bars}"/></svg>'
    )
