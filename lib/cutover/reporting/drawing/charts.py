"""Charts as inline SVG: text stays text, colors follow the page and are never the only signal."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from cutover.columns import Column, Kind, Privacy
from cutover.errors import UsageError
from cutover.money import MINUS
from cutover.reporting import cells
from cutover.reporting.drawing import svg
from cutover.reporting.markup import Shown, render
from cutover.result import Table

SERIES_LIMIT = 6  # more series than these are drawn as one, "other"
LINES = (("-", "o"), ("--", "s"), ("-.", "^"), (":", "D"), ("-", "v"), ("--", "P"), ("-.", "X"))
WIDTH, FONT = 7.0, 8.5  # inches and points: on paper a chart is as large as it is drawn
_MARKS, _FEW_MARKS = 12, 6  # month labels that fit below an axis, and beside long names


def bars(
    data: Table | pd.DataFrame,
    x: str,
    y: str,
    alt: str,
    by: str | None = None,
    stacked: bool = True,
    title: str = "",
    note: str = "",
    leads: bool = False,
) -> Shown:
    """Return bars of column `y` by `x`; with `by`, a series for each of its values, stacked or side by side.

    Months stand upright along the time axis, months without a row included, so that a gap is seen; other
    categories lie, one under the other, in the order of the data. `alt` says in a sentence what is to be
    seen. Rows of one bar are added up. One that `leads` stands beside an owner's answer. Raises UsageError for a
    column that an owner may not see.
    """
    columns = drawable(data, x, y, by)
    wide = _wide(frame_of(data), columns, by)
    upright = columns[x].kind is Kind.MONTH
    each = 0.17 if stacked else 0.17 * max(1, len(wide.columns) * 0.6)
    height = 2.2 if upright else 0.5 + each * len(wide)
    words = (alt, title, _with_undated(note, frame_of(data)[x]))
    draw = _upright if upright else _lying
    return _chart(
        lambda axes: draw(axes, wide, stacked), wide, columns[y], not upright, height, words, leads=leads
    )


def line(
    data: Table | pd.DataFrame,
    x: str,
    y: str,
    alt: str,
    by: str | None = None,
    title: str = "",
    note: str = "",
) -> Shown:
    """Return lines of column `y` along the months or dates in `x`; a missing value is a gap in its line."""
    columns = drawable(data, x, y, by)
    wide = _wide(frame_of(data), columns, by)
    words = (alt, title, _with_undated(note, frame_of(data)[x]))
    return _chart(lambda axes: _lines(axes, wide), wide, columns[y], False, 2.3, words)


def grid(
    data: Table | pd.DataFrame, x: str, y: str, value: str, alt: str, title: str = "", note: str = ""
) -> Shown:
    """Return a map of `value` with the months of `x` across and the categories of `y` down.

    Each cell holds its number and a shade; a cell without anything holds a dot. Months without any row
    are there too: a coverage map shows what is missing.
    """
    columns = drawable(data, x, value, y)
    wide = _wide(frame_of(data), columns, y, fold=False)
    said = note or "Number in each cell; a dot: none."
    with svg.settings():
        figure, axes = new_axes(0.45 + 0.18 * max(len(wide.columns), 1))
        if len(wide):
            _cells(axes, wide, columns[value])
        else:
            no_data(axes)
        return as_shown(figure, (alt, title, _with_undated(said, frame_of(data)[x])))


def _with_undated(note: str, places: pd.Series) -> str:
    """Return the note with the number of rows that have no place on the axis: nothing is left out unsaid."""
    missing = int(places.isna().sum())
    said = f"Not drawn: {cells.count(missing)} row{'' if missing == 1 else 's'} without a value on the axis."
    return " ".join(filter(None, (note, said if missing else "")))


def frame_of(data: Table | pd.DataFrame) -> pd.DataFrame:
    """Return the rows to draw."""
    return data.frame if isinstance(data, Table) else data


def drawable(data: Table | pd.DataFrame, *names: str | None) -> dict[str, Column]:
    """Return the contracts of the columns; those of a bare frame follow from dtype and name.

    Raises UsageError for a column that an owner may not see, or that is not there.
    """
    wanted = [name for name in names if name is not None]
    known = {c.name: c for c in data.columns} if isinstance(data, Table) else _inferred(data)
    for name in wanted:
        if name not in known:
            raise UsageError(f"no column {name!r} to draw (there: {', '.join(known)}). Check the spelling.")
        if known[name].privacy is not Privacy.OPEN:
            raise UsageError(f"column {name!r} is not for owners, so it is not drawn. Draw another one.")
    return {name: known[name] for name in wanted}


def _inferred(frame: pd.DataFrame) -> dict[str, Column]:
    return {name: Column(name, _kind(frame[name], name), name) for name in frame.columns}


def _kind(values: pd.Series, name: str) -> Kind:
    if pd.api.types.is_datetime64_any_dtype(values):
        return Kind.MONTH
    if not pd.api.types.is_numeric_dtype(values):
        return Kind.TEXT
    return Kind.CENTS if name.endswith("_cents") else Kind.SHARE if name.endswith("_share") else Kind.NUMBER


def _wide(frame: pd.DataFrame, columns: dict[str, Column], by: str | None, fold: bool = True) -> pd.DataFrame:
    """Return one row per place on the axis, one column per series, values as floats (money in dollars)."""
    x, y = list(columns)[:2]
    long = pd.DataFrame(
        {
            "x": frame[x],
            "by": frame[by].astype("object").fillna("unknown") if by else "",
            "y": frame[y].astype("Float64").astype("float64") / (100 if columns[y].kind is Kind.CENTS else 1),
        }
    ).dropna(subset=["x"])
    if columns[x].kind is Kind.MONTH:
        long["x"] = pd.PeriodIndex(long["x"], freq="M")
    wide = long.pivot_table(
        index="x", columns="by", values="y", aggfunc=lambda v: v.sum(min_count=1), sort=False
    )
    wide = wide.reindex(columns=list(dict.fromkeys(long["by"])))
    if columns[x].kind is Kind.MONTH and len(wide):
        wide = wide.reindex(pd.period_range(wide.index.min(), wide.index.max(), freq="M"))
    return _folded(wide) if fold else wide


def _folded(wide: pd.DataFrame) -> pd.DataFrame:
    """Return at most SERIES_LIMIT series and, in one more, the sum of the others, with their number."""
    if len(wide.columns) <= SERIES_LIMIT + 1:
        return wide
    largest = set(wide.abs().sum().nlargest(SERIES_LIMIT).index)
    kept = [name for name in wide.columns if name in largest]
    others = wide.drop(columns=kept)
    return wide[kept].assign(**{f"{others.shape[1]} others": others.sum(axis=1, min_count=1)})


def new_axes(height: float) -> tuple[Figure, Axes]:
    """Return a figure of this height in inches with axes in the page's colors."""
    figure = Figure(figsize=(WIDTH, min(height, 12)), layout="constrained")
    return figure, dressed(figure.add_subplot())


