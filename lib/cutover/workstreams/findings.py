"""How cases become a finding: its words, its severity, its key, its money."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

import pandas as pd

from cutover.columns import Column, conform
from cutover.result import Finding, Severity, Table, evidence_key
from cutover.workstreams.columns import KEY

CONSULTANT, BILLER, OWNER, PAYER_DESK = "consultant", "biller", "practice owner", "payer's EDI desk"


@dataclass(frozen=True)
class Wording:
    """What a finding says; `one` and `many` are its titles, with `{n}` for the number of cases."""

    severity: Severity
    one: str
    many: str
    meaning: str
    action: str
    owner: str


def finding(
    code: str,
    wording: Wording,
    cases: pd.DataFrame,
    columns: tuple[Column, ...],
    identity: list[str],
    amount: str | None = None,
    due: dt.date | None = None,
) -> tuple[Finding, ...]:
    """Return the finding of these cases in a tuple, or an empty tuple where there is none.

    `cases` has one row per case and `columns` among its columns; `identity` names the columns that tell one
    case from another, which make its key; `amount` is the column of whole cents that is summed.
    """
    if cases.empty:
        return ()
    frame = conform(keyed(code, cases, identity)[[c.name for c in (KEY, *columns)]], (KEY, *columns))
    title = wording.one if len(cases) == 1 else wording.many.replace("{n}", f"{len(cases):,}")
    evidence = Table(title, frame, (KEY, *columns), note=wording.meaning)
    return (
        Finding(
            code=code,
            severity=wording.severity,
            title=title,
            meaning=wording.meaning,
            count=len(cases),
            amount_cents=None if amount is None else total(cases[amount]),
            action=wording.action,
            owner=wording.owner,
            due=due,
            evidence=evidence,
        ),
    )


def keyed(code: str, cases: pd.DataFrame, identity: list[str]) -> pd.DataFrame:
    """Return the cases with their key in the column `key`."""
    texts = [cases[name].astype("str").fillna("") for name in identity]
    return cases.assign(key=[evidence_key(code, *values) for values in zip(*texts, strict=True)])


def total(amounts: pd.Series) -> int | None:
    """Return the sum of whole cents, None where none of them is known."""
    known = amounts.dropna()
    return int(known.sum()) if len(known) else None


def table(title: str, frame: pd.DataFrame, columns: tuple[Column, ...], note: str = "") -> Table:
    """Return a table that holds to its columns, its rows numbered anew."""
    chosen = frame[[c.name for c in columns]].reset_index(drop=True)
    return Table(title, conform(chosen, columns), columns, note)
