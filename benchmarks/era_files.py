"""Seeded 835 files of a wanted size in a realistic shape, and the truth about each, for measuring readers.

A plain writer of its own: it shares no code with `cutover`, so that a reader cannot agree by accident.
Every payment, claim and service balances to the cent. All names and numbers are invented; NPIs pass Luhn.

    python -m benchmarks.era_files FOLDER [MB ...]
"""

from __future__ import annotations

import json
import random
import sys
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from datetime import date, timedelta
from pathlib import Path

MEGABYTE = 1_000_000
PAYMENTS_IN_AN_INTERCHANGE = 40  # a day's download from a clearinghouse
BYTES_OF_A_CLAIM = 486  # measured with its share of the payment; only to stop close to the wanted size

PAYERS = (
    ("LARKSPUR MUTUAL HEALTH", "60101"),
    ("BLUE HERON HEALTH PLAN", "60202"),
    ("COTTONWOOD STATE MEDICAID", "60303"),
    ("SUMMIT RIDGE ADVANTAGE", "60404"),
    ("TIDEWATER BENEFIT TRUST", "60505"),
    ("GRANITE VALLEY MEDICARE", "60606"),
)
_HEADS = "ASH BRAM CAL DUN ELLS FEN GAR HOL ING JES KIRK LOM MAR NOR OAK PEM QUIN RAD SEL THORN WEX YAR"
_TAILS = (
    "BERRY BOROUGH BY COTT DALE FIELD FORD GATE HAM HURST LEY LOW MERE MORE RIDGE SHAW STEAD TON WAY WORTH"
)
_FIRST = "ADA BRAM CORA DELL ESME FINN GRETA HUGO IVY JONAS KEZIA LARS MAEVE NOEL ODILE PERCY RHEA SILAS"
# 440 last names, so that a reader that gains by repeated text gains no more than with a real practice
LAST, FIRST = [head + tail for head in _HEADS.split() for tail in _TAILS.split()], _FIRST.split()
PROCEDURES = (  # code, charge in cents
    ("99213", 14_500),
    ("99214", 21_250),
    ("99215", 28_500),
    ("99203", 19_800),
    ("93000", 6_475),
    ("36415", 1_800),
    ("80053", 4_890),
    ("85025", 3_165),
    ("90834", 16_000),
    ("97110", 7_240),
    ("97140", 6_895),
    ("20610", 13_333),
)
ACCOUNTS = "CCP*01*021000021*DA*5550001*1999888777**01*021000089*DA*7770002"  # BPR05-15
DENIALS = (("16", "M51"), ("29", "N211"), ("50", "N115"), ("97", "M15"), ("197", "N54"), ("18", "N522"))


@dataclass
class Truth:
    """What stands in one generated file: counts of segments and sums in cents, kept while writing it."""

    file: str = ""
    bytes: int = 0
    payments: int = 0
    claims: int = 0
    services: int = 0
    triples: int = 0
    pairs: int = 0
    paid_cents: int = 0  # BPR02
    claims_charge_cents: int = 0
    claims_paid_cents: int = 0
    services_paid_cents: int = 0
    adjusted_cents: int = 0
    pairs_cents: int = 0


def npi(stem: str) -> str:
    """A nine-digit stem with its Luhn check digit over 80840 + NPI."""
    digits = [int(d) for d in "80840" + stem]
    doubled = [d * 2 - 9 * (d > 4) for d in digits[::-2]]
    return stem + str(-(sum(doubled) + sum(digits[-2::-2])) % 10)


def dollars(cents: int) -> str:
    """An amount as X12 wants it: no trailing zeros, no point where there are no cents."""
    whole, rest = divmod(abs(cents), 100)
    sign = "-" if cents < 0 else ""
    return f"{sign}{whole}.{rest:02d}".rstrip("0") if rest else f"{sign}{whole}"


