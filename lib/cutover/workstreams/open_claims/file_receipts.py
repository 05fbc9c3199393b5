"""What the clearinghouse answered to whole files of claims (999), and what became of those that it refused."""

from __future__ import annotations

import re

import pandas as pd

from cutover.columns import Column, Kind, Privacy, conform
from cutover.reading.claims.receipts import ACCEPTED, REJECTED
from cutover.reading.practice.file_names import base_name
from cutover.wording import and_joined, several
from cutover.workstreams.columns import date, text

RECEIVED = (
    date("answered_on", "Answered on"),
    text("state", "The file was", "accepted, rejected, not stated"),
    text("codes", "Reasons", "as the receipt codes them"),
    text("since", "What came of it", "of a file that was not accepted"),
    text("group_control", "Group", "the number of the group of claims that is answered", Privacy.DESK),
    text("source_file", "File", "path below the practice's folder", Privacy.PHI),
    Column("source_row", Kind.COUNT, "Segment", "", Privacy.DESK),
)
TAKEN = "taken since: the file summary of the same number lists its claims as accepted"
AGAIN = "taken since: a later receipt of the same number accepts it"
UNSEEN = "nothing here shows that it was taken since: its claims may never have been filed"
_NUMBER = re.compile(r"(?<!\d)\d{7,}(?!\d)")


def received(files: pd.DataFrame, summaries: pd.DataFrame) -> pd.DataFrame:
    """Return the answers to files (RECEIVED), refused ones first; `files` has FILES_ANSWERED.

    `summaries` (SUBMITTED_CLAIMS) are the claims of file summaries. A clearinghouse names receipt and summary by the
    number that it gave the file: a summary of that number that accepts a claim proves that the file was taken in the
    end, and so does a later receipt. Another file says nothing of it.
    """
    taken = summaries[summaries["state"].ne(REJECTED).fillna(False)]
    numbers = {number for file in taken["source_file"].dropna().unique() for number in _numbers(file)}
    good = [
        (_numbers(row.source_file), row.answered_on) for row in files.itertuples() if row.state == ACCEPTED
    ]
    since: list[str | None] = []
    for row in files.itertuples():
        own = _numbers(row.source_file)
        later = any(own & of and not day < row.answered_on for of, day in good)
        said = TAKEN if own & numbers else AGAIN if later else UNSEEN
        since.append(None if row.state == ACCEPTED else said)
    told = files.assign(since=pd.Series(since, files.index, dtype="str"), order=files["state"].eq(ACCEPTED))
    told = told.sort_values(["order", "answered_on"], kind="stable")
    return conform(told[[c.name for c in RECEIVED]].reset_index(drop=True), RECEIVED)


def limits(told: pd.DataFrame, *, has_answers: bool) -> tuple[str, ...]:
    """Return what a report says of such answers (RECEIVED), and whether any tells of single claims."""
    if told.empty:
        return () if has_answers else ("No 277CA, 277 or 999 of these claims was read.",)
    words = [] if has_answers else ["A 999 tells of whole files: no 277CA or 277 of these claims was read."]
    refused = told[told["state"].eq(REJECTED).fillna(False)]
    if len(refused):
        lost = int(refused["since"].eq(UNSEEN).sum())
        days = and_joined([f"{day:%Y-%m-%d}" for day in sorted(set(refused["answered_on"].dropna()))])
        when = f" ({days})" if days else ""
        end = (
            f"of {lost:,} nothing shows that it was taken since"
            if lost
            else "each was taken since, as the table says"
        )
        words.append(
            f"Of {several(len(told), 'answered file')} of claims {len(refused):,} was refused{when}; {end}."
        )
    return tuple(words)


def _numbers(file: object) -> set[str]:
    return set(_NUMBER.findall(base_name(file))) if isinstance(file, str) else set()
