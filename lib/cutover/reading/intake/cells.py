"""One cell of the intake: from what a person typed to the value of its field, or what is wrong with it."""

from __future__ import annotations

import datetime as dt
import math
import re
from dataclasses import dataclass

from cutover.columns import Privacy
from cutover.intake.fields import Answer, Field
from cutover.reading.intake.answers import (
    Unusable,
    beside,
    clean,
    day_beside,
    is_not_yet,
    parse,
    serial_as_text,
)
from cutover.reading.intake.file import Entry
from cutover.result import Severity

EXCEL_DIGITS = 10**15  # Excel keeps fifteen digits of a number, the rest become zeros
_PLACEHOLDERS = {"", "na", "none", "tbd", "unknown", "notknownyet", "pending"}


@dataclass(frozen=True)
class Reading:
    """The value of a cell (None: absent or not usable) and, if something is wrong with it, what.

    `found` is what was found in words that carry no patient data, `wanted` what belongs there; None: nothing
    wrong. `day` is the day beside a Yes, for the field that the asked one names.
    """

    value: object = None
    found: str | None = None
    wanted: str = ""
    severity: Severity | None = None
    day: dt.date | None = None


def read_cell(entry: Entry, field: Field, epoch: dt.datetime) -> Reading:
    """Return what one cell says of a field; `epoch` is the day on which the workbook's date numbers begin."""
    if entry.is_error or (entry.is_formula and entry.value is None):
        what = f"the error {entry.value}" if entry.is_error else "a formula whose result was never stored"
        return _bad(what, field)
    text, doubt = _as_typed(entry, field, epoch)
    if not text:
        return Reading()
    if field.answer not in (Answer.TEXT, Answer.CODE) and _is_placeholder(text, field):
        return Reading(None, text[:40], "nothing, while it is not known; it is read as unknown", Severity.LOW)
    if is_not_yet(text, field):
        return Reading(None, text[:40], "a day, once there is one; it is read as not yet", Severity.LOW)
    try:
        value = parse(text, field)
        day = day_beside(text, field)
    except Unusable as why:
        return _bad(shown(text, field), field, str(why))
    if not doubt and (rest := beside(text, field)):
        doubt = f"the answer alone; the words {_quoted(rest, field)} were not read"
        return Reading(value, shown(text, field), doubt, Severity.MEDIUM)
    return (
        Reading(value, shown(_as_stored(entry), field), doubt, Severity.MEDIUM)
        if doubt
        else Reading(value, day=day)
    )


def _quoted(text: str, field: Field) -> str:
    return f'"{shown(text, field)}"' if field.privacy is Privacy.OPEN else "beside it"


def shown(text: str, field: Field) -> str:
    """Return a text as a problem may show it, at most 40 characters of it.

    Of patient data, Tax IDs and contacts only the shape is shown: `AB-12` becomes `AA-##`.
    """
    short = text if len(text) <= 40 else text[:39] + "…"
    if field.privacy is Privacy.OPEN:
        return short
    return "characters like " + re.sub(r"[^\W\d_]", "A", re.sub(r"\d", "#", short))


def _bad(found: str, field: Field, why: str = "") -> Reading:
    return Reading(None, found, field.wanted + (f" ({why})" if why else ""), Severity.HIGH)


def _is_placeholder(text: str, field: Field) -> bool:
    if field.answer is Answer.CHOICE and field.choice(text):
        return False
    # "n/a", "-", "?" and "T.B.D." are placeholders, "$" is not
    words = re.sub(r"[\s./?-]", "", text.casefold())
    return words in _PLACEHOLDERS


def _as_stored(entry: Entry) -> str:
    is_number = isinstance(entry.value, int | float)
    return format(entry.value, ".15g") if is_number else str(entry.value)


def _as_typed(entry: Entry, field: Field, epoch: dt.datetime) -> tuple[str, str]:
    """The cell as the text that was meant, and what is doubtful about that."""
    value = entry.value
    if isinstance(value, bool):
        return ("Yes" if value else "No") if field.answer is Answer.YES_NO else str(value).upper(), ""
    if isinstance(value, int | float):
        return _number_as_text(value, entry.number_format, field, epoch)
    if isinstance(value, dt.datetime | dt.date):
        turned = field.answer in (Answer.TEXT, Answer.CODE)
        return f"{value:%Y-%m-%d}", "text: Excel has turned what was typed into a date" if turned else ""
    return clean(str(value)), ""


def _number_as_text(value: float, number_format: str, field: Field, epoch: dt.datetime) -> tuple[str, str]:
    """A number as text: Excel shows fifteen digits.

    What it took from an identifier is put back only where certain.
    """
    if not math.isfinite(value):
        return str(value), ""
    if field.answer in (Answer.DATE, Answer.MONTH):
        return serial_as_text(format(value, ".15g"), epoch), ""
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