@dataclass
class Writer:
    """Writes payments from one stream of random numbers and counts what it writes."""

    seed: int
    truth: Truth = field(default_factory=Truth)

    def __post_init__(self) -> None:
        self.random = random.Random(self.seed).random
        self.providers = [npi(f"{190_000_000 + self.below(9_999_999)}") for _ in range(40)]
        self.serial = 0

    def below(self, limit: int) -> int:
        """A whole number from 0 to limit - 1, by a rule that no Python version changes."""
        return int(self.random() * limit)

    def pick(self, pool):
        """One of the pool."""
        return pool[int(self.random() * len(pool))]

    def service(self, day: str, sign: int) -> tuple[list[str], int, int, int]:
        """One service line: its segments, charge, payment and patient's part, all times the sign."""
        code, unit_charge = self.pick(PROCEDURES)
        units = 1 if self.random() < 0.85 else 2 + self.below(3)
        charge = unit_charge * units
        modifier = self.pick((":25", ":59", ":GP:59", ":95")) if self.random() < 0.3 else ""
        denied = self.random() < 0.09
        allowed = 0 if denied else charge * (45 + self.below(50)) // 100
        cas, patient, remark = self.reasons(charge, allowed, denied, sign)
        paid = allowed - patient
        line = [
            f"SVC*HC:{code}{modifier}*{dollars(sign * charge)}*{dollars(sign * paid)}**{units}",
            f"DTM*472*{day}",
            *cas,
            f"REF*6R*{self.serial}L{self.below(90_000) + 10_000}",
        ]
        if allowed:
            line.append(f"AMT*B6*{dollars(sign * allowed)}")
        if remark:
            line.append(f"LQ*HE*{remark}")
        self.truth.services += 1
        self.truth.services_paid_cents += sign * paid
        return line, sign * charge, sign * paid, sign * patient

    def reasons(self, charge: int, allowed: int, denied: bool, sign: int) -> tuple[list[str], int, str]:
        """The CAS of one line, the patient's part and the remark code; CAS sum to charge less payment."""
        if denied:
            reason, remark = self.pick(DENIALS)
            self.adjusted(1, sign * charge)
            return [f"CAS*CO*{reason}*{dollars(sign * charge)}"], 0, remark
        cas, split = [], self.random()
        contractual = charge - allowed
        if split < 0.25 and contractual > 400:  # sequestration in the same CAS: a second triple
            second = contractual // 20
            cas.append(f"CAS*CO*45*{dollars(sign * (contractual - second))}**253*{dollars(sign * second)}")
            self.adjusted(2, sign * contractual)
        else:
            cas.append(f"CAS*CO*45*{dollars(sign * contractual)}")
            self.adjusted(1, sign * contractual)
        if split > 0.55:
            return cas, 0, ""
        patient = min(allowed, 500 + 25 * self.below(140))
        coinsurance = patient // 3 if split < 0.15 else 0
        tail = f"**2*{dollars(sign * coinsurance)}" if coinsurance else ""
        cas.append(f"CAS*PR*{self.pick('13')}*{dollars(sign * (patient - coinsurance))}{tail}")
        self.adjusted(2 if coinsurance else 1, sign * patient)
        return cas, patient, "N130" if split < 0.1 else ""

    def adjusted(self, triples: int, cents: int) -> None:
        """Count triples of a CAS and their sum."""
        self.truth.triples += triples
        self.truth.adjusted_cents += cents

    def claim(self, paid_on: date, reversal: bool = False) -> tuple[list[str], int]:
        """One claim and what it pays; a reversal carries negative amounts and status 22."""
        self.serial += 1
        sign = -1 if reversal else 1
        start = (paid_on - timedelta(days=9 + self.below(50))).strftime("%Y%m%d")
        if self.random() < 0.04 and not reversal:
            body, charge, paid, patient, claim_cas = self.undivided_claim()
        else:
            lines = [self.service(start, sign) for _ in range(1 + self.below(4))]
            body = [segment for line in lines for segment in line[0]]
            charge, paid, patient = (sum(line[n] for line in lines) for n in (1, 2, 3))
            claim_cas = []
        status = "22" if reversal else self.pick(("1", "1", "1", "1", "1", "19", "2"))
        head = (
            f"CLP*{self.account()}*{status}*{dollars(charge)}*{dollars(paid)}*{dollars(patient)}"
            f"*{self.pick(('12', '13', 'MB', 'MC', 'HM'))}"
            f"*{2_024_000_000 + self.serial}{self.below(1000):03d}*11*1"
        )
        self.truth.claims += 1
        self.truth.claims_charge_cents += charge
        self.truth.claims_paid_cents += paid
        return [head, *claim_cas, *self.persons(), *self.claim_details(start, paid), *body], paid

    def undivided_claim(self) -> tuple[list[str], int, int, int, list[str]]:
        """A claim adjusted at claim level: its (no) lines, charge, payment, patient's part and CAS."""
        charge = 20_000 + self.below(180_000)
        patient, contractual = charge // 10, charge // 4
        self.adjusted(2, patient + contractual)
        cas = [f"CAS*CO*45*{dollars(contractual)}", f"CAS*PR*1*{dollars(patient)}"]
        return [], charge, charge - patient - contractual, patient, cas

    def account(self) -> str:
        """A patient control number; leading zeros occur."""
        return f"{self.serial:07d}" if self.random() < 0.5 else f"CG{self.serial}-{self.below(90) + 10}"

    def persons(self) -> list[str]:
        """The NM1 segments of a claim."""
        last, first = self.pick(LAST), self.pick(FIRST)
        member = f"{self.pick('ABKWX')}{self.below(90_000_000) + 10_000_000}"
        middle = self.pick("ACEJMRT") if self.random() < 0.4 else ""
        nm1 = [f"NM1*QC*1*{last}*{first}*{middle}***MI*{member}"]
        if self.random() < 0.2:
            nm1.append(f"NM1*IL*1*{last}*{self.pick(FIRST)}****MI*{member}")
        if self.random() < 0.03:
            nm1.append(f"NM1*74*1*{last}*{first}****C*{member}1")
        if self.random() < 0.7:
            nm1.append(f"NM1*82*1*{self.pick(LAST)}*{self.pick(FIRST)}****XX*{self.pick(self.providers)}")
        if self.random() < 0.04:
            nm1.append(f"NM1*TT*2*{self.pick(PAYERS)[0]}*****PI*{self.pick(PAYERS)[1]}")
        return nm1

    def claim_details(self, start: str, paid: int) -> list[str]:
        """MOA, REF, DTM and AMT of a claim, in the order of the implementation guide."""
        details = ["MOA***MA01*MA18"] if self.random() < 0.25 else []
        if self.random() < 0.6:
            details.append(f"REF*1L*G{self.below(9000) + 1000}")
        if self.random() < 0.4:
            details.append(f"REF*EA*{self.below(900_000) + 100_000}")
        details += [f"DTM*232*{start}", f"DTM*233*{start}", f"DTM*050*{start}"]
        if paid > 0 and self.random() < 0.6:
            details.append(f"AMT*AU*{dollars(paid)}")
        return details

    def claims(self, count: int, paid_on: date) -> tuple[list[str], int]:
        """The segments of so many claims and their payment; some reverse an earlier payment."""
        segments, paid, written = [], 0, 0
        while written < count:
            reversal = self.random() < 0.007 and written > 3
            one, cents = self.claim(paid_on, reversal)
            segments += one
            paid, written = paid + cents, written + 1
        return segments, paid

    def provider_adjustments(self, payee: str, paid_on: date, claims_paid: int) -> tuple[list[str], int]:
        """The PLB of a payment and its sum; a payment below zero goes to a forward balance."""
        pairs = []
        if self.random() < 0.08:
            pairs.append((f"WO:{self.serial}", 2_500 + self.below(20_000)))
        if self.random() < 0.05:
            pairs.append(("L6", -(1 + self.below(900))))
        total = sum(cents for _, cents in pairs)
        if claims_paid - total < 0:
            pairs.append((f"FB:{self.serial}", claims_paid - total))
            total = claims_paid
        self.truth.pairs += len(pairs)
        self.truth.pairs_cents += total
        text = "".join(f"*{reason}*{dollars(cents)}" for reason, cents in pairs)
        return ([f"PLB*{payee}*{paid_on.year}1231{text}"] if pairs else []), total

    def header(self, number: int, paid: int, paid_on: date) -> list[str]:
        """The segments of a payment before its first claim."""
        day = paid_on.strftime("%Y%m%d")
        payer, payer_id = self.pick(PAYERS)
        method = "NON" if paid == 0 else self.pick(("ACH", "ACH", "CHK"))
        bank = ACCOUNTS if method == "ACH" else "*" * 10
        return [
            f"ST*835*{number:04d}",
            f"BPR*{'H' if paid == 0 else 'I'}*{dollars(paid)}*C*{method}*{bank}*{day}",
            f"TRN*1*{self.below(900_000_000) + 100_000_000}*1999888777",
            f"DTM*405*{day}",
            f"N1*PR*{payer}*XV*{payer_id}",
            "N3*PO BOX 1200",
            "N4*FAIRWATER*OH*430010000",
            f"REF*2U*{payer_id}",
            "PER*BL*PROVIDER SERVICES*TE*5555550100",
            f"N1*PE*CEDAR GROVE FAMILY MEDICINE*XX*{self.providers[0]}",
            "N3*100 ORCHARD WAY",
            "N4*MILLBROOK*OH*430020000",
            "REF*TJ*999887777",
            "LX*1",
        ]

    def payment(self, number: int, claim_count: int) -> list[str]:
        """The segments ST to SE of one payment."""
        paid_on = date(2024, 8, 1) + timedelta(days=self.below(720))
        claims, claims_paid = self.claims(claim_count, paid_on)
        plb, total = self.provider_adjustments(self.providers[0], paid_on, claims_paid)
        paid = claims_paid - total
        self.truth.payments += 1
        self.truth.paid_cents += paid
        segments = [*self.header(number, paid, paid_on), *claims, *plb]
        return [*segments, f"SE*{len(segments) + 1}*{number:04d}"]


