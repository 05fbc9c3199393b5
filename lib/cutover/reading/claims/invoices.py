"""Office Ally invoices, as Excel, CSV or a web page: one row per line, its kind told by its words, its month and money.

No layout of these invoices is public: columns are found as those of every table are (aliases_invoices.toml), what
stands once above a table (number, day, month) holds for its lines, and what is not understood is a row of `problems`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

import pandas as pd

from cutover.columns import Column, Kind, Privacy, conform, empty
from cutover.identifiers import is_npi
from cutover.money import dollars
from cutover.reading.claims import invoice_sheets, medi_bills, no_invoices, own_counts, quotes
from cutover.reading.claims.charges import (
    NOT_A_CHARGE,
    OTHER,
    charge_kinds,
    charge_of,
    is_total,
)
from cutover.reading.claims.par_reports import is_par_report
from cutover.reading.era.archive import load_archive
from cutover.reading.files import values as text_values
from cutover.reading.files.layout import TOTAL_DIFFERS
from cutover.reading.files.sheet import Sheet
from cutover.reading.kept import store
from cutover.reading.mapping import folder as mapped_files
from cutover.reading.mapping.record import FILES, LOOK, UNREAD
from cutover.reading.mapping.said_once import month_of
from cutover.reading.mapping.suggest import apply, suggest
from cutover.reading.mapping.targets import Target, load_target
from cutover.reading.practice.book import Practice
from cutover.reading.practice.judge import Judge
from cutover.reading.practice.known_columns import knowledge_of
from cutover.reading.practice.names_held import identifiers
from cutover.reading.practice.whose import (
    ALIKE,
    BILLED,
    NOBODY,
    NOT_OWN,
    NOT_USED,
    NOTHING,
    OWN,
    SAME,
    SIBLING,
    UNKNOWN,
    VERDICT,
)

__all__ = [
    "INVOICE_LINES",
    "INVOICE_PROBLEMS",
    "NOT_A_CHARGE",
    "OTHER",
    "Invoices",
    "charge_kinds",
    "charge_of",
    "invoice_lines",
    "load_invoices",
    "missing_months",
]

# one row per line of an invoice
INVOICE_LINES = (
    Column("invoice_number", Kind.TEXT, "Invoice", "", Privacy.DESK),
    Column("invoice_date", Kind.DATE, "Invoice date", "null where the line has none"),
    Column("month", Kind.MONTH, "Month", "the month that the line is for; else that of the invoice date"),
    Column("description", Kind.TEXT, "Description", "as written; may name a provider", Privacy.DESK),
    Column("charge", Kind.TEXT, "Charge", "kind of charge, from office_ally_charges.toml"),
    Column("tax_id", Kind.TEXT, "Tax ID", "digits; may be an SSN", Privacy.DESK),
    Column(
        "npi",
        Kind.TEXT,
        "NPI",
        "ten digits of a column of its own, else of the provider's or the description",
    ),
    Column("provider", Kind.TEXT, "Provider", "as written", Privacy.DESK),
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
    Column("source_sheet", Kind.TEXT, "Sheet", "null where it is the file, or has none", Privacy.DESK),
)
INVOICES = "invoices"
_NPI = r"(?<!\d)([12]\d{9})(?!\d)"
# a number of things, each at a price
_EACH = r"(?<![\d.,-])(\d[\d,]*)\s*(?:[A-Za-z]+\s+){0,3}(?:@|x|at)\s*\$?(\d*\.\d{2})(?!\d)"
_TODO = "Correct the line in a copy of the invoice, or ask for it again."
TOTAL = "a total; it is the sum of its lines"
NO_AMOUNT, NO_MONTH = "a line without an amount that can be read", "a line without a month or a date"
NO_WORDS = "a line without a description"
_FEW_LINES = (
    12  # of an invoice that two practices may have alike, its total among them: what is sold is a short list
)
OF_MEDI = "Medi's own bill, no charge of Office Ally"
_ASIDE = (
    *INVOICE_LINES,
    Column("source", Kind.TEXT, "Source"),
    Column("reason", Kind.TEXT, "Why"),
)


@dataclass(frozen=True)
class Invoices:
    """The invoices of a practice: `lines` (INVOICE_LINES), `problems` (INVOICE_PROBLEMS), `files` (FILES).

    `not_own` (NOT_OWN) counts the lines that are not known to be the practice's; those of others are in no table.
    `medi` (INVOICE_LINES) are the lines of Medi's own bills, which are set aside. `counts` (OWN_COUNTS) is the
    practice's own count by month, `quoted` (QUOTED) what quotes and price lists of Medi ask; neither bills anything.
    """

    lines: pd.DataFrame
    problems: pd.DataFrame
    files: pd.DataFrame = field(default_factory=lambda: empty(FILES))
    not_own: pd.DataFrame = field(default_factory=lambda: empty(NOT_OWN))
    medi: pd.DataFrame = field(default_factory=lambda: empty(INVOICE_LINES))
    counts: pd.DataFrame = field(default_factory=lambda: empty(own_counts.OWN_COUNTS))
    quoted: pd.DataFrame = field(default_factory=lambda: empty(quotes.QUOTED))


def target() -> Target:
    """Return the target of an invoice's lines."""
    return load_target("invoices")


