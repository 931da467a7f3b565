"""From areas to the area above them: the voters' mean, and what a mean hides."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from kondusif.kerawanan.domain.index import IndexResult


@dataclass(frozen=True, slots=True)
class RolledUp:
    """S_P = Σ v_i S_i / Σ v_i over the scored areas inside; categories are never averaged.

    `high_share`: share of their voters who live in areas of category tinggi; `ninetieth`: the least score that 90 % of the voters'
    areas do not exceed; `voters_scored`: share of the known voters who live in scored areas. None where nothing is scored.
    """

    code: str
    score: float | None
    high_share: float | None
    ninetieth: float | None
    areas: int
    areas_scored: int
    voters_scored: float


class VotersUnknown(ValueError):
    """Areas without registered voters cannot be weighted; `codes` names them."""

    def __init__(self, codes: tuple[str, ...]) -> None:
        self.codes = codes
        super().__init__(f"pemilih belum diisi untuk {', '.join(codes[:5])}{' dan lainnya' if len(codes) > 5 else ''}")


def roll_up(result: IndexResult, *, parts: int) -> tuple[RolledUp, ...]:
    """The areas above, by the first `parts` parts of the code (2 for kabupaten and kota). Raises `VotersUnknown`."""
    unknown = tuple(code for code, voters in zip(result.codes, result.voters, strict=True) if np.isnan(voters))
    if unknown:
        raise VotersUnknown(unknown)
    inside: dict[str, list[int]] = {}
    for row in sorted(range(len(result.codes)), key=result.codes.__getitem__):
        inside.setdefault(".".join(result.codes[row].split(".")[:parts]), []).append(row)
    return tuple(_rolled(result, code, rows) for code, rows in inside.items())


def _rolled(result: IndexResult, code: str, rows: list[int]) -> RolledUp:
    scored = [row for row in rows if not np.isnan(result.scores[row])]
    voters = float(result.voters[scored].sum())
    everyone = float(result.voters[rows].sum())
    if not voters:
        return RolledUp(code, None, None, None, len(rows), len(scored), 0.0)
    weights, scores = result.voters[scored] / voters, result.scores[scored]
    high = [result.categories[row] == "tinggi" for row in scored]
    order = np.argsort(scores, kind="stable")
    ninetieth = scores[order][int(np.searchsorted(np.cumsum(weights[order]), 0.9 - 1e-12))]
    share = float(weights[high].sum()) if any(result.categories[row] for row in scored) else None
    return RolledUp(
        code, float((weights * scores).sum()), share, float(ninetieth), len(rows), len(scored), voters / everyone
    )
