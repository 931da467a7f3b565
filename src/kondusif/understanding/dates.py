"""Which days, months and years a text names, and which of them is the day of its topic.

How words of time are meant, decided once for the whole reader:

- "Kemarin", "wingi", "kamari" are the day before the reference; "kemarin lusa", "wingenane" two days before;
  "besok" one day after, "lusa" two. Days are counted in the zone of the reference.
- "Tadi malam", "semalam", "mau bengi" are the evening before: the reference day minus one, also when said between
  midnight and four. "Malam ini" and "nanti malam" are the evening of the reference day.
- "Tadi pagi", "tadi siang", "tadi sore", "barusan", "hari ini" are the reference day; said between midnight and
  four, "tadi siang" and "tadi sore" are the day before, since nobody has had today's yet. Exactly midnight is a
  date without a time.
- A weekday alone is the most recent such day, today included; with "lalu" or "kemarin" one strictly before today,
  with "depan" or "besok" one strictly after. "Malam Minggu" and "malem Jumat" are the evening before that weekday.
- "Minggu" is Sunday only beside another word of time or as a name in mid-sentence; "minggu lalu" is the week
  before, Monday to Sunday, and "bulan lalu" the month before.
- A day without a year takes the year nearest to the reference, unless all full dates of the text lie more than a
  year away from it; without a reference the year of the nearest full date, else the nearest year that the text
  states. Otherwise it stays unresolved and is not returned.
- A relative word without a reference resolves to nothing. Beside a full date it only repeats it and is left out.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import islice
from typing import NamedTuple

from kondusif.understanding import date_words as words
from kondusif.understanding.date_words import DayPart, listed
from kondusif.understanding.folding import Folded, anchors, fold
from kondusif.understanding.reading import Precision

# A text with more words of time than this is a calendar or an attack; the rest of it is not read.
MOST_DATES = 150
_MOST_NUMBERS = 2000
_FIRST_YEAR, _LAST_YEAR = 1945, 2060


class FoundDate(NamedTuple):
    """A day, month or year in the text; ``text[start:stop]`` are its words.

    `stated_weekday` (Monday is 0) is the weekday that the text gives beside it, `weekday_span` where. `relative`
    says that the value was counted from the reference. `anchor` names what an offset such as "H-1" counts from.
    `written` tells whether the year stands in the text. `vague` marks a word that seldom tells the day of an event
    ("saat ini").
    """

    value: date
    end: date | None
    precision: Precision
    start: int
    stop: int
    stated_weekday: int | None = None
    weekday_span: tuple[int, int] | None = None
    relative: bool = False
    day_part: DayPart | None = None
    anchor: str | None = None
    written: bool = False
    vague: bool = False


@dataclass(frozen=True, slots=True)
class DateFindings:
    """The dates of a text in the order of their places, and the text they were found in."""

    text: str
    dates: tuple[FoundDate, ...]


def find_dates(text: str, *, reference: datetime | None, voting_day: date | None = None) -> DateFindings:
    """Every date of the text that can be resolved; see the module for what the words mean."""
    folded = fold(text)
    present = folded.words
    weekdays = _weekday_mentions(text, folded, present)
    explicit, years = _explicit(folded)
    known = _resolve_years(explicit, years, reference, voting_day)
    dated = _attach_weekdays([found for _, found in known], weekdays, folded.low)
    dated = [found for (sure, _), found in zip(known, dated, strict=True) if sure or _weekday_agrees(found)]
    dated += years
    dated += _day_numbers(folded, present, dated, reference)
    taken = _Taken(dated)
    if voting_day is not None:
        dated += _offsets(folded, present, voting_day, taken)
    dated += _lone_months(folded, present, reference, years, taken)
    if reference is not None:
        dated += _relative(folded, present, weekdays, reference, taken)
    dated.sort(key=lambda found: found.start)
    return DateFindings(text, tuple(dated))


# Dates in figures ----------------------------------------------------------------------------------------------------


def _either(names: Iterable[str]) -> str:
    return "|".join(sorted(map(re.escape, names), key=len, reverse=True))


_NUMBER = re.compile(r"[0-9](?<![a-z0-9_][0-9])[0-9]{0,3}(?![0-9])(?=[/.,-]|\s?[a-z&-]|(?<=[12][09][0-9]{2}))")
_FIGURES = re.compile(
    r"""[0-9]{1,4}+
    (?:
      (?<=[0-9]{4})-(?P<iso_month>[0-9]{2})-(?P<iso_day>[0-9]{2})(?![0-9-])
    | (?:\s?(?P<link>-|s\.?\s?d\.?|s/d|sampai(?:\sdengan|\sdgn)?|hingga|dan|&|,)\s?(?P<until>[0-9]{1,2})(?![0-9]))?
      (?:
        [\s-]{0,2}+(?:bulan\s|bln\s)?(?P<month>MONTHS)(?![a-z])
        (?:\.?[\s,/-]{1,2}(?:tahun\s|thn\s)?'?(?P<year>(?:19|20)[0-9]{2}|[0-9]{2}(?=\s?[.,;)\n]|$))(?![0-9]))?
      | (?P<slash>/|(?<!-[0-9])(?<!-[0-9]{2})[.-])(?P<number>[0-9]{1,2})
        (?:(?P=slash)(?P<short>(?:19|20)[0-9]{2}|[0-9]{2}))?
        (?![a-z0-9_]|[/.,:][0-9])
      )
    | (?<=[12][09][0-9]{2})(?![a-z0-9_]|[/.,:-][0-9])
    )""".replace("MONTHS", _either(words.MONTHS)),
    re.VERBOSE,
)
_UNTIL = re.compile(
    r"\s*(?:\(?\s?[a-z']{4,7}[,)]?\s)?(?:hingga|sampai(?:\s(?:dengan|dgn))?|s\.?\s?d\.?|s/d|-)\s*(?:tanggal\s|tgl\.?\s)?\s*"
)
_NOT_A_DAY_AFTER = listed(
    "nomor no pasal ayat uu pkpu perbawaslu pp perpres skor kedudukan nilai paslon rt rw tps pukul jam jl "
    "jalan blok kav gang dusun km versi pecahan wa hp telp telepon hal halaman urut rp sebesar perda "
    "perbup sk kuhp romawi lorong"
)
_DAY_CUES = listed("tanggal tgl tg tgal pada per sejak mulai hari malam kemarin kmrn tadi sampai hingga s.d antara")
_YEAR_CUES = listed(
    "tahun thn th taun pilkada pemilu serentak pilgub pilbup pilwali pilwalkot pilkada-serentak pilpres "
    "pileg pilkades periode pemilihan desember"
) | frozenset(words.MONTHS)
_LAW_CUES = listed("nomor no uu pkpu perbawaslu undang pp perpres permendagri perda kuhp keputusan peraturan")


@dataclass(slots=True)
class _Written:
    """A day in figures whose year may be missing."""

    start: int
    stop: int
    day: int
    month: int
    year: int | None
    until: int | None = None
    until_month: int | None = None


def _explicit(folded: Folded) -> tuple[list[_Written], list[FoundDate]]:
    """Days in figures, then the months and years in figures."""
    days: list[_Written] = []
    years: list[FoundDate] = []
    reached = 0
    for run in islice(_NUMBER.finditer(folded.low), _MOST_NUMBERS):
        if run.start() < reached:
            continue
        if len(days) + len(years) >= MOST_DATES:
            break
        match = _FIGURES.match(folded.low, run.start())
        if match is None:
            continue
        if match.lastgroup is None:
            year = _lone_year(match, folded)
            if year is not None:
                years.append(year)
            continue
        written = _written_day(match, folded.low)
        if written is not None:
            reached = written.stop
            _join_range(days, written, folded.low)
    return days, years


def _written_day(match: re.Match[str], low: str) -> _Written | None:
    start, stop = match.span()
    if start >= 2 and low[start - 1] in "/.,:-+" and low[start - 2].isdigit() and low[start - 1] != "-":
        return None
    head = _leading_number(low, start)
    if match["iso_month"]:
        return _checked(_Written(start, stop, int(match["iso_day"]), int(match["iso_month"]), head))
    if head > 31:
        return None
    until = int(match["until"]) if match["until"] else None
    if match["month"]:
        written = _Written(start, stop, head, words.MONTHS[match["month"]], _full_year(match["year"]), until)
        return _checked(written)
    written = _Written(start, stop, head, int(match["number"]), _full_year(match["short"]), until)
    return _checked(written) if _is_slashed_date(match, low) else None


def _leading_number(low: str, start: int) -> int:
    stop = start + 1
    while stop < len(low) and stop - start < 4 and low[stop].isdigit():
        stop += 1
    return int(low[start:stop])


def _full_year(figures: str | None) -> int | None:
    if not figures:
        return None
    year = int(figures)
    return year if year > 99 else 2000 + year


def _checked(written: _Written) -> _Written | None:
    """The day unless no year has it."""
    year = written.year or 2024
    if not _FIRST_YEAR <= year <= _LAST_YEAR or _day(year, written.month, written.day) is None:
        return None
    if written.until is not None:
        later = _day(year, written.month, written.until)
        if later is None or written.until <= written.day:
            return None
    return written


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _is_slashed_date(match: re.Match[str], low: str) -> bool:
    """Whether figures with strokes, dots or dashes are a date, not a score, a law, a house, a time or a price."""
    before = _word_before(low, match.start())
    if before in _NOT_A_DAY_AFTER:
        return False
    if match["short"]:
        return len(match["short"]) == 4 or match["slash"] != "." or 2015 <= 2000 + int(match["short"]) <= 2035
    if match["slash"] == ".":
        return False
    cued = before in _DAY_CUES or before in words.WEEKDAYS or before in words.DAY_PARTS
    opened = low[match.start() - 1 : match.start()] == "("
    if match["slash"] == "-":
        return cued and before not in ("pada", "per", "antara")
    closed = low[match.end() : match.end() + 1] == ")"
    if cued or (opened and closed):
        return True
    return len(match["number"]) == 2 and _leading_number(low, match.start()) > 9


def _word_before(low: str, position: int) -> str:
    window = low[max(0, position - 24) : position].rstrip(" .,:([#-")
    return window.split()[-1].lstrip("(") if window and not window.isspace() else ""


def _join_range(days: list[_Written], written: _Written, low: str) -> None:
    """Add a day, or let it close the range that the day before it opened: "25 September hingga 23 November 2024"."""
    last = days[-1] if days else None
    if last is not None and _closes_range(last, written, low):
        last.until, last.until_month, last.stop = written.day, written.month, written.stop
        last.year = last.year or written.year
    else:
        days.append(written)


def _closes_range(first: _Written, second: _Written, low: str) -> bool:
    if first.until is not None or second.until is not None or second.start - first.stop > 24:
        return False
    if not _UNTIL.fullmatch(low, first.stop, second.start):
        return False
    if first.year is not None and second.year is not None and second.year - first.year not in (0, 1):
        return False
    later = (second.month, second.day) > (first.month, first.day)
    return later or (first.year or 0) < (second.year or 0)


def _lone_year(match: re.Match[str], folded: Folded) -> FoundDate | None:
    """A year after a word that announces one, and the month before it: "tahun 2024", "Oktober 2024"."""
    low, start = folded.low, match.start()
    year = int(match[0])
    if not _FIRST_YEAR <= year <= _LAST_YEAR:
        return None
    before = folded.flat[max(0, start - 40) : start].split()
    cue = before[-1] if before else ""
    if cue not in _YEAR_CUES and not (start and low[start - 1] == "(" and "pil" in "".join(before[-2:])):
        return None
    if cue in ("tahun", "thn", "th") and len(before) > 1 and _cites_law(before):
        return None
    month = words.MONTHS.get(cue)
    if month is not None and len(before) > 1 and before[-2].isdigit():
        return None  # the thirtieth of February
    if month is None or low[start - 1] != " ":
        return FoundDate(date(year, 1, 1), None, Precision.YEAR, start, match.end(), written=True)
    begin = low.rindex(cue, 0, start)
    return FoundDate(date(year, month, 1), None, Precision.MONTH, begin, match.end(), written=True)


def _cites_law(before: Sequence[str]) -> bool:
    """Whether the words before "2017" are those of "Undang-Undang Nomor 7 Tahun"."""
    return before[-2].isdigit() and any(word in _LAW_CUES for word in before[-5:-2])


# Years ---------------------------------------------------------------------------------------------------------------


def _weekday_agrees(found: FoundDate) -> bool:
    """Whether the weekday beside a day bears out the year that was tried for it."""
    return found.stated_weekday is not None and found.stated_weekday == found.value.weekday()


def _resolve_years(
    days: list[_Written], years: list[FoundDate], reference: datetime | None, voting_day: date | None
) -> list[tuple[bool, FoundDate]]:
    """Each day with its year, and whether the year is sure; else it is tried with that of the voting day."""
    full = [(day.start, day.year) for day in days if day.year is not None]
    stated = [(found.start, found.value.year) for found in years]
    found = []
    for day in days:
        year = day.year or _year_of(day, full, stated, reference)
        tried = year or (voting_day.year if voting_day is not None else None)
        value = _day(tried, day.month, day.day) if tried is not None else None
        if value is not None:
            end, written = _range_end(day, value), day.year is not None
            one = FoundDate(value, end, Precision.DAY, day.start, day.stop, written=written)
            found.append((year is not None, one))
    return found


def _range_end(day: _Written, value: date) -> date | None:
    if day.until is None:
        return None
    month = day.until_month or day.month
    return _day(value.year + (month < value.month), month, day.until)


def _year_of(
    day: _Written, full: list[tuple[int, int]], stated: list[tuple[int, int]], reference: datetime | None
) -> int | None:
    if reference is not None:
        near = reference.year
        if not full or any(abs(year - near) <= 1 for _, year in full):
            return _nearest_year(day, reference.date())
    places = full or stated
    if not places:
        return None
    return min(places, key=lambda place: abs(place[0] - day.start))[1]


def _nearest_year(day: _Written, today: date) -> int:
    candidates = [
        value for year in (today.year - 1, today.year, today.year + 1) if (value := _day(year, day.month, day.day))
    ]
    return min(candidates, key=lambda value: abs(value - today), default=today).year


# Weekdays ------------------------------------------------------------------------------------------------------------


@dataclass(slots=True)
class _Weekday:
    """A weekday in the text with what stands beside it; `stop` is after the part of the day, `end` after "lalu"."""

    start: int
    stop: int
    end: int
    weekday: int
    part: DayPart | None
    eve: bool
    direction: int | None
    week: int
    sure: bool


_PARTS = _either(words.DAY_PARTS)
_AFTER_WEEKDAY = re.compile(
    rf"(?P<name>{_either(words.WEEKDAYS)})(?![a-z])(?:\s(?P<pasaran>{_either(words.PASARAN)})(?![a-z]))?"
    rf"(?:\s(?P<part>{_PARTS})(?![a-z]))?"
    rf"(?P<turn>,?\s(?:(?:yang|yg|sing|nu)\s)?(?:(?P<week>minggu|pekan|mgg)\s)?"
    rf"(?:(?P<ago>{_either(words.AGO | {'tadi'})})"
    rf"|(?P<next>{_either(words.NEXT | {'akan datang'})})|(?P<this>{_either(words.THIS)}))(?![a-z]))?"
)
_WEEKDAY_TOKENS = frozenset(name.split("'")[0] for name in words.WEEKDAYS)
_BETWEEN_WEEKDAY_AND_DATE = re.compile(r"\s*[,.]?\s*[(\[]?\s*(?:tanggal\s?|tgl\.?\s?|,\s*)?[(\[]?\s*")
_BETWEEN_DATE_AND_WEEKDAY = re.compile(r"\s?,?\s?(?:\(\s?(?:hari\s)?|hari\s)")
_TOMORROWS = words.NEXT - words.AHEAD
_HABIT_CUES = listed("tiap setiap saben unggal saban tiap2")
_PLACE_CUES = listed("kecamatan kec desa pasar kelurahan kel stasiun dusun jalan jl")


def _weekday_mentions(text: str, folded: Folded, present: frozenset[str]) -> list[_Weekday]:
    found = []
    for start in _positions(folded.flat, present & _WEEKDAY_TOKENS):
        match = _AFTER_WEEKDAY.match(folded.low, start)
        if match is not None:
            mention = _weekday(match, text, folded.low)
            if mention is not None:
                found.append(mention)
    return found


def _weekday(match: re.Match[str], text: str, low: str) -> _Weekday | None:
    start = match.start()
    before = _word_before(low, start)
    if before in _PLACE_CUES or before in _HABIT_CUES:
        return None
    name = match["name"]
    eve = before in words.NIGHT_WORDS
    cued = eve or before in ("hari", "dina", "dino", "dinten", "poe", "are") or bool(match["pasaran"] or match["part"])
    sure = cued or name not in words.DOUBTFUL_WEEKDAYS
    if not sure:
        turned = name in ("setu", "senen", "rebu", "jmt") and bool(match["turn"])
        tomorrow = name == "minggu" and not match["week"] and (before in _TOMORROWS or match["next"] in _TOMORROWS)
        sure = turned or tomorrow or _is_capital_inside(text, start)
    direction = -1 if match["ago"] else 1 if match["next"] or before in _TOMORROWS else 0 if match["this"] else None
    week = direction or 0 if match["week"] and match["turn"] else 0
    part = words.DAY_PARTS.get(match["part"] or "")
    stop = match.start("turn") if match["turn"] else match.end()
    if match["ago"] == "tadi":
        direction = None
    if eve:
        part = DayPart.MALAM
    return _Weekday(start, stop, match.end(), words.WEEKDAYS[name], part, eve, direction, week, sure)


def _is_capital_inside(text: str, start: int) -> bool:
    """Whether a word has a capital that neither a new sentence nor a shouted line explains."""
    if not text[start].isupper() or text[start + 1 : start + 3].isupper():
        return False
    before = text[max(0, start - 3) : start].rstrip(" (")
    return bool(before) and before[-1] not in '.!?:"\n“'


def _positions(flat: str, tokens: Iterable[str]) -> list[int]:
    """Where these words begin, in order; of each at most as many as a text may have dates."""
    return [start for start, _ in anchors(flat, tokens, MOST_DATES)]


def _attach_weekdays(dated: list[FoundDate], weekdays: list[_Weekday], low: str) -> list[FoundDate]:
    """Give each day the weekday beside it. A weekday that belongs to a date is taken out of `weekdays`."""
    if not weekdays or not dated:
        return dated
    ends = [weekday.end for weekday in weekdays]
    used: set[int] = set()
    joined = []
    for found in dated:
        place = _weekday_beside(found, weekdays, ends, low)
        if place is None:
            joined.append(found)
            continue
        weekday = weekdays[place]
        used.add(place)
        stated = None if weekday.eve else weekday.weekday
        span = (weekday.start, weekday.stop)
        joined.append(found._replace(stated_weekday=stated, weekday_span=span, day_part=weekday.part))
    weekdays[:] = [weekday for place, weekday in enumerate(weekdays) if place not in used]
    return joined


def _weekday_beside(found: FoundDate, weekdays: list[_Weekday], ends: list[int], low: str) -> int | None:
    place = bisect_right(ends, found.start) - 1
    if place >= 0 and found.start - ends[place] < 16:
        between = _BETWEEN_WEEKDAY_AND_DATE.fullmatch(low, ends[place], found.start)
        if between is not None:
            return place
    place += 1
    if place < len(weekdays) and 0 < weekdays[place].start - found.stop < 10:
        between = _BETWEEN_DATE_AND_WEEKDAY.fullmatch(low, found.stop, weekdays[place].start)
        return place if between is not None else None
    return None


# Words ---------------------------------------------------------------------------------------------------------------


class _Taken:
    """The parts of the text that already belong to a date."""

    def __init__(self, dates: Iterable[FoundDate]) -> None:
        self._starts: list[int] = []
        self._stops: list[int] = []
        for found in sorted(dates, key=lambda found: found.start):
            self._starts.append(found.start)
            self._stops.append(found.stop)

    def covers(self, start: int, stop: int) -> bool:
        place = bisect_left(self._stops, start + 1)
        return place < len(self._starts) and self._starts[place] < stop

    def repeats(self, stop: int, low: str) -> bool:
        """Whether a date follows at once, so that the word before it only says it again: "hari ini (20/9/2024)"."""
        place = bisect_left(self._starts, stop)
        if place == len(self._starts) or self._starts[place] - stop > 24:
            return False
        return _BEFORE_REPEATED.fullmatch(low, stop, self._starts[place]) is not None


_BEFORE_REPEATED = re.compile(
    rf"[,.]?\s*(?:hari\s)?(?:(?:{_either(words.WEEKDAYS)})\s?)?,?\s*(?:tanggal\s|tgl\.?\s)?[(\[,]?\s*"
)
_DAY_NUMBER = re.compile(r"(?:tanggal|tgl|tgal)\.?\s?([0-9]{1,2})(?![0-9/.:-]|\s?%)(?:\s([a-z]+))?(?:\s([a-z]+))?")


def _day_numbers(
    folded: Folded, present: frozenset[str], dated: list[FoundDate], reference: datetime | None
) -> list[FoundDate]:
    """ "Tanggal 27" in the month that the text speaks of, else in the one that the reference gives."""
    found = []
    known = [other for other in dated if other.precision is not Precision.YEAR]
    for start in _positions(folded.flat, present & {"tanggal", "tgl", "tgal"}):
        match = _DAY_NUMBER.match(folded.low, start)
        if match is None or match[2] in words.MONTHS:
            continue
        value = _day_of_month(int(match[1]), match, known, reference)
        if value is not None:
            found.append(FoundDate(value, None, Precision.DAY, start, match.end(1)))
    taken = _Taken(dated)
    return [each for each in found if not taken.covers(each.start, each.stop)]


def _day_of_month(day: int, match: re.Match[str], known: list[FoundDate], reference: datetime | None) -> date | None:
    if known:
        nearest = min(known, key=lambda other: abs(other.start - match.start())).value
        return _day(nearest.year, nearest.month, day)
    if reference is None:
        return None
    today = reference.date()
    months = [_shift_month(today.replace(day=1), offset) for offset in (-1, 0, 1)]
    days = [value for month in months if (value := _day(month.year, month.month, day))]
    following = {match[2], match[3]}
    if following & words.AGO:
        days = [value for value in days if value < today]
    elif following & words.NEXT:
        days = [value for value in days if value > today]
    return min(days, key=lambda value: abs(value - today), default=None)


def _shift_month(first: date, offset: int) -> date:
    count = first.year * 12 + first.month - 1 + offset
    return date(count // 12, count % 12 + 1, 1)


_OFFSET = re.compile(
    r"h\s?([-+])\s?([0-9]{1,2})(?![0-9])(?:\s(?:jelang|menjelang|sebelum|sesudah|setelah|hari\s)?\s?([a-z]+))?"
)
_BEFORE_OR_AFTER = {
    **dict.fromkeys(listed("sebelum jelang menjelang sakdurunge sadurunge"), -1),
    **dict.fromkeys(listed("setelah sesudah usai sakwise sawise"), 1),
}
_COUNTED_WHAT = re.compile(r"[a-z]+\s(?:hari\s|hari\s-?h\s|pelaksanaan\s|dilaksanakannya\s)?([a-z]+)")
_NAMES_OF_THE_DAY = listed("h pencoblosan coblosan pemungutan")
_VOTING_WORDS = listed(
    "pencoblosan coblosan nyoblos pemungutan pilkada pemilihan pungut coblos pilbup pilgub pilwali pilwalkot"
)
_OTHER_FEASTS = listed(
    "lebaran idul natal kampanye pendaftaran masa debat penetapan puasa ramadan hari imlek acara "
    "pelantikan pertandingan haul"
)


def _offsets(folded: Folded, present: frozenset[str], voting_day: date, taken: _Taken) -> list[FoundDate]:
    """ "H-1" and "dua hari sebelum coblosan", counted from the voting day."""
    found: list[FoundDate] = []
    for start in _positions(folded.flat, present & {"h"}):
        match = _OFFSET.match(folded.low, start)
        if match is not None and match[3] not in _OTHER_FEASTS:
            days = int(match[2]) * (-1 if match[1] == "-" else 1)
            found.append(_counted(voting_day + timedelta(days), start, match.end(2)))
    for start in _positions(folded.flat, present & _NAMES_OF_THE_DAY):
        if folded.flat.endswith("hari ", max(0, start - 5), start):
            stop = start + len(folded.flat[start : start + 12].split()[0])
            found.append(_counted(voting_day, start - 5, stop))
    for start in _positions(folded.flat, present & _BEFORE_OR_AFTER.keys()):
        counted = _days_around(folded, start, voting_day)
        if counted is not None:
            found.append(counted)
    return [each for each in found if not taken.covers(each.start, each.stop)]


def _counted(value: date, start: int, stop: int) -> FoundDate:
    return FoundDate(value, None, Precision.DAY, start, stop, relative=True, anchor="pemungutan")


def _days_around(folded: Folded, start: int, voting_day: date) -> FoundDate | None:
    """ "Dua hari" before "sebelum coblosan", where `start` is that of "sebelum"."""
    what = _COUNTED_WHAT.match(folded.low, start)
    before = folded.flat[max(0, start - 24) : start].split()
    if what is None or what[1] not in _VOTING_WORDS or not before:
        return None
    unit = words.ONE_OF.get(before[-1])
    counted = 1
    begin = folded.flat.rindex(before[-1], 0, start)
    if unit is None:
        unit, number = words.UNITS.get(before[-1]), before[-2] if len(before) > 1 else ""
        counted = int(number) if number.isdigit() and len(number) < 3 else words.NUMBER_WORDS.get(number, 0)
        begin = folded.flat.rindex(number, 0, begin) if number else begin
    if counted == 0 or unit not in ("hari", "minggu"):
        return None
    days = counted * (7 if unit == "minggu" else 1) * _BEFORE_OR_AFTER[what[0].split()[0]]
    return _counted(voting_day + timedelta(days), begin, what.end())


_MONTH_CUES = listed("bulan bln awal akhir pertengahan sejak sampai hingga pada wulan sasi")


def _lone_months(
    folded: Folded, present: frozenset[str], reference: datetime | None, years: list[FoundDate], taken: _Taken
) -> list[FoundDate]:
    """ "Bulan Oktober", "akhir November" in the year of the reference, else the nearest year that the text states."""
    found: list[FoundDate] = []
    for start in _positions(folded.flat, present & _CUED_MONTHS):
        cue = _word_before(folded.low, start)
        stop = start
        while stop < len(folded.flat) and folded.flat[stop] != " ":
            stop += 1
        if cue not in _MONTH_CUES or taken.covers(start, stop):
            continue
        year = _lone_month_year(start, reference, years)
        if year is not None:
            value = date(year, words.MONTHS[folded.flat[start:stop]], 1)
            found.append(FoundDate(value, None, Precision.MONTH, start, stop))
    return found


_CUED_MONTHS = words.LONE_MONTHS | {"maret", "mei"}


def _lone_month_year(start: int, reference: datetime | None, years: list[FoundDate]) -> int | None:
    if reference is not None:
        return reference.year
    if not years:
        return None
    return min(years, key=lambda found: abs(found.start - start)).value.year


# Words counted from the reference ------------------------------------------------------------------------------------

_WORD = r"[a-z]+(?:'[a-z]+)?'?"
_UP_TO_THREE = re.compile(rf"({_WORD})(?:[\s-]({_WORD})(?:\s({_WORD}))?)?")
_SPAN_OF_TIME = re.compile(
    rf"(?:(?P<number>[0-9]{{1,2}}|{_either(words.NUMBER_WORDS)})\s?(?P<unit>{_either(words.UNITS)})|(?P<one>{_either(words.ONE_OF)})"
    rf"|(?P<bare>minggu|mgg|pekan|bulan|bln|tahun|thn|taun))\s(?:(?:{_either(words.CONNECTORS)})\s)?"
    rf"(?:(?P<ago>{_either(words.AGO)})|(?P<ahead>{_either(words.AHEAD | {'ke depan'})})"
    rf"|(?P<this>{_either(words.THIS)}))(?![a-z])"
)
_COUNTED_TOKENS = {token.rstrip("'") for token in words.NUMBER_WORDS} - {"se"}
_SPAN_TOKENS = _COUNTED_TOKENS | words.ONE_OF.keys() | listed("minggu mgg pekan bulan bln tahun thn taun")
_UNIT_TOKENS = frozenset(words.UNITS)
_TURNS = words.AGO | words.AHEAD
_COUNTED_FIGURES = re.compile(r"[0-9]{1,2}\s?$")


def _phrase_starts() -> dict[str, frozenset[str]]:
    """For each word that may begin a phrase, those of which one must be in the text too; none if it may stand alone."""
    seconds: dict[str, set[str]] = {}
    alone = set()
    for phrase in words.PHRASES:
        parts = re.findall("[a-z]+", phrase)
        seconds.setdefault(parts[0], set()).update(parts[1:2])
        if len(parts) == 1:
            alone.add(parts[0])
    for token in _SPAN_TOKENS:
        seconds.setdefault(token, set()).update(_TURNS | words.THIS)
    return {token: frozenset() if token in alone else frozenset(after) for token, after in seconds.items()}


_STARTS = _phrase_starts()


def _relative(
    folded: Folded, present: frozenset[str], weekdays: list[_Weekday], reference: datetime, taken: _Taken
) -> list[FoundDate]:
    low = folded.low
    found = [
        _weekday_date(weekday, reference, low)
        for weekday in weekdays
        if weekday.sure and not taken.covers(weekday.start, weekday.end)
    ]
    reached = 0
    beside = _Taken(found)
    for start, token in _relative_anchors(folded, present):
        if start < reached or taken.covers(start, start + 1) or beside.covers(start, start + 1):
            continue
        counted = _span_of_time(low, start, reference) if token in _SPAN_TOKENS else None
        counted = counted or _phrase(low, start, reference)
        if counted is None or beside.covers(counted.start, counted.stop):
            continue
        reached = counted.stop
        if not taken.repeats(counted.stop, low):
            found.append(counted)
    return found


def _relative_anchors(folded: Folded, present: frozenset[str]) -> list[tuple[int, str]]:
    likely = [
        token for token in present & _STARTS.keys() if not (after := _STARTS[token]) or not after.isdisjoint(present)
    ]
    found = anchors(folded.flat, likely, MOST_DATES)
    if present.isdisjoint(_UNIT_TOKENS) or present.isdisjoint(_TURNS):
        return found
    for at in _positions(folded.flat, present & _UNIT_TOKENS):
        figures = _COUNTED_FIGURES.search(folded.low, max(0, at - 3), at)
        if figures is not None:
            found.append((figures.start(), "minggu"))
    return sorted(found)


def _weekday_date(weekday: _Weekday, reference: datetime, low: str) -> FoundDate:
    today = reference.date()
    day = (weekday.weekday - weekday.eve) % 7
    since = (today.weekday() - day) % 7
    if weekday.week:
        value = today + timedelta(day - today.weekday() + 7 * weekday.week)
    elif weekday.direction == -1:
        value = today - timedelta(since or 7)
    elif weekday.direction == 1:
        value = today + timedelta(-since % 7 or 7)
    elif weekday.direction == 0 or _is_ahead(low, weekday.start, weekday.end):
        value = today + timedelta(-since % 7)
    else:
        value = today - timedelta(since)
    start = weekday.start
    return FoundDate(value, None, Precision.DAY, start, weekday.end, relative=True, day_part=weekday.part)


_AHEAD_CUES = listed(
    "akan bakal mau arep ate rencana rencananya rencanane diundur ditunda dijadwalkan dijadwal nanti mengko siap siap2 "
    "nyiapin nyiapno menyiapkan undangan undang resepsi wajib mohon dimohon besok jelang menjelang jadwal deadline "
    "paling ayo ditunggu mulai jgn jangan ojo aja lali lupa dateng teko hadir gratis pendaftaran"
)
_CLAUSE_BREAK = re.compile(r"[.;!?\n]")


def _is_ahead(low: str, start: int, stop: int) -> bool:
    """Whether the clause around a weekday speaks of what will be."""
    before = _CLAUSE_BREAK.split(low[max(0, start - 90) : start])[-1]
    after = _CLAUSE_BREAK.split(low[stop : stop + 60], 1)[0]
    return not _AHEAD_CUES.isdisjoint(f"{before} {after}".replace(",", " ").split())


def _phrase(low: str, start: int, reference: datetime) -> FoundDate | None:
    match = _UP_TO_THREE.match(low, start)
    if match is None:
        return None
    for last in (3, 2, 1):
        if match[last] is None:
            continue
        phrase = " ".join(match.group(*range(1, last + 1))) if last > 1 else match[1]
        meaning = words.PHRASES.get(phrase) or words.PHRASES.get(phrase.rstrip("'"))
        if meaning is not None:
            if phrase == "hari ini" and _is_number(_word_before(low, start)):
                return None  # "sudah tiga hari ini"
            if phrase == "patang" and match[2] in words.FOUR_OF:
                return None
            if last == 1 and (match[2] == match[1] or low[start - 1 : start] == "-"):
                return None  # "kemarin-kemarin" is no day
            stop = match.end(last)
            return _counted_phrase(phrase, meaning, start, stop, reference)
    return None


def _is_number(word: str) -> bool:
    return word.isdigit() or word in words.NUMBER_WORDS


def _counted_phrase(phrase: str, meaning: words.Relative, start: int, stop: int, reference: datetime) -> FoundDate:
    days, part = meaning
    small_hours = reference.hour < 4 and (reference.hour, reference.minute, reference.second) != (0, 0, 0)
    if small_hours and days == 0 and part in (DayPart.SIANG, DayPart.SORE) and not phrase.endswith(("ini", "iki")):
        days = -1
    value = reference.date() + timedelta(days)
    vague = phrase in words.VAGUE_PHRASES
    return FoundDate(value, None, Precision.DAY, start, stop, relative=True, day_part=part, vague=vague)


def _span_of_time(low: str, start: int, reference: datetime) -> FoundDate | None:
    match = _SPAN_OF_TIME.match(low, start)
    if match is None:
        return None
    today = reference.date()
    sign = -1 if match["ago"] else 1 if match["ahead"] else 0
    if match["bare"]:
        return _bare_span(match, words.UNITS[match["bare"]], sign, today)
    number = match["number"]
    count = 1 if number is None else int(number) if number.isdigit() else words.NUMBER_WORDS[number]
    unit = words.ONE_OF[match["one"]] if match["one"] else words.UNITS[match["unit"]]
    if sign == 0 or count > 60:
        return None
    start, stop = match.span()
    if unit in ("hari", "minggu"):
        value = today + timedelta(sign * count * (7 if unit == "minggu" else 1))
        return FoundDate(value, None, Precision.DAY, start, stop, relative=True)
    if unit == "bulan":
        return FoundDate(
            _shift_month(today.replace(day=1), sign * count), None, Precision.MONTH, start, stop, relative=True
        )
    return FoundDate(date(today.year + sign * count, 1, 1), None, Precision.YEAR, start, stop, relative=True)


def _bare_span(match: re.Match[str], unit: str, sign: int, today: date) -> FoundDate | None:
    """ "Pekan lalu", "bulan ini", "tahun depan"."""
    start, stop = match.span()
    if match["ahead"] == "lagi":
        return None
    if unit == "minggu":
        monday = today - timedelta(today.weekday()) + timedelta(7 * sign)
        return FoundDate(monday, monday + timedelta(6), Precision.DAY, start, stop, relative=True)
    if unit == "bulan":
        month = _shift_month(today.replace(day=1), sign)
        return FoundDate(month, None, Precision.MONTH, start, stop, relative=True)
    return FoundDate(date(today.year + sign, 1, 1), None, Precision.YEAR, start, stop, relative=True)


# The day of the topic -------------------------------------------------------------------------------------------------

# Words before a date that is not the day of the topic: a birth, a document, the end of a term.
_NEVER_BEFORE = re.compile(
    r"\b(?:lahir|kelahiran|tertanggal|bertanggal|diterbitkan|terbit|dipublikasikan|diperbarui|updated?|published|posted"
    r"|diakses|berlaku|disahkan|diundangkan)(?:\s(?:di|pada|oleh|tanggal|tgl|hari|sejak|mulai)|\s[a-z]+,)?\s*[:(]?\s*$"
)
_ASIDE_BEFORE = re.compile(
    r"\b(?:tayang|dilantik|sebelumnya|terakhir|s/d|s\.d\.?|sd"
    r"|paling lambat|paling lama|plg lambat|plg lama|maks|maksimal|selambatnya|deadline|ditunda|berakhir|batas waktu"
    r"|per|terhitung|pilkada|pemilu|pilpres|pileg|pilgub|pilbup|pilwali|biasanya|biasane|biasanyo|kata)"
    r"(?:\s(?:dengan|dgn|pada|tanggal|tgl|hari|mulai)|\s[a-z]+,)?\s*[:(]?\s*$"
)
_SINCE_BEFORE = re.compile(r"\b(?:sejak|dari|dr|ket|kawit)(?:\s(?:pada|tanggal|tgl|hari))?\s*$")
_UNTIL_BEFORE = re.compile(r"\b(?:hingga|sampai|sampe|smp|ampe)(?:\s(?:dengan|dgn|pada|tanggal|tgl|hari))*\s*$")
_SAME_CLAUSE = re.compile(r"[.!?;]\s|\n")
_STAGE_REACH = 70
_LEAST_SCORE = 0.3
_LEAST_WHEN_ONGOING = 1.5
_SINCE_SCORE = 0.9


def choose_event_date(
    findings: DateFindings,
    *,
    stage_spans: Sequence[tuple[int, int]] = (),
    reference: datetime | None = None,
    voting_day: date | None = None,
    ongoing: bool = False,
) -> FoundDate | None:
    """The day of the main topic, or None when the text does not let it be told.

    A day beside its weekday and in brackets near the start is the press's way to say when; a word counted from the
    reference is the speaker's. A day that belongs to a stage of the election, a birth, a document or a deadline is
    none, nor is the voting day itself where the text merely looks ahead to it. Of equals the earlier in the text wins.
    With `ongoing` the caller holds that the text tells what goes on now: then a text without another date is of the
    day of the reference, and the answer has an empty span.
    """
    best: FoundDate | None = None
    best_score = _LEAST_WHEN_ONGOING if ongoing and reference is not None else _LEAST_SCORE
    low = findings.text.lower()
    for found in findings.dates:
        if found.precision is not Precision.DAY:
            continue
        score = _event_score(found, low, stage_spans, reference, voting_day) - found.start / 4000
        if score > best_score:
            best, best_score = found, score
    if best is None and ongoing and reference is not None:
        return FoundDate(reference.date(), None, Precision.DAY, 0, 0, relative=True, vague=True)
    return best


def _event_score(
    found: FoundDate,
    low: str,
    stage_spans: Sequence[tuple[int, int]],
    reference: datetime | None,
    voting_day: date | None,
) -> float:
    start = found.weekday_span[0] if found.weekday_span and found.weekday_span[0] < found.start else found.start
    bracketed = low[found.start - 1 : found.start] in ("(", "[") or low[found.stop : found.stop + 1] == ")"
    pressed = bracketed and (found.weekday_span is not None or found.written)
    if _NEVER_BEFORE.search(low, max(0, start - 40), start):
        return 0.0
    if not pressed and found.end is None and _ASIDE_BEFORE.search(low, max(0, start - 40), start):
        return 0.0
    ahead = reference is None or found.value > reference.date()
    if not pressed and _UNTIL_BEFORE.search(low, max(0, start - 30), start):
        return 0.0 if ahead else _SINCE_SCORE
    if not pressed and _SINCE_BEFORE.search(low, max(0, start - 24), start):
        return _SINCE_SCORE
    if found.relative:
        score = _relative_score(found, ahead=ahead)
    else:
        score = 3.0 + 2.0 * (found.weekday_span is not None) + 1.0 * bracketed
        score -= 1.0 * (ahead and reference is not None and found.weekday_span is None)
    if not pressed and ahead:
        score -= _stage_penalty(found, low, stage_spans, voting_day)
    if found.end is not None:
        score -= 4.0 if found.relative else 1.5
    return score


def _stage_penalty(
    found: FoundDate, low: str, stage_spans: Sequence[tuple[int, int]], voting_day: date | None
) -> float:
    """What speaks against a day to come that a text names beside a stage, or that is the voting day itself."""
    on_voting_day = voting_day is None or found.value == voting_day
    if _belongs_to_stage(found, low, stage_spans):
        return 6.0 if on_voting_day else 1.5
    if found.value != voting_day:
        return 0.0
    return 1.5 if found.relative else 3.0


def _relative_score(found: FoundDate, *, ahead: bool) -> float:
    if found.vague:
        return 1.0
    if found.anchor is not None:
        return 0.0 if ahead else 2.0
    return 2.2 if ahead else 3.5


def _belongs_to_stage(found: FoundDate, low: str, stage_spans: Sequence[tuple[int, int]]) -> bool:
    for start, stop in stage_spans:
        left, right = (stop, found.start) if stop <= found.start else (found.stop, start)
        if right - left <= _STAGE_REACH and (right <= left or not _SAME_CLAUSE.search(low, left, right)):
            return True
    return False


_TOLD_AS_TODAY = frozenset({"happened", "informational", "prevention"})


def is_of_today(stance: str, *, reference: datetime | None, voting_day: date | None) -> bool:
    """Whether a text without a date speaks of the day of its reference: what goes on, and reports of the voting day."""
    if reference is None:
        return False
    return stance == "ongoing" or (stance in _TOLD_AS_TODAY and reference.date() == voting_day)
