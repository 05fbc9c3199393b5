"""The 835 as tables: payments, claims, service lines, adjustments, provider adjustments, and what is unread.

Read in chunks; in each chunk a table's rows are found by their first segment (ST, CLP, SVC, CAS, PLB) and
its columns by the segments that follow. Envelopes and balances come at the end, when all rows are known.
"""

from __future__ import annotations

import mmap
from dataclasses import dataclass
from pathlib import Path
from typing import cast

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from cutover.columns import conform
from cutover.errors import InputError
from cutover.reading.era import segments as layout
from cutover.reading.era import tables
from cutover.reading.era.adjustments import add_adjustments, add_provider_adjustments
from cutover.reading.era.balances import add_balances
from cutover.reading.era.columns import Filling, listed
from cutover.reading.era.control import add_envelopes, unclosed_rows
from cutover.reading.era.disguised import FORMS, disguise, spoilt
from cutover.reading.era.doubts import add_doubts
from cutover.reading.era.envelopes import Envelopes
from cutover.reading.era.kind import kind_of
from cutover.reading.era.loops import Places, Position, is_empty, places
from cutover.reading.era.segments import Loop
from cutover.reading.era.table_builder import Growing, constant
from cutover.reading.era.unread import Aside
from cutover.reading.x12 import chunks as x12
from cutover.reading.x12 import values as x12_values
from cutover.reading.x12.segments import Picked, Segments, code, in_capitals
from cutover.reading.x12.values import Values

__all__ = ["Remittance", "kind_of", "read_era", "read_era_file"]

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


def read_era_file(path: Path, source_file: str) -> Remittance:
    """Read every 835 of a file on disk as `read_era` does; its bytes never are in memory as a whole."""
    with path.open("rb") as file:
        if not path.stat().st_size:  # nothing cannot be mapped
            return read_era(b"", source_file)
        mapped = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
        return read_era(cast(x12.FileBytes, mapped), source_file)


def read_era(data: x12.FileBytes, source_file: str, chunk: int = x12.CHUNK) -> Remittance:
    """Read every 835 of a file; `chunk` is about how many bytes are worked on at a time.

    Damage is a row of `unread` and the rest still counts. Raises InputError where nothing in the file is X12, and
    where another program packed or rewrote it.
    """
    data = x12.decoded(data)
    growing = {name: Growing(contract) for name, contract in tables.REMITTANCE.items()}
    envelopes, so_far = Envelopes(), Position()
    for segments in x12.chunks(data, _CUT_BEFORE, chunk):
        _read_chunk(segments, so_far, growing, envelopes)
    _refuse(data, source_file, spoilt(data) if so_far.payments else disguise(data))
    if not len(envelopes.rows("ISA")) and not len(envelopes.rows("ST")):
        found = "an empty file" if not data[:].strip(b" \r\n\t\0") else "no ISA, GS or ST segment"
        raise InputError(
            source_file, found, "Fetch the file again from where it came; an 835 begins with ISA."
        )
    return _completed(growing, envelopes, so_far.segments + 1, source_file)


def _refuse(data: x12.FileBytes, source_file: str, form: str | None) -> None:
    """Raise where an 835 is packed or was rewritten by another program."""
    if form:
        raise InputError(source_file, *FORMS[form])


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
    _name_odd_bytes(aside)
    aside.rest()
    growing["unread"].add(*aside.columns())


def _name_odd_bytes(aside: Aside) -> None:
    """Say where a control character stands in an element, and where one file separates components in two ways."""
    for reason, (rows, numbers) in (
        ("control character", aside.segments.controls()),
        ("another separator", aside.segments.odd_separators()),
    ):
        for number in np.unique(numbers):
            here = rows[numbers == number]
            aside.elements(here, int(number), reason) if number else aside.missing(here, reason)


def _without_cut_ends(segments: Segments) -> np.ndarray:
    """Take segments that the end of the file cuts out of reading; a closing envelope may be unterminated."""
    closers = [code(name) for name in ("SE", "GE", "IEA")]
    cut = segments.cut[~np.isin(segments.codes[segments.cut], closers)]
    segments.leave_out(cut)
    return cut


