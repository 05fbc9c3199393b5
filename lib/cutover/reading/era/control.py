"""What must agree: the envelopes of each payment, as they state themselves and as they are counted."""

from __future__ import annotations

import numpy as np
import pandas as pd

from cutover.columns import conform, empty
from cutover.reading.era import tables
from cutover.reading.era.envelopes import Envelopes, before, closing, following, same_control
from cutover.reading.era.table_builder import Growing
from cutover.reading.x12.values import Values


def add_envelopes(payments: Growing, envelopes: Envelopes, end: int) -> dict[str, np.ndarray]:
    """Put into payments what their envelopes state and what is counted; `end` is past the last segment.

    Returns the rows of ST (of payments), GS and ISA that are never closed, by id.
    """
    around = _Around(envelopes, end)
    payments.put(**_stated(envelopes, around))
    payments.put(interchange=envelopes.interchange(around.st), is_whole=around.se >= 0)
    payments.put(**_counted(envelopes, around, end))
    payments.put(counts_agree=_counts_agree(payments, around))
    return _unclosed(envelopes, around.st[around.se < 0], end)


class _Around:
    """For each payment, by its ST, which ISA, GS, SE, GE and IEA are its own: their order, -1 for none."""

    def __init__(self, envelopes: Envelopes, end: int):
        isa, gs, every_st = envelopes.rows("ISA"), envelopes.rows("GS"), envelopes.rows("ST")
        self.st = st = every_st[envelopes.opens()]
        self.edges = np.sort(np.concatenate([isa, gs, every_st]))
        next_isa = following(isa, st, end)
        next_gs = np.minimum(following(gs, st, end), next_isa)
        self.isa, self.gs = before(isa, st), _group_of(st, gs, isa)
        self.se = closing(envelopes.rows("SE"), st, following(self.edges, st, end + 1))
        self.ge = np.where(self.gs < 0, -1, closing(envelopes.rows("GE"), st, next_gs + 1))
        self.iea = np.where(self.isa < 0, -1, closing(envelopes.rows("IEA"), st, next_isa + 1))
        self.in_real = np.append(envelopes.real(), False)[self.isa]


def _stated(envelopes: Envelopes, around: _Around) -> dict:
    return {
        "isa_sender": envelopes.stated("ISA", 6, around.isa),
        "isa_receiver": envelopes.stated("ISA", 8, around.isa),
        "isa_date": envelopes.stated("ISA", 9, around.isa),
        "isa_control": envelopes.stated("ISA", 13, around.isa),
        "gs_control": envelopes.stated("GS", 6, around.gs),
        "gs_version": envelopes.stated("GS", 8, around.gs),
        "st_control": envelopes.stated("ST", 2, np.flatnonzero(envelopes.opens())),
        "se_control": envelopes.stated("SE", 2, around.se),
        "se_segments_stated": envelopes.stated("SE", 1, around.se),
        "ge_control": envelopes.stated("GE", 2, around.ge),
        "ge_transactions_stated": envelopes.stated("GE", 1, around.ge),
        "iea_control": envelopes.stated("IEA", 2, around.iea),
        "iea_groups_stated": envelopes.stated("IEA", 1, around.iea),
    }


def _counted(envelopes: Envelopes, around: _Around, end: int) -> dict[str, Values | np.ndarray]:
    isa, gs, st = envelopes.rows("ISA"), envelopes.rows("GS"), around.st
    edges = np.sort(np.concatenate([around.edges, envelopes.rows("GE"), envelopes.rows("IEA")]))
    close = np.append(envelopes.rows("SE"), 0)[around.se]
    per_group = np.bincount(_group_of(envelopes.rows("ST"), gs, isa) + 1, minlength=len(gs) + 1)
    per_interchange = np.bincount(before(isa, gs) + 1, minlength=len(isa) + 1)
    no_group, no_interchange = around.gs < 0, ~around.in_real
    return {
        "se_segments_counted": np.where(around.se >= 0, close + 1, following(edges, st, end)) - st,
        "ge_transactions_counted": Values(per_group[around.gs + 1], no_group, no_group),
        "iea_groups_counted": Values(per_interchange[around.isa + 1], no_interchange, no_interchange),
    }


def _group_of(st: np.ndarray, gs: np.ndarray, isa: np.ndarray) -> np.ndarray:
    owner = before(gs, st)
    return np.where(np.append(gs, -1)[owner] > np.append(isa, 0)[before(isa, st)], owner, -1)


def _counts_agree(payments: Growing, around: _Around) -> np.ndarray:
    def agree(stated: str, counted: str, control: str, own: str) -> np.ndarray:
        one, other = payments.numbers(stated), payments.numbers(counted)
        numbers = (one.values == other.values) & ~one.absent & ~other.absent
        return numbers & same_control(payments.text(control), payments.text(own))

    segments = agree("se_segments_stated", "se_segments_counted", "se_control", "st_control")
    groups = agree("ge_transactions_stated", "ge_transactions_counted", "ge_control", "gs_control")
    interchanges = agree("iea_groups_stated", "iea_groups_counted", "iea_control", "isa_control")
    return segments & (groups | (around.gs < 0)) & (interchanges | ~around.in_real)


def _unclosed(envelopes: Envelopes, st: np.ndarray, end: int) -> dict[str, np.ndarray]:
    """Return the rows of the ST (of payments), GS and ISA that no SE, GE or IEA closes."""
    isa, gs = envelopes.rows("ISA"), envelopes.rows("GS")
    edges = np.sort(np.concatenate([isa, gs]))
    open_gs = gs[closing(envelopes.rows("GE"), gs, following(edges, gs, end) + 1) < 0]
    open_isa = isa[envelopes.real() & (closing(envelopes.rows("IEA"), isa, following(isa, isa, end) + 1) < 0)]
    return {"ST": st, "GS": open_gs, "ISA": open_isa}


def unclosed_rows(envelopes: Envelopes, unclosed: dict[str, np.ndarray], starts: np.ndarray) -> pd.DataFrame:
    """Return a row for `unread` for each ST, GS and ISA that is never closed; `starts` are the payments'."""
    lost = []
    for name, rows in unclosed.items():
        frame = empty(tables.UNREAD).reindex(range(len(rows)))
        frame["segment"], frame["reason"], frame["source_row"] = name, "cut", rows
        frame["byte"] = envelopes.positions(name)[np.searchsorted(envelopes.rows(name), rows)]
        interchange = envelopes.interchange(rows)
        frame["interchange"] = pd.arrays.IntegerArray(interchange.values, interchange.absent)
        if name == "ST":
            frame["payment_id"] = np.searchsorted(starts, rows)
        lost.append(conform(frame, tables.UNREAD))
    return pd.concat(lost)
