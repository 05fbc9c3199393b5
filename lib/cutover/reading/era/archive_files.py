"""The files of an archive of remittances: what each is, why it is none, and what the payments in it come to."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from cutover.columns import conform, empty
from cutover.reading.era import lists
from cutover.reading.era.batches import Found
from cutover.reading.era.kind import PAPER
from cutover.reading.era.tables import ARCHIVE_FILES, LISTED_PAYMENTS
from cutover.reading.files.zips import READ, Entry
from cutover.reading.practice.file_names import base_name, file_id, is_clutter, name_date, names_an_era

_ON_PAPER = "A payer's explanation on paper, not an ERA. Keep it:"
_NOT_AN_ERA = {
    "997": "A receipt for a file of claims (997), not an ERA. Move it to submissions.",
    "999": "A receipt for a file of claims (999), not an ERA. Move it to submissions.",
    "TA1": "A receipt for an interchange (TA1), not an ERA. Move it to submissions.",
    "277": "The status of claims (277), not an ERA. Move it to submissions.",
    "837": "Claims that were submitted (837), not an ERA. Move it to submissions.",
    "file summary": "A summary of submitted claims, not an ERA. Move it to submissions.",
    PAPER: f"{_ON_PAPER} it proves its check. No check number with an amount was found in it: compare it by hand.",
    "zip": "An Office document, not an ERA. Move it to another folder.",
    "system file": "Made by an operating system, holds no data. Nothing to do.",
    "empty": "The file is empty. Download it again.",
}
_NOTHING = "An empty ERA file: it holds no remittance. Download it again."
_OTHER = "not an ERA"
_A_LIST = "It lists remittances and is none. By their check numbers or files"
_A_NOTE = "A few words that somebody left, without check numbers or amounts. Read them; nothing is lost."
_RUBBISH = "Its name is that of an ERA, its content is something else. Download it again."
_UNKNOWN = "Its kind is not known. Open it and see what it is; move it if it is no ERA."


def row_of(entry: Entry, known: dict[str, Found]) -> dict:
    """Return one row of the files (ARCHIVE_FILES), before copies and pairs are known.

    `known` tells of each content, by its digest, what it was found to be.
    """
    name = base_name(entry.source_file)
    row = {
        "source_file": entry.source_file,
        "container": entry.container,
        "bytes": entry.size,
        "content": entry.digest,
        "kind": entry.kind or "unknown",
        "state": entry.state,
        "reason": entry.reason,
        "file_id": file_id(name),
        "name_date": name_date(name),
    }
    return row if entry.kind == "zip" or entry.digest is None else row | _said_of(entry, known[entry.digest])


def _said_of(entry: Entry, found: Found) -> dict:
    """Kind, state and reason of a file whose content was looked into."""
    if found.unreadable:
        return {"kind": found.kind, "state": "unreadable", "reason": found.unreadable}
    if found.kind in ("835", "text ERA"):
        return {"kind": found.kind, "state": READ}
    clutter = found.kind in ("unknown", "empty") and is_clutter(entry.source_file)
    kind = "system file" if clutter else found.kind
    if kind == "empty" and names_an_era(base_name(entry.source_file)):
        return {"kind": kind, "state": "unreadable", "reason": _NOTHING}
    if kind == "unknown" and "_ERA_" in base_name(entry.source_file).upper():
        return {"kind": kind, "state": "unreadable", "reason": _RUBBISH}
    return {"kind": kind, "state": _OTHER, "reason": _NOT_AN_ERA.get(kind, _UNKNOWN)}


def frame_of(rows: list[dict]) -> pd.DataFrame:
    """Return rows of files as a frame in the order of their names."""
    frame = pd.DataFrame(rows, columns=[c.name for c in ARCHIVE_FILES], dtype=object)
    return conform(frame, ARCHIVE_FILES).sort_values("source_file", ignore_index=True)


def without_lists_and_notes(
    files: pd.DataFrame, payments: pd.DataFrame, strange: Mapping[str, bytes]
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return the files with those that list remittances, and notes, told as such; and what is listed (LISTED_PAYMENTS).

    `strange` is what stands in files of no known kind, by their digest.
    """
    told = files.copy()
    found = [empty(LISTED_PAYMENTS)]
    doubtful = files[files["content"].isin(strange) & files["state"].eq(_OTHER)].drop_duplicates("content")
    on_file = files.loc[files["content"].isin(payments["content"].dropna()), "source_file"].dropna().tolist()
    for content, name in zip(doubtful["content"], doubtful["source_file"], strict=True):
        rows = lists.listed(strange[content], name, payments, on_file)
        if rows is not None:
            found.append(rows)
            here, every = int(rows["is_on_file"].sum()), len(rows)
            kind, reason = lists.LIST, f"{_A_LIST} {here:,} of its {every:,} are on file."
        elif not names_an_era(base_name(name)) and lists.is_note(strange[content]):
            kind, reason = lists.NOTE, _A_NOTE
        else:
            continue
        told.loc[told["content"].eq(content).fillna(False).astype(bool), ["kind", "reason"]] = [kind, reason]
    return told, conform(pd.concat([part for part in found if len(part)] or found), LISTED_PAYMENTS)


def with_papers(files: pd.DataFrame, papers: pd.DataFrame) -> pd.DataFrame:
    """Return the files with what was read of explanations on paper (`papers`: TEXT_CHECKS and `content`)."""
    if papers.empty:
        return files
    whole = papers["claim_accounts"].notna().groupby(papers["content"]).all()
    said = {
        content: f"{_ON_PAPER} its check{' and its claims are' if is_whole else ' is'} used."
        + ("" if is_whole else " Its claims do not add up to it, and are not.")
        for content, is_whole in whole.items()
    }
    return files.assign(reason=files["content"].map(said).astype("str").fillna(files["reason"]))


def counted(files: pd.DataFrame, payments: pd.DataFrame, checks: pd.DataFrame) -> pd.DataFrame:
    """Return the files with how many payments are in each and what they come to in cents."""
    said = pd.concat(
        [
            payments.groupby("content")["paid_cents"].agg(["size", "sum"]),
            checks.groupby("content")["amount_cents"].agg(["size", "sum"]),
            pd.DataFrame({"size": pd.Series(dtype="Int64"), "sum": pd.Series(dtype="Int64")}),
        ]
    )
    none = (files["kind"] == "835") & files["content"].notna() & ~files["content"].isin(said.index)
    with_sums = files.assign(
        payment_count=files["content"].map(said["size"]).astype("Int64").mask(none, 0),
        paid_cents=files["content"].map(said["sum"]).astype("Int64").mask(none, 0),
    )
    return _without_payments(with_sums)


def _without_payments(files: pd.DataFrame) -> pd.DataFrame:
    """An 835 that was read and yields no payment is as good as unreadable."""
    void = (files["kind"] == "835") & (files["state"] == READ) & (files["payment_count"] == 0)
    reason = "No payment (ST) in it can be read. Download it again."
    return files.assign(
        state=files["state"].mask(void, "unreadable"), reason=files["reason"].mask(void, reason)
    )
