"""What an amount on the service lines of a claim is: the line's own, or the claim's, repeated on every line.

It is told by the header (`Total Charge`, `Line Charge`) and by the amounts of the whole table: where lines of one claim
bear different amounts, they are the lines' own. Where all bear one, and procedures differ, it is the claim's.
"""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from cutover.reading.claims.line_rules import line_rules
from cutover.reading.mapping.header_words import words_of
from cutover.reading.mapping.record import LOOK
from cutover.wording import several

ADDED, ONCE = "each line's own: added up", "the claim's own, repeated on its lines: counted once"


@dataclass(frozen=True)
class Summed:
    """One kind of amount of each claim, in whole cents by the number of its claim, and what a person should know."""

    cents: pd.Series
    notes: tuple[str, ...]


def summed(lines: pd.DataFrame, alone: pd.DataFrame, header: str, label: str, is_charge: bool) -> Summed:
    """Return the amount of each claim of several lines; null where no line bears one.

    `lines` has one row per line: `claim`, `code` and `procedure` (without and with its modifier, null where the report
    names none), `cents`; `alone` the same of the claims of one line. `header` is the column's name in the report,
    `label` the field's.
    """
    shape = _shape(lines)
    whose, doubt = _whose(shape, lines, alone, header, is_charge)
    added = lines.groupby("claim")["cents"].sum(min_count=1)
    cents = added.where(shape["values"].ne(1), shape["amount"]) if whose == ONCE else added
    return Summed(cents.astype("Int64"), tuple(_said(shape, whose, doubt, f"{label} (`{header}`)")))


def _shape(lines: pd.DataFrame) -> pd.DataFrame:
    """What the lines of each claim bear: rows, blanks, amounts beside zero, how many different ones, the procedures."""
    there = lines.assign(amount=lines["cents"].mask(lines["cents"].eq(0).fillna(False)))
    by_claim = there.groupby("claim")
    return pd.DataFrame({
        "rows": by_claim.size(), "known": by_claim["cents"].count(), "amounts": by_claim["amount"].count(),
        "values": by_claim["amount"].nunique(), "amount": by_claim["amount"].first(),
        "codes": by_claim["code"].nunique(),
    })  # fmt: skip


def _whose(
    shape: pd.DataFrame, lines: pd.DataFrame, alone: pd.DataFrame, header: str, is_charge: bool
) -> tuple[str, str]:
    """Whose the amounts are, and why that is in doubt ("" where it is not)."""
    rules, words = line_rules(), set(words_of(header).split())
    repeated = shape[shape["amounts"] >= 2]
    told = repeated[repeated["codes"] != 1]  # one procedure on several days, or on both sides, has one price
    if repeated.empty or words & rules.of_line:
        return ADDED, ""
    of_claim, same = bool(words & rules.of_claim), told["values"].eq(1)
    if told.empty:
        if not repeated["values"].eq(1).all():
            return ADDED, ""
        return (ONCE if of_claim else ADDED), "all lines of each claim have one procedure"
    if not same.all():
        believed = of_claim and 100 * same.sum() >= rules.most_percent * len(told)
        mostly = len(told) >= rules.few_claims and 100 * same.sum() >= rules.most_percent * len(told)
        return (ONCE if believed else ADDED), "most claims bear one amount on every line" if mostly else ""
    return _where_all_repeat(told, lines, alone, is_charge=is_charge, is_said=of_claim)


def _where_all_repeat(
    told: pd.DataFrame, lines: pd.DataFrame, alone: pd.DataFrame, *, is_charge: bool, is_said: bool
) -> tuple[str, str]:
    """Where every claim bears one amount on all its lines: the claim's own, but for one price of every procedure."""
    prices = [rows.loc[rows["cents"].ne(0).fillna(False), ["procedure", "cents"]].dropna().drop_duplicates()
              for rows in (lines, alone)]  # fmt: skip
    varies = bool(pd.concat(prices).drop_duplicates()["procedure"].duplicated().any())
    if is_charge and not varies and len(prices[0].merge(prices[1])):
        return (ONCE if is_said else ADDED), "each procedure has one price, also where it stands alone"
    if is_said or (len(told) >= line_rules().few_claims and (varies or not is_charge)):
        return ONCE, ""
    few = len(told) < line_rules().few_claims
    return ONCE, f"seen on {several(len(told), 'claim')} alone" if few else "no price of a procedure shows it"


def _said(shape: pd.DataFrame, whose: str, doubt: str, name: str) -> list[str]:
    said = []
    if whose == ONCE or doubt:
        said.append(f"{name} is taken for {whose}" + (f". {LOOK}: {doubt}" if doubt else ""))
    differ = int((shape["values"] > 1).sum()) if whose == ONCE else 0
    if differ:
        said.append(
            f"{name} differs between the lines of {several(differ, 'claim')}, where it is added up. {LOOK}"
        )
    partly = shape["known"].gt(0) & shape["known"].lt(shape["rows"])
    on_one_line = shape.loc[shape["known"] > 0, "known"].eq(1).all() and len(shape) >= line_rules().few_claims
    if whose == ADDED and partly.any() and not on_one_line:
        said.append(
            f"{name} is missing from lines of {several(int(partly.sum()), 'claim')}: the sum is of the other lines"
        )
    elif whose == ADDED and partly.any():
        said.append(f"{name} is on one line of each claim alone and is taken for the whole claim's")
    return said
