"""Whose a row is by what it bears: the practice's own, a sibling's, nobody's, or unknown, each with the reason.

A Tax ID says who bills and decides where one practice alone has it. Practices that share one are told apart by
NPI; an NPI that two practices share (one person who works in both) decides nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd

from cutover.columns import Kind, Privacy, contract, empty
from cutover.reading.practice.book import Practice, siblings

OWN, SIBLING, NOBODY, UNKNOWN = "own", "sibling", "nobody's", "unknown"
BY_ID = "its Tax ID or NPI is another practice's"
BY_NAME = "a column or title of it names another practice or its providers"
BY_MARKS = "remittances, claims or people that it names are another practice's"
BY_FILE = "its Tax ID or NPI is missing, and the rest of its file is another practice's"
STRANGE = "its Tax ID and NPI are of no practice that is known here"
STRANGE_NAME = "its Tax ID and the name of its payee are of no practice that is known here"
SHARED = "its Tax ID or NPI is of two practices, and nothing else tells them apart"
CONTRADICTS = "its Tax ID is of one practice and its NPIs are of two or of another"
SAME = "another practice holds the same file, and nothing in it tells whose it is"
NOTHING = "nothing in it tells whose it is"
BILLED = "its invoice is billed to this practice, and its NPI is of nobody who is known here"
ALIKE = "another practice holds an invoice of the same bytes, and nothing in it tells whose it is"
CLINICIAN = "it names a clinician whom the intake lacks"  # and which one
NOT_USED = {  # why a row that is not the practice's stands in no table
    SIBLING: "another practice's",
    NOBODY: "of a Tax ID and NPI that are no practice's",
    UNKNOWN: "it is not known whose it is",
}
VERDICT = {"whose": "str", "why": "str"}

# one row per file, kind of owner and reason: rows that are not known to be the practice's
NOT_OWN = contract(
    ("source", Kind.TEXT, "Read as", "the kind of rows", Privacy.OPEN),
    ("whose", Kind.TEXT, "Whose", "sibling: another practice of the client; nobody's; unknown", Privacy.OPEN),
    ("why", Kind.TEXT, "Why", "", Privacy.OPEN),
    ("counts", Kind.FLAG, "Counted", "whether the rows are in the figures all the same", Privacy.OPEN),
    ("rows", Kind.COUNT, "Rows", "", Privacy.OPEN),
    ("amount_cents", Kind.CENTS, "Amount", "null where the rows state none", Privacy.OPEN),
    ("source_file", Kind.TEXT, "File", "path below the practice's folder", Privacy.PHI),
)

_MISSING, _MINE, _BOTH, _THEIRS, _NONE = range(5)  # whose a value is


@dataclass(frozen=True)
class Owners:
    """A practice and the client's other practices whose identity is known."""

    own: Practice
    others: tuple[Practice, ...]

    @cached_property
    def tins(self) -> tuple[frozenset[str], frozenset[str]]:
        """The practice's Tax IDs, and those of the others."""
        return self.own.tins, frozenset().union(*(o.tins for o in self.others))

    @cached_property
    def npis(self) -> tuple[frozenset[str], frozenset[str]]:
        """The practice's NPIs, and those of the others."""
        return self.own.npis, frozenset().union(*(o.npis for o in self.others))


def owners_of(practice: Practice) -> Owners:
    """Return a practice with its siblings."""
    return Owners(practice, siblings(practice))


def kinds(
    values: pd.Series, own: frozenset[str], others: frozenset[str], *, doubtful: bool = False
) -> np.ndarray:
    """Return whose each value is, as one of five numbers.

    Where the own ones are not known no value is nobody's; where some of them cannot be read (`doubtful`), what is
    a sibling's may be the practice's too.
    """
    theirs, strange = (_BOTH, _MISSING) if doubtful else (_THEIRS, _NONE if own else _MISSING)
    known = dict.fromkeys(others, theirs) | dict.fromkeys(own, _MINE) | dict.fromkeys(own & others, _BOTH)
    said = [known.get(v, strange) if isinstance(v, str) else _MISSING for v in values.tolist()]
    return np.array(said, dtype=np.int8)


