"""Tables by month of service: denial rates, charges by payer and kind of plan, procedures and their modifiers."""

from __future__ import annotations

import pandas as pd

from cutover.columns import Column, conform, empty
from cutover.reading.claims.coded import marks_of
from cutover.reading.claims.plan_kinds import NOT_STATED
from cutover.result import Figure, Table
from cutover.shares import percent
from cutover.workstreams.columns import MONTH, PAYER, cents, count, share, text
from cutover.workstreams.findings import table
from cutover.workstreams.reporting_baseline.book import Book
from cutover.workstreams.reporting_baseline.coverage import WHOLE
from cutover.workstreams.reporting_baseline.months import name
from cutover.workstreams.reporting_baseline.outcomes import (
    DECIDED,
    DENIED,
    EACH,
    KIND,
    SERVED,
    WAITS,
    rate,
)

OF_PAYERS = (
    MONTH,
    PAYER,
    count("claims", "Claims billed"),
    cents("charge_cents", "Charged", "null: no claim states its charge"),
    count("decided_count", "Decided", "by a payer, as in the table by month of service"),
    count("denied_count", "Denied"),
    share("per_decided", "Denial rate", "denied of decided; null: none is decided"),
    count("unknown", "Without a charge", "in no sum"),
)
OF_KINDS = (MONTH, KIND, *OF_PAYERS[2:4], OF_PAYERS[-1])
NONE = "none"
CODED = (
    PAYER,
    text("procedure", "Procedure"),
    text("modifiers", "Modifiers", "none: sent without any"),
    count("claims", "Claims sent"),
    cents("charge_cents", "Charged", "the whole claims: their other procedures are in it"),
    count("denied_count", "Denied"),
    cents("denied_cents", "Charges denied", "the whole claims"),
    count("waits", "Not decided"),
    count("untold", "Not known"),
)
_WHOLENESS = text("whole", "Data", "whole, or what is missing of the claims")
_NO_CLAIM = "not known: no claim is on file"


def tables(book: Book, whole: list[str]) -> dict[str, Table]:
    """Return the tables by name; `whole` says of each month of the book how whole its claims are."""
    rows = book.outcomes[book.outcomes["month"].isin(book.months)]
    listed, left = _listed(book)
    return {
        "served": table("Claims by month of service, and their denial rate", _served(book, whole),
                        (*SERVED, _WHOLENESS), all_months(book.served) + _SERVED_NOTE, _NO_CLAIM),
        "kinds": table("Charges by kind of plan and month of service", by_kind(rows), OF_KINDS, "",
                       "not known: no claim list on file tells kinds of plans"),
        "payers_served": table("Charges and denials by payer and month of service", by_payer(rows), OF_PAYERS,
                               "The rate is of the claims that are decided; each claim is in what_became.", _NO_CLAIM),
        "coded": table("Procedures sent with and without modifiers", coded(rows), CODED, _coded_note(rows),
                       "not known: no claim list on file tells modifiers"),
        "what_became": table("Each claim billed and what became of it", listed, EACH, left),
    }  # fmt: skip


_SERVED_NOTE = (
    "A claim that is open is in no rate. One that was denied and paid later is paid, and one that is appealed stays "
    "denied until it is paid. The table by month of payment counts each decision instead."
)


def all_months(served: pd.DataFrame) -> str:
    """Return a sentence on the denied of the decided claims over all months (`outcomes.by_month`), else no text."""
    denied, decided = int(served["denied"].sum()), int(served["decided"].sum())
    if decided == 0:
        return ""
    return (
        f"All months together: {denied} of {decided} decided claims are denied, {percent(denied / decided)}. "
    )


def _served(book: Book, whole: list[str]) -> pd.DataFrame:
    rows = book.served.assign(whole=whole).rename_axis("month").reset_index()
    return rows[rows["claims"] > 0][::-1].reset_index(drop=True)


def _summed(rows: pd.DataFrame, by: list[str]) -> pd.DataFrame:
    """Claims and charges by group, one row each, the latest month first and in it what was charged most."""
    told = rows.assign(
        is_decided=rows["outcome"].isin(DECIDED),
        is_denied=rows["outcome"].eq(DENIED),
        bare=rows["charge_cents"].isna(),
    )
    grouped = told.groupby(by, as_index=False)
    sums = grouped.agg(claims=("outcome", "size"), decided_count=("is_decided", "sum"),
                       denied_count=("is_denied", "sum"), unknown=("bare", "sum"))  # fmt: skip
    charged = grouped["charge_cents"].sum(min_count=1)["charge_cents"].astype("Int64")
    sums = sums.assign(charge_cents=charged, per_decided=rate(sums["denied_count"], sums["decided_count"]))
    order = ["month", "charge_cents", *by[1:]]
    return sums.sort_values(order, ascending=[False, False, *(True for _ in by[1:])], ignore_index=True)


