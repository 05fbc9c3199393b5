"""Dated copies of the clearinghouse's payer list: an older one with P and NP, two in today's form."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Iterator

import xlsxwriter

from cutover_sample.cast import PAYERS, Payer
from cutover_sample.chart_files import CREATED

TURNED, TURNS = "TLHP4", dt.date(2026, 4, 1)  # par until the day before, non-par from then on
LISTS = (dt.date(2024, 6, 3), dt.date(2026, 3, 31), TURNS)  # the first in the older form
_HEADERS = ("PAYER NAME", "PAYER ID", "TRANSACTION", "AVAILABLE", "NON PAR", "ENROLLMENT", "SECONDARY",
            "ATTACHMENT", "WC / AUTO", "NOTES")  # fmt: skip
_OLDER = ("PAYER NAME", "PAYER ID", "TYP", "ENR", "NOTES")
_TRANSACTIONS = ("Eligibility 270 / 271", "Claim Status 276 / 277", "Professional Claims 837P",
                 "Institutional Claims 837I", "Remits 835")  # fmt: skip


def status(payer: Payer, day: dt.date) -> str:
    """Return what the list in force on a day says of a payer: par, non-par, or unlisted."""
    if payer.payer_id == TURNED and day >= TURNS:
        return "non-par"
    return payer.par


def files() -> Iterator[tuple[str, bytes]]:
    """Yield the client's payer lists, dated in their names."""
    for number, day in enumerate(LISTS):
        rows = _older(day) if number == 0 else _rows(day)
        yield f"payer_list/payers_{day:%Y-%m-%d}.xlsx", _book(rows)


def _listed() -> list[Payer]:
    return sorted((p for p in PAYERS.values() if p.par != "unlisted"), key=lambda p: p.name)


def _older(day: dt.date) -> list[tuple]:
    typ = {"par": "P", "non-par": "NP"}
    return [_OLDER, *((p.name, p.on_claims, typ[status(p, day)], "Y", "") for p in _listed())]


def _rows(day: dt.date) -> list[tuple]:
    rows: list[tuple] = [_HEADERS]
    for payer in _listed():
        nonpar = "Yes" if status(payer, day) == "non-par" else "No"
        for transaction in _TRANSACTIONS:
            payer_id = payer.on_claims if "837" in transaction else payer.payer_id
            enrollment = "Yes" if transaction == "Remits 835" else "No"
            second = "Yes" if payer.kind != "workers" else "No"
            casualty = "Yes" if payer.kind in ("workers", "auto") else "No"
            rows.append(
                (payer.name, payer_id, transaction, "Yes", nonpar, enrollment, second, "No", casualty, "")
            )
    return rows


def _book(rows: list[tuple]) -> bytes:
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream, {"in_memory": True}) as book:
        book.set_properties({"created": CREATED})
        page = book.add_worksheet("Payers")
        for number, row in enumerate(rows):
            for column, text in enumerate(row):
                page.write_string(number, column, text)
    return stream.getvalue()
