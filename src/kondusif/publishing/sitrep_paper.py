"""A sitrep in words, in the language that is switched on: the one paper from which page, PDF and Word file are made."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import date

from django.utils import formats
from django.utils.translation import get_language, gettext, ngettext
from django.utils.translation import gettext_lazy as _

from kondusif.incidents.domain.needs import Reason
from kondusif.places.domain.codes import contains
from kondusif.places.queries import picture_of
from kondusif.publishing.domain.cleaning import clean
from kondusif.publishing.domain.map_svg import GREYS, Mark, legend_of, render, scale_of
from kondusif.publishing.domain.paper import (
    Block,
    Cell,
    Column,
    Paper,
    Picture,
    Section,
    Table,
    Tile,
    Tiles,
    Words,
)
from kondusif.publishing.domain.sitrep import (
    AreaLine,
    Entry,
    EntryMove,
    FieldMove,
    Figure,
    Listing,
    Sitrep,
    SitrepDiff,
    StageLine,
    Teller,
    body_of,
    hash_of,
)
from kondusif.publishing.domain.slots import Basis, Period
from kondusif.publishing.labels import (
    CONFLICTS,
    FIELDS,
    KINDS,
    LEVELS,
    SEVERITIES,
    SOURCE_CLASSES,
    STATUSES,
    TO_SAY,
    Labels,
    category_label,
    check_label,
)
from kondusif.publishing.stage_words import countdown
from kondusif.publishing.wording import day, days, iso_day, moment, number, place_name, place_path
from kondusif.rulebase.loader import load_rulebase

_BLANK = "." * 24  # the town where it is signed is written by hand: an area does not tell its seat
_KEYS = re.compile(r"\s*\[(\w+)\]")
_WRITTEN = re.compile(r"<text[^>]*(?=>)")
_HOST = re.compile(r"(?:https?://)?((?:[\w-]+\.)+[a-z]{2,})")

FIGURES: Labels = {
    "incidents": _("Insiden baru"),
    "activities": _("Kegiatan"),
    "contradicted": _("Bertentangan dengan fakta resmi"),
    "several_witnesses": _("Insiden dengan beberapa sumber"),
    "severe": _("Insiden berat"),
    "unverified": _("Belum diverifikasi"),
    "verified": _("Terverifikasi"),
    "needs_more": _("Perlu bukti tambahan"),
    "texts": _("Teks yang masuk"),
}
NEEDED: Labels = {
    Reason.CONTRADICTED: _("bertentangan dengan fakta resmi"),
    Reason.DUE: _("batas laporan resmi dekat"),
    Reason.SEVERE: _("berat"),
    Reason.SEVERAL: _("beberapa sumber"),
    Reason.NEEDS_MORE: _("perlu bukti tambahan"),
    Reason.UNVERIFIED: _("belum diverifikasi"),
}
NEWS: Labels = {"seconded": _("sumber baru"), **TO_SAY}
MOVED: Labels = {
    **FIELDS,
    "needs_more": _("Perlu bukti tambahan"),
    "severity": _("Bobot"),
    "witnesses": _("Sumber"),
    "contradictions": _("Pertentangan dengan fakta resmi"),
    "conflicts": _("Perbedaan antarsumber"),
}


def paper_of(sitrep: Sitrep, *, letterhead: Sequence[str] = (), classification: str = "") -> Paper:
    """The document; the same sitrep in the same language is always the same paper."""
    name, code = sitrep.area.name, sitrep.area.code
    return Paper(
        language=get_language() or "id",
        title=gettext("Laporan Situasi (Sitrep)"),
        subtitle=sitrep.area.full_name,
        letterhead=tuple(letterhead) or (gettext("Pusat Komando Pilkada"), sitrep.area.full_name),
        classification=classification or gettext("TERBATAS"),
        facts=(
            (gettext("Wilayah"), f"{sitrep.area.full_name} ({code})"),
            (gettext("Periode"), f"{span(sitrep.period, code)}. {basis(sitrep.period)}"),
            (gettext("Keadaan per"), moment(sitrep.made_at, code)),
            (gettext("Dibuat oleh"), sitrep.made_by),
        ),
        sections=tuple(_sections(sitrep)),
        place_and_date=f"{_BLANK}, {formats.date_format(sitrep.made_at, 'j F Y')}",
        made_by=(gettext("Dibuat oleh"), sitrep.made_by),
        known_by=(gettext("Mengetahui"), ""),
        fingerprint=hash_of(body_of(sitrep)),
        page_words=_page_words(),
        number_words=gettext("NIP"),
        continued=gettext("Sitrep %(area)s, %(period)s") % {"area": name, "period": span(sitrep.period, code)},
        made_at=int(sitrep.made_at.timestamp()),
    )


def _page_words() -> tuple[str, str]:
    """What stands before the number of a page and between it and the number of pages."""
    before, _number, rest = gettext("hal. {page} dari {pages}").partition("{page}")
    return before.strip(), rest.partition("{pages}")[0].strip()


def span(period: Period, code: str) -> str:
    """From when to when, on the clock of the area."""
    start, end = moment(period.start, code), moment(period.end, code)
    return f"{start.rsplit(' ', 1)[0]} – {end}"


def basis(period: Period) -> str:
    """Why the period is the one it is, and what was missed."""
    if period.missed:
        return ngettext(
            "%(count)s sitrep terjadwal terlewat; laporan ini mencakup seluruh waktunya.",
            "%(count)s sitrep terjadwal terlewat; laporan ini mencakup seluruh waktunya.",
            period.missed,
        ) % {"count": period.missed}
    if period.basis == Basis.SLOT:
        return gettext("Dua belas jam sebelum waktu terjadwal.")
    return gettext("Sejak sitrep sebelumnya.") if period.basis == Basis.PREVIOUS else gettext("Periode pilihan.")


def _sections(sitrep: Sitrep) -> Iterable[Section]:
    yield Section("angka", gettext("Situasi dalam angka"), tuple(_situation(sitrep)))
    yield Section("beda", gettext("Perubahan sejak sitrep sebelumnya"), tuple(_difference(sitrep)))
    area = sitrep.area.code
    nothing = gettext("Tidak ada insiden baru dalam periode ini.")
    yield Section("baru", gettext("Insiden baru"), _listed(sitrep.new, nothing, area))
    nothing = gettext("Tidak ada insiden lama yang mendapat sumber atau penilaian baru.")
    yield Section("berubah", gettext("Insiden lama yang berkembang"), _listed(sitrep.changed, nothing, area, news=True))
    nothing = gettext("Tidak ada kegiatan yang dilaporkan dalam periode ini.")
    yield Section("kegiatan", gettext("Kegiatan"), _listed(sitrep.activities, nothing, area))
    yield Section("pertentangan", gettext("Pertentangan"), tuple(_contradictions(sitrep)))
    yield Section("tahapan", gettext("Tahapan"), tuple(_stages(sitrep)))
    yield Section("perlu", gettext("Yang menunggu dan tenggatnya"), tuple(_due(sitrep)))
    if sitrep.areas:
        yield Section("melapor", gettext("Siapa sudah dan belum terdengar"), tuple(_reporting(sitrep)))
        yield Section("wilayah", gettext("Angka per wilayah"), tuple(_areas(sitrep)))
    yield Section("cara", gettext("Cara dan versi"), tuple(_method(sitrep)))


# Figures --------------------------------------------------------------------------------------------------------------


def _situation(sitrep: Sitrep) -> Iterable[Block]:
    counted = {figure.id: figure for figure in sitrep.figures}
    compared = [figure for figure in sitrep.figures if figure.before is not None]
    yield Tiles(tuple(Tile(number(each.count), str(FIGURES[each.id]), _change(each)) for each in compared))
    rest = [name for name in ("unverified", "verified", "needs_more", "texts") if name in counted]
    said = " · ".join(f"{FIGURES[name]} {number(counted[name].count)}" for name in rest)
    yield Words(said, gettext("Keadaan insiden periode ini:"))
    if sitrep.categories:
        by = " · ".join(f"{category_label(each.id)} {number(each.count)}" for each in sitrep.categories)
        yield Words(by, gettext("Insiden baru menurut kategori:"))
    compared_with = moment(sitrep.period.before_start, sitrep.area.code)
    yield Words(
        gettext("Dibandingkan dengan periode sama panjang sebelumnya, sejak %(moment)s.") % {"moment": compared_with}
    )


def _change(figure: Figure) -> str:
    assert figure.before is not None
    difference = figure.count - figure.before
    signed = f"+{number(difference)}" if difference > 0 else f"−{number(-difference)}" if difference else "±0"
    said = gettext("%(difference)s (sebelumnya %(before)s)") % {"difference": signed, "before": number(figure.before)}
    if figure.change == "more":
        return f"{said}; {gettext('lebih banyak dari biasanya')}"
    return f"{said}; {gettext('lebih sedikit dari biasanya')}" if figure.change == "fewer" else said


# What is otherwise ----------------------------------------------------------------------------------------------------


def _difference(sitrep: Sitrep) -> Iterable[Block]:
    diff = sitrep.since_previous
    if diff is None:
        yield Words(gettext("Belum ada sitrep wilayah ini yang disimpan sebelumnya."))
        return
    values = {
        "period": span(Period.of(diff.previous_start, diff.previous_end), sitrep.area.code),
        "hash": diff.previous_hash[:12],
    }
    yield Words(gettext("Sitrep sebelumnya: %(period)s (sidik %(hash)s).") % values)
    if not (diff.new or diff.changed or diff.resolved or diff.gone or diff.figures):
        yield Words(gettext("Tidak ada yang berbeda dari sitrep sebelumnya."))
    yield from _new_and_gone(diff)
    moves = [*(_moved(move, gettext("Selesai")) for move in diff.resolved)]
    moves += [_moved(move, gettext("Berubah")) for move in diff.changed]
    if moves:
        columns = (Column(gettext("No."), 2), Column(gettext("Insiden"), 12), Column(gettext("Yang berubah"), 12))
        yield Table(gettext("Insiden yang berubah sejak sitrep sebelumnya"), columns, tuple(moves))
    if diff.figures:
        said = "; ".join(f"{FIGURES[each.id]} {number(each.old)} → {number(each.new)}" for each in diff.figures)
        yield Words(said, gettext("Angka yang bergeser:"))


def _new_and_gone(diff: SitrepDiff) -> Iterable[Block]:
    if diff.new:
        yield Words(_numbers(diff.new), gettext("Baru diceritakan:"))
    if diff.gone:
        yield Words(
            _numbers(diff.gone), gettext("Tidak lagi berdiri sendiri di wilayah ini (digabung atau dikoreksi):")
        )


def _numbers(numbers: Sequence[int]) -> str:
    return ", ".join(f"#{each}" for each in numbers)


def _moved(move: EntryMove, how: str) -> tuple[Cell, ...]:
    fields = "; ".join(_field(each) for each in move.fields)
    return (Cell(f"#{move.number}"), Cell(move.title), Cell(fields, how))


def _field(move: FieldMove) -> str:
    return f"{MOVED[move.field]}: {_value(move.field, move.old)} → {_value(move.field, move.new)}"


def _value(field: str, value: str) -> str:
    match field:
        case "status":
            return str(STATUSES.get(value, value))
        case "kind":
            return str(KINDS.get(value, value))
        case "category":
            return category_label(value)
        case "severity":
            return str(SEVERITIES.get(int(value), value))
        case "place_code":
            return place_name(value)
        case "event_date":
            return iso_day(value)
        case "needs_more":
            return gettext("ya") if value == "yes" else gettext("tidak")
    return value


# Lists ----------------------------------------------------------------------------------------------------------------


def _listed(listing: Listing, nothing: str, area: str, *, news: bool = False) -> tuple[Block, ...]:
    if not listing.count:
        return (Words(nothing),)
    columns = (
        Column(gettext("No."), 2),
        Column(gettext("Kejadian"), 13),
        Column(gettext("Tempat dan waktu"), 8),
        Column(gettext("Kategori"), 6),
        Column(gettext("Status dan sumber"), 8),
    )
    left = listing.count - len(listing.entries)
    note = ngettext("… dan %(count)s lagi.", "… dan %(count)s lagi.", left) % {"count": number(left)} if left else ""
    caption = ngettext("%(count)s butir", "%(count)s butir", listing.count) % {"count": number(listing.count)}
    return (Table(caption, columns, tuple(_row(entry, area, news=news) for entry in listing.entries), note),)


def _row(entry: Entry, area: str, *, news: bool) -> tuple[Cell, ...]:
    came = ", ".join(str(NEWS[each]) for each in entry.news if each in NEWS) if news else ""
    sentence = " ".join(part for part in (entry.sentence, f"[{came}]" if came else "") if part)
    seen = gettext("dilaporkan %(moment)s") % {"moment": moment(entry.first_seen_at, entry.place_code)}
    return (
        Cell(f"#{entry.number}", incident=entry.id),
        Cell(entry.title, sentence, incident=entry.id, strong=True),
        Cell(place_inside(entry.place_code, area), f"{days(entry.event_date, entry.event_date_end)}; {seen}"),
        Cell(category_label(entry.category), str(SEVERITIES[entry.severity]) if entry.severity in SEVERITIES else ""),
        Cell(_standing(entry), "; ".join([tellers(entry.sources), *_doubts(entry)])),
    )


def place_inside(code: str, area: str) -> str:
    """The path of a place up to the area that the report is about, which itself is not said again."""
    path = place_path(code)
    if code == area:
        return path[0]
    above = len(place_path(area)) if contains(area, code) else 0
    return ", ".join(path[: len(path) - above]) or place_name(code)


def _standing(entry: Entry) -> str:
    status = str(STATUSES[entry.status])
    return f"{status}, {gettext('perlu bukti tambahan')}" if entry.needs_more else status


def _doubts(entry: Entry) -> Iterable[str]:
    if entry.contradictions:
        yield ngettext("≠ %(count)s pertentangan", "≠ %(count)s pertentangan", entry.contradictions) % {
            "count": entry.contradictions
        }
    if entry.conflicts:
        yield gettext("⇄ sumber berbeda")


def grounds(source: str) -> str:
    """The law or document that the rule base names; where it names keys of its sources alone, who published them."""
    named = _KEYS.sub("", source).strip(" ;,")
    if named:
        return named
    known = load_rulebase().sources
    hosts = (_HOST.findall(known.get(key, "")) for key in _KEYS.findall(source))
    return ", ".join(dict.fromkeys(found[0].removeprefix("www.") for found in hosts if found)) or source


def tellers(sources: Sequence[Teller]) -> str:
    """Who tells of it: officials and press by name, citizens by number."""
    return ", ".join(
        (f"{each.name} ({each.count})" if each.count > 1 else each.name)
        if each.name
        else f"{str(SOURCE_CLASSES[each.source_class]).lower()} ({each.count})"
        for each in sources
    )


# Contradictions, stages, what is due ----------------------------------------------------------------------------------


def _contradictions(sitrep: Sitrep) -> Iterable[Block]:
    if sitrep.contradicted:
        yield _stated_against_official(sitrep)
    else:
        yield Words(gettext("Tidak ada pernyataan yang bertentangan dengan fakta resmi."))
    if sitrep.disagreements:
        yield _side_by_side(sitrep)


def _stated_against_official(sitrep: Sitrep) -> Table:
    columns = (
        Column(gettext("No."), 2),
        Column(gettext("Dinyatakan"), 8),
        Column(gettext("Resmi"), 7),
        Column(gettext("Dasar"), 7),
        Column(gettext("Dinyatakan oleh"), 6),
    )
    rows = tuple(
        (
            Cell(f"#{each.number}"),
            Cell(each.stated, check_label(each.check)),
            Cell(_plain(each.official), strong=True),
            Cell(grounds(each.source)),
            Cell(tellers(each.tellers)),
        )
        for each in sitrep.contradicted
    )
    return Table(gettext("Pernyataan yang bertentangan dengan fakta resmi"), columns, rows)


def _side_by_side(sitrep: Sitrep) -> Table:
    columns = (Column(gettext("No."), 2), Column(gettext("Tentang"), 7), Column(gettext("Menurut sumber"), 20))
    rows = tuple(
        (
            Cell(f"#{each.number}"),
            Cell(str(CONFLICTS.get(each.kind, each.kind)), each.about),
            Cell("; ".join(f"{_claimed(each.kind, claim.value)} ({tellers(claim.tellers)})" for claim in each.claims)),
        )
        for each in sitrep.disagreements
    )
    return Table(gettext("Sumber yang saling berbeda"), columns, rows)


def _claimed(kind: str, value: str) -> str:
    if kind == "event_date":
        return iso_day(value)
    return place_name(value) if kind == "place" else value


def _plain(official: str) -> str:
    """What is official; a bare day in words."""
    try:
        return day(date.fromisoformat(official))
    except ValueError:
        return official


def _stages(sitrep: Sitrep) -> Iterable[Block]:
    columns = (Column(gettext("Tahapan"), 14), Column(gettext("Waktu"), 9), Column(gettext("Dasar"), 7))
    if sitrep.stages_now:
        rows = tuple(_stage(stage) for stage in sitrep.stages_now)
        yield Table(gettext("Sedang berjalan"), columns, rows)
    else:
        yield Words(gettext("Tidak ada tahapan yang sedang berjalan menurut kalender."))
    if sitrep.stages_next:
        yield Table(gettext("Berikutnya"), columns, tuple(_stage(stage) for stage in sitrep.stages_next))


def _stage(stage: StageLine) -> tuple[Cell, ...]:
    left = ""
    if stage.days_until is not None:
        ways = {"until": gettext("berakhir %(when)s")}
        left = ways.get(stage.kind, gettext("mulai %(when)s")) % {"when": countdown(stage.days_until)}
    when = days(stage.start, stage.end)
    if stage.start is None and stage.end:
        when = gettext("sampai %(day)s") % {"day": day(stage.end)}
    elif stage.start and stage.end is None:
        when = gettext("sejak %(day)s") % {"day": day(stage.start)}
    return (
        Cell(stage.title, strong=True),
        Cell(when, left),
        Cell(grounds(stage.source)),
    )


def _due(sitrep: Sitrep) -> Iterable[Block]:
    due = sitrep.due
    yield Words(
        ngettext(
            "%(count)s insiden di wilayah ini menunggu penilaian, dari periode mana pun.",
            "%(count)s insiden di wilayah ini menunggu penilaian, dari periode mana pun.",
            due.count,
        )
        % {"count": number(due.count)}
    )
    if due.items:
        columns = (
            Column(gettext("No."), 2),
            Column(gettext("Insiden"), 14),
            Column(gettext("Mengapa"), 8),
            Column(gettext("Batas laporan resmi"), 5),
        )
        rows = tuple(
            (
                Cell(f"#{each.number}"),
                Cell(
                    each.title,
                    f"{category_label(each.category)}; {each.place}" if each.place else category_label(each.category),
                ),
                Cell(", ".join(str(NEEDED[reason]) for reason in each.reasons)),
                Cell(day(each.report_due) if each.report_due else "–"),
            )
            for each in due.items
        )
        yield Table(gettext("Paling mendesak"), columns, rows)
    if due.deadlines:
        said = "; ".join(f"{day(each.day)}: {number(each.count)}" for each in due.deadlines)
        yield Words(said, gettext("Batas laporan resmi terdekat, banyaknya insiden:"))
    yield Words(
        gettext(
            "Batas laporan resmi: paling lama %(days)s hari sejak pelanggaran diketahui atau ditemukan; di sini dihitung "
            "sejak pertama dilaporkan. Dasar: %(provision)s."
        )
        % {"days": due.report_days, "provision": due.provision}
    )


# Areas ----------------------------------------------------------------------------------------------------------------


def _reporting(sitrep: Sitrep) -> Iterable[Block]:
    heard = [line for line in sitrep.areas if line.reported]
    silent = [line for line in sitrep.areas if not line.reported]
    level = str(LEVELS[sitrep.areas_level]).lower()
    values = {"count": number(len(heard)), "all": number(len(sitrep.areas)), "level": level}
    yield Words(gettext("%(count)s dari %(all)s %(level)s disebut dalam teks periode ini.") % values)
    if heard:
        yield Words(", ".join(line.name for line in heard), gettext("Terdengar:"))
    once = sorted((line for line in silent if line.latest_seen_at), key=lambda line: str(line.latest_seen_at))
    if once:
        named = ", ".join(f"{line.name} ({_since(line)})" for line in reversed(once))
        yield Words(named, gettext("Tidak terdengar, terakhir:"))
    if never := [line.name for line in silent if line.latest_seen_at is None]:
        yield Words(", ".join(never), gettext("Belum pernah terdengar:"))


def _since(line: AreaLine) -> str:
    assert line.latest_seen_at is not None
    return day(line.latest_seen_at.date())


def _areas(sitrep: Sitrep) -> Iterable[Block]:
    columns = (
        Column(str(LEVELS[sitrep.areas_level]), 8),
        Column(gettext("Insiden"), 3, number=True),
        Column(gettext("Belum dinilai"), 3, number=True),
        Column(gettext("Terverifikasi"), 4, number=True),
        Column(gettext("Kegiatan"), 3, number=True),
        Column(gettext("Bertentangan"), 4, number=True),
        Column(gettext("Teks"), 2, number=True),
        Column(gettext("Terakhir terdengar"), 7),
    )
    lines = [*sitrep.areas, *([sitrep.elsewhere] if sitrep.elsewhere else [])]
    yield _picture(sitrep)
    yield Table(
        gettext("Insiden dan kegiatan yang pertama dilaporkan dalam periode"), columns, tuple(map(_area_row, lines))
    )


def _area_row(line: AreaLine) -> tuple[Cell, ...]:
    counts = (line.incidents, line.unverified, line.verified, line.activities, line.contradicted, line.texts)
    name = line.name or gettext("tanpa wilayah yang lebih rinci")
    latest = moment(line.latest_seen_at, line.code) if line.latest_seen_at else "–"
    return (Cell(name, strong=line.incidents > 0), *(Cell(number(count)) for count in counts), Cell(latest))


def _picture(sitrep: Sitrep) -> Picture:
    """New incidents by area: darker with more of them, hatched where nobody has judged any yet."""
    drawn = picture_of(sitrep.area.code)
    scale = scale_of(line.incidents for line in sitrep.areas)
    marks = {line.code: _mark(line) for line in sitrep.areas}
    named = ", ".join(f"{line.name} {number(line.incidents)}" for line in sitrep.areas if line.incidents)
    alt = gettext("Insiden baru per wilayah: %(areas)s.") % {"areas": named or gettext("tidak ada")}
    bands = "; ".join(band.span for band in legend_of(marks.values(), scale)[1:])
    caption = gettext(
        "Angka: insiden baru dalam periode; makin gelap makin banyak. Arsir: belum ada yang dinilai orang."
    )
    if drawn.sources:
        caption += " " + gettext("Batas wilayah: %(sources)s.") % {"sources": clean(", ".join(drawn.sources))}
    return Picture(
        _legible(render(drawn.picture, marks, scale, title=alt, prefix="sitrep", fills=GREYS)),
        alt,
        f"{caption} ({gettext('kelas')}: {bands})" if bands else caption,
    )


def _legible(svg: str) -> str:
    """A rim around what is written, so that the hatch of a black-and-white print does not cut through it."""
    rim = ' paint-order="stroke" stroke="{}" stroke-width="4" stroke-linejoin="round"'
    return _WRITTEN.sub(
        lambda found: found[0] + rim.format("#3c3c3c" if 'fill="#ffffff"' in found[0] else "#ffffff"), svg
    )


def _mark(line: AreaLine) -> Mark:
    said = f"{line.name}: {number(line.incidents)}"
    return Mark(
        line.code,
        line.name.removeprefix("Kabupaten "),
        line.incidents,
        said,
        unsure=0 < line.incidents == line.unverified,
    )


# How it was made ------------------------------------------------------------------------------------------------------


def _method(sitrep: Sitrep) -> Iterable[Block]:
    versions = sitrep.versions
    yield Words(
        gettext(
            "Yang dihitung ialah insiden dan kegiatan yang pertama kali dilaporkan dalam periode ini; status, tempat, dan "
            "kategorinya ialah yang berlaku saat laporan dibuat. Dugaan mesin belum tentu benar: “belum diverifikasi” "
            "berarti belum dinilai orang. Salinan teks yang sama tidak dihitung sebagai sumber kedua. Nama orang yang "
            "bukan pejabat disamarkan."
        )
    )
    said = gettext("Kondusif %(kondusif)s, pembaca %(reader)s, aturan %(rulebase)s.") % {
        "kondusif": versions.kondusif,
        "reader": versions.reader,
        "rulebase": versions.rulebase,
    }
    yield Words(said, gettext("Versi:"))
    yield Words(hash_of(body_of(sitrep)), gettext("Sidik (SHA-256 dari JSON):"))
