"""The key of a case stays for ever: what people wrote beside it is found again."""

from __future__ import annotations

from cutover.result import evidence_key, short_key
from hypothesis import given
from hypothesis import strategies as st


def test_the_key_of_a_case_never_changes():
    # sha256 of the parts with U+001F between them: 68147f4928, in fives of bits 01101 00000 01010 00111 11110 ...
    assert evidence_key("run-twice", "a") == "E-D0A7YJ98"
    assert evidence_key("era-file-twice", "0f3a", 3) == "E-VZARZ2RW"  # dfd58f8b1c


def test_a_key_of_thirty_bits_is_the_beginning_of_that_of_forty():
    assert short_key(evidence_key("run-twice", "a")) == "E-D0A7YJ"


def test_parts_of_an_identity_do_not_run_together():
    assert evidence_key("a", "bc") != evidence_key("ab", "c")


@given(st.lists(st.text(), min_size=1))
def test_a_key_is_eight_letters_none_of_which_can_be_misread(identity):
    key = evidence_key(*identity)
    assert len(key) == 10 and key.startswith("E-") and not set(key[2:]) & set("ILOU")


def test_ten_thousand_cases_have_ten_thousand_keys():
    assert len({evidence_key("run-twice", n) for n in range(10_000)}) == 10_000
