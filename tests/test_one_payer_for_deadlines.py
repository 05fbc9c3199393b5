"""The limits of appeals and filing are those of the payer, under whichever of its proven names a claim has it."""

from __future__ import annotations

import dataclasses

import pandas as pd
import pytest
from cutover.reading.payers.deadlines import APPEAL, FILING, NO_APPEAL
from cutover.reading.payers.families import load_families
from cutover.reading.payers.same import SamePayers
from cutover.workstreams.open_claims.due import barred, due
from open_claims_makers import AS_OF, book, deadlines, decided, history

CONTRACTOR = "LAKE STATES PHYSICIANS CLAIMS"
PROVEN = SamePayers(((CONTRACTOR, "Medicare Pt B"),))


@pytest.mark.parametrize(
    ("name", "family"),
    [
        ("NGS JK", "Medicare"),  # a contractor's short name with its jurisdiction
        ("First Coast", "Medicare"),
        ("CGS J15", "Medicare"),
        ("WPS", "commercial"),  # it sells health plans besides: alone it may be one of them
        ("First Coast Health Plans", "commercial"),
        ("Tidewater Medicare Advantage", "Medicare Advantage"),
        ("Medicare supplement", "Medicare supplement"),
    ],
)
def test_the_list_of_contractors_tells_which_names_are_medicares(name, family):
    assert load_families(AS_OF).of(name).name == family


def test_a_proven_name_has_the_limits_of_its_payer_and_any_other_name_has_none():
    bare, proven = deadlines(), dataclasses.replace(deadlines(), same=PROVEN)
    assert bare.of(CONTRACTOR, NO_APPEAL) == bare.of("Medicare", NO_APPEAL) is not None  # of every payer
    for about in (APPEAL, FILING):
        assert bare.of(CONTRACTOR, about) is None
        assert proven.of(CONTRACTOR, about) == bare.of("Medicare", about) is not None
    # names of two families: nothing tells which of them the payer is
    two = dataclasses.replace(deadlines(), same=SamePayers(((CONTRACTOR, "Medicare Pt B", "Ohio Medicaid"),)))
    assert two.of(CONTRACTOR, APPEAL) is None
    stated = dataclasses.replace(deadlines(**{CONTRACTOR: {"appeal_days": 45}}), same=PROVEN)
    assert stated.of(CONTRACTOR, APPEAL).days == 45  # the client's own word goes first


@pytest.mark.parametrize(("remark", "no_right"), [("MA130", True), ("N130", False)])
def test_a_decision_that_cannot_be_appealed_has_no_appeal_under_any_name_of_its_payer(remark, no_right):
    made = decided("K1", "2026-07-01", 0, "CO-16", payer=CONTRACTOR, remark_codes=remark)
    rows = book([history("K1", "denied", payer_name=CONTRACTOR)], eras=[made]).open
    proven = dataclasses.replace(deadlines(), same=PROVEN)
    assert barred(rows, proven).tolist() == [no_right]
    found = due(rows, proven, pd.Timestamp(AS_OF)).iloc[0]
    assert found["deadline_is"] == (FILING if no_right else APPEAL)
    # an appeal: 2026-07-01 + 5 days until receipt is presumed + 120 days; filing: a year from the service of 06-01
    assert str(found["deadline_on"].date()) == ("2027-06-01" if no_right else "2026-11-03")
