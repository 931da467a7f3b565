"""`kondusif`: finds the command, runs it, and turns every failure into one line and an exit status."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from importlib import import_module, metadata
from importlib.util import find_spec

import click

from kondusif.cli import status
from kondusif.cli.atomic import silence_standard_output
from kondusif.cli.wording import Help, complaint

# Name → one line for `kondusif --help`. A command appears when `kondusif/cli/<name>.py`, with a `command`, exists.
COMMANDS = {
    "read": "Baca teks: apa, di mana, kapan, siapa, dan kata mana yang berkata begitu.",
    "ingest": "Baca dan simpan ke basis data; menjalankannya dua kali tidak mengubah apa pun.",
    "incidents": "Tampilkan kejadian yang tersimpan.",
    "judge": "Catat penilaian orang atas satu kejadian.",
    "corrections": "Tulis koreksi orang sebagai contoh berlabel.",
    "index": "Hitung indeks kerawanan, jelaskan skornya, bandingkan edisinya.",
    "scan": "Cari wilayah dan hari yang ramai tidak seperti biasanya; catat peringatan.",
    "backtest": "Ukur seberapa tepat ramalan dan peringatan seandainya dipakai sejak dulu.",
    "patrol": "Bagi unit patroli yang terbatas ke wilayah, dengan bagian terkecil bagi semua.",
    "sitrep": "Buat laporan situasi satu wilayah: HTML, PDF, Word, JSON.",
    "people": "Tampilkan pejabat yang disebut teks, dalam jabatannya.",
    "stages": "Tampilkan tahapan: yang berjalan, yang dilarang, yang berikutnya.",
    "token": "Buat, tampilkan, cabut token untuk program yang membaca API.",
    "serve": "Jalankan pusat komando di komputer ini.",
    "worker": "Kerjakan yang terjadwal dan yang mengantre.",
    "demo": "Siapkan berkas contoh peragaan.",
    "places": "Cari wilayah menurut nama atau kode; muat batas wilayah.",
    "doctor": "Periksa apakah pemasangan ini sehat.",
    "migrate": "Mutakhirkan tabel basis data PostgreSQL.",
}

_CONTEXT = {"help_option_names": ["-h", "--help"], "max_content_width": 110}


class _Commands(click.Group):
    """Imports a command's module only when it is called: `kondusif read` loads no Django."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's signature
        return [name for name in COMMANDS if find_spec(f"{__package__}.{name}")]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in self.list_commands(ctx):
            return None
        command: click.Command = import_module(f"kondusif.cli.{cmd_name}").command
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Perintah"):
            formatter.write_dl([(name, COMMANDS[name]) for name in self.list_commands(ctx)])


@click.group(cls=_Commands, context_settings=_CONTEXT)
@click.version_option(metadata.version("kondusif"), prog_name="kondusif", message="%(prog)s %(version)s")
@click.option("--debug", is_flag=True, help="Tampilkan rincian teknis bila ada kesalahan.")
def cli(*, debug: bool) -> None:
    """Kondusif: pusat komando Pilkada yang terbuka (open command centre of an Indonesian regional election).

    \b
    Mulai dari sini:
      kondusif read laporan.jsonl           baca teks, tampilkan tabel
      kondusif read folder/ --out hasil.csv simpan sebagai CSV
      kondusif read --help                  semua pilihan dan contohnya
    """


def main(arguments: Sequence[str] | None = None) -> None:
    """Run a command and end with its status: 0 all well, 1 a failure, 2 wrong usage, 3 some inputs refused."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    sys.exit(run(given))


def run(arguments: list[str]) -> int:
    """The exit status of `kondusif` with `arguments`; never raises."""
    debug = "--debug" in arguments or bool(os.environ.get("KONDUSIF_DEBUG"))
    # `--debug` may stand anywhere: people add it at the end of the line that failed.
    arguments = ["--debug"] * debug + [word for word in arguments if word != "--debug"]
    click.Context.formatter_class = Help
    try:
        result = cli.main(arguments, prog_name="kondusif", standalone_mode=False)
        sys.stdout.flush()
        return result if isinstance(result, int) else status.ALL_WELL
    except click.exceptions.NoArgsIsHelpError as error:
        click.echo(error.format_message(), err=True)
        return status.WRONG_USAGE
    except click.UsageError as error:
        _say(complaint(error), hint=f"Bantuan: {error.ctx.command_path if error.ctx else 'kondusif'} --help")
        return status.WRONG_USAGE
    except status.Misused as error:
        _say(str(error))
        return status.WRONG_USAGE
    except (click.Abort, KeyboardInterrupt):
        _say("dihentikan; keluaran yang belum selesai dibuang")
        return status.FAILURE
    except (status.OutputClosed, BrokenPipeError):
        silence_standard_output()
        return status.ALL_WELL
    except (status.Failed, click.ClickException) as error:
        _say(error.format_message() if isinstance(error, click.ClickException) else str(error))
        return status.FAILURE
    except Exception as error:  # noqa: BLE001 - the last line of defence: never a traceback
        return _unexpected(error, debug=debug)


def _unexpected(error: Exception, *, debug: bool) -> int:
    if debug:
        import traceback

        traceback.print_exception(error)
    words = str(error).strip().splitlines()
    reason = f"{type(error).__name__}: {words[0][:200]}" if words else type(error).__name__
    _say(
        f"terjadi kesalahan tak terduga ({reason})",
        hint="" if debug else "Jalankan lagi dengan --debug untuk rinciannya.",
    )
    return status.FAILURE


def _say(message: str, *, hint: str = "") -> None:
    try:
        click.echo(f"kondusif: {message}", err=True)
        if hint:
            click.echo(hint, err=True)
    except OSError:
        pass


if __name__ == "__main__":
    main()