def by_payer(rows: pd.DataFrame) -> pd.DataFrame:
    """Return claims, charges and denials by month of service and payer (OF_PAYERS)."""
    return _of(_summed(rows, ["month", "payer"]), OF_PAYERS) if len(rows) else empty(OF_PAYERS)


def by_kind(rows: pd.DataFrame) -> pd.DataFrame:
    """Return claims and charges by month of service and kind of plan (OF_KINDS); none where no list tells a kind."""
    if rows["kind"].eq(NOT_STATED).all():
        return empty(OF_KINDS)
    return _of(_summed(rows, ["month", "kind"]), OF_KINDS)


def coded(rows: pd.DataFrame) -> pd.DataFrame:
    """Return how many claims went out with each procedure and its modifiers, one row per payer and such a pair (CODED).

    A claim counts once in each of its pairs. Claims of which no list tells the modifiers are in none.
    """
    told = rows[rows["procedures"].notna()]
    if told.empty:
        return empty(CODED)
    each = told.assign(pair=told["procedures"].str.split()).explode("pair")
    known = {pair: marks_of(pair) for pair in each["pair"].unique()}
    each = each.assign(
        procedure=each["pair"].map({pair: code for pair, (code, _) in known.items()}),
        modifiers=each["pair"].map({pair: " ".join(sorted(marks)) or NONE for pair, (_, marks) in known.items()}),
        is_denied=each["outcome"].eq(DENIED), waits=each["outcome"].eq(WAITS),
        untold=~each["outcome"].isin([*DECIDED, WAITS]),
        denied_cents=each["charge_cents"].where(each["outcome"].eq(DENIED), 0),
    )  # fmt: skip
    grouped = each.groupby(["payer", "procedure", "modifiers"], as_index=False)
    sums = grouped.agg(claims=("outcome", "size"), denied_count=("is_denied", "sum"), waits=("waits", "sum"),
                       untold=("untold", "sum"))  # fmt: skip
    money = grouped[["charge_cents", "denied_cents"]].sum(min_count=1)[["charge_cents", "denied_cents"]]
    made = sums.join(money.astype("Int64"))
    order = ["denied_cents", "claims", "payer", "procedure", "modifiers"]
    return _of(made.sort_values(order, ascending=[False, False, True, True, True], ignore_index=True), CODED)


def _coded_note(rows: pd.DataFrame) -> str:
    known = int(rows["procedures"].notna().sum())
    return (
        f"Of {len(rows):,} claims billed {known:,} tell procedures with their modifiers. A claim is in each row "
        "of its procedures, answered or not."
    )


def _of(rows: pd.DataFrame, columns: tuple[Column, ...]) -> pd.DataFrame:
    return conform(rows[[column.name for column in columns]], columns)


def _listed(book: Book) -> tuple[pd.DataFrame, str]:
    """The claims that are listed one by one, the latest services first, and how many are left out."""
    most, rows = book.inputs.rules.claims_listed, book.outcomes
    ordered = rows.sort_values(["service_from", "source_file", "source_row"], ascending=[False, True, True],
                               kind="stable")  # fmt: skip
    left = max(0, len(rows) - most)
    said = f" The {left:,} with the earliest services are left out." if left else ""
    return ordered.head(most), f"Filter by month, payer and what became of it.{said}"


def figure(book: Book) -> Figure:
    """Return the denial rate of the last month of service that is whole and of which nearly all is decided."""
    label, least = "Denial rate, by month of service", book.inputs.rules.settled_percent
    state = book.state(book.inputs.measures.named("charges"))
    rows = book.served[state.eq(WHOLE).to_numpy()]
    rows = rows[(100 * rows["decided"] >= least * rows["claims"]) & (rows["decided"] > 0)]
    if rows.empty:
        return Figure(label, None, f"no whole month of which {least} % of the claims are decided")
    last = rows.iloc[-1]
    open_ = int(last["claims"] - last["decided"])
    more = f"; {open_:,} more not decided" if open_ else ""
    said = f"{name(rows.index[-1])}: {int(last['denied']):,} of {int(last['decided']):,} claims decided{more}"
    return Figure(label, percent(float(last["rate"])), said)
