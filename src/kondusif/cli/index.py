"""`kondusif index`: an indeks kerawanan from an office's figures, why a score is what it is, and what changed it."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from kondusif.cli import status
from kondusif.cli.asked import FORMS, form_for, known_area, moment_of
from kondusif.cli.atomic import output

if TYPE_CHECKING:
    from kondusif.kerawanan.domain.frameworks import Framework
    from kondusif.kerawanan.domain.index import IndexOptions, IndexResult
    from kondusif.kerawanan.domain.tables import IndicatorTable
    from kondusif.kerawanan.queries.editions import Edition

_SHOWN = 25
_MANY = 30  # faults of a table that are told one by one


class _Index(click.Group):
    """`kondusif index KERANGKA …` computes; words that name a subcommand are one."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        if args and args[0] not in self.commands and args[0] not in {"-h", "--help"}:
            args = ["compute", *args]
        return super().parse_args(ctx, args)


@click.group("index", cls=_Index, no_args_is_help=True)
def command() -> None:
    """Hitung indeks kerawanan dari data kantor, jelaskan skornya, bandingkan edisinya. (Index of vulnerability.)

    \b
    Contoh:
      kondusif index frameworks                                     kerangka yang ada
      kondusif index template kondusif-desa --area 35.04 --out isian.xlsx
      kondusif index kondusif-desa --data isian.xlsx                 hitung dan tampilkan
      kondusif index kondusif-desa --data isian.xlsx --out skor.csv
      kondusif index kondusif-desa --data isian.xlsx --keep --source "Panwaslu, 1 November 2024"
      kondusif index explain 35.04.01.2001                           dari edisi terakhir yang disimpan
      kondusif index compare 1 2                                     apa yang berubah antara dua edisi
    """


_data_option = click.option(
    "--data", metavar="FILE", type=click.Path(path_type=Path), help="Tabel wilayah: .csv, .xlsx, atau .parquet."
)


@command.command("compute", no_args_is_help=True)
@click.argument("framework", metavar="KERANGKA")
@_data_option
@click.option("--out", metavar="FILE", type=click.Path(path_type=Path), help="Tulis ke berkas ini.")
@click.option("--format", "form", type=click.Choice(FORMS), help="Tanpa ini: menurut akhiran --out, atau tabel.")
@click.option(
    "--draws",
    metavar="N",
    type=click.IntRange(0, 10_000),
    default=1000,
    show_default=True,
    help="Ulangan untuk selang; 0 tanpa selang.",
)
@click.option(
    "--seed", metavar="N", type=click.IntRange(0), default=20241127, show_default=True, help="Benih bilangan acak."
)
@click.option(
    "--power", metavar="P", help="Bentuk rata-rata: angka > 0, atau 'complement'. Tanpa ini: menurut kerangka."
)
@click.option(
    "--wide",
    is_flag=True,
    help="Undian juga memilih bentuk, skala, dan perlakuan lain, meninggalkan satu indikator, dan salah hitung satu.",
)
@click.option("--equal-weights", is_flag=True, help="Bobot sama di setiap kelompok.")
@click.option(
    "--crosswalk",
    metavar="PADANAN",
    help="Tabel memakai kode edisi lama: id bawaan (provinsi-34-38) atau berkas YAML. Angka warisan ditandai.",
)
@click.option(
    "--sizes",
    metavar="FILE",
    type=click.Path(path_type=Path),
    help="Bersama --crosswalk: kode, pemilih, tps wilayah hasil pemekaran dan wilayah asalnya.",
)
@click.option(
    "--partitions",
    metavar="N",
    type=click.IntRange(1, 64),
    default=2,
    show_default=True,
    help="Bagian yang dihitung bersamaan; tidak mengubah hasil.",
)
@click.option(
    "--manifest",
    metavar="FILE",
    type=click.Path(path_type=Path),
    help="Tulis juga manifes yang mengulang hitungan ini.",
)
@click.option("--keep", is_flag=True, help="Simpan sebagai edisi, sehingga tampil di pusat komando.")
@click.option(
    "--source", metavar="TEKS", default="", help="Dari mana angkanya, dalam kata-kata Anda (wajib dengan --keep)."
)
@click.option("--by", metavar="NAMA", help="Siapa yang menyimpan. Tanpa ini: pengguna komputer ini.")
def compute(
    *,
    framework: str,
    data: Path | None,
    out: Path | None,
    form: str | None,
    draws: int,
    seed: int,
    power: str | None,
    wide: bool,
    equal_weights: bool,
    crosswalk: str | None,
    sizes: Path | None,
    partitions: int,
    manifest: Path | None,
    keep: bool,
    source: str,
    by: str | None,
) -> int:
    """Hitung indeks KERANGKA (id bawaan atau berkas YAML) dari tabel --data. (Compute an index.)

    Setiap kesalahan tabel disebut sekaligus: lembar, baris, kolom. Sel kosong berarti tidak diketahui, bukan nol.
    """
    if data is None:
        raise status.Misused(
            "--data belum disebutkan; buat isian kosong dengan: kondusif index template KERANGKA --out isian.xlsx"
        )
    if keep and not source.strip():
        raise status.Misused("--keep perlu --source: dari mana angkanya")
    if sizes is not None and crosswalk is None:
        raise status.Misused("--sizes dipakai bersama --crosswalk")
    target = None if out is None or str(out) == "-" else out
    chosen = form or form_for(target)
    result, table = computed(
        framework,
        data,
        _options(draws, seed, power, partitions, wide=wide),
        equal_weights=equal_weights,
        old_codes=OldCodes(crosswalk, sizes) if crosswalk is not None else None,
    )
    if keep:
        _keep(result, table, source.strip(), by)
    _write(result, chosen, target, source)
    if manifest is not None:
        with output(manifest) as stream:
            stream.write(result.manifest.as_json().encode() + b"\n")
    return status.ALL_WELL


