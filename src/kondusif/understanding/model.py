"""A small linear model: rounded weights in a text file, scored with NumPy. No pickle, nothing hidden.

``data/model.txt`` is written by ``make model``. Its first line is a header, its second names the classes in order as ``head:class``,
every further line is a feature, a tab, and the weights that are not zero as ``index:weight`` with the weight in thousandths. The
last lines, ``<joint>``, say for each category and stance how much more often they stand together than by chance (logarithm) and
how often such a text tells of an incident; also in thousandths.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from importlib import resources
from math import exp, sqrt

import numpy as np
from numpy.typing import NDArray

from kondusif.understanding.features import Feature

Scores = NDArray[np.float32]
Shares = NDArray[np.float64]
# Topic and stance inform each other by this share of what the corpus shows of them together.
TOGETHER = 0.7
# Of the answer whether there is an incident, this share comes from the words themselves, the rest from topic and stance.
DIRECT = 0.3


@dataclass(frozen=True, slots=True)
class Conclusion:
    """One head's answer: the classes with their probabilities, the best first, and the words that weigh for the best."""

    label: str
    confidence: float
    ranked: tuple[tuple[str, float], ...]
    because: tuple[tuple[int, int], ...]


class LinearModel:
    """Weights by feature; `heads` maps a head's name to the columns of its classes."""

    def __init__(
        self, classes: tuple[str, ...], index: Mapping[str, int], weights: Scores, lift: Shares, rate: Shares
    ) -> None:
        self.together = np.exp(TOGETHER * lift)
        self.told = self.together * rate
        self._index = index
        self._weights = weights
        self.pairs = _pairs(index)
        self.heads: dict[str, tuple[list[str], slice]] = {}
        start = 0
        for head in dict.fromkeys(name.partition(":")[0] for name in classes):
            labels = [name.partition(":")[2] for name in classes if name.startswith(head + ":")]
            self.heads[head] = (labels, slice(start, start + len(labels)))
            start += len(labels)
        self.against = self._contrasts(len(classes))

    def _contrasts(self, count: int) -> dict[tuple[str, str], Scores]:
        """For each class the column that, multiplied with weights, tells its lead over the mean of its head."""
        found: dict[tuple[str, str], Scores] = {}
        for head, (labels, columns) in self.heads.items():
            for place, label in enumerate(labels, columns.start):
                column = np.zeros(count, dtype=np.float32)
                column[columns] = -1 / len(labels)
                column[place] += 1
                found[head, label] = column
        return found

    def score(self, features: Iterable[Feature]) -> Weighing:
        """Weigh the features of one text for all heads at once."""
        row_of = self._index.get
        best: dict[int, float] = {}
        places: dict[int, tuple[int, int]] = {}
        for name, weight, first, last in features:
            row = row_of(name)
            if row is None:
                continue
            if row not in best:
                best[row] = weight
                places[row] = (first, last)
            elif weight > best[row]:
                best[row] = weight
        rows = np.fromiter(best.keys(), dtype=np.int64, count=len(best))
        length = max(sqrt(sum(weight * weight for weight in best.values())), 1.0) / NORM
        weights = np.fromiter(best.values(), dtype=np.float32, count=len(best)) / np.float32(length)
        return Weighing(self, self._weights[rows], weights, self._weights[-1], [places[row] for row in best])


# Every text weighs as much as one of this many features, however long it is.
NORM = 6.0


class Weighing:
    """Scores of one text, and what each feature added."""

    def __init__(
        self, model: LinearModel, rows: Scores, weights: Scores, bias: Scores, places: list[tuple[int, int]]
    ) -> None:
        self._model = model
        self._rows = rows
        self._weights = weights
        self._totals: list[float] = (weights @ rows + bias).tolist()
        self._places = places

    def shares(self) -> dict[str, list[float]]:
        """Probabilities of the classes of each head, in the order of the model."""
        category, stance, incident = (np.array(self._alone(head)) for head in ("category", "stance", "incident"))
        model = self._model
        of_category = category * (model.together @ stance)
        of_stance = stance * (category @ model.together)
        whole = float(of_category.sum())
        told = DIRECT * float(incident[0]) + (1 - DIRECT) * float(category @ model.told @ stance) / whole
        return {
            "category": (of_category / whole).tolist(),
            "stance": (of_stance / whole).tolist(),
            "incident": [told, 1 - told],
        }

    def labels(self, head: str) -> list[str]:
        """Classes of a head in the order of the model."""
        return self._model.heads[head][0]

    def because(self, answers: Mapping[str, str], most: int = 5) -> dict[str, list[tuple[int, int]]]:
        """For each head's answer the words ``(first, last)`` that weigh most for it against the other classes."""
        if not self._places:
            return {head: [] for head in answers}
        against = np.stack([self._model.against[head, label] for head, label in answers.items()], axis=1)
        leads = (self._rows @ against) * self._weights[:, None]
        best = np.argsort(-leads, axis=0, kind="stable")[: most * 3].T.tolist()
        found: dict[str, list[tuple[int, int]]] = {}
        for column, (head, order) in enumerate(zip(answers, best, strict=True)):
            lead = leads[order, column].tolist()
            shown = [self._places[row] for row, value in zip(order, lead, strict=True) if value > _LEAST_LEAD]
            found[head] = [place for place in shown if place[0] >= 0][:most]
        return found

    def _alone(self, head: str) -> list[float]:
        totals = self._totals[self._model.heads[head][1]]
        highest = max(totals)
        shares = [exp(total - highest) for total in totals]
        whole = sum(shares)
        return [share / whole for share in shares]


# A feature that adds less than this explains nothing.
_LEAST_LEAD = 0.05


def _pairs(names: Iterable[str]) -> dict[str, set[str]]:
    pairs: dict[str, set[str]] = {}
    for name in names:
        first, blank, second = name.partition(" ")
        if blank:
            pairs.setdefault(first, set()).add(second)
    return pairs


def load_model() -> LinearModel:
    """The shipped model; RuntimeError in words when its file is missing or torn."""
    return parse_model(resources.files("kondusif.understanding").joinpath("data/model.txt").read_text(encoding="utf-8"))


def parse_model(text: str) -> LinearModel:
    """A model from its text form."""
    lines = text.splitlines()
    if len(lines) < 3 or not lines[0].startswith("# kondusif model"):
        raise RuntimeError("berkas model rusak atau kosong: jalankan `make model`")
    classes = tuple(lines[1].split())
    joint = [line.partition("\t")[2].split() for line in lines[2:] if line.startswith("<joint>")]
    rows = lines[2 : len(lines) - len(joint)]
    if not joint or rows[-1].partition("\t")[0] != "<bias>":
        raise RuntimeError("berkas model terpotong: jalankan `make model`")
    index: dict[str, int] = {}
    weights = np.zeros((len(rows), len(classes)), dtype=np.float32)
    for row, line in enumerate(rows):
        name, _, cells = line.partition("\t")
        index[name] = row
        for cell in cells.split():
            column, _, value = cell.partition(":")
            weights[row, int(column)] = int(value) / 1000
    tables = np.array([[cell.split(":") for cell in row] for row in joint], dtype=np.float64) / 1000
    return LinearModel(classes, index, weights, tables[:, :, 0], tables[:, :, 1])
