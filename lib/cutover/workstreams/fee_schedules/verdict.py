"""What the fee schedules say first: one sentence, and the figures behind it."""

from __future__ import annotations

import pandas as pd

from cutover.money import dollars
from cutover.result import Figure, Finding, State
from cutover.shares import percent
from cutover.wording import several
from cutover.workstreams.allowed_lines.lines import owed_by_patients
from cutover.workstreams.fee_schedules.book import Book
from cutover.workstreams.fee_schedules.contracts import BELOW, CORRECTED, CUT_BELOW
from cutover.workstreams.fee_schedules.findings import in_time, overpaid, underpaid
from cutover.workstreams.fee_schedules.inputs import Inputs
from cutover.workstreams.fee_schedules.rates import FEW, NONE, PERCENT, STEADY
from cutover.workstreams.fee_schedules.unseen import allowed_for, lacking_cents, likely_short, open_anesthesia
from cutover.workstreams.fee_schedules.workbook import cases, written

SHORT = ("fees-underpaid", "fees-below-contract", "fees-correction-lower")
NO_RATE = "no rate of a payer's own is to be seen"
NO_CONTRACT = "no contract is compared, so what is paid below one is not known"
_IN_CUT = "in remittances that are cut off: not in this sum"


def verdict(book: Book, findings: tuple[Finding, ...]) -> str:
    """Return one sentence: how much is paid too little, how much is at a known rate, and what to do first."""
    short = [f for f in findings if f.code in SHORT]
    told = ", and ".join(map(_short, short))
    if _is_blind(book):
        return f"{told}; {_first(short[0])} {_blindness(book)}" if short else _blindness(book)
    said = f"{_rated(book)} of what payers allowed is at a known rate"
    if not findings and book.contracts.empty:
        return f"{said}, and no line is paid below or above it; {NO_CONTRACT}."
    if not findings:
        return f"{said}, and no line is paid below or above it."
    return f"{told}; {said}; {_first(short[0])}" if short else f"{said}; {_first(findings[0])}"


def _first(one: Finding) -> str:
    return f"first of all, {one.action[:1].lower()}{one.action[1:]}"


def _blindness(book: Book) -> str:
    """Why no payer's own rate is to be seen: nothing to see, too few lines, or other amounts each time."""
    used, every = len(book.lines.used), len(book.lines.every)
    if not every:
        return "Too few: no remittance here has service lines, so no rate can be seen."
    if book.is_too_few:
        return (
            f"Too few: {used:,} of {several(every, 'service line')} tell what a payer allows, and no procedure of any "
            f"payer has {book.inputs.rules.least_lines} of them."
        )
    return _none(book)


def state(book: Book, findings: tuple[Finding, ...]) -> State:
    """Return whether what payers pay is known and paid in full, by the rules of `signals.toml`."""
    return State.ATTENTION if _is_blind(book) or any(f.code in SHORT for f in findings) else State.OK


def _is_blind(book: Book) -> bool:
    """Whether no rate is to be seen, so that nobody can say what was paid short."""
    return (
        not len(book.lines.every) or book.is_too_few or bool(book.rates.lines["expected_cents"].isna().all())
    )


def _none(book: Book) -> str:
    """What is said where no rate is to be seen: lines that are all allowed as charged hide the rates above them."""
    if bool(book.rates.keys.loc[book.rates.keys["lines"] > 0, "charged"].all()):
        return "No rate is to be seen: payers allow each line as it is charged. Compare the charges with the contracts."
    return "No rate is to be seen: payers allow other amounts each time, so ask each payer for its schedule."


def _short(one: Finding) -> str:
    money = dollars(one.amount_cents or 0)
    if one.code == "fees-underpaid":
        return f"{several(one.count, 'line')} {'was' if one.count == 1 else 'were'} paid {money} too little"
    if one.code == "fees-correction-lower":
        return f"{several(one.count, 'corrected claim')} {'was' if one.count == 1 else 'were'} paid {money} too little"
    return f"{several(one.count, 'rate')} with lines below contract {'has' if one.count == 1 else 'have'} cost {money}"


