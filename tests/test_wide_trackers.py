"""Trackers of one row a payer: a column, or several, for each transaction, in the words and the order of the office."""

from __future__ import annotations

import pandas as pd
import pytest
from cutover.reading.mapping.tables_of import tables_of, used
from cutover.reading.mapping.targets import load_target
from cutover.reading.payers.enrollment_words import apart
from cutover.reading.payers.enrollments import NO_STATUS, UNWRITTEN, typed
from cutover.reading.payers.tracker_grids import opened
from cutover.workstreams.enrollment.eft import EFT, eft, state
from cutover.workstreams.enrollment.plan import Plan
from enrollment_makers import claims, plan
from workbook_maker import workbook_of

TITLE = ["Larkspur Family Practice: sign-ups"]
EFT_WHY = apart("EFT")


def read(header: list, *rows: list, title=TITLE):
    """(payer, transaction, status, since or live) of each row in use, and (payer, found, why) of each set aside."""
    data = workbook_of(("x", [title, header, *rows]))
    tables = tables_of(data, "t.xlsx", load_target("enrollments"), opened=opened)
    found = pd.concat([one.rows for one in used(tables, "t.xlsx")], ignore_index=True)
    made, why = typed(None, found.assign(tax_id="12-3456789"), "t.xlsx")
    days = made["live_on"].fillna(made["status_on"]).dt.strftime("%m-%d").fillna("")
    told = list(zip(made["payer_name"], made["transaction"], made["status"], days, strict=True))
    aside = list(zip(made["payer_name"], made["found"], why, strict=True))
    return [row for row, is_out in zip(told, why.notna(), strict=True) if not is_out], [
        row for row, is_out in zip(aside, why.notna(), strict=True) if is_out
    ]


def test_the_day_of_a_transaction_is_its_own_though_its_header_names_it_in_other_words():
    told, aside = read(
        ["Carrier", "Carrier #", "Claims (837) step", "Remits (835) stage", "ERA live since", "TIN"],
        ["Alder Health", "11111", "LIVE", "LIVE", "09/21/2026", "12-3456789"],
        ["Birch Mutual", "22222", "SUBMITTED", "not filed", None, "12-3456789"],
        ["Cedar Plan", "33333", "not filed", None, None, "12-3456789"],
        title=["Larkspur - enrollments"],
    )
    assert told == [
        ("Alder Health", "837", "LIVE", ""), ("Birch Mutual", "837", "SUBMITTED", ""),
        ("Cedar Plan", "837", "not filed", ""),  # of its ERA the cell is empty: nothing is known, and not "not filed"
        ("Alder Health", "835", "LIVE", "09-21"), ("Birch Mutual", "835", "not filed", ""),
    ]  # fmt: skip
    assert aside == []


def test_stage_day_and_note_of_each_transaction_stand_side_by_side():
    told, aside = read(
        ["Insurance", "ERA status", "ERA status date", "ERA note", "Claims status", "Claims status date"],
        ["Alder Health", "REJECTED", "9/3/2026", "W-9 asked", "LIVE", "9/1/2026"],
        ["Birch Mutual", None, None, "call them", "pending", "9/2/2026"],
    )
    assert told == [
        ("Alder Health", "835", "REJECTED", "09-03"), ("Alder Health", "837", "LIVE", "09-01"),
        ("Birch Mutual", "837", "PROVISIONING", "09-02"),
    ]  # fmt: skip
    assert aside == [("Birch Mutual", "(empty)", UNWRITTEN)]  # a note alone is no status, and is not lost


def test_a_day_alone_tells_no_status_and_keeps_nobody_from_reading_the_others():
    told, _ = read(
        ["Payer", "Claims stage", "ERA live on"],
        ["Alder Health", "LIVE", "9/14/2026"],
        ["Birch Mutual", "sent", None],
    )
    assert told == [("Alder Health", "837", "LIVE", ""), ("Birch Mutual", "837", "SUBMITTED", "")]


@pytest.mark.parametrize(
    ("header", "wanted"),
    [
        (["Payer", "EDI", "ERA"], {"837": "LIVE", "835": "SUBMITTED"}),
        (["Payer", "EDI status", "Remittance status"], {"837": "LIVE", "835": "SUBMITTED"}),
        (["Payer", "837P stage", "835 stage"], {"837P": "LIVE", "835": "SUBMITTED"}),
        (["Payer", "Electronic claims", "Electronic remits"], {"837": "LIVE", "835": "SUBMITTED"}),
    ],
)
def test_edi_beside_remittances_means_claims(header, wanted):
    told, _ = read(header, ["Alder Health", "LIVE", "sent"], ["Birch Mutual", "LIVE", "sent"],
                   ["Cedar Plan", "LIVE", "sent"])  # fmt: skip
    assert {(transaction, status) for _, transaction, status, _ in told} == set(wanted.items())


def test_edi_without_a_column_of_remittances_may_be_of_anything():
    data = workbook_of(("x", [["Payer", "EDI status", "Phone"], ["Alder Health", "LIVE", "555-0100"],
                              ["Birch Mutual", "sent", "555-0101"]]))  # fmt: skip
    assert "Transaction" not in opened(data, "t.xlsx")[0].columns


def test_a_column_of_eft_is_kept_with_its_words_and_is_no_transaction_of_the_move():
    told, aside = read(
        ["Payor", "ERA stage", "EFT", "Claims stage"],
        ["Alder Health", "LIVE", "on", "LIVE"],
        ["Birch Mutual", "sent", "paper check", "LIVE"],
        ["Cedar Plan", "sent", None, "LIVE"],
    )
    assert len(told) == 6  # three payers, two transactions each
    assert aside == [("Alder Health", "on", EFT_WHY), ("Birch Mutual", "paper check", EFT_WHY)]


@pytest.mark.parametrize(
    ("cell", "wanted"),
    [
        ("on", "on"), ("Yes", "on"), ("active", "on"), ("n/a", "needs none"), ("not needed", "needs none"),
        ("paper checks", "paid by check"), ("Virtual card", "paid by card"), ("applied", "asked for"),
        ("not filed", "not filed"), ("off", "off"), ("ask Bea on Monday", "not understood"), ("on?", "not understood"),
    ],
)  # fmt: skip
def test_what_a_cell_about_eft_comes_to(cell, wanted):
    assert state(cell) == wanted


def test_how_each_payer_pays_is_one_row_for_each_that_the_list_tells_of():
    said = [("Alder Health", "on"), ("Birch Mutual", "applied"), ("Nobody's Plan", "check")]
    aside = [{"reason": EFT_WHY, "payer_name": payer, "found": cell, "source_row": 3} for payer, cell in said]
    other = {"reason": NO_STATUS, "payer_name": "Alder Health", "found": "hm"}  # of another transaction
    made: Plan = plan(sent=[*claims("Alder Health", 2), *claims("Birch Mutual", 1)], aside=[*aside, other])
    told = eft(made)
    assert list(told.frame.columns) == [column.name for column in EFT]
    assert told.frame[["payer", "state"]].to_numpy().tolist() == [
        ["Alder Health", "on"], ["Birch Mutual", "asked for"], ["Nobody's Plan", "paid by check"],
    ]  # fmt: skip
    assert "on: 1" in told.note
