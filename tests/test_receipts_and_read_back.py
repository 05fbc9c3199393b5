"""What Medi gives back: receipts of claims, and the patients held against the import, both ways."""

from __future__ import annotations

import csv
import datetime as dt
import io
import re
import tempfile
from dataclasses import replace
from functools import cache
from pathlib import Path

import pandas as pd
import pytest
from cutover.columns import Privacy
from cutover.reading.claims.receipts import ANSWERED, MEDI_FOLDER, Receipts, load_medi_receipts, load_receipts
from cutover.reading.patients.exports import read_demographics
from cutover.reading.practice.book import Practice
from cutover.reading.practice.files_held import load_holdings
from cutover.reporting.page import KEY
from cutover.workstreams.demographics.patient_import import prepare
from cutover.workstreams.readiness import evidence, findings
from cutover.workstreams.readiness import inputs as readiness_inputs
from cutover.workstreams.readiness.inputs import with_payers
from cutover.workstreams.readiness.patients import SEARCHED, read_back
from cutover.workstreams.readiness.providers import providers
from cutover.workstreams.readiness.report import assess
from cutover_sample.handoff_files import receipts as written
from cutover_sample.ready_cast import Stand
from enrollment_makers import AS_OF, NPI, OTHER_NPI
from examples import some
from parallel_frames import frame
from test_readiness import ready as made_ready

pytestmark = pytest.mark.usefixtures("unwritten")
HEADERS = ["Account Number", "Last Name", "First Name", "Date of Birth", "Gender", "Address", "City", "State",
           "Zip Code", "Primary Insurance", "Primary Policy ID"]  # fmt: skip
ANN = [
    "P-1",
    "ALDER",
    "ANN",
    "04/11/1958",
    "F",
    "12 OAK ST",
    "COLUMBUS",
    "OH",
    "43004",
    "AETNA",
    "W100200301",
]
BEN = [
    "P-2",
    "BIRCH",
    "BEN",
    "09/02/1971",
    "M",
    "4 ELM AVE",
    "COLUMBUS",
    "OH",
    "43004",
    "AETNA",
    "W100200302",
]


def of(home: Path) -> Practice:
    return Practice("billing", "north", "North", frozenset(), frozenset(), home)


@pytest.fixture
def practice(tmp_path):
    return of(tmp_path)


@pytest.fixture(scope="module", autouse=True)
def each_export_is_prepared_once():
    """Several tests have one import: what is made of an export is kept for the next test that reads the same one."""
    kept = {}  # with the export, so that no other one takes its place in memory

    def once(export, *given, **said):
        key = id(export), given, tuple(said.items())
        if key not in kept:
            kept[key] = export, prepare(export, *given, **said)
        return kept[key][1]

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(readiness_inputs, "prepare", once)
        yield


@cache
def ready():
    """The inputs of a practice that is ready; the tests take them with patients and receipts of their own."""
    return made_ready()


def export_of(folder: str, header: list[str], rows: list[list[str]]):
    """The patients of a folder with one table, read once for all tests that have this table."""
    return _read(folder, tuple(map(tuple, (header, *rows))))


@cache
def _read(folder: str, table: tuple[tuple[str, ...], ...]):
    out = io.StringIO()
    csv.writer(out).writerows(table)
    with tempfile.TemporaryDirectory() as home:
        practice = of(Path(home))
        put(practice, f"{folder}/a.csv", out.getvalue().encode())
        return read_demographics(practice, folder=folder)


def both(here: tuple[list[str], list[list[str]]], there: tuple[list[str], list[list[str]]]) -> dict:
    """The import and Medi's export, each a header and its rows, as inputs of readiness."""
    return {
        "here": export_of("demographics", *here),
        "there": export_of("medi_patients", *there),
        "known": {},
    }


def put(practice, path: str, data: bytes) -> None:
    file = practice.raw / path
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(data)


def sent(*claims: tuple[str, bool, str]) -> dict[str, bytes]:
    """A 999 and a 277CA of these claims."""
    return dict(written("north", Stand((), (), claims, {}), NPI))


