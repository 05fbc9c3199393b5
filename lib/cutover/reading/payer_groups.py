"""Which names and ids mean one payer, over everything that a practice's files call it.

A join on payer id alone fails: ids differ by transaction and list, and Excel loses leading zeros. Names and ids that
meet in one row of any source belong together; a name is compared as in `payer_names`. An id joins two names only where
they do not name two different states, and one that lost its zeros only where the names share a word besides.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

import pandas as pd

from cutover.reading.payer_names import PayerName, bare_id, compared

UNNAMED = "(payer not named)"
_SHORTEST_ID = 2
Said = tuple[str | None, str | None]  # a payer as a source says it: name and id, either may be unknown


@dataclass
class PayerGroups:
    """The payers of a practice; `label` tells the one that a name and id mean.

    `add` takes what a source says, with how often; the label of a payer is the name said most often, of equals the
    first by alphabet. `hints` are names of ids from a list: they name an id and never weigh.
    """

    hints: dict[str, str] = field(default_factory=dict)
    _weight: dict[Said, int] = field(default_factory=lambda: defaultdict(int))
    _labels: dict[Said, str] | None = None

    def add(self, names: pd.Series, ids: pd.Series) -> None:
        """Take the names and ids of a source, two columns of one index."""
        pairs = pd.DataFrame({"name": names, "id": ids})
        counts = pairs.groupby(["name", "id"], dropna=False).size()
        for (name, payer_id), count in counts.items():
            self._weight[_said(name, payer_id)] += int(count)
        self._labels = None

    def label(self, names: pd.Series, ids: pd.Series) -> pd.Series:
        """Return the payer of each row, `(payer not named)` where neither a name nor an id is known."""
        labels = self._made()
        pairs = zip(names, ids, strict=True)
        return pd.Series([labels.get(_said(*pair), UNNAMED) for pair in pairs], names.index, dtype="str")

    def names_and_ids(self, label: str) -> tuple[set[str], set[str]]:
        """Return every name and every id that mean a payer."""
        said = [pair for pair, own in self._made().items() if own == label]
        return {name for name, _ in said if name}, {payer_id for _, payer_id in said if payer_id}

    def _made(self) -> dict[Said, str]:
        if self._labels is None:
            self._labels = _labelled(self._weight, self.hints)
        return self._labels


def _said(name: object, payer_id: object) -> Said:
    """What a source says, blanks as unknown."""
    return tuple(text.strip() or None if isinstance(text, str) else None for text in (name, payer_id))  # type: ignore[return-value]


class _Joined:
    """Sets of things that are one (union-find)."""

    def __init__(self, things: Iterable[object]):
        self.of = {thing: thing for thing in things}

    def find(self, thing: object) -> object:
        while self.of[thing] != thing:
            self.of[thing] = self.of[self.of[thing]]
            thing = self.of[thing]
        return thing

    def join(self, one: object, other: object) -> None:
        self.of[self.find(one)] = self.find(other)


def _labelled(weight: dict[Said, int], hints: dict[str, str]) -> dict[Said, str]:
    known = {said: _name_of(said, hints) for said in weight}
    joined = _Joined(weight)
    _by_name(joined, known)
    _by_id(joined, known)
    groups: dict[object, list[Said]] = defaultdict(list)
    for said in weight:
        groups[joined.find(said)].append(said)
    labels: dict[Said, str] = {}
    for group in groups.values():
        label = _label(group, weight, known)
        labels |= dict.fromkeys(group, label)
    return labels


def _name_of(said: Said, hints: dict[str, str]) -> str | None:
    name, payer_id = said
    return name or (hints.get(payer_id.upper()) if payer_id else None)


def _by_name(joined: _Joined, known: dict[Said, str | None]) -> None:
    first: dict[PayerName, Said] = {}
    for said, name in known.items():
        if name:
            joined.join(said, first.setdefault(compared(name), said))


def _by_id(joined: _Joined, known: dict[Said, str | None]) -> None:
    exact: dict[str, list[Said]] = defaultdict(list)
    bare: dict[str, list[Said]] = defaultdict(list)
    for said in known:
        if said[1] and len(said[1]) >= _SHORTEST_ID:
            exact[said[1].upper()].append(said)
            if said[1].isdigit():
                bare[bare_id(said[1])].append(said)
    for same, alike in ((exact, False), (bare, True)):
        for group in same.values():
            for said in group[1:]:
                if _agree(known[group[0]], known[said], alike):
                    joined.join(said, group[0])


def _agree(one: str | None, other: str | None, alike: bool) -> bool:
    """Whether two names under one id can be one payer's."""
    if not one or not other:
        return True
    left, right = compared(one), compared(other)
    if left.states and right.states and not left.states & right.states:
        return False
    return not alike or bool(set(left.words.split()) & set(right.words.split()))


def _label(group: list[Said], weight: dict[Said, int], known: dict[Said, str | None]) -> str:
    counts: dict[str, int] = defaultdict(int)
    for said in group:
        if known[said]:
            counts[known[said]] += weight[said] if said[0] else 0
    if counts:
        return min(counts, key=lambda name: (-counts[name], name))
    ids = sorted(said[1] for said in group if said[1])
    return f"payer id {ids[0]}" if ids else UNNAMED
