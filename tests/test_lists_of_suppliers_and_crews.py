"""Claim lists of suppliers, ambulance crews, pharmacies, laboratories and home health, in their own words."""

from __future__ import annotations

import pytest
from cutover.reading.claims.without_columns import shaped
from cutover.reading.files.spreadsheet import read_spreadsheet
from cutover.reading.mapping.tables_of import MappedTable, tables_of
from cutover.reading.mapping.targets import load_target
from cutover.reading.mapping.vague_numbers import Remitted, with_posted_number

PAYERS = ("Aetna PPO", "Desert Trust", "Aetna PPO", "Medicare Part B")
VALUES = {
    "number": ("W-5011", "W-5012", "W-5013", "W-5014"),
    "account": ("Q41", "Q42", "Q41", "Q43"),
    "name": ("Marrow, Ida", "Stoll, Ben", "Marrow, Ida", "Orr, Lena"),
    "payer": PAYERS,
    "day": ("2026-03-02", "2026-03-04", "2026-03-09", "2026-03-11"),
    "money": ("10.00", "20.50", "0.00", "31.10"),
    "npi": ("1234567893",) * 4,
    "words": ("Paid", "Denied", "In process", "Paid"),
    "kinds": ("Rental", "Sale", "Rental", "Repair"),
}
# header, what stands below it, and the field that it is; none where it is no field of a claim
SUPPLIER = [
    ("Sales Order / Claim #", "number", "claim_number"), ("Customer No", "account", "patient_control_number"),
    ("Customer Name", "name", "patient_name"), ("Bill-To Plan", "payer", "payer_name"),
    ("Deliv. Dt (DOS)", "day", "service_from"), ("Ext Amt", "money", "charge"), ("Write-Down", "money", "adjusted"),
    ("Due from Carrier", "money", "balance"), ("Cust Owes", "money", None), ("Supplier NPI", "npi", "billing_npi"),
    ("Status (today)", "words", "state_as_written"),
]  # fmt: skip
CREW = [
    ("Trip # / Run #", "number", "claim_number"), ("Transport Date", "day", "service_from"),
    ("Third Party Payer", "payer", "payer_name"), ("Chg & Fee", "money", "charge"),
    ("Claim Status", "words", "state_as_written"), ("Ambulance NPI", "npi", "billing_npi"),
]  # fmt: skip
PHARMACY = [
    ("Rx No or Claim No", "number", "claim_number"), ("Date Filled", "day", "service_from"),
    ("Billed to Insurance", "payer", "payer_name"), ("Submitted Amt", "money", "charge"),
    ("Allow. Adj.", "money", "adjusted"), ("Claim Status", "words", "state_as_written"),
]  # fmt: skip
LABORATORY = [
    ("Accession & Claim", "number", "claim_number"), ("Specimen Date", "day", "service_from"),
    ("Payer (billed)", "payer", "payer_name"), ("Charge (gross)", "money", "charge"),
    ("Claim Status", "words", "state_as_written"),
]  # fmt: skip
HOME_HEALTH = [
    ("Claim No (ours)", "number", "claim_number"), ("Period Start", "day", "service_from"),
    ("Period End", "day", "service_through"), ("Payor / Plan", "payer", "payer_name"),
    ("Extended Charge", "money", "charge"), ("Claim Status", "words", "state_as_written"),
]  # fmt: skip
# the usual words win where they stand beside those of a supplier, and two things in one column are neither
BESIDE = [
    ("Claim #", "number", "claim_number"), ("Order No", "account", None), ("Order Date", "day", None),
    ("Delivery Date", "day", None), ("DOS", "day", "service_from"), ("Insurance", "payer", "payer_name"),
    ("Charge & Balance", "money", None), ("Customer Paid", "money", None), ("Order Status", "kinds", None),
    ("Charge", "money", "charge"), ("Claim Status", "words", "state_as_written"),
]  # fmt: skip


def _table(columns: list[tuple[str, str, str | None]], kind: str = "claims") -> MappedTable:
    head = ",".join(f'"{header}"' for header, _, _ in columns)
    rows = [",".join(f'"{VALUES[what][n]}"' for _, what, _ in columns) for n in range(4)]
    return tables_of("\n".join([head, *rows]).encode(), "list.csv", load_target(kind))[0]


@pytest.mark.parametrize("columns", [SUPPLIER, CREW, PHARMACY, LABORATORY, HOME_HEALTH, BESIDE])
def test_each_trade_is_read_in_its_own_words(columns: list[tuple[str, str, str | None]]) -> None:
    table = shaped(_table(columns))
    assert table.crosswalk.used == {key: header for header, _, key in columns if key}
    assert not table.crosswalk.missing


