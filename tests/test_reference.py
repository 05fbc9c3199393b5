"""Reference data is dated and cited, and never runs on silently."""

from __future__ import annotations

import datetime as dt
import tomllib
from dataclasses import dataclass
from enum import StrEnum

import pytest
from conftest import PROJECT
from cutover import reference
from cutover.errors import ReferenceDataError
from cutover.reference import FOLDER, code_list, load
from cutover.result import Source
from cutover.workstreams.cost.assumptions import load_assumptions
from cutover.workstreams.cost.office_ally import known_fees
from cutover.workstreams.cost.prices import load_price_book as load_prices

GOOD = """
title = "Colors"
source = "a list"
where = "https://example.org/colors"
read_on = 2026-01-02
effective_from = 2020-01-01
effective_through = 2026-12-31
columns = ["code", "name"]
rows = [["R", "red"], ["G", "green"]]
"""


def written(folder, text, name="colors"):
    (folder / f"{name}.toml").write_text(text)
    return folder


@pytest.mark.parametrize("on", [dt.date(2020, 1, 1), dt.date(2026, 12, 31)])
def test_a_list_holds_on_its_first_and_its_last_day(tmp_path, on):
    assert code_list("colors", on, written(tmp_path, GOOD)).frame["code"].tolist() == ["R", "G"]


@pytest.mark.parametrize("on", [dt.date(2019, 12, 31), dt.date(2027, 1, 1)])
def test_a_day_without_data_is_an_error_that_says_which_days_have_data(tmp_path, on):
    with pytest.raises(ReferenceDataError, match="from 2020-01-01 through 2026-12-31"):
        code_list("colors", on, written(tmp_path, GOOD))


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (GOOD.replace('source = "a list"\n', ""), "source"),
        (GOOD + 'note = "x"\n', "keys missing or unknown: note"),
        (GOOD.replace('["G", "green"]', '["G"]'), "row 2: 1 values for 2 columns"),
        (GOOD.replace('["G", "green"]', '["R", "green"]'), "stand twice: R"),
        (GOOD.replace("[[", "[[["), "not valid TOML"),
    ],
)
def test_a_list_that_breaks_its_form_is_refused_with_the_place(tmp_path, text, said):
    with pytest.raises(ReferenceDataError, match=said):
        code_list("colors", dt.date(2026, 1, 1), written(tmp_path, text))


def test_a_list_that_is_not_there_is_an_error(tmp_path):
    with pytest.raises(ReferenceDataError, match="missing"):
        code_list("colors", dt.date(2026, 1, 1), tmp_path)


def test_a_code_that_the_list_does_not_have_stays_without_meaning(tmp_path):
    colors = code_list("colors", dt.date(2026, 1, 1), written(tmp_path, GOOD))
    codes = colors.frame["code"].replace("G", "B")
    assert colors.meaning(codes).isna().tolist() == [False, True]


def test_every_list_of_the_project_can_be_read_and_names_its_source():
    names = sorted(path.stem for path in FOLDER.glob("*.toml") if "\ncolumns = " in path.read_text("utf-8"))
    lists = [code_list(name, dt.date(2026, 7, 31)) for name in names]
    assert {"plb_reasons", "claim_status", "adjustment_reasons", "adjustment_groups"} <= set(names)
    assert all(known.source.where and known.source.as_of and len(known.frame) for known in lists)


@pytest.mark.parametrize("path", sorted(FOLDER.glob("*.toml")), ids=lambda path: path.stem)
def test_every_file_of_the_project_names_its_source_the_day_it_was_read_and_its_dates(path):
    said = tomllib.loads(path.read_text("utf-8"))
    dates = {key: said[key] for key in said if key.startswith("effective")}
    assert said["title"] and said["source"] and said["read_on"] <= dt.date.today()  # noqa: DTZ011
    assert dates == {"effective": "always"} or dates["effective_from"] <= dates["effective_through"]


def test_no_other_module_reads_the_reference_data():
    theirs = {
        "lib/cutover/reading/practice/book.py",
        "lib/cutover/reading/mapping/confirmed.py",
    }  # files of clients
    found = {str(path.relative_to(PROJECT)) for path in (PROJECT / "lib").rglob("*.py")
             if "tomllib" in path.read_text("utf-8")}  # fmt: skip
    assert found - theirs == {"lib/cutover/reference.py"}


class Warmth(StrEnum):
    WARM = "warm"
    COLD = "cold"


@dataclass(frozen=True)
class Color:
    code: str
    warmth: Warmth
    shades: frozenset[str] = frozenset()
    cents: int | None = None


@dataclass(frozen=True)
class Box:
    colors: tuple[Color, ...]
    prices: dict[str, int]
    size: tuple[int, int]
    source: Source
    read_on: dt.date


HEAD = GOOD.split("columns")[0]
ALWAYS = HEAD.replace("effective_from = 2020-01-01\neffective_through = 2026-12-31", 'effective = "always"')
BOX = """size = [2, 3]
prices = { red = 250, green = 300 }
[[colors]]
code = "R"
warmth = "warm"
shades = ["rose", "ruby"]
[[colors]]
code = "G"
warmth = "cold"
cents = 5
"""
DAY = dt.date(2026, 7, 31)


