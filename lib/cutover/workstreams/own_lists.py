"""What the client's own lists say: appeals and liens, claims to be worked, calls to payers; what is late, and whose."""

from __future__ import annotations

import pandas as pd

from cutover.columns import Privacy, conform, empty, framed
from cutover.intake.handoff_workbook import APPEALS, CLAIMS
from cutover.reading.intake.own_lists import APPEAL, CALL, OWN_LIST, WORK, is_decided
from cutover.reading.intake.returned import Returned
from cutover.result import Table
from cutover.wording import several
from cutover.workstreams.columns import cents, count, date, text
from cutover.workstreams.findings import table

PAST, AHEAD, NO_DAY, OVER = "past due", "to come", "no day", "decided"
LISTS = (
    text("list", "List"),
    count("rows", "Rows"),
    count("decided", "Of them decided"),
    count("without_owner", "Without an owner"),
    count("without_step", "Without a next step", "of a log of calls: without a day to call again"),
    count("past_due", "Past due", "their day is before the report's date"),
    date("first_on", "First day to act", "of all rows that are not decided"),
    date("next_on", "Next day to act", "from the report's date on"),
    cents("amount_cents", "At stake", "null: the list names no amounts"),
    text("source_file", "File", "path below the practice's folder", Privacy.PHI),
)
ROWS = (
    text("list", "List"),
    text("kind", "Kind", "of an appeal"),
    text("payer", "Payer", "as the list writes it"),
    date("act_on", "To be done by"),
    text("standing", "Standing", f"{PAST}, {AHEAD}, {NO_DAY}, {OVER}"),
    text("has_owner", "Somebody's", "yes, or no"),
    text("has_step", "Next step", "yes, or no: whether one is written down"),
    cents("amount_cents", "At stake"),
    text("claim_number", "Claim no.", "", Privacy.PHI),
    text("reference", "Payer's reference", "", Privacy.PHI),
    text("owner", "Owner", "", Privacy.DESK),
    text("next_action", "Next action", "", Privacy.PHI),
    text("said", "The payer's answer", "", Privacy.PHI),
    date("said_on", "Called on"),
    text("source_file", "File", "path below the practice's folder", Privacy.PHI),
    count("source_row", "Row"),
)
TITLE, ROWS_TITLE = "The client's own lists", "The client's own lists, row by row"
NOTE = "appeals and the like, claims to be worked, calls to payers, as the client wrote them"
ABSENT = "no such list is on file: every table of the practice was looked at, but those among its remittances"
NOT_READ = "called a list, and none read"


def rows_of(lists: pd.DataFrame, today: pd.Timestamp) -> pd.DataFrame:
    """Return each row of the client's own lists (ROWS), what is past due first; of a claim's calls the last one."""
    if lists.empty:
        return empty(ROWS)
    kept = _last_calls(lists)
    standing = pd.Series(AHEAD, kept.index, dtype="str").mask(kept["act_on"].isna(), NO_DAY)
    standing = standing.mask(kept["act_on"] < today, PAST).mask(_is_over(kept), OVER)
    told = kept.assign(
        standing=standing, has_owner=_yes(kept["owner"].notna()), has_step=_yes(_has_step(kept)),
        order=standing.map([PAST, AHEAD, NO_DAY, OVER].index),
    )  # fmt: skip
    ordered = told.sort_values(["order", "act_on", "source_file", "source_row"], kind="stable")
    return conform(ordered[[c.name for c in ROWS]].reset_index(drop=True), ROWS)


def by_list(lists: pd.DataFrame, today: pd.Timestamp) -> pd.DataFrame:
    """Return each list with how many of its rows lack an owner, a next step, or are late (LISTS)."""
    made = []
    told = rows_of(lists, today)
    for (name, file), part in told.groupby(["list", "source_file"], sort=False):
        live = part[part["standing"].ne(OVER)]
        days, amounts = live["act_on"].dropna(), live["amount_cents"].dropna()
        ahead = days[days >= today]
        made.append((
            name, len(part), len(part) - len(live), int(live["has_owner"].eq("no").sum()),
            int(live["has_step"].eq("no").sum()), int(live["standing"].eq(PAST).sum()),
            days.min() if len(days) else None, ahead.min() if len(ahead) else None,
            int(amounts.sum()) if len(amounts) else None, file,
        ))  # fmt: skip
    return framed(made, LISTS)


