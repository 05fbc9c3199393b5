"""The inventory's findings on use, files, intake and support: found where they are, and only there."""

from __future__ import annotations

import datetime as dt

import pytest
from cutover.columns import Privacy
from cutover.reading.practice import manifest
from cutover.workstreams.inventory import checklist, usage_pattern
from cutover.workstreams.inventory import files as inventory_files
from cutover.workstreams.inventory.inputs import Inputs
from cutover.workstreams.inventory.verdict import figures
from practice_folder import (
    NPI,
    OTHER_NPI,
    OTHER_TIN,
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
    workbook,
)

pytestmark = pytest.mark.usefixtures("unwritten")

RECEIPT = (
    b"ISA*00*          *00*          *ZZ*A              *ZZ*B              *260715*1200*^*00501*000000001*0*P*:~"
    b"GS*FA*A*B*20260715*1200*1*X*005010X231A1~ST*999*0001~AK1*HC*1~SE*3*0001~GE*1*1~IEA*1*000000001~"
)
INVOICE = "Description,Qty,Price\nEHR 24/7,1,44.95\n"


def usage(inputs: Inputs) -> str:
    """The usage pattern that the figures name."""
    return next(f.value for f in figures(inputs) if f.label == "Usage pattern")


def asked(home, question=usage_pattern) -> dict:
    """The findings of one question of the inventory by their codes; the others are not asked for them."""
    return {f.code: f for f in question.findings_and_tables(Inputs(held(home), TODAY)).findings}


@pytest.mark.parametrize(
    ("files", "pattern"),
    [
        ({"era/e.835": era("2026-07-01")}, None),
        ({"demographics/p.csv": patients("2026-07-01")}, "Practice Mate"),
        ({"claims/c.csv": claims("2026-07-01")}, "Practice Mate"),
        ({"submissions/a.999": RECEIPT}, "clearinghouse-only"),
        ({"era/a.999": RECEIPT}, None),  # a receipt among ERAs was downloaded with them
        ({"submissions/a.999": RECEIPT, "claims/c.csv": claims("2026-07-01")}, "hybrid"),
        ({"invoices/i.csv": INVOICE}, "EHR 24/7"),
        ({"odd/i.csv": INVOICE.replace("EHR 24/7", "Printing")}, None),
    ],
)
def test_the_usage_pattern_follows_from_what_is_there(tmp_path, files, pattern):
    folder(tmp_path, files)
    inputs = Inputs(held(tmp_path), TODAY)
    found = {f.code for f in usage_pattern.findings_and_tables(inputs).findings}
    assert usage(inputs) == pattern
    assert ("inv-usage-unknown" in found) == (pattern is None)


@pytest.mark.parametrize(
    ("stated", "pattern"), [("clearinghouse-only", "clearinghouse-only"), (None, "hybrid")]
)
def test_a_ledger_does_not_overrule_who_says_that_it_lives_elsewhere(tmp_path, stated, pattern):
    """Two receipts of uploads and a claim ledger: hybrid only where nobody says that the ledger is another system's."""
    answers = practice_answers(**({"usage": stated} if stated else {}))
    folder(tmp_path, {"submissions/a.999": RECEIPT, "claims/ledger.csv": claims("2026-07-01")}, answers)
    inputs = Inputs(held(tmp_path), TODAY)
    found = {f.code for f in usage_pattern.findings_and_tables(inputs).findings}
    assert usage(inputs) == pattern and "inv-usage-contradicted" not in found


def test_what_medi_exports_shows_no_use_of_office_ally(tmp_path):
    folder(
        tmp_path,
        {"medi_submissions/list.csv": claims("2026-07-01"), "medi_patients/p.csv": patients("2026-07-01")},
    )
    assert usage(Inputs(held(tmp_path), TODAY)) is None


@pytest.mark.parametrize(
    ("stated", "other", "cases"),
    [
        ("clearinghouse-only", None, 1),
        ("clearinghouse-only", "Example EHR", 0),  # the export may come from the other system
        ("Practice Mate", None, 0),
        ("EHR 24/7", None, 0),
        ("hybrid", None, 0),
        ("unknown", None, 0),
    ],
)
def test_a_stated_pattern_is_contradicted_by_a_part_in_use_that_it_does_not_have(
    tmp_path, stated, other, cases
):
    answers = practice_answers(usage=stated, **({"other_system": other} if other else {}))
    folder(tmp_path, {"demographics/p.csv": patients("2026-07-01")}, answers)
    found = asked(tmp_path).get("inv-usage-contradicted")
    assert (found.count if found else 0) == cases


