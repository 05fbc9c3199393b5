"""What an owner and a consultant see of a Result."""

from __future__ import annotations

import datetime as dt
import json
import re
from dataclasses import replace

import pandas as pd
import pytest
from cutover.columns import Column, Kind
from cutover.errors import CutoverError, UsageError
from cutover.reporting import cells, findings
from cutover.reporting.markup import Shown, render, unbroken, unstyled
from cutover.reporting.page import Report
from cutover.reporting.pages import exporter
from cutover.result import Severity, Signal, State
from notebook_maker import AS_OF, EVIDENCE, MONTHS, one_case, one_finding, one_result, one_table

HOSTILE = "<script>alert(1)</script> & {{ 7*7 }} {% raw %} $$x$$"


def one_report(*found, audience="owner", folder=None, **more):
    """A report for Cedar Grove."""
    result = more.pop("result", None) or one_result(*found, **more)
    return Report(
        result,
        subject="Cedar Grove",
        as_of=AS_OF,
        audience=audience,
        period="2024-08 to 2026-07",
        folder=folder,
        name="03_audit",
    )


def text_of(shown):
    """What a reader reads, tags removed."""
    return " ".join(re.sub(r"<[^>]+>", " ", str(shown.html)).split())


@pytest.mark.parametrize(
    ("kind", "value", "expected"),
    [
        (Kind.CENTS, 123450, "$1,234.50"),
        (Kind.CENTS, -5, "−$0.05"),
        (Kind.CENTS, 0, "$0.00"),
        (Kind.COUNT, 1234567, "1,234,567"),
        (Kind.COUNT, -1000, "−1,000"),
        (Kind.NUMBER, 1234.5, "1,234.5"),
        (Kind.NUMBER, 2.0, "2"),
        (Kind.NUMBER, 100.0, "100"),
        (Kind.NUMBER, -0.0001, "0"),
        (Kind.SHARE, 0.1234, "12.3\u00a0%"),
        (Kind.SHARE, -0.5, "−50.0\u00a0%"),
        (Kind.DATE, pd.Timestamp(2026, 3, 31), "2026-03-31"),
        (Kind.MONTH, pd.Timestamp(2026, 3, 1), "2026-03"),
        (Kind.FLAG, False, "no"),
        (Kind.TEXT, "0012", "0012"),
        (Kind.TEXT, "", ""),
        (Kind.CENTS, pd.NA, None),
        (Kind.DATE, pd.NaT, None),
        (Kind.TEXT, float("nan"), None),
    ],
)
def test_each_kind_of_value_has_one_look_and_an_absent_one_has_none(kind, value, expected):
    assert cells.shown(value, Column("x", kind, "X")) == expected


def test_an_owner_sees_single_cases_as_months_and_a_consultant_each_with_check_number_and_patient():
    owner = text_of(one_report(one_finding()).table("era-text-only"))
    desk = text_of(one_report(one_finding(), audience="consultant").table("era-text-only"))
    assert "2026-01 Moda Health fewer than 5 $123.45" in owner
    assert "000001" not in owner and "2026-01-02" not in owner and "Quillfeather" not in owner
    assert "Patient" not in owner and "Check or EFT" not in owner
    assert "E-000001 Moda Health 2026-01-02 $123.45" in desk
    assert "Quillfeather" in desk and "000001" in desk.replace("E-000001", "")


@pytest.mark.parametrize(("cases", "told"), [(4, "fewer than 5"), (5, "5")])
def test_a_month_with_fewer_than_five_cases_is_not_counted_for_an_owner(cases, told):
    table = one_table(EVIDENCE, [one_case(n, paid=100) for n in range(1, cases + 1)])
    assert f"2026-01 Moda Health {told} ${cases}.00" in text_of(one_report(t=table).table("t"))


