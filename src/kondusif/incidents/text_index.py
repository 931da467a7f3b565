"""Keeping the search over texts in step with the texts and their readings, inside the transaction that changes them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from django.db import connection, transaction
from django.db.models import Max

from kondusif.audit.actions import take_turn
from kondusif.incidents.domain.fingerprint import event_places, kind_of, makes_incident
from kondusif.incidents.domain.searching.words import MOST_WORDS, indexed, is_spelled
from kondusif.incidents.models import KeptReading, KnownWord, TextFacets, TextWords
from kondusif.intake.queries import CHUNK, KeptText, slices, texts_by_id
from kondusif.places.domain.zones import clock_of

_FACETS = ("live", "category", "kind", "source_class", "places", "seen_at", "day", "copy_group", "stamp")


def index_texts(ids: Iterable[int]) -> None:
    """Write anew what these texts are found and counted by; call after their rows, readings and copy groups."""
    wanted = sorted(set(ids))
    if not wanted:
        return
    stamp = (TextFacets.objects.aggregate(top=Max("stamp"))["top"] or 0) + 1
    counted: Counter[str] = Counter()
    for part in slices(wanted, CHUNK):
        texts = texts_by_id(part)
        readings = _effective(part)
        texts = {pk: text for pk, text in texts.items() if pk in readings}
        before = dict(TextFacets.objects.filter(pk__in=texts).values_list("pk", "live"))
        words = [words_row(text) for pk, text in texts.items() if pk not in before]
        TextWords.objects.bulk_create(words, batch_size=100, ignore_conflicts=True)
        rows = [facets_row(text, readings[pk], stamp) for pk, text in texts.items()]
        TextFacets.objects.bulk_create(
            rows, batch_size=100, update_conflicts=True, unique_fields=["text"], update_fields=_FACETS
        )
        turned = {row.text_id: 1 if row.live else -1 for row in rows if row.live != before.get(row.text_id, False)}
        counted.update(_words_of(turned, {row.text_id: row.body for row in words}))
    count_words(counted)


def index_missing() -> int:
    """Index the texts of a database that is older than the search, a slice and a transaction at a time; returns how many."""
    indexed_texts = 0
    while True:
        with transaction.atomic():
            take_turn()
            missing = KeptReading.objects.filter(effective=True, text__facets=None).order_by("text_id")
            ids = list(missing.values_list("text_id", flat=True)[:CHUNK])
            index_texts(ids)
        if not ids:
            return indexed_texts
        indexed_texts += len(ids)


def words_row(text: KeptText) -> TextWords:
    """The words of a text."""
    title, source = indexed(text.title), indexed(text.source)
    body = " ".join(f"{title} {source} {indexed(text.text)}".split()[:MOST_WORDS])
    return TextWords(text_id=text.id, title=title, source=source, body=body)


def facets_row(text: KeptText, reading: Any, stamp: int) -> TextFacets:
    """What a text with this reading is counted by."""
    seen_at = text.observed_at or text.ingested_at
    places = event_places(reading)
    return TextFacets(
        text_id=text.id,
        live=text.latest,
        category=reading["category"],
        kind=kind_of(reading) if makes_incident(reading) else "",
        source_class=text.source_class,
        places=" ".join(places[:50]),
        seen_at=seen_at,
        day=_day(seen_at, places),
        copy_group=text.copy_group or text.id,
        stamp=stamp,
    )


def count_words(counted: Counter[str]) -> None:
    """Add to the numbers of texts in which these words stand."""
    changed = sorted((word, count) for word, count in counted.items() if count)
    if not changed:
        return
    table = connection.ops.quote_name(KnownWord._meta.db_table)
    ending = f"ON CONFLICT (word) DO UPDATE SET texts = {table}.texts + excluded.texts"
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            statement = f"INSERT INTO {table} (word, texts) SELECT * FROM unnest(%s::text[], %s::int[]) {ending}"  # noqa: S608 -- names of our own tables
            cursor.execute(statement, [[word for word, _ in changed], [count for _, count in changed]])
        else:
            cursor.executemany(f"INSERT INTO {table} (word, texts) VALUES (%s, %s) {ending}", changed)  # noqa: S608
        if any(count < 0 for _, count in changed):
            cursor.execute(f"DELETE FROM {table} WHERE texts <= 0")  # noqa: S608


def _effective(ids: Sequence[int]) -> dict[int, Any]:
    rows = KeptReading.objects.filter(text_id__in=ids, effective=True)
    return dict(rows.values_list("text_id", "payload"))


def _words_of(turned: dict[int, int], bodies: dict[int, str]) -> Counter[str]:
    """By how much the words' numbers of texts change when these texts begin (1) or cease (-1) to count."""
    absent = [pk for pk in turned if pk not in bodies]
    bodies = {**bodies, **dict(TextWords.objects.filter(pk__in=absent).values_list("pk", "body"))}
    counted: Counter[str] = Counter()
    for pk, change in turned.items():
        for word in set(bodies[pk].split()):
            if is_spelled(word):
                counted[word] += change
    return counted


def _day(moment: datetime, places: Sequence[str]) -> Any:
    return moment.astimezone(clock_of(places[0] if places else "")).date()
