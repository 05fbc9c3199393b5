"""The invented words of the sample client: people, payers, practices, fees.

Names of national payers and public programs are the public ones, so that payer matching has something
real to do; every person, practice, local payer, amount and number is invented. Fees are invented too and
are not reference data.
"""

from __future__ import annotations

from dataclasses import dataclass


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.split())


FIRST_NAMES = _words("""
    Ada Amara Anika Anton Beatriz Ben Carla Chen Clara Dario Delia Dmitri Edda Elio Emeka Esther Farid
    Fiona Gideon Greta Hana Hugo Ines Ivo Jana Jorge José Joy Kai Kira Lars Leila Lena Luca Mae Mara
    Marek Mei Milo Nadia Nils Noor Olga Omar Otis Pia Priya Quinn Rafael René Rosa Ruth Samir Sofía
    Stella Tariq Thea Tomas Uma Vera Viktor Wanda Xenia Yara Yusuf Zoë Mary-Ann Jean-Luc
""")
LAST_NAMES = _words("""
    Abernathy Achebe Albrecht Alvarado Ashdown Bakshi Barlow Beaumont Birch Brannigan Castellan Chaudhry
    Coldwater D'Amato Dellacroix Dunmore Eastwick Eberhart Fairweather Fenwick Galloway Gonçalves
    Greenleaf Haddad Hartwell Hawthorn Holloway Ibarra Ivanov Jankowski Kessler Kirkbride Kowalczyk
    Lindqvist Lockridge Maddox Marchetti McAllister Muñoz Nakagawa Nightingale O'Brien O'Dowd Okonkwo
    Oyelaran Pemberton Petrov Quillfeather Rademaker Rasmussen Redfern Sandoval Silverbrook Smith-Ortega
    Stonebridge Tanaka Thornbury Underhill Vasquez-Lund Vandermeer Wainwright Whitlock Winterbourne
    Xanthos Yarrow Zielinski
""")
STREETS = ("Maple Ct", "Quarry Rd", "Old Mill Ln", "Juniper Way", "Second St", "Canal St", "Orchard Ave")
TOWNS = (
    ("Fairhollow", "OH", "43099"),
    ("North Quarry", "OH", "44098"),
    ("Millbend", "OH", "45097"),
    ("Port Linden", "ME", "04096"),
)


@dataclass(frozen=True)
class Procedure:
    """One line of a fee schedule: code, modifiers, fee in cents, how often it is billed, most units."""

    code: str
    modifiers: tuple[str, ...]
    fee_cents: int
    weight: int
    most_units: int = 1


def _fees(*rows: tuple) -> tuple[Procedure, ...]:
    return tuple(
        Procedure(code, tuple(mods.split()), fee, weight, units) for code, mods, fee, weight, units in rows
    )


# per specialty: visits (the first line of a claim), extras (further lines), diagnoses, taxonomy
SPECIALTIES = {
    "family": (
        _fees(
            ("99213", "", 14500, 40, 1),
            ("99214", "", 21000, 30, 1),
            ("99203", "", 22500, 8, 1),
            ("99396", "", 24000, 6, 1),
            ("99214", "25", 21000, 8, 1),
            ("G0439", "", 18500, 5, 1),
        ),
        _fees(
            ("36415", "", 1800, 20, 1),
            ("81002", "", 1500, 10, 1),
            ("90471", "", 4200, 10, 1),
            ("90686", "", 3850, 8, 1),
            ("93000", "", 6500, 5, 1),
            ("85025", "", 2475, 9, 1),
        ),
        ("E119", "I10", "Z0000", "J069", "M545", "E785"),
        "207Q00000X",
    ),
    "behavioral": (
        _fees(
            ("90837", "", 19500, 40, 1),
            ("90834", "", 15500, 30, 1),
            ("90837", "95", 19500, 20, 1),
            ("90791", "", 26500, 8, 1),
        ),
        _fees(("90785", "", 3000, 5, 1), ("96127", "", 1200, 10, 2)),
        ("F411", "F331", "F4310", "F902"),
        "103TC0700X",
    ),
    "orthopedic": (
        _fees(
            ("97110", "GP", 7800, 40, 4),
            ("99213", "", 16500, 15, 1),
            ("99204", "", 29500, 8, 1),
            ("20610", "RT", 26000, 8, 1),
            ("29881", "LT", 312500, 2, 1),
            ("97161", "GP", 18500, 8, 1),
        ),
        _fees(
            ("97140", "GP 59", 7200, 25, 2),
            ("97530", "GP", 8100, 20, 2),
            ("73562", "RT", 9800, 8, 1),
            ("J3301", "", 1275, 6, 4),
            ("97112", "GP", 7950, 12, 2),
        ),
        ("M1711", "S83241A", "M7541", "M545", "S93401A"),
        "207X00000X",
    ),
}


