"""What somebody must act on: lines paid short or too much, rates that are not the contract's, and rates that fell."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

import pandas as pd

from cutover.columns import Column, Kind, Privacy
from cutover.reading.payers.contract_rates import OWN_CHARGE
from cutover.reading.payers.percent_rates import BASE
from cutover.result import Finding, as_shown
from cutover.wording import several
from cutover.workstreams.allowed_lines.lines import KEY, owed_by_patients
from cutover.workstreams.columns import PAYER, cents, count, text
from cutover.workstreams.fee_schedules.book import Book
from cutover.workstreams.fee_schedules.contracts import (
    ABOVE,
    ABOVE_SCHEDULES,
    AGREES,
    BELOW,
    BY_RATE,
    CHARGED_KEY,
    charged_below,
)
from cutover.workstreams.fee_schedules.corrections import CLAIM, CORRECTED
from cutover.workstreams.fee_schedules.limiting import ABOVE as ABOVE_LIMIT
from cutover.workstreams.fee_schedules.limiting import LIMITING, charged_above
from cutover.workstreams.fee_schedules.rates import STEADY
from cutover.workstreams.fee_schedules.schedule import CHANGES
from cutover.workstreams.findings import finding

YEAR = pd.DateOffset(months=12)
CASES = (
    PAYER, text("procedure", "Procedure"), text("modifiers", "Modifiers"), text("place", "Place"),
    Column("paid_on", Kind.DATE, "Paid on"), count("units", "Units"), cents("expected_cents", "Expected"),
    cents("allowed_cents", "Allowed"), cents("short_cents", "Difference"), text("pattern", "Looks like"),
    text("codes", "Adjustments"),
    Column("appeal_through", Kind.DATE, "Appeal through", "null: not known", Privacy.DESK),
    text("appeal_rule", "Appeal rule"), Column("service_on", Kind.DATE, "Service", "", Privacy.DESK),
    text("patient_control_number", "Account no.", "", Privacy.PHI),
    text("payer_claim_number", "Payer's claim no.", "", Privacy.PHI),
    text("source_file", "File", "", Privacy.PHI), count("source_row", "Segment"),
)  # fmt: skip
CONTRACT = (
    PAYER, text("procedure", "Procedure"), text("modifiers", "Modifiers"), text("place", "Place"),
    text("contract_row", "Contract's row", "modifiers that are not the line's, and credential; null: the same"),
    cents("contract_cents", "Contract"), text("per", "Contract is for"),
    count("usual_units", "Units of a line", "of most lines"),
    cents("line_cents", "Contract for such a line", "units x rate; null: anesthesia, which its own list tells"),
    cents("seen_cents", "Rate seen", "for one unit; null: none that the contract can be compared with"),
    cents("difference_cents", "Difference"), Column("since_month", Kind.MONTH, "Since"),
    Column("since", Kind.DATE, "First line", "", Privacy.DESK),
    Column("last_on", Kind.DATE, "Last line", "", Privacy.DESK),
    count("lines", "Lines"), cents("amount_cents", "Amount"), text("state", "State"),
    count("in_time", "Still to appeal", "lines whose last day has not passed; null: the last day is not known"),
    Column("appeal_through", Kind.DATE, "First last day", "of the lines still to appeal", Privacy.DESK),
    text("appeal_rule", "Appeal rule", "null: not known"),
)  # fmt: skip
OF_CONTRACT = (
    PAYER, text("procedure", "Procedure"), text("modifiers", "Modifiers"), text("place", "Place"),
    Column("paid_on", Kind.DATE, "Paid on"), count("units", "Units"), cents("due_cents", "By the contract"),
    cents("allowed_cents", "Allowed"),
    cents("short_cents", "Short of it", "at the rate in force; what a line lacks to that rate is in its own list"),
    text("state", "State", "whether its money counts here or as below the payer's own rate"),
    *(column for column in CASES if column.name in ("appeal_through", "appeal_rule", "service_on", "codes",
      "patient_control_number", "payer_claim_number", "source_file", "source_row")),
)  # fmt: skip
CHARGED = (
    PAYER, text("procedure", "Procedure"), text("modifiers", "Modifiers"), text("place", "Place"),
    cents("contract_cents", "Contract", "for one unit, or one visit"),
    cents("charge_cents", "Charge", "for the same"),
    count("lines", "Lines"), cents("amount_cents", "Contract less charge"),
    Column("since", Kind.DATE, "First line", "", Privacy.DESK),
    Column("last_on", Kind.DATE, "Last line", "", Privacy.DESK),
)  # fmt: skip
UNUSED = (
    text("source_file", "File", "path below the practice's folder", Privacy.PHI),
    text("source_sheet", "Sheet", "null where the file has none", Privacy.DESK), text("reason", "Why"),
    count("rows", "Rows"), Column("first_row", Kind.COUNT, "First row", "", Privacy.DESK),
    Column("last_row", Kind.COUNT, "Last row", "", Privacy.DESK),
)  # fmt: skip
_LINE = ["content", "service_id"]


def made(book: Book) -> tuple[Finding, ...]:
    """Return the findings as the page shows them.

    Where there are too few lines to see a rate, no line is off one; a contract rate needs no other line beside it.
    """
    return as_shown(_found(book))


def in_time(rows: pd.DataFrame, today: pd.Timestamp) -> pd.Series:
    """Return which lines can still be appealed, as far as is known: one without a known last day is not late."""
    return rows["appeal_through"].isna() | (rows["appeal_through"] >= today)


def underpaid(book: Book) -> pd.DataFrame:
    """Return the lines paid below their rate, with `short_cents` (above zero); those that patients owe are none."""
    rows = book.differences[book.differences["difference_cents"] < 0]
    rows = rows[~owed_by_patients(rows)].reset_index(drop=True)
    return rows.assign(short_cents=-rows["difference_cents"])


def of_patients(book: Book) -> pd.DataFrame:
    """Return the lines below their rate of which all that was allowed is the patient's (`owed_by_patients`)."""
    rows = book.differences[book.differences["difference_cents"] < 0]
    return rows[owed_by_patients(rows)]


