"""Notebooks about the book run once a client; options are set by name and read strictly."""

from __future__ import annotations

import pytest
from cutover.errors import UsageError
from cutover.intake.template import write_intake
from cutover.reporting import batch, registry
from cutover.workstreams.cost.options import OPTIONS
from cutover.workstreams.rollout.options import OPTIONS as OF_ROLLOUT
from notebook_maker import AS_OF, PARAMETERS, one_notebook

BOOK_PARAMETERS = 'client = "sample-billing"\nas_of = "2026-07-31"\naudience = "owner"\nparallel_weeks = ""'
BOOK_LOADING = """\
import datetime as dt
import sys
sys.path.insert(0, {tests!r})
from notebook_maker import *
from cutover.reading.practice.book import project_home
from cutover.reporting.page import Report
result = one_result(one_finding(), verdict=f"The book, {{parallel_weeks or 'no'}} weeks.")
folder = project_home() / "reports" / client
day = dt.date.fromisoformat(as_of)
report = Report(result, subject=client, as_of=day, audience=audience, folder=folder, name={name!r}, book=True)
"""


@pytest.fixture
def home(tmp_path):
    """A book of two practices."""
    for slug in ("cedar-grove", "elm"):
        folder = tmp_path / "data" / "raw" / "sample-billing" / slug
        folder.mkdir(parents=True)
        write_intake(folder / "intake.xlsx", {"practice": {"name": slug.title(), "tins": ["123456789"]}})
    return tmp_path


def test_a_notebook_about_the_book_runs_once_a_client_and_stands_first_on_its_page(home):
    own = one_notebook(home / "notebooks", "05_cost")
    whole = one_notebook(home / "notebooks", "05_cost_book", parameters=BOOK_PARAMETERS, loading=BOOK_LOADING)
    both = batch.targets(home, ["sample-billing"])
    outcomes = batch.run(home, both, [own, whole], AS_OF, jobs=2, options={"parallel_weeks": "4"})
    assert [(o.job.target, o.failure) for o in outcomes] == [
        ("sample-billing/cedar-grove", ""),
        ("sample-billing/elm", ""),
        ("sample-billing", ""),
    ]
    page = (home / "reports" / "sample-billing" / "index.html").read_text("utf-8")
    assert page.index("The whole book") < page.index("Cedar-Grove")
    assert "The book, 4 weeks." in page and 'href="05_cost_book.html"' in page
    assert "The book" not in (home / "reports/sample-billing/elm/index.html").read_text("utf-8")


def test_a_book_is_not_reported_on_where_only_some_of_its_practices_are_asked_for(home):
    whole = one_notebook(home / "notebooks", "05_cost_book", parameters=BOOK_PARAMETERS)
    assert batch.run(home, [("sample-billing", "elm")], [whole], AS_OF) == []


def test_two_notebooks_of_one_number_are_both_meant_by_it_and_each_by_its_name(home):
    own = one_notebook(home / "notebooks", "05_cost")
    whole = one_notebook(home / "notebooks", "05_cost_book", parameters=BOOK_PARAMETERS)
    assert registry.chosen(["05"], home / "notebooks") == [own, whole]
    assert registry.chosen(["05_cost"], home / "notebooks") == [own]


def test_a_misspelled_practice_does_not_make_a_notebook_one_about_the_book(home):
    path = one_notebook(home / "notebooks", "05_cost", parameters=PARAMETERS.replace("practice", "practise"))
    assert not registry.is_about_book(path)


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("parallel_weeks", "sets no option"),
        ("paralel_weeks=4", "sets no option"),
        ("parallel_weeks=4.5", "wanted a whole number from 0 to 104"),
        ("tiers=graduated", "none of the notebooks takes it"),
    ],
)
def test_an_option_that_no_notebook_takes_or_that_is_no_value_is_refused_before_any_run(home, text, wrong):
    whole = one_notebook(home / "notebooks", "05_cost_book", parameters=BOOK_PARAMETERS)
    with pytest.raises(UsageError, match=wrong):
        registry.options([text], [whole], OPTIONS)
    assert registry.options(["parallel_weeks=4"], [whole], OPTIONS) == {"parallel_weeks": "4"}


def test_every_option_that_a_notebook_takes_has_a_reader():
    taken = {path.stem: registry.options_of(path) for path in registry.notebooks().values()}
    known = set(OPTIONS | OF_ROLLOUT)
    assert {name: options - known for name, options in taken.items() if options - known} == {}
    assert taken["10_rollout_plan"] == set(OF_ROLLOUT)
    assert taken["05_cost_comparison"] == set(OPTIONS)
