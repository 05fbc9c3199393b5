"""Credits for non-par fees on Office Ally's invoices: which fee without cause each of them settles.

A credit names its fee by its amount, by its NPI and by the month in its words, where it has them. It settles a fee that
is charged beyond what is owed by exactly its amount, on the same or an earlier invoice; where several are, it settles
none.
"""

from __future__ import annotations

import calendar
import re

import pandas as pd

CREDITED = "credited since"
_MONTHS = {name.lower(): n for names in (calendar.month_name, calendar.month_abbr)
           for n, name in enumerate(names) if name}  # fmt: skip


def settled(rows: pd.DataFrame, given: pd.DataFrame) -> dict[int, tuple[pd.Timestamp, str]]:
    """Return the month and NPI of the fee that each credit settles, by the credit's label; no credit settles two.

    `rows` are the fees as charged without any credit, `given` the lines of the credits.
    """
    over = rows[rows["difference_cents"].gt(0)]
    found: dict[int, tuple[pd.Timestamp, str]] = {}
    for at, line in given.sort_values("month", kind="stable").iterrows():
        fits = over["difference_cents"].eq(-line["amount_cents"]) & over["month"].le(line["month"])
        if pd.notna(line["npi"]):
            fits &= over["npi"].eq(line["npi"]) | ~over["npi"].str.fullmatch(r"\d{10}").fillna(False)
        named = _months_in(line["description"])
        if named:
            fits &= over["month"].dt.month.isin(list(named))
        keys = [key for key in over.loc[fits, ["month", "npi"]].itertuples(index=False, name=None)
                if key not in found.values()]  # fmt: skip
        if len(keys) == 1:
            found[int(str(at))] = keys[0]
    return found


def with_credits(rows: pd.DataFrame, given: pd.DataFrame, pairs: dict) -> pd.DataFrame:
    """Return the fees with what was credited of them: a fee that is settled differs no more."""
    told = rows.copy()
    for at, (month, npi) in pairs.items():
        line = given.loc[at]
        own = told["month"].eq(month) & told["npi"].eq(npi)
        told.loc[own, "credited_cents"] = -int(line["amount_cents"])
        told.loc[own, "difference_cents"] = 0
        told.loc[own, "reason"] = (
            told.loc[own, "outcome"] + f"; credited on the invoice of {line['month']:%Y-%m}"
        )
        told.loc[own, "outcome"] = CREDITED
    return told


def _months_in(words: object) -> set[int]:
    """The months that a line names, as numbers."""
    said = re.findall(r"[a-z]+", str(words).lower()) if pd.notna(words) else []
    return {_MONTHS[word] for word in said if word in _MONTHS}
