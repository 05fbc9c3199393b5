"""What the audit of the archive starts from: its remittances, and what a claim history says of them."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field, replace
from functools import cached_property

import pandas as pd

from cutover.columns import empty
from cutover.identifiers import compared
from cutover.reading.claims.claims import few_of_claims, load_claims, with_medi
from cutover.reading.claims.sent import load_sent
from cutover.reading.era.archive import Archive, load_archive
from cutover.reading.era.elsewhere import ELSEWHERE, elsewhere
from cutover.reading.era.row_ids import as_texts
from cutover.reading.kept import store
from cutover.reading.payers.enrollments import lists_with_enrollments
from cutover.reading.payers.same import NONE_PROVEN, SamePayers, same_for
from cutover.reading.postings.deposits import load_deposits
from cutover.reading.postings.postings import load_postings
from cutover.reading.postings.tables import DEPOSITS, POSTINGS
from cutover.reading.practice.book import Practice
from cutover.workstreams import claim_reconciliation
from cutover.workstreams.answers import Answer
from cutover.workstreams.claim_reconciliation import PAID_NO_ERA, PAID_OTHERWISE
from cutover.workstreams.lone_deposits import lone
from cutover.workstreams.remittance_items import remittances
from cutover.workstreams.remittances import Remittances
from cutover.workstreams.run_rules import load_rules

_BALANCE = ["difference_cents", "is_balanced"]
_CLAIM = ["content", "claim_id", "payment_id", "patient_control_number", "payer_claim_number",
          "original_reference_number", "status", "charge_cents", "paid_cents", "interest_cents", "statement_from",
          "statement_through", "claim_adjustment_cents", "service_adjustment_cents", *_BALANCE, "source_file",
          "source_row"]  # fmt: skip
_LARGE = 100_000  # claims of an archive from which on they are not held with all their columns
_LINE = ["content", "payment_id", "service_id", "procedure_code", "charge_cents", "adjustment_cents", "paid_cents",
         *_BALANCE, "source_file", "source_row"]  # fmt: skip


@dataclass(frozen=True)
class Inputs(Remittances):
    """A practice's archive of remittances on a day.

    `payments` has one row per payment, set aside or not; `counted` those that count; `claims`, `services` and
    `provider_adjustments` hang on the counted ones, each with its payer, day and month. `further` are answers that
    other sources give to the same question, such as a claim history that calls claims paid; `medi` is the archive of
    what came to Medi, None where it is not known; `lone_deposits` are the bank's deposits of payers that no remittance
    of either system explains (DEPOSITS with `payer`), `deposits` all that the bank's files say (DEPOSITS); `elsewhere`
    (ELSEWHERE) are the practice's remittances that lie in another practice's folder; `same` are the names that its
    files prove to be one payer's, `postings` (POSTINGS) what was posted: both are asked where the history calls a claim
    paid and the archive is not too large for it.
    """

    further: tuple[Answer, ...] = ()
    lone_deposits: pd.DataFrame = field(default_factory=lambda: empty(DEPOSITS).assign(payer=""))
    elsewhere: pd.DataFrame = field(default_factory=lambda: empty(ELSEWHERE))
    same: SamePayers = NONE_PROVEN
    deposits: pd.DataFrame = field(default_factory=lambda: empty(DEPOSITS))
    postings: pd.DataFrame = field(default_factory=lambda: empty(POSTINGS))

    @cached_property
    def claim_rows(self) -> pd.DataFrame:
        """The claims of counted payments as `claims`, with what the audit asks of a claim alone.

        `compared_number` is the account number as it is compared: several questions ask for it.
        """
        rows = self.of_counted(self.archive.part("claims", _CLAIM))
        return rows.assign(compared_number=compared(rows["patient_control_number"]))

    @cached_property
    def line_balances(self) -> pd.DataFrame:
        """The service lines of all payments with what is needed to see whether each adds up, one row per line."""
        return self.archive.part("services", ["content", "payment_id", *_BALANCE])

    @cached_property
    def doubtful_lines(self) -> pd.DataFrame:
        """The service lines of counted payments that do not add up or cannot be checked, one row per line."""
        told = self.line_balances
        right = told["is_balanced"].fillna(False) & told["difference_cents"].eq(0).fillna(False)
        doubtful = ~right.to_numpy(bool)
        return as_texts(self.of_counted(self.archive.part("services", _LINE, doubtful)))

    @cached_property
    def of_both(self) -> pd.DataFrame:
        """The remittances that count, of both systems (`remittances`); asked where Medi's archive is known alone."""
        assert self.medi is not None
        rows = remittances(self.archive, self.medi, self.as_of)
        return rows[rows["counts"].isna()]

    @property
    def marked_paid(self) -> pd.DataFrame | None:
        """The claims that the claim history calls paid and no remittance holds: theirs are still to fetch."""
        return self._of_history(PAID_NO_ERA)

    @property
    def paid_less(self) -> pd.DataFrame | None:
        """The claims that the claim history calls paid with more than their remittances: a rest may be missing."""
        rows = self._of_history(PAID_OTHERWISE)
        return None if rows is None else rows[rows["difference_cents"] > 0]

    def _of_history(self, code: str) -> pd.DataFrame | None:
        rows = [f for one in self.further for f in one.findings if f.code == code]
        return rows[0].evidence.frame if rows else None


