"""02 finds the payer of a patient in the payer list as the fees find it: by spelling, programs, and what is proven."""

from __future__ import annotations

import pandas as pd
import pytest
from cutover.reading.claims.tables import PAYER_LIST
from cutover.reading.payers.same import SamePayers
from cutover.workstreams.demographics.payers import proposals
from parallel_frames import AS_OF, frame

LISTED = (("Tarnbrook Health of the Lakes", "TB001"), ("Quarry Mutual", "QM1"), ("Quarry Mutual", "QM2"),
          ("Aetna", "60054"), ("MO HealthNet", "43025"))  # fmt: skip
SAME = SamePayers(
    (("Tarnbrook Health of the Lakes", "TB HP"), ("Quarry Mutual", "QMI"), ("Elm Plan", "Elm")),
    (("TB HP", "6 of its 6 answered claims were answered by this payer's remittances"),),
)


@pytest.mark.parametrize(
    ("written", "name", "payer_id"),
    [
        ("TB HP", "Tarnbrook Health of the Lakes", "TB001"),
        ("QMI", "Quarry Mutual", None),  # the list has it under two IDs: which one, a person decides
        ("Missouri Medicaid", "MO HealthNet", "43025"),  # a program is Medicaid of its state
        ("Elm", None, None),  # proven to be Elm Plan, which the list does not have
        ("Aetna Medicare Advantage", None, None),  # another line of business, and nothing proves it
    ],
)
def test_a_payer_is_found_in_the_list_as_the_fees_find_it(written, name, payer_id):
    payers = frame(PAYER_LIST, [{"list_date": AS_OF, "payer_name": n, "payer_id": i} for n, i in LISTED])
    covered = pd.DataFrame({"payer_name": [written], "payer_id": [None]}).astype("str")
    found = proposals(covered, payers, SAME).astype(object).iloc[0]
    assert [None if pd.isna(one) else one for one in found[["proposed_payer_name", "proposed_payer_id"]]] == [
        name, payer_id,
    ]  # fmt: skip


def test_the_proof_is_said():
    payers = frame(PAYER_LIST, [{"list_date": AS_OF, "payer_name": n, "payer_id": i} for n, i in LISTED])
    covered = pd.DataFrame({"payer_name": ["TB HP"], "payer_id": [None]}).astype("str")
    assert (
        proposals(covered, payers, SAME)["why"]
        .iloc[0]
        .endswith(
            "as Tarnbrook Health of the Lakes: 6 of its 6 answered claims were answered by this payer's remittances"
        )
    )
    assert proposals(covered, payers)["proposed_payer_name"].isna().all()  # without proof nobody is
