"""Who has an incident before them, in words: for lists, the queue and the page of one incident."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from kondusif.incidents.queries import claims_on
from kondusif.publishing.wording import moment


@dataclass(frozen=True, slots=True)
class ClaimShown:
    """Somebody else's claim."""

    by: str
    until_words: str


def claims_of_others(ids: Iterable[uuid.UUID], *, me: str, now: datetime) -> dict[uuid.UUID, ClaimShown]:
    """What others are judging of these incidents; one query."""
    claims = claims_on(ids, now=now)
    return {pk: ClaimShown(claim.by, moment(claim.until)) for pk, claim in claims.items() if claim.by != me}
