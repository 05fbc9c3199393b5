"""One cell of the intake: from what a person typed to the value of its field, or what is wrong with it."""

from __future__ import annotations

import datetime as dt
import difflib
import math
import re
from collections.abc import Callable
from dataclasses import dataclass

from openpyxl.utils.datetime import from_excel

from cutover.columns import Privacy
from cutover.identifiers import is_npi, is_taxonomy, tin_digits
from cutover.intake_fields import SEPARATOR, Answer, Field
from cutover.money import cents
from cutover.reading.intake_file import Entry
from cutover.result import Severity

# Month before day: the practices are in the United States. A day above 12 in the first place is refused, not turned.
DATE_FORMATS = (
    *("%Y-%m-%d", "%Y/%m/%d", "%Y%m%d", "%m/%d/%Y", "%m-%d-%Y", "%m.%d.%Y", "%m/%d/%y", "%m-%d-%y"),
    *("%b %d, %Y", "%B %d, %Y", "%b %d %Y", "%B %d %Y", "%d %b %Y", "%d %B %Y", "%d-%b-%Y", "%d-%b-%y"),
)
MONTH_FORMATS = ("%Y-%m", "%Y/%m", "%m/%Y", "%m-%Y", "%b %Y", "%B %Y", "%b-%Y", "%b-%y", "%B-%Y")
FIRST_YEAR, LAST_YEAR = 1990, 2099  # of what an intake asks for; outside it is a slip of the keyboard
EXCEL_DIGITS = 10**15  # Excel keeps fifteen digits of a number, the rest become zeros
_PLACEHOLDERS = {"", "na", "none", "tbd", "unknown", "notknownyet", "pending"}
_YES, _NO = {"yes", "y", "true", "1", "x", "✓", "done"}, {"no", "n", "false", "0"}
_STATES = frozenset(
    "AL AK AZ AR CA CO CT DE DC FL GA HI ID IL IN IA KS KY LA ME MD MA MI MN MS MO MT NE NV NH NJ NM NY NC ND OH "
    "OK OR PA RI SC SD TN TX UT VT VA WA WV WI WY PR VI GU AS MP".split()
)


@dataclass(frozen=True)
class Reading:
    """The value of a cell (None: absent or not usable) and, if something is wrong with it, what.

    `found` is what was found in words that carry no patient data, `wanted` what belongs there; None: nothing wrong.
    """

    value: object = None
    found: str | None = None
    wanted: str = ""
    severity: Severity | None = None


class _Unusable(Exception):
    """A text that is not what its field takes; the message says why, in words of the field."""


def read_cell(entry: Entry, field: Field, epoch: dt.datetime) -> Reading:
    """Return what one cell says of a field; `epoch` is the day on which the workbook's date numbers begin."""
    if entry.is_error or (entry.is_formula and entry.value is None):
        what = f"the error {entry.value}" if entry.is_error else "a formula whose result was never stored"
        return _bad(what, field)
    text, doubt = _as_typed(entry, field, epoch)
    if not text:
        return Reading()
    if field.answer not in (Answer.TEXT, Answer.CODE) and _is_placeholder(text, field):
        return Reading(None, repr(text), "nothing, while it is not known; it is read as unknown", Severity.LOW)
    try:
        value = _several(text, field) if field.several else _PARSERS[field.answer](text, field)
    except _Unusable as why:
        return _bad(shown(text, field), field, str(why))
    return Reading(value, shown(text, field), doubt, Severity.MEDIUM) if doubt else Reading(value)


def shown(text: str, field: Field) -> str:
    """Return a text as a problem may show it: of patient data, Tax IDs and contacts only the shape of its characters.

    A line of 40 characters at most; `AB-12` becomes `AA-##`.
    """
    short = text if len(text) <= 40 else text[:39] + "…"
    if field.privacy is Privacy.OPEN:
        return repr(short)
    return "characters like " + re.sub(r"[^\W\d_]", "A", re.sub(r"\d", "#", short))


def clean(text: str) -> str:
    """Return a text without invisible characters, with plain blanks, and none at its ends; line breaks stay."""
    text = re.sub("[\u200b-\u200f\u2060\ufeff\u00ad]", "", text.replace("\r\n", "\n").replace("\r", "\n"))
    return re.sub(r"[^\S\n]+", " ", text).strip()


