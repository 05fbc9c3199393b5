"""Bars of time: what a practice's owner sees of what runs, what is likely and what is the latest day."""

from __future__ import annotations

import datetime as dt
import re
import xml.etree.ElementTree as ET

import pandas as pd
import pytest
from cutover.columns import Column, Kind, Privacy
from cutover.errors import UsageError
from cutover.reporting.drawing import gantt
from notebook_maker import one_table

TODAY = dt.date(2026, 7, 31)
COLUMNS = (
    Column("what", Kind.TEXT, "Payer and transaction"),
    Column("filed", Kind.DATE, "Filed"),
    Column("likely", Kind.DATE, "Likely live"),
    Column("latest", Kind.DATE, "Live at the latest"),
    Column("live", Kind.DATE, "Live since"),
    Column("trace_number", Kind.TEXT, "Trace no.", "", Privacy.DESK),
    Column("patient_last_name", Kind.TEXT, "Patient: last name", "", Privacy.PHI),
)
SO_FAR, LIKELY, LATE, LIVE = (gantt.SO_FAR, gantt.LIKELY, gantt.LATE, gantt.LIVE)
RUNNING = ("AETNA 835", "2026-07-01", "2026-08-20", "2026-09-19", None)  # 30 days, 20 more, 30 more
FINISHED = ("Cigna 835", "2026-06-01", None, None, "2026-06-25")  # 24 days


def plan_of(*rows):
    """Rows of (what, filed, likely, latest, live), their dates as text, as a table."""
    days = [[name, *(pd.Timestamp(day) if day else pd.NaT for day in more)] for name, *more in rows]
    return one_table(COLUMNS, [[*row, "00123", "Quillfeather"] for row in days])


def chart(*rows, plan=None, **more):
    """The chart of these rows on 2026-07-31."""
    names = {"label": "what", "begins": "filed", "likely": "likely", "late": "latest", "done": "live"} | more
    return gantt.spans(plan_of(*rows), **{"alt": "x", "today": TODAY, "plan": plan} | names)


def svg_of(shown):
    """The chart's svg, parsed."""
    return ET.fromstring(re.search(r"<svg.*</svg>", str(shown.html), re.DOTALL)[0])


def texts(shown):
    """The texts that stand in the chart."""
    return [t.text for t in svg_of(shown).iter("text")]


def note_of(shown):
    """The words below the title."""
    found = re.search(r"<figcaption>.*?<span>(.*?)</span>", str(shown.html), re.DOTALL)
    return found[1] if found else ""


def place(shown, text):
    """Where a text stands: across, and down."""
    [found] = [t for t in svg_of(shown).iter("text") if t.text == text]
    if found.get("x"):
        return float(found.get("x")), float(found.get("y"))
    moved = re.search(r"translate\(([\d.]+) ([\d.]+)\)", found.get("transform"))
    return float(moved[1]), float(moved[2])


def look_of(style):
    """Which part of a bar a style is, or None."""
    fill = re.search(r"fill: ([^;]+)", style)[1]
    if "url(" in fill:
        return LIVE if "stroke: var(--cw-s3)" in style else LIKELY
    lighter = "opacity" in style
    return {"var(--cw-s1)": SO_FAR, "var(--cw-s5)": LATE if lighter else None}.get(fill)


def boxes(shown):
    """The drawn parts as (look, left, right, top), from left to right; those of the legend are lower."""
    found = []
    for path in svg_of(shown).iter("path"):
        look = look_of(path.get("style") or "fill: none")
        spots = [float(n) for n in re.findall(r"[\d.]+", path.get("d"))]
        if look and len(spots) == 8:
            across, down = spots[::2], spots[1::2]
            found.append((look, min(across), max(across), min(down), max(down) - min(down)))
    tallest = max((box[4] for box in found), default=0)
    return sorted((box[:4] for box in found if box[4] > tallest * 0.9), key=lambda box: (box[3], box[1]))


