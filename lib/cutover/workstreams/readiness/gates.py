"""The state of each gate: what data shows goes before what people attest, and an open gate is open."""

from __future__ import annotations

import datetime as dt

import pandas as pd

from cutover.columns import Privacy, framed
from cutover.workstreams.answers import once
from cutover.workstreams.columns import date, text
from cutover.workstreams.readiness.attestations import Word, words
from cutover.workstreams.readiness.evidence import Evidence, evidence
from cutover.workstreams.readiness.inputs import Inputs
from cutover.workstreams.readiness.rules import CONDITION, LATER, MUST, texts

SHOWN, REFUTED, ATTESTED, CLASH, OPEN = (
    "shown by data", "refuted by data", "attested", "attested and refuted", "open",
)  # fmt: skip
STATES = (SHOWN, REFUTED, ATTESTED, CLASH, OPEN)
GOOD, WRONG = (SHOWN, ATTESTED), (REFUTED, CLASH)
GO, CONDITIONS, NO_GO = "GO", "GO WITH CONDITIONS", "NO-GO"
GATES = (
    text("item", "Item"),
    text("statement", "What must hold"),
    text("hold", "Holds the cutover", f"{MUST}, {CONDITION} (may be settled on the day), {LATER}"),
    text("state", "State", ", ".join(STATES)),
    text("why", "Because"),
    text("role", "Role of who attests", "as the intake names it"),
    date("attested_on", "Attested on"),
    date("ready_by", "Likely by", "if work on it begins today; null: holds already, or nobody can say"),
    text("attested_by", "Name of who attests", "", Privacy.DESK),
)


@once
def gates(inputs: Inputs) -> pd.DataFrame:
    """Return every gate with its state (GATES), one row each, in the order of the checklist's phases."""
    said, shown, told = words(inputs), evidence(inputs), texts()
    rows = []
    for gate in inputs.rules.gate:
        word, data = said.get(gate.code, Word()), shown.get(gate.code, Evidence(None, ""))
        state = state_of(data.shows, word, against=data.against)
        days = gate.days if data.days is None else max(gate.days, data.days)
        known = gate.code != "day-zero-3" or inputs.plan.is_known
        rows.append({
            "item": gate.code, "statement": told[gate.code], "hold": gate.hold, "state": state,
            "why": _why(state, data, word), "role": word.role if word.counts else None,
            "attested_on": _stamp(word.on) if word.counts else pd.NaT, "attested_by": word.who,
            "ready_by": pd.NaT if state in GOOD or not known else _stamp(inputs.as_of + dt.timedelta(days)),
        })  # fmt: skip
    return framed(rows, GATES)


def state_of(shows: bool | None, word: Word, *, against: bool = False) -> str:
    """Return the state of a gate from what data shows and what a person says.

    Data decides where it can. An attestation counts with an answer, a name and a day alone, and opens no gate of which
    the files say that it does not hold yet (`against`).
    """
    yes = word.counts and word.holds is True
    if shows is False or (against and yes):
        return CLASH if yes else REFUTED
    if shows is True:
        return SHOWN
    return ATTESTED if yes else OPEN


def decision(rows: pd.DataFrame, cutover: dt.date | None) -> str:
    """Return GO, GO WITH CONDITIONS or NO-GO from the states of the gates; what is due later decides nothing.

    NO-GO without a date, where anything is refuted, or where a gate that must hold is open.
    """
    asked = rows[rows["hold"] != LATER]
    left = asked[~asked["state"].isin(GOOD)]
    if cutover is None or left["state"].isin(WRONG).any() or left["hold"].eq(MUST).any():
        return NO_GO
    return CONDITIONS if len(left) else GO


def first_day(rows: pd.DataFrame, as_of: dt.date) -> dt.date | None:
    """Return the first day on which it would be GO if what is under way goes as likely; None where nobody can say.

    Conditions are settled on the day itself and delay nothing, unless data refutes them.
    """
    asked = rows[(rows["hold"] != LATER) & ~rows["state"].isin(GOOD)]
    holds = asked[asked["hold"].eq(MUST) | asked["state"].isin(WRONG)]
    if holds["ready_by"].isna().any():
        return None
    return as_of if holds.empty else holds["ready_by"].max().date()


def _why(state: str, data: Evidence, word: Word) -> str:
    said = ""
    if word.holds is not None and not word.counts:
        said = "an answer without name or day is no attestation"
    elif word.counts and word.holds is False:
        said = f"{word.role} says on {word.on} that it does not hold"
    elif state == CLASH:
        said = f"attested on {word.on}"
    return "; ".join(part for part in (data.words, said) if part) or "nothing in the files tells of it"


def _stamp(day: dt.date | None) -> pd.Timestamp:
    return pd.NaT if day is None else pd.Timestamp(day)