@pytest.mark.parametrize(("claims", "told"), [(4, "fewer than 5 — unknown"), (5, "5 $1.00"), (0, "0 $1.00")])
def test_few_claims_of_one_provider_in_a_month_are_not_counted_for_an_owner_nor_told_by_their_share(
    claims, told
):
    columns = (MONTHS[0], Column("npi", Kind.TEXT, "NPI"), Column("nonpar", Kind.COUNT, "Non-par"),
               Column("per_claim_cents", Kind.CENTS, "Fee per claim"))  # fmt: skip
    table = one_table(columns, [[pd.Timestamp(2026, 1, 1), "1234567893", claims, 100]])
    assert f"2026-01 1234567893 {told}" in text_of(one_report(t=table).table("t"))
    desk = one_report(audience="consultant", t=table).table("t")
    assert f"2026-01 1234567893 {claims} $1.00" in text_of(desk)


def test_what_stands_in_the_place_of_an_npi_and_is_none_is_not_shown_to_an_owner():
    table = one_table((Column("npi", Kind.TEXT, "NPI"),), [["Quillfeather"], ["1234567893"]])
    shown = text_of(one_report(t=table).table("t"))
    assert "no valid NPI" in shown and "1234567893" in shown and "Quillfeather" not in shown


def test_only_the_last_digits_of_a_tax_id_are_shown_to_an_owner():
    table = one_table((Column("payee_tin", Kind.TEXT, "Tax ID"),), [["123456789"]])
    assert "*****6789" in text_of(one_report(t=table).table("t"))
    assert "12345" not in text_of(one_report(t=table).table("t"))
    assert "123456789" in text_of(one_report(audience="consultant", t=table).table("t"))


@pytest.mark.parametrize(
    ("state", "severity", "is_about", "is_urgent"),
    [
        (State.OK, Severity.HIGH, True, True),
        (State.OK, Severity.LOW, True, False),
        (State.ATTENTION, Severity.HIGH, False, False),
        (State.BLOCKED, Severity.HIGH, False, False),
    ],
)
def test_a_sign_in_order_says_what_it_is_about_and_that_findings_beside_it_are_other_work(
    state, severity, is_about, is_urgent
):
    result = replace(one_result(one_finding(severity)), signal=Signal("enrollment", state))
    said = text_of(one_report(result=result).verdict())
    rule = "In order is about this: The large payers are live, or live by the date in 90 of 100 cases, and every other "
    rule += "enrollment is on its way."
    assert (rule in said, "does not change that answer" in said) == (is_about, is_urgent)
    assert "In order is about" not in text_of(one_report().verdict())  # a report without rules of its own


def test_every_page_for_a_consultant_says_that_it_is_never_shared():
    assert "Never share this report" in text_of(one_report(audience="consultant").head())
    assert "Never share" not in text_of(one_report().head())


def test_another_audience_is_refused():
    with pytest.raises(UsageError, match=r"audience is 'ownr'\. Use one of: owner, consultant"):
        one_report(audience="ownr")


@pytest.mark.parametrize(
    ("severities", "state"),
    [
        ([], "ok"),
        ([Severity.LOW], "ok"),
        ([Severity.LOW, Severity.MEDIUM], "attention"),
        ([Severity.HIGH], "attention"),
        ([Severity.LOW, Severity.BLOCKER], "blocked"),
    ],
)
def test_the_state_follows_from_the_worst_finding(severities, state):
    report = one_report(*[one_finding(s) for s in severities])
    assert findings.state(report.result) == state
    assert findings.STATES[state] in text_of(report.verdict())


def test_findings_come_most_urgent_first_with_severity_in_words_action_owner_and_date():
    low, blocker = (
        one_finding(Severity.LOW, "b", title="Second"),
        one_finding(Severity.BLOCKER, "a", title="First"),
    )
    text = text_of(one_report(low, blocker, audience="consultant").findings())
    assert text.index("Blocker") < text.index("First") < text.index("Low") < text.index("Second")
    for said in ("1 case · $123.45", "It cannot be posted in Medi.", "Download its 835.", "Billing company"):
        assert said in text
    assert "2026-08-14" in text and "sheet b , case E-000001" in text


def test_a_finding_names_three_keys_and_counts_the_others_at_the_desk_alone():
    five = one_finding(cases=[one_case(n) for n in range(1, 6)])
    text = text_of(one_report(five, audience="consultant").findings())
    assert "E-000003 and 2 more" in text and "E-000004" not in text  # 5 cases - 3 named
    assert "E-0" not in text_of(one_report(five).findings())


