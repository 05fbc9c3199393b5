"""Cell values as text: what a spreadsheet's numbers, dates and blanks become."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Sequence
from decimal import Decimal

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

# removed wherever they stand: they are invisible and make equal values unequal
INVISIBLE = ("\0", "\u200b", "\u200c", "\u200d", "\u2060", "\ufeff", "\u00ad", "\u200e", "\u200f")
# blanks that are not the space
ODD_BLANKS = ("\u00a0", "\u2007", "\u202f")
HEAD = 64  # titles and header mix types: converted apart, the rows below are mostly of one type
# what keeps a spreadsheet program from reading an identifier as a number: ="00123", '00123, and a unit separator
_FORMULA_GUARD = r'^="([^"]*)"$'
_APOSTROPHE_GUARD = r"^'([0-9A-Za-z.+/ -]*[0-9][0-9A-Za-z.+/ -]*)'?$"
_CONTROLS = r"^[\x01-\x08\x0e-\x1f]+|[\x01-\x08\x0e-\x1f]+$"
WHOLE_DIGITS = 1e15  # a spreadsheet number holds 15 significant digits (Excel specifications and limits)


def text_column(values: Sequence[object]) -> tuple[pa.LargeStringArray, list[int], set[type]]:
    """Return a column of calamine's values as text, the places of numbers that lost digits, and the types.

    Whole numbers have no decimal point and no exponent, others Excel's 15 significant digits, dates are
    ISO 8601, durations H:MM:SS, booleans TRUE and FALSE. Blank stays "". A number of more than 15 digits
    has lost the others when Excel stored it.
    """
    head, lost, types = _converted(values[:HEAD])
    body, more, others = _converted(values[HEAD:])
    return pa.concat_arrays([head, body]), lost + [HEAD + place for place in more], types | others


def _converted(values: Sequence[object]) -> tuple[pa.LargeStringArray, list[int], set[type]]:
    types = set(map(type, values))
    if types <= {str}:
        return pa.array(values, pa.large_string()), [], types
    pieces, lost = [], []
    if float in types:
        pure = types == {float}
        numbers = values if pure else [v if v.__class__ is float else np.nan for v in values]
        pieces, lost = _numbers(np.array(numbers, dtype="float64"))
    if dt.date in types:
        pure = types == {dt.date}
        days = values if pure else [v if v.__class__ is dt.date else None for v in values]
        pieces.append(pa.array(days, pa.date32()).cast(pa.large_string()))
    rest = types - {float, dt.date}
    if rest:
        texts = [v if v.__class__ is str else _plain(v) if v.__class__ in rest else None for v in values]
        pieces.append(pa.array(texts, pa.large_string()))
    return pc.coalesce(*pieces), lost, types


def _numbers(number: np.ndarray) -> tuple[list[pa.LargeStringArray], list[int]]:
    """The text of the numbers, null elsewhere: whole ones, those of whole cents, and all others."""
    size = np.nan_to_num(np.abs(number), nan=-1.0)
    whole = (size >= 0) & (size < WHOLE_DIGITS)
    whole[whole] = number[whole] == np.trunc(number[whole])
    short = ~whole & (size >= 0.01) & (size < 1e9)
    short[short] = np.rint(number[short] * 100) / 100 == number[short]
    rest = (size >= 0) & ~whole & ~short
    pieces = []
    if whole.any():
        integers = np.where(whole, number, 0).astype("int64")
        pieces.append(pa.array(integers, mask=~whole).cast(pa.large_string()))
    if short.any():  # the shortest text that gives the number is the one with two decimals
        pieces.append(pa.array(number, mask=~short).cast(pa.large_string()))
    if rest.any():
        texts = [number_text(v) if other else None for v, other in zip(number, rest, strict=True)]
        pieces.append(pa.array(texts, pa.large_string()))
    return pieces, np.flatnonzero(size >= WHOLE_DIGITS).tolist()


def number_text(value: float) -> str:
    """Return a number with Excel's 15 significant digits, never with an exponent."""
    text = f"{value:.15g}"
    return format(Decimal(text), "f") if "e" in text else text


def _plain(value: object) -> str:
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, dt.timedelta):
        seconds = round(value.total_seconds())
        sign, seconds = ("-", -seconds) if seconds < 0 else ("", seconds)
        return f"{sign}{seconds // 3600}:{seconds // 60 % 60:02d}:{seconds % 60:02d}"
    return str(value)  # date, time and datetime: ISO 8601


def cleaned(column: pa.LargeStringArray, seen: Counter[str]) -> pa.LargeStringArray:
    """Return a column without invisible characters and outer blanks; a blank cell becomes null.

    Non-breaking and other odd blanks become spaces. `seen` is added the number of characters replaced,
    under "invisible" and "odd blank". Curly quotes and dashes stay: they are what somebody typed. Of a text in a
    guard (`="00123"`, `'00123`, `\\x1f00123`) the text between is the value, counted under "guard".
    """
    buffer = memoryview(column.buffers()[2] or b"").tobytes()
    if buffer.isascii():
        todo = (("invisible", ("\0",), ""),)
    else:
        todo = (("invisible", INVISIBLE, ""), ("odd blank", ODD_BLANKS, " "))
    for kind, characters, instead in todo:
        for character in characters:
            found = buffer.count(character.encode())
            if found:
                seen[kind] += found
                column = pc.replace_substring(column, pattern=character, replacement=instead)
    column = pc.utf8_trim_whitespace(column)
    if b'="' in buffer or b"'" in buffer or _has_controls(buffer):
        column = _without_guards(column, seen)
    return pc.if_else(pc.equal(column, ""), pa.scalar(None, pa.large_string()), column)


def _has_controls(buffer: bytes) -> bool:
    return any(control in buffer for control in (*range(1, 9), *range(14, 32)))


def _without_guards(column: pa.LargeStringArray, seen: Counter[str]) -> pa.LargeStringArray:
    before = column
    for pattern, instead in ((_CONTROLS, ""), (_FORMULA_GUARD, r"\1"), (_APOSTROPHE_GUARD, r"\1")):
        column = pc.replace_substring_regex(column, pattern=pattern, replacement=instead)
    changed = pc.sum(pc.fill_null(pc.not_equal(before, column), False)).as_py() or 0
    if changed:
        seen["guard"] += changed
        column = pc.utf8_trim_whitespace(column)
    return column


def bytes_of(column: pa.LargeStringArray) -> bytes:
    """Return all text of a column in one piece, for quick searches; it may hold cells no longer used."""
    data = column.buffers()[2]
    return b"" if data is None else memoryview(data).tobytes()