def interchange(writer: Writer, control: int, payments: list[int]) -> Iterator[str]:
    """The text of one interchange, a payment at a time; `payments` holds the number of claims of each."""
    yield (
        f"ISA*00*          *00*          *ZZ*CLEARWAY       *ZZ*CEDARGROVE     "
        f"*250301*1200*^*00501*{control:09d}*0*P*:~\nGS*HP*CLEARWAY*CEDARGROVE*20250301*1200*{control}*X*005010X221A1~\n"
    )
    for number, claim_count in enumerate(payments, start=1):
        yield "~\n".join(writer.payment(number, claim_count)) + "~\n"
    yield f"GE*{len(payments)}*{control}~\nIEA*1*{control:09d}~\n"


def write_file(path: Path, size: int, seed: int = 835, single: bool = False) -> Truth:
    """Write an 835 of about `size` bytes (within 5 %) and, beside it, its truth as JSON; return the truth.

    `single` puts all claims under one ST, which no payer does, for readers that take one ST alone. The same
    arguments give the same bytes on every Python version.
    """
    writer = Writer(seed)
    written = control = 0
    with path.open("w", encoding="ascii", newline="") as out:
        while control == 0 or (not single and size - written > 20 * BYTES_OF_A_CLAIM):
            control += 1
            for text in interchange(writer, control, _plan(writer, size - written, single)):
                written += out.write(text)
    writer.truth.file, writer.truth.bytes = path.name, written
    path.with_suffix(".json").write_text(json.dumps(asdict(writer.truth), indent=1) + "\n", "utf-8")
    return writer.truth


def _plan(writer: Writer, left: int, single: bool) -> list[int]:
    """The number of claims of each payment of the next interchange, 20 to 60; the last fills the size."""
    claims_left = max(1, left // BYTES_OF_A_CLAIM)
    if single:
        return [claims_left]
    plan: list[int] = []
    while claims_left > 0 and len(plan) < PAYMENTS_IN_AN_INTERCHANGE:
        plan.append(min(20 + writer.below(41), max(claims_left, 20)))
        claims_left -= plan[-1]
    return plan


def main(arguments: list[str]) -> None:
    """Write the files of the given sizes in MB (1, 10 and 100 without any), each also as a single-ST file."""
    folder = Path(arguments[0])
    folder.mkdir(parents=True, exist_ok=True)
    for megabytes in [int(word) for word in arguments[1:]] or [1, 10, 100]:
        for single in (False, True):
            path = folder / f"{'single' if single else 'many'}-{megabytes}.835"
            truth = write_file(path, megabytes * MEGABYTE, single=single)
            print(f"{path.name}: {truth.bytes:,} bytes, {truth.payments:,} payments, {truth.claims:,} claims")


if __name__ == "__main__":
    main(sys.argv[1:])
