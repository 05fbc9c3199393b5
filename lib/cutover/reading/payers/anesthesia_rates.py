"""Contracts that pay anesthesia by a conversion factor, as one row for each payer and code with base units.

A table of factors has a payer in each row, and names no code; base units stand in the words above it, in a column of
codes with base units beside it, or in a table of its own. Without base units a factor is no rate, and is said so.
"""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import ROUND_HALF_UP, Decimal

import pandas as pd

from cutover.columns import TEXT
from cutover.reading.files.sheet import Sheet
from cutover.reading.mapping.said_once import is_said_once
from cutover.reading.mapping.suggest import suggest
from cutover.reading.mapping.targets import Target
from cutover.reading.payers.anesthesia_terms import bases_in, is_about, is_anesthesia
from cutover.reading.payers.own_charges import SCHEDULE

LIST = "base units of anesthesia, for which a factor of the file pays"
ALONE = "a conversion factor of anesthesia, and the file has no base units for it: what it pays is unknown"
_NAMES = {"payer": "Payer", "procedure": "Procedure", "rate": "Rate", "effective_from": "Effective from",
          "effective_through": "Effective through", "notes": "Notes", "base_units": "Anesthesia base units",
          "factor": "Anesthesia factor", "formula": "Anesthesia formula"}  # fmt: skip
_KEPT = ("payer", "effective_from", "effective_through", "notes")
_ORIGIN = ("source_file", "source_sheet", "source_row")
_AMOUNT = re.compile(r"\$?\s*(\d{1,3}(?:\.\d{1,4})?)")


def with_factors(sheets: list[Sheet], target: Target) -> list[Sheet]:
    """Return the tables of a file, those of anesthesia factors with a row for each payer and code."""
    used = [suggest(sheet, target).used if len(sheet.frame) else {} for sheet in sheets]
    kinds = [_kind(sheet, one) for sheet, one in zip(sheets, used, strict=True)]
    if not any(kinds):
        return sheets
    listed: dict[str, int] = {}
    for sheet, one, kind in zip(sheets, used, kinds, strict=True):
        listed |= _listed(sheet, one) if kind else bases_in(_said(sheet))
    out = []
    for sheet, one, kind in zip(sheets, used, kinds, strict=True):
        made = {"factors": _factors, "coded": _coded}.get(kind)
        out.append(made(sheet, one, listed) if made else _as_list(sheet) if kind == "list" else sheet)
    return out


def _kind(sheet: Sheet, used: dict[str, str]) -> str:
    """What a table is: factors of payers, codes with base units and a factor, codes with base units; "" another one."""
    codes = sheet.frame[used["procedure"]].dropna() if "procedure" in used else pd.Series(dtype=TEXT)
    codes = codes.map(_code)
    if len(codes) and "base_units" in used and codes.map(is_anesthesia).all():
        return "coded" if {"factor", "rate"} & set(used) else "list"
    column = used.get("factor") or used.get("rate")
    if column is None or len(codes) or is_said_once(column):
        return ""
    return (
        "factors" if is_about(sheet.name, column, _said(sheet)) and len(sheet.frame[column].dropna()) else ""
    )


def _said(sheet: Sheet) -> str:
    """The words around a table."""
    return "; ".join(sheet.set_aside["text"].dropna().astype(str))


def _listed(sheet: Sheet, used: dict[str, str]) -> dict[str, int]:
    """The base units that a table names, in its columns or in the words around it."""
    found = bases_in(_said(sheet))
    if {"procedure", "base_units"} <= set(used):
        pairs = sheet.frame[[used["procedure"], used["base_units"]]].dropna()
        found |= {
            str(_code(code)): units for code, text in pairs.itertuples(index=False) if (units := _units(text))
        }
    return found


def _factors(sheet: Sheet, used: dict[str, str], listed: dict[str, int]) -> Sheet:
    """Each payer's factor once for each code with base units; once without a code where there are none."""
    cases: list[tuple[str | None, int | None]] = [*listed.items()] or [(None, None)]
    rows = sheet.frame.to_dict("records")
    made = [_row(sheet, row, used, code, units) for row in rows for code, units in cases]
    return _made(sheet, made)


def _coded(sheet: Sheet, used: dict[str, str], _: dict[str, int]) -> Sheet:
    """Each row with its own code and base units."""
    rows = sheet.frame.to_dict("records")
    made = [
        _row(sheet, row, used, _code(row[used["procedure"]]), _units(row[used["base_units"]])) for row in rows
    ]
    return _made(sheet, made)


def _row(sheet: Sheet, row: dict, used: dict[str, str], code: object, units: int | None) -> dict:
    text = row[used.get("factor") or used["rate"]]
    factor = _factor(text)
    said = "; ".join(filter(None, [_said(sheet), row[used["notes"]] if "notes" in used else None]))
    told = {name: row[used[name]] for name in _KEPT if name in used}
    told |= {"procedure": code, "formula": said or None, "base_units": None if units is None else str(units)}
    if factor is not None:
        told |= {"factor": f"{factor:f}", "rate": f"{factor.quantize(Decimal('0.01'), ROUND_HALF_UP):f}"}
    return {_NAMES[name]: value for name, value in told.items()} | {name: row[name] for name in _ORIGIN}


def _made(sheet: Sheet, made: list[dict]) -> Sheet:
    header = tuple(_NAMES.values())
    frame = pd.DataFrame(made, columns=[*header, *_ORIGIN]).astype(
        {**dict.fromkeys((*header, "source_file", "source_sheet"), TEXT), "source_row": "Int64"}
    )
    rows = len(frame) + len(sheet.set_aside) + (sheet.header_row is not None)
    return replace(sheet, frame=frame, header=header, rows_in=rows, checks=sheet.checks.iloc[:0], bands={})


def _as_list(sheet: Sheet) -> Sheet:
    """A list of base units that says what it is, so that none of its rows is taken for a rate."""
    if SCHEDULE in sheet.frame:
        return sheet
    frame = sheet.frame.copy(deep=False)
    frame.insert(0, SCHEDULE, pd.Series(LIST, frame.index, dtype=TEXT))
    frame.insert(1, _NAMES["rate"], pd.Series(None, frame.index, dtype=TEXT))
    return replace(sheet, frame=frame, header=(SCHEDULE, _NAMES["rate"], *sheet.header))


def _units(text: object) -> int | None:
    plain = text.strip().removesuffix(".0") if isinstance(text, str) else ""
    return int(plain) if plain.isdigit() and len(plain) <= 2 and int(plain) > 0 else None


def _factor(text: object) -> Decimal | None:
    """A factor in dollars, with all its decimals; null where it is none."""
    found = _AMOUNT.fullmatch(text.strip()) if isinstance(text, str) else None
    return Decimal(found[1]) if found and Decimal(found[1]) > 0 else None


def _code(text: object) -> str | None:
    """A procedure, with the leading zero that a spreadsheet takes from it."""
    plain = text.strip().removesuffix(".0") if isinstance(text, str) else ""
    return plain.zfill(5) if plain.isdigit() and len(plain) >= 3 else plain or None
