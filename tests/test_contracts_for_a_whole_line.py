"""Contracts without modifiers whose rates are for a whole line, and lines lowered as further procedures alone."""

from __future__ import annotations

import pytest
from cutover.reading.payers import contract_sheets
from cutover.reading.payers.rate_units import PER, VISIT, per_of
from cutover.workstreams.allowed_lines.lines import SEVERAL
from cutover.workstreams.fee_schedules.findings import made
from cutover.workstreams.fee_schedules.unseen import unseen
from cutover.workstreams.fee_schedules.verdict import figures
from fee_makers import book, line, lines

HEAD = "Carrier,HCPCS,{rate}\nElm Mutual,97110,88.00\n"


def figure(told, label="Below contract") -> tuple[str | None, str]:
    found = next(one for one in figures(told) if one.label == label)
    return found.value, found.note


@pytest.mark.parametrize(("title", "rate", "visit"), [
    ("Agreed fees per service line, effective 3/1/2026", "Agreed fee", True),
    ("Agreed fees per session regardless of units", "Agreed fee", True),
    ("Agreed fees for each encounter (2026)", "Agreed fee", True),
    ("Agreed fees 2026", "Allowed per visit", True),
    ("Agreed fees per line of business", "Agreed fee", False),
    ("Agreed fees per date 3/1/2026", "Agreed fee", False),
    ("Agreed fees per unit", "Agreed fee", False),
    ("Agreed fees per unit, or per visit", "Agreed fee", False),  # which holds, nobody knows
    ("Agreed fees 2026", "Agreed fee", False),
])  # fmt: skip
def test_a_title_or_the_header_of_the_rates_says_that_they_are_for_a_whole_line(title, rate, visit):
    text = f'"{title}",,\n' + HEAD.format(rate=rate)
    (sheet,) = contract_sheets.opened(text.encode(), "fees.csv")
    said = sheet.frame[PER].map(per_of).tolist() if PER in sheet.frame else []
    assert said == ([VISIT] if visit else [])


def test_a_column_of_its_own_goes_before_the_title():
    text = "Fees per visit,,,\nCarrier,HCPCS,Agreed fee,Per\nElm Mutual,97110,22.00,unit\n"
    (sheet,) = contract_sheets.opened(text.encode(), "fees.csv")
    assert sheet.frame["Per"].tolist() == ["unit"]


def row(cents: int, code: str, payer: str = "AETNA", **said) -> dict:
    return {"payer_name": payer, "procedure_code": code, "rate_cents": cents} | said


def test_a_line_of_several_units_below_a_rate_for_the_line_counts_once():
    # 12 lines of 4 units at 88.00, one at 80.00: 8.00 below the contract, and the same 8.00 below the payer's own rate
    paid = [*lines(12, 8_800, code="97110", units=4), line(8_000, code="97110", units=4, on="2026-02-10")]
    told = book(*paid, contracts=(row(8_800, "97110", per=VISIT),))
    value, note = figure(told)
    assert (
        value == "$8.00" and "1 line, $8.00 of it, also below the payer's own rate and counted there" in note
    )
    assert figure(told, "Paid too little")[0] == "$8.00"


def cases(*allowed: int, marks=("QZ",), code="00400") -> list[dict]:
    """Anesthesia of other units each time."""
    return [line(cents, code=code, marks=marks, units=units, charge=90_000, on=f"2026-03-{units:02}")
            for units, cents in enumerate(allowed, 3)]  # fmt: skip


def test_one_amount_for_a_case_of_anesthesia_holds_where_most_lines_are_at_it_whatever_their_time():
    told = book(*cases(31_000, 31_000, 31_000, 28_500), contracts=(row(31_000, "00400"),))
    assert figure(told) == ("$25.00", "1 line of 4 under a contract rate, on 1 claim")  # 310.00 - 285.00


@pytest.mark.parametrize(
    "allowed",
    [
        (31_000, 25_000),  # one line alone may be by chance
        (31_000, 31_000, 25_000, 28_000),  # half of them
        (24_000, 25_000, 26_000),
    ],
)
def test_anesthesia_at_other_amounts_is_not_compared_and_what_is_below_is_unknown(allowed):
    told = book(*cases(*allowed), contracts=(row(31_000, "00400"),))
    money = f"${sum(allowed) / 100:,.2f}"  # small whole cents
    assert figure(told)[0] is None
    assert any("most lines are paid at others" in said for said in unseen(told))
    ordinary = book(*cases(*allowed), *lines(2), contracts=(row(31_000, "00400"), row(8_000, "99213")))
    value, note = figure(ordinary)
    assert value == (
        "$0.00" if len(allowed) == 2 else None
    )  # 2 lines compared: not fewer than those that are not
    assert note.endswith(f"{len(allowed)} lines of anesthesia, {money} allowed, not compared")


