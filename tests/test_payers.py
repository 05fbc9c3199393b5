"""A payer is par, non-par or unknown on a day, with its evidence; a doubt is unknown, never a guess."""

from __future__ import annotations

import pandas as pd
import pytest
from claim_makers import TEN, listed, payer_list, several, workbook
from cutover.errors import InputError
from cutover.reading.payers.lists import PayerLists, load_payer_lists, read_payer_list
from cutover.reading.payers.names import compared
from cutover.reading.payers.status import nearest, resolve
from hypothesis import given
from hypothesis import strategies as st


def asked(lists, name=None, payer_id=None, state=None, form="professional", on="2026-03-01"):
    """The answer to one payer."""
    row = pd.DataFrame({"payer_name": [name], "payer_id": [payer_id], "payer_state": [state], "form": [form]})
    return resolve(row.astype("str"), lists, pd.Series([pd.Timestamp(on)])).iloc[0]


def par(*args, **said):
    """The status alone."""
    return asked(*args, **said)["par"]


LIST = payer_list(
    listed("AETNA", "60054"),
    listed("ANTHEM BLUE CROSS BLUE SHIELD - OHIO", "00332", "Yes"),
    listed("BLUE CROSS BLUE SHIELD OF TEXAS", "84980"),
    listed("MEDICAID - TEXAS", "TXMCD"),
    listed("MEDICAID - OHIO", "OHMCD", "Yes"),
    listed("GOLDEN OAK HEALTH PLAN", "GOLD1", "Yes"),
    listed("GOLDEN OAK HEALTH PLAN", "GOLD1", "No", "Institutional Claims 837I"),
    listed("GOLDEN OAK HEALTH PLAN", "GOLD1", "No", "Remits 835"),
)


def test_a_payer_id_decides_and_the_evidence_names_list_and_way():
    answer = asked(LIST, payer_id="00332")
    assert (answer["par"], answer["payer"]) == ("non-par", "ANTHEM BLUE CROSS BLUE SHIELD - OHIO")
    assert "2026-01-01" in answer["evidence"]
    assert "payer id" in answer["evidence"]


def test_a_payer_id_that_lost_its_leading_zeros_is_found_where_the_names_are_alike():
    assert par(LIST, "Anthem BCBS Ohio", "332") == "non-par"


def test_a_payer_id_that_lost_zeros_is_not_believed_for_another_name():
    assert par(LIST, "Sunrise Mutual", "332") == "unknown"


@pytest.mark.parametrize("name", ["BCBS of Texas", "TX BLUE CROSS BLUE SHIELD", "BlueCross BlueShield - TX"])
def test_a_payer_is_found_by_name_however_it_is_abbreviated(name):
    assert par(LIST, name) == "par"


def test_the_same_name_in_another_state_is_another_payer():
    assert par(LIST, "Medicaid Ohio") == "non-par"
    assert par(LIST, "Medicaid Texas") == "par"
    assert par(LIST, "Medicaid Utah") == "unknown"


def test_a_name_of_several_states_is_unknown_unless_the_source_tells_the_state():
    assert par(LIST, "Medicaid") == "unknown"
    assert par(LIST, "Medicaid", state="OH") == "non-par"


def test_a_line_of_business_in_the_name_is_another_payer():
    assert par(LIST, "Aetna") == "par"
    assert par(LIST, "Aetna Medicare") == "unknown"


@pytest.mark.parametrize(
    ("form", "expected"), [("professional", "non-par"), ("institutional", "par"), (None, "non-par")]
)
def test_the_status_is_that_of_the_claim_s_own_transaction(form, expected):
    assert par(LIST, payer_id="GOLD1", form=form) == expected


def test_id_and_name_that_contradict_each_other_are_unknown():
    answer = asked(LIST, "Aetna", "00332")
    assert answer["par"] == "unknown"
    assert "payer id is of a non-par payer" in answer["evidence"]


def test_a_payer_that_is_not_in_the_list_is_unknown_and_gets_a_hint_that_decides_nothing():
    assert par(LIST, "Golden Oak Health Plans of Ohio") == "unknown"
    assert nearest(pd.Series(["Golden Oak Health Pln"]), LIST).iloc[0] == "GOLDEN OAK HEALTH PLAN"


