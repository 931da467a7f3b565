"""The texts of one incident side by side."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from kondusif.incidents.domain.comparing import Compared, Stretch, compare, word_differences
from kondusif.incidents.queries.detail import IncidentDetail, Member, witness_of

COLUMNS = 4  # as many as stand beside each other on a screen


@dataclass(frozen=True, slots=True)
class Copy:
    """A text that nearly repeats an earlier one, and where the words part."""

    original: Member
    member: Member
    stretches: tuple[Stretch, ...]


@dataclass(frozen=True, slots=True)
class Comparison:
    """The texts that stand side by side, what they say, and the near-copies among all texts."""

    columns: tuple[Member, ...]
    rows: tuple[Compared, ...]
    copies: tuple[Copy, ...]


def comparison_of(detail: IncidentDetail, text_ids: Sequence[int] = ()) -> Comparison:
    """Compare the texts of these ids, else those that differ most; no query of its own."""
    asked = [member for member in detail.members if member.text.id in set(text_ids)]
    columns = tuple((asked or _telling(detail))[:COLUMNS])
    return Comparison(
        columns=columns,
        rows=compare([witness_of(member) for member in columns]),
        copies=tuple(_copies(detail)[:COLUMNS]),
    )


def _telling(detail: IncidentDetail) -> list[Member]:
    """Texts that take part in a contradiction or a difference before those that do not, copies last."""
    involved = {pk for found in detail.contradictions for pk in found.text_ids}
    rivals = {key for conflict in detail.conflicts for version in conflict.versions for key in version.keys}
    ordered = sorted(
        detail.members,
        key=lambda member: (member.is_copy, member.text.key not in rivals, member.text.id not in involved),
    )
    chosen = {member.text.id for member in ordered[:COLUMNS]}
    return [member for member in detail.members if member.text.id in chosen]


def _copies(detail: IncidentDetail) -> list[Copy]:
    first: dict[int, Member] = {}
    found = []
    for member in detail.members:
        original = first.setdefault(member.text.copy_group, member)
        if original is not member:
            stretches = word_differences(original.text.text, member.text.text)
            found.append(Copy(original, member, stretches))
    return found