@command.command("explain", no_args_is_help=True)
@click.argument("code", metavar="KODE")
@click.option("--framework", metavar="KERANGKA", help="Bersama --data: hitung dari tabel.")
@_data_option
@click.option("--edition", metavar="N", type=click.IntRange(1), help="Edisi yang disimpan. Tanpa ini: yang terakhir.")
@click.option(
    "--format",
    "form",
    type=click.Choice(["table", "json"]),
    default="table",
    show_default=True,
    help="Bentuk keluaran.",
)
def explain_command(*, code: str, framework: str | None, data: Path | None, edition: int | None, form: str) -> int:
    """Jelaskan skor satu wilayah: apa yang menaikkan, apa yang dapat menurunkan. (Why a score is what it is.)"""
    from kondusif.cli.index_words import explained, explained_record, rolled_up
    from kondusif.kerawanan.domain.explain import NotExplained

    code = known_area(code, "KODE")
    result = _result_of(framework, data, edition)
    try:
        words = rolled_up(result, code) if form == "table" and _above(result, code) else ""
        words = words or (explained_record(result, code) if form == "json" else explained(result, code))
        with output(None) as stream:
            _say(stream, words)
    except NotExplained as error:
        raise status.Failed(str(error)) from error
    return status.ALL_WELL


@command.command("compare", no_args_is_help=True)
@click.argument("before", metavar="A")
@click.argument("after", metavar="B")
@click.option("--framework", metavar="KERANGKA", help="Bila A dan B berkas tabel, bukan nomor edisi.")
@click.option("--area", metavar="KODE", default="", help="Hanya wilayah ini dan isinya.")
@click.option(
    "--format",
    "form",
    type=click.Choice(["table", "csv", "json"]),
    default="table",
    show_default=True,
    help="Bentuk keluaran.",
)
def compare(*, before: str, after: str, framework: str | None, area: str, form: str) -> int:
    """Apa yang berubah dari A ke B, dan apakah karena data, bobot, batas, atau perkiraan. (What changed a score.)

    A dan B: nomor edisi yang disimpan (kondusif index list), atau berkas tabel dengan --framework.
    """
    from kondusif.cli.index_words import compared
    from kondusif.kerawanan.domain.explain import NotExplained
    from kondusif.kerawanan.domain.explain_change import Edition

    area = known_area(area, "--area") if area else ""
    editions = [Edition(*each) for each in _two(before, after, framework)]
    try:
        with output(None) as stream:
            _say(stream, compared(editions[0], editions[1], area=area, form=form))
    except NotExplained as error:
        raise status.Failed(str(error)) from error
    return status.ALL_WELL


