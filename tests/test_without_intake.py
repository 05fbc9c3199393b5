"""A practice without an intake workbook: known by the payee of its remittances, its answers unknown, never guessed."""

from __future__ import annotations

from types import SimpleNamespace

import pytest
from cutover.errors import InputError
from cutover.intake.sheets import SHEETS
from cutover.reading.era.archive import load_archive
from cutover.reading.practice.book import intake_of, load_practice, remembered, siblings
from cutover.reading.practice.payees import payees_of
from cutover.reading.practice.preflight import of_practice
from cutover.reporting.privacy.known import collected
from cutover.result import Result, Severity
from cutover.workstreams import unread_cells
from cutover.workstreams.readiness.findings import _is_undated as is_undated
from practice_folder import folder, practice_answers

ELM, OAK = ("ELM STREET CLINIC", "123456789", "1234567893"), ("OAK DENTAL", "987654321", "1245319599")
DOCTOR = "1003000126"


def remittance(number: int, payee=ELM, treats: str = DOCTOR) -> bytes:
    """An 835 of one payment of $10.00 to a payee (name, Tax ID, NPI), for one claim that a doctor treated."""
    name, tin, npi = payee
    inside = [
        "ST*835*0001", "BPR*I*10*C*ACH************20260701", f"TRN*1*T{number}*1999999999", "N1*PR*AETNA",
        f"N1*PE*{name}*XX*{npi}", f"REF*TJ*{tin}", "LX*1", f"CLP*A{number}*1*10*10**12*P{number}",
        f"NM1*82*1*QUILL*ADA****XX*{treats}", "SVC*HC:99213*10*10", "REF*TJ*555555555",
    ]  # fmt: skip
    segments = [
        f"ISA*00*          *00*          *ZZ*PAYER          *ZZ*PAYEE          *260701*1200*^*00501*{number:09}*0*P*:",
        f"GS*HP*A*B*20260701*1200*{number}*X*005010X221A1", *inside, f"SE*{len(inside) + 1}*0001",
        f"GE*1*{number}", f"IEA*1*{number:09}",
    ]  # fmt: skip
    return "".join(f"{one}~" for one in segments).encode()


def eras(*payees, first: int = 1) -> dict[str, bytes]:
    """A folder of remittances, one for each payee."""
    return {f"era/{number}.835": remittance(number, one) for number, one in enumerate(payees, first)}


def why_not(home, slug: str) -> str:
    with pytest.raises(InputError) as error:
        load_practice(home, "acme", slug)
    return error.value.found


def test_its_name_tax_id_and_npis_are_those_of_the_payee_and_every_page_says_where_they_are_from(tmp_path):
    folder(
        tmp_path, eras(ELM, ELM, ELM, OAK)
    )  # 3 of 4 payments are 75 %, the least that counts as nearly all
    known = load_practice(tmp_path, "acme", "cedar-grove")
    assert (known.name, known.tins, known.npis) == (ELM[0], {ELM[1]}, {ELM[2], DOCTOR})
    assert not known.has_intake and known.problems == () and known.cutover is None
    assert known.assumed == (
        f"it is missing: the practice is taken as the payee of 3 of 4 payments in era/: {ELM[0]}, "
        f"Tax ID *****6789 and NPI {ELM[2]}",
        f"who treats is taken from the same payments: NPI {DOCTOR}",
        "1 payment in era/ to another payee is in no figure",
    )
    paid = load_archive(known).payments
    assert paid["set_aside"].fillna("").tolist() == ["", "", "", "other payee"]


@pytest.mark.parametrize("payees", [(ELM, OAK), (ELM, ELM, OAK)])  # 50 %, and 2 of 3 = 67 %: below 75 %
def test_where_no_payee_has_nearly_all_payments_nothing_is_guessed(tmp_path, payees):
    folder(tmp_path, eras(*payees))
    said = why_not(tmp_path, "cedar-grove")
    assert said.startswith(
        f"missing (the {len(payees)} payments in era/ name Tax ID *****6789, Tax ID *****4321"
    )
    assert said.endswith("and no payee has nearly all of them)")


def test_one_payee_may_be_written_with_and_without_its_tax_id_and_has_the_name_of_most_payments(tmp_path):
    written = [("ELM ST  CLINIC", "", ELM[2]), ("ELM ST CLINIC", ELM[1], ELM[2]), ("ELM", ELM[1], "1")]
    chief = payees_of(folder(tmp_path, eras(*written))).chief
    assert (chief.payments, chief.name, chief.tins, chief.npis) == (3, "ELM ST CLINIC", {ELM[1]}, {ELM[2]})
    assert chief.treats == {DOCTOR}


def test_a_payee_that_is_another_practice_is_not_taken(tmp_path):
    folder(tmp_path, eras(ELM))
    folder(tmp_path, {}, practice_answers("Elm Street", ELM[1], ELM[2]), slug="elm-street")
    assert why_not(tmp_path, "cedar-grove").endswith("which another practice has too)")


