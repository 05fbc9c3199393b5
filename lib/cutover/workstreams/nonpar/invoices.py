"""The fee as computed against the fee as charged, and against Office Ally's own Par/Non-Par Report.

Where they differ, each thing that could explain it is computed anew, and the one that gives the charge is
named.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator

import pandas as pd

from cutover.columns import empty
from cutover.reading.claims.invoices import INVOICE_LINES, missing_months
from cutover.result import Table
from cutover.workstreams.columns import cents, count, text
from cutover.workstreams.findings import table
from cutover.workstreams.nonpar.by_report import BY_REPORT, by_report
from cutover.workstreams.nonpar.credits import settled, with_credits
from cutover.workstreams.nonpar.inputs import Inputs
from cutover.workstreams.nonpar_fees.exposure import MONTH, NPI, hides_fees
from cutover.workstreams.nonpar_fees.rule import exposure
from cutover.workstreams.nonpar_fees.submissions import counting, is_material, uncounted

FEE, EHR = "non-par fee", "EHR 24/7"
ALL = "(all)"  # an invoice that names no NPI: its month as a whole
AGREES = "agrees"
TWICE, WITHOUT_CAUSE = "charged twice", "charged without a claim"
TWICE_OR_TWO = "charged twice, or for two providers"  # no line names an NPI, or the names differ
NOT_CHARGED, DIFFERS = "not charged", "another amount"
MORE, FEWER = "more fees than the claims show", "fewer fees than the claims show"
NOT_TOLD = "not known"
NO_CLAIMS = "no claims of that month through Office Ally on file"
IN_PART = "not all claims of that month are on file"
_KEY = ["month", "npi"]
_AMOUNTS = ("fee_low_cents", "fee_high_cents", "difference_cents")
_NUMBERS = ["triggers_low", "triggers_high"]  # of fees, at least and at most
CHARGED_COLUMNS = (
    MONTH,
    NPI,
    cents("fee_low_cents", "Computed, at least"),
    cents("fee_high_cents", "Computed, at most"),
    cents("charged_cents", "Charged"),
    count("lines", "Invoice lines"),
    cents("credited_cents", "Credited", "on this or a later invoice"),
    text("outcome", "Outcome"),
    cents("difference_cents", "Difference", "charged less credited, less the nearer end of the range"),
    text("reason", "What would explain it"),
)
REPORTED_COLUMNS = (
    MONTH,
    NPI,
    count("claims", "Claims, counted here"),
    count("reported_claims", "Claims, report"),
    count("nonpar", "Non-par, at least"),
    count("nonpar_most", "Non-par, at most"),
    count("reported_nonpar", "Non-par, report"),
    *BY_REPORT,
    text("outcome", "Outcome"),
    text("reason", "What would explain it"),
)
NEXT_LIST = "a payer's status: as the next list has it"
NO_REASON = "nothing that was tried explains it"
SHIFTED = {"it is the fee of the month before": 1, "it is the fee of the month after": -1}
UNCOUNTED = "claims of the month could not be counted"
EITHER_WAY = "not decided: with what is not known of payers or claims, fewer or more fees would fit as well"


def charged(inputs: Inputs) -> pd.DataFrame:
    """Return computed and charged fees side by side, one row per month and NPI (CHARGED_COLUMNS).

    Only months for which there is an invoice with a line; a month whose fee lines name no NPI is one row. A credit that
    settles a fee without cause (`credits`) stands in the row of that fee, in whatever month it was given.
    Charges agree where they lie in the computed range, whatever is charged for a fee. Where the range is one of several
    numbers of fees, and where only a change of status between two lists puts them there, whether they are owed is not
    known: on which day between the two lists a payer changed, no list says.
    """
    lines = inputs.invoices.lines if inputs.invoices is not None else None
    if lines is None or lines.empty:
        return pd.DataFrame(columns=[c.name for c in CHARGED_COLUMNS])
    lines = lines[lines["month"].isin(inputs.months)]
    given = lines[lines["charge"].eq(FEE) & lines["amount_cents"].lt(0)]
    if given.empty:
        return _but_not_known(inputs, _compared(inputs, lines))
    pairs = settled(_compared(inputs, lines.drop(given.index)), given)
    rows = _compared(inputs, lines.drop(list(pairs)))
    return _but_not_known(inputs, with_credits(rows, given, pairs))


def _but_not_known(inputs: Inputs, rows: pd.DataFrame) -> pd.DataFrame:
    """The rows without the figures that claims which could not be counted may change, as in `missing`.

    Of a month before the first claim on file, or after the last one, no claims tell what is owed; but a claim history
    that was made after such a month, and has none of it, shows that none was sent. Of a month that is not whole, more
    fees may be owed than its claims show.
    """
    outcome, reason = rows["outcome"], rows["reason"]
    none = rows["month"].isin(inputs.seen_none)
    reason = reason.mask(none & reason.eq(NO_REASON).fillna(False), _none_by(inputs))
    unseen = ~rows["month"].isin(inputs.months_on_file) & ~none
    more = rows["month"].isin(inputs.in_part) & outcome.isin([WITHOUT_CAUSE, MORE])
    rows = rows.assign(
        outcome=outcome.mask(unseen | more, NOT_TOLD),
        reason=reason.mask(unseen, NO_CLAIMS).mask(more, IN_PART),
    )
    hidden = rows["outcome"].eq(NOT_TOLD) & (
        rows["reason"].isin([UNCOUNTED, NO_CLAIMS, IN_PART]) | hides_fees(inputs, rows["month"])
    ).fillna(False)
    low, high, off = (rows[name].astype("Int64") for name in _AMOUNTS)
    return rows.assign(
        fee_low_cents=low.mask(hidden & low.eq(0).fillna(False)),
        fee_high_cents=high.mask(hidden),
        difference_cents=off.mask(hidden),
    )


def _none_by(inputs: Inputs) -> str:
    """That the claim history has no claim of a month, and until which day it tells."""
    until = inputs.claims.told_until
    return (
        f"no claim of that month is in the claim history, which tells until {until:%Y-%m-%d}" if until else ""
    )


def _compared(inputs: Inputs, lines: pd.DataFrame) -> pd.DataFrame:
    """Computed and charged fees side by side, as these lines charge them."""
    fees = lines[lines["charge"] == FEE]
    whole = set(fees.loc[fees["npi"].isna(), "month"])
    said = fees.assign(npi=fees["npi"].mask(fees["month"].isin(whole), ALL))
    paid = said.groupby(_KEY).agg(charged_cents=("amount_cents", "sum"), lines=("amount_cents", "size"))
    rows = _beside(inputs.in_force, paid, whole, set(lines["month"]))
    outcome = _by_number(inputs, rows, _outcome(rows))
    outcome = outcome.mask(outcome.eq(TWICE) & rows["npi"].eq(ALL), TWICE_OR_TWO)
    between = outcome.eq(AGREES) & _outcome(_beside_lists(inputs, rows, whole)).ne(AGREES)
    either = outcome.eq(AGREES) & ~between & rows["triggers_low"].ne(rows["triggers_high"]).fillna(False)
    outcome = _told(inputs, rows, outcome).mask(between | either, NOT_TOLD)
    rows = rows.drop(columns=_NUMBERS).assign(outcome=outcome, difference_cents=_difference(rows))
    reason = _reasons(inputs, rows.assign(outcome=outcome.mask(between | either, AGREES)), lines, whole)
    told = rows.assign(reason=reason.mask(between, NEXT_LIST).mask(either, EITHER_WAY), credited_cents=0)
    return told.sort_values(_KEY, ignore_index=True)


def _beside_lists(inputs: Inputs, rows: pd.DataFrame, whole: set) -> pd.DataFrame:
    """The rows with the fees as they are where each payer changed on the day of a list."""
    names = ["fee_low_cents", "fee_high_cents"]
    sums = _sums(changed_on_the_day(inputs), whole).reindex(pd.MultiIndex.from_frame(rows[_KEY])).fillna(0)
    return rows.assign(**{name: sums[name].to_numpy() for name in names})


def changed_on_the_day(inputs: Inputs) -> pd.DataFrame:
    """Return the fees of the months as they are if each payer changed on the day of the later of two lists
    (EXPOSURE).
    """
    rows = inputs.counted[inputs.counted["month"].isin(inputs.months)]
    return exposure(rows.assign(par=rows["par_listed"]), inputs.rules)


def changed_at_once(inputs: Inputs) -> pd.DataFrame | None:
    """Return the fees of the months as they are if each payer changed right after the earlier of two lists (EXPOSURE).

    None where that changes nothing.
    """
    if inputs.counted["par"].eq(inputs.counted["par_listed"]).all():
        return None
    names = ["fee_low_cents", "fee_high_cents"]
    other = exposure(_other_list(inputs, 1), inputs.rules)
    return None if other[names].sum().equals(changed_on_the_day(inputs)[names].sum()) else other


def missing(inputs: Inputs) -> pd.DataFrame:
    """Return the months between two invoices of which none is on file, with the fee computed for each.

    The fee is null where the month lies before the first claim on file, or before the months that are reckoned. Its
    most is null, and its least where that is none, where claims of the month could not be counted (`hides_fees`).
    """
    lines = inputs.invoices.lines if inputs.invoices is not None else empty(INVOICE_LINES)
    fees = inputs.in_force.groupby("month")[["fee_low_cents", "fee_high_cents"]].sum()
    months = missing_months(lines)
    reckoned = fees.reindex(months.intersection(inputs.months_on_file), fill_value=0)
    found = reckoned.reindex(months).astype("Int64").rename_axis("month").reset_index()
    hidden, least = hides_fees(inputs, found["month"]), found["fee_low_cents"]
    return found.assign(
        fee_low_cents=least.mask(hidden & least.eq(0).fillna(False)),
        fee_high_cents=found["fee_high_cents"].mask(hidden),
    )


def _beside(fees: pd.DataFrame, paid: pd.DataFrame, whole: set, months: set) -> pd.DataFrame:
    rows = _sums(fees, whole).merge(paid, how="outer", left_index=True, right_index=True).reset_index()
    filled = rows.fillna({"fee_low_cents": 0, "fee_high_cents": 0, "charged_cents": 0, "lines": 0})
    owed = filled["fee_high_cents"].gt(0) | filled["lines"].gt(0)
    return filled[filled["month"].isin(months) & owed].reset_index(drop=True)


def _sums(fees: pd.DataFrame, whole: set) -> pd.DataFrame:
    """Computed fees by month and NPI; months of `whole` in one."""
    npi = fees["npi"].astype("str").mask(fees["month"].isin(whole), ALL)
    numbers = {name: fees[name].astype("Int64") for name in _NUMBERS}
    return fees.assign(npi=npi, **numbers).groupby(_KEY)[["fee_low_cents", "fee_high_cents", *_NUMBERS]].sum()


def _outcome(rows: pd.DataFrame) -> pd.Series:
    paid, low, high = (rows[name] for name in ("charged_cents", "fee_low_cents", "fee_high_cents"))
    outcome = pd.Series(DIFFERS, rows.index, dtype="str")
    outcome = outcome.mask((paid > 0) & (high == 0), WITHOUT_CAUSE).mask((paid == 0) & (low > 0), NOT_CHARGED)
    # two lines where one fee is owed: the range of an amount that is not known does not excuse the second
    outcome = outcome.mask((rows["lines"] >= 2) & (high > 0) & (paid >= 2 * low) & (paid <= 2 * high), TWICE)
    return outcome.mask((paid >= low) & (paid <= high), AGREES)


def _by_number(inputs: Inputs, rows: pd.DataFrame, outcome: pd.Series) -> pd.Series:
    """The outcome, with MORE or FEWER where another amount is whole fees at the month's price, and not so many."""
    told = outcome.copy()
    for at, row in rows[outcome.eq(DIFFERS)].iterrows():
        number = _fees_in(inputs, row["month"], int(row["charged_cents"]))
        if number is not None:
            told.loc[at] = MORE if row["charged_cents"] > row["fee_high_cents"] else FEWER
    return told