@dataclass(frozen=True)
class Payer:
    """One payer and its habits.

    `cycle_days` is the rhythm of its payments, `rate` what it allows of a fee in thousandths, `lag_days`
    the time from receipt to decision. `gateway` names the writer of its 835 (`x835.GATEWAYS`).
    """

    name: str
    payer_id: str
    tin: str
    kind: str
    filing_code: str
    gateway: str
    cycle_days: int
    method: str
    rate: int
    lag_days: int
    # on the clearinghouse's payer lists: "par", "non-par", or "unlisted"
    par: str = "par"
    address: tuple[str, str, str, str] = ("PO BOX 9900", "Fairhollow", "OH", "43099")
    claim_id: str = ""  # its ID for 837 claims where that is another one

    @property
    def on_claims(self) -> str:
        """The payer's ID on claims: one payer can have two, by transaction."""
        return self.claim_id or self.payer_id


_HOSTILE_NAME = "Blue Ridge <b>Benefit</b> & Trust"  # reaches pages: it must stay text there
_PAYERS = (
    Payer("MEDICARE PART B", "15202", "991000001", "medicare", "MB", "plain", 7, "ACH", 480, 14),
    Payer("AETNA", "60054", "991000002", "commercial", "12", "lines", 7, "ACH", 620, 12),
    Payer("UNITEDHEALTHCARE", "87726", "991000003", "commercial", "12", "pipes", 7, "ACH", 600, 10),
    Payer("ANTHEM BCBS OF OHIO", "00332", "991000004", "commercial", "BL", "plain", 7, "ACH", 640, 15),
    Payer("CIGNA", "62308", "991000005", "commercial", "12", "lines", 14, "ACH", 610, 16),
    Payer(
        "OHIO MEDICAID",
        "MMISODJFS",
        "991000006",
        "medicaid",
        "MC",
        "plain",
        14,
        "ACH",
        390,
        20,
        claim_id="SKOH0",
    ),
    Payer("HUMANA", "61101", "991000007", "commercial", "16", "lines", 14, "ACH", 590, 14),
    Payer(_HOSTILE_NAME, "BRBT1", "991000008", "commercial", "12", "plain", 28, "CHK", 700, 24, "non-par"),
    Payer("HEARTLAND MUTUAL", "HMG77", "991000009", "supplement", "12", "lines", 14, "ACH", 610, 9),
    Payer(
        "BEACON RIDGE BEHAVIORAL",
        "BRB22",
        "991000010",
        "commercial",
        "12",
        "pipes",
        14,
        "ACH",
        560,
        18,
        "non-par",
    ),
    Payer(
        "BUCKEYE WORKERS' COMP TRUST",
        "BWCT9",
        "991000011",
        "workers",
        "WC",
        "pipes",
        14,
        "CHK",
        720,
        26,
        "non-par",
    ),
    Payer(
        "LAKESHORE AUTO & CASUALTY",
        "LAC05",
        "991000012",
        "auto",
        "AM",
        "lines",
        28,
        "CHK",
        800,
        30,
        "unlisted",
    ),
    # par on every list before `payer_lists.TURNS`, non-par from then on
    Payer("TWIN LAKES HEALTH PLAN", "TLHP4", "991000013", "commercial", "12", "plain", 14, "ACH", 650, 15),
)
PAYERS = {payer.payer_id: payer for payer in _PAYERS}


