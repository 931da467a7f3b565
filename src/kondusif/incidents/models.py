"""Tables. What a machine concluded and what a person judged stand in different rows; nothing here decides."""

# ruff: noqa: DJ008, RUF012 -- no page prints a row; Django reads Meta once
from __future__ import annotations

import uuid

from django.db import models

from kondusif.incidents.domain.types import ELECTION, Kind, Maker, Ruling, State, Status, Tie


def _choices(
    values: type[Kind] | type[Maker] | type[Ruling] | type[State] | type[Status] | type[Tie],
) -> list[tuple[str, str]]:
    return [(value.value, value.value) for value in values]


class KeptReading(models.Model):
    """What one reader with one rule base read in a text. Many for a text; the newest is effective."""

    text = models.ForeignKey("intake.Text", models.PROTECT, related_name="readings")
    reader_version = models.CharField(max_length=60)
    rulebase_version = models.CharField(max_length=80)
    payload = models.JSONField()
    payload_hash = models.CharField(max_length=64)
    category = models.CharField(max_length=30)
    secondary_category = models.CharField(max_length=30, blank=True)
    stance = models.CharField(max_length=20)
    is_incident = models.BooleanField()
    event_date = models.DateField(null=True)
    source_class = models.CharField(max_length=10)
    effective = models.BooleanField(default=True)
    made_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["text", "reader_version", "rulebase_version", "payload_hash"], name="incidents_reading_once"
            ),
            models.UniqueConstraint(
                fields=["text"], condition=models.Q(effective=True), name="incidents_reading_one_effective"
            ),
        ]


class ReadingPlace(models.Model):
    """A place of a reading, to find texts by."""

    reading = models.ForeignKey(KeptReading, models.CASCADE, related_name="places")
    code = models.CharField(max_length=13)
    level = models.CharField(max_length=14)
    role = models.CharField(max_length=10)
    confidence = models.PositiveSmallIntegerField(help_text="thousandths")

    class Meta:
        indexes = [models.Index(fields=["code", "role"], name="incidents_place_code")]


class Fingerprint(models.Model):
    """What a text is compared by; made anew with every new reading of it. See `domain/fingerprint`."""

    text = models.OneToOneField("intake.Text", models.CASCADE, primary_key=True)
    key = models.CharField(max_length=32, unique=True)
    kind = models.CharField(max_length=10, choices=_choices(Kind))
    category = models.CharField(max_length=30)
    secondary_category = models.CharField(max_length=30, blank=True)
    event_date = models.DateField(null=True)
    places = models.CharField(max_length=700, blank=True)
    content_hash = models.CharField(max_length=64, db_index=True)
    copy_group = models.BigIntegerField(db_index=True)
    words = models.BinaryField()
    actors = models.TextField(blank=True)
    numbers = models.TextField(blank=True)
    idf_version = models.CharField(max_length=20)


class FingerprintBlock(models.Model):
    """In which kabupaten/kota a text is looked for."""

    fingerprint = models.ForeignKey(Fingerprint, models.CASCADE, related_name="blocks")
    block = models.CharField(max_length=20)

    class Meta:
        indexes = [models.Index(fields=["block", "fingerprint"], name="incidents_block")]


class Incident(models.Model):
    """One event. `id` is minted once; `anchor` is the text it was minted for and by which it is found again.

    Columns named after `machine_` hold the machine's guess; the plain ones hold what counts, a person's word first.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    number = models.PositiveBigIntegerField(unique=True)
    election_id = models.CharField(max_length=40, default=ELECTION)
    anchor = models.CharField(max_length=32)
    state = models.CharField(max_length=10, choices=_choices(State), default=State.ACTIVE)
    version = models.PositiveIntegerField(default=1)

    kind = models.CharField(max_length=10, choices=_choices(Kind))
    status = models.CharField(max_length=20, choices=_choices(Status), default=Status.BELUM_DIVERIFIKASI)
    needs_more = models.BooleanField(default=False)
    category = models.CharField(max_length=30)
    event_date = models.DateField(null=True)
    event_date_end = models.DateField(null=True)
    place_code = models.CharField(max_length=13, blank=True)
    provinsi = models.CharField(max_length=2, blank=True)
    kabupaten_kota = models.CharField(max_length=5, blank=True)
    kecamatan = models.CharField(max_length=8, blank=True)
    kelurahan_desa = models.CharField(max_length=13, blank=True)

    machine_kind = models.CharField(max_length=10, choices=_choices(Kind))
    machine_category = models.CharField(max_length=30)
    machine_event_date = models.DateField(null=True)
    machine_event_date_end = models.DateField(null=True)
    machine_place_code = models.CharField(max_length=13, blank=True)

    title = models.TextField()
    summary = models.TextField()
    severity = models.PositiveSmallIntegerField(default=0)
    confidence = models.PositiveSmallIntegerField(default=0, help_text="thousandths")
    texts = models.PositiveIntegerField(default=0)
    witnesses = models.PositiveIntegerField(default=0)
    contradictions = models.PositiveIntegerField(default=0)
    conflicts = models.PositiveIntegerField(default=0)
    first_seen_at = models.DateTimeField()
    first_seen_on = models.DateField(help_text="the day of first_seen_at, by WIB")
    latest_seen_at = models.DateTimeField()
    created_at = models.DateTimeField()
    updated_at = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index(fields=["state", "kind", "-latest_seen_at", "-number"], name="incidents_by_kind_seen"),
            models.Index(fields=["state", "-latest_seen_at", "-number"], name="incidents_by_seen"),
            models.Index(fields=["state", "status", "kind", "category"], name="incidents_by_status"),
            models.Index(fields=["state", "category", "kind", "status"], name="incidents_by_category"),
            models.Index(
                fields=["kabupaten_kota", "state", "kind", "status", "category"], name="incidents_by_kabupaten"
            ),
            models.Index(fields=["provinsi", "state", "kind", "status", "category"], name="incidents_by_provinsi"),
            models.Index(fields=["kecamatan", "state"], name="incidents_by_kecamatan"),
            models.Index(fields=["kelurahan_desa", "state"], name="incidents_by_desa"),
            models.Index(fields=["state", "-event_date", "-number"], name="incidents_by_date"),
            models.Index(fields=["state", "-witnesses", "-number"], name="incidents_by_witnesses"),
            models.Index(fields=["state", "-severity", "-number"], name="incidents_by_severity"),
            models.Index(fields=["anchor"], name="incidents_anchor"),
            models.Index(
                fields=["state", "-latest_seen_at", "-number"],
                condition=models.Q(contradictions__gt=0),
                name="incidents_contradicted",
            ),
            models.Index(
                fields=["state", "status", "kind", "category", "contradictions", "witnesses"], name="incidents_figures"
            ),
            models.Index(fields=["state", "kabupaten_kota"], name="incidents_map"),
            models.Index(fields=["state", "first_seen_at"], name="incidents_by_first_seen"),
            models.Index(fields=["state", "first_seen_on", "kind", "category"], name="incidents_by_day"),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.title}"


class SearchDocument(models.Model):
    """All words of an incident, as search compares them; each database's index follows by itself (migration 0002)."""

    number = models.PositiveBigIntegerField(primary_key=True)
    incident = models.OneToOneField(Incident, models.CASCADE, related_name="search")
    body = models.TextField()