@pytest.mark.parametrize(
    ("stated", "weeks", "short"),
    [
        ("clearinghouse-only", 2, False),
        ("clearinghouse-only", 1, True),
        ("Practice Mate", 4, False),
        ("Practice Mate", 3, True),
    ],
)
def test_the_parallel_run_is_as_long_as_the_pattern_asks(tmp_path, stated, weeks, short):
    folder(tmp_path, {}, practice_answers(usage=stated, parallel_weeks=weeks))
    assert ("inv-parallel-short" in asked(tmp_path)) == short


@pytest.mark.parametrize(
    ("more", "waits"),
    [
        ({"note": "Not asked yet!"}, False),
        ({"note": "Not asked yet!", "ticket": "T-1"}, True),  # a ticket is what was asked
        ({"note": "asked by phone"}, True),
        ({}, True),
    ],
)
def test_a_request_whose_note_says_that_nobody_asked_does_not_wait(tmp_path, more, waits):
    answers = practice_answers(usage="Practice Mate", cutover_date=dt.date(2026, 9, 1))
    answers["support requests"] = [{"subject": "appointments", **more}]
    folder(tmp_path, {}, answers)
    found = asked(tmp_path, checklist)
    assert ("inv-support-waiting" in found, "inv-support-not-asked" in found) == (waits, not waits)


def test_a_support_request_waits_until_it_is_delivered(tmp_path):
    answers = practice_answers(usage="Practice Mate", cutover_date=dt.date(2026, 9, 1))
    answers["support requests"] = [
        {"subject": "appointments", "asked_on": dt.date(2026, 7, 1)},
        {"subject": "other", "asked_on": dt.date(2026, 6, 1), "delivered_on": dt.date(2026, 7, 1)},
    ]
    folder(tmp_path, {}, answers)
    found = by_code(said(tmp_path))["inv-support-waiting"]
    assert found.evidence.frame["days"].tolist() == [30]  # 1 to 31 July
    assert found.severity == "medium"  # 32 days before the cutover
    assert by_code(said(tmp_path, dt.date(2026, 8, 2)))["inv-support-waiting"].severity == "high"  # 30 days
    assert "inv-support-not-asked" not in by_code(said(tmp_path))


def test_appointments_that_nobody_asked_for_are_found_where_patients_are_in_office_ally(tmp_path):
    folder(tmp_path, {}, practice_answers(usage="Practice Mate"))
    lacking = asked(tmp_path, checklist)["inv-support-not-asked"]
    assert lacking.evidence.frame["subject"].tolist() == ["appointments"]
    folder(tmp_path, {}, practice_answers(usage="EHR 24/7"))
    assert asked(tmp_path, checklist)["inv-support-not-asked"].count == 2  # and charts
    folder(tmp_path, {}, practice_answers(usage="EHR 24/7", charts_plan="stay read-only"))
    assert asked(tmp_path, checklist)["inv-support-not-asked"].count == 1
    folder(tmp_path, {}, practice_answers(usage="clearinghouse-only"))
    assert "inv-support-not-asked" not in asked(tmp_path, checklist)


@pytest.mark.parametrize(
    ("cutover", "told"),
    [
        (
            dt.date(2026, 9, 2),
            "1 file, 2 of 3 appointments from the cutover on, canceled ones included",
        ),
        (
            dt.date(2026, 9, 4),
            "1 file, 0 of 3 appointments from the cutover on, canceled ones included",
        ),
        (dt.date(2026, 7, 31), "1 file"),  # it is the report's date: nothing is planned before it
        (None, "1 file"),
    ],
)
def test_appointments_in_hand_are_counted_from_the_cutover_on(tmp_path, cutover, told):
    rows = "".join(f"8{n},9/{n}/2026,7/{n}/2026,101\n" for n in (1, 2, 3))
    text = f"Appt ID,Date,Created Date,Patient ID\n{rows}"
    answers = practice_answers(usage="Practice Mate", **({"cutover_date": cutover} if cutover else {}))
    folder(tmp_path, {"demographics/booked.csv": text}, answers)
    tables = dict(checklist.findings_and_tables(Inputs(held(tmp_path), TODAY)).tables)
    assert tables["workstreams"].frame.set_index("name").loc["Appointments and charts", "held"] == told


