"""What stands around a text and is not part of it: link lines, bylines, channel adverts, comment boxes.

Nothing in it may yield a place, a date or a category; the reading names the spans that were set aside.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from kondusif.understanding.view import Edit

# Whole lines, recognised by how they begin once bullets and brackets are gone. The first word decides whether to look closer.
_LINE = re.compile(
    r"""(?:
        (?:baca|simak|lihat|tonton)\ (?:juga|pula|selengkapnya|artikel|berita)\b
      | (?:berita|artikel)\ (?:terkait|lainnya|terbaru|populer|selengkapnya)\b
      | (?:editor|reporter|penulis|pewarta|kontributor|wartawan|redaktur|fotografer|jurnalis|uploader|publisher|sumber\ (?:foto|berita|artikel)
         |foto|laporan\ wartawan|penyunting|copyright|hak\ cipta|tags?|label|topik|kata\ kunci|bagikan|share)\ ?[:©|/]
      | (?:ikuti|gabung|dapatkan|follow|subscribe|klik|download|unduh)\b.{0,60}\b(?:whatsapp|channel|saluran|kanal|google\ news|telegram
         |youtube|instagram|tiktok|link|aplikasi|newsletter|berita\ terbaru|update)\b
      | (?:ikuti|dapatkan)\ (?:berita|informasi|update)\b
      | discussion\ about\ this\ post | tinggalkan\ (?:komentar|balasan) | komentar\ ?(?:\(\d+\))?$ | leave\ a\ (?:reply|comment)
      | related\ posts?\b | copyright\b | © | advertisement\b | iklan$ | scroll\ (?:ke\ bawah|untuk)\b | artikel\ ini\ telah\ tayang\b
      | (?:pasang|kirim)\ iklan\b.{0,80}\b(?:hubungi|wa|whatsapp|redaksi)\b
      | (?:alamat\ )?(?:kantor\ )?redaksi\ ?[:|]
    )""",
    re.VERBOSE,
)
_FIRST_WORDS = frozenset(
    "baca simak lihat tonton berita artikel editor reporter penulis pewarta kontributor wartawan redaktur fotografer jurnalis uploader "
    "publisher sumber foto laporan penyunting copyright hak tags tag label topik kata bagikan share ikuti gabung dapatkan follow subscribe "
    "klik download unduh discussion tinggalkan komentar leave related © advertisement iklan scroll pasang kirim alamat kantor redaksi".split()
)
# "Dapatkan uang ... lewat WhatsApp" is no advert of a newsroom: it is what this reader looks for.
_OFFER = re.compile(r"\b(?:uang|duit|bansos|bantuan|hadiah|pulsa|kupon|rp|ribu|juta|sembako|saldo)\b")
_BULLETS = " [(*>#-•▪➡👉_"
_HEAD = 160
# Link lines inside a running paragraph: from the words to the end of the line, of the sentence or of their brackets.
_INLINE = re.compile(
    r"(?<=[.!?\"'])[^\S\n]{1,9}(?:\([Bb]aca (?:[Jj]uga|[Pp]ula) ?: ?[^\n()]{3,140}\)|\(?[Bb]aca (?:[Jj]uga|[Pp]ula) ?: ?[^\n.!?]{3,140}[.!?)]?)"
)
# Signature of the newsroom at the very end of a paragraph: "(abc/def)", "(Nama Satu+Nama Dua)", "(*)", "(red)".
_BYLINE = re.compile(r"\((?:\*{1,3}|[A-Za-z][A-Za-z.'*]{0,30}(?:[ /+&,-] ?[A-Za-z*][A-Za-z.'*]{0,30}){0,5})\)$")
# Dateline: the outlet behind the place, "TULUNGAGUNG, KABAR PESISIR -"; the place itself stays.
_DATELINE = re.compile(
    r"^(?P<place>[^\W\d_][\w' ]{2,30}?)(?P<outlet>(?:[,|/(] ?[\w][\w.' ]{2,40}\)?){1,2}) ?(?:--?|\|) ?(?=[\"'A-Z0-9])",
    re.MULTILINE,
)
# After these endings words may follow a full stop without a blank; the others only count as an address with a path.
_DOMAIN = re.compile(r"\.(?:(?:com|id)\b(?:/[^\s<>\"]*)?|(?:net|org|info|tv|news)/[^\s<>\"]*)")
_ADDRESS = re.compile(r"(?:https?://|www\.)[^\s<>\"]+|(?<!\w)@[\w.]{2,60}")


def set_aside(text: str, lower: str) -> list[Edit]:
    """Edits that take boilerplate out of a view, in order and without overlap; `lower` is `text` in lower case."""
    return list(_disjoint(sorted(_found(text, lower), key=lambda edit: (edit.start, -edit.stop))))


def _found(text: str, lower: str) -> Iterator[Edit]:
    yield from _lines(text, lower)
    if "baca " in lower:
        for match in _INLINE.finditer(text):
            yield Edit(match.start(), match.end(), " ")
    if dateline := _DATELINE.search(text[:400]):
        outlet = dateline.group("outlet")
        if not any(map(str.isdigit, outlet)) and _looks_like_an_outlet(dateline.group("place"), outlet):
            yield Edit(dateline.start("outlet"), dateline.end("outlet"), "")
    yield from _links(lower)


def _lines(text: str, lower: str) -> Iterator[Edit]:
    start = 0
    for line in lower.split("\n"):
        stop = start + len(line)
        if line:
            head = line[:_HEAD].lstrip(_BULLETS)
            first = head.partition(" ")[0].rstrip(":|/©") or head[:1]
            if first in _FIRST_WORDS and not _OFFER.search(head) and _LINE.match(" ".join(head.split())):
                yield Edit(start, stop, "")
            elif line.rstrip().endswith(")") and (signature := _signature(text, start, stop)):
                yield signature
        start = stop + 1


def _signature(text: str, start: int, stop: int) -> Edit | None:
    end = start + len(text[start:stop].rstrip())
    opening = text.rfind("(", max(start, end - 120), end)
    if opening < 0 or not _BYLINE.match(text[opening:end]):
        return None
    before = text[start:opening].rstrip()
    return Edit(opening, stop, "") if not before or before[-1] in ".!?\"'" else None


def _links(lower: str) -> Iterator[Edit]:
    for match in _DOMAIN.finditer(lower):
        start = match.start()
        floor = max(0, start - 60)
        while start > floor and (lower[start - 1].isalnum() or lower[start - 1] in ".-"):
            start -= 1
        if match.start() - start >= 2:
            yield Edit(start, match.end(), " ")
    if "http" in lower or "www." in lower or "@" in lower:
        for match in _ADDRESS.finditer(lower):
            yield Edit(match.start(), match.end(), " ")


def _looks_like_an_outlet(place: str, outlet: str) -> bool:
    # "Desa Randu, Kecamatan Pasar - warga …" is no dateline: its parts carry cues, a dateline's place does not.
    words = outlet.lower().strip(" ,|/()").split()
    cues = {
        "desa",
        "kecamatan",
        "kabupaten",
        "kota",
        "kelurahan",
        "provinsi",
        "kec",
        "kab",
        "kel",
        "kec.",
        "kab.",
        "tps",
    }
    return len(place.split()) <= 4 and not cues.intersection(words)


def _disjoint(edits: list[Edit]) -> Iterator[Edit]:
    at = -1
    for edit in edits:
        if edit.start >= at and edit.stop > edit.start:
            yield edit
            at = edit.stop
