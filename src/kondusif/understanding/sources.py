"""Who speaks: an office, the press, the public, or nobody can tell."""

from __future__ import annotations

import re

from kondusif.understanding.document import Document
from kondusif.understanding.reading import SourceClass

_OFFICIAL = re.compile(
    r"\.go\.id\b|\b(?:kpud?|bawaslu|panwas\w*|polres\w*|polda|polsek|polri|pemkab|pemkot|pemprov|kesbangpol|bakesbangpol|diskominfo|kominfo|kodim|koramil|desk pilkada|humas"
    r"|sekretariat|kecamatan|dkpp|satpol pp|bpbd|ppk|pps|forkopim\w*)\b"
)
_PUBLIC = re.compile(
    r"\b(?:wa|whatsapp|grup|group|warga|telegram|facebook|fb|instagram|tiktok|twitter|komentar|comment|pelapor|laporan warga|sms|formulir|masyarakat|chat|pesan)\b"
)
_PRESS = re.compile(
    r"\b(?:news|koran|harian|radar|kabar|tribun\w*|pos|post|media|warta|suara|berita|jurnal|online|tv|radio|tabloid|kompas|lensa|pers|gatra|antara|info)\b|https?://"
)
_OFFICIAL_HEAD = re.compile(
    r"^\W*(?:siaran pers|pengumuman|laporan (?:hasil|situasi|harian|perkembangan)|press release|rilis|nota dinas|surat (?:edaran|undangan)|nomor ?:|lhp\b|laphar)",
    re.IGNORECASE,
)
_PRESS_MARK = re.compile(
    r"\b(?:editor|reporter|penulis|pewarta) ?:|baca juga ?:|^[A-Z][A-Z .'-]{3,30}(?:,|\s[-–—])", re.IGNORECASE
)
_DATELINE = re.compile(r"^[A-Z][A-Z .'-]{3,30}(?:, [\w. ]{3,40})? ?[-–—] ")


def _edges(text: str) -> str:
    """Where newsrooms sign: the beginning and the end."""
    return text if len(text) <= 2 * _EDGE else text[:_EDGE] + text[-_EDGE:]


_EDGE = 2_000


def source_class(document: Document, *, loose: bool) -> SourceClass:
    """The class of a source, from what is stated about it and from the form of the text."""
    stated = f"{document.source} {document.url}".lower()
    if "://" in stated and ".go.id" in stated:
        return SourceClass.OFFICIAL
    if _OFFICIAL_HEAD.match(document.text[:200]):
        return SourceClass.OFFICIAL
    if _PUBLIC.search(stated):
        return SourceClass.PUBLIC
    if document.title and "://" in document.url:
        return SourceClass.PRESS  # a headline at an address that is no office's
    if _OFFICIAL.search(stated):
        return SourceClass.OFFICIAL
    if (
        document.title
        or _PRESS.search(stated)
        or _DATELINE.match(document.text)
        or _PRESS_MARK.search(_edges(document.text))
    ):
        return SourceClass.PRESS
    return SourceClass.PUBLIC if loose else SourceClass.UNKNOWN
