"""The rules that the intake names, against the data: confirmed, contradicted, not seen; and the rows to add."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pandas as pd

from cutover.columns import FEWEST_CASES, conform, empty
from cutover.money import dollars
from cutover.reference import code_list
from cutover.workstreams.columns import PAYER, count, text
from cutover.workstreams.payer_spellings import one_name
from cutover.workstreams.scrub_rules.forms import ANY_WITH, WITH
from cutover.workstreams.scrub_rules.inputs import Inputs
from cutover.workstreams.scrub_rules.lines import MARKS
from cutover.workstreams.scrub_rules.words import number_shown
from cutover.workstreams.tested_rules import with_tests

CONFIRMED, CONTRADICTED, NOT_SEEN = "confirmed by data", "contradicted by data", "not seen"
DENIALS_SEEN = (
    "denials seen"  # of what it is about; its words or the number of lines leave open what breaks it
)
JUDGED = (
    text("asked", "Rule of the intake"), PAYER, text("codes", "Codes"), text("state", "State"),
    text("why", "Because"), text("in_medi", "Set up in Medi"),
    text("tested", "Tested in Medi", "the day of the test"), count("row", "Row of the sheet"),
)  # fmt: skip
_PROCEDURE, _MARK = r"\d{4}[A-Z0-9]|[A-Z]\d{4}", r"[A-Z][A-Z0-9]|[0-9]{2}"
_OPEN = "open"  # its words or too few lines leave open which claims break it
_REASON = r"\b(?:CO|OA|PI|PR)[- ]?([A-Z]?\d{1,3})\b"
_ALL = "all payers"
MODIFIER = "(modifier)"  # in `scrub_reasons`: what can be about a modifier
NOT_TESTED = "not tested"
_IN_MEDI = {"True": "yes", "False": "no"}
ASKS, FORBIDS, EITHER = "asks for", "forbids", "either"  # what a rule says of the modifiers that it names


@dataclass(frozen=True)
class Asked:
    """A rule of the intake as it can be held against data.

    `codes` and `marks` are its procedures and modifiers, `way` is ASKS, FORBIDS or EITHER (its words tell only that
    claims are denied), `beyond` a word that names a condition which no code of it tells (null: none).
    `reasons` are those of denials that its words name, such as an authorization, `unnamed` those that words name of
    which it has none, such as the time limit.
    """

    payer: str | None
    codes: list[str]
    marks: list[str]
    way: str
    beyond: str | None
    reasons: frozenset[str] = frozenset()
    unnamed: frozenset[str] = frozenset()

    def is_about(self, procedures: set[str], reasons: set[str], of_modifiers: frozenset[str]) -> bool:
        """Tell whether it is about a denial of these procedures for these reasons and remarks.

        A rule whose words name a reason is about that one alone, one that names modifiers about what can be of those,
        and one that names codes alone about none for which a rule has words of its own: what was sent too late is no
        matter of a procedure.
        """
        if self.codes and not procedures & set(self.codes):
            return False
        if self.reasons:
            return bool(reasons & self.reasons)
        if reasons & self.unnamed:
            return False
        return bool(self.codes) and (not self.marks or bool(reasons & of_modifiers))

    @property
    def is_told(self) -> bool:
        """Whether its codes and words tell which claims break it."""
        return self.beyond is None and (self.way == FORBIDS or bool(self.codes and self.marks))


def judged(
    asked: pd.DataFrame, rules: pd.DataFrame, population: pd.DataFrame, inputs: Inputs
) -> pd.DataFrame:
    """Return each rule of the intake with what the data say of it, one row each in the sheet's order (JUDGED)."""
    if asked.empty:
        return empty(JUDGED)
    made = []
    rules_set_up = with_tests(asked, pd.Timestamp(inputs.as_of))
    for row, one in zip(rules_set_up.to_dict("records"), read(inputs), strict=True):
        state, why = _state(one, rules, population, inputs)
        if state == _OPEN:
            seen = _denials(one, row, population)
            state, why = (DENIALS_SEEN, f"{seen}; {why}") if seen else (NOT_SEEN, why)
        in_medi = _IN_MEDI.get(str(row.get("in_medi")), "not stated")
        tested = f"{row['tested_on']:%Y-%m-%d}" if row["is_tested"] else NOT_TESTED
        made.append({"asked": row["rule"], "payer": one.payer or _ALL, "codes": row["codes"], "state": state,
                     "why": why, "in_medi": in_medi, "tested": tested, "row": row.get("source_row")})  # fmt: skip
    return conform(pd.DataFrame(made, dtype=object), JUDGED)


