"""Which files of an archive of remittances were not read, or not in full: what stands in them is in no total."""

from __future__ import annotations

import pandas as pd

from cutover.columns import framed
from cutover.reading.era.archive import Archive
from cutover.reading.mapping.record import FILES, NOT_READ, PARTLY

ERA, MEDI_ERA = "ERA", "ERA in Medi"
_PAYMENT = ["content", "payment_id"]
_SHUT = ("refused", "unreadable")
_CUT = "the file ends inside a payment"
# places in a file behind which payments or amounts are lost
_LOST = {
    "unreadable interchange": "an interchange in it cannot be read",
    "second BPR": "the end of one payment and the beginning of the next are lost",
    "not an amount": "an amount in it cannot be read",
}


def not_read(archive: Archive, source: str = ERA) -> pd.DataFrame:
    """Return the remittance files that were not read, or not in full, one row per file (FILES).

    A file that holds payments of others alone is not among them, nor is a copy, nor a text whose 835 (by the File ID of
    both names) is read in full.
    """
    files, lost = archive.files, _lost(archive)
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
    return _held(archive.files, _lost(archive))


def _held(files: pd.DataFrame, lost: dict[str, str]) -> pd.Series:
    whole = files.loc[files["state"].eq("read") & ~files["source_file"].isin(list(lost)), "content"].dropna()
    eras = files[files["kind"].eq("835") & files["content"].isin(whole)]  # copies under other names too
    return files["kind"].eq("text ERA") & files["file_id"].isin(eras["file_id"].dropna())


def _lost(archive: Archive) -> dict[str, str]:
    """Why a file that was read is not read in full, by its path; payments that are set aside lose nothing."""
    payments = archive.payments
    aside = pd.MultiIndex.from_frame(payments.loc[payments["set_aside"].notna(), _PAYMENT])
    lost = archive.part("unread", ["reason"])["reason"].isin(list(_LOST)).to_numpy(bool)
    places = archive.part("unread", [*_PAYMENT, "source_file", "reason"], lost)
    places = places[~pd.MultiIndex.from_frame(places[_PAYMENT]).isin(aside)].drop_duplicates("source_file")
    said = {name: _LOST[why] for name, why in zip(places["source_file"], places["reason"], strict=True)}
    cut = payments[payments["set_aside"].isna() & ~payments["is_whole"].fillna(False).astype(bool)]
    return said | dict.fromkeys(cut["source_file"], _CUT)
