"""Officials named in a text: who, with what rank, in which office.

A name counts only beside an office or a rank. Who stands for election, who once held an office, and citizens are
left out. Where an office is followed by a place and a name without a mark between them ("Ketua KPU Kampar
Yulizar"), the words that are known as places belong to the office: names of kabupaten and kota, what the text
itself calls a kecamatan, desa and so on, and whatever the caller's `is_place` knows. In a headline every word has a
capital, so a name from there counts only when the text below repeats it.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from typing import NamedTuple

from rapidfuzz.distance import Levenshtein

from kondusif.understanding import offices
from kondusif.understanding.date_words import listed
from kondusif.understanding.folding import Folded, anchors, fold

# More offices than this in one text are a list of all posts; the rest of it is not read.
MOST_OFFICES = 150
_LONGEST_NAME = 6


@dataclass(frozen=True, slots=True)
class FoundActor:
    """An office holder. `name` is the fullest spelling, without titles; `mentions` are the places of each spelling."""

    name: str
    rank: str | None
    role: str | None
    institution: str | None
    institution_place: str | None
    mentions: list[tuple[int, int]]


def find_actors(text: str, *, is_place: Callable[[str], bool] | None = None) -> list[FoundActor]:
    """The officials named in the text, in the order in which they appear."""
    folded = fold(text)
    tokens = folded.words & _FIRST_WORDS
    if not tokens:
        return []
    places = _Places(folded, is_place)
    mentions = _mentions(text, folded, tokens, places)
    people = _people(text, mentions)
    _find_short_mentions(text, folded, people)
    return [_actor(person, text) for person in sorted(people, key=lambda person: person.mentions[0].start)]


# Words of the text ---------------------------------------------------------------------------------------------------


class _Token(NamedTuple):
    start: int
    stop: int
    text: str
    low: str
    capital: bool


_TOKEN = re.compile(r"[^\W\d_][\w'’]*(?:-[^\W\d_][\w'’]*)*|[0-9][\w/]*|[^\w\s]|\n")
_END = _Token(0, 0, "", "", capital=False)


class _Reader:
    """The words and marks from a place on, made as they are asked for."""

    def __init__(self, text: str, low: str, start: int, *, capital: bool = True) -> None:
        self.capital = capital
        self._low = low
        self._found: list[_Token] = []
        self._source = _TOKEN.finditer(text, start, start + 400)

    def __getitem__(self, place: int) -> _Token:
        found = self._found
        while len(found) <= place:
            match = next(self._source, None)
            if match is None:
                return _END
            start, stop = match.span()
            text = match[0]
            found.append(_Token(start, stop, text, self._low[start:stop], text[0].isupper()))
        return found[place]


class _Places:
    """What is known to be a place: a list of kabupaten and kota, the text's own words, the caller's gazetteer."""

    def __init__(self, folded: Folded, is_place: Callable[[str], bool] | None) -> None:
        self._folded = folded
        self._is_place = is_place
        self._named: dict[str, list[int]] = {}

    def prefix(self, run: list[_Token], *, ask: bool = True) -> int:
        """How many of the first words are a place. With `ask` the gazetteer is heard too."""
        longest = 0
        for count in range(min(len(run), 4), 0, -1):
            if self.known(run[:count]) or (ask and count + 1 < len(run) and self.listed(run[:count])):
                longest = count
                break
        while longest < len(run) and _belongs_to_place(run, longest):
            longest += 1
        return longest

    def known(self, run: list[_Token]) -> bool:
        """Whether these words are a place by the short list, or because the text says so elsewhere."""
        name = " ".join(token.low for token in run)
        return name in offices.KNOWN_PLACES or (bool(name) and self._is_named_elsewhere(name, run[0].start))

    def listed(self, run: list[_Token]) -> bool:
        """Whether the caller's gazetteer has the name; many people are called like some village."""
        return self._is_place is not None and self._is_place(" ".join(token.text for token in run))

    def is_area(self, run: list[_Token]) -> bool:
        """Whether words that might be a name are rather one or several places."""
        return self.listed(run) or self.ends_in_place(run) or (len(run) > 1 and all(self.listed([one]) for one in run))

    def ends_in_place(self, run: list[_Token]) -> bool:
        """Whether the last words are a place: "Kutalimbaru Deli Serdang", "Sangir Solok Selatan"."""
        while len(run) > 1 and run[-1].low in offices.DIRECTIONS:
            run = run[:-1]
        return any(self.known(run[-count:]) for count in (1, 2) if count <= len(run))

    def _is_named_elsewhere(self, name: str, start: int) -> bool:
        """Whether the text calls an area so: "Kecamatan Sine" makes "Sine" one wherever else it stands."""
        if name not in self._named:
            self._named[name] = self._called_so(name)
        return any(at != start for at in self._named[name])

    def _called_so(self, name: str) -> list[int]:
        low, flat, _ = self._folded
        found: list[int] = []
        for at, _ in anchors(flat, (name,), 12):
            before = flat[max(0, at - 16) : at].split() if low[at - 1 : at] == " " else []
            if before and before[-1] in offices.PLACE_CUES and before[-2:-1] not in (["kepala"], ["raja"]):
                found.append(at)
        return found


