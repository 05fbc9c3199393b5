"""Every kind of table is read whatever its columns are called and wherever its facts stand; nothing is used unasked."""

from __future__ import annotations

import datetime as dt
import io
import json

import openpyxl
import pandas as pd
import pytest
from cutover.reading.claims.claims import load_claims
from cutover.reading.claims.file_summary import read_file_summary
from cutover.reading.claims.invoices import load_invoices
from cutover.reading.claims.par_reports import load_par_reports
from cutover.reading.era.archive import load_archive
from cutover.reading.files.spreadsheet import read_spreadsheet
from cutover.reading.mapping import kinds, value_shapes
from cutover.reading.mapping.choosing import chosen, store
from cutover.reading.mapping.confirmed import folder_of, older_folder
from cutover.reading.mapping.said_once import (
    DAY_IN_NAME,
    MONTH,
    MONTH_IN_NAME,
    label_of,
    months_in,
    of_name,
    of_text,
    with_said_once,
)
from cutover.reading.mapping.sign_column import words as sign_words
from cutover.reading.mapping.suggest import header_signature, suggest
from cutover.reading.mapping.tables_of import tables_of
from cutover.reading.mapping.targets import load_target
from cutover.reading.payers.stedi_json import enrollments, payers
from cutover.reading.postings.deposits import NO_SIGN, load_deposits, words
from cutover.reading.postings.postings import load_postings
from cutover.reading.practice.book import Practice
from practice_folder import NPI, OTHER_NPI, TIN, workbook

FEE = 44_95


def held(tmp_path, **files: str | bytes) -> Practice:
    """A practice with these files; `__` in a name is a folder, a last `_` the point before its ending."""
    who = Practice("acme", "elm", "Elm Clinic", frozenset({NPI, OTHER_NPI}), frozenset({TIN}), tmp_path)
    for name, said in files.items():
        stem, _, ending = name.replace("__", "/").rpartition("_")
        path = who.raw / f"{stem}.{ending}"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(said.encode() if isinstance(said, str) else said)
    return who


def page(*tables: str, above: str = "") -> str:
    """A web page with these tables."""
    return f"<html><body><h2>{above}</h2>{''.join(tables)}</body></html>"


def html_table(*rows: tuple) -> str:
    cells = ("".join(f"<td>{cell}</td>" for cell in row) for row in rows)
    return f"<table>{''.join(f'<tr>{row}</tr>' for row in cells)}</table>"


def charges(invoices) -> dict[str, int]:
    """What was charged by kind, in cents."""
    return invoices.lines.groupby("charge")["amount_cents"].sum().to_dict()


@pytest.mark.parametrize(
    "header",
    [
        ("Description", "Qty", "Unit Price", "Amount"),
        ("Item Name", "Units", "Rate", "Line Total"),
        ("ServiceDescription", "NumUnits", "UnitCost", "ExtendedAmt"),
        ("charge_description", "quantity", "price_each", "line_amount"),
    ],
)
def test_an_invoice_is_read_whatever_its_columns_are_called(tmp_path, header):
    lines = [header, (f"Non-par fee, NPI {NPI}", "1", "44.95", "44.95"), ("EHR 24/7", "2", "44.95", "89.90")]
    text = "Invoice No: 4711\nBilling period: 07/01/2026 - 07/31/2026\n" + "\n".join(
        ",".join(f'"{c}"' for c in r) for r in lines
    )
    read = load_invoices(held(tmp_path, invoices__a_csv=text))
    assert charges(read) == {"non-par fee": FEE, "EHR 24/7": 2 * FEE}
    assert set(read.lines["month"]) == {pd.Timestamp(2026, 7, 1)}
    assert read.lines["npi"].tolist() == [NPI, None] or read.lines["npi"].isna().tolist() == [False, True]
    assert read.problems.empty and read.files["state"].tolist() == ["read"]


