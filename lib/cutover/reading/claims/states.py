"""The states of claims: the source's own words, and the state that each is counted as."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from functools import cache

import pandas as pd

from cutover import reference
from cutover.reading.claims.tables import CLAIM_STATES
from cutover.reading.files import values as text_values
from cutover.reading.mapping.tables_of import MappedTable
from cutover.reference import code_list

UNKNOWN = "unknown"
NOT_TOLD = "not stated"  # of a list of visits or charges, which has no column for what became of its claims
# category and code of a claim status as a 277CA has them (STC01); those of a decision (F) say nothing of its money
_CATEGORY = re.compile(r"([AP]\d):\d{1,3}\b")
STATUS = "state_as_written"  # the field of a claim history whose words these are
WITHDRAWN = ("voided", "replaced")  # no charge, and nobody is asked for its money
# what a status in a list of sent claims says; `held`: it was not sent
SENT_STATES = ("rejected", "held", "withdrawn", "decided", "accepted", "sent", "unknown")
_DECIDED = ("paid", "denied", "appealed", "patient responsibility", "written off")  # the payer has answered
LEFT_TO_PATIENTS = ("paid", "patient responsibility")  # the payer is done; what is left is the patient's
# nothing more is due from a payer
RESOLVED = ("paid", "written off", "patient responsibility", *WITHDRAWN)


def states(written: pd.Series) -> pd.Series:
    """Return the state of each claim, one of CLAIM_STATES; unknown where no word of the list is in it."""
    known = {text: state_of(text) for text in written.dropna().unique()}
    return written.map(known).astype("str").fillna(UNKNOWN)


def by_marks(table: pd.DataFrame) -> pd.Series:
    """Return the states of claims (CLAIM_HISTORY) with those that a mark and the row's amounts tell together.

    `OK` over an amount that was paid is paid, `NO` over nothing paid and an open amount is denied. Else such a mark is
    no state: `OK` may be a claim that was taken and not yet answered. `REVERSED` over nothing paid and a balance is
    open again: the payer took its payment back. Without a balance the charge itself may have been reversed.
    """
    marks = reference.load("claim_states", _Words).marks
    said = table["state_as_written"].map(lambda text: _plain(text).strip(), na_action="ignore")
    paid = table["paid_cents"].gt(0).fillna(False).astype(bool)
    is_open = table["balance_cents"].fillna(table["charge_cents"]).gt(0).fillna(False).astype(bool)
    unknown = table["state"].eq(UNKNOWN).fillna(False).astype(bool)
    found = table["state"].mask(unknown & said.isin(marks.paid) & paid, "paid")
    found = found.mask(unknown & said.isin(marks.denied) & ~paid & is_open, "denied")
    is_left = ~paid & table["balance_cents"].gt(0).fillna(False).astype(bool)
    return found.mask(unknown & said.isin(marks.reversed) & is_left, "open")


def note_rules() -> NoteRules:
    """Return by which notes a list without a column of states says them."""
    return reference.load("claim_states", _Words).notes


def submission_states(written: pd.Series) -> pd.Series:
    """Return what a claim's status says of its submission: rejected, else unknown.

    A rejection is a word for it, or the category of a claim status (277CA) that says so: `A7:562`.
    """
    return pd.Series(UNKNOWN, written.index, dtype="str").mask(_said(written, "rejected"), "rejected")


def is_rejected(history: pd.DataFrame) -> pd.Series:
    """Return which open claims their status calls rejected, one truth value per row of `history` (CLAIM_HISTORY)."""
    return submission_states(history[STATUS]).eq("rejected") & history["state"].eq("open").fillna(False)


def sent_states(written: pd.Series) -> pd.Series:
    """Return what a status in a list of sent claims says, one of SENT_STATES for each text.

    Rejected and held go before what else a status says: `rejected by payer` never reached the payer's claim system.
    """
    found = states(written)
    rules = (
        ("unknown", found.eq(UNKNOWN)),
        ("sent", found.eq("pending")),
        ("decided", found.isin(_DECIDED)),
        ("withdrawn", found.isin(WITHDRAWN)),
        ("accepted", _said(written, "accepted") & found.isin(["pending", UNKNOWN])),
        ("held", _said(written, "held")),
        ("rejected", _said(written, "rejected")),
    )
    told = pd.Series(UNKNOWN, written.index, dtype="str")
    for state, holds in rules:
        told = told.mask(holds, state)
    return told


def is_taken_back(history: pd.DataFrame) -> pd.Series:
    """Return which open claims their status calls reversed: the payer took its payment back (CLAIM_HISTORY)."""
    marks = reference.load("claim_states", _Words).marks
    said = history[STATUS].map(lambda text: _plain(text).strip(), na_action="ignore")
    return (said.isin(marks.reversed) & history["state"].eq("open")).fillna(False).astype(bool)


def in_known_words(written: pd.Series) -> pd.Series:
    """Return statuses as they are written where they are words of the list alone; of others the longest such word.

    No other word of theirs is told: it may be a name. Null where no word of the list is in a status.
    """
    return written.map({text: _in_known_words(text) for text in written.dropna().unique()}).astype("str")


def _in_known_words(written: str) -> str | None:
    text, known = _plain(written), _phrases()
    if text.strip() in known:
        return " ".join(written.split())
    words = text.split()
    parts = (" ".join(words[at:end]) for at in range(len(words)) for end in range(at + 1, len(words) + 1))
    found = max((part for part in parts if part in known and len(part) > 1), key=len, default=None)
    return found and f"{found}, and other words"


@cache
def _phrases() -> frozenset[str]:
    """Every word and phrase of the list that says something of a claim's state."""
    told = reference.load("claim_states", _Words)
    states = [word for entry in told.state for word in (*entry.words, *entry.exact)]
    sent = told.submission
    marks = told.marks.paid | told.marks.denied | told.marks.reversed
    return frozenset([*states, *sent.rejected, *sent.held, *sent.next_payer, *sent.accepted, *marks])


