"""The sample's own writer of the 835 (005010X221A1).

It shares nothing with the reader, so that a mistake in one cannot hide in the other. Each gateway has
its own delimiters and line habits, as clearinghouses do.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from cutover_sample.decisions import Decision, LinePaid
from cutover_sample.delivery import Delivery
from cutover_sample.payments import Payment

Segment = list[str]


@dataclass(frozen=True)
class Gateway:
    """Who writes the file, and how: delimiters, what stands after a terminator, whether zeros are cut off."""

    sender: str
    element: str
    component: str
    repetition: str
    terminator: str
    line_end: str
    trims: bool


GATEWAYS = {
    "plain": Gateway("PAYERGATE1", "*", ":", "^", "~", "", True),
    "lines": Gateway("CLAIMLINK", "*", ":", "^", "~", "\n", False),
    "pipes": Gateway("EDIWEST", "|", ">", "^", "~", "\r\n", True),
}


def written(delivery: Delivery) -> bytes:
    """Return the bytes of a delivery's 835, with the faults that its marks ask for."""
    if delivery.rubbish == "page":
        return _PAGE
    gateway = GATEWAYS[delivery.gateway]
    if delivery.rubbish == "stub":
        return _joined(list(_interchange(delivery, gateway))[:2], gateway).encode("ascii")
    data = _joined(list(_interchange(delivery, gateway)), gateway).encode("iso-8859-1")
    if delivery.is_cut:
        return data[: data.rindex(b"SVC") + 7]
    return data


_PAGE = (
    b"<!DOCTYPE html>\n<html><head><title>Session expired</title></head>"
    b"<body>Please sign in again.</body></html>\n"
)


def _joined(segments: list[Segment], gateway: Gateway) -> str:
    end = gateway.terminator + gateway.line_end
    return "".join(gateway.element.join(segment) + end for segment in segments)


def _interchange(delivery: Delivery, gateway: Gateway) -> Iterator[Segment]:
    control, written_on = delivery.control, delivery.payments[0].date + dt.timedelta(1)
    clock = f"{6 + control % 12:02d}{control % 60:02d}"
    yield ["ISA", "00", " " * 10, "00", " " * 10, "ZZ", f"{gateway.sender:<15}", "ZZ", f"{'OFFALLY':<15}",
           f"{written_on:%y%m%d}", clock, gateway.repetition, "00501", f"{control:09d}", "0", "P",
           gateway.component]  # fmt: skip
    yield [
        "GS",
        "HP",
        gateway.sender,
        "OFFALLY",
        f"{written_on:%Y%m%d}",
        clock,
        str(control),
        "X",
        "005010X221A1",
    ]
    for number, payment in enumerate(delivery.payments, 1):
        body = list(_transaction(payment, f"{number:04d}", gateway))
        if number == 1:
            body = _damaged(body, delivery)
        counted = len(body) + 1 + (1 if delivery.counts_off == "SE01" else 0)
        yield from body
        yield ["SE", str(counted), f"{number:04d}"]
    yield ["GE", str(len(delivery.payments) + (delivery.counts_off == "GE01")), str(control)]
    yield ["IEA", "1", f"{control + 5 * (delivery.counts_off == 'IEA02'):09d}"]


def _damaged(body: list[Segment], delivery: Delivery) -> list[Segment]:
    """The transaction with what the delivery's marks damage: the last such segment's element is replaced."""
    changed = [list(segment) for segment in body]
    for start, element, text in delivery.damage:
        target = next(s for s in reversed(changed) if "*".join(s).startswith(start))
        target[element] = text
    if delivery.blank_line:
        next(s for s in reversed(changed) if s[0] == "SVC")[3] = ""
    if delivery.strange_segment:
        changed.append(delivery.strange_segment.split("*"))
    return changed


def _transaction(payment: Payment, control: str, gateway: Gateway) -> Iterator[Segment]:
    yield ["ST", "835", control]
    yield from _header(payment, gateway)
    yield ["LX", "1"]
    for decision in payment.decisions:
        yield from _claim(decision, gateway)
    year_end = f"{payment.date:%Y}1231"
    for start in range(0, len(payment.provider_adjustments), 6):
        pairs = payment.provider_adjustments[start : start + 6]
        segment = ["PLB", payment.payee.npi, year_end]
        for pair in pairs:
            segment += [f"{pair.reason}{gateway.component}{pair.reference}", _amount(pair.cents, gateway)]
        yield segment


