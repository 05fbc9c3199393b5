"""The audit of a practice's ERA archive: is every remittance on disk, readable, and does its money add up?"""

from __future__ import annotations

import datetime as dt

import pandas as pd

from cutover.money import dollars
from cutover.reading.era.archive import ERA
from cutover.reading.era.not_read import ERA as REMITTANCE_FILES
from cutover.reading.practice.book import Practice
from cutover.reference import code_list
from cutover.result import Finding, Result, Source
from cutover.wording import and_joined, several
from cutover.workstreams import absences, unnamed_sides, unread_cells, unread_files, whose_rows
from cutover.workstreams.answers import signed
from cutover.workstreams.era_audit import (
    both_systems,
    control_totals,
    coverage,
    downloads,
    duplicates,
    each_remittance,
    money,
    payers_and_denials,
    readability,
)
from cutover.workstreams.era_audit.inputs import Inputs
from cutover.workstreams.era_audit.verdict import figures, names_all_unread, period, state, verdict
from cutover.workstreams.silences import measured

__all__ = ["assess", "period"]

TITLE = "ERA archive audit"
QUESTIONS = (
    coverage,
    readability,
    money,
    duplicates,
    payers_and_denials,
    downloads,
    control_totals,
    both_systems,
    each_remittance,
)
_CODE_LISTS = ("plb_reasons", "claim_status", "payment_methods", "adjustment_reasons")
LIMITS = (
    "A payment that left no 835, no text and no paid claim in a claim history cannot be seen here. Compare "
    "the list of payments with the bank's deposits.",
    "A payer's silence is measured by its own earlier payments; a payer with fewer than 5 payment days has "
    "no such measure. A pause in the practice's own claims looks like a silence of the payer.",
    "Payers are distinguished by name alone: a payer that changed its name appears as one that stopped and "
    "one that began.",
    "Denials are whole claims; lines refused on a claim that was paid in part are not counted as denied.",
    "Whether payments were posted in the practice's books is not in these files.",
    "Service Center's Download EOB/ERA may use another date than the payment's; search a few days around it.",
    "Forward balances are matched within this archive: one that was settled by a refund, or by a "
    "remittance that is missing here, shows as open.",
)


def assess(inputs: Inputs) -> Result:
    """Return what the archive of a practice says on a day.

    The findings and tables of further answers stand with those of the archive. Raises ReferenceDataError where a
    code list does not hold on that day.
    """
    answers = (*(question.findings_and_tables(inputs) for question in QUESTIONS), *inputs.further)
    not_own, files = _not_own(inputs), unread_files.together(one.files for one in inputs.further)
    feeds = [inputs.archive, *([] if inputs.medi is None else [inputs.medi])]
    rows = [*(one for answer in answers for one in answer.findings), *unnamed_sides.findings(feeds)]
    findings = unread_files.with_findings(whose_rows.with_findings(rows, not_own), files)
    made = Result(
        title=TITLE,
        verdict=unread_files.told(verdict(inputs, findings), _untold(files, findings)),
        figures=figures(inputs),
        findings=findings,
        tables={name: table for answer in answers for name, table in answer.tables},
        limits=(
            *_unchecked(inputs.practice),
            *unread_files.limits(files),
            *whose_rows.limits(not_own),
            *_on_paper(inputs),
            *unnamed_sides.limits(feeds),
            *LIMITS,
            *coverage.explained(inputs),
            measured(),
        ),
        sources=_sources(inputs.as_of),
    )
    claims = made.tables.get("claim_sources")  # none where claims are not asked
    made = absences.told(made, "era_audit", {
        "remittance": len(inputs.payments) > 0,
        "claim history": claims is None or bool(claims.frame["source"].eq("claim history").any()),
    })  # fmt: skip
    told = unread_cells.told(made, unread_cells.of([inputs.practice], "era_audit"))
    return signed(told, "era_audit", state(inputs, findings))


def _untold(files: pd.DataFrame, findings: tuple[Finding, ...]) -> pd.DataFrame:
    """The files without those remittances that the verdict names itself."""
    return files[files["source"] != REMITTANCE_FILES] if names_all_unread(findings) else files


def _not_own(inputs: Inputs) -> pd.DataFrame:
    """The rows that are not known to be the practice's; payments to others have a finding of their own here."""
    own = inputs.archive.not_own
    told = [own[own["source"] != ERA], *(one.not_own[one.not_own["source"] != ERA] for one in inputs.further)]
    return whose_rows.together([*told, own[own["source"].eq(ERA) & own["counts"].astype(bool)]])


def _on_paper(inputs: Inputs) -> tuple[str, ...]:
    """What is said of checks whose explanation on paper is on file: they are in no figure, and not missing."""
    papers = inputs.archive.papers.drop_duplicates(["check_number", "amount_cents"])
    if papers.empty:
        return ()
    money = dollars(int(papers["amount_cents"].sum()))
    names = sorted(papers["payer_name"].dropna().unique())
    whose = f" of {and_joined(names)}" if names else ""
    return (
        f"{several(len(papers), 'check')}{whose} worth {money} came with an explanation on paper, which is on file. "
        "No 835 of them is missing, and none of this money is in the figures here.",
    )


def _unchecked(practice: Practice) -> tuple[str, ...]:
    """What is said of a practice without identifiers: nobody's payment can be told from its own."""
    if practice.npis or practice.tins:
        return ()
    return (
        "Neither NPI nor Tax ID of the practice is known, so every payment is counted as its own. Payments to "
        "another practice would be in these totals. Write both numbers into the intake workbook.",
    )


def _sources(as_of: dt.date) -> tuple[Source, ...]:
    guide = Source(
        "What to take along before the account closes",
        "Migration guide from Office Ally: ERA files by month, at least twelve months",
        dt.date(2026, 6, 7),
    )
    return (guide, *(code_list(name, as_of).source for name in _CODE_LISTS))
