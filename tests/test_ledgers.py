"""A ledger of a practice system is read for what payers paid: charges and patients' money are no postings."""

from __future__ import annotations

import pandas as pd
import pytest
from cutover.reading.postings.ledgers import ADJUSTMENT, CHARGE, NO_PAYMENT, PATIENT, VOID, kinds
from cutover.reading.postings.postings import load_postings
from cutover.reading.practice.book import load_practice
from practice_folder import folder, practice_answers

HEADER = "PostDate,TranType,Acct,Amount,InsCo,CheckNo\n"


def read(tmp_path, rows: list[str]):
    folder(tmp_path, {"postings/ledger.csv": HEADER + "\n".join(rows) + "\n"}, practice_answers())
    return load_postings(load_practice(tmp_path, "acme", "cedar-grove"))


def row(kind: str, amount: str, payer="AETNA", account="A1") -> str:
    return f"6/3/2026,{kind},{account},{amount},{payer},T1"


LEDGER = [
    row("CHG", "200.00", ""),
    row("CHG", "150.00", "", "A2"),
    row("INSPMT", "-80.00"),
    row("INSPMT", "-60.00", account="A2"),
    row("INSPMT", "60.00", account="A2"),  # taken back
    row("CONTADJ", "-90.00"),
    row("PTPMT", "-30.00", ""),
    row("VOID", "-150.00", "", "A2"),
]


def test_of_a_ledger_only_what_payers_paid_is_posted_and_each_other_line_is_named(tmp_path):
    found = read(tmp_path, LEDGER)
    assert found.rows["paid_cents"].tolist() == [8_000, 6_000, -6_000]
    named = found.set_aside.groupby("reason")["amount_cents"].agg(["size", "sum"])
    assert {why: (int(rows), int(cents)) for why, rows, cents in named.itertuples()} == {
        NO_PAYMENT[CHARGE]: (2, 35_000),  # 200.00 + 150.00
        NO_PAYMENT[VOID]: (1, -15_000),
        NO_PAYMENT[ADJUSTMENT]: (1, -9_000),
        NO_PAYMENT[PATIENT]: (1, 3_000),
    }
    assert len(found.rows) + len(found.set_aside) == len(LEDGER)


@pytest.mark.parametrize(
    ("rows", "paid"),
    [
        ([row("CHG", "200.00"), row("INSPMT", "80.00")], [8_000]),  # no signs: nothing is turned
        ([row("CHG", "-200.00"), row("INSPMT", "80.00")], [8_000]),  # the other signs
        ([row("INSPMT", "-80.00"), row("INSPMT", "-60.00")], [-8_000, -6_000]),  # without charges: taken back
        ([row("ERA", "80.00"), row("Check", "60.00")], [8_000, 6_000]),  # no word of a ledger
    ],
)
def test_payments_are_turned_only_beside_charges_of_the_other_sign(tmp_path, rows, paid):
    assert read(tmp_path, rows).rows["paid_cents"].tolist() == paid


@pytest.mark.parametrize(
    ("cell", "kind"),
    [
        ("Ins. Payment", "payment"), ("INS_PMT", "payment"), ("Pt Pmt", "patient"), ("Co-pay", "patient"),
        ("Write-Off", "adjustment"), ("WO", None), ("Charge", "charge"), ("Interest", None),
        ("Provider-level", None), (None, None),
    ],
)  # fmt: skip
def test_the_kind_of_a_line_is_its_word_without_signs(cell, kind):
    assert kinds(pd.Series([cell], dtype="str")).dropna().tolist() == ([kind] if kind else [])


def test_what_was_written_off_in_a_column_of_its_own_stays_a_posting(tmp_path):
    text = "Posted Date,Type,Claim Number,Payment Amount,Adjustment\n6/3/2026,Adjustment,C1,0.00,12.00\n"
    text += "6/3/2026,Payment,C1,40.00,12.00\n"
    folder(tmp_path, {"postings/register.csv": text}, practice_answers())
    found = load_postings(load_practice(tmp_path, "acme", "cedar-grove"))
    assert found.rows["adjusted_cents"].tolist() == [1_200, 1_200] and found.set_aside.empty
