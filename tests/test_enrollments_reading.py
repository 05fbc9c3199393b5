"""What was filed with payers is read from the intake and from exports, and no row of them is lost."""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
import tempfile
from functools import cache
from pathlib import Path

import pandas as pd
import pytest
from cutover.cli import main
from cutover.reading.intake.reader import read_intake
from cutover.reading.mapping.confirmed import path_of
from cutover.reading.mapping.folder import Mapped
from cutover.reading.mapping.suggest import header_signature
from cutover.reading.mapping.targets import load_target
from cutover.reading.payers.enrollments import NO_PROVIDER, load_enrollments
from cutover.reading.practice.book import Practice
from examples import examples
from hypothesis import given, settings
from hypothesis import strategies as st
from practice_folder import (
    NPI,
    OTHER_NPI,
    OTHER_TIN,
    STRANGE_NPI,
    TIN,
    folder,
    intake_of,
    practice_answers,
    workbook,
    zipped,
)

BAD_NPI = "1234567890"  # the check digit of 123456789_ is 3
HEADER = (
    "Payer",
    "Payer ID",
    "Tax ID",
    "NPI",
    "Transaction",
    "Status",
    "Filed",
    "Status Since",
    "Live Since",
)
ROW = {"Payer": "Aetna", "Payer ID": "60054", "Tax ID": TIN, "NPI": NPI, "Transaction": "835", "Status": "LIVE",
       "Filed": "2026-06-15", "Status Since": "2026-07-01", "Live Since": ""}  # fmt: skip
WHO = {"taxId": TIN, "npi": NPI}


def cells(**said) -> list[str]:
    """One row of an export."""
    row = ROW | {name.replace("_", " "): text for name, text in said.items()}
    return [row[name] for name in HEADER]


def export(*rows: list[str], header=HEADER) -> str:
    """An export as CSV."""
    text = io.StringIO()
    csv.writer(text).writerows([header, *rows])
    return text.getvalue()


def record(status="LIVE", payer="Aetna", provider=WHO, **said) -> dict:
    """One enrollment as Stedi's interface answers it: an ERA with Aetna."""
    return {
        "status": status,
        "payer": {"name": payer, "stediPayerId": "HPQRS", "submittedPayerIdOrAlias": "60054"},
        "provider": provider,
        "transactions": {"claimPayment": {"enroll": True}},
        "submittedAt": "2026-06-15T23:30:00.000Z",
        "statusLastUpdatedAt": "2026-07-01T16:05:00.000Z",
    } | said


def answer(*records: object, **more) -> bytes:
    """Stedi's answer with these enrollments."""
    return json.dumps({"items": list(records)} | more).encode()


def practice(home: Path, tins=(TIN,), npis=(NPI,)) -> Practice:
    """The practice cedar-grove of the client acme."""
    return Practice("acme", "cedar-grove", "Cedar Grove", frozenset(npis), frozenset(tins), home)


read_once = cache(read_intake)  # of workbooks of the same bytes; nobody changes what is read


def read(home: Path, files=None, of_client=None, intake=None, **who) -> Mapped:
    """What the files of a practice, those of its client and its intake say."""
    raw = folder(home, files or {})
    for name, data in (of_client or {}).items():
        path = raw.parent / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data.encode() if isinstance(data, str) else data)
    return load_enrollments(practice(home, **who), read_once(intake_of(intake or {})))


def one(home: Path, data: str | bytes, name="enrollments/e.csv", **who) -> Mapped:
    """What one file says."""
    return read(home, {name: data}, **who)


def told(found: Mapped, *columns: str) -> list[tuple]:
    """These columns of the rows that are used, nulls as None and days as text."""
    frame = found.rows[list(columns)].copy()
    for name in frame.select_dtypes("datetime"):
        frame[name] = frame[name].dt.strftime("%Y-%m-%d")
    return [tuple(None if pd.isna(v) else v for v in row) for row in frame.itertuples(index=False)]


def aside(found: Mapped) -> dict[int, str]:
    """Why a row is not used, by its row in the file."""
    return dict(zip(found.set_aside["source_row"], found.set_aside["reason"], strict=True))


def counts(found: Mapped) -> list[tuple[str, int, int, int]]:
    """State and rows of each file: in, used, set aside."""
    names = ["state", "rows_in", "rows_used", "rows_set_aside"]
    return [tuple(row) for row in found.files[names].itertuples(index=False)]


@pytest.fixture(scope="module")
def worded(tmp_path_factory):
    """Returns what is read of a word in a column: values of the rows used, why one is set aside, its row there.

    All words of a family stand in one file, each in a row of a payer of its own, behind a sound row.
    """

    @cache
    def file_of(column: str, words: tuple[str, ...]) -> Mapped:
        rows = [cells(**{"Payer": f"Payer {n}", column: word}) for n, word in enumerate(words)]
        found = one(tmp_path_factory.mktemp("worded"), export(cells(), *rows))
        name, total = column.lower(), 1 + len(words)
        assert found.rows.loc[found.rows["source_row"] == 2, name].tolist() == [ROW[column]]
        ((state, rows_in, _, lost),) = counts(found)
        assert (state, rows_in, lost) == ("read", total, len(found.set_aside))
        return found

    def told_of(column: str, family: list, word: str) -> tuple[list[str], str | None]:
        words = tuple(one if isinstance(one, str) else one[0] for one in family)
        found, row = file_of(column, words), 3 + words.index(word)
        used = found.rows[found.rows["source_row"] == row]
        lost = found.set_aside[found.set_aside["source_row"] == row]
        assert len(lost) <= 1 and (lost["found"].isna() | lost["found"].isin([word, "(empty)"])).all()
        return used[column.lower()].tolist(), aside(found).get(row)

    return told_of


