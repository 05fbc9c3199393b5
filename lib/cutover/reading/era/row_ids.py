"""Where the rows of an archive's tables lie: one whole number for the content and the number that a row names."""

from __future__ import annotations

import numpy as np
import pandas as pd

from cutover.reading.era.archive import Archive


class Places:
    """Where the rows of an archive's tables lie, found by content and number: one whole number for both."""

    def __init__(self, archive: Archive):
        self.contents = pd.Index(archive.payments["content"].unique())

    def ids(self, frame: pd.DataFrame, name: str) -> np.ndarray:
        """Return a number for the thing that each row names (content and `name`), -1 where it names none."""
        number = frame[name].to_numpy("int64", na_value=-1)
        content = self._contents_of(frame["content"])
        return np.where((number < 0) | (content < 0), -1, (content.astype("int64") << 32) + number)

    def _contents_of(self, contents: pd.Series) -> np.ndarray:
        if not isinstance(contents.dtype, pd.CategoricalDtype):
            return self.contents.get_indexer(pd.Index(contents))
        known = self.contents.get_indexer(contents.cat.categories)
        return np.append(known, -1)[contents.cat.codes.to_numpy()]


def positions(known: np.ndarray, wanted: np.ndarray) -> np.ndarray:
    """Return the place of each wanted number among the known ones, -1 where it is not there."""
    found = pd.Index(known).get_indexer(wanted)
    return np.where(wanted < 0, -1, found)


def as_texts(rows: pd.DataFrame) -> pd.DataFrame:
    """Return rows of an archive with texts where they have categories (`Archive.part`)."""
    lean = [name for name, dtype in rows.dtypes.items() if isinstance(dtype, pd.CategoricalDtype)]
    return rows.astype(dict.fromkeys(lean, "str")) if lean else rows
