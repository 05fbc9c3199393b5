"""CAS and PLB as rows: one for each triple of a CAS, one for each pair of a PLB."""

from __future__ import annotations

import string

import numpy as np
import pyarrow as pa

from cutover.reading.era import segments as layout
from cutover.reading.era.segments import Loop
from cutover.reading.era.table_builder import Growing
from cutover.reading.era.unread import Aside
from cutover.reading.x12 import values as x12_values
from cutover.reading.x12.segments import Picked, Segments, code
from cutover.reading.x12.values import Values

_USUAL = code("CO"), code("PR")  # most groups
_CODE = 2  # characters of a group of a CAS, and of a reason of a PLB
_IN_CODES = np.array([chr(b) in string.digits + string.ascii_uppercase for b in range(256)])


def add_adjustments(table: Growing, aside: Aside) -> None:
    """Add a row for each triple of each CAS of a chunk."""
    where, segments = aside.places, aside.segments
    cas = segments.picked(aside.named("CAS", layout.CLAIMS))
    aside.used[cas.rows] = True
    aside.others(cas, set(range(1, 20)), "CAS")
    aside.elements(_no_groups(segments, cas), 1, "not a code")
    owner, triple = _repeated(cas, layout.TRIPLES, width=3)
    rows = cas.rows[owner]
    on_line = where.loop[rows] == Loop.SERVICE
    reason = 3 * triple - 1
    texts, view = segments.text, segments.bytes
    amounts = x12_values.cents(view, *segments.elements(rows, reason + 1))
    quantities = x12_values.numbers(view, *segments.elements(rows, reason + 2))
    _set_aside_at(aside, rows, reason + 1, amounts.bad, "not an amount")
    _set_aside_at(aside, rows, reason + 2, quantities.bad, "not a number")
    reason_at = segments.elements(rows, reason)
    nameless = reason_at[0] == reason_at[1]
    if nameless.any():
        empty = amounts.absent & ~amounts.bad & quantities.absent
        aside.missing(rows[nameless & empty], "no adjustment")
        _set_aside_at(aside, rows, reason, nameless & ~empty, "not a code")
    columns = {
        "payment_id": where.payment[rows],
        "claim_id": where.claim[rows],
        "service_id": Values(where.service[rows], ~on_line, ~on_line),
        "level": pa.array(["claim", "service"], pa.large_string()).take(pa.array(on_line.astype(np.int8))),
        "group_code": x12_values.texts(texts, *segments.elements(rows, 1), plain=segments.plain),
        "reason_code": x12_values.texts(texts, *reason_at, plain=segments.plain),
        "amount_cents": amounts,
        "quantity": quantities,
        "triple": triple,
        "source_row": where.number[rows],
    }
    table.add(len(rows), columns)


def add_provider_adjustments(table: Growing, aside: Aside) -> None:
    """Add a row for each pair of each PLB of a chunk."""
    where, segments = aside.places, aside.segments
    plb = segments.picked(aside.named("PLB", (Loop.SUMMARY,)))
    aside.used[plb.rows] = True
    aside.others(plb, set(range(1, 15)), "PLB")
    owner, pair = _repeated(plb, layout.PAIRS, width=2)
    rows = plb.rows[owner]
    reason = 2 * pair + 1
    texts, view = segments.text, segments.bytes
    composite = segments.elements(rows, reason)
    amounts = x12_values.cents(view, *segments.elements(rows, reason + 1))
    fiscal = x12_values.dates(view, *segments.elements(rows, 2))
    _set_aside_at(aside, rows, reason + 1, amounts.bad, "not an amount")
    aside.elements(rows[fiscal.bad & (pair == 1)], 2, "not a date")
    code_at, reference_at, (left, right) = segments.components(*composite, 3)
    _set_aside_at(aside, rows, reason, (right > left) | (right < composite[1]), "no column")
    _set_aside_at(aside, rows, reason, _no_reasons(texts, *code_at), "not a code")
    columns = {
        "payment_id": where.payment[rows],
        "provider_id": x12_values.texts(texts, *segments.elements(rows, 1)),
        "fiscal_date": fiscal,
        "reason_code": x12_values.texts(texts, *code_at),
        "reference": x12_values.texts(texts, *reference_at),
        "amount_cents": amounts,
        "pair": pair,
        "source_row": where.number[rows],
    }
    table.add(len(rows), columns)


def _no_groups(segments: Segments, cas: Picked) -> np.ndarray:
    """Return the CAS whose group is none."""
    begins, ends = cas.span(1)
    first = segments.two_from(begins)
    odd = np.flatnonzero(((first != _USUAL[0]) & (first != _USUAL[1])) | (ends - begins != _CODE))
    groups = segments.packed(begins[odd], ends[odd])
    return cas.rows[odd[~np.isin(groups, [code(name) for name in layout.GROUPS])]]


def _repeated(picked: Picked, starts: range, width: int) -> tuple[np.ndarray, np.ndarray]:
    """Return a row for each group of elements that holds anything: its segment, and its place from 1.

    A segment without any group keeps one row, so that its first elements are not lost.
    """
    count = len(picked.rows)
    holds = np.zeros((count, len(starts)), bool)
    for place, start in enumerate(starts):
        if start > picked.longest:
            break
        begins, _ = picked.span(start)
        _, ends = picked.span(start + width - 1)
        separators = np.clip(picked.lengths - start, 0, width - 1)
        holds[:, place] = ends - begins > separators
    if picked.padded:
        holds = np.stack([_any_text(picked, range(start, start + width)) for start in starts], axis=1)
    holds[~holds.any(axis=1), 0] = True
    owner, nth = np.nonzero(holds)
    return owner, nth + 1


def _no_reasons(texts: bytes, begins: np.ndarray, ends: np.ndarray) -> np.ndarray:
    """Which places hold no reason of a PLB: anything but two digits or capitals, blanks apart."""
    view = np.frombuffer(texts, np.uint8)
    bad = (ends - begins != _CODE) | ~_IN_CODES[view[begins]] | ~_IN_CODES[view[np.minimum(begins + 1, ends)]]
    for row in np.flatnonzero(bad):
        said = texts[begins[row] : ends[row]].strip()
        bad[row] = len(said) != _CODE or not _IN_CODES[list(said)].all()
    return bad


def _any_text(picked: Picked, numbers: range) -> np.ndarray:
    """Which segments hold anything but blanks in these elements."""
    spans = [picked.span(number) for number in numbers if number <= picked.longest]
    return np.any([ends > begins for begins, ends in spans] or [np.zeros(len(picked.rows), bool)], axis=0)


def _set_aside_at(aside: Aside, rows: np.ndarray, numbers: np.ndarray, bad: np.ndarray, reason: str) -> None:
    """Set elements aside whose number differs from row to row."""
    for number in np.unique(numbers[bad]):
        aside.elements(rows[bad & (numbers == number)], int(number), reason)