@command.command("sensitivity")
@click.option("--framework", metavar="KERANGKA", help="Bersama --data: hitung dari tabel.")
@_data_option
@click.option("--edition", metavar="N", type=click.IntRange(1), help="Edisi yang disimpan. Tanpa ini: yang terakhir.")
@click.option("--area", metavar="KODE", default="", help="Untuk skor wilayah ini, bukan untuk semua peringkat.")
@click.option(
    "--runs",
    metavar="N",
    type=click.IntRange(16, 8192),
    default=256,
    show_default=True,
    help="Ukuran sampel dasar, pangkat dua.",
)
def sensitivity(*, framework: str | None, data: Path | None, edition: int | None, area: str, runs: int) -> int:
    """Pilihan mana yang menggerakkan peringkat, atau skor satu wilayah. (Sobol' indices; needs kondusif[analysis].)"""
    from kondusif.cli.index_words import sensitivity_table
    from kondusif.kerawanan.domain.explain import NotExplained
    from kondusif.kerawanan.domain.sensitivity import AnalysisMissing
    from kondusif.kerawanan.domain.sensitivity_index import what_moves_ranks, what_moves_scores

    code = known_area(area, "--area") if area else ""
    result, table = _both_of(framework, data, edition)
    if runs & (runs - 1):
        raise status.Misused("--runs: harus pangkat dua, misalnya 256")
    try:
        if code:
            found = what_moves_scores(result, table, [code], base=runs).of(code)
        else:
            found = what_moves_ranks(result, table, base=runs)
    except (AnalysisMissing, NotExplained) as error:
        raise status.Failed(str(error)) from error
    with output(None) as stream:
        _say(stream, sensitivity_table(found, code))
    return status.ALL_WELL


@command.command("template", no_args_is_help=True)
@click.argument("framework", metavar="KERANGKA")
@click.option("--out", metavar="FILE.xlsx", type=click.Path(path_type=Path), required=True, help="Berkas isian.")
@click.option("--area", metavar="KODE", default="", help="Tulis kode dan nama semua wilayah di dalamnya.")
def template(*, framework: str, out: Path, area: str) -> int:
    """Buat isian kosong untuk satu kerangka. (A sheet to fill.)"""
    from kondusif.kerawanan.domain.tables_reading import write_template

    chosen = framework_named(framework)
    if not chosen.indicators:
        raise status.Failed(f"{chosen.title}: indikatornya tidak diterbitkan, jadi tidak ada yang dapat diisi")
    if out.suffix.lower() != ".xlsx":
        raise status.Misused("--out: isian ditulis sebagai .xlsx")
    with output(out) as stream:
        write_template(chosen, stream, codes=_areas(chosen, area))
    click.echo(f"Isian {chosen.id} ditulis ke {out}.", err=True)
    return status.ALL_WELL


@command.command("frameworks")
def frameworks() -> int:
    """Kerangka yang ikut dikirim, dan mana yang dapat dihitung. (Frameworks that come with Kondusif.)"""
    from kondusif.cli.index_words import listed_frameworks

    with output(None) as stream:
        _say(stream, listed_frameworks())
    return status.ALL_WELL


@command.command("risk")
@click.option("--area", metavar="KODE", default="", help="Hanya wilayah ini dan isinya.")
@click.option(
    "--level",
    type=click.Choice(["provinsi", "kabupaten_kota", "kecamatan", "desa"]),
    help="Tanpa ini: tingkat edisinya.",
)
@click.option("--edition", metavar="N", type=click.IntRange(1), help="Edisi yang disimpan. Tanpa ini: yang terakhir.")
@click.option("--now", "moment", metavar="SAAT", help="Seolah-olah pada saat ini.")
@click.option(
    "--unverified", is_flag=True, help="Pandangan kerja: yang belum diverifikasi ikut sedikit. Bukan untuk umum."
)
@click.option(
    "--format",
    "form",
    type=click.Choice(["table", "json"]),
    default="table",
    show_default=True,
    help="Bentuk keluaran.",
)
def risk(*, area: str, level: str | None, edition: int | None, moment: str | None, unverified: bool, form: str) -> int:
    """S, θ, dan R berdampingan: skor struktural, risiko insiden, gabungannya. (Structural, incident and combined risk.)"""
    from kondusif.cli.instance import instance

    area = known_area(area, "--area") if area else ""
    with instance(make=False):
        from kondusif.cli.risk_words import risk_record, risk_table
        from kondusif.kerawanan.domain.index_rollup import VotersUnknown
        from kondusif.kerawanan.queries.risk import risk_of

        found = _kept(edition)
        now = moment_of(moment, area)
        try:
            risks = risk_of(found, area=area, level=level or found.row.level, now=now, verified_only=not unverified)  # type: ignore[arg-type]
        except VotersUnknown as error:
            raise status.Failed(str(error)) from error
        with output(None) as stream:
            _say(stream, risk_record(risks) if form == "json" else risk_table(risks, most=_SHOWN))
    return status.ALL_WELL


@command.command("list")
def list_command() -> int:
    """Edisi yang disimpan. (Kept editions.)"""
    from kondusif.cli.index_words import listed_editions
    from kondusif.cli.instance import instance

    with instance(make=False):
        from kondusif.kerawanan.queries.editions import list_editions

        with output(None) as stream:
            _say(stream, listed_editions(list_editions()))
    return status.ALL_WELL


