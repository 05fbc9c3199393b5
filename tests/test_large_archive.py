"""The audit of a large archive holds fewer columns and says the same; what a claim history says anew is told anew."""

from __future__ import annotations

import datetime as dt
import shutil

import pandas as pd
import pytest
from cutover.reading.practice import book
from cutover.workstreams.era_audit import inputs
from cutover.workstreams.era_audit.report import assess
from practice_folder import era, folder, practice_answers

AS_OF = dt.date(2026, 7, 31)


def said(practice, least: int, monkeypatch):
    """What the audit says where an archive of so many claims is a large one."""
    monkeypatch.setattr(inputs, "_LARGE", least)
    return assess(inputs.load(practice, AS_OF))


def test_a_large_archive_is_judged_as_a_small_one(small_home, monkeypatch):
    practice = book.load_practice(small_home, "sample-billing", "juniper-hill")
    small, large = said(practice, 10**9, monkeypatch), said(practice, 1, monkeypatch)
    assert large.verdict == small.verdict and large.figures == small.figures
    assert [f.code for f in large.findings] == [f.code for f in small.findings]
    for one, other in zip(large.findings, small.findings, strict=True):
        assert (one.count, one.amount_cents) == (other.count, other.amount_cents)
        if other.evidence is not None:
            pd.testing.assert_frame_equal(one.evidence.frame, other.evidence.frame)


def test_a_claim_history_that_is_gone_is_no_longer_believed(small_home, tmp_path, monkeypatch):
    place = "data/raw/sample-billing/juniper-hill"
    shutil.copytree(small_home / place, tmp_path / place)
    practice = book.load_practice(tmp_path, "sample-billing", "juniper-hill")
    codes = {f.code for f in said(practice, 1, monkeypatch).findings}
    shutil.rmtree(practice.raw / "claims")
    later = {f.code for f in said(practice, 1, monkeypatch).findings}
    assert codes - later


CLAIMS = "Claim ID,Patient,DOS,Payer,Charge,Paid\nC1,P1,2026-06-01,GREEN VALLEY,120.00,\n"


@pytest.fixture
def banked(tmp_path, monkeypatch):
    """A practice with a large archive, twenty files so that it is kept, a claim history, and a file of its bank."""
    files = {f"era/{n:02}.835": era(f"2026-07-{n:02}") for n in range(1, 21)}
    folder(tmp_path, files | {"claims/history.csv": CLAIMS}, practice_answers())
    practice = book.found_practice(tmp_path, "acme", "cedar-grove")[0]
    write_bank(practice, "2026-06-10,ACH CREDIT GREEN VALLEY,91.17")
    monkeypatch.setattr(inputs, "_LARGE", 1)
    return practice


def write_bank(practice, *lines: str):
    (practice.raw / "bank").mkdir(exist_ok=True)
    (practice.raw / "bank" / "bank.csv").write_text("\n".join(["Date,Description,Amount", *lines]) + "\n")


def alone(practice, reads: list, as_of: dt.date = AS_OF) -> tuple[list[int], int]:
    """The cents of the deposits without a remittance, and how often the claims were read to say so."""
    before = len(reads)
    return inputs.load(practice, as_of).lone_deposits["amount_cents"].tolist(), len(reads) - before


@pytest.fixture
def reads(monkeypatch) -> list:
    made, read = [], inputs.few_of_claims
    monkeypatch.setattr(inputs, "few_of_claims", lambda *given: (made.append(given), read(*given))[1])
    return made


def test_a_large_archive_is_not_read_again_for_the_deposits_of_its_bank(banked, reads):
    assert alone(banked, reads) == ([9_117], 2)  # for the deposits, and for the claim history
    assert alone(banked, reads) == ([9_117], 0)
    assert alone(banked, reads, AS_OF - dt.timedelta(days=60)) == ([], 1)  # 2026-06-01: it has not come yet
    assert alone(banked, reads) == ([9_117], 0)


def test_the_kept_deposits_are_stale_when_the_bank_or_the_claims_say_something_else(banked, reads):
    alone(banked, reads)
    write_bank(banked, "2026-06-10,ACH CREDIT GREEN VALLEY,91.17", "2026-06-11,ACH CREDIT GREEN VALLEY,92.18")
    # the deposits, and the claims: whose they are the practice's other files may tell
    assert alone(banked, reads) == ([9_117, 9_218], 2)
    shutil.rmtree(banked.raw / "claims")
    assert alone(banked, reads) == ([9_117, 9_218], 2)
    (banked.raw / "bank" / "bank.csv").unlink()
    assert alone(banked, reads) == ([], 0)
