"""Anesthesia is due by base units, time and a conversion factor, in the words of the contract and in no others."""

from __future__ import annotations

import io

import openpyxl
import pytest
from cutover.columns import empty
from cutover.intake.sheets import FEE_SCHEDULES
from cutover.reading.payers import anesthesia_terms as words
from cutover.reading.payers.anesthesia_rates import ALONE, LIST
from cutover.reading.payers.contract_rates import load_contract_rates
from cutover.workstreams.fee_schedules.contracts import AGREES
from cutover.workstreams.fee_schedules.findings import made, underpaid
from cutover.workstreams.fee_schedules.report import report
from cutover.workstreams.fee_schedules.unseen import unseen, without_contract
from fee_makers import book, line
from practice_folder import folder, found_practice, practice_answers

WORDS = "Anesthesia pays (base + minutes / 12) x factor; base units: 00840 = 6, 01402 = 7; QK, QX: 50 %"


@pytest.mark.parametrize(
    ("text", "bases"),
    [
        (WORDS, {"00840": 6, "01402": 7}),
        ("base units 4 for 00810 and time", {"00810": 4}),
        ("3 base units for 00400, 7 base units for 00670", {"00400": 3, "00670": 7}),
        ("01967 has 5 base units, 15 minute units", {"01967": 5}),
        ("ASA base: 00142 4 units; 00103 5 units", {"00142": 4, "00103": 5}),
        ("base units by ASA, each 15 minutes", {}),  # none is named
        ("base 4 for 00810; base 5 for 00810", {}),  # which of them holds, nobody knows
        ("00810: 15 minutes a unit", {}),
        ("base rate 4 for 99213", {}),  # no anesthesia
    ],
)
def test_base_units_are_those_that_the_words_name(text, bases):
    assert words.bases_in(text) == bases


@pytest.mark.parametrize(
    ("text", "minutes", "shares", "how"),
    [
        (WORDS, 12, {"QK": 50, "QX": 50}, "exact"),
        ("one unit is 15 minutes, rounded to one decimal", 15, {}, "tenth"),
        ("time in 10-minute units, rounded up", 10, {}, "up"),
        ("minutes/15, whole units only; medically directed QK 50%, QY 60%", 15, {"QK": 50, "QY": 60}, "down"),
        ("50% for QX and QK, 15 min units", 15, {"QX": 50, "QK": 50}, "exact"),
        ("minutes / 15, or 10 minutes for cases over four hours", None, {}, "exact"),  # two lengths
        ("15 minutes, rounded by the payer", 15, {}, "unknown"),
        ("base plus time", None, {}, "exact"),
    ],
)
def test_minutes_shares_and_rounding_are_those_that_the_words_name(text, minutes, shares, how):
    told = words.terms_in(text)
    assert (told.minutes, {mark: int(share) for mark, share in told.shares.items()}, told.rounding) == (
        minutes, shares, how,
    )  # fmt: skip


def test_only_codes_with_time_of_their_own_are_timed():
    timed = dict.fromkeys(["00100", "01999"], True)
    other = dict.fromkeys(["00099", "02000", "01996", "01953", "62323", "1992"], False)
    assert {code: words.is_timed(code) for code in timed | other} == timed | other


def rates(home, **sheets: list[list]):
    """What is read of a contract workbook with these sheets, each cell a text or a number."""
    new = openpyxl.Workbook()
    new.remove(new.active)
    for name, rows in sheets.items():
        sheet = new.create_sheet(name)
        for row in rows:
            sheet.append(row)
    data = io.BytesIO()
    new.save(data)
    folder(home, {"fee_schedules/rates.xlsx": data.getvalue()}, practice_answers())
    found = load_contract_rates(found_practice(home, "acme", "cedar-grove")[0], practice_rows())
    file = found.files.iloc[0]
    assert file["rows_in"] == file["rows_used"] + file["rows_set_aside"]
    columns = ["payer_name", "procedure_code", "rate_cents", "base_units", "factor"]
    return found, [
        tuple(None if v != v else v for v in row) for row in found.rows[columns].astype(object).values
    ]


