"""A tracker that names nobody is its folder's practice's; a sheet that is called old tells nothing of today."""

from __future__ import annotations

import io

import openpyxl
import pytest
from cutover.cli import main
from cutover.reading.payers import enrollment_words
from cutover.reading.payers.enrollments import BY_FOLDER, NO_PROVIDER, OLD
from cutover.workstreams.enrollment.standing import UNREAD
from enrollment_makers import claims, filed, plan
from practice_folder import NPI, OTHER_NPI, TIN, folder, practice_answers
from test_enrollments_reading import aside, one, told

HEADER = ["Insurance", "Payer no.", "Which", "Where it stands", "Sent", "On since"]


def book(**sheets: list[list[str | None]]) -> bytes:
    """A workbook with a tracker in each sheet; a name's two underscores are its bracket."""
    made = openpyxl.Workbook()
    made.remove(made.active)
    for name, rows in sheets.items():
        sheet = made.create_sheet(name.replace("__", " (", 1) + (")" if "__" in name else ""))
        for row in (HEADER, *rows):
            sheet.append(row)
    data = io.BytesIO()
    made.save(data)
    return data.getvalue()


@pytest.mark.parametrize(
    ("title", "is_old"),
    [
        ("July (old)", True), ("old", True), ("Superseded 6/30", True), ("enrollments - previous", True),
        ("as of May, do not use", True), ("EDI status archive 2025", True),
        ("July", False), ("Sheet1", False), ("Old Harbor Health", False), ("Prior Auth", False), ("Current", False),
        ("Goldman", False), ("Archive Blue Plan", False),
    ],
)  # fmt: skip
def test_a_title_is_old_only_where_it_names_nothing_else(title, is_old):
    assert enrollment_words.is_old(title) is is_old


def test_an_old_sheet_gives_no_status_of_today(tmp_path):
    data = book(
        June__old=[["Harbor Mutual", "70011", "835", "Pending", None, None]],
        August=[["Harbor Mutual", "70011", "835", "Live", "07/01/26", "08/10/26"]],
    )
    found = one(tmp_path, data, "enrollments/status.xlsx")
    assert told(found, "payer_name", "tax_id", "billing_npi", "status") == [
        ("Harbor Mutual", TIN, NPI, "LIVE")
    ]
    assert aside(found) == {2: OLD}


def test_a_file_that_is_called_old_gives_none_either(tmp_path):
    data = book(List=[["Harbor Mutual", "70011", "835", "Live", None, None]])
    assert aside(one(tmp_path, data, "enrollments/tracker - old.xlsx")) == {2: OLD}


@pytest.mark.parametrize(
    ("written", "status", "waits_on"),
    [
        ("STEDI_ACTION_REQUIRED", "STEDI_ACTION_REQUIRED", "Stedi"),
        ("PROVISIONING", "PROVISIONING", "payer"),
        ("not filed", "not filed", None),
        ("not supported", "not supported", None),
        ("DRAFT", "DRAFT", None),
    ],
)
def test_a_row_without_days_keeps_its_status_and_gets_no_day(tmp_path, written, status, waits_on):
    data = book(Now=[["Harbor Mutual", "70011", "835", written, None, None]])
    (row,) = one(tmp_path, data, "enrollments/now.xlsx").rows.to_dict("records")
    assert row["status"] == status
    assert [row[day] != row[day] for day in ("filed_on", "live_on", "status_on")] == [
        True
    ] * 3  # none is known


BARE = "Payer,Which,Status,NPI\nHarbor Mutual,835,Pending,{}\nTrident Health,837P,Live,{}\n"


@pytest.mark.parametrize(
    ("npis", "words"),
    [
        (("", ""), f"2 rows in, 2 used, 0 set aside; 2 of those used: {BY_FOLDER}"),
        ((OTHER_NPI, ""), f"2 rows in, 1 used; 1 set aside: {NO_PROVIDER}"),  # another row names somebody
    ],
)
def test_the_check_says_that_the_folder_tells_whose_a_tracker_is(tmp_path, capsys, monkeypatch, npis, words):
    monkeypatch.setenv("CUTOVER_HOME", str(tmp_path))
    folder(tmp_path, {"enrollments/now.csv": BARE.format(*npis)}, practice_answers())
    main(["check"])
    assert words in capsys.readouterr().out


def test_in_the_clients_folder_the_same_tracker_is_nobodys(tmp_path, capsys, monkeypatch):
    monkeypatch.setenv("CUTOVER_HOME", str(tmp_path))
    folder(tmp_path, {}, practice_answers())
    path = tmp_path / "data" / "raw" / "acme" / "enrollments" / "now.csv"
    path.parent.mkdir()
    path.write_text(BARE.format("", ""))
    assert main(["columns", str(path)]) == 1
    assert "no row of it can be used" in capsys.readouterr().out


def test_of_an_old_and_a_new_sheet_no_two_sources_disagree():
    """What an old sheet says is open only for an enrollment of which nothing newer tells."""
    old = {
        "reason": OLD,
        "payer_name": "HARBOR MUTUAL",
        "transaction": "835",
        "source_file": "enrollments/a.xlsx",
    }
    made = plan(
        claims("HARBOR MUTUAL", 2) + claims("TRIDENT HEALTH", 1),
        enrollments=[filed("HARBOR MUTUAL", "835", "LIVE")],
        aside=[old, old | {"payer_name": "TRIDENT HEALTH"}],
    )
    eras = made.standing[made.standing["transaction"] == "835"]
    assert dict(zip(eras["payer"], eras["state"], strict=True)) == {
        "HARBOR MUTUAL": "live", "TRIDENT HEALTH": UNREAD,
    }  # fmt: skip
