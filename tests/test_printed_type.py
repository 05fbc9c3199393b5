"""The size of type on paper is what scales, sets and shows text, all together."""

from __future__ import annotations

import sys

import pytest
from conftest import PROJECT

sys.path.insert(0, str(PROJECT))
from benchmarks.printed_type import sizes_of


@pytest.mark.parametrize(
    ("stream", "sizes"),
    [
        (b"BT /F1 10 Tf (x) Tj ET", [10.0]),
        (
            b"q .5 0 0 .5 0 0 cm BT /F1 10 Tf (x) Tj ET Q BT /F1 8 Tf <00> Tj ET",
            [5.0, 8.0],
        ),  # 10 * .5, then 8 as it is
        (
            b".75 0 0 -.75 0 9 cm q 1 0 0 1 3 3 cm BT /F4 12 Tf 1 0 0 -1 0 0 Tm <0001> Tj ET Q",
            [9.0],
        ),  # 12 * .75
        (b"BT /F1 10 Tf ET", []),  # set and not shown
    ],
)
def test_a_size_is_what_stands_on_the_paper(stream, sizes):
    assert list(sizes_of(stream)) == sizes


def test_a_form_that_is_drawn_is_read_at_the_scale_of_its_place():
    forms = {b"/X5": b"BT /F1 10 Tf (x) Tj ET"}
    assert list(sizes_of(b"q .6 0 0 .6 0 0 cm /X5 Do Q", forms)) == [6.0]