def test_an_invoice_as_a_web_page_has_its_month_from_the_line_above_its_table(tmp_path):
    table = html_table(
        ("Service", "Amount"),
        ("EHR 24/7", "$44.95"),
        ("Previous balance", "$10.00"),
        ("Amount due", "$54.95"),
    )
    read = load_invoices(
        held(tmp_path, invoices__statement_xls=page(table, above="For services in June 2026"))
    )
    assert read.lines["month"].unique().tolist() == [pd.Timestamp(2026, 6, 1)]
    assert charges(read) == {"EHR 24/7": FEE, "payment or balance": 10_00}
    assert read.problems.empty  # $44.95 + $10.00 = $54.95


def test_a_total_that_is_not_the_sum_of_its_lines_is_told(tmp_path):
    text = "Month,Description,Amount\n2026-07,EHR 24/7,44.95\n2026-07,Printing,5.50\n,Total due,60.00\n"
    read = load_invoices(held(tmp_path, invoices__a_csv=text))
    assert (
        len(read.problems) == 1 and "total" in read.problems["found"].iloc[0].lower()
    )  # 44.95 + 5.50 = 50.45
    right = text.replace("60.00", "50.45")
    assert load_invoices(held(tmp_path / "right", invoices__a_csv=right)).problems.empty


@pytest.mark.parametrize(
    ("words", "kind"),
    [
        ("Insurance Discovery, 15 transactions incl.", "insurance discovery"),
        ("Ins. Discovery additional transactions", "insurance discovery"),
        ("Pass-through fee: state network access", "pass-through fee"),
        ("Non participating payer fee", "non-par fee"),
        ("Claims printed and mailed", "printing"),
        ("Claim status inquiries answered (276/277)", "claim status"),
        ("Eligibility, answered requests", "eligibility"),
        ("Practice Mate, per provider", "Practice Mate"),
    ],
)
def test_the_words_of_a_line_tell_its_charge(tmp_path, words, kind):
    read = load_invoices(held(tmp_path, invoices__a_csv=f'Month,Item,Amount\n2026-07,"{words}",1.00\n'))
    assert charges(read) == {kind: 1_00}


@pytest.mark.parametrize(
    ("name", "above"),
    [("non_par_jul26_csv", ""), ("nonpar_csv", "Par/Non-Par Report for 07/2026\n"),
     ("nonpar_csv", "Month: July 2026\n"),
     ("nonpar 2026-07_csv", "")],
)  # fmt: skip
def test_a_par_report_has_its_month_from_its_title_or_its_name(tmp_path, name, above):
    text = f"{above}TIN,Rend. NPI,Total,Par,NonPar,% Non Par\n{TIN},{NPI},7,5,2,28.6%\n"
    read = load_par_reports(held(tmp_path, **{f"reports__{name}": text}))
    told = read.rows[["month", "npi", "claims", "par", "nonpar"]].values.tolist()
    assert told == [[pd.Timestamp(2026, 7, 1), NPI, 7, 5, 2]]


def test_another_report_is_passed_over_and_a_par_report_without_its_columns_is_told(tmp_path):
    who = held(
        tmp_path,
        reports__aging_csv="Payer,0-30\nAetna,5.00\n",
        reports__nonpar_csv="Payer,0-30\nCigna,5.00\n",
    )
    read = load_par_reports(who)
    assert read.files[["source_file", "state"]].values.tolist() == [["reports/nonpar.csv", "not read"]]
    assert len(read.problems) == 1


def test_a_day_above_each_table_is_the_day_of_its_claims(tmp_path):
    header = ("Claim No.", "Payer", "Charges", "Status")
    days = [
        f"<p>Service Date: {day}</p>"
        + html_table(header, (number, "Aetna", "$10.00", "Billed"), ("", "Day total (1)", "$10.00", ""))
        for day, number in (("7/1/26", "C1"), ("7/2/26", "C2"))
    ]
    who = held(tmp_path, claims__listing_xls=page(*days, above="Run: 08/30/2026"))
    read = load_claims(who, load_archive(who))
    assert read.history["service_from"].dt.date.tolist() == [dt.date(2026, 7, 1), dt.date(2026, 7, 2)]
    assert read.history["charge_cents"].sum() == 20_00  # 2 * $10.00, no total among them


