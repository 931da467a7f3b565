from __future__ import annotations

from datetime import datetime, timedelta

import numpy as np
import pytest
from factories.readings import a_document, a_reading

from kerawanan.index_samples import drawn, filled, small
from kondusif.incidents.actions import judge_incident, keep_readings
from kondusif.incidents.domain.types import Ruling
from kondusif.incidents.queries import list_incidents
from kondusif.kerawanan.actions.editions import keep_edition
from kondusif.kerawanan.domain.index import IndexOptions, score
from kondusif.kerawanan.queries.editions import Edition, edition
from kondusif.kerawanan.queries.risk import LEAST_NEUTRAL, risk_of

pytestmark = pytest.mark.django_db
CODES = tuple(f"35.04.{row % 3 + 1:02d}.{2001 + row}" for row in range(9))


@pytest.fixture
def kept(now: datetime) -> Edition:
    """Nine desa in three kecamatan, with voters."""
    table = filled(drawn(9), voters=np.arange(1000.0, 1009.0))
    result = score(small(), table, IndexOptions(draws=0, treatment=False))
    return edition(keep_edition(result, table, source="Uji", by="ayu", now=now)[0])


def _tell(name: str, code: str, now: datetime, *, verify: bool = True, **reading: object) -> None:
    document = a_document(f"{name} di {code}", id=name, source=f"warta-{name}", received_at=now)
    keep_readings([(document, a_reading(document, places=(code,), **reading))], now=now)  # type: ignore[arg-type]
    if verify:
        newest = max(list_incidents(per_page=1000).rows, key=lambda row: row.number)
        judge_incident(newest.id, ruling=Ruling.VERIFY, reason="dicek", by="ayu", now=now)


def test_without_news_the_combined_risk_is_the_structural_score_to_the_bit(kept: Edition, now: datetime) -> None:
    risks = risk_of(kept, area="", level="desa", now=now)
    np.testing.assert_array_equal(risks.result.combined, risks.result.structural)
    assert set(risks.result.theta) == {1.0}
    assert (risks.verified, risks.neutral, risks.result.effort_method) == (0, 0, "none")


def test_a_verified_incident_lifts_its_area_and_the_one_above_and_adds_up(kept: Edition, now: datetime) -> None:
    _tell("bentrok", CODES[0], now, category="intimidasi_kekerasan")
    desa = risk_of(kept, area="35.04.01", level="desa", now=now)
    own = desa.result.area(CODES[0])
    assert own.theta > 1
    assert own.combined > own.structural
    ((weighed, row),) = desa.behind(CODES[0])
    assert (row.place_code, weighed.reason) == (CODES[0], None)
    parts = desa.result.explain(CODES[0])
    assert abs(parts.base + sum(one.logits for one in parts.events) + parts.usual - parts.total) < 1e-12
    kecamatan = risk_of(kept, area="", level="kecamatan", now=now).result
    assert kecamatan.area("35.04.01").theta > 1 > kecamatan.area("35.04.02").theta


def test_what_nobody_verified_moves_only_a_working_view_that_says_so(kept: Edition, now: datetime) -> None:
    _tell("kabar", CODES[1], now, verify=False)
    public = risk_of(kept, area="", level="desa", now=now)
    np.testing.assert_array_equal(public.result.combined, public.result.structural)
    working = risk_of(kept, area="", level="desa", now=now, verified_only=False)
    assert (public.result.public, working.result.public) == (True, False)
    assert working.result.area(CODES[1]).combined > public.result.area(CODES[1]).combined


def test_what_was_closed_without_ever_being_verified_moves_nothing(kept: Edition, now: datetime) -> None:
    _tell("tutup", CODES[2], now, verify=False)
    (row,) = list_incidents().rows
    judge_incident(row.id, ruling=Ruling.CLOSE, reason="tidak ada kabar lagi", by="ayu", now=now)
    result = risk_of(kept, area="", level="desa", now=now).result
    np.testing.assert_array_equal(result.combined, result.structural)


def test_a_figure_is_the_same_whatever_is_looked_at_and_fades_with_time(kept: Edition, now: datetime) -> None:
    _tell("bentrok", CODES[0], now, category="intimidasi_kekerasan")
    alone, whole = (risk_of(kept, area=area, level="desa", now=now) for area in ("35.04.01", ""))
    assert alone.codes == tuple(code for code in sorted(CODES) if code.startswith("35.04.01."))
    assert alone.result.area(CODES[0]) == whole.result.area(CODES[0])
    later = risk_of(kept, area="", level="desa", now=now + timedelta(days=300))
    assert later.result.area(CODES[0]).combined - later.result.area(CODES[0]).structural < 0.1


def test_who_reports_more_is_not_taken_for_worse(kept: Edition, now: datetime) -> None:
    _tell("satu", CODES[0], now)
    _tell("dua", CODES[1], now, category="apk")
    before = risk_of(kept, area="", level="desa", now=now).result
    for number in range(LEAST_NEUTRAL + 5):
        day = (now - timedelta(days=3 * number)).date()  # far enough apart to be activities of their own
        _tell(
            f"kegiatan{number}", CODES[0], now, verify=False, category="kegiatan_preventif", is_incident=False, day=day
        )
    risks = risk_of(kept, area="", level="desa", now=now)
    assert risks.neutral >= LEAST_NEUTRAL
    assert risks.result.effort_method == "neutral_stream"
    assert risks.result.area(CODES[0]).theta < before.area(CODES[0]).theta
    assert risks.result.area(CODES[1]).theta > risks.result.area(CODES[0]).theta


def test_incidents_without_a_place_of_the_level_are_counted_and_not_put_anywhere(kept: Edition, now: datetime) -> None:
    _tell("umum", "35.04", now)
    risks = risk_of(kept, area="", level="desa", now=now)
    assert (risks.without_place, risks.verified) == (1, 0)
    assert risk_of(kept, area="", level="kabupaten_kota", now=now).verified == 1
