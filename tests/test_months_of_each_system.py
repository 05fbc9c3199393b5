"""What Office Ally is charged for are its own claims: those that went through Medi stand beside them (05)."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import pytest
from cost_cases import AS_OF, one_files, one_invoice, submissions
from cutover.columns import conform, empty
from cutover.reading.claims.tables import SENT_CLAIMS
from cutover.workstreams.cost import report as cost
from cutover.workstreams.cost.inputs import Inputs
from parallel_frames import day, frame

BILL = one_invoice(("2026-06", "Non-par fee", 1, "44.95"))


def numbered(count: int, way: str | None = None):
    """So many claims of June, sent on the 10th, each of an account of its own; the last went as `way` says."""
    claims, par = submissions(["2026-06"], each=count)
    accounts = [f"A{n}" for n in range(count)]
    ways = pd.Series([None] * (count - 1) + [way], dtype="str")
    return claims.assign(
        patient_control_number=accounts, service_from=day("2026-06-02"), sent_through=ways
    ), par


def listed(account: str, on: str) -> dict:
    return {"patient_control_number": account, "service_from": day("2026-06-02"), "sent_on": day(on)}


def june(count: int, *rows: dict, way: str | None = None):
    """June of both tables, and what the year ahead takes for a month."""
    sent = frame(SENT_CLAIMS, list(rows)) if rows else conform(empty(SENT_CLAIMS), SENT_CLAIMS)
    files = replace(one_files(claims=numbered(count, way), invoices=BILL), sent=sent)
    inputs = Inputs((files,), (), AS_OF, "elm", "Elm Clinic")
    tables = cost.assess(inputs).tables
    (past,) = tables["past"].frame.to_dict("records")
    past["by_medi"] = next(iter(tables["by_medi"].frame["by_medi"]), None)
    back = tables["back"].frame.set_index("period").loc["2026-06"]
    return past, back, sum(inputs.comparison.own[0].flows["claim"].monthly) // 12


@pytest.mark.parametrize(("rows", "way", "own", "theirs", "ahead"), [
    ((), None, 8, None, 8),
    ((listed("B1", "2026-06-20"), listed("B2", "2026-06-21")), None, 8, 2, 10),  # Medi's list alone has them
    ((listed("A3", "2026-06-10"),), None, 8, None, 8),  # both systems show it: Office Ally's, as in the non-par fee
    ((listed("A3", "2026-07-01"),), None, 8, None, 8),  # again through Medi in July: June's was Office Ally's
    ((), "Medi", 7, 1, 8),  # its claim list says so
    ((listed("A7", "2026-06-10"),), "Office Ally", 8, None, 8),  # its claim list says otherwise
])  # fmt: skip
def test_claims_of_medi_are_in_no_month_of_office_allys_and_in_the_year_ahead(rows, way, own, theirs, ahead):
    past, back, a_month = june(8, *rows, way=way)
    assert (past["claims"], back["claims_count"]) == (own, own)
    assert (past["by_medi"], back.get("by_medi_count")) == (theirs, theirs)
    # 20.00 for the platform and 0.70 for each of Office Ally's claims
    assert past["medi_cents"] == back["medi_high_cents"] == 2_000 + 70 * own
    assert a_month == ahead


def test_a_month_of_which_medis_claims_alone_are_known_is_no_month_without_claims_of_office_ally():
    past, back, _ = june(1, way="Medi")
    assert pd.isna(past["claims"]) and pd.isna(past["medi_cents"]) and past["by_medi"] == 1
    assert pd.isna(back["claims_count"]) and pd.isna(back["medi_high_cents"]) and back["by_medi_count"] == 1
