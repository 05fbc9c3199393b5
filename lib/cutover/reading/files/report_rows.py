"""Rows of printed reports that are not data: repeated headers, footers, headings, totals."""

from __future__ import annotations

import re

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from cutover.reading.files import counted_totals
from cutover.reading.files.cells import bytes_of
from cutover.reading.files.header import normal

EMPTY, HEADER, TITLE = "empty row", "repeated header", "repeated page title"
FOOTER, HEADING, TOTAL = "page footer", "section heading", "total"
GROUP = "heading of a group"

_FOOTER = re.compile(
    r"""page\s*:?\s*\d+(\s*(of|/)\s*\d+)?\b.*
    |.*\bpage\s+\d+\s+of\s+\d+
    |(report\s+)?(printed|run|generated|produced|created|exported|prepared)\s*(on\b|by\b|at\b|date\b|time\b|:).*
    |(report|run|print)\s*date\b.*
    |.*\bconfidential\b.*|(\u00a9|copyright\b|\(c\)\s*\d{4}).*
    |\W*end\s+of\s+(the\s+)?(report|file|list|listing|data|activity|statement|transactions|export)(?:\W*|\W+\d.*)
    |\d[\d,]*\s+(records?|rows?|patients?|claims?|items?)(\s+(found|listed|printed|selected|total))?\.?
    |(number\s+of\s+|total\s+)?(records?|rows?)(\s+(found|listed|printed))?\s*[:=]\s*\d[\d,]*
    |[-=_*~.\s|+]{3,}""",
    re.IGNORECASE | re.VERBOSE,
)
# what a report says below its rows of all of them, behind a mark: `* balances are insurance only`
_LEGEND = re.compile(
    r"[^\W\d_][\w ./-]{0,30}?\s*=\s*[^\W\d_]{2,}[^=]*"
)  # `red = ask again`, alone below the rows
_FOOTNOTE = re.compile(
    r"(?:[*\u2020\u2021\u00a7]+|note\s*:|n\.?b\.?\s*:?)\s*[^\W\d_]\S*\s+\S.*", re.IGNORECASE
)
_TOTAL = re.compile(
    r"""(?:(?:grand|sub|page|report|practice|provider|payer|group|overall|running|final)[\s-]*)?totals?
        (?:\s*[:=\-–].*|\s+(?:for|of|by)\b.*|\s*\(\s*\d[\d,]*(?:\s[a-z -]+)?\s*\)\s*:?|\s+\d[\d,]*\s[a-z][a-z -]*:?|)
    |(?:grand\s+)?totals?\s+(?:(?:year|fy|cy|ytd|q[1-4]|(?:jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)[a-z]*)\.?\s*)?
        (?:(?:19|20)\d\d)?(?<=\w)\s*:?  # of a year, quarter or month: `Total 2024`, `Total Q3 2024`
    |sub-?totals?\b.*
    |.{1,60}\s(?:sub-?)?totals?\s*:?
    |.{1,40}\s(?:sub-?)?totals?\s*(?:\(\d[\d,]*(?:\s\w+)?\)|[A-Z0-9-]*\d[A-Z0-9-]*)\s*:?  # how many, or of which check
    |sum\s*:?""",
    re.IGNORECASE | re.VERBOSE,
)
# the bare word, in one cell or two, in a row that holds nothing else
_BARE_TOTAL = re.compile(
    r"(?:(?:grand|sub|page|report|practice|provider|payer|group|overall|running|final)[\s-]*)?totals?\s*:?",
    re.IGNORECASE,
)
# a label of its own for a number in another cell, or behind it: `Total patients`, `Number of claims`, `Claim count`
COUNTED = re.compile(
    r"""(?:(?:grand|report|overall|page)\s+)?(?:total|count|number|no\.?|\#)\s+(?:(?:number|no\.?|count)\s+)?(?:of\s+)?
        (?P<what>[a-z][a-z &/-]{2,40}?)
    |(?P<what_2>[a-z][a-z &/-]{2,30}?)\s+(?:count|total)s?""",
    re.IGNORECASE | re.VERBOSE,
)
_COUNTED_ROW = re.compile(
    rf"(?:{COUNTED.pattern})\s*[:=]?\s*(?P<n>[\d,.$()-]*\d[\d,.$()-]*)?", re.IGNORECASE | re.VERBOSE
)
_COUNTS = re.compile(
    r"(?:patients|claims|records|rows|lines|visits|encounters|items|entries|count)\s*[:=]|count",
    re.IGNORECASE,
)
_COUNTING_FOOTER = re.compile(
    r"\(?\d[\d,]*\s+(?:records?|rows?|lines?|items?|entry|entries)\b.*|.*\b(?:records?|rows?)\b.*[:=]\s*\d[\d,]*",
    re.IGNORECASE,
)
# how many lines a list has, in a word for them or in any other
_COUNT_OF = re.compile(
    r"""\(?(?P<n>\d[\d,]{0,8})\s+(?:(?:total|posted|open|unique)\s+)?
        (?:(?P<what>(?:line|entr(?:y|ie)|record|row|item|payment|posting|transaction|deposit|remittance|check|charge|service
        |visit|encounter|trip|appointment|account|member|patient|claim|denial|appeal|authorization|invoice|result)s?)
        |[a-z][a-z-]+(?:\s[a-z][a-z-]+)?)
        (?:\s+(?:in\s+all|in\s+total|total|found|listed|printed|shown|selected|posted))?\)?[.:]?""",
    re.IGNORECASE | re.VERBOSE,
)
_HEADING = re.compile(r"[A-Za-z][\w .#/&'-]{0,40}:.*")
# what a person wrote below the rows, alone in its row: a sentence, which has small words; a name has hardly any
_SENTENCE = re.compile(r"\S+(?:\s+\S+){4,}[.!?]|\S+(?:\s+\S+){5,}")
_SMALL = re.compile(r"(?<!\S)[a-z]+(?!\S)")
_SMALL_WORDS = 3
_GROUPS = 2  # headings of groups that differ, from which on a text alone in its row is one
_LEAST_LETTERS = 3  # of a heading
_IDENTIFIERS = 0.8  # share of a column's texts with a digit, from which on one without is none of them
_IN_BRACKETS = re.compile(r"\s*[(\[][^()\[\]]*[)\]]\s*$")
# a payer's ID beside its name: `54321 - Sundial`, `Sundial #54321`
_BESIDE = re.compile(
    r"(?=\w*\d)[0-9A-Z]{5}\s*[-\u2013\u2014:,/|]\s*(?=\D)|\s*[-\u2013\u2014,/|#][\s#]*(?=\w*\d)[0-9A-Z]{5}$"
)
_TABLE = 4  # filled cells of a usual row, from which on a row of a single cell is no data
_NOTED = 3  # the same where a mark stands before it
_NUMBER = re.compile(r"[-+($\s]*[\d,]*\.?\d+\s*\)?-?\s*%?")


