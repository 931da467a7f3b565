"""The room as Django loads it."""

from __future__ import annotations

from django.apps import AppConfig


class PlacesConfig(AppConfig):
    """Boundaries; names and codes need no table."""

    name = "kondusif.places"
    label = "places"
    verbose_name = "Wilayah"