def _leave_structure(segments: Segments, where: Places, aside: Aside, cut: np.ndarray) -> None:
    """Account for what holds no data: envelopes, LX, empty segments, transactions of other kinds."""
    aside.whole(cut, "cut")
    aside.used |= where.loop == Loop.OTHER
    for name in layout.ENVELOPE:
        aside.used[segments.named(name)] = True
    for name in layout.STRUCTURE:
        aside.used[aside.named(name, (Loop.NUMBER,))] = True
    aside.used[is_empty(segments)] = True
    others = aside.named("ST", (Loop.OTHER,))
    aside.transactions(others[~np.isin(others, where.damaged)])
    aside.elements(where.damaged, 1, "damaged ST01")
    aside.missing(where.again, "second BPR")
    aside.missing(aside.named("CLP", (Loop.OTHER,)), "out of place")
    aside.whole(aside.named("TA1", (Loop.NONE,)), "not an 835")


def _add_payments(table: Growing, aside: Aside, base: Position) -> None:
    where, anchors = aside.places, aside.places.opens
    filling = Filling(aside, tables.PAYMENTS, anchors, where.payment - base.payments)
    filling.fill(layout.PAYMENT_SOURCES)
    if len(anchors):
        _fill_payee(filling)
        add_doubts(filling)
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
    aside.others(segments.picked(payee[payee >= 0]), {1, 2, 3, 4}, "N1")
    aside.others(segments.picked(tax_id[tax_id >= 0]), {1, 2}, "REF")
    filling.put("payee_name", payee, 2, *filling.spans(payee, 2))
    kind = in_capitals(segments.packed(*filling.spans(payee, 3)))
    is_npi, is_tin = kind == code("XX"), kind == code("FI")
    begins, ends = filling.spans(payee, 4)
    aside.elements(payee[(payee >= 0) & ~is_npi & ~is_tin & (ends > begins)], 3, "no column")
    aside.elements(payee[(payee >= 0) & ~is_npi & ~is_tin & (ends > begins)], 4, "no column")
    filling.put("payee_npi", payee, 4, begins, np.where(is_npi, ends, begins))
    is_tin &= ends > begins
    other_begins, other_ends = filling.spans(tax_id, 2)
    both = np.flatnonzero(is_tin & (tax_id >= 0))
    for row in both:
        mine, other = (
            segments.text[begins[row] : ends[row]],
            segments.text[other_begins[row] : other_ends[row]],
        )
        same = mine.replace(b"-", b"") == other.replace(b"-", b"")
        aside.elements(tax_id[row : row + 1], 2, "repeated" if same else "another name")
    begins, ends = np.where(is_tin, begins, other_begins), np.where(is_tin, ends, other_ends)
    filling.put("payee_tin", payee, 4, begins, ends)


def _add_claims(table: Growing, aside: Aside, base: Position) -> None:
    where = aside.places
    anchors = aside.named("CLP", (Loop.CLAIM,))
    filling = Filling(aside, tables.CLAIMS, anchors, where.claim - base.claims)
    remarks = _claim_remarks(filling)
    filling.fill(layout.CLAIM_SOURCES)
    keys = {"claim_id": where.claim[anchors], "payment_id": where.payment[anchors]}
    table.add(len(anchors), {**keys, **remarks, **filling.columns})


