"""Claims of 837 files beside file summaries: each claim once, in the month of its file, whatever else names it."""

from __future__ import annotations

import pandas as pd
import pytest
from cutover.reading.claims.batch_claims import COPY, TEST, VOID, of_batches
from cutover.reading.claims.batch_pairs import beyond
from cutover.reading.claims.batches import BATCH_CLAIMS, SOURCE, Batches, read_batch
from cutover.reading.claims.claims import load_claims
from cutover.reading.claims.receipts import ANSWERED, FILES_ANSWERED, Receipts
from cutover.reading.claims.submissions import IN_FILE, IN_HISTORY, IN_SUMMARY, joined
from cutover.reading.claims.tables import CLAIM_HISTORY, SUBMITTED_CLAIMS
from cutover.reading.era.archive import load_archive
from cutover.reading.practice.book import found_practice
from parallel_frames import day, frame
from practice_folder import folder, practice_answers

NPI, OTHER = "1234567893", "1245319599"
HISTORY = "Account,DOS,Submitted,Payer,Charge,Status\nW1,03/30/2026,04/02/2026,Bay Mutual,80.00,Paid\n"


def edi(
    *claims: list[str], version: str = "005010X222A1", provider: str = "2*OAK CLINIC", on: str = "20260402"
) -> bytes:
    """An 837 with these claims' segments, each for a subscriber of its own."""
    head = [
        f"ISA*00*          *00*          *ZZ*SENDER         *ZZ*CLEARING       *{on[2:]}*0900*^*00501*000000031*0*P*:",
        f"GS*HC*SENDER*CLEARING*{on}*0900*31*X*{version}", "ST*837*0001*005010X222A1",
        "NM1*40*2*OFFICE ALLY INC*****46*1",
        "HL*1**20*1", f"NM1*85*{provider}*****XX*{NPI}", "REF*EI*123456789",
    ]  # fmt: skip
    body = [
        ["HL*2*1*22*0", "SBR*P*18*******CI", "NM1*PR*2*BAY MUTUAL*****PI*B77", *claim] for claim in claims
    ]
    return (
        "~".join([*head, *(one for part in body for one in part), "SE*9*0001", "GE*1*31", "IEA*1*000000031"])
        + "~"
    ).encode()


def row(
    account: str | None, sent: str = "2026-04-02", served: str = "2026-03-30", cents: int = 8_000, **said
) -> dict:
    """A claim of an 837 as it is read."""
    return {
        "patient_control_number": account, "sent_on": day(sent), "service_from": day(served), "charge_cents": cents,
        "group_number": "7", "payer_name": "BAY MUTUAL", "payer_id": "B77", "rendering_npi": NPI, "is_test": False,
        "source_file": f"submissions/{sent}.837", "source_row": 1,
    } | said  # fmt: skip


def submission(account: str, sent: str | None, source: str, **said) -> dict:
    """A submission as a file summary, a history or a remittance tells it."""
    return {
        "patient_control_number": account, "submission_date": day(sent) if sent else None,
        "service_from": day("2026-03-30"), "submission": "unknown", "source": source,
        "source_file": "x", "source_row": 1,
    } | said  # fmt: skip


def told(*rows: dict, files: tuple = (), claims: tuple = ()):
    receipts = Receipts(frame(ANSWERED, list(claims)), frame(FILES_ANSWERED, list(files)))
    return of_batches(Batches(frame(BATCH_CLAIMS, list(rows))), receipts)


def put_together(batches=(), summaries=(), history=(), eras=()):
    frames = [frame(SUBMITTED_CLAIMS, list(rows)) for rows in (summaries, history, eras)]
    return joined(*frames, told(*batches).submitted)


def test_a_claim_is_read_with_who_renders_it_and_whether_it_replaces_another():
    named = [
        "CLM*W1*80***11:B:7*Y",
        f"NM1*82*1*DOE*DANA****XX*{OTHER}",
        "LX*1",
        "DTP*472*RD8*20260330-20260331",
    ]
    found = read_batch(edi(named), "a")[0].iloc[0]
    assert (found["rendering_npi"], found["billing_npi"], found["frequency_code"]) == (OTHER, NPI, "7")
    assert (found["payer_id"], found["form"], found["payer_order"]) == ("B77", "professional", "P")
    assert (found["service_from"], found["service_through"]) == (day("2026-03-30"), day("2026-03-31"))


