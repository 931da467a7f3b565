from __future__ import annotations

import smtplib
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from factories.readings import NOW, a_document, a_reading

from kondusif.incidents.actions import judge_incident, keep_readings
from kondusif.incidents.domain.searching.columns import Wanted
from kondusif.incidents.domain.types import Ruling
from kondusif.incidents.queries import list_incidents
from kondusif.publishing.actions.views import (
    MOST_VIEWS,
    NoSuchView,
    change_view,
    delete_view,
    look_at_view,
    note_matches,
    restore_view,
    save_view,
)
from kondusif.publishing.domain.watching import (
    BadView,
    Watched,
    WatchedIncidents,
    WatchedTexts,
    as_plain,
    from_plain,
    packed,
    unpacked,
)
from kondusif.publishing.queries.views import deleted_views_of, newest_fitting, view_for, view_of_token, views_of
from kondusif.publishing.tasks import Notified, notify_saved_views

LATER = NOW + timedelta(hours=1)
AMPLOP = WatchedTexts("amplop", Wanted())


def tell(text: str, *, title: str = "", **reading: Any) -> None:
    document = a_document(text, id=text, title=title, received_at=NOW)
    keep_readings([(document, a_reading(document, **reading))], now=NOW)


@pytest.fixture
def posted(settings: Any, ayu: User) -> User:
    """Ayu with an address, on an instance that sends mail."""
    settings.KONDUSIF_URL = "https://posko.example"
    settings.KONDUSIF_MAIL_FROM = "posko@posko.example"
    ayu.email = "ayu@bawaslu.example"
    ayu.save()
    return ayu


def watch(owner: User, watched: Watched = AMPLOP, name: str = "Amplop") -> int:
    return save_view(name, watched, "?cari=amplop", owner_id=owner.pk, by=owner.username, now=NOW)


def own(user: User) -> dict[str, Any]:
    return {"owner_id": user.pk, "by": user.username, "now": NOW}


@pytest.mark.parametrize(
    "watched",
    [
        AMPLOP,
        WatchedTexts("", Wanted(category="apk", area="35.04", month="2024-11")),
        WatchedIncidents(),
        WatchedIncidents(categories=("apk",), area="35", statuses=("terverifikasi",), date_from=NOW.date()),
    ],
)
def test_what_is_watched_comes_back_as_it_was(watched: Watched) -> None:
    page = "teks" if isinstance(watched, WatchedTexts) else "kejadian"
    assert from_plain(page, {**as_plain(watched), "unknown": 1}) == watched


@pytest.mark.parametrize("numbers", [set(), {1}, {5, 9, 1_000_000_000}, set(range(1, 60_000, 2))])
def test_numbers_are_packed_small_and_whole(numbers: set[int]) -> None:
    assert unpacked(packed(numbers)) == numbers
    assert len(packed(numbers)) < 1000


def test_only_what_comes_later_is_new(ayu: User) -> None:
    tell("Amplop pertama di balai")
    view = watch(ayu)
    assert note_matches(view, now=NOW) == 0
    tell("Amplop kedua di pasar", places=("35.07",))
    tell("Baliho di jalan", category="apk", places=("73.71",))
    assert note_matches(view, now=LATER) == 1
    assert note_matches(view, now=LATER) == 0
    assert [each.summary for each in newest_fitting(view)] == ["warta-uji: Amplop kedua di pasar"]
    assert [row.fresh for row in views_of(ayu.pk)] == [1]
    look_at_view(view, owner_id=ayu.pk)
    assert [row.fresh for row in views_of(ayu.pk)] == [0]


def test_an_incident_that_begins_to_fit_is_new(ayu: User) -> None:
    tell("Amplop pertama di balai")
    [incident] = list_incidents().rows
    view = watch(ayu, WatchedIncidents(statuses=("terverifikasi",)))
    judgement = {"reason": "Dua saksi", "by": "ayu", "now": NOW}
    judge_incident(incident.id, ruling=Ruling.VERIFY, **judgement)
    assert note_matches(view, now=LATER) == 1
    judge_incident(incident.id, ruling=Ruling.REJECT, **judgement)
    assert note_matches(view, now=LATER) == 0
    judge_incident(incident.id, ruling=Ruling.VERIFY, **judgement)
    assert note_matches(view, now=LATER) == 0  # told of once
    assert [each.id for each in newest_fitting(view)] == [incident.id.urn]


