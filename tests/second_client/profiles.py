"""Who the three practices are: numbers, providers, payers and their claims a month."""

from dataclasses import dataclass, field
from datetime import date
from random import Random

from .numbers import npi


@dataclass
class Provider:
    """A rendering provider."""

    npi: str
    last: str
    first: str
    title: str
    taxonomy: str


@dataclass
class Practice:
    """One practice as the client knows it."""

    slug: str
    name: str
    era_name: str
    tax_id: str
    npi: str
    street: str
    city: str
    zip: str
    pattern: str
    cutover: date
    providers: list
    mix: dict = field(default_factory=dict)  # payer -> claims a month
    codes: tuple = ()
    users: tuple = ()


_RNG = Random(80840)


def _provider(last, first, title, taxonomy):
    return Provider(npi(_RNG), last, first, title, taxonomy)


LARKSPUR = Practice(
    "larkspur-family",
    "Larkspur Family Medicine, PLLC",
    "LARKSPUR FAMILY MEDICINE PLLC",
    "841902273",
    npi(_RNG),
    "4410 COLLEY AVE STE 2",
    "NORFOLK",
    "23508",
    "Practice Mate",
    date(2026, 10, 5),
    [
        _provider("Okafor", "Adaeze", "MD", "207Q00000X"),
        _provider("Brandvold", "Nils", "DO", "207Q00000X"),
        _provider("Tran-Whitley", "Joy", "FNP", "363LF0000X"),
    ],
    {"medicare": 6, "anthem": 6, "aetna": 3, "uhc": 2, "medicaid": 2, "bay": 2, "cigna": 1},
    (("99213", 14200), ("99214", 20875), ("36415", 1850), ("81002", 1225), ("90471", 3810), ("99396", 24500)),
    (
        ("Dolores Petrakis", "biller", "all practices"),
        ("Jun Abernathy", "poster", "larkspur-family, quiet-harbor-bh"),
        ("R. Castellane (offshore)", "follow-up", "larkspur-family"),
    ),
)

DUNE = Practice(
    "dune-road-pt",
    "Dune Road Physical Therapy Inc",
    "DUNE ROAD PHYSICAL THERAPY INC",
    "843317705",
    npi(_RNG),
    "118 DUNE RD",
    "VIRGINIA BEACH",
    "234514402",
    "Clearinghouse only",
    date(2026, 9, 21),
    [
        _provider("Halvorsen", "Ruth", "PT", "225100000X"),
        _provider("Mbeki-Lane", "Tomas", "PT", "225100000X"),
        _provider("Quill", "Persephone", "DPT", "2251X0800X"),
    ],
    {},
    (("97110", 7250), ("97140", 6890), ("97161", 15500), ("97530", 8105)),
    (("Dolores Petrakis", "biller", "all practices"), ("Hank Dufresne", "front desk", "dune-road-pt")),
)

HARBOR = Practice(
    "quiet-harbor-bh",
    "Quiet Harbor Behavioral Health LLC",
    "QUIET HARBOR BEHAVIORAL HEALTH LLC",
    "846620918",
    npi(_RNG),
    "77 PIER VIEW CT BLDG C",
    "CHESAPEAKE",
    "23320",
    "Hybrid",
    date(2026, 7, 13),
    [
        _provider("Sandoval", "Inez", "LCSW", "1041C0700X"),
        _provider("Achterberg", "Willem", "PhD", "103TC0700X"),
    ],
    {"anthem": 6, "medicare": 5, "aetna": 3, "uhc": 4, "bay": 2, "tidal": 2},
    (("90834", 15000), ("90837", 19500), ("90791", 24000), ("90785", 2275)),
    (
        ("Dolores Petrakis", "biller", "all practices"),
        ("Jun Abernathy", "poster", "larkspur-family, quiet-harbor-bh"),
    ),
)

PRACTICES = (LARKSPUR, DUNE, HARBOR)
