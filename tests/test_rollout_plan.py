"""The rollout plan of small books: order, days, money, what is to be done, and each finding by its case."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import replace

import openpyxl
import pandas as pd
import pytest
from cutover.columns import conform
from cutover.desk.rollout import RolloutDesk
from cutover.errors import InputError, UsageError
from cutover.intake.enrollment_workbook import LESSONS, workbook
from cutover.intake.template import template
from cutover.reading.payers.families import load_families
from cutover.reading.payers.lessons import LESSON_ROWS, load_lessons
from cutover.reading.practice import wishes
from cutover.reading.practice.new_folders import make
from cutover.reading.practice.wishes import load_wishes
from cutover.reporting import places
from cutover.reporting.attachments import plan_files
from cutover.reporting.attachments.calendar_files import Event, calendar
from cutover.reporting.drawing.phases import phases
from cutover.reporting.overview import index
from cutover.reporting.page import Report
from cutover.workstreams.cost.verdict import figures as cost_figures
from cutover.workstreams.rollout.alternatives import words_of
from cutover.workstreams.rollout.options import options
from cutover.workstreams.rollout.plan import Plan
from cutover.workstreams.rollout.report import assess, period, plan_of
from cutover.workstreams.rollout.schedule import LAST, Rule
from cutover.workstreams.rollout.tables import BARS, SEEN, why
from cutover.workstreams.rollout.workload import load
from notebook_maker import one_practice
from rollout_makers import AS_OF, book, one, task, waits

FAMILIES = load_families(AS_OF)


def day(text: str) -> dt.date:
    return dt.date.fromisoformat(f"2026-{text}")


def counts(result) -> dict[str, int]:
    return {f.code: f.count for f in result.findings}


def column(result, table: str, name: str) -> list:
    return result.tables[table].frame[name].tolist()


# the order


def test_the_practice_with_the_fewest_claims_goes_first_and_the_one_with_the_most_last():
    made = Plan(book(one("elm"), one("fir"), one("oak"), claims={"elm": 90, "fir": 10, "oak": 40}))
    assert made.order == ["fir", "oak", "elm"] and made.first == "fir"
    assert list(made.days) == ["fir", "oak", "elm"]
    # fir on Monday 08-03; ten business days later, on 08-17, oak; elm the day after
    assert list(made.days.values()) == [day("08-03"), day("08-17"), day("08-18")]


def test_a_practice_whose_claims_are_not_known_is_not_taken_for_the_smallest():
    made = Plan(book(one("elm"), one("fir"), claims={"elm": 50, "fir": 0}))
    assert made.order == ["elm", "fir"]
    assert pd.isna(made.sizes.set_index("slug").loc["fir", "claims"])


def test_the_client_can_name_the_proving_run():
    assert Plan(book(one("elm"), one("fir"), claims={"elm": 50}, first="elm")).first == "elm"


def test_an_unknown_part_is_counted_and_never_shown_as_zero():
    shown = Plan(book(one("elm", decided=0, denied=0, open_cents=None), one("fir"))).sizes.set_index("slug")
    assert shown.loc["elm", "unknown"] == 2 and shown.loc["fir", "unknown"] == 0
    assert pd.isna(shown.loc["elm", "denial_rate"]) and pd.isna(shown.loc["elm", "open_cents"])


# the days


def test_nobody_moves_before_the_safe_day_and_another_chance_gives_another_day():
    low = one("elm", waits(0, low=5, likely=20, high=60))
    sure, half = Plan(book(low)), Plan(book(low, chance_percent=50))
    assert half.days["elm"] < sure.days["elm"]
    assert sure.days["elm"] == sure.safe["elm"] and sure.chance_on("elm", sure.days["elm"]) >= 0.9


@pytest.mark.parametrize(
    ("days", "safe"), [(3, "08-03"), (4, "08-04"), (7, "08-07"), (8, "08-10"), (38, "09-08")]
)
def test_a_safe_day_on_a_weekend_or_holiday_is_the_business_day_after_it(days, safe):
    # from Friday 07-31: 3 days is Monday, 8 days is Saturday 08-08, 38 days is Labor Day 09-07
    assert Plan(book(one("elm", waits(days)))).days["elm"] == day(safe)


def test_practices_that_have_moved_are_in_no_wave_and_the_proving_run_under_way_is_let_finish():
    # elm moved on Wednesday 07-29: its ten business days end on 08-11, so that fir may move on 08-12
    made = Plan(book(one("elm", cutover=day("07-29")), one("fir")))
    assert made.moved == {"elm": day("07-29")} and made.first is None
    assert dict(made.days) == {"fir": day("08-12")}
    assert Plan(book(one("elm", cutover=day("06-01")), one("fir"))).days["fir"] == day("08-03")


def test_the_largest_moves_in_the_last_week_and_rule_and_reason_speak_of_the_week():
    # fir is safe on Friday 08-21 (21 days from 07-31); oak, the largest, is free from then on the Monday of that week
    made = Plan(book(one("elm", cutover=day("06-01")), one("fir", waits(21)), one("oak"), claims={"oak": 90}))
    assert dict(made.days) == {"fir": day("08-21"), "oak": day("08-17")}
    assert why(made, "oak") == "the largest goes in the last week"
    assert words_of(made, Rule(LAST)) == "Oak Clinic, the largest, moves in the last week"


def test_practices_that_share_a_tax_id_through_a_third_are_one_group():
    facts = [
        one("elm", tins=frozenset({"1"})),
        one("fir", tins=frozenset({"1", "2"})),
        one("oak", tins=frozenset({"2"})),
    ]
    made = Plan(book(*facts, most_a_week=3))
    assert (
        len({made.groups[slug] for slug in ("elm", "fir", "oak")}) == 1 and len(set(made.waves.values())) == 1
    )


# findings


def test_a_day_fixed_within_the_proving_run_is_a_conflict_whose_rules_are_named():
    made = assess(book(one("elm"), one("fir"), one("oak", cutover=None), fixed={"fir": day("08-05")}))
    assert counts(made)["rollout-conflict"] == 2  # the run alone, and the promise
    words = next(f for f in made.findings if f.code == "rollout-conflict").evidence.frame["rule"].tolist()
    assert words == ["Elm Clinic runs alone for 10 business days", "Fir Clinic is fixed for 2026-08-05"]
    assert "No plan keeps every wish" in made.verdict
    assert "let go" in column(made, "rules", "state") and len(made.tables["waves"].frame) == 3


def broken(result) -> list[str]:
    """The rules that a report names as those that conflict."""
    found = next(f for f in result.findings if f.code == "rollout-conflict")
    return sorted(found.evidence.frame["rule"])


def test_two_practices_that_are_promised_one_day_are_named_and_no_other_wish():
    promised = {"fir": day("09-14"), "oak": day("09-14"), "elm": day("08-03")}
    made = assess(book(one("elm"), one("fir"), one("oak"), fixed=promised))
    assert broken(made) == ["Fir Clinic is fixed for 2026-09-14", "Oak Clinic is fixed for 2026-09-14"]


def test_three_of_one_tax_id_where_two_may_move_a_week_are_named_with_that_wish():
    three = [one(slug, tins=frozenset({"123456789"})) for slug in ("elm", "fir", "oak")]
    made = assess(book(*three, one("yew"), most_a_week=2))
    assert broken(made) == [
        "Elm Clinic, Fir Clinic, Oak Clinic share a Tax ID and move in one week",
        "at most 2 practices move in a week",
    ]
    assert "rollout-conflict" not in counts(assess(book(*three, one("yew"), most_a_week=3)))


def test_the_first_page_of_the_client_names_the_last_day_of_the_plan(tmp_path):
    one_practice(tmp_path, "acme", "elm", "Elm Clinic")
    made = assess(book(one("elm"), one("fir")))
    folder = tmp_path / "reports" / "acme"
    Report(made, subject="Acme", as_of=AS_OF, folder=folder, name="10_rollout_plan", book=True).save()
    page = index.write_client(tmp_path, "acme").read_text("utf-8")
    (last,) = [figure.value for figure in made.figures if figure.column]
    assert last == "2026-08-17"  # fir, when ten business days from 08-03 are over
    assert re.search(rf"last cutover:</span>\s*<span[^>]*>{last}</span>", page)


def test_a_fixed_day_that_costs_two_weeks_is_named_with_its_weeks():
    # without the promise oak, the largest, moves on 08-18, with it on 09-01: two weeks later
    facts = one("elm"), one("fir"), one("oak")
    made = assess(book(*facts, claims={"oak": 90}, fixed={"oak": day("09-01")}))
    row = made.tables["fixed"].frame.iloc[0]
    assert (row["own_without"].date(), row["ends_on"].date(), row["weeks"]) == (day("08-18"), day("09-01"), 2)
    assert counts(made)["rollout-fixed-day-costs"] == 1
    assert "The day that is fixed for Oak Clinic costs 2 weeks." in made.verdict
    assert "fixed by people" in column(made, "waves", "why")
    near = assess(book(*facts, claims={"oak": 90}, fixed={"oak": day("08-19")}))
    assert "rollout-fixed-day-costs" not in counts(near)


def test_a_practice_without_claims_or_with_a_payer_that_cannot_be_enrolled_has_no_day_and_says_why():
    made = assess(
        book(one("elm"), one("fir", no_date="no claims tell which payers it must be enrolled with"))
    )
    assert counts(made)["rollout-no-day"] == 1
    assert column(made, "left", "practice") == ["Fir Clinic"] and "1 practice has no day" in made.verdict


def test_a_practice_that_cannot_be_read_is_named_and_the_others_are_planned():
    made = assess(book(one("elm"), left=[("gum", "gum/intake.xlsx: broken")]))
    assert counts(made)["rollout-unread"] == 1 and column(made, "waves", "practice") == ["Elm Clinic"]
    assert column(made, "left", "why") == ["its files cannot be read"]


def test_a_cell_of_an_intake_that_cannot_be_read_is_named_with_its_practice_and_none_is_no_word():
    cell = ("volumes", 4, "Number", "C4")
    made = assess(book(one("elm", unread=[cell]), one("fir", unread=[cell])))
    assert counts(made)["files-intake-cell"] == 2
    found = next(f for f in made.findings if f.code == "files-intake-cell").evidence.frame
    assert found["practice"].tolist() == ["Elm Clinic", "Fir Clinic"] and found["key"].is_unique
    assert "2 cells of the intakes cannot be read (Elm Clinic, volumes, row 4, Number; Fir" in made.verdict
    assert "cannot be read" not in assess(book(one("elm"), one("fir"))).verdict


def test_a_practice_that_stays_as_wished_is_no_finding_and_has_no_day():
    made = assess(book(one("elm"), one("fir"), stays=frozenset({"fir"})))
    assert counts(made).keys().isdisjoint({"rollout-no-day", "rollout-unread"})
    assert column(made, "left", "why") == ["it stays with Office Ally, as the client wishes"]


@pytest.mark.parametrize(("planned_on", "early"), [("08-31", True), ("09-01", False)])
def test_a_cutover_planned_before_the_safe_day_is_too_early_and_one_on_it_is_not(planned_on, early):
    # 32 days from 07-31 is 09-01
    made = assess(book(one("elm", waits(32), cutover=day(planned_on))))
    assert ("rollout-too-early" in counts(made)) is early


def test_practices_of_one_tax_id_that_are_planned_in_different_weeks_are_named():
    def pair(second: str):
        tin = frozenset({"123456789"})
        return assess(
            book(one("elm", cutover=day("09-14"), tins=tin), one("fir", cutover=day(second), tins=tin))
        )

    assert counts(pair("09-21"))["rollout-tax-id-split"] == 1
    assert "rollout-tax-id-split" not in counts(pair("09-18"))  # the Friday of that week


def test_what_a_day_of_the_plan_waits_for_is_to_be_filed_now_and_stands_first():
    slow = one("elm", waits(40, state="not filed"), tasks=[task("Aetna")])
    ready = one("fir", tasks=[task("Cigna")])
    made = assess(book(slow, ready, first="fir", claims={"elm": 90}))
    assert counts(made)["rollout-file-now"] == 1  # fir is safe today: nothing of it is waited for
    made = assess(book(slow, one("fir"), one("oak", tasks=[task("Cigna")]), first="fir", claims={"elm": 90}))
    assert column(made, "file", "holds") == ["yes", "no"] and counts(made)["rollout-file-now"] == 1


def test_a_practice_for_which_staying_costs_less_is_a_decision_of_its_own_with_its_cents():
    # Office Ally charges elm $1 a month, Medi at the least $20: it is cheaper to leave it there
    made = assess(book(one("elm"), one("fir"), bills={"elm": "1.00", "fir": "900.00"}))
    assert column(made, "stay", "practice") == ["Elm Clinic"]
    found = next(f for f in made.findings if f.code == "rollout-cheaper-to-stay")
    assert found.count == 1 and found.amount_cents > 36 * (20_00 - 1_00)


def test_a_week_with_more_practices_in_daily_meetings_than_one_person_can_hold_is_named():
    staff = [one(name, people=["pat"]) for name in ("ash", "elm", "fir", "gum", "oak", "yew")]
    busy = assess(book(*staff, most_a_week=5, person_a_week=5))
    assert counts(busy)["rollout-overloaded"] >= 1
    assert not any(c.name == "person" and c.privacy == "open" for c in busy.tables["load"].columns)
    assert not load(Plan(book(*staff, most_a_week=1, person_a_week=1)))["overloaded"].any()


# money


def test_the_months_of_the_plan_add_up_to_what_is_paid_and_saved():
    made = assess(book(one("elm"), one("fir"), bills={"elm": "100.00", "fir": "50.00"}))
    rows = made.tables["months"].frame
    parts = rows[["office_ally_cents", "twice_cents", "medi_cents", "move_cents"]].sum(axis=1)
    assert (parts == rows["total_cents"]).all() and (rows["stay_cents"] == 150_00).all()
    assert (rows["saving_cents"].cumsum() == rows["so_far_cents"]).all()
    # both move in August for six weeks: August and September are paid twice, 2 * $150
    assert rows["twice_cents"].sum() == 300_00 == sum(column(made, "waves", "twice_cents"))


def test_a_practice_whose_charges_are_not_known_is_unknown_and_not_free():
    made = assess(book(one("elm"), one("fir"), claims={"fir": 0}, bills={"elm": "100.00"}))
    assert made.tables["waves"].frame.set_index("practice")["twice_cents"].isna()["Fir Clinic"]
    assert any("unknown for 1 practice" in figure.note for figure in made.figures)


@pytest.mark.parametrize(
    ("claims", "bills", "paid", "staying", "note"),
    [
        ({"elm": 0, "fir": 0}, {}, None, None, "not decided for 2 practices: see the cost comparison"),
        ({}, {}, None, None, "not decided for 2 practices: see the cost comparison"),  # claims, but no bill
        # elm moves in August for six weeks: 2 * $1.00; Medi costs more than that, and of fir nothing is known
        (
            {},
            {"elm": "1.00"},
            "$2.00",
            "1 of 2 practices",
            "not decided for 1 practice; decide each by itself",
        ),
        ({}, {"elm": "1.00", "fir": "1.00"}, "$4.00", "2 of 2 practices", "decide each by itself"),
        ({}, {"elm": "500.00", "fir": "500.00"}, "$2,000.00", "0 of 2 practices", "decide each by itself"),
    ],
)
def test_what_nobody_can_say_of_a_book_is_no_zero(claims, bills, paid, staying, note):
    given = book(one("elm"), one("fir"), claims=claims, bills=bills)
    said = {figure.label: figure for figure in assess(given).figures}
    assert said["Paid to Office Ally beside Medi"].value == paid
    assert (said["Staying costs less for"].value, said["Staying costs less for"].note) == (staying, note)
    of_cost = {figure.label: figure.value for figure in cost_figures(given.comparison)}
    assert of_cost.get("Staying with Office Ally costs less for") == staying
    months = assess(given).tables["months"].frame
    assert months["twice_cents"].isna().all() == (paid is None)
    assert months["so_far_cents"].isna().all() == (paid is None)


def test_what_would_change_the_plan_is_tried_one_by_one():
    made = assess(book(one("elm", waits(30)), one("fir"), one("oak"), claims={"fir": 40, "oak": 90}))
    rows = made.tables["otherwise"].frame.set_index("change")
    assert rows.loc["the plan as it is", "weeks_sooner"] == 0
    # elm is safe on 08-31 and alone until 09-15; with fir first all is over four weeks sooner
    assert rows.loc["Fir Clinic is the proving run", "weeks_sooner"] > 0


@pytest.mark.parametrize("fixed", ["07-31", "08-08", "09-07"])
def test_a_day_fixed_in_the_past_or_on_no_business_day_is_a_wish_that_no_plan_keeps(fixed):
    made = assess(book(one("elm"), one("fir"), fixed={"fir": day(fixed)}))
    assert counts(made)["rollout-conflict"] == 1 and len(made.tables["waves"].frame) == 2


# wishes, lessons, files


def test_the_wishes_of_a_new_client_are_remarks_and_hold_once_the_marks_are_taken_away(tmp_path):
    make(tmp_path, "acme")
    folder = tmp_path / "data" / "raw" / "acme"
    assert load_wishes(folder) == wishes.Wishes()
    lines = (folder / "client.toml").read_text("utf-8").splitlines()
    start = lines.index("# [rollout]")
    text = "\n".join([*lines[:start], *(line.removeprefix("# ") for line in lines[start:])])
    (folder / "client.toml").write_text(text, "utf-8")
    said = load_wishes(folder)
    assert (said.chance_percent, said.most_a_week, said.first) == (90, 2, None)
    assert said.fixed == {"cedar-grove": day("09-14")}


@pytest.mark.parametrize("text", ["most_a_week = 6", "most_a_week = 0", 'most_a_week = "2"', "sizes = 1", "first = 3",
                                  "stays = 'elm'", "fixed = {elm = 'soon'}", "chance_percent = 49"])  # fmt: skip
def test_a_wish_that_is_none_is_an_error_in_words_and_never_passed_over(tmp_path, text):
    (tmp_path / "client.toml").write_text(f"[rollout]\n{text}\n", "utf-8")
    with pytest.raises(InputError, match=r"client\.toml"):
        load_wishes(tmp_path)


@pytest.mark.parametrize(
    ("name", "text"), [("most_a_week", "6"), ("chance_percent", "nine"), ("fixed_days", "elm")]
)
def test_an_option_that_is_no_value_is_refused(name, text):
    with pytest.raises(UsageError, match=name):
        options(**{name: text})


def test_options_take_the_place_of_wishes():
    assert options(fixed_days="elm 2026-09-14, fir 2026-09-21", most_a_week="3", chance_percent="") == {
        "fixed": {"elm": day("09-14"), "fir": day("09-21")}, "most_a_week": 3}  # fmt: skip
    assert options(fixed_days="none") == {"fixed": {}}


def test_a_lesson_is_carried_to_each_practice_that_follows_so_many_days_before_its_cutover(tmp_path):
    row = {
        "lesson": "A scrub rule was missed",
        "action": "Test every rule",
        "days_before": 5,
        "learned_in": "elm",
    }
    (tmp_path / "enrollment.xlsx").write_bytes(
        template({LESSONS: [row]}, examples=False, kind=workbook(FAMILIES.names))
    )
    lessons, notes = load_lessons(tmp_path, FAMILIES)
    assert notes == ()
    made = assess(book(one("elm", cutover=day("06-01")), one("fir"), one("oak"), lessons=lessons))
    rows = made.tables["carried"].frame
    assert rows["practice"].tolist() == ["Fir Clinic", "Oak Clinic"] and set(rows["learned_in"]) == {
        "Elm Clinic"
    }
    assert rows["by"].iloc[0].date() == day("08-03") - dt.timedelta(5)


@pytest.mark.parametrize(
    ("ahead", "so_far", "state"),
    [
        (5, None, "overdue by 2 days: do it now"),  # 3 August less 5 is 29 July, today is 31 July
        (3, None, "in time"),  # 31 July itself
        (0, "08-03", "in time"),
        (3, "08-10", "in time"),
        (3, "08-02", "overdue by 1 day for the day planned so far: do it now"),  # 30 July
    ],
)
def test_a_lesson_whose_day_has_passed_is_called_overdue_and_is_a_finding(ahead, so_far, state):
    frame = pd.DataFrame(
        [{"lesson": "A rule was missed", "action": "Test it", "days_before": ahead, "learned_in": "elm"}]
    )
    lessons = conform(frame.reindex(columns=[c.name for c in LESSON_ROWS]), LESSON_ROWS)
    moved, follows = one("elm", cutover=day("06-01")), one("fir", cutover=day(so_far) if so_far else None)
    made = assess(
        book(
            moved,
            follows,
            lessons=lessons,
        )
    )
    rows = made.tables["carried"].frame
    moves = max(day("08-03"), day(so_far or "08-03"))
    assert rows["by"].dt.date.tolist() == [moves - dt.timedelta(ahead)]
    assert rows["state"].tolist() == [state]
    late = [f.count for f in made.findings if f.code == "rollout-lesson-late"]
    assert late == ([] if state == "in time" else [1])


@pytest.mark.parametrize(
    ("said", "waits_for", "moves", "because"),
    [
        (
            "08-26",
            0,
            "08-26",
            "the day planned so far",
        ),  # safe from 3 August: it keeps the day that its intake names
        ("08-29", 0, "08-31", "its turn"),  # a Saturday: the next business day
        ("08-05", 20, "08-20", "as soon as it is safe"),  # 31 July and 20 days: the planned day is too early
        (None, 0, "08-03", "its turn"),
    ],
)
def test_no_practice_moves_before_the_day_that_its_intake_names(said, waits_for, moves, because):
    follows = one("fir", *([waits(waits_for)] if waits_for else []), cutover=day(said) if said else None)
    made = assess(book(one("elm", cutover=day("06-01")), follows))
    assert column(made, "waves", "day") == [pd.Timestamp(day(moves))]
    assert column(made, "waves", "why")[0].startswith(because)


@pytest.mark.parametrize("fixed", ["elm", "fir"])
def test_a_day_that_the_client_fixes_decides_for_all_of_the_tax_id(fixed):
    both = [one(slug, tins=frozenset({"T"}), cutover=day("09-14")) for slug in ("elm", "fir")]
    made = assess(book(one("oak", cutover=day("06-01")), *both, fixed={fixed: day("08-12")}))
    days = column(made, "waves", "day")
    assert day("08-12") in [d.date() for d in days] and {d.isocalendar().week for d in days} == {33}


def test_what_moved_practices_took_changes_the_safe_days_of_those_that_follow():
    taken = {"payer": "Aetna", "family": "commercial", "kind": "835", "filed_on": pd.Timestamp(2026, 3, 2),
             "live_on": pd.Timestamp(2026, 5, 1), "days_from": "default, an assumption"}  # fmt: skip
    era = FAMILIES.named("commercial").era
    follows = one("fir", waits(0, low=era.low, likely=era.likely, high=era.high, days_from=era.basis))
    made = assess(book(one("elm", cutover=day("06-01"), live=[taken] * 6), follows))
    assert column(made, "learned", "cases") == [6] and column(made, "shifts", "later_days")[0] > 7


def test_a_calendar_file_has_folded_and_escaped_lines_and_the_same_uid_when_a_day_moves():
    one_event = Event(
        day("09-14"), "Cutover: Elm; Fir, \\ Clinic " + "é" * 60, "line\nbreak", "acme|elm|cutover"
    )
    text = calendar([one_event], "Plan", AS_OF)
    lines = text.split(b"\r\n")
    assert lines[0] == b"BEGIN:VCALENDAR" and lines[-2] == b"END:VCALENDAR"
    assert max(map(len, lines)) <= 75 and b"\n" not in text.replace(b"\r\n", b"")
    whole = text.decode().replace("\r\n ", "")
    assert (
        r"SUMMARY:Cutover: Elm\; Fir\, \\ Clinic " + "é" * 60 in whole and r"DESCRIPTION:line\nbreak" in whole
    )
    assert "DTSTART;VALUE=DATE:20260914" in whole and "DTEND;VALUE=DATE:20260915" in whole
    moved = calendar([replace(one_event, day=day("09-21"))], "Plan", AS_OF)
    assert [u for u in lines if u.startswith(b"UID")] == [
        u for u in moved.split(b"\r\n") if u.startswith(b"UID")
    ]


def test_the_plan_beside_the_page_has_every_practice_and_its_weeks(tmp_path):
    inputs = book(one("elm"), one("fir"))
    result = assess(inputs)
    report = Report(
        result, subject="Acme", as_of=AS_OF, folder=tmp_path / "acme", name="10_rollout_plan", book=True
    )
    plan_files.save(report, "waves", "drawn", **BARS)
    desk = places.desk_of(tmp_path / "acme")
    opened = openpyxl.load_workbook(desk / "10_rollout_plan.plan.xlsx")
    assert [row[3].value for row in opened["plan"].iter_rows(min_row=4)] == ["Elm Clinic", "Fir Clinic"]
    assert [row[0].value for row in opened["weeks"].iter_rows(min_row=4)] == ["Elm Clinic", "Fir Clinic"]
    assert (desk / "10_rollout_plan.plan.ics").read_bytes().count(b"SUMMARY:Cutover") == 2
    assert period(inputs) == "2026-08-03 to 2026-08-17"


def test_the_chart_names_each_practice_with_its_day_and_counts_what_it_does_not_draw():
    drawn = assess(book(one("elm"), one("fir"))).tables["drawn"]
    shown = phases(drawn, **BARS, alt=SEEN, today=AS_OF, title="The plan")._repr_html_()
    assert "Elm Clinic" in shown and "2026-08-17" in shown and "both systems" in shown
    many = pd.concat([drawn.frame] * 40, ignore_index=True)
    assert "Not drawn: 20 more" in phases(many, **BARS, alt=SEEN, today=AS_OF)._repr_html_()


def test_a_book_in_which_all_have_moved_says_so():
    assert "Every practice of the book has moved." in assess(book(one("elm", cutover=day("06-01")))).verdict


def test_at_the_desk_other_days_of_a_payer_move_the_practice_that_waits_for_it_and_are_named():
    desk = RolloutDesk(book(one("elm", waits(20)), one("fir", waits(40, "Cigna"))))
    reported = desk.answer.value
    assert desk.slow.options[1:] == (("Aetna", "Aetna"), ("Cigna", "Cigna"))
    safe = plan_of(desk.given).safe
    desk.slow.value, desk.days.value = "Cigna", 14
    moved = plan_of(desk._inputs()).safe
    assert moved["elm"] == safe["elm"] and moved["fir"] == safe["fir"] + dt.timedelta(14)
    assert desk.answer.value != reported and desk.assumption() == "Cigna takes +14 days"
    desk.days.value = -60  # fewer than it takes: it is live today, and nobody moves before tomorrow
    assert plan_of(desk._inputs()).safe["fir"] == day("08-03")  # 2026-07-31 is a Friday


def test_at_the_desk_a_fixed_day_is_answered_beside_the_report_and_the_plan_unfolds():
    desk = RolloutDesk(book(one("elm", waits(20)), one("fir", waits(40))))
    assert desk.assumption() == ""
    desk.fixed.value, desk.on.value = "fir", day("10-05")
    assert plan_of(desk._inputs()).days["fir"] == day("10-05")
    assert desk.assumption() == "fir on 2026-10-05" and "2026-10-05" in desk.answer.value
    desk.unfold.value = True
    assert "cw-verdict" in desk.details.value
    desk.unfold.value = False
    assert desk.details.value == ""


@pytest.mark.parametrize(
    ("kind", "own", "is_for_it"),
    [
        ("payer enrollment", {"Medicaid", "commercial"}, True),
        ("payer enrollment", {"Medicare", "commercial"}, False),
        ("payer enrollment", set(), True),  # its payers are not known
        ("scrub rule", {"Medicare"}, True),  # a rule that names a payer may be one for all
    ],
)
def test_a_lesson_about_a_family_of_payers_is_for_practices_that_have_one_of_it(kind, own, is_for_it):
    row = {
        "lesson": "Medicaid asked twice",
        "kind": kind,
        "action": "Send the form to Medicaid",
        "days_before": 90,
    }
    lessons = conform(pd.DataFrame([row]).reindex(columns=[c.name for c in LESSON_ROWS]), LESSON_ROWS)
    facts = one("elm", cutover=day("06-01")), one("fir", families=frozenset(own))
    made = assess(book(*facts, lessons=lessons))
    (state,) = made.tables["carried"].frame["state"]
    assert state.startswith("overdue") if is_for_it else state == "not for it: it has no payer of Medicaid"
    assert counts(made).get("rollout-lesson-late", 0) == int(is_for_it)


def test_the_families_that_a_sentence_is_about_are_those_that_it_names():
    assert FAMILIES.told_in("file the medicare form early") == {"Medicare"}
    assert FAMILIES.told_in("The portal sends no auto reply") == frozenset()
    assert FAMILIES.told_in("Blue Cross wants a wet signature") == {"Blue Cross Blue Shield"}


# what the plan keeps


def kept_words(made) -> dict[str, str]:
    frame = made.tables["rules"].frame
    return dict(zip(frame["rule"], frame["state"], strict=True))


def test_a_limit_a_week_that_a_shared_tax_id_breaks_is_let_go_and_the_nearest_number_takes_its_place():
    # fir and oak share a Tax ID and move in one week; the client wishes one a week: two is the nearest that has a plan
    pair = [one(slug, tins=frozenset({"77"})) for slug in ("fir", "oak")]
    moved = one("elm", cutover=day("06-01"))
    made = assess(book(moved, *pair, one("yew"), most_a_week=1))
    said = kept_words(made)
    assert said["at most 1 practice moves in a week"] == "let go"
    assert said["Fir Clinic, Oak Clinic share a Tax ID and move in one week"] == "kept"
    assert any("at most 2 practices a week" in figure.note for figure in made.figures)
    weeks = [one.isocalendar().week for one in made.tables["waves"].frame["day"]]
    assert max(weeks.count(week) for week in weeks) == 2
    two = kept_words(assess(book(moved, *pair, one("yew"), most_a_week=2)))
    assert two["at most 2 practices move in a week"] == "kept"


def test_each_conflict_is_named_and_not_the_first_alone():
    # the fixed day lies before fir is safe (21 days), and one a week conflicts with the Tax ID of fir and oak
    pair = [one("fir", waits(21), tins=frozenset({"77"})), one("oak", tins=frozenset({"77"}))]
    made = assess(book(one("elm", cutover=day("06-01")), *pair, most_a_week=1, fixed={"fir": day("08-05")}))
    found = next(f for f in made.findings if f.code == "rollout-conflict").evidence.frame
    of = {number: set(rows["kind"]) for number, rows in found.groupby("conflicts")}
    assert sorted(map(sorted, of.values())) == [["fixed day", "safe day"], ["most a week", "one Tax ID"]]
    said = kept_words(made)
    assert (
        said["Fir Clinic is fixed for 2026-08-05"] == said["at most 1 practice moves in a week"] == "let go"
    )


def test_only_the_largest_of_the_whole_book_is_called_the_largest():
    # elm has moved with 200 claims a month, of those that are left oak has most
    moved, left = one("elm", cutover=day("06-01")), (one("fir"), one("oak"))
    second = Plan(book(moved, *left, claims={"elm": 200, "oak": 90}))
    assert words_of(second, Rule(LAST)) == "Oak Clinic, the largest still to move, moves in the last week"
    first = Plan(book(moved, *left, claims={"oak": 200, "elm": 90}))
    assert words_of(first, Rule(LAST)) == "Oak Clinic, the largest, moves in the last week"
    assert why(second, "oak") == "the largest still to move goes in the last week"