def test_a_mail_tells_of_each_thing_once(posted: User) -> None:
    view = watch(posted)
    change_view(view, by_mail=True, **own(posted))
    assert notify_saved_views(NOW) == Notified()
    tell("Amplop pertama di balai", title="Judul amplop")
    tell("Amplop kedua di pasar", places=("35.07",))
    assert notify_saved_views(LATER) == Notified(mails=1, told=2)
    assert notify_saved_views(LATER) == Notified()
    [message] = mail.outbox
    assert (message.to, message.from_email, message.subject) == (
        ["ayu@bawaslu.example"],
        "posko@posko.example",
        "Pantauan: Amplop",
    )
    assert "2 hal baru cocok dengan “Amplop”." in message.body
    assert "https://posko.example/teks/" in message.body
    tell("Amplop ketiga di sungai", places=("36.01",))
    assert notify_saved_views(LATER) == Notified(mails=1, told=1)


def test_what_could_not_be_sent_is_sent_by_the_next_run(posted: User, monkeypatch: pytest.MonkeyPatch) -> None:
    view = watch(posted)
    change_view(view, by_mail=True, **own(posted))
    tell("Amplop pertama di balai")

    def refuse(self: EmailBackend, messages: list[Any]) -> int:
        raise smtplib.SMTPServerDisconnected

    with monkeypatch.context() as patch:
        patch.setattr(EmailBackend, "send_messages", refuse)
        assert notify_saved_views(LATER) == Notified(failed=1)
    assert notify_saved_views(LATER) == Notified(mails=1, told=1)


@pytest.mark.parametrize("missing", ["KONDUSIF_URL", "KONDUSIF_MAIL_FROM", "address", "switch"])
def test_without_settings_address_or_wish_no_mail_goes(posted: User, settings: Any, missing: str) -> None:
    view = watch(posted)
    change_view(view, by_mail=missing != "switch", **own(posted))
    if missing == "address":
        User.objects.filter(pk=posted.pk).update(email="")
    elif missing != "switch":
        setattr(settings, missing, "")
    tell("Amplop pertama di balai")
    assert notify_saved_views(LATER) == Notified()
    assert mail.outbox == []
    assert [row.fresh for row in views_of(posted.pk)] == [1]


def test_switching_mail_on_does_not_tell_of_the_past(posted: User) -> None:
    view = watch(posted)
    tell("Amplop pertama di balai")
    note_matches(view, now=LATER)
    change_view(view, by_mail=True, **own(posted))
    assert notify_saved_views(LATER) == Notified()


def test_private_persons_are_covered_in_what_leaves_the_house(posted: User) -> None:
    view = watch(posted)
    change_view(view, by_mail=True, **own(posted))
    tell("Warga bernama Sutrisno Hadiwijaya menerima amplop", actors=(("Sutrisno Hadiwijaya", "warga"),))
    notify_saved_views(LATER)
    assert "Hadiwijaya" not in mail.outbox[0].body
    assert "Hadiwijaya" not in "".join(each.title + each.summary for each in newest_fitting(view))


def test_views_belong_to_their_owner(ayu: User, budi: User) -> None:
    view = watch(ayu)
    assert view_for(budi.pk, view) is None
    for refused in (
        lambda: change_view(view, name="Milik Budi", **own(budi)),
        lambda: delete_view(view, **own(budi)),
        lambda: restore_view(view, **own(budi)),
    ):
        with pytest.raises(NoSuchView):
            refused()
    change_view(view, shared=True, **own(ayu))
    assert [(row.name, row.mine) for row in views_of(budi.pk)] == [("Amplop", False)]


def test_a_deleted_view_can_be_had_back_for_a_day(ayu: User) -> None:
    view = watch(ayu)
    token = views_of(ayu.pk)[0].token
    delete_view(view, **own(ayu))
    assert views_of(ayu.pk) == []
    assert view_of_token(token) is None
    assert [row.id for row in deleted_views_of(ayu.pk, now=NOW)] == [view]
    assert deleted_views_of(ayu.pk, now=NOW + timedelta(days=1)) == []
    restore_view(view, **own(ayu))
    assert [row.id for row in views_of(ayu.pk)] == [view]
    assert view_of_token(token) is not None


@pytest.mark.parametrize("name", ["", "   ", "\x00", "x" * 121])
def test_a_name_is_needed(ayu: User, name: str) -> None:
    with pytest.raises(BadView):
        watch(ayu, name=name)


def test_not_endlessly_many(ayu: User) -> None:
    for number in range(MOST_VIEWS):
        watch(ayu, name=str(number))
    with pytest.raises(BadView, match="Paling banyak"):
        watch(ayu)
