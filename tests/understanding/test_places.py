"""Which areas a text means, and which names mean none. Every sentence is written for this purpose.

The worst error is an invented place: where the text does not decide, the name is reported as open.
"""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kondusif.places.domain.gazetteer import load_gazetteer
from kondusif.understanding.analysis import Analyser
from kondusif.understanding.document import Document
from kondusif.understanding.places import PlaceFindings
from kondusif.understanding.reading import Role

from .counting import calls

GAZETTEER = load_gazetteer()

AMBULU, WULUHAN, PUGER, JOMBANG_IN_JEMBER = "35.09.12", "35.09.11", "35.09.08", "35.09.01"
SABRANG, SUMBEREJO, KARANGANYAR = "35.09.12.2002", "35.09.12.2003", "35.09.12.2005"


def found(analyser: Analyser, text: str, title: str = "") -> PlaceFindings:
    return analyser.analyse(Document("1", text, title)).places


def codes(analyser: Analyser, text: str) -> list[str]:
    """Codes of the decided places, in order."""
    return sorted(place.code for place in found(analyser, text).places)


def open_names(analyser: Analyser, text: str) -> list[str]:
    return [place.name for place in found(analyser, text).unresolved]


@pytest.mark.parametrize(
    "text",
    [
        "Ada serangan fajar di kampung kami semalam.",
        "SERANGAN FAJAR SUDAH MULAI LUR",
        "serangan fajar tekan rumah ke rumah",
        '"Situasi aman," tutur Kapolres kemarin sore.',
        '"Tidak ada laporan," tutur Kapolsek.',
        '"Semua netral," ujar Camat saat dihubungi.',
        "Sumber informasi kami melihat kotak suara dibuka.",
        "Warga pulang bareng dari lapangan.",
        "Mereka duduk di taman kota sampai malam.",
        "Angin dari barat merobohkan tenda TPS.",
        "Kota ini aman menjelang pencoblosan.",
        "Batu besar menutup jalan ke TPS.",
        "Ada yang membuka jasa di pasar baru.",
        "Bupati dan wakilnya cuti kampanye.",
        "Pilkada damai, rukun, maju bersama.",
        "Kami minta KPU dan Bawaslu turun tangan.",
        "Ketua KPPS TPS 12 sakit sejak subuh.",
        "Paslon nomor urut 2 menang di sini.",
        "",
        "a",
        "12345",
        "👍👍👍",
    ],
)
def test_ordinary_words_are_no_places(analyser: Analyser, text: str) -> None:
    assert (codes(analyser, text), open_names(analyser, text)) == ([], [])


@pytest.mark.parametrize(
    "text",
    [
        "Pak Jember Santoso datang ke balai desa.",
        "Bu Lumajang marah soal baliho.",
        "Haji Malang Sudirman membagikan kupon.",
        "Baliho di Jalan Jember Raya rusak.",
        "Ada ribut di Jl. Ambulu nomor 3.",
        "Baliho di gang Surabaya dicoret.",
        "Mereka berkumpul di Hotel Bali.",
        "Kompol Blitar Wijaya memimpin apel.",
        "Warga Perumahan Banyuwangi Indah protes.",
        "Kapal Papua Bangkit membawa kotak suara.",
    ],
)
def test_names_of_persons_streets_and_houses_are_no_places(analyser: Analyser, text: str) -> None:
    assert codes(analyser, text) == []


