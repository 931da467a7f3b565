"""`kondusif token`: tokens for programs that read the API."""

from __future__ import annotations

from datetime import timedelta

import click

from kondusif.cli import status
from kondusif.cli.instance import instance, somebody
from kondusif.publishing.domain.tokens import BadToken, TokenScope


@click.group("token", no_args_is_help=True)
def command() -> None:
    """Token untuk program yang membaca API. (Tokens for programs that read the API.)

    \b
    Contoh:
      kondusif token create ayu --name "papan di ruang rapat"
      kondusif token list
      kondusif token revoke 3
    """


@command.command("create")
@click.argument("owner", metavar="AKUN")
@click.option("--name", metavar="TEKS", required=True, help="Nama, supaya token ini dikenali lagi.")
@click.option("--days", metavar="HARI", type=click.IntRange(1, 366), default=90, help="Berlaku sekian hari (90).")
@click.option("--names", is_flag=True, help="Boleh membaca nama orang pribadi; hanya untuk akun penilai.")
def create(*, owner: str, name: str, days: int, names: bool) -> int:
    """Buat token untuk sebuah akun, dan tampilkan sekali ini saja."""
    with instance(make=False):
        from kondusif.config.clock import now
        from kondusif.publishing.actions.tokens import NoSuchAccount, create_token

        moment = now()
        try:
            number, secret = create_token(
                owner,
                name=name,
                scopes={TokenScope.READ_NAMES} if names else set(),
                expires_at=moment + timedelta(days=days),
                by=somebody(None),
                now=moment,
            )
        except NoSuchAccount as error:
            raise status.Failed(str(error)) from error
        except BadToken as error:
            raise status.Misused(str(error)) from error
    click.echo(secret)
    click.echo(f"Token {number} untuk {owner}, {days} hari. Salin sekarang: tidak akan ditampilkan lagi.", err=True)
    return status.ALL_WELL


@command.command("list")
@click.option("--owner", metavar="AKUN", default="", help="Hanya milik akun ini.")
def list_(*, owner: str) -> int:
    """Tampilkan token yang ada: nomor, pemilik, nama, lingkup, sampai kapan, terakhir dipakai."""
    with instance(make=False):
        from kondusif.config.clock import now
        from kondusif.publishing.queries.tokens import list_tokens

        moment = now()
        rows = list_tokens(owner)
        for row in rows:
            state = "berlaku" if row.works(moment) else "dicabut" if row.revoked_at else "habis"
            until = f"{row.expires_at:%Y-%m-%d}" if row.expires_at else "–"
            used = f"{row.used_on:%Y-%m-%d}" if row.used_on else "belum pernah"
            click.echo("\t".join((str(row.id), row.owner, row.name, " ".join(row.scopes), until, used, state)))
        if not rows:
            click.echo("Belum ada token.", err=True)
    return status.ALL_WELL


@command.command("revoke")
@click.argument("number", metavar="NOMOR", type=int)
def revoke(*, number: int) -> int:
    """Cabut token: mulai sekarang ia tidak membuka apa pun."""
    with instance(make=False):
        from kondusif.config.clock import now
        from kondusif.publishing.actions.tokens import NoSuchToken, revoke_token

        try:
            revoke_token(number, by=somebody(None), now=now())
        except NoSuchToken as error:
            raise status.Failed(str(error)) from error
    click.echo(f"Token {number} dicabut.")
    return status.ALL_WELL
