"""The answers of the intake: one parser for each kind, from the text that was meant to a value."""

from __future__ import annotations

import datetime as dt
import difflib
import re
from collections.abc import Callable

from openpyxl.utils.datetime import from_excel

from cutover.identifiers import is_npi, is_taxonomy, tin_digits
from cutover.intake.fields import SEPARATOR, Answer, Field, normal
from cutover.money import cents
from cutover.reading.files.values import date_of

_EPOCH = dt.datetime(1899, 12, 30)  # noqa: DTZ001  of a day number that was pasted as text
FIRST_YEAR, LAST_YEAR = 1990, 2099  # of what an intake asks for; outside it is a slip of the keyboard
_YES, _NO = {"yes", "y", "true", "1", "x", "✓", "done"}, {"no", "n", "false", "0", "not yet"}
_YES_WITH = re.compile(r"(?i)(?:yes|y|done|ok|true)[\s,;:.–—-]+(?:on\s+|since\s+|as of\s+)?(?=\d)")
_A_DAY = re.compile(r"(?<![\w/-])(?:\d{4}-\d{1,2}-\d{1,2}|\d{1,2}/\d{1,2}/(?:\d{4}|\d{2}))(?![\w/-])")
_DENIED = re.compile(r"(?i)\b(?:not|no|never|until|before|after|or)\b")
_NUMBER = {Answer.NPI: re.compile(r"\b\d{10}\b"), Answer.TIN: re.compile(r"\b(?:\d{2}-\d{7}|\d{9})\b")}
_STATES = frozenset(
    re.findall(
        "..",
        "ALAKAZARCACOCTDEDCFLGAHIIDILINIAKSKYLAMEMDMAMIMNMSMOMTNENVNHNJNMNYNCNDOHOKORPARISCSDTNTXUTVTVAWAWVWIWY"
        "PRVIGUASMP",
    )
)


class Unusable(Exception):
    """A text that is not what its field takes; the message says why, in words of the field."""


def parse(text: str, field: Field) -> object:
    """Return the value of a field that a text means; raises Unusable where it is none."""
    return _several(text, field) if field.several else _PARSERS[field.answer](text, field)


def beside(text: str, field: Field) -> str:
    """Return the words of a usable answer that stand beside its value and are not read, "" where there are none."""
    if field.answer is Answer.CHOICE:
        return field.choice_and_rest(text)[1]
    if field.answer is Answer.DATE and _day(serial_as_text(text, _EPOCH)) is None:
        return clean(_A_DAY.sub("", _YES_WITH.sub("", text), count=1)).strip(" ,;:.()-")
    if field.several and field.answer in _NUMBER:
        rest = [_labeled(part, field)[1] for part in _parts(text, field)]
        return ", ".join(part for part in rest if part)
    return ""


def is_not_yet(text: str, field: Field) -> bool:
    """Tell whether a cell that asks for a day says No: the thing has not happened."""
    return field.answer is Answer.DATE and text.casefold().strip(" .!") in _NO - {"0"}


def day_beside(text: str, field: Field) -> dt.date | None:
    """Return the day that a Yes comes with (`Yes, 2026-07-06`, or the day alone), None without one."""
    return _dated(text) if field.day else None


def clean(text: str) -> str:
    """Return a text without invisible characters, with plain blanks, and none at its ends.

    Line breaks stay.
    """
    text = re.sub("[\u200b-\u200f\u2060\ufeff\u00ad]", "", text.replace("\r\n", "\n").replace("\r", "\n"))
    return re.sub(r"[^\S\n]+", " ", text).strip()


def serial_as_text(text: str, epoch: dt.datetime) -> str:
    """A day number of Excel as a date, 36526 being 2000-01-01; eight digits are left for `YYYYMMDD`."""
    if not re.fullmatch(r"[3-7]\d{4}(\.\d+)?", text):
        return text
    return f"{from_excel(float(text), epoch):%Y-%m-%d}"


