"""What a report will take, so that the longest begin first and no machine waits for the last one."""

from __future__ import annotations

import os
from collections.abc import Iterable
from functools import cache
from pathlib import Path

from cutover.reporting.jobs import Job
from cutover.reporting.overview import unchanged

_BYTES_A_SECOND = (
    1 << 20
)  # of a practice's files, where a report was never made here; the order is all that counts


def longest_first(jobs: Iterable[Job]) -> list[Job]:
    """Return jobs in the order in which to begin them, by the seconds that each took last, else its inputs' bytes."""
    return sorted(jobs, key=expected, reverse=True)


def expected(job: Job) -> float:
    """Return the seconds that a report may take."""
    took = unchanged.took(job)
    return _bytes_below(job.home / "data" / "raw" / job.target) / _BYTES_A_SECOND if took is None else took


@cache
def _bytes_below(folder: Path) -> int:
    found = (os.path.join(above, name) for above, _, names in os.walk(folder) for name in names)  # noqa: PTH118
    return sum(os.stat(path).st_size for path in found if os.path.isfile(path))  # noqa: PTH113, PTH116