def read(inputs: Inputs) -> list[Asked]:
    """Return the rules of the intake as they can be held against data, in the sheet's order."""
    asked, words = inputs.asked, code_list("scrub_words", inputs.as_of).frame.set_index("code")["name"]
    about = code_list("scrub_reasons", inputs.as_of).frame.set_index("code")["name"]
    payers = one_name(asked["payer"], inputs.remittances["payer"], inputs.same).where(asked["payer"].notna())
    by_words = frozenset(" ".join(about.drop(MODIFIER)).split()) - of_modifiers(inputs)
    made = []
    for payer, row in zip(payers, asked.to_dict("records"), strict=True):
        codes, marks = codes_of(row)
        said = words.reindex([word for word in _words(row) if word in words.index])
        kinds = set(said)
        way = FORBIDS if kinds & {"forbids", "takes off"} else EITHER if "denies" in kinds else ASKS
        limits = said.index[said.isin(["limits"] if len(codes) > 1 else ["limits", "one day"])]
        named = frozenset(" ".join(about.reindex(_words(row)).dropna()).split())
        made.append(
            Asked(
                None if pd.isna(payer) else payer,
                codes,
                marks,
                way,
                limits[0] if len(limits) else None,
                named,
                by_words - named,
            )
        )
    return made


def codes_of(row: dict) -> tuple[list[str], list[str]]:
    """Return the procedures and the modifiers that a rule of the intake names: in its codes, else in its words.

    Codes that are procedures alone leave the modifiers to the words: `modifier GN`, codes 92507.
    """
    said, in_words = row.get("codes"), re.findall(rf"MODIFIERS? ({_MARK})\b", str(row["rule"]).upper())
    if not pd.isna(said):
        parts = [part.strip().upper() for part in str(said).split(";")]
        return [p for p in parts if re.fullmatch(_PROCEDURE, p)], [
            p for p in parts if re.fullmatch(_MARK, p)
        ] or in_words
    words = str(row["rule"]).upper()
    return re.findall(rf"\b(?:{_PROCEDURE})\b", words), in_words


def _words(row: dict) -> list[str]:
    return re.findall(r"[a-z]+", str(row["rule"]).lower())


def _state(one: Asked, rules: pd.DataFrame, population: pd.DataFrame, inputs: Inputs) -> tuple[str, str]:
    """What the data say of one rule, and why."""
    if one.reasons and not one.codes and not one.marks:
        return _by_reasons(one, population)
    if not one.codes and not one.marks:
        return NOT_SEEN, "it names no procedure or modifier; a remittance shows no diagnosis"
    records = rules.to_dict("records")
    if same := [rule["rule"] for rule in records if is_same(rule, one)]:
        return CONFIRMED, "; ".join(same)
    turned = replace(one, way={ASKS: FORBIDS, FORBIDS: ASKS}.get(one.way, one.way))
    if one.is_told and (other := [rule["rule"] for rule in records if is_same(rule, turned)]):
        return CONTRADICTED, f"it is the other way round: {'; '.join(other)}"
    if one.beyond is not None:
        return _OPEN, f"its words have a condition that its codes do not tell (“{one.beyond}”)"
    if not one.is_told:
        return _OPEN, "it says what it is about, not which claims break it"
    return _by_lines(_breaking(one, population), inputs)


def of_modifiers(inputs: Inputs) -> frozenset[str]:
    """Return the reasons and remarks of denials that can be about a modifier."""
    about = code_list("scrub_reasons", inputs.as_of).frame.set_index("code")["name"]
    return frozenset(about[MODIFIER].split())


def _by_reasons(one: Asked, population: pd.DataFrame) -> tuple[str, str]:
    """What was denied for the reasons that a rule's words name."""
    rows = population[population["denied"] & population["reason"].isin(one.reasons)]
    rows = rows if one.payer is None else rows[rows["payer"] == one.payer]
    if rows.empty:
        return NOT_SEEN, "no line was denied for what it names: the edit or a habit may be why"
    found = sorted(set((rows["group"].fillna("") + "-" + rows["reason"].fillna("")).str.strip("-")))
    worth = dollars(int(rows["refused_cents"].sum()))
    return (
        DENIALS_SEEN,
        f"{number_shown(len(rows))} lines were denied for what it names ({', '.join(found)}), {worth}",
    )


