"""Columns are confirmed by clicks or at the command line: the proposal stands there, and no accident is stored."""

from __future__ import annotations

import json

import pytest
import xlsxwriter
from cutover.cli import main
from cutover.desk.columns import ColumnsDesk
from cutover.reading.files import passwords
from cutover.reading.mapping.confirmed import folder_of
from cutover.reading.postings.deposits import load_deposits
from cutover.reading.practice.book import Practice

LINES = (
    '"07/01/2026","10.00","*","","AETNA TRN*1*T1*9"\n"07/02/2026","-20.00","*","","RENT FOR THE OFFICE"\n' * 3
)
SURE = "Date,Description,Amount\n07/01/2026,AETNA,10.00\n"


@pytest.fixture
def practice(tmp_path, monkeypatch) -> Practice:
    """A practice with a bank's file that has no header, and one that needs nobody."""
    monkeypatch.setenv("CUTOVER_HOME", str(tmp_path))
    who = Practice("acme", "elm", "Elm", frozenset(), frozenset(), tmp_path)
    (who.raw / "bank").mkdir(parents=True)
    (who.raw / "bank/checking.csv").write_text(LINES, "utf-8")
    (who.raw / "bank/august.csv").write_text(SURE, "utf-8")
    return who


def stored(who: Practice) -> list[str]:
    """The names of the confirmed crosswalks."""
    folder = folder_of(who.raw.parent)
    return sorted(path.name for path in folder.glob("*.toml")) if folder.is_dir() else []


def desk_of(who: Practice):
    """The desk of the file without a header."""
    return ColumnsDesk(who, "bank").tables["bank/checking.csv"]


def test_the_file_that_needs_a_person_comes_first_with_its_proposal_filled_in(practice):
    desk = ColumnsDesk(practice, "bank")
    assert list(desk.tables) == ["bank/checking.csv", "bank/august.csv"]
    one = desk.tables["bank/checking.csv"]
    assert {key: dropdown.value for key, dropdown in one.dropdowns.items() if dropdown.value} == {
        "deposit_date": "column 1", "amount": "column 2", "description": "column 5"}  # fmt: skip
    assert list(one.dropdowns)[:2] == ["deposit_date", "amount"]  # the required ones


def test_values_stand_beside_a_column_masked_until_they_are_asked_for(practice):
    desk = desk_of(practice)
    assert desk.values["deposit_date"].value == "99/99/9999"
    desk.shown.value = True
    assert desk.values["deposit_date"].value.startswith("07/01/2026")


def test_how_sure_a_proposal_is_and_why_stands_beside_it(practice):
    desk = desk_of(practice)
    reason = desk.reasons["amount"].value
    state, score = reason.split(", ")[0], desk.rows.loc["amount", "score"]
    assert state in ("suggested", "unsure") and f"{score:.0%}: ".replace("%", " %") in reason
    assert desk.reasons["trace_number"].value == "no column fits"


def test_what_was_changed_is_said_until_it_is_as_proposed_again(practice):
    desk = desk_of(practice)
    assert desk.changes.value == ""
    desk.dropdowns["amount"].value = ""
    assert "no column in place of column 2" in desk.changes.value
    assert desk.reasons["amount"].value == "changed here, proposed was column 2"
    desk.dropdowns["amount"].value = "column 2"
    assert desk.changes.value == ""


def test_a_field_that_is_unsure_stands_before_one_that_needs_nobody(practice):
    desk = desk_of(practice)
    states = [desk.rows.loc[key, "state"] for key in desk.dropdowns]
    assert states == ["unsure"] * 3 + ["missing"] * 5  # two of the three are required


def test_one_click_accepts_what_is_right_and_the_file_is_read(practice):
    assert load_deposits(practice).rows["amount_cents"].tolist() == [10_00]  # of the sure file alone
    desk_of(practice).accept()
    assert len(stored(practice)) == 1
    assert load_deposits(practice).rows["amount_cents"].tolist() == [10_00] * 4  # 1 + 3


def test_a_required_field_without_a_column_takes_a_second_click(practice):
    desk = desk_of(practice)
    desk.dropdowns["amount"].value = ""
    desk.accept()
    assert (
        stored(practice) == [] and "Deposited" in desk.said and desk.button.description == "Accept without it"
    )
    desk.accept()
    assert len(stored(practice)) == 1


