"""Accounts of the claim history that stand in no patient export: patients who would be left behind."""

from __future__ import annotations

import datetime as dt

import pandas as pd

from cutover.columns import Column, Kind, Privacy, conform, empty
from cutover.lookup import days_of
from cutover.reading.patients.other_sources import plain_id
from cutover.reading.patients.stand_ins import is_made

COLUMNS = (
    Column("account_number", Kind.TEXT, "Account no.", "as the claim history writes it", Privacy.PHI),
    Column("claims", Kind.COUNT, "Claims"),
    Column("last_service", Kind.DATE, "Last service"),
    Column("open_cents", Kind.CENTS, "Open", "balances of its claims that no payer has settled"),
)
_ENOUGH = 0.5  # share of the claims whose accounts the export has, from which both number patients alike
_NUMBERS = ("account_number", "chart_number")


def numbers_agree(rows: pd.DataFrame, accounts: pd.DataFrame | None) -> bool | None:
    """Tell whether export and claim history number patients alike; None where one of them has no numbers.

    `rows` are the wide rows of the export, `accounts` the contract CLAIM_ACCOUNTS.
    """
    known = _known(rows)
    if accounts is None or accounts.empty or not known:
        return None
    told = accounts[_plain(accounts["account_number"]).isin(known)]
    return bool(told["claims"].sum() >= _ENOUGH * accounts["claims"].sum())


def not_exported(rows: pd.DataFrame, accounts: pd.DataFrame | None) -> pd.DataFrame:
    """Return the accounts of the claim history that no export has, one row each, the most money first (COLUMNS).

    Where the two number patients differently, nobody can be told, and there is no row.
    """
    if accounts is None or not numbers_agree(rows, accounts):
        return empty(COLUMNS)
    missing = accounts[~_plain(accounts["account_number"]).isin(_known(rows))]
    order = missing.sort_values(["open_cents", "claims"], ascending=False, kind="stable")
    return conform(order.reset_index(drop=True), COLUMNS)


def account_numbers(accounts: pd.DataFrame) -> int:
    """Return how many different accounts the claim history has; leading zeros are no difference."""
    return int(_plain(accounts["account_number"]).replace("", pd.NA).dropna().nunique())


def last_days(rows: pd.DataFrame, accounts: pd.DataFrame | None, as_of: dt.date) -> pd.Series:
    """Return the last service that the claim history knows of each patient, null where it knows none; index of `rows`.

    By account number, else by chart number, where the two number patients alike. A day after the report's is a plan.
    """
    blank = pd.Series(pd.NaT, index=rows.index, dtype="datetime64[ms]")
    if accounts is None or not numbers_agree(rows, accounts):
        return blank
    told = accounts[accounts["last_service"] <= pd.Timestamp(as_of)]
    days = told.groupby(_plain(told["account_number"]))["last_service"].max()
    for name in _NUMBERS:
        if name in rows:
            blank = blank.fillna(days_of(_plain(rows[name]), days))
    return blank


def _known(rows: pd.DataFrame) -> set[str]:
    told = [rows[name].mask(is_made(rows[name])) for name in _NUMBERS if name in rows]
    return {number for numbers in told for number in _plain(numbers).dropna() if number}


def _plain(numbers: pd.Series) -> pd.Series:
    """Numbers as they are compared: letters and digits, without leading zeros."""
    return plain_id(numbers.astype("str")).str.lstrip("0")
