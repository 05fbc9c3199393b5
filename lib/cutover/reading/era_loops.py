"""Where each segment of a chunk stands: its loop, and the payment, claim and service line it belongs to."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from cutover.reading import x12
from cutover.reading.era_segments import Loop
from cutover.reading.x12 import Segments, code


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
    that have such a row. `opens` marks the segments that begin a payment.
    """

    loop: np.ndarray
    number: np.ndarray
    payment: np.ndarray
    claim: np.ndarray
    service: np.ndarray
    opens: np.ndarray


_ENDS = {"SE": Loop.NONE, "GE": Loop.NONE, "IEA": Loop.NONE, "ISA": Loop.NONE, "GS": Loop.NONE}
_STANDS_IN = {x12.OUTSIDE: Loop.NONE, x12.BARE: Loop.NONE, x12.UNREADABLE: Loop.NONE}
_BEGINS = {"LX": Loop.NUMBER, "CLP": Loop.CLAIM, "PLB": Loop.SUMMARY}


def places(segments: Segments, so_far: Position) -> Places:
    """Return where the segments stand and move `so_far` to the end of the chunk.

    A loop lasts until the next one begins. A payment begins at the ST of an 835, or at a BPR that stands
    outside any transaction because its ST is lost.
    """
    codes = segments.codes
    is_835 = segments.qualifiers(np.arange(len(segments))) == code("835")
    begun = _marked(codes, {**_ENDS, **_STANDS_IN, "ST": Loop.OTHER})
    begun[(codes == code("ST")) & is_835] = Loop.HEADER
    outside = _carried(begun, so_far.loop) == Loop.NONE
    opens = ((codes == code("ST")) & is_835) | ((codes == code("BPR")) & outside)
    begun[opens] = Loop.HEADER
    in_835 = _carried(begun, so_far.loop) >= Loop.HEADER
    for name, loop in _BEGINS.items():
        begun[(codes == code(name)) & in_835] = loop
    coarse = _carried(begun, so_far.loop)
    _begin_parties(segments, begun, coarse)
    begun[(codes == code("SVC")) & ((coarse == Loop.CLAIM) | (coarse == Loop.SERVICE))] = Loop.SERVICE
    loop = _carried(begun, so_far.loop)
    real = ~np.isin(codes, [code(name) for name in _STANDS_IN]) & ~is_empty(segments)
    found = Places(
        loop,
        so_far.segments + np.cumsum(real),
        so_far.payments + np.cumsum(opens) - 1,
        so_far.claims + np.cumsum((codes == code("CLP")) & in_835) - 1,
        so_far.services + np.cumsum((codes == code("SVC")) & (loop == Loop.SERVICE)) - 1,
        opens,
    )
    if len(segments):
        so_far.loop = Loop(int(_carried(begun, so_far.loop)[-1]))
        so_far.segments, so_far.payments = int(found.number[-1]), int(found.payment[-1]) + 1
        so_far.claims, so_far.services = int(found.claim[-1]) + 1, int(found.service[-1]) + 1
    return found


def is_empty(segments: Segments) -> np.ndarray:
    """Tell which segments are nothing but a terminator: `~~`, or a blank line."""
    return (segments.codes == 0) & (segments.first == segments.last)


def _marked(codes: np.ndarray, names: dict[str, Loop]) -> np.ndarray:
    """Return for each segment the loop that it begins, -1 where it begins none."""
    begun = np.full(len(codes), -1, np.int8)
    for name, loop in names.items():
        begun[codes == code(name)] = loop
    return begun


def _begin_parties(segments: Segments, begun: np.ndarray, coarse: np.ndarray) -> None:
    rows = np.flatnonzero((segments.codes == code("N1")) & (coarse == Loop.HEADER))
    who = segments.qualifiers(rows)
    begun[rows] = np.select([who == code("PR"), who == code("PE")], [Loop.PAYER, Loop.PAYEE], Loop.PARTY)


def _carried(begun: np.ndarray, before: Loop) -> np.ndarray:
    """Carry each loop down to the segment where the next one begins."""
    starts = np.flatnonzero(begun >= 0)
    loops = np.concatenate([[before], begun[starts]]).astype(np.int8)
    lengths = np.diff(np.concatenate([[0], starts, [len(begun)]]))
    return np.repeat(loops, lengths)
