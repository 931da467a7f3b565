"""What was published and must stay as it was."""

# ruff: noqa: DJ008, RUF012 -- no page prints a row; Django reads Meta once
from __future__ import annotations

from django.db import models


class KeptSitrep(models.Model):
    """A situation report as it was made; the database refuses to change or delete it (migration 0002).

    `slot` is the scheduled time it was made for, null when a person asked for it; an area has one for each slot.
    """

    area_code = models.CharField(max_length=13)
    period_start = models.DateTimeField()
    period_end = models.DateTimeField()
    made_at = models.DateTimeField()
    made_by = models.CharField(max_length=150)
    slot = models.DateTimeField(null=True)
    body = models.TextField()
    body_hash = models.CharField(max_length=64)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["area_code", "slot"], name="publishing_sitrep_one_for_a_slot")]
        indexes = [models.Index(fields=["area_code", "period_end", "id"], name="publishing_sitrep_area")]
