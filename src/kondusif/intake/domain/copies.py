"""Which texts say the same in the same words: MinHash of word 3-shingles (rensa), compared where a band agrees.

It finds copies, shortened by a third too, and leaves retold stories alone; those are the clustering's matter. Forms and
slogans make short texts alike, so a short text must agree almost whole.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Sequence

import numpy as np
import numpy.typing as npt

PERMUTATIONS = 128
BANDS = 32
ROWS = PERMUTATIONS // BANDS
LONG_TEXT = 40  # shingles
LONG_THRESHOLD = 0.4
SHORT_THRESHOLD = 0.8

Hashes = npt.NDArray[np.uint32]
_WORD = re.compile(r"\w+")
_MIX = np.array([0x9E3779B97F4A7C15, 0xC2B2AE3D27D4EB4F, 0x165667B19E3779F9, 0x27D4EB2F165667C5], dtype=np.uint64)


def key_of(source: str, source_id: str) -> str:
    """The name under which every revision of one text is kept."""
    return hashlib.blake2b(f"{source}\x1f{source_id}".encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()


def content_hash_of(title: str, text: str) -> str:
    """SHA-256 of what a text says, letter by letter."""
    return hashlib.sha256(f"{title}\x1f{text}".encode("utf-8", "surrogatepass")).hexdigest()


def shingles_of(title: str, text: str) -> list[str]:
    """The distinct runs of three words, sorted; the whole text when it is shorter."""
    words = _WORD.findall(f"{title} {text}".lower())
    if len(words) < 3:
        return [" ".join(words)]
    return sorted({" ".join(words[start : start + 3]) for start in range(len(words) - 2)})


def sign(shingle_sets: Sequence[Sequence[str]]) -> list[Hashes]:
    """The signatures of several texts."""
    from rensa import RMinHash

    digests = RMinHash.digests_from_token_sets(list(shingle_sets), num_perm=PERMUTATIONS, seed=42)
    return [np.asarray(digest, dtype=np.uint32) for digest in digests]


def bands_of(signature: Hashes) -> list[int]:
    """One number for each band; two contents are compared when one of these agrees."""
    rows = signature.astype(np.uint64).reshape(BANDS, ROWS)
    with np.errstate(over="ignore"):
        mixed = (rows * _MIX).sum(axis=1, dtype=np.uint64) + np.arange(BANDS, dtype=np.uint64) * _MIX[0]
        mixed ^= mixed >> np.uint64(29)
        mixed = mixed * _MIX[1]
    return [int(value) for value in mixed.view(np.int64)]


def likeness(signature: Hashes, others: npt.NDArray[np.uint32]) -> npt.NDArray[np.float64]:
    """Estimated share of shingles in common with each row of `others`."""
    share: npt.NDArray[np.float64] = (others == signature).mean(axis=1)
    return share


def threshold_for(shingles: int, others: npt.NDArray[np.int64]) -> npt.NDArray[np.float64]:
    """How alike two contents must be to be copies, given the number of shingles of the one and of each other."""
    return np.where(np.minimum(shingles, others) < LONG_TEXT, SHORT_THRESHOLD, LONG_THRESHOLD)


class Groups:
    """Union of groups; the result does not depend on the order of the unions."""

    def __init__(self, members: Iterable[int]) -> None:
        self._parent = {member: member for member in members}

    def add(self, member: int) -> None:
        """Know this member, alone until joined."""
        self._parent.setdefault(member, member)

    def find(self, member: int) -> int:
        """One member that stands for the group of `member`."""
        root = member
        while self._parent[root] != root:
            root = self._parent[root]
        while self._parent[member] != root:
            self._parent[member], member = root, self._parent[member]
        return root

    def join(self, one: int, other: int) -> None:
        """Put two groups together."""
        self.add(one)
        self.add(other)
        first, second = sorted((self.find(one), self.find(other)))
        self._parent[second] = first

    def groups(self) -> list[list[int]]:
        """All groups, members sorted."""
        found: dict[int, list[int]] = {}
        for member in sorted(self._parent):
            found.setdefault(self.find(member), []).append(member)
        return list(found.values())