def _belongs_to_place(run: list[_Token], at: int) -> bool:
    """Whether a word can only be part of a place: "Barat", "OKU", the figure of "Mantaren II"."""
    token = run[at]
    if token.text in ("I", "II", "III", "IV", "V", "VI"):
        return at > 0 and not (at + 1 < len(run) and run[at + 1].low in offices.BALINESE)
    if token.low == "dan":
        return True
    return token.low in offices.DIRECTIONS or (token.text.isupper() and 1 < len(token.text) < 6)


# Offices and ranks ---------------------------------------------------------------------------------------------------


@dataclass(slots=True)
class _Office:
    """An office in the text: `role` in our spelling, `institution` the word for its body, `body` when that is sure."""

    role: str
    institution: str
    stop: int
    body: bool = False


@dataclass(slots=True)
class _Mention:
    """A name in the text, its folded words, and what stands beside it."""

    start: int
    stop: int
    words: list[str]
    rank: str | None = None
    role: str | None = None
    institution: str | None = None
    place: str | None = None
    body: str = ""


_FIRST_WORDS = (
    frozenset(
        phrase.split()[0] for phrase in (*offices.ROLES, *offices.BODY_HEADS, *offices.OPEN_HEADS, *offices.ACTING)
    )
    | offices.RANKS.keys()
)


def _mentions(text: str, folded: Folded, tokens: frozenset[str], places: _Places) -> list[_Mention]:
    found: list[_Mention] = []
    reached = 0
    for start, token in anchors(folded.flat, tokens, MOST_OFFICES):
        if start < reached:
            continue
        if token in offices.RANKS:
            mention = _ranked(_Reader(text, folded.low, start, capital=text[start].isupper()))
            stop = mention.stop if mention is not None else start
        else:
            mention, stop = _in_office(text, folded, start, token, places, found)
        reached = max(reached, stop)
        if mention is not None:
            found.append(mention)
    return found


def _ranked(reader: _Reader) -> _Mention | None:
    """A rank and a name: "Kompol Ainun"."""
    rank, place = _rank(reader, 0)
    assert rank is not None
    name = _name(reader, place, ranked=True)
    return None if name is None else _named(name, rank)


def _named(name: list[_Token], rank: str | None) -> _Mention:
    return _Mention(name[0].start, name[-1].stop, [token.low for token in name if token.text != "."], rank)


def _rank(reader: _Reader, place: int) -> tuple[str | None, int]:
    """A rank with its branch at this place, and the place after it: "Letkol Arh."."""
    spelling = offices.RANKS.get(reader[place].low)
    if spelling is None:
        return None, place
    place = _past_dot(reader, place + 1)
    if reader[place].text == "(" and reader[place + 2].text == ")" and reader[place + 1].low in offices.RANK_PARTS:
        return f"{spelling} {offices.RANK_PARTS[reader[place + 1].low]}", place + 3
    branch = offices.RANK_PARTS.get(reader[place].low)
    if branch is not None:
        past = _past_dot(reader, place + 1)
        corps = reader[past].text == "(" and reader[past + 2].text == ")"
        return f"{spelling} {branch}", past + 3 if corps else past
    return spelling, place


def _past_dot(reader: _Reader, place: int) -> int:
    return place + 1 if reader[place].text == "." and reader[place].start == reader[place - 1].stop else place


