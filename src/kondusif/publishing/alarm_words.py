"""Alarms in words: how loud, how sure, how they stand. No figure is computed here."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from kondusif.kerawanan.domain.ledger import AlarmKind, AlarmOutcome, AlarmState
from kondusif.publishing.labels import Labels
from kondusif.publishing.wording import decimal, number

ALARM_STATES: Labels = {
    AlarmState.DINAIKKAN: _("baru, belum dilihat"),
    AlarmState.DILIHAT: _("dilihat, belum diputuskan"),
    AlarmState.DIKONFIRMASI: _("dikonfirmasi"),
    AlarmState.DITEPIS: _("ditepis"),
    AlarmState.DITUTUP: _("ditutup"),
}

ALARM_KINDS: Labels = {
    AlarmKind.KLASTER: _("klaster"),
    AlarmKind.DERET: _("satu wilayah"),
}

ALARM_OUTCOMES: Labels = {
    AlarmOutcome.TEPAT: _("tepat"),
    AlarmOutcome.KELIRU: _("keliru"),
    AlarmOutcome.TAK_PASTI: _("tak pasti"),
}

# What each step is called as a thing to do, and once it is done.
ALARM_TO_SAY: Labels = {
    AlarmState.DILIHAT: _("Tandai dilihat"),
    AlarmState.DIKONFIRMASI: _("Konfirmasi"),
    AlarmState.DITEPIS: _("Tepis"),
    AlarmState.DITUTUP: _("Tutup"),
}
ALARM_SAID: Labels = {
    AlarmState.DILIHAT: _("melihatnya"),
    AlarmState.DIKONFIRMASI: _("mengonfirmasi"),
    AlarmState.DITEPIS: _("menepis"),
    AlarmState.DITUTUP: _("menutup"),
}

_CENTURY = 36_525.0
_PROPOSED: Labels = {"siaga": _("usulan siaga"), "waspada": _("usulan waspada")}
_CONFIRMED: Labels = {"siaga": _("siaga"), "waspada": _("waspada")}

P_METHODS: Labels = {
    "rank": _("peringkat di antara ulangan acak"),
    "stopped": _("peringkat, dihentikan dini karena jelas besar"),
    "gumbel": _("taksiran ekor Gumbel, bukan hitungan"),
    "mid_p": _("peluang satu deret di antara semua wilayah yang diperiksa hari itu"),
}
P_METHODS_EXPLAINED: Labels = {
    "rank": _(
        "Hari tanpa apa-apa dibuat ulang secara acak berkali-kali. p adalah bagian ulangan yang mencapai angka ini atau lebih."
    ),
    "stopped": _(
        "Ulangan acak dihentikan begitu cukup banyak yang mencapai angka ini: p jelas besar dan tidak perlu dihitung lebih teliti."
    ),
    "gumbel": _(
        "Terlalu sedikit ulangan acak mencapai angka ini untuk dihitung, jadi p dibaca dari ekor sebaran Gumbel dengan rerata dan "
        "ragam ulangan: sebuah taksiran."
    ),
    "mid_p": _(
        "Peluang wilayah ini, menurut kebiasaannya sendiri, mencapai angka sebesar ini atau lebih. Banyak wilayah diperiksa setiap hari, "
        "jadi “sekali dalam sekian hari” sudah dihitung untuk semuanya bersama-sama."
    ),
}

STATISTICS: Labels = {
    "expectation": _("dibandingkan dengan masa lalu wilayah itu sendiri"),
    "permutation": _("dibandingkan dengan hari dan wilayah lain, karena masa lalu belum dikenal"),
    "population": _("dibandingkan dengan banyaknya pemilih"),
    "cusum": _("hari ini dibandingkan dengan rata-rata wilayah itu sendiri (CUSUM)"),
    "farrington": _("pekan ini dibandingkan dengan pekan yang sama pada tahun-tahun sebelumnya (Farrington)"),
}
WEAKNESSES: Labels = {
    "expectation": _(
        "Lemah bila masa lalu wilayah itu tipis (lalu ditarik ke arah sekitarnya), dan bila pelaporannya berubah: pelapor baru "
        "terlihat seperti kejadian baru."
    ),
    "permutation": _(
        "Cara yang lebih lemah: kenaikan yang terjadi di semua wilayah sekaligus tidak terlihat, dan klaster kecil mudah lolos. "
        "Dipakai selama kejadian di masa lalu kurang dari tiga puluh."
    ),
    "population": _(
        "Tidak layak untuk laporan: wilayah yang lebih rajin melapor disangka klaster. Hanya untuk membandingkan dengan terbitan lain."
    ),
    "cusum": _(
        "Melihat satu wilayah saja: kenaikan kecil yang tersebar di beberapa wilayah tidak terlihat. Rata-rata wilayah yang sepi ditarik "
        "ke rata-rata semua wilayah."
    ),
    "farrington": _(
        "Melihat satu wilayah saja, dan menganggap pekan yang sama pada tahun lalu dapat dibandingkan; tahun pemilihan jarang seperti itu."
    ),
}


def loudness_words(loudness: str, *, confirmed: bool) -> str:
    """ "siaga" once a person confirmed it, "usulan siaga" before; that it no longer warns when it does not."""
    words: str | Promise | None = (_CONFIRMED if confirmed else _PROPOSED).get(loudness)
    return str(words) if words is not None else gettext("di bawah waspada")


def p_words(p: float) -> str:
    """ "0,012"; very small ones as less than a ten-thousandth."""
    if p < 0.0001:
        return f"< {decimal(0.0001, 4)}"
    return decimal(p, 4 if p < 0.01 else 3)


def recurrence_words(days: float) -> str:
    """How often chance alone does as much, with one scan a day; no replicates can tell centuries apart."""
    if days > _CENTURY:
        return gettext("kebetulan sebesar ini lebih jarang daripada sekali dalam seratus tahun")
    whole = max(1, int(round(days, -2)) if days > 1000 else round(days))
    return ngettext(
        "kebetulan sebesar ini sekali dalam %(count)s hari", "kebetulan sebesar ini sekali dalam %(count)s hari", whole
    ) % {"count": number(whole)}
