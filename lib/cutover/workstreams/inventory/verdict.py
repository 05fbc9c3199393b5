"""What the inventory says first: do we hold everything that must move, and does it open?"""

from __future__ import annotations

import pandas as pd

from cutover.reading.practice import file_subject
from cutover.reading.practice.tables import ASIDE, OPENS, SHUT
from cutover.result import Figure, State
from cutover.wording import and_joined, several
from cutover.workstreams.inventory.files import changes
from cutover.workstreams.inventory.inputs import Inputs, asked_months, missing_months
from cutover.workstreams.inventory.must_move import (
    ELSEWHERE,
    IN_HAND,
    MISSING,
    OPEN,
    PARTLY,
    SHORT,
    STALE,
    statuses,
)
from cutover.workstreams.inventory.unexported import requests
from cutover.workstreams.inventory.unread_lists import NOT_READ
from cutover.workstreams.inventory.usage_pattern import (
    computed,
    in_another_system,
    not_shown,
    pattern,
    sends_by_intake,
    stated,
)

_URGENCY = (MISSING, STALE, NOT_READ, PARTLY, OPEN)
_WORDS = {PARTLY: "not complete", OPEN: "an open question"}
_EXPORTED = ("patients", "paid-history", "era-835")  # gone with the account; the others people may still know
_NAMED = 3  # a sentence that is read aloud carries no more


def verdict(inputs: Inputs) -> str:
    """Return what answers the question, says what to do, and names the most urgent of what lacks."""
    found = {code: s.state for code, s in statuses(inputs).items() if s.state != ELSEWHERE}
    held = sum(state == IN_HAND for state in found.values())
    shut = int((inputs.files["state"] == SHUT).sum())
    if held < len(found):
        are = "is" if held == 1 else "are"
        return (
            f"Not yet, so keep the Office Ally account open. {held} of the {len(found)} things that must move {are} "
            f"on file and complete. Next {_next(found)}."
        )
    if shut:
        files = several(shut, "file does not open. Get it", "files do not open. Get them")
        return (
            f"Nearly, so keep the Office Ally account open: all {held} things that must move are on file, but "
            f"{files} again."
        )
    return (
        f"Yes: all {held} things that must move are on file, and every file opens. Look into each export once "
        "before the account is closed."
    )


def state(inputs: Inputs) -> State:
    """Return whether all that must move is held, by the rules of `signals.toml`."""
    found = {code: s.state for code, s in statuses(inputs).items() if s.state != ELSEWHERE}
    if any(found.get(code) == MISSING for code in _EXPORTED):
        return State.BLOCKED
    whole = set(found.values()) <= {IN_HAND} and not inputs.files["state"].eq(SHUT).any()
    return State.OK if whole else State.ATTENTION


def _next(states: dict[str, str]) -> str:
    """The most urgent items with their state; within one state what is exported first, by the checklist."""
    lacking = [code for code in states if states[code] != IN_HAND]
    lacking.sort(key=lambda c: (_URGENCY.index(states[c]), c not in _EXPORTED))
    named = [f"{SHORT[c]} ({_WORDS.get(states[c], states[c])})" for c in lacking[:_NAMED]]
    verb = "comes" if len(named) == 1 and not _is_plural(lacking[0]) else "come"
    return f"{verb} {and_joined(named)}"


def _is_plural(code: str) -> bool:
    return code not in ("enrolment-status", "paid-history")


def figures(inputs: Inputs) -> tuple[Figure, ...]:
    """Return the headline numbers; what is not known is None, never 0."""
    return (
        _items(inputs),
        _files(inputs),
        _usage(inputs),
        _months(inputs, "ERA months", "ERAs"),
        _months(inputs, "Claim history months", "claim history", "posted payments"),
        _export(inputs),
        _waiting(inputs),
        _lost(inputs),
    )


