"""Candidates taken out of a text before anything is scored: listed ones by name, unlisted ones by the words around them.

Whatever stands for a pair - a name, a nickname, a coined word for two names, a ballot number, a hashtag - becomes one and the same
word, so that swapping the pairs changes nothing but offsets (promise 4, test A15). Colours and small numbers are levelled
later, in `words`, because places and dates need them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import pairwise

import ahocorasick

from kondusif.understanding.candidates import Candidate
from kondusif.understanding.view import Edit, View, view_of

MASK = "paslonnama"

_HASHTAG = re.compile(r"#[\w]{2,80}")
# Words after which capitalised words name a candidate. The words stay, the names go. They are searched for one by one, which is
# many times faster than one pattern over the whole text.
_ANNOUNCING = ("paslon", "pasangan", "calon", "cabup", "cawabup", "cagub", "cawagub", "cawali", "cawawali", "cawalkot", "pendukung", "dukung", "mendukung",
               "duet", "relawan", "kubu", "tim", "pilih", "memilih", "milih", "coblos", "nyoblos", "menangkan", "memenangkan")  # fmt: skip
_NAMES = re.compile(
    r"(?:(?: (?i:wakil|bupati|gubernur|wali ?kota|petahana|calon|nomor|urut|no\.?)| \d)){0,5}"
    r"(?P<names>(?:,? (?:(?:dan|&|-|/|–) )?(?:\"?[A-Z][\w'.]*\"?(?:-[A-Z]\w+)*|\((?i:purn|h\.c)\.?\))){1,14})"
)
_JOINT = re.compile(r"[\s()]*(?:-|–|/|&|dan|,)?[\s()]*")
# Titles right before a listed name belong to it: one pair has a doctor, the other a retired colonel.
_TITLES = re.compile(
    r"(?:(?<!\w)(?:(?:dra?s?|drg|ir|hj?|k\.h|pdt)\.|prof\.?|kh\.?|gus|ning|habib|letkol|kolonel|mayjen|brigjen|irjen|kombes)"
    r"(?: ?\((?:purn|h\.c)\.?\)\.?)? ?)+$"
)
_LONGEST_TITLES = 40
# Capitalised words that may follow and are no names.
_PLAIN = frozenset(
    "pilkada pilgub pilbup pilwali pemilu bupati gubernur wali kota walikota wakil nomor no urut tps kpu bawaslu polres polda polri tni asn desa kecamatan kabupaten kab kec "
    "provinsi jawa timur rt rw dpt apk senin selasa rabu kamis jumat jum'at sabtu minggu januari februari maret april mei juni juli agustus september oktober november "
    "desember sukses kampanye pemenangan patroli gabungan saber siber khusus relawan pendukung pasangan calon paslon cagub cawagub cabup cawabup cawali cawawali saat yang di ke dari untuk dalam pada ini itu akan sudah tidak dan atau serentak tahun kades camat lurah kepala ketua anggota panwascam ppk pps kpps".split()
)


class Masker:
    """Finds what stands for a candidate. Build one per reader; without a list it works by the words around names."""

    def __init__(self, candidates: Iterable[Candidate] = (), *, ordinary: frozenset[str] = frozenset()) -> None:
        forms = {form for candidate in candidates for form in _forms(candidate, ordinary)}
        self._finder = _finder_of(forms)

    def mask(self, view: View) -> View:
        """The view with every candidate replaced by `MASK`."""
        return view.edit(Edit(start, stop, MASK) for start, stop in self.found(view))

    def found(self, view: View) -> list[tuple[int, int]]:
        """Where the view names candidates; names that stand together are one."""
        return list(_joined(sorted(self._found(view)), view.text))

    def _found(self, view: View) -> Iterator[tuple[int, int]]:
        if "#" in view.text:
            for match in _HASHTAG.finditer(view.text):
                yield match.span()
        if self._finder is not None:
            yield from _listed(self._finder, view.lower)
        for word in _ANNOUNCING:
            yield from _announced(word, view)


def _listed(finder: ahocorasick.Automaton, lower: str) -> Iterator[tuple[int, int]]:
    # Not only the longest: "Anu sekarang" holds no "Anu Sekar", but it holds "Anu".
    for last, length in finder.iter(lower):
        start, stop = last - length + 1, last + 1
        if start and lower[start - 1].isalnum():
            continue
        if stop < len(lower) and lower[stop].isalnum():
            continue
        titles = _TITLES.search(lower[max(0, start - _LONGEST_TITLES) : start])
        yield (start - len(titles.group()) if titles else start), stop


def _announced(word: str, view: View) -> Iterator[tuple[int, int]]:
    lower = view.lower
    start = lower.find(word)
    while start >= 0:
        stop = start + len(word)
        if (start == 0 or not lower[start - 1].isalnum()) and lower[stop : stop + 1] in _AFTER_ANNOUNCING:
            match = _NAMES.match(view.text, stop)
            if match:
                yield from _names_in(match)
        start = lower.find(word, stop)


_AFTER_ANNOUNCING = frozenset({" ", ","})


def _names_in(match: re.Match[str]) -> Iterator[tuple[int, int]]:
    for word in re.finditer(r"[^\W_][\w'.]*(?:-[A-Z]\w+)*", match.group("names")):
        plain = word.group().strip(".").lower()
        if plain == "dan":
            continue
        if plain in _PLAIN:
            return
        if word.group()[0].isupper():
            yield match.start("names") + word.start(), match.start("names") + word.end()


def _joined(spans: list[tuple[int, int]], text: str) -> Iterator[tuple[int, int]]:
    """One range for names that stand together: "Anu-Ani", "Anu dan Ani", "Anu Binti Ani"."""
    start = stop = -1
    for first, last in spans:
        if stop >= 0 and (first <= stop or _JOINT.fullmatch(text, stop, first)):
            stop = max(stop, last)
            continue
        if stop >= 0:
            yield start, stop
        start, stop = first, last
    if stop >= 0:
        yield start, stop


def _forms(candidate: Candidate, ordinary: frozenset[str]) -> Iterator[str]:
    for text in candidate.words:
        plain = _cleaned(text)
        if len(plain) >= 3:
            yield plain
            yield plain.lstrip("#")
    people = [[part for part in _cleaned(name).split() if len(part.strip(".")) > 1] for name in candidate.names]
    for parts in people:
        for length in range(2, len(parts) + 1):
            for first in range(len(parts) - length + 1):
                yield " ".join(parts[first : first + length])
        # A part alone stands for the person only when it is no ordinary word.
        yield from (part for part in parts if len(part) >= 4 and part.strip(".'") not in ordinary)
    # Two parts joined stand for the pair whatever they mean alone: "Fajar-Bintang".
    for ones, others in pairwise(people):
        yield from (f"{one}{joint}{other}" for one in ones for other in others for joint in _JOINTS)


def _cleaned(text: str) -> str:
    """As a view shows it: plain quotes and letters, lower case, single blanks."""
    return " ".join(view_of("", text).lower.split())


_JOINTS = ("-", " - ", " ", " dan ", "/", " & ", "&")


def _finder_of(forms: set[str]) -> ahocorasick.Automaton | None:
    if not forms:
        return None
    finder = ahocorasick.Automaton()
    for form in forms:
        finder.add_word(form, len(form))
    finder.make_automaton()
    return finder
