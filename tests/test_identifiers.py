"""What makes the identifiers of the field well formed; an identifier is text, with its zeros."""

from __future__ import annotations

import pytest
from cutover.identifiers import is_mbi, is_npi, is_taxonomy, masked_tin, slug_is_valid, tin_digits


@pytest.mark.parametrize("text", ["1234567893", "1000000004", "2000000002"])
def test_an_npi_has_ten_digits_of_which_the_last_checks_the_others(text):
    # 24 for 80840; each second digit from the right doubled, 9+8+5+6+1+4+6+2+2 = 43 for 123456789: 67, so 3 ends it
    assert is_npi(text)
    others = [f"{text[:-1]}{digit}" for digit in "0123456789" if digit != text[-1]]
    assert not any(map(is_npi, others))


@pytest.mark.parametrize(
    "text", ["", "123456789", "12345678930", "3234567891", "0234567894", "123456789A", " 1234567893"]
)
def test_no_npi_is_shorter_longer_or_begins_otherwise_than_with_1_or_2(text):
    assert not is_npi(text)


@pytest.mark.parametrize("text", ["1EG4-TE5-MK73", "1EG4TE5MK73", "1eg4te5mk73"])
def test_an_mbi_may_bear_hyphens_and_small_letters(text):
    assert is_mbi(text)


@pytest.mark.parametrize(
    "text",
    [
        "0EG4TE5MK73",
        "1SG4TE5MK73",
        "1EG4TE5MK7",
        "1EG4TE5MK733",
        "1EG4TE5MI73",
        "11G4TE5MK73",
        "1EG4TE5MKA3",
        "",
    ],
)
def test_no_mbi_begins_with_zero_or_has_a_letter_that_looks_like_a_digit(text):
    assert not is_mbi(text)


@pytest.mark.parametrize(
    ("text", "is_one"),
    [
        ("207Q00000X", True),
        ("207Q00000Y", False),
        ("207Q0000X", False),
        ("207Q000000X", False),
        ("207q00000X", False),
    ],
)
def test_a_taxonomy_code_is_ten_characters_of_which_the_last_is_x(text, is_one):
    assert is_taxonomy(text) is is_one


@pytest.mark.parametrize(
    ("text", "digits"),
    [
        ("12-3456789", "123456789"),
        ("123 45 6789", "123456789"),
        ("012345678", "012345678"),
        ("12345678", None),
        ("1234567890", None),
        ("12.3456789", None),
        ("12345678A", None),
    ],
)
def test_a_tax_id_is_nine_digits_with_its_zeros(text, digits):
    assert tin_digits(text) == digits


def test_of_a_tax_id_a_report_shows_the_last_four_digits_alone():
    assert masked_tin("123456789") == "*****6789"


@pytest.mark.parametrize(
    ("text", "is_one"),
    [
        ("elm", True), ("elm-2", True), ("a", True), ("a" * 64, True),
        ("a" * 65, False), ("", False), ("-elm", False), ("elm-", False), ("Elm", False), ("../elm", False),
        ("e m", False), ("con", False), ("lpt1", False), ("console", True), ("com10", True),
    ],
)  # fmt: skip
def test_a_slug_can_never_leave_its_folder(text, is_one):
    assert slug_is_valid(text) is is_one
