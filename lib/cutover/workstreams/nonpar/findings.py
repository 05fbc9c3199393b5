"""The words and columns of the findings on non-par fees."""

from __future__ import annotations

from cutover.columns import Column, Kind, Privacy
from cutover.result import Severity
from cutover.workstreams.columns import cents, count, text
from cutover.workstreams.findings import BILLER, CONSULTANT, OWNER, Wording
from cutover.workstreams.nonpar.actions import FEW_COLUMNS
from cutover.workstreams.nonpar.invoices import CHARGED_COLUMNS, REPORTED_COLUMNS
from cutover.workstreams.nonpar.list_changes import CHANGE_COLUMNS
from cutover.workstreams.nonpar_fees.exposure import NPI, TIN_END

SAID = {
    "nonpar-no-list": Wording(
        Severity.HIGH,
        "There is no payer list",
        "There is no payer list",
        "Without Office Ally's payer list no payer's status is known, and the fee can be anything from "
        "nothing to one for each provider and month.",
        "Download the payer list from Office Ally, name it by its day, and put it into payer_list.",
        CONSULTANT,
    ),
    "nonpar-list-old": Wording(
        Severity.LOW,
        "The latest payer list is old",
        "The latest payer list is old",
        "Office Ally changes the status of payers through the year; what changed since that list is not "
        "seen.",
        "Download today's payer list and keep the old ones beside it.",
        CONSULTANT,
    ),
    "nonpar-charged-twice": Wording(
        Severity.HIGH,
        "A fee was charged twice",
        "Fees were charged twice, in {n} cases",
        "The month has one fee for this NPI, and the invoice has it on two lines.",
        "Ask Office Ally for a credit of the second line, with invoice number, month and NPI.",
        BILLER,
    ),
    "nonpar-charged-without-cause": Wording(
        Severity.HIGH,
        "A fee was charged without a non-par claim",
        "Fees were charged without a non-par claim, in {n} cases",
        "No claim of that month and NPI in these files went to a payer that was or may have been non-par. "
        "What would explain the charge stands beside each case; where nothing does, it is worth a question.",
        "Ask Office Ally which claims the charge rests on, and for a credit where it has none.",
        BILLER,
    ),
    "nonpar-amount-differs": Wording(
        Severity.MEDIUM,
        "A fee was charged at another amount than the rule gives",
        "Fees were charged at other amounts than the rule gives, in {n} cases",
        "The fee is owed, but the charge lies outside the amounts that Office Ally has published for the "
        "month.",
        "Ask Office Ally for the price that held in these months.",
        BILLER,
    ),
    "nonpar-not-charged": Wording(
        Severity.LOW,
        "A fee that is owed was not charged",
        "{n} fees that are owed were not charged",
        "A claim to a non-par payer is in the data and the fee is not on the month's invoice. Either the "
        "rule is applied otherwise than published, or an invoice is missing.",
        "Check that every invoice of these months is in the folder; do not count on the fee staying away.",
        CONSULTANT,
    ),
    "nonpar-new-rule": Wording(
        Severity.HIGH,
        "A provider costs more under the rule of 2026",
        "{n} providers cost more under the rule of 2026",
        "Until December 2025 half of the month's claims had to go to non-par payers; since January 2026 "
        "one claim is enough. The same claims now cost this much more in a year.",
        "Decide for each provider whether these payers' claims go another way; the cheapest sets stand "
        "below.",
        OWNER,
    ),
    "nonpar-few-claims": Wording(
        Severity.MEDIUM,
        "A monthly fee hangs on one to three claims",
        "{n} monthly fees hang on one to three claims",
        "In these months a whole fee was triggered by at most three claims. They are the cheapest to send "
        "another way.",
        "Send such claims by the payer's portal or on paper before the month ends, or collect them in one "
        "month.",
        BILLER,
    ),
    "nonpar-unknown-payer": Wording(
        Severity.MEDIUM,
        "The range hangs on a payer of unknown status",
        "The range hangs on {n} payers of unknown status",
        "These payers are in no list under the name or id that the claims bear. Whether they are par "
        "decides whether the fee is at the low or the high end.",
        "Look each of them up in Office Ally's payer list and write its name into payer_aliases.",
        CONSULTANT,
    ),
    "nonpar-status-changed": Wording(
        Severity.MEDIUM,
        "A payer changed between par and non-par",
        "Payers changed between par and non-par {n} times",
        "Claims to this payer were free before and are not now, or the other way round. It changed some "
        "day between two lists.",
        "Tell billing from when on the payer costs; compare the invoices of the months around the change.",
        BILLER,
    ),
    "nonpar-report-differs": Wording(
        Severity.MEDIUM,
        "Office Ally's report counts other claims than the files hold",
        "Office Ally's report counts other claims than the files hold, in {n} cases",
        "Office Ally's own count for the month and NPI is not the one of the claims on disk. Claims are "
        "missing here, or it counts by another rule.",
        "Fetch the missing claim history or file summaries of these months; see what would explain the "
        "difference.",
        CONSULTANT,
    ),
    "nonpar-not-counted": Wording(
        Severity.LOW,
        "A claim could not be counted",
        "{n} claims could not be counted",
        "Without a day, a Tax ID or an NPI a claim belongs to no combination, so it is in no fee of this "
        "report.",
        "Confirm the columns of the claim history, or add the missing identifiers to the intake workbook.",
        CONSULTANT,
    ),
}

_COLUMNS = {
    "nonpar-no-list": (Column("as_of", Kind.DATE, "Report of"),),
    "nonpar-list-old": (Column("list_date", Kind.DATE, "List of"), count("days", "Days old")),
    "nonpar-charged-twice": CHARGED_COLUMNS,
    "nonpar-charged-without-cause": CHARGED_COLUMNS,
    "nonpar-amount-differs": CHARGED_COLUMNS,
    "nonpar-not-charged": CHARGED_COLUMNS,
    "nonpar-new-rule": (
        TIN_END,
        NPI,
        count("nonpar", "Non-par claims"),
        count("claims", "Claims"),
        cents("was_cents", "Under the 50 % rule"),
        cents("is_cents", "Under today's rule"),
        cents("difference_cents", "Difference"),
    ),
    "nonpar-few-claims": FEW_COLUMNS,
    "nonpar-unknown-payer": (
        text("payer", "Payer"),
        count("claims", "Claims"),
        count("cases", "Months and combinations that hang on it"),
        cents("width_cents", "Between low and high", "of these; other payers may hang on them too"),
        text("hint", "Names in the list that are like it", "for a person to judge; not used"),
    ),
    "nonpar-status-changed": CHANGE_COLUMNS,
    "nonpar-report-differs": REPORTED_COLUMNS,
    "nonpar-not-counted": (
        text("why", "Why"),
        text("source", "Source"),
        text("payer", "Payer"),
        cents("charge_cents", "Charged"),
        text("claim_number", "Claim no.", privacy=Privacy.PHI),
        text("patient_control_number", "Account no.", privacy=Privacy.PHI),
        text("source_file", "File", privacy=Privacy.PHI),
        Column("source_row", Kind.COUNT, "Row", "", Privacy.DESK),
    ),
}


def cases_columns(code: str) -> tuple[Column, ...]:
    """Return the columns of a finding's evidence, without its key."""
    return _COLUMNS[code]
