from __future__ import annotations

from datetime import datetime, timedelta
from itertools import permutations

import pytest
from factories.readings import NOW, a_document

from kondusif.audit.queries import latest_facts
from kondusif.intake.actions import Arrival, KeptTexts, keep_texts
from kondusif.intake.domain.copies import LONG_TEXT, shingles_of
from kondusif.intake.models import CopyLink, Text
from kondusif.intake.queries import count_texts, known, latest_texts, revisions_of
from kondusif.places.domain.zones import on_its_clock
from kondusif.understanding.document import Document

pytestmark = pytest.mark.django_db

STORY = " ".join(f"kalimat ke {number} tentang rapat pleno terbuka" for number in range(60))


def keep(*documents: Document, now: datetime = NOW) -> KeptTexts:
    return keep_texts([Arrival(document, "public") for document in documents], by="mesin", now=now)


def groups() -> set[frozenset[str]]:
    found: dict[int, set[str]] = {}
    for text in Text.objects.all():
        found.setdefault(text.copy_group, set()).add(text.source_id)
    return {frozenset(group) for group in found.values()}


def test_the_same_text_again_is_known() -> None:
    document = a_document("Amplop dibagikan", id="1")
    first, again = keep(document), keep(document, now=NOW + timedelta(days=1))
    assert (len(first.new), again.new, again.ids) == (1, set(), first.ids)
    assert known([document, a_document("lain", id="1")]) == [first.ids[0], None]
    assert [fact.kind for fact in latest_facts()] == ["texts_kept"]


def test_a_new_content_is_the_next_revision_and_the_old_one_stays() -> None:
    keep(a_document("Amplop dibagikan", id="1"))
    outcome = keep(a_document("Amplop dibagikan kepada 20 warga", id="1"))
    assert outcome.revised == 1
    rows = [(text.revision, text.text, text.latest) for text in revisions_of(latest_texts()[0].key)]
    assert rows == [(1, "Amplop dibagikan", False), (2, "Amplop dibagikan kepada 20 warga", True)]
    assert count_texts() == 1


def test_an_old_content_again_changes_nothing() -> None:
    first, second = a_document("Amplop", id="1"), a_document("Amplop dan kaos", id="1")
    keep(first, second)
    again = keep(first, second)
    assert again.new == set()
    assert [text.text for text in latest_texts()] == ["Amplop dan kaos"]


def test_of_two_revisions_that_say_when_the_later_counts_whichever_came_first() -> None:
    early = a_document("Amplop", id="1", published_at=NOW - timedelta(hours=2))
    late = a_document("Amplop, dibantah", id="1", published_at=NOW)
    outcome = keep(late, early)
    assert [text.text for text in latest_texts()] == ["Amplop, dibantah"]
    assert len(outcome.new) == 2


def test_the_same_letters_elsewhere_are_a_copy_of_the_earliest() -> None:
    later = a_document("Amplop dibagikan", id="1", source="grup-a", published_at=NOW)
    earlier = a_document("Amplop dibagikan", id="2", source="grup-b", published_at=NOW - timedelta(hours=1))
    assert keep(later, earlier).copies == 1
    assert {text.source_id: text.is_copy for text in Text.objects.all()} == {"1": True, "2": False}
    assert CopyLink.objects.get().per_mille == 1000


def test_a_shortened_story_is_a_copy_and_a_retold_one_is_not() -> None:
    words = STORY.split()
    shortened = a_document(" ".join(words[: len(words) * 7 // 10]), id="short", source="b")
    retold = a_document(
        " ".join(f"pada pleno {number} dibahas hal lain sama sekali" for number in range(60)), id="retold"
    )
    keep(a_document(STORY, id="story"), shortened, retold)
    assert groups() == {frozenset({"story", "short"}), frozenset({"retold"})}


def test_two_forms_filled_in_differently_are_no_copies() -> None:
    form = (
        "Telah terjadi kekurangan surat suara di TPS {} Desa {} sebanyak {} lembar dan sudah dilaporkan ke PPS setempat"
    )
    one, other = form.format(3, "Sukorejo", 12), form.format(7, "Ngadirejo", 40)
    assert len(shingles_of("", one)) < LONG_TEXT
    keep(a_document(one, id="1"), a_document(other, id="2"))
    assert groups() == {frozenset({"1"}), frozenset({"2"})}


def test_copies_are_the_same_groups_in_every_order() -> None:
    words = STORY.split()
    documents = [
        a_document(STORY, id="a", source="a", published_at=NOW),
        a_document(" ".join(words[:200]), id="b", source="b", published_at=NOW - timedelta(days=1)),
        a_document(" ".join(words[150:]), id="c", source="c"),
        a_document(STORY, id="d", source="d"),
    ]
    seen = set()
    for order in permutations(documents):
        for document in order:
            keep(document)
        originals = frozenset(text.source_id for text in Text.objects.all() if not text.is_copy)
        seen.add((frozenset(groups()), originals))
        CopyLink.objects.all().delete()
        Text.objects.all().delete()
        from kondusif.intake.models import SignatureBand

        SignatureBand.objects.all().delete()
    assert len(seen) == 1


def test_a_revision_is_no_copy_of_the_one_before() -> None:
    keep(a_document(STORY, id="1"))
    outcome = keep(a_document(STORY + " ralat", id="1"))
    assert outcome.copies == 0
    assert [text.is_copy for text in Text.objects.order_by("revision")] == [False, False]


def test_nothing_arrives() -> None:
    assert keep().ids == []
    assert latest_facts() == []


def test_a_time_without_a_zone_is_meant_on_the_clock_of_the_place() -> None:
    written = datetime(2024, 11, 25, 0, 30)  # noqa: DTZ001 - as most tables state it
    texts = [a_document("Baliho roboh", id=code, received_at=written) for code in ("35", "94", "")]
    keep_texts([Arrival(text, "public", text.id) for text in texts], by="mesin", now=NOW)
    kept = {text.source_id: text.as_document().received_at for text in latest_texts()}
    assert {code: moment and moment.isoformat() for code, moment in kept.items()} == {
        "35": "2024-11-25T00:30:00+07:00",
        "94": "2024-11-25T00:30:00+09:00",
        "": "2024-11-25T00:30:00+07:00",
    }


@pytest.mark.parametrize("first", [datetime(2024, 11, 25, 0, 30), datetime.fromisoformat("2024-11-25T00:30+09:00")])  # noqa: DTZ001
def test_a_revision_may_state_its_time_with_or_without_a_zone(first: datetime) -> None:
    keep(a_document("Amplop", id="1", received_at=first))
    keep(a_document("Amplop, dibantah", id="1", received_at=datetime(2024, 11, 25, 9, 30)))  # noqa: DTZ001
    assert [text.text for text in latest_texts()] == ["Amplop, dibantah"]
    [earlier, _] = revisions_of(latest_texts()[0].key)
    assert earlier.as_document().received_at == on_its_clock(first, "")
    assert earlier.as_document().received_at.date() == first.date()  # type: ignore[union-attr]