def _in_office(
    text: str, folded: Folded, start: int, token: str, places: _Places, found: list[_Mention]
) -> tuple[_Mention | None, int]:
    """The holder of the office that begins here, and where what was read ends."""
    office = _office(text, folded, start, token)
    if office is None or _is_out_of_office(folded.low, start):
        return None, 0
    area: list[_Token] = []
    outcome = _NOBODY
    if _may_go_on(text, folded.flat, office.stop):
        reader = _Reader(text, folded.low, office.stop, capital=text[start].isupper())
        area, place = _area(reader, 0)
        outcome = _holder(reader, place, office, area, places)
    mention = outcome.mention or _holder_before(text, folded, start, found)
    if mention is None:
        return None, office.stop
    mention.role = office.role
    mention.institution, mention.place = _institution(office, area + outcome.place)
    mention.body = office.institution
    return mention, max(office.stop, outcome.mention.stop if outcome.mention else 0)


_GO_ON = offices.AREA_WORDS | offices.TITLES | offices.RANKS.keys() | frozenset({"yakni", "yaitu", "bernama", "dan"})


def _may_go_on(text: str, flat: str, stop: int) -> bool:
    """Whether what follows an office may say where or who; most offices are mentioned without."""
    at = stop
    while at < len(text) and at - stop < 6 and flat[at] == " ":
        at += 1
    if at == len(text) or flat[at] == " ":
        return False
    if not text[at].islower():
        return True
    return flat[at : at + 12].split(" ", 1)[0] in _GO_ON


def _is_out_of_office(low: str, start: int) -> bool:
    before = low[max(0, start - 30) : start].replace("(", " ").replace(")", " ").split()
    return not offices.NOT_IN_OFFICE.isdisjoint(before[-2:]) and "." not in "".join(before[-1:])


_ACTING = re.compile(
    r"(?P<word>pjs?|plt|plh|penjabat(?:\ssementara)?|pejabat\ssementara|pelaksana\s(?:tugas|harian))(?![a-z])\.?"
    r"(?:\s?\(\s?(?P<inner>pjs?|plt|plh)\.?\s?\))?\s?"
)
_BODY = re.compile(rf"\s({'|'.join(sorted(offices.BODIES, key=len, reverse=True))})(?![a-z])")


def _by_first_words() -> dict[str, dict[str, list[str]]]:
    """The phrases that begin an office, by their first and their second word, longest first."""
    grouped: dict[str, dict[str, list[str]]] = {}
    for phrase in sorted({*offices.ROLES, *offices.BODY_HEADS, *offices.OPEN_HEADS}, key=len, reverse=True):
        first, _, rest = phrase.partition(" ")
        grouped.setdefault(first, {}).setdefault(rest.partition(" ")[0], []).append(phrase)
    return grouped


_OFFICES = _by_first_words()


def _office(text: str, folded: Folded, start: int, token: str) -> _Office | None:
    """The office that begins here: "Pj. Bupati", "Ketua KPU", "Kepala Dinas Pendidikan"."""
    acting = _ACTING.match(folded.low, start) if token in _FIRST_ACTING else None
    if acting is None:
        return _plain_office(text, folded, start, token)
    following = folded.flat[acting.end() : acting.end() + 24].split()
    office = _plain_office(text, folded, acting.end(), following[0]) if following else None
    if office is not None:
        office.role = f"{offices.ACTING[acting['inner'] or ' '.join(acting['word'].split())]} {office.role}"
    return office


_FIRST_ACTING = frozenset(phrase.split()[0] for phrase in offices.ACTING)


def _plain_office(text: str, folded: Folded, start: int, word: str) -> _Office | None:
    after = start + len(word) + 1
    second = folded.flat[after : after + 20].partition(" ")[0]
    phrases = _OFFICES.get(word, {})
    for phrase in (*phrases.get(second, ()), *phrases.get("", ())):
        stop = start + len(phrase)
        if not folded.low.startswith(phrase, start) or folded.flat[stop : stop + 1].strip():
            continue
        known = offices.ROLES.get(phrase)
        office = _Office(known[0], known[1], stop) if known else _headed_office(text, folded, start, stop, phrase)
        if office is not None:
            return office
    return None


def _headed_office(text: str, folded: Folded, start: int, stop: int, phrase: str) -> _Office | None:
    """An office told by a head and a body or field: "Ketua" of "KPU", "Kabid" of "Aptika"."""
    head = offices.BODY_HEADS.get(phrase)
    if head is None:
        return _open_office(_Reader(text, folded.low, stop), offices.OPEN_HEADS[phrase])
    body = _BODY.match(folded.low, stop)
    if body is not None:
        spelling = offices.BODIES[body[1]]
        role = head if head == "Komisioner" else f"{head} {spelling}"
        return _Office(role, spelling, body.end(), body=True)
    if phrase == "komisioner" or (phrase == "ketua" and _is_signature(_Reader(text, folded.low, start), 0)):
        return _Office(head, "", stop)
    return None


