"""Addresses of the pages; Indonesian, as people say them aloud."""

from __future__ import annotations

from django.urls import path
from django.views.generic import RedirectView

from kondusif.web.views import (
    about,
    account,
    areas,
    downloads,
    incident,
    judging,
    listing,
    maps,
    pasting,
    preferences,
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
    path("tentang/", about.about, name="about"),
    path("tampilan/", preferences.preferences, name="preferences"),
    path("masuk/", account.enter, name="enter"),
    path("keluar/", account.leave, name="leave"),
]
