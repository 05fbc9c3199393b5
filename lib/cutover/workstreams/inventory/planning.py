"""Where the ten workstreams of the planning checklist stand."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd

from cutover.reading.intake.office_words import SWITCHED_OFF, note_says
from cutover.reading.practice import file_subject
from cutover.reference import load_checklist
from cutover.wording import several
from cutover.workstreams.answers import once
from cutover.workstreams.findings import BILLER, CONSULTANT
from cutover.workstreams.inventory import claim_rows
from cutover.workstreams.inventory.claim_history import claims_of_history
from cutover.workstreams.inventory.inputs import Inputs
from cutover.workstreams.inventory.must_move import (
    ELSEWHERE,
    IN_HAND,
    MISSING,
    OPEN,
    PARTLY,
    Status,
    status_rows,
    statuses,
)
from cutover.workstreams.inventory.unexported import (
    UNASKED,
    WITH_CANCELED,
    by_hand,
    from_day_on,
    not_asked,
    noted,
    planned,
    requests,
)
from cutover.workstreams.inventory.usage_pattern import (
    computed,
    not_shown,
    pattern,
    sends_by_intake,
    stated,
    uses_practice_mate,
)


@once
def workstreams(inputs: Inputs) -> pd.DataFrame:
    """Return the ten workstreams of the planning checklist with where each stands, one row per workstream."""
    items, move = load_checklist("planning_checklist").items, statuses(inputs)
    hand = by_hand(inputs).set_index("code")
    found = {
        "usage-pattern": _usage(inputs),
        "patient-records": move["patients"],
        "open-claims": _open_claims(inputs),
        "era-and-payments": _payments(inputs, move["era-835"]),
        "nonpar-exposure": _nonpar(inputs),
        "payer-enrolment": _enrollment(inputs, move["enrolment-status"]),
        "users-and-roles": move["users-and-access"],
        "scrub-rules": _of_hand(hand.loc["scrub-rules"]),
        "client-reporting": _of_hand(hand.loc["client-reporting"]),
        "appointments-and-charts": _by_support(inputs),
    }
    return status_rows(items, found)


def _of_hand(row: pd.Series) -> Status:
    return Status(
        row["state"], row["held"] or "", row["missing"] or "", row["action"] or "", row["owner"] or CONSULTANT
    )


def _usage(inputs: Inputs) -> Status:
    if pattern(inputs) == "unknown":
        is_open = stated(inputs) is None
        uploads = (
            "the intake contradicts itself"
            if sends_by_intake(inputs)
            else "the files and the intake disagree"
        )
        why = "neither the intake nor the files tell it" if is_open else uploads
        return Status(OPEN, missing=why, action="Ask the practice.")
    said = stated(inputs)
    if len(not_shown(inputs)):
        files = f"{said}, stated in the intake; {computed(inputs)}, by the files"
        return Status(PARTLY, files, "the files and the intake disagree", "Confirm it with the practice.")
    if said not in (None, pattern(inputs)):
        source = f"by the files; the intake states {said}"
        lacks = "the files and the intake disagree"
    else:
        source = "stated in the intake" if said else "computed from the files alone"
        lacks = "" if said else "the intake does not state it"
    return Status(
        PARTLY if lacks else IN_HAND,
        f"{pattern(inputs)}, {source}",
        lacks,
        "Confirm it with the practice." if lacks else "",
    )


def _open_claims(inputs: Inputs) -> Status:
    """Rows of the history in the window of the handoff, and what people noted; which are open is told there.

    A claim of several reports is one row; where claims cannot be read, the rows of all files count.
    """
    since = inputs.open_since
    days = inputs.own_days[
        (inputs.own_days["subject"] == file_subject.CLAIMS) & (inputs.own_days["role"] == "service")
    ]
    rows = claim_rows.since(inputs, since)
    rows = int(days.loc[days["day"] >= since, "rows"].sum()) if rows is None else rows
    notes, appeals = noted(inputs, "open claims"), noted(inputs, "open appeals")
    parts = [
        f"{several(rows, 'row', 'rows')} of claim history{_claims(inputs, rows)} with service since {since:%Y-%m-%d}"
        if rows
        else "",
        several(notes, "open-claim note", "open-claim notes") if notes else "",
        several(appeals, "appeal", "appeals") if appeals else "",
    ]
    said = ", ".join(filter(None, parts))
    lacks = (
        [] if rows or uses_practice_mate(inputs) is False else [f"no claim history since {since:%Y-%m-%d}"]
    )
    lacks += [] if notes else ["no note on any open claim"]
    action = (
        "Export the claim history up to today. Then fill in the workbook of the report Open claims handed over, "
        "which lists each open claim."
    )
    return Status(
        PARTLY if said and lacks else IN_HAND if said else MISSING,
        said,
        "; ".join(lacks),
        action if lacks else "",
        BILLER,
    )


def _claims(inputs: Inputs, rows: int) -> str:
    """How many claims rows of the history in the window are, in words; empty where each row is one."""
    told = claims_of_history(inputs)
    claims = int((told["service_from"] >= inputs.open_since).fillna(False).sum())
    return "" if claims in (0, rows) else f" ({several(claims, 'claim')})"


def _payments(inputs: Inputs, era: Status) -> Status:
    """ERAs by month, texts beside them, and the count of what is unposted and unapplied."""
    unposted, unapplied = inputs.answered("unposted_count"), inputs.answered("unapplied_cents")
    lacks = [] if unposted is not None else ["how many remittances are not posted is not stated"]
    lacks += [] if unapplied is not None else ["unapplied cash is not stated"]
    if inputs.open_files(file_subject.TEXT_ERA).empty and era.state != MISSING:
        lacks.append("no ERA as text")
    if not lacks:
        return era
    state = MISSING if era.state == MISSING else PARTLY
    action = era.action or "Count unposted remittances and unapplied cash, and write them into the intake."
    return Status(
        state,
        era.held,
        "; ".join(filter(None, [era.missing, *lacks])),
        action,
        BILLER,
        era.files,
        era.rows,
        era.first,
        era.last,
    )


def _nonpar(inputs: Inputs) -> Status:
    """What the non-par fee can be counted from: the portal's report, claims by payer, invoices."""
    about = {
        "Par/Non-Par reports": (file_subject.PAR,),
        "claim history": (file_subject.CLAIMS,),
        "file summaries": (file_subject.SUMMARY,),
        "files of claims (837)": (file_subject.SUBMITTED,),
        "invoices": (file_subject.INVOICE,),
    }
    there = {name: len(inputs.from_office_ally(*wanted)) for name, wanted in about.items()}
    said = ", ".join(f"{name}: {several(n, 'file', 'files')}" for name, n in there.items() if n)
    lacks = [name for name in ("Par/Non-Par reports", "invoices") if not there[name]]
    missing = f"no {' and no '.join(lacks)}" if lacks else ""
    action = "Download the Par/Non-Par Report of each month (Service Center > Reports) and the invoices."
    return Status(
        (PARTLY if lacks else IN_HAND) if said else MISSING, said, missing, action if lacks else "", BILLER
    )


