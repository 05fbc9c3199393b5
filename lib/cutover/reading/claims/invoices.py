"""Office Ally invoices, CSV or Excel: one row per line, its kind told by its words, its month and money.

No layout of these invoices is public: columns are found by the words of their headers, and what is not
understood is a row of `problems`.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import re
from dataclasses import dataclass, field
from pathlib import PurePosixPath

import pandas as pd

from cutover import reference
from cutover.columns import Column, Kind, Privacy, conform, empty
from cutover.errors import InputError
from cutover.reading.files import values as text_values
from cutover.reading.files.header import normal
from cutover.reading.files.sheet import Sheet
from cutover.reading.files.spreadsheet import read_spreadsheet
from cutover.reading.files.totals import amount_cents
from cutover.reading.files.zips import Entry, walk
from cutover.reading.practice.book import Practice
from cutover.reading.practice.file_names import base_name
from cutover.reading.practice.judge import Judge
from cutover.reading.practice.whose import NOT_OWN, counts, strangers

NOT_A_CHARGE = "payment or balance"
OTHER = "other"
INVOICES = "invoices"
_SUFFIXES = {".csv", ".tsv", ".txt", ".xlsx", ".xlsm", ".xls", ".xlsb", ".ods"}
_MONTHS = ("%Y-%m", "%m/%Y", "%b %Y", "%B %Y", "%b-%y", "%b-%Y")
_DATES = ("%Y-%m-%d", "%m/%d/%Y", "%m/%d/%y", "%b %d, %Y", "%B %d, %Y", "%Y-%m-%d %H:%M:%S")

# one row per line of an invoice
INVOICE_LINES = (
    Column("invoice_number", Kind.TEXT, "Invoice", "", Privacy.DESK),
    Column("invoice_date", Kind.DATE, "Invoice date", "null where the line has none"),
    Column("month", Kind.MONTH, "Month", "the month that the line is for; else that of the invoice date"),
    Column("description", Kind.TEXT, "Description", "as written; may name a provider", Privacy.DESK),
    Column("charge", Kind.TEXT, "Charge", "kind of charge, from office_ally_charges.toml"),
    Column("tax_id", Kind.TEXT, "Tax ID", "digits; may be an SSN", Privacy.DESK),
    Column("npi", Kind.TEXT, "NPI", "ten digits of a column of its own, else of the description"),
    Column("quantity", Kind.COUNT, "Quantity", "null where none is stated"),
    Column("unit_cents", Kind.CENTS, "Unit price"),
    Column("amount_cents", Kind.CENTS, "Amount", "as stated; never computed from quantity and price"),
    Column("source_file", Kind.TEXT, "File", "path below the practice's folder", Privacy.PHI),
    Column("source_sheet", Kind.TEXT, "Sheet", "", Privacy.DESK),
    Column("source_row", Kind.COUNT, "Row", "", Privacy.DESK),
)
# one row per thing of the invoices that could not be used
INVOICE_PROBLEMS = (
    Column("found", Kind.TEXT, "Found", "in words, without values of the file"),
    Column("todo", Kind.TEXT, "What to do"),
    Column("source_file", Kind.TEXT, "File", "path below the practice's folder", Privacy.PHI),
    Column("source_row", Kind.COUNT, "Row", "null where it is the file", Privacy.DESK),
)
_HEADERS = {
    "invoice_number": ("invoice", "invoice no", "invoice number", "invoice #", "inv no", "inv #"),
    "invoice_date": ("invoice date", "date", "bill date", "billing date", "statement date"),
    "period": ("month", "period", "billing period", "service period", "service month", "billing month"),
    "description": ("description", "item", "service", "charge", "details", "line item", "product", "fee"),
    "tax_id": ("tax id", "tin", "ein", "tax id number", "taxid"),
    "npi": ("npi", "rendering npi", "provider npi", "npi number"),
    "quantity": ("quantity", "qty", "units", "count"),
    "unit_price": ("unit price", "price", "rate", "unit cost", "each"),
    "amount": ("amount", "total", "line total", "amount due", "extended", "charges", "line amount"),
}
_NEEDED = ("description", "amount")
_NPI = r"(?<!\d)([12]\d{9})(?!\d)"


@dataclass(frozen=True)
class Invoices:
    """The invoices of a practice: `lines` (INVOICE_LINES), `problems` (INVOICE_PROBLEMS), files read.

    `not_own` (NOT_OWN) counts the lines that are not known to be the practice's; those of others are in no table.
    """

    lines: pd.DataFrame
    problems: pd.DataFrame
    files: int
    not_own: pd.DataFrame = field(default_factory=lambda: empty(NOT_OWN))


def load_invoices(practice: Practice, folder: str = "invoices") -> Invoices:
    """Return all invoice lines in a practice's folder; an absent folder gives none.

    No file raises: what cannot be read is a row of `problems`. Rows in = lines + rows with a problem + rows of others;
    total rows are set aside by the spreadsheet reader and held against the lines above them.
    """
    taken = _Taken(Judge(practice))
    for entry in walk(practice.raw / folder, practice.raw, documents=True):
        taken.take(entry)
    problems = pd.DataFrame(taken.problems, columns=[column.name for column in INVOICE_PROBLEMS])
    not_own = [part for part in taken.not_own if len(part)]
    return Invoices(
        pd.concat([empty(INVOICE_LINES), *taken.lines], ignore_index=True),
        conform(problems, INVOICE_PROBLEMS),
        taken.files,
        conform(pd.concat(not_own, ignore_index=True), NOT_OWN) if not_own else empty(NOT_OWN),
    )


@dataclass
class _Taken:
    """What was read from the files so far."""

    judge: Judge
    lines: list[pd.DataFrame] = field(default_factory=list)
    problems: list[tuple] = field(default_factory=list)
    not_own: list[pd.DataFrame] = field(default_factory=list)
    files: int = 0

    def take(self, entry: Entry) -> None:
        """Read one file; what is no spreadsheet by its name is passed over, and what cannot be read is a problem."""
        if entry.data is None:
            if entry.kind != "zip" or entry.reason:
                self.problems.append(("it cannot be read", entry.reason, entry.source_file, None))
            return
        if PurePosixPath(base_name(entry.source_file)).suffix.lower() not in _SUFFIXES:
            return
        try:
            sheets = read_spreadsheet(
                entry.data, entry.source_file, expected=map(set, _HEADERS.values())
            ).sheets
        except InputError as error:
            self.problems.append((error.found, error.todo, entry.source_file, None))
            return
        content = hashlib.sha256(entry.data).hexdigest()
        ours = [self._of_sheet(sheet, entry.source_file, content) for sheet in sheets]
        self.files += any(ours)

    def _of_sheet(self, sheet: Sheet, source_file: str, content: str) -> bool:
        """Take the lines of a table that are the practice's; tell whether there are any, or none of anybody."""
        found, wrong = invoice_lines(sheet, source_file)
        told = self.judge.of_sheet(sheet, content, typed=_identified(sheet))
        told = told.set_axis(sheet.frame["source_row"]) if len(told) else told
        ok = counts(told)
        mine = ok.reindex(found["source_row"], fill_value=True).to_numpy(bool)
        self.lines.append(found[mine])
        self.problems += [one for one in wrong if (one[3] is None and ok.any()) or ok.get(one[3], False)]
        lines = told.reindex(found["source_row"]) if len(told) else told
        self.not_own.append(
            strangers(lines.reset_index(drop=True), INVOICES, source_file, found["amount_cents"])
        )
        return bool(ok.any() or ok.empty)


