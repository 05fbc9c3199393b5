"""Claim history reports: spreadsheets of unknown layout, read through a crosswalk into one row per claim."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import pandas as pd

from cutover.columns import conform, empty
from cutover.reading.claims import (
    account_balances,
    aging_reports,
    amounts_by_sums,
    bare_amounts,
    coded,
    credits,
    monthly_figures,
    only_day,
    stand_ins,
    timed_minutes,
    without_columns,
    wrong_totals,
)
from cutover.reading.claims import states as claim_states
from cutover.reading.claims.account_balances import ACCOUNT_BALANCES
from cutover.reading.claims.aging_claims import of_no_claim
from cutover.reading.claims.continued import continued
from cutover.reading.claims.provider_names import ProviderNames, with_names
from cutover.reading.claims.service_lines import AGAIN, FURTHER, Joined, joined
from cutover.reading.claims.tables import CLAIM_HISTORY, CLAIMS_SET_ASIDE, DENIALS
from cutover.reading.claims.told_amounts import with_told
from cutover.reading.claims.ways import ways
from cutover.reading.files import report_rows
from cutover.reading.files import values as text_values
from cutover.reading.files.fixed_width import RULED
from cutover.reading.files.layout import HEADER_PART
from cutover.reading.files.sheet import ABOVE, Sheet
from cutover.reading.files.title_rows import told_until
from cutover.reading.intake import own_lists
from cutover.reading.mapping.known_values import NOTHING, Knowledge
from cutover.reading.mapping.suggest import Crosswalk
from cutover.reading.mapping.tables_of import MappedTable, tables_of, used, without_prose
from cutover.reading.mapping.targets import claim_history
from cutover.reading.mapping.vague_numbers import Asked, Remitted
from cutover.wording import several

SOURCE = "claim history"
Owner = Callable[
    [Sheet, pd.DataFrame, pd.DataFrame], pd.DataFrame
]  # a table, its rows as mapped and as typed
_DATES = ("service_from", "service_through", "submission_date", "paid_date")
_MONEY = ("charge", "paid", "adjusted", "balance")
_CREDIT = {"charge": -1, "paid": 1, "adjusted": 1, "balance": -1}  # the sign of an amount with CR behind it
_IDENTIFIERS = ("claim_number", "patient_control_number", "payer_claim_number", "payer_id", "check_number")
_NPIS = ("rendering_npi", "attending_npi", "billing_npi")
_TEXTS = (
    "patient_last_name", "patient_first_name", "payer_name", "next_payer_name", "rendering_name", "state_as_written",
    "denial_reason", "plan_kind",
)  # fmt: skip
A_TOTAL = "a total of the report, not a claim"
A_CREDIT = "a credit or unapplied money, not a claim"
_FURNITURE = (ABOVE, HEADER_PART, "separator line", report_rows.EMPTY, report_rows.HEADER, report_rows.TITLE,
              report_rows.FOOTER, report_rows.HEADING, report_rows.GROUP, RULED)  # fmt: skip
DENIED = "of a list of denials: its claims are those of other files"  # how what is noted of such a list ends
NO_CLAIM = "neither a claim number nor an account number"


@dataclass(frozen=True)
class HistoryFile:
    """One claim history report: its claims (CLAIM_HISTORY), the rows that name no claim, what a person should
    know. `whose` tells of each claim whose it is (`whose`, `why`), where that was asked.

    `rows_in` counts the data rows of all its tables: rows of `claims`, `lines`, `denials` and `set_aside`. `lines`
    are the rows of a report of service lines that are in the claim's row: further ones, and ones that stand twice.
    `no_claims` are rows that the reader took for no data, with its reason: totals, and rows of another number of
    fields. `crosswalks` are those that were used, for a person to look at; `rows_lost` counts the rows of tables
    without the columns. `denials` are the rows of lists of denials (DENIALS), which are no claims of their own.
    `aged` are those of agings by claim (CLAIM_HISTORY), which list what is open, and `aged_whose` whose they are.
    `balances` (ACCOUNT_BALANCES) are those of lists by account. `told_until` is the last day that its claims are of, by
    the rows above them that say when it was made; null where none does.
    """

    claims: pd.DataFrame
    set_aside: pd.DataFrame
    rows_in: int
    notes: tuple[str, ...]
    crosswalks: tuple[Crosswalk, ...]
    whose: pd.DataFrame | None = None
    rows_lost: int = 0
    no_claims: pd.DataFrame = field(default_factory=lambda: empty(CLAIMS_SET_ASIDE))
    lines: pd.DataFrame = field(default_factory=lambda: empty(CLAIMS_SET_ASIDE))
    denials: pd.DataFrame = field(default_factory=lambda: empty(DENIALS))
    aged: pd.DataFrame = field(default_factory=lambda: empty(CLAIM_HISTORY))
    aged_whose: pd.DataFrame | None = None
    balances: pd.DataFrame = field(default_factory=lambda: empty(ACCOUNT_BALANCES))
    told_until: pd.Timestamp | None = None


def read_claim_history(
    path_or_bytes: Path | bytes, source_file: str, knowledge: Knowledge = NOTHING, owner: Owner | None = None,
    providers: ProviderNames | None = None, remitted: Asked = Remitted,
) -> HistoryFile:  # fmt: skip
    """Return the claims of a report, one row per claim: per data row that names one, its service lines added up.

    `knowledge` tells columns besides their headers; `owner` tells whose the rows of a table are; `providers` are
    those of the practice by name; `remitted` tells the numbers of its remittances, where a header is vague. Raises
    InputError where the file cannot be read, or where no table of it has the columns that a claim needs.
    """
    data = path_or_bytes if isinstance(path_or_bytes, bytes) else Path(path_or_bytes).read_bytes()
    known = providers or ProviderNames()
    every = [
        without_columns.shaped(one, remitted, known.npis)
        for one in tables_of(data, source_file, claim_history(), knowledge)
    ]
    timed = [one for one in every if timed_minutes.subject_of_timed(one)]
    summed = [one for one in every if aging_reports.subject_of_summary(one)]
    monthly = [one for one in every if monthly_figures.subject_of_monthly(one)]
    own = [one for one in every if own_lists.subject_of_list(one)]
    balances = {id(one): found for one in every if len(found := account_balances.of_table(one))}
    sums = [one for one in every if id(one) in balances]
    apart = (*timed, *summed, *monthly, *own, *sums)
    of_claims = [one for one in every if not any(one is other for other in apart)]
    mapped, prose = without_prose(of_claims or every)
    unused = [one for one in every if one.is_left_out]
    taken = used(mapped or every, source_file)
    listed = [one for one in taken if without_columns.is_list_of_denials(one)]
    denied = [denials_of(one) for one in listed]
    open_ = [one for one in taken if one not in listed and aging_reports.is_by_claim(one)]
    others = [one for one in taken if one not in listed and not any(one is aged for aged in open_)]
    tables, agings = ([_read(one, owner, known, taken) for one in part] for part in (others, open_))
    whole, owners, credits_ = _of_tables(tables)
    aged, aged_owners, unapplied = _of_tables(agings)
    numbered, aged = is_named(aged), aged.assign(source=aging_reports.SOURCE)
    lines = pd.concat(
        [empty(CLAIMS_SET_ASIDE), *(one.lines for one in (*tables, *agings))], ignore_index=True
    )
    named = is_named(whole)
    notes = [f"{table.lacking}; not read" for table in mapped if table.lacking]
    notes += [
        *map(timed_minutes.as_timed, timed),
        *map(aging_reports.as_summary, summed),
        *map(monthly_figures.as_monthly, monthly),
        *map(account_balances.as_control, sums),
        *prose,
        *stand_ins.told(whole["claim_number"]),
    ]
    notes += [note for one in listed for note in (_list_of_denials(one), *wrong_totals.told(one, taken))]
    notes += wrong_totals.agreeing(others)
    notes += [*_row_per_line(tables), *(note for one in (*tables, *agings) for note in one.notes)]
    return HistoryFile(
        whole[named].reset_index(drop=True),
        pd.concat(
            [aside(rows, "history", NO_CLAIM) for rows in (whole[~named], aged[~numbered])], ignore_index=True
        ),
        len(whole) + len(lines) + sum(map(len, denied)) + len(aged),
        tuple(dict.fromkeys(notes)),
        tuple(one.crosswalk for one in mapped if one.is_used),
        owners[named].reset_index(drop=True) if owner and tables else None,
        sum(len(one.sheet.frame) for one in (*mapped, *unused) if one.lacking),
        pd.concat(
            [
                *(_no_claims(one.sheet, source_file) for one in mapped if one.is_used),
                *(aside(rows, "history", A_CREDIT) for rows in (credits_, unapplied)),
            ],
            ignore_index=True,
        ),
        lines,
        pd.concat([empty(DENIALS), *denied], ignore_index=True),
        aged[numbered].reset_index(drop=True),
        aged_owners[numbered].reset_index(drop=True) if owner and agings else None,
        pd.concat([empty(ACCOUNT_BALANCES), *balances.values()], ignore_index=True),
        _told_until(others),
    )


def _told_until(tables: list[MappedTable]) -> pd.Timestamp | None:
    """The last day that the tables of claims tell of, by the rows above them; None where none says."""
    days = [day for one in tables if (day := told_until(one.sheet.above)) is not None]
    return pd.Timestamp(max(days)) if days else None


def is_named(claims: pd.DataFrame) -> pd.Series:
    """Return which rows (CLAIM_HISTORY) have a number by which a claim is known."""
    return claims["claim_number"].notna() | claims["patient_control_number"].notna()


def _of_tables(tables: list[_Table]) -> tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame]:
    """The claims of tables (CLAIM_HISTORY), whose they are, and their rows that are money of no claim."""
    claims = pd.concat([empty(CLAIM_HISTORY), *(one.joined.claims for one in tables)], ignore_index=True)
    owners = pd.concat([one.owners for one in tables], ignore_index=True) if tables else pd.DataFrame()
    no_claim = is_credit(claims)
    if not no_claim.any():
        return claims, owners, claims.iloc[:0]
    return (
        claims[~no_claim].reset_index(drop=True),
        owners[~no_claim.to_numpy()].reset_index(drop=True),
        claims[no_claim],
    )


def is_credit(claims: pd.DataFrame) -> pd.Series:
    """Return which rows (CLAIM_HISTORY) are a credit or unapplied money: a word says so, and none names a claim."""
    amount = claims["charge_cents"].fillna(claims["balance_cents"])
    texts = (claims[name] for name in ("claim_number", "payer_name", "state_as_written"))
    return of_no_claim(claims["claim_number"], claims["service_from"], amount, *texts)


def denials_of(one: MappedTable) -> pd.DataFrame:
    """Return the rows of a list of denials (`without_columns`) (DENIALS), one per row.

    `state_as_written` is what the list says of whether it was worked, null where it says nothing.
    """
    rows = _typed(one.rows)[0]
    if rows["paid_date"].isna().all():
        rows = rows.assign(paid_date=without_columns.denied_on(one))
    said = {"denial_reason": without_columns.reasons(one), "state_as_written": without_columns.worked(one)}
    days = {"appeal_by": without_columns.appeal_by(one), "listed_remarks": without_columns.remarks(one)}
    return conform(rows.assign(**said, **days), DENIALS)


def _list_of_denials(one: MappedTable) -> str:
    return f"{one.sheet.place}{several(len(one.sheet.frame), 'row')} {DENIED}"


def claims_of(one: MappedTable) -> tuple[pd.DataFrame, pd.DataFrame, tuple[str, ...]]:
    """Return the claims of one table that name one or not (CLAIM_HISTORY), its further lines, and notes about it."""
    read = _read(one, None, ProviderNames())
    return read.joined.claims, read.lines, read.notes


@dataclass(frozen=True)
class _Table:
    """One table as read: its claims, whose they are, its lines that are no claims of their own, and notes."""

    joined: Joined
    owners: pd.DataFrame
    lines: pd.DataFrame
    notes: tuple[str, ...]


def _read(
    one: MappedTable, owner: Owner | None, providers: ProviderNames, beside: Sequence[MappedTable] = ()
) -> _Table:
    rows = one.sheet.set_aside
    found, below = continued(one.rows, rows.loc[rows["reason"] == report_rows.TOTAL, "source_row"])
    table, said = _typed(found)
    columns = one.crosswalk.used
    table = table.assign(procedures=coded.procedures(found, columns, list(one.sheet.frame.columns)))
    if without_columns.has_no_states(one):
        owes, column = without_columns.patient_owes(one), without_columns.owes_column(one)
        columns = columns | ({"balance": column} if column else {})
        table = table.assign(balance_cents=without_columns.balances(table, owes))
        table = _with_states(table, owes, said_reason="denial_reason" in columns)
    elif without_columns.tells_nothing(one):
        untold = table["state"].eq(claim_states.UNKNOWN)
        table = table.assign(state=table["state"].mask(untold, claim_states.NOT_TOLD))
        said += [_untold(int(untold.sum()))] if untold.any() else []
    else:
        table = with_told(table, columns)
    table = with_names(table, one.sheet, found, providers)
    owners = owner(one.sheet, found, table) if owner else pd.DataFrame(index=table.index)
    whole = joined(table, found, columns, below)
    lines = [aside(whole.further, "history", FURTHER), aside(whole.again, "history", AGAIN)]
    if below.any():
        said += [
            f"{several(int(below.sum()), 'row')} without a claim number below a claim's row are taken for its lines"
        ]
    doubts = filter(None, one.doubts.removesuffix(".").split("; "))
    notes = (
        *said,
        *whole.notes,
        *one.remarks,
        *only_day.told(one),
        *bare_amounts.told(one),
        *amounts_by_sums.told(one),
        *wrong_totals.told(one, beside),
        *doubts,
    )
    return _Table(whole, owners.loc[whole.claims.index], pd.concat(lines, ignore_index=True), notes)


def _untold(number: int) -> str:
    verb = "is" if number == 1 else "are"
    return f"no column tells what became of its claims: whether {several(number, 'claim')} {verb} open is unknown"


def _with_states(table: pd.DataFrame, owes: pd.Series, *, said_reason: bool) -> pd.DataFrame:
    """The claims of a list without a column of states: by their amounts where no note says one, a denial's code."""
    table = table.assign(state=without_columns.by_amounts(table, owes))
    if said_reason:
        return table
    codes = without_columns.code_of(table["state_as_written"])
    return table.assign(denial_reason=table["denial_reason"].fillna(codes.where(table["state"].eq("denied"))))


