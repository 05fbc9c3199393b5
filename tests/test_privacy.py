"""Whose eyes: no patient, no number of one and no Tax ID of the inputs stands in a folder that may leave.

The same pages of all clients are held against each other: the index pages say what the reports say, and lose nothing.
"""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
import re
import stat
import zipfile
from html import unescape
from pathlib import Path

import canaries
import in_process
import openpyxl
import pytest
from cutover.reading.practice import book
from cutover.reporting import batch, places
from cutover.reporting.overview.index_entries import WORDS
from cutover.reporting.privacy import gate
from cutover.result import State
from cutover_sample.generate import generate
from examples import ALL

AS_OF = dt.date(2026, 7, 31)
CLIENTS = ("sample-billing", "sample-run", "sample-rates", "sample-scrub")
CLIENT, PRACTICE = "sample-billing", "juniper-hill"  # the most damaged one has all its reports
OF_BOOK = 5 if ALL else 3  # practices of the first client
QUICK = ["02", "04", "06", "12"]  # the reports that an ordinary run makes in turn; one practice has all
SHORTEST = 5  # letters; a shorter text is bound to stand in a page by chance
KINDS = ("account", "claim", "member", "check", "name", "birth date", "contact", "Tax ID")


@pytest.fixture(scope="module")
def patched():
    """What a fixture of the module may change and puts back."""
    with pytest.MonkeyPatch.context() as patch:
        yield patch


@pytest.fixture(scope="module")
def home(tmp_path_factory, patched, in_memory) -> Path:
    """The sample clients, small: one practice has all its reports, every other one one of them in turn.

    In turn an ordinary run makes the quick ones (QUICK), with CUTOVER_EXAMPLES=all each of them.
    Of the reports to which a parallel run adds an ordinary run makes two, with CUTOVER_EXAMPLES=all all four; and it
    has three practices of the first client, with all examples five.
    """
    folder = tmp_path_factory.mktemp("privacy")
    generate(folder, practices=OF_BOOK, months=4, claims=12)
    turns = batch.chosen([] if ALL else QUICK)
    turns = [path for path in turns if not path.stem.startswith("05")]
    for client in CLIENTS:
        for number, practice in enumerate(book.practices(folder, client)):
            whole = {
                PRACTICE: batch.chosen([]),
                "linden-row": batch.chosen(
                    ["06", "07", "08", "09"] if ALL else ["07", "09"]
                ),  # what a parallel run adds to
                "quarry-lane": batch.chosen(["12"]),
                "hazel-court": batch.chosen(["13"]),
            }
            chosen = whole.get(practice, [turns[number % len(turns)]])
            wrong = in_process.made(folder, [(client, practice)], chosen, AS_OF, patched)
            assert wrong == {}
    in_process.made(folder, [(CLIENT, None)], batch.chosen(["05"]), AS_OF, patched)
    return folder


def leaves(folder: Path) -> dict[str, str]:
    """The files of a report folder that may leave, as text by name: everything in it but the desk's folder."""
    return {path.name: path.read_text("utf-8") for path in folder.iterdir() if path.is_file()}


@pytest.fixture(scope="module")
def pages(home) -> dict[tuple[str, str], dict[str, str]]:
    """What an owner may be given, by client and practice, the index pages of the clients with the practices'."""
    found = {}
    for client in CLIENTS:
        above = {f"client {name}": text for name, text in leaves(home / "reports" / client).items()}
        for practice in book.practices(home, client):
            found[client, practice] = above | leaves(home / "reports" / client / practice)
    return found


def remittances(home, client=CLIENT, practice=PRACTICE):
    """Every 835 of a practice that opens, loose or in a zip of any depth, as lists of elements."""
    for path in (home / "data/raw" / client / practice).rglob("*"):
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


def identifiers(home, client=CLIENT, practice=PRACTICE) -> dict[str, set[str]]:
    """What no owner's report may hold, by its kind; read from the files with no reader of the project."""
    found = {kind: set() for kind in KINDS}
    for segments in remittances(home, client, practice):
        for elements in segments:
            padded = [*elements, *[""] * 12]
            if padded[0] == "CLP":
                found["account"].add(padded[1])
                found["claim"].add(padded[7])
            elif padded[0] == "TRN":
                found["check"].add(padded[2])
            elif padded[0] == "REF" and padded[1] == "TJ":
                found["Tax ID"].add(padded[2])
            elif padded[0] == "NM1" and padded[1] in ("QC", "IL", "74", "GB"):
                found["member"].add(padded[9])
                found["name"] |= forms(padded[3], padded[4])
    for row in patients(home, client, practice):
        found["account"].add(row["Patient ID"])
        found["member"] |= {row["Ins 1 Policy #"], row["Ins 2 Policy #"]}
        found["birth date"].add(row["Date of Birth"])
        found["contact"] |= {row["Phone"], row["E-mail"], row["Street 1"]}
        found["name"] |= forms(row["Surname"], row["Given Name"])
    return {kind: {t for t in texts if len(t.strip(" ,")) >= SHORTEST} for kind, texts in found.items()}


