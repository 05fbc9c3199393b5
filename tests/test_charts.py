"""Charts: what they show of a table, and that nobody depends on color, sight or luck to read them."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET

import pandas as pd
import pytest
from cutover.columns import Kind
from cutover.errors import UsageError
from cutover.reporting.drawing import charts
from notebook_maker import EVIDENCE, MONTHS, one_case, one_table


def months(*rows):
    """Rows of (month, payer, payments, cents) as a table."""
    return one_table(MONTHS, [[pd.Timestamp(m), payer, n, c] for m, payer, n, c in rows])


TWO = months(("2026-01-01", "Moda", 2, 150_000), ("2026-03-01", "Aetna", 1, -50_000))


def svg_of(shown):
    """The chart's svg, parsed."""
    return ET.fromstring(re.search(r"<svg.*</svg>", str(shown.html), re.DOTALL)[0])


def texts(shown):
    """The texts that stand in the chart."""
    return [t.text for t in svg_of(shown).iter("text")]


def test_a_chart_is_an_image_with_a_title_and_a_sentence_for_those_who_do_not_see_it():
    svg = svg_of(charts.bars(TWO, "month", "paid_cents", "Paid <in> two months.", title="Paid & by month"))
    assert svg.get("role") == "img"
    title, desc = svg.find("title"), svg.find("desc")
    assert (title.text, desc.text) == ("Paid & by month", "Paid <in> two months.")
    assert svg.get("aria-labelledby") == f"{title.get('id')} {desc.get('id')}"


def test_a_month_without_a_payment_has_its_place_on_the_axis():
    assert texts(charts.bars(TWO, "month", "paid_cents", "x"))[:3] == ["2026-01", "2026-02", "2026-03"]


def test_a_money_axis_is_in_dollars_with_a_true_minus():
    labels = texts(charts.bars(TWO, "month", "paid_cents", "x"))
    assert "$1.5k" in labels and "−$500" in labels  # 150,000 and -50,000 cents


@pytest.mark.parametrize(
    ("value", "kind", "label"),
    [
        (999, Kind.CENTS, "$999"),
        (1000, Kind.CENTS, "$1k"),
        (1_500_000, Kind.CENTS, "$1.5M"),
        (0, Kind.CENTS, "$0"),
        (1200, Kind.COUNT, "1,200"),
        (0.2, Kind.SHARE, "20\u00a0%"),
    ],
)
def test_labels_of_an_axis_are_short(value, kind, label):
    assert charts.scale_label(value, kind) == label


def test_rows_of_one_bar_are_added_up():
    split = months(("2026-01-01", "Moda", 1, 100_000), ("2026-01-01", "Moda", 1, 50_000))
    whole = months(("2026-01-01", "Moda", 2, 150_000))
    one, other = (charts.bars(t, "month", "paid_cents", "x").html for t in (split, whole))
    assert one == other


@pytest.mark.parametrize("draw", [charts.bars, charts.line])
def test_series_differ_by_fill_or_marker_and_not_by_color_alone(draw):
    rows = [("2026-01-01", name, 1, 100) for name in ("A", "B", "C")]
    html = str(draw(months(*rows), "month", "paid_cents", "x", by="payer_name").html)
    if draw is charts.bars:
        shapes = set(re.findall(r"<pattern.*?<path d=\"([^\"]+)", html))
    else:
        shapes = set(re.findall(r"<defs><path id=\"[^\"]+\" d=\"([^\"]+)", html))
    assert len(shapes) >= 2
    assert {"A", "B", "C"} <= set(re.findall(r"<text[^>]*>([^<]+)", html))


def test_more_series_than_can_be_told_apart_are_added_up_as_others():
    rows = [("2026-01-01", f"Payer {n}", 1, 1000 * (10 - n)) for n in range(9)]
    labels = texts(charts.bars(months(*rows), "month", "paid_cents", "x", by="payer_name"))
    assert "3 others" in labels and "Payer 5" in labels and "Payer 6" not in labels  # 9 - 6 named


def test_a_coverage_map_has_a_number_in_each_cell_and_a_dot_where_nothing_came():
    drawn = texts(charts.grid(TWO, "month", "payer_name", "payments", "x"))
    assert drawn.count("·") == 4  # 2 payers * 3 months - 2 with payments
    assert "2" in drawn and "1" in drawn and "Moda" in drawn and "2026-02" in drawn


def test_categories_lie_in_the_order_of_the_data():
    labels = texts(charts.bars(TWO, "payer_name", "payments", "x"))
    assert labels.index("Moda") < labels.index("Aetna")


