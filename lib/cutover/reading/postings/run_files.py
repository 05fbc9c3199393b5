"""Everything on disk that a parallel run of a practice is told by."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

import pandas as pd

from cutover.columns import conform
from cutover.reading.claims.claims import load_claims
from cutover.reading.claims.era_submissions import SOURCE as OF_ERA
from cutover.reading.claims.file_summary import SOURCE as SUMMARY
from cutover.reading.claims.own_ledgers import untold
from cutover.reading.claims.receipts import MEDI_FOLDER, load_receipts
from cutover.reading.claims.sent import load_sent
from cutover.reading.claims.ways import through_office_ally
from cutover.reading.era.archive import Archive, load_archive
from cutover.reading.era.not_read import MEDI_ERA, not_read
from cutover.reading.mapping.record import FILES
from cutover.reading.postings.deposits import load_deposits
from cutover.reading.postings.meetings import last_meeting
from cutover.reading.postings.postings import load_postings
from cutover.reading.practice.book import Practice, cutover_date, intake_of


@dataclass(frozen=True)
class RunFiles:
    """The inputs of a parallel run; `files` (POSTED_FILES) says what was read of postings and deposits, `aside`
    (POSTED_SET_ASIDE) which of their rows are not used, `not_own` (NOT_OWN) what of all inputs is not known to be the
    practice's, `claim_files` (FILES) says what was read of the claim history and of the remittances of both systems.
    `sent` (SENT_CLAIMS) are the claims that lists say were sent through Medi, `receipts` (ANSWERED) what 277CAs say of
    single claims there, `submitted` (SUBMITTED_CLAIMS) what Office Ally's files say was sent, `untold` (the same) what
    the practice's own ledger alone tells of since the cutover; `listed` (SENT_CLAIMS) are the rows of its lists of what
    was sent."""

    office_ally: Archive
    medi: Archive
    postings: pd.DataFrame
    deposits: pd.DataFrame
    history: pd.DataFrame
    cutover: dt.date | None
    usage: str | None
    weeks: int | None
    meeting: pd.DataFrame
    files: pd.DataFrame
    aside: pd.DataFrame
    not_own: pd.DataFrame
    claim_files: pd.DataFrame
    sent: pd.DataFrame
    receipts: pd.DataFrame
    submitted: pd.DataFrame
    untold: pd.DataFrame
    listed: pd.DataFrame
    denials: pd.DataFrame


def load_run(practice: Practice, as_of: dt.date) -> RunFiles:
    """Return the inputs of a practice's run as they lie on disk; absent folders are inputs without rows.

    The cutover date and the usage pattern are those of the intake, null where it does not say. Raises InputError where
    the last meeting's list cannot be read.
    """
    old, new = load_archive(practice), load_archive(practice, folder="medi_era")
    posted, bank = load_postings(practice), load_deposits(practice)
    sent, receipts = load_sent(practice), load_receipts(practice, MEDI_FOLDER)
    claims = load_claims(practice, old)
    intake = intake_of(practice)
    cutover, gone = cutover_date(intake), old_side(claims.submitted)
    unknown = untold(practice, gone, cutover)
    usage, weeks = (intake.tables["practice"][name].dropna() for name in ("usage", "parallel_weeks"))
    return RunFiles(
        old,
        new,
        posted.rows,
        bank.rows,
        claims.history,
        cutover,
        usage.iloc[0] if len(usage) else None,
        int(weeks.iloc[0]) if len(weeks) else None,
        last_meeting(practice, as_of)[1],
        pd.concat([posted.files, bank.files, sent.files], ignore_index=True),
        pd.concat([posted.set_aside, bank.set_aside, sent.set_aside], ignore_index=True),
        pd.concat([part.not_own for part in (posted, bank, claims, new, sent, receipts)], ignore_index=True),
        _claim_files(claims.files, new, with_summaries=len(sent.rows) > 0),
        sent.rows,
        receipts.claims,
        gone[~unknown].reset_index(drop=True),
        gone[unknown].reset_index(drop=True),
        claims.listed,
        claims.denials,
    )


def old_side(submitted: pd.DataFrame) -> pd.DataFrame:
    """Return the submissions that went out through Office Ally as files say, not as remittances alone tell."""
    said = submitted["source"].ne(OF_ERA) & through_office_ally(submitted)
    return submitted[said].reset_index(drop=True)


def _claim_files(told: pd.DataFrame, medi: Archive, *, with_summaries: bool) -> pd.DataFrame:
    """The files that tell of claims; file summaries are used beside a list of what went out through Medi alone."""
    used = told if with_summaries else told[told["source"] != SUMMARY]
    parts = [part.astype(object) for part in (used, not_read(medi, MEDI_ERA))]
    return conform(pd.concat(parts, ignore_index=True), FILES)
