"""How many examples a test plays: few in an ordinary run, all with CUTOVER_EXAMPLES=all."""

from __future__ import annotations

import os
from collections.abc import Sequence

ALL = os.environ.get("CUTOVER_EXAMPLES") == "all"
LEAST = 5


def examples(most: int) -> int:
    """The number of examples: `most` where all are asked for, else an eighth of them, and never fewer than five."""
    return most if ALL or most <= LEAST else max(LEAST, most // 8)


def some(cases: Sequence, *kept: int, step: int = 2) -> list:
    """Every so many-th of cases that are nearly alike, and those at the places `kept`; all where all are asked for.

    A place below zero counts from the end. Whoever asks keeps both sides of each boundary and one case of each kind.
    """
    places = {*range(0, len(cases), step), *(place % len(cases) for place in kept)}
    return [case for place, case in enumerate(cases) if ALL or place in places]
