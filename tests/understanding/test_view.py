"""Whatever a view cleans, cuts and masks, every range of it leads back to the words as they are stored."""

from __future__ import annotations

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from kondusif.understanding.reading import Field, Span
from kondusif.understanding.view import Edit, View, view_of

from .counting import calls

# Letters that hide, turn, double or break a text, among plain ones.
HOSTILE = (
    "ab zAB.,-'\"\n\r\t"
    "\u200b\u200d\u200e\u200f\u202a\u202e\u2066\u2069\ufeff\u00ad"  # joiners, direction, byte order, soft hyphen
    "\u0301\u0323\u00e9\u1e6d\u0130\u0131\u00df"  # accents apart and composed, dotted I
    "\ufb01\ufb03\u00bd\u2026\uff2d\uff4a\u3000"  # ligatures, fractions, full width
    "\u00a0\u2009\u202f\u2028\u2029\x0b\x0c\x85"  # blanks and line ends
    "\u2018\u2019\u201c\u201d\u2013\u2014\u00b4"  # quotes and dashes
    "\ud800\udfff"  # lone surrogates
    "👍🏽🇮🇩👨‍👩‍👧日本\U0001d400"
)
letters = st.one_of(st.sampled_from(HOSTILE), st.characters())
texts = st.text(letters, max_size=40)


def _source(span: Span, title: str, text: str) -> str:
    return (title if span.field is Field.TITLE else text)[span.start : span.end]


@st.composite
def views(draw: st.DrawFn) -> tuple[View, str, str]:
    title, text = draw(texts), draw(texts)
    return view_of(title, text), title, text


@st.composite
def edited(draw: st.DrawFn) -> tuple[View, str, str]:
    """A view after up to three rounds of edits."""
    view, title, text = draw(views())
    for _ in range(draw(st.integers(0, 3))):
        view = view.edit(draw(edits_of(len(view.text))))
    return view, title, text


@st.composite
def edits_of(draw: st.DrawFn, length: int) -> list[Edit]:
    """Edits in order and without overlap."""
    places = sorted(draw(st.lists(st.integers(0, length), max_size=6)))
    return [
        Edit(start, stop, draw(st.sampled_from(["", " ", "paslonnama", "x"])))
        for start, stop in zip(places[::2], places[1::2], strict=False)
    ]


@given(edited())
@settings(max_examples=150)
@example((view_of("\u200bJudul", "\u200b"), "\u200bJudul", "\u200b"))
def test_every_range_slices_its_field_exactly(case: tuple[View, str, str]) -> None:
    view, title, text = case
    ranges = [(start, stop) for start in range(len(view.text)) for stop in range(start + 1, len(view.text) + 1)]
    for start, stop in ranges:
        span = view.span(start, stop)
        field = title if span.field is Field.TITLE else text
        assert 0 <= span.start <= span.end <= len(field)
        assert span.text == _source(span, title, text)


@given(edited())
@settings(max_examples=150)
def test_spans_of_single_letters_never_run_backwards(case: tuple[View, str, str]) -> None:
    view, _, _ = case
    spans = [view.span(place, place + 1) for place in range(len(view.text))]
    order = [(span.field is Field.TEXT, span.start) for span in spans]
    assert order == sorted(order)


@given(texts)
def test_an_unedited_range_holds_its_own_words(text: str) -> None:
    """Cleaning the words behind a range gives the range again."""
    view = view_of("", text)
    for start in range(len(view.text)):
        behind = view_of("", view.span(start, start + 1).text).text
        assert view.text[start] in behind


@given(views(), st.data())
@settings(max_examples=150)
def test_an_edit_replaces_its_range_and_nothing_else(case: tuple[View, str, str], data: st.DataObject) -> None:
    view, _, _ = case
    edits = [edit for edit in data.draw(edits_of(len(view.text))) if edit.stop > edit.start]
    after = view.edit(edits)
    expected, at, moved = "", 0, {}
    for edit in edits:
        for place in range(at, edit.start):
            moved[len(expected) + place - at] = place
        expected += view.text[at : edit.start] + edit.text
        at = edit.stop
    for place in range(at, len(view.text)):
        moved[len(expected) + place - at] = place
    expected += view.text[at:]
    assert after.text == expected
    assert [after.span(new, new + 1) for new in moved] == [view.span(old, old + 1) for old in moved.values()]


@given(views(), st.data())
def test_what_replaces_a_range_points_at_the_whole_range(case: tuple[View, str, str], data: st.DataObject) -> None:
    view, _, _ = case
    edits = [edit for edit in data.draw(edits_of(len(view.text))) if edit.stop > edit.start and edit.text]
    after, grown = view.edit(edits), 0
    for edit in edits:
        start = edit.start + grown
        whole = view.span(edit.start, edit.stop)
        assert {after.span(place, place + 1) for place in range(start, start + len(edit.text))} == {whole}
        grown += len(edit.text) - (edit.stop - edit.start)


