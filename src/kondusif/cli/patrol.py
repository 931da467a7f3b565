"""`kondusif patrol`: where scarce units prevent most, and what every kabupaten and kota is owed."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from kondusif.cli import status
from kondusif.cli.asked import area_or_country, moment_of
from kondusif.cli.atomic import output
from kondusif.cli.instance import instance
from kondusif.cli.tables import printed, table_of

if TYPE_CHECKING:
    from rich.console import Console

    from kondusif.kerawanan.queries.patrols import PatrolPlan

LEVELS = ("kabupaten_kota", "kecamatan", "desa")
_SHOWN = 30


@click.command("patrol", no_args_is_help=True)
@click.option(
    "--units", metavar="N", type=click.IntRange(1, 1_000_000), required=True, help="Banyaknya unit yang tersedia."
)
@click.option("--area", metavar="KODE", default="35", show_default=True, help="Wilayah; 'id' untuk seluruh Indonesia.")
@click.option(
    "--level",
    type=click.Choice(LEVELS),
    default="kecamatan",
    show_default=True,
    help="Tingkat wilayah yang dilayani satu unit.",
)
@click.option("--rules", "name", default="patroli", show_default=True, help="Aturan bawaan: patroli, sosialisasi.")
@click.option("--minimum", metavar="N", type=click.IntRange(0), help="Paling sedikit unit tiap kabupaten/kota.")
@click.option("--cap", metavar="N", type=click.IntRange(1), help="Paling banyak unit satu wilayah.")
@click.option(
    "--equity", metavar="F", type=click.FloatRange(0, 1), help="Bagian terkecil dari jatah menurut pemilih, 0–1."
)
@click.option("--cautious", is_flag=True, help="Pakai batas atas selang risiko: yang kurang diketahui mendapat lebih.")
@click.option(
    "--edition", "number", metavar="N", type=click.IntRange(1), help="Edisi indeks. Tanpa ini: yang terakhir."
)
@click.option("--now", "moment", metavar="SAAT", help="Seolah-olah pada saat ini.")
@click.option(
    "--format",
    "form",
    type=click.Choice(["table", "csv", "json"]),
    help="Tanpa ini: menurut akhiran --out, atau tabel.",
)
@click.option("--out", metavar="FILE", type=click.Path(path_type=Path), help="Tulis ke berkas ini.")
def command(
    *,
    units: int,
    area: str,
    level: Any,
    name: str,
    minimum: int | None,
    cap: int | None,
    equity: float | None,
    cautious: bool,
    number: int | None,
    moment: str | None,
    form: str | None,
    out: Path | None,
) -> int:
    """Bagi unit patroli atau sosialisasi ke wilayah: paling banyak mencegah, tiap kabupaten/kota kebagian. (Allocate patrols.)

    \b
    Contoh:
      kondusif patrol --units 200
      kondusif patrol --units 60 --area 35.04 --level desa --cautious
      kondusif patrol --units 120 --rules sosialisasi --out jatah.csv
    """
    from kondusif.kerawanan.domain.allocation import AllocationRefused
    from kondusif.kerawanan.domain.allocation_rules import NoSuchRules, load_rules

    try:
        changed = {"minimum": minimum, "cap": cap, "equity": equity}
        rules = load_rules(name).model_copy(update={key: value for key, value in changed.items() if value is not None})
    except NoSuchRules as error:
        raise status.Misused(f"--rules: {error}") from error
    target = None if out is None or str(out) == "-" else out
    with instance(make=False):
        from kondusif.kerawanan.domain.index_rollup import VotersUnknown
        from kondusif.kerawanan.queries.editions import NoSuchEdition, edition, latest_edition
        from kondusif.kerawanan.queries.patrols import plan_patrols

        code = area_or_country(area)
        row = latest_edition() if number is None else None
        if number is None and row is None:
            raise status.Failed(
                "belum ada edisi indeks; hitung dengan: kondusif index KERANGKA --data FILE --keep --source TEKS"
            )
        try:
            kept = edition(number or (row.number if row else 0))
            plan = plan_patrols(
                kept,
                rules,
                area=code,
                level=level,
                budget=units,
                now=moment_of(moment, code),
                cautious=cautious,
            )
        except (AllocationRefused, NoSuchEdition, VotersUnknown) as error:
            raise status.Failed(str(error)) from error
        with output(target) as stream:
            chosen = form or (
                {".csv": "csv", ".json": "json"}.get(target.suffix.lower(), "table") if target else "table"
            )
            stream.write(_WRITERS[chosen](plan).encode("utf-8", "replace"))
    return status.ALL_WELL


def _records(plan: PatrolPlan) -> list[dict[str, object]]:
    from kondusif.places.domain.gazetteer import load_gazetteer

    names, found, result = load_gazetteer(), plan.allocation, plan.risks.result
    prevented: dict[str, float] = {}
    for each in found.purchases:
        prevented[each.code] = prevented.get(each.code, 0.0) + each.prevented
    rows = {code: row for row, code in enumerate(result.codes)}
    records = [
        {
            "code": code,
            "name": area.title if (area := names.get(code)) else "",
            "group": ".".join(code.split(".")[:2]),
            "units": int(units),
            "risk": round(float(result.combined[rows[code]]), 2),
            "prevented": round(prevented.get(code, 0.0), 3),
        }
        for code, units in zip(found.codes, found.units, strict=True)
    ]
    return sorted(records, key=lambda one: (-int(str(one["units"])), -float(str(one["prevented"])), str(one["code"])))


def _table(plan: PatrolPlan) -> str:
    def show(console: Console) -> None:
        found, records = plan.allocation, _records(plan)
        served = [one for one in records if one["units"]]
        console.print(
            f"{plan.rules.title}: {found.spent:g} dari {found.budget:g} {plan.rules.unit} di {len(served)} dari {len(records)} wilayah",
            style="bold",
        )
        table = table_of(("kode", "wilayah", "unit", "risiko"), right=("unit", "risiko"))
        for one in served[:_SHOWN]:
            table.add_row(str(one["code"]), str(one["name"]), str(one["units"]), f"{one['risk']:.1f}".replace(".", ","))
        console.print(table)
        if len(served) > _SHOWN:
            console.print(
                f"… dan {len(served) - _SHOWN} wilayah lagi; pakai --out jatah.csv untuk semuanya", style="dim"
            )
        share = found.prevented / found.expected if found.expected else 0.0
        console.print(
            f"Mencegah {share:.0%} dari yang diperkirakan; paling banyak {found.gap:.2%} di bawah yang terbaik.".replace(
                ".", ",", 1
            )
            if found.gap
            else f"Mencegah {share:.0%} dari yang diperkirakan; tidak ada pembagian yang lebih baik menurut aturan ini."
        )
        console.print(f"Aturan: {plan.rules.source}. Berapa banyak satu unit mencegah adalah anggapan.", style="dim")
        if plan.left_out:
            console.print(
                f"{len(plan.left_out)} wilayah tanpa risiko gabungan tidak ikut dibagi, misalnya {plan.left_out[0]}.",
                style="dim",
            )

    return printed(show)


def _csv(plan: PatrolPlan) -> str:
    text, records = io.StringIO(newline=""), _records(plan)
    writer = csv.DictWriter(text, list(records[0]))
    writer.writeheader()
    writer.writerows(records)
    return text.getvalue()


def _json(plan: PatrolPlan) -> str:
    found = plan.allocation
    record = {
        "rules": plan.rules.model_dump(mode="json"),
        "budget": found.budget,
        "spent": found.spent,
        "prevented": found.prevented,
        "expected": found.expected,
        "bound": found.bound,
        "binding": [{"rule": one.rule, "name": one.name, "price": one.price} for one in found.binding],
        "left_out": list(plan.left_out),
        "areas": _records(plan),
    }
    return json.dumps(record, ensure_ascii=False, indent=1) + "\n"


_WRITERS = {"table": _table, "csv": _csv, "json": _json}