def practice_rows():
    """The intake's sheet of fee schedules, without a row."""
    return empty(FEE_SCHEDULES.columns)


FACTORS = [["Insurer", "Conversion factor"], ["Harbor Mutual", 31.5], ["Trident Health", "$28.4567"]]


def test_each_payer_has_a_row_for_each_code_with_base_units(tmp_path):
    found, rows = rates(tmp_path, Anes=[[WORDS], *FACTORS])
    assert rows == [
        ("Harbor Mutual", "00840", 3_150, 6, 315_000), ("Harbor Mutual", "01402", 3_150, 7, 315_000),
        ("Trident Health", "00840", 2_846, 6, 284_567), ("Trident Health", "01402", 2_846, 7, 284_567),
    ]  # fmt: skip
    assert len(found.set_aside) == 0 and WORDS in found.rows["formula"].iloc[0]


def test_base_units_may_stand_in_a_table_of_their_own(tmp_path):
    listed = [
        ["CPT", "Base units"],
        [840, 6],
        ["01402", 7],
    ]  # a spreadsheet takes the leading zeros of a number
    found, rows = rates(tmp_path, Anesthesia=[["each 15 minutes is a unit"], *FACTORS], Base=listed)
    assert [row[:2] for row in rows] == [
        (payer, code) for payer in ("Harbor Mutual", "Trident Health") for code in ("00840", "01402")
    ]
    assert found.set_aside["reason"].tolist() == [LIST] * 2


def test_a_code_may_have_its_base_units_and_factor_beside_it(tmp_path):
    header = ["Payer", "Procedure", "Base units", "Conversion factor"]
    _, rows = rates(tmp_path, Anesthesia=[["15 minute units"], header, ["Harbor Mutual", "00840", 6, 31.5]])
    assert rows == [("Harbor Mutual", "00840", 3_150, 6, 315_000)]


def test_a_factor_without_base_units_is_no_rate(tmp_path):
    found, rows = rates(tmp_path, Anesthesia=[["each 15 minutes is a unit"], *FACTORS])
    assert rows == [] and found.set_aside["reason"].tolist() == [ALONE] * 2


def test_a_conversion_factor_of_something_else_is_none_of_anesthesia(tmp_path):
    found, rows = rates(tmp_path, Physicians=[["RBRVS 2026"], *FACTORS])
    assert rows == [] and ALONE not in found.set_aside["reason"].tolist()


def factor(
    payer="AETNA", code="00840", base=6, dollars=30.0, formula="minutes / 15; QK, QX 50 %", **said
) -> dict:
    """A contract's row of a conversion factor."""
    return {"payer_name": payer, "procedure_code": code, "rate_cents": round(dollars * 100), "base_units": base,
            "factor": round(dollars * 10_000), "formula": formula} | said  # fmt: skip


def case(minutes: int, allowed: int, *marks: str, on="2026-03-02", **said) -> dict:
    """A line of anesthesia, paid as allowed of a charge of 900.00."""
    marks = marks or ("AA", "P2")
    return line(allowed, charge=90_000, units=minutes, marks=marks, on=on, **({"code": "00840"} | said))


def due(given) -> list[int]:
    """What the contract says of each line that it prices."""
    return given.contracted.timed.lines["due_cents"].tolist()


def test_a_line_is_due_its_units_times_the_factor():
    # (6 + 45 / 15) x 30.00 = 270.00; (6 + 50 / 15) x 30.00 = 280.00; half of (6 + 60 / 15) x 30.00 = 150.00
    told = book(
        case(45, 27_000),
        case(50, 28_000),
        case(60, 15_000, "QK"),
        case(60, 15_000, "QX", "P1"),
        contracts=(factor(),),
    )
    assert due(told) == [27_000, 28_000, 15_000, 15_000]
    assert set(told.contracts["state"]) == {AGREES}
    assert told.contracted.timed.lines["time_units"].round(2).tolist() == [3.0, 3.33, 4.0, 4.0]


