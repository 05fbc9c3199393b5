"""Coverage: which months and payers the archive holds, and where it is silent."""

from __future__ import annotations

import numpy as np
import pandas as pd

from cutover.columns import Column
from cutover.result import Finding, Table
from cutover.workstreams import quiet_bank
from cutover.workstreams.answers import Answer, once
from cutover.workstreams.columns import MONTH, PAYER, cents, count, date, number, text
from cutover.workstreams.era_audit.inputs import Inputs
from cutover.workstreams.findings import finding, table
from cutover.workstreams.lone_deposits import nothing_came
from cutover.workstreams.remittances import ID
from cutover.workstreams.run_rules import load_rules
from cutover.workstreams.silences import (
    Figures,
    break_a_payee,
    payment_days,
    rhythm,
    rules,
    too_long,
    with_elsewhere,
)

MONTHS_WANTED = 12  # "at least the last twelve months": migration guide, what absolutely must move
TREND_MONTHS = 6  # half a year against the half year before it
TREND_RATIO = 1.5  # half as many payments more (or a third fewer) is more than a payer's usual swing

_OTHER_PAYEE = (
    "Under each Tax ID and NPI its rhythm holds; another one ended before (09: Where each payer sends)."
)
_BANK = "The bank's file has its other payments and nothing of it then. A remittance that pays nothing may be missing."
_SILENCE = (
    PAYER,
    date("silent_from", "Last payment before"),
    date("silent_to", "Silent until", "the payer's next payment; for one that stopped, the archive's last"),
    count("days", "Days of silence"),
    number("usual_days", "Usual interval, days", "median of the days between two payment days of the payer"),
    number(
        "limit_days",
        "Longest usual silence, days",
        "of this payer by its own record, the year's end left out",
    ),
)


def findings_and_tables(inputs: Inputs) -> Answer:
    """Return the findings and tables of coverage."""
    findings = (
        *_short_history(inputs),
        *_stale(inputs),
        *finding("era-month-empty", empty_months(inputs), (MONTH,), ["month"]),
        *_silences("era-payer-gap", payer_gaps(inputs)),
        *_silences("era-payer-stopped", payers_stopped(inputs)),
    )
    tables = (
        ("months", months_table(inputs)),
        ("coverage", coverage_table(inputs)),
        ("payers", payers_table(inputs)),
    )
    return Answer(findings, tables)


def months_covered(inputs: Inputs) -> int:
    """Return how many calendar months lie from the first payment's through the report's, both counted."""
    first = inputs.counted["month"].min()
    if pd.isna(first):
        return 0
    return max(0, (inputs.as_of.year - first.year) * 12 + inputs.as_of.month - first.month + 1)


@once
def month_range(inputs: Inputs) -> pd.DatetimeIndex:
    """Return every calendar month from the first through the last payment."""
    months = inputs.counted["month"].dropna()
    if months.empty:
        return pd.DatetimeIndex([])
    return pd.date_range(months.min(), months.max(), freq="MS")


@once
def empty_months(inputs: Inputs) -> pd.DataFrame:
    """Return the months between the first and the last payment without any, one row per `month`."""
    found = month_range(inputs).difference(inputs.counted["month"].dropna().unique())
    return pd.DataFrame({"month": found.astype("datetime64[ms]")})


@once
def rhythms(inputs: Inputs) -> pd.DataFrame:
    """Return the rhythm of each payer, one row per payer (`silences.rhythm`)."""
    return rhythm(inputs.counted, figures(inputs))


def figures(inputs: Inputs) -> Figures:
    """Return the figures of the rule of silences on the report's date."""
    return rules(inputs.as_of)


def payer_gaps(inputs: Inputs) -> pd.DataFrame:
    """Return the silences between two payment days of a payer that break its rhythm, one row per silence.

    `missing_from` and `missing_to` are the days between, on which nothing was paid. Those are left out that a Tax ID
    or the bank explains (`explained`). A payment whose remittance lies in another practice's folder was paid: it is no
    silence. Nor is a deposit of the payer without a remittance, which is asked for by itself: what is left of a silence
    before and after it may be one.
    """
    return _gaps(inputs).query("why == ''")


