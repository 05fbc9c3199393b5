"""An office's own list of what is on in Office Ally: which payer in use has an ERA there, which has none."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest
from cutover.reading.mapping.record import FILES
from cutover.reading.payers.office_ally_list import load_in_office_ally
from cutover.reading.payers.tracker_grids import OLD_SYSTEM
from cutover.reading.practice.book import Practice
from cutover.workstreams.enrollment.in_office_ally import (
    CLOSED,
    OFF,
    ON,
    UNLISTED,
    UNTOLD,
    UNUSED,
    in_office_ally,
)
from enrollment_makers import claims, filed, frame, plan

LIST = """Insurance,Payer No.,Claims,ERA,Active since
Quarry Health,QH100,Y,Y,03/2020
Ridge Mutual,RM200,Y,paper only,
Sable Care,SC300,Y,?,2022
Tern Life (terminated 6/30/2025),TL400,yes,yes,2019
Umber Plan,UP500,no,no,
"""
ASIDE = [{"source": "export of enrollments", "source_file": "enrollments/on there.csv", "state": "read",
          "reason": f"5 rows left out: {OLD_SYSTEM}"}]  # fmt: skip


def at(home: Path, text: str = LIST) -> Practice:
    practice = Practice("acme", "north", "North", frozenset(), frozenset(), home)
    (practice.raw / "enrollments").mkdir(parents=True)
    (practice.raw / "enrollments" / "on there.csv").write_text(text)
    return practice


def flags(values: pd.Series) -> list[bool | None]:
    return [None if pd.isna(value) else bool(value) for value in values]


def test_claims_and_eras_are_read_with_yes_and_no_and_a_closed_plan_as_closed(tmp_path):
    rows = load_in_office_ally(at(tmp_path), frame(FILES, ASIDE))
    assert rows["payer_name"].tolist() == [
        "Quarry Health",
        "Ridge Mutual",
        "Sable Care",
        "Tern Life",
        "Umber Plan",
    ]
    assert flags(rows["claims_on"]) == [True, True, True, True, False]
    assert flags(rows["eras_on"]) == [True, False, None, True, False]  # a question mark says neither
    assert flags(rows["is_closed"]) == [False, False, False, True, False]


def test_a_file_of_which_no_row_was_left_out_is_not_opened(tmp_path):
    read = [ASIDE[0] | {"reason": None}]
    assert load_in_office_ally(at(tmp_path), frame(FILES, read)).empty


def test_each_payer_in_use_has_its_state_in_office_ally(tmp_path):
    used = ["QUARRY HEALTH PLAN", "Ridge Mutual", "Sable Care", "Tern Life", "Vetch Benefits"]
    of = plan(
        [row for name in used for row in claims(name, 2)], enrollments=[filed("Ridge Mutual", "837P", "LIVE")]
    )
    files = replace(of.inputs.files, practice=at(tmp_path))
    files = replace(files, enrollments=replace(files.enrollments, files=frame(FILES, ASIDE)))
    object.__setattr__(of.inputs, "files", files)
    table = in_office_ally(of)
    states = sorted(zip(table.frame["payer"], table.frame["state"], strict=True))
    assert states == [
        ("QUARRY HEALTH PLAN", ON), ("Ridge Mutual", OFF), ("Sable Care", UNTOLD),
        ("Tern Life", CLOSED), ("Tern Life", UNLISTED),  # its claims go to a plan that the list calls closed
        ("Umber Plan", UNUSED), ("Vetch Benefits", UNLISTED),
    ]  # fmt: skip
    assert table.note.startswith(f"{ON}: 1, {OFF}: 1")


@pytest.mark.parametrize(
    ("status", "reason"),
    [("REJECTED", "tax ID unknown to us"), ("PROVISIONING", None)],  # another status has another reason
)
def test_a_reason_that_one_list_tells_of_the_same_status_stays_beside_a_newer_list_without_one(
    status, reason
):
    older = filed(
        "Ridge Mutual",
        "835",
        "REJECTED",
        "2026-07-01",
        reason="tax ID unknown to us",
        source="tracker of enrollments",
    )
    newer = filed("Ridge Mutual", "835", status, "2026-07-02", source="export of enrollments")
    row = (
        plan(claims("Ridge Mutual", 2), enrollments=[older, newer])
        .standing.set_index("transaction")
        .loc["835"]
    )
    assert row["status"] == status and (row["reason"] if isinstance(row["reason"], str) else None) == reason
