from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from factories.readings import a_document, a_reading

from kondusif.incidents.actions import judge_incident, keep_readings
from kondusif.incidents.domain.types import Ruling
from kondusif.incidents.queries import list_incidents
from kondusif.kerawanan.domain.scan_types import ScanOptions, ScanRefused
from kondusif.kerawanan.queries.scanning import AreaScan, ScanScope, scan_area
from kondusif.places.domain.codes import Level

pytestmark = pytest.mark.django_db
QUICK = ScanOptions(replicates=99, published_replicates=19, engine="reference")
# Words of which no two texts share enough to be taken for one event.
WORDS = (
    "amplop balai sembako minyak gudang baliho robek pasar rapat camat spanduk tiang sepeda kupon beras hujan jembatan "
    "surat kotak genset sinyal lurah arisan pengajian truk solar kerupuk sawah pompa terpal"
).split()

CATEGORIES = ("politik_uang", "apk", "intimidasi_kekerasan")


def _tell(number: int, code: str, day: date, now: datetime, *, category: str = "politik_uang") -> None:
    text = " ".join((WORDS * 3)[number * 3 % len(WORDS) :][:6]) + f" nomor {number} di {code}"
    document = a_document(text, id=f"{code}-{number}", source=f"grup-{number}", received_at=now)
    keep_readings([(document, a_reading(document, places=(code,), day=day, category=category))], now=now)


def _outbreak(now: datetime) -> None:
    """One incident a week in five kecamatan of Tulungagung for half a year, then six in one of them in three days."""
    number = 0
    for week in range(1, 27):
        code = f"35.04.0{week % 5 + 1}"
        number += 1
        _tell(number, code, (now - timedelta(days=10 + 7 * week)).date(), now)
    for burst in range(6):
        number += 1
        code = f"35.04.09.200{burst + 1}"  # each in another desa: six events, not one told six times
        _tell(number, code, (now - timedelta(days=burst % 3)).date(), now, category=CATEGORIES[burst % 3])
    _tell(99, "35.04", now.date(), now, category="hoaks")  # names no kecamatan


def _scan(now: datetime, **more: object) -> AreaScan:
    scope = ScanScope("35.04", Level.KECAMATAN, max_days=7, fraction=0.5, **more)  # type: ignore[arg-type]
    return scan_area(scope, now=now, options=QUICK)


def test_a_burst_is_found_with_the_incidents_behind_it(now: datetime) -> None:
    _outbreak(now)
    found = _scan(now)
    first = found.found[0]
    assert (first.cluster.areas, first.cluster.observed) == (("35.04.09",), 6)
    assert first.cluster.first_date >= now.date() - timedelta(days=6)
    assert {row.place_code for row in first.evidence} == {f"35.04.09.200{desa}" for desa in range(1, 7)}
    assert not first.corroborated
    assert (found.without_place, found.by_tiles, found.statistic) == (1, True, "permutation")
    assert _scan(now).result == found.result  # to the bit


def test_a_past_that_holds_enough_is_the_baseline(now: datetime) -> None:
    _outbreak(now)
    for number in range(200, 216):
        _tell(number, f"35.04.0{number % 5 + 1}", (now - timedelta(days=90 + number % 60)).date(), now, category="apk")
    found = _scan(now, days=30)
    assert found.past >= 30
    assert found.statistic == "expectation"
    assert found.found[0].cluster.areas == ("35.04.09",)


def test_what_was_rejected_never_counts_and_what_nobody_verified_only_where_asked(now: datetime) -> None:
    _outbreak(now)
    rows = [row for row in list_incidents(per_page=100).rows if row.place_code.startswith("35.04.09.")]
    for row in rows[:2]:
        judge_incident(row.id, ruling=Ruling.REJECT, reason="ternyata arisan", by="ayu", now=now)
    judge_incident(rows[2].id, ruling=Ruling.VERIFY, reason="dicek", by="ayu", now=now)
    assert _scan(now).found[0].cluster.observed == 4
    assert _scan(now, verified_only=True).result.observed == 1


def test_what_was_not_yet_known_is_not_seen(now: datetime) -> None:
    _outbreak(now)
    assert _scan(now - timedelta(days=1)).result.observed == 0


def test_nothing_at_all_is_an_honest_nothing(now: datetime) -> None:
    found = _scan(now)
    assert (found.found, found.result.observed, found.past) == ((), 0, 0)


@pytest.mark.parametrize(
    "scope",
    [
        ScanScope("35.04.01.1001", Level.KELURAHAN_DESA),
        ScanScope("35.04", Level.KECAMATAN, days=1),
        ScanScope("35.04", Level.KECAMATAN, max_days=61),
        ScanScope("35.04", Level.KECAMATAN, fraction=0.9),
    ],
)
def test_what_cannot_be_scanned_is_refused_in_words(scope: ScanScope, now: datetime) -> None:
    with pytest.raises(ScanRefused, match=r"\w+ \w+"):
        scan_area(scope, now=now, options=QUICK)
