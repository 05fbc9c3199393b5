"""What payers decide on claims: paid, adjusted, denied, forwarded, reversed, corrected.

All amounts are whole cents. A decision always balances: on each line the charge less the adjustments is
what was paid, and the claim is the sum of its lines. Defects are made later, in `defects`, never here.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace
from random import Random

from cutover_sample.cast import Payer
from cutover_sample.claims import Claim, Line

Cas = tuple[str, str, int]  # group, reason, cents

# whole-line denials: group, reason, remark, weight (X12 CARC and RARC, everyday combinations)
DENIALS = (
    ("CO", "16", "N290", 16),
    ("CO", "16", "MA130", 10),
    ("CO", "29", "", 8),
    ("CO", "50", "N115", 12),
    ("CO", "18", "", 12),
    ("CO", "197", "", 14),
    ("PR", "27", "N30", 10),
    ("PR", "204", "N130", 6),
    ("PI", "97", "M15", 5),
    ("OA", "22", "", 7),
)


@dataclass(frozen=True)
class LinePaid:
    """What a payer decided on a line; every amount is negated in a reversal."""

    line: Line
    charge_cents: int
    paid_cents: int
    adjustments: tuple[Cas, ...]
    allowed_cents: int
    remarks: tuple[str, ...] = ()


@dataclass(frozen=True)
class Decision:
    """What a payer decided on a claim: one CLP.

    `lines` is empty and `adjustments` filled where a payer decides on the claim as a whole.
    """

    claim: Claim
    payer: Payer
    status: str
    payer_claim: str
    charge_cents: int
    paid_cents: int
    lines: tuple[LinePaid, ...]
    decided: dt.date
    adjustments: tuple[Cas, ...] = ()
    remarks: tuple[str, ...] = ()
    interest_cents: int = 0
    forwarded_to: Payer | None = None
    original: str = ""

    @property
    def patient_cents(self) -> int:
        """What is left to the patient: the sum of the PR adjustments (CLP05)."""
        return sum(cents for group, _, cents in self.all_adjustments if group == "PR")

    @property
    def all_adjustments(self) -> tuple[Cas, ...]:
        """The adjustments of the claim and of its lines."""
        return (*self.adjustments, *(cas for line in self.lines for cas in line.adjustments))


def decide(claim: Claim, rng: Random) -> Decision:
    """Return the decision of the claim's first payer."""
    payer = claim.coverage.payer
    decided = claim.submitted + dt.timedelta(max(2, payer.lag_days + rng.randrange(-4, 9)))
    if rng.random() < 0.07:
        return _denied(claim, payer, decided, rng)
    left_to_deduct = rng.randrange(2_000, 15_000) if rng.random() < 0.12 else 0
    lines = []
    for place, line in enumerate(claim.lines):
        paid = (
            _bundled(line)
            if place and rng.random() < 0.04
            else _paid(line, payer, left_to_deduct, place == 0, rng)
        )
        left_to_deduct -= sum(
            cents for group, reason, cents in paid.adjustments if (group, reason) == ("PR", "1")
        )
        lines.append(paid)
    decision = _decision(claim, payer, "1", lines, decided, rng)
    if payer.kind in ("workers", "auto") and rng.random() < 0.3:
        return _as_a_whole(decision)
    return _forwarded(decision) if len(claim.patient.coverages) > 1 else decision


def decide_second(first: Decision, rng: Random) -> Decision:
    """Return the second payer's decision on what the first left to the patient.

    OA-23 takes off what the first payer paid or adjusted (X12 CARC 23).
    """
    coverage = first.claim.patient.coverages[1]
    lines = []
    for line in first.lines:
        owed = sum(cents for group, _, cents in line.adjustments if group == "PR")
        keeps = min(owed, 2_000) if owed and rng.random() < 0.15 else 0
        cas = [("OA", "23", line.charge_cents - owed)] if line.charge_cents != owed else []
        cas += [("PR", "1", keeps)] if keeps else []
        lines.append(LinePaid(line.line, line.charge_cents, owed - keeps, tuple(cas), owed))
    decided = first.decided + dt.timedelta(rng.randrange(10, 25))
    claim = replace(first.claim, coverage=coverage)
    return _decision(claim, coverage.payer, "2", lines, decided, rng)


