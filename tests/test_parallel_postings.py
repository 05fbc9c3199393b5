"""Where a claim payment belongs, and what became of it in the two systems."""

from __future__ import annotations

import pytest
from cutover.reading.postings.tables import MEDI, OFFICE_ALLY
from cutover.workstreams.parallel_run.postings import swapped
from cutover.workstreams.parallel_run.report import assess
from cutover.workstreams.parallel_run.written_off import then_paid
from era_frames import adjustment, claim, day, payment, plb
from parallel_frames import findings, known, posting, run


def one(*claims, cents=None, paid="2026-07-14", **said):
    """A remittance in Medi with these claims, each (number, cents, service, more)."""
    rows = [claim("a", n, patient_control_number=c[0], paid_cents=c[1], statement_from=c[2] and day(c[2]), **c[3])
            for n, c in enumerate(claims)]  # fmt: skip
    total = sum(c[1] for c in claims) if cents is None else cents
    return {"payments": [payment("a", paid, total, **said)], "claims": rows}


def classes(found) -> list[str]:
    return found.items["class"].tolist()


@pytest.mark.parametrize(
    ("first", "last", "belongs", "rule"),
    [
        ("2026-06-14", "2026-06-14", OFFICE_ALLY, "service before the cutover"),
        ("2026-06-15", "2026-06-15", MEDI, "service on or after the cutover"),  # the date itself is Medi's
        ("2026-06-14", "2026-06-15", OFFICE_ALLY, "spans the cutover"),
        ("2026-06-13", "2026-06-14", OFFICE_ALLY, "service before the cutover"),
    ],
)
def test_the_day_of_service_decides_the_side_and_a_claim_that_spans_the_date_stays_in_office_ally(
    first, last, belongs, rule
):
    found = run(medi=one(("C1", 100, first, {"statement_through": day(last)}))).items.iloc[0]
    assert (found["belongs"], found["rule"]) == (belongs, rule)


def test_a_claim_without_a_day_of_service_is_placed_by_the_history_then_by_the_day_it_was_paid():
    said = known("C1", service_from=day("2026-06-20"))
    assert run(medi=one(("C1", 100, None, {})), history=[said]).items["belongs"].tolist() == [MEDI]
    early = run(medi=one(("C1", 100, None, {}), paid="2026-06-14")).items.iloc[0]
    assert (early["belongs"], early["rule"]) == (OFFICE_ALLY, "paid before the cutover")
    late = run(medi=one(("C1", 100, None, {}), paid="2026-06-15")).items.iloc[0]
    assert late.isna()["belongs"] and late["rule"] == "no service date"


def test_a_correction_for_another_day_follows_the_first_payment_of_its_claim():
    turned = [("C1", -9_000, "2026-06-01", {"status": "22"}), ("C1", 7_000, "2026-06-20", {})]
    first = {
        "payments": [payment("b", "2026-06-10", 9_000)],
        "claims": [
            claim("b", 0, patient_control_number="C1", paid_cents=9_000, statement_from=day("2026-06-01"))
        ],
    }
    items = run(first, one(*turned)).items
    assert items["belongs"].tolist() == [OFFICE_ALLY] * 3
    assert items["rule"].tolist()[2] == "follows the first payment"


def test_a_posting_that_somebody_took_back_counts_for_nothing_and_the_other_one_stands():
    medi = one(("C1", 10_000, "2026-07-01", {}))
    done = [
        posting(MEDI, "C1", "Ta", 10_000),
        posting(MEDI, "C1", "Ta", 10_000),
        posting(MEDI, "C1", "Ta", -10_000),
    ]
    assert classes(run(medi=medi, postings=done)) == ["posted"]
    assert classes(run(medi=medi, postings=done[1:])) == ["not posted"]  # 10,000 - 10,000: nothing stands
    assert classes(run(medi=medi, postings=done[:2])) == ["posted twice"]


@pytest.mark.parametrize(
    ("postings_of_the_payment", "told"),
    [
        # paid once, entered twice and taken back once: what is missing is the reversal of the later check
        (2, ["posted", "not posted"]),
        # entered once: the take-back has nothing to undo, so it is the reversal, under the first check's number
        (1, ["posted", "posted under another check number"]),
    ],
)
def test_a_take_back_under_the_first_check_undoes_a_surplus_posting_before_it_is_a_reversal(
    postings_of_the_payment, told
):
    medi = one(("C1", 10_000, "2026-07-01", {}))
    medi["payments"].append(payment("b", "2026-07-21", -10_000))
    turned = {"status": "22", "paid_cents": -10_000, "statement_from": day("2026-07-01")}
    medi["claims"].append(claim("b", 0, patient_control_number="C1", **turned))
    done = [posting(MEDI, "C1", "Ta", 10_000)] * postings_of_the_payment + [
        posting(MEDI, "C1", "Ta", -10_000)
    ]
    assert classes(run(medi=medi, postings=done)) == told