@pytest.mark.parametrize(("provider", "expected"), [("1*DOE*DANA", NPI), ("2*OAK CLINIC", None)])
def test_who_bills_as_a_person_renders_and_a_clinic_does_not(provider, expected):
    # NM103 to NM107 are five elements; a person's second name takes one of the five
    lines = (
        edi(["CLM*W1*80***11:B:1*Y"], provider=provider).decode().replace("DANA*****", "DANA****").encode()
    )
    npi = read_batch(lines, "a")[0]["rendering_npi"].iloc[0]
    assert npi == expected if expected else pd.isna(npi)


def test_an_institutional_claim_has_its_statement_dates_where_its_lines_tell_none():
    bare = ["CLM*H1*900***11:A:1*Y", "DTP*434*RD8*20260301-20260304", "NM1*71*1*ROW*AL****XX*" + OTHER]
    lines = ["CLM*H2*900***11:A:1*Y", "DTP*434*RD8*20260301-20260304", "LX*1", "DTP*472*D8*20260302"]
    found = read_batch(edi(bare, lines, version="005010X223A2"), "a")[0]
    assert list(found["form"]) == ["institutional"] * 2
    assert list(found["service_from"]) == [day("2026-03-01"), day("2026-03-02")]
    assert found["attending_npi"].iloc[0] == OTHER


def test_tests_voids_and_copies_are_no_submissions_and_a_void_takes_its_claim_back():
    # W1 $80 sent 04-02, W2 $80 sent and taken back: of 5 rows 2 are submissions; of 2 claims 1 is left, $80.00
    found = told(
        row("W1"), row("W2"), row("W9", is_test=True), row("W2", "2026-04-20", frequency_code="8"),
        row("W1", source_file="submissions/b.837"),
    )  # fmt: skip
    assert sorted(found.submitted["patient_control_number"]) == ["W1", "W2"]
    assert sorted(found.set_aside["reason"]) == sorted([TEST, VOID, COPY])
    assert (
        list(found.filed["patient_control_number"]) == ["W1"] and found.filed["charge_cents"].sum() == 8_000
    )
    assert found.voided == {"W2|2026-03-30"}
    assert sum(one["rows_in"] for one in found.files) == 5 == 2 + 3


def test_a_replacement_and_a_claim_sent_again_are_submissions_of_the_same_claim():
    found = told(
        row("W1"),
        row("W1", "2026-05-04", cents=9_500, frequency_code="7"),
        row("W2"),
        row("W2", "2026-05-04"),
    )
    assert len(found.submitted) == 4
    assert found.submitted["submission"].eq("resubmitted").sum() == 2
    # each claim once, as it was sent last: $95.00 + $80.00
    assert list(found.filed["charge_cents"]) == [9_500, 8_000]


def test_two_claims_of_one_account_and_day_in_one_file_are_two():
    found = told(row("W1"), row("W1", cents=5_000, source_row=9))
    assert list(found.submitted["submission"]) == ["original", "original"]
    assert found.filed["charge_cents"].sum() == 13_000


def test_a_claim_to_a_second_payer_is_a_submission_and_no_further_claim():
    found = told(row("W1"), row("W1", "2026-05-04", payer_order="S"))
    assert list(found.submitted["submission"]) == ["unknown", "secondary"] and len(found.filed) == 1


def test_receipts_refuse_the_file_sent_last_before_them_and_single_claims():
    no_file = {
        "answered_on": day("2026-04-03"),
        "state": "rejected",
        "group_number": "07",
        "group_kind": "HC",
    }
    no_claim = {"patient_control_number": "W3", "service_from": day("2026-03-30"), "answered_on": day("2026-05-05"),
                "state": "rejected"}  # fmt: skip
    later = [row(name, "2026-05-04") for name in ("W1", "W3")]
    found = told(row("W1"), row("W2"), *later, files=(no_file,), claims=(no_claim,)).submitted
    assert list(found["state"]) == ["rejected", "rejected", "unknown", "rejected"]