def overpaid(book: Book) -> pd.DataFrame:
    """Return the lines paid above their rate, with `short_cents` (what is too much, above zero)."""
    rows = book.differences[book.differences["difference_cents"] > 0]
    return rows.assign(short_cents=rows["difference_cents"])[::-1].reset_index(drop=True)


def _found(book: Book) -> Iterator[Finding]:
    today, rules = book.inputs.today, book.inputs.rules
    short = underpaid(book)
    open_, limits = in_time(short, today), rules.tolerance
    yield from finding(
        "fees-underpaid", short[open_], CASES, _LINE, "short_cents", _first(short[open_]), limits=limits
    )
    fixed = book.corrections
    yield from finding(
        "fees-correction-lower", fixed, CORRECTED, CLAIM, "short_cents", _first(fixed[in_time(fixed, today)])
    )
    contract = with_month(book.contracts)
    identity = [*KEY, "contract_cents", "seen_cents"]
    below, above = contract[contract["state"] == BELOW], contract[contract["state"] == ABOVE]
    yield from finding("fees-below-contract", below.assign(amount_cents=-below["amount_cents"]), CONTRACT, identity,
                       "amount_cents", _first(below), appeal=_appeal(below),
                       further=_further(below, contract, today))  # fmt: skip
    yield from finding("fees-rate-lowered", lowered(book), CHANGES, [*KEY, "first_on"], "amount_cents")
    yield from finding("fees-overpaid", overpaid(book), CASES, _LINE, "short_cents", limits=limits)
    yield from finding("fees-underpaid-late", short[~open_], CASES, _LINE, "short_cents", limits=limits)
    charged = charged_below(book.contracted)
    yield from finding("fees-charge-below-contract", charged, CHARGED, [*CHARGED_KEY, "contract_cents", "charge_cents"],
                       "amount_cents")  # fmt: skip
    yield from finding("fees-above-contract", above, CONTRACT, identity, "amount_cents")
    medicare = contract[contract["state"].isin(ABOVE_SCHEDULES)]
    yield from finding("fees-above-medicare-schedule", medicare, CONTRACT, identity, "amount_cents")
    visits = charged_above(book.inputs)
    visits = visits[visits["state"].eq(ABOVE_LIMIT)]
    yield from finding(
        "fees-above-limiting-charge", visits, LIMITING, ["source_file", "source_row"], "over_cents"
    )
    aside = unused_rows(book)
    files = aside.groupby(["source_file", "source_sheet", "reason"], dropna=False, as_index=False)
    unused = files.agg(
        rows=("source_row", "size"), first_row=("source_row", "min"), last_row=("source_row", "max")
    )
    yield from finding(
        "fees-contract-rows-unused", unused, UNUSED, ["source_file", "source_sheet", "reason"],
        otherwise=_is_used_else(unused, book), rows=several(len(aside), "row"),
    )  # fmt: skip


