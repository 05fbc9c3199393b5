"""What must move is in hand, partly in hand, out of date or missing; each limit from both sides."""

from __future__ import annotations

import datetime as dt
from types import SimpleNamespace

import pandas as pd
import pytest
from cutover.cli import main
from cutover.workstreams.inventory import files, must_move
from cutover.workstreams.inventory.inputs import Inputs
from practice_folder import (
    NPI,
    OTHER_NPI,
    OTHER_TIN,
    PATIENTS,
    STRANGE_NPI,
    TIN,
    TODAY,
    by_code,
    claims,
    era,
    folder,
    held,
    patients,
    practice_answers,
    said,
    year_of_eras,
)

pytestmark = pytest.mark.usefixtures("unwritten")
TWELVE = [f"2025-{month:02}-15" for month in range(8, 13)] + [f"2026-{month:02}-15" for month in range(1, 8)]


def states(result) -> dict[str, str]:
    """The state of each item, by its name."""
    frame = result.tables["must_move"].frame
    return dict(zip(frame["name"], frame["state"], strict=True))


def moved(home, as_of=TODAY) -> SimpleNamespace:
    """What the inventory finds and shows of what must move, without what else its report says."""
    answer = must_move.findings_and_tables(Inputs(held(home), as_of, None))
    return SimpleNamespace(findings=answer.findings, tables=dict(answer.tables))


def whole_practice(home, **more):
    """A Practice Mate practice of which everything that must move is in hand."""
    answers = practice_answers(usage="Practice Mate", **more)
    answers["enrollments"] = [
        {"payer": "Aetna", "tin": TIN, "npi": NPI, "transaction": "835", "status": "LIVE"}
    ]
    answers["users"] = [{"name": "R", "role": "poster", "sees_in_office_ally": "all", "sees_in_medi": "all"}]
    answers["fee schedules"] = [{"payer": "Aetna", "name": "PPO 2026"}]
    given = {
        "era/e.835": year_of_eras(),
        "claims/history.csv": claims(*TWELVE),
        "demographics/patients_20260731.csv": patients("2026-07-30"),
    }
    return folder(home, given, answers)


def test_where_everything_is_in_hand_and_opens_the_verdict_says_yes(tmp_path):
    whole_practice(tmp_path)
    result = said(tmp_path)
    assert set(states(result).values()) == {"on file"}
    assert result.verdict.startswith("Yes: all 7 things that must move are on file, and every file opens. ")


def test_months_on_file_are_counted_by_anything_in_them_and_who_says_which_are_whole_is_named(tmp_path):
    whole_practice(tmp_path)
    result = said(tmp_path)
    (shown,) = [one for one in result.figures if one.label == "ERA months"]
    assert (
        shown.value == "12 of 12" and "with anything on file; notebook 11 says which are whole" in shown.note
    )
    assert "whole" not in result.tables["months"].title and "Notebook 11" in result.tables["months"].note


def test_one_file_that_does_not_open_makes_the_verdict_a_no(tmp_path):
    raw = whole_practice(tmp_path)
    (raw / "reports").mkdir()
    (raw / "reports" / "cut.xlsx").write_bytes(b"PK\x03\x04[Content_Types].xml cut")
    result = said(tmp_path)
    assert result.verdict.startswith(
        "Nearly, so keep the Office Ally account open: all 7 things that must move are on file, but 1 file does not"
    )
    assert by_code(result)["inv-unreadable"].count == 1


@pytest.mark.parametrize(("service", "stale"), [("2026-07-15", False), ("2026-07-16", True)])
def test_a_patient_export_is_out_of_date_from_the_day_after_it(tmp_path, service, stale):
    given = {"demographics/patients_20260715.csv": patients("2026-07-01"), "claims/c.csv": claims(service)}
    folder(tmp_path, given, practice_answers(usage="Practice Mate"))
    result = moved(tmp_path)
    assert ("inv-demographics-stale" in by_code(result)) == stale
    assert (states(result)["Patient records"] == "out of date") == stale


@pytest.mark.parametrize(
    ("answers", "system"),
    [
        ({"usage": "Practice Mate", "other_system": "ChartHaven"}, "Practice Mate"),
        ({"usage": "clearinghouse-only", "other_system": "ChartHaven"}, "ChartHaven"),
    ],
)
def test_patients_are_exported_from_the_system_that_keeps_them(tmp_path, answers, system):
    given = {
        "demographics/patients_20260715.csv": patients("2026-07-01"),
        "claims/c.csv": claims("2026-07-16"),
    }
    folder(tmp_path, given, practice_answers(**answers))
    assert by_code(moved(tmp_path))["inv-demographics-stale"].action.startswith(
        f"Export the patients from {system} "
    )


