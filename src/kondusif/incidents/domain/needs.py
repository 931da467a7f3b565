"""Why an incident waits for a person, and how much each reason weighs in the queue."""

from __future__ import annotations

from enum import StrEnum

# A formal report must reach the supervisor within seven days of when the violation was known or found (rule base,
# deadline `laporan`; UU 1/2015 jo. 10/2016). Held against the rule base by a test.
REPORT_DAYS = 7

# Categories in which a formal report may lie; terrain, health, goods and demonstrations are none by themselves.
VIOLATIONS = (
    "netralitas",
    "politik_uang",
    "hoaks",
    "sara_ujaran_kebencian",
    "intimidasi_kekerasan",
    "apk",
    "hak_pilih_dpt",
    "pelanggaran_administrasi",
)


class Reason(StrEnum):
    """Why it waits; `unverified` stands alone, when nothing else presses."""

    CONTRADICTED = "contradicted"
    DUE = "due"
    SEVERE = "severe"
    SEVERAL = "several"
    NEEDS_MORE = "needs_more"
    UNVERIFIED = "unverified"


WEIGHTS = {
    Reason.CONTRADICTED: 4,
    Reason.DUE: 3,
    Reason.SEVERE: 3,
    Reason.SEVERAL: 2,
    Reason.NEEDS_MORE: 1,
    Reason.UNVERIFIED: 0,
}


def reasons_of(
    *, waiting: bool, contradicted: bool, several: bool, severe: bool, needs_more: bool, due: bool
) -> tuple[Reason, ...]:
    """The reasons, the weightiest first; none when it does not wait."""
    if not waiting:
        return ()
    found = {
        Reason.CONTRADICTED: contradicted,
        Reason.DUE: due,
        Reason.SEVERE: severe,
        Reason.SEVERAL: several,
        Reason.NEEDS_MORE: needs_more,
    }
    return tuple(reason for reason, holds in found.items() if holds) or (Reason.UNVERIFIED,)
