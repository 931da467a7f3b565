"""Hold the documentation against the product: ``python tools/check_docs.py [--refresh]``. Part of `make check`.

- every link from page to page, and to a heading, leads somewhere; every picture is there;
- every command and every option of ``kondusif`` is explained in ``docs/commands.md``;
- every target of the Makefile is named in README or CONTRIBUTING;
- the table of measurements in the README stands in ``docs/bench.md``, word for word;
- what a block marked ``console checked`` shows is what its commands print today. ``--refresh`` writes it anew.

In a checked block a line of the recorded output that is just ``…`` stands for any number of lines; ``…`` inside a line for
anything. Commands run on a fresh demonstration, in a terminal of 120 columns.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import click

ROOT = Path(__file__).parents[1]
BLOCK = re.compile(r"^```(?P<info>[^\n]*)\n(?P<body>.*?)^```$", re.MULTILINE | re.DOTALL)
LINK = re.compile(r"(?<!\\)\[[^\]\n]*\]\(([^)\s]+)\)|<img[^>]*\ssrc=\"([^\"]+)\"")
HEADING = re.compile(r"^#+ +(.+?)\s*$", re.MULTILINE)
CHECKED = "console checked"
# What cannot be run here as it stands: installing is left out, the server is not started.
STAND_INS = {
    "make up": "KONDUSIF_DATA=$(mktemp -d)/var kondusif demo; echo 'Kondusif di http://127.0.0.1:8000/  (Ctrl+C untuk berhenti)'",
}
# What differs from run to run; `…` takes its place.
VARIABLE = (
    (re.compile(r'("rulebase_version": )"[0-9a-f]+"'), r'\1"…"'),
    (re.compile(r"kata sandi \S+"), "kata sandi …"),
    (re.compile(r"\S+/kondusif\.sqlite3"), "…/kondusif.sqlite3"),
)
BENCH_TABLE = re.compile(r"<!-- bench -->\n(.*?)<!-- /bench -->", re.DOTALL)


def pages() -> list[Path]:
    """Every page of documentation: at the root, in `docs/`, and beside data."""
    beside = [path for path in (ROOT / "src").rglob("*.md") if "egg-info" not in str(path)]
    return sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md"), *beside])


def broken_links() -> Iterator[str]:
    """Links that lead nowhere."""
    for page in pages():
        text = BLOCK.sub("", page.read_text(encoding="utf-8"))
        for found in LINK.finditer(text):
            target = found[1] or found[2]
            if re.match(r"[a-z]+:", target):
                continue
            path, _, anchor = target.partition("#")
            there = (page.parent / path).resolve() if path else page
            if not there.exists():
                yield f"{_name(page)}: {target} is not there"
            elif anchor and there.suffix == ".md" and anchor not in _anchors(there):
                yield f"{_name(page)}: {target}: no such heading"


def unexplained_commands() -> Iterator[str]:
    """Commands and options of ``kondusif`` that ``docs/commands.md`` does not name in their own section."""
    from kondusif.cli.main import cli

    page = (ROOT / "docs/commands.md").read_text(encoding="utf-8")
    sections = dict(re.findall(r"^## `kondusif ([a-z-]+)`\n(.*?)(?=^## |\Z)", page, re.MULTILINE | re.DOTALL))
    context = click.Context(cli)
    names = cli.list_commands(context)
    for name in names:
        command = cli.get_command(context, name)
        section = sections.get(name)
        if section is None or command is None:
            yield f"docs/commands.md: no section for `kondusif {name}`"
            continue
        for words in _options(command):
            if not re.search(rf"`{re.escape(words)}[ `]", section):
                yield f"docs/commands.md: `kondusif {name}` has {words}, which its section does not name"
    for name in sections.keys() - set(names):
        yield f"docs/commands.md: there is no command `kondusif {name}`"


def _options(command: click.Command, before: str = "") -> Iterator[str]:
    for parameter in command.params:
        if isinstance(parameter, click.Option):
            yield parameter.opts[-1]
    if isinstance(command, click.Group):
        for name, inner in command.commands.items():
            yield before + name
            yield from _options(inner)


def unnamed_targets() -> Iterator[str]:
    """Targets of the Makefile that neither README nor CONTRIBUTING names."""
    words = "".join((ROOT / name).read_text(encoding="utf-8") for name in ("README.md", "CONTRIBUTING.md"))
    for target in re.findall(r"^([a-z]+):.*##", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE):
        if f"make {target}" not in words:
            yield f"Makefile: `make {target}` stands in neither README.md nor CONTRIBUTING.md"


def unquoted_measurements() -> Iterator[str]:
    """A table of measurements in the README that `make bench` did not write."""
    found = BENCH_TABLE.search((ROOT / "README.md").read_text(encoding="utf-8"))
    measured = ROOT / "docs/bench.md"
    if found is None or not measured.is_file():
        yield "README.md: no table between <!-- bench --> and <!-- /bench -->, or no docs/bench.md (make bench)"
        return
    lines = measured.read_text(encoding="utf-8").splitlines()
    for line in found[1].splitlines():
        if line.strip() and line not in lines:
            yield f"README.md: not in docs/bench.md: {line[:90]} (python tools/check_docs.py --refresh)"


@dataclass(frozen=True, slots=True)
class Shown:
    """A block of commands and what the page says they print."""

    page: Path
    start: int
    stop: int
    text: str


def shown_blocks() -> list[Shown]:
    """Every block marked as checked."""
    return [
        Shown(page, found.start("body"), found.end("body"), found["body"])
        for page in pages()
        for found in BLOCK.finditer(page.read_text(encoding="utf-8"))
        if found["info"].strip() == CHECKED
    ]


def stale_output(*, refresh: bool) -> Iterator[str]:
    """Blocks that show something else than their commands print; with `refresh` they are written anew instead."""
    blocks = shown_blocks()
    if not blocks:
        yield f"no block of documentation is marked ```{CHECKED}"
    with tempfile.TemporaryDirectory() as folder:
        environment = _environment(Path(folder))
        _run("kondusif demo", environment)
        known: dict[str, str] = {}
        for block in reversed(blocks):  # from the end, so that earlier places stay where they are
            printed = _printed(block.text, environment, known)
            if _matches(block.text, printed):
                continue
            if refresh:
                page = block.page.read_text(encoding="utf-8")
                block.page.write_text(page[: block.start] + printed + page[block.stop :], encoding="utf-8")
                print(f"{_name(block.page)}: written anew: {printed.splitlines()[0]}")
            else:
                yield f"{_name(block.page)}: output has changed: {block.text.splitlines()[0]}"


def _environment(folder: Path) -> dict[str, str]:
    kept = {key: value for key, value in os.environ.items() if not key.startswith(("KONDUSIF_", "DATABASE_URL"))}
    path = f"{Path(sys.executable).parent}{os.pathsep}{kept.get('PATH', '')}"
    return kept | {"PATH": path, "COLUMNS": "120", "KONDUSIF_DATA": str(folder / "data"), "PYTHONUTF8": "1"}


def _printed(text: str, environment: dict[str, str], known: dict[str, str]) -> str:
    """The block as it would look today: its commands, each with what it prints, run once for all pages."""
    commands = [line for line in text.splitlines() if line.startswith("$ ")]
    for command in commands:
        if command not in known:
            known[command] = _run(command[2:], environment)
    return "".join(f"{command}\n{known[command]}" for command in commands)


def _run(command: str, environment: dict[str, str]) -> str:
    done = subprocess.run(
        ["bash", "-c", STAND_INS.get(command, command)], cwd=ROOT, env=environment, check=False, text=True,
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, timeout=120,
    )  # fmt: skip
    printed = "".join(f"{line.rstrip()}\n" for line in done.stdout.splitlines())
    for pattern, words in VARIABLE:
        printed = pattern.sub(words, printed)
    return printed


def _matches(recorded: str, printed: str) -> bool:
    pattern = re.escape(_timeless(recorded))
    pattern = re.sub(r"(?m)^…\\\n", lambda _: "(?:.*\n)*?", pattern).replace("…", ".*")
    return re.fullmatch(pattern, _timeless(printed)) is not None


def _timeless(text: str) -> str:
    text = re.sub(r'("confidence": )[\d.]+', r"\1 0.5", text)  # a model that is trained anew is a little surer or less
    return re.sub(r"\d+,\d detik", "0,0 detik", text)


def _anchors(page: Path) -> set[str]:
    headings = HEADING.findall(BLOCK.sub("", page.read_text(encoding="utf-8")))
    plain = (re.sub(r"[^\w\- ]", "", heading.lower()) for heading in headings)
    return {heading.replace(" ", "-") for heading in plain}


def _name(path: Path) -> str:
    return str(path.relative_to(ROOT))


def problems() -> list[str]:
    """Everything that can be found without running a command."""
    checks = (broken_links, unexplained_commands, unnamed_targets, unquoted_measurements)
    return [problem for check in checks for problem in check()]


def _quote_measurements() -> None:
    """Put the newest table of `docs/bench.md` into the README."""
    readme, measured = ROOT / "README.md", (ROOT / "docs/bench.md").read_text(encoding="utf-8")
    table = re.search(r"^\|.*?(?=\n\n)", measured, re.MULTILINE | re.DOTALL)
    text = readme.read_text(encoding="utf-8")
    if table and BENCH_TABLE.search(text):
        quoted = f"<!-- bench -->\n{table[0]}\n<!-- /bench -->"
        readme.write_text(BENCH_TABLE.sub(lambda _: quoted, text), encoding="utf-8")


def main() -> int:
    """Print what is wrong, one line each; 1 when there is something."""
    refresh = "--refresh" in sys.argv[1:]
    if refresh:
        _quote_measurements()
    found = [*problems(), *stale_output(refresh=refresh)]
    print("\n".join(found) or "docs: sound")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
