"""The handoff workbook goes out, is filled in, comes back and goes out again: nothing lost, nothing twice."""

from __future__ import annotations

import datetime as dt
import io
from functools import cache

import openpyxl
import pandas as pd
import pytest
from cutover.intake.handoff_workbook import APPEALS, HANDOFF, RETURNED, STEPS
from cutover.intake.template import template
from cutover.reading.intake.reader import read_intake
from cutover.reading.intake.returned import Returned, load_returned
from cutover.workstreams.open_claims.agreements import unwritten
from cutover.workstreams.open_claims.counted import counted
from cutover.workstreams.open_claims.findings import made
from cutover.workstreams.open_claims.report import report
from cutover.workstreams.open_claims.workbook import filled, kind
from examples import examples
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from open_claims_makers import book, history, note, one, returned
from parallel_frames import frame

CLAIMS = [history(f"A{n}", "denied", 1_000 * (n + 1)) for n in range(4)]
WHOLE = {"owner": "Robin", "next_step": "appeal", "next_action_on": dt.date(2026, 8, 10)}


def findings(of):
    """The findings of a book; the tables of the report are not made for them."""
    return made(of, unwritten(of.inputs))


def sent_out(of) -> bytes:
    return template(filled(of), False, kind=HANDOFF)


@cache
def fresh(count: int) -> bytes:
    """The workbook of the first claims as it goes out before anybody was at it, made once."""
    return sent_out(book(CLAIMS[:count]))


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
    parts = [{name: value for name, value in WHOLE.items() if name != missing} for missing in (*WHOLE, None)]
    rows = book(CLAIMS, notes=[note(f"A{n}", **_of_intake(said)) for n, said in enumerate(parts)]).open
    handed = dict(zip(rows["claim_number"], rows["handed"], strict=True))
    assert [handed[f"A{n}"] for n in range(4)] == ["no owner", "incomplete", "incomplete", "handed over"]


def _of_intake(said: dict) -> dict:
    """The intake has no step: the action is in words there."""
    names = {"next_step": "next_action"}
    return {names.get(k, k): v for k, v in said.items()}


def test_the_verdict_says_how_much_of_the_money_is_handed_over_and_who_owns_nothing():
    given = book(CLAIMS, notes=[note("A0", **_of_intake(WHOLE)), note("A1", owner="Sam")])
    told = report(given)
    # $10 of 10 + 20 + 30 + 40; Sam's claim has an owner
    assert told.verdict.startswith("$10.00 of $100.00 is handed over; 2 claims have no owner")
    owners = told.tables["owners"].frame.set_index("who")
    assert owners.loc["Robin", "handed"] == 1 and owners.loc["Sam", "incomplete"] == 1
    # an owner's page has no names: nobody's $70 first, then Sam's $20 and Robin's $10
    assert owners["person"].to_dict() == {"(nobody)": "nobody", "Sam": "person 1", "Robin": "person 2"}


def test_what_was_filled_in_is_read_by_claim_and_stands_in_the_next_workbook():
    first = fresh(4)
    filled_in = edited(first, write(2, Owner="Robin", Next_step="appeal", Next_action_due="2026-08-10"))
    again = book(CLAIMS, back=back(filled_in))
    assert list(again.open["handed"].value_counts()[["no owner", "handed over"]]) == [3, 1]
    third = book(CLAIMS, back=back(filled_in, sent_out(again)))
    assert filled(third)["open claims"] == filled(again)["open claims"]
    assert len(third.notes.conflicts) == 0


def test_a_later_workbook_that_knew_the_earlier_word_replaces_it_without_a_conflict():
    a = edited(fresh(1), write(2, Owner="Ann"))
    b = edited(sent_out(book(CLAIMS[:1], back=back(a))), write(2, Owner="Bob"))
    given = book(CLAIMS[:1], back=back(a, b))
    assert (one(given)["owner"], len(given.notes.conflicts)) == ("Bob", 0)


