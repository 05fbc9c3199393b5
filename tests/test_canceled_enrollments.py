"""An enrollment that was filed and canceled is canceled, not unfiled and not forgotten: it is filed again."""

from __future__ import annotations

import datetime as dt

import pytest
from cutover.reading.mapping.record import FILES
from cutover.workstreams.enrollment.cases import cases
from cutover.workstreams.enrollment.verdict import verdict
from cutover.workstreams.enrollment.work_list import work
from enrollment_makers import claims, day, filed, frame, plan

MOVED = dt.date(2026, 7, 6)
OF = ("enroll-canceled", "enroll-never-filed", "enroll-era-forgotten")


@pytest.mark.parametrize(
    ("status", "claims_are", "code", "what", "action"),
    [
        ("CANCELED", "LIVE", "enroll-canceled", "filed on 2026-06-02, canceled since 2026-07-01",
         "File it again today, because it was canceled"),
        ("CANCELED", "not filed", "enroll-canceled", "filed on 2026-06-02, canceled since 2026-07-01",
         "File it again today, because it was canceled, together with its claims"),
        ("not filed", "LIVE", "enroll-era-forgotten", "claims are filed, the ERA is not", "File it today"),
        ("not filed", "not filed", "enroll-never-filed", "not filed", "File it today, together with its claims"),
    ],
)  # fmt: skip
def test_a_canceled_era_is_told_as_canceled_and_filed_again(status, claims_are, code, what, action):
    told = filed("TARN MUTUAL", "835", status, "2026-07-01")
    told["filed_on"] = day("2026-06-02") if status == "CANCELED" else None
    of = plan(
        claims("TARN MUTUAL", 3), enrollments=[told, filed("TARN MUTUAL", "837P", claims_are)], cutover=MOVED
    )
    found = cases(of)
    rows = {one: [w for w, t in zip(found[one]["what"], found[one]["transaction"], strict=True) if t == "835"]
            for one in OF}  # fmt: skip
    assert rows == {one: [] for one in OF} | {code: [what]}
    assert work(of).set_index("transaction").loc["ERA (835)", "action"] == action


@pytest.mark.parametrize(
    ("source", "state", "words"),
    [
        ("claims sent through Medi", "not read", "no file that was read tells whether"),
        ("export of enrollments", "not read", "no file that was read tells whether"),
        ("claims sent through Medi", "read", "no file tells whether"),
        ("claim history", "not read", "no file tells whether"),  # it tells of no enrollment
    ],
)
def test_beside_a_list_that_was_not_read_no_file_that_was_read_tells(source, state, words):
    of = plan(claims("TARN MUTUAL", 3), enrollments=[filed("TARN MUTUAL", "835", "LIVE")], cutover=MOVED)
    shut = frame(FILES, [{"source": source, "source_file": "medi_submissions/went.csv", "state": state}])
    object.__setattr__(of.inputs.files, "claim_files", shut)
    assert words in verdict(of, work(of))
