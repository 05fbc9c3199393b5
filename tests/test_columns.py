"""A table holds to its contract, and contracts are data: every column named, typed, labeled and with its privacy."""

from __future__ import annotations

import pandas as pd
import pytest
from cutover.columns import Column, Kind, Privacy, conform, contract, empty
from cutover.errors import CutoverError, ReferenceDataError
from cutover.reference import FOLDER, contracts

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


GROUPS = sorted(path.stem for path in (FOLDER / "tables").glob("*.csv"))
HEADER = "table,column,kind,label,meaning,privacy\n"
SOUND = (
    HEADER
    + "colors,,,Colors,one row per color,\ncolors,code,text,Code,,open\ncolors,cents,cents,Price,,desk\n"
)


def test_a_contract_is_read_from_its_file_with_its_grain(tmp_path):
    (tmp_path / "box.csv").write_text(SOUND)
    assert contracts("box", tmp_path)["colors"] == (
        "Colors", "one row per color",
        (Column("code", Kind.TEXT, "Code"), Column("cents", Kind.CENTS, "Price", "", Privacy.DESK)),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("was", "now", "said"),
    [
        (",desk", ",everyone", "'everyone' is not a valid Privacy"),
        (",desk", ",", "'' is not a valid Privacy"),  # no column is open because somebody forgot to say
        (",cents,cents", ",cents,euros", "'euros' is not a valid Kind"),
        (",cents,cents", ",code,cents", "twice: code"),
        ("colors,,,Colors,one row per color,\n", "", "title and grain, is missing"),
        (",desk", "", "not enough values"),
        ("Price,", "Price,more,", "too many values"),
        (",desk\n", ",desk\nhues,,,Hues,one row per hue,\ncolors,,,Colors,again,\n", "twice: colors"),
    ],
)
def test_a_contract_that_breaks_its_form_is_refused_with_its_file_and_table(tmp_path, was, now, said):
    assert was in SOUND
    (tmp_path / "box.csv").write_text(SOUND.replace(was, now, 1))
    with pytest.raises(ReferenceDataError, match=rf"tables/box\.csv, .*{said}"):
        contracts("box", tmp_path)


def test_a_group_without_a_file_is_an_error_in_words(tmp_path):
    with pytest.raises(ReferenceDataError, match="is missing"):
        contracts("none", tmp_path)


@pytest.mark.parametrize("group", GROUPS)
def test_every_column_of_a_canonical_table_has_a_label_and_every_table_its_grain(group):
    for name, table in contracts(group).items():
        assert table.grain and table.columns, name
        assert all(c.label and c.name.isidentifier() for c in table.columns), name
        assert all(c.name.endswith("_cents") == (c.kind is Kind.CENTS) for c in table.columns), name


PATIENT = {
    "patient_control_number", "account_number", "chart_number", "member_id", "ssn", "social_security_number",
    "birth_date", "patient_id", "patient_last_name", "patient_first_name", "patient_middle_name",
    "holder_last_name", "holder_birth_date", "claim_number", "payer_claim_number", "medical_record_number",
    "street", "zip", "home_phone", "email",
}  # fmt: skip


@pytest.mark.parametrize("group", GROUPS)
def test_what_identifies_a_patient_is_open_in_no_table(group):
    for name, table in contracts(group).items():
        shown = {c.name for c in table.columns if c.privacy is not Privacy.PHI}
        assert not shown & PATIENT, name
