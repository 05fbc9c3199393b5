"""What an owner sees first: what changed, five figures, the chart that answers, and the days that are left."""

from __future__ import annotations

import datetime as dt
from types import SimpleNamespace as Stub

import pandas as pd
import pytest
from conftest import PROJECT
from cutover.columns import Column, Kind
from cutover.reporting import for_owners
from cutover.reporting.drawing import charts
from cutover.reporting.drawing.lights import weeks_and_lights
from cutover.reporting.overview.history import History, Run
from cutover.reporting.overview.since_last import since_last
from cutover.reporting.pages import exporter
from cutover.result import Figure, Signal, State
from cutover.signals import rules
from cutover.workstreams.era_audit import coverage, downloads
from cutover.workstreams.inventory import countdown as days
from cutover.workstreams.parallel_run import weeks
from notebook_maker import one_result, one_table
from test_charts import texts

TODAY = pd.Timestamp(2026, 7, 31)
CEDED = {"era-text-only": ("high", 4, None), "era-stale": ("high", 1, None)}


def facts(day, state, found):
    """A report's `findings.json` with findings of these codes and numbers of cases."""
    rows = [{"code": c, "severity": s, "count": n, "amount_cents": a} for c, (s, n, a) in found.items()]
    return {"title": "ERA archive audit", "as_of": day, "state": state, "signal": None, "tally": {},
            "figures": [], "findings": rows, "verdict": ""}  # fmt: skip


def since(monkeypatch, earlier, now):
    """What a report says of the one before it, where these runs are known."""
    monkeypatch.setattr(
        "cutover.reporting.overview.since_last.history.read", lambda *_: History(tuple(earlier))
    )
    return since_last(Stub(home=None, client="c", practice="p", stem="03"), now)


def test_the_first_report_says_nothing_of_a_change_and_neither_does_its_repetition(monkeypatch):
    now = facts("2026-07-31", "blocked", CEDED)
    assert since(monkeypatch, [], now) is None
    assert since(monkeypatch, [Run(1, "2026-07-31", "03", "blocked", found=CEDED)], now) is None


def test_a_later_report_opens_with_what_turned_is_new_settled_and_counts_otherwise(monkeypatch):
    """Four text files become two, one finding goes, one comes; the page says so before its answer."""
    was = Run(1, "2026-07-24", "03", "blocked", found=CEDED)
    now = facts("2026-07-31", "ok", {"era-text-only": ("high", 2, None), "era-truncated": ("high", 1, None)})
    page = exporter.opened_with("<nav></nav><h2>The answer</h2>", since(monkeypatch, [was], now))
    assert (
        page.startswith("<nav></nav>\n<") and "&lt;" not in page
    )  # a navigation that does not end holds the whole page
    assert page.index("What changed since the report of 2026-07-24") < page.index("The answer")
    for said in (
        "Blocked → In order",
        "New: 1 payment is cut off",
        "Settled:",
        "2 checks are found only in text files (before: 4)",
    ):
        assert said in page
    again = [
        was,
        Run(
            2,
            "2026-07-31",
            "03",
            "ok",
            found={f["code"]: (f["severity"], f["count"], None) for f in now["findings"]},
        ),
    ]
    assert exporter.opened_with("<nav></nav><h2>The answer</h2>", since(monkeypatch, again, now)) == page


def test_a_later_report_that_says_the_same_says_that_nothing_has_changed(monkeypatch):
    was = Run(1, "2026-07-24", "03", "blocked", found=CEDED)
    page = exporter.opened_with(
        "<nav></nav>", since(monkeypatch, [was], facts("2026-07-31", "blocked", CEDED))
    )
    assert "Nothing that a person must act on" in page and "<li>" not in page


def test_an_owner_sees_five_figures_in_the_stated_order_and_the_others_folded():
    named = rules()["readiness"].figures
    labels = ["Refuted by data", *reversed(named)]
    result = one_result()
    made = Stub(signal=Signal("readiness", State.OK), figures=tuple(Figure(label, "1") for label in labels))
    first, more = for_owners.figures(made)
    assert [one.label for one in first] == list(named) and [one.label for one in more] == ["Refuted by data"]
    assert for_owners.figures(result) == (list(result.figures), [])  # no sign of its own: as they stand


