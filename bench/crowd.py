"""A season of a whole country: incidents over the texts of `search.fill`, straight into their tables."""

from __future__ import annotations

import sys
import time
import uuid
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any

CATEGORIES = (
    "politik_uang", "netralitas", "apk", "hoaks", "logistik", "intimidasi_kekerasan", "hak_pilih_dpt", "unjuk_rasa",
    "pelanggaran_administrasi", "geografis_bencana", "sara_ujaran_kebencian", "kegiatan_preventif",
)  # fmt: skip
NOW = datetime(2024, 11, 20, 1, tzinfo=UTC)
STATUSES = ("belum_diverifikasi",) * 5 + ("terverifikasi",) * 3 + ("tidak_terbukti", "ditutup")


def fill_incidents(count: int) -> None:
    """Incidents of one to ten texts each, until there are `count`; three in five lie in East Java."""
    from kondusif.incidents.domain.searching.words import indexed
    from kondusif.incidents.models import Incident, Membership, SearchDocument
    from kondusif.intake.models import Text

    done = Incident.objects.count()
    texts = list(Text.objects.order_by("pk").values_list("pk", "key", "title", "text"))
    codes, begun = _codes(), time.monotonic()
    for start in range(done, count, 500):
        made = [_incident(number, codes, texts) for number in range(start, min(count, start + 500))]
        Incident.objects.bulk_create([Incident(**row) for row, _ in made], batch_size=100)
        SearchDocument.objects.bulk_create(
            [
                SearchDocument(
                    number=row["number"], incident_id=row["id"], body=indexed("\n".join(text[3] for text in own)[:4000])
                )
                for row, own in made
            ],
            batch_size=100,
        )
        Membership.objects.bulk_create(
            [
                Membership(
                    incident_id=row["id"], text_id=text[0], key=text[1], made_by="machine", since=row["created_at"]
                )
                for row, own in made
                for text in own
            ],
            batch_size=200,
        )
        print(f"bench: {start + 500:,} incidents, {time.monotonic() - begun:.0f} s", file=sys.stderr)


def fill_index() -> None:
    """Judgements for the verified of East Java, and two editions of an index of its desa from invented figures."""
    from kondusif.cli.demo_index import keep_demonstration
    from kondusif.incidents.models import Incident, Judgement

    if not Judgement.objects.exists():
        verified = Incident.objects.filter(status="terverifikasi").values_list("pk", "first_seen_at")
        Judgement.objects.bulk_create(
            [
                Judgement(incident_id=pk, by="bench", at=seen + timedelta(hours=5), ruling="verify", reason="bench")
                for pk, seen in verified
            ],
            batch_size=200,
        )
    keep_demonstration(NOW)


def _codes() -> tuple[list[str], list[str]]:
    from kondusif.places.domain.gazetteer import load_gazetteer

    every = sorted(code for code, _ in load_gazetteer().items() if len(code) == 13)
    return [code for code in every if code.startswith("35.")], every[::20]


def _incident(
    number: int, codes: tuple[list[str], list[str]], texts: Sequence[tuple[int, str, str, str]]
) -> tuple[dict[str, Any], list[tuple[int, str, str, str]]]:
    """One incident and its texts; the same for a number whenever it is made."""
    choice = Random(number)
    place = choice.choice(codes[number % 5 > 2])
    place = ".".join(place.split(".")[: choice.choice((2, 3, 4, 4))])
    category = choice.choice(CATEGORIES)
    kind = "activity" if category == "kegiatan_preventif" else "incident"
    seen_at = NOW - timedelta(minutes=int(choice.expovariate(1 / (60 * 24 * 25))))
    own = choice.sample(texts, k=min(10, 1 + int(choice.expovariate(0.3)))) if texts else []
    parts = place.split(".")
    levels = [".".join(parts[: depth + 1]) if depth < len(parts) else "" for depth in range(4)]
    words = (own[0][2] or own[0][3])[:180] if own else f"kejadian {number}"
    happened = seen_at.date() - timedelta(days=choice.randrange(3))
    guess = {"kind": kind, "category": category, "event_date": happened, "place_code": place}
    return {
        "id": uuid.UUID(int=choice.getrandbits(128), version=4),
        "number": number + 1,
        "anchor": own[0][1] if own else "",
        "status": choice.choice(STATUSES) if kind == "incident" else "belum_diverifikasi",
        **guess,
        **{f"machine_{name}": value for name, value in guess.items()},
        **dict(zip(("provinsi", "kabupaten_kota", "kecamatan", "kelurahan_desa"), levels, strict=True)),
        "title": words,
        "summary": (own[0][3][:240] if own else words),
        "severity": choice.randrange(4),
        "confidence": choice.randrange(400, 990),
        "texts": len(own),
        "witnesses": max(1, len(own) // 2),
        "contradictions": int(number % 23 == 0),
        "conflicts": int(number % 31 == 0),
        "first_seen_at": seen_at,
        "first_seen_on": (seen_at + timedelta(hours=7)).date(),
        "latest_seen_at": min(NOW, seen_at + timedelta(hours=choice.randrange(48))),
        "created_at": seen_at,
        "updated_at": seen_at,
    }, own
