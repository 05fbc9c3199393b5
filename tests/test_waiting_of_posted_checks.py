"""09 parts what is not due yet: of remittances without a posting, as 07 and 08 count them, and of posted ones."""

from __future__ import annotations

from cutover.workstreams.parallel_run.verdict import late_note
from era_frames import claim, payment
from parallel_frames import OFFICE_ALLY, posting, run


def note(*posted: dict) -> str:
    """What 09 says where checks of 50.00 and of 70.00 + 1.37 were paid on the day of the report."""
    paid = [payment("a", "2026-07-31", 5_000), payment("b", "2026-07-31", 7_137)]
    rows = [claim("a", 0, paid_cents=5_000), claim("b", 0, paid_cents=7_000), claim("b", 1, paid_cents=137)]
    old = posting(OFFICE_ALLY, "Z9", "T9", 1)
    return late_note(
        run(office_ally={"payments": paid, "claims": rows}, postings=[old, *posted], cutover=None)
    )


def test_what_is_left_of_a_posted_check_is_told_apart_from_checks_without_a_posting():
    # 50.00 of check a, and 1.37 of check b, whose 70.00 is posted
    told = note(posting(OFFICE_ALLY, "Ab0", "Tb", 7_000, posted_date=None))
    assert told.endswith(
        "$51.37 more is not due yet: $50.00 of 1 remittance without a posting, "
        "and $1.37 of ones that are posted otherwise"
    )


def test_where_no_such_check_is_posted_nothing_is_parted():
    assert note().endswith("$121.37 more is not due yet")
