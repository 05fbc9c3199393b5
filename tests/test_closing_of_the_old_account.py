"""The day on which the old account closes: of a column of the client's plan and of its notes, and where it is told."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pandas as pd
import pytest
from cutover.columns import conform
from cutover.reading.files.days import days_near
from cutover.reading.files.mail import body_of
from cutover.reading.practice import own_plans
from cutover.reading.practice.dated_notes import load_decisions
from cutover.reading.practice.own_plans import PLANNED, OwnPlan, planned_closing
from cutover.reporting import places
from cutover.reporting.attachments import plan_files
from cutover.reporting.page import Report
from cutover.workstreams.dated_notes import Closing, closings, told_closing
from cutover.workstreams.rollout import tables
from cutover.workstreams.rollout.plan import Plan
from cutover.workstreams.rollout.report import assess
from cutover.workstreams.rollout.tables import BARS, PROPOSED, SAID_OF, SET, ends, left
from cutover.workstreams.rollout.verdict import figures, verdict
from era_frames import PRACTICE
from rollout_makers import AS_OF, book, one
from test_own_rollout_plans import written

NEAR = dt.date(2026, 11, 20)
MAIL = "From: a@example.com\nTo: b@example.com\nDate: Fri, 20 Nov 2026 09:12:00 -0500\nSubject: the switch\n\n{}\n"


def plan_with(tmp_path, header: str, cell: object = "12/30/2026") -> OwnPlan:
    """A plan of two practices with days, and one further column that has a day for the first of them."""
    rows = [("Clinic", "Go live", header), ("Alder", "9/7/2026", cell), ("Birch Eye", "tbd", None)]
    return written(tmp_path, plan=[("a", None, rows)])


def own(**rows: tuple[str | None, str | None, str | None]) -> OwnPlan:
    """A plan with the day, the closing and the remark of each practice."""
    made = [
        {"slug": slug, "day": pd.Timestamp(day) if day else None, "closes_on": pd.Timestamp(end) if end else None,
         "remark": remark, "version": "version 2"}
        for slug, (day, end, remark) in rows.items()
    ]  # fmt: skip
    return OwnPlan(conform(pd.DataFrame(made).reindex(columns=[c.name for c in PLANNED]), PLANNED))


@pytest.mark.parametrize(
    ("header", "is_read"),
    [
        ("OA close", True),
        ("PM end", True),
        ("portal off", True),
        ("Office Ally account closes on", True),
        ("Last day of old system", True),
        ("OA close date", True),  # a date, and not that of the move
        ("close", False),  # nothing says of what
        ("Office Ally ticket", False),  # nothing says that it ends
        ("Old claims in OA until", False),  # the claims, not the account
        ("OA closeout ends", False),
    ],
)
def test_a_column_of_the_plan_is_the_closing_where_its_header_says_what_ends_and_that_it_does(
    header, is_read, tmp_path
):
    rows = plan_with(tmp_path, header).rows.set_index("slug")
    assert rows.loc["alder-family", "day"] == pd.Timestamp("2026-09-07")
    told = rows["closes_on"].dropna()
    assert told.tolist() == ([pd.Timestamp("2026-12-30")] if is_read else [])


def test_a_plan_of_closings_alone_is_a_plan_and_a_practice_has_its_own(tmp_path, monkeypatch):
    rows = [("Clinic", "OA off"), ("Alder", "12/30/2026"), ("Birch Eye", "1/29/2027")]
    found = written(tmp_path, plan=[("a", None, rows)])
    assert found.rows["closes_on"].dt.strftime("%m-%d").tolist() == ["12-30", "01-29"]
    who = replace(PRACTICE, home=tmp_path, client="acme", slug="birch-eye")
    monkeypatch.setattr(own_plans, "siblings", lambda _: [replace(who, slug="alder-family", name="Alder")])
    assert planned_closing(who) == dt.date(2027, 1, 29)


@pytest.mark.parametrize(
    ("below", "notes"),
    [
        ([("v1 had Birch on 8/3/2026", None, None)], ["row 4 stands alone below the client's plan"]),
        ([("ask Bea", None, None), ("call first", None, None)], ["row 4 stands alone", "row 5 stands alone"]),
        (
            [("Dune", "9/8/2026", None)],
            ["row 4 of the client's plan names no practice"],
        ),  # a row of the table
        (
            [("Dune", None, None), ("Cove", "9/8/2026", None)],
            ["row 4 of the client's plan names no practice"],
        ),
    ],
)
def test_what_stands_alone_below_a_plan_is_no_row_of_it(below, notes, tmp_path):
    rows = [
        ("Clinic", "Go live", "OA off"),
        ("Alder", "9/7/2026", None),
        ("Birch Eye", "9/9/2026", None),
        *below,
    ]
    found = written(tmp_path, plan=[("a", None, rows)])
    assert {"alder-family", "birch-eye"} <= set(found.rows["slug"])
    assert len(found.notes) == len(notes)
    assert all(words in note for words, note in zip(notes, found.notes, strict=True))


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("closed December 18.", ["2026-12-18"]),
        ("closed on the 18th of Dec.", ["2026-12-18"]),
        ("from Jan 4 on", ["2027-01-04"]),  # 45 days ahead of the letter, 320 days behind it in 2026
        ("since Sept. 3", ["2026-09-03"]),
        ("Dec 18, 2025 or Dec 19", ["2025-12-18", "2026-12-19"]),
        ("on Feb 30", []),
        ("Dec 18-20", []),  # a span
        ("in may 5 of them", []),  # no month begins small
        ("12/18", []),
    ],
)
def test_a_day_without_its_year_is_that_of_the_year_nearest_to_the_letter(text, days):
    assert [str(day) for day, *_ in days_near(text, NEAR)] == days
    assert [day for day, *_ in days_near(text, None)] == [
        dt.date.fromisoformat(day) for day in days if day.startswith("2025")
    ]


def test_an_e_mail_is_read_in_its_own_words_and_not_in_those_that_it_quotes():
    text = MAIL.format(
        "The account\nis closed.\n\nBea\n\nOn Mon, Nov 16, 2026 Kim wrote:\n> It closes Dec 1."
    )
    assert body_of(text.encode()) == ["The account is closed.", "Bea"]


@pytest.mark.parametrize(
    ("path", "text", "whose"),
    [
        ("notes/office.eml", MAIL.format("Office Ally account is to be closed\nDecember 18. Thanks"),
         "an e-mail of 2026-11-20"),
        ("mail/old one.txt", MAIL.format("OA ends Dec 18, 2026."), "an e-mail of 2026-11-20"),
        ("notes/calls.txt", "11/20/2026 called support.\n11/21/2026 The OA account closes December 18.\n",
         "a note of 2026-11-21"),
        ("meetings/m.txt", "Call of 11/20/2026\nOffice Ally stays open until December 18.\n",
         "the minutes of 2026-11-20"),
        ("notes/office.eml", MAIL.format("Can Office Ally be closed Dec 18?"), None),
        ("notes/office.eml", MAIL.format("Dr. asks if Office Ally can be closed Dec 18."), None),
        ("notes/office.eml", MAIL.format("We want Office Ally closed Dec 18."), None),  # a wish
        ("charts/office.eml", MAIL.format("Office Ally closes Dec 18."), None),  # no folder of papers
    ],
)  # fmt: skip
def test_notes_and_e_mails_tell_the_closing_as_minutes_do(path, text, whose, tmp_path):
    who = replace(PRACTICE, home=tmp_path)
    (who.raw / path).parent.mkdir(parents=True, exist_ok=True)
    (who.raw / path).write_text(text)
    day = dt.date(2026, 12, 18)
    assert closings(who) == ([] if whose is None else [Closing(day, whose)])
    said = "" if whose is None else f"by {whose} Office Ally stays open until 2026-12-18"
    assert told_closing(who, dt.date(2026, 11, 30)) == said
    assert told_closing(who, day) == ""  # the closeout ends on that day
    if path == "notes/office.eml":  # a question is quoted, and no day is taken from it
        assert load_decisions(who)["days"].tolist() == ["2026-12-18"]


def test_plan_and_note_of_one_day_are_named_together_and_of_two_days_apart(monkeypatch):
    from cutover.workstreams import dated_notes

    note = Closing(dt.date(2026, 12, 18), "a note")
    monkeypatch.setattr(dated_notes, "noted_closing", lambda _: note)
    monkeypatch.setattr(dated_notes, "planned_closing", lambda _: note.day)
    assert told_closing(PRACTICE, None) == (
        "by the client's own plan and a note Office Ally stays open until 2026-12-18"
    )
    monkeypatch.setattr(dated_notes, "planned_closing", lambda _: dt.date(2026, 12, 11))
    assert told_closing(PRACTICE, None) == (
        "by the client's own plan Office Ally stays open until 2026-12-11; by a note Office Ally stays open until "
        "2026-12-18"
    )


def test_10_shows_until_when_both_systems_run_and_when_the_old_account_closes():
    """A cutover of 2026-06-01 has old claims until 2026-07-31 (60 days); 2026-07-20 is 11 days too early."""
    noted = Closing(dt.date(2026, 7, 31), "a note")
    facts = [
        one("a", cutover=dt.date(2026, 6, 1), closing=noted),
        one("b", cutover=dt.date(2026, 6, 1)),
        one("c"),
    ]
    planned = own(
        a=("2026-06-01", "2026-07-20", None), b=("2026-06-01", "2026-07-31", None), c=(None, None, None)
    )
    plan = Plan(replace(book(*facts), own=planned))
    rows = ends(plan).set_index("practice")
    assert rows["closeout_until"].dt.strftime("%m-%d").tolist()[:2] == ["07-31", "07-31"]
    assert rows["compared"].astype(object).where(rows["compared"].notna(), None).tolist() == [
        "plan and note differ; 11 days before the last day of the old claims: too early",
        "not before the last day of the old claims", None,
    ]  # fmt: skip
    assert rows["decided"].tolist() == [SET, SET, PROPOSED]
    run = rows["run_until"] - rows["day"]
    assert run.dt.days.tolist() == [7 * plan.money.weeks[slug] for slug in "abc"]


def test_a_practice_without_a_day_in_the_clients_plan_is_named_and_its_day_is_a_proposal(tmp_path):
    """East has a day by the plan, fir by the intake; elm has none in either, and dune is in no plan of the client."""
    facts = [one("east"), one("elm"), one("fir", cutover=dt.date(2026, 9, 1)), one("dune")]
    planned = own(east=("2026-09-01", None, None), elm=(None, None, "not decided"), fir=(None, None, None))
    plan = Plan(replace(book(*facts), own=planned))
    assert dict(zip(left(plan)["practice"], left(plan)["why"], strict=True)) == {
        "Dune Clinic": "not in the client's own plan, and no day in the intake",
        "Elm Clinic": "no day in the client's own plan, and no day in the intake; it has not decided to move",
    }
    assert left(plan)["proposed_on"].tolist() == [pd.Timestamp(plan.days[slug]) for slug in ("dune", "elm")]
    # the first two days of the plan and the last: what nobody has agreed to is called so
    shown = {figure.label: str(figure.value) for figure in figures(plan)}
    ends_ = {"First cutover of the plan": 0, "Last cutover of the plan": -1}
    for label, place in ends_.items():
        slug = list(plan.days)[place]
        assert shown[label] == f"{plan.days[slug]}{', proposed' if slug in ('elm', 'dune') else ''}"
    assert "No day is set for Dune Clinic: its day here is a proposal." in verdict(plan)
    said = tables.drawn(plan).set_index("label")["said"]
    assert said.notna().to_dict() == {name: name in ("Elm Clinic", "Dune Clinic") for name in said.index}
    report = Report(
        assess(plan.inputs), subject="Acme", as_of=AS_OF, folder=tmp_path / "acme", name="10", book=True
    )
    plan_files.save(report, "waves", "drawn", **BARS, said=SAID_OF)
    text = (places.desk_of(tmp_path / "acme") / "10.plan.ics").read_bytes().replace(b"\r\n ", b"").decode()
    assert (
        "SUMMARY:Cutover: Elm Clinic (not agreed to)" in text and "SUMMARY:Cutover: East Clinic\r\n" in text
    )
    assert text.count("only if the practice moves") == 4  # its cutover, and the three last days of it


def test_a_client_without_a_plan_of_its_own_asks_for_the_days_of_this_one():
    assert left(Plan(book(one("elm"), one("fir")))).empty


@pytest.mark.parametrize(
    ("claims", "words"),
    [
        ({"elm": 10, "oak": 30}, "the largest"),
        ({"elm": 10, "oak": 10}, "the largest"),  # as many as any
        ({"elm": 11, "oak": 10}, "the most complex by score (above all many payers)"),
    ],
)
def test_the_largest_has_no_fewer_claims_than_another(claims, words):
    # oak has ten times the payers and denials of elm, so that its score is the higher one at nearly equal claims
    plan = Plan(book(one("elm", payers=2, denied=1), one("oak", payers=20, denied=40), claims=claims))
    assert plan.order[-1] == "oak" and plan.largest == words
