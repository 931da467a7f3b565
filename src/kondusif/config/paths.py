"""Where Kondusif keeps what it must remember: one data folder, private to its owner."""

from __future__ import annotations

import os
import secrets
import tempfile
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
    if not path.exists():
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        _make_secret(path)
    return path.read_text().strip()


def _make_secret(path: Path) -> None:
    """Write the whole file aside and name it in one step: of two processes one is first, both read the same."""
    handle, partial = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
    with os.fdopen(handle, "w") as file:
        file.write(secrets.token_urlsafe(48))
    try:
        os.link(partial, path)
    except FileExistsError:
        pass
    finally:
        Path(partial).unlink()