def load(practice: Practice, as_of: dt.date) -> Inputs:
    """Return the inputs of a practice as they lie on disk; an absent folder is an archive without rows."""
    archive = load_archive(practice)
    medi = load_archive(practice, "medi_era")
    lone, there = _lone_deposits(practice, archive, medi, as_of), elsewhere(practice, [archive, medi])
    made = Inputs(
        archive, practice, as_of, medi, further=(_history(practice, archive, medi),), lone_deposits=lone,
        deposits=load_deposits(practice).rows, elsewhere=there,
    )  # fmt: skip
    is_asked = made.marked_paid is not None and not _is_large(archive)
    if not is_asked:
        return made
    return replace(made, same=same_for(practice), postings=load_postings(practice).rows)


def _lone_deposits(practice: Practice, archive: Archive, medi: Archive, as_of: dt.date) -> pd.DataFrame:
    """The deposits of payers without a remittance, kept as `_history`; nothing is read where the bank has no file."""
    deposits = load_deposits(practice).rows
    if deposits.empty:
        return deposits.assign(payer="")
    if not _is_large(archive):
        return _lone(practice, deposits, archive, medi, load_claims(practice, archive).history, as_of)

    def made() -> pd.DataFrame:
        banked, theirs = load_deposits(practice).rows, load_archive(practice, "medi_era")
        return _lone(practice, banked, archive, theirs, few_of_claims(practice, archive).history, as_of)

    return store.of(practice, "lone-deposits", made, archive, as_of.isoformat(), worth=0)


def _lone(
    practice: Practice,
    deposits: pd.DataFrame,
    archive: Archive,
    medi: Archive,
    history: pd.DataFrame,
    as_of: dt.date,
) -> pd.DataFrame:
    paid = remittances(archive, medi, as_of)
    counted = paid[paid["counts"].isna()]
    told = [archive.papers, medi.papers, elsewhere(practice, [archive, medi])]
    papers = pd.concat(told, ignore_index=True)
    return lone(
        deposits,
        counted,
        history,
        lists_with_enrollments(practice),
        load_rules(as_of),
        pd.Timestamp(as_of),
        papers,
    )


def _is_large(archive: Archive) -> bool:
    """Whether an archive's claims take longer than all else, so that what was made of them is kept."""
    return archive.rows("claims") >= _LARGE and store.origin(archive) is not None


def _history(practice: Practice, archive: Archive, medi: Archive) -> Answer:
    """What the claim history says; kept where the archive is large, whose claims take longer than all else."""
    if not _is_large(archive):
        claims = with_medi(load_claims(practice, archive), medi, load_sent(practice).rows)
        claims = replace(claims, elsewhere=elsewhere(practice, [archive, medi]))
        return claim_reconciliation.findings_and_tables(claims, lists_with_enrollments(practice))

    def made() -> Answer:
        theirs = load_archive(practice, "medi_era")
        claims = with_medi(few_of_claims(practice, archive), theirs, load_sent(practice).rows)
        claims = replace(claims, elsewhere=elsewhere(practice, [archive, theirs]))
        return claim_reconciliation.findings_and_tables(claims, lists_with_enrollments(practice))

    return store.of(practice, "reconciled-claims", made, archive, worth=0)
