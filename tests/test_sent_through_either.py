"""What a practice sent through either system counts once in its volumes (05, 06) and its charges (11)."""

from __future__ import annotations

import datetime as dt

import pandas as pd
import pytest
from baseline_makers import billed, book, changed, every_month, state, value
from cost_cases import one_files, one_intake
from cutover.reading.claims.either_way import sent_first, with_sent
from cutover.reading.claims.tables import SENT_CLAIMS, SUBMITTED_CLAIMS
from cutover.workstreams.cost.volumes import BILLED, known_volumes
from cutover.workstreams.nonpar_fees.exposure import months_table
from cutover.workstreams.reporting_baseline.charges import billed as all_billed
from cutover.workstreams.reporting_baseline.charges import by_month
from cutover.workstreams.reporting_baseline.coverage import HOLE
from cutover.workstreams.reporting_baseline.findings import ends
from cutover.workstreams.reporting_baseline.verdict import verdict
from nonpar_makers import basis_of
from nonpar_makers import sent as fees_of
from parallel_frames import day, frame

AS_OF = dt.date(2026, 7, 31)


def told(number: str, served: str, on: str | None, source: str = "claim history", **said) -> dict:
    return {"patient_control_number": number, "service_from": day(served), "submission": "original",
            "submission_date": day(on) if on else pd.NaT, "date_basis": "stated" if on else None, "state": "unknown",
            "source": source, "source_file": f"claims/{number}.csv", "source_row": 1} | said  # fmt: skip


def listed(number: str, served: str, on: str | None, **said) -> dict:
    return {"patient_control_number": number, "service_from": day(served), "sent_on": day(on) if on else pd.NaT,
            "state": "accepted", "payer_name": "ALDER HEALTH", "source_file": "medi_submissions/list.csv",
            "charge_cents": 4_000, "source_row": 1} | said  # fmt: skip


def both(submitted=(), sent=()) -> tuple[pd.DataFrame, pd.DataFrame]:
    return frame(SUBMITTED_CLAIMS, list(submitted)), frame(SENT_CLAIMS, list(sent))


def months(submitted=(), sent=()) -> dict[tuple[str, str], int]:
    """How many of each kind were sent in each month, without those of which there are none."""
    intake, files = one_intake(), one_files()
    found = known_volumes(
        sent_first(*both(submitted, sent)), intake.tables["volumes"], files.invoices.lines, AS_OF
    )
    rows = found[found["transaction"].isin(BILLED) & found["count"].gt(0)]
    return {
        (f"{r.month:%Y-%m}", r.transaction): int(r.count_)
        for r in rows.rename(columns={"count": "count_"}).itertuples()
    }


def test_a_months_volume_is_what_went_through_office_ally_and_what_went_through_medi():
    old = [told("A1", "2026-06-01", "2026-06-03"), told("A2", "2026-06-02", "2026-06-30")]
    new = [listed("B1", "2026-06-20", "2026-06-25"), listed("B2", "2026-06-29", "2026-07-01")]
    # June 2 of Office Ally and B1, July B2: the day of sending sets the month
    assert months(old, new) == {("2026-06", "claim"): 3, ("2026-07", "claim"): 1}


def test_what_a_history_says_went_through_medi_counts_without_any_list():
    rows = [
        told("A1", "2026-06-01", "2026-06-03"),
        told("A2", "2026-06-02", "2026-06-04", sent_through="Medi"),
    ]
    assert months(rows) == {("2026-06", "claim"): 2}


@pytest.mark.parametrize("source", ["claim history", "file summary", "file of claims (837)"])
def test_a_claim_in_medis_list_and_in_office_allys_files_is_one(source):
    # same account and day of service: one; another day: a claim of its own
    old, new = told("A1", "2026-06-01", "2026-06-03", source), listed("A1", "2026-06-01", "2026-06-09")
    assert months([old], [new]) == {("2026-06", "claim"): 1}
    assert months([old], [listed("A1", "2026-06-02", "2026-06-09")]) == {("2026-06", "claim"): 2}


def test_a_claim_that_medi_rejected_and_that_was_sent_again_is_one_claim_and_one_resubmitted():
    first = listed("B1", "2026-06-20", "2026-06-25", state="rejected", claim_number="N1")
    again = listed("B1", "2026-06-20", "2026-07-02", claim_number="N2")
    assert months([], [first, again]) == {("2026-06", "claim"): 1, ("2026-07", "resubmitted claim"): 1}


def test_a_claim_that_medis_list_takes_back_was_sent_once_and_the_taking_back_is_no_claim():
    back = listed("B1", "2026-06-20", "2026-06-27", frequency="void")
    assert months([], [listed("B1", "2026-06-20", "2026-06-25"), back]) == {("2026-06", "claim"): 1}