def lines(shown):
    """Where the upright lines stand: today's, and that of the planned cutover (dashed)."""
    drawn = {}
    for path in svg_of(shown).iter("path"):
        style = path.get("style") or ""
        if "stroke: currentColor; stroke-width: 1.2" in style or (
            "stroke-dasharray" in style and "currentColor" in style
        ):
            drawn["plan" if "stroke-dasharray" in style else "today"] = float(
                re.search(r"M([\d. ]+)", path.get("d"))[1].split()[0]
            )
    return drawn


def test_a_bar_runs_to_today_then_to_the_likely_day_then_to_the_latest_in_proportion_to_its_days():
    parts = boxes(chart(RUNNING))
    assert [part[0] for part in parts] == [SO_FAR, LIKELY, LATE]
    wide = [right - left for _, left, right, _ in parts]
    assert wide[1] / wide[0] == pytest.approx(20 / 30, abs=0.01)  # 1 to 31 July, then to 20 August
    assert wide[2] / wide[0] == pytest.approx(30 / 30, abs=0.01)  # then to 19 September
    assert [parts[0][2], parts[1][2]] == pytest.approx([parts[1][1], parts[2][1]], abs=0.02)  # no gap


def test_today_and_the_planned_cutover_are_named_upright_lines_at_their_days():
    shown = chart(RUNNING, plan=dt.date(2026, 8, 20))
    so_far, likely, _ = boxes(shown)
    assert lines(shown) == pytest.approx({"today": so_far[2], "plan": likely[2]}, abs=0.02)
    assert {"today", "planned cutover"} <= set(texts(shown))
    assert "stroke-dasharray" in str(shown.html)


def test_without_a_planned_cutover_there_is_no_line_for_it():
    shown = chart(RUNNING)
    assert "planned cutover" not in texts(shown) and set(lines(shown)) == {"today"}


@pytest.mark.parametrize("day", ["2026-07-30", "2026-07-31", "2026-08-03", "2026-12-15"])
def test_the_names_of_today_and_of_the_planned_cutover_do_not_cover_each_other(day):
    shown = chart(RUNNING, plan=dt.date.fromisoformat(day))
    [today], [plan] = (
        [t for t in svg_of(shown).iter("text") if t.text == text] for text in ("today", "planned cutover")
    )
    wide = {"today": 5 * 7, "planned cutover": 15 * 7}  # no letter is wider than 7 units
    ends = []
    for text in (today, plan):
        x, _ = place(shown, text.text)
        anchor = re.search(r"text-anchor: (\w+)", text.get("style") or "")
        ends.append((x - wide[text.text], x) if anchor and anchor[1] == "end" else (x, x + wide[text.text]))
    ends.sort()
    assert ends[0][1] < ends[1][0]


def test_what_is_not_filed_yet_begins_today_and_has_nothing_in_progress():
    shown = chart(("UHC 835", None, "2026-08-20", "2026-09-19", None))
    parts = boxes(shown)
    assert [part[0] for part in parts] == [LIKELY, LATE]
    assert parts[0][1] == pytest.approx(lines(shown)["today"], abs=0.02)


def test_what_is_live_is_one_finished_bar_with_a_check_mark_and_no_future():
    shown = chart(RUNNING, FINISHED)
    running, live = boxes(shown)[0], boxes(shown)[-1]
    assert [box[0] for box in boxes(shown)] == [SO_FAR, LIKELY, LATE, LIVE]
    assert (live[2] - live[1]) / (running[2] - running[1]) == pytest.approx(24 / 30, abs=0.01)
    assert place(shown, "✓ live")[0] > live[2]


def test_what_went_live_stays_without_a_future_though_days_were_expected():
    expected = ("Cigna 835", "2026-06-01", "2026-08-20", "2026-09-19", "2026-06-25")
    assert [box[0] for box in boxes(chart(expected))] == [LIVE]


def test_what_cannot_be_computed_is_named_unknown_and_ends_today():
    shown = chart(RUNNING, ("Moda 835", "2026-07-01", None, "2026-09-19", None))
    assert "Moda 835 (day unknown)" in texts(shown) and "AETNA 835" in texts(shown)
    assert [box[0] for box in boxes(shown)] == [SO_FAR, LIKELY, LATE, SO_FAR]


