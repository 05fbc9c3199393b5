"""What people typed into an intake workbook is read as they meant it, or named by sheet, row and column."""

from __future__ import annotations

import dataclasses
import datetime as dt
import io
import random
import zipfile

import openpyxl
import pandas as pd
import pytest
from cutover.columns import Kind, Privacy
from cutover.errors import CutoverError, InputError, RefusedError
from cutover.intake.fields import WANTED, Answer, normal
from cutover.intake.sheets import EXPLANATION, SHEETS
from cutover.intake.template import INTAKE, Typed, template, write_intake
from cutover.reading.intake import file as intake_file
from cutover.reading.intake.answers import clean
from cutover.reading.intake.reader import PROBLEMS, read_intake
from examples import examples, some
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from stdnum import luhn

SHEET = {sheet.name: sheet for sheet in SHEETS}
PROVIDER = {"name": "Ada Quill MD", "npi": "1234567893"}
ENROLLMENT = {
    "payer": "Aetna",
    "tin": "123456789",
    "npi": "1234567893",
    "transaction": "835",
    "status": "LIVE",
}


def npi_of(nine: str) -> str:
    """The NPI that begins with these nine digits."""
    return nine + luhn.calc_check_digit("80840" + nine)


def of_sheets(filled, *names):
    """A workbook with these answers that has the sheets of these names alone: it is made and read in a fifth."""
    kind = dataclasses.replace(INTAKE, sheets=tuple(sheet for sheet in SHEETS if sheet.name in names))
    return template(filled, kind=kind)


def read(filled=None, **more):
    """The intake of a workbook with these answers: of their sheets, and of all where nothing is answered."""
    filled = filled or more
    return read_intake(of_sheets(filled, *(filled or SHEET)))


def edited(change, filled=None, sheets=("providers",)):
    """The intake of a workbook of these sheets that a person changed in Excel after it was filled in."""
    book = openpyxl.load_workbook(io.BytesIO(of_sheets(filled, *sheets, *(filled or ()))))
    change(book)
    stream = io.BytesIO()
    book.save(stream)
    return read_intake(stream.getvalue())


def one_cell(sheet, field, value, base):
    """What is read of one cell of one record, and the sentence about it."""
    intake = read({sheet: [{**base, field: value}]})
    told = intake.problems[intake.problems["column"].notna()]
    return intake.tables[sheet][field].iloc[0], [s for s in intake.sentences() if told.size]


def typed(sheet, field, value, number_format="General"):
    """The value of one field of an otherwise good record, typed by hand."""
    base = {"providers": PROVIDER, "enrollments": ENROLLMENT}.get(sheet, {})
    return one_cell(sheet, field, Typed(value, number_format), base)


@pytest.fixture(scope="module")
def of_examples():
    """The intake of a workbook in which each sheet is filled in with its own examples, read once."""
    filled = {}
    for sheet in SHEETS:
        record = {f.name: Typed(f.example) for f in sheet.fields if f.example}
        filled[sheet.name] = record if sheet.form else [record, {**record, sheet.fields[0].name: Typed("")}]
    return read_intake(template(filled, examples=False))


