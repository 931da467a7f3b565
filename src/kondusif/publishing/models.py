"""What was published and must stay as it was."""

# ruff: noqa: DJ008, RUF012 -- no page prints a row; Django reads Meta once
from __future__ import annotations

from django.conf import settings
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


class SavedView(models.Model):
    """A list or a search that somebody watches under a name.

    `seen` are the numbers of what fitted when it was saved (packed), `checked` the newest fact when it was last looked
    through: nothing new can fit before another is recorded. `looked` is the newest match that the owner saw. `token` opens the feed to whoever knows it.
    """

    owner = models.ForeignKey("auth.User", models.CASCADE, related_name="saved_views")
    name = models.CharField(max_length=120)
    page = models.CharField(max_length=10)
    query = models.TextField(blank=True, help_text="of the address, beginning with a question mark")
    watched = models.JSONField()
    shared = models.BooleanField(default=False)
    by_mail = models.BooleanField(default=False)
    token = models.CharField(max_length=32, unique=True)
    seen = models.BinaryField()
    checked = models.CharField(max_length=64)
    looked = models.BigIntegerField(default=0)
    created_at = models.DateTimeField()
    deleted_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["owner", "deleted_at"], name="publishing_view_owner")]


class SavedMatch(models.Model):
    """Something that newly fits a view: the number of an incident, or the id of a text. Told of once."""

    view = models.ForeignKey(SavedView, models.CASCADE, related_name="matches")
    number = models.BigIntegerField()
    found_at = models.DateTimeField()
    mailed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["view", "number"], name="publishing_match_once")]


class ApiToken(models.Model):
    """What a program reads with, for its owner. The secret itself is nowhere: `digest` is its SHA-256."""

    digest = models.CharField(max_length=64, unique=True)
    name = models.CharField(max_length=80)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="api_tokens")
    scopes = models.CharField(max_length=40, help_text="separated by blanks")
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField(null=True)
    used_on = models.DateField(null=True, help_text="the latest day, by WIB; no more of it is kept")
    revoked_at = models.DateTimeField(null=True)
    revoked_by = models.CharField(max_length=150, blank=True)

    class Meta:
        indexes = [models.Index(fields=["owner", "-created_at"], name="publishing_token_owner")]
