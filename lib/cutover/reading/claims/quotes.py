"""What Medi quotes a practice: the lines of a quote, or the rows of a price list, each with its one price in cents.

A quote is a file that is called so and names Medi; a price list is a table of words and prices in a file that is named
for Medi. What a line is about is not told here. A line with two numbers, or without a price that says whether it is
dollars or cents, has no price.
"""

from __future__ import annotations

import re

import pandas as pd

from cutover.columns import Column, Kind, Privacy, conform, empty, framed
from cutover.errors import InputError
from cutover.reading.claims.charges import is_of_medi
from cutover.reading.files import values as text_values
from cutover.reading.files.encoding import decode
from cutover.reading.files.kind import FileKind, kind_of_file
from cutover.reading.practice import places
from cutover.reading.practice.file_names import stem

QUOTED = (
    Column("words", Kind.TEXT, "Line", "as written, without its price", Privacy.DESK),
    Column("price_cents", Kind.CENTS, "Price of one", "null where the line has none that is sure"),
    Column(
        "until", Kind.DATE, "Valid through", "of the whole file; null where it does not say", Privacy.DESK
    ),
    Column("source_file", Kind.TEXT, "File", "path below the practice's folder", Privacy.PHI),
)
_LINES = 60  # lines of a text above which it is no quote
_PRICE = re.compile(
    r"\$\s*(?P<dollars>\d[\d,]*(?:\.\d\d)?|\.\d\d)(?![\d.,]*\d)"
    r"|(?<![\d.,$])(?P<cents>\d{1,5})\s*(?:¢|\bcents?\b)"
    r"|(?<![\d.,$])(?P<plain>\d{0,5}\.\d\d)(?![\d.,]*\d)",
    re.IGNORECASE,
)
_UNTIL = re.compile(
    r"\b(?:valid|good|expires?)\b\D{0,12}?(\d{1,2}/\d{1,2}/\d{2,4}|\d{4}-\d\d-\d\d)", re.IGNORECASE
)
_DIGIT = re.compile(r"\d")


def of_text(data: bytes, source_file: str) -> pd.DataFrame:
    """Return the lines of a quote of Medi that is a text (QUOTED); none of another file."""
    if not places.names_a_quote(stem(source_file)) or kind_of_file(data)[0] != FileKind.TEXT:
        return empty(QUOTED)
    try:
        text = decode(data, source_file).text
    except InputError:
        return empty(QUOTED)
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    if len(lines) > _LINES or not (is_of_medi(source_file) or places.names_medi(text)):
        return empty(QUOTED)
    days = {
        day
        for found in _UNTIL.findall(text)
        for day in text_values.dates(pd.Series([found], dtype="str")).dropna()
    }
    until = days.pop() if len(days) == 1 else None
    rows = [(*_priced(line), until, source_file) for line in lines]
    return conform(framed(rows, QUOTED), QUOTED)


def of_table(rows: pd.DataFrame) -> pd.DataFrame:
    """Return the rows of a price list, mapped as lines of an invoice are (QUOTED); none where no file names Medi."""
    own = rows[rows["source_file"].map(is_of_medi).astype(bool) & rows["description"].notna()]
    told = pd.DataFrame({
        "words": own["description"],
        "price_cents": text_values.cents(own["unit_price"]),
        "until": pd.Series(None, own.index, dtype="datetime64[ms]"),
        "source_file": own["source_file"],
    })  # fmt: skip
    return conform(told.reset_index(drop=True), QUOTED)


def together(parts: list[pd.DataFrame]) -> pd.DataFrame:
    """Return the lines of several files in one (QUOTED)."""
    filled = [part for part in parts if len(part)]
    return conform(pd.concat(filled, ignore_index=True), QUOTED) if filled else empty(QUOTED)


def _priced(line: str) -> tuple[str, int | None]:
    """The words of a line and its one price in cents, None where it has none or any other number."""
    found = list(_PRICE.finditer(line))
    words = " ".join(_PRICE.sub(" ", line).split())
    if len(found) != 1 or _DIGIT.search(words):
        return words, None
    one = found[0]
    if one["cents"]:
        return words, int(one["cents"])
    amount = text_values.cents(pd.Series([one["dollars"] or one["plain"]], dtype="str")).iloc[0]
    return words, None if pd.isna(amount) else int(amount)
