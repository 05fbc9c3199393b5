"""The rule by which a rate is seen: from when until when lines of one kind are at exactly one amount.

A rate begins with so many lines in a row (by day of service) at exactly one amount, and ends where as many in a row at
another amount begin. The day of change is the one that leaves the fewest lines on the wrong side. An amount that gives
way to the rate before it within so many days is no rate. Lines before the first line at the first rate have none, and
neither have the last lines where they agree on a new amount and are too few to be a rate.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd


@dataclass(frozen=True)
class Stretches:
    """What the rule sees.

    `table` has one row per stretch in order: `key`, `value`, `first_on`, `last_on` (days of its first and last line),
    `lines`, `at` (lines at exactly its value). `of_line` tells the stretch of each given line, -1 where no rate is in
    force.
    """

    table: pd.DataFrame
    of_line: np.ndarray


def stretches(
    key: np.ndarray, day: np.ndarray, value: np.ndarray, run_lines: int, back_days: int
) -> Stretches:
    """Return the stretches of the values of lines, given by key (whole number), day (whole days) and value.

    The order of equal days is that of the value, so that the order of files changes nothing.
    """
    order = np.lexsort((value, day, key))
    keys, days, values = key[order], day[order], value[order]
    found = _established(keys, days, values, run_lines, back_days)
    starts = _starts(found, keys, days, values)
    place = np.arange(len(keys))
    of = np.searchsorted(starts, place, side="right") - 1
    inside = (
        (of >= 0) & (found["key"].to_numpy()[np.maximum(of, 0)] == keys)
        if len(starts)
        else np.zeros(len(keys), bool)
    )
    of = np.where(inside & ~_new_at_the_end(keys, values, of, found), of, -1)
    of_line = np.empty(len(order), "int64")
    of_line[order] = of
    return Stretches(_table(found, of, days, values), of_line)


def _runs(keys: np.ndarray, values: np.ndarray) -> np.ndarray:
    """Where each run of one key and value begins."""
    changed = (np.diff(keys) != 0) | (np.diff(values) != 0)
    return np.flatnonzero(np.concatenate([[True], changed])) if len(keys) else np.zeros(0, "int64")


def _established(keys, days, values, run_lines: int, back_days: int) -> pd.DataFrame:
    """The rates of each key in order: key, value, first and last line of their first run, of their last run."""
    begin = _runs(keys, values)
    end = np.append(begin[1:], len(keys)) - 1 if len(begin) else begin
    long = end - begin + 1 >= run_lines
    runs = pd.DataFrame({"key": keys[begin[long]], "value": values[begin[long]], "first_begin": begin[long],
                         "first_end": end[long], "last_begin": begin[long], "last_end": end[long]})  # fmt: skip
    whole = _joined(runs)
    span = days[whole["last_end"].to_numpy()] - days[whole["first_begin"].to_numpy()]
    before, after = whole.shift(1), whole.shift(-1)
    back = (
        (before["key"] == whole["key"]) & (after["key"] == whole["key"]) & (before["value"] == after["value"])
    )
    return _joined(whole[~(back & (span < back_days))])


def _joined(runs: pd.DataFrame) -> pd.DataFrame:
    """Neighbors of one key and value as one."""
    if runs.empty:
        return runs.reset_index(drop=True)
    new = (runs["key"] != runs["key"].shift()) | (runs["value"] != runs["value"].shift())
    grouped = runs.groupby(new.cumsum().to_numpy())
    first = grouped[["key", "value", "first_begin", "first_end"]].first()
    return first.join(grouped[["last_begin", "last_end"]].last()).reset_index(drop=True)


def _starts(found: pd.DataFrame, keys, days, values) -> np.ndarray:
    """The first line of each stretch: of the first of a key the first line at its value, of others the best day."""
    if found.empty:
        return np.zeros(0, "int64")
    same = found["key"].eq(found["key"].shift()).to_numpy(bool)
    start = found["first_begin"].to_numpy().copy()
    of_key = np.searchsorted(keys, found["key"].to_numpy())
    low = np.where(same, found["last_begin"].shift(fill_value=0).to_numpy(), of_key)
    high = found["first_end"].to_numpy() + 1
    owner, line = _windows(low, high)
    old = found["value"].shift().to_numpy()[owner]
    is_new = values[line] == found["value"].to_numpy()[owner]
    is_old = same[owner] & (values[line] == old)
    return _best(start, same, owner, line, is_old.astype("int64") - is_new, is_new, days)


def _windows(low: np.ndarray, high: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Every line of every window, with the window that it is of."""
    size = high - low
    owner = np.repeat(np.arange(len(size)), size)
    line = np.arange(size.sum()) - np.repeat(np.cumsum(size) - size, size) + np.repeat(low, size)
    return owner, line


def _best(start, same, owner, line, score, is_new, days) -> np.ndarray:
    """The first line after the day at whose end most lines before are at the old rate and fewest at the new one."""
    size = np.bincount(owner, minlength=len(start))
    head = np.cumsum(size) - size
    summed = np.cumsum(score)
    summed = summed - np.repeat(summed[head] - score[head], size)
    last = np.zeros(len(line), bool)
    last[head + size - 1] = True
    day_ends = ~last & (np.append(days[line[1:]], 0) != days[line])
    rated = np.where(day_ends, summed, np.iinfo("int64").min)
    best = np.maximum.reduceat(rated, head)
    chosen = day_ends & (rated == best[owner])
    at = np.minimum.reduceat(np.where(chosen, line, np.iinfo("int64").max), head)
    first_new = np.minimum.reduceat(np.where(is_new, line, np.iinfo("int64").max), head)
    split = np.where(at == np.iinfo("int64").max, start, at + 1)
    return np.where(same, split, first_new)


def _new_at_the_end(keys, values, of, found: pd.DataFrame) -> np.ndarray:
    """The last lines of each key where two or more agree on an amount that is not the rate in force."""
    if not len(keys):
        return np.zeros(0, bool)
    begin = _runs(keys, values)
    end = np.append(begin[1:], len(keys)) - 1
    ends_key = np.append(keys[begin[1:]] != keys[begin[:-1]], True)
    rate = found["value"].to_numpy()[np.maximum(of[end], 0)] if len(found) else values[end]
    new = ends_key & (end - begin >= 1) & (of[end] >= 0) & (values[end] != rate)
    return np.repeat(new, end - begin + 1)


def _table(found: pd.DataFrame, of, days, values) -> pd.DataFrame:
    inside = of >= 0
    rows = pd.DataFrame({"of": of[inside], "day": days[inside], "value": values[inside]})
    at = rows["value"].to_numpy() == found["value"].to_numpy()[rows["of"]] if len(rows) else np.zeros(0, bool)
    told = rows.assign(at=at).groupby("of").agg(first_on=("day", "min"), last_on=("day", "max"), lines=("day", "size"),
                                                at=("at", "sum"))  # fmt: skip
    return found[["key", "value"]].join(told.reindex(found.index))
