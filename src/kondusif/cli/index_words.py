"""What `kondusif index` prints: rankings, reasons, changes, as tables for people and as JSON or CSV for programs."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from kondusif.cli.tables import printed, table_of
from kondusif.kerawanan.domain.explain import explain, row_of, what_would_lower
from kondusif.kerawanan.domain.explain_change import Change, Edition, explain_change
from kondusif.kerawanan.domain.frameworks import Framework, load_framework, shipped
from kondusif.kerawanan.domain.frameworks_published import published_for
from kondusif.kerawanan.domain.index import IndexResult
from kondusif.kerawanan.domain.index_rollup import roll_up
from kondusif.kerawanan.domain.sensitivity import Sensitivity
from kondusif.places.domain.codes import contains
from kondusif.places.domain.gazetteer import load_gazetteer

if TYPE_CHECKING:
    from rich.console import Console

    from kondusif.kerawanan.queries.editions import EditionRow

_LEAST_POINTS = 0.05  # smaller parts are summed into one line
_HEIRS = 8  # areas that are named where there are more
_MOST_CHANGES = 40


def ranking(result: IndexResult, *, most: int) -> str:
    """The areas most at risk, how sure that is, and how many are not scored."""
    order = sorted(
        (row for row in range(len(result.codes)) if not np.isnan(result.scores[row])),
        key=lambda row: (result.ranks[row], result.codes[row]),
    )
    drawn = bool(np.isfinite(result.score_interval[order]).all()) if order else False

    def show(console: Console) -> None:
        framework = result.framework
        console.print(
            f"{framework.title} · {framework.issuer}{'' if framework.official else ', tidak resmi'}", style="bold"
        )
        names = ("peringkat", "wilayah", "kode", "skor", "selang 90 %", "peringkat 90 %", "golongan", "data terisi")
        table = table_of(names, right=("peringkat", "skor", "data terisi"))
        for row in order[:most]:
            table.add_row(*_ranked(result, row, drawn=drawn))
        console.print(table if order else "Belum ada wilayah yang dapat dinilai: isi datanya lebih dulu.")
        for line in _below(result, order, most):
            console.print(line, style="dim", markup=False)

    return printed(show)


def explained(result: IndexResult, code: str) -> str:
    """Parts that add up to the gap from the usual area, greatest first, and what would lower the score."""
    reasons, lowering = explain(result, code), what_would_lower(result, code)
    row = row_of(result, code)

    def show(console: Console) -> None:
        console.print(
            f"{_name(code)} ({code}): skor {_points(reasons.score)}, {_category(result, row)}",
            style="bold",
            markup=False,
        )
        gap = reasons.score - reasons.usual
        console.print(f"Rata-rata wilayah {_points(reasons.usual)}; selisih {_signed(gap)}:")
        table = table_of(("poin", "karena"), right=("poin",))
        shown = [one for one in reasons.contributions if abs(one.points) >= _LEAST_POINTS]
        for one in shown:
            table.add_row(_signed(one.points), one.title)
        rest = sum(one.points for one in reasons.contributions) - sum(one.points for one in shown)
        if len(shown) < len(reasons.contributions):
            table.add_row(_signed(rest), f"{len(reasons.contributions) - len(shown)} indikator lain bersama-sama")
        table.add_row(_signed(gap), "jumlah", style="bold")
        console.print(table)
        console.print(f"Data terisi {result.coverage[row]:.0%}.")
        if lowering:
            console.print("\nYang dapat menurunkan", style="bold")
            table = table_of(("poin", "bila ini sebaik mungkin", "caranya"), right=("poin",))
            for each in lowering:
                table.add_row(_signed(-each.points), each.title, each.prevention)
            console.print(table)

    return printed(show)


def rolled_up(result: IndexResult, code: str) -> str:
    """An area above those of the index: the voters' mean, what it hides, and the areas most at risk inside."""
    inside = [row for row, each in enumerate(result.codes) if contains(code, each)]
    found = {each.code: each for each in roll_up(result, parts=code.count(".") + 1)} if inside else {}
    rolled = found.get(code)
    if rolled is None or rolled.score is None:
        return f"{_name(code)} ({code}): tidak ada wilayah yang dinilai di dalamnya\n"
    scored = sorted(
        (row for row in inside if not np.isnan(result.scores[row])), key=lambda row: (result.ranks[row], row)
    )

    def show(console: Console) -> None:
        console.print(
            f"{_name(code)} ({code}): rata-rata menurut pemilih {_points(rolled.score)}; "
            f"{rolled.areas_scored} dari {rolled.areas} wilayah dinilai", style="bold", markup=False,
        )  # fmt: skip
        if rolled.high_share is not None:
            console.print(f"{rolled.high_share:.0%} pemilih tinggal di wilayah tinggi.")
        console.print(
            f"Nilai tengah menyembunyikan puncak: sepersepuluh pemilih di wilayah ≥ {_points(rolled.ninetieth)}."
        )
        table = table_of(("peringkat", "wilayah", "kode", "skor", "golongan"), right=("peringkat", "skor"))
        for row in scored[:10]:
            table.add_row(
                str(int(result.ranks[row])), _name(result.codes[row]), result.codes[row],
                _points(result.scores[row]), _category(result, row),
            )  # fmt: skip
        console.print(table)
        console.print(f"Sebab satu wilayah: kondusif index explain {result.codes[scored[0]]}", style="dim")

    return printed(show)


