"""Lists of open money by account or patient's number: the client's own sums, a control of its claims, and no claims.

A list is one by its columns: the numbers of accounts, each once, beside one balance or the ages of an aging, and none
of a claim. Its name counts nothing.
"""

from __future__ import annotations

import pandas as pd

from cutover.columns import Column, Kind, Privacy, conform, empty
from cutover.errors import InputError
from cutover.reading.claims.aging_words import bands_of, is_band, plain, words
from cutover.reading.files import values as text_values
from cutover.reading.mapping.said_once import is_said_once
from cutover.reading.mapping.suggest import apply
from cutover.reading.mapping.tables_of import MappedTable, tables_of
from cutover.reading.mapping.targets import claim_history
from cutover.wording import several

SOURCE = "balances by account"
SUBJECT = "balances by account"
AS_CONTROL = (
    f"{SUBJECT}: the client's own sums, compared with the claims of each account in 07; it lists no claims"
)
ACCOUNT_BALANCES = (
    Column("account", Kind.TEXT, "Account no.", "as the list writes it", Privacy.PHI),
    Column("amount_cents", Kind.CENTS, "Balance", "of the list"),
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


def of_table(table: MappedTable) -> pd.DataFrame:
    """Return the balances of a table that is such a list (ACCOUNT_BALANCES), none of any other."""
    used, sheet = table.crosswalk.used, table.sheet
    if not table.may_be_other or _ACCOUNT not in used or len(sheet.frame) < _FEWEST:
        return empty(ACCOUNT_BALANCES)
    heading, cents = _amounts(table)
    taken = {key for key, name in used.items() if name != heading}
    if cents is None or cents.isna().any() or taken & _OF_CLAIMS:
        return empty(ACCOUNT_BALANCES)
    accounts = text_values.identifiers(apply(sheet, table.crosswalk)[_ACCOUNT])
    named = {
        "account": accounts,
        "amount_cents": cents,
        "heading": heading,
        "source_sheet": sheet.name or None,
    }
    rows = _without_total(sheet.frame[["source_file", "source_row"]].assign(**named))
    if len(rows) < _FEWEST or rows["account"].isna().any() or rows["account"].duplicated().any():
        return empty(ACCOUNT_BALANCES)
    return conform(rows[[c.name for c in ACCOUNT_BALANCES]].reset_index(drop=True), ACCOUNT_BALANCES)


def subject_of_balances(table: MappedTable) -> str:
    """Return the subject of a table among claims that is such a list, "" of any other."""
    return SUBJECT if len(of_table(table)) else ""


def as_control(table: MappedTable) -> str:
    """Return in words what such a table holds."""
    return f"{table.sheet.place}{several(len(table.sheet.frame), 'row')} of {SUBJECT}, no claims"


def rows_of(data: bytes, source_file: str) -> pd.DataFrame:
    """Return the balances of a file of nothing but such lists (ACCOUNT_BALANCES), none of any other."""
    try:
        parts = [of_table(one) for one in tables_of(data, source_file, claim_history())]
    except InputError:
        return empty(ACCOUNT_BALANCES)
    return pd.concat(parts, ignore_index=True) if parts and all(map(len, parts)) else empty(ACCOUNT_BALANCES)


def told(table: MappedTable) -> str:
    """Return in words what becomes of the rows of such a list."""
    used, number = len(of_table(table)), len(table.sheet.frame)
    total = f"; {number - used:,} set aside: the list's total" if number > used else ""
    return f"{several(number, 'row')} in, {used:,} used: {AS_CONTROL}{total}"


def _without_total(rows: pd.DataFrame) -> pd.DataFrame:
    """The rows but a last one without an account's number that is the sum of those above it."""
    last, above = rows.iloc[-1], rows["amount_cents"].iloc[:-1]
    is_named = isinstance(last["account"], str) and any(map(str.isdigit, last["account"]))
    return rows if is_named or int(last["amount_cents"]) != int(above.sum()) else rows.iloc[:-1]


def _amounts(table: MappedTable) -> tuple[str, pd.Series | None]:
    """The header of the balance and the balances: of its column, of the total beside ages, else of all ages."""
    used, frame = table.crosswalk.used, table.sheet.frame
    if "balance" in used:
        return used["balance"], text_values.cents(frame[used["balance"]])
    names = [name for name in table.sheet.columns if not is_said_once(name)]
    ages = [name for name in names if is_band(name)]
    if bands_of(ages) is None:
        return "", None
    totals = [name for name in names if plain(name) in words().total]
    if len(totals) == 1:
        return totals[0], text_values.cents(frame[totals[0]])
    each = [text_values.cents(frame[name].fillna("0")) for name in ages]
    return ", ".join(ages), None if totals else sum(each[1:], each[0])
