"""The demonstration in a folder of its own, and an operator who asks for its pages."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any


@contextmanager
def demonstration(*commands: Sequence[str]) -> Iterator[Any]:
    """A client that is logged in, after `kondusif demo` and `commands`. The process ends where one of them fails."""
    with tempfile.TemporaryDirectory() as place:
        os.environ["KONDUSIF_DATA"] = place
        os.environ["KONDUSIF_NOW"] = "2024-11-20T08:00:00+07:00"
        from kondusif.cli.main import main as kondusif

        for command in (["demo"], *commands):
            try:
                kondusif(list(command))
            except SystemExit as ended:
                if ended.code:
                    raise
        yield _operator()


def _operator() -> Any:
    from django.conf import settings
    from django.contrib.auth.models import User
    from django.core.management import call_command
    from django.test import Client

    settings.ALLOWED_HOSTS = ["testserver"]
    call_command("collectstatic", verbosity=0, interactive=False)
    client = Client()
    client.force_login(User.objects.get(username="operator-demo"))
    client.get("/tentang/")
    return client