WHOLE = ("payer_name", "payer_id", "tax_id", "billing_npi", "transaction", "status", "filed_on", "status_on")
LIVE_ERA = ("Aetna", "60054", TIN, NPI, "835", "LIVE", "2026-06-15", "2026-07-01")


def test_without_folders_and_intake_rows_nothing_was_filed(tmp_path):
    found = read(tmp_path)
    assert (len(found.rows), len(found.set_aside), len(found.files), found.notes) == (0, 0, 0, ())


TRANSACTIONS = [
    ("ERA (835)", "835"),
    ("835 ERA", "835"),
    ("claimPayment", "835"),
    ("remits", "835"),
    ("professionalClaimSubmission", "837P"),
    ("Professional Claims", "837P"),
    ("837I", "837I"),
    ("dental claims (837D)", "837D"),
    ("270/271", "270"),
    ("eligibilityCheck", "270"),
    ("Claim Status", "276"),
]


@pytest.mark.parametrize(("written", "meant"), TRANSACTIONS)
def test_a_transaction_is_known_by_stedi_s_word_and_by_a_plain_one(worded, written, meant):
    assert worded("Transaction", TRANSACTIONS, written) == ([meant], None)


STATUSES = [
    ("STEDI_ACTION_REQUIRED", "STEDI_ACTION_REQUIRED"),
    ("Provider Action Required", "PROVIDER_ACTION_REQUIRED"),
    ("Cancelled", "CANCELED"),
    ("live", "LIVE"),
    ("Requested", "SUBMITTED"),
    ("Draft", "DRAFT"),
]


@pytest.mark.parametrize(("written", "meant"), STATUSES)
def test_a_status_is_known_by_stedi_s_word_and_by_a_plain_one(worded, written, meant):
    assert worded("Status", STATUSES, written) == ([meant], None)


@pytest.mark.parametrize(
    "written", ["Not live", "LIVE soon", "pending LIVE", "never rejected", "in review", ""]
)
def test_a_status_that_holds_a_known_word_among_others_is_not_taken_for_it(tmp_path, written):
    found = one(tmp_path, export(cells(), cells(Status=written)))
    assert aside(found) == {
        3: "its status is none that is known" if written else "no status is written in its row"
    }
    assert told(found, "status") == [("LIVE",)]


OF_TRACKERS = [
    ("Claims", ["837"]),
    ("EDI claims", ["837"]),
    ("e-Claims", ["837"]),
    ("claim submission", ["837"]),
    ("837", ["837"]),
    ("Prof. claims", ["837P"]),
    ("837P/I", ["837P", "837I"]),
    ("837P and 835", ["837P", "835"]),
    ("Claims & ERA", ["837", "835"]),
    ("Remittance", ["835"]),
    ("ERA/EFT", ["835"]),
    ("Claim status (276/277)", ["276"]),
    ("Elig.", ["270"]),
]


@pytest.mark.parametrize(("written", "meant"), OF_TRACKERS)
def test_the_words_of_trackers_for_a_transaction_are_known_and_a_cell_can_name_two(worded, written, meant):
    assert worded("Transaction", OF_TRACKERS, written) == (meant, None)


@pytest.mark.parametrize(
    ("written", "said"), [("EFT", "the payment into the bank"), ("278", "does not compare")]
)
def test_what_no_clearinghouse_enrolls_is_set_aside_with_its_reason(tmp_path, written, said):
    found = one(tmp_path, export(cells(), cells(Transaction=written)))
    assert said in aside(found)[3]


OF_HOLDERS = [
    ("Enrolled with Availity", "with another clearinghouse"),
    ("at Waystar", "with another clearinghouse"),
    ("via Change Healthcare", "with another clearinghouse"),
    ("Availity", "with another clearinghouse"),
    ("ERA goes to Trizetto", "with another clearinghouse"),
    ("With another clearinghouse", "with another clearinghouse"),
    ("Submitted via Availity", "SUBMITTED"),
    ("pending at Availity", "pending with another clearinghouse"),
    ("in process with Change Healthcare", "pending with another clearinghouse"),
    ("Waystar - enrollment pending", "pending with another clearinghouse"),
    ("PENDING (Optum / Change Healthcare)", "pending with another clearinghouse"),
    ("ERA under review at Trizetto since 6/1/2026", "pending with another clearinghouse"),
    ("awaiting approval by Availity", "pending with another clearinghouse"),
    ("Submitted to Availity 2026-06-15", "pending with another clearinghouse"),
    ("application approved at Availity", "with another clearinghouse"),
    ("Availity (enrolled)", "with another clearinghouse"),
    ("pending with Stedi", "STEDI_ACTION_REQUIRED"),
    ("Submitted to Stedi", "SUBMITTED"),
    ("pending at Office Ally", "not filed"),
    ("Submitted through Office Ally", "not filed"),
    ("Enrolled with Office Ally", "not filed"),
    ("Enrolled with Stedi", "LIVE"),
    ("Enrolled", "LIVE"),
]


