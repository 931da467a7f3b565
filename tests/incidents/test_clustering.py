from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from kondusif.incidents.domain.affinity import Pool, affinity, place_score
from kondusif.incidents.domain.clustering import Cluster, Constraints, Listed, components, partition
from kondusif.incidents.domain.fingerprint import Item, Words, words_of
from kondusif.incidents.domain.idf import UniformIdf
from kondusif.incidents.domain.types import Kind

DAY = date(2024, 11, 18)
DESA, KECAMATAN, KABUPATEN = "35.04.01.2001", "35.04.01", "35.04"


def an_item(key: str, text: str = "amplop dibagikan warga malam", **more: object) -> Item:
    fields: dict[str, object] = {
        "key": key,
        "kind": Kind.INCIDENT,
        "category": "politik_uang",
        "secondary": None,
        "event_date": DAY,
        "places": (DESA,),
        "words": words_of(text, UniformIdf()),
        "actors": frozenset(),
        "numbers": frozenset(),
        "content": text,
    }
    return Item(**{**fields, **more})  # type: ignore[arg-type]


def groups(items: list[Item], rules: Constraints | None = None) -> set[frozenset[str]]:
    return {cluster.keys for cluster in partition(items, rules)}


def sets(*keys: str) -> set[frozenset[str]]:
    return {frozenset(group) for group in keys}


def test_two_tellings_of_one_event_are_one() -> None:
    told = an_item("a", "amplop berisi uang dibagikan kepada warga")
    retold = an_item("b", "warga menerima amplop tadi malam")
    assert groups([told, retold]) == sets("ab")


def test_another_village_is_another_event() -> None:
    assert groups([an_item("a"), an_item("b", "amplop warga", places=("35.04.01.2002",))]) == sets("a", "b")


def test_the_kabupaten_may_be_the_village() -> None:
    vague = an_item("b", "amplop dibagikan warga malam hari", places=(KABUPATEN,))
    assert groups([an_item("a"), vague]) == sets("ab")


def test_a_province_is_no_place_to_meet() -> None:
    assert groups([an_item("a", places=("35",)), an_item("b", "amplop dibagikan warga", places=("35",))]) == sets(
        "a", "b"
    )


def test_a_code_is_no_prefix_of_letters() -> None:
    assert place_score(["35.04"], ["35.041"]) is None


def test_days_that_are_not_next_to_each_other_are_two_events() -> None:
    later = an_item("b", "amplop dibagikan warga", event_date=DAY + timedelta(days=2))
    assert groups([an_item("a"), later]) == sets("a", "b")
    assert groups([an_item("a"), an_item("b", "amplop dibagikan warga", event_date=DAY + timedelta(days=1))]) == sets(
        "ab"
    )


def test_an_unknown_day_never_bridges_two_days() -> None:
    first, last = an_item("a"), an_item("c", "amplop dibagikan warga", event_date=DAY + timedelta(days=9))
    unknown = an_item("b", "amplop dibagikan warga lagi", event_date=None)
    found = groups([first, unknown, last])
    assert frozenset("abc") not in found
    assert len(found) == 2


def test_an_incident_and_an_activity_are_two() -> None:
    assert groups([an_item("a"), an_item("b", kind=Kind.ACTIVITY, content="lain")]) == sets("a", "b")


def test_sister_categories_may_be_one_event_others_not() -> None:
    sister = an_item("b", "amplop dibagikan warga", category="netralitas")
    stranger = an_item("b", "amplop dibagikan warga", category="logistik")
    assert groups([an_item("a"), sister]) == sets("ab")
    assert groups([an_item("a"), stranger]) == sets("a", "b")


def test_the_same_letters_are_one_whatever_else_is_said() -> None:
    other_day = an_item("b", event_date=DAY + timedelta(days=9), places=())
    assert groups([an_item("a"), other_day]) == sets("ab")


def test_near_copies_join_even_when_one_names_no_place() -> None:
    one, other = an_item("a", copy_group=7), an_item("b", "sama sekali lain", copy_group=7, places=())
    assert groups([one, other]) == sets("ab")


def test_people_put_together_and_apart() -> None:
    items = [an_item("a"), an_item("b", "amplop warga"), an_item("c", "baliho robek", category="apk")]
    assert groups(items) == sets("ab", "c")
    assert groups(items, Constraints(together=(frozenset("abc"),))) == sets("abc")
    assert groups(items, Constraints(apart=((frozenset("a"), frozenset("b")),))) == sets("a", "b", "c")


def test_a_copy_can_be_taken_out() -> None:
    items = [an_item("a"), an_item("b"), an_item("c")]
    assert groups(items) == sets("abc")
    assert groups(items, Constraints(apart=((frozenset("ab"), frozenset("c")),))) == sets("ab", "c")


