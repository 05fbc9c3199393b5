"""Where each segment of a chunk stands: its loop, and the payment, claim and service line it belongs to."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from cutover.reading.era.segments import Loop
from cutover.reading.x12 import chunks as x12
from cutover.reading.x12.segments import Segments, code


@dataclass
class Position:
    """What the chunks so far have come to; a chunk that begins with a CLP goes on with it."""

    segments: int = 0
    payments: int = 0
    claims: int = 0
    services: int = 0
    loop: Loop = Loop.NONE


@dataclass(frozen=True)
class Places:
    """For each segment of a chunk its loop, its number in the file from 1, and the rows it belongs to.

    `payment`, `claim` and `service` are numbers in the file from 0; they mean something only in the loops
    that have such a row. `opens` are the segments that begin a payment.
    """

    loop: np.ndarray
    number: np.ndarray
    payment: np.ndarray
    claim: np.ndarray
    service: np.ndarray
    opens: np.ndarray


_OUTSIDE = ("SE", "GE", "IEA", "ISA", "GS", x12.OUTSIDE, x12.BARE, x12.UNREADABLE)  # no transaction follows
_BEGINS = {"LX": Loop.NUMBER, "CLP": Loop.CLAIM, "PLB": Loop.SUMMARY}
_EVENTS = (*_OUTSIDE, *_BEGINS, "ST", "BPR", "N1", "SVC")  # only at these can a loop begin


def places(segments: Segments, so_far: Position) -> Places:
    """Return where the segments stand and move `so_far` to the end of the chunk."""
    events = np.sort(np.concatenate([segments.named(name) for name in _EVENTS]))
    loop, opens = _loops(segments, events, so_far.loop)
    codes = segments.codes[events]
    begins = (
        opens,
        (codes == code("CLP")) & (loop == Loop.CLAIM),
        (codes == code("SVC")) & (loop == Loop.SERVICE),
    )
    before = (so_far.payments, so_far.claims, so_far.services)
    lengths = np.diff(np.concatenate([[0], events, [len(segments)]]))
    counts = (np.repeat(_counted(b, n), lengths) for b, n in zip(begins, before, strict=True))
    payment, claim, service = counts
    found = Places(
        np.repeat(np.concatenate([[so_far.loop], loop]).astype(np.int8), lengths),
        so_far.segments + _numbers(segments),
        payment,
        claim,
        service,
        events[opens],
    )
    if len(segments):
        so_far.loop, so_far.segments = Loop(int(found.loop[-1])), int(found.number[-1])
        so_far.payments, so_far.claims = int(found.payment[-1]) + 1, int(found.claim[-1]) + 1
        so_far.services = int(found.service[-1]) + 1
    return found


def _loops(segments: Segments, events: np.ndarray, before: Loop) -> tuple[np.ndarray, np.ndarray]:
    """Return the loop that holds from each event on, and which events begin a payment.

    A loop lasts until the next one begins. A payment begins at the ST of an 835, or at a BPR that stands
    outside any transaction because its ST is lost.
    """
    codes = segments.codes[events]
    begun = np.full(len(events), -1, np.int8)
    begun[np.isin(codes, [code(name) for name in _OUTSIDE])] = Loop.NONE
    starts = np.flatnonzero(codes == code("ST"))
    is_835 = segments.qualifiers(events[starts]) == code("835")
    begun[starts] = np.where(is_835, Loop.HEADER, Loop.OTHER)
    opens = np.zeros(len(events), bool)
    opens[starts] = is_835
    opens |= (codes == code("BPR")) & (_carried(begun, before) == Loop.NONE)
    begun[opens] = Loop.HEADER
    in_835 = _carried(begun, before) >= Loop.HEADER
    for name, loop in _BEGINS.items():
        begun[(codes == code(name)) & in_835] = loop
    coarse = _carried(begun, before)
    parties = np.flatnonzero((codes == code("N1")) & (coarse == Loop.HEADER))
    who = segments.qualifiers(events[parties])
    begun[parties] = np.select([who == code("PR"), who == code("PE")], [Loop.PAYER, Loop.PAYEE], Loop.PARTY)
    begun[(codes == code("SVC")) & ((coarse == Loop.CLAIM) | (coarse == Loop.SERVICE))] = Loop.SERVICE
    return _carried(begun, before), opens


def _numbers(segments: Segments) -> np.ndarray:
    """Return the number of each segment in the chunk, from 1; what is none has that of the one before."""
    stand_ins = [segments.named(name) for name in (x12.OUTSIDE, x12.BARE, x12.UNREADABLE)]
    unreal = np.concatenate([*stand_ins, is_empty(segments)])
    real = np.ones(len(segments), np.int64)
    real[unreal] = 0
    return np.cumsum(real)


def is_empty(segments: Segments) -> np.ndarray:
    """Return the segments that are nothing but a terminator: `~~`, or a blank line."""
    rows = np.flatnonzero(segments.codes == 0)
    return rows[segments.first[rows] == segments.last[rows]]


def _counted(begins: np.ndarray, before: int) -> np.ndarray:
    """Return before the first event, and from each event on, the number of what began last, from 0."""
    return before - 1 + np.concatenate([[0], np.cumsum(begins)])


def _carried(begun: np.ndarray, before: Loop) -> np.ndarray:
    """Carry each loop on to the next event that begins one."""
    starts = np.flatnonzero(begun >= 0)
    loops = np.concatenate([[before], begun[starts]]).astype(np.int8)
    return np.repeat(loops, np.diff(np.concatenate([[0], starts, [len(begun)]])))