def _bad(found: str, field: Field, why: str = "") -> Reading:
    return Reading(None, found, field.wanted + (f" ({why})" if why else ""), Severity.HIGH)


def _is_placeholder(text: str, field: Field) -> bool:
    if field.answer is Answer.CHOICE and field.choice(text):
        return False
    return re.sub(r"[^a-z]", "", text.casefold()) in _PLACEHOLDERS and not re.search(r"[0-9✓]", text)


def _as_typed(entry: Entry, field: Field, epoch: dt.datetime) -> tuple[str, str]:
    """The cell as the text that was meant, and what is doubtful about that."""
    value = entry.value
    if isinstance(value, bool):
        return ("Yes" if value else "No") if field.answer is Answer.YES_NO else str(value).upper(), ""
    if isinstance(value, int | float):
        return _number_as_text(value, entry.number_format, field, epoch)
    if isinstance(value, dt.datetime | dt.date):
        return f"{value:%Y-%m-%d}", ""
    return clean(str(value)), ""


def _number_as_text(value: float, number_format: str, field: Field, epoch: dt.datetime) -> tuple[str, str]:
    """A number as text: Excel shows fifteen digits; what it took from an identifier is put back only where certain."""
    if not math.isfinite(value):
        return str(value), ""
    if field.answer in (Answer.DATE, Answer.MONTH):
        return _serial_as_text(format(value, ".15g"), epoch), ""
    if field.answer is Answer.PERCENT and "%" in number_format:
        return format(value * 100, ".13g") + "%", ""
    text = str(int(value)) if value == int(value) and abs(value) < EXCEL_DIGITS else format(value, ".15g")
    if field.answer is Answer.CODE and abs(value) >= EXCEL_DIGITS:
        return text, "the whole identifier as text: Excel keeps only fifteen digits of a number"
    if re.fullmatch("0+", number_format) and text.isdigit():
        return text.zfill(len(number_format)), ""  # zeros that Excel shows without storing them
    width = {Answer.ZIP: 5, Answer.TIN: 9}.get(field.answer)
    if width and text.isdigit() and width - 2 <= len(text) < width:
        return text.zfill(width), f"text: leading zeros are lost in a number; read with {width} digits"
    if field.answer is Answer.CODE:
        return text, "text: a number loses its leading zeros; check that none is missing"
    return text, ""


def _serial_as_text(text: str, epoch: dt.datetime) -> str:
    """A day number of Excel as a date, 36526 being 2000-01-01; eight digits are left for `YYYYMMDD`."""
    if not re.fullmatch(r"[3-7]\d{4}(\.\d+)?", text):
        return text
    return f"{from_excel(float(text), epoch):%Y-%m-%d}"


def _several(text: str, field: Field) -> str | None:
    between = r"[;\n]" if field.answer is Answer.TEXT else r"[;,\n]"  # names hold commas
    parts = [clean(part) for part in re.split(between, text)]
    values = [_PARSERS[field.answer](part, field) for part in parts if part]
    return SEPARATOR.join(dict.fromkeys(values)) or None


def _text(text: str, field: Field) -> str:
    return text


def _npi(text: str, field: Field) -> str:
    digits = re.sub(r"[\s-]", "", text)
    if not digits.isdecimal() or not digits.isascii():
        raise _Unusable("it holds something other than digits")
    if len(digits) != 10:
        raise _Unusable(f"it has {len(digits)} digits")
    if digits[0] not in "12":
        raise _Unusable("an NPI begins with 1 or 2")
    if not is_npi(digits):
        raise _Unusable("its check digit does not fit, so at least one digit is wrong")
    return digits


def _tin(text: str, field: Field) -> str:
    digits = tin_digits(text)
    if digits is None:
        raise _Unusable(f"it has {len(re.sub(r'[^0-9]', '', text))} digits")
    return digits


def _taxonomy(text: str, field: Field) -> str:
    code = re.sub(r"\s", "", text).upper()
    if not is_taxonomy(code):
        raise _Unusable(f"it has {len(code)} characters" if len(code) != 10 else "it does not end in X")
    return code


