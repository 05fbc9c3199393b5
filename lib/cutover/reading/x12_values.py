"""Elements of X12 as columns of values: from places in a chunk to text, cents, numbers and dates.

No row is touched by Python unless its value is written in an unusual way.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from cutover import money

_ZERO, _DOT, _PLUS, _MINUS = 48, 46, 43, 45
_MOST_DIGITS = 17  # what int64 holds with two more digits for the cents is 17 at most
_DAYS_BEFORE_MONTH = np.array([0, 0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334])
_DAYS_IN_MONTH = np.array([0, 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31])
_DAYS_TO_1970 = 719_162  # days from 0001-01-01 to 1970-01-01


@dataclass(frozen=True)
class Values:
    """A column of numbers: `absent` marks nulls, `bad` those of them where something else stood."""

    values: np.ndarray
    absent: np.ndarray
    bad: np.ndarray


def texts(data: bytes, begins: np.ndarray, ends: np.ndarray) -> pa.Array:
    """Return the texts at these places as an Arrow array, trimmed; absent and blank ones are null.

    The places ascend. Arrow sees the bytes as an array whose every second value is an element and the values
    between are what separates them; `take` then copies the elements alone.
    """
    count = len(begins)
    offsets = np.empty(2 * count + 1, np.int64)
    offsets[0:-1:2], offsets[1::2], offsets[-1] = begins, ends, ends[-1] if count else 0
    both = pa.LargeStringArray.from_buffers(2 * count, pa.py_buffer(offsets), pa.py_buffer(data))
    found = both.take(pa.array(np.arange(0, 2 * count, 2), mask=begins == ends))
    view = np.frombuffer(data, np.uint8)
    if count and ((view[begins] == 32) | (view[np.maximum(ends - 1, 0)] == 32)).any():
        found = pc.ascii_trim_whitespace(found)
        found = pc.if_else(pc.equal(pc.binary_length(found), 0), pa.scalar(None, found.type), found)
    return found


def cents(view: np.ndarray, begins: np.ndarray, ends: np.ndarray) -> Values:
    """Return amounts in whole cents; what `money.cents` would refuse is bad."""
    number, decimals, plain, absent = _decimals(view, begins, ends)
    plain &= decimals <= 2
    values = np.where(plain, number * 10 ** np.where(plain, 2 - decimals, 0), 0)
    for row in np.flatnonzero(~plain & ~absent):
        found = money.cents(_text(view, begins[row], ends[row]))
        if found is not None:
            values[row], plain[row] = found, True
    return Values(values, ~plain, ~plain & ~absent & ~_is_blank(view, begins, ends, ~plain & ~absent))


def counts(view: np.ndarray, begins: np.ndarray, ends: np.ndarray) -> Values:
    """Return whole numbers; a fraction that is not zero is bad."""
    found = cents(view, begins, ends)
    whole = found.values % 100 == 0
    return Values(np.where(whole, found.values // 100, 0), found.absent | ~whole, found.bad | ~whole)


def numbers(view: np.ndarray, begins: np.ndarray, ends: np.ndarray) -> Values:
    """Return quantities, which may have a fraction, as floats."""
    number, decimals, plain, absent = _decimals(view, begins, ends)
    values = np.where(plain, number / 10.0 ** np.where(plain, decimals, 0), 0.0)
    bad = ~plain & ~absent
    return Values(values, ~plain, bad & ~_is_blank(view, begins, ends, bad))


def dates(view: np.ndarray, begins: np.ndarray, ends: np.ndarray) -> Values:
    """Return dates of the form CCYYMMDD, or YYMMDD in this century, as datetime64[ms]."""
    lengths = ends - begins
    absent, plain = lengths == 0, (lengths == 8) | (lengths == 6)
    number = np.zeros(len(begins), np.int64)
    for place in range(8):
        digit = view[np.minimum(begins + place, len(view) - 1)].astype(np.int64) - _ZERO
        inside = place < lengths
        plain &= ~inside | ((digit >= 0) & (digit <= 9))
        number = np.where(plain & inside, number * 10 + digit, number)
    number = np.where(plain, number + np.where(lengths == 6, 20_000_000, 0), 0)
    days, exists = _days(number // 10_000, number // 100 % 100, number % 100)
    plain &= exists
    values = np.where(plain, days, np.datetime64("NaT").astype(np.int64)).astype("datetime64[D]")
    bad = ~plain & ~absent
    return Values(values.astype("datetime64[ms]"), ~plain, bad & ~_is_blank(view, begins, ends, bad))


def _decimals(view: np.ndarray, begins: np.ndarray, ends: np.ndarray):
    """Return digits as an integer, digits after the dot, which rows are plain decimals, which are absent."""
    absent = begins == ends
    sign = view[np.minimum(begins, len(view) - 1)]
    begins = begins + (~absent & ((sign == _MINUS) | (sign == _PLUS)))
    lengths = ends - begins
    longest = min(int(lengths.max(initial=0)), _MOST_DIGITS + 1)
    number, digits = np.zeros(len(begins), np.int64), np.zeros(len(begins), np.int64)
    dot = np.full(len(begins), -1, np.int64)
    for place in range(longest):
        character = view[np.minimum(begins + place, len(view) - 1)]
        inside = place < lengths
        digit = character - np.uint8(_ZERO)  # wraps: what is no digit becomes larger than 9
        is_digit = inside & (digit <= 9)
        number = np.where(is_digit, number * 10 + digit, number)
        digits += is_digit
        dot[inside & (character == _DOT)] = place
    decimals = np.where(dot >= 0, lengths - dot - 1, 0)
    plain = (digits > 0) & (digits + (dot >= 0) == lengths) & (digits - decimals <= 15)
    return np.where(sign == _MINUS, -number, number), decimals, plain, absent


def _days(year: np.ndarray, month: np.ndarray, day: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return days since 1970-01-01 in the Gregorian calendar, and whether there is such a day."""
    leap = (year % 4 == 0) & ((year % 100 != 0) | (year % 400 == 0))
    exists = (year >= 1) & (month >= 1) & (month <= 12) & (day >= 1)
    month = np.where(exists, month, 1)
    exists &= day <= _DAYS_IN_MONTH[month] + (leap & (month == 2))
    past = year - 1
    days = past * 365 + past // 4 - past // 100 + past // 400 - _DAYS_TO_1970
    return days + _DAYS_BEFORE_MONTH[month] + (leap & (month > 2)) + day - 1, exists


def _text(view: np.ndarray, begin: int, end: int) -> str:
    return view[begin:end].tobytes().decode("utf-8", "replace")


def _is_blank(view: np.ndarray, begins: np.ndarray, ends: np.ndarray, asked: np.ndarray) -> np.ndarray:
    blank = np.zeros(len(begins), bool)
    for row in np.flatnonzero(asked):
        blank[row] = not _text(view, begins[row], ends[row]).strip()
    return blank
