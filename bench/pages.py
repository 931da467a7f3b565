"""How long pages take with 20,000 incidents and 100,000 texts: python bench/pages.py [--write].

First the server alone (median of several requests, bytes, queries), then a browser on the loopback: until the page
stands, and until a change of the scope is seen. The database is kept for the next run (`--folder`); with DATABASE_URL the
same on PostgreSQL. `--boundaries FILE` loads outlines first, so that maps are drawn from them instead of tiles.
"""

from __future__ import annotations

import argparse
import os
import platform
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import crowd
import search
import table

HEADING = "## Pages"
TURNS = 7
PINNED = "2024-11-20T08:00:00+07:00"
PASSWORD = "kata-sandi-bangku-uji"  # of a throw-away instance on the loopback
ADDRESSES = {
    "Situasi": "/",
    "Situasi, one kabupaten": "/?wilayah=35.04",
    "Kejadian": "/kejadian/",
    "Kejadian, searched": "/kejadian/?cari=amplop",
    "Peta, Indonesia": "/peta/",
    "Peta, Jawa Timur": "/peta/35/",
    "Peta, 666 kecamatan": "/peta/35/?tingkat=kecamatan",
    "Wilayah, Jawa Timur": "/wilayah/35/",
    "Wilayah, a desa": "/wilayah/35.04.02.2001/",
    "Antrean penilaian": "/nilai/",
    "Cari": "/cari/?cari=amplop+desa",
    "Tahapan": "/tahapan/",
    "Tokoh": "/tokoh/",
    "Sitrep": "/sitrep/",
    "Publik": "/publik/",
    "API, incidents": "/api/v1/incidents",
    "Kerawanan, 38 kabupaten/kota": "/kerawanan/?wilayah=35",
    "Kerawanan, 666 kecamatan, R": "/kerawanan/?wilayah=35&tingkat=kecamatan&ukuran=r",
    "Kerawanan, 8,494 desa": "/kerawanan/?wilayah=35&tingkat=desa",
    "Kerawanan, a desa": "/kerawanan/35.04.07.2004/",
    "Simulasi, 8,494 desa": "/kerawanan/simulasi/?bobot_penyelenggaraan=50&bobot_keamanan=10&bobot_lokasi_dan_logistik=25&bobot_jaringan_dan_layanan=15",
    "Peringatan": "/peringatan/",
    "Patroli, 666 kecamatan": "/kerawanan/patroli/?wilayah=35&tingkat=kecamatan&unit=300",
    "Publik, kerawanan": "/publik/kerawanan/",
}
PAGES_IN_BROWSER = ("Situasi", "Kejadian", "Peta, Jawa Timur", "Peta, 666 kecamatan", "Wilayah, Jawa Timur", "Cari",
    "Kerawanan, 38 kabupaten/kota", "Kerawanan, a desa", "Simulasi, 8,494 desa",
)  # fmt: skip


