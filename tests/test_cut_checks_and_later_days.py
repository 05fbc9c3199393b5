"""What a sentence says beside a number: money on no claim of a check that is open, and the days beside an only one."""

from __future__ import annotations

import pytest
from cutover.reading.claims.history import read_claim_history
from cutover.workstreams.parallel_run.verdict import late_note
from era_frames import claim, payment
from parallel_frames import OFFICE_ALLY, posting, run

OLD = posting(OFFICE_ALLY, "Z9", "T9", 1)


@pytest.mark.parametrize(
    ("on_claims", "paid_on", "said"),
    [
        # a check of 90.00: 62.50 on its claim, so that 90.00 - 62.50 = 27.50 is on none
        (6_250, "2026-07-31", "; $62.50 more is not due yet; $27.50 more of 1 remittance is on no claim in the files"),
        (6_250, "2026-07-06", "late; $27.50 more of 1 remittance is on no claim in the files"),  # late
        (9_000, "2026-07-31", "; $90.00 more is not due yet"),  # it adds up
        (9_500, "2026-07-31", "; $95.00 more is not due yet"),  # more on claims than paid: nothing lacks
    ],
)  # fmt: skip
def test_a_check_of_which_claims_lack_is_open_with_more_than_they_say(on_claims, paid_on, said):
    paid, rows = [payment("a", paid_on, 9_000)], [claim("a", 0, paid_cents=on_claims)]
    given = run(office_ally={"payments": paid, "claims": rows}, postings=[OLD], cutover=None)
    assert late_note(given).endswith(said)


def test_a_posted_check_of_which_claims_lack_is_not_open():
    paid, rows = [payment("a", "2026-07-06", 9_000)], [claim("a", 0, paid_cents=6_250)]
    done = posting(OFFICE_ALLY, "Aa0", "Ta", 6_250)
    given = run(office_ally={"payments": paid, "claims": rows}, postings=[OLD, done], cutover=None)
    assert "on no claim" not in late_note(given)


def log(*more: tuple[str, str]) -> str:
    """What is told of a list of claims whose one day that no header names stands beside others."""
    rows = [
        ["Date", "Claim #", "Insurer", "Fee", "Ins paid", "Still owed", "Note", *(head for head, _ in more)],
        ["3/4/2026", "K1", "Cigna", "150", "100", "0", "", *(on for _, on in more)],
        ["3/5/2026", "K2", "Aetna", "90", "0", "90", "waiting", *(on for _, on in more)],
    ]
    notes = read_claim_history("\n".join(map(",".join, rows)).encode(), "claims/log.csv").notes
    return next(note for note in notes if "its only day" in note)


def test_an_only_day_is_told_with_the_later_ones_beside_it():
    assert log().startswith("`Date` is its only day, taken")
    assert log(("Submitted", "3/9/2026")).startswith("`Date` is its only day beside `Submitted`, taken")
