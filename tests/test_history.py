"""What each run found is kept in `data/history`: once, in counts and codes alone; what changed is told from it."""

from __future__ import annotations

import datetime as dt
import json
import stat
from dataclasses import replace

import pytest
from cutover.reporting import findings
from cutover.reporting.overview import changes, history, index, trend
from cutover.reporting.overview.history import History, Run
from cutover.reporting.overview.index_entries import Entry, entries
from cutover.reporting.page import Report
from cutover.result import OPEN_MONEY, Figure, Severity, Signal, State
from notebook_maker import AS_OF, one_case, one_finding, one_practice, one_result
from test_index import words

CLIENT, SLUG, STEM = "sample-billing", "cedar-grove", "07_open_claims"
TEXT_ONLY, NO_ERA = "era-text-only", "claims-paid-no-era"


@pytest.fixture
def home(tmp_path):
    """A home with one practice."""
    one_practice(tmp_path, CLIENT, SLUG, "Cedar Grove")
    return tmp_path


def saved(home, *codes, day=AS_OF, money="$100.00", state=State.ATTENTION, run="a1"):
    """Save a report with findings of these codes as a batch leaves it, and write the index pages."""
    folder = home / "reports" / CLIENT / SLUG
    found = [one_finding(Severity.HIGH, code, [one_case(1), one_case(2)], amount_cents=700) for code in codes]
    figures = (Figure(OPEN_MONEY, money, column="with payers"),)
    result = replace(one_result(*found), figures=figures, signal=Signal("open_claims", state))
    Report(result, subject="Cedar Grove", as_of=day, folder=folder, name=STEM).save()
    facts = folder / "desk" / f"{STEM}.findings.json"
    if run:
        facts.write_text(findings.as_text(findings.read(facts) | {"run": run}), "utf-8")
    return index.write_client(home, CLIENT)


def kept(home):
    """The history of the practice as JSON, a line each."""
    path = history.path_of(home, CLIENT, SLUG)
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()] if path.is_file() else []


def later(days):
    """The day so many days after the first report."""
    return AS_OF + dt.timedelta(days)


def test_a_run_leaves_its_counts_codes_and_sums_and_no_word_of_a_case(home):
    saved(home, TEXT_ONLY)
    assert kept(home) == [{
        "batch": 1, "as_of": "2026-07-31", "notebook": STEM, "state": "attention", "unit": "with payers",
        "value": "$100.00", "open_cents": 10_000, "found": {TEXT_ONLY: ["high", 2, 700]},
    }]  # fmt: skip
    path = history.path_of(home, CLIENT, SLUG)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600 and stat.S_IMODE(path.parent.stat().st_mode) == 0o700


def test_the_same_report_again_adds_nothing_whatever_run_made_it(home):
    page = saved(home, TEXT_ONLY)
    before = page.read_bytes(), (page.parent / SLUG / "index.html").read_bytes()
    saved(home, TEXT_ONLY, run="b2")
    saved(home, TEXT_ONLY)
    assert len(kept(home)) == 1
    assert (page.read_bytes(), (page.parent / SLUG / "index.html").read_bytes()) == before


@pytest.mark.parametrize(
    "other", [{"day": later(1)}, {"money": "$99.99"}, {"state": State.OK}, {"codes": (TEXT_ONLY, NO_ERA)}]
)
def test_a_report_that_says_something_else_is_a_run_of_the_next_batch(home, other):
    saved(home, TEXT_ONLY)
    saved(home, *other.pop("codes", (TEXT_ONLY,)), **other)
    assert [run["batch"] for run in kept(home)] == [1, 2]


def test_what_was_saved_at_the_desk_without_a_run_is_no_report_yet(home):
    saved(home, TEXT_ONLY, run=None)
    assert kept(home) == []


def test_an_unknown_sum_is_unknown_and_a_lower_bound_its_own_figure(home):
    saved(home, money=None)
    saved(home, money="at least $3.50")
    assert [run["open_cents"] for run in kept(home)] == [None, 350]


def test_a_line_that_cannot_be_read_stays_and_is_said(home):
    page = saved(home, TEXT_ONLY)
    path = history.path_of(home, CLIENT, SLUG)
    path.write_text('{"batch": 1\n' + path.read_text("utf-8"), "utf-8")
    saved(home, NO_ERA)
    assert path.read_text("utf-8").startswith('{"batch": 1\n') and path.read_text("utf-8").count("\n") == 3
    for shown in (page, page.parent / SLUG / "index.html"):
        assert "1 line of the history of these reports cannot be read." in words(shown)


def test_the_pages_say_what_turned_is_new_and_settled_and_how_the_money_moved(home):
    """From blocked to in order; one finding goes, one comes; $100.00 - $40.00 = $60.00 less."""
    page = saved(home, TEXT_ONLY, state=State.BLOCKED)
    assert "Since the last batch" not in words(page)
    saved(home, NO_ERA, day=later(7), state=State.OK, money="$40.00")
    said = (
        "ERA archive audit , since 2026-07-31: Blocked → In order. With payers: $40.00, down by $60.00. "
        "New: 2 claims are marked paid, and no 835 for them is in the archive. "
        "Settled: 2 checks are found only in text files."
    )
    first = words(page)
    assert "Since the last batch: 1 sign turned better, 1 finding is new, 1 finding is settled." in first
    assert said in first and said in words(page.parent / SLUG / "index.html")