def may_be_rejected(history: pd.DataFrame) -> pd.Series:
    """Return which claims a status calls rejected by the payer and no decision is named of, one truth value per row.

    Such a claim may never have been taken into adjudication (277CA), whatever it is counted as.
    """
    decision = history[["denial_reason", "paid_date", "check_number"]].notna().any(axis=1)
    return _said(history["state_as_written"], "by_payer") & ~decision


def is_on_its_way(history: pd.DataFrame) -> pd.Series:
    """Return which claims were sent and have not come back, one truth value per row of `history` (CLAIM_HISTORY).

    One that its status calls rejected, held back or not yet billed is not on its way, whatever day stands beside it.
    """
    written = history["state_as_written"]
    return history["submission_date"].notna() & ~_said(written, "rejected") & ~_said(written, "held")


def is_with_next_payer(history: pd.DataFrame) -> pd.Series:
    """Return which claims wait for the payer after the first one by their status, one truth value per row."""
    return _said(history["state_as_written"], "next_payer")


def _said(written: pd.Series, what: str) -> pd.Series:
    """Whether a status holds one of the words of a kind of answer; false where there is no status."""
    words = getattr(reference.load("claim_states", _Words).submission, what)
    known = {text: _holds(_plain(text), words) for text in written.dropna().unique()}
    if what == "rejected":
        known = {text: said or _category(text) == "rejected" for text, said in known.items()}
    return written.map(known).eq(True).fillna(False).astype(bool)


def is_untold(history: pd.DataFrame) -> pd.Series:
    """Return which claims are of lists that tell nothing of what became of them, one truth value per row.

    Whether such a claim is open nobody knows: it is in no sum of what is open, and in none of what is settled.
    """
    return history["state"].eq(NOT_TOLD).fillna(False).astype(bool)


def is_withdrawn(history: pd.DataFrame) -> pd.Series:
    """Return which claims are void or replaced by another: no charge, not open, one truth value per row."""
    return history["state"].isin(WITHDRAWN)


def is_own_charge(history: pd.DataFrame) -> pd.Series:
    """Return which claims are a charge of their own, one truth value per row.

    Void ones are none, nor are claims of the next payer, whose charge the first payer's claim has.
    """
    return ~is_withdrawn(history) & history["forwarded_on"].isna()


def is_resolved(history: pd.DataFrame) -> pd.Series:
    """Return of which claims nothing more is due from a payer, by their state, else by their amounts.

    `history` has the columns of CLAIM_HISTORY; one truth value per row. See `is_settled` for the amounts.
    """
    return history["state"].isin(RESOLVED) | is_settled(history)


def is_settled(history: pd.DataFrame) -> pd.Series:
    """Return which claims of unknown state are settled by their amounts, one truth value per row.

    The balance is stated as zero, and what was paid and adjusted is the whole charge, or the payer paid and so the
    patient bore the rest, or one of these amounts is not stated. Without a stated balance all three must be, and agree.
    A claim with a stated charge and balance of zero is settled in any state: it asks nobody for money.
    """
    charge, paid, adjusted = (history[f"{name}_cents"] for name in ("charge", "paid", "adjusted"))
    is_whole = (charge - paid - adjusted).eq(0).fillna(False)
    lacks = charge.isna() | paid.isna() | adjusted.isna()
    is_zero = history["balance_cents"].eq(0).fillna(False) & (is_whole | lacks | paid.gt(0).fillna(False))
    by_amounts = is_zero | (history["balance_cents"].isna() & is_whole)
    is_nothing = (charge.eq(0) & history["balance_cents"].eq(0)).fillna(False) & ~history["state"].isin(
        RESOLVED
    )
    return (history["state"].eq(UNKNOWN) & by_amounts | is_nothing).astype(bool)


