"""Authorizations that end soon or count no visits, columns that no import has, and one ID under two payers."""

from __future__ import annotations

import datetime as dt

import pytest
from cutover.reading.patients.exports import read_demographics
from cutover.reading.patients.other_sources import Known
from cutover.reading.patients.parts import GUARANTORS
from cutover.result import Figure
from cutover.workstreams.demographics import beside, not_judged
from cutover.workstreams.demographics.findings import findings
from cutover.workstreams.demographics.granted import granted
from cutover.workstreams.demographics.inputs import Inputs
from cutover.workstreams.demographics.patient_import import prepare
from cutover.workstreams.demographics.record_figures import told
from cutover.workstreams.demographics.report import assess
from cutover.workstreams.demographics.rules import rules
from patient_maker import AS_OF, a_csv, a_patient, a_practice

# AS_OF is 2026-07-31: thirty days later is 2026-08-30
HEAD = "PatientID,Auth #,Insurance,Start,End,Visits Auth,Visits Left"
ROWS = (
    "10021,N1,Aetna,1/5/2026,8/30/2026,12,5",  # the last of the thirty days
    "10021,N2,Aetna,1/5/2026,8/31/2026,12,",  # the day after; visits left blank
    "10021,N3,Aetna,1/5/2026,7/31/2026,12,0",  # the report's own day, none left
    "10021,N4,Aetna,1/5/2026,7/30/2026,12,",  # ended: its blank is asked of nobody
)


@pytest.fixture(scope="module")
def authorized(tmp_path_factory):
    lists = f"{HEAD}\n" + "\n".join(ROWS) + "\n"
    who = a_practice(tmp_path_factory.mktemp("a"), patients_csv=a_csv(a_patient()), auths_csv=lists.encode())
    return prepare(read_demographics(who), AS_OF)


def test_an_authorization_that_ends_within_thirty_days_is_named(authorized):
    found = authorized.exceptions
    rows = {code: sorted(part["source_row"]) for code, part in found.groupby("code")}
    assert rows["auth-ends-soon"] == [2, 4] and rows["auth-expired"] == [5]


def test_blank_visits_of_one_that_goes_on_are_unknown_and_not_none(authorized):
    found = authorized.exceptions
    rows = {code: sorted(part["source_row"]) for code, part in found.groupby("code")}
    assert rows["auth-visits-unknown"] == [3] and rows["auth-used-up"] == [4]


def test_authorizations_are_shown_with_their_last_days_those_that_end_soon_first(authorized):
    made = granted(authorized.authorizations, AS_OF)
    assert made.frame[["number", "state", "visits"]].to_numpy().tolist() == [
        ["N3", "ends within 30 days", "none"],
        ["N1", "ends within 30 days", "some left"],
        ["N2", "goes on", "not known"],
        ["N4", "has ended", "not known"],
    ]
    assert "of 1 authorization that goes on, the visits left are not known" in made.note


def test_one_day_is_meant_by_the_tile_the_finding_and_the_column_of_authorizations(tmp_path):
    # on 2026-07-31: N1 and N6 can be used; N2 begins a day later, N3 has ended, N4 has none left
    rows = ("N1,Aetna,7/31/2026,9/30/2026,12,5", "N2,Aetna,8/1/2026,9/30/2026,12,12",
            "N3,Aetna,1/5/2026,7/30/2026,12,5", "N4,Aetna,1/5/2026,9/30/2026,12,0",
            "N6,Cigna,1/5/2026,8/10/2026,12,3")  # fmt: skip
    text = f"{HEAD}\n" + "\n".join(f"10021,{row}" for row in rows) + "\n"
    who = a_practice(tmp_path, patients_csv=a_csv(a_patient()), auths_csv=text.encode())
    cutover = dt.date(2026, 9, 1)
    result = assess(Inputs(read_demographics(who), who, AS_OF, Known(cutover=cutover)))
    label = "Authorizations that can be used on 2026-07-31"
    figure = next(one for one in result.figures if one.label == label)
    assert (figure.value, "1 begins later" in figure.note) == ("2", True)
    assert next(one.count for one in result.findings if one.code == "demo-auth-open") == 2
    by_payer = result.tables["by_payer"]
    usable = by_payer.frame.set_index("payer_name")["open_authorizations"]
    assert usable.to_dict() == {"Aetna": 1, "Cigna": 1} and "2026-07-31" in by_payer.note
    states = result.tables["authorizations"].frame.set_index("number")["state"].to_dict()
    assert states == {"N6": "ends within 30 days", "N1": "goes on", "N4": "goes on", "N2": "begins later",
                      "N3": "has ended"}  # fmt: skip
    late = dt.date(2026, 10, 1)
    told = granted(prepare(read_demographics(who), AS_OF).listed, AS_OF, late)
    assert told.frame.set_index("number")["state"]["N1"] == "ends before the cutover"