class TestTheTemplate:
    def test_an_untouched_template_has_no_records_and_no_problems(self):
        intake = read()
        asked = {name for name, sheet in SHEET.items() if sheet.checklist}
        assert intake.sentences() == [] and intake.missing == ()
        assert {name for name, table in intake.tables.items() if len(table)} == asked == {"attestations"}
        assert len(intake.tables["attestations"]) == 12  # 8 of day zero + 3 before + 1 closeout
        assert intake.tables["attestations"]["holds"].isna().all()

    def test_every_sheet_explains_itself_freezes_its_header_and_offers_its_choices(self):
        book = openpyxl.load_workbook(io.BytesIO(template()))
        assert book.sheetnames == [EXPLANATION, *SHEET]
        for sheet in SHEETS:
            page = book[sheet.name]
            assert page.freeze_panes == ("B2" if sheet.form else "C2")
            closed = [f for f in sheet.fields if f.answer in (Answer.CHOICE, Answer.YES_NO)]
            assert len(page.data_validations.dataValidation) == len(closed)
            if not sheet.form:
                assert all(page.cell(1, column).comment for column in range(1, len(sheet.fields) + 2))

    def test_every_cell_a_person_fills_in_is_text(self):
        book = openpyxl.load_workbook(io.BytesIO(template()))
        for sheet in SHEETS:
            spans = {
                (d.min, d.max) for d in book[sheet.name].column_dimensions.values() if d.number_format == "@"
            }
            text = {column for low, high in spans for column in range(low, high + 1)}
            assert text >= set(range(1, len(sheet.fields) + 2))

    @pytest.mark.parametrize("sheet", SHEETS, ids=lambda s: s.name)
    def test_the_examples_are_themselves_good_answers(self, sheet, of_examples):
        wrong = of_examples.problems[of_examples.problems["severity"] == "high"]
        assert not (wrong["sheet"].isna() | wrong["sheet"].eq(sheet.name)).any(), of_examples.sentences()
        assert len(of_examples.tables[sheet.name])

    @pytest.mark.parametrize("sheet", SHEETS, ids=lambda s: s.name)
    def test_the_declaration_of_a_sheet_holds_together(self, sheet):
        names, headers = [f.name for f in sheet.fields], [f.header for f in sheet.fields]
        assert len({n for f in sheet.fields for n in f.names}) == sum(len(f.names) for f in sheet.fields)
        assert len(set(names)) == len(names) == len(set(headers))
        assert all(f.name.endswith("_cents") == (f.kind is Kind.CENTS) for f in sheet.fields)
        assert set(sheet.key) <= set(names) and len(sheet.name) <= 31  # Excel's limit for a tab
        for field in sheet.fields:
            assert (field.answer is Answer.CHOICE) == bool(field.choices)
            assert len(",".join(field.choices)) <= 255  # Excel's limit for a list of choices
            assert len({normal(c) for c in field.choices}) == len(field.choices)
            answers = field.choices or ("Yes", "No") * (field.answer is Answer.YES_NO)
            assert {choice for _, choice in field.synonyms} <= set(answers)
            assert "" not in field.names and (not field.day or sheet.field(field.day).answer is Answer.DATE)
            assert all(
                choice in field.choices and one <= set(field.choices) for one, choice in field.together
            )

    def test_every_kind_of_answer_says_what_is_wanted(self):
        assert set(WANTED) == set(Answer) - {Answer.CHOICE}

    def test_two_templates_are_the_same_to_the_byte(self):
        assert template() == template()

    def test_an_intake_is_never_written_over_a_file(self, tmp_path):
        write_intake(tmp_path / "intake.xlsx")
        with pytest.raises(FileExistsError):
            write_intake(tmp_path / "intake.xlsx")

    def test_the_sample_cannot_fill_in_a_sheet_or_field_that_does_not_exist(self):
        with pytest.raises(KeyError):
            template({"provders": []})
        with pytest.raises(KeyError):
            template({"providers": [{"npis": "1234567893"}]})


class TestTheExampleRow:
    def test_the_example_left_in_is_not_a_record(self):
        assert len(read(providers=[PROVIDER]).tables["providers"]) == 1
        assert read(providers=[PROVIDER]).sentences() == []

    def test_answers_typed_over_the_example_are_not_lost_in_silence(self):
        def type_over(book):
            book["providers"]["B2"], book["providers"]["C2"] = "Ada Quill MD", npi_of("198765432")

        intake = edited(type_over)
        assert intake.tables["providers"].empty
        assert intake.sentences() == [
            "providers, row 2, Example?: found answers in a row marked EXAMPLE, "
            "wanted the word EXAMPLE removed, if the row is to be read."
        ]

    def test_a_row_typed_over_without_the_mark_is_a_record_on_row_2(self):
        def type_over(book):
            book["providers"]["A2"], book["providers"]["B2"] = None, "Ada Quill MD"

        assert edited(type_over).tables["providers"]["source_row"].tolist() == [2]

    def test_the_example_without_its_mark_is_not_read_and_said(self):
        intake = edited(lambda book: book["providers"].__setitem__("A2", None))
        assert intake.tables["providers"].empty
        assert "the example without the word EXAMPLE" in intake.sentences()[0]

    def test_the_example_moved_to_another_row_is_still_the_example(self):
        def move(book):
            page = book["providers"]
            page.move_range("A2:K2", rows=7)

        intake = edited(move, {"providers": [PROVIDER]})
        assert intake.tables["providers"]["source_row"].tolist() == [3] and intake.sentences() == []


