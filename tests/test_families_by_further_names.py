"""A payer whose name tells no family is of the one that its further names tell, in 06 as in 11."""

from __future__ import annotations

import datetime as dt

import pandas as pd
import pytest
from cutover.reading.payers.families import load_families
from cutover.reading.payers.same import NONE_PROVEN, SamePayers
from cutover.workstreams.reporting_baseline.payments import by_payer

FAMILIES = load_families(dt.date(2026, 7, 31))
BLUE, AID = "BLUE CROSS OF MARSHLAND INC", "Marshland Medicaid"


@pytest.mark.parametrize(
    ("name", "others", "family"),
    [
        ("Marsh Health", [BLUE], "Blue Cross Blue Shield"),
        ("Marsh Health", [AID, "Marsh"], "Medicaid"),
        ("Marsh Health", [BLUE, AID], "commercial"),  # two families: nothing says which
        ("Marsh Health", [], "commercial"),
        (AID, [BLUE], "Medicaid"),  # its own name goes first
    ],
)
def test_the_one_family_of_its_further_names_counts(name, others, family):
    assert FAMILIES.of_names(name, others).name == family


@pytest.mark.parametrize(("same", "family"), [
    (SamePayers(((AID, "MARSH PROMPT"),)), "Medicaid"), (NONE_PROVEN, "commercial"),
])  # fmt: skip
def test_the_payments_of_a_payer_are_of_the_family_of_its_proven_names(same, family):
    paid = pd.DataFrame({"paid_on": [pd.Timestamp("2026-06-30")], "payer": ["MARSH PROMPT"], "side": ["Office Ally"],
                         "payment": [1], "paid_cents": [6_400]})  # fmt: skip
    assert by_payer(paid, FAMILIES, same)["family"].tolist() == [family]
