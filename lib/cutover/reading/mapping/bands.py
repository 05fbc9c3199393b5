"""Names below a heading that only sorts the columns: `Fee` below `Money`, read without it where both mean nothing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache

from cutover import reference
from cutover.reading.files.header import normal
from cutover.reading.mapping.header_fit import BY_LIKENESS, Fit, fits
from cutover.reading.mapping.header_words import is_of_a_person, words_of
from cutover.reading.mapping.targets import Target


@dataclass(frozen=True)
class _Words:
    """The file `header_bands.toml`."""

    words: frozenset[str]


def without_bands(
    found: Sequence[Fit], columns: Sequence[str], samples: Mapping[str, list[str]],
    bands: Mapping[str, str], target: Target,
) -> list[Fit]:  # fmt: skip
    """Return the fits with those of bare names, for columns whose name together with its heading means nothing.

    Only below headings that are known to add nothing, and only where no other column bears the same bare name: of two
    called `Paid` the heading alone tells whose money it is. A heading that names a person keeps that person's amounts
    apart: what patients paid is nobody's payment.
    """
    known = {fit.column for fit in found if fit.score > BY_LIKENESS}
    names = {column: _bare(column, bands.get(column)) for column in columns}
    often = Counter(normal(name) for name in names.values())
    out = list(found)
    for place, column in enumerate(columns):
        band, name = bands.get(column, ""), names[column]
        if (
            column in known
            or not band
            or name == column
            or often[normal(name)] > 1
            or not _adds_nothing(band)
        ):
            continue
        told = fits([name], {name: samples[column]}, target)
        told = [replace(fit, column=column, place=place) for fit in told if _may_be(fit, band, target)]
        best = max((fit.score for fit in told), default=0.0)
        if best > max((fit.score for fit in out if fit.column == column), default=0.0):
            out = [fit for fit in out if fit.column != column] + told
    return out


def _bare(column: str, band: str | None) -> str:
    """The name of a column without the heading above it."""
    return column.removeprefix(f"{band} ") if band else column


def _may_be(fit: Fit, band: str, target: Target) -> bool:
    """Whether a heading leaves the field open: of a person's it is no amount of a payer's."""
    return target.field(fit.key).shape != "money" or not is_of_a_person(words_of(band))


def _adds_nothing(band: str) -> bool:
    words = set(words_of(band).split())
    return bool(words) and words <= _neutral()


@cache
def _neutral() -> frozenset[str]:
    said = reference.load("header_bands", _Words).words
    return frozenset(word for text in said for word in words_of(text).split())