def reverse(paid: Decision, decided: dt.date) -> Decision:
    """Return the reversal of a decision: status 22, every amount negated."""
    lines = tuple(
        replace(
            line,
            charge_cents=-line.charge_cents,
            paid_cents=-line.paid_cents,
            adjustments=tuple((group, reason, -cents) for group, reason, cents in line.adjustments),
            allowed_cents=-line.allowed_cents,
        )
        for line in paid.lines
    )
    return replace(
        paid,
        status="22",
        charge_cents=-paid.charge_cents,
        paid_cents=-paid.paid_cents,
        lines=lines,
        adjustments=tuple((group, reason, -cents) for group, reason, cents in paid.adjustments),
        decided=decided,
        interest_cents=0,
        forwarded_to=None,
    )


def correct(paid: Decision, decided: dt.date, rng: Random) -> Decision:
    """Return the decision that replaces a reversed one: the first paid line is now not paid (CO-97)."""
    first = next((place for place, line in enumerate(paid.lines) if line.paid_cents > 0), None)
    lines = tuple(_bundled(line.line) if place == first else line for place, line in enumerate(paid.lines))
    return replace(
        _decision(paid.claim, paid.payer, paid.status, lines, decided, rng), original=paid.payer_claim
    )


def _decision(claim: Claim, payer: Payer, status: str, lines, decided: dt.date, rng: Random) -> Decision:
    return Decision(
        claim=claim,
        payer=payer,
        status=status,
        payer_claim=f"{decided:%y%j}{rng.randrange(10**8):08d}",
        charge_cents=sum(line.charge_cents for line in lines),
        paid_cents=sum(line.paid_cents for line in lines),
        lines=tuple(lines),
        decided=decided,
        remarks=("MA01",) if payer.kind == "medicare" else (),
    )


def _paid(line: Line, payer: Payer, to_deduct: int, is_visit: bool, rng: Random) -> LinePaid:
    allowed = min(line.charge_cents, line.charge_cents * (payer.rate + rng.randrange(-60, 61)) // 1000)
    contract = "P12" if payer.kind == "workers" else "45"
    cas = [("CO", contract, line.charge_cents - allowed)]
    left = allowed
    for reason, share in _patient_shares(payer, to_deduct, is_visit, left, rng):
        taken = min(left, share)
        if taken > 0:
            cas.append(("PR", reason, taken))
            left -= taken
    cut = left * 2 // 100 if payer.kind == "medicare" else 0  # sequestration, CARC 253
    if cut:
        cas.insert(1, ("CO", "253", cut))
    return LinePaid(line, line.charge_cents, left - cut, tuple(c for c in cas if c[2]), allowed)


def _patient_shares(payer: Payer, to_deduct: int, is_visit: bool, allowed: int, rng: Random) -> list:
    if payer.kind in ("workers", "auto", "medicaid"):
        return []
    if payer.kind == "medicare":
        return [("1", to_deduct), ("2", max(0, allowed - to_deduct) * 20 // 100)]
    return [("1", to_deduct), ("3", rng.choice((2_000, 3_000, 4_000)) if is_visit and not to_deduct else 0)]


def _bundled(line: Line) -> LinePaid:
    return LinePaid(line, line.charge_cents, 0, (("CO", "97", line.charge_cents),), 0, ("M15",))


def _denied(claim: Claim, payer: Payer, decided: dt.date, rng: Random) -> Decision:
    group, reason, remark, _ = rng.choices(DENIALS, [d[3] for d in DENIALS])[0]
    remarks = (remark,) if remark else ()
    lines = [
        LinePaid(line, line.charge_cents, 0, ((group, reason, line.charge_cents),), 0, remarks)
        for line in claim.lines
    ]
    status = "4" if reason == "27" and rng.random() < 0.5 else "1"
    return _decision(claim, payer, status, lines, decided, rng)


def _as_a_whole(decision: Decision) -> Decision:
    """The same decision without lines: some payers adjust the claim alone."""
    sums: dict[tuple[str, str], int] = {}
    for group, reason, cents in decision.all_adjustments:
        sums[group, reason] = sums.get((group, reason), 0) + cents
    return replace(decision, lines=(), adjustments=tuple((*key, cents) for key, cents in sums.items()))


def _forwarded(decision: Decision) -> Decision:
    if not decision.paid_cents or not decision.patient_cents:
        return decision
    second = decision.claim.patient.coverages[1].payer
    return replace(decision, status="19", forwarded_to=second, remarks=("MA01", "MA18"))
