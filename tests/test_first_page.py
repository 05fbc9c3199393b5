"""The first page says of each report what the report says; one matter in several reports is one step of many voices."""

from __future__ import annotations

import datetime as dt
import importlib
import re
from dataclasses import replace
from html import unescape

import pytest
from conftest import PROJECT
from cutover.reading.practice import book
from cutover.reporting import findings
from cutover.reporting.overview import index, index_entries, next_steps
from cutover.reporting.overview.first_page import headings, row, sort_key
from cutover.reporting.page import Report
from cutover.result import CUTOVER_DATE, Figure, Severity, Signal, State
from cutover.signals import rules
from cutover.wording import load_words
from examples import ALL
from notebook_maker import AS_OF, one_finding, one_practice, one_result

LONG = ("cost", "rollout", "scrub_rules", "reporting_baseline")  # two read the whole book
CLIENT, SLUG = "sample-billing", "cedar-grove"
OPEN, FEES = (
    Figure("Open with payers", "$48,210.00", column="with payers"),
    Figure("Fee", None, column="a year"),
)


def saved(home, slug, stem, *found, figures=(OPEN,), state=None, run="a1"):
    """Save a report of a practice with these findings, as a batch leaves it."""
    folder = home / "reports" / CLIENT / slug
    signal = state and Signal("cost", state)
    result = replace(one_result(*found), figures=figures, signal=signal, title=f"Report {stem[:2]}")
    Report(result, subject=slug, as_of=AS_OF, folder=folder, name=stem).save()
    facts = folder / "desk" / f"{stem}.findings.json"
    facts.write_text(findings.as_text(findings.read(facts) | {"run": run}), "utf-8")
    (folder / f"{stem}.html").write_text(f'<meta name="cutover-run" content="{run}">', "utf-8")
    return result


def table_of(page):
    """The cells of the first page's table: rows of texts, as they are read."""
    body = re.search(r"<tbody>(.*?)</tbody>", page.read_text("utf-8"), re.DOTALL)[1]
    rows = re.findall(r"<tr.*?</tr>", body, re.DOTALL)
    cells = [re.findall(r"<(?:td|th).*?</(?:td|th)>", one, re.DOTALL) for one in rows]
    return [[" ".join(unescape(re.sub(r"<[^>]+>", " ", cell)).split()) for cell in one] for one in cells]


@pytest.mark.skipif(
    not ALL, reason="an ordinary run holds small samples' pages against their reports elsewhere"
)
def test_every_number_and_sign_of_the_first_page_is_that_of_its_report(sample_home, tmp_path):
    """Reports of one practice, assessed here; all reports of all sample clients are held against it in test_privacy."""
    slug = "harbor-point"
    who, folder = book.load_practice(sample_home, CLIENT, slug), tmp_path / "reports" / CLIENT / slug
    one_practice(tmp_path, CLIENT, slug, "Harbor Point")
    expected = []
    for family in [code for code in rules() if code not in LONG]:
        package = f"cutover.workstreams.{family}"
        inputs = importlib.import_module(f"{package}.inputs").load(who, AS_OF)
        result = importlib.import_module(f"{package}.report").assess(inputs)
        Report(
            result, subject=who.name, as_of=AS_OF, folder=folder, name=f"{len(expected):02}_{family}"
        ).save()
        (number,) = [figure for figure in result.figures if figure.column]
        assert result.signal.of == family
        word = index_entries.WORDS[result.signal.state]
        expected.append(f"{word} {'unknown' if number.value is None else number.value}")
        planned = [f.value for f in result.figures if f.label == CUTOVER_DATE]
        assert planned in ([], [str(who.cutover)])
    (cells,) = table_of(index.write_client(tmp_path, CLIENT))
    away = (who.cutover - AS_OF).days
    assert cells == ["Harbor Point", f"{who.cutover} in {away} days", *expected]


@pytest.mark.parametrize("family", LONG)
def test_a_report_that_takes_long_names_a_number_for_the_page_too(family):
    folder = PROJECT / "lib/cutover/workstreams" / family
    said = "".join(path.read_text("utf-8") for path in sorted(folder.glob("*.py")))
    assert "column=" in said and f'"{family}", state(' in said


def test_a_report_without_a_number_or_a_sign_of_its_own_has_its_worst_finding_as_its_sign(tmp_path):
    one_practice(tmp_path, CLIENT, SLUG, "Cedar Grove")
    saved(tmp_path, SLUG, "03_audit", one_finding(Severity.MEDIUM), figures=(Figure("Paid", "$1.00"),))
    saved(tmp_path, SLUG, "04_fees", figures=(FEES,), state=State.BLOCKED)
    (cells,) = table_of(index.write_client(tmp_path, CLIENT))
    assert cells[2:] == ["Attention unknown", "Blocked unknown"]


def test_rows_stand_by_what_is_blocked_then_by_what_needs_attention_then_by_date(tmp_path):
    states = {"a": "ok", "b": "attention", "c": "blocked", "d": "attention", "e": "blocked"}
    days = {"a": "2026-08-01", "b": "2026-10-01", "c": "2026-12-01", "d": "2026-09-01", "e": None}
    for slug, state in states.items():
        one_practice(tmp_path, CLIENT, slug, slug.upper())
        saved(tmp_path, slug, "05_cost", figures=(OPEN, Figure(CUTOVER_DATE, days[slug])), state=State(state))
    assert [cells[0] for cells in table_of(index.write_client(tmp_path, CLIENT))] == ["C", "E", "D", "B", "A"]


