"""The room as Django loads it."""

from __future__ import annotations

from django.apps import AppConfig


class IncidentsConfig(AppConfig):
    """Readings, incidents, judgements."""

    name = "kondusif.incidents"
    label = "incidents"
    verbose_name = "Kejadian"