def test_a_277ca_tells_of_each_claim_and_a_999_of_its_file(practice):
    for path, data in sent(("A1", True, "A2:20"), ("A2", False, "A7:562")).items():
        put(practice, path, data)
        put(practice, f"{path}.copy", data)  # the same bytes count once
    found = load_receipts(practice, MEDI_FOLDER)
    assert dict(zip(found.claims["patient_control_number"], found.claims["state"], strict=True)) == {
        "A1": "accepted", "A2": "rejected"}  # fmt: skip
    assert list(found.claims["codes"]) == ["A2:20", "A7:562"]
    assert (list(found.files["state"]), found.notes) == (["accepted"], ())
    assert found.claims["answered_on"].dt.date.unique().tolist() == [dt.date(2026, 7, 28)]


LIST = "Claim No,Date Sent,Payer,DOS,Charge,Status\n"


@pytest.mark.parametrize(
    ("listed", "ours"),
    [
        ({"GH401": 0, "GH402": 0, "GH403": 0}, ["GH401", "GH402", "GH403"]),
        ({"GH401": 0, "GH402": 0, "GH409": 0}, ["GH401", "GH402"]),  # 2 of 3
        ({"GH401": 0, "GH408": 0, "GH409": 0}, []),  # 1 of 3 may be chance
        ({"GH401": 1, "GH402": 1, "GH403": 1}, []),  # other charges, by one cent
        ({}, []),
    ],
)
@pytest.mark.parametrize("npi", [NPI, "1679576722"])  # the practice has another one
def test_a_receipt_under_an_npi_of_nobody_is_ours_by_the_numbers_and_charges_of_claims_sent(
    practice, listed, ours, npi
):
    practice = replace(practice, npis=frozenset({OTHER_NPI}))
    claims = [("GH401", True, "A2:20"), ("GH402", False, "A3:21"), ("GH403", True, "A2:20")]
    ((_, data),) = [(n, d) for n, d in sent(*claims).items() if n.endswith(".277")]
    put(practice, "medi_submissions/a.277", data.replace(NPI.encode(), npi.encode()))
    rows = [
        f"{n},07/20/2026,AETNA,07/10/2026,{100 + more / 100:.2f},Accepted\n" for n, more in listed.items()
    ]  # each is charged 100.00 in the receipt
    if rows:
        put(practice, "medi_submissions/list.csv", (LIST + "".join(rows)).encode())
    found = load_receipts(practice, MEDI_FOLDER)
    assert found.claims["patient_control_number"].tolist() == ours
    assert found.claims["provider_npi"].isna().all()  # the NPI of nobody names no provider of the practice
    aside = found.not_own[found.not_own["whose"].eq("nobody's")]
    assert int(aside["rows"].sum()) == 3 - len(ours)
    if len(ours) > 1:
        assert found.claims["state"].tolist()[:2] == ["accepted", "rejected"]
    held = load_holdings(practice).identifiers
    held = held[held["source_file"].eq("medi_submissions/a.277")]
    assert set(zip(held["kind"], held["is_own"].astype(bool), strict=True)) == (
        {("NPI", False), ("rows", True)} if ours else {("NPI", False)}
    )


def test_receipts_among_the_remittances_count_and_one_in_both_folders_once(practice):
    for path, data in sent(("A1", True, "A2:20")).items():
        put(practice, f"medi_era/{path.rpartition('/')[2]}", data)
    alone = load_medi_receipts(practice)
    for path, data in sent(("A1", True, "A2:20")).items():
        put(practice, path, data)
    both = load_medi_receipts(practice)
    for found in (alone, both):
        assert (found.claims["patient_control_number"].tolist(), len(found.files)) == (["A1"], 1)
    assert alone.claims["source_file"].str.startswith("medi_era/").all()
    assert both.claims["source_file"].str.startswith("medi_submissions/").all()


def test_what_is_no_receipt_is_passed_over_and_a_cut_one_is_said(practice):
    (name, data), *_ = [(n, d) for n, d in sent(("A1", True, "A2:20")).items() if n.endswith(".277")]
    put(practice, "medi_submissions/readme.txt", b"nothing")
    put(practice, name, data.replace(b"STC*A2:20*20260728*WQ", b"STC*A2:20*20260728*ZZ"))
    found = load_receipts(practice, MEDI_FOLDER)
    assert list(found.claims["state"]) == ["not stated"]  # neither accepted nor rejected
    assert not load_receipts(practice, "submissions").claims.size


def status_file(*segments: str) -> bytes:
    """The 277CA of one claim, with its STC put in place of that of the sample's writer."""
    (data,) = [d for n, d in sent(("A1", True, "A2:20")).items() if n.endswith(".277")]
    return data.replace(b"STC*A2:20*20260728*WQ*100~", "~".join((*segments, "")).encode())