def by_identifiers(tin: pd.Series, npis: list[pd.Series], owners: Owners) -> pd.DataFrame:
    """Return whose each row is by its Tax ID and NPIs (columns `whose`, `why`), one row per row of `tin`.

    Tax IDs are nine digits and NPIs ten, null where the row has none. The first of `npis` is that of who bills.
    """
    doubtful = bool(owners.own.problems)
    t = kinds(tin, *owners.tins, doubtful=doubtful)
    of_npis = [kinds(npi, *owners.npis, doubtful=doubtful) for npi in npis]
    n = _by_npis(of_npis)
    strange = np.any([k == _NONE for k in of_npis], axis=0) if of_npis else np.zeros(len(tin), bool)
    fits = np.any([(k == _MINE) | (k == _BOTH) for k in of_npis], axis=0) if of_npis else ~strange & False
    billing = of_npis[0] if of_npis else np.zeros(len(tin), np.int8)
    nobody = (t == _NONE) & (n == _MISSING) & ~fits | (t == _MISSING) & (n == _NONE)
    rules = (
        ((t == _MINE) & (billing == _THEIRS), UNKNOWN, CONTRADICTS),
        (t == _MINE, OWN, None),
        (t == _THEIRS, SIBLING, BY_ID),
        (n == _MINE, OWN, None),
        (n == _THEIRS, SIBLING, BY_ID),
        (nobody | (t == _NONE) & (n == _NONE), NOBODY, STRANGE),
        ((t == _BOTH) | (n == _BOTH), UNKNOWN, SHARED),
    )
    return verdict(rules, tin.index)


def verdict(rules, index: pd.Index) -> pd.DataFrame:
    """Return the first of the rules (hit, whose, why) that fits each row; where none does it is unknown."""
    whose, why = np.full(len(index), UNKNOWN, object), np.full(len(index), NOTHING, object)
    left = np.ones(len(index), bool)
    for hit, owner, reason in rules:
        here = left & np.asarray(hit, bool)
        whose[here], why[here] = owner, reason
        left &= ~here
    return pd.DataFrame({"whose": whose, "why": why}, index=index).astype(VERDICT)


def _by_npis(of_npis: list[np.ndarray]) -> np.ndarray:
    """Whose a row is by its NPIs alone; of those of two practices the billing one decides."""
    if not of_npis:
        return np.int8(_MISSING)
    mine, theirs, both, none = (
        np.any([k == kind for k in of_npis], axis=0) for kind in (_MINE, _THEIRS, _BOTH, _NONE)
    )
    billing = of_npis[0]
    settled = np.where((billing == _MINE) | (billing == _THEIRS), billing, _BOTH)
    rules = [mine & theirs, mine, theirs, both, none]
    return np.select(rules, [settled, _MINE, _THEIRS, _BOTH, _NONE], _MISSING).astype(np.int8)


def all_own(index: pd.Index) -> pd.DataFrame:
    """Return the verdict of rows that are all the practice's (`whose`, `why`)."""
    return verdict([(np.ones(len(index), bool), OWN, None)], index)


def counts(told: pd.DataFrame) -> pd.Series:
    """Return which rows count as the practice's: its own, and those of which nothing says that they are not."""
    return told["whose"].eq(OWN) | (told["whose"].eq(UNKNOWN) & ~told["why"].isin([SAME, CONTRADICTS]))


def strangers(
    told: pd.DataFrame, source: str, source_file: pd.Series | str, cents: pd.Series | None = None
) -> pd.DataFrame:
    """Return the rows that are not known to be the practice's, by file (NOT_OWN); `cents` is their money."""
    if told["whose"].eq(OWN).all():
        return empty(NOT_OWN)
    told = told.assign(
        source=source,
        source_file=source_file,
        counts=counts(told),
        amount_cents=pd.NA if cents is None else cents,
    )
    rest = told[told["whose"] != OWN]
    grouped = rest.astype({"amount_cents": "Int64"}).groupby(
        ["source", "whose", "why", "counts", "source_file"], as_index=False
    )
    summed = grouped["amount_cents"].agg(rows="size", amount_cents=lambda c: c.sum(min_count=1))
    return summed[[c.name for c in NOT_OWN]]
