"""What `kondusif index risk` prints: S, θ and R beside each other, never one in place of another."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import numpy as np

from kondusif.cli.tables import printed, table_of
from kondusif.kerawanan.queries.risk import AreaRisks
from kondusif.places.domain.gazetteer import load_gazetteer

if TYPE_CHECKING:
    from rich.console import Console


def risk_table(risks: AreaRisks, *, most: int) -> str:
    """The areas of greatest combined risk, with what was corrected and what was left out."""
    rows = _rows(risks)

    def show(console: Console) -> None:
        names = ("wilayah", "kode", "S", "θ", "selang θ", "R", "selang R", "insiden")
        table = table_of(names, right=("S", "θ", "R", "insiden"))
        for one in rows[:most]:
            table.add_row(
                one["name"], one["code"], _figure(one["structural"]), _figure(one["theta"], 2),
                _between(one["theta_low"], one["theta_high"], 2), _figure(one["combined"]),
                _between(one["combined_low"], one["combined_high"]), str(one["incidents"]),
            )  # fmt: skip
        console.print(table)
        for line in _notes(risks, len(rows), most):
            console.print(line, style="dim", markup=False)

    return printed(show)


def risk_record(risks: AreaRisks) -> str:
    """The same as JSON; docs/risiko.md explains the fields."""
    result = risks.result
    record = {
        "now": result.now.isoformat(),
        "public": result.public,
        "effort": result.effort_method,
        "neutral_reports": risks.neutral,
        "exposure": risks.exposure.basis,
        "without_place": risks.without_place,
        "dynamics": result.dynamics.version[:16],
        "areas": _rows(risks),
    }
    return json.dumps(record, ensure_ascii=False, indent=1) + "\n"


def _rows(risks: AreaRisks) -> list[dict[str, Any]]:
    result, names, wanted = risks.result, load_gazetteer(), set(risks.codes)
    places = [row for row, code in enumerate(result.codes) if code in wanted]
    places.sort(key=lambda row: (-np.nan_to_num(result.combined[row], nan=-1.0), result.codes[row]))
    return [
        {
            "code": (code := result.codes[row]),
            "name": area.title if (area := names.get(code)) else "",
            "structural": _plain(result.structural[row]),
            "theta": _plain(result.theta[row]),
            "theta_low": _plain(result.theta_interval[row, 0]),
            "theta_high": _plain(result.theta_interval[row, 1]),
            "combined": _plain(result.combined[row]),
            "combined_low": _plain(result.combined_interval[row, 0]),
            "combined_high": _plain(result.combined_interval[row, 1]),
            "incidents": sum(one.weight > 0 for one in result.evidence.of(code)),
            "reason": result.reasons[row],
        }
        for row in places
    ]


def _notes(risks: AreaRisks, rows: int, most: int) -> list[str]:
    lines = [f"… dan {rows - most} wilayah lagi; pakai --format json untuk semuanya"] if rows > most else []
    lines.append(f"Paparan: {risks.exposure.words}.")
    if risks.neutral:
        lines.append(
            f"Dikoreksi dengan {risks.neutral} laporan kegiatan: siapa yang banyak melapor tidak dianggap lebih rawan."
        )
    else:
        lines.append("Upaya pelaporan tidak dikoreksi: laporan kegiatan terlalu sedikit.")
    if risks.without_place:
        lines.append(f"{risks.without_place} insiden tidak menyebut tempat sampai tingkat ini dan tidak ikut.")
    if not risks.result.public:
        lines.append("PANDANGAN KERJA: memuat yang belum diverifikasi; bukan untuk umum.")
    return lines


def _plain(value: Any) -> float | None:
    return None if np.isnan(value) else round(float(value), 6)


def _figure(value: float | None, digits: int = 1) -> str:
    return "–" if value is None else f"{value:.{digits}f}".replace(".", ",")


def _between(low: float | None, high: float | None, digits: int = 1) -> str:
    return f"{_figure(low, digits)}–{_figure(high, digits)}"
