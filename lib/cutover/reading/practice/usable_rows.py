"""How many rows of a table can be used, and why the others cannot: told before any report, by the table alone.

Whose a row is, and whether another file has it too, is judged when a report is made: it is not asked here.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import partial

import pandas as pd

from cutover.reading.claims import amounts_by_sums, history, invoices, par_reports, sent, without_columns
from cutover.reading.claims.claim_files import lacks
from cutover.reading.claims.rendering_npis import with_rendering_npi
from cutover.reading.claims.service_lines import AGAIN, FURTHER
from cutover.reading.files import report_rows
from cutover.reading.files import values as text_values
from cutover.reading.intake import own_lists
from cutover.reading.mapping import value_shapes
from cutover.reading.mapping.folder import FURNITURE, NO_DAY
from cutover.reading.mapping.kinds import FileTables
from cutover.reading.mapping.suggest import Crosswalk
from cutover.reading.mapping.tables_of import MappedTable, days_in_doubt, days_turned, read_as_cents
from cutover.reading.patients.by_line import are_by_line, with_first_coverage_first
from cutover.reading.payers import contract_rates, enrollment_words, enrollments, table_titles
from cutover.reading.postings import deposits, postings
from cutover.reading.postings.tables import CHECK
from cutover.reading.practice.book import practice_at
from cutover.reading.practice.file_names import stem
from cutover.wording import several

Typed = Callable[[pd.DataFrame, str], tuple[pd.DataFrame, pd.Series]]
_TYPED: dict[str, Typed] = {
    "medi-submissions": sent.typed,
    "postings": postings.typed,
    "bank": deposits.typed,
    "invoices": invoices.typed,
    "reports": par_reports.typed,
    "fee-schedules": contract_rates.typed,
    "enrollments": partial(enrollments.typed, None),
}
_BY_CHECK = "a whole check, of no claim: each claim of it counts as posted with it"
_BY_DAY = "no system is named: the intake tells it, else it is Office Ally before the cutover and not known after it"
_BY_NAME = "nothing in the file names its payer: 12 uses them where the intake does, and else sets them aside"
_DAY = {"medi-submissions": "sent_on", "postings": "posted_date", "bank": "deposit_date"}
# what a report leaves out by right: nothing is lost, and nobody has to do anything
_BY_RIGHT = frozenset(
    {
        history.A_TOTAL,
        history.DENIED,
        report_rows.TOTAL,
        invoices.TOTAL,
        enrollments.OLD,
        invoices.OF_MEDI,
        sent.TEST,
        sent.HELD,
        sent.TOTAL,
        deposits.DRAWN,
        deposits.PENDING,
        deposits.TAKEN_BACK,
        AGAIN,
        FURTHER,
    }
)


@dataclass(frozen=True)
class Usable:
    """What becomes of the rows of one table: rows = `used` + those set aside, which `aside` counts by their reason.

    `lacks` counts by what they lack the rows that are used without it, `blank` the rows with nothing in a field that is
    needed, which a report names singly. `without` are fields that no column of a used table gives. `doubts` are
    sentences, `unread` counts the values of a field's label that are there and cannot be read. `unused` are columns
    that hold something and go nowhere, `asked` amounts that are used where remittances bear them out, `turned`
    sentences on days that are read day first. Where one row of a file
    holds several of them, such as a payer's enrollments, `of_file` has each of its rows, and whether one is used.
    """

    rows: int
    used: int
    aside: dict[str, int] = field(default_factory=dict)
    lacks: dict[str, int] = field(default_factory=dict)
    doubts: tuple[str, ...] = ()
    unread: dict[str, int] = field(default_factory=dict)
    blank: dict[str, int] = field(default_factory=dict)
    unused: tuple[str, ...] = ()
    without: tuple[str, ...] = ()
    turned: tuple[str, ...] = ()
    of_file: dict[object, bool] = field(default_factory=dict)
    asked: tuple[str, ...] = ()

    @property
    def is_odd(self) -> bool:
        """Whether a row is left out that a report would use, or a value is there and cannot be read."""
        lost = set(self.aside) - _BY_RIGHT - enrollment_words.apart_reasons()
        return bool(lost or self.lacks or self.doubts or self.unread)

    @property
    def is_useless(self) -> bool:
        """Whether it has rows, and not one of them can be used or was read for what it says of others' claims."""
        elsewhere = {history.DENIED, invoices.OF_MEDI} & set(self.aside)
        return bool(self.rows) and not self.used and not elsewhere

    @property
    def words(self) -> str:
        """In words: rows in, used and set aside, and each reason with its number."""
        left = self.rows - self.used
        head = f"{several(self.rows, 'row')} in, {self.used:,} used"
        if 0 < len(self.of_file) < self.rows:
            lost = len(self.of_file) - sum(self.of_file.values())
            head = f"{several(len(self.of_file), 'row')} in, {len(self.of_file) - lost:,} used, {lost:,} set aside"
            head += f"; they hold {several(self.rows, 'enrollment')}, {self.used:,} used"
        parts = [f"{number:,} set aside: {why.rstrip('.')}" for why, number in self.aside.items()]
        head, parts = (head, parts) if left else (f"{head}, 0 set aside", parts)
        parts += [f"{number:,} of those used: {why}" for why, number in self.lacks.items()]
        parts += [f"{number:,} of those used: nothing in {label}" for label, number in self.blank.items()]
        parts += [
            f"{label}: {several(number, 'value')} cannot be read" for label, number in self.unread.items()
        ]
        parts += [f"no column for {', '.join(self.without)}: not known"] if self.without else []
        parts += [f"columns that are not used: {', '.join(self.unused)}"] if self.unused else []
        parts += (
            [f"used where remittances have the same amounts: {', '.join(self.asked)}"] if self.asked else []
        )
        return "; ".join([head, *parts, *self.turned, *self.doubts])


