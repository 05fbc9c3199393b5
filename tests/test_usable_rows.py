"""How many rows of a table can be used, and why the others cannot, is said before any report is made."""

from __future__ import annotations

import json

import pytest
from claim_makers import summary, summary_line
from cutover.cli import main
from cutover.intake.template import write_intake
from cutover.reading.claims.history import NO_CLAIM
from cutover.reading.mapping.folder import NO_DAY
from notebook_maker import one_practice
from practice_folder import practice_answers

CLAIMS = "Claim No,Account,Date of Service,Date Filed,Payer,Charge,Status\n"
POSTINGS = "Posted Date,Claim Number,Payer Name,Check Number,Paid\n"
BANK = "Date,Description,Amount\n"
TRACKER = "Payer Name,Tax ID,NPI,Transaction,Status\n"


@pytest.fixture
def practice(tmp_path, monkeypatch):
    """The folder of a practice."""
    one_practice(tmp_path, "book", "cedar-grove", "Cedar Grove")
    monkeypatch.setenv("CUTOVER_HOME", str(tmp_path))
    return tmp_path / "data" / "raw" / "book" / "cedar-grove"


def put(practice, name: str, text: str | bytes):
    """Write a file and return its path."""
    path = practice / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def checked(capsys, *args: str) -> dict[str, tuple[str, str]]:
    """What the check says of each place below the practice: its weight and words."""
    main(["check", "book/cedar-grove", "--format", "json", *args])
    said = json.loads(capsys.readouterr().out)["book/cedar-grove"]
    return {w["where"].removeprefix("book/cedar-grove/"): (w["weight"], w["found"]) for w in said}


FILES = {
    # of 3 claims one has no day at all, one no number of its own: 3 = 2 used + 1, and 1 of the 2 is undated
    "claims/a.csv": (
        CLAIMS
        + "C1,1,7/1/26,7/2/26,Aetna,5.00,Paid\nC2,2,,,Aetna,5.00,Paid\n,,7/1/26,7/2/26,Aetna,5.00,Paid\n",
        "odd",
        f"3 rows in, 2 used; 1 set aside: {NO_CLAIM}; 1 of those used: "
        "neither a day of service nor one of submission",
    ),
    # neither the file nor a column says which system: the cutover decides
    "postings/june.csv": (
        POSTINGS + "7/1/26,C1,Aetna,77,5.00\n7/2/26,C2,Aetna,78,6.00\n",
        "odd",
        "2 rows in, 2 used, 0 set aside; 2 of those used: "
        "no system is named: the intake tells it, else it is Office Ally before the cutover and not known after it",
    ),
    "postings/medi july.csv": (
        POSTINGS + "7/1/26,C1,Aetna,77,5.00\n",
        "rows",
        "1 row in, 1 used, 0 set aside",
    ),
    "postings/Office Ally/june.csv": (
        POSTINGS + "n/a,C1,Aetna,77,5.00\n7/2/26,C2,Aetna,78,x\n",
        "odd",
        f"2 rows in, 1 used; 1 set aside: no amount can be read in it; 1 of those used: {NO_DAY}",
    ),
    # money that was drawn is left out by right
    "bank/a.csv": (
        BANK + "7/1/26,AETNA,5.00\n7/2/26,RENT,-9.00\n",
        "rows",
        "2 rows in, 1 used; 1 set aside: money drawn, not a deposit",
    ),
    "bank/b.csv": (
        BANK + "7/1/26,AETNA,5.00\n7/32/26,CIGNA,6.00\n",
        "odd",
        f"2 rows in, 2 used, 0 set aside; 1 of those used: {NO_DAY}; Deposited on: 1 value cannot be read",
    ),
    "enrollments/t.csv": (
        TRACKER + "Aetna,112223334,1234567893,835,Live\nAetna,112223334,1234567893,835,who knows\n",
        "rows",  # the word itself is named, with its row
        "2 rows in, 1 used; 1 set aside: its status is none that is known",
    ),
}


@pytest.mark.parametrize("name", FILES)
def test_the_check_says_of_each_file_how_many_rows_are_used_and_why_others_are_not(practice, capsys, name):
    text, weight, words = FILES[name]
    put(practice, name, text)
    assert checked(capsys)[name] == (weight, words)


def test_files_whose_rows_come_to_the_same_are_told_once(practice, capsys):
    for month in range(1, 6):
        put(practice, f"bank/2026-0{month}.csv", BANK + f"{month}/1/26,AETNA,5.00\n")
    place = "bank/2026-01.csv, 2026-02.csv, 2026-03.csv and 2 more"
    assert checked(capsys)[place] == ("rows", "1 row in, 1 used, 0 set aside")


