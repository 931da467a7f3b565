"""WhatsApp chat exports (Android, iOS, and messages copied from a chat): each message is a document.

Who wrote a message is read only to cut it off. No sender's name or number, and no file name (which holds them), enters
a document; `@` mentions and telephone numbers in a message are masked before anything else sees it.
"""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime

from kondusif.intake.domain import limits
from kondusif.intake.domain.refusal import Item, Unreadable
from kondusif.intake.domain.source import Source
from kondusif.understanding.decoding import Decoded
from kondusif.understanding.document import Document

SOURCE = "whatsapp"
MASKED_NAME, MASKED_NUMBER = "[nama]", "[nomor]"

_MARKS = "\u200e\u200f\u202a\u202b\u202c\u2068\u2069\ufeff"
_STAMP = re.compile(
    rf"[{_MARKS}]?(?P<open>\[)?"
    r"(?P<a>\d{1,4})[/.-](?P<b>\d{1,2})(?:[/.-](?P<c>\d{2,4}))?,?[ \u202f\xa0](?:pukul )?"
    r"(?P<hour>\d{1,2})[:.](?P<minute>\d{2})(?:[:.](?P<second>\d{2}))?"
    r"(?:[ \u202f\xa0](?P<half>[AaPp]\.?[Mm]\.?))?"
    r"(?:\] | - )"
)
_SENDER = re.compile(r"(?P<sender>[^:\n]{1,80}):(?: |$)(?P<body>.*)", re.DOTALL)
_SYSTEM_ACT = re.compile(
    r"\b(?:menambahkan|mengeluarkan|mengubah|mengganti|membuat grup|menghapus ikon|menyematkan|bergabung|telah keluar|"
    r"created (?:this )?group|added|removed|changed|pinned|joined|turned (?:on|off)|mengaktifkan|menonaktifkan)\b",
    re.IGNORECASE,
)
_SYSTEM_TEXT = re.compile(
    r"(?:Messages and calls are end-to-end encrypted|Pesan dan panggilan (?:di|ter)enkripsi|"
    r"This message was deleted|You deleted this message|Pesan ini (?:telah )?dihapus|"
    r"Anda (?:telah )?menghapus pesan ini|Waiting for this message|Menunggu pesan ini|"
    r"Missed (?:voice|video|group)|Panggilan (?:suara|video|grup) (?:tak|tidak)|"
    r"live location shared|Lokasi terkini dibagikan|null$)",
    re.IGNORECASE,
)
# Each form is tied to the start of a line or to "<"; else a hostile text is searched 200 letters deep at every letter.
_MEDIA = re.compile(
    r"<(?:Media omitted|Media tidak disertakan|(?:attached|terlampir|lampiran): ?[^>\n]{1,200})>"
    r"|^[^\n<>]{1,200}\.\w{2,5} \((?:file attached|file terlampir|berkas terlampir)\)"
    r"|^[^\n<>]{0,120}\b(?:image|video|audio|GIF|sticker|document|Contact card|gambar|foto|stiker|dokumen|"
    r"Kartu kontak) (?:omitted|tidak disertakan)",
    re.IGNORECASE | re.MULTILINE,
)
_EDITED = re.compile(r"\s*<(?:This message was edited|Pesan ini (?:telah )?diedit)>")
_MENTION = re.compile(r"@\u2068[^\u2069\n]{1,80}\u2069|@\+?\d[\d \-]{6,18}\d")
_NUMBER = re.compile(r"(?<![\d\w])(?:\+?62[ \-.]?|0)8\d{1,3}(?:[ \-.]?\d{2,5}){2,3}(?!\d)")
# A contact saved as an office ("Polsek Bululawang") is no private name, and its words may be the place we look for.
_OFFICE = re.compile(
    r"\b(?:polsek|polres\w*|kapolsek|koramil|kodim|babinsa|bhabin\w*|camat|lurah|kades|desa|dusun|kelurahan|kecamatan|kec|"
    r"kpu|bawaslu|panwas\w*|ppk|pps|kpps|ptps|grup|group|info|rt|rw|kabupaten|kota|pemkab|bpbd|humas)\b",
    re.IGNORECASE,
)


@dataclass(slots=True)
class _Message:
    line: int
    stamp: re.Match[str]
    lines: list[str] = field(default_factory=list)


def is_export(text: str) -> bool:
    """Whether the first line that holds anything is stamped as WhatsApp stamps messages."""
    return _STAMP.match(text.lstrip("\ufeff \t\r\n")[:200]) is not None


