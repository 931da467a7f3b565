"""The room as Django sees it."""

from django.apps import AppConfig


class ApiConfig(AppConfig):
    """The door for programs."""

    name = "kondusif.api"
    label = "api"
