"""The 835 as tables: payments, claims, service lines, adjustments, provider adjustments, and what is unread.

Read in chunks; in each chunk a table's rows are found by their first segment (ST, CLP, SVC, CAS, PLB) and
its columns by the segments that follow. Envelopes and balances come at the end, when all rows are known.
"""

from __future__ import annotations

from dataclasses import dataclass, fields

import numpy as np
import pandas as pd
import pyarrow as pa

from cutover.columns import conform, empty
from cutover.errors import InputError
from cutover.reading import era_segments as layout
from cutover.reading import tables, x12, x12_values
from cutover.reading.columnar import Growing, constant, text_column
from cutover.reading.era_adjustments import add_adjustments, add_provider_adjustments
from cutover.reading.era_balances import with_balances, with_envelopes
from cutover.reading.era_columns import Filling, joined, listed
from cutover.reading.era_envelopes import Envelopes
from cutover.reading.era_kind import kind_of
from cutover.reading.era_loops import Places, Position, is_empty, places
from cutover.reading.era_segments import Loop
from cutover.reading.era_unread import Aside
from cutover.reading.x12 import Segments, code
from cutover.reading.x12_values import Values

__all__ = ["READER_VERSION", "Remittance", "kind_of", "read_era"]

READER_VERSION = "1"
_CUT_BEFORE = ("ST", "CLP")


@dataclass(frozen=True)
class Remittance:
    """The tables of one content; columns and dtypes as in `tables.REMITTANCE`."""

    payments: pd.DataFrame
    claims: pd.DataFrame
    services: pd.DataFrame
    adjustments: pd.DataFrame
    provider_adjustments: pd.DataFrame
    unread: pd.DataFrame


def read_era(data: bytes, source_file: str, chunk: int = x12.CHUNK) -> Remittance:
    """Read every 835 of a file; `chunk` is about how many bytes are worked on at a time.

    Damage is a row of `unread` and the rest still counts. Raises InputError where nothing in the file is X12.
    """
    data = x12.decoded(data)
    growing = {name: Growing(contract) for name, contract in tables.REMITTANCE.items()}
    envelopes, so_far = Envelopes(), Position()
    for segments in x12.chunks(data, _CUT_BEFORE, chunk):
        _read_chunk(segments, so_far, growing, envelopes)
    if not len(envelopes.rows("ISA")) and not len(envelopes.rows("ST")):
        found = "an empty file" if not data.strip(b" \r\n\t\0") else "no ISA, GS or ST segment"
        raise InputError(
            source_file, found, "Fetch the file again from where it came; an 835 begins with ISA."
        )
    frames = {name: table.frame() for name, table in growing.items()}
    return _completed(frames, envelopes, so_far.segments + 1, source_file)


def _read_chunk(
    segments: Segments, so_far: Position, growing: dict[str, Growing], envelopes: Envelopes
) -> None:
    """Read one chunk into the growing tables."""
    base = Position(so_far.segments, so_far.payments, so_far.claims, so_far.services)
    cut = _without_cut_ends(segments)
    where = places(segments, so_far)
    aside = Aside(segments, where)
    _leave_structure(segments, where, aside, cut)
    envelopes.add(segments, where, aside)
    _add_payments(growing["payments"], aside, base)
    _add_claims(growing["claims"], aside, base)
    _add_services(growing["services"], aside, base)
    add_adjustments(growing["adjustments"], aside)
    add_provider_adjustments(growing["provider_adjustments"], aside)
    aside.rest()
    growing["unread"].add(*aside.columns())


def _without_cut_ends(segments: Segments) -> np.ndarray:
    """Take segments that the end of the file cuts out of reading; a closing envelope may be unterminated."""
    closers = [code(name) for name in ("SE", "GE", "IEA")]
    cut = segments.cut[~np.isin(segments.codes[segments.cut], closers)]
    segments.codes[cut] = -2
    return cut


