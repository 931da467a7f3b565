"""The worker's round: give back what a killed worker held, queue what is due, tell who waits, do what is queued."""

from __future__ import annotations

import os
import socket
import uuid
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.utils import timezone
from django_tasks import TaskResultStatus, task_backends
from django_tasks_db.backend import DatabaseBackend
from django_tasks_db.management.commands.db_worker import Worker
from django_tasks_db.models import DBTaskResult

from kondusif.kerawanan.tasks import queue_due_scans
from kondusif.publishing.sitrep_tasks import queue_due_sitreps
from kondusif.publishing.tasks import notify_saved_views

ATTEMPTS = 3
REMEMBERED = timedelta(days=14)


@dataclass(frozen=True, slots=True)
class Round:
    """What a round did: tasks taken from the dead, areas queued, tasks done, mails sent; what failed, with its reason.

    `scans`: what was queued to be scanned, as "35/kecamatan".
    """

    released: int
    queued: tuple[str, ...]
    done: int
    failed: tuple[str, ...]
    mails: int = 0
    scans: tuple[str, ...] = ()


def run_round(*, now: datetime) -> Round:
    """One round. `now` is the product's moment; leases run on the machine's clock, by which the queue is stamped."""
    released = release_abandoned(at=timezone.now())
    scans = queue_due_scans(settings.KONDUSIF_SCANS, now=now)
    queued = queue_due_sitreps(settings.KONDUSIF_SITREP_AREAS, now=now)
    begun = timezone.now()
    for backend in _queues():
        _run_all(backend)
    finished = DBTaskResult.objects.filter(finished_at__gte=begun)
    done = finished.filter(status=TaskResultStatus.SUCCESSFUL).count()
    failed = finished.filter(status=TaskResultStatus.FAILED).values_list("task_path", "traceback")
    problems = tuple(_why(path, traceback) for path, traceback in failed)
    forget_old(at=timezone.now())
    notified = notify_saved_views(now)
    return Round(released, tuple(queued), done, problems, notified.mails, tuple(scans))


def release_abandoned(*, at: datetime) -> int:
    """Put tasks whose lease is over back into the queue; one that was begun too often fails. How many were put back.

    Each is claimed with a condition: of two workers that see it one takes it, and a worker that was only slow finds its
    task done twice, which tasks bear.
    """
    over = at - timedelta(seconds=settings.KONDUSIF_LEASE)
    held = DBTaskResult.objects.filter(status=TaskResultStatus.RUNNING, started_at__lt=over)
    released = 0
    for pk, started_at, workers in held.values_list("pk", "started_at", "worker_ids"):
        same = DBTaskResult.objects.filter(pk=pk, status=TaskResultStatus.RUNNING, started_at=started_at)
        if len(workers) < ATTEMPTS:
            released += same.update(status=TaskResultStatus.READY, started_at=None)
        else:
            why = f"begun {len(workers)} times and never finished"
            same.update(status=TaskResultStatus.FAILED, finished_at=at, traceback=why)
    return released


def forget_old(*, at: datetime) -> None:
    """Drop what was finished long ago."""
    DBTaskResult.objects.filter(finished_at__lt=at - REMEMBERED).delete()


def _queues() -> list[str]:
    return [name for name in settings.TASKS if isinstance(task_backends[name], DatabaseBackend)]


def _run_all(backend: str) -> None:
    Worker(
        queue_names=["*"],
        interval=0,
        batch=True,
        backend_name=backend,
        startup_delay=False,
        max_tasks=None,
        worker_id=f"{socket.gethostname()[:20]}:{os.getpid()}:{uuid.uuid4().hex[:12]}",
        excluded_queue_names=[],
    ).run()


def _why(path: str, traceback: str) -> str:
    last = traceback.strip().splitlines()[-1:] or ["?"]
    return f"{path.rpartition('.')[2]}: {last[0][:300]}"