@pytest.mark.parametrize(
    ("status", "state"),
    [
        ("STC*A2:20*20260728*WQ*100", "accepted"),
        ("stc*a2:20*20260728*wq*100", "accepted"),
        ("STC*A2:20*20260728**100", "accepted"),  # no action: the category says it
        ("STC*A7:562*20260728**100", "rejected"),
        ("STC*A3:33*20260728*U*100", "rejected"),
        ("STC*A7:562*20260728*WQ*100", "not stated"),  # the action takes what the category rejects
        ("STC*:20*20260728**100", "not stated"),
        ("STC*A2:20*20260728*ZZ*100", "not stated"),
    ],
)
def test_a_status_decides_by_its_action_else_by_its_category_and_a_doubt_is_no_decision(
    practice, status, state
):
    put(practice, "medi_submissions/a.277", status_file(status))
    assert list(load_receipts(practice, MEDI_FOLDER).claims["state"]) == [state]


@pytest.mark.parametrize(
    ("source", "payer"),
    [
        ("STEDI", None),
        ("Availity, LLC", None),
        ("HUMANA", "HUMANA"),
        ("STEDI HEALTH PLAN", "STEDI HEALTH PLAN"),
    ],
)
def test_a_clearinghouse_that_is_the_source_of_a_receipt_is_no_payer(practice, source, payer):
    name = re.compile(rb"(NM1\*PR\*2\*)[^*~]+")
    data = status_file("STC*A2:20*20260728*WQ*100")
    assert name.search(data)
    put(practice, "medi_submissions/a.277", name.sub(rb"\g<1>" + source.encode(), data))
    found = load_receipts(practice, MEDI_FOLDER).claims["payer_name"]
    assert [None if pd.isna(one) else one for one in found] == [payer]


@pytest.mark.parametrize(
    ("names", "payer"),
    [(["Aetna"], "Aetna"), (["Aetna", "Aetna"], "Aetna"), (["Aetna", "Cigna"], None), ([], None)],
)
def test_a_receipt_without_a_payer_takes_the_one_of_the_list_of_sent_claims(names, payer):
    claims = pd.DataFrame(
        {"patient_control_number": ["A1", "A2"], "payer_name": [None, "HUMANA"]}, dtype="str"
    )
    listed = pd.DataFrame({"patient_control_number": ["A1"] * len(names), "payer_name": names}, dtype="str")
    filled = with_payers(Receipts(claims=claims), listed).claims["payer_name"]
    assert [None if pd.isna(one) else one for one in filled] == [payer, "HUMANA"]


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"no receipt at all", "neither a 999 nor a 277CA"),
        (status_file(), "counts differ"),  # the decision is lost
        (status_file("STC*A2:20*20260728*WQ*100", "STC*A7:562*20260728*U*100"), "counts differ"),
        (status_file("STC*A2:20*2026O728*WQ*100"), "not a date"),
        (status_file("STC**20260728*WQ*100"), "no outcome"),
    ],
)
def test_what_is_damaged_or_no_receipt_is_said(practice, data, words):
    put(practice, "medi_submissions/a.277", data)
    assert words in " ".join(load_receipts(practice, MEDI_FOLDER).notes)


def test_a_999_that_lists_no_set_tells_by_its_total(practice):
    (data,) = [d for n, d in sent(("A1", True, "A2:20")).items() if n.endswith(".999")]
    kept = [part for part in data.split(b"~\n") if not part.startswith((b"AK2", b"IK5"))]
    bare = b"~\n".join(b"SE*4*0001" if part.startswith(b"SE") else part for part in kept)
    put(practice, "medi_submissions/a.999", bare.replace(b"AK9*A*1*1*1", b"AK9*R*1*1*0"))
    found = load_receipts(practice, MEDI_FOLDER)
    assert (list(found.files["state"]), found.notes) == (["rejected"], ())


def held(here: list[list[str]], there: list[list[str]], npis: tuple[str, ...] = (NPI,)):
    """The read-back of these patients of the import and of Medi, and a receipt of Medi that names these NPIs."""
    told = [{"patient_control_number": f"P{n}", "provider_npi": npi, "answered_on": AS_OF, "state": "accepted",
             "codes": "A2:20", "source_file": "x.277", "source_row": n} for n, npi in enumerate(npis)]  # fmt: skip
    return replace(
        ready(), receipts=Receipts(frame(ANSWERED, told)), **both((HEADERS, here), (HEADERS, there))
    )


