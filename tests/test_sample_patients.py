"""The sample's patients, intakes and stray files: each planted defect counted again from the bytes."""

from __future__ import annotations

import csv
import datetime as dt
import io
import re
from collections import Counter, defaultdict

import msoffcrypto
import openpyxl
import pytest
from cutover.identifiers import is_mbi, is_npi, is_taxonomy
from cutover_sample.chart_files import LIST_LAYOUT, PRINTED_LAYOUT
from cutover_sample.codes import CLAIM_CODES, CODES, IN_DEMOGRAPHICS, NOTES
from test_sample import Sample

AS_OF = dt.date(2026, 7, 31)
LIST = "juniper-hill/demographics/patients_20260318.csv"
PRINTED = "cedar-grove/demographics/Patient Listing.xlsx"
CUTOVER = {"cedar-grove": dt.date(2026, 9, 1), "juniper-hill": dt.date(2026, 11, 2)}


@pytest.fixture(scope="module")
def sample(sample_home):
    return Sample(sample_home)


MISSING = {
    "demo-birth-missing": ("birth",),
    "demo-name-missing": ("last",),
    "demo-address-missing": ("street", "zip"),
    "demo-member-missing": ("ins1_member",),
    "demo-coverage-lost": ("ins1_member",),
}


def listed(data):
    """The rows of the list by concept, with the line each stands on; carriage returns alone end a line."""
    assert b"\n" not in data
    header, *rows = list(csv.reader(io.StringIO(data.decode("cp1252"), newline="\r")))
    assert header == [name for name, _ in LIST_LAYOUT]
    names = [concept for _, concept in LIST_LAYOUT]
    return [dict(zip(names, row, strict=True), row=n) for n, row in enumerate(rows, 2)]


def printed(data):
    """The patients of the printed report by concept, and its other rows as text."""
    page = openpyxl.load_workbook(io.BytesIO(data)).active
    headers, names = [h for h, _ in PRINTED_LAYOUT], [concept for _, concept in PRINTED_LAYOUT]
    found, other = [], []
    for number, cells in enumerate(page.iter_rows(values_only=True), 1):
        if list(cells) == headers or sum(c is not None for c in cells) < 5:
            other.append("header" if list(cells) == headers else str(cells[0]))
        else:
            found.append(dict(zip(names, cells, strict=True), row=number))
    return found, other


def day(text):
    """A day as the list writes it, None where it is none."""
    try:
        return dt.datetime.strptime(text, "%m/%d/%Y").date()  # noqa: DTZ007
    except ValueError:
        return None


def keyed_rows(sample, code, practice):
    return sorted(c["row"] for c in sample.cases(code, practice))


def dirty_rows(sample, kind):
    return sorted(c["row"] for c in sample.key["dirt"] if c["kind"] == kind)


def test_births_that_cannot_be_are_those_of_the_key(sample):
    rows = listed(sample.files[LIST])
    born = {r["row"]: day(r["birth"]) for r in rows}
    four_digits = {r["row"] for r in rows if re.search(r"/\d{4}$", r["birth"])}
    short = [r["row"] for r in rows if re.fullmatch(r"\d\d/\d\d/\d\d", r["birth"])]
    none = [r["row"] for r in rows if r["birth"] and born[r["row"]] is None and r["row"] not in short]
    assert none == keyed_rows(sample, "demo-birth-impossible", "juniper-hill")
    assert len(none) == 4
    future = [row for row, b in born.items() if row in four_digits and b and b > AS_OF]
    assert future == keyed_rows(sample, "demo-birth-future", "juniper-hill")
    late = [
        r["row"]
        for r in rows
        if r["last_seen"] and born[r["row"]] and day(r["last_seen"]) < born[r["row"]] <= AS_OF
    ]
    assert late == keyed_rows(sample, "demo-birth-after-service", "juniper-hill")
    assert short == keyed_rows(sample, "demo-birth-two-digit", "juniper-hill")


