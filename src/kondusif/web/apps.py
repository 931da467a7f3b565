"""Django's card for the room."""

from __future__ import annotations

from django.apps import AppConfig


class WebConfig(AppConfig):
    """The pages."""

    name = "kondusif.web"
    label = "web"