def test_a_practice_without_a_day_of_the_move_reads_of_no_cutover_as_if_it_had_one(authorized):
    for code in ("auth-open", "auth-expired", "coverage-later"):
        words = rules()[code].words
        assert "at the cutover" not in words.many + words.meaning and "cutover" not in words.many


@pytest.mark.parametrize("code", ["demo-auth-ends-soon", "demo-auth-visits-unknown"])
def test_both_are_work_for_a_person_and_block_nobody(authorized, code):
    rule = rules()[code.removeprefix("demo-")]
    assert rule.finding == code and not rule.blocks and not rule.is_warning


def listed(home, header: str, *cells: str):
    """An export with one more column."""
    text = a_csv(*(a_patient(account_number=f"B{n}", last_name=f"Quist{'abcdef'[n]}", primary_member_id=f"W00000000{n}",
                             street=f"{n} Elm St") for n in range(len(cells)))).decode()  # fmt: skip
    first, *rows = text.splitlines()
    lines = [f"{first},{header}", *(f"{row},{cell}" for row, cell in zip(rows, cells, strict=True))]
    return read_demographics(a_practice(home, patients_csv="\n".join(lines).encode()))


def codes(export):
    found = findings(export, prepare(export, AS_OF), False, None)
    return {f.code: f for f in found}


def test_an_accident_without_a_day_and_a_note_are_counted_and_listed(tmp_path):
    export = listed(
        tmp_path, "MVA?,Date of Accident,Billing Notes", "Y,3/2/2026,", "yes,,moved away", "N,,", ",,"
    )
    rows = {row.kind: (row.filled, row.rows) for row in beside.held(export, AS_OF).frame.itertuples()}
    # two are accidents, one of them without a day; "N" and blank are none; one note
    assert rows == {
        "accident or injury case": (2, 4),
        "date of accident or injury": (1, 4),
        "notes of people": (1, 4),
    }
    found = codes(export)
    assert found["demo-accident-undated"].evidence.frame["account_number"].tolist() == ["B1"]
    assert found["demo-patient-note"].evidence.frame["message"].tolist() == ["moved away"]


def test_without_such_a_column_the_number_is_unknown(tmp_path):
    export = listed(tmp_path, "Favorite color", "red")
    assert beside.held(export, AS_OF).frame.empty and "demo-patient-note" not in codes(export)
    assert not_judged.why_not(export, Known())["accident-undated"] == beside.NO_COLUMN


def test_a_column_of_guarantors_that_is_not_read_is_said_to_be_there(tmp_path):
    text = "Account,Last Name,First Name,DOB,Guarantor\nK1,Arden,Lou,3/4/1980,Self\n"
    text += "K2,Arden,Bea,5/6/2015,Self\nK3,Moss,Kit,7/8/2014,\n"
    export = read_demographics(a_practice(tmp_path, patients_csv=text.encode()))
    figure = told(GUARANTORS, export, Figure("Guarantors", "0"))
    assert figure.value is None
    assert figure.note == "a column for it is there and is not read: filled in 2 of 3 rows"
    plain = text.replace("Guarantor", "Color")
    bare = read_demographics(a_practice(tmp_path / "b", patients_csv=plain.encode()))
    bare = told(GUARANTORS, bare, Figure("Guarantors", "0"))
    assert bare.note == "no column of the export tells it"


@pytest.mark.parametrize(
    ("one", "other", "number"),
    [
        ("Cigna", "Aetna", 1),
        ("Aetna", "AETNA INC", 0),
        ("United Healthcare", "UHC", 0),
        ("Aetna", "Aetna", 0),
    ],
)
def test_one_member_id_under_two_payers_is_a_question(tmp_path, one, other, number):
    same = {
        "primary_member_id": "W440091122",
        "last_name": "Quist",
        "street": "4 Elm St",
        "birth_date": "01/02/2001",
        "primary_relationship": "",
    }
    both = [a_patient(**same, account_number="B1", first_name="Ada", primary_payer_name=one),
            a_patient(**same, account_number="B2", first_name="Leopold", primary_payer_name=other)]  # fmt: skip
    export = read_demographics(a_practice(tmp_path, patients_csv=a_csv(*both)))
    pairs = prepare(export, AS_OF).duplicates
    assert int(pairs["code"].eq("member-shared").sum()) == number