def test_within_a_severity_the_most_money_comes_first_and_unknown_money_last():
    found = [one_finding(code=str(n), title=f"T{n}", amount_cents=n) for n in (270, None, 113278)]
    text = text_of(one_report(*found).findings())
    assert text.index("T113278") < text.index("T270") < text.index("TNone")


@pytest.mark.parametrize(("rows", "more"), [(10, None), (11, "1 more"), (60, "50 more")])
def test_an_owner_sees_ten_rows_of_a_table_and_unfolds_the_others(rows, more):
    months = one_table(MONTHS, [[f"{2000 + n}-01", "Aetna", 20, 100] for n in range(rows)])
    shown = str(one_report(t=months).table("t").html)
    assert ("<details" in shown) == (more is not None) and (more or "</table>") in shown
    assert shown.count("<tr>") == rows + (1 if more is None else 2)  # each part has its own head
    assert "<details" not in str(one_report(t=months, audience="consultant").table("t").html)


@pytest.mark.parametrize(("rows", "on_paper"), [(6, True), (7, False)])
def test_a_table_of_more_than_six_rows_is_a_line_on_an_owners_paper(rows, on_paper):
    months = one_table(MONTHS, [[f"{2000 + n}-01", "Aetna", 20, 100] for n in range(rows)])
    shown = str(one_report(t=months).table("t").html)
    assert ("cw-screen" in shown) != on_paper and ("7 rows, to be seen on the page" in shown) != on_paper


def test_a_table_without_rows_is_a_line_for_an_owner():
    none = one_table(MONTHS, [])
    assert text_of(one_report(t=none).table("t")) == "Cases: none."
    assert "No rows." in text_of(one_report(t=none, audience="consultant").table("t"))


def test_an_unknown_amount_is_not_shown_as_zero():
    text = text_of(one_report(one_finding(amount_cents=None)).findings())
    assert "1 case What" not in text and "$" not in text
    assert "Appeal window unknown no contract" in text_of(one_report().figures())


def test_an_unknown_cell_is_a_dash_that_is_explained():
    table = one_table(EVIDENCE, [one_case(1, paid=None)])
    text = text_of(one_report(t=table).table("t"))
    assert "— unknown" in text and "A dash means: not known or not stated." in text and "$0.00" not in text


@pytest.mark.parametrize(
    ("limit", "said"), [(2, "Shown are 2 of 3 rows; all of them are in the evidence"), (3, "")]
)
def test_a_table_that_is_cut_says_how_many_rows_are_elsewhere_and_where(limit, said):
    table = one_table(EVIDENCE, [one_case(n) for n in (1, 2, 3)])
    text = text_of(one_report(audience="consultant", cases=table).table("cases", limit=limit))
    assert said in text and ("evidence workbook" in text) == bool(said)
    assert text.count("E-0") == limit


def test_a_table_that_is_not_there_is_refused_with_those_that_are():
    with pytest.raises(UsageError, match=r"no table 'coverag' .*there: coverage, era-text-only"):
        one_report(one_finding(), coverage=one_table(MONTHS, [])).table("coverag")


def test_hostile_text_stays_text_in_every_piece():
    finding = one_finding(title=HOSTILE, cases=[one_case(payer=HOSTILE)])
    report = one_report(finding, verdict=HOSTILE)
    pieces = [report.verdict(), report.findings(), report.table("era-text-only"), report.sentence(HOSTILE)]
    for piece in pieces:
        assert "<script" not in piece.html
        assert "&lt;script&gt;alert(1)&lt;/script&gt; &amp; {{ 7*7 }} {% raw %} $$x$$" in piece.html


@pytest.mark.parametrize("whole", ["2027-02-01", "2026-11", "−$2,759.90", "−$3", "-$12.50"])
def test_a_day_and_an_amount_below_zero_are_not_split_by_the_end_of_a_line(whole):
    assert unbroken(f"It is {whole}. <b>") == f'It is <span class="cw-tight">{whole}</span>. &lt;b&gt;'


