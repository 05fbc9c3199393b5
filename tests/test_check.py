"""Before a report is run, everything that is odd or lacking in a client's folders is said at once."""

from __future__ import annotations

import json
import os
import zipfile

import openpyxl
import pytest
from cutover.cli import main
from cutover.commands.new import PRACTICE_FOLDERS
from cutover.intake.template import template
from cutover.reading.practice import preflight
from notebook_maker import one_practice


@pytest.fixture
def client(tmp_path, monkeypatch):
    """The folder of a client with one practice that names its Tax ID and NPI."""
    one_practice(tmp_path, "book", "cedar-grove", "Cedar Grove")
    monkeypatch.setenv("CUTOVER_HOME", str(tmp_path))
    return tmp_path / "data" / "raw" / "book"


def remittance():
    """The bytes of any 835."""
    begin = b"ISA*00*          *00*          *ZZ*PAYER          *ZZ*PAYEE          *260701*1200*^*00501*000000001*0*P*:"
    inside = (
        b"GS*HP*PAYER*PAYEE*20260701*1200*1*X*005010X221A1~ST*835*0001~BPR*I*0*C*NON************20260701~"
    )
    return begin + inside + b"SE*3*0001~GE*1*1~IEA*1*000000001~"


def told(capsys, *args):
    """What the command says of each, as weight, place and words."""
    status = main(["check", *args, "--format", "json"])
    said = json.loads(capsys.readouterr().out)
    return status, [
        (w["weight"], w["where"], f"{w['found']}. {w['todo']}") for words in said.values() for w in words
    ]


def test_a_folder_whose_name_holds_the_word_of_remittances_is_read_and_named_with_what_to_do(client, capsys):
    for name in ("ERAs", "Remits"):
        (client / "cedar-grove" / name).mkdir()
        (client / "cedar-grove" / name / "a.835").write_bytes(remittance())
    status, said = told(capsys, "book/cedar-grove")
    odd = [(where, words) for weight, where, words in said if weight == "odd" and "read as" in words]
    words = "its name is no folder's; read as era/: 1 file. Rename it to era/ or move its files there."
    assert odd == [("book/cedar-grove/ERAs", words), ("book/cedar-grove/Remits", words)] and status == 1


@pytest.mark.parametrize(
    ("name", "meant"),
    [
        ("Demographic", "demographics"),
        ("invoice", "invoices"),
        ("posting", "postings"),
        ("xyz", "their kind"),
    ],
)
def test_a_folder_with_a_slip_in_its_name_is_led_to_the_one_that_is_meant(client, capsys, name, meant):
    (client / "cedar-grove" / name).mkdir()
    (client / "cedar-grove" / name / "a.csv").write_text("a,b\n1,2\n", "utf-8")
    assert any(meant in words for weight, where, words in told(capsys, "book")[1] if where.endswith(name))


def test_a_folder_that_the_inventory_counts_is_nothing_to_settle_and_one_of_e_mails_is_for_a_person(
    client, capsys
):
    texts = {"appointments": "Appt Date,Chart\n1/5/2026,7\n", "notes": "From: Ann\nTo: Ben\nDate: 3/2/2026\n\nHi",
             "talks": "Dr. Elm sees nobody on Fridays, so call on Monday.",
             "mixed": "From: Ann\nTo: Ben\nDate: 3/2/2026\n\nHi"}  # fmt: skip
    for name, text in texts.items():
        (client / "cedar-grove" / name).mkdir()
        (client / "cedar-grove" / name / "a.txt").write_text(text, "utf-8")
    (client / "cedar-grove" / "mixed" / "b.csv").write_text("a,b\n1,2\n", "utf-8")
    said = {
        where.split("/")[-1]: (weight, words) for weight, where, words in told(capsys, "book/cedar-grove")[1]
    }
    assert said["appointments"] == ("rows", "1 file: 01 counts what lies here. ")
    weight, words = said["notes"]
    assert weight == "odd" and words.startswith(
        "an e-mail of Ann, 2026-03-02, without a subject. A person must read"
    )
    assert said["talks"][1].startswith("a note of 1 line. A person must read it")
    assert said["mixed"][1].startswith("no notebook reads this folder: 1 further file.")


