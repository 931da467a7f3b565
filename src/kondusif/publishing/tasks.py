"""Telling people by e-mail what newly fits the views that they watch; safe to run as often as one likes."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.core.mail import EmailMessage
from django.utils import translation
from django.utils.translation import gettext, ngettext

from kondusif.publishing.actions.views import note_matches
from kondusif.publishing.models import SavedMatch, SavedView
from kondusif.publishing.queries.views import NEWEST, Fitting, newest_fitting
from kondusif.publishing.wording import moment

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Notified:
    """What a run did: mails sent, things told of, mails that could not be sent."""

    mails: int = 0
    told: int = 0
    failed: int = 0


def mail_is_set_up() -> bool:
    """Whether this instance can send mail: a sender, a server, and the address that links lead to."""
    return bool(settings.KONDUSIF_MAIL_FROM and settings.KONDUSIF_URL)


def notify_saved_views(now: datetime) -> Notified:
    """Look through every view; one mail for each that has something new and wants mail.

    A thing counts as told only once its mail was sent: what failed is sent by the next run, what was sent never again.
    """
    done = Notified()
    views = SavedView.objects.filter(deleted_at=None, owner__is_active=True).select_related("owner").order_by("pk")
    for view in views:
        note_matches(view.pk, now=now)
        if view.by_mail and view.owner.email and mail_is_set_up():
            done = _mail(view, done, now)
    return done


def _mail(view: SavedView, done: Notified, now: datetime) -> Notified:
    waiting = SavedMatch.objects.filter(view=view, mailed_at=None)
    numbers = list(waiting.values_list("number", flat=True))
    if not numbers:
        return done
    message = _message(view, newest_fitting(view.pk, waiting_for_mail=True), len(numbers))
    try:
        message.send()
    except OSError as error:  # SMTP errors are OSErrors; the other views' mails may still go
        _log.error("Surel pantauan %s tidak terkirim: %s", view.pk, error)
        return Notified(done.mails, done.told, done.failed + 1)
    for start in range(0, len(numbers), 500):
        waiting.filter(number__in=numbers[start : start + 500]).update(mailed_at=now)
    return Notified(done.mails + 1, done.told + len(numbers), done.failed)


def _message(view: SavedView, fitting: list[Fitting], count: int) -> EmailMessage:
    with translation.override(settings.LANGUAGE_CODE):
        head = ngettext(
            "%(count)s hal baru cocok dengan “%(name)s”.", "%(count)s hal baru cocok dengan “%(name)s”.", count
        )
        parts = [head % {"count": count, "name": view.name}]
        parts += [
            f"{each.title}\n{each.summary}\n{moment(each.found_at)}\n{settings.KONDUSIF_URL}{each.path}"
            for each in fitting
        ]
        if count > NEWEST:
            more = gettext("Dan %(count)s lainnya di halaman pantauan.")
            parts.append(more % {"count": count - NEWEST})
        parts.append(
            gettext("Nama orang yang bukan pejabat disamarkan dalam surel. Matikan surel ini di:")
            + f"\n{settings.KONDUSIF_URL}/pantauan/"
        )
        subject = gettext("Pantauan: %(name)s") % {"name": view.name}
        return EmailMessage(
            subject=" ".join(subject.split()),
            body="\n\n".join(parts) + "\n",
            from_email=settings.KONDUSIF_MAIL_FROM,
            to=[view.owner.email],
        )