def reasons(columns: list[pa.LargeStringArray], header: list[str | None], titles: set[str]) -> np.ndarray:
    """Return for each row why it is not data, "" where it is data.

    `header` is the header row, all null where there is none; `titles` are the rows above it as joined
    text. Only rows that are emptier than most, begin like the header or speak of a total are looked at
    singly.
    """
    height = len(columns[0]) if columns else 0
    found = np.full(height, "", dtype=object)
    if not height:
        return found
    count = filled_cells(columns)
    found[count == 0] = EMPTY
    usual = _usual(count, header)
    look = (count > 0) & ((count <= max(1, 0.6 * usual)) | _speaks_of_total(columns))
    look |= _begins_like(columns, header)
    names = [normal(name) for name in header]
    for place in np.flatnonzero(look):
        row = [column[int(place)].as_py() for column in columns]
        found[place] = _reason(row, names, titles, usual)
    places = np.flatnonzero(look & (found == ""))
    found[counted_totals.closing(columns, found, places, usual)] = TOTAL
    found[_closing_sentences(columns, found, count, usual)] = FOOTER
    found[_closing_counts(columns, found, count, usual)] = FOOTER
    return found


def _closing_counts(
    columns: list[pa.LargeStringArray], found: np.ndarray, count: np.ndarray, usual: int
) -> list[int]:
    """The place of a count of the rows with what they are, alone below the last one: `101 entries`, `8 refunds`.

    A word that is no usual one for lines counts where the number is that of the rows above.
    """
    data = np.flatnonzero(found == "")
    if usual < _TABLE or not len(data) or count[data[-1]] != 1:
        return []
    text = next(cell for column in columns if (cell := column[int(data[-1])].as_py()))
    label = _COUNT_OF.fullmatch(text.strip())
    is_theirs = label and (label["what"] or int(label["n"].replace(",", "")) == len(data) - 1)
    return [int(data[-1])] if is_theirs else []