def test_a_payer_at_the_head_of_a_block_is_the_payer_of_its_claims_alone(tmp_path):
    header = ["Visit #", "Acct", "Patient", "DOS", "Tot Chg", "Claim Stat"]
    aetna = [[f"V{n}", f"A{n}", "Doe, Jo", f"7/{n}/26", "10.00", "Closed"] for n in range(1, 6)]
    cigna = [[f"V{n}", f"A{n}", "Roe, Al", f"7/{n}/26", "12.00", "Insurance denied"] for n in range(6, 10)]
    rows = [
        ["Claims by payer"], ["Provider: ALL   Status: ALL"], [],
        ["Payer: AETNA"], header, *aetna, ["Subtotal AETNA:", "", "", "", "50.00", ""],
        ["Payer: CIGNA"], header, *cigna, ["Subtotal CIGNA:", "", "", "", "48.00", ""],
    ]  # fmt: skip
    who = held(tmp_path, claims__report_xlsx=workbook(rows))
    read = load_claims(who, load_archive(who)).history
    assert read.groupby("payer_name")["charge_cents"].sum().to_dict() == {"AETNA": 50_00, "CIGNA": 48_00}
    assert set(read["claim_number"]) == {f"V{n}" for n in range(1, 10)}
    assert read["state"].value_counts().to_dict() == {"paid": 5, "denied": 4}  # the filter above is no status


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("For services in May 2026", {(2026, 5)}),
        ("07/2026", {(2026, 7)}),
        ("statement 2026-07", {(2026, 7)}),
        ("Jul-26", {(2026, 7)}),
        ("06/29/2026 - 08/31/2026", set()),
        ("call 2026 in May", set()),
        ("May and June 2026", {(2026, 6)}),
    ],
)
def test_a_month_is_found_in_every_usual_order_and_a_day_is_no_month(text, found):
    assert {(month.year, month.month) for month in months_in(text)} == found


@pytest.mark.parametrize(
    "name",
    ["deposits_20260304", "2026-03-04 deposits", "dep 03-04-2026", "dep_3.4.2026", "dep_03_04_2026", "Mar 4, 2026",
     "dep_4Mar2026", "2026_03_04_v2", "Report 4-Mar-2026", "claims (3-4-26)"],
)  # fmt: skip
def test_a_name_states_its_day_in_every_usual_order(name):
    assert [(one.column, one.value) for one in of_name(f"bank/{name}.csv")] == [(DAY_IN_NAME, "2026-03-04")]


@pytest.mark.parametrize(
    "name", ["par_2026-03", "par_202603", "March 2026", "Mar2026", "03-2026", "Q1 Mar 2026"]
)
def test_a_name_states_its_month_in_every_usual_order(name):
    assert [(one.column, one.value) for one in of_name(f"reports/{name}.csv")] == [(MONTH_IN_NAME, "2026-03")]


@pytest.mark.parametrize("name", ["invoice 12345678", "batch 99-99-2026", "v1.2.3", "id 123456789012"])
def test_numbers_that_are_no_days_are_none(name):
    assert of_name(f"{name}.csv") == []


def test_what_stands_once_is_a_column_of_all_rows_and_the_header_keeps_its_signature():
    lines = (
        b"Deposit date: 3/4/2026,,\nCheck No,Payer,Amount\nE1,Aetna,10.00\nE2,Cigna,20.00\nE3,Aetna,30.00\n"
    )
    sheet = read_spreadsheet(lines, "p.csv").sheets[0]
    whole = with_said_once([sheet], "deposits.csv")[0]
    assert label_of(whole.columns[-1]) == "Deposit date"
    assert whole.frame[whole.columns[-1]].tolist() == ["3/4/2026"] * 3
    assert header_signature(whole.columns) == header_signature(sheet.columns)


