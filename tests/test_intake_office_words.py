"""Intakes that an office laid out itself: its own tabs, its own questions, nothing of the template."""

from __future__ import annotations

import datetime as dt
import io

import openpyxl
import pytest
from cutover.intake.fields import normal
from cutover.intake.sheets import SHEETS
from cutover.reading.intake import office_words
from cutover.reading.intake.reader import read_intake

ANSWERS = [
    ("Questions from the consultant", None),
    ("What is the practice called?", "Plum Street Eye Care PC"),
    ("What is your Tax ID?", "85-3310476"),
    ("Your group NPI?", "1987654328"),
    ("When do you want to go live?", "September 21, 2026"),
    ("How long will both systems run?", "3 weeks"),
    ("Who handles the old claims?", "Jo Marsh"),
]


def intake(**tabs):
    book = openpyxl.Workbook()
    book.remove(book.active)
    for title, rows in tabs.items():
        page = book.create_sheet(title.replace("_", " "))
        for row in rows:
            page.append(row)
    data = io.BytesIO()
    book.save(data)
    return read_intake(data.getvalue())


def test_a_tab_of_questions_is_the_form_whatever_it_is_called():
    said = intake(our_answers=ANSWERS).tables["practice"].iloc[0]
    assert (said["name"], said["tins"], said["npis"]) == (
        "Plum Street Eye Care PC",
        "853310476",
        "1987654328",
    )
    assert (said["cutover_date"].date(), said["parallel_weeks"]) == (dt.date(2026, 9, 21), 3)
    assert said["closeout_owner"] == "Jo Marsh"


@pytest.mark.parametrize(("questions", "is_form"), [(2, True), (1, False)])
def test_two_questions_make_a_form_and_one_does_not(questions, is_form):
    found = intake(Sheet1=ANSWERS[1 : 1 + questions])
    assert (len(found.tables["practice"]) == 1) is is_form
    assert any("a sheet we do not know" in sentence for sentence in found.sentences()) is not is_form


def test_a_question_without_an_answer_does_not_count():
    assert intake(Sheet1=[(question, None) for question, _ in ANSWERS]).tables["practice"].empty


def test_the_tab_of_the_forms_own_name_is_the_form_though_another_has_more_questions():
    found = intake(practice=[("Practice name", "Right"), ("Tax IDs", "85-3310476")], notes=ANSWERS)
    assert found.tables["practice"]["name"].tolist() == ["Right"]


def test_clinicians_are_providers_by_the_name_of_their_tab():
    found = intake(our_answers=ANSWERS, clinicians=[("Who", "NPI"), ("Ann Lee, MD", "1234567893")])
    named = found.tables["providers"].set_index("name")["npi"]
    assert named["Ann Lee, MD"] == "1234567893"


@pytest.mark.parametrize(
    ("answer", "weeks"), [("3 weeks", 3), ("3", 3), ("3 Weeks.", 3), ("3 months", None), ("three", None)]
)
def test_a_number_may_be_followed_by_what_the_question_counts(answer, weeks):
    found = intake(our_answers=[*ANSWERS[1:3], ("Weeks of parallel run", answer)]).tables["practice"].iloc[0]
    assert (None if found.isna()["parallel_weeks"] else found["parallel_weeks"]) == weeks


def test_every_word_leads_to_a_sheet_and_a_field_that_are_there():
    words = office_words._words()
    by_name = {sheet.name: sheet for sheet in SHEETS}
    (form,) = [sheet for sheet in SHEETS if sheet.form and sheet.name == "practice"]
    assert set(words.questions) <= {field.name for field in form.fields}
    assert set(words.tabs) | set(words.headers) <= set(by_name)
    for name, headers in words.headers.items():
        assert set(headers) <= {field.name for field in by_name[name].fields}


def test_no_word_means_two_things():
    words = office_words._words()
    for group in (words.questions, words.tabs, *words.headers.values()):
        texts = [normal(text) for texts in group.values() for text in texts]
        assert len(texts) == len(set(texts))
