"""The structural index: hand-computed scores, holes, refusals, and the same bits whatever the order or the threads."""

from __future__ import annotations

import json
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kondusif.kerawanan.domain.frameworks import load_framework
from kondusif.kerawanan.domain.index import IndexOptions, IndexRefused, ranks_of, score
from kondusif.kerawanan.domain.index_missing import pool
from kondusif.kerawanan.domain.index_rollup import VotersUnknown, roll_up
from kondusif.kerawanan.domain.tables import TableRefused, indicator_table
from kondusif.kerawanan.domain.treatment import moments, treat

from .index_samples import PLAIN, codes, drawn, filled, small

nan = float("nan")
ONE = np.array([[10.0, 20.0, 30.0, 40.0, 50.0]])


def test_the_score_is_the_weighted_sum_computed_by_hand() -> None:
    result = score(small(), filled(ONE), PLAIN)
    # SA = .7·10 + .3·20 = 13; SB is turned: 100 − 30 = 70; satu = 41.5; dua = 45; S = .6·41.5 + .4·45
    assert result.part_scores[0].tolist() == pytest.approx([13, 70, 45])
    assert result.dimension_scores[0].tolist() == pytest.approx([41.5, 45])
    assert result.scores[0] == pytest.approx(42.9)
    assert result.categories == ("sedang",)


def test_a_power_mean_and_the_complement_form_by_hand() -> None:
    squares = 0.3 * (0.7 * 100 + 0.3 * 400) + 0.3 * 70**2 + 0.4 * (0.5 * 1600 + 0.5 * 2500)
    assert score(small(power=2.0), filled(ONE), PLAIN).scores[0] == pytest.approx(squares**0.5)
    product = 0.9**0.21 * 0.8**0.09 * 0.3**0.3 * 0.6**0.2 * 0.5**0.2
    found = score(small(), filled(ONE), replace(PLAIN, form="complement"))
    assert found.scores[0] == pytest.approx(100 - 100 * product)


def test_nil_and_hundred_are_safe_in_every_form() -> None:
    ends = np.array([[0.0, 0, 100, 0, 0], [100.0, 100, 0, 100, 100], [100.0, 0, 100, 0, 0]])
    for form in (1.0, 2.0, 4.0, "complement"):
        found = score(small(), filled(ends), replace(PLAIN, form=form)).scores  # type: ignore[arg-type]
        assert found[:2].tolist() == pytest.approx([0, 100])
    assert found[2] == 100.0  # one thing at its worst is enough where nothing compensates


def test_a_hole_below_a_third_gives_its_weight_to_the_rest() -> None:
    holed = ONE.copy()
    holed[0, 1] = nan
    result = score(small(), filled(holed), PLAIN)
    assert result.part_scores[0, 0] == pytest.approx(10)
    assert result.coverage[0] == pytest.approx(0.91)
    assert result.imputed.tolist() == [0]


def test_a_hole_above_a_third_is_imputed_and_pooled() -> None:
    holed = drawn(30)
    holed[4, 0] = nan
    result = score(small(), filled(holed), PLAIN)
    assert result.imputed.tolist() == [0] * 4 + [1] + [0] * 25
    assert result.imputation_sd[4] > 0
    assert np.delete(result.imputation_sd, 4).tolist() == [0] * 29
    assert 0 <= result.normalised[4, 0] <= 100


def test_rubins_rule_by_hand() -> None:
    pooled = pool(np.array([[1.0], [2.0], [6.0]]), np.array([[1.0], [1.0], [4.0]]))
    assert (pooled.estimate[0], pooled.variance[0]) == (3.0, pytest.approx(2 + 4 / 3 * 7))


def test_a_dimension_below_forty_per_cent_is_not_scored_and_says_so() -> None:
    holed = drawn(30)
    holed[2, :2] = nan
    holed[2, 2] = nan
    holed[3, 3] = nan
    result = score(small(), filled(holed), PLAIN)
    assert np.isnan(result.scores[2])
    assert np.isnan(result.dimension_scores[2, 0])
    assert not np.isnan(result.dimension_scores[2, 1])
    assert result.categories[2] is None
    assert result.reasons[2] == "tidak dinilai; data tidak cukup untuk Satu (0% data terisi)"
    assert result.reasons[3] == ""


def test_a_dimension_that_nobody_filled_scores_nobody() -> None:
    holed = drawn(10)
    holed[:, 3:] = nan
    result = score(small(), filled(holed), IndexOptions(draws=20))
    assert np.isnan(result.scores).all()
    assert set(result.reasons) == {"tidak dinilai; data tidak cukup untuk Dua (0% data terisi)"}
    assert np.isnan(result.score_interval).all()


