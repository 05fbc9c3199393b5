"""No identifier of the inputs reaches an owner's report."""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
import re
import zipfile
from pathlib import Path

import openpyxl
import pytest
from cutover.reporting import batch
from cutover_sample.generate import generate

CLIENT, PRACTICE, AS_OF = "sample-billing", "juniper-hill", dt.date(2026, 7, 31)
SHORTEST = 5  # letters; a shorter text is bound to stand in a page by chance


@pytest.fixture(scope="module")
def home(tmp_path_factory) -> Path:
    """A small book whose most damaged practice has all its reports for its owner."""
    folder = tmp_path_factory.mktemp("privacy")
    generate(folder, practices=3, months=12, claims=60)
    outcomes = batch.run(folder, [(CLIENT, PRACTICE)], batch.chosen([]), AS_OF)
    assert outcomes and not [outcome for outcome in outcomes if outcome.failure]
    return folder


@pytest.fixture(scope="module")
def pages(home) -> dict[str, str]:
    """What an owner or a billing company may be given, by file name: pages, findings, index pages."""
    folder = home / "reports" / CLIENT
    found = [*folder.glob("*.html"), *(folder / PRACTICE).glob("*.html"), *(folder / PRACTICE).glob("*.json")]
    assert len(found) >= 4
    return {path.name: path.read_text("utf-8") for path in found}


def remittances(home):
    """Every 835 of the practice that opens, loose or in a zip of any depth, as lists of elements."""
    for path in (home / "data/raw" / CLIENT / PRACTICE / "era").rglob("*"):
        if path.is_file():
            yield from opened(path.read_bytes())


def opened(data: bytes):
    """The segments of an 835, or of those in a zip."""
    if data[:2] == b"PK":
        try:
            with zipfile.ZipFile(io.BytesIO(data)) as held:
                members = [held.read(name) for name in held.namelist()]
        except (zipfile.BadZipFile, RuntimeError):
            return
        for member in members:
            yield from opened(member)
    elif data[:3] == b"ISA":
        text = data.decode("cp1252", "replace").replace("\r", "").replace("\n", "")
        yield [segment.split(text[3]) for segment in text.split(text[105])]


def identifiers(home) -> dict[str, set[str]]:
    """What no owner's report may hold, by its kind."""
    found = {kind: set() for kind in ("account", "claim", "member", "check", "name", "birth date", "contact")}
    for segments in remittances(home):
        for elements in segments:
            padded = [*elements, *[""] * 12]
            if padded[0] == "CLP":
                found["account"].add(padded[1])
                found["claim"].add(padded[7])
            elif padded[0] == "TRN":
                found["check"].add(padded[2])
            elif padded[0] == "NM1" and padded[1] in ("QC", "IL", "74", "GB"):
                found["member"].add(padded[9])
                found["name"] |= {
                    f"{padded[4]} {padded[3]}",
                    f"{padded[3]} {padded[4]}",
                    f"{padded[3]}, {padded[4]}",
                }
    for row in patients(home):
        found["account"].add(row["Patient ID"])
        found["member"] |= {row["Ins 1 Policy #"], row["Ins 2 Policy #"]}
        found["birth date"].add(row["Date of Birth"])
        found["contact"] |= {row["Phone"], row["E-mail"], row["Street 1"]}
        found["name"] |= {f"{row['Given Name']} {row['Surname']}", f"{row['Surname']}, {row['Given Name']}"}
    return {
        kind: {text for text in texts if len(text.strip(" ,")) >= SHORTEST} for kind, texts in found.items()
    }


def patients(home):
    """The rows of the practice's patient export."""
    (path,) = (home / "data/raw" / CLIENT / PRACTICE / "demographics").glob("patients_*.csv")
    return list(csv.DictReader(io.StringIO(path.read_bytes().decode("cp1252").replace("\r", "\n"))))


def hits(text: str, wanted: set[str]) -> set[str]:
    """Those of the wanted texts that stand in a page as words of their own, in any case."""
    plain = re.sub(r"<svg.*?</svg>|<style.*?</style>", " ", text, flags=re.DOTALL).upper()
    return {
        w for w in wanted if w.upper() in plain and re.search(rf"(?<!\w){re.escape(w.upper())}(?!\w)", plain)
    }


@pytest.mark.parametrize("kind", ["account", "claim", "member", "check", "name", "birth date", "contact"])
def test_no_identifier_of_the_inputs_stands_in_an_owners_report(home, pages, kind):
    wanted = identifiers(home)[kind]
    assert len(wanted) > 20  # else the test looks for nothing
    assert {name: hits(text, wanted) for name, text in pages.items() if hits(text, wanted)} == {}


def test_no_file_name_of_the_client_stands_in_an_owners_report(home, pages):
    folder = home / "data/raw" / CLIENT / PRACTICE
    names = {p.name for p in folder.rglob("*") if p.is_file() and p.name != "intake.xlsx"}
    assert len(names) > 20
    assert {name: hits(text, names) for name, text in pages.items() if hits(text, names)} == {}


def test_the_same_identifiers_do_stand_in_the_evidence_workbooks(home):
    cells = set()
    for path in (home / "reports" / CLIENT / PRACTICE).glob("03_*.evidence.xlsx"):
        for sheet in openpyxl.load_workbook(path, read_only=True):
            cells |= {str(cell) for row in sheet.iter_rows(values_only=True) for cell in row if cell}
    assert identifiers(home)["check"] & cells  # so that a case can be found


def test_the_findings_beside_a_report_are_for_owners_too(pages):
    said = json.loads(pages["03_era_archive_audit.findings.json"])
    assert said["findings"] and all(finding["evidence"] for finding in said["findings"])
