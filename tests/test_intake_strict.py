"""A workbook that Excel saved as "Strict Open XML Spreadsheet" says the same as any other."""

from __future__ import annotations

import io
import zipfile

import pytest
from cutover.errors import InputError
from cutover.intake.template import template
from cutover.reading.intake.reader import read_intake
from practice_folder import practice_answers

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
STRICT = {
    MAIN: "http://purl.oclc.org/ooxml/spreadsheetml/main",
    "http://schemas.openxmlformats.org/officeDocument/2006/relationships": (
        "http://purl.oclc.org/ooxml/officeDocument/relationships"
    ),
}


def rewritten(data: bytes, names: dict[str, str]) -> bytes:
    """The workbook with other names in all its parts, as ISO/IEC 29500-1 has them."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w") as new:
        for member in old.infolist():
            text = old.read(member).decode("utf-8")
            for name, other in names.items():
                text = text.replace(name, other)
            new.writestr(member.filename, text)
    return out.getvalue()


def test_a_workbook_in_the_strict_form_says_what_it_says_in_the_usual_one():
    usual = template(practice_answers())
    strict = rewritten(usual, STRICT)
    assert MAIN.encode() in zipfile.ZipFile(io.BytesIO(usual)).read("xl/workbook.xml")
    assert MAIN.encode() not in zipfile.ZipFile(io.BytesIO(strict)).read("xl/workbook.xml")
    told, said = read_intake(usual, "a.xlsx"), read_intake(strict, "a.xlsx")
    assert len(told.tables["providers"]) == 1
    assert all(said.tables[name].equals(frame) for name, frame in told.tables.items())


def test_a_workbook_that_opens_without_any_sheet_is_damaged_and_not_an_empty_intake():
    related = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    odd = rewritten(template(practice_answers()), {related: "http://example.org/relationships"})
    with pytest.raises(InputError, match="damaged: its parts cannot be read"):
        read_intake(odd, "a.xlsx")
