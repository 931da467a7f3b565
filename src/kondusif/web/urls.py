"""Addresses of the pages; Indonesian, as people say them aloud."""

from __future__ import annotations

from django.urls import path
from django.views.generic import RedirectView

from kondusif.web.views import (
    about,
    account,
    areas,
    bulk,
    comparison,
    corrections,
    downloads,
    incident,
    judging,
    listing,
    maps,
    pasting,
    preferences,
    queue,
    sitreps,
    stages,
)

app_name = "web"

urlpatterns = [
    path("", RedirectView.as_view(pattern_name="web:incidents"), name="home"),
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
    path("penilaian/<int:judgement_id>/tarik/", judging.withdraw, name="withdraw"),
    path("keputusan/<int:decision_id>/tarik/", judging.undo_decision, name="undo_decision"),
    path("unduh/kejadian.<slug:form>", downloads.incidents, name="download"),
    path("tempel/", pasting.paste, name="paste"),
    path("peta/", maps.area_map, name="map"),
    path("peta/<str:code>/", maps.area_map, name="map_of"),
    path("wilayah/", areas.areas, name="areas"),
    path("tahapan/", stages.stages, name="stages"),
    path("tahapan.ics", stages.stages_ics, name="stages_ics"),
    path("tahapan/<slug:stage_id>/", stages.stage, name="stage"),
    path("sitrep/", sitreps.sitreps, name="sitreps"),
    path("sitrep/buat/", sitreps.make, name="make_sitrep"),
    path("sitrep/<int:sitrep_id>/", sitreps.sitrep, name="sitrep"),
    path("sitrep/<int:sitrep_id>/sitrep.<slug:form>", sitreps.download, name="sitrep_file"),
    path("tentang/", about.about, name="about"),
    path("tampilan/", preferences.preferences, name="preferences"),
    path("masuk/", account.enter, name="enter"),
    path("keluar/", account.leave, name="leave"),
]
