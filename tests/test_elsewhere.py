"""A remittance of the practice in the folder of another practice: known at home, and moved instead of asked for."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest
from baseline_makers import billed, changed, remitted
from baseline_makers import book as monthly
from cutover.columns import Privacy, framed
from cutover.reading.era.archive import load_archive
from cutover.reading.era.elsewhere import ELSEWHERE, elsewhere, not_its_own
from cutover.reading.kept import opened
from cutover.reading.postings.tables import DEPOSITS
from cutover.reading.practice.book import found_practice
from cutover.workstreams.era_audit import coverage, duplicates
from cutover.workstreams.era_audit.inputs import Inputs as Audit
from cutover.workstreams.lone_deposits import lone
from cutover.workstreams.parallel_run.bank_cases import bank_cases, beside_deposits, in_other_folders
from cutover.workstreams.reporting_baseline.deposited import IN_OTHER_FOLDER, deposited
from cutover.workstreams.reporting_baseline.holes import _in_other_folders, _paid_elsewhere
from cutover.workstreams.run_rules import load_rules
from cutover.workstreams.silences import with_elsewhere
from era_frames import AS_OF, PRACTICE, archive, day, payment
from open_claims_makers import book, decided, history
from parallel_frames import deposit, posting, run
from practice_folder import OTHER_NPI, STRANGE_NPI, era, folder, practice_answers, zipped

HOME, OTHER = "cedar-grove", "harbor-point"
HIS = {
    "era/own.835": era("2026-07-01", npi=OTHER_NPI),
    "era/lost.zip": zipped({"in it.835": era("2026-07-15")}),  # of Cedar Grove
    "era/at home too.835": era("2026-07-10"),
    "era/of nobody.835": era("2026-07-20", npi=STRANGE_NPI),
    "era/note.txt": "N1*PE*nothing",
}


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """Two practices, one of which holds remittances of the other."""
    home = tmp_path_factory.mktemp("book")
    folder(home, {"era/a.835": era("2026-07-10")}, practice_answers())
    folder(home, HIS, practice_answers("Harbor Point", "987654321", OTHER_NPI), slug=OTHER)
    found(home)
    return home


@pytest.fixture
def home(made, tmp_path):
    """A copy of the book that a test may change."""
    return Path(shutil.copytree(made, tmp_path / "home"))


def found(home: Path, slug: str = HOME) -> list[tuple]:
    """Number, cents, claims and place of what lies elsewhere."""
    who = found_practice(home, "acme", slug)[0]
    names = ["check_number", "amount_cents", "claim_accounts", "folder", "source_file"]
    return [tuple(row) for row in elsewhere(who, [load_archive(who)])[names].values.tolist()]


def test_a_remittance_whose_payee_is_the_practice_is_known_at_home_where_no_copy_lies_there(made):
    assert found(made) == [("E20260715893", 10_000, "A20260715=10000", OTHER, "era/lost.zip!in it.835")]
    assert found(made, OTHER) == []


def test_once_the_file_is_moved_it_lies_elsewhere_no_more(home):
    raw = home / "data/raw/acme"
    (raw / HOME / "era/in it.835").write_bytes(era("2026-07-15"))
    assert found(home) == []  # a copy at home is enough
    (raw / HOME / "era/in it.835").unlink()
    (raw / OTHER / "era/lost.zip").unlink()
    assert found(home) == []
    (raw / OTHER / "era/new.835").write_bytes(era("2026-07-22"))
    assert [number for number, *_ in found(home)] == ["E20260722893"]


def test_a_report_at_home_rests_on_the_small_table_and_opens_no_file_of_the_other(made):
    who = found_practice(made, "acme", HOME)[0]
    with opened.watched(made) as seen:
        assert len(elsewhere(who, []))
    assert not [name for name in seen.files if f"/{OTHER}/era" in name]
    assert any(name.endswith(f"{OTHER}/kept/payments-not-its-own") for name in seen.kept)


def test_of_a_practice_that_is_not_known_nothing_is_another_ones(home):
    folder(home, {}, practice_answers("Harbor Point", "", ""), slug=OTHER)
    assert not_its_own(found_practice(home, "acme", OTHER)[0]) == ()


ROW = {"check_number": "E9", "amount_cents": 10_000, "check_date": day("2026-07-06"), "payer_name": "Aetna",
       "claim_accounts": "K1=7000; K2=3000", "folder": OTHER, "source_file": "era/x.835"}  # fmt: skip
THERE = framed([ROW], ELSEWHERE)


def test_the_audit_names_it_and_asks_nobody_for_it():
    audit = Audit(archive(payments=[payment("a", "2026-06-01")]), PRACTICE, AS_OF, elsewhere=THERE)
    (one,) = (f for f in duplicates.findings_and_tables(audit).findings if f.code == "era-elsewhere")
    assert (one.count, one.amount_cents) == (1, 10_000)
    hidden = {c.name for c in one.evidence.columns if c.privacy is not Privacy.OPEN}
    assert {"folder", "source_file", "check_number"} <= hidden


@pytest.mark.parametrize(("cents", "left"), [(10_000, 0), (10_001, 1)])
def test_its_deposit_lacks_no_remittance(cents, left):
    banked = framed([deposit("2026-07-07", cents, "ACH AETNA E9")], DEPOSITS)
    given = run({"payments": [payment("a", "2026-06-01")]})
    told = lone(banked, given.counted, given.history, None, load_rules(AS_OF), day("2026-07-31"), THERE)
    assert len(told) == left


@pytest.mark.parametrize(("on", "gaps"), [("2026-03-10", 0), ("2026-02-12", 1)])
def test_a_payer_whose_remittance_lies_elsewhere_was_not_silent(on, gaps):
    months = [
        str(month) for month in pd.period_range("2025-08", "2026-07", freq="M") if str(month) != "2026-03"
    ]
    paid = [payment(f"A{n}", f"{month}-10") for n, month in enumerate(months)]
    audit = Audit(archive(payments=paid), PRACTICE, AS_OF, elsewhere=THERE.assign(check_date=day(on)))
    assert len(coverage.payer_gaps(audit)) == gaps  # from 2026-02-12 to 2026-04-10 are still 57 days
    said = with_elsewhere(audit.counted, audit.elsewhere)
    assert len(said) == 12 and set(said["payer"]) == {"AETNA"}


def test_postings_and_deposits_of_it_are_a_class_of_their_own_and_both_legs_add_up():
    rows = [posting("Office Ally", "K1", "E9", 7_000), posting("Office Ally", "K2", "E9", 3_001)]
    banked = [deposit("2026-07-07", 10_000, "ACH AETNA E9"), deposit("2026-07-07", 500, "ACH AETNA E8")]
    given = run(postings=rows, deposits=banked, elsewhere=THERE)
    assert given.posted["class"].tolist() == ["elsewhere", "no remittance"]  # 30.01 is not what it pays
    bank, posted = given.legs["bank"], given.legs["postings"]
    assert (bank["elsewhere"], bank["deposits without a remittance"], bank["remains"]) == (10_000, 500, 0)
    assert (posted["elsewhere"], posted["no remittance"], posted["remains"]) == (7_000, 3_001, 0)
    assert in_other_folders(given)["run-elsewhere"]["amount_cents"].tolist() == [10_000]
    assert bank_cases(given)["run-deposit-open"]["amount_cents"].tolist() == [500]
    assert "1 deposit worth $100.00 of remittances in another folder" in beside_deposits(given)
    assert "elsewhere" not in run(postings=rows, deposits=banked).legs["bank"]


def test_open_claims_are_paid_and_dated_by_it():
    rows = [history("K1", "paid", 0, paid_cents=7_000), history("B1")]
    for there, lacks in ((THERE, False), (THERE.iloc[:0], True)):
        given = book(rows, eras=[decided("B1", "2026-06-20", 5_000)], elsewhere=there)
        assert given.every["conflict"].eq("handoff-paid-no-era").any() == lacks


def test_the_monthly_report_says_what_a_month_lacks_until_the_file_is_moved():
    banked = framed([deposit("2026-07-07", 10_000, "ACH AETNA E9")], DEPOSITS)
    rows = [billed("K1", "2026-06-20", state="paid", paid_cents=7_000, paid_date=day("2026-07-06"))]
    plain = monthly(rows, [remitted("B1", "2026-06-20")], deposits=banked)
    given = changed(plain, claims=replace(plain.inputs.claims, elsewhere=THERE)).inputs
    assert not list(_in_other_folders(plain.inputs))
    ((month, said, cents),) = _in_other_folders(given)
    assert (str(month.date()), cents) == ("2026-07-01", 10_000) and said.startswith("1 remittance lies")
    assert [one[1:] for one in deposited(given)] == [
        (f"1 deposit without a remittance ({IN_OTHER_FOLDER})", 10_000)
    ]
    assert [len(list(_paid_elsewhere(one))) for one in (plain.inputs, given)] == [1, 0]
