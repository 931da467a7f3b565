"""Who may do what, as predicates. Whoever sits at the machine itself (the command line) is not asked here."""

from __future__ import annotations

from kondusif.incidents.policy import Person, may_judge


def may_decide(person: Person) -> bool:
    """Confirm, dismiss and close alarms: those who judge incidents."""
    return may_judge(person)