def dressed(axes: Axes) -> Axes:
    """Return axes in the page's colors, with a line below alone."""
    axes.set_facecolor("none")
    axes.tick_params(length=0, labelsize=FONT, colors=svg.INK)
    axes.tick_params(axis="x", pad=6)  # the first label lies below that of zero, not in it
    for side, spine in axes.spines.items():
        spine.set_visible(side == "bottom")
        spine.set_color(svg.INK)
    return axes


def _chart(
    draw: Callable[[Axes], None],
    wide: pd.DataFrame,
    value: Column,
    lying: bool,
    height: float,
    words: tuple[str, str, str],
    *,
    leads: bool = False,
) -> Shown:
    with svg.settings():
        figure, axes = new_axes(height + 0.25 * (len(wide.columns) > 1))
        if len(wide):
            draw(axes)
            axis = axes.xaxis if lying else axes.yaxis
            axis.set_major_formatter(lambda v, _place: scale_label(v, value.kind))
            axis.get_major_locator().set_params(integer=value.kind is Kind.COUNT, nbins=6)
            if not wide.fillna(0).to_numpy().any():  # else the axis of nothing runs from -0.04 to 0.04
                (axes.set_xlim if lying else axes.set_ylim)(0, 1)
            axes.grid(axis="x" if lying else "y", color=svg.GRID, linewidth=0.8)
            axes.set_axisbelow(True)
            if len(wide.columns) > 1:
                figure.legend(
                    loc="outside upper left", ncols=3, frameon=False, fontsize=FONT, labelcolor=svg.INK
                )
        else:
            no_data(axes)
        return as_shown(figure, words, leads=leads and len(wide) > 0)


def find_fonts() -> None:
    """Draw a chart that says nothing, so that matplotlib knows the fonts and sizes of the next ones."""
    with svg.settings():
        figure, axes = new_axes(1.0)
        axes.set_xticks([0], ["0"])
        no_data(axes)
        svg.inline(figure, "", "")


def no_data(axes: Axes) -> None:
    """Say that there is nothing to draw."""
    axes.set_axis_off()
    axes.text(0.5, 0.5, "no data", ha="center", va="center", color=svg.INK, fontsize=FONT)


def as_shown(figure: Figure, words: tuple[str, str, str], *, leads: bool = False) -> Shown:
    """Return the figure as a piece of a report; `words` are its text alternative, title and note.

    An owner's page shows one chart beside its answer: the first one that `leads`, else the first of all.
    """
    alt, title, note = words
    drawn = svg.inline(figure, title or "Chart", alt)
    return Shown(render("chart.html.j2", svg=drawn, title=title, note=note, leads=leads), alt)


