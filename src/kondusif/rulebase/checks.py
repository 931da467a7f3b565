"""What the shape of a file cannot say: references resolve, windows do not overlap, words are as the reader needs.

Every function takes the files as `validation.validated` gives them and yields `Problem`s; none stops at the first one.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from datetime import date
from hashlib import sha256
from itertools import pairwise
from typing import Any

from kondusif.rulebase.loader import Problem
from kondusif.rulebase.validation import Files

CATEGORIES = frozenset(
    {
        "netralitas",
        "politik_uang",
        "hoaks",
        "sara_ujaran_kebencian",
        "intimidasi_kekerasan",
        "unjuk_rasa",
        "apk",
        "judi",
        "logistik",
        "geografis_bencana",
        "hak_pilih_dpt",
        "pelanggaran_administrasi",
        "kesehatan_petugas",
        "kegiatan_preventif",
        "informasi_tahapan",
        "tidak_relevan",
    }
)
STANCES = frozenset(
    {
        "happened",
        "ongoing",
        "rumour",
        "question",
        "planned",
        "warning",
        "prevention",
        "denial",
        "debunk",
        "sarcasm",
        "opinion",
        "informational",
        "noise",
    }
)
CUES = STANCES | {"negation", "past_completed", "contrast"}
CHECK_KINDS = frozenset(
    {
        "stage_date",
        "weekday",
        "area_count",
        "tps_count",
        "area_exists",
        "subject_law",
        "turnout",
        "dpt_count",
        "paslon_count",
    }
)
FEWEST_EXAMPLES = 6
FEWEST_NEAR_MISSES = 4
LONGEST_PHRASE = 5
DECIDERS = frozenset(
    {
        "gakkumdu",
        "kpu",
        "bkn",
        "ppk_kepegawaian",
        "bupati",
        "propam",
        "pom",
        "dkpp",
        "bawaslu",
        "bawaslu_provinsi",
    }
)

_PHRASE = re.compile(r"[a-z0-9éè'-]+( [a-z0-9éè'-]+)*")
_CODE = re.compile(r"\d{2}(\.\d{2}(\.\d{2}(\.\d{4})?)?)?")
_NUMBER = re.compile(r"\d+(\.\d+)?")
_KEY = re.compile(r"\[([A-Z]\d+)\]")
_NAMES = frozenset(
    {
        "025e3a2f7a40",
        "05344a58b83a",
        "06571c0d840a",
        "09e632b342c1",
        "14e26756b931",
        "25fe350c0def",
        "3bb4ed426ea2",
        "41f27628ff4c",
        "487546384392",
        "4929f8ceb4f0",
        "4e022c888c27",
        "4f030e72d285",
        "5a0bf18aec59",
        "5adde876c1ab",
        "5af5d625b7b1",
        "5c55f938716f",
        "752b42cc3571",
        "761856b938d9",
        "9b9f13340e64",
        "b09b490de3c7",
        "b15f20fe04c5",
        "c12e59a42705",
        "c2f2bc96537a",
        "c6ad6a2e0787",
        "c84cda78aa7d",
        "c978158c378b",
        "db5da878f88d",
        "de7f76f23150",
        "dea1423b8956",
        "e3a7e307523e",
        "ec552a16b40f",
        "fd2f2612518d",
    }
)
"""Hashed names of real candidates and parties, so that none stands here in plain letters; one or two words each."""


def all_problems(files: Files) -> list[Problem]:
    """Everything that is wrong, in the order of the files."""
    return sorted({problem for check in CHECKS for problem in check(files)})


def ids_are_unique(files: Files) -> Iterator[Problem]:
    """An id means one thing in the whole rule base (sources' keys and groups of word lists aside)."""
    for kind in ("taxonomy/", "tahapan/", "provisions/", "figures/"):
        yield from _twice((name, entry.id) for name, entry in _entries(files, kind))
    for name in _lists(files):
        yield from _twice((name, entry.id) for entry in files[name])
    yield from _twice((name, term.id) for name, category in _entries(files, "taxonomy/") for term in category.terms)


def categories_are_complete(files: Files) -> Iterator[Problem]:
    """The sixteen categories are there, under their own file name, with examples and near misses."""
    found = dict(_entries(files, "taxonomy/"))
    for category in sorted(CATEGORIES - {content.id for content in found.values()}):
        yield Problem(f"taxonomy/{category}.yaml", "", "this category has no file")
    for name, category in found.items():
        if f"taxonomy/{category.id}" != name or category.id not in CATEGORIES:
            yield Problem(f"{name}.yaml", "id", f"the file of category {category.id!r} must bear its name")
        if len(category.examples) < FEWEST_EXAMPLES:
            yield Problem(f"{name}.yaml", "examples", f"{len(category.examples)} examples, at least {FEWEST_EXAMPLES}")
        if len(category.near_misses) < FEWEST_NEAR_MISSES:
            count = len(category.near_misses)
            yield Problem(f"{name}.yaml", "near_misses", f"{count} near misses, at least {FEWEST_NEAR_MISSES}")


def examples_point_at_known_labels(files: Files) -> Iterator[Problem]:
    """Stances and categories of examples and near misses exist; a near miss belongs to another category."""
    for name, category in _entries(files, "taxonomy/"):
        for number, example in enumerate(category.examples, 1):
            if example.stance not in STANCES:
                yield Problem(f"{name}.yaml", f"examples.entry {number}.stance", f"no such stance: {example.stance}")
        for number, miss in enumerate(category.near_misses, 1):
            if miss.category not in CATEGORIES or miss.category == category.id:
                yield Problem(
                    f"{name}.yaml", f"near_misses.entry {number}.category", f"must be another: {miss.category}"
                )


def phrases_are_plain(files: Files) -> Iterator[Problem]:
    """Phrases are lower case, one to five words, letters, digits, hyphens and apostrophes."""
    for name, field, phrases in _phrase_lists(files):
        for phrase in phrases:
            if not _PHRASE.fullmatch(phrase):
                yield Problem(
                    f"{name}.yaml", field, f"lower-case words only, hyphen and apostrophe allowed: {phrase!r}"
                )
            elif len(phrase.split()) > LONGEST_PHRASE:
                yield Problem(f"{name}.yaml", field, f"more than {LONGEST_PHRASE} words: {phrase!r}")


def phrases_belong_to_one_term(files: Files) -> Iterator[Problem]:
    """Only everyday words, which need a second word, may serve several terms; nothing stands twice in one list."""
    owner: dict[str, str] = {}
    for name, category in _entries(files, "taxonomy/"):
        for term in category.terms:
            yield from _repeated(f"{name}.yaml", f"{term.id}.phrases", term.phrases + term.also)
            yield from _repeated(f"{name}.yaml", f"{term.id}.everyday", term.everyday)
            for phrase in set(term.phrases + term.also) - _everyday(term):
                if owner.setdefault(phrase, term.id) != term.id:
                    yield Problem(
                        f"{name}.yaml", f"{term.id}.phrases", f"{phrase!r} already belongs to {owner[phrase]}"
                    )


def everyday_words_have_needs(files: Files) -> Iterator[Problem]:
    """An everyday word says which second words it needs, and a term has something to find."""
    for name, category in _entries(files, "taxonomy/"):
        for term in category.terms:
            if term.everyday and not term.needs:
                yield Problem(
                    f"{name}.yaml", f"{term.id}.needs", "everyday words stand here without the words they need"
                )
            if not (term.phrases or term.also or term.everyday):
                yield Problem(f"{name}.yaml", f"{term.id}.phrases", "this term has no phrase")
            if term.window < 1:
                yield Problem(f"{name}.yaml", f"{term.id}.window", "a window has at least one word")


def cues_are_complete(files: Files) -> Iterator[Problem]:
    """Every cue group of the reader is there, each phrase once in it."""
    groups = {group.id: group for group in files["language/cues"]}
    for missing in sorted(CUES - groups.keys()):
        yield Problem("language/cues.yaml", missing, "this group is missing")
    for unknown in sorted(groups.keys() - CUES):
        yield Problem("language/cues.yaml", unknown, "the reader knows no such group")
    for group in groups.values():
        yield from _repeated("language/cues.yaml", group.id, group.phrases)


def words_lead_to_one_standard_word(files: Files) -> Iterator[Problem]:
    """Every other spelling stands once, is one lower-case word, and no standard word is itself replaced."""
    spellings = [
        (word, standard)
        for group in files["language/words"]
        for standard, words in group.words.items()
        for word in words
    ]
    standards = {standard for _, standard in spellings}
    seen: dict[str, str] = {}
    for word, standard in spellings:
        where = f"words.{standard}"
        if seen.setdefault(word, standard) != standard or [pair for pair in spellings if pair[0] == word][1:]:
            yield Problem("language/words.yaml", where, f"{word!r} already leads to {seen[word]!r}")
        if not _PHRASE.fullmatch(word):
            yield Problem("language/words.yaml", where, f"lower-case letters only: {word!r}")
        if word in standards:
            yield Problem("language/words.yaml", where, f"{word!r} is itself a standard word here")


def names_of_places_are_unique(files: Files) -> Iterator[Problem]:
    """A name of an institution or a short name of a place leads to one entry; codes are written as 35.14.02."""
    for name in ("places/institutions", "places/abbreviations"):
        owner: dict[str, str] = {}
        for entry in files[name]:
            codes = entry.codes if name.endswith("abbreviations") else (entry.code, *entry.covers)
            for code in codes:
                if not _CODE.fullmatch(code):
                    yield Problem(f"{name}.yaml", entry.id, f"not a Kemendagri code: {code!r}")
            for alias in entry.names:
                if owner.setdefault(alias, entry.id) != entry.id:
                    yield Problem(f"{name}.yaml", f"{entry.id}.names", f"{alias!r} already belongs to {owner[alias]}")


def common_words_stand_once(files: Files) -> Iterator[Problem]:
    """No word stands in two of the lists."""
    words = [word for group in files["places/common_words"] for word in group.words]
    yield from _repeated("places/common_words.yaml", "words", words)


def references_resolve(files: Files) -> Iterator[Problem]:
    """Ids of provisions, subjects and deciders, and keys of sources, exist."""
    provisions = {entry.id for _, entry in _entries(files, "provisions/")}
    subjects = {entry.id for entry in files["subjects"]}
    for name, category in _entries(files, "taxonomy/"):
        yield from _unknown(name, f"{category.id}.provisions", category.provisions, provisions)
    for name, stage in _entries(files, "tahapan/"):
        yield from _unknown(name, f"{stage.id}.permits", stage.permits, provisions)
        yield from _unknown(name, f"{stage.id}.forbids", stage.forbids, provisions)
    for election in files["elections"]:
        for window in election.standing:
            yield from _unknown("elections", f"{election.id}.standing", window.forbids, provisions)
    for name, provision in _entries(files, "provisions/"):
        yield from _unknown(name, f"{provision.id}.subjects", provision.subjects, subjects)
        if provision.decides and provision.decides not in DECIDERS:
            yield Problem(f"{name}.yaml", f"{provision.id}.decides", f"no such decider: {provision.decides}")
    for subject in files["subjects"]:
        yield from _unknown("subjects", f"{subject.id}.legal_base", subject.legal_base, provisions)
    for claim in files["subject_claims"]:
        yield from _unknown("subject_claims", f"{claim.id}.provisions", claim.provisions, provisions)
    yield from _source_keys(files)


def elections_have_calendars(files: Files) -> Iterator[Problem]:
    """Every election has its file of stages and the other way round, and a voting day among them."""
    calendars = {name.removeprefix("tahapan/"): stages for name, stages in files.items() if name.startswith("tahapan/")}
    for name in sorted(calendars.keys() - {election.id for election in files["elections"]}):
        yield Problem(f"tahapan/{name}.yaml", "", f"no election of elections.yaml has the id {name!r}")
    for election in files["elections"]:
        if election.id not in calendars:
            yield Problem("elections.yaml", election.id, f"tahapan/{election.id}.yaml is missing")
            continue
        voting = next((stage for stage in calendars[election.id] if stage.id == election.voting), None)
        if voting is None or voting.start is None:
            yield Problem("elections.yaml", f"{election.id}.voting", f"no stage {election.voting!r} with a first day")


def windows_are_in_order(files: Files) -> Iterator[Problem]:
    """A window starts before it ends; windows of one series of provisions do not overlap."""
    for election in files["elections"]:
        for window in election.standing:
            if window.start and window.end and window.start > window.end:
                yield Problem("elections.yaml", f"{election.id}.standing", "a window ends before it starts")
    for name, stage in _entries(files, "tahapan/"):
        if stage.start and stage.end and stage.start > stage.end:
            yield Problem(f"{name}.yaml", f"{stage.id}.end", "the stage ends before it starts")
    series: dict[str, list[tuple[Any, str]]] = {}
    for name, provision in _entries(files, "provisions/"):
        series.setdefault(provision.series, []).append((provision, f"{name}.yaml"))
    for entries in series.values():
        yield from _overlaps(entries)
    for subject in files["subjects"]:
        for authority in subject.authorities:
            if _start(authority) > _end(authority):
                yield Problem("subjects.yaml", f"{subject.id}.authorities", f"{authority.name} ends before it starts")


def figures_are_plain(files: Files) -> Iterator[Problem]:
    """A figure has a code, a plain number, and stands once per area, kind and confidence."""
    seen: set[tuple[str, str]] = set()
    for name, figure in _entries(files, "figures/"):
        if not _CODE.fullmatch(figure.area):
            yield Problem(f"{name}.yaml", f"{figure.id}.area", f"not a Kemendagri code: {figure.area!r}")
        if not _NUMBER.fullmatch(figure.value):
            yield Problem(f"{name}.yaml", f"{figure.id}.value", f"a number without separators: {figure.value!r}")
        if (figure.area, figure.kind) in seen:
            yield Problem(f"{name}.yaml", figure.id, f"{figure.kind} of {figure.area} stands twice")
        seen.add((figure.area, figure.kind))


def check_kinds_are_the_readers(files: Files) -> Iterator[Problem]:
    """The list of checks is closed: exactly those that the reader makes."""
    kinds = {kind.id for kind in files["checks"]}
    for kind in sorted(CHECK_KINDS - kinds):
        yield Problem("checks.yaml", kind, "this kind of check is missing")
    for kind in sorted(kinds - CHECK_KINDS):
        yield Problem("checks.yaml", kind, "the reader knows no such check")


def nobody_is_named(files: Files) -> Iterator[Problem]:
    """No real candidate or party stands in a text we wrote or in a phrase."""
    for name, field, text in _own_texts(files):
        words = re.findall(r"[a-z0-9]+", text.lower())
        for words_together in (*words, *(" ".join(pair) for pair in pairwise(words))):
            if sha256(words_together.encode()).hexdigest()[:12] in _NAMES:
                yield Problem(f"{name}.yaml", field, f"no real candidate or party: {words_together!r}")


CHECKS: tuple[Callable[[Files], Iterator[Problem]], ...] = (
    ids_are_unique,
    categories_are_complete,
    examples_point_at_known_labels,
    phrases_are_plain,
    phrases_belong_to_one_term,
    everyday_words_have_needs,
    cues_are_complete,
    words_lead_to_one_standard_word,
    names_of_places_are_unique,
    common_words_stand_once,
    references_resolve,
    elections_have_calendars,
    windows_are_in_order,
    figures_are_plain,
    check_kinds_are_the_readers,
    nobody_is_named,
)


def _entries(files: Files, prefix: str) -> Iterator[tuple[str, Any]]:
    for name, content in files.items():
        if name.startswith(prefix):
            for entry in content if isinstance(content, tuple) else (content,):
                yield name, entry


def _lists(files: Files) -> list[str]:
    grouped = ("taxonomy/", "tahapan/", "provisions/", "figures/")
    return [name for name in files if not name.startswith(grouped)]


def _twice(ids: Iterable[tuple[str, str]]) -> Iterator[Problem]:
    seen: dict[str, str] = {}
    for name, found in ids:
        if found in seen:
            yield Problem(f"{name}.yaml", found, f"this id already stands in {seen[found]}.yaml")
        seen[found] = name


def _repeated(file: str, field: str, words: Iterable[str]) -> Iterator[Problem]:
    seen: set[str] = set()
    for word in words:
        if word in seen:
            yield Problem(file, field, f"{word!r} stands twice")
        seen.add(word)


def _everyday(term: Any) -> set[str]:
    return set(term.everyday or (term.phrases if term.needs else ()))


def _phrase_lists(files: Files) -> Iterator[tuple[str, str, tuple[str, ...]]]:
    for name, category in _entries(files, "taxonomy/"):
        for term in category.terms:
            for field in ("phrases", "also", "everyday", "needs", "not_with"):
                yield name, f"{term.id}.{field}", getattr(term, field)
    for name in ("language/cues", "language/second_words"):
        for group in files[name]:
            yield name, f"{group.id}.phrases", group.phrases
    for name, stage in _entries(files, "tahapan/"):
        yield name, f"{stage.id}.phrases", stage.phrases
    for subject in files["subjects"]:
        yield "subjects", f"{subject.id}.phrases", subject.phrases
    for claim in files["subject_claims"]:
        for field in ("subjects", "links", "objects", "not_with"):
            yield "subject_claims", f"{claim.id}.{field}", getattr(claim, field)


def _own_texts(files: Files) -> Iterator[tuple[str, str, str]]:
    for name, category in _entries(files, "taxonomy/"):
        for number, text in enumerate((*category.examples, *category.near_misses), 1):
            yield name, f"examples and near_misses, entry {number}", text.text
    for name, field, phrases in _phrase_lists(files):
        for phrase in phrases:
            yield name, field, phrase


def _unknown(name: str, field: str, ids: Iterable[str], known: set[str]) -> Iterator[Problem]:
    for found in ids:
        if found not in known:
            yield Problem(f"{name}.yaml", field, f"nothing has the id {found!r}")


def _source_keys(files: Files) -> Iterator[Problem]:
    known = {entry.id for entry in files["sources"]}
    everything = [(name, entry) for name in files for _, entry in _entries({name: files[name]}, "")]
    everything += [(name, term) for name, category in _entries(files, "taxonomy/") for term in category.terms]
    everything += [("elections", window) for election in files["elections"] for window in election.standing]
    everything += [("subjects", authority) for subject in files["subjects"] for authority in subject.authorities]
    for name, entry in everything:
        for key in _KEY.findall(getattr(entry, "source", "")):
            if key not in known:
                yield Problem(f"{name}.yaml", f"{getattr(entry, 'id', '')}.source", f"no source has the key [{key}]")


def _overlaps(entries: list[tuple[Any, str]]) -> Iterator[Problem]:
    for provision, file in entries:
        if _start(provision) > _end(provision):
            yield Problem(file, f"{provision.id}.in_force_to", "the window ends before it starts")
    for (earlier, _), (later, file) in pairwise(sorted(entries, key=lambda entry: _start(entry[0]))):
        if _start(later) <= _end(earlier):
            yield Problem(file, f"{later.id}.in_force_from", f"the window overlaps with {earlier.id}")


def _start(entry: Any) -> date:
    return entry.in_force_from or date.min


def _end(entry: Any) -> date:
    return entry.in_force_to or date.max