def test_what_cannot_be_imputed_is_not_scored() -> None:
    holed = ONE.copy()
    holed[0, 0] = nan
    assert np.isnan(score(small(), filled(np.array([[nan, nan, 30, 40, 50]])), PLAIN).scores[0])


def test_one_area_has_a_score_and_no_rule_of_its_own_makes_it_high() -> None:
    framework = small(cutoffs=False)
    result = score(framework, filled(ONE, framework=framework), IndexOptions(draws=50))
    assert result.ranks.tolist() == [1]
    assert result.categories == (None,)


def test_without_official_cutoffs_the_own_rule_is_named_so() -> None:
    framework = small(cutoffs=False)
    result = score(framework, filled(drawn(30), framework=framework), PLAIN)
    assert result.cutoffs is not None
    assert not result.cutoffs.official
    assert result.cutoffs.sedang == pytest.approx(result.scores.mean() - result.scores.std(ddof=1))


def test_a_framework_without_weights_refuses() -> None:
    table = indicator_table(load_framework("ikp-2024"), ("35.01",), np.zeros((1, 0)))
    with pytest.raises(IndexRefused, match="bobot tidak diterbitkan"):
        score(load_framework("ikp-2024"), table)


@pytest.mark.parametrize(
    ("values", "message"),
    [
        (np.array([[np.inf, 0, 0, 0, 0]]), "baris 1, kolom a: tak terhingga"),
        (np.array([[-1.0, 0, 0, 0, 0]]), "baris 1, kolom a: tidak boleh negatif"),
        (np.array([[101.0, 0, 0, 0, 0]]), "baris 1, kolom a: paling tinggi 100"),
        (np.zeros((0, 5)), "tidak ada satu wilayah pun"),
        (np.zeros((1, 4)), "seharusnya"),
    ],
)
def test_bad_figures_are_refused(values: np.ndarray, message: str) -> None:
    with pytest.raises(TableRefused, match=message):
        indicator_table(small(), codes(len(values)), values)


def test_duplicate_and_unknown_codes_are_refused() -> None:
    with pytest.raises(TableRefused) as refused:
        indicator_table(
            small(), ("35.04.01.2001", "35.04.01.2001", "94.01.01.2001"), drawn(3), known_codes=("35.04.01.2001",)
        )
    assert [str(one) for one in refused.value.problems] == [
        "baris 1, kolom kode: kode 35.04.01.2001 tertulis 2 kali",
        "baris 2, kolom kode: kode 35.04.01.2001 tertulis 2 kali",
        "baris 3, kolom kode: kode 94.01.01.2001 tidak dikenal; periksa tahun kodenya atau pakai tabel padanan kode",
    ]


def test_two_levels_in_one_table_are_refused() -> None:
    table = indicator_table(small(), ("35.04", "35.04.01.2001"), drawn(2))
    with pytest.raises(IndexRefused, match="satu tingkat"):
        score(small(), table)


def test_the_geometric_mean_is_refused() -> None:
    with pytest.raises(IndexRefused, match="menyembunyikan"):
        score(small(), filled(ONE), replace(PLAIN, form=0.0))


def test_the_same_bits_again_and_for_one_two_and_four_partitions() -> None:
    holed = drawn(40)
    holed[5, 0] = holed[7, 1] = holed[9, 3] = nan
    results = [score(small(), filled(holed), IndexOptions(draws=64, partitions=parts)) for parts in (1, 1, 2, 4)]
    assert len({one.manifest.result for one in results}) == 1
    assert len({one.manifest.run for one in results}) == 1


def test_the_manifest_is_plain_json_that_names_what_the_run_came_from() -> None:
    table = filled(drawn(9))
    result = score(small(), table, IndexOptions(draws=16))
    kept = json.loads(result.manifest.as_json(), parse_constant=pytest.fail)
    assert kept["run"] == result.manifest.run
    assert kept["inputs"]["table"] == table.digest
    assert kept["inputs"]["framework_version"] == small().version
    assert kept["libraries"].keys() == {"python", "numpy", "machine", "kondusif", "numba"}
    assert "partitions" not in kept["inputs"]


def test_another_seed_is_another_run() -> None:
    one, other = (score(small(), filled(drawn(9)), IndexOptions(draws=16, seed=seed)) for seed in (1, 2))
    assert one.manifest.run != other.manifest.run
    assert one.manifest.result != other.manifest.result
    assert one.scores.tolist() == other.scores.tolist()


@settings(max_examples=15, deadline=None)
@given(st.permutations(range(12)), st.booleans())
def test_the_order_of_the_rows_changes_nothing(order: list[int], holes: bool) -> None:
    values = drawn(12)
    if holes:
        values[3, 0] = values[8, 4] = nan
    table = filled(values)
    options = IndexOptions(draws=8, treatment=False)
    plain, turned = score(small(), table, options), score(small(), table.taken(order), options)
    assert turned.manifest.result == plain.manifest.result
    assert turned.scores.tolist() == plain.scores[order].tolist()
    assert turned.rank_interval.tolist() == plain.rank_interval[order].tolist()


