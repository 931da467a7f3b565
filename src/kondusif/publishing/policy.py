"""Who may take what out of the house. Whoever sits at the machine itself (the command line) is not asked here."""

from __future__ import annotations

from kondusif.incidents.policy import Person, may_judge, may_read


def may_see_names(person: Person) -> bool:
    """Private persons by name: only who judges needs them."""
    return may_judge(person)


def may_export(person: Person) -> bool:
    """Take lists along as files: whoever may read them."""
    return bool(person.is_authenticated and person.is_active and may_read(person))


def may_keep_sitreps(person: Person) -> bool:
    """Make a sitrep that stays: whoever may judge. Everybody who reads may take a kept one along."""
    return may_judge(person)


def may_read_public(person: Person | None) -> bool:  # noqa: ARG001 -- a rule of its own: nobody is asked who they are
    """The public page: verified figures alone, so that everybody may, logged in or not."""
    return True
