"""How many examples a property test plays: few in an ordinary run, all with CUTOVER_EXAMPLES=all."""

from __future__ import annotations

import os

ALL = os.environ.get("CUTOVER_EXAMPLES") == "all"
LEAST = 5


def examples(most: int) -> int:
    """The number of examples: `most` where all are asked for, else an eighth of them, and never fewer than five."""
    return most if ALL or most <= LEAST else max(LEAST, most // 8)
