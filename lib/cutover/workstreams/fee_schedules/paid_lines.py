"""What each payer paid for each procedure: lines, units, what it allowed for one unit and what it paid in all.

Every line that counts is in it, also one that tells no rate: the question is what was paid, not what is owed.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from cutover.columns import conform
from cutover.reading.era.archive import Archive
from cutover.reading.postings.tables import MEDI, OFFICE_ALLY
from cutover.workstreams.allowed_lines.lines import (
    AS_A_WHOLE,
    BUNDLE,
    CAPITATION,
    DENIED,
    FREE,
    NO_CODE,
    NO_DAY,
    NO_PAYER,
    NO_UNIT,
    NOTHING,
    PARTLY,
    SECONDARY,
    SEVERAL,
    SUPPLIED,
    UNBALANCED,
)
from cutover.workstreams.columns import PAYER, cents, count, text
from cutover.workstreams.fee_schedules.book import Book

PAID_LINES = (
    PAYER,
    text("procedure", "Procedure"),
    text("modifiers", "Modifiers", "all of the line, in order of the alphabet"),
    text("feed", "Came through", "the system in which the remittances lie"),
    count("lines", "Lines paid", "by a first payer, each once; not what was taken back"),
    count("units", "Units", "of the lines paid; null: of one of them they are no whole number"),
    cents("allowed_cents", "Allowed", "on the lines paid"),
    cents("least_cents", "Allowed per unit, least", "rounded to the cent; null where units are not known"),
    cents("most_cents", "Most"),
    cents("paid_cents", "Paid"),
    count("unpaid", "Lines not paid", "decided by a first payer, and nothing was paid"),
    count("later", "Paid after another payer", "lines: in none of the columns before"),
    cents("later_cents", "Paid on these"),
)
# why a line may tell no price, though it was decided by a first payer and stands
_DECIDED = (UNBALANCED, AS_A_WHOLE, FREE, DENIED, NOTHING, PARTLY, SEVERAL, BUNDLE, CAPITATION, NO_PAYER, NO_CODE,
            NO_DAY, NO_UNIT, SUPPLIED)  # fmt: skip
_BY = ["payer", "procedure", "modifiers", "feed"]
_SUMS = ("lines", "units", "bare", "allowed_cents", "paid_cents", "unpaid", "later", "later_cents")
_MARKS = ["modifier_1", "modifier_2", "modifier_3", "modifier_4"]
NOTE = (
    "each line once, by the system that it came through; one that tells no rate is counted too, since it was paid. The "
    "amount of a unit is rounded to the cent"
)


def paid_lines(book: Book) -> pd.DataFrame:
    """Return what was paid by payer, procedure, modifiers and system (PAID_LINES), what was paid most first."""
    rows = book.lines.every
    out = rows["left_out"]
    first, later = out.isna() | out.isin(_DECIDED), out.eq(SECONDARY).fillna(False)
    kept = (first | later).to_numpy(bool)
    rows, first, later = rows[kept], first[kept].to_numpy(bool), later[kept].to_numpy(bool)
    paid, units = rows["paid_cents"].gt(0).to_numpy(bool), rows["units"].to_numpy("int64")
    is_paid = first & paid
    each = np.where(
        is_paid & (units > 0), rows["allowed_cents"].to_numpy("float64") / np.maximum(units, 1), np.nan
    )
    told = pd.DataFrame({
        "payer": rows["payer"].array, "procedure": rows["procedure"].fillna(NO_CODE).array,
        "modifiers": _modifiers(book, rows).array, "feed": rows["feed"].array,
        "lines": is_paid, "units": np.where(is_paid, units, 0), "bare": is_paid & (units <= 0),
        "allowed_cents": np.where(is_paid, rows["allowed_cents"], 0), "least_cents": each, "most_cents": each,
        "paid_cents": np.where(is_paid, rows["paid_cents"], 0), "unpaid": first & ~paid,
        "later": later & paid, "later_cents": np.where(later & paid, rows["paid_cents"], 0),
    })  # fmt: skip
    sums = told.groupby(_BY, as_index=False, dropna=False).agg(
        dict.fromkeys(_SUMS, "sum") | {"least_cents": "min", "most_cents": "max"}
    )
    known = sums["bare"].eq(0) & sums["lines"].gt(0)
    for name in ("units", "least_cents", "most_cents"):
        sums[name] = sums[name].round().astype("Int64").where(known)
    sums = sums[sums[["lines", "unpaid", "later"]].sum(axis=1) > 0]
    ordered = sums.sort_values(
        ["paid_cents", *_BY], ascending=[False, *(True for _ in _BY)], ignore_index=True
    )
    return conform(ordered[[column.name for column in PAID_LINES]], PAID_LINES)


def _modifiers(book: Book, rows: pd.DataFrame) -> pd.Series:
    """All modifiers of each line, of which `Lines` has those alone that price."""
    told = pd.Series("", rows.index, dtype="str")
    for feed, archive in zip((OFFICE_ALLY, MEDI), book.inputs.feeds, strict=True):
        mine = rows["feed"].eq(feed).to_numpy(bool)
        if mine.any():
            told[mine] = _of_archive(archive).take(rows.loc[mine, "row"].to_numpy()).array
    return told


def _of_archive(archive: Archive) -> pd.Series:
    """The modifiers of each service of an archive; each combination that occurs is written once."""
    marks = archive.services[_MARKS].fillna("").apply(lambda column: column.astype("str").str.upper())
    codes, known = pd.factorize(pd.MultiIndex.from_frame(marks))
    texts = [" ".join(sorted({mark for mark in one if mark})) for one in known]
    return pd.Series(pd.array(texts, dtype="str").take(codes) if texts else [], dtype="str")
