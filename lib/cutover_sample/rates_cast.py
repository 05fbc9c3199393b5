"""A practice of the sample whose contracts are known to the cent: what each payer allows for each procedure, and when.

Codes are public, every rate and charge is invented. One schedule is a multiple of another, one changes in mid-year, one
is a percentage of the charge, one has no rule at all, and of one there are barely lines enough.
"""

from __future__ import annotations

import datetime as dt

from cutover_sample.book import npi

CLIENT, CLIENT_NAME = "sample-rates", "Sample Billing Services, known contracts"
SLUG, NAME, TIN, NPI = "quarry-lane", "QUARRY LANE ORTHOPEDICS", "990009004", npi(171_000_400)
FIRST, AS_OF = dt.date(2024, 8, 5), dt.date(2026, 7, 31)
MEDICARE, AETNA, CIGNA, HEARTLAND, UNITED, MEDICAID = (
    "MEDICARE OHIO", "AETNA", "CIGNA", "HEARTLAND MUTUAL", "UNITEDHEALTHCARE", "OHIO MEDICAID",
)  # fmt: skip
# what each payer prints as its name, in turn
SPELLINGS = {AETNA: (AETNA, AETNA, "Aetna, Inc."), MEDICARE: (MEDICARE,), CIGNA: (CIGNA,), HEARTLAND: (HEARTLAND,),
             UNITED: (UNITED,), MEDICAID: (MEDICAID,)}  # fmt: skip
IDS = {
    MEDICARE: "15202",
    AETNA: "60054",
    CIGNA: "62308",
    HEARTLAND: "HMG77",
    UNITED: "87726",
    MEDICAID: "MMISODJFS",
}
STATES_ALLOWED = (AETNA, UNITED)  # these write AMT*B6
# procedure, modifiers as billed, those of them that price, charge, Medicare's rate of 2025, most units
PROCEDURES = (
    ("99213", "", "", 14_500, 9_213, 1), ("99214", "25", "", 21_000, 13_048, 1), ("99203", "", "", 22_500, 11_307, 1),
    ("97110", "GP", "GP", 7_800, 3_017, 3), ("97140", "GP 59", "59 GP", 7_200, 2_788, 2),
    ("97530", "GP", "GP", 8_100, 3_841, 2), ("20610", "RT", "", 26_000, 6_690, 1), ("73562", "RT", "", 9_800, 4_412, 1),
    ("73562", "26 RT", "26", 4_100, 1_998, 1), ("99213", "95", "95", 14_500, 9_213, 1),
    ("93000", "", "", 6_500, 2_534, 1),
)  # fmt: skip
NEW_YEAR, MIDYEAR, CUT_ON = dt.date(2026, 1, 1), dt.date(2025, 7, 1), dt.date(2026, 2, 1)
CUT_PROCEDURE, CUT_CENTS = 3, 315  # 97110: from that day on so much below the contract
HIGH_PROCEDURE, HIGH_CENTS = 7, 200  # 73562: always so much above the contract
FALLEN = 10  # 93000: Medicare and Aetna allow less for it from 2026 on
PERCENT = 65  # of the charge, Heartland
# what the client knows of appeals: days from the remittance; of Cigna and Heartland nobody knows, Medicare's are public
APPEAL_DAYS = {AETNA: 180, MEDICARE: 120 + 5}
DEADLINES = ({"payer": AETNA, "filing_days": 120, "appeal_days": 180, "known_from": "provider manual 2026"},)


def charge(procedure: int, day: dt.date) -> int:
    """Return what the practice charges for one unit on a day: four percent more from 2026 on, in whole dollars."""
    cents = PROCEDURES[procedure][3]
    return cents if day < NEW_YEAR else cents * 104 // 10_000 * 100


def medicare(procedure: int, day: dt.date) -> int:
    """Return Medicare's rate on a day: that of 2025, from 2026 on 3.26 percent more, for one 3 percent less."""
    cents = PROCEDURES[procedure][4]
    return cents if day < NEW_YEAR else _percent(cents, 9_700 if procedure == FALLEN else 10_326)


def contract(procedure: int, day: dt.date) -> int:
    """Return Cigna's contract rate on a day: its own, three percent more from the middle of 2025 on."""
    cents = PROCEDURES[procedure][4] * 127 // 100 + 37 * procedure
    return cents if day < MIDYEAR else _percent(cents, 10_300)


def rate(payer: str, procedure: int, day: dt.date) -> int | None:
    """Return what a payer allows for one unit on a day, None for a payer without a rate a unit."""
    if payer in (MEDICARE, MEDICAID):
        return medicare(procedure, day)
    if payer == AETNA:
        return _percent(medicare(procedure, day), 11_500)
    if payer == CIGNA:
        less = CUT_CENTS if procedure == CUT_PROCEDURE and day >= CUT_ON else 0
        more = HIGH_CENTS if procedure == HIGH_PROCEDURE else 0
        return contract(procedure, day) - less + more
    return None


def percent_of(cents: int) -> int:
    """Return Heartland's percentage of a charge, half a cent upwards."""
    return _percent(cents, PERCENT * 100)


def _percent(cents: int, hundredths: int) -> int:
    return (2 * cents * hundredths + 10_000) // 20_000