def _rated(book: Book) -> str:
    rows = book.rates.lines
    whole = int(rows["allowed_cents"].sum())
    known = int(rows.loc[rows["expected_cents"].notna(), "allowed_cents"].sum())
    return percent(known / whole) if whole else "Nothing"


def owned(book: Book) -> str:
    """Return how many of these lines somebody works, as the end of a note; empty where no workbook came back."""
    told = written(book.inputs).by_case
    worked = told["owner"].notna() & told.index.isin(cases(book.inputs)["key"])
    return f"; {several(int(worked.sum()), 'line')} with an owner" if len(told) else ""


def figures(book: Book) -> tuple[Figure, ...]:
    """Return the headline numbers; what cannot be known from so few lines is unknown."""
    kinds = book.rates.keys.loc[book.rates.keys["lines"] > 0, "kind"].value_counts()
    used, every, few = len(book.lines.used), len(book.lines.every), book.is_too_few
    number = {kind: int(kinds.get(kind, 0)) for kind in (STEADY, PERCENT, NONE, FEW)}
    return (
        Figure("Service lines used", f"{used:,}", f"of {every:,}; the rest is named below"),
        Figure(
            "Steady rates", None if few else f"{number[STEADY]:,}", "payer, procedure, modifiers and place"
        ),
        Figure("Percent of the charge", None if few else f"{number[PERCENT]:,}", "counted the same way"),
        Figure(
            "No rate to be seen",
            None if few else f"{number[NONE]:,}",
            f"and {number[FEW]:,} with too few lines",
        ),
        _too_little(book),
        _paid_short(book),
        _below_contract(book),
        Figure(
            "Paid too much",
            None if _is_blind(book) else dollars(int(overpaid(book)["short_cents"].sum())),
            NO_RATE
            if _is_blind(book)
            else f"{several(len(overpaid(book)), 'line')}{_cut(book, below=False)}",
        ),
    )


def _too_little(book: Book) -> Figure:
    """All that was paid too little: below the payers' own rates, below contracts, and by corrected claims."""
    label, column = "Paid too little", "paid too little"
    parts = {
        "below payers' own rates": int(underpaid(book)["short_cents"].sum()),
        "below contracts": -int(book.contracts.loc[book.contracts["state"] == BELOW, "amount_cents"].sum()),
        "by corrected claims": int(book.corrections["short_cents"].sum()),
    }
    if _is_blind(book) and not any(parts.values()):
        return Figure(label, None, NO_RATE, column=column)
    said = [f"{dollars(cents)} {what}" for what, cents in parts.items() if cents]
    if _is_blind(book):
        said.append(NO_RATE)
    if book.contracts.empty:
        said.append(NO_CONTRACT)
    if book.contracts.empty and not any(parts.values()):
        return Figure(label, None, f"nothing below payers' own rates; {NO_CONTRACT}", column=column)
    return Figure(label, dollars(sum(parts.values())), "; ".join(said) or "nothing", column=column)


def _paid_short(book: Book) -> Figure:
    """What was paid below the payers' own rates; unknown where no rate is to be seen, as is its number of lines."""
    if _is_blind(book):
        return Figure("Paid short", None, NO_RATE)
    short = underpaid(book)
    note = f"{several(len(short), 'line')}{_until_when(short, book)}{_cut(book, below=True)}"
    return Figure("Paid short", dollars(int(short["short_cents"].sum())), note + owned(book))


def _cut(book: Book, *, below: bool) -> str:
    """What lines of remittances that are cut off are off their own rate on one side, as the end of a note."""
    rows = book.in_cut[book.in_cut["difference_cents"].lt(0) == below]
    rows = rows[~(owed_by_patients(rows) & below)]
    money = dollars(int(rows["difference_cents"].abs().sum()))
    return f"; {several(len(rows), 'more line')}, {money}, {_IN_CUT}" if len(rows) else ""


