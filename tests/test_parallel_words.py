"""What the report says in sentences, as a billing lead reads it on a Monday."""

from __future__ import annotations

import datetime as dt

import pytest
from cutover.reading.postings.tables import MEDI, POSTED_SET_ASIDE
from cutover.workstreams.parallel_run.report import assess
from cutover.workstreams.parallel_run.verdict import _change
from cutover.workstreams.run_rules import load_rules
from era_frames import AS_OF, claim, day, payment
from parallel_frames import deposit, frame, known, posting, run


def two(first: int, second: int, on: str = "2026-07-14", **said):
    """Two claims of 100.00 and 80.00 in one remittance of Medi, posted with these cents; 0 is not posted."""
    claims = [claim("a", n, patient_control_number=f"C{n}", paid_cents=cents, statement_from=day("2026-07-01"))
              for n, cents in enumerate((10_000, 8_000))]  # fmt: skip
    done = [posting(MEDI, f"C{n}", "Ta", cents) for n, cents in enumerate((first, second)) if cents]
    done += [posting(MEDI, "Z", "Z", 0)]
    return run(medi={"payments": [payment("a", on, 18_000)], "claims": claims}, postings=done, **said)


def test_the_money_of_two_errors_that_cancel_is_counted_once_in_the_verdict():
    said = assess(two(10_900, 7_100)).verdict
    assert said.startswith("Keep both systems open: 2 items worth $18.00 need a person")  # 9.00 + 9.00


def test_what_is_not_due_yet_is_no_error_and_is_not_called_posted():
    found = assess(two(10_000, 0, on="2026-07-30"))
    assert "every amount that is due is posted once ($80.00 is not due yet)" in found.verdict
    row = found.tables["payers"].frame.iloc[0]
    assert (row["waiting_cents"], row["net_cents"], row["reads"]) == (8_000, 0, "agrees")  # 100 + 80 = 180
    figure = next(f for f in found.figures if f.label == "Not posted")
    assert figure.value == "$0.00"
    assert figure.note.endswith(
        "; $80.00 more is not due yet, all of it of remittances that are posted otherwise"
    )


def test_a_take_back_that_is_missing_does_not_lessen_what_is_not_posted():
    back = {"payments": [payment("a", "2026-07-14", 0)],
            "claims": [claim("a", 0, patient_control_number="C1", status="22", paid_cents=-9_000,
                             statement_from=day("2026-07-01")),
                       claim("a", 1, patient_control_number="C1", paid_cents=9_000,
                             statement_from=day("2026-07-01"))]}  # fmt: skip
    found = assess(run(medi=back, postings=[posting(MEDI, "Z", "Z", 0)]))
    figure = next(f for f in found.figures if f.label == "Not posted")
    assert figure.value == "$90.00"  # what was paid on the claim, not 90 - 90
    assert "; not in it 1 take-back of a claim, which lowers the payments by $90.00" in figure.note


@pytest.mark.parametrize(
    ("cents", "number", "words"),
    [
        (6_152, 4, "which in sum raise the payments by $61.52"),  # 125.00 + 3.17 - 45.60 - 21.05
        (-6_152, 4, "which in sum lower the payments by $61.52"),
        (-300, 1, "which lowers the payments by $3.00"),
        (300, 1, "which raises the payments by $3.00"),
        (0, 2, "in sum nothing"),
    ],
)
def test_amounts_with_signs_are_told_by_what_they_change_in_sum(cents, number, words):
    assert _change(cents, number) == words


def test_every_assumption_says_its_figure():
    told = load_rules(AS_OF).assumptions
    assert not [said for said in told if "so many" in said or "{" in said]
    assert "A payer may be closed with at most $100.00 unexplained." in told


def test_what_could_not_be_judged_stands_among_the_limits_with_its_money():
    lost = known("L", balance_cents=700)  # no day of service
    limits = assess(two(10_000, 8_000, history=[lost], since=dt.date(2026, 7, 15))).limits
    assert "Without a day of service and in no row of the aging: 1 claim, $7.00 open." in limits
    early = assess(two(0, 0, since=dt.date(2026, 7, 15))).limits
    assert [said for said in early if said.startswith("Paid before the first posting on file (2026-07-15)")
            and said.endswith(": 2 amounts, $180.00 in all.")]  # fmt: skip


def test_what_waits_in_office_ally_is_due_on_the_last_day_of_the_closeout():
    old = {"payments": [payment("q", "2026-06-12")], "claims": [claim("q", statement_from=day("2026-06-01"))]}
    found = assess(run(old, postings=[posting("Office Ally", "Z", "Z", 0)]))
    told = {f.code: f.due for f in found.findings}
    assert told["run-at-cutover"] == dt.date(2026, 8, 14)  # 15 June + 60 days


def test_rows_that_are_not_used_stand_among_the_limits_with_their_money():
    drawn = {"source": "bank", "reason": "money drawn, not a deposit"}
    aside = frame(POSTED_SET_ASIDE, [drawn | {"amount_cents": -100}, drawn | {"amount_cents": -250}])
    limits = assess(two(10_000, 8_000, aside=aside)).limits
    assert (
        "Set aside in the files of bank: 2 rows, $3.50 (money drawn, not a deposit)." in limits
    )  # 1.00 + 2.50


def test_the_remittances_of_the_first_two_legs_add_up_to_one_total():
    paid = [
        payment("a", "2026-07-14", 18_000),
        payment("b", "2026-05-14", 500),
        payment("c", "2026-07-14", -200),
    ]
    legs = run(medi={"payments": paid}, deposits=[deposit("2026-07-14", 18_000)]).legs
    # 5.00 was paid before the bank's file begins, 2.00 was taken back: neither is looked for at the bank
    assert (legs["bank"]["remittances"], legs["bank"]["other remittances"]) == (18_000, 500 - 200)
    assert legs["claims"]["remittances"] == 18_000 + 500 - 200
