"""Claims and how payers answer them."""

from dataclasses import dataclass, field
from datetime import date, timedelta

from .payers import PAYERS, pay_day
from .world import AS_OF, business_day, months


@dataclass
class Line:
    """One service line; amounts in cents."""

    code: str
    units: int
    charge: int


@dataclass
class Claim:
    """One claim as the practice sent it."""

    number: str
    patient: object
    payer: str
    provider: object
    dos: date
    submitted: date
    lines: list
    home: str = "OA"  # the system that holds it: OA or MEDI
    answers: list = field(default_factory=list)
    section: str = "ACCEPTED"

    @property
    def charge(self):
        """Total charge in cents."""
        return sum(line.charge for line in self.lines)


@dataclass
class Answer:
    """One CLP: how a payer answered a claim; lines are (Line, paid, [(group, reason, cents)])."""

    claim: Claim
    code: str
    lines: list
    control: str

    @property
    def charge(self):
        """Charge that the payer states, in cents."""
        return sum(line.charge for line, _, _ in self.lines)

    @property
    def paid(self):
        """Paid cents, below zero for a reversal."""
        return sum(paid for _, paid, _ in self.lines)

    @property
    def patient_share(self):
        """Cents in group PR."""
        return sum(c for _, _, cas in self.lines for g, _, c in cas if g == "PR")


def random_claims(world, practice, patients, prefix, busy=()):
    """Return claims of every month, as many per payer as the practice's mix says, twice as many in busy months."""
    found = []
    for year, month in months():
        for payer, count in practice.mix.items():
            for _ in range(count * (2 if (year, month) in busy else 1)):
                dos = business_day(date(year, month, world.rng.randint(1, 26)))
                submitted = business_day(dos + timedelta(days=world.rng.randint(1, 4)))
                if submitted <= AS_OF:
                    found.append(
                        make_claim(
                            world, practice, patients, payer, dos, submitted, f"{prefix}{10001 + len(found)}"
                        )
                    )
    return found


def make_claim(world, practice, patients, payer, dos, submitted, number, provider=None):
    """Return one claim of a random patient of that payer."""
    patient = world.rng.choice([p for p in patients if p.primary == payer])
    provider = provider or world.rng.choice(practice.providers)
    codes = world.rng.sample(practice.codes, world.rng.choice([1, 1, 2, 2, 3]))
    lines = [Line(code, 1, charge) for code, charge in codes]
    return Claim(number, patient, payer, provider, dos, submitted, lines)


def answer_claims(world, claims):
    """Let payers answer: return (pay day, answer) for every claim answered by the as-of date."""
    answered = []
    for claim in claims:
        payer = PAYERS[claim.payer]
        day = pay_day(payer, claim.submitted + timedelta(days=world.rng.randint(10, 18)))
        silent = world.rng.random() < 0.03
        answer = _answer(world, claim)
        if day <= AS_OF and not silent and claim.section == "ACCEPTED":
            claim.answers.append((day, answer))
            answered.append((day, answer))
    return answered


def _answer(world, claim):
    control = f"{claim.submitted:%y%j}{world.rng.randint(10**6, 10**7 - 1)}"
    if world.rng.random() < 0.08:
        reason = world.rng.choice([("CO", "197"), ("CO", "16"), ("PR", "27"), ("CO", "29")])
        return Answer(claim, "1", [(line, 0, [(*reason, line.charge)]) for line in claim.lines], control)
    return Answer(
        claim, "1", [_paid_line(world.rng, line, place) for place, line in enumerate(claim.lines)], control
    )


def _paid_line(rng, line, place):
    allowed = line.charge * rng.randint(52, 81) // 100
    kind, share = rng.choice(
        [("2", allowed // 5), ("3", min(2500, allowed) if place == 0 else 0), ("1", allowed // 3)]
    )
    cas = [("CO", "45", line.charge - allowed)] + ([("PR", kind, share)] if share else [])
    return line, allowed - share, cas


def reversal_of(answer):
    """Return the reversal of an answer: status 22, every amount negated."""
    lines = [
        (Line(li.code, li.units, -li.charge), -paid, [(g, r, -c) for g, r, c in cas])
        for li, paid, cas in answer.lines
    ]
    return Answer(answer.claim, "22", lines, answer.control)


def corrected(answer, less):
    """Return the corrected answer: less is moved from the first line's payment into CO 45."""
    line, paid, cas = answer.lines[0]
    first = (line, paid - less, [(g, r, c + less if (g, r) == ("CO", "45") else c) for g, r, c in cas])
    return Answer(answer.claim, "1", [first, *answer.lines[1:]], answer.control[:-1] + "9")
