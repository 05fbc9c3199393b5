"""Which of the names that one source writes is meant by a name that another writes: the one way of joining by name.

First the name as it is compared, then the same letters in one run, then without the words of a product, then without
those that any health plan may bear (`Sundial`, `Sundial Health Plans`), last in the practice's own state where one name
alone leaves the state out. From the third on it counts only where one payer alone can be meant: of `Aetna HMO` and
`Aetna PPO`, `Aetna` is neither.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from itertools import combinations, product

from cutover.reading.payers.names import (
    EQUIPMENT,
    PayerName,
    compared,
    core,
    legal_name,
    lines_of,
    loose_run,
    loosely,
    own_words,
    run_together,
)


def agree(one: frozenset[str], other: frozenset[str]) -> bool:
    """Return whether names of these states can be one payer's."""
    return not one or not other or bool(one & other)


class Spellings:
    """Names of payers, to be found by other spellings; of equal ones the first that was given names the payer.

    `home` is the state of the practice, two letters: a name without a state may be that of its plan there.
    """

    def __init__(self, names: Iterable[str] = (), home: str | None = None) -> None:
        self._home = home
        self._exact: dict[PayerName, str] = {}
        self._runs: dict[PayerName, dict[str, None]] = defaultdict(dict)
        self._loose: dict[str, dict[str, None]] = defaultdict(dict)
        self._cores: dict[frozenset[str], dict[str, None]] = defaultdict(dict)
        for name in names:
            self.add(name)

    def __len__(self) -> int:
        """The payers: the names that are not another's spelling word for word or letter for letter."""
        return len({run_together(name) for name in self._exact.values()})

    def add(self, name: str) -> None:
        """Take one more name; one that is compared alike is there already."""
        own = self._exact.setdefault(compared(name), name)
        self._runs[run_together(name)][own] = None
        for key in (loosely(name).words, loose_run(name)):
            self._loose[key][own] = None
        for words in {core(name), core(name, loose=False)}:
            self._cores[words][own] = None

    def find(self, name: str, loose: bool = True) -> str | None:
        """Return the name that is meant, None where none is or where several can be; without `loose` by its letters."""
        said = compared(name)
        if not said.words:
            return None
        if said in self._exact:
            return self._exact[said]
        runs = self._runs.get(run_together(name), {})
        if len(runs) == 1:
            return next(iter(runs))
        found = (self._find_loosely(name) if loose else None) or self._find_by_core(name, loose)
        return found or (self._find_at_home(name, loose) if self._home else None)

    def _find_by_core(self, name: str, loose: bool) -> str | None:
        near = self._cores.get(core(name, loose), {})
        found = [other for other in near if alike_by_core(name, other, loose) and _one_state(name, other)]
        return found[0] if len(found) == 1 else None

    def _find_at_home(self, name: str, loose: bool) -> str | None:
        """The one name that is alike but for the state, where one of both leaves it out and the other names home."""
        said, run, at_home = loosely(name), loose_run(name), frozenset([self._home])
        near = [*self._loose.get(said.words, {}), *self._loose.get(run, {}), *self._cores.get(core(name), {})]
        found = [
            other
            for other in dict.fromkeys(near)
            if {said.states, loosely(other).states} == {frozenset(), at_home}
            and (said.words == loosely(other).words or run == loose_run(other) or alike_by_core(name, other))
        ]
        if not loose:  # word for word but for the state
            words = compared(name).words
            found = [o for o in found if words == compared(o).words or alike_by_core(name, o, loose)]
        return found[0] if len(found) == 1 else None

    def _find_loosely(self, name: str) -> str | None:
        wanted = loosely(name)
        near = [*self._loose.get(wanted.words, {}), *self._loose.get(loose_run(name), {})]
        found = [other for other in dict.fromkeys(near) if likely_one(name, other)]
        plain = [other for other in found if compared(other) == loosely(other)]
        chosen = plain if len(plain) == 1 and wanted.words not in (MEDICARE, EQUIPMENT) else found
        one_state = all(agree(loosely(a).states, loosely(b).states) for a, b in combinations(chosen, 2))
        alike = len(chosen) == 1 or (wanted.words in (MEDICARE, EQUIPMENT) and one_state)
        return chosen[0] if chosen and alike else None


def likely_one(one: str, other: str) -> bool:
    """Return whether two names are one payer's where nothing else tells: one is the other with the words of a product.

    Original Medicare is one over its contractor's names where the states agree, and so is its equipment apart from
    it; two products of a payer are two. A legal name is the brand in any of its states.
    """
    left, right = loosely(one), loosely(other)
    if left.words == right.words and left.words in (MEDICARE, EQUIPMENT):
        return agree(left.states, right.states)
    alike = left.words == right.words or loose_run(one) == loose_run(other)
    if legal_name(one) or legal_name(other):
        return left.words == right.words and agree(left.states, right.states)
    is_plain = left == compared(one) or right == compared(other)
    return alike and is_plain and left.states == right.states


def of_one_id(one: str, other: str) -> bool:
    """Return whether two names that bear one payer ID are one payer's, in one line of business.

    They share a word of their own, perhaps shortened (`PINEHVN` is Pinehaven), or one is the other of its state with
    fewer words: `Blue Cross KS` is `BCBS of Kansas`, and `Blue Shield of California` no `Blue Cross of California`.
    """
    if lines_of(one) != lines_of(other):
        return False
    if any(_shortened(a, b) or _shortened(b, a) for a, b in product(own_words(one), own_words(other))):
        return True
    left, right = compared(one), compared(other)
    words = set(left.words.split()), set(right.words.split())
    return (
        bool(left.states) and left.states == right.states and (words[0] <= words[1] or words[1] <= words[0])
    )


def _shortened(word: str, whole: str) -> bool:
    """Whether a word is another one, or that without some of its letters: its first is there, and half of all."""
    letters = iter(whole)
    is_long = 2 * len(word) >= len(whole)
    return is_long and word[0] == whole[0] and all(letter in letters for letter in word)


def alike_by_core(one: str, other: str, loose: bool = True) -> bool:
    """Return whether one name is the other with words that any health plan may bear, whatever states they name.

    `Sundial HMO` is `Sundial Health Plans`; `Sundial Health Plans` and `Sundial Benefit Administrators` are two, and so
    are `Sundial HMO` and `Sundial PPO Plan`. Words in another order are another payer's (Health Sundial).
    """
    own = core(one, loose)
    both_products = loose and loosely(one) != compared(one) and loosely(other) != compared(other)
    if not own or own != core(other, loose) or both_products:
        return False
    left, right = ((loosely if loose else compared)(name).words.split() for name in (one, other))
    in_order = [word for word in left if word in right] == [word for word in right if word in left]
    return in_order and (set(left) <= set(right) or set(right) <= set(left))


def _one_state(one: str, other: str) -> bool:
    return loosely(one).states == loosely(other).states


MEDICARE = "medicare"  # original Medicare, as `loosely` calls it
