"""The one reader of dates: which day a text names, by explicit shapes, month before day.

One text is never guessed at. A whole column may say by days above 12 that the day stands first (`is_day_first`).
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterable
from typing import NamedTuple

import pandas as pd

MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_FULL = ("january", "february", "march", "april", "may", "june", "july", "august", "september", "october",
         "november", "december")  # fmt: skip
_MONTH = r"(?P<m>[a-z]{3,9})\.?"
# each shape has one reading: American exports write the month first (03/04/2026 is the 4th of March)
_SHAPES = (
    re.compile(r"(?P<y>\d{4})(?P<s>[-/. ])(?P<m>\d{1,2})(?P=s)(?P<d>\d{1,2})"),
    re.compile(r"(?P<m>\d{1,2})(?P<s>[-/. ])(?P<d>\d{1,2})(?P=s)(?P<y>\d{4}|\d{2})"),
    re.compile(rf"(?P<y>\d{{4}})[-/.\s]{_MONTH}[-/.\s](?P<d>\d{{1,2}})"),
    re.compile(rf"(?P<d>\d{{1,2}})(?:st|nd|rd|th)?(?:\s+of)?[-/.\s]?{_MONTH}[-/,.\s]*(?P<y>\d{{4}}|\d{{2}})"),
    re.compile(rf"{_MONTH}[-/.\s]*(?P<d>\d{{1,2}})(?:st|nd|rd|th)?(?:,\s*|[-/.\s]+)(?P<y>\d{{4}}|\d{{2}})"),
)
# eight digits have one meaning: no month is 18, 19 or 20
_COMPACT = (
    re.compile(r"(?P<y>(?:18|19|20)\d{2})(?P<m>\d{2})(?P<d>\d{2})"),
    re.compile(r"(?P<m>0[1-9]|1[0-2])(?P<d>\d{2})(?P<y>(?:18|19|20)\d{2})"),
)
_TIME = re.compile(
    r"""(?:t|,?\s+(?:at\s+)?|\s*@\s*)\d{1,2}:\d{2}(?::\d{2}(?:[.,]\d+)?)?\s*(?:[ap]\.?m?\.?)?
    \s*(?:z|utc|gmt|[ecmp][sd]?t|[+-]\d{2}:?\d{2})?$""",
    re.VERBOSE,
)
_WEEKDAY = re.compile(r"^(?:mon|tues?|wed(?:nes)?|thu(?:rs?)?|fri|sat(?:ur)?|sun)(?:day)?[.,]?\s+(?=\S)")
_IN_NAME = (
    re.compile(r"(?<!\d)(20\d{2})[-_. ]?(\d{2})[-_. ]?(\d{2})(?!\d)"),
    re.compile(r"(?<!\d)(\d{2})[-_.](\d{2})[-_.](20\d{2})(?!\d)"),
)
_YEARLESS_IN_NAME = re.compile(r"(?<![A-Za-z\d/.-])(\d{1,2})-(\d{2})(?![A-Za-z\d/-])")  # `part 1-2` is none
_LEAP_YEARS = 8  # after so many years a 29th of February has come back
_PAIR = re.compile(r"\s*(?P<a>\d{1,2})(?P<s>[-/.])(?P<b>\d{1,2})(?P=s)(?P<y>\d{4}|\d{2})(?!\d)")
# how a header says that its days are written: `(DD/MM/YY)`
_SAID = re.compile(
    r"\(\s*(?:(?P<day>d{1,2})[\s./-]*m{1,3}|m{1,3}[\s./-]*d{1,2})(?:[\s./-]*y{1,4})?\s*\)", re.IGNORECASE
)
_ZERO = dt.date(1899, 12, 30)  # day 0 of Excel's serials from 1 March 1900 on (its year 1900 has a leap day)
_SERIAL = re.compile(r"(\d{4,5})(?:\.\d+)?")
# serials of 1905-10-02 to 2099-12-31; smaller ones look like years
_FIRST_SERIAL, _LAST_SERIAL = 2_102, 73_050


_ONE_OF_TWO = re.compile(
    r"(?<!\d)(?:\d{4}(?P<a>[-/.])\d{1,2}(?P=a)\d{1,2}|\d{1,2}(?P<b>[-/.])\d{1,2}(?P=b)(?:\d{4}|\d{2})"
    r"|\d{1,2}[- ]?[a-z]{3,9}\.?[- ,]*\d{4}|[a-z]{3,9}\.? \d{1,2},? \d{4})(?!\d)",
    re.IGNORECASE,
)
_NAMES = "|".join(f"{name[:3].title()}(?:{name[3:]}|t)?" for name in _FULL)
_YEARLESS = re.compile(
    rf"\b(?:(?P<m>{_NAMES})\.? (?P<d>\d{{1,2}})(?:st|nd|rd|th)?(?![\w/:-]|[.,]\d)"
    rf"|(?P<e>\d{{1,2}})(?:st|nd|rd|th)?(?: of)? (?P<n>{_NAMES})\b)"
)
_SLASHED = re.compile(r"(?<![\w/.$#:-])(?P<m>\d{1,2})/(?P<d>\d{1,2})(?![\w/%:-]|[.,]\d)")  # `11/24`
_WORDS_OF_TWO = re.compile(r"[^\W\d_]+")
_LONGEST = 10  # letters of a word beside two days: `effective`, `expiration`


class DateParts(NamedTuple):
    """What a text names before it is a day of the calendar; `is_short` where the year has two digits."""

    year: int
    month: int
    day: int
    is_short: bool = False

    def date(self) -> dt.date | None:
        """Return the day of the calendar, None where there is none; a short year is not resolved here."""
        return _calendar(self.year, self.month, self.day)


def parts_of(text: str, *, serials: bool = False) -> DateParts | None:
    """Return year, month and day that a text names, month before day; None where no shape fits.

    A time of day and the name of a weekday are passed over. With `serials` (a column that says dates) whole
    numbers are Excel's days and seven digits are MMDDYYYY that lost its zero.
    """
    plain = _WEEKDAY.sub("", _TIME.sub("", " ".join(text.lower().split())))
    if plain.isascii() and plain.replace(".", "", 1).isdigit() and plain.count(".") < 2:
        return _of_digits(plain, serials)
    for shape in _SHAPES:
        found = shape.fullmatch(plain)
        month = _month(found["m"]) if found else None
        if found and month is not None:
            return DateParts(int(found["y"]), month, int(found["d"]), len(found["y"]) == 2)
    return None


def _of_digits(digits: str, serials: bool) -> DateParts | None:
    for text in (digits, digits.zfill(8)) if serials and len(digits) == 7 else (digits,):
        for shape in _COMPACT:
            found = shape.fullmatch(text)
            if found:
                return DateParts(int(found["y"]), int(found["m"]), int(found["d"]))
    found = _SERIAL.fullmatch(digits) if serials else None
    if not found or not _FIRST_SERIAL <= int(found[1]) <= _LAST_SERIAL:
        return None
    day = _ZERO + dt.timedelta(int(found[1]))
    return DateParts(day.year, day.month, day.day)


def _month(text: str) -> int | None:
    """The number of a month; its name may be cut after three letters or more."""
    if text.isdigit():
        return int(text)
    names = [
        n for n, name in enumerate(_FULL, 1) if name.startswith(text.rstrip(".")) or text == f"{name[:3]}t"
    ]
    return names[0] if len(names) == 1 else None


def _calendar(year: int, month: int, day: int) -> dt.date | None:
    try:
        return dt.date(year, month, day)
    except ValueError:
        return None


def date_of(
    text: str, *, latest: dt.date | None = None, serials: bool = False, short_years: bool = True
) -> dt.date | None:
    """Return the day that a text names, None where it names none.

    A year of two digits is one of this century, but never after `latest`: then it is of the century before (a birth
    is not after today, a service not after its claim). Without `short_years` it is no date.
    """
    parts = parts_of(text, serials=serials)
    if parts is None or (parts.is_short and not short_years):
        return None
    return resolved(parts, latest)


def resolved(parts: DateParts, latest: dt.date | None = None) -> dt.date | None:
    """Return the day of the calendar, a year of two digits being the last one not after `latest`."""
    if not parts.is_short:
        return parts.date()
    late = _calendar(2000 + parts.year, parts.month, parts.day)
    if late is not None and (latest is None or late <= latest):
        return late
    return _calendar(1900 + parts.year, parts.month, parts.day) if latest is not None else None


def days_in_name(name: str) -> list[dt.date]:
    """Return the days that a file's name states, such as `patients_20260715.csv` or `07-15-2026.csv`."""
    texts = ("-".join(match.groups()) for shape in _IN_NAME for match in shape.finditer(name))
    return [day for text in texts if (day := date_of(text))]


