"""Phases of time, one row a name: each begins where the one before it ends, and the first day is written beside it.

What is not drawn is counted in the note.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.colors import to_rgba
from matplotlib.patches import Patch

from cutover.reporting import cells
from cutover.reporting.drawing import charts, svg
from cutover.reporting.drawing.gantt import time_axis
from cutover.reporting.markup import Shown
from cutover.result import Table

ROW_LIMIT = 60  # more rows than these are counted in the note
_WIDTH, _FONT = 8.6, 9.5
_DAY, _EPOCH = pd.Timedelta(days=1), pd.Timestamp(0)
_EDGE = {"edgecolor": svg.series(0), "linewidth": 0.9}
_LOOKS: tuple[dict[str, Any], ...] = (
    {"facecolor": svg.series(0), **_EDGE},
    {"facecolor": svg.series(4), "hatch": "/", **_EDGE},  # svg.py draws the fill
    {"facecolor": to_rgba(svg.series(4), 0.2), **_EDGE},
)


def phases(
    data: Table | pd.DataFrame,
    label: str,
    begins: str,
    ends: Mapping[str, str],
    alt: str,
    today: dt.date,
    title: str = "",
    note: str = "",
    *,
    names_days: bool = True,
    leads: bool = False,
) -> Shown:
    """Return one bar a row, from `begins` through the last day of each phase; at most three phases.

    `ends` maps what a phase is called to the column of its last day; a phase that would end before it begins has no
    length. `names_days` writes the first day of each row beside it. `alt` says in a sentence what is
    to be seen. Raises UsageError for a column that an owner may not see.
    """
    charts.drawable(data, label, begins, *ends.values())
    whole = charts.frame_of(data)
    whole = whole[whole[begins].notna()].reset_index(drop=True)
    rows = whole.head(ROW_LIMIT)
    more = len(whole) - len(rows)
    left = f"Not drawn: {cells.count(more)} more; the table has them." if more else ""
    words = (alt, title, " ".join(filter(None, (note, left))))
    with svg.settings():
        figure, axes = charts.new_axes(1.0 + 0.28 * max(len(rows), 1))
        figure.set_figwidth(_WIDTH)
        if rows.empty:
            charts.no_data(axes)
        else:
            _draw(axes, rows, label, begins, ends, _number(pd.Series([today]))[0])
            if names_days:
                _days(axes, rows, begins)
            place: dict[str, Any] = {"loc": "outside upper left", "ncols": len(ends), "frameon": False}
            boxes = [Patch(**look) for look, _ in zip(_LOOKS, ends, strict=False)]
            figure.legend(boxes, list(ends), **place, fontsize=_FONT, labelcolor=svg.INK)
        return charts.as_shown(figure, words, leads=leads and not rows.empty)


def _number(days: pd.Series) -> np.ndarray:
    return ((pd.to_datetime(days).dt.normalize() - _EPOCH) / _DAY).to_numpy()


def _draw(
    axes: Axes, rows: pd.DataFrame, label: str, begins: str, ends: Mapping[str, str], today: float
) -> None:
    places, reached = np.arange(len(rows)), _number(rows[begins])
    marks = [reached, np.array([today])]
    for look, column in zip(_LOOKS, ends.values(), strict=False):
        until = np.fmax(_number(rows[column]), reached)
        axes.barh(places, until - reached, 0.62, reached, zorder=2, **look)
        marks.append(until)
        reached = until
    axes.set_yticks(places, [charts.short(str(name)) for name in rows[label]])
    axes.set_ylim(len(rows) - 0.5, -0.5)
    axes.tick_params(labelsize=_FONT)
    every, first = np.concatenate(marks), _number(rows[begins]).min()
    room = 0.16 * (every.max() - first)  # for the day before the first bar, beside the names
    time_axis(axes, np.append(every, first - room))
    axes.axvline(today, color=svg.INK, linewidth=1.2, zorder=3)
    place: dict[str, Any] = {"xycoords": axes.get_xaxis_transform(), "textcoords": "offset points"}
    axes.annotate("today", (today, 1), (3, 3), ha="left", va="bottom", fontsize=_FONT, color=svg.INK, **place)


def _days(axes: Axes, rows: pd.DataFrame, begins: str) -> None:
    """Write the first day before each bar; paper behind it keeps the lines out of it."""
    behind = {"facecolor": svg.PAPER, "edgecolor": "none", "pad": 1}
    for row, (day, number) in enumerate(zip(rows[begins], _number(rows[begins]), strict=True)):
        place: dict[str, Any] = {"ha": "right", "va": "center", "textcoords": "offset points", "zorder": 4}
        axes.annotate(
            cells.date(day), (number, row), (-4, 0), fontsize=_FONT - 1, color=svg.INK, bbox=behind, **place
        )
