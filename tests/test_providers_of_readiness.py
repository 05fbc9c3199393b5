"""A provider whose last day is before the cutover has ended, whatever file shows it; who lacks a taxonomy is told."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import pytest
from cutover.columns import Privacy
from cutover.reading.claims.tables import SENT_CLAIMS
from cutover.workstreams.provider_gaps import without_taxonomy
from cutover.workstreams.readiness.evidence import evidence
from cutover.workstreams.readiness.providers import ENDED, PROVIDERS, SEEN, providers
from cutover.workstreams.readiness.report import assess
from enrollment_makers import AS_OF, NPI, OTHER_NPI, day
from parallel_frames import frame
from test_readiness import ready, with_sheets

GROUP = {"name": "North", "npi": NPI, "npi_type": "group", "bills": True}
SENT = [{"billing_npi": NPI, "rendering_npi": OTHER_NPI, "sent_on": day("2026-07-20")}]


def listed(ends_on: str | None, **said):
    person = {
        "name": "Ann Alder",
        "npi": OTHER_NPI,
        "npi_type": "individual",
        "ends_on": pd.Timestamp(ends_on),
    }
    return with_sheets(replace(ready(), sent=frame(SENT_CLAIMS, SENT)), providers=[GROUP, person | said])


@pytest.mark.parametrize(
    # the cutover is 2026-08-10 and the report of 2026-07-31: who ends on the day of the report is still there
    ("ends_on", "state"), [("2026-07-30", ENDED), ("2026-07-31", SEEN), (None, SEEN)],
)  # fmt: skip
def test_one_that_ended_is_ended_also_where_files_show_it(ends_on, state):
    rows = providers(listed(ends_on)).set_index("npi")
    assert (rows.loc[OTHER_NPI, "state"], rows.loc[NPI, "state"]) == (state, SEEN)
    assert rows.loc[OTHER_NPI, "seen_in"] == "claim sent through Medi"


def test_one_that_ended_is_not_among_those_that_must_arrive():
    told = {one: evidence(listed(one))["day-zero-2"].words for one in ("2026-07-30", "2026-07-31")}
    assert "1 of 1 provider named" in told["2026-07-30"] and "2 of 2 providers named" in told["2026-07-31"]


@pytest.mark.parametrize(
    ("kinds", "words"),
    [
        (["individual", "group", "group"], "1 person and 2 groups"),
        (["individual", "individual"], "2 persons"),
        (["group", None], "1 group and 1 provider of no stated kind"),
        ([], ""),
    ],
)
def test_persons_and_groups_without_a_taxonomy_are_counted_apart(kinds, words):
    rows = pd.DataFrame(
        {"npi_type": [*kinds, "group"], "taxonomy": [*[None] * len(kinds), "207Q00000X"]}, dtype="str"
    )
    assert without_taxonomy(rows) == words


def test_who_lacks_a_taxonomy_is_named_at_the_desk_alone():
    table = assess(listed(None)).tables["providers"]
    assert table.note.startswith("1 person and 1 group without a taxonomy code in the intake")
    assert table.frame.set_index("name")["taxonomy"].isna().to_dict() == {"North": True, "Ann Alder": True}
    assert next(c for c in PROVIDERS if c.name == "name").privacy == Privacy.DESK


@pytest.mark.parametrize(
    ("days", "said"),
    [(-13, "13 days ago (1 whole week)"), (-14, "14 days ago (2 whole weeks)"), (-6, "6 days ago"),
     (15, "in 15 days (2 whole weeks)")],
)  # fmt: skip
def test_the_time_since_the_cutover_is_also_in_whole_weeks(days, said):
    figures = assess(ready(cutover=AS_OF + pd.Timedelta(days, "D").to_pytimedelta())).figures
    assert said in {figure.note for figure in figures}
