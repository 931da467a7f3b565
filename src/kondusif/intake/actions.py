"""Keeping texts: each once, every revision, copies marked."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime

import numpy as np
from django.db import connection, transaction
from django.db.models import F

from kondusif.audit.actions import Subject, record, take_turn
from kondusif.audit.domain.chain import Json
from kondusif.intake.domain.copies import (
    Groups,
    Hashes,
    bands_of,
    content_hash_of,
    key_of,
    likeness,
    shingles_of,
    sign,
    threshold_for,
)
from kondusif.intake.models import CopyLink, Signature, Text
from kondusif.intake.queries import CHUNK, slices
from kondusif.places.domain.zones import on_its_clock
from kondusif.understanding.document import Document

_NEVER = datetime.max.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Arrival:
    """A text that arrived, what kind of source it came from, and where it tells of (the reader's findings)."""

    document: Document
    source_class: str
    place_code: str = ""


@dataclass(slots=True)
class KeptTexts:
    """What became of the arrivals: `ids` in their order; the rest are ids of texts.

    `copy_groups` names the group of every text that got company, kept before or new.
    """

    ids: list[int] = field(default_factory=list)
    new: set[int] = field(default_factory=set)
    superseded: set[int] = field(default_factory=set)
    copy_groups: dict[int, int] = field(default_factory=dict)
    copies: int = 0
    revised: int = 0


@transaction.atomic
def keep_texts(arrivals: Sequence[Arrival], *, by: str, now: datetime) -> KeptTexts:
    """Keep what is new of these texts; what is kept already stays as it is.

    A key with a content it had before is known; with a new content it gets the next revision. What counts is the
    revision observed latest where both say when, else the one that arrived latest.
    """
    take_turn()
    outcome = KeptTexts()
    rows = _rows(arrivals, outcome, now)
    fresh = [row for row in rows if row.pk is None]
    if fresh:
        unset = [row.pk for row in rows if row.pk is not None and not row.latest]
        for part in slices(unset, CHUNK):
            Text.objects.filter(pk__in=part).update(latest=False)
        Text.objects.bulk_create(fresh, batch_size=200)
        outcome.new = {row.pk for row in fresh}
        outcome.revised = sum(row.revision > 1 for row in fresh)
        _mark_copies(fresh, outcome)
        _tell(fresh, by=by, now=now)
    by_content = {(row.key, row.content_hash): row.pk for row in rows}
    outcome.ids = [by_content[_identity(arrival)] for arrival in arrivals]
    return outcome


def _identity(arrival: Arrival) -> tuple[str, str]:
    document = arrival.document
    return key_of(document.source, document.id), content_hash_of(document.title, document.text)


def _rows(arrivals: Sequence[Arrival], outcome: KeptTexts, now: datetime) -> list[Text]:
    """The rows of every key that arrived: kept ones, and new ones not saved yet; `latest` set as it shall be."""
    identities = [_identity(arrival) for arrival in arrivals]
    of_key: dict[str, list[Text]] = defaultdict(list)
    for part in slices(sorted({key for key, _ in identities}), CHUNK):
        for row in Text.objects.filter(key__in=part).order_by("revision"):
            of_key[row.key].append(row)
    for (key, content), arrival in zip(identities, arrivals, strict=True):
        revisions = of_key[key]
        if any(row.content_hash == content for row in revisions):
            continue
        new = _new_row(arrival, key, content, len(revisions) + 1, now)
        newest = next((row for row in revisions if row.latest), None)
        if newest is not None:
            replaces = _observed(new) is None or _observed(newest) is None or _rank(new) >= _rank(newest)
            new.latest, newest.latest = replaces, not replaces
            if replaces and newest.pk is not None:
                outcome.superseded.add(newest.pk)
        revisions.append(new)
    return [row for revisions in of_key.values() for row in revisions]


def _new_row(arrival: Arrival, key: str, content: str, revision: int, now: datetime) -> Text:
    document = arrival.document
    received_at, published_at = (
        moment and on_its_clock(moment, arrival.place_code) for moment in (document.received_at, document.published_at)
    )
    return Text(
        key=key,
        source=document.source,
        source_id=document.id,
        revision=revision,
        title=document.title,
        text=document.text,
        url=document.url,
        source_class=arrival.source_class,
        received_at=received_at,
        published_at=published_at,
        utc_offset=_minutes_ahead(received_at or published_at),
        ingested_at=now,
        content_hash=content,
        notes=list(document.notes),
    )


def _minutes_ahead(moment: datetime | None) -> int | None:
    ahead = moment.utcoffset() if moment else None
    return None if ahead is None else round(ahead.total_seconds() / 60)


def _observed(row: Text) -> datetime | None:
    return row.published_at or row.received_at


def _rank(row: Text) -> datetime:
    return _observed(row) or _NEVER


def _tell(fresh: Sequence[Text], *, by: str, now: datetime) -> None:
    texts: list[Json] = [[row.key, row.revision, row.content_hash] for row in fresh]
    record(kind="texts_kept", subject=Subject("texts", fresh[0].key), by=by, payload={"texts": texts}, now=now)


# Copies -------------------------------------------------------------------------------------------------------------


def _mark_copies(fresh: Sequence[Text], outcome: KeptTexts) -> None:
    """Put each new text with those that say the same; one link tells why for every union."""
    links = _exact_links(fresh)
    exact = {link.text_id for link in links}
    links += _near_links([row for row in fresh if row.pk not in exact])
    touched = {row.pk for row in fresh} | {link.like_id for link in links}
    groups = _known_groups(touched)
    for link in links:
        groups.join(link.text_id, link.like_id)
    CopyLink.objects.bulk_create(links, batch_size=500, ignore_conflicts=True)
    outcome.copies = len({link.text_id for link in links})
    _save_groups(groups, outcome)


def _exact_links(fresh: Sequence[Text]) -> list[CopyLink]:
    """A link from each new text to the first text with the same letters."""
    first: dict[str, int] = {}
    for part in slices(sorted({row.content_hash for row in fresh}), CHUNK):
        first.update(Text.objects.filter(content_hash__in=part).order_by("-pk").values_list("content_hash", "pk"))
    return [
        CopyLink(text_id=row.pk, like_id=first[row.content_hash], per_mille=1000)
        for row in fresh
        if first[row.content_hash] != row.pk
    ]


def _near_links(fresh: Sequence[Text]) -> list[CopyLink]:
    """Links to the texts with nearly the same words. `fresh` has each content once."""
    if not fresh:
        return []
    shingle_sets = [shingles_of(row.title, row.text) for row in fresh]
    signed = {row.pk: (sign_, len(sh)) for row, sign_, sh in zip(fresh, sign(shingle_sets), shingle_sets, strict=True)}
    bands = {pk: bands_of(signature) for pk, (signature, _) in signed.items()}
    candidates = _candidates(bands)
    others = _signatures({pk for found in candidates.values() for pk in found} - set(signed)) | signed
    key_by_pk = {row.pk: row.key for row in fresh} | _keys(set(others) - set(signed))
    _save_signatures(signed, bands)
    return [
        link
        for pk, found in candidates.items()
        for link in _compare(pk, sorted(other for other in found if key_by_pk[other] != key_by_pk[pk]), others)
    ]


def _compare(pk: int, candidates: list[int], signed: dict[int, tuple[Hashes, int]]) -> list[CopyLink]:
    if not candidates:
        return []
    signature, shingles = signed[pk]
    shares = likeness(signature, np.stack([signed[other][0] for other in candidates]))
    limits = threshold_for(shingles, np.array([signed[other][1] for other in candidates]))
    return [
        CopyLink(text_id=pk, like_id=candidates[index], per_mille=round(float(shares[index]) * 999))
        for index in np.flatnonzero(shares >= limits)
    ]


def _candidates(bands: dict[int, list[int]]) -> dict[int, set[int]]:
    """For each new content the kept or earlier new contents that share a band with it."""
    in_band: dict[int, list[int]] = defaultdict(list)
    for band, text_id in _kept_bands(sorted({band for values in bands.values() for band in values})):
        in_band[band].append(text_id)
    found: dict[int, set[int]] = {}
    for pk in sorted(bands):
        found[pk] = {other for band in bands[pk] for other in in_band[band]}
        for band in bands[pk]:
            in_band[band].append(pk)
    return found


def _kept_bands(bands: Sequence[int]) -> Iterator[tuple[int, int]]:
    """The kept contents of each band; 32 values a text, for which the ORM would take longer than the database."""
    with connection.cursor() as cursor:
        for part in slices(bands, CHUNK):
            marks = ", ".join(["%s"] * len(part))
            cursor.execute(f"SELECT band, text_id FROM intake_signatureband WHERE band IN ({marks})", part)  # noqa: S608 -- only marks
            yield from cursor.fetchall()


def _signatures(ids: set[int]) -> dict[int, tuple[Hashes, int]]:
    return {
        pk: (np.frombuffer(bytes(minhash), dtype=np.uint32), shingles)
        for part in slices(sorted(ids), CHUNK)
        for pk, minhash, shingles in Signature.objects.filter(pk__in=part).values_list("pk", "minhash", "shingles")
    }


def _keys(ids: set[int]) -> dict[int, str]:
    return {
        pk: key
        for part in slices(sorted(ids), CHUNK)
        for pk, key in Text.objects.filter(pk__in=part).values_list("pk", "key")
    }


def _save_signatures(signed: dict[int, tuple[Hashes, int]], bands: dict[int, list[int]]) -> None:
    Signature.objects.bulk_create(
        [Signature(text_id=pk, shingles=shingles, minhash=value.tobytes()) for pk, (value, shingles) in signed.items()],
        batch_size=300,
    )
    # 32 rows a text: the ORM's objects would cost more than everything else here.
    pairs = sorted({(band, pk) for pk, values in bands.items() for band in values})
    with connection.cursor() as cursor:
        cursor.executemany("INSERT INTO intake_signatureband (band, text_id) VALUES (%s, %s)", pairs)


def _known_groups(ids: set[int]) -> Groups:
    """The groups that hold these texts, with all their members."""
    groups = Groups(ids)
    group_ids = {
        group
        for part in slices(sorted(ids), CHUNK)
        for group in Text.objects.filter(pk__in=part, copy_group__gt=0).values_list("copy_group", flat=True)
    }
    for part in slices(sorted(group_ids), CHUNK):
        for pk, group in Text.objects.filter(copy_group__in=part).values_list("pk", "copy_group"):
            groups.join(pk, group)
    return groups


def _save_groups(groups: Groups, outcome: KeptTexts) -> None:
    """Name every group after its earliest text, whatever the order in which its texts came."""
    found = groups.groups()
    company = [members for members in found if len(members) > 1]
    order = {
        pk: (published or received or _NEVER, key, revision)
        for part in slices(sorted(pk for members in company for pk in members), CHUNK)
        for pk, published, received, key, revision in Text.objects.filter(pk__in=part).values_list(
            "pk", "published_at", "received_at", "key", "revision"
        )
    }
    alone = [members[0] for members in found if len(members) == 1]
    for part in slices(alone, CHUNK):
        Text.objects.filter(pk__in=part).update(copy_group=F("pk"))
    for members in company:
        earliest = min(members, key=order.__getitem__)
        outcome.copy_groups.update(dict.fromkeys(members, earliest))
        for part in slices(members, CHUNK):
            Text.objects.filter(pk__in=part).exclude(copy_group=earliest).update(copy_group=earliest)