def of_table(file: FileTables, table: MappedTable) -> Usable:
    """Return what becomes of the rows of one table of a file."""
    torn = table.sheet.set_aside
    aside = Counter(_counted(torn.loc[~torn["reason"].isin(FURNITURE), "reason"]))
    rows = len(table.sheet.frame) + aside.total()
    lacking = file.lacking(table)
    if lacking or not table.crosswalk.used:
        return Usable(
            rows, 0, dict(aside + Counter({lacking or "no column is used": len(table.sheet.frame)}))
        )
    is_claims, read = file.kind.name == "claims", _TYPED.get(file.kind.name)
    more, lack, kept = _claims(table) if is_claims else _typed(file, table, read) if read else ({}, {}, None)
    aside += Counter(more)
    doubts = tuple(said.removesuffix(".") for said in days_in_doubt(table.sheet, table.crosswalk))
    blank = {} if is_claims or read else _blank(table)
    left = _unused(file, table)
    perhaps = amounts_by_sums.left_to_remittances(table) if is_claims and left else ()
    asked = tuple(name for name in left if name in perhaps)
    return Usable(
        rows, rows - aside.total(), dict(aside), lack, doubts, _unread(table), blank,
        tuple(name for name in left if name not in asked),
        tuple(file.without(table)), (*days_turned(table.sheet, table.crosswalk), *read_as_cents(table.sheet)),
        _of_file(table, kept) if kept is not None and file.kind.name == "enrollments" else {},
        asked,
    )  # fmt: skip


def _of_file(table: MappedTable, kept: pd.DataFrame) -> dict[object, bool]:
    """The rows of the file that a table of enrollments is made of, and whether an enrollment of each is used."""
    torn = table.sheet.set_aside
    lost = torn.loc[~torn["reason"].isin(FURNITURE), "source_row"]
    used = set(kept["source_row"])
    return {(table.sheet.name, row): row in used for row in [*table.rows["source_row"], *lost]}


def together(parts: Sequence[Usable]) -> Usable:
    """Return what becomes of the rows of several tables of one file."""

    def added(name: str) -> dict[str, int]:
        return dict(sum((Counter(getattr(one, name)) for one in parts), Counter()))

    doubts = tuple(dict.fromkeys(said for one in parts for said in one.doubts))
    unused = tuple(dict.fromkeys(name for one in parts for name in one.unused))
    rows, used = sum(one.rows for one in parts), sum(one.used for one in parts)
    of_file: dict[object, bool] = {}
    for place, is_used in (pair for one in parts for pair in one.of_file.items()):
        of_file[place] = of_file.get(place, False) or is_used
    without = tuple(dict.fromkeys(name for one in parts for name in one.without))
    counts = added("aside"), added("lacks"), doubts, added("unread"), added("blank")
    turned = tuple(dict.fromkeys(said for one in parts for said in one.turned))
    asked = tuple(dict.fromkeys(name for one in parts for name in one.asked))
    return Usable(rows, used, *counts, unused, without, turned, of_file, asked)


def _claims(table: MappedTable) -> tuple[dict[str, int], dict[str, int], None]:
    if without_columns.is_list_of_denials(table):
        return {history.DENIED: len(table.sheet.frame)}, {}, None
    claims, lines, _ = history.claims_of(table)
    named = claims["claim_number"].notna() | claims["patient_control_number"].notna()
    aside = _counted(lines["reason"]) | {history.NO_CLAIM: int((~named).sum())}
    return _filled(aside), _filled(lacks(claims[named])), None


