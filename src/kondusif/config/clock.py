"""The only clock of the product. Rooms never ask for the time: a door asks here once and passes `now` down."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils import timezone

WIB = ZoneInfo("Asia/Jakarta")


def now() -> datetime:
    """The moment every query and rule is asked about: pinned by ``KONDUSIF_NOW`` in the demonstration, else now."""
    return pinned_now() or timezone.now()


def pinned_now() -> datetime | None:
    """The pinned moment, or None on a real instance; a page that finds one says so in a banner."""
    written: str = settings.KONDUSIF_NOW
    return parse_moment(written) if written else None


def parse_moment(written: str) -> datetime:
    """An ISO moment; one without a zone is taken in WIB."""
    moment = datetime.fromisoformat(written)
    return moment if moment.tzinfo else moment.replace(tzinfo=WIB)
