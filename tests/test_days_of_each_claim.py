"""Days from submission to payment where one account has several claims of one day, and where a file is cut off."""

from __future__ import annotations

from baseline_makers import billed, book, remitted
from claim_makers import submission
from cutover.reading.claims.tables import SENT_CLAIMS
from cutover.reading.postings.tables import POSTINGS
from cutover.workstreams.reporting_baseline import sent_to_paid
from cutover.workstreams.reporting_baseline.sent_to_paid import CUT, NO_DAY, SHARED
from era_frames import day
from parallel_frames import frame

ON = "2026-03-02"


def visit(number: str, submitted: str, cents: int = 10_000, **said) -> dict:
    """One claim of the account K7 on March 2, with a number of its own."""
    return billed("K7", ON, cents, claim_number=number, submission_date=day(submitted), **said)


def found(told) -> tuple[dict[str, tuple[int, float]], sent_to_paid.SentToPaid]:
    """Claims and average days of all payers by what tells them, and what was measured."""
    rows = sent_to_paid.table_of(told.inputs, told.decided).frame
    rows = rows[rows["payer"].eq(sent_to_paid.EVERY)]
    by = {one.told_by: (one.claims, one.average_days) for one in rows.itertuples()}
    return by, sent_to_paid.measured(told.inputs, told.decided)


def test_two_claims_of_one_account_and_day_with_numbers_of_their_own_are_two_claims():
    history = [visit("V100", "2026-03-05"), visit("V200", "2026-03-10", 24_000)]
    eras = [remitted("V100", "2026-03-25", on=ON), remitted("V200", "2026-04-09", 9_000, 24_000, on=ON)]
    by, told = found(book(history, eras))
    assert by == {"835, Office Ally": (2, 25.0)}  # March 5 to 25 is 20 days, March 10 to April 9 is 30
    assert told.waits == 0


def test_an_open_claim_does_not_hide_behind_the_paid_one_of_its_account_and_day():
    # of one charge too: the numbers tell them apart
    by, told = found(book([visit("V100", "2026-03-05"), visit("V200", "2026-03-05")],
                          [remitted("V200", "2026-03-25", on=ON)]))  # fmt: skip
    assert by == {"835, Office Ally": (1, 20.0)} and told.waits == 1


def test_the_same_number_twice_is_one_claim_and_so_is_a_void_claim_with_the_one_that_follows_it():
    twice = [visit("V100", "2026-03-05"), visit("V100", "2026-03-15")]
    followed = [visit("V100", "2026-03-05", state="voided"), visit("V101", "2026-03-15")]
    for history in (twice, followed):
        by, told = found(book(history, [remitted("K7", "2026-03-25", on=ON)]))
        assert by == {"835, Office Ally": (1, 20.0)} and told.waits == 0  # from the first day, March 5


def test_numbers_of_two_sources_are_one_claim():
    summary = submission(patient_control_number="K7", claim_number="9001", service_from=day(ON),
                         submission_date=day("2026-03-04"))  # fmt: skip
    by, told = found(
        book([visit("V100", "2026-03-10")], [remitted("K7", "2026-03-24", on=ON)], submitted=[summary])
    )
    assert by == {"835, Office Ally": (1, 20.0)} and told.waits == 0  # from March 4


def test_a_remittance_by_account_is_of_the_claim_with_its_charge():
    history = [visit("V100", "2026-03-05"), visit("V200", "2026-03-10", 24_000)]
    by, told = found(book(history, [remitted("K7", "2026-04-09", 9_000, 24_000, on=ON)]))
    assert by == {"835, Office Ally": (1, 30.0)} and told.waits == 1 and not told.left[SHARED]


def test_of_two_claims_of_one_charge_a_remittance_by_account_tells_neither():
    history = [visit("V100", "2026-03-05"), visit("V200", "2026-03-10"), billed("Q1", ON)]
    told = book(history, [remitted("K7", "2026-04-09", on=ON)])
    by, measured = found(told)
    # neither paid nor unpaid; Q1 alone has no payment
    assert by == {} and measured.left[SHARED] == 2 and measured.waits == 1 and not measured.left[NO_DAY]
    assert (
        "2 claims of an account with several that day"
        in sent_to_paid.table_of(told.inputs, told.decided).note
    )


def cut_off(*posted: str):
    """Two claims paid in a file that ends inside them, of which those named are posted on April 14."""
    whole, of, taken = remitted("V100", "2026-04-10", on=ON)
    other, its, lowered = remitted("V200", "2026-04-10", 9_000, 24_000, on=ON)
    rows = [{"claim_number": number, "posted_date": day("2026-04-14"), "paid_cents": 8_000, "kind": "claim",
             "payer_name": "AETNA"} for number in posted]  # fmt: skip
    eras = [(whole | {"is_whole": False}, of, taken), (other | {"is_whole": False}, its, lowered)]
    return book([visit("V100", "2026-03-05"), visit("V200", "2026-03-15", 24_000)], eras,
                postings=frame(POSTINGS, rows))  # fmt: skip


def test_claims_of_a_file_that_is_cut_off_are_left_out_or_told_by_a_posting_and_never_both():
    for posted, left, shown in (((), 2, {}), (("V100",), 1, {"posting alone": (1, 40.0)}),
                                (("V100", "V200"), 0, {"posting alone": (2, 35.0)})):  # fmt: skip
        told = cut_off(*posted)
        by, measured = found(told)
        # March 5 to April 14 is 40 days, March 15 to April 14 is 30
        assert by == shown and measured.left[CUT] == left and measured.waits == 0
        note = sent_to_paid.table_of(told.inputs, told.decided).note
        assert ("dated by postings" in note) is (len(posted) > 0)
        assert ("Left out" in note) is (left > 0)


def test_a_claim_whose_file_ends_before_its_day_of_service_is_known_by_its_number():
    whole, of, taken = remitted("V200", "2026-04-10", 9_000, 24_000)
    eras = [(whole | {"is_whole": False}, of | {"statement_from": None}, taken)]
    by, told = found(book([visit("V100", "2026-03-05"), visit("V200", "2026-03-15", 24_000)], eras))
    # V200 is of the file that is cut off; of V100 no payment is known
    assert by == {} and told.left[CUT] == 1 and told.waits == 1


def test_claims_that_went_out_through_medi_and_came_back_through_office_ally_are_told_apart():
    listed = frame(
        SENT_CLAIMS, [{"patient_control_number": "M5", "service_from": day(ON), "sent_on": day("2026-03-20")}]
    )
    eras = [remitted("V100", "2026-03-25", on=ON), remitted("M5", "2026-03-30", on=ON)]
    told = book([visit("V100", "2026-03-05")], eras, sent=listed)
    by, _ = found(told)
    assert by == {"835, Office Ally": (2, 15.0)}  # 20 days and 10
    note = sent_to_paid.table_of(told.inputs, told.decided).note
    assert "pay 1 claim that only Medi's lists name; all others: 1 claim, 20.0 days on average" in note
    alone = book([visit("V100", "2026-03-05")], eras[:1])
    assert "Medi" not in sent_to_paid.table_of(alone.inputs, alone.decided).note
