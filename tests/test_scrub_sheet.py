"""The intake's scrub rules against the data, and the rows to add."""

from __future__ import annotations

import openpyxl
import pytest
from cutover.intake.sheets import SCRUB_RULES
from cutover.reporting.attachments import intake_files
from cutover.reporting.page import Report
from cutover.workstreams.scrub_rules.report import report
from cutover.workstreams.scrub_rules.sheet import codes_of, intake_rows
from era_frames import AS_OF
from scrub_makers import book, line, many

REST = many(220, line("99214"), first=5_000, start="2025-09-01")
WITHOUT_GP = [*many(12, line("97110", ("CO", "4"))), *many(20, line("97110", marks=("GP",)), first=100)]


def asked(codes: str | None = "97110; GP", rule: str = "GP with therapy", **said) -> dict:
    return {"rule": rule, "codes": codes} | said


def state(*claims: dict, **said) -> tuple[str, str]:
    (row,) = book(*claims, *REST, asked=(asked(**said),)).sheet.to_dict("records")
    return row["state"], row["why"]


def test_a_rule_that_the_data_show_is_confirmed_with_its_figures():
    found, why = state(*WITHOUT_GP)
    assert found == "confirmed by data" and "12 of 12 denied (CO-4)" in why


@pytest.mark.parametrize(("payer", "found"), [("Aetna, Inc.", "confirmed by data"), ("CIGNA", "not seen")])
def test_a_rule_of_another_payer_is_another_rule(payer, found):
    assert state(*WITHOUT_GP, payer=payer)[0] == found


@pytest.mark.parametrize(("lines", "found"), [(10, "contradicted by data"), (9, "not seen")])
def test_a_rule_is_contradicted_by_ten_paid_lines_that_break_it(lines, found):
    assert state(*many(lines, line("97110")))[0] == found


@pytest.mark.parametrize(("denied", "found"), [(1, "contradicted by data"), (2, "not seen")])
def test_a_rule_is_contradicted_where_at_most_a_tenth_of_such_lines_is_denied(denied, found):
    told = [*many(denied, line("97110", ("CO", "50"))), *many(10 - denied, line("97110"), first=100)]
    assert state(*told) == (found, "fewer than 5 of 10 lines that break it were denied")


def test_a_rule_that_forbids_a_modifier_is_broken_by_lines_that_bear_it():
    paid = many(10, line("97110", marks=("59",)))
    assert state(*paid, codes="97110; 59", rule="Never 59 with therapy")[0] == "contradicted by data"
    assert state(*paid, codes="97110; 59", rule="59 with therapy") == (
        "not seen", "no line that breaks it reached a payer: the edit or a habit may be why",
    )  # fmt: skip


def test_of_two_procedures_only_those_on_one_day_break_a_rule():
    apart = [*many(10, line("99213")), *many(10, line("20610"), first=100)]
    said = {"codes": "99213; 20610", "rule": "Never an office visit and an injection on one day"}
    assert state(*apart, **said)[0] == "not seen"
    assert state(*many(10, line("99213"), line("20610")), **said)[0] == "contradicted by data"


def test_two_procedures_of_which_one_bears_the_modifier_keep_the_rule():
    kept = many(12, line("99213", marks=("25",)), line("20610"))  # the injection itself needs no 25
    said = {
        "codes": "99213; 20610; 25",
        "rule": "Modifier 25 with an office visit on the day of an injection",
    }
    assert state(*kept, **said) == (
        "not seen", "no line that breaks it reached a payer: the edit or a habit may be why",
    )  # fmt: skip
    assert state(*many(12, line("99213"), line("20610")), **said)[0] == "contradicted by data"


@pytest.mark.parametrize(("codes", "rule", "word"), [
    ("99213; 25", "Modifier 25 with an office visit and an injection on one day", "injection"),
    ("G0439", "Medicare's annual visit once in twelve months", "annual"),
    ("97110; GP", "GP with more than 4 units", "more"),
])  # fmt: skip
def test_paid_claims_do_not_contradict_a_rule_whose_condition_its_codes_do_not_tell(codes, rule, word):
    paid = [*many(12, line("99213")), *many(12, line("G0439"), first=50), *many(12, line("97110"), first=99)]
    found, why = state(*paid, codes=codes, rule=rule)
    assert found == "not seen" and f"do not tell (“{word}”)" in why


def test_a_procedure_alone_is_contradicted_only_where_the_words_forbid_it():
    paid = many(10, line("36415"))
    assert state(*paid, codes="36415", rule="Never a blood draw")[0] == "contradicted by data"
    assert state(*paid, codes="36415", rule="Blood draw") == (
        "not seen", "it says what it is about, not which claims break it",
    )  # fmt: skip


def test_a_modifier_that_the_payer_refuses_contradicts_a_rule_that_asks_for_it():
    bad = [*many(12, line("97110", ("CO", "4"), marks=("59",))), *many(20, line("97110"), first=100)]
    said = ("59 with therapy", "Never 59 with therapy", "59 with therapy is denied")
    told = book(*bad, *REST, asked=tuple(asked("97110; 59", rule) for rule in said)).sheet
    assert told["state"].tolist() == ["contradicted by data", "confirmed by data", "confirmed by data"]
    assert told["why"].iloc[0].startswith("it is the other way round: AETNA: 97110 with modifier 59")


def test_a_diagnosis_is_in_no_remittance():
    assert state(codes="M17.11") == (
        "not seen",
        "it names no procedure or modifier; a remittance shows no diagnosis",
    )


def test_without_codes_the_words_are_read():
    assert codes_of(asked(None, "Modifier 25 with 99213")) == (["99213"], ["25"])
    assert codes_of(asked("G0439; 25; M17.11")) == (["G0439"], ["25"])


def test_the_workbook_has_the_intakes_rows_and_those_to_add_and_runs_nothing(tmp_path):
    told = book(*WITHOUT_GP, *REST, asked=(asked("99213; 95", "=1+1", in_medi=True),))
    page = Report(
        report(told), subject="North", as_of=AS_OF, folder=tmp_path / "c" / "p", name="13_scrub_rules"
    )
    intake_files.save(page, SCRUB_RULES, intake_rows(told.rules, told.inputs))
    sheet = openpyxl.load_workbook(tmp_path / "c/p/desk/13_scrub_rules.intake.xlsx")["scrub rules"]
    cells = [cell for row in sheet.iter_rows() for cell in row]
    assert {"=1+1", "Hold 97110 without modifier GP", "97110; GP"} <= {cell.value for cell in cells}
    assert not any(cell.data_type == "f" for cell in cells)