def _until_when(short: pd.DataFrame, book: Book) -> str:
    """What of this can be appealed, what no longer, and what has no known last day, as the middle of a note."""
    unknown, open_ = short["appeal_through"].isna(), in_time(short, book.inputs.today)
    parts = {
        "not too late to appeal": open_ & ~unknown,
        "too late to appeal": ~open_,
        "with no known last day to appeal": unknown,
    }
    return "".join(
        f"; {dollars(int(short.loc[chosen, 'short_cents'].sum()))} {words}"
        for words, chosen in parts.items()
        if chosen.any()
    )


def _below_contract(book: Book) -> Figure:
    """What was paid below the contracts; unknown without one, or where no line, or too few, are under its rates."""
    rows = book.contracts
    if rows.empty:
        return Figure("Below contract", None, _not_compared(book) or _why_none(book.inputs))
    below, shared = book.below_contract, _shared(book)
    in_cut, below = below[below["state"].eq(CUT_BELOW)], below[below["state"].ne(CUT_BELOW)]
    corrected = below.loc[below["state"].eq(CORRECTED), "short_cents"]
    held = f"{several(len(below), 'line')} of {int((rows['lines'] - rows['cut_lines']).sum()):,} under a contract rate"
    if len(below):
        held += f", on {several(len(below[['payer', 'patient_control_number']].drop_duplicates()), 'claim')}"
    if len(in_cut):
        held += (
            f"; {several(len(in_cut), 'more line')}, {dollars(int(in_cut['short_cents'].sum()))}, {_IN_CUT}"
        )
    if len(shared):
        held += (
            f"; {several(len(shared), 'line')}, {dollars(int(shared.sum()))} of it, also below the payer's own rate "
            "and counted there"
        )
    if len(corrected):
        held += (
            f"; {several(len(corrected), 'line')}, {dollars(int(corrected.sum()))} of it, of corrected claims and "
            "counted there"
        )
    held = "; ".join(filter(None, (held, _not_compared(book))))
    own = -int(rows.loc[rows["state"] == BELOW, "amount_cents"].sum())
    whole = own + int(shared.sum()) + int(corrected.sum())
    few = not len(below) and _open_lines(book) > int(
        rows["lines"].sum()
    )  # none of them says little of the others
    return Figure("Below contract", None if few else dollars(whole), held)


def _open_lines(book: Book) -> int:
    """How many lines of procedures that a contract of their payer names are compared with no rate of it."""
    held = book.contracted
    return sum(map(len, (held.modifier_lacks, held.unsure, held.others, open_anesthesia(book))))


def _not_compared(book: Book) -> str:
    """How many lines of a contract's procedures are compared with no rate for their modifiers; empty where none is."""
    lacks, timed = book.contracted.modifier_lacks, open_anesthesia(book)
    said = []
    if len(lacks):
        money = dollars(lacking_cents(book))
        few = several(len(lacks), "line")
        said.append(f"{few}, {money} allowed, not compared: the contract has no row for their modifiers")
        if (short := likely_short(book))[0]:
            said.append(f"of these likely {several(short[0], 'line')} below it, by {dollars(short[1])}")
    if len(timed):
        said.append(f"{several(len(timed), 'line')} of anesthesia, {dollars(allowed_for(book, timed))} allowed, "
                    "not compared")  # fmt: skip
    return "; ".join(said)


def _why_none(inputs: Inputs) -> str:
    if len(inputs.contracts):
        return "no line is of a contract rate's payer, procedure and days"
    return "no contract file has a rate that could be used" if inputs.contract_files else "no contract file"


def _shared(book: Book) -> pd.Series:
    """What lines below their contract lack to it that counts as below the payer's own rate, one amount per line."""
    below, short = book.below_contract, book.differences
    rows = below[below["line"].isin(short.loc[short["difference_cents"] < 0, "line"])]
    whole = rows["due_cents"] - rows["allowed_cents"]
    return whole - rows["short_cents"].where(rows["state"] == BELOW, 0)
