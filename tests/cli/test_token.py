from __future__ import annotations

import re
from typing import Any

import pytest
from django.contrib.auth.models import User

from kondusif.publishing.queries.tokens import list_tokens

pytestmark = pytest.mark.django_db


def test_a_token_is_made_listed_and_revoked(kondusif: Any, ayu: User) -> None:
    made = kondusif("token", "create", "ayu", "--name", "papan", "--names", "--days", "30")
    assert re.fullmatch(r"kondusif_[a-z2-7]{32}\n", made.out)
    assert "tidak akan ditampilkan lagi" in made.err
    listed = kondusif("token", "list").out.split("\t")
    assert (listed[1:4], listed[6]) == (["ayu", "papan", "read read-names"], "berlaku\n")
    assert made.out.strip() not in kondusif("token", "list").out
    number = str(list_tokens()[0].id)
    assert kondusif("token", "revoke", number).out == f"Token {number} dicabut.\n"
    assert "dicabut" in kondusif("token", "list", "--owner", "ayu").out
    assert kondusif("token", "revoke", number).status == 1


def test_what_cannot_be_made_is_told(kondusif: Any, citra: User) -> None:
    assert (
        kondusif("token", "create", "siapa", "--name", "x").err == "kondusif: Tidak ada akun aktif bernama 'siapa'.\n"
    )
    assert "Hanya akun penilai" in kondusif("token", "create", "citra", "--name", "x", "--names").err
    assert kondusif("token", "create", "citra").status == 2
    assert kondusif("token", "create", "citra", "--name", "x", "--days", "400").status == 2
    assert "Belum ada token" in kondusif("token", "list").err
