from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from django.http import QueryDict
from factories.readings import NOW
from hypothesis import given
from hypothesis import strategies as st

from kondusif.incidents.domain.types import Status
from kondusif.incidents.queries import Filters
from kondusif.understanding.reading import Category
from kondusif.web.list_state import read_state
from kondusif.web.navigation import carried
from kondusif.web.scope import ALWAYS, PERIODS, Period, Scope, scope_of


def asked(query: str, default: str = "") -> Scope:
    return scope_of(QueryDict(query), now=NOW, default_period=default)


def test_a_scope_survives_its_address() -> None:
    scope = asked("wilayah=35.04&periode=7h&kategori=apk&kategori=hoaks&status=terverifikasi&jenis=incident")
    assert scope.filters == Filters(
        categories=("hoaks", "apk"),
        area="35.04",
        statuses=("terverifikasi",),
        kind="incident",
        seen_from=NOW - timedelta(days=7),
    )
    assert asked(scope.query.removeprefix("?")) == scope


def test_days_are_whole_days_of_wib() -> None:
    scope = asked("sejak=2024-11-18&hingga=2024-11-19")
    assert (scope.filters.seen_from, scope.filters.seen_to) == (
        datetime(2024, 11, 17, 17, tzinfo=UTC),
        datetime(2024, 11, 19, 17, tzinfo=UTC),
    )
    assert asked("sejak=2024-11-19&hingga=2024-11-18") == scope
    assert asked("hingga=2024-11-19").filters.seen_from is None


def test_a_period_of_ones_own_can_be_left_for_all_time() -> None:
    assert asked("", "7h").period == Period("7h")
    everything = asked("periode=semua", "7h")
    assert everything.period == ALWAYS
    assert asked(everything.query.removeprefix("?"), "7h") == everything
    assert asked(everything.query_with(area="35").removeprefix("?"), "7h").period == ALWAYS


@pytest.mark.parametrize(
    "query",
    [
        "periode=100tahun",
        "sejak=kemarin",
        "hingga=9999-12-31",
        "sejak=0001-01-01",
        "wilayah=%00",
        "status=%27&jenis=%00&kategori=x",
    ],
)
def test_an_address_that_makes_no_sense_filters_nothing(query: str) -> None:
    scope = asked(query)
    assert (scope.filters.categories, scope.filters.statuses, scope.filters.kind, scope.area) == ((), (), "", "")


@given(
    st.lists(st.sampled_from(list(Category)), unique=True),
    st.lists(st.sampled_from(list(Status)), unique=True),
    st.sampled_from(["", "35", "35.04", "35.04.01", "35.04.02.2001"]),
    st.sampled_from(["", *PERIODS]),
    st.dates(date(2023, 1, 1), date(2026, 1, 1)) | st.none(),
)
def test_every_scope_survives(
    categories: list[Category], statuses: list[Status], area: str, name: str, since: date | None
) -> None:
    filters = Filters(
        categories=tuple(item.value for item in Category if item in categories),
        statuses=tuple(item.value for item in Status if item in statuses),
        area=area,
    )
    period = Period(since=since) if since else Period(name)
    start, end = period.bounds(NOW)
    query = Scope(filters, period).query
    again = asked(query.removeprefix("?"))
    assert (again.period, again.filters.area, again.filters.categories) == (period, area, filters.categories)
    assert (again.filters.seen_from, again.filters.seen_to) == (start, end)
    assert read_state(QueryDict(query.removeprefix("?")), now=NOW).query == query


def test_links_between_pages_carry_the_scope_alone() -> None:
    assert carried(
        QueryDict("wilayah=35.04&hal=3&cari=x&periode=7h&urut=oldest&kategori=apk&kategori=judi&status=")
    ) == ("?wilayah=35.04&periode=7h&kategori=apk&kategori=judi")
    assert carried(QueryDict("hal=3")) == ""
