"""Deposits of payers of which no remittance is on file: money that a month has and its remittances do not tell of."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial

import pandas as pd

from cutover.wording import several
from cutover.workstreams.answers import once
from cutover.workstreams.bank import BankMatch, match_bank, of_capitation, payable
from cutover.workstreams.claim_reconciliation import reconcile
from cutover.workstreams.lone_deposits import are, are_lone, are_texts, of_checks, payments
from cutover.workstreams.lone_deposits import paid_on_paper as explained_on_paper
from cutover.workstreams.remittance_items import STRANGER
from cutover.workstreams.reporting_baseline.inputs import Inputs
from cutover.workstreams.reporting_baseline.months import month_of
from cutover.workstreams.run_rules import RunRules, load_rules

IN_OTHER_FOLDER = "the remittance lies in another practice's folder"
OTHER_PAYEE = "the remittance names another payee"
AS_TEXT = "the remittance is on file as text alone"
IN_HISTORY = "the claim history has the claims that it pays"


def deposited(inputs: Inputs) -> Iterator[tuple[pd.Timestamp, str, int]]:
    """Yield month, what is missing, and its cents: deposits of payers without a remittance, by what is known of each.

    A deposit that no payer made, that is capitation, that a payer on paper made, or whose check is that of a remittance
    in another deposit, lacks none. What is known is that its number, else its amount within the business days of a
    deposit, is that of a remittance that does not count, of a text on file, or of a check in the claim history. A
    deposit of several checks is known by the one sum of texts that makes it.
    """
    if inputs.deposits.empty:
        return
    rules = load_rules(inputs.as_of)
    rows = _alone(inputs)
    why = pd.Series("", rows.index, dtype="str")
    for reason, known in _known(inputs):
        why = why.mask(why.eq("") & known(rows, rules), reason)
    told = rows.assign(month=month_of(rows["deposit_date"]), why=why)
    for _, part in told.groupby(["month", "why"]):
        month, reason = part["month"].iloc[0], part["why"].iloc[0]
        said = f"{several(len(part), 'deposit')} without a remittance"
        yield month, said + (f" ({reason})" if reason else ""), int(part["amount_cents"].sum())


def of_month_before(inputs: Inputs) -> pd.DataFrame:
    """Return the deposits of payers without a remittance (DEPOSITS) that may be of payments of the month before.

    One row each with that `month`: they came within the business days in which a payment reaches the bank.
    """
    if inputs.deposits.empty:
        return inputs.deposits.assign(month=inputs.deposits["deposit_date"])
    rows = _alone(inputs)
    paid = rows["deposit_date"] - pd.tseries.offsets.BusinessDay(load_rules(inputs.as_of).bank_business_days)
    month = month_of(paid)
    return rows.assign(month=month)[month < month_of(rows["deposit_date"])]


@once
def _alone(inputs: Inputs) -> pd.DataFrame:
    """The deposits of payers without a remittance, those that were explained on paper apart."""
    bank, found = _matched(inputs)
    return bank[are_lone(bank, inputs.counted, found) & ~_on_paper(inputs, bank, found)]


def paid_on_paper(inputs: Inputs) -> pd.DataFrame:
    """Return the deposits (DEPOSITS) that were explained on paper, with their `month`: in no month's payments."""
    bank, found = _matched(inputs)
    rows = bank[_on_paper(inputs, bank, found)]
    return rows.assign(month=month_of(rows["deposit_date"]))


def of_members(inputs: Inputs) -> pd.DataFrame:
    """Return the deposits (DEPOSITS) of capitation, with their `month`: in no month's payments."""
    bank, found = _matched(inputs)
    rows = bank[of_capitation(bank, found)]
    return rows.assign(month=month_of(rows["deposit_date"]))


@once
def _matched(inputs: Inputs) -> tuple[pd.DataFrame, BankMatch]:
    rules = load_rules(inputs.as_of)
    bank = inputs.deposits[~(inputs.deposits["deposit_date"] > inputs.today)].reset_index(drop=True)
    return bank, match_bank(bank, payable(bank, inputs.counted, rules), rules)


def _on_paper(inputs: Inputs, bank: pd.DataFrame, found: BankMatch) -> pd.Series:
    met = inputs.remittances["payer_name"]
    rules = load_rules(inputs.as_of)
    return explained_on_paper(bank, found, inputs.claims.history, met, inputs.lists, inputs.papers, rules)


Known = Callable[[pd.DataFrame, RunRules], pd.Series]


def _known(inputs: Inputs) -> Iterator[tuple[str, Known]]:
    """Payments that other sources tell of: what that says, and which deposits are them."""
    there = inputs.claims.elsewhere
    yield IN_OTHER_FOLDER, lambda rows, rules: are_texts(rows, there, rules)
    other = inputs.remittances[inputs.remittances["counts"].eq(STRANGER).fillna(False)]
    yield OTHER_PAYEE, partial(_are, payments(other["trace_number"], other["paid_cents"], other["paid_on"]))
    texts = pd.concat([feed.text_checks for feed in inputs.feeds], ignore_index=True)
    yield AS_TEXT, lambda rows, rules: are_texts(rows, texts, rules)
    if len(inputs.claims.history):
        rows = reconcile(inputs.claims, inputs.lists).of("no ERA")
        paid = of_checks(rows["check_number"], rows["history_paid_cents"], rows["paid_on"])
        yield IN_HISTORY, partial(_are, paid)


def _are(known: pd.DataFrame, rows: pd.DataFrame, rules: RunRules) -> pd.Series:
    return are(rows, known, rules.bank_business_days, rules.check_business_days)
