from __future__ import annotations

from datetime import UTC, datetime

from kondusif.people.domain.excerpts import excerpt
from kondusif.people.domain.timeline import Seen, offices_of


def seen(day: int, role: str = "Pj Bupati", *, code: str = "35.14", area: str = "35.14") -> Seen:
    body = f"pemkab-{area}"
    name = "Pemkab Pasuruan" if code else "Pemkab"
    return Seen(role, name, body, code, area, day, datetime(2024, 11, day, tzinfo=UTC))


def test_an_office_reaches_from_its_first_to_its_latest_text() -> None:
    (office,) = offices_of([seen(9), seen(3), seen(20)])
    assert (office.first_seen_at.day, office.latest_seen_at.day, office.texts) == (3, 20, 3)
    assert [moment.day for moment in office.moments] == [3, 9, 20]


def test_an_acting_head_holds_the_same_office_and_the_latest_wording_counts() -> None:
    (office,) = offices_of([seen(3, "Pj Bupati"), seen(9, "Bupati")])
    assert office.role == "Bupati"


def test_an_office_of_unsure_area_joins_the_only_sure_one() -> None:
    (office,) = offices_of([seen(3), seen(9, code="")])
    assert (office.institution, office.area, office.texts) == ("Pemkab Pasuruan", "35.14", 2)
    assert len(offices_of([seen(3), seen(9, code="", area="35.07")])) == 2


def test_two_offices_stand_in_the_order_of_their_first_text() -> None:
    assert [office.role for office in offices_of([seen(9, "Sekretaris Daerah"), seen(3, "Pj Bupati")])] == [
        "Pj Bupati",
        "Sekretaris Daerah",
    ]


def test_an_excerpt_holds_the_name_and_whole_words_around_it() -> None:
    text = "awal " * 60 + "Kapolres Ayu Lestari memimpin apel. " + "akhir " * 60
    start = text.index("Ayu Lestari")
    cut = excerpt("", text, [("text", start, start + 11)])
    assert [piece.text for piece in cut.pieces if piece.named] == ["Ayu Lestari"]
    assert str(cut).startswith("…awal ")
    assert str(cut).endswith(" akhir…")
    assert len(str(cut)) < 210


def test_an_excerpt_of_a_title_of_nothing_and_of_torn_spans() -> None:
    assert str(excerpt("Ayu Lestari hadir", "", [("title", 0, 11)])) == "Ayu Lestari hadir"
    assert str(excerpt("", "teks", [])) == ""
    assert str(excerpt("", "pendek", [("text", 400, 420)])).strip("…") in "pendek"
