"""The closed lists of the room; ids are stored and public, so they never change."""

from __future__ import annotations

from enum import StrEnum

ELECTION = "pilkada-2024"


class Kind(StrEnum):
    """Something that went wrong, or something that was done."""

    INCIDENT = "incident"
    ACTIVITY = "activity"


class Status(StrEnum):
    """How far people have come with it."""

    BELUM_DIVERIFIKASI = "belum_diverifikasi"
    TERVERIFIKASI = "terverifikasi"
    TIDAK_TERBUKTI = "tidak_terbukti"
    DITUTUP = "ditutup"


class State(StrEnum):
    """Whether the incident stands: `merged` points elsewhere, `empty` has lost its last text."""

    ACTIVE = "active"
    MERGED = "merged"
    EMPTY = "empty"


class Ruling(StrEnum):
    """What a person may say about an incident."""

    VERIFY = "verify"
    REJECT = "reject"
    NEEDS_MORE = "needs_more"
    CLOSE = "close"
    REOPEN = "reopen"
    WRONG_PLACE = "wrong_place"
    WRONG_CATEGORY = "wrong_category"
    WRONG_DATE = "wrong_date"
    WRONG_KIND = "wrong_kind"


class Tie(StrEnum):
    """What a person may say about texts: one event, or two."""

    TOGETHER = "together"
    APART = "apart"


class Maker(StrEnum):
    """Who put a text into an incident."""

    MACHINE = "machine"
    PERSON = "person"
