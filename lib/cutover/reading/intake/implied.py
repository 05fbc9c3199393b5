"""Rows of one sheet that another sheet's answers imply: an office answers in the form what a list asks row by row."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from cutover.columns import Column, conform
from cutover.intake.fields import SEPARATOR
from cutover.intake.sheets import PRACTICE, PROVIDERS, SUPPORT_REQUESTS

_BY_SUPPORT = ("appointments", "charts")  # what the form's one question asks for


def with_implied(tables: Mapping[str, pd.DataFrame]) -> dict[str, pd.DataFrame]:
    """Return the tables of an intake with the rows that its form implies, each with the form's file and row.

    A group NPI of the form that the sheet of providers does not name is a provider of the type group. Appointments
    and charts that the form says were asked from support are requests, where no request is about them.
    """
    found = dict(tables)
    if PRACTICE.name not in found or found[PRACTICE.name].empty:
        return found
    said = found[PRACTICE.name].iloc[0]
    for sheet, rows in ((PROVIDERS, _groups(said, found)), (SUPPORT_REQUESTS, _requests(said, found))):
        if rows:
            found[sheet.name] = _added(found[sheet.name], rows, said, sheet.columns)
    return found


def _groups(said: pd.Series, tables: Mapping[str, pd.DataFrame]) -> list[dict]:
    known = set(tables[PROVIDERS.name]["npi"].dropna())
    tins = _several(said["tins"])
    tin = tins[0] if len(tins) == 1 else None
    # the practice bills under its group NPI, unless a group of the sheet tells otherwise
    bills = None if tables[PROVIDERS.name]["npi_type"].eq("group").any() else True
    group = {"name": said["name"], "npi_type": "group", "tin": tin, "bills": bills}
    return [{**group, "npi": npi} for npi in _several(said["npis"]) if npi not in known]


def _requests(said: pd.Series, tables: Mapping[str, pd.DataFrame]) -> list[dict]:
    asked, asked_on, delivered_on = (
        said[f"support_{part}"] for part in ("asked", "asked_on", "delivered_on")
    )
    if not _is_true(asked) and pd.isna(asked_on) and pd.isna(delivered_on):
        return []
    known = set(tables[SUPPORT_REQUESTS.name]["subject"].dropna())
    days = {"asked_on": asked_on, "delivered_on": delivered_on}
    return [{"subject": subject} | days for subject in _BY_SUPPORT if subject not in known]


def _is_true(value: object) -> bool:
    return value is not pd.NA and bool(value)


def _several(answer: object) -> list[str]:
    return answer.split(SEPARATOR) if isinstance(answer, str) else []


def _added(
    table: pd.DataFrame, rows: list[dict], said: pd.Series, columns: tuple[Column, ...]
) -> pd.DataFrame:
    origin = {name: said[name] for name in ("source_file", "source_row")}
    more = conform(pd.DataFrame([{c.name: None for c in columns} | row | origin for row in rows]), columns)
    return more if table.empty else conform(pd.concat([table, more], ignore_index=True), columns)
