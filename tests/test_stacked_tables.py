"""A table that begins below another one on the same sheet is read by itself: its rows are none of the first one's."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pyarrow as pa
import pytest
from cutover.columns import empty
from cutover.intake.sheets import FEE_SCHEDULES
from cutover.reading.claims.history import read_claim_history
from cutover.reading.files.sheet import ColumnNote, Grid
from cutover.reading.files.spreadsheet import read_spreadsheet
from cutover.reading.files.stacked import stacked
from cutover.reading.payers import own_charges
from cutover.reading.payers.contract_rates import NO_PAYER, OWN_CHARGE, load_contract_rates
from cutover.reading.practice.book import Practice

NOBODY = empty(FEE_SCHEDULES.columns)
CLAIMS = """Ticket,Carrier,Date of Service,Charge,Balance,State
T8801,Alder Mutual,04/02/2026,210.00,210.00,Sent
T8802,Birch Health,04/09/2026,95.50,95.50,Denied
T8803,Alder Mutual,05/11/2026,140.00,40.00,Paid
"""
LOANED = "Patient,Device,Since,Due back,Deposit,Clerk\nP101,Walker,03/01/2026,09/01/2026,25.00,JB\n"


def tables(text: str) -> list[tuple[tuple[str, ...], int]]:
    book = read_spreadsheet(text.encode(), "list.csv")
    assert sum(sheet.rows_in for sheet in book.sheets) == sum(1 for _ in text.splitlines())  # no line is lost
    return [(tuple(name for name in sheet.header if name), len(sheet.frame)) for sheet in book.sheets]


@pytest.mark.parametrize("between", [
    ",,,,,\n",  # an empty row
    ",,,,,\nDEVICES ON LOAN,,,,,\n",  # an empty row and a title
    "DEVICES ON LOAN,,,,,\n",  # a title alone
    ",,,,,\nDEVICES ON LOAN,7/31/2026,,,,\n",  # a title with its day
    "Total,,,445.50,345.50,\n,,,,,\nDEVICES ON LOAN,,,,,\n",  # a total of the first table
])  # fmt: skip
def test_a_header_of_other_names_begins_a_table_of_its_own(between):
    found = tables(CLAIMS + between + LOANED)
    assert [rows for _, rows in found] == [3, 1]  # three claims, one device
    assert found[1][0] == ("Patient", "Device", "Since", "Due back", "Deposit", "Clerk")


@pytest.mark.parametrize("below", [
    "",
    "T8804,Alder Mutual,06/01/2026,75.00,75.00,Sent\n",  # no break before it
    ",,,,,\nT8804,Alder Mutual,06/01/2026,75.00,75.00,Sent\n",  # data below an empty row
    ",,,,,\nTicket,Carrier,Date of Service,Charge,Balance,State\nT8804,Alder,06/01/2026,75.00,75.00,Sent\n",  # repeated
    ",,,,,\nBirch Health,unknown,none,pending,other,Sent\nT8804,Alder,06/01/2026,75.00,75.00,Sent\n",  # no names
    ",,,,,\nKim,Called the payer,No answer,Calls again,See notes,Open\nLee,Wrote a letter,None yet,Waits,Filed,Done\n",
])  # fmt: skip
def test_rows_that_go_on_with_the_first_table_begin_none(below):
    assert len(tables(CLAIMS + below)) == 1


def test_names_that_go_on_in_the_next_row_begin_a_table_too():
    below = ",,,,,\nON LOAN,,,,,\nPatient,Device,Date,Date,Deposit,\n,,given,due,paid,\n"
    found = tables(
        CLAIMS + below + "P101,Walker,03/01/2026,09/01/2026,25.00,\nP102,Cane,03/02/2026,09/02/2026,5.00,\n"
    )
    assert [rows for _, rows in found] == [3, 2]


def test_a_title_of_two_cells_above_the_repeated_header_begins_none():
    """A deposit log: each payer and its day stand above the same names."""
    log = "".join(f"{who},posted {day},,\n,claim,child,paid\n,50{n}31,Doe,91.{n}0\n,50{n}32,Roe,12.{n}5\n,,,\n"
                  for n, (who, day) in enumerate([("Alder", "05/18/26"), ("Birch", "06/02/26")]))  # fmt: skip
    assert len(tables(log)) == 1


def test_one_changed_name_makes_another_table():
    """Below a list of open balances lies one of payments: 12.00 paid is no balance."""
    paid = CLAIMS.replace("Balance", "Paid").replace("T880", "T770")
    found = tables(CLAIMS + ",,,,,\n" + paid)
    assert [rows for _, rows in found] == [3, 3] and found[1][0][4] == "Paid"


def test_a_table_above_a_wider_one_is_not_lost_as_its_title():
    narrow = "Code,Since,Fee\n99213,01/01/2026,90\n99214,01/01/2026,130\n99215,01/01/2026,180\n"
    padded = "".join(f"{line},,,\n" for line in narrow.splitlines())
    assert [rows for _, rows in tables(padded + ",,,,,\n" + CLAIMS)] == [3, 3]


def test_a_form_above_a_table_stays_above_its_header():
    form = "Practice,Elm Clinic,,,,\nFrom,01/01/2026,,,,\nThrough,07/31/2026,,,,\n"
    assert tables(form + ",,,,,\n" + CLAIMS)[0][1] == 3 and len(tables(form + ",,,,,\n" + CLAIMS)) == 1


def test_claims_of_the_first_table_count_and_the_other_table_is_named(tmp_path):
    read = read_claim_history((CLAIMS + ",,,,,\nON LOAN,,,,,\n" + LOANED).encode(), "open.csv")
    assert read.claims["claim_number"].tolist() == ["T8801", "T8802", "T8803"] and read.rows_lost == 1
    # the title is in row 6, so the header of the other table is in row 7
    assert any(note.startswith("the table below row 7: no column for Claim no.") for note in read.notes)


def test_rows_keep_their_places_and_notes_go_with_their_rows():
    rows = [
        ["Code", "Rate"],
        ["99213", "80"],
        ["99214", "120"],
        [None, None],
        ["Item", "Cost"],
        ["A4604", "12"],
    ]
    columns = [pa.array(list(column), pa.large_string()) for column in zip(*rows, strict=True)]
    notes = (ColumnNote(1, "odd", "", 1, (3,)), ColumnNote(1, "odder", "", 1, (6,)))
    first, second = stacked(Grid("s", columns, np.arange(1, 7), column_notes=notes, spans=((4, 0, 1),)))
    assert first.row_numbers.tolist() == [1, 2, 3, 4] and second.row_numbers.tolist() == [5, 6]
    assert [n.code for n in first.column_notes] == ["odd"] and [n.code for n in second.column_notes] == [
        "odder"
    ]
    assert first.spans == () and second.spans == ((0, 0, 1),)


def rates(tmp_path, text: str, told: pd.DataFrame = NOBODY):
    who = Practice("acme", "elm", "Elm Clinic", frozenset(), frozenset(), tmp_path)
    path = who.raw / "fee_schedules" / "rates.csv"
    path.parent.mkdir(parents=True)
    path.write_text(text)
    return load_contract_rates(who, told.astype(NOBODY.dtypes))


def test_own_charges_below_the_rates_of_payers_are_no_payer_s_rates(tmp_path):
    text = "CPT,Alder,Birch Health\n97110,31,29.5\n97140,28,27\n,,\nOur charges,,\nCPT,Fee,\n97110,65,\n97140,60,\n"
    named = pd.DataFrame([{"payer": "Alder", "file": "rates.csv"}])  # the intake names a payer of the file
    found = rates(tmp_path, text, pd.concat([NOBODY, named]))
    assert sorted(found.rows["rate_cents"]) == [27_00, 28_00, 29_50, 31_00]
    assert found.set_aside["reason"].tolist() == [OWN_CHARGE] * 2


def test_a_table_of_rates_below_others_without_such_a_title_lacks_its_payer(tmp_path):
    text = (
        "CPT,Alder Mutual,Birch Health\n97110,31,29.5\n97140,28,27\n,,\nLaboratory,,\nCode,Rate,\n80053,11,\n"
    )
    found = rates(tmp_path, text)
    assert len(found.rows) == 4 and found.set_aside["reason"].tolist() == [NO_PAYER]


@pytest.mark.parametrize(("title", "is_own"), [
    ("Our charges", True), ("CHARGE MASTER 2026", True), ("Practice fee schedule eff. 1/1/2026", True),
    ("Chargemaster", True), ("Fee schedule 2026", False), ("Our contract rates", False), ("Fees", False),
    ("Our fees from Alder Mutual", False), ("Allowables", False), (None, False),
])  # fmt: skip
def test_a_title_tells_what_the_practice_charges(title, is_own):
    assert own_charges.is_own(title) is is_own