def test_two_copies_of_one_workbook_that_differ_are_a_conflict_and_the_later_one_is_used():
    out = fresh(1)
    given = book(
        CLAIMS[:1], back=back(edited(out, write(2, Owner="Ann")), edited(out, write(2, Owner="Carl")))
    )
    assert one(given)["owner"] == "Carl"
    conflict = given.notes.conflicts.iloc[0]
    assert (conflict["field"], conflict["one"], conflict["other"]) == ("Owner", "Ann", "Carl")
    assert {f.code: f.count for f in findings(given)}["handoff-notes-differ"] == 1


def test_two_people_who_fill_different_cells_do_not_contradict_each_other():
    out = fresh(1)
    given = book(
        CLAIMS[:1], back=back(edited(out, write(2, Owner="Ann")), edited(out, write(2, Next_step="appeal")))
    )
    row = one(given)
    assert (row["owner"], row["next_step"], len(given.notes.conflicts)) == ("Ann", "appeal", 0)


def test_a_word_that_was_taken_out_again_is_gone():
    a = edited(fresh(1), write(2, Owner="Ann"))
    b = edited(
        sent_out(book(CLAIMS[:1], back=back(a))),
        lambda sheet, names: sheet.cell(2, names["Owner"]).__setattr__("value", None),
    )
    assert pd.isna(one(book(CLAIMS[:1], back=back(a, b)))["owner"])


def test_intake_and_workbook_that_differ_without_knowing_of_each_other_are_a_conflict():
    out = edited(fresh(1), write(2, Owner="Ann"))
    given = book(CLAIMS[:1], notes=[note("A0", owner="Dora")], back=back(out))
    assert len(given.notes.conflicts) == 1


def test_a_note_on_a_claim_that_no_file_holds_is_named_and_its_money_counts():
    given = book(CLAIMS[:1], notes=[note("Z9", amount_cents=7_500, owner="Ann")])
    assert {f.code: f.amount_cents for f in findings(given)}["handoff-note-unknown"] == 7_500
    assert given.worked["worth_cents"].sum() == 8_500


def test_a_note_on_a_resolved_claim_is_counted_and_opens_nothing():
    given = book([history("A0", "paid", 0)], notes=[note("A0", owner="Ann")])
    assert len(given.open) == 0
    assert counted(given).set_index("what")["rows"]["notes of people on claims that are resolved"] == 1


def test_a_next_action_is_overdue_on_the_day_after_it_was_due():
    due = {"A0": "2026-07-31", "A1": "2026-07-30"}
    notes = [
        note(number, next_action="Call", next_action_on=dt.date.fromisoformat(on))
        for number, on in due.items()
    ]
    (late,) = [f for f in findings(book(CLAIMS[:2], notes=notes)) if f.code == "handoff-overdue"]
    assert late.evidence.frame["claim_number"].tolist() == ["A1"]


def test_a_broken_workbook_is_a_finding_and_the_others_are_read(tmp_path):
    practice = book().inputs.practice.__class__(
        "billing", "north", "North", frozenset(), frozenset(), tmp_path
    )
    folder = practice.raw / "handoff"
    folder.mkdir(parents=True)
    (folder / "a.xlsx").write_bytes(b"PK no workbook")
    (folder / "b.xlsx").write_bytes(edited(fresh(4), write(2, Owner="Ann")))
    found = load_returned(practice)
    assert list(found.files["state"]) == ["not read", "read"]
    given = book(CLAIMS, back=found)
    assert {f.code for f in findings(given)} >= {"handoff-file-not-read"}
    assert given.open["owner"].notna().sum() == 1


def test_an_appeal_lacks_what_is_not_written_down_until_it_is():
    given = book([history("A0", "appealed", 5_000)])
    row = given.appeals.iloc[0]
    assert "the payer's reference" in row["missing"] and row["open_cents"] == 5_000
    assert "what is at stake" in row["missing"] and pd.isna(row["amount_cents"])
    assert {f.code: f.amount_cents for f in findings(given)}["handoff-appeal-incomplete"] == 5_000