@command.command("published")
@click.argument("code", metavar="KODE", required=False)
def published(*, code: str | None) -> int:
    """Skor yang diterbitkan Bawaslu dan Polri, berdampingan dan tidak pernah digabung. (Published indices.)"""
    from kondusif.cli.index_words import listed_published

    with output(None) as stream:
        _say(stream, listed_published(code))
    return status.ALL_WELL


def framework_named(name: str) -> Framework:
    """The framework of an id or a file, or `Misused` with all that is wrong."""
    from kondusif.kerawanan.domain.frameworks import FrameworkRefused, load_framework

    try:
        return load_framework(name)
    except FrameworkRefused as error:
        raise status.Misused(_several(error.problems, f"kerangka {name}")) from None


@dataclass(frozen=True, slots=True)
class OldCodes:
    """That a table has the codes of an older edition: the table of codes, and the sizes of the areas that were split."""

    crosswalk: str
    sizes: Path | None = None


def computed(
    name: str,
    data: Path,
    options: IndexOptions,
    *,
    equal_weights: bool = False,
    old_codes: OldCodes | None = None,
) -> tuple[IndexResult, IndicatorTable]:
    """An index from a file, or `Failed` with every fault."""
    from kondusif.kerawanan.domain.index import IndexRefused, score
    from kondusif.kerawanan.domain.tables import TableRefused
    from kondusif.kerawanan.domain.tables_reading import load_table
    from kondusif.kerawanan.domain.weights import equal
    from kondusif.places.domain.gazetteer import load_gazetteer

    framework = framework_named(name)
    if equal_weights:
        framework = equal(framework)
    try:
        if framework.lacking:
            raise IndexRefused(f"{framework.title} tidak dapat dihitung: {'; '.join(framework.lacking)}")
        known = None if "tps" in framework.levels else frozenset(code for code, _ in load_gazetteer().items())
        table = load_table(data, framework, known_codes=known if old_codes is None else None)
        if old_codes is not None:
            table = _carried(framework, table, old_codes)
        return score(framework, table, options), table
    except TableRefused as error:
        raise status.Failed(_several([str(each) for each in error.problems], str(data))) from None
    except IndexRefused as error:
        raise status.Failed(str(error)) from None


def _carried(framework: Framework, table: IndicatorTable, old: OldCodes) -> IndicatorTable:
    """The table in the areas of today; raises `TableRefused` and `Misused`."""
    from kondusif.kerawanan.domain.crosswalk import carry, successors
    from kondusif.kerawanan.domain.crosswalk_files import CrosswalkRefused, load_crosswalk
    from kondusif.kerawanan.domain.tables_reading import load_sizes
    from kondusif.places.domain.gazetteer import load_gazetteer

    try:
        file = load_crosswalk(old.crosswalk)
    except CrosswalkRefused as error:
        raise status.Misused(f"--crosswalk: {error}") from None
    known = frozenset(code for code, _ in load_gazetteer().items())
    today = successors(table.codes, file.crosswalk, known_codes=known)
    sizes = {} if old.sizes is None else load_sizes(old.sizes)
    carried = carry(framework, table, file.crosswalk, codes=today, sizes=sizes)
    click.echo(
        f"{len(table.codes)} wilayah edisi {file.old_edition} dibawa ke {len(today)} wilayah {file.new_edition}; "
        f"{int(carried.inherited.sum())} mewarisi angka wilayah asalnya. Sumber padanan: {file.source} "
        f"({'belum pasti' if file.confidence == 'U' else 'keyakinan ' + file.confidence}).",
        err=True,
    )
    return carried


def _options(draws: int, seed: int, power: str | None, partitions: int, *, wide: bool = False) -> IndexOptions:
    from kondusif.kerawanan.domain.index import IndexOptions, widened

    options = IndexOptions(form=_form(power), draws=draws, seed=seed, partitions=partitions)
    return widened(options) if wide else options


def _form(power: str | None) -> Any:
    if power is None or power == "complement":
        return power
    try:
        return float(power.replace(",", "."))
    except ValueError:
        raise status.Misused("--power: angka lebih dari 0, atau 'complement'") from None


def _write(result: IndexResult, form: str, target: Path | None, source: str) -> None:
    from kondusif.cli.index_words import ranking
    from kondusif.publishing.index_files import IndexFile, write_index

    outlines = _outlines(result) if form == "geojson" else {}
    with output(target) as stream:
        if form == "table":
            _say(stream, ranking(result, most=_SHOWN))
        else:
            write_index(result, form, stream, IndexFile(source), outlines=outlines)


