"""The client's own plan of its rollout as a text: a line a practice, and a folder of papers is no practice."""

from __future__ import annotations

import pytest
from cutover.reading.practice import folders
from cutover.reading.practice.own_plans import load_own_plan

NAMES = {"alder-family": "Alder Family Medicine", "birch-eye": "Birch Eye Center", "cove-spine": "Cove Spine"}


def home_with(home, text: str, path: str = "rollout/plan.txt"):
    """A client of three practices with one text at its own level."""
    root = home / "data" / "raw" / "acme"
    for slug in NAMES:
        (root / slug).mkdir(parents=True, exist_ok=True)
    file = root / path
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text)
    return home


def told(home) -> list[tuple]:
    rows = load_own_plan(home, "acme", NAMES).rows.astype(object)
    rows = rows.where(rows.notna(), None)
    days = [None if day is None else f"{day:%m-%d}" for day in rows["day"]]
    return list(zip(rows["slug"], rows["place"], days, rows["said"], rows["remark"], strict=True))


WHOLE = [
    ("alder-family", 1, "03-02", None, "done"), ("birch-eye", 2, "04-06", None, None),
    ("cove-spine", 3, None, "not before summer", None),
]  # fmt: skip


@pytest.mark.parametrize(
    "text",
    [
        "Acme: our order\n1 alder-family 3/2/2026 (done)\n2 birch-eye 4/6/2026\n3 cove-spine not before summer",
        "1. Alder - 2026-03-02 - done\n2. Birch Eye Center, 04/06/2026\n3. Cove Spine: not before summer\n",
        "#1 Alder Family Medicine (done) Mar 2, 2026\n#2 Birch: Apr 6, 2026\n\n#3 Cove, not before summer",
    ],
)
def test_a_line_is_a_practice_with_its_place_its_day_and_a_remark(text, tmp_path):
    assert told(home_with(tmp_path, text)) == WHOLE


def test_the_day_may_stand_before_the_practice_and_without_a_place(tmp_path):
    text = "Go live dates\n3/2/2026 Alder\n4/6/2026 Birch Eye (after the audit)"
    assert told(home_with(tmp_path, text, "dates 2026.txt")) == [
        ("alder-family", None, "03-02", None, None), ("birch-eye", None, "04-06", None, "after the audit"),
    ]  # fmt: skip


def test_a_line_of_nobody_and_a_practice_that_stands_twice_are_said(tmp_path):
    lines = [
        "1 alder-family 3/2/2026",
        "2 Dune Dental 3/9/2026",
        "3 birch-eye 4/6/2026",
        "4 cove-spine 5/4/2026",
    ]
    text = "\n".join([*lines, "5 Birch 5/5/2026"])
    found = load_own_plan(home_with(tmp_path, text), "acme", NAMES)
    assert found.rows["slug"].tolist() == ["alder-family", "cove-spine"]
    assert [note.rstrip(".") for note in found.notes] == [
        "line 2 of the client's plan names no practice that is known",
        "the client's plan has birch-eye twice; it is left out",
    ]


@pytest.mark.parametrize(
    ("path", "text"),
    [
        (
            "emails/to bea.txt",
            "Alder moved on 3/2/2026, and Birch Eye asks when.\nCove Spine may be next.",
        ),  # prose
        ("fees.txt", "Fees\n1 alder-family 10.00\n2 birch-eye 12.00"),  # nothing says that it is about a move
        ("rollout/notes.txt", "1 call Aetna 3/2/2026\n2 ask the bank 3/3/2026\n3 alder-family 3/4/2026"),
    ],
)
def test_a_text_of_something_else_is_no_plan(path, text, tmp_path):
    assert told(home_with(tmp_path, text, path)) == []


@pytest.mark.parametrize(
    ("folder", "is_practice"),
    [("rollout", False), ("go-live-plan", False), ("cutover-dates", False), ("project-plans", False),
     ("rollout-clinic", True)],
)  # fmt: skip
def test_a_folder_of_plans_is_no_practice_and_one_with_a_practices_files_is(folder, is_practice, tmp_path):
    home = home_with(tmp_path, "1 alder-family 3/2/2026", f"{folder}/plan.txt")
    assert (folder in folders.practices(home, "acme")) is is_practice
    (tmp_path / "data" / "raw" / "acme" / folder / "era").mkdir()
    assert folder in folders.practices(home, "acme")
