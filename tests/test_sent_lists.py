"""Lists of claims that went out through Medi: which columns and rows are claims, and that no row is lost."""

from __future__ import annotations

import datetime as dt
import io

import openpyxl
import pandas as pd
import pytest
from cutover.reading.claims.receipts import MEDI_FOLDER, load_receipts
from cutover.reading.claims.sent import EARLIER, HELD, NO_CLAIM, TEST, TOTAL, TWICE, frequency_of, load_sent
from cutover.reading.claims.service_lines import FURTHER
from cutover.reading.claims.states import sent_states
from cutover.reading.practice import preflight, preflight_files
from cutover.reading.practice.book import Practice, found_practice
from examples import examples
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from practice_folder import NPI, OTHER_NPI, OTHER_TIN, practice_answers
from practice_folder import folder as folder_of_practice
from test_receipts_and_read_back import sent as receipts_of

HEADER = "claim_id,patient_control_number,patient,service_date,submitted_at,payer,charge,status"
ONE = 'm1,A-1,"Alder, Ann",2026-07-13,2026-07-14T15:20:00Z,Aetna,435.00,submitted'
TWO = 'm2,A-2,"Birch, Ben",2026-07-14,2026-07-15T15:20:00Z,Cigna,300.00,submitted'


@pytest.fixture
def practice(tmp_path):
    return Practice("billing", "north", "North", frozenset(), frozenset(), tmp_path)


def put(practice, name: str, *lines: str | bytes) -> None:
    path = practice.raw / MEDI_FOLDER / name
    path.parent.mkdir(parents=True, exist_ok=True)
    whole = lines[0] if isinstance(lines[0], bytes) else ("\n".join(lines) + "\n").encode()
    path.write_bytes(whole)


def read(practice, *lines: str):
    """What is read of a list with these lines below HEADER."""
    put(practice, "claims.csv", HEADER, *lines)
    return load_sent(practice)


def reasons(found) -> dict[int, str]:
    return dict(zip(found.set_aside["source_row"], found.set_aside["reason"], strict=True))


def test_each_row_of_a_list_is_a_claim_with_its_day_amount_and_state(practice):
    found = read(practice, ONE, TWO)
    rows = found.rows
    assert rows["patient_control_number"].tolist() == ["A-1", "A-2"]
    assert rows["charge_cents"].tolist() == [43_500, 30_000]
    assert rows["sent_on"].dt.date.tolist() == [dt.date(2026, 7, 14), dt.date(2026, 7, 15)]
    assert rows["service_from"].dt.date.tolist() == [dt.date(2026, 7, 13), dt.date(2026, 7, 14)]
    assert rows[["patient_last_name", "patient_first_name"]].values.tolist() == [
        ["Alder", "Ann"],
        ["Birch", "Ben"],
    ]
    assert rows["state"].tolist() == ["sent", "sent"]
    assert found.files[["state", "rows_in", "rows_used", "rows_set_aside"]].values.tolist() == [
        ["read", 2, 2, 0]
    ]


ACKS = [
    ("accepted", "277CA A2", "accepted", "accepted"),
    ("accepted", "277CA: A1, received", "accepted", "accepted"),
    ("accepted", "", "sent", "accepted"),  # nothing shows that it arrived
    ("accepted", "A7 - subscriber unknown", "rejected", "accepted; A7 - subscriber unknown"),
    ("rejected", "", "rejected", "rejected"),
    ("submitted", "A2", "accepted", "submitted"),
    ("submitted", "", "sent", "submitted"),
    ("paid", "A3", "decided", "paid"),  # it was decided since
    ("rejected", "subscriber unknown", "rejected", "rejected; subscriber unknown"),
]


