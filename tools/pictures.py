"""Take the pictures of the documentation from a fresh demonstration: ``python tools/pictures.py [JOURNEY …]``.

Needs Chromium and requirements-dev.txt. Writes ``docs/images/*.png``, pages as they look today, and
``docs/images/journeys/<journey>-<step>-<width>-<theme>-<language>.webp``: the steps of the journeys that the tests walk
(tests/journeys/walks.py), so a picture is only taken of what was asserted. One step of each journey is taken in every
width, theme and language, the others in two of them. With names of journeys, only their pictures.
"""

from __future__ import annotations

import io
import json
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any

from PIL import Image

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT / "tests"))

from journeys import walks  # noqa: E402 - the tests are no installed package

from kondusif.cli.demo import DEMO_NOW, DOSSIER  # noqa: E402

IMAGES = ROOT / "docs/images"
KONDUSIF = [sys.executable, "-m", "kondusif.cli.main"]
MANAGE = [sys.executable, "-m", "django", "shell", "--settings", "kondusif.config.settings", "--no-imports", "-c"]
LOCALES = {"id": "id-ID", "en": "en-GB"}
WIDTH, HEIGHT = 1440, 1180
HEIGHTS = {1440: 900, 375: 812}
# The step of each journey that is taken in all eight looks.
KEY_STEPS = {
    "pagi": "situasi",
    "papan-ketik": "sesudah",
    "dua-petugas": "ditahan",
    "kepala-desa": "tokoh",
    "peta": "jawa-timur",
    "jalan": "nilai",
}
JUDGEMENTS = 30
# What is taller than the window is shown from its top; a map's card is placed anew for the width.
_INTO_VIEW = """each => {
  each.scrollIntoView({ block: "center" });
  if (each.offsetHeight > innerHeight) window.scrollBy(0, each.getBoundingClientRect().top - 150);
  const area = document.activeElement?.closest("svg.map a");
  area?.blur();
  area?.focus({ preventScroll: true });
}"""
OFFICERS = """
from django.contrib.auth.models import User
from kondusif.config.accounts import ensure_demo_operator, ensure_judges
ensure_demo_operator()
User.objects.create_user("budi", password="kata-sandi-budi").groups.add(ensure_judges())
"""


def main(chosen: list[str]) -> int:
    """Load once, then serve a fresh copy for the pages and for each language's walks."""
    chromium = shutil.which("chromium") or shutil.which("chromium-browser")
    if chromium is None:
        sys.exit("pictures: Chromium is not installed")
    if unknown := set(chosen) - set(walks.JOURNEYS):
        sys.exit(f"pictures: no such journey: {', '.join(sorted(unknown))}")
    from playwright.sync_api import sync_playwright

    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox", "--disable-gpu"])
        if not chosen:
            shown = Path(folder) / "demo"
            _run(shown, [*KONDUSIF, "demo"])
            with _served(shown) as address:
                _take_pages(browser, address, shown)
        data = Path(folder) / "data"
        _load_unjudged(data)
        for language in LOCALES:
            copy = Path(folder) / language
            for journey in chosen or walks.JOURNEYS:
                shutil.copytree(data, copy)
                with _served(copy) as address:
                    _walk(browser, address, copy, journey, language)
                shutil.rmtree(copy)
        browser.close()
    return 0


def _load_unjudged(data: Path) -> None:
    """The dossier on its morning before anybody judged, where the journeys begin, and their two officers."""
    data.mkdir(mode=0o700)
    (data / "now").write_text(DEMO_NOW + "\n")
    texts = [*sorted(DOSSIER.glob("*.jsonl")), Path(walks.__file__).with_name("kepala_desa.jsonl")]
    _run(data, [*KONDUSIF, "ingest", *map(str, texts)])
    _run(data, [*MANAGE, OFFICERS])


def _run(data: Path, command: list[str]) -> str:
    environment = {**os.environ, "KONDUSIF_DATA": str(data)}
    return subprocess.run(command, env=environment, check=True, capture_output=True, text=True).stdout