def explained(inputs: Inputs) -> tuple[str, ...]:
    """Return in sentences which silences that break a payer's rhythm are no holes of the archive, and why."""
    rows = pd.concat([_gaps(inputs), _stops(inputs)])
    rows = rows[rows["why"] != ""].sort_values(["payer", "silent_from"])
    days = zip(rows["payer"], rows["silent_from"], rows["silent_to"], rows["why"], strict=True)
    return tuple(
        f"No hole: {payer} from {since:%Y-%m-%d} to {until:%Y-%m-%d}. {why}"
        for payer, since, until, why in days
    )


@once
def _gaps(inputs: Inputs) -> pd.DataFrame:
    paid = with_elsewhere(inputs.counted, inputs.elsewhere)
    banked = _banked(inputs)
    paid = pd.concat([paid, banked]) if len(banked) else paid
    days = payment_days(paid).dropna(subset="previous").merge(rhythms(inputs), on="payer")
    days = days.assign(silent_from=days["previous"], silent_to=days["paid_on"], days=days["since_days"])
    return _silent(inputs, days)


def _banked(inputs: Inputs) -> pd.DataFrame:
    """The deposits of known payers that no remittance explains, as `payer` and `paid_on`, between its payments."""
    rows = inputs.lone_deposits
    rows = pd.DataFrame(
        {"payer": _called_here(inputs, rows["payer"]), "paid_on": rows["deposit_date"]}
    ).dropna()
    if rows.empty or inputs.counted.empty:
        return rows.iloc[:0]
    ends = rows["payer"].map(inputs.counted.groupby("payer")["paid_on"].max())
    return rows[rows["paid_on"] < ends]


def payers_stopped(inputs: Inputs) -> pd.DataFrame:
    """Return the payers silent from their last payment to the archive's last, one row per payer.

    The day on which an archive ends is nobody's next payment: a payer has stopped only where its own rhythm asked for
    a payment well before. A payer whose remittances go on in Medi moved there as planned, and did not stop.
    """
    return _stops(inputs).query("why == ''")


@once
def _stops(inputs: Inputs) -> pd.DataFrame:
    payers = rhythms(inputs)
    last = payers["last_paid"].max()
    paid = with_elsewhere(inputs.counted, inputs.elsewhere).groupby("payer", as_index=False)["paid_on"].max()
    payers = payers.merge(paid.rename(columns={"paid_on": "silent_from"}), on="payer").assign(silent_to=last)
    payers = payers.assign(days=(payers["silent_to"] - payers["silent_from"]).dt.days.astype("Int64"))
    in_medi = pd.Series(payers["payer"].map(inputs.last_in_medi), dtype="datetime64[ms]")
    return _silent(inputs, payers[~(in_medi >= payers["last_paid"])])


def _silent(inputs: Inputs, rows: pd.DataFrame) -> pd.DataFrame:
    long = too_long(rows["silent_from"], rows["silent_to"], rows["limit_days"], figures(inputs))
    one = pd.Timedelta(days=1)
    return _with_reasons(inputs, rows[long].assign(
        missing_from=lambda r: r["silent_from"] + one, missing_to=lambda r: r["silent_to"] - one
    ))  # fmt: skip


def _with_reasons(inputs: Inputs, rows: pd.DataFrame) -> pd.DataFrame:
    """The silences with `why` each is no hole, empty where nothing explains it."""
    if rows.empty:
        return rows.assign(why="")
    said = figures(inputs)
    asked = rows.rename(columns={"silent_from": "since", "silent_to": "until"})[["payer", "since", "until"]]
    why = pd.Series("", rows.index, dtype="str")
    why = why.mask(~break_a_payee(asked, _with_payees(inputs.counted), said), _OTHER_PAYEE)
    if len(inputs.deposits) and inputs.medi is not None:
        alone = inputs.lone_deposits[
            inputs.lone_deposits["payer"].isna()
        ]  # what names a payer is no part of a gap
        both = inputs.of_both
        both = both.assign(payer=_called_here(inputs, both["payer"]))
        quiet = nothing_came(asked, inputs.deposits, alone, both, load_rules(inputs.as_of), said.fewest_days)
        why = why.mask(why.eq("") & quiet, _BANK)
    return rows.assign(why=why)