def test_the_day_of_a_list_goes_before_the_guess_from_a_remittance():
    # service of June, sent in July: the remittance alone would put it into June
    era = told("B1", "2026-06-29", None, "ERA", sent_through="Medi")
    assert months([era], [listed("B1", "2026-06-29", "2026-07-02")]) == {("2026-07", "claim"): 1}


def test_the_remittance_stays_the_row_where_payers_are_counted():
    era = told("B1", "2026-06-29", None, "ERA", sent_through="Medi", payer_name="ALDER HEALTH PLAN")
    rows = with_sent(
        *both([era], [listed("B1", "2026-06-29", "2026-07-02"), listed("B2", "2026-06-30", None)])
    )
    assert rows["source"].tolist() == ["ERA", "claims sent through Medi"]
    assert rows["sent_through"].tolist() == ["Medi", "Medi"]
    assert with_sent(*both([era]))["source"].tolist() == ["ERA"]


CUTOVER = dt.date(2026, 5, 18)


def moved(sent=(), last: int = 5, **said):
    """A practice with a claim on the 10th of each month from January through `last`, and Medi's lists since then."""
    history = [billed(f"L{n}", f"2026-0{n}-10") for n in range(1, last + 1)]
    eras = every_month("2026-06", "2026-07")
    return book(history, eras, cutover=CUTOVER, sent=frame(SENT_CLAIMS, list(sent)), **said)


SENT = [listed("M5", "2026-05-20", "2026-05-21"), listed("M6", "2026-06-10", "2026-06-11", charge_cents=2_500),
        listed("M7", "2026-07-20", "2026-07-29")]  # fmt: skip


def test_charges_since_the_cutover_are_those_of_medis_lists():
    found = moved(SENT)
    # May: $100.00 of L5 and $40.00 of M5; June: $25.00 of M6; the list reaches 2026-07-29, 14 days past June's end
    assert [value(found, "charges", f"2026-0{m}") for m in (4, 5, 6, 7)] == [10_000, 14_000, 2_500, 4_000]
    assert [state(found, "charges", f"2026-0{m}")[0] for m in (5, 6, 7)] == ["whole", "whole", "in part"]
    assert "no export" not in " ".join(state(found, code, "2026-06")[1] for code in ("charges", "open"))
    assert "its lists state no balances" in state(found, "open", "2026-06")[1]
    assert "Charges" not in set(ends(found)["measure"]) and "and its lists of claims" in verdict(found)


def test_without_a_list_charges_since_the_cutover_are_not_known():
    found = moved()
    assert state(found, "charges", "2026-06")[0] == "not known"
    assert "no export of its claims is on file" in state(found, "charges", "2026-06")[1]
    assert "Charges" in set(ends(found)["measure"])


def test_a_list_that_begins_long_after_office_allys_claims_end_leaves_the_months_between_in_part():
    # claims through 2026-04-10, the list from 2026-06-11 on: 62 days between, more than the 14 of the limit
    found = moved(SENT[1:], last=4)
    assert state(found, "charges", "2026-06")[0] == "in part"
    assert "Medi's lists begin on 2026-06-11" in state(found, "charges", "2026-06")[1]
    rows = found.coverage.set_index(["source", "month"])
    assert rows.loc[("claims", day("2026-06-01")), "kind"] == HOLE


def test_a_charge_of_medis_list_counts_unless_it_was_taken_back():
    told_by = moved().inputs.claims
    rows = [SENT[0], SENT[1] | {"state": "rejected"}, SENT[2] | {"state": "withdrawn"}]
    # May $100.00 and $40.00, June the rejected $25.00, July nothing
    assert by_month(all_billed(told_by, frame(SENT_CLAIMS, rows))).tolist()[-2:] == [14_000, 2_500]


def test_before_the_cutover_a_list_makes_no_month_whole():
    # Office Ally's claims end in May; a pilot in Medi reaches further, but the practice still sends through both
    found = changed(moved(SENT), cutover=None)
    assert value(found, "charges", "2026-05") == 14_000
    assert state(found, "charges", "2026-06")[0] != "whole"


def test_a_month_whose_remittances_are_of_claims_sent_through_medi_has_no_fee_that_is_not_known():
    # May: both claims are on Medi's list, so Office Ally was sent none; June: a remittance alone tells of one
    medi = fees_of("Sunrise", 2, on="2026-05-04", source="ERA", sent_through="Medi")
    rows = [*fees_of("Aetna", on="2026-04-02"), *medi, *fees_of("Aetna", on="2026-06-02", source="ERA")]
    inputs = basis_of(*rows)
    assert {f"{month:%m}": n for month, n in inputs.answered_alone.items()} == {"06": 1}
    table = months_table(inputs).frame.set_index("month")
    fees = table[["claims", "fee_low_cents", "fee_high_cents"]]
    assert fees.loc["2026-05-01"].tolist() == [0, 0, 0]
    assert fees.loc["2026-06-01"].isna().tolist() == [False, True, True]
