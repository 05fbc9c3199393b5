"""What a practice's dated notes say: calls with payers, and decisions in minutes; sentences stay in the workbook."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import pandas as pd

from cutover.columns import Column, Kind, conform
from cutover.lookup import has_phrase, meant, words_in
from cutover.reading.practice.book import Practice
from cutover.reading.practice.dated_notes import (
    DECISIONS,
    MAIL,
    MINUTES,
    NOTE,
    PAYER_NOTES,
    load_decisions,
    load_payer_notes,
)
from cutover.reading.practice.own_plans import planned_closing
from cutover.result import Table
from cutover.wording import and_joined
from cutover.workstreams.findings import table

_QUOTED = "The newest first. The consultant's workbook has the sentences"
_WHOSE = {MINUTES: "the minutes", NOTE: "a note", MAIL: "an e-mail"}
_COMPARED = Column("compared", Kind.TEXT, "Compared", "with what other notes, or this report, have")
NOTED = (*PAYER_NOTES[:4], _COMPARED, *PAYER_NOTES[4:])
DECIDED = (*DECISIONS[:5], _COMPARED, *DECISIONS[5:])


def payer_notes(practice: Practice, payers: Iterable[str]) -> Table:
    """Return the notes of calls with payers (NOTED), and where a newer note names another day than an older one."""
    told = notes_of(practice, payers, of_several=True)
    told = told.assign(compared=_beside_others(told))
    return table("What notes of calls with payers say", conform(told[[c.name for c in NOTED]], NOTED), NOTED,
                 f"{_QUOTED}. Write what holds into the list of enrollments.",
                 "no dated note on file names a payer in use")  # fmt: skip


def notes_of(practice: Practice, payers: Iterable[str], *, of_several: bool = False) -> pd.DataFrame:
    """Return the notes of calls with payers (PAYER_NOTES), the newest first, each payer as `payers` call it.

    Those beside the enrollments are all there; of other notes each that names one of the payers; with
    `of_several` also one that names several, once for each.
    """
    names = {payer: payer for payer in payers}
    rows = load_payer_notes(practice)
    told = [_told(*pair, names) for pair in zip(rows["payer"], rows["said"], strict=True)]
    rows[["payer", "said"]] = pd.DataFrame(told, rows.index, ["payer", "said"], dtype="str")
    beside = load_decisions(practice)
    beside = beside[beside["kind"].eq(NOTE) & beside["noted_on"].notna()]
    found = [_all_named(said, names) for said in beside["said"]]
    found = found if of_several else [one if len(one) == 1 else [] for one in found]
    named = pd.Series(found, beside.index, dtype=object)
    named_on = pd.to_datetime(beside["days"], format="%Y-%m-%d", errors="coerce")  # of several days none
    beside = beside.assign(payer=named, named_on=named_on).explode("payer").astype({"payer": "str"})
    rows = pd.concat([rows, beside.dropna(subset=["payer"])[list(rows.columns)]], ignore_index=True)
    ordered = rows.sort_values("noted_on", ascending=False, kind="stable", na_position="last")
    return conform(ordered.reset_index(drop=True), PAYER_NOTES)


def _told(payer: object, said: str, names: Mapping[str, str]) -> tuple[str | None, str]:
    """The payer of a note and its text; what stands before its colon may be a sentence about a payer."""
    if not isinstance(payer, str):
        return _named(said, names), said
    if whole := meant(payer, names):
        return whole, said
    named = _named(payer, names)
    return (named, f"{payer}: {said}") if named else (payer, said)


def _named(said: str, names: Mapping[str, str]) -> str | None:
    """The one payer that a text names, None where it names none or several."""
    found = _all_named(said, names)
    return found[0] if len(found) == 1 else None


def _all_named(said: str, names: Mapping[str, str]) -> list[str]:
    """The payers that a text names: whole, or by a first word in capitals that no other has."""
    first = {name: (words_in(name) or [""])[0] for name in names}
    alone = {name for name, word in first.items() if list(first.values()).count(word) == 1}
    capitals = {word.casefold() for word in re.findall(r"\b[A-Z][A-Za-z0-9]{3,}", said)}
    return [
        name
        for name in names
        if has_phrase(said, [" ".join(words_in(name))]) or (name in alone and first[name] in capitals)
    ]


def _beside_others(rows: pd.DataFrame) -> list[str | None]:
    """Of each note that names a day, which other one of its payer names another: the newest older, or the newest."""
    of = [" ".join(words_in(payer)) if isinstance(payer, str) else None for payer in rows["payer"]]
    known = rows.assign(of=of).dropna(subset=["of", "named_on", "noted_on"])
    told: dict[int, str] = {}
    for _, own in known.groupby("of"):
        newest = own.iloc[0]
        for place, row in own.iterrows():
            older = own[(own["noted_on"] < row["noted_on"]) & own["named_on"].ne(row["named_on"])]
            if row["named_on"] != newest["named_on"] and row["noted_on"] < newest["noted_on"]:
                told[place] = f"the note of {newest['noted_on']:%Y-%m-%d} names {newest['named_on']:%Y-%m-%d}"
            elif len(older):
                before = older.iloc[0]
                told[place] = (
                    f"in place of {before['named_on']:%Y-%m-%d}, noted on {before['noted_on']:%Y-%m-%d}"
                )
    return [told.get(place) for place in rows.index]


def decisions(practice: Practice, last_day: dt.date | None) -> Table:
    """Return each dated sentence of minutes, notes and e-mails (DECIDED), Office Ally's end beside the closeout's."""
    rows = load_decisions(practice)
    told = rows.assign(compared=[_beside_closeout(day, last_day) for day in rows["closes_on"]])
    shaped = conform(told[[c.name for c in DECIDED]], DECIDED)
    return table("What minutes, notes and e-mails say with a day", shaped, DECIDED,
                 f"{_QUOTED}. Write what holds into the intake.",
                 "no minutes, note or e-mail on file names a day in its text")  # fmt: skip


def _beside_closeout(day: pd.Timestamp, last_day: dt.date | None) -> str | None:
    if pd.isna(day) or last_day is None:
        return None
    if day.date() == last_day:
        return "the closeout ends on that day"
    if day.date() > last_day:
        return f"after the closeout, which ends on {last_day}: no conflict"
    return f"before the closeout ends, on {last_day}: ask to keep the account open until then"


@dataclass(frozen=True)
class Closing:
    """Until which day Office Ally stays open by what people wrote, and who says so, in words."""

    day: dt.date
    whose: str


def noted_closing(practice: Practice) -> Closing | None:
    """Return until when the newest minutes, note or e-mail has Office Ally open.

    None where none tells it, or where those of one day name several days.
    """
    rows = load_decisions(practice).dropna(subset=["closes_on"])
    newest = rows[
        rows["noted_on"].eq(rows["noted_on"].max()) if rows["noted_on"].notna().any() else slice(None)
    ]
    days = newest["closes_on"].unique()
    if len(days) != 1:
        return None
    of, kind = newest["noted_on"].iloc[0], str(newest["kind"].iloc[0])
    whose = _WHOSE[kind] + ("" if pd.isna(of) else f" of {of:%Y-%m-%d}")
    return Closing(pd.Timestamp(days[0]).date(), whose)


def closings(practice: Practice) -> list[Closing]:
    """Return until when Office Ally stays open by the client's own plan and by the newest note."""
    planned = planned_closing(practice)
    plan = None if planned is None else Closing(planned, "the client's own plan")
    return [one for one in (plan, noted_closing(practice)) if one is not None]


def told_closing(practice: Practice, last_day: dt.date | None) -> str:
    """Return in words until when Office Ally is open by `closings`, where that is not the closeout's last day."""
    by_day: dict[dt.date, list[str]] = {}
    for one in closings(practice):
        by_day.setdefault(one.day, []).append(one.whose)
    told = [
        f"by {and_joined(whose)} Office Ally stays open until {day:%Y-%m-%d}"
        for day, whose in sorted(by_day.items())
        if day != last_day
    ]
    return "; ".join(told)
