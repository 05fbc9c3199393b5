"""A text that cannot be read is no lack where its 835 is on file: no finding says that its money is missing."""

from __future__ import annotations

import datetime as dt

import pytest
from cutover.reading.practice import book
from cutover.workstreams.era_audit.inputs import load
from cutover.workstreams.era_audit.report import assess
from notebook_maker import one_practice
from test_archive import NAMED, cut_before, era, text

AS_OF = dt.date(2024, 3, 31)
UNREADABLE = text(("E1", "100.00", 1)).replace(b"100.00      100.00", b"")


def audited(home, files):
    one_practice(home, "c", "p", "Cedar")
    who = book.load_practice(home, "c", "p")
    (who.raw / "era").mkdir()
    for name, data in files.items():
        (who.raw / "era" / name).write_bytes(data)
    return assess(load(who, AS_OF))


def test_a_text_whose_835_is_read_in_full_is_said_and_is_no_blocker(tmp_path):
    result = audited(tmp_path, {NAMED[0].format(71): UNREADABLE, NAMED[1].format(71): era()})
    assert "era-unreadable" not in [found.code for found in result.findings]
    said = "1 text cannot be read. The 835 of it is on file and read in full, so no total lacks its money."
    assert said in result.tables["files"].note
    figure = next(one for one in result.figures if one.label == "Remittance files that can be read")
    assert (figure.value, figure.note.rpartition("; ")[2]) == (
        "100.0 %",
        "without 1 text whose 835s are read in full",
    )


@pytest.mark.parametrize(
    "other", [{NAMED[1].format(72): era()}, {NAMED[1].format(71): cut_before("CLP")}, {}]
)
def test_a_text_without_a_whole_835_of_its_own_is_a_file_that_cannot_be_read(tmp_path, other):
    result = audited(tmp_path, {NAMED[0].format(71): UNREADABLE, **other})
    (found,) = [one for one in result.findings if one.code == "era-unreadable"]
    assert found.count == 1
    assert "so no total lacks" not in result.tables["files"].note
