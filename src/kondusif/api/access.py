"""Who reads: a program with a token, or a person whose browser is logged in."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from django.conf import settings
from django.http import HttpRequest
from ninja.errors import AuthenticationError, AuthorizationError
from ninja.security import APIKeyCookie, HttpBearer
from ninja.throttling import AuthRateThrottle

from kondusif.config.clock import now
from kondusif.publishing.actions.tokens import bearer_of, may_read_names
from kondusif.publishing.policy import may_export, may_see_names

FULL: Final = "lengkap"
MASKED: Final = "disamarkan"


@dataclass(frozen=True, slots=True)
class Reader:
    """Somebody who may read; `names` says whether they may see private persons by name."""

    id: str
    names: bool

    def __str__(self) -> str:
        return self.id


class TokenAccess(HttpBearer):
    """`Authorization: Bearer kondusif_…`; a token in an address is not looked at, because addresses are logged."""

    openapi_description = "Token dari `kondusif token create` atau halaman Token API; hanya di kepala permintaan."

    def authenticate(self, request: HttpRequest, token: str) -> Reader:  # noqa: ARG002 -- ninja's signature
        """The reader behind a token. A wrong one is refused even where the browser is logged in."""
        bearer = bearer_of(token, now=now())
        if bearer is None:
            raise AuthenticationError
        return Reader(f"token:{bearer.token}", may_read_names(bearer))


class SessionAccess(APIKeyCookie):
    """The session of the pages; it reads what its person reads there."""

    param_name = settings.SESSION_COOKIE_NAME
    openapi_description = "Sesi peramban yang sudah masuk."

    def authenticate(self, request: HttpRequest, key: str | None) -> Reader | None:  # noqa: ARG002 -- ninja's signature
        """The reader behind a session, if somebody is logged in."""
        if not request.user.is_authenticated:
            return None
        if not may_export(request.user):
            raise AuthorizationError
        return Reader(f"account:{request.user.pk}", may_see_names(request.user))


ACCESS = [TokenAccess(), SessionAccess()]


class Throttle(AuthRateThrottle):
    """So many requests a minute from one reader; counted by each process for itself."""

    def __init__(self) -> None:
        super().__init__(settings.KONDUSIF_API_RATE)


def reader_of(request: HttpRequest) -> Reader:
    """Who asks, after the door was passed."""
    reader = request.auth  # type: ignore[attr-defined]
    assert isinstance(reader, Reader)
    return reader


def names_wanted(request: HttpRequest, names: str) -> bool:
    """Whether the answer carries names of private persons: only when asked for, and only for who may see them."""
    if names != FULL:
        return False
    if not reader_of(request).names:
        raise AuthorizationError
    return True
