"""Train the reader's linear model on the labelled corpus and write it as text. Run by `make model`.

Writes ``roots.txt``, ``model.txt`` and ``idf.txt`` in ``understanding/data``, bit for bit the same for the same corpus, rule base and
library versions: features are sorted, the solver is single-threaded and seeded, weights are rounded to thousandths. The
held-out part (`tests/corpora/heldout`) is never read here. ``--cv`` prints cross-validated accuracy instead of writing.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
from collections import Counter
from collections.abc import Iterable
from datetime import datetime
from hashlib import sha256
from itertools import chain
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from Sastrawi.Stemmer.StemmerFactory import StemmerFactory  # type: ignore[import-untyped]
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression

from kondusif.places.domain.gazetteer import key_of, load_gazetteer
from kondusif.rulebase.loader import load_rulebase
from kondusif.understanding.analysis import Analyser, make_analyser, shipped_lines
from kondusif.understanding.document import Document
from kondusif.understanding.features import features_of
from kondusif.understanding.model import NORM
from kondusif.understanding.reading import Category, Stance
from kondusif.understanding.tokens import tokens_of

ROOT = Path(__file__).parents[1]
DATA = ROOT / "src/kondusif/understanding/data"
HEADS: dict[str, list[str]] = {
    "category": [category.value for category in Category],
    "stance": [stance.value for stance in Stance],
    "incident": ["true", "false"],
}
COSTS = {"category": 3.0, "stance": 3.0, "incident": 2.0}
LEAST_TEXTS = 2
FOLDS = 5
SMOOTHING = 3
# Weights below this many thousandths are left out: they decide nothing and cost a third of the file.
SMALLEST = 12
Row = dict[str, Any]


def corpus() -> list[Row]:
    """The training part, in file and row order."""
    paths = sorted((ROOT / "tests/corpora/texts").glob("*.jsonl"))
    return [json.loads(line) for path in paths for line in path.read_text(encoding="utf-8").splitlines()]


def document_of(row: Row) -> Document:
    """A corpus row as the reader meets it."""

    def moment(field: str) -> datetime | None:
        return datetime.fromisoformat(row[field]) if row.get(field) else None

    return Document(
        id=row["id"],
        text=row["text"],
        title=row.get("title") or "",
        source=row.get("source") or "",
        received_at=moment("received_at"),
        published_at=moment("published_at"),
    )


def write_roots(rows: list[Row]) -> None:
    """Words to which inflected forms are led back: stems of the corpus and of the rule base's phrases."""
    rulebase = load_rulebase()
    counts: Counter[str] = Counter()
    for row in rows:
        text = row["text"]
        tokens = tokens_of(text, text.lower() if len(text.lower()) == len(text) else text)
        counts.update({word for index, word in enumerate(tokens.words) if not tokens.is_capital(index)})
    words = {word for word, count in counts.items() if count >= LEAST_TEXTS}
    for phrase in chain.from_iterable(rulebase.phrases.values()):
        words.update(phrase.text.replace("-", " ").split())
    for phrases in rulebase.cues.values():
        words.update(word for phrase in phrases for word in phrase.replace("-", " ").split())
    words.update(part for standard in rulebase.words.values() for part in standard.split())
    stemmer = StemmerFactory().create_stemmer()
    names = names_only()
    roots = {stemmer.stem(word) if word.isascii() and word.isalpha() else word for word in words if len(word) > 1}
    lines = sorted(root for root in roots if root and root not in names and not any(map(str.isdigit, root)))
    header = "# Words to which inflected forms are led back. Written by tools/train_model.py; do not edit.\n"
    (DATA / "roots.txt").write_text(header + "\n".join(lines) + "\n", encoding="utf-8")
    print(f"roots.txt: {len(lines)} words")


def names_only() -> frozenset[str]:
    """Keys of areas that are no ordinary words, and given names: they may not become vocabulary."""
    ordinary = {line.lstrip("!") for line in shipped_lines("ordinary_words.txt")}
    rulebase = load_rulebase()
    ordinary |= {key_of(word) for word in (*rulebase.common_words, *rulebase.words)}
    keys = (key_of(name.removeprefix("Kabupaten ").removeprefix("Kota ")) for _, name in load_gazetteer().items())
    return frozenset(key for key in keys if key not in ordinary) | frozenset(shipped_lines("given_names.txt"))


