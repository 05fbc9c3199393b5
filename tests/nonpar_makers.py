"""Makers of what the non-par fee is reckoned from."""

from __future__ import annotations

import datetime as dt

import pandas as pd
from claim_makers import NPI, TIN, history, listed, payer_list, submission, submitted
from cutover.columns import conform, empty
from cutover.reading.claims.claims import Claims
from cutover.reading.claims.invoices import INVOICE_LINES, INVOICE_PROBLEMS, Invoices, charge_of
from cutover.reading.claims.par_reports import PAR_REPORT, ParReports
from cutover.reading.claims.tables import CLAIM_FILES, CLAIMS_SET_ASIDE
from cutover.workstreams.nonpar.inputs import with_rules

TODAY = dt.date(2026, 7, 31)
LIST = payer_list(
    listed("AETNA", "60054"),
    listed("SUNRISE", "S1", "Yes"),
    listed("GOLDEN OAK", "G1", "Yes"),
    day="2024-01-01",
)


def sent(payer="Aetna", times=1, **said) -> list[dict]:
    """So many submissions to a payer (`Aetna` is par, `Sunrise` and `Golden Oak` non-par, others unknown)."""
    return [submission(payer_name=payer, **said) for _ in range(times)]


def claims_of(*rows: dict) -> Claims:
    """Claims of a practice that has these submissions alone; each gets an account and a row of its own."""
    numbered = [
        row | {"source_row": n, "patient_control_number": row["patient_control_number"] or f"A{n}"}
        for n, row in enumerate(rows, 2)
    ]
    aside = empty(CLAIMS_SET_ASIDE)
    return Claims(submitted(*numbered), history(), aside, empty(CLAIM_FILES), (), pd.DataFrame())


def basis_of(*rows: dict, lists=LIST, as_of=TODAY, invoices=None, reports=None):
    """The inputs of these submissions."""
    return with_rules(claims_of(*rows), lists, as_of, invoices, reports)


def line(month="2026-03-01", cents=4_495, npi: str | None = NPI, words="Non-par processing fee") -> dict:
    """One line of an invoice."""
    return {"month": pd.Timestamp(month), "description": words, "npi": npi, "amount_cents": cents}


def invoices(*lines: dict) -> Invoices:
    """Invoices with these lines."""
    rows = [
        {c.name: None for c in INVOICE_LINES} | {"source_file": "invoices/a.csv", "source_row": n} | one
        for n, one in enumerate(lines, 2)
    ]
    frame = pd.DataFrame(rows, columns=[c.name for c in INVOICE_LINES])
    frame = frame.assign(charge=charge_of(frame["description"].astype("str")))
    return Invoices(conform(frame, INVOICE_LINES), empty(INVOICE_PROBLEMS))


def report(*rows) -> ParReports:
    """A Par/Non-Par Report with rows of (month, claims, non-par)."""
    said = [
        {"month": pd.Timestamp(month), "tax_id": TIN, "npi": NPI, "claims": claims, "par": claims - nonpar,
         "nonpar": nonpar, "source_file": "reports/par_nonpar.xlsx", "source_row": n}
        for n, (month, claims, nonpar) in enumerate(rows, 2)
    ]  # fmt: skip
    return ParReports(conform(pd.DataFrame(said), PAR_REPORT), ())