def _identified(sheet: Sheet) -> pd.DataFrame | None:
    """The Tax ID and NPI that a line names in columns of its own or in its words; no NPI there says who bills."""
    chosen = _columns(sheet.columns)
    said = pd.DataFrame(
        {name: sheet.frame[column] for name, column in chosen.items()}, index=sheet.frame.index
    )
    said = said.reindex(columns=list(_HEADERS)).astype("str")
    npi = said["npi"].str.extract(r"(\d{10})")[0].fillna(said["description"].str.extract(_NPI)[0])
    return pd.DataFrame({"tax_id": text_values.tax_ids(said["tax_id"]), "npi": npi.astype("str")})


def invoice_lines(sheet: Sheet, source_file: str) -> tuple[pd.DataFrame, list[tuple]]:
    """Return the lines of one table (INVOICE_LINES) and its problems as (found, todo, file, row)."""
    chosen = _columns(sheet.columns)
    lacking = [name for name in _NEEDED if name not in chosen]
    if lacking:
        if not len(sheet.frame):
            return empty(INVOICE_LINES), []
        said = (
            f"a table without a column for {' and '.join(lacking)}: its {len(sheet.frame)} rows are not read"
        )
        todo = "Name the columns Description and Amount, or remove the table."
        return empty(INVOICE_LINES), [(said, todo, source_file, None)]
    said = pd.DataFrame({name: sheet.frame[column] for name, column in chosen.items()})
    said = said.reindex(columns=list(_HEADERS)).astype("str")
    lines = _lines(said).assign(**{c: sheet.frame[c] for c in ("source_file", "source_sheet", "source_row")})
    lines = conform(lines.assign(source_file=source_file), INVOICE_LINES)
    return _usable(lines, said, source_file)