@pytest.mark.parametrize("name", ["$5 & <b>", "a_b^c $x$", "{{ 7*7 }} %s"])
def test_a_payers_name_is_drawn_as_it_is(name):
    rows = months(("2026-01-01", name, 1, 1))
    assert name in texts(charts.grid(rows, "month", "payer_name", "payments", "x"))
    assert name in texts(charts.bars(months(("2026-01-01", name, 1, 1)), "payer_name", "payments", "x"))


def test_equal_data_give_equal_bytes_and_two_charts_share_no_id():
    first = str(charts.bars(TWO, "month", "paid_cents", "x", by="payer_name").html)
    again = str(charts.bars(TWO, "month", "paid_cents", "x", by="payer_name").html)
    other = str(charts.line(TWO, "month", "payments", "x", by="payer_name").html)
    ids = [set(re.findall(r' id="([^"]+)"', html)) for html in (first, other)]
    assert first == again
    assert ids[0] and ids[1] and not ids[0] & ids[1]
    for html, own in zip((first, other), ids, strict=True):
        assert set(re.findall(r'(?:url\(|href=")#([^)"]+)', html)) <= own


def test_a_chart_holds_no_style_element_no_outside_reference_and_no_fixed_ink():
    html = str(charts.bars(TWO, "month", "paid_cents", "x", by="payer_name").html)
    assert "<style" not in html and "http" not in html
    assert not re.search(r"#[0-9a-f]{6}\b", html.replace("#c", "")) and "currentColor" in html


def test_two_years_of_eight_payers_stay_small():
    rows = [
        (m, f"Payer {p}", 3, 12_345)
        for m in pd.date_range("2024-08-01", periods=24, freq="MS")
        for p in range(8)
    ]
    for shown in (
        charts.bars(months(*rows), "month", "paid_cents", "x", by="payer_name"),
        charts.grid(months(*rows), "month", "payer_name", "payments", "x"),
    ):
        assert len(str(shown.html)) < 80_000


def test_no_rows_are_said_and_not_an_error():
    assert texts(charts.bars(months(), "month", "paid_cents", "x")) == ["no data"]
    assert texts(charts.grid(months(), "month", "payer_name", "payments", "x")) == ["no data"]


def test_rows_without_a_month_are_counted_below_the_title():
    rows = months(("2026-01-01", "Moda", 1, 100), (None, "Moda", 1, 100), (None, "Moda", 1, 100))
    for shown in (
        charts.bars(rows, "month", "paid_cents", "x", note="By month."),
        charts.grid(rows, "month", "payer_name", "payments", "x", note="By month."),
    ):
        assert "By month. Not drawn: 2 rows without a value on the axis." in shown.html


def test_a_payer_without_a_name_is_drawn_as_unknown():
    rows = months(("2026-01-01", None, 1, 100), ("2026-01-01", "Moda", 1, 100))
    assert "unknown" in texts(charts.grid(rows, "month", "payer_name", "payments", "x"))
    assert "unknown" in texts(charts.bars(rows, "month", "payments", "x", by="payer_name"))


def test_what_an_owner_may_not_see_is_not_drawn():
    with pytest.raises(UsageError, match="'patient_last_name' is not for owners"):
        charts.bars(one_table(EVIDENCE, [one_case()]), "patient_last_name", "paid_cents", "x")
    with pytest.raises(UsageError, match="no column 'paid' to draw"):
        charts.bars(TWO, "month", "paid", "x")


def test_bars_of_nothing_but_zeros_have_an_axis_that_begins_at_zero():
    nothing = pd.DataFrame({"payer": ["Aetna", "Cigna"], "denied": pd.array([0, 0], "Int64")})
    drawn = charts.bars(nothing, "payer", "denied", "No denials.").html
    assert "0.02" not in drawn and "−" not in drawn


@pytest.mark.parametrize("months", [8, 24])
def test_the_label_of_zero_and_that_of_the_first_month_do_not_touch(months):
    figure, axes = charts.new_axes(2.3)
    axes.bar(range(months), [1_000_000] * months)
    charts.month_labels(axes, pd.period_range("2024-01", periods=months, freq="M"))
    axes.yaxis.set_major_formatter(lambda value, _place: charts.scale_label(value, "cents"))
    figure.canvas.draw()
    zero, first = (axis.get_ticklabels()[0].get_window_extent() for axis in (axes.yaxis, axes.xaxis))
    assert zero.y0 >= first.y1 or zero.x1 <= first.x0