def test_how_far_a_cutover_is_away_counts_from_the_newest_report(tmp_path):
    for planned, away in (("2026-08-01", "in 1 day"), ("2026-07-31", "today"), ("2026-07-29", "2 days ago")):
        facts = {"as_of": "2026-07-31", "figures": [{"label": CUTOVER_DATE, "value": planned}]}
        entry = index_entries.Entry("06", "T", "T", facts=facts)
        assert row("P", None, [entry], headings([[entry]])).away == away


def test_a_cutover_day_that_was_withheld_is_shown_as_such_and_the_page_of_the_client_is_made_all_the_same():
    facts = {"as_of": "2026-07-31", "figures": [{"label": CUTOVER_DATE, "value": "[withheld]"}]}
    entry = index_entries.Entry("06", "T", "T", facts=facts)
    made = row("P", None, [entry], headings([[entry]]))
    assert (made.cutover, made.away) == ("[withheld]", "")


def test_of_the_days_of_a_step_one_that_was_withheld_is_no_day_and_the_other_one_stands():
    known = {"action": "A", "owner": "o", "amount_cents": None, "code": "era-interest", "severity": "high"}
    entry = index_entries.Entry("06", "T", "T", facts={"as_of": "2026-07-31"})
    told = tuple(next_steps.Told(entry, known | {"due": due}) for due in ("[withheld]", "2026-08-02"))
    assert next_steps.Step(told).when_and_worth == "by 2026-08-02"
    assert next_steps.Step(told[:1]).when_and_worth == ""


@pytest.mark.parametrize(
    ("value", "key"),
    [
        ("−$6,402.19 to −$1,500.44", "-6402.19"),
        ("4 of 7", "4"),
        ("at least $3.00", "3.00"),
        (None, ""),
        ("no", ""),
    ],
)
def test_the_page_sorts_by_the_first_number_of_a_value(value, key):
    assert sort_key(value) == key


def steps_of(home, slug=SLUG):
    """The steps of a practice, and all findings of its reports as (report, code)."""
    entries = index_entries.entries(home / "reports" / CLIENT / slug)
    every = {(entry.stem, f["code"]) for entry in entries for f in entry.facts["findings"]}
    return next_steps.steps(entries), every


def told(steps):
    """What the steps tell of, as (report, code)."""
    return [(one.entry.stem, one.facts["code"]) for step in steps for _, _, by in step.actions for one in by]


def test_the_same_matter_in_three_reports_is_one_step_and_none_of_its_actions_is_lost(tmp_path):
    """Two codes of one matter, one of them in two reports: one step, three voices, the largest amount, not the sum."""
    folder = "01_a", "03_b", "07_c"
    saved(tmp_path, SLUG, folder[0], one_finding(Severity.MEDIUM, "handoff-paid-no-era", amount_cents=700))
    saved(tmp_path, SLUG, folder[1], one_finding(Severity.HIGH, "claims-paid-no-era", amount_cents=900),
          one_finding(Severity.LOW, "era-interest"))  # fmt: skip
    saved(tmp_path, SLUG, folder[2], replace(one_finding(Severity.HIGH, "claims-paid-no-era", amount_cents=500),
                                             action="Ask the payer."))  # fmt: skip
    steps, every = steps_of(tmp_path)
    assert len(steps) == 2 and sorted(told(steps)) == sorted(every)
    assert [action for action, _, _ in steps[0].actions] == ["Download its 835.", "Ask the payer."]
    assert steps[0].severity == "high" and steps[0].when_and_worth == "by 2026-08-14 · $9.00"


@pytest.mark.parametrize(("due", "said"), [(31, "by 2026-07-31"), (30, "by 2026-07-30, overdue by 1 day")])
def test_a_step_whose_day_has_passed_is_called_overdue_on_the_first_page(tmp_path, due, said):
    late = replace(one_finding(Severity.HIGH, "era-interest", amount_cents=900), due=dt.date(2026, 7, due))
    saved(tmp_path, SLUG, "01_a", late)
    steps, _ = steps_of(tmp_path)
    assert steps[0].when_and_worth == f"{said} · $9.00"


def test_steps_stand_by_severity_then_day_then_money_and_the_page_shows_ten_and_folds_the_rest(tmp_path):
    one_practice(tmp_path, CLIENT, SLUG, "Cedar Grove")
    found = [
        one_finding(Severity.HIGH, f"code-{n:02}", title=f"Matter {n:02}", amount_cents=n) for n in range(12)
    ]
    first = replace(found[0], due=None)
    saved(
        tmp_path, SLUG, "03_a", one_finding(Severity.BLOCKER, "code-99", amount_cents=None), first, *found[1:]
    )
    steps, every = steps_of(tmp_path)
    assert [step.first["code"] for step in steps] == [
        "code-99",
        *(f"code-{n:02}" for n in range(11, 0, -1)),
        "code-00",
    ]
    assert sorted(told(steps)) == sorted(every)
    page = (index.write_client(tmp_path, CLIENT).parent / SLUG / "index.html").read_text("utf-8")
    shown, folded = page.split("Also to settle: 3 of less weight")
    assert shown.count("<h3>") == 10 and folded.count("<h3>") == 3
    assert 'href="03_a.html#finding-code-99"' in page


def test_each_matter_is_of_findings_of_several_reports():
    """A matter that only one workstream knows, or a single finding, merges nothing."""
    matters = {}
    for words in load_words().finding:
        matters.setdefault(words.matter, []).append(words)
    del matters[""]
    assert all(len({words.workstream for words in some}) > 1 for some in matters.values())
