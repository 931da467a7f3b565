# ruff: noqa: DTZ001 - files and phones write times without a zone
from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone

import pytest

from kondusif.intake.domain.moments import BadMoment, parse_moment

WIB, WIT = timezone(timedelta(hours=7)), timezone(timedelta(hours=9))


@pytest.mark.parametrize(
    ("stated", "moment"),
    [
        ("", None),
        (None, None),
        ("  ", None),
        ("2024-11-20", datetime(2024, 11, 20)),
        ("2024-11-20T08:00:00Z", datetime(2024, 11, 20, 8, tzinfo=UTC)),
        ("2024-11-20 08:00:00+07:00", datetime(2024, 11, 20, 8, tzinfo=WIB)),
        ("20/11/2024", datetime(2024, 11, 20)),
        ("20-11-2024 21.15", datetime(2024, 11, 20, 21, 15)),
        ("20/11/2024 21:15 WIB", datetime(2024, 11, 20, 21, 15, tzinfo=WIB)),
        ("2024-11-20 21:15 WIT", datetime(2024, 11, 20, 21, 15, tzinfo=WIT)),
        (date(2024, 11, 20), datetime(2024, 11, 20)),
    ],
)
def test_moments_as_they_are_written(stated: object, moment: datetime | None) -> None:
    assert parse_moment(stated) == moment


@pytest.mark.parametrize(
    "stated", ["kemarin", "31/02/2024", "2024-13-01", 1732060800, "0001-01-01", "9999-12-31", True]
)
def test_what_is_no_moment_is_refused(stated: object) -> None:
    with pytest.raises(BadMoment):
        parse_moment(stated)
