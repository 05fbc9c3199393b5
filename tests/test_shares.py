"""A share is never rounded to all of what is not all, nor to none of what is some."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import cutover
import openpyxl
import pandas as pd
import pytest
from cutover.columns import Column, Kind
from cutover.reporting import cells, workbook
from cutover.reporting.drawing import charts
from cutover.shares import of_hundred, percent
from hypothesis import given
from hypothesis import strategies as st
from notebook_maker import AS_OF, one_result, one_table


@pytest.mark.parametrize(
    ("part", "whole", "said"),
    [
        (0, 5, "0.0 %"), (5, 5, "100.0 %"), (1, 8, "12.5 %"),
        (1, 2_000, "0.1 %"),  # 0.05 % is rounded up
        (1, 2_001, "under 0.1 %"), (1, 10**9, "under 0.1 %"),
        (1_999, 2_000, "over 99.9 %"),  # 99.95 %
        (1_998, 2_000, "99.9 %"), (10**9 - 1, 10**9, "over 99.9 %"),
        (10_001, 10_000, "over 100.0 %"), (10_010, 10_000, "100.1 %"),
        (-1, 10_000, "a loss under 0.1 %"), (-1, 100, "-1.0 %"),
    ],
)  # fmt: skip
def test_only_nothing_is_none_and_only_all_is_all(part, whole, said):
    assert percent(part / whole) == said
    assert cells.share(part / whole).replace("\u00a0", " ").replace("\u2212", "-") == said


def test_a_sum_of_shares_that_misses_one_by_the_way_computers_count_is_all():
    assert sum([0.1] * 10) != 1 and percent(sum([0.1] * 10)) == "100.0 %"


def test_chances_are_told_alike():
    assert [percent(c, 0) for c in (0, 0.004, 0.5, 0.996, 1)] == [
        "0 %",
        "under 1 %",
        "50 %",
        "over 99 %",
        "100 %",
    ]
    assert [of_hundred(c) for c in (0.001, 0.9, 0.999)] == [
        "under 1 of 100 cases", "90 of 100 cases", "over 99 of 100 cases"]  # fmt: skip


@given(st.integers(0, 10**6), st.integers(1, 10**6), st.integers(0, 3))
def test_whatever_the_numbers_are_a_share_says_all_or_none_only_where_it_is(part, more, decimals):
    said = percent(part / (part + more), decimals)
    assert not re.fullmatch(r"100(\.0*)? %", said)
    assert bool(re.fullmatch(r"0(\.0*)? %", said)) == (part == 0)


def test_a_cell_of_excel_keeps_the_number_and_shows_the_words(tmp_path):
    shares = (Column("part", Kind.SHARE, "Part"),)
    frame = pd.DataFrame({"part": [0.0, 0.0001, 0.5, 0.9999, 1.0]})
    workbook.write(tmp_path / "e.xlsx", one_result(shares=one_table(shares, frame)), "Cedar Grove", AS_OF)
    found = [row[0] for row in openpyxl.load_workbook(tmp_path / "e.xlsx")["shares"].iter_rows(min_row=2)]
    assert [cell.value for cell in found] == [0, 0.0001, 0.5, 0.9999, 1]
    assert [cell.number_format for cell in found] == [
        "0.0%",
        '"under 0.1 %"',
        "0.0%",
        '"over 99.9 %"',
        "0.0%",
    ]


def test_marks_of_an_axis_that_differ_have_labels_that_differ():
    assert [charts.scale_label(v, Kind.SHARE) for v in (0, 0.0025, 0.995, 0.9975, 1)] == [
        f"{said}\u00a0%" for said in ("0", "0.25", "99.5", "99.75", "100")]  # fmt: skip


def test_no_module_but_one_rounds_a_share_by_itself():
    strange = []
    for path in sorted(Path(cutover.__file__).parent.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.FormattedValue) and node.format_spec is not None:
                form, value = ast.unparse(node.format_spec), ast.unparse(node.value)
                is_share = "%'" in form or bool(re.search(r"\b100 \*|\* 100\b", value))
                if (
                    is_share
                    and re.search(r"\.\d[f%]", form)
                    and "plan.chance" not in value
                    and value != "share"
                ):
                    strange.append(f"{path.name}:{node.lineno}: {value}")
    assert [one for one in strange if not one.startswith("shares.py")] == []
