"""One deposit may pay two checks, and a row of a deposit book that sums a month is no deposit."""

from __future__ import annotations

import pandas as pd
import pytest
from cutover.reading.files.undated_sums import are_sums
from cutover.reading.postings.deposits import TOTAL, load_deposits
from cutover.reading.postings.postings import SUM, typed
from cutover.reading.practice.book import Practice
from cutover.workstreams.bank import DIFFERS, NUMBER, NUMBERS
from cutover.workstreams.parallel_run.bank_cases import bank_cases
from era_frames import payment
from parallel_frames import deposit, run

# checks of one payer, of two months: 120.40 + 75.15 = 195.55
PAID = ((12_040, "2026-03-27", "QF771204"), (7_515, "2026-04-30", "QF771890"))


def banked(text: str, cents: int, *paid: tuple[int, str, str], trace: str | None = None):
    """A deposit of 2026-05-06 with these words, after one of March, and these remittances."""
    rows = [
        payment(f"x{n}", on, amount, trace_number=number, method="CHK")
        for n, (amount, on, number) in enumerate(paid or PAID)
    ]
    bank = [deposit("2026-03-02", 3), deposit("2026-05-06", cents, text, trace)]
    return run(medi={"payments": rows}, deposits=bank)


@pytest.mark.parametrize(("text", "trace"), [
    ("MOBILE DEP CK QF771204 + CK QF771890", None),
    ("REMOTE DEPOSIT CHECKS QF771890, QF771204", None),
    ("REMOTE DEPOSIT WITH QF771890", "QF771204"),
])  # fmt: skip
def test_a_deposit_that_names_two_checks_is_both_where_they_add_up_to_it(text, trace):
    found = banked(text, 19_555, trace=trace)
    assert found.bank.remittances.values.tolist() == [[NUMBERS, 1, False], [NUMBERS, 1, False]]
    told = bank_cases(found)
    none = ("run-deposit-differs", "run-deposit-suggested", "run-remittance-unpaid")
    assert [len(told[code]) for code in none] == [0, 0, 0]
    assert found.legs["bank"]["remittances without a deposit"] == found.legs["bank"]["differences"] == 0


def test_one_that_names_two_checks_and_has_another_amount_still_differs():
    found = banked("MOBILE DEP CK QF771204 + CK QF771890", 19_655)  # a dollar more than 195.55
    assert found.bank.deposits["how"].tolist()[1] == DIFFERS


def test_one_that_names_two_checks_and_has_the_amount_of_one_is_that_one():
    found = banked("MOBILE DEP CK QF771204 + CK QF771890", 12_040)
    assert found.bank.remittances["how"].fillna("").tolist() == [NUMBER, ""]


def test_a_number_that_two_remittances_have_makes_no_sum_sure():
    # 120.40 + 75.15 + 75.15 = 270.70: which of the two of one number it is cannot be told
    found = banked("CK QF771204 + CK QF771890", 19_555, *PAID, (7_515, "2026-04-29", "QF771890"))
    assert NUMBERS not in found.bank.deposits["how"].tolist()


def of_table(*rows: tuple[str | None, int]) -> list[bool]:
    """Which of these rows of day and cents are sums."""
    days, cents = pd.Series([day for day, _ in rows]), pd.Series([one for _, one in rows], dtype="Int64")
    return are_sums(days.isna(), days.notna(), cents).tolist()


def test_a_row_without_a_day_that_sums_the_rows_since_the_last_one_is_a_sum():
    # 40.00 | 40.00; 25.10 + 31.00 = 56.10 | 56.10; 5.00 | 5.00
    rows = [("a", 40_00), (None, 40_00), ("b", 25_10), ("c", 31_00), (None, 56_10), ("d", 5_00), (None, 5_00)]
    assert of_table(*rows) == [False, True, False, False, True, False, True]
    # the second is a deposit without a day: 56.11 is no sum, and the next counts from it on
    rows = [("a", 25_10), ("b", 31_00), (None, 56_11), ("c", 1_00), ("d", 2_00), (None, 3_00)]
    assert of_table(*rows) == [False, False, False, False, False, True]
    assert of_table(("a", 40_00), (None, 40_00)) == [False, False]  # one amount twice says nothing
    assert of_table(("a", 40_00), (None, 40_00), ("b", 7_00), (None, 7_00)) == [False] * 4
    # running sums of all above: 25.10 + 31.00 = 56.10, and with 4.00 60.10
    rows = [("a", 25_10), ("b", 31_00), (None, 56_10), ("c", 4_00), (None, 60_10)]
    assert of_table(*rows) == [False, False, True, False, True]


def test_the_one_sum_in_a_deposit_book_is_set_aside_as_a_sum(tmp_path):
    who = Practice("acme", "elm", "Elm", frozenset(), frozenset(), tmp_path)
    (who.raw / "bank").mkdir(parents=True)
    lines = [
        "Our book of deposits", "", "day,from,amount,",
        "2026-02-03,ALDER MUTUAL 771204,25.10,", "2026-02-09,desk cash,31.00,", ",february in all,56.10,<< added",
    ]  # fmt: skip
    (who.raw / "bank" / "a.csv").write_text("\n".join(lines) + "\n")
    found = load_deposits(who)
    assert found.rows["amount_cents"].sum() == 25_10 + 31_00
    assert found.set_aside["reason"].tolist() == [TOTAL]


def test_a_list_of_postings_may_sum_its_months_too():
    rows = [
        ("2026-02-03", "QB101", "25.10"), ("2026-02-09", "QB102", "31.00"), (None, "feb 2", "56.10"),
        (None, "QB103", "0.00"), ("2026-03-09", "QB104", "4.00"), ("2026-03-09", "QB105", "3.00"),
        (None, "QB106", "7.00"),
    ]  # fmt: skip
    asked = ("check_total", "account", "account_claim", "kind", "system", "payer_name", "check_number",
             "adjusted", "source_sheet", "source_file")  # fmt: skip
    table = pd.DataFrame(rows, columns=["posted_date", "claim_number", "paid"], dtype="str")
    table = table.assign(
        **dict.fromkeys(asked, pd.Series(None, table.index, dtype="str")), source_row=range(7)
    )
    reason = typed(table, "postings/a.csv")[1]
    # a claim without a day of its own is no sum, though 4.00 + 3.00 = 7.00
    assert reason.fillna("").tolist() == ["", "", SUM, "", "", "", ""]