def test_what_suppliers_sent_through_medi_is_read_by_the_same_words() -> None:
    columns = [
        ("Trip / Claim", "number", "claim_number"), ("Bill-To Carrier", "payer", "payer_name"),
        ("Delivered On", "day", "service_from"), ("Extended Amount", "money", "charge"),
    ]  # fmt: skip
    assert _table(columns, "medi_submissions").crosswalk.used == {key: header for header, _, key in columns}


def test_register_of_postings_names_orders_customers_and_who_was_billed() -> None:
    columns = [
        ("Order / Claim", "number", "claim_number"), ("Customer #", "account", "account"),
        ("Post Dt", "day", "posted_date"), ("Insurance Billed", "payer", "payer_name"),
        ("Ins Paid", "money", "paid"), ("Allowed Adj", "money", "adjusted"),
    ]  # fmt: skip
    assert _table(columns, "postings").crosswalk.used == {key: header for header, _, key in columns}


@pytest.mark.parametrize(
    "header", ["Est. Delivery Date", "Last Update", "Order Date", "Date Denied", "Filed"]
)
def test_day_on_which_nothing_was_delivered_is_no_service(header: str) -> None:
    used = _table([("Claim #", "number", ""), (header, "day", "")]).crosswalk.used
    assert "service_from" not in used


@pytest.mark.parametrize("header", ["EFT Amount", "Extra Amount"])
def test_amount_of_another_thing_is_no_extended_charge(header: str) -> None:
    assert "charge" not in _table([("Claim #", "number", ""), (header, "money", "")]).crosswalk.used


def test_number_of_patients_in_a_check_is_still_a_count() -> None:
    """`Patient #` over 1 and 2 may count them, so it is no account."""
    head = "Post Date,Check #,Check Amount,Patient #"
    rows = "2026-03-02,7001,80.00,2\n2026-03-05,7002,20.00,1"
    used = tables_of(f"{head}\n{rows}".encode(), "log.csv", load_target("postings"))[0].crosswalk.used
    assert "account" not in used


def test_remittances_decide_between_the_number_of_an_order_and_another_number() -> None:
    """The order's name is taken at its word until remittances bear the numbers of the other column."""
    columns = [("Order #", "account", ""), ("Ref", "number", ""), *BESIDE[4:6], *BESIDE[9:]]
    known = Remitted(claims=frozenset(number.replace("-", "") for number in VALUES["number"]))
    assert shaped(_table(columns)).crosswalk.used["claim_number"] == "Order #"
    assert shaped(_table(columns), lambda: known).crosswalk.used["claim_number"] == "Ref"
    posted = _table([("K#", "number", ""), *[("Post Dt", "day", ""), ("Ins Paid", "money", "")]], "postings")
    assert with_posted_number(posted, lambda: known).crosswalk.used["claim_number"] == "K#"


@pytest.mark.parametrize(
    ("header", "values", "is_payer"),
    [
        ("Acct Class", PAYERS, True),
        ("Responsible Party", PAYERS, True),
        ("Bill Group", PAYERS, True),
        ("Acct Class", VALUES["kinds"], False),  # kinds of sales
        ("Former Carrier", PAYERS, False),  # no payer of these claims
        ("Supp Plan", PAYERS, False),  # the one after the first
        ("Location", PAYERS, False),
        ("Acct Class", ("Aetna PPO", "North", "South", "North"), False),  # one name of three is a payer's
    ],
)
def test_column_of_payers_names_is_the_payer_whatever_heads_it(
    header: str, values: tuple[str, ...], is_payer: bool
) -> None:
    head = f"Claim #,DOS,{header},Charge,Status"
    rows = [f"W-501{n},2026-03-0{n + 1},{value},10.00,Paid" for n, value in enumerate(values)]
    table = shaped(tables_of("\n".join([head, *rows]).encode(), "list.csv", load_target("claims"))[0])
    assert table.crosswalk.used.get("payer_name") == (header if is_payer else None)


@pytest.mark.parametrize(
    ("below", "rows", "aside"),
    [
        ("Orders of the new store follow on a list of their own.", 2, 1),
        ("Rentals that began before May are billed by hand", 2, 1),  # nine words without a stop
        ("Maria de la Cruz Jr.", 3, 0),  # a name
        ("W-5099", 3, 0),  # a number of which nothing else is known
        ("See below.", 3, 0),  # too short to tell
    ],
)
def test_sentence_below_the_rows_is_no_claim(below: str, rows: int, aside: int) -> None:
    text = f"Order,Customer,Delivered,Charge\nW-1,Orr,2026-03-02,5.00\nW-2,Voss,2026-03-04,6.00\n{below},,,\n"
    sheet = read_spreadsheet(text.encode(), "list.csv").sheets[0]
    assert (len(sheet.frame), len(sheet.set_aside)) == (rows, aside)
