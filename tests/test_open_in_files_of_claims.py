"""Open claims of a practice whose 837 files alone tell what was sent: the rule for users of a clearinghouse."""

from __future__ import annotations

import datetime as dt

import pytest
from cutover.reading.claims.batches import SOURCE
from cutover.reading.claims.tables import SUBMITTED_CLAIMS
from cutover.reading.practice.book import found_practice
from cutover.workstreams.open_claims.inputs import load
from cutover.workstreams.open_claims.report import assess, report
from open_claims_makers import CUTOVER, book, decided, history, summary
from parallel_frames import frame
from practice_folder import folder, practice_answers
from test_claims_of_files import edi

FILE = "file of claims (837)"


def filed(number: str, **said) -> dict:
    """A submission of which an 837 alone tells."""
    return summary(number, "unknown", claim_number=None, source=SOURCE, source_file="submissions/a.837",
                   charge_cents=8_000, **said)  # fmt: skip


def given(*rows: dict, **said):
    return book(filed=frame(SUBMITTED_CLAIMS, list(rows)), **said)


def stands(made) -> dict[str, tuple[str, int]]:
    """The status of each claim that is open, and what is open of it, by its account."""
    rows = made.open
    return dict(
        zip(
            rows["patient_control_number"], zip(rows["status"], rows["worth_cents"], strict=True), strict=True
        )
    )


def test_a_claim_of_a_file_is_open_with_its_charge_until_a_payer_answers_it():
    # F1 was never answered; F2 was paid in full: nothing of it is open; F3 was denied: its whole charge is
    eras = [decided("F2", "2026-06-15", 8_000, charge=8_000),
            decided("F3", "2026-06-15", 0, "CO-197", charge=8_000)]  # fmt: skip
    made = given(filed("F1"), filed("F2"), filed("F3"), eras=eras)
    assert stands(made) == {"F1": ("open", 8_000), "F3": ("denied", 8_000)}
    told = made.open.set_index("patient_control_number")["known_from"]
    assert told["F1"] == FILE
    assert made.is_known and not made.lacks


def test_a_file_that_a_receipt_refused_has_rejected_claims():
    assert stands(given(filed("F1") | {"state": "rejected"})) == {"F1": ("rejected", 8_000)}


def test_a_claim_that_a_history_or_a_summary_has_too_counts_once_and_as_that_tells_it():
    made = given(
        filed("F1"),
        filed("F2"),
        claims=[history("F1", "pending", 6_000)],
        summaries=[summary("F2", "accepted")],
    )
    # the history leaves 60.00 of the claim that the file charges at 80.00; the summary of F2 tells no charge
    assert stands(made) == {"F1": ("pending", 6_000), "F2": ("pending", 8_000)}
    assert set(made.open["known_from"]) == {"claim history", "file summary"}


def test_service_from_the_cutover_on_is_no_claim_of_the_closeout():
    before, on = (str(CUTOVER + dt.timedelta(days)) for days in (-1, 0))
    assert stands(given(filed("F1", on=before), filed("F2", on=on))) == {"F1": ("open", 8_000)}


def test_remittances_alone_still_tell_nothing_of_claims_that_wait():
    assert given(eras=[decided("F2", "2026-06-15", 8_000, charge=8_000)]).lacks
    assert not given(filed("F2"), eras=[decided("F2", "2026-06-15", 8_000, charge=8_000)]).lacks


@pytest.mark.parametrize(("code", "open_cents"), [("1", 8_000), ("8", None)])
def test_what_a_later_file_takes_back_is_not_open(tmp_path, code, open_cents):
    lines = ["LX*1", "DTP*472*D8*20260330"]
    files = {"submissions/a.837": edi(["CLM*W1*80***11:B:1*Y", *lines]),
             "submissions/b.837": edi(["CLM*W1*80***11:B:" + code + "*Y", *lines], on="20260409")}  # fmt: skip
    folder(tmp_path, files, practice_answers())
    who = found_practice(tmp_path, "acme", "cedar-grove")[0]
    result = assess(load(who, dt.date(2026, 5, 1)))
    # sent again it is one claim of 80.00; taken back it is none
    found = result.tables["by_status"].frame
    assert (int(found["worth_cents"].sum()) if len(found) else None) == open_cents


def test_what_the_file_says_stands_beside_the_other_sources():
    shown = report(given(filed("F1"))).tables["sources"].frame
    assert shown[["known_from", "says", "claims"]].to_numpy().tolist() == [[FILE, "file of claims: sent", 1]]
