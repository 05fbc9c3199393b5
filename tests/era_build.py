"""Builder of small invented 835s, used by variants.py and fuzz.py. Segments are lists of text; COMP stands for the component separator."""
# ruff: noqa: E501

import random

COMP = "\x1f"
SURNAMES = [
    "DOE",
    "ROE",
    "POE",
    "LEE",
    "KIM",
    "COX",
    "FOX",
    "RAY",
    "MAY",
    "HAY",
    "WEST",
    "NOLAN",
    "QUINN",
    "BAKER",
]
CODES = ["99213", "99214", "99215", "90837", "97110", "G0008", "J1885", "D0120"]


def money(cents):
    """X12 text of cents: no needless zeros."""
    sign, cents = "-" if cents < 0 else "", abs(cents)
    whole, part = divmod(cents, 100)
    return f"{sign}{whole}" + (f".{part:02d}".rstrip("0") if part else "")


def npi(rng):
    """A number with a right Luhn check digit over 80840 + NPI."""
    body = "1" + "".join(rng.choice("0123456789") for _ in range(8))
    total = 0
    for i, d in enumerate(reversed("80840" + body)):
        n = int(d) * (2 if i % 2 == 0 else 1)
        total += n - 9 if n > 9 else n
    return body + str(-total % 10)


class Claim:
    """One claim of one service line; co and pr are adjustments, so charge = paid + co + pr."""

    def __init__(self, rng, n, paid=None, co=None, pr=None, status="1"):
        self.n, self.status = n, status
        self.paid = rng.randrange(20, 400) * 100 + rng.choice((0, 0, 50, 25)) if paid is None else paid
        self.co = rng.randrange(1, 90) * 100 if co is None else co
        self.pr = rng.choice((0, 1000, 2500)) if pr is None else pr
        self.acct, self.icn = f"ACCT{n}", f"ICN{n}{rng.randrange(1000, 9999)}"
        self.last, self.first, self.member = (
            rng.choice(SURNAMES),
            rng.choice("ABCDEFGH"),
            f"M{rng.randrange(10**6):06d}",
        )
        self.code, self.day = rng.choice(CODES), f"202602{rng.randrange(1, 28):02d}"

    @property
    def charge(self):
        return self.paid + self.co + self.pr

    def segments(self):
        s = [
            [
                "CLP",
                self.acct,
                self.status,
                money(self.charge),
                money(self.paid),
                money(self.pr) if self.pr else "",
                "12",
                self.icn,
                "11",
                "1",
            ],
            ["NM1", "QC", "1", self.last, self.first, "", "", "", "MI", self.member],
            ["DTM", "232", self.day],
            ["DTM", "233", self.day],
            ["SVC", "HC" + COMP + self.code, money(self.charge), money(self.paid), "", "1"],
            ["DTM", "472", self.day],
        ]
        if self.co:
            s.append(["CAS", "CO", "45", money(self.co)])
        if self.pr:
            s.append(["CAS", "PR", "1", money(self.pr)])
        return [*s, ["AMT", "B6", money(self.paid + self.pr)]]


class Remit:
    """One payment. bpr None: sum of claims less PLB, so it balances."""

    def __init__(
        self,
        rng,
        claims=None,
        plb=(),
        trn=None,
        day="20260302",
        payer=("EXAMPLE HEALTH", "99001"),
        bpr=None,
        who=None,
        bpr04="ACH",
    ):
        self.rng = rng
        self.claims = [Claim(rng, i + 1) for i in range(rng.choice((2, 2, 3)))] if claims is None else claims
        self.plb, self.trn, self.day, self.payer = (
            list(plb),
            trn or f"T{rng.randrange(10**6):06d}",
            day,
            payer,
        )
        self.who = who or (npi(rng), f"{rng.randrange(10**8, 10**9)}")
        self.bpr = sum(c.paid for c in self.claims) - sum(a for *_, a in self.plb) if bpr is None else bpr
        self.bpr04, self.st02 = bpr04, "0001"

    def segments(self):
        """ST..SE; SE01 is left '#' and counted when rendered."""
        s = [
            ["ST", "835", self.st02],
            [
                "BPR",
                "I",
                money(self.bpr),
                "C",
                self.bpr04,
                "CCP",
                "01",
                "999999999",
                "DA",
                "1",
                "1512345678",
                "",
                "01",
                "888888888",
                "DA",
                "2",
                self.day,
            ],
            ["TRN", "1", self.trn, "1512345678"],
            ["DTM", "405", "20260301"],
            ["N1", "PR", self.payer[0], "XV", self.payer[1]],
            ["N3", "1 MAIN ST"],
            ["N4", "ANYTOWN", "NJ", "07030"],
            ["REF", "2U", "EX001"],
            ["PER", "BL", "TECH", "TE", "8005550100"],
            ["N1", "PE", "EXAMPLE CLINIC", "XX", self.who[0]],
            ["REF", "TJ", self.who[1]],
            ["LX", "1"],
        ]
        for c in self.claims:
            s += c.segments()
        for reason, ref, amount in self.plb:
            s.append(["PLB", self.who[0], "20261231", reason + COMP + ref if ref else reason, money(amount)])
        return [*s, ["SE", "#", self.st02]]


def count_se(segs):
    """SE01 set to the number of segments ST..SE."""
    start = 0
    for i, s in enumerate(segs):
        if s[0].strip() == "ST":
            start = i
        if s[0].strip() == "SE" and s[1] == "#":
            s[1] = str(i - start + 1)
    return segs


def envelope(
    transactions,
    control="000000001",
    gs01="HP",
    isa12="00501",
    isa16=None,
    comp=":",
    sep="*",
    term="~",
    sender="PAYERX",
):
    """ISA..IEA around transactions (lists of segments)."""
    isa = [
        "ISA",
        "00",
        " " * 10,
        "00",
        " " * 10,
        "ZZ",
        sender.ljust(15),
        "ZZ",
        "CLINICX".ljust(15),
        "260301",
        "0900",
        "!" if "^" in (sep, comp, term) else "^",
        isa12,
        control,
        "0",
        "P",
        comp if isa16 is None else isa16,
    ]
    body = [s for t in transactions for s in t]
    gs = ["GS", gs01, "PAYERX", "CLINICX", "20260301", "0900", "1", "X", "005010X221A1"]
    return [isa, gs, *count_se(body), ["GE", str(len(transactions)), "1"], ["IEA", "1", control]]


def render(segs, sep="*", comp=":", term="~", after=""):
    """Text of segments; `after` follows each terminator."""
    return "".join(sep.join(s) + term + after for s in segs).replace(COMP, comp)


def rng_of(seed, *names):
    return random.Random("/".join(map(str, (seed, *names))))
