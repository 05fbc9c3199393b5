"""The gate of known values: patients and their numbers are found in every form, ordinary words and money are not."""

from __future__ import annotations

import datetime as dt
import importlib
import json
import pkgutil
import re
import stat
from dataclasses import replace

import cutover.reading
import pytest
from cutover.columns import Column, Privacy
from cutover.reading.practice import book
from cutover.reporting.privacy import gate_values, gated, known, known_state
from cutover.reporting.privacy.gate import MARK
from notebook_maker import one_practice

NOTHING = {kind: [] for kind in known.KINDS}
KNOWN = NOTHING | {
    known.NAME: [
        "Quillfeather|Anna|Maria",
        "O'Brien-Smythe|José|",
        "Long|May|",
        "Mark|Will|",
        "Garcia, Lucia",
    ],
    known.NUMBER: ["AC-10293", "0045678", "1234", "26A7654321", "123456789", "99213", "E12"],
    known.DAY: ["1969-04-30", "2026-07-31", "2026-03-02"],
    known.OTHER_DAY: ["2026-03-02"],
    known.PHONE: ["(503) 555-0142"],
    known.ADDRESS: ["267 Old Mill Ln", "12 Second St"],
    known.MAIL: ["Anna.Q@example.org"],
    known.FILE_NAME: ["era/BRIGHTWATER_letter.835", "era/2026-03.835", "claims/report.csv"],
    known.OWN: ["Garcia Lucia MD Family Medicine", "Cedar Grove"],
}


@pytest.fixture(scope="module")
def doors():
    """The gate of a few patients."""
    return gate_values.made([KNOWN], "2026-07-31")


def through(doors, text):
    """The text as an owner may read it."""
    return gated.text(text, doors, "here", gated.Taken())


@pytest.mark.parametrize(
    "text",
    [
        "Quillfeather, Anna", "ANNA QUILLFEATHER", "Anna M. Quillfeather", "Quillfeather Anna Maria",
        "quillfeather_anna",
        "QuillfeatherAnna", "José O'Brien-Smythe", "Jose Obrien-Smythe", "OBRIENSMYTHE JOSE", "Will Mark", "LONG, MAY",
        "AC-10293", "ac10293", "AC/10293", "45678", "0045678", "26A7654321", "123-45-6789", "123456789",
        "1969-04-30", "04/30/1969", "4/30/69", "19690430", "April 30, 1969", "Apr 30 1969",
        "503-555-0142", "(503) 555-0142", "5035550142", "503.555.0142",
        "267 Old Mill Ln", "267 OLD MILL LN", "anna.q@EXAMPLE.org", "BRIGHTWATER_letter.835", "Brightwater letter",
    ],
)  # fmt: skip
def test_a_known_value_is_found_in_every_form(doors, text):
    assert through(doors, f"Paid to {text} by the payer") == f"Paid to {MARK} by the payer"


CALLED = KNOWN | {
    known.OWN: ["Lakewood Pediatrics", "Quillfeather Clinic"],
    known.PAYER: ["SUMMITVIEW HEALTHPLAN INC"],
    known.FILE_NAME: ["Lakewood", "fees/Summitview 2026.xlsx!Summitview", "Quillfeather", "Zebulon.pdf"],
}


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Lakewood Pediatrics owes", "Lakewood Pediatrics owes"),
        ("SUMMITVIEW HEALTHPLAN INC is not live", "SUMMITVIEW HEALTHPLAN INC is not live"),
        ("Summitview 2026.xlsx does not open", "Summitview 2026.xlsx does not open"),
        ("Quillfeather does not open", f"{MARK} does not open"),  # a patient is called so too
        ("Zebulon.pdf does not open", f"{MARK} does not open"),  # perhaps a person: nobody knows
        ("Lakewood, born 1969-04-30", f"Lakewood, born {MARK}"),
    ],
)
def test_a_file_or_sheet_called_after_the_practice_or_a_payer_takes_their_names_from_no_page(text, shown):
    assert through(gate_values.made([CALLED], "2026-07-31"), text) == shown


@pytest.mark.parametrize(
    "text",
    [
        "Anna paid $45,678.00 and 45,678 claims", "Quillfeather Mutual", "it may long be so", "the rows will mark it",
        "1234 claims", "45.678", "45678%", "$45678", "2026-07-31", "2026-03-02", "2026-03", "report.csv",
        "Garcia Lucia MD Family Medicine", "Cedar Grove", "E12", "12 second", "503-555-0143",
        "1969-04-3", "269 Old Mill Ln", "AC-1029", "AC-102934",
    ],
)  # fmt: skip
def test_ordinary_words_money_counts_days_of_reports_and_the_practices_own_name_stay(doors, text):
    assert through(doors, f"So {text} here") == f"So {text} here"


@pytest.mark.parametrize(("day", "held"), [("2026-07-30", True), ("2026-08-01", False)])
def test_nobody_is_born_after_the_day_of_the_report_and_a_day_to_come_is_never_withheld(day, held):
    """A list of appointments may have its days read as birth dates; a cutover is planned for one of them."""
    gate = gate_values.made([NOTHING | {known.DAY: [day]}], "2026-07-31")
    assert through(gate, f"The cutover is on {day}.") == f"The cutover is on {'[withheld]' if held else day}."


