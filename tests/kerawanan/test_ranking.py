from __future__ import annotations

import numpy as np
import pytest
from factories.readings import NOW
from factories.season import keep_editions

from kondusif.kerawanan.actions.editions import keep_edition
from kondusif.kerawanan.domain.demonstration import demonstration_table
from kondusif.kerawanan.domain.frameworks import load_framework
from kondusif.kerawanan.domain.index import IndexOptions, score
from kondusif.kerawanan.domain.index_rollup import VotersUnknown, roll_up
from kondusif.kerawanan.domain.tables import IndicatorTable, indicator_table
from kondusif.kerawanan.queries.editions import Edition, edition
from kondusif.kerawanan.queries.ranking import levels_of, ranking_of
from kondusif.places.domain.gazetteer import load_gazetteer

pytestmark = pytest.mark.django_db


@pytest.fixture
def kept(db: None) -> Edition:
    return edition(keep_editions("ayu")[1])


def an_edition(table: IndicatorTable) -> Edition:
    result = score(load_framework("kondusif-desa"), table, IndexOptions(draws=20))
    return edition(keep_edition(result, table, source="uji", by="ayu", now=NOW)[0])


def test_an_edition_is_in_order_with_what_its_result_says_of_each_area(kept: Edition) -> None:
    ranking, result = ranking_of(kept), kept.result
    assert (ranking.level, ranking.own, len(ranking.rows)) == ("desa", True, len(result.codes))
    assert [row.rank for row in ranking.rows if row.rank] == sorted(int(rank) for rank in result.ranks if rank == rank)
    for row in ranking.rows:
        place = result.codes.index(row.code)
        if row.score is None:
            assert np.isnan(result.scores[place])
            assert (row.reason, row.interval, row.category, row.unsure) == (result.reasons[place], None, None, False)
            continue
        assert row.score == result.scores[place]
        assert row.interval == tuple(result.score_interval[place])
        assert row.category == result.categories[place]
        assert row.chance == max(row.chances or ()) or row.borderline
        assert row.imputed == result.imputed[place]


def test_areas_above_have_the_mean_of_their_voters_and_no_category(kept: Edition) -> None:
    ranking = ranking_of(kept, "kecamatan")
    told = {one.code: one for one in roll_up(kept.result, parts=3)}
    assert {row.code: row.score for row in ranking.rows} == {code: one.score for code, one in told.items()}
    assert {row.category for row in ranking.rows} == {None}
    assert [row.rank for row in ranking.rows] == [1, 2, 3, 4, 5]
    assert [row.score for row in ranking.rows] == sorted((one.score for one in told.values()), reverse=True)


def test_the_area_around_all_holds_them_and_is_no_larger(kept: Edition) -> None:
    assert ranking_of(kept).around == "35"
    inside = an_edition(demonstration_table(load_framework("kondusif-desa"), load_gazetteer().children("35.04.02")))
    assert ranking_of(inside).around == "35.04.02"
    assert ranking_of(inside, "kabupaten_kota").around == "35"
    assert ranking_of(inside, "provinsi").around == ""
    assert levels_of(inside) == ("provinsi", "kabupaten_kota", "kecamatan", "desa")


def test_only_what_lies_inside_an_area_is_within_it(kept: Edition) -> None:
    ranking = ranking_of(kept)
    assert {row.code for row in ranking.within("35.04.02")} == set(load_gazetteer().children("35.04.02"))
    assert ranking.within("35.0") == []
    assert len(ranking.within("")) == len(ranking.rows)
    assert ranking.of("35.04.02.2002") in ranking.within("35.04.02.2002")
    assert ranking.of("35.04.02") is None


def test_without_voters_there_is_no_order_above(kept: Edition) -> None:
    table = kept.table
    unknown = indicator_table(
        kept.result.framework,
        table.codes,
        table.values,
        voters=np.full(len(table.codes), np.nan),
        stations=table.stations,
    )
    silent = an_edition(unknown)
    assert len(ranking_of(silent).rows) == len(table.codes)
    with pytest.raises(VotersUnknown, match="pemilih belum diisi"):
        ranking_of(silent, "kecamatan")