def scale_label(value: float, kind: Kind) -> str:
    """Return the label of an axis: `$1.5k`, `−$2M`, `12 %`, `1,200`."""
    if kind is Kind.SHARE:
        return f"{value * 100:,.6g}\N{NO-BREAK SPACE}%".replace("-", MINUS)
    sign, size = MINUS if value < 0 else "", abs(value)
    if kind is not Kind.CENTS:
        return sign + f"{size:,.10g}"
    for unit, letter in ((1e6, "M"), (1e3, "k")):
        if size >= unit:
            return f"{sign}${size / unit:,.4g}{letter}"
    return f"{sign}${size:,.4g}"


def month_labels(axes: Axes, months: pd.PeriodIndex, most: int = _MARKS) -> None:
    """Label the axis with months, at most a dozen of them."""
    step = -(-len(months) // most)
    places = range(0, len(months), step)
    axes.set_xticks(places, [str(months[place]) for place in places])
    axes.set_xlim(-0.6, len(months) - 0.4)


def _boxes(axes: Axes, wide: pd.DataFrame, stacked: bool, bar: Callable, thick: float, start: str) -> None:
    """Draw the bars of each series; stacked ones grow from zero upwards and downwards."""
    places = np.arange(len(wide))
    above, below = np.zeros(len(wide)), np.zeros(len(wide))
    each = thick if stacked else thick / len(wide.columns)
    for number, name in enumerate(wide.columns):
        values = wide[name].fillna(0).to_numpy()
        base = np.where(values >= 0, above, below) if stacked else np.zeros(len(wide))
        shift = 0 if stacked else (number - (len(wide.columns) - 1) / 2) * each
        look = {
            "facecolor": svg.series(number),
            "edgecolor": svg.PAPER,
            "linewidth": 0.7,
            "hatch": "/" if number else "",  # svg.py draws the fill of each series
        }
        bar(places + shift, values, each, **{start: base}, label=str(name), **look)
        above, below = above + values.clip(min=0), below + values.clip(max=0)


def _upright(axes: Axes, wide: pd.DataFrame, stacked: bool) -> None:
    _boxes(axes, wide, stacked, axes.bar, 0.76, "bottom")
    month_labels(axes, wide.index)


def stacked(axes: Axes, wide: pd.DataFrame) -> None:
    """Draw a bar for each row, its columns stacked upon each other; values are numbers as they are shown."""
    _boxes(axes, wide, True, axes.bar, 0.76, "bottom")


def _lying(axes: Axes, wide: pd.DataFrame, stacked: bool) -> None:
    _boxes(axes, wide, stacked, axes.barh, 0.72, "left")
    axes.set_yticks(range(len(wide)), [short(str(name)) for name in wide.index])
    axes.set_ylim(len(wide) - 0.5, -0.5)
    axes.spines["bottom"].set_visible(False)


def _lines(axes: Axes, wide: pd.DataFrame) -> None:
    for number, name in enumerate(wide.columns):
        style, marker = LINES[number % len(LINES)]
        look = {"color": svg.series(number), "linestyle": style, "marker": marker}
        axes.plot(
            np.arange(len(wide)), wide[name].to_numpy(), **look, markersize=4, linewidth=1.6, label=str(name)
        )
    month_labels(axes, wide.index)
    axes.set_ylim(bottom=min(0, axes.get_ylim()[0]))


def _cells(axes: Axes, wide: pd.DataFrame, value: Column) -> None:
    most = np.nanmax(wide.to_numpy(), initial=0) or 1
    for row, name in enumerate(wide.columns):
        for place, amount in enumerate(wide[name]):
            there = not np.isnan(amount) and amount != 0
            box = {"facecolor": "none", "edgecolor": svg.GRID, "linewidth": 0.8}
            if there:
                shade = 0.12 + 0.4 * min(abs(amount) / most, 1)
                box = {"facecolor": svg.series(0), "alpha": round(shade, 2), "linewidth": 0}
            axes.add_patch(Rectangle((place - 0.46, row - 0.44), 0.92, 0.88, **box))
            text = scale_label(amount, value.kind).replace("$", "") if there else "·"
            size = 6.8 if there else 10
            label = axes.text(place, row, text, ha="center", va="center", fontsize=size, color=svg.INK)
            label.set_in_layout(False)  # hundreds of them; the layout need not measure each
    axes.set_yticks(range(len(wide.columns)), [short(str(name)) for name in wide.columns])
    axes.set_ylim(len(wide.columns) - 0.5, -0.5)
    axes.spines["bottom"].set_visible(False)
    month_labels(axes, wide.index, _FEW_MARKS)


def short(name: str) -> str:
    """Return a name that fits beside an axis."""
    return name if len(name) <= 34 else name[:33] + "…"
