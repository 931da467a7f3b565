"""Who may see whose name. Officials are named in their office to whoever may read; everybody else is masked."""

from __future__ import annotations

from kondusif.incidents import policy as incidents
from kondusif.incidents.policy import Person

__all__ = ["may_join", "may_read_people", "may_see_names"]


def may_read_people(person: Person) -> bool:
    """See officials, their offices and the texts that name them."""
    return incidents.may_read(person)


def may_see_names(person: Person) -> bool:
    """See the names of private persons in a text: only who judges needs them, to tell two tellings from one event."""
    return incidents.may_judge(person)


def may_join(person: Person) -> bool:
    """Say which spellings are one official, and take it back."""
    return incidents.may_judge(person)