def year_taken(name: str, since: dt.date | None, until: dt.date) -> dt.date | None:
    """Return the day that a file's name states without a year, such as `patients 7-15.csv`, in the year that fits.

    It is the first such day from the newest day in the file on (`since`), without one the last up to `until`. None
    where the name states none, several or a whole one, and where that day would be after `until`.
    """
    told = {(int(month), int(day)) for month, day in _YEARLESS_IN_NAME.findall(name)}
    if len(told) != 1 or days_in_name(name):
        return None
    years = range((since or until).year - _LEAP_YEARS, until.year + 1)
    days = [day for year in years if (day := _calendar(year, *min(told))) and day <= until]
    return max(days, default=None) if since is None else min((d for d in days if d >= since), default=None)


def days_named(text: str) -> list[tuple[dt.date, int, int]]:
    """Return the days with their years that a sentence names, in its order, each with where it begins and ends."""
    return [(day, *found.span()) for found in _ONE_OF_TWO.finditer(text) if (day := date_of(found.group()))]


def days_near(
    text: str, near: dt.date | None, slashed: Callable[[str], bool] | None = None
) -> list[tuple[dt.date, int, int]]:
    """Return the days that a sentence names as `days_named`, and those without a year, in the year that is nearest.

    `December 18` in a letter of 2026-11-23 is 2026-12-18. Months are words that begin with a capital; `12/18` is a day
    where `slashed` says so of the text before it. Without `near` a day without its year is none.
    """
    found = days_named(text)
    if near is None:
        return found
    hits = [
        (hit, _month((hit["m"] or hit["n"]).lower()), hit["d"] or hit["e"])
        for hit in _YEARLESS.finditer(text)
    ]
    for hit in _SLASHED.finditer(text) if slashed else ():
        if slashed is not None and slashed(text[: hit.start()]):
            hits.append((hit, int(hit["m"]), hit["d"]))
    for hit, month, day_of_month in hits:
        is_part = any(first < hit.end() and hit.start() < last for _, first, last in found)
        years = range(near.year - 1, near.year + 2)
        days = [day for year in years if month and (day := _calendar(year, month, int(day_of_month)))]
        if days and not is_part:
            found.append((min(days, key=lambda day: abs(day - near)), *hit.span()))
    return sorted(found, key=lambda one: one[1])


