"""What others printed: New York leukaemia from the printed counts, North Carolina SIDS searched from scratch."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest

from kondusif.kerawanan.domain.scan import scan
from kondusif.kerawanan.domain.scan_statistics import population_llr, relative_risk
from kondusif.kerawanan.domain.scan_types import ScanOptions, ScanResult
from kondusif.kerawanan.domain.scan_windows import neighbours_from_costs

# Leukaemia in upstate New York, 552 cases among 1,057,673 people: cases and expectation of a cluster, its log likelihood
# ratio and relative risk as the tests of the R package smerc hold them, where they are said to be checked against SaTScan.
NEW_YORK = 552
PRINTED = [(106, 62.13, 14.78), (42, 21.24, 8.29), (44, 23.83, 7.20)]
AT_MOST_A_TENTH = (85, 95_249, 1_057_673, 11.577255)

# Live births 1974-78 and 1979-84, deaths by SIDS in the same years, and miles east and north of the county seat: Cressie and
# Chan (1989), J. Am. Stat. Assoc. 84:393, as the data set nc.sids of the R package spData holds them.
NORTH_CAROLINA = """
    Ashe 1091 1364 1 0 164 176; Alleghany 487 542 0 3 183 182; Surry 3188 3616 5 6 204 174;
    Currituck 508 830 1 2 461 182; Northampton 1421 1606 9 3 385 176; Hertford 1452 1838 7 5 411 176;
    Camden 286 350 0 2 453 173; Gates 420 594 0 2 421 177; Warren 968 1190 4 2 344 177;
    Stokes 1612 2038 1 5 233 175; Caswell 1035 1253 2 2 281 175; Rockingham 4449 5386 16 5 257 173;
    Granville 1671 2074 4 4 322 171; Person 1556 1790 4 4 302 173; Vance 2180 2753 4 6 332 172;
    Halifax 3608 4463 18 17 376 171; Pasquotank 1638 2275 3 4 451 172; Wilkes 3146 3725 4 7 181 157;
    Watauga 1323 1775 1 1 151 162; Perquimans 484 676 1 0 437 163; Chowan 751 899 1 1 428 154;
    Avery 781 977 0 0 138 154; Yadkin 1269 1568 1 1 208 156; Franklin 1399 1863 2 0 337 155;
    Forsyth 11858 15704 10 18 233 153; Guilford 16184 20543 23 38 258 150; Alamance 4672 5767 13 11 278 151;
    Bertie 1324 1616 6 5 411 148; Orange 3164 4478 4 6 294 151; Durham 7970 10432 16 22 306 146;
    Nash 4021 5189 8 7 354 146; Mitchell 671 919 0 2 128 148; Edgecombe 3657 4359 10 9 378 142;
    Caldwell 3609 4249 6 9 158 142; Yancey 770 869 0 1 120 142; Martin 1549 1849 2 1 405 139;
    Wake 14484 20857 16 31 319 133; Madison 765 926 2 2 98 135; Iredell 4139 5400 4 5 195 132;
    Davie 1207 1438 1 3 213 139; Alexander 1333 1683 0 2 179 142; Davidson 5509 7143 8 8 231 133;
    Burke 3573 4314 5 15 150 130; Washington 990 1141 5 0 422 139; Tyrrell 248 319 0 0 450 144;
    McDowell 1946 2215 5 5 133 127; Randolph 4456 5711 7 12 256 126; Chatham 1646 2398 2 3 291 127;
    Wilson 3702 4706 11 13 358 128; Rowan 4606 6427 3 8 218 124; Pitt 5094 6635 14 11 387 121;
    Catawba 5754 6883 5 21 177 125; Buncombe 7515 9956 9 18 104 121; Johnston 3999 4780 6 13 335 114;
    Haywood 2110 2463 2 8 80 116; Dare 521 1059 0 1 482 145; Beaufort 2692 2909 7 4 406 118;
    Swain 675 883 3 2 53 113; Greene 870 1178 4 4 371 111; Lee 2252 2949 5 6 292 109;
    Rutherford 2992 3543 12 8 136 104; Wayne 6638 8227 18 23 353 106; Harnett 3776 4789 6 10 309 105;
    Cleveland 4866 5526 10 21 158 99; Lincoln 2216 2817 8 7 174 111; Jackson 1143 1504 2 5 67 108;
    Moore 2648 3534 5 5 278 101; Mecklenburg 21588 30757 44 35 198 95; Cabarrus 4099 5669 3 20 211 105;
    Montgomery 1258 1598 3 8 251 102; Stanly 2356 3039 5 7 234 103; Henderson 2574 3679 5 8 109 101;
    Graham 415 488 0 1 32 107; Lenoir 3589 4225 10 14 377 98; Transylvania 1173 1401 3 4 93 97;
    Gaston 9014 11455 11 26 178 96; Polk 533 673 1 0 123 97; Macon 797 1157 0 3 55 96;
    Sampson 3025 3447 4 4 336 79; Pamlico 542 631 1 1 423 90; Cherokee 1027 1173 2 1 19 92;
    Cumberland 20366 26370 38 57 308 83; Jones 578 650 1 2 389 84; Union 3915 5273 4 9 214 76;
    Anson 1570 1875 15 4 240 75; Hoke 1494 1706 7 6 289 75; Hyde 338 427 0 0 446 110;
    Duplin 2483 2777 4 7 355 76; Richmond 2756 3108 4 7 259 72; Clay 284 419 0 0 31 88;
    Craven 5868 7595 13 18 407 88; Scotland 2255 2617 8 16 276 61; Onslow 11158 14655 29 23 384 66;
    Robeson 7889 9087 31 26 302 51; Carteret 2414 3339 5 4 429 62; Bladen 1782 2052 8 5 321 53;
    Pender 1228 1602 4 3 357 48; Columbus 3350 4144 15 17 316 33; New_Hanover 5526 6917 12 9 357 26;
    Brunswick 2181 2655 5 6 353 6