def test_a_reversal_and_its_correction_may_be_posted_as_one_net_amount():
    turned = one(("C1", -9_000, "2026-07-01", {"status": "22"}), ("C1", 7_000, "2026-07-01", {}))
    assert classes(run(medi=turned, postings=[posting(MEDI, "C1", "Ta", -2_000)])) == ["posted", "posted"]
    assert classes(run(medi=turned, postings=[posting(MEDI, "C1", "Ta", 7_000)])) == ["not posted", "posted"]


def test_a_total_that_agrees_because_two_errors_cancel_still_shows_both():
    medi = one(("C1", 10_000, "2026-07-01", {}), ("C2", 8_000, "2026-07-01", {}))
    done = [posting(MEDI, "C1", "Ta", 10_900), posting(MEDI, "C2", "Ta", 7_100)]  # 18,000 in both
    found = {f.code: (f.count, f.amount_cents) for f in findings(run(medi=medi, postings=done))}
    assert found["run-other-amount"] == (2, 1_800)  # 900 + 900
    assert found["run-zero-of-two"] == (1, 1_800)


def test_swapped_digits_are_named_in_the_amount_and_in_the_claim_number():
    medi = one(("C12345", 12_340, "2026-07-01", {}), ("C777", 8_000, "2026-07-01", {}))
    done = [posting(MEDI, "C12354", "Ta", 12_340), posting(MEDI, "C777", "Ta", 8_000)]
    assert run(medi=medi, postings=done).items["swapped"].tolist()[0] == "claim number"
    done = [posting(MEDI, "C12345", "Ta", 13_240), posting(MEDI, "C777", "Ta", 8_000)]
    assert run(medi=medi, postings=done).items["swapped"].tolist()[0] == "amount"


@pytest.mark.parametrize(
    ("one", "other", "is_swap"),
    [("1234", "1324", True), ("1234", "4231", False), ("1234", "1234", False), ("1234", "1235", False),
     ("1234", "2143", False), (None, "1", False)],
)  # fmt: skip
def test_only_two_neighboring_digits_that_changed_places_are_a_swap(one, other, is_swap):
    assert swapped(one, other) is is_swap


def test_a_recoupment_belongs_with_the_claim_that_it_names_and_is_missed_where_nobody_posted_it():
    old = {
        "payments": [payment("b", "2026-06-01", 9_000)],
        "claims": [
            claim("b", 0, patient_control_number="L1", paid_cents=9_000, statement_from=day("2026-05-01"))
        ],
    }
    medi = one(("C1", 10_000, "2026-07-01", {}), cents=7_500) | {
        "provider_adjustments": [plb("a", "WO", 2_500, "L1")]
    }
    done = [posting(OFFICE_ALLY, "L1", "Tb", 9_000), posting(MEDI, "C1", "Ta", 10_000)]
    found = run(old, medi, done)
    assert found.items["belongs"].tolist() == [OFFICE_ALLY, MEDI, OFFICE_ALLY]
    codes = {f.code: f.amount_cents for f in findings(found)}
    assert codes == {"run-plb-not-posted": 2_500}
    taken = posting(OFFICE_ALLY, None, "Ta", -2_500, kind="provider-level")
    assert findings(run(old, medi, [*done, taken])) == ()


def test_what_was_paid_three_working_days_ago_is_not_late_and_the_day_before_is():
    # the report is of Friday 2026-07-31; three working days before is Tuesday the 28th
    for paid, told in (("2026-07-28", "not due yet"), ("2026-07-27", "not posted")):
        found = run(medi=one(("C1", 100, "2026-07-01", {}), paid=paid), postings=[posting(MEDI, "Z", "Z", 1)])
        assert classes(found) == [told]


def test_without_a_cutover_date_the_run_says_so_and_still_shows_what_landed():
    found = assess(run(medi=one(("C1", 100, "2026-07-01", {})), cutover=None))
    assert [f.code for f in found.findings] == ["run-no-cutover-date"]
    assert found.verdict.startswith("Nothing can be routed: no cutover date is set")
    assert found.tables["classes"].frame["items"].tolist()[-1] == 1


def test_check_numbers_agree_whatever_zeros_a_system_puts_before_them():
    medi = one(("C1", 100, "2026-07-01", {}), trace_number="0012345")
    assert classes(run(medi=medi, postings=[posting(MEDI, "c-1", "12345", 100)])) == ["posted"]


def test_a_second_posting_is_not_taken_for_the_missing_one_of_another_claim_of_the_check():
    medi = one(("C1", 10_000, "2026-07-01", {}), ("C2", 10_000, "2026-07-01", {}))
    done = [posting(MEDI, "C1", "Ta", 10_000), posting(MEDI, "C1", "Ta", 10_000)]
    assert classes(run(medi=medi, postings=done)) == ["posted twice", "not posted"]


