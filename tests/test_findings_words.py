"""Every finding has its words, every entry is a finding, and what people read is plain American English."""

from __future__ import annotations

import ast
import datetime as dt
import re
from functools import cache
from pathlib import Path

import pandas as pd
import pytest
from conftest import PROJECT
from cutover.commands.docs import PAGES
from cutover.errors import ReferenceDataError
from cutover.result import Severity
from cutover.wording import and_joined, due_by, load_words, several, wording
from cutover.workstreams.columns import text
from cutover.workstreams.demographics.rules import PREFIX, rules
from cutover.workstreams.findings import finding
from plain_english import banned, faults

WORKSTREAMS = PROJECT / "lib" / "cutover" / "workstreams"
CODE = re.compile(
    r"(era|inv|demo|claims|nonpar|cost|enroll|run|handoff|ready|rows|files|fees|baseline|rollout|scrub)(-[a-z0-9]+)+"
)
# look like codes and are none: items of the checklists and the name of a report
OTHER_CODES = {"era-835", "era-and-payments", "nonpar-exposure", "scrub-rules"}


@cache
def literals(path: Path) -> frozenset[str]:
    """The strings that a module writes out."""
    nodes = ast.walk(ast.parse(path.read_text("utf-8")))
    return frozenset(n.value for n in nodes if isinstance(n, ast.Constant) and isinstance(n.value, str))


def written_in(folder: Path, pattern: str = "*.py") -> set[str]:
    """The strings that the modules of a folder write out; this test's own apart."""
    paths = [path for path in folder.rglob(pattern) if path != Path(__file__)]
    return set().union(*(literals(path) for path in paths))


def raised() -> set[str]:
    """The codes of findings that the workstreams write out, those of the patient rules with their prefix."""
    written = {one for one in written_in(WORKSTREAMS) if CODE.fullmatch(one)} - OTHER_CODES
    return written | {PREFIX + code for code in written_in(WORKSTREAMS / "demographics") & set(rules())}


def shown() -> set[str]:
    """The codes that the sample plants or a test names; tests of the patient rules name them without the prefix."""
    named = written_in(PROJECT / "lib" / "cutover_sample") | written_in(PROJECT / "tests")
    return named | {PREFIX + one for one in written_in(PROJECT / "tests", "test_demographics_*.py")}


def test_every_finding_that_is_raised_has_its_words():
    assert raised() - set(load_words().findings) == set()


def test_every_entry_is_raised_somewhere():
    assert set(load_words().findings) - raised() == set()


def test_every_finding_is_planted_in_the_sample_or_named_in_a_test():
    assert set(load_words().findings) - shown() == set()


def test_every_patient_rule_has_its_words_and_the_other_way_round():
    entries = [code for code in load_words().findings if code.startswith(PREFIX)]
    assert entries == [rule.finding for rule in rules().values()]


@pytest.mark.parametrize("name", PAGES)
def test_a_page_that_is_made_from_reference_data_is_current(name):
    made = PROJECT / "docs" / name
    assert made.read_text("utf-8") == PAGES[name](), f"docs/{name} is old: run `make docs`"


ONE = pd.DataFrame({"what": ["a"]})
WHAT = (text("what", "What"),)


def test_a_finding_takes_its_title_from_the_number_of_its_cases():
    one, two = (finding("era-truncated", pd.concat([ONE] * n), WHAT, ["what"])[0] for n in (1, 2))
    assert (one.title, two.title) == ("1 payment is cut off", "2 payments are cut off")
    assert finding("era-truncated", ONE.head(0), WHAT, ["what"]) == ()


def test_a_finding_has_its_other_severity_where_the_code_says_so():
    late = finding("inv-not-attested", ONE, WHAT, ["what"], due=dt.date(2026, 9, 1), otherwise=True)[0]
    assert (late.severity, late.due) == (Severity.HIGH, dt.date(2026, 9, 1))
    assert finding("inv-not-attested", ONE, WHAT, ["what"])[0].severity == Severity.MEDIUM


def test_the_further_sentence_stands_only_where_its_facts_are_known():
    alone = finding("inv-unreadable", ONE, WHAT, ["what"])[0].meaning
    more = finding("inv-unreadable", ONE, WHAT, ["what"], more="2 more files")[0].meaning
    assert alone == wording("inv-unreadable").meaning
    assert more == f"{alone} The ERA archive audit names 2 more files in the ERA folders."


def test_a_code_without_words_is_refused():
    with pytest.raises(ReferenceDataError, match="no finding 'era-unheard'"):
        finding("era-unheard", ONE, WHAT, ["what"])


