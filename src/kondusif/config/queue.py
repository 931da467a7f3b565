"""The lasting queue of the settings: what was asked of it already."""

from __future__ import annotations

from typing import Any

from django_tasks import TaskResultStatus
from django_tasks.base import Task
from django_tasks_db.models import DBTaskResult

QUEUE = "queue"  # whatever the default backend is
ATTEMPTS = 3  # failures after which a task with the same arguments is given up


def was_queued(task: Task[Any, Any], **arguments: str) -> bool:
    """Whether a task with these arguments waits, runs or was done, or failed so often that trying again would help nobody."""
    kept = DBTaskResult.objects.filter(task_path=task.module_path)
    states = [
        status
        for status, given in kept.values_list("status", "args_kwargs")
        if arguments.items() <= given["kwargs"].items()
    ]
    failures = states.count(TaskResultStatus.FAILED)
    return failures >= ATTEMPTS or len(states) > failures
