"""Which names and ids mean one payer, over everything that a practice's files call it.

A join on payer id alone fails: ids differ by transaction and list, and Excel loses leading zeros. Names and ids that
meet in one row of any source belong together; a name is compared as in `payer_names`. An id joins two names only where
they do not name two different states, and one that lost its zeros only where the names share a word besides. A name
without a state whose ids are of several states' plans could be any of them: it stays a payer of its own.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import combinations

import pandas as pd

from cutover.reading.payers.names import PayerName, bare_id, compared, telling_words

UNNAMED = "(payer not named)"
_SHORTEST_ID = 2
Naming = tuple[str | None, str | None]  # a payer as a source says it: name and id, either may be unknown
Thing = PayerName | str  # what is joined: a name as it is compared, or the id of a row without a name


@dataclass
class PayerGroups:
    """The payers of a practice; `label` tells the one that a name and id mean.

    `add` takes what a source says, with how often; the label of a payer is the name said most often, of equals the
    first by alphabet. `hints` are names of ids from a list: they name an id and never weigh.
    """

    hints: dict[str, str] = field(default_factory=dict)
    _weight: dict[Naming, int] = field(default_factory=lambda: defaultdict(int))
    _labels: dict[Naming, str] | None = None

    def add(self, names: pd.Series, ids: pd.Series) -> None:
        """Take the names and ids of a source, two columns of one index."""
        pairs = pd.DataFrame({"name": names, "id": ids})
        counts = pairs.groupby(["name", "id"], dropna=False).size()
        for (name, payer_id), count in counts.items():
            self._weight[_naming(name, payer_id)] += int(count)
        self._labels = None

    def label(self, names: pd.Series, ids: pd.Series) -> pd.Series:
        """Return the payer of each row, `(payer not named)` where neither a name nor an id is known."""
        labels = self._made()
        pairs = zip(names, ids, strict=True)
        return pd.Series([labels.get(_naming(*pair), UNNAMED) for pair in pairs], names.index, dtype="str")

    def names_and_ids(self, label: str) -> tuple[set[str], set[str]]:
        """Return every name and every id that mean a payer."""
        said = [pair for pair, own in self._made().items() if own == label]
        return {name for name, _ in said if name}, {payer_id for _, payer_id in said if payer_id}

    def _made(self) -> dict[Naming, str]:
        if self._labels is None:
            self._labels = _labeled(self._weight, self.hints)
        return self._labels


def _naming(name: object, payer_id: object) -> Naming:
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


def _labeled(weight: dict[Naming, int], hints: dict[str, str]) -> dict[Naming, str]:
    known = {said: _name_of(said, hints) for said in weight}
    things = {said: _thing(name, said[1]) for said, name in known.items()}
    joined = _joined(things)
    groups: dict[object, list[Naming]] = defaultdict(list)
    for said, thing in things.items():
        groups[joined.find(thing)].append(said)
    labels: dict[Naming, str] = {}
    for group in groups.values():
        label = _label(group, weight, known)
        labels |= dict.fromkeys(group, label)
    return labels


def _name_of(said: Naming, hints: dict[str, str]) -> str | None:
    name, payer_id = said
    return name or (hints.get(payer_id.upper()) if payer_id else None)


def _thing(name: str | None, payer_id: str | None) -> Thing:
    if not name:
        return (payer_id or "").upper()
    found = compared(name)
    # a name without any Latin letter or telling word is compared as it stands
    return found if found.words or found.states else PayerName(name.casefold())


def _states(thing: Thing) -> frozenset[str]:
    return thing.states if isinstance(thing, PayerName) else frozenset()


def _joined(things: dict[Naming, Thing]) -> _Joined:
    """Everything that links make one, but never two states' plans, whatever lies between them."""
    links = list(_links(things))
    joined = _Joined(things.values())
    for link in links:
        joined.join(*link)
    named: dict[object, set[frozenset[str]]] = defaultdict(set)
    for thing in filter(_states, joined.of):
        named[joined.find(thing)].add(_states(thing))
    torn = {root for root, states in named.items() if _differ(states)}
    parted = _Joined(things.values())
    for one, other in links:
        if joined.find(one) not in torn or _states(one) == _states(other):
            parted.join(one, other)
    return parted


def _links(things: dict[Naming, Thing]) -> Iterator[tuple[Thing, Thing]]:
    """Which things are one by an id that both bear; without its leading zeros, where they share a word too."""
    met: dict[tuple[str, str], dict[Thing, None]] = defaultdict(dict)
    for (_, payer_id), thing in things.items():
        if payer_id and len(payer_id) >= _SHORTEST_ID:
            met[payer_id.upper(), ""][thing] = None
            words = telling_words(thing) if isinstance(thing, PayerName) and payer_id.isdigit() else ()
            for word in sorted(words):
                met[bare_id(payer_id), word][thing] = None
    for group in met.values():
        yield from _pairs(group)


def _pairs(group: Iterable[Thing]) -> Iterator[tuple[Thing, Thing]]:
    """Enough pairs to join whatever agrees, first those that name the same states."""
    by_states: dict[frozenset[str], list[Thing]] = defaultdict(list)
    for thing in group:
        by_states[_states(thing)].append(thing)
    for alike in by_states.values():
        yield from ((alike[0], other) for other in alike[1:])
    for one, other in combinations(by_states, 2):
        if _agree(one, other):
            yield by_states[one][0], by_states[other][0]


def _differ(states: Iterable[frozenset[str]]) -> bool:
    return not all(_agree(one, other) for one, other in combinations(states, 2))


def _agree(one: frozenset[str], other: frozenset[str]) -> bool:
    """Whether names of these states can be one payer's."""
    return not one or not other or bool(one & other)


def _label(group: list[Naming], weight: dict[Naming, int], known: dict[Naming, str | None]) -> str:
    counts: dict[str, int] = defaultdict(int)
    for said in group:
        if known[said]:
            counts[known[said]] += weight[said] if said[0] else 0
    if counts:
        return min(counts, key=lambda name: (-counts[name], name))
    ids = sorted(said[1] for said in group if said[1])
    return f"payer id {ids[0]}" if ids else UNNAMED