def _zip(text: str, field: Field) -> str:
    digits = re.sub(r"[\s-]", "", text)
    if not re.fullmatch(r"[0-9]{5}(?:[0-9]{4})?", digits):
        raise _Unusable(f"it has {len(digits)} characters")
    return digits if len(digits) == 5 else f"{digits[:5]}-{digits[5:]}"


def _state(text: str, field: Field) -> str:
    if text.upper() not in _STATES:
        raise _Unusable("not the two letters of one")
    return text.upper()


def _phone(text: str, field: Field) -> str:
    number = re.split(r"(?i)\s*(?:x|ext\.?|extension)\s*(?=\d+$)", text)
    digits = re.sub(r"[\s().+-]", "", number[0])
    digits = digits[1:] if len(digits) == 11 and digits[0] == "1" else digits
    if not re.fullmatch(r"[2-9][0-9]{9}", digits):
        raise _Unusable(f"it has {len(digits)} digits")
    extension = f" x{number[1]}" if len(number) > 1 else ""
    return f"{digits[:3]}-{digits[3:6]}-{digits[6:]}{extension}"


def _email(text: str, field: Field) -> str:
    address = text.removeprefix("mailto:")
    if not re.fullmatch(r"[^@\s;,<>]+@[^@\s;,<>]+\.[^@\s;,<>.]+", address):
        raise _Unusable("not of the form name@example.com")
    return address


def _choice(text: str, field: Field) -> str:
    chosen = field.choice(text)
    if chosen is None:
        near = difflib.get_close_matches(text.casefold(), [c.casefold() for c in field.choices], 1)
        raise _Unusable(f"is it {next(c for c in field.choices if c.casefold() == near[0])}?" if near else "")
    return chosen


def _yes_no(text: str, field: Field) -> bool:
    word = text.casefold().strip(" .!")
    if word not in _YES | _NO:
        raise _Unusable("")
    return word in _YES


def _count(text: str, field: Field) -> int:
    if not re.fullmatch(r"\d{1,12}|\d{1,3}(?:,\d{3}){1,3}", text, re.ASCII):
        raise _Unusable("")
    return int(text.replace(",", ""))


def _percent(text: str, field: Field) -> float:
    found = re.fullmatch(r"(\d{1,4}(?:\.\d{1,6})?)\s*(%|percent)?", text, re.ASCII)
    if not found:
        raise _Unusable("")
    if not found[2] and float(found[1]) <= 3:  # 1 may be one percent or the whole
        raise _Unusable("without its sign it can be read in two ways")
    return float(found[1]) / 100


def _money(text: str, field: Field) -> int:
    found = re.fullmatch(r"(\(?-?)\$?\s?(-?)(\d+|\d{1,3}(?:,\d{3})+)?(\.\d+)?\s?(?:USD)?(\)?)", text, re.ASCII)
    amount = cents(f"{found[3] or ''}{found[4] or ''}".replace(",", "")) if found else None
    if amount is None or (found[1].startswith("(") != bool(found[5])):
        raise _Unusable("")
    return -amount if found[1] or found[2] else amount


def _date(text: str, field: Field) -> dt.date:
    plain = re.sub(r"[T ]00:00(:00(\.0+)?)?Z?$", "", text)
    plain = _serial_as_text(plain, dt.datetime(1899, 12, 30))  # noqa: DTZ001 - a pasted date turned into text
    day = _by_formats(re.sub(r"\b(Sept)\b\.?|(?<=[a-z])\.", lambda m: "Sep" if m[1] else "", plain), DATE_FORMATS)
    if day is None:
        raise _Unusable("no such day, or not in a form that has one meaning")
    return _in_years(day)


def _month(text: str, field: Field) -> dt.date:
    plain = _serial_as_text(text, dt.datetime(1899, 12, 30))  # noqa: DTZ001
    day = _by_formats(plain, MONTH_FORMATS) or _by_formats(plain, DATE_FORMATS)
    if day is None:
        raise _Unusable("no such month, or not in a form that has one meaning")
    return _in_years(day).replace(day=1)


def _by_formats(text: str, formats: tuple[str, ...]) -> dt.date | None:
    for form in formats:
        try:
            return dt.datetime.strptime(text, form).date()  # noqa: DTZ007
        except ValueError:
            continue
    return None


def _in_years(day: dt.date) -> dt.date:
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise _Unusable(f"the year is not between {FIRST_YEAR} and {LAST_YEAR}")
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