@pytest.mark.parametrize(
    ("adjusted", "given_up"),
    [
        (15_000, 12_000),
        (3_001, 1),
        (3_000, None),
        (0, None),
        (None, None),
    ],  # 150.00 charged, 30.00 by contract
)
def test_a_denial_that_is_posted_as_a_write_off_is_found_and_a_contractual_adjustment_is_none(
    adjusted, given_up
):
    refused = one(("C1", 0, "2026-06-01", {}))
    refused["adjustments"] = [adjustment("a", "CO", "45", 3_000), adjustment("a", "CO", "197", 12_000)]
    told = findings(
        run(office_ally=refused, postings=[posting(OFFICE_ALLY, "C1", "Ta", 0, adjusted_cents=adjusted)])
    )
    found = {f.code: f.amount_cents for f in told}
    assert found.get("run-denial-written-off") == given_up


@pytest.mark.parametrize("second", ["45", "197"])
def test_a_denial_for_a_contractual_reason_alone_does_not_hide_what_was_written_off_of_another(second):
    # the first: 150.00 less 30.00 by contract = 120.00; of the second 150.00 where its reason is a denial too
    refused = one(("C1", 0, "2026-06-01", {}), ("C2", 0, "2026-06-01", {}))
    refused["adjustments"] = [
        adjustment("a", "CO", "45", 3_000),
        adjustment("a", "CO", "197", 12_000),
        adjustment("a", "CO", second, 15_000, 1),
    ]
    rows = [posting(OFFICE_ALLY, number, "Ta", 0, adjusted_cents=15_000) for number in ("C1", "C2")]
    told = findings(run(office_ally=refused, postings=rows))
    found = {f.code: f.amount_cents for f in told}
    assert found["run-denial-written-off"] == (12_000 if second == "45" else 27_000)


@pytest.mark.parametrize(
    ("is_whole", "what"), [(False, "its file is cut: download it again"), (True, "its parts do not add up")]
)
def test_a_cut_file_is_downloaded_again_and_a_whole_one_that_is_off_is_the_payers(is_whole, what):
    off = one(("C1", 7_000, "2026-06-20", {}), cents=9_000, is_whole=is_whole)
    told = {f.code: f for f in findings(run(medi=off))}["run-unbalanced"]
    assert told.amount_cents == 2_000
    assert told.evidence.frame["what"].str.endswith(what).all()


@pytest.mark.parametrize(("later", "given_up"), [(9_000, None), (0, 12_000)])
def test_a_denial_that_was_paid_later_is_not_given_up(later, given_up):
    refused = one(("C1", 0, "2026-06-01", {}))
    refused["adjustments"] = [adjustment("a", "CO", "45", 3_000), adjustment("a", "CO", "197", 12_000)]
    paid = one(("C1", later, "2026-06-01", {}), paid="2026-07-20", trace_number="Tb", payment_key="b")
    told = findings(
        run(
            office_ally=refused,
            medi=paid,
            postings=[posting(OFFICE_ALLY, "C1", "Ta", 0, adjusted_cents=15_000)],
        )
    )
    found = {f.code: f.amount_cents for f in told}
    assert found.get("run-denial-written-off") == given_up
    assert found.get("run-written-off-then-paid") == (12_000 if later else None)


@pytest.mark.parametrize(
    ("first", "more", "expected"),
    [
        (15_000, ((9_000, 6_000, "Tb"),), 12_000),  # 150.00 + 60.00 + 90.00 on a charge of 150.00
        (15_000, (), 12_000),  # the payment is not posted yet: 150.00 + 90.00
        (15_000, ((0, -15_000, "Ta"), (9_000, 6_000, "Tb")), None),  # it was taken back
        (15_000, ((0, -8_000, None), (9_000, 6_000, "Tb")), 4_000),  # in part: 120.00 less 80.00
        (6_000, ((9_000, 0, "Tb"),), None),  # 60.00 + 90.00: what is left of the charge
        (6_100, ((9_000, 0, "Tb"),), 3_100),
    ],
)
def test_a_write_off_of_a_claim_that_was_paid_later_is_to_be_taken_back(first, more, expected):
    refused = one(("C1", 0, "2026-06-01", {}))
    refused["adjustments"] = [adjustment("a", "CO", "45", 3_000), adjustment("a", "CO", "197", 12_000)]
    paid = one(("C1", 9_000, "2026-06-01", {}), paid="2026-07-20", trace_number="Tb", payment_key="b")
    rows = [posting(OFFICE_ALLY, "C1", "Ta", 0, adjusted_cents=first)]
    rows += [posting(OFFICE_ALLY, "C1", check, cents, adjusted_cents=off) for cents, off, check in more]
    found = then_paid(run(office_ally=refused, medi=paid, postings=rows))
    assert found.tolist() == ([] if expected is None else [expected])


