"""Days and periods in a DTM as payers write them beside the plain day in DTM02."""

from __future__ import annotations

import datetime as dt

import numpy as np

from cutover.reading.x12.segments import Segments

_QUALIFIERS = ("D8", "RD8", "")  # DTM05: a day, a period, or nothing said
# the column of a first day -> the column of the last one
LAST_DAY = {"service_date": "service_end", "statement_from": "statement_through"}


def period(segments: Segments, row: int) -> tuple[dt.date, dt.date | None] | None:
    """Return the first and, where one is said, the last day that a DTM holds; None where it holds no such thing.

    By the standard a period stands in DTM06 as `CCYYMMDD-CCYYMMDD` behind the qualifier RD8; it is met in DTM02
    and DTM03 too.
    """
    count = int(segments.last[row] - segments.first[row])
    spans = [segments.elements(np.array([row]), number) for number in range(2, count + 1)]
    texts = [segments.text[begins[0] : ends[0]].decode("utf-8", "replace") for begins, ends in spans]
    said = [text for text in texts if text.upper() not in _QUALIFIERS]
    days = [_day(text) for text in said[0].split("-")] if len(said) == 1 else []
    known = [day for day in days if day is not None]
    if len(known) != len(days) or len(days) not in (1, 2):
        return None
    return known[0], known[1] if len(known) > 1 else None


def _day(text: str) -> dt.date | None:
    if len(text) != 8 or not (text.isascii() and text.isdigit()):
        return None
    try:
        return dt.date(int(text[:4]), int(text[4:6]), int(text[6:]))
    except ValueError:
        return None
