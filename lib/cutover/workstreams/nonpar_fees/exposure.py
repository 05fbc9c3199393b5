"""The non-par fee by month and combination: as it was, as it would have been, and the twelve months ahead."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection

import pandas as pd

from cutover.columns import Column, Kind
from cutover.identifiers import masked_tin
from cutover.result import Table
from cutover.wording import and_joined, several
from cutover.workstreams.columns import cents, count, date, share, text
from cutover.workstreams.findings import table
from cutover.workstreams.nonpar_fees.ended import last_days
from cutover.workstreams.nonpar_fees.rule import ANY, FeeRules
from cutover.workstreams.nonpar_fees.submissions import UNCOUNTED, FeeInputs, is_material, uncounted

COMBINATION = ["tax_id", "npi"]
TIN_END = text("tin_end", "Tax ID", "its last four digits: it may be an SSN")
NPI = text("npi", "NPI", "the one that the fee counts")
ENDED_ON = date("ended_on", "Provider ended on", "by the intake; null: goes on billing")
MONTH = Column("month", Kind.MONTH, "Month", "month of submission")
_SAID = ("low_cents", "likely_cents", "high_cents", "last_year_cents")
UNKNOWN_AHEAD = (
    "It is not known: no claim of the last twelve months is on file, or too many could not be counted."
)
_YEAR = 12  # months
_STEADY = 6  # months in a row whose fewest combinations are certain to trigger again, whichever they are
_KNOWN = 3  # of these the fewest that must be known; the months before the first claim on file are not
METHOD = (
    "Likely: each combination's share of the last twelve months in which it would trigger today, times "
    f"the fee, and no less than the low. Low: the fewest combinations that triggered in any of the last {_STEADY} "
    "known months, whichever they are. High: every combination that triggered at all in the last twelve. Months before "
    "the first claim on file and after the last are not known, nor are months in part: these only raise the high. "
    f"Where fewer than {_KNOWN} months are known, the low is zero. "
    "A month that runs costs at least what its claims on file owe. No season is assumed; the same month of last "
    "year is shown next to it."
)
ENDED = (
    "Whoever has ended by the intake costs nothing ahead. Claims of a Tax ID that has ended are taken to go on under "
    "the one that follows it."
)
PAST = "A provider with a last day has ended by the intake: the fee of that row is past, and none lies ahead."


def ended_on(inputs: FeeInputs, npis: pd.Series) -> pd.Series:
    """Return the last day of each NPI that has ended by the intake (`ended.last_days`), null of one that goes on."""
    days = last_days(inputs.providers, inputs.as_of)
    return npis.astype("str").map(days).astype("datetime64[ms]")


def masked(frame: pd.DataFrame) -> pd.DataFrame:
    """Return a frame with `tin_end`, the masked Tax ID that a report may show."""
    return frame.assign(tin_end=frame["tax_id"].map(masked_tin).astype("str"))


def months_table(inputs: FeeInputs) -> Table:
    """Return the months with claims on file, of the last 24, one row each: claims, combinations that trigger, fees in
    force and under today's rule. Months before the first claim on file and after the last are left out: nothing is
    known of them. The
    month that runs is a row of its own, where claims of it are on file.
    """
    sums = {
        "claims": "sum",
        "nonpar": "sum",
        "unknown": "sum",
        "fee_low_cents": "sum",
        "fee_high_cents": "sum",
    }
    fees, cast = (pd.concat([past, inputs.fees_so_far]) for past in (inputs.in_force, inputs.back_cast))
    now = fees.groupby("month").agg(sums | {"triggers_low": "sum", "triggers_high": "sum"})
    cast = cast.groupby("month")[["fee_low_cents", "fee_high_cents"]].sum()
    running = list(inputs.so_far["month"].unique())
    shown = [*inputs.months_on_file, *running]
    frame = now.join(cast.add_prefix("cast_")).reindex(pd.DatetimeIndex(shown, name="month")).fillna(0)
    days = [_days(inputs, month, month in running) for month in shown]
    frame = frame.reset_index().assign(rule=[_rule(inputs, month) for month in shown], days=days)
    frame = _with_uncounted(inputs, frame)
    columns = (
        MONTH,
        text("days", "Days", "of the month: a month that runs is in no sum of whole months"),
        text("rule", "Rule in force"),
        count("claims", "Claims"),
        count("nonpar", "Non-par"),
        count("unknown", "Status not known", "payers on no list, or changed between two lists"),
        count("uncounted", "Not counted", "claims without Tax ID or NPI"),
        count("triggers_low", "Combinations that trigger", "payers of unknown status taken as par"),
        count("triggers_high", "At most", "payers of unknown status taken as non-par"),
        cents("fee_low_cents", "Fee, at least"),
        cents("fee_high_cents", "Fee, at most"),
        cents("cast_fee_low_cents", "Under today's rule, at least"),
        cents("cast_fee_high_cents", "Under today's rule, at most"),
        text("known_from", "Known from", "null: neither from remittances only, nor without a file summary"),
    )
    note = (
        "The range comes from payers without a known status, from payers that changed between two lists, and from "
        "rejected claims. It also comes from months whose amount is not published. Whether rejected claims count is "
        "not published either. Where many claims of a month cannot be counted, its fee is not known."
    )
    if len(inputs.answered_alone):
        note += (
            " Where claims are known from remittances only, the most that a fee can be is not known. Claims that no "
            "payer answered are not in them."
        )
    if running:
        note += (
            f" {running[0]:%Y-%m} runs: its row has what is on file until {inputs.as_of}. No sum of whole months "
            "holds it; the forecast begins with it."
        )
    before = len(inputs.months) - len(inputs.months_on_file) - len(inputs.silent_since)
    if before:
        note += f" Of {before} earlier month{'' if before == 1 else 's'} no claims are on file."
    if later := inputs.silent_since:
        note += (
            f" After {inputs.months_on_file[-1]:%Y-%m} no claims through Office Ally are on file: the fee of "
            f"{several(len(later), 'whole month')} since then is not known."
        )
    return table("The fee by month, as it was and under today's rule", frame, columns, note)


def _days(inputs: FeeInputs, month: pd.Timestamp, is_running: bool) -> str:
    """How much of a month its row has."""
    if is_running:
        return f"so far, until {inputs.as_of}"
    if month not in inputs.in_part:
        return "whole month"
    if month in inputs.answered_alone.index:
        return "in part: remittances only"
    last = inputs.submissions.loc[inputs.submissions["month"].eq(month), "submission_date"].max()
    return f"in part: claims sent until {last:%Y-%m-%d}"


def _with_uncounted(inputs: FeeInputs, frame: pd.DataFrame) -> pd.DataFrame:
    """The months with the claims that could not be counted, and with what they are known from.

    Where many could not be counted, or where remittances alone tell of a month, what that hides has no amount.
    """
    hidden = hides_fees(inputs, frame["month"])
    alone = frame["month"].map(inputs.answered_alone)
    said = [None if pd.isna(n) else f"of {several(int(n), 'claim')} in remittances only" for n in alone]
    known = pd.Series(said, frame.index, dtype="str")
    lost = frame["month"].isin(inputs.without_summary)
    known = known.mask(lost & known.isna(), "not from a file summary: none of the month is on file")
    lacking = inputs.submissions[inputs.submissions["left_out"].isin(UNCOUNTED)].groupby("month").size()
    made = frame.assign(uncounted=frame["month"].map(lacking).fillna(0).astype("int64"), known_from=known)
    for low, high in (("triggers_low", "triggers_high"), ("fee_low_cents", "fee_high_cents"),
                      ("cast_fee_low_cents", "cast_fee_high_cents")):  # fmt: skip
        least = made[low].astype("Int64")
        made = made.assign(
            **{low: least.mask(hidden & least.eq(0)), high: made[high].astype("Int64").mask(hidden)}
        )
    return made


def hides_fees(inputs: FeeInputs, months: pd.Series, trigger_of: dt.date | None = None) -> pd.Series:
    """Return of which months the most that a fee can be is not known, one row per month.

    Many of their claims could not be counted and may hide a fee (`uncounted`, under the trigger of a day or that of
    each month), or remittances alone tell of them.
    """
    rows = uncounted(inputs.with_statuses, list(months), inputs.rules, trigger_of=trigger_of)
    lacking = months.map(rows.groupby("month").size()).fillna(0).astype("int64")
    fees = pd.concat([inputs.in_force, inputs.fees_so_far])
    counted = months.map(fees.groupby("month")["claims"].sum()).fillna(0)
    many = map(is_material, lacking, counted)
    in_part = [*inputs.answered_alone.index, *inputs.in_part]
    return pd.Series(many, months.index, dtype=bool) | months.isin(in_part)


def _rule(inputs: FeeInputs, month: pd.Timestamp) -> str:
    trigger = inputs.rules.trigger(month.date())
    return ANY if trigger.rule == ANY else f"from {trigger.at_least_percent} %"


def of_year(inputs: FeeInputs) -> str:
    """Return in words of which months a sum of the last twelve is, to begin a sentence."""
    held = inputs.on_file_of(_YEAR)
    if held >= _YEAR:
        return "The last twelve months"
    return f"The {on_file(held, inputs.parts_of(_YEAR))}, of the last twelve,"


def on_file(held: int, parts: int) -> str:
    """Return in words how many months have claims on file, and how many of them are not whole."""
    said = f"{several(held - parts, 'month')} with claims on file" if held > parts else ""
    return " and ".join(filter(None, (said, f"{several(parts, 'month')} in part" if parts else "")))


def combinations_table(inputs: FeeInputs) -> Table:
    """Return each Tax ID and NPI of the last twelve months: its claims, and what it owes under today's
    rule.
    """
    year = inputs.year_today
    frame = year.groupby(COMBINATION, as_index=False).agg(
        claims=("claims", "sum"),
        nonpar=("nonpar", "sum"),
        unknown=("unknown", "sum"),
        months=("triggers_low", "sum"),
        fee_low_cents=("fee_low_cents", "sum"),
        fee_high_cents=("fee_high_cents", "sum"),
    )
    frame = frame.assign(
        nonpar_share=frame["nonpar"] / frame["claims"], ended_on=ended_on(inputs, frame["npi"])
    )
    columns = (
        TIN_END,
        NPI,
        ENDED_ON,
        count("claims", "Claims"),
        count("nonpar", "Non-par"),
        share("nonpar_share", "Share"),
        count("unknown", "Unknown payer"),
        count("months", "Months that trigger"),
        cents("fee_low_cents", "Fee, at least", "of the months on file of the last twelve"),
        cents("fee_high_cents", "At most"),
    )
    frame = masked(frame).sort_values(
        ["fee_low_cents", "fee_high_cents", "npi"], ascending=[False, False, True]
    )
    note = f"{of_year(inputs)} under today's rule, at today's amount, and with the payers' status of today."
    if frame["ended_on"].notna().any():
        note += f" {PAST}"
    note += _by_tax_id(frame)
    return table("Which combinations owe the fee?", frame, columns, note)


def _by_tax_id(frame: pd.DataFrame) -> str:
    """The claims under each Tax ID, in words, where several bill and their last four digits tell them apart."""
    sums = frame.groupby(["tax_id", "tin_end"])["claims"].sum().sort_values(ascending=False, kind="stable")
    ends = sums.index.get_level_values("tin_end")
    if len(sums) < 2 or ends.has_duplicates:
        return ""
    told = [f"{number:,} under {end}" for end, number in zip(ends, sums, strict=True)]
    return f" Claims by Tax ID: {and_joined(told)}."


def forecast(inputs: FeeInputs) -> pd.DataFrame:
    """Return the next twelve months, one row each: low, likely and high fee, and that of the same month last
    year.

    See METHOD. Unknown payers are par in the low, non-par in the high, and count half in the likely.
    """
    return ahead(
        inputs.year_today,
        inputs.months[-12:],
        inputs.rules,
        inputs.as_of,
        inputs.year_going_on,
        inputs.fees_so_far,
        inputs.in_part,
    )


def ahead(
    year: pd.DataFrame,
    months: list[pd.Timestamp],
    rules: FeeRules,
    as_of: dt.date,
    going_on: pd.DataFrame | None = None,
    so_far: pd.DataFrame | None = None,
    in_part: Collection[pd.Timestamp] = (),
) -> pd.DataFrame:
    """Return the forecast from the fees of the last twelve months under today's rule (EXPOSURE).

    `going_on` is that year by those who go on billing (EXPOSURE), where some have ended (`ended.going_on`), `so_far`
    the fees of the claims of the running month (EXPOSURE), the least that it costs. The cost
    comparison takes the same forecast, so that both reports say the same of the year ahead. Of the months before the
    first claim and after the last nothing is known: shares are of the months between, and so is the low. Months that
    are not whole (`in_part`) are in neither: they can only raise the high.
    """
    first, last = year["month"].min(), year["month"].max()
    seen = [month for month in months if first <= month <= last] or months
    every, seen = seen, [month for month in seen if month not in in_part] or seen
    amount = rules.amount(as_of.replace(day=1))
    follows = year if going_on is None else going_on
    triggered = [_wide(follows, name, seen) for name in ("triggers_low", "triggers_high")]
    fewest = int(triggered[0][seen[-_STEADY:]].sum().min()) if len(seen) >= _KNOWN else 0
    low = fewest * amount.low_cents
    may_trigger = _wide(follows, "triggers_high", every).any(axis=1)
    high = int(may_trigger.sum()) * amount.high_cents
    chances, of = sum(int(grid.to_numpy().sum()) for grid in triggered), 2 * len(seen)  # for each combination
    likely = (chances * (amount.low_cents + amount.high_cents) + of) // (
        2 * of
    )  # mean of both amounts, half up
    likely = max(likely, low)
    past = year.groupby("month")["fee_low_cents"].sum().reindex(every).fillna(0).astype("Int64")
    past = past.mask(past.eq(0) & ~past.index.isin(seen)).reindex(months)
    following = [month + pd.DateOffset(months=12) for month in months]
    said = {"low_cents": low, "likely_cents": likely, "high_cents": high}
    made = pd.DataFrame({"month": following, **said, "last_year_cents": past.to_numpy()})
    if so_far is None or so_far.empty:
        return made
    may = so_far.loc[so_far["triggers_high"].astype(bool), COMBINATION].itertuples(index=False, name=None)
    most = len({*may, *may_trigger.index[may_trigger]}) * amount.high_cents
    here, least = made["month"].isin(so_far["month"]), int(so_far["fee_low_cents"].sum())
    lifted = {name: made[name].clip(lower=least) for name in ("low_cents", "likely_cents")}
    lifted["high_cents"] = made["high_cents"].clip(lower=most)
    return made.assign(**{name: made[name].mask(here, more) for name, more in lifted.items()})


def _wide(year: pd.DataFrame, name: str, months: list[pd.Timestamp]) -> pd.DataFrame:
    """Whether each combination triggers in each month; a month without claims does not."""
    marks = year.assign(value=year[name].astype("int64"))
    marks = marks.pivot_table(
        index=COMBINATION, columns="month", values="value", aggfunc="max", observed=True
    )
    return marks.reindex(columns=months).fillna(0).astype(bool)


def forecast_table(inputs: FeeInputs) -> Table:
    """Return the forecast as a table of the report."""
    columns = (
        MONTH,
        cents("low_cents", "Low"),
        cents("likely_cents", "Likely"),
        cents("high_cents", "High"),
        cents("last_year_cents", "Same month last year", "its claims under today's rule"),
    )
    frame, note = forecast(inputs), METHOD
    if inputs.year_going_on is not inputs.year_today:
        note += f" {ENDED}"
    if inputs.is_uncounted or inputs.is_silent or inputs.submissions.empty:
        frame = frame.astype(dict.fromkeys(_SAID, "Int64")).assign(**dict.fromkeys(_SAID))
        note = f"{UNKNOWN_AHEAD} {METHOD}"
    return table("What would the next twelve months cost?", frame, columns, note)


def closing(inputs: FeeInputs) -> pd.DataFrame:
    """Return the payers whose status would close the range of the last twelve months, the most money first.

    One row per payer: its claims, the months and combinations that hang on it, and the money between low and
    high of these. A payer of unknown status that no open combination hangs on is not among them: asking about
    it would change nothing.
    """
    year = inputs.year_today
    is_open = year["triggers_low"].astype(bool) ^ year["triggers_high"].astype(bool)
    open_fees = year[is_open][["month", *COMBINATION, "fee_low_cents", "fee_high_cents"]]
    width = open_fees.assign(width_cents=open_fees["fee_high_cents"] - open_fees["fee_low_cents"])
    asked = inputs.recent[inputs.recent["par"] == "unknown"]
    hang = asked.groupby(["month", *COMBINATION, "payer"], as_index=False, observed=True).size()
    hang = hang.merge(width, on=["month", *COMBINATION])
    found = hang.groupby("payer", as_index=False).agg(
        claims=("size", "sum"), cases=("month", "size"), width_cents=("width_cents", "sum")
    )
    return found.sort_values(["width_cents", "payer"], ascending=[False, True], ignore_index=True)


def payers_table(inputs: FeeInputs) -> Table:
    """Return every payer of the last twelve months with its status and the evidence for it."""
    rows = inputs.recent
    frame = rows.groupby(["payer", "par", "evidence"], as_index=False, observed=True).agg(
        claims=("par", "size")
    )
    columns = (
        text("payer", "Payer"),
        text("par", "Status"),
        text("evidence", "Evidence"),
        count("claims", "Claims"),
    )
    frame = frame.sort_values(["par", "claims", "payer"], ascending=[True, False, True])
    return table("Which payers are par, and how is it known?", frame, columns)


def basis_table(inputs: FeeInputs) -> Table:
    """Return what the submissions rest on, and what was left out, with number and charges."""
    rows = inputs.submissions
    said = rows["left_out"].where(
        rows["left_out"].notna(), "counted; month " + rows["month_basis"].astype("str")
    )
    frame = (
        rows.assign(what=said)
        .groupby(["source", "what"], as_index=False)
        .agg(rows=("what", "size"), charge_cents=("charge_cents", lambda c: c.sum(min_count=1)))
    )
    columns = (
        text("source", "Source"),
        text("what", "What became of it"),
        count("rows", "Submissions"),
        cents("charge_cents", "Charged", "where the source tells it"),
    )
    note = "A remittance proves that a claim was submitted, not when and not through whom: inferred."
    return table("What was counted, and what was left out?", frame, columns, note)