def gate_of(given):
    """What the files show of the gate that patients and providers have arrived."""
    return evidence._OF["day-zero-2"](given)


def of_patients(given) -> dict[str, int]:
    """The findings on patients by code, and their counts."""
    return {one.code: one.count for one in findings._of_patients(given)}


def test_patients_and_providers_that_all_arrived_show_the_gate():
    given = held([ANN, BEN], [BEN, ANN])
    assert gate_of(given).shows is True
    assert read_back(given).compared == 2


@pytest.mark.parametrize(
    ("npis", "states"),
    [
        ((), ["not seen yet"]),
        ((NPI,), ["seen"]),
        ((OTHER_NPI,), ["not seen yet", "not in the intake"]),
        ((NPI, OTHER_NPI), ["seen", "not in the intake"]),
    ],
)
def test_a_provider_has_arrived_where_a_file_of_medi_names_the_npi(npis, states):
    given = held([ANN], [ANN], npis)
    assert list(providers(given)["state"]) == states
    assert gate_of(given).shows is (True if states == ["seen"] else None)


def test_a_patient_that_is_missing_refutes_the_gate_whatever_is_known_of_providers():
    assert gate_of(held([ANN, BEN], [ANN], ())).shows is False


def test_a_patient_with_a_new_account_number_is_found_by_name_and_birth_date():
    given = held([ANN, BEN], [["77", *ANN[1:]], BEN])
    found = read_back(given)
    assert (len(found.missing), len(found.extra), len(found.changed)) == (0, 0, 0)
    lost = found.searched.set_index("searched_by")["lost"]
    assert (lost["account number"], lost["member ID"]) == (1, 0)


def test_missing_extra_and_changed_are_told_apart():
    cleo = ["P-3", "CEDARS", "CLEO", "01/30/1949", "F", *ANN[5:9], "AETNA", "W100200303"]
    found = read_back(held([ANN, BEN], [[*ANN[:8], "43017", *ANN[9:]], cleo]))
    assert list(found.missing["last_name"].str.upper()) == ["BIRCH"]
    assert list(found.extra["last_name"].str.upper()) == ["CEDARS"]
    assert found.changed[["field", "was", "now"]].to_numpy().tolist() == [["ZIP", "43004", "43017"]]


def test_case_and_signs_are_no_change_and_a_lost_value_is():
    same = read_back(held([ANN], [[*ANN[:5], "12 Oak St.", "Columbus", *ANN[7:]]]))
    assert len(same.changed) == 0
    lost = read_back(held([ANN], [[*ANN[:5], "", *ANN[6:]]]))
    assert list(lost.changed["field"]) == ["street"]


FEW = [0, 1, 2, 3, 4, 9, 10]  # without street, city, state and ZIP
FEW_HEADERS, FEW_OF_ANN = ([row[n] for n in FEW] for row in (HEADERS, [*ANN[:10], "W100200399"]))


@pytest.mark.parametrize(
    ("here", "there"),
    [
        ((HEADERS, [ANN]), (FEW_HEADERS, [FEW_OF_ANN])),  # a field that Medi has no column for is not lost
        ((FEW_HEADERS, [FEW_OF_ANN]), (HEADERS, [ANN])),  # one that the practice has none for has not changed
    ],
)
def test_a_field_that_one_of_the_two_exports_has_no_column_for_is_neither_lost_nor_changed(here, there):
    found = back(here, there)
    assert list(found.changed["field"]) == ["member ID"] and found.compared == 1