def _typed(
    file: FileTables, table: MappedTable, read: Typed
) -> tuple[dict[str, int], dict[str, int], pd.DataFrame]:
    """The rows set aside by their reason, those that lack something by what it is, and those that are used."""
    found, by_folder = _with_own_numbers(file, table)
    rows, reason = read(found, f"{file.below}/{file.source_file}")
    is_posting = read is postings.typed
    is_unnamed = rows["system"].isna() & reason.isna() if is_posting else reason.isna() & False
    is_whole = rows["kind"].eq(CHECK).fillna(False) & reason.isna() if is_posting else reason.isna() & False
    kept, day = rows[reason.isna()], _DAY.get(file.kind.name)
    lack = {NO_DAY: int(kept[day].isna().sum())} if day else {}
    if read is contract_rates.typed and not table_titles.is_named(stem(file.source_file), table.sheet.name):
        lack |= {_BY_NAME: int(kept["payer_name"].isna().sum())}
    by_folder_rows = int(reason.isna().sum()) * by_folder
    lack |= {
        _BY_CHECK: int(is_whole.sum()),
        _BY_DAY: int(is_unnamed.sum()),
        enrollments.BY_FOLDER: by_folder_rows,
    }
    return _counted(reason.dropna()), _filled(lack), kept


def _with_own_numbers(file: FileTables, table: MappedTable) -> tuple[pd.DataFrame, bool]:
    """The rows, and whether they name nobody and are their practice's by the folder that they lie in."""
    found = table.rows
    asks = file.kind.name == "enrollments" and found[["tax_id", "npi"]].isna().any(axis=None)
    practice = practice_at(file.path) if asks and file.path is not None else None
    if practice is None:
        return found, False
    return enrollments.with_own_numbers(practice, found), enrollments.is_bare(found)


def _blank(table: MappedTable) -> dict[str, int]:
    """Of a kind whose rows are all used: how many have nothing in a field that is needed."""
    walk, lost = table.crosswalk, {}
    used, target, rows = walk.used, walk.target, table.rows
    if are_by_line(used):
        rows = with_first_coverage_first(rows, target)
    for wanted in target.fields:
        if wanted.required and wanted.key in used:
            lost[wanted.label] = int(rows[wanted.key].fillna("").str.strip().eq("").sum())
    return _filled(lost)


def _unread(table: MappedTable) -> dict[str, int]:
    """The values of days that are there and name none."""
    used, rows = table.crosswalk.used, table.rows
    lost = {}
    for wanted in table.crosswalk.target.fields:
        if wanted.key in used and wanted.shape in value_shapes.DATES:
            texts = rows[wanted.key]
            texts = texts.where(texts.str.contains(r"\d", na=False))  # `n/a` says that there is none
            days = text_values.dates(texts, latest=pd.Timestamp(2099, 12, 31).date(), serials=True)
            lost[wanted.label] = text_values.not_read(texts, days)
    return _filled(lost)


def _unused(file: FileTables, table: MappedTable) -> tuple[str, ...]:
    """The columns that hold something and go nowhere: one of them may say what no other does."""
    table = _with_own_clinicians(file, table)
    walk = table.crosswalk
    columns = [*walk.unmapped["source_column"], *_unsure(walk)]
    told = (
        without_columns.worked_column(table), without_columns.denied_on_column(table),
        without_columns.appeal_by_column(table), without_columns.remarks_column(table),
    )  # fmt: skip
    left = [name for name in columns if name not in told and table.sheet.frame[name].notna().any()]
    of_list = own_lists.columns_taken(table, f"{file.below}/{file.source_file}".lstrip("/")) if left else ()
    return tuple(name for name in left if name not in of_list)


def _with_own_clinicians(file: FileTables, table: MappedTable) -> MappedTable:
    """A table of claims as its readers take it, who know the NPIs of the clinicians of the intake."""
    practice = practice_at(file.path) if file.kind.name == "claims" and file.path is not None else None
    known = frozenset(npi for _, npi in practice.provider_npis) if practice else frozenset()
    return with_rendering_npi(table, known) if known else table


def _unsure(walk: Crosswalk) -> list[str]:
    """The columns that may be a field that nobody asks for and are too unsure to be used; days have their own ways."""
    rows = walk.rows[walk.rows["state"].eq("unsure") & walk.rows["source_column"].notna()]
    left = [
        row.source_column
        for row in rows.itertuples()
        if not row.required and walk.target.field(row.key).shape != "date"
    ]
    return [name for name in dict.fromkeys(left) if name not in walk.used.values()]


def _counted(reasons: pd.Series) -> dict[str, int]:
    return {str(why): int(number) for why, number in reasons.value_counts(sort=False).items()}


def _filled(counts: dict[str, int]) -> dict[str, int]:
    return {why: number for why, number in counts.items() if number}