def _is_signature(reader: _Reader, place: int) -> bool:
    """Whether a letter is signed here: "Ketua," and a name, which ends the line."""
    if not reader[place].capital or reader[place + 1].text != ",":
        return False
    name = _name(reader, place + 2)
    if name is None or len(name) < 2:
        return False
    ahead = place + 2
    while reader[ahead].start <= name[-1].start and reader[ahead] is not _END:
        ahead += 1
    return reader[ahead].text in (".", "\n", "")


_POLICE_FIELDS = frozenset(
    {"reskrim", "intelkam", "lantas", "samapta", "binmas", "siber", "tipikor", "tipidter", "ops"}
)


def _open_office(reader: _Reader, head: str) -> _Office | None:
    """A head with its field: "Kepala Dinas Pendidikan", "Kabid Aptika"."""
    field_words: list[_Token] = []
    while len(field_words) < 7:
        token = reader[len(field_words)]
        after_office = bool(field_words) and token.low in ("pp", "negeri")
        if not (token.low in offices.TOPICS or token.low in offices.OFFICES_AFTER_HEAD or after_office):
            break
        if field_words and token.low in offices.INSTITUTIONS and not head.startswith("Kepala"):
            break
        field_words.append(token)
    while field_words and field_words[-1].low == "dan":
        field_words.pop()
    if not field_words or (head == "Kepala" and field_words[0].low not in offices.OFFICES_AFTER_HEAD):
        return None
    spelled = " ".join(token.text for token in field_words)
    institution = spelled if head == "Kepala" else f"Dinas {spelled}" if head == "Kepala Dinas" else ""
    if head == "Kepala Badan":
        institution = f"Badan {spelled}"
    elif field_words[0].low in _POLICE_FIELDS:
        institution = "Polres"
    return _Office(f"{head} {spelled}", institution, field_words[-1].stop)


def _area(reader: _Reader, place: int) -> tuple[list[_Token], int]:
    """The words after an office that say where, as far as they are words of institutions and figures."""
    area: list[_Token] = []
    while True:
        token = reader[place]
        if token.low in offices.INSTITUTIONS and (token.capital or token.low in offices.AREA_WORDS):
            area.append(token)
            place = _past_dot(reader, place + 1)
        elif token.text[:1].isdigit() and len(token.text) <= 8:
            area.append(token)
            place += 1
            if reader[place].text == "/":
                place += 1
        else:
            return area, place


def _institution(office: _Office, area: list[_Token]) -> tuple[str | None, str | None]:
    """The institution as one writes it, and the place in its name."""
    names = [token.text for token in area]
    lows = [token.low for token in area]
    while lows and lows[0] == office.institution.lower():
        names, lows = names[1:], lows[1:]
    kept = [place for place, low in enumerate(lows) if low not in offices.INSTITUTIONS and not low[:1].isdigit()]
    place_name = " ".join(names[kept[0] :]) if kept else None
    if place_name is not None and kept[0] and lows[kept[0] - 1] in ("kota", "kabupaten"):
        place_name = f"{names[kept[0] - 1]} {place_name}"
    own = bool(lows) and lows[0] in offices.INSTITUTIONS and lows[0] not in offices.AREA_WORDS
    prefix = "" if own else office.institution
    if prefix == "Pemkab" and lows[:1] == ["kota"]:
        prefix, names = "Pemkot", names[1:]
    if (
        prefix in ("Pemkab", "Pemkot", "Pemprov", "Desa", "Kecamatan", "Kelurahan")
        and lows[:1]
        and (lows[0] in offices.AREA_WORDS)
    ):
        names = names[1:]
    whole = " ".join([prefix, *names]).strip()
    return whole or None, place_name


_AREA_OF = {"Pemkab": ("Pemkab", "Kabupaten", "Bupati"), "Pemkot": ("Pemkot", "Wali Kota", "Kota")}
_NAME_OF_BODY = re.compile(r" ((?:(?:Kabupaten|Kota|Kecamatan|Desa) )?[A-Z][a-z]+(?:[ -][A-Z][a-z]+){0,2})(?![A-Za-z])")


