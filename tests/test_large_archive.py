"""The audit of a large archive holds fewer columns and says the same; what a claim history says anew is told anew."""

from __future__ import annotations

import datetime as dt
import shutil

import pandas as pd
from cutover.reading.practice import book
from cutover.workstreams.era_audit import inputs
from cutover.workstreams.era_audit.report import assess

AS_OF = dt.date(2026, 7, 31)


def said(practice, least: int, monkeypatch):
    """What the audit says where an archive of so many claims is a large one."""
    monkeypatch.setattr(inputs, "_LARGE", least)
    return assess(inputs.load(practice, AS_OF))


def test_a_large_archive_is_judged_as_a_small_one(sample_home, monkeypatch):
    practice = book.load_practice(sample_home, "sample-billing", "juniper-hill")
    small, large = said(practice, 10**9, monkeypatch), said(practice, 1, monkeypatch)
    assert large.verdict == small.verdict and large.figures == small.figures
    assert [f.code for f in large.findings] == [f.code for f in small.findings]
    for one, other in zip(large.findings, small.findings, strict=True):
        assert (one.count, one.amount_cents) == (other.count, other.amount_cents)
        if other.evidence is not None:
            pd.testing.assert_frame_equal(one.evidence.frame, other.evidence.frame)


def test_a_claim_history_that_is_gone_is_no_longer_believed(sample_home, tmp_path, monkeypatch):
    place = "data/raw/sample-billing/juniper-hill"
    shutil.copytree(sample_home / place, tmp_path / place)
    practice = book.load_practice(tmp_path, "sample-billing", "juniper-hill")
    codes = {f.code for f in said(practice, 1, monkeypatch).findings}
    shutil.rmtree(practice.raw / "claims")
    later = {f.code for f in said(practice, 1, monkeypatch).findings}
    assert codes - later
