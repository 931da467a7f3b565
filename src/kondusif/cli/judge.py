"""`kondusif judge`: a person's word on an incident, and taking it back."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from typing import TYPE_CHECKING

import click

from kondusif.cli import status
from kondusif.cli.instance import chosen_incident, instance, somebody
from kondusif.incidents.domain.judging import BadJudgement
from kondusif.incidents.domain.types import Ruling

if TYPE_CHECKING:
    from kondusif.incidents.queries import IncidentDetail

MERGE, SPLIT = "merge", "split"


@click.command("judge", no_args_is_help=True)
@click.argument("incident", metavar="KEJADIAN")
@click.argument(
    "ruling", metavar="[PENILAIAN]", required=False, type=click.Choice([*(each.value for each in Ruling), MERGE, SPLIT])
)
@click.option("--reason", metavar="TEKS", help="Alasan; wajib.")
@click.option("--value", metavar="NILAI", default="", help="Nilai yang benar, untuk wrong_….")
@click.option("--with", "others", metavar="KEJADIAN", multiple=True, help="Kejadian yang digabung, untuk merge.")
@click.option("--text", "texts", metavar="ID", multiple=True, help="Id teks yang dipisah, untuk split.")
@click.option("--by", metavar="NAMA", help="Siapa yang menilai. Tanpa ini: pengguna komputer ini.")
@click.option("--undo", is_flag=True, help="Batalkan penilaian terakhir atas kejadian ini.")
def command(
    *,
    incident: str,
    ruling: str | None,
    reason: str | None,
    value: str,
    others: tuple[str, ...],
    texts: tuple[str, ...],
    by: str | None,
    undo: bool,
) -> int:
    """Catat penilaian orang atas satu kejadian, di samping dugaan mesin. Tidak ada yang ditimpa. (Judge an incident.)

    KEJADIAN adalah nomornya, id-nya, atau enam huruf awal id-nya (lihat `kondusif incidents`).

    \b
    PENILAIAN:
      verify reject needs_more close reopen   status
      wrong_place --value KODE                tempat yang benar, misalnya 35.04.01
      wrong_category --value KATEGORI         kategori yang benar
      wrong_date --value 2024-11-20           tanggal yang benar
      wrong_kind --value incident|activity    kejadian atau kegiatan
      merge --with KEJADIAN                   satu peristiwa yang sama
      split --text ID                         teks ini menceritakan peristiwa lain

    \b
    Contoh:
      kondusif judge 12 verify --reason "dua saksi di tempat, foto cocok"
      kondusif judge 12 wrong_place --value 35.07.14.2008 --reason "desanya Wandanpuro"
      kondusif judge 12 --undo
    """
    if undo == bool(ruling):
        raise status.Misused("sebutkan PENILAIAN, atau --undo tanpa PENILAIAN")
    if ruling and not reason:
        raise status.Misused("--reason belum disebutkan: penilaian selalu punya alasan")
    with instance(make=False):
        from kondusif.incidents import actions

        target = uuid.UUID(chosen_incident(incident))
        try:
            if undo:
                words = _undo(target, somebody(by))
            elif ruling == MERGE:
                words = _merge(target, others, reason or "", somebody(by))
            elif ruling == SPLIT:
                words = _split(target, texts, reason or "", somebody(by))
            else:
                words = _judge(target, Ruling(ruling or ""), value, reason or "", somebody(by))
        except (BadJudgement, actions.CannotRegroup) as error:
            raise status.Misused(str(error)) from error
        except (
            actions.NoSuchIncident,
            actions.ChangedMeanwhile,
            actions.ClaimedByOther,
            actions.NothingToWithdraw,
        ) as error:
            raise status.Failed(str(error)) from error
    click.echo(words)
    return status.ALL_WELL


def _judge(incident: uuid.UUID, ruling: Ruling, value: str, reason: str, by: str) -> str:
    from kondusif.config.clock import now
    from kondusif.incidents.actions import judge_incident

    judge_incident(incident, ruling=ruling, value=value, reason=reason, by=by, now=now())
    return f"Dicatat. {_standing(incident)}"


def _merge(incident: uuid.UUID, others: Sequence[str], reason: str, by: str) -> str:
    from kondusif.config.clock import now
    from kondusif.incidents.actions import merge_incidents

    if not others:
        raise status.Misused("merge perlu --with KEJADIAN")
    everyone = [incident, *(uuid.UUID(chosen_incident(other)) for other in others)]
    kept, _ = merge_incidents(everyone, reason=reason, by=by, now=now())
    return f"Digabung. {_standing(kept)}"


def _split(incident: uuid.UUID, texts: Sequence[str], reason: str, by: str) -> str:
    from kondusif.config.clock import now
    from kondusif.incidents.actions import split_incident

    if not texts:
        raise status.Misused("split perlu --text ID")
    members = {member.text.source_id: member.text.id for member in _detail(incident).members}
    if unknown := [text for text in texts if text not in members]:
        raise status.Misused(f"bukan teks kejadian ini: {', '.join(unknown)} (ada: {', '.join(members)})")
    other, _ = split_incident(incident, text_ids=[members[text] for text in texts], reason=reason, by=by, now=now())
    return f"Dipisah. {_standing(other)}"


def _undo(incident: uuid.UUID, by: str) -> str:
    """Take back the newest word, be it a judgement or a decision about texts."""
    from kondusif.config.clock import now
    from kondusif.incidents.actions import NothingToWithdraw, withdraw_decision, withdraw_judgement

    detail = _detail(incident)
    judged = next((said for said in detail.judgements if said.stands), None)
    decided = next((each for each in detail.decisions if each.active), None)
    if decided and (judged is None or decided.at >= judged.at):
        withdraw_decision(decided.id, by=by, now=now())
    elif judged:
        withdraw_judgement(judged.id, by=by, now=now())
    else:
        raise NothingToWithdraw
    return f"Dibatalkan. {_standing(incident)}"


def _detail(incident: uuid.UUID) -> IncidentDetail:
    from kondusif.incidents.actions import NoSuchIncident
    from kondusif.incidents.queries import incident_detail, redirect_of

    detail = incident_detail(redirect_of(incident) or incident)
    if detail is None:
        raise NoSuchIncident(incident)
    return detail


def _standing(incident: uuid.UUID) -> str:
    row = _detail(incident).row
    place = f", {row.place_code}" if row.place_code else ""
    return f"Kejadian {row.number}: {row.status}, {row.category}{place}, {row.texts} teks."