def test_a_rate_for_the_line_proves_nothing_of_directed_cases_at_half_of_it():
    told = book(*cases(15_500, 15_500, marks=("QK",)), contracts=(row(31_000, "00400", per=VISIT),))
    value, note = figure(told)
    assert value is None and "no row for their modifiers" in note


@pytest.mark.parametrize(("marks", "allowed", "more", "likely"), [
    (("HN",), (8_000, 8_200), (), "of these likely 2 lines below it, by $14.00"),  # (88 - 80) + (88 - 82)
    (("HN",), (8_000, 9_000), (), ""),  # one above the row: it is not theirs
    (("HN",), (8_000, 8_200), (("HO", 9_900),), ""),  # the contract has rows for modifiers
    (("50",), (8_000, 8_200), (), ""),  # both sides have a price of their own
])  # fmt: skip
def test_a_contract_without_modifiers_is_likely_that_of_lines_with_one_that_tells_who_gave_the_service(
    marks, allowed, more, likely
):
    paid = [
        line(cents, code="90834", marks=marks, on=f"2026-03-{n:02}") for n, cents in enumerate(allowed, 2)
    ]
    rows = (row(8_800, "90834"), *(row(cents, "90834", modifiers=mark) for mark, cents in more))
    value, note = figure(book(*paid, contracts=rows))
    assert value is None and note.startswith("2 lines, ") and ("likely" in note) is bool(likely)
    assert note.endswith(likely)


OF = {"patient_last_name": "Rill", "patient_first_name": "Ana"}
LOWERED = ("CO", "59", 1_200)  # 88.00 due, 76.00 allowed


def day(*others: dict, code: str = "99214", lowered: tuple = LOWERED, paid: int = 7_600, **said):
    """The fee schedules of a line that a code lowers, beside others of the same patient and day."""
    claim = OF | {"patient_control_number": "K1"}
    return book(
        line(paid, lowered, code=code, of_claim=claim, **said), *others, contracts=(row(8_800, code),)
    )


def other(cents: int, code="36415", account="K1", names=OF, on="2026-03-02") -> dict:
    return line(cents, code=code, of_claim=names | {"patient_control_number": account}, on=on)


BO = {"patient_last_name": "Rill", "patient_first_name": "Bo"}


@pytest.mark.parametrize(("beside", "said", "apart"), [
    (None, {}, False),  # the only one
    ((7_599, {}), {}, False),  # the dearest
    ((7_600, {}), {}, True),
    ((9_000, {"account": "K2"}), {}, True),  # the patient's name
    ((9_000, {"names": BO}), {}, True),  # the account
    ((9_000, {"account": "K2", "names": BO}), {}, False),
    ((9_000, {"on": "2026-03-03"}), {}, False),
    ((9_000, {"account": "K2", "names": {}}), {}, False),  # nothing says that it is the same patient
    (None, {"lowered": ("CO", "59", 4_400), "paid": 4_400}, True),  # half of 88.00, as of a second procedure
    (None, {"code": "97110"}, True),  # 86 % of therapy, as of a further unit
])  # fmt: skip
def test_a_line_that_a_code_lowers_is_apart_only_where_another_procedure_may_have_come_first(
    beside, said, apart
):
    told = day(*[other(beside[0], **beside[1])] if beside else [], **said)
    assert (told.lines.every["left_out"].iloc[0] == SEVERAL) == apart
    assert any("lowered as a further procedure" in text for text in unseen(told)) != apart
    assert figure(told)[0] == (None if apart else "$12.00")  # 88.00 - 76.00


def test_a_corrected_claim_below_its_contract_is_in_the_sum_once():
    of = OF | {"patient_control_number": "K1", "charge_cents": 15_000, "paid_cents": 8_800}
    back = of | {"charge_cents": -15_000, "paid_cents": -8_800, "status": "22"}
    told = book(line(8_800, of_claim=of, on="2026-04-20"), line(-8_800, charge=-15_000, of_claim=back, on="2026-04-20"),
                line(7_600, LOWERED, of_claim=of | {"paid_cents": 7_600}, on="2026-04-20"),
                contracts=(row(8_800, "99213"),))  # fmt: skip
    value, note = figure(told)
    assert value == "$12.00" and "1 line, $12.00 of it, of corrected claims and counted there" in note
    assert figure(told, "Paid too little")[0] == "$12.00"


@pytest.mark.parametrize(("others", "words"), [
    ([], "Every further claim loses the difference."),
    ([line(8_800, on="2026-03-09")], "not every further claim loses it."),
])  # fmt: skip
def test_single_lines_below_a_contract_are_no_rate_that_every_claim_loses_by(others, words):
    told = book(line(8_000), *others, contracts=(row(8_800, "99213"),))
    (found,) = [one for one in made(told) if one.code == "fees-below-contract"]
    assert words in found.meaning and found.title == "1 rate has lines paid below its contract"
