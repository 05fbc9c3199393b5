"""What the cost comparison reads of a practice: intake, submitted claims with their payers' status, invoices."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from cutover.errors import CutoverError
from cutover.reading import book
from cutover.reading.book import INTAKE, Practice
from cutover.reading.intake import Intake, read_intake
from cutover.reading.invoices import Invoices, load_invoices


@dataclass(frozen=True)
class CostFiles:
    """The files of one practice, read.

    `submitted` has the columns of SUBMITTED_CLAIMS; `par` is, row by row, the status of the claim's payer on the
    latest payer list (par, non-par, unknown): what lies ahead follows today's list.
    """

    practice: Practice
    intake: Intake
    submitted: pd.DataFrame
    par: pd.Series
    invoices: Invoices


@dataclass(frozen=True)
class Left:
    """A practice that could not be read, and why."""

    practice: str
    why: str