@dataclass(frozen=True)
class Blueprint:
    """What a practice is made from.

    `share` is its claims a month in hundredths of what was asked for; `most_months` the longest history it
    can have; `takes_back` tells whether payers reverse and recoup there; `payers` maps payer ids to weights.
    """

    slug: str
    name: str
    usage: str
    specialty: str
    provider_count: int
    share: int
    most_months: int
    takes_back: bool
    payers: dict[str, int]
    plot: str = ""  # what its claims are arranged for (`plots`)


BLUEPRINTS = (
    Blueprint(
        "cedar-grove",
        "CEDAR GROVE FAMILY MEDICINE",
        "practice-mate",
        "family",
        3,
        100,
        999,
        True,
        {
            "15202": 24,
            "60054": 16,
            "87726": 18,
            "00332": 16,
            "62308": 8,
            "MMISODJFS": 10,
            "61101": 6,
            "BRBT1": 2,
            "HMG77": 2,
        },
    ),
    Blueprint(
        "harbor-point",
        "HARBOR POINT COUNSELING",
        "clearinghouse-only",
        "behavioral",
        2,
        50,
        999,
        False,
        {"60054": 22, "87726": 24, "62308": 14, "MMISODJFS": 12, "BRB22": 20, "15202": 8},
    ),
    Blueprint(
        "juniper-hill",
        "JUNIPER HILL ORTHOPAEDICS & PT",
        "hybrid",
        "orthopedic",
        4,
        120,
        10,  # joined Office Ally ten months before the end: its short history is a finding
        True,
        {"15202": 24, "00332": 18, "87726": 16, "60054": 12, "BWCT9": 16, "LAC05": 5, "HMG77": 4, "61101": 5},
    ),
    Blueprint(
        "alder-creek",  # cheaper to leave where it is: public payers, every one of them par
        "ALDER CREEK FAMILY PRACTICE",
        "clearinghouse-only",
        "family",
        1,
        16,
        999,
        False,
        {"15202": 60, "MMISODJFS": 30, "60054": 10},
    ),
    Blueprint(
        "birch-landing",  # far from half of its claims, and from 2026 on a fee for nearly every provider
        "BIRCH LANDING BEHAVIORAL GROUP",
        "practice-mate",
        "behavioral",
        4,
        32,
        999,
        False,
        {"60054": 30, "87726": 26, "15202": 16, "62308": 14, "BRB22": 14},
    ),
    Blueprint(
        "cobble-hill",  # a provider just below, exactly at and just above half in three months of 2025
        "COBBLE HILL PHYSICAL THERAPY",
        "practice-mate",
        "orthopedic",
        2,
        24,
        999,
        False,
        {"00332": 28, "87726": 26, "15202": 22, "BWCT9": 24},
        "half",
    ),
    Blueprint(
        "dunewood",  # institutional claims, whose NPI is rendering, attending or billing
        "DUNEWOOD RURAL HEALTH CLINIC",
        "practice-mate",
        "family",
        3,
        24,
        999,
        False,
        {"15202": 36, "MMISODJFS": 24, "00332": 24, "BRBT1": 12, "LAC05": 8},
        "institutional",
    ),
    Blueprint(
        "eastmere",  # its payer turns non-par in mid-year, and its invoices are wrong in three ways
        "EASTMERE FAMILY CARE",
        "practice-mate",
        "family",
        3,
        24,
        999,
        False,
        {"60054": 30, "15202": 26, "62308": 24, "TLHP4": 20},
    ),
)
MORE_PRACTICES = _words("""
    fox-hollow granite-falls hazelwood iron-bridge kestrel-ridge larkspur mossy-glen
""")
