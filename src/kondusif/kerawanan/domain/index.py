"""The structural index S of methods.md §2: from figures to scores that say how sure they are.

    framework, table = load_framework("kondusif-desa"), load_table("desa.xlsx", framework)
    result = score(framework, table, IndexOptions(seed=1))

Rows are computed in the order of their codes and returned in the table's, so the order of the rows changes nothing.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any, get_args

import numpy as np
from numpy.typing import NDArray

from kondusif.kerawanan.domain.frameworks import Category, Cutoffs, Framework
from kondusif.kerawanan.domain.index_figures import Figures, prepare
from kondusif.kerawanan.domain.index_missing import pool
from kondusif.kerawanan.domain.index_options import DEFAULTS, IndexOptions, widened
from kondusif.kerawanan.domain.index_plan import Form, Mask, Means, Plan, means, plan_of, whole_of
from kondusif.kerawanan.domain.index_worlds import choosable
from kondusif.kerawanan.domain.manifest import Manifest, manifest_of
from kondusif.kerawanan.domain.scan_types import Floats
from kondusif.kerawanan.domain.tables import IndicatorTable, TableRefused, faults, level_of
from kondusif.kerawanan.domain.treatment import Scale, Treatment
from kondusif.kerawanan.domain.uncertainty import Spread, spread
from kondusif.kerawanan.domain.uncertainty_choices import Drawing, Recounts

__all__ = ["CATEGORIES", "IndexOptions", "IndexRefused", "IndexResult", "ranks_of", "score", "widened"]

CATEGORIES: tuple[Category, ...] = ("rendah", "sedang", "tinggi")
OWN_RULE = "Rata-rata ± 1 simpangan baku dari tabel ini; ketetapan Kondusif, tidak resmi"


class IndexRefused(ValueError):
    """No index can be computed; the message is Indonesian and says why."""


@dataclass(frozen=True, slots=True, eq=False)
class IndexResult:
    """Scores of n areas in the table's order, 0–100, higher = more at risk; NaN where not scored, and `reasons` says why.

    scores, ranks (1 = most at risk), coverage: float64[n]; dimension_scores, dimension_coverage: float64[n, D];
    part_scores: float64[n, P]; imputation_sd: float64[n], spread of the score from imputation alone (Rubin);
    score_interval, rank_interval: float64[n, 2]; probability: float64[n, 3] of rendah, sedang, tinggi;
    borderline: bool[n], the category has a probability below 0.7; imputed: int64[n], figures that were imputed;
    normalised: float64[n, k], imputed ones with the mean of their draws; used: bool[n, k].
    """

    framework: Framework
    codes: tuple[str, ...]
    voters: Floats
    inherited: Mask
    scores: Floats
    dimension_scores: Floats
    part_scores: Floats
    coverage: Floats
    dimension_coverage: Floats
    ranks: Floats
    imputation_sd: Floats
    score_interval: Floats
    rank_interval: Floats
    probability: Floats
    categories: tuple[Category | None, ...]
    borderline: Mask
    imputed: NDArray[np.int64]
    reasons: tuple[str, ...]
    normalised: Floats
    used: Mask
    treatments: tuple[Treatment, ...]
    cutoffs: Cutoffs | None
    form: Form
    manifest: Manifest


def score(framework: Framework, table: IndicatorTable, options: IndexOptions = DEFAULTS) -> IndexResult:
    """The index of every area of the table. Raises `IndexRefused` or `TableRefused`."""
    _check(framework, table, options)
    order = sorted(range(len(table.codes)), key=table.codes.__getitem__)
    rows = table.taken(order)
    plan, form = plan_of(framework), framework.power if options.form is None else options.form
    figures = prepare(framework, plan, rows, options)
    levels, deviation = _pooled_means(plan, figures, form)
    whole = np.where(figures.scored, levels.whole, np.nan)
    cutoffs = options.cutoffs or framework.cutoffs_of(level_of(rows.codes[0])) or _own_cutoffs(whole, rows.codes[0])
    spread_ = _spread(framework, plan, rows, figures, form, cutoffs, options)
    categories = tuple(None if cutoffs is None or np.isnan(one) else cutoffs.category(float(one)) for one in whole)
    settings = asdict(options) | {"treatments": [_plain(one) for one in figures.treatments], "form": form}
    settings["cutoffs"] = None if cutoffs is None else cutoffs.model_dump(mode="json")
    # How many work side by side decides nothing, so it is no part of what the run is.
    del settings["partitions"]
    settings |= {"drawn_forms": list(options.drawn_forms), "drawn_scales": list(options.drawn_scales)}
    manifest = manifest_of(
        framework,
        rows,
        settings,
        [whole, levels.dimensions, spread_.score_interval, spread_.rank_interval, spread_.probability],
    )
    back = np.argsort(np.array(order), kind="stable")
    return IndexResult(
        framework,
        table.codes,
        table.voters,
        table.inherited,
        whole[back],
        np.where(figures.scored_dimensions, levels.dimensions, np.nan)[back],
        levels.parts[back],
        figures.coverage.whole[back],
        figures.coverage.dimensions[back],
        ranks_of(whole)[back],
        np.where(figures.scored, deviation, np.nan)[back],
        spread_.score_interval[back],
        spread_.rank_interval[back],
        spread_.probability[back],
        tuple(categories[row] for row in back),
        _borderline(categories, spread_, options.certain_from)[back],
        np.bincount(figures.imputed.rows, minlength=len(rows.codes))[back],
        tuple(_reason(framework, figures, row) for row in back),
        figures.scaled[back],
        figures.used[back],
        figures.treatments,
        cutoffs,
        form,
        manifest,
    )


def ranks_of(scores: Floats) -> Floats:
    """1 = the greatest; scores that are equal to a billionth of a point share the best rank; NaN stays NaN."""
    scores = np.round(scores, 9)  # figures that were scaled and divided back differ in their last bit
    known = np.sort(scores[~np.isnan(scores)])
    places = 1.0 + len(known) - np.searchsorted(known, scores, side="right")
    return np.asarray(np.where(np.isnan(scores), np.nan, places), dtype=np.float64)


def _check(framework: Framework, table: IndicatorTable, options: IndexOptions) -> None:
    if framework.lacking:
        raise IndexRefused(f"{framework.title} tidak dapat dihitung: {'; '.join(framework.lacking)}")
    if table.indicator_ids != tuple(one.id for one in framework.indicators):
        raise IndexRefused(f"kolom tabel bukan indikator {framework.id}")
    if problems := faults(framework, table):
        raise TableRefused(problems)
    levels = sorted({level_of(code) for code in table.codes})
    if len(levels) > 1:
        raise IndexRefused(f"satu tabel untuk satu tingkat wilayah; di sini ada {', '.join(levels)}")
    for form in (options.form, *options.drawn_forms):
        if isinstance(form, (int, float)) and not 0 < form < 100:
            raise IndexRefused(
                "pangkat rata-rata harus lebih dari 0: rata-rata geometrik menyembunyikan dimensi yang parah"
            )
        if isinstance(form, str) and form != "complement":
            raise IndexRefused(f'bentuk rata-rata {form} tidak ada; pilih pangkat atau "complement"')
    if unknown := sorted(set(options.drawn_scales) - set(get_args(Scale))):
        raise IndexRefused(f"skala {', '.join(unknown)} tidak ada; yang ada: {', '.join(get_args(Scale))}")
    if options.partitions < 1 or options.imputations < 2 or options.draws < 0:
        raise IndexRefused("partitions paling sedikit 1, imputations paling sedikit 2, draws tidak negatif")
    if not (0 < options.level < 1 and 0 <= options.miscount <= 1 and 0 < options.concentration < np.inf):
        raise IndexRefused(
            "level di antara 0 dan 1, miscount dari 0 sampai 1, concentration lebih dari 0 dan terhingga"
        )


def _pooled_means(plan: Plan, figures: Figures, form: Form) -> tuple[Means, Floats]:
    """Means over the completed tables, and the standard deviation that Rubin's rule gives their scores.

    Dimensions are pooled, and the whole is the mean of the pooled dimensions: what is published adds up in every form.
    """
    point = means(plan, figures.scaled, figures.used, form)
    if not len(figures.imputed.rows):
        return point, np.zeros(len(figures.scaled))
    touched = np.unique(figures.imputed.rows)
    place = np.searchsorted(touched, figures.imputed.rows)
    values, used = figures.scaled[touched], figures.used[touched]
    every = []
    for turn in range(figures.imputed.values.shape[1]):
        values[place, figures.imputed.columns] = figures.imputed.values[:, turn]
        every.append(means(plan, values, used, form))
    whole = np.stack([one.whole for one in every])
    together = pool(whole, np.zeros_like(whole))
    point.dimensions[touched] = np.stack([one.dimensions for one in every]).mean(axis=0)
    point.whole[touched] = whole_of(plan.dimensions, point.dimensions[touched], form)
    point.parts[touched] = np.stack([one.parts for one in every]).mean(axis=0)
    deviation = np.zeros(len(figures.scaled))
    deviation[touched] = np.sqrt(together.variance)
    return point, deviation


def _spread(
    framework: Framework,
    plan: Plan,
    table: IndicatorTable,
    figures: Figures,
    form: Form,
    cutoffs: Cutoffs | None,
    options: IndexOptions,
) -> Spread:
    areas = len(figures.scored)
    found = Spread(np.full((areas, 2), np.nan), np.full((areas, 2), np.nan), np.full((areas, 3), np.nan))
    if not options.draws or not figures.scored.any():
        return found
    drawing = Drawing(
        options.draws,
        options.concentration,
        options.drawn_forms or (form,),
        (np.inf, np.inf) if cutoffs is None else cutoffs.limits,
        options.level,
        options.seed,
        options.partitions,
        options.drop_one,
    )
    among = choosable(framework, table, figures, options)
    recounts = None
    if options.miscount:
        recounts = Recounts.drawn(framework, table.taken(among.rows.tolist()), options.miscount, options.seed)
    drawn = spread(plan, among.worlds, among.used, among.holes, drawing, recounts=recounts)
    found.score_interval[among.rows] = drawn.score_interval
    found.rank_interval[among.rows] = drawn.rank_interval
    if cutoffs is not None:
        found.probability[among.rows] = drawn.probability
    return found


def _own_cutoffs(scores: Floats, code: str) -> Cutoffs | None:
    """Mean ± 1 SD where the issuer has no cut-offs for the level; two areas or fewer have no spread to speak of."""
    known = scores[~np.isnan(scores)]
    if len(known) < 3 or float(known.std(ddof=1)) == 0.0:
        return None
    mean, deviation = float(known.mean()), float(known.std(ddof=1))
    return Cutoffs(
        level=level_of(code),
        sedang=mean - deviation,
        tinggi=mean + deviation,
        official=False,
        source=OWN_RULE,
        confidence="U",
    )


def _plain(treatment: Treatment) -> dict[str, Any]:
    """A treatment for the manifest; JSON knows no infinity, so a side without a limit has none."""
    return {name: None if value in (np.inf, -np.inf) else value for name, value in asdict(treatment).items()}


def _borderline(categories: tuple[Category | None, ...], drawn: Spread, certain: float) -> Mask:
    unsure = [
        category is not None and bool(drawn.probability[row, CATEGORIES.index(category)] < certain)
        for row, category in enumerate(categories)
    ]
    return np.array(unsure, dtype=np.bool_)


def _reason(framework: Framework, figures: Figures, row: int) -> str:
    if figures.scored[row]:
        return ""
    named: list[Any] = [
        f"{dimension.title} ({figures.coverage.dimensions[row, place]:.0%} data terisi)"
        for place, dimension in enumerate(framework.dimensions)
        if not figures.scored_dimensions[row, place]
    ]
    return "tidak dinilai; data tidak cukup untuk " + ", ".join(named)
