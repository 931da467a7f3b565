"""What `kondusif scan` prints: a table for people, and one record for programs from which CSV and GeoJSON are made."""

from __future__ import annotations

import io
import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from kondusif.cli.tables import printed, table_of
from kondusif.kerawanan.domain.scan_types import PValue
from kondusif.kerawanan.queries.evenness import Evenness
from kondusif.kerawanan.queries.late import LateReports
from kondusif.kerawanan.queries.scanning import AreaScan, Found
from kondusif.kerawanan.queries.series import AreaSeries
from kondusif.places.domain.gazetteer import load_gazetteer
from kondusif.places.queries import boundaries_by_code
from kondusif.publishing.domain.writers import About, Column, Geometry, write_csv, write_geojson

if TYPE_CHECKING:
    from rich.console import Console

_NAMED = 4
_COLUMNS = (
    "rank", "level", "areas", "centre", "first_date", "latest_date", "days", "observed", "expected", "relative_risk",
    "llr", "p", "p_method", "screening_p", "recurrence_days", "corroborated", "incidents",
)  # fmt: skip
STATISTICS = {
    "expectation": "tiap wilayah terhadap kebiasaannya sendiri",
    "population": "terhadap jumlah pemilih",
    "permutation": "hari diacak antarinsiden, karena masa lalunya belum cukup",
}


@dataclass(frozen=True, slots=True, eq=False)
class Told:
    """What a run tells: clusters, single series, and how complete the latest days are."""

    scanned: AreaScan
    judged: AreaSeries
    late: LateReports


def as_table(told: Told) -> str:
    """Clusters and single series with what a reader must know of them."""
    scanned = told.scanned

    def show(console: Console) -> None:
        scope, result = scanned.scope, scanned.result
        where = load_gazetteer().area(scope.area).title if scope.area else "Indonesia"
        console.print(
            f"{where}, {result.manifest.areas} {scope.level.id}, {result.manifest.days} hari sampai {scanned.today}: "
            f"{result.observed} insiden dalam {scope.max_days} hari terakhir",
            style="bold", markup=False,
        )  # fmt: skip
        if scanned.found:
            console.print(_clusters(scanned))
        else:
            console.print("Tidak ada klaster: tidak ada yang lebih ramai daripada biasanya.")
        if told.judged.found:
            console.print(f"\nSatu wilayah saja: {told.judged.because}", style="bold", markup=False)
            console.print(_series(told.judged))
        for line in _notes(scanned, told.late):
            console.print(line, style="dim", markup=False)

    return printed(show)


def record_of(told: Told) -> dict[str, Any]:
    """The whole run as plain values; docs/peringatan-dini.md explains them, and fields are only added."""
    scanned, late = told.scanned, told.late
    scope, result, manifest = scanned.scope, scanned.result, scanned.result.manifest
    return {
        "area": scope.area,
        "level": scope.level.id,
        "today": scanned.today.isoformat(),
        "statistic": scanned.statistic,
        "verified_only": scope.verified_only,
        "observed": result.observed,
        "expected": result.expected,
        "past_incidents": scanned.past,
        "without_place": scanned.without_place,
        "exposure": scanned.exposure.basis,
        "neighbours": "tiles" if scanned.by_tiles else "outlines",
        "dispersion": result.dispersion.ratio,
        "late": [
            {
                "day": one.day.isoformat(),
                "reported": one.now.reported,
                "share": one.now.share,
                "estimate": one.now.estimate,
                "lower": one.now.lower,
                "upper": one.now.upper,
            }
            for one in late.days
        ],
        "clusters": list(_records(scanned.found)),
        "series": {
            "because": told.judged.because,
            "method": told.judged.warnings.method if told.judged.warnings else None,
            "found": [
                {
                    "area": one.area,
                    "level": str(one.loudness or ""),
                    "first_date": one.first_date.isoformat(),
                    "latest_date": one.latest_date.isoformat(),
                    "observed": one.observed,
                    "expected": one.expected,
                    "p": one.p,
                    "recurrence_days": one.recurrence_days,
                    "corroborated": one.corroborated,
                    "incidents": [row.number for row in one.evidence],
                }
                for one in told.judged.found
            ],
        },
        "manifest": {
            "seed": manifest.seed,
            "replicates": manifest.replicates,
            "published_replicates": manifest.published_replicates,
            "windows": manifest.windows,
            "input_sha256": manifest.input_sha256,
            "versions": dict(manifest.versions),
        },
    }