def load_invoices(practice: Practice, folder: str = "invoices") -> Invoices:
    """Return all invoice lines in a practice's folder; an absent folder gives none.

    No file raises: what cannot be read is a row of `problems` and of `files`. Rows in = lines + rows set aside; totals
    are held against the lines above them.
    """
    return store.of(practice, f"invoices-{folder}", lambda: _read_invoices(practice, folder))


def missing_months(lines: pd.DataFrame) -> pd.Index:
    """Return the months (first days) between the first and the last invoice of which there is no line at all.

    `lines`: INVOICE_LINES of one practice. What lies before the first or after the last invoice is not known to lack.
    """
    months = pd.DatetimeIndex(lines["month"].dropna().unique())
    if months.empty:
        return months
    every = pd.date_range(months.min(), months.max(), freq="MS")
    return pd.DatetimeIndex(every.difference(months)).as_unit("ms")


def _read_invoices(practice: Practice, folder: str) -> Invoices:
    judge = Judge(practice)
    assumed: dict[str, int] = {}
    apart: dict[str, str] = {}

    beside = no_invoices.Beside()

    def opened(data: bytes, source_file: str) -> list[Sheet] | None:
        beside.quoted.append(quotes.of_text(data, source_file))
        sheets = invoice_sheets.opened(data, source_file)
        if sheets is None:
            return None
        made, year = invoice_sheets.with_years(
            sheets, source_file, lambda: load_archive(practice).payments["payment_date"]
        )
        if year is not None:
            assumed[source_file] = year
        if doubt := invoice_sheets.months_told_apart(made):
            apart[source_file] = doubt
        return made

    kind = mapped_files.Kind(
        INVOICES,
        target(),
        INVOICE_LINES,
        _ASIDE,
        FILES,
        typed,
        owner=lambda sheet, found, content: _payer(
            sheet, judge.of_sheet(sheet, content, typed=_identified(found)), _identified(found)
        ),
        lacking=frozenset({NO_AMOUNT, NO_WORDS, NO_MONTH}),
        opened=opened,
        is_other=is_par_report,
        shaped=beside.left_out,
        by_name="period",
    )
    read = mapped_files.load(practice.raw / folder, practice.raw, knowledge_of(practice), kind)
    of_medi = read.set_aside[read.set_aside["reason"] == OF_MEDI]
    medi = conform(of_medi[[c.name for c in INVOICE_LINES]].reset_index(drop=True), INVOICE_LINES)
    files = _with_months(read.files, assumed, apart)
    told = own_counts.together(beside.counts), quotes.together(beside.quoted)
    return Invoices(read.rows, _problems(read), files, read.not_own, medi, *told)


def _with_months(files: pd.DataFrame, assumed: dict[str, int], apart: dict[str, str]) -> pd.DataFrame:
    """The record of files, each with the year that its months were taken to be of, and with months told apart."""
    if not assumed and not apart:
        return files
    reasons = []
    for name, why in zip(files["source_file"], files["reason"], strict=True):
        year, doubt = assumed.get(name), apart.get(name)
        of_year = f"months without a year are taken for {year}, the year of all remittances. {LOOK}"
        of_two = f"two places name different months: {doubt}. {LOOK}"
        said = (of_year if year else None, of_two if doubt else None)
        reasons.append("; ".join(text for text in (why, *said) if isinstance(text, str)) or None)
    return conform(files.assign(reason=pd.Series(reasons, files.index, dtype="str")), FILES)