def test_a_file_becomes_what_its_form_names_with_its_citation(tmp_path):
    box = load("box", Box, DAY, written(tmp_path, HEAD + BOX, "box"))
    assert box.colors == (
        Color("R", Warmth.WARM, frozenset({"rose", "ruby"})), Color("G", Warmth.COLD, frozenset(), 5),
    )  # fmt: skip
    assert box.prices == {"red": 250, "green": 300} and box.size == (2, 3)
    assert box.source == Source("Colors", "a list; https://example.org/colors", dt.date(2026, 1, 2))
    assert box.read_on == dt.date(2026, 1, 2)


def test_a_file_that_is_changed_while_the_process_runs_is_read_anew(tmp_path):
    assert load("box", Box, DAY, written(tmp_path, HEAD + BOX, "box")).prices["red"] == 250
    assert (
        load("box", Box, DAY, written(tmp_path, HEAD + BOX.replace("250", "1250"), "box")).prices["red"]
        == 1250
    )
    (tmp_path / "box.toml").unlink()
    with pytest.raises(ReferenceDataError, match="it is missing"):
        load("box", Box, DAY, tmp_path)


def test_what_another_process_asked_for_is_read_ahead_and_what_cannot_be_is_left():
    wanted = ("day_zero", "cutover.reference", "Checklist")
    unknown = [
        ("day_zero", "cutover.absent", "Form"),
        ("no_such_file", *wanted[1:]),
        ("day_zero", *wanted[1:2], "None"),
    ]
    reference.read_ahead([*unknown, wanted])
    assert wanted in reference.asked() and ("day_zero", "cutover.absent", "Form") not in reference.asked()


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('code = "G"\n', 'code = "G"\nhue = 3\n', "colors G: keys missing or unknown: hue"),
        ('warmth = "cold"\n', "", "colors G: keys missing or unknown: warmth"),
        ("size", "sizes", "keys missing or unknown: size, sizes"),
        ('"cold"', '"tepid"', "'tepid' is not a valid Warmth"),
        ("cents = 5", "cents = 5.0", "colors G: cents: 5.0 is not in the file"),
        ("cents = 5", "cents = true", "colors G: cents: True is not in the file"),
        ("red = 250", 'red = "250"', "prices.red: '250' is not in the file"),
        ("[2, 3]", "[2, 3, 4]", "size: 3 values for 2"),
        ("[2, 3]", "2", "size: 2 is not in the file"),
        ('"ruby"', "7", "shades 2: 7 is not in the file"),
        ('code = "G"', 'code = "R"', "codes that stand twice: R"),
    ],
)
def test_a_file_that_breaks_its_form_is_refused_with_the_place(tmp_path, old, new, said):
    assert old in BOX
    with pytest.raises(ReferenceDataError, match=rf"box\.toml cannot be used: .*{said}"):
        load("box", Box, DAY, written(tmp_path, HEAD + BOX.replace(old, new, 1), "box"))


@pytest.mark.parametrize("key", ["title", "source", "read_on", "effective_from", "effective_through"])
def test_a_head_without_a_source_or_a_date_is_refused(tmp_path, key):
    head = "\n".join(line for line in HEAD.splitlines() if not line.startswith(f"{key} ="))
    with pytest.raises(ReferenceDataError, match=f"its head lacks {key}"):
        load("box", Box, DAY, written(tmp_path, f"{head}\n{BOX}", "box"))


def test_what_holds_always_needs_no_day_and_says_so_in_the_file(tmp_path):
    assert load("box", Box, folder=written(tmp_path, ALWAYS + BOX, "box")).size == (2, 3)
    with pytest.raises(ReferenceDataError, match="asked for no day"):
        load("dated", Box, folder=written(tmp_path, HEAD + BOX, "dated"))
    with pytest.raises(ReferenceDataError, match="its head lacks the word always"):
        load("often", Box, folder=written(tmp_path, ALWAYS.replace("always", "often") + BOX, "often"))


@pytest.mark.parametrize("load_on", [load_prices, load_assumptions, known_fees])
def test_prices_of_a_day_without_a_price_list_are_refused_never_guessed(load_on):
    load_on(dt.date(2027, 12, 31))
    with pytest.raises(ReferenceDataError, match="through 2027-12-31, asked for 2028-01-01"):
        load_on(dt.date(2028, 1, 1))


def test_medis_prices_hold_from_the_day_on_which_the_guide_was_reviewed():
    load_prices(dt.date(2026, 6, 7))
    with pytest.raises(ReferenceDataError, match="holds from 2026-06-07"):
        load_prices(dt.date(2026, 6, 6))


def test_every_adjustment_reason_has_a_role_that_the_audit_knows():
    frame = code_list("adjustment_reasons", dt.date(2026, 7, 31)).frame
    known = {"patient share", "paid to patient", "contractual", "prior payer", "denial", "capitation"}
    assert set(frame["role"]) == known


def test_deductible_coinsurance_and_copay_are_the_patients_share():
    frame = code_list("adjustment_reasons", dt.date(2026, 7, 31)).frame.set_index("code")
    assert frame.loc[["1", "2", "3"], "role"].tolist() == ["patient share"] * 3
