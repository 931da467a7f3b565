"""The measurements in words: Markdown that the README quotes and `docs/bench.md` keeps."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

Row = dict[str, Any]
LEVELS = {
    "kelurahan_desa": "kelurahan/desa",
    "kecamatan": "kecamatan",
    "kabupaten_kota": "kabupaten/kota",
    "provinsi": "provinsi",
}
SETS = {
    "reports-jatim": "Short reports, East Java",
    "articles-jatim": "Articles, East Java",
    "reports-nusantara": "Short reports, ten other provinces and more",
    "articles": "Articles, all provinces",
}
# What is asked of the reader on texts that nobody here has seen; the held-out texts stand in for them.
GOALS = {
    "reports-jatim": {
        "F1 kelurahan_desa": 0.93,
        "F1 kecamatan": 0.92,
        "F1 kabupaten_kota": 0.93,
        "category": 0.85,
        "F1 is_incident": 0.90,
        "event_date": 0.88,
        "stance": 0.75,
    },
    "articles": {"F1 kelurahan_desa": 0.85, "F1 kecamatan": 0.88, "F1 kabupaten_kota": 0.92, "category": 0.80},
}
OTHER_PROVINCES_LOWER = 0.08
FIGURES = {
    "F1 kelurahan_desa": "place, kelurahan/desa (F1)",
    "F1 kecamatan": "place, kecamatan (F1)",
    "F1 kabupaten_kota": "place, kabupaten/kota (F1)",
    "category": "category (right)",
    "F1 is_incident": "incident or not (F1)",
    "event_date": "event date (right)",
    "stance": "stance (right)",
}
ACTORS = "F1 actors"


def markdown(head: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    """A table whose first column is text and whose others are numbers."""
    columns = list(head)
    lines = [f"| {' | '.join(columns)} |", "|---" + "|--:" * (len(columns) - 1) + "|"]
    lines += [f"| {' | '.join(cells)} |" for cells in rows]
    return "\n".join(lines)


def summary(results: Mapping[str, Row]) -> str:
    """One line per contender; in brackets how many times faster (or lighter) Kondusif is."""
    ours = results["kondusif"]
    head = (
        "one process, one core",
        "short reports per CPU-s",
        "articles of 2.8 kB per CPU-s",
        "press digests per CPU-s",
        "start-up, CPU-s",
        "peak memory, MB",
        "desa F1, reports",
        "desa F1, articles",
        "places invented",
    )
    rows = []
    for name, result in results.items():
        cells = [f"**{result['words']}**" if name == "kondusif" else result["words"]]
        for kind in ("reports", "articles", "digests"):
            rate, ratio = result[kind]["rate"], result[kind]["ratio"]
            cells.append(_number(rate) + ("" if name == "kondusif" else f" ({_ratio(ratio)})"))
        for key in ("start_seconds", "peak_megabytes"):
            value, base = result[key], ours[key]
            shown = f"{value:.1f}" if key == "start_seconds" else _number(value)
            cells.append(shown + ("" if name == "kondusif" else f" ({_ratio(value / base)})"))
        places = result["places"]
        cells += [f"{places[each]['f1']['kelurahan_desa']:.2f}" for each in ("reports-jatim", "articles-jatim")]
        reports = places["reports-jatim"]
        cells.append(f"{reports['invented']} of {reports['placeless']}")
        rows.append(cells)
    return markdown(head, rows)


def places(results: Mapping[str, Row]) -> str:
    """F1 of the place sets per level, a table for each part of the held-out corpus."""
    parts = []
    for name, words in SETS.items():
        asked = {key: result for key, result in results.items() if name in result["places"]}
        texts = next(iter(asked.values()))["places"][name]
        rows = [
            [
                result["words"],
                *(f"{result['places'][name]['f1'][level]:.3f}" for level in LEVELS),
                str(result["places"][name]["invented"]),
            ]
            for result in asked.values()
        ]
        head = ("F1", *LEVELS.values(), f"named one in the {texts['placeless']} without a place")
        parts.append(f"**{words}** ({texts['texts']} texts)\n\n{markdown(head, rows)}")
    return "\n\n".join(parts)


def accuracy(figures: Mapping[str, Mapping[str, float]], texts: Mapping[str, int], officials: Mapping[str, int]) -> str:
    """What only a whole reading answers, beside what is asked of it; officials where texts name any."""
    head = ["held-out corpus, never trained on"]
    for name, count in texts.items():
        head += [f"{SETS[name]} ({count})", "asked"]
    rows = [
        [words, *(cell for name in texts for cell in (f"{figures[name][figure]:.3f}", _goal(name, figure)))]
        for figure, words in FIGURES.items()
    ]
    actors = [f"{figures[name][ACTORS]:.3f} (of {count})" if count else "–" for name, count in officials.items()]
    rows.append(["officials named (F1)", *(cell for each in actors for cell in (each, ""))])
    return markdown(head, rows)


def bulk(results: Iterable[Row]) -> str:
    """The engines side by side on one large file."""
    head = ("`kondusif read`", "texts", "seconds", "texts per second", "CPU-s", "largest process, MB", "together, MB",
            "SHA-256 of the output")  # fmt: skip
    rows = [
        [
            f"`{result['options']}`",
            _number(result["texts"]),
            f"{result['seconds']:.0f}",
            _number(result["texts"] / result["seconds"]),
            f"{result['cpu_seconds']:.0f}",
            _number(result["largest_megabytes"]),
            _number(result["together_megabytes"]),
            f"`{result['sha256'][:16]}…`",
        ]
        for result in results
    ]
    return markdown(head, rows)


def _goal(name: str, figure: str) -> str:
    if name == "reports-nusantara":
        goal = GOALS["reports-jatim"].get(figure)
        return f"{goal - OTHER_PROVINCES_LOWER:.2f}" if goal else ""
    goal = GOALS.get(name, {}).get(figure)
    return f"{goal:.2f}" if goal else ""


def _number(value: float) -> str:
    return f"{value:,.1f}" if value < 10 else f"{value:,.0f}"


def _ratio(value: float) -> str:
    return f"{value:.0f} ×" if value >= 10 else f"{value:.1f} ×" if value >= 0.1 else f"{value:.2f} ×"
