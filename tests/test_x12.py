"""Delimiters and segments, whatever the sender's habit; amounts and dates by integer arithmetic."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pytest
from cutover import money
from cutover.reading.x12 import values as x12_values
from cutover.reading.x12.envelope import Delimiters, Part, doubled_mark, stretches
from hypothesis import given
from hypothesis import strategies as st

HEAD = b"ISA*00*          *00*          *ZZ*A              *ZZ*B              "
HEAD += b"*250131*1200*^*00501*000000007*0*P*"
TAIL = [b"GS*HP*A*B*20250131*1200*7*X*005010", b"ST*835*1", b"SE*2*1", b"GE*1*7", b"IEA*1*000000007"]


@pytest.mark.parametrize(
    ("isa_end", "end", "component", "segment"),
    [
        (b":~", b"~", b":", b"~"),
        (b">~\n", b"~\n", b">", b"~"),
        (b":\n~", b"\n~", b":", b"~"),
        (b":\r\n", b"\r\n", b":", b"\n"),
        (b"~", b"~", None, b"~"),  # ISA16 is empty
        (b"~\n", b"~\n", None, b"~"),
    ],
)
def test_delimiters_stand_behind_the_sixteenth_element_of_the_isa(isa_end, end, component, segment):
    found = stretches(HEAD + isa_end + b"".join(s + end for s in TAIL))
    assert [s.part for s in found] == [Part.INTERCHANGE]
    assert found[0].delimiters == Delimiters(ord("*"), segment[0], component and component[0])


def test_text_before_and_between_interchanges_is_a_stretch_of_its_own():
    whole = HEAD + b":~" + b"".join(s + b"~" for s in TAIL)
    found = stretches(b"Dear all\n" + whole + b"regards\n" + whole)
    assert [s.part for s in found] == [Part.OUTSIDE, Part.INTERCHANGE, Part.OUTSIDE, Part.INTERCHANGE]


def places(texts):
    """Texts side by side as the value functions want them."""
    raw = [t.encode() for t in texts]
    ends = np.cumsum([len(r) + 1 for r in raw]) - 1
    begins = ends - [len(r) for r in raw]
    return np.frombuffer(b"~".join([*raw, b"~~~~"]), np.uint8), begins, ends


AMOUNTS = st.lists(
    st.text("0123456789.-+ E", max_size=22) | st.from_regex(r"-?\d{1,16}\.\d{1,3}", fullmatch=True),
    min_size=1,
)


@given(AMOUNTS)
def test_amounts_are_those_of_the_strict_parser_of_money(texts):
    found = x12_values.cents(*places(texts))
    read = [None if absent else int(v) for v, absent in zip(found.values, found.absent, strict=True)]
    wanted = [None if t.strip().startswith("+") else money.cents(t) for t in texts]  # X12 has no plus sign
    assert read == wanted
    assert found.bad.tolist() == [
        amount is None and bool(t.strip()) for amount, t in zip(wanted, texts, strict=True)
    ]


@given(st.lists(st.text("0123456789", min_size=8, max_size=8), min_size=1))
def test_a_date_is_one_that_the_calendar_has(texts):
    def expected(text):
        try:
            return dt.date(int(text[:4]), int(text[4:6]), int(text[6:]))
        except ValueError:
            return None

    found = x12_values.dates(*places(texts))
    read = [
        None if absent else v.astype("datetime64[D]").item()
        for v, absent in zip(found.values, found.absent, strict=True)
    ]
    assert read == [expected(t) for t in texts]


@given(st.lists(st.dates(dt.date(1, 1, 1)), min_size=1))
def test_every_day_of_the_calendar_is_read(days):
    found = x12_values.dates(*places([f"{d.year:04d}{d.month:02d}{d.day:02d}" for d in days]))
    assert [v.astype("datetime64[D]").item() for v in found.values] == days


HAT_HEAD = HEAD.replace(b"^", b"+").replace(b"*", b"^").replace(b"+", b"^")  # ISA11 is the separator itself
HAT_TAIL = [each.replace(b"*", b"^") for each in TAIL]


@pytest.mark.parametrize("before", [b"", b"words of a mail that end in VISA"])
def test_an_isa_that_names_its_own_separator_for_repetitions_is_an_isa(before):
    data = before + HAT_HEAD + b"*~\n" + b"".join(each + b"~\n" for each in HAT_TAIL)
    found = stretches(data)
    assert [s.part for s in found] == [Part.OUTSIDE] * bool(before) + [Part.INTERCHANGE]
    assert found[-1].delimiters == Delimiters(ord("^"), ord("~"), ord("*"))


@pytest.mark.parametrize(
    ("begin", "doubled"),
    [
        (b"ISA^00^ ^00^ ^ZZ^A^ZZ^B^250131^1200^^^00501^000000007^0^P^*~GS^", True),
        (b"ISA^00^ ^00^ ^ZZ^A^ZZ^B^250131^1200^^^^000000007^0^P^*~GS^", True),  # and ISA12 is blank
        (b"ISA^00^ ^00^ ^ZZ^A^ZZ^B^250131^1200^^^000000007^0^P^*~GS^", False),  # ISA11 and ISA12 are blank
        (b"ISA^00^ ^00^ ^ZZ^A^ZZ^B^250131^1200^U^00501^000000007^0^P^*~GS^", False),
        (b"ISA^00^ ^00^ ^ZZ^A^ZZ^B^250131^1200^^00501^000000007^0^P^*~GS^", False),  # ISA11 is blank
        (b"ISA^00^ ^00^ ^ZZ^A^ZZ^B^250131^1200^^^00501", False),  # cut before it can be told
    ],
)
def test_a_doubled_separator_is_told_from_blank_elements_by_what_follows(begin, doubled):
    place = doubled_mark(begin)
    assert (place is not None) == doubled
    assert place is None or begin[place - 1 : place + 2] == b"^^^"
