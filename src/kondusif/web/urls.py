"""Addresses of the pages; Indonesian, as people say them aloud."""

from __future__ import annotations

from django.urls import path, register_converter

from kondusif.web.views import (
    about,
    account,
    alarms,
    area,
    areas,
    backtest,
    bulk,
    comparison,
    corrections,
    downloads,
    incident,
    judging,
    kerawanan,
    listing,
    maps,
    methods,
    pasting,
    patrol,
    people,
    preferences,
    public,
    public_kerawanan,
    published,
    queue,
    searching,
    sitreps,
    situation,
    stages,
    tokens,
    views,
)

app_name = "web"


class RowConverter:
    """The number of a row, as far as a database can count: what is longer is nothing that exists."""

    regex = "[0-9]{1,18}"

    def to_python(self, written: str) -> int:
        """The number."""
        return int(written)

    def to_url(self, number: int) -> str:
        """As it stands in an address."""
        return str(number)


register_converter(RowConverter, "row")

urlpatterns = [
    path("", situation.situation, name="home"),
    path("kejadian/", listing.incidents, name="incidents"),
    path("kejadian/<uuid:incident_id>/", incident.incident, name="incident"),
    path("kejadian/<uuid:incident_id>/nilai/", judging.judge, name="judge"),
    path("kejadian/<uuid:incident_id>/gabung/", judging.merge, name="merge"),
    path("kejadian/<uuid:incident_id>/pisah/", judging.split, name="split"),
    path("kejadian/<uuid:incident_id>/bukan-sama/", judging.apart, name="keep_apart"),
    path("kejadian/<uuid:incident_id>/banding/", comparison.compare, name="compare"),
    path("kejadian/<uuid:incident_id>/pegang/", judging.claim, name="claim"),
    path("kejadian/<uuid:incident_id>/lepas/", judging.free, name="free"),
    path("kejadian/nilai/", bulk.judge_many, name="judge_many"),
    path("nilai/", queue.queue, name="queue"),
    path("nilai/koreksi.jsonl", corrections.corrections, name="corrections"),
    path("rombongan/<uuid:batch>/tarik/", bulk.withdraw_many, name="withdraw_many"),
    path("penilaian/<row:judgement_id>/tarik/", judging.withdraw, name="withdraw"),
    path("keputusan/<row:decision_id>/tarik/", judging.undo_decision, name="undo_decision"),
    path("unduh/kejadian.<slug:form>", downloads.incidents, name="download"),
    path("cari/", searching.search, name="search"),
    path("teks/<row:text_id>/", searching.text, name="text"),
    path("pantauan/", views.views, name="views"),
    path("pantauan/simpan/", views.keep, name="keep_view"),
    path("pantauan/<row:view_id>/", views.look, name="view"),
    path("pantauan/<row:view_id>/ubah/", views.change, name="change_view"),
    path("pantauan/<row:view_id>/hapus/", views.delete, name="delete_view"),
    path("pantauan/<row:view_id>/kembalikan/", views.restore, name="restore_view"),
    path("pantauan/<slug:token>.atom", views.feed, name="view_feed"),
    path("tempel/", pasting.paste, name="paste"),
    path("peta/", maps.area_map, name="map"),
    path("peta/<str:code>/", maps.area_map, name="map_of"),
    path("peringatan/", alarms.alarms, name="alarms"),
    path("peringatan/pindai/", alarms.scan, name="scan_alarms"),
    path("peringatan/<uuid:alarm_id>/", alarms.alarm, name="alarm"),
    path("peringatan/<uuid:alarm_id>/putuskan/", alarms.decide, name="decide_alarm"),
    path("kerawanan/terbitan/", published.published, name="published"),
    path("kerawanan/metode/", methods.methods, name="methods"),
    path("kerawanan/patroli/", patrol.patrol, name="patrol"),
    path("kerawanan/ketepatan/", backtest.backtest, name="backtest"),
    path("kerawanan/", kerawanan.kerawanan, name="kerawanan"),
    path("kerawanan/simulasi/", kerawanan.simulation, name="kerawanan_simulation"),
    path("kerawanan/berkas/<slug:form>/", kerawanan.kerawanan_file, name="kerawanan_file"),
    path("kerawanan/<str:code>/", kerawanan.area, name="kerawanan_area"),
    path("wilayah/", areas.areas, name="areas"),
    path("wilayah/<str:code>/", area.area, name="area"),
    path("tokoh/", people.people, name="people"),
    path("tokoh/<uuid:person_id>/", people.person, name="person"),
    path("tokoh/<uuid:person_id>/pisah/", people.split, name="split_person"),
    path("tokoh/<uuid:person_id>/gabung/", people.join, name="join_person"),
    path("tokoh/keputusan/<row:decision_id>/tarik/", people.undo_person, name="undo_person"),
    path("lembaga/", people.institutions, name="institutions"),
    path("lembaga/<str:body>/", people.institution, name="institution"),
    path("tahapan/", stages.stages, name="stages"),
    path("tahapan.ics", stages.stages_ics, name="stages_ics"),
    path("tahapan/<slug:stage_id>/", stages.stage, name="stage"),
    path("sitrep/", sitreps.sitreps, name="sitreps"),
    path("sitrep/buat/", sitreps.make, name="make_sitrep"),
    path("sitrep/<row:sitrep_id>/", sitreps.sitrep, name="sitrep"),
    path("sitrep/<row:sitrep_id>/sitrep.<slug:form>", sitreps.download, name="sitrep_file"),
    path("akun/token/", tokens.tokens, name="tokens"),
    path("akun/token/<row:token_id>/cabut/", tokens.revoke, name="revoke_token"),
    path("publik/", public.public, name="public"),
    path("publik/angka.<slug:form>", public.public_file, name="public_file"),
    path("publik/kerawanan/", public_kerawanan.kerawanan, name="public_kerawanan"),
    path("publik/kerawanan.<slug:form>", public_kerawanan.kerawanan_file, name="public_kerawanan_file"),
    path("tentang/", about.about, name="about"),
    path("tampilan/", preferences.preferences, name="preferences"),
    path("masuk/", account.enter, name="enter"),
    path("keluar/", account.leave, name="leave"),
]
