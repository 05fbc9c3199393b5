"""Money: what does not add up, what was taken back, what was carried forward, what was added."""

from __future__ import annotations

import pandas as pd

from cutover.reading.era.parts import as_payments, as_whole
from cutover.reading.era.row_ids import as_texts
from cutover.reading.postings.tables import OFFICE_ALLY
from cutover.reference import CodeList, code_list
from cutover.result import Table
from cutover.wording import several
from cutover.workstreams.answers import Answer, once
from cutover.workstreams.columns import (
    KEY,
    ORIGIN,
    PAID_ON,
    PAYER,
    TRACE,
    canonical,
    cents,
    count,
    date,
    renamed,
    text,
)
from cutover.workstreams.era_audit import balances, carried
from cutover.workstreams.era_audit.adjusted_checks import each_table
from cutover.workstreams.era_audit.inputs import Inputs
from cutover.workstreams.era_audit.refused_in_medi import has_medi
from cutover.workstreams.era_audit.reversed_claims import reversals
from cutover.workstreams.era_audit.take_backs import interest, recoupments
from cutover.workstreams.findings import finding, keyed, table
from cutover.workstreams.remittances import ID

CLAIM_NUMBERS = canonical("claims", "patient_control_number", "payer_claim_number")
REFERENCE = canonical("provider_adjustments", "reference")[0]
_PAIR = ["content", "source_row", "pair"]  # names a provider adjustment
_PAYMENT = (PAYER, PAID_ON, TRACE)
_DIFFERENCE = cents("difference_cents", "Difference", "signed; the finding sums it without the sign")
_AMOUNT = cents("amount_cents", "Amount", "without its sign")


def findings_and_tables(inputs: Inputs) -> Answer:
    """Return the findings and tables of money."""
    tables = (
        ("plb", plb_table(inputs)),
        ("plb_each", each_table(inputs)),
        ("nonpositive", nonpositive_table(inputs)),
        ("forward_balances", forward_table(inputs)),
        ("recoupments", recoupments_table(inputs)),
        ("interest", interest_table(inputs)),
        ("reversals", reversals_table(inputs)),
    )
    return Answer((*_unbalanced(inputs), *_unknown(inputs), *_flows(inputs)), tables)


@once
def unbalanced_payments(inputs: Inputs) -> pd.DataFrame:
    """Return the counted whole payments that do not add up, one row per payment."""
    return _unbalanced_rows(inputs.counted)


def unbalanced_claims(inputs: Inputs) -> pd.DataFrame:
    """Return the claims of counted whole payments that do not add up, one row per claim."""
    return as_texts(_unbalanced_rows(inputs.claim_rows))


def unbalanced_services(inputs: Inputs) -> pd.DataFrame:
    """Return the service lines of counted whole payments that do not add up, one row per line."""
    return _unbalanced_rows(inputs.doubtful_lines)


def _unbalanced_rows(rows: pd.DataFrame) -> pd.DataFrame:
    """Those that are false, not those that are unknown; a payment that was cut cannot add up."""
    found = rows[rows["whole"] & ~rows["is_balanced"].fillna(True).astype(bool)]
    return found.assign(absolute_cents=found["difference_cents"].abs())


def _unbalanced(inputs: Inputs) -> tuple:
    paid = canonical("payments", "paid_cents", "claims_paid_cents", "provider_adjustment_cents")
    claim = canonical(
        "claims", "charge_cents", "claim_adjustment_cents", "service_adjustment_cents", "paid_cents"
    )
    line = canonical("services", "procedure_code", "charge_cents", "adjustment_cents", "paid_cents")
    payments, claims, services = (
        unbalanced_payments(inputs),
        unbalanced_claims(inputs),
        unbalanced_services(inputs),
    )
    return (
        *finding(
            "era-payment-unbalanced",
            payments,
            (*ORIGIN, *_PAYMENT, *paid, _DIFFERENCE),
            ID,
            "absolute_cents",
        ),
        *finding(
            "era-claim-unbalanced",
            claims,
            (*ORIGIN, PAYER, PAID_ON, *CLAIM_NUMBERS, *claim, _DIFFERENCE),
            ["content", "claim_id"],
            "absolute_cents",
        ),
        *finding(
            "era-service-unbalanced",
            services,
            (*ORIGIN, PAYER, PAID_ON, *line, _DIFFERENCE),
            ["content", "service_id"],
            "absolute_cents",
        ),
    )


def _unknown(inputs: Inputs) -> tuple:
    level = text("level", "What", "payment, claim or service line")
    lacks = text("lacks", "Without an amount", "the elements that hold none, or none that can be read")
    columns = (*ORIGIN, level, PAYER, PAID_ON, lacks)
    return finding("era-balance-unknown", balances.unknown(inputs), columns, ["content", "level", "row_id"])