class TestNumbersThatExcelMadeOfText:
    def test_an_npi_typed_as_a_number_is_its_ten_digits(self):
        assert typed("providers", "npi", 1234567893.0) == ("1234567893", [])

    def test_a_zip_that_lost_its_zero_is_restored_and_flagged(self):
        intake = read(practice={"name": "Q", "tins": ["123456789"], "zip": Typed(7030)})
        assert intake.tables["practice"]["zip"].tolist() == ["07030"]
        assert intake.sentences() == [
            "practice, row 9, ZIP: found characters like ####, "
            "wanted text: leading zeros are lost in a number; read with 5 digits."
        ]

    def test_a_zip_formatted_with_zeros_is_what_excel_shows(self):
        intake = read(practice={"name": "Q", "tins": ["123456789"], "zip": Typed(7030, "00000")})
        assert intake.tables["practice"]["zip"].tolist() == ["07030"] and intake.sentences() == []

    def test_a_tax_id_that_lost_its_zero_is_restored_and_flagged(self):
        value, said = typed("providers", "tin", 41234567)
        assert value == "041234567" and len(said) == 1

    def test_a_text_of_eight_digits_is_no_tax_id(self):
        value, said = typed("providers", "tin", "41234567")
        assert pd.isna(value) and "(it has 8 digits)" in said[0]

    def test_a_payer_id_typed_as_a_number_may_have_lost_a_zero(self):
        value, said = typed("enrollments", "payer_id", 332)
        assert value == "332" and "check that none is missing" in said[0]

    def test_an_identifier_of_seventeen_digits_is_damaged_in_a_number(self):
        _, said = typed("enrollments", "payer_id", 12345678901234567)
        assert "fifteen digits" in said[0]

    def test_a_code_that_excel_turned_into_a_date_is_named(self):
        _, said = typed("enrollments", "payer_id", dt.date(2026, 1, 25), "d-mmm")
        assert "turned what was typed into a date" in said[0]


class TestDates:
    @pytest.mark.parametrize(
        "text",
        some(
            [
                "2026-03-04",
                "3/4/2026",
                "03/04/2026",
                "3/4/26",
                "3-4-2026",
                "20260304",
                "Mar 4, 2026",
                "4 Mar 2026",
                "March 4, 2026",
                "2026/03/04",
                "2026-03-04 00:00:00",
                "2026-03-04T00:00:00",
                "46085",
                " 3/4/2026 ",
            ],
            2,
            3,
            -1,
        ),
    )
    def test_a_date_has_its_month_before_its_day(self, text):
        assert typed("enrollments", "filed_on", text) == (pd.Timestamp("2026-03-04"), [])

    def test_day_numbers_and_date_cells_are_the_same_day(self):
        # 46085 = 45658 (2025-01-01) + 365 days of 2025 + 31 January + 28 February + 3
        assert typed("enrollments", "filed_on", 46085)[0] == pd.Timestamp("2026-03-04")
        assert typed("enrollments", "filed_on", dt.date(2026, 3, 4), "m/d/yyyy")[0] == pd.Timestamp(
            "2026-03-04"
        )

    @pytest.mark.parametrize(
        "text",
        some(
            ["31/12/2026", "2/29/2026", "2026111", "3/4", "next week", "1/1/1926", "2026-13-01", "3/4/20266"],
            2,
            5,
        ),
    )
    def test_what_is_no_date_in_one_way_is_refused(self, text):
        value, said = typed("enrollments", "filed_on", text)
        assert pd.isna(value)
        assert said[0].startswith(
            f"enrollments, row 3, Filed: found {text}, wanted a date such as 2026-03-31"
        )

    def test_a_year_of_two_digits_is_one_between_1990_and_2089(self):
        for text, day in (("1/2/90", "1990-01-02"), ("1/2/89", "2089-01-02")):
            assert typed("enrollments", "filed_on", text) == (pd.Timestamp(day), [])

    def test_a_month_is_its_first_day_however_it_is_typed(self):
        for text in ("2026-05", "5/2026", "2026/5", "May 2026", "May-26", "2026-05-17", "5/17/26"):
            rows = [{"month": Typed(text), "transaction": "eligibility", "count": 3}]
            assert read(volumes=rows).tables["volumes"]["month"].tolist() == [pd.Timestamp("2026-05-01")]


