"""Addresses of the API, and of the page that explains it."""

from __future__ import annotations

from django.urls import path, re_path

from kondusif.api.application import api
from kondusif.api.pages import explained, nowhere

urlpatterns = [
    path("api/", explained, name="api_docs"),
    path("api/v1/", api.urls),
    re_path(r"^api/v1/.*$", nowhere),
]