def shown(returned: Returned, today: pd.Timestamp) -> dict[str, Table]:
    """Return the lists and their rows as tables of a report; a file that may be one and is not read has a row too."""
    lists, unread = returned.lists, returned.unread_lists
    told = by_list(lists, today)
    if len(unread):
        rows = pd.DataFrame({"list": NOT_READ + ": " + unread["why"], "source_file": unread["source_file"]})
        told = conform(pd.concat([part for part in (told, rows) if len(part)], ignore_index=True), LISTS)
    return {
        "lists": table(TITLE, told, LISTS, NOTE, ABSENT),
        "list_rows": table(ROWS_TITLE, rows_of(lists, today), ROWS, "", absent(returned, ABSENT)),
    }


def absent(returned: Returned, words: str) -> str:
    """Return words that nothing is listed, with how many files may be lists of it and are not read."""
    number = len(returned.unread_lists)
    if not number:
        return words
    return f'none can be read: {several(number, "file")} may be one, named in the table "{TITLE}"'


def calls(lists: pd.DataFrame, today: pd.Timestamp) -> pd.DataFrame:
    """Return the last call of each claim in the client's logs (ROWS)."""
    rows = rows_of(lists, today)
    return rows[rows["list"].eq(CALL)].reset_index(drop=True)


def as_appeals(lists: pd.DataFrame) -> pd.DataFrame:
    """Return the appeals of lists that are under way in the columns of the handoff's sheet, and their `kind`."""
    rows = lists[lists["list"].eq(APPEAL) & ~_is_over(lists)]
    told = rows.assign(submitted_on=rows["filed_on"], next_action_on=rows["act_on"])
    return _as(told, [*(c.name for c in APPEALS.columns), "kind"])


def as_notes(lists: pd.DataFrame) -> pd.DataFrame:
    """Return work lists and logs of calls in the columns of the handoff's sheet of open claims.

    Of several calls for a claim the last one counts. A row without owner, step, day and call says nothing.
    """
    rows = _last_calls(lists[lists["list"].isin([WORK, CALL])])
    is_call = rows["list"].eq(CALL)
    told = rows.assign(
        last_action=("called the payer: " + rows["said"]).where(is_call).astype("str"),
        last_action_on=rows["said_on"].where(is_call),
        next_action=rows["next_action"].mask(_is_to_call(rows) & rows["next_action"].isna(), "call again"),
        next_action_on=rows["act_on"],
    )  # fmt: skip
    says = told[["last_action", "next_action", "next_action_on", "owner"]].notna().any(axis=1)
    return _as(told[says], [c.name for c in CLAIMS.columns])


def _as(rows: pd.DataFrame, names: list[str]) -> pd.DataFrame:
    return rows.reindex(columns=names).reset_index(drop=True)


def _last_calls(lists: pd.DataFrame) -> pd.DataFrame:
    """The rows, of the calls for one claim in one file the last alone."""
    is_call = lists["list"].eq(CALL)
    ordered = lists[is_call].sort_values(["said_on", "source_row"], kind="stable", na_position="first")
    last = ordered.drop_duplicates(["source_file", "claim_number"], keep="last")
    return lists[~is_call | lists.index.isin(last.index)]


def _is_over(rows: pd.DataFrame) -> pd.Series:
    return rows["list"].eq(APPEAL) & is_decided(rows["result"])


def _has_step(rows: pd.DataFrame) -> pd.Series:
    return rows["next_action"].notna() | _is_to_call(rows)


def _is_to_call(rows: pd.DataFrame) -> pd.Series:
    return rows["list"].eq(CALL) & rows["act_on"].notna()


def _yes(mask: pd.Series) -> pd.Series:
    return mask.map({True: "yes", False: "no"}).astype("str")


__all__ = ["LISTS", "OWN_LIST", "ROWS", "absent", "as_appeals", "as_notes", "by_list", "calls", "rows_of",
           "shown"]  # fmt: skip