@pytest.mark.parametrize("code", list(rules()))
def test_each_figure_that_an_owner_sees_first_is_one_of_its_report(code):
    code_of = (PROJECT / "lib/cutover/workstreams" / code).rglob("*.py")
    texts = [*code_of, PROJECT / "lib/cutover/result.py", PROJECT / "data/reference/report_measures.toml"]
    written = "".join(path.read_text("utf-8") for path in texts)
    named = rules()[code].figures
    assert len(named) >= for_owners.MOST_FIGURES and not any("{" in label for label in named)
    assert [label for label in named if label not in written and not label.startswith("Landed in ")] == []


@pytest.mark.parametrize(
    ("cutover", "title", "rows"),
    [
        (None, "Countdown: no cutover date is set", []),
        (
            "2026-08-01",
            "Countdown: 1 day to the cutover, 61 days to the end of the closeout",
            ["ERAs: partly"],
        ),
        ("2026-07-31", "Countdown: 60 days to the end of the closeout", ["ERAs: partly"]),
        (
            "2026-06-02",
            "Countdown: 1 day to the end of the closeout",
            ["ERAs: partly"],
        ),  # 2026-06-02 + 60 = 08-01
        ("2026-06-01", "Countdown: 0 days to the end of the closeout", []),
    ],
)
def test_the_countdown_counts_days_to_cutover_and_closeout_and_names_what_is_lacking(
    monkeypatch, cutover, title, rows
):
    there = {"era-835": Stub(state="partly"), "paid-history": Stub(state="on file")}
    monkeypatch.setattr(days, "statuses", lambda _: there)
    monkeypatch.setattr(days.dated_notes, "told_closing", lambda *_: "by the minutes until 2026-10-31")
    monkeypatch.setattr(days.dated_notes, "closings", lambda _: [])
    held = Stub(practice=None)
    made = days.countdown(
        Stub(cutover=cutover and pd.Timestamp(cutover), closeout_days=60, today=TODAY, holdings=held)
    )
    assert cutover is None or "by the minutes until 2026-10-31" in made.note  # beside the rule's day
    assert (made.title, list(made.frame["what"])) == (title, rows)


@pytest.mark.parametrize(
    ("cutover", "closes", "title", "rows"),
    [
        # 2026-05-01 and 60 days are 2026-06-30, a month before the report of 2026-07-31
        ("2026-05-01", ["2026-08-10"],
         "the closeout ended on 2026-06-30, 31 days ago, 10 days to the closing of Office Ally", 1),
        ("2026-05-01", ["2026-08-10", "2026-08-01"],
         "the closeout ended on 2026-06-30, 31 days ago, 1 day to the closing of Office Ally", 1),
        ("2026-05-01", ["2026-07-31"], "the closeout ended on 2026-06-30, 31 days ago", 0),  # it closes today
        ("2026-05-31", [], "the closeout ended on 2026-07-30, 1 day ago", 0),
        ("2026-06-01", [], "0 days to the end of the closeout", 0),  # its last day is today
        ("2026-07-31", [], "60 days to the end of the closeout", 1),
    ],
)  # fmt: skip
def test_the_countdown_goes_on_to_the_day_on_which_the_account_closes(
    monkeypatch, cutover, closes, title, rows
):
    told = [days.dated_notes.Closing(pd.Timestamp(one).date(), "a note") for one in closes]
    monkeypatch.setattr(days, "statuses", lambda _: {"era-835": Stub(state="partly")})
    monkeypatch.setattr(days.dated_notes, "closings", lambda _: told)
    held = Stub(practice=None)
    made = days.countdown(Stub(cutover=pd.Timestamp(cutover), closeout_days=60, today=TODAY, holdings=held))
    assert (made.title, len(made.frame)) == (f"Countdown: {title}", rows)
    assert ("must be open until" in made.note) is ("ended" not in title)
    assert made.frame["account"].isna().all() == (not closes or not rows)
    assert all(f"until {one}" in made.note for one in closes)