@pytest.mark.parametrize(
    ("kept", "row", "changed", "found"),
    [
        ([*range(9), 10], ANN, [], 1),  # Medi's export has no payer: the member ID is read all the same
        ([*range(9), 10], [*ANN[:10], "W100200399"], [["member ID", ANN[10], "W100200399"]], 0),
        ([*range(10)], ANN, [], None),  # it has no member ID: the payer is not lost, nor a search by it
        ([*range(11)], [*ANN[:9], "", ANN[10]], [["payer", ANN[9], None]], 1),  # a cell that Medi left blank
        ([*range(11)], [*ANN[:10], ""], [["member ID", ANN[10], None]], 0),
    ],
)
def test_of_a_coverage_that_lacks_a_payer_or_a_member_id_the_other_is_compared(kept, row, changed, found):
    there = [HEADERS[n] for n in kept], [[row[n] for n in kept]]
    told = back((HEADERS, [ANN]), there)
    said = told.changed[["field", "was", "now"]].astype(object)
    assert said.where(said.notna(), None).to_numpy().tolist() == changed
    search = told.searched.set_index("searched_by").loc["member ID"]
    assert search["patients"] == 1
    assert (None if search[["found", "several", "lost"]].isna().all() else search["found"]) == found


def test_a_search_by_what_the_import_has_no_column_of_is_not_known():
    kept = [*range(10)]
    told = back(([HEADERS[n] for n in kept], [[ANN[n] for n in kept]]), (HEADERS, [ANN]))
    search = told.searched.set_index("searched_by")
    assert search.loc["member ID"].isna().all() and search.loc["account number", "found"] == 1


def test_a_search_by_number_is_not_known_where_no_column_of_medi_s_export_is_one():
    told = back((HEADERS, [ANN]), (HEADERS[1:], [ANN[1:]])).searched.set_index("searched_by")
    assert told.loc["account number", "patients"] == 1
    assert told.loc["account number", ["found", "several", "lost"]].isna().all()
    assert told.loc["last name and birth date", "found"] == 1


def test_the_table_of_searches_says_by_what_was_searched_to_owners_too():
    open_ = [c.label for c in SEARCHED if c.privacy is Privacy.OPEN and c.name != KEY]
    assert open_ == ["Searched by", "Patients with it", "Found", "Found more than once", "Not found"]


@pytest.mark.parametrize(("second", "number"), [
    (["P-9", *ANN[1:]], 1),  # both charts of one person arrived, each under its own number
    (["P-9", *ANN[1:10], "W100200399"], 0),  # two member IDs may be two people
    (["P-9", "ALDER", "AMY", *ANN[3:]], 0),  # a twin
])  # fmt: skip
def test_a_person_who_arrived_under_two_numbers_is_to_be_merged(second, number):
    given = held([ANN, second, BEN], [ANN, second, BEN])
    found = read_back(given)
    assert (found.compared, len(found.again), len(found.extra), len(found.doubled)) == (3, 0, 0, number)
    assert found.doubled["arrived_as"].tolist() == [ANN[0]] * number
    rows = assess(given).tables["patients"].frame.set_index("what")["patients"].to_dict()
    assert rows.get("of them further rows in Medi of a person who arrived", 0) == number
    assert {one.code: one.count for one in findings.made(given)}.get("ready-patient-again", 0) == number


def test_an_export_of_medi_of_which_no_patient_can_be_read_shows_nobody_to_be_missing():
    lacking = [
        ["", *one[1:3], "", *one[4:]] for one in (ANN, BEN)
    ]  # neither number nor birth date in any row
    given = held([ANN, BEN], lacking)
    assert read_back(given) is None
    told = gate_of(given)
    assert told.shows is None and "no patient could be read" in told.words
    one = held([ANN, BEN], [lacking[0], BEN])
    assert read_back(one).compared == 1


def test_a_row_of_medi_without_a_number_is_compared_by_name_and_birth_date():
    found = read_back(held([ANN, BEN], [["", *ANN[1:]], BEN]))
    assert (found.compared, len(found.missing), len(found.extra), len(found.again)) == (2, 0, 0, 0)


@pytest.mark.parametrize(
    ("member", "birth", "again", "extra"),
    [
        (ANN[10], ANN[3], 1, 0),
        ("", ANN[3], 1, 0),  # a member ID that one row lacks does not part them
        ("W900900900", ANN[3], 0, 1),
        (ANN[10], "01/02/1970", 0, 1),
    ],
)
def test_a_further_row_of_medi_of_one_who_arrived_is_told_as_such(member, birth, again, extra):
    twin = ["", *ANN[1:3], birth, *ANN[4:10], member]
    given = held([ANN, BEN], [ANN, BEN, twin])
    found = read_back(given)
    assert (found.compared, len(found.again), len(found.extra)) == (2, again, extra)
    assert found.again["arrived_as"].tolist() == [ANN[0]] * again
    told = of_patients(given)
    assert ("ready-patient-again" in told, "ready-patient-extra" in told) == (bool(again), bool(extra))