def test_the_last_service_of_the_eras_counts_too_but_not_one_after_the_report(tmp_path):
    given = {
        "demographics/patients_20260715.csv": patients("2026-07-01"),
        "era/e.835": era("2026-07-28", service="2026-07-20"),
    }
    folder(tmp_path, given, practice_answers(usage="Practice Mate"))
    assert by_code(moved(tmp_path))["inv-demographics-stale"].evidence.frame["days"].tolist() == [
        5
    ]  # 15th to 20th
    assert "inv-demographics-stale" not in by_code(moved(tmp_path, dt.date(2026, 7, 19)))


def test_an_export_without_any_day_is_said_to_have_none(tmp_path):
    header = PATIENTS.replace("Created Date", "Remark")
    folder(
        tmp_path,
        {"demographics/p.csv": patients("x", header=header)},
        practice_answers(usage="Practice Mate"),
    )
    assert by_code(moved(tmp_path))["inv-demographics-undated"].count == 1


def test_a_clearinghouse_has_no_patients_to_export_and_its_eras_are_its_paid_history(tmp_path):
    folder(tmp_path, {"era/e.835": year_of_eras()}, practice_answers(usage="clearinghouse-only"))
    found = states(moved(tmp_path))
    assert found["Patient records"] == "not in Office Ally"
    assert found["Paid history"] == "on file"


def test_practice_mate_without_an_export_lacks_its_patients_and_its_history(tmp_path):
    folder(tmp_path, {"era/e.835": year_of_eras()}, practice_answers(usage="Practice Mate"))
    result = moved(tmp_path)
    found = states(result)
    assert (found["Patient records"], found["Paid history"]) == ("missing", "missing")
    # patients, enrollment status, users, fee schedules, paid history; providers and ERAs are in hand
    assert by_code(result)["inv-must-move-missing"].count == 5


def test_a_practice_of_unknown_use_leaves_questions_and_not_losses(tmp_path):
    folder(tmp_path, {"era/e.835": year_of_eras()}, practice_answers())
    found = states(moved(tmp_path))
    assert (found["Patient records"], found["Paid history"]) == ("open question", "open question")


@pytest.fixture(scope="module")
def twelve(tmp_path_factory):
    """What is held by a practice whose claims are of twelve months."""
    home = tmp_path_factory.mktemp("twelve")
    folder(home, {"claims/c.csv": claims(*TWELVE)}, practice_answers(usage="Practice Mate"))
    return held(home)


@pytest.mark.parametrize(
    ("as_of", "missing"),
    [
        (dt.date(2026, 7, 31), 0),  # August 2025 to July 2026
        (dt.date(2026, 7, 30), 1),  # July still runs: July 2025 to June 2026
        (dt.date(2026, 8, 30), 0),
        (dt.date(2026, 8, 31), 1),  # August 2026 is over and has nothing
    ],
)
def test_twelve_whole_months_of_history_are_wanted(twelve, as_of, missing):
    rows = dict(files.findings_and_tables(Inputs(twelve, as_of, None)).tables)["months"].frame
    history = rows[rows["source"] == "claim history"]
    assert len(history) == 12
    assert (history["rows"] == 0).sum() == missing


def test_a_file_of_another_practice_is_not_in_hand_for_this_one(tmp_path):
    text = f"Last Name,First Name,DOB,Address,Billing NPI\nDoe,A,1/2/1980,x,{OTHER_NPI}\n"
    folder(tmp_path, {"demographics/p.csv": text}, practice_answers(usage="Practice Mate"))
    folder(tmp_path, {}, practice_answers("Harbor Point", OTHER_TIN, OTHER_NPI), slug="harbor-point")
    result = said(tmp_path)
    case = by_code(result)["inv-wrong-practice"].evidence.frame
    assert case["belongs_to"].tolist() == ["harbor-point"]
    assert states(result)["Patient records"] == "missing"


def test_npis_that_payers_pay_and_the_intake_does_not_list_are_found_with_their_money(tmp_path):
    given = {"era/e.835": era("2026-07-10", "2026-07-11", rendering=STRANGE_NPI)}
    folder(tmp_path, given, practice_answers())
    case = by_code(said(tmp_path))["inv-npi-unlisted"]
    assert (case.count, case.amount_cents) == (1, 20_000)  # 2 claims * $100.00
    folder(tmp_path, {"era/e.835": era("2026-07-10", rendering=NPI)})
    assert "inv-npi-unlisted" not in by_code(said(tmp_path))


def test_a_missing_part_of_the_patient_record_is_named(tmp_path):
    header = PATIENTS.replace("Auth Number", "Note")
    given = {"demographics/patients_20260731.csv": patients("2026-07-30", header=header)}
    folder(tmp_path, given, practice_answers(usage="Practice Mate"))
    frame = moved(tmp_path).tables["must_move"].frame.set_index("name")
    assert frame.loc["Patient records", "missing"] == "no column for authorizations"


def missing_of(home, item: str) -> str | None:
    """What the inventory says is missing of an item; null where nothing is."""
    return moved(home).tables["must_move"].frame.set_index("name").loc[item, "missing"]


