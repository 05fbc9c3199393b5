"""A measure month by month on one line: whole months filled, others hollow, unknown ones named, the cutover marked."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from cutover.reporting.drawing import svg
from cutover.reporting.drawing.charts import (
    as_shown,
    drawable,
    frame_of,
    month_labels,
    new_axes,
    no_data,
    scale_label,
)
from cutover.reporting.markup import Shown
from cutover.result import Table

WHOLE = "whole"
_SAYS = "Filled: a whole month. Hollow: something of it is missing. A question mark: not known."


def monthly(
    data: Table | pd.DataFrame,
    y: str,
    state: str,
    alt: str,
    switch: dt.date | None = None,
    title: str = "",
) -> Shown:
    """Return one line of column `y` along `month`; `state` tells which months are whole, `switch` the cutover.

    A month without a value is a gap with a question mark at the axis, never a zero. Raises UsageError for a column that
    an owner may not see.
    """
    columns = drawable(data, "month", y, state)
    rows = frame_of(data).set_index("month").sort_index()
    months = pd.PeriodIndex(rows.index, freq="M")
    values = rows[y].astype("Float64").to_numpy("float64", na_value=np.nan)
    values = values / (100 if columns[y].kind == "cents" else 1)
    with svg.settings():
        figure, axes = new_axes(2.3)
        if np.isnan(values).all():
            no_data(axes)
        else:
            _draw(axes, values, rows[state].eq(WHOLE).to_numpy(bool))
            _marked(axes, months, switch)
            month_labels(axes, months)
            axes.yaxis.set_major_formatter(lambda v, _place: scale_label(v, columns[y].kind))
            axes.grid(axis="y", color=svg.GRID, linewidth=0.8)
        return as_shown(figure, (alt, title, f"{_SAYS}{_when(months, switch)}"))


def _draw(axes: Axes, values: np.ndarray, whole: np.ndarray) -> None:
    places, color = np.arange(len(values)), svg.series(0)
    axes.plot(places, values, color=color, linewidth=1.6)
    known = ~np.isnan(values)
    for fill, there in ((color, known & whole), (svg.PAPER, known & ~whole)):
        look = {"linestyle": "none", "marker": "o", "markersize": 6, "markeredgewidth": 1.6}
        axes.plot(places[there], values[there], color=color, markerfacecolor=fill, zorder=3, **look)
    axes.set_ylim(min(0.0, float(np.nanmin(values)) * 1.1), max(float(np.nanmax(values)) * 1.12, 1.0))
    for place in places[~known]:
        axes.annotate(
            "?", (place, 0), (0, 4), textcoords="offset points", ha="center", color=svg.INK, fontsize=10
        )


def _marked(axes: Axes, months: pd.PeriodIndex, switch: dt.date | None) -> None:
    place = _place(months, switch)
    if place is None:
        return
    axes.axvline(place, color=svg.INK, linestyle="--", linewidth=1.2)
    at, side = (-4, "right") if place > len(months) / 2 else (4, "left")
    axes.annotate("cutover", (place, 1), (at, -9), xycoords=("data", "axes fraction"), textcoords="offset points",
                  ha=side, color=svg.INK, fontsize=8.5)  # fmt: skip


def _place(months: pd.PeriodIndex, switch: dt.date | None) -> float | None:
    """Where the cutover lies between the months, None where it lies outside them."""
    if switch is None or pd.Period(switch, "M") not in months:
        return None
    month = pd.Period(switch, "M")
    return months.get_loc(month) - 0.5 + (switch.day - 1) / month.days_in_month


def _when(months: pd.PeriodIndex, switch: dt.date | None) -> str:
    if switch is None:
        return " No cutover date is set."
    if _place(months, switch) is None:
        return f" The cutover of {switch:%Y-%m-%d} is not in these months."
    return " Dashed: the cutover."