@pytest.mark.parametrize(
    "text",
    [
        "Desa Sabrang, Kecamatan Ambulu, Kabupaten Jember",
        "Baliho rusak di Desa Sabrang, Kecamatan Ambulu, Kabupaten Jember, kemarin.",
        "Desa Sabrang Kecamatan Ambulu Kabupaten Jember",
        "Kabupaten Jember, Kecamatan Ambulu, Desa Sabrang",
        "Kabupaten Jember Kecamatan Ambulu Desa Sabrang",
        "Baliho rusak di Sabrang, Ambulu, Jember.",
        "ds sabrang kec ambulu kab jember",
        "ds. sabrang, kec. ambulu, kab. jember",
        "baliho nang sabrang ambulu jember disobek",
        "DESA SABRANG KECAMATAN AMBULU KABUPATEN JEMBER",
        "BALIHO DI SABRANG AMBULU JEMBER DISOBEK WARGA",
        "Desa Sabrang (Ambulu) jadi sorotan.",
        "Desa\u00a0Sabrang,\u200b Kecamatan\nAmbulu",
        "De\u200bsa Sabr\u200fang, Kec. Am\u00adbulu",
        "Ｄｅｓａ Ｓａｂｒａｎｇ, Kecamatan Ambulu",
        "Desa Sabrang kecamatan Ambulu",
        "TPS 3 Sabrang Ambulu Jember",
        "PPS Desa Sabrang, Ambulu, menunda rapat.",
    ],
)
def test_one_village_is_found_however_it_is_written(analyser: Analyser, text: str) -> None:
    assert codes(analyser, text) == [SABRANG]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Desa Guluk-Guluk, Kecamatan Guluk-Guluk, Sumenep", "35.29.09.2004"),
        ("Desa Guluk Guluk, Kecamatan Guluk Guluk, Sumenep", "35.29.09.2004"),
        ("desa gulukguluk kecamatan gulukguluk sumenep", "35.29.09.2004"),
        ("Kecamatan Karangploso, Kabupaten Malang", "35.07.23"),
        ("Kecamatan Karang Ploso, Kabupaten Malang", "35.07.23"),
        ("Kecamatan Karang-Ploso, Kabupaten Malang", "35.07.23"),
        ("Kec. Banyu Putih, Situbondo", "35.12.14"),
        ("Kec. Banyuputih, Situbondo", "35.12.14"),
    ],
)
def test_hyphens_and_spaces_change_nothing(analyser: Analyser, text: str, expected: str) -> None:
    assert codes(analyser, text) == [expected]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Desa Sabrng, Kecamatan Ambulu, Jember", [SABRANG]),
        ("Desa Sabranng, Kecamatan Ambulu, Jember", [SABRANG]),
        ("Kecamatan Ambullu, Kabupaten Jember", [AMBULU]),
        ("Kecamatan Wuluahn, Kabupaten Jember", [WULUHAN]),
        # Too far from every name, or without a parent: none.
        ("Desa Sbrgn, Kecamatan Ambulu, Jember", [AMBULU]),
        ("Kecamatan Ambullu", []),
        ("Desa Antahberantah", []),
        ("Desa Antahberantah, Kabupaten Jember", ["35.09"]),
    ],
)
def test_one_typo_is_forgiven_inside_a_known_parent(analyser: Analyser, text: str, expected: list[str]) -> None:
    assert codes(analyser, text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Baliho hilang di Jombang.", ["35.17"]),
        ("Baliho rusak di Jombang Jember.", [JOMBANG_IN_JEMBER]),
        ("Warga Jombang, Jember, melihat amplop dibagikan.", [JOMBANG_IN_JEMBER]),
        ("Baliho rusak di Jombang, Kabupaten Jember.", [JOMBANG_IN_JEMBER]),
        ("Kecamatan Jombang, Jember, rawan banjir.", [JOMBANG_IN_JEMBER]),
        ("nang jombang jember ono bagi duit", [JOMBANG_IN_JEMBER]),
        ("Kecamatan Jombang, Kabupaten Jombang", ["35.17.09"]),
        # A list of kabupaten is one.
        ("Baliho rusak di Jombang, Jember, dan Lumajang.", ["35.08", "35.09", "35.17"]),
        ("Baliho rusak di Jombang dan Jember.", ["35.09", "35.17"]),
        ("KPU Jombang dan KPU Jember rapat.", ["35.09", "35.17"]),
        ("Bondowoso, Jombang, Jember: tiga daerah rawan.", ["35.09", "35.11", "35.17"]),
        ("BANYUWANGI - Polresta Banyuwangi berpatroli.", ["35.10"]),
        ("JOMBANG - Pemkab Jombang menertibkan baliho.", ["35.17"]),
    ],
)
def test_a_name_means_what_stands_beside_it(analyser: Analyser, text: str, expected: list[str]) -> None:
    assert codes(analyser, text) == expected


@pytest.mark.parametrize(
    ("text", "decided", "undecided"),
    [
        ("Baliho hilang di Malang.", [], ["Malang"]),
        ("Baliho hilang di Kediri.", [], ["Kediri"]),
        ("Pemkab Malang menertibkan baliho.", ["35.07"], []),
        ("Bupati Malang cuti kampanye.", ["35.07"], []),
        ("Pemkot Malang menertibkan baliho.", ["35.73"], []),
        ("Wali Kota Malang cuti kampanye.", ["35.73"], []),
        ("Baliho hilang di Kota Malang.", ["35.73"], []),
        ("Baliho hilang di Kab. Kediri.", ["35.06"], []),
        ("Baliho hilang di Kabupaten Kediri dan Kota Kediri.", ["35.06", "35.71"], []),
        ("Kades di Blitar membagikan uang.", ["35.05"], []),
        ("Lurah di Blitar membagikan uang.", ["35.72"], []),
        ("Baliho hilang di Blimbing, Malang.", ["35.73.01"], []),
        ("Baliho hilang di Bululawang, Malang.", ["35.07.14"], []),
        ("Baliho hilang di Bandung.", [], ["Bandung"]),
        ("Baliho hilang di Kota Sukabumi.", ["32.72"], []),
    ],
)
def test_kabupaten_and_kota_of_one_name(
    analyser: Analyser, text: str, decided: list[str], undecided: list[str]
) -> None:
    assert (codes(analyser, text), open_names(analyser, text)) == (decided, undecided)


