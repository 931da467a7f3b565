"""How much a word tells: rare words of the reader's corpus weigh more, words of every report weigh nothing."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from functools import cache
from importlib import resources
from typing import Protocol

_COMMON = """
ada adalah agar akan aku anda antara apa atas atau bagi bahwa banyak baru bahkan beberapa belum berbagai bisa bukan
dalam dan dapat dari demi dengan dia dilakukan dimana dua hal hanya hari harus hingga ini itu juga jika kali kalau
kami karena kata katanya kepada kita lagi lain lalu lebih maka masih masing mereka merupakan namun nya oleh pada para
per pun saat saja salah sama sampai sangat saya sebagai sebuah secara sedang sehingga sejak selain selaku semua
sementara seperti serta setelah setiap suatu sudah supaya tahun tak tapi tentang terhadap terkait tersebut tetapi
tidak ujar ujarnya untuk wib yaitu yakni yang yg dgn utk krn tdk gak ga nggak ora sing ning karo iki iku pilkada
pemilihan serentak
"""
_STOP = frozenset(_COMMON.split())


class Idf(Protocol):
    """Weight of a word."""

    @property
    def version(self) -> str:
        """Changes when any weight does."""
        ...

    def weight(self, term: str) -> float:
        """0 for words that tell nothing."""
        ...


@dataclass(frozen=True, slots=True)
class UniformIdf:
    """Every word alike except the commonest: what is used until the reader ships its weights."""

    version: str = "uniform-1"

    def weight(self, term: str) -> float:
        """1, or 0 for a stop word."""
        return 0.0 if term in _STOP else 1.0


@dataclass(frozen=True, slots=True)
class ShippedIdf:
    """Weights from the reader's corpus; a word it never saw weighs as much as the rarest."""

    version: str
    weights: dict[str, float]
    unseen: float = field(default=1.0)

    def weight(self, term: str) -> float:
        """The corpus weight; 0 for a stop word."""
        return 0.0 if term in _STOP else self.weights.get(term, self.unseen)


@cache
def load_idf() -> Idf:
    """The weights shipped with the reader (`understanding/data/idf.txt`: term, tab, weight), else uniform ones."""
    file = resources.files("kondusif.understanding") / "data" / "idf.txt"
    if not file.is_file():
        return UniformIdf()
    return parse_idf(file.read_text(encoding="utf-8"))


def parse_idf(content: str) -> Idf:
    """Weights from the lines of an IDF file; lines that start with ``#`` are remarks."""
    weights: dict[str, float] = {}
    for line in content.splitlines():
        term, tab, weight = line.partition("\t")
        if tab and not line.startswith("#"):
            weights[term] = float(weight)
    if not weights:
        return UniformIdf()
    version = hashlib.sha256(content.encode()).hexdigest()[:12]
    return ShippedIdf(version=version, weights=weights, unseen=max(weights.values()))
