"""`kondusif demo`: the dossier of invented texts, read and kept, on a day that never ends."""

from __future__ import annotations

import time
from datetime import datetime
from pathlib import Path

import click

from kondusif.cli import status
from kondusif.cli.ingest import keep_all
from kondusif.cli.instance import instance, number

DEMO_NOW = "2024-11-20T08:00:00+07:00"  # a week before the vote
DOSSIER = Path(__file__).resolve().parents[1] / "intake" / "dossier"


@click.command("demo")
def command() -> int:
    """Siapkan peragaan: basis data, satu akun, dan sekitar 300 teks contoh yang kami tulis. (Load the demonstration.)

    Menjalankannya dua kali tidak mengubah apa pun. Selama peragaan, "sekarang" adalah 20 November 2024 pukul 08.00 WIB,
    sepekan sebelum pemungutan suara. Semua kejadian, media dan orang di dalamnya rekaan; nama wilayah sungguhan.

    \b
    Sesudahnya:
      kondusif serve                        buka pusat komando di peramban
      kondusif incidents                    lihat kejadian di terminal
    """
    begun = time.monotonic()
    with instance():
        pinned = _pin_the_day()
        kept, refused = keep_all(sorted(DOSSIER.glob("*.jsonl")), now=lambda: pinned)
        if kept.new:
            copies = f" ({number(kept.copies)} di antaranya salinan)" if kept.copies else ""
            click.echo(f"{number(kept.new)} teks contoh dibaca dan disimpan{copies}, {_seconds(begun)}.")
        else:
            click.echo(f"{number(kept.known)} teks contoh sudah ada; tidak ada yang diubah.")
        from kondusif.cli.demo_index import demonstrate_index

        _tell_what_stands()
        demonstrate_index(pinned)
        _tell_how_to_enter(pinned)
    return status.SOME_REFUSED if refused else status.ALL_WELL


def _pin_the_day() -> datetime:
    """Leave the demonstration's day in the data folder, where `settings` finds it; never in a real instance's."""
    from django.conf import settings

    from kondusif.config.clock import parse_moment
    from kondusif.intake.queries import count_texts

    file = settings.KONDUSIF_DATA / "now"
    if not file.is_file():
        if texts := count_texts():
            raise status.Failed(
                f"{settings.KONDUSIF_DATA} sudah menyimpan {number(texts)} teks yang bukan peragaan. "
                "Pakai folder lain: KONDUSIF_DATA=/folder/lain kondusif demo"
            )
        file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        file.write_text(DEMO_NOW + "\n")
    return parse_moment(file.read_text().strip())


def _tell_what_stands() -> None:
    from kondusif.incidents.domain.types import Kind
    from kondusif.incidents.queries import figures

    counts = figures()
    incidents, activities = counts.by_kind[Kind.INCIDENT], counts.by_kind[Kind.ACTIVITY]
    click.echo(
        f"{number(incidents)} kejadian dan {number(activities)} kegiatan; "
        f"{number(counts.several_witnesses)} diceritakan lebih dari satu saksi, "
        f"{number(counts.contradicted)} memuat pernyataan yang bertentangan dengan fakta resmi."
    )


def _tell_how_to_enter(pinned: datetime) -> None:
    from django.utils.formats import date_format

    from kondusif.config.accounts import ensure_demo_operator

    name, password = ensure_demo_operator()
    click.echo(
        f"Hari ini dianggap {date_format(pinned, 'j F Y')} pukul {pinned:%H.%M} WIB. Semua teks dan angkanya rekaan.\n"
        f"Akun untuk masuk dan menilai: {name}, kata sandi {password} (hanya untuk komputer ini)\n"
        "Pusat komando: make up atau kondusif serve, lalu buka http://127.0.0.1:8000/"
    )


def _seconds(begun: float) -> str:
    return f"{time.monotonic() - begun:.1f} detik".replace(".", ",")
