"""What the comparison of an incident's sources says, in words."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext

from kondusif.incidents.domain.comparing import Compared, Said, Stretch
from kondusif.incidents.queries import Comparison, IncidentDetail, Member
from kondusif.publishing.labels import KINDS, SOURCE_CLASSES, STANCES, category_label, check_label
from kondusif.publishing.sitrep_paper import grounds
from kondusif.publishing.wording import iso_day, moment, place_name


@dataclass(frozen=True, slots=True)
class Column:
    """One source: its outlet, sort and day, and whether it repeats another."""

    id: int
    source: str
    source_class: str
    seen_at: str
    is_copy: bool
    chosen: bool


@dataclass(frozen=True, slots=True)
class Value:
    """What one source says, in words; `verdict` is "contradicted", "confirmed" or nothing."""

    value: str
    words: tuple[str, ...]
    verdict: str


@dataclass(frozen=True, slots=True)
class Row:
    """One thing that is compared. `cells` pairs the columns with what they say."""

    label: str
    about: str
    cells: tuple[tuple[Column, tuple[Value, ...]], ...]
    differs: bool
    contradicted: bool
    tellers: int
    official: str
    law: str


@dataclass(frozen=True, slots=True)
class CopyShown:
    """Two tellings in nearly the same words."""

    source: str
    original: str
    stretches: tuple[Stretch, ...]
    alike: bool


@dataclass(frozen=True, slots=True)
class ComparisonPage:
    """Everything on the page."""

    columns: tuple[Column, ...]
    sources: tuple[Column, ...]
    rows: tuple[Row, ...]
    copies: tuple[CopyShown, ...]
    differing: int
    contradicted: int
    confirmed: int


def comparison_page(detail: IncidentDetail, comparison: Comparison) -> ComparisonPage:
    """Put a comparison into words."""
    code = detail.row.place_code
    chosen = {member.text.id for member in comparison.columns}
    sources = tuple(_column(member, code, member.text.id in chosen) for member in detail.members)
    columns = tuple(source for source in sources if source.chosen)
    rows = tuple(_row(row, columns) for row in comparison.rows)
    return ComparisonPage(
        columns=columns,
        sources=sources,
        rows=rows,
        copies=tuple(
            CopyShown(
                source=_source(copy.member),
                original=_source(copy.original),
                stretches=copy.stretches,
                alike=all(stretch.where == "same" for stretch in copy.stretches),
            )
            for copy in comparison.copies
        ),
        differing=sum(row.differs for row in rows),
        contradicted=sum(row.contradicted for row in rows),
        confirmed=sum(any(value.verdict == "confirmed" for _, said in row.cells for value in said) for row in rows),
    )


def _column(member: Member, code: str, chosen: bool) -> Column:  # noqa: FBT001 -- one caller, by position of a test
    seen = member.text.observed_at
    return Column(
        id=member.text.id,
        source=_source(member),
        source_class=str(SOURCE_CLASSES.get(member.text.source_class, member.text.source_class)),
        seen_at=moment(seen, code) if seen else gettext("waktu tidak disebut"),
        is_copy=member.is_copy,
        chosen=chosen,
    )


def _source(member: Member) -> str:
    return member.text.source or member.text.source_id


def _row(row: Compared, columns: tuple[Column, ...]) -> Row:
    return Row(
        label=_label(row),
        about=row.about if row.kind in {"actor", "number"} else "",
        cells=tuple(
            (column, tuple(_value(row.kind, said) for said in cell))
            for column, cell in zip(columns, row.said, strict=True)
        ),
        differs=row.differs,
        contradicted=row.contradicted,
        tellers=sum(bool(cell) for cell in row.said),
        official=row.official.value if row.official else "",
        law=grounds(row.official.source) if row.official else "",
    )


def _label(row: Compared) -> str:
    if row.kind == "check":
        return check_label(row.about)
    labels = {
        "event_date": gettext("Tanggal kejadian"),
        "place": gettext("Tempat"),
        "category": gettext("Kategori"),
        "kind": gettext("Jenis"),
        "stance": gettext("Sikap teks"),
        "actor": gettext("Pejabat"),
        "number": gettext("Jumlah"),
    }
    return labels[row.kind]


def _value(kind: str, said: Said) -> Value:
    return Value(_worded(kind, said.value), said.words, said.verdict)


def _worded(kind: str, value: str) -> str:
    """A value as people say it."""
    if kind == "event_date":
        return iso_day(value)
    if kind == "place":
        return place_name(value)
    if kind == "category":
        return category_label(value)
    if kind == "actor":
        return value or gettext("tanpa jabatan")
    labels = {"kind": KINDS, "stance": STANCES}.get(kind, {})
    return str(labels.get(value, value))
