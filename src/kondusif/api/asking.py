"""What an address may ask: the filters of the pages under the same names, but strict, so that a slip is told and not passed over."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import Annotated, Literal

from django.http import HttpRequest
from django.utils.translation import gettext_noop as _
from ninja import Schema
from pydantic import AfterValidator, BeforeValidator, Field

from kondusif.api.access import MASKED
from kondusif.api.problems import Unknown
from kondusif.incidents.domain.types import Kind, Status
from kondusif.incidents.queries import Filters
from kondusif.places.domain.gazetteer import load_gazetteer
from kondusif.publishing.domain.periods import bounds
from kondusif.understanding.reading import Category

MOST_PER_PAGE = 200
Sort = Literal["latest", "oldest", "date", "witnesses", "severity"]
Level = Literal["provinsi", "kabupaten_kota", "kecamatan", "kelurahan_desa"]
Names = Literal["disamarkan", "lengkap"]


def _iso_day(written: object) -> date:
    """A day written as 2024-11-20; nothing else, though pydantic would take seconds since 1970."""
    if isinstance(written, str) and len(written) == 10 and 1900 <= (day := date.fromisoformat(written)).year <= 2100:
        return day
    raise ValueError("a day is written as YYYY-MM-DD")


def _known_area(code: str) -> str:
    if code and code not in load_gazetteer():
        raise ValueError("no area has this code")
    return code


Day = Annotated[date, BeforeValidator(_iso_day)]
Area = Annotated[str, AfterValidator(_known_area), Field(max_length=13, description=_("kode wilayah, misalnya 35.04"))]


class Asked(Schema):
    """The filters of every list and figure."""

    wilayah: Area = ""
    periode: Literal["24j", "7h", "30h"] | None = Field(
        None, description=_("pertama dilaporkan dalam 24 jam, 7 atau 30 hari terakhir")
    )
    sejak: Day | None = Field(None, description=_("pertama dilaporkan sejak hari ini (WIB)"))
    hingga: Day | None = Field(None, description=_("pertama dilaporkan hingga hari ini (WIB)"))
    kategori: list[Category] = Field([])
    jenis: Kind | None = None
    status: list[Status] = Field([])
    cari: str = Field("", max_length=200, description=_("semua kata ini"))
    dari: Day | None = Field(None, description=_("terjadi sejak hari ini"))
    sampai: Day | None = Field(None, description=_("terjadi sampai hari ini"))
    bertentangan: bool = Field(False, description=_("hanya yang bertentangan dengan fakta resmi"))  # noqa: FBT003

    def filters(self, now: datetime, *, sort: str = "latest") -> Filters:
        """What the queries understand."""
        start, end = bounds("" if self.sejak or self.hingga else self.periode or "", self.sejak, self.hingga, now=now)
        return Filters(
            categories=tuple(category.value for category in self.kategori),
            area=self.wilayah,
            statuses=tuple(status.value for status in self.status),
            kind=self.jenis.value if self.jenis else "",
            search=" ".join(self.cari.replace("\x00", "").split()),
            date_from=self.dari,
            date_to=self.sampai,
            contradicted=self.bertentangan,
            sort=sort,
            seen_from=start,
            seen_to=end,
        )


class Paged(Asked):
    """The filters of a list, and which part of it."""

    hal: int = Field(1, ge=1, le=1_000_000, description=_("halaman, mulai dari 1"))
    per: int = Field(50, ge=1, le=MOST_PER_PAGE, description=_("baris per halaman"))


class AskedIncidents(Paged):
    """What the list of incidents may be asked."""

    urut: Sort = "latest"
    nama: Names = Field(MASKED, description=_("lengkap: dengan nama orang pribadi, bagi yang berwenang"))


class AskedAreas(Paged):
    """What the list of areas may be asked."""

    tingkat: Level = "kabupaten_kota"


def only_known(request: HttpRequest, names: Iterable[str]) -> None:
    """Refuse what nobody would notice otherwise: a misspelled filter would give the whole list. Raises `Unknown`."""
    if unknown := sorted(set(request.GET) - set(names)):
        raise Unknown([name[:60] for name in unknown[:20]])


def next_pages(request: HttpRequest, *, page: int, pages: int) -> tuple[str | None, str | None]:
    """The addresses of the page before and after, as far as there are any."""

    def address(wanted: int) -> str | None:
        if not 1 <= wanted <= pages:
            return None
        query = request.GET.copy()
        query["hal"] = str(wanted)
        return f"{request.path}?{query.urlencode()}"

    return address(page - 1), address(page + 1)
