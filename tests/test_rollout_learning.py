"""What practices that have moved teach about days: few cases move an assumption a little, many move it far."""

from __future__ import annotations

import datetime as dt
from random import Random

import numpy as np
import pandas as pd
from cutover.reading.payers.families import Duration, load_families
from cutover.workstreams.enrollment import dates
from cutover.workstreams.rollout.facts import LIVE_CASES
from cutover.workstreams.rollout.learning import learned, scaled
from cutover_sample.rollout_truth import truth

FAMILIES = load_families(dt.date(2026, 7, 31))
ASSUMED = Duration(10, 20, 40, "default, an assumption")
PRIOR = 4


def cases(
    days: list[int], family: str = "commercial", kind: str = "835", practice: str = "a", **said
) -> pd.DataFrame:
    """Enrollments that were filed on 2026-03-02 and live so many days later."""
    filed = pd.Timestamp(2026, 3, 2)
    rows = [{"payer": f"P{n}", "family": family, "kind": kind, "filed_on": filed, "first_era": pd.NaT,
             "live_on": filed + pd.Timedelta(days=one), "days_from": "default, an assumption"} | said
            for n, one in enumerate(days)]  # fmt: skip
    frame = pd.DataFrame(rows, columns=[c.name for c in LIVE_CASES])
    return frame.astype({c.name: c.dtype for c in LIVE_CASES}).assign(practice=practice)


def test_one_case_of_three_times_the_days_moves_the_assumption_by_a_quarter_and_does_not_overturn_it():
    # the likely day is 20; one case of 66 days is three times the usual 22: 3 ** (1 / (4 + 1)) = 1.25
    now = scaled(ASSUMED, [66], PRIOR)
    assert 24 <= now.likely <= 26 and now.high <= 51


def test_twelve_cases_of_twice_the_days_move_it_most_of_the_way():
    # 2 ** (12 / 16) = 1.68 times 20 = 34
    now = scaled(ASSUMED, [44] * 12, PRIOR)
    assert 32 <= now.likely <= 35 and "12 measured enrollments" in now.basis


def test_an_assumption_that_is_right_stays_as_it_is():
    chance = dates.whole(ASSUMED)
    drawn = Random(1).choices(range(len(chance)), chance, k=400)
    now = scaled(ASSUMED, drawn, PRIOR)
    assert abs(now.likely - 20) <= 1 and abs(now.high - 40) <= 2


def test_days_that_the_client_or_a_list_states_neither_teach_nor_are_taught():
    stated = Duration(1, 2, 3, "our last four practices")
    taught = learned(cases([60] * 5), FAMILIES, PRIOR)
    family = FAMILIES.named("commercial")
    assert taught.of("commercial", "835", stated, family.era) is stated
    assert taught.of("commercial", "835", family.era, family.era).likely > family.era.likely
    assert not learned(cases([60], days_from="Stedi's list of payers: DAYS"), FAMILIES, PRIOR).days


def test_an_enrollment_without_a_day_of_filing_teaches_nothing():
    assert not learned(cases([60], filed_on=pd.NaT), FAMILIES, PRIOR).days


def test_each_family_and_transaction_is_taught_by_its_own_cases_with_their_number():
    both = pd.concat([cases([60, 62]), cases([30], kind="other", practice="b")])
    taught = learned(both, FAMILIES, PRIOR)
    assert set(taught.days) == {("commercial", "835"), ("commercial", "other")}
    assert taught.table[["kind", "cases", "practices", "measured_days"]].to_numpy().tolist() == [
        ["ERA", 2, 1, 61.0], ["claims", 1, 1, 30.0]]  # fmt: skip


def ninth_of_ten(payers: list[tuple[str, str]], days: dict) -> int:
    """The day by which nine of ten draws have every enrollment live."""
    together = dates.exact([dates.whole(days[one]) for one in payers])
    return dates.day_of(together, 0.9)


def misses(slower: float) -> tuple[list[int], list[int]]:
    """Days by which the 90 % dates of the last four practices are too late (below zero: too early), before and after.

    Eight practices need two commercial payers and two of Medicare, Medicaid and Anthem each; the first four teach.
    """
    played = truth(dt.date(2026, 3, 2), slower, practices=8, seed=7)
    moved, last = [p for p in played if p.number < 4], [p for p in played if p.number >= 4]
    seen = pd.concat([cases([e.days], e.family, e.kind, p.slug) for p in moved for e in p.enrollments])
    taught = learned(seen, FAMILIES, PRIOR)
    assumed = {
        (f.name, kind): days for f in FAMILIES.families for kind, days in (("835", f.era), ("other", f.other))
    }
    before, after = [], []
    for practice in last:
        needs = [(e.family, e.kind) for e in practice.enrollments]
        really = max(e.days for e in practice.enrollments)
        before.append(ninth_of_ten(needs, assumed) - really)
        after.append(ninth_of_ten(needs, assumed | dict(taught.days)) - really)
    return before, after


def test_where_payers_are_slower_than_assumed_the_dates_of_the_last_four_come_nearer_to_what_happened():
    # 60 % slower: as assumed the dates are 26, 0, 27 and 1 days too early, after four practices 14 and 16, two are safe
    before, after = misses(1.6)
    assert sum(min(one, 0) for one in before) == -54 and sum(min(one, 0) for one in after) == -30
    assert sum(one >= 0 for one in after) == 2 > sum(one > 0 for one in before)


def test_where_payers_are_quicker_than_assumed_a_third_of_the_needless_wait_is_gone_and_all_stay_safe():
    # 40 % quicker: 28, 31, 28 and 37 days too late as assumed (31 on average), then 19, 21, 19 and 28 (21.75)
    before, after = misses(0.6)
    assert np.mean(before) == 31 and np.mean(after) == 21.75 and min(after) > 0


def test_where_payers_take_what_is_assumed_the_dates_hardly_move():
    before, after = misses(1.0)
    assert max(abs(one - other) for one, other in zip(before, after, strict=True)) <= 1
