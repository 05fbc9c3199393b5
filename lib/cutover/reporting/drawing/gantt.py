"""Bars of time, one under the other: how long each has run, and when it is expected to be live.

A row without `likely` and `done` is named as unknown and has no future part; one whose last day has passed
is marked as overdue. What is not drawn is counted in the note.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.colors import to_rgba
from matplotlib.figure import Figure
from matplotlib.patches import Patch

from cutover.reporting import cells
from cutover.reporting.drawing import charts, svg
from cutover.reporting.markup import Shown
from cutover.result import Table

ROW_LIMIT = 24  # more rows than these are counted in the note
TICK_LIMIT = 6  # dates that fit below the axis beside the longest names
SO_FAR, LIKELY, LATE, LIVE = "in progress so far", "likely", "at the latest, 9 of 10", "live"
_FILLED = {"edgecolor": svg.series(0), "linewidth": 0.9}
_LOOKS: dict[str, dict[str, Any]] = {
    SO_FAR: {"facecolor": svg.series(0), **_FILLED},
    LIKELY: {"facecolor": svg.series(4), "hatch": "/", **_FILLED},  # svg.py draws the fill
    LATE: {"facecolor": to_rgba(svg.series(4), 0.2), **_FILLED},
    LIVE: {"facecolor": svg.series(2), "hatch": "/", "edgecolor": svg.series(2), "linewidth": 0.9},
}
_WIDTH, _FONT = 8.6, 9.5  # narrower than other charts, so that the names are read on a telephone
_SHORTEST = 28  # days on the axis
_DAY = pd.Timedelta(days=1)
_EPOCH = pd.Timestamp(0)


def spans(
    data: Table | pd.DataFrame,
    label: str,
    begins: str,
    likely: str,
    late: str,
    alt: str,
    today: dt.date,
    done: str | None = None,
    plan: dt.date | None = None,
    title: str = "",
    note: str = "",
) -> Shown:
    """Return one bar per row: from `begins` (null: not filed yet) to `today`, `likely` and `late`, or to `done`.

    `likely` is the median day on which it is live, `late` the day by which nine of ten are. `alt` says in
    a sentence what is to be seen. Raises UsageError for a column that an owner may not see.
    """
    names = {"label": label, "begins": begins, "likely": likely, "late": late, "done": done}
    charts.drawable(data, *names.values())
    whole = charts.frame_of(data)
    rows = _rows(whole.head(ROW_LIMIT), names, _day(today))
    parts = _parts(rows)
    words = (alt, title, _summary(note, len(whole), rows, parts))
    return _chart(rows, parts, _day(today), None if plan is None else _day(plan), words)


def _chart(
    rows: pd.DataFrame, parts: pd.DataFrame, today: float, plan: float | None, words: tuple[str, str, str]
) -> Shown:
    with svg.settings():
        figure, axes = charts.new_axes(1.0 + 0.28 * max(len(rows), 1))
        figure.set_figwidth(_WIDTH)
        if len(rows):
            _bars(axes, rows, parts)
            marked = [today] if plan is None else [today, plan]
            time_axis(axes, np.array([*parts["first"], *parts["last"], *rows["done"].dropna(), *marked]))
            _upright_lines(axes, today, plan)
            _words(axes, rows)
            _legend(figure, [look for look in _LOOKS if look in set(parts["look"])])
        else:
            charts.no_data(axes)
        return charts.as_shown(figure, words, leads=True)


def _day(date: dt.date) -> float:
    return (pd.Timestamp(date).normalize() - _EPOCH) / _DAY


def _rows(frame: pd.DataFrame, names: dict[str, str | None], today: float) -> pd.DataFrame:
    """Return one row per bar: its name, its days as numbers (NaN: none) and the word beside it."""
    labels = [_name(value) for value in frame[names["label"]]]
    rows = pd.DataFrame({"label": pd.Series(labels, dtype="str")})
    for role in ("begins", "likely", "late", "done"):
        known = (
            pd.to_datetime(frame[names[role]])
            if names[role]
            else pd.Series(pd.NaT, frame.index, "datetime64[s]")
        )
        rows[role] = ((known.dt.normalize() - _EPOCH) / _DAY).to_numpy()
    rows["today"] = today
    unknown = rows["likely"].isna() & rows["done"].isna()
    rows["label"] += np.where(unknown, " (day unknown)", "")
    overdue = rows["done"].isna() & (np.fmax(rows["likely"], rows["late"]) < today) & ~unknown
    rows["word"] = np.select([rows["done"].notna(), overdue], ["✓ live", "overdue"], "")
    return rows


def _name(value: object) -> str:
    return "unknown" if cells.is_null(value) else charts.short(" ".join(str(value).split()))


def _parts(rows: pd.DataFrame) -> pd.DataFrame:
    """Return one row per part of a bar: its row, its look, its first and last day; none is of no length."""
    live = rows["done"].notna()
    begins = rows["begins"].fillna(rows["today"])
    reached = np.maximum(begins, rows["today"]).mask(live)
    likely = np.maximum(rows["likely"], reached)
    late = np.maximum(rows["late"], likely)
    ends = {SO_FAR: (begins, reached), LIKELY: (reached, likely), LATE: (likely, late)}
    ends[LIVE] = (begins, rows["done"])
    parts = [
        pd.DataFrame({"row": rows.index, "look": look, "first": first, "last": last})
        for look, (first, last) in ends.items()
    ]
    every = pd.concat(parts, ignore_index=True)
    return every[every["first"] < every["last"]]


def _summary(note: str, every: int, rows: pd.DataFrame, parts: pd.DataFrame) -> str:
    """Return the note with the numbers of the rows that are not drawn: nothing is left out unsaid."""
    more = every - len(rows)
    bare = int((~rows.index.isin(parts["row"]) & (rows["word"] == "")).sum())
    said = (
        note,
        f"Not drawn: {_counted(more)}; the table below has {'it' if more == 1 else 'them'}." if more else "",
        f"Without a bar: {_counted(bare)} with no day before or after today." if bare else "",
    )
    return " ".join(filter(None, said))


def _counted(rows: int) -> str:
    return f"{cells.count(rows)} row{'' if rows == 1 else 's'}"


def _bars(axes: Axes, rows: pd.DataFrame, parts: pd.DataFrame) -> None:
    for look, part in parts.groupby("look", sort=False):
        axes.barh(
            part["row"], part["last"] - part["first"], 0.62, part["first"], zorder=2, **_LOOKS[str(look)]
        )
    axes.set_yticks(rows.index, rows["label"])
    axes.set_ylim(len(rows) - 0.5, -0.5)
    axes.tick_params(labelsize=_FONT)


def _legend(figure: Figure, looks: list[str]) -> None:
    place: dict[str, Any] = {"loc": "outside upper left", "ncols": len(_LOOKS), "frameon": False}
    boxes = [Patch(**_LOOKS[look]) for look in looks]
    figure.legend(boxes, looks, **place, fontsize=_FONT, labelcolor=svg.INK)


def time_axis(axes: Axes, days: np.ndarray) -> None:
    """Give an axis of time its range, its ticks and its grid; days are numbers since 1970."""
    first, last = days.min(), max(days.max(), days.min() + _SHORTEST)
    edge = (last - first) * 0.02
    ticks = _ticks(_EPOCH + (first - edge) * _DAY, _EPOCH + (last + edge) * _DAY)
    axes.set_xticks([_day(tick) for tick in ticks], [cells.date(tick) for tick in ticks])
    axes.set_xlim(first - edge, last + edge)
    axes.grid(axis="x", color=svg.GRID, linewidth=0.8)
    axes.set_axisbelow(True)


def _ticks(first: pd.Timestamp, last: pd.Timestamp) -> pd.DatetimeIndex:
    """Return the Mondays, or the first days of months or years, that fit below the axis."""
    days = pd.date_range(first.ceil("D"), last, freq="D")
    mondays, months = days[days.day_of_week == 0], days[days.day == 1]
    wider = (months[(months.month - 1) % step == 0] for step in (1, 2, 3, 6, 12))
    for ticks in (mondays, mondays[::2], *wider):
        if len(ticks) <= TICK_LIMIT:
            return ticks
    return ticks[:: -(-len(ticks) // TICK_LIMIT)]


def _upright_lines(axes: Axes, today: float, plan: float | None) -> None:
    """Draw today and the planned cutover; close to each other, their names point away from each other."""
    marks = [(today, "today", "-", "left" if plan is None or plan < today else "right")]
    if plan is not None:
        far = plan - today > 0.4 * np.ptp(axes.get_xlim())  # then its name has room before its line
        marks.append((plan, "planned cutover", "--", "right" if far or plan < today else "left"))
    for day, name, style, side in marks:
        axes.axvline(day, color=svg.INK, linestyle=style, linewidth=1.2, zorder=3)
        place: dict[str, Any] = {"xycoords": axes.get_xaxis_transform(), "textcoords": "offset points"}
        beside = (-3 if side == "right" else 3, 3)
        axes.annotate(name, (day, 1), beside, ha=side, va="bottom", fontsize=_FONT, color=svg.INK, **place)


def _words(axes: Axes, rows: pd.DataFrame) -> None:
    """Write beside its bar what a row is; paper behind the word keeps the upright lines out of it."""
    behind = {"facecolor": svg.PAPER, "edgecolor": "none", "pad": 1}
    for row, word, done, today in rows[["word", "done", "today"]].itertuples():
        if word:
            day = today if np.isnan(done) else done
            place: dict[str, Any] = {"ha": "left", "va": "center", "textcoords": "offset points", "zorder": 4}
            axes.annotate(word, (day, row), (4, 0), fontsize=_FONT, color=svg.INK, bbox=behind, **place)