@pytest.mark.parametrize(("latest", "words"), [("2026-07-30", ["overdue"]), ("2026-07-31", [])])
def test_what_is_past_its_latest_day_is_overdue_and_on_that_day_it_is_not(latest, words):
    shown = chart(("Moda 835", "2026-07-01", "2026-07-10", latest, None))
    assert [text for text in texts(shown) if text == "overdue"] == words
    assert [box[0] for box in boxes(shown)] == [SO_FAR]


def test_a_likely_day_that_has_passed_leaves_the_time_until_the_latest():
    parts = boxes(chart(("Moda 835", "2026-07-01", "2026-07-10", "2026-08-30", None)))
    assert [part[0] for part in parts] == [SO_FAR, LATE]
    assert parts[1][2] - parts[1][1] == pytest.approx(parts[0][2] - parts[0][1], abs=0.05)  # 30 and 30 days


def test_rows_stand_in_the_order_of_the_data_each_beside_its_name():
    shown = chart(("Moda 835", *RUNNING[1:]), RUNNING)
    tops = list(dict.fromkeys(box[3] for box in boxes(shown)))
    names = [place(shown, name)[1] for name in ("Moda 835", "AETNA 835")]
    assert tops[0] < names[0] < tops[1] < names[1]


def test_the_legend_names_each_look_that_is_drawn_and_no_other():
    assert {SO_FAR, LIKELY, LATE} <= set(texts(chart(RUNNING))) and LIVE not in texts(chart(RUNNING))
    assert LIVE in texts(chart(FINISHED)) and LIKELY not in texts(chart(FINISHED))


def test_the_parts_differ_by_fill_and_not_by_color_alone():
    html = str(chart(RUNNING, FINISHED).html)
    shapes = re.findall(r"<pattern.*?<path d=\"([^\"]+)", html)
    assert len(shapes) == len(set(shapes)) == 2  # likely and live; in progress is solid, the latest is light
    assert "opacity: 0.2" in html


@pytest.mark.parametrize(
    ("latest", "dates"),
    [
        ("2026-08-20", ["2026-07-06", "2026-07-20", "2026-08-03", "2026-08-17"]),  # every second Monday
        ("2026-11-30", ["2026-07-01", "2026-08-01", "2026-09-01", "2026-10-01", "2026-11-01", "2026-12-01"]),
        ("2027-05-30", ["2026-07-01", "2026-09-01", "2026-11-01", "2027-01-01", "2027-03-01", "2027-05-01"]),
        ("2036-05-30", ["2027-01-01", "2029-01-01", "2031-01-01", "2033-01-01", "2035-01-01"]),
    ],
)
def test_the_axis_has_a_few_dates_at_the_start_of_weeks_months_or_years(latest, dates):
    shown = chart(("Moda 835", "2026-07-01", "2026-08-10", latest, None))
    assert [text for text in texts(shown) if re.fullmatch(r"\d{4}-\d\d-\d\d", text or "")] == dates


def test_a_date_of_the_axis_stands_at_its_day():
    shown = chart(("Moda 835", "2026-06-01", "2026-09-01", "2026-10-01", None))
    [so_far, likely, _late] = boxes(shown)
    ticks = {text: place(shown, text)[0] for text in ("2026-06-01", "2026-09-01")}
    assert list(ticks.values()) == pytest.approx([so_far[1], likely[2]], abs=0.1)


@pytest.mark.parametrize(
    ("rows", "drawn", "note"),
    [
        (24, 24, "By payer."),
        (25, 24, "By payer. Not drawn: 1 row; the table below has it."),
        (30, 24, "By payer. Not drawn: 6 rows; the table below has them."),
    ],
)
def test_the_first_24_rows_are_drawn_and_the_others_are_counted(rows, drawn, note):
    shown = chart(*((f"Payer {n}", *RUNNING[1:]) for n in range(rows)), note="By payer.")
    names = [text for text in texts(shown) if text.startswith("Payer ")]
    assert names == [f"Payer {n}" for n in range(drawn)]
    assert note_of(shown) == note


