"""What payers require before a transaction can be exchanged: the consultant's word, Stedi's list, what is public.

The consultant's workbook (`enrollment.xlsx` of the client) goes before Stedi's payer list (`stedi_payers/`, CSV or
JSON, the day in its name), which goes before the reference data. What none of them knows is unknown, and an ERA (835)
is always enrolled (Stedi).
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from pathlib import Path

import pandas as pd

from cutover.columns import conform, empty
from cutover.intake.enrollment_workbook import (
    DURATIONS,
    NO_ENROLLMENT,
    NOT_SUPPORTED,
    REQUIREMENT_WORDS,
    REQUIREMENTS,
    RULES,
    SUPPORTED,
    UNKNOWN,
)
from cutover.intake.fields import normal
from cutover.reading.files.values import days_in_name
from cutover.reading.mapping import folder as mapped_files
from cutover.reading.mapping.confirmed import folder_of
from cutover.reading.mapping.folder import whole
from cutover.reading.mapping.known_values import Knowledge
from cutover.reading.mapping.targets import load_target
from cutover.reading.payers import stedi_json as enrollment_json
from cutover.reading.payers.client_workbook import WORKBOOK, read_workbook
from cutover.reading.payers.families import ERA, Duration, Families
from cutover.reading.payers.tables import ENROLLMENT_FILES, ENROLLMENTS_ASIDE
from cutover.reading.payers.tables import REQUIREMENTS as COLUMNS
from cutover.reference import code_list
from cutover.result import Source

FOLDER, SOURCE = "stedi_payers", "Stedi's payer list"
CONSULTANT, LIST, PUBLIC = 0, 1, 2  # ranks
_ORIGIN = ["source_file", "source_sheet", "source_row"]
_DAYS = ["low", "likely", "high"]
_TRANSACTIONS = ("837P", "837I", "837D", "835", "270", "276")
_WORDS = {normal(word): said for word, said in REQUIREMENT_WORDS} | {normal(r): r for r in REQUIREMENTS}


@dataclass(frozen=True)
class Requirements:
    """What payers require, and how long they take where the client knows better.

    `rows` has the columns of REQUIREMENTS; `durations` maps (family, `835` or `other`) to what replaces the default.
    `list_day` is the day of the newest copy of Stedi's list, null without one. `files` (ENROLLMENT_FILES) says what
    was read, `notes` what could not be.
    """

    rows: pd.DataFrame
    durations: dict[tuple[str, str], Duration]
    list_day: dt.date | None
    files: pd.DataFrame
    sources: tuple[Source, ...]
    notes: tuple[str, ...] = field(default=())


def load_requirements(client: Path, families: Families, on: dt.date) -> Requirements:
    """Return what is known for a client, given its folder in `data/raw`; no absent or broken file raises."""
    rules, durations, notes = _workbook(client, families)
    listed, files, day, more = _listed(client)
    public = code_list("enrollment_requirements", on)
    stated = public.frame.rename(columns={"payer": "payer_name"}).drop(columns="code")
    known = stated.assign(
        timeframe=None,
        usual_days=None,
        rank=PUBLIC,
        family=None,
        known_from=public.source.where.partition(";")[0],
        known_on=pd.Timestamp(public.source.as_of),
    )
    sources = [public.source]
    if day is not None:
        sources.insert(0, Source(SOURCE, f"{FOLDER}, newest copy", day))
    return Requirements(
        whole([rules, listed, known], COLUMNS), durations, day, files, tuple(sources), (*notes, *more)
    )


def _workbook(
    client: Path, families: Families
) -> tuple[pd.DataFrame, dict[tuple[str, str], Duration], tuple[str, ...]]:
    """What the consultant wrote down; without the workbook nothing."""
    said, unread = read_workbook(client, families)
    if said is None:
        return empty(COLUMNS), {}, unread
    rules = said.tables[RULES]
    rules = rules[rules["payer"].notna()].rename(columns={"payer": "payer_name", "payer_id": "payer_ids"})
    none, is_era = rules["requirement"] == NO_ENROLLMENT, rules["transaction"] == ERA
    told = rules["requirement"].mask(none & is_era, NOT_SUPPORTED).mask(none & ~is_era, SUPPORTED)
    rules = rules.assign(
        requirement=told, rank=CONSULTANT, known_from=rules["known_from"].fillna("the consultant")
    )
    durations, wrong = _durations(said.tables[DURATIONS])
    notes = (*(f"{WORKBOOK}, {sentence}" for sentence in said.sentences()), *wrong)
    rules = rules.assign(timeframe=None)
    return conform(rules[[c.name for c in COLUMNS]].reset_index(drop=True), COLUMNS), durations, notes


def _durations(rows: pd.DataFrame) -> tuple[dict[tuple[str, str], Duration], list[str]]:
    """The days by family and transaction, and what is wrong with rows of them that are not used."""
    durations, wrong = {}, []
    whole_rows = rows.dropna(subset=["family", "transaction", *_DAYS])
    days = whole_rows[_DAYS].astype("int64").to_numpy().tolist()
    for row, (low, likely, high) in zip(whole_rows.itertuples(), days, strict=True):
        if not low <= likely <= high:
            wrong.append(
                f"{WORKBOOK}, {DURATIONS}, row {row.source_row}: its days do not increase. Correct them."
            )
            continue
        basis = row.known_from if isinstance(row.known_from, str) else "the consultant"
        durations[row.family, row.transaction] = Duration(low, likely, high, basis)
    return durations, wrong


def _listed(client: Path) -> tuple[pd.DataFrame, pd.DataFrame, dt.date | None, tuple[str, ...]]:
    """Stedi's payer list, the newest copy of it by the day in its name."""
    kind = mapped_files.Kind(
        SOURCE, load_target("stedi_payers"), COLUMNS, ENROLLMENTS_ASIDE, ENROLLMENT_FILES,
        _typed, opened=enrollment_json.payers,
    )  # fmt: skip
    read = mapped_files.load(client / FOLDER, client, Knowledge(folder_of(client)), kind)
    days = read.rows["known_on"]
    newest = days.max()
    if pd.isna(newest):
        undated = [f"No copy of {SOURCE} bears its day in its name: how old it is, is not known."]
        return read.rows, read.files, None, (*read.notes, *undated[: len(read.rows)])
    names = read.files.loc[read.files["state"] == "read", "source_file"]
    undated = [f"{name}: not used, for its name bears no day and another copy's does." for name in names
               if not days_in_name(name)]  # fmt: skip
    return read.rows[days == newest], read.files, newest.date(), (*read.notes, *undated)


