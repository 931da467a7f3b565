"""What the closed lists of the rooms below are called on a page. Indonesian is the source, English its translation."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from kondusif.incidents.domain.needs import Reason
from kondusif.incidents.domain.types import Kind, Ruling, Status
from kondusif.rulebase.loader import load_rulebase
from kondusif.understanding.reading import Category, Stance

Labels = Mapping[str, "str | Promise"]

KINDS: Labels = {Kind.INCIDENT: _("Insiden"), Kind.ACTIVITY: _("Kegiatan")}

STATUSES: Labels = {
    Status.BELUM_DIVERIFIKASI: _("Belum diverifikasi"),
    Status.TERVERIFIKASI: _("Terverifikasi"),
    Status.TIDAK_TERBUKTI: _("Tidak terbukti"),
    Status.DITUTUP: _("Ditutup"),
}

SORTS: Labels = {
    "latest": _("Terbaru"),
    "oldest": _("Terlama"),
    "date": _("Tanggal kejadian"),
    "witnesses": _("Sumber terbanyak"),
    "severity": _("Paling berat"),
}

STANCES: Labels = {
    Stance.HAPPENED: _("Sudah terjadi"),
    Stance.ONGOING: _("Sedang berlangsung"),
    Stance.RUMOUR: _("Kabar yang belum jelas"),
    Stance.QUESTION: _("Pertanyaan"),
    Stance.PLANNED: _("Rencana"),
    Stance.WARNING: _("Peringatan"),
    Stance.PREVENTION: _("Pencegahan"),
    Stance.DENIAL: _("Bantahan"),
    Stance.DEBUNK: _("Klarifikasi hoaks"),
    Stance.SARCASM: _("Sindiran"),
    Stance.OPINION: _("Pendapat"),
    Stance.INFORMATIONAL: _("Informasi"),
    Stance.NOISE: _("Tidak berkaitan"),
}

SOURCE_CLASSES: Labels = {
    "official": _("Resmi"),
    "press": _("Media"),
    "public": _("Warga"),
    "unknown": _("Tidak diketahui"),
}

LEVELS: Labels = {
    "provinsi": _("Provinsi"),
    "kabupaten_kota": _("Kabupaten/kota"),
    "kecamatan": _("Kecamatan"),
    "kelurahan_desa": _("Desa/kelurahan"),
}

MARKS: Labels = {
    "tanda": _("Tanda kategori"),
    "sikap": _("Sikap"),
    "tempat": _("Tempat"),
    "waktu": _("Waktu"),
    "orang": _("Orang"),
    "periksa": _("Diperiksa"),
    "sisih": _("Disisihkan"),
}

SEVERITIES: Mapping[int, str | Promise] = {1: _("Ringan"), 2: _("Sedang"), 3: _("Berat")}

CONFLICTS: Labels = {
    "event_date": _("Tanggal kejadian"),
    "place": _("Tempat"),
    "number": _("Jumlah"),
    "role": _("Jabatan"),
    "rank": _("Pangkat"),
    "institution": _("Lembaga"),
}

FIELDS: Labels = {
    "status": _("Status"),
    "kind": _("Jenis"),
    "category": _("Kategori"),
    "place": _("Tempat"),
    "place_code": _("Tempat"),
    "event_date": _("Tanggal"),
}

# What each ruling is called once it is said, and as a thing to do.
SAID: Labels = {
    Ruling.VERIFY: _("menyatakan terverifikasi"),
    Ruling.REJECT: _("menyatakan tidak terbukti"),
    Ruling.NEEDS_MORE: _("meminta bukti tambahan"),
    Ruling.CLOSE: _("menutup kejadian"),
    Ruling.REOPEN: _("membuka kembali"),
    Ruling.WRONG_PLACE: _("mengoreksi tempat"),
    Ruling.WRONG_CATEGORY: _("mengoreksi kategori"),
    Ruling.WRONG_DATE: _("mengoreksi tanggal"),
    Ruling.WRONG_KIND: _("mengoreksi jenis"),
}

TO_SAY: Labels = {
    Ruling.VERIFY: _("Terverifikasi"),
    Ruling.REJECT: _("Tidak terbukti"),
    Ruling.NEEDS_MORE: _("Perlu bukti"),
    Ruling.CLOSE: _("Tutup"),
    Ruling.REOPEN: _("Buka lagi"),
    Ruling.WRONG_PLACE: _("Salah tempat"),
    Ruling.WRONG_CATEGORY: _("Salah kategori"),
    Ruling.WRONG_DATE: _("Salah tanggal"),
    Ruling.WRONG_KIND: _("Salah jenis"),
}

# Why an incident waits for a person.
NEEDS: Labels = {
    Reason.CONTRADICTED: _("bertentangan dengan fakta resmi"),
    Reason.DUE: _("batas laporan dekat"),
    Reason.SEVERE: _("berat"),
    Reason.SEVERAL: _("beberapa sumber"),
    Reason.NEEDS_MORE: _("menunggu bukti"),
    Reason.UNVERIFIED: _("belum diverifikasi"),
}

# Why two texts were taken as one event, or look alike.
TIES: Labels = {
    "place": _("tempat"),
    "day": _("hari"),
    "category": _("kategori"),
    "words": _("kata-kata"),
    "actors": _("orang"),
    "numbers": _("angka"),
    "copy": _("salinan"),
}


def category_label(category: str) -> str:
    """The rule base's own title of a category, in the language of the page."""
    rule = load_rulebase().categories.get(category)
    if rule is None:
        return category
    return rule.title_en if get_language() == "en" else rule.title


def term_label(term: str) -> str:
    """The rule base's own title of a finer term; Indonesian, because law and field name it so."""
    rule = load_rulebase().terms.get(term)
    return rule.title if rule else term


def check_label(kind: str) -> str:
    """What kind of statement was checked."""
    rule = load_rulebase().checks.get(kind)
    if rule is None:
        return kind
    return rule.title_en if get_language() == "en" else rule.title


def category_choices() -> list[tuple[str, str]]:
    """All categories that an incident may have, in the taxonomy's order."""
    return [(category.value, category_label(category)) for category in Category]