def _row_per_line(tables: list[_Table]) -> list[str]:
    """What a person is told of a file with one row per service line: how many rows are how many claims."""
    lined = [one.joined for one in tables if len(one.joined.further)]
    claims, further = (sum(len(part) for part in parts) for parts in
                       ([one.claims for one in lined], [one.further for one in lined]))  # fmt: skip
    return (
        [f"one row per service line: {claims + further:,} rows are {several(claims, 'claim')}"]
        if lined
        else []
    )


def _no_claims(sheet: Sheet, source_file: str) -> pd.DataFrame:
    """The rows of a table that the reader took for no data, but for what every report has between its rows."""
    rows = sheet.set_aside[~sheet.set_aside["reason"].isin(_FURNITURE)]
    reason = rows["reason"].where(rows["reason"] != report_rows.TOTAL, A_TOTAL)
    said = rows.assign(
        charge_cents=None, source=SOURCE, source_file=source_file, source_sheet=sheet.name or None
    )
    return aside(said, "history", reason)


def aside(rows: pd.DataFrame, table: str, reason: str | pd.Series) -> pd.DataFrame:
    """Return rows of a source as rows of CLAIMS_SET_ASIDE, with the table that they are not in and why."""
    said = rows.assign(table=table, reason=reason)
    return conform(said[[c.name for c in CLAIMS_SET_ASIDE]].reset_index(drop=True), CLAIMS_SET_ASIDE)


