"""Remittances without a posting: what the files count goes before the number that people typed, and both are said."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import pytest
from cutover.columns import empty
from cutover.intake.sheets import SHEETS
from cutover.reading.claims.tables import CLAIM_HISTORY
from cutover.reading.postings.tables import POSTINGS
from cutover.workstreams.open_claims.verdict import figures
from cutover.workstreams.readiness.evidence import _by_files
from cutover.workstreams.remittance_items import remittances
from cutover.workstreams.run_rules import load_rules
from cutover.workstreams.unposted import unposted
from era_frames import AS_OF, archive, claim, day, payment
from open_claims_makers import book, decided
from parallel_frames import frame

RULES = load_rules(AS_OF)


def paid(key, on, cents=2_400, **said):
    return payment(key, on, cents, **said), claim(key, patient_control_number=f"N{key}", paid_cents=cents)


def found(eras, *posted: tuple, medi=()):
    """What these postings lack, as (account, check, cents, day)."""
    feeds = tuple(
        archive(payments=[p for p, _ in part], claims=[c for _, c in part]) for part in (eras, medi)
    )
    rows = [{"account": a, "check_number": c, "paid_cents": n, "posted_date": day(d), "kind": "claim",
             "system": "Office Ally"} for a, c, n, d in posted]  # fmt: skip
    both = remittances(*feeds, AS_OF)
    return unposted(feeds, both, frame(POSTINGS, rows), empty(CLAIM_HISTORY), pd.Timestamp(AS_OF), RULES)


FIRST = ("N0", "T0", 100, "2026-06-01")  # the postings begin


@pytest.mark.parametrize(
    ("on", "posted", "checks"),
    [
        ("2026-07-06", [], ["Ta"]),
        ("2026-07-06", [("Na", "Ta", 2_400, "2026-07-08")], []),  # its check
        ("2026-07-06", [("Na", "Ta", 2_300, "2026-07-08")], []),  # another amount: posted, a case of its own
        ("2026-07-06", [("Na", None, 2_400, "2026-07-08")], []),  # its claim with its amount
        ("2026-07-06", [("Na", None, 2_300, "2026-07-08")], ["Ta"]),
        ("2026-07-06", [("Na", "T9", 2_400, "2026-07-08")], []),  # a check that no remittance has: mistyped
        ("2026-07-06", [("Na", "T9", 2_300, "2026-07-08")], ["Ta"]),
        ("2026-05-29", [], []),  # before the postings begin
        ("2026-06-01", [], ["Ta"]),
        ("2026-07-31", [], []),  # not late yet
    ],
)
def test_a_remittance_is_unposted_where_neither_its_check_nor_its_claims_are_posted(on, posted, checks):
    told = found([paid("a", on)], FIRST, *posted)
    assert told.rows["trace_number"].tolist() == checks


def test_of_what_was_paid_before_the_postings_begin_nobody_knows():
    told = found([paid("a", "2026-05-29"), paid("b", "2026-06-03")], FIRST)
    assert (told.earlier, len(told.rows)) == (1, 1)
    assert told.words == "by the files 1 remittance, $24.00, has no posting since 2026-06-01"


def test_remittances_of_zero_and_those_that_came_to_medi_do_not_wait_in_office_ally():
    assert found([paid("a", "2026-07-06", 0)], FIRST, medi=[paid("m", "2026-07-06")]).rows.empty
    assert found([paid("a", "2026-07-06")]) is None  # no postings on file


class _Moved:
    cutover = day("2026-06-15").date()


def gate(eras, count, counted="2026-07-20"):
    on = pd.Series([day(counted)] if counted else [], dtype="datetime64[ms]")
    left = pd.Series([] if count is None else [count], dtype="Int64")
    told = _by_files(_Moved(), found(eras, FIRST), left, on)
    return told.shows, told.words


def test_the_files_refute_a_stated_zero_and_both_are_said():
    assert gate([paid("a", "2026-06-15")], 0) == (  # paid on the day of the cutover: it waited
        False,
        "by the files 1 remittance, $24.00, has no posting since 2026-06-01; the intake states 0 as of 2026-07-20",
    )


@pytest.mark.parametrize(
    ("eras", "count", "counted", "shows"),
    [
        ([], 0, "2026-07-20", True),
        ([paid("a", "2026-06-16")], 0, "2026-07-20", True),  # paid after the cutover: it did not wait at it
        ([paid("a", "2026-06-16"), paid("b", "2026-06-12")], 0, "2026-07-20", False),
        ([paid("a", "2026-06-16")], 2, "2026-07-20", False),  # by the intake's own word
        ([], 3, "2026-07-20", False),  # the practice says against itself
        ([paid("a", "2026-05-29")], 3, None, None),  # paid before the postings begin: nobody can tell which
        ([paid("a", "2026-05-29")], None, None, None),
        ([paid("a", "2026-05-29")], 0, "2026-06-10", None),  # counted before the cutover
        ([paid("a", "2026-05-29")], 0, "2026-07-20", True),
    ],
)
def test_what_is_stated_fills_the_time_before_the_postings_begin(eras, count, counted, shows):
    assert gate(eras, count, counted)[0] is shows


def test_what_was_paid_after_the_cutover_is_told_beside_what_waited():
    assert gate([paid("a", "2026-06-16")], 0)[1] == (
        "by the files every remittance that was paid until the cutover has a posting; 1 remittance paid after the "
        "cutover has none; the intake states 0 as of 2026-07-20"
    )


def test_the_figure_of_open_claims_is_the_files_where_they_count_any():
    given = book(eras=[decided("A1", "2026-07-06", 2_400)])
    rows = [{"account": "Z", "check_number": "T0", "paid_cents": 1, "posted_date": day("2026-06-01")}]
    sheets = {s.name: empty(s.columns) for s in SHEETS}
    practice = next(s for s in SHEETS if s.name == "practice")
    sheets["practice"] = frame(practice.columns, [{"unposted_count": 0}])
    told = replace(given, inputs=replace(given.inputs, postings=frame(POSTINGS, rows), intake=sheets))
    (figure,) = [f for f in figures(told) if f.label == "Unposted remittances"]
    assert (figure.value, figure.note) == (
        "1",
        "by the files 1 remittance, $24.00, has no posting since 2026-06-01; the intake states 0",
    )


@pytest.mark.parametrize(
    ("posted_on", "since", "late"),
    [
        (
            "2026-07-06",
            "2026-07-03",
            ["Tb"],
        ),  # posted three days after it was paid: its neighbors are seen too
        ("2026-07-17", "2026-07-03", ["Tb"]),  # the fourteenth day, the last of an overlap
        ("2026-07-18", "2026-07-18", []),  # long after: that says nothing of its neighbors
    ],
)
def test_what_was_paid_with_the_first_payment_that_was_posted_in_time_is_judged_as_in_09(
    posted_on, since, late
):
    eras = [paid("a", "2026-07-03"), paid("b", "2026-07-03"), paid("c", "2026-07-02")]
    told = found(eras, ("Na", "Ta", 2_400, posted_on))
    assert (f"{told.since:%Y-%m-%d}", told.rows["trace_number"].tolist()) == (since, late)


def test_a_remittance_of_a_file_that_is_cut_is_told_apart():
    cut = paid("b", "2026-07-07", is_whole=False, difference_cents=600)
    told = found([paid("a", "2026-07-06"), cut, paid("c", "2026-07-07", is_whole=False)], FIRST)
    # c ends behind its last claim and adds up: nothing of it is missing
    assert told.words == (
        "by the files 3 remittances, $72.00, have no posting since 2026-06-01; 1 of these, $24.00, is of a file "
        "that is cut"
    )
