"""What the claim history holds: its claims and charges, and what became of every row of its files.

A claim that is void or replaced is a row of the history, and no claim of its own. Beside it stand the claims of lists
of what was sent through Office Ally, whether the history has them or not.
"""

from __future__ import annotations

import pandas as pd

from cutover.money import dollars
from cutover.reading.claims import wrong_totals
from cutover.reading.claims.history import SOURCE
from cutover.reading.claims.service_lines import FURTHER
from cutover.reading.claims.states import is_withdrawn
from cutover.reading.practice.whose import NOT_USED
from cutover.result import Table
from cutover.wording import several
from cutover.workstreams.answers import Answer, once
from cutover.workstreams.columns import cents, count, date, text
from cutover.workstreams.findings import table
from cutover.workstreams.inventory.claim_rows import claims_read
from cutover.workstreams.inventory.inputs import Inputs, span

_CLAIMS = "claims"
_WITHDRAWN = "claims that the history calls void or replaced: no charge of their own"
_SENT = "claims in lists of what was sent through Office Ally"
_SPLIT = ("service before the cutover", "service from the cutover on", "no day of service")
_COLUMNS = (
    text("what", "What the rows are"),
    count("rows", "Rows"),
    cents("charge_cents", "Charged", "of claims and of rows set aside; further lines are within their claim"),
    date("first", "First service"),
    date("last", "Last service"),
)


def findings_and_tables(inputs: Inputs) -> Answer:
    """Return the table of the claim history; what could not be read of it has its findings already."""
    return Answer((), (("claim_history", claim_history(inputs)),))


@once
def claims_of_history(inputs: Inputs) -> pd.DataFrame:
    """Return the claims of the practice's claim history (CLAIM_HISTORY), each once; rows may be its service lines."""
    told = claims_read(inputs).history
    return told[told["source"] == SOURCE]


def lines_told(inputs: Inputs) -> str:
    """Return how many claims a history is that has a row for each service line, in words; else nothing."""
    table = claim_history(inputs).frame
    is_lined = bool(table["what"].eq(FURTHER).any())
    return f"{several(len(claims_of_history(inputs)), 'claim')} by service lines" if is_lined else ""


@once
def claim_history(inputs: Inputs) -> Table:
    """Return what the rows of the claim history are: the claims first, then each reason for which rows are set aside.

    One row per kind; with the rows that are not the practice's, which have their findings, rows add up to those of the
    files. No row where there is no claim history, but for claims of lists of what was sent.
    """
    claims, every = claims_read(inputs), claims_of_history(inputs)
    used, void = every[~is_withdrawn(every)], every[is_withdrawn(every)]
    left = claims.set_aside[(claims.set_aside["source"] == SOURCE) & (claims.set_aside["table"] == "history")]
    kinds = [_kind(what, rows) for what, rows in ((_CLAIMS, used), (_WITHDRAWN, void)) if len(rows)]
    left = left[~left["reason"].isin(NOT_USED.values())]
    sizes = left["reason"].value_counts()
    kinds += [_kind(why, left[left["reason"] == why]) for why in sizes.index]
    kinds += _of_lists(inputs, claims.listed)
    rows = pd.DataFrame(kinds, columns=[column.name for column in _COLUMNS])
    ties = sum(wrong_totals.AGREES in note for note in claims.notes)
    said = f" Files whose totals are what their rows come to: {ties:,}." if ties else ""
    told = f"{_note(used)}{_void_note(void)}{said}{_lists_note(claims.listed)}".strip()
    return table("What the claim history holds", rows, _COLUMNS, told)


def _of_lists(inputs: Inputs, listed: pd.DataFrame) -> list[dict[str, object]]:
    """The claims of lists of what was sent, by whether their service was before the cutover, where that has a day."""
    if listed.empty or inputs.cutover is None:
        return [_kind(_SENT, listed)] if len(listed) else []
    served, day = listed["service_from"], pd.Timestamp(inputs.cutover)
    parts = [listed[served < day], listed[served >= day], listed[served.isna()]]
    return [_kind(f"{_SENT}: {what}", rows) for what, rows in zip(_SPLIT, parts, strict=True) if len(rows)]


def _void_note(void: pd.DataFrame) -> str:
    """How many claims are void or replaced, which are in no sum."""
    if void.empty:
        return ""
    cents = void["charge_cents"].dropna()
    worth = f", {dollars(int(cents.sum()))}" if len(cents) else ""
    return f" Not among them: {several(len(void), 'claim')} that the history calls void or replaced{worth}."


def _lists_note(listed: pd.DataFrame) -> str:
    if listed.empty:
        return ""
    return f" Lists of what was sent through Office Ally have {several(len(listed), 'claim')}, each row one of them."


def _kind(what: str, rows: pd.DataFrame) -> dict[str, object]:
    charged = rows["charge_cents"].dropna()
    days = rows["service_from"] if "service_from" in rows else pd.Series(dtype="datetime64[us]")
    said = None if charged.empty or what == FURTHER else int(charged.sum())
    return {"what": what, "rows": len(rows), "charge_cents": said, "first": days.min(), "last": days.max()}


def _note(claims: pd.DataFrame) -> str:
    if claims.empty:
        return ""
    charged, days = claims["charge_cents"], claims["service_from"]
    known, unknown = int(charged.notna().sum()), int(charged.isna().sum())
    money = f"{dollars(int(charged.sum()))} charged" if known else "what was charged is not known"
    less = f", {unknown:,} of them without a charge" if known and unknown else ""
    when = span(days.min(), days.max())
    return f"{several(len(claims), 'claim')}{less}: {money}{f', service of {when}' if when else ''}."
