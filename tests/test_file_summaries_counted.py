"""How many claims Office Ally's file summaries accepted, and how many are in error and still are."""

from __future__ import annotations

import pandas as pd
from cutover.reading.claims.summary_errors import SUMMARY_ANSWERS
from cutover.workstreams.open_claims.by_summary import by_summary
from cutover.workstreams.open_claims.report import report
from open_claims_makers import book, day, history, summary
from parallel_frames import frame

MAY, JUNE = "submissions/may.txt", "submissions/june.txt"


def line(number: str, state: str = "accepted", file: str = MAY, row: int = 1, on: str = "2026-05-04", **said):
    """One line of a file summary, of which the page itself says no day unless told."""
    return {"patient_control_number": number, "state": state, "source_file": file, "source_row": row,
            "service_from": day(on)} | said  # fmt: skip


def submitted(given: dict, sent: str) -> dict:
    """The same line as the submissions have it, dated by another source."""
    return summary(given["patient_control_number"], given["state"], sent, str(given["service_from"].date()),
                   source_file=given["source_file"], source_row=given["source_row"])  # fmt: skip


def counted(lines: list[dict], sent=(), claims=(), **said) -> pd.DataFrame:
    return by_summary(book(claims, sent, summary_lines=frame(SUMMARY_ANSWERS, lines), **said))


def test_each_summary_is_one_row_and_all_its_lines_are_counted_by_state():
    lines = [line("A1"), line("A2", row=2), line("A3", "rejected", row=3), line("A4", "pending", row=4),
             line("A5", "unknown", row=5), line("B1", file=JUNE, on="2026-06-02")]  # fmt: skip
    rows = counted(lines, [submitted(lines[0], "2026-05-06"), submitted(lines[5], "2026-06-03")])
    names = ["lines", "accepted", "rejected", "pending", "unstated", "still"]
    # May: 2 accepted + 1 in error + 1 pending + 1 without a state = 5 lines; June: 1 accepted
    assert rows[names].to_numpy().tolist() == [[5, 2, 1, 1, 1, 1], [1, 1, 0, 0, 0, 0]]
    assert list(rows["month"].dt.strftime("%Y-%m")) == ["2026-05", "2026-06"]


def test_a_summary_without_a_day_has_no_month_of_sending_and_its_days_of_service():
    (row,) = counted([line("A1"), line("A2", row=2, on="2026-06-30")]).to_dict("records")
    assert pd.isna(row["month"])
    assert (str(row["first_month"])[:7], str(row["last_month"])[:7]) == ("2026-05", "2026-06")


def test_a_claim_sent_again_and_accepted_is_two_lines_and_not_still_in_error():
    lines = [line("A1", "rejected"), line("A1", file=JUNE)]
    sent = [submitted(lines[0], "2026-05-06"), submitted(lines[1], "2026-06-03")]
    rows = counted(lines, sent, [history("A1", "pending", on="2026-05-04")])
    # the error counts in May and the acceptance in June: 2 lines of one claim
    assert rows[["lines", "accepted", "rejected", "still"]].to_numpy().tolist() == [
        [1, 0, 1, 0],
        [1, 1, 0, 0],
    ]


def test_a_claim_rejected_after_it_was_accepted_is_still_in_error():
    lines = [line("A1"), line("A1", "rejected", JUNE)]
    sent = [submitted(lines[0], "2026-05-06"), submitted(lines[1], "2026-06-03")]
    rows = counted(lines, sent, [history("A1", "open", on="2026-05-04")])
    assert list(rows["still"]) == [0, 1]


def test_a_claim_that_the_history_calls_paid_is_no_longer_in_error():
    lines = [line("A1", "rejected"), line("A2", "rejected", row=2)]
    claims = [history("A1", "paid", 0, on="2026-05-04"), history("A2", "open", on="2026-05-04")]
    sent = [submitted(one, "2026-05-06") for one in lines]
    assert list(counted(lines, sent, claims)["still"]) == [1]  # A2 alone


def test_of_a_claim_served_since_the_cutover_its_last_line_tells():
    lines = [line("A1", "rejected", on="2026-08-04"), line("A2", "rejected", row=2, on="2026-08-04"),
             line("A2", file=JUNE, on="2026-08-04")]  # fmt: skip
    sent = [
        submitted(one, sent)
        for one, sent in zip(lines, ("2026-08-05", "2026-08-05", "2026-08-06"), strict=True)
    ]
    assert sorted(counted(lines, sent)["still"]) == [0, 1]  # A1 is, A2 was accepted a day later


def test_without_a_file_summary_its_counts_are_not_known_and_never_zero():
    made = report(book([history("A1")])).tables
    assert made["summaries"].absent == "not known: no file summary is on file"
    rows = made["counted"].frame
    rows = rows[rows["where"].str.startswith("not known: no file summary")]
    assert len(rows) == 4 and rows["rows"].isna().all()


def test_the_counts_of_all_summaries_are_among_what_was_counted():
    lines = [line("A1"), line("A2", "rejected", row=2), line("B1", file=JUNE)]
    rows = (
        report(book(summary_lines=frame(SUMMARY_ANSWERS, lines)))
        .tables["counted"]
        .frame.set_index("what")["rows"]
    )
    # 2 lines of May and 1 of June: 3, of which 2 accepted and 1 in error
    said = [
        rows[what] for what in rows.index if "accepted" in what or "in error" in what or "claim lines" in what
    ]
    assert said == [3, 2, 1, 1]
