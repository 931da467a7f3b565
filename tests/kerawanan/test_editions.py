from __future__ import annotations

from datetime import datetime, timedelta

import numpy as np
import pytest
from django.db import DatabaseError, connection, transaction

from kerawanan.index_samples import codes, drawn, filled, small
from kondusif.audit.queries import trail_of
from kondusif.kerawanan.actions.editions import keep_edition
from kondusif.kerawanan.domain.index import IndexOptions, score
from kondusif.kerawanan.queries.editions import (
    NoSuchEdition,
    edition,
    edition_before,
    latest_edition,
    list_editions,
)
from kondusif.kerawanan.queries.exposure import BY_DESA, BY_EDITION, BY_OFFICE, exposure_of

pytestmark = pytest.mark.django_db
FAST = IndexOptions(draws=0, treatment=False)


def _keep(now: datetime, *, seed: int = 1, voters: bool = True) -> tuple[int, bool]:
    table = filled(drawn(9, seed), voters=np.arange(100.0, 109.0) if voters else None)
    return keep_edition(score(small(), table, FAST), table, source="Panwaslu", by="ayu", now=now)


def test_an_edition_is_kept_once_and_tells_so(now: datetime) -> None:
    number, fresh = _keep(now)
    assert (_keep(now), fresh) == ((number, False), True)
    (row,) = list_editions()
    assert (row.number, row.framework, row.level, row.areas, row.scored) == (number, "small", "desa", 9, 9)
    assert (row.source, row.kept_by, row.invented, row.kept_at) == ("Panwaslu", "ayu", False, now)
    (entry,) = trail_of("edition", str(number))
    assert entry.payload["result"] == row.result_hash
    assert edition(number).result.manifest.result == row.result_hash
    assert edition(number).table.codes == codes(9)


def test_the_newest_stands_first_and_knows_the_one_before(now: datetime) -> None:
    first, second = _keep(now)[0], _keep(now + timedelta(days=1), seed=2)[0]
    assert [row.number for row in list_editions()] == [second, first]
    latest = latest_edition(framework="small", level="desa")
    assert latest is not None
    assert latest.number == second
    before = edition_before(latest)
    assert before is not None
    assert (before.number, edition_before(before)) == (first, None)
    assert latest_edition(level="provinsi") is None


def test_an_edition_that_is_not_there_is_named() -> None:
    with pytest.raises(NoSuchEdition, match="nomor 17"):
        edition(17)


@pytest.mark.parametrize(
    "statement", ["UPDATE kerawanan_keptedition SET scored = 1", "DELETE FROM kerawanan_keptedition"]
)
def test_the_database_refuses_to_change_what_was_kept(statement: str, now: datetime) -> None:
    _keep(now)
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
    assert list_editions()[0].scored == 9


def test_voters_come_from_the_newest_table_that_knows_them_all(now: datetime) -> None:
    kecamatan = ["35.04.01", "35.04.02", "35.04.03"]
    assert exposure_of(kecamatan).basis == BY_OFFICE
    _keep(now)
    found = exposure_of(kecamatan)
    assert found.basis == BY_EDITION
    assert found.voters.tolist() == [100 + 103 + 106, 101 + 104 + 107, 102 + 105 + 108]
    _keep(now, seed=2, voters=False)  # a newer table without voters says nothing
    assert exposure_of(kecamatan).basis == BY_EDITION
    assert exposure_of([*kecamatan, "35.04.04"]).basis == BY_OFFICE


def test_without_anybody_who_counted_voters_desa_are_counted() -> None:
    assert exposure_of([]).voters.shape == (0,)
    found = exposure_of(["94.01", "94.03"])
    assert found.basis == BY_DESA
    assert (found.voters > 0).all()