@pytest.mark.parametrize(("written", "meant"), OF_HOLDERS)
def test_a_status_that_names_a_clearinghouse_says_who_holds_it(worded, written, meant):
    assert worded("Status", OF_HOLDERS, written) == ([meant], None)


@pytest.mark.parametrize(
    "written",
    [
        "not enrolled with Availity",
        "not pending at Availity",
        "Stedi",
        "Stedi request",
        "Waystar?? ask Dee",
        "live at Availity, pending at Stedi",
        "approved, pending at Availity",
        "waiting to go live at Stedi",
    ],
)
def test_a_status_around_a_clearinghouse_that_is_not_sure_is_set_aside_with_its_words(tmp_path, written):
    found = one(tmp_path, export(cells(), cells(Status=written)))
    assert aside(found) == {3: "its status is none that is known"}
    assert found.set_aside[["payer_name", "transaction", "found"]].to_numpy().tolist() == [
        ["Aetna", "835", written]
    ]


def test_the_columns_of_a_tracker_are_shown_with_the_cells_whose_words_are_not_known(tmp_path, capsys):
    rows = [cells(), cells(Transaction="Reports"), cells(Status="ask Dee"), cells(Transaction="EFT")]
    file = folder(tmp_path, {"enrollments/e.csv": export(*rows)}) / "enrollments" / "e.csv"
    main(["columns", str(file), "--values"])
    said = [line.strip() for line in capsys.readouterr().out.splitlines() if "not known" in line]
    assert said == [
        "row 3 will not be used: its transaction is not known: Reports",
        "row 4 will not be used: its status is not known: ask Dee",
    ]
    main(["columns", str(file)])
    assert "ask Dee" not in capsys.readouterr().out  # masked as every value, unless told


def test_who_holds_an_enrollment_stands_in_its_reason(tmp_path):
    header = (*HEADER, "Remarks")
    rows = [
        [*cells(Status="Enrolled with Availity"), "ERA goes to a hospital"],
        [*cells(Status="At Waystar"), ""],
        [*cells(Status="pending at Waystar"), ""],
    ]
    assert one(tmp_path, export(*rows, header=header)).rows["reason"].tolist() == [
        "Enrolled with Availity; ERA goes to a hospital", "At Waystar", "pending at Waystar"]  # fmt: skip


OF_NONE = ["reports", "not ERA", "claims, no ERA", "setup", ""]


@pytest.mark.parametrize("written", OF_NONE)
def test_a_transaction_that_names_none_or_says_no_is_set_aside(worded, written):
    assert worded("Transaction", OF_NONE, written) == ([], "its transaction is none that is known")


@pytest.mark.parametrize(
    "header",
    [
        HEADER,
        ("payerName", "submittedPayerIdOrAlias", "taxId", "npi", "transactionType", "status", "submittedAt",
         "statusLastUpdatedAt", "liveDate"),
        ("payer.name", "payer.stediPayerId", "provider.taxId", "provider.npi", "transactions", "status", "submitted_at",
         "status_last_updated_at", "effective_date"),
        ("Insurance Name", "Payer ID", "TIN", "Group NPI", "Enrollment Type", "Enrollment Status", "Date Submitted",
         "Last Updated", "Approved On"),
    ],
)  # fmt: skip
def test_an_export_is_read_by_the_headers_of_stedi_and_by_plain_ones(tmp_path, header):
    assert told(one(tmp_path, export(cells(), header=header)), *WHOLE) == [LIVE_ERA]


def test_the_day_of_a_draft_is_no_day_of_filing(tmp_path):
    for draft in ("created_at", "Created", "createdAt"):
        header = (
            "Payer",
            "Payer ID",
            "Tax ID",
            "NPI",
            "Transaction",
            "Status",
            draft,
            "Status Since",
            "Live Since",
        )
        assert told(one(tmp_path, export(cells(), header=header)), "filed_on") == [(None,)]


@pytest.mark.parametrize(
    "written", ["2026-06-15T23:30:00.000Z", "2026-06-15T00:00:00+00:00", "2026-06-15 09:30", "6/15/2026"]
)
def test_a_timestamp_is_the_day_that_it_names(tmp_path, written):
    assert told(one(tmp_path, export(cells(Filed=written))), "filed_on") == [("2026-06-15",)]


def test_a_tax_id_whose_leading_zero_excel_lost_is_the_practice_s(tmp_path):
    rows = [cells(Tax_ID="12345678"), cells(Tax_ID="12345678.0"), cells(Tax_ID="01-2345678")]
    assert told(one(tmp_path, export(*rows), tins=("012345678",)), "tax_id") == [("012345678",)] * 3


def test_a_tax_id_that_lacks_two_digits_is_none(tmp_path):
    found = one(tmp_path, export(cells(Tax_ID="1234567", NPI=""), cells()))
    assert aside(found) == {2: "it names neither a Tax ID nor an NPI that is well formed"}


