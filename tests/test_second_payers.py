"""A second payer under an office's own word: read where its values are payers, and never none where it is unread."""

from __future__ import annotations

import csv
import io

import pytest
from cutover.reading.mapping.header_words import words_of
from cutover.reading.patients.exports import read_demographics
from cutover.workstreams.demographics.patient_import import prepare
from cutover.workstreams.demographics.record_figures import further
from patient_maker import AS_OF, a_practice

HEAD = ["Acct No", "Last Name", "First Name", "DOB", "Sex", "Street", "City", "State", "Zip"]
WHO = [
    ["601", "Corby", "Lea", "02/03/1940", "F", "4 Elm St", "Provo", "UT", "84601"],
    ["602", "Dunne", "Otto", "03/04/1941", "M", "5 Elm St", "Provo", "UT", "84601"],
    ["603", "Esker", "Pia", "04/05/1942", "F", "6 Elm St", "Provo", "UT", "84601"],
]


def told(home, head, *cells):
    """The export of these columns beside who the patients are, and what becomes of it."""
    out = io.StringIO()
    csv.writer(out).writerows([[*HEAD, *head], *([*who, *own] for who, own in zip(WHO, cells, strict=True))])
    read = read_demographics(a_practice(home, all_csv=out.getvalue().encode()))
    return read, prepare(read, AS_OF)


@pytest.mark.parametrize(
    ("header", "said"),
    [
        ("2ndary Ins", "secondary insurance"),
        ("2ary Carrier", "secondary insurance company"),
        ("3tiary Ins", "tertiary insurance"),
        ("Other Ins", "secondary insurance"),
        ("2nd library", "secondary library"),  # a word of its own
        ("1st Diary", "primary diary"),
    ],
)
def test_a_rank_is_read_as_offices_shorten_it(header, said):
    assert words_of(header) == said


@pytest.mark.parametrize("head", ["2ndary Payer", "Supplement", "Medigap", "Other Insurance"])
def test_a_column_of_second_payers_is_a_second_coverage_whatever_its_word(tmp_path, head):
    cells = (
        ["Aetna", "W111222333", "Gulf Mutual"],
        ["Aetna", "W111222334", ""],
        ["Aetna", "W111222335", "Plains Life"],
    )
    read, made = told(tmp_path, ["Insurance", "Member ID", head], *cells)
    assert further(read, made).value == "2"  # Corby and Esker; Dunne has none
    assert made.further["payer_name"].tolist() == ["Gulf Mutual", "Plains Life"]


def test_a_supplement_stands_before_the_vision_plan_and_behind_the_medical_one(tmp_path):
    head = ["Medical plan", "Medical ID", "Vision plan", "Vision ID", "Supplement"]
    cells = (
        ["Palm Medical", "P11122233", "", "", "Gulf Mutual"],
        ["Palm Medical", "P11122234", "Clear Eyes", "C4455667", ""],
        ["", "", "Clear Eyes", "C4455668", ""],
    )
    _, made = told(tmp_path, head, *cells)
    assert list(zip(made.further["payer_name"], made.further["priority"], strict=True)) == [
        ("Gulf Mutual", "secondary"),
        ("Clear Eyes", "secondary"),  # whoever has no supplement
    ]
    assert made.coverages.loc[made.coverages["account_number"].eq("603"), "priority"].tolist() == ["primary"]


def test_yes_and_no_name_no_second_payer(tmp_path):
    cells = ["Aetna", "W111222333", "Yes"], ["Aetna", "W111222334", "No"], ["Aetna", "W111222335", "No"]
    read, made = told(tmp_path, ["Insurance", "Member ID", "Supplement"], *cells)
    assert made.further.empty
    said = further(read, made)  # who has one is not known: it is no zero
    assert said.value is None and "filled in 3 of 3 rows" in said.note


def test_second_coverages_are_unknown_where_no_field_takes_the_column_of_their_payers(tmp_path):
    cells = ["Aetna", "W111222333", "Gulf Mutual"], ["Aetna", "W111222334", ""], ["Aetna", "W111222335", ""]
    read, made = told(tmp_path, ["Insurance", "Member ID", "Second one on file"], *cells)
    assert further(read, made).value is None
    assert "filled in 1 of 3 rows" in further(read, made).note
