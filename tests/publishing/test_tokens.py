from __future__ import annotations

import re
from datetime import date, timedelta
from typing import Any

import pytest
from django.contrib.auth.models import User
from factories.readings import NOW

from kondusif.audit.models import Fact
from kondusif.publishing.actions.tokens import (
    LONGEST_LIFE,
    MOST_TOKENS,
    NoSuchAccount,
    NoSuchToken,
    bearer_of,
    create_token,
    may_read_names,
    revoke_token,
)
from kondusif.publishing.domain.tokens import BadToken, TokenScope, digest_of, is_well_formed, new_token
from kondusif.publishing.models import ApiToken
from kondusif.publishing.queries.tokens import list_tokens

pytestmark = pytest.mark.django_db
MONTH = timedelta(days=30)


def _make(owner: str, **more: Any) -> tuple[int, str]:
    given = {"name": "papan skor", "scopes": (TokenScope.READ,), "expires_at": NOW + MONTH, "by": owner, "now": NOW}
    return create_token(owner, **{**given, **more})


def test_a_token_is_160_random_bits_of_which_only_the_hash_is_kept(ayu: User) -> None:
    number, secret = _make("ayu")
    assert re.fullmatch(r"kondusif_[a-z2-7]{32}", secret)
    row = ApiToken.objects.get(pk=number)
    assert row.digest == digest_of(secret)
    kept = " ".join(str(value) for value in ApiToken.objects.values_list().get()) + str(
        list(Fact.objects.values_list())
    )
    assert secret not in kept
    assert len({new_token() for _ in range(1000)}) == 1000


def test_a_token_opens_for_its_owner_until_it_ends(ayu: User) -> None:
    _, secret = _make("ayu")
    bearer = bearer_of(secret, now=NOW)
    assert bearer is not None
    assert (bearer.owner, bearer.scopes) == (ayu, {TokenScope.READ})
    assert bearer_of(secret, now=NOW + MONTH) is None
    assert bearer_of(new_token(), now=NOW) is None
    assert bearer_of("x" * 10_000, now=NOW) is None


def test_the_day_of_use_is_kept_and_nothing_finer(ayu: User, django_assert_num_queries: Any) -> None:
    _, secret = _make("ayu")
    with django_assert_num_queries(2):
        bearer_of(secret, now=NOW)
    with django_assert_num_queries(1):
        bearer_of(secret, now=NOW + timedelta(hours=2))
    assert list_tokens()[0].used_on == date(2024, 11, 20)


def test_revoking_ends_it_at_once_and_leaves_a_fact(ayu: User, budi: User) -> None:
    number, secret = _make("ayu")
    with pytest.raises(NoSuchToken):
        revoke_token(number, by="budi", owner="budi", now=NOW)
    revoke_token(number, by="ayu", owner="ayu", now=NOW)
    assert bearer_of(secret, now=NOW) is None
    with pytest.raises(NoSuchToken):
        revoke_token(number, by="ayu", now=NOW)
    assert list(Fact.objects.values_list("kind", flat=True)) == ["token_created", "token_revoked"]


def test_names_are_for_tokens_of_who_judges_now(ayu: User, citra: User) -> None:
    with pytest.raises(BadToken, match="penilai"):
        _make("citra", scopes=(TokenScope.READ_NAMES,))
    _, secret = _make("ayu", scopes=(TokenScope.READ_NAMES,))
    bearer = bearer_of(secret, now=NOW)
    assert bearer is not None
    assert may_read_names(bearer)
    ayu.groups.clear()
    again = bearer_of(secret, now=NOW)
    assert again is not None
    assert not may_read_names(again)


def test_who_may_not_enter_any_more_has_no_token_either(ayu: User) -> None:
    _, secret = _make("ayu")
    User.objects.update(is_active=False)
    assert bearer_of(secret, now=NOW) is None


@pytest.mark.parametrize(
    ("owner", "more", "wrong"),
    [
        ("ayu", {"name": " \x00\u202e "}, BadToken),
        ("ayu", {"name": "x" * 81}, BadToken),
        ("ayu", {"expires_at": NOW}, BadToken),
        ("ayu", {"expires_at": NOW + LONGEST_LIFE + timedelta(seconds=1)}, BadToken),
        ("siapa", {}, NoSuchAccount),
    ],
)
def test_what_cannot_be_made_is_told(ayu: User, owner: str, more: dict[str, Any], wrong: type[Exception]) -> None:
    with pytest.raises(wrong):
        _make(owner, **more)
    assert not ApiToken.objects.exists()


def test_nobody_hoards_tokens(ayu: User) -> None:
    for _ in range(MOST_TOKENS):
        number, _ = _make("ayu")
    with pytest.raises(BadToken, match="cabut"):
        _make("ayu")
    revoke_token(number, by="ayu", now=NOW)
    _make("ayu")


def test_what_is_no_token_of_ours_costs_no_query(django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(0):
        assert bearer_of("Bearer rahasia", now=NOW) is None
    assert not is_well_formed("kondusif_" + "A" * 32)


def test_three_tokens_are_listed_like_one(ayu: User, budi: User, django_assert_num_queries: Any) -> None:
    _make("ayu")
    with django_assert_num_queries(1):
        assert len(list_tokens("ayu")) == 1
    _make("ayu")
    _make("budi")
    with django_assert_num_queries(1):
        assert [row.owner for row in list_tokens()] == ["budi", "ayu", "ayu"]
    assert len(list_tokens("ayu")) == 2