GOOD = """title = "Findings"
source = "us"
where = "here"
read_on = 2026-01-02
effective = "always"
[[workstream]]
name = "era_audit"
title = "Audit"
[[finding]]
code = "era-a"
workstream = "era_audit"
severity = "high"
case = "a file"
amount = "none"
one = "1 file"
many = "{n} files"
meaning = "It is so."
action = "Do it."
who = "biller"
"""


@pytest.mark.parametrize(
    ("was", "now", "told"),
    [
        ('who = "biller"\n', "", "era-a: keys missing or unknown: who"),
        ('who = "biller"', 'who = "biller"\nhow = "x"', "era-a: keys missing or unknown: how"),
        ('workstream = "era_audit"', 'workstream = "era"', "unknown workstream of era-a"),
        ('who = "biller"', 'who = ""', "era-a: no who"),
        ('severity = "high"', 'severity = "huge"', "'huge' is not a valid Severity"),
        ("read_on = 2026-01-02\n", "", "its head lacks read_on"),
        ("read_on = 2026-01-02", 'read_on = "soon"', "its head lacks read_on"),
        ("[[finding]]", GOOD[GOOD.index("[[finding]]") :] + "[[finding]]", "codes that stand twice: era-a"),
        ("severity =", "severity", "cannot be used"),
    ],
)
def test_words_that_break_their_form_are_refused_with_their_code(tmp_path, was, now, told):
    for folder, words in (("whole", GOOD), ("broken", GOOD.replace(was, now, 1))):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "findings.toml").write_text(words)
    assert list(load_words(tmp_path / "whole").findings) == ["era-a"]
    with pytest.raises(ReferenceDataError, match=told):
        load_words(tmp_path / "broken")


def readings() -> list[tuple[str, str]]:
    """Every text that a reader of a report meets in a finding, with its code."""
    told = [(w.code, (w.one, w.many, w.meaning, w.also, w.action)) for w in load_words().findings.values()]
    return [(code, text) for code, texts in told for text in texts if text]


def test_every_sentence_of_a_finding_is_plain_american_english_of_at_most_25_words():
    assert {code: faults(text) for code, text in readings() if faults(text)} == {}


def test_what_a_case_and_an_amount_are_has_no_banned_word():
    words = [w for one in load_words().findings.values() for w in (one.case, one.amount, one.due, one.who)]
    assert [fault for text in words for fault in banned(text)] == []


def test_every_sentence_of_a_note_on_a_workstream_is_plain_american_english_of_at_most_25_words():
    assert [fault for one in load_words().workstream for fault in faults(one.note)] == []


def test_a_meaning_and_an_action_end_with_a_full_stop_and_a_title_does_not():
    for words in load_words().findings.values():
        assert words.meaning.endswith(".") and words.action.endswith("."), words.code
        assert words.one[-1] != "." and words.many[-1] != "." and words.action[0].isupper(), words.code


@pytest.mark.parametrize(
    ("words", "joined"), [([], ""), (["a"], "a"), (["a", "b"], "a and b"), (["a", "b", "c"], "a, b and c")]
)
def test_words_are_joined_as_a_sentence_lists_them(words, joined):
    assert and_joined(words) == joined


def test_a_number_of_things_has_its_plural_from_two_on_and_for_none():
    assert [several(n, "file") for n in (0, 1, 2_000)] == ["0 files", "1 file", "2,000 files"]
    assert several(2, "way", "ways to go") == "2 ways to go"


@pytest.mark.parametrize(
    ("text", "count"),
    [
        (" ".join(["word"] * 25) + ".", 0),
        (" ".join(["word"] * 26) + ".", 1),
        ("Its enrolment is late.", 1),
        ("Its enrollment is late, otherwise precise.", 0),
        ("A leg of the desk is reckoned.", 3),
        ("A legacy claim is open.", 0),
        ("It is authorised and normalised.", 3),  # one word by two rules
    ],
)
def test_banned_words_and_long_sentences_are_found_and_others_are_not(text, count):
    assert len(faults(text)) == count


@pytest.mark.parametrize(
    ("due", "told"),
    [
        ((2026, 8, 1), "2026-08-01"),
        ((2026, 7, 31), "2026-07-31"),
        ((2026, 7, 30), "2026-07-30, overdue by 1 day"),
        ((2026, 7, 6), "2026-07-06, overdue by 25 days"),
    ],
)
def test_a_task_whose_last_day_has_passed_is_called_overdue(due, told):
    assert due_by(dt.date(*due), dt.date(2026, 7, 31)) == told