def test_an_excel_export_gives_the_same_as_a_csv(tmp_path):
    row = ["Aetna", 60054, int(TIN), int(NPI), "ERA", "LIVE", "2026-06-15", "7/1/2026", None]
    found = one(tmp_path, workbook([list(HEADER), row]), "enrollments/e.xlsx")
    assert told(found, *WHOLE) == [LIVE_ERA]
    assert told(found, "source", "source_file", "source_sheet", "source_row") == [
        ("export of enrollments", "enrollments/e.xlsx", "Export", 2)
    ]


def test_an_answer_of_stedi_s_interface_gives_the_same_as_a_csv(tmp_path):
    found = one(tmp_path, answer(record(reason="Signature is missing")), "enrollments/e.json")
    assert told(found, *WHOLE, "reason", "source_row") == [(*LIVE_ERA, "Signature is missing", 1)]


def test_the_steps_of_a_record_before_its_status_are_rows_of_their_own(tmp_path):
    steps = [{"status": "SUBMITTED", "changedAt": "2026-06-15T01:00:00Z"},
             {"status": "PROVISIONING", "changedAt": "2026-06-20T01:00:00Z"},
             {"status": "LIVE", "changedAt": "2026-07-01T01:00:00Z"}]  # fmt: skip
    found = one(tmp_path, answer(record(history=steps)), "enrollments/e.json")
    assert told(found, "status", "status_on", "source_row") == [
        ("SUBMITTED", "2026-06-15", 1), ("PROVISIONING", "2026-06-20", 1), ("LIVE", "2026-07-01", 1),
    ]  # fmt: skip


@pytest.mark.parametrize("begin", [b"", b"\xef\xbb\xbf", b"\r\n  "])
def test_an_answer_may_be_a_list_alone_and_begin_with_a_byte_order_mark(tmp_path, begin):
    data = begin + json.dumps([record()]).encode()
    assert told(one(tmp_path, data, "enrollments/e.txt"), *WHOLE) == [LIVE_ERA]


def test_a_record_of_several_transactions_is_an_enrollment_for_each_that_is_asked_for(tmp_path):
    asked = {"claimPayment": {"enroll": True}, "professionalClaimSubmission": {"enroll": True},
             "eligibilityCheck": {"enroll": False}, "claimStatus": None}  # fmt: skip
    found = one(tmp_path, answer(record(), record(transactions=asked)), "enrollments/e.json")
    assert told(found, "transaction", "source_row") == [("835", 1), ("835", 2), ("837P", 2)]
    assert counts(found) == [("read", 3, 3, 0)]  # 1 + 2 rows of two records


def test_a_record_without_transaction_or_provider_or_with_texts_for_objects_is_set_aside_with_its_number(
    tmp_path,
):
    records = [record(), record(provider=None), record(transactions={}), record(transactions="claimPayment"),
               record() | {"payer": "Aetna"}, record(provider="Dana Doe"), record(status=None)]  # fmt: skip
    found = one(tmp_path, answer(*records), "enrollments/e.json")
    assert aside(found) == {
        2: "it names neither a Tax ID nor an NPI that is well formed",
        3: "its transaction is none that is known",
        4: "its transaction is none that is known",
        5: "it names no payer",
        6: "it names neither a Tax ID nor an NPI that is well formed",
        7: "no status is written in its row",
    }
    assert counts(found) == [("read", 7, 1, 6)]


def test_numbers_of_any_length_and_values_that_are_no_numbers_leave_the_other_fields_readable(tmp_path):
    raw = json.dumps(record(provider={"taxId": int(TIN), "npi": int(NPI)}, note="@"))
    for strange in ("9" * 6000, "1e999", "NaN", "-Infinity"):
        found = one(
            tmp_path, f'{{"items": [{raw.replace(chr(34) + "@" + chr(34), strange)}]}}', "enrollments/e.json"
        )
        assert told(found, *WHOLE) == [LIVE_ERA], strange


def test_half_a_character_in_a_name_is_a_question_mark(tmp_path):
    data = answer(record()).replace(b'"Aetna"', b'"Aetna \\ud800"')
    assert told(one(tmp_path, data, "enrollments/e.json"), "payer_name", "status") == [("Aetna ?", "LIVE")]


@pytest.mark.parametrize("data", [answer(), b"[]", export(), export(["", "", "", "", "", "", "", "", ""])])
def test_an_export_without_enrollments_is_read_and_says_none(tmp_path, data):
    found = one(tmp_path, data)
    assert (counts(found), len(found.rows), len(found.set_aside)) == ([("read", 0, 0, 0)], 0, 0)


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (answer(record())[:-20], "cut off or damaged"),
        (b'{"items": ' + b"[" * 100_000, "cut off or damaged"),
        (b"[" * 100_000 + b"]" * 100_000, "cut off or damaged"),
        (b'{"items": [\xff]}', "cut off or damaged"),
        (b'{"items": {"a": 1}}', "without a list of `items`"),
        (b'{"message": "Forbidden"}', "without a list of `items`"),
        (b'["Aetna"]', "without a list of `items`"),
        ("Name,Color\nRowan,red\nAsh,blue\n", "no column for Payer, Transaction, Status"),
        (b"", "empty"),
        (b"PK\x03\x04 cut", "The zip is cut or damaged"),
        (b"%PDF-1.7", "not a spreadsheet"),
    ],
)
def test_a_file_that_cannot_be_read_is_named_with_its_reason_and_the_others_are_read(tmp_path, data, said):
    found = read(tmp_path, {"enrollments/bad.json": data, "enrollments/good.csv": export(cells())})
    assert counts(found) == [("not read", 0, 0, 0), ("read", 1, 1, 0)]
    assert said in found.files["reason"][0]
    assert told(found, *WHOLE) == [LIVE_ERA]