class TextWords(models.Model):
    """The words of a text for the search; the full-text index of each database follows this table by itself (migration 0006).

    A text never changes, so neither does its row; whether it counts stands in `TextFacets`.
    """

    text = models.OneToOneField("intake.Text", models.CASCADE, primary_key=True, related_name="words")
    title = models.TextField()
    source = models.TextField()
    body = models.TextField(help_text="title, source and text")


class TextFacets(models.Model):
    """What texts are counted and ordered by in a search. A row with a higher `stamp` was written later."""

    text = models.OneToOneField("intake.Text", models.CASCADE, primary_key=True, related_name="facets")
    live = models.BooleanField(help_text="whether this revision counts")
    category = models.CharField(max_length=30)
    kind = models.CharField(max_length=10, blank=True)
    source_class = models.CharField(max_length=10)
    places = models.TextField(blank=True, help_text="codes where it happened, with blanks between")
    seen_at = models.DateTimeField()
    day = models.DateField()
    copy_group = models.BigIntegerField()
    stamp = models.BigIntegerField(db_index=True)


class KnownWord(models.Model):
    """A word of the texts that count, and in how many of them it stands; what near spellings are looked for in."""

    word = models.CharField(max_length=40, primary_key=True)
    texts = models.IntegerField()


class Membership(models.Model):
    """A text tells of an incident. Ended, never deleted; `reason` holds the parts of the score in thousandths."""

    incident = models.ForeignKey(Incident, models.PROTECT, related_name="memberships")
    text = models.ForeignKey("intake.Text", models.PROTECT, related_name="memberships")
    key = models.CharField(max_length=32, db_index=True)
    made_by = models.CharField(max_length=10, choices=_choices(Maker))
    score = models.PositiveSmallIntegerField(default=0, help_text="thousandths")
    reason = models.JSONField(default=dict)
    since = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["incident", "text"], condition=models.Q(ended_at=None), name="incidents_member_once"
            ),
        ]


class Redirect(models.Model):
    """The old id of an incident that became part of an older one, for as long as it is."""

    old = models.OneToOneField(Incident, models.CASCADE, primary_key=True, related_name="redirect")
    incident = models.ForeignKey(Incident, models.CASCADE, related_name="merged_from")
    since = models.DateTimeField()


class Judgement(models.Model):
    """What a person said about an incident, why, and whether it still stands."""

    incident = models.ForeignKey(Incident, models.PROTECT, related_name="judgements")
    by = models.CharField(max_length=150)
    at = models.DateTimeField()
    ruling = models.CharField(max_length=20, choices=_choices(Ruling))
    value = models.CharField(max_length=40, blank=True)
    reason = models.TextField()
    keys = models.JSONField(default=list, help_text="the texts that the person had before them")
    batch = models.UUIDField(null=True, db_index=True, help_text="the same for all that were judged in one go")
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_by = models.CharField(max_length=150, blank=True)

    class Meta:
        indexes = [models.Index(fields=["by", "-at"], name="incidents_judged_by")]


class Claim(models.Model):
    """Somebody has this incident before them and is about to judge it; free again once `until` has passed."""

    incident = models.OneToOneField(Incident, models.CASCADE, primary_key=True, related_name="claim")
    by = models.CharField(max_length=150, db_index=True)
    until = models.DateTimeField()


class Decision(models.Model):
    """A person's word on which texts are one event; the sides of `apart` are two, `together` has one."""

    tie = models.CharField(max_length=10, choices=_choices(Tie))
    by = models.CharField(max_length=150)
    at = models.DateTimeField()
    reason = models.TextField()
    incident = models.ForeignKey(Incident, models.PROTECT, related_name="decisions")
    other = models.ForeignKey(Incident, models.PROTECT, related_name="+", null=True)
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_by = models.CharField(max_length=150, blank=True)
    superseded_by = models.ForeignKey("self", models.SET_NULL, null=True, related_name="supersedes")


class DecisionText(models.Model):
    """A text in a decision, and on which side."""

    decision = models.ForeignKey(Decision, models.CASCADE, related_name="texts")
    key = models.CharField(max_length=32, db_index=True)
    side = models.PositiveSmallIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["decision", "key"], name="incidents_decision_text")]