def _is_used_else(unused: pd.DataFrame, book: Book) -> bool:
    """Whether each of these sheets has rates in use too: some rows of it are lacking, and not the whole."""
    place = ["source_file", "source_sheet"]
    used = set(book.inputs.contracts[place].astype("str").itertuples(index=False, name=None))
    return set(unused[place].astype("str").itertuples(index=False, name=None)) <= used


def unused_rows(book: Book) -> pd.DataFrame:
    """Return the rows of contract files that are nobody's rate though nothing says that they should be none."""
    rows = book.inputs.contracts_aside
    return rows[~rows["reason"].isin([OWN_CHARGE, BASE])].reset_index(drop=True)


def _further(below: pd.DataFrame, rows: pd.DataFrame, today: pd.Timestamp) -> str:
    """Whether what is below a contract goes on, as sentences: not where other lines of the rate are at it.

    Of a contract rate that has ended no further claim is paid.
    """
    ended = below["ends_on"] < today
    below = below[~ended]
    if below.empty:
        return "The contract rates of these have ended, so no further claim is paid by them."
    over = f"The contract rates of {int(ended.sum())} of these have ended. " if ended.any() else ""
    key = [*KEY, "contract_cents"]
    paid = pd.MultiIndex.from_frame(rows.loc[rows["state"].isin([AGREES, BY_RATE]), key])
    is_lower = (below["seen_cents"] < below["contract_cents"]).fillna(False)
    alone = pd.MultiIndex.from_frame(below[key]).isin(paid) & ~is_lower
    of_rest = f" of the other {several(len(below), 'rate')}" if over else ""
    if not alone.any():
        return f"{over}Every further claim{of_rest} loses the difference."
    if alone.all():
        whose = "the other rates" if over else "the same rates"
        return f"{over}Other lines of {whose} are paid as contracted, so not every further claim loses it."
    few, others = several(int((~alone).sum()), "rate"), several(int(alone.sum()), "rate")
    return (
        f"{over}Every further claim of {few} loses the difference. Other lines of {others} are paid as contracted, so "
        "not every further claim of these loses it."
    )


def _appeal(below: pd.DataFrame) -> str:
    """Of how many rates below a contract lines can still be appealed, cannot, or nobody knows, as sentences."""
    unknown, open_ = below["in_time"].isna(), below["in_time"].gt(0).fillna(False)
    late = int((~unknown & ~open_).sum())
    said = []
    if open_.any():
        said.append(
            f"Lines of {several(int(open_.sum()), 'rate')} can still be appealed. The due date is the first last day."
        )
    if late:
        said.append(f"All lines of {several(late, 'rate')} are past the last day of an appeal.")
    if unknown.any():
        said.append(
            f"Until when {several(int(unknown.sum()), 'rate')} can be appealed is not known. The contract or the "
            "payer's provider manual states it. Write the days into enrollment.xlsx, sheet payer deadlines."
        )
    return " ".join(said)


def lowered(book: Book) -> pd.DataFrame:
    """Return the steady rates in force that fell within the last twelve months, with what that has cost since.

    One that is below its contract is left to the finding that says so.
    """
    rows = book.changes
    new = rows["is_last"] & (rows["first_on"] > book.inputs.today - YEAR)
    fell = rows[new & (rows["difference_cents"] < 0).fillna(False).astype(bool)]
    steady = book.rates.keys["kind"].reindex(fell["key"]).eq(STEADY).to_numpy(bool)
    below = book.contracts[book.contracts["state"] == BELOW]
    told = pd.MultiIndex.from_frame(fell[KEY]).isin(pd.MultiIndex.from_frame(below[KEY]))
    kept = fell[steady & ~told]
    return kept.assign(amount_cents=-kept["amount_cents"])


def with_month(rows: pd.DataFrame) -> pd.DataFrame:
    """Return contract rows with the month since which they hold."""
    return rows.assign(since_month=rows["since"].dt.to_period("M").dt.to_timestamp())


def _first(rows: pd.DataFrame) -> dt.date | None:
    day = rows["appeal_through"].min()
    return None if pd.isna(day) else day.date()