def test_without_any_list_every_payer_is_unknown():
    none = PayerLists(LIST.frame.iloc[:0], ())
    assert par(none, "Aetna", "60054") == "unknown"


@pytest.mark.parametrize(
    ("day", "expected", "said"),
    [
        ("2025-06-30", "par", ""),  # the list of January is in force until the day before the next
        ("2025-07-01", "non-par", ""),  # the day of the list of July itself
        ("2024-12-31", "par", "older than the list"),
    ],
)
def test_the_list_in_force_on_the_day_decides(day, expected, said):
    lists = several(
        payer_list(listed("SUNRISE", "S1"), day="2025-01-01"),
        payer_list(listed("SUNRISE", "S1", "Yes"), day="2025-07-01"),
    )
    answer = asked(lists, payer_id="S1", on=day)
    assert answer["par"] == expected
    assert said in answer["evidence"]


def test_the_older_form_with_typ_is_read():
    frame, _ = read_payer_list(
        workbook(("PAYER NAME", "PAYER ID", "TYP"), ("AETNA", "60054", "P"), ("SUNRISE", "00012", "NP")),
        "payer_list/payers_20230401.xlsx",
    )
    assert frame["par"].tolist() == ["par", "non-par"]
    assert par(PayerLists(frame, ()), payer_id="00012") == "non-par"


def test_a_list_of_which_no_row_has_a_name_is_refused_and_the_others_count(tmp_path):
    folder = tmp_path / "payer_list"
    folder.mkdir()
    (folder / "payers_2026-01-01.xlsx").write_bytes(
        workbook(TEN, listed("", "1", "Yes"), listed("", "2", "No"))
    )
    (folder / "payers_2026-02-01.xlsx").write_bytes(
        workbook(TEN, listed("A", "1", "Yes"), listed("", "2", "No"))
    )
    found = load_payer_lists(folder)
    assert found.frame["payer_name"].tolist() == ["A"] and len(found.problems) == 1


def test_blank_is_par_where_the_column_holds_ticks_alone_and_unknown_where_it_also_says_no():
    ticks, _ = read_payer_list(
        workbook(TEN, listed("A", "1", ""), listed("B", "2", "Yes")), "p_2026-01-01.xlsx"
    )
    both, _ = read_payer_list(
        workbook(TEN, listed("A", "1", ""), listed("B", "2", "Yes"), listed("C", "3", "No")),
        "p_2026-01-01.xlsx",
    )
    assert ticks["par"].tolist() == ["par", "non-par"]
    assert both["par"].tolist() == ["unknown", "non-par", "par"]


def listed_below(header, *cells):
    """The statuses that a list of two columns gives, and its notes."""
    rows = [(f"PAYER {n}", cell) for n, cell in enumerate(cells)]
    frame, notes = read_payer_list(workbook(("Payer Name", header), *rows), "payers_2026-05-04.xlsx")
    return frame["par"].tolist(), notes


P, N, U = "par", "non-par", "unknown"


@pytest.mark.parametrize(
    ("header", "cells", "expected"),
    [
        ("Par / Non-Par", ("Par", "Non-Par", "PAR", "NonPar", "non participating"), [P, N, P, N, N]),
        ("Non-Par", ("Par", "Non-Par", "Participating", "NP"), [P, N, P, N]),
        ("Par Status", ("In network", "Out of network", "OON", "Participating"), [P, N, N, P]),
        ("Non-Par", ("Y", "N", "Yes", "No"), [N, P, N, P]),
        ("Non Participating?", ("Y", "N"), [N, P]),
        ("Par", ("Y", "N", "Yes", "No"), [P, N, P, N]),
        ("Participating", ("Yes", "No"), [P, N]),
        ("Par / Non-Par", ("Y", "N"), [U, U]),  # yes, it is which of the two?
        ("Par / Non-Par", ("P", "N"), [P, N]),  # letters, not answers
        ("TYP", ("P", "NP", "N"), [P, N, N]),
        ("TYP", ("Y", "N"), [U, U]),
        ("Non-Par", ("P", "N"), [P, U]),  # no, or non-par beside P
        ("Non-Par", ("Non-Par", ""), [N, P]),  # a tick written out
        ("Par Status", ("Non-Par", ""), [N, U]),
        ("Par", ("X", ""), [P, U]),  # that a blank is non-par would be a guess
    ],
)
def test_a_payer_s_status_is_what_its_cell_says_and_a_bare_yes_is_what_the_header_asks(
    header, cells, expected
):
    assert listed_below(header, *cells)[0] == expected