def test_what_stands_once_fills_no_field_that_a_column_of_the_table_means():
    sheet = read_spreadsheet(
        b"Posting Date,Payer,Amount\n3/4/2026,Aetna,1.00\n3/5/2026,Aetna,2.00\n", "p.csv"
    ).sheets[0]
    whole = with_said_once([sheet], "bank/deposits_2026-04-01.csv")[0]
    assert suggest(whole, load_target("deposits")).used["deposit_date"] == "Posting Date"


def test_a_filter_and_a_range_of_days_say_nothing_of_a_row():
    assert [label_of(name) for name, _ in of_text("Payer: AETNA")] == ["Payer"]
    assert of_text("Posted 06/29/2026 - 08/31/2026") == []
    assert of_text("Billing period 07/01/2026 - 07/31/2026") == [(MONTH, "2026-07")]


@pytest.mark.parametrize(
    "lines",
    [
        "Date,Description,Debit,Credit\n7/1/26,TRN*1*T1*9,,10.00\n7/2/26,RENT,20.00,\n",
        "Date,Description,Amount,DR/CR\n7/1/26,TRN*1*T1*9,10.00,CREDIT\n7/2/26,RENT,20.00,DEBIT\n",
        "Posting Date,Details,Amount,Type\n7/1/26,TRN*1*T1*9,10.00,ACH_CREDIT\n7/2/26,RENT,-20.00,ACH_DEBIT\n",
        "Date,Narration,Withdrawals,Deposits,Balance\n7/1/26,TRN*1*T1*9,0.00,10.00,5\n7/2/26,RENT,20.00,0.00,6\n",
        "Date,Description,Amount\n7/1/26,TRN*1*T1*9,10.00\n7/2/26,RENT,(20.00)\n",
    ],
)
def test_what_left_the_account_is_no_deposit_however_the_bank_writes_it(tmp_path, lines):
    read = load_deposits(held(tmp_path, bank__a_csv=lines))
    assert read.rows[["amount_cents", "trace_number"]].values.tolist() == [[10_00, "T1"]]
    assert read.set_aside[["reason", "amount_cents"]].values.tolist() == [
        ["money drawn, not a deposit", -20_00]
    ]


def test_a_pending_row_is_set_aside_and_its_money_told(tmp_path):
    lines = "Date,Description,Amount,Status\n7/1/26,A,10.00,Posted\n7/2/26,B,20.00,Pending\n"
    read = load_deposits(held(tmp_path, bank__a_csv=lines))
    assert read.rows["amount_cents"].tolist() == [10_00]
    assert read.set_aside[["reason", "amount_cents"]].values.tolist() == [
        ["pending: not a deposit yet", 20_00]
    ]


def test_an_unsigned_amount_beside_an_unknown_word_is_not_taken_for_a_deposit(tmp_path):
    lines = "Date,Description,Amount,DR/CR\n7/1/26,A,10.00,CREDIT\n7/2/26,B,20.00,FOO\n"
    read = load_deposits(held(tmp_path, bank__a_csv=lines))
    assert read.rows["amount_cents"].tolist() == [10_00] and len(read.set_aside) == 1


def beside(header: str, *letters: str, of: str = "LINE") -> str:
    """Unsigned amounts of 10.00, 20.00 and so on with these letters in a column of this header."""
    rows = [f"7/{n}/26,{of} {n},{n}0.00,{letter}\n" for n, letter in enumerate(letters, 1)]
    return f"Date,Description,Amount,{header}\n" + "".join(rows)


HEADERS = ("D/C", "DR/CR", "Debit/Credit", "D/K", "+/-", "Side", "Flag", "Type")
LETTERS = (("C", "D"), ("CR", "DR"), ("Credit", "Debit"), ("K", "D"), ("+", "-"), ("in", "OUT"))


