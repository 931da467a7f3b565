"""The table of facts. The database itself refuses to change or delete a row (migration 0002)."""

# ruff: noqa: RUF012 -- Django reads Meta once and never shares it
from __future__ import annotations

import json
import uuid
from typing import Any

from django.db import models


class Fact(models.Model):
    """Something that was done: by whom, to what, when. `seq` has no gaps; `payload_json` is canonical."""

    seq = models.PositiveBigIntegerField(primary_key=True)
    id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    at = models.DateTimeField()
    kind = models.CharField(max_length=60)
    subject_kind = models.CharField(max_length=40)
    subject_id = models.CharField(max_length=64)
    actor = models.CharField(max_length=150)
    payload_json = models.TextField()
    previous_hash = models.CharField(max_length=64)
    hash = models.CharField(max_length=64)

    class Meta:
        ordering = ["seq"]
        indexes = [models.Index(fields=["subject_kind", "subject_id", "seq"], name="audit_fact_subject")]

    def __str__(self) -> str:
        return f"{self.seq} {self.kind} {self.subject_kind}:{self.subject_id}"

    @property
    def payload(self) -> dict[str, Any]:
        """What the fact says beyond its columns."""
        content: dict[str, Any] = json.loads(self.payload_json)
        return content
