"""Receipts (277CA) of the practice of known denials: what was rejected before any payer decided.

One payer rejects some claims for one code, all taken when they were sent again; another code every payer rejects alike.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from cutover.money import plain

from cutover_sample import scrub_cast as cast
from cutover_sample.handoff_files import x12
from cutover_sample.scrub_play import FIRST_TRY, Claim

PAYER, CODE, REJECTED = cast.CIGNA, "A7:562", 9  # who rejects, why, and how many claims
TAKEN, NOISE = "A2:20", "A7:164"  # the last claim of each payer is rejected for the second
FIRST_ON, LAST_ON = dt.date(2026, 5, 4), dt.date(2026, 7, 30)


def files(claims: list[Claim]) -> Iterator[tuple[str, bytes]]:
    """Yield the receipts of claims that were sent through Medi: path below the practice's folder and bytes."""
    bad = [(claim, CODE) for claim in rejected(claims)]
    yield _file(FIRST_ON, PAYER, bad)
    for payer in cast.PAYERS:
        sent = _sent(claims, payer)
        yield _file(LAST_ON, payer, [*((claim, TAKEN) for claim in sent[:-1]), (sent[-1], NOISE)])


def rejected(claims: list[Claim]) -> list[Claim]:
    """Return the claims that the one payer rejects."""
    return _sent(claims, PAYER)[:REJECTED]


def _sent(claims: list[Claim], payer: str) -> list[Claim]:
    """A payer's claims since the cutover, in order of service."""
    mine = [c for c in claims if c.payer == payer and c.day >= cast.CUTOVER and c.kind == FIRST_TRY]
    return sorted(mine, key=lambda claim: (claim.day, claim.number))


def _file(day: dt.date, payer: str, answers: list[tuple[Claim, str]]) -> tuple[str, bytes]:
    ident = cast.IDS[payer]
    body = [["BHT", "0085", "08", "1", f"{day:%Y%m%d}", "0700", "TH"],
            ["HL", "1", "", "20", "1"], ["NM1", "PR", "2", payer, "", "", "", "", "PI", ident],
            ["HL", "2", "1", "21", "1"], ["NM1", "41", "2", "MEDI", "", "", "", "", "46", "MEDI"],
            ["HL", "3", "2", "19", "1"], ["NM1", "85", "2", cast.NAME, "", "", "", "", "XX", cast.GROUP]]  # fmt: skip
    for number, (claim, code) in enumerate(answers, 4):
        charge = plain(sum(line.charge for line in claim.lines))
        body += [["HL", str(number), "3", "PT"],
                 ["NM1", "QC", "1", "SAMPLE", f"PATIENT{claim.patient}", "", "", "", "MI", f"HZ{claim.patient:06d}"],
                 ["TRN", "2", claim.number],
                 ["STC", code, f"{day:%Y%m%d}", "WQ" if code == TAKEN else "U", charge],
                 ["DTP", "472", "D8", f"{claim.day:%Y%m%d}"]]  # fmt: skip
    return f"medi_submissions/{day:%Y%m%d}_{ident}_277ca.277", x12(
        "HN", "277", "005010X214", day, body, ident
    )
