"""A contract may pay a share of another schedule of its file, and a rate may be for a unit or for a whole visit."""

from __future__ import annotations

import io
from decimal import Decimal

import openpyxl
import pandas as pd
import pytest
from cutover.reading.mapping.targets import load_target
from cutover.reading.payers import contract_sheets, rate_units, schedule_shares
from cutover.reading.payers.contract_rates import _told_by_sentence, typed
from cutover.reading.payers.tables import CONTRACT_RATES
from fee_makers import book, lines
from parallel_frames import frame

TARGET = load_target("fee_schedules")
# a county's fees: 80.10 until the end of March, 90.30 from April on; 41.00 all the year
COUNTY = [["CPT", "until 3/31/2026", "from 4/1/2026"], ["97110", 80.10, 90.30], ["97112", 41.00, 41.00]]


def shares(sentence: str) -> list[dict]:
    """The rows that a sentence on a tab of its own makes beside the county's fees."""
    file, rows = openpyxl.Workbook(), {"county": COUNTY, "Oak": [[sentence]]}
    file.remove(file.active)
    for name, cells in rows.items():
        tab = file.create_sheet(name)
        for row in cells:
            tab.append(row)
    held = io.BytesIO()
    file.save(held)
    made = contract_sheets.opened(held.getvalue(), "fees.xlsx")[1].frame.astype(object)
    return made.where(made.notna(), None).to_dict("records")


def test_a_share_of_a_schedule_is_a_rate_for_each_of_its_amounts_and_days():
    rows = shares("Oak Mutual pays 105 % of the county fee in force")
    # 105 % of 80.10 = 84.105, half up 84.11; of 90.30 = 94.815, half up 94.82; of 41.00 = 43.05
    assert [
        (row["Procedure"], row["Rate"], row["Effective from"], row["Effective through"]) for row in rows
    ] == [
        ("97110", "84.11", None, "2026-03-31"),
        ("97110", "94.82", "2026-04-01", None),
        ("97112", "43.05", None, "2026-03-31"),
        ("97112", "43.05", "2026-04-01", None),
    ]
    assert {row["Payer"] for row in rows} == {"Oak Mutual"}


def test_a_share_that_begins_on_a_day_holds_for_no_day_before_it():
    rows = shares("Oak pays 110% of county rates from 6/1/2026")
    # the fee until the end of March is over by then: 110 % of 90.30 = 99.33, of 41.00 = 45.10
    assert [(row["Rate"], row["Effective from"]) for row in rows] == [
        ("99.33", "2026-06-01"),
        ("45.10", "2026-06-01"),
    ]


@pytest.mark.parametrize(
    ("sentence", "why"),
    [
        (
            "Oak pays 105 % of the borough fee",
            schedule_shares.NOT_KNOWN,
        ),  # no schedule of the file is called so
        ("Oak pays 105 % of the county fee, rounded up to the next dime", schedule_shares.ROUNDED),
        ("Oak pays assistants 85 % of the county fee", schedule_shares.IN_PART),
        ("Oak pays 105 % of the county fee for 97110", schedule_shares.IN_PART),
        ("Oak pays 105 % of the county fee, 95 % for teams", schedule_shares.IN_PART),
    ],
)
def test_a_share_that_gives_no_sure_rate_is_said_and_is_none(sentence, why):
    (row,) = shares(sentence)
    assert row["Rate"] is None
    assert row["Schedule"] == sentence + why


def test_such_a_sentence_is_set_aside_with_its_own_reason():
    said = "Oak pays 105 % of the borough fee" + schedule_shares.NOT_KNOWN
    found = pd.DataFrame({one.name: pd.Series([None], dtype="str") for one in TARGET.fields})
    found = found.assign(
        schedule=said, source_file="fee_schedules/oak.xlsx", source_sheet="Oak", source_row=1
    )
    assert typed(found.astype({"schedule": "str"}), "")[1].tolist() == [said]


@pytest.mark.parametrize(
    "text", ["105 % of the fee schedule", "Oak pays 8 % of the county fee", "county fee 105"]
)
def test_what_names_no_schedule_or_no_likely_share_is_no_sentence(text):
    assert schedule_shares.sentence_in(text) is None


def test_the_words_of_a_schedule_end_where_the_sentence_goes_on():
    assert schedule_shares.sentence_in("Oak Mutual reimburses at 97.5 pct of county fees as published") == (
        "Oak Mutual",
        Decimal("97.5"),
        ("county",),
    )


