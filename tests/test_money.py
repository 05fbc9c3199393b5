"""Money is whole cents, read from text without a float, and written in one way."""

from __future__ import annotations

import pytest
from cutover.money import cents, dollars, plain
from hypothesis import given
from hypothesis import strategies as st


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("12.5", 12_50),
        ("12.50", 12_50),
        ("-12.5", -12_50),
        ("+12", 12_00),
        (" 7 ", 7_00),
        (".5", 50),
        ("5.", 5_00),
        ("0", 0),
        ("-0", 0),
        ("1.100", 1_10),  # more decimals, if they are zeros
        ("0.29", 29),  # 0.29 * 100 is 28.999... as a float
        ("4.35", 4_35),  # 4.35 * 100 is 434.999... as a float
        ("999999999999999.99", 99_999_999_999_999_999),  # 15 digits, the most
    ],
)
def test_a_plain_amount_is_its_cents(text, value):
    assert cents(text) == value


@pytest.mark.parametrize(
    "text",
    ["", " ", ".", "-", "+.", "1.005", "1.001", "$5", "1,000", "1e3", "5-", "--5", "(5)", "1.2.3", "nan", "1 2",
     "1000000000000000"],
)  # fmt: skip
def test_what_is_no_plain_amount_is_none_never_zero(text):
    assert cents(text) is None


@pytest.mark.parametrize(
    ("amount", "shown", "written"),
    [
        (0, "$0.00", "0.00"),
        (5, "$0.05", "0.05"),
        (-5, "\N{MINUS SIGN}$0.05", "-0.05"),
        (1_234_50, "$1,234.50", "1234.50"),
        (-1_234_50, "\N{MINUS SIGN}$1,234.50", "-1234.50"),
        (100_000_000, "$1,000,000.00", "1000000.00"),
    ],
)
def test_cents_are_shown_as_dollars_and_written_without_signs_of_a_page(amount, shown, written):
    assert dollars(amount) == shown and plain(amount) == written


@given(st.integers(-(10**16), 10**16))
def test_what_is_written_is_read_back_to_the_cent(amount):
    assert cents(plain(amount)) == amount