class TestOtherAnswers:
    @pytest.mark.parametrize(
        ("text", "cents"),
        some(
            [
                ("1234.5", 123_450),
                ("$1,234.50", 123_450),
                ("(12.00)", -1_200),
                ("-12", -1_200),
                ("$ 0.07", 7),
            ],
            2,
            1,
        ),
    )
    def test_money_is_read_to_the_cent(self, text, cents):
        said = {"name": "Q", "tins": ["123456789"], "unapplied_cents": Typed(text)}
        assert read(practice=said).tables["practice"]["unapplied_cents"].tolist() == [cents]

    @pytest.mark.parametrize("text", some(["1.234,50", "12.345", "12,34", "(12", "twelve", "1 2"], 2, 3))
    def test_money_that_could_be_read_in_two_ways_is_refused(self, text):
        intake = read(practice={"name": "Q", "tins": ["123456789"], "unapplied_cents": Typed(text)})
        assert intake.tables["practice"]["unapplied_cents"].isna().all() and len(intake.problems) == 1

    def test_money_typed_as_a_number_has_the_digits_that_excel_shows(self):
        said = {"name": "Q", "tins": ["123456789"], "unapplied_cents": Typed(0.1 + 0.2)}
        assert read(practice=said).tables["practice"]["unapplied_cents"].tolist() == [30]  # $0.1 + $0.2

    @pytest.mark.parametrize(
        ("value", "number_format", "share"),
        [("115%", "@", 1.15), (1.15, "0%", 1.15), (115, "General", 1.15), ("0.5 %", "@", 0.005)],
    )
    def test_a_percentage_is_a_share(self, value, number_format, share):
        rows = [{"payer": "Aetna", "percent": Typed(value, number_format)}]
        assert read({"fee schedules": rows}).tables["fee schedules"]["percent"].tolist() == [
            pytest.approx(share)
        ]

    def test_a_share_without_its_sign_is_refused(self):
        intake = read({"fee schedules": [{"payer": "Aetna", "percent": Typed(1.15)}]})
        assert "can be read in two ways" in intake.sentences()[0]

    @pytest.mark.parametrize(
        ("text", "wanted"),
        [
            ("live", "LIVE"),
            (" Provider action required ", "PROVIDER_ACTION_REQUIRED"),
            ("cancelled", "CANCELED"),
            ("not filed", "not filed"),
            ("stedi-action-required", "STEDI_ACTION_REQUIRED"),
        ],
    )
    def test_a_choice_is_known_whatever_its_case_and_punctuation(self, text, wanted):
        assert typed("enrollments", "status", text) == (wanted, [])

    def test_a_misspelled_choice_is_not_guessed_but_suggested(self):
        value, said = typed("enrollments", "status", "Provisionning")
        assert pd.isna(value) and said[0].endswith("(is it PROVISIONING?).")

    @pytest.mark.parametrize(
        ("word", "value"), [("Yes", True), ("y", True), (True, True), ("NO", False), (0, False)]
    )
    def test_yes_and_no_are_flags(self, word, value):
        assert typed("providers", "bills", word)[0] == value

    def test_not_known_yet_is_null_and_said(self):
        value, said = typed("enrollments", "live_on", "TBD")
        assert pd.isna(value) and "found TBD, wanted nothing" in said[0]

    @pytest.mark.parametrize(
        ("text", "why"),
        [
            ("1234567890", "its check digit does not fit, so at least one digit is wrong"),
            ("123456789", "it has 9 digits"),
            ("3234567893", "an NPI begins with 1 or 2"),
            ("12345678-X3", "it holds something other than digits"),
        ],
    )
    def test_a_bad_npi_says_why(self, text, why):
        value, said = typed("providers", "npi", text)
        assert pd.isna(value)
        assert said == [
            f"providers, row 3, NPI: found {text}, wanted a 10-digit NPI with a right check digit ({why})."
        ]

    def test_non_breaking_and_invisible_blanks_are_no_part_of_an_answer(self):
        assert typed("providers", "npi", "\u00a01234567893\u200b ") == ("1234567893", [])
        assert clean("Ada\u00a0 Quill\u200b ") == "Ada Quill"

    def test_several_answers_stand_in_one_cell_or_in_several_lines(self):
        intake = read(practice={"name": "Q", "tins": ["123456789", "98-7654321", "123456789"]})
        assert intake.values("practice", "tins") == ["123456789", "987654321"]

        def second_line(book):
            book["practice"]["A30"], book["practice"]["B30"] = "Tax IDs", "98-7654321"

        told = edited(second_line, {"practice": {"name": "Q", "tins": ["123456789"]}})
        assert told.values("practice", "tins") == ["123456789", "987654321"] and told.sentences() == []

    def test_names_may_hold_commas(self):
        intake = read(practice={"name": "Q", "tins": ["123456789"], "other_names": ["Quill, Ada MD", "Q PC"]})
        assert intake.values("practice", "other_names") == ["Quill, Ada MD", "Q PC"]


