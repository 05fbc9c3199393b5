"""Tables in a remittance folder that only list payments, such as the portal's list of downloads: no remittances.

Nobody's list is like another's, so no header is asked. A table is a list where a column of it holds the check numbers
of remittances that are on file; what else it names is a payment whose remittance is not.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

import pandas as pd

from cutover.columns import conform
from cutover.errors import InputError
from cutover.identifiers import check_compared
from cutover.identifiers import compared as written
from cutover.reading.era.tables import LISTED_PAYMENTS
from cutover.reading.files import values as text_values
from cutover.reading.files.sheet import Sheet
from cutover.reading.files.spreadsheet import read_spreadsheet
from cutover.reading.payers.names import compared

LIST, NOTE = "list of remittances", "note"
LARGEST = 1 << 20  # bytes of a file above which it is not looked at as a list
_LEAST, _MOST = 2, 0.5  # numbers of a list that are on file: at least so many, and this share of them
_ENDING = r"(?i)[0-9a-z]\.[0-9a-z]{2,5}\s*$"  # of a cell that names a file
_SHORTEST = 4  # signs of a check number; a shorter one is a running number
_NOTE = 4 << 10  # bytes; what somebody leaves as a note is no longer
_OTHER_FORMS = (b"%PDF", b"{\\rtf", b"<")  # a document or a page may hold anything
# a number of a check, an amount, a segment of X12
_TELLS = re.compile(r"[0-9]{4}|[0-9][.,][0-9]{2}\b|\$|\b(?:ISA|GS|ST|BPR|CLP|SVC)\b[^\w\s]")


def listed(
    data: bytes, source_file: str, payments: pd.DataFrame, files: Iterable[str] = ()
) -> pd.DataFrame | None:
    """Return the payments that a table lists (LISTED_PAYMENTS), None where it lists none of the remittances on file.

    `payments` are those of the archive, set aside or not. A row without a check number, such as a total, is none. A
    table that names no check is a list where a column of it names `files` on file: each of its names stands for the
    remittances of that file.
    """
    try:
        sheets = read_spreadsheet(data, source_file).sheets
    except InputError:
        return None
    known = payments.assign(number=_plain(payments["trace_number"])).dropna(subset=["number"])
    known = known.drop_duplicates("number").set_index("number")
    names = frozenset(map(_file_name, files))
    by_check = ((sheet, _of_sheet(sheet, known)) for sheet in sheets)
    told = [_by_name(sheet, names) if rows is None else rows for sheet, rows in by_check]
    found = [rows for rows in told if rows is not None]
    return conform(pd.concat(found, ignore_index=True), LISTED_PAYMENTS) if found else None


def is_note(data: bytes) -> bool:
    """Tell whether a file is a few words that somebody left: short text without check numbers, amounts or segments.

    A remittance, or a table of them, has at least one of these.
    """
    if len(data) > _NOTE or data.lstrip(b"\xef\xbb\xbf \r\n").startswith(_OTHER_FORMS):
        return False
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return False
    plain = text.replace("\t", " ").replace("\r", "\n").replace("\n", " ")
    return plain.isprintable() and any(map(str.isalpha, plain)) and not _TELLS.search(plain.upper())


def _by_name(sheet: Sheet, names: frozenset[str]) -> pd.DataFrame | None:
    """The files that a column of a table names, None where none names enough of those on file."""
    said = {
        name: sheet.frame[name].where(sheet.frame[name].str.contains(_ENDING, na=False))
        for name in sheet.columns
    }
    said = {name: texts.dropna() for name, texts in said.items()}
    here = {name: texts.map(_file_name).isin(names) for name, texts in said.items()}
    best = max(here, key=lambda name: int(here[name].sum()), default=None)
    if best is None or here[best].sum() < max(_LEAST, _MOST * len(said[best])):
        return None
    rows = sheet.frame.loc[said[best].index, ["source_file", "source_row"]]
    told = rows.assign(check_number=said[best], is_on_file=here[best])
    return told.reindex(columns=[c.name for c in LISTED_PAYMENTS])


def _file_name(path: str) -> str:
    """The name of a file as two of them are compared: without folders and archives, in lower case."""
    return re.split(r"[/\\!]", path.strip())[-1].casefold()


def _of_sheet(sheet: Sheet, known: pd.DataFrame) -> pd.DataFrame | None:
    numbers = {name: _plain(sheet.frame[name]) for name in sheet.columns}
    here = {name: int(said.isin(known.index).sum()) for name, said in numbers.items()}
    best = max(here, key=lambda name: here[name], default=None)
    if best is None or here[best] < _LEAST or here[best] < _MOST * numbers[best].notna().sum():
        return None
    number = numbers[best].dropna()
    rows = sheet.frame.loc[number.index]
    theirs = known.reindex(number).set_axis(number.index)
    is_here = number.isin(known.index)
    amounts = {name: text_values.cents(rows[name]) for name in sheet.columns}
    money = _agreeing(amounts, theirs["paid_cents"], is_here)
    payers = {name: _payers(rows[name]) for name in sheet.columns}
    payer = _agreeing(payers, _payers(theirs["payer_name"]), is_here)
    told = rows[["source_file", "source_row"]].assign(check_number=rows[best], is_on_file=is_here)
    if money:
        told = told.assign(amount_cents=amounts[money])
    if payer:
        told = told.assign(payer_name=rows[payer])
    return told.reindex(columns=[c.name for c in LISTED_PAYMENTS])


def _agreeing(columns: dict[str, pd.Series], theirs: pd.Series, is_here: pd.Series) -> str | None:
    """The column that says most often what the remittances say, in at least half of them; None without one."""
    same = {
        name: int((said.astype(object) == theirs.astype(object)).fillna(False)[is_here].sum())
        for name, said in columns.items()
    }
    best = max(same, key=lambda name: same[name])
    return best if same[best] >= _MOST * is_here.sum() else None


def _payers(names: pd.Series) -> pd.Series:
    return names.map(compared, na_action="ignore")


def _plain(numbers: pd.Series) -> pd.Series:
    """Check numbers as they are compared everywhere; too short ones are null."""
    numbers = text_values.identifiers(numbers)
    return check_compared(numbers).where(written(numbers).str.len() >= _SHORTEST)