@pytest.fixture(scope="module")
def lettered(tmp_path_factory):
    """What is read of a bank's files, one of each header and letters, by their names."""
    files = {f"bank__a{n}x{m}_csv": beside(header, came, gone, came, of=f"LINE {n} {m} OF")
             for n, header in enumerate(HEADERS) for m, (came, gone) in enumerate(LETTERS)}  # fmt: skip
    read = load_deposits(held(tmp_path_factory.mktemp("letters"), **files))

    def of(n: int, m: int):
        return [rows[rows["source_file"].eq(f"bank/a{n}x{m}.csv")] for rows in (read.rows, read.set_aside)]

    return of


@pytest.mark.parametrize("header", range(len(HEADERS)), ids=lambda n: HEADERS[n])
@pytest.mark.parametrize("letters", range(len(LETTERS)), ids=lambda m: "-".join(LETTERS[m]))
def test_known_letters_beside_an_unsigned_amount_give_its_sign_whatever_their_header(
    lettered, header, letters
):
    rows, aside = lettered(header, letters)
    assert rows["amount_cents"].tolist() == [10_00, 30_00]
    assert aside[["reason", "amount_cents"]].values.tolist() == [["money drawn, not a deposit", -20_00]]


@pytest.mark.parametrize(
    ("header", "one", "other"),
    [("D/C", "S", "H"), ("Side", "S", "H"), ("S/H", "Soll", "Haben"), ("", "A", "B")],
)
def test_unknown_letters_beside_unsigned_amounts_set_the_whole_file_aside(tmp_path, header, one, other):
    read = load_deposits(held(tmp_path, bank__a_csv=beside(header, one, other, one)))
    assert read.rows.empty
    assert read.set_aside["reason"].unique().tolist() == [NO_SIGN] and len(read.set_aside) == 3
    assert (
        read.files["state"].tolist() == ["rows lacking"] and read.files["reason"].str.contains(NO_SIGN).all()
    )


@pytest.mark.parametrize(
    "letters", [("Y", "N", "Y"), ("S", "H", "T"), ("USD", "USD", "USD"), ("P", "P", "P")]
)
def test_a_column_of_other_letters_is_no_column_of_signs(tmp_path, letters):
    read = load_deposits(held(tmp_path, bank__a_csv=beside("Mark", *letters)))
    assert read.rows["amount_cents"].tolist() == [10_00, 20_00, 30_00]


def test_signed_amounts_keep_their_sign_beside_unknown_letters(tmp_path):
    lines = "Date,Description,Amount,D/C\n7/1/26,A,10.00,H\n7/2/26,B,-20.00,S\n"
    read = load_deposits(held(tmp_path, bank__a_csv=lines))
    assert read.rows["amount_cents"].tolist() == [10_00] and len(read.set_aside) == 1


def test_every_letter_that_tells_a_column_of_signs_is_a_word_of_banks():
    known = words().gone | words().came
    assert sign_words().gone <= words().gone
    letters = ["d", "c", "k", "dr", "cr", "db", "dt", "kt", "kr", "dbt", "crt", "in", "out", "+", "-"]
    assert value_shapes.share(letters, "debit or credit") == 1.0 and set(letters) <= known


NO_HEADER = (
    '"07/01/2026","10.00","*","","PAYER TRN*1*T1*9"\n"07/02/2026","-20.00","*","","RENT FOR THE OFFICE"\n'
)


def confirm_all(who: Practice, kind: str) -> None:
    """Accept what is proposed for every table of a kind, as the desk does."""
    folder = folder_of(who.raw.parent)
    for file in kinds.tables_in(who.raw / kinds.named(kind).folder, kinds.named(kind)):
        for table in file.tables:
            store(folder, chosen(table, {}))


def test_a_bank_s_file_without_a_header_is_not_read_before_a_person_confirms_it(tmp_path):
    who = held(tmp_path, bank__checking_csv=NO_HEADER * 3)
    before = load_deposits(who)
    assert before.rows.empty and before.files["state"].tolist() == ["not read"]
    assert "no header row" in before.files["reason"].iloc[0]
    confirm_all(who, "bank")
    after = load_deposits(who)
    assert after.rows["amount_cents"].tolist() == [10_00] * 3 and after.files["state"].tolist() == ["read"]


