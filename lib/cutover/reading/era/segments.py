"""What the 835 may hold and where it goes: for each loop its segments, and for each element its column.

Source: 005010X221A1, which contains what 004010X091A1 has. An element with a column of None is
spoken for without one: a qualifier that chose the column, or a constant such as TRN01.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum

from cutover.columns import Column, Kind
from cutover.reading.era import tables


class Loop(IntEnum):
    """Where in a file a segment stands; what began last decides."""

    NONE = 0  # outside any transaction: envelopes
    OTHER = 1  # in a transaction that is no 835
    HEADER = 2
    PAYER = 3  # 1000A
    PAYEE = 4  # 1000B
    PARTY = 5  # any other N1
    NUMBER = 6  # 2000: LX
    CLAIM = 7  # 2100: CLP
    SERVICE = 8  # 2110: SVC
    SUMMARY = 9  # PLB


HEADERS = (Loop.HEADER, Loop.PAYER, Loop.PAYEE, Loop.PARTY)
CLAIMS = (Loop.CLAIM, Loop.SERVICE)
ENVELOPE = ("ISA", "GS", "ST", "SE", "GE", "IEA")
STRUCTURE = ("LX",)
# the segments of each loop, and those that payers put there beside the guide (NTE, LQ at a claim);
# another segment of the 835 is out of place there
LAWFUL = {
    Loop.NONE: (),
    Loop.OTHER: (),
    Loop.HEADER: ("BPR", "NTE", "TRN", "CUR", "REF", "DTM"),
    Loop.PAYER: ("N1", "N2", "N3", "N4", "REF", "PER", "DTM", "NTE"),
    Loop.PAYEE: ("N1", "N2", "N3", "N4", "REF", "PER", "RDM", "NTE"),
    Loop.PARTY: ("N1", "N2", "N3", "N4", "REF", "PER", "NTE"),
    Loop.NUMBER: ("LX", "TS3", "TS2", "NTE"),
    Loop.CLAIM: ("CLP", "CAS", "NM1", "MIA", "MOA", "REF", "DTM", "PER", "AMT", "QTY", "LQ", "NTE"),
    Loop.SERVICE: ("SVC", "DTM", "CAS", "REF", "AMT", "QTY", "LQ", "NTE"),
    Loop.SUMMARY: ("PLB",),
}


@dataclass(frozen=True)
class Source:
    """The columns that one kind of segment fills: element -> column, for one qualifier or any (empty)."""

    segment: str
    qualifier: str
    loops: tuple[Loop, ...]
    columns: dict[int, str | None]


def _party(stem: str) -> dict[int, str | None]:
    parts = {3: "last_name", 4: "first_name", 5: "middle_name", 7: "suffix", 8: "id_qualifier", 9: "id"}
    return {1: None, 2: None, **{n: f"{stem}_{part}" for n, part in parts.items()}}


def _each(segment: str, loop: Loop, columns: dict[str, str], ending: str = "") -> list[Source]:
    return [Source(segment, q, (loop,), {1: None, 2: stem + ending}) for q, stem in columns.items()]


PAYMENT_SOURCES = [
    Source(
        "BPR",
        "",
        HEADERS,
        {1: "handling_code", 2: "paid_cents", 3: "credit_debit", 4: "method", 16: "payment_date"},
    ),
    Source("TRN", "", HEADERS, {1: None, 2: "trace_number", 3: "originator_id"}),
    Source("DTM", "405", HEADERS, {1: None, 2: "production_date"}),
    Source("REF", "EV", HEADERS, {1: None, 2: "receiver_id"}),
    Source("N1", "PR", HEADERS, {1: None, 2: "payer_name", 4: "payer_id"}),
    Source("REF", "2U", (Loop.PAYER,), {1: None, 2: "payer_id_2u"}),
    Source("REF", "PQ", (Loop.PAYEE,), {1: None, 2: "payee_id_pq"}),
]
PAYEE = Source("N1", "PE", HEADERS, {})
PAYEE_TAX_ID = Source("REF", "TJ", (Loop.PAYEE,), {})

CLAIM_SOURCES = [
    Source(
        "CLP",
        "",
        (Loop.CLAIM,),
        {
            1: "patient_control_number",
            2: "status",
            3: "charge_cents",
            4: "paid_cents",
            5: "patient_responsibility_cents",
            6: "filing_code",
            7: "payer_claim_number",
            8: "facility_code",
            9: "frequency_code",
            11: "drg",
            12: "drg_weight",
        },
    ),
    Source("NM1", "QC", (Loop.CLAIM,), _party("patient")),
    Source("NM1", "IL", (Loop.CLAIM,), _party("insured")),
    Source("NM1", "74", (Loop.CLAIM,), _party("corrected")),
    Source("NM1", "82", (Loop.CLAIM,), _party("rendering")),
    Source("NM1", "GB", (Loop.CLAIM,), _party("other_subscriber")),
    Source(
        "NM1", "TT", (Loop.CLAIM,), {1: None, 2: None, 3: "crossover_payer_name", 9: "crossover_payer_id"}
    ),
    Source(
        "NM1", "PR", (Loop.CLAIM,), {1: None, 2: None, 3: "corrected_payer_name", 9: "corrected_payer_id"}
    ),
    Source("DTM", "232", (Loop.CLAIM,), {1: None, 2: "statement_from"}),
    Source("DTM", "233", (Loop.CLAIM,), {1: None, 2: "statement_through"}),
    Source("DTM", "036", (Loop.CLAIM,), {1: None, 2: "coverage_expired"}),
    Source("DTM", "050", (Loop.CLAIM,), {1: None, 2: "received_date"}),
    *_each("AMT", Loop.CLAIM, tables.CLAIM_AMOUNTS, "_cents"),
    *_each("REF", Loop.CLAIM, tables.CLAIM_REFERENCES),
    Source(
        "MIA",
        "",
        (Loop.CLAIM,),
        {n: f"inpatient_{column}" for n, (column, _) in tables.INPATIENT.items()}
        | dict.fromkeys(tables.INPATIENT_REMARKS),
    ),
    Source(
        "MOA",
        "",
        (Loop.CLAIM,),
        {n: f"outpatient_{column}" for n, (column, _) in tables.OUTPATIENT.items()}
        | dict.fromkeys(tables.OUTPATIENT_REMARKS),
    ),
]
REMARKS = {"MIA": tables.INPATIENT_REMARKS, "MOA": tables.OUTPATIENT_REMARKS}

SERVICE_SOURCES = [
    Source(
        "SVC",
        "",
        (Loop.SERVICE,),
        {
            1: None,
            2: "charge_cents",
            3: "paid_cents",
            4: "revenue_code",
            5: "paid_units",
            6: None,
            7: "original_units",
        },
    ),
    Source("DTM", "472", (Loop.SERVICE,), {1: None, 2: "service_date"}),
    Source("DTM", "150", (Loop.SERVICE,), {1: None, 2: "service_date"}),
    Source("DTM", "151", (Loop.SERVICE,), {1: None, 2: "service_end"}),
    *_each("AMT", Loop.SERVICE, tables.SERVICE_AMOUNTS, "_cents"),
    *_each("REF", Loop.SERVICE, tables.SERVICE_REFERENCES),
]
# element of the SVC -> the columns of its components, in order
PROCEDURES = {
    1: ("code_qualifier", "procedure_code", "modifier_1", "modifier_2", "modifier_3", "modifier_4"),
    6: ("original_code_qualifier", "original_procedure_code"),
}
REMARK_LISTS = ("HE", "RX")  # LQ01
TRIPLES = range(2, 20, 3)  # CAS02, 05 ... 17: the reason of each triple
PAIRS = range(3, 15, 2)  # PLB03, 05 ... 13: the reason of each pair
GROUPS = ("CO", "PR", "OA", "PI", "CR")  # CAS01; CR is of 004010
# the most elements of each segment by the standard; more of them mean a lost terminator, or a triple too many
MOST = {
    "BPR": 21, "TRN": 4, "CUR": 21, "REF": 4, "DTM": 6, "N1": 6, "N2": 2, "N3": 2, "N4": 7, "PER": 9, "RDM": 5,
    "LX": 1, "TS3": 24, "TS2": 19, "CLP": 14, "CAS": 19, "NM1": 12, "MIA": 24, "MOA": 9, "AMT": 3, "QTY": 4,
    "SVC": 7, "LQ": 2, "PLB": 14, "NTE": 2, "ST": 3, "SE": 2,
}  # fmt: skip


def kinds(contract: tuple[Column, ...]) -> dict[str, Kind]:
    """Return the kind of each column of a table."""
    return {column.name: column.kind for column in contract}
