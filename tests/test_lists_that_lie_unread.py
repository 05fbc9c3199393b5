"""Where a list of users or of scrub rules lies unread, its subject is not called missing: the file is named."""

from __future__ import annotations

from types import SimpleNamespace

import pandas as pd
import pytest
from cutover.reading.practice.tables import OPENS, SHUT
from cutover.workstreams.inventory import must_move, unexported
from cutover.workstreams.inventory.must_move import MISSING
from cutover.workstreams.inventory.unread_lists import NOT_READ, lies_unread

TABS = (("Office.xlsx", "Rota"), ("Office.xlsx", "Employees"), ("stock.xlsx", "Shelf"))


def inputs(*files: tuple, tabs=TABS):
    """An inventory of files, each with its path, subject, number of tables and state, and an intake without rows."""
    columns = ["source_file", "subject", "sheets", "state"]
    frame = pd.DataFrame(files, columns=columns).astype({"subject": "str", "sheets": "Int64"})
    sheets = pd.DataFrame(list(tabs), columns=["source_file", "sheet"]).astype("str")
    empty = pd.DataFrame(columns=["sees_in_office_ally", "sees_in_medi"])
    return SimpleNamespace(
        files=frame, holdings=SimpleNamespace(sheets=sheets), known={}, sheet=lambda _: empty
    )


@pytest.mark.parametrize(
    ("file", "code", "found"),
    [
        (("Our staff 2026.csv", None, 1, OPENS), "users-and-access", "Our staff 2026.csv"),
        (("Office.xlsx", None, 2, OPENS), "users-and-access", "Office.xlsx"),  # a tab of it says so
        (("claim edits we built.csv", None, 1, OPENS), "scrub-rules", "claim edits we built.csv"),
        (("Our staff 2026.csv", None, 1, OPENS), "scrub-rules", ""),
        (("stock.xlsx", None, 1, OPENS), "users-and-access", ""),
        (("staff.csv", "claim history", 1, OPENS), "users-and-access", ""),  # it is read as what it is
        (("staff party.txt", None, None, OPENS), "users-and-access", ""),  # no table
        (("staff.xlsx", None, 1, SHUT), "users-and-access", ""),  # it has a finding of its own
    ],
)
def test_a_file_that_nobody_reads_is_about_what_its_name_or_a_tab_says(file, code, found):
    assert lies_unread(inputs(file), code) == (f"not read: {found}" if found else "")


def test_users_are_not_read_where_a_list_of_them_lies_there_and_else_missing():
    there, none = (
        must_move.users_and_access(inputs(*files)) for files in ([("staff.csv", None, 1, OPENS)], [])
    )
    assert (there.state, there.missing) == (NOT_READ, "the intake names no user; not read: staff.csv")
    assert (none.state, none.missing) == (MISSING, "the intake names no user")


def test_scrub_rules_are_not_read_where_a_file_of_them_lies_there(monkeypatch):
    monkeypatch.setattr(unexported, "noted", lambda *_: 0)
    item = SimpleNamespace(code="scrub-rules", evidence="scrub rules", who="billing lead")
    there, none = (
        unexported._written(inputs(*files), item) for files in ([("scrub list.csv", None, 1, OPENS)], [])
    )
    assert (there.state, there.missing) == (NOT_READ, "not read: scrub list.csv")
    assert (none.state, none.missing) == (MISSING, "nothing is written down")
