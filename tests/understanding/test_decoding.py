from __future__ import annotations

import os

import pytest

from kondusif.understanding.decoding import Decoded, NotText, decode, without_surrogates

TEXT = "Kapolres: “netralitas” ASN – Jum’at\u200b di Desa\u200f Wandanpuro"


@pytest.mark.parametrize(
    ("encoding", "notes"),
    [
        ("utf-8", ()),
        ("utf-8-sig", ("decoded_from:utf-8-bom",)),
        ("utf-16", ("decoded_from:utf-16",)),
        ("utf-16-le", ("decoded_from:utf-16",)),
        ("utf-16-be", ("decoded_from:utf-16",)),
        ("utf-32", ("decoded_from:utf-32",)),
    ],
)
def test_unicode_is_decoded_and_noted(encoding: str, notes: tuple[str, ...]) -> None:
    text = TEXT + " Bululawang" * 20
    assert decode(text.encode(encoding)) == Decoded(text, notes)


def test_big_endian_with_mark_is_decoded() -> None:
    assert decode(b"\xfe\xff" + "Tuban".encode("utf-16-be")) == Decoded("Tuban", ("decoded_from:utf-16",))


def test_windows_1252_is_decoded_and_noted() -> None:
    text = "Jum’at – “serangan fajar” di Kec. Ngajum, kata Kapolsek. " * 3
    assert decode(text.encode("cp1252")) == Decoded(text, ("decoded_from:windows-1252",))


def test_windows_1252_in_a_few_letters() -> None:
    assert decode(b"caf\xe9").text == "café"


def test_a_declared_encoding_is_believed_when_it_fits() -> None:
    assert decode("Ćuk žaba".encode("iso-8859-2"), declared="iso-8859-2").text == "Ćuk žaba"
    assert decode(b"caf\xe9", declared="no-such-code").notes == ("decoded_from:windows-1252",)


def test_damaged_utf8_is_not_mistaken_for_windows_1252() -> None:
    raw = ("“Sikat” – kata Camat. " * 5).encode() + b"\xe2\x80"
    assert decode(raw) == Decoded("“Sikat” – kata Camat. " * 5 + "\ufffd", ("damaged_bytes_replaced",))


@pytest.mark.parametrize(
    "raw",
    [
        b"%PDF-1.7 whatever",
        b"PK\x03\x04rest",
        b"\x89PNG\r\n\x1a\n" + bytes(range(256)),
        os.urandom(4096),
        b"teks\x00dengan nol",
        b"\x01\x02\x03\x04\x05\x06 biner",
        b"\x00" * 100,
    ],
)
def test_binary_is_refused(raw: bytes) -> None:
    with pytest.raises(NotText, match="bukan teks"):
        decode(raw)


def test_surrogates_are_replaced_letter_for_letter() -> None:
    assert without_surrogates("a\ud800b") == "a\ufffdb"
    assert without_surrogates("biasa 😀") == "biasa 😀"
