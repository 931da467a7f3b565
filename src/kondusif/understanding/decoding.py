"""Bytes → text, with a note of what had to be done. What is no text is refused; nothing is guessed silently."""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass

_SIGNATURES = (
    (b"%PDF-", "berkas PDF"),
    (b"PK\x03\x04", "arsip zip atau dokumen Office"),
    (b"\xd0\xcf\x11\xe0", "dokumen Office lama"),
    (b"\x89PNG", "gambar"),
    (b"\xff\xd8\xff", "gambar"),
    (b"GIF8", "gambar"),
    (b"\x1f\x8b", "arsip gzip"),
    (b"\x7fELF", "program"),
    (b"PAR1", "berkas parquet"),
)
_BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF8, "utf-8", "utf-8-bom"),
    (codecs.BOM_UTF32_LE, "utf-32-le", "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32-be", "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16-le", "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16-be", "utf-16"),
)
_HEAD = 8192
_DETECTION_SAMPLE = 65_536
_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0e-\x1a\x1c-\x1f]")
_ODD_CONTROLS_ALLOWED = 0.005
# C1 controls are letters in no usual encoding of Indonesian text; Windows-1252 leaves five of them undefined.
_UNDEFINED_IN_1252 = re.compile(rb"[\x81\x8d\x8f\x90\x9d]")
# A page of Indonesian has few letters beyond ASCII; where they abound, the encoding is another one.
_FOREIGN_SHARE = 0.15


class NotText(Exception):
    """The bytes are no readable text; the message says why, for people."""


@dataclass(frozen=True, slots=True)
class Decoded:
    """A text and what was done to the bytes, for instance ``decoded_from:windows-1252``."""

    text: str
    notes: tuple[str, ...] = ()


def decode(raw: bytes, *, declared: str | None = None) -> Decoded:
    """Decode a whole text. `declared` is what the text says of itself (HTML's charset), believed only if it fits.

    Raises `NotText` for anything binary.
    """
    encoding, mark_length = sniff(raw[:_HEAD])
    if encoding is not None:
        return _checked(_marked(raw[mark_length:], encoding, by_mark=mark_length > 0))
    try:
        return _checked(Decoded(raw.decode("utf-8")))
    except UnicodeDecodeError:
        pass
    if b"\x00" in raw:
        raise NotText("bukan teks (berisi byte nol)")
    return _checked(_legacy(raw, declared))


def sniff(head: bytes) -> tuple[str | None, int]:
    """The encoding that the first bytes show, and the length of its mark; None when nothing speaks against UTF-8.

    Raises `NotText` when the first bytes are those of a known binary format.
    """
    for signature, name in _SIGNATURES:
        if head.startswith(signature):
            raise NotText(f"bukan teks ({name})")
    for mark, encoding, _ in _BYTE_ORDER_MARKS:
        if head.startswith(mark):
            return encoding, len(mark)
    return _utf16_without_mark(head), 0


def decode_line(line: bytes) -> Decoded:
    """Decode one row of a larger file whose other rows may be encoded differently."""
    try:
        return Decoded(line.decode("utf-8"))
    except UnicodeDecodeError:
        return _legacy(line, None)


def without_surrogates(text: str) -> str:
    """`text` with lone surrogates (JSON can smuggle them in) replaced one for one: it can be written out again."""
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        return "".join("\ufffd" if "\ud800" <= letter <= "\udfff" else letter for letter in text)
    return text


def _utf16_without_mark(head: bytes) -> str | None:
    """Latin letters in UTF-16 have a zero in every second byte, and only there."""
    if len(head) < 4 or b"\x00" not in head:
        return None
    pairs = len(head) // 2
    even, odd = head[0::2].count(0), head[1::2].count(0)
    if odd > 0.4 * pairs and even < 0.05 * pairs:
        return "utf-16-le"
    if even > 0.4 * pairs and odd < 0.05 * pairs:
        return "utf-16-be"
    return None


def _marked(body: bytes, encoding: str, *, by_mark: bool) -> Decoded:
    name = next(label for _, codec, label in _BYTE_ORDER_MARKS if codec == encoding)
    try:
        return Decoded(body.decode(encoding), (f"decoded_from:{name}",))
    except UnicodeDecodeError:
        if not by_mark:
            raise NotText("bukan teks (berisi byte nol)") from None
        return Decoded(body.decode(encoding, "replace"), (f"decoded_from:{name}", "damaged_bytes_replaced"))


def _legacy(raw: bytes, declared: str | None) -> Decoded:
    if _mostly_utf8(raw):
        return Decoded(raw.decode("utf-8", "replace"), ("damaged_bytes_replaced",))
    if declared and (text := _try(raw, declared)) is not None:
        return Decoded(text, (f"decoded_from:{codecs.lookup(declared).name}",))
    beyond_ascii = sum(byte > 0x7F for byte in raw[:_DETECTION_SAMPLE])
    plausible = beyond_ascii <= _FOREIGN_SHARE * min(len(raw), _DETECTION_SAMPLE) or beyond_ascii <= 4
    if plausible and not _UNDEFINED_IN_1252.search(raw):
        return Decoded(raw.decode("windows-1252"), ("decoded_from:windows-1252",))
    return _by_statistics(raw)


def _by_statistics(raw: bytes) -> Decoded:
    from charset_normalizer import from_bytes

    best = from_bytes(raw[:_DETECTION_SAMPLE]).best()
    text = _try(raw, best.encoding) if best else None
    if best is None or text is None:
        raise NotText("bukan teks, atau pengodean hurufnya tidak dikenal")
    return Decoded(text, (f"decoded_from:{best.encoding.replace('_', '-')}",))


def _mostly_utf8(raw: bytes) -> bool:
    """Many good multi-byte letters beside few bad bytes: UTF-8 that was damaged, not another encoding."""
    decoded = raw.decode("utf-8", "replace")
    bad = decoded.count("\ufffd")
    good = sum(letter > "\x7f" for letter in decoded) - bad
    return good > 2 * bad


def _try(raw: bytes, encoding: str) -> str | None:
    try:
        return raw.decode(encoding)
    except (LookupError, UnicodeDecodeError):
        return None


def _checked(decoded: Decoded) -> Decoded:
    text = decoded.text
    if "\x00" in text:
        raise NotText("bukan teks (berisi byte nol)")
    head = text[:_HEAD]
    if len(_CONTROLS.findall(head)) > max(2, _ODD_CONTROLS_ALLOWED * len(head)):
        raise NotText("bukan teks (berisi kode kendali)")
    return decoded
