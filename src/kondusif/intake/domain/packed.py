"""Zip containers (docx, xlsx), looked through before a reader trusts them: torn ones and bombs are refused."""

from __future__ import annotations

import io
import zipfile
import zlib

from kondusif.intake.domain import limits
from kondusif.intake.domain.refusal import Unreadable

_OLE = b"\xd0\xcf\x11\xe0"
_CHUNK = 1 << 20


def check_container(raw: bytes, kind: str, needed: str) -> None:
    """Unpack everything once, without keeping it. Raises `Unreadable` unless it is whole and has the part `needed`."""
    if raw.startswith(_OLE):
        raise Unreadable(f"terkunci sandi, atau format Office lama; simpan sebagai {kind} tanpa sandi")
    torn = f"berkas {kind} rusak atau terpotong"
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as container:
            if needed not in container.namelist():
                raise Unreadable(f"isinya bukan {kind}")
            _unpack(container)
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, NotImplementedError) as error:
        raise Unreadable(torn) from error
    except RuntimeError as error:  # zipfile's word for an encrypted member
        raise Unreadable("terkunci sandi") from error


def _unpack(container: zipfile.ZipFile) -> None:
    total = 0
    for member in container.infolist():
        with container.open(member) as part:
            while chunk := part.read(_CHUNK):
                total += len(chunk)
                if total > limits.UNPACKED_BYTES:
                    raise Unreadable("isi berkas terlalu besar saat dibuka (lebih dari 300 MB)")
