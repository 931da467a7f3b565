"""What people corrected, text by text: the machine's reading beside the values that a person gave."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from kondusif.incidents.domain.judging import CORRECTIONS
from kondusif.incidents.domain.types import Ruling
from kondusif.incidents.models import Judgement, KeptReading
from kondusif.incidents.queries.detail import Judged, judged_of
from kondusif.intake.queries import CHUNK, KeptText, slices, texts_by_id


@dataclass(frozen=True, slots=True)
class Correction:
    """One text that a person had before them when they corrected its incident; `said` has the newest word of each sort."""

    text: KeptText
    reading: Mapping[str, Any]
    said: Mapping[Ruling, Judged]


def corrections() -> Iterator[Correction]:
    """All corrections that stand, by text; judgements that were taken back, and texts rewritten since, are left out."""
    said: dict[str, dict[Ruling, Judged]] = defaultdict(dict)
    standing = Judgement.objects.filter(withdrawn_at=None, ruling__in=[ruling.value for ruling in CORRECTIONS])
    for row in standing.order_by("pk").iterator(chunk_size=CHUNK):
        judged = judged_of(row)
        for key in row.keys:
            said[key][judged.ruling] = judged
    for part in slices(sorted(said), CHUNK):
        effective = KeptReading.objects.filter(text__key__in=part, text__latest=True, effective=True)
        readings = dict(effective.values_list("text_id", "payload"))
        for text in sorted(texts_by_id(readings).values(), key=lambda text: text.key):
            seen = {ruling: each for ruling, each in said[text.key].items() if each.at >= text.ingested_at}
            if seen:
                yield Correction(text, readings[text.id], seen)
