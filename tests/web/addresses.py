"""Every address of the product with what it takes to open it; `test_everywhere` fails when one is missing here."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import Enum
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver, reverse
from factories.season import Season

Arguments = Callable[[Season], dict[str, object]]


class Who(Enum):
    """Who an address is for."""

    EVERYBODY = "everybody"
    READER = "reader"
    JUDGE = "judge"


@dataclass(frozen=True, slots=True)
class Sample:
    """How an address is asked: with which arguments, by whom, in which states (queries); `sent` makes it a form."""

    who: Who = Who.READER
    arguments: Arguments = lambda _: {}
    states: tuple[str, ...] = ("",)
    sent: Mapping[str, Any] | None = None
    page: bool = True
    status: int = 200

    def path(self, name: str, season: Season) -> str:
        """The address, without a query."""
        return reverse(name, kwargs=self.arguments(season))


@dataclass(frozen=True, slots=True)
class _Form(Sample):
    """Something that is sent; whoever may only read is refused unless said otherwise."""

    who: Who = Who.JUDGE
    sent: Mapping[str, Any] | None = field(default_factory=lambda: {"alasan": "dicek ke lapangan"})
    page: bool = False
    status: int = 302


def _of(**named: str) -> Arguments:
    """Arguments taken from the season by name."""
    return lambda season: {name: getattr(season, attribute) for name, attribute in named.items()}


def _are(**named: object) -> Arguments:
    return lambda _: named


_SCOPE = "?wilayah=35.04&periode=30h"
_NARROW = "?wilayah=35.04&sejak=2024-11-01&hingga=2024-11-20&kategori=politik_uang&kategori=apk&jenis=incident"
SAMPLES: dict[str, Sample] = {
    "set_language": Sample(Who.EVERYBODY, sent={"language": "en", "next": "/tentang/"}, page=False, status=302),
    "api_docs": Sample(Who.EVERYBODY),
    "api:openapi-json": Sample(Who.EVERYBODY, page=False),
    "api:api-root": Sample(page=False, status=404),
    "^api/v1/.*$": Sample(Who.EVERYBODY, page=False, status=404),
    "api:overview": Sample(page=False, states=("", _SCOPE, _NARROW)),
    "api:stages": Sample(page=False),
    "api:incidents": Sample(
        page=False,
        states=(
            "",
            _SCOPE,
            "?cari=balai&urut=severity",
            "?urut=date",
            "?urut=oldest&per=7&hal=2",
            "?urut=witnesses&bertentangan=true",
            "?nama=lengkap",
        ),
    ),
    "api:incident": Sample(arguments=_of(incident_id="incident"), page=False, states=("", "?nama=lengkap")),
    "api:areas": Sample(page=False, states=("", "?tingkat=provinsi", "?tingkat=kecamatan", "?tingkat=kelurahan_desa")),
    "api:area": Sample(arguments=_are(code="35.04"), page=False, states=("", "?periode=30h")),
    "web:home": Sample(
        states=("", "?periode=semua", _SCOPE, _NARROW, "?wilayah=35.78.01&periode=24j", "?wilayah=malang")
    ),
    "web:incidents": Sample(
        states=(
            "",
            "?hal=2",
            _SCOPE,
            _NARROW,
            *(f"?urut={sort}" for sort in ("oldest", "date", "witnesses", "severity")),
            "?cari=balai+desa&urut=severity",
            "?cari=takada",
            "?status=terverifikasi&status=tidak_terbukti",
            "?jenis=activity",
            "?bertentangan=1",
            "?banyak=1",
            "?dari=2024-11-01&sampai=2024-11-10",
            "?wilayah=malang",
        )
    ),
    "web:incident": Sample(arguments=_of(incident_id="incident")),
    "web:judge": _Form(arguments=_of(incident_id="incident"), sent={"putusan": "verify", "alasan": "dua saksi"}),
    "web:merge": _Form(arguments=_of(incident_id="incident"), status=422),
    "web:split": _Form(arguments=_of(incident_id="incident"), status=422),
    "web:keep_apart": _Form(arguments=_of(incident_id="incident"), status=422),
    "web:compare": Sample(arguments=_of(incident_id="incident")),
    "web:claim": _Form(arguments=_of(incident_id="incident"), status=200),
    "web:free": _Form(Who.READER, arguments=_of(incident_id="incident"), status=204),
    "web:judge_many": _Form(status=422),
    "web:queue": Sample(states=("", _SCOPE, "?kategori=judi")),
    "web:corrections": Sample(Who.JUDGE, page=False),
    "web:withdraw_many": _Form(arguments=_of(batch="batch")),
    "web:withdraw": _Form(arguments=_of(judgement_id="judgement")),
    "web:undo_decision": _Form(arguments=_of(decision_id="decision")),
    "web:download": Sample(
        arguments=_are(form="json"), page=False, states=("", _SCOPE, "?urut=date", "?cari=balai", "?urut=severity")
    ),
    "web:search": Sample(
        states=(
            "",
            "?cari=balai+desa",
            "?cari=balay+dessa",
            "?cari=amplop&kategori=politik_uang&wilayah=35",
            '?cari="balai desa" -amplop',
            "?cari=sumber:warta amplop",
            "?cari=zzqqxx",
            "?bulan=2024-11&kelas=press",
        )
    ),
    "web:text": Sample(arguments=_of(text_id="text")),
    "web:views": Sample(),
    "web:keep_view": _Form(Who.READER, sent={"nama": "Uji", "halaman": "kejadian", "kueri": _SCOPE}),
    "web:view": Sample(arguments=_of(view_id="view"), page=False, status=302),
    "web:change_view": _Form(arguments=_of(view_id="view"), sent={"nama": "Uang"}),
    "web:delete_view": _Form(arguments=_of(view_id="view")),
    "web:restore_view": _Form(arguments=_of(view_id="view")),
    "web:view_feed": Sample(Who.EVERYBODY, arguments=_of(token="feed"), page=False),
    "web:paste": Sample(),
    "web:map": Sample(states=("", "?metrik=bertentangan&periode=30h", "?wilayah=malang")),
    "web:map_of": Sample(
        arguments=_are(code="35"),
        states=("", "?bentuk=petak", "?bentuk=peta", "?tingkat=kecamatan", "?metrik=kegiatan&daftar=nama", _NARROW),
    ),
    "web:alarms": Sample(states=("", "?wilayah=35.04", "?wilayah=35.04.02.2001", "?wilayah=malang")),
    "web:scan_alarms": _Form(sent={"wilayah": "35.04.02", "tingkat": "kelurahan_desa"}),
    "web:alarm": Sample(arguments=_of(alarm_id="alarm")),
    "web:decide_alarm": _Form(arguments=_of(alarm_id="alarm"), sent={"putusan": "ditepis", "alasan": "dicek"}),
    "web:kerawanan": Sample(
        states=(
            "",
            "?edisi=999",
            "?wilayah=35.04",
            "?wilayah=35.04.02&urut=selang&bentuk=petak",
            "?wilayah=35.04.02&pita=skor&urut=nama",
            "?tingkat=desa&urut=cakupan&hal=2",
            "?tingkat=kecamatan&urut=tinggi",
            "?ukuran=theta&wilayah=35.04.02",
            "?ukuran=r&tingkat=desa&urut=nama",
            "?wilayah=63&urut=persentil",
        )
    ),
    "web:kerawanan_simulation": Sample(
        states=(
            "",
            "?edisi=999&wilayah=35.04",
            "?bobot_penyelenggaraan=10&bobot_keamanan=60,5",
            "?bobot_penyelenggaraan=x",
            "?bobot_penyelenggaraan=0&bobot_keamanan=0&bobot_lokasi_dan_logistik=0&bobot_jaringan_dan_layanan=0",
        )
    ),
    "web:kerawanan_file": Sample(
        arguments=_are(form="csv"),
        page=False,
        states=("", "?wilayah=35.04", "?tingkat=kecamatan", "?ukuran=r&urut=nama"),
    ),
    "web:kerawanan_area": Sample(arguments=_are(code="35.04.02.2002"), states=("", "?edisi=999", "?wilayah=35.04")),
    "web:published": Sample(),
    "web:methods": Sample(),
    "web:patrol": Sample(
        states=(
            "",
            "?unit=40&wilayah=35",
            "?unit=9&wilayah=35.04&tingkat=desa&hati=1&aturan=sosialisasi",
            "?unit=1",
            "?unit=9&minimum=99",
            "?unit=9&wilayah=63",
        )
    ),
    "web:backtest": Sample(states=("", "?wilayah=35", "?wilayah=35&tingkat=kecamatan")),
    "web:areas": Sample(states=("", "?q=bululawang"), page=False),
    "web:area": Sample(arguments=_are(code="35.04"), states=("", "?periode=semua", "?periode=24j")),
    "web:people": Sample(states=("", "?nama=budi", "?wilayah=35.04", "?jabatan=Camat", "?lembaga=café", "?nama=zzqq")),
    "web:person": Sample(arguments=_of(person_id="person")),
    "web:split_person": _Form(arguments=_of(person_id="person"), status=422),
    "web:join_person": _Form(arguments=_of(person_id="person"), status=422),
    "web:undo_person": _Form(arguments=_of(decision_id="person_decision")),
    "web:institutions": Sample(states=("", "?wilayah=35.78", "?nama=POLRES", "?nama=élok")),
    "web:institution": Sample(arguments=_of(body="body")),
    "web:stages": Sample(states=("", "?wilayah=35.04")),
    "web:stages_ics": Sample(Who.EVERYBODY, page=False),
    "web:stage": Sample(arguments=_are(stage_id="C1"), states=("", "?wilayah=35.04")),
    "web:sitreps": Sample(states=("", "?wilayah=35.04")),
    "web:make_sitrep": Sample(states=(_SCOPE, "?wilayah=35&dari=2024-11-01T08:00&sampai=2024-11-02T08:00", "")),
    "web:sitrep": Sample(arguments=_of(sitrep_id="sitrep")),
    "web:sitrep_file": Sample(arguments=lambda season: {"sitrep_id": season.sitrep, "form": "json"}, page=False),
    "web:tokens": Sample(),
    "web:revoke_token": _Form(Who.READER, arguments=_of(token_id="token")),
    "web:public": Sample(Who.EVERYBODY, states=("", "?wilayah=35")),
    "web:public_file": Sample(Who.EVERYBODY, arguments=_are(form="csv"), page=False, states=("", "?wilayah=35")),
    "web:public_kerawanan": Sample(Who.EVERYBODY),
    "web:public_kerawanan_file": Sample(Who.EVERYBODY, arguments=_are(form="csv"), page=False),
    "web:about": Sample(),
    "web:preferences": Sample(Who.EVERYBODY, sent={"tema": "gelap", "next": "/masuk/"}, page=False, status=302),
    "web:enter": Sample(Who.EVERYBODY),
    "web:leave": Sample(Who.EVERYBODY, sent={}, page=False, status=302),
}
NOWHERE = "^api/v1/.*$"  # the one address without a name: whatever else stands below the API


def names_of_addresses() -> set[str]:
    """The names of all that the URL configuration knows; an address without a name is called by its pattern."""
    return set(_names(get_resolver(), ""))


def _names(resolver: URLResolver, space: str) -> Iterator[str]:
    for each in resolver.url_patterns:
        if isinstance(each, URLResolver):
            yield from _names(each, f"{space}{each.namespace}:" if each.namespace else space)
        else:
            assert isinstance(each, URLPattern)
            yield f"{space}{each.name}" if each.name else str(each.pattern)


def path_of(name: str, season: Season) -> str:
    """The address of a sample, without a query."""
    return "/api/v1/zzz" if name == NOWHERE else SAMPLES[name].path(name, season)


def addresses(season: Season, *, pages_only: bool = False) -> Iterator[tuple[str, str]]:
    """The name and the whole address of everything that can be asked for, in every state."""
    for name, sample in SAMPLES.items():
        if sample.sent is None and (sample.page or not pages_only):
            for state in sample.states:
                yield name, path_of(name, season) + state
