"""Everything on disk from which payer enrollment is judged: claims, remittances of both systems, what was filed."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field

import pandas as pd

from cutover.columns import conform, empty
from cutover.reading.claims import submissions
from cutover.reading.claims.batches import BATCH_CLAIMS, load_batches
from cutover.reading.claims.claims import load_claims
from cutover.reading.claims.either_way import with_sent
from cutover.reading.claims.era_submissions import era_claims, era_submissions
from cutover.reading.claims.receipts import MEDI_FOLDER, OLD_FOLDER, told_by_medi
from cutover.reading.claims.sent import load_sent
from cutover.reading.claims.tables import CLAIM_FILES, SENT_CLAIMS
from cutover.reading.era.archive import Archive, load_archive
from cutover.reading.era.not_read import MEDI_ERA, not_read
from cutover.reading.intake.reader import Intake
from cutover.reading.mapping.folder import Mapped
from cutover.reading.mapping.record import FILES, UNREAD
from cutover.reading.payers.enrollments import load_enrollments
from cutover.reading.payers.families import Families, load_families
from cutover.reading.payers.lists import PayerLists, lists_for
from cutover.reading.payers.requirements import Requirements, load_requirements
from cutover.reading.payers.same import NONE_PROVEN, SamePayers, same_for
from cutover.reading.practice import book
from cutover.reading.practice.book import Practice, intake_of
from cutover.reading.practice.whose import NOT_OWN


@dataclass(frozen=True)
class EnrollmentFiles:
    """The inputs of a practice's enrollment, read.

    `submitted` has the columns of SUBMITTED_CLAIMS; `enrollments.rows` those of ENROLLMENTS; `not_own` (NOT_OWN) counts
    the rows that are not known to be the practice's, `claim_files` (FILES) those of claims and ERAs. `sent`
    (SENT_CLAIMS) are the claims that lists say went out through Medi, `same` the names proven to be one payer's,
    `batches` (BATCH_CLAIMS) the claims of 837 files of either system, which name their form.
    """

    practice: Practice
    intake: Intake
    submitted: pd.DataFrame
    office_ally: Archive
    medi: Archive
    enrollments: Mapped
    requirements: Requirements
    families: Families
    lists: PayerLists
    siblings: tuple[Practice, ...]
    not_own: pd.DataFrame = field(default_factory=lambda: empty(NOT_OWN))
    claim_files: pd.DataFrame = field(default_factory=lambda: empty(CLAIM_FILES))
    sent: pd.DataFrame = field(default_factory=lambda: empty(SENT_CLAIMS))
    same: SamePayers = NONE_PROVEN
    batches: pd.DataFrame = field(default_factory=lambda: empty(BATCH_CLAIMS))


def load_enrollment_files(practice: Practice, as_of: dt.date) -> EnrollmentFiles:
    """Return the inputs of a practice as they lie on disk; absent folders are inputs without rows.

    Raises InputError where its intake cannot be opened, ReferenceDataError where reference data do not hold that day.
    """
    client = practice.raw.parent
    intake = intake_of(practice)
    old, medi = load_archive(practice), load_archive(practice, folder="medi_era")
    families = load_families(as_of)
    claims, filed = load_claims(practice, old), load_enrollments(practice, intake)
    sent = load_sent(practice)
    looked_at = (claims.files, not_read(medi, MEDI_ERA), sent.files[sent.files["state"].isin(UNREAD)])
    return EnrollmentFiles(
        practice,
        intake,
        _submitted(practice, claims.submitted, medi),
        old,
        medi,
        filed,
        load_requirements(client, families, as_of),
        families,
        lists_for(practice),
        book.siblings(practice),
        pd.concat([claims.not_own, filed.not_own, medi.not_own], ignore_index=True),
        conform(pd.concat([p.astype(object) for p in looked_at]), FILES),
        sent.rows,
        same_for(practice),
        pd.concat(
            [load_batches(practice, name).claims for name in (OLD_FOLDER, MEDI_FOLDER)], ignore_index=True
        ),
    )


def _submitted(practice: Practice, told: pd.DataFrame, medi: Archive) -> pd.DataFrame:
    """The submissions through Office Ally, and those that a remittance in Medi or a list of Medi alone proves."""
    proven, _ = era_submissions(era_claims(medi))
    held = told_by_medi(practice, submissions.joined(told, told.head(0), proven)[0])
    return with_sent(held, load_sent(practice).rows)
