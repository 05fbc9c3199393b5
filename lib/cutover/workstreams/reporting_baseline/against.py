"""The client's own figures against ours: agree, differ by how much, and what the difference looks like."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pandas as pd

from cutover.columns import framed
from cutover.money import dollars
from cutover.reading.claims.sent import SOURCE as SENT
from cutover.reading.claims.states import is_own_charge, is_withdrawn
from cutover.reading.claims.submissions import is_self_pay
from cutover.shares import percent
from cutover.wording import several
from cutover.workstreams.columns import MONTH, cents, text
from cutover.workstreams.decisions import PARTLY, REVERSAL
from cutover.workstreams.remittance_items import ACROSS
from cutover.workstreams.reporting_baseline import charges, coverage, own_months
from cutover.workstreams.reporting_baseline.bases import Basis, basis_of
from cutover.workstreams.reporting_baseline.book import Book
from cutover.workstreams.reporting_baseline.coverage import NONE, WHOLE
from cutover.workstreams.reporting_baseline.months import month_of
from cutover.workstreams.reporting_baseline.rules import Measure

AGREES, DIFFERS, UNKNOWN, NOT_SAID = "agrees", "differs", "not known here", "no figure in its own column"
POSTED = "agrees with what was posted"  # a payments figure that is kept by the day of posting
UNSEEN = "no reason is seen"
BY_SERVICE = "counted by month of service, of the claims that are decided"
# the intake's word -> the code of the measure
CODES = {
    "charges": "charges", "payments": "payments", "adjustments": "adjusted", "patient's part": "patient",
    "claims decided": "decided", "claims denied": "denied", "denial rate": "denial_rate",
    "first-pass rate": "first_pass", "days to payment": "days", "gross collection rate": "gross",
    "net collection rate": "net", "open A/R": "open", "open over 90 days": "open_over_90",
}  # fmt: skip
_TYPED = {"cents": "amount_cents", "count": "number", "number": "number", "share": "rate"}
AGAINST = (
    MONTH, text("measure", "Measure"), text("reported", "In the client's report"), text("ours", "Here"),
    text("difference", "Difference", "the client's less ours"), text("state", "State"),
    text("why", "Looks like", "the reading of ours that comes to the client's figure, else what is missing"),
    text("on_claims", "By payments on claims", "for payments: ours before amounts at provider level"),
    text("lacks", "Known to be missing here", "at least; the difference without it"),
    cents("difference_cents", "Difference, money"),
)  # fmt: skip


def against(book: Book) -> pd.DataFrame:
    """Return the client's figures, one row each in the order of months (AGAINST), each compared with ours.

    They are those of the intake, and the charges and payments of the practice's own tables by month.
    """
    typed = book.inputs.reported.dropna(subset=["month", "measure"])
    own = own_months.as_figures(book.inputs.months_told, typed)
    made = [
        _row(book, record, basis)
        for rows in (typed, own)
        for basis, part in _by_report(book, rows)
        for record in part.to_dict("records")
    ]
    return framed(made, AGAINST).sort_values(["month", "measure"], kind="stable", ignore_index=True)


def _by_report(book: Book, rows: pd.DataFrame) -> Iterator[tuple[Basis | None, pd.DataFrame]]:
    """The figures of each report, with the way in which it counts its payments (`bases.basis_of`)."""
    measure = book.inputs.measures.named("payments")
    for _, part in rows.groupby(rows["report"].fillna(""), sort=False):
        said = part[part["measure"].eq("payments")].dropna(subset=["amount_cents"])
        cents = said.set_index("month")["amount_cents"]
        yield basis_of(book, cents, lambda one, ours: agrees(one, ours, measure, book)), part


def _row(book: Book, record: dict, basis: Basis | None) -> tuple:
    measure = book.inputs.measures.named(CODES[record["measure"]])
    month, said = pd.Timestamp(record["month"]), record[_TYPED[measure.kind]]
    counted = basis if measure.code == "payments" else None
    ours = (counted.ours if counted else book.monthly[measure.code]).get(month, pd.NA)
    beside_files = _by_history(book, measure, month)
    ours = ours if beside_files is None or pd.isna(ours) else beside_files["history_cents"]
    told = (month, measure.label, shown(said, measure), shown(ours, measure))
    if pd.isna(said):
        return *told, None, NOT_SAID, None, None, None, None
    if pd.isna(ours):
        return *told, None, UNKNOWN, _why_unknown(book, measure, month), None, None, None
    off = _exact(said, measure) - _exact(ours, measure)
    money = int(off) if measure.kind == "cents" else None
    if beside_files is not None and off == beside_files["cents"]:
        why = f"agrees only with {of_files(beside_files)}, which the claim history lacks"
        return *told, shown(off, measure, signed=True), DIFFERS, why, None, None, money
    if agrees(said, ours, measure, book):
        how = f"counted as {counted.said}" if counted else None
        return *told, shown(off, measure, signed=True), AGREES, how, None, None, money
    if measure.code == "payments" and (posted := as_posted(book, month, said, off)):
        return (
            *told,
            shown(off, measure, signed=True),
            POSTED,
            posted,
            *beside(book, measure, month, said),
            money,
        )
    why, more = _why(book, measure, month, said, off), beside(book, measure, month, said)
    why = f"{why}; counted as {counted.said}, as most months of the report agree" if counted else why
    return *told, shown(off, measure, signed=True), DIFFERS, why, *more, money


def _by_history(book: Book, measure: Measure, month: pd.Timestamp) -> pd.Series | None:
    """What 837 files alone tell of the charges of a month that the history has (`charges.in_files_alone`)."""
    rows = book.in_files_alone
    if measure.code != "charges" or month not in rows.index or rows.loc[month].isna().any():
        return None
    return rows.loc[month]


def of_files(row: pd.Series) -> str:
    """Return in words the claims of which 837 files alone tell: `1 claim known from 837 files alone, $610.00`."""
    money = "" if pd.isna(row["cents"]) else f", {dollars(int(row['cents']))}"
    return f"{several(int(row['claims']), 'claim')} known from 837 files alone{money}"


def as_posted(book: Book, month: pd.Timestamp, said: Any, off: float) -> str | None:
    """Return that a client's payments of a month are what was posted in it, by the day of posting; None where not.

    Not where a payment of the month is posted twice, or the difference has a cause of its own: that is to be told.
    """
    posted = _posted(book).get(month, pd.NA)
    if pd.isna(posted) or cause(book, "payments", month, off) or month in _again(book).index:
        return None
    measure = book.inputs.measures.named("payments")
    told = f"the postings of the month come to {dollars(int(posted))}, by the day of posting"
    return told if agrees(said, posted, measure, book) else None


def beside(book: Book, measure: Measure, month: pd.Timestamp, said: Any) -> tuple[str | None, str | None]:
    """Return, of a client's payments, the difference by payments on claims and that without what is known to lack.

    Null each where it is not known or the measure is another.
    """
    if measure.code != "payments":
        return None, None
    found = [book.monthly[code].get(month, pd.NA) for code in ("payments", "on_claims")]
    offs = [None if pd.isna(one) else int(said) - int(one) for one in found]
    by_claims = None
    if offs[1] is not None:
        by_claims = f"{shown(found[1], measure)}, difference {shown(offs[1], measure, signed=True)}"
    rows = book.coverage[book.coverage["source"].isin(measure.told_by) & book.coverage["month"].eq(month)]
    lost = int(rows["missing_cents"].fillna(0).max()) if len(rows) else 0
    if not lost:
        return by_claims, None
    left = [None if off is None else shown(off - lost, measure, signed=True) for off in offs]
    on_claims = f", by payments on claims {left[1]}" if left[1] not in (None, left[0]) else ""
    return by_claims, f"{dollars(lost)}; without it the difference is {left[0]}{on_claims}"


def _exact(value: Any, measure: Measure) -> int | float:
    return int(value) if measure.kind in ("cents", "count") else float(value)


def agrees(said: object, ours: object, measure: Measure, book: Book) -> bool:
    """Tell whether two values of a measure agree within the limits.

    Money within so many cents, whatever it is of; counts and days in a thousand, rates by tenths of a percentage point.
    """
    rules = book.inputs.rules
    off = abs(_exact(said, measure) - _exact(ours, measure))
    if measure.kind == "cents":
        return bool(off <= rules.agree_cents)
    if measure.kind == "share":
        return bool(round(off * 1000, 6) <= rules.agree_permille)
    return bool(off * 1000 <= rules.agree_permille * abs(_exact(ours, measure)))


def _why_unknown(book: Book, measure: Measure, month: pd.Timestamp) -> str:
    return book.why(measure, month) or "the month is not in this report"


def _why(book: Book, measure: Measure, month: pd.Timestamp, said: object, off: float) -> str:
    """What the difference looks like: a cause that is exactly it, another reading of ours, else what is missing."""
    if known := cause(book, measure.code, month, off):
        return known
    for words, read in READINGS.get(measure.code, ()):
        other = read(book).get(month, pd.NA)
        if not pd.isna(other) and _is_it(said, other, measure, book):
            return words
    state = book.state(measure)[month]
    if state not in (WHOLE, NONE):
        why = book.why(measure, month)
        verb = "may not be" if coverage.is_guessed(why) else "is not"
        return f"the month {verb} whole here: {why}"
    return UNSEEN


def _is_it(said: Any, other: Any, measure: Measure, book: Book) -> bool:
    """Tell whether a reading of ours is the client's figure: money to the cent, unless that is in whole dollars."""
    if measure.kind != "cents":
        return agrees(said, other, measure, book)
    off = abs(_exact(said, measure) - _exact(other, measure))
    return bool(off == 0 or (_exact(said, measure) % 100 == 0 and off <= book.inputs.rules.agree_cents))