def _flows(inputs: Inputs) -> tuple:
    counted = as_whole(inputs.counted)
    negative = counted[(counted["paid_cents"] < 0).fillna(False).astype(bool)]
    negative = negative.assign(amount_cents=negative["paid_cents"].abs())
    forward = carried.balances(inputs).query("open_cents > 0")
    back = reversals(inputs)  # those that came to Medi are a finding of notebook 09
    ours = back[back["side"].eq(OFFICE_ALLY)]
    open_reversals = ours[ours["corrected_on"].isna() & ~ours["is_refund"]]
    return (
        *finding("era-negative-payment", negative, (*ORIGIN, *_PAYMENT, _AMOUNT), ID, "amount_cents"),
        *finding(
            "era-forward-balance-open",
            forward,
            (*ORIGIN, *_FORWARD),
            _PAIR,
            "open_cents",
        ),
        *finding("era-recoupment", recoupments(inputs), (*ORIGIN, *_RECOUPED), _PAIR, "amount_cents"),
        *finding(
            "era-interest",
            interest(inputs),
            (*ORIGIN, *_INTEREST),
            _PAIR,
            "amount_cents",
        ),
        *finding(
            "era-reversal-open",
            open_reversals,
            (*ORIGIN, PAYER, PAID_ON, *CLAIM_NUMBERS, _AMOUNT),
            ["content", "claim_id"],
            "amount_cents",
        ),
    )


_FORWARD = (
    PAYER,
    PAID_ON,
    canonical("provider_adjustments", "reason_code")[0],
    REFERENCE,
    _AMOUNT,
    cents("taken_cents", "Taken since", "by later payments of the payer"),
    cents("open_cents", "Open", "what no later payment took"),
    date("taken_on", "Last taken on", "the last of these payments; null where nothing was taken"),
)
_RECOUPED = (
    PAYER,
    PAID_ON,
    text("side", "Came to", "the system in which its remittance lies"),
    TRACE,
    REFERENCE,
    _AMOUNT,
    *CLAIM_NUMBERS,
    renamed(
        PAID_ON, "claim_paid_on", "Claim paid on", "the latest earlier payment of the claim; null: not found"
    ),
    cents("claim_paid_cents", "Claim paid", "what that payment paid on it"),
)
_INTEREST = (PAYER, PAID_ON, _AMOUNT, text("told_in", "Shown in", "PLB L6, or AMT*I of a claim"))


def reasons(inputs: Inputs) -> CodeList:
    """Return the list of provider-adjustment reasons as it holds on the report's date."""
    return code_list("plb_reasons", inputs.as_of)


def plb_table(inputs: Inputs) -> Table:
    """Return the provider adjustments by reason and sign, one row per pair of them."""
    known = reasons(inputs)
    rows = inputs.provider_adjustments
    rows = rows.assign(raises=(rows["amount_cents"] < 0).fillna(False).astype(bool))
    frame = rows.groupby(["reason_code", "raises"], dropna=False).agg(
        pair_count=("pair", "size"), amount_cents=("amount_cents", "sum")
    )
    frame = frame.reset_index()
    said = known.meaning(frame["reason_code"], "negative").where(
        frame["raises"], known.meaning(frame["reason_code"], "positive")
    )
    frame = frame.assign(
        name=known.meaning(frame["reason_code"]).fillna("not in our list of reasons"),
        effect=frame["raises"].map({True: "raises the payment", False: "lowers the payment"}),
        means=said,
        todo=known.meaning(frame["reason_code"], "todo"),
        effect_cents=-frame["amount_cents"],
    )
    columns = (
        canonical("provider_adjustments", "reason_code")[0],
        text("name", "Name"),
        text("effect", "Effect", "a positive PLB lowers the payment, a negative one raises it"),
        count("pair_count", "Adjustments"),
        cents("amount_cents", "Amount in the 835", "as signed there"),
        cents("effect_cents", "Changes the payments by", "the reverse of the 835's sign"),
        text("means", "What it means"),
        text("todo", "What to do"),
    )
    note = (
        "In the 835 a positive amount lowers the payment and a negative amount raises it. Each one is in the "
        "consultant's workbook with its check."
    )
    if has_medi(inputs):
        note += " They are of Office Ally's remittances; the table of both systems counts those of Medi too."
    return table("Provider adjustments by reason", frame, columns, note)


