"""Number formats that change what a cell is: leading zeros and percentages."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from xml.etree import ElementTree

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

BUILT_IN = {9: "0%", 10: "0.00%"}  # ECMA-376 part 1, 18.8.30
_LITERAL = re.compile(r'\\(.)|"([^"]*)"')


@dataclass(frozen=True)
class Shown:
    """How a number format changes the text of a number: `zeros` digits in a pattern, or a percentage."""

    pattern: str
    zeros: int
    is_percent: bool = False

    def text(self, text: str) -> str:
        """Return one number as the sheet shows it."""
        return _percent(text) if self.is_percent else _padded(text, self.pattern, self.zeros)

    def column(self, column: pa.LargeStringArray, places: np.ndarray) -> pa.LargeStringArray:
        """Return a column whose numbers at these places are as the sheet shows them."""
        if not self.is_percent and set(self.pattern) == {"0"}:
            here = np.zeros(len(column), dtype=bool)
            here[places] = True
            digits = pc.fill_null(pc.match_substring_regex(column, r"^[0-9]+$"), False)
            padded = pc.ascii_lpad(column, self.zeros, "0")
            return pc.if_else(pc.and_(pa.array(here), digits), padded, column)
        texts = column.to_pylist()
        for place in places:
            texts[place] = texts[place] and self.text(texts[place])
        return pa.array(texts, pa.large_string())


def shown_as(code: str) -> Shown | None:
    """Return how a format changes a number's text, None where the number's own text is as good.

    `00000` gives an identifier its zeros (7030 becomes 07030), `000-00-0000` its hyphens, `0%` its sign
    (0.15 becomes 15%). Money, thousands, dates and conditions leave the value as it is.
    """
    section = code.split(";")[0]
    section = re.sub(r"\[\$-[^\]]*\]|_.|\*.", "", section)
    if "%" in _LITERAL.sub("", section):
        return Shown("", 0, is_percent=True)
    plain = _LITERAL.sub(lambda m: m[1] or m[2] or "", section).strip()
    zeros = plain.count("0")
    if zeros >= 2 and re.fullmatch(r"[0\- ()/]+", plain):
        return Shown(plain, zeros)
    return None


def _percent(text: str) -> str:
    try:
        hundredfold = Decimal(text) * 100
    except ArithmeticError:
        return text
    digits = format(hundredfold, "f")
    return (digits.rstrip("0").rstrip(".") if "." in digits else digits) + "%"


def _padded(text: str, pattern: str, zeros: int) -> str:
    if not re.fullmatch(r"\d+", text):
        return text
    digits = text.zfill(zeros)
    extra, digits = digits[: len(digits) - zeros], iter(digits[len(digits) - zeros :])
    filled = "".join(next(digits) if c == "0" else c for c in pattern)
    return extra + filled


def formats_by_style(styles_xml: bytes) -> dict[int, str]:
    """Return the format code of each cell style (index into cellXfs) of a workbook's styles.xml.

    Built-in formats are left out except percentages: the others change no value. An unreadable
    styles.xml gives none.
    """
    try:
        root = ElementTree.fromstring(styles_xml)
    except ElementTree.ParseError:
        return {}
    codes = dict(BUILT_IN)
    found: dict[int, str] = {}
    for element in root.iter():
        name = element.tag.rpartition("}")[2]
        if name == "numFmt":
            codes[int(element.get("numFmtId", "-1"))] = element.get("formatCode", "")
        elif name == "cellXfs":
            formats = [int(xf.get("numFmtId", "0")) for xf in element]
            found = dict(enumerate(formats))
    return {style: codes[number] for style, number in found.items() if number in codes}
