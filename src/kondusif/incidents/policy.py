"""Who may do what, as predicates. Whoever sits at the machine itself (the command line) is not asked here."""

from __future__ import annotations

from typing import Protocol


class Person(Protocol):
    """Somebody at the door: a Django user, or an anonymous one."""

    @property
    def is_authenticated(self) -> bool:
        """Whether we know who it is."""
        ...

    @property
    def is_active(self) -> bool:
        """Whether the account is open."""
        ...

    def has_perm(self, perm: str) -> bool:
        """Whether the account carries a permission."""
        ...


def may_read(person: Person) -> bool:  # noqa: ARG001 -- part of the policy, though nobody is refused yet
    """Incidents are open to whoever reaches the instance; reporters are never among what is shown."""
    return True


def may_judge(person: Person) -> bool:
    """Judge, and take a judgement back."""
    return bool(person.is_authenticated and person.is_active and person.has_perm("incidents.add_judgement"))


def may_regroup(person: Person) -> bool:
    """Merge and split incidents."""
    return may_judge(person)