def _leave_structure(segments: Segments, where: Places, aside: Aside, cut: np.ndarray) -> None:
    """Account for what holds no data: envelopes, LX, empty segments, transactions of other kinds."""
    aside.whole(cut, "cut")
    aside.used |= where.loop == Loop.OTHER
    aside.used |= np.isin(segments.codes, [code(name) for name in layout.ENVELOPE])
    aside.used |= np.isin(segments.codes, [code(name) for name in layout.STRUCTURE]) & (
        where.loop == Loop.NUMBER
    )
    aside.used |= is_empty(segments)
    aside.transactions(np.flatnonzero((segments.codes == code("ST")) & (where.loop == Loop.OTHER)))
    aside.whole(np.flatnonzero((segments.codes == code("TA1")) & (where.loop == Loop.NONE)), "not an 835")


def _add_payments(table: Growing, aside: Aside, base: Position) -> None:
    where, anchors = aside.places, np.flatnonzero(aside.places.opens)
    filling = Filling(aside, tables.PAYMENTS, anchors, where.payment - base.payments)
    filling.fill(layout.PAYMENT_SOURCES)
    if len(anchors):
        _fill_payee(filling)
    columns = filling.columns
    if "credit_debit" in columns and "paid_cents" in columns:
        paid, is_debit = columns["paid_cents"], _equals(columns["credit_debit"], "D")
        columns["paid_cents"] = Values(
            np.where(is_debit, -np.abs(paid.values), paid.values), paid.absent, paid.bad
        )
    table.add(len(anchors), {"payment_id": where.payment[anchors], **columns})


def _fill_payee(filling: Filling) -> None:
    """Fill the payee: N104 goes by its qualifier; a Tax ID in REF*TJ counts where N104 holds none."""
    segments, aside = filling.segments, filling.aside
    payee = filling.holders([layout.PAYEE])
    tax_id = filling.holders([layout.PAYEE_TAX_ID])
    aside.others(payee[payee >= 0], {1, 2, 3, 4})
    aside.others(tax_id[tax_id >= 0], {1, 2})
    filling.put("payee_name", payee, 2, *filling.spans(payee, 2))
    kind = segments.packed(*filling.spans(payee, 3))
    is_npi, is_tin = kind == code("XX"), kind == code("FI")
    begins, ends = filling.spans(payee, 4)
    aside.elements(payee[(payee >= 0) & ~is_npi & ~is_tin & (ends > begins)], 3, "no column")
    aside.elements(payee[(payee >= 0) & ~is_npi & ~is_tin & (ends > begins)], 4, "no column")
    filling.put("payee_npi", payee, 4, begins, np.where(is_npi, ends, begins))
    is_tin &= ends > begins
    aside.elements(tax_id[is_tin & (tax_id >= 0)], 2, "repeated")
    other_begins, other_ends = filling.spans(tax_id, 2)
    begins, ends = np.where(is_tin, begins, other_begins), np.where(is_tin, ends, other_ends)
    filling.put("payee_tin", payee, 4, begins, ends)


def _add_claims(table: Growing, aside: Aside, base: Position) -> None:
    where = aside.places
    anchors = np.flatnonzero((aside.segments.codes == code("CLP")) & (where.loop == Loop.CLAIM))
    filling = Filling(aside, tables.CLAIMS, anchors, where.claim - base.claims)
    remarks = _claim_remarks(filling)
    filling.fill(layout.CLAIM_SOURCES)
    keys = {"claim_id": where.claim[anchors], "payment_id": where.payment[anchors]}
    table.add(len(anchors), {**keys, **remarks, **filling.columns})


def _claim_remarks(filling: Filling) -> dict[str, pa.Array]:
    """Return the remark codes of MIA and MOA of each claim, in order, as one column."""
    parts = []
    for segment, elements in layout.REMARKS.items():
        rows = np.flatnonzero((filling.segments.codes == code(segment)) & (filling.places.loop == Loop.CLAIM))
        if not len(rows):
            continue
        held = np.full(len(filling.anchors), -1, np.int64)
        held[filling.row_of[rows[::-1]]] = rows[::-1]  # the first of several counts
        parts += [x12_values.texts(filling.segments.text, *filling.spans(held, n)) for n in elements]
    return {"remark_codes": joined(parts)} if parts else {}