def test_who_is_set_aside_on_one_side_is_neither_missing_nor_in_medi_alone():
    bare = ["P-9", "DUNE", "DORA", "", *ANN[4:10], "W100200309"]  # no birth date in the import
    whole = [*bare[:3], "01/30/1949", *bare[4:]]
    given = held([ANN, bare], [ANN, whole])
    found = read_back(given)
    assert (len(found.missing), len(found.extra)) == (0, 0)
    assert found.aside[["account_number", "where"]].to_numpy().tolist() == [["P-9", "the import"]]
    assert found.aside["why"].tolist() == ["A patient has no birth date"]
    assert "ready-patient-aside" in of_patients(given)
    turned = read_back(held([ANN, whole], [ANN, bare]))
    assert (len(turned.missing), len(turned.extra)) == (0, 0)
    assert turned.aside[["account_number", "where"]].to_numpy().tolist() == [["P-9", "Medi's export"]]


def test_another_last_name_under_the_number_is_another_person():
    bare = ["P-9", "DUNE", "DORA", "", *ANN[4:10], "W100200309"]
    other = ["P-9", "ELM", "EVE", "01/30/1949", *ANN[4:10], "W100200310"]
    found = read_back(held([ANN, bare], [ANN, other]))
    assert (len(found.extra), len(found.aside)) == (1, 0)


def test_a_row_that_medi_alone_has_and_that_cannot_be_used_is_shown_with_its_reason():
    bare = ["P-9", "DUNE", "DORA", "", *ANN[4:10], "W100200309"]
    found = read_back(held([ANN], [ANN, bare]))
    assert found.aside[["where", "why"]].to_numpy().tolist() == [
        ["Medi's export", "A patient has no birth date"]
    ]


def back(here: tuple[list[str], list[list[str]]], there: tuple[list[str], list[list[str]]]):
    """The read-back of an import and an export of Medi, each a header and its rows."""
    return read_back(replace(held([ANN], [ANN]), **both(here, there)))


def renumbered(prior: str, *rows: tuple[str, list[str]]) -> tuple[list[str], list[list[str]]]:
    """Medi's export with a number of its own and, under the header `prior`, that of the system before."""
    return ["Patient ID", prior, *HEADERS[1:]], [
        [f"M{n}", old, *row[1:]] for n, (old, row) in enumerate(rows)
    ]


WED = [
    "P-1",
    "ALDER",
    "ANNE",
    "04/12/1958",
    *ANN[4:10],
    "W100200999",
]  # Ann, with all but her number otherwise


@pytest.mark.parametrize(
    "prior",
    some(["legacy_chart", "Legacy Account #", "Old Chart No", "OA Chart #", "Prior System ID", "Former MRN",
          "OfficeAlly ID", "previous_patient_number", "Source Record ID"], 3),
)  # fmt: skip
def test_a_patient_is_found_in_medi_by_the_number_of_the_system_before(prior):
    found = back((HEADERS, [ANN, BEN]), renumbered(prior, ("P-1", WED), ("P-2", BEN)))
    assert (len(found.missing), len(found.extra), found.compared) == (0, 0, 2)
    assert sorted(found.changed["field"]) == ["birth date", "first name", "member ID"]


def test_a_number_of_the_system_before_that_is_another_s_in_medi_does_not_lead_to_the_other():
    # Medi gave CLEO, who is new, the number that ANN had before
    cleo = ["x", "CEDARS", "CLEO", "01/30/1949", "F", *ANN[5:9], "AETNA", "W100200303"]
    header, rows = renumbered("Legacy Chart", ("P-1", WED), ("", cleo))
    rows[1][0] = "P-1"
    found = back((HEADERS, [ANN]), (header, rows))
    assert found.changed["now"].tolist() == ["ANNE", "1958-04-12", "W100200999"]


def test_in_the_export_of_office_ally_a_number_of_a_system_before_it_is_no_account():
    header = [*HEADERS, "Old Account #"]
    found = back((header, [[*ANN, "P-2"], [*BEN, "P-1"]]), (HEADERS, [WED, BEN]))
    assert found.changed["account_number"].unique().tolist() == ["P-1"]