def as_csv(scanned: AreaScan) -> bytes:
    """One row a cluster."""
    columns = tuple(Column(name, name, "") for name in _COLUMNS)
    return b"".join(write_csv(columns, _records(scanned.found), bom=False))


def audit_table(found: Evenness) -> str:
    """Groups beside each other, with the verdict."""
    audit = found.audit

    def show(console: Console) -> None:
        console.print(audit.words, style="bold", markup=False)
        names = ("kelompok", "wilayah", "insiden", "peringatan", "semestinya", "perbandingan", "selang")
        table = table_of(names, right=names[1:6])
        for one in audit.strata:
            ratio = "–" if one.ratio is None else f"{one.ratio:.2f}".replace(".", ",")
            table.add_row(
                one.name, str(one.areas), f"{one.incidents:g}", f"{one.alarms:.1f}".replace(".", ","),
                f"{one.expected:.1f}".replace(".", ","), ratio, f"{one.low:.2f}–{one.high:.2f}".replace(".", ",").replace("inf", "∞"),
            )  # fmt: skip
        console.print(table)
        enough = max((one.enough or 0 for one in audit.strata), default=0)
        if audit.verdict == "unsure" and enough:
            console.print(f"Kira-kira {enough} peringatan diperlukan untuk memastikannya.", style="dim")
        if audit.unlabelled:
            console.print(f"{audit.unlabelled} wilayah tanpa kelompok tidak ikut.", style="dim")
        console.print("Perbandingan: peringatan per insiden kelompok itu terhadap semua wilayah lain.", style="dim")

    return printed(show)


