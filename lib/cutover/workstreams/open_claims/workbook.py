"""The rows of the handoff workbook: every open claim and appeal, filled as far as files and people tell."""

from __future__ import annotations

import pandas as pd

from cutover.intake.handoff_workbook import APPEALS, CLAIMS, HANDOFF, OF_PEOPLE, as_printed, offering
from cutover.intake.template import Kind
from cutover.workstreams.attested import named
from cutover.workstreams.open_claims.book import Book
from cutover.workstreams.open_claims.claims import REJECTED, RESOLVED


def filled(book: Book) -> dict[str, list[dict]]:
    """Return the records of the workbook by sheet: claims in their order of urgency, and appeals.

    At most `handoff_rows` claims, those of the highest order; the patient's part is left out.
    """
    rows = book.worked.head(book.inputs.rules.handoff_rows)
    return {CLAIMS.name: [_claim(row) for row in rows.to_dict("records")],
            APPEALS.name: [_appeal(row) for row in book.appeals.to_dict("records")]}  # fmt: skip


def kind(book: Book) -> Kind:
    """Return the workbook with the people whom the intake names, and owners so far, offered in its drop-downs."""
    known = [*named(book.inputs.intake), *book.worked["owner"].dropna(), *book.appeals["owner"].dropna()]
    return offering(HANDOFF, {"owner": tuple(dict.fromkeys(known))})


def left_out(book: Book) -> pd.DataFrame:
    """Return the open claims that the workbook has no room for."""
    return book.worked.iloc[book.inputs.rules.handoff_rows :]


def _claim(row: dict) -> dict:
    event, on = _event(row)
    said = {
        "case": row["case"], "payer": row["payer"], "claim_number": row["claim_number"],
        "account": row["patient_control_number"], "service_on": row["service_from"], "amount_cents": row["worth_cents"],
        "state": row["status"] if row["status"] != RESOLVED else None, "denial_reason": _reason(row),
        "last_event": event, "last_event_on": on, "deadline_on": row["deadline_on"],
        "deadline_is": _limit(row),
    }  # fmt: skip
    said |= {name: row[name] for name in OF_PEOPLE}
    said |= {"as_printed": as_printed(row | {"state": said["state"]})}
    return {name: value for name, value in said.items() if not pd.isna(value)}


def _limit(row: dict) -> str | None:
    """What the deadline is for, or why there is none, and the further limit with its day."""
    said = row["deadline_is"] if pd.notna(row["deadline_on"]) else row["deadline_unknown"]
    until = "" if pd.isna(row["also_on"]) else f": until {row['also_on']:%Y-%m-%d}"
    also = [] if pd.isna(row["also_is"]) else [f"{row['also_is']}{until}"]
    return "; ".join([*([] if pd.isna(said) else [str(said)]), *also]) or None


def _reason(row: dict) -> str | None:
    """`CO-197, remarks N130`, else the history's own words."""
    words = [str(row[name]) for name in ("reason",) if pd.notna(row[name])]
    if isinstance(row["remarks"], str) and row["remarks"] and words:
        words.append(f"remarks {row['remarks']}")
    return ", ".join(words) or (None if pd.isna(row["history_reason"]) else str(row["history_reason"]))


def _event(row: dict) -> tuple[str | None, object]:
    """The last thing that a file tells of a claim, and when."""
    state = REJECTED if row["history_rejected"] is True else row["history_state"]
    of_history = f"claim history: {state}"
    on = "" if pd.isna(row["sent_on_by"]) else f", sent on by {row['sent_on_by']}"
    told = [
        (row["decided_on"], f"remittance: {row['outcome']}{on}"),
        (row["told_on"], "remittance as text or on paper: nothing paid"),
        (row["answer_on"], f"answer: {row['answer_state']}"),
        (row["summary_on"], f"file summary: {row['summary_state']}"),
        (row["history_on"], "list of denials: denied" if row["is_listed"] else of_history),
    ]  # fmt: skip
    dated = [one for one in told if pd.notna(one[0])]
    if dated:
        on, words = max(dated, key=lambda one: one[0])
        return words, on
    return (None if pd.isna(state) else f"claim history: {state}"), None


def _appeal(row: dict) -> dict:
    wanted = {field.name for field in APPEALS.fields}
    said = {name: value for name, value in row.items() if name in wanted and not pd.isna(value)}
    return said
