"""The edit of taxonomy codes: which claims of the 837 files have one that is not well formed, of whom.

The group's own code may pass where that of the claim's clinician fails, so each is looked at. A claim without any code
does not fail: not every payer asks for one. A claim that was sent again counts as it was sent last, and one that a
payer has answered passed.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import pandas as pd

from cutover import reference
from cutover.columns import conform
from cutover.identifiers import is_taxonomy
from cutover.lookup import among
from cutover.result import Source, Table
from cutover.workstreams.answers import once
from cutover.workstreams.columns import text
from cutover.workstreams.findings import table
from cutover.workstreams.open_claims.book import Book
from cutover.workstreams.open_claims.sent_files import CLAIMS_OF_FILES, claim_of, sent_rows

_EDITS = "claim_edits"
CLAIM_OF_FILE = ["patient_control_number", "service_from", "source_file"]
TAXONOMIES = (
    *CLAIMS_OF_FILES,
    text("whose", "Whose code"),
    text("code", "Taxonomy code", "as the file has it"),
)


@dataclass(frozen=True)
class _Edit:
    source: Source
    whose: dict[str, str]


@cache
def _edit() -> _Edit:
    return reference.load(_EDITS, _Edit)


@once
def wrong_taxonomies(book: Book) -> pd.DataFrame:
    """Return the claims of 837 files with a taxonomy code that is not well formed, one row each (TAXONOMIES)."""
    rows = sent_rows(book)
    claim = claim_of(rows)
    last = ~claim.duplicated(keep="last") | claim.isna()
    rows = rows[last & ~among(claim, claim_of(book.decided).dropna())]
    wrong = pd.DataFrame(
        {words: rows[name].map(_wrong) for name, words in _edit().whose.items()}, dtype=object
    )
    wrong = wrong[wrong.notna().any(axis=1)]
    whose = [" and ".join(wrong.columns[row]) for row in wrong.notna().to_numpy()]
    codes = [" ".join(filter(None, row)) for row in wrong.fillna("").to_numpy()]
    told = rows.loc[wrong.index].assign(whose=whose, code=codes)
    return conform(told[[column.name for column in TAXONOMIES]].reset_index(drop=True), TAXONOMIES)


def _wrong(codes: object) -> str | None:
    """Those of codes with blanks between that are not well formed; null where all are, or there is none."""
    texts = codes.split() if isinstance(codes, str) else []
    return " ".join(text for text in texts if not is_taxonomy(text)) or None


def shown(book: Book) -> Table:
    """Return the claims whose code fails the edit as a table of the report, and how many were looked at."""
    rows = sent_rows(book)
    told = rows[list(_edit().whose)].notna().any(axis=1)
    note = f"the edit: ten letters and digits, the last an X; claims with a code: {int(told.sum()):,} of {len(rows):,}"
    absent = "not known: no claim of an 837 in submissions/ has a taxonomy code"
    return table(
        "Claims whose taxonomy code fails the edit", wrong_taxonomies(book), TAXONOMIES, note,
        "none: each code of those claims is well formed" if told.any() else absent,
    )  # fmt: skip


def sources(book: Book) -> tuple[Source, ...]:
    """Return where the edit comes from, where a claim of an 837 is on file."""
    return (_edit().source,) if len(sent_rows(book)) else ()