def _called_here(inputs: Inputs, payers: pd.Series) -> pd.Series:
    """Payers of both systems together by their names in this archive."""
    if inputs.medi is None or payers.dropna().empty:
        return payers
    own = inputs.of_both.merge(inputs.counted[[*ID, "payer"]], on=ID, suffixes=("", "_here"))
    return payers.replace(dict(zip(own["payer"], own["payer_here"], strict=True)))


def _with_payees(counted: pd.DataFrame) -> pd.DataFrame:
    return counted.assign(payee=counted["payee_tin"].fillna("?") + " / " + counted["payee_npi"].fillna("?"))


def last_payment(inputs: Inputs) -> tuple[pd.Timestamp, float] | None:
    """Return the archive's last payment day and usual interval in days (NaN with one day), None if empty."""
    days = inputs.counted["paid_on"].dropna().drop_duplicates().sort_values()
    return None if days.empty else (days.iloc[-1], days.diff().dt.days.median())


def is_stale(inputs: Inputs) -> bool:
    """Tell whether the last payment is older than three weeks and three usual intervals (if these are known).

    Where the payers of this archive pay through Medi since, their last payment is the one there.
    """
    found = last_payment(inputs)
    if found is None:
        return False
    last, usual = found
    last, said = max([last, *inputs.last_in_medi.values()]), figures(inputs)
    longest = 0.0 if np.isnan(usual) else said.stale_times * usual
    is_old = (inputs.today - last).days > max(said.floor_days, longest)
    return bool(is_old) and not _is_quiet(inputs)


@once
def _is_quiet(inputs: Inputs) -> bool:
    """Whether the bank shows that no payer has paid since the last payment: then no newer remittance is missing."""
    if inputs.medi is None or inputs.deposits.empty:
        return False
    paid, rules_ = inputs.of_both, load_rules(inputs.as_of)
    return quiet_bank.nothing_since(inputs.deposits, paid, rules_, paid["paid_on"].max(), inputs.today)


def _short_history(inputs: Inputs) -> tuple[Finding, ...]:
    covered = months_covered(inputs)
    if covered >= MONTHS_WANTED:
        return ()
    case = pd.DataFrame(
        {"first_paid": [inputs.counted["paid_on"].min()], "covered": [covered], "as_of": [inputs.today]}
    )
    columns = (
        date("first_paid", "First payment"),
        count("covered", "Months covered", "calendar months from the first payment's through the report's"),
    )
    return finding("era-short-history", case, columns, ["as_of"])


def _stale(inputs: Inputs) -> tuple[Finding, ...]:
    if not is_stale(inputs):
        return ()
    last, usual = last_payment(inputs)
    case = pd.DataFrame({"last_paid": [last], "days": [(inputs.today - last).days], "usual_days": [usual]})
    columns = (
        date("last_paid", "Last payment"),
        count("days", "Days ago", "before the report's date"),
        number("usual_days", "Usual interval, days", "median of the days between two payment days"),
    )
    return finding("era-stale", case, columns, ["last_paid"])


def _silences(code: str, cases: pd.DataFrame) -> tuple[Finding, ...]:
    return finding(code, cases, _SILENCE, ["payer", "silent_from"])


def months_table(inputs: Inputs) -> Table:
    """Return payments and money by month, one row per calendar month from the first payment to the last."""
    said = inputs.counted.groupby("month").agg(
        payment_count=("payment", "sum"),
        paid_cents=("paid_cents", "sum"),
        payer_count=("payer", "nunique"),
    )
    frame = said.reindex(month_range(inputs), fill_value=0).rename_axis("month").reset_index()
    frame, more = with_whole(frame, inputs.counted, "month")
    columns = (
        MONTH,
        count("payment_count", "Payments"),
        count("payer_count", "Payers"),
        cents("paid_cents", "Paid"),
        *more,
    )
    return table("Payments by month", frame, columns, "Payments that count; a month without any shows 0.")


WHOLE = (
    count("whole_count", "Whole payments", "without those whose file is cut off"),
    cents("whole_cents", "Paid, whole", "of whole payments alone"),
)