def _outlines(result: IndexResult) -> dict[str, str]:
    """The outlines that were loaded here; none where nothing is kept yet, and then it is said."""
    from kondusif.cli.instance import instance

    kept: dict[str, str] = {}
    with suppress(status.Failed), instance(make=False):
        from kondusif.places.queries import boundaries_by_code

        kept = {each.code: each.geometry for each in boundaries_by_code(result.codes)}
    if missing := len(result.codes) - len(kept):
        click.echo(
            f"{missing} wilayah tanpa batas: geometrinya kosong (kondusif places load-boundaries BERKAS).", err=True
        )
    return kept


def _keep(result: IndexResult, table: IndicatorTable, source: str, by: str | None) -> None:
    from kondusif.cli.instance import instance, somebody

    with instance():
        from kondusif.config.clock import now
        from kondusif.kerawanan.actions.editions import keep_edition

        number, fresh = keep_edition(result, table, source=source, by=somebody(by), now=now())
    click.echo(
        f"Disimpan sebagai edisi {number}."
        if fresh
        else f"Sudah tersimpan sebagai edisi {number}; tidak ada yang diubah.",
        err=True,
    )


def _result_of(framework: str | None, data: Path | None, edition: int | None) -> IndexResult:
    return _both_of(framework, data, edition)[0]


def _both_of(framework: str | None, data: Path | None, edition: int | None) -> tuple[IndexResult, IndicatorTable]:
    if (framework is None) != (data is None):
        raise status.Misused("--framework dan --data dipakai bersama")
    if framework is not None and data is not None:
        from kondusif.kerawanan.domain.index import IndexOptions

        return computed(framework, data, IndexOptions(draws=0))
    return kept(edition)


def kept(number: int | None) -> tuple[IndexResult, IndicatorTable]:
    """Result and table of a kept edition, the newest without a number, or `Failed`."""
    from kondusif.cli.instance import instance

    with instance(make=False):
        found = _kept(number)
    return found.result, found.table


def _kept(number: int | None) -> Edition:
    from kondusif.kerawanan.domain.keeping import NotKept
    from kondusif.kerawanan.queries.editions import NoSuchEdition, edition, latest_edition

    if number is None:
        row = latest_edition()
        if row is None:
            raise status.Failed(
                "belum ada edisi yang disimpan; hitung dengan: kondusif index KERANGKA --data FILE --keep --source TEKS"
            )
        number = row.number
    try:
        return edition(number)
    except (NoSuchEdition, NotKept) as error:
        raise status.Failed(str(error)) from None


def _two(before: str, after: str, framework: str | None) -> list[tuple[IndexResult, IndicatorTable]]:
    if framework is not None:
        from kondusif.kerawanan.domain.index import IndexOptions

        first = computed(framework, Path(before), IndexOptions(draws=0))
        # Goalposts and the treatment of outliers stay those of the edition before, or its change would move other areas.
        frozen = IndexOptions(draws=0, treatments=first[0].treatments, cutoffs=first[0].cutoffs)
        return [first, computed(framework, Path(after), frozen)]
    if not (before.isdecimal() and after.isdecimal()):
        raise status.Misused("A dan B: nomor edisi yang disimpan, atau berkas tabel dengan --framework")
    return [kept(int(before)), kept(int(after))]


def _above(result: IndexResult, code: str) -> bool:
    """Whether an area holds areas of the result."""
    return code.count(".") < result.codes[0].count(".")


def _areas(framework: Framework, area: str) -> list[tuple[str, str]]:
    from kondusif.places.domain.codes import Level, level_of
    from kondusif.places.domain.gazetteer import load_gazetteer

    if not area:
        return []
    names = load_gazetteer()
    code = known_area(area, "--area")
    levels = {"provinsi": Level.PROVINSI, "kabupaten_kota": Level.KABUPATEN_KOTA, "kecamatan": Level.KECAMATAN}
    level = levels.get(framework.levels[0], Level.KELURAHAN_DESA)
    if level < level_of(code):
        raise status.Misused(f"--area: {code} lebih kecil daripada wilayah kerangka ini ({framework.levels[0]})")
    return [(each, names.area(each).title) for each in names.descendants(code, level)]


def _several(problems: Any, what: str) -> str:
    told = list(problems)
    lines = [f"{what}: {len(told)} kesalahan" if len(told) > 1 else f"{what}: tidak dapat dipakai"]
    lines += [f"  {each}" for each in told[:_MANY]]
    if len(told) > _MANY:
        lines.append(f"  … dan {len(told) - _MANY} lagi")
    return "\n".join(lines)


def _say(stream: Any, words: str) -> None:
    stream.write(words.encode("utf-8", "replace"))
