"""Words of time: Indonesian and informal, and the regional languages that reports come in.

A phrase is written in folded letters (lower case, no accents, straight apostrophes) with single spaces. Its value
is the day counted from the reference and the part of that day.
"""

from __future__ import annotations

from enum import StrEnum


def listed(words: str) -> frozenset[str]:
    """The words of a line, as a set."""
    return frozenset(words.split())


class DayPart(StrEnum):
    """Part of a day that a text names."""

    DINI_HARI = "dini_hari"
    PAGI = "pagi"
    SIANG = "siang"
    SORE = "sore"
    MALAM = "malam"


MONTHS: dict[str, int] = {
    name: number
    for number, names in enumerate(
        (
            "januari jan januwari",
            "februari pebruari feb peb febuari",
            "maret mar mrt",
            "april apr",
            "mei",
            "juni jun",
            "juli jul",
            "agustus agust agst agt ags agu aug agustusan",
            "september sept sep septembre",
            "oktober okt oct october",
            "november nopember nov nop",
            "desember des dec december",
        ),
        start=1,
    )
    for name in names.split()
}
# Whole month names that are no other word: they may stand without a day or a cue.
LONE_MONTHS = listed("januari februari pebruari april juni juli agustus september oktober november nopember desember")

WEEKDAYS: dict[str, int] = {
    name: number
    for number, names in enumerate(
        (
            "senin senen snin snen sennen",
            "selasa slasa selosa seloso salasa",
            "rabu rebo rebu rebbu",
            "kamis kemis kamih kemmis",
            "jumat jum'at jumaat jumat' jmt jumuah jemuah jemuwah jum'ah jumaah juma'at jhuma'at",
            "sabtu setu saptu sabtuh sattu",
            "minggu ahad ngahad mingghu mgg redite",
        )
    )
    for name in names.split()
}
# Also a place, a week or a number: a weekday only beside another word of time.
DOUBTFUL_WEEKDAYS = listed("minggu mgg mingghu setu senen rebu jmt")
PASARAN = listed("pon pahing paing legi manis umanis wage kliwon keliwon")

DAY_PARTS: dict[str, DayPart] = {
    "dini hari": DayPart.DINI_HARI,
    "dinihari": DayPart.DINI_HARI,
    "subuh": DayPart.DINI_HARI,
    "pagi": DayPart.PAGI,
    "pagi hari": DayPart.PAGI,
    "pg": DayPart.PAGI,
    "isuk": DayPart.PAGI,
    "esuk": DayPart.PAGI,
    "enjing": DayPart.PAGI,
    "siang": DayPart.SIANG,
    "siang hari": DayPart.SIANG,
    "awan": DayPart.SIANG,
    "siyang": DayPart.SIANG,
    "sore": DayPart.SORE,
    "sore hari": DayPart.SORE,
    "petang": DayPart.SORE,
    "sonten": DayPart.SORE,
    "malam": DayPart.MALAM,
    "malam hari": DayPart.MALAM,
    "malem": DayPart.MALAM,
    "mlm": DayPart.MALAM,
    "mlem": DayPart.MALAM,
    "bengi": DayPart.MALAM,
    "mbengi": DayPart.MALAM,
    "dalu": DayPart.MALAM,
    "ndalu": DayPart.MALAM,
    "peuting": DayPart.MALAM,
    "wengi": DayPart.MALAM,
    "peteng": DayPart.MALAM,
    "semeng": DayPart.PAGI,
    "beurang": DayPart.SIANG,
    "sanja": DayPart.SORE,
    "sanjo": DayPart.SORE,
}
NIGHT_WORDS = listed("malam malem mlm mlem bengi")

