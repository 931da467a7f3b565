"""Making, revoking and recognising tokens."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.contrib.auth.models import User
from django.db import transaction

from kondusif.audit.actions import Subject, record
from kondusif.audit.domain.chain import Json
from kondusif.incidents.policy import Person
from kondusif.places.domain.zones import WIB
from kondusif.publishing.domain.tokens import (
    BadToken,
    TokenScope,
    checked_name,
    digest_of,
    is_same,
    is_well_formed,
    new_token,
)
from kondusif.publishing.models import ApiToken
from kondusif.publishing.policy import may_export, may_see_names

MOST_TOKENS = 20
LONGEST_LIFE = timedelta(days=366)


class NoSuchToken(LookupError):
    """No token of this number, or not one of this person's."""

    def __init__(self) -> None:
        super().__init__("Tidak ada token dengan nomor itu, atau sudah dicabut.")


class NoSuchAccount(LookupError):
    """Nobody has an account of this name."""

    def __init__(self, name: str) -> None:
        super().__init__(f"Tidak ada akun aktif bernama '{name}'.")


@dataclass(frozen=True, slots=True)
class Bearer:
    """Who reads with a token: its owner, and what it may."""

    token: int
    owner: Person
    scopes: frozenset[TokenScope]


@transaction.atomic
def create_token(
    owner: str, *, name: str, scopes: Collection[TokenScope], expires_at: datetime, by: str, now: datetime
) -> tuple[int, str]:
    """Make a token for an account; its number and its secret, which is told here and never again.

    Raises `BadToken` and `NoSuchAccount`.
    """
    account = _account(owner)
    plain = checked_name(name)
    wanted = sorted({*scopes, TokenScope.READ})
    if not now < expires_at <= now + LONGEST_LIFE:
        raise BadToken(f"Token berlaku paling lama {LONGEST_LIFE.days} hari.")
    if TokenScope.READ_NAMES in wanted and not may_see_names(account):
        raise BadToken("Hanya akun penilai yang boleh membaca nama orang pribadi.")
    standing = ApiToken.objects.filter(owner=account, revoked_at=None, expires_at__gt=now)
    if standing.count() >= MOST_TOKENS:
        raise BadToken(f"Sudah ada {MOST_TOKENS} token yang berlaku; cabut dulu yang tidak dipakai.")
    secret = new_token()
    row = ApiToken.objects.create(
        digest=digest_of(secret),
        name=plain,
        owner=account,
        scopes=" ".join(wanted),
        created_at=now,
        expires_at=expires_at,
    )
    payload: dict[str, Json] = {"name": plain, "owner": owner, "scopes": [*wanted], "expires": expires_at.isoformat()}
    record(kind="token_created", subject=Subject("token", str(row.pk)), by=by, payload=payload, now=now)
    return row.pk, secret


@transaction.atomic
def revoke_token(token_id: int, *, by: str, now: datetime, owner: str = "") -> None:
    """Let a token open nothing any more; with `owner` only one of theirs. Raises `NoSuchToken`."""
    standing = ApiToken.objects.filter(pk=token_id, revoked_at=None)
    if owner:
        standing = standing.filter(owner__username=owner)
    if not standing.update(revoked_at=now, revoked_by=by):
        raise NoSuchToken
    record(kind="token_revoked", subject=Subject("token", str(token_id)), by=by, payload={}, now=now)


def bearer_of(secret: str, *, now: datetime) -> Bearer | None:
    """Who comes with this secret, if anybody may; notes the day, once a day."""
    if not is_well_formed(secret):
        return None
    digest = digest_of(secret)
    row = ApiToken.objects.select_related("owner").filter(digest=digest).first()
    if row is None or not is_same(row.digest, digest) or not _works(row, now):
        return None
    today = now.astimezone(WIB).date()
    if row.used_on != today:
        ApiToken.objects.filter(pk=row.pk).update(used_on=today)
    return Bearer(row.pk, row.owner, frozenset(TokenScope(scope) for scope in row.scopes.split()))


def may_read_names(bearer: Bearer) -> bool:
    """Whether a token still gives names: its owner has to be somebody who judges today."""
    return TokenScope.READ_NAMES in bearer.scopes and may_see_names(bearer.owner)


def _works(row: ApiToken, now: datetime) -> bool:
    expired = row.expires_at is not None and row.expires_at <= now
    return row.revoked_at is None and not expired and may_export(row.owner)


def _account(name: str) -> User:
    account = User.objects.filter(username=name, is_active=True).first()
    if account is None:
        raise NoSuchAccount(name)
    return account
