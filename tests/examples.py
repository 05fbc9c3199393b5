"""How many examples a test plays: few in an ordinary run, all with CUTOVER_EXAMPLES=all."""

from __future__ import annotations

import os
from collections.abc import Iterable
from typing import TypeVar

ALL = os.environ.get("CUTOVER_EXAMPLES") == "all"
LEAST = 5
One = TypeVar("One")


def examples(most: int, least: int = LEAST) -> int:
    """The number of examples: `most` where all are asked for, else an eighth of them, and never fewer than `least`."""
    return most if ALL or most <= least else max(least, most // 8)


def some(cases: Iterable[One], one_in: int, *always: int) -> list[One]:
    """The cases of a family of near-equal ones: all where all are asked for, else every n-th and those at `always`."""
    listed = list(cases)
    kept = {place % len(listed) for place in always}
    return [one for place, one in enumerate(listed) if ALL or place % one_in == 0 or place in kept]
