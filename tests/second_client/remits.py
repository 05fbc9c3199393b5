"""Remittances: answers of one payer on one pay day, with provider adjustments."""

from dataclasses import dataclass, field
from datetime import date

from .payers import PAYERS


@dataclass
class Remit:
    """One payment; adjustments are PLB pairs (reason, reference, cents)."""

    payer: object
    day: date
    trace: str
    answers: list
    adjustments: list = field(default_factory=list)
    slip: int = 0  # cents by which the stated amount is wrong
    payee: object = None  # the practice that is paid
    feed: str = "OA"
    stated: int | None = None  # whole check amount where the check is split

    @property
    def amount(self):
        """BPR02 in cents."""
        if self.stated is not None:
            return self.stated
        return sum(a.paid for a in self.answers) - sum(c for _, _, c in self.adjustments) + self.slip

    @property
    def method(self):
        """BPR04: NON where no money moves."""
        return "NON" if self.amount == 0 else self.payer.method


def group_answers(practice, answered):
    """Return remittances in order of day: one per payer and pay day."""
    groups = {}
    for day, answer in answered:
        groups.setdefault((day, answer.claim.payer), []).append(answer)
    return [_remit(practice, key, groups[key]) for key in sorted(groups)]


def _remit(practice, key, answers):
    day, payer_key = key
    payer = PAYERS[payer_key]
    return Remit(payer, day, trace_number(practice, payer, day), answers, payee=practice)


def trace_number(practice, payer, day):
    """Return the check or EFT number in the payer's manner."""
    tail = f"{day:%y%m%d}{practice.tax_id[-2:]}"
    return {"medicare": f"8{tail}", "aetna": f"0{tail}", "anthem": f"EFT{tail}", "bay": f"CCC-{tail}"}.get(
        payer.key, f"{tail}{payer.trace[-3:]}"
    )
