"""The rules that the intake names, against the data: confirmed, contradicted, not seen; and the rows to add."""

from __future__ import annotations

import re
from typing import Any

import numpy as np
import pandas as pd

from cutover.columns import FEWEST_CASES, conform, empty
from cutover.money import dollars
from cutover.reference import code_list
from cutover.workstreams.columns import PAYER, count, text
from cutover.workstreams.payer_spellings import one_name
from cutover.workstreams.scrub_rules.inputs import Inputs
from cutover.workstreams.scrub_rules.lines import MARKS

CONFIRMED, CONTRADICTED, NOT_SEEN = "confirmed by data", "contradicted by data", "not seen"
JUDGED = (
    text("asked", "Rule of the intake"), PAYER, text("codes", "Codes"), text("state", "State"),
    text("why", "Because"), text("in_medi", "Set up in Medi"), count("row", "Row of the sheet"),
)  # fmt: skip
_PROCEDURE, _MARK = r"\d{4}[A-Z0-9]|[A-Z]\d{4}", r"[A-Z][A-Z0-9]|[0-9]{2}"
_ALL = "all payers"
_IN_MEDI = {"True": "yes", "False": "no"}


def judged(
    asked: pd.DataFrame, rules: pd.DataFrame, population: pd.DataFrame, inputs: Inputs
) -> pd.DataFrame:
    """Return each rule of the intake with what the data say of it, one row each in the sheet's order (JUDGED)."""
    if asked.empty:
        return empty(JUDGED)
    payers = one_name(asked["payer"], inputs.remittances["payer"]).where(asked["payer"].notna())
    forbids = set(code_list("scrub_words", inputs.as_of).frame["code"])
    made = []
    for place, row in enumerate(asked.to_dict("records")):
        payer = None if pd.isna(payers.iloc[place]) else payers.iloc[place]
        codes, marks = codes_of(row)
        state, why = _state(payer, codes, marks, bool(_words(row) & forbids), rules, population, inputs)
        in_medi = _IN_MEDI.get(str(row.get("in_medi")), "not stated")
        made.append({"asked": row["rule"], "payer": payer or _ALL, "codes": row["codes"], "state": state, "why": why,
                     "in_medi": in_medi, "row": row.get("source_row")})  # fmt: skip
    return conform(pd.DataFrame(made, dtype=object), JUDGED)


def codes_of(row: dict) -> tuple[list[str], list[str]]:
    """Return the procedures and the modifiers that a rule of the intake names: in its codes, else in its words."""
    said = row.get("codes")
    if not pd.isna(said):
        parts = [part.strip().upper() for part in str(said).split(";")]
        return [p for p in parts if re.fullmatch(_PROCEDURE, p)], [p for p in parts if re.fullmatch(_MARK, p)]
    words = str(row["rule"]).upper()
    return re.findall(rf"\b(?:{_PROCEDURE})\b", words), re.findall(rf"MODIFIERS? ({_MARK})\b", words)


def _words(row: dict) -> set[str]:
    return set(re.findall(r"[a-z]+", str(row["rule"]).lower()))


def _state(payer, codes, marks, forbids: bool, rules, population, inputs: Inputs) -> tuple[str, str]:
    """What the data say of one rule, and why."""
    if not codes and not marks:
        return NOT_SEEN, "it names no procedure or modifier; a remittance shows no diagnosis"
    same = rules[[is_same(rule, payer, codes, marks) for rule in rules.to_dict("records")]]
    if len(same):
        return CONFIRMED, "; ".join(same["rule"])
    rows = _breaking(payer, codes, marks, forbids, population)
    lines, denied = len(rows), int(rows["denied"].sum())
    if not lines:
        return NOT_SEEN, "no line that breaks it reached a payer: the edit or a habit may be why"
    if lines < inputs.rules.contradicting_lines:
        return NOT_SEEN, f"{_few(lines)} break it: too few to tell"
    said = (
        f"{denied:,} of {lines:,}"
        if denied >= FEWEST_CASES or not denied
        else f"fewer than {FEWEST_CASES} of {lines:,}"
    )
    said = f"{said} lines that break it were denied"
    return (CONTRADICTED if 100 * denied <= inputs.rules.contradicting_percent * lines else NOT_SEEN), said


