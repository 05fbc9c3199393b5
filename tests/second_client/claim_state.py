"""What a practice's system says of a claim, from the answers that arrived."""

from .payers import PAYERS
from .world import AS_OF


def rebuild(claims, remits):
    """Set each claim's answers to those of the remittances: (remittance, answer), in order of day."""
    for claim in claims:
        claim.answers = []
    for remit in sorted(remits, key=lambda r: r.day):
        for answer in remit.answers:
            answer.claim.answers.append((remit, answer))


def paid(claim):
    """Cents that insurance paid on a claim, reversals taken off."""
    return sum(answer.paid for _, answer in claim.answers)


def share(claim):
    """Cents that remittances gave to the patient."""
    return sum(answer.patient_share for _, answer in claim.answers)


def written_off(claim):
    """Cents in group CO."""
    return sum(c for _, a in claim.answers for _, _, cas in a.lines for g, _, c in cas if g == "CO")


def status(claim):
    """Return the status in the words of the old system."""
    if not claim.answers:
        return "Ready for claim" if claim.section == "PENDING" else "Billed primary"
    last = claim.answers[-1][1]
    if last.code == "22":
        return "Insurance overpayment"
    if paid(claim) == 0 and share(claim) == 0:
        return "Insurance denied"
    return (
        "Patient responsibility"
        if share(claim) and (AS_OF - claim.answers[-1][0].day).days < 45
        else "Closed"
    )


def trace(claim):
    """Return the check or EFT number of the last answer."""
    return claim.answers[-1][0].trace if claim.answers else ""


def denied_lines(answers):
    """Return answers that paid nothing for another reason than price, deductible, coinsurance or copay."""
    plain = {"45", "1", "2", "3"}
    return [a for a in answers if a.code == "1" and a.paid == 0 and a.lines[0][2][0][1] not in plain]


def payer(claim):
    """Return the claim's payer."""
    return PAYERS[claim.payer]
