"""Remittances that are posted in part, and those that are not due yet: neither has a posting for all of its money."""

from __future__ import annotations

from types import SimpleNamespace

import pandas as pd
import pytest
from cutover.columns import empty
from cutover.reading.claims.tables import CLAIM_HISTORY
from cutover.reading.postings.tables import POSTINGS
from cutover.workstreams.readiness.evidence import _by_files
from cutover.workstreams.remittance_items import remittances
from cutover.workstreams.run_rules import load_rules
from cutover.workstreams.unposted import unposted
from era_frames import AS_OF, archive, claim, day, payment
from parallel_frames import frame

RULES = load_rules(AS_OF)
FIRST = ("Z0", "C0", 100, "2026-06-01")  # the postings begin
ON = "2026-07-06"


def check(key, on, *claims: tuple[str, int]):
    """One check over claims, as (account, cents)."""
    made = [claim(key, patient_control_number=n, paid_cents=c, claim_id=i) for i, (n, c) in enumerate(claims)]
    return payment(key, on, sum(c for _, c in claims)), made


def found(eras, *posted: tuple, medi=()):
    feeds = tuple(archive(payments=[p for p, _ in part], claims=[c for _, cs in part for c in cs])
                  for part in (eras, medi))  # fmt: skip
    rows = [{"account": a, "check_number": c, "paid_cents": n, "posted_date": day(d), "kind": "claim",
             "system": "Office Ally"} for a, c, n, d in (FIRST, *posted)]  # fmt: skip
    both = remittances(*feeds, AS_OF)
    return unposted(feeds, both, frame(POSTINGS, rows), empty(CLAIM_HISTORY), pd.Timestamp(AS_OF), RULES)


TWO = [check("a", ON, ("K1", 4_000), ("K2", 1_500))]  # $55.00 in all


@pytest.mark.parametrize(
    ("posted", "left"),
    [
        ([], [5_500]),
        ([("K1", "Ta", 4_000, ON)], [1_500]),  # one claim of two: the other waits
        ([("K1", "Ta", 4_000, ON), ("K2", "Ta", 1_500, ON)], []),
        ([("K1", "Ta", 4_000, ON), ("K2", "Ta", 1_400, ON)], []),  # a wrong amount is a case of its own
        ([(None, "Ta", 5_500, ON)], []),  # the whole check in one row
        ([("K1", None, 4_000, ON)], [1_500]),
        ([("K1", None, 4_000, ON), ("K2", None, 1_400, ON)], []),
        ([("K9", "Ta", 1_500, ON), ("K1", "Ta", 4_000, ON)], []),  # to a claim that is not of it: who knows
    ],
)
def test_a_check_over_two_claims_is_posted_once_both_are(posted, left):
    told = found(TWO, *posted)
    assert told.rows["open_cents"].tolist() == left
    assert told.rows["in_part"].tolist() == [cents < 5_500 for cents in left]


def test_what_is_posted_in_part_is_told_with_what_is_left_of_it():
    told = found(TWO, ("K1", "Ta", 4_000, ON))
    assert told.words == "by the files 1 remittance, $15.00 of claims of it, has no posting since 2026-06-01"
    told = found([*TWO, check("b", ON, ("K3", 700))], ("K1", "Ta", 4_000, ON))  # 15.00 + 7.00
    assert told.words.startswith("by the files 2 remittances, $22.00, 1 of them in part, have no posting")


LATE = RULES.late_before(pd.Timestamp(AS_OF))


@pytest.mark.parametrize(("days", "late", "waits"), [(-1, 1, 0), (0, 0, 1)])
def test_what_was_paid_a_few_days_ago_has_no_posting_either(days, late, waits):
    told = found([check("a", f"{LATE + pd.Timedelta(days=days):%Y-%m-%d}", ("K1", 4_000))])
    assert (len(told.rows), len(told.waiting)) == (late, waits)
    assert "every remittance" not in told.words
    assert ("it is not due yet" in told.words) == bool(waits)


def test_late_ones_and_those_not_due_yet_are_told_apart_and_the_step_stays_open():
    young = check("b", f"{LATE:%Y-%m-%d}", ("K3", 700))
    told = found([*TWO, young])
    assert told.words.endswith("$55.00, has no posting since 2026-06-01; 1 more, $7.00, is not due yet")
    step = _by_files(
        SimpleNamespace(cutover=LATE.date()),
        found([young]),
        pd.Series([], dtype="Int64"),
        pd.Series([], dtype="datetime64[ms]"),
    )
    assert step.shows is None  # neither done nor refuted


def test_a_remittance_in_both_systems_waits_in_office_ally_too():
    copies = [check("a", ON, ("K1", 4_000))]
    assert found(copies, medi=copies).rows["open_cents"].tolist() == [4_000]
    assert found(copies, ("K1", "Ta", 4_000, ON), medi=copies).rows.empty
    assert found([], medi=copies).rows.empty  # in Medi alone