def test_a_cell_that_says_neither_is_unknown_and_counted_and_never_par(tmp_path):
    par, notes = listed_below("Non-Par", "No", "see contract", "Nothing", "Yes")
    assert par == [P, U, U, N]
    assert "2 cells with no word for par or non-par (`see contract`, `Nothing`)" in notes[0]
    text = "Payer Name,Non-Par\nSUNRISE,maybe\nCOAST,No\n"
    (tmp_path / "payers_2026-05-04.csv").write_text(text, "utf-8")
    lists = load_payer_lists(tmp_path)
    file = lists.files.iloc[0]
    assert (file["state"], file["rows_in"], file["rows_used"]) == ("partly read", 2, 2)
    assert "1 cell with no word" in file["reason"] and "`maybe`" in file["reason"]


def test_a_list_without_a_date_is_refused_in_words():
    with pytest.raises(InputError, match="no date: a list holds for its day"):
        read_payer_list(workbook(TEN, listed("A", "1")), "payers.xlsx")


def test_a_folder_without_lists_and_a_file_that_is_none_are_no_error(tmp_path):
    assert load_payer_lists(tmp_path / "absent").dates == []
    (tmp_path / "notes_2026-01-01.csv").write_text("a,b\n1,2\n")
    found = load_payer_lists(tmp_path)
    assert found.dates == []
    assert len(found.notes) == 1


def test_a_second_list_of_one_day_is_noted_and_not_counted(tmp_path):
    for name in ("a_2026-01-01.xlsx", "b_2026-01-01.xlsx"):
        (tmp_path / name).write_bytes(workbook(TEN, listed("A", "1")))
    found = load_payer_lists(tmp_path)
    assert len(found.frame) == 1
    assert "second list" in found.notes[0]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("UHC", "UnitedHealthcare"),
        ("Work Comp of Ohio", "OHIO WORKERS COMPENSATION"),
        ("Aetna Insurance Co", "AETNA"),
        ("Anthem BCBS", "Anthem Blue Cross Blue Shield"),
    ],
)
def test_two_spellings_of_one_payer_are_one(one, other):
    assert compared(one) == compared(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("West Virginia Medicaid", "Virginia Medicaid"),
        ("Blue Cross Blue Shield of Kansas City", "Blue Cross Blue Shield of Kansas"),
        ("Cigna", "Cigna Medicare"),
    ],
)
def test_two_payers_are_never_made_one(one, other):
    assert compared(one) != compared(other)


@given(st.text(max_size=60))
def test_any_name_can_be_compared_and_case_says_nothing_about_long_words(name):
    assert compared(name) == compared(name)


def test_statuses_of_many_rows_keep_the_rows_own_index():
    rows = pd.DataFrame(
        {c: ["x"] * 3 for c in ("payer_name", "payer_id", "payer_state", "form")}, index=[7, 3, 5]
    )
    rows["payer_id"] = ["60054", "00332", "60054"]
    found = resolve(rows, LIST, pd.Series(pd.Timestamp("2026-03-01"), rows.index))
    assert found["par"].to_dict() == {7: "par", 3: "non-par", 5: "par"}


@pytest.mark.parametrize(
    ("name", "status"),
    [("Aetna PPO", "par"), ("GoldenOak Health Plan", "non-par"), ("Aetna Medicare PPO", "unknown"),
     ("Golden Oak Health Plan Medicaid", "unknown"), ("Medicaid HMO - Ohio", "unknown")],
)  # fmt: skip
def test_a_payer_that_the_list_spells_otherwise_is_found_and_another_line_of_business_is_not(name, status):
    assert par(LIST, name) == status