def _complete_institution(mention: _Mention, text: str) -> None:
    """Take the place from the only body of this kind that the text names: "Kapolres" is of "Polres Kediri Kota"."""
    institution = mention.body
    named: set[str] = set()
    for word in _AREA_OF.get(institution, (institution,)):
        at = text.find(word)
        for _ in range(12):
            if at < 0:
                break
            match = _NAME_OF_BODY.match(text, at + len(word))
            ranked = match is not None and match[1].split()[0].lower() in offices.RANKS
            if match is not None and not ranked and not text[at - 1 : at].isalpha():
                named.add(match[1])
            at = text.find(word, at + 1)
    shortest = min(named, key=len, default=None)
    if shortest is None or not all(name.startswith(shortest) for name in named):
        return
    if mention.institution == institution and text[mention.start : mention.stop] not in shortest:
        mention.institution, mention.place = f"{institution} {shortest}", shortest


# Names ---------------------------------------------------------------------------------------------------------------


class _Outcome(NamedTuple):
    mention: _Mention | None
    place: list[_Token]


_NOBODY = _Outcome(None, [])
# Their holders are named with a rank, or not at all.
_UNIFORMED = frozenset({"Polda", "Polres", "Polresta", "Polrestabes", "Polsek", "Kodim", "Korem", "Kodam", "Koramil"})


def _holder(reader: _Reader, place: int, office: _Office, area: list[_Token], places: _Places) -> _Outcome:
    """The place that follows an office, and the name after it."""
    run = _run(reader, place)
    after = place + len(run)
    cued = 1 if area and area[-1].low in offices.AREA_WORDS else 0
    mark = reader[after]
    if mark.low in offices.RANKS or (mark.low in offices.TITLES and mark.text != "") or mark.text == "(":
        name_at = after + (mark.text == "(")
        return _Outcome(_titled(reader, name_at, capital=bool(run) or bool(area)), run)
    sure = places.prefix(run)
    known = max(sure, min(cued, len(run)))
    if known == len(run):
        placed = bool(run or area or office.body)
        return _Outcome(_after_mark(reader, after, places, placed=placed), run)
    small = office.institution in offices.SMALL_BODIES
    if mark.text == "," and cued and (not sure or small):
        return _Outcome(_after_mark(reader, after, places, placed=True), run)
    if mark.text == ",":
        return _before_comma(reader, after, run, sure, office, places)
    rest = run[known:]
    doubtful = known == 0 or not reader.capital
    if places.listed(run) or places.ends_in_place(rest) or (doubtful and places.is_area(rest)):
        return _Outcome(None, run)
    if not _may_stand_alone(rest, office, reader, after, area, placed=known > 0):
        return _Outcome(None, run)
    name = _name(reader, place + known)
    return _NOBODY if name is None else _Outcome(_named(name, None), run[:known])


def _run(reader: _Reader, place: int) -> list[_Token]:
    """The words with a capital from here on that may be a place or a name."""
    run: list[_Token] = []
    while len(run) < _LONGEST_NAME + 2:
        token = reader[place + len(run)]
        if token.low == "dan" and run and reader[place + len(run) + 1].low == "kepulauan":
            run.append(token)
            continue
        if not token.capital or token.low in offices.RANKS or token.low in offices.TITLES:
            break
        if token.low in offices.NO_NAME and token.low not in offices.DIRECTIONS:
            break
        run.append(token)
    return run


def _titled(reader: _Reader, place: int, *, capital: bool) -> _Mention | None:
    """A name with its rank or title before it."""
    rank, place = _rank(reader, place)
    name = _name(reader, place, ranked=rank is not None)
    if name is None or (rank is None and not capital and len(name) == 1 and not name[0].capital):
        return None
    return _named(name, rank)


def _after_mark(reader: _Reader, place: int, places: _Places, *, placed: bool) -> _Mention | None:
    """The name after a comma or "yakni", past further areas: "Kepala Desa Drancang, Kecamatan Menganti, Eko"."""
    if reader[place].text != "," and reader[place].low not in ("yakni", "yaitu", "bernama"):
        return None
    place += 1
    while reader[place].text == "\n":
        place += 1
    past = _past_area(reader, place, places)
    if past is not None:
        return _after_mark(reader, past, places, placed=True)
    rank, after_rank = _rank(reader, place)
    name = _name(reader, after_rank, ranked=rank is not None)
    if name is None or (
        rank is None and len(name) < 2 and not _may_be_one_word(reader, name[0], places, placed=placed)
    ):
        return None
    return _named(name, rank)