@contextmanager
def _served(data: Path) -> Iterator[str]:
    """The address at which a data folder is served."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    address = f"http://127.0.0.1:{port}"
    command = [*KONDUSIF, "serve", "--port", str(port)]
    environment = {**os.environ, "KONDUSIF_DATA": str(data)}
    with subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as server:
        try:
            _wait_for(address)
            yield address
        finally:
            server.terminate()


def _take_pages(browser: Any, address: str, data: Path) -> None:
    """The pages that the first pages of the documentation show."""
    page = _enter(browser, address, _operator(data), viewport={"width": WIDTH, "height": HEIGHT}, locale="id-ID")
    for name, where in (
        ("situasi", "/"),
        ("kejadian", "/kejadian/"),
        ("kejadian-detail", f"/kejadian/{_most_told_contradiction(data)}/"),
        ("kerawanan", "/kerawanan/?wilayah=35"),
        ("kerawanan-wilayah", "/kerawanan/35.04.07.2004/"),
        ("kerawanan-simulasi", "/kerawanan/simulasi/?bobot_penyelenggaraan=10&bobot_keamanan=60"),
    ):
        page.goto(address + where)
        page.wait_for_load_state("networkidle")
        _keep(page, IMAGES / f"{name}.png")
    page.goto(f"{address}/peringatan/")
    page.locator("main h3 a, main h2 a, main a[href^='/peringatan/'][href$='/']").first.click()
    page.wait_for_load_state("networkidle")
    _keep(page, IMAGES / "peringatan.png")
    page.context.close()


def _most_told_contradiction(data: Path) -> str:
    """The incident with a contradiction that most witnesses tell of."""
    lines = _run(data, [*KONDUSIF, "incidents", "--contradicted", "--kind", "incident", "--format", "jsonl"])
    rows = [json.loads(line) for line in lines.splitlines()]
    return str(max(rows, key=lambda row: (row["conflicts"], row["witnesses"], row["title"]))["id"])


def _walk(browser: Any, address: str, data: Path, journey: str, language: str) -> None:
    """Walk one journey and take its steps."""
    width = 375 if journey == "jalan" else 1440
    look = {
        "viewport": {"width": width, "height": HEIGHTS[width]},
        "has_touch": width == 375,
        "locale": LOCALES[language],
    }
    page = _enter(browser, address, _operator(data), **look)
    walk = walks.Walk(
        page,
        address,
        language,
        lambda: _enter(browser, address, ("budi", "kata-sandi-budi"), **look),
        partial(_show, journey, language, width),
    )
    if journey == "papan-ketik":
        walks.judging_by_keyboard(walk, JUDGEMENTS)
    else:
        walks.JOURNEYS[journey](walk)
    for context in browser.contexts:
        context.close()


def _show(journey: str, language: str, width: int, step: str, page: Any, place: str = "") -> None:
    """Take a step in its looks and give the window back as it was."""
    looks = [(each, theme) for each in HEIGHTS for theme in ("light", "dark")]
    if KEY_STEPS[journey] != step:
        looks = looks[:1] if language == "id" else looks[-1:]
    folder = IMAGES / "journeys"
    folder.mkdir(parents=True, exist_ok=True)
    for each, theme in looks:
        page.set_viewport_size({"width": each, "height": HEIGHTS[each]})
        page.emulate_media(color_scheme=theme)
        page.evaluate("() => window.scrollTo(0, 0)")
        if place:
            page.locator(place).first.evaluate(_INTO_VIEW)
        _keep(page, folder / f"{journey}-{step}-{each}-{theme}-{language}.webp")
    page.set_viewport_size({"width": width, "height": HEIGHTS[width]})
    page.emulate_media(color_scheme="light")


def _keep(page: Any, path: Path) -> None:
    """A screenshot, small: few colours for PNG, good ones for WebP."""
    picture = Image.open(io.BytesIO(page.screenshot())).convert("RGB")
    if path.suffix == ".png":
        picture.quantize(128, dither=Image.Dither.NONE).save(path, optimize=True)
    else:
        picture.save(path, quality=72, method=6)


def _operator(data: Path) -> tuple[str, str]:
    return "operator-demo", (data / "operator-demo").read_text()[:20]


def _enter(browser: Any, address: str, account: tuple[str, str], **look: Any) -> Any:
    """A page in a browser of its own, logged in."""
    page = browser.new_context(reduced_motion="reduce", color_scheme="light", **look).new_page()
    page.goto(f"{address}/masuk/")
    page.fill("input[name=username]", account[0])
    page.fill("input[name=password]", account[1])
    page.press("input[name=password]", "Enter")
    page.wait_for_url(f"{address}/")
    return page


def _wait_for(address: str) -> None:
    for _ in range(300):
        try:
            urllib.request.urlopen(address, timeout=5).close()
        except OSError:
            time.sleep(0.1)
        else:
            return
    sys.exit("pictures: the server did not answer")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