def forms(last: str, first: str) -> set[str]:
    """A person as people write one."""
    return {f"{last} {first}", f"{first} {last}", f"{last}, {first}"} if last and first else set()


def patients(home, client=CLIENT, practice=PRACTICE):
    """The rows of a practice's patient exports that have the header of this one."""
    for path in (home / "data/raw" / client / practice).glob("demographics/*.csv"):
        text = path.read_bytes().decode("cp1252").replace("\r", "\n")
        yield from (row for row in csv.DictReader(io.StringIO(text)) if "Ins 1 Policy #" in row)


def hits(text: str, wanted: set[str]) -> set[str]:
    """Those of the wanted texts that stand in a page as words of their own, in any case; in its SVG too."""
    plain = re.sub(r"<style.*?</style>|<path[^>]*>", " ", text, flags=re.DOTALL).upper()
    return {
        w for w in wanted if w.upper() in plain and re.search(rf"(?<!\w){re.escape(w.upper())}(?!\w)", plain)
    }


@pytest.mark.parametrize("kind", KINDS)
def test_no_identifier_of_the_inputs_of_any_practice_stands_in_a_file_that_may_leave(home, pages, kind):
    looked_for = 0
    for (client, practice), files in pages.items():
        wanted = identifiers(home, client, practice)[kind]
        looked_for += len(wanted)
        assert {n: found for n, text in files.items() if (found := hits(text, wanted))} == {}, practice
    assert looked_for >= 10  # else the test looks for nothing


def test_every_practice_of_the_clients_has_pages_and_nothing_but_pages_beside_its_desk(home, pages):
    assert len(pages) == OF_BOOK + 4 + 1 + 1
    for (client, practice), files in pages.items():
        assert len(files) >= 3 and all(name.endswith(".html") for name in files), practice
        below = [p.name for p in (home / "reports" / client / practice).iterdir() if p.is_dir()]
        assert below == [places.DESK]
        assert not any("desk/" in text for text in files.values())


def read_text(html: str) -> str:
    """What a person reads of a piece of a page."""
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", html)).split())


def figures_of(page: str) -> dict[str, str]:
    """The figures of a report's page, by their label."""
    shown = re.search(r'<dl class="cw-figures">(.*?)</dl>', page, re.DOTALL)[1]
    return {
        read_text(a): read_text(b)
        for a, b in re.findall(r"<dt>(.*?)</dt>\s*<dd[^>]*>(.*?)</dd>", shown, re.DOTALL)
    }


def test_every_number_and_sign_of_the_first_pages_is_that_of_its_report(home):
    """Each cell against the page that it leads to: all reports of a practice, of every sample client."""
    seen: dict[str, int] = {}
    for client in CLIENTS:
        reports = home / "reports" / client
        table = re.search(r"<tbody>(.*?)</tbody>", (reports / "index.html").read_text("utf-8"), re.DOTALL)[1]
        cells = re.findall(
            r'<td class="cw-\w+" data-state="(\w+)".*?href="([^"]+)">(.*?)</a>.*?"cw-number">(.*?)</td>',
            table,
            re.DOTALL,
        )
        for state, link, sign, number in cells:
            said = json.loads(
                (reports / link).parent.joinpath("desk", f"{Path(link).stem}.findings.json").read_text()
            )
            (named,) = [figure for figure in said["figures"] if figure.get("column")]
            assert read_text(number) == figures_of((reports / link).read_text("utf-8"))[named["label"]], link
            assert (state, read_text(sign)) == (said["state"], WORDS[State(state)]), link
            seen[Path(link).stem] = seen.get(Path(link).stem, 0) + 1
        made = [path for path in reports.glob("*/*.html") if path.name != "index.html"]
        assert len(cells) == len([path for path in made if path.parent.name != places.DESK])
    of_practices = {path.stem for path in batch.chosen([]) if not batch.is_about_book(path)}
    assert set(seen) == of_practices and len(seen) == 12