def test_two_practices_without_intake_and_with_one_payee_are_both_unknown_and_with_two_both_known(tmp_path):
    folder(tmp_path, eras(ELM))
    folder(tmp_path, eras(ELM, first=2), slug="elm-street")
    assert {why_not(tmp_path, slug).partition(", which")[2] for slug in ("cedar-grove", "elm-street")} == {
        " another practice has too)"
    }
    folder(tmp_path, eras(OAK, first=2), slug="elm-street")  # another content of the same file
    assert load_practice(tmp_path, "acme", "elm-street").name == OAK[0]
    (other,) = siblings(load_practice(tmp_path, "acme", "cedar-grove"))
    assert (other.slug, other.tins) == ("elm-street", {OAK[1]})


def test_without_a_remittance_and_without_an_intake_a_practice_is_not_known(tmp_path):
    folder(tmp_path, {"claims/a.csv": "Claim,Charge\n1,2\n"})
    assert why_not(tmp_path, "cedar-grove") == "missing"
    assert remembered(tmp_path, "acme", "cedar-grove") is None


def test_an_intake_that_comes_later_is_taken_instead(tmp_path):
    folder(tmp_path, eras(ELM))
    assert not load_practice(tmp_path, "acme", "cedar-grove").has_intake
    folder(tmp_path, {}, practice_answers("Cedar Grove", OAK[1], OAK[2]))
    known = load_practice(tmp_path, "acme", "cedar-grove")
    assert (known.name, known.tins, known.has_intake, known.assumed) == ("Cedar Grove", {OAK[1]}, True, ())


def test_every_sheet_is_missing_and_what_a_report_needs_of_them_is_a_high_finding_and_unknown(tmp_path):
    folder(tmp_path, eras(ELM))
    known = load_practice(tmp_path, "acme", "cedar-grove")
    said = intake_of(known)
    assert said.missing == tuple(sheet.name for sheet in SHEETS) and said.problems.empty
    assert all(table.empty for table in said.tables.values())
    told = unread_cells.told(Result("t", "Yes.", (), (), {}, ()), unread_cells.of([known], "scrub_rules"))
    (finding,) = told.findings
    assert (finding.code, finding.severity) == ("files-intake-missing", Severity.HIGH)
    assert finding.evidence.frame["sheet"].tolist() == ["practice", "providers", "scrub rules"]
    assert told.verdict.endswith("is not known here (practice, providers and scrub rules).")
    assert unread_cells.day_lacks(known, "none set") == "there is no intake workbook to name the cutover date"
    assert "ask" not in "".join(told.limits) and "unknown" in told.limits[0]


def test_a_report_about_the_book_names_the_practice_that_has_no_intake(tmp_path):
    folder(tmp_path, eras(ELM))
    sheets = unread_cells.of([load_practice(tmp_path, "acme", "cedar-grove")], "scrub_rules")
    told = unread_cells.told(Result("t", "Yes.", (), (), {}, ()), sheets.assign(practice=ELM[0]))
    assert (
        told.findings[0].title == f"There is no intake workbook of {ELM[0]}: 3 of its sheets are unknown here"
    )
    assert told.limits[0].startswith(f"There is no intake workbook of {ELM[0]}: its answers")


@pytest.mark.parametrize("answers", [None, practice_answers("Elm", ELM[1], ELM[2])])
def test_a_day_that_no_intake_could_name_is_unknown_and_one_that_an_intake_leaves_out_is_not_set(
    tmp_path, answers
):
    folder(tmp_path, eras(ELM), answers)
    practice = load_practice(tmp_path, "acme", "cedar-grove")
    assert is_undated(SimpleNamespace(cutover=None, practice=practice)) is (answers is not None)


def test_a_practice_with_an_intake_has_no_such_finding(tmp_path):
    folder(tmp_path, eras(ELM), practice_answers("Elm", ELM[1], ELM[2]))
    known = load_practice(tmp_path, "acme", "cedar-grove")
    assert unread_cells.of([known], "scrub_rules").empty
    assert unread_cells.day_lacks(known, "none set") == "none set"


def test_the_gate_knows_the_name_and_the_tax_id_that_the_remittances_name(tmp_path):
    folder(tmp_path, eras(ELM))
    held = collected(load_practice(tmp_path, "acme", "cedar-grove"))
    assert ELM[0] in held["own name"] and ELM[1] in held["number"]


def test_a_check_of_the_folders_says_that_it_is_missing_and_that_reports_are_made_all_the_same(tmp_path):
    folder(tmp_path, eras(ELM))
    words = [
        word for word in of_practice(tmp_path, "acme", "cedar-grove") if word.where.endswith("intake.xlsx")
    ]
    assert [word.weight for word in words] == ["odd", "odd", "odd", "lacks"]
    assert words[0].found == "missing: its answers are unknown" and words[0].todo.endswith("acme/cedar-grove")