def test_sex_state_and_zip_are_clean_unless_the_key_says_otherwise(sample):
    rows = listed(sample.files[LIST])
    unknown = [r["row"] for r in rows if r["sex"] in ("U", "Unknown", "")]
    assert unknown == keyed_rows(sample, "demo-sex-unknown", "juniper-hill")
    spelled = [r["row"] for r in rows if r["sex"] and r["sex"] not in ("M", "F", "U", "Unknown")]
    assert spelled == dirty_rows(sample, "sex spelled")
    assert len(spelled) == 24
    assert [r["row"] for r in rows if len(r["state"]) > 2] == keyed_rows(
        sample, "demo-state-spelled", "juniper-hill"
    )
    short = [r for r in rows if len(r["zip"]) == 4]
    lost = [r["row"] for r in short if r["state"] == "ME"]
    assert lost == keyed_rows(sample, "demo-zip-restored", "juniper-hill")
    assert [r["row"] for r in short if r["state"] != "ME"] == keyed_rows(
        sample, "demo-zip-unread", "juniper-hill"
    )
    assert {len(r["zip"]) for r in rows} == {0, 4, 5}


def test_missing_values_formulas_units_and_phones_are_those_of_the_key(sample):
    rows = listed(sample.files[LIST])
    for code, concepts in MISSING.items():
        missing = sorted(r["row"] for r in rows for name in concepts if not r[name])
        assert missing == keyed_rows(sample, code, "juniper-hill")
    assert all(r[name] for r in rows for name in ("account", "first", "city", "state", "ins1_payer"))
    live = [r["row"] for r in rows if any(str(v)[:1] in tuple("=+-@") for v in r.values())]
    assert live == keyed_rows(sample, "demo-formula", "juniper-hill")
    units = [r["row"] for r in rows if re.search(r"(?i)\b(apt|unit|ste)\b|#", r["street"])]
    assert units == keyed_rows(sample, "demo-apartment-inside", "juniper-hill")
    phones = [r["row"] for r in rows if len(re.sub(r"\D", "", r["home"])) != 10]
    assert phones == keyed_rows(sample, "demo-phone-unread", "juniper-hill")


def test_identifiers_of_the_list_are_well_formed_unless_planted(sample):
    rows = listed(sample.files[LIST])
    npis = [r["row"] for r in rows if not is_npi(r["npi"])]
    assert npis == keyed_rows(sample, "demo-npi-wrong", "juniper-hill")
    medicare = [r for r in rows if r["ins1_payer"].upper().startswith("MEDICARE")]
    assert [r["row"] for r in medicare if not is_mbi(r["ins1_member"])] == keyed_rows(
        sample, "demo-mbi-wrong", "juniper-hill"
    )


def test_coverages_and_authorizations_that_ended_or_go_on_are_those_of_the_key(sample):
    rows = listed(sample.files[LIST])
    ended = [r["row"] for r in rows if r["ins1_through"] and day(r["ins1_through"]) < AS_OF]
    assert ended == keyed_rows(sample, "demo-coverage-expired", "juniper-hill")
    until = {r["row"]: (day(r["auth_through"]), int(r["auth_left"])) for r in rows if r["auth_number"]}
    over = [row for row, (last, _) in until.items() if last < AS_OF]
    assert over == keyed_rows(sample, "demo-auth-expired", "juniper-hill")
    going = [row for row, (last, left) in until.items() if last >= CUTOVER["juniper-hill"] and left]
    assert going == keyed_rows(sample, "demo-auth-open", "juniper-hill")
    used_up = [row for row, (last, left) in until.items() if last >= CUTOVER["juniper-hill"] and not left]
    assert used_up == keyed_rows(sample, "demo-auth-used-up", "juniper-hill")
    assert not [row for row, (last, _) in until.items() if AS_OF <= last < CUTOVER["juniper-hill"]]


def test_duplicates_and_shared_numbers_are_those_of_the_key_and_families_are_none(sample):
    rows = listed(sample.files[LIST])
    by_account, by_member = defaultdict(list), defaultdict(list)
    for r in rows:
        by_account[r["account"]].append(r)
        by_member[r["ins1_payer"], r["ins1_member"]].append(r)
    together = sorted(r["row"] for same in by_account.values() if len(same) > 1 for r in same)
    assert together == keyed_rows(sample, "demo-account-shared", "juniper-hill")
    assert len(together) == 4  # two pairs
    shared = twice = 0
    for (_, member), same in by_member.items():
        births = {r["birth"] for r in same}
        if member and len(same) > 1:
            twice += (len(births) == 1) * (len(same) - 1)
            shared += (len(births) > 1) * len(same) * (len(same) - 1) // 2
    assert shared == sample.keyed("demo-member-shared", "juniper-hill")[0] == 4  # 1 + 3 pairs
    assert twice == sample.keyed("demo-person-twice", "juniper-hill")[0] == 4
    born = Counter((r["last"].upper(), r["first"].upper(), r["birth"]) for r in rows if r["birth"])
    # two of the four write the name otherwise or the same; one is misspelled and one has moved
    assert sum(n - 1 for n in born.values()) == 3
    names = Counter((r["last"], r["birth"], r["street"]) for r in rows if r["last"] == "Quillfeather")
    assert max(names.values()) == 2
    assert {r["suffix"] for r in rows if r["last"] == "Ashdown" and r["first"] == "Otis"} >= {"Sr", "Jr"}


