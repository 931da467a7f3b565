"""Root of the addresses: the pages are the `web` room's, once it stands."""

from __future__ import annotations

from importlib.util import find_spec

from django.urls import URLPattern, URLResolver, include, path
from django.views.i18n import set_language

urlpatterns: list[URLPattern | URLResolver] = [path("bahasa/", set_language, name="set_language")]

if find_spec("kondusif.api"):
    urlpatterns.append(path("", include("kondusif.api.urls")))
if find_spec("kondusif.web") and find_spec("kondusif.web.urls"):
    urlpatterns.append(path("", include("kondusif.web.urls")))