def featured(analyser: Analyser, rows: Iterable[Row]) -> list[dict[str, float]]:
    """The weighted features of each text."""
    made = []
    for row in rows:
        analysis = analyser.analyse(document_of(row))
        weights: dict[str, float] = {}
        for name, weight, _, _ in features_of(
            analysis.sequence.standard, analysis.concepts, analysis.hits, analysis.form
        ):
            weights[name] = max(weight, weights.get(name, 0.0))
        made.append(weights)
    return made


def matrix(texts: list[dict[str, float]], index: dict[str, int]) -> csr_matrix:
    """Texts as rows of the length that the model gives them."""
    values: list[float] = []
    columns: list[int] = []
    ends = [0]
    for weights in texts:
        known = [(index[name], weight) for name, weight in weights.items() if name in index]
        length = max(float(np.sqrt(sum(weight * weight for _, weight in known))), 1.0) / NORM
        columns += [column for column, _ in known]
        values += [weight / length for _, weight in known]
        ends.append(len(columns))
    return csr_matrix((np.array(values), np.array(columns), np.array(ends)), shape=(len(texts), len(index)))


def vocabulary(texts: list[dict[str, float]]) -> dict[str, int]:
    """Features that at least `LEAST_TEXTS` texts have, sorted; never the name of a place."""
    names = names_only()
    counts = Counter(name for weights in texts for name in weights)
    kept = sorted(
        name
        for name, count in counts.items()
        if count >= LEAST_TEXTS and not any(part.lstrip("^") in names for part in name.split())
    )
    return {name: place for place, name in enumerate(kept)}


def fit(head: str, texts: csr_matrix, labels: list[str]) -> NDArray[np.float64]:
    """Weights of one head, features by classes, the bias last: one against the rest for each class."""
    columns = []
    for label in HEADS[head]:
        wanted = np.array([each == label for each in labels])
        telling = telling_power(texts, wanted)
        model = LogisticRegression(
            C=COSTS[head] / NORM, solver="liblinear", random_state=0, tol=1e-5, max_iter=2000, intercept_scaling=NORM
        )
        model.fit(texts.multiply(telling).tocsr(), wanted)
        columns.append(np.append(model.coef_[0] * telling, model.intercept_[0]))
    return np.stack(columns, axis=1)


def telling_power(texts: csr_matrix, wanted: NDArray[np.bool_]) -> NDArray[np.float64]:
    """How much each feature tells a class from the rest by its counts alone; scales the features before they are weighed.

    Square root of the log-odds ratio, after Wang and Manning (2012): features that occur evenly are held down harder.
    """
    present = (texts > 0).astype(float)
    inside = np.asarray(present[wanted].sum(axis=0)).ravel() + 0.5
    outside = np.asarray(present[~wanted].sum(axis=0)).ravel() + 0.5
    return np.sqrt(np.abs(np.log((inside / inside.sum()) / (outside / outside.sum()))))


def label_of(row: Row, head: str) -> str:
    """The label of a row under one head."""
    if head == "incident":
        return "true" if row["is_incident"] else "false"
    return str(row[head])


def cross_validate(rows: list[Row], texts: list[dict[str, float]]) -> None:
    """Print accuracy of each head over folds made by a hash of the ids."""
    fold = np.array([sha256(row["id"].encode()).digest()[0] % FOLDS for row in rows])
    for head in HEADS:
        labels = [label_of(row, head) for row in rows]
        right: list[bool] = []
        misses: Counter[tuple[str, str]] = Counter()
        for number in range(FOLDS):
            train, test = np.flatnonzero(fold != number), np.flatnonzero(fold == number)
            index = vocabulary([texts[place] for place in train])
            weights = fit(head, matrix([texts[place] for place in train], index), [labels[place] for place in train])
            scores = matrix([texts[place] for place in test], index) @ weights[:-1] + weights[-1]
            for place, row in zip(test, np.asarray(scores), strict=True):
                guess = HEADS[head][int(row.argmax())]
                right.append(guess == labels[place])
                if guess != labels[place]:
                    misses[labels[place], guess] += 1
        print(
            f"{head}: {np.mean(right):.3f} of {len(right)};",
            ", ".join(f"{a}>{b} {n}" for (a, b), n in misses.most_common(12)),
        )


