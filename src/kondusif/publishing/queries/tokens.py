"""Reads of the tokens that programs read with; never their secrets, which nobody has."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from kondusif.publishing.domain.tokens import TokenScope
from kondusif.publishing.models import ApiToken


@dataclass(frozen=True, slots=True)
class TokenRow:
    """A token as its owner sees it."""

    id: int
    name: str
    owner: str
    scopes: tuple[TokenScope, ...]
    created_at: datetime
    expires_at: datetime | None
    used_on: date | None
    revoked_at: datetime | None
    revoked_by: str

    def works(self, now: datetime) -> bool:
        """Whether it opens anything at that moment."""
        return self.revoked_at is None and (self.expires_at is None or now < self.expires_at)


def list_tokens(owner: str = "") -> tuple[TokenRow, ...]:
    """The tokens of a person, or of everybody; the newest first, one query."""
    rows = ApiToken.objects.select_related("owner").order_by("-created_at", "-pk")
    if owner:
        rows = rows.filter(owner__username=owner)
    return tuple(token_row(row) for row in rows)


def token_row(row: ApiToken) -> TokenRow:
    """A table's row as the doors see it."""
    return TokenRow(
        id=row.pk,
        name=row.name,
        owner=row.owner.get_username(),
        scopes=tuple(TokenScope(scope) for scope in row.scopes.split()),
        created_at=row.created_at,
        expires_at=row.expires_at,
        used_on=row.used_on,
        revoked_at=row.revoked_at,
        revoked_by=row.revoked_by,
    )
