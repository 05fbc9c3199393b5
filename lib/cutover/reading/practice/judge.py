"""Whose the rows of a file are: by identifiers, by names, by the rest of the file, and by what other files know.

What a report counts of a file comes through here. The order is that of what a thing proves: a Tax ID or NPI in the
row, a name in its columns or titles, the other rows of its file, and at last marks (`marks`): a bank's line bears no
identifier, but the check that it names stands in remittances of the one practice or the other. Siblings are opened
only where a row is not known to be the practice's by what itself bears or by the practice's own files.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cached_property, partial

import pandas as pd

from cutover.reading.era.archive import load_archive
from cutover.reading.files.sheet import Sheet
from cutover.reading.practice import clinicians, kept_marks, names_held
from cutover.reading.practice.book import Practice
from cutover.reading.practice.known_marks import ARCHIVES, READS, Known, known_marks
from cutover.reading.practice.whose import (
    BY_FILE,
    BY_MARKS,
    NOBODY,
    NOTHING,
    OWN,
    SAME,
    SHARED,
    SIBLING,
    STRANGE,
    UNKNOWN,
    VERDICT,
    Owners,
    by_identifiers,
    owners_of,
)

_ENOUGH = 0.5  # share of a file's rows that its practice's own files know, from which nobody else is asked
_SURELY = 0.9  # share of a file's rows that one sibling knows, from which no other sibling is asked
_SOME, _TIMES = 0.3, 3  # of weak marks: the least share, and how many times that of anybody else
# people may be patients of two practices: a file of them is judged as a whole, the others row by row
_BY_ROW = ("claims", "medi_submissions", "postings", "bank")


class Judge:
    """Tells whose rows are, for one practice."""

    def __init__(self, practice: Practice):
        self.practice = practice
        self._known_to_others: dict[str, Known] = {}

    @cached_property
    def owners(self) -> Owners:
        """The practice and its siblings."""
        return owners_of(self.practice)

    @cached_property
    def known(self) -> Known:
        """The marks of the practice's own files."""
        return known_marks(self.practice)

    @cached_property
    def clinicians(self) -> frozenset[str]:
        """The NPIs that the practice's own remittances name as rendering provider."""
        return clinicians.named_in(load_archive(self.practice, name) for name in ARCHIVES)

    @cached_property
    def held_by_others(self) -> tuple[frozenset[str], ...]:
        """The digests of the files of each sibling."""
        return tuple(kept_marks.held(other) for other in self.owners.others)

    @cached_property
    def _shared(self) -> frozenset[str]:
        """The digests of files that a sibling holds too: what is not proven in them tells nothing of whose it is."""
        return frozenset(self.known.contents) & frozenset().union(*self.held_by_others)

    def known_to_others(self, content: str) -> Iterator[Known]:
        """Yield the marks of each sibling's files, those first that hold a file with this digest."""
        order = sorted(
            zip(self.held_by_others, self.owners.others, strict=True), key=lambda one: content not in one[0]
        )
        for _, other in order:
            if other.slug not in self._known_to_others:
                self._known_to_others[other.slug] = known_marks(other)
            yield self._known_to_others[other.slug]

    def by_identifiers(self, tin: pd.Series, npis: list[pd.Series]) -> pd.DataFrame:
        """Return whose rows of Tax IDs and NPIs are (`whose`, `why`), the NPI of who bills first."""
        return by_identifiers(tin, npis, self.owners)

    def of_sheet(
        self,
        sheet: Sheet,
        content: str,
        kind: str = "",
        found: pd.DataFrame | None = None,
        typed: pd.DataFrame | None = None,
    ) -> pd.DataFrame:
        """Return whose each row of a table is (`whose`, `why`), under the labels of its frame.

        `content` is the digest of its file; `kind` names the folder whose marks are looked for in the mapped rows
        `found`; `typed` has the columns `tax_id`, `billing_npi` and further NPIs where a crosswalk names them.
        """
        tin, npis = _identifiers(sheet, typed)
        told = self.by_identifiers(tin, npis)
        made = partial(READS[kind].marks, found) if kind in READS and found is not None else None
        theirs = clinicians.unlisted(told, tin, npis)
        ours, npi = theirs & False, clinicians.treats(npis) if theirs.any() else None
        if kind in READS and npi is not None:
            asked = self._of_clinicians(told, theirs, npi, sheet, made, content)
            told = told.mask(theirs & asked["whose"].ne(UNKNOWN), asked).astype(VERDICT)
            ours = theirs & told["whose"].eq(OWN)
        told = _filled(told, lambda: names_held.by_names(sheet, self.owners))
        told = _by_the_rest(told)
        told = self.of_marks(told, made, content, by_row=kind in _BY_ROW)
        return told if npi is None else clinicians.said(told, ours, npi)

    def of_marks(
        self,
        told: pd.DataFrame,
        marks: Callable[[], pd.DataFrame] | None,
        content: str,
        *,
        by_row: bool = False,
    ) -> pd.DataFrame:
        """Return verdicts in which rows of unknown owner are judged by what the files of all practices know of them.

        `marks` makes the marks of the rows (`marks.MARKS`), `content` is the digest of their file; without `by_row`
        a file is judged as a whole.
        """
        if marks is not None and told["whose"].eq(UNKNOWN).any():
            told = self._by_marks(told, marks(), content, by_row=by_row)
        return self._same(told, content)

    def _of_clinicians(
        self,
        told: pd.DataFrame,
        theirs: pd.Series,
        npi: pd.Series,
        sheet: Sheet,
        marks: Callable[[], pd.DataFrame] | None,
        content: str,
    ) -> pd.DataFrame:
        """Whose rows of clinicians are whom the intake lacks: by names, remittances, marks, and the other rows."""
        asked = _filled(clinicians.open_question(theirs), lambda: names_held.by_names(sheet, self.owners))
        paid = asked["whose"].eq(UNKNOWN) & npi.isin(self.clinicians)
        asked = asked.assign(whose=asked["whose"].mask(paid, OWN))
        if marks is not None and asked["whose"].eq(UNKNOWN).any():
            asked = self._by_marks(asked, marks(), content, by_row=True)
        left = asked["whose"].eq(UNKNOWN)
        if left.any() and clinicians.by_the_rest(told, theirs) and not asked["whose"].eq(SIBLING).any():
            asked = asked.assign(whose=asked["whose"].mask(left, OWN))
        return asked

    def _by_marks(
        self, told: pd.DataFrame, found: pd.DataFrame, content: str, *, by_row: bool
    ) -> pd.DataFrame:
        """Rows of unknown owner judged by the marks that they bear: strong and proven ones before others."""
        found = found[told.loc[found["row"], "whose"].eq(UNKNOWN).to_numpy()]
        for strong, proven in ((True, True), (True, False), (False, True), (False, False)):
            some = found[found["strong"]] if strong else found[~found["strong"]]
            settled = self._asked(some, content, strong=strong, proven=proven, by_row=by_row and strong)
            if settled is not None:
                return _settled(told, *settled)
        return told

    def _asked(
        self, found: pd.DataFrame, content: str, *, strong: bool, proven: bool, by_row: bool
    ) -> tuple[set[int], str, str] | None:
        """Some rows, whose they are, and whose the others are; None where these marks do not tell."""
        rows = found["row"].nunique()
        if not rows:
            return None
        wanted = found["mark"].to_numpy()
        without = frozenset([content]) if proven else self._shared | {content}
        mine = self.known.knows(wanted, proven=proven, without=without)
        own = set(found["row"][mine])
        if len(own) >= _ENOUGH * rows:
            return set(), OWN, OWN
        best: set = set()
        for other in self.known_to_others(content):
            theirs = other.knows(wanted, proven=proven, without=without)
            best = max(best, set(found["row"][theirs]), key=len)
            if len(best) >= _SURELY * rows:
                break
        if not strong and max(len(best), len(own)) < _SOME * rows:
            return None
        if by_row and own:
            return best - own, SIBLING, OWN
        if len(best) > (len(own) if strong else _TIMES * len(own)):
            # a file of both: the rows that the practice alone knows for sure stay its own
            return own - best if strong else set(), OWN, SIBLING
        return (set(), OWN, OWN) if own and (strong or len(own) > _TIMES * len(best)) else None

    def _same(self, told: pd.DataFrame, content: str) -> pd.DataFrame:
        """Rows of which nothing tells anything, in a file that a sibling holds too, are set aside for both."""
        unknown = told["whose"].eq(UNKNOWN)
        if unknown.any() and any(content in held for held in self.held_by_others):
            return told.assign(why=told["why"].mask(unknown, SAME))
        return told


