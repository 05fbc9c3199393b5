"""The handoff workbook goes out, is filled in, comes back and goes out again: nothing lost, nothing twice."""

from __future__ import annotations

import datetime as dt
import io

import openpyxl
import pandas as pd
import pytest
from cutover.intake.handoff_workbook import HANDOFF, RETURNED
from cutover.intake.template import template
from cutover.reading.intake.reader import read_intake
from cutover.reading.intake.returned import load_returned
from cutover.workstreams.open_claims.report import report
from cutover.workstreams.open_claims.workbook import filled
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from open_claims_makers import book, history, note, one, returned

CLAIMS = [history(f"A{n}", "denied", 1_000 * (n + 1)) for n in range(4)]
WHOLE = {"owner": "Robin", "next_step": "appeal", "next_action_on": dt.date(2026, 8, 10)}


def sent_out(of) -> bytes:
    return template(filled(of), False, kind=HANDOFF)


def back(*files: bytes):
    """The workbooks as they are read from the folder, in this order."""
    said = [read_intake(data, f"handoff/{n}.xlsx", RETURNED) for n, data in enumerate(files)]
    rows = pd.concat([one.tables["open claims"] for one in said], ignore_index=True)
    return returned().__class__(claims=rows)


def edited(data: bytes, edit) -> bytes:
    """The workbook after a person was at it: `edit` is given the sheet of claims and its headers by name."""
    file = openpyxl.load_workbook(io.BytesIO(data))
    sheet = file["open claims"]
    names = {str(cell.value).removesuffix(" (patient data)"): cell.column for cell in sheet[1]}
    edit(sheet, names)
    out = io.BytesIO()
    file.save(out)
    return out.getvalue()


def write(row: int, **said):
    def edit(sheet, names):
        for header, value in said.items():
            sheet.cell(row, names[header.replace("_", " ")], value)

    return edit


def test_a_claim_is_handed_over_with_an_owner_a_next_action_and_its_day():
    for missing in WHOLE:
        said = {name: value for name, value in WHOLE.items() if name != missing}
        row = one(book(CLAIMS[:1], notes=[note("A0", **_of_intake(said))]))
        assert row["handed"] == ("no owner" if missing == "owner" else "incomplete")
    assert one(book(CLAIMS[:1], notes=[note("A0", **_of_intake(WHOLE))]))["handed"] == "handed over"


def _of_intake(said: dict) -> dict:
    """The intake has no step: the action is in words there."""
    names = {"next_step": "next_action"}
    return {names.get(k, k): v for k, v in said.items()}


def test_the_verdict_says_how_much_of_the_money_is_handed_over_and_who_owns_nothing():
    given = book(CLAIMS, notes=[note("A0", **_of_intake(WHOLE)), note("A1", owner="Sam")])
    # $10 of 10 + 20 + 30 + 40; Sam's claim has an owner
    assert report(given).verdict.startswith("$10.00 of $100.00 is handed over; 2 claims have no owner")
    owners = report(given).tables["owners"].frame.set_index("who")
    assert owners.loc["Robin", "handed"] == 1 and owners.loc["Sam", "incomplete"] == 1


def test_what_was_filled_in_is_read_by_claim_and_stands_in_the_next_workbook():
    first = sent_out(book(CLAIMS))
    filled_in = edited(first, write(2, Owner="Robin", Next_step="appeal", Next_action_due="2026-08-10"))
    again = book(CLAIMS, back=back(filled_in))
    assert list(again.open["handed"].value_counts()[["no owner", "handed over"]]) == [3, 1]
    third = book(CLAIMS, back=back(filled_in, sent_out(again)))
    assert filled(third)["open claims"] == filled(again)["open claims"]
    assert len(third.notes.conflicts) == 0


def test_a_later_workbook_that_knew_the_earlier_word_replaces_it_without_a_conflict():
    a = edited(sent_out(book(CLAIMS[:1])), write(2, Owner="Ann"))
    b = edited(sent_out(book(CLAIMS[:1], back=back(a))), write(2, Owner="Bob"))
    given = book(CLAIMS[:1], back=back(a, b))
    assert (one(given)["owner"], len(given.notes.conflicts)) == ("Bob", 0)


def test_two_copies_of_one_workbook_that_differ_are_a_conflict_and_the_later_one_is_used():
    out = sent_out(book(CLAIMS[:1]))
    given = book(
        CLAIMS[:1], back=back(edited(out, write(2, Owner="Ann")), edited(out, write(2, Owner="Carl")))
    )
    assert one(given)["owner"] == "Carl"
    conflict = given.notes.conflicts.iloc[0]
    assert (conflict["field"], conflict["one"], conflict["other"]) == ("Owner", "Ann", "Carl")
    assert {f.code: f.count for f in report(given).findings}["handoff-notes-differ"] == 1


def test_two_people_who_fill_different_cells_do_not_contradict_each_other():
    out = sent_out(book(CLAIMS[:1]))
    given = book(
        CLAIMS[:1], back=back(edited(out, write(2, Owner="Ann")), edited(out, write(2, Next_step="appeal")))
    )
    row = one(given)
    assert (row["owner"], row["next_step"], len(given.notes.conflicts)) == ("Ann", "appeal", 0)