def test_the_machine_does_not_join_two_judged_incidents() -> None:
    items = [an_item("a"), an_item("b", "amplop warga")]
    assert groups(items, Constraints(labels={"a": "one", "b": "two"})) == sets("a", "b")
    assert groups(items, Constraints(labels={"a": "one", "b": "one"})) == sets("ab")


def test_officials_and_numbers_speak_too() -> None:
    plain = affinity(an_item("a"), an_item("b", "lain"), 200)
    shared = affinity(
        an_item("a", actors=frozenset({1}), numbers=frozenset({289})),
        an_item("b", "lain", actors=frozenset({1, 2}), numbers=frozenset({289})),
        200,
    )
    assert plain is not None
    assert shared is not None
    assert (shared.actors, shared.numbers, shared.score - plain.score) == (60, 50, 110)


def test_words_travel_as_bytes() -> None:
    words = words_of("amplop dibagikan kepada warga", UniformIdf())
    again = Words.unpack(words.packed())
    assert again.positions.tolist() == words.positions.tolist()
    assert again.weights.tolist() == words.weights.tolist()


def test_a_text_without_words_has_its_row() -> None:
    empty, full = an_item("a", "", content="x"), an_item("b")
    assert Pool([empty, full, empty]).products(full).tolist() == [0, 1000, 0]


Row = tuple[str, date | None, tuple[str, ...], str, int]
_VOCABULARY = ["amplop", "baliho", "warga", "malam", "dirobek", "kades", "uang", "sembako", "pasar", "foto", "kaos"]
_ITEMS = st.lists(
    st.builds(
        lambda text, day, place, category, group: (" ".join(text), day, place, category, group),
        st.lists(st.sampled_from(_VOCABULARY), min_size=1, max_size=7),
        st.none() | st.integers(0, 3).map(lambda days: DAY + timedelta(days=days)),
        st.sampled_from([(), (KABUPATEN,), (KECAMATAN,), (DESA,), ("35.04.02",), ("35.04.02", DESA)]),
        st.sampled_from(["politik_uang", "netralitas", "pelanggaran_administrasi", "apk"]),
        st.sampled_from([0, 0, 0, 1, 2]),
    ),
    max_size=14,
)


def _built(rows: list[Row]) -> list[Item]:
    return [
        an_item(f"k{index:02}", text, event_date=day, places=places, category=category, copy_group=group)
        for index, (text, day, places, category, group) in enumerate(rows)
    ]


@settings(max_examples=150, deadline=None)
@given(_ITEMS, st.randoms(use_true_random=False))
def test_the_order_of_arrival_makes_no_difference(rows: list[Row], random: object) -> None:
    items = _built(rows)
    shuffled = list(items)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    assert _told(partition(shuffled)) == _told(partition(items))


@settings(max_examples=100, deadline=None)
@given(_ITEMS)
def test_what_is_not_tied_to_a_text_does_not_change_with_it(rows: list[Row]) -> None:
    items = _built(rows)
    whole = groups(items)
    neighbours = Listed(items)
    for item in items:
        (around,) = components([item], neighbours, Constraints())
        assert groups(around) == {group for group in whole if group & {other.key for other in around}}


@settings(max_examples=100, deadline=None)
@given(_ITEMS, st.data())
def test_people_have_the_last_word(rows: list[Row], data: st.DataObject) -> None:
    items = _built(rows)
    keys = [item.key for item in items]
    if len(keys) < 2:
        return
    chosen = frozenset(data.draw(st.lists(st.sampled_from(keys), min_size=2, max_size=4, unique=True)))
    together = groups(items, Constraints(together=(chosen,)))
    assert any(chosen <= group for group in together)
    left = frozenset(sorted(chosen)[:1])
    apart = groups(items, Constraints(apart=((left, chosen - left),)))
    assert not any(group & left and group & (chosen - left) for group in apart)


@settings(max_examples=100, deadline=None)
@given(_ITEMS)
def test_every_text_is_in_exactly_one_group(rows: list[Row]) -> None:
    items = _built(rows)
    found = partition(items)
    assert sorted(key for cluster in found for key in cluster.keys) == [item.key for item in items]
    for cluster in found:
        days = [item.event_date for item in _distinct(cluster) if item.event_date]
        if days:
            assert max(days) - min(days) <= timedelta(days=1)


def _told(clusters: list[Cluster]) -> list[tuple[list[str], dict[str, dict[str, int]]]]:
    return [
        (sorted(cluster.keys), {key: tie.reason() for key, tie in sorted(cluster.ties.items())}) for cluster in clusters
    ]


def _distinct(cluster: Cluster) -> list[Item]:
    """One item of each content: copies may have come on different days."""
    earliest: dict[str, Item] = {}
    for item in sorted(cluster.items, key=lambda item: (item.event_date or date.max, item.key)):
        earliest.setdefault(item.content, item)
    return list(earliest.values())