def _identifiers(sheet: Sheet, typed: pd.DataFrame | None) -> tuple[pd.Series, list[pd.Series]]:
    """The Tax ID of each row and its NPIs, that of who bills first, as a crosswalk names them, else by headers."""
    tin, npis = names_held.identifiers(sheet)
    if typed is not None:
        tin = typed["tax_id"].reindex(tin.index).astype("str").fillna(tin)
        named = [
            typed[name] for name in ("billing_npi", "rendering_npi", "attending_npi", "npi") if name in typed
        ]
        npis = named if any(npi.notna().any() for npi in named) or not npis else npis
    return tin, npis


def _filled(told: pd.DataFrame, ask: Callable[[], pd.DataFrame]) -> pd.DataFrame:
    """The verdicts with those that another question settles in the place of unknown ones."""
    unknown = told["whose"].eq(UNKNOWN)
    if not unknown.any():
        return told
    more = ask()
    settled = unknown & more["whose"].ne(UNKNOWN)
    return told.mask(settled, more).astype(VERDICT)


def _by_the_rest(told: pd.DataFrame) -> pd.DataFrame:
    """Rows that bear no identifier are whose all other rows of their table are."""
    known = set(told["whose"]) - {UNKNOWN}
    if len(known) != 1:
        return told
    (whose,) = known
    why = {OWN: None, SIBLING: BY_FILE, NOBODY: STRANGE}[whose]
    bare = told["why"].eq(NOTHING) if whose == NOBODY else told["why"].isin([NOTHING, SHARED])
    return told.assign(whose=told["whose"].mask(bare, whose), why=told["why"].mask(bare, why)).astype(VERDICT)


def _settled(told: pd.DataFrame, rows: set[int], whose: str, rest: str) -> pd.DataFrame:
    """The verdicts with those of unknown rows as `whose` for these, and as `rest` for the others."""
    unknown = told["whose"].eq(UNKNOWN)
    here = pd.Series(told.index.isin(rows), index=told.index)
    owner = pd.Series(rest, told.index, dtype="str").mask(here, whose)
    why = pd.Series(None, told.index, dtype="str").mask(owner.eq(SIBLING), BY_MARKS)
    return told.assign(whose=told["whose"].mask(unknown, owner), why=told["why"].mask(unknown, why)).astype(
        VERDICT
    )