def dates(texts: pd.Series, *, latest: dt.date | None = None, serials: bool = False) -> pd.Series:
    """Return the days of a column of texts, null where a text names none; the arguments are those of `date_of`."""
    return mapped(texts, lambda text: date_of(text, latest=latest, serials=serials)).astype("datetime64[ms]")


def is_day_first(texts: Iterable[str], header: str = "") -> bool:
    """Tell whether a column writes the day before the month: two days can only be read so, and none only otherwise.

    A header that says how its days are written, `Sent (DD/MM/YY)`, is believed where no day speaks against it.
    """
    pairs = {(int(found["a"]), int(found["b"])) for text in texts if (found := _PAIR.match(text))}
    if any(second > 12 for _, second in pairs) or not pairs:
        return False
    if said := _SAID.search(header):
        return said["day"] is not None
    return sum(first > 12 for first, _ in pairs) >= 2


def month_first(texts: pd.Series, header: str = "") -> pd.Series:
    """Return a column of days with the month before the day, where it `is_day_first`; else as it is."""
    if not is_day_first(texts.dropna().unique(), header):
        return texts
    return texts.str.replace(_PAIR, _turned, regex=True)


def _turned(found: re.Match[str]) -> str:
    return found["s"].join((found["b"], found["a"], found["y"]))


def mapped(texts: pd.Series, read: Callable[[str], object]) -> pd.Series:
    """Return what each text gives, each distinct text read once: exports repeat their dates, ids and amounts."""
    known = {text: read(text) for text in texts.dropna().unique()}
    return pd.Series([known.get(text) if text == text else None for text in texts], texts.index, dtype=object)


def two_days(text: str) -> tuple[str, str] | None:
    """Return the two days that a cell holds, as written: `1/1/2026 - 6/30/2026`; None where it holds anything else.

    At most a word stands before each and between them: `eff 1/1/2026 thru 6/30/2026`.
    """
    found = [(hit.span(), hit[0]) for hit in _ONE_OF_TWO.finditer(text)]
    parts = [parts_of(day, serials=False) for _, day in found]
    if len(found) != 2 or any(
        part is None or not (0 < part.month < 13 and 0 < part.day < 32) for part in parts
    ):
        return None
    ((start, stop), first), ((begin, end), second) = found
    beside = (text[:start], text[stop:begin], text[end:])
    words = [_WORDS_OF_TWO.findall(part) for part in beside]
    plain = all(len(part) <= 1 and all(len(word) <= _LONGEST for word in part) for part in words)
    return (first, second) if plain and not any(map(str.isdigit, "".join(beside))) else None
