"""Violations as findings: one finding per rule, one case per row, file, table, payer or pair."""

from __future__ import annotations

import datetime as dt
import re

import pandas as pd

from cutover.columns import Column, Kind, Privacy
from cutover.reading.mapping.value_shapes import masked
from cutover.reading.patients.also_elsewhere import also_in
from cutover.reading.patients.exports import Demographics
from cutover.reading.patients.tables import DUPLICATES, EXCEPTIONS
from cutover.result import Finding, Severity
from cutover.wording import Wording
from cutover.workstreams.demographics import beside, claim_accounts, lists, values
from cutover.workstreams.demographics.patient_import import Prepared
from cutover.workstreams.demographics.payers import ON_LIST, PROPOSALS
from cutover.workstreams.demographics.rules import rules
from cutover.workstreams.demographics.unmapped import waiting
from cutover.workstreams.findings import finding, placed

_CASE = tuple(c for c in EXCEPTIONS if c.name not in ("code", "severity", "wrong", "todo"))
_PAIR = tuple(c for c in DUPLICATES if c.name != "code")
_WORDS = 20  # different texts of a column that may all be statuses
_LONGEST = 24  # signs of a status that are shown
_SHORT, _SHOWN = 3, 8  # letters of a code that is shown as it is, and how many are shown
_PLACE = (
    Column("source_file", Kind.TEXT, "File", "path below the practice's folder", Privacy.PHI),
    Column("source_sheet", Kind.TEXT, "Sheet", "", Privacy.DESK),
    Column("field", Kind.TEXT, "Field"),
    Column("source_column", Kind.TEXT, "Source column", "", Privacy.DESK),
    Column("note", Kind.TEXT, "Note", "", Privacy.DESK),
)


def findings(
    demographics: Demographics,
    prepared: Prepared,
    has_payer_list: bool,
    due: dt.date | None,
    accounts: pd.DataFrame | None = None,
) -> tuple[Finding, ...]:
    """Return the findings in order of severity, then of the rules; `accounts` are those of the claim history."""
    told = prepared.exceptions[~waiting(demographics, prepared.exceptions)]  # the others: `missing-column`
    cases = {code: (rows, _CASE, ["source_file", "source_sheet", "source_row", "field", "value"])
             for code, rows in told.groupby("code", sort=False)}  # fmt: skip
    for code, rows in prepared.duplicates.groupby("code", sort=False):
        places = ["source_file", "place", "other_source_file", "other_place"]
        cases[code] = (placed(placed(rows), "other_"), _PAIR, places)
    for code, rows in _of_tables(demographics).groupby("code", sort=False):
        cases[code] = (rows, _PLACE, ["source_file", "source_sheet", "field", "source_column"])
    if len(left := claim_accounts.not_exported(demographics.rows, accounts)):
        cases["account-not-exported"] = (left, claim_accounts.COLUMNS, ["account_number"])
    if len(only := lists.alone(demographics, prepared)):
        cases["only-in-one-list"] = (only, lists.ALONE, ["source_file", "source_sheet", "source_row"])
    if has_payer_list:
        found = prepared.payers["proposed_payer_name"].notna()
        listed = prepared.payers["why"].eq(ON_LIST)
        for code, rows in (
            ("payer-proposed", prepared.payers[found & ~listed]),
            ("payer-unmatched", prepared.payers[~found]),
        ):
            cases[code] = (rows, PROPOSALS, ["payer_name", "payer_id"])
    rows = beside.said(demographics)
    for code, told_beside in (
        ("accident-undated", beside.undated(rows)),
        ("patient-note", rows[rows["kind"].eq(beside.NOTE)]),
    ):
        if len(told_beside):
            cases[code] = (told_beside, beside.SAID, ["source_file", "source_sheet", "source_row", "what"])
    order = list(Severity)
    named = [code for code in rules() if code in cases]
    named.sort(key=lambda code: order.index(rules()[code].words.severity))
    return tuple(one for code in named for one in _finding(rules()[code].words, *cases[code], due))


def _finding(
    words: Wording, rows: pd.DataFrame, columns: tuple[Column, ...], identity: list[str], due: dt.date | None
) -> tuple[Finding, ...]:
    urgent = words.severity in (Severity.BLOCKER, Severity.HIGH)
    rows = rows.reset_index(drop=True)
    amount = "open_cents" if "open_cents" in rows else None
    return finding(words.code, rows, columns, identity, amount, due=due if urgent else None)


def _of_tables(demographics: Demographics) -> pd.DataFrame:
    """One row per case of a rule about a file, a table or a column."""
    rows: list[tuple[str | None, ...]] = [
        ("unreadable", name, None, None, None, said) for name, said in demographics.unreadable
    ]
    rows += [
        ("file-copy", name, None, None, None, f"copy of {first}, {n} rows")
        for name, first, n in demographics.copies
    ]
    rows += [
        ("missing-column", table.source_file, table.sheet.name, label, None, None)
        for table, label in demographics.missing
    ]
    for table in demographics.tables:
        rows += [
            ("also-elsewhere", table.source_file, table.sheet.name, None, None, f"{n} rows also in {first}")
            for first, n in also_in(table)
        ]
        rows += [
            ("account-zeros", table.source_file, table.sheet.name, None, None, f"{n} rows as in {first}")
            for first, n in table.padded
        ]
        rows += _of_table(table)
    names = ["code", *(c.name for c in _PLACE)]
    return pd.DataFrame(rows, columns=names).astype("str")


def unknown_codes(table) -> list[str]:
    """Return the codes of a table's states that nothing explains; their digits masked, since they may be a day.

    Of a column with many different texts, which may be names, long ones are masked as a whole.
    """
    column = table.crosswalk.used.get("status")
    if column is None:
        return []
    meant = table.crosswalk.values.get("status", {})
    texts = [text for text in table.sheet.frame[column].dropna().unique() if not values.is_blank(text)]
    texts = [meant.get(text, text) for text in texts]
    unread = [text for text in texts if values.is_active(text, column).value is None]
    shown = masked if len(texts) > _WORDS else _with_digits_masked
    return sorted({text if len(text) <= _SHORT else shown(text) for text in unread})[:_SHOWN]


def _with_digits_masked(text: str) -> str:
    """A status as a person must see it to explain it: `DECEASED 9/99/99`."""
    return re.sub(r"\d", "9", " ".join(text.split()))[:_LONGEST]


def _of_table(table) -> list[tuple]:
    where, walk = (table.source_file, table.sheet.name), table.crosswalk
    if not table.is_used:
        return [("not-patients", *where, None, None, f"{len(table.sheet.frame)} rows")]
    rows = []
    codes = unknown_codes(table)
    if codes:
        label = walk.target.field("status").label
        rows.append(("status-codes", *where, label, walk.used["status"], f"codes {', '.join(codes)}"))
    if not walk.is_confirmed:
        rows.append(("unconfirmed", *where, None, None, f"{len(walk.used)} columns by suggestion"))
    unsure = walk.rows[walk.rows["state"].eq("unsure")]
    rows += [("unsure-column", *where, r.label, r.source_column, r.evidence) for r in unsure.itertuples()]
    wrong = table.sheet.checks[table.sheet.checks["agrees"].eq(False).fillna(False)]
    for check in wrong.itertuples():
        rows.append(("total-differs", *where, None, check.column, f"total in row {check.source_row}"))
    return rows