def nonpositive_table(inputs: Inputs) -> Table:
    """Return the payments of zero and below, one row per payer and kind."""
    counted = as_whole(inputs.counted)
    rows = counted[(counted["paid_cents"] <= 0).fillna(False).astype(bool)]
    rows = rows.assign(kind=(rows["paid_cents"] < 0).astype(bool).map({True: "below zero", False: "zero"}))
    frame = rows.groupby(["payer", "kind"]).agg(
        payment_count=("payment_id", "size"),
        claim_count=("claim_count", "sum"),
        paid_cents=("paid_cents", "sum"),
    )
    columns = (
        PAYER,
        text("kind", "Kind"),
        count("payment_count", "Payments"),
        count("claim_count", "Claims"),
        cents("paid_cents", "Paid"),
    )
    note = "A payment of zero can carry denials and adjustments that still must be posted."
    note += _zero_in_medi(inputs)
    return table("Payments of zero and below", frame.reset_index(), columns, note)


def _zero_in_medi(inputs: Inputs) -> str:
    """What is said of payments of zero or below that came to Medi alone: the table is of Office Ally's."""
    if inputs.medi is None:
        return ""
    paid = inputs.medi.payments
    amounts = paid["stated_cents"].fillna(paid["paid_cents"])
    alone = paid["set_aside"].isna() & ~paid["payment_key"].isin(inputs.payments["payment_key"])
    number = int(as_payments(paid[alone & amounts.le(0).fillna(False)]).sum())
    said = f" Remittances that came to Medi have {several(number, 'payment')} of zero or below more."
    return said if number else ""


def forward_table(inputs: Inputs) -> Table:
    """Return what payers carried to later payments and what became of it, one row per negative FB or WO."""
    frame = keyed("era-forward-balance-open", carried.balances(inputs), _PAIR)
    whole = frame["open_cents"] == 0
    state = whole.map({True: "taken", False: "open"}).mask(
        ~whole & (frame["taken_cents"] > 0), "open in part"
    )
    columns = (KEY, *_FORWARD, text("state", "State"))
    return table(
        "Money carried to later payments", frame.assign(state=state.astype("str")), columns, _FORWARD_NOTE
    )


_FORWARD_NOTE = (
    "A balance carried forward (FB) or a reversal announced (WO), below zero. A later FB or WO above zero settles it: "
    "matched by its reference, else by the same amount. An FB without such a match settles the oldest balance. What is "
    "not settled is open."
)


def recoupments_table(inputs: Inputs) -> Table:
    """Return the money taken back and the claim it takes from, one row per recoupment."""
    frame = keyed("era-recoupment", recoupments(inputs), _PAIR)
    columns = (KEY, *_RECOUPED, text("claim_found", "Claim found"))
    frame = frame.assign(
        claim_found=frame["claim_paid_on"].notna().map({True: "yes", False: "no"}).astype("str")
    )
    note = (
        "The claim is found where a word of the reference is the payer's claim number or the account number."
    )
    return table("Recoupments and what they take from", frame, columns, note)


def interest_table(inputs: Inputs) -> Table:
    """Return interest by payer and place, one row per pair of them."""
    rows = (
        interest(inputs)
        .groupby(["payer", "told_in"], as_index=False)
        .agg(interest_count=("amount_cents", "size"), amount_cents=("amount_cents", "sum"))
    )
    columns = (PAYER, _INTEREST[3], count("interest_count", "Amounts"), _AMOUNT)
    return table("Interest", rows, columns)


def reversals_table(inputs: Inputs) -> Table:
    """Return the reversals with the decisions that corrected them, one row per reversal."""
    frame = keyed("era-reversal-open", reversals(inputs), ["content", "claim_id"])
    columns = (
        KEY,
        PAYER,
        PAID_ON,
        text("side", "Came to", "the system in which the reversal lies"),
        *CLAIM_NUMBERS,
        cents(
            "first_cents",
            "Paid first",
            "the decision that is taken back; null: none of its amount is on file",
        ),
        text("first_side", "Paid first in", "the system in which that decision lies"),
        cents("paid_cents", "Reversed", "as signed in the 835"),
        date("corrected_on", "Corrected on", "same or later payment; null: no correction in either system"),
        cents("corrected_cents", "Paid then"),
        text("corrected_side", "Corrected in", "the system in which the correction lies"),
        cents("net_cents", "Paid in the end", "all that the payer paid on the claim less what it took back"),
        text("refund", "Refund", "yes: the same payment acknowledges that the practice returned the money"),
    )
    frame = frame.assign(refund=frame["is_refund"].map({True: "yes", False: "no"}).astype("str"))
    return table("Reversals and their corrections", frame, columns, _REVERSALS_NOTE if len(frame) else "")


_REVERSALS_NOTE = (
    "Of both systems, a remittance in both once. Paid in the end: all that the payer paid on the claim, less what it "
    "took back. It is not known where the first payment is not on file, or where more than one payment stands."
)
