"""All that the pages say at several moments of two years, as plain values that do not depend on the database.

Run as a script it builds the season in the database that the environment names and writes what is there to a file.
"""

from __future__ import annotations

import io
import json
import re
import sys
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import asdict, is_dataclass
from datetime import UTC, date, datetime, timedelta
from enum import Enum
from itertools import product
from pathlib import Path
from typing import Any
from uuid import UUID

MOMENTS = (
    "2024-01-02T06:00:00+07:00",
    "2024-08-27T12:00:00+07:00",
    "2024-11-20T08:00:00+07:00",
    "2024-11-27T23:59:00+07:00",
    "2025-02-20T00:00:00+07:00",
    "2025-12-30T18:00:00+07:00",
)
BUSY = MOMENTS[2]
SEARCHES = (
    "balai desa",
    "balai_desa",
    "rp50.000",
    "50.000",
    "jum'at",
    "éntah",
    "ENTAH",
    '"balai desa" -amplop',
    "sumber:ekspres",
    "sumber:éksprés peristiwa",
    "balay",
    "amplop atau kericuhan",
    "peris*",
    "'; DROP",
    "a & b | !c",
    "ﬁ½²",
    "25'",
    "_grup",
)
_UUID = re.compile(r"\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b")
_MINTED = (
    (re.compile(r'name="csrfmiddlewaretoken" value="[^"]+"'), "csrf"),
    (re.compile(r"\b[0-9a-f]{64}\b"), "sha256"),
    (re.compile(r"\b[0-9a-f]{12}\b(?=</)"), "print"),
    (re.compile(r"/pantauan/[0-9a-f]{32}\.atom"), "feed"),
)


def same(text: str, numbers: Mapping[str, str]) -> str:
    """A text in which everything that is minted at random is replaced by a number."""
    seen: dict[str, str] = {}
    text = _UUID.sub(lambda found: numbers.get(found[0]) or seen.setdefault(found[0], f"uuid-{len(seen)}"), text)
    for pattern, word in _MINTED:
        text = pattern.sub(word, text)
    return text


def plain(value: Any) -> Any:
    """As JSON has it; moments in one zone."""
    if is_dataclass(value) and not isinstance(value, type):
        return plain({name: getattr(value, name) for name in value.__dataclass_fields__})
    if isinstance(value, Enum):
        return plain(value.value)
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()
    if isinstance(value, date | UUID | timedelta):
        return str(value)
    if isinstance(value, Mapping):
        return {str(plain(key)): plain(each) for key, each in value.items()}
    if isinstance(value, set | frozenset):
        return sorted((plain(each) for each in value), key=str)
    if isinstance(value, str | int | float | None):
        return value
    return [plain(each) for each in value]


def snapshot(season: Any, client: Any) -> Iterator[tuple[str, str]]:
    """What is said, by what is asked."""
    from django.conf import settings
    from django.core.cache import cache
    from web.addresses import addresses

    numbers = _numbers()
    for moment in MOMENTS:
        settings.KONDUSIF_NOW = moment
        cache.clear()
        for asked, answer in _figures(datetime.fromisoformat(moment)):
            yield f"{moment} {asked}", same(_json(answer), numbers)
        # Nothing that opens an item at an earlier moment may look different at the next.
        for name, address in addresses(season):
            if moment == BUSY or "?" not in address:
                yield same(f"{moment} GET {name} {address}", numbers), same(_said(client.get(address)), numbers)
    now = datetime.fromisoformat(BUSY)
    for asked, answer in (*_lists(now), *_one_by_one(now), *_found(), *_leaving(season, now)):
        yield same(asked, numbers), same(_json(answer), numbers)


def _json(value: Any) -> str:
    return json.dumps(plain(value), ensure_ascii=False, sort_keys=True, indent=1)