def test_a_letter_of_an_office_program_counts_as_a_file_and_an_e_mail_beside_others_is_named(client, capsys):
    folder = client / "cedar-grove" / "letters"
    folder.mkdir()
    with zipfile.ZipFile(folder / "to the board.docx", "w") as letter:
        letter.writestr("[Content_Types].xml", "<Types/>")
        letter.writestr("word/document.xml", "<w:document/>")
    (folder / "remember.txt").write_text("call the bank", "utf-8")
    found = [words for _, where, words in told(capsys, "book/cedar-grove")[1] if where.endswith("letters")]
    assert [words.split(".")[0] for words in found] == ["no notebook reads this folder: 2 files"]
    (folder / "agreed.eml").write_text("From: Ann\nTo: Ben\nDate: 3/2/2026\nSubject: Agreed\n\nYes", "utf-8")
    found = [words for _, where, words in told(capsys, "book/cedar-grove")[1] if where.endswith("letters")]
    assert [words.split(". ")[0] for words in found] == [
        'an e-mail of Ann, 2026-03-02, "Agreed"',
        "no notebook reads this folder: 2 further files",
    ]


def test_a_cell_of_the_identity_that_cannot_be_read_is_told_once(client, capsys):
    answers = {
        "practice": {"name": "Elm", "tins": ["123456789"]},
        "providers": [{"name": "Ann", "npi": "1234567890"}],
    }
    (client / "cedar-grove" / "intake.xlsx").write_bytes(template(answers))
    found = [
        words
        for _, where, words in told(capsys, "book/cedar-grove")[1]
        if "NPI" in words and "check digit" in words
    ]
    assert len(found) == 1 and found[0].startswith("sheet providers ")


@pytest.mark.parametrize("name", [".DS_Store", "Thumbs.db", "~$patients.xlsx", "._x.csv", "desktop.ini"])
def test_what_a_system_or_an_open_workbook_leaves_behind_is_passed_over(client, capsys, name):
    for folder in (client, client / "cedar-grove", client / "cedar-grove" / "demographics"):
        folder.mkdir(exist_ok=True)
        (folder / name).write_bytes(b"x")
    said = told(capsys, "book")[1]
    assert not any(name in where for _, where, _ in said)
    assert ("lacks", "book/cedar-grove/demographics") in [(weight, where) for weight, where, _ in said]


def test_a_practice_without_an_intake_and_one_with_an_empty_one_stop_and_no_other_does(client, capsys):
    (client / "elm").mkdir()
    (client / "oak").mkdir()
    (client / "oak" / "intake.xlsx").write_bytes(template())
    status, said = told(capsys, "book")
    assert {where.split("/")[1] for weight, where, _ in said if weight == "stops"} == {
        "elm",
        "oak",
    } and status == 1


def test_each_folder_that_a_notebook_needs_is_lacking_until_a_file_lies_in_it(client, capsys):
    lacks = {where for weight, where, _ in told(capsys, "book/cedar-grove")[1] if weight == "lacks"}
    assert {
        f"book/cedar-grove/{name}" for name in ("era", "claims", "bank", "postings", "enrollments")
    } <= lacks
    (client / "enrollments").mkdir()
    (client / "enrollments" / "stedi.json").write_text("[]", "utf-8")
    assert "book/cedar-grove/enrollments" not in {
        where for _, where, _ in told(capsys, "book/cedar-grove")[1]
    }


def test_fifteen_things_at_once_are_each_said_once(client, capsys):
    practice = client / "cedar-grove"
    for n in range(5):
        (practice / f"old exports {n}").mkdir()
        (practice / f"old exports {n}" / "a.txt").write_text("a", "utf-8")
        (practice / f"loose-{n}.csv").write_text("a", "utf-8")
        (client / f"for all {n}.xlsx").write_bytes(b"x")
    wrong = [where for weight, where, _ in told(capsys, "book")[1] if weight == "odd"]
    assert (
        len(set(wrong)) == len(wrong)
        and len([w for w in wrong if "exports" in w or "loose" in w or "for all" in w]) == 15
    )


