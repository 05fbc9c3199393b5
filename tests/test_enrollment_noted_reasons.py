"""A rejection whose tracker has no reason has that of a dated note of a call, which is quoted with its day."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import pytest
from cutover.reading.payers.status_cells import tells_a_rejection
from cutover.workstreams.dated_notes import payer_notes
from cutover.workstreams.enrollment.inputs import Inputs
from cutover.workstreams.enrollment.plan import Plan
from cutover.workstreams.enrollment.standing import NOT_ON_FILE, REJECTED, standing
from cutover.workstreams.enrollment.work_list import work
from enrollment_makers import claims, filed, plan
from era_frames import PRACTICE

SENT = [*claims("Alder PPO", 3), *claims("Birch Health", 2)]
NOTE = "7/21 Alder rejected the ERA form: NPI not on file."
BARE = (filed("Alder PPO", "835", "REJECTED", "2026-07-10"),)


@pytest.fixture
def noted(tmp_path):
    """The plan of a practice with these notes, by path, and enrollments."""

    def made(notes: dict[str, str], enrollments=BARE) -> Plan:
        who = replace(PRACTICE, home=tmp_path)
        for path, text in notes.items():
            (who.raw / path).parent.mkdir(parents=True, exist_ok=True)
            (who.raw / path).write_text(text)
        inputs = plan(SENT, enrollments=enrollments).inputs
        return Plan(Inputs(replace(inputs.files, practice=who), inputs.as_of))

    return made


def era_of(made: Plan, payer: str = "Alder PPO"):
    rows = standing(made.inputs)
    return rows[rows["payer"].eq(payer) & rows["transaction"].eq("835")].iloc[0]


@pytest.mark.parametrize("folder", ["notes", "calls", "enrollments"])
def test_a_dated_note_tells_why_and_not_on_file_is_credentialing(noted, folder):
    text = f"7/2/2026 asked Birch for the form.\n{NOTE.replace('7/21', '7/21/2026')}\n"
    made = noted({f"{folder}/calls july.txt": text})
    row = era_of(made)
    assert row["state"] == NOT_ON_FILE
    assert row["reason"] == "by the note of 2026-07-21: Alder rejected the ERA form: NPI not on file"
    todo = work(made).set_index(["payer", "transaction"])["action"]["Alder PPO", "ERA (835)"]
    assert todo.startswith("Have the payer's provider department")
    told = payer_notes(made.inputs.files.practice, ["Alder PPO", "Birch Health"]).frame
    assert told["payer"].tolist() == ["Alder PPO", "Birch Health"]


def test_a_note_without_a_year_is_of_the_year_of_the_other_texts(noted):
    mail = "From: a@b.example\nDate: Sun, 19 Jul 2026 09:11:00 -0500\nSubject: x\n\nwhen?\n"
    row = era_of(noted({"notes/calls.txt": f"{NOTE}\n7/22 called again.\n", "notes/q.eml": mail}))
    assert (row["state"], row["reason"][:26]) == (NOT_ON_FILE, "by the note of 2026-07-21:")


@pytest.mark.parametrize(
    "text",
    [
        "7/9/2026 Alder rejected the ERA form: NPI not on file.",  # before it was filed, on 7/10
        "8/1/2026 Alder rejected the ERA form: NPI not on file.",  # after the report
        "7/21/2026 Alder rejected the claims form (837): NPI not on file.",  # another transaction
        "7/21/2026 Birch rejected the ERA form: NPI not on file.",  # another payer
        "7/21/2026 Alder and Birch rejected the ERA form: NPI not on file.",  # whose it is stays open
        "7/21/2026 Alder asks whether the NPI is not on file.",  # no rejection
        "7/21/2026 alder wood for the desk was rejected, not on file.",  # a word in small letters is no name
    ],
)
def test_a_note_of_something_else_tells_no_reason(noted, text):
    row = era_of(noted({"notes/calls.txt": f"{text}\n7/22/2026 Called support.\n"}))
    assert row["state"] == REJECTED and pd.isna(row["reason"])


def test_the_reason_of_the_tracker_stays_and_the_newest_note_counts(noted):
    own = (filed("Alder PPO", "835", "REJECTED", "2026-07-10", reason="W-9 is missing"),)
    assert era_of(noted({"notes/calls.txt": f"{NOTE}\n"}, own))["reason"] == "W-9 is missing"
    two = "7/21/2026 Alder rejected it: not on file.\n7/28/2026 Alder rejected it: page 2 is blank.\n"
    row = era_of(noted({"notes/calls.txt": two}))
    assert (row["state"], row["reason"]) == (
        REJECTED, "by the note of 2026-07-28: Alder rejected it: page 2 is blank"
    )  # fmt: skip


@pytest.mark.parametrize(
    ("text", "is_one"),
    [
        ("Alder rejected the form", True),
        ("the form was rejected: no NPI", True),
        ("835 form came back, wrong NPI", True),
        ("Rejected by the payer", True),
        ("not rejected, still in queue", False),
        ("maybe rejected", False),
        ("rejected?", False),
        ("form received", False),
    ],
)
def test_words_of_a_rejection(text, is_one):
    assert tells_a_rejection(text) is is_one