def test_an_answer_of_which_further_pages_follow_says_so_and_the_last_one_does_not(tmp_path):
    found = read(tmp_path, {
        "enrollments/1.json": answer(record(), nextPageToken="abc"),
        "enrollments/2.json": answer(record("DRAFT"), nextPageToken=None),
    })  # fmt: skip
    assert [note.partition(":")[0] for note in found.notes] == ["enrollments/1.json"]
    assert "one page of several" in found.notes[0]


def test_rows_of_another_practice_are_set_aside_also_where_it_shares_the_tax_id_or_a_provider(tmp_path):
    folder(tmp_path, {}, practice_answers("Birch Hill", TIN, OTHER_NPI), slug="birch-hill")
    rows = [
        cells(),  # row 2: of this practice
        cells(Tax_ID=OTHER_TIN, NPI=OTHER_NPI),
        cells(NPI=OTHER_NPI),  # the same Tax ID, another NPI
        cells(Tax_ID=OTHER_TIN),  # a provider who works for both
        cells(Tax_ID="", NPI=OTHER_NPI),
        cells(Tax_ID=OTHER_TIN, NPI=""),
        cells(Tax_ID=""),  # row 8: the NPI alone tells
        cells(NPI=""),  # row 9: the Tax ID alone tells
    ]
    found = one(tmp_path, export(*rows))
    why = "another practice's: its Tax ID or its NPI is not of this one"
    sibling = "another practice's"
    nobody = "of a Tax ID and NPI that are no practice's"  # no other practice of this book has them either
    assert aside(found) == {3: sibling, 4: sibling, 5: why, 6: sibling, 7: nobody}
    assert told(found, "source_row") == [(2,), (8,), (9,)]


def test_a_site_that_the_intake_does_not_list_is_the_practices_beside_its_own_tax_id(tmp_path):
    rows = [
        cells(),
        cells(NPI=OTHER_NPI),
        cells(Tax_ID="", NPI=OTHER_NPI),
        cells(Tax_ID=OTHER_TIN, NPI=OTHER_NPI),
    ]
    found = one(tmp_path, export(*rows))
    nobody = "of a Tax ID and NPI that are no practice's"
    assert told(found, "source_row", "billing_npi", "status") == [(2, NPI, "LIVE"), (3, OTHER_NPI, "LIVE")]
    assert aside(found) == {4: nobody, 5: nobody}  # the NPI alone proves nothing


def test_an_npi_of_nobody_is_not_taken_where_another_practice_has_the_tax_id_too(tmp_path):
    folder(tmp_path, {}, practice_answers("Birch Hill", TIN, OTHER_NPI), slug="birch-hill")
    found = one(tmp_path, export(cells(), cells(NPI=STRANGE_NPI)))
    assert told(found, "source_row") == [(2,)]
    assert list(aside(found)) == [3]


def test_a_row_with_a_mistyped_npi_is_not_taken_for_one_of_every_npi_of_the_tax_id(tmp_path):
    found = one(tmp_path, export(cells(), cells(NPI=BAD_NPI), cells(NPI="123456789"), cells(NPI="n/a")))
    assert aside(found) == dict.fromkeys([3, 4], "its NPI is not ten digits with a right check digit")
    assert told(found, "billing_npi", "source_row") == [(NPI, 2), (None, 5)]


def test_a_file_in_which_every_npi_is_mistyped_is_read_and_its_rows_say_so(tmp_path):
    found = one(tmp_path, export(cells(NPI=BAD_NPI), cells(NPI=BAD_NPI, Tax_ID="")))
    assert aside(found) == {
        2: "its NPI is not ten digits with a right check digit",
        3: "it names neither a Tax ID nor an NPI that is well formed",
    }


def test_a_payer_can_be_named_by_its_id_alone_and_by_neither_it_is_set_aside(tmp_path):
    found = one(tmp_path, export(cells(), cells(Payer=""), cells(Payer="", Payer_ID="")))
    assert told(found, "payer_name", "payer_id") == [("Aetna", "60054"), (None, "60054")]
    assert aside(found) == {4: "it names no payer"}


def test_a_row_with_too_few_or_too_many_fields_is_set_aside_and_counted(tmp_path):
    data = export(*[cells() for _ in range(6)], cells()[:6], [*cells(), "x"])
    found = one(tmp_path, data)
    assert aside(found) == {8: "6 fields where the table has 9", 9: "10 fields where the table has 9"}
    assert counts(found) == [("read", 8, 6, 2)]


def test_a_title_a_footer_and_a_total_are_no_enrollments(tmp_path):
    data = "Enrollments of Acme\n" + export(*[cells() for _ in range(3)]) + "Page 1 of 1,,,,,,,,\n"
    found = one(tmp_path, data)
    assert (counts(found), aside(found)) == ([("read", 3, 3, 0)], {})