_YESTERDAY = listed(
    "kemarin kemaren kmrn kmren kmaren kmarin kemarn kemrin kemaring kemareng wingi winginane kamari kapatang "
    "kapatangko patang kalamareng kalamaring ibi nantoari subangngi baroe bari' berri' bherri' bari'na ba'ari' "
    "uwiq"
)
_TODAY = listed("tadi td tdi tadinya tade")
_TODAY_FIRST = listed("mau mau' wau maeng mang")
_THIS = listed("ini iki niki menika ieu ko nangkene")
_LATER_TODAY = listed("nanti ntar nti entar mengko ngko mangke engke")
_TOMORROW = listed(
    "besok bsk besuk bsok esok sesuk sesok mbesuk benjing mbenjing benjang isukan bisuak lagghu' lagghu'na singoh "
    "mani ammuko marsogot ngesuk jemaq isuak"
)

Relative = tuple[int, DayPart | None]

_FIXED: tuple[tuple[int, DayPart | None, str], ...] = (
    (
        -2,
        None,
        (
            "kemarin lusa, kmrn lusa, kemaren lusa, kemarin dulu, kemaren dulu, wingenane, wingi nane, wingi dulu, "
            "mangkukna, kapatang dulu, patang dulu, dhimma' bari', dhimma bari', lagghu' bari', kamari kamari"
        ),
    ),
    (
        -1,
        None,
        (
            "kala wingi, hari kemarin, hari kemaren, dina wingi, dino wingi, dinten wingi, poe kamari, are bari', are "
            "berri'"
        ),
    ),
    (-1, DayPart.PAGI, "wingi isuk, wingi esuk, kala wingi enjing"),
    (-1, DayPart.SORE, "wingi sore, kala wingi sonten, kamari sore"),
    (
        -1,
        DayPart.MALAM,
        (
            "dek bengi, dhek bengi, ndek bengi, dek wengi, bengi wingi, wengi wau, tadi bengi, mambengi, mambengine, "
            "semalam, semalem, smalam, smlm, samalam, tadi malamnya, malam tadinya, beuklam, diwenni, idiwenni, "
            "riwenni, malem bari', malem berri', ndalu kala wau, dalu kala wau, peuting tadi, malam patang, patang "
            "malam, ibi peteng, ibi sanja, bengi mau, mau bengine, samalam tadi, kala wingi ndalu, kala wingi dalu, "
            "wingi mbengi, kamari peuting"
        ),
    ),
    (
        0,
        None,
        (
            "hari ini, hr ini, hari in, hari niki, dina iki, dino iki, dinten menika, dinten niki, poe ieu, are reya, "
            "are sateya, ari sateya, hari ko, ari iko, rahina mangkin, uroe nyoe, esso ewe, barusan, barusan aja, "
            "barusan ini, barusan saja, barusan tadi, brusan, baruan, baru saja, baru aja, baru sj, baru tadi, nembe, "
            "nembe mawon, nembe kemawon, lagek tas, tas wae, tas ae, mentas, mentas wae, lagi wae, karek, tembe, "
            "cikeneh, nembean, nangkin, bunoe, baruq, tuni, sadari on, dinten ieu, kini ko, nane, jani, gella', "
            "gelle', bhuru, bhuruh, tadi ini, saiki, sakniki, sakmenika, samangke, skrg, skrng, skarang, sekarang, "
            "sekarang ini, ayeuna, sateya, mangkin, jinoe, kala wau, mau wae, mau kae, saat ini, wau, tadi, tdi, td"
        ),
    ),
    (
        0,
        DayPart.PAGI,
        (
            "dari pagi, dr pagi, sejak pagi, ket isuk, ket esuk, kawit isuk, kawit esuk, ti isuk, isuk mau, esuk mau, "
            "tuni semeng, wau enjing, tadi isuk isuk"
        ),
    ),
    (
        0,
        DayPart.DINI_HARI,
        "dari subuh, dr subuh, sejak subuh, ket subuh, habis subuh, abis subuh, bar subuh, subuh mau",
    ),
    (0, DayPart.MALAM, "malem areya, malem sateya, malam ko"),
    (0, DayPart.SIANG, "dari siang, dr siang, sejak siang, ket awan, awan mau, tadi beurang"),
    (0, DayPart.SORE, "dari sore, dr sore, sejak sore, ket sore, sore mau, wau sonten, sanjo tadi"),
    (2, None, "lusa, suk emben, sesuk emben, emben, pageto, besok lusa, bsk lusa"),
)


