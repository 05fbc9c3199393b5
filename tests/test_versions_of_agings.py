"""Of several versions of an A/R aging of one day the newest counts, also in the fall between two days."""

from __future__ import annotations

import pandas as pd
import pytest
from claim_makers import practice, put
from cutover.columns import empty
from cutover.reading.claims import aged
from cutover.reading.claims.aging_reports import AGING_REPORT, AgingReports, load_aging_reports
from cutover.reading.claims.aging_versions import newest
from cutover.reading.claims.tables import CLAIM_HISTORY
from cutover.workstreams.aging_days import by_day, figure, limits
from parallel_frames import frame

TODAY = pd.Timestamp("2026-09-30")


def aging(file: str, day: str, claims: dict[str, int], sheet: str | None = None) -> list[dict]:
    """The rows of an aging by claim, one amount for all ages of each."""
    return [
        {"day": pd.Timestamp(day), "role": "payer", "payer": "Tufts", "band": "all ages", "amount_cents": cents,
         "claim": number, "is_by_claim": True, "is_of_payers": False, "is_without_denied": False,
         "source_file": file, "source_sheet": sheet, "source_row": row, "unit": 1}
        for row, (number, cents) in enumerate(claims.items(), 2)
    ]  # fmt: skip


def counted(*reports: list[dict]) -> tuple[list[str], list[str]]:
    """Which files count, and which are superseded."""
    rows, gone = newest(frame(AGING_REPORT, [row for one in reports for row in one]))
    return sorted(set(rows["source_file"])), sorted(gone["source_file"])


SAME = {"Q1": 100, "Q2": 200, "Q3": 300}
LESS = {"Q1": 100, "Q2": 200}  # Q3 is gone


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("claims/Week 38 AR.csv", "claims/Week 38 AR v2.csv"),
        ("claims/Week 38 AR v2.csv", "claims/Week 38 AR_v10.csv"),
        ("claims/Week 38 AR final.csv", "claims/Week 38 AR final rev 2.csv"),
        ("claims/Week 38 AR.csv", "claims/Week 38 AR REVISED.csv"),
        ("claims/Week 38 AR (incorrect).csv", "claims/Week 38 AR.csv"),
        (
            "claims/Week 38 AR v3 draft.csv",
            "claims/Week 38 AR v2.csv",
        ),  # a draft counts less than any version
        ("claims/old/Week 38 AR.csv", "claims/Week 38 AR.csv"),
        ("claims/what is out.csv", "claims/Week 38 AR corrected.csv"),  # other names, mostly the same claims
    ],
)
def test_of_two_versions_of_a_day_the_newer_counts_whichever_comes_first(old, new):
    for order in ((old, new), (new, old)):
        told = counted(*(aging(name, "2026-09-18", SAME if name == old else LESS) for name in order))
        assert told == ([new], [old])


@pytest.mark.parametrize(
    ("one", "other", "day", "claims"),
    [
        ("Week 38 AR.csv", "Week 38 AR v2.csv", "2026-09-11", LESS),  # of another day
        ("Week 38 AR north.csv", "Week 38 AR south v2.csv", "2026-09-18", {"Z8": 1, "Z9": 2}),  # other claims
        ("Week 38 AR.csv", "Week 38 list.csv", "2026-09-18", LESS),  # no name tells which is newer
        ("AR by DOS.csv", "AR by bill date v2.csv", "2026-09-18", SAME),  # the same in another order
        ("AR ins.csv", "AR pat v2.csv", "2026-09-18", {"Q1": 7, "Q2": 9, "Q3": 300}),  # 1 of 3 amounts alike
    ],
)
def test_what_is_no_version_of_another_report_counts(one, other, day, claims):
    told = counted(aging(one, "2026-09-18", SAME), aging(other, day, claims))
    assert told == (sorted([one, other]), [])


def test_versions_may_be_sheets_of_one_file():
    rows = [*aging("a.xlsx", "2026-09-18", SAME, "Sept"), *aging("a.xlsx", "2026-09-18", LESS, "Sept v2")]
    kept, gone = newest(frame(AGING_REPORT, rows))
    assert set(kept["source_sheet"]) == {"Sept v2"} and gone["source_sheet"].tolist() == ["Sept"]