def test_medi_s_number_of_the_system_before_may_be_the_chart_s_of_an_import_that_has_both():
    header = ["Account Number", "Chart Number", *HEADERS[1:]]
    both = [
        ["P-1", "P-2", *ANN[1:]],
        ["P-2", "P-7", *BEN[1:]],
        ["P-3", "P-8", "CEDARS", "CLEO", *BEN[3:10], "W1"],
    ]
    there = renumbered(
        "Legacy Chart", ("P-2", ANN), ("P-7", BEN), ("P-8", ["x", "CEDARS", "CLEO", *BEN[3:10], "W1"])
    )
    found = back((header, both), there)  # charts: 3 of 3 are known, accounts: P-2 alone
    assert (len(found.changed), len(found.missing), found.compared) == (0, 0, 3)


def test_an_accent_is_a_way_of_writing_and_another_letter_is_not():
    spelled = [["P-1", "Muñoz", *ANN[2:]], ["P-2", "Gräber", *BEN[2:]]]
    plain = [["P-1", "MUNOZ", *ANN[2:]], ["P-2", "GRUBER", *BEN[2:]]]
    assert read_back(held(spelled, plain)).changed["now"].str.upper().tolist() == ["GRUBER"]


def test_without_an_export_of_either_side_the_gate_stays_open():
    assert gate_of(ready()).shows is None


@pytest.mark.parametrize(
    ("second", "twice"),
    [
        (["P-9", *ANN[1:]], True),
        (["P-9", *ANN[1:10], ""], True),  # without a member ID
        (["P-9", "alder", "Ann", *ANN[3:]], True),
        (["P-9", *ANN[1:10], "W100200399"], False),  # another member ID
        (["P-9", "ALDER", "ANNA", *ANN[3:]], False),  # a twin
        (["P-9", *ANN[1:3], "04/12/1958", *ANN[4:]], False),
    ],
)
def test_a_second_chart_of_a_person_who_arrived_is_not_missing(second, twice):
    given = held([ANN, BEN, second], [ANN, BEN])
    found = read_back(given)
    assert (len(found.missing), len(found.twice), found.compared) == (0 if twice else 1, 1 if twice else 0, 2)
    told = gate_of(given)
    assert told.shows is twice and ("1 second chart" in told.words) is twice
    codes = of_patients(given)
    assert (codes.get("ready-patient-twice", 0), codes.get("ready-patient-missing", 0)) == (
        int(twice),
        int(not twice),
    )
    if twice:
        assert found.twice["arrived_as"].tolist() == ["P-1"]


@pytest.mark.parametrize(
    ("first", "missing", "twice"),
    [
        (["P-9", "ALDER", "Ann", *ANN[3:]], [], ["P-9"]),  # a second chart of hers
        (["P-9", "ALDER", "ANNA", *ANN[3:]], ["P-9"], []),  # her twin did not arrive
    ],
)
def test_one_row_of_medi_under_a_number_of_its_own_is_one_patient_alone(first, missing, twice):
    rows = [ANN, first] if twice else [first, ANN]
    found = read_back(held([*rows, BEN], [["77", *ANN[1:]], BEN]))
    told = [found.missing["account_number"].tolist(), found.twice["account_number"].tolist(), found.compared]
    assert told == [missing, twice, 2]


def test_two_charts_of_one_person_that_both_did_not_arrive_are_missing():
    found = read_back(held([ANN, ["P-9", *ANN[1:]], BEN], [BEN]))
    assert (len(found.missing), len(found.twice)) == (2, 0)


def told_by(header: list[str], here: list[list[str]], there: list[list[str]], medi: list[str] | None = None):
    """The read-back of tables with further columns; `medi` is the header of Medi's where it is another."""
    ours, theirs = ([*HEADERS, *names] for names in (header, header if medi is None else medi))
    given = replace(ready(), **both((ours, here), (theirs, there)))
    return given, read_back(given)


@pytest.mark.parametrize(
    ("status", "seen", "missing", "inactive"),
    [
        ("Active", "", 1, 0),
        ("Inactive", "", 0, 1),
        ("Inactive", "07/30/2025", 0, 1),  # a day more than a year before the report
        ("Inactive", "07/31/2026", 1, 0),  # seen, whatever the export calls it
        ("", "", 1, 0),
    ],
)
def test_a_patient_whom_the_practices_export_calls_inactive_is_not_missed_in_medi(
    status, seen, missing, inactive
):
    header = ["Status", "Last Visit"]
    rows = [[*ANN, "Active", "07/01/2026"], [*BEN, status, seen]]
    given, found = told_by(header, rows, [rows[0]])
    assert (len(found.missing), len(found.inactive), found.compared) == (missing, inactive, 1)
    words = gate_of(given).words
    assert ("1 patient of the import is missing" in words) == bool(missing)
    assert ("1 inactive patient not in Medi" in words) == bool(inactive)


