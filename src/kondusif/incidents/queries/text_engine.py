"""Which texts have these words: the one place that knows how each database is asked.

The words consist of a-z and 0-9 alone (see `domain/searching/words`); they are quoted all the same.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

import numpy as np
from django.db import connection

from kondusif.incidents.domain.searching.asked import Term
from kondusif.incidents.domain.searching.columns import Ids

Column = Literal["title", "source", "body"]
_SQLITE = "SELECT group_concat(rowid) FROM (SELECT rowid FROM incidents_textsearch WHERE incidents_textsearch MATCH %s)"
_POSTGRESQL = {
    column: f"SELECT string_agg(text_id::text, ',') FROM incidents_textwords WHERE {column}_tokens @@ %s::tsquery"  # noqa: S608 -- names of our own columns
    for column in ("title", "source", "body")
}


def having_all(terms: Sequence[Term], column: Column = "body") -> Ids:
    """Ids of the texts in which every one of these terms stands, sorted; those with a field of their own in that."""
    found: Ids | None = None
    for name in ("source", column):
        of_field = [term for term in terms if (term.field == "sumber") == (name == "source")]
        if of_field:
            ids = _ask(of_field, "source" if name == "source" else column)
            found = ids if found is None else np.intersect1d(found, ids, assume_unique=True)
    return np.empty(0, dtype=np.int64) if found is None else found


def having_any(terms: Sequence[Term]) -> Ids:
    """Ids of the texts in which at least one of these terms stands."""
    parts = [having_all([term]) for term in terms]
    return np.unique(np.concatenate(parts)) if parts else np.empty(0, dtype=np.int64)


def _ask(terms: Sequence[Term], column: Column) -> Ids:
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(_POSTGRESQL[column], [" & ".join(_for_postgresql(term) for term in terms)])
        else:
            every = " AND ".join(_for_sqlite(term) for term in terms)
            cursor.execute(_SQLITE, [f"{column} : ({every})"])
        [ids] = cursor.fetchone()
    if not ids:
        return np.empty(0, dtype=np.int64)
    return np.sort(np.fromstring(ids, dtype=np.int64, sep=","))


def _for_sqlite(term: Term) -> str:
    if len(term.words) > 1:
        return f'"{" ".join(term.words)}"'
    ways = " OR ".join(f'"{word}"' for word in (term.words[0], *term.ways))
    return f"({ways}{'*' if term.begun else ''})"


def _for_postgresql(term: Term) -> str:
    if len(term.words) > 1:
        return "(" + " <-> ".join(f"'{word}'" for word in term.words) + ")"
    if term.begun:
        return f"'{term.words[0]}':*"
    return "(" + " | ".join(f"'{word}'" for word in (term.words[0], *term.ways)) + ")"