def _few(lines: int) -> str:
    return f"fewer than {FEWEST_CASES} lines" if lines < FEWEST_CASES else f"{lines:,} lines"


def is_same(rule: dict, payer: str | None, codes: list[str], marks: list[str]) -> bool:
    """Return whether a rule of the intake is about what a rule of the data is about."""
    if payer not in (None, rule["payer"]):
        return False
    theirs = {rule["procedure"], rule["other"]} - {None}
    helped = set(re.findall(rf"\b({_MARK}) was", "" if pd.isna(rule["change"]) else rule["change"]))
    of_codes = not codes or rule["procedure"] in codes or (pd.isna(rule["procedure"]) and bool(marks))
    beside = len(codes) < 2 or pd.isna(rule["other"]) or bool(theirs & set(codes))
    return of_codes and beside and (not marks or bool(({rule["modifier"]} | helped) & set(marks)))


def _breaking(payer, codes, marks, forbids: bool, population: pd.DataFrame) -> pd.DataFrame:
    """The first decisions that break a rule: its procedures (of several, those beside each other on a day) without its
    modifiers, or with them where its words forbid."""
    rows = population if payer is None else population[population["payer"] == payer]
    if codes:
        rows = rows[rows["procedure"].isin(codes)]
    if len(codes) > 1:
        several = rows.groupby("visit")["procedure"].transform("nunique") > 1
        rows = rows[several] if several.any() or not marks else rows
    if not marks:
        return rows
    bears = np.logical_or.reduce([rows[name].isin(marks).to_numpy(bool) for name in MARKS])
    return rows[bears if forbids else ~bears]


def intake_rows(rules: pd.DataFrame, inputs: Inputs) -> list[dict]:
    """Return the records of the intake's sheet: what it has, then each rule of the data that it lacks."""
    old = [
        {
            name: value
            for name, value in row.items()
            if not str(name).startswith("source_") and not _blank(value)
        }
        for row in inputs.asked.to_dict("records")
    ]
    return [*old, *(_record(row) for row in lacking(rules, inputs).to_dict("records"))]


def lacking(rules: pd.DataFrame, inputs: Inputs) -> pd.DataFrame:
    """Return the rules of the data that no row of the intake is about."""
    asked = inputs.asked
    payers = one_name(asked["payer"], inputs.remittances["payer"]).where(asked["payer"].notna())
    told = [(None if pd.isna(p) else p, *codes_of(row))
            for p, row in zip(payers, asked.to_dict("records"), strict=True)]  # fmt: skip
    told = [(payer, codes, marks) for payer, codes, marks in told if codes or marks]
    known = [any(is_same(rule, *one) for one in told) for rule in rules.to_dict("records")]
    return rules[~np.array(known, bool)] if len(rules) else rules


def _blank(value: Any) -> bool:
    return not isinstance(value, list) and bool(pd.isna(value))


def _record(row: dict) -> dict:
    """One rule of the data as a row of the sheet, to be read and agreed to by a biller."""
    codes = [code for code in (row["procedure"], row["other"], row["modifier"]) if not pd.isna(code)]
    helped = f"; paid after {row['change']}" if row["changed"] >= FEWEST_CASES else ""
    why = (f"{row['denied']:,} of {row['lines']:,} denied ({row['reason']}), {dollars(row['denied_cents'])}, last in "
           f"{row['last_month']:%Y-%m}; seen in remittances{helped}")  # fmt: skip
    said = {"rule": f"Hold {row['what']}", "payer": row["payer"], "codes": "; ".join(codes), "reason": why,
            "in_medi": False}  # fmt: skip
    return {name: value for name, value in said.items() if value != ""}
