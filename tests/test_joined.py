"""Reading many small 835s by one call gives for each exactly what reading it alone gives."""

from __future__ import annotations

import functools

import pandas as pd
import pytest
from cutover.reading.era.reader import Remittance, read_era
from cutover.reading.era.small_files import LARGEST, plain, read_joined
from cutover.reading.era.tables import REMITTANCE
from examples import examples
from hypothesis import given, settings
from hypothesis import strategies as st


def era(*payments: str, control=1, element="*", end="~", line="\n") -> bytes:
    """One interchange; a payment is its segments between ST and SE, parted by blanks, with `*` in them."""
    party = "*ZZ*PAYER          *ZZ*RECEIVER       "
    isa = f"ISA*00*          *00*          {party}*240305*1200*^*00501*{control:09}*0*P*:"
    segments = [isa, f"GS*HP*P*R*20240305*1200*{control}*X*005010X221A1"]
    for number, payment in enumerate(payments, 1):
        inner = payment.split()
        segments += [f"ST*835*{number:04}", *inner, f"SE*{len(inner) + 2}*{number:04}"]
    segments += [f"GE*{len(payments)}*{control}", f"IEA*1*{control:09}"]
    return "".join(s.replace("*", element) + end + line for s in segments).encode()


HEAD = (
    "BPR*I*100.00*C*ACH************20240305 TRN*1*E1*1999 DTM*405*20240305 N1*PR*PAYER N1*PE*US*XX*1234567893"
)
RICH = (
    f"{HEAD} PER*BL*NOBODY*TE*5555555555 LX*1 CLP*A1*1*150*80*20*12*P1 CAS*CO*45*50 "
    "NM1*QC*1*DOE*JANE****MI*M1 NM1*ZZ*1*STRANGE SVC*HC:99213*100*80**1 DTM*472*20240301 CAS*PR*1*20 "
    "SVC*HC:99214*50*0 CAS*OA*23*50*1*18*0 CLP*A2*22*-10*-10*0*12*P2 "
    "PLB*1234567893*20241231*WO:REF1*-30*L6*0"
)
EMPTY = f"{HEAD} PLB*1234567893*20241231*FB:REF2*-100"
FILES = [
    era(HEAD, control=1),
    era(RICH, EMPTY, RICH, control=2),
    era(RICH, control=3, element="|", end="'", line=""),
    era(EMPTY, control=4, line="\r\n"),
    era(RICH, control=4),
    era(RICH, control=6).replace(b"DOE", "MUÑOZ".encode()),
    era(RICH, control=7).replace(b"DOE", "MUÑOZ–Ö".encode("cp1252")),
    era(RICH, control=8).replace(b"STRANGE", b"\x81\xd1"),  # 0x81 is nothing in cp1252: latin-1
]
DAMAGED = era(RICH.replace("CLP*A2*22*-10", "CLP*A2*22*ten"), control=9)


@functools.cache
def alone(data: bytes) -> Remittance:
    return read_era(data, "several files")


def assert_each_as_alone(files: list[bytes]) -> int:
    """Compare the rows of each file that was read with its own reading; returns how many were read."""
    counted = [plain(data) for data in files]
    tables, owners, read = read_joined(counted, read_era)
    for number in read.nonzero()[0]:
        own = alone(files[number])
        for name in REMITTANCE:
            rows = tables[name][owners[name] == number].reset_index(drop=True)
            pd.testing.assert_frame_equal(rows, getattr(own, name))
    for name, frame in tables.items():
        assert len(frame) == sum(len(getattr(alone(files[n]), name)) for n in read.nonzero()[0])
    return int(read.sum())


def test_each_file_gives_the_rows_that_it_gives_alone():
    assert assert_each_as_alone(FILES) == len(FILES)
    assert len(alone(FILES[1]).unread), "the comparison covers what has no column"


def test_a_damaged_file_is_left_to_be_read_alone_and_its_neighbors_are_not():
    counted = [plain(data) for data in (FILES[0], DAMAGED, FILES[1])]
    assert list(read_joined(counted, read_era)[2]) == [True, False, True]
    assert assert_each_as_alone([FILES[0], DAMAGED, FILES[1]]) == 2


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"prose before " + FILES[0],
        FILES[0][:-30],
        FILES[0] + FILES[1],
        FILES[0].replace(b"*ZZ*PAYER ", "*ZZ*PÄYER".encode()),
        FILES[0].replace(b"~\n", b"~~\n", 1),
        FILES[0].replace(b"N1*PR*PAY", b"N1*PR*P\nAY"),
        FILES[0].replace(b"ST*835", b"ST*999"),
        FILES[0].replace(b"TRN*1*E1", b"TRN*1*ISA"),
        FILES[0].replace(b"~", b"\n"),
    ],
    ids=["empty", "prose", "cut", "two", "ISA not ASCII", "empty segment", "wrapped", "a 999", "ISA inside",
         "line ends as terminators"],
)  # fmt: skip
def test_what_is_not_ordinary_is_never_joined(data):
    assert plain(data) is None


def test_a_file_at_the_largest_size_is_joined_and_above_it_is_not():
    filler = LARGEST - len(era(HEAD + " REF*EV*", line=""))
    assert plain(era(HEAD + " REF*EV*" + "x" * filler, line="")) is not None
    assert plain(era(HEAD + " REF*EV*" + "x" * (filler + 1), line="")) is None


@settings(max_examples=examples(15), deadline=None)
@given(
    st.lists(
        st.tuples(st.sampled_from(FILES), st.integers(0, 2000), st.binary(max_size=4), st.integers(0, 3)),
        min_size=2,
        max_size=3,
    )
)
def test_whatever_is_changed_in_a_file_never_reaches_its_neighbors(changes):
    files = [data[: at % len(data)] + put + data[at % len(data) + drop :] for data, at, put, drop in changes]
    ordinary = [data for data in files if plain(data)]
    if ordinary:
        assert_each_as_alone([FILES[1], *ordinary, FILES[0]])
