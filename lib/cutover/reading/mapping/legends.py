"""Legends below a report: `St: P paid, D denied, S sent` says what the letters in its column St mean."""

from __future__ import annotations

import re
from dataclasses import replace

from cutover.columns import TEXT
from cutover.reading.files.header import normal
from cutover.reading.files.sheet import Sheet

_LINE = re.compile(r"\s*([^\W_][\w .#/&'-]{0,40}?)\s*[:=]\s*(\S.*)")
_MEANS = re.compile(r"([A-Za-z0-9]{1,3})\s*(?:[=:–-]\s*|\s)(.*[^\W\d_]{2}.*)")
_LEAST = 2  # letters with a meaning: one may be any sentence


def with_legends(sheet: Sheet) -> Sheet:
    """Return a table with what its legends say behind the letters that they explain: `P` becomes `P (paid)`.

    A legend is a line that is no data, begins with the name of a column, and gives short values of it a meaning.
    """
    frame = sheet.frame
    names = {normal(name): name for name in sheet.columns}
    changed = {}
    for text in sheet.set_aside["text"]:
        found = _LINE.fullmatch(str(text))
        column = found and names.get(normal(found[1]))
        if found is None or not column or column in changed:
            continue
        meant = _meant(found[2])
        values = frame[column].dropna()
        known = values.str.strip().str.upper().isin(meant)
        if len(meant) >= _LEAST and known.any():
            said = values.where(~known, values + " (" + values.str.strip().str.upper().map(meant) + ")")
            changed[column] = said.reindex(frame.index).astype(TEXT)
    return replace(sheet, frame=frame.assign(**changed)) if changed else sheet


def _meant(text: str) -> dict[str, str]:
    """The letters of a legend and what they mean; nothing where one part of it is no such pair."""
    parts = [part.strip() for part in re.split(r"[,;|]", text) if part.strip()]
    pairs = [_MEANS.fullmatch(part) for part in parts]
    return {pair[1].upper(): pair[2].strip() for pair in pairs if pair} if all(pairs) else {}