@pytest.mark.parametrize("other", ["12026-11-01", "$2,759.90", "555-0100", "99213-2026"])
def test_a_number_that_is_no_day_stays_as_it_is_in_a_sentence(other):
    assert unbroken(f"It is {other}.") == f"It is {other}."


def test_a_card_whose_day_has_passed_says_so():
    report = one_report(replace(one_finding(Severity.LOW, "b"), due=AS_OF - dt.timedelta(3)))
    assert f"{AS_OF - dt.timedelta(3)}, overdue by 3 days" in text_of(report.findings())


def test_findings_json_holds_the_facts_in_order_and_nothing_of_a_table(tmp_path):
    folder = tmp_path / "sample-billing" / "cedar-grove"
    report = one_report(one_finding(Severity.LOW, "b"), one_finding(Severity.BLOCKER, "a"), folder=folder)
    report.save()
    text = (folder / "desk" / "03_audit.findings.json").read_text("utf-8")
    said = json.loads(text)
    assert "Quillfeather" not in text and "Moda" not in text
    assert (said["client"], said["practice"], said["notebook"]) == (
        "sample-billing",
        "cedar-grove",
        "03_audit",
    )
    assert (said["as_of"], said["state"], said["tally"]) == (
        "2026-07-31",
        "blocked",
        {"blocker": 1, "low": 1},
    )
    first, second = said["findings"]
    assert (first["code"], second["code"]) == ("a", "b")
    assert (first["count"], first["amount_cents"], first["due"]) == (1, 12345, "2026-08-14")
    assert first["evidence"] == ["E-000001"]
    assert said["figures"][1] == {"label": "Appeal window", "value": None, "note": "no contract"}


def test_a_consultants_files_have_names_of_their_own(tmp_path):
    one_report(one_finding(), audience="consultant", folder=tmp_path / "c" / "p").save()
    names = sorted(p.name for p in (tmp_path / "c" / "p" / "desk").iterdir())
    assert names == ["03_audit.consultant.evidence.xlsx", "03_audit.consultant.findings.json"]


def test_a_report_without_a_folder_is_not_saved_somewhere():
    with pytest.raises(UsageError, match="nowhere to save to"):
        one_report().save()


def test_prose_escapes_html_leaves_dollars_alone_and_loads_no_image():
    html = str(
        exporter.prose("# Paid\n\n$5 and **$6** $$x$$ <img src=x> ![chart](https://example.org/a.png)")
    )
    assert "<h2>Paid</h2>" in html and "<strong>$6</strong>" in html and "$$x$$" in html
    assert "<img" not in html and "&lt;img" in html and "example.org" not in html


def test_prose_makes_no_link_that_runs_code():
    assert "javascript:" not in str(exporter.prose("[here](javascript:alert(1))"))


def test_a_notebook_that_shows_no_head_is_not_a_report():
    from nbformat.v4 import new_code_cell, new_notebook, new_output

    data, metadata = one_report().verdict()._repr_mimebundle_()
    output = new_output("display_data", data=data, metadata=metadata)
    with pytest.raises(CutoverError, match=r"Begin it with report\.head\(\)"):
        exporter.page_of(new_notebook(cells=[new_code_cell("x", outputs=[output])]))


def test_jupyterlab_does_not_read_money_as_mathematics_and_the_page_does_without_the_class_for_it():
    piece = Shown(render("sentence.html.j2", text="From $1.00 to $2.00."))
    at_the_desk = piece._repr_html_()
    assert at_the_desk.index('class="mathjax_ignore"') < at_the_desk.index("$1.00")
    assert unstyled(at_the_desk) == piece.html


@pytest.mark.parametrize("audience", ["owner", "consultant"])
def test_what_a_report_does_not_show_names_files_to_a_consultant_alone(audience):
    said = ("claims/doe ann.csv: not used.", "a/b.zip!x.835, row 3: cut.", "Counted: all. None is x.csv: so.")
    shown = text_of(one_report(result=replace(one_result(), limits=said), audience=audience).limits())
    wanted = said if audience == "consultant" else ("A file: not used.", "A file, row 3: cut.", said[2])
    assert shown.endswith(" ".join(wanted))
