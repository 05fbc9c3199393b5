"""How many rows of a file are of what the file is, as whoever uses it reads them."""

from __future__ import annotations

import pandas as pd

from cutover.reading.practice import file_subject
from cutover.wording import several
from cutover.workstreams.answers import once
from cutover.workstreams.inventory.inputs import Inputs, contract_rates


@once
def _at_the_desk(inputs: Inputs) -> pd.Series:
    """The rows of patients' payments by file, of the files that have postings too."""
    sheets, files = inputs.holdings.sheets, inputs.files
    posted = files.loc[files["subject"].eq(file_subject.POSTINGS), "source_file"]
    cash = sheets[sheets["subject"].eq(file_subject.CASH) & sheets["source_file"].isin(posted)]
    return cash.groupby("source_file")["rows"].sum()


@once
def _rates(inputs: Inputs) -> pd.Series:
    """The rates by contract file, as many as the report on fee schedules finds: a line may have several."""
    if not inputs.files["subject"].eq(file_subject.FEES).any():
        return pd.Series(dtype="Int64")
    read = contract_rates(inputs).files
    read = read[read["rows_in"].fillna(0) > 0]
    return read.drop_duplicates("source_file").set_index("source_file")["rows_in"]


def rows_of(inputs: Inputs, files: pd.DataFrame) -> pd.Series:
    """Return how many rows each file has of what it is: postings without patients' payments, rates of fee schedules."""
    names, rows = files["source_file"], files["rows"].astype("Int64")
    cash = names.map(_at_the_desk(inputs).to_dict()).astype("Int64")
    rates = names.map(_rates(inputs).to_dict()).astype("Int64")
    of_postings = files["subject"].eq(file_subject.POSTINGS) & cash.notna()
    of_fees = files["subject"].eq(file_subject.FEES) & rates.notna()
    return rows.mask(of_postings, rows - cash.fillna(0)).mask(of_fees, rates)


def beside(inputs: Inputs) -> str:
    """Return how many rows of the files of postings are patients' payments, in words; "" where none is."""
    number = int(_at_the_desk(inputs).sum())
    return several(number, "row is a payment of a patient", "rows are payments of patients") if number else ""