@pytest.mark.parametrize(
    ("allowed", "short"), [(25_000, 2_000), (26_998, 2), (26_999, 0), (27_000, 0), (29_000, 0)]
)
def test_a_line_below_its_units_is_below_the_contract(allowed, short):
    told = book(case(60, 30_000), case(45, allowed, on="2026-04-01"), contracts=(factor(),))
    below = told.below_contract
    assert below["short_cents"].tolist() == ([short] if short else [])
    assert {one.code for one in made(told)} == (
        {"fees-below-contract"} if short else {"fees-above-contract"} if allowed > 27_300 else set()
    )


def test_time_units_are_taken_as_such_where_lines_fit_them():
    # (6 + 3) x 30.00 = 270.00: the remittance counts units of 15 minutes, not minutes
    told = book(case(3, 27_000), case(4, 28_000), contracts=(factor(),))
    assert due(told) == [27_000, 30_000]
    assert told.contracted.timed.lines["minutes"].isna().all()
    assert told.below_contract["short_cents"].tolist() == [2_000]


def test_where_no_line_tells_the_units_nothing_is_compared():
    told = book(case(45, 20_000), case(50, 21_000), contracts=(factor(),))
    assert due(told) == [] and told.below_contract.empty and not made(told)
    assert (
        "2 lines of anesthesia (00840 AA P2) are not compared: no line tells whether its units are minutes."
        in unseen(told)
    )


def test_another_payers_lines_tell_the_units_of_one_that_always_pays_less():
    contracts = factor(), factor("CIGNA", dollars=28)
    # (6 + 30 / 15) x 28.00 = 224.00, and 200.00 was allowed
    told = book(case(45, 27_000), case(30, 20_000, payer="CIGNA"), contracts=contracts)
    assert told.below_contract[["payer", "short_cents"]].values.tolist() == [["CIGNA", 2_400]]


@pytest.mark.parametrize(
    ("contract", "said", "why"),
    [
        (factor(formula="base plus time"), {}, "the contract does not say how a unit of time counts"),
        (factor(formula="minutes / 15, rounded as usual"), {}, "the contract does not say how a unit of time counts"),
        (factor(), {"marks": ("QZ",)}, "the contract names no share for the modifier"),
        (factor(), {"marks": ("QX", "QZ")}, "the contract names no share for the modifier"),
        (factor(), {"code": "00670"}, "the contract names no base units of the code"),
        ({"payer_name": "AETNA", "procedure_code": "00840", "rate_cents": 25_000}, {},
         "the contract has one amount for the code, and most lines are paid at others"),
        (factor(effective_from="2026-05-01"), {}, "the contract names no base units of the code"),
    ],
)  # fmt: skip
def test_what_the_contract_does_not_say_is_not_supposed(contract, said, why):
    told = book(
        case(45, 20_000, *said.get("marks", ()), code=said.get("code", "00840")), contracts=(contract,)
    )
    assert due(told) == [] and told.contracts.empty and not made(told)
    assert any(why in sentence for sentence in unseen(told))


def test_minutes_are_no_units_of_a_rate():
    """Most cases of one length look like a rate of each minute, and longer ones like cases paid short."""
    # 30 minutes at 240.00 are 8.00 a minute; 60 minutes at 300.00 are 5.00
    usual = [case(30, 24_000, on=f"2026-01-{n:02d}") for n in range(1, 19)]
    told = book(*usual, case(60, 30_000, on="2026-02-02"), case(90, 36_000, on="2026-02-03"))
    assert underpaid(told).empty and told.differences.empty


def test_a_payer_with_a_factor_alone_has_no_rate_of_its_other_services():
    told = book(case(45, 27_000), line(8_000), contracts=(factor(),))
    assert without_contract(told)[["payer", "lines"]].values.tolist() == [["AETNA", 1]]


def test_each_line_by_time_stands_in_the_report_with_its_units():
    (row,) = (
        report(book(case(35, 25_000), contracts=(factor(),))).tables["anesthesia"].frame.to_dict("records")
    )
    # (6 + 35 / 15) x 30.00 = 250.00
    assert (row["minutes"], round(row["time_units"], 2), round(row["all_units"], 2), row["due_cents"]) == (
        35, 2.33, 8.33, 25_000,
    )  # fmt: skip
