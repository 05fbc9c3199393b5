"""What the monthly report starts from: claims, remittances of both systems, the client's own figures."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from functools import cached_property

import pandas as pd

from cutover.columns import empty
from cutover.intake.sheets import CLIENT_FIGURES
from cutover.reading.claims.aging_reports import AgingReports, load_aging_reports
from cutover.reading.claims.claims import Claims, load_claims, with_medi
from cutover.reading.claims.monthly_figures import MONTHLY, in_years, load_monthly_figures
from cutover.reading.claims.sent import load_sent
from cutover.reading.claims.tables import SENT_CLAIMS
from cutover.reading.era.archive import Archive, load_archive
from cutover.reading.era.elsewhere import elsewhere
from cutover.reading.mapping.record import FILES
from cutover.reading.payers.enrollments import lists_with_enrollments
from cutover.reading.payers.families import Families, load_families
from cutover.reading.payers.lists import PayerLists
from cutover.reading.payers.same import NONE_PROVEN, SamePayers, same_for
from cutover.reading.postings.cash_books import load_cash_books
from cutover.reading.postings.deposits import load_deposits
from cutover.reading.postings.ledgers import NO_PAYMENT, VOID
from cutover.reading.postings.postings import load_postings
from cutover.reading.postings.tables import CASH_BOOK, DEPOSITS, POSTED_SET_ASIDE, POSTINGS
from cutover.reading.practice.book import Practice, cutover_date, intake_of
from cutover.reading.practice.whose import NOT_OWN
from cutover.workstreams import decisions, quiet_bank, unread_files, whose_rows
from cutover.workstreams.posted_again import of_feeds
from cutover.workstreams.remittance_items import remittances
from cutover.workstreams.reporting_baseline import charges
from cutover.workstreams.reporting_baseline.rules import (
    AGING,
    BaselineRules,
    Measure,
    Measures,
    load_measures,
    load_rules,
)
from cutover.workstreams.run_rules import load_rules as load_run_rules


@dataclass(frozen=True)
class Inputs:
    """One practice's claims and remittances on a day, and frames that are made once, when first asked for.

    `claims` are its claims with those of Medi's remittances, `reported` (CLIENT_FIGURES) one row per figure of the
    client's own reports; `files` (FILES) says what was read, `not_own` (NOT_OWN) what is not known to be the
    practice's. `cutover` is null where nobody has set a date; `deposits` (DEPOSITS) are what the bank's files say,
    `lists` which payers pay on paper, `aging` the client's own A/R aging reports. `postings` (POSTINGS) are what was
    posted, `no_postings` (POSTED_SET_ASIDE) the rows beside them, `sent` (SENT_CLAIMS) what Medi's lists say went out,
    `cash` (CASH_BOOK) what patients paid at the desk, `months_told` (MONTHLY) the practice's own figures by month.
    """

    practice: Practice
    as_of: dt.date
    office_ally: Archive
    medi: Archive
    claims: Claims
    families: Families
    cutover: dt.date | None = None
    deposits: pd.DataFrame = field(default_factory=lambda: empty(DEPOSITS))
    reported: pd.DataFrame = field(default_factory=lambda: empty(CLIENT_FIGURES.columns))
    files: pd.DataFrame = field(default_factory=lambda: empty(FILES))
    notes: tuple[str, ...] = ()
    not_own: pd.DataFrame = field(default_factory=lambda: empty(NOT_OWN))
    lists: PayerLists | None = None
    aging: AgingReports = field(default_factory=AgingReports)
    postings: pd.DataFrame = field(default_factory=lambda: empty(POSTINGS))
    no_postings: pd.DataFrame = field(default_factory=lambda: empty(POSTED_SET_ASIDE))
    sent: pd.DataFrame = field(default_factory=lambda: empty(SENT_CLAIMS))
    cash: pd.DataFrame = field(default_factory=lambda: empty(CASH_BOOK))
    same: SamePayers = NONE_PROVEN
    months_told: pd.DataFrame = field(default_factory=lambda: empty(MONTHLY))
    known: dict[Callable, object] = field(
        default_factory=dict, repr=False, compare=False
    )  # see `answers.once`

    @cached_property
    def rules(self) -> BaselineRules:
        """The limits that hold on that day."""
        return load_rules(self.as_of)

    @cached_property
    def measures(self) -> Measures:
        """The measures as they are defined on that day."""
        return load_measures(self.as_of)

    @property
    def today(self) -> pd.Timestamp:
        """The report's date as pandas compares it."""
        return pd.Timestamp(self.as_of)

    @property
    def has_moved(self) -> bool:
        """Whether the cutover lies on or before the report's date."""
        return self.cutover is not None and self.cutover <= self.as_of

    @cached_property
    def goes_on(self) -> bool:
        """Whether the claim history has what is billed in Medi since the cutover, too (`charges.goes_on`)."""
        return charges.goes_on(self.claims, self.sent, pd.Timestamp(self.cutover) if self.has_moved else None)

    @cached_property
    def switch(self) -> pd.Timestamp | None:
        """The first day from which the claim history ends since Medi bills, None where it goes on or none has come."""
        return pd.Timestamp(self.cutover) if self.has_moved and not self.goes_on else None

    @cached_property
    def lists_from(self) -> pd.Timestamp | None:
        """The first day of Medi's lists where these go on from the cutover on, None where no list does."""
        days = self.sent["sent_on"].fillna(self.sent["service_from"])
        days = days[(days <= self.today).fillna(False)]
        return None if self.switch is None or days.empty else days.min()

    def goes_on_telling(self, measure: Measure) -> bool:
        """Return whether a measure goes on past the cutover, from remittances, the history or Medi's lists."""
        listed = self.lists_from is not None and AGING not in measure.told_by
        return measure.after or self.goes_on or listed

    @property
    def feeds(self) -> tuple[Archive, Archive]:
        """The archives of Office Ally and of Medi."""
        return self.office_ally, self.medi

    @cached_property
    def papers(self) -> pd.DataFrame:
        """The explanations on paper of both systems, one row per check."""
        return pd.concat([feed.papers for feed in self.feeds], ignore_index=True)

    @cached_property
    def remittances(self) -> pd.DataFrame:
        """The payments of both systems (`remittance_items.remittances`)."""
        return remittances(self.office_ally, self.medi, self.as_of, self.claims.medi_sent)

    @cached_property
    def counted(self) -> pd.DataFrame:
        """The payments that count, through the report's date."""
        rows = self.remittances[self.remittances["counts"].isna()]
        return rows[~(rows["paid_on"] > self.today)].reset_index(drop=True)

    @cached_property
    def quiet_months(self) -> frozenset[pd.Timestamp]:
        """The months in which the bank shows that no payer paid (`quiet_bank.quiet_months`)."""
        return quiet_bank.quiet_months(self.deposits, self.counted, load_run_rules(self.as_of), self.today)

    @cached_property
    def posted_again(self) -> pd.DataFrame:
        """The postings of payments that are posted already (`posted_again.AGAIN`)."""
        history = self.claims.history
        return of_feeds(self.office_ally, self.medi, self.remittances, self.postings, history)

    @property
    def voided(self) -> pd.DataFrame:
        """The charges that a ledger takes back (POSTED_SET_ASIDE)."""
        return self.no_postings[self.no_postings["reason"].eq(NO_PAYMENT[VOID]).fillna(False)]

    @cached_property
    def decisions(self) -> pd.DataFrame:
        """What payers decided, one row per claim payment that counts (`decisions.decisions`)."""
        return decisions.decisions(self.office_ally, self.medi, self.remittances, self.as_of)


