from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from kondusif.web.marks import Mark, Segment, segment_at, segments

marks = st.builds(
    Mark,
    st.integers(-5, 60),
    st.integers(-5, 60),
    st.sampled_from(["tempat", "waktu", "tanda"]),
    st.sampled_from(["a", "b", "c"]),
)


@given(st.text(max_size=50), st.lists(marks, max_size=12))
def test_the_pieces_joined_are_the_text(text: str, given_marks: list[Mark]) -> None:
    assert "".join(piece.text for piece in segments(text, given_marks)) == text


@given(st.text(min_size=1, max_size=50), st.lists(marks, max_size=12))
def test_every_letter_carries_exactly_the_marks_over_it(text: str, given_marks: list[Mark]) -> None:
    pieces = segments(text, given_marks)
    for offset in range(len(text)):
        piece = segment_at(pieces, offset)
        assert piece is not None
        over = [mark for mark in given_marks if mark.start <= offset < mark.end]
        assert set(piece.kinds) == {mark.kind for mark in over}
        assert set(piece.names) == {mark.name for mark in over}


@given(st.text(max_size=50), st.lists(marks, max_size=12))
def test_pieces_have_different_beginnings_and_are_never_empty(text: str, given_marks: list[Mark]) -> None:
    pieces = segments(text, given_marks)
    assert len({piece.start for piece in pieces}) == len(pieces)
    assert all(piece.text for piece in pieces)


def test_overlapping_marks_are_cut_where_they_begin_and_end() -> None:
    assert segments("abcdef", [Mark(0, 4, "tempat", "p"), Mark(2, 6, "waktu", "w")]) == [
        Segment(0, "ab", ("tempat",), ("p",)),
        Segment(2, "cd", ("tempat", "waktu"), ("p", "w")),
        Segment(4, "ef", ("waktu",), ("w",)),
    ]


def test_an_empty_text_has_no_pieces() -> None:
    assert segments("", [Mark(0, 3, "tempat", "p")]) == []
