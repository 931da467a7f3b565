"""Who may ask, and how refusals look."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client

from api.conftest import Ask, Told, token_for
from kondusif.api.application import THROTTLE
from kondusif.publishing.actions.tokens import create_token, revoke_token
from kondusif.publishing.domain.tokens import TokenScope
from kondusif.publishing.queries.tokens import list_tokens

pytestmark = pytest.mark.django_db
PATHS = (
    "/overview",
    "/stages",
    "/incidents",
    "/incidents/00000000-0000-4000-8000-000000000000",
    "/areas",
    "/areas/35.04",
)


def _is_problem(response: Any, status: int) -> bool:
    body = response.json()
    said = all(body[name] for name in ("title", "title_en", "detail", "detail_en"))
    return bool(
        response.status_code == status == body["status"]
        and response["Content-Type"] == "application/problem+json"
        and said
    )


@pytest.mark.parametrize("path", PATHS)
def test_nobody_reads_without_saying_who_they_are(client: Client, path: str) -> None:
    response = client.get(f"/api/v1{path}")
    assert _is_problem(response, 401)
    assert response["WWW-Authenticate"].startswith("Bearer")


@pytest.mark.parametrize("wrong", ["", "x", "kondusif_" + "a" * 32, "\u00e9", "x" * 9000])
def test_a_wrong_token_is_refused_even_with_a_session(client: Client, ayu: User, wrong: str) -> None:
    client.force_login(ayu)
    assert client.get("/api/v1/overview").status_code == 200
    if wrong:
        assert _is_problem(client.get("/api/v1/overview", headers={"Authorization": f"Bearer {wrong}"}), 401)


def test_a_revoked_token_is_refused(ayu: User, client: Client) -> None:
    secret = token_for("ayu")
    headers = {"Authorization": f"Bearer {secret}"}
    assert client.get("/api/v1/overview", headers=headers).status_code == 200
    revoke_token(list_tokens()[0].id, by="ayu", now=list_tokens()[0].created_at)
    assert _is_problem(client.get("/api/v1/overview", headers=headers), 401)


def test_a_token_in_the_address_is_not_looked_at(ayu: User, client: Client) -> None:
    secret = token_for("ayu")
    for name in ("token", "access_token", "key"):
        assert client.get(f"/api/v1/overview?{name}={secret}").status_code == 401


def test_a_session_reads_what_its_person_reads(client: Client, citra: User) -> None:
    client.force_login(citra)
    assert client.get("/api/v1/incidents").status_code == 200
    assert _is_problem(client.get("/api/v1/incidents?nama=lengkap"), 403)


def test_names_need_a_token_for_names(ask: Ask, told: Told) -> None:
    row = told(
        "Warga bernama Dewi Lestari melihat amplop dibagikan kades Sutrisno", actors=(("Sutrisno", "Kepala Desa"),)
    )
    for path in ("/incidents", f"/incidents/{row.id}"):
        plain = ask(path)
        assert "Dewi" not in plain.content.decode()
        assert "Lestari" not in plain.content.decode()
        assert "Sutrisno" in plain.content.decode()
        assert _is_problem(ask(f"{path}?nama=lengkap"), 403)
        full = ask(f"{path}?nama=lengkap", scopes=(TokenScope.READ_NAMES,))
        assert "Dewi Lestari" in full.content.decode()
        assert "Dewi" not in ask(path, scopes=(TokenScope.READ_NAMES,)).content.decode()


@pytest.mark.parametrize(
    "path",
    ["/tidak-ada", "/incidents/00000000-0000-4000-8000-000000000000", "/incidents/x", "/areas/99", "/incidents?hal=9"],
)
def test_what_is_not_there_is_told(ask: Ask, path: str) -> None:
    assert _is_problem(ask(path), 404)


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ("wilayah=99.99", "wilayah"),
        ("wilayah=Tulungagung", "wilayah"),
        ("kategori=apa", "kategori"),
        ("status=terverifikasi&status=x", "status"),
        ("jenis=x", "jenis"),
        ("periode=1h", "periode"),
        ("dari=20 November", "dari"),
        ("dari=1700000000", "dari"),
        ("sejak=9999-12-31", "sejak"),
        ("hal=0", "hal"),
        ("per=201", "per"),
        ("urut=acak", "urut"),
        ("kategory=apk", "kategory"),
        ("bertentangan=mungkin", "bertentangan"),
        ("cari=" + "a" * 201, "cari"),
        ("nama=semua", "nama"),
    ],
)
def test_a_slip_is_told_and_not_passed_over(ask: Ask, query: str, field: str) -> None:
    response = ask(f"/incidents?{query}")
    assert _is_problem(response, 422)
    (error,) = response.json()["errors"]
    assert error["field"].split(".")[0] == field
    assert error["detail"]
    assert error["detail_en"]


def test_too_many_questions_wait(ask: Ask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(THROTTLE, "num_requests", 2)
    assert [ask("/stages").status_code for _ in range(3)] == [200, 200, 429]
    response = ask("/stages")
    assert _is_problem(response, 429)
    assert 1 <= int(response["Retry-After"]) <= 60


def test_the_api_changes_nothing(client: Client, ayu: User) -> None:
    client.force_login(ayu)
    for method in (client.post, client.put, client.delete, client.patch):
        assert method("/api/v1/incidents").status_code == 405


def test_nothing_of_an_answer_is_kept_by_strangers_caches(ask: Ask) -> None:
    response = ask("/overview")
    assert response["Cache-Control"] == "private, no-cache"
    assert {"Authorization", "Cookie"} <= set(response["Vary"].split(", "))


def test_who_knows_the_answer_gets_none(ask: Ask, told: Told) -> None:
    first = ask("/incidents")
    again = ask("/incidents", **{"If-None-Match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    told("Amplop berisi uang dibagikan kepada warga di balai desa")
    assert ask("/incidents", **{"If-None-Match": first["ETag"]}).status_code == 200


def test_expired_tokens_open_nothing(ayu: User, client: Client, settings: Any) -> None:
    from datetime import timedelta

    from factories.readings import NOW

    _, secret = create_token("ayu", name="x", scopes=(), expires_at=NOW + timedelta(days=1), by="ayu", now=NOW)
    settings.KONDUSIF_NOW = "2024-11-21T08:00:00+07:00"
    assert client.get("/api/v1/stages", headers={"Authorization": f"Bearer {secret}"}).status_code == 401
