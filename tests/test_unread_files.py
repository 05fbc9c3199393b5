"""A file that is there and was not read is said in every report that would have used it, and is never nothing."""

from __future__ import annotations

import dataclasses

import pandas as pd
from cutover.columns import conform
from cutover.reading.mapping.record import DUPLICATE, FILES, NOT_READ, PARTLY, READ
from cutover.result import Result, Severity
from cutover.workstreams import unread_files
from cutover.workstreams.parallel_run.report import assess
from parallel_frames import run


def files(*rows: tuple[str, str, str]) -> pd.DataFrame:
    """A record of files, each (source, path, state)."""
    told = [
        (source, path, state, "no column for an amount", None, None, None) for source, path, state in rows
    ]
    return conform(pd.DataFrame(told, columns=[c.name for c in FILES], dtype=object), FILES)


THREE = files(*(("postings", f"postings/{month}.csv", NOT_READ) for month in ("may", "june", "july")))


def found(result: Result) -> dict[str, int]:
    return {one.code: one.count for one in result.findings}


def test_files_that_were_not_read_are_one_finding_with_a_key_for_each_file():
    finding = unread_files.with_findings((), THREE)[0]
    assert (finding.code, finding.count, finding.severity) == ("files-not-read", 3, Severity.HIGH)
    assert finding.evidence.frame["key"].nunique() == 3
    assert finding.evidence.frame["used_for"].unique().tolist() == ["what was posted where"]


def test_a_file_that_was_read_or_is_a_copy_of_one_is_not_told():
    fine = files(("postings", "postings/a.csv", READ), ("postings", "postings/b.csv", DUPLICATE))
    assert unread_files.with_findings((), fine) == ()
    assert (unread_files.sentence(fine), unread_files.limits(fine)) == ("", ())


def test_the_verdict_says_how_many_files_of_each_kind_nobody_could_read():
    assert (
        unread_files.sentence(THREE)
        == "3 files of postings lie there and are not read; nothing here counts them."
    )
    bank = files(("bank", "bank/july.csv", NOT_READ))
    assert (
        unread_files.sentence(bank)
        == "1 file of the bank lies there and is not read; nothing here counts it."
    )
    half = unread_files.together([THREE, files(("bank", "bank/july.csv", PARTLY))])
    assert unread_files.sentence(half) == (
        "3 files of postings and 1 file of the bank lie there and are not read in full; "
        "what was not read is counted nowhere here."
    )


def test_the_parallel_run_names_posting_files_that_it_could_not_read():
    told = assess(dataclasses.replace(run(), files=THREE))
    assert found(told)["files-not-read"] == 3
    assert "3 files of postings lie there and are not read" in told.verdict
    assert any(limit.startswith("3 files are there and are not read") for limit in told.limits)