def test_dollars_are_found_or_known_to_be_missing_in_the_month_of_their_check(monkeypatch):
    """The search begins five days before the check: from 2026-02-27 on for one of 03-04. No amount is in no bar."""
    month = pd.Timestamp(2026, 3, 1)
    checks = pd.DataFrame({"from_day": pd.to_datetime(["2026-02-27", "2026-03-10"]), "step": "text only",
                           "amount_cents": pd.array([500, None], "Int64")})  # fmt: skip
    marked = pd.DataFrame({"paid_on": pd.to_datetime(["2026-03-10", "2026-03-11"]),
                           "history_paid_cents": pd.array([250, 900], "Int64")})  # fmt: skip
    found = Stub(frame=pd.DataFrame({"month": [month], "paid_cents": pd.array([10_000], "Int64")}))
    monkeypatch.setattr(coverage, "months_table", lambda _: found)
    monkeypatch.setattr(downloads, "_checks", lambda _: checks)
    monkeypatch.setattr(downloads, "_begin", lambda claims: claims["paid_on"])
    monkeypatch.setattr(downloads, "paid_days", lambda inputs: inputs.marked_paid["paid_on"])
    monkeypatch.setattr(downloads, "of_a_check_above", lambda _, rows: rows["history_paid_cents"].eq(900))
    bank = pd.DataFrame({"deposit_date": pd.to_datetime(["2026-03-20", None]),
                         "amount_cents": pd.array([40, 70], "Int64")})  # fmt: skip
    monkeypatch.setattr(downloads, "lone_unasked", lambda _: bank)
    rows = downloads.found_and_missing(Stub(marked_paid=marked)).frame
    assert rows.to_numpy().tolist() == [
        [month, "found", 10_000],
        [month, "known to be missing", 790],
    ]  # 500 + 250 + 40; the claim of 900 is of a check that the list has already


def test_a_light_is_green_where_a_payer_may_close_red_where_it_is_silent_and_amber_otherwise():
    payers = pd.DataFrame({"payer": ["A", "B", "C", "D"], "may_close": [True, False, False, False]})
    stands = pd.DataFrame({"payer": ["A", "B", "C"], "state": ["switched", "silent", "in both systems"]})
    rows = weeks.lights(payers, stands).frame
    assert list(rows["light"]) == ["ok", "blocked", "attention", "attention"]
    assert list(rows["state"]) == ["may close", "silent", "in both systems", "no remittance yet"]


def test_the_chart_of_weeks_has_a_bar_a_week_and_a_word_beside_each_light():
    columns = (
        Column("week", Kind.DATE, "Week"),
        Column("feed", Kind.TEXT, "System"),
        Column("cents", Kind.CENTS, "Landed"),
    )
    monday = pd.Timestamp(dt.date(2026, 7, 6))
    landed = one_table(
        columns, [[monday, "Office Ally", 10_000], [monday + pd.Timedelta(days=14), "Medi", 5_000]]
    )
    empty = weeks.lights(pd.DataFrame({"payer": [], "may_close": []}), pd.DataFrame())
    bars = texts(weeks_and_lights(landed, empty, "x"))
    assert {"2026-07-06", "2026-07-13", "2026-07-20", "Medi"} <= set(
        bars
    )  # the week without money has its place
    lit = weeks.lights(pd.DataFrame({"payer": ["A"], "may_close": [True]}), pd.DataFrame())
    assert "A: may close" in texts(weeks_and_lights(landed, lit, "x"))
    assert texts(weeks_and_lights(one_table(columns, []), empty, "x")) == ["no data"]


def test_a_chart_that_shows_nothing_does_not_lead_a_page():
    columns = (Column("npi", Kind.TEXT, "NPI"), Column("fee_cents", Kind.CENTS, "Fee"))
    rows = [["1700020013", 100]]
    for table, leads in ((one_table(columns, rows), True), (one_table(columns, []), False)):
        assert ("cw-leads" in charts.bars(table, "npi", "fee_cents", "x", leads=True).html) is leads


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        ("Medi's bill is made of platform $20.00, claim $11.20 and COB $3.00.", None),
        ("A bill of $1,020.00, and one more: no", None),
        (
            "Smith.csv, a bill of $20.00, and one more: not used",
            "A file, a bill of $20.00, and one more: not used",
        ),
        ("a $20.00, Smith.csv: not used", "A file: not used"),
        ("bill $20.00.pdf: not used", "A file: not used"),
        ("bill $20.00x.pdf: not used", "A file: not used"),
        ("Smith.835: not used", "A file: not used"),
        ("Smith 1.23: not used", "A file: not used"),  # no dollars: a name may end so
    ],
)
def test_the_cents_of_an_amount_are_no_end_of_a_files_name(said, shown):
    assert for_owners.unnamed([said]) == (shown or said,)
