"""Tables: officials, the spellings in offices that make them, where these stand, and what people decided. Nothing here decides."""

# ruff: noqa: DJ008, RUF012 -- no page prints a row; Django reads Meta once
from __future__ import annotations

import uuid

from django.db import models

from kondusif.people.domain.deciding import Tie


class Person(models.Model):
    """One official. `id` is minted once; `anchor` is the profile it was minted for and by which it is found again.

    `merged_into` is set while its profiles stand with an older person's; `withheld` when a text calls the person a
    candidate: such a person is shown nowhere. The other columns are counted anew with every change, for lists.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    number = models.PositiveBigIntegerField(unique=True)
    anchor = models.CharField(max_length=20, db_index=True)
    loose_anchor = models.CharField(max_length=20, db_index=True, help_text="the anchor's name and area alone")
    merged_into = models.ForeignKey("self", models.SET_NULL, null=True, related_name="merged_from")
    withheld = models.BooleanField(default=False)
    name = models.TextField(blank=True)
    rank = models.CharField(max_length=60, blank=True)
    role = models.TextField(blank=True)
    institution = models.TextField(blank=True)
    area = models.CharField(max_length=13, blank=True)
    spellings = models.PositiveIntegerField(default=0)
    texts = models.PositiveIntegerField(default=0)
    first_seen_at = models.DateTimeField(null=True)
    latest_seen_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["withheld", "-texts", "number"], name="people_by_texts"),
            models.Index(fields=["-latest_seen_at"], name="people_by_seen"),
        ]


class Profile(models.Model):
    """One spelling in one office, as `domain/profiles` makes it. Without an appearance it is deleted."""

    key = models.CharField(primary_key=True, max_length=20)
    person = models.ForeignKey(Person, models.CASCADE, null=True, related_name="profiles")
    words = models.TextField()
    name = models.TextField()
    role = models.TextField(blank=True)
    institution = models.TextField(blank=True)
    kind = models.CharField(max_length=60, blank=True)
    code = models.CharField(max_length=13, blank=True)
    regency = models.CharField(max_length=5, blank=True)
    scope = models.CharField(max_length=32, blank=True)
    service = models.CharField(max_length=10, blank=True)
    loose_key = models.CharField(max_length=20, db_index=True)


class ProfileBlock(models.Model):
    """Where a profile is looked for when another may be the same person."""

    profile = models.ForeignKey(Profile, models.CASCADE, related_name="blocks")
    block = models.CharField(max_length=120, db_index=True)


class Appearance(models.Model):
    """A profile in the revision of a text that counts: as what it is named there, and where. `body` is the institution's id."""

    profile = models.ForeignKey(Profile, models.CASCADE, related_name="appearances")
    text = models.ForeignKey("intake.Text", models.CASCADE, related_name="+")
    reading = models.ForeignKey("incidents.KeptReading", models.CASCADE, related_name="+")
    text_key = models.CharField(max_length=32, db_index=True)
    name = models.TextField()
    rank = models.CharField(max_length=60, blank=True)
    role = models.TextField(blank=True)
    institution = models.TextField(blank=True)
    place_code = models.CharField(max_length=13, blank=True)
    area = models.CharField(max_length=13, blank=True)
    body = models.CharField(max_length=80, blank=True)
    spans = models.JSONField(default=list, help_text="field, start, end of every mention; the first one first")
    mentions = models.PositiveIntegerField(default=1)
    stands = models.BooleanField(default=False, help_text="the text calls the person a candidate")
    seen_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["profile", "text"], name="people_appearance_once")]
        indexes = [
            models.Index(fields=["body", "profile"], name="people_appearance_body"),
            models.Index(fields=["area", "profile"], name="people_appearance_area"),
        ]


class NameWord(models.Model):
    """A word of a person's names, to search by, however it was spelled."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="words")
    word = models.CharField(max_length=60)
    first = models.CharField(max_length=1)

    class Meta:
        indexes = [models.Index(fields=["first", "word", "person"], name="people_word")]


class Decision(models.Model):
    """A person's word on which spellings are one official; the sides of `apart` are two, `together` has one."""

    tie = models.CharField(max_length=10, choices=[(tie.value, tie.value) for tie in Tie])
    by = models.CharField(max_length=150)
    at = models.DateTimeField()
    reason = models.TextField()
    person = models.ForeignKey(Person, models.PROTECT, related_name="decisions")
    other = models.ForeignKey(Person, models.PROTECT, related_name="+", null=True)
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_by = models.CharField(max_length=150, blank=True)
    superseded_by = models.ForeignKey("self", models.SET_NULL, null=True, related_name="supersedes")


class DecisionProfile(models.Model):
    """A profile in a decision, on which side; `loose_key` finds it again after another reader wrote its office differently."""

    decision = models.ForeignKey(Decision, models.CASCADE, related_name="profiles")
    key = models.CharField(max_length=20, db_index=True)
    loose_key = models.CharField(max_length=20, db_index=True)
    side = models.PositiveSmallIntegerField(default=0)