def test_the_printed_report_counts_what_it_holds(sample):
    rows, other = printed(sample.files[PRINTED])
    pages = -(-len(rows) // 45)
    assert other[:3] == ["CEDAR GROVE FAMILY MEDICINE", "Patient Demographic Listing with Coverage",
                         "Printed: 07/31/2026 6:12 PM"]  # fmt: skip
    assert other.count("header") == pages
    assert [t for t in other if t.startswith("Page")] == [f"Page {n} of {pages}" for n in range(1, pages + 1)]
    assert f"Total patients: {len(rows)}" in other
    facts = next(f for f in sample.key["facts"]["patients"] if f["practice"] == "cedar-grove")
    assert facts["patients"] == len(rows)
    for rank in "123":
        assert facts[f"coverages_{rank}"] == sum(bool(r[f"ins{rank}_payer"]) for r in rows)
    assert facts["coverages_3"] == 3
    assert facts["authorizations"] == sum(bool(r["auth_number"]) for r in rows)


def test_zips_of_the_printed_report_are_numbers_shown_with_their_zeros(sample):
    page = openpyxl.load_workbook(io.BytesIO(sample.files[PRINTED])).active
    column = [h for h, _ in PRINTED_LAYOUT].index("ZIP") + 1
    cells = [page.cell(row, column) for row in range(6, 50)]
    assert {c.number_format for c in cells} == {"00000"}
    assert min(c.value for c in cells) == 4096  # 04096, Port Linden ME


def test_the_cases_of_the_printed_report_are_in_its_rows(sample):
    rows, _ = printed(sample.files[PRINTED])
    ended = [r["row"] for r in rows if r["ins1_through"] and r["ins1_through"].date() < AS_OF]
    assert ended == keyed_rows(sample, "demo-coverage-expired", "cedar-grove")
    damaged = [r["row"] for r in rows if isinstance(r["ins1_member"], int | float)]
    assert damaged == keyed_rows(sample, "demo-digits-lost", "cedar-grove")
    without = [r["row"] for r in rows if r["ins1_member"] is None or r["row"] in damaged]
    assert without == keyed_rows(sample, "demo-member-missing", "cedar-grove")
    gone = [r["row"] for r in rows if r["status"] != "Active"]
    told = [keyed_rows(sample, f"demo-{code}-seen", "cedar-grove") for code in ("inactive", "deceased")]
    assert gone == sorted(told[0] + told[1]) and len(told[1]) == 1
    auths = [r for r in rows if r["auth_number"]]
    going = [r["row"] for r in auths if r["auth_through"].date() >= CUTOVER["cedar-grove"] and r["auth_left"]]
    assert going == keyed_rows(sample, "demo-auth-open", "cedar-grove")


def test_the_patients_of_the_remittances_are_in_the_export_under_their_accounts(sample):
    exported = {r["account"]: r for r in listed(sample.files[LIST])}
    left_out = next(f for f in sample.key["facts"]["patients"] if f["practice"] == "juniper-hill")
    said = b"".join(d for p, d in sample.eras.items() if p.startswith("juniper-hill"))
    accounts = set(re.findall(r"REF[*|]EA[*|](\d+)", said.decode("iso-8859-1")))
    shared = {c["account"] for c in sample.cases("demo-account-shared", "juniper-hill")}
    unknown = accounts - set(exported)
    # an account that another person's replaced is gone from the list, and so is who came later
    assert len(unknown) <= len(shared) + left_out["first_seen_after_export"] + 10  # the misfiled remittance


def test_stray_files_are_what_the_key_says(sample):
    cases = {c["file"]: c for c in sample.key["cases"] if c["code"].startswith("inv-") and "file" in c}
    among_exports = Counter(c["code"] for c in sample.key["cases"] if c["code"].startswith("demo-un"))
    assert among_exports == {"demo-unreadable": 2, "demo-unconfirmed": 6}  # six practices export patients
    named = ("cedar-grove/", "juniper-hill/")
    files = {p.split("/", 1)[1]: d for p, d in sample.files.items() if p.startswith(named)}
    files = {p: d for p, d in files.items() if not p.startswith(("era/", "claims/", "invoices/"))}
    regular = {"intake.xlsx", LIST.split("/", 1)[1], PRINTED.split("/", 1)[1]}
    assert set(files) - regular == set(cases) - regular
    assert sample.keyed("inv-formulas", "juniper-hill")[0] == 2  # a note of fees, and the patient list
    kind = {path: case["kind"] for path, case in cases.items()}
    for path, data in files.items():
        if kind.get(path) == "empty":
            assert data == b""
        if kind.get(path) == "copy":
            assert data == sample.files[PRINTED]
        if kind.get(path) == "unreadable":
            with pytest.raises(Exception, match="zip"):
                openpyxl.load_workbook(io.BytesIO(data))
        if kind.get(path) == "protected":
            office = msoffcrypto.OfficeFile(io.BytesIO(data))
            assert office.is_encrypted()
            with pytest.raises(msoffcrypto.exceptions.InvalidKeyError):
                office.load_key(password="VelvetSweatshop", verify_password=True)
        if kind.get(path) == "mislabelled":
            assert path.endswith(".xls")
            assert data.startswith(b"<html>")
        if kind.get(path) == "other practice":
            assert b"CEDAR GROVE FAMILY MEDICINE,99-0000137,1700000007" in data
    assert Counter(kind.values())["unknown"] == 2


def test_the_intake_is_wrong_only_where_the_key_says(sample):
    pages = {p: openpyxl.load_workbook(io.BytesIO(sample.files[f"{p}/intake.xlsx"])) for p in CUTOVER}
    assert "holidays" in pages["juniper-hill"].sheetnames
    assert "holidays" not in pages["cedar-grove"].sheetnames
    cases = sample.cases("inv-intake-problem", "juniper-hill")
    said = {}
    for case in cases:
        page = pages["juniper-hill"][case["sheet"]]
        header = [str(c.value).split(" *")[0].split(" (patient")[0] for c in page[1]]
        said[case["sheet"]] = page[case["row"]][header.index(case["field"])].value
    assert said["open appeals"] == "2026-02-30"
    assert said["users"] == "boss"
    assert not is_npi(said["enrollments"])
    for practice, book in pages.items():
        header = [str(c.value).rstrip(" *") for c in book["providers"][1]]
        rows = [dict(zip(header, r, strict=True)) for r in book["providers"].iter_rows(3, values_only=True)]
        assert all(is_npi(r["NPI"]) for r in rows if r["NPI"]), practice
        assert all(is_taxonomy(r["Taxonomy"]) for r in rows if r["Taxonomy"]), practice


def test_the_support_request_is_forty_days_old(sample):
    page = openpyxl.load_workbook(io.BytesIO(sample.files["cedar-grove/intake.xlsx"]))["support requests"]
    header = [str(c.value).rstrip(" *") for c in page[1]]
    row = dict(zip(header, (c.value for c in page[3]), strict=True))
    assert (AS_OF - dt.date.fromisoformat(row["Asked"])).days == 40
    assert row["Delivered"] is None


def test_the_export_of_one_practice_is_older_than_its_last_claim(sample):
    rows = listed(sample.files[LIST])
    newest = max(day(r["last_seen"]) for r in rows if r["last_seen"])
    said = b"".join(d for p, d in sample.eras.items() if p.startswith("juniper-hill"))
    days = re.findall(r"DTM[*|]472[*|](\d{8})", said.decode("iso-8859-1"))
    assert newest <= dt.date(2026, 3, 18) < dt.datetime.strptime(max(days), "%Y%m%d").date()  # noqa: DTZ007
    assert sample.keyed("inv-demographics-stale", "juniper-hill")[0] == 1


def test_every_kind_of_defect_is_planted_and_every_code_has_a_note(sample):
    planted = {c["kind"] for c in (*sample.key["cases"], *sample.key["dirt"]) if "kind" in c}
    assert planted == set(CODES) | set(IN_DEMOGRAPHICS) | set(CLAIM_CODES) | {"counted otherwise"}
    tables = (CODES, IN_DEMOGRAPHICS, CLAIM_CODES)
    assert {code for table in tables for code, _ in table.values() if code} == set(NOTES)