"""


def test_new_york_leukaemia_has_the_printed_ratios() -> None:
    assert [round(float(population_llr(cases, usual, NEW_YORK)), 2) for cases, usual, _ in PRINTED] == [
        ratio for _, _, ratio in PRINTED
    ]


def test_new_york_leukaemia_has_the_printed_ratio_to_six_digits() -> None:
    cases, people, all_people, ratio = AT_MOST_A_TENTH
    usual = NEW_YORK * people / all_people
    assert (round(usual, 2), round(relative_risk(cases, usual, NEW_YORK), 2)) == (49.71, 1.84)
    assert float(population_llr(cases, usual, NEW_YORK)) == pytest.approx(ratio, abs=5e-7)


@pytest.fixture(scope="module")
def sids() -> ScanResult:
    rows = [entry.split() for entry in NORTH_CAROLINA.replace("\n", " ").split(";")]
    births = np.array([float(row[1]) + float(row[2]) for row in rows])
    deaths = np.array([[int(row[3]) + int(row[4])] for row in rows])
    east, north = (np.array([float(row[at]) for row in rows]) for at in (5, 6))
    assert (len(rows), births.sum(), deaths.sum()) == (100, 752_354, 1_503)
    names = [row[0] for row in rows]
    miles = np.hypot(east[:, None] - east, north[:, None] - north)
    neighbours = neighbours_from_costs(miles, births, names, fraction=0.5)
    return scan(
        deaths,
        births[:, None],
        neighbours,
        codes=names,
        dates=[date(1984, 6, 30)],
        today=date(2024, 11, 27),
        options=ScanOptions(statistic="population", max_days=1, max_clusters=2),
    )


def test_north_carolina_sids_are_found_from_scratch(sids: ScanResult) -> None:
    main, second = sids.clusters
    assert main.areas == ("Bladen", "Columbus", "Hoke", "Robeson", "Scotland")
    assert (main.observed, round(main.expected, 2), round(main.llr, 2)) == (139, 72.67, 25.38)
    assert second.areas == ("Halifax", "Hertford", "Northampton")
    assert (second.observed, round(second.expected, 2)) == (59, 28.74)
    assert (main.p.value, second.p.value) == (0.001, 0.001)


def test_the_second_ratio_of_north_carolina_is_printed_from_a_rounded_expectation(sids: ScanResult) -> None:
    # 12.49 is the ratio at 28.74; from the births themselves 28.7433 is expected, and the ratio 12.4847.
    assert float(population_llr(59, 28.74, 1503)) == pytest.approx(12.49, abs=0.005)
    assert sids.clusters[1].llr == pytest.approx(12.4847, abs=0.0001)