def test_what_to_do_next_has_every_action_of_every_report_and_leads_to_its_finding(home, pages):
    """Every practice of every sample client; of one of them all reports."""
    for client, practice in pages:
        folder = home / "reports" / client / practice
        page, merged = (folder / "index.html").read_text("utf-8"), 0
        steps, told = read_text(page), list((folder / places.DESK).glob(f"*{places.FINDINGS}"))
        assert len(told) >= (12 if practice == PRACTICE else 1), practice
        for path in told:
            for one in json.loads(path.read_text("utf-8"))["findings"]:
                stem = path.name.removesuffix(places.FINDINGS)
                assert " ".join(one["action"].split()) in steps, one["code"]
                assert f'{stem}.html#{places.of_finding(one["code"])}"' in page, one["code"]
                merged += 1
        assert page.count("<h3>") <= merged  # a matter that several reports tell of is one step


def test_the_desk_is_for_nobody_else(home):
    for path in (home / "reports").rglob(f"{places.DESK}/**/*"):
        assert stat.S_IMODE(path.stat().st_mode) & 0o077 == 0, path.name
        assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700


def test_no_file_name_of_the_client_stands_in_an_owners_report(home, pages):
    folder = home / "data/raw" / CLIENT / PRACTICE
    names = {p.name for p in folder.rglob("*") if p.is_file() and p.name != "intake.xlsx"}
    assert len(names) > 20
    assert {n: hits(t, names) for n, t in pages[CLIENT, PRACTICE].items() if hits(t, names)} == {}


def test_the_same_identifiers_do_stand_in_the_evidence_workbooks(home):
    cells = set()
    for path in (home / "reports" / CLIENT / PRACTICE / places.DESK).glob("03_*.evidence.xlsx"):
        for sheet in openpyxl.load_workbook(path, read_only=True):
            cells |= {str(cell) for row in sheet.iter_rows(values_only=True) for cell in row if cell}
    assert identifiers(home)["check"] & cells  # so that a case can be found


def test_the_gate_takes_nothing_out_of_a_practice_whose_files_are_as_they_should_be(home):
    listed = [p.name for p in (home / "reports").rglob(f"*{places.WITHHELD}") if "juniper" not in str(p)]
    assert listed == []


@pytest.fixture(scope="module")
def cage(tmp_path_factory, in_memory):
    """A practice with a patient in each element, cell, header, sheet, file and member name."""
    folder = tmp_path_factory.mktemp("cage")
    return folder, canaries.write(folder)


def leaks(folder, cage, notebooks, patched) -> dict[str, str]:
    """The places of the patients that stand in files which may leave, by what stands there."""
    targets = [(canaries.CLIENT, canaries.PRACTICE), (canaries.CLIENT, None)]
    assert in_process.made(folder, targets, notebooks, AS_OF, patched) == {}
    reports = folder / "reports" / canaries.CLIENT
    text = " ".join([*leaves(reports).values(), *leaves(reports / canaries.PRACTICE).values()]).lower()
    return {trace: cage.places.get(trace, "the export") for trace in canaries.TRACE.findall(text)}


def test_none_of_the_patients_in_every_place_of_the_inputs_reaches_a_folder_that_may_leave(cage, patched):
    folder, caged = cage
    assert len(caged.places) // 2 >= (900 if ALL else 400)
    assert leaks(folder, caged, batch.chosen([]), patched) == {}
    listed = (folder / "reports" / canaries.CLIENT / canaries.PRACTICE / places.DESK).glob(
        f"*{places.WITHHELD}"
    )
    assert sum(len(path.read_text("utf-8").splitlines()) - 1 for path in listed) > 5  # said at the desk
    desk = folder / "reports" / canaries.CLIENT / places.DESK
    calendar = desk / f"10_rollout_plan{places.CALENDAR}"  # people put it in theirs
    days = calendar.read_text("utf-8").lower()
    assert days.startswith("begin:vcalendar") and canaries.TRACE.findall(days) == []


def test_without_the_gate_they_do(cage, patched):
    folder, caged = cage
    with patched.context() as without:
        without.setattr(gate.Gate, "hits", lambda *_: [])
        found = leaks(folder, caged, batch.chosen(["03"]), patched)
    assert "N102" in found.values()  # a person who pays