def _header(payment: Payment, gateway: Gateway) -> Iterator[Segment]:
    payer, payee, day = payment.payer, payment.payee, f"{payment.date:%Y%m%d}"
    amount, sign = _amount(payment.amount_cents, gateway), "C"
    if payment.is_debit:
        amount, sign = _amount(-payment.amount_cents, gateway), "D"
    if payment.method == "ACH":
        sender = ("01", "999999992", "DA", "70001234", f"1{payer.tin}", "")
        receiver = ("01", "999999992", "DA", "80005678")
        yield ["BPR", "I", amount, sign, "ACH", "CCP", *sender, *receiver, day]
    else:
        yield ["BPR", "H" if payment.method == "NON" else "I", amount, sign, payment.method, *[""] * 11, day]
    yield ["TRN", "1", payment.trace, f"1{payer.tin}"]
    yield ["REF", "EV", "OFFALLY"]
    yield ["DTM", "405", day]
    yield ["N1", "PR", payer.name, "XV", payer.payer_id]
    yield ["N3", payer.address[0]]
    yield ["N4", *payer.address[1:]]
    yield ["REF", "2U", payer.payer_id]
    yield ["PER", "BL", "PROVIDER SERVICES", "TE", "5550100100"]
    yield ["N1", "PE", payee.name, "XX", payee.npi]
    yield ["N3", payee.street]
    yield ["N4", *payee.town]
    yield ["REF", "TJ", payee.tin]


def _claim(decision: Decision, gateway: Gateway) -> Iterator[Segment]:
    claim, patient = decision.claim, decision.claim.patient
    amounts = (_amount(cents, gateway) for cents in (decision.charge_cents, decision.paid_cents))
    patient_part = _amount(decision.patient_cents, gateway) if decision.patient_cents else ""
    frequency = "7" if decision.original else "1"
    yield ["CLP", claim.number, decision.status, *amounts, patient_part, decision.payer.filing_code,
           decision.payer_claim, "11", frequency]  # fmt: skip
    yield from _adjustments(decision.adjustments, gateway)
    qualifier = "MR" if decision.payer.kind == "medicaid" else "MI"
    middle = [patient.middle, "", ""] if patient.middle else ["", "", ""]
    yield ["NM1", "QC", "1", patient.last.upper(), patient.first.upper(), *middle, qualifier,
           claim.coverage.member_id]  # fmt: skip
    yield ["NM1", "82", "1", claim.provider.last.upper(), claim.provider.first.upper(), "", "", "", "XX",
           claim.provider.npi]  # fmt: skip
    if decision.forwarded_to:
        second = decision.forwarded_to
        yield ["NM1", "TT", "2", second.name, "", "", "", "", "PI", second.payer_id]
    if decision.remarks:
        yield ["MOA", "", "", *decision.remarks]
    yield ["REF", "EA", patient.account]
    if decision.original:
        yield ["REF", "F8", decision.original]
    yield ["DTM", "232", f"{claim.visit:%Y%m%d}"]
    yield ["DTM", "233", f"{claim.visit:%Y%m%d}"]
    yield ["DTM", "050", f"{claim.submitted:%Y%m%d}"]
    if decision.interest_cents:
        yield ["AMT", "I", _amount(decision.interest_cents, gateway)]
    for number, line in enumerate(decision.lines, 1):
        yield from _line(decision, line, number, gateway)


def _line(decision: Decision, line: LinePaid, number: int, gateway: Gateway) -> Iterator[Segment]:
    procedure, claim = line.line.procedure, decision.claim
    code = gateway.component.join(("HC", procedure.code, *procedure.modifiers))
    units = "0" if line.paid_cents == 0 else str(line.line.units)
    yield ["SVC", code, _amount(line.charge_cents, gateway), _amount(line.paid_cents, gateway), "", units]
    yield ["DTM", "472", f"{claim.visit:%Y%m%d}"]
    yield from _adjustments(line.adjustments, gateway)
    yield ["REF", "6R", f"{claim.number}L{number}"]
    if line.allowed_cents > 0:
        yield ["AMT", "B6", _amount(line.allowed_cents, gateway)]
    for remark in line.remarks:
        yield ["LQ", "HE", remark]


def _adjustments(cas: tuple, gateway: Gateway) -> Iterator[Segment]:
    """One CAS a group, up to six reasons in each (empty quantity between them)."""
    groups: dict[str, list] = {}
    for group, reason, cents in cas:
        groups.setdefault(group, []).append((reason, _amount(cents, gateway)))
    for group, reasons in groups.items():
        for start in range(0, len(reasons), 6):
            segment = ["CAS", group]
            for reason, amount in reasons[start : start + 6]:
                segment += [reason, amount, ""]
            yield segment[:-1]


def _amount(cents: int, gateway: Gateway) -> str:
    """An amount as the gateway writes it: `100`, `100.5`, or always `100.00`."""
    whole, part = divmod(abs(cents), 100)
    text = f"{whole}.{part:02d}"
    if gateway.trims:
        text = text.rstrip("0").rstrip(".")
    return ("-" if cents < 0 else "") + text
