"""What the handoff starts from: claims, remittances of both systems, the intake, and what came back filled."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from functools import cached_property

import pandas as pd

from cutover.columns import conform, empty
from cutover.identifiers import compared
from cutover.intake.sheets import SHEETS
from cutover.lookup import among
from cutover.reading.claims.account_balances import ACCOUNT_BALANCES
from cutover.reading.claims.aging_reports import SOURCE as AGING
from cutover.reading.claims.aging_reports import AgingReports, load_aging_reports
from cutover.reading.claims.batches import BATCH_CLAIMS, load_batches
from cutover.reading.claims.batches import SOURCE as BATCH
from cutover.reading.claims.claim_keys import own_keys
from cutover.reading.claims.claims import Claims, load_claims
from cutover.reading.claims.file_summary import SOURCE as SUMMARY
from cutover.reading.claims.receipts import ANSWERED, FILES_ANSWERED, OLD_FOLDER, load_receipts
from cutover.reading.claims.submissions import LIST
from cutover.reading.claims.summary_errors import SUMMARY_ANSWERS, load_summary_answers
from cutover.reading.claims.tables import CLAIM_FILES, CLAIM_HISTORY, DENIALS, SUBMITTED_CLAIMS
from cutover.reading.era.archive import Archive, load_archive
from cutover.reading.era.elsewhere import ELSEWHERE, elsewhere
from cutover.reading.era.not_read import MEDI_ERA, not_read
from cutover.reading.intake.returned import Returned, load_returned
from cutover.reading.patients.exports import Demographics, read_demographics
from cutover.reading.patients.tables import COVERAGES, PATIENTS
from cutover.reading.payers.deadlines import Deadlines, load_deadlines
from cutover.reading.payers.enrollments import lists_with_enrollments
from cutover.reading.payers.families import load_families
from cutover.reading.payers.lists import PayerLists
from cutover.reading.payers.same import NONE_PROVEN, SamePayers, same_for
from cutover.reading.postings.deposits import load_deposits
from cutover.reading.postings.postings import load_postings
from cutover.reading.postings.tables import DEPOSITS, POSTED_FILES, POSTINGS
from cutover.reading.practice.book import Practice, cutover_date, intake_of, practice_state
from cutover.reading.practice.visits import VISITS, load_visits
from cutover.reading.practice.whose import NOT_OWN
from cutover.workstreams import legacy_claims, run_rules, whose_rows
from cutover.workstreams.decisions import decisions, needed
from cutover.workstreams.demographics.patient_import import prepare
from cutover.workstreams.handoff_rules import HandoffRules, load_rules
from cutover.workstreams.lone_deposits import lone
from cutover.workstreams.posted_again import of_feeds, without_again
from cutover.workstreams.remittance_items import remittances
from cutover.workstreams.unposted import Unposted, unposted
from cutover.workstreams.unread_files import hidden_rows, together

_NUMBERS = ("claim_number", "patient_control_number")


def _sheets() -> dict[str, pd.DataFrame]:
    return {sheet.name: empty(sheet.columns) for sheet in SHEETS}


@dataclass(frozen=True)
class Inputs:
    """One practice's open claims on a day: what was read, and frames that are made once, when first asked for.

    `history` (CLAIM_HISTORY) also has what an A/R aging alone lists as open. It, `submitted` (SUBMITTED_CLAIMS, of
    which the file summaries are used), `answers` (ANSWERED) and the intake's tables in `intake`
    may be empty. `notes` are sentences about what was not read,
    `files` (FILES) says what was read of claims and remittances, `not_own` (NOT_OWN) what is not known to be the
    practice's. `lists` are the client's payer lists: which payers send no remittance. `deposits` (DEPOSITS) are what
    the bank's files say, `export` what the practice's patient exports hold (None: not looked at), `aging` its own
    A/R aging reports. `postings` (POSTINGS) are what was posted, `elsewhere` (ELSEWHERE) the practice's remittances
    that lie in another practice's folder. `summary_lines` (SUMMARY_ANSWERS) are the lines of file summaries as they
    stand there, `batches` (BATCH_CLAIMS) the claims of 837 files, `file_receipts` (FILES_ANSWERED) their 999s.
    `filed` (SUBMITTED_CLAIMS) are submissions of which those files alone tell, to a first payer and not taken back.
    `posting_files` (POSTED_FILES) says which files of postings were read.
    `balances` (ACCOUNT_BALANCES) are the client's own sums by account.
    `visits` (VISITS) are those of the practice's own lists that tell what became of each.
    """

    practice: Practice
    as_of: dt.date
    office_ally: Archive
    medi: Archive
    deadlines: Deadlines
    cutover: dt.date | None = None
    history: pd.DataFrame = field(default_factory=lambda: empty(CLAIM_HISTORY))
    submitted: pd.DataFrame = field(default_factory=lambda: empty(SUBMITTED_CLAIMS))
    answers: pd.DataFrame = field(default_factory=lambda: empty(ANSWERED))
    denials: pd.DataFrame = field(default_factory=lambda: empty(DENIALS))
    intake: dict[str, pd.DataFrame] = field(default_factory=_sheets)
    returned: Returned = field(default_factory=Returned)
    notes: tuple[str, ...] = ()
    files: pd.DataFrame = field(default_factory=lambda: empty(CLAIM_FILES))
    not_own: pd.DataFrame = field(default_factory=lambda: empty(NOT_OWN))
    lists: PayerLists | None = None
    deposits: pd.DataFrame = field(default_factory=lambda: empty(DEPOSITS))
    export: Demographics | None = None
    aging: AgingReports = field(default_factory=AgingReports)
    postings: pd.DataFrame = field(default_factory=lambda: empty(POSTINGS))
    elsewhere: pd.DataFrame = field(default_factory=lambda: empty(ELSEWHERE))
    summary_lines: pd.DataFrame = field(default_factory=lambda: empty(SUMMARY_ANSWERS))
    file_receipts: pd.DataFrame = field(default_factory=lambda: empty(FILES_ANSWERED))
    batches: pd.DataFrame = field(default_factory=lambda: empty(BATCH_CLAIMS))
    same: SamePayers = NONE_PROVEN
    filed: pd.DataFrame = field(default_factory=lambda: empty(SUBMITTED_CLAIMS))
    posting_files: pd.DataFrame = field(default_factory=lambda: empty(POSTED_FILES))
    visits: pd.DataFrame = field(default_factory=lambda: empty(VISITS))
    balances: pd.DataFrame = field(default_factory=lambda: empty(ACCOUNT_BALANCES))
    known: dict[Callable, object] = field(
        default_factory=dict, repr=False, compare=False
    )  # see `answers.once`

    @cached_property
    def rules(self) -> HandoffRules:
        """The limits that hold on that day."""
        return load_rules(self.as_of)

    @cached_property
    def run_rules(self) -> run_rules.RunRules:
        """The lengths of the parallel run, of which the closeout is one."""
        return run_rules.load_rules(self.as_of)

    @cached_property
    def listed(self) -> pd.DataFrame:
        """The claims of claim histories alone (CLAIM_HISTORY)."""
        return self.history[self.history["source"].ne(AGING)]

    @property
    def today(self) -> pd.Timestamp:
        """The report's date as pandas compares it."""
        return pd.Timestamp(self.as_of)

    @property
    def before(self) -> dt.date:
        """The day before which a service is worked in Office Ally: the cutover, else the day after the report."""
        return self.cutover or self.as_of + dt.timedelta(1)

    @property
    def window_from(self) -> pd.Timestamp:
        """The first day of service that is inventoried by status: so many days before cutover or report."""
        last = min(self.before, self.as_of)
        return pd.Timestamp(last - dt.timedelta(self.rules.window_days))

    @property
    def last_day(self) -> dt.date:
        """The last day of the closeout, counted from the cutover, without one from the report's date."""
        return (self.cutover or self.as_of) + dt.timedelta(self.run_rules.closeout_days)

    @cached_property
    def remittances(self) -> pd.DataFrame:
        """The payments of both systems (`remittance_items.remittances`)."""
        return remittances(self.office_ally, self.medi, self.as_of)

    @cached_property
    def decisions(self) -> pd.DataFrame:
        """What payers decided, one row per claim payment that counts (`decisions.decisions`)."""
        return decisions(self.office_ally, self.medi, self.remittances, self.as_of)

    @cached_property
    def since_cutover(self) -> Inputs:
        """The same practice with nothing but its claims with service since the cutover, and no day that parts them.

        What was read and joined once is not made again. People's notes are of the claims from before; of the client's
        own lists it has the rows that name no claim from before.
        """
        first = pd.Timestamp(self.cutover or dt.date.max)
        rows = {name: getattr(self, name) for name in ("history", "submitted", "answers", "filed")}
        late = {name: part[(part["service_from"] >= first).fillna(False)] for name, part in rows.items()}
        lists = self.returned.lists
        before = [compared(part.loc[part["service_from"] < first, name])
                  for part in rows.values() for name in _NUMBERS if name in part]  # fmt: skip
        lists = lists[~compared(lists["claim_number"]).isin(pd.concat(before).dropna())]
        listed = Returned(lists=lists.reset_index(drop=True))
        found = replace(self, cutover=None, intake=_sheets(), returned=listed, known={}, **late)
        made = self.decisions
        served = made["service_from"].fillna(made["paid_on"])
        vars(found).update(
            decisions=made[(served >= first).fillna(False)], remittances=self.remittances, told=self.told,
            posted_again=self.posted_again, lone_deposits=self.lone_deposits, patients=self.patients,
        )  # fmt: skip
        return found

    @cached_property
    def patients(self) -> tuple[pd.DataFrame, pd.DataFrame]:
        """The patients (PATIENTS) and their coverages (COVERAGES, incomplete ones too) of the practice's export."""
        if self.export is None or not self.export.is_there:
            return empty(PATIENTS), empty(COVERAGES)
        made = prepare(self.export, self.as_of, with_duplicates=False)
        lacking = made.incomplete[made.incomplete["priority"].eq("primary")]
        both = [part for part in (made.coverages, lacking) if len(part)] or [made.coverages]
        return made.patients, pd.concat(both, ignore_index=True)

    @cached_property
    def lone_deposits(self) -> pd.DataFrame:
        """The deposits of payers that no remittance of either system explains (`lone_deposits.lone`)."""
        counted = self.remittances[self.remittances["counts"].isna()]
        papers = pd.concat([self.papers, self.elsewhere], ignore_index=True)
        return lone(self.deposits, counted, self.history, self.lists, self.run_rules, self.today, papers)

    @cached_property
    def papers(self) -> pd.DataFrame:
        """The checks of explanations on paper in either system's folder (TEXT_CHECKS)."""
        return pd.concat([feed.papers for feed in (self.office_ally, self.medi)], ignore_index=True)

    @cached_property
    def told(self) -> pd.DataFrame:
        """The checks that need no 835 here: of texts, on paper, in another practice's folder (TEXT_CHECKS)."""
        texts = [feed.text_checks for feed in (self.office_ally, self.medi)]
        return pd.concat([*texts, self.papers, self.elsewhere], ignore_index=True)

    @cached_property
    def legacy(self) -> pd.DataFrame:
        """The claims of the history from before the cutover: the table that the parallel run counts too.

        Of a claim whose balance a payment posted twice takes below zero, what is left without it is the patient's.
        """
        payers = self.remittances["payer"]
        found = legacy_claims.legacy(self.history, self.before, self.decisions, payers, self.same)
        return without_again(found, self.posted_again, self.today)

    @cached_property
    def posted_again(self) -> pd.DataFrame:
        """The postings of payments that are posted already (`posted_again.AGAIN`)."""
        return of_feeds(self.office_ally, self.medi, self.remittances, self.postings, self.history)

    @cached_property
    def unposted(self) -> Unposted | None:
        """The remittances of both systems that no posting on file has, None without postings (`unposted.unposted`)."""
        feeds = (self.office_ally, self.medi)
        given = (feeds, self.remittances, self.postings, self.history, self.today, self.run_rules)
        return unposted(*given, hidden_rows(self.posting_files, "postings"))

    @cached_property
    def summaries(self) -> pd.DataFrame:
        """The submissions that a file summary tells of, from before the cutover."""
        rows = self.submitted[self.submitted["source"] == SUMMARY]
        return rows[(rows["service_from"] < pd.Timestamp(self.before)).fillna(False)]

    def said(self, question: str) -> object:
        """Return the intake's answer to a question of the sheet `practice`, None where it does not say."""
        found = self.intake["practice"][question].dropna()
        return found.iloc[0] if len(found) else None


