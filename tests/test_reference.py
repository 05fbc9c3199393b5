"""Reference data is dated and cited, and never runs on silently."""

from __future__ import annotations

import datetime as dt
import tomllib

import pytest
from cutover.errors import ReferenceDataError
from cutover.reference import FOLDER, code_list

GOOD = """
title = "Colors"
source = "a list"
where = "https://example.org/colors"
read_on = 2026-01-02
effective_from = 2020-01-01
effective_through = 2026-12-31
columns = ["code", "name"]
rows = [["R", "red"], ["G", "green"]]
"""


def written(folder, text, name="colors"):
    (folder / f"{name}.toml").write_text(text)
    return folder


@pytest.mark.parametrize("on", [dt.date(2020, 1, 1), dt.date(2026, 12, 31)])
def test_a_list_holds_on_its_first_and_its_last_day(tmp_path, on):
    assert code_list("colors", on, written(tmp_path, GOOD)).frame["code"].tolist() == ["R", "G"]


@pytest.mark.parametrize("on", [dt.date(2019, 12, 31), dt.date(2027, 1, 1)])
def test_a_day_without_data_is_an_error_that_says_which_days_have_data(tmp_path, on):
    with pytest.raises(ReferenceDataError, match="from 2020-01-01 through 2026-12-31"):
        code_list("colors", on, written(tmp_path, GOOD))


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (GOOD.replace('source = "a list"\n', ""), "source"),
        (GOOD + 'note = "x"\n', "note"),
        (GOOD.replace('["G", "green"]', '["G"]'), "row 2: 1 values for 2 columns"),
        (GOOD.replace('["G", "green"]', '["R", "green"]'), "stand twice: R"),
        (GOOD.replace("[[", "[[["), "not valid TOML"),
    ],
)
def test_a_list_that_breaks_its_form_is_refused_with_the_place(tmp_path, text, said):
    with pytest.raises(ReferenceDataError, match=said):
        code_list("colors", dt.date(2026, 1, 1), written(tmp_path, text))


def test_a_list_that_is_not_there_is_an_error(tmp_path):
    with pytest.raises(ReferenceDataError, match="missing"):
        code_list("colors", dt.date(2026, 1, 1), tmp_path)


def test_a_code_that_the_list_does_not_have_stays_without_meaning(tmp_path):
    colors = code_list("colors", dt.date(2026, 1, 1), written(tmp_path, GOOD))
    codes = colors.frame["code"].replace("G", "B")
    assert colors.meaning(codes).isna().tolist() == [False, True]


def test_every_list_of_the_project_can_be_read_and_names_its_source():
    said = {path.stem: tomllib.loads(path.read_text("utf-8")) for path in FOLDER.glob("*.toml")}
    assert [name for name, data in said.items() if "source" not in str(data)] == []
    names = sorted(name for name, data in said.items() if "columns" in data)
    lists = [code_list(name, dt.date(2026, 7, 31)) for name in names]
    assert {"plb_reasons", "claim_status", "adjustment_reasons", "adjustment_groups"} <= set(names)
    assert all(known.where and known.source for known in lists)


def test_every_adjustment_reason_has_a_role_that_the_audit_knows():
    frame = code_list("adjustment_reasons", dt.date(2026, 7, 31)).frame
    assert set(frame["role"]) == {"patient share", "contractual", "prior payer", "denial"}


def test_deductible_coinsurance_and_copay_are_the_patients_share():
    frame = code_list("adjustment_reasons", dt.date(2026, 7, 31)).frame.set_index("code")
    assert frame.loc[["1", "2", "3"], "role"].tolist() == ["patient share"] * 3