def test_a_change_between_the_clicks_asks_anew(practice):
    desk = desk_of(practice)
    desk.dropdowns["amount"].value = ""
    desk.accept()
    desk.dropdowns["description"].value = ""
    desk.accept()
    assert stored(practice) == []


def test_undo_takes_back_what_was_stored_and_brings_back_what_stood_there(practice):
    desk = desk_of(practice)
    desk.accept()
    first = (folder_of(practice.raw.parent) / stored(practice)[0]).read_text("utf-8")
    again = desk_of(practice)
    again.dropdowns["description"].value = ""
    again.accept()
    again.undo()
    assert (folder_of(practice.raw.parent) / stored(practice)[0]).read_text("utf-8") == first
    desk.undo()
    assert stored(practice) == []


def test_one_column_for_two_fields_is_refused_and_not_stored(practice):
    desk = desk_of(practice)
    desk.dropdowns["description"].value = "column 1"
    desk.accept()
    assert stored(practice) == [] and "two fields" in desk.said


def test_a_value_that_somebody_knows_finds_its_column(practice):
    desk = desk_of(practice)
    desk.sought.value = "rent for the office"
    assert desk.found.value == "found in column 5"
    desk.sought.value = "nobody"
    assert desk.found.value == "no column holds it"


def test_files_of_one_layout_are_one_table_to_confirm_and_what_is_plain_takes_one_click(practice):
    (practice.raw / "bank/september.csv").write_text(SURE.replace("07/01", "09/01"), "utf-8")
    desk = ColumnsDesk(practice, "bank")
    assert list(desk.tables) == ["bank/checking.csv", "bank/august.csv and 1 more"]
    desk.accept_plain()
    assert (
        desk.said.value == "1 of 2 tables confirmed by this click."
    )  # the one without a header is looked at first
    assert len(stored(practice)) == 1


def command(capsys, *arguments: str) -> tuple[int, str, str]:
    """The exit status, the output and the errors of `cutover columns`."""
    status = main(["columns", *arguments])
    said = capsys.readouterr()
    return status, said.out, said.err


def test_the_command_shows_what_is_unsure_and_ends_with_1(practice, capsys):
    status, out, _ = command(capsys, str(practice.raw / "bank/checking.csv"))
    assert status == 1 and "no header row" in out and "07/01/2026" not in out
    status, out, _ = command(capsys, str(practice.raw / "bank/august.csv"))
    assert status == 0 and "deposit_date" in out


def test_the_command_speaks_json_with_score_and_evidence(practice, capsys):
    _, out, _ = command(capsys, str(practice.raw / "bank"), "--format", "json")
    files = {one["file"]: one for one in json.loads(out)}
    fields = {field["key"]: field for field in files["august.csv"]["tables"][0]["fields"]}
    assert (
        fields["amount"]["column"] == "Amount"
        and fields["amount"]["score"] >= 0.8
        and fields["amount"]["evidence"]
    )


def test_accept_stores_the_proposal_with_the_changes_named(practice, capsys):
    path = str(practice.raw / "bank/checking.csv")
    status, out, _ = command(capsys, path, "--accept", "--set", "Description=")
    assert status == 0 and "confirmed:" in out
    assert 'description = ""' in (folder_of(practice.raw.parent) / stored(practice)[0]).read_text("utf-8")


@pytest.mark.parametrize("changes", [(), ("--set", "Description=")])
def test_what_is_shown_on_accepting_is_the_state_from_then_on(practice, capsys, changes):
    path = str(practice.raw / "bank/checking.csv")
    assert "checking.csv (bank), 6 rows: not read: no header row" in command(capsys, path)[1]
    _, out, _ = command(capsys, path, "--accept", *changes)
    assert "checking.csv (bank), 6 rows: read" in out
    assert "unsure" not in out
    assert out.splitlines()[0] == command(capsys, path)[1].splitlines()[0]


