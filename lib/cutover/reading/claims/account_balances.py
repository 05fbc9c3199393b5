"""Lists of open money by account or patient's number: the client's own sums, and no claims.

A list is one by its columns: the numbers of accounts, each once, beside one balance or the ages of an aging, and none
of a claim. Its name counts nothing for that. It is a control of the claims, unless it is a list of what patients owe:
a column of guarantors, the header of its balance, or its name says so (`patient_balances.toml`).
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

import pandas as pd

from cutover import reference
from cutover.columns import Column, Kind, Privacy, conform, empty
from cutover.errors import InputError
from cutover.reading.claims.aging_words import bands_of, is_band, plain, words
from cutover.reading.files import values as text_values
from cutover.reading.mapping.said_once import is_said_once
from cutover.reading.mapping.suggest import apply
from cutover.reading.mapping.tables_of import MappedTable, tables_of, title_of
from cutover.reading.mapping.targets import claim_history
from cutover.reading.practice.file_names import base_name
from cutover.wording import several

SUBJECT = "balances by account"
OF_PATIENTS = "balances of patients"
AS_PATIENTS = "what patients owe by account, and their credits: shown in 07 and compared with no claims"
AS_CONTROL = (
    f"{SUBJECT}: the client's own sums, compared with the claims of each account in 07; it lists no claims"
)
ACCOUNT_BALANCES = (
    Column("account", Kind.TEXT, "Account no.", "as the list writes it", Privacy.PHI),
    Column("amount_cents", Kind.CENTS, "Balance", "of the list"),
    Column(
        "of_patients", Kind.FLAG, "Of patients", "what patients owe; else the client's sums of its claims"
    ),
    Column("heading", Kind.TEXT, "Column", "the header of the balance, as written", Privacy.DESK),
    Column("source_file", Kind.TEXT, "File", "path below the practice's folder", Privacy.PHI),
    Column("source_sheet", Kind.TEXT, "Sheet", "null where the file has none", Privacy.DESK),
    Column("source_row", Kind.COUNT, "Row", "", Privacy.DESK),
)
_ACCOUNT = "patient_control_number"
_OF_CLAIMS = frozenset({
    "claim_number", "payer_claim_number", "service_from", "service_through", "submission_date", "paid_date",
    "payer_name", "payer_id", "charge", "paid", "adjusted", "state_as_written", "denial_reason", "check_number",
})  # fmt: skip
_FEWEST = 2  # accounts of a list
_PLACE = ("source_file", "source_sheet", "source_row")
_NUMBER = r"[A-Za-z]{0,4}[-\s]?\d{2,12}(?:-\d{1,3})?"  # of an account: no day, no money
_PERSON = "patient_name"
_ASIDE = "the list's total, or a note below it"
_DIFFERENT = 0.5  # share of different values in a column of people who are to pay


def of_table(table: MappedTable) -> pd.DataFrame:
    """Return the balances of a table that is such a list (ACCOUNT_BALANCES), none of any other."""
    used, sheet = table.crosswalk.used, table.sheet
    if not table.may_be_other or len(sheet.frame) < _FEWEST:
        return empty(ACCOUNT_BALANCES)
    heading, cents = _amounts(table)
    taken = {key for key, name in used.items() if name != heading}
    if cents is None or taken & _OF_CLAIMS:
        return empty(ACCOUNT_BALANCES)
    accounts = _accounts(table, heading)
    if accounts is None:
        return empty(ACCOUNT_BALANCES)
    last = _without_notes(sheet.frame, accounts, cents)
    sheet, accounts, cents = replace(sheet, frame=sheet.frame.loc[last]), accounts[last], cents[last]
    if cents.isna().any():
        return empty(ACCOUNT_BALANCES)
    named = {
        "account": accounts,
        "amount_cents": cents,
        "of_patients": _is_of_patients(table, heading),
        "heading": heading,
        "source_sheet": sheet.name or None,
    }
    rows = _without_total(sheet.frame[["source_file", "source_row"]].assign(**named))
    if len(rows) < _FEWEST or rows["account"].isna().any() or rows["account"].duplicated().any():
        return empty(ACCOUNT_BALANCES)
    return conform(rows[[c.name for c in ACCOUNT_BALANCES]].reset_index(drop=True), ACCOUNT_BALANCES)


def subject_of_balances(table: MappedTable) -> str:
    """Return the subject of a table among claims that is such a list, "" of any other."""
    rows = of_table(table)
    return subject_of(rows) if len(rows) else ""


def subject_of(rows: pd.DataFrame) -> str:
    """Return what such balances (ACCOUNT_BALANCES) are called: OF_PATIENTS where patients owe each, else SUBJECT."""
    return OF_PATIENTS if rows["of_patients"].all() else SUBJECT


def as_control(table: MappedTable) -> str:
    """Return in words what such a table holds."""
    subject = subject_of(of_table(table))
    return f"{table.sheet.place}{several(len(table.sheet.frame), 'row')} of {subject}, no claims"


def rows_of(data: bytes, source_file: str) -> pd.DataFrame:
    """Return the balances of a file of nothing but such lists (ACCOUNT_BALANCES), none of any other."""
    try:
        parts = [of_table(one) for one in tables_of(data, source_file, claim_history())]
    except InputError:
        return empty(ACCOUNT_BALANCES)
    return pd.concat(parts, ignore_index=True) if parts and all(map(len, parts)) else empty(ACCOUNT_BALANCES)


def purpose(rows: pd.DataFrame) -> str:
    """Return in words what such balances (ACCOUNT_BALANCES) are read for."""
    return AS_PATIENTS if subject_of(rows) == OF_PATIENTS else AS_CONTROL


def told(table: MappedTable) -> str:
    """Return in words what becomes of the rows of such a list."""
    rows = of_table(table)
    used, number = len(rows), len(table.sheet.frame)
    aside = f"; {number - used:,} set aside: {_ASIDE}" if number > used else ""
    return f"{several(number, 'row')} in, {used:,} used: {purpose(rows)}{aside}"


def _is_of_patients(table: MappedTable, heading: str) -> bool:
    """Whether a list tells what patients owe: by a column of who is to pay, its balance's header, or what it is called.

    A header that says that an insurer owes goes before all of them.
    """
    rules, sheet = _rules(), table.sheet
    if _has(heading, rules.of_insurers):
        return False
    headers = [name for name in sheet.columns if not is_said_once(name) and name != heading]
    names = [*map(base_name, sheet.frame["source_file"].head(1)), sheet.name or "", title_of(sheet)]
    if any(_has(name, rules.of_insurers) for name in names):
        return False
    if any(_has(name, rules.statements) for name in headers):
        return True
    if _PERSON in table.crosswalk.used and plain(heading) in rules.owing:
        return True
    if any(_has(name, rules.payers) and _are_people(sheet.frame[name]) for name in headers):
        return True
    return any(_has(name, rules.balances) for name in (heading, *names))


def _are_people(cells: pd.Series) -> bool:
    """Whether a column of who is to pay has many different values: a few over and over are insurers, or kinds."""
    filled = cells.dropna()
    return len(filled) > 0 and filled.nunique() >= _DIFFERENT * len(filled)


def _has(text: str, phrases: tuple[str, ...]) -> bool:
    """Whether a text holds one of these phrases, as whole words."""
    said = f" {' '.join(re.findall('[a-z]+', text.lower()))} "
    return any(f" {phrase} " in said for phrase in phrases)


@dataclass(frozen=True)
class _Rules:
    """Headers of who is to pay and of statements, phrases of a patient's balance, and those of an insurer's.

    `owing` are whole headers of a balance by which the patient owes whose name stands beside it.
    """

    payers: tuple[str, ...]
    statements: tuple[str, ...]
    balances: tuple[str, ...]
    owing: frozenset[str]
    of_insurers: tuple[str, ...]


def _rules() -> _Rules:
    return reference.load("patient_balances", _Rules)


def _accounts(table: MappedTable, heading: str) -> pd.Series | None:
    """The account's number of each row; None where no column has it.

    Beside the names of patients and one balance, the only other column has it under any header: each a number once.
    """
    sheet, used = table.sheet, table.crosswalk.used
    if _ACCOUNT in used:
        return text_values.identifiers(apply(sheet, table.crosswalk)[_ACCOUNT])
    rest = [
        name for name in sheet.columns if not is_said_once(name) and name not in (heading, used.get(_PERSON))
    ]
    if _PERSON not in used or len(rest) != 1:
        return None
    numbers = text_values.identifiers(sheet.frame[rest[0]])
    told = numbers.dropna()
    is_number = told.str.fullmatch(_NUMBER).all() and not told.duplicated().any()
    return numbers if is_number and len(told) >= _FEWEST else None


def _without_notes(frame: pd.DataFrame, accounts: pd.Series, cents: pd.Series) -> pd.Series:
    """Which rows are above the notes at the list's end: words in one cell, no amount and no number of an account."""
    columns = [name for name in frame.columns if name not in _PLACE and not is_said_once(name)]
    is_note = (
        frame[columns].notna().sum(axis=1).eq(1)
        & cents.isna()
        & ~accounts.str.contains(r"\d", na=False).astype(bool)
    )
    return ~is_note[::-1].cummin()[::-1]