def _claim_remarks(filling: Filling) -> dict[str, pa.Array]:
    """Return the remark codes of MIA, MOA and LQ of each claim, in this order, as one column."""
    texts, owners = [], []
    for name, elements in layout.REMARKS.items():
        rows = filling.aside.named(name, (Loop.CLAIM,))
        at, first = np.unique(filling.row_of[rows], return_index=True)  # the first of several counts
        picked = filling.segments.picked(rows[first])
        spans = [picked.span(n) for n in elements if n <= picked.longest]
        texts += [x12_values.texts(filling.segments.text, *span) for span in spans]
        owners += [at] * len(spans)
    lists = _remark_lists(filling.aside, Loop.CLAIM)
    if len(lists.rows):
        texts.append(x12_values.texts(filling.segments.text, *lists.span(2)))
        owners.append(filling.row_of[lists.rows])
    if not texts:
        return {}
    order = np.argsort(np.concatenate(owners), kind="stable")
    found = pa.concat_arrays(texts).take(pa.array(order))
    return {"remark_codes": listed(found, np.concatenate(owners)[order], len(filling.anchors))}


def _add_services(table: Growing, aside: Aside, base: Position) -> None:
    where, segments = aside.places, aside.segments
    anchors = aside.named("SVC", (Loop.SERVICE,))
    filling = Filling(aside, tables.SERVICES, anchors, where.service - base.services)
    filling.fill(layout.SERVICE_SOURCES)
    for element, columns in layout.PROCEDURES.items():
        begins, ends = segments.elements(anchors, element)
        if (begins == ends).all():
            continue
        *spans, (left, right) = segments.components(begins, ends, len(columns) + 1)
        for column, span in zip(columns, spans, strict=True):
            filling.put(column, anchors, element, *span)
        if element == 1:  # SVC01
            aside.elements(anchors[spans[1][0] == spans[1][1]], element, "not a code")
        aside.elements(anchors[(right > left) | (right < ends)], element, "no column")
    keys = {name: getattr(where, name.removesuffix("_id"))[anchors] for name in _SERVICE_KEYS}
    table.add(len(anchors), {**keys, **_line_remarks(filling), **filling.columns})


_SERVICE_KEYS = ("service_id", "claim_id", "payment_id")


def _line_remarks(filling: Filling) -> dict[str, pa.Array]:
    """Return the remark codes of the LQ segments of each line, in order, as one column."""
    lists = _remark_lists(filling.aside, Loop.SERVICE)
    if not len(lists.rows):
        return {}
    found = x12_values.texts(filling.segments.text, *lists.span(2))
    return {"remark_codes": listed(found, filling.row_of[lists.rows], len(filling.anchors))}


def _remark_lists(aside: Aside, loop: Loop) -> Picked:
    """Return the LQ of remark codes in a loop; they are accounted for."""
    rows, segments = aside.named("LQ", (loop,)), aside.segments
    rows = rows[np.isin(segments.qualifiers(rows), [code(name) for name in layout.REMARK_LISTS])]
    aside.used[rows] = True
    picked = segments.picked(rows)
    aside.others(picked, {1, 2}, "LQ")
    return picked


def _equals(texts: pa.Array | pa.ChunkedArray, value: str) -> np.ndarray:
    return pc.fill_null(pc.equal(texts, value), False).to_numpy(zero_copy_only=False)


def _completed(growing: dict[str, Growing], envelopes: Envelopes, end: int, source_file: str) -> Remittance:
    """Return the tables with envelopes, balances and origin."""
    unclosed = add_envelopes(growing["payments"], envelopes, end)
    add_balances(growing)
    _number_interchanges(growing["unread"], envelopes)
    starts = growing["payments"].numbers("source_row").values
    for table in growing.values():
        table.put(source_file=constant(source_file, table.rows))
    frames = {name: growing.pop(name).frame() for name in list(growing)}
    if any(map(len, unclosed.values())):
        lost = unclosed_rows(envelopes, unclosed, starts).assign(source_file=source_file)
        frames["unread"] = pd.concat([frames["unread"], conform(lost, tables.UNREAD)])
        frames["unread"] = frames["unread"].sort_values("byte", kind="stable", ignore_index=True)
    return Remittance(**frames)


def _number_interchanges(unread: Growing, envelopes: Envelopes) -> None:
    number = envelopes.interchange(unread.numbers("source_row").values)
    absent = number.absent | _equals(unread.text("reason"), "outside an interchange")
    unread.put(interchange=Values(number.values, absent, absent))
