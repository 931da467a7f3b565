"""Two people never on one incident: whoever is about to judge takes it first, for a while.

A claim is no fact: nobody asks next year who looked at what. It is taken by one conditional statement that succeeds for
one person only, so that it holds on every database, and it ends by itself when the person goes away without a word.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db.models import Q

from kondusif.incidents.models import Claim, Incident, Redirect

HELD_FOR = timedelta(minutes=5)


class ClaimedByOther(Exception):
    """Somebody else is judging the incident."""

    def __init__(self, by: str, until: datetime) -> None:
        super().__init__(f"Kejadian ini sedang dinilai oleh {by}. Tunggu sebentar, atau nilai kejadian lain dulu.")
        self.by = by
        self.until = until


def take_incident(incident_id: uuid.UUID, *, by: str, now: datetime) -> datetime | None:
    """Take an incident, or hold on to it for longer; `ClaimedByOther` when somebody has it.

    Returns until when it is held; None when there is no such incident, which is for the caller's page to say.
    """
    target = _standing(incident_id)
    if not Incident.objects.filter(pk=target).exists():
        return None
    until = now + HELD_FOR
    mine_or_nobodys = Claim.objects.filter(Q(by=by) | Q(until__lte=now), incident_id=target)
    while not mine_or_nobodys.update(by=by, until=until):
        # Of two who insert at once the database keeps one; the other one finds it here.
        Claim.objects.bulk_create([Claim(incident_id=target, by=by, until=until)], ignore_conflicts=True)
        heed_claim(target, by=by, now=now)
    return until


def free_incident(incident_id: uuid.UUID, *, by: str) -> None:
    """Give an incident back; nothing happens when it is somebody else's."""
    Claim.objects.filter(incident_id=_standing(incident_id), by=by).delete()


def free_others(*, by: str, but: Iterable[uuid.UUID] = ()) -> None:
    """Give back whatever a person holds, but these: nobody judges two at a time."""
    Claim.objects.filter(by=by).exclude(incident_id__in=list(but)).delete()


def heed_claim(incident_id: uuid.UUID, *, by: str, now: datetime) -> None:
    """Raise `ClaimedByOther` when somebody else has the incident now."""
    other = Claim.objects.filter(incident_id=incident_id, until__gt=now).exclude(by=by).first()
    if other is not None:
        raise ClaimedByOther(other.by, other.until)


def _standing(incident_id: uuid.UUID) -> uuid.UUID:
    return Redirect.objects.filter(old_id=incident_id).values_list("incident_id", flat=True).first() or incident_id
