"""Where each segment of a chunk stands: its loop, and the payment, claim and service line it belongs to."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from cutover.reading.era.segments import Loop
from cutover.reading.x12 import chunks as x12
from cutover.reading.x12.segments import Segments, code, in_capitals


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
    that have such a row. `opens` are the segments that begin a payment. `damaged` are the ST whose ST01 is
    blank, damaged or another transaction's than the segments behind it; `again` the BPR that begin a payment
    because one stands before them in the same transaction.
    """

    loop: np.ndarray
    number: np.ndarray
    payment: np.ndarray
    claim: np.ndarray
    service: np.ndarray
    opens: np.ndarray
    damaged: np.ndarray
    again: np.ndarray


_OUTSIDE = ("SE", "GE", "IEA", "ISA", "GS", x12.OUTSIDE, x12.BARE, x12.UNREADABLE)  # no transaction follows
_BEGINS = {"LX": Loop.NUMBER, "CLP": Loop.CLAIM, "PLB": Loop.SUMMARY}
# the other transaction sets that health care sends (ST01); what is none of them is a damaged ST01
OTHER_TRANSACTIONS = (
    *("148", "269", "270", "271", "274", "275", "276", "277", "278", "820", "824", "834", "837", "864"),
    *("997", "999"),
)
_EVENTS = (*_OUTSIDE, *_BEGINS, "ST", "BPR", "N1", "SVC")  # only at these can a loop begin


def places(segments: Segments, so_far: Position) -> Places:
    """Return where the segments stand and move `so_far` to the end of the chunk."""
    events = np.sort(np.concatenate([segments.named(name) for name in _EVENTS]))
    codes = segments.codes[events]
    starts = _Starts(segments, events, codes)
    loop, opens = _loops(segments, events, so_far.loop, starts)
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
        events[starts.damaged],
        events[starts.again],
    )
    if len(segments):
        so_far.loop, so_far.segments = Loop(int(found.loop[-1])), int(found.number[-1])
        so_far.payments, so_far.claims = int(found.payment[-1]) + 1, int(found.claim[-1]) + 1
        so_far.services = int(found.service[-1]) + 1
    return found


class _Starts:
    """Which events (by their order) are the ST of an 835, of another transaction, or damaged; and second BPRs."""

    def __init__(self, segments: Segments, events: np.ndarray, codes: np.ndarray):
        self.every = np.flatnonzero(codes == code("ST"))
        kinds = segments.qualifiers(events[self.every])
        self.is_835 = kinds == code("835")
        self.damaged = np.array([], np.int64)
        if not self.is_835.all():
            self._look_behind(codes, kinds)
        self.again = np.searchsorted(events, self._second(segments))

    def _look_behind(self, codes: np.ndarray, kinds: np.ndarray) -> None:
        """Take what an 835 holds as proof of one where ST01 names no transaction, a BPR alone where it does.

        An 820 has a BPR too.
        """
        known = np.isin(kinds, [code(name) for name in OTHER_TRANSACTIONS])
        ends = np.flatnonzero(np.isin(codes, [code(name) for name in (*_OUTSIDE, "ST")]))
        holds = {name: np.flatnonzero(codes == code(name)) for name in ("BPR", "CLP")}
        odd = np.flatnonzero(~self.is_835)
        limits = np.append(ends, len(codes))[np.searchsorted(ends, self.every[odd], "right")]
        has = {
            name: np.searchsorted(at, limits) > np.searchsorted(at, self.every[odd])
            for name, at in holds.items()
        }
        proven = np.where(known[odd], has["BPR"] & (kinds[odd] != code("820")), has["BPR"] | has["CLP"])
        self.is_835[odd] = proven
        self.damaged = self.every[odd[proven | ~known[odd]]]

    @staticmethod
    def _second(segments: Segments) -> np.ndarray:
        """The segments BPR behind another one, with neither an ST nor the end of a transaction between them."""
        marks = np.sort(np.concatenate([segments.named(name) for name in (*_OUTSIDE, "ST", "BPR")]))
        is_bpr = segments.codes[marks] == code("BPR")
        return marks[1:][is_bpr[1:] & is_bpr[:-1]]


def _loops(
    segments: Segments, events: np.ndarray, before: Loop, starts: _Starts
) -> tuple[np.ndarray, np.ndarray]:
    """Return the loop that holds from each event on, and which events begin a payment.

    A loop lasts until the next one begins. A payment begins at the ST of an 835, at a BPR that stands
    outside any transaction because its ST is lost, or at a second BPR of a transaction.
    """
    codes = segments.codes[events]
    begun = np.full(len(events), -1, np.int8)
    begun[np.isin(codes, [code(name) for name in _OUTSIDE])] = Loop.NONE
    begun[starts.every] = np.where(starts.is_835, Loop.HEADER, Loop.OTHER)
    opens = np.zeros(len(events), bool)
    opens[starts.every] = starts.is_835
    in_other = _carried(begun, before) == Loop.OTHER
    opens |= (codes == code("BPR")) & (_carried(begun, before) == Loop.NONE)
    opens[starts.again[~in_other[starts.again]]] = True
    begun[opens] = Loop.HEADER
    in_835 = _carried(begun, before) >= Loop.HEADER
    for name, loop in _BEGINS.items():
        begun[(codes == code(name)) & in_835] = loop
    coarse = _carried(begun, before)
    before_claims = (coarse == Loop.HEADER) | (coarse == Loop.NUMBER)
    parties = np.flatnonzero((codes == code("N1")) & before_claims)
    who = in_capitals(segments.qualifiers(events[parties]))
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
