"""The checklists of the reference data say what they follow, and a broken one is an error in words."""

from __future__ import annotations

import datetime as dt

import pytest
from cutover.errors import ReferenceDataError
from cutover.reference import load_checklist

SOUND = """title = "T"
source = "S"
read_on = 2026-06-07
effective = "always"
[[items]]
code = "a"
text = "A"
why = "W"
"""


@pytest.mark.parametrize(("name", "count"), [("planning_checklist", 10), ("must_move", 7), ("day_zero", 12)])
def test_each_checklist_has_the_items_of_its_source_with_a_reason(name, count):
    # the guide: ten workstreams, seven things that must move; 8 of day zero + 3 before + 1 at closeout
    told = load_checklist(name)
    assert len(told.items) == count and all(item.why and item.text for item in told.items)
    assert told.source.as_of == dt.date(2026, 6, 7) and "guide" in told.source.where


def test_the_guides_day_zero_list_has_eight_items():
    assert sum(item.phase == "day zero" for item in load_checklist("day_zero").items) == 8


def test_what_must_move_says_where_it_comes_from():
    ways = {
        item.comes_from for name in ("must_move", "planning_checklist") for item in load_checklist(name).items
    }
    assert ways == {"self-export", "support request", "by hand"}


@pytest.mark.parametrize(
    "text",
    [
        SOUND + '[[items]]\ncode = "a"\ntext = "again"\nwhy = "W"\n',
        SOUND + 'owner = "x"\n',
        SOUND.replace("read_on = 2026-06-07", 'read_on = "June"'),
        SOUND.replace('why = "W"\n', ""),
        "title = ",
    ],
)
def test_a_broken_checklist_is_an_error_in_words(tmp_path, text):
    (tmp_path / "sound.toml").write_text(SOUND, "utf-8")
    assert load_checklist("sound", tmp_path).items[0].code == "a"
    (tmp_path / "list.toml").write_text(text, "utf-8")
    with pytest.raises(ReferenceDataError, match=r"list\.toml"):
        load_checklist("list", tmp_path)


def test_a_missing_checklist_is_named(tmp_path):
    with pytest.raises(ReferenceDataError, match=r"none\.toml"):
        load_checklist("none", tmp_path)
