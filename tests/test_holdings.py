"""Every file of a practice is in one row: told by content, opened or said why not, and somebody's."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest
from cutover.errors import InputError
from cutover.reading.files.mail import mail_of
from cutover.reading.files.zips import Entry
from cutover.reading.practice import file_subject, periods
from cutover.reading.practice.book import found_practice, siblings
from cutover.reading.practice.file_inspection import look
from cutover.reading.practice.files_held import load_holdings
from hypothesis import given
from hypothesis import strategies as st
from practice_folder import (
    CLAIMS,
    NPI,
    OTHER_NPI,
    OTHER_TIN,
    PATIENTS,
    STRANGE_NPI,
    TIN,
    era,
    folder,
    held,
    patients,
    practice_answers,
    workbook,
    zipped,
)


def row(home, name):
    """The row of one file."""
    files = held(home).files
    return files[files["source_file"] == name].iloc[0]


def test_a_practice_without_a_single_file_holds_nothing_and_says_why_there_is_no_intake(tmp_path):
    folder(tmp_path, {})
    found = held(tmp_path)
    assert len(found.files) == 0
    assert "no intake workbook" in found.intake_problem


def test_every_file_of_every_folder_is_in_one_row(tmp_path):
    names = ["demographics/p.csv", "claims/c.csv", "era/e.835", "medi_era/m.835", "odd/x.bin", "note.txt"]
    folder(tmp_path, {name: f"{name}\n" for name in names})
    assert sorted(held(tmp_path).files["source_file"]) == sorted(names)


def test_a_file_is_told_by_its_content_and_not_by_its_name_or_folder(tmp_path):
    folder(tmp_path, {"odd/data.xls": patients("2026-07-01")})
    found = row(tmp_path, "odd/data.xls")
    assert (found["subject"], found["told_by"], found["rows"]) == (file_subject.PATIENTS, "content", 1)
    assert found["remarks"] == "mislabelled"
    assert "Named .xls, but by its content it is" in found["sentence"]


def test_a_table_that_nothing_tells_is_taken_for_what_its_folder_is_for(tmp_path):
    aged = "Claim,Service Date,Payer,Balance\nC1,2026-06-01,Oak,5.00\n"
    folder(
        tmp_path,
        {"claims/a.csv": "Alpha,Beta\n1,2\n", "odd/a.csv": "Alpha,Gamma\n1,2\n", "claims/ar.csv": aged},
    )
    assert row(tmp_path, "claims/ar.csv")["subject"] == file_subject.AGING  # its header alone says claims
    assert row(tmp_path, "claims/a.csv")[["subject", "told_by"]].tolist() == [file_subject.CLAIMS, "folder"]
    assert pd.isna(row(tmp_path, "odd/a.csv")["subject"])
    assert row(tmp_path, "odd/a.csv")["guess"] == "a table of 1 rows whose header names nothing we know"


WHOLE = workbook([["Last Name", "First Name", "DOB", "Address"], *([["Doe", "Ann", "1/2/1980", "x"]] * 50)])
PROTECTED = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600


@pytest.mark.parametrize(
    ("data", "state", "says"),
    [
        (WHOLE, "opens", ""),
        (WHOLE[: len(WHOLE) // 2], "does not open", "."),
        (PROTECTED, "does not open", "."),
        (b"", "empty", "Export or download it again"),
        (PATIENTS.encode(), "empty", "no row of data"),
        (b"%PDF-1.4 ...", "not read here", "A PDF document. It is kept and counted"),
        (b"PK\x03\x04 cut", "does not open", "Download it again"),
    ],
    ids=["whole", "cut", "protected", "no bytes", "no rows", "document", "cut zip"],
)
def test_a_file_that_does_not_open_has_a_sentence_that_says_what_to_do(tmp_path, data, state, says):
    folder(tmp_path, {"demographics/export.xlsx": data})
    found = row(tmp_path, "demographics/export.xlsx")
    assert found["state"] == state
    assert says in (found["sentence"] if says else "")


def test_formulas_are_counted_and_said(tmp_path):
    plain = [["Claim", "Service Date", "Charge", "Payer"], ["C1", "2026-06-01", 10, "Aetna"]]
    folder(tmp_path, {"claims/f.xlsx": workbook(plain, "=1+6"), "claims/v.xlsx": workbook(plain)})
    assert row(tmp_path, "claims/f.xlsx")["formulas"] == 1
    assert "formulas" in row(tmp_path, "claims/f.xlsx")["sentence"]
    assert row(tmp_path, "claims/v.xlsx")["formulas"] == 0


def test_each_row_of_a_table_that_is_no_data_has_its_reason_and_its_number(tmp_path):
    lines = ["Report of claims", "Claim ID,Service Date,Payer,Charge", "C1,1/2/2026,AETNA,10.00"]
    lines += ["C2,1/3/2026,AETNA,20.00", ",,,", "Total,,,30.00"]
    folder(tmp_path, {"claims/c.csv": "\n".join(lines)})
    found = held(tmp_path)
    told = found.rows_aside.set_index("reason")
    assert told["source_rows"].to_dict() == {"above the header": "1", "empty row": "5", "total": "6"}
    assert told["rows"].sum() == found.files["rows_aside"].sum() == 3  # 6 lines = header + 2 claims + 3 aside


def test_a_workbook_inside_a_zip_is_read_and_the_zip_has_its_own_row(tmp_path):
    folder(
        tmp_path,
        {"demographics/all.zip": zipped({"p.xlsx": WHOLE, "p.csv": patients("2026-07-01").encode()})},
    )
    files = held(tmp_path).files.set_index("source_file")
    assert files["rows"].dropna().to_dict() == {
        "demographics/all.zip!p.csv": 1,
        "demographics/all.zip!p.xlsx": 50,
    }
    assert "demographics/all.zip" in files.index
    assert files["state"].unique().tolist() == ["opens"]


def test_of_the_same_bytes_the_file_in_its_usual_folder_counts(tmp_path):
    folder(tmp_path, {"claims/a.csv": patients("2026-07-01"), "demographics/z.csv": patients("2026-07-01")})
    files = held(tmp_path).files.set_index("source_file")
    assert files["duplicate_of"].dropna().to_dict() == {"claims/a.csv": "demographics/z.csv"}


def test_empty_files_are_no_copies_of_each_other(tmp_path):
    folder(tmp_path, {"claims/a.csv": "", "claims/b.csv": ""})
    assert held(tmp_path).files["duplicate_of"].isna().all()


def test_identifiers_are_held_against_this_practice_and_the_clients_others(tmp_path):
    text = "Last Name,DOB,Address,Billing NPI,Tax ID,Referring NPI\n"
    text += f"Doe,1/2/1980,x,{OTHER_NPI},{TIN},{OTHER_NPI}\n"
    folder(tmp_path, {"demographics/p.csv": text}, practice_answers())
    folder(tmp_path, {}, practice_answers("Harbor Point", OTHER_TIN, OTHER_NPI), slug="harbor-point")
    found = held(tmp_path).identifiers.set_index("value")
    assert found["is_own"].to_dict() == {OTHER_NPI: False, TIN: True}
    assert found["belongs_to"].dropna().to_dict() == {OTHER_NPI: "harbor-point"}
    assert found["rows"][OTHER_NPI] == 1  # who referred is not counted


def test_without_an_identity_nothing_is_another_practices(tmp_path):
    # two payees of one payment each: neither is nearly all of them, so nobody knows whose the folder is
    remits = {"era/e.835": era("2026-07-01", npi=OTHER_NPI), "era/f.835": era("2026-07-02", npi=STRANGE_NPI)}
    folder(tmp_path, remits)
    practice, why = found_practice(tmp_path, "acme", "cedar-grove")
    assert (practice.npis, practice.name) == (frozenset(), "cedar-grove")
    assert "missing" in why
    assert held(tmp_path).identifiers["is_own"].isna().all()


def test_a_sibling_without_an_identity_is_not_held_against_anything(tmp_path):
    folder(tmp_path, {}, practice_answers())
    folder(tmp_path, {}, None, slug="harbor-point")
    assert siblings(found_practice(tmp_path, "acme", "cedar-grove")[0]) == ()


@pytest.mark.parametrize(
    ("header", "subject"),
    [
        (PATIENTS, file_subject.PATIENTS),
        (CLAIMS, file_subject.CLAIMS),
        ("Patient ID,PatientName,BirthDate,Home Phone,InsuranceName", file_subject.PATIENTS),
        ("DOS,CPT,Billed,Payer,Paid,Patient DOB", file_subject.CLAIMS),
        ("Check Date,Check #,Payer,Paid Amount", file_subject.POSTINGS),
        ("Tax ID,NPI,Total,Par,Non-Par,% Non-Par", file_subject.PAR),
        ("PAYER NAME,PAYER ID,TRANSACTION,AVAILABLE,NON PAR,ENROLLMENT", file_subject.PAYER_LIST),
        ("Appt Date,Appt Time,Patient,Provider", file_subject.APPOINTMENTS),
        ("CPT,Description,Allowed", file_subject.FEES),
        ("Patient,0-30,31-60,61-90", file_subject.AGING),
        ("Description,Qty,Price,Amount", file_subject.INVOICE),
        (
            "Patient Name,D.O.B.,Chart #,Ph (H),Last Visit",
            file_subject.PATIENTS,
        ),  # a chart's number is no chart
        ("Patient Name,DOB,Chart Note,Phone", file_subject.CHARTS),
        ("Alpha,Beta", None),
    ],
)
def test_a_header_tells_what_a_table_is_about(header, subject):
    assert file_subject.subject_of(header.strip().split(",")) == subject


def test_glued_headers_have_the_coverages_and_guarantors_that_they_name():
    glued = ["PtAcctNo", "PtLName", "BirthDt", "GuarNm", "PriPyrNm", "SecPyrNm", "AuthNo"]
    assert all(file_subject.has_coverage(glued).values())
    assert not any(file_subject.has_coverage(["PtAcctNo", "PtLName", "BirthDt"]).values())


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2026-07-15", "2026-07-15"),
        ("7/5/2026", "2026-07-05"),
        ("07/05/26", "2026-07-05"),
        ("20260705", "2026-07-05"),
        ("2026-07-15 10:00:00", "2026-07-15"),
        ("13/13/2026", None),
        ("10/13/19/3", None),
        ("12345", None),
        ("1/2/1989", None),  # before 1990: not a day of business
    ],
)
def test_a_day_is_read_by_strict_formats_alone(text, day):
    found = periods.as_days(pd.Series([text]))[0]
    assert (None if pd.isna(found) else f"{found:%Y-%m-%d}") == day


def test_births_and_terms_of_policies_are_not_the_period_of_a_table():
    assert [periods.role_of(h) for h in ("DOB", "Birth Date", "Effective Date", "Term Date", "Patient")] == [
        None
    ] * 5
    assert [periods.role_of(h) for h in ("DOS", "Paid Date", "Date Billed", "Created Date")] == [
        "service",
        "payment",
        "billed",
        "other",
    ]


@pytest.mark.parametrize(
    ("name", "day"),
    [
        ("patients_20260715.csv", "2026-07-15"),
        ("2026-07-01 to 2026-07-15.xlsx", "2026-07-15"),
        ("07-15-2026.csv", "2026-07-15"),
        ("patients_20261399.csv", None),
        ("1600000000_p.csv", None),
    ],
)
def test_the_day_in_a_name_is_the_last_one_that_it_states(name, day):
    found = periods.day_in_name(name)
    assert (None if found is None else f"{found:%Y-%m-%d}") == day


@given(st.binary(max_size=300) | st.text(max_size=200).map(str.encode))
def test_any_bytes_get_one_row_with_a_state_and_nothing_raises(data):
    found = look(Entry("demographics/x.csv", None, len(data), data)).row
    assert found["state"] in ("opens", "does not open", "empty", "not read here", "system file")
    assert found["state"] == "opens" or found["sentence"]


MAIL = b"From: Ann Ito <ann@elm.example>\r\nTo: Ben\r\nDate: Mon, 2 Mar 2026 08:12:00 -0600\r\nSubject: Move\r\n\r\nHi"


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (MAIL, 'an e-mail of Ann Ito, 2026-03-02, "Move"'),
        (b"Received: by mx\n\tfrom elm\n" + MAIL, 'an e-mail of Ann Ito, 2026-03-02, "Move"'),
        (b"From: ben@oak.example\nSent: Tuesday, March 3, 2026 9:00 AM\nTo: Ann\n\nHello",
         "an e-mail of ben@oak.example, 2026-03-03, without a subject"),
        (b"From: Ben\nTo: Ann\nDate: 3 Mar 2026\n\nHi", "an e-mail of Ben, 2026-03-03, without a subject"),
        (b"From: Ben\nDate: Mar 3 2026, noon\nTo: Ann\n\nHi", "an e-mail of Ben, 2026-03-03, without a subject"),
        (b"From: Ben\nTo: Ann\nDate: 3 Mar\n\n3 Mar 2026", "an e-mail of Ben, without a day, without a subject"),
        (b"From: Ben\nTo: Ann\nDate: soon\n", "an e-mail of Ben, without a day, without a subject"),
        (b"From: <Saved by Blink>\nSnapshot-Content-Location: x\nSubject: y\nDate: z\n", None),  # a saved web page
        (b"From: 1/1/2026\nTo: 2/1/2026\nPayer: Aetna\n\n", None),  # a report's filters have no day of writing
        (b"From,To,Date,Subject\n1,2,3,4\n", None),
        (b"Dear Ann\n" + MAIL, None),
    ],
)  # fmt: skip
def test_an_e_mail_is_told_by_its_head_with_who_wrote_when_about_what(data, words):
    found = mail_of(data)
    assert (found.words if found else None) == words


def test_an_e_mail_among_the_files_is_for_a_person_to_read():
    found = look(Entry("notes/a.txt", None, len(MAIL), MAIL)).row
    assert (found["format"], found["state"], found["subject"]) == (
        "e-mail",
        "not read here",
        "note or e-mail",
    )
    assert found["sentence"].startswith('An e-mail of Ann Ito, 2026-03-02, "Move". A person must read it')


def test_claims_of_a_file_summary_count_by_their_last_service_day_and_tell_whose_they_are(tmp_path):
    line = [" "] * 190
    for at, text in ((0, "1)"), (81, "07/10/2026"), (109, TIN), (135, NPI)):
        line[at : at + len(text)] = text
    summary = "ACCEPTED CLAIM DETAIL\n" + "".join(line) + "\n"
    folder(tmp_path, {"submissions/FS_HCFA_1_IN_C.txt": summary}, practice_answers())
    found = held(tmp_path)
    assert row(tmp_path, "submissions/FS_HCFA_1_IN_C.txt")["rows"] == 1
    assert found.days["day"].dt.strftime("%Y-%m-%d").tolist() == ["2026-07-10"]
    assert set(found.identifiers["value"]) == {TIN, NPI}


def test_a_practice_whose_folder_may_not_be_opened_is_a_sentence_and_no_empty_folder(tmp_path, monkeypatch):
    folder(tmp_path, {}, practice_answers())
    practice, _ = found_practice(tmp_path, "acme", "cedar-grove")
    whole = Path.iterdir

    def denied(path):
        if path == practice.raw:
            raise PermissionError(13, "Permission denied")
        return whole(path)

    monkeypatch.setattr("pathlib.Path.iterdir", denied)
    with pytest.raises(InputError, match=r"the folder cannot be read \(Permission denied\)"):
        load_holdings(practice)