def with_whole(
    frame: pd.DataFrame, counted: pd.DataFrame, by: str
) -> tuple[pd.DataFrame, tuple[Column, ...]]:
    """Return sums of payments with those of whole ones alone, and their columns (WHOLE): none where no file is cut.

    The amount of a payment that is cut off is known, and what of it can be read is not all: it is in no whole sum.
    """
    if counted["whole"].all():
        return frame, ()
    of = counted[counted["whole"]].groupby(by)
    number, money = of["payment"].sum(), of["paid_cents"].sum()
    told = frame.assign(
        whole_count=frame[by].map(number).fillna(0).astype("int64"),
        whole_cents=frame[by].map(money).fillna(0).astype("Int64"),
    )
    return told, WHOLE


def coverage_table(inputs: Inputs) -> Table:
    """Return payments and money by month and payer, one row per pair of them, zero where there is none."""
    said = inputs.counted.groupby(["payer", "month"]).agg(
        payment_count=("payment", "sum"), paid_cents=("paid_cents", "sum")
    )
    pairs = pd.MultiIndex.from_product([_by_money(inputs), month_range(inputs)], names=["payer", "month"])
    frame = said.reindex(pairs, fill_value=0).reset_index()
    columns = (PAYER, MONTH, count("payment_count", "Payments"), cents("paid_cents", "Paid"))
    return table("Payments by payer and month", frame, columns, "Payers in order of their money.")


def payers_table(inputs: Inputs) -> Table:
    """Return the rhythm of every payer, one row per payer, in order of money."""
    rows = inputs.counted.assign(payer_id=inputs.counted["payer_id"].fillna(inputs.counted["payer_id_2u"]))
    money = rows.groupby("payer").agg(
        payment_count=("payment", "sum"), paid_cents=("paid_cents", "sum"), payer_id=("payer_id", _most)
    )
    frame = (
        rhythms(inputs).merge(money.reset_index(), on="payer", how="right").merge(_trend(inputs), on="payer")
    )
    frame = frame.sort_values(["paid_cents", "payer"], ascending=[False, True])
    columns = (
        PAYER,
        text("payer_id", "Payer id", "N1*PR 04, else REF*2U; the one met most"),
        count("payment_count", "Payments"),
        date("first_paid", "First"),
        date("last_paid", "Last"),
        number("usual_days", "Usual interval, days", "median of the days between two payment days"),
        count("longest_days", "Longest silence, days"),
        number(
            "limit_days",
            "Longest usual silence, days",
            "by the payer's own record; null: too few payment days",
        ),
        text(
            "trend",
            "Trend",
            "payments of the last six full months against the six before; unknown below 12 months",
        ),
    )
    note = (
        f"Growing or shrinking: {TREND_RATIO:g} times as many payments in the last {TREND_MONTHS} full "
        f"months as "
        f"in the {TREND_MONTHS} before, or the reverse. A silence longer than the longest usual one is a finding; "
        f"where that is empty, the payment days are too few to tell."
    )
    return table("Payers and their rhythm", frame, columns, note)


def _by_money(inputs: Inputs) -> list[str]:
    money = inputs.counted.groupby("payer")["paid_cents"].sum().reset_index()
    return money.sort_values(["paid_cents", "payer"], ascending=[False, True])["payer"].tolist()


def _most(values: pd.Series) -> str | None:
    counts = values.value_counts()
    return None if counts.empty else sorted(counts[counts == counts.max()].index)[0]


def _trend(inputs: Inputs) -> pd.DataFrame:
    """One row per payer; null where the archive holds fewer than twelve months before its last one."""
    payers = pd.DataFrame({"payer": sorted(inputs.counted["payer"].unique())}).astype({"payer": "str"})
    full = month_range(inputs)[:-1]  # the last month may still be running
    if len(full) < 2 * TREND_MONTHS:
        return payers.assign(trend=pd.Series(None, index=payers.index, dtype="str"))
    counts = inputs.counted.pivot_table(index="payer", columns="month", values="payment", aggfunc="sum")
    monthly = counts.reindex(columns=full).fillna(0)
    late = monthly.iloc[:, -TREND_MONTHS:].sum(axis=1)
    early = monthly.iloc[:, -2 * TREND_MONTHS : -TREND_MONTHS].sum(axis=1)
    kind = np.select(
        [late + early == 0, early == 0, late == 0, late >= TREND_RATIO * early, early >= TREND_RATIO * late],
        ["too few", "new", "stopped", "growing", "shrinking"],
        "steady",
    )
    return payers.merge(pd.DataFrame({"payer": monthly.index, "trend": kind}), on="payer", how="left")
