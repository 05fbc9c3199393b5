"""Which procedures the rows of a claim report were billed with, and with which modifiers.

A row without a modifier says something only where its report has modifiers at all: in a column of theirs, or behind the
procedures in one cell (`98941-AT`). Where it is not sure to which procedure a modifier belongs, nothing is told.
"""

from __future__ import annotations

import re

import pandas as pd

# the columns of procedures, and the modifier column of the same number
PROCEDURES = {
    "procedure_code": "modifier", "procedure_code_1": "modifier", "procedure_code_2": "modifier_2",
    "procedure_code_3": "modifier_3", "procedure_code_4": "modifier_4",
}  # fmt: skip
MODIFIERS = ("modifier", "modifier_2", "modifier_3", "modifier_4")
_CODE = re.compile(r"\d{5}|\d{4}[A-Z]|[A-Z]\d{4}")
_MARK = re.compile(r"[2-9]\d|[A-Z][A-Z0-9]|[1-9][A-WYZ]")  # not `01` or `X2`, which may be units
_UNITS = re.compile(r"X\d")
_BETWEEN = re.compile(r"[^A-Z0-9]+")


def procedures(found: pd.DataFrame, used: dict[str, str], columns: list[str]) -> pd.Series:
    """Return the procedures of each row with their modifiers, such as `98941-AT 97110`; null where nothing tells.

    `found` are the rows as mapped, `used` the column of each field, `columns` those of the table in their order. Each
    procedure is once in a row. One whose modifiers the report does not tell is left out; so is a whole cell that holds
    anything else.
    """
    codes, marks = ([key for key in keys if key in used] for keys in (PROCEDURES, MODIFIERS))
    nothing = pd.Series(None, found.index, dtype="str")
    if not codes:
        return nothing
    read = {key: {text: _read(text) for text in found[key].dropna().unique()} for key in codes}
    within = {key: any(inside for cell in read[key].values() for _, inside in cell) for key in codes}
    if not marks and not any(within.values()):
        return nothing
    of, names = _belonging(codes, marks, used, columns), [*codes, *marks]
    known: dict[tuple, str | None] = {}
    for texts in found[names].fillna("").drop_duplicates().itertuples(index=False, name=None):
        said = dict(zip(names, texts, strict=True))
        known[texts] = _row([(read[c].get(said[c], []), [said[m] for m in of[c]], within[c]) for c in codes])
    rows = found[names].fillna("").itertuples(index=False, name=None)
    return pd.Series([known[texts] for texts in rows], found.index, dtype="str")


def every_procedure(found: pd.DataFrame, used: dict[str, str], columns: list[str]) -> pd.Series:
    """Return the procedures as `procedures`, those whose modifiers nothing tells without any; null where none is."""
    told = procedures(found, used, columns)
    codes = [key for key in PROCEDURES if key in used]
    if not codes or told.notna().all():
        return told
    cells = {
        text: [code for code, _ in _read(text)] for key in codes for text in found[key].dropna().unique()
    }
    rows = found[codes].itertuples(index=False, name=None)
    bare = [" ".join(dict.fromkeys(code for text in row for code in cells.get(text, []))) for row in rows]
    return told.fillna(pd.Series([text or None for text in bare], found.index, dtype="str"))


def codes_of(told: str) -> str:
    """Return the codes alone of the procedures of a row, in order: `27447-LT 20610` is `20610 27447`."""
    return " ".join(sorted({one.partition("-")[0] for one in told.split()}))


def marks_of(procedure: str) -> tuple[str, frozenset[str]]:
    """Return a procedure of `procedures` and its modifiers."""
    code, *marks = procedure.split("-")
    return code, frozenset(marks)


def _belonging(
    codes: list[str], marks: list[str], used: dict[str, str], columns: list[str]
) -> dict[str, list[str]]:
    """The modifier columns of each procedure column: all of the only one, else those between it and the next.

    Where the modifiers of several procedures all stand behind the last one, each belongs to the one of its number.
    """
    if len(codes) == 1:
        return {codes[0]: marks}
    place = {key: columns.index(used[key]) for key in (*codes, *marks)}
    ordered = sorted(codes, key=lambda key: place[key])
    before = {mark: [code for code in ordered if place[code] < place[mark]] for mark in marks}
    if marks and all(len(left) == len(codes) for left in before.values()):
        same = [PROCEDURES[code] for code in ordered] == marks
        return {code: [PROCEDURES[code]] if same else [] for code in codes}
    if any(not left for left in before.values()):
        return {code: [] for code in codes}
    return {code: [mark for mark in marks if before[mark][-1] == code] for code in codes}


def _row(cells: list[tuple[list, list[str], bool]]) -> str | None:
    """The procedures of one row: of each column those of its cell, the texts of its modifiers, and whether cells have
    modifiers of their own."""
    told: list[str] = []
    for cell, beside, within in cells:
        own = [_marks(text) for text in beside]
        if not (beside or within) or None in own:
            continue
        marks = frozenset().union(*(one for one in own if one))
        if marks and len(cell) > 1:
            continue  # of several procedures in one cell it is not told which one bears it
        told += ["-".join([code, *sorted(inside | marks)]) for code, inside in cell]
    return " ".join(dict.fromkeys(told)) or None


def _read(text: str) -> list[tuple[str, frozenset[str]]]:
    """The procedures of a cell with the modifiers behind each; empty where it holds anything else."""
    made: list[tuple[str, set[str]]] = []
    for word in filter(None, _BETWEEN.split(text.upper())):
        if _CODE.fullmatch(word):
            made.append((word, set()))
        elif made and _is_mark(word):
            made[-1][1].add(word)
        else:
            return []
    return [(code, frozenset(marks)) for code, marks in made]


def _marks(text: str) -> frozenset[str] | None:
    """The modifiers of a cell of modifiers, None where it holds anything else."""
    words = [word for word in _BETWEEN.split(text.upper()) if word]
    if len(words) == 1 and len(words[0]) in (4, 6, 8):
        words = [words[0][at : at + 2] for at in range(0, len(words[0]), 2)]
    return frozenset(words) if all(map(_is_mark, words)) else None


def _is_mark(word: str) -> bool:
    return _MARK.fullmatch(word) is not None and _UNITS.fullmatch(word) is None
