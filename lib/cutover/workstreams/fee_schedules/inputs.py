"""What the fee schedules start from: remittances of both systems, contract files, deadlines and the intake."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from functools import cached_property

import pandas as pd

from cutover.columns import empty
from cutover.intake.sheets import FEE_SCHEDULES, PROVIDERS
from cutover.reading.claims.claims import load_claims
from cutover.reading.claims.tables import SENT_CLAIMS
from cutover.reading.era.archive import Archive, load_archive
from cutover.reading.intake.returned import Returned, load_returned
from cutover.reading.mapping.record import FILES
from cutover.reading.payers.contract_rates import SOURCE, load_contract_rates, payers_of
from cutover.reading.payers.credentials import of_provider
from cutover.reading.payers.deadlines import Deadlines, load_deadlines
from cutover.reading.payers.families import load_families
from cutover.reading.payers.nonassigned import load_nonassigned
from cutover.reading.payers.same import NONE_PROVEN, SamePayers, same_for
from cutover.reading.payers.tables import CONTRACT_RATES, CONTRACT_RATES_ASIDE, NONASSIGNED
from cutover.reading.practice.book import Practice, intake_of, practice_state
from cutover.reading.practice.whose import NOT_OWN
from cutover.workstreams import unread_files, whose_rows
from cutover.workstreams.allowed_lines.lines import NEEDED
from cutover.workstreams.fee_schedules.rules import FeeRules, load_rules
from cutover.workstreams.fee_schedules.sent_procedures import listed
from cutover.workstreams.remittance_items import remittances


@dataclass(frozen=True)
class Inputs:
    """One practice's remittances and contracts on a day, and frames that are made once, when first asked for.

    `contracts` (CONTRACT_RATES) has one row per rate of a contract file, `asked` one row per schedule of the intake's
    sheet; both may be empty. `contracts_aside` (CONTRACT_RATES_ASIDE) has the rows of contract files that were not
    used. Of the archives' largest tables there are the needed columns alone (`slim`). `files` (FILES) says what was
    read of contract files and remittances, `not_own` (NOT_OWN) what is not known to be the practice's. `returned` are
    the workbooks in which people wrote down what becomes of lines paid short. `credentials` are those of clinicians by
    their NPI, where a contract has rates by credential. `same` are the names that are proven to be one payer's.
    `nonassigned` (NONASSIGNED) are visits without Medicare assignment, read where a file has limiting charges. `sent`
    (SENT_CLAIMS, and their `system`) are the claims of lists of what was sent.
    """

    practice: Practice
    as_of: dt.date
    office_ally: Archive
    medi: Archive
    deadlines: Deadlines
    contracts: pd.DataFrame = field(default_factory=lambda: empty(CONTRACT_RATES))
    asked: pd.DataFrame = field(default_factory=lambda: empty(FEE_SCHEDULES.columns))
    files: pd.DataFrame = field(default_factory=lambda: empty(FILES))
    contracts_aside: pd.DataFrame = field(default_factory=lambda: empty(CONTRACT_RATES_ASIDE))
    notes: tuple[str, ...] = ()
    not_own: pd.DataFrame = field(default_factory=lambda: empty(NOT_OWN))
    returned: Returned = field(default_factory=Returned)
    credentials: dict[str, frozenset[str]] = field(default_factory=dict)
    same: SamePayers = NONE_PROVEN
    nonassigned: pd.DataFrame = field(default_factory=lambda: empty(NONASSIGNED))
    sent: pd.DataFrame = field(default_factory=lambda: empty(SENT_CLAIMS).assign(system=None))
    known: dict[Callable, object] = field(
        default_factory=dict, repr=False, compare=False
    )  # see `answers.once`

    @cached_property
    def rules(self) -> FeeRules:
        """The figures that hold on that day."""
        return load_rules(self.as_of)

    @property
    def today(self) -> pd.Timestamp:
        """The report's date as pandas compares it."""
        return pd.Timestamp(self.as_of)

    @cached_property
    def remittances(self) -> pd.DataFrame:
        """The payments of both systems (`remittance_items.remittances`)."""
        return remittances(self.office_ally, self.medi, self.as_of)

    @property
    def contract_files(self) -> int:
        """How many contract files there are, those without a rate that could be used among them."""
        return int(self.files["source"].eq(SOURCE).sum())

    @property
    def feeds(self) -> tuple[Archive, Archive]:
        """The archives of Office Ally and of Medi."""
        return self.office_ally, self.medi