def test_the_payer_of_a_sentence_is_the_one_of_the_remittances_who_is_meant():
    note = "Oak pays 105 percent of the county fee"
    rows = frame(CONTRACT_RATES, [{"payer_name": "Oak", "schedule": "Oak", "notes": note}])
    told = [_told_by_sentence(rows, payers)["payer_name"].tolist() for payers in (
        ["OAKS MUTUAL", "OAK COMMUNITY PLAN"], ["ELM"])]  # fmt: skip
    assert told == [["Oak"], ["Oak"]]  # three letters are no name that a payer is known by
    note = "Alder pays 105 percent of the county fee"
    rows = frame(CONTRACT_RATES, [{"payer_name": "Alder", "schedule": "Alder", "notes": note}])
    assert _told_by_sentence(rows, ["ALDER COMMUNITY PLAN", "ELM"])["payer_name"].tolist() == [
        "ALDER COMMUNITY PLAN"
    ]
    both = ["ALDER COMMUNITY PLAN", "ALDER MUTUAL OF IOWA"]
    assert _told_by_sentence(rows, both)["payer_name"].tolist() == ["Alder"]


@pytest.mark.parametrize(
    ("text", "per"),
    [
        ("15 min", rate_units.UNIT), ("per 15-minute unit", rate_units.UNIT), ("each", rate_units.UNIT),
        ("Visit", rate_units.VISIT), ("per session", rate_units.VISIT), ("eval", rate_units.VISIT),
        ("hour", None), ("30 min", None), ("day", None),
    ],
)  # fmt: skip
def test_a_rate_is_for_a_unit_or_a_visit_or_something_that_no_line_tells(text, per):
    assert rate_units.per_of(text) == per


def test_a_rate_for_an_hour_is_set_aside_and_one_without_a_word_is_for_a_unit():
    found = pd.DataFrame({one.name: pd.Series([None, None], dtype="str") for one in TARGET.fields})
    found = found.assign(per=["hour", None], rate="60.00", procedure="97110", payer="OAK",
                         source_file="fee_schedules/oak.csv", source_sheet=None, source_row=[2, 3])  # fmt: skip
    rows, reason = typed(found.astype({"per": "str", "rate": "str", "procedure": "str", "payer": "str"}), "")
    assert reason.isna().tolist() == [False, True]
    assert rows["per"].isna().all()


def priced(per: str | None, paid: int, units: int) -> pd.DataFrame:
    """What is paid of a contract's 40.00 for 97110, on six lines of so many units."""
    rate = {"payer_name": "OAK", "procedure_code": "97110", "rate_cents": 4_000, "per": per}
    paid_lines = lines(6, paid, code="97110", payer="OAK", units=units, charge=20_000)
    return book(*paid_lines, contracts=(rate,)).contracts


@pytest.mark.parametrize(
    ("per", "paid", "state", "amount", "line"),
    [
        (None, 8_000, "as contracted", 0, 8_000),  # two units of 40.00
        (rate_units.UNIT, 4_000, "below the contract", -24_000, 8_000),  # six lines, each 40.00 short
        (rate_units.VISIT, 4_000, "as contracted", 0, 4_000),  # 40.00 whatever the units
        (rate_units.VISIT, 3_000, "below the contract", -6_000, 4_000),
    ],
)
def test_what_a_line_of_two_units_is_due_follows_from_what_the_rate_is_for(per, paid, state, amount, line):
    (row,) = priced(per, paid, units=2).to_dict("records")
    assert (row["state"], row["amount_cents"], row["usual_units"], row["line_cents"]) == (
        state,
        amount,
        2,
        line,
    )


def test_the_rate_to_load_is_the_one_of_the_contract_on_the_day_of_the_report():
    # 40.00 until the end of January, 44.00 from February on; 40.00 is still paid, and 97112 has no contract
    of = {"payer_name": "OAK", "procedure_code": "97110"}
    rates = ({**of, "rate_cents": 4_000, "effective_through": pd.Timestamp("2026-01-31")},
             {**of, "rate_cents": 4_400, "effective_from": pd.Timestamp("2026-02-01")})  # fmt: skip
    paid = [
        *lines(14, 4_000, code="97110", payer="OAK"),
        *lines(14, 3_000, code="97112", payer="OAK", charge=17_777),
    ]
    rows = book(*paid, contracts=rates).schedule.set_index("procedure")
    assert rows["load_cents"].to_dict() == {"97110": 4_400, "97112": 3_000}
    assert rows["rate_cents"].to_dict() == {"97110": 4_000, "97112": 3_000}
    assert rows.loc["97110", "note"] == "the contract's rate; $40.00 is paid"
