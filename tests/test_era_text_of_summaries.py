"""A text ERA whose check summaries stand under labels is read, with or without claims beneath."""

from __future__ import annotations

import datetime as dt

import pytest
from cutover.errors import InputError
from cutover.reading.era.kind import kind_of
from cutover.reading.era.text import read_text_era
from cutover.reading.era.text_labels import in_one_line
from cutover.reading.era.text_pairing import compare
from era_frames import archive, payment

LINE = "Check#: QX55  Amount: 1,204.50  # Claims: 2  NPI: 1234567893  Payee: CEDAR GROVE  Date: 03/02/2026\n"
SPREAD = (
    "Check #: QX55\nPayer: ALPHA HEALTH\nAmount: $1,204.50\nNumber of Claims: 2\nPayee: CEDAR GROVE\n"
    "Check Date: 2026-03-02\n"
)
TOLD = ["check_number", "amount_cents", "claims_stated", "payee_name"]


@pytest.mark.parametrize("text", ["Your remittance in words.\n" + LINE, SPREAD, "Remittance\n\n" + SPREAD])
def test_a_summary_under_labels_is_a_check(text):
    assert kind_of(text.encode()) == "text ERA"
    rows = read_text_era(text.encode(), "a.txt")
    assert rows[TOLD].values.tolist() == [["QX55", 120_450, 2, "CEDAR GROVE"]]  # 1,204.50
    assert rows["check_date"].dt.date.tolist() == [dt.date(2026, 3, 2)]


def test_each_of_several_summaries_is_a_check_and_its_claims_are_its_own():
    second = LINE.replace("QX55", "QX56").replace("1,204.50", "-10.00").replace("Claims: 2", "Claims: 1")
    claims = "Check#: QX56  Patient ID: 7\nCharge Amt: 20.00  Payment Amt: -10.00  Accnt#: K7\nPayer: ALPHA\n"
    rows = read_text_era((LINE + second + claims).encode(), "a.txt")
    assert rows["amount_cents"].tolist() == [120_450, -1_000]
    assert rows["claims_counted"].tolist() == [0, 1]
    assert rows["payer_name"].tolist()[1] == "ALPHA"


@pytest.mark.parametrize(
    "line",
    [
        "Check#: QX55  # Claims: 2  Payee: CEDAR GROVE",  # no amount
        "Check#: QX55  Amount: many  # Claims: 2",
        "about Check#: QX55  Amount: 1.00  # Claims: 2",  # a sentence
    ],
)
def test_a_line_without_check_and_amount_is_no_summary(line):
    with pytest.raises(InputError):
        read_text_era((line + "\n").encode(), "a.txt")


def test_a_summary_whose_labels_do_not_belong_together_stays_apart():
    lines = ["Check #: QX55", "Check #: QX56", "Amount: 1.00"]
    assert in_one_line(lines) == ["Check #: QX55", "Check #: QX56  Amount: 1.00", ""]


@pytest.mark.parametrize(("stated", "outcome"), [(2, "agrees"), (3, "differs")])
def test_a_text_of_summaries_alone_differs_by_what_it_states_and_lacks_no_claim(stated, outcome):
    rows = read_text_era(LINE.replace("Claims: 2", f"Claims: {stated}").encode(), "a.txt")
    paid = payment("p", "2026-03-02", 120_450, trace_number="QX55", claim_count=2, stated_cents=120_450)
    files = archive(payments=[paid])
    found = compare(files.files, files.payments, rows.assign(content="t"))
    assert found["outcome"].tolist() == [outcome]