@pytest.mark.parametrize(
    ("text", "alone"),
    [
        ("the claim of Quillfeather is open", True),
        ("Quillfeather's claim", True),
        ("patient QUILLFEATHER", True),
        ("Mrs. Quillfeather called", True),
        ("Quillfeather, 07/01/2026", True),
        ("Quillfeather on Apr 3, 2026", True),
        ("Quillfeather AC-10293", True),
        ("claim that was so open for Quillfeather", False),  # 5 words between, 3 are the limit
        ("claim that was open Quillfeather", True),
        ("claim\nQuillfeather", False),  # another cell
        ("12 claims of Quillfeather Mutual", False),  # a plural is about no one person
        ("Quillfeather in 2026-07", False),  # a month is no day
        ("a quillfeather claim", False),  # no capital
        ("the claim of Brightly", False),  # a payer of that name
        ("the claim of Garcia", False),  # the practice's own
        ("the claim of Long", False),  # a word of this program
    ],
)
def test_a_last_name_alone_is_withheld_beside_what_points_at_a_person_and_stays_elsewhere(text, alone):
    more = KNOWN | {known.NAME: [*KNOWN[known.NAME], "Brightly|Sue|"], known.PAYER: ["Brightly Health"]}
    out = through(gate_values.made([more], "2026-07-31"), text)
    assert (MARK in out and "quillfeather" not in out.lower()) if alone else out == text


def test_every_text_of_a_page_is_held_words_svg_titles_and_what_tags_part(doors):
    page = (
        "<head><style>.Quillfeather-Anna{}</style></head><p>Payer <b>Anna</b> <i>Quillfeather</i> &amp; Co</p>"
        '<svg aria-label="Bars of AC-10293"><title>1969-04-30</title><text x="1">Quillfeather,</text><text>Anna</text>'
        '<path d="M45678 5035550142"/></svg><!-- 26A7654321 --><td title="(503) 555-0142">Moda</td><td>$45,678.00</td>'
    )
    taken = gated.Taken()
    out = gated.page(page, doors, taken)
    assert out == (
        f"<head><style>.Quillfeather-Anna{{}}</style></head><p>Payer <b>{MARK}</b> <i></i> &amp; Co</p>"
        f'<svg aria-label="Bars of {MARK}"><title>{MARK}</title><text x="1">{MARK}</text><text></text>'
        f'<path d="M45678 5035550142"/></svg><td title="{MARK}">Moda</td><td>$45,678.00</td>'
    )
    assert sum(taken.values()) == 5


def test_texts_of_findings_are_held_and_codes_and_keys_stay(doors):
    taken = gated.Taken()
    said = {
        "verdict": "Ask Anna Quillfeather.",
        "code": "45678",
        "findings": [{"title": "45678", "evidence": ["45678"]}],
    }
    assert gated.facts(said, doors, taken) == {
        "verdict": f"Ask {MARK}.", "code": "45678", "findings": [{"title": MARK, "evidence": ["45678"]}],
    }  # fmt: skip
    assert gated.listed(taken).splitlines() == [
        "where,what,text,times", "findings,name,Anna Quillfeather,1", "findings,number,45678,1",
    ]  # fmt: skip


def test_every_column_that_names_a_patient_is_held_or_named_as_one_that_names_nobody_by_itself():
    names = set()
    for module in pkgutil.walk_packages(cutover.reading.__path__, "cutover.reading."):
        for value in vars(importlib.import_module(module.name)).values():
            if isinstance(value, tuple) and value and all(isinstance(c, Column) for c in value):
                names |= {c.name for c in value if c.privacy is Privacy.PHI}
    assert len(names) > 50
    parts = tuple(f"{person}{part}" for person in known.PERSONS for part in ("last_name", "first_name"))
    free = {n for n in names if n.removeprefix("other_").endswith(tuple(known.NOT_HELD)) or n in parts}
    assert {name for name in names - free if known.kind_of(name) is None} == set()


def test_known_values_are_kept_private_and_collected_anew_where_an_input_or_the_store_changed(
    tmp_path, monkeypatch
):
    one_practice(tmp_path, "c", "p", "Cedar")
    raw = book.load_practice(tmp_path, "c", "p").raw
    (raw / "demographics").mkdir()
    export = raw / "demographics" / "patients.csv"
    export.write_text(
        "Patient ID,Last Name,First Name,Date of Birth\n10096,Quillfeather,Anna,1969-04-30\n", "utf-8"
    )
    read = []
    real = known.collected
    monkeypatch.setattr(known, "collected", lambda who: read.append(1) or real(who))

    def again():
        known.of_practice.cache_clear()
        return known.of_practice(tmp_path, "c", "p", known_state.of(tmp_path, "c", "p"))

    planned = replace(
        book.load_practice(tmp_path, "c", "p"), cutover=dt.date(1969, 4, 30)
    )  # born on that day
    assert known.collected(planned)[known.OTHER_DAY] == ["1969-04-30"]
    read.clear()
    assert again()[known.NAME] == ["Quillfeather|Anna|"] and again()[known.NUMBER] == ["10096", "123456789"]
    assert len(read) == 1
    store = tmp_path / "data/processed/c/p" / known.FILE
    assert {stat.S_IMODE(p.stat().st_mode) for p in (store, store.parent)} == {0o600, 0o700}
    store.write_text(json.dumps(json.loads(store.read_text("utf-8")) | {"values": NOTHING}), "utf-8")
    assert again()[known.NAME] and len(read) == 2  # it proves itself
    export.write_text(export.read_text("utf-8").replace("Quillfeather", "Brightwater"), "utf-8")
    assert again()[known.NAME] == ["Brightwater|Anna|"] and len(read) == 3


def test_a_page_says_how_many_texts_were_taken_out_of_it_and_nothing_where_none_was():
    from cutover.reporting.pages import exporter

    assert re.search(
        r"2 texts were taken out .*<footer>", exporter.withholding("<main><footer>", 2), re.DOTALL
    )
    assert exporter.withholding("<main><footer>", 0) == "<main><footer>"
