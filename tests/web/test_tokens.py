from __future__ import annotations

import re

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from kondusif.publishing.domain.tokens import TokenScope
from kondusif.publishing.queries.tokens import list_tokens
from web.conftest import words_of

SECRET = re.compile(r"kondusif_[a-z2-7]{32}")


def test_a_token_is_shown_once(ayus: Client) -> None:
    page = ayus.post("/akun/token/", {"nama": "papan", "hari": "90", "orang": "1"})
    (secret,) = set(SECRET.findall(page.content.decode()))
    assert "no-store" in page["Cache-Control"]
    again = ayus.get("/akun/token/")
    assert not SECRET.search(again.content.decode())
    assert "papan membaca, dengan nama orang" in words_of(again)
    assert list_tokens()[0].scopes == (TokenScope.READ, TokenScope.READ_NAMES)
    assert ayus.get("/api/v1/stages", headers={"Authorization": f"Bearer {secret}"}).status_code == 200


def test_who_does_not_judge_is_not_offered_names_and_gets_none(citras: Client) -> None:
    assert "nama orang pribadi" not in words_of(citras.get("/akun/token/"))
    page = citras.post("/akun/token/", {"nama": "papan", "orang": "1"})
    assert page.status_code == 422
    assert "Hanya akun penilai" in words_of(page)
    assert 'value="papan"' in page.content.decode()
    assert list_tokens() == ()


def test_a_token_is_revoked_by_its_owner_alone(ayus: Client, citras: Client) -> None:
    ayus.post("/akun/token/", {"nama": "papan"})
    (row,) = list_tokens()
    citras.post(f"/akun/token/{row.id}/cabut/")
    assert list_tokens()[0].revoked_at is None
    assert ayus.post(f"/akun/token/{row.id}/cabut/").status_code == 302
    assert list_tokens()[0].revoked_by == "ayu"
    assert "dicabut" in words_of(ayus.get("/akun/token/"))
    assert ayus.get(f"/akun/token/{row.id}/cabut/").status_code == 405


def test_a_token_without_a_name_is_refused_in_words(ayus: Client) -> None:
    page = ayus.post("/akun/token/", {"nama": "  "})
    assert page.status_code == 422
    assert "Nama token belum diisi" in words_of(page)


@pytest.mark.django_db
def test_strangers_make_no_tokens(client: Client, ayu: User) -> None:
    assert client.get("/akun/token/").status_code == 302
    assert client.post("/akun/token/", {"nama": "x"}).status_code == 401
    assert list_tokens() == ()


def test_three_tokens_take_as_many_queries_as_one(ayus: Client) -> None:
    ayus.post("/akun/token/", {"nama": "satu"})
    with CaptureQueriesContext(connection) as one:
        ayus.get("/akun/token/")
    ayus.post("/akun/token/", {"nama": "dua"})
    ayus.post("/akun/token/", {"nama": "tiga"})
    with CaptureQueriesContext(connection) as three:
        ayus.get("/akun/token/")
    assert len(one) == len(three)
