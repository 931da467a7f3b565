"""News from the rooms below: readings that were kept say who appears where."""

from __future__ import annotations

from kondusif.audit.actions import subscribe
from kondusif.audit.models import Fact
from kondusif.people.actions import follow_texts


@subscribe("readings_kept")
def follow_readings(fact: Fact) -> None:
    """Take in the texts whose reading is new, in the transaction that keeps it."""
    follow_texts([key for key, _, _ in fact.payload["readings"]])
