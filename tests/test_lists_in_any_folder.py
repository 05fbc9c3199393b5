"""What a list of the client's own is, its header and cells tell, in whatever folder it lies; one unread is named."""

from __future__ import annotations

import pandas as pd
import pytest
from claim_makers import practice, put, workbook
from cutover.reading.claims.aging_reports import PAYER, TOTAL, aging_rows, is_aging_report
from cutover.reading.claims.aging_words import OTHER_DAY, SERVICE
from cutover.reading.files.zips import Entry
from cutover.reading.intake.own_lists import APPEAL, CALL, WORK, list_rows, load_every
from cutover.reading.intake.returned import load_returned
from cutover.reading.practice import preflight_files
from cutover.reading.practice.file_inspection import look
from cutover.workstreams.own_lists import NOT_READ, absent, as_appeals, as_notes, shown

TODAY = pd.Timestamp("2026-07-31")
FOUGHT = workbook(
    ("What we fight for",), (),
    ("Case no", "Insurer", "Our claim", "Faxed", "Round", "In dispute", "Follow up due", "Outcome"),
    ("D-1", "Tufts", "Q-1", "7/1/2026", "1st", "120.50", "8/3/2026", "pending"),
    ("D-2", "Cigna", "Q-2", "7/2/2026", "2nd", "80.00", "8/9/2026", "upheld"),
    ("D-3", "Cigna", "Q-3", "7/6/2026", "1st", "40.25", "8/20/2026", "pending"),
)  # fmt: skip
WORKED = "Claim No,Plan,Balance,Handled by,To do\nQ-1,Tufts,120.50,Odette,ring\nQ-5,Cigna,33.10,,send again\n"
DENIED = (
    "Denials to be worked\nClm,Insurer,Reason,Amount denied,Assigned to\n"
    "Q-2,Cigna,CO-50,80.00,Ralph\nQ-6,Tufts,CO-16,21.00,\n"
)
RUNG = "Claim,Payer,Called,They said,Call back\nQ-5,Cigna,7/20/2026,in process,8/4/2026\n"


def put_all(tmp_path, files):
    whose = practice(tmp_path)
    for name, content in files.items():
        put(whose, name, content)
    return whose


@pytest.fixture(scope="module")
def found(tmp_path_factory):
    whose = put_all(
        tmp_path_factory.mktemp("lists"),
        {
            "reports/Appeals running.xlsx": FOUGHT,
            "postings/who does what.csv": WORKED,
            "denials/worklist.csv": DENIED,
            "our desk/rung.csv": RUNG,
            "bank/copy of rung.csv": RUNG,
            # nobody's own, and lists of something else
            "not ours/mine.csv": WORKED,
            "bank/tasks.csv": "Account,Owner,Due\n77,Odette,8/3/2026\n78,Ralph,8/4/2026\n",
            "reports/ERA log.csv": "File,Payer,Amount\na.835,Tufts,10.00\n",
            # called lists, and none is read
            "reports/Appeal tracker 2025.csv": "Month,Count\n2025-01,3\n2025-02,4\n",
            "reports/grievance log.pdf": b"%PDF-1.4 scanned",
            "reports/appeal letter.pdf": b"%PDF-1.4 a letter",
            "invoices/disputes.csv": "Invoice,Why\n7,price\n",
        },
    )
    return whose, load_every(whose), load_returned(whose)


def test_lists_are_found_in_folders_that_are_for_something_else(found):
    rows = found[1].rows
    each = (
        rows.groupby("source_file", sort=True)["list"].agg(["first", "size"]).apply(tuple, axis=1).to_dict()
    )
    assert each == {
        "reports/Appeals running.xlsx": (APPEAL, 3),
        "postings/who does what.csv": (WORK, 2),
        "denials/worklist.csv": (WORK, 2),  # an owner is enough where it is called one
        "bank/copy of rung.csv": (CALL, 1),  # the same bytes count once
    }


