"""Which names and ids mean one payer, over everything that a practice's files call it.

A join on payer id alone fails: ids differ by transaction and list, and Excel loses leading zeros. Names and ids that
meet in one row of any source belong together; a name is compared as in `payer_names`. An id joins two names only where
they do not name two different states, and one that lost its zeros only where the names share a word besides. A name
without a state whose ids are of several states' plans could be any of them: it stays a payer of its own. A name that
bears no id is the payer whose name it is in other letters or with a product's words, where one alone can be meant; the
same two words with two ids stay two. What is in doubt is told by `doubts`, for a person.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from itertools import combinations

import pandas as pd

from cutover.reading.payers.names import (
    PayerName,
    bare_id,
    compared,
    core,
    loosely,
    run_together,
    telling_words,
)
from cutover.reading.payers.spellings import agree, alike_by_core, likely_one

UNNAMED = "(payer not named)"
_SHORTEST_ID = 2
_SHORTEST_PART = 3  # letters of one of two names
Naming = tuple[str | None, str | None]  # a payer as a source says it: name and id, either may be unknown
Listed = dict[str, list[tuple[str, str]]]  # ids and names of a payer list, by what a name is compared as
Thing = PayerName | str  # what is joined: a name as it is compared, or the id of a row without a name


@dataclass
class PayerGroups:
    """The payers of a practice; `label` tells the one that a name and id mean.

    `add` takes what a source says, with how often; the label of a payer is the name said most often, of equals the
    first by alphabet. `hints` are names of ids from a list: they name an id and never weigh. `home` is the state of the
    practice, two letters: a name without a state is that of its plan, where a name with that state is met.
    `proven` are names that the client's files prove to be one payer's, group by group (`same.SamePayers`).
    """

    hints: dict[str, str] = field(default_factory=dict)
    home: str | None = None
    proven: tuple[tuple[str, ...], ...] = ()
    _weight: dict[Naming, int] = field(default_factory=lambda: defaultdict(int))
    _labels: dict[Naming, str] | None = None
    _doubts: dict[str, tuple[str, ...]] = field(default_factory=dict)

    def add(self, names: pd.Series, ids: pd.Series) -> None:
        """Take the names and ids of a source, two columns of one index."""
        pairs = pd.DataFrame({"name": names, "id": ids})
        counts = pairs.groupby(["name", "id"], dropna=False).size()
        for (name, payer_id), count in counts.items():
            self._weight[_naming(name, payer_id)] += int(count)
        self._labels = None

    def beside(self, *sources: pd.DataFrame) -> PayerGroups:
        """Return the payers with what further sources call them (`payer_name`, `payer_id`); these here stay as is."""
        more = replace(self, _weight=defaultdict(int, self._weight), _labels=None, _doubts={})
        for rows in sources:
            more.add(rows["payer_name"], rows["payer_id"])
        return more

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
            self._labels, self._doubts = _labeled(self._weight, self.hints, self.home, self.proven)
        return self._labels

    def doubts(self) -> dict[str, tuple[str, ...]]:
        """Return the payers of which each name without an id may be one, by that name: for a person to decide."""
        self._made()
        return self._doubts


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


def _labeled(
    weight: dict[Naming, int], hints: dict[str, str], home: str | None, proven: tuple[tuple[str, ...], ...]
) -> tuple[dict[Naming, str], dict[str, tuple[str, ...]]]:
    known = {said: _name_of(said, hints) for said in weight}
    things = {said: _thing(name, said[1]) for said, name in known.items()}
    joined = _joined(things, [[compared(name) for name in group] for group in proven])
    groups: dict[object, list[Naming]] = defaultdict(list)
    for said, thing in things.items():
        groups[joined.find(thing)].append(said)
    whole, doubts = _by_name(list(groups.values()), known, hints, home)
    labels: dict[Naming, str] = {}
    for group in whole:
        label = _label(group, weight, known)
        labels |= dict.fromkeys(group, label)
    told = {labels[one]: tuple(sorted({labels[other] for other in others})) for one, others in doubts}
    return labels, {one: others for one, others in told.items() if set(others) != {one}}


def _by_name(
    groups: list[list[Naming]], known: dict[Naming, str | None], hints: dict[str, str], home: str | None
) -> tuple[list[list[Naming]], list[tuple[Naming, list[Naming]]]]:
    """Groups joined by names alone: one that bears no id with the only other that it can be; and what is in doubt."""
    bare = [group for group in groups if not _ids(group)]
    whole = [list(group) for group in groups if _ids(group)]
    doubts: list[tuple[Naming, list[Naming]]] = []
    listed: Listed = defaultdict(list)
    for payer_id, name in hints.items() if bare else ():
        for key in _keys(name):
            listed[key].append((payer_id, name))
    order = sorted(bare, key=lambda one: (bool(_parts(one)), _has_products(one, known), str(one)))
    for group in order:
        ids = _listed(group, listed, home)
        near = [other for other in whole if _may_be(group, other, known, home)]
        near = near or [other for other in whole if _may_be(group, other, known, home, _by_core)]
        same = [other for other in near if _is_spelled(group, other, known)]
        in_list = [other for other in near if ids & _ids(other)]
        if not near:
            in_list = [other for other in whole if ids & _ids(other) and _fit(group, other, known, home)]
        if not near and not in_list:  # `Cigna/Evernorth` may call by two names the payer that one of them is
            parts = _parts(group)
            near = [other for other in whole if parts and _may_be(parts, other, known, home)]
        found = next((one for one in (same, in_list, near) if len(one) == 1), None)
        if found:
            found[0].extend(group)
        else:
            doubts += [(group[0], [other[0] for other in near])] if near else []
            whole.append(list(group))
    return whole, doubts


def _parts(group: list[Naming]) -> list[Naming]:
    """The names of a group that stand on either side of a stroke, as names of their own."""
    names = [name for name, _ in group if name and "/" in name]
    parts = [part.strip() for name in names for part in name.split("/")]
    return [(part, None) for part in parts if len(part) >= _SHORTEST_PART]


def _ids(group: list[Naming]) -> set[str]:
    return {payer_id.upper() for _, payer_id in group if payer_id}


def _names(group: list[Naming], known: dict[Naming, str | None]) -> list[str]:
    return [name for name in (known.get(said, said[0]) for said in group) if name and compared(name).words]


def _has_products(group: list[Naming], known: dict[Naming, str | None]) -> bool:
    return all(loosely(name) != compared(name) for name in _names(group, known))


def _may_be(
    group: list[Naming],
    other: list[Naming],
    known: dict[Naming, str | None],
    home: str | None,
    alike: Callable[[str, str, str | None], bool] | None = None,
) -> bool:
    """Whether a name of each is the other's (by `_one` or else `alike`), and no state of either speaks against it."""
    pairs = [(a, b) for a in _names(group, known) for b in _names(other, known)]
    return any((alike or _one)(a, b, home) for a, b in pairs) and _fit(group, other, known, home)