class TestHalfFilledAndRearranged:
    def test_missing_sheets_are_normal_and_named(self):
        def remove(book):
            del book["volumes"]

        intake = edited(remove, sheets=SHEET)
        assert intake.missing == ("volumes",) and intake.sentences() == []
        assert list(intake.tables["volumes"].columns) == [c.name for c in SHEET["volumes"].columns]

    def test_what_is_needed_in_a_begun_row_is_named_and_the_row_kept(self):
        intake = read(providers=[{"name": "Ada Quill MD"}])
        assert len(intake.tables["providers"]) == 1
        assert intake.sentences() == [
            "providers, row 3, NPI: found nothing, wanted a 10-digit NPI with a right check digit."
        ]

    def test_columns_may_change_places_and_carry_plain_headers(self):
        def turn(book):
            page = book["providers"]
            page.delete_rows(1, 5)
            page.append(["NPI", "taxonomy CODE", "name"])
            page.append(["1234567893", "207q00000x", "Ada Quill MD"])

        intake = edited(turn)
        assert intake.tables["providers"][["npi", "taxonomy", "name"]].to_numpy().tolist() == [
            ["1234567893", "207Q00000X", "Ada Quill MD"]
        ]
        assert intake.sentences() == []

    def test_a_renamed_column_is_reported_with_what_is_absent(self):
        intake = edited(lambda b: b["providers"].__setitem__("C1", "Number"), {"providers": [PROVIDER]})
        assert intake.sentences() == [
            "providers, row 1, Number: found a column we do not know, with 2 filled cells, "
            "wanted one of the sheet's columns, each once (absent: NPI), perhaps NPI; it was not read.",
            "providers, row 1, NPI: found no such column, wanted a column with the header NPI.",
        ]

    def test_an_unknown_sheet_is_reported_and_an_empty_row_is_not(self):
        def add(book):
            book.create_sheet("Moms notes").append(["call Bob"])
            book["providers"]["B9"], book["providers"]["C9"] = "Bo Reed MD", npi_of("198765432")

        intake = edited(add, {"providers": [PROVIDER]})
        assert intake.tables["providers"]["source_row"].tolist() == [3, 9]
        assert intake.problems[["sheet", "found"]].to_numpy().tolist() == [
            ["Moms notes", "a sheet we do not know, with 1 filled cells"]
        ]

    def test_a_cell_without_a_header_is_reported(self):
        intake = edited(lambda b: b["providers"].__setitem__("Z3", "fax"), {"providers": [PROVIDER]})
        assert intake.problems[["column", "found"]].to_numpy().tolist() == [
            ["column Z", "no header, with 1 filled cells"]
        ]

    def test_a_hidden_sheet_is_read_and_said(self):
        def hide(book):
            book["providers"].sheet_state = "hidden"

        intake = edited(hide, {"providers": [PROVIDER]})
        assert len(intake.tables["providers"]) == 1 and "hidden" in intake.sentences()[0]

    def test_merged_cells_are_read_once_and_named(self):
        rows = [{"payer": "Aetna", "name": "PPO"}, {"name": "HMO"}]
        intake = edited(lambda b: b["fee schedules"].merge_cells("B3:B4"), {"fee schedules": rows})
        assert intake.tables["fee schedules"]["payer"].isna().tolist() == [False, True]
        assert "one cell merged over rows 3 to 4" in intake.sentences()[0]

    def test_the_same_npi_twice_is_named_with_both_rows(self):
        intake = read(providers=[PROVIDER, {**PROVIDER, "name": "A. Quill"}])
        assert len(intake.tables["providers"]) == 2
        assert intake.sentences() == [
            "providers, row 4, NPI: found the same NPI as row 3, wanted each of them once."
        ]

    def test_one_payer_in_two_transactions_is_not_twice_the_same(self):
        assert read(enrollments=[ENROLLMENT, {**ENROLLMENT, "transaction": "837P"}]).sentences() == []

    def test_an_answer_in_the_example_column_of_the_form_is_not_lost_in_silence(self):
        intake = edited(
            lambda book: book["practice"].__setitem__("C2", "Quill Medical"), sheets=("practice",)
        )
        assert intake.sentences() == [
            "practice, row 2, Practice name: found something beside the answer, "
            "wanted the answer in the column Answer alone; this was not read."
        ]

    def test_a_question_we_do_not_know_is_named(self):
        def add(book):
            book["practice"]["A30"], book["practice"]["B30"] = "Fax", "none"

        assert (
            "practice, row 30, Fax: found an answer to a question"
            in edited(add, sheets=("practice",)).sentences()[0]
        )

    def test_a_sheet_without_headers_says_which_it_wants(self):
        def wipe(book):
            book["users"].delete_rows(1, 3)
            book["users"]["B1"] = "Robin"

        assert "users, row 1: found no row of headers" in edited(wipe, sheets=("users",)).sentences()[0]


