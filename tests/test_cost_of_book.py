"""Another practice of the book costs a report one small table to read, and its numbers are those of its files."""

from __future__ import annotations

import dataclasses
import datetime as dt

import pandas as pd
import pytest
from cutover.errors import InputError
from cutover.reading.claims import cost_files
from cutover.reading.claims.cost_files import files_of_book
from cutover.reading.practice.book import load_practice
from cutover.workstreams.cost.facts import _ROWS, facts, facts_of_book, facts_of_other, load_rules
from cutover.workstreams.cost.inputs import load
from cutover.workstreams.cost.options import options
from cutover.workstreams.cost.prices import Commitment
from practice_folder import TODAY, claims, folder, practice_answers

FIRST = dt.date(2026, 9, 1)
INVOICE = "Description,Amount,Date\nNon-par fee June,35.00,06/30/2026\n"


def written(folder_of_test):
    """A book of two practices, each with claims of three days and an invoice of $35.00."""
    files = {"claims/a.csv": claims("05/04/2026", "06/02/2026", "06/03/2026"), "invoices/june.csv": INVOICE}
    folder(folder_of_test, files, practice_answers())
    folder(folder_of_test, files, practice_answers("Elm Clinic", "987654321", "1245319599"), slug="elm")
    return folder_of_test


@pytest.fixture
def home(tmp_path):
    """A book whose files a test may change."""
    return written(tmp_path)


@pytest.fixture(scope="module")
def changing_home(tmp_path_factory):
    """A book of which one file after the other is changed, each only once: what was read before is kept."""
    return written(tmp_path_factory.mktemp("changing-home"))


@pytest.fixture(scope="module")
def one_home(tmp_path_factory):
    """A book of which only the client's file changes: what was read of its practices is kept."""
    return written(tmp_path_factory.mktemp("one-home"))


@pytest.fixture
def reads(monkeypatch):
    """How often the files of a practice were really read."""
    count = []
    real = cost_files.load_cost_files
    monkeypatch.setattr(
        cost_files, "load_cost_files", lambda who, lists: count.append(who.slug) or real(who, lists)
    )
    return count


def elm(home):
    return next(one for one in files_of_book(home, "acme")[0] if one.practice.slug == "elm")


def plain(found):
    """The facts without their frames, and the frames as lists."""
    parts = {f.name: getattr(found, f.name) for f in dataclasses.fields(found)}
    return {
        n: v.astype(object).to_dict("list") if isinstance(v, pd.DataFrame) else v for n, v in parts.items()
    }


def test_the_numbers_of_another_practice_are_those_of_its_files_and_are_read_once(home, reads):
    rules = load_rules(TODAY)
    wanted = plain(facts(elm(home), rules, TODAY, FIRST, is_subject=False))
    reads.clear()
    first, again = (plain(facts_of_other(elm(home), rules, TODAY, FIRST)) for _ in range(2))
    assert reads == ["elm"] and first == again
    numbers = wanted.keys() - _ROWS.keys()
    assert {name: first[name] for name in numbers} == {name: wanted[name] for name in numbers}
    assert all(first[name] == {key: [] for key in first[name]} for name in _ROWS)


def test_the_book_takes_the_rows_too(home, reads):
    rules = load_rules(TODAY)
    wanted = plain(facts(elm(home), rules, TODAY, FIRST))
    reads.clear()
    first, again = (plain(facts_of_book(elm(home), rules, TODAY, FIRST, None)) for _ in range(2))
    assert reads == ["elm"]
    assert str(first) == str(again) == str(wanted)  # as texts, since what is absent is unequal to itself


@pytest.mark.parametrize("change", ["invoices/june.csv", "intake.xlsx", "claims/a.csv"])
def test_they_are_made_anew_when_a_file_of_that_practice_changes(changing_home, reads, change):
    rules = load_rules(TODAY)
    facts_of_other(elm(changing_home), rules, TODAY, FIRST)
    reads.clear()
    if change == "intake.xlsx":
        folder(changing_home, {}, practice_answers("Elm Clinic", "987654321", "1003000126"), slug="elm")
    else:
        path = changing_home / "data/raw/acme/elm" / change
        path.write_text(path.read_text("utf-8").replace("2026", "2025"), "utf-8")
    facts_of_other(elm(changing_home), rules, TODAY, FIRST)
    assert reads == ["elm"]


def test_another_day_or_first_month_has_numbers_of_its_own(home, reads):
    rules = load_rules(TODAY)
    for day, first in ((TODAY, FIRST), (TODAY, dt.date(2026, 10, 1)), (TODAY - dt.timedelta(1), FIRST)):
        facts_of_other(elm(home), rules, day, first)
    assert reads == ["elm"] * 3


def test_a_report_reads_its_own_files_and_none_of_the_others_once_their_numbers_are_known(home, reads):
    who = load_practice(home, "acme", "cedar-grove")
    first = load(who, TODAY).comparison
    reads.clear()
    again = load(who, TODAY).comparison
    assert reads == ["cedar-grove"]
    assert [plain(f) for f in again.everyone][1] == [plain(f) for f in first.everyone][1]
    assert sorted(f.practice for f in again.everyone) == ["cedar-grove", "elm"]


@pytest.mark.parametrize(
    ("said", "chosen", "taken"),
    [
        ("", {}, Commitment.ANNUAL),
        ('commitment = "monthly"', {}, Commitment.MONTHLY),
        ('commitment = "Annual"', {}, Commitment.ANNUAL),
        ('commitment = "monthly"', {"commitment": "annual"}, Commitment.ANNUAL),  # set for this report
        ('commitment = "annual"', {"commitment": "monthly"}, Commitment.MONTHLY),
    ],
)
def test_the_commitment_of_the_client_s_file_holds_unless_a_report_sets_another(
    one_home, said, chosen, taken
):
    (one_home / "data/raw/acme/client.toml").write_text(f'name = "Acme"\n{said}\n')
    given = load(load_practice(one_home, "acme", "elm"), TODAY, options(**chosen))
    assert given.comparison.subject.scenario.commitment is taken
    moved = given.changed(options(), ["elm"])  # a what-if at the desk that leaves it open
    told = Commitment.MONTHLY if "monthly" in said else Commitment.ANNUAL
    assert moved.comparison.subject.scenario.commitment is told


def test_a_commitment_that_is_none_is_an_error_that_says_what_to_write(home):
    (home / "data/raw/acme/client.toml").write_text('name = "Acme"\ncommitment = "two years"\n')
    with pytest.raises(
        InputError, match=r"acme/client\.toml: commitment is 'two years'\. Write commitment = "
    ):
        load(load_practice(home, "acme", "elm"), TODAY)
