"""The room as Django sees it."""

from django.apps import AppConfig


class KerawananConfig(AppConfig):
    """Index and early warning."""

    name = "kondusif.kerawanan"
    label = "kerawanan"
