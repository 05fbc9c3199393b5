"""A practice of the sample whose payers deny by 25 known rules, beside noise and what only looks like a rule.

Codes are public; payers' rules, charges and people are invented.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from cutover_sample.book import npi

CLIENT, CLIENT_NAME = "sample-scrub", "Sample Billing Services, known denials"
SLUG, NAME, TIN = "hazel-court", "HAZEL COURT MEDICAL", "990009005"
GROUP, DOCTORS = npi(171_000_500), tuple(npi(171_000_501 + n) for n in range(3))
FIRST, AS_OF, CUTOVER = dt.date(2024, 7, 1), dt.date(2026, 7, 31), dt.date(2026, 4, 1)
AETNA, CIGNA, MEDICARE, UNITED, HEARTLAND, HUMANA = PAYERS = (
    "AETNA", "CIGNA", "MEDICARE OHIO", "UNITEDHEALTHCARE", "HEARTLAND MUTUAL", "HUMANA",
)  # fmt: skip
IDS = dict(zip(PAYERS, ("60054", "62308", "15202", "87726", "HMG77", "61101"), strict=True))
SPELLINGS = {AETNA: (AETNA, AETNA, "Aetna, Inc.")}  # what a payer prints in turn, where it is not one name
CHARGES = {
    "99203": 22_500, "99213": 14_500, "99214": 21_000, "20610": 26_000, "11102": 18_300, "96372": 4_200,
    "93000": 6_500, "36415": 1_900, "69210": 9_700, "87880": 3_100, "81002": 1_400, "97110": 7_800, "97140": 7_200,
    "97530": 8_100, "97112": 8_300, "73562": 9_800, "G0439": 19_600, "99397": 19_600, "90471": 4_400, "90686": 3_800,
    "94640": 5_600, "99495": 28_000,
}  # fmt: skip
THERAPY = ("97110", "97140", "97530", "97112")
PROCEDURE, WITH, WITHOUT, PLACE, UNITS, PAIR, PAIR_WITHOUT, AGE = (
    "procedure", "modifier", "without modifier", "place", "units", "pair on a day", "pair without modifier",
    "age of claim",
)  # fmt: skip


@dataclass(frozen=True)
class Rule:
    """What a payer denies: the form of the condition, its values, the reason, and what of it is paid later.

    `units` and `days` are the most that pass; `fix` is (`add`, modifier), (`off`, modifier), (`place`, place),
    (`units`, units), (`code`, procedure), (`again`, ``), or none: nothing helps. `since` is the first day on which
    lines that break it are billed: an edit in Office Ally had held them.
    """

    payer: str
    form: str
    procedure: str
    reason: str
    other: str = ""
    modifier: str = ""
    place: str = ""
    units: int = 0
    days: int = 0
    remark: str = ""
    fix: tuple = ()
    since: dt.date = FIRST


RULES = (
    Rule(CIGNA, AGE, "", "CO-29", days=90),
    Rule(UNITED, AGE, "", "CO-29", days=120),
    Rule(AETNA, PAIR_WITHOUT, "99213", "CO-97", other="20610", modifier="25", remark="M15", fix=("add", "25")),
    Rule(AETNA, PAIR_WITHOUT, "99214", "CO-97", other="20610", modifier="25", remark="M15", fix=("add", "25")),
    Rule(AETNA, WITH, "73562", "CO-4", modifier="50", fix=("off", "50")),
    Rule(AETNA, PLACE, "99214", "CO-5", place="02", remark="M77", fix=("place", "10")),
    Rule(AETNA, PROCEDURE, "36415", "CO-97"),
    Rule(CIGNA, PAIR, "97530", "CO-97", other="97140"),
    Rule(CIGNA, WITHOUT, "97110", "CO-4", modifier="GP", fix=("add", "GP")),
    Rule(CIGNA, WITHOUT, "97140", "CO-4", modifier="GP", fix=("add", "GP")),
    Rule(CIGNA, UNITS, "97110", "CO-151", units=4, fix=("units", 4)),
    Rule(MEDICARE, PROCEDURE, "99397", "PR-96", fix=("code", "G0439")),
    Rule(MEDICARE, WITH, "99213", "CO-4", modifier="95", fix=("off", "95")),
    Rule(MEDICARE, PAIR_WITHOUT, "99213", "CO-97", other="96372", modifier="25", fix=("add", "25")),
    Rule(MEDICARE, PLACE, "93000", "CO-5", place="22", fix=("add", "26")),
    Rule(MEDICARE, UNITS, "96372", "CO-151", units=2, fix=("units", 2)),
    Rule(UNITED, PROCEDURE, "94640", "CO-197", fix=("again", "")),
    Rule(UNITED, WITH, "97112", "CO-4", modifier="59", fix=("off", "59")),
    Rule(UNITED, WITHOUT, "73562", "CO-4", modifier="RT", fix=("add", "RT")),
    Rule(UNITED, PAIR, "81002", "CO-97", other="87880"),
    Rule(HEARTLAND, PROCEDURE, "90686", "CO-204"),
    Rule(HEARTLAND, PLACE, "97110", "CO-58", place="12"),
    Rule(HEARTLAND, PAIR_WITHOUT, "99203", "CO-97", other="11102", modifier="25", fix=("add", "25")),
    Rule(HEARTLAND, UNITS, "97530", "CO-119", units=3, fix=("units", 3)),
    Rule(HUMANA, WITHOUT, "20610", "CO-4", modifier="RT", fix=("add", "RT"), since=CUTOVER),
)  # fmt: skip
# what only looks like a rule
BAD_MONTH = (UNITED, dt.date(2025, 11, 1), "CO-16")  # denies nearly everything that it decides in that month
STRANGER = (HUMANA, DOCTORS[2], "CO-16")  # is not credentialed there, and does little but 11102
NATIONAL = (MEDICARE, "97530", "97140", "CO-236")  # a pair of the National Correct Coding Initiative
RARE = (CIGNA, "99495", 4, "CO-197")  # every line denied, and too few of them
OFTEN = (AETNA, "93000", 40, "CO-50")  # percent: denied more often than anything else, and still mostly paid
ASKED = (
    {"rule": "Modifier 25 with an office visit on the day of a joint injection", "payer": "Aetna",
     "codes": ["99213", "20610", "25"], "configured_in": "Practice Mate", "reason": "Denied as bundled",
     "in_medi": True},
    {"rule": "Modifier 26 with an ECG", "payer": "Humana",
     "codes": ["93000", "26"], "configured_in": "Service Center", "in_medi": False},
    {"rule": "Diagnosis of the knee with an X-ray", "codes": ["M17.11"], "configured_in": "habit of staff",
     "in_medi": False},
)  # fmt: skip