def test_an_acknowledgment_goes_before_the_status_and_one_that_lacks_is_no_acceptance(practice):
    lines = [f"m{n},A-{n},2026-07-13,{n}.00,Aetna,{status},{ack}".replace("A1, r", "A1 r")
             for n, (status, ack, _, _) in enumerate(ACKS, 1)]  # fmt: skip
    put(
        practice, "claims.csv", "claim_id,patient_control_number,service_date,charge,payer,status,ack", *lines
    )
    rows = load_sent(practice).rows
    assert rows["state"].tolist() == [state for *_, state, _ in ACKS]
    assert rows["state_as_written"].tolist() == [written for *_, written in ACKS]


def test_a_column_of_reasons_that_only_the_rejected_have_takes_nothing_from_the_others(practice):
    lines = ["m1,A-1,2026-07-13,1.00,Aetna,accepted,", "m2,A-2,2026-07-13,2.00,Aetna,rejected,no such member"]
    head = "claim_id,patient_control_number,service_date,charge,payer,status,rejection reason"
    put(practice, "claims.csv", head, *lines)
    rows = load_sent(practice).rows
    assert rows["state"].tolist() == ["accepted", "rejected"]
    assert rows["state_as_written"].tolist() == ["accepted", "rejected; no such member"]


@pytest.mark.parametrize(
    "header",
    [
        (
            "Medi Claim ID",
            "Account #",
            "Patient Name",
            "DOS",
            "Date Submitted",
            "Insurance",
            "Total Charge",
            "Claim Status",
        ),
        ("Transaction ID", "PCN", "Patient", "Svc Date", "Sent", "Payor", "Billed Amt", "Status"),
        ("ClaimId", "Acct", "Pt", "Service Start", "Sent Medi", "Ins", "Claim Total", "Last 277CA Status"),
        (
            "transactionId",
            "patientControlNumber",
            "patientName",
            "serviceDate",
            "processedAt",
            "payerName",
            "claimChargeAmount",
            "status",
        ),
        ("Claim #", "Acct No", "Pt Name", "From DOS", "Submitted On", "Carrier", "Charges", "Latest Status"),
    ],
)
def test_a_list_is_read_whatever_its_columns_are_called(practice, header):
    book = openpyxl.Workbook()
    book.active.append(header)
    book.active.append(("m1", "A-1", "Alder, Ann", "07/13/2026", "07/14/2026", "Aetna", "435.00", "Accepted"))
    data = io.BytesIO()
    book.save(data)
    put(practice, "page.xlsx", data.getvalue())
    row = load_sent(practice).rows.iloc[0]
    assert (row["claim_number"], row["patient_control_number"], row["charge_cents"]) == ("m1", "A-1", 43_500)
    assert (row["state"], str(row["sent_on"].date()), str(row["service_from"].date())) == (
        "accepted", "2026-07-14", "2026-07-13")  # fmt: skip


def test_a_page_of_submissions_without_a_day_of_service_is_read_and_the_day_stays_unknown(practice):
    put(practice, "page.csv", "Transaction ID,PCN,Payer,Charge Amount,Submitted At,Status",
        "t1,A-1,Aetna,435.00,2026-07-14,Accepted")  # fmt: skip
    rows = load_sent(practice).rows
    assert rows["service_from"].isna().tolist() == [True]
    assert rows["charge_cents"].tolist() == [43_500]


@pytest.mark.parametrize(
    ("words", "state"),
    [
        ("submitted", "sent"),
        ("Accepted", "accepted"),
        ("Payer accepted (277CA)", "accepted"),
        ("in process at payer", "accepted"),
        ("Rejected", "rejected"),
        ("Rejected by payer: subscriber not found", "rejected"),
        ("kicked back", "rejected"),
        ("Paid", "decided"),
        ("Denied CO-29", "decided"),
        ("voided", "withdrawn"),
        ("Draft", "held"),
        ("ready", "held"),
        ("not accepted", "unknown"),
        ("quux", "unknown"),
    ],
)
def test_a_status_in_free_words_says_what_became_of_the_claim(words, state):
    assert sent_states(pd.Series([words], dtype="str")).tolist() == [state]


