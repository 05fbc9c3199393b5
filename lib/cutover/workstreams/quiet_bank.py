"""Since when, and in which months, the bank shows that no payer paid: then no remittance of that time is missing."""

from __future__ import annotations

import pandas as pd

from cutover.workstreams.bank import BankMatch, match_bank, of_no_payer, payable
from cutover.workstreams.run_rules import RunRules

_LEAST = 0.5  # share of the remittances on file whose money the bank's file must have
_REACH = 21  # days before the day asked for within which the bank's file must have a deposit of any kind


def _told(
    deposits: pd.DataFrame, counted: pd.DataFrame, rules: RunRules
) -> tuple[pd.DataFrame, BankMatch] | None:
    """The bank's deposits and what was paired, None where the file is not of the account into which payers pay."""
    bank = deposits[deposits["deposit_date"].notna()].reset_index(drop=True)
    if bank.empty:
        return None
    found = match_bank(bank, paid := payable(bank, counted, rules), rules)
    seen = found.remittances["how"].notna()
    return None if paid.empty or seen.mean() <= _LEAST else (bank, found)


def nothing_since(
    deposits: pd.DataFrame, counted: pd.DataFrame, rules: RunRules, last: pd.Timestamp, today: pd.Timestamp
) -> bool:
    """Tell whether the bank shows no deposit of a payer after that of a day's payments, and reaches until today.

    A deposit that is not said to be the practice's own may be a payer's. `counted` are the remittances that count.
    """
    told = _told(deposits, counted, rules)
    if told is None:
        return False
    bank, found = told
    bank = bank.assign(
        own=of_no_payer(bank, found).to_numpy(), explained=found.deposits["how"].notna().to_numpy()
    )
    bank = bank[bank["deposit_date"] <= today]
    near = pd.tseries.offsets.BusinessDay(rules.bank_business_days)
    later = bank[(bank["deposit_date"] > last) & ~((bank["deposit_date"] <= last + near) & bank["explained"])]
    reaches = len(later) > 0 and (today - later["deposit_date"].max()).days <= _REACH
    return bool(reaches and later["own"].all())


def quiet_months(
    deposits: pd.DataFrame, counted: pd.DataFrame, rules: RunRules, today: pd.Timestamp
) -> frozenset[pd.Timestamp]:
    """Return the months in which the bank has deposits and each is the practice's own by its words.

    A month counts where the bank's file goes on behind it, or reaches nearly to its end or to today.
    """
    told = _told(deposits[~(deposits["deposit_date"] > today)], counted, rules)
    if told is None:
        return frozenset()
    bank, found = told
    month = bank["deposit_date"].dt.to_period("M").dt.to_timestamp()
    alone = of_no_payer(bank, found).groupby(month).all()
    last = bank["deposit_date"].max()
    ends = [min(one + pd.offsets.MonthEnd(0), today) for one in alone.index]
    near = [end <= last or (end - last).days <= _REACH for end in ends]
    return frozenset(
        one for one, own, is_told in zip(alone.index, alone, near, strict=True) if own and is_told
    )
