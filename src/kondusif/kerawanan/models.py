"""Editions of an index as they were computed, and the ledger of alarms. Nothing here decides."""

# ruff: noqa: DJ008, RUF012 -- no page prints a row; Django reads Meta once
from __future__ import annotations

import uuid

from django.db import models

from kondusif.kerawanan.domain.ledger import AlarmKind, AlarmOutcome, AlarmState


def _choices(values: type[AlarmKind] | type[AlarmOutcome] | type[AlarmState]) -> list[tuple[str, str]]:
    return [(value.value, value.value) for value in values]


class KeptEdition(models.Model):
    """One index as it was computed: the table that was handed in and the result, whole (`domain/keeping`).

    `run` is the address of the run (SHA-256 of its inputs): the same inputs are kept once. The database refuses to change or
    delete it (migration 0002).
    """

    run = models.CharField(max_length=64, unique=True)
    framework = models.CharField(max_length=60)
    framework_version = models.CharField(max_length=64)
    title = models.CharField(max_length=200)
    official = models.BooleanField()
    level = models.CharField(max_length=14)
    areas = models.PositiveIntegerField()
    scored = models.PositiveIntegerField()
    source = models.TextField(help_text="where the figures come from, in the words of who keeps them")
    invented = models.BooleanField(default=False, help_text="figures of a demonstration")
    table = models.BinaryField()
    result = models.BinaryField()
    result_hash = models.CharField(max_length=64)
    kept_at = models.DateTimeField()
    kept_by = models.CharField(max_length=150)

    class Meta:
        indexes = [models.Index(fields=["framework", "level", "-id"], name="kerawanan_edition")]


class Alarm(models.Model):
    """One warning. `number` is what people call it by; state and outcome are those of the latest step."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    number = models.PositiveBigIntegerField(unique=True)
    kind = models.CharField(max_length=10, choices=_choices(AlarmKind))
    area = models.CharField(max_length=13, blank=True, help_text="what was scanned; empty for the country")
    level = models.CharField(max_length=14)
    state = models.CharField(max_length=14, choices=_choices(AlarmState), default=AlarmState.DINAIKKAN)
    outcome = models.CharField(max_length=10, choices=_choices(AlarmOutcome), blank=True)
    raised_at = models.DateTimeField()
    latest_at = models.DateTimeField(help_text="of the latest sighting or step")

    class Meta:
        indexes = [models.Index(fields=["state", "-raised_at"], name="kerawanan_alarm_state")]


class AlarmSighting(models.Model):
    """What one run found of an alarm, with its evidence; added to, never changed (migration 0002)."""

    alarm = models.ForeignKey(Alarm, models.PROTECT, related_name="sightings")
    at = models.DateTimeField()
    by = models.CharField(max_length=150)
    areas = models.JSONField()
    centre = models.CharField(max_length=13)
    first_date = models.DateField()
    latest_date = models.DateField()
    observed = models.PositiveIntegerField()
    expected = models.FloatField()
    llr = models.FloatField()
    p = models.FloatField()
    p_method = models.CharField(max_length=10)
    recurrence_days = models.FloatField()
    loudness = models.CharField(max_length=10, blank=True, help_text="siaga, waspada, or nothing")
    corroborated = models.BooleanField(help_text="every incident behind it is verified")
    evidence = models.JSONField(help_text="numbers of the incidents")
    manifest = models.JSONField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["alarm", "at"], name="kerawanan_sighting_once")]


class AlarmStep(models.Model):
    """A person's word on an alarm, with a reason; added to, never changed (migration 0002)."""

    alarm = models.ForeignKey(Alarm, models.PROTECT, related_name="steps")
    state = models.CharField(max_length=14, choices=_choices(AlarmState))
    outcome = models.CharField(max_length=10, choices=_choices(AlarmOutcome), blank=True)
    by = models.CharField(max_length=150)
    at = models.DateTimeField()
    reason = models.TextField()


class KeptBacktest(models.Model):
    """How well the forecasts of one area would have done, as it was found; never changed (migration 0002)."""

    area = models.CharField(max_length=13, blank=True)
    level = models.CharField(max_length=14)
    made_at = models.DateTimeField()
    made_by = models.CharField(max_length=150)
    body = models.JSONField()

    class Meta:
        indexes = [models.Index(fields=["area", "level", "-id"], name="kerawanan_backtest")]