def test_planted_defects_are_found_each_in_its_row_and_nothing_else(tmp_path):
    rows = [cells(Payer=f"Payer {letter}", Payer_ID=f"P{letter}") for letter in "ABCDEFGHIJKL"]
    places = {name: HEADER.index(name) for name in HEADER}
    rows[1][places["Status"]] = "Approved-ish"
    rows[4][places["NPI"]] = BAD_NPI
    rows[6][places["Transaction"]] = "fax"
    rows[9][places["NPI"]], rows[9][places["Tax ID"]] = STRANGE_NPI, ""
    found = one(tmp_path, export(*rows))
    assert {row: why.split(":")[0] for row, why in aside(found).items()} == {
        3: "its status is none that is known",  # the header is row 1, so rows[1] is row 3
        6: "its NPI is not ten digits with a right check digit",
        8: "its transaction is none that is known",
        11: "of a Tax ID and NPI that are no practice's",
    }
    assert counts(found) == [("read", 12, 8, 4)]
    assert found.set_aside["payer_name"].tolist() == ["Payer B", "Payer E", "Payer G", "Payer J"]


def test_the_same_file_under_two_names_counts_once(tmp_path):
    found = read(tmp_path, {"enrollments/a.csv": export(cells()), "enrollments/b.csv": export(cells())})
    assert counts(found) == [("read", 1, 1, 0), ("duplicate", 0, 0, 0)]
    assert found.files["reason"][1] == "the same bytes as enrollments/a.csv"


def test_the_same_file_in_the_practice_s_and_in_the_client_s_folder_counts_once(tmp_path):
    found = read(tmp_path, {"enrollments/a.csv": export(cells())}, {"enrollments/all.csv": export(cells())})
    assert counts(found) == [("read", 1, 1, 0), ("duplicate", 0, 0, 0)]
    assert len(found.rows) == 1


def test_a_file_that_differs_in_one_row_is_another_file(tmp_path):
    files = {"enrollments/a.csv": export(cells()), "enrollments/b.csv": export(cells(Status="DRAFT"))}
    assert counts(read(tmp_path, files)) == [("read", 1, 1, 0)] * 2


def test_the_client_s_export_of_all_practices_is_read_beside_the_practice_s_own(tmp_path):
    of_client = export(cells(Payer="Cigna"), cells(Payer="Cigna", Tax_ID=OTHER_TIN, NPI=OTHER_NPI))
    found = read(tmp_path, {"enrollments/own.csv": export(cells())}, {"enrollments/all.csv": of_client})
    assert told(found, "payer_name", "source_file") == [
        ("Aetna", "enrollments/own.csv"),
        ("Cigna", "enrollments/all.csv"),
    ]
    assert counts(found) == [("read", 1, 1, 0), ("read", 2, 1, 1)]


def test_an_export_in_a_zip_is_read_and_an_excel_file_is_not_taken_for_a_zip(tmp_path):
    inside = zipped(
        {"e.csv": export(cells()).encode(), "x.xlsx": workbook([list(HEADER), cells(Payer="Cigna")])}
    )
    found = one(tmp_path, inside, "enrollments/e.zip")
    assert told(found, "payer_name", "source_file") == [
        ("Aetna", "enrollments/e.zip!e.csv"),
        ("Cigna", "enrollments/e.zip!x.xlsx"),
    ]


@pytest.mark.parametrize(
    ("said", "live"),
    [
        ({"Status": "LIVE", "Live_Since": "2026-07-04"}, "2026-07-04"),
        ({"Status": "LIVE", "Live_Since": ""}, "2026-07-01"),  # the day of the status
        ({"Status": "LIVE", "Live_Since": "", "Status_Since": ""}, None),
        ({"Status": "PROVISIONING", "Live_Since": ""}, None),
    ],
)
def test_what_is_live_without_a_live_date_is_live_since_its_status(tmp_path, said, live):
    assert told(one(tmp_path, export(cells(**said), cells(**said))), "live_on") == [(live,)] * 2


INTAKE_ROW = {"payer": "Medicare Ohio", "payer_id": "00150", "tin": TIN, "npi": NPI, "transaction": "835",
              "status": "LIVE", "filed_on": dt.date(2026, 6, 1), "status_on": dt.date(2026, 6, 20),
              "line": "Medicare", "active_in_office_ally": True, "waiting_on": "payer",
              "rejection_reason": "none"}  # fmt: skip


def test_the_intake_s_enrollments_come_first_with_all_that_it_says(tmp_path):
    found = read(tmp_path, {"enrollments/e.csv": export(cells())}, intake={"enrollments": [INTAKE_ROW]})
    assert told(found, "payer_name", "source") == [
        ("Medicare Ohio", "intake"),
        ("Aetna", "export of enrollments"),
    ]
    assert told(found, *WHOLE, "live_on", "line", "active_in_office_ally", "waiting_on", "reason")[0] == (
        "Medicare Ohio", "00150", TIN, NPI, "835", "LIVE", "2026-06-01", "2026-06-20", "2026-06-20", "Medicare", True,
        "payer", "none",
    )  # fmt: skip
    assert counts(found) == [("read", 1, 1, 0)]  # the intake is no export


