"""The audit of alarms: adjusted for what happened, exact, and honest where there are too few."""

from __future__ import annotations

import math

import numpy as np
import pytest
from scipy.stats import binomtest

from kondusif.kerawanan.domain.neutrality_audit import AuditRefused, Limits, Verdict, alarms_by_area, audit, load_limits

LABELS = ["kota", "kota", "desa", "desa", "desa", None]
INCIDENTS = [30.0, 30.0, 20.0, 10.0, 10.0, 50.0]


def test_the_shipped_limits_are_those_of_the_methods() -> None:
    limits = load_limits()
    assert (limits.margin, limits.sure) == (0.2, 0.9)
    assert limits.source.startswith("methods §3.10")


def test_an_alarm_is_shared_by_its_areas() -> None:
    shares = alarms_by_area([["c"], ["a", "b", "c", "d"], ["d", "d"]], ["a", "b", "c", "d"])
    assert shares.tolist() == [0.25, 0.25, 1.25, 1.25]
    assert alarms_by_area([], ["a"]).tolist() == [0]


def test_rates_are_adjusted_for_what_happened() -> None:
    # Towns have 60 of 100 incidents and 60 of 100 alarms: more alarms per area, as many per incident.
    found = audit([40, 20, 20, 10, 10, 7], INCIDENTS, LABELS)
    desa, kota = found.strata
    assert (desa.name, desa.areas, desa.incidents, desa.alarms) == ("desa", 3, 40, 40)
    assert (kota.name, kota.areas, kota.incidents, kota.alarms) == ("kota", 2, 60, 60)
    assert [desa.expected, kota.expected] == pytest.approx([40, 60])
    assert [desa.per_area, kota.per_area] == pytest.approx([40 / 3, 30])
    assert [desa.ratio, kota.ratio] == pytest.approx([1, 1])
    assert (found.alarms, found.incidents, found.unlabelled) == (100, 100, 1)


def test_the_interval_is_the_exact_binomial_one() -> None:
    kota = audit([40, 30, 20, 5, 5, 0], INCIDENTS, LABELS).strata[1]
    exact = binomtest(70, 100).proportion_ci(0.9, method="exact")
    assert kota.ratio == pytest.approx(70 / 30 * 40 / 60)
    odds = [share / (1 - share) * 40 / 60 for share in (exact.low, exact.high)]
    assert [kota.low, kota.high] == pytest.approx(odds)


@pytest.mark.parametrize(
    ("town", "country", "verdict", "words"),
    [
        (900, 400, "differs", "Tingkat peringatan berbeda lebih dari 20 % setelah disesuaikan dengan kejadian: desa, kota."),
        (600, 400, "alike", "Tingkat peringatan berbeda tidak lebih dari 20 % setelah disesuaikan dengan kejadian."),
        (6, 4, "unsure", "Tidak dapat dipastikan: 10 peringatan terlalu sedikit untuk menilai selisih 20 %."),
        (9, 1, "unsure", "Tidak dapat dipastikan: 10 peringatan terlalu sedikit untuk menilai selisih 20 %."),
    ],
)  # fmt: skip
def test_the_verdict_is_said_only_where_it_is_sure(town: int, country: int, verdict: Verdict, words: str) -> None:
    found = audit([town, 0, country, 0, 0, 0], INCIDENTS, LABELS)
    assert (found.verdict, found.words) == (verdict, words)
    assert {each.verdict for each in found.strata} == {verdict}


def test_no_alarm_at_all_says_nothing() -> None:
    found = audit(np.zeros(6), INCIDENTS, LABELS)
    assert found.verdict == "unsure"
    assert [(each.ratio, each.low, each.high) for each in found.strata] == [(None, 0, math.inf)] * 2


def test_all_alarms_in_one_group_have_a_lower_limit_only() -> None:
    desa, kota = audit([50, 50, 0, 0, 0, 0], INCIDENTS, LABELS).strata
    assert (kota.ratio, kota.high, kota.verdict) == (math.inf, math.inf, "differs")
    assert (desa.ratio, desa.low, desa.verdict) == (0, 0, "differs")
    assert kota.low == pytest.approx(1 / desa.high)


def test_about_as_many_alarms_as_are_said_to_be_enough_are_enough() -> None:
    enough = audit(np.zeros(6), INCIDENTS, LABELS).strata[0].enough
    assert enough == 340
    for alarms, verdict in ((enough * 1.1, "alike"), (enough * 0.8, "unsure")):
        found = audit([alarms * 0.6, 0, alarms * 0.4, 0, 0, 0], INCIDENTS, LABELS)
        assert found.verdict == verdict


def test_intervals_cover_as_often_as_they_say() -> None:
    choice = np.random.default_rng(4)
    covered = [
        each.low <= 1 <= each.high
        for number in choice.binomial(80, 0.6, 400)
        for each in audit([number, 0, 80 - number, 0, 0, 0], INCIDENTS, LABELS).strata[:1]
    ]
    assert 0.89 <= np.mean(covered) <= 0.97


def test_a_committee_may_set_other_limits() -> None:
    wide = Limits(margin=0.9, sure=0.8, source="keputusan", confidence="U")
    assert audit([6, 6, 5, 2, 1, 0], INCIDENTS, LABELS).verdict == "unsure"
    assert audit([60, 6, 50, 2, 1, 0], INCIDENTS, LABELS, limits=wide).verdict == "alike"


@pytest.mark.parametrize(
    ("alarms", "incidents", "labels", "words"),
    [
        ([1, np.nan], [1, 1], ["a", "b"], "Jumlah peringatan harus angka yang tidak negatif, tanpa nilai kosong."),
        ([1, -1], [1, 1], ["a", "b"], "Jumlah peringatan harus angka yang tidak negatif, tanpa nilai kosong."),
        ([1, 1], [1, np.inf], ["a", "b"], "Jumlah kejadian harus angka yang tidak negatif, tanpa nilai kosong."),
        ([1, 1], [1], ["a", "b"], "Jumlah kejadian harus satu angka untuk tiap wilayah (2), ternyata (1,)."),
        (["x", 1], [1, 1], ["a", "b"], "Jumlah peringatan harus berupa angka."),
        ([1, 1], [1, 1], ["a", "a"], "Audit memerlukan sedikitnya dua kelompok wilayah."),
        ([], [], [], "Audit memerlukan sedikitnya dua kelompok wilayah."),
        ([1, 1], [0, 1], ["a", "b"], "Kelompok a memuat peringatan padahal tidak ada kejadian di dalamnya."),
    ],
)
def test_what_cannot_be_audited_is_refused(
    alarms: list[float], incidents: list[float], labels: list[str], words: str
) -> None:
    with pytest.raises(AuditRefused) as refused:
        audit(alarms, incidents, labels)
    assert str(refused.value) == words


def test_an_alarm_elsewhere_or_nowhere_is_refused() -> None:
    with pytest.raises(AuditRefused) as refused:
        alarms_by_area([["a"], ["a", "y", "x"]], ["a"])
    assert str(refused.value) == "Peringatan ke-2 menyebut wilayah yang tidak diaudit: x, y."
    with pytest.raises(AuditRefused) as refused:
        alarms_by_area([[]], ["a"])
    assert str(refused.value) == "Peringatan ke-1 tidak menyebut wilayah."
