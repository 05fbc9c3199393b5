"""Claims of lists of what went out through Office Ally are claims of the practice, each once beside other sources."""

from __future__ import annotations

import datetime as dt
import io

import pytest
import xlsxwriter
from cutover.reading.claims import sent_lists
from cutover.reading.claims.claims import load_claims
from cutover.reading.claims.same_service import sent_twice
from cutover.reading.claims.sent import load_sent
from cutover.reading.era.archive import load_archive
from cutover.reading.mapping.known_values import NOTHING
from cutover.reading.practice import preflight_files
from cutover.reading.practice.book import load_practice
from cutover.workstreams.every_claim import every_claim
from cutover.workstreams.open_claims.claims import claims as claims_of
from cutover.workstreams.open_claims.inputs import load as open_inputs
from cutover.workstreams.parallel_run.inputs import load as run_inputs
from cutover.workstreams.parallel_run.sent_claims import sent_cases
from cutover.workstreams.reporting_baseline.charges import billed, by_month, said_from
from practice_folder import OTHER_NPI, era, folder, practice_answers


def workbook(rows: list[list]) -> bytes:
    """A workbook of one sheet with these rows."""
    held = io.BytesIO()
    with xlsxwriter.Workbook(held) as book:
        sheet = book.add_worksheet()
        for number, row in enumerate(rows):
            sheet.write_row(number, 0, row)
    return held.getvalue()


# a title above, words of its own for the columns, a line of totals below: six claims, one of them without a charge
LOG = """Clearinghouse log
Ours,Patient,Service,To,Code,Mod,Total,Uploaded,State
QZ401,F-7001,05/04/2026,Alder Health,20610,RT,$300.00,05/06/2026,acc
QZ402,F-7001,05/04/2026,Alder Health,20610,RT AS,$75.00,05/07/2026,acc
QZ403,F-7002,05/05/2026,Birch Plan,99213,,$155.00,05/08/2026,acc
QZ404,F-7001,05/18/2026,Alder Health,99024,,$0.00,05/20/2026,acc
QZ405,F-7003,06/16/2026,Birch Plan,99213,25,$160.00,06/18/2026,acc
QZ406,F-7004,06/17/2026,Birch Plan,20610,LT,$300.00,06/19/2026,rej
Totals,,,,,,$990.00,,
"""
# QM1 is QZ405 under another number; QM2 is of the same patient and day with another code, QM3 of another charge
MEDI = """Claim ID,Patient,DOS,Submitted on,Payer,CPT,Mod,Billed Amt
QM1,F-7003,06/16/2026,06/20/2026,Birch Plan,99213,25,160.00
QM2,F-7004,06/17/2026,06/21/2026,Birch Plan,20611,LT,300.00
QM3,F-7004,06/17/2026,06/21/2026,Birch Plan,20610,LT,310.00
"""
FILES = {
    "submissions/log of uploads.csv": LOG,
    "submissions/pens.csv": "Item,Price\nPens,3.00\nInk,4.00\n",
    "submissions/stock.xlsx": workbook([["Item", "Price"], ["Pens", 3], ["Ink", 4]]),
    "medi_submissions/sent.csv": MEDI,
}
AS_OF = dt.date(2026, 7, 31)


@pytest.fixture(scope="module")
def who(tmp_path_factory):
    """The practice, which moved on 15 June and has no claim history."""
    home = tmp_path_factory.mktemp("home")
    folder(home, FILES, practice_answers(cutover_date=dt.date(2026, 6, 15)))
    return load_practice(home, "acme", "cedar-grove")


@pytest.fixture(scope="module")
def claims(who):
    return load_claims(who, load_archive(who))


@pytest.fixture(scope="module")
def sent(who):
    return load_sent(who).rows


def test_each_row_is_a_submission_of_its_day_and_the_totals_are_none(claims):
    told = claims.submitted.set_index("patient_control_number")
    assert told["submission_date"].dt.strftime("%m-%d").to_dict() == {
        "QZ401": "05-06", "QZ402": "05-07", "QZ403": "05-08", "QZ404": "05-20", "QZ405": "06-18", "QZ406": "06-19",
    }  # fmt: skip
    assert told["state"].to_dict()["QZ401"] == "accepted" and told["state"].to_dict()["QZ406"] == "rejected"
    assert told["charge_cents"].sum() == 99_000  # 300 + 75 + 155 + 0 + 160 + 300, as the line of totals says