def load(practice: Practice, as_of: dt.date) -> Inputs:
    """Return the inputs of a practice as they lie on disk; absent folders are inputs without rows.

    Raises InputError where the intake does not open, ReferenceDataError where a rule does not hold on that day.
    """
    old, medi = load_archive(practice), load_archive(practice, folder="medi_era")
    intake = intake_of(practice)
    claims = load_claims(practice, old)
    deadlines = load_deadlines(practice.raw.parent, load_families(as_of), as_of, practice_state(intake))
    same = same_for(practice)
    deadlines = replace(deadlines, same=same)
    received, returned = load_receipts(practice, OLD_FOLDER), load_returned(practice)
    batches, lines = load_batches(practice, OLD_FOLDER), load_summary_answers(practice)
    there = elsewhere(practice, [old, medi])
    old, medi, posted = needed(old), needed(medi), load_postings(practice)
    return Inputs(
        practice, as_of, old, medi, deadlines, cutover_date(intake), _with_aged(claims), claims.submitted,
        received.claims,
        claims.denials, intake.tables, returned, (*claims.notes, *deadlines.notes, *received.notes, *batches.notes),
        together([claims.files, not_read(medi, MEDI_ERA)]),
        whose_rows.once([claims.not_own, medi.not_own, received.not_own, returned.not_own, batches.not_own]),
        lists_with_enrollments(practice),
        load_deposits(practice).rows, read_demographics(practice), load_aging_reports(practice),
        posted.rows, there, lines.claims, received.files, batches.claims, same, _filed(claims), posted.files,
        load_visits(practice), claims.balances,
    )  # fmt: skip


def _filed(claims: Claims) -> pd.DataFrame:
    """The submissions of 837 files and lists of what was sent alone (SUBMITTED_CLAIMS).

    Without those to later payers and of voided claims.
    """
    rows = claims.submitted[
        claims.submitted["source"].isin([BATCH, LIST]) & claims.submitted["submission"].ne("secondary")
    ]
    return rows[among(own_keys(rows), own_keys(claims.filed))].reset_index(drop=True)


def _with_aged(claims: Claims) -> pd.DataFrame:
    """The claims of histories, and the open ones that an A/R aging alone lists (CLAIM_HISTORY)."""
    if claims.aged.empty:
        return claims.history
    return conform(pd.concat([claims.history, claims.aged], ignore_index=True), CLAIM_HISTORY)
