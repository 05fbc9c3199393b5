"""Two A/R agings of one day are versions of one report where nothing but a word of versions tells their names apart."""

from __future__ import annotations

import pandas as pd
import pytest
from cutover.reading.claims.aging_versions import superseded


def agings(*files: tuple[str, str | None, str]) -> pd.DataFrame:
    """One row for each aging: its file, its sheet and its day."""
    rows = pd.DataFrame(files, columns=["source_file", "source_sheet", "day"])
    return rows.assign(day=pd.to_datetime(rows["day"]), is_by_claim=True)


def gone(*files: tuple[str, str | None, str]) -> list[int]:
    """The places of the agings that another one takes the place of."""
    found = superseded(agings(*files))
    return found.index[found].tolist()


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("claims/open money v1.csv", "claims/open money v2.csv"),
        ("claims/open money.csv", "claims/open money v2.csv"),
        ("claims/open money 9-30.xlsx", "claims/open money 9-30 FINAL.xlsx"),
        ("claims/open money (wrong).csv", "claims/open money.csv"),
        (
            "claims/open money v3 draft.csv",
            "claims/open money v2.csv",
        ),  # what is called a draft gives way to any
    ],
)
def test_the_later_version_of_one_day_counts(first, second):
    assert gone((first, None, "2026-09-30"), (second, None, "2026-09-30")) == [0]
    assert gone((second, None, "2026-09-30"), (first, None, "2026-09-30")) == [1]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (("claims/open north.csv", None, "2026-09-30"), ("claims/open south v2.csv", None, "2026-09-30")),
        (
            ("claims/open v1.csv", None, "2026-09-23"),
            ("claims/open v2.csv", None, "2026-09-30"),
        ),  # a week apart
        (("claims/open.csv", None, "2026-09-30"), ("aging/open.csv", None, "2026-09-30")),  # equal names
        (("claims/open.xlsx", "North", "2026-09-30"), ("claims/open v2.xlsx", "South", "2026-09-30")),
        (("claims/open.xlsx", "Old Town", "2026-08-31"), ("claims/open.xlsx", "Main", "2026-09-30")),
        (("claims/open.xlsx", "August", "2026-08-31"), ("claims/open.xlsx", "September", "2026-09-30")),
    ],
)
def test_other_agings_count_both(first, second):
    assert gone(first, second) == []


def test_a_sheet_called_old_gives_way_to_a_later_one():
    old, new = ("claims/open.xlsx", "Aug (old)", "2026-08-31"), ("claims/open.xlsx", "Sep", "2026-09-30")
    assert gone(old, new) == [0]
    assert gone(old) == []