def test_a_confirmed_layout_serves_the_next_file_and_a_changed_one_asks_again(tmp_path):
    who = held(tmp_path, bank__june_csv=NO_HEADER * 3)
    confirm_all(who, "bank")
    (who.raw / "bank/july.csv").write_text(NO_HEADER.replace("10.00", "30.00") * 4, "utf-8")
    turned = "\n".join(f'"{number}","TEXT OF A LINE","0{number}/02/2026","","5.00"' for number in range(1, 5))
    (who.raw / "bank/other.csv").write_text(turned, "utf-8")
    states = load_deposits(who).files.set_index("source_file")["state"]
    assert states.to_dict() == {
        "bank/june.csv": "read",
        "bank/july.csv": "read",
        "bank/other.csv": "not read",
    }


def test_a_crosswalk_lies_outside_what_the_client_sent_and_an_older_one_is_still_read(tmp_path):
    who = held(tmp_path, bank__checking_csv=NO_HEADER * 3)
    confirm_all(who, "bank")
    new = folder_of(who.raw.parent)
    assert new == tmp_path / "data/crosswalks/acme" and len(list(new.glob("*.toml"))) == 1
    older = older_folder(new)
    older.mkdir(parents=True)
    next(new.glob("*.toml")).rename(older / next(new.glob("*.toml")).name)
    assert load_deposits(who).files["state"].tolist() == ["read"]


@pytest.mark.parametrize(
    "header",
    [
        "Posted,Chk/EFT,Carrier,Claim Ref,Applied,W/O",
        "posted_at,trace_number,payer_name,patient_control_number,payment,adjustment",
        "Date Posted,EFT #,Insurance Company,Claim ID,Amount Posted,Write-Off",
    ],
)
def test_postings_are_read_whatever_their_columns_are_called(tmp_path, header):
    who = held(
        tmp_path,
        **{
            "postings__medi july_csv": f"{header}\n7/1/26,T1,AETNA,C1,10.00,2.00\n7/2/26,T2,AETNA,C2,$11.00,3.00\n"
        },
    )
    read = load_postings(who).rows
    assert read[["check_number", "claim_number", "paid_cents", "adjusted_cents"]].values.tolist() == [
        ["T1", "C1", 10_00, 2_00], ["T2", "C2", 11_00, 3_00]]  # fmt: skip


def test_a_check_s_total_in_a_report_is_no_posting(tmp_path):
    lines = "Posted,Chk/EFT,Carrier,Claim Ref,Pt Name,Svc Dt,Applied\n7/1/26,T1,AETNA,C1,Doe,6/1/26,10.00\n"
    lines += ",Check total T1,,,,,10.00\nReport total,,,,,,10.00\n"
    read = load_postings(held(tmp_path, **{"postings__medi_csv": lines}))
    assert read.rows["paid_cents"].tolist() == [10_00]


def test_an_evening_s_upload_counts_on_its_own_day_not_on_that_of_its_processing():
    head = "FILE SUMMARY\nDate Uploaded: 12/31/2025 11:40:00 PM    Date Processed: 01/01/2026 02:10:00 AM\n"
    line = "1)     41000531    30014             DOE,JANE            12/15/1965   12/20/2025 12/20/2025 "
    line += "97140   M54.50   "
    text = head + "ACCEPTED CLAIM DETAIL\n" + line + f"{TIN}   DR000531      {NPI} 00423\n"
    row = read_file_summary(text.encode(), "a.txt").submissions.iloc[0]
    assert (row["submission_date"].date(), row["date_basis"]) == (dt.date(2025, 12, 31), "stated")
    alone = text.replace("Date Uploaded: 12/31/2025 11:40:00 PM    ", "")
    row = read_file_summary(alone.encode(), "a.txt").submissions.iloc[0]
    assert (row["submission_date"].date(), row["date_basis"]) == (dt.date(2026, 1, 1), "processed")


