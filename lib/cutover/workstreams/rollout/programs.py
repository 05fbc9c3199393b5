"""Linear programs of yes and no, solved by HiGHS through SciPy: small ones as they are, large ones by a shortlist.

Without the demand for whole numbers a program is solved in a moment. That answer costs no more than any plan, and
tells of each choice by how much a plan with it costs more at the least. Only choices that can be part of the best plan
are then put to the long search. What it finds is proven the best where it costs no more than the cheapest choice left
out would make it; where not, the shortlist is widened by what it found, and the second search is proven.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, linprog, milp
from scipy.sparse import csr_array, vstack

_SMALL = 4_000  # choices up to which a shortlist saves nothing
_BEGINS = 0.0001  # of the cost: how far from the least a choice may be at first
_WIDER = 10  # times as far where those allow no plan
_CENT = 0.5  # HiGHS reckons in floating point


@dataclass(frozen=True)
class _Found:
    """The choices of a search, what they cost, and the least that any of the same shortlist can."""

    kept: np.ndarray
    cents: float
    least: float


@dataclass(frozen=True)
class Program:
    """Choices with their cents, the rows that bound them, and a further variable from 0 to `most` without cents."""

    cents: np.ndarray
    most: float
    table: csr_array
    low: np.ndarray
    high: np.ndarray

    @classmethod
    def of(cls, cents: np.ndarray, most: float, conditions: list[LinearConstraint]) -> Program:
        """Return the program of conditions whose last column is the further variable."""
        low, high = (
            np.concatenate([np.broadcast_to(getattr(one, side), one.A.shape[0]) for one in conditions])
            for side in ("lb", "ub")
        )
        return cls(cents, most, csr_array(vstack([one.A for one in conditions])), low, high)

    def solved(self, gap: float) -> np.ndarray | None:
        """Return the places of the choices that cost least, within a share of the cost; None where none are allowed."""
        every = np.arange(len(self.cents))
        if len(every) <= _SMALL or not self.cents.any():
            found = self._searched(every, gap)
            return None if found is None else found.kept
        least, more = self._relaxed()
        if least is None:
            return None
        margin = max(_CENT, _BEGINS * least)
        while True:
            found = self._searched(every[more <= margin], gap)
            if (
                found is not None
                and found.cents - min(found.least, least + margin) <= gap * found.cents + _CENT
            ):
                return found.kept
            if (more <= margin).all():
                return None if found is None else found.kept
            margin = _WIDER * margin if found is None else found.cents - least + _CENT

    def _searched(self, kept: np.ndarray, gap: float) -> _Found | None:
        columns = np.append(kept, len(self.cents))
        answer = milp(
            np.append(self.cents[kept], 0), integrality=np.append(np.ones(len(kept)), 0),
            bounds=Bounds(0, np.append(np.ones(len(kept)), self.most)),
            constraints=LinearConstraint(self.table[:, columns], self.low, self.high),
            options={"mip_rel_gap": gap},
        )  # fmt: skip
        if answer.x is None:
            return None
        return _Found(kept[answer.x[:-1] > 0.5], float(answer.fun), float(answer.mip_dual_bound))

    def _relaxed(self) -> tuple[float | None, np.ndarray]:
        """The least cost where choices may be parted, and by how much each choice makes it more at the least."""
        same = self.low == self.high
        upper, lower = ~same & np.isfinite(self.high), ~same & np.isfinite(self.low)
        bounds = np.column_stack(
            [np.zeros(len(self.cents) + 1), np.append(np.ones(len(self.cents)), self.most)]
        )
        answer = linprog(
            np.append(self.cents, 0), A_ub=vstack([self.table[upper], -self.table[lower]]),
            b_ub=np.concatenate([self.high[upper], -self.low[lower]]), A_eq=self.table[same], b_eq=self.low[same],
            bounds=bounds, method="highs-ds",
        )  # fmt: skip
        return (None, np.empty(0)) if answer.x is None else (float(answer.fun), answer.lower.marginals[:-1])