def in_force(rates: pd.DataFrame, on: pd.Series | pd.Timestamp) -> pd.Series:
    """Return which rates (`effective_from`, `effective_through`, null: open) are in force on a day, or on that of each.

    None is on a day that is not known, but one that is open on both sides.
    """
    begun = rates["effective_from"].isna() | (rates["effective_from"] <= on)
    lasts = rates["effective_through"].isna() | (rates["effective_through"] >= on)
    return (begun & lasts).fillna(False).astype(bool)


def slim(archive: Archive) -> Archive:
    """Return an archive whose largest tables have the columns that rates rest on alone: half of its memory."""
    return archive.with_columns(NEEDED)


def load(practice: Practice, as_of: dt.date) -> Inputs:
    """Return the inputs of a practice as they lie on disk; absent folders are inputs without rows.

    Raises InputError where the intake does not open, ReferenceDataError where a rule does not hold on that day.
    """
    old, medi = load_archive(practice), load_archive(practice, folder="medi_era")
    intake = intake_of(practice)
    asked = intake.tables[FEE_SCHEDULES.name]
    rates = load_contract_rates(practice, asked, payers_of(old, medi))
    deadlines = load_deadlines(practice.raw.parent, load_families(as_of), as_of, practice_state(intake))
    same = same_for(practice) if len(rates.rows) or len(asked) else NONE_PROVEN
    deadlines = replace(deadlines, same=same)
    files = unread_files.together([rates.files, unread_files.of_eras(old, medi)])
    returned = load_returned(practice)
    limited = bool(rates.rows["limiting_cents"].notna().any())
    return Inputs(
        practice, as_of, slim(old), slim(medi), deadlines, rates.rows, asked, files, rates.set_aside,
        (*rates.notes, *deadlines.notes), whose_rows.once([old.not_own, medi.not_own, returned.not_own]),
        returned, _credentials(practice, intake.tables[PROVIDERS.name], old, medi, rates.rows), same,
        load_nonassigned(practice) if limited else empty(NONASSIGNED), listed(practice, old),
    )  # fmt: skip


def _credentials(
    practice: Practice, listed: pd.DataFrame, old: Archive, medi: Archive, contracts: pd.DataFrame
) -> dict[str, frozenset[str]]:
    """The credentials of clinicians, as intake, claim history and remittances tell them; none where no rate asks."""
    if contracts["credential"].isna().all():
        return {}
    history = load_claims(practice, old).history
    named: list[tuple[object, str | None, list[str]]] = [
        (npi, name, []) for npi, name in _pairs(history, "rendering_npi", "rendering_name")
    ]
    for archive in (old, medi):
        suffixes = _pairs(archive.claims, "rendering_id", "rendering_suffix")
        named += [(npi, f"X, {text}", []) for npi, text in suffixes]
    for row in listed[["npi", "name", "taxonomy", "other_taxonomies"]].to_dict("records"):
        more = row["other_taxonomies"] if isinstance(row["other_taxonomies"], list) else []
        told = [code for code in (row["taxonomy"], *more) if isinstance(code, str)]
        named.append((row["npi"], row["name"] if isinstance(row["name"], str) else None, told))
    found: dict[str, frozenset[str]] = {}
    for npi, name, codes in named:
        if isinstance(npi, str):
            found[npi] = found.get(npi, frozenset()) | of_provider(name, codes)
    return found


def _pairs(rows: pd.DataFrame, npi: str, name: str) -> list[tuple[str, str]]:
    both = rows[[npi, name]].dropna().drop_duplicates()
    return list(both.itertuples(index=False, name=None))