def _closing_sentences(
    columns: list[pa.LargeStringArray], found: np.ndarray, count: np.ndarray, usual: int
) -> list[int]:
    """The places of sentences below the last row of a table, each alone in its row: `Orders of May follow later.`"""
    places: list[int] = []
    for place in np.flatnonzero(found == "")[::-1] if usual >= _TABLE else ():
        text = next(cell for column in columns if (cell := column[int(place)].as_py()))
        if (
            count[place] != 1
            or not _SENTENCE.fullmatch(text.strip())
            or len(_SMALL.findall(text)) < _SMALL_WORDS
        ):
            break
        places.append(int(place))
    return places


def above_repeats(columns: list[pa.LargeStringArray], found: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return the places of the titles of further tables below the first one, with a label in them and without.

    A further table repeats the header, and its title is the only cell of the last filled row above that.
    """
    labeled: list[int] = []
    bare: list[int] = []
    count = filled_cells(columns)
    for place in np.flatnonzero(found == HEADER):
        before = int(place) - 1
        while before >= 0 and found[before] == EMPTY:
            before -= 1
        if before < 0 or found[before] not in ("", HEADING) or count[before] != 1:
            continue
        text = next(cell for column in columns if (cell := column[int(before)].as_py()))
        (labeled if _HEADING.fullmatch(text) else bare).append(before)
    return np.array(labeled, np.int64), np.array(bare, np.int64)


def groups(columns: list[pa.LargeStringArray], header: list[str | None], found: np.ndarray) -> np.ndarray:
    """Return the places of rows that are the heading of a group: the name of a payer above the lines of it.

    `found` is why each row is no data. Such a heading stands alone in its row: in a column without a name whose texts
    all do, or in one of identifiers, which have a digit, without any. Two that differ at least, with lines below each.
    """
    count = filled_cells(columns)
    usual = _usual(count[found == ""], header) if (found == "").any() else 0
    nowhere = np.array([], np.int64)
    if usual < _TABLE or not any(header):
        return nowhere
    alone = (count == 1) & (found == "")
    for column, name in zip(columns, header, strict=True):
        here = column.is_valid().to_numpy(zero_copy_only=False) & (found == "")
        places = np.flatnonzero(here & alone)
        texts = [str(column[int(place)].as_py()) for place in places]
        if len(set(texts)) < _GROUPS or not all(map(_is_name, texts)):
            continue
        others = [str(column[int(place)].as_py()) for place in np.flatnonzero(here & ~alone)]
        is_named = sum(any(map(str.isdigit, text)) for text in others) >= _IDENTIFIERS * max(len(others), 1)
        if (not others if not name else others and is_named) and _have_lines(places, found, count):
            return places
    return nowhere


def _is_name(text: str) -> bool:
    plain = _BESIDE.sub("", _IN_BRACKETS.sub("", text), count=1)
    return not any(map(str.isdigit, plain)) and sum(map(str.isalpha, plain)) >= _LEAST_LETTERS


def _have_lines(places: np.ndarray, found: np.ndarray, count: np.ndarray) -> bool:
    """Whether a line stands below each heading, before the next one."""
    ends = np.append(places[1:], len(found))
    return all(
        ((found[a + 1 : b] == "") & (count[a + 1 : b] > 1)).any() for a, b in zip(places, ends, strict=True)
    )


def _usual(count: np.ndarray, header: list[str | None]) -> int:
    """The filled cells of a usual row; titles and footers of one cell are none below a header of several cells.

    A sheet of two claims has more titles and footers than claims.
    """
    wide = sum(1 for name in header if name) >= _TABLE
    rows = count[count > 1] if wide and (count > 1).any() else count[count > 0]
    return int(np.median(rows)) if len(rows) else 0


def filled_cells(columns: list[pa.LargeStringArray]) -> np.ndarray:
    """Return the number of filled cells of each row."""
    count = np.zeros(len(columns[0]) if columns else 0, dtype="int64")
    for column in columns:
        count += column.is_valid().to_numpy(zero_copy_only=False)
    return count


def _speaks_of_total(columns: list[pa.LargeStringArray]) -> np.ndarray:
    found = np.zeros(len(columns[0]), dtype=bool)
    for column in columns:
        data = bytes_of(column).lower()
        if b"total" in data or b"sum" in data:
            hit = pc.match_substring_regex(column, pattern="(?i)total|^sum")
            found |= pc.fill_null(hit, False).to_numpy(zero_copy_only=False)
    return found


def _begins_like(columns: list[pa.LargeStringArray], header: list[str | None]) -> np.ndarray:
    for column, name in zip(columns, header, strict=True):
        if name:
            hit = pc.equal(pc.utf8_lower(column), name.lower())
            return pc.fill_null(hit, False).to_numpy(zero_copy_only=False)
    return np.zeros(len(columns[0]), dtype=bool)


def _reason(row: list[str | None], names: list[str], titles: set[str], usual: int) -> str:
    filled = [cell for cell in row if cell]
    if any(names) and [normal(cell) for cell in row] == names:
        return HEADER
    text = " ".join(filled)
    if len(filled) <= max(3, usual // 3) and usual >= 2:
        if len(filled) < usual and title_shape(row) in titles:
            return TITLE
        if _FOOTER.fullmatch(text) or all(_FOOTER.fullmatch(cell) for cell in filled):
            return FOOTER
    if len(filled) == 1 and usual >= _NOTED and (_FOOTNOTE.fullmatch(text) or _LEGEND.fullmatch(text)):
        return FOOTER
    if is_total(row, usual) or _counts(filled, usual) or _is_bare_total(filled, usual):
        return TOTAL
    if len(filled) == 1 and usual >= _TABLE and _HEADING.fullmatch(text):
        return HEADING
    return ""


def _counts(filled: list[str], usual: int) -> bool:
    """A label that speaks of a number or a sum and the number itself, in one cell or two, and nothing else."""
    if usual < 3 or len(filled) > 2:
        return False
    if len(filled) == 2 and _NUMBER.fullmatch(filled[1]):
        label = filled[0].rstrip(": =")
        return (
            _COUNTED_ROW.fullmatch(label) or (usual >= _TABLE and _COUNTS.fullmatch(filled[0]))
        ) is not None
    found = _COUNTED_ROW.fullmatch(filled[0]) if len(filled) == 1 else None
    return found is not None and found["n"] is not None


def counting_footers(columns: list[pa.LargeStringArray], found: np.ndarray) -> np.ndarray:
    """Return which footers state how many rows the table has."""
    out = found == FOOTER
    for place in np.flatnonzero(out):
        text = " ".join(filter(None, (column[int(place)].as_py() for column in columns)))
        out[place] = _COUNTING_FOOTER.fullmatch(text) is not None
    return out


def title_shape(row: list[str | None]) -> str:
    """Return a title as it is compared from page to page: page numbers and times differ."""
    return re.sub(r"\d+", "0", normal(" ".join(cell for cell in row if cell)))


def _is_bare_total(filled: list[str], usual: int) -> bool:
    """The word alone, beside it at most dashes and currency signs: a person named Total has a first name or more."""
    words = [cell for cell in filled if re.search(r"[^\W_]", cell)]
    return usual >= 3 and 1 <= len(words) <= 2 and _BARE_TOTAL.fullmatch(" ".join(words)) is not None


def is_total(row: list[str | None], usual: int = 0) -> bool:
    """Tell whether a row is a total: a label that says so, and beside it hardly anything but numbers.

    `usual` counts the filled cells of a usual row of the table, 0 where it is not known.
    """
    words = [cell for cell in row if cell and not _NUMBER.fullmatch(cell)]
    labels = [cell for cell in words if _TOTAL.fullmatch(cell)]
    if not labels or len(words) > 2 or (usual >= 4 and len(words) >= 0.6 * usual):
        return False
    has_number = any(cell and _NUMBER.fullmatch(cell) for cell in row)
    return has_number or re.search(r"\d", labels[0]) is not None
