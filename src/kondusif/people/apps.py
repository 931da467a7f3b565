"""The room as Django loads it."""

from __future__ import annotations

from django.apps import AppConfig


class PeopleConfig(AppConfig):
    """Officials and their offices; listens for readings that were kept."""

    name = "kondusif.people"
    label = "people"
    verbose_name = "Tokoh"

    def ready(self) -> None:
        """Begin to listen."""
        from kondusif.people import receivers  # noqa: F401 -- importing subscribes
