"""Which texts have these words: the one place that knows how each database is asked.

The words consist of a-z and 0-9 alone (see `domain/searching/words`); they are quoted all the same.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import Literal

import numpy as np
from django.db import connection

from kondusif.incidents.domain.searching.asked import Term
from kondusif.incidents.domain.searching.columns import NO_KIND, Ids, Row

Column = Literal["title", "source", "body"]
_SQLITE = "SELECT group_concat(rowid) FROM (SELECT rowid FROM incidents_textsearch WHERE incidents_textsearch MATCH %s)"
_FACETS = f"""
    SELECT text_id, live, category, CASE kind WHEN '' THEN '{NO_KIND}' ELSE kind END, source_class, places, {{seen}},
        {{month}}, copy_group, stamp
    FROM incidents_textfacets WHERE stamp > %s ORDER BY text_id
"""  # noqa: S608 -- names of our own columns
_MOMENTS = {
    "sqlite": {"seen": "CAST((julianday(seen_at) - 2440587.5) * 86400 + 0.5 AS INTEGER)", "month": "substr(day, 1, 7)"},
    "postgresql": {"seen": "extract(epoch FROM seen_at)::bigint", "month": "to_char(day, 'YYYY-MM')"},
}
_POSTGRESQL = "SELECT string_agg(text_id::text, ',') FROM incidents_textwords WHERE "


def facets_since(stamp: int) -> list[tuple[Row, int]]:
    """What texts are counted by, of those written after this stamp, with their stamps; in the order of their ids.

    Moments and days come as the numbers and letters that are needed: to make objects of them takes longer than the rest.
    """
    with connection.cursor() as cursor:
        cursor.execute(_FACETS.format(**_MOMENTS[connection.vendor]), [stamp])
        return [(Row._make(row[:-1]), row[-1]) for row in cursor.fetchall()]


def having_all(terms: Sequence[Term], column: Column = "body", *, but: Sequence[Term] = ()) -> Ids:
    """Ids of the texts in which every one of these terms stands, sorted; those with a field of their own in that.

    None in which a word of `but` stands; it holds single words of the column and needs a term of the column beside it.
    """
    found: Ids | None = None
    for name in ("source", column):
        of_field = [term for term in terms if (term.field == "sumber") == (name == "source")]
        if of_field:
            ids = _ask(of_field, "source", ()) if name == "source" else _ask(of_field, column, but)
            found = ids if found is None else np.intersect1d(found, ids, assume_unique=True)
    return np.empty(0, dtype=np.int64) if found is None else found


def having_any(terms: Sequence[Term]) -> Ids:
    """Ids of the texts in which at least one of these terms stands."""
    parts = [having_all([term]) for term in terms]
    return np.unique(np.concatenate(parts)) if parts else np.empty(0, dtype=np.int64)


def _ask(terms: Sequence[Term], column: Column, but: Sequence[Term]) -> Ids:
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            conditions, values = _for_postgresql(terms, column, but)
            cursor.execute(_POSTGRESQL + conditions, values)
        else:
            every = " AND ".join(_for_sqlite(term) for term in terms)
            none = "".join(f" NOT {_for_sqlite(term)}" for term in but)
            cursor.execute(_SQLITE, [f"{column} : (({every}){none})"])
        [ids] = cursor.fetchone()
    if not ids:
        return np.empty(0, dtype=np.int64)
    return np.sort(np.fromstring(ids, dtype=np.int64, sep=","))


def _for_sqlite(term: Term) -> str:
    if len(term.words) > 1:
        return f'"{" ".join(term.words)}"'
    ways = " OR ".join(f'"{word}"' for word in (term.words[0], *term.ways))
    return f"({ways}{'*' if term.begun else ''})"


def _for_postgresql(terms: Sequence[Term], column: Column, but: Sequence[Term]) -> tuple[str, list[str]]:
    """Conditions and their values. Pairs of words find texts with words side by side; three and more are looked at again."""
    words = [_alternatives(term) for term in terms if len(term.words) == 1]
    words += [f"!{_alternatives(term)}" for term in but] if words else []
    phrases = [term.words for term in terms if len(term.words) > 1]
    pairs = [f"'{one} {other}'" for phrase in phrases for one, other in pairwise(phrase)]
    whole = [" <-> ".join(f"'{word}'" for word in phrase) for phrase in phrases if len(phrase) > 2]
    found = [(f"to_tsvector('simple', {column}) @@ %s::tsquery", each) for each in (words, whole) if each]
    if pairs:
        found.append((f"incidents_pairs({column}) @@ %s::tsquery", pairs))
    return " AND ".join(condition for condition, _ in found), [" & ".join(values) for _, values in found]


def _alternatives(term: Term) -> str:
    if term.begun:
        return f"'{term.words[0]}':*"
    return "(" + " | ".join(f"'{word}'" for word in (term.words[0], *term.ways)) + ")"
