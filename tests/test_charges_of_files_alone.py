"""Charges of a month (11): what the claim history has, and beside it the claims of which 837 files alone tell."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import pytest
from baseline_makers import billed, book, changed, figure
from cutover.reading.claims.batches import SOURCE as FILES
from cutover.reading.claims.tables import CLAIM_HISTORY, SENT_CLAIMS
from cutover.workstreams.reporting_baseline.against import against
from cutover.workstreams.reporting_baseline.tables import tables
from parallel_frames import day, frame

HISTORY = [billed(f"A{n}", f"2026-0{n}-10", 40_000) for n in range(1, 8)]


def beside(*filed: tuple[str, str, int], said: int | None = None):
    """The report of a history that charges $400.00 a month, with claims of 837 files that it lacks."""
    figures = [] if said is None else [figure("2026-05", "charges", amount_cents=said)]
    told = book(HISTORY, figures=figures)
    rows = [{"patient_control_number": number, "service_from": day(on), "charge_cents": cents, "source": FILES,
             "state": "unknown", "source_row": n, "source_file": "submissions/a.837"}
            for n, (number, on, cents) in enumerate(filed, 1)]  # fmt: skip
    return changed(told, claims=replace(told.inputs.claims, filed=frame(CLAIM_HISTORY, rows)))


def test_the_charges_of_a_month_are_told_by_the_history_and_by_files_alone():
    money = tables(beside(("F1", "2026-05-04", 6_000), ("F2", "2026-05-20", 500)))["money"]
    row = money.frame.set_index("month").loc[day("2026-05-01")]
    # 400.00 of the history, 60.00 + 5.00 of two files
    assert (row["charges_cents"], row["by_history_cents"], row["in_files_cents"]) == (46_500, 40_000, 6_500)
    other = money.frame.set_index("month").loc[day("2026-04-01")]
    assert (other["by_history_cents"], other["in_files_cents"]) == (40_000, 0)
    assert money.note.endswith("Charges are the sum of the 2 columns beside them.")


def sent(*listed: tuple[str, str, int | None]) -> pd.DataFrame:
    """Claims of Medi's lists: number, day of service and charge."""
    rows = [{"patient_control_number": number, "service_from": day(on), "sent_on": day(on), "charge_cents": cents,
             "source_row": n, "source_file": "medi_submissions/l.csv"}
            for n, (number, on, cents) in enumerate(listed, 1)]  # fmt: skip
    return frame(SENT_CLAIMS, rows)


def test_the_charges_of_a_month_are_the_sum_of_what_each_source_has():
    told = changed(
        beside(("F1", "2026-05-04", 6_000)),
        sent=sent(("M1", "2026-05-25", 7_000), ("M2", "2026-06-25", 900), ("A5", "2026-05-10", 40_000)),
    )
    money = tables(told)["money"]
    parts = ["by_history_cents", "in_files_cents", "in_medi_cents"]
    rows = money.frame.set_index("month").loc[[day("2026-04-01"), day("2026-05-01"), day("2026-06-01")]]
    # A5 is the history's own claim: its list has it again
    assert rows[parts].to_numpy().tolist() == [[40_000, 0, 0], [40_000, 6_000, 7_000], [40_000, 0, 900]]
    assert rows["charges_cents"].tolist() == [40_000, 53_000, 40_900]
    assert "in_lists_cents" not in money.frame and "the 3 columns" in money.note


def test_medis_lists_have_their_column_where_no_file_of_claims_is_there():
    money = tables(changed(beside(), sent=sent(("M1", "2026-05-25", 7_000))))["money"]
    row = money.frame.set_index("month").loc[day("2026-05-01")]
    assert (row["charges_cents"], row["by_history_cents"], row["in_medi_cents"]) == (47_000, 40_000, 7_000)
    assert "in_files_cents" not in money.frame


def test_a_month_without_a_claim_of_the_history_has_none_of_its_charges():
    told = book(HISTORY[:3] + HISTORY[4:])  # none of April
    money = tables(changed(told, sent=sent(("M1", "2026-04-25", 7_000))))["money"]
    row = money.frame.set_index("month").loc[day("2026-04-01")]
    assert (row["charges_cents"], row["by_history_cents"], row["in_medi_cents"]) == (7_000, 0, 7_000)


def test_claims_that_state_no_charge_are_unknown_and_not_zero():
    money = tables(changed(beside(), sent=sent(("M1", "2026-05-25", None))))["money"]
    row = money.frame.set_index("month").loc[day("2026-05-01")]
    assert row["by_history_cents"] == 40_000 and pd.isna(row["in_medi_cents"])


def test_without_such_claims_nothing_is_split():
    money = tables(beside())["money"]
    assert "in_files_cents" not in money.frame and "columns beside" not in money.note


@pytest.mark.parametrize(
    ("said", "ours", "difference", "how", "why"),
    [
        (40_000, "$400.00", "$0.00", "agrees", None),
        (46_000, "$400.00", "+$60.00", "differs",
         "agrees only with 1 claim known from 837 files alone, $60.00, which the claim history lacks"),
        (46_001, "$400.00", "+$60.01", "differs", "no reason is seen"),
    ],
)  # fmt: skip
def test_a_clients_figure_is_compared_with_the_history(said, ours, difference, how, why):
    [row] = against(beside(("F1", "2026-05-04", 6_000), said=said)).to_dict("records")
    assert (row["ours"], row["difference"], row["state"]) == (ours, difference, how)
    assert (None if pd.isna(row["why"]) else row["why"]) == why


def test_a_month_of_which_the_history_has_no_claim_is_not_split():
    told = beside(("F1", "2025-12-04", 6_000))
    assert told.in_files_alone.empty