def as_parquet(told: Told) -> bytes:
    """One row a cluster, lists as lists, days as days; the manifest stands in the file's metadata."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    texts, whole = pa.string(), pa.int64()
    kinds = dict.fromkeys(("level", "centre", "p_method"), texts) | dict.fromkeys(("rank", "days", "observed"), whole)
    kinds |= {"areas": pa.list_(texts), "incidents": pa.list_(whole), "corroborated": pa.bool_()}
    kinds |= {"first_date": pa.date32(), "latest_date": pa.date32()}
    rows = [
        {**record, **{name: date.fromisoformat(record[name]) for name in ("first_date", "latest_date")}}
        for record in _records(told.scanned.found)
    ]
    about = {name: value for name, value in record_of(told).items() if name != "clusters"}
    schema = pa.schema(
        [pa.field(name, kinds.get(name, pa.float64())) for name in _COLUMNS],
        metadata={b"kondusif": json.dumps(about, ensure_ascii=False).encode()},
    )
    written = io.BytesIO()
    pq.write_table(pa.Table.from_pylist(rows, schema=schema), written)
    return written.getvalue()


def as_geojson(told: Told) -> bytes:
    """One feature an area of a cluster, with its outline where one was loaded."""
    rows = [{**record, "area": code} for record in _records(told.scanned.found) for code in record["areas"]]
    kept = {each.code: each.geometry for each in boundaries_by_code([row["area"] for row in rows])}
    about = About("Kondusif", (), {name: value for name, value in record_of(told).items() if name != "clusters"})

    def geometry_of(record: Any) -> Geometry | None:
        return Geometry(record["area"], kept[record["area"]]) if record["area"] in kept else None

    return b"".join(write_geojson(about, rows, geometry_of=geometry_of))


def _records(found: Iterable[Found]) -> Iterable[dict[str, Any]]:
    for rank, each in enumerate(found, 1):
        one = each.cluster
        yield {
            "rank": rank,
            "level": str(one.level or ""),
            "areas": list(one.areas),
            "centre": one.centre,
            "first_date": one.first_date.isoformat(),
            "latest_date": one.latest_date.isoformat(),
            "days": one.days,
            "observed": one.observed,
            "expected": one.expected,
            "relative_risk": None if one.relative_risk == float("inf") else one.relative_risk,
            "llr": one.llr,
            "p": one.p.value,
            "p_method": one.p.method,
            "screening_p": one.screening.value,
            "recurrence_days": one.recurrence_days,
            "corroborated": each.corroborated,
            "incidents": [row.number for row in each.evidence],
        }


def _clusters(scanned: AreaScan) -> Any:
    names = ("", "wilayah", "hari", "ada", "biasanya", "p", "sekali dalam", "insiden")
    table = table_of(names, right=("ada", "biasanya", "p", "sekali dalam"))
    for each in scanned.found:
        one = each.cluster
        numbers = ", ".join(str(row.number) for row in each.evidence[:12]) + (" …" if len(each.evidence) > 12 else "")
        table.add_row(
            str(one.level or "·"),
            _areas(one.areas),
            f"{one.first_date:%d.%m}–{one.latest_date:%d.%m}" if one.days > 1 else f"{one.latest_date:%d.%m}",
            str(one.observed),
            f"{one.expected:.1f}".replace(".", ","),
            _p(one.p),
            f"{one.recurrence_days:,.0f} hari".replace(",", "."),
            numbers if each.corroborated else f"{numbers}\nbelum dikuatkan",
        )
    return table


def _series(judged: AreaSeries) -> Any:
    table = table_of(
        ("", "wilayah", "ada", "biasanya", "p", "sekali dalam", "insiden"),
        right=("ada", "biasanya", "p", "sekali dalam"),
    )
    for one in judged.found:
        table.add_row(
            str(one.loudness or "·"),
            _areas((one.area,)),
            str(one.observed),
            f"{one.expected:.2f}".replace(".", ","),
            f"{one.p:.5f}".replace(".", ","),
            f"{one.recurrence_days:,.0f} hari".replace(",", "."),
            ", ".join(str(row.number) for row in one.evidence) + ("" if one.corroborated else "\nbelum dikuatkan"),
        )
    return table


def _notes(scanned: AreaScan, late: LateReports) -> Iterable[str]:
    yield f"Dibandingkan: {STATISTICS[scanned.statistic]}. Paparan: {scanned.exposure.words}."
    if scanned.without_place:
        yield f"{scanned.without_place} insiden tidak menyebut tempat sampai tingkat ini dan tidak ikut dipindai."
    for one in late.incomplete[:3]:
        yield (
            f"{one.day:%d.%m}: {one.now.reported} dilaporkan, kira-kira {one.now.share:.0%} dari yang akan masuk; "
            f"akhirnya {one.now.lower}–{one.now.upper}."
        )
    if scanned.by_tiles:
        yield "Batas wilayah belum dimuat: dekat dan jauh menurut peta petak (kondusif places load-boundaries)."
    if scanned.statistic == "permutation" and any(each.cluster.level for each in scanned.found):
        yield "Tanpa garis dasar, klaster ini bisa juga karena pelaporan yang berubah: periksa insidennya satu per satu."


def _areas(codes: tuple[str, ...]) -> str:
    names = load_gazetteer()
    told = [names.area(code).title if code in names else code for code in codes[:_NAMED]]
    return ", ".join(told) + (f" dan {len(codes) - _NAMED} lagi" if len(codes) > _NAMED else "")


def _p(p: PValue) -> str:
    return f"{p.value:.4f}".replace(".", ",") + {"gumbel": " (taksiran ekor)", "stopped": " (dihentikan)"}.get(
        p.method, ""
    )