@pytest.mark.parametrize(
    ("text", "undecided"),
    [
        ("Baliho rusak di Sukorejo.", ["Sukorejo"]),
        ("Baliho rusak di Kecamatan Sukorejo.", ["Sukorejo"]),
        ("Uang dibagikan di Desa Mekarsari.", ["Mekarsari"]),
        ("Polsek Tegalsari berpatroli.", ["Tegalsari"]),
        ("Lurah Dinoyo hadir di Kelurahan Dinoyo.", ["Dinoyo"]),
    ],
)
def test_names_that_many_areas_carry_stay_open(analyser: Analyser, text: str, undecided: list[str]) -> None:
    assert (codes(analyser, text), open_names(analyser, text)) == ([], undecided)


def test_an_open_name_lists_what_it_may_mean(analyser: Analyser) -> None:
    (place,) = found(analyser, "Baliho rusak di Kecamatan Sukorejo.").unresolved
    assert place.codes == tuple(code for code in GAZETTEER.lookup("sukorejo") if len(code) == 8)
    many = found(analyser, "Uang dibagikan di Desa Mekarsari.").unresolved[0].codes
    assert len(many) == 10
    assert set(many) <= set(GAZETTEER.lookup("mekarsari"))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Baliho rusak di Kecamatan Sukorejo, Kabupaten Pasuruan.", ["35.14.09"]),
        ("Polsek Tegalsari Surabaya berpatroli.", ["35.78.05"]),
        ("Kelurahan Dinoyo, Kecamatan Lowokwaru", ["35.73.05.1004"]),
        ("Rapat di Kabupaten Pasuruan. Baliho di Kecamatan Sukorejo rusak.", ["35.14.09"]),
        # Decided once, a name means the same when it is repeated.
        ("Kecamatan Sukorejo, Kabupaten Pasuruan. Warga Sukorejo marah.", ["35.14.09"]),
    ],
)
def test_a_parent_in_the_text_decides(analyser: Analyser, text: str, expected: list[str]) -> None:
    assert codes(analyser, text) == expected


@pytest.mark.parametrize(
    ("text", "decided", "absent"),
    [
        ("Warga Kecamatan Sukorejo, Kabupaten Kediri, mengeluh.", ["35.06"], [("Kecamatan Sukorejo", "35.06")]),
        ("Warga Kecamatan Ambulu, Kabupaten Kediri, mengeluh.", ["35.06"], [("Kecamatan Ambulu", "35.06")]),
        ("Warga Desa Sabrang, Kecamatan Puger, mengeluh.", [PUGER], [("Desa Sabrang", PUGER)]),
        ("Warga Kecamatan Ambulu, Kabupaten Jember, mengeluh.", [AMBULU], []),
        ("Warga Kecamatan Antah, Kabupaten Jember, mengeluh.", ["35.09"], []),
    ],
)
def test_an_area_stated_where_it_does_not_lie_is_absent(
    analyser: Analyser, text: str, decided: list[str], absent: list[tuple[str, str]]
) -> None:
    findings = found(analyser, text)
    assert sorted(place.code for place in findings.places) == decided
    assert [(each.stated, each.parent_code) for each in findings.absent] == absent


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Polres Malang berpatroli.", "35.07"),
        ("Polresta Malang Kota berpatroli.", "35.73"),
        ("Polres Batu berpatroli.", "35.79"),
        ("Polresta Banyuwangi berpatroli.", "35.10"),
        ("Polresta Sidoarjo berpatroli.", "35.15"),
        ("Polrestabes Surabaya berpatroli.", "35.78"),
        ("Polres Pelabuhan Tanjung Perak berpatroli.", "35.78"),
        ("Polres Kediri berpatroli.", "35.06"),
        ("Polres Kediri Kota berpatroli.", "35.71"),
        ("Polres Blitar Kota berpatroli.", "35.72"),
        ("Polres Probolinggo Kota berpatroli.", "35.74"),
        ("Polres Mojokerto Kota berpatroli.", "35.76"),
        ("Polres Pasuruan Kota berpatroli.", "35.75"),
        ("Polres Pasuruan berpatroli.", "35.14"),
        ("Polda Jatim berpatroli.", "35"),
        ("Polsek Ambulu berpatroli.", AMBULU),
        ("Kapolsek Bululawang memimpin patroli.", "35.07.14"),
        ("Kapolsek Pasar Kliwon memimpin patroli.", "33.72.03"),
        ("Koramil Wlingi berpatroli.", "35.05.17"),
        ("Kodim 0824/Jember berpatroli.", "35.09"),
        ("Dandim 0808 Blitar memimpin patroli.", "35.05"),
        ("Panwascam Wuluhan rapat.", WULUHAN),
        ("PPK Puger rapat.", PUGER),
    ],
)
def test_an_office_points_at_its_area(analyser: Analyser, text: str, expected: str) -> None:
    assert codes(analyser, text) == [expected]