def _add_services(table: Growing, aside: Aside, base: Position) -> None:
    where, segments = aside.places, aside.segments
    anchors = np.flatnonzero((segments.codes == code("SVC")) & (where.loop == Loop.SERVICE))
    filling = Filling(aside, tables.SERVICES, anchors, where.service - base.services)
    filling.fill(layout.SERVICE_SOURCES)
    for element, columns in layout.PROCEDURES.items():
        begins, ends = segments.elements(anchors, element)
        for number, column in enumerate(columns, start=1):
            filling.put(column, anchors, element, *segments.components(begins, ends, number))
        left, right = segments.components(begins, ends, len(columns) + 1)
        aside.elements(anchors[(right > left) | (right < ends)], element, "no column")
    keys = {name: getattr(where, name.removesuffix("_id"))[anchors] for name in _SERVICE_KEYS}
    table.add(len(anchors), {**keys, **_line_remarks(filling), **filling.columns})


_SERVICE_KEYS = ("service_id", "claim_id", "payment_id")


def _line_remarks(filling: Filling) -> dict[str, pa.Array]:
    """Return the remark codes of the LQ segments of each line, in order, as one column."""
    segments, aside = filling.segments, filling.aside
    rows = np.flatnonzero((segments.codes == code("LQ")) & (filling.places.loop == Loop.SERVICE))
    rows = rows[np.isin(segments.qualifiers(rows), [code(name) for name in layout.LINE_REMARKS])]
    if not len(rows):
        return {}
    aside.used[rows] = True
    aside.others(rows, {1, 2})
    found = x12_values.texts(segments.text, *segments.elements(rows, 2))
    return {"remark_codes": listed(found, filling.row_of[rows], len(filling.anchors))}


def _equals(texts: pa.Array, value: str) -> np.ndarray:
    return np.asarray(texts.to_numpy(zero_copy_only=False) == value, bool)


def _completed(
    frames: dict[str, pd.DataFrame], envelopes: Envelopes, end: int, source_file: str
) -> Remittance:
    """Return the tables with envelopes, balances and origin."""
    frames["payments"], unclosed = with_envelopes(frames["payments"], envelopes, end)
    with_balances(*(frames[name] for name in list(frames)[:5]))
    frames["unread"] = _with_unclosed(frames["unread"], envelopes, unclosed, frames["payments"])
    for name, frame in frames.items():
        frame["source_file"] = text_column(constant(source_file, len(frame)))
        frames[name] = conform(frame, tables.REMITTANCE[name])
    return Remittance(**{field.name: frames[field.name] for field in fields(Remittance)})


def _with_unclosed(
    unread: pd.DataFrame, envelopes: Envelopes, unclosed: dict, payments: pd.DataFrame
) -> pd.DataFrame:
    """Return `unread` with a row for each ST, GS and ISA that is never closed, and with interchanges."""
    starts = payments["source_row"].to_numpy(np.int64)
    lost = [unread]
    for name, rows in unclosed.items():
        frame = empty(tables.UNREAD).reindex(range(len(rows)))
        at = np.searchsorted(envelopes.rows(name), rows)
        frame["segment"], frame["reason"], frame["source_row"] = name, "cut", rows
        frame["byte"] = envelopes.positions(name)[at]
        if name == "ST":
            frame["payment_id"] = np.searchsorted(starts, rows)
        lost.append(conform(frame, tables.UNREAD))
    if any(len(rows) for rows in unclosed.values()):
        unread = pd.concat(lost).sort_values("byte", kind="stable", ignore_index=True)
    outside = (unread["reason"] == "outside an interchange").to_numpy(bool)
    number = pd.Series(envelopes.interchange(unread["source_row"].to_numpy(np.int64)), index=unread.index)
    return unread.assign(interchange=number.mask(outside))
