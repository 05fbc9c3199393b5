"""The shapes of values: whether a column's texts look like birth dates, ZIPs, payer names."""

from __future__ import annotations

import re
from collections.abc import Sequence

import pandas as pd

from cutover.identifiers import is_npi
from cutover.reading.files.days import parts_of, two_days
from cutover.reading.patients.in_one import is_address, is_payer_with_id, payer_parts
from cutover.reading.payers.states import state_code

SAMPLE = 300  # values of a column that are looked at, spread over its length
_NAME = r"[^\W\d_][^\d@#$%&*+=<>]{0,60}"
_TRANSACTION = (
    r"(x12[\s-]*)?(837 ?[pid]?|835|27[0-8]|999|277ca)|eras?|efts?|(e-?)?claims?|elig(ibility)?|claim status"
    r"|remits?"
)
_PATTERNS = {
    "person name": _NAME,
    "full name": rf"{_NAME}[\s,]+{_NAME}",
    "city state zip": r"[^\W\d_][^\d@#$%*+=<>]{0,40}[\s,]+[a-z]{2}\.?[\s,]+\d{5}(-?\d{4})?",
    "payer name": r"(?!(?:yes|no|true|false)$)(?=.*[^\W\d_]{2})[^@<>=]{2,80}",
    "sex": r"m|f|u|x|o|n|male|female|unknown|other|man|woman|unspecified|undifferentiated|not specified",
    "zip": r"\d{3,5}(-?\d{4})?(\.0)?",
    "city": r"[^\W\d_][^\d@#$%*+=<>]{1,40}",
    "street": r"(?=.*[^\W_])(?!\d{1,5}$).{3,}",
    "phone": r"(\+?1[-.\s]?)?\(?\d{3}\)?[-.\s]*\d{3}[-.\s]*\d{4}(\s*(x|ext\.?)\s*\d+|\.0)?",
    "tin": r"\d{2}-?\d{7}",
    "ssn": r"(\d{3}-?\d{2}-?\d{4}|[x*]{3}-?[x*]{2}-?\d{4})",
    "money": r"(usd\s*)?[-+(]?\s*\$?\s*[-+(]?\s*(\d{1,3}(,\d{3})+|\d*)(\.\d{0,4})?\s*\)?-?\s*([cd]r|db)?\.?",
    "identifier": r"(?=.*[A-Za-z0-9])[A-Za-z0-9][A-Za-z0-9 ._/#-]{0,29}",
    "member id": r"(?=.*\d)[A-Za-z0-9][A-Za-z0-9 -]{3,24}",
    "relationship": r"self|same|spouse|husband|wife|child|son|daughter|other|parent|mother|father|dependent"
    r"|guardian|(life |domestic )?partner|grandchild|grandparent|employee|unknown|step ?(son|daughter|child)"
    r"|s|c|o|p|18|01|1|19|g8|20|21|39|40|53|subscriber|insured|patient",
    "debit or credit": r"debits?|credits?|dr|cr|db|d|c|k|kr|dt|kt|dbt|crt|in|out|withdrawals?|deposits?|[+-]"
    r"|(ach|card|check|wire|pos|atm) ?(debit|credit)|(debit|credit) ?(card|memo|ach)?",
    "count": r"\d{1,4}(\.0+)?",
    "email": r"[^@\s]+@[^@\s]+\.[^@\s]+",
    "status": r"(in)?active|y|n|yes|no|true|false|0|1|a|i|deceased|archived|discharged|closed|inact|act"
    r"|new|current",
    "procedure codes": r"(\d{5}|\d{4}[a-z]|[a-z]\d{4})([\s,;/|+&-]+(\d{5}|\d{4}[a-z]|[a-z]\d{4}))*",
    "modifiers": r"-?[a-z0-9]{2}([\s,;:/|+&-]+[a-z0-9]{2}){0,3}",
    "transactions": rf"({_TRANSACTION})([\s,;/&+-]+({_TRANSACTION}))*",
    "support": r"(not[\s_-]*)?(un)?supported|enroll?ment[\s_-]*(is[\s_-]*)?(not[\s_-]*)?required"
    r"|(requires?|needs?)[\s_-]*enrollment|not[\s_-]*available|available",
    "enrollment statuses": r"draft|submitted|provisioning|live|rejected|cancell?ed|not[\s_-]*filed"
    r"|(stedi|provider)[\s_-]*action[\s_-]*required",
    "submission statuses": r"((un)?acknowledged|accepted|rejected|denied|paid|pending|processing|received|submitted"
    r"|sent|transmitted|forwarded|finali[sz]ed|failed|void(ed)?|withdrawn|replaced|in[\s_-]*process)"
    r"([\s_-]*(by|at|to)[\s_-]*(the[\s_-]*)?(payer|payor|clearinghouse|medi|stedi))?",
    "priority": r"primary|secondary|tertiary|p|s|t|1|2|3|pri|sec|tert?|(1st|2nd|3rd)|first|second|third",
}
_COMPILED = {shape: re.compile(pattern, re.IGNORECASE) for shape, pattern in _PATTERNS.items()}
_PART = r"[^\W\d_][^\d,@#$%&*+=<>]{0,60}"
_WHOLE_NAME = re.compile(rf"{_PART},\s*{_PART}")
_NEARLY_ALL = 0.9
_MOSTLY, _FEWEST = 0.7, 2  # share of values that are several things in one, and values of such a column
DATES = frozenset({"date", "birth date"})
_PAYER_ID = re.compile(r"(?=.*\d)[A-Za-z0-9]{3,10}|[A-Z]{2,10}")
_TESTS = {
    "npi": is_npi,
    "state": lambda text: state_code(text) is not None,
    "payer id": lambda text: _PAYER_ID.fullmatch(text) is not None,
    "two dates": lambda text: two_days(text) is not None,
    "whole address": is_address,
    "payer with member id": is_payer_with_id,
    "whole name": lambda text: _WHOLE_NAME.fullmatch(text) is not None,
}
_VARIED = (
    0.7  # share of the numbers behind payers that stand once, from which on they are members' and not payers'
)
# so rare among other columns that the values say something even where the header does not
TELLING = frozenset({"npi", "email", "birth date", "phone", "sex", "state", "relationship"})
# shapes that few other things have: a header that is nearly right over such values alone is used
STRONG = TELLING | {"date", "two dates", "zip", "ssn", "tin", "money", "city state zip"}
# shapes of columns whose cells hold what several columns hold elsewhere
IN_ONE = frozenset({"whole address", "payer with member id"})
SHAPES = frozenset({*_PATTERNS, *_TESTS, *DATES, "text"})


