"""The findings of payer enrolment: each a kind of case, all cases in one shape.

| code | severity | a case is | amount |
|---|---|---|---|
| `enroll-cutover-too-early` | blocker | a top payer that is live by the cutover date with less than 90 % chance, or not live after it | paid by it in the last months |
| `enroll-not-supported` | blocker | a needed transaction of claims or ERAs that the payer does not support through Stedi | paid by it, for an ERA |
| `enroll-never-filed` | high | a needed enrolment that is not filed, a draft, or canceled (not one of the next row) | paid, for an ERA |
| `enroll-era-forgotten` | high | claims filed or live, and the ERA of the same payer × Tax ID / NPI not filed | paid |
| `enroll-waiting-on-provider` | high | an enrolment that has waited on the provider for more than two days | paid, for an ERA |
| `enroll-not-on-file` | high | an enrolment rejected because the provider is not on file: credentialing | paid, for an ERA |
| `enroll-rejected` | high | an enrolment rejected for another reason | paid, for an ERA |
| `enroll-overdue` | high | an enrolment under way for longer than the most it should take | paid, for an ERA |
| `enroll-no-era-yet` | high | an ERA enrolment that is live for twice the payer's usual interval, or six weeks, without an ERA in Medi | paid |
| `enroll-tin-two-waves` | high | another practice of the client with the same Tax ID and another cutover date, or none | unknown |
| `enroll-tin-part` | medium | a payer and Tax ID of which one NPI's ERA is filed or live and another's is not | unknown |
| `enroll-era-before-claims` | medium | an ERA that is live while the claims of the same payer × Tax ID / NPI are not | paid |
| `enroll-requirement-unknown` | medium | a transaction other than the ERA that is in use, not filed, and of which nobody knows whether it must be | unknown |
| `enroll-sources-differ` | medium | an enrolment of which two sources give two statuses for one day, or without a day | unknown |
| `enroll-status-behind` | low | an ERA enrolment whose ERAs come to Medi and that no source calls live | paid |
| `enroll-payer-unknown` | medium | a claim of the last months whose payer nobody names | its charge |
| `enroll-who-unknown` | medium | a need of which the billing NPI or the Tax ID is not known | unknown |
| `enroll-file-not-read` | medium | a file of enrolments or of payers that could not be read | unknown |
| `enroll-row-not-used` | medium | a row of such a file that could not be used (not those of other practices) | unknown |
| `enroll-not-needed` | low | an enrolment of claims or ERAs under way or live that nothing in use needs | unknown |
| `enroll-special-route` | low | a payer in use, not yet live, that enrols by a route of its own | unknown |
| `enroll-list-old` | low | Stedi's payer list, where the newest copy is older than 90 days | unknown |
"""

# ruff: noqa: E501  the table of findings stands as it is pasted elsewhere
from __future__ import annotations

import pandas as pd

from cutover.columns import Column, Kind, Privacy
from cutover.result import Finding, Severity
from cutover.workstreams.columns import PAYER, cents, date, text
from cutover.workstreams.enrollment.needs import NPI, TIN, TRANSACTION
from cutover.workstreams.findings import CONSULTANT, Wording, finding

BLOCKER, HIGH, MEDIUM, LOW = Severity.BLOCKER, Severity.HIGH, Severity.MEDIUM, Severity.LOW
ENROL, LEAD, PRACTICE = "enrolment lead", "billing lead", "practice owner"
# one row per case of any finding
CASES = (
    PAYER,
    TRANSACTION,
    TIN,
    NPI,
    text("what", "What", "where it stands"),
    date("since", "Since"),
    cents("amount_cents", "Amount", "as the findings table counts it"),
    text("detail", "Detail", "in the source's words", Privacy.DESK),
    text("source_file", "File", "", Privacy.PHI),
    Column("source_row", Kind.COUNT, "Row", "", Privacy.DESK),
)
COLUMNS = [c.name for c in CASES]


def _of(severity: Severity, one: str, many: str, meaning: str, action: str, owner: str = ENROL) -> Wording:
    return Wording(severity, one, many, meaning, action, owner)


