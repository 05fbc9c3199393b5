"""What the non-par fee is judged from: submissions, payer lists, invoices and Office Ally's own reports."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field, replace

import pandas as pd

from cutover.columns import empty
from cutover.reading.claims.claims import Claims, load_claims, with_medi
from cutover.reading.claims.invoices import Invoices, load_invoices
from cutover.reading.claims.par_reports import ParReports, load_par_reports
from cutover.reading.claims.sent import load_sent
from cutover.reading.claims.tables import SENT_CLAIMS
from cutover.reading.era.archive import load_archive
from cutover.reading.era.elsewhere import elsewhere
from cutover.reading.payers.lists import PayerLists, lists_for
from cutover.reading.payers.same import same_for
from cutover.reading.practice.book import Practice, intake_of
from cutover.workstreams.nonpar_fees.rule import load_fee_rules
from cutover.workstreams.nonpar_fees.submissions import FeeInputs


@dataclass(frozen=True)
class Inputs(FeeInputs):
    """A practice's submissions and what the fee is held against.

    `submissions` has one row per submission with its month, payer and status; `counted` those that count, `recent`
    those of the last twelve months; `in_force` and `back_cast` the fees of 24 months. `invoices` are what Office
    Ally charged, `reports` what its Par/Non-Par Report counts; both may be None. `what_if` puts other statuses.
    `practice` is null where the inputs are of no practice on disk. `sent` (SENT_CLAIMS) is what Medi's lists say went
    out through it.
    """

    practice: Practice | None = None
    sent: pd.DataFrame = field(default_factory=lambda: empty(SENT_CLAIMS))


def with_rules(
    claims: Claims,
    lists: PayerLists,
    as_of: dt.date,
    invoices: Invoices | None = None,
    reports: ParReports | None = None,
) -> Inputs:
    """Return inputs that were read already, with the fee's rules of the reference data."""
    rules = load_fee_rules()
    return Inputs(claims, lists, rules, as_of, invoices, reports)


def load(practice: Practice, as_of: dt.date) -> Inputs:
    """Return the inputs of a practice as they lie on disk; absent folders are inputs without rows.

    Raises InputError where the intake does not open.
    """
    archive, medi = load_archive(practice), load_archive(practice, "medi_era")
    sent = load_sent(practice).rows
    claims = with_medi(load_claims(practice, archive), medi, sent)
    made = with_rules(
        replace(claims, elsewhere=elsewhere(practice, [archive, medi])),
        lists_for(practice),
        as_of,
        load_invoices(practice),
        load_par_reports(practice),
    )
    return replace(
        made,
        practice=practice,
        sent=sent,
        providers=intake_of(practice).tables["providers"],
        same=same_for(practice),
    )
