"""A file summary is read as what was submitted: accepted, rejected and pending, line by line."""

from __future__ import annotations

import datetime as dt

import pandas as pd
import pytest
from claim_makers import HEADER, NPI, TIN, claim, history, submission, submitted, summary, summary_line
from cutover.columns import conform
from cutover.reading.claims.file_summary import read_file_summary
from cutover.reading.claims.payer_ids import whole_ids
from cutover.reading.claims.tables import SUBMITTED_CLAIMS
from cutover.reading.era.reader import kind_of
from hypothesis import given
from hypothesis import strategies as st


def only(data: bytes):
    """The one submission of a file summary."""
    table = read_file_summary(data, "s.txt").submissions
    assert len(table) == 1
    return table.iloc[0]


def test_a_claim_line_is_a_submission_with_payer_tax_id_npi_account_and_dates():
    row = only(
        summary(
            accepted=[summary_line(claim="1000000042", account="PAT-7", payer="00332", last="03/04/2026")]
        )
    )
    assert (row["claim_number"], row["patient_control_number"], row["payer_id"]) == (
        "1000000042",
        "PAT-7",
        "00332",
    )
    assert (row["tax_id"], row["rendering_npi"]) == (TIN, NPI)
    assert (row["service_from"].date(), row["service_through"].date()) == (
        dt.date(2026, 3, 2),
        dt.date(2026, 3, 4),
    )


def test_the_day_on_which_the_file_was_processed_is_taken_for_the_day_of_submission_and_said_to_be():
    row = only(summary(accepted=[summary_line()], processed="12/31/2025"))
    assert (row["submission_date"].date(), row["date_basis"]) == (dt.date(2025, 12, 31), "processed")


def test_without_a_day_of_processing_the_day_of_submission_is_unknown():
    read = read_file_summary(summary(accepted=[summary_line()], processed=None), "s.txt")
    assert read.submissions["submission_date"].isna().all()
    assert not read.has_date


def test_the_section_says_whether_a_claim_was_accepted_rejected_or_is_pending():
    data = summary(
        [summary_line(1)], [summary_line(1, error="HC12"), summary_line(2, error="P04")], [summary_line(1)]
    )
    assert read_file_summary(data, "s.txt").submissions["state"].tolist() == [
        "accepted", "rejected", "rejected", "pending",
    ]  # fmt: skip


def test_a_header_that_stands_elsewhere_moves_the_columns_with_it():
    wider = HEADER.replace("TAX ID   ", "   TAX ID   ")  # everything from TAX ID on begins three places later
    line = summary_line(account="A99")
    moved = line[:109] + "   " + line[109:]
    assert only(summary(accepted=[moved], header=wider))["patient_control_number"] == "A99"


def test_a_claim_line_that_is_cut_short_is_set_aside_and_not_lost():
    read = read_file_summary(summary(accepted=[summary_line(1), summary_line(2)[:120]]), "s.txt")
    assert (len(read.submissions), len(read.set_aside)) == (1, 1)  # two claim lines
    assert "cut short" in read.set_aside["reason"].iloc[0]


def test_a_payer_id_keeps_its_leading_zeros_and_a_tax_id_its_nine_digits():
    row = only(summary(accepted=[summary_line(payer="00332", tin="012345678")]))
    assert (row["payer_id"], row["tax_id"]) == ("00332", "012345678")


def test_its_kind_is_told_by_its_content():
    assert kind_of(summary(accepted=[summary_line()])) == "file summary"


@given(st.lists(st.sampled_from(["accepted", "rejected", "pending"]), max_size=40), st.integers(0, 199))
def test_every_numbered_line_is_a_submission_or_set_aside(sections, cut):
    rows = {name: [] for name in ("accepted", "rejected", "pending")}
    for number, name in enumerate(sections, 1):
        rows[name].append(summary_line(number)[: max(cut, 3)])
    read = read_file_summary(summary(**rows), "s.txt")
    assert len(read.submissions) + len(read.set_aside) == len(sections)


@given(st.binary(max_size=400))
def test_any_bytes_give_tables_and_never_a_crash(data):
    read = read_file_summary(data, "s.txt")
    assert list(conform(read.submissions, SUBMITTED_CLAIMS).columns) == [c.name for c in SUBMITTED_CLAIMS]


@pytest.mark.parametrize("ending", ["\n", "\r", "\r\n"])
def test_line_ends_of_any_system_are_read(ending):
    data = summary(accepted=[summary_line(1), summary_line(2)]).replace(b"\r\n", ending.encode())
    assert len(read_file_summary(data, "s.txt").submissions) == 2


SERVED = pd.Timestamp("2026-03-02")
LISTED = pd.Series(["PRAIRIEMUT", "60054", "HARBOR1", "HARBOR2", "LONGID9"])


def of_summary(payer_id: str, account: str = "A7") -> pd.DataFrame:
    """One submission as a file summary has it: an id without a name."""
    one = submission(payer_id=payer_id, payer_name=None, patient_control_number=account, service_from=SERVED)
    return submitted(one)


@pytest.mark.parametrize(
    ("written", "payer_id"),
    [
        ("PRAIR", "PRAIRIEMUT"),  # five characters, the beginning of one longer id
        ("prair", "PRAIRIEMUT"),
        ("PRAI", "PRAI"),  # four: the column had room for a fifth
        ("60054", "60054"),  # five, and the whole id of a listed payer
        ("QUILL", "QUILL"),  # nobody begins so
    ],
)
def test_an_id_that_fills_its_column_is_the_one_longer_id_that_begins_so(written, payer_id):
    found, notes = whole_ids(of_summary(written), history(), LISTED)
    assert (found["payer_id"].tolist(), notes) == ([payer_id], [])


def test_of_two_longer_ids_none_is_taken_and_it_is_said():
    found, notes = whole_ids(of_summary("HARBO"), history(), LISTED)
    assert found[["payer_id", "payer_name"]].isna().all(axis=None)
    assert len(notes) == 1 and "HARBO: it may be HARBOR1 or HARBOR2" in notes[0] and "1 claim" in notes[0]


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ({"payer_id": "HARBOR2"}, ["HARBOR2", None]),
        ({"payer_id": None, "payer_name": "Harbor Two"}, [None, "Harbor Two"]),
        ({"payer_id": "OTHER77", "payer_name": "Harbor Two"}, [None, "Harbor Two"]),
        ({"payer_id": "HARBOR2", "service_from": pd.Timestamp("2026-03-03")}, [None, None]),  # another claim
    ],
)
def test_the_claim_list_tells_which_of_several_payers_a_cut_id_is(said, expected):
    told = claim(**({"patient_control_number": "A7", "service_from": SERVED} | said))
    found, _ = whole_ids(of_summary("HARBO"), history(told), LISTED)
    row = found.iloc[0]
    assert [None if pd.isna(row[c]) else row[c] for c in ("payer_id", "payer_name")] == expected
