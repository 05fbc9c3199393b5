"""What 837 files add to charges, to a book's numbers, and to the comparison with the claim history."""

from __future__ import annotations

import pytest
from baseline_makers import held, remitted
from cutover.reading.claims.batches import SOURCE as FILES
from cutover.reading.claims.claims import Claims
from cutover.reading.claims.era_submissions import era_claims
from cutover.reading.claims.tables import (
    CLAIM_FILES,
    CLAIM_HISTORY,
    CLAIMS_SET_ASIDE,
    SENT_CLAIMS,
    SUBMITTED_CLAIMS,
)
from cutover.workstreams.claim_reconciliation import IN_FILE, reconcile
from cutover.workstreams.every_claim import every_claim
from cutover.workstreams.reporting_baseline.charges import billed, by_month, said_from
from cutover.workstreams.rollout.totals import totals_of
from open_claims_makers import book
from parallel_frames import day, frame


def claim(number: str, cents: int | None = 10_000, served: str = "2026-05-04", **said) -> dict:
    return {"patient_control_number": number, "service_from": day(served), "charge_cents": cents, "state": "open",
            "source": "claim history", "source_file": "claims/x.csv", "source_row": 1} | said  # fmt: skip


def claims(history=(), filed=(), submitted=(), eras=(), voided=()) -> Claims:
    return Claims(
        frame(SUBMITTED_CLAIMS, list(submitted)), frame(CLAIM_HISTORY, list(history)), frame(CLAIMS_SET_ASIDE, []),
        frame(CLAIM_FILES, []), (), era_claims(held(list(eras))), filed=frame(CLAIM_HISTORY, list(filed)),
        voided=frozenset(voided),
    )  # fmt: skip


def sent(
    number: str, cents: int | None, source: str, on: str = "2026-05-09", served: str = "2026-05-04", **said
) -> dict:
    return {"patient_control_number": number, "service_from": day(served), "charge_cents": cents, "source": source,
            "submission_date": day(on), "submission": "original", "source_file": f"submissions/{on}", "source_row": 1,
            } | said  # fmt: skip


def test_charges_are_those_of_the_history_and_of_files_it_lacks():
    told = claims(
        [claim("H1")], [claim("F1", 5_000, source=FILES), claim("F2", 2_500, "2026-06-01", source=FILES)]
    )
    # May $100.00 + $50.00, June $25.00
    assert by_month(billed(told)).tolist() == [15_000, 2_500]
    assert FILES in said_from(told)


def test_without_a_history_a_replacement_counts_as_sent_last_and_what_was_taken_back_not_at_all():
    rows = [
        sent("F1", 5_000, FILES),
        sent("F1", 6_000, FILES, "2026-05-20"),
        sent("F2", 900, FILES),
        sent("F3", 100, "ERA"),
    ]
    told = claims(submitted=rows, voided=["F2|2026-05-04"])
    # $60.00 of the replacement and $1.00 of the remittance
    assert by_month(billed(told)).tolist() == [6_100]


def test_two_claims_of_one_account_and_day_in_one_file_are_two_charges_and_sent_again_still_two():
    first = [sent("F1", 5_000, FILES), sent("F1", 3_000, FILES, source_row=2)]
    again = [sent("F1", 5_000, FILES, "2026-05-20"), sent("F1", 3_000, FILES, "2026-05-20", source_row=2)]
    assert by_month(billed(claims(submitted=first + again))).tolist() == [8_000]


def test_a_paid_claim_that_an_837_has_is_not_missing_from_the_history():
    # of two paid claims within the history's days the 837 on file has one
    around = [claim("H1", served="2026-05-01"), claim("H2", served="2026-05-31")]
    eras = [remitted(name, "2026-05-20", on="2026-05-04") for name in ("F1", "L1")]
    found = reconcile(claims(around, [claim("F1", source=FILES)], eras=eras))
    assert list(found.of(IN_FILE)["account"]) == ["F1"]
    assert list(found.of("not in history")["account"]) == ["L1"]


def test_each_claim_counts_once_whatever_names_it():
    # history H1 and a void one; files F1; Medi's list H1, F1, M1 and M2, which another row of the list takes back;
    # a file summary F1, M1, S1; a remittance H1, R1, and the part of a second payer: H1, F1, M1, S1, R1 = 5 claims
    told = claims([claim("H1"), claim("V1", state="voided")], [claim("F1", 5_000, source=FILES)])
    listed = [claim(name, 1_000) for name in ("H1", "F1", "M1", "M2")]
    rows = [
        {name: one[name] for name in ("patient_control_number", "service_from", "charge_cents")}
        for one in listed
    ]
    rows.append(rows[-1] | {"frequency": "void"})
    files = [sent(name, None, "file summary") for name in ("F1", "M1", "S1")]
    eras = [sent(name, 700, "ERA") for name in ("H1", "R1", "V1")] + [
        sent("R2", 700, "ERA", submission="secondary")
    ]
    every = every_claim(told, frame(SUBMITTED_CLAIMS, files + eras), frame(SENT_CLAIMS, rows))
    assert every["source"].value_counts().to_dict() == {
        "claim history": 1, FILES: 1, "claims sent through Medi": 1, "file summary": 1, "ERA": 1,
    }  # fmt: skip


@pytest.mark.parametrize(("cents", "charged"), [(2_500, 12_500), (None, None)])
def test_a_books_numbers_have_all_claims_and_no_sum_of_a_part(cents, charged):
    # $100.00 of the history and the file's $25.00; where a file states none, the sum of both is not known
    told = claims([claim("H1")], [claim("F1", cents, source=FILES)])
    every = every_claim(told, told.submitted, frame(SENT_CLAIMS, []))
    found = totals_of(book(), every)
    assert (found.claims, found.charge_cents) == (2, charged)


def test_without_any_claim_nothing_is_counted():
    assert (
        totals_of(book(), every_claim(claims(), frame(SUBMITTED_CLAIMS, []), frame(SENT_CLAIMS, []))).claims
        is None
    )