def test_its_claims_are_held_with_their_procedures_beside_the_patients_own_numbers(claims):
    assert claims.filed["procedures"].tolist() == [
        "20610-RT",
        "20610-AS-RT",
        "99213",
        "99024",
        "99213-25",
        "20610-LT",
    ]
    assert claims.listed["patient_number"].tolist()[:2] == ["F-7001", "F-7001"]


def test_a_service_that_both_systems_have_under_two_numbers_is_billed_once(claims, sent):
    assert sent_twice(claims.listed, sent) == {"QZ405|2026-06-16"}
    # June: 160 once, 300 of QZ406, 300 of QM2, 310 of QM3; May: 300 + 75 + 155 + 0
    assert by_month(billed(claims, sent)).tolist() == [53_000, 107_000]
    assert said_from(claims, sent).startswith(
        "file summaries, lists of claims sent through Office Ally and remittances"
    )
    every = every_claim(claims, claims.submitted, sent)
    assert (len(every), every["charge_cents"].sum()) == (8, 160_000)  # 6 + 3 less the one of both


def test_the_remittance_names_who_rendered_a_claim_of_a_list_without_providers(tmp_path):
    log = "Ours,Patient,Service,To,Code,Total,Uploaded\nA20260710,F-1,06/01/2026,Aetna,99213,$120.00,06/03/2026\n"
    log += "A20260711,F-2,06/02/2026,Aetna,99213,$120.00,06/03/2026\n"  # no remittance tells of this one
    paid = era("2026-07-10", rendering=OTHER_NPI, service="2026-06-01")
    folder(tmp_path, {"submissions/log.csv": log, "era/a.835": paid}, practice_answers())
    practice = load_practice(tmp_path, "acme", "cedar-grove")
    found = load_claims(practice, load_archive(practice))
    for told in (found.submitted, found.filed):
        npis = told.set_index("patient_control_number")["rendering_npi"]
        assert (npis["A20260710"], npis.isna()["A20260711"]) == (OTHER_NPI, True)


def test_claims_from_before_the_move_wait_and_the_list_is_named_as_where_they_are_known_from(who):
    waiting = open_inputs(who, AS_OF).filed
    assert waiting["source"].unique().tolist() == [sent_lists.SOURCE]
    assert len(waiting) == 6


def test_a_table_that_is_neither_is_named_with_what_it_lacks(who, claims):
    why = "neither a file summary nor a list of claims sent: no column for Claim no., Service from, Sent on"
    said, book = preflight_files.of_folder(who.raw / "submissions", who.raw.parent)
    assert (book.name, "no column for Claim no." in book.found) == ("stock.xlsx", True)
    assert (said.name, said.found, said.todo) == ("pens.csv", why, sent_lists.TODO)
    files = claims.files.set_index("source_file")
    assert files.loc["submissions/stock.xlsx", "state"] == "not read"  # a workbook, not a zip of its parts
    assert files.loc["submissions/pens.csv", "reason"] == f"{why}. {sent_lists.TODO}"


@pytest.mark.parametrize(
    ("text", "column"),
    [
        (
            LOG.replace("Uploaded,", "Pages,").replace("/2026,acc", ",acc").replace("/2026,rej", ",rej"),
            "Sent on",
        ),
        (LOG.replace("$", "x"), "Charged"),
    ],
)
def test_a_list_without_a_day_of_sending_or_an_amount_says_which_it_lacks(text, column):
    assert sent_lists.read(text.encode(), "submissions/log.csv") is None
    assert sent_lists.why_not(text.encode(), "submissions/log.csv", NOTHING).endswith(
        f"no column for {column}"
    )


def test_a_service_of_both_is_likely_sent_twice_and_nobody_is_named_in_either_list(who):
    found = sent_cases(run_inputs(who, AS_OF))
    # QM1 of 160.00 is QZ405 under another number; the other two differ in code or charge
    assert found["run-sent-both-likely"]["amount_cents"].tolist() == [16_000]
    assert len(found["run-sent-both"]) == 0


def test_a_visit_without_a_charge_asks_nobody_to_pay(who):
    told = claims_of(open_inputs(who, AS_OF))[0].set_index("patient_control_number")["status"]
    # before the move, and not answered; QZ404 is one within a global period
    assert told.to_dict() == {"QZ401": "pending", "QZ402": "pending", "QZ403": "pending", "QZ404": "resolved"}
