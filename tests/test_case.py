"""What is behind an evidence key: the row, its file and place, and the segment of an 835 in plain words."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest
from cutover.columns import Column, Kind
from cutover.desk.case import CaseDesk, case
from cutover.errors import UsageError
from cutover.reading.era import in_words
from era_frames import PRACTICE
from notebook_maker import one_finding, one_result, one_table

DAY = dt.date(2026, 7, 31)
REMITTANCE = (
    b"ISA*00*          *00*          *ZZ*PAYER          *ZZ*PAYEE          *260701*1200*^*00501*000000001*0*P*:~"
    b"GS*HP*PAYER*PAYEE*20260701*1200*1*X*005010X221A1~ST*835*0001~BPR*I*80*C*ACH************20260701~"
    b"TRN*1*777*1999999999~N1*PR*MODA~LX*1~CLP*A1*1*100*80*20**X9~CAS*PR*3*20~DTM*232*20260615~CLP*A2*4*5*0~"
    b"SE*10*0001~GE*1*1~IEA*1*000000001~"
)
PLACE = (
    Column("key", Kind.TEXT, "Case"),
    Column("paid_cents", Kind.CENTS, "Paid"),
    Column("source_file", Kind.TEXT, "File"),
    Column("source_row", Kind.COUNT, "Row"),
)


@pytest.fixture
def practice(tmp_path):
    """A practice with one remittance, one table and one text."""
    who = replace(PRACTICE, home=tmp_path)
    for folder in ("era", "claims"):
        (who.raw / folder).mkdir(parents=True)
    (who.raw / "era/a.835").write_bytes(REMITTANCE)
    (who.raw / "era/a.txt").write_text("REMITTANCE\n  CHECK 777  80.00\n", "utf-8")
    (who.raw / "claims/c.csv").write_text("Claim,Charge,Note\n1,10.00,\n2,20.00,late\n", "utf-8")
    return who


def shown(practice, *place, key="E-7Q2MK4PA") -> str:
    """What is shown of a case at a place."""
    row = [key, 8_000, *place]
    evidence = one_table(PLACE, [row])
    result = one_result(replace(one_finding(), title="Look", evidence=evidence))
    return str(case(result, practice, DAY, "e-7q2mk4").html)


def test_a_claim_of_a_remittance_is_shown_by_its_segments_in_plain_words(practice):
    page = shown(practice, "era/a.835", 8)
    assert "<code>CLP*A1*1*100*80*20**X9</code>" in page and "segment 8" in page
    assert "a claim. Account no.: A1; Status: 1 (Processed as primary); Charged: $100; Paid: $80" in page
    assert "PR (Patient responsibility), 3 (Copay): $20" in page and "Statement from: 2026-06-15" in page
    assert "CLP*A2" not in page  # the next claim is another
    assert "$80.00" in page  # the row itself: 8,000 cents


def test_a_payment_is_shown_with_its_head_and_without_its_claims():
    told = in_words.told(REMITTANCE, 3, DAY)
    assert [one.text.split("*")[0] for one in told] == ["ST", "BPR", "TRN", "N1"]
    assert (
        told[1].elements[:2] == (("Handling code", "I"), ("Paid", "$80"))
        or ("Paid", "$80") in told[1].elements
    )
    assert in_words.told(REMITTANCE, 99, DAY) == []


def test_a_row_of_a_table_is_shown_under_its_headers_without_what_is_empty(practice):
    page = shown(practice, "claims/c.csv", 3)
    assert "<dt>Charge</dt><dd>20.00</dd>" in page and "<dt>Note</dt><dd>late</dd>" in page
    assert "<dt>Note</dt>" not in shown(practice, "claims/c.csv", 2)


def test_a_line_of_a_text_is_shown(practice):
    assert "<code>CHECK 777  80.00</code>" in shown(practice, "era/a.txt", 2)


def test_a_file_that_is_gone_is_said(practice):
    assert "not among those of the practice" in shown(practice, "era/gone.835", 8)


@pytest.mark.parametrize("key", ["E-7Q2M", "E-0000000", ""])
def test_a_key_of_no_case_and_one_that_is_too_short_are_said_in_a_sentence(practice, key):
    with pytest.raises(UsageError, match="no case"):
        case(one_result(one_finding()), practice, DAY, key)


def test_the_desk_shows_a_case_and_says_where_there_is_none(practice):
    desk = CaseDesk(one_result(one_finding()), practice, DAY)
    desk.key.value = "E-000001"
    assert "no case" not in desk.view.value and "Moda Health" in desk.view.value
    desk.key.value = "E-999999"
    assert "no case" in desk.view.value
    desk.key.value = ""
    assert desk.view.value == ""
