"""An owner's page: the answer stands alone, every other section is folded once, nothing is lost or doubled."""

from __future__ import annotations

from cutover.reporting.markup import Markup, render
from cutover.reporting.pages.sections import folded


def prose(html):
    """A cell of prose as the exporter writes it."""
    return Markup(f'<section class="cw-prose">{html}</section>')


HEAD = Markup('<div class="cw"><header class="cw-head"><h1>Audit</h1></header></div>')
VERDICT = Markup('<div class="cw"><section class="cw-verdict cw-ok"><h2>In order</h2></section></div>')
ACTS = Markup('<div class="cw"><div class="cw-acts" id="what-to-do"><h2>What to do</h2></div></div>')
TABLE = Markup("<div><table></table></div>")
LIMITS = render("limits.html.j2", heading="What this does not show", limits=["No bank file."])
PAGE = [HEAD, prose("<h2>The answer</h2><p>One sentence.</p>"), VERDICT, ACTS, prose("<h2>Months?</h2><p>Each.</p>"),
        TABLE, prose("<p>More.</p>"), TABLE, prose("<h2>What is lacking?</h2>"), LIMITS]  # fmt: skip


def test_the_answer_comes_first_and_unfolded_then_each_section_folded():
    pieces = folded(PAGE)
    assert pieces[0] == HEAD and "All reports" in pieces[1] and "The details, 2 sections" in pieces[1]
    assert pieces[2:5] == PAGE[1:4] and all("<details" not in piece for piece in pieces[:5])
    assert ['<details class="cw-fold" id="section-1">' in pieces[5], 'id="section-2"' in pieces[6]] == [
        True,
        True,
    ]
    assert len(pieces) == 7


def test_no_piece_of_a_section_is_lost_or_doubled_and_its_heading_stands_once():
    months = folded(PAGE)[5]
    assert months.count("<table>") == 2 and months.count("More.") == 1 and months.count("Each.") == 1
    assert months.count("<h2>Months?</h2>") == 1


def test_a_heading_above_nothing_but_the_next_heading_is_left_out():
    limits = folded(PAGE)[6]
    assert "What this does not show" in limits and "No bank file." in limits
    assert not any("What is lacking?" in piece for piece in folded(PAGE))


def test_a_page_without_sections_leads_to_the_other_reports_alone():
    assert "details" not in folded([HEAD, VERDICT])[1] and len(folded([HEAD, VERDICT])) == 3


FIGURES = Markup('<div class="cw"><dl class="cw-figures"></dl></div>')
CHART, GANTT = (
    Markup(f'<div class="cw"><figure class="{name}"></figure></div>')
    for name in ("cw-chart", "cw-chart cw-leads")
)


def page_with(*later):
    """A page of an answer with figures and of one section."""
    return [
        HEAD,
        prose("<h2>The answer</h2>"),
        VERDICT,
        FIGURES,
        ACTS,
        prose("<h2>Months?</h2>"),
        TABLE,
        *later,
    ]


def test_one_chart_stands_below_the_figures_of_the_answer_and_no_longer_in_its_section():
    pieces = folded(page_with(CHART, CHART))
    assert pieces[pieces.index(FIGURES) + 1] == CHART and pieces[-1].count("cw-chart") == 1


def test_a_chart_that_leads_comes_before_an_earlier_one():
    pieces = folded(page_with(CHART, GANTT))
    assert pieces[pieces.index(FIGURES) + 1] == GANTT and "cw-leads" not in pieces[-1]


def test_a_section_leads_back_to_what_to_do_and_a_finding_to_a_table_that_is_there_alone():
    table = Markup('<div class="cw cw-screen" id="table-months"><table></table></div>')
    acts = Markup(str(ACTS).replace("</h2>", "</h2>" + "".join(
        f'<a class="cw-see" href="#table-{name}">See: {name}</a>' for name in ("months", "none"))))  # fmt: skip
    pieces = folded([HEAD, VERDICT, acts, prose("<h2>Months?</h2>"), table])
    assert 'href="#table-months"' in pieces[3] and "See: none" not in pieces[3]
    assert pieces[-1].count('href="#what-to-do"') == 1


def test_abbreviations_on_the_page_are_explained_and_words_that_only_hold_them_are_not():
    """CO stands in a company's name, and 837 in an amount: neither is the term; CO-45 and PLB are."""
    found = Markup("<td>INS CO</td><td>$837.30</td><td>CO-45</td><p>a PLB lowers it</p>")
    explained = folded(page_with(found))[-1]
    assert "What the abbreviations mean" in explained
    assert [f"<strong>{code}</strong>" in explained for code in ("PLB", "CO", "837", "PR")] == [
        True,
        True,
        False,
        False,
    ]
    only_names = folded(page_with(Markup("<td>INS CO</td><td>$837.30</td>")))
    assert not any("abbreviations" in piece for piece in only_names)