def test_a_file_in_its_right_folder_that_nothing_reads_is_said_from_its_first_bytes(client, capsys):
    practice = client / "cedar-grove"
    files = {
        "era/a.835": remittance(), "era/b.835": b"", "era/notes.csv": b"a note, no remittance\n",
        "era/c.pdf": b"%PDF-1.4 x", "claims/old.dat": bytes(range(256)) * 40,
    }  # fmt: skip
    for name, data in files.items():
        (practice / name).parent.mkdir(exist_ok=True)
        (practice / name).write_bytes(data)
    odd = {where.removeprefix("book/cedar-grove/"): words for _, where, words in told(capsys, "book")[1]}
    assert odd["era/b.835"] == "it is empty. Download or export it again."
    assert odd["era/notes.csv"].startswith("it is a table, and no remittance")
    assert odd["era/c.pdf"].startswith("it is a PDF document, which nothing reads")
    assert odd["claims/old.dat"].startswith("it is a binary file of unknown kind, which nothing reads")
    assert "era/a.835" not in odd and "era" not in odd


def test_a_payer_list_without_a_day_and_tables_that_wait_for_a_person_are_said(client, capsys):
    (client / "payer_list").mkdir()
    for name in ("payers.csv", "payers_2026-05-04.csv"):
        (client / "payer_list" / name).write_text("Payer Name,Non-Par\nSUNRISE,No\n", "utf-8")
    bank = client / "cedar-grove" / "bank"
    bank.mkdir()
    line = '"07/01/2026","10.00","*","","DEPOSIT {}"\n'
    (bank / "june.csv").write_text("Date,Description,Amount\n07/01/2026,AETNA,10.00\n", "utf-8")
    for month in range(5):  # without a header
        (bank / f"{month}.csv").write_text(line.format(month) + line.format("B") * 4, "utf-8")
    odd = {where: words for weight, where, words in told(capsys, "book")[1] if weight == "odd"}
    assert odd["book/payer_list/payers.csv"] == (
        "no date: a list holds for its day. Name the file by its day, such as payers_2026-06-01.csv."
    )
    assert "book/payer_list/payers_2026-05-04.csv" not in odd
    place = "book/cedar-grove/bank/0.csv, 1.csv, 2.csv and 2 more"
    assert odd[place].startswith("no header row; no column for Deposited on, Deposited. Confirm which column")
    assert not any("june.csv" in where for where in odd)


def tracker(*statuses, transaction="835"):
    """A tracker of enrollments as CSV, its first status on row 2."""
    rows = [f"AETNA,111223333,1234567893,{transaction},{status}" for status in statuses]
    return "\n".join(["Payer,Tax ID,NPI,Transaction,Status", *rows]) + "\n"


@pytest.mark.parametrize("place", ["enrollments", "cedar-grove/enrollments"])
def test_words_of_trackers_that_nobody_knows_are_named_with_file_row_and_what_to_do(client, capsys, place):
    (client / place).mkdir(parents=True, exist_ok=True)
    # rows 2 to 7; the same header in a second file, whose word stands beyond what the first bytes show
    (client / place / "a.csv").write_text(tracker("LIVE", *["ask Dee"] * 4, "pending at Availity"), "utf-8")
    (client / place / "b.csv").write_text(tracker(*["LIVE"] * 3_000, "Tues?"), "utf-8")
    (client / place / "c.csv").write_text(tracker("LIVE", transaction="Reports"), "utf-8")
    status, said = told(capsys, "book")
    odd = {where: words for weight, where, words in said if weight == "odd" and "/enrollments/" in where}
    todo = "Correct the cell, or write what the word means as docs/columns.md tells."
    dee = 'rows 3, 4, 5 and 1 more: the status "ask Dee" is not known, so the notebooks do not use these rows'
    one = "is not known, so the notebooks do not use such a row"
    assert status == 1 and odd == {
        f"book/{place}/a.csv": f"{dee}. {todo}",
        f"book/{place}/b.csv": f'row 3,002: the status "Tues?" {one}. {todo}',
        f"book/{place}/c.csv": f'row 2: the transaction "Reports" {one}. {todo}',
    }