def sample(values: Sequence[str | None]) -> list[str]:
    """Return at most `SAMPLE` values that are not blank, spread evenly, so that one page decides nothing."""
    filled = [text.strip() for text in values if isinstance(text, str) and text.strip()]
    step = max(1, len(filled) // SAMPLE)
    return filled[::step][:SAMPLE]


def share(values: Sequence[str], shape: str, is_named: bool = True) -> float | None:
    """Return the share of sampled values that have a shape, 0..1; None for free text or without any value.

    Whole numbers are dates (Excel's days) only where the header `is_named` after a date.
    """
    if shape == "text" or not values:
        return None
    if shape == "full name" and len(values) >= 8 and len(set(values)) <= 0.25 * len(values):
        return 0.0  # a few texts over and over are no people
    if shape in DATES:
        return sum(parts_of(text, serials=is_named) is not None for text in values) / len(values)
    if shape in _TESTS:
        return sum(map(_TESTS[shape], values)) / len(values)
    return sum(_COMPILED[shape].fullmatch(text) is not None for text in values) / len(values)


def are_ranks(values: Sequence[str]) -> bool:
    """Tell whether all values are ranks of coverages in whole words, two of them at least."""
    found = {text.strip().lower() for text in values}
    return len(found) >= 2 and found <= {"primary", "secondary", "tertiary"}


def are_whole_names(values: Sequence[str]) -> bool:
    """Tell whether nearly all values are last and first name in one, such as `Doe, Ann`."""
    whole = sum(_WHOLE_NAME.fullmatch(text) is not None for text in values)
    return bool(values) and whole >= _NEARLY_ALL * len(values)


def are_in_one(values: Sequence[str], shape: str) -> bool:
    """Tell whether values of a column are mostly several things in one, such as a payer with the member ID.

    A number that stands behind a payer again and again is the payer's own.
    """
    if shape not in IN_ONE or len(values) < _FEWEST or (share(values, shape) or 0.0) < _MOSTLY:
        return False
    if shape == "whole address":
        return True
    numbers = [parts[1].upper() for text in values if (parts := payer_parts(text))]
    return len(set(numbers)) >= _VARIED * len(numbers)


def numbers_within(texts: pd.Series) -> pd.Series:
    """Return how many numbers each text holds: parts with a digit between the usual separators, `A10-501` two."""
    parts = texts.astype("str").str.split(r"[/|;:,#_\s-]+", regex=True)
    return parts.map(lambda found: sum(any(c.isdigit() for c in part) for part in found)).astype("int64")


def masked(text: str) -> str:
    """Return the shape of a value for a page: letters as A or a, digits as 9, at most 24 characters."""
    shape = re.sub(r"[^\W\d_]", lambda found: "A" if found[0].isupper() else "a", text)
    shape = re.sub(r"\d", "9", shape)
    return shape if len(shape) <= 24 else shape[:23] + "…"


def examples(values: Sequence[str], count: int = 3) -> str:
    """Return up to `count` different masked values, parted by a semicolon."""
    found: list[str] = []
    for text in values[:100]:
        if len(found) < count and (shape := masked(text)) not in found:
            found.append(shape)
    return "; ".join(found)