@pytest.mark.parametrize("absent", ["payer", "transaction", "status"])
def test_an_intake_row_that_lacks_what_makes_it_an_enrollment_is_the_intake_s_problem_and_not_used(
    tmp_path, absent
):
    half = {name: value for name, value in INTAKE_ROW.items() if name != absent}
    intake = read_once(intake_of({"enrollments": [INTAKE_ROW | {"payer": "Aetna"}, half]}))
    folder(tmp_path, {})
    found = load_enrollments(practice(tmp_path), intake)
    assert told(found, "payer_name") == [("Aetna",)]
    assert [problem for problem in intake.sentences() if "row 3" in problem] != []


def test_hostile_names_stay_the_text_that_they_are(tmp_path):
    names = [
        "<script>alert(1)</script>",
        '=HYPERLINK("http://x","y")',
        "{0} %s {payer.__class__}",
        "@SUM(A1)",
    ]
    plain = [cells(Payer=f"Payer {letter}") for letter in "ABCDEF"]
    found = one(tmp_path, export(*plain, *[cells(Payer=name) for name in names]))
    assert [name for (name,) in told(found, "payer_name")][6:] == names
    found = one(tmp_path, answer(*[record(payer=name) for name in names]), "enrollments/e.csv")
    assert [name for (name,) in told(found, "payer_name")] == names


def test_a_file_without_the_columns_says_which_one_is_absent(tmp_path):
    data = export(["Aetna", TIN, NPI, "LIVE"], header=("Payer", "Tax ID", "NPI", "Status"))
    found = one(tmp_path, data)
    assert counts(found) == [("not read", 0, 0, 0)]
    assert "no column for Transaction" in found.notes[0]


def test_a_damaged_confirmation_of_columns_makes_its_file_unread_and_raises_nothing(tmp_path):
    confirmed = tmp_path / "data/raw/acme/crosswalks"
    found = one(tmp_path, export(cells()))
    assert counts(found) == [("read", 1, 1, 0)]
    target = load_target("enrollments")
    confirmed.mkdir()
    path_of(confirmed, header_signature(HEADER), target).write_text("[fields\n")
    found = one(tmp_path, export(cells()))
    assert counts(found) == [("not read", 0, 0, 0)]
    assert "not a crosswalk" in found.files["reason"][0]


def _cell(*texts: str):
    return st.sampled_from(texts)


# the payer's ID is never blank, so that no row is an empty line
ROWS = st.lists(
    st.tuples(
        _cell("Aetna", "Ohio Medicaid", "Total Health Care", "", "<b>x</b>"),
        st.integers(0, 99).map("P{:02}".format),
        _cell(TIN, "12-3456789", "123456789.0", OTHER_TIN, "", "12"),
        _cell(NPI, OTHER_NPI, BAD_NPI, ""),
        _cell("835", "ERA (835)", "837P", "fax", ""),
        _cell("LIVE", "Cancelled", "not live", ""),
        _cell("2026-06-15", "6/15/2026", "soon", ""),
        _cell("2026-07-01T00:00:00Z", ""),
        _cell("", "2026-07-02"),
    ),
    max_size=25,
)


@settings(max_examples=examples(25, least=3), deadline=None)
@given(ROWS, st.lists(st.integers(0, 24), max_size=3), st.lists(st.integers(0, 24), max_size=3))
def test_every_row_of_any_export_is_used_or_set_aside_once(rows, short, long):
    lines = [list(row) for row in rows]
    for place in (n for n in short if n < len(lines)):
        lines[place] = lines[place][:6]
    for place in (n for n in long if n < len(lines)):
        lines[place] = [*lines[place], "more"]
    with tempfile.TemporaryDirectory() as home:
        found = one(Path(home), export(cells(), *lines))
    total = 1 + len(lines)
    assert counts(found) == [("read", total, len(found.rows), len(found.set_aside))]
    placed = sorted([*found.rows["source_row"], *found.set_aside["source_row"]])
    assert placed == list(range(2, 2 + total))
    assert found.set_aside["reason"].notna().all()


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(
        st.sampled_from(["payer", "name", "provider", "npi", "taxId", "status", "transactions"]), inner, max_size=4),
    max_leaves=12,
)  # fmt: skip


@settings(max_examples=examples(15, least=3), deadline=None)
@given(JSON)
def test_any_record_of_an_answer_is_a_row_or_makes_the_file_unread_and_none_raises(strange):
    with tempfile.TemporaryDirectory() as home:
        found = one(Path(home), answer(record(), strange), "enrollments/a.json")
    if not isinstance(strange, dict):
        assert counts(found) == [("not read", 0, 0, 0)]
        return
    asked = strange.get("transactions")
    # one row for each transaction that is asked for, and one for a record without any
    wanted = len([v for v in asked.values() if v not in (None, False)]) if isinstance(asked, dict) else 0
    assert counts(found) == [("read", 1 + max(1, wanted), 1, max(1, wanted))]
    assert set(aside(found)) == {2}


BARE = "Payer,Which,Where it stands\nMedicare Ohio,835,Live\nAetna,837P,Pending\n"


def test_a_tracker_of_one_practice_needs_no_column_of_its_numbers(tmp_path):
    found = one(tmp_path, BARE)
    assert told(found, "payer_name", "tax_id", "billing_npi", "status") == [
        ("Medicare Ohio", TIN, NPI, "LIVE"), ("Aetna", TIN, NPI, told(found, "status")[1][0]),
    ]  # fmt: skip
    assert counts(found) == [("read", 2, 2, 0)]