def _past_area(reader: _Reader, place: int, places: _Places) -> int | None:
    """Where the comma after an area stands, if an area begins here."""
    token = reader[place]
    if token.low not in offices.AREA_WORDS and not places.prefix(_run(reader, place)[:3], ask=False):
        return None
    for ahead in range(1, 6):
        if reader[place + ahead].text == ",":
            return place + ahead
    return None


def _may_be_one_word(reader: _Reader, name: _Token, places: _Places, *, placed: bool) -> bool:
    """Whether one word after "Camat Donorojo," is a name: not after an office in small letters, where it is a place."""
    place = 0
    while reader[place].start <= name.start and reader[place] is not _END:
        place += 1
    if not placed:
        return reader[place].text == "," and _is_degree(reader, place + 1)
    if places.listed([name]):
        return False
    if reader.capital or reader[place].text == ".":
        return True
    return reader[place].text == "," or reader[place].low in offices.SPEECH


def _before_comma(
    reader: _Reader, comma: int, run: list[_Token], known: int, office: _Office, places: _Places
) -> _Outcome:
    """ "Camat Donorojo, Suharto" names a place before the comma, "Ketua KPU Sugino, S.H." a person."""
    rest = run[known:]
    if known and office.institution not in offices.SMALL_BODIES:
        return _Outcome(_named(rest, None), run[:known])
    following = None if _is_degree(reader, comma + 1) else _after_mark(reader, comma, places, placed=True)
    if following is not None:
        return _Outcome(following, run)
    alone = len(rest) >= 2 or office.institution in offices.REGENCY_BODIES or _is_degree(reader, comma + 1)
    if alone and not places.is_area(rest):
        return _NOBODY if office.institution in _UNIFORMED else _Outcome(_named(rest, None), run[:known])
    return _Outcome(None, run)


_DEGREES = listed("s m sh se mm mh sip ssos skom spd mpd msi mkes amd sst stp sag mag lc map")


def _is_degree(reader: _Reader, place: int) -> bool:
    """Whether an academic degree begins here: "S.H.", "M.Si", not the initial of "M. Hasan"."""
    word, dot, following = reader[place], reader[place + 1], reader[place + 2]
    if not word.capital or word.low not in _DEGREES:
        return False
    return dot.text != "." or (following.start == dot.stop and len(following.text) <= 5)


def _may_stand_alone(
    rest: list[_Token], office: _Office, reader: _Reader, after: int, area: list[_Token], *, placed: bool
) -> bool:
    """Whether words right after an office are a name, not a place that we do not know."""
    small = office.institution in offices.SMALL_BODIES
    regional = office.body and not small
    if len(rest) >= 2:
        return placed or regional or rest[-1].low not in offices.DIRECTIONS
    if reader[after].low in offices.SPEECH:
        return placed or regional or (office.institution not in _UNIFORMED and len(rest[0].text) > 3)
    if not reader.capital and not regional:
        return False
    if placed or regional:
        return not (area and area[-1].text[:1].isdigit())
    return not area and not (office.body and small) and office.institution not in _UNIFORMED and len(rest[0].text) > 3


def _name(reader: _Reader, place: int, *, ranked: bool = False) -> list[_Token] | None:
    """The words of a name from here on, past titles."""
    place = _past_titles(reader, place)
    name: list[_Token] = []
    while len(name) < 2 * _LONGEST_NAME:
        token = reader[place]
        initial = token.text == "." and bool(name) and _is_initial(name[-1], token, reader[place + 1])
        particle = bool(name) and token.low in offices.PARTICLES and reader[place + 1].capital
        if not (initial or particle or (token.capital and _is_name_word(token, first=not name, ranked=ranked))):
            break
        name.append(token)
        place += 1
    while name and (name[-1].text == "." or (name[-1].low in offices.PARTICLES and not name[-1].capital)):
        name.pop()
    if name and sum(len(token.text) for token in name) >= 3:
        return name
    return _small_name(reader, place) if ranked and not name else None


def _past_titles(reader: _Reader, place: int) -> int:
    while True:
        token = reader[place]
        if token.low not in offices.TITLES:
            return place
        dotted = reader[place + 1].text == "."
        if token.low in ("i", "ni", "ra") and not dotted:
            return place
        place = _past_dot(reader, place + 1)


