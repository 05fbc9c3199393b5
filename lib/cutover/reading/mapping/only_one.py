"""The only column of its shape in a table, whatever it is called: the one day beside an amount, the one text."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from cutover.reading.files.in_cents import are_unread
from cutover.reading.mapping import value_shapes
from cutover.reading.mapping.header_fit import Fit
from cutover.reading.mapping.header_words import vocabulary, words_of
from cutover.reading.mapping.settle import SETTLED, SURE
from cutover.reading.mapping.shortened import expansions
from cutover.reading.mapping.sign_remarks import is_reversed
from cutover.reading.mapping.targets import Field, Target

_WORDY = 6  # letters of a column's texts in the mean, from which on they are words
_LETTERS = 4  # of capitals that are the first letters of words
_FEW = 2  # rows that may all be of one day
_CENTS = re.compile(r"\$|\d\.\d")  # a number without either may count something
_WORDS, _DIGIT, _SEVERAL = re.compile(r"[A-Za-z]{2,}"), re.compile(r"\d"), 2  # of a remark
ONLY_SAID = {"date": "days", "money": "amounts"}
ONLY = "the only column of"  # how the evidence of such a choice begins


def only_ones(
    columns: Sequence[str],
    samples: Mapping[str, list[str]],
    target: Target,
    chosen: dict[str, Fit],
    *,
    unsaid: bool = False,
) -> dict[str, Fit]:
    """Return the choices with those that nothing else in the table can be (`Target.only`).

    A column of days is taken where no other column holds days, a column of words where no other that is left does, a
    column of amounts also where its header is a name that may stand once above a table (`Contract`). The other required
    fields must be sure. A header with a word of `Target.not_only` speaks of something else; one of a field of
    `Target.unsaid`, which come last (`unsaid`), must say nothing at all.
    """
    out = dict(chosen)
    for key in (one for one in target.only if (one in target.unsaid) == unsaid):
        wanted = target.field(key)
        fit = out.get(key)
        if fit is not None and fit.score >= SURE:
            continue
        column = _only(wanted, columns, samples, target, out)
        if column is None or not _others_are_sure(wanted, target, out):
            continue
        said = f"{ONLY} {ONLY_SAID.get(wanted.shape, 'words')} in the table"
        out = {other: one for other, one in out.items() if one.column != column}
        out[key] = Fit(key, column, columns.index(column), SETTLED, said, False, SETTLED, 1.0)
    return out


def _others_are_sure(wanted: Field, target: Target, chosen: Mapping[str, Fit]) -> bool:
    keys = {f.key for f in target.fields if f.required} - {wanted.key}
    return all(key in chosen and chosen[key].score >= SURE for key in keys)


def _only(
    wanted: Field,
    columns: Sequence[str],
    samples: Mapping[str, list[str]],
    target: Target,
    chosen: Mapping[str, Fit],
) -> str | None:
    """The column that alone has the shape of a field; of days no other column may have them, whosever it is."""
    if wanted.shape == "money":
        return _only_amount(columns, samples, target, chosen)
    sure = {fit.column for fit in chosen.values() if fit.score >= SURE and fit.key != wanted.key}
    among = columns if wanted.shape == "date" else [column for column in columns if column not in sure]
    found = [column for column in among if _has_shape(wanted, samples[column])]
    if len(found) != 1 or found[0] in sure or _names_else(found[0], target):
        return None
    if wanted.key not in target.unsaid:
        return found[0]
    return found[0] if _says_nothing(found[0]) and _are_remarks(samples[found[0]]) else None


def _says_nothing(header: str) -> bool:
    """Whether a header is a word, and none that any table knows: `blurb`, `xyz`."""
    words = words_of(header).split()
    return bool(words) and not set(words) & vocabulary() and all(word.isalpha() for word in words)


def _are_remarks(values: Sequence[str]) -> bool:
    """Whether each value is several words without a number, as no day and no name of a form is."""
    return all(len(_WORDS.findall(value)) >= _SEVERAL and not _DIGIT.search(value) for value in values)


def _only_amount(
    columns: Sequence[str], samples: Mapping[str, list[str]], target: Target, chosen: Mapping[str, Fit]
) -> str | None:
    """The one column of amounts, none of which is surely anything else than a name that no amount is."""
    taken = {fit.column: target.field(fit.key) for fit in chosen.values() if fit.score >= SURE}
    named = {column for column, field in taken.items() if not (field.once and field.shape == "text")}
    found = [
        column
        for column in columns
        if column not in named
        and not are_unread(column, samples[column])
        and not is_reversed(column)
        and value_shapes.share(samples[column], "money") == 1.0
        and any(map(_CENTS.search, samples[column]))
    ]
    if len(found) != 1 or _names_else(found[0], target):
        return None
    return found[0]


def _names_else(header: str, target: Target) -> bool:
    """Whether a header has a word of something else, or one that may be short for such a word: `Adjmt`.

    Letters that nobody knows (`TFL`, `F/U`) may be short for anything.
    """
    words = set(words_of(header).split())
    pieces = re.findall(r"[^\W\d_]+", header)
    if any(len(piece) == 1 or ((len(piece) <= _LETTERS and piece.isupper()) and piece.lower() not in vocabulary())
           for piece in pieces):  # fmt: skip
        return True
    unknown = {word for word in words - vocabulary() if word.isalpha()}
    return bool(words & target.not_only) or any(expansions(word, target.not_only) for word in unknown)


def _has_shape(wanted: Field, values: Sequence[str]) -> bool:
    """Whether every value is a day, or long and of letters. One value all over tells nothing."""
    if wanted.shape == "date":
        varied = len(set(values)) > 1 or len(values) <= _FEW
        return varied and value_shapes.share(values, "date", is_named=False) == 1.0
    worded = [value for value in values if any(map(str.isalpha, value))]
    long = sum(map(len, values)) >= _WORDY * len(values)
    return len(worded) * 2 >= len(values) > 0 and long and (len(set(values)) > 1 or len(values) == 1)
