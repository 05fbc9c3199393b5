"""The payers of the client: how each is called where, its IDs, its pay days."""

from dataclasses import dataclass, field
from datetime import timedelta

from .world import business_day


@dataclass(frozen=True)
class Payer:
    """One payer; ids differ by transaction, names by who wrote them."""

    key: str
    listed: str  # on Office Ally's payer list
    short: str  # in Practice Mate and on reports
    era: str  # in N1*PR of a remittance
    claim_id: str
    era_id: str
    elig_id: str
    trace: str  # TRN03
    rhythm: str  # weekly, biweekly, monthly
    day: int  # weekday, or day of the month
    method: str = "ACH"
    nonpar: tuple = (False, False)  # on the list of December 2025, of July 2026
    filing: str = "12"
    aliases: tuple = field(default_factory=tuple)


PAYERS = {
    p.key: p
    for p in (
        Payer(
            "medicare",
            "Medicare Part B Virginia",
            "MEDICARE B VA",
            "PALMETTO GBA MEDICARE PART B VA",
            "MCRVA",
            "11302",
            "CMSMED",
            "1571062326",
            "weekly",
            2,
            filing="MB",
        ),
        Payer(
            "medicaid",
            "Virginia Medicaid DMAS",
            "VA MEDICAID",
            "VIRGINIA DEPT OF MEDICAL ASSISTANCE SVCS",
            "SKVA0",
            "SKVA0",
            "VAMCD",
            "1546001789",
            "weekly",
            4,
            filing="MC",
        ),
        Payer(
            "anthem",
            "Anthem Blue Cross Blue Shield Virginia",
            "ANTHEM BCBS OF VA",
            "ANTHEM HEALTH PLANS OF VIRGINIA, INC.",
            "00423",
            "00423",
            "00423",
            "1540357120",
            "weekly",
            1,
            aliases=("423",),
        ),
        Payer(
            "aetna",
            "Aetna",
            "AETNA",
            "AETNA LIFE INSURANCE COMPANY",
            "60054",
            "60054",
            "60054",
            "1066033492",
            "biweekly",
            3,
            "CHK",
        ),
        Payer(
            "uhc",
            "UnitedHealthcare",
            "UHC / UNITED",
            "UNITEDHEALTHCARE INSURANCE COMPANY",
            "87726",
            "87726",
            "87726",
            "1411289245",
            "biweekly",
            0,
        ),
        Payer(
            "cigna",
            "Cigna",
            "CIGNA PPO",
            "CIGNA HEALTH AND LIFE INS CO",
            "62308",
            "62308",
            "62308",
            "1591031071",
            "biweekly",
            2,
        ),
        Payer(
            "bay",
            "Chesapeake Community Care",
            "Chesapeake Comm Care (MCO)",
            "CHESAPEAKE COMMUNITY CARE",
            "CCC09",
            "CCC09",
            "CCC9E",
            "1843310077",
            "monthly",
            15,
            filing="HM",
        ),
        Payer(
            "tidal",
            "Tidal Mutual Health",
            "TIDAL MUT HLTH PPO",
            "TIDAL MUTUAL HEALTH INS CO",
            "TDL01",
            "TDL01",
            "TDL01",
            "1822209914",
            "biweekly",
            4,
            nonpar=(True, True),
        ),
        Payer(
            "ridge",
            "Blue Ridge Employers Trust",
            "Blue Ridge Empl. Trust",
            "BLUE RIDGE EMPLOYERS TRUST",
            "04412",
            "04412",
            "04412",
            "1813300416",
            "biweekly",
            1,
            "CHK",
            nonpar=(True, True),
        ),
        Payer(
            "keystone",
            "Keystone Laborers Fund",
            "KEYSTONE LABORERS",
            "KEYSTONE LABORERS HEALTH & WELFARE FUND",
            "332",
            "00332",
            "00332",
            "1834455120",
            "monthly",
            20,
            "CHK",
            nonpar=(True, True),
            aliases=("00332",),
        ),
        Payer(
            "oldport",
            "Old Port Select PPO",
            "OLD PORT SELECT",
            "OLD PORT SELECT PPO",
            "OPS77",
            "OPS77",
            "OPS77",
            "1865521109",
            "biweekly",
            3,
            nonpar=(False, True),
        ),
    )
}

OTHERS = (
    ("Anthem Blue Cross Blue Shield Ohio", "00332X", False),
    ("Aetna Better Health of Virginia", "128VA", False),
    ("Medicare Part B Maryland", "MCRMD", False),
    ("Tidal Mutual Health Dental", "TDLD1", True),
    ("Blue Ridge Mountain Teamsters", "BRM22", True),
    ("Keystone First", "23284", False),
    ("UnitedHealthcare Community Plan Virginia", "VACP1", False),
    ("Cigna HealthSpring", "63092", False),
    ("Seaboard Auto & Casualty", "SEAWC", True),
    ("Commonwealth Electricians Local 80", "CEL80", True),
)


def pay_day(payer, earliest):
    """Return the first pay day of the payer on or after a day."""
    day = earliest
    while not _pays_on(payer, day):
        day += timedelta(days=1)
    return business_day(day)


def _pays_on(payer, day):
    if payer.rhythm == "monthly":
        return day.day == payer.day
    on_weekday = day.weekday() == payer.day
    return on_weekday and (payer.rhythm == "weekly" or day.isocalendar().week % 2 == 0)


def is_nonpar(payer, day):
    """Tell whether a payer was non-par on a day, by the list of that day."""
    return payer.nonpar[1 if (day.year, day.month) >= (2026, 7) else 0]
