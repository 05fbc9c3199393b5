"""Elements of X12 as columns of values: from places in a chunk to text, cents, numbers and dates.

No row is touched by Python unless its value is written in an unusual way.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from cutover import money
from cutover.reading.x12 import digits as x12_digits
from cutover.reading.x12.digits import WIDTH

_ZERO, _DOT, _MINUS = 48, 46, 45
_MOST_DIGITS = 17  # what int64 holds with two more digits for the cents is 17 at most
_DAYS_BEFORE_MONTH = np.array([0, 0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334])
_DAYS_IN_MONTH = np.array([0, 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31])
_DAYS_TO_1970 = 719_162  # days from 0001-01-01 to 1970-01-01
_DAY = 86_400_000  # milliseconds
_NO_DATE = np.iinfo(np.int64).min  # what NaT is
_TO_CENTS = np.array([100, 10, 1])  # by the digits behind the dot
_POWERS = np.array([10.0**n for n in range(_MOST_DIGITS + 2)])
_WITHIN_BOUNDS = pc.TakeOptions(boundscheck=False)  # for places that were counted here


@dataclass(frozen=True)
class Values:
    """A column of numbers: `absent` marks nulls, `bad` those of them where something else stood."""

    values: np.ndarray
    absent: np.ndarray
    bad: np.ndarray

    def spread(self, at: np.ndarray, rows: int) -> Values:
        """Return a column of so many rows with these values at some of them, null elsewhere."""
        nothing = np.datetime64("NaT", "ms") if self.values.dtype.kind == "M" else 0
        values, absent = np.full(rows, nothing, self.values.dtype), np.ones(rows, bool)
        values[at], absent[at] = self.values, self.absent
        return Values(values, absent, np.zeros(rows, bool))


def texts(
    data: bytes,
    begins: np.ndarray,
    ends: np.ndarray,
    at: np.ndarray | None = None,
    rows: int = 0,
    plain: bool = False,
) -> pa.Array:
    """Return the texts at these places as an Arrow array, trimmed unless `plain`; absent and blank ones are null.

    With `at`, the array has so many rows and the texts stand at some of them. The places ascend. Arrow sees
    the bytes as an array whose every second value is an element and the values between are what separates
    them; `take` then copies the elements alone.
    """
    count = len(begins)
    offsets = np.empty(2 * count + 1, np.int64)
    offsets[0:-1:2], offsets[1::2], offsets[-1] = begins, ends, ends[-1] if count else 0
    both = pa.LargeStringArray.from_buffers(2 * count, pa.py_buffer(offsets), pa.py_buffer(data))
    found = pc.call_function("array_take", [both, _every_second(begins == ends, at, rows)], _WITHIN_BOUNDS)
    if plain:
        return found
    view = np.frombuffer(data, np.uint8)
    if _holds_blank(found) and ((view[begins] == 32) | (view[np.maximum(ends - 1, 0)] == 32)).any():
        found = pc.ascii_trim_whitespace(found)
        found = pc.if_else(pc.equal(pc.binary_length(found), 0), pa.scalar(None, found.type), found)
    return found


def _holds_blank(texts: pa.Array) -> bool:
    """Tell whether a blank stands anywhere in these texts; most columns have none, and need no trimming."""
    characters = texts.buffers()[2]
    return characters is not None and bool((np.frombuffer(characters, np.uint8) == 32).any())


def _every_second(absent: np.ndarray, at: np.ndarray | None, rows: int) -> pa.Array:
    """Return which value each row takes: the n-th row, or the n-th of `at`, the value 2 n."""
    index = np.arange(0, 2 * len(absent), 2)
    if at is None:
        return pa.array(index, mask=absent if absent.any() else None)
    spread, nothing = np.zeros(rows, np.int64), np.ones(rows, bool)
    spread[at], nothing[at] = index, absent
    return pa.array(spread, mask=nothing)


def cents(view: np.ndarray, begins: np.ndarray, ends: np.ndarray) -> Values:
    """Return amounts in whole cents; what `money.cents` would refuse is bad."""
    number, decimals, plain, absent = _decimals(view, begins, ends)
    plain &= decimals <= 2
    values = np.where(plain, number * _TO_CENTS[np.minimum(decimals, 2)], 0)
    bad = ~plain & ~absent
    for row in np.flatnonzero(bad):
        text = _text(view, begins[row], ends[row])
        found = None if text.lstrip(" ").startswith("+") else money.cents(text)  # X12 has no plus sign
        if found is not None:
            values[row], plain[row], bad[row] = found, True, False
    return Values(values, ~plain, _without_blank(view, begins, ends, bad))


def counts(view: np.ndarray, begins: np.ndarray, ends: np.ndarray) -> Values:
    """Return whole numbers; a fraction that is not zero is bad."""
    found = cents(view, begins, ends)
    whole = found.values % 100 == 0
    return Values(np.where(whole, found.values // 100, 0), found.absent | ~whole, found.bad | ~whole)


def numbers(view: np.ndarray, begins: np.ndarray, ends: np.ndarray) -> Values:
    """Return quantities, which may have a fraction, as floats."""
    number, decimals, plain, absent = _decimals(view, begins, ends)
    values = np.where(plain, number / _POWERS[np.where(plain, decimals, 0)], 0.0)
    return Values(values, ~plain, _without_blank(view, begins, ends, ~plain & ~absent))


def dates(view: np.ndarray, begins: np.ndarray, ends: np.ndarray) -> Values:
    """Return dates of the form CCYYMMDD, or YYMMDD in this century, as datetime64[ms]."""
    lengths = ends - begins
    absent, is_short = lengths == 0, lengths == 6
    lengths = np.minimum(lengths, WIDTH)
    number, plain = x12_digits.digits(x12_digits.loaded(view, begins, lengths), lengths)
    plain &= is_short | (ends - begins == 8)
    number = np.where(plain, number + np.where(is_short, 20_000_000, 0), 0)
    days, exists = _days(number // 10_000, number // 100 % 100, number % 100)
    plain &= exists
    values = np.where(plain, days * _DAY, _NO_DATE).view("datetime64[ms]")
    return Values(values, ~plain, _without_blank(view, begins, ends, ~plain & ~absent))


def _decimals(
    view: np.ndarray, begins: np.ndarray, ends: np.ndarray
) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """Return digits as an integer, digits after the dot, which rows are plain decimals, which are absent."""
    absent = begins == ends
    sign = view.take(begins)
    begins = begins + (~absent & (sign == _MINUS))
    lengths = ends - begins
    short = np.minimum(lengths, WIDTH)
    words, behind = x12_digits.without_dot(x12_digits.loaded(view, begins, short))
    short -= behind >= 0
    number, plain = x12_digits.digits(words, short)
    plain &= short > 0
    decimals = np.maximum(behind, 0)
    long = np.flatnonzero(lengths > WIDTH)
    if len(long):
        number[long], decimals[long], plain[long] = _long_decimals(view, begins[long], lengths[long])
    return np.where(sign == _MINUS, -number, number), decimals, plain, absent


def _long_decimals(
    view: np.ndarray, begins: np.ndarray, lengths: np.ndarray
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return the same for more than eight characters, one character of all of them after the other."""
    number, digits = np.zeros(len(begins), np.int64), np.zeros(len(begins), np.int64)
    dot = np.full(len(begins), -1, np.int64)
    for place in range(min(int(lengths.max()), _MOST_DIGITS + 1)):
        character = view[np.minimum(begins + place, len(view) - 1)]
        inside = place < lengths
        digit = character - np.uint8(_ZERO)  # wraps: what is no digit becomes larger than 9
        is_digit = inside & (digit <= 9)
        number = np.where(is_digit, number * 10 + digit, number)
        digits += is_digit
        dot[inside & (character == _DOT)] = place
    decimals = np.where(dot >= 0, lengths - dot - 1, 0)
    return number, decimals, (digits > 0) & (digits + (dot >= 0) == lengths) & (digits - decimals <= 15)


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


def _without_blank(view: np.ndarray, begins: np.ndarray, ends: np.ndarray, bad: np.ndarray) -> np.ndarray:
    """Return what is bad but for elements of nothing but blanks, which are absent."""
    for row in np.flatnonzero(bad):
        bad[row] = bool(_text(view, begins[row], ends[row]).strip(" "))
    return bad