def test_an_appeal_has_its_next_day_and_is_over_by_its_outcome(found):
    told = as_appeals(found[2].lists)
    # three, of which the second is upheld: 120.50 + 40.25 = 160.75
    assert told["claim_number"].tolist() == ["Q-1", "Q-3"] and int(told["amount_cents"].sum()) == 16_075
    assert [f"{day:%m-%d}" for day in told["next_action_on"]] == ["08-03", "08-20"]


def test_owners_of_a_work_list_and_of_a_worklist_of_denials_count(found):
    told = as_notes(found[2].lists).set_index("claim_number")["owner"].fillna("").to_dict()
    assert told["Q-1"] == "Odette" and told["Q-2"] == "Ralph"
    assert "Q-6" not in told  # nobody, no step and no day: the row says nothing


def test_what_is_called_a_list_and_is_not_read_is_named(found):
    unread = found[1].unread.set_index("source_file")["why"].to_dict()
    assert sorted(unread) == [
        "invoices/disputes.csv", "reports/Appeal tracker 2025.csv", "reports/grievance log.pdf",
    ]  # fmt: skip
    lists = shown(found[2], TODAY)["lists"].frame
    named = lists[lists["list"].str.startswith(NOT_READ)]
    assert sorted(named["source_file"]) == sorted(unread) and named["rows"].isna().all()
    assert absent(found[2], "none is written down").startswith("none can be read: 3 files")


def test_without_any_list_all_was_looked_at(tmp_path):
    back = load_returned(put_all(tmp_path, {"reports/tea.csv": "Leaf,Cost\nmint,1\n"}))
    assert absent(back, "none is written down") == "none is written down"
    assert shown(back, TODAY)["lists"].frame.empty


def test_the_check_and_the_inventory_say_what_it_is(found):
    folder = found[0].raw / "reports"
    said = {one.name: one.words for one in preflight_files.rows_of_folder(folder, found[0].raw.parent)}
    assert said["Appeals running.xlsx"].startswith("3 rows used: a list of appeals")
    row = look(Entry("reports/Appeals running.xlsx", None, len(FOUGHT), FOUGHT)).row
    assert (row["subject"], row["told_by"]) == ("a list of appeals", "content")


@pytest.mark.parametrize(
    ("head", "day"),
    [
        ("Next step due", True),
        ("Follow up deadline", True),
        ("Next action by day", True),
        ("Due from plan", False),
    ],
)
def test_a_head_of_a_step_and_its_day_is_one_in_any_words(head, day):
    text = f"Appeals\nRef,Plan,Claim,Amount,{head}\nD-1,Tufts,Q-1,10.00,8/3/2026\n"
    data = text.encode()
    rows = list_rows(Entry("reports/a.csv", None, len(data), data))
    assert rows["act_on"].notna().tolist() == [True] * day  # without a day, an owner or a step it is no list


AGED = (
    ("Insurer", "# Clms", "0-30", "31-60", "61+", "Sum"),
    ("Tufts", 4, 10, 5.5, "", 15.5),
    ("All", 4, 10, 5.5, 0, 15.5),
)


@pytest.mark.parametrize(
    ("above", "by"), [("Days from service", SERVICE), ("Days since billing date", OTHER_DAY), ("", None)]
)
def test_a_count_of_claims_beside_the_bands_is_no_band(above, by):
    rows = aging_rows(workbook(("Open on 6/30/2026",), ("", "", above), *AGED), "claims/open.xlsx")
    # 10.00 + 5.50 = 15.50 in three bands and their total; the four claims are no money
    of = rows[rows["role"].eq(PAYER)]
    assert of["amount_cents"].fillna(0).tolist() == [1_000, 550, 0, 1_550]
    assert set(rows["role"]) == {PAYER, TOTAL} and rows["aged_by"].dropna().unique().tolist() == (
        [by] if by else []
    )


def test_another_column_beside_the_bands_makes_it_no_aging():
    assert not is_aging_report(
        workbook(("Insurer", "Region", "0-30", "31-60", "61+"), ("Tufts", "East", 10, 5, 1))
    )
