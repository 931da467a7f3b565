"""The rail: which sections there are, and what of the scope travels along when one is opened."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import QueryDict
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

CARRIED = ("wilayah", "periode", "sejak", "hingga", "kategori", "jenis", "status")


@dataclass(frozen=True, slots=True)
class Section:
    """One entry of the rail. `scoped` sections take the scope along; `primary` ones stand in the bar of a phone."""

    id: str
    url_name: str
    label: str | Promise
    icon: str
    scoped: bool = False
    primary: bool = False


SECTIONS = (
    Section("home", "web:home", _("Situasi"), "situasi", scoped=True, primary=True),
    Section("incidents", "web:incidents", _("Kejadian"), "kejadian", scoped=True, primary=True),
    Section("queue", "web:queue", _("Nilai"), "nilai", scoped=True, primary=True),
    Section("map", "web:map", _("Peta"), "peta", scoped=True, primary=True),
    Section("alarms", "web:alarms", _("Peringatan"), "peringatan", scoped=True),
    Section("kerawanan", "web:kerawanan", _("Kerawanan"), "kerawanan", scoped=True),
    Section("stages", "web:stages", _("Tahapan"), "tahapan", scoped=True),
    Section("people", "web:people", _("Tokoh & lembaga"), "tokoh", scoped=True),
    Section("sitreps", "web:sitreps", _("Sitrep"), "sitrep", scoped=True),
    Section("views", "web:views", _("Pantauan"), "pantauan"),
    Section("paste", "web:paste", _("Tempel teks"), "tempel"),
    Section("about", "web:about", _("Tentang"), "tentang"),
)


@dataclass(frozen=True, slots=True)
class Entry:
    """A section as the rail shows it."""

    section: Section
    href: str
    here: bool


def rail(asked: QueryDict, here: str) -> list[Entry]:
    """The entries, each with its address and whether it is where we are."""
    query = carried(asked)
    return [
        Entry(section, reverse(section.url_name) + (query if section.scoped else ""), section.id == here)
        for section in SECTIONS
    ]


def carried(asked: QueryDict) -> str:
    """The part of an address's query that other pages understand, beginning with "?"; empty when there is none."""
    kept = QueryDict(mutable=True)
    for name in CARRIED:
        if values := [value for value in asked.getlist(name) if value]:
            kept.setlist(name, values)
    return f"?{kept.urlencode()}" if kept else ""