def cause(book: Book, code: str, month: pd.Timestamp, off: float) -> str | None:
    """Return what 09 finds too and is the difference of a measure in a month to the cent, None where nothing is."""
    for words, sums in CAUSES.get(code, ()):
        amount = sums(book).get(month, pd.NA)
        if off and not pd.isna(amount) and amount == off:
            return words
    return None


def _sum(rows: pd.DataFrame, days: pd.Series, name: str = "paid_cents") -> pd.Series:
    return rows.groupby(month_of(days))[name].sum(min_count=1)


def _history(book: Book) -> pd.DataFrame:
    return book.inputs.claims.history


def _not_denied(book: Book) -> pd.Series:
    rows = _history(book)
    denied = rows["state"].eq("denied").fillna(False).astype(bool) & is_own_charge(rows) & ~is_self_pay(rows)
    out = _sum(rows[denied], rows.loc[denied, "service_from"], "charge_cents")
    return _where_any(out, book.monthly["charges"].sub(out.reindex(book.monthly.index)))


def _not_medis(book: Book) -> pd.Series:
    rows = book.billed[book.billed["source"].eq(SENT)]
    out = rows.groupby("month")["charge_cents"].sum(min_count=1)
    return _where_any(out, book.monthly["charges"].sub(out.reindex(book.monthly.index)))


