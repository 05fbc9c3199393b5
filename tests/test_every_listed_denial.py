"""Every row of a list of denials is shown once, and a claim that is closed with nothing paid is not called paid."""

from __future__ import annotations

import datetime as dt

import pandas as pd
import pytest
from cutover.reading.claims.tables import CLAIM_HISTORY
from cutover.workstreams.open_claims.by_history import by_history
from cutover.workstreams.open_claims.listed import on_lists, sides
from parallel_frames import frame


def rows(*told: tuple) -> pd.DataFrame:
    made = [
        {"claim_number": number, "service_from": pd.Timestamp(on), "state": state, "state_as_written": written,
         "paid_cents": paid, "charge_cents": 5_000, "source": "claim history", "source_file": "claims/q.csv",
         "source_row": n}
        for n, (number, on, state, written, paid) in enumerate(told, 2)
    ]  # fmt: skip
    return frame(CLAIM_HISTORY, made)


LIST = rows(
    ("V1", "2026-02-03", "unknown", "adjusted off - write off", None),
    ("V2", "2026-02-04", "unknown", "working", None),
    ("V3", "2026-02-05", "unknown", "working", None),
    ("V4", None, "unknown", "working", None),  # without a day nothing tells its claim
    ("V3", "2026-02-05", "unknown", "appealed", None),  # again: its last row counts
)
HISTORY = rows(
    ("V1", "2026-02-03", "paid", "Closed", 0),
    ("V2", "2026-02-04", "paid", "Closed", 4_100),
    ("V8", "2026-02-06", "paid", "Closed", 0),
    ("V9", "2026-02-07", "paid", "Paid", None),
)


def test_all_claims_of_a_list_are_shown_whatever_other_files_have():
    told = on_lists(HISTORY, LIST)
    assert told["claim_number"].tolist() == ["V1", "V2", "V4", "V3"]  # five rows, of them one claim twice
    assert told["standing"].fillna("?").tolist() == ["written off", "paid", "?", "?"]
    assert told["told_by"].tolist() == ["claim history", "claim history", "the list alone", "the list alone"]
    assert told["worked"].tolist()[2:] == ["working", "appealed"]


def test_without_a_history_another_source_tells_what_became_of_it():
    every = pd.DataFrame({
        "claim_number": ["V3"], "patient_control_number": [None], "service_from": [pd.Timestamp("2026-02-05")],
        "listed_state": [None], "outcome": [None], "status": ["pending"], "known_from": ["file of claims (837)"],
    })  # fmt: skip
    told = on_lists(HISTORY.head(0), LIST, every)
    assert len(told) == 4
    row = told[told["claim_number"] == "V3"].iloc[0]
    assert (row["standing"], row["told_by"]) == ("pending", "file of claims (837)")


def test_closed_with_nothing_paid_is_not_paid():
    made = by_history(HISTORY, None, LIST).set_index("state")["claims"]
    # V2 and V9 are paid (two ways to write it), V1 by the list, V8 by nobody
    assert made["written off"] == 1
    assert made["closed, nothing paid"] == 1
    assert made["paid"].sum() == 2


@pytest.mark.parametrize(
    ("cutover", "said", "served"),
    [
        # V1 on 02-03 and V2 on 02-04, V4 without a day, V3 on 02-05
        ("2026-02-04", "of 4 claims of the lists 1 was served before the cutover (2026-02-04), 2 from it on, 1 on a "
         "day that is not known", ["before the cutover", "from the cutover on", "", "from the cutover on"]),
        ("2026-03-01", "of 4 claims of the lists 3 were served before the cutover (2026-03-01), 0 from it on, 1 on a "
         "day that is not known", ["before the cutover", "before the cutover", "", "before the cutover"]),
        (None, "", ["", "", "", ""]),
    ],
)  # fmt: skip
def test_claims_of_a_list_are_counted_on_both_sides_of_the_cutover(cutover, said, served):
    move = dt.date.fromisoformat(cutover) if cutover else None
    told = on_lists(HISTORY, LIST, None, move)
    assert told["served"].fillna("").tolist() == served and sides(told, move) == said


def test_a_denied_claim_in_no_list_is_in_no_count_of_the_lists():
    lone = rows(("V9", "2026-02-07", "denied", "Denied", None))
    told = on_lists(lone, LIST.head(2), None, dt.date(2026, 2, 4))
    assert told["is_listed"].tolist() == ["no", "yes", "yes"]
    assert sides(told, dt.date(2026, 2, 4)).startswith("of 2 claims of the lists 1 was")