@pytest.mark.parametrize(
    ("tins", "npis", "numbers"),
    [
        ((TIN,), (NPI, OTHER_NPI), (TIN, None)),  # one Tax ID is enough, and none of two NPIs is guessed
        ((TIN, OTHER_TIN), (NPI,), (None, NPI)),
        ((TIN, OTHER_TIN), (NPI, OTHER_NPI), None),  # of a practice with several nobody knows whose it is
    ],
)
def test_of_several_numbers_none_is_guessed(tmp_path, tins, npis, numbers):
    found = one(tmp_path, BARE, tins=tins, npis=npis)
    assert told(found, "tax_id", "billing_npi") == ([] if numbers is None else [numbers] * 2)
    assert aside(found) == ({2: NO_PROVIDER, 3: NO_PROVIDER} if numbers is None else {})


def test_a_row_without_numbers_beside_rows_with_them_is_nobodys(tmp_path):
    found = one(tmp_path, f"Payer,NPI,Which,Status\nMedicare Ohio,{NPI},835,Live\nAetna,,837P,Pending\n")
    assert told(found, "payer_name") == [("Medicare Ohio",)]
    assert aside(found) == {3: NO_PROVIDER}


def test_a_tracker_in_the_clients_folder_must_say_whose_its_rows_are(tmp_path):
    found = read(tmp_path, of_client={"enrollments/e.csv": BARE})
    assert len(found.rows) == 0
    assert sorted(found.set_aside["reason"].unique()) == [NO_PROVIDER]


@pytest.mark.parametrize(
    ("statuses", "source"),
    [
        (("SUBMITTED", "LIVE"), "export of enrollments"),
        (("Submitted", "LIVE"), "tracker of enrollments"),
        (("submitted 7/28",), "tracker of enrollments"),
    ],
)
def test_a_table_with_other_words_than_stedi_s_codes_is_a_tracker(tmp_path, statuses, source):
    found = read(tmp_path, {"enrollments/list.csv": export(*(cells(Status=one) for one in statuses))})
    assert set(found.rows["source"]) == {source} and len(found.rows) == len(statuses)


PAPER = {"Tax_ID": "", "NPI": "", "Transaction": "", "Status": "n/a"}


def noted(*rows: tuple[list[str], str]) -> str:
    """An export with remarks."""
    out = io.StringIO()
    csv.writer(out).writerows([[*HEADER, "Notes"], *([*row, note] for row, note in rows)])
    return out.getvalue()


def test_a_row_of_a_payer_on_paper_that_names_nobody_is_the_practice_s_and_its_remark_names_the_transaction(
    tmp_path,
):
    others = cells(), ""
    found = one(tmp_path, noted(others, (cells(**PAPER, Payer="Clearwater"), "paper checks only, no 835")))
    assert told(found, "payer_name", "tax_id", "transaction", "status")[1:] == [
        ("Clearwater", TIN, "835", "not needed")
    ]
    found = one(tmp_path / "b", noted(others, (cells(**PAPER, Payer="Clearwater"), "paper checks")))
    assert len(found.set_aside) == 1  # which transaction it is about, nothing tells


def test_a_row_that_names_nobody_stays_aside_where_another_row_names_another_tax_id_or_the_practice_has_two(
    tmp_path,
):
    bare = cells(Tax_ID="", NPI="", Status="Live"), ""
    found = one(tmp_path, noted((cells(), ""), (cells(Tax_ID=OTHER_TIN, NPI=OTHER_NPI), ""), bare))
    assert NO_PROVIDER in aside(found).values()
    assert (
        NO_PROVIDER in aside(one(tmp_path / "b", noted((cells(), ""), bare), tins=(TIN, OTHER_TIN))).values()
    )
    assert NO_PROVIDER not in aside(one(tmp_path / "c", noted((cells(), ""), bare))).values()
    stedi = cells(Tax_ID="", NPI=""), ""  # an export of Stedi's own words names everybody
    assert NO_PROVIDER in aside(one(tmp_path / "d", noted((cells(), ""), stedi))).values()


def test_a_remark_names_the_transaction_of_a_row_that_needs_none_alone(tmp_path):
    row = cells(Transaction="", Status="filed"), "no 835 yet"
    assert "transaction" in " ".join(aside(one(tmp_path, noted((cells(), ""), row))).values())


@pytest.mark.parametrize(
    ("head", "is_used"),
    [("payer.submittedPayerId", True), ("payer.primaryPayerId", True), ("payer.submittedPayerIdOrAlias", True),
     ("plan.submittedPayerRef", False)],
)  # fmt: skip
def test_the_fields_of_stedis_interface_as_columns_need_no_confirmation(tmp_path, head, is_used):
    header = (
        "id",
        "payer.name",
        head,
        "provider.taxId",
        "provider.npi",
        "transaction",
        "status",
        "submittedAt",
    )
    rows = [
        [f"e{n}", "Aetna", payer, TIN, NPI, "claimPayment", "LIVE", "2026-06-15"]
        for n, payer in enumerate(("00611", "SX107"))
    ]
    found = read(tmp_path, {"enrollments/e.csv": export(*rows, header=header)})
    assert len(found.rows) == 2
    if is_used:
        assert found.rows["payer_id"].tolist() == ["00611", "SX107"] and not found.notes
    else:
        assert found.rows["payer_id"].isna().all()
