"""Which files of an archive of remittances were not read, or not in full: what stands in them is in no total."""

from __future__ import annotations

import pandas as pd

from cutover.columns import framed
from cutover.reading.era.archive import Archive
from cutover.reading.mapping.record import FILES, NOT_READ, PARTLY

ERA, MEDI_ERA = "ERA", "ERA in Medi"
_SHUT = ("refused", "unreadable")


def not_read(archive: Archive, source: str = ERA) -> pd.DataFrame:
    """Return the remittance files that were not read, or not in full, one row per file (FILES).

    A file that holds payments of others alone is not among them, nor is a copy, nor a text whose 835 (by the File ID of
    both names) is read in full.
    """
    files, lost = archive.files, archive.lost
    held = _held(files, lost)
    strange = files["kind"].eq("unknown") & files["state"].eq("not an ERA")
    shut = files[(files["state"].isin(_SHUT) & ~held) | strange]
    shut = shut[~shut["container"].isin(shut["source_file"])]  # a zip that does not open tells of its members
    said = [(source, name, NOT_READ, why, None, None, None)
            for name, why in zip(shut["source_file"], shut["reason"], strict=True)]  # fmt: skip
    said += [(source, name, PARTLY, why, None, None, None) for name, why in lost.items()]
    return framed(said, FILES)


def held_as_835(archive: Archive) -> pd.Series:
    """Return which files of the archive are texts whose 835 (by the File ID of both names) is read in full."""
    return _held(archive.files, archive.lost)


def _held(files: pd.DataFrame, lost: dict[str, str]) -> pd.Series:
    whole = files.loc[files["state"].eq("read") & ~files["source_file"].isin(list(lost)), "content"].dropna()
    eras = files[files["kind"].eq("835") & files["content"].isin(whole)]  # copies under other names too
    return files["kind"].eq("text ERA") & files["file_id"].isin(eras["file_id"].dropna())
