"""The readable text that Office Ally puts beside an 835."""

from .world import us, usd

GROUPS = {"CO": "Contractual Obligations", "PR": "Patient Responsibility", "OA": "Other adjustments"}
REASONS = {
    "45": "Charge exceeds fee schedule/maximum allowable or contracted/legislated fee arrangement.",
    "1": "Deductible Amount",
    "2": "Coinsurance Amount",
    "3": "Co-payment Amount",
    "16": "Claim/service lacks information or has submission/billing error(s).",
    "27": "Expenses incurred after coverage terminated.",
    "29": "The time limit for filing has expired.",
    "197": "Precertification/authorization/notification absent.",
}


def readable(remits, change=None):
    """Return the text of remittances; change maps a trace to a stated amount that differs."""
    parts = [
        "Dear Provider,\r\n\r\nThe following electronic remittance advice was received on your behalf.\r\n"
    ]
    parts += [_provider_block(remit) for remit in remits if remit.adjustments]
    parts.append(_summary(remits, change or {}))
    parts += [_claim(remit, answer) for remit in remits for answer in remit.answers]
    return "\r\n".join(parts) + "\r\n"


def _provider_block(remit):
    rows = ["Adjustment Date  Provider ID    Reference ID          Adjustment Amt  Reason"]
    for reason, reference, cents in remit.adjustments:
        rows.append(f"{us(remit.day):<17}{remit.payee.npi:<15}{reference:<22}{usd(cents):>14}  {reason}")
    return "\r\n".join(rows) + "\r\n"


def _summary(remits, change):
    rows = [
        "Check#              Amount      # Claims  NPI or Tax ID   Payee                               Date",
        "-" * 105,
    ]
    for remit in remits:
        stated = usd(change.get(remit.trace, remit.amount))
        rows.append(
            f"{remit.trace:<18}{stated:>10}{len(remit.answers):>10}    "
            f"{remit.payee.npi:<16}{remit.payee.era_name[:34]:<36}{us(remit.day)}"
        )
    return "\r\n".join(rows) + "\r\n"


def _status(answer):
    if answer.code == "22":
        return "OTHER"
    return "PROCESSED AS PRIMARY" if answer.paid or answer.patient_share else "DENIED"


def _claim(remit, answer):
    claim, person = answer.claim, answer.claim.patient
    rows = [
        "Check#              Patient ID     Last,First               Charge Amt  Payment Amt  "
        "Accnt#        Status                Payer",
        ""
        f"{remit.trace:<20}{person.policies[0].member:<15}{person.last + ',' + person.first:<25}"
        f"{usd(answer.charge):>10}"
        f"{usd(answer.paid):>13}  {claim.number:<14}{_status(answer):<22}{remit.payer.era}",
        "    PO BOX 27401, RICHMOND, VA 23279",
        f"    Tax ID: {remit.payee.tax_id}   Payer Claim Control Number: {answer.control}   "
        f"Claim Statement Period: {us(claim.dos)} - {us(claim.dos)}",
        "    Svc Date    CPT      Charge Amt  Payment Amt  Total Adj Amt  Remarks",
    ]
    for line, paid, cas in answer.lines:
        rows.append(
            f"    {us(claim.dos)}  "
            f"{line.code:<9}{usd(line.charge):>10}{usd(paid):>13}{usd(sum(c for *_, c in cas)):>15}"
        )
        rows += [f"        {GROUPS[g]:<28}{usd(c):>10}  {REASONS[r]}" for g, r, c in cas]
    return "\r\n".join(rows) + "\r\n"
