"""Payers that send no remittance by the practice's own enrollments, and their money at the bank."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import pytest
from cutover.reading.payers.enrollments import lists_with_enrollments
from cutover.reading.payers.lists import without_era
from cutover.reading.practice.book import found_practice
from cutover.workstreams.parallel_run.bank_cases import bank_cases
from parallel_frames import deposit, known, run
from practice_folder import NPI, TIN, folder, practice_answers
from test_paper_checks import listed

CLAIMS = [known("E1", payer_name="Harborline EAP"), known("A1", payer_name="Aetna")]
SILENT = listed(("Aetna", True))  # the list has no row of the other payer
TOLD = replace(SILENT, no_era=("HARBORLINE EAP",))


@pytest.mark.parametrize(
    ("lists", "words", "is_paper"),
    [
        (TOLD, "HARBORLINE EAP CHECK 4411", True),
        (TOLD, "HARBORLINE", True),  # the bank leaves out what it sells
        (TOLD, "HARBOR", False),
        (TOLD, "AETNA HCCLAIMPMT", False),
        (SILENT, "HARBORLINE EAP CHECK 4411", False),  # nothing says how it pays
        (
            replace(listed(("Harborline EAP", True)), no_era=("Harborline EAP",)),
            "HARBORLINE",
            False,
        ),  # the list does
    ],
)
def test_a_deposit_of_a_payer_whose_era_is_not_supported_came_on_paper(lists, words, is_paper):
    found = run(deposits=[deposit("2026-07-01", 15120, words)], history=CLAIMS, lists=lists)
    assert found.on_paper.tolist() == [is_paper]
    assert len(bank_cases(found)["run-deposit-open"]) == (0 if is_paper else 1)


def test_a_payer_of_whom_no_list_and_no_enrollment_tells_is_not_among_them():
    payers = pd.DataFrame({"payer_name": ["Harborline EAP", "Unity"], "payer_id": [None, None]})
    assert without_era(payers, TOLD).tolist() == [True, False]


@pytest.mark.parametrize(
    ("statuses", "payers"),
    [(["not supported"], ("Harborline EAP",)), (["not supported", "LIVE"], ()), (["PROVISIONING"], ())],
)
def test_the_enrollments_tell_it_where_every_row_for_remittances_does(tmp_path, statuses, payers):
    numbers = {"tin": TIN, "npi": NPI}
    rows = [{"payer": "Harborline EAP", "transaction": "835", "status": one, **numbers} for one in statuses]
    rows += [{"payer": "Aetna", "transaction": "837P", "status": "not supported", **numbers}]
    folder(tmp_path, {}, practice_answers() | {"enrollments": rows})
    who = found_practice(tmp_path, "acme", "cedar-grove")[0]
    assert lists_with_enrollments(who).no_era == payers
