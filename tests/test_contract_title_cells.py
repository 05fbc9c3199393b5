"""A contract's title in several cells above its table (what it is, whose, since when) is no part of the header."""

from __future__ import annotations

import pandas as pd
import pytest
from cutover.columns import conform
from cutover.reading.mapping.record import FILES
from cutover.reading.payers.contract_rates import NO_PAYER, SOURCE, load_contract_rates
from cutover.workstreams.fee_schedules.report import report
from cutover.workstreams.fee_schedules.unseen import unseen
from fee_makers import book, line
from test_contract_rates import NOBODY, held
from test_fee_lines import rate

PAYERS = {"TAMARACK HEALTH INC", "OREGON TRAIL CASUALTY", "BCBS OF OREGON"}
HEADER = "Proc,Allowed,Office charge"
ROWS = "99213,81.20,160.00\n99214,118.40,231.00\n97110,30.10,75.00\n"


@pytest.mark.parametrize(("title", "payer", "since"), [
    ("Agreed fees,Tamarack,eff 3/1/2026", "TAMARACK HEALTH INC", "2026-03-01"),
    ("Contract,Tamarack,eff 3/1/2026", "TAMARACK HEALTH INC", "2026-03-01"),  # `Contract` may name a column too
    ("Agreed fees,Tamarack", "TAMARACK HEALTH INC", "2026-01-01"),  # the day of the file's name
    ("Rates,LUNARA,effective 2026-04-01", "LUNARA", "2026-04-01"),  # a payer that no remittance names
    ("Rates,Elm Clinic,effective 2026-04-01", None, None),  # the practice itself
    ("Rates,Printed by Ana,effective 2026-04-01", None, None),
])  # fmt: skip
def test_the_cell_that_names_neither_the_table_nor_a_day_is_the_payers(tmp_path, title, payer, since):
    found = load_contract_rates(
        held(tmp_path, f"{title}\n{HEADER}\n{ROWS}", "rates 2026.csv"), NOBODY, PAYERS
    )
    if payer is None:
        assert found.rows.empty and found.set_aside["reason"].tolist() == [NO_PAYER] * 3
        return
    assert found.rows["payer_name"].unique().tolist() == [payer]
    assert found.rows["rate_cents"].tolist() == [81_20, 118_40, 30_10]
    assert found.rows["effective_from"].unique().tolist() == [pd.Timestamp(since)]


def test_names_in_two_rows_stay_one_header(tmp_path):
    text = f"Procedure,Contracted,Our\nCode,Rate,Fee\n{ROWS}"
    found = load_contract_rates(held(tmp_path, text, "tamarack 2026.csv"), NOBODY, PAYERS)
    assert found.rows["rate_cents"].tolist() == [81_20, 118_40, 30_10]


def test_a_state_in_a_title_is_not_the_payer_whose_name_begins_with_it(tmp_path):
    text = f"Rates,BC/BS Oregon,effective 2026-01-01\n{HEADER}\n{ROWS}"
    found = load_contract_rates(held(tmp_path, text, "agreed.csv"), NOBODY, PAYERS).rows
    assert found["payer_name"].unique().tolist() == ["BCBS OF OREGON"]


@pytest.mark.parametrize(("note", "aside"), [
    ("* fees are per visit unless marked", 0),  # a note below the table, and no row that lacks something
    ("97140,,", 1),
])  # fmt: skip
def test_a_note_below_the_rates_is_no_rate_that_is_lacking(tmp_path, note, aside):
    text = f"Agreed fees,Tamarack,eff 3/1/2026\n{HEADER}\n{ROWS}{note}\n"
    found = load_contract_rates(held(tmp_path, text), NOBODY, PAYERS)
    assert (len(found.rows), len(found.set_aside)) == (3, aside)


def read(state: str) -> pd.DataFrame:
    return conform(pd.DataFrame([{"source": SOURCE, "source_file": "a.csv", "state": state, "reason": None,
                                  "rows_in": 3, "rows_used": 0, "rows_set_aside": 3}]), FILES)  # fmt: skip


def test_a_contract_file_without_a_rate_is_not_said_to_be_absent():
    lacking = book(line(8_000), files=read("not read"))
    assert "1 contract file lies in fee_schedules/, without a rate that could be used" in " ".join(
        unseen(lacking)
    )
    figures = {one.label: one for one in report(lacking).figures}
    assert figures["Below contract"].note == "no contract file has a rate that could be used"
    assert "No contract file is in fee_schedules/" in " ".join(unseen(book(line(8_000))))
    held_one = book(line(8_000), contracts=(rate(8_000),), files=read("read"))
    assert "contract file lies" not in " ".join(unseen(held_one))
