"""Where Kondusif keeps what it must remember: one data folder, private to its owner."""

from __future__ import annotations

import os
import secrets
from pathlib import Path

CHECKOUT = Path(__file__).resolve().parents[3]


def data_folder() -> Path:
    """``KONDUSIF_DATA``, else ``var`` in a checkout, else the user's own data folder."""
    if chosen := os.environ.get("KONDUSIF_DATA"):
        return Path(chosen).expanduser().resolve()
    if (CHECKOUT / "pyproject.toml").is_file() and (CHECKOUT / "src" / "kondusif").is_dir():
        return CHECKOUT / "var"
    return Path(os.environ.get("XDG_DATA_HOME") or "~/.local/share").expanduser() / "kondusif"


def kept_secret(folder: Path, name: str) -> str:
    """The secret in `folder`/`name`, made on first use and readable by its owner alone."""
    path = folder / name
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return _read_secret(path)
    with os.fdopen(handle, "w") as file:
        file.write(secrets.token_urlsafe(48))
    return _read_secret(path)


def _read_secret(path: Path) -> str:
    text = path.read_text().strip()
    if not text:  # another process has made the file and not written it yet, or a disk was full
        raise RuntimeError(f"{path} kosong: hapus berkas itu lalu ulangi")
    return text
