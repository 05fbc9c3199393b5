"""Remittances without a posting are counted in both systems: what came to Medi waits for a poster too."""

from __future__ import annotations

import pandas as pd
import pytest
from cutover.columns import empty
from cutover.reading.claims.tables import CLAIM_HISTORY
from cutover.reading.postings.tables import POSTINGS
from cutover.workstreams.readiness.evidence import _by_files
from cutover.workstreams.remittance_items import remittances
from cutover.workstreams.run_rules import load_rules
from cutover.workstreams.unposted import shown, unposted
from era_frames import AS_OF, archive, claim, day, payment
from parallel_frames import MEDI, OFFICE_ALLY, frame


def paid(key: str, on: str, cents: int):
    return payment(key, on, cents), claim(key, patient_control_number=f"N{key}", paid_cents=cents)


def found(ours, theirs, *posted: tuple[str, str, int]):
    """What postings of (system, key, cents) lack, of remittances of both systems since 2026-06-01."""
    feeds = tuple(
        archive(payments=[p for p, _ in part], claims=[c for _, c in part]) for part in (ours, theirs)
    )
    rows = [
        {"account": f"N{key}", "check_number": f"T{key}", "paid_cents": cents, "posted_date": day(on),
         "kind": "claim", "system": system, "source_file": "postings/p.csv"}
        for system, key, cents, on in [(OFFICE_ALLY, "0", 1, "2026-06-01"), *((*p, "2026-07-08") for p in posted)]
    ]  # fmt: skip
    both = remittances(*feeds, AS_OF)
    rules = load_rules(AS_OF)
    return unposted(feeds, both, frame(POSTINGS, rows), empty(CLAIM_HISTORY), pd.Timestamp(AS_OF), rules)


A = paid("a", "2026-07-06", 2_400)
B = paid("b", "2026-07-07", 1_000)
M = paid("m", "2026-07-07", 700)
LATEST = paid("n", "2026-07-31", 300)  # on the day of the report: not due yet


def test_one_list_and_one_sum_have_the_checks_of_both_systems():
    told = found([A], [M, B, LATEST], (MEDI, "b", 1_000))
    rows = shown(told).frame
    assert rows["system"].tolist() == [OFFICE_ALLY, MEDI, MEDI]
    assert rows["trace_number"].tolist() == ["Ta", "Tm", "Tn"]
    assert rows["open_cents"].tolist() == [2_400, 700, 300]  # 34.00 together
    assert rows["due"].tolist() == ["late", "late", "not due yet"]
    assert told.words == (
        "by the files 2 remittances in Office Ally and Medi, $31.00, have no posting since 2026-06-01; 1 more, $3.00, "
        "is not due yet; 2 of these, $10.00, are in Medi"
    )


def test_where_both_are_looked_at_and_nothing_is_lacking_both_are_named():
    told = found([A], [M], (OFFICE_ALLY, "a", 2_400), (MEDI, "m", 700))
    assert (
        told.words == "by the files every remittance in Office Ally and Medi since 2026-06-01 has a posting"
    )


def test_without_postings_of_medi_its_remittances_are_not_called_unposted():
    told = found([A], [M])
    assert shown(told).frame["trace_number"].tolist() == ["Ta"]
    assert told.words.endswith("; no posting of Medi is on file, and its 1 remittance not looked at")


def test_one_check_that_lies_in_both_systems_is_one():
    told = found([A], [A, M], (MEDI, "m", 700))
    assert shown(told).frame["trace_number"].tolist() == ["Ta"]


class _Moved:
    cutover = day("2026-06-15").date()


@pytest.mark.parametrize(("stated", "shows"), [(2, None), (3, False), (0, True)])
def test_what_waits_in_medi_did_not_wait_in_office_ally_at_the_cutover(stated, shows):
    told = found([], [M, LATEST, B], (MEDI, "b", 1_000))
    left, on = pd.Series([stated], dtype="Int64"), pd.Series([day("2026-07-20")], dtype="datetime64[ms]")
    evidence = _by_files(_Moved(), told, left, on)
    assert evidence.shows is shows
    assert evidence.words.startswith(
        "by the files every remittance of Office Ally that was paid until the cutover has a posting; 2 remittances "
        "paid after the cutover, or in Medi, $10.00, have none"
    )
