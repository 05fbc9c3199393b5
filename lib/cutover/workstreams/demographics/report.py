"""Demographics mapping: will every patient, coverage and authorization arrive as it is today?

The findings are the rules of `data/reference/patient_rules.toml`, each with the code `demo-<rule>`; their
count is the rows of their evidence. Accounts that no export has also have the amount that is open on their claims.
A patient with a rule that `blocks` is set aside.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pandas as pd

from cutover.columns import Column, Kind, Privacy, conform, empty, framed
from cutover.reading.mapping.suggest import ACCEPT
from cutover.reading.mapping.tables_of import days_counted, days_in_doubt, days_turned
from cutover.reading.mapping.unused_sheets import WHY as UNUSED
from cutover.reading.patients.also_elsewhere import also_in, people_elsewhere
from cutover.reading.patients.exports import Demographics
from cutover.reading.patients.parts import AUTHORIZATIONS, COVERAGES, GUARANTORS, parts_of
from cutover.reading.patients.stand_ins import MADE, has_numbers
from cutover.reading.patients.tables import CONSERVATION, DUPLICATES
from cutover.result import Figure, Finding, Result, Source, State, Table
from cutover.wording import and_joined, several
from cutover.workstreams import absences, unread_cells, unread_files, whose_rows
from cutover.workstreams.answers import signed
from cutover.workstreams.demographics import beside, inactive, lists, medi_ids, not_judged
from cutover.workstreams.demographics.by_day import HISTORY
from cutover.workstreams.demographics.findings import findings
from cutover.workstreams.demographics.granted import can_be_used, granted, left_at
from cutover.workstreams.demographics.inputs import Inputs
from cutover.workstreams.demographics.mapped import LEFT_OVER, MAPPED, mapping_of, names_of
from cutover.workstreams.demographics.patient_import import (
    BLOCKED,
    FURTHER,
    NO_PERSON,
    READY,
    TEST,
    WARNED,
    Prepared,
)
from cutover.workstreams.demographics.payers import PROPOSALS
from cutover.workstreams.demographics.people import SOURCES
from cutover.workstreams.demographics.record_figures import (
    further,
    guarantors,
    sexes,
    told,
    usable,
    with_claims,
)
from cutover.workstreams.demographics.rules import rules, source
from cutover.workstreams.demographics.unmapped import held_back

TITLE = "Demographics mapping"
LIMITS = (
    "The import is a neutral form with its own data dictionary; the receiving system's own template may ask for "
    "other names of columns.",
    "Values are checked by their form and against each other; whether a member ID is active is known to the payer "
    "alone.",
    "Payers are proposed from the payer list by name, state and line of business; none is accepted until a person "
    "has looked.",
    "Records of one person are found where birth date and name, Social Security number or member ID agree. "
    "Two records that share none of them are not found.",
    "Coverages and authorizations are joined to the patients by account or patient number. A table without such a "
    "number is not joined.",
)
_COLUMN = "blocked"
_GUIDE = Source(
    "What absolutely must move: patients, coverages, authorizations",
    "Migration guide from Office Ally",
    dt.date(2026, 6, 7),
)
_TABLE = (
    Column("table", Kind.TEXT, "Table", "its number, and what it lists"),
    Column("source_file", Kind.TEXT, "File", "", Privacy.PHI),
    Column("source_sheet", Kind.TEXT, "Sheet", "", Privacy.DESK),
    Column("rows", Kind.COUNT, "Rows"),
    Column("people", Kind.COUNT, "People", "each once, also where a list has one twice"),
    Column("alone", Kind.COUNT, "In no other list", "null where no other list is of the same people"),
    Column("not_data", Kind.COUNT, "Other rows", "titles, totals, footers, empty rows"),
    Column("mapping", Kind.TEXT, "Mapping", "confirmed, suggested, not used, or left out"),
    Column("missing", Kind.TEXT, "Required and missing"),
)
_READINESS = (
    Column("readiness", Kind.TEXT, "Readiness"),
    Column("patients", Kind.COUNT, "Patients"),
    Column(
        "active",
        Kind.COUNT,
        "Active",
        "seen in the last twelve months, or with an open claim; nobody who is marked deceased",
    ),
)
_COUNTED = (
    Column("code", Kind.TEXT, "Rule"),
    Column("of", Kind.TEXT, "Of"),
    Column("severity", Kind.TEXT, "Severity"),
    Column("wrong", Kind.TEXT, "What is wrong"),
    Column("todo", Kind.TEXT, "What to do"),
    Column("cases", Kind.COUNT, "Cases", "null where nobody could look for any"),
    Column("unknown", Kind.TEXT, "Unknown, because"),
)
_PAYER = (
    Column("payer_name", Kind.TEXT, "Payer", "as written"),
    Column("coverages", Kind.COUNT, "Coverages in the import"),
    Column("open_authorizations", Kind.COUNT, "Authorizations that can be used"),
)


def assess(inputs: Inputs) -> Result:
    """Return what the patient exports of a practice say on a day; what is unknown, the limits say."""
    export, prepared, known = inputs.export, inputs.prepared, inputs.known
    every = findings(export, prepared, known.payers is not None, known.cutover, known.claim_accounts)
    every = tuple(_with_cutover(one, inputs) for one in every)
    files = unread_files.together([unread_files.of_patients(export), known.files])
    made = Result(
        title=TITLE,
        verdict=unread_files.told(_verdict(export, prepared), files),
        figures=_figures(inputs),
        findings=unread_files.with_findings(whose_rows.with_findings(every, export.not_own), files),
        tables=_tables(inputs, {f.code: f.count for f in every}),
        limits=(
            *_further_limits(inputs),
            *whose_rows.limits(export.not_own),
            *unread_files.limits(files),
            *LIMITS,
        )
        if export.is_there
        else unread_files.limits(files),
        sources=(_GUIDE, source()),
    )
    made = absences.told(made, "demographics", {
        "patient export": any(table.is_used for table in export.tables),
    })  # fmt: skip
    told = unread_cells.told(made, unread_cells.of([inputs.practice], "demographics"))
    return signed(told, "demographics", state(export, prepared))


def period(inputs: Inputs) -> str:
    """Return an empty text: a patient export shows how things stand, and covers no days."""
    return ""


def _verdict(demographics: Demographics, prepared: Prepared) -> str:
    if not demographics.is_there:
        return (
            "No patient export is on file. That is right where patients live in another system (clearinghouse-only). "
            "Otherwise ask for the export first."
        )
    said = _missing_sentence(demographics) + _readiness_sentence(demographics, prepared)
    unconfirmed = [t for t in demographics.tables if t.is_used and not t.crosswalk.is_confirmed]
    if unconfirmed:
        count = len(unconfirmed)
        said += (
            f" The mapping of {count} table{'' if count == 1 else 's'} is not confirmed by a person: "
            f"suggestions with a score of {ACCEPT:.2f} or more were used."
        )
    return said


def state(demographics: Demographics, prepared: Prepared) -> State:
    """Return whether every patient will arrive, by the rules of `signals.toml`."""
    if not demographics.is_there:
        return State.ATTENTION
    count = _counts(prepared)
    if demographics.missing or not count[READY] + count[WARNED]:
        return State.BLOCKED
    confirmed = all(table.crosswalk.is_confirmed for table in demographics.tables if table.is_used)
    return State.OK if confirmed and not count[BLOCKED] else State.ATTENTION


def _missing_sentence(demographics: Demographics) -> str:
    """What no table gives though an import needs it, before anything is called ready; empty where all is there."""
    labels = list(dict.fromkeys(label for _, label in demographics.missing))
    if len(labels) < 2:
        return "" if not labels else f"A required column is missing ({labels[0]}), so nobody is ready. "
    return f"Required columns are missing ({', '.join(labels)}), so nobody is ready. "


def _held_back(demographics: Demographics, prepared: Prepared) -> int:
    """How many patients are set aside only because a column of their table is not mapped yet."""
    return (
        int(
            (
                held_back(demographics, prepared.exceptions, prepared.people)
                & prepared.people["readiness"].eq(BLOCKED)
            )
            .fillna(False)
            .sum()
        )
        if demographics.missing
        else 0
    )


def _readiness_sentence(demographics: Demographics, prepared: Prepared) -> str:
    """How many are ready; where a required column is missing, how many would be but for that."""
    count, whole = _counts(prepared), not demographics.missing
    total = sum(count.values())
    if not total:
        return "No patient could be read from the files."
    active = prepared.people[prepared.people["activity"].fillna(False).astype(bool)]
    blocked = int(active["readiness"].eq(BLOCKED).sum())
    of = "Of" if whole else "But for that, of"
    held = _held_back(demographics, prepared)
    count[BLOCKED] -= held
    said = (
        f"{of} {total:,} {lists.counted(prepared, total)} {_are(count[READY], whole)} ready, "
        f"{_are(count[WARNED], whole)} ready with warnings and {_are(count[BLOCKED], whole)} blocked"
    )
    if held:
        said += f"; {held:,} {'waits' if held == 1 else 'wait'} for a column, without which nobody knows more"
    if not whole:
        return said + "."
    if prepared.people["activity"].isna().all():
        return said + "; which of them are active is not known."
    said += f"; of the {int(active['readiness'].notna().sum()):,} active ones {_are(blocked)} blocked"
    return said + _todo(count, blocked)


def _are(number: int, whole: bool = True) -> str:
    """A number with its verb: `1 is`, `2 are`; `2 would be` where a required column is missing."""
    return f"{number:,} {('is' if number == 1 else 'are') if whole else 'would be'}"


def _deceased(people: pd.DataFrame) -> str:
    """How many have died and so are not active, and of how many of them something is still to be settled."""
    there = people[people["deceased"] & people["readiness"].notna()]
    if there.empty:
        return ""
    return (
        f"; {several(len(there), 'patient')} marked deceased not counted, {int(there['to_settle'].sum()):,} of them "
        "with claims that may still be open"
    )


def _todo(count: dict[str, int], blocked: int) -> str:
    """What to do first, as the end of the sentence."""
    if blocked:
        which = "that one" if blocked == 1 else "those"
        return f": mend {which} in the old system first, and export again."
    if count[BLOCKED]:
        return ": mend the blocked ones before the cutover, or leave them behind on purpose."
    return ": look through the warnings before the cutover." if count[WARNED] else ": they can move."


def _counts(prepared: Prepared) -> dict[str, int]:
    found = prepared.people["readiness"].value_counts()
    return {state: int(found.get(state, 0)) for state in (READY, WARNED, BLOCKED)}


def _with_cutover(one: Finding, inputs: Inputs) -> Finding:
    """The finding on authorizations that can be used, with how many of all still run at the cutover."""
    words = left_at(inputs.prepared.listed, inputs.as_of, inputs.known.cutover)
    if one.code != "demo-auth-open" or not words:
        return one
    return replace(one, meaning=f"{one.meaning} {words[:1].upper()}{words[1:]}.")


def _figures(inputs: Inputs) -> tuple[Figure, ...]:
    demographics, prepared, as_of = inputs.export, inputs.prepared, inputs.as_of
    if not demographics.is_there:
        return (Figure("Patient rows in the export", None, "no export on file", column=_COLUMN),)
    if not any(table.is_used for table in demographics.tables):
        unread = "an export is on file, and no table of patients could be read"
        return (Figure("Patient rows in the export", None, unread, column=_COLUMN),)
    count, people = _counts(prepared), prepared.people
    active = people["activity"].fillna(False).astype(bool) & people["readiness"].notna()
    unknown = int((people["activity"].isna() & people["readiness"].notna()).sum())
    blocked_active = int((active & people["readiness"].eq(BLOCKED)).sum())
    is_known = not people["activity"].isna().all()
    return (
        _rows_in(demographics, people),
        _ready("Ready", count[READY], demographics),
        _ready("Ready with warnings", count[WARNED], demographics),
        _blocked(demographics, count[BLOCKED], _held_back(demographics, prepared)),
        Figure(
            "Active patients",
            f"{int(active.sum()):,}" if is_known else None,
            f"not known of {unknown:,} others" + _deceased(people),
        ),
        inactive.figure(prepared, as_of),
        inactive.dead(demographics, prepared),
        Figure("Active and blocked", f"{blocked_active:,}" if is_known else None),
        told(COVERAGES, demographics, Figure("Coverages in the import", f"{len(prepared.coverages):,}")),
        further(demographics, prepared),
        sexes(prepared),
        told(GUARANTORS, demographics, guarantors(prepared)),
        told(AUTHORIZATIONS, demographics, usable(demographics, prepared, as_of, inputs.known.cutover)),
        with_claims(inputs.known.claim_accounts),
        *medi_ids.figures(prepared, inputs.known.id_map),
    )


def _rows_in(demographics: Demographics, people: pd.DataFrame) -> Figure:
    """How many rows of patients the files have, and how many of them another file has too."""
    again = people_elsewhere(demographics.tables)
    tests = int(people["aside"].eq(TEST).sum())
    numbers = people.loc[people["aside"].ne(NO_PERSON).fillna(True), "account_number"].nunique()
    is_numbered = has_numbers(table.crosswalk for table in demographics.tables if table.has_people)
    notes = [f"{again:,} of them also in another file, counted once"] if again else []
    notes += [f"{several(tests, 'test record')} set aside"] if tests else []
    repeats = int(people["aside"].eq("row-repeated").sum())
    notes += [f"{repeats:,} of them a further row of a patient"] if repeats else []
    notes += [several(numbers, "different account number")] if is_numbered and numbers else []
    return Figure("Patient rows in the export", f"{len(people) + again:,}", "; ".join(notes))


def _blocked(demographics: Demographics, count: int, held: int) -> Figure:
    """How many are set aside for what is wrong with them; unknown where that waits for a column."""
    note = "set aside, not in the import"
    if held:
        note = f"{count - held:,} for what is wrong with them; {held:,} before a column is mapped"
    elif demographics.missing:
        note = f"{count:,} for what is wrong with them; nobody is ready before a column is mapped"
    is_open = bool(held or demographics.missing)
    return Figure("Patients blocked", None if is_open else f"{count:,}", note, column=_COLUMN)


def _ready(label: str, number: int, demographics: Demographics) -> Figure:
    """How many are ready; unknown while a required column is missing, as the verdict says."""
    if demographics.missing:
        return Figure(label, None, "a required column is missing")
    return Figure(label, f"{number:,}")


def _tables(inputs: Inputs, cases: dict[str, int]) -> dict[str, Table]:
    demographics, prepared = inputs.export, inputs.prepared
    cutover, unknown = inputs.known.cutover or inputs.as_of, not_judged.why_not(demographics, inputs.known)
    mapping, unmapped = mapping_of(demographics)
    return {
        "readiness": Table("Patients by readiness", _readiness(prepared), _READINESS, _who_told(prepared)),
        "conservation": Table(
            "What became of every record", prepared.conservation, CONSERVATION,
            "Patients are rows of the export; each record is counted once.",
        ),
        "files": Table("Tables of patient data", _files(demographics, prepared), _TABLE),
        "mapping": Table("Where each field comes from", mapping, MAPPED, "Without the empty fields."),
        "unmapped": Table("Columns that go nowhere", unmapped, LEFT_OVER),
        "rules": Table("What was checked", _rules(cases, unknown), _COUNTED, "Every rule, also those without a case."),
        "payers": Table("Payer names and proposals", prepared.payers, PROPOSALS, "None is accepted unseen."),
        "by_payer": Table("Coverages by payer", _by_payer(demographics, prepared, inputs.as_of), _PAYER,
                          f"Authorizations are those that can be used on {inputs.as_of}."),
        "authorizations": granted(prepared.listed, inputs.as_of, inputs.known.cutover),
        "inactive": inactive.table(demographics, prepared, inputs.as_of),
        "beside": beside.held(demographics, cutover),
        "further": Table("Second and third coverages", prepared.further, FURTHER,
                         "One row per coverage, with its patient."),
        "history": Table(
            "Coverages that follow each other", prepared.history, HISTORY,
            "Every coverage of a patient and priority that has several, one after the other.",
        ),
        "duplicates": Table("Records to look at together", prepared.duplicates, DUPLICATES, "None merged.",
                            _not_compared(unknown)),
        "alike": Table("Two people who look alike", prepared.alike, DUPLICATES,
                       "Each counts as a person, and nothing is to be merged. One name with two birth dates may be "
                       "two people, such as a parent and a child, or one date keyed wrong. Compare both charts.",
                       _not_compared(unknown)),
        "medi_ids": medi_ids.table(prepared, inputs.known.id_map, inputs.known.id_maps),
    }  # fmt: skip


def _not_compared(unknown: dict[str, str]) -> str:
    """Why nobody can say that no record stands twice, "" where all were compared by what tells it."""
    why = unknown.get("person-twice")
    return f"not known: {why}" if why else ""


def _files(demographics: Demographics, prepared: Prepared) -> pd.DataFrame:
    rows, known = [], lists.listed(demographics, prepared)
    for table, name in zip(demographics.tables, names_of(demographics), strict=True):
        walk = table.crosswalk
        state = ("confirmed" if walk.is_confirmed else "suggested") if table.is_used else "not used"
        missing = ", ".join(label for lacking, label in demographics.missing if lacking is table)
        place = (name, table.source_file, table.sheet.name)
        again = sum(number for _, number in also_in(table))
        state += f"; {several(again, 'row')} also in another file" if again else ""
        rest = len(table.sheet.set_aside) - again
        told = known.get((table.source_file, table.sheet.name or ""))
        both = (told.people, told.alone) if told else (None, None)
        rows.append((*place, len(table.sheet.frame) + again, *both, rest, state, missing or None))
    rows += [
        ("not used", file, sheet, number, None, None, 0, f"left out: {UNUSED}", None)
        for file, sheet, number in demographics.left_out
    ]
    frame = pd.DataFrame(rows, columns=[c.name for c in _TABLE])
    return conform(frame, _TABLE) if rows else empty(_TABLE)


def _who_told(prepared: Prepared) -> str:
    """Which sources know when patients were seen, of how many each, and of how many none does."""
    people = prepared.people[prepared.people["readiness"].notna()]
    if people.empty:
        return ""
    counts = [(name, int(people["told_by"].str.contains(name, regex=False).sum())) for name in SOURCES]
    told = and_joined([f"{name} ({number:,})" for name, number in counts if number])
    unknown = int(people["last_seen"].isna().sum())
    lacks = f"No source knows a day of {several(unknown, 'patient')}." if unknown else ""
    said = f"When patients were seen is known from {told}, by the number of patients." if told else ""
    return " ".join(filter(None, [said, lacks]))


def _readiness(prepared: Prepared) -> pd.DataFrame:
    people = prepared.people
    active = people["activity"].fillna(False).astype(bool)
    rows: list[tuple[str, int | None, int | None]] = [
        (state, int(people["readiness"].eq(state).sum()), int((people["readiness"].eq(state) & active).sum()))
        for state in (READY, WARNED, BLOCKED)
    ]
    if people.empty:  # nobody was read, which is not nobody
        rows = [(state, None, None) for state, *_ in rows]
    return framed(rows, _READINESS)


def _rules(cases: dict[str, int], unknown: dict[str, str]) -> pd.DataFrame:
    """Every rule with its cases; of one that nobody could look for the number is unknown, and why is said."""
    rows = []
    for code, rule in rules().items():
        words, why = rule.words, None if rule.finding in cases else unknown.get(code, unknown.get(""))
        count = None if why else cases.get(rule.finding, 0)
        rows.append((words.code, rule.of, words.severity.value, words.meaning, words.action, count, why))
    return framed(rows, _COUNTED)


def _by_payer(demographics: Demographics, prepared: Prepared, as_of: dt.date) -> pd.DataFrame:
    """Coverages of each payer, and authorizations that can be used; null where nothing tells how many visits are left.

    An authorization that names no payer is that of the patient's coverage, where the patient has one payer alone.
    """
    covered = prepared.coverages.groupby("payer_name").size().rename("coverages")
    granted = prepared.listed
    ended = granted["valid_through"].lt(pd.Timestamp(as_of)).fillna(False).astype(bool)
    payers = prepared.coverages.groupby("account_number")["payer_name"].agg(["first", "nunique"])
    only = granted["account_number"].map(payers.loc[payers["nunique"].eq(1), "first"])
    payer = granted["payer"].fillna(only.astype("str")).fillna("(payer not known)")
    still = payer[can_be_used(granted, as_of)].value_counts(sort=False).rename("open_authorizations")
    both = pd.concat([covered, still], axis=1).fillna(0).astype("Int64")
    untold = set(payer[granted["visits_left"].isna() & ~ended])
    is_told = AUTHORIZATIONS in parts_of(demographics)
    both["open_authorizations"] = both["open_authorizations"].mask(both.index.isin(untold) | (not is_told))
    both = (
        both.rename_axis("payer_name").reset_index().sort_values("coverages", ascending=False, kind="stable")
    )
    return conform(both.reset_index(drop=True), _PAYER)


def _further_limits(inputs: Inputs) -> tuple[str, ...]:
    prepared, known = inputs.prepared, inputs.known
    said = list(known.notes)
    said += [
        f"{table.source_file}: {told.removesuffix('.')}."
        for table in inputs.export.tables
        if table.is_used
        for told in (
            *days_counted(table.sheet, table.crosswalk),
            *days_turned(table.sheet, table.crosswalk),
            *days_in_doubt(table.sheet, table.crosswalk),
        )
    ]
    said += [
        f"{table.source_file}: no column numbers the patients. Each is known by name and birth date, under a "
        "number made of both. No claim is found by it."
        for table in inputs.export.tables
        if MADE in table.crosswalk.used.values()
    ]
    if known.cutover is None:
        said.append(
            unread_cells.day_lacks(inputs.practice, "no cutover date is planned").capitalize()
            + ": coverages are judged on the report's date."
        )
    if known.payers is None:
        said.append("No dated payer list is on file, so no payer was proposed.")
    if known.open_accounts is None:
        said.append(
            "Open claims are not known. A patient is active by the last visit in the export or the last service in a "
            "remittance. Where neither is known, the export's status counts."
        )
    if why := not_judged.numbers_lack(inputs.export.rows, known.claim_accounts):
        missing = "So it is not known whether patients with claims are missing from the export."
        said.append(f"{why[0].upper()}{why[1:]}. {missing}")
    if known.services is None:
        said.append(
            "No remittance is on file: births and activity are compared with the visits in the export alone."
        )
    if prepared.not_compared:
        said.append(
            f"{prepared.not_compared:,} comparisons of records that share a birth date and name, or a number, "
            "with more than 300 others were left out."
        )
    return tuple(said)
