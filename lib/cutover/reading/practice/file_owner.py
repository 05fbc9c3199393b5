"""Whose a file is: the NPIs, Tax IDs and names in it, held against this practice and the client's others."""

from __future__ import annotations

import re

import pandas as pd

from cutover.identifiers import is_npi, tin_digits
from cutover.reading.files.sheet import Sheet
from cutover.reading.practice.book import Practice
from cutover.reading.practice.file_subject import words

NPI, TIN, NAME, TITLE = "NPI", "Tax ID", "name", "title"
ROWS = "rows"  # how many rows names or other files tell to be of somebody; their value is whose they are
# the practice's own identifiers: those of who referred, ordered or pays are other people's by nature
_OTHERS = re.compile(
    r"\b(refer\w*|order\w*|pcp|primary care|supervis\w*|payer|payor|insurance|facility|purchas\w*)\b"
)
_COLUMNS = (
    (NPI, re.compile(r"\bnpi\b")),
    (TIN, re.compile(r"\b(tin|tax id|taxid|ein|federal tax|tax identification)\b")),
    (NAME, re.compile(r"^(practice|practice name|billing practice|clinic|clinic name|group name)$")),
)
ANOTHER = "another practice"
OWN, SIBLING = "own", "sibling"  # values of ROWS, as in `whose`
_TITLES = 12  # lines above a header that may name a practice
_SHORTEST = 6  # letters of a name that may be looked for inside a title
# FS_HCFA file summaries, fixed width, 0-based (two public integrations): a claim's row begins `12)`
_SUMMARY_ROW = re.compile(rb"^\s*\d+\)", re.MULTILINE)
_SUMMARY = {NPI: (135, 145), TIN: (109, 119)}
SUMMARY_DAY = (81, 91)  # TO_DOS
_X12 = (
    (NPI, re.compile(rb"NM1[*|^](?:85|1P)[*|^][^~]{0,120}?[*|^]XX[*|^](\d{10})")),
    (TIN, re.compile(rb"REF[*|^](?:EI|TJ)[*|^](\d{9})")),
)
SHAPE = {"kind": "str", "value": "str", "rows": "Int64"}


def of_sheet(sheet: Sheet) -> pd.DataFrame:
    """Return the identifiers in a table, one row per kind and value (kind, value, rows)."""
    parts = [_column(sheet.frame[name], kind) for name in sheet.columns if (kind := kind_of_header(name))]
    parts.append(pd.DataFrame({"kind": TITLE, "value": titles(sheet), "rows": 1}))
    return shape(pd.concat(parts)).groupby(["kind", "value"], as_index=False)["rows"].sum()


def titles(sheet: Sheet) -> pd.Series:
    """Return the lines above a table's header that may name a practice."""
    above = sheet.set_aside["source_row"] < (sheet.header_row or 0)
    return sheet.set_aside.loc[above, "text"].dropna().head(_TITLES)


def kind_of_header(header: str) -> str | None:
    """Return which identifier of a practice a column holds by its header, None where it holds none."""
    said = words(header)
    if _OTHERS.search(said):
        return None
    return next((kind for kind, pattern in _COLUMNS if pattern.search(said)), None)


def _column(values: pd.Series, kind: str) -> pd.DataFrame:
    counted = values.dropna().value_counts()
    return _valid(kind, {str(value): int(rows) for value, rows in counted.items()})


def _valid(kind: str, counted: dict[str, int]) -> pd.DataFrame:
    """The values that are well formed; a name is any."""
    clean = {NPI: lambda t: t if is_npi(t) else None, TIN: tin_digits}.get(kind, str.strip)
    rows = [(kind, said, n) for text, n in counted.items() if (said := clean(text.strip()))]
    return pd.DataFrame(rows, columns=list(SHAPE))


def of_summary(data: bytes) -> pd.DataFrame:
    """Return the Tax IDs and rendering NPIs of a file summary, one row per kind and value."""
    rows = summary_rows(data)
    parts = []
    for kind, (begin, end) in _SUMMARY.items():
        counted = pd.Series([row[begin:end].strip() for row in rows], dtype="str").value_counts()
        parts.append(_valid(kind, {str(k): int(n) for k, n in counted.items()}))
    return shape(pd.concat(parts))


def summary_rows(data: bytes) -> list[str]:
    """Return the claims of a file summary as lines of text."""
    lines = data.decode("latin-1").splitlines()
    return [line for line in lines if _SUMMARY_ROW.match(line.encode("latin-1"))]


def of_x12(data: bytes) -> pd.DataFrame:
    """Return the billing providers of claims or their status in X12, one row per kind and value."""
    parts = []
    for kind, pattern in _X12:
        counted = pd.Series([m[1].decode() for m in pattern.finditer(data)], dtype="str").value_counts()
        parts.append(_valid(kind, {str(k): int(n) for k, n in counted.items()}))
    return shape(pd.concat(parts))


def shape(frame: pd.DataFrame) -> pd.DataFrame:
    """Return identifiers in the columns and types that they have everywhere."""
    return frame.reindex(columns=list(SHAPE)).astype(SHAPE).reset_index(drop=True)


def owners(identifiers: pd.DataFrame, practice: Practice, others: tuple[Practice, ...]) -> pd.DataFrame:
    """Return the identifiers with `is_own`, null where it cannot be told, and `belongs_to`, slugs of others.

    A title counts where it holds a practice's name; one that names nobody is left out. An NPI or Tax ID is
    the practice's own or not only where all of the practice's own are known.
    """
    own = _marks(identifiers, practice, practice)
    rest = [(other.slug, _marks(identifiers, other, practice)) for other in others]
    belongs = ["; ".join(slug for slug, marks in rest if marks[n]) for n in range(len(identifiers))]
    theirs = identifiers["kind"].eq(ROWS) & identifiers["value"].eq(SIBLING)
    belongs = [ANOTHER if other else slugs for other, slugs in zip(theirs, belongs, strict=True)]
    told = identifiers.assign(is_own=pd.array(own, dtype="boolean"), belongs_to=belongs)
    judged = told["kind"].isin(
        [kind for kind, ids in ((NPI, practice.npis), (TIN, practice.tins), (ROWS, True)) if ids]
    )
    known = told["is_own"] | (told["belongs_to"] != "")
    told["is_own"] = told["is_own"].mask((~judged | bool(practice.problems)) & ~known)
    told = told[(told["kind"] != TITLE) | known.astype(bool)]
    return told.assign(belongs_to=told["belongs_to"].replace("", None).astype("str")).reset_index(drop=True)


def _marks(identifiers: pd.DataFrame, practice: Practice, own: Practice) -> list[bool]:
    """Of each identifier, whether it is this practice's."""
    name = folded(practice.written_name)
    said = {NPI: practice.npis, TIN: practice.tins}
    marks = []
    for kind, value in zip(identifiers["kind"], identifiers["value"], strict=True):
        if kind in said:
            marks.append(value in said[kind])
        elif kind == ROWS:
            marks.append(value == OWN and practice is own)
        elif kind == NAME:
            marks.append(bool(name) and folded(value) == name)
        else:
            marks.append(len(name) >= _SHORTEST and name in folded(value))
    return marks


def folded(name: str) -> str:
    """Return a practice's name as names are compared: letters and digits alone, without its legal form."""
    bare = re.sub(r"\b(l\.?l\.?c|p\.?c|p\.?a|inc|pllc|m\.?d|ltd|corp)\b\.?", "", name.casefold())
    return re.sub(r"[^a-z0-9]", "", bare)
