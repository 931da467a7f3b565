"""Twelve pairs that do not exist, with everything by which a text may call them, and frames that call them so.

Some names are ordinary words, some contain the names of areas, some are coined: whatever a campaign may be called.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Pair:
    """A pair and its forms."""

    first: str
    second: str
    nickname: str
    coined: str
    slogan: str
    hashtag: str
    honorific: str
    number: int
    colour: str

    def forms(self) -> dict[str, str]:
        """Name of a form → how a text writes it."""
        one, other = self.first.split()[0], self.second.split()[0]
        return {
            "full": f"{self.first} dan {self.second}",
            "dashed": f"{self.first}-{self.second}",
            "upper": f"{self.first} - {self.second}".upper(),
            "lower": f"{self.first} {self.second}".lower(),
            "short": f"{one}-{other}",
            "one": one,
            "first": self.first,
            "nickname": self.nickname,
            "coined": self.coined,
            "slogan": self.slogan,
            "hashtag": self.hashtag,
            "honorific": f"{self.honorific} {self.first}",
            "number": str(self.number),
            "word": ("satu", "dua", "tiga", "empat")[self.number - 1],
            "javanese": ("siji", "loro", "telu", "papat")[self.number - 1],
            "colour": self.colour,
        }


PAIRS = (
    Pair("Wirya Gumelar", "Kinanti Rukmi", "Cak Wir", "WIKIN", "Wikin Terang", "#WikinMenang", "Gus", 1, "merah"),
    Pair("Banyu Birawa", "Tirta Laksana", "Mas Bir", "BATIR", "Batir Bisa", "#CoblosBatir", "H.", 2, "biru"),
    Pair(
        "Jenggala Prawira", "Puspa Ningrum", "Kang Jeng", "JEPUS", "Jepus Jaya", "#JepusSatuPutaran", "KH", 3, "kuning"
    ),
    Pair("Surya Kencana", "Candra Wulandari", "Pak Sur", "SUCAN", "Sinar Baru", "#SucanBersinar", "Dr.", 4, "hijau"),
    Pair("Zulfan Al Barqi", "Nuraini Tahir", "Abah Zul", "ZUNUR", "Zunur Amanah", "#ZunurAmanah", "Habib", 1, "putih"),
    Pair("Made Wicaksa", "Ketut Sardana", "Bli Wica", "WISAR", "Wisar Ajeg", "#WisarAjeg", "Ida Bagus", 2, "hitam"),
    Pair(
        "Sihar Nabolak", "Tiurma Harato", "Lae Sihar", "SITIUR", "Sitiur Marsada", "#SitiurMarsada", "Ir.", 3, "oranye"
    ),
    Pair(
        "Daeng Mallombo",
        "Andi Tenriola",
        "Puang Lombo",
        "MATEN",
        "Maten Mappideceng",
        "#MatenNomor4",
        "Drs.",
        4,
        "ungu",
    ),
    Pair(
        "Fajar Samudra",
        "Bintang Pertiwi",
        "Bang Fajar",
        "FABIN",
        "Fajar Baru",
        "#FabinDuaPeriode",
        "Letkol (Purn)",
        1,
        "jingga",
    ),
    Pair("Kartolo Djoyo", "Sumiyati Rahmah", "Lek Kar", "KARSUM", "Karsum Guyub", "#KarsumGuyub", "Hj.", 2, "cokelat"),
    Pair(
        "Yohanis Wakerkwa Enembo",
        "Mina Kobakma",
        "Kaka Yo",
        "YOMIN",
        "Yomin Bangkit",
        "#YominBangkit",
        "Pdt.",
        3,
        "pink",
    ),
    Pair("Oei Tan Handoko", "Lestari Widagdo", "Koh Han", "OLES", "Oles Maju", "#OlesMaju4", "Prof.", 4, "abu-abu"),
)

FRAMES = (
    "{text} Pendukung {full} nomor urut {number} pakai kaos {colour} {hashtag}.",
    "Tim {short} (paslon {number}) {text}",
    "{text} katanya dukung paslon {word} {colour}",
    "Paslon {full} {text}",
    "{text} {hashtag} salam {word} jari",
    "{text} pilih calon bupati {full}, {one} pasti menang",
    "calon gubernur {upper} no {number} {text}",
    "{text} Relawan {dashed} membawa spanduk {colour}.",
    "Pasangan calon {honorific} nomor {number}. {text}",
    "{text} jare tim e paslon {javanese} nggawe kaos {colour}",
    "{text} Itu baliho calon wali kota {first}.",
    "{text} Warga dukung {one}, coblos nomor {word}!",
)
# These call a pair only as its list knows it: without a list nobody can tell that a pair is meant.
LISTED_FRAMES = (
    "{nickname} teka maneh. {text}",
    "{text} {coined} menang, {slogan}!",
    "{text} ono stiker {coined} nang tiang listrik.",
    "{lower} {text}",
    "{upper} {text}",
    "{text} Kata {first}, semua aman. {second_one} mengangguk.",
)

_NUMBER = re.compile(r"\b((?:paslon|nomor|nomer|no|urut|cabup|cagub|calon)\.? ?)([1-4])\b", re.IGNORECASE)
_COLOURS = "merah biru kuning hijau putih hitam oranye ungu jingga coklat cokelat pink abang ijo ireng".split()
_COLOUR = re.compile(
    rf"\b((?:kaos|kaus|baju|jaket|stiker|warna|pita|kubu|paslon|tim) )({'|'.join(_COLOURS)})\b", re.IGNORECASE
)


def framed(text: str, frame: str, pair: Pair) -> str:
    """A text in which a pair is named, its own numbers and colours being those of the pair."""
    text = _NUMBER.sub(rf"\g<1>{pair.number}", text)
    text = _COLOUR.sub(rf"\g<1>{pair.colour}", text)
    return frame.format(text=text, second_one=pair.second.split()[0], **pair.forms())


def write_list(path: Path) -> Path:
    """The pairs as a candidate list."""
    rows = [
        {
            "area": "35",
            "contest": "pilgub",
            "number": pair.number,
            "names": [pair.first, pair.second],
            "nicknames": [pair.nickname, pair.coined],
            "slogans": [pair.slogan],
            "hashtags": [pair.hashtag],
            "colours": [pair.colour],
        }
        for pair in PAIRS
    ]
    path.write_text(json.dumps(rows), encoding="utf-8")
    return path