def messages(source: Source, export: Decoded) -> Iterator[Item]:
    """Each message by a person, in order. Raises `Unreadable` when the chat holds none."""
    stamped = list(_split(export.text))
    day_first = _day_first(message.stamp for message in stamped)
    spoken = [(message, parts) for message in stamped if (parts := _spoken(message)) is not None]
    private = _private_names({sender for _, (sender, _) in spoken})
    times_seen: Counter[str] = Counter()
    for message, (_, body) in spoken:
        text, masked = _mask(body, private)
        if len(text) > limits.ROW_BYTES:
            yield source.refuse(limits.ROW_TOO_LONG, message.line)
            continue
        received_at = _moment(message.stamp, day_first=day_first)
        key = hashlib.sha256(f"{received_at}\n{text}".encode()).hexdigest()[:16]
        times_seen[key] += 1
        repeat = f"-{times_seen[key]}" if times_seen[key] > 1 else ""
        notes = export.notes + (("contacts_masked",) if masked else ())
        yield Document(f"wa-{key}{repeat}", text, source=SOURCE, received_at=received_at, notes=notes)
    if not spoken:
        raise Unreadable("percakapan WhatsApp tanpa pesan")


def _split(text: str) -> Iterator[_Message]:
    """Stamped lines with the lines that follow them."""
    current: _Message | None = None
    for number, line in enumerate(re.split(r"\r\n|\n|\r", text), start=1):
        stamp = _STAMP.match(line)
        if stamp:
            if current:
                yield current
            current = _Message(number, stamp, [line[stamp.end() :]])
        elif current:
            current.lines.append(line)
    if current:
        yield current


def _spoken(message: _Message) -> tuple[str, str] | None:
    """Sender and words; None for what the program wrote itself, for media and for deleted messages."""
    found = _SENDER.match("\n".join(message.lines))
    if found is None or _SYSTEM_ACT.search(found["sender"]):
        return None
    body = found["body"]
    written_by_program = body.startswith("\u200e") and not _MEDIA.search(body)  # iOS marks its own lines so
    if written_by_program or _SYSTEM_TEXT.match(body.lstrip(_MARKS + " ")):
        return None
    body = _EDITED.sub("", _MEDIA.sub("", body)).strip(_MARKS + " \t\r\n")
    return (found["sender"].strip(_MARKS + " ~\u202f\xa0"), body) if body else None


def _private_names(senders: Iterable[str]) -> re.Pattern[str] | None:
    """Matches the senders' full names where a message spells them out; a single word is too often another word."""
    names = [name for name in senders if " " in name and not _OFFICE.search(name) and not name.startswith("+")]
    if not names:
        return None
    alternatives = "|".join(re.escape(name) for name in sorted(names, key=len, reverse=True))
    return re.compile(rf"(?<!\w)(?:{alternatives})(?!\w)", re.IGNORECASE)


def _mask(body: str, private: re.Pattern[str] | None) -> tuple[str, bool]:
    masked = _MENTION.sub("@" + MASKED_NAME, body)
    masked = _NUMBER.sub(MASKED_NUMBER, masked)
    if private:
        masked = private.sub(MASKED_NAME, masked)
    return masked, masked != body


def _day_first(stamps: Iterable[re.Match[str]]) -> bool:
    """Indonesian phones write the day first; a chat that has a 13th month in second place does not."""
    return not any(len(stamp["a"]) < 4 and int(stamp["b"]) > 12 for stamp in stamps)


def _moment(stamp: re.Match[str], *, day_first: bool) -> datetime | None:
    """None when the stamp has no year (copied messages) or is no real time."""
    first, second, third = stamp["a"], stamp["b"], stamp["c"]
    if third is None:
        return None
    if len(first) == 4:
        year, month, day = first, second, third
    else:
        year, (day, month) = third, (first, second) if day_first else (second, first)
    hour = int(stamp["hour"])
    if stamp["half"]:
        hour = hour % 12 + (12 if stamp["half"][0] in "Pp" else 0)
    try:
        return datetime(  # noqa: DTZ001 - the phone's own time; its zone is not written down
            _year(year), int(month), int(day), hour, int(stamp["minute"]), int(stamp["second"] or 0)
        )
    except ValueError:
        return None


def _year(digits: str) -> int:
    return int(digits) + (2000 if len(digits) == 2 else 0)