def explained_record(result: IndexResult, code: str) -> str:
    """The same as JSON."""
    reasons, lowering = explain(result, code), what_would_lower(result, code)
    row = row_of(result, code)
    record = {
        "code": code,
        "name": _name(code),
        "framework": result.framework.id,
        "run": result.manifest.run,
        "score": reasons.score,
        "usual": reasons.usual,
        "category": result.categories[row],
        "coverage": float(result.coverage[row]),
        "contributions": [{"id": one.id, "title": one.title, "points": one.points} for one in reasons.contributions],
        "what_would_lower": [
            {"id": one.id, "title": one.title, "points": one.points, "prevention": one.prevention} for one in lowering
        ],
    }
    return json.dumps(record, ensure_ascii=False, indent=1) + "\n"


def compared(before: Edition, after: Edition, *, area: str, form: str) -> str:
    """What changed each score that both editions have, the greatest change first."""
    scored = [
        {code for code, score in zip(each.result.codes, each.result.scores, strict=True) if not np.isnan(score)}
        for each in (before, after)
    ]
    both = sorted(code for code in scored[0] & scored[1] if not area or contains(area, code))
    changes = [explain_change(before, after, code) for code in both]
    changes.sort(key=lambda one: (-abs(one.after - one.before), one.code))
    gone, fresh = (
        sorted(code for code in each if not area or contains(area, code))
        for each in (scored[0] - scored[1], scored[1] - scored[0])
    )
    if form == "json":
        return _json_of_changes(changes, gone, fresh)
    if form == "csv":
        return _csv_of_changes(changes)

    def show(console: Console) -> None:
        moved = [one for one in changes if abs(one.after - one.before) >= _LEAST_POINTS / 10]
        console.print(f"{len(moved)} dari {len(changes)} wilayah berubah.", style="bold")
        names = ("wilayah", "kode", "dari", "ke", "selisih", "data", "bobot", "batas", "perkiraan")
        table = table_of(names, right=names[2:])
        for one in moved[:_MOST_CHANGES]:
            parts = (one.data, one.weights, one.goalposts, one.imputation)
            table.add_row(
                _name(one.code), one.code, _points(one.before), _points(one.after), _signed(one.after - one.before),
                *(_signed(part) if abs(part) >= 0.005 else "·" for part in parts),
            )  # fmt: skip
        console.print(table)
        if len(moved) > _MOST_CHANGES:
            console.print(f"… dan {len(moved) - _MOST_CHANGES} lagi; pakai --format csv untuk semuanya", style="dim")
        for words, codes in (("tidak lagi dinilai", gone), ("baru dinilai", fresh)):
            if codes:
                console.print(
                    f"{len(codes)} {words}: {', '.join(codes[:10])}{' …' if len(codes) > 10 else ''}", markup=False
                )

    return printed(show)


def sensitivity_table(found: Sequence[Sensitivity], code: str) -> str:
    """Which choice moves the result, the one that moves it most first."""

    def show(console: Console) -> None:
        what = f"skor {_name(code)} ({code})" if code else "peringkat semua wilayah"
        console.print(f"Yang menggerakkan {what}:", style="bold", markup=False)
        table = table_of(
            ("pilihan", "sendiri", "±", "dengan yang lain", "±"), right=("sendiri", "±", "dengan yang lain")
        )
        for one in sorted(found, key=lambda one: (-one.total, one.group)):
            figures = (one.first, one.first_error, one.total, one.total_error)
            table.add_row(one.group, *(f"{figure:.2f}".replace(".", ",") for figure in figures))
        console.print(table)
        if not all(one.stable for one in found):
            console.print("Selangnya masih lebar: pakai --runs yang lebih besar.", style="dim")

    return printed(show)


def listed_frameworks() -> str:
    """Every shipped framework, and why one cannot be computed."""

    def show(console: Console) -> None:
        table = table_of(("id", "judul", "penerbit", "tingkat", "dapat dihitung"))
        for name in shipped():
            one = load_framework(name)
            table.add_row(one.id, one.title, one.issuer, ", ".join(one.levels), _computable(one))
        console.print(table)

    return printed(show)


