"""Tokens that programs read with: 160 random bits, of which only a hash is kept."""

from __future__ import annotations

import hashlib
import hmac
import re
from base64 import b32encode
from enum import StrEnum
from secrets import token_bytes

BEGINNING = "kondusif_"
_BITS = 160
_FORM = re.compile(rf"{BEGINNING}[a-z2-7]{{{_BITS // 5}}}")
LONGEST_NAME = 80
_UNPRINTABLE = re.compile(r"[\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ud800-\udfff]")


class TokenScope(StrEnum):
    """What a token may: `read` everything with private persons covered, `read-names` their names as well."""

    READ = "read"
    READ_NAMES = "read-names"


class BadToken(ValueError):
    """A token that cannot be made like this; the message says why, in Indonesian."""


def new_token() -> str:
    """A secret that nobody had before; shown once, never kept."""
    return BEGINNING + b32encode(token_bytes(_BITS // 8)).decode().lower()


def digest_of(secret: str) -> str:
    """What is kept of a token. A hash without salt will do: nobody guesses 160 bits."""
    return hashlib.sha256(secret.encode()).hexdigest()


def is_well_formed(secret: str) -> bool:
    """Whether it could be one of ours at all; what is not costs no query."""
    return _FORM.fullmatch(secret) is not None


def is_same(one: str, other: str) -> bool:
    """Whether two digests are equal, in the same time whatever they are."""
    return hmac.compare_digest(one.encode(), other.encode())


def checked_name(name: str) -> str:
    """The name by which its owner knows a token. Raises `BadToken`."""
    plain = " ".join(_UNPRINTABLE.sub(" ", name).split())
    if not plain:
        raise BadToken("Nama token belum diisi: sebutkan program yang memakainya.")
    if len(plain) > LONGEST_NAME:
        raise BadToken(f"Nama token lebih dari {LONGEST_NAME} huruf.")
    return plain