@pytest.mark.parametrize(
    ("said", "kind"),
    [("1", "original"), ("7", "replacement"), ("7 - Replacement", "replacement"), ("Corrected claim", "replacement"),
     ("8", "void"), ("Void", "void"), ("Original", "original"), ("17", None), ("2", None), ("other", None)],
)  # fmt: skip
def test_a_frequency_is_a_code_or_a_word(said, kind):
    assert frequency_of(said) == kind


@pytest.mark.parametrize(
    ("line", "why"),
    [
        ('m3,A-3,"Test, Patient",2026-07-13,2026-07-14,Aetna,1.00,submitted', TEST),
        ('m3,TEST-001,"Cedar, Cy",2026-07-13,2026-07-14,Aetna,1.00,submitted', TEST),
        ('m3,A-3,"Testa, Cy",2026-07-13,2026-07-14,Aetna,1.00,submitted', None),  # a name, not the word
        ('m3,TESTA01,"Cedar, Cy",2026-07-13,2026-07-14,Aetna,1.00,submitted', None),
        ('m3,A-3,"Cedar, Cy",2026-07-13,,Aetna,1.00,Draft', HELD),
        (',,"Cedar, Cy",2026-07-13,2026-07-14,Aetna,1.00,submitted', NO_CLAIM),
        (",,,,,,735.00,", TOTAL),  # 435.00 + 300.00
        (",,,,,,735.01,", NO_CLAIM),  # a cent off
    ],
)
def test_what_is_no_submission_is_set_aside_with_its_reason_and_its_money(practice, line, why):
    found = read(practice, ONE, TWO, line)
    assert reasons(found) == ({} if why is None else {4: why})
    assert len(found.rows) + len(found.set_aside) == 3
    cents = found.rows["charge_cents"].sum() + found.set_aside["amount_cents"].sum()
    assert cents == 73_500 + (73_500 if why is TOTAL else 73_501 if line.startswith(",,,,,,735.01") else 100)


def test_a_column_that_says_test_sets_a_claim_aside_and_one_that_says_production_does_not(practice):
    put(practice, "claims.csv", f"{HEADER},mode", f"{ONE},production", f"{TWO},test")
    assert reasons(load_sent(practice)) == {3: TEST}


def test_a_labeled_total_below_the_claims_is_none(practice):
    found = read(practice, ONE, TWO, "Total,,,,,,735.00,")
    assert found.rows["charge_cents"].sum() == 73_500


def test_of_two_lists_the_one_that_reaches_furthest_tells_the_state(practice):
    put(practice, "a.csv", HEADER, ONE.replace("submitted", "accepted"), TWO)  # reaches to 07-15
    put(practice, "b.csv", HEADER, ONE)  # to 07-14
    found = load_sent(practice)
    assert dict(zip(found.rows["claim_number"], found.rows["state"], strict=True)) == {
        "m1": "accepted",
        "m2": "sent",
    }
    assert found.set_aside[["reason", "source_file"]].values.tolist() == [[EARLIER, "medi_submissions/b.csv"]]
    assert found.files[["rows_in", "rows_used", "rows_set_aside"]].values.tolist() == [[2, 2, 0], [1, 0, 1]]


def test_a_claim_that_was_sent_again_on_another_day_is_another_submission(practice):
    found = read(practice, ONE, ONE.replace("2026-07-14T", "2026-07-20T"))
    assert len(found.rows) == 2


def test_the_same_submission_twice_in_a_list_counts_once_where_medi_numbers_it(practice):
    found = read(practice, ONE, TWO, ONE)
    assert reasons(found) == {2: TWICE}
    bare = ONE.replace("m1,", ",")  # without a number of Medi's nobody can say that two rows are one
    found = read(practice, bare, TWO, bare)
    assert len(found.rows) == 3