def _problems(read: mapped_files.Mapped) -> pd.DataFrame:
    lost = read.files[read.files["state"].isin(UNREAD)]
    files = [(row.reason, _TODO, row.source_file, None, None) for row in lost.itertuples()]
    notes = [note.partition(": ") for note in read.notes if note.endswith(TOTAL_DIFFERS)]
    totals = [(words, _TODO, source_file, None, None) for source_file, _, words in notes]
    passed = {TOTAL, OF_MEDI, *NOT_USED.values()}
    rows = read.set_aside[~read.set_aside["reason"].isin(passed)]
    lines = [
        (row.reason, _TODO, row.source_file, row.source_row, row.source_sheet) for row in rows.itertuples()
    ]
    names = [column.name for column in INVOICE_PROBLEMS]
    return conform(pd.DataFrame([*files, *totals, *lines], columns=names), INVOICE_PROBLEMS)


def invoice_lines(sheet: Sheet, source_file: str) -> tuple[pd.DataFrame, list[tuple]]:
    """Return the lines of one table (INVOICE_LINES) and its problems as (found, todo, file, row, sheet)."""
    crosswalk = suggest(sheet, target())
    if crosswalk.missing:
        lacking = " and ".join(crosswalk.missing)
        said = f"a table without a column for {lacking}: its {len(sheet.frame)} rows are not read"
        return empty(INVOICE_LINES), [(said, _TODO, source_file, None, None)] if len(sheet.frame) else []
    rows, reason = typed(apply(sheet, crosswalk), source_file)
    wrong = reason.notna() & (reason != TOTAL)
    problems = zip(reason[wrong], rows.loc[wrong, "source_row"], rows.loc[wrong, "source_sheet"], strict=True)
    lines = rows[reason.isna()].assign(source_file=source_file)
    return lines.reset_index(drop=True), [(why, _TODO, source_file, *place) for why, *place in problems]


def _payer(sheet: Sheet, told: pd.DataFrame, named: pd.DataFrame) -> pd.DataFrame:
    """Return whose the lines of an invoice are (`whose`, `why`): one bill is paid by one account.

    The invoice of a month has few lines, and those of two small practices may be alike: what nothing tells apart but
    the folder that it lies in counts there, as a question. One of many lines that two hold is a copy.
    The NPI of a line says for whom it is charged, not who pays. A line of an NPI that nobody has counts beside lines
    of the practice, and where no Tax ID says that the invoice is somebody else's; it does not where a line of the same
    table is another practice's, since such a bill is for several.
    """
    if len(told) <= _FEW_LINES:
        told = told.assign(why=told["why"].replace(SAME, ALIKE))
    nobody, known = told["whose"].eq(NOBODY), set(told["whose"])
    if not nobody.any() or SIBLING in known:
        return told
    tin = named["tax_id"].reindex(told.index).fillna(identifiers(sheet)[0].reindex(told.index))
    if OWN not in known and tin[nobody].notna().any():
        return told
    strange = nobody & (named["npi"].reindex(told.index).notna() | tin.notna())
    why = told["why"].mask(nobody, NOTHING).mask(strange, BILLED)
    return told.assign(whose=told["whose"].mask(nobody, UNKNOWN), why=why).astype(VERDICT)


def _identified(found: pd.DataFrame) -> pd.DataFrame:
    """The Tax ID and NPI that a line names in columns of its own or in its words; no NPI there says who bills."""
    npi = _npi(found)
    return pd.DataFrame({"tax_id": text_values.tax_ids(found["tax_id"]), "npi": npi.astype("str")})