def enrollment(**said) -> pd.Series:
    """The row of an ERA enrollment as it stands in an answer of Stedi's interface; earlier steps come before it."""
    item = {"status": "LIVE", "createdAt": "2026-05-01T00:00:00Z", "payer": {"name": "Aetna"},
            "provider": {"npi": NPI, "taxId": TIN},
            "transactions": {"claimPayment": {"enroll": True}}} | said  # fmt: skip
    return enrollments(json.dumps({"items": [item]}).encode(), "a.json")[0].frame.iloc[-1]


def test_an_enrollment_is_filed_when_it_is_submitted_never_when_it_is_drafted():
    assert enrollment(submittedAt="2026-06-02T08:00:00Z")["filed_on"] == "2026-06-02"
    steps = [{"status": "DRAFT", "changedAt": "2026-05-01T00:00:00Z"},
             {"status": "STEDI_ACTION_REQUIRED", "changedAt": "2026-06-03T00:00:00Z"},
             {"status": "LIVE", "changedAt": "2026-06-20T00:00:00Z"}]  # fmt: skip
    row = enrollment(history=steps)
    assert (row["filed_on"], row["status_on"], row["live_on"]) == ("2026-06-03", "2026-06-20", "2026-06-20")
    assert pd.isna(enrollment()["filed_on"])  # a draft's day says nothing


def test_stedi_s_last_era_its_wish_and_its_open_task_are_read():
    row = enrollment(lastEraReceivedAt="2026-07-01T05:00:00Z", requestedEffectiveDate="2026-09-01",
                     tasks=[{"responsibleParty": "STEDI", "isComplete": True},
                            {"responsibleParty": "PROVIDER", "instructions": "Sign"}])  # fmt: skip
    assert (row["last_era_on"], row["wanted_on"], row["waiting_on"], row["reason"]) == (
        "2026-07-01",
        "2026-09-01",
        "PROVIDER",
        "Sign",
    )


def test_a_payer_s_timeframe_is_read_by_transaction():
    processes = {"claimPayment": {"timeframe": "HOURS", "type": "ONE_CLICK"}}
    item = {"displayName": "Aetna", "primaryPayerId": "60054",
            "transactionSupport": {"claimPayment": "ENROLLMENT_REQUIRED"},
            "enrollment": {"transactionEnrollmentProcesses": processes}}  # fmt: skip
    row = payers(json.dumps({"items": [item]}).encode(), "a.json")[0].frame.iloc[0]
    assert (row["835"], row["835_timeframe"]) == ("ENROLLMENT_REQUIRED", "HOURS") and pd.isna(
        row["837P_timeframe"]
    )


TICKETS = [["Ticket", "Service Date", "Payer", "Status", "Charge"], ["T-1", "6/1/2026", "Aetna", "Paid", "10.00"],
           ["T-2", "6/2/2026", "Cigna", "Denied", "20.00"]]  # fmt: skip


def two_sheets(tmp_path, name: str, rows: list[list[str]]):
    """The file of claims that holds two tickets and a second sheet: its state, reason and rows in, used, set aside."""
    book = openpyxl.load_workbook(io.BytesIO(workbook(TICKETS)))
    sheet = book.create_sheet(name)
    for row in rows:
        sheet.append(row)
    data = io.BytesIO()
    book.save(data)
    practice = held(tmp_path, claims__tickets_xlsx=data.getvalue())
    files = load_claims(practice, load_archive(practice)).files
    one = files[files["source_file"] == "claims/tickets.xlsx"].iloc[0]
    return one["state"], str(one["reason"]), [int(one[n]) for n in ("rows_in", "rows_used", "rows_set_aside")]


@pytest.mark.parametrize(
    ("name", "rows"),
    [
        ("Notes", [["Balances are after the secondary"], ["Call Deb about holds"]]),
        ("Legend", [["P", "paid"], ["D", "denied"], ["X", "sent to collections"]]),
        ("READ ME", [["Exported by the front desk"], ["Void tickets are left out"]]),
        ("Sheet2", [["Void tickets are left out"], ["Totals are per payer"]]),
        ("Criteria", [["Dates of service", "04/01/2026 to 07/31/2026"], ["Printed by", "mkell"]]),
        ("Sheet3", [["Run date", "07/31/2026"], ["Sort by", "Provider"], ["Location", "North"]]),
    ],
)
def test_a_sheet_of_text_beside_a_table_is_said_as_one_without_a_table_and_has_no_rows(tmp_path, name, rows):
    state, reason, counts = two_sheets(tmp_path, name, rows)
    assert (state, counts) == ("read", [2, 2, 0])
    assert reason == f"sheet {name}: {len(rows)} lines of text and no table"


