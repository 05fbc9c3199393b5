"""Tables without a header: which column holds days, money or words, as a proposal that a person must confirm."""

from __future__ import annotations

from collections.abc import Sequence

from cutover.reading.mapping import value_shapes
from cutover.reading.mapping.header_fit import BY_VALUES, Fit
from cutover.reading.mapping.targets import Target

_SHAPES = ("date", "money", "npi", "count", "identifier")
_WORDY = 6  # letters of a column's texts in the mean, from which on they are words
_MOST = 0.9  # a share of values from which on a column has a shape


def shape_of(values: Sequence[str]) -> str:
    """Return what a column's values look like: one of a few shapes, `text` or `empty`."""
    if not values:
        return "empty"
    return next((s for s in _SHAPES if (value_shapes.share(values, s) or 0) >= _MOST), "text")


def by_values(columns: Sequence[str], samples: dict[str, list[str]], target: Target) -> list[Fit]:
    """Return a proposal for a table without a header: the first column of the shape of each field.

    Days and money are told by their shape, and words by being the longest texts. No proposal is sure.
    """
    shapes = {column: shape_of(samples[column]) for column in columns}
    found: list[Fit] = []
    taken: set[str] = set()
    words = next((f for f in target.fields if f.shape == "text"), None)
    for field in (f for f in target.fields if f.required or f is words):
        free = [c for c in columns if c not in taken and shapes[c] == field.shape]
        column = _longest(free, samples) if field.shape == "text" else next(iter(free), None)
        if column is None:
            continue
        taken.add(column)
        said = f"no header; its values look like a {field.shape}, such as {value_shapes.examples(samples[column])}"
        found.append(Fit(field.key, column, columns.index(column), BY_VALUES, said))
    return found


def _longest(columns: Sequence[str], samples: dict[str, list[str]]) -> str | None:
    sizes = {c: sum(map(len, samples[c])) / len(samples[c]) for c in columns if samples[c]}
    sizes = {c: size for c, size in sizes.items() if size >= _WORDY}
    return max(sizes, key=lambda c: sizes[c], default=None)