@settings(max_examples=30, deadline=None)
@given(st.integers(0, 4), st.floats(0, 40), st.sampled_from([1.0, 2.0, 3.0, "complement"]))
def test_worse_figures_never_lower_a_score(column: int, more: float, form: float) -> None:
    values = np.full((1, 5), 40.0)
    worse = values.copy()
    worse[0, column] += -more if column == 2 else more
    options = replace(PLAIN, form=form)
    before, after = (score(small(), filled(one), options).scores[0] for one in (values, worse))
    assert after >= before - 1e-9


@settings(max_examples=30, deadline=None)
@given(st.lists(st.booleans(), min_size=5, max_size=5))
def test_coverage_is_the_weight_of_what_is_known(known: list[bool]) -> None:
    values = drawn(20)
    values[0, ~np.array(known)] = nan
    result = score(small(), filled(values), PLAIN)
    weights = np.array([0.21, 0.09, 0.3, 0.2, 0.2])
    assert result.coverage[0] == pytest.approx(weights[known].sum())
    enough = all(one >= 0.4 - 1e-9 for one in result.dimension_coverage[0])
    assert enough is not np.isnan(result.scores[0])
    assert enough is not bool(result.reasons[0])


def test_ranks_share_the_better_place() -> None:
    assert ranks_of(np.array([5.0, 9, 5, nan, 1])).tolist()[:3] == [2, 1, 2]
    assert ranks_of(np.array([5.0, 9, 5, nan, 1]))[4] == 4
    assert ranks_of(np.array([3.0, 0.1 + 0.2, 0.3])).tolist() == [1, 2, 2]


def test_an_area_is_rolled_up_by_its_voters() -> None:
    framework = small()
    even = np.array([[value, value, 100 - value, value, value] for value in (10.0, 20.0, 90.0, 40.0)])
    even[3, :3] = nan
    table = filled(even, voters=np.array([100.0, 600, 300, 500]))
    (whole,) = roll_up(score(framework, table, PLAIN), parts=2)
    assert whole.score == pytest.approx(0.1 * 10 + 0.6 * 20 + 0.3 * 90)
    assert whole.high_share == pytest.approx(0.3)
    assert whole.ninetieth == pytest.approx(90)
    assert (whole.code, whole.areas, whole.areas_scored) == ("35.04", 4, 3)
    assert whole.voters_scored == pytest.approx(1000 / 1500)


def test_nothing_is_rolled_up_without_voters() -> None:
    with pytest.raises(VotersUnknown, match=r"35\.04\.01\.2001"):
        roll_up(score(small(), filled(ONE), PLAIN), parts=2)


def test_denominators_divide_and_a_nil_one_leaves_a_hole() -> None:
    framework = load_framework("kondusif-desa")
    values = np.zeros((2, 17))
    values[:, 0] = 5
    table = indicator_table(framework, codes(2), values, voters=np.array([1000.0, 0]), stations=np.array([5.0, 5]))
    result = score(framework, table, PLAIN)
    assert result.normalised[0, 0] == pytest.approx(25)  # 500 per 100,000 of at most 2,000
    assert np.isnan(result.normalised[1, 0]) or not result.used[1, 0]


def test_an_outlier_is_winsorised_and_a_long_tail_becomes_logarithms() -> None:
    framework = small()
    generator = np.random.default_rng(3)
    rates = np.round(generator.uniform(1, 10, (200, 5)), 2)
    rates[0, 0] = 90
    rates[:, 1] = np.exp(generator.normal(0, 2.2, 200))
    found = treat(framework, rates)
    assert [one.kind for one in found] == ["winsor", "log", "none", "none", "none"]
    assert (found[0].points, found[0].high) == (1, rates[1:, 0].max())


def test_moments_are_those_of_scipy() -> None:
    from scipy import stats

    values = np.array([2.0, 8, 0, 4, 1, 9, 9, 0, 30])
    assert moments(values) == pytest.approx((stats.skew(values, bias=False), stats.kurtosis(values, bias=False)))
    assert moments(np.full(9, 4.0)) == (0, 0)


def test_a_frozen_treatment_keeps_other_areas_where_they_were() -> None:
    values = drawn(30)
    first = score(small(), filled(values), IndexOptions(draws=0))
    changed = values.copy()
    changed[0] = [100, 100, 0, 100, 100]
    later = score(small(), filled(changed), IndexOptions(draws=0, treatments=first.treatments, cutoffs=first.cutoffs))
    assert later.scores[1:].tolist() == first.scores[1:].tolist()