def listed_editions(rows: Sequence[EditionRow]) -> str:
    """Kept editions."""
    if not rows:
        return (
            "Belum ada edisi yang disimpan. Hitung dengan: kondusif index KERANGKA --data FILE --keep --source TEKS\n"
        )

    def show(console: Console) -> None:
        table = table_of(
            ("edisi", "kerangka", "tingkat", "wilayah dinilai", "sumber", "disimpan"),
            right=("edisi", "wilayah dinilai"),
        )
        for row in rows:
            source = f"{row.source}{' (rekaan)' if row.invented else ''}"
            table.add_row(
                str(row.number),
                row.framework,
                row.level,
                f"{row.scored} dari {row.areas}",
                source,
                f"{row.kept_at:%Y-%m-%d}",
            )
        console.print(table)

    return printed(show)


def listed_published(code: str | None) -> str:
    """The published series, of one area or of all that they name."""
    names = load_gazetteer()
    if code is not None and code not in names:
        return f"tidak ada wilayah dengan kode {code}\n"

    def show(console: Console) -> None:
        for series, _ in published_for(code or ""):
            entries = [one for one in series.entries if code is None or one.code == code]
            console.print(
                f"{series.title} · {series.issuer}, {series.date} · {series.unit}", style="bold", markup=False
            )
            if not entries:
                console.print("  tidak ada angka yang diterbitkan untuk wilayah ini", style="dim")
                continue
            table = table_of(
                ("kode", "wilayah", "nilai", "peringkat nasional", "golongan", "keyakinan"),
                right=("nilai", "peringkat nasional"),
            )
            for one in entries:
                value = "" if one.value is None else f"{one.value:.2f}".replace(".", ",")
                table.add_row(one.code, one.name, value, str(one.rank or ""), one.category or "", one.confidence)
            console.print(table)
        console.print("Tiga penerbit adalah tiga deret; skalanya tidak dapat dibandingkan.", style="dim")

    return printed(show)


def _ranked(result: IndexResult, row: int, *, drawn: bool) -> tuple[str, ...]:
    low, high = result.score_interval[row]
    first, last = result.rank_interval[row]
    return (
        str(int(result.ranks[row])),
        _name(result.codes[row]),
        result.codes[row],
        _points(result.scores[row]),
        f"{_points(low)}–{_points(high)}" if drawn else "–",
        f"{int(first)}–{int(last)}" if drawn else "–",
        _category(result, row),
        f"{result.coverage[row]:.0%}",
    )


def _below(result: IndexResult, order: list[int], most: int) -> Iterable[str]:
    if len(order) > most:
        yield f"… dan {len(order) - most} wilayah lagi; pakai --out skor.csv untuk semuanya"
    silent = [row for row in range(len(result.codes)) if np.isnan(result.scores[row])]
    if silent:
        first = result.reasons[silent[0]]
        why = first.removeprefix("tidak dinilai; ")
        yield f"{len(silent)} wilayah tidak dinilai, misalnya {result.codes[silent[0]]}: {why}"
    if heirs := [result.codes[row] for row in order if result.inherited[row]]:
        told = ", ".join(sorted(heirs)[:_HEIRS]) + (" …" if len(heirs) > _HEIRS else "")
        yield f"{len(heirs)} wilayah memakai angka wilayah asal sebelum pemekaran: {told}"
    if result.cutoffs is not None:
        yield (
            f"Golongan: sedang mulai {_points(result.cutoffs.sedang)}, tinggi mulai {_points(result.cutoffs.tinggi)} "
            f"({result.cutoffs.source}){'' if result.cutoffs.official else '; tidak resmi'}"
        )
    yield f"Hitungan {result.manifest.run[:16]}, hasil {result.manifest.result[:16]}"


def _category(result: IndexResult, row: int) -> str:
    category = result.categories[row]
    if category is None:
        return "–"
    return f"{category} (di ambang)" if result.borderline[row] else category


def _computable(framework: Framework) -> str:
    return (
        "ya"
        if not framework.lacking
        else "tidak: "
        + "; ".join(reason if len(reason) < 90 else reason.partition(":")[0] for reason in framework.lacking)
    )


def _json_of_changes(changes: list[Change], gone: list[str], fresh: list[str]) -> str:
    rows = [{name: getattr(one, name) for name in _CHANGE} for one in changes]
    return (
        json.dumps({"changes": rows, "no_longer_scored": gone, "newly_scored": fresh}, ensure_ascii=False, indent=1)
        + "\n"
    )


def _csv_of_changes(changes: list[Change]) -> str:
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(_CHANGE)
    writer.writerows([getattr(one, name) for name in _CHANGE] for one in changes)
    return text.getvalue()


_CHANGE = ("code", "before", "after", "data", "weights", "goalposts", "imputation")


def _name(code: str) -> str:
    area = load_gazetteer().get(code)
    return area.title if area else code


def _points(value: Any) -> str:
    return f"{float(value):.1f}".replace(".", ",")


def _signed(value: float) -> str:
    return f"{value:+.2f}".replace("-", "−").replace(".", ",")