def _enrollment(inputs: Inputs, status: Status) -> Status:
    links = inputs.sheet("connections")
    if len(links):
        said = ", ".join(filter(None, [status.held, several(len(links), "connection", "connections")]))
        return _past_their_day(inputs, _undecided(replace(status, held=said), links), links)
    missing = "; ".join(filter(None, [status.missing, "no connection is written down"]))
    action = (
        status.action
        or "List what sends to or fetches from Office Ally in the sheet 'connections' of the intake."
    )
    return replace(status, state=PARTLY if status.held else MISSING, missing=missing, action=action)


def _undecided(status: Status, links: pd.DataFrame) -> Status:
    """The status with the connections of which nobody says what replaces them, nor when they end."""
    number = int((links["replaced_by"].isna() & links["ends_on"].isna()).sum())
    if not number:
        return status
    said = several(number, "connection has no replacement and no last day",
                   "connections have no replacement and no last day")  # fmt: skip
    action = "Write down what replaces each connection, and when it is switched off."
    return replace(
        status,
        state=PARTLY if status.state == IN_HAND else status.state,
        missing="; ".join(filter(None, [status.missing, said])),
        action=" ".join(filter(None, [status.action, action])),
    )


def _past_their_day(inputs: Inputs, status: Status, links: pd.DataFrame) -> Status:
    """The status with the connections whose day to be switched off has passed, unless a note says that they are off."""
    past = links[links["ends_on"].notna() & (pd.to_datetime(links["ends_on"]) < inputs.today)]
    notes = past["note"].astype("str")
    past = past[~note_says(notes, SWITCHED_OFF) | notes.str.contains("?", regex=False, na=False)]
    if past.empty:
        return status
    said = []
    for system, day, note in zip(past["system"], past["ends_on"], past["note"], strict=True):
        asks = ", and its note asks about it" if isinstance(note, str) and "?" in note else ""
        said.append(
            f"{system} was to be switched off on {pd.Timestamp(day):%Y-%m-%d}, nothing confirms it{asks}"
        )
    return replace(
        status,
        state=PARTLY if status.state == IN_HAND else status.state,
        missing="; ".join(filter(None, [status.missing, *said])),
        action=" ".join(filter(None, [status.action, "Confirm that each connection past its day is off."])),
    )


