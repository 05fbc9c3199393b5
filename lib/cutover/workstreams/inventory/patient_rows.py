"""How many rows of the patient exports are of patients and their coverages, and how many are authorizations alone."""

from __future__ import annotations

from cutover.reading.patients.plans import lists_authorizations
from cutover.reading.patients.stand_ins import has_numbers
from cutover.wording import several
from cutover.workstreams.answers import once
from cutover.workstreams.inventory.inputs import Inputs, patients_read, years_taken

NOUN = "rows of patients or coverages"


@once
def authorization_rows(inputs: Inputs) -> int:
    """Return how many rows of the exports are of lists of authorizations, which name nobody and tell no coverage."""
    read = patients_read(inputs)
    tables = () if read is None else read.tables
    return sum(len(one.sheet.frame) for one in tables if one.is_used and lists_authorizations(one.crosswalk))


@once
def authorization_files(inputs: Inputs) -> frozenset[str]:
    """Return the exports that hold lists of authorizations alone."""
    read = patients_read(inputs)
    tables = () if read is None else [one for one in read.tables if one.is_used]
    lists = {one.source_file for one in tables if lists_authorizations(one.crosswalk)}
    return frozenset(lists - {one.source_file for one in tables if not lists_authorizations(one.crosswalk)})


def without_authorizations(inputs: Inputs, rows: int | None, said: str) -> tuple[int | None, str]:
    """Return the rows on file and the words for them with lists of authorizations told apart."""
    number = authorization_rows(inputs) if rows else 0
    if rows is None or not 0 < number < rows:
        return rows, said
    left = several(rows - number, NOUN.replace("rows", "row", 1), NOUN)
    listed = several(number, "authorization", "authorizations")
    return rows - number, said.replace(f"{rows:,} {NOUN}", f"{left}, {listed}", 1)


def account_numbers(inputs: Inputs) -> str:
    """Return how many account numbers the exports of patients hold, in words; "" where nothing numbers them."""
    read = patients_read(inputs)
    if read is None or read.rows.empty:
        return ""
    tables = [one for one in read.tables if one.is_used and one.has_people]
    if not has_numbers(one.crosswalk for one in tables):
        return ""
    theirs = read.rows["source_file"].isin([one.source_file for one in tables])
    number = read.rows.loc[theirs, "account_number"].nunique()
    return several(number, "different account number") if number else ""


def years_taken_words(inputs: Inputs) -> str:
    """Return the days that names of exports state without a year, with the year that is taken; "" where none does."""
    days = years_taken(inputs).dropna().drop_duplicates().sort_values()
    return "; ".join(f"{day:%m-%d} in a name is taken as {day:%Y-%m-%d}" for day in days)