def not_understood(table: MappedTable) -> dict[str, int]:
    """Return the status words of a mapped table that stand for no state, each with its number of rows.

    None where the table has no column of statuses, as every table but a claim history.
    """
    if not table.is_used or STATUS not in table.crosswalk.used:
        return {}
    rows = table.rows
    blank = pd.Series(None, rows.index, dtype="str")  # a list of what was sent has no payments
    amounts = {
        f"{name}_cents": text_values.cents(rows.get(name, blank)) for name in ("charge", "paid", "balance")
    }
    told = by_marks(rows[[STATUS]].assign(state=states(rows[STATUS]), **amounts))
    strange = rows.loc[told == UNKNOWN, STATUS].dropna().value_counts()
    return {str(word): int(rows) for word, rows in strange.items()}


def balance(history: pd.DataFrame) -> pd.Series:
    """Return the cents of each claim's balance: as stated, else charge less paid less adjusted, never below zero.

    `history` has the columns of CLAIM_HISTORY; a claim of which neither is known has null. So has one that a payer has
    answered and of which the list does not say both what was paid and what was adjusted: its charge is not open. And
    so has one of which nothing is told but its charge and that it was rendered (`is_untold`).
    """
    rest = history["charge_cents"] - history["paid_cents"].fillna(0) - history["adjusted_cents"].fillna(0)
    answered = history["state"].isin(LEFT_TO_PATIENTS)
    lacks = history["paid_cents"].isna() | history["adjusted_cents"].isna()
    rest = rest.mask((answered & lacks) | is_untold(history))
    return history["balance_cents"].fillna(rest).clip(lower=0)


@cache
def state_of(written: str) -> str:
    """Return the state that a status as written is counted as.

    A negation (`not paid`, `unpaid`) is not the state that it negates: it is unknown. Where no word says anything, the
    category of a claim status does (`A7:562` was rejected, `A2:20` is on its way).
    """
    text, entries = _plain(written), reference.load("claim_states", _Words).state
    whole = next((entry.state for entry in entries if text.strip() in entry.exact), None)
    found = whole or next((entry.state for entry in entries if _holds(text, entry.words)), None)
    return found or {"rejected": "open", "accepted": "pending"}.get(_category(written), UNKNOWN)


def _category(written: str) -> str:
    """What the category of a claim status (`A7:562`) comes to; empty without one, and where it is of a decision."""
    code = _CATEGORY.match(written.strip().upper())
    roles = code_list("status_categories", dt.date.max).frame.set_index("code")["role"]
    return roles.get(code[1], "") if code else ""


def _plain(written: str) -> str:
    return f" {' '.join(re.findall(r'[a-z0-9]+', written.lower()))} "


def _holds(text: str, words: tuple[str, ...]) -> bool:
    return any(f" {word} " in text and f" not {word} " not in text for word in words)


@dataclass(frozen=True)
class _State:
    state: str
    words: tuple[str, ...]
    exact: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if self.state not in CLAIM_STATES:
            raise ValueError(f"unknown state {self.state}")


@dataclass(frozen=True)
class _Submission:
    rejected: tuple[str, ...]
    by_payer: tuple[str, ...]
    held: tuple[str, ...]
    next_payer: tuple[str, ...]
    accepted: tuple[str, ...]


@dataclass(frozen=True)
class NoteRules:
    """The headers of what the patient owes, those of notes, how many words a note has at most that says a state, and
    the headers of the day of a denial.

    `worked` are the headers in which a list of denials says whether somebody has worked each, `appeal_by` those of the
    last day to appeal it, `remarks` those of its remark codes, `bare_amounts` those of a
    column of amounts that say nothing else, `bare_codes` those of codes without their group,
    `patients` those of a column of patients; `paid` and `on` are the
    words before an amount and a day in a status.
    """

    owes: frozenset[str]
    headers: frozenset[str]
    denied_on: frozenset[str]
    bare_codes: frozenset[str]
    patients: frozenset[str]
    most_words: int
    worked: frozenset[str]
    appeal_by: frozenset[str]
    remarks: frozenset[str]
    bare_amounts: frozenset[str]
    paid: frozenset[str]
    on: frozenset[str]


@dataclass(frozen=True)
class _Marks:
    paid: frozenset[str]
    denied: frozenset[str]
    reversed: frozenset[str]


@dataclass(frozen=True)
class _Words:
    state: tuple[_State, ...]
    submission: _Submission
    marks: _Marks
    notes: NoteRules
