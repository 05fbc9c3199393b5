"""Medi's bill of a month beside Medi's own lists of claims: what it bills beyond them, and where that is in doubt."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pandas as pd
import pytest
from claim_makers import practice, put
from cost_cases import AS_OF, MONTHS, one_files, submissions
from cutover.columns import conform
from cutover.reading.claims.invoices import INVOICE_LINES, load_invoices
from cutover.reading.claims.tables import SENT_CLAIMS
from cutover.workstreams.cost.bills import Sent, beside_lists, in_parts
from cutover.workstreams.cost.inputs import Inputs
from cutover.workstreams.cost.options import options
from cutover.workstreams.cost.report import assess
from parallel_frames import frame

MAY = ["2026-05-04", "2026-05-11", "2026-05-19", "2026-05-26"]  # at most 8 days between


def line(number: int, cents: int, words: str = "Claims", month: str = "2026-05-01") -> pd.DataFrame:
    rows = pd.DataFrame({"description": [words], "quantity": [number], "amount_cents": [cents]})
    rows = rows.assign(month=pd.Timestamp(month)).reindex(columns=[c.name for c in INVOICE_LINES])
    return conform(rows, INVOICE_LINES)


def sent(*days: str | None, since="2026-05-01", until="2026-06-30", unread: int = 0) -> Sent:
    on = pd.Series(pd.to_datetime(list(days)), dtype="datetime64[ms]")
    return Sent(on, dt.date.fromisoformat(since), dt.date.fromisoformat(until), unread)


def compared(lines: pd.DataFrame, of: Sent) -> tuple:
    (row,) = beside_lists(lines, of).astype(object).itertuples()
    return row.billed, row.listed, row.more, None if pd.isna(row.more_cents) else row.more_cents, row.doubt


def test_a_bill_of_more_claims_than_the_lists_have_differs_by_so_many_at_its_own_price():
    *numbers, doubt = compared(line(6, 420), sent(*MAY))
    assert numbers == [6, 4, 2, 140] and pd.isna(doubt)  # 4.20 / 6 = 0.70; two more are 1.40
    (said,) = in_parts(line(6, 420), sent(*MAY))
    assert said.endswith("lists have 4 sent in that month, the last on 2026-05-26: 2 more, $1.40.")


@pytest.mark.parametrize(
    ("of", "why"),
    [
        (sent(*MAY, until="2026-06-30"), None),  # 5 days from the last claim to the end of the month
        (sent(*MAY[:3]), "the lists end on 2026-05-19"),  # 12 days, where at most 8 lie between two
        (sent(*MAY[:3], until="2026-05-27"), None),  # 8 days
        (sent(*MAY[:3], until="2026-05-28"), "the lists end on 2026-05-19"),  # 9 days
        (sent(*MAY[:3], "2026-06-01"), None),  # they go on after the month
        (sent(*MAY[2:]), "the lists begin on 2026-05-19"),
        (sent(*MAY[2:], since="2026-05-12"), None),  # the practice moved on that day: 7 days
        (sent("2026-04-30", *MAY[2:]), None),
        (sent(*MAY, unread=1), "1 list of what was sent is not read in full"),
        (sent(*MAY, None), "1 claim of the lists has no day of sending"),
        (sent(*["2026-04-28"] * 6, *MAY), "as many were sent in 2026-04, of which the bill may be"),
        (sent(*["2026-04-28"] * 5, *MAY), None),
    ],
)
def test_more_claims_are_a_difference_where_the_lists_are_whole_alone(of, why):
    doubt = compared(line(6, 420), of)[-1]
    assert (None if pd.isna(doubt) else doubt) == why
    said = in_parts(line(6, 420), of)[0]
    assert ("Whether that is a difference is not known" in said) is (why is not None)


@pytest.mark.parametrize(
    ("words", "is_sure"),
    [("Claims 5/1/2026 - 5/31/2026", True), ("Claims 4/16/2026 - 5/15/2026", False)],
)
def test_a_bill_that_names_days_of_another_month_is_not_compared_for_sure(words, is_sure):
    assert pd.isna(compared(line(6, 420, words), sent(*MAY))[-1]) is is_sure


def test_a_bill_of_fewer_claims_than_the_lists_have_differs_whether_or_not_these_are_whole():
    *numbers, doubt = compared(line(2, 140), sent(*MAY[:3], unread=1))
    assert numbers == [2, 3, -1, -70] and pd.isna(doubt)


@pytest.mark.parametrize(("number", "raised"), [(4, None), (5, (1, 70)), (3, (1, 70))])
def test_the_difference_is_a_finding_with_its_money(tmp_path, number, raised):
    made = practice(tmp_path)
    rows = f"Platform,1,20.00,20.00\nClaims,{number},0.70,{number * 0.7:.2f}\n"
    put(made, "invoices/medi 2026-05.csv", f"Line,Units,Unit price,Total\n{rows}")
    days = frame(SENT_CLAIMS, [{"sent_on": pd.Timestamp(day)} for day in MAY])
    files = one_files(claims=submissions(MONTHS, 10), invoices=load_invoices(made))
    files = replace(files, sent=days)
    for who in (files.practice.slug, None):  # of the practice and of its book
        found = assess(Inputs((files,), (), AS_OF, who, "Elm", options())).findings
        told = {one.code: (one.count, one.amount_cents) for one in found}
        assert told.get("cost-medi-claims-differ") == raised