def _is_initial(word: _Token, dot: _Token, following: _Token) -> bool:
    if dot.start != word.stop or not following.capital or following.start - dot.stop > 1:
        return False
    return len(word.text) == 1 or word.low in offices.SHORTENED_NAMES


def _is_name_word(token: _Token, *, first: bool, ranked: bool) -> bool:
    if token.low in offices.RANKS:
        return False
    if len(token.text) > 1 and token.text.isupper():
        return ranked or token.text in ("II", "III")
    return token.low not in offices.NO_NAME or (first and ranked and token.low not in offices.INSTITUTIONS)


def _small_name(reader: _Reader, place: int) -> list[_Token] | None:
    """A name without a capital after a rank without one: "iptu anang"."""
    token = reader[place]
    if reader.capital or len(token.low) < 4 or not token.low.isalpha() or token.low in _SMALL_WORDS:
        return None
    return [token]


_SMALL_WORDS = offices.NO_NAME | offices.SPEECH | offices.TITLES | offices.AREA_WORDS


_NAME_BEFORE = re.compile(
    r"((?:[A-Z][\w'’-]*\.?\s){0,5}[A-Z][\w'’-]+)"
    r"(,\s?|\s\(|,?\s(?:selaku|sebagai|yang\sjuga|yg\sjuga|yang\smenjabat|yang\smerupakan|menjabat)\s)$"
)


_BEFORE_OFFICE = ("selaku", "sebagai", " juga", "menjabat", "merupakan")
_BEFORE_ONE_WORD = frozenset(
    {"adalah", "dan", "yakni", "yaitu", "oleh", "bernama", "kata", "ujar", "tutur", "pelaksana"}
)


def _holder_before(text: str, folded: Folded, start: int, found: list[_Mention]) -> _Mention | None:
    """The name before its office: "Dyah Wahyu Ermawati, Pjs Bupati Trenggalek"."""
    nearest = text[max(0, start - 10) : start].rstrip()
    if nearest[-1:] not in (",", "(") and not nearest.endswith(_BEFORE_OFFICE):
        return None
    window = max(0, start - 80)
    match = _NAME_BEFORE.search(text, window, start)
    if match is None:
        return None
    reader = _Reader(text, folded.low, match.start(1))
    place = 0
    while reader[place].start < match.end(1) and (reader[place].low in offices.NO_NAME or reader[place].text == "."):
        if reader[place].low in offices.RANKS:
            break
        place += 1
    rank, place = _rank(reader, place)
    name = _name(reader, place, ranked=rank is not None)
    if name is None or name[-1].stop != match.end(1):
        return None
    if rank is None and len(name) < 2 and not match[2].strip(" ,("):
        before = folded.flat[max(0, match.start(1) - 12) : match.start(1)].split()
        if not before or before[-1] not in _BEFORE_ONE_WORD:
            return None
    if any(mention.role and mention.stop == name[-1].stop for mention in found):
        return None
    return _named(name, rank)


def _is_headline(text: str, start: int) -> bool:
    """Whether the line around a place has a capital on nearly every word."""
    begin = text.rfind("\n", max(0, start - 200), start) + 1
    end = text.find("\n", start, start + 200)
    if end < 0 or end - begin > 200 or text[end - 1] in ".,":
        return False
    line_words = [word for word in text[begin:end].split() if len(word) > 3]
    return len(line_words) >= 5 and sum(word[0].isupper() for word in line_words) >= 0.75 * len(line_words)


# People --------------------------------------------------------------------------------------------------------------


class _Person:
    """The mentions of one person. `full` is the longest name; of equals the most frequent, then the first."""

    def __init__(self, mention: _Mention) -> None:
        self.mentions = [mention]
        self.full = mention
        self._by_place = {(mention.start, mention.stop): mention}
        self._spellings = Counter([" ".join(mention.words)])

    def add(self, mention: _Mention) -> None:
        """Take in another mention; the same words read a second time only add what they stand beside."""
        place = (mention.start, mention.stop)
        if place in self._by_place:
            _take_office(self._by_place[place], mention)
            return
        self.mentions.append(mention)
        self._by_place[place] = mention
        self._spellings[" ".join(mention.words)] += 1
        self.full = max(self.full, mention, key=self._fullness)

    def _fullness(self, mention: _Mention) -> tuple[int, int, int]:
        return len(mention.words), self._spellings[" ".join(mention.words)], -mention.start


