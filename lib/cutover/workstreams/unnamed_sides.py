"""Remittances that lie in no ERA folder: read and counted, and for neither system where nothing tells theirs."""

from __future__ import annotations

from collections.abc import Iterable

import pandas as pd

from cutover.columns import Kind, Privacy, contract
from cutover.reading.era.archive import Archive
from cutover.reading.practice.places import ARCHIVES, side_is_told
from cutover.result import Finding
from cutover.wording import several
from cutover.workstreams.findings import finding

_FILES = contract(
    ("payments", Kind.COUNT, "Payments", "that count", Privacy.OPEN),
    ("amount_cents", Kind.CENTS, "Paid", "", Privacy.OPEN),
    ("side", Kind.TEXT, "Came through", "as its place or its name says", Privacy.OPEN),
    ("source_file", Kind.TEXT, "File", "path below the practice's folder", Privacy.PHI),
)
_TOLD, _NOT_TOLD = "as its name says", "not known"


def findings(archives: Iterable[Archive]) -> tuple[Finding, ...]:
    """Return the finding about remittance files that lie in no ERA folder: a case is a file whose payments count."""
    return finding("era-lies-elsewhere", files(archives), _FILES, ["source_file"], "amount_cents")


def files(archives: Iterable[Archive]) -> pd.DataFrame:
    """Return the files outside the ERA folders whose payments count, one row per file."""
    parts = [one.payments[["source_file", "set_aside", "paid_cents"]] for one in archives]
    rows = pd.concat(parts, ignore_index=True)
    inside = rows["source_file"].str.startswith(tuple(f"{name}/" for name in ARCHIVES))
    rows = rows[rows["set_aside"].isna() & ~inside.fillna(True).astype(bool)]
    summed = rows.groupby("source_file", as_index=False)["paid_cents"]
    found = summed.agg(payments="size", amount_cents=lambda cents: cents.sum(min_count=1))
    side = [_TOLD if side_is_told(name) else _NOT_TOLD for name in found["source_file"]]
    return found.assign(side=pd.Series(side, found.index, dtype="str"))


def limits(archives: Iterable[Archive]) -> tuple[str, ...]:
    """Return the sentence about remittances of which nothing tells the system; none without such files."""
    found = files(archives)
    untold = found[found["side"] == _NOT_TOLD]
    if untold.empty:
        return ()
    number = several(int(untold["payments"].sum()), "remittance")
    return (
        f"{number} in {several(len(untold), 'file')} outside era/ and medi_era/ count. "
        "Nothing tells whether they came through Office Ally or Medi, so they count for neither.",
    )
