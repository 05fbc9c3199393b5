"""What an intake leaves empty is not known, in each gate: nobody is said to have failed at what nobody was asked."""

from __future__ import annotations

from types import SimpleNamespace

import pandas as pd
import pytest
from cutover.intake.sheets import SUPPORT_REQUESTS
from cutover.reading.practice.book import Practice
from cutover.workstreams.readiness.evidence import evidence
from cutover.workstreams.readiness.findings import made
from cutover.workstreams.readiness.steps import _asked
from cutover.workstreams.readiness.verdict import figures
from enrollment_makers import frame
from test_readiness import AS_OF, day, ready, user

OPEN_CELLS = {"medi_login": None, "logged_in": None}


def staff(*answers: dict) -> list[dict]:
    return [user("north", "north") | OPEN_CELLS | one for one in answers]


@pytest.mark.parametrize(
    ("answers", "shows", "words", "figure", "out"),
    [
        # nobody filled in the column: neither has anybody logged in, nor has anybody not
        (({}, {}), None, "the intake does not say who has logged in", None, 0),
        # the column is kept for one, so the other's empty cell is no login
        (({"medi_login": day("2026-07-02")}, {}), False, "1 of 2 who bill has not logged in", "1 of 2", 1),
        (({"logged_in": False}, {"logged_in": True}), False, "1 of 2 who bill has not logged in", "1 of 2", 1),
        (({"logged_in": True}, {"medi_login": day("2026-07-02")}), True, "all who bill have logged in", "2 of 2", 0),
        # a day after the report is an answer: not yet
        (({"medi_login": day("2026-08-30")},), False, "1 of 1 who bill has not logged in", "0 of 1", 1),
    ],
)  # fmt: skip
def test_a_login_that_nobody_noted_is_not_known(answers, shows, words, figure, out):
    given = ready(AS_OF, users=staff(*answers))
    found = evidence(given)["day-zero-6"]
    assert (found.shows, words in found.words) == (shows, True), found.words
    assert figures(given)[-1].value == figure
    assert {f.code: f.count for f in made(given)}.get("ready-user-no-login", 0) == out


@pytest.mark.parametrize(
    ("lies", "words"),
    [
        ((), "2 of 2 delivered by the intake; no file lies in the folders appointments and charts"),
        (("charts/notes.csv",), "2 of 2 delivered by the intake; no file lies in the folder appointments"),
        (("charts/notes.csv", "appointments/booked.csv"), "2 of 2 delivered by the intake"),
        # a list of appointments lies among the patients, and is known by its columns
        (("charts/notes.csv", "demographics/booked.csv"), "2 of 2 delivered by the intake"),
        (("charts/notes.csv", "demographics/other.csv"),
         "2 of 2 delivered by the intake; no file lies in the folder appointments"),
    ],
)  # fmt: skip
def test_what_support_delivered_by_the_intake_is_not_called_here_without_a_file(tmp_path, lies, words):
    practice = Practice("acme", "one", "Practice One", frozenset(), frozenset(), tmp_path)
    booked = "Visit Date,Time,Acct,Status\n" + "".join(
        f"8/{n}/2026,9:{n}0,P{n},Booked\n" for n in range(1, 6)
    )
    for name in lies:
        (practice.raw / name).parent.mkdir(exist_ok=True, parents=True)
        (practice.raw / name).write_text(booked if name == "demographics/booked.csv" else "a,b\n1,2\n")
    asked = [{"subject": what, "asked_on": day("2026-07-01"), "delivered_on": day("2026-07-20")}
             for what in ("appointments", "charts")]  # fmt: skip
    tables = {
        "support requests": frame(SUPPORT_REQUESTS.columns, asked),
        "practice": pd.DataFrame({"usage": pd.Series(dtype="str")}),
    }
    given = SimpleNamespace(
        intake=SimpleNamespace(tables=tables),
        today=pd.Timestamp(AS_OF),
        practice=practice,
    )
    assert _asked(given) == (
        not words.endswith(("appointments", "charts")),
        words,
    )  # what came and is nowhere is not done