@pytest.mark.parametrize(
    ("text", "event", "mentioned"),
    [
        ("Kapolres Jember menyebut situasi aman.", ["35.09"], []),
        ("Bupati Jember hadir di Surabaya.", ["35.78"], ["35.09"]),
        ("Bawaslu Jember dan KPU Lumajang rapat di Kabupaten Bondowoso.", ["35.11"], ["35.08", "35.09"]),
        ("Kata Kapolres Lumajang, baliho di Kecamatan Ambulu, Jember, rusak.", [AMBULU], ["35.08"]),
        ("Kapolres Jember menyebut baliho di Kecamatan Ambulu rusak.", [AMBULU], []),
        ("Kapolres Jember dan Kapolres Lumajang bertemu.", ["35.08", "35.09"], []),
    ],
)
def test_who_merely_speaks_is_mentioned(analyser: Analyser, text: str, event: list[str], mentioned: list[str]) -> None:
    places = found(analyser, text).places
    assert sorted(place.code for place in places if place.role is Role.EVENT) == event
    assert sorted(place.code for place in places if place.role is Role.MENTIONED) == mentioned


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Desa Sabrang, Sumberejo dan Karanganyar, Kecamatan Ambulu", [SABRANG, SUMBEREJO, KARANGANYAR]),
        ("Desa Sabrang, Sumberejo dan Karanganyar Kecamatan Ambulu", [SABRANG, SUMBEREJO, KARANGANYAR]),
        ("Desa Sabrang, Desa Sumberejo, dan Desa Karanganyar, Kecamatan Ambulu", [SABRANG, SUMBEREJO, KARANGANYAR]),
        ("Kecamatan Ambulu, Wuluhan, dan Puger, Kabupaten Jember", [PUGER, WULUHAN, AMBULU]),
        ("Jember, Lumajang, dan Bondowoso rawan.", ["35.08", "35.09", "35.11"]),
    ],
)
def test_lists_are_read_whole(analyser: Analyser, text: str, expected: list[str]) -> None:
    assert codes(analyser, text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Gampong Lampulo, Kota Banda Aceh", "11.71.02.2010"),
        ("Distrik Heram, Kota Jayapura", "91.71.05"),
        ("Kampung Yoka, Distrik Heram", "91.71.05.2003"),
        ("Nagari Koto Gadang, Kecamatan IV Koto, Kabupaten Agam", "13.06.05.2008"),
        ("Kalurahan Caturtunggal, Kapanewon Depok, Sleman", "34.04.07.2001"),
        ("Kemantren Umbulharjo, Yogyakarta", "34.71.13"),
        ("Kelurahan Tamalanrea, Makassar", "73.71.14.1001"),
        ("Baliho rusak di Ubud, Gianyar.", "51.04.05"),
        ("Baliho rusak di Pangkalan Kerinci, Pelalawan.", "14.05.02"),
        ("Kutai Barat, Kaltim, banjir.", "64.07"),
        # A province's name at the head of a longer one.
        ("Baliho rusak di Aceh Besar.", "11.06"),
        ("Baliho rusak di Lampung Selatan.", "18.01"),
        ("Baliho rusak di Bengkulu Utara.", "17.03"),
        ("Baliho rusak di Gorontalo Utara.", "75.05"),
        ("Baliho rusak di Jakarta Selatan.", "31.74"),
        ("Bawaslu Maluku Tengah mendata baliho.", "81.01"),
        ("Baliho rusak di Papua Pegunungan.", "95"),
        ("KPU Papua Barat Daya rapat.", "96"),
        ("Baliho rusak di Lombok Timur.", "52.03"),
        ("Baliho rusak di Bandung Barat.", "32.17"),
        ("Baliho rusak di Padang Pariaman.", "13.05"),
        ("Baliho rusak di Tangerang Selatan.", "36.74"),
        ("Baliho rusak di Nusa Tenggara Barat.", "52"),
        ("Baliho rusak di Kabupaten Banjar.", "63.03"),
        ("Baliho rusak di Kota Banjar.", "32.79"),
    ],
)
def test_every_province_is_read_with_its_own_words(analyser: Analyser, text: str, expected: str) -> None:
    assert codes(analyser, text) == [expected]