def _fees_in(inputs: Inputs, month: pd.Timestamp, cents: int) -> int | None:
    """How many fees of the month's price an amount is, None where it is no whole number of them."""
    now = inputs.rules.amount(month.date())
    whole = [cents // one for one in (now.high_cents, now.low_cents) if one and cents % one == 0]
    return next((number for number in whole if number > 0), None)


def _told(inputs: Inputs, rows: pd.DataFrame, outcome: pd.Series) -> pd.Series:
    """The outcome; a charge has no cause here only where the claims that may be its cause could be counted.

    More fees than the claims show may be owed for any claim of the month that could not be counted, however few, and
    for one that is not on file: the practice's own count may have more than its list.
    """
    lacking = uncounted(inputs.with_statuses, inputs.months, inputs.rules)["month"]
    listed = rows["month"].isin(_with_fewer_on_file(inputs))
    more = outcome.isin([WITHOUT_CAUSE, MORE]) & listed
    more |= outcome.eq(MORE) & rows["month"].isin(lacking.dropna())
    if not inputs.is_uncounted:
        return outcome.mask(more, NOT_TOLD)
    hidden = rows["month"].isin(lacking.dropna()) | bool(lacking.isna().any())
    return outcome.mask(more | outcome.isin([WITHOUT_CAUSE, MORE]) & hidden, NOT_TOLD)


def _with_fewer_on_file(inputs: Inputs) -> list[pd.Timestamp]:
    """The months of which the practice's own count has so many more claims that those on file are not all."""
    if inputs.invoices is None or inputs.invoices.counts.empty:
        return []
    own = inputs.invoices.counts
    on_file = inputs.with_statuses["month"].value_counts()
    counted = own[own["transaction"].eq("claim")].set_index("month")["count"]
    return [
        month
        for month, number in counted.items()
        if is_material(int(number) - int(on_file.get(month, 0)), int(on_file.get(month, 0)))
    ]


def _difference(rows: pd.DataFrame) -> pd.Series:
    over = (rows["charged_cents"] - rows["fee_high_cents"]).clip(lower=0)
    under = (rows["charged_cents"] - rows["fee_low_cents"]).clip(upper=0)
    return over + under


def alternatives(inputs: Inputs) -> Iterator[tuple[str, Callable[[], pd.DataFrame]]]:
    """Yield what could explain a difference, the likeliest first, each with the fees as they would be
    (EXPOSURE).
    """
    counted = inputs.counted[inputs.counted["month"].isin(inputs.months)]
    rules = inputs.rules
    yield "rejected claims are not counted", lambda: exposure(counted[counted["state"] != "rejected"], rules)
    resent = counted["submission"].eq("resubmitted").fillna(False)
    yield "resubmitted claims are not counted", lambda: exposure(counted[~resent], rules)
    if len(inputs.lists.dates) > 1:
        yield "a payer's status: as the list before has it", lambda: exposure(_other_list(inputs, -1), rules)
        yield NEXT_LIST, lambda: exposure(_other_list(inputs, 1), rules)
    yield "it counts the month of service, not of submission", lambda: exposure(_by_service(inputs), rules)
    yield "the 50 % rule of before 2026", lambda: exposure(counted, rules, dt.date(2025, 12, 31))
    yield "today's rule, that any claim triggers", lambda: exposure(counted, rules, inputs.as_of)
    for words, months in SHIFTED.items():
        yield words, lambda months=months: _shifted(inputs.exposure(), months)


def _by_service(inputs: Inputs) -> pd.DataFrame:
    served = inputs.counted["service_from"].dt.to_period("M").dt.to_timestamp().astype("datetime64[ms]")
    rows = inputs.counted.assign(month=served.fillna(inputs.counted["month"]))
    return rows[rows["month"].isin(inputs.months)]


def _other_list(inputs: Inputs, step: int) -> pd.DataFrame:
    """The submissions with each payer's status as the list before or after the one in force has it."""
    dates = pd.DatetimeIndex(inputs.lists.dates).astype("datetime64[ms]")
    days = inputs.submissions["month"].fillna(dates[-1])
    submitted = inputs.claims.submitted
    place = (dates.searchsorted(submitted["submission_date"].fillna(days), side="right") - 1).clip(0) + step
    on = pd.Series(dates.to_numpy()[place.clip(0, len(dates) - 1)], submitted.index)
    other = counting(submitted, inputs.lists, inputs.rules, on, same=inputs.same)
    return other[other["left_out"].isna() & other["month"].isin(inputs.months)]


def _shifted(fees: pd.DataFrame, months: int) -> pd.DataFrame:
    return fees.assign(month=(fees["month"] + pd.DateOffset(months=months)).astype("datetime64[ms]"))


def _reasons(inputs: Inputs, rows: pd.DataFrame, lines: pd.DataFrame, whole: set) -> pd.Series:
    """What explains each row that differs; null where it agrees."""
    differs = rows["outcome"] != AGREES
    reason = pd.Series(None, rows.index, dtype="str").mask(differs, _by_arithmetic(inputs, rows, lines))
    reason = reason.mask(rows["outcome"].eq(NOT_TOLD), UNCOUNTED)
    if not (differs & reason.isna()).any():
        return reason
    for words, fees in alternatives(inputs):
        sums = _sums(fees(), whole).reindex(pd.MultiIndex.from_frame(rows[_KEY])).fillna(0)
        low, high = (sums[name].to_numpy() for name in ("fee_low_cents", "fee_high_cents"))
        fits = (rows["charged_cents"] >= low) & (rows["charged_cents"] <= high)
        if words in SHIFTED:  # a month without a fee beside one explains no charge that is missing
            fits &= (rows["charged_cents"] > 0) & ~_has_its_own(rows, -SHIFTED[words])
        reason = reason.mask(differs & reason.isna() & fits, words)
        if not (differs & reason.isna()).any():
            break
    numbers = pd.Series([_numbers(inputs, row) for row in rows.itertuples()], rows.index, dtype="str")
    return reason.mask(differs & reason.isna(), numbers)


def _has_its_own(rows: pd.DataFrame, months: int) -> pd.Series:
    """Whether the month so many months on has its own fee, charged and agreeing: no other month is charged for it."""
    charged = rows[rows["fee_high_cents"].gt(0)]
    agrees = charged["outcome"].eq(AGREES) & charged["charged_cents"].gt(0)
    settled = set(charged.loc[agrees, _KEY].itertuples(index=False, name=None))
    whole = agrees.groupby(charged["month"]).all()
    there = (rows["month"] + pd.DateOffset(months=months)).astype("datetime64[ms]")
    asked = zip(there, rows["npi"], strict=True)
    own = [
        bool(whole.get(month, False)) if npi == ALL else not settled.isdisjoint({(month, npi), (month, ALL)})
        for month, npi in asked
    ]
    return pd.Series(own, rows.index, dtype=bool)


def _by_arithmetic(inputs: Inputs, rows: pd.DataFrame, lines: pd.DataFrame) -> pd.Series:
    """Explanations that the invoice itself gives: a second line, another amount, or EHR 24/7 under another
    name.
    """
    ehr = lines[lines["charge"] == EHR]
    billed, usual = set(zip(ehr["month"], ehr["npi"], strict=True)), set(ehr["npi"].dropna())
    names = lines[lines["charge"] == FEE].groupby("month")["provider"].nunique()
    said = [
        _providers(int(names.get(row.month, 0)))
        if row.outcome == TWICE_OR_TWO
        else _arithmetic(inputs, row, row.npi in usual and (row.month, row.npi) not in billed)
        for row in rows.itertuples()
    ]
    return pd.Series(said, rows.index, dtype="str")


def _providers(named: int) -> str:
    """What the lines of a month without an NPI say of the providers whose fee they are."""
    if named >= 2:
        return f"the lines name {named} providers, and the claims show one fee"
    return "the lines name one provider" if named else "no line names a provider"


def _arithmetic(inputs: Inputs, row, lacks_ehr: bool) -> str | None:
    now = inputs.rules.amount(row.month.date())
    if lacks_ehr and row.charged_cents - row.fee_high_cents == now.high_cents:
        return "it may be EHR 24/7, which costs the same and is missing on this invoice"
    if row.outcome == TWICE:
        return "the same fee is on the invoice twice"
    count = row.fee_high_cents // now.high_cents
    others = {amount.cents for amount in inputs.rules.amounts} - {now.low_cents, now.high_cents}
    if count and row.charged_cents in {count * cents for cents in others}:
        return "it is charged at the amount of another time"
    return None


def _numbers(inputs: Inputs, row) -> str:
    """How many fees the invoice charges and how many the claims show, where the amount is whole fees."""
    if row.outcome not in (MORE, FEWER):
        return NO_REASON
    price = inputs.rules.amount(row.month.date())
    low, high = int(row.fee_low_cents) // price.low_cents, int(row.fee_high_cents) // price.high_cents
    shown = f"{high:,}" if low == high else f"{low:,} to {high:,}"
    return f"fees charged: {_fees_in(inputs, row.month, int(row.charged_cents)):,}; by the claims: {shown}"


def reported(inputs: Inputs) -> pd.DataFrame:
    """Return our counts and those of the Par/Non-Par Reports side by side, one row per month and NPI of a
    report.
    """
    report = inputs.reports.rows if inputs.reports is not None else None
    if report is None or report.empty:
        return pd.DataFrame(columns=[c.name for c in REPORTED_COLUMNS])
    report = report[report["month"].isin(inputs.months)]
    theirs = report.groupby(_KEY).agg(reported_claims=("claims", "sum"), reported_nonpar=("nonpar", "sum"))
    rows = theirs.join(_counts(inputs.in_force)).fillna(0).reset_index()
    agrees = _same(rows, rows["claims"], rows["nonpar"], rows["nonpar_most"])
    rows = rows.merge(by_report(inputs, report), on=_KEY, how="left").assign(
        outcome=pd.Series("differs", rows.index, dtype="str").mask(agrees, AGREES)
    )
    reason = pd.Series(None, rows.index, dtype="str")
    for words, fees in alternatives(inputs) if not agrees.all() else ():
        counts = _counts(fees()).reindex(pd.MultiIndex.from_frame(rows[_KEY])).fillna(0)
        fits = _same(rows, *(counts[name].to_numpy() for name in ("claims", "nonpar", "nonpar_most")))
        reason = reason.mask(~agrees & reason.isna() & fits, words)
    rows = rows.assign(reason=reason.mask(~agrees & reason.isna(), NO_REASON))
    unknown = ~rows["month"].isin(inputs.months_on_file)
    rows.loc[unknown, ["outcome", "reason"]] = [NO_CLAIMS, None]
    own = ["claims", "nonpar", "nonpar_most"]
    rows[own] = rows[own].astype("Int64").mask(unknown)
    return rows.sort_values(_KEY, ignore_index=True)


def _counts(fees: pd.DataFrame) -> pd.DataFrame:
    counts = fees.assign(nonpar_most=fees["nonpar"] + fees["unknown"], npi=fees["npi"].astype("str"))
    return counts.groupby(_KEY)[["claims", "nonpar", "nonpar_most"]].sum()


def _same(rows: pd.DataFrame, claims, low, high) -> pd.Series:
    inside = (rows["reported_nonpar"] >= low) & (rows["reported_nonpar"] <= high)
    return ((rows["reported_claims"] == claims) & inside).astype(bool)


def charged_table(inputs: Inputs) -> Table:
    """Return the comparison with the invoices as a table of the report."""
    note = "Only months with an invoice. A charge agrees where the claims tell how many fees are owed."
    return table("Was the fee charged as it is owed?", charged(inputs), CHARGED_COLUMNS, note)


def reported_table(inputs: Inputs) -> Table:
    """Return the comparison with the Par/Non-Par Reports as a table of the report."""
    note = "Only months and NPIs of a report. Counts agree where the report's lie in the range. The fee by the report "
    note += "is what its own counts trigger; it needs no claim on file."
    return table("Does Office Ally's own report count the same?", reported(inputs), REPORTED_COLUMNS, note)
