from __future__ import annotations

import re
import xml.etree.ElementTree as ElementTree

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from kondusif.incidents.queries import IncidentRow
from kondusif.publishing.queries.views import ViewRow, views_of
from web.conftest import Told, words_of

ATOM = "{http://www.w3.org/2005/Atom}"


def keep(browser: Client, name: str = "Amplop", page: str = "teks", query: str = "?cari=amplop") -> None:
    sent = browser.post("/pantauan/simpan/", {"nama": name, "halaman": page, "kueri": query})
    assert sent.headers["Location"] == "/pantauan/"


def the_view(user: User) -> ViewRow:
    [view] = views_of(user.pk)
    return view


@pytest.mark.parametrize(
    "address", ["/cari/?cari=amplop&wilayah=35.04", "/kejadian/?cari=amplop&kategori=politik_uang"]
)
def test_a_list_and_a_search_offer_to_be_watched(
    ayus: Client, ayu: User, three: list[IncidentRow], address: str
) -> None:
    page = ayus.get(address).content.decode()
    form = page[page.index('action="/pantauan/simpan/"') :]
    fields = dict(re.findall(r'<input type="hidden" name="(halaman|kueri)" value="([^"]*)"', form))
    keep(ayus, "Amplop", fields["halaman"], fields["kueri"].replace("&amp;", "&"))
    words = words_of(ayus.get("/pantauan/"))
    assert "Amplop" in words
    assert "tidak ada yang baru" in words
    look = ayus.get(f"/pantauan/{the_view(ayu).id}/")
    assert ayus.get(look.headers["Location"]).status_code == 200
    assert look.headers["Location"].startswith(address.partition("?")[0])


def test_the_page_says_when_no_mail_can_be_sent(ayus: Client, settings: object) -> None:
    assert "Surel belum diatur pada instans ini" in words_of(ayus.get("/pantauan/"))
    settings.KONDUSIF_URL, settings.KONDUSIF_MAIL_FROM = "https://posko.example", "posko@posko.example"  # type: ignore[attr-defined]
    assert "Surel belum diatur" not in words_of(ayus.get("/pantauan/"))


def test_a_feed_tells_what_newly_fits_without_a_login(ayus: Client, ayu: User, told: Told) -> None:
    told("Amplop pertama di balai")
    keep(ayus)
    told("Amplop <b>kedua</b> di pasar & jalan", title="Judul & <i>amplop</i>", places=("35.07",))
    address = f"/pantauan/{the_view(ayu).token}.atom"
    response = Client().get(address)
    assert response.headers["Content-Type"] == "application/atom+xml; charset=utf-8"
    feed = ElementTree.fromstring(response.content)
    assert feed.findtext(f"{ATOM}title") == "Pantauan: Amplop"
    [entry] = feed.findall(f"{ATOM}entry")
    assert entry.findtext(f"{ATOM}title") == "Judul & <i>amplop</i>"
    assert Client().get(address).content == response.content
    assert Client().get("/pantauan/00000000000000000000000000000000.atom").status_code == 404


def test_a_feed_without_entries_is_as_old_as_its_view(ayus: Client, ayu: User) -> None:
    keep(ayus)
    feed = Client().get(f"/pantauan/{the_view(ayu).token}.atom").content.decode()
    assert "<updated>2024-11-20T01:00:00+00:00</updated>" in feed


def test_rename_share_mail_delete_and_restore(ayus: Client, ayu: User, citras: Client) -> None:
    keep(ayus)
    view = the_view(ayu).id
    assert citras.get(f"/pantauan/{view}/").status_code == 404
    for change in ({"nama": "Uang"}, {"bagikan": "1"}, {"surel": "1", "alamat": "ayu@bawaslu.example"}):
        assert ayus.post(f"/pantauan/{view}/ubah/", change).status_code == 302
    row = the_view(ayu)
    assert (row.name, row.shared, row.by_mail) == ("Uang", True, True)
    assert User.objects.get(pk=ayu.pk).email == "ayu@bawaslu.example"
    assert citras.get(f"/pantauan/{view}/").status_code == 302
    assert citras.post(f"/pantauan/{view}/ubah/", {"nama": "x"}).status_code == 404
    assert ayus.post(f"/pantauan/{view}/hapus/").status_code == 302
    assert "Baru dihapus" in words_of(ayus.get("/pantauan/"))
    assert ayus.post(f"/pantauan/{view}/kembalikan/").status_code == 302
    assert the_view(ayu).name == "Uang"


@pytest.mark.parametrize("address", ["", "ayu", "ayu@", "a" * 300 + "@x.id", "ayu@x.id\nBcc: y@z.id"])
def test_an_address_that_is_none_is_refused_in_words(ayus: Client, ayu: User, address: str) -> None:
    keep(ayus)
    response = ayus.post(f"/pantauan/{the_view(ayu).id}/ubah/", {"surel": "1", "alamat": address})
    assert response.status_code == 422
    assert "Tulis alamat surel yang lengkap" in words_of(response)
    assert not the_view(ayu).by_mail


def test_a_view_without_a_name_gives_the_form_back(ayus: Client, ayu: User) -> None:
    response = ayus.post("/pantauan/simpan/", {"nama": " ", "halaman": "teks", "kueri": "?cari=amplop"})
    assert response.status_code == 422
    assert "Beri nama pantauan ini." in words_of(response)
    assert 'name="kueri" value="?cari=amplop"' in response.content.decode()
    assert views_of(ayu.pk) == []
    assert ayus.post("/pantauan/simpan/", {"nama": "x", "halaman": "lain"}).status_code == 404


def test_the_number_of_queries_does_not_grow(ayus: Client, ayu: User, told: Told) -> None:
    def queries(address: str) -> int:
        Client().get(address) if address.endswith("atom") else ayus.get(address)
        with CaptureQueriesContext(connection) as captured:
            assert ayus.get(address).status_code == 200
        return len(captured)

    keep(ayus)
    feed = f"/pantauan/{the_view(ayu).token}.atom"
    told("Amplop pertama di balai")
    one = (queries("/pantauan/"), queries(feed))
    keep(ayus, "Dua")
    keep(ayus, "Tiga", "kejadian", "")
    told("Amplop kedua di pasar", places=("35.07",))
    told("Amplop ketiga di sungai", places=("36.01",))
    assert (queries("/pantauan/"), queries(feed)) == one