def _said(response: Any) -> str:
    """Status, where it leads, and the body; a workbook is opened."""
    body = b"".join(response) if response.streaming else response.content
    head = f"{response.status_code} {response.get('Location', '')}\n"
    if body.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(body)) as packed:
            return head + "\n".join(packed.read(name).decode() for name in packed.namelist() if name.endswith("xml"))
    return head + body.decode()


def _numbers() -> dict[str, str]:
    from kondusif.incidents.models import Incident, Judgement
    from kondusif.people.models import Person

    return {
        **{str(pk): f"incident-{number}" for pk, number in Incident.objects.values_list("pk", "number")},
        **{str(pk): f"person-{number}" for pk, number in Person.objects.values_list("pk", "number")},
        **{str(batch): "batch" for batch in Judgement.objects.exclude(batch=None).values_list("batch", flat=True)},
    }


def _figures(now: datetime) -> Iterator[tuple[str, Any]]:
    """What Situasi, the map and the pages of areas are made of."""
    from kondusif.incidents import queries
    from kondusif.incidents.queries import AREAS, Filters

    scopes = {
        "all": Filters(),
        "30h": Filters(seen_from=now - timedelta(days=30), seen_to=now),
        "35.04": Filters(area="35.04", seen_from=now - timedelta(days=7)),
        "narrow": Filters(area="35", categories=("politik_uang", "apk"), kind="incident", statuses=("terverifikasi",)),
    }
    for name, scope in scopes.items():
        yield f"figures {name}", queries.figures(scope)
        yield f"overview {name}", queries.overview(scope, now=now)
        yield f"needs_you {name}", queries.needs_you(scope, now=now, limit=100)
        yield f"reports_due {name}", queries.reports_due(scope, now=now, days=9)
        yield f"by_day {name}", queries.by_day(scope)
        yield f"feed {name}", queries.feed(scope, since=now - timedelta(days=9), until=now, limit=100)
        yield f"sources_in {name}", queries.sources_in(scope)
        yield f"contradicted_in {name}", queries.contradicted_in(scope, limit=9)
        yield f"said_in {name}", queries.said_in(scope.area, limit=100)
        yield f"latest_in {name}", queries.latest_in(scope.area)
        yield (
            f"changed_rows {name}",
            queries.changed_rows(scope, since=now - timedelta(days=9), until=now),
        )
        for level in AREAS:
            yield f"area_figures {name} {level}", list(queries.area_figures(scope, level=level).items())
            yield f"count_by_area {name} {level}", list(queries.count_by_area(scope, level=level).items())
            yield f"seen_by_area {name} {level}", list(queries.seen_by_area(scope, level=level).items())
            yield f"by_day_and_area {name} {level}", queries.by_day_and_area(scope, level=level)


def _lists(now: datetime) -> Iterator[tuple[str, Any]]:
    """The list in every order, with every filter, on every page."""
    from kondusif.incidents.domain.types import Kind, Status
    from kondusif.incidents.queries import SORTS, Filters, every_incident, list_incidents

    filters = [
        *({"kind": kind.value} for kind in Kind),
        *({"statuses": (status.value,)} for status in Status),
        *({"area": area} for area in ("35", "35.04", "35.04.02", "35.04.02.2001", "99")),
        *({"search": words} for words in SEARCHES),
        {"categories": ("politik_uang", "hoaks")},
        {"date_from": date(2024, 11, 1)},
        {"date_to": date(2024, 11, 10)},
        {"contradicted": True},
        {"several": True},
        {"seen_from": now - timedelta(days=30), "seen_to": now},
        {},
    ]
    for sort, chosen in product(SORTS, filters):
        wanted = Filters(sort=sort, **chosen)  # type: ignore[arg-type]
        pages = [list_incidents(wanted, page=page, per_page=9) for page in (1, 2, 99)]
        yield f"list_incidents {wanted}", pages
        yield f"every_incident {wanted}", [(row.number, texts) for row, texts in every_incident(wanted)]