def write_model(rows: list[Row], texts: list[dict[str, float]]) -> None:
    """Train every head on the whole corpus and write the weights."""
    index = vocabulary(texts)
    design = matrix(texts, index)
    weights = np.concatenate([fit(head, design, [label_of(row, head) for row in rows]) for head in HEADS], axis=1)
    thousandths = np.rint(weights * 1000).astype(int)
    lines = ["# kondusif model 1: see understanding/model.py; written by tools/train_model.py"]
    lines.append(" ".join(f"{head}:{label}" for head, labels in HEADS.items() for label in labels))
    for name, row in zip([*index, "<bias>"], thousandths, strict=True):
        cells = " ".join(
            f"{column}:{value}"
            for column, value in enumerate(row)
            if abs(value) >= SMALLEST or (name == "<bias>" and value)
        )
        if cells or name == "<bias>":
            lines.append(f"{name}\t{cells}")
    lines += joint_lines(rows)
    (DATA / "model.txt").write_text("\n".join(lines) + "\n", encoding="utf-8")
    print(f"model.txt: {len(index)} features, trained on {len(rows)} texts")


def joint_lines(rows: list[Row]) -> list[str]:
    """For each category, over the stances: how much they attract each other, and how often such texts tell of an incident."""
    counts = Counter((row["category"], row["stance"]) for row in rows)
    told = Counter((row["category"], row["stance"]) for row in rows if row["is_incident"])
    categories = Counter(row["category"] for row in rows)
    stances = Counter(row["stance"] for row in rows)
    told_by_stance = Counter(row["stance"] for row in rows if row["is_incident"])
    lines = []
    for category in HEADS["category"]:
        cells = []
        for stance in HEADS["stance"]:
            together, expected = counts[category, stance], categories[category] * stances[stance] / len(rows)
            lift = np.log((together + SMOOTHING) / (expected + SMOOTHING))
            usual = told_by_stance[stance] / max(stances[stance], 1)
            rate = (told[category, stance] + 2 * usual) / (together + 2)
            cells.append(f"{round(float(lift) * 1000)}:{round(rate * 1000)}")
        lines.append("<joint>\t" + " ".join(cells))
    return lines


def write_idf(rows: list[Row]) -> None:
    """How much a word tells, for joining texts of one event: rare words weigh more (smoothed inverse document frequency)."""
    counts: Counter[str] = Counter()
    for row in rows:
        counts.update(set(re.findall(r"[^\W\d_]{3,}", f"{row.get('title') or ''} {row['text']}".lower())))
    weights = {
        word: np.log((1 + len(rows)) / (1 + count)) + 1 for word, count in counts.items() if count >= LEAST_TEXTS
    }
    highest = max(weights.values())
    lines = [f"{word}\t{weight / highest:.2f}" for word, weight in sorted(weights.items())]
    header = "# Inverse document frequency of words, 1 for the rarest. Written by tools/train_model.py; do not edit.\n"
    (DATA / "idf.txt").write_text(header + "\n".join(lines) + "\n", encoding="utf-8")
    print(f"idf.txt: {len(lines)} words")


def main() -> int:
    """Write roots and model, or print cross-validated accuracy."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--cv", action="store_true", help="cross-validate instead of writing the model")
    chosen = options.parse_args()
    rows = corpus()
    if not chosen.cv or not (DATA / "roots.txt").exists():
        write_roots(rows)
    texts = featured(make_analyser(), rows)
    if chosen.cv:
        cross_validate(rows, texts)
    else:
        write_model(rows, texts)
        write_idf(rows)
    return 0


if __name__ == "__main__":
    sys.exit(main())