def test_a_payer_list_without_a_day_is_not_said_to_be_read(practice, capsys):
    folder = practice.raw.parent / "payer_list"
    folder.mkdir()
    for name in ("payers.csv", "payers_2026-05-04.csv"):
        (folder / name).write_text("Payer Name,Non-Par\nSUNRISE,No\n", "utf-8")
    status, out, _ = command(capsys, str(folder / "payers.csv"))
    assert status == 1
    assert "1 rows: not read: no date: a list holds for its day. Name the file by its day, such as" in out
    status, out, _ = command(capsys, str(folder / "payers_2026-05-04.csv"))
    assert status == 0 and "1 rows: read" in out


@pytest.mark.parametrize(
    ("change", "said"),
    [("amount=", "no column for Deposited"), ("amount=column 9", "no column 'column 9'"),
     ("sum=column 2", "no field 'sum'"), ("amount", "FIELD=COLUMN")],
)  # fmt: skip
def test_what_cannot_be_is_said_and_nothing_is_stored(practice, capsys, change, said):
    status, _, err = command(capsys, str(practice.raw / "bank/checking.csv"), "--accept", "--set", change)
    assert status == 2 and said in err and stored(practice) == []


@pytest.fixture
def two_sheets(practice) -> str:
    """A workbook with clients on one sheet and their policies on another, both numbered in a column of their own."""
    path = practice.raw / "demographics" / "roster.xlsx"
    path.parent.mkdir()
    with xlsxwriter.Workbook(path) as book:
        for name, rows in (
            ("Clients", [["Key", "Last Name", "First Name", "DOB"], ["7", "Amber", "Ann", "01/02/1980"]]),
            ("Policies", [["Link", "Insurance", "Member ID"], ["7", "Aetna", "W12345678"]]),
        ):
            page = book.add_worksheet(name)
            for place, row in enumerate(rows):
                page.write_row(place, 0, row)
    return str(path)


def test_one_sheet_is_named_and_the_other_stays_as_it_was(practice, two_sheets, capsys):
    change = ("--set", "account_number=Key", "--sheet", "clients", "--accept", "--without")
    assert command(capsys, two_sheets, *change)[0] == 0
    (one,) = stored(practice)  # the policies are not confirmed unseen
    assert 'account_number = "Key"' in (folder_of(practice.raw.parent) / one).read_text("utf-8")
    change = ("--set", "account_number=Link", "--sheet", "Policies", "--accept", "--without")
    assert command(capsys, two_sheets, *change)[0] == 0
    assert len(stored(practice)) == 2


def test_without_a_name_a_column_is_taken_where_a_sheet_has_it(practice, two_sheets, capsys):
    changes = ("--set", "account_number=Key", "--set", "primary_member_id=Member ID")
    assert command(capsys, two_sheets, *changes, "--accept", "--without")[0] == 0
    texts = [(folder_of(practice.raw.parent) / name).read_text("utf-8") for name in stored(practice)]
    assert sorted('"Key"' in text for text in texts) == [False, True]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [(("--set", "account_number=Link", "--sheet", "Clients"), "no column 'Link' in this sheet"),
     (("--set", "account_number=Chart"), "no column 'Chart' in any sheet"),
     (("--sheet", "Policy"), "no sheet 'Policy'")],
)  # fmt: skip
def test_what_no_sheet_has_is_refused_with_every_sheet_and_its_columns(
    practice, two_sheets, capsys, arguments, said
):
    status, _, err = command(capsys, two_sheets, *arguments, "--accept", "--without")
    assert status == 2 and said in err and stored(practice) == []
    assert "Sheet 'Clients' has: 'Key', 'Last Name', 'First Name', 'DOB'" in err
    assert "Sheet 'Policies' has: 'Link', 'Insurance', 'Member ID'" in err


def test_a_table_elsewhere_needs_its_kind_and_for_a_confirmation_its_client(practice, tmp_path, capsys):
    path = tmp_path / "loose.csv"
    path.write_text(LINES, "utf-8")
    assert command(capsys, str(path))[0] == 2
    assert "Give --client" in command(capsys, str(path), "--kind", "bank", "--accept")[2]
    assert command(capsys, str(path), "--kind", "bank", "--client", "acme", "--accept")[0] == 0


def test_a_password_is_known_until_the_process_ends_and_never_written(monkeypatch):
    monkeypatch.setattr(passwords, "_TYPED", [])
    monkeypatch.setenv(passwords.VARIABLE, "first\nsecond")
    passwords.remember("typed")
    assert passwords.known() == ("typed", "first", "second")
