"""The sample's own writer of the clearinghouse's readable ERA, in the layout of a public sample.

A letter, provider adjustments if there are any, a summary of checks, then a block for each claim. It
carries no CARC or RARC, only words.
"""

from __future__ import annotations

from collections.abc import Iterator

from cutover_sample.decisions import Decision, LinePaid
from cutover_sample.delivery import Delivery, TextChange
from cutover_sample.payments import Payment

_DOUBLE, _SINGLE = "=" * 152, "-" * 152
_CHECKS = (
    (31, "Check#"),
    (16, "Amount"),
    (15, "# Claims"),
    (24, "NPI or Tax ID"),
    (30, "Payee"),
    (0, "Date"),
)
_CLAIM = (
    (31, "Check#"),
    (19, "Patient ID"),
    (20, "Last,First"),
    (12, "Charge Amt"),
    (13, "Payment Amt"),
    (14, "Accnt#"),
    (31, "Status"),
    (0, "Payer"),
)
_LINE = (
    (11, "Svc Date"),
    (7, "CPT"),
    (13, "Charge Amt"),
    (13, "Payment Amt"),
    (15, "Total Adj Amt"),
    (0, "Remarks"),
)
_GROUPS = {
    "CO": "CONTRACTUAL OBLIGATIONS",
    "PR": "PATIENT RESPONSIBILITY",
    "OA": "OTHER ADJUSTMENTS",
    "PI": "PAYOR INITIATED REDUCTIONS",
}
_REASONS = {
    "1": "DEDUCTIBLE AMOUNT.",
    "2": "COINSURANCE AMOUNT.",
    "3": "CO-PAYMENT AMOUNT.",
    "16": "CLAIM/SERVICE LACKS INFORMATION WHICH IS NEEDED FOR ADJUDICATION.",
    "18": "EXACT DUPLICATE CLAIM/SERVICE.",
    "22": "THIS CARE MAY BE COVERED BY ANOTHER PAYER.",
    "23": "PAYMENT ADJUSTED BECAUSE CHARGES HAVE BEEN PAID BY ANOTHER PAYER.",
    "27": "EXPENSES INCURRED AFTER COVERAGE TERMINATED.",
    "29": "THE TIME LIMIT FOR FILING HAS EXPIRED.",
    "45": "CHARGES EXCEED YOUR CONTRACTED/LEGISLATED FEE ARRANGEMENT.",
    "50": "NOT DEEMED A MEDICAL NECESSITY BY THE PAYER.",
    "97": "PAYMENT IS INCLUDED IN THE ALLOWANCE FOR ANOTHER SERVICE.",
    "197": "PRECERTIFICATION/AUTHORIZATION ABSENT.",
    "204": "NOT COVERED UNDER THE PATIENT'S CURRENT BENEFIT PLAN.",
    "253": "SEQUESTRATION - REDUCTION IN FEDERAL PAYMENT.",
    "P12": "WORKERS' COMPENSATION JURISDICTIONAL FEE SCHEDULE ADJUSTMENT.",
}
_PROVIDER_REASONS = {
    "WO": "Overpayment Recover",
    "FB": "Forwarding Balance",
    "L6": "Interest Owed",
    "72": "Authorized Return",
    "CS": "Adjustment",
}
_STATUS = {
    "1": "PROCESSED AS PRIMARY",
    "2": "PROCESSED AS SECONDARY",
    "4": "DENIED",
    "19": "PROCESSED AS PRIMARY, FWDED",
    "22": "OTHER",
}


def written(delivery: Delivery) -> bytes:
    """Return the bytes of a delivery's text ERA, with the difference that its marks ask for."""
    lines = [*_letter(delivery), *_provider_adjustments(delivery), *_summary(delivery)]
    for payment in delivery.payments:
        for decision in _decisions(payment, delivery.text_change):
            lines += _claim(payment, decision)
    return ("\r\n".join(lines) + "\r\n").encode("iso-8859-1")


def _row(columns: tuple, values: tuple[str, ...], indent: int = 0) -> str:
    """One row: each value in its column, and at least one blank after it."""
    cells = (
        f"{value:<{width - 1}} " if width else value
        for (width, _), value in zip(columns, values, strict=True)
    )
    return " " * indent + "".join(cells)