def main() -> None:
    """Fill the database where it is empty, measure, print."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--texts", type=int, default=100_000)
    options.add_argument("--incidents", type=int, default=20_000)
    options.add_argument("--folder", default=str(Path(tempfile.gettempdir()) / "kondusif-bench-search"))
    options.add_argument("--boundaries")
    options.add_argument("--write", action="store_true")
    chosen = options.parse_args()
    os.environ.update(KONDUSIF_DATA=chosen.folder, KONDUSIF_NOW=PINNED, KONDUSIF_HOSTS="127.0.0.1,localhost,testserver")
    from kondusif.config.django import migrate, setup

    setup()
    _plain_static_files()
    migrate()
    search.fill(chosen.texts)
    crowd.fill_incidents(chosen.incidents)
    crowd.fill_index()
    if chosen.boundaries:
        subprocess.run([_kondusif(), "places", "load-boundaries", chosen.boundaries], check=True)
    page = _section(chosen.texts, chosen.incidents)
    print(page)
    if chosen.write:
        search.write(page, HEADING)


def _plain_static_files() -> None:
    """In process no files are collected: their addresses are then written without a fingerprint."""
    from django.conf import settings

    settings.STORAGES["staticfiles"]["BACKEND"] = "django.contrib.staticfiles.storage.StaticFilesStorage"


def of_the_server() -> Iterator[tuple[str, float, float, int, int]]:
    """For each page: first and median milliseconds, kilobytes of HTML, queries."""
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    client = Client()
    client.force_login(_operator())
    for name, address in ADDRESSES.items():
        with CaptureQueriesContext(connection) as captured:
            begun = time.perf_counter()
            response = client.get(address)
            first = _since(begun)
        queries = len(captured)  # before the next request empties the log
        if response.status_code != 200:
            print(f"bench: {address}: {response.status_code}", file=sys.stderr)
            continue
        took = []
        for _ in range(TURNS):
            begun = time.perf_counter()
            body = client.get(address).content
            took.append(_since(begun))
        yield name, first, sorted(took)[TURNS // 2], len(body) // 1000, queries


def of_the_browser() -> Iterator[tuple[str, float]]:
    """Milliseconds until pages stand in Chromium, warm server; then until a change of the scope is seen."""
    from playwright.sync_api import sync_playwright

    name = _operator().username
    with _Served() as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox"])
        page = browser.new_page(viewport={"width": 1440, "height": 900})
        page.goto(f"{address}/masuk/")
        page.fill("[name=username]", name)
        page.fill("[name=password]", PASSWORD)
        page.click("main button")
        for each in PAGES_IN_BROWSER:
            page.goto(address + ADDRESSES[each])
            yield each, _median(lambda each=each: page.goto(address + ADDRESSES[each], wait_until="load"))
        yield (
            "Kejadian: another kind",
            _median(lambda: _switch(page, address, "/kejadian/", "nav.tabs a:not([aria-current])")),
        )
        yield (
            "Situasi: another period",
            _median(lambda: _switch(page, address, "/", "nav.periods a:not([aria-current])")),
        )
        browser.close()


def _switch(page: object, address: str, path: str, link: str) -> float:
    page.goto(address + path)  # type: ignore[attr-defined]
    before = page.url  # type: ignore[attr-defined]
    begun = time.perf_counter()
    page.click(link)  # type: ignore[attr-defined]
    page.wait_for_function("before => location.href !== before", arg=before)  # type: ignore[attr-defined]
    page.wait_for_load_state()  # type: ignore[attr-defined]
    return _since(begun)


def _median(act: Callable[[], object], turns: int = 5) -> float:
    """The middle of several turns; an act that measures itself returns its milliseconds."""
    took = []
    for _ in range(turns):
        begun = time.perf_counter()
        result = act()
        took.append(result if isinstance(result, float) else _since(begun))
    return sorted(took)[turns // 2]


def _since(begun: float) -> float:
    return (time.perf_counter() - begun) * 1000


def _operator() -> object:
    from django.contrib.auth.models import User

    from kondusif.config.accounts import ensure_judges

    user, fresh = User.objects.get_or_create(username="bangku-uji")
    if fresh:
        user.set_password(PASSWORD)
        user.save()
        user.groups.add(ensure_judges())
    return user


def _kondusif() -> str:
    return str(Path(sys.executable).with_name("kondusif"))


class _Served:
    """The command centre on a free port of the loopback, ended by its own process id."""

    def __enter__(self) -> str:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        self.process = subprocess.Popen([_kondusif(), "serve", "--port", str(port)], stdout=subprocess.DEVNULL)
        for _ in range(200):
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", port)) == 0:
                    return f"http://127.0.0.1:{port}"
            time.sleep(0.1)
        raise RuntimeError("the server did not come up")

    def __exit__(self, *_: object) -> None:
        self.process.terminate()
        self.process.wait(timeout=20)


def _section(texts: int, incidents: int) -> str:
    from django.db import connection

    engine = "SQLite" if connection.vendor == "sqlite" else "PostgreSQL"
    server = [
        [name, f"{first:.0f}", f"{middle:.0f}", f"{size:,}", f"{queries}"]
        for name, first, middle, size, queries in of_the_server()
    ]
    browser = [[name, f"{took:.0f}"] for name, took in of_the_browser()]
    return f"""### Pages on {engine}

`python bench/pages.py --write` on {datetime.now(UTC).date().isoformat()}, {os.cpu_count()} shared cores, Python {platform.python_version()},
load average {os.getloadavg()[0]:.1f}: {texts:,} texts, {incidents:,} incidents; server: median of {TURNS}, in process, one client.

{table.markdown(["page", "first, ms", "median, ms", "HTML, kB", "queries"], server)}

In Chromium at 1440 × 900 over the loopback, median of 5:

{table.markdown(["what", "ms"], browser)}
"""


if __name__ == "__main__":
    main()