def test_service_lines_of_a_claim_are_one_claim_with_their_charges_added_up(practice):
    lines = (
        "m1,A-1,2026-07-13,2026-07-14,Aetna,99213,100.00,accepted",
        "m1,A-1,2026-07-13,2026-07-14,Aetna,97110,100.00,rejected",
        "m1,A-1,2026-07-13,2026-07-14,Aetna,97140,35.00,accepted",
        "m2,A-2,2026-07-13,2026-07-14,Aetna,99213,100.00,accepted",
        "m1,A-1,2026-07-13,2026-07-20,Aetna,99213,100.00,accepted",  # sent again
    )
    put(practice, "lines.csv", "claim_id,account,service_date,submitted_at,payer,cpt,charge,status", *lines)
    found = load_sent(practice)
    assert found.rows["charge_cents"].tolist() == [23_500, 10_000, 10_000]  # 100.00 + 100.00 + 35.00
    assert found.rows["state"].tolist() == ["rejected", "accepted", "accepted"]
    assert reasons(found) == {3: FURTHER, 4: FURTHER}
    assert found.set_aside["amount_cents"].isna().all()


def test_a_list_that_names_the_procedures_of_each_claim_in_its_row_is_one_claim_a_row(practice):
    header = "claim_id,account,service_date,submitted_at,payer,cpt,charge,status"
    rows = [f"m{n},A-{n},2026-07-13,2026-07-14,Aetna,99213,100.00,accepted" for n in (1, 2)]
    put(practice, "claims.csv", header, *rows)
    assert load_sent(practice).rows["charge_cents"].tolist() == [10_000, 10_000]


def test_receipts_beside_a_list_are_no_list_and_the_list_is_no_receipt(practice):
    for path, data in receipts_of(("A-1", True, "A2:20")).items():
        put(practice, path.partition("/")[2], data)
    found = read(practice, ONE, TWO)
    assert found.files["source_file"].tolist() == ["medi_submissions/claims.csv"]
    receipts = load_receipts(practice, MEDI_FOLDER)
    assert receipts.claims["state"].tolist() == ["accepted"]
    assert receipts.notes == ()


def test_a_table_without_the_columns_is_named_with_what_it_lacks(practice):
    put(practice, "rates.csv", "Item,Qty,Note", "pens,2,blue", "paper,3,white")
    assert load_sent(practice).files["state"].tolist() == ["not read"]
    assert "nor a list of claims" in load_receipts(practice, MEDI_FOLDER).notes[0]


def test_the_check_before_a_report_counts_the_rows_of_a_list_and_no_receipt(practice):
    for path, data in receipts_of(("A-1", True, "A2:20")).items():
        put(practice, path.partition("/")[2], data)
    put(
        practice,
        "claims.csv",
        HEADER,
        ONE,
        TWO.replace("submitted", "Draft"),
        TWO.replace("submitted", "quux"),
    )
    folder = practice.raw / MEDI_FOLDER
    assert [tuple(rows) for rows in preflight_files.rows_of_folder(folder, practice.raw.parent)] == [
        ("claims.csv", f"3 rows in, 2 used; 1 set aside: {HELD}", False)
    ]
    (said,) = preflight_files.of_folder(folder, practice.raw.parent)
    assert said.found == "1 status word of 1 claim not understood"


@pytest.mark.parametrize(
    ("folder", "name", "is_told"),
    [
        ("claims", "medi_claims_export.csv", True),
        ("submissions", "Claims from Medi.csv", True),
        ("claims", "medicare_claims.csv", False),
        ("claims", "Office Ally and Medi.csv", False),  # it names both
        ("postings", "medi.csv", False),
    ],
)
def test_a_list_of_medi_among_the_claims_of_office_ally_is_told_by_its_name(practice, folder, name, is_told):
    put(practice, f"../{folder}/{name}", HEADER, ONE)
    said = preflight_files.of_folder(practice.raw / folder, practice.raw.parent)
    assert any("medi_submissions/" in one.todo for one in said) == is_told