def test_a_batch_in_which_nothing_changed_leaves_the_last_change_standing(home):
    saved(home, TEXT_ONLY)
    page = saved(home, NO_ERA)
    before = page.read_bytes()
    assert index.write_client(home, CLIENT).read_bytes() == before and b"1 finding is new" in before


def run(batch, day, *codes, state="ok", cents=None, notebook=STEM):
    """A run that found one case of each code."""
    return Run(batch, day, notebook, state, open_cents=cents, found=dict.fromkeys(codes, ("high", 1, None)))


def test_a_report_is_held_against_the_last_one_of_an_equal_or_earlier_day():
    """The third run looks back to a day before the second: it is held against the first alone."""
    first, second, third = run(1, "2026-07-01"), run(2, "2026-07-31"), run(3, "2026-07-15")
    assert changes.before([first]) is None
    assert changes.before([first, second]) == first
    assert changes.before([first, second, third]) == first
    assert changes.before([first, second, third, run(4, "2026-07-31", "x")]) == third
    assert changes.before([second, first]) is None


def test_a_finding_is_first_seen_on_its_first_day_and_settled_on_the_first_day_without_it():
    told = History(
        (run(1, "2026-07-01", "a", "b"), run(2, "2026-07-08", "b", "c"), run(3, "2026-07-15", "c"))
    )
    lives = changes.lives(told, [Entry(STEM, "Open claims", "Open claims")])
    assert [(one.code, one.first, one.settled) for one in lives] == [
        ("c", "2026-07-08", None),
        ("a", "2026-07-01", "2026-07-08"),
        ("b", "2026-07-01", "2026-07-15"),
    ]


def test_a_finding_that_comes_back_is_open_since_it_was_first_seen():
    told = History((run(1, "2026-07-01", "a"), run(2, "2026-07-08"), run(3, "2026-07-15", "a")))
    (life,) = changes.lives(told, [])
    assert (life.first, life.settled) == ("2026-07-01", None)


def test_two_runs_of_one_day_are_one_day_and_the_last_of_them_counts():
    told = History((run(1, "2026-07-01", "a"), run(2, "2026-07-01"), run(3, "2026-07-08")))
    assert changes.lives(told, []) == [] and trend.days_of(told) == ["2026-07-01", "2026-07-08"]


def test_a_trend_needs_a_second_day_and_its_bars_tell_the_state_by_their_height():
    entry, one = (
        Entry(STEM, "Open claims", "Open claims"),
        run(1, "2026-07-01", state="blocked", cents=10_000),
    )
    assert trend.of_reports(History((one,)), [entry]) == []
    assert trend.of_practice("P", History((one,)), [STEM]) is None
    both = History((one, run(2, "2026-07-08", state="ok", cents=5_000)))
    signs, money = trend.of_reports(both, [entry])
    assert [(bar.state, bar.height) for bar in signs.bars] == [
        ("blocked", trend.TALL),
        ("ok", trend.TALL / 3),
    ]
    assert signs.words == "2026-07-01: Blocked. 2026-07-08: In order."
    assert money.words == "2026-07-01: $100.00. 2026-07-08: $50.00." and money.last == "$50.00"
    # the scale runs from 34 (nothing) up to 2 (the most): half of the money lies half way, at 18
    assert money.points == "6,2.0 18,18.0"


def test_a_report_that_was_not_made_again_counts_on_each_later_day_with_what_it_said_last():
    """Two reports, the second only on the first day: both stand on the second day."""
    both = History(
        (run(1, "2026-07-01", state="blocked"), run(1, "2026-07-01", notebook="01"), run(2, "2026-07-08"))
    )
    drawn = trend.of_practice("P", both, [STEM, "01"])
    assert [(bar.x, bar.height, bar.state) for bar in drawn.bars] == [
        (0, 18.0, "blocked"), (0, 18.0, "ok"), (trend.STEP, trend.TALL, "ok"),
    ]  # fmt: skip
    assert drawn.words == "From 2026-07-01 to 2026-07-08, last: 0 blocked, 0 attention, 2 in order"


def test_the_pages_of_a_run_that_found_the_same_are_the_same_to_the_byte(home):
    codes = ("z-first-in-the-report", "a-second", "m-third")
    saved(home, *codes)
    pages = sorted((home / "reports").rglob("*.html"))
    before = [page.read_bytes() for page in pages]
    saved(home, *codes, run="b2")
    assert [page.read_bytes() for page in pages] == before
    assert list(kept(home)[-1]["found"]) == list(codes)  # in the order of the report


def test_entries_of_a_folder_without_reports_are_none(home):
    assert entries(home / "reports" / CLIENT / SLUG) == []


def test_a_finding_that_may_be_in_a_file_that_is_no_longer_read_is_not_settled():
    before, unread = run(1, "2026-07-01", "a"), run(2, "2026-07-08", "files-not-read")
    entry = Entry(STEM, "Open claims", "Open claims")
    assert changes.change(entry, before, unread).settled == ()
    assert len(changes.change(entry, before, run(2, "2026-07-08")).settled) == 1
    # of a file that was not read before either, nothing is lost
    before = run(1, "2026-07-01", "a", "files-not-read")
    assert len(changes.change(entry, before, unread).settled) == 1
    lives = changes.lives(History((run(1, "2026-07-01", "a"), unread, run(3, "2026-07-15"))), [])
    assert {one.code: one.settled for one in lives} == {"files-not-read": "2026-07-15", "a": "2026-07-15"}
