"""What a sum leaves out is said beside it: denials of one claim, months that are not held, files read in part."""

from __future__ import annotations

from dataclasses import replace

import pytest
from baseline_makers import book as months_of
from baseline_makers import every_month
from cutover.columns import framed
from cutover.reading.era.not_read import ERA
from cutover.reading.mapping.record import FILES, NOT_READ, PARTLY
from cutover.workstreams.enrollment.work_list import paid_in, work
from cutover.workstreams.reporting_baseline import holes
from cutover.workstreams.scrub_rules.few import few, few_and_once
from cutover.workstreams.scrub_rules.verdict import verdict
from enrollment_makers import claims, era, live, plan
from scrub_makers import book, line, many

TWICE, ONCE, STRANGE = ("CO", "4"), ("CO", "197"), ("CO", "A8")
PAID = many(230, line("99213"), first=500)


def test_what_one_claim_alone_was_denied_for_is_no_part_of_the_sum_and_said():
    denied = [*many(2, line("20610", TWICE)), *many(1, line("72148", ONCE, cents=31_500), first=20)]
    assert few_and_once(book(*denied, *PAID))[1] == 31_500
    said = verdict(book(*denied, *PAID), ())
    # 2 * 100.00 denied twice; 315.00 denied once
    assert "Of $200.00 in few cases an edit is named below." in said
    assert "Not in this sum: $315.00 denied in one claim alone for its reason." in said


def test_what_has_no_known_edit_is_told_apart_and_nothing_is_said_where_nothing_is_left_out():
    twice = many(2, line("20610", TWICE))
    assert "Not in this sum" not in verdict(book(*twice, *PAID), ())
    strange = many(3, line("97110", STRANGE), first=40)
    given = book(*twice, *strange, *PAID)
    assert few(given)["edit"].isna().sum() == 1
    assert "Not in this sum: $300.00 for which no edit is known." in verdict(given, ())  # 3 * 100.00


@pytest.mark.parametrize(("paid", "said"), [
    (("2026-07-02",), "paid in 1 month, 2026-07"),
    (("2026-03-02", "2026-07-02", "2026-07-20"), "paid in 2 months, 2026-03 to 2026-07"),
    (tuple(f"2025-{n:02d}-15" for n in range(9, 13)) + tuple(f"2026-{n:02d}-15" for n in range(1, 8)),
     "paid in 11 months, 2025-09 to 2026-07"),
    (tuple(f"2025-{n:02d}-15" for n in range(8, 13)) + tuple(f"2026-{n:02d}-15" for n in range(1, 8)), "a year"),
])  # fmt: skip
def test_the_money_of_a_payer_is_of_a_year_only_where_twelve_months_are_held(paid, said):
    whole = plan(claims("CIGNA", 4), [era("CIGNA", on) for on in paid], enrollments=live("AETNA"))
    assert paid_in(whole.inputs) == said
    rows = work(whole)
    told = rows.loc[rows["transaction"].str.startswith("ERA"), "effect"].iloc[0]
    assert told.endswith(f"${100 * len(paid):,}.00 {said}")


def test_a_file_of_remittances_that_is_read_in_part_is_not_called_unread():
    whole = months_of((), every_month())
    names = {"era/21_ERA_835_5010_20260411.835": PARTLY, "era/22_ERA_835_5010_20260412.835": NOT_READ,
             "era/23_ERA_835_5010_20260413.835": PARTLY}  # fmt: skip
    files = framed([(ERA, name, state, "cut", None, None, None) for name, state in names.items()], FILES)
    said = [what for _, what, _ in holes._unread(replace(whole.inputs, files=files))]
    assert said == ["1 file of remittances is not read", "2 files of remittances are read only in part"]