def appealed(number: str, **said) -> Returned:
    """A workbook in which somebody wrote an appeal down."""
    row = {
        "payer": "AETNA",
        "reference": "AP-1",
        "claim_number": number,
        "source_file": "handoff/a.xlsx",
    } | said
    return Returned(appeals=frame(APPEALS.columns, [row]))


@pytest.mark.parametrize(("due", "late"), [("2026-07-31", False), ("2026-07-30", True)])
def test_a_claim_is_its_appeal_s_owner_s_and_the_appeal_s_next_action_can_be_overdue(due, late):
    said = {"owner": "Ann", "next_action": "Call", "next_action_on": dt.date.fromisoformat(due)}
    given = book([history("A0", "denied", 5_000)], back=appealed("A0", **said))
    assert (one(given)["owner"], one(given)["handed"]) == ("Ann", "handed over")
    found = {f.code for f in findings(given)}
    assert ("handoff-appeal-overdue" in found) is late
    assert not found & {
        "handoff-no-owner",
        "handoff-overdue",
    }  # what is overdue is no action of the claim's own


def test_what_a_claim_states_of_itself_goes_before_its_appeal():
    own = note("A0", owner="Dora", next_action="Write", next_action_on=dt.date(2026, 8, 5))
    said = {"owner": "Ann", "next_action": "Call", "next_action_on": dt.date(2026, 8, 1)}
    row = one(book([history("A0", "denied", 5_000)], notes=[own], back=appealed("A0", **said)))
    assert (row["owner"], row["next_action"], str(row["next_action_on"].date())) == (
        "Dora",
        "Write",
        "2026-08-05",
    )


def test_an_appeal_of_another_claim_gives_no_owner_and_is_overdue_by_itself():
    said = {"owner": "Ann", "next_action_on": dt.date(2026, 7, 30), "amount_cents": 900}
    given = book([history("A0", "denied", 5_000)], back=appealed("Z9", **said))
    assert pd.isna(one(given)["owner"])
    found = {f.code: f.amount_cents for f in findings(given)}
    assert found["handoff-appeal-overdue"] == 900 and "handoff-overdue" not in found


WORDS = st.text(
    st.characters(min_codepoint=32, max_codepoint=0x2FF, exclude_categories=("C", "Z")),
    min_size=1,
    max_size=12,
)
EDITED = {"owner": "Owner", "next_action": "Next action", "last_action": "Last action", "next_step": "Next step",
          "next_action_on": "Next action due"}  # fmt: skip
DAYS = st.dates(dt.date(2026, 1, 1), dt.date(2026, 12, 31)).map(str)
SAID = {"Next step": st.sampled_from(STEPS), "Next action due": DAYS}
EDITS = st.lists(st.sampled_from(list(EDITED.values())).flatmap(
    lambda header: st.tuples(st.integers(0, 3), st.just(header), st.none() | SAID.get(header, WORDS))
), max_size=8)  # fmt: skip
HANDS = st.tuples(EDITS, st.permutations(range(4)), st.sets(st.integers(0, 3), max_size=2), st.booleans())


def by_hand(edits, order, gone, more):
    """An edit as a person makes it: cells written or emptied, rows sorted, hidden or deleted, a column put in."""

    def edit(sheet, names):
        rows = [[cell.value for cell in sheet[n]] for n in range(2, sheet.max_row + 1)]
        rows = [row for row in rows if row[names["Case"] - 1]]
        for place, header, word in edits:
            if place < len(rows):
                rows[place][names[header] - 1] = word
        kept = [rows[n] for n in order if n < len(rows) and n not in gone]
        sheet.delete_rows(2, sheet.max_row)
        for n, row in enumerate(kept, 2):
            for column, value in enumerate(row, 1):
                sheet.cell(n, column, value)
        sheet.auto_filter.ref = sheet.dimensions
        for n in range(3, len(kept) + 2, 2):  # every other row is filtered out of sight
            sheet.row_dimensions[n].hidden = True
        if more:
            sheet.insert_cols(names["Owner"])
            sheet.cell(1, names["Owner"], "Our own column")
            sheet.cell(2, names["Owner"], "x")

    return edit