def _without_total(rows: pd.DataFrame) -> pd.DataFrame:
    """The rows but a last one without an account's number that is the sum of those above it."""
    last, above = rows.iloc[-1], rows["amount_cents"].iloc[:-1]
    is_named = isinstance(last["account"], str) and any(map(str.isdigit, last["account"]))
    return rows if is_named or int(last["amount_cents"]) != int(above.sum()) else rows.iloc[:-1]


def _amounts(table: MappedTable) -> tuple[str, pd.Series | None]:
    """The header of the balance and the balances: of its column, of the total beside ages, else of all ages.

    A patient's balance by its header is one, where the table has no other.
    """
    used, frame = table.crosswalk.used, table.sheet.frame
    if "balance" in used:
        return used["balance"], text_values.cents(frame[used["balance"]])
    names = [name for name in table.sheet.columns if not is_said_once(name)]
    owed = [name for name in names if _has(name, _rules().balances)]
    if len(owed) == 1:  # no claim's balance, but a patient's
        return owed[0], text_values.cents(frame[owed[0]])
    ages = [name for name in names if is_band(name)]
    if bands_of(ages) is None:
        return "", None
    totals = [name for name in names if plain(name) in words().total]
    if len(totals) == 1:
        return totals[0], text_values.cents(frame[totals[0]])
    each = [text_values.cents(frame[name].fillna("0")) for name in ages]
    return ", ".join(ages), None if totals else sum(each[1:], each[0])
