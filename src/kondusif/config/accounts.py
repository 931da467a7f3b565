"""The demonstration's one operator: a password that was printed is no secret, so such an instance stays on loopback."""

from __future__ import annotations

import ipaddress

from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group, Permission, User

from kondusif.config.paths import kept_secret

DEMO_OPERATOR = "operator-demo"
JUDGES = "penilai"


def ensure_demo_operator() -> tuple[str, str]:
    """Name and password of the demonstration's operator, made on first use; for `kondusif demo` alone."""
    password = kept_secret(settings.KONDUSIF_DATA, "operator-demo")[:20]
    user, _ = get_user_model().objects.get_or_create(username=DEMO_OPERATOR)
    if not user.check_password(password):
        user.set_password(password)
        user.save(update_fields=["password"])
    user.groups.add(ensure_judges())
    return DEMO_OPERATOR, password


def ensure_judges() -> Group:
    """The group whose members may judge, merge and split incidents."""
    group, _ = Group.objects.get_or_create(name=JUDGES)
    group.permissions.add(
        Permission.objects.get(content_type__app_label="incidents", codename="add_judgement"),
    )
    return group


def set_address(user: User, address: str) -> None:
    """Keep where mails to this account go."""
    user.email = address
    user.save(update_fields=["email"])


def demo_operator_exists() -> bool:
    """Whether somebody could enter with the printed password."""
    return get_user_model().objects.filter(username=DEMO_OPERATOR, is_active=True).exists()


def is_loopback(host: str) -> bool:
    """Whether only this machine can reach `host`."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False
