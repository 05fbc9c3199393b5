"""The newest of the client's own maps of a practice's patients, wherever one lies."""

from __future__ import annotations

import pandas as pd

from cutover.reading.patients.exports import READ_BACK, read_demographics
from cutover.reading.patients.id_maps import Version, newest, versions_in_folders
from cutover.reading.practice.book import Practice


def load_id_map(practice: Practice) -> pd.DataFrame:
    """Return the newest map of a practice's patients (ID_MAP), without rows where it has none; none raises."""
    return newest(versions(practice))


def versions(practice: Practice) -> tuple[Version, ...]:
    """Return every map of a practice's patients: in folders called after them, and beside what came out of Medi."""
    return (*versions_in_folders(practice), *read_demographics(practice, folder=READ_BACK).maps)
