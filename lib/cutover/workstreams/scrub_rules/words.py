"""A rule in words that a biller reads."""

from __future__ import annotations

import pandas as pd

from cutover.columns import FEWEST_CASES
from cutover.money import dollars
from cutover.workstreams.scrub_rules.forms import (
    AGE,
    ANY_PLACE,
    ANY_WITH,
    PAIR,
    PAIR_WITHOUT,
    PLACE,
    PROCEDURE,
    UNITS,
    WITH,
    WITHOUT,
    Coded,
)

ON_ONE_DAY = "on one day"


def condition(given: Coded, rule: dict) -> str:
    """Return what a rule is about, such as `99213 with 20610 on one day without modifier 25`."""
    form, a, b = rule["form"], rule["a"], rule["b"]
    procedure = given.texts["procedure"][rule["procedure"]] if rule["procedure"] >= 0 else "any procedure"
    mark, place, units = given.texts["mark"], given.texts["place"], a - 1
    if form == AGE:
        return f"any claim received more than {given.ages[a - 1]} days after the service"
    if form in (PAIR, PAIR_WITHOUT):
        pair = f"{procedure} with {given.texts['procedure'][a]} {ON_ONE_DAY}"
        return pair if form == PAIR else f"{pair} without modifier {mark[b]}"
    return {
        PROCEDURE: lambda: procedure,
        WITH: lambda: f"{procedure} with modifier {mark[a]}",
        ANY_WITH: lambda: f"{procedure} with modifier {mark[a]}",
        WITHOUT: lambda: f"{procedure} without modifier {mark[a]}",
        PLACE: lambda: f"{procedure} in place {place[a]}",
        ANY_PLACE: lambda: f"{procedure} in place {place[a]}",
        UNITS: lambda: f"{procedure} with more than {units} {'unit' if units == 1 else 'units'}",
    }[form]()


def elsewhere(rule: dict) -> str:
    """Return what a rule's lines are compared with, in words."""
    return "the payer's other lines" if rule["form"] in (AGE, ANY_PLACE, ANY_WITH, PROCEDURE) else (
        "other lines of the procedure at this payer"
    )  # fmt: skip


def number_shown(number: int) -> str:
    """Return a number of lines in words; one below the fewest cases that are shown is not told."""
    return f"fewer than {FEWEST_CASES}" if 0 < number < FEWEST_CASES else f"{number:,}"


def sentence(row: dict) -> str:
    """Return a rule as a biller reads it: `AETNA: 99213: 31 of 33 denied (CO-97), 28 paid after ...; $4,120.00`."""
    since = "" if pd.isna(row["since_month"]) else f" since {row['since_month']:%Y-%m}"
    said = f"{row['payer']}: {row['what']}: {row['denied']:,} of {row['lines']:,} denied{since} ({row['reason']})"
    return f"{said}, {later(row)}; {dollars(row['denied_cents'])}"


def later(row: dict) -> str:
    """Return what became of the denials: how many were paid after which change; few are not counted out."""
    if not row["recovered"]:
        return "none paid later"
    number = f"{row['changed']:,}" if row["changed"] >= FEWEST_CASES else f"fewer than {FEWEST_CASES}"
    return f"{number} paid after {row['change']}"
