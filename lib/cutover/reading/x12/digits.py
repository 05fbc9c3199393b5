"""Digits in a file's bytes as integers, eight characters at a time.

Up to eight characters are loaded as one 64-bit number, whose bytes are the characters; arithmetic on that
number works on all of them at once (Lemire and Langdale, "Parsing Gigabytes of JSON per Second", 2019,
section 3.1.4). The last character stands in the highest byte, so what is shorter has zero bytes before it.
"""

from __future__ import annotations

import numpy as np

WIDTH = 8
_EACH = np.uint64(0x0101010101010101)
_DOTS, _ZEROS, _SIXES = _EACH * np.uint64(0x2E), _EACH * np.uint64(0x30), _EACH * np.uint64(6)
_HIGH_BITS, _HIGH_HALVES, _LOW_HALVES = (_EACH * np.uint64(bits) for bits in (0x80, 0xF0, 0x0F))
_THREES = _EACH * np.uint64(0x33)
# by the number of digits: the character 0 in every place before them
_LEADING = np.array([int(_ZEROS) & ((1 << 8 * (WIDTH - n)) - 1) for n in range(WIDTH + 1)], np.uint64)


def loaded(view: np.ndarray, begins: np.ndarray, lengths: np.ndarray) -> np.ndarray:
    """Return the characters at these places, at most eight, each run as one number."""
    if len(begins) and begins.max() + WIDTH > len(view):
        view = np.concatenate([view, np.zeros(WIDTH, np.uint8)])
    words = np.ndarray(max(len(view) - WIDTH + 1, 0), "<u8", view, strides=(1,))
    return words[begins] << ((WIDTH - lengths) * 8).astype(np.uint64)


def without_dot(words: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return the characters without their first dot, and how many stand behind it, -1 where there is none."""
    no_dot_is_zero = words ^ _DOTS
    dot = (no_dot_is_zero - _EACH) & ~no_dot_is_zero & _HIGH_BITS
    dot &= ~dot + np.uint64(1)  # the lowest bit alone: the flags above the first are not exact
    up_to = dot - np.uint64(1)
    behind = WIDTH - 1 - (np.bitwise_count(up_to) >> 3).astype(np.int64)
    moved = ((words & (up_to >> np.uint64(7))) << np.uint64(8)) | (words & ~(up_to | dot))
    return np.where(behind < 0, words, moved), behind


def digits(words: np.ndarray, lengths: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return the numbers that these characters are, and whether each character is a digit."""
    words = words | _LEADING[lengths]
    carried = ((words + _SIXES) & _HIGH_HALVES) >> np.uint64(4)
    are_digits = ((words & _HIGH_HALVES) | carried) == _THREES
    words = ((words & _LOW_HALVES) * np.uint64(10 * 2**8 + 1)) >> np.uint64(8)
    words = ((words & np.uint64(0x00FF00FF00FF00FF)) * np.uint64(100 * 2**16 + 1)) >> np.uint64(16)
    words = ((words & np.uint64(0x0000FFFF0000FFFF)) * np.uint64(10_000 * 2**32 + 1)) >> np.uint64(32)
    return words.astype(np.int64), are_digits
