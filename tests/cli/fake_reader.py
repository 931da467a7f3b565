"""A reader that concludes the same of every text: the command line is tested, not the understanding."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from kondusif.understanding.candidates import read_candidates
from kondusif.understanding.document import Document
from kondusif.understanding.reading import (
    Actor,
    Category,
    Check,
    Field,
    Place,
    PlaceLevel,
    Reading,
    Reason,
    Reasons,
    Role,
    SourceClass,
    Span,
    Stance,
    Term,
    UnresolvedPlace,
    Verdict,
)


class Reader:
    @classmethod
    def build(cls, candidates: Path | None = None) -> Reader:
        if candidates is not None:
            read_candidates(candidates)
        return cls()

    def read(self, document: Document) -> Reading:
        if "CACAT" in document.text:
            raise KeyError("cacat")
        why = Reason(0.5, (Span(Field.TEXT, 0, 4, document.text[:4]),))
        sure = Reason(0.9, why.because)
        return Reading(
            id=document.id,
            source=document.source,
            source_class=SourceClass.UNKNOWN,
            category=Category.POLITIK_UANG,
            secondary_category=None,
            terms=(Term("amplop", 2), Term("serangan_fajar", 2)),
            is_incident=True,
            stance=Stance.HAPPENED,
            places=(
                Place("35.07.14.2008", PlaceLevel.KELURAHAN_DESA, "Wandanpuro", Role.EVENT, 0.9, why.because),
                Place("35.04", PlaceLevel.KABUPATEN_KOTA, "Tulungagung", Role.MENTIONED, 0.9, why.because),
            ),
            unresolved_places=(UnresolvedPlace("Sukorejo", ("35.03.01.2001",), why.because),),
            event_date=date(2024, 9, 20),
            dates=(),
            actors=(Actor("Citra", "Kompol", "Kapolsek", "Polsek Bululawang", "35.07.14", why.because),),
            checks=(Check("stage_date", "27 Oktober", "2024-10-27", "2024-11-27", Verdict.CONTRADICTED, "x", ()),),
            reasons=Reasons(category=why, stance=sure, is_incident=sure),
            boilerplate=(),
            notes=document.notes,
            reader_version="uji",
            rulebase_version="uji",
        )