def test_statements_that_the_files_contradict_are_found_one_by_one(tmp_path):
    answers = practice_answers()
    answers["support requests"] = [{"subject": "appointments", "delivered_on": dt.date(2026, 7, 1)}]
    answers["fee schedules"] = [
        {"payer": "Aetna", "file": "aetna.xlsx"},
        {"payer": "Cigna", "file": "CIGNA.csv"},
    ]
    answers["attestations"] = [{"item": "exports-opened", "statement": "x", "holds": "Yes"}]
    answers["client reporting"] = [{"report": "Collections", "exported": "Yes"}]
    folder(
        tmp_path,
        {"fee_schedules/cigna.csv": "CPT,Allowed\n99213,80\n", "claims/cut.xlsx": b"PK\x03\x04xl/ cut"},
        answers,
    )
    case = asked(tmp_path, checklist)["inv-intake-contradicted"].evidence.frame
    assert sorted(case["sheet"]) == ["attestations", "client reporting", "fee schedules", "support requests"]
    assert case.set_index("sheet")["named"].dropna().to_dict() == {"fee schedules": "Aetna: aetna.xlsx"}


def test_claims_of_a_provider_after_the_last_day_contradict_the_intake_and_a_connection_to_nothing_is_named(
    tmp_path,
):
    answers = practice_answers(usage="Practice Mate")
    gone = {"npi_type": "individual", "ends_on": dt.date(2026, 3, 31)}
    answers["providers"] = [
        *answers["providers"],
        gone | {"name": "Ann", "npi": STRANGE_NPI},
        gone | {"name": "Ben", "npi": OTHER_NPI},
    ]
    answers["connections"] = [
        {"system": "EHR", "direction": "claims"},
        {"system": "Lab", "ends_on": dt.date(2026, 9, 1)},
        {"system": "Bank", "replaced_by": "Medi"},
    ]
    head = "Claim No,Service Date,Sent,Payer,Charge,Status,Rendering NPI\n"
    rows = [("A", "3/31/2026", STRANGE_NPI), ("B", "4/1/2026", STRANGE_NPI), ("C", "5/2/2026", STRANGE_NPI),
            ("D", "3/31/2026", OTHER_NPI)]  # fmt: skip
    text = head + "".join(f"{n},{on},6/1/2026,Aetna,40.50,Open,{npi}\n" for n, on, npi in rows)
    folder(tmp_path, {"claims/history.csv": text}, answers)
    result = said(tmp_path)
    case = by_code(result)["inv-intake-contradicted"].evidence.frame
    told = "2 claims of later service name them as rendering, $81.00 charged"  # of 4/1 and 5/2: 2 x 40.50
    assert list(zip(case["statement"], case["files_say"], strict=True)) == [
        ("a provider works until 2026-03-31", told)
    ]
    planned = result.tables["workstreams"].frame.set_index("name")["missing"]
    assert planned.str.contains("1 connection has no replacement and no last day").sum() == 1


def test_without_an_intake_it_runs_says_so_and_judges_nobodys_files(tmp_path):
    payees = {f"era/{npi}.835": era("2026-07-01", npi=npi) for npi in (OTHER_NPI, STRANGE_NPI)}
    folder(tmp_path, payees)  # two payees alike: whose the folder is cannot be told
    result = said(tmp_path)
    found = by_code(result)
    assert found["inv-intake-absent"].count == 1
    assert not {"inv-wrong-practice", "inv-npi-unlisted", "inv-by-hand-missing"} & set(found)
    assert "no file could be compared with it" in result.limits[0]


def test_an_era_of_another_practice_is_in_the_wrong_folder(tmp_path):
    folder(
        tmp_path,
        {"era/e.835": era("2026-07-01", npi=OTHER_NPI), "era/f.835": era("2026-07-01")},
        practice_answers(),
    )
    folder(tmp_path, {}, practice_answers("Harbor Point", OTHER_TIN, OTHER_NPI), slug="harbor-point")
    case = asked(tmp_path, inventory_files)["inv-wrong-practice"].evidence.frame
    assert case["source_file"].tolist() == ["era/e.835"]


def test_an_export_of_two_practices_is_mixed_only_where_the_other_is_the_clients(tmp_path):
    rows = "Last Name,First Name,DOB,Address,NPI\n" + "".join(
        f"D,A,1/2/1980,x,{npi}\n" for npi in (NPI, OTHER_NPI)
    )
    folder(tmp_path, {"demographics/p.csv": rows}, practice_answers())
    assert "inv-mixed-practices" not in asked(tmp_path, inventory_files)  # a partner from elsewhere, perhaps
    folder(tmp_path, {}, practice_answers("Harbor Point", OTHER_TIN, OTHER_NPI), slug="harbor-point")
    assert asked(tmp_path, inventory_files)["inv-mixed-practices"].count == 1


