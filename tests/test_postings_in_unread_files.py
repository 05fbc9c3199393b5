"""What may be posted in a file that nobody could read is not called unposted, and nothing is called posted once."""

from __future__ import annotations

import pandas as pd
import pytest
from cutover.columns import conform, empty
from cutover.reading.claims.tables import CLAIM_HISTORY
from cutover.reading.mapping.record import FILES, NOT_READ, PARTLY, READ
from cutover.reading.postings.tables import POSTINGS
from cutover.workstreams.parallel_run.cases import cases
from cutover.workstreams.parallel_run.closing import payers, practice_missing
from cutover.workstreams.parallel_run.report import _by_payer, _figures, _legs
from cutover.workstreams.parallel_run.switch_dates import switches
from cutover.workstreams.remittance_items import remittances
from cutover.workstreams.unposted import unposted
from cutover.workstreams.unread_files import hidden_rows, not_read_words
from era_frames import AS_OF, archive, day
from parallel_frames import frame, posting, run
from test_parallel_close import in_their_place, weekly
from test_unposted_remittances import RULES, paid


def files(*rows: tuple[str, int | None]) -> pd.DataFrame:
    """A record of files of postings, each by its state and the rows of it that are set aside."""
    told = [
        ("postings", f"postings/{n}.csv", state, None, None, None, aside)
        for n, (state, aside) in enumerate(rows)
    ]
    return conform(pd.DataFrame(told, columns=[c.name for c in FILES], dtype=object), FILES)


@pytest.mark.parametrize(("rows", "hidden", "words"), [
    ([(READ, 9)], 0, ""), ([(READ, 9), (PARTLY, 4)], 4, "1 file of postings is not read in full"),
    ([(PARTLY, 4), (PARTLY, 3)], 7, "2 files of postings are not read in full"),
    ([(PARTLY, 4), (NOT_READ, None)], float("inf"), "2 files of postings are not read in full"),
])  # fmt: skip
def test_how_many_rows_nobody_read_is_the_most_that_may_be_posted_there(rows, hidden, words):
    assert hidden_rows(files(*rows), "postings") == hidden
    assert not_read_words(files(*rows), "postings") == words


def told(*rows: tuple[str, int | None]):
    """A run of seven weekly payments of 100.00 of which the last three are not posted; the last is not late yet."""
    one = run(medi=weekly("2026-06-18", 7), postings=in_their_place(4, 3), files=files(*rows))
    found = cases(one, switches(one))
    shown = {
        figure.label: figure.value
        for figure in _figures(one, (), practice_missing(one, payers(one)), payers(one))
    }
    return one, found, shown


@pytest.mark.parametrize(("aside", "late"), [(1, 2), (2, 0)])  # two remittances lack a posting
def test_as_many_rows_as_remittances_lack_a_posting_may_hold_them(aside, late):
    one, found, shown = told((READ, 0), (PARTLY, aside))
    assert len(found["run-not-posted"]) == late
    assert ("run-postings-unread" in found and len(found["run-postings-unread"]) > 0) is (late == 0)
    assert shown["Not posted"] == ("$200.00" if late else None)
    assert shown["Posted again"] is None  # never zero while a file is unread
    reads = _by_payer(one)["reads"].tolist()
    assert reads == (["differs"] if late else ["not known: a file of postings was not read"])
    assert "posted again, in what could be read" in _legs(one)["part"].tolist()


def test_with_every_file_read_they_are_not_posted_and_nothing_is_posted_twice():
    one, found, shown = told((READ, 5))
    assert len(found["run-not-posted"]) == 2
    assert (shown["Not posted"], shown["Posted again"]) == ("$200.00", "$0.00")
    assert "posted again" in _legs(one)["part"].tolist()


@pytest.mark.parametrize(("hidden", "count"), [(0, 2), (1, 2), (2, None), (float("inf"), None)])
def test_remittances_that_unread_rows_may_post_are_not_counted_as_unposted(hidden, count):
    eras = [paid("a", "2026-07-06"), paid("b", "2026-07-07")]
    feeds = (archive(payments=[p for p, _ in eras], claims=[c for _, c in eras]), archive())
    first = posting("Office Ally", "N0", "T0", 100) | {"posted_date": day("2026-06-01")}
    given = (
        feeds,
        remittances(*feeds, AS_OF),
        frame(POSTINGS, [first]),
        empty(CLAIM_HISTORY),
        pd.Timestamp(AS_OF),
    )
    found = unposted(*given, RULES, hidden)
    assert (None if found is None else found.count) == count