def _typed(found: pd.DataFrame, source_file: str) -> tuple[pd.DataFrame, pd.Series]:
    """One row per payer becomes one per payer and transaction; a cell that says nothing is unknown."""
    first, second, others = (found[name].fillna("") for name in ("stedi_id", "payer_id", "aliases"))
    ids = (first + " " + second + " " + others).str.replace(r"[\s;,|\[\]\"']+", " ", regex=True).str.strip()
    kept = found[["payer_name", *_ORIGIN]].assign(payer_ids=ids)
    support = {code: found[code].map(_requirement) for code in _TRANSACTIONS}
    long = kept.assign(**support).melt(
        list(kept.columns), var_name="transaction", value_name="requirement", ignore_index=False
    )
    times = {code: found[f"{code}_timeframe"].str.upper() for code in _TRANSACTIONS}
    long["timeframe"] = pd.concat([times[code] for code in _TRANSACTIONS]).to_numpy()
    day = next(iter(days_in_name(source_file)), None)
    rows = long.assign(
        rank=LIST, family=None, usual_days=None, known_from=SOURCE, known_on=pd.Timestamp(day) if day else pd.NaT,
        payer_id=long["payer_ids"], found=None,
    )  # fmt: skip
    return rows, pd.Series(None, rows.index, dtype="str").mask(rows["payer_name"].isna(), "it names no payer")


def _requirement(text: object) -> str:
    """What a cell of the list says; No may be about support or enrollment there, and stays unknown."""
    said = _WORDS.get(normal(text), UNKNOWN) if isinstance(text, str) else UNKNOWN
    return UNKNOWN if said == NO_ENROLLMENT else said