PROVINCES = GAZETTEER.children()


@pytest.mark.parametrize("province", PROVINCES)
def test_chains_are_read_in_every_province(analyser: Analyser, province: str) -> None:
    """The last village of every kabupaten and kota, with its parents stated: nothing assumes province 35."""
    wrong = []
    for regency in GAZETTEER.children(province):
        village = GAZETTEER.children(GAZETTEER.children(regency)[-1])[-1:]
        for code in village:
            *_, above, district, place = GAZETTEER.path(code)
            text = f"Baliho rusak di Desa {place.name}, Kecamatan {district.name}, {above.title}, kemarin."
            if codes(analyser, text) != [code]:
                wrong.append((text, codes(analyser, text)))
    assert len(wrong) <= 1, wrong


def test_words_that_decide_stand_first(analyser: Analyser) -> None:
    text = "Baliho rusak di Desa Sabrang, Kecamatan Ambulu, Kabupaten Jember."
    (place,) = found(analyser, text).places
    assert [text[start:stop] for start, stop in place.spans] == ["Sabrang", "Ambulu", "Jember"]


def test_a_title_counts_as_the_text(analyser: Analyser) -> None:
    assert [place.code for place in found(analyser, "Baliho rusak lagi.", "Ribut di Kecamatan Ambulu").places] == [
        AMBULU
    ]


def test_what_is_said_more_clearly_is_surer(analyser: Analyser) -> None:
    texts = (
        "Desa Sabrang, Kecamatan Ambulu, Jember",
        "Desa Sabrng, Kecamatan Ambulu, Jember",
        "Baliho di Sabrang, Ambulu, rusak.",
    )
    clear, misspelt, bare = (found(analyser, text).places[0].confidence for text in texts)
    assert clear > misspelt
    assert clear > bare


def test_link_lines_give_no_place(analyser: Analyser) -> None:
    text = "Baliho rusak lagi.\nBaca Juga: Ribut di Desa Sabrang, Kecamatan Ambulu\nEditor: Fulan"
    assert codes(analyser, text) == []


CUES = "Desa Kecamatan Kabupaten Kota di dan , . serangan fajar Pak Polres"
NAMES = "Sabrang Ambulu Jember Malang Batu Jombang Sukorejo"
pieces = st.sampled_from([*CUES.split(), *NAMES.split()])


@given(st.lists(pieces, max_size=14))
@settings(max_examples=150)
def test_places_exist_lie_apart_and_stand_in_the_text(analyser: Analyser, words: list[str]) -> None:
    text = " ".join(words)
    findings = found(analyser, text)
    decided = [place.code for place in findings.places]
    assert len(set(decided)) == len(decided)
    assert all(code in GAZETTEER for code in decided)
    assert not any(one != other and other.startswith(one + ".") for one in decided for other in decided)
    spans = [span for place in findings.places for span in place.spans]
    spans += [place.span for place in findings.unresolved] + list(findings.names)
    assert all(0 <= start < stop <= len(text) for start, stop in spans)
    assert all(0.0 < place.confidence <= 1.0 for place in findings.places)
    assert all(2 <= len(place.codes) <= 10 for place in findings.unresolved)


@pytest.mark.parametrize(
    "unit", ["Sukorejo ", "Desa ", "Kecamatan Sukorejo, ", "Kediri, Malang, Jember. ", "Desa Sabrng Kecamatan Ambulu. "]
)
def test_names_repeated_without_end_take_steps_in_proportion(analyser: Analyser, unit: str) -> None:
    found(analyser, unit * 200)
    few, many = (calls(lambda times=times: found(analyser, unit * times)) for times in (100, 1_000))
    assert many <= 12 * few


def test_a_list_of_many_names_takes_steps_in_proportion(analyser: Analyser) -> None:
    """Nine times the names may take more than nine times the steps, for they decide each other, but not 81 times."""
    villages = [code for code, _ in GAZETTEER.items() if len(code) == 13][::28]
    text = ", ".join(GAZETTEER.area(code).name for code in villages)
    few, many = (calls(lambda length=length: found(analyser, text[:length])) for length in (2_000, 18_000))
    assert many <= 27 * few
