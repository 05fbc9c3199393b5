"""What was handled rightly is said too: cut copies, foreign endings, days read day first, who is not in Medi."""

from __future__ import annotations

import pytest
from cutover.reading.mapping.tables_of import days_turned, tables_of
from cutover.reading.mapping.targets import load_target
from cutover.reading.practice.places import is_usual_ending
from era_frames import archive, audit, payment
from practice_folder import by_code, era, folder, practice_answers
from practice_folder import said as inventory
from test_receipts_and_read_back import ANN, BEN, HEADERS, back

AGAIN = {"set_aside": "same payment again", "payment_key": "one"}


@pytest.mark.parametrize(
    ("is_whole", "count", "twice"),
    [(False, 1, None), (True, None, 1)],  # each copy is told once: as one that is cut, or as one more file
)
def test_a_cut_copy_of_a_payment_that_counts_whole_is_named(is_whole, count, twice):
    held = archive(payments=[
        payment("one", "2026-03-02", 7_000),
        payment("cut", "2026-03-02", 7_000, is_whole=is_whole, **AGAIN),
    ])  # fmt: skip
    result = audit(held)
    found = {one.code: one.count for one in result.findings}
    assert found.get("era-copy-cut") == count and found.get("era-payment-twice") == twice
    assert "era-truncated" not in found
    notes = [one.note for one in result.figures if one.label == "Remittance files that can be read"]
    assert ("cut off beside a whole one" in notes[0]) == (count is not None)


@pytest.mark.parametrize(
    ("name", "is_usual"),
    [
        ("era/a.835", True),
        ("era/z.zip!b.TXT", True),
        ("era/a.x12", True),
        ("era/a.dat", False),
        ("era/a", True),
    ],
)
def test_a_remittance_is_known_by_the_ending_of_its_name(name, is_usual):
    assert is_usual_ending(name) == is_usual


def test_a_remittance_with_a_foreign_ending_is_named_and_counted(tmp_path):
    files = {
        "era/july.dat": era("2026-07-10"),
        "era/june.835": era("2026-06-10"),
        "era/notes.dat": "a;b\n1;2\n",
    }
    folder(tmp_path, files, practice_answers())
    found = by_code(inventory(tmp_path))["inv-foreign-ending"]
    assert found.evidence.frame["source_file"].tolist() == ["era/july.dat"]


@pytest.mark.parametrize(
    ("days", "is_told"),
    [
        (("13/08/2026", "27/08/2026", "04/09/2026"), True),  # two days that are months nowhere
        (("08/13/2026", "08/27/2026", "09/04/2026"), False),
        (("13/08/2026", "08/27/2026", "04/09/2026"), False),  # both ways: nothing is turned
    ],
)
def test_days_that_are_read_day_first_are_told_with_their_column(days, is_told):
    text = "Deposit Date,Payer,Amount\n" + "".join(f"{day},AETNA,10.00\n" for day in days)
    (table,) = tables_of(text.encode(), "bank/a.csv", load_target("deposits"))
    said = days_turned(table.sheet, table.crosswalk)
    assert bool(said) == is_told == any("day before month" in one for one in table.remarks)
    assert not is_told or ("Deposit Date" in said[0] and "13/08" not in said[0])


def test_who_of_the_export_is_not_in_medi_is_listed_whatever_is_wrong_with_the_record():
    carl = ["P-3", "CARR", "CARL", "02/30/1990", "M", *ANN[5:10], "W100200377"]  # no such day: set aside
    found = back((HEADERS, [ANN, BEN, carl]), (HEADERS, [ANN]))
    told = dict(zip(found.absent["account_number"], found.absent["why"], strict=True))
    assert told == {"P-2": "in the import", "P-3": "set aside in the import: a birth date is not a date"}
    assert len(found.missing) == 1 and found.uncompared == ()


def test_a_field_that_one_export_has_no_column_of_is_not_called_equal():
    without = [*range(10)]  # no member ID in the practice's export
    found = back(([HEADERS[n] for n in without], [[ANN[n] for n in without]]), (HEADERS, [ANN]))
    assert not len(found.changed) and found.uncompared == ("member ID",)