def laid(before: dict, file: bytes) -> dict:
    """What must be known after a file came back: the cells of the rows it has, and the others as before."""
    said = read_intake(file, "handoff/x.xlsx", RETURNED).tables["open claims"]
    there = set(said["case"])
    kept = {key: word for key, word in before.items() if key[0] not in there}
    return kept | words_of(said)


def words_of(rows: pd.DataFrame) -> dict:
    return {(row["case"], name): row[name] for row in rows.to_dict("records") for name in EDITED
            if not pd.isna(row[name])}  # fmt: skip


@settings(max_examples=examples(10, least=3), deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(HANDS, HANDS)
def test_what_people_edit_sort_filter_and_delete_comes_back_as_written_and_goes_out_again(first, second):
    one_back = edited(fresh(4), by_hand(*first))
    known = book(CLAIMS, back=back(one_back))
    assert words_of(known.open) == laid({}, one_back)
    two_back = edited(sent_out(known), by_hand(*second))  # a row that was deleted goes out again
    again = book(CLAIMS, back=back(one_back, two_back))
    assert words_of(again.open) == laid(words_of(known.open), two_back)
    assert (len(again.open), len(again.notes.conflicts)) == (4, 0)
    unchanged = book(CLAIMS, back=back(one_back, two_back, sent_out(again)))
    assert filled(unchanged) == filled(again) and len(unchanged.notes.conflicts) == 0


def test_the_words_that_were_typed_are_the_words_that_are_read():
    file = edited(fresh(4), by_hand([(1, "Owner", "Ann"), (1, "Owner", None), (2, "Owner", "Bo")],
                                                  [3, 2, 1, 0], {3}, True))  # fmt: skip
    given = book(CLAIMS, back=back(file))
    of = dict(zip(given.open["claim_number"], given.open["owner"], strict=True))
    assert {k: v for k, v in of.items() if not pd.isna(v)} == {given.worked["claim_number"].iloc[2]: "Bo"}


def dropdowns(data: bytes, sheet: str) -> dict[str, list[str]]:
    """The words that each column of a sheet offers, by its header."""
    file = openpyxl.load_workbook(io.BytesIO(data))
    page, found = file[sheet], {}
    for rule in page.data_validations.dataValidation:
        column = next(iter(rule.sqref.ranges)).min_col
        told = rule.formula1
        if "!" in told:
            place, cells = told.split("!")
            words = [row[0].value for row in file[place.strip("='")][cells.replace("$", "")]]
        else:
            words = told.strip('"').split(",")
        found[str(page.cell(1, column).value).removesuffix(" (patient data)")] = words
    return found


def test_every_field_of_people_whose_words_are_known_has_a_drop_down():
    given = book(CLAIMS, notes=[note("A0", owner="Moss, Lee")], people=["Dana Reed"])
    out = template(filled(given), False, kind=kind(given))
    claims, appeals = dropdowns(out, "open claims"), dropdowns(out, "open appeals")
    assert claims["Owner"] == appeals["Owner"] == ["Dana Reed", "Moss, Lee"]
    assert set(claims) == {"State", "Last action", "Next step", "Owner"}
    assert set(appeals) == {"Level", "Next action", "Owner"}
    assert claims["Next step"] == list(STEPS)


def test_a_state_that_a_person_changes_is_a_conflict_until_the_files_say_the_same():
    out = edited(fresh(1), write(2, State="appealed"))
    conflict = book(CLAIMS[:1], back=back(out)).notes.conflicts.iloc[0]
    assert conflict[["field", "one", "other"]].tolist() == ["State", "denied", "appealed"]
    assert len(book([history("A0", "appealed", 1_000)], back=back(out)).notes.conflicts) == 0
    assert len(book(CLAIMS[:1], back=back(fresh(1))).notes.conflicts) == 0