def test_a_list_of_medi_beside_the_folders_is_told_where_it_goes(tmp_path):
    raw = folder_of_practice(tmp_path, {"medi_claims_export.csv": f"{HEADER}\n{ONE}\n"}, practice_answers())
    said = preflight.of_practice(tmp_path, raw.parent.name, raw.name)
    assert [word.todo for word in said if "medi_claims_export.csv" in word.where] == [
        "Move it into the folder of its kind: medi_submissions/."
    ]


def test_a_list_of_a_sibling_is_set_aside_as_the_siblings(tmp_path):
    header = HEADER.replace("patient,", "patient,billing_npi,")
    mine, theirs = (ONE.replace('"Alder, Ann",', f'"Alder, Ann",{npi},') for npi in (NPI, OTHER_NPI))
    files = {"medi_submissions/claims.csv": "\n".join([header, mine, theirs.replace("m1", "m9"), ""])}
    raw = folder_of_practice(tmp_path, files, practice_answers())
    folder_of_practice(tmp_path, {}, practice_answers("Other Elm", OTHER_TIN, OTHER_NPI), slug="other-elm")
    found = load_sent(found_practice(tmp_path, raw.parent.name, raw.name)[0])
    assert found.rows["claim_number"].tolist() == ["m1"]
    assert found.set_aside["amount_cents"].tolist() == [43_500]
    assert found.not_own[["whose", "rows", "amount_cents"]].values.tolist() == [["sibling", 1, 43_500]]


_DAYS = st.dates(dt.date(2026, 6, 1), dt.date(2026, 7, 31))
_ROWS = st.lists(
    st.fixed_dictionaries({
        "claim": st.sampled_from(["m1", "m2", "m3", ""]),
        "account": st.sampled_from(["A-1", "A-2", "TEST-1", ""]),
        "patient": st.sampled_from(["Alder; Ann", "Birch; Ben", "Test; Patient"]),
        "served": _DAYS,
        "sent": st.one_of(st.none(), _DAYS),
        "cents": st.integers(0, 99_999),
        "state": st.sampled_from(["submitted", "accepted", "rejected", "Draft", "quux", ""]),
    }),
    min_size=1, max_size=12,
)  # fmt: skip


@settings(
    max_examples=examples(25, least=8),
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(files=st.lists(_ROWS, min_size=1, max_size=3))
def test_rows_in_are_rows_used_and_rows_set_aside_and_no_cent_is_lost(files, tmp_path_factory):
    practice = Practice("c", "p", "P", frozenset(), frozenset(), tmp_path_factory.mktemp("lists"))
    cents = 0
    for number, rows in enumerate(files):
        lines = [
            f"{r['claim']},{r['account']},{r['patient']},{r['served']},{r['sent'] or ''},Aetna,"
            f"{r['cents'] // 100}.{r['cents'] % 100:02d},{r['state']}"
            for r in rows
        ]
        put(practice, f"{number}.csv", HEADER, *(line.replace(";", " ") for line in lines), "")
    found = load_sent(practice)
    read_files = found.files[found.files["state"] != "duplicate"]
    names = {f"medi_submissions/{number}.csv" for number in range(len(files))} & set(
        read_files["source_file"]
    )
    given_rows = [
        row for number, rows in enumerate(files) if f"medi_submissions/{number}.csv" in names for row in rows
    ]
    cents = sum(row["cents"] for row in given_rows)
    assert read_files["rows_in"].sum() == len(given_rows) == len(found.rows) + len(found.set_aside)
    assert read_files["rows_used"].sum() == len(found.rows)
    assert (read_files["rows_in"] == read_files["rows_used"] + read_files["rows_set_aside"]).all()
    assert found.rows["charge_cents"].sum() + found.set_aside["amount_cents"].sum() == cents
