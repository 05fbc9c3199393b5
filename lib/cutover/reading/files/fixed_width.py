"""Reports printed into a text file, their columns told by nothing but blanks: where each column stands, and its cells.

A position belongs to no column where every line of the table has a blank there. Page heads and totals run across such
positions: they are told from the table by that, and each of their texts stays whole.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

import numpy as np

RULED = "a ruled line"
LOOKED_AT = 2_000  # lines by which the columns are judged
_LEAST_LINES, _LEAST_COLUMNS, _LEAST_TEXTS = 3, 3, 3
_GUTTER = 2  # blanks side by side that part two columns; one stands within a date or a name
_ACROSS = 0.4  # share of lines that may run across the columns: page heads, headings of groups, totals
_WIDEST = 2_000  # signs of a line that is looked at
_TEXT = re.compile(r"\S+(?: \S+)*")  # until two blanks follow
_RULE = re.compile(r"[\s\-=_*+.|~]*")

Columns = tuple[tuple[int, int], ...]


def columns_of(lines: Sequence[str], usual: int) -> Columns | None:
    """Return where the columns of a printed table begin and end, None where the lines are no such table.

    `usual` is the number of fields of most lines as a delimited text: a table that has as many fields by a delimiter is
    a delimited one.
    """
    looked = [_plain(line) for line in lines[:LOOKED_AT]]
    if any("\t" in line for line in looked):
        return None
    gapped = [
        line for line in looked if line.count(" " * _GUTTER) >= _LEAST_TEXTS - 1
    ]  # few lines of any CSV
    tabled = [line for line in gapped if len(_TEXT.findall(line)) >= _LEAST_TEXTS and not is_rule(line)]
    if len(tabled) < _LEAST_LINES or max(map(len, tabled)) > _WIDEST:
        return None
    kinds = list(dict.fromkeys(re.sub(r"[0-9]", "9", line) for line in tabled))
    filled = np.zeros((len(kinds), max(map(len, kinds))), bool)
    for place, line in enumerate(kinds):
        filled[place, : len(line)] = [sign != " " for sign in line]
    found = _columns(_without_heads(filled).sum(axis=0) > 0)
    if len(found) < max(_LEAST_COLUMNS, usual + 1):
        return None
    fitting = sum(_fits(line, found) for line in tabled)
    return found if fitting >= max(_LEAST_LINES, (1 - _ACROSS) * len(tabled)) else None


def is_rule(line: str) -> bool:
    """Tell whether a line is drawn and not written; a blank one is none."""
    return bool(line.strip()) and _RULE.fullmatch(line) is not None


def cells(line: str, columns: Columns) -> list[str]:
    """Return the texts of a line by column; one that runs across several columns stands whole in its first."""
    out, at, covered = [""] * len(columns), 0, -1
    for found in _TEXT.finditer(_plain(line)):
        begin, end = found.span()
        over = [n for n, (left, right) in enumerate(columns) if begin < right and end > left]
        beside = next((n for n, (left, _) in enumerate(columns) if left >= end), len(columns) - 1)
        first, last = (over[0], over[-1]) if over else (beside, beside)
        if first > covered:  # else it stands where the text before it runs into: it goes on with that one
            at = first
        covered = max(covered, last)
        out[at] = f"{out[at]} {found[0]}".strip()
    return out


def _plain(line: str) -> str:
    return line.replace("\f", "").rstrip("\r\n").rstrip()


def _columns(filled: np.ndarray) -> Columns:
    """Runs of positions at which anything stands, those joined that fewer blanks part than two columns need."""
    places = np.flatnonzero(filled)
    if not len(places):
        return ()
    parts = np.flatnonzero(np.diff(places) > _GUTTER)
    begins, ends = places[np.append(0, parts + 1)], places[np.append(parts, len(places) - 1)] + 1
    return tuple(zip(begins.tolist(), ends.tolist(), strict=True))


def _without_heads(filled: np.ndarray) -> np.ndarray:
    """The lines without those of which each alone keeps two columns from being parted, the worst first."""
    left = filled
    for _ in range(int(_ACROSS * len(filled))):
        if len(left) <= _LEAST_LINES:
            break
        counted = left.sum(axis=0)
        now = len(_columns(counted > 0))
        alone = [(len(_columns((counted - line) > 0)), n) for n, line in enumerate(left)]
        most, worst = max(alone, key=lambda one: one[0])
        if most <= now:
            break
        left = np.delete(left, worst, axis=0)
    return left


def _fits(line: str, columns: Columns) -> bool:
    """Whether each text of a line stands within one column."""
    return all(
        sum(found.start() < right and found.end() > left for left, right in columns) == 1
        for found in _TEXT.finditer(line)
    )