def test_a_row_without_any_day_keeps_its_name_and_is_counted_below_the_title():
    shown = chart(RUNNING, ("Moda 835", None, None, None, None))
    assert "Moda 835 (day unknown)" in texts(shown)
    assert note_of(shown) == "Without a bar: 1 row with no day before or after today."


def test_twenty_four_rows_stay_small():
    rows = [(f"A payer with a rather long name {n}", *RUNNING[1:]) for n in range(23)]
    shown = chart(*rows, FINISHED, plan=dt.date(2026, 9, 1))
    assert len(str(shown.html)) < 60_000


def test_no_rows_are_said_and_not_an_error():
    assert texts(chart()) == ["no data"]
    assert texts(chart(done=None)) == ["no data"]


def test_a_chart_is_an_image_with_a_title_and_a_sentence_for_those_who_do_not_see_it():
    shown = chart(RUNNING, alt="One <payer> is in progress.", title="When & what")
    svg = svg_of(shown)
    title, desc = svg.find("title"), svg.find("desc")
    assert svg.get("role") == "img"
    assert (title.text, desc.text, shown.plain) == ("When & what", *["One <payer> is in progress."] * 2)
    assert svg.get("aria-labelledby") == f"{title.get('id')} {desc.get('id')}"


@pytest.mark.parametrize("name", ["<script>alert(1)</script>", "{{ 7*7 }} {0} %s", "$5 & $x^2$ a_b"])
def test_a_payers_name_is_drawn_as_it_is(name):
    shown = chart((name, *RUNNING[1:]))
    assert name in texts(shown) and "<script" not in str(shown.html)


@pytest.mark.parametrize(
    ("name", "drawn"),
    [("A" * 34, "A" * 34), ("A" * 35, "A" * 33 + "…"), ("Moda\n 835", "Moda 835"), (None, "unknown")],
)
def test_a_name_is_one_line_of_at_most_34_letters_and_an_absent_one_is_unknown(name, drawn):
    assert drawn in texts(chart((name, *RUNNING[1:])))


@pytest.mark.parametrize(
    ("role", "column"), [("label", "patient_last_name"), ("label", "trace_number"), ("done", "trace_number")]
)
def test_what_an_owner_may_not_see_is_not_drawn(role, column):
    with pytest.raises(UsageError, match=f"'{column}' is not for owners"):
        chart(RUNNING, **{role: column})


def test_a_column_that_is_not_there_is_an_error_that_names_it():
    with pytest.raises(UsageError, match="no column 'lateest' to draw"):
        chart(RUNNING, late="lateest")


def test_a_bare_frame_of_dates_gives_the_same_chart_as_a_table():
    frame = pd.DataFrame(
        {"what": ["AETNA 835"], "filed": [dt.date(2026, 7, 1)], "likely": [dt.date(2026, 8, 20)]}
    ).assign(latest=dt.date(2026, 9, 19), live=None)
    shown = gantt.spans(frame, "what", "filed", "likely", "latest", "x", TODAY, done="live")
    assert shown.html == chart(RUNNING).html == chart(RUNNING, done=None).html


def test_equal_data_give_equal_bytes_and_two_charts_share_no_id():
    first, again, other = (str(chart(*rows).html) for rows in ((RUNNING,), (RUNNING,), (FINISHED,)))
    ids = [set(re.findall(r' id="([^"]+)"', html)) for html in (first, other)]
    assert first == again
    assert ids[0] and ids[1] and not ids[0] & ids[1]


def test_a_chart_holds_no_style_element_no_outside_reference_and_no_fixed_ink():
    html = str(chart(RUNNING, FINISHED, plan=dt.date(2026, 9, 1)).html)
    assert "<style" not in html and "http" not in html
    assert not re.search(r"#[0-9a-f]{6}\b", html.replace("#c", "")) and "currentColor" in html


def test_the_callers_frame_is_not_touched():
    table = plan_of(RUNNING, FINISHED)
    before = table.frame.copy()
    gantt.spans(table, "what", "filed", "likely", "latest", "x", TODAY, done="live")
    pd.testing.assert_frame_equal(table.frame, before)