def _by_support(inputs: Inputs) -> Status:
    """Appointments and charts: files in hand, requests that wait, requests never made."""
    asked, never = requests(inputs), not_asked(inputs)
    asked = asked[asked["state"] != UNASKED]
    waiting = asked[asked["state"] == "waiting"]
    files = len(inputs.open_files(file_subject.APPOINTMENTS, file_subject.CHARTS))
    said = ", ".join(
        filter(
            None,
            [
                several(files, "file", "files") if files else "",
                several(len(asked), "request", "requests") if len(asked) else "",
                _from_cutover_on(inputs),
            ],
        )
    )
    lacks = [f"{several(len(waiting), 'request waits', 'requests wait')}"] if len(waiting) else []
    lacks += [f"{subject} not asked for" for subject in never["subject"]]
    absent = asked["state"].eq("delivered") & asked["files"].eq(0).fillna(False)
    lacks += [
        f"{subject} delivered by the intake, and no such file is here"
        for subject in asked.loc[absent, "subject"]
    ]
    if not lacks and not said:
        known = uses_practice_mate(inputs)
        return Status(
            ELSEWHERE if known is False else OPEN,
            missing="" if known is False else "not known whether they are used",
            action="" if known is False else "Ask the practice.",
        )
    return Status(
        PARTLY if lacks and said else MISSING if lacks else IN_HAND,
        said,
        "; ".join(lacks),
        "Put what was delivered here, and ask support again where it does not open."
        if absent.all() and len(absent)
        else "Ask support."
        if lacks
        else "",
        BILLER,
    )


def _from_cutover_on(inputs: Inputs) -> str:
    """How many of the appointments in hand are planned from the cutover on, in words; "" where nothing tells it."""
    days = planned(inputs)
    if days.empty or inputs.cutover is None or inputs.cutover <= inputs.today:
        return ""
    whole = int(inputs.open_files(file_subject.APPOINTMENTS)["rows"].sum())
    later, told = from_day_on(inputs, pd.Timestamp(inputs.cutover))
    said = f"{later:,} of {several(whole, 'appointment')} from the cutover on"
    return f"{said} and not canceled" if told else f"{said}, {WITH_CANCELED}"
