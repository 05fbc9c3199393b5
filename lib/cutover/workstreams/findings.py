"""How cases become a finding: its key and its money; its words stand in `data/reference/findings.toml`."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

import pandas as pd

from cutover.columns import Column, conform
from cutover.result import Finding, Severity, Table, evidence_key
from cutover.wording import Wording, filled, wording
from cutover.workstreams.columns import KEY

_ORDER = list(Severity)

CONSULTANT, BILLER, OWNER = "consultant", "biller", "practice owner"


def finding(
    code: str,
    cases: pd.DataFrame,
    columns: tuple[Column, ...],
    identity: list[str],
    amount: str | None = None,
    due: dt.date | None = None,
    *,
    otherwise: bool = False,
    **facts: object,
) -> tuple[Finding, ...]:
    """Return the finding of these cases in a tuple, or an empty tuple where there is none.

    `cases` has one row per case and `columns` among its columns; `identity` names the columns that tell one
    case from another, which make its key; `amount` is the column of whole cents that is summed. With `otherwise`
    the finding has its other severity. `facts` fill the names in braces in its words.
    """
    words = wording(code)
    if cases.empty:
        return ()
    frame = conform(keyed(code, cases, identity)[[c.name for c in (KEY, *columns)]], (KEY, *columns))
    title, meaning = words.title(len(cases), **facts), _meaning(words, facts)
    return (
        Finding(
            code=code,
            severity=_severity(words, otherwise),
            title=title,
            meaning=meaning,
            count=len(cases),
            amount_cents=None if amount is None else total(cases[amount]),
            action=filled(words.action, **facts),
            owner=words.who,
            due=due,
            evidence=Table(title, frame, (KEY, *columns), note=meaning),
        ),
    )


def by_severity(found: Iterable[Finding]) -> tuple[Finding, ...]:
    """Return findings with the gravest first; those of one severity stay in their order."""
    return tuple(sorted(found, key=lambda one: _ORDER.index(one.severity)))


def _meaning(words: Wording, facts: dict[str, object]) -> str:
    """The meaning, with the sentence that belongs to these facts."""
    more = filled(words.also, **facts)
    return filled(words.meaning, **facts) + (f" {more}" if more and "{" not in more else "")


def _severity(words: Wording, otherwise: bool) -> Severity:
    """The severity that holds; a finding without another one is never asked for it."""
    if not otherwise:
        return words.severity
    assert words.other_severity is not None, words.code
    return words.other_severity


def keyed(code: str, cases: pd.DataFrame, identity: list[str]) -> pd.DataFrame:
    """Return the cases with their key in the column `key`."""
    texts = [cases[name].astype("str").fillna("") for name in identity]
    return cases.assign(key=[evidence_key(code, *values) for values in zip(*texts, strict=True)])


def placed(rows: pd.DataFrame, of: str = "") -> pd.DataFrame:
    """Return rows with their `place` in a file: the row, behind the name of its sheet where the file has sheets.

    The same row of two sheets is two places. `rows` has `source_row` and `source_sheet`, null where there is none;
    `of` stands before the three names (`other_`).
    """
    row, sheet = rows[f"{of}source_row"].astype("str"), rows[f"{of}source_sheet"].astype("str")
    return rows.assign(**{f"{of}place": row.where(rows[f"{of}source_sheet"].isna(), sheet + "!" + row)})


def total(amounts: pd.Series) -> int | None:
    """Return the sum of whole cents, None where none of them is known."""
    known = amounts.dropna()
    return int(known.sum()) if len(known) else None


def table(
    title: str, frame: pd.DataFrame, columns: tuple[Column, ...], note: str = "", absent: str = ""
) -> Table:
    """Return a table that holds to its columns, its rows numbered anew; `absent` says why it may have no row."""
    chosen = frame[[c.name for c in columns]].reset_index(drop=True)
    return Table(title, conform(chosen, columns), columns, note, absent)