def _several(text: str, field: Field) -> str | None:
    parts = [_labeled(part, field)[0] for part in _parts(text, field)]
    values = [_PARSERS[field.answer](part, field) for part in parts]
    return SEPARATOR.join(dict.fromkeys(values)) or None


def _parts(text: str, field: Field) -> list[str]:
    """The answers of a cell that takes several; names hold commas, identifiers do not hold words."""
    between = r"[;\n]" if field.answer is Answer.TEXT else r"[;,\n]"
    between = r"[;,&/\n]|\band\b" if field.answer in _NUMBER else between
    return [part for part in map(clean, re.split(between, text)) if part]


def _labeled(text: str, field: Field) -> tuple[str, str]:
    """An identifier with words beside it, such as `North 1234567893`, apart from them."""
    found = _NUMBER[field.answer].findall(text) if field.answer in _NUMBER else []
    if len(found) != 1 or _DENIED.search(text):
        return text, ""
    rest = clean(text.replace(found[0], " ")).strip(" :()-#.")
    return (text, "") if re.search(r"\d{3}", rest) else (found[0], rest)


def _text(text: str, field: Field) -> str:
    return text


def _npi(text: str, field: Field) -> str:
    digits = re.sub(r"[\s-]", "", text)
    if not digits.isdecimal() or not digits.isascii():
        raise Unusable("it holds something other than digits")
    if len(digits) != 10:
        raise Unusable(f"it has {len(digits)} digits")
    if digits[0] not in "12":
        raise Unusable("an NPI begins with 1 or 2")
    if not is_npi(digits):
        raise Unusable("its check digit does not fit, so at least one digit is wrong")
    return digits


def _tin(text: str, field: Field) -> str:
    digits = tin_digits(text)
    if digits is None:
        raise Unusable(f"it has {len(re.sub(r'[^0-9]', '', text))} digits")
    return digits


def _taxonomy(text: str, field: Field) -> str:
    code = re.sub(r"\s", "", text).upper()
    if not is_taxonomy(code):
        raise Unusable(f"it has {len(code)} characters" if len(code) != 10 else "it does not end in X")
    return code


def _zip(text: str, field: Field) -> str:
    digits = re.sub(r"[\s-]", "", text)
    if not re.fullmatch(r"[0-9]{5}(?:[0-9]{4})?", digits):
        raise Unusable(f"it has {len(digits)} characters")
    return digits if len(digits) == 5 else f"{digits[:5]}-{digits[5:]}"


def _state(text: str, field: Field) -> str:
    if text.upper() not in _STATES:
        raise Unusable("not the two letters of one")
    return text.upper()


def _phone(text: str, field: Field) -> str:
    number = re.split(r"(?i)\s*(?:x|ext\.?|extension)\s*(?=\d+$)", text)
    digits = re.sub(r"[\s().+-]", "", number[0])
    digits = digits[1:] if len(digits) == 11 and digits[0] == "1" else digits
    if not re.fullmatch(r"[2-9][0-9]{9}", digits):
        raise Unusable(f"it has {len(digits)} digits")
    extension = f" x{number[1]}" if len(number) > 1 else ""
    return f"{digits[:3]}-{digits[3:6]}-{digits[6:]}{extension}"


def _email(text: str, field: Field) -> str:
    address = text.removeprefix("mailto:")
    if not re.fullmatch(r"[^@\s;,<>]+@[^@\s;,<>]+\.[^@\s;,<>.]+", address):
        raise Unusable("not of the form name@example.com")
    return address


def _choice(text: str, field: Field) -> str:
    chosen = field.choice(text)
    if chosen is None:
        near = difflib.get_close_matches(text.casefold(), [c.casefold() for c in field.choices], 1)
        raise Unusable(f"is it {next(c for c in field.choices if c.casefold() == near[0])}?" if near else "")
    return chosen