@given(texts, texts)
def test_a_view_is_not_changed_by_editing_it(title: str, text: str) -> None:
    view = view_of(title, text)
    before = view.text
    view.edit([Edit(0, len(before), "lain")])
    assert view.text == before


@given(texts)
def test_lower_case_has_the_same_length(text: str) -> None:
    view = View(text, text, 0)
    assert len(view.lower) == len(text)
    assert view.lower == "".join(one.lower() if len(one.lower()) == 1 else one for one in text)


@given(texts)
def test_invisible_letters_change_nothing_but_offsets(text: str) -> None:
    hidden = "\u200f".join(["", *text, ""])
    assert view_of("", hidden).text == view_of("", text).text


@given(texts)
@example("\ufe58 \uff07 \u2034 \ufe31")
def test_what_is_clean_stays_as_it_is(text: str) -> None:
    once = view_of("", text).text
    assert view_of("", once).text == once


@pytest.mark.parametrize(
    ("text", "cleaned"),
    [
        ("", ""),
        ("Desa Ambulu", "Desa Ambulu"),
        ("De\u200bsa\u200f Am\u00adbulu\ufeff", "Desa Ambulu"),
        ("Ｄｅｓａ　Ａｍｂｕｌｕ", "Desa Ambulu"),
        ("ﬁtnah ofﬁce", "fitnah office"),
        ("Cafe\u0301 dan café", "Cafe dan cafe"),
        ("a\u00a0b\u2009c\td", "a b c d"),
        ("satu\r\ndua\rtiga\u2028empat", "satu\n\ndua\ntiga\nempat"),
        ("“Jum’at” – ‘kemarin’ — “lusa”", '"Jum\'at" - \'kemarin\' - "lusa"'),
        ("lalu… selesai", "lalu... selesai"),
        ("Jum`at", "Jum'at"),
        ("Jum`at – sore", "Jum'at - sore"),
        ("＂Jum＇at＂ ﹘ sore", '"Jum\'at" - sore'),
        ("👍🏽 oke", "👍 oke"),
        ("日本", "日本"),
        ("\ud83d lepas", "\ud83d lepas"),
        ("𝐃𝐞𝐬𝐚", "Desa"),
    ],
)
def test_look_alikes_are_plain(text: str, cleaned: str) -> None:
    assert view_of("", text).text == cleaned


def test_a_title_is_the_first_line() -> None:
    view = view_of("Judul’nya", "Isi")
    assert view.text == "Judul'nya\nIsi"
    assert [view.span(0, 9), view.span(10, 13), view.span(5, 13), view.span(9, 10)] == [
        Span(Field.TITLE, 0, 9, "Judul’nya"),
        Span(Field.TEXT, 0, 3, "Isi"),
        Span(Field.TITLE, 5, 9, "’nya"),
        Span(Field.TEXT, 0, 0, ""),
    ]


def test_an_edit_over_title_and_text_shows_the_title() -> None:
    view = view_of("Judul", "Isi berita").edit([Edit(3, 9, "paslonnama")])
    assert view.text == "Judpaslonnama berita"
    assert view.span(3, 13) == Span(Field.TITLE, 3, 5, "ul")


def test_a_ligature_is_one_letter_of_the_document() -> None:
    view = view_of("", "oﬃce")
    assert [view.span(1, 2), view.span(1, 4), view.span(0, 6)] == [
        Span(Field.TEXT, 1, 2, "ﬃ"),
        Span(Field.TEXT, 1, 2, "ﬃ"),
        Span(Field.TEXT, 0, 4, "oﬃce"),
    ]


def test_hidden_letters_inside_a_word_belong_to_its_span() -> None:
    text = "di De\u200bsa\u200f Ambulu"
    view = view_of("", text)
    at = view.text.index("Desa")
    assert view.span(at, at + 4) == Span(Field.TEXT, 3, 8, "De\u200bsa")


@pytest.mark.parametrize("unit", ["\u200f", "ﬃ", "a\u0301", "’“", "\u202e\u2066x", "ａ", "\r\n", HOSTILE, "\ud800"])
def test_a_hundred_thousand_hostile_letters_take_no_more_steps_than_a_thousand(unit: str) -> None:
    short, long = unit * (1_000 // len(unit) + 1), unit * (100_000 // len(unit) + 1)
    few, many = calls(lambda: view_of("", short)), calls(lambda: view_of("", long))
    assert many <= few + 10
    assert len(view_of("", long).text) <= 3 * len(long)


def test_many_edits_take_steps_in_proportion() -> None:
    def edit(count: int) -> None:
        view_of("", "ab " * count).edit([Edit(3 * place, 3 * place + 1, "xyz") for place in range(count)])

    assert calls(lambda: edit(10_000)) <= 11 * calls(lambda: edit(1_000))
