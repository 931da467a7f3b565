"""Take the pictures of the documentation from a fresh demonstration: ``python tools/pictures.py``. Needs Chromium.

Writes ``docs/images/kejadian.png``, the list of incidents, and ``docs/images/kejadian-detail.png``, the page of one that
official facts contradict, as they look today.
"""

from __future__ import annotations

import json
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
IMAGES = ROOT / "docs/images"
KONDUSIF = [sys.executable, "-m", "kondusif.cli.main"]
WIDTH, HEIGHT = 1440, 1180


def main() -> int:
    """Load, serve, log in, take the pictures."""
    chromium = shutil.which("chromium") or shutil.which("chromium-browser")
    if chromium is None:
        sys.exit("pictures: Chromium is not installed")
    with tempfile.TemporaryDirectory() as folder:
        data = Path(folder) / "data"
        environment = {**os.environ, "KONDUSIF_DATA": str(data)}
        subprocess.run([*KONDUSIF, "demo"], env=environment, check=True, stdout=subprocess.DEVNULL)
        incident = _incident(environment)
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        address = f"http://127.0.0.1:{port}"
        command = [*KONDUSIF, "serve", "--port", str(port)]
        with subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL) as server:
            try:
                _wait_for(address)
                _take(chromium, address, incident, (data / "operator-demo").read_text()[:20])
            finally:
                server.terminate()
    return 0


def _incident(environment: dict[str, str]) -> str:
    """The incident with a contradiction that most witnesses tell of."""
    command = [*KONDUSIF, "incidents", "--contradicted", "--kind", "incident", "--format", "jsonl"]
    done = subprocess.run(command, env=environment, check=True, capture_output=True, text=True)
    rows = [json.loads(line) for line in done.stdout.splitlines()]
    chosen = max(rows, key=lambda row: (row["conflicts"], row["witnesses"], row["title"]))
    return str(chosen["id"])


def _take(chromium: str, address: str, incident: str, password: str) -> None:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox", "--disable-gpu"])
        page: Any = browser.new_page(viewport={"width": WIDTH, "height": HEIGHT}, locale="id-ID")
        page.goto(f"{address}/kejadian/{incident}/")
        page.fill("input[name=username]", "operator-demo")
        page.fill("input[name=password]", password)
        page.press("input[name=password]", "Enter")
        page.wait_for_load_state("networkidle")
        IMAGES.mkdir(exist_ok=True)
        page.screenshot(path=str(IMAGES / "kejadian-detail.png"))
        page.goto(f"{address}/kejadian/")
        page.wait_for_load_state("networkidle")
        page.screenshot(path=str(IMAGES / "kejadian.png"))
        browser.close()


def _wait_for(address: str) -> None:
    for _ in range(100):
        try:
            urllib.request.urlopen(address, timeout=5).close()
        except OSError:
            time.sleep(0.1)
        else:
            return
    sys.exit("pictures: the server did not answer")


if __name__ == "__main__":
    sys.exit(main())