def _yes_no(text: str, field: Field) -> bool:
    word = text.casefold().strip(" .!")
    said = next((choice for other, choice in field.synonyms if normal(other) == normal(text)), word)
    if said.casefold() not in _YES | _NO and not (field.day and _dated(text)):
        raise Unusable("")
    return said.casefold() not in _NO


def _count(text: str, field: Field) -> int:
    """A whole number; behind it may stand what is counted, where the question says that: `3 weeks`."""
    number, _, unit = text.partition(" ")
    if unit.strip(".").lower() in {word for one in field.header.lower().split() for word in (one, f"{one}s")}:
        text = number
    if not re.fullmatch(r"\d{1,12}|\d{1,3}(?:,\d{3}){1,3}", text, re.ASCII):
        raise Unusable("")
    return int(text.replace(",", ""))


def _percent(text: str, field: Field) -> float:
    found = re.fullmatch(r"(\d{1,4}(?:\.\d{1,6})?)\s*(%|percent)?", text, re.ASCII)
    if not found:
        raise Unusable("")
    if not found[2] and float(found[1]) <= 3:  # 1 may be one percent or the whole
        raise Unusable("without its sign it can be read in two ways")
    return float(found[1]) / 100


def _money(text: str, field: Field) -> int:
    found = re.fullmatch(
        r"(\(?-?)\$?\s?(-?)(\d+|\d{1,3}(?:,\d{3})+)?(\.\d+)?\s?(?:USD)?(\)?)", text, re.ASCII
    )
    if found is None:
        raise Unusable("")
    amount = cents(f"{found[3] or ''}{found[4] or ''}".replace(",", ""))
    if amount is None or (found[1].startswith("(") != bool(found[5])):
        raise Unusable("")
    return -amount if found[1] or found[2] else amount


def _date(text: str, field: Field) -> dt.date:
    day = _day(serial_as_text(text, _EPOCH)) or _among_words(text)
    if day is None:
        raise Unusable("no such day, or not in a form that has one meaning")
    return _in_years(day)


def _month(text: str, field: Field) -> dt.date:
    plain = serial_as_text(text, _EPOCH)
    year_first = re.sub(r"^(\d{1,2})[-/](\d{4})$", r"\2-\1", plain).replace("/", "-")
    day = _day(f"{year_first}-1") or _day(f"1 {plain}") or _day(plain)
    if day is None:
        raise Unusable("no such month, or not in a form that has one meaning")
    return _in_years(day).replace(day=1)


def _day(text: str) -> dt.date | None:
    """The day that a text names, month before day; a year of two digits is one of an intake."""
    return date_of(text, latest=dt.date(FIRST_YEAR + 99, 12, 31))


def _dated(text: str) -> dt.date | None:
    """The day of `Yes, 2026-07-06`, or of a day alone."""
    day = _day(_YES_WITH.sub("", text))
    return None if day is None else _in_years(day)


def _among_words(text: str) -> dt.date | None:
    """The one day that stands among words which deny nothing, such as `2026-09-01 (planned)`."""
    found = _A_DAY.findall(text)
    rest = _A_DAY.sub("", text)
    if len(found) != 1 or _DENIED.search(rest) or re.search(r"\d", rest):
        return None
    return _day(found[0])


def _in_years(day: dt.date) -> dt.date:
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise Unusable(f"the year is not between {FIRST_YEAR} and {LAST_YEAR}")
    return day


_PARSERS: dict[Answer, Callable[[str, Field], object]] = {
    Answer.TEXT: _text,
    Answer.CODE: _text,
    Answer.DATE: _date,
    Answer.MONTH: _month,
    Answer.MONEY: _money,
    Answer.COUNT: _count,
    Answer.PERCENT: _percent,
    Answer.YES_NO: _yes_no,
    Answer.CHOICE: _choice,
    Answer.NPI: _npi,
    Answer.TIN: _tin,
    Answer.TAXONOMY: _taxonomy,
    Answer.ZIP: _zip,
    Answer.STATE: _state,
    Answer.PHONE: _phone,
    Answer.EMAIL: _email,
}
