"""What readiness starts from: enrollment, patients on both sides, receipts, users, and what people attest."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from functools import cached_property

import pandas as pd

from cutover.columns import empty
from cutover.errors import InputError
from cutover.reading.claims.aging_reports import AgingReports, load_aging_reports
from cutover.reading.claims.batches import BATCH_CLAIMS, load_batches
from cutover.reading.claims.claims import load_claims
from cutover.reading.claims.own_ledgers import untold
from cutover.reading.claims.receipts import (
    MEDI_FOLDER,
    OLD_FOLDER,
    Receipts,
    load_medi_receipts,
    load_receipts,
)
from cutover.reading.claims.sent import load_sent
from cutover.reading.claims.tables import CLAIM_HISTORY, SENT_CLAIMS
from cutover.reading.claims.ways import through_office_ally
from cutover.reading.intake.reader import Intake
from cutover.reading.intake.returned import Returned, load_returned
from cutover.reading.intake.users import emails_of_users
from cutover.reading.patients.exports import READ_BACK, Demographics, read_demographics
from cutover.reading.patients.practice_numbers import numbered_as
from cutover.reading.postings.postings import load_postings
from cutover.reading.postings.tables import POSTED_FILES, POSTINGS
from cutover.reading.practice.book import Practice, siblings
from cutover.reading.practice.whose import NOT_OWN
from cutover.workstreams import run_rules, unread_files, whose_rows
from cutover.workstreams.demographics.patient_import import Prepared, prepare
from cutover.workstreams.enrollment import inputs as enrollment
from cutover.workstreams.enrollment.plan import Plan, plan_of
from cutover.workstreams.readiness.rules import ReadyRules, load_rules
from cutover.workstreams.remittance_items import remittances
from cutover.workstreams.unposted import Unposted, unposted


@dataclass(frozen=True)
class Inputs:
    """One practice before, on or after the day of its cutover: what was read, and what follows from it once.

    `enrolled` are the inputs of the report on enrollment; `submitted` (SUBMITTED_CLAIMS) what went through Office Ally;
    `receipts` those of Medi, `old_receipts` those of Office Ally; `here` and `there` the patient exports of Office
    Ally and of Medi; `others` the e-mail addresses of the users of the client's other practices by their slugs;
    `not_own` (NOT_OWN) what of all inputs is not known to be the practice's; `sent` (SENT_CLAIMS) what lists say
    was sent through Medi; `postings` (POSTINGS) and `history` (CLAIM_HISTORY) tell what is posted,
    `aging` the client's own A/R agings, `posting_files` (POSTED_FILES) which files of postings were read; `batches`
    (BATCH_CLAIMS) are the claims of Medi's 837 files, those of its lists too.
    """

    enrolled: enrollment.Inputs
    submitted: pd.DataFrame
    here: Demographics
    there: Demographics
    receipts: Receipts = field(default_factory=Receipts)
    old_receipts: Receipts = field(default_factory=Receipts)
    returned: Returned = field(default_factory=Returned)
    others: dict[str, frozenset[str]] = field(default_factory=dict)
    notes: tuple[str, ...] = ()
    not_own: pd.DataFrame = field(default_factory=lambda: empty(NOT_OWN))
    sent: pd.DataFrame = field(default_factory=lambda: empty(SENT_CLAIMS))
    postings: pd.DataFrame = field(default_factory=lambda: empty(POSTINGS))
    history: pd.DataFrame = field(default_factory=lambda: empty(CLAIM_HISTORY))
    aging: AgingReports = field(default_factory=AgingReports)
    posting_files: pd.DataFrame = field(default_factory=lambda: empty(POSTED_FILES))
    batches: pd.DataFrame = field(default_factory=lambda: empty(BATCH_CLAIMS))
    known: dict[Callable, object] = field(
        default_factory=dict, repr=False, compare=False
    )  # see `answers.once`

    @property
    def practice(self) -> Practice:
        """Whose cutover it is."""
        return self.enrolled.files.practice

    @property
    def as_of(self) -> dt.date:
        """The report's date."""
        return self.enrolled.as_of

    @property
    def today(self) -> pd.Timestamp:
        """The report's date as pandas compares it."""
        return pd.Timestamp(self.as_of)

    @property
    def cutover(self) -> dt.date | None:
        """The planned day, None where nobody has set one."""
        return self.enrolled.cutover

    @property
    def has_come(self) -> bool:
        """Whether the day of the cutover is here or past."""
        return self.cutover is not None and self.cutover <= self.as_of

    @property
    def last_day(self) -> dt.date | None:
        """The last day of the closeout by the rule, None without a cutover date."""
        return run_rules.load_rules(self.as_of).closeout_ends(self.cutover)

    @property
    def intake(self) -> Intake:
        """What the intake says."""
        return self.enrolled.files.intake

    @cached_property
    def rules(self) -> ReadyRules:
        """The gates and steps that hold on that day."""
        return load_rules(self.as_of)

    @cached_property
    def plan(self) -> Plan:
        """Where enrollment stands and from when on it is safe (the report on enrollment)."""
        return plan_of(self.enrolled)

    @cached_property
    def imported(self) -> Prepared:
        """The patients as they were to be imported."""
        return prepare(self.here, self.as_of, with_duplicates=False)

    @cached_property
    def arrived(self) -> Prepared:
        """The patients as Medi exports them, read and normalized alike."""
        return prepare(self.there, self.as_of, with_duplicates=False)

    @cached_property
    def files(self) -> pd.DataFrame:
        """What was looked at of claims, remittances, enrollments, payers and patients of both systems (FILES)."""
        patients = (unread_files.of_patients(export) for export in (self.here, self.there))
        return unread_files.together([self.enrolled.read, *patients])

    @cached_property
    def unposted(self) -> Unposted | None:
        """The remittances of both systems that no posting on file has, None without postings (`unposted.unposted`)."""
        if self.postings.empty:
            return None
        feeds = (self.enrolled.files.office_ally, self.enrolled.files.medi)
        paid = remittances(*feeds, self.as_of)
        return unposted(
            feeds,
            paid,
            self.postings,
            self.history,
            self.today,
            run_rules.load_rules(self.as_of),
            unread_files.hidden_rows(self.posting_files, "postings"),
        )

    @property
    def users(self) -> pd.DataFrame:
        """The users of the intake, one row each."""
        return self.intake.tables["users"]


