"""A table holds to its contract: every column named, typed, labelled and with its privacy."""

from __future__ import annotations

import pandas as pd
import pytest
from cutover.columns import Column, Kind, Privacy, conform, contract, empty
from cutover.errors import CutoverError

COLUMNS = (
    Column("payer", Kind.TEXT, "Payer"),
    Column("paid_cents", Kind.CENTS, "Paid", "what the payer paid", Privacy.DESK),
    Column("day", Kind.DATE, "Day"),
)
FRAME = pd.DataFrame({"payer": ["Aetna"], "paid_cents": [1_50], "day": [pd.Timestamp("2026-07-01")]})


def test_a_column_without_a_contract_is_refused_by_its_name():
    with pytest.raises(CutoverError, match=r"missing \[\], unknown \['ssn'\]"):
        conform(FRAME.assign(ssn="123456789"), COLUMNS)


def test_a_column_of_the_contract_that_is_missing_is_named():
    with pytest.raises(CutoverError, match=r"missing \['day'\], unknown \[\]"):
        conform(FRAME.drop(columns="day"), COLUMNS)


def test_a_table_comes_in_the_order_and_the_dtypes_of_its_contract():
    found = conform(FRAME[["day", "payer", "paid_cents"]], COLUMNS)
    assert list(found.columns) == ["payer", "paid_cents", "day"]
    assert {name: str(kind) for name, kind in found.dtypes.items()} == {
        "payer": "str", "paid_cents": "Int64", "day": "datetime64[ms]",
    }  # fmt: skip


def test_unknown_stays_unknown_and_never_becomes_zero():
    found = conform(pd.DataFrame({"payer": [None], "paid_cents": [None], "day": [None]}), COLUMNS)
    assert found.isna().all(axis=None)


def test_cents_with_a_fraction_are_refused():
    with pytest.raises(TypeError):
        conform(FRAME.assign(paid_cents=[1.5]), COLUMNS)


def test_an_empty_table_has_the_columns_and_is_the_callers_own():
    found = empty(COLUMNS)
    found["more"] = 1
    assert list(empty(COLUMNS).columns) == ["payer", "paid_cents", "day"]
    assert [str(kind) for kind in empty(COLUMNS).dtypes] == [c.dtype for c in COLUMNS]


@pytest.mark.parametrize("kind", Kind)
def test_every_kind_has_a_dtype_that_can_hold_nothing(kind):
    column = Column("c", kind, "C")
    assert pd.Series([None], dtype=column.dtype).isna().all()


def test_a_column_is_open_to_owners_only_where_nothing_else_is_said():
    name, note = contract(("name", Kind.TEXT, "Name", "", Privacy.PHI), ("note", Kind.TEXT, "Note"))
    assert (name.privacy, note.privacy) == (Privacy.PHI, Privacy.OPEN)
