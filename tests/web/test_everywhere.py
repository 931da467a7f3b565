"""What holds at every address of the product, in every state; a new page cannot be forgotten."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Iterator
from datetime import timedelta
from itertools import product
from pathlib import Path
from typing import Any

import pytest
from babel.messages.pofile import read_po
from django.contrib.auth.models import User
from django.core.cache import cache
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from factories.alarms import an_alarm
from factories.readings import NOW, a_document, a_reading
from factories.season import Season, build_season
from people.conftest import actor

from kondusif.config.accounts import ensure_judges
from kondusif.incidents.actions import judge_incident, keep_readings
from kondusif.incidents.domain.types import Ruling
from kondusif.incidents.queries import list_incidents
from kondusif.people.queries import list_people
from kondusif.publishing.actions.sitrep import keep_sitrep
from kondusif.publishing.actions.tokens import create_token
from kondusif.publishing.actions.views import save_view
from kondusif.publishing.domain.watching import WatchedIncidents
from kondusif.publishing.queries.sitrep import compose_sitrep
from kondusif.publishing.queries.views import views_of
from web.addresses import NOWHERE, SAMPLES, Who, addresses, names_of_addresses, path_of

CATALOGUE = Path(__file__).resolve().parents[2] / "src/kondusif/locale/en/LC_MESSAGES/django.po"
MOST_BYTES = 100_000
_VALUE = re.compile(r"%\(\w+\)[sd]")
HOSTILE = (
    "%00",
    "a" * 10_000,
    "%F0%9F%92%A9%ED%A0%80",
    "'%22%3E%3Cscript%3Ealert(1)%3C/script%3E",
    "-1",
    "99999999999999999999999999",
    "0001-01-01",
    "9999-12-31",
    "10000-02-30",
    "99.99.99.9999",
    "35.04.",
    "NaN",
    "%25s%25(x)d{0}",
    "",
)
NAMES = (
    "wilayah periode sejak hingga kategori jenis status cari dari sampai bertentangan banyak urut hal per nama lembaga "
    "jabatan metrik bentuk tingkat daftar teks kejadian ke lewati bulan kelas persis q pemilihan next pilkada tanggal edisi ukuran pita bobot_keamanan"
).split()


@pytest.fixture(scope="module")
def built(django_db_setup: None, django_db_blocker: Any) -> Iterator[tuple[Season, User]]:
    """The season, built once for this file and undone after it."""
    with django_db_blocker.unblock(), transaction.atomic():
        judge = User.objects.create_user("musim")
        judge.groups.add(ensure_judges())
        yield build_season(judge), judge
        transaction.set_rollback(True)
    cache.clear()


@pytest.fixture
def season(built: tuple[Season, User], db: None) -> Season:
    cache.clear()
    return built[0]


@pytest.fixture
def judge(built: tuple[Season, User], db: None) -> Client:
    client = Client()
    client.force_login(built[1])
    return client


def body_of(response: Any) -> bytes:
    return b"".join(response) if response.streaming else response.content


# Every address ----------------------------------------------------------------------------------------------------------


def test_every_address_has_a_sample() -> None:
    assert names_of_addresses() == set(SAMPLES)


def test_everything_opens_for_whom_it_is_for_and_for_nobody_else(season: Season, judge: Client, citras: Client) -> None:
    stranger, wrong = Client(), []
    for name, address in addresses(season):
        sample = SAMPLES[name]
        seen = stranger.get(address)
        if sample.who is Who.EVERYBODY:
            expected = sample.status
        elif name.startswith("api:"):
            expected = 404 if sample.status == 404 else 401
        else:
            expected = 302
            if not seen.get("Location", "").startswith("/masuk/?next=%2F"):
                wrong.append(f"{address}: a stranger is sent to {seen.get('Location')}")
        if seen.status_code != expected:
            wrong.append(f"{address}: {seen.status_code} for a stranger, not {expected}")
        for client in (judge, citras):
            refused = client is citras and (sample.who is Who.JUDGE or "nama=lengkap" in address)
            others = client is citras and name == "web:view"  # a view of somebody else that is not shared
            expected = 403 if refused else 404 if others else sample.status
            if (got := client.get(address).status_code) != expected:
                wrong.append(f"{address}: {got}, not {expected}")
    assert not wrong, "\n".join(wrong)


def test_forms_ask_strangers_to_log_in_and_refuse_who_may_only_read(
    season: Season, judge: Client, citras: Client
) -> None:
    wrong = []
    for name, sample in SAMPLES.items():
        if sample.sent is None:
            continue
        address = path_of(name, season)
        if judge.get(address).status_code != 405 and name != "set_language":
            wrong.append(f"{name}: a form is opened by GET")
        if sample.who is not Who.EVERYBODY and Client().post(address, sample.sent).status_code != 401:
            wrong.append(f"{name}: a stranger is not asked who they are")
        if sample.who is Who.JUDGE and (got := citras.post(address, sample.sent).status_code) not in {403, 404}:
            wrong.append(f"{name}: {got} for who may only read")
        if (got := judge.post(address, sample.sent).status_code) != sample.status:
            wrong.append(f"{name}: {got}, not {sample.status}")
        if name == "web:leave":
            judge.force_login(User.objects.get(username="musim"))
        if Client(enforce_csrf_checks=True).post(address, sample.sent).status_code != 403:
            wrong.append(f"{name}: takes a form of another site")
    assert not wrong, "\n".join(wrong)


def test_who_may_only_read_is_offered_nothing_to_judge_with(season: Season, citras: Client) -> None:
    judging = re.compile(
        r'(?:action|formaction|hx-post)="(/(?:kejadian|penilaian|keputusan|rombongan|tokoh|peringatan)/[^"]*)"'
    )
    for _, address in addresses(season, pages_only=True):
        response = citras.get(address)
        if "html" in response.get("Content-Type", ""):
            offered = [
                each
                for each in judging.findall(response.content.decode())
                if each not in {"/kejadian/", "/tokoh/", "/peringatan/"}
            ]
            assert offered == [], address


# What a page is made of -----------------------------------------------------------------------------------------------


def test_every_page_is_whole_strict_and_small(season: Season, judge: Client) -> None:
    wrong = []
    for language, (name, address) in product(("id", "en"), addresses(season, pages_only=True)):
        judge.cookies["bahasa"] = language
        client = Client(headers={"Accept-Language": language}) if name == "web:enter" else judge
        response = client.get(address)
        if response.status_code == 302:
            continue
        page = body_of(response).decode()
        policy = response.headers.get("Content-Security-Policy", "")
        bare = re.sub(r"<svg.*?</svg>", "", page, flags=re.DOTALL)
        text = re.sub(r"<(script|style|svg).*?</\1>", "", page, flags=re.DOTALL)
        for holds, said in (
            ("default-src 'self'" in policy and "unsafe" not in policy and "*" not in policy, "policy is not strict"),
            (f'<html lang="{language}"' in page, "speaks another language"),
            (re.search(r"<title>\s*[^<\s·][^<]*</title>", page), "has no title"),
            (
                len(re.findall(r"<h1[\s>]", text)) == 1,
                f"has {len(re.findall(r'<h1[ >]', text))} headings of the first rank",
            ),
            (
                not re.search(r"\sstyle=|\son[a-z]+=\"|<style|<script(?![^>]*\ssrc=)|javascript:", page),
                "has something inline",
            ),
            (not re.search(r'(?:src|href|action)="(?:https?:)?//(?!testserver)', page), "leads to another host"),
            (len(set(ids := re.findall(r'\sid="([^"]+)"', page))) == len(ids), "says an id twice"),
            (len(bare.encode()) <= MOST_BYTES, f"is {len(bare.encode())} bytes long"),
        ):
            if not holds:
                wrong.append(f"{language} {address}: {said}")
    assert not wrong, "\n".join(sorted(set(wrong)))


def test_english_pages_say_nothing_in_indonesian(season: Season, judge: Client) -> None:
    """No piece of a page may be what the catalogue translates; the same pages in Indonesian are full of it."""
    sources, said = indonesian(), {}
    for language in ("id", "en"):
        judge.cookies["bahasa"] = language
        said[language] = {
            piece: address
            for name, address in addresses(season, pages_only=True)
            for piece in pieces_of(
                (Client(headers={"Accept-Language": language}) if name == "web:enter" else judge).get(address)
            )
        }
    left = [f"{address}: {piece}" for piece, address in said["en"].items() if sources.fullmatch(piece)]
    assert not left, "\n".join(left)
    assert sum(bool(sources.fullmatch(piece)) for piece in said["id"]) > 500


def pieces_of(response: Any) -> set[str]:
    """The words between tags and in what is read aloud, without runs of blanks; what is said to be Indonesian may be."""
    page = re.sub(r"<(script|style|pre|code).*?</\1>", " ", body_of(response).decode(), flags=re.DOTALL)
    page = re.sub(r'<([a-z]+)(?=\s)(?![^>]*<)[^>]*\slang="id"(?! data-theme)[^>]*>.*?</\1>', " ", page, flags=re.DOTALL)
    spoken = re.findall(r'\s(?:aria-label|title|placeholder|alt)="([^"]*)"', page)
    return {" ".join(html.unescape(each).split()) for each in (*re.split(r"<[^>]+>", page), *spoken)} - {""}


def indonesian() -> re.Pattern[str]:
    """What the catalogue translates, piece by piece between tags; any value where a value stands."""
    with CATALOGUE.open("rb") as file:
        entries = [entry for entry in read_po(file) if entry.id]
    english = {piece for entry in entries for piece in _pieces(entry.string)}
    found = {piece for entry in entries for piece in _pieces(entry.id)} - english
    telling = [piece for piece in sorted(found) if re.search(r"[^\W\d_]{3,}", _VALUE.sub("", piece))]
    return re.compile("|".join(".+".join(map(re.escape, _VALUE.split(piece))) for piece in telling))


def _pieces(said: str | Iterable[str]) -> set[str]:
    forms = (said,) if isinstance(said, str) else said
    pieces = [piece for form in forms for piece in re.split(r"<[^>]+>", html.unescape(form))]
    return {" ".join(piece.replace("%%", "%").split()) for piece in pieces}


# Any moment, any question -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "moment", ["2024-01-02T00:00:00+07:00", "2024-11-27T23:59:59+07:00", "2025-12-30T12:00:00+07:00"]
)
def test_everything_opens_at_any_moment(season: Season, judge: Client, settings: Any, moment: str) -> None:
    settings.KONDUSIF_NOW = moment
    for name, address in addresses(season):
        assert judge.get(address).status_code == SAMPLES[name].status, address


def test_no_question_breaks_anything(season: Season, judge: Client) -> None:
    """The client raises whatever a page raises: nothing is answered with 500."""
    for name, sample in SAMPLES.items():
        if sample.sent is not None or name == NOWHERE:
            continue
        path = path_of(name, season)
        for value in HOSTILE:
            query = "&".join(f"{key}={value[: 10_000 if key == 'cari' else 300]}" for key in NAMES)
            assert judge.get(f"{path}?{query}").status_code < 500, (name, value[:40])
        arrays = "&".join(f"{key}[]={key}&{key}=x&{key}=y&{key}[a][b]=1" for key in NAMES)
        assert judge.get(f"{path}?{arrays}").status_code < 500, name


def test_each_value_alone_breaks_nothing_either(season: Season, judge: Client) -> None:
    """A filter that is wrong may hide behind another that is refused first."""
    for name in (
        "web:home",
        "web:incidents",
        "web:search",
        "web:map",
        "web:make_sitrep",
        "web:people",
        "api:incidents",
    ):
        path = path_of(name, season)
        for key, value in product(NAMES, ("%00", "9999-12-31", "99999999999999999999")):
            assert judge.get(f"{path}?{key}={value}").status_code < 500, (name, key, value)


def test_no_form_breaks_on_nonsense(season: Season, judge: Client) -> None:
    for name, sample in SAMPLES.items():
        if sample.sent is None:
            continue
        for value in ("\x00", "a" * 10_000, "99999999999999999999", "💩\u202e"):
            sent = dict.fromkeys((*sample.sent, "lain", "teks", "pilih", "putusan", "nilai", "versi", "hari"), value)
            assert judge.post(path_of(name, season), sent).status_code < 500, (name, value[:10])
            judge.force_login(User.objects.get(username="musim"))


@pytest.mark.parametrize("path", [
    "/kejadian/x/", "/wilayah/99.99/", "/wilayah/%00/", "/peta/99/", "/peta/'/", "/tahapan/zz/", "/lembaga/%00/",
    f"/lembaga/{'a' * 5000}/", "/sitrep/99999999999999999999/", "/teks/99999999999999999999/", "/unduh/kejadian.exe",
    "/pantauan/99999999999999999999/", "/publik/angka.exe", "/pantauan/x.atom", "/api/v1/areas/99", "/api/v1/areas/%00",
    "/api/v1/incidents/x", f"/{'a' * 8000}/", "/%ff%fe/",
])  # fmt: skip
def test_what_does_not_exist_is_not_found(season: Season, judge: Client, path: str) -> None:
    assert judge.get(path).status_code == 404


# As many questions to the database for three as for one ---------------------------------------------------------------


def test_three_rows_cost_no_more_queries_than_one(ayu: User, ayus: Client) -> None:
    staged = _tell(0, ayu)
    first = _queries(ayus, staged)
    for number in (1, 2):
        _tell(number, ayu)
    three = _queries(ayus, staged)
    assert {name: (one, three[name]) for name, one in first.items() if three[name] > one} == {}
    assert len(first) > 60


def _queries(client: Client, season: Season) -> dict[str, int]:
    found = {}
    for name, address in addresses(season):
        for _ in range(2):  # what a process keeps is kept after the first
            cache.clear()
            with CaptureQueriesContext(connection) as caught:
                body_of(client.get(address))
        found[f"{name} {address}"] = len(caught)
    return found


def _tell(number: int, owner: User) -> Season:
    """One more of everything that lists show, and one more text, judgement and name on what pages are about."""
    by = owner.username
    text = f"Kapolres Budi Raharjo menemukan amplop nomor {'satu dua tiga'.split()[number]} di balai desa"
    names = ("Budi Raharjo", {"rank": "AKBP", "role": "Kapolres", "institution": "Polres Tulungagung"})
    about = a_document(text, id=f"sama-{number}", source=f"warta-{number}", received_at=NOW - timedelta(hours=number))
    other_text = (
        f"Camat {'Andi Bima Cakra'.split()[number]} meninjau {'gudang kapal panggung'.split()[number]} yang roboh"
    )
    other = a_document(other_text, id=f"lain-{number}", source="warta-uji", received_at=NOW - timedelta(hours=number))
    reading = a_reading(about, places=("35.04.02",), contradicted=(("27 Oktober 2024", "27 November 2024"),))
    else_read = a_reading(other, category="logistik", places=("35.07.14",), day=None)
    named = actor(text, names[0], place_code="35.04", **names[1])
    camat = actor(
        other_text, other_text.split()[1], role="Camat", institution=f"Kecamatan {number}", place_code="35.07.14"
    )
    keep_readings([(about, {**reading, "actors": [named]}), (other, {**else_read, "actors": [camat]})], now=NOW)
    rows = list_incidents().rows
    incident = next(row for row in rows if "amplop" in row.title)
    judgement = judge_incident(incident.id, ruling=Ruling.NEEDS_MORE, reason="baru satu sumber", by=by, now=NOW)
    view = save_view(
        f"Pantauan {number}", WatchedIncidents(area="35"), "?wilayah=35", owner_id=owner.pk, by=by, now=NOW
    )
    day = NOW - timedelta(days=1)
    sitrep = keep_sitrep(compose_sitrep("35.04", day, NOW - timedelta(minutes=3 - number), NOW, by=by), now=NOW)
    token, _ = create_token(by, name=f"dasbor {number}", scopes=(), expires_at=NOW + timedelta(days=9), by=by, now=NOW)
    people = list_people().rows
    return Season(
        incident=incident.id,
        other=next(row.id for row in rows if row.id != incident.id),
        merged=incident.id,
        text=1,
        judgement=judgement,
        decision=1,
        batch=incident.id,
        person=next(row.id for row in people if row.role == "Kapolres"),
        other_person=people[-1].id,
        person_decision=1,
        body="polres-35.04",
        view=view,
        feed=next(row.token for row in views_of(owner.pk) if row.id == view),
        sitrep=sitrep,
        token=token,
        alarm=an_alarm(["35.04.02"], now=NOW - timedelta(days=30 * number, minutes=7), by=by),
    )


@pytest.mark.parametrize("path", ["/penilaian/{}/tarik/", "/keputusan/{}/tarik/", "/tokoh/keputusan/{}/tarik/"])
def test_numbers_that_no_database_can_hold_are_not_found(season: Season, judge: Client, path: str) -> None:
    assert judge.post(path.format("9" * 30)).status_code == 404
    assert judge.post(path.format("9" * 18)).status_code == 302  # to a page that says that there is nothing to undo
