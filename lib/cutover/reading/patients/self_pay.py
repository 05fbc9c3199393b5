"""Who pays alone by a column beside the insurance: a class such as `CASH`, or a flag under a header that says so."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd

from cutover.columns import TEXT
from cutover.reading.mapping.header_words import words_of
from cutover.reading.patients.table import PatientTable
from cutover.reading.patients.words import is_self_pay, known, plain

_MOSTLY = 0.9  # share of those who pay alone of whom the same row may name no payer


def marks(table: PatientTable) -> pd.Series:
    """Return for each row of a table the mark that its patient pays alone, null where there is none or an insurance is.

    A column counts that goes nowhere, and of which those who pay alone have no insurance: payments in cash are no such
    mark. Beside them its values say who is insured, or its header is one of classes of payers. A yes under a header
    for it is a mark too.
    """
    found, insured = pd.Series(None, index=table.sheet.frame.index, dtype=TEXT), _insured(table)
    for column in _marked(table, insured).values():
        found = found.fillna(column)
    return found.mask(insured)


def with_use_told(table: PatientTable) -> PatientTable:
    """Return a table of which a column that marks who pays alone is said to be read as such."""
    marked = _marked(table, _insured(table))
    if not marked:
        return table
    unmapped = table.crosswalk.unmapped
    why = unmapped["why"].mask(
        unmapped["source_column"].isin(marked), "it is read as a mark of who pays alone"
    )
    return replace(table, crosswalk=replace(table.crosswalk, unmapped=unmapped.assign(why=why)))


def _marked(table: PatientTable, insured: pd.Series) -> dict[str, pd.Series]:
    """The marks of each column that goes nowhere and has any."""
    headers = table.crosswalk.unmapped["source_column"] if table.is_used and table.has_people else ()
    frame = table.sheet.frame
    found = {h: _of_column(h, frame[h].astype("str"), insured) for h in headers if h in frame}
    return {header: column for header, column in found.items() if column.notna().any()}


def _insured(table: PatientTable) -> pd.Series:
    """Which rows have something of a first coverage."""
    used, frame = table.crosswalk.used, table.sheet.frame
    columns = [column for key, column in used.items() if key.startswith("primary_") and column in frame]
    return frame[columns].notna().any(axis=1)


def _of_column(header: str, cells: pd.Series, insured: pd.Series) -> pd.Series:
    """The marks of one column; none where too many of those whom it marks have an insurance."""
    own = _marks(words_of(header), header, cells)
    alone = int((own.notna() & ~insured).sum())
    return own if alone and alone >= _MOSTLY * int(own.notna().sum()) else own.mask(own.notna())


def _marks(words: str, header: str, cells: pd.Series) -> pd.Series:
    none = pd.Series(None, index=cells.index, dtype=TEXT)
    said = cells.dropna()
    said = said[said.str.strip().ne("")]
    values = {text: plain(text) for text in said.unique()}
    told, flags = set(values.values()), known().flags_yes | known().flags_no
    if words in {words_of(one) for one in known().self_pay_flags}:
        yes = [text for text, value in values.items() if value in known().flags_yes]
        return none.mask(cells.isin(yes), header) if told <= flags else none
    alone = [
        text for text, value in values.items() if value not in known().self_pay_unsure and is_self_pay(text)
    ]
    others = {value for text, value in values.items() if text not in alone}
    is_class = words in {words_of(one) for one in known().payer_classes}
    if not alone or not (is_class or (others and others <= known().insured)):
        return none
    return cells.where(cells.isin(alone)).astype(TEXT)