def _items(inputs: Inputs) -> Figure:
    states = [s.state for s in statuses(inputs).values()]
    needed = [state for state in states if state != ELSEWHERE]
    aside = len(states) - len(needed)
    note = (
        f"{aside} more {'is' if aside == 1 else 'are'} not in Office Ally"
        if aside
        else "complete and not out of date"
    )
    value = f"{needed.count(IN_HAND)} of {len(needed)}"
    return Figure("Things that must move, on file", value, note, column="on file")


def _files(inputs: Inputs) -> Figure:
    files, every = inputs.files, inputs.holdings.files
    copies = int(every["duplicate_of"].notna().sum())
    unread = int((files["state"] == ASIDE).sum())
    notes = [
        f"{copies:,} copies apart" if copies else "",
        f"{unread:,} need a person to open them" if unread else "",
    ]
    value = f"{int((files['state'] == OPENS).sum()):,} of {len(files):,}" if len(files) else None
    return Figure("Files that open", value, "; ".join(filter(None, notes)))


def _usage(inputs: Inputs) -> Figure:
    said, seen = stated(inputs) or "nothing", computed(inputs)
    value = None if pattern(inputs) == "unknown" else pattern(inputs)
    value = f"{value} or {computed(inputs)}" if len(not_shown(inputs)) else value
    more = "; the intake names a system that sends claims" if sends_by_intake(inputs) else ""
    more = more if in_another_system(inputs) else ""
    return Figure(
        "Usage pattern",
        value,
        f"the intake says {said}, the files {'fit every pattern' if seen == 'unknown' else 'show ' + seen}{more}",
    )


def _months(inputs: Inputs, label: str, *sources: str) -> Figure:
    wanted = asked_months(inputs, sources[0])
    if wanted.empty:
        return Figure(label, None, "every month of the last twelve came through Medi")
    if "claim history" in sources and inputs.open_files(file_subject.CLAIMS).empty:
        there = len(wanted) - len(missing_months(inputs, "posted payments"))
        posted = f"; posted payments of {there} of {len(wanted)} months" if there else ""
        return Figure(
            label, None if posted else f"0 of {len(wanted)}", f"no claim history is on file{posted}"
        )
    there = len(wanted) - len(missing_months(inputs, *sources))
    return Figure(
        label,
        f"{there} of {len(wanted)}",
        f"months from {wanted[0]:%Y-%m} to {wanted[-1]:%Y-%m} with anything on file; notebook 11 says which are whole",
    )


def _export(inputs: Inputs) -> Figure:
    """How old the newest export is: the newest day in a name, a title or the data, without planned days."""
    files = inputs.past[inputs.past["state"] == OPENS]
    days = pd.concat([files["stated_day"], files["last_day"]]).dropna()
    days = days[days <= inputs.today]
    if days.empty:
        return Figure("Days since the last export", None, "no file gives a day")
    last = days.max()
    return Figure(
        "Days since the last export",
        f"{(inputs.today - last).days:,}",
        f"newest day in names, titles and data, without appointments: {last:%Y-%m-%d}",
    )


def _waiting(inputs: Inputs) -> Figure:
    asked = requests(inputs)
    waiting = asked[asked["state"] == "waiting"]["days"].dropna()
    if len(waiting):
        return Figure(
            "Longest wait for support", f"{int(waiting.max()):,} days", "a request that is not delivered"
        )
    none = "no request waits" if len(asked) else "no request is noted"
    return Figure("Longest wait for support", "none" if len(asked) else None, none)


def _lost(inputs: Inputs) -> Figure:
    rows = changes(inputs)["change"]
    if inputs.earlier is None:
        return Figure("Files lost since the last manifest", None, "no earlier manifest")
    note = f"{int((rows == 'added').sum()):,} added since {inputs.earlier.day:%Y-%m-%d}"
    return Figure("Files lost since the last manifest", f"{int((rows == 'lost').sum()):,}", note)


def period(inputs: Inputs) -> str:
    """Return the days that the data of all files but lists of appointments cover, empty where none is known."""
    first, last = inputs.past["first_day"].min(), inputs.past["last_day"].max()
    return "" if pd.isna(first) else f"{first:%Y-%m-%d} to {last:%Y-%m-%d}"
