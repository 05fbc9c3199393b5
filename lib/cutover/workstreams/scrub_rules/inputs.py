"""What the search for scrub rules starts from: remittances of both systems, receipts of claims, and the intake."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property

import pandas as pd

from cutover.columns import empty
from cutover.intake.sheets import SCRUB_RULES
from cutover.reading.claims.receipts import ANSWERED, MEDI_FOLDER, OLD_FOLDER, load_receipts
from cutover.reading.claims.sent import load_sent
from cutover.reading.claims.summary_errors import SUMMARY_ANSWERS, load_summary_answers
from cutover.reading.claims.tables import SENT_CLAIMS
from cutover.reading.era.archive import Archive, load_archive
from cutover.reading.mapping.record import FILES
from cutover.reading.payers.same import NONE_PROVEN, SamePayers, same_for
from cutover.reading.practice.book import Practice, intake_of
from cutover.reading.practice.whose import NOT_OWN
from cutover.workstreams import unread_files, whose_rows
from cutover.workstreams.remittance_items import remittances
from cutover.workstreams.scrub_rules.rules import ScrubRules, load_rules


@dataclass(frozen=True)
class Inputs:
    """One practice's remittances and receipts on a day, and frames that are made once, when first asked for.

    `answers` (ANSWERED) has one row per claim of a 277CA of either system, `summaries` (SUMMARY_ANSWERS) one per claim
    line of Office Ally's file summaries, `sent` (SENT_CLAIMS) one per claim of Medi's lists, `asked` one row per rule
    of the intake's sheet; all may be empty. Of the archives' largest tables there are the needed columns alone
    (`slim`). `files` (FILES) says what was read of remittances, `not_own` (NOT_OWN) what is not known to be the
    practice's.
    """

    practice: Practice
    as_of: dt.date
    office_ally: Archive
    medi: Archive
    answers: pd.DataFrame = field(default_factory=lambda: empty(ANSWERED))
    asked: pd.DataFrame = field(default_factory=lambda: empty(SCRUB_RULES.columns))
    summaries: pd.DataFrame = field(default_factory=lambda: empty(SUMMARY_ANSWERS))
    files: pd.DataFrame = field(default_factory=lambda: empty(FILES))
    notes: tuple[str, ...] = ()
    not_own: pd.DataFrame = field(default_factory=lambda: empty(NOT_OWN))
    sent: pd.DataFrame = field(default_factory=lambda: empty(SENT_CLAIMS))
    same: SamePayers = NONE_PROVEN
    known: dict[Callable, object] = field(
        default_factory=dict, repr=False, compare=False
    )  # see `answers.once`

    @cached_property
    def rules(self) -> ScrubRules:
        """The figures that hold on that day."""
        return load_rules(self.as_of)

    @cached_property
    def remittances(self) -> pd.DataFrame:
        """The payments of both systems (`remittance_items.remittances`)."""
        return remittances(self.office_ally, self.medi, self.as_of)

    @property
    def feeds(self) -> tuple[Archive, Archive]:
        """The archives of Office Ally and of Medi."""
        return self.office_ally, self.medi


_NEEDED = {
    "services": ("content", "payment_id", "claim_id", "service_id", "procedure_code", "modifier_1", "modifier_2",
                 "modifier_3", "modifier_4", "charge_cents", "paid_cents", "service_date", "paid_units",
                 "original_units", "rendering_npi", "remark_codes", "source_file", "source_row"),
    "claims": ("content", "payment_id", "claim_id", "status", "facility_code", "statement_from", "received_date",
               "service_count", "charge_cents", "paid_cents", "patient_control_number", "payer_claim_number",
               "patient_id", "patient_first_name", "rendering_id", "remark_codes"),
    "adjustments": ("content", "claim_id", "service_id", "group_code", "reason_code", "amount_cents"),
}  # fmt: skip


def slim(archive: Archive) -> Archive:
    """Return an archive whose largest tables have the columns that rules rest on alone: half of its memory."""
    return archive.with_columns(_NEEDED)


def load(practice: Practice, as_of: dt.date) -> Inputs:
    """Return the inputs of a practice as they lie on disk; absent folders are inputs without rows.

    Raises InputError where the intake does not open, ReferenceDataError where a rule does not hold on that day.
    """
    old, medi = load_archive(practice), load_archive(practice, folder="medi_era")
    intake = intake_of(practice)
    receipts = [load_receipts(practice, folder) for folder in (OLD_FOLDER, MEDI_FOLDER)]
    summaries = load_summary_answers(practice)
    told = [one.claims for one in receipts if len(one.claims)]
    sent, asked = load_sent(practice).rows, intake.tables[SCRUB_RULES.name]
    is_asked = bool(told) or bool(asked["payer"].notna().any()) or len(summaries.claims) > 0 or len(sent) > 0
    return Inputs(
        practice, as_of, slim(old), slim(medi), pd.concat(told, ignore_index=True) if told else empty(ANSWERED),
        asked, summaries.claims, unread_files.of_eras(old, medi),
        tuple(note for one in receipts for note in one.notes),
        whose_rows.once([old.not_own, medi.not_own, *(one.not_own for one in receipts), summaries.not_own]),
        sent=sent, same=same_for(practice) if is_asked else NONE_PROVEN,
    )  # fmt: skip
