"""The shapes of values: whether a column's texts look like birth dates, ZIPs, payer names."""

from __future__ import annotations

import re
from collections.abc import Sequence

from cutover.identifiers import is_npi
from cutover.reading.payers.states import state_code

SAMPLE = 300  # values of a column that are looked at, spread over its length
_NAME = r"[^\W\d_][^\d@#$%&*+=<>]{0,60}"
_MONTH = r"(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*"
_DATE = (
    r"(\d{1,2}[/.-]\d{1,2}[/.-](\d{4}|\d{2})|(19|20)\d{2}[-/.]\d{1,2}[-/.]\d{1,2}|(19|20)\d{6}"
    rf"|\d{{1,2}}[-\s]{_MONTH}[-\s,]+(\d{{4}}|\d{{2}})|{_MONTH}\.?\s+\d{{1,2}},?\s+\d{{4}})"
    r"([T\s]+\d{1,2}:\d{2}.*)?"
)
_PATTERNS = {
    "person name": _NAME,
    "payer name": r"(?=.*[^\W\d_]{2})[^@<>=]{2,80}",
    "date": _DATE,
    "birth date": _DATE,
    "sex": r"m|f|u|x|o|n|male|female|unknown|other|man|woman|unspecified|undifferentiated|not specified",
    "zip": r"\d{3,5}(-?\d{4})?(\.0)?",
    "city": r"[^\W\d_][^\d@#$%*+=<>]{1,40}",
    "street": r"(?=.*[^\W_])(?!\d{1,5}$).{3,}",
    "phone": r"(\+?1[-.\s]?)?\(?\d{3}\)?[-.\s]*\d{3}[-.\s]*\d{4}(\s*(x|ext\.?)\s*\d+)?",
    "tin": r"\d{2}-?\d{7}",
    "ssn": r"(\d{3}-?\d{2}-?\d{4}|[x*]{3}-?[x*]{2}-?\d{4})",
    "money": r"[-(]?\s*\$?\s*-?(\d{1,3}(,\d{3})+|\d*)(\.\d{0,4})?\s*\)?-?",
    "identifier": r"(?=.*[A-Za-z0-9])[A-Za-z0-9][A-Za-z0-9 ._/#-]{0,29}",
    "member id": r"(?=.*\d)[A-Za-z0-9][A-Za-z0-9 -]{3,24}",
    "payer id": r"(?=.*[A-Z0-9])[A-Za-z0-9]{2,10}",
    "relationship": r"self|same|spouse|husband|wife|child|son|daughter|other|parent|mother|father|dependent"
    r"|guardian|(life |domestic )?partner|grandchild|grandparent|employee|unknown|step ?(son|daughter|child)"
    r"|s|c|o|p|18|01|1|19|g8|20|21|39|40|53|subscriber|insured|patient",
    "count": r"\d{1,4}(\.0+)?",
    "email": r"[^@\s]+@[^@\s]+\.[^@\s]+",
    "status": r"(in)?active|y|n|yes|no|true|false|0|1|a|i|deceased|archived|discharged|closed|inact|act"
    r"|new|current",
    "priority": r"primary|secondary|tertiary|p|s|t|1|2|3|pri|sec|tert?|(1st|2nd|3rd)|first|second|third",
}
# so rare among other columns that the values say something even where the header does not
TELLING = frozenset({"npi", "email", "birth date", "phone", "sex", "state", "relationship"})
SHAPES = frozenset({*_PATTERNS, "npi", "state", "text"})
_COMPILED = {shape: re.compile(pattern, re.IGNORECASE) for shape, pattern in _PATTERNS.items()}

_TESTS = {"npi": is_npi, "state": lambda text: state_code(text) is not None}


def sample(values: Sequence[str | None]) -> list[str]:
    """Return at most `SAMPLE` values that are not blank, spread evenly, so that one page decides nothing."""
    filled = [text.strip() for text in values if isinstance(text, str) and text.strip()]
    step = max(1, len(filled) // SAMPLE)
    return filled[::step][:SAMPLE]


def share(values: Sequence[str], shape: str) -> float | None:
    """Return the share of sampled values that have a shape, 0..1; None for free text or without any value."""
    if shape == "text" or not values:
        return None
    if shape in _TESTS:
        return sum(map(_TESTS[shape], values)) / len(values)
    return sum(_COMPILED[shape].fullmatch(text) is not None for text in values) / len(values)


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