def _by_core(one: str, other: str, home: str | None) -> bool:
    """Whether one name is the other with words that any health plan may bear, in one state or at home."""
    states = loosely(one).states, loosely(other).states
    return alike_by_core(one, other) and (
        states[0] == states[1] or set(states) == {frozenset(), frozenset([home])}
    )


def _one(one: str, other: str, home: str | None) -> bool:
    if likely_one(one, other) or run_together(one) == run_together(other):
        return True
    left, right = loosely(one), loosely(other)
    states = left.states | right.states
    return left.words == right.words and not (left.states and right.states) and states == {home}


def _fit(group: list[Naming], other: list[Naming], known: dict[Naming, str | None], home: str | None) -> bool:
    """Whether the states of two groups agree; a name without one is of the practice's state where others name one."""
    sides = [
        {loosely(name).states for name in _names(part, known)} - {frozenset()} for part in (group, other)
    ]
    if not sides[0] and sides[1] and home:
        sides[0] = {frozenset([home])}
    return not _differ(sides[0] | sides[1])


def _is_spelled(group: list[Naming], other: list[Naming], known: dict[Naming, str | None]) -> bool:
    """Whether a name of each is the same word for word or letter for letter, product and all."""
    names = [
        {key for n in _names(part, known) for key in (compared(n), run_together(n))}
        for part in (group, other)
    ]
    return bool(names[0] & names[1])


def _listed(group: list[Naming], listed: Listed, home: str | None) -> set[str]:
    """The ids under which a payer list has the names of a group."""
    names = [name for name, _ in group if name and compared(name).words]
    near = {(name, *pair) for name in names for key in _keys(name) for pair in listed.get(key, ())}
    same = {payer_id for name, payer_id, other in near if _one(name, other, home)}
    return same or {payer_id for name, payer_id, other in near if _by_core(name, other, home)}


def _keys(name: str) -> tuple[str, ...]:
    own = core(name)
    return (
        loosely(name).words,
        run_together(name).words,
        *([f"core {' '.join(sorted(own))}"] if own else ()),
    )


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


def _joined(things: dict[Naming, Thing], proven: Iterable[Iterable[Thing]] = ()) -> _Joined:
    """Everything that links make one, but never two states' plans, whatever lies between them."""
    met = set(things.values())
    links = [
        *_links(things),
        *(pair for group in proven for pair in _pairs(one for one in group if one in met)),
    ]
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
        if agree(one, other):
            yield by_states[one][0], by_states[other][0]


def _differ(states: Iterable[frozenset[str]]) -> bool:
    return not all(agree(one, other) for one, other in combinations(states, 2))


def _label(group: list[Naming], weight: dict[Naming, int], known: dict[Naming, str | None]) -> str:
    counts: dict[str, int] = defaultdict(int)
    for said in group:
        if known[said]:
            counts[known[said]] += weight[said] if said[0] else 0
    if counts:
        return min(counts, key=lambda name: (-counts[name], name))
    ids = sorted(said[1] for said in group if said[1])
    return f"payer id {ids[0]}" if ids else UNNAMED
