"""Categories put together into the few groups that a chart can tell apart, each with a pattern of its own."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from kondusif.understanding.reading import Category


@dataclass(frozen=True, slots=True)
class Group:
    """Categories that a chart shows as one; `id` names its pattern."""

    id: str
    label: str | Promise
    categories: tuple[Category, ...]


# From the bottom of a bar to its top.
GROUPS = (
    Group(
        "integritas",
        _("Netralitas dan politik uang"),
        (Category.NETRALITAS, Category.POLITIK_UANG, Category.JUDI),
    ),
    Group("ujaran", _("Hoaks dan ujaran kebencian"), (Category.HOAKS, Category.SARA_UJARAN_KEBENCIAN)),
    Group("keamanan", _("Kekerasan dan unjuk rasa"), (Category.INTIMIDASI_KEKERASAN, Category.UNJUK_RASA)),
    Group(
        "penyelenggaraan",
        _("Penyelenggaraan dan kampanye"),
        (Category.APK, Category.LOGISTIK, Category.HAK_PILIH_DPT, Category.PELANGGARAN_ADMINISTRASI),
    ),
    Group(
        "lainnya",
        _("Alam, kesehatan, lainnya"),
        (
            Category.GEOGRAFIS_BENCANA,
            Category.KESEHATAN_PETUGAS,
            Category.KEGIATAN_PREVENTIF,
            Category.INFORMASI_TAHAPAN,
            Category.TIDAK_RELEVAN,
        ),
    ),
)
_GROUP_OF = {category.value: at for at, group in enumerate(GROUPS) for category in group.categories}


def by_group(by_category: Mapping[str, int]) -> tuple[int, ...]:
    """Counts of the groups, in their order; together they are all that was counted."""
    counts = [0] * len(GROUPS)
    for category, count in by_category.items():
        counts[_GROUP_OF.get(category, len(GROUPS) - 1)] += count
    return tuple(counts)
