"""From texts to events: which texts belong together, the same whatever the order in which they came.

Average linkage over whole numbers: two groups become one while the average of all pairs between them reaches the
threshold and no pair of them excludes it. Groups never reach across a gap where no single pair reaches the threshold;
so a new text can only change the groups that it is tied to, and only those are worked out again (`components`).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Protocol

import numpy as np
import numpy.typing as npt

from kondusif.incidents.domain.affinity import THRESHOLD, Affinity, Pool, affinity
from kondusif.incidents.domain.fingerprint import Item

_NEVER = -(10**12)  # one excluded pair outweighs a billion pairs of the highest score


@dataclass(frozen=True)
class Constraints:
    """What people decided: texts that are one event, and pairs of groups of texts that are not.

    `labels` names texts of an incident which a person has judged: the machine does not join two such incidents.
    """

    together: tuple[frozenset[str], ...] = ()
    apart: tuple[tuple[frozenset[str], frozenset[str]], ...] = ()
    labels: dict[str, str] = field(default_factory=dict)

    def tied_to(self, keys: Iterable[str]) -> set[str]:
        """The texts that people put together with any of these."""
        return {other for key in keys for group in self._groups_of.get(key, ()) for other in group}

    @cached_property
    def _groups_of(self) -> dict[str, list[frozenset[str]]]:
        groups: dict[str, list[frozenset[str]]] = defaultdict(list)
        for group in self.together:
            for key in group:
                groups[key].append(group)
        return groups


@dataclass(frozen=True, slots=True)
class Cluster:
    """Texts of one event. `ties` says for each text (by key) its best reason to be here; none when it is alone."""

    items: tuple[Item, ...]
    ties: dict[str, Affinity]

    @property
    def keys(self) -> frozenset[str]:
        """The names of the texts."""
        return frozenset(item.key for item in self.items)


class Neighbours(Protocol):
    """Where the other texts are."""

    def pools(self, item: Item) -> Sequence[Pool]:
        """Pools that hold every text which might be tied to this one."""
        ...

    def same_letters(self, item: Item) -> Sequence[Item]:
        """The texts with exactly this content."""
        ...

    def items(self, keys: Iterable[str]) -> Sequence[Item]:
        """The texts of these names, as far as they tell of an event."""
        ...


def block_keys(item: Item) -> set[str]:
    """The blocks in which a text is looked for: one for each kabupaten/kota where it happened."""
    return {f"{item.kind}:{'.'.join(code.split('.')[:2])}" for code in item.places if "." in code}


def components(seeds: Iterable[Item], neighbours: Neighbours, rules: Constraints) -> list[list[Item]]:
    """The seeds and every text that is tied to them, directly or through others, in sets that nothing ties together."""
    found: dict[str, Item] = {}
    waiting = {item.key: item for item in seeds}
    ties: dict[str, str] = {}
    while waiting:
        key, item = waiting.popitem()
        found[key] = item
        near: list[Item] = [other for pool in neighbours.pools(item) for other, _ in pool.near(item, THRESHOLD)]
        near += neighbours.same_letters(item)
        near += neighbours.items(rules.tied_to([key]))
        for other in near:
            _tie(ties, key, other.key)
            if other.key not in found:
                waiting[other.key] = other
    sets: dict[str, list[Item]] = defaultdict(list)
    for key in sorted(found):
        sets[_root(ties, key)].append(found[key])
    return list(sets.values())


def _tie(ties: dict[str, str], one: str, other: str) -> None:
    first, second = sorted((_root(ties, one), _root(ties, other)))
    if first != second:
        ties[second] = first


def _root(ties: dict[str, str], key: str) -> str:
    root = key
    while root in ties:
        root = ties[root]
    while key != root:
        ties[key], key = root, ties[key]
    return root


def partition(items: Iterable[Item], rules: Constraints | None = None) -> list[Cluster]:
    """The events of texts that are all at hand, in the order of their first keys."""
    everything = list(items)
    return clusters_of(components(everything, Listed(everything), rules or Constraints()), rules or Constraints())


def clusters_of(sets: Iterable[Sequence[Item]], rules: Constraints) -> list[Cluster]:
    """The events in sets of texts that nothing ties together."""
    return sorted((cluster for each in sets for cluster in _linked(each, rules)), key=lambda found: found.items[0].key)


class Listed:
    """The neighbours of texts that are all at hand."""

    def __init__(self, items: Sequence[Item]) -> None:
        self._items = {item.key: item for item in items}
        blocks: dict[str, list[Item]] = defaultdict(list)
        self._contents: dict[str, list[Item]] = defaultdict(list)
        for item in items:
            for block in block_keys(item) | _group_key(item):
                blocks[block].append(item)
            self._contents[item.content].append(item)
        self._pools = {block: Pool(members) for block, members in blocks.items()}

    def pools(self, item: Item) -> Sequence[Pool]:
        """See `Neighbours`."""
        return [self._pools[block] for block in sorted(block_keys(item) | _group_key(item))]

    def same_letters(self, item: Item) -> Sequence[Item]:
        """See `Neighbours`."""
        return self._contents[item.content]

    def items(self, keys: Iterable[str]) -> Sequence[Item]:
        """See `Neighbours`."""
        return [self._items[key] for key in keys if key in self._items]


def _group_key(item: Item) -> set[str]:
    return {f"copies:{item.copy_group}"} if item.copy_group else set()


# One component --------------------------------------------------------------------------------------------------------


def _linked(items: Sequence[Item], rules: Constraints) -> list[Cluster]:
    """Average linkage within one component."""
    if len(items) == 1:
        return [Cluster(tuple(items), {})]
    nodes = _nodes(items, rules)
    ties, sums = _compared([node[0] for node in nodes])
    _keep_apart(sums, nodes, rules)
    groups = _joined_by_people(nodes, rules, sums)
    groups = _agglomerated(sums, groups, _labels(nodes, rules))
    return [_cluster([nodes[index] for index in group], group, ties) for group in groups]


def _nodes(items: Sequence[Item], rules: Constraints) -> list[list[Item]]:
    """Texts with the same letters count once, except where a person took one of them out."""
    decided = {key for left, right in rules.apart for key in left | right}
    of_content: dict[str, list[Item]] = defaultdict(list)
    for item in items:
        name = item.key if item.key in decided else f"{item.content} {rules.labels.get(item.key, '')}"
        of_content[name].append(item)
    nodes = [sorted(members, key=_most_telling) for members in of_content.values()]
    return sorted(nodes, key=lambda node: min(item.key for item in node))


def _most_telling(item: Item) -> tuple[date, str]:
    """Among texts with the same letters the earliest day speaks for all, a known one before none."""
    return (item.event_date or date.max, item.key)


Ties = dict[tuple[int, int], Affinity]
Matrix = npt.NDArray[np.int64]


def _compared(items: Sequence[Item]) -> tuple[Ties, Matrix]:
    """What speaks for each pair, and the scores as a matrix in which an excluded pair can never be outweighed."""
    pool = Pool(items)
    ties: Ties = {}
    sums = np.full((len(items), len(items)), _NEVER, dtype=np.int64)
    place = {item.key: index for index, item in enumerate(pool.items)}
    columns = [place[item.key] for item in items]
    for row, item in enumerate(items):
        words = pool.products(item)[columns]
        for column in range(row + 1, len(items)):
            tie = affinity(item, items[column], int(words[column]))
            if tie is not None:
                ties[row, column] = tie
                sums[row, column] = sums[column, row] = tie.score
    return ties, sums


def _keep_apart(sums: Matrix, nodes: Sequence[Sequence[Item]], rules: Constraints) -> None:
    """Exclude the pairs that a person took apart."""
    for left, right in rules.apart:
        rows = [index for index, node in enumerate(nodes) if any(item.key in left for item in node)]
        columns = [index for index, node in enumerate(nodes) if any(item.key in right for item in node)]
        sums[np.ix_(rows, columns)] = _NEVER
        sums[np.ix_(columns, rows)] = _NEVER


def _joined_by_people(nodes: Sequence[Sequence[Item]], rules: Constraints, sums: Matrix) -> list[list[int]]:
    """The groups to begin with: each node alone, save those that a person put together, whatever excludes it."""
    of_node = {item.key: index for index, node in enumerate(nodes) for item in node}
    group_of = list(range(len(nodes)))
    for together in rules.together:
        members = sorted({of_node[key] for key in together if key in of_node})
        names = {group_of[index] for index in members}
        if len(names) > 1:
            group_of = [min(names) if name in names else name for name in group_of]
    groups: dict[int, list[int]] = defaultdict(list)
    for index, name in enumerate(group_of):
        groups[name].append(index)
    for members in groups.values():
        sums[np.ix_(members, members)] = np.maximum(sums[np.ix_(members, members)], 0)
    return [groups[name] for name in sorted(groups)]


def _labels(nodes: Sequence[Sequence[Item]], rules: Constraints) -> list[frozenset[str]]:
    return [frozenset(rules.labels[item.key] for item in node if item.key in rules.labels) for node in nodes]


def _agglomerated(sums: Matrix, groups: list[list[int]], labels: list[frozenset[str]]) -> list[list[int]]:
    """Join the two groups with the highest average until none reaches the threshold; ties go to the first in order."""
    between = _summed(sums, groups)
    sizes = np.array([len(group) for group in groups], dtype=np.int64)
    names = [frozenset[str]().union(*(labels[index] for index in group)) for group in groups]
    for row in range(len(groups)):
        _keep_judged_apart(between, names, row)
    while len(groups) > 1:
        averages = between / np.outer(sizes, sizes)
        first, second = sorted(divmod(int(averages.argmax()), len(groups)))
        if averages[first, second] < THRESHOLD:
            break
        between[first] = np.maximum(between[first] + between[second], _NEVER)
        between[:, first] = between[first]
        between[first, first] = _NEVER
        between = np.delete(np.delete(between, second, axis=0), second, axis=1)
        sizes[first] += sizes[second]
        sizes = np.delete(sizes, second)
        names[first] |= names.pop(second)
        groups[first] = sorted(groups[first] + groups.pop(second))
        _keep_judged_apart(between, names, first)
    return groups


def _summed(sums: Matrix, groups: Sequence[Sequence[int]]) -> Matrix:
    """The sum of scores between each two groups; a group and itself never meet."""
    order = [index for group in groups for index in group]
    starts = np.concatenate(([0], np.cumsum([len(group) for group in groups])))[:-1]
    rows = np.add.reduceat(sums[np.ix_(order, order)], starts, axis=0)
    between: Matrix = np.maximum(np.add.reduceat(rows, starts, axis=1), _NEVER)
    np.fill_diagonal(between, _NEVER)
    return between


def _keep_judged_apart(between: Matrix, names: Sequence[frozenset[str]], row: int) -> None:
    """Two incidents that people judged are never joined by the machine."""
    if names[row]:
        for column, other in enumerate(names):
            if other and other != names[row]:
                between[row, column] = between[column, row] = _NEVER


def _cluster(nodes: Sequence[Sequence[Item]], group: Sequence[int], ties: Ties) -> Cluster:
    """The event, with each text's best reason to be in it."""
    best: dict[str, Affinity] = {}
    for index, node in zip(group, nodes, strict=True):
        near = [
            ties[min(index, other), max(index, other)]
            for other in group
            if (min(index, other), max(index, other)) in ties
        ]
        top = max(near, key=lambda tie: tie.score, default=None)
        for item in node:
            tie = affinity(item, node[0], 1000) if len(node) > 1 else top
            if tie is not None:
                best[item.key] = tie
    items = sorted((item for node in nodes for item in node), key=lambda item: item.key)
    return Cluster(tuple(items), best)