def _where_any(out: pd.Series, left: pd.Series) -> pd.Series:
    """Sums without what is left out, null in months of which nothing is."""
    return left.where(out.reindex(left.index).fillna(0).ne(0))


def _with_withdrawn(book: Book) -> pd.Series:
    rows = _history(book)
    rows = rows[is_withdrawn(rows) & ~is_self_pay(rows)]
    back = _sum(rows, rows["service_from"], "charge_cents")
    return _where_any(back, book.monthly["charges"].add(back.reindex(book.monthly.index)))


def _with_self_pay(book: Book) -> pd.Series:
    return book.monthly["charges"].add(book.self_pay)


def _with_partly(book: Book) -> pd.Series:
    rows = book.decided[book.decided["outcome"] == PARTLY]
    return book.monthly["denied"].add(rows.groupby("month").size(), fill_value=0)


def _in_both(book: Book) -> pd.Series:
    rows = book.inputs.remittances
    copies = rows[rows["counts"].eq(ACROSS).fillna(False)]
    return _sum(copies, copies["paid_on"])


def _posted(book: Book) -> pd.Series:
    rows = book.inputs.postings
    return _sum(rows, rows["posted_date"])


def _again(book: Book) -> pd.Series:
    rows = book.inputs.posted_again
    return _sum(rows, rows["posted_on"], "cents")


