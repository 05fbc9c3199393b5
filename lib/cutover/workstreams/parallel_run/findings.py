"""The findings of a parallel run: each a kind of case, all cases in one shape, so that a meeting can carry them.

| code | severity | a case is | amount |
|---|---|---|---|
| `run-no-cutover-date` | blocker | the practice, where nobody has set a cutover date | unknown |
| `run-silence` | blocker | a payer × Tax ID / NPI that has sent nothing to either system for longer than twice its usual interval and 10 days | unknown |
| `run-no-postings` | high | a system of which no postings are in hand, where late payments belong to it | those payments, absolute |
| `run-both-systems` | high | a claim payment posted in both systems | the surplus postings, absolute |
| `run-twice` | high | a claim payment posted more than once in one system | the surplus postings, absolute |
| `run-digits-swapped` | high | a posting whose amount, claim number or check number has two neighbouring digits swapped | amount: the absolute difference; else what was posted, absolute |
| `run-other-amount` | high | a claim payment posted with another amount (no digits swapped) | absolute difference |
| `run-wrong-claim` | high | a claim payment posted to another claim (no digits swapped) | its amount, absolute |
| `run-at-cutover` | high | a claim payment or provider-level amount unposted, received in Office Ally before the cutover | its amount, absolute |
| `run-not-posted` | high | a claim payment not posted and late | its amount |
| `run-reversal-not-posted` | high | a reversal or negative claim payment not posted and late | its amount, absolute |
| `run-plb-not-posted` | high | a provider-level amount not posted and late | its amount, absolute |
| `run-no-remittance` | high | a posting that no remittance in hand explains | its amount, absolute |
| `run-deposit-differs` | high | a deposit whose number is that of a remittance of another amount | absolute difference |
| `run-deposit-open` | high | a deposit that no remittance explains | its amount |
| `run-remittance-unpaid` | high | a remittance without a deposit, late, within the bank's days | its amount |
| `run-zero-of-two` | high | a remittance whose postings add up to its total although amounts in it are wrong | the errors, absolute |
| `run-copy-across` | medium | a remittance that stands in both feeds | its amount, absolute |
| `run-still-office-ally` | medium | a payer × Tax ID / NPI that sends to Office Ally after the overlap | what landed there since |
| `run-other-system` | medium | a claim payment posted once, all or part of it in the system where it does not belong | what stands there, absolute |
| `run-side-unknown` | medium | a claim payment whose side cannot be told | its amount, absolute |
| `run-unbalanced` | medium | a remittance whose claims and provider adjustments do not add up to it | absolute difference |
| `run-reversal-open` | medium | a reversal without a correction in either system, older than the overlap | its amount, absolute |
| `run-closeout-over` | high | a legacy claim that is open after the sixty days | its balance |
| `run-other-check` | low | a claim payment posted under another check number (no digits swapped) | its amount, absolute |
| `run-deposit-suggested` | low | a deposit taken as the sum of several remittances, or one that others fit as well | its amount |

An amount with both, say twice and swapped, is one case of the first class that fits (`parallel_postings.classes`).
"""

# ruff: noqa: E501  the table of findings stands as it is pasted elsewhere
from __future__ import annotations

import datetime as dt

import pandas as pd

from cutover.columns import Privacy
from cutover.result import Finding, Severity
from cutover.workstreams.columns import PAYER, cents, date, text
from cutover.workstreams.findings import Wording, finding

BLOCKER, HIGH, MEDIUM, LOW = Severity.BLOCKER, Severity.HIGH, Severity.MEDIUM, Severity.LOW
POSTER, LEAD, ENROL, OWNER = "poster", "billing lead", "enrolment lead", "practice owner"
# one row per case of any finding
CASES = (
    PAYER,
    date("opened", "Since", "day of the payment, posting or deposit it is about"),
    cents("amount_cents", "Amount", "as the findings table counts it"),
    text("what", "What", "where it landed, belongs and was posted"),
    text("check_number", "Check or EFT no.", "", Privacy.DESK),
    text("claim_number", "Account or claim no.", "", Privacy.PHI),
    text("source_file", "File", "", Privacy.PHI),
    text("source_row", "Row or segment", "", Privacy.DESK),
)
COLUMNS = [c.name for c in CASES]