SECOND = ["Secondary Insurance", "Secondary Policy ID"]
CIGNA = ["CIGNA", "U100200301"]


@pytest.mark.parametrize(
    ("was", "now", "changed"),
    [
        (CIGNA, CIGNA, []),
        (CIGNA, ["Cigna Healthcare", "u-100200301"], []),  # another spelling, the same number
        (CIGNA, ["", ""], [["second coverage", "CIGNA, U100200301", None]]),
        (["", ""], CIGNA, [["second coverage", None, "CIGNA, U100200301"]]),
        (CIGNA, ["CIGNA", "U100200310"], [["second coverage", "CIGNA, U100200301", "CIGNA, U100200310"]]),
        (["", ""], ["", ""], []),
    ],
)
def test_a_second_coverage_that_did_not_arrive_is_a_change(was, now, changed):
    other = [*BEN, "AETNA", "W200300401"]  # so that the columns hold something on both sides
    _, found = told_by(SECOND, [[*ANN, *was], other], [[*ANN, *now], other])
    told = found.changed[["field", "was", "now"]].astype(object)
    assert told.where(told.notna(), None).to_numpy().tolist() == changed


def test_a_second_coverage_is_not_lost_where_medi_s_export_has_no_columns_for_it():
    _, found = told_by(SECOND, [[*ANN, *CIGNA], [*BEN, *CIGNA]], [ANN, BEN], medi=[])
    assert list(found.changed["field"]) == []


@pytest.mark.parametrize(
    ("ends_on", "npis", "state", "shows"),
    [
        (
            dt.date(2026, 6, 30),
            (),
            "ended before the cutover",
            None,
        ),  # nobody else is listed: nothing has arrived
        (dt.date(2026, 6, 30), (NPI,), "ended before the cutover", None),  # a claim of old may name who left
        (dt.date(2027, 6, 30), (), "not seen yet", None),
        (None, (), "not seen yet", None),
    ],
)
def test_a_provider_who_left_before_the_cutover_need_not_arrive(ends_on, npis, state, shows):
    given = held([ANN], [ANN], npis)
    tables = given.enrolled.files.intake.tables
    listed = tables["providers"].assign(ends_on=pd.Series([ends_on], dtype="datetime64[ms]"))
    intake = replace(given.enrolled.files.intake, tables=tables | {"providers": listed})
    given = replace(
        given, enrolled=replace(given.enrolled, files=replace(given.enrolled.files, intake=intake)), known={}
    )
    assert list(providers(given)["state"]) == [state]
    assert gate_of(given).shows is shows


def searched_by_number(here: list[str], there: list[str]) -> tuple[int, ...]:
    """Patients, found, found more than once and not found, of a search by account number; each patient is another."""
    sides = [
        [
            [number, f"NAME{name}", *ANN[2:-1], f"W{name}{number}"]
            for number, name in zip(numbers, "ABC", strict=False)
        ]
        for numbers in (here, there)
    ]
    rows = read_back(held(*sides)).searched.set_index("searched_by")
    return tuple(int(n) for n in rows.loc["account number"])


@pytest.mark.parametrize(
    ("here", "there", "counts"),
    [
        (["000101", "000102"], ["101", "102"], (2, 2, 0, 0)),
        (["101", "102"], ["0101", "000102"], (2, 2, 0, 0)),
        (["A-007", "A-008"], ["A-7", "A-8"], (2, 0, 0, 2)),  # zeros within a number are part of it
        (["000101", "101"], ["101", "102"], (2, 1, 0, 1)),  # two accounts here: 101 is 101 alone
        (["000101", "000102"], ["0101", "102"], (2, 2, 0, 0)),
        (["000101", "000102"], ["101", "0101"], (2, 0, 0, 2)),  # two in Medi: 000101 is neither for sure
    ],
)
def test_leading_zeros_that_a_spreadsheet_drops_make_no_other_account(here, there, counts):
    assert searched_by_number(here, there) == counts