def _beside_part(part: str, value: DayPart) -> dict[str, Relative]:
    """The phrases of a word counted from the reference and a part of the day, in the order that each language uses."""
    gone = -1 if value is DayPart.MALAM else 0
    phrases: dict[str, Relative] = {}
    for word in _YESTERDAY:
        phrases[f"{word} {part}"] = phrases[f"{part} {word}"] = (-1, value)
    for word in _TODAY:
        phrases[f"{word} {part}"] = phrases[f"{part} {word}"] = (gone, value)
    for word in _TODAY_FIRST:
        phrases[f"{word} {part}"] = (gone, value)
    for word in _THIS:
        phrases[f"{part} {word}"] = (0, value)
    for word in _LATER_TODAY:
        phrases[f"{word} {part}"] = phrases[f"{part} {word}"] = (0, value)
    for word in _TOMORROW:
        phrases[f"{word} {part}"] = (1, value)
    return phrases


def _phrases() -> dict[str, Relative]:
    yesterday: Relative = (-1, None)
    tomorrow: Relative = (1, None)
    phrases = dict.fromkeys(_YESTERDAY, yesterday) | dict.fromkeys(_TOMORROW, tomorrow)
    for part, value in DAY_PARTS.items():
        phrases |= _beside_part(part, value)
    for days, day_part, listing in _FIXED:
        phrases |= dict.fromkeys(listing.split(", "), (days, day_part))
    return phrases


PHRASES = _phrases()
# "Patang" is yesterday in Minang and four in Javanese.
FOUR_OF = listed("puluh puluhan atus ewu yuto dina dino org uwong wong lembar tps kotak jam wolung")
# Say little about the day of an event: a formal text means "these days" by them, a speaker "a moment ago in my talk".
VAGUE_PHRASES = frozenset(
    [
        "saat ini",
        "sekarang ini",
        *listed("sekarang skrg skrng ayeuna saiki tadi tdi td tuni nangkin bunoe baruq nane jani wau sateya mangkin"),
    ]
)

NUMBER_WORDS: dict[str, int] = {
    word: number
    for number, words in enumerate(
        (
            "satu se setunggal siji",
            "dua due duo loro rong kalih dua' duwa'",
            "tiga telu telung tilu tello' tigo tigang",
            "empat papat opat ampat sekawan",
            "lima limang lema' gangsal limo",
            "enam enem genep anam",
            "tujuh pitu pitung tujuah",
            "delapan wolu dalapan salapan",
            "sembilan sanga",
            "sepuluh sapuluh",
        ),
        start=1,
    )
    for word in words.split()
}
ONE_OF: dict[str, str] = {
    "sehari": "hari",
    "sedino": "hari",
    "sedina": "hari",
    "sadino": "hari",
    "sapoe": "hari",
    "saari": "hari",
    "seminggu": "minggu",
    "semingguan": "minggu",
    "saminggu": "minggu",
    "sepekan": "minggu",
    "sebulan": "bulan",
    "sabulan": "bulan",
    "sewulan": "bulan",
    "setahun": "tahun",
    "sataun": "tahun",
}
UNITS: dict[str, str] = {
    **dict.fromkeys(listed("hari hr dina dino dinten poe ari are arian"), "hari"),
    **dict.fromkeys(["minggu", "mgg", "mggu", "pekan"], "minggu"),
    **dict.fromkeys(["bulan", "bln", "sasi", "wulan"], "bulan"),
    **dict.fromkeys(["tahun", "thn", "taun"], "tahun"),
}
AGO = listed(
    "lalu kemarin kemaren kmrn silam kepungkur kapungkur kepengker kapengker kelangkung tapongkor katukang wingi "
    "lewat lepas liwat kaliwat"
)
AHEAD = listed("lagi depan mendatang kedepan engkas maneh malih deui nanti ngarep hareup")
THIS = listed("ini iki niki menika ieu")
NEXT = AHEAD | listed("besok bsk besuk sesuk esok mbesuk bisuak isukan") - {"lagi"}
CONNECTORS = listed("yang yg sing kang se nu nan ingkang tang")
