"""An allocation of scarce units in words: who gets how many and why, what each kabupaten is owed, what binds."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from django.http import QueryDict
from django.utils.functional import Promise
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from kondusif.kerawanan.domain.allocation import Allocation, Because, Binding, Purchase
from kondusif.kerawanan.domain.allocation_rules import NoSuchRules, Rules, load_rules, shipped_rules
from kondusif.kerawanan.domain.frameworks import Level
from kondusif.kerawanan.queries.patrols import PatrolPlan
from kondusif.places.domain.codes import parent_of
from kondusif.publishing.wording import decimal, number
from kondusif.web.alarm_page import area_name
from kondusif.web.charts.intervals import interval_bar

MOST_UNITS = 20_000
FEW_ROWS, MOST_ROWS = 40, 150  # on a page, and where all are asked for
MOST_BINDING = 6
_WHY: Mapping[Because, str | Promise] = {
    "best": _("paling banyak mencegah"),
    "presence": _("kehadiran terendah kabupaten/kota"),
    "equity": _("pemerataan menurut pemilih"),
}


@dataclass(frozen=True, slots=True)
class PatrolAsked:
    """What the form asks for. `units` None: nothing yet; what cannot be read is as if it had not been written."""

    units: int | None
    rules: Rules
    level: Level
    cautious: bool

    @property
    def equity_percent(self) -> int:
        """The floor of fairness in whole percents, as the form has it."""
        return round(100 * self.rules.equity)


@dataclass(frozen=True, slots=True)
class ServedLine:
    """An area that gets units. `share`: of what is expected there, how much they prevent."""

    code: str
    name: str
    around: str
    units: int
    risk: str
    picture: SafeString
    voters: str
    share: str
    why: str


@dataclass(frozen=True, slots=True)
class GroupLine:
    """A kabupaten or kota: what it gets beside what it is owed."""

    code: str
    name: str
    units: int
    minimum: int
    floor: str
    prevented: str


@dataclass(frozen=True, slots=True)
class PatrolPage:
    """An allocation as its page shows it."""

    served: tuple[ServedLine, ...]
    more: int
    unserved: int
    groups: tuple[GroupLine, ...]
    binding: tuple[str, ...]
    binding_more: int
    spent: str
    budget: str
    prevented: str
    gap: str
    left_out: int
    verified: int
    exposure: str


def patrol_asked(asked: QueryDict, levels: tuple[Level, ...], usual: Level) -> PatrolAsked:
    """The form in an address."""
    try:
        rules = load_rules(asked.get("aturan", ""))
    except NoSuchRules:
        rules = shipped_rules()[0]
    minimum, cap = _whole(asked.get("minimum", ""), 1000), _whole(asked.get("batas", ""), 1000)
    equity = _whole(asked.get("merata", ""), 100)
    changed: dict[str, float | int] = {}
    if minimum is not None:
        changed["minimum"] = minimum
    if cap:
        changed["cap"] = cap
    if equity is not None:
        changed["equity"] = equity / 100
    if asked.get("untuk", rules.id) != rules.id:
        changed = {}  # the figures in the form were those of other rules
    level = asked.get("tingkat", "")
    return PatrolAsked(
        units=_whole(asked.get("unit", ""), MOST_UNITS) or None,
        rules=rules.model_copy(update=changed),
        level=next((each for each in levels if each == level), usual),
        cautious=asked.get("hati") == "1",
    )


def _whole(written: str, most: int) -> int | None:
    """A whole number up to `most`; None for anything else."""
    written = written.strip()
    if not written.isascii() or not written.isdecimal() or len(written) > 9:
        return None
    return min(int(written), most)


def patrol_page(plan: PatrolPlan, *, all_rows: bool = False) -> PatrolPage:
    """An allocation in words; `all_rows` as far as one page holds them."""
    found, result = plan.allocation, plan.risks.result
    rows = {code: row for row, code in enumerate(result.codes)}
    bought: dict[str, list[Purchase]] = defaultdict(list)
    for each in found.purchases:
        bought[each.code].append(each)
    served = [(code, int(units)) for code, units in zip(found.codes, found.units, strict=True) if units]
    served.sort(key=lambda each: (-each[1], -float(result.combined[rows[each[0]]]), each[0]))
    lines = tuple(
        _served(code, units, bought[code], plan, rows[code])
        for code, units in served[: MOST_ROWS if all_rows else FEW_ROWS]
    )
    costly = [each for each in found.binding if each.price > 0]
    costly.sort(key=lambda each: (each.rule != "budget", -each.price, each.name))
    return PatrolPage(
        served=lines,
        more=len(served) - len(lines),
        unserved=len(found.codes) - len(served),
        groups=_groups(found),
        binding=tuple(_binding(each, found) for each in costly[:MOST_BINDING]),
        binding_more=max(0, len(costly) - MOST_BINDING),
        spent=number(round(found.spent)),
        budget=number(round(found.budget)),
        prevented=_percent(found.prevented / found.expected if found.expected else 0.0),
        gap=_percent(found.gap) if found.gap > 1e-6 else "",
        left_out=len(plan.left_out),
        verified=plan.risks.verified,
        exposure=plan.risks.exposure.words,
    )


def _served(code: str, units: int, bought: list[Purchase], plan: PatrolPlan, row: int) -> ServedLine:
    result = plan.risks.result
    risk, (low, high) = float(result.combined[row]), (float(end) for end in result.combined_interval[row])
    expected = risk / 100 * float(plan.risks.exposure.voters[row])
    prevented = sum(each.prevented for each in bought)
    counts: dict[Because, int] = {}
    for each in bought:
        counts[each.because] = counts.get(each.because, 0) + 1
    only = len(counts) == 1
    why = ", ".join(str(_WHY[each]) if only else f"{count} {_WHY[each]}" for each, count in counts.items())
    if plan.cautious:
        expected = high / 100 * float(plan.risks.exposure.voters[row])
    return ServedLine(
        code=code,
        name=area_name(code),
        around=area_name(above) if (above := parent_of(code)) and above.count(".") else "",
        units=units,
        risk=decimal(risk, 1),
        picture=interval_bar(risk, (low, high)),
        voters=number(round(float(plan.risks.exposure.voters[row]))),
        share=_percent(prevented / expected if expected else 0.0),
        why=why,
    )


def _groups(found: Allocation) -> tuple[GroupLine, ...]:
    total = found.prevented or 1.0
    return tuple(
        GroupLine(
            code=each.group,
            name=area_name(each.group),
            units=each.units,
            minimum=each.minimum,
            floor=decimal(each.floor, 0),
            prevented=_percent(each.prevented / total),
        )
        for each in sorted(found.groups, key=lambda each: (-each.units, each.group))
    )


def _binding(bound: Binding, found: Allocation) -> str:
    """What a rule costs, in shares of what is expected in all areas."""
    share = _percent(bound.price / found.expected if found.expected else 0.0, 2)
    if bound.rule == "budget":
        return gettext("Satu unit lagi akan mencegah %(share)s lagi dari yang diperkirakan.") % {"share": share}
    words = {
        "presence": gettext("Kehadiran terendah di %(name)s: satu unit lebih sedikit di sana mencegah %(share)s lebih banyak di tempat lain."),
        "equity": gettext("Pemerataan untuk %(name)s: satu unit lebih sedikit di sana mencegah %(share)s lebih banyak di tempat lain."),
        "cap": gettext("Batas unit di %(name)s: satu unit lagi di sana mencegah %(share)s lebih banyak."),
    }[bound.rule]  # fmt: skip
    return words % {"name": area_name(bound.name), "share": share}


def _percent(value: float, places: int = 0) -> str:
    return f"{decimal(100 * value, places)} %"
