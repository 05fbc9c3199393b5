"""How many fees arise by the rule in force and by the one before it: by provider and month, and in sums."""

from __future__ import annotations

import pandas as pd

from cutover.columns import Column, empty
from cutover.result import Table
from cutover.workstreams.columns import count, text
from cutover.workstreams.findings import table
from cutover.workstreams.nonpar.inputs import Inputs
from cutover.workstreams.nonpar_fees.exposure import COMBINATION, MONTH, NPI, TIN_END, hides_fees, masked

ALL = "all"  # in the place of a Tax ID and NPI: every combination together
LAST_TWELVE = "last 12 months"
_KEY = ["month", *COMBINATION]
_COUNTS = ["claims", "nonpar", "unknown"]
_RULES = ("then", "former", "today")  # of the month itself, before today's, today's
_FEES = [f"{rule}_{end}" for rule in _RULES for end in ("low", "high")]
NO_FORMER = "No rule before the one in force is known."
_NUMBERS: tuple[Column, ...] = (
    count("claims", "Claims"),
    count("nonpar", "Non-par claims"),
    count("unknown", "Unknown payer"),
    count("then_low", "Fees, rule of the month", "the rule that was in force then; unknown payers as par"),
    count("then_high", "At most", "unknown payers as non-par; null: not known"),
    count("former_low", "Fees, former rule", "the rule before today's, put to every month"),
    count("former_high", "Former rule, at most", "unknown payers as non-par; null: not known"),
    count("today_low", "Fees, today's rule", "today's rule, put to every month"),
    count("today_high", "Today's rule, at most", "unknown payers as non-par; null: not known"),
)
BY_MONTH = (MONTH, TIN_END, NPI, *_NUMBERS)
BY_PERIOD = (
    text("period", "Period"),
    text("months", "Months", "those with claims on file"),
    text("tin_end", "Tax ID", "its last four digits, or all: it may be an SSN"),
    text("npi", "NPI", "the one that the fee counts, or all"),
    *_NUMBERS,
    text("not_known", "Months not known", "of the period: no claims on file, or not enough is known of them"),
)


def by_month(inputs: Inputs) -> pd.DataFrame:
    """Return the fees of each month and combination under each rule, as numbers, the latest first (BY_MONTH).

    Of a month that hides fees (`hides_fees`) the most is null, and so is a least of none.
    """
    if inputs.former is None:
        return empty(BY_MONTH)
    said = inputs.in_force[[*_KEY, *_COUNTS]]
    for rule, fees in zip(_RULES, (inputs.in_force, inputs.former, inputs.back_cast), strict=True):
        ends = {"triggers_low": f"{rule}_low", "triggers_high": f"{rule}_high"}
        said = said.merge(fees[[*_KEY, *ends]].rename(columns=ends), on=_KEY)
    then = hides_fees(inputs, said["month"])
    former = hides_fees(inputs, said["month"], inputs.rules.former_day(inputs.as_of))
    numbers = {}
    for name in _FEES:
        fees, hidden = said[name].astype("Int64"), former if name.startswith("former") else then
        numbers[name] = fees.mask(hidden & (fees.eq(0) if name.endswith("_low") else True))
    found = masked(said.assign(**numbers))
    return found.sort_values(["month", "npi", "tax_id"], ascending=[False, True, True], ignore_index=True)


def by_period(inputs: Inputs) -> pd.DataFrame:
    """Return the sums of `by_month` for each calendar year and the last twelve months (BY_PERIOD).

    All combinations together come first, then each, where there are several. A sum with a month that is not known has
    no most, and as its least what is known.
    """
    rows = by_month(inputs)
    if rows.empty:
        return empty(BY_PERIOD)
    on_file = pd.Series(inputs.months_on_file)
    hidden = set(on_file[hides_fees(inputs, on_file)])
    periods = {
        str(year): [month for month in inputs.months if month.year == year]
        for year in sorted({month.year for month in on_file}, reverse=True)
    }
    parts = []
    for period, months in {LAST_TWELVE: inputs.months[-12:], **periods}.items():
        part, held = rows[rows["month"].isin(months)], [m for m in months if m in set(on_file)]
        lacking = [month for month in months if month not in held or month in hidden]
        sums = _sums(part, bool(lacking))
        parts.append(
            sums.assign(period=period, months=_span(held), not_known=_named(lacking)).astype(
                {"not_known": "str"}
            )
        )
    return pd.concat(parts, ignore_index=True)[[column.name for column in BY_PERIOD]]


def _sums(rows: pd.DataFrame, is_open: bool) -> pd.DataFrame:
    """All rows in one, and those of each combination where there are several; no most where a month is not known."""
    names = [*_COUNTS, *_FEES]
    together = rows[names].sum().to_frame().T.assign(tin_end=ALL, npi=ALL)
    each = rows.groupby(["npi", "tax_id", "tin_end"], as_index=False, observed=True)[names].sum()
    sums = pd.concat([together, each], ignore_index=True) if len(each) > 1 else together
    sums = sums.astype(dict.fromkeys(names, "Int64"))
    most = [name for name in _FEES if name.endswith("_high")]
    if rows[most].isna().any(axis=None):  # of one rule alone, where `is_open` is of the months' own
        lacks = rows[most].isna().groupby([rows["npi"], rows["tax_id"]]).any()
        every = lacks.any().to_frame().T.reset_index(drop=True)
        unknown = pd.concat([every, lacks], ignore_index=True) if len(each) > 1 else every
        sums = sums.assign(**{name: sums[name].mask(unknown[name].astype(bool)) for name in most})
    return sums.assign(**dict.fromkeys(most, pd.NA)).astype(dict.fromkeys(most, "Int64")) if is_open else sums


def _span(months: list[pd.Timestamp]) -> str:
    if not months:
        return "none"
    first, last = (f"{month:%Y-%m}" for month in (months[0], months[-1]))
    return first if first == last else f"{first} to {last}"


def _named(months: list[pd.Timestamp]) -> str | None:
    """Months in words: runs of months that follow one another as `from to`, null where there are none."""
    runs: list[list[pd.Timestamp]] = []
    for month in months:
        if runs and runs[-1][-1] + pd.DateOffset(months=1) == month:
            runs[-1].append(month)
        else:
            runs.append([month])
    return "; ".join(map(_span, runs)) or None


def tables(inputs: Inputs) -> dict[str, Table]:
    """Return the fees under each rule as sums, and by provider and month."""
    note = (
        "One fee is one Tax ID and NPI in one month. Each payer has the status of its claims' day. Before the first "
        "claim on file nothing is known."
    )
    if inputs.former is None:
        note = NO_FORMER
    period = "How many fees arise under each rule?"
    month = "How many fees arise under each rule, by provider and month?"
    return {
        "rules_by_period": table(period, by_period(inputs), BY_PERIOD, note),
        "rules_by_month": table(month, by_month(inputs), BY_MONTH, note),
    }
