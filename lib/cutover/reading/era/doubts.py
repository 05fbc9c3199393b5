"""What a payment should state and does not: its amount, its number, who pays, who is paid."""

from __future__ import annotations

import numpy as np
import pyarrow as pa

from cutover.reading.era.columns import Filling
from cutover.reading.era.segments import HEADERS, Loop

_NEEDED = {
    "no check number": ("trace_number",),
    "no payer": ("payer_name", "payer_id"),
    "no payee": ("payee_name", "payee_npi", "payee_tin"),
}
_PARTIES = ("PR", "PE")


def add_doubts(filling: Filling) -> None:
    """Say in `unread` of each payment what it lacks, and where a second payer or payee is not the first."""
    aside, anchors = filling.aside, filling.anchors
    held = np.zeros(len(anchors), bool)
    held[filling.row_of[aside.named("BPR", HEADERS)]] = True
    aside.missing(anchors[~held], "no BPR")
    for reason, columns in _NEEDED.items():
        absent = np.all([_absent(filling, name) for name in columns], axis=0)
        aside.missing(anchors[absent], reason)
    for party in _PARTIES:
        _compare(filling, aside.qualified("N1", (*HEADERS, Loop.NUMBER), party), (2, 4))
    _compare(filling, aside.qualified("REF", (Loop.PAYEE,), "TJ"), (2,))


def _absent(filling: Filling, column: str) -> np.ndarray:
    found = filling.columns.get(column)
    if not isinstance(found, pa.Array):
        return np.ones(len(filling.anchors), bool)
    return found.is_null().to_numpy(zero_copy_only=False)


def _compare(filling: Filling, rows: np.ndarray, elements: tuple[int, ...]) -> None:
    """Hold a further segment of a payment against its first: one that says the same once more is nothing."""
    if len(np.unique(filling.row_of[rows])) == len(rows):
        return
    segments = filling.segments
    first: dict[tuple, bytes] = {}
    for element in elements:
        for row, owner, begin, end in zip(
            rows, filling.row_of[rows], *segments.elements(rows, element), strict=True
        ):
            said = segments.text[begin:end].upper()
            if said and first.setdefault((int(owner), element), said) != said:
                filling.aside.missing(np.array([row]), "another name")
