"""Reads of the texts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from typing import TypeVar

from django.db import connection
from django.db.models.functions import Collate

from kondusif.intake.domain.copies import content_hash_of, key_of
from kondusif.intake.models import Text
from kondusif.understanding.document import Document

Item = TypeVar("Item")

CHUNK = 500  # values in one IN list; SQLite and PostgreSQL both take far more


@dataclass(frozen=True, slots=True)
class KeptText:
    """One revision of a text, as the rooms above see it."""

    id: int
    key: str
    revision: int
    source: str
    source_id: str
    source_class: str
    title: str
    text: str
    url: str
    received_at: datetime | None
    published_at: datetime | None
    ingested_at: datetime
    content_hash: str
    notes: tuple[str, ...]
    latest: bool
    copy_group: int

    @property
    def observed_at(self) -> datetime | None:
        """When the text was out in the world, as far as it says."""
        return self.published_at or self.received_at

    def as_document(self) -> Document:
        """The text as the reader takes it."""
        return Document(
            id=self.source_id,
            text=self.text,
            title=self.title,
            source=self.source,
            url=self.url,
            received_at=self.received_at,
            published_at=self.published_at,
            notes=self.notes,
        )


def by_letters(column: str) -> Collate:
    """A column to sort by, letter for letter: left to itself a database sorts as the place where it was set up does."""
    return Collate(column, "C" if connection.vendor == "postgresql" else "BINARY")


def texts_by_id(ids: Iterable[int]) -> dict[int, KeptText]:
    """The texts of these ids."""
    return {row.pk: kept(row) for part in slices(sorted(set(ids)), CHUNK) for row in Text.objects.filter(pk__in=part)}


def known(documents: Sequence[Document]) -> list[int | None]:
    """For each document the id of the revision that says exactly this, or None: the texts that need no second look."""
    wanted = [(key_of(item.source, item.id), content_hash_of(item.title, item.text)) for item in documents]
    found: dict[tuple[str, str], int] = {}
    for part in slices(sorted({key for key, _ in wanted}), CHUNK):
        for key, content, pk in Text.objects.filter(key__in=part).values_list("key", "content_hash", "pk"):
            found[key, content] = pk
    return [found.get(pair) for pair in wanted]


def latest_texts(*, after: int = 0, limit: int = CHUNK) -> list[KeptText]:
    """The texts that count, in the order of their ids, a slice at a time."""
    return [kept(row) for row in Text.objects.filter(latest=True, pk__gt=after).order_by("pk")[:limit]]


def revisions_of(key: str) -> list[KeptText]:
    """Every revision of one text, the first one first."""
    return [kept(row) for row in Text.objects.filter(key=key).order_by("revision")]


def count_texts() -> int:
    """How many texts count."""
    return Text.objects.filter(latest=True).count()


def kept(row: Text) -> KeptText:
    """The frozen form of a row."""
    return KeptText(
        id=row.pk,
        key=row.key,
        revision=row.revision,
        source=row.source,
        source_id=row.source_id,
        source_class=row.source_class,
        title=row.title,
        text=row.text,
        url=row.url,
        received_at=_as_stated(row.received_at, row.utc_offset),
        published_at=_as_stated(row.published_at, row.utc_offset),
        ingested_at=row.ingested_at,
        content_hash=row.content_hash,
        notes=tuple(row.notes),
        latest=row.latest,
        copy_group=row.copy_group,
    )


def _as_stated(moment: datetime | None, minutes: int | None) -> datetime | None:
    """A kept moment on the clock by which it was stated."""
    if moment is None or minutes is None:
        return moment
    return moment.astimezone(timezone(timedelta(minutes=minutes)))


def slices(items: Sequence[Item], size: int) -> Iterator[Sequence[Item]]:
    """The items in runs of at most `size`."""
    for start in range(0, len(items), size):
        yield items[start : start + size]
