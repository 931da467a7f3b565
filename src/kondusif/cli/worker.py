"""`kondusif worker`: scheduled sitreps and whatever was queued."""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

import click

from kondusif.cli import status
from kondusif.cli.instance import instance, number

if TYPE_CHECKING:
    from kondusif.config.worker import Round


@click.command("worker")
@click.option("--once", is_flag=True, help="Satu putaran, lalu selesai.")
@click.option(
    "--interval",
    metavar="DETIK",
    type=click.IntRange(1, 3600),
    default=30,
    show_default=True,
    help="Jeda antarputaran.",
)
def command(*, once: bool, interval: int) -> int:
    """Kerjakan yang terjadwal dan yang mengantre: sitrep pukul 06.00 dan 18.00, pemindaian pagi, pemberitahuan. (Run the worker.)

    Wilayah yang dilaporkan disebut dalam KONDUSIF_SITREP_AREAS, misalnya 35,35.04; yang dipindai tiap pagi dalam
    KONDUSIF_SCANS, misalnya 35/kecamatan. Pekerjaan yang terputus karena
    proses dimatikan diambil lagi sesudah KONDUSIF_LEASE detik; menjalankan beberapa worker sekaligus aman.

    \b
    Contoh:
      KONDUSIF_SITREP_AREAS=35.04 kondusif worker          terus, sampai Ctrl+C
      kondusif worker --once                               dari cron, tiap beberapa menit
    """
    with instance(make=False):
        from django.db import close_old_connections

        from kondusif.config.clock import now
        from kondusif.config.worker import run_round

        failed = False
        with _until_stopped() as stopped:
            while not stopped.is_set():
                close_old_connections()
                told = run_round(now=now())
                _tell(told)
                failed = bool(told.failed)
                if once:
                    break
                stopped.wait(interval)
    return status.FAILURE if once and failed else status.ALL_WELL


@contextmanager
def _until_stopped() -> Iterator[threading.Event]:
    """Set by Ctrl+C or a service manager: what is being done is finished first."""
    stopped = threading.Event()
    before = {each: signal.signal(each, lambda *_: stopped.set()) for each in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield stopped
    finally:
        for each, handler in before.items():
            signal.signal(each, handler)


def _tell(told: Round) -> None:
    if told.released:
        click.echo(f"{number(told.released)} pekerjaan yang terputus diambil lagi.", err=True)
    if told.queued:
        click.echo(f"Sitrep terjadwal untuk {', '.join(told.queued)}.", err=True)
    if told.scans:
        click.echo(f"Pemindaian pagi untuk {', '.join(told.scans)}.", err=True)
    if told.done:
        click.echo(f"{number(told.done)} pekerjaan selesai.", err=True)
    if told.mails:
        click.echo(f"{number(told.mails)} surel pantauan dikirim.", err=True)
    for why in told.failed:
        click.echo(f"gagal: {why}", err=True)