def _denials(one: Asked, row: dict, population: pd.DataFrame) -> str:
    """What was denied of what a rule is about, "" where nothing was: its payer, its procedures, the reason it names.

    Of several procedures of one day those beside each other are meant, where any stand so.
    """
    rows = population[population["denied"] & population["procedure"].isin(one.codes)]
    rows = rows if one.payer is None else rows[rows["payer"] == one.payer]
    named = set(re.findall(_REASON, f"{row['rule']} {row.get('reason') or ''}".upper()))
    rows = rows[rows["reason"].isin(named)] if named else rows
    if len(one.codes) > 1:
        visits = population[population["procedure"].isin(one.codes)].groupby("visit")["procedure"].nunique()
        beside = rows[rows["visit"].isin(visits.index[visits > 1])]
        rows = beside if len(beside) else rows
    if rows.empty:
        return ""
    reasons = sorted(set((rows["group"].fillna("") + "-" + rows["reason"].fillna("")).str.strip("-")))
    worth = dollars(int(rows["refused_cents"].sum()))
    return f"{number_shown(len(rows))} lines of its procedures were denied ({', '.join(reasons)}), {worth}"


def _by_lines(rows: pd.DataFrame, inputs: Inputs) -> tuple[str, str]:
    """What the lines that break a rule say of it."""
    lines, denied = len(rows), int(rows["denied"].sum())
    if not lines:
        return NOT_SEEN, "no line that breaks it reached a payer: the edit or a habit may be why"
    if lines < inputs.rules.contradicting_lines:
        return _OPEN, f"{number_shown(lines)} lines break it: too few to tell"
    said = f"{number_shown(denied)} of {lines:,} lines that break it were denied"
    return (CONTRADICTED if 100 * denied <= inputs.rules.contradicting_percent * lines else NOT_SEEN), said


def is_same(rule: dict, one: Asked) -> bool:
    """Return whether a rule of the intake is about what a rule of the data is about, and says the same of it."""
    if one.payer not in (None, rule["payer"]):
        return False
    theirs = {rule["procedure"], rule["other"]} - {None}
    of_codes = (
        not one.codes or rule["procedure"] in one.codes or (pd.isna(rule["procedure"]) and bool(one.marks))
    )
    beside = len(one.codes) < 2 or pd.isna(rule["other"]) or bool(theirs & set(one.codes))
    return of_codes and beside and (not one.marks or _same_marks(rule, one))


def _same_marks(rule: dict, one: Asked) -> bool:
    """Whether the data ask for one of a rule's modifiers, or refuse it, as the rule does."""
    change = "" if pd.isna(rule["change"]) else rule["change"]
    added, off = (set(re.findall(rf"\b({_MARK}) was {word}", change)) for word in ("added", "taken off"))
    own = set() if pd.isna(rule["modifier"]) else {rule["modifier"]}
    refused = rule["form"] in (WITH, ANY_WITH)
    asks, forbids = added | (set() if refused else own), off | (own if refused else set())
    wanted = {ASKS: asks, FORBIDS: forbids, EITHER: asks | forbids}[one.way]
    return bool(wanted & set(one.marks))


def _breaking(one: Asked, population: pd.DataFrame) -> pd.DataFrame:
    """The first decisions that break a rule: its procedures (of several, those beside each other on a day) of which no
    line of the visit has its modifiers, or those that have them where its words forbid."""
    rows = population if one.payer is None else population[population["payer"] == one.payer]
    if one.codes:
        rows = rows[rows["procedure"].isin(one.codes)]
    bears = np.logical_or.reduce([rows[name].isin(one.marks).to_numpy(bool) for name in MARKS])
    if len(one.codes) > 1:
        several = (rows.groupby("visit")["procedure"].transform("nunique") > 1).to_numpy(bool)
        apart = bool(one.marks) and not several.any()  # never on one day: each is meant by itself
        rows, bears = (rows, bears) if apart else (rows[several], bears[several])
    if not one.marks:
        return rows
    return rows[bears if one.way == FORBIDS else ~rows["visit"].isin(rows["visit"][bears]).to_numpy(bool)]


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
    told = [one for one in read(inputs) if one.codes or one.marks]
    known = [any(is_same(rule, one) for one in told) for rule in rules.to_dict("records")]
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