def typed(found: pd.DataFrame, source_file: str) -> tuple[pd.DataFrame, pd.Series]:
    """Return mapped text as lines (INVOICE_LINES), and of each why it is not used; null where it is."""
    said = found.assign(description=_described(found)).astype({"description": "str"})
    days, amounts = text_values.dates(said["invoice_date"]), text_values.cents(said["amount"])
    month = said["period"].map(month_of, na_action="ignore")
    month = pd.to_datetime(month).astype("datetime64[ms]").fillna(days.dt.to_period("M").dt.to_timestamp())
    counted = _counted(said, amounts)
    frame = {
        "invoice_number": text_values.identifiers(said["invoice_number"]),
        "invoice_date": days,
        "month": month,
        "description": said["description"],
        "charge": charge_of(said["description"]),
        "tax_id": text_values.tax_ids(said["tax_id"]),
        "npi": _npi(said),
        "provider": said["provider"],
        "quantity": said["quantity"]
        .map(_count, na_action="ignore")
        .astype("Int64")
        .fillna(counted["quantity"]),
        "unit_cents": text_values.cents(said["unit_price"]).fillna(counted["unit_cents"]),
        "amount_cents": amounts,
        **{name: said[name] for name in ("source_file", "source_sheet", "source_row")},
    }
    lines = conform(pd.DataFrame(frame, index=found.index), INVOICE_LINES)
    reason = _reasons(lines)
    if medi_bills.is_bill(lines[reason.isna() | reason.eq(NO_MONTH).fillna(False)], source_file):
        reason = reason.mask(reason.isna() | reason.eq(NO_MONTH).fillna(False), OF_MEDI)
    return lines, reason


def _counted(said: pd.DataFrame, amounts: pd.Series) -> pd.DataFrame:
    """The number and the price in the words of a line, `12 @ 0.55`, where they make its amount; null where not."""
    named = said["description"].astype("str").str.extract(_EACH)
    number = named[0].map(_count, na_action="ignore").astype("Int64")
    price = text_values.cents(named[1].astype("str"))
    told = (number * price).eq(amounts).fillna(False) & said[["quantity", "unit_price"]].isna().all(axis=1)
    return pd.DataFrame({"quantity": number.where(told), "unit_cents": price.where(told)})


def _npi(found: pd.DataFrame) -> pd.Series:
    """The NPI that a line names in its own column, else where its provider or its words are one."""
    named = found["provider"].str.extract(_NPI)[0]
    named = named.where(pd.Series([isinstance(text, str) and is_npi(text) for text in named], named.index))
    own = found["npi"].str.extract(r"(\d{10})")[0]
    return own.fillna(named).fillna(found["description"].str.extract(_NPI)[0])


def _described(found: pd.DataFrame) -> pd.Series:
    """The words of a line, also where a printed total has them in the price's column, beside its amount."""
    words = found["description"]
    for name in ("unit_price", "quantity", "provider"):
        label = found[name].where(found[name].str.contains("[A-Za-z]{2}", na=False))
        words = words.fillna(label)
    return words


def _reasons(lines: pd.DataFrame) -> pd.Series:
    """Why a row is no line: a total, or its money, month or words cannot be read."""
    reason = pd.Series(None, lines.index, dtype="str").mask(is_total(lines["description"]), TOTAL)
    for words, hit in (
        (NO_AMOUNT, lines["amount_cents"].isna()),
        (NO_WORDS, ~lines["description"].str.contains("[A-Za-z]", na=False)),  # a number of a line is none
        (NO_MONTH, lines["month"].isna()),
    ):
        reason = reason.mask(hit & reason.isna(), words)
    kept = lines[reason.isna()]
    charges = int(kept.loc[kept["charge"] != NOT_A_CHARGE, "amount_cents"].sum())
    sums = {charges, int(kept["amount_cents"].sum())}
    stated = lines["amount_cents"].where(reason.eq(TOTAL).fillna(False))
    wrong = stated.notna() & ~stated.isin(sums) & stated.ne(0)
    said = stated.map(
        lambda cents: f"a total of {dollars(int(cents))} over lines of {dollars(charges)}", na_action="ignore"
    )
    return reason.mask(wrong.fillna(False).astype(bool), said)


def _count(text: str) -> int | None:
    found = re.fullmatch(r"(\d[\d,]*)(\.0*)?", text.strip())
    return int(found[1].replace(",", "")) if found else None