def typed_formula(formula):
    """The intake of an enrollment whose payer is a formula."""
    return read(enrollments=[{**ENROLLMENT, "payer": formula}])


class TestFormulas:
    def test_the_last_result_of_a_formula_is_read(self):
        formula = Typed('="Aet"&"na"', result="Aetna")
        assert typed_formula(formula).tables["enrollments"]["payer"].tolist() == ["Aetna"]
        assert typed_formula(formula).sentences() == []

    def test_a_formula_that_was_never_calculated_is_named(self):
        intake = edited(lambda b: b["providers"].__setitem__("C3", "=1+1"), {"providers": [PROVIDER]})
        assert "found a formula whose result was never stored" in intake.sentences()[0]

    def test_an_error_cell_is_named(self):
        intake = edited(lambda b: b["providers"].__setitem__("C3", "#N/A"), {"providers": [PROVIDER]})
        assert "found the error #N/A" in intake.sentences()[0]

    def test_text_that_looks_like_a_formula_stays_text(self):
        assert read(providers=[{**PROVIDER, "name": "=HYPERLINK(1)"}]).tables["providers"][
            "name"
        ].tolist() == ["=HYPERLINK(1)"]


def with_sheet_xml(data: bytes, change) -> bytes:
    """The workbook with its sheets' XML changed."""
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as new:
        for member in old.infolist():
            content = old.read(member)
            new.writestr(
                member.filename, change(content) if "worksheets/sheet" in member.filename else content
            )
    return stream.getvalue()


