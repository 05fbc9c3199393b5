"""The rules as tables: in words and figures, and the denied lines behind them."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pandas as pd

from cutover.columns import FEWEST_CASES, Column, Kind, conform, empty
from cutover.reference import code_list
from cutover.workstreams.columns import PAYER, cents, count, number, share, text
from cutover.workstreams.scrub_rules.choosing import Found, members
from cutover.workstreams.scrub_rules.forms import ANY_WITH, PAIR, PAIR_WITHOUT, WITH, WITHOUT, Coded
from cutover.workstreams.scrub_rules.recovered import LATER, recovered, usual
from cutover.workstreams.scrub_rules.words import condition, elsewhere, later, number_shown, sentence

RULES = (
    text("rule", "Rule", "payer, what, denials, what helped, and the money"),
    PAYER, text("what", "What is denied"), text("form", "Kind of rule"),
    text("procedure", "Procedure", "null: any"), text("other", "Other procedure"), text("modifier", "Modifier"),
    text("reason", "Reason", "group and CARC met most"), text("remark", "Remark", "RARC met most"),
    text("name", "What the reason says"),
    count("lines", "Lines", "first decisions that the edit would stop"),
    count("denied", "Denied", "of those, for this reason"), share("share", "Denied, share"),
    count("elsewhere_lines", "Elsewhere, lines"), share("elsewhere", "Elsewhere", "share denied for the same reason"),
    text("compared", "Compared with"),
    count("recovered", "Paid later", "denied lines that a later claim was paid for"),
    count("changed", "After the usual change"), text("change", "The usual change", "null: none paid later"),
    text("became", "What became of them"),
    cents("denied_cents", "Denied"), cents("recovered_cents", "Paid later"),
    number("chance", "Chance", "false discovery rate at which the rule passes"),
    text("others", "At other payers", "the same lines there, and those of them denied for the same reason"),
    Column("since_month", Kind.MONTH, "Counted since", "null: from the first remittance on"),
    Column("first_month", Kind.MONTH, "First denial"), Column("last_month", Kind.MONTH, "Last denial"),
)  # fmt: skip
_MARKED = {WITH: "a", ANY_WITH: "a", WITHOUT: "a", PAIR_WITHOUT: "b"}


def denied_lines(found: Found, population: pd.DataFrame, every: pd.DataFrame) -> pd.DataFrame:
    """Return the denied lines of the rules, one row each: the columns of `Lines.every`, `rule`, `line` and LATER."""
    hits = found.lines[found.lines["hit"]]
    rows = population.iloc[hits["line"].to_numpy()].reset_index(drop=True)
    rows = rows.assign(rule=hits["rule"].to_numpy(), line=hits["line"].to_numpy())
    return rows.merge(recovered(rows, every), on=list(LATER[:2]), how="left")


def rules(
    given: Coded, found: Found, population: pd.DataFrame, every: pd.DataFrame, as_of: dt.date
) -> pd.DataFrame:
    """Return the rules in words and figures, one row each in the order of `found` (RULES)."""
    if found.rules.empty:
        return empty(RULES)
    denied = denied_lines(found, population, every)
    names = code_list("adjustment_reasons", as_of).frame.set_index("code")["name"]
    made, of_procedure = [], given.rows.groupby("procedure").indices
    for place, rule in enumerate(found.rules.to_dict("records")):
        others = _at_others(given, rule, of_procedure)
        made.append(_row(given, rule | {"others": others}, denied[denied["rule"] == place], names))
    return conform(pd.DataFrame(made), RULES)


def _row(given: Coded, rule: dict, rows: pd.DataFrame, names: pd.Series) -> dict:
    carc = given.texts["reason"][rule["reason"]]
    group, remark = _most(rows["group"]), _most(rows["remarks"].str.split(" ").explode())
    rest = rule["all_lines"] - rule["lines"]
    change, changed = usual(rows["change"].dropna())
    paid = rows["paid_again_cents"].dropna()
    months = rows["paid_on"].dt.to_period("M").dt.to_timestamp()
    marked = _MARKED.get(rule["form"])
    told = {
        "payer": given.texts["payer"][rule["payer"]], "what": condition(given, rule), "form": rule["form"],
        "procedure": given.texts["procedure"][rule["procedure"]] if rule["procedure"] >= 0 else None,
        "other": given.texts["procedure"][rule["a"]] if rule["form"] in (PAIR, PAIR_WITHOUT) else None,
        "modifier": given.texts["mark"][rule[marked]] if marked else None,
        "reason": f"{group}-{carc}" if group else carc, "remark": remark, "name": names.get(carc),
        "lines": rule["lines"], "denied": rule["denied"], "share": rule["denied"] / rule["lines"],
        "elsewhere_lines": rest, "elsewhere": (rule["all_denied"] - rule["denied"]) / rest if rest else None,
        "compared": elsewhere(rule), "others": rule["others"], "since_month": _month(rule["since"]),
        "recovered": len(paid), "changed": changed, "change": change,
        "denied_cents": int(rows["refused_cents"].sum()), "recovered_cents": int(paid.sum()),
        "chance": float(rule["rate"]), "first_month": months.min(), "last_month": months.max(),
    }  # fmt: skip
    return told | {"became": later(told), "rule": sentence(told)}


def _at_others(given: Coded, rule: dict, of_procedure: dict) -> str:
    """How the same lines fared at other payers; few are not counted out."""
    every = np.arange(len(given.rows)) if rule["procedure"] < 0 else of_procedure[rule["procedure"]]
    lines = every[given.rows["payer"].to_numpy()[every] != rule["payer"]]
    inside = lines[members(given, rule, lines)]
    return of_few(int((given.rows["reason"].to_numpy()[inside] == rule["reason"]).sum()), len(inside))


def of_few(denied: int, lines: int) -> str:
    """Return `7 of 90 denied`; a number below the fewest cases that are shown is not told."""
    if not lines:
        return "no such line"
    if lines < FEWEST_CASES:
        return f"{number_shown(lines)} lines"
    return f"{number_shown(denied)} of {lines:,} denied"


def _month(day: pd.Timestamp) -> pd.Timestamp:
    return day if pd.isna(day) else day.replace(day=1)


def _most(values: pd.Series) -> str | None:
    """The value met most often, of equals the first by the alphabet."""
    known = values.dropna()
    counted = known[known != ""].value_counts()
    return min(counted.index, key=lambda value: (-counted[value], value)) if len(counted) else None


def ordered(made: pd.DataFrame) -> pd.DataFrame:
    """Return rules with those that cost most first."""
    order = np.lexsort((made["rule"].to_numpy(), -made["denied_cents"].to_numpy("int64")))
    return made.iloc[order].reset_index(drop=True)