WORDS = {
    "enroll-cutover-too-early": _of(
        BLOCKER, "A payer with much of the claims is not surely live by the cutover",
        "{n} of the payers with the most claims are not surely live by the cutover",
        "A practice moves when its three largest payers are live for claims and ERAs, the first without exception: "
        "until then it would send claims that nobody pays.",
        "Move the cutover to the safe date below, or bring these enrolments forward.", LEAD),
    "enroll-not-supported": _of(
        BLOCKER, "A transaction in use is not supported through Stedi", "{n} transactions in use are not supported through Stedi",
        "It cannot be enrolled, however long one waits.",
        "Decide how this payer's claims and remittances go from the cutover on: another clearinghouse, its portal, or paper.", LEAD),
    "enroll-never-filed": _of(
        HIGH, "A needed enrolment was never filed", "{n} needed enrolments were never filed",
        "Nothing carries over from Office Ally: the submitter ID changes, so each payer needs a new request.",
        "File these today, claims and ERA of a payer together."),
    "enroll-era-forgotten": _of(
        HIGH, "A payer's claims are filed and its ERA is not", "Claims of {n} payers are filed and their ERAs are not",
        "Claims would go out and be paid, and no remittance would come to say for what.",
        "File the ERA today: it is slower than the claims."),
    "enroll-waiting-on-provider": _of(
        HIGH, "An enrolment waits on the provider", "{n} enrolments wait on the provider",
        "A form, a signature or an answer is missing on the practice's side; the payer's clock has not begun.",
        "Call the practice today and get what is asked for; the evidence workbook says what.", PRACTICE),
    "enroll-not-on-file": _of(
        HIGH, "A payer does not have the provider on file", "{n} enrolments were rejected because the provider is not on file",
        "That is credentialing, not EDI: filing again changes nothing.",
        "Settle with the payer's provider department that Tax ID and NPI are on file, then file again."),
    "enroll-rejected": _of(
        HIGH, "An enrolment was rejected", "{n} enrolments were rejected",
        "Nothing is under way for them any more.", "Correct what the payer names and file again."),
    "enroll-overdue": _of(
        HIGH, "An enrolment takes longer than it should", "{n} enrolments take longer than they should",
        "It is past the longest time that is expected for this kind of payer.",
        "Call the payer's EDI desk with the date of filing and ask what is missing."),
    "enroll-no-era-yet": _of(
        HIGH, "An ERA enrolment is live and no ERA has come", "{n} ERA enrolments are live and no ERA has come",
        "Live does not prove that remittances flow: they may still go to Office Ally, or nowhere.",
        "Ask the payer where it sends the ERAs of this Tax ID and NPI."),
    "enroll-tin-two-waves": _of(
        HIGH, "Another practice shares the Tax ID and does not move on the same day",
        "{n} other practices share the Tax ID and do not move on the same day",
        "A payer may enrol the whole Tax ID: the first practice to move takes the other's remittances along.",
        "Put the practices of one Tax ID into one wave, or have Stedi confirm the scope with each payer first.", CONSULTANT),
    "enroll-tin-part": _of(
        MEDIUM, "Only some NPIs of a Tax ID are enrolled with a payer", "With {n} payers only some NPIs of a Tax ID are enrolled",
        "The payer may move the others along without a word.",
        "File the ERA for every NPI of the Tax ID together."),
    "enroll-era-before-claims": _of(
        MEDIUM, "A payer's ERAs come to Medi and its claims do not go there yet", "ERAs of {n} payers come to Medi and their claims do not go there yet",
        "Remittances of claims sent through Office Ally now arrive in Medi and are posted in Office Ally.",
        "Watch them in the parallel run, and get the claims live."),
    "enroll-requirement-unknown": _of(
        MEDIUM, "Nobody knows whether a transaction must be enrolled", "Of {n} transactions nobody knows whether they must be enrolled",
        "Some payers take claims at once, others want a request first; it was not looked up.",
        "Save Stedi's payer list into the client's folder stedi_payers, or write what the payer says into enrollment.xlsx.", CONSULTANT),
    "enroll-sources-differ": _of(
        MEDIUM, "Two sources say different things of an enrolment", "Two sources say different things of {n} enrolments",
        "The intake and the export do not agree, and no date says which is newer.",
        "Look it up in Medi and correct the intake."),
    "enroll-status-behind": _of(
        LOW, "An ERA comes to Medi and nobody wrote down that it is live", "{n} ERAs come to Medi and nobody wrote down that they are live",
        "It is taken as live: a remittance proves it.", "Correct the intake, or export the enrolments again."),
    "enroll-payer-unknown": _of(
        MEDIUM, "A claim names no payer", "{n} claims name no payer",
        "Whether their payer must be enrolled cannot be said.",
        "Find the payer of these claims; a payer list that holds their payer ids helps.", CONSULTANT),
    "enroll-who-unknown": _of(
        MEDIUM, "For one enrolment it is not known who bills", "For {n} enrolments it is not known who bills",
        "A request needs the billing NPI and the Tax ID that the payer has on file.",
        "Mark in the intake, sheet providers, which NPI bills."),
    "enroll-file-not-read": _of(
        MEDIUM, "A file about enrolments could not be read", "{n} files about enrolments could not be read",
        "What stands in it is in no number of this report.", "See why in the table of files and export it again.", CONSULTANT),
    "enroll-row-not-used": _of(
        MEDIUM, "A row about an enrolment could not be used", "{n} rows about enrolments could not be used",
        "What it says is in no number of this report.", "Correct the row; the evidence workbook says why.", CONSULTANT),
    "enroll-not-needed": _of(
        LOW, "An enrolment is filed that nothing in use needs", "{n} enrolments are filed that nothing in use needs",
        "No claim and no remittance of the last months belongs to it.",
        "Leave it, or withdraw it if it costs work; ask whether the payer is new."),
    "enroll-special-route": _of(
        LOW, "A payer enrols by a route of its own", "{n} payers enrol by a route of their own",
        "The request is made somewhere else than usual.", "Follow the routing facts of the payer."),
    "enroll-list-old": _of(
        LOW, "Stedi's payer list is old", "Stedi's payer list is old",
        "What payers require changes.", "Save today's list into the client's folder stedi_payers.", CONSULTANT),
}  # fmt: skip


def made(cases: dict[str, pd.DataFrame]) -> tuple[Finding, ...]:
    """Return the findings of these cases (code -> frame with COLUMNS and `identity`), in order of severity."""
    order = list(Severity)
    found: list[Finding] = []
    for code in sorted(WORDS, key=lambda code: order.index(WORDS[code].severity)):
        rows = cases.get(code)
        if rows is not None and len(rows):
            amount = None if rows["amount_cents"].isna().all() else "amount_cents"
            found += finding(code, WORDS[code], rows, CASES, ["identity"], amount)
    return tuple(found)