class TestFilesThatAreNoWorkbook:
    @pytest.mark.parametrize(
        ("data", "found"),
        [
            (b"", "empty"),
            (b"\0" * 40, "empty"),
            (b"name,npi\nAda,1234567893\n", "text (such as CSV or a web page), not a workbook"),
            (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "of the old kind (.xls)"),
            (
                b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"),
                "protected by a password",
            ),
            (template()[:5_000], "damaged, or cut short on its way"),
            (b"PK\x03\x04", "damaged"),
            (b"%PDF-1.7\0\0", "not an Excel workbook"),
        ],
    )
    def test_what_cannot_be_opened_says_so_in_words(self, data, found):
        with pytest.raises(InputError) as error:
            read_intake(data, "intake.xlsx")
        assert str(error.value).startswith("intake.xlsx: ") and found in error.value.found

    def test_a_document_of_another_kind_is_named(self):
        stream = io.BytesIO()
        with zipfile.ZipFile(stream, "w") as archive:
            archive.writestr("word/document.xml", "<x/>")
        with pytest.raises(InputError, match="of another kind"):
            read_intake(stream.getvalue())

    def test_a_damaged_part_is_an_error_in_words(self):
        with pytest.raises(InputError, match="its parts cannot be read"):
            read_intake(with_sheet_xml(template(), lambda xml: xml[: len(xml) // 2]))

    def test_a_workbook_that_unpacks_beyond_the_cap_is_refused_before_it_is_opened(self, monkeypatch):
        size = sum(m.file_size for m in zipfile.ZipFile(io.BytesIO(template())).infolist())
        monkeypatch.setattr(intake_file, "UNPACKED_LIMIT", size)
        read()
        monkeypatch.setattr(intake_file, "UNPACKED_LIMIT", size - 1)
        with pytest.raises(RefusedError, match="unpacks to"):
            read()

    def test_a_missing_file_and_excels_lock_file_are_named(self, tmp_path):
        with pytest.raises(InputError, match="cutover new"):
            read_intake(tmp_path / "intake.xlsx", "a/intake.xlsx")
        (tmp_path / "~$intake.xlsx").write_bytes(b"\x05user")
        with pytest.raises(InputError, match="lock file"):
            read_intake(tmp_path / "~$intake.xlsx", "a/~$intake.xlsx")

    @settings(max_examples=examples(25, least=3), suppress_health_check=[HealthCheck.too_slow], deadline=None)
    @given(st.integers(0, 2**32), st.integers(1, 40))
    def test_a_workbook_with_random_damage_is_read_or_refused_in_words(self, seed, count):
        data, chance = bytearray(template()), random.Random(seed)
        for _ in range(count):
            data[chance.randrange(len(data))] = chance.randrange(256)
        try:
            assert set(read_intake(bytes(data)).tables) == set(SHEET)
        except CutoverError as error:
            assert "intake.xlsx: " in str(error)


class TestNothingOfAPatientIsShown:
    def test_a_problem_shows_the_shape_of_patient_data_and_tax_ids_alone(self):
        claim = {"payer": "Aetna", "claim_number": "26A", "next_action": "x", "owner": "y"}
        row = {**claim, "service_on": Typed("Born 1/2/1953"), "next_action_on": dt.date(2026, 7, 1)}
        intake = read({"open claims": [row], "providers": [{**PROVIDER, "tin": "123-45-678"}]})
        assert intake.problems["found"].tolist() == [
            "characters like ###-##-###",
            "characters like AAAA #/#/####",
        ]

    def test_who_may_see_what_is_declared(self):
        hidden = {(s.name, f.name) for s in SHEETS for f in s.fields if f.privacy is Privacy.PHI}
        assert {("open claims", "claim_number"), ("open appeals", "reference")} <= hidden
        assert all(f.privacy is not Privacy.OPEN for s in SHEETS for f in s.fields if f.answer is Answer.TIN)


LETTERS = st.sampled_from("abcXYZ019 -'&.,=+@#é%")
WORDS = st.text(LETTERS, min_size=1, max_size=20).map(clean).filter(lambda t: t and not t.startswith("#"))
DAYS = st.dates(dt.date(1990, 1, 1), dt.date(2099, 12, 31))
DIGITS = "0123456789"


def digits(count):
    """Texts of that many digits."""
    return st.text(DIGITS, min_size=count, max_size=count)


GOOD = {
    Answer.TEXT: WORDS,
    Answer.CODE: st.text("ABC0123456789", min_size=1, max_size=12),
    Answer.DATE: DAYS,
    Answer.MONTH: DAYS.map(lambda day: day.replace(day=1)),
    Answer.MONEY: st.integers(-(10**9), 10**9),
    Answer.COUNT: st.integers(0, 10**9),
    Answer.PERCENT: st.integers(0, 30_000).map(lambda n: n / 10_000),
    Answer.YES_NO: st.booleans(),
    Answer.NPI: st.tuples(st.sampled_from("12"), digits(8)).map(lambda t: npi_of("".join(t))),
    Answer.TIN: digits(9),
    Answer.TAXONOMY: st.text("0123456789ABQX", min_size=9, max_size=9).map(lambda t: t + "X"),
    Answer.ZIP: digits(5) | st.tuples(digits(5), digits(4)).map("-".join),
    Answer.STATE: st.sampled_from(["NJ", "TX", "PR", "DC"]),
    Answer.PHONE: st.tuples(digits(2), digits(3), digits(4)).map(lambda t: f"2{t[0]}-{t[1]}-{t[2]}"),
    Answer.EMAIL: st.text("abc.", min_size=1, max_size=8).map(lambda t: f"{t}@example.com"),
}
BAD = {
    Answer.DATE: st.sampled_from(["31/12/2026", "soon", "2/30/2026", "12-2026-01"]),
    Answer.MONTH: st.sampled_from(["13/2026", "spring"]),
    Answer.MONEY: st.sampled_from(["1.234,50", "about 5", "$"]),
    Answer.COUNT: st.sampled_from(["-1", "1.5", "a few", "1,0"]),
    Answer.PERCENT: st.sampled_from(["half", "-3%", "0.5"]),
    Answer.YES_NO: st.sampled_from(["maybe", "yes and no", "2"]),
    Answer.CHOICE: st.sampled_from(["zzz", "??x??"]),
    Answer.NPI: st.sampled_from(["1234567890", "12345", "NPI"]),
    Answer.TIN: st.sampled_from(["12345678", "1234567890", "12-34567A9"]),
    Answer.TAXONOMY: st.sampled_from(["207Q00000", "207Q000000", "family"]),
    Answer.ZIP: st.sampled_from(["7030", "123456", "NJ"]),
    Answer.STATE: st.sampled_from(["New Jersey", "XX"]),
    Answer.PHONE: st.sampled_from(["555-0100", "12345678901234"]),
    Answer.EMAIL: st.sampled_from(["alex", "a@b", "a b@example.com"]),
}


def answers(field):
    """Good answers of a field as the reader gives them back."""
    one = st.sampled_from(field.choices) if field.choices else GOOD[field.answer]
    if not field.several:
        return one
    return st.lists(one.filter(lambda t: "," not in t), min_size=1, max_size=3, unique=True)


@st.composite
def filled_sheets(draw):
    """A sheet with records whose required answers are there, and whose keys differ."""
    sheet = draw(st.sampled_from(SHEETS))
    record = st.fixed_dictionaries(
        {f.name: answers(f) for f in sheet.fields if f.required},
        optional={f.name: answers(f) for f in sheet.fields if not f.required},
    )
    if sheet.form:
        return sheet, [draw(record)]
    key = (lambda r: tuple(str(r.get(name)) for name in sheet.key)) if sheet.key else (lambda r: str(r))
    return sheet, draw(st.lists(record, min_size=1, max_size=4, unique_by=key))


def as_filled(sheet, records):
    """Records as `template` takes them."""
    return {sheet.name: records[0] if sheet.form else records}


def as_read(value):
    """A value of a table as it was before it was written."""
    if isinstance(value, pd.Timestamp):
        return value.date()
    return value


@settings(max_examples=examples(25, least=3), deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(filled_sheets())
def test_whatever_is_filled_in_is_read_back_the_same(filled):
    sheet, records = filled
    intake = read(as_filled(sheet, records))
    assert intake.sentences() == []
    table = intake.tables[sheet.name]
    assert len(table) == len(records)
    for record, (_, row) in zip(records, table.iterrows(), strict=True):
        said = {name: as_read(row[name]) for name in row.index[:-2] if pd.notna(row[name])}
        wanted = {n: "; ".join(v) if isinstance(v, list) else v for n, v in record.items()}
        assert (
            said == pytest.approx(wanted)
            if any(isinstance(v, float) for v in wanted.values())
            else said == wanted
        )


@settings(max_examples=examples(25, least=3), deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(filled_sheets(), st.data())
def test_every_planted_bad_cell_is_named_and_no_other(filled, data):
    sheet, records = filled
    places = [(i, f) for i, r in enumerate(records) for f in sheet.fields if f.name in r and f.answer in BAD]
    chosen = (
        data.draw(st.lists(st.sampled_from(places), unique_by=lambda p: (p[0], p[1].name))) if places else []
    )
    planted = [dict(record) for record in records]
    for index, field in chosen:
        planted[index][field.name] = Typed(data.draw(BAD[field.answer]))
    intake = read(as_filled(sheet, planted))
    first = 2 if sheet.form else 3
    place = {(sheet.fields.index(f) + first if sheet.form else i + first, f.header) for i, f in chosen}
    named = intake.problems
    assert {(p.source_row, p.column) for p in named.itertuples()} == place
    assert len(named) == len(chosen) and (named["severity"] == "high").all()
    assert len(intake.tables[sheet.name]) == len(records)


def test_the_table_of_problems_keeps_its_contract():
    for intake in (read(), read(providers=[{"npi": "1"}])):
        assert {c: str(t) for c, t in intake.problems.dtypes.items()} == {c.name: c.dtype for c in PROBLEMS}
        for sheet in SHEETS:
            table = intake.tables[sheet.name]
            assert {c: str(t) for c, t in table.dtypes.items()} == {c.name: c.dtype for c in sheet.columns}


class TestOlderSpellings:
    """A workbook that was filled in before all names became American is read as it was."""

    @pytest.mark.parametrize("tab", ["enrol" + "ments", "Payer enrol" + "ment"])
    def test_a_sheet_under_its_older_name_is_read(self, tab):
        name = next(name for name in SHEET if name.startswith("enroll"))

        def rename(book):
            book[name].title = tab

        intake = edited(rename, {name: [ENROLLMENT]})
        assert intake.sentences() == [] and intake.tables[name]["payer"].tolist() == ["Aetna"]

    @pytest.mark.parametrize("role", ["enrol" + "ment lead", "Enrollment lead"])
    def test_a_choice_in_its_older_spelling_is_the_choice_of_today(self, role):
        intake = read(contacts=[{"name": "Ada Quill", "role": Typed(role)}])
        (field,) = (f for f in SHEET["contacts"].fields if f.name == "role")
        assert intake.sentences() == []
        assert intake.tables["contacts"]["role"].tolist() == [
            next(c for c in field.choices if c.startswith("enroll"))
        ]
