"""Taxonomy codes in the claims of 837 files: ten letters and digits, the last an X, of whoever bills or renders."""

from __future__ import annotations

import pytest
from cutover.reading.claims.batches import BATCH_CLAIMS, read_batch
from cutover.workstreams.open_claims.report import report
from cutover.workstreams.open_claims.taxonomies import shown, wrong_taxonomies
from open_claims_makers import book, day
from parallel_frames import frame

GOOD = "225100000X"


def file_of(bills: str | None, *renders: tuple[str, ...], role: str = "PE", qualifier: str = "PXC") -> bytes:
    """An 837 with a claim of $75.00 for each tuple of codes: the claim's own, then those of its line."""
    blank = " " * 10
    parts = [f"ISA*00*{blank}*00*{blank}*ZZ*HARBOR         *ZZ*CLEARING       *260504*0900*^*00501*000000007*0*P*:",
             "GS*HC*HARBOR*CLEARING*20260504*0900*7*X*005010X222A1", "ST*837*0001*005010X222A1", "HL*1**20*1",
             *([f"PRV*BI*{qualifier}*{bills}"] if bills else []),
             "NM1*85*2*HARBOR THERAPY*****XX*1234567893"]  # fmt: skip
    for number, codes in enumerate(renders, 2):
        own, *lines = codes
        parts += [f"HL*{number}*1*22*0", "NM1*PR*2*LAKE HEALTH*****PI*777", f"CLM*H{number}*75***11:B:1*Y*A*Y*Y",
                  "NM1*82*1*ROWAN*ADA****XX*1003000126", *([f"PRV*{role}*{qualifier}*{own}"] if own else []),
                  "LX*1", "SV1*HC:97110*75*UN*1***1", "DTP*472*D8*20260502",
                  *(f"PRV*PE*{qualifier}*{code}" for code in lines)]  # fmt: skip
    return ("~".join([*parts, "SE*9*0001", "GE*1*7", "IEA*1*000000007"]) + "~").encode()


def read(data: bytes, name: str = "submissions/a.837"):
    return read_batch(data, name)[0]


def told(*files):
    rows = [row for one in files for row in one.to_dict("records")]
    return book(batches=frame(BATCH_CLAIMS, rows))


def test_codes_are_read_of_who_bills_and_of_who_renders_a_claim_or_a_line():
    rows = read(file_of("261QR0400X", (GOOD,), (GOOD, "225X00000X"), ("",)))
    assert set(rows["billing_taxonomy"]) == {"261QR0400X"}
    assert list(rows["rendering_taxonomy"].fillna("")) == [GOOD, f"{GOOD} 225X00000X", ""]


@pytest.mark.parametrize(
    ("code", "fails"),
    [
        (GOOD, False), ("1041C0700X", False),
        ("225100000", True), ("2251000000", True), ("225100000XX", True), ("22510-000X", True),
        ("", False),  # no code: not every payer asks for one
    ],
)  # fmt: skip
def test_the_clinicians_code_fails_where_the_groups_passes(code, fails):
    found = wrong_taxonomies(told(read(file_of(GOOD, (GOOD,), (code,)))))
    assert list(found["patient_control_number"]) == (["H3"] if fails else [])
    assert list(found["whose"]) == (["who renders or attends"] if fails else [])
    assert list(found["code"]) == ([code] if fails else [])


def test_the_code_of_who_bills_is_each_claims():
    found = wrong_taxonomies(told(read(file_of("2251X", (GOOD,), ("",)))))
    assert list(found["patient_control_number"]) == ["H2", "H3"]
    assert set(found["whose"]) == {"who bills"}


def test_the_code_of_who_attends_in_an_institution_is_looked_at():
    found = wrong_taxonomies(told(read(file_of(GOOD, ("20700000X",), role="AT"))))
    assert list(found["code"]) == ["20700000X"]  # nine


def test_a_claim_that_was_sent_again_with_a_right_code_is_done():
    first, later = read(file_of(GOOD, ("2251",))), read(file_of(GOOD, (GOOD,)), "submissions/b.837")
    later = later.assign(sent_on=day("2026-05-20"))
    assert wrong_taxonomies(told(first, later)).empty
    assert len(wrong_taxonomies(told(first, later.assign(rendering_taxonomy="2251")))) == 1


def test_a_test_file_is_none_that_was_sent():
    assert wrong_taxonomies(told(read(file_of(GOOD, ("2251",))).assign(is_test=True))).empty


def test_it_is_a_finding_worth_what_the_file_charges():
    given = told(read(file_of(GOOD, (GOOD,), ("2251",), ("2251",))))
    (found,) = [one for one in report(given).findings if one.code == "handoff-taxonomy-wrong"]
    assert (found.count, found.amount_cents) == (2, 15_000)  # 2 x $75.00
    assert "3 of 3" in shown(given).note


def test_without_any_code_the_edit_is_not_known():
    assert shown(told(read(file_of(None, ("",))))).absent.startswith("not known")
