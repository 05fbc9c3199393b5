"""An item of the day-zero list counts whatever way its number is written, and one of no list is named."""

from __future__ import annotations

import pandas as pd
import pytest
from cutover.intake.sheets import ATTESTATIONS
from cutover.reading.intake.items import with_codes


def sheet(*rows: tuple) -> pd.DataFrame:
    """The sheet of attestations with items, statements and answers."""
    made = pd.DataFrame(rows, columns=["item", "statement", "holds"], index=range(len(rows)))
    made = made.astype({"item": "str", "statement": "str", "holds": "boolean"})
    return made.assign(source_row=range(2, 2 + len(rows)))


@pytest.mark.parametrize(
    ("item", "statement", "code"),
    [
        ("day-zero-4", None, "day-zero-4"),
        ("Day-Zero-4", "anything at all", "day-zero-4"),  # the code itself, whatever is beside it
        ("4", None, "day-zero-4"),
        ("4.", "First test claim accepted", "day-zero-4"),
        ("Item 6", "Everyone has logged into Medi", "day-zero-6"),
        ("#5", "An ERA came to Medi", "day-zero-5"),
        ("closeout-agreed", None, "closeout-agreed"),
    ],
)
def test_an_item_is_known_by_its_code_or_by_the_number_of_the_list(item, statement, code):
    made, problems = with_codes(ATTESTATIONS, sheet((item, statement, True)))
    assert list(made["item"]) == [code] and problems == []


@pytest.mark.parametrize(
    ("item", "statement"),
    [
        ("9", None),  # the list has eight
        ("2", "A test claim was scrubbed and acknowledged as accepted"),  # the words of item 4: another list
        ("3", "Fax line moved"),  # words of no item
        ("keys handed over", None),
    ],
)
def test_an_item_of_no_list_stays_as_it_is_and_is_named(item, statement):
    made, problems = with_codes(ATTESTATIONS, sheet((item, statement, True)))
    assert list(made["item"]) == [item]
    assert [(one.source_row, one.column) for one in problems] == [(2, "Item")]


def test_a_row_without_an_answer_needs_no_item():
    assert with_codes(ATTESTATIONS, sheet(("9", None, None)))[1] == []