def test_a_day_above_the_table_of_one_sheet_makes_no_table_of_another(tmp_path):
    book = openpyxl.Workbook()
    for row in (["Claims as of 07/31/2026"], *TICKETS):
        book.active.append(row)
    notes = book.create_sheet("Notes")
    notes.append(["The owner asked for both sites."])
    notes.append(["The second is printed by name."])
    data = io.BytesIO()
    book.save(data)
    found = tables_of(data.getvalue(), "tickets.xlsx", load_target("claims"))
    assert [bool(table.lacking) and table.is_prose for table in found] == [False, True]


@pytest.mark.parametrize(
    ("name", "rows"),
    [
        ("Notes", [["Number", "Owed"], ["T-8", "40.00"], ["T-9", "50.00"]]),  # amounts
        ("Sheet2", [["Tickets"], ["T-8"], ["T-9"]]),  # a list
        ("Sheet2", [["P", "paid"], ["D", "denied"]]),  # two columns, and no name that says so
        ("Notes", [["a", "b", "c"], ["d", "e", "f"]]),  # three columns
        ("Sheet2", [["Run date", "07/31/2026"], ["Run date", "08/31/2026"]]),  # a setting twice
        ("Sheet2", [["Run date", "07/31/2026"], ["T-8", "08/31/2026"]]),  # one line is none
    ],
)
def test_a_sheet_that_may_be_a_table_is_said_as_not_read_with_its_rows(tmp_path, name, rows):
    state, reason, counts = two_sheets(tmp_path, name, rows)
    assert state == "partly read" and f"sheet {name}: " in reason and "no column for" in reason
    assert counts[0] > counts[1] == 2


LOANS = [["LOANERS OUT"], ["Person", "Article", "Since", "Due back"],
         ["C-1", "Walker", "6/3/2026", "8/3/2026"], ["C-2", "Crutches", "7/4/2026", "none"]]  # fmt: skip


def with_cell(row: int, column: int, text: str) -> list[list[str]]:
    return [
        [text if (r, c) == (row, column) else cell for c, cell in enumerate(cells)]
        for r, cells in enumerate(LOANS)
    ]


@pytest.mark.parametrize(
    ("rows", "is_other"),
    [
        (LOANS, True),
        (with_cell(0, 0, "DENIED LOANERS"), False),  # its title may be that of claims
        (LOANS[1:], False),  # nothing says what it is
        (with_cell(0, 0, "Doe, Ann"), False),  # a person's name is no title
        (with_cell(3, 3, "$40.00"), False),  # an amount
        (with_cell(3, 3, "40.00"), False),
        (with_cell(1, 3, "Balance"), False),  # a column of amounts by its header
        (with_cell(1, 0, "Claim No"), False),  # a column of claim numbers
    ],
)
def test_a_titled_table_without_amounts_or_numbers_beside_claims_is_said_as_something_else(
    tmp_path, rows, is_other
):
    state, reason, counts = two_sheets(tmp_path, "Out", rows)
    assert (state == "read") is is_other and counts[1] == 2
    told = "sheet Out, row 2: 'LOANERS OUT', 2 rows without an amount or a column for Claim no., is taken for"
    assert reason.startswith(told) is is_other


def test_a_table_of_something_else_alone_in_its_file_is_a_file_that_is_not_read(tmp_path):
    practice = held(tmp_path, claims__out_xlsx=workbook(LOANS))
    files = load_claims(practice, load_archive(practice)).files
    assert files["state"].tolist() == ["not read"]
