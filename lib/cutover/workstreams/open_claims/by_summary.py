"""Office Ally's file summaries: how many claims each accepted, how many are in error, and how many still are.

A line of a summary is counted as often as it stands there: a claim that was sent again is a second line.
"""

from __future__ import annotations

import pandas as pd

from cutover.columns import Column, Kind, Privacy, framed
from cutover.lookup import among
from cutover.reading.claims.file_summary import SOURCE as SUMMARY
from cutover.reading.claims.submissions import keys
from cutover.workstreams.answers import once
from cutover.workstreams.columns import count, text
from cutover.workstreams.open_claims.book import Book
from cutover.workstreams.open_claims.claims import REJECTED

ACCEPTED, PENDING = "accepted", "pending"
BY_SUMMARY = (
    Column("month", Kind.MONTH, "Sent in", "of most of its claims; null: no source tells the day"),
    Column("first_month", Kind.MONTH, "Service from"),
    Column("last_month", Kind.MONTH, "Service to"),
    count("lines", "Claim lines", "accepted, in error, pending and without a state together"),
    count("accepted", "Accepted"),
    count("rejected", "In error"),
    count("pending", "Pending"),
    count("unstated", "Without a state"),
    count("still", "Still in error", "nothing shows that the claim was sent again, taken or decided"),
    text("source_file", "File", "", Privacy.PHI),
)
_ORDER = ["sent_on", "source_file", "source_row"]
_COUNTED = (
    ("lines", "claim lines of Office Ally's file summaries, a claim sent again once more"),
    ("accepted", "of them accepted"),
    ("rejected", "of them in error"),
    ("still", "of those in error: still in error"),
)


@once
def by_summary(book: Book) -> pd.DataFrame:
    """Return the file summaries, one row each, in the order of their days (BY_SUMMARY)."""
    lines = _lines(book)
    made = []
    for file, part in lines.groupby("source_file", sort=True):
        state, served = part["state"], part["service_from"]
        known = [state.eq(word) for word in (ACCEPTED, REJECTED, PENDING)]
        counts = [int(mask.fillna(False).sum()) for mask in known]
        made.append((_most(part["sent_on"]), _month(served.min()), _month(served.max()), len(part), *counts,
                     len(part) - sum(counts), int(part["still"].sum()), file))  # fmt: skip
    frame = framed(made, BY_SUMMARY)
    return frame.sort_values(["month", "first_month", "source_file"], kind="stable", ignore_index=True)


def absent(book: Book) -> str:
    """Return why nothing is known of file summaries, where no line of one is."""
    is_unread = book.unread["source"].eq(SUMMARY).any()
    return f"not known: no file summary {'could be read' if is_unread else 'is on file'}"


def counted(rows: pd.DataFrame, book: Book) -> list[tuple[str, int | None, None, str]]:
    """Return the sums of all summaries in the columns of what was counted; without one they are not known."""
    if rows.empty:
        return [(what, None, None, absent(book)) for _, what in _COUNTED]
    return [(what, int(rows[name].sum()), None, "by file summary, below") for name, what in _COUNTED]


def _lines(book: Book) -> pd.DataFrame:
    """The lines with the day that any source tells of them, and whether each is still in error."""
    rows, place = book.inputs.summary_lines, ["source_file", "source_row"]
    dated = book.inputs.submitted[[*place, "submission_date"]].dropna().drop_duplicates(place)
    told = rows[place].merge(dated, on=place, how="left")["submission_date"].to_numpy()
    on = rows["submission_date"].fillna(pd.Series(told, rows.index, dtype=rows["submission_date"].dtype))
    told = rows.assign(sent_on=on, claim=keys(rows["patient_control_number"], rows["service_from"]))
    return told.assign(still=told["state"].eq(REJECTED).fillna(False) & ~_has_moved(told, book.every))


def _has_moved(lines: pd.DataFrame, every: pd.DataFrame) -> pd.Series:
    """Which lines are of a claim that is no longer in error.

    The open claims tell it by all sources; of a claim that is not among them (served since the cutover, or without an
    account) the last line does.
    """
    names = [keys(every[name], every["service_from"]) for name in ("patient_control_number", "claim_number")]
    bad = every["status"].eq(REJECTED)
    good, known = pd.concat([name[~bad] for name in names]), pd.concat(names)
    last = lines.dropna(subset="claim").sort_values([*_ORDER], kind="stable")
    last = last.drop_duplicates("claim", keep="last")
    taken = last.loc[last["state"].eq(ACCEPTED).fillna(False), "claim"]
    return among(lines["claim"], good) | (among(lines["claim"], taken) & ~among(lines["claim"], known))


def _most(days: pd.Series) -> pd.Timestamp | None:
    months = days.dropna().dt.to_period("M").mode()
    return months.iloc[0].to_timestamp() if len(months) else None


def _month(day: pd.Timestamp) -> pd.Timestamp | None:
    return None if pd.isna(day) else day.to_period("M").to_timestamp()
