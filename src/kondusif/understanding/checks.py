"""Statements held against the rule base: what the text says, what is official, and whether they agree.

Only clear statements count. A date confirms a stage when the words between them do no more than join the two. It
contradicts one only when, besides, nothing speaks of another occasion: a rehearsal, a repeated vote, another
election, a stage of several days of which no end is meant. A number is compared only where the text gives it for
one area as a whole. What is hoped, planned, partial or vague yields nothing.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import NamedTuple, Protocol

from kondusif.rulebase.rules import Rulebase, StageRule, SubjectClaim
from kondusif.understanding.actors import FoundActor
from kondusif.understanding.date_words import listed
from kondusif.understanding.dates import DateFindings, FoundDate
from kondusif.understanding.folding import Folded, anchors, fold
from kondusif.understanding.reading import Precision, Verdict

Spans = tuple[tuple[int, int], ...]

WEEKDAY_NAMES = ("Senin", "Selasa", "Rabu", "Kamis", "Jumat", "Sabtu", "Minggu")
_MONTH_NAMES = (
    *("Januari", "Februari", "Maret", "April", "Mei", "Juni", "Juli"),
    *("Agustus", "September", "Oktober", "November", "Desember"),
)
AREA_LIST = "Kepmendagri 300.2.2-2138/2025"
_MOST_PHRASES = 40


@dataclass(frozen=True, slots=True)
class FoundCheck:
    """A statement and what is official. `stated` are words of the text, `stated_value` and `official` are plain."""

    kind: str
    stated: str
    stated_value: str
    official: str
    verdict: Verdict
    source: str
    spans: Spans


class PlaceInText(Protocol):
    """A decided area and where the text names it."""

    @property
    def code(self) -> str:
        """Kemendagri code."""

    @property
    def spans(self) -> Spans:
        """Ranges of the text."""


class AbsentPlace(Protocol):
    """An area stated inside another that does not hold it."""

    @property
    def stated(self) -> str:
        """Words of the text."""

    @property
    def parent_code(self) -> str:
        """Code of the area that should hold it."""

    @property
    def span(self) -> tuple[int, int]:
        """Where it is stated."""


class PlacesOfText(Protocol):
    """What is known about the places of a text."""

    @property
    def places(self) -> Sequence[PlaceInText]:
        """Decided areas."""

    @property
    def absent(self) -> Sequence[AbsentPlace]:
        """Areas that do not exist where the text puts them."""


class AreaNumbers(Protocol):
    """How many areas an area holds."""

    @property
    def kecamatan(self) -> int:
        """Number of kecamatan."""

    @property
    def kelurahan(self) -> int:
        """Number of kelurahan."""

    @property
    def desa(self) -> int:
        """Number of desa."""

    @property
    def kabupaten_kota(self) -> int:
        """Number of kabupaten and kota."""


class Titled(Protocol):
    """An area with its name."""

    @property
    def title(self) -> str:
        """The name as one writes it."""


class Areas(Protocol):
    """The gazetteer, as far as checks need it."""

    def area(self, code: str) -> Titled:
        """The area with this code."""

    def counts(self, code: str) -> AreaNumbers:
        """How many areas it holds."""


def find_checks(
    text: str,
    dates: DateFindings,
    places: PlacesOfText,
    actors: Sequence[FoundActor],  # noqa: ARG001  part of the contract between the steps: who says it may matter one day
    rulebase: Rulebase,
    areas: Areas,
) -> list[FoundCheck]:
    """Every statement of the text that can be held against the rule base, in the order of the text."""
    folded = fold(text)
    present = folded.words
    found = [
        *_stage_dates(text, folded, present, dates, rulebase),
        *_weekdays(text, dates),
        *_subject_claims(text, folded, present, rulebase),
        *_absent_areas(places, areas),
    ]
    if places.places:
        titles = [place for place in places.places if _is_whole_area(place.code)]
        found += _area_counts(text, folded, present, places.places, areas)
        found += _figures(text, folded, present, titles, rulebase, areas)
    return sorted(_merged(found), key=lambda check: check.spans[0])


def _merged(found: Iterable[FoundCheck]) -> Iterator[FoundCheck]:
    """Each statement once, with every place where it stands."""
    grouped: dict[tuple[str, str, str, Verdict], list[FoundCheck]] = {}
    for check in found:
        grouped.setdefault((check.kind, check.stated_value, check.official, check.verdict), []).append(check)
    for checks in grouped.values():
        first = checks[0]
        spans = tuple(sorted({span for check in checks for span in check.spans})) if len(checks) > 1 else first.spans
        yield FoundCheck(
            first.kind, first.stated, first.stated_value, first.official, first.verdict, first.source, spans
        )


def _is_whole_area(code: str) -> bool:
    """Whether a code is that of a province, kabupaten or kota."""
    return code.count(".") <= 1


def written_date(value: date) -> str:
    """A date as people write it: "27 November 2024"."""
    return f"{value.day} {_MONTH_NAMES[value.month - 1]} {value.year}"


# Sentences -----------------------------------------------------------------------------------------------------------

_SENTENCE_END = re.compile(r"[.!?](?:[\"'”)]*\s|$)|\n")
_LONGEST_SENTENCE = 400


def _sentence_around(text: str, start: int, stop: int) -> tuple[int, int]:
    """Where the sentence around a range begins and ends; never farther than a long sentence."""
    begin = max(0, start - _LONGEST_SENTENCE)
    for match in _SENTENCE_END.finditer(text, begin, start):
        if not _is_abbreviation(text, match.start()):
            begin = match.end()
    after = _SENTENCE_END.search(text, stop, stop + _LONGEST_SENTENCE)
    while after is not None and _is_abbreviation(text, after.start()):
        after = _SENTENCE_END.search(text, after.end(), stop + _LONGEST_SENTENCE)
    return begin, after.start() if after else min(len(text), stop + _LONGEST_SENTENCE)


def _is_abbreviation(text: str, dot: int) -> bool:
    """Whether a dot follows "Kab", "No" or an initial rather than a sentence."""
    if text[dot] != ".":
        return False
    word = text[max(0, dot - 6) : dot].rsplit(" ", maxsplit=1)[-1]
    return len(word) <= 3 and word[:1].isupper() and word.isalpha()


# Stages --------------------------------------------------------------------------------------------------------------

# Joins a stage and its date without saying anything else.
_JOINING = listed(
    "pada tanggal tgl hari yang akan ini itu nanti mendatang sedianya rencananya dijadwalkan digelar dilaksanakan "
    "adalah yakni yaitu ialah jatuh berlangsung diadakan diselenggarakan dilangsungkan dihelat dimulai mulai "
    "tepatnya senin selasa rabu kamis jumat jum at sabtu minggu ahad serentak tahun 2024 pilkada pemilihan bupati "
    "wakil wali kota walikota gubernur dan kepala daerah suara pasangan calon paslon peserta oleh kpu dilakukan "
    "diikuti dengan sampai hingga s d sejak dari berakhir ditutup secara di tps masyarakat pemilih partisipasi "
    "diharapkan melampaui angka persen mencapai lebih target minimal dpt tetap daftar kabupaten jatim jawa "
    "timur provinsi untuk berlangsungnya pelaksanaan"
)
_SAYS_WHEN = listed(
    "pada tanggal tgl jatuh adalah yakni yaitu ialah mulai dimulai sejak hingga sampai berakhir ditutup digelar"
)
_HOLDS = listed(
    "digelar dilaksanakan diselenggarakan berlangsung diadakan dilangsungkan dihelat jatuh dijadwalkan dilakukan"
)
_ENDS = listed("hingga sampai berakhir ditutup akhir terakhir batas")
_BEGINS = listed("mulai dimulai sejak dibuka awal")
_EQUALS = listed("adalah merupakan sebagai ialah menjadi digelar dilaksanakan diselenggarakan dijadwalkan")
_AFTER_DATE = _EQUALS | listed(
    "akan nanti mendatang hari saat itu ini yang tanggal 2024 tahun pada ditetapkan resmi pelaksanaan"
)
# What has a stage in its name but is another occasion.
_OTHER_OCCASION = listed(
    "simulasi gladi bimtek bimbingan sosialisasi pelatihan rapat rakor apel persiapan ulang susulan lanjutan "
    "pilpres pileg pilkades debat lomba doa koordinasi deklarasi logistik launching peluncuran pengamanan jelang "
    "menjelang pasca usai setelah sebelum"
)
_OTHER_ELECTION = listed(
    "pemilu pilpres pileg pilkades legislatif presiden psu pemilihan umum 2018 2019 2020 2023 ulang susulan"
)
# For the voting day only: phrases that everybody uses for the election as a whole, and two that the rule base lacks.
_FOR_VOTING_DAY = ("pesta demokrasi", "partisipasi")
_PLAIN_VOTING_WORDS = listed("pemungutan pencoblosan coblosan")
_FARTHEST_DAYS = 75
_REACH = 110


class _StagePhrase(NamedTuple):
    text: str
    stage: StageRule
    weak: bool


class _StageMention(NamedTuple):
    start: int
    stop: int
    phrase: _StagePhrase


_PHRASES: dict[str, dict[str, list[_StagePhrase]]] = {}


def _stage_phrases(rulebase: Rulebase) -> dict[str, list[_StagePhrase]]:
    """The phrases of stages with a sure date, by their first word, longest first."""
    known = _PHRASES.get(rulebase.version)
    if known is not None:
        return known
    grouped: dict[str, list[_StagePhrase]] = {}
    for stage in rulebase.stages:
        if stage.confidence == "U" or (stage.start is None and stage.end is None):
            continue
        voting = stage.id == "V1"
        for phrase in (*stage.phrases, *(_FOR_VOTING_DAY if voting else ())):
            weak = voting and _PLAIN_VOTING_WORDS.isdisjoint(phrase.split())
            first = re.split(r"[^a-z0-9]", phrase, maxsplit=1)[0]
            grouped.setdefault(first, []).append(_StagePhrase(phrase, stage, weak))
    for phrases in grouped.values():
        phrases.sort(key=lambda phrase: -len(phrase.text))
    _PHRASES[rulebase.version] = grouped
    return grouped


def _stage_mentions(folded: Folded, present: frozenset[str], rulebase: Rulebase) -> list[_StageMention]:
    phrases = _stage_phrases(rulebase)
    found: list[_StageMention] = []
    reached = 0
    for start, token in anchors(folded.flat, present & phrases.keys(), _MOST_PHRASES):
        if start < reached:
            continue
        for phrase in phrases[token]:
            stop = start + len(phrase.text)
            if folded.low.startswith(phrase.text, start) and not folded.flat[stop : stop + 1].strip():
                found.append(_StageMention(start, stop, phrase))
                reached = stop
                break
    return found


def _stage_dates(
    text: str, folded: Folded, present: frozenset[str], dates: DateFindings, rulebase: Rulebase
) -> Iterator[FoundCheck]:
    stated = [found for found in dates.dates if found.precision is Precision.DAY and not found.relative]
    if not stated:
        return
    mentions = _stage_mentions(folded, present, rulebase)
    for found in stated:
        check = _stage_date(text, folded, found, mentions)
        if check is not None:
            yield check


def _stage_date(text: str, folded: Folded, found: FoundDate, mentions: list[_StageMention]) -> FoundCheck | None:
    """The stage that this date is said to be of, if any."""
    begin, end = _sentence_around(text, found.start, found.stop)
    before = [
        one for one in mentions if begin <= one.start and one.stop <= found.start and found.start - one.stop <= _REACH
    ]
    if before:
        nearest = before[-1]
        between = folded.flat[nearest.stop : found.start].split()
        check = _held_against(text, folded, found, nearest, between, begin)
        if check is not None:
            return check
    after = [
        one
        for one in mentions
        if found.stop <= one.start < end and one.start - found.stop <= 60 and not one.phrase.weak
    ]
    if not after:
        return None
    between = folded.flat[found.stop : after[0].start].split()
    if set(between) <= _AFTER_DATE and set(between) & _EQUALS:
        return _compared(text, found, after[0], {"adalah"}, strict=_is_this_election(folded, begin, end))
    return None


def _held_against(
    text: str, folded: Folded, found: FoundDate, mention: _StageMention, between: list[str], begin: int
) -> FoundCheck | None:
    said = {word for word in between if not word.isdigit() or len(word) == 4}
    if not said <= _JOINING | {str(found.value.year)} or not said & (_SAYS_WHEN | _HOLDS):
        return None
    bracketed = text[found.start - 1 : found.start] == "("
    bracketed = bracketed and not _is_bracketed_statement(found, mention.phrase.stage)
    comma = "," in text[mention.stop : found.start].rstrip("( ") and mention.phrase.weak
    prior = folded.flat[max(begin, mention.start - 40) : mention.start].split()
    clause = "yang" in said and bool(said & _HOLDS)
    strict = not bracketed and not comma and _is_this_election(folded, begin, found.stop)
    if not clause:
        strict = strict and _OTHER_OCCASION.isdisjoint(prior[-3:])
        if mention.phrase.weak and mention.phrase.text != "partisipasi":
            strict = strict and bool(said & _HOLDS) and (not prior or prior[-1] in _BEFORE_WEAK)
    if mention.phrase.text == "partisipasi" and not ("persen" in said or "mendatang" in said):
        strict = False
    return _compared(text, found, mention, said, strict=strict)


def _is_bracketed_statement(found: FoundDate, stage: StageRule) -> bool:
    """Whether a date in brackets is said of the stage, though newspapers bracket the day of their own report.

    It is when weekday and day of the month are those of the official day: then the month alone is written wrong.
    """
    official = stage.start or stage.end
    return official is not None and (found.stated_weekday, found.value.day) == (official.weekday(), official.day)


_BEFORE_WEAK = listed("bahwa pelaksanaan hari jadwal karena ketika penyelenggaraan demokrasi dan tanggal")


def _is_this_election(folded: Folded, begin: int, end: int) -> bool:
    words = folded.flat[begin:end].split()
    return _OTHER_ELECTION.isdisjoint(words)


def _compared(
    text: str, found: FoundDate, mention: _StageMention, said: set[str], *, strict: bool
) -> FoundCheck | None:
    """Confirmed when the dates agree, contradicted when they do not and the statement is `strict`."""
    stage = mention.phrase.stage
    agrees = _agrees(found, stage, said | set(mention.phrase.text.split()))
    if agrees is None or (not agrees and (not strict or not _is_near(found, stage))):
        return None
    spans = tuple(sorted([(mention.start, mention.stop), (found.start, found.stop)]))
    stated = _stated(text, spans)
    value = found.value.isoformat() + (f"/{found.end.isoformat()}" if found.end else "")
    verdict = Verdict.CONFIRMED if agrees else Verdict.CONTRADICTED
    return FoundCheck("stage_date", stated, value, _official_stage(stage), verdict, stage.source, spans)


def _agrees(found: FoundDate, stage: StageRule, said: set[str]) -> bool | None:
    """Whether a date is the stage's; None when the text does not say which of the stage's days it means."""
    start, end = stage.start, stage.end
    if found.end is not None:
        return (found.value, found.end) == (start, end) if start is not None and end is not None else None
    if start is not None and start == end:
        return found.value == start
    if said & _ENDS and end is not None:
        return found.value == end
    if said & _BEGINS and start is not None:
        return found.value == start
    return None


def _is_near(found: FoundDate, stage: StageRule) -> bool:
    """Whether a date is so near the stage that it must be meant; a year or a month may be written wrong."""
    official = stage.start or stage.end
    assert official is not None
    same_day = (found.value.month, found.value.day) == (official.month, official.day)
    return same_day or abs((found.value - official).days) <= _FARTHEST_DAYS


def _stated(text: str, spans: Spans) -> str:
    """The words from the first range to the last, with the bracket that closes them."""
    stated = " ".join(text[spans[0][0] : spans[-1][1]].split())
    return f"{stated})" if stated.count("(") > stated.count(")") else stated


def _official_stage(stage: StageRule) -> str:
    if stage.start is None or stage.end is None:
        last = stage.end or stage.start
        assert last is not None
        return (
            f"{stage.title}: sampai {written_date(last)}" if stage.end else f"{stage.title}: mulai {written_date(last)}"
        )
    if stage.start == stage.end:
        return f"{stage.title}: {written_date(stage.start)}"
    return f"{stage.title}: {written_date(stage.start)} sampai {written_date(stage.end)}"


# Weekdays ------------------------------------------------------------------------------------------------------------


def _weekdays(text: str, dates: DateFindings) -> Iterator[FoundCheck]:
    for found in dates.dates:
        if found.stated_weekday is None or found.weekday_span is None or found.relative:
            continue
        agrees = found.value.weekday() == found.stated_weekday
        if not agrees and not found.written:
            continue  # the year is ours, so the mistake may be too
        spans = tuple(sorted([found.weekday_span, (found.start, found.stop)]))
        stated = _stated(text, spans)
        official = f"{written_date(found.value)} adalah hari {WEEKDAY_NAMES[found.value.weekday()]}"
        value = f"{WEEKDAY_NAMES[found.stated_weekday]} {found.value.isoformat()}"
        verdict = Verdict.CONFIRMED if agrees else Verdict.CONTRADICTED
        yield FoundCheck("weekday", stated, value, official, verdict, "Kalender", spans)


# Numbers of areas ----------------------------------------------------------------------------------------------------

_COUNTED = re.compile(
    r"(?<![0-9./-])(?P<number>[0-9]{1,2}(?:\.[0-9]{3})|[0-9]{1,5})\s(?P<level>kecamatan|kelurahan(?:\s?/\s?desa|\sdan\sdesa)?"
    r"|desa(?:\s?/\s?kelurahan|\sdan\skelurahan)?|kabupaten\s?/\s?kota|kabupaten\sdan\skota)(?![a-z])"
)
_LIST_GAP = 30
_AS_A_WHOLE = listed("terdiri total seluruh semua keseluruhan memiliki mencakup meliputi se jumlah tersebar")
_PARTIAL = listed(
    "terdampak rawan banjir baru belum sudah sebagian antara lain selain lainnya sisanya hanya terendam dari di"
)


class _Count(NamedTuple):
    start: int
    stop: int
    number: int
    level: str


def _area_counts(
    text: str,
    folded: Folded,
    present: frozenset[str],
    places: Sequence[PlaceInText],
    areas: Areas,
) -> Iterator[FoundCheck]:
    """ "24 kecamatan, 24 kelurahan serta 341 desa" of the kabupaten that the text is about."""
    if present.isdisjoint(("kecamatan", "kelurahan", "desa", "kabupaten")) or not any(map(str.isdigit, text)):
        return
    found = [_count_of(match) for match in _COUNTED.finditer(folded.low, 0, 30_000)]
    for group in _enumerations(text, found):
        code = _area_of_count(text, group, places, areas)
        if code is not None:
            yield from _held_against_list(text, folded, group, code, areas)


def _count_of(match: re.Match[str]) -> _Count:
    level = match["level"]
    if "/" in level or " dan " in level:
        level = "kabupaten_kota" if level.startswith("kabupaten") else "desa_kelurahan"
    return _Count(match.start(), match.end(), int(match["number"].replace(".", "")), level)


def _enumerations(text: str, found: list[_Count]) -> Iterator[list[_Count]]:
    """Numbers of different levels that follow one another in a sentence."""
    group: list[_Count] = []
    for count in found:
        joined = bool(group) and count.start - group[-1].stop <= _LIST_GAP
        if joined and not _SENTENCE_END.search(text, group[-1].stop, count.start) and _is_new_level(group, count):
            group.append(count)
            continue
        if group:
            yield group
        group = [count]
    if group:
        yield group


def _is_new_level(group: list[_Count], count: _Count) -> bool:
    return all(other.level != count.level for other in group)


def _area_of_count(text: str, group: list[_Count], places: Sequence[PlaceInText], areas: Areas) -> str | None:
    """The area that the numbers are of: the only one of their sentence, else one of the text that most of them fit."""
    begin, end = _sentence_around(text, group[0].start, group[-1].stop)
    wanted = 0 if any(count.level == "kabupaten_kota" for count in group) else 1
    inside = {place.code for place in places if any(begin <= start < end for start, _ in place.spans)}
    if any(code.count(".") > wanted for code in inside):
        return None
    named = {code for code in inside if code.count(".") == wanted}
    if len(named) == 1:
        return named.pop()
    held = named or {
        ".".join(place.code.split(".")[: wanted + 1]) for place in places if place.code.count(".") >= wanted
    }
    if len(held) == 1:
        return held.pop()
    fits = {code: _agreeing(group, areas.counts(code)) for code in sorted(held)[:6]}
    best = max(fits, key=lambda code: fits[code], default=None)
    return best if best is not None and fits[best] >= 2 else None


def _agreeing(group: list[_Count], numbers: AreaNumbers) -> int:
    return sum(_official_count(count.level, numbers) == count.number for count in group)


def _held_against_list(text: str, folded: Folded, group: list[_Count], code: str, areas: Areas) -> Iterator[FoundCheck]:
    official = {count: _official_count(count.level, areas.counts(code)) for count in group}
    agreeing = [count for count in group if official[count] == count.number]
    before = folded.flat[max(0, group[0].start - 40) : group[0].start].split()[-4:]
    whole = bool(_AS_A_WHOLE & set(before)) and ("terdiri" in before[-2:] or _PARTIAL.isdisjoint(before[-1:]))
    for count in group:
        if count not in agreeing and not (whole or (len(agreeing) >= 1 and len(group) >= 2)):
            continue
        if count in agreeing and len(group) == 1 and not whole and not _is_dot_of(folded, count):
            continue
        stated = text[count.start : count.stop]
        level = "desa/kelurahan" if count.level == "desa_kelurahan" else count.level.replace("_", "/")
        verdict = Verdict.CONFIRMED if count in agreeing else Verdict.CONTRADICTED
        value = f"{count.number} {level}"
        correct = f"{areas.area(code).title}: {official[count]} {level}"
        yield FoundCheck("area_count", stated, value, correct, verdict, AREA_LIST, ((count.start, count.stop),))


def _is_dot_of(folded: Folded, count: _Count) -> bool:
    """Whether "se-Kabupaten" or "di Kabupaten" follows, so that a single number is of the whole."""
    after = folded.flat[count.stop : count.stop + 20].split()
    return after[:2] in (["se", "kabupaten"], ["se", "kota"], ["di", "kabupaten"], ["di", "kota"], ["yang", "ada"])


def _official_count(level: str, numbers: AreaNumbers) -> int:
    if level == "desa_kelurahan":
        return numbers.desa + numbers.kelurahan
    return {
        "kecamatan": numbers.kecamatan,
        "kelurahan": numbers.kelurahan,
        "desa": numbers.desa,
        "kabupaten_kota": numbers.kabupaten_kota,
    }[level]


# Figures of the election ---------------------------------------------------------------------------------------------

_FIGURE = re.compile(
    r"(?<![0-9.,/-])(?:(?P<tps>[0-9]{1,3}(?:\.[0-9]{3})+|[0-9]{2,6})\s(?:unit\s|titik\s)?tps(?![a-z])"
    r"|(?P<voters>[0-9]{1,3}(?:\.[0-9]{3})+|[0-9]{4,9})\s(?:pemilih|jiwa|orang|dpt)(?![a-z])"
    r"|(?P<turnout>[0-9]{1,2}(?:[.,][0-9]{1,3})?)\s?(?:persen|%))"
)
_NOT_THE_TOTAL = listed(
    "rawan terdampak banjir terendam belum khusus psu ulang susulan tambahan sampel dari baru sisa lebih hampir "
    "sekitar ribuan sebagian lain lainnya laki perempuan pemula disabilitas dps dpsementara sementara tahanan "
    "kurang rusak pindah aman kategori per setiap hanya zona"
)
_HOPED = listed(
    "target targetkan menargetkan harap berharap diharapkan harapan minimal optimis melampaui melebihi atas lebih "
    "hampir sekitar pemilu pilpres pileg sebelumnya lalu 2018 2019 2020 dibanding naik turun kurang baru "
    "sementara hitung cepat quick count"
)
_TOTAL = listed(
    "total jumlah sebanyak seluruh mencapai punya memiliki terdapat tercatat berjumlah tersebar menetapkan "
    "ditetapkan sebesar ada"
)


def _figures(
    text: str,
    folded: Folded,
    present: frozenset[str],
    places: Sequence[PlaceInText],
    rulebase: Rulebase,
    areas: Areas,
) -> Iterator[FoundCheck]:
    if not places or present.isdisjoint(("tps", "dpt", "pemilih", "persen", "partisipasi")):
        return
    official = {(figure.area, figure.kind): figure for figure in rulebase.figures if figure.confidence != "U"}
    for match in _FIGURE.finditer(folded.low, 0, 30_000):
        begin, end = _sentence_around(text, match.start(), match.end())
        said = set(folded.flat[begin:end].split())
        kind = _kind_of_figure(match, said)
        code = _only_area(places, begin, end)
        figure = official.get((code, kind)) if code is not None and kind is not None else None
        if figure is None or code is None or kind is None:
            continue
        verdict = _verdict(kind, match, Decimal(figure.value))
        if verdict is not None:
            value = match[match.lastgroup or 0]
            correct = f"{areas.area(code).title}: {_with_dots(figure.value, kind)}"
            yield FoundCheck(kind, text[slice(*match.span())], value, correct, verdict, figure.source, (match.span(),))


def _kind_of_figure(match: re.Match[str], said: set[str]) -> str | None:
    """What a figure is a total of, judged by the words of its sentence."""
    if match["turnout"]:
        return "turnout" if "partisipasi" in said and _HOPED.isdisjoint(said) and said & _TOTAL else None
    if not _NOT_THE_TOTAL.isdisjoint(said) or not said & _TOTAL:
        return None
    if match["tps"]:
        return "tps_count"
    return "dpt_count" if "dpt" in said or {"daftar", "tetap"} <= said else None


def _only_area(places: Sequence[PlaceInText], begin: int, end: int) -> str | None:
    """The only area of a sentence, else the only one of the text."""
    inside = {place.code for place in places if any(begin <= start < end for start, _ in place.spans)}
    if len(inside) == 1:
        return inside.pop()
    codes: Collection[str] = {place.code for place in places}
    return next(iter(codes)) if not inside and len(codes) == 1 else None


def _verdict(kind: str, match: re.Match[str], official: Decimal) -> Verdict | None:
    stated = match[match.lastgroup or 0]
    if kind != "turnout":
        return Verdict.CONFIRMED if int(stated.replace(".", "")) == int(official) else Verdict.CONTRADICTED
    value = Decimal(stated.replace(",", "."))
    exponent = value.as_tuple().exponent
    if official.quantize(Decimal(1).scaleb(exponent if isinstance(exponent, int) else 0)) == value:
        return Verdict.CONFIRMED
    return Verdict.CONTRADICTED if abs(official - value) >= 3 else None


def _with_dots(value: str, kind: str) -> str:
    if kind == "turnout":
        return f"{value.replace('.', ',')} persen"
    return f"{int(value):,}".replace(",", ".")


# Law and areas -------------------------------------------------------------------------------------------------------


def _subject_claims(text: str, folded: Folded, present: frozenset[str], rulebase: Rulebase) -> Iterator[FoundCheck]:
    for claim in rulebase.subject_claims:
        if any(phrase.split()[0] in present for phrase in claim.subjects) and claim.confidence != "U":
            yield from _claimed(text, folded, claim, rulebase)


def _claimed(text: str, folded: Folded, claim: SubjectClaim, rulebase: Rulebase) -> Iterator[FoundCheck]:
    """Each sentence in which a subject, a link and an object of the claim follow one another."""
    reached = 0
    for start, phrase in _phrases_at(folded.flat, claim.subjects):
        if start < reached:
            continue
        subject_stop = start + len(phrase)
        stop = _object_after(text, folded, subject_stop, claim)
        if stop is None:
            continue
        reached = stop
        sources = [rulebase.provisions[name] for name in claim.provisions if name in rulebase.provisions]
        source = "; ".join(f"{provision.document} {provision.article}" for provision in sources) or claim.source
        yield FoundCheck(
            "subject_law",
            " ".join(text[start:stop].split()),
            claim.title,
            claim.official,
            Verdict(claim.verdict),
            source,
            ((start, stop),),
        )


def _phrases_at(flat: str, phrases: Iterable[str]) -> list[tuple[int, str]]:
    found = anchors(flat, phrases, _MOST_PHRASES)
    return sorted(found, key=lambda place: (place[0], -len(place[1])))


def _object_after(text: str, folded: Folded, start: int, claim: SubjectClaim) -> int | None:
    """Where the object ends that a link ties to the subject, in the same sentence and near."""
    end = _SENTENCE_END.search(text, start, start + 160)
    limit = end.start() if end else min(len(text), start + 160)
    window = f" {' '.join(folded.flat[start:limit].split()[: claim.window + 4])} "
    nearest: tuple[int, str] | None = None
    for phrase in claim.objects:
        at = window.find(f" {phrase} ")
        if at >= 0 and (nearest is None or at < nearest[0]):
            nearest = (at, phrase)
    if nearest is None:
        return None
    between = window[: nearest[0] + 1]
    if len(between.split()) > claim.window or not any(f" {link} " in between for link in claim.links):
        return None
    if any(f" {phrase} " in between for phrase in claim.not_with):
        return None
    at = f"{folded.flat} ".find(f" {nearest[1]} ", start)
    return None if at < 0 or at >= limit else at + 1 + len(nearest[1])


def _absent_areas(places: PlacesOfText, areas: Areas) -> Iterator[FoundCheck]:
    for absent in places.absent:
        parent = areas.area(absent.parent_code).title
        official = f"Tidak ada {absent.stated} di {parent}"
        yield FoundCheck(
            "area_exists",
            absent.stated,
            f"{absent.stated} di {parent}",
            official,
            Verdict.CONTRADICTED,
            AREA_LIST,
            (absent.span,),
        )
