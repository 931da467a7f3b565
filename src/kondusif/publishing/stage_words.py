"""Stages of an election in words: their days, how they stand, how long until then, how sure the dates are."""

from __future__ import annotations

from datetime import date

from django.utils.translation import get_language, gettext, ngettext
from django.utils.translation import gettext_lazy as _

from kondusif.elections.domain.calendar import Coming
from kondusif.publishing.labels import Labels
from kondusif.publishing.wording import day as in_words
from kondusif.publishing.wording import days
from kondusif.rulebase.rules import ElectionRule, StageRule

STATUSES: Labels = {
    "done": _("Selesai"),
    "running": _("Berjalan"),
    "ahead": _("Akan datang"),
    "until": _("Menuju batas akhir"),
    "undated": _("Tanpa tanggal"),
}

MARKS_OF_CONFIDENCE: Labels = {
    "V": _("dua sumber atau lebih"),
    "S": _("satu sumber"),
    "U": _("tidak pasti"),
    "D": _("hasil hitungan"),
}


def election_title(election: ElectionRule) -> str:
    """The rule base's own title of an election, in the language of the page."""
    return election.title_en if get_language() == "en" else election.title


def stage_days(stage: StageRule) -> str:
    """ "24–26 Nov 2024", "sampai 21 Sep 2024", or that no source gives a day."""
    if stage.start is None and stage.end is not None:
        return gettext("sampai %(day)s") % {"day": in_words(stage.end)}
    if stage.end is None and stage.start is not None:
        return gettext("mulai %(day)s") % {"day": in_words(stage.start)}
    return days(stage.start, stage.end) if stage.start else gettext("tanggal tidak disebut")


def day_of_stage(stage: StageRule, day: date) -> str:
    """How far a running stage is: "hari ke-57 dari 60", "hari terakhir"; nothing for a stage of one day."""
    if stage.start is not None and stage.start == stage.end:
        return ""
    if day == stage.end:
        return gettext("hari terakhir")
    if stage.start is None or stage.end is None:
        return ""
    length = (stage.end - stage.start).days + 1
    return gettext("hari ke-%(day)s dari %(length)s") % {"day": (day - stage.start).days + 1, "length": length}


def countdown(count: int) -> str:
    """How long until a day, as people say it."""
    if count == 0:
        return gettext("hari ini")
    if count == 1:
        return gettext("besok")
    if count < 0:
        return ngettext("%(count)s hari lalu", "%(count)s hari lalu", -count) % {"count": -count}
    return ngettext("%(count)s hari lagi", "%(count)s hari lagi", count) % {"count": count}


def to_voting(count: int) -> str:
    """How far the voting day is, as people say it: "H-7", "hari H", "H+3"."""
    if count == 0:
        return gettext("hari H")
    return gettext("H-%(count)s") % {"count": count} if count > 0 else gettext("H+%(count)s") % {"count": -count}


def coming_title(coming: Coming) -> str:
    """What comes: the stage's own name, or that its last day does."""
    if coming.kind == "starts":
        return coming.stage.title
    return gettext("batas akhir %(stage)s") % {"stage": _lower_first(coming.stage.title)}


def _lower_first(title: str) -> str:
    """A name inside a sentence; short forms in capitals stay as they are."""
    return title if title[:2].isupper() else title[:1].lower() + title[1:]
