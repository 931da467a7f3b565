"""Who `find_actors` finds in a text, and who it leaves out."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kondusif.understanding.actors import FoundActor, find_actors

from .seeds import seed


def who(text: str) -> list[tuple[str, str | None, str | None, str | None]]:
    return [(each.name, each.rank, each.role, each.institution) for each in find_actors(text)]


def names(text: str) -> list[str]:
    return [each.name for each in find_actors(text)]


def only(text: str) -> FoundActor:
    (actor,) = find_actors(text)
    return actor


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Kapolres Tulungagung AKBP Darto Winarno memimpin apel.",
            ("Darto Winarno", "AKBP", "Kapolres", "Polres Tulungagung"),
        ),
        (
            "Kasihumas Polres Malang, AKP Rini Puspita, mengatakan",
            ("Rini Puspita", "AKP", "Kasihumas", "Polres Malang"),
        ),
        (
            "Dandim 0819 Pasuruan, Letkol Arh. Bowo Santiko dan stafnya",
            ("Bowo Santiko", "Letkol Arh", "Dandim", "Kodim 0819 Pasuruan"),
        ),
        (
            "dipimpin Penjabat (Pj) Bupati Pasuruan, Suryanto.",
            ("Suryanto", None, "Pj Bupati", "Pemkab Pasuruan"),
        ),
        (
            "Pjs. Bupati Trenggalek, Retno Ambarwati, hadir",
            ("Retno Ambarwati", None, "Pjs Bupati", "Pemkab Trenggalek"),
        ),
        (
            "ujar Retno Ambarwati, Pjs Bupati Trenggalek.",
            ("Retno Ambarwati", None, "Pjs Bupati", "Pemkab Trenggalek"),
        ),
        (
            "kata Ketua KPU Jember, Imam Fauzi, Senin (7/10/2024)",
            ("Imam Fauzi", None, "Ketua KPU", "KPU Jember"),
        ),
        (
            "Sekretaris Daerah Tulungagung, Danu Hariyadi, menambahkan",
            ("Danu Hariyadi", None, "Sekretaris Daerah", "Pemkab Tulungagung"),
        ),
        (
            "Kabag Ops Polresta Pasuruan, Kompol Surya Wijaya serta",
            ("Surya Wijaya", "Kompol", "Kabag Ops", "Polresta Pasuruan"),
        ),
        (
            "Ketua KPU Kampar Yulisman menyebut logistik aman",
            ("Yulisman", None, "Ketua KPU", "KPU Kampar"),
        ),
        (
            "Kapolsek Waru Kompol Nanang Setiadi, S.H., M.H., mengecek gudang",
            ("Nanang Setiadi", "Kompol", "Kapolsek", "Polsek Waru"),
        ),
        (
            "Anggota Bawaslu Kabupaten Kediri Saiful Huda meminta",
            ("Saiful Huda", None, "anggota Bawaslu", "Bawaslu Kabupaten Kediri"),
        ),
        (
            "Kepala Desa Sumberjati, Kecamatan Kademangan, Eko Prasojo, membantah",
            ("Eko Prasojo", None, "Kepala Desa", "Desa Sumberjati"),
        ),
        (
            "Kepala Dinas Pendidikan Kota Malang, Rizka Amanda, membantah",
            ("Rizka Amanda", None, "Kepala Dinas Pendidikan", "Dinas Pendidikan Kota Malang"),
        ),
        (
            "kata Kordiv Penanganan Pelanggaran Bawaslu Ponorogo, Muh. Saifuddin.",
            ("Muh. Saifuddin", None, "Kordiv Penanganan Pelanggaran", "Bawaslu Ponorogo"),
        ),
        (
            "Ketua FKUB Landak, Pdt. Markus Lantang, meminta",
            ("Markus Lantang", None, "Ketua FKUB", "FKUB Landak"),
        ),
        (
            "Ketua MUI Jombang, KH. Abdul Muiz, mengajak",
            ("Abdul Muiz", None, "Ketua MUI", "MUI Jombang"),
        ),
        (
            "Babinsa Koramil Galis, Serka Achmad Zainal, mengumpulkan",
            ("Achmad Zainal", "Serka", "Babinsa", "Koramil Galis"),
        ),
        (
            "AKBP Davis Hermawan, Kapolres Pasuruan Kota, menegaskan",
            ("Davis Hermawan", "AKBP", "Kapolres", "Polres Pasuruan Kota"),
        ),
        (
            "Kapolsek Susut AKP I Wayan Sudana bertatap muka",
            ("I Wayan Sudana", "AKP", "Kapolsek", "Polsek Susut"),
        ),
        (
            "kata Keuchik Lam Ara, Teuku Rahman, di meunasah",
            ("Teuku Rahman", None, "Keuchik", "Gampong Lam Ara"),
        ),
        (
            "Perbekel Batubulan, Ketut Suardana, menyambut",
            ("Ketut Suardana", None, "Perbekel", "Desa Batubulan"),
        ),
        (
            "Wali Nagari Koto Tuo, Zulkifli, mengatakan",
            ("Zulkifli", None, "Wali Nagari", "Nagari Koto Tuo"),
        ),
        (
            "Kepala Kampung Ambaiduru, Distrik Kosiwo, Melianus Ayowembun, membantah",
            ("Melianus Ayowembun", None, "Kepala Kampung", "Kampung Ambaiduru"),
        ),
        (
            "Bhabinkamtibmas Aiptu Sugeng Raharjo memasang stiker",
            ("Sugeng Raharjo", "Aiptu", "Bhabinkamtibmas", "Polsek"),
        ),
        (
            "Danlanal Batuporon Letkol Laut (P) Agus Wibisono",
            ("Agus Wibisono", "Letkol Laut", "Danlanal", "Lanal Batuporon"),
        ),
    ],
)
def test_an_office_holder_is_found_with_rank_role_and_institution(
    text: str, expected: tuple[str, str | None, str | None, str | None]
) -> None:
    assert who(text) == [expected]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("td kapolsek iptu anang ngomong gitu", ("anang", "Iptu", "Kapolsek", "Polsek")),
        ("acara dibuka camat pak Hermanto tadi", ("Hermanto", None, "Camat", "Kecamatan")),
        ("Kepala desa Mujiono menjelaskan", ("Mujiono", None, "Kepala Desa", "Desa")),
        ("kades Sugeng mengatakan tidak tahu", ("Sugeng", None, "Kepala Desa", "Desa")),
        ("pak Kapolsek Trawas (AKP Bagus Wirawan) td di balai", ("Bagus Wirawan", "AKP", "Kapolsek", "Polsek Trawas")),
    ],
)
def test_informal_texts_name_officials_too(text: str, expected: tuple[str, str | None, str | None, str | None]) -> None:
    assert who(text) == [expected]


@pytest.mark.parametrize(
    "text",
    [
        "Kapolres Tulungagung menyampaikan imbauan",
        "Kapolres Tulungagung, Senin (23/9/2024), menyampaikan imbauan",
        "kades Sukorejo bagi-bagi beras",
        "Kapolsek Waru mengatakan situasi aman",
        "Ketua KPU dan Bawaslu Kabupaten Blitar hadir",
        "Camat, Lurah, dan Kepala Desa se-Kabupaten Malang",
        "Kepala Daerah dipilih rakyat",
        "calon Bupati Jember Karto Wiyono berorasi",
        "calon wakil bupati, Sumi Lestari, hadir",
        "cabup nomor 2 Karto Wiyono",
        "Mantan Kapolres Jember Karto Wiyono hadir",
        "Ketua tim pemenangan, Karto Wiyono, membantah",
        'kata Sumiati, warga Desa Tegalrejo. "Saya lihat sendiri."',
        "saksi paslon, Karto Wiyono, protes",
        "Selain itu, Kapolres juga meminta warga tenang",
        "di Pasuruan, Kapolsek mengecek gudang",
        "Surat dikirim ke Bupati Pasuruan",
        "kata kepala desa, Minggu (6/10/2024)",
        "Kepala Desa Jemawan, Kecamatan Tamansari, Boyolali, membantah",
        "Anggota KPPS TPS 5 Petungasri meninggal",
        "",
    ],
)
def test_nobody_is_invented(text: str) -> None:
    assert names(text) == []


def test_three_spellings_of_one_person_are_one_actor() -> None:
    text = (
        "Rapat dipimpin Penjabat (Pj) Bupati Pasuruan, Suryantoro. Pj. Bupati Suryantoro meminta semua netral. "
        "Menurut Pj. Bupati Suriantoro, hoaks berbahaya. Pj. Bupati Suryantro juga menyinggung logistik."
    )
    actor = only(text)
    assert (actor.name, actor.role, actor.institution_place) == ("Suryantoro", "Pj Bupati", "Pasuruan")
    assert [text[start:stop] for start, stop in actor.mentions] == [
        "Suryantoro",
        "Suryantoro",
        "Suriantoro",
        "Suryantro",
    ]


def test_later_short_forms_are_mentions() -> None:
    text = (
        'Ketua KPU Blitar, Muhamad Lukman Harisi, hadir. "Kami siap," kata Lukman. Kapolres Blitar AKBP Muhammad Rizal '
        "Fadli juga hadir. AKBP Rizal meminta tenang. Muhammad adalah nama umum. Jalan Lukman ditutup."
    )
    first, second = find_actors(text)
    assert [text[start:stop] for start, stop in first.mentions] == ["Muhamad Lukman Harisi", "Lukman"]
    assert [text[start:stop] for start, stop in second.mentions] == ["Muhammad Rizal Fadli", "Rizal"]
    assert (second.rank, second.role, second.institution) == ("AKBP", "Kapolres", "Polres Blitar")


def test_two_people_of_one_office_stay_two() -> None:
    text = "Anggota Bawaslu Jember, Dwi Endah, dan anggota Bawaslu Jember, Yoyok Adi Pranoto, hadir"
    assert names(text) == ["Dwi Endah", "Yoyok Adi Pranoto"]


def test_a_name_of_a_headline_needs_the_text_below() -> None:
    headline = "Camat Sako Minta KPPS Jangan Memaksakan Diri\n"
    assert names(headline + "PALEMBANG - Rapat digelar di kantor kecamatan.") == []
    text = "Kapolres Blitar AKBP Darto Winarno Minta Tenang\nKapolres Blitar AKBP Darto Winarno meminta warga tenang."
    assert names(text) == ["Darto Winarno"]


def test_the_text_and_the_gazetteer_tell_places_from_names() -> None:
    assert names("Di Kecamatan Sinewu warga resah. Camat Sinewu Sutrisno mengatakan aman") == ["Sutrisno"]
    assert names("Camat Nanga Mahap menepis kabar") == ["Nanga Mahap"]
    gazetteer = {"Nanga Mahap", "Tri Mandayan"}
    assert find_actors("Camat Nanga Mahap menepis kabar", is_place=gazetteer.__contains__) == []
    assert find_actors("Kades Tri Mandayan bawa tas", is_place=gazetteer.__contains__) == []


def test_an_office_alone_takes_the_place_of_its_body_in_the_text() -> None:
    text = "Polres Kediri Kota menangkap dua orang. Kasatreskrim AKP Joko Susilo mengatakan"
    assert who(text) == [("Joko Susilo", "AKP", "Kasatreskrim", "Polres Kediri Kota")]


@pytest.mark.parametrize(
    ("number", "expected"),
    [
        ("000", [("Muhammad Taat Resdi", "AKBP", "Kapolres", "Polres Tulungagung")]),
        (
            "001",
            [
                ("Ainun Djariyah", "Kompol", "Kapolsek", "Polsek Bululawang"),
                ("Ponsen Dadang Martianto", "AKP", "Kasihumas", "Polres Malang"),
            ],
        ),
        (
            "002",
            [
                ("Andriyanto", None, "Pj Bupati", "Pemkab Pasuruan"),
                ("Nor Iskak", "Letkol Arh", "Dandim", "Kodim 0819 Pasuruan"),
                ("Hari Aziz", "Kompol", "Wakapolres", "Polres Pasuruan"),
                ("Roy Aquari", "Kompol", "Kabag Ops", "Polresta Pasuruan"),
            ],
        ),
        (
            "003",
            [
                ("Muhamad Lutfi Burhani", None, "Ketua KPU", "KPU Tulungagung"),
                ("Tri Hariadi", None, "Sekretaris Daerah", "Pemkab Tulungagung"),
            ],
        ),
        ("004", [("Dyah Wahyu Ermawati", None, "Pjs Bupati", "Pemkab Trenggalek")]),
    ],
)
def test_actors_of_the_acceptance_articles(
    number: str, expected: list[tuple[str, str | None, str | None, str | None]]
) -> None:
    assert who(seed(number)) == expected


def test_mentions_of_the_acceptance_articles() -> None:
    text = seed("002")
    acting = find_actors(text)[0]
    assert [text[start:stop] for start, stop in acting.mentions] == ["Andriyanto"] * 5 + ["Andriyanyo", "Anriyanto"]


_PIECES = st.sampled_from(
    [
        *(
            "Kapolres ",
            "Tulungagung",
            ", ",
            "AKBP ",
            "Darto ",
            "Winarno",
            ". ",
            "Pj. ",
            "Bupati ",
            "(",
            ")",
            "\n",
            "kata ",
        ),
        *(
            "Letkol ",
            "Arh. ",
            "Dyah ",
            "M. ",
            "KPU ",
            "Ketua ",
            "Kepala Dinas ",
            "Pendidikan ",
            "yakni ",
            "é",
            "İ",
            "😀",
            "’",
        ),
        *("Desa ", "Kecamatan ", "0819 ", "Dandim ", "H. ", "selaku ", "kades ", "calon ", "Ermawati ", "-", '"'),
    ]
)


@settings(max_examples=300, deadline=None)
@given(st.lists(_PIECES, max_size=30).map("".join) | st.text(max_size=120))
def test_every_mention_lies_in_the_text_and_names_the_actor(text: str) -> None:
    for actor in find_actors(text):
        spelled = [" ".join(text[start:stop].split()) for start, stop in actor.mentions]
        assert actor.name in spelled
        assert actor.mentions == sorted(set(actor.mentions))
        assert all(0 <= start < stop <= len(text) for start, stop in actor.mentions)
        assert actor.rank or actor.role


@pytest.mark.parametrize(
    "unit",
    [
        *(
            "Kapolres ",
            "Kapolres A",
            "AKBP ",
            "AKBP Budi ",
            "Ketua KPU Budi, ",
            "A",
            "Aa ",
            "kepala dinas ",
            "(",
            ". ",
            "\n",
        ),
        *("Budi, Camat ", "Camat, ", "pj. bupati (pj) ", "Desa Aa ", "Kepala Dinas Pendidikan dan ", "A. ", "İ’"),
    ],
)
def test_a_huge_text_of_one_kind_is_read_quickly(unit: str) -> None:
    text = unit * (100_000 // len(unit))
    began = time.process_time()
    find_actors(text)
    assert time.process_time() - began < 0.5