def _take_office(mention: _Mention, other: _Mention) -> None:
    mention.rank = mention.rank or other.rank
    if mention.role is None:
        mention.role, mention.institution, mention.place = other.role, other.institution, other.place
        mention.body = other.body


def _people(text: str, mentions: list[_Mention]) -> list[_Person]:
    """Mentions of one person together. A name that only a headline gives is nobody."""
    people: list[_Person] = []
    for mention in sorted(mentions, key=lambda mention: -len(mention.words)):
        person = next((person for person in people if _is_same(mention, person)), None)
        if person is None:
            people.append(_Person(mention))
        else:
            person.add(mention)
    kept = [person for person in people if not all(_is_headline(text, one.start) for one in person.mentions)]
    for person in kept:
        person.mentions.sort(key=lambda mention: mention.start)
    return kept


def _is_same(mention: _Mention, person: _Person) -> bool:
    full = person.full
    pairs = sum(any(_is_spelling_of(word, other) for other in full.words) for word in mention.words)
    if pairs < len(mention.words):
        return False
    if all(word in offices.SHARED_NAMES for word in mention.words):
        return mention.words == full.words
    if len(mention.words) > 1 or mention.role is None or full.role is None:
        return True
    return mention.words[0] in full.words or mention.role == full.role


def _is_spelling_of(word: str, other: str) -> bool:
    if word == other:
        return True
    longest = max(len(word), len(other))
    if min(len(word), len(other)) < 5:
        return False
    allowed = 1 if longest < 8 else 2
    return Levenshtein.distance(word, other, score_cutoff=allowed) <= allowed


def _find_short_mentions(text: str, folded: Folded, people: list[_Person]) -> None:
    """Later mentions by one part of the name alone: "Lutfi", "Dyah"."""
    owner: dict[str, _Person | None] = {}
    for person in people:
        for word in set(person.full.words):
            owner[word] = None if word in owner else person
    parts = {
        word
        for word, person in owner.items()
        if person is not None and len(word) > 2 and word not in offices.SHARED_NAMES and word not in offices.NO_NAME
    }
    taken = {place for person in people for one in person.mentions for place in range(one.start, one.stop)}
    for start, word in anchors(folded.flat, parts & folded.words, MOST_OFFICES):
        named = owner[word]
        assert named is not None
        if start in taken or not text[start].isupper():
            continue
        mention = _short_mention(text, folded, start, named)
        if mention is not None:
            named.mentions.append(mention)
            taken.update(range(mention.start, mention.stop))
    for person in people:
        person.mentions.sort(key=lambda mention: mention.start)


_WORD = re.compile(r"[^\W\d_][\w'’]*(?:-[^\W\d_][\w'’]*)*")


def _short_mention(text: str, folded: Folded, start: int, person: _Person) -> _Mention | None:
    """The words of a person's name from here on, unless they name a place or somebody else."""
    before = folded.flat[max(0, start - 20) : start].split()
    if before and before[-1] in offices.AREA_WORDS | {"di", "jalan", "jl"}:
        return None
    known = set(person.full.words)
    said: list[str] = []
    stop = start
    while len(said) < _LONGEST_NAME:
        match = _WORD.match(text, stop + (1 if said else 0))
        if match is None or not match[0][0].isupper():
            break
        low = folded.low[match.start() : match.end()]
        if low not in known:
            if low not in offices.NO_NAME:
                return None  # somebody else, or a street, with the same first word
            break
        said.append(low)
        stop = match.end()
        if text[stop : stop + 1] != " ":
            break
    return _Mention(start, stop, said) if said else None


def _actor(person: _Person, text: str) -> FoundActor:
    full = person.full
    officed = next((mention for mention in person.mentions if mention.role and mention.place), None)
    officed = officed or next((mention for mention in person.mentions if mention.role), None)
    rank = next((mention.rank for mention in person.mentions if mention.rank), None)
    spots = [(mention.start, mention.stop) for mention in person.mentions]
    name = " ".join(text[full.start : full.stop].split())
    if officed is not None and officed.place is None and officed.body:
        _complete_institution(officed, text)
    if officed is None:
        return FoundActor(name, rank, None, None, None, spots)
    return FoundActor(name, rank, officed.role, officed.institution, officed.place, spots)