def _of(severity: Severity, one: str, many: str, meaning: str, action: str, owner: str) -> Wording:
    return Wording(severity, one, many, meaning, action, owner)


WORDS = {
    "run-no-cutover-date": _of(
        BLOCKER, "No cutover date is set", "{n} practices without a cutover date",
        "Without the date nobody can say in which system a payment belongs.",
        "Write the cutover date into the intake workbook, sheet practice.", LEAD),
    "run-silence": _of(
        BLOCKER, "A payer has gone silent in both systems", "{n} payers have gone silent in both systems",
        "Its remittances reach neither Office Ally nor Medi: after a switch they may go nowhere, and nobody is told.",
        "Call the payer's EDI desk today and ask where it sends the ERAs of this Tax ID and NPI.", ENROL),
    "run-no-postings": _of(
        HIGH, "The postings of a system are not in hand", "The postings of {n} systems are not in hand",
        "Without them nobody can say what of this money is posted, twice or not at all.",
        "Export that system's posted payments into the folder postings and run this report again.", POSTER),
    "run-both-systems": _of(
        HIGH, "A payment is posted in both systems", "{n} payments are posted in both systems",
        "The same dollar counts twice: once in each system.",
        "Take the posting back in the system where the claim does not belong.", POSTER),
    "run-twice": _of(
        HIGH, "A payment is posted twice in one system", "{n} payments are posted twice in one system",
        "The claim shows more money than the payer sent.", "Take the second posting back.", POSTER),
    "run-digits-swapped": _of(
        HIGH, "A posting has two digits swapped", "{n} postings have two digits swapped",
        "Somebody typed two neighbouring digits the wrong way round.",
        "Correct the posting against the remittance.", POSTER),
    "run-other-amount": _of(
        HIGH, "A payment is posted with another amount", "{n} payments are posted with another amount",
        "What the system shows is not what the payer paid.", "Correct the amount against the remittance.", POSTER),
    "run-wrong-claim": _of(
        HIGH, "A payment is posted to the wrong claim", "{n} payments are posted to the wrong claim",
        "One claim looks paid that is not, and another is chased that was paid.",
        "Move the posting to the claim that the remittance names.", POSTER),
    "run-at-cutover": _of(
        HIGH, "An amount from before the cutover is unposted", "{n} amounts from before the cutover are unposted",
        "It was in Office Ally's queue when the practice moved; such remittances are not carried over.",
        "Post in Office Ally before the closeout ends.", POSTER),
    "run-not-posted": _of(
        HIGH, "A claim payment is not posted", "{n} claim payments are not posted",
        "The payer's remittance is in hand and no system shows the money.",
        "Post in the system where the claim belongs.", POSTER),
    "run-reversal-not-posted": _of(
        HIGH, "A take-back on a claim is not posted", "{n} take-backs on claims are not posted",
        "The payer took a payment back and the claim still shows it as paid.",
        "Post the reversal where the first payment was posted, and its correction beside it.", POSTER),
    "run-plb-not-posted": _of(
        HIGH, "A provider-level amount is not posted", "{n} provider-level amounts are not posted",
        "Recoupments, interest and balances must be posted somewhere, or the deposit never ties out.",
        "Post in the system where the claim behind it belongs.", POSTER),
    "run-no-remittance": _of(
        HIGH, "A posting has no remittance", "{n} postings have no remittance",
        "Money was posted that no ERA in either system explains.",
        "Find the remittance or the paper behind it; take the posting back where there is none.", POSTER),
    "run-deposit-differs": _of(
        HIGH, "A deposit differs from its remittance", "{n} deposits differ from their remittances",
        "The bank received another amount than the payer reports.", "Ask the payer about the difference.", LEAD),
    "run-deposit-open": _of(
        HIGH, "A deposit has no remittance", "{n} deposits have no remittance",
        "Money arrived and no ERA in either system says what it is for.",
        "Ask the payer to send the remittance again, and to which clearinghouse it went.", LEAD),
    "run-remittance-unpaid": _of(
        HIGH, "A remittance has no deposit", "{n} remittances have no deposit",
        "The payer says that it paid and the bank shows nothing.",
        "Trace the check or EFT with the payer.", LEAD),
    "run-zero-of-two": _of(
        HIGH, "A total agrees although its parts do not", "{n} totals agree although their parts do not",
        "Two errors cancel each other: the remittance seems posted and its claims are wrong.",
        "Correct each of the amounts; do not trust the total.", POSTER),
    "run-copy-across": _of(
        MEDIUM, "A remittance stands in both systems", "{n} remittances stand in both systems",
        "A payer sends an ERA to one clearinghouse; two copies invite posting it twice.",
        "Post once, claim by claim, and ask the payer which connection is live.", ENROL),
    "run-still-office-ally": _of(
        MEDIUM, "A payer still sends to Office Ally", "{n} payers still send to Office Ally",
        "The overlap is over; the account cannot close while remittances arrive there.",
        "Ask whether its ERA enrollment in Medi is live for this Tax ID and NPI.", ENROL),
    "run-other-system": _of(
        MEDIUM, "A payment is posted in the wrong system", "{n} payments are posted in the wrong system",
        "Service before the cutover belongs to Office Ally, from that day on to Medi.",
        "Move the posting to the system where the claim lives.", POSTER),
    "run-side-unknown": _of(
        MEDIUM, "A payment's side cannot be told", "The side of {n} payments cannot be told",
        "Neither the remittance nor the claim history gives a day of service.",
        "Look the claim up and say which system it belongs to.", POSTER),
    "run-unbalanced": _of(
        MEDIUM, "A remittance does not add up", "{n} remittances do not add up",
        "Its claims and provider adjustments are not its amount.", "Ask the payer for a corrected remittance.", LEAD),
    "run-reversal-open": _of(
        MEDIUM, "A reversal has no correction", "{n} reversals have no correction",
        "The payer took a payment back and has not decided anew, in either system.",
        "Ask the payer for the corrected decision.", LEAD),
    "run-closeout-over": _of(
        HIGH, "A legacy claim is open after the sixty days", "{n} legacy claims are open after the sixty days",
        "The closeout is over; whoever works it needs a decision.",
        "Resolve it, write it off, or name who goes on working it.", OWNER),
    "run-other-check": _of(
        LOW, "A posting names another check", "{n} postings name another check",
        "Claim and amount agree, the check number does not.", "Correct the number.", POSTER),
    "run-deposit-suggested": _of(
        LOW, "A deposit's remittance is not certain", "The remittances of {n} deposits are not certain",
        "The amount fits one remittance or a sum of several, no number proves it, or another choice fits as well.",
        "Confirm on the bank's statement which remittances it pays.", LEAD),
}  # fmt: skip


def made(cases: dict[str, pd.DataFrame], due: dict[str, dt.date]) -> tuple[Finding, ...]:
    """Return the findings of these cases (code -> frame with COLUMNS and `identity`), in order of severity.

    `due` says by code by when, where a date follows from the data.
    """
    order = list(Severity)
    found = []
    for code in sorted(WORDS, key=lambda code: order.index(WORDS[code].severity)):
        if code in cases and len(cases[code]):
            amount = None if cases[code]["amount_cents"].isna().all() else "amount_cents"
            rows = cases[code].sort_values(["opened", "identity"], kind="stable")
            found += finding(code, WORDS[code], rows, CASES, ["identity"], amount, due.get(code))
    return tuple(found)
