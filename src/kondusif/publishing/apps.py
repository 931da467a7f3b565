"""The room as Django sees it."""

from django.apps import AppConfig


class PublishingConfig(AppConfig):
    """Sitreps, exports, feeds."""

    name = "kondusif.publishing"
    label = "publishing"
