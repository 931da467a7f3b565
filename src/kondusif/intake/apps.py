"""The room as Django loads it."""

from __future__ import annotations

from django.apps import AppConfig


class IntakeConfig(AppConfig):
    """Texts and their copies."""

    name = "kondusif.intake"
    label = "intake"
    verbose_name = "Teks masuk"
