"""The room as Django loads it."""

from __future__ import annotations

from django.apps import AppConfig


class AuditConfig(AppConfig):
    """Facts and subscriptions."""

    name = "kondusif.audit"
    label = "audit"
    verbose_name = "Catatan"
