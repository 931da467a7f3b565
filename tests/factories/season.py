"""Two years of an election made by hand, with something of everything that a page can show; the same wherever it is built."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from random import Random
from typing import Any

from django.contrib.auth.models import User

from factories.alarms import an_alarm
from factories.backtests import a_backtest
from factories.readings import a_document, a_reading
from kondusif.incidents.actions import (
    CannotRegroup,
    judge_incident,
    judge_incidents,
    keep_apart,
    keep_readings,
    merge_incidents,
    split_incident,
    withdraw_judgement,
)
from kondusif.incidents.domain.searching.columns import Wanted
from kondusif.incidents.domain.types import Ruling
from kondusif.incidents.queries import incident_detail, list_incidents
from kondusif.kerawanan.actions.alarms import decide_alarm
from kondusif.kerawanan.actions.editions import keep_backtest, keep_edition
from kondusif.kerawanan.domain.demonstration import demonstration_table
from kondusif.kerawanan.domain.frameworks import load_framework
from kondusif.kerawanan.domain.index import IndexOptions, score
from kondusif.kerawanan.domain.ledger import AlarmOutcome, AlarmState
from kondusif.people.actions import join_persons, split_person
from kondusif.people.queries import PersonRow, list_people, person_detail
from kondusif.places.domain.gazetteer import load_gazetteer
from kondusif.publishing.actions.sitrep import keep_sitrep
from kondusif.publishing.actions.tokens import create_token
from kondusif.publishing.actions.views import note_matches, save_view
from kondusif.publishing.domain.watching import WatchedIncidents, WatchedTexts
from kondusif.publishing.queries.sitrep import compose_sitrep
from kondusif.publishing.queries.views import views_of
from kondusif.understanding.document import Document

BEGIN = datetime(2024, 1, 3, 2, 0, tzinfo=UTC)
END = datetime(2025, 12, 20, 2, 0, tzinfo=UTC)
HOT = datetime(2024, 11, 20, 1, 0, tzinfo=UTC)
AREAS = ("35.04", "35.04.02", "35.04.02.2001", "35.07", "35.07.14", "35.78", "63.01", "31.71", "94.01")
KECAMATAN = ("35.04.01", "35.04.02", "35.04.03", "35.07.14", "35.78.01")
CATEGORIES = (
    "politik_uang",
    "netralitas",
    "apk",
    "hoaks",
    "logistik",
    "intimidasi_kekerasan",
    "kegiatan_preventif",
    "informasi_tahapan",
    "tidak_relevan",
)
HARMLESS = frozenset({"kegiatan_preventif", "informasi_tahapan", "tidak_relevan"})
# Names that a database sorts and folds by its own lights: case, accents, marks, blanks.
SOURCES = ("warta-uji", "Warta-Uji", "éksprés", "Ekspres", "_grup", "10 menit", "9 menit", "harian a-b", "harian ab")
OFFICIALS = (
    ("AKBP", "Kapolres", "Polres Tulungagung", "35.04", "Budi Raharjo"),
    ("AKBP", "Kapolres", "Polres Tulungagung", "35.04", "Budi Raharja"),
    (None, "Camat", "Kecamatan Boyolangu", "35.04.02", "Siti Aminah"),
    (None, "camat", "Kecamatan Bululawang", "35.07.14", "Siti Aminah"),
    (None, "Pj Bupati", "Pemkab Pasuruan", "35.14", "Andriyanto"),
    (None, "Pj Bupati", "Pemkab Pasuruan", "35.14", "Andrianto"),
    ("Kompol", "Kapolsek", "Polsek Café Élok", "35.78", "Joko Wahyono"),
    ("Iptu", "Ketua", "KPU Kota Surabaya", "35.78", "Rr. Ajeng"),
)
SPOKEN = "Menurut {name} keadaan aman dan terkendali."


@dataclass(frozen=True, slots=True)
class Season:
    """What the addresses of the pages need."""

    incident: uuid.UUID
    other: uuid.UUID
    merged: uuid.UUID
    text: int
    judgement: int
    decision: int
    batch: uuid.UUID
    person: uuid.UUID
    other_person: uuid.UUID
    person_decision: int
    body: str
    view: int
    feed: str
    sitrep: int
    token: int
    alarm: uuid.UUID


def build_season(owner: User, *, texts: int = 120) -> Season:
    """Tell, judge, join, part, watch and report; `owner` judges."""
    choice = Random(20241127)
    for begin in range(0, texts, 40):
        keep_readings(list(_told(choice, begin, min(begin + 40, texts))), now=HOT)
    keep_readings([*_event(), *_severe()], now=HOT)
    judgement = _judge(choice, owner)
    found = {row.title: row.id for row in list_incidents(per_page=1000).rows}
    incident = max(list_incidents(per_page=1000).rows, key=lambda row: (row.texts, row.number)).id
    batch = judge_incidents(
        {row.id: None for row in list_incidents(per_page=1000).rows[-3:]},
        ruling=Ruling.CLOSE,
        reason="tidak ada perkembangan",
        by=owner.username,
        now=HOT,
    )
    merged, decision = _regroup(incident, sorted(set(found.values()) - {incident}, key=_number), owner)
    person, other_person, person_decision = _people(owner)
    view = _watch(owner)
    keep_editions(owner.username)
    keep_backtest(a_backtest(), area="35", level="kabupaten_kota", by=owner.username, now=HOT)
    sitreps = [
        keep_sitrep(compose_sitrep(area, HOT - timedelta(days=days), HOT, HOT, by=owner.username), now=HOT)
        for area, days in (("35.04", 1), ("35", 30), ("35.04", 30), ("63", 7))
    ]
    token, _ = create_token(
        owner.username, name="dasbor", scopes=(), expires_at=HOT + timedelta(days=90), by=owner.username, now=HOT
    )
    detail = incident_detail(incident)
    assert detail is not None
    return Season(
        incident=incident,
        other=next(row.id for row in list_incidents().rows if row.id != incident),
        merged=merged,
        text=detail.members[0].text.id,
        judgement=judgement,
        decision=decision,
        batch=batch.id,
        person=person.id,
        other_person=other_person.id,
        person_decision=person_decision,
        body="polres-35.04",
        view=view,
        feed=next(row.token for row in views_of(owner.pk) if row.id == view),
        sitrep=sitreps[-1],
        token=token,
        alarm=_warn(owner),
    )


def _warn(owner: User) -> uuid.UUID:
    """An alarm that was seen, confirmed and seen by a later scan; one dismissed and closed; one nobody has looked at."""
    by = owner.username
    alarm = an_alarm(["35.04.02", "35.04.03"], now=HOT, by=by, observed=7, expected=1.3)
    an_alarm(
        ["35.04.02", "35.04.03", "35.04.11", "35.04.12"], now=HOT + timedelta(hours=20), by=by, observed=11, p=1e-6
    )
    decide_alarm(alarm, AlarmState.DIKONFIRMASI, "dua saksi", by=by, now=HOT + timedelta(hours=21))
    wrong = an_alarm(["35.78"], now=HOT + timedelta(minutes=1), by=by, p=0.03, method="gumbel")
    decide_alarm(wrong, AlarmState.DITEPIS, "satu kejadian dua kali", by=by, now=HOT)
    decide_alarm(wrong, AlarmState.DITUTUP, "sudah jelas", by=by, now=HOT, outcome=AlarmOutcome.KELIRU)
    an_alarm(["63", "31"], now=HOT, by=by, within="", name="negara", observed=4, expected=0.004)
    return alarm


def keep_editions(by: str, *, kecamatan: tuple[str, ...] = KECAMATAN) -> list[int]:
    """Two editions of the index of the desa of some kecamatan, invented; the numbers of both."""
    framework, places = load_framework("kondusif-desa"), load_gazetteer()
    codes = [desa for area in kecamatan for desa in places.children(area)]
    options, kept = IndexOptions(draws=100), []
    for number in (1, 2):
        table = demonstration_table(framework, codes, edition=number)
        result = score(framework, table, options)
        options = replace(options, treatments=result.treatments, cutoffs=result.cutoffs)
        at = HOT - timedelta(days=30 * (3 - number))
        kept.append(keep_edition(result, table, source="Angka rekaan", by=by, now=at, invented=True)[0])
    return kept


def _number(incident_id: uuid.UUID) -> int:
    detail = incident_detail(incident_id)
    assert detail is not None
    return detail.row.number


def _told(choice: Random, begin: int, end: int) -> Iterator[tuple[Document, dict[str, Any]]]:
    """Texts over two years, thicker around voting day; some numbers come twice: one event, two sources."""
    for number in range(begin, end):
        telling = choice.randrange(80)
        category = CATEGORIES[telling % len(CATEGORIES)]
        moment = (
            HOT - timedelta(minutes=choice.randrange(60 * 24 * 20))
            if number % 2
            else BEGIN + timedelta(minutes=choice.randrange(int((END - BEGIN).total_seconds() // 60)))
        )
        rank, role, institution, place, name = OFFICIALS[telling % len(OFFICIALS)]
        text = f"Peristiwa {_word(telling)} {_word(telling * 7 + 3)} di balai_desa diceritakan warga Rp50.000. "
        text += SPOKEN.format(name=name) if telling % 3 else "Éntah siapa, jum'at malam."
        document = a_document(
            text,
            id=f"teks-{number}" if number % 5 else f"TEKS {number}",
            title=f"Kabar {_word(telling)}" if telling % 2 else "",
            source=SOURCES[number % len(SOURCES)],
            received_at=moment,
        )
        reading = a_reading(
            document,
            category=category,
            stance="prevention" if category == "kegiatan_preventif" else "happened",
            is_incident=category not in HARMLESS,
            places=(AREAS[telling % len(AREAS)],) if telling % 11 else (),
            day=(HOT - timedelta(days=telling % 40)).date() if telling % 4 else None,
            contradicted=(("2024-10-27", "2024-11-27"),) if telling % 13 == 0 else (),
            source_class=("public", "press", "official")[number % 3],
            confidence=0.3 + (telling % 7) / 10,
        )
        if telling % 3:
            reading["actors"] = [_actor(text, name, rank=rank, role=role, institution=institution, place_code=place)]
        yield document, reading


def _event() -> Iterator[tuple[Document, dict[str, Any]]]:
    """One event in four texts: two witnesses, a copy, another number, a wrong date."""
    told = (
        ("Warga menemukan 12 amplop di balai desa Boyolangu", "warta-a", (("27 Oktober 2024", "27 November 2024"),)),
        ("Warga menemukan 12 amplop di balai desa Boyolangu", "grup-rt", ()),
        ("Warga menemukan 15 amplop di balai desa Boyolangu kata Dewi Anjani", "Warta-B", ()),
        ("Amplop ditemukan warga di balai desa Boyolangu semalam", "warta-c", ()),
    )
    for number, (text, source, contradicted) in enumerate(told):
        document = a_document(text, id=f"amplop-{number}", source=source, received_at=HOT - timedelta(hours=9 - number))
        yield (
            document,
            a_reading(document, places=("35.04.02.2002",), day=date(2024, 11, 19), contradicted=contradicted),
        )


def _severe() -> Iterator[tuple[Document, dict[str, Any]]]:
    """Enough of one sort in one area for the public page to say a number."""
    for number in range(14):
        text = f"Kericuhan {_word(number * 5)} {_word(number * 11 + 1)} {_word(number + 70)} di lapangan"
        document = a_document(text, id=f"ricuh-{number}", source="warta-uji", received_at=HOT - timedelta(hours=number))
        yield (
            document,
            a_reading(
                document,
                category="intimidasi_kekerasan",
                places=("35.78",),
                day=date(2024, 1, 1) + timedelta(days=9 * number),
            ),
        )


def _word(number: int) -> str:
    """A word of its own for each number."""
    return "".join("bdgjklmnprst"[(number // 12**place) % 12] + "aeiou"[number % 5] for place in range(4))


def _actor(text: str, name: str, **parts: str | None) -> dict[str, Any]:
    at = text.index(name)
    return {"name": name, **parts, "because": [{"field": "text", "start": at, "end": at + len(name), "text": name}]}


def _judge(choice: Random, owner: User) -> int:
    said = 0
    rulings = (None, Ruling.VERIFY, Ruling.VERIFY, Ruling.REJECT, Ruling.NEEDS_MORE, Ruling.WRONG_CATEGORY, None)
    for row in sorted(list_incidents(per_page=1000).rows, key=lambda row: row.number):
        ruling = Ruling.VERIFY if row.category == "intimidasi_kekerasan" else choice.choice(rulings)
        if ruling is None or row.texts > 3:
            continue
        moment = HOT - timedelta(hours=choice.randrange(1, 400))
        value = "hoaks" if ruling is Ruling.WRONG_CATEGORY else ""
        said = judge_incident(
            row.id, ruling=ruling, value=value, reason="dicek ke lapangan", by=owner.username, now=moment
        )
        if row.number % 9 == 0:
            withdraw_judgement(said, by="budi", now=moment + timedelta(minutes=5))
    standing = next(row for row in list_incidents(per_page=1000).rows if row.status == "belum_diverifikasi")
    return judge_incident(standing.id, ruling=Ruling.VERIFY, reason="dua saksi", by=owner.username, now=HOT)


def _regroup(incident: uuid.UUID, others: list[uuid.UUID], owner: User) -> tuple[uuid.UUID, int]:
    by, moment = owner.username, HOT + timedelta(minutes=5)
    merge_incidents(others[:2], reason="tempat dan waktu sama", by=by, now=moment)
    keep_apart(incident, others[4], reason="waktunya lain", by=by, now=moment)
    several = next(row for row in list_incidents().rows if row.texts == 2)
    detail = incident_detail(several.id)
    assert detail is not None
    try:
        _, decision = split_incident(
            several.id, text_ids=[detail.members[1].text.id], reason="orangnya lain", by=by, now=moment
        )
    except CannotRegroup as error:  # pragma: no cover -- the season is made so that it can
        raise AssertionError(error) from error
    return others[1], decision


def _people(owner: User) -> tuple[PersonRow, PersonRow, int]:
    """An official of two spellings who was split, and two who were joined."""
    by, moment = owner.username, HOT + timedelta(minutes=9)
    rows = sorted(list_people().rows, key=lambda row: row.number)
    spelled = max(rows, key=lambda row: (row.spellings, -row.number))
    detail = person_detail(spelled.id)
    assert detail is not None
    _, decision = split_person(spelled.id, profiles=[detail.variants[-1].key], reason="orang lain", by=by, now=moment)
    apart = [row for row in rows if row.id != spelled.id]
    join_persons(apart[0].id, apart[1].id, reason="orang yang sama", by=by, now=moment)
    return spelled, apart[2], decision


def _watch(owner: User) -> int:
    found = [
        save_view(name, watched, query, owner_id=owner.pk, by=owner.username, now=BEGIN)
        for name, watched, query in (
            ("Politik uang", WatchedIncidents(categories=("politik_uang",)), "?kategori=politik_uang"),
            ("amplop", WatchedTexts("amplop", Wanted()), "?cari=amplop"),
            ("Ékstra", WatchedIncidents(area="35.04"), "?wilayah=35.04"),
        )
    ]
    late = a_document("Amplop lagi di Boyolangu", id="susulan", source="warta-d", received_at=HOT + timedelta(hours=1))
    keep_readings([(late, a_reading(late, places=("35.04.02",), day=None))], now=HOT + timedelta(hours=1))
    for view in found:
        note_matches(view, now=HOT + timedelta(hours=2))
    return found[0]
