"""What became of each column is told with its reason; what codes mean is confirmed once and kept."""

from __future__ import annotations

from dataclasses import replace

import pytest
from cutover.errors import InputError
from cutover.reading.files.spreadsheet import read_spreadsheet
from cutover.reading.mapping.choosing import field_rows
from cutover.reading.mapping.confirmed import confirm, load_confirmed
from cutover.reading.mapping.suggest import apply, suggest
from cutover.reading.mapping.tables_of import MappedTable
from cutover.reading.mapping.targets import patients_export

TARGET = patients_export()
TEXT = b"Acct No,DOB,Date,Shoe Size,PatStatus\n7,3/14/1961,1/2/2020,40,0\n8,7/30/2011,1/3/2020,41,2\n"


def a_sheet():
    return read_spreadsheet(TEXT, "p.csv").sheets[0]


def a_table():
    sheet = a_sheet()
    return MappedTable(sheet, suggest(sheet, TARGET))


def test_each_field_has_its_column_with_state_reason_and_masked_values():
    table = a_table()
    fields = field_rows(table).set_index("key")
    used = fields["column"].dropna().to_dict()
    assert {"account_number": "Acct No", "birth_date": "DOB", "status": "PatStatus"}.items() <= used.items()
    assert fields.loc["birth_date", "samples"] == "9/99/9999"
    assert fields["state"][fields["column"] == "Date"].tolist() == ["unsure"]
    assert fields.loc["birth_date", "evidence"] and not fields["evidence"].str.contains("1961").any()
    assert table.crosswalk.unmapped.set_index("source_column").loc["Shoe Size", "why"]


def test_values_are_shown_where_they_are_asked_for():
    fields = field_rows(a_table(), masked=False).set_index("key")
    assert fields.loc["birth_date", "samples"] == "3/14/1961; 7/30/2011"


def test_what_codes_mean_is_kept_with_the_confirmed_mapping(tmp_path):
    sheet = a_sheet()
    chosen = replace(suggest(sheet, TARGET), values={"status": {"0": "Active", "2": "Inactive"}})
    confirm(tmp_path, chosen)
    again = suggest(sheet, TARGET, load_confirmed(tmp_path, chosen.signature, TARGET))
    assert apply(sheet, again)["status"].tolist() == ["Active", "Inactive"]
    assert apply(sheet, suggest(sheet, TARGET))["status"].tolist() == ["0", "2"]


def test_codes_of_no_field_are_refused_in_words(tmp_path):
    sheet = a_sheet()
    path = confirm(tmp_path, suggest(sheet, TARGET))
    path.write_text(path.read_text("utf-8") + '\n[values.shoe]\n"0" = "x"\n', "utf-8")
    with pytest.raises(InputError, match="shoe"):
        load_confirmed(tmp_path, suggest(sheet, TARGET).signature, TARGET)
