"""A/R agings by payer with one open amount and no ages: a list of two columns, or a print of names and amounts.

Only what says that it is on open money is one: by the head of its column, or by its title. Payments, charges or
denials by payer look alike, and are none.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from cutover.reading.claims.aging_words import has_words, is_named, plain, total_of, words
from cutover.reading.claims.units import without_unit
from cutover.reading.files.kind import OLE, ZIP
from cutover.reading.files.values import amount_cents

_MOST_BYTES = 64_000  # a list by payer is short
_LEAST = 2  # rows with an amount
_TITLE_ROWS = 12  # rows among which the first amount stands
_MONEY = r"[-(]?\$?\s?-?\d[\d,]*(?:\.\d\d?)?\)?-?"
_COUNT = r"(?:\d{1,4}\s*(?:[,;\t|]|\s{2,})\s*)?"
_NAME = r"(?:\"[^\"]*[A-Za-z][^\"]*\"|[^,;\t\"|]*[A-Za-z][^,;\t\"|]*?)"
_LINE = re.compile(rf"\s*{_NAME}\s*(?:[,;\t|]|\.{{2,}}|\s{{2,}})\s*{_COUNT}\"?\s*{_MONEY}\s*\"?[,;\t|\s]*")
_PRINTED = re.compile(rf"\s*(\S.*?)\s*(?:\s{{2,}}|\t|\.{{3,}})\s*(?:(\d{{1,4}})\s{{2,}})?({_MONEY})\s*")
_CENTS = re.compile(r"\.\d\d\)?-?$")
Rows = list[tuple[int, list[str]]]


class Amounts(NamedTuple):
    """Such a list: the texts above it, the cells of its header, where names and amounts stand, and its rows."""

    title: list[str]
    head: list[str]
    names: int
    amounts: int
    below: Rows


def may_be_one(data: bytes) -> bool:
    """Tell by the bytes of a text whether most of its lines are a name and an amount."""
    if not 0 < len(data) <= _MOST_BYTES or data.startswith((*ZIP, OLE)) or data.lstrip().startswith(b"<"):
        return False
    lines = [line for line in data.decode("utf-8", "replace").splitlines() if line.strip()]
    met = sum(_LINE.fullmatch(line) is not None for line in lines)
    return met >= _LEAST and 2 * met >= len(lines)


def printed(data: bytes) -> Rows | None:
    """Return the rows of a text whose lines are a name, blanks or dots, and an amount; None of any other file.

    Lines with a separator of fields are no print.
    """
    if not may_be_one(data):
        return None
    found: Rows = []
    parted = 0
    for number, line in enumerate(data.decode("utf-8", "replace").splitlines(), 1):
        hit = _PRINTED.fullmatch(line)
        if hit and _CENTS.search(hit[3]):
            found.append((number, [hit[1].strip(), hit[3].strip()]))
            parted += 1
        elif line.strip():
            found.append((number, [" ".join(line.split())]))
    return found if parted >= _LEAST else None


def amounts_of(rows: Rows, *names: str) -> Amounts | None:
    """Return the list by payer that a grid holds, None where it holds none; `names` are those of its sheet and file.

    With a header: a column of payers and one of open money, beside nothing but a count of claims. Without one: names
    and amounts alone, below a title that says what they are.
    """
    for place, (_, cells) in enumerate(rows[:_TITLE_ROWS]):
        above = [cell for _, row in rows[:place] for cell in row if cell]
        filled = [(n, cell) for n, cell in enumerate(cells) if cell]
        if (head := _head(filled, [*above, *names])) is not None:
            found = Amounts(above, cells, *head, rows[place + 1 :])
            return found if _is_list(found) else None
        if _is_line(cells, filled):
            found = Amounts(above, [], filled[0][0], filled[1][0], rows[place:])
            over = rows[place - 1][1] if place else []
            is_bare = not _names_columns(over) and says_open(*above, *names)
            return found if is_bare and _is_list(found, is_bare=True) else None
    return None


def says_open(*texts: str) -> bool:
    """Tell whether a title, or the name of a sheet or file, says that its amounts are what is open."""
    said = [text for text in texts if text]
    is_open = is_named(*said) or has_words(words().open_named, *said)
    return is_open and (not has_words(words().not_open, *said) or is_without_denied(*said))


def is_without_denied(*texts: str) -> bool:
    """Tell whether a title says that denied claims are not in it: `unpaid (not denied)`."""
    return has_words(words().without_denied, *(text for text in texts if text))


def _head(filled: Sequence[tuple[int, str]], titles: Sequence[str]) -> tuple[int, int] | None:
    """The places of the names and of the open money in a header, None in any other row."""
    if not 2 <= len(filled) <= 3 or plain(filled[0][1]) not in words().payer:
        return None
    rest = [(n, _bare(cell)) for n, cell in filled[1:]]
    money = [(n, cell) for n, cell in rest if cell not in words().counts]
    if len(money) != 1:
        return None
    place, cell = money[0]
    if cell in words().open or (cell in words().amount | words().total and says_open(*titles)):
        return filled[0][0], place
    return None


def _bare(head: str) -> str:
    """A head without its unit and its sign of money: `Open $`, `Balance ($)`."""
    return plain(re.sub(r"\(\s*\$\s*\)|\$", " ", without_unit(head))) or "$"


def _is_line(cells: Sequence[str], filled: Sequence[tuple[int, str]]) -> bool:
    """Whether a row is a name and an amount, and nothing else."""
    if len(filled) != 2 or amount_cents(filled[0][1]) is not None:
        return False
    return re.search("[A-Za-z]", filled[0][1]) is not None and _amount(cells, filled[1][0]) is not None


def _names_columns(cells: Sequence[str]) -> bool:
    """Whether a row is the header of something else: several cells, and no digit in any."""
    filled = [cell for cell in cells if cell]
    return len(filled) > 1 and not any(re.search(r"\d", cell) for cell in filled)


def _amount(cells: Sequence[str], place: int) -> int | None:
    return amount_cents(cells[place] or None) if place < len(cells) else None


def _is_list(found: Amounts, *, is_bare: bool = False) -> bool:
    """Whether nearly every row below is a payer and an amount; without a header every one, but for notes."""
    lines = [cells for _, cells in found.below if sum(map(bool, cells)) >= 2]
    payers = [
        cells
        for cells in lines
        if found.names < len(cells)
        and cells[found.names]
        and not total_of(cells[found.names])
        and _amount(cells, found.amounts) is not None
    ]
    if len(payers) < (_LEAST if is_bare else 1):
        return False
    odd = [cells for cells in lines if _amount(cells, found.amounts) is None]
    return not odd if is_bare else 4 * len(odd) <= len(lines)