def test_a_word_that_was_taken_out_again_is_gone():
    a = edited(sent_out(book(CLAIMS[:1])), write(2, Owner="Ann"))
    b = edited(
        sent_out(book(CLAIMS[:1], back=back(a))),
        lambda sheet, names: sheet.cell(2, names["Owner"]).__setattr__("value", None),
    )
    assert pd.isna(one(book(CLAIMS[:1], back=back(a, b)))["owner"])


def test_intake_and_workbook_that_differ_without_knowing_of_each_other_are_a_conflict():
    out = edited(sent_out(book(CLAIMS[:1])), write(2, Owner="Ann"))
    given = book(CLAIMS[:1], notes=[note("A0", owner="Dora")], back=back(out))
    assert len(given.notes.conflicts) == 1


def test_a_note_on_a_claim_that_no_file_holds_is_named_and_its_money_counts():
    given = book(CLAIMS[:1], notes=[note("Z9", amount_cents=7_500, owner="Ann")])
    assert {f.code: f.amount_cents for f in report(given).findings}["handoff-note-unknown"] == 7_500
    assert given.worked["worth_cents"].sum() == 8_500


def test_a_note_on_a_resolved_claim_is_counted_and_opens_nothing():
    given = book([history("A0", "paid", 0)], notes=[note("A0", owner="Ann")])
    assert len(given.open) == 0
    counted = report(given).tables["counted"].frame.set_index("what")["rows"]
    assert counted["notes of people on claims that are resolved"] == 1


@pytest.mark.parametrize(("due", "late"), [("2026-07-31", False), ("2026-07-30", True)])
def test_a_next_action_is_overdue_on_the_day_after_it_was_due(due, late):
    given = book(
        CLAIMS[:1], notes=[note("A0", next_action="Call", next_action_on=dt.date.fromisoformat(due))]
    )
    assert ("handoff-overdue" in {f.code for f in report(given).findings}) is late


def test_a_broken_workbook_is_a_finding_and_the_others_are_read(tmp_path):
    practice = book().inputs.practice.__class__(
        "billing", "north", "North", frozenset(), frozenset(), tmp_path
    )
    folder = practice.raw / "handoff"
    folder.mkdir(parents=True)
    (folder / "a.xlsx").write_bytes(b"PK no workbook")
    (folder / "b.xlsx").write_bytes(edited(sent_out(book(CLAIMS)), write(2, Owner="Ann")))
    found = load_returned(practice)
    assert list(found.files["state"]) == ["not read", "read"]
    given = book(CLAIMS, back=found)
    assert {f.code for f in report(given).findings} >= {"handoff-file-not-read"}
    assert given.open["owner"].notna().sum() == 1


def test_an_appeal_lacks_what_is_not_written_down_until_it_is():
    given = book([history("A0", "appealed", 5_000)])
    row = given.appeals.iloc[0]
    assert "the payer's reference" in row["missing"] and row["amount_cents"] == 5_000
    assert {f.code: f.amount_cents for f in report(given).findings}["handoff-appeal-incomplete"] == 5_000


WORDS = st.text(
    st.characters(min_codepoint=32, max_codepoint=0x2FF, exclude_categories=("C", "Z")),
    min_size=1,
    max_size=12,
)
EDITS = st.lists(
    st.tuples(st.integers(0, 3), st.sampled_from(["Owner", "Next action", "Last action"]), WORDS), max_size=6
)


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(EDITS, st.permutations(range(4)), st.sets(st.integers(0, 3), max_size=2), st.booleans())
def test_random_edits_orders_deleted_rows_and_added_columns_come_back_as_they_were_written(
    edits, order, gone, more
):
    out = sent_out(book(CLAIMS))
    wanted: dict[tuple[str, str], str] = {}

    def edit(sheet, names):
        rows = [[cell.value for cell in sheet[n]] for n in range(2, 6)]
        for place, header, word in edits:
            rows[place][names[header] - 1] = word
        kept = [rows[n] for n in order if n not in gone]
        for row in kept:
            for header in ("Owner", "Next action", "Last action"):
                if row[names[header] - 1] is not None:
                    wanted[row[names["Case"] - 1], header] = row[names[header] - 1]
        sheet.delete_rows(2, 4)
        for n, row in enumerate(kept, 2):
            for column, value in enumerate(row, 1):
                sheet.cell(n, column, value)
        if more:
            sheet.cell(1, len(names) + 3, "Our own column")
            sheet.cell(2, len(names) + 3, "x")

    file = edited(out, edit)
    again = book(CLAIMS, back=back(file))
    names = {"owner": "Owner", "next_action": "Next action", "last_action": "Last action"}
    found = {(row["case"], names[name]): row[name] for row in again.open.to_dict("records") for name in names
             if not pd.isna(row[name])}  # fmt: skip
    assert found == wanted
    assert len(again.open) == 4
    twice = book(CLAIMS, back=back(file, sent_out(again)))
    assert filled(twice) == filled(again) and len(twice.notes.conflicts) == 0