def load(practice: Practice, as_of: dt.date) -> Inputs:
    """Return the inputs of a practice as they lie on disk; absent folders are inputs without rows.

    Raises InputError where the intake does not open, ReferenceDataError where a rule does not hold on that day.
    """
    enrolled = enrollment.load(practice, as_of)
    claims = load_claims(practice, enrolled.files.office_ally)
    old, sent = load_receipts(practice, OLD_FOLDER), load_sent(practice).rows
    medi = with_payers(load_medi_receipts(practice), sent)
    batches = load_batches(practice, MEDI_FOLDER).claims
    medi = with_batches(medi, batches)
    here = read_demographics(practice)
    there = numbered_as(read_demographics(practice, folder=READ_BACK), here)
    returned, (others, notes) = load_returned(practice), _others(practice)
    read = (enrolled.files, claims, here, there, medi, old, returned)
    gone = claims.submitted[through_office_ally(claims.submitted)]
    gone = gone[~untold(practice, gone, practice.cutover)]
    posted = load_postings(practice)
    return Inputs(
        enrolled, gone, here, there, medi, old, returned, others, (*medi.notes, *old.notes, *notes),
        whose_rows.once([part.not_own for part in read]), sent, posted.rows, claims.history,
        load_aging_reports(practice), posted.files, batches,
    )  # fmt: skip


def with_payers(receipts: Receipts, sent: pd.DataFrame) -> Receipts:
    """Return receipts with the payer of the list of sent claims where they name none, if one alone has the number."""
    named = sent[["patient_control_number", "payer_name"]].dropna().drop_duplicates()
    alone = named[~named["patient_control_number"].duplicated(keep=False)]
    payer = alone.set_index("patient_control_number")["payer_name"]
    claims = receipts.claims
    filled = claims["payer_name"].fillna(claims["patient_control_number"].map(payer).astype("str"))
    return replace(receipts, claims=claims.assign(payer_name=filled))


def with_batches(receipts: Receipts, batches: pd.DataFrame) -> Receipts:
    """Return receipts with payer, day of service and charge of the 837 (BATCH_CLAIMS) where they tell none of them.

    A claim of a receipt is the one that the files have under its number; of a number with two different claims, none.
    """
    told = ["payer_name", "service_from", "charge_cents"]
    rows = batches[["patient_control_number", *told]].dropna(subset=["patient_control_number"])
    rows = rows.drop_duplicates()
    rows = rows[~rows["patient_control_number"].duplicated(keep=False)].set_index("patient_control_number")
    if rows.empty or receipts.claims.empty:
        return receipts
    claims = receipts.claims
    there = rows.reindex(claims["patient_control_number"]).set_axis(claims.index)
    filled = {name: claims[name].fillna(there[name].astype(claims[name].dtype)) for name in told}
    return replace(receipts, claims=claims.assign(**filled))


def _others(practice: Practice) -> tuple[dict[str, frozenset[str]], tuple[str, ...]]:
    """The users of the client's other practices; an intake that does not open is said."""
    found, notes = {}, []
    for other in siblings(practice):
        try:
            found[other.slug] = emails_of_users(other)
        except InputError as error:
            notes.append(str(error))
    return found, tuple(notes)