def _columns(header: list[str]) -> dict[str, str]:
    """Which column is which: the first of the known words, in their order, that a header equals."""
    by_word = {normal(column): column for column in reversed(header)}
    chosen: dict[str, str] = {}
    for name, words in _HEADERS.items():
        found = next((by_word[normal(w)] for w in words if normal(w) in by_word), None)
        if found is not None and found not in chosen.values():
            chosen[name] = found
    return chosen


def _lines(said: pd.DataFrame) -> pd.DataFrame:
    dates, periods = said["invoice_date"].map(_date), said["period"].map(_month)
    month = [p or (d.replace(day=1) if d else None) for p, d in zip(periods, dates, strict=True)]
    money = {n: said[c].map(_cents) for n, c in (("unit_cents", "unit_price"), ("amount_cents", "amount"))}
    digits = said["description"].str.extract(_NPI)[0]
    frame = {
        "invoice_number": said["invoice_number"],
        "invoice_date": pd.Series(pd.to_datetime(pd.Series(list(dates), index=said.index, dtype="object"))),
        "month": pd.to_datetime(pd.Series(month, index=said.index, dtype="object")),
        "description": said["description"],
        "charge": charge_of(said["description"]),
        "tax_id": said["tax_id"].str.replace(r"\D", "", regex=True),
        "npi": said["npi"].str.extract(r"(\d{10})")[0].fillna(digits),
        "quantity": said["quantity"].map(_count).astype("Int64"),
        **{name: values.astype("Int64") for name, values in money.items()},
    }
    return pd.DataFrame(frame, index=said.index)


def _usable(lines: pd.DataFrame, said: pd.DataFrame, source_file: str) -> tuple[pd.DataFrame, list[tuple]]:
    """Set aside the rows whose money, month or words cannot be read, each with its reason."""
    reasons = {
        "a line without an amount that can be read": lines["amount_cents"].isna(),
        "a line without a month or a date": lines["month"].isna(),
        "a line without a description": lines["description"].isna(),
    }
    reason = pd.Series(None, index=lines.index, dtype="object")
    for words, hit in reasons.items():
        reason = reason.mask(hit & reason.isna(), words)
    bad = reason.notna()
    todo = "Correct the line in a copy of the invoice, or ask for it anew."
    rows = zip(reason[bad], lines.loc[bad, "source_row"], strict=True)
    return lines[~bad].reset_index(drop=True), [(why, todo, source_file, row) for why, row in rows]


def charge_of(description: pd.Series) -> pd.Series:
    """Return the kind of charge of each description: the first kind one of whose words stands in it."""
    text = description.fillna("").str.lower()
    kind = pd.Series(OTHER, index=description.index, dtype="str")
    for name, words in reversed(charge_kinds().items()):
        if words:
            kind = kind.mask(text.str.contains("|".join(map(re.escape, words)), regex=True), name)
    return kind


@dataclass(frozen=True)
class _Kind:
    name: str
    words: tuple[str, ...]


@dataclass(frozen=True)
class _Kinds:
    kind: tuple[_Kind, ...]


def charge_kinds() -> dict[str, tuple[str, ...]]:
    """Return the kinds of charges with their words, in the order in which they are tried."""
    return {kind.name: kind.words for kind in reference.load("office_ally_charges", _Kinds).kind}


def _cents(text: object) -> int | None:
    return amount_cents(text) if isinstance(text, str) else None


def _count(text: object) -> int | None:
    found = re.fullmatch(r"(\d[\d,]*)(\.0*)?", text.strip()) if isinstance(text, str) else None
    return int(found[1].replace(",", "")) if found else None


def _date(text: object) -> dt.date | None:
    return _parsed(text, _DATES)


def _month(text: object) -> dt.date | None:
    found = _parsed(text, _MONTHS) or _parsed(text, _DATES)
    return found.replace(day=1) if found else None


def _parsed(text: object, formats: tuple[str, ...]) -> dt.date | None:
    for form in formats if isinstance(text, str) else ():
        try:
            return dt.datetime.strptime(text.strip(), form).date()  # noqa: DTZ007
        except ValueError:
            continue
    return None