def test_a_tracker_whose_words_are_known_or_confirmed_has_none_to_name_and_one_word_cannot_write_to_the_terminal(
    client, capsys
):
    (client / "enrollments").mkdir()
    file = client / "enrollments" / "a.csv"
    file.write_text(tracker("LIVE", "in process with Change Healthcare", ""), "utf-8")
    assert not [
        where for weight, where, _ in told(capsys, "book")[1] if weight == "odd" and "/enrollments/" in where
    ]
    file.write_text(tracker("LIVE", "ask Dee"), "utf-8")
    main(["columns", str(file), "--accept"])
    confirmed = next((client.parents[1] / "crosswalks" / "book").glob("*.toml"))
    with confirmed.open("a", encoding="utf-8") as text:
        text.write('\n[values.status]\n"ask Dee" = "PROVISIONING"\n')
    capsys.readouterr()
    assert not [
        where for weight, where, _ in told(capsys, "book")[1] if weight == "odd" and "/enrollments/" in where
    ]
    file.write_text(tracker("LIVE", "ask\x1b[2J Dee"), "utf-8")
    main(["check", "book"])
    assert "\x1b" not in capsys.readouterr().out


def test_every_folder_that_cutover_new_makes_is_one_that_is_read():
    assert set(PRACTICE_FOLDERS) <= preflight.OF_PRACTICE


def test_a_client_that_is_not_there_is_a_sentence(client, capsys):
    assert main(["check", "nobody"]) == 2 and "no client 'nobody'" in capsys.readouterr().err


@pytest.mark.skipif(os.name != "posix" or os.geteuid() == 0, reason="rights of folders do not bind this user")
def test_a_folder_without_the_right_to_read_stops_only_its_practice(client, capsys):
    (client / "cedar-grove").chmod(0)
    try:
        assert any(weight == "stops" for weight, _, _ in told(capsys, "book")[1])
    finally:
        (client / "cedar-grove").chmod(0o700)


@pytest.mark.parametrize(
    ("note", "is_told"), [(["Balances are after the secondary"], False), (["T-8", "40.00"], True)]
)
def test_a_sheet_of_text_beside_a_table_is_no_row_that_was_not_used(client, capsys, note, is_told):
    book = openpyxl.Workbook()
    book.active.append(["Ticket", "Service Date", "Payer", "Status", "Charge"])
    book.active.append(["T-1", "6/1/2026", "Aetna", "Paid", "10.00"])
    book.create_sheet("Other").append(note)
    folder = client / "cedar-grove" / "claims"
    folder.mkdir(exist_ok=True)
    book.save(folder / "tickets.xlsx")
    said = [
        words for _, where, words in told(capsys, "book/cedar-grove")[1] if where.endswith("tickets.xlsx")
    ]
    assert any("sheet Other: " in words for words in said) is is_told
    assert any(
        words.startswith("2 rows in, 1 used; 1 set aside" if is_told else "1 row in, 1 used")
        for words in said
    )


@pytest.mark.parametrize(("line", "words"), [
    ('commitment = "monthly"', []),
    ('commitment = "two years"',
     ["commitment is 'two years'. Write commitment = \"annual\" or commitment = \"monthly\"."]),
    ('commitment = annual', ["not valid TOML (Invalid value (at line 2, column 14)). Correct it."]),
])  # fmt: skip
def test_a_client_file_whose_commitment_cannot_be_read_is_said(client, capsys, line, words):
    (client / "client.toml").write_text(f'name = "Book"\n{line}\n')
    assert [said for _, where, said in told(capsys, "book")[1] if where == "book/client.toml"] == words


def test_before_a_batch_no_intake_is_read_that_is_known_already(client, monkeypatch):
    home = client.parents[2]
    preflight.of_practice(home, "book", "cedar-grove", looks_in=False)

    def never(*_):
        raise AssertionError("an intake was read again")

    monkeypatch.setattr(preflight, "read_intake", never)
    monkeypatch.setattr(preflight.book, "read_intake", never)
    assert preflight.of_practice(home, "book", "cedar-grove", looks_in=False)
