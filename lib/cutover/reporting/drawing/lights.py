"""Dollars by system and week, and below them a light for each payer: a shape and a word, never a color alone."""

from __future__ import annotations

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from cutover.columns import Kind
from cutover.reporting import cells
from cutover.reporting.drawing import charts, svg
from cutover.reporting.markup import Shown
from cutover.result import State, Table

ROW_LIMIT = 16  # more payers than these are counted in the note
_BARS = 2.1  # inches
_LOOKS = {
    State.BLOCKED: ("s", 1),
    State.ATTENTION: ("^", 5),
    State.OK: ("o", 2),
}  # a marker and a series' color
_SAYS = "Round: may close. Triangle: not yet. Square: look now."


def weeks_and_lights(weeks: Table, lights: Table, alt: str, title: str = "", note: str = "") -> Shown:
    """Return bars of `cents` by `week`, a series for each `feed`, above a row for each payer with its light.

    Without any week it says so; without payers it is the bars alone. Raises UsageError for a column that an owner may
    not see.
    """
    charts.drawable(weeks, "week", "feed", "cents")
    charts.drawable(lights, "payer", "light", "state")
    rows = lights.frame.head(ROW_LIMIT)
    more = len(lights.frame) - len(rows)
    said = (note, _SAYS if len(rows) else "", f"Not drawn: {cells.count(more)} more payers." if more else "")
    with svg.settings():
        tall = 0.35 + 0.2 * len(rows) if len(rows) else 0.0
        figure = Figure(figsize=(charts.WIDTH, _BARS + tall), layout="constrained")
        parts = figure.subplots(
            1 + bool(len(rows)), 1, squeeze=False, height_ratios=[_BARS, tall][: 1 + bool(tall)]
        )
        _landed(figure, charts.dressed(parts[0][0]), weeks.frame)
        if len(rows):
            _lights(charts.dressed(parts[1][0]), rows)
        words = (alt, title, " ".join(filter(None, said)))
        return charts.as_shown(figure, words, leads=len(weeks.frame) > 0)


def _landed(figure: Figure, axes: Axes, frame: pd.DataFrame) -> None:
    if frame.empty:
        charts.no_data(axes)
        return
    wide = (
        frame.pivot_table(index="week", columns="feed", values="cents", aggfunc="sum").astype("float64") / 100
    )
    wide = wide.reindex(pd.date_range(wide.index.min(), wide.index.max(), freq="7D"))
    charts.stacked(axes, wide)
    step = -(-len(wide) // 6)
    axes.set_xticks(range(0, len(wide), step), [cells.date(day) for day in wide.index[::step]])
    axes.set_xlim(-0.6, len(wide) - 0.4)
    axes.yaxis.set_major_formatter(lambda v, _place: charts.scale_label(v, Kind.CENTS))
    axes.grid(axis="y", color=svg.GRID, linewidth=0.8)
    axes.set_axisbelow(True)
    figure.legend(loc="outside upper left", ncols=2, frameon=False, fontsize=charts.FONT, labelcolor=svg.INK)


def _lights(axes: Axes, rows: pd.DataFrame) -> None:
    for place, (payer, light, state) in enumerate(rows[["payer", "light", "state"]].itertuples(index=False)):
        marker, color = _LOOKS[State(light)]
        axes.plot(0, place, marker=marker, markersize=8, color=svg.series(color), linestyle="none")
        said = f"{charts.short(str(payer))}: {state}"
        axes.text(0.04, place, said, va="center", fontsize=charts.FONT, color=svg.INK)
    axes.set_xlim(-0.03, 1)
    axes.set_ylim(len(rows) - 0.4, -0.6)
    axes.set_axis_off()