def _typed(found: pd.DataFrame) -> tuple[pd.DataFrame, list[str]]:
    """The mapped text as columns of CLAIM_HISTORY, and how many values could not be read."""
    columns: dict[str, object] = {name: text_values.dates(found[name]) for name in _DATES}
    columns |= {f"{name}_cents": text_values.cents(found[name], credit=_CREDIT[name]) for name in _MONEY}
    columns |= {name: text_values.identifiers(found[name]) for name in _IDENTIFIERS}
    columns |= {name: text_values.npis(found[name]) for name in _NPIS}
    columns |= {name: found[name] for name in _TEXTS}
    columns["tax_id"] = text_values.tax_ids(found["tax_id"])
    columns["form"] = _forms(found["form"])
    columns["state"] = claim_states.states(found["state_as_written"])
    columns["sent_through"] = ways(found["sent_through"])
    columns |= {name: found[name] for name in ("source_file", "source_sheet", "source_row")}
    columns["source"], columns["forwarded_on"] = SOURCE, pd.NaT  # known from remittances alone
    columns["procedures"] = None  # of a whole table (`coded`)
    table = conform(pd.DataFrame(_with_names(columns, found), index=found.index), CLAIM_HISTORY)
    table = table.assign(state=claim_states.by_marks(table))
    lost = {name: text_values.not_read(found[name], table[name]) for name in (*_DATES, *_NPIS, "tax_id")}
    lost |= {name: text_values.not_read(found[name], table[f"{name}_cents"]) for name in _MONEY}
    table, said = credits.turned(table)
    return table, said + [
        f"{several(count, 'value')} of {name} cannot be read" for name, count in lost.items() if count
    ]


def _with_names(columns: dict[str, object], found: pd.DataFrame) -> dict[str, object]:
    """Last and first name from a full name where they have no columns of their own."""
    names = found["patient_name"].astype("str")
    last, first = (names.str.extract(part)[0].astype("str").str.strip() for part in (r"^([^,]*)", r",(.*)$"))
    return columns | {
        "patient_last_name": found["patient_last_name"].where(found["patient_last_name"].notna(), last),
        "patient_first_name": found["patient_first_name"].where(found["patient_first_name"].notna(), first),
    }


def _forms(texts: pd.Series) -> pd.Series:
    """The form of a claim from what reports write: CMS-1500, HCFA, UB-04, 837I ...; null where they do not
    say.
    """
    low = texts.astype("str").str.lower()
    form = pd.Series(None, texts.index, dtype="str")
    form = form.mask(low.str.contains(r"prof|1500|hcfa|837p", na=False), "professional")
    form = form.mask(low.str.contains(r"inst|\bub\b|ub-?0?4|837i", na=False), "institutional")
    return form.mask(low.str.contains(r"dental|\bada\b|837d", na=False), "dental")
