"""The client's own plan of its rollout: told by the practices that it names, newest version first, compared in 10."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from types import SimpleNamespace

import openpyxl
import pandas as pd
import pytest
from cutover.columns import conform
from cutover.lookup import meant
from cutover.reading.practice.own_plans import PLANNED, OwnPlan, load_own_plan
from cutover.workstreams.rollout.own_plan import IN_INTAKE, IN_PLAN, NEITHER, OTHER, SAME, own_plan
from rollout_makers import book, one

NAMES = {"alder-family": "Alder Family Medicine", "birch-eye": "Birch Eye Center", "cove-spine": "Cove Spine"}
FIRST = [
    ("Clinic", "Go live", "Turn"),
    ("Alder", "3/2/2026", 1),
    ("Birch Eye", "4/6/2026", 2),
    ("Cove", "5/4/2026", 3),
]
SECOND = [
    ("Clinic", "Go live", "Turn", "Comment"), ("Birch Eye", "3/30/2026", 1, "after the audit"),
    ("Alder", "tbd", 3, None),
    ("Cove Spine", "5/4/2026", 2, None), ("Dune", "6/1/2026", 4, None),
]  # fmt: skip


def written(home, **books: list) -> OwnPlan:
    """What is read of workbooks at the client's level: each a list of (sheet, title, rows), `hidden` behind a title."""
    root = home / "data" / "raw" / "acme"
    for slug in NAMES:
        (root / slug).mkdir(parents=True, exist_ok=True)
    for name, sheets in books.items():
        made = openpyxl.Workbook()
        made.remove(made.active)
        for title, above, rows in sheets:
            sheet = made.create_sheet(title)
            for row in [(above,), *rows] if above else rows:
                sheet.append(row)
        made.save(root / f"{name.replace('_', ' ')}.xlsx")
    return load_own_plan(home, "acme", NAMES)


def told(plan: OwnPlan) -> list[tuple]:
    rows = plan.rows.astype(object).where(plan.rows.notna(), None)
    days = [None if day is None else f"{day:%Y-%m-%d}" for day in rows["day"]]
    return list(zip(rows["slug"], rows["place"], days, rows["said"], rows["remark"], strict=True))


def test_the_newest_version_counts_and_what_is_left_out_is_said(tmp_path):
    found = written(tmp_path, the_moves=[("draft 2", None, SECOND), ("draft 1", None, FIRST)])
    assert told(found) == [
        ("birch-eye", 1, "2026-03-30", None, "after the audit"),
        ("alder-family", 3, None, "tbd", None),
        ("cove-spine", 2, "2026-05-04", None, None),
    ]
    # row 5 is that of Dune, of which there is no practice
    assert [note.rstrip(".") for note in found.notes] == [
        "sheet draft 2: row 5 of the client's plan names no practice that is known",
        "An older version of the client's plan is not used: version 1 (the moves.xlsx)",
    ]


@pytest.mark.parametrize(
    ("books", "place_of_alder"),
    [
        (
            {"plan_2026-01-10": [("a", None, FIRST)], "plan_2026-02-20": [("a", None, SECOND)]},
            3,
        ),  # by the name's day
        ({"plan": [("a", "Version 4", FIRST), ("b", "Version 3", SECOND)]}, 1),  # by a title's number
        (
            {"plan": [("a", None, FIRST), ("b", None, SECOND)]},
            None,
        ),  # nothing tells which is newer: none counts
        ({"plan": [("a", None, FIRST), ("b", None, FIRST)]}, 1),  # they say the same
        ({"fees": [("a", None, [("Clinic", "Fee"), ("Alder", "10.00"), ("Birch Eye", "12.00")])]}, None),
        ({"days": [("a", None, [("Payer", "Date"), ("Aetna", "3/2/2026"), ("Cigna", "3/3/2026")])]}, None),
    ],
)
def test_a_plan_is_told_by_its_practices_and_days_and_its_version_by_names_and_titles(
    books, place_of_alder, tmp_path
):
    found = written(tmp_path, **books)
    places = {slug: place for slug, place, *_ in told(found)}
    assert places.get("alder-family") == place_of_alder
    assert any("none is newer" in note for note in found.notes) == (
        place_of_alder is None and len(next(iter(books.values()))) == 2
    )


def test_a_practice_is_meant_by_words_that_begin_one_name_alone():
    names = {"north-shore": "North Shore", "north-hill": "North Hill"}
    assert (meant("North", names), meant("north hill", names), meant("Shore", names)) == (
        None,
        "north-hill",
        None,
    )


def test_10_has_the_clients_own_days_beside_those_of_the_intakes():
    facts = [one("a", cutover=dt.date(2026, 9, 1)), one("b", cutover=dt.date(2026, 9, 1)), one("c"), one("d"),
             one("e", cutover=dt.date(2026, 9, 1))]  # fmt: skip
    days = {"a": "2026-09-01", "b": "2026-10-05", "c": "2026-11-02", "d": None, "e": None}
    rows = [{"slug": slug, "place": 5 - n, "day": day and pd.Timestamp(day), "version": "version 2"}
            for n, (slug, day) in enumerate(days.items())]  # fmt: skip
    own = OwnPlan(conform(pd.DataFrame(rows).reindex(columns=[c.name for c in PLANNED]), PLANNED))
    plan = SimpleNamespace(
        inputs=replace(book(*facts), own=own), days={"b": dt.date(2026, 9, 1)}, undecided={"c"}
    )
    table = own_plan(plan)
    assert table["place"].tolist() == [1, 2, 3, 4, 5]
    assert dict(zip(table["practice"], table["state"], strict=True)) == {
        "A Clinic": SAME, "B Clinic": OTHER, "C Clinic": IN_PLAN, "D Clinic": NEITHER, "E Clinic": IN_INTAKE,
    }  # fmt: skip
    assert table.loc[table["decided"].notna(), "practice"].tolist() == ["C Clinic"]
    assert table["plan_on"].notna().tolist() == [False, False, False, True, False]
