"""`kondusif serve`: the command centre on this machine."""

from __future__ import annotations

import errno
import os
import socket

import click

from kondusif.cli import status
from kondusif.cli.instance import instance


@click.command("serve")
@click.option("--host", metavar="ALAMAT", default="127.0.0.1", show_default=True, help="Alamat yang didengarkan.")
@click.option("--port", metavar="N", default=8000, show_default=True, type=click.IntRange(1, 65535), help="Port.")
@click.option(
    "--threads",
    metavar="N",
    default=4,
    show_default=True,
    type=click.IntRange(1, 64),
    help="Permintaan yang dilayani serentak.",
)
def command(host: str, port: int, threads: int) -> int:
    """Jalankan pusat komando di komputer ini; Ctrl+C menghentikannya. (Serve the pages.)

    Selama akun peragaan masih ada, hanya komputer ini yang dapat membukanya: kata sandinya pernah dicetak.
    """
    with instance():
        _refuse_open_demonstration(host)
        _refuse_taken(host, port)
        _collect_static_files()
        click.echo(f"Kondusif di http://{f'[{host}]' if ':' in host else host}:{port}/  (Ctrl+C untuk berhenti)")
        _serve(host, port, threads)
    return status.ALL_WELL


def _refuse_open_demonstration(host: str) -> None:
    from kondusif.config.accounts import DEMO_OPERATOR, demo_operator_exists, is_loopback

    if not is_loopback(host) and demo_operator_exists():
        raise status.Failed(
            f"menolak mendengarkan di {host}: akun peragaan '{DEMO_OPERATOR}' masih ada, kata sandinya pernah dicetak. "
            "Pakai KONDUSIF_DATA lain untuk instansi sungguhan."
        )


def _refuse_taken(host: str, port: int) -> None:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            if error.errno == errno.EADDRINUSE:
                raise status.Failed(
                    f"{host}:{port} sudah dipakai program lain; coba --port {port % 65535 + 1}"
                ) from None
            raise status.Failed(
                f"tidak dapat mendengarkan di {host}:{port} ({error.strerror}); periksa --host dan --port"
            ) from None


def _collect_static_files() -> None:
    from django.core.management import call_command

    call_command("collectstatic", interactive=False, verbosity=0)


def _serve(host: str, port: int, threads: int) -> None:
    from granian import Granian
    from granian.constants import Interfaces

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kondusif.config.settings")
    Granian(
        "kondusif.config.wsgi:application",
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        workers=1,
        blocking_threads=threads,
        websockets=False,
        log_enabled=False,
    ).serve()