def test_an_aging_fell_by_what_the_newest_versions_of_two_days_are_apart():
    first = aging("AR 9-11.csv", "2026-09-11", {"Q1": 5_000, "Q2": 2_500, "Q3": 1_000})
    wrong = aging("AR 9-18.csv", "2026-09-18", {"Q1": 5_000, "Q2": 2_500, "Q4": 40})
    right = aging("AR 9-18 v2.csv", "2026-09-18", {"Q1": 5_000, "Q4": 40})
    later = aging("AR 10-02.csv", "2026-10-02", {"Q1": 1})
    rows, gone = newest(frame(AGING_REPORT, [*first, *wrong, *right, *later]))
    reports = AgingReports(rows, gone)
    told = by_day(reports, TODAY)  # what is of a day after the report is in no row
    # 50.00 + 25.00 + 10.00 = 85.00; 50.00 + 0.40 = 50.40; 85.00 - 50.40 = 34.60; Q2 and Q3 are gone, Q4 is new
    assert told["open_cents"].tolist() == [8_500, 5_040]
    assert pd.isna(told["fall_cents"].iloc[0]) and told["fall_cents"].iloc[1] == 3_460
    assert (told["claims"].iloc[1], told["closed"].iloc[1], told["new"].iloc[1]) == (2, 2, 1)
    (only,) = figure(reports, TODAY)
    assert (only.value, only.note) == ("$50.40", "2 claims on 2026-09-18; it fell by $34.60 since 2026-09-11")
    # 50.00 + 25.00 + 0.40 = 75.40
    assert limits(reports) == (
        "Of the client's A/R aging of 2026-09-18 1 earlier version ($75.40) is superseded, and in no comparison.",
    )


def test_of_three_agings_the_last_is_held_against_the_one_before_and_the_first():
    days = {"2026-09-04": {"Q1": 9_000}, "2026-09-11": {"Q1": 9_500}, "2026-09-18": {"Q1": 4_000}}
    rows = frame(AGING_REPORT, [row for day, said in days.items() for row in aging(f"{day}.csv", day, said)])
    told = by_day(AgingReports(rows), TODAY)
    # 90.00 - 95.00 = -5.00: it rose; 95.00 - 40.00 = 55.00; 90.00 - 40.00 = 50.00
    assert told["fall_cents"].fillna(0).tolist() == [0, -500, 5_500]
    assert told["since_first_cents"].fillna(0).tolist() == [0, -500, 5_000]
    (only,) = figure(AgingReports(rows), TODAY)
    assert only.note == (
        "1 claim on 2026-09-18; it fell by $55.00 since 2026-09-11; it fell by $50.00 since 2026-09-04"
    )


def test_of_a_day_with_two_reports_nobody_can_say_by_how_much_the_next_fell():
    both = [*aging("north.csv", "2026-09-11", {"Q1": 5}), *aging("south.csv", "2026-09-11", {"Z1": 6})]
    told = by_day(
        AgingReports(frame(AGING_REPORT, [*both, *aging("all.csv", "2026-09-18", {"Q1": 5})])), TODAY
    )
    assert told["fall_cents"].isna().all()
    assert figure(AgingReports(frame(AGING_REPORT, both)), TODAY) == ()


def test_the_older_version_on_file_is_named_and_in_no_comparison(tmp_path):
    whose = practice(tmp_path)
    top = ["As of 9/18/2026", "Carrier,Claim No,DOS,0-30,31-60,Over 60,Balance"]
    rows = [
        "Tufts,W11,9/2/2026,40.00,,,40.00",
        "Tufts,W12,8/9/2026,,60.00,,60.00",
        "Tufts,W13,7/1/2026,,,9.00,9.00",
    ]
    put(whose, "claims/AR 9-18.csv", "\n".join([*top, *rows]))
    put(whose, "claims/AR 9-18 corrected.csv", "\n".join([*top, *rows[:2]]))
    found = load_aging_reports(whose)
    assert found.files == ["claims/AR 9-18 corrected.csv"]
    assert found.superseded["report"].tolist() == ["claims/AR 9-18.csv"]
    assert found.superseded["amount_cents"].tolist() == [10_900]  # 40.00 + 60.00 + 9.00


def listed(file: str, *numbers: str, sheet: str | None = None) -> list[dict]:
    return [
        {"claim_number": number, "service_from": pd.Timestamp("2026-06-02"), "state": "open", "source_file": file,
         "source_sheet": sheet, "source_row": row}
        for row, number in enumerate(numbers, 2)
    ]  # fmt: skip


def test_a_claim_of_a_superseded_version_alone_is_not_open():
    rows = frame(CLAIM_HISTORY, [*listed("b v2.csv", "W11", "W12"), *listed("b.csv", "W11", "W13")])
    day = pd.Timestamp("2026-09-18")
    found = aged.alone(rows, [empty(CLAIM_HISTORY)], {("b v2.csv", None): day}, {("b.csv", None)})
    assert sorted(found.claims["claim_number"]) == ["W11", "W12"]
    why = found.set_aside[found.set_aside["table"].eq("history")]
    assert why["reason"].tolist() == [aged.SUPERSEDED] * 2 and set(why["source_file"]) == {"b.csv"}


def test_sheets_of_one_file_are_agings_of_their_own_days():
    rows = frame(
        CLAIM_HISTORY, [*listed("a.xlsx", "W1", sheet="Sep"), *listed("a.xlsx", "W1", "W2", sheet="Aug")]
    )
    days = {("a.xlsx", "Sep"): pd.Timestamp("2026-09-30"), ("a.xlsx", "Aug"): pd.Timestamp("2026-08-31")}
    # W2 was open in August and no more in September
    assert aged.alone(rows, [empty(CLAIM_HISTORY)], days).claims["claim_number"].tolist() == ["W1"]