def _one_by_one(now: datetime) -> Iterator[tuple[str, Any]]:
    """Each incident, each official, each institution; the reading of a text is the same by what went in."""
    from kondusif.incidents.queries import comparison_of, incident_detail, list_incidents, why_needed
    from kondusif.people.queries import (
        PeopleFilters,
        institution_detail,
        list_institutions,
        list_people,
        list_roles,
        person_detail,
        similar_people,
    )

    for row in list_incidents(per_page=1000).rows:
        detail = incident_detail(row.id)
        assert detail is not None
        yield f"incident #{row.number}", (detail, comparison_of(detail), why_needed(row, now=now))
    yield "roles", list_roles()
    for chosen in (
        PeopleFilters(),
        PeopleFilters(search="siti"),
        PeopleFilters(search="Andrianto"),
        PeopleFilters(area="35.04"),
        PeopleFilters(role="CAMAT"),
        PeopleFilters(institution="POLRES"),
        PeopleFilters(institution="café"),
        PeopleFilters(institution="CAFÉ ÉLOK"),
        PeopleFilters(institution="polres-35.04"),
        PeopleFilters(search="élok"),
        PeopleFilters(search="CAFÉ"),
        PeopleFilters(search="100%_"),
    ):
        yield f"people {chosen}", list_people(chosen, per_page=5)
        yield f"institutions {chosen}", [list_institutions(chosen, page=page, per_page=3) for page in (1, 2)]
    for person in list_people(per_page=1000).rows:
        yield f"person {person.number}", (person_detail(person.id), similar_people(person))
    for body in list_institutions(per_page=1000).rows:
        yield f"institution {body.id}", institution_detail(body.id)


def _found() -> Iterator[tuple[str, Any]]:
    """Texts that a search finds."""
    from kondusif.incidents.domain.searching.columns import Wanted
    from kondusif.incidents.queries.text_search import TextSearch, search_texts

    for words in ("", *SEARCHES):
        for wanted in (Wanted(), Wanted(category="politik_uang"), Wanted(area="35", kind="incident")):
            yield f"search {words} {wanted}", [search_texts(TextSearch(words, wanted), page=page) for page in (1, 2)]


def _leaving(season: Any, now: datetime) -> Iterator[tuple[str, Any]]:
    """What leaves the house: sitreps, exports, corrections, views, the public table."""
    from kondusif.incidents.queries import Filters
    from kondusif.publishing.exports import incident_records
    from kondusif.publishing.queries.corrections import correction_rows
    from kondusif.publishing.queries.public import make_public_table
    from kondusif.publishing.queries.sitrep import compose_sitrep, kept_sitrep, list_sitreps
    from kondusif.publishing.queries.views import fits_now, newest_fitting, views_of

    for area, days in (("35", 30), ("35.04", 7), ("63.01", 90)):
        yield f"sitrep {area}", compose_sitrep(area, now - timedelta(days=days), now, now, by="ayu")
    yield "kept sitreps", (list_sitreps(), list_sitreps("35"), kept_sitrep(season.sitrep))
    for names in (True, False):
        yield f"records {names}", list(incident_records(Filters(), names=names))
    yield "corrections", list(correction_rows())
    views = views_of(1)
    yield "views", [asdict(row) | {"token": ""} for row in views]
    yield "fitting", [(fits_now(row.watched), newest_fitting(row.id)) for row in views]
    yield "public", make_public_table(now=now)


def main(target: Path) -> None:
    """Build and write."""
    import django

    django.setup()
    from django.core.management import call_command
    from django.test.utils import setup_test_environment

    setup_test_environment()
    call_command("migrate", verbosity=0)
    from django.conf import settings
    from django.contrib.auth.models import User
    from django.test import Client
    from factories.season import build_season

    from kondusif.config.accounts import ensure_judges

    settings.STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    ayu = User.objects.create_user("ayu")
    ayu.groups.add(ensure_judges())
    season = build_season(ayu)
    client = Client()
    client.force_login(ayu)
    target.write_text(json.dumps(list(snapshot(season, client)), ensure_ascii=False))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