def load(practice: Practice, as_of: dt.date) -> Inputs:
    """Return the inputs of a practice as they lie on disk; absent folders are inputs without rows.

    Raises InputError where the intake does not open, ReferenceDataError where a rule does not hold on that day.
    """
    old, medi = load_archive(practice), load_archive(practice, folder="medi_era")
    intake = intake_of(practice)
    sent = load_sent(practice).rows
    claims = with_medi(load_claims(practice, old), medi, sent)
    claims = replace(claims, elsewhere=elsewhere(practice, [old, medi]))
    files = unread_files.together([claims.files, unread_files.of_eras(old, medi)])
    posted, cash = load_postings(practice), load_cash_books(practice)
    files = unread_files.together([files, cash.files])
    own_months = load_monthly_figures(practice)
    months = own_months.rows
    if len(own_months.yearless):
        until = pd.Timestamp(as_of)
        months = pd.concat([months, in_years(own_months.yearless, _days(claims, old, medi), until)])
    return Inputs(
        practice, as_of, old, medi, claims, load_families(as_of), cutover_date(intake), load_deposits(practice).rows,
        intake.tables[CLIENT_FIGURES.name], files, (*claims.notes, *cash.notes),
        whose_rows.once([claims.not_own, medi.not_own]),
        lists_with_enrollments(practice), load_aging_reports(practice), posted.rows, posted.set_aside, sent,
        cash.rows, same_for(practice), months.reset_index(drop=True),
    )  # fmt: skip


def _days(claims: Claims, *feeds: Archive) -> pd.Series:
    """The days of service of the claim history, and those of the payments on file."""
    paid = [feed.payments["payment_date"] for feed in feeds]
    return pd.concat([claims.history["service_from"], *paid], ignore_index=True)