def _head(columns: tuple) -> str:
    return _row(columns, tuple(label for _, label in columns))


def _letter(delivery: Delivery) -> Iterator[str]:
    yield f"Dear: {delivery.payments[0].payee.name}"
    yield from ("", "")
    yield (
        "Your Claims have been adjudicated by the Payer. Electronic Payment / Advise information has been "
        "received by Office Ally and summarized as follows."
    )
    yield from ("", "=" * 50, "------- HEALTH CARE CLAIM PAYMENT/ADVICE -------", "=" * 50, "", "")


def _provider_adjustments(delivery: Delivery) -> Iterator[str]:
    """The block of provider adjustments; its sign is that of the money, so the reverse of the PLB's."""
    pairs = [(payment, pair) for payment in delivery.payments for pair in payment.provider_adjustments]
    if not pairs:
        return
    columns = ((17, "Adjustment Date"), (13, "Provider ID"), (51, "Reference ID"), (16, "Adjustment Amt"),
               (0, "Reason"))  # fmt: skip
    yield from (_DOUBLE, _head(columns), _DOUBLE)
    for payment, pair in pairs:
        fiscal_year_end = f"12/31/{payment.date.year}"
        amount, reason = _amount(-pair.cents), _PROVIDER_REASONS[pair.reason]
        yield _row(columns, (fiscal_year_end, payment.payee.npi, pair.reference, amount, reason))
    yield from (_DOUBLE, "")


def _summary(delivery: Delivery) -> Iterator[str]:
    yield from (_DOUBLE, _head(_CHECKS), _DOUBLE)
    for payment in delivery.payments:
        change = delivery.text_change
        added = change.added_cents if change and change.trace == payment.trace else 0
        count = len(_decisions(payment, change))
        amount, day = _amount(payment.amount_cents + added), f"{payment.date:%m/%d/%Y}"
        yield _row(_CHECKS, (payment.trace, amount, str(count), payment.payee.npi, payment.payee.name, day))
    yield ""


def _decisions(payment: Payment, change: TextChange | None) -> tuple[Decision, ...]:
    drops = change is not None and change.drops_claim and change.trace == payment.trace
    return payment.decisions[:-1] if drops else payment.decisions


def _claim(payment: Payment, decision: Decision) -> Iterator[str]:
    claim, payer = decision.claim, decision.payer
    name = f"{claim.patient.last},{claim.patient.first}".upper()
    yield from (_SINGLE, _head(_CLAIM))
    amounts = _amount(decision.charge_cents), _amount(decision.paid_cents)
    status = _STATUS[decision.status]
    values = (payment.trace, claim.coverage.member_id, name, *amounts, claim.number, status, payer.name)
    yield _row(_CLAIM, values)
    street, city, state, postal = payer.address
    for line in (street, f"{city},{state} {postal}", f"Tax ID: {payer.tin[:2]}-{payer.tin[2:]}"):
        yield " " * 140 + line
    yield " " * 96 + f"Payer Claim Control Number: {decision.payer_claim}"
    yield " " * 96 + f"Claim Statement Period:     {claim.visit:%m/%d/%Y} - {claim.visit:%m/%d/%Y}"
    yield ""
    for line in decision.lines:
        yield from _service(decision, line)


def _service(decision: Decision, line: LinePaid) -> Iterator[str]:
    total = sum(cents for _, _, cents in line.adjustments)
    yield "          Line Item:  " + _head(_LINE)
    amounts = _amount(line.charge_cents), _amount(line.paid_cents), _amount(total)
    day = f"{decision.claim.visit:%m/%d/%Y}"
    yield _row(_LINE, (day, line.line.procedure.code, *amounts, "NO REMARKS"), 22)
    yield ""
    if line.adjustments:
        yield f"{'':<32}{'Adjustment Group':<28}Adj Amt Translated Reason Code"
        for group, reason, cents in line.adjustments:
            yield f"{'':<32}{_GROUPS[group]:<28}{_amount(cents):<7} {_REASONS[reason]}"
        yield ""


def _amount(cents: int) -> str:
    whole, part = divmod(abs(cents), 100)
    return f"{'-' if cents < 0 else ''}{whole}.{part:02d}"