def test_two_files_of_one_name_in_two_folders_are_two(practice, capsys):
    put(practice, "postings/medi/june.csv", POSTINGS + "7/1/26,C1,Aetna,77,5.00\n")
    put(practice, "postings/june.csv", POSTINGS + "7/1/26,C1,Aetna,77,5.00\n")
    said = checked(capsys)
    assert said["postings/medi/june.csv"][0] == "rows" and said["postings/june.csv"][0] == "odd"


def test_a_file_summary_without_its_day_is_told(practice, capsys):
    dated, undated = summary([summary_line()]), summary([summary_line()], processed="")
    put(practice, "submissions/dated.txt", dated)
    put(practice, "submissions/undated.txt", undated)
    said = checked(capsys)
    assert said["submissions/dated.txt"] == ("rows", "1 row in, 1 used, 0 set aside")
    assert (
        said["submissions/undated.txt"][0] == "odd"
        and "no day of submission" in said["submissions/undated.txt"][1]
    )


def test_a_file_summary_without_its_day_is_nothing_to_settle_where_a_claim_history_may_have_it(
    practice, capsys
):
    put(practice, "submissions/undated.txt", summary([summary_line()], processed=""))
    put(practice, "claims/history.csv", CLAIMS)
    weight, words = checked(capsys)["submissions/undated.txt"]
    assert weight == "rows" and words.endswith("the claim history states for the same claim")


def test_a_cell_of_the_intake_that_cannot_be_read_is_named_with_its_place(practice, capsys):
    people = [{"name": "Kim", "role": "poster", "medi_login": "in spring"}]
    answers = practice_answers(cutover_date="2026-07-20") | {"users": people}
    (practice / "intake.xlsx").unlink()
    write_intake(practice / "intake.xlsx", answers, examples=False)
    weight, words = checked(capsys)["intake.xlsx"]
    assert weight == "odd" and words.startswith("sheet users ")
    assert words.endswith("(Has logged into Medi): what is written there cannot be read: in spring")


def test_rows_that_are_all_used_are_nothing_to_settle_and_the_exit_status_says_so(practice, capsys):
    put(practice, "bank/a.csv", BANK + "7/1/26,AETNA,5.00\n")
    status = main(["check", "book/cedar-grove"])
    text = capsys.readouterr().out
    assert status == 0 and "bank/a.csv: 1 row in, 1 used, 0 set aside." in text
    put(practice, "postings/june.csv", POSTINGS + "7/1/26,C1,Aetna,77,5.00\n")
    assert main(["check", "book/cedar-grove"]) == 1


def test_a_confirmation_says_that_no_row_can_be_used_and_why(practice, capsys):
    path = put(
        practice,
        "enrollments/t.csv",
        TRACKER + "Aetna,,1234567893,Reports,Live\nCigna,,1234567893,Reports,Live\n",
    )
    assert main(["columns", str(path), "--accept"]) == 0
    said = capsys.readouterr().out
    assert "2 rows: no row of it can be used; 2 rows in, 0 used; 2 set aside: its transaction" in said
    assert (
        main(["columns", str(path)]) == 1
    )  # asked without a confirmation, a file of no use is told by the status


def test_a_confirmation_says_how_many_days_cannot_be_read(practice, capsys):
    path = put(
        practice, "claims/a.csv", CLAIMS + "".join(f"C{n},{n},wk {n},,Aetna,5.00,Paid\n" for n in range(4))
    )
    main(["columns", str(path), "--set", "service_from=Date of Service", "--accept"])
    said = capsys.readouterr().out
    assert (
        "4 of those used: neither a day of service" in said
        and "Service from: 4 values cannot be read" in said
    )


def test_the_folder_that_names_the_system_counts_for_a_file_that_is_named_alone(practice, capsys):
    path = put(practice, "postings/Office Ally/june.csv", POSTINGS + "7/1/26,C1,Aetna,77,5.00\n")
    assert main(["columns", str(path)]) == 0
    assert "1 rows: read\n" in capsys.readouterr().out


def test_the_json_of_a_table_counts_its_rows(practice, capsys):
    path = put(practice, "postings/june.csv", FILES["postings/june.csv"][0])
    main(["columns", str(path), "--format", "json"])
    table = json.loads(capsys.readouterr().out)[0]["tables"][0]
    assert (table["rows"], table["rows_used"], table["set_aside"]) == (2, 2, {})


def test_columns_that_hold_something_and_go_nowhere_are_named(practice, capsys):
    """`Flag` may say that a patient has died; an empty column says nothing."""
    text = "Date,Description,Amount,Sub Born,Empty\n7/1/26,AETNA,5.00,1/2/1950,\n"
    put(practice, "bank/a.csv", text)
    assert checked(capsys)["bank/a.csv"] == (
        "rows", "1 row in, 1 used, 0 set aside; columns that are not used: Sub Born"
    )  # fmt: skip