@pytest.mark.parametrize(
    ("receiver", "way"), [("OFFICE ALLY, INC.", "Office Ally"), ("STEDI", "Medi"), ("BAY MUTUAL", None)]
)
def test_the_receiver_says_by_which_way_a_claim_went(receiver, way):
    found = told(row("W1", receiver=receiver)).submitted["sent_through"].iloc[0]
    assert found == way if way else pd.isna(found)


def test_a_claim_counts_once_by_summary_then_history_then_file_then_remittance():
    # W1 in all four, W2 in a history and a file, W3 in a file and a remittance, W4 in a remittance alone: 4 claims
    files = [row(name) for name in ("W1", "W2", "W3")]
    found, left = put_together(
        files, [submission("W1", "2026-04-02", "file summary")],
        [submission("W1", "2026-04-02", "claim history"), submission("W2", None, "claim history")],
        [submission(name, None, "ERA") for name in ("W1", "W3", "W4")],
    )  # fmt: skip
    assert found.set_index("patient_control_number")["source"].to_dict() == {
        "W1": "file summary", "W2": "claim history", "W3": SOURCE, "W4": "ERA",
    }  # fmt: skip
    assert left["reason"].value_counts().to_dict() == {IN_SUMMARY: 3, IN_HISTORY: 1, IN_FILE: 1}
    # 9 rows in: 4 submissions and 5 set aside
    assert len(found) + len(left) == 9


def test_what_a_summary_and_a_history_do_not_tell_is_filled_from_the_file():
    said = (
        submission("W1", "2026-04-02", "file summary"),
        submission("W2", None, "claim history", charge_cents=7_000),
    )
    found = put_together([row("W1"), row("W2")], said[:1], said[1:])[0].set_index("patient_control_number")
    assert list(found["charge_cents"]) == [8_000, 7_000]  # what a source tells itself is believed
    assert list(found["submission_date"]) == [day("2026-04-02")] * 2
    assert list(found["rendering_npi"]) == [NPI] * 2


def test_a_claim_in_more_files_than_the_history_names_was_sent_again():
    # the history has one row, of the second time: the first file is a submission of April, the second is the row itself
    files = [row("W1"), row("W1", "2026-05-04")]
    found = put_together(files, history=[submission("W1", "2026-05-04", "claim history")])[0]
    found = found.sort_values("submission_date")
    assert list(found["source"]) == [SOURCE, "claim history"]
    assert list(found["submission"]) == ["original", "resubmitted"]


def test_a_history_lacks_the_claims_of_files_that_it_has_too_few_of():
    filed = told(row("W1"), row("W1", cents=5_000), row("W2")).filed
    history = frame(CLAIM_HISTORY, [{"claim_number": "W1", "service_from": day("2026-03-30")}])
    assert list(beyond(filed, history)["patient_control_number"]) == ["W1", "W2"]
    assert len(beyond(filed, history.head(0))) == 3


def test_a_practices_files_tell_of_its_claims(tmp_path):
    claims = [[f"CLM*{name}*80***11:B:1*Y", "LX*1", "DTP*472*D8*20260330"] for name in ("W1", "W2")]
    folder(tmp_path, {"submissions/april.txt": edi(*claims), "claims/list.csv": HISTORY}, practice_answers())
    who = found_practice(tmp_path, "acme", "cedar-grove")[0]
    found = load_claims(who, load_archive(who))
    assert found.submitted["source"].value_counts().to_dict() == {"claim history": 1, SOURCE: 1}
    # W2 was served in March and sent in April
    assert found.submitted["submission_date"].dt.month.tolist() == [4, 4]
    assert list(found.filed["patient_control_number"]) == ["W2"]
    files = found.files.set_index("source").loc[SOURCE]
    assert (files["rows_in"], files["rows_used"], files["rows_set_aside"]) == (2, 2, 0)
