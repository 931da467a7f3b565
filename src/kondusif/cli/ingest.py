"""`kondusif ingest`: texts → readings → incidents, kept."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from kondusif.cli import status
from kondusif.cli.instance import instance, number
from kondusif.cli.pipeline import Finished, read_through
from kondusif.cli.progress import Progress, progress
from kondusif.intake.domain.refusal import Item, Refusal
from kondusif.intake.domain.texts import Texts
from kondusif.jobs.engines.base import MODULES
from kondusif.understanding.batches import BadCandidates, unpack
from kondusif.understanding.document import Document

if TYPE_CHECKING:
    from kondusif.incidents.actions import Kept

_TOGETHER = 500  # texts that are kept in one transaction


@click.command("ingest", no_args_is_help=True)
@click.argument("paths", metavar="PATH…", nargs=-1)
@click.option(
    "--engine",
    type=click.Choice(list(MODULES)),
    default="local",
    show_default=True,
    help="local: komputer ini. daft: jumlah besar, juga pada banyak komputer (make daft).",
)
@click.option("--workers", metavar="N", type=click.IntRange(min=1), help="Jumlah proses pembaca.")
@click.option(
    "--candidates",
    metavar="FILE",
    type=click.Path(path_type=Path),
    help="Daftar paslon (docs/candidates.schema.json) yang disamarkan sebelum apa pun dinilai.",
)
@click.option("--reread", is_flag=True, help="Baca ulang semua teks tersimpan dengan pembaca yang sekarang.")
def command(*, paths: tuple[str, ...], engine: str, workers: int | None, candidates: Path | None, reread: bool) -> int:
    """Baca teks dan simpan: teks, bacaan, kejadian. Menjalankannya dua kali tidak mengubah apa pun. (Read and keep.)

    PATH seperti pada `kondusif read`. Teks yang sama dari sumber yang sama tidak disimpan dua kali; isi yang berubah
    menjadi revisi; isi yang sama di sumber lain ditandai salinan dan tidak menambah saksi. Teks tentang peristiwa yang
    sama masuk ke satu kejadian. Boleh dijalankan di samping `kondusif serve`.

    \b
    Contoh:
      kondusif ingest berita/ laporan.csv
      kondusif ingest --reread              setelah pembaca atau dasar aturan diperbarui
      kondusif incidents                    lihat hasilnya

    \b
    Status akhir: 0 beres, 1 gagal, 2 salah pakai, 3 ada masukan yang ditolak.
    """
    if reread == bool(paths):
        raise status.Misused("sebutkan PATH, atau --reread tanpa PATH")
    with instance():
        return _reread(candidates) if reread else _ingest(paths, engine, workers, candidates)


def _ingest(paths: tuple[str, ...], engine: str, workers: int | None, candidates: Path | None) -> int:
    from kondusif.config.clock import now

    begun = time.monotonic()
    kept, refused = keep_all(paths, now=now, engine=engine, workers=workers, candidates=candidates)
    click.echo(_summary(kept, refused, time.monotonic() - begun), err=True)
    return status.SOME_REFUSED if refused else status.ALL_WELL


def keep_all(
    paths: Sequence[str | Path],
    *,
    now: Callable[[], datetime],
    engine: str = "local",
    workers: int | None = None,
    candidates: Path | None = None,
) -> tuple[Kept, int]:
    """Read and keep every text that is not kept yet, with a bar; what became of them, and how many were refused."""
    from kondusif.incidents.actions import Kept, keep_readings

    refused = 0
    texts = _NewTexts(paths)
    kept = Kept()
    with progress(texts.total_bytes) as bar:

        def tell(refusal: Refusal) -> None:
            nonlocal refused
            refused += 1
            bar.say(str(refusal))

        finished = read_through(texts, engine=engine, workers=workers, candidates=candidates, on_refusal=tell)
        for batch, read_bytes in _batches(finished):
            kept += keep_readings(batch, now=now())
            bar.advance(read_bytes, texts.known + kept.new + kept.revised + kept.known)
    return kept + Kept(known=texts.known), refused


def _batches(finished: Iterator[Finished]) -> Iterator[tuple[list[tuple[Document, dict[str, Any]]], int]]:
    """What was read, in runs that are kept together."""
    waiting: list[tuple[Document, dict[str, Any]]] = []
    read_bytes = 0
    for done in finished:
        failed = {(failure.id, failure.source) for failure in done.readings.failures}
        documents = [unpack(packed) for packed in done.batch]
        documents = [document for document in documents if (document.id, document.source) not in failed]
        readings = [json.loads(line) for line in done.readings.lines.splitlines()]
        waiting += zip(documents, readings, strict=True)
        read_bytes = done.read_bytes
        while len(waiting) >= _TOGETHER:
            yield waiting[:_TOGETHER], read_bytes
            waiting = waiting[_TOGETHER:]
    if waiting:
        yield waiting, read_bytes


class _NewTexts(Texts):
    """The texts that are not kept yet; the others are counted and need no reading."""

    _ASKED_TOGETHER = 200

    def __init__(self, paths: Sequence[str | Path]) -> None:
        super().__init__(paths)
        self.known = 0

    def __iter__(self) -> Iterator[Item]:
        waiting: list[Document] = []
        for item in super().__iter__():
            if isinstance(item, Refusal):
                yield item
                continue
            waiting.append(item)
            if len(waiting) == self._ASKED_TOGETHER:
                yield from self._unknown(waiting)
                waiting = []
        yield from self._unknown(waiting)

    def _unknown(self, documents: Sequence[Document]) -> list[Document]:
        from kondusif.intake.queries import known

        new = [document for document, text_id in zip(documents, known(documents), strict=True) if text_id is None]
        self.known += len(documents) - len(new)
        return new


def _reread(candidates: Path | None) -> int:
    """Read every kept text again in this process; earlier readings and all judgements stay."""
    from kondusif.config.clock import now
    from kondusif.incidents.actions import Kept, reread
    from kondusif.intake.queries import count_texts

    begun = time.monotonic()
    read, versions = _reader(candidates)
    kept, seen, total = Kept(), 0, count_texts()
    with progress(total) as bar:
        for part in reread(read, versions=versions, now=now()):
            kept += part
            seen = min(total, seen + _TOGETHER)
            _advance(bar, seen)
    words = f"{number(kept.reread)} teks dibaca ulang, {number(total - kept.reread)} sudah mutakhir"
    click.echo(f"{words}; {_incidents(kept)}, {_seconds(time.monotonic() - begun)}", err=True)
    return status.ALL_WELL


def _advance(bar: Progress, seen: int) -> None:
    bar.advance(seen, seen)


def _reader(candidates: Path | None) -> tuple[Callable[[Document], dict[str, Any]], tuple[str, str]]:
    """The reader as a function, and the versions that it signs with."""
    from kondusif.understanding.reader import Reader

    try:
        reader = Reader.build(candidates)
    except ValueError as error:
        if candidates is None:
            raise
        raise status.Failed(str(BadCandidates.in_file(candidates, error))) from error
    signed = reader.read(Document(id="versi", text="versi"))
    return lambda document: reader.read(document).as_dict(), (signed.reader_version, signed.rulebase_version)


def _summary(kept: Kept, refused: int, seconds: float) -> str:
    parts = [f"{number(kept.new)} baru", f"{number(kept.known)} sudah ada"]
    parts += [f"{number(kept.revised)} revisi"] if kept.revised else []
    parts += [f"{number(kept.copies)} salinan"] if kept.copies else []
    parts += [f"{number(refused)} ditolak"] if refused else []
    return f"{', '.join(parts)}; {_incidents(kept)}, {_seconds(seconds)}"


def _incidents(kept: Kept) -> str:
    return f"{number(kept.opened)} kejadian baru, {number(kept.changed)} berubah"


def _seconds(seconds: float) -> str:
    return f"{seconds:.1f} detik".replace(".", ",")
