"""Words as the standard language writes them: informal, regional and inflected forms led back to one.

"dibagiin", "dibagi-bagikan" and "membagikan" are one word here; "duit", "pitih" and "pesse" are one word. The rule base says which
regional word means what; the roots are those the model was trained on.
"""

from __future__ import annotations

from collections.abc import Mapping

_PREFIXES = (
    "memper", "diper", "menge", "penge", "meng", "meny", "mem", "men", "peng", "peny", "pem", "pen", "ber", "ter", "per", "nge", "dik",
    "me", "pe", "di", "ke", "se", "ng", "ny", "n", "m", "e", "a", "tak", "mbok",
)  # fmt: skip
_SUFFIXES = (
    "kannya", "annya", "inya", "kan", "nya", "lah", "kah", "pun", "ake", "aken", "no", "ne", "an", "in", "ku", "mu", "ke", "e", "i", "o",
)  # fmt: skip
# What a nasal prefix swallowed: "menyebar" is "sebar", "memilih" is "pilih".
_SWALLOWED = {
    "meny": "s",
    "peny": "s",
    "mem": "p",
    "pem": "p",
    "men": "t",
    "pen": "t",
    "meng": "k",
    "peng": "k",
    "ny": "s",
    "ng": "k",
    "n": "t",
    "m": "p",
}
# Numbers and colours stand for pairs on ballots, shirts and posters: they are levelled, never weighed.
_NUMBERS = frozenset(
    "satu dua tiga empat lima enam tujuh delapan sembilan sepuluh siji loro telu papat limo pat pitu wolu songo setunggal kalih tigo sekawan gangsal settong dhua' tello' empa' "
    "hiji dua' tilu opat ciek duo tigo ampek sada dua' besi iji esa pertama kedua ketiga keempat kapisan kapindho i ii iii iv".split()
)
_COLOURS = frozenset(
    "merah biru kuning hijau putih hitam ungu oranye orange jingga coklat cokelat abang ijo ireng wungu merahputih pink abu hejo bodas hideung beureum konaeng"
    " celleng pote mera koneng birru bungo".split()
)
_NUMBERED = (
    "paslon",
    "calon",
    "cabup",
    "cagub",
    "cawali",
    "nomor",
    "nomer",
    "nmr",
    "nmer",
    "no",
    "jari",
    "kubu",
    "tim",
    "urut",
)
_LONGEST = 30
_CACHE_LIMIT = 200_000

Standard = tuple[str, ...]


class Vocabulary:
    """Leads words to their standard form. Remembers what it has seen; one per reader.

    Two forms, in step: the *plain* one is the standard language's word for a regional one; the *standard* one is led back to its
    root as well. Phrases of the rule base match plain forms, because "oleh" is not "perolehan"; the model weighs roots.
    """

    def __init__(
        self, words: Mapping[str, str], roots: frozenset[str], given_names: frozenset[str] = frozenset()
    ) -> None:
        self._given_names = given_names
        self._words = words
        self._roots = roots
        self._seen: dict[str, tuple[Standard, Standard]] = {}
        self._known: dict[str, bool] = {}

    def forms(self, word: str) -> tuple[Standard, Standard]:
        """Plain and standard form of one lower-case word; numbers become ``<angka>``, money ``<uang>``, colours ``<warna>``."""
        known = self._seen.get(word)
        if known is None:
            plain = self._plain(word)
            known = plain, tuple(part if part[0] == "<" else self._root(part) for part in plain)
            if len(self._seen) < _CACHE_LIMIT:
                self._seen[word] = known
        return known

    def standard(self, word: str) -> Standard:
        """The standard word or words for one lower-case word."""
        return self.forms(word)[1]

    def knows(self, word: str) -> bool:
        """Whether a word or its standard form is one that the model or the rule base knows, and no given name."""
        known = self._known.get(word)
        if known is None:
            form = self.standard(word)[0]
            known = word in self._words or form in self._roots or form[0] == "<"
            known = known and word not in self._given_names
            if len(self._known) < _CACHE_LIMIT:
                self._known[word] = known
        return known

    def _plain(self, word: str) -> Standard:
        if len(word) > _LONGEST:
            return ("<panjang>",)
        if word[0].isdigit():
            return (_number(word),)
        if word in _NUMBERS:
            return ("<angka>",)
        if word in _COLOURS:
            return ("<warna>",)
        if word[-1].isdigit() and (base := word.rstrip("0123456789")) in _NUMBERED:
            return (self._words.get(base, base), "<angka>")
        replaced = self._words.get(word)
        if replaced is None and word[-1] == "2" and len(word) > 2:
            word = word[:-1]
            replaced = self._words.get(word)
        return tuple(replaced.split()) if replaced is not None else (_unstretched(word),)

    def _root(self, word: str) -> str:
        if word in self._roots:
            return word
        for candidate in _stripped(word):
            if candidate in self._roots:
                return candidate
            standard = self._words.get(candidate)
            if standard is not None and " " not in standard:
                return standard
        return word


def _number(word: str) -> str:
    if word.isdigit():
        # Ballot numbers are levelled; a year or an amount is not a ballot number.
        return "<angka>" if len(word) < 3 else word if len(word) == 4 and word[:2] == "20" else "<banyak>"
    tail = word.lstrip("0123456789")
    if tail in {"rb", "ribu", "k", "ewu", "jt", "juta", "yuta", "ebu", "rbu", "rban", "ribuan", "jutaan"}:
        return "<uang>"
    return "<angka>"


def _unstretched(word: str) -> str:
    """ "bangeeet" without the drawl."""
    if len(word) > 3 and word[-1] == word[-2] == word[-3]:
        stem = word.rstrip(word[-1])
        return stem + word[-1]
    return word


def _stripped(word: str) -> list[str]:
    """Forms with one prefix, one suffix or both taken off, the mildest first."""
    ends = [word] + [
        word[: -len(suffix)] for suffix in _SUFFIXES if word.endswith(suffix) and len(word) - len(suffix) >= 3
    ]
    forms = ends[1:]
    for prefix in _PREFIXES:
        if not word.startswith(prefix):
            continue
        for end in ends:
            rest = end[len(prefix) :]
            if len(rest) < 3:
                continue
            forms.append(rest)
            if prefix in _SWALLOWED and rest[0] in "aeiou":
                forms.append(_SWALLOWED[prefix] + rest)
    return forms