def _voided(book: Book) -> pd.Series:
    rows = book.inputs.voided
    return _sum(rows.assign(amount_cents=rows["amount_cents"].abs()), rows["day"], "amount_cents")


def _without_back(book: Book) -> pd.Series:
    rows = book.decided[book.decided["role"] != REVERSAL]
    return _sum(rows, rows["paid_on"])


Reading = tuple[str, Callable[[Book], pd.Series]]
# what 09 finds too and a client's own figure may count; the difference is its amount to the cent
CAUSES: dict[str, tuple[Reading, ...]] = {
    "charges": (("a charge that the ledger takes back is counted", _voided),),
    "payments": (
        ("a remittance that is in both systems is counted twice", _in_both),
        ("a payment that is posted twice is counted twice", _again),
    ),
}
# other ways to count the same measure, as monthly reports are known to count it
READINGS: dict[str, tuple[Reading, ...]] = {
    "charges": (
        ("counted by month of submission, not of service", lambda b: charges.by_month(b.billed, "submission_date")),
        ("the claims that Medi's lists alone tell of are left out", _not_medis),
        ("claims that are denied are left out", _not_denied),
        ("visits that patients pay themselves are counted too", _with_self_pay),
        ("claims that are void or replaced are counted too", _with_withdrawn),
        ("charges of the claims decided in the month", lambda b: _sum(b.decided, b.decided["paid_on"], "charge_cents")),
    ),
    "payments": (
        ("counted by month of service, not of payment", lambda b: _sum(b.decided, b.decided["service_from"])),
        ("amounts at provider level left out, such as take-backs and interest", lambda b: b.monthly["on_claims"]),
        ("reversals and amounts at provider level left out", _without_back),
        ("as the claim history has it, by its day of payment", lambda b: _sum(_history(b), _history(b)["paid_date"])),
    ),
    "adjusted": (
        ("the patient's part is counted as well", lambda b: b.monthly["adjusted"] + b.monthly["patient"]),
    ),
    "denied": (
        ("claims that are denied in part are counted as well", _with_partly),
        (BY_SERVICE, lambda b: b.served["denied"]),
    ),
    "decided": ((BY_SERVICE, lambda b: b.served["decided"]),),
    "denial_rate": ((BY_SERVICE, lambda b: b.served["rate"]),),
    "open": (("what is open for over 90 days", lambda b: b.monthly["open_over_90"]),),
}  # fmt: skip


def shown(value: Any, measure: Measure, signed: bool = False) -> str | None:
    """Return a value of a measure as readers see it, None where there is none; `signed` gives a gain its plus sign."""
    if value is None or pd.isna(value):
        return None
    exact = _exact(value, measure)
    size = {"cents": dollars, "count": lambda v: f"{v:,}", "share": percent,
            "number": lambda v: f"{v:g}"}[measure.kind](abs(exact))  # fmt: skip
    return ("\N{MINUS SIGN}" if exact < 0 else "+" if signed and exact > 0 else "") + size