def test_a_title_that_names_another_practice_of_the_client_gives_the_file_away(tmp_path):
    report = workbook(
        [
            ["Harbor Point Counseling"],
            [],
            ["Last Name", "First Name", "DOB", "Address"],
            *[["D", "A", "1/2/1980", "x"]] * 5,
        ]
    )
    folder(tmp_path, {"demographics/p.xlsx": report}, practice_answers())
    assert "inv-wrong-practice" not in asked(tmp_path, inventory_files)
    folder(
        tmp_path,
        {},
        practice_answers("HARBOR POINT COUNSELING LLC", OTHER_TIN, OTHER_NPI),
        slug="harbor-point",
    )
    assert asked(tmp_path, inventory_files)["inv-wrong-practice"].count == 1


def test_file_findings_name_each_file_once(tmp_path):
    files = {
        "claims/p.csv": patients("2026-07-01"),  # patients in the folder of claims
        "claims/copy.csv": claims("2026-07-01"),
        "claims/c.csv": claims("2026-07-01"),
        "claims/empty.csv": "",
        "demographics/p.xls": patients("2026-07-02"),
        "odd/x.bin": bytes(range(256)) * 4,
        "odd/i.csv": patients("=1+1"),
    }
    folder(tmp_path, files, practice_answers(usage="Practice Mate"))
    found = {code: f.count for code, f in asked(tmp_path, inventory_files).items()}
    wanted = (
        "inv-wrong-folder",
        "inv-duplicate-file",
        "inv-empty-file",
        "inv-mislabelled",
        "inv-unknown-file",
        "inv-formulas",
    )
    assert {code: found.get(code, 0) for code in wanted} == dict.fromkeys(wanted, 1)


def test_agreements_are_asked_for_at_once_and_the_checks_of_the_day_when_it_has_come(tmp_path):
    answers = practice_answers(cutover_date=dt.date(2026, 8, 1))
    signed = {"statement": "x", "holds": "Yes", "attested_by": "Robin", "attested_on": dt.date(2026, 7, 1)}
    answers["attestations"] = [signed | {"item": "closeout-agreed"}]
    folder(tmp_path, {}, answers)
    before = by_code(said(tmp_path))["inv-not-attested"]
    assert (before.count, before.severity) == (2, "medium")  # trailing-ar-owned, exports-opened
    after = by_code(said(tmp_path, dt.date(2026, 8, 1)))["inv-not-attested"]
    assert (after.count, after.severity) == (10, "high")  # and day-zero-1 to day-zero-8


def test_a_file_that_was_held_before_and_is_gone_is_a_finding(tmp_path):
    raw = folder(
        tmp_path,
        {"claims/c.csv": claims("2026-07-01"), "claims/d.csv": claims("2026-07-02")},
        practice_answers(),
    )
    before = manifest.manifest_of(held(tmp_path), dt.date(2026, 7, 1))
    (raw / "claims/c.csv").unlink()
    folder(tmp_path, {"claims/d.csv": claims("2026-07-03")})
    found = by_code(said(tmp_path, earlier=before))
    assert (found["inv-lost-file"].count, found["inv-changed-file"].count) == (1, 1)


def test_every_file_is_in_the_table_once_and_names_of_files_are_for_the_desk(tmp_path):
    folder(
        tmp_path, {"claims/c.csv": claims("2026-07-01"), "era/e.835": era("2026-07-01")}, practice_answers()
    )
    result = said(tmp_path)
    assert len(result.tables["files"].frame) == 3  # with the intake
    tables = [*result.tables.values(), *(f.evidence for f in result.findings)]
    named = [
        c for table in tables for c in table.columns if c.name in ("source_file", "duplicate_of", "was_at")
    ]
    assert named
    assert all(c.privacy is Privacy.PHI for c in named)


def test_a_tax_id_in_evidence_shows_its_end_alone(tmp_path):
    text = f"Last Name,First Name,DOB,Address,Tax ID\nD,A,1/2/1980,x,{OTHER_TIN}\n"
    folder(tmp_path, {"demographics/p.csv": text}, practice_answers())
    case = asked(tmp_path, inventory_files)["inv-wrong-practice"].evidence.frame
    assert case["found"].tolist() == ["Tax ID *****4321"]
    assert TIN not in str(case)
