from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from kondusif.incidents.domain.judging import (
    BadJudgement,
    Effective,
    Said,
    checked_reason,
    checked_value,
    effective,
)
from kondusif.incidents.domain.types import Kind, Ruling, Status

AT = datetime(2024, 11, 20, tzinfo=UTC)


def said(*rulings: Ruling | tuple[Ruling, str]) -> list[Said]:
    pairs = [item if isinstance(item, tuple) else (item, "") for item in rulings]
    return [Said(seq, ruling, value, AT) for seq, (ruling, value) in enumerate(pairs)]


def test_nobody_has_spoken() -> None:
    assert effective([]) == Effective(Status.BELUM_DIVERIFIKASI, needs_more=False)


@pytest.mark.parametrize(
    ("rulings", "status"),
    [
        ([Ruling.VERIFY], Status.TERVERIFIKASI),
        ([Ruling.VERIFY, Ruling.REJECT], Status.TIDAK_TERBUKTI),
        ([Ruling.REJECT, Ruling.CLOSE], Status.DITUTUP),
        ([Ruling.CLOSE, Ruling.REOPEN], Status.BELUM_DIVERIFIKASI),
        ([Ruling.VERIFY, Ruling.WRONG_PLACE], Status.TERVERIFIKASI),
    ],
)
def test_the_newest_word_on_the_status_wins(rulings: list[Ruling], status: Status) -> None:
    assert effective(said(*rulings)).status == status


def test_needing_more_is_unverified_and_says_so() -> None:
    assert effective(said(Ruling.VERIFY, Ruling.NEEDS_MORE)) == Effective(Status.BELUM_DIVERIFIKASI, needs_more=True)


def test_corrections_stand_beside_the_status() -> None:
    words = said(
        Ruling.VERIFY,
        (Ruling.WRONG_PLACE, "35.04.02"),
        (Ruling.WRONG_PLACE, "35.04.03"),
        (Ruling.WRONG_CATEGORY, "apk"),
        (Ruling.WRONG_DATE, "2024-11-19"),
        (Ruling.WRONG_KIND, "activity"),
    )
    assert effective(words) == Effective(
        Status.TERVERIFIKASI, False, "35.04.03", "apk", date(2024, 11, 19), Kind.ACTIVITY
    )


def test_a_withdrawn_judgement_counts_no_more() -> None:
    verified, rejected = said(Ruling.VERIFY, Ruling.REJECT)
    gone = Said(rejected.seq, rejected.ruling, "", AT, stands=False)
    assert effective([verified, gone]).status == Status.TERVERIFIKASI


@pytest.mark.parametrize(
    ("ruling", "value", "kept"),
    [
        (Ruling.VERIFY, " ", ""),
        (Ruling.WRONG_PLACE, "350401", "35.04.01"),
        (Ruling.WRONG_CATEGORY, "apk", "apk"),
        (Ruling.WRONG_DATE, "2024-11-19", "2024-11-19"),
        (Ruling.WRONG_KIND, "activity", "activity"),
    ],
)
def test_values_are_kept_in_one_form(ruling: Ruling, value: str, kept: str) -> None:
    assert checked_value(ruling, value) == kept


@pytest.mark.parametrize(
    ("ruling", "value", "words"),
    [
        (Ruling.VERIFY, "apk", "tidak memakai nilai"),
        (Ruling.WRONG_PLACE, "", "perlu nilai yang benar"),
        (Ruling.WRONG_PLACE, "3504 Sukorejo", "Kode wilayah tidak dikenal"),
        (Ruling.WRONG_PLACE, "35.99.99", "Tidak ada wilayah dengan kode 35.99.99"),
        (Ruling.WRONG_CATEGORY, "lain", "Tidak ada kategori 'lain'"),
        (Ruling.WRONG_DATE, "kemarin", "Tanggal tidak dikenal"),
        (Ruling.WRONG_KIND, "lain", "Tidak ada jenis 'lain'"),
    ],
)
def test_what_cannot_be_meant_is_refused_in_words(ruling: Ruling, value: str, words: str) -> None:
    with pytest.raises(BadJudgement, match=words):
        checked_value(ruling, value)


def test_a_reason_is_asked_for() -> None:
    assert checked_reason("  sudah\n dicek ") == "sudah dicek"
    for reason in ("", "  ", "ok", "x" * 2001):
        with pytest.raises(BadJudgement):
            checked_reason(reason)
