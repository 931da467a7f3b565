"""Texts as they arrived, every revision of them, and which are copies of which."""

# ruff: noqa: DJ008, RUF012 -- no page prints a row; Django reads Meta once
from __future__ import annotations

from django.db import models
from django.db.models import CompositePrimaryKey


class Text(models.Model):
    """One revision of one text, never changed afterwards, except for the three columns that place it among the others.

    `key` stands for (source, source_id); `latest` marks the revision that counts; `copy_group` is the id of the
    earliest text of those that say the same in the same words, its own id where there is no other. `utc_offset` are the
    minutes by which the clock of its moments is ahead of UTC: "yesterday" is counted on that clock, however often it is read.
    """

    key = models.CharField(max_length=32)
    source = models.TextField()
    source_id = models.TextField()
    revision = models.PositiveIntegerField()
    title = models.TextField(blank=True)
    text = models.TextField()
    url = models.TextField(blank=True)
    source_class = models.CharField(max_length=10)
    received_at = models.DateTimeField(null=True)
    published_at = models.DateTimeField(null=True)
    utc_offset = models.SmallIntegerField(null=True)
    ingested_at = models.DateTimeField()
    content_hash = models.CharField(max_length=64, db_index=True)
    notes = models.JSONField(default=list)
    latest = models.BooleanField(default=True)
    copy_group = models.BigIntegerField(db_index=True, default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["key", "revision"], name="intake_text_revision"),
            models.UniqueConstraint(fields=["key", "content_hash"], name="intake_text_content"),
            models.UniqueConstraint(fields=["key"], condition=models.Q(latest=True), name="intake_text_one_latest"),
        ]

    def __str__(self) -> str:
        return f"{self.source_id} (r{self.revision})"

    @property
    def is_copy(self) -> bool:
        """Whether an earlier text says the same in the same words."""
        return self.copy_group != self.pk


class Signature(models.Model):
    """MinHash of the word 3-shingles of a content, kept once per content."""

    text = models.OneToOneField(Text, models.CASCADE, primary_key=True)
    shingles = models.PositiveIntegerField()
    minhash = models.BinaryField()


class SignatureBand(models.Model):
    """Index of the signatures: contents that share a band are compared."""

    pk = CompositePrimaryKey("band", "text_id")
    band = models.BigIntegerField()
    text_id = models.BigIntegerField()


class CopyLink(models.Model):
    """Why two texts count as one witness: how alike their words are, in thousandths (1000: the same letters)."""

    text = models.ForeignKey(Text, models.CASCADE, related_name="copies_of")
    like = models.ForeignKey(Text, models.CASCADE, related_name="copied_by")
    per_mille = models.PositiveSmallIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["text", "like"], name="intake_copy_pair")]