def test_a_write_off_of_a_paid_claim_is_no_denial_written_off():
    paid = one(("C1", 10_000, "2026-06-01", {}))
    paid["adjustments"] = [adjustment("a", "CO", "45", 5_000)]
    told = findings(
        run(office_ally=paid, postings=[posting(OFFICE_ALLY, "C1", "Ta", 10_000, adjusted_cents=5_000)])
    )
    assert "run-denial-written-off" not in {f.code for f in told}


@pytest.mark.parametrize(
    ("taken", "reference", "done", "told"),
    [
        (2_200, "FWD7", [], ["forwarded and taken", "forwarded and taken"]),  # 22.00 - 22.00 = 0
        (2_200, "fwd7 ", [], ["forwarded and taken", "forwarded and taken"]),
        (2_100, "FWD7", [], ["not posted", "not posted"]),  # a dollar of it is still open
        (2_200, "FWD8", [], ["not posted", "not posted"]),  # another balance
        # one half is posted: the other one lacks
        (2_200, "FWD7", [posting(MEDI, None, "Ta", 2_200, kind="provider-level")], ["posted", "not posted"]),
    ],
)
def test_a_balance_that_was_forwarded_and_taken_in_full_is_nothing_to_post(taken, reference, done, told):
    medi = one(("C1", 10_000, "2026-07-01", {}), cents=12_200)
    medi["payments"].append(payment("b", "2026-07-14", 8_000 - taken))
    medi["claims"].append(
        claim("b", 0, patient_control_number="C2", paid_cents=8_000, statement_from=day("2026-07-02"))
    )
    medi["provider_adjustments"] = [
        plb("a", "FB", -2_200, reference="FWD7"),
        plb("b", "FB", taken, reference=reference),
    ]
    claims_done = [posting(MEDI, "C1", "Ta", 10_000), posting(MEDI, "C2", "Tb", 8_000)]
    found = run(medi=medi, postings=[*claims_done, *done])
    items = found.items
    assert items.loc[items["kind"] != "claim", "class"].tolist() == told
    assert items.loc[items["kind"] == "claim", "class"].tolist() == ["posted", "posted"]
    assert found.legs["postings"]["remains"] == 0


def cut_at(*cents: int, paid: int, is_whole: bool = False, **said):
    """A remittance of Office Ally that pays `paid`, of which the file has these claims, and one that is posted."""
    rows = [claim("a", n, patient_control_number=f"A{n}", paid_cents=c) for n, c in enumerate(cents)]
    rows.append(claim("b", 0, patient_control_number="B0", paid_cents=700))
    of = [payment("a", "2026-07-14", paid, is_whole=is_whole), payment("b", "2026-07-15", 700, is_whole=True)]
    done = [posting(OFFICE_ALLY, "B0", "Tb", 700)]
    return run(office_ally={"payments": of, "claims": rows}, postings=done, cutover=None, **said)


@pytest.mark.parametrize(
    ("given", "codes", "figure"),
    [
        # 25.00 and 10.00 of a file that is cut, which pays 50.00: apart from what is known to be not posted
        (cut_at(2_500, 1_000, paid=5_000), {"run-not-posted-cut": (2, 3_500)}, "$0.00"),
        # whole, and it does not add up: what it says is all there is
        (cut_at(2_500, 1_000, paid=5_000, is_whole=True), {"run-not-posted": (2, 3_500)}, "$35.00"),
        # cut behind its last claim: 25.00 + 25.00 is what it pays, so nothing of it is missing
        (cut_at(2_500, 2_500, paid=5_000), {"run-not-posted": (2, 5_000)}, "$50.00"),
        # a claim without money is nothing to post, cut or not
        (cut_at(0, 1_000, paid=5_000), {"run-not-posted-cut": (1, 1_000)}, "$0.00"),
    ],
)
def test_what_a_file_that_is_cut_pays_and_no_posting_has_is_told_apart(given, codes, figure):
    report = assess(given)
    told = {f.code: (f.count, f.amount_cents) for f in report.findings}
    assert {code: told[code] for code in told if code.startswith("run-not-posted")} == codes
    shown = next(one for one in report.figures if one.label == "Not posted")
    assert shown.value == figure
    of = "apart from {} of 1 file that is cut, ${}"
    said = {number: of.format(words, cents) for number, words, cents in (
        (2, "2 claim payments", "35.00"), (1, "1 claim payment", "10.00"))}  # fmt: skip
    cut = codes.get("run-not-posted-cut")
    assert said[cut[0]] in shown.note if cut else "cut" not in shown.note
    assert given.legs["postings"]["remains"] == 0