def confirmed(home, name: str, kind: str, **columns: str) -> None:
    """Confirm the columns of a file, as a person does at the desk."""
    changes = [f"--set={field}={column}" for field, column in columns.items()]
    path = home / "data" / "raw" / "acme" / "cedar-grove" / name
    assert main(["columns", str(path), "--kind", kind, "--accept", "--without", *changes]) == 0


@pytest.mark.parametrize(
    ("ranks", "lacks"), [(("1", "2"), False), (("P", "S"), False), (("1", "1"), True), (("P", ""), True)]
)
def test_a_second_coverage_may_stand_on_a_row_of_its_own(tmp_path, ranks, lacks):
    header = "Account No,Last Name,First Name,DOB,Address,Zip,Coverage Rank,Insurance,Member ID,Auth Number,Guarantor\n"
    rows = [f"7,Doe,Ann,01/02/1980,1 Main St,07030,{rank},Plan {rank},M{rank},A1,Doe\n" for rank in ranks]
    folder(
        tmp_path,
        {"demographics/p_20260731.csv": header + "".join(rows)},
        practice_answers(usage="Practice Mate"),
    )
    told = missing_of(tmp_path, "Patient records")
    assert ("no column for secondary coverages" in str(told)) is lacks


def test_two_policies_of_one_patient_without_a_rank_are_a_second_coverage(tmp_path):
    header = "Account No,Last Name,First Name,DOB,Address,Zip,Insurance,Member ID,Auth Number,Guarantor\n"
    rows = [f"7,Doe,Ann,01/02/1980,1 Main St,07030,{plan},W{plan}1,A1,Doe\n" for plan in ("Aetna", "Cigna")]
    for given, lacks in ((rows, False), (rows[:1] * 2, True)):  # the same policy twice is one coverage
        folder(tmp_path, {"demographics/p_20260731.csv": header + "".join(given)}, practice_answers())
        assert ("secondary coverages" in str(missing_of(tmp_path, "Patient records"))) is lacks


def test_what_a_person_confirmed_counts_for_the_inventory_as_for_the_import(tmp_path, monkeypatch):
    monkeypatch.setenv("CUTOVER_HOME", str(tmp_path))
    header = (
        "Acct,Last Name,First Name,DOB,Address,Zip,Insurance,Secondary Insurance,Auth Number,Payee Of Bill\n"
    )
    given = {"demographics/p_20260731.csv": header + "7,Doe,Ann,01/02/1980,1 Main St,07030,Aetna,,A1,Doe\n"}
    folder(tmp_path, given, practice_answers(usage="Practice Mate"))
    assert missing_of(tmp_path, "Patient records") == "no column for guarantors"
    confirmed(tmp_path, "demographics/p_20260731.csv", "patients", guarantor_last_name="Payee Of Bill")
    assert pd.isna(missing_of(tmp_path, "Patient records"))


def test_a_contract_file_that_says_payer_and_day_itself_needs_no_row_of_the_intake(tmp_path, monkeypatch):
    monkeypatch.setenv("CUTOVER_HOME", str(tmp_path))
    columns = {"payer": "Company", "procedure": "Item", "rate": "Agreed", "effective_from": "Begins"}
    name = "fee_schedules/aetna.csv"
    folder(tmp_path, {name: "Company,Item,Agreed,Begins\nAetna,99213,80.00,01/01/2026\n"}, practice_answers())
    assert (
        states(said(tmp_path))["Fee schedules"] == "partly"
    )  # the folder tells what it is, its columns are not known
    confirmed(tmp_path, name, "fee-schedules", **columns)
    result = said(tmp_path)
    assert states(result)["Fee schedules"] == "on file" and "inv-unknown-kind" not in by_code(result)
    row = held(tmp_path).files.set_index("source_file").loc[name]
    assert (row["subject"], row["told_by"]) == ("fee schedule", "content")


def test_a_contract_file_without_a_day_still_needs_a_row_of_the_intake(tmp_path):
    folder(tmp_path, {"fee_schedules/a.csv": "Payer,CPT,Rate\nAetna,99213,80.00\n"}, practice_answers())
    assert missing_of(tmp_path, "Fee schedules").startswith("no row of the intake says whose rates")


@pytest.mark.parametrize(("payer", "lacks"), [("AETNA, INC.", False), ("Aetna Medicare", True)])
def test_a_tracker_in_the_client_s_folder_is_an_enrollment_that_is_written_down(tmp_path, payer, lacks):
    answers = practice_answers(usage="Practice Mate")
    raw = folder(tmp_path, {"era/e.835": year_of_eras()}, answers)
    tracker = raw.parent / "enrollments" / "tracker.csv"
    tracker.parent.mkdir(exist_ok=True)
    row = f'"{payer}",{TIN},{NPI},835,LIVE'
    tracker.write_text(f"Payer Name,Tax ID,NPI,Transaction,Status\n{row}\n")
    found = moved(tmp_path).tables["must_move"].frame.set_index("name").loc["Enrollment status"]
    assert found["held"] == "1 enrollment of 1 payer"
    assert ("have no row of their name" in str(found["missing"])) is lacks
