"""What the XML of an xlsx sheet says beyond its values: size, hidden rows, errors, formulas, styles."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

import numpy as np


@dataclass(frozen=True)
class SheetFacts:
    """Facts of one sheet; places are (row, column), from 1 and from 0.

    `rows` and `columns` bound the rectangle that a reader fills. `styled` maps (column, style index) to the
    rows of the numbers that have a style asked for.
    """

    rows: int = 0
    columns: int = 0
    hidden_rows: tuple[int, ...] = ()
    hidden_columns: frozenset[int] = frozenset()
    errors: list[tuple[int, int]] = field(default_factory=list)
    formulas: int = 0
    uncached: list[tuple[int, int]] = field(default_factory=list)
    styled: dict[tuple[int, int], np.ndarray] = field(default_factory=dict)


def sheet_facts(xml: bytes, styles: set[int]) -> SheetFacts:
    """Return the facts of a sheet from its XML, with the cells of the given style indexes.

    One quick search for each fact; the places are only gathered where it is there at all. A prefix of
    the main namespace (`<x:row>`, as some report servers write) is honored.
    """
    root = re.search(rb"<([\w.-]+:)?worksheet[\s>]", xml[:65_536])
    p = re.escape(root[1]) if root and root[1] else b""
    rows, columns = _size(xml, p)
    formulas = re.search(rb"<" + p + rb"f[ >/]", xml) is not None
    return SheetFacts(
        rows=rows,
        columns=columns,
        hidden_rows=tuple(int(n) for n in _rows(xml, p, rb'(?=[^>]*\bhidden="(?:1|true)")')),
        hidden_columns=_hidden_columns(xml[:1_000_000], p),
        errors=_cells(xml, p, rb'(?=[^>]*\bt="e")') if b't="e"' in xml else [],
        formulas=len(re.findall(rb"<" + p + rb"f[ >/]", xml)) if formulas else 0,
        uncached=_uncached(xml, p) if formulas else [],
        styled=_styled(xml, p, styles) if styles else {},
    )


def widest_row(xml: bytes) -> int:
    """Return how many cells with a value the fullest row has, of a sheet or of how it begins (xlsx, ods)."""
    ends = [tag for tag in _ENDS if tag in xml]
    return max((sum(map(row.count, ends)) for row in _ROW_END.split(xml)), default=0)


_ENDS = (b"</v>", b":v>", b"</is>", b":is>", b"</table:table-cell>")
_ROW_END = re.compile(rb"</(?:[\w.-]+:)?(?:row|table-row)>")


def _rows(xml: bytes, p: bytes, condition: bytes) -> list[bytes]:
    if condition and b'hidden="' not in xml:
        return []
    return re.findall(rb"<" + p + rb"row " + condition + rb'[^>]*?\br="(\d+)"', xml)


def _size(xml: bytes, p: bytes) -> tuple[int, int]:
    """An upper bound of rows and columns.

    A sheet of A-Z in regular order takes one pass (a cell that names another row than its own stays below
    26 million places). Cells without a reference are counted, each as a column of its own.
    """
    rows = max(map(int, re.findall(rb"<" + p + rb'row r="(\d{1,8})"', xml)), default=0)
    if rows and re.search(rb"<" + p + rb'c (?!r="[A-Z]\d{1,6}")', xml) is None:
        return rows, 26
    regular = re.search(rb"<" + p + rb'c(?! r=")[ >]', xml) is None
    cell = rb"<" + p + (rb'c r="' if regular else rb'c [^>]*?\br="')
    columns = max(map(column_index, set(re.findall(cell + rb"([A-Z]{1,3})", xml))), default=-1) + 1
    digits = rb"(\d{1,8})" if columns > 256 else rb"(\d{6,8})"
    depth = max(map(int, re.findall(cell + rb"[A-Z]{1,3}" + digits + rb'"', xml)), default=0)
    if not regular:
        columns = max(columns, min(_bare(xml, p), 16_384))
        rows = max(rows, len(re.findall(rb"<" + p + rb"row[ >]", xml)))
    return max(rows, depth), columns


def _bare(xml: bytes, p: bytes) -> int:
    """Cells without a reference, in the row that has most of them."""
    bare = re.compile(rb"<" + p + rb"c(?=[ >])(?![^>]*\br=)")
    return max((len(bare.findall(row)) for row in xml.split(b"</" + p + b"row>")), default=0)


def column_index(letters: bytes) -> int:
    """Return the number of a column from its letters, from 0: A is 0, AA is 26."""
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number - 1


def _hidden_columns(head: bytes, p: bytes) -> frozenset[int]:
    found: set[int] = set()
    for tag in re.findall(rb"<" + p + rb"col [^>]*>", head.partition(b"<" + p + b"sheetData")[0]):
        low, high = (re.search(rb'\b%s="(\d+)"' % key, tag) for key in (b"min", b"max"))
        if low and high and re.search(rb'\bhidden="(?:1|true)"', tag):
            found.update(range(int(low[1]) - 1, min(int(high[1]), 16_384)))
    return frozenset(found)


def _cells(xml: bytes, p: bytes, condition: bytes) -> list[tuple[int, int]]:
    pattern = rb"<" + p + rb"c " + condition + rb'[^>]*?\br="([A-Z]{1,3})(\d{1,7})"'
    return [(int(row), column_index(letters)) for letters, row in re.findall(pattern, xml)]


def _uncached(xml: bytes, p: bytes) -> list[tuple[int, int]]:
    """Formulas without a stored result; an empty text (`t="str"`) is a result."""
    formula = rb"<" + p + rb"f(?:/>|[^>]*/>|(?: [^>]*)?>[^<]*</" + p + rb"f>)\s*"
    nothing = rb"(?:</" + p + rb"c>|<" + p + rb"v\s*/>|<" + p + rb"v></" + p + rb"v>)"
    head = rb"<" + p + rb'c (?![^>]*\bt="str")[^>]*?\br="([A-Z]{1,3})(\d{1,7})"[^>]*>\s*'
    found = re.findall(head + formula + nothing, xml)
    return [(int(row), column_index(letters)) for letters, row in found]


def _styled(xml: bytes, p: bytes, styles: set[int]) -> dict[tuple[int, int], np.ndarray]:
    """Cells of some styles that hold a number; programs write r before s, few the other way round."""
    indexes = b"|".join(str(s).encode() for s in sorted(styles))
    number = rb"(?:[ ]t=\"n\")?>"
    pattern = rb"<" + p + rb'c r="([A-Z]{1,3})(\d{1,7})" (?:t="n" )?s="(' + indexes + rb')"' + number
    found = re.findall(pattern, xml)
    if not found:
        condition = rb'(?=[^>]*\br="([A-Z]{1,3})(\d{1,7})")(?![^>]*\bt="(?!n"))(?![^>]*/>)'
        found = re.findall(rb"<" + p + rb"c " + condition + rb'[^>]*\bs="(' + indexes + rb')"', xml)
    rows: dict[tuple[bytes, bytes], list[bytes]] = {}
    for name, row, style in found:
        rows.setdefault((name, style), []).append(row)
    return {
        (column_index(name), int(style)): np.array(where, dtype="S7").astype("int64")
        for (name, style), where in rows.items()
    }
