"""Words of the pages: find them, list them for the translator, compile what is translated.

    python tools/translations.py           bring the catalogue up to date and compile it
    python tools/translations.py --check   say what is missing or stale; exit status 1 if anything is

Works without the gettext programs. Source strings are Indonesian; `locale/en` holds the English.
"""

from __future__ import annotations

import io
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_python
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

PACKAGE = Path(__file__).resolve().parents[1] / "src" / "kondusif"
PO = PACKAGE / "locale" / "en" / "LC_MESSAGES" / "django.po"
MO = PO.with_suffix(".mo")
KEYWORDS = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
}
STILL = datetime(2024, 11, 20, tzinfo=UTC)
NOISE = ('"POT-', '"PO-Revision', '"Report-', '"Last-', '"Language-Team', '"Generated')
HEADER = "# English of Kondusif's pages. The Indonesian source has authority."


def main() -> int:
    """Run from the command line."""
    found = extract()
    catalogue = load()
    if "--check" in sys.argv[1:]:
        problems = [f"no English: {name}" for name in untranslated(catalogue, found)]
        problems += [] if MO.read_bytes() == compiled(catalogue) else [f"{MO.name} is stale: run {Path(__file__).name}"]
        print("\n".join(problems) or "every string has its English")
        return int(bool(problems))
    updated = update(catalogue, found)
    PO.parent.mkdir(parents=True, exist_ok=True)
    PO.write_text(written(updated))
    MO.write_bytes(compiled(load()))
    missing = untranslated(updated, found)
    print("\n".join(f"no English: {name}" for name in missing) or f"{len(found)} strings, all in English")
    return int(bool(missing))


def extract() -> dict[str | tuple[str, str], set[str]]:
    """Every message of the package (a pair when it has a plural) and the files that it stands in."""
    found: dict[str | tuple[str, str], set[str]] = {}
    for path in sorted([*PACKAGE.rglob("*.py"), *PACKAGE.rglob("*.html")]):
        for message in _messages(path):
            found.setdefault(message, set()).add(path.relative_to(PACKAGE).as_posix())
    return found


def _messages(path: Path) -> Iterator[str | tuple[str, str]]:
    source = path.read_text()
    if path.suffix == ".html":
        source = _as_python(source)
    for _, function, message, _ in extract_python(io.BytesIO(source.encode()), KEYWORDS, [], {}):
        if isinstance(message, str):
            if message:
                yield message
        elif function.startswith("ngettext"):
            yield (str(message[0]), str(message[1]))


def _as_python(template: str) -> str:
    """The calls that Django finds in a template, one a line; all else is thrown away."""
    import re

    from django.conf import settings
    from django.utils.translation.template import templatize

    if not settings.configured:
        settings.configure(USE_I18N=True)
    # A whole literal at a time: a message may hold ") ".
    literal = r"""u?(?:'(?:\\.|[^'\\])*'|"(?:\\.|[^"\\])*")"""
    calls = re.findall(rf"\b(n?gettext)\(({literal}(?:,\s*{literal})?)", templatize(template), flags=re.DOTALL)
    return "\n".join(f"{name}({arguments})" for name, arguments in calls)


def load() -> Catalog:
    """The catalogue as it stands; an empty one at first."""
    if not PO.is_file():
        return Catalog(locale="en")
    with PO.open("rb") as file:
        return read_po(file, locale="en")


def update(old: Catalog, found: dict[str | tuple[str, str], set[str]]) -> Catalog:
    """All messages of today with the English of yesterday; what nobody uses any longer is dropped."""
    new = Catalog(locale="en", project="Kondusif", header_comment=HEADER, charset="utf-8", fuzzy=False)
    for message, files in sorted(found.items(), key=lambda item: str(item[0])):
        name = message if isinstance(message, str) else message[0]
        known = old.get(name)
        python_format = ("python-format",) if "%(" in name else ()
        new.add(
            message,
            known.string if known else None,
            locations=[(file, None) for file in sorted(files)],
            flags=python_format,
        )
    return new


def untranslated(catalogue: Catalog, found: dict[str | tuple[str, str], set[str]]) -> list[str]:
    """Messages without English."""
    missing = []
    for message in found:
        name = message if isinstance(message, str) else message[0]
        known = catalogue.get(name)
        words = known.string if known else ""
        if not words or (not isinstance(words, str) and not all(words)):
            missing.append(name)
    return missing


def written(catalogue: Catalog) -> str:
    """The catalogue as a file: without clock and placeholders, so that the same strings give the same bytes."""
    buffer = io.BytesIO()
    write_po(buffer, catalogue, width=110, sort_by_file=True)
    lines = buffer.getvalue().decode().splitlines(keepends=True)
    return "".join(line for line in lines if not line.startswith(NOISE))


def compiled(catalogue: Catalog) -> bytes:
    """The bytes that Django reads; the header's clock stands still, so that the same strings give the same bytes."""
    catalogue.creation_date = catalogue.revision_date = STILL
    buffer = io.BytesIO()
    write_mo(buffer, catalogue)
    return buffer.getvalue()


if __name__ == "__main__":
    sys.exit(main())
