"""The patient import: what goes into it, what is set aside and why, and what is wrong with each record."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field, replace

import numpy as np
import pandas as pd

from cutover.columns import Column, Kind, Privacy, conform, empty
from cutover.lookup import among
from cutover.reading.patients.also_elsewhere import people_elsewhere
from cutover.reading.patients.exports import Demographics
from cutover.reading.patients.merged_lists import OWN_NUMBER
from cutover.reading.patients.other_sources import Known
from cutover.reading.patients.tables import (
    AUTHORIZATIONS,
    COVERAGES,
    DUPLICATES,
    EXCEPTIONS,
    GUARANTORS,
    PATIENTS,
)
from cutover.reading.patients.words import marks_deceased, says_deceased
from cutover.workstreams.demographics import by_day
from cutover.workstreams.demographics import coverages as patient_coverages
from cutover.workstreams.demographics import duplicates as patient_duplicates
from cutover.workstreams.demographics import people as patient_people
from cutover.workstreams.demographics.cells import Desk, holds, without_damaged, without_formulas
from cutover.workstreams.demographics.conserved import IN_IMPORT, conservation, outcome_words, with_elsewhere
from cutover.workstreams.demographics.joined_rows import (
    NO_PATIENT,
    NOBODY,
    Everything,
    with_free_priorities,
    with_owner,
)
from cutover.workstreams.demographics.payers import proposals
from cutover.workstreams.demographics.repeated import granted_again, once_each, stated_again, without_those_of
from cutover.workstreams.demographics.rules import rules, violations
from cutover.workstreams.demographics.unmapped import with_columns_first

ORIGIN = ["source_file", "source_sheet", "source_row"]
WITH_PATIENT = "its patient is set aside"
NO_PERSON = "not-a-person"  # a row that is nobody's: set aside, and none of the patients
TEST = "test-record"  # the same for a record that somebody made to try the system
UNCOUNTED = ("row-repeated", NO_PERSON, TEST)  # rows that are no patient of their own
NOTHING_KNOWN = Known()
READY, WARNED, BLOCKED = "ready", "ready with warnings", "blocked"


FURTHER = (
    Column("priority", Kind.TEXT, "Priority"),
    Column("payer_name", Kind.TEXT, "Payer", "as written"),
    Column("outcome", Kind.TEXT, "What becomes of it"),
    Column("patient", Kind.TEXT, "Patient", "", Privacy.PHI),
    Column("account_number", Kind.TEXT, "Account no.", "", Privacy.PHI),
)


@dataclass(frozen=True)
class Prepared:
    """The import of one practice.

    `patients`, `coverages`, `guarantors`, `authorizations` hold to their contracts. `people` has one row per
    row of the export: `readiness` (null for a repeated row and for one of nobody), `is_active` (null where nothing
    tells), `deceased`, `to_settle` (has died, and claims may still be open), `aside`.
    `exceptions` and `duplicates` hold to their contracts; `conservation` counts every record once.
    `alike` (DUPLICATES) are pairs of two people.
    `not_compared` records were in blocks too large for the search. `incomplete` (COVERAGES) are the coverages
    that no import takes for want of a payer or a member ID, with what they have. `further` (FURTHER) has one row per
    coverage that is not the primary one, in the import or not, `history` (by_day.HISTORY) one per coverage of a patient
    and priority that has several, one after the other. `listed` (AUTHORIZATIONS) has each authorization of the lists
    once, also one whose patient is set aside.
    """

    patients: pd.DataFrame
    coverages: pd.DataFrame
    guarantors: pd.DataFrame
    authorizations: pd.DataFrame
    exceptions: pd.DataFrame
    duplicates: pd.DataFrame
    conservation: pd.DataFrame
    people: pd.DataFrame
    payers: pd.DataFrame
    not_compared: int = 0
    alike: pd.DataFrame = field(default_factory=lambda: empty(DUPLICATES))
    incomplete: pd.DataFrame = field(default_factory=lambda: empty(COVERAGES))
    further: pd.DataFrame = field(default_factory=lambda: empty(FURTHER))
    history: pd.DataFrame = field(default_factory=lambda: empty(by_day.HISTORY))
    listed: pd.DataFrame = field(default_factory=lambda: empty(AUTHORIZATIONS))


def prepare(
    demographics: Demographics,
    as_of: dt.date,
    known: Known = NOTHING_KNOWN,
    with_duplicates: bool = True,
) -> Prepared:
    """Return the import of a practice's exports.

    Where `known` plans no cutover or one that is past, the report's date stands for it: what has ended since does not
    move as open. `with_duplicates=False` leaves out the
    search for one person with two numbers.
    """
    cutover = max(known.cutover or as_of, as_of)
    everything = Everything.of(demographics)
    found, keys = everything.people, [f.key for f in demographics.target.fields]
    whole = without_damaged(without_formulas(everything.rows, keys), demographics.damaged)
    desk = Desk(whole.rows.loc[found.index], whole.found)
    people = patient_people.patients(desk, as_of, known.services, known.claim_accounts)
    covered, authorized, guaranteed = _records(desk, whole, everything, as_of, cutover)
    tests = patient_people.test_records(found)
    nobody = patient_people.nobody(found) | tests
    desk.found = [part[~part["row"].isin(nobody.index[nobody])] for part in desk.found]
    names = found["full_name"].fillna(found["last_name"])
    desk.note(NO_PERSON, nobody & ~tests, "last_name", names)
    desk.note(TEST, tests, "last_name", names)
    phones = patient_people.family_phones(found)
    compared = patient_duplicates.comparable(people, covered, guaranteed, phones)
    shared, again = _of_accounts(compared, nobody)
    desk.note("account-shared", shared, "account_number", found["account_number"])
    real = covered[~covered["row"].isin(nobody.index[nobody])]
    pairs, skipped = _pairs(compared, real, with_duplicates, again | nobody)
    pairs = patient_duplicates.with_map(pairs, people["account_number"], known.id_map)
    is_alike = pairs["code"].eq(patient_duplicates.ALIKE)
    pairs, alike = pairs[~is_alike], pairs[is_alike]
    aside = (
        _set_aside(desk.all(), people.index)
        .mask(again, "row-repeated")
        .mask(nobody, NO_PERSON)
        .mask(tests, TEST)
    )
    covered, added = _placed(desk, covered, people, aside, whole.rows, cutover)
    twice = granted_again(authorized, people["account_number"], whole.rows)
    if twice.any():
        desk.found = without_those_of(desk.found, authorized[twice])
        authorized["aside"] = authorized["aside"].mask(twice, "row-repeated")
    repeats = again & ~people.index.isin(added)
    desk.note("row-repeated", repeats, "account_number", found.get(OWN_NUMBER, found["account_number"]))
    desk.found = once_each(desk.found, _person_rows(everything.owner, people, again), found)
    people = _with_life(people, desk.rows, as_of, known.open_accounts)
    active = _activity(people, as_of, known.open_accounts)
    _note_patients(desk, people, covered, active, aside, as_of)
    found_all = desk.all()
    owner = _person_rows(everything.owner, people, again)
    readiness = _readiness(found_all, pairs, people.index, aside, owner)
    readiness = readiness.mask(readiness.eq(READY) & _lacks_columns(demographics), WARNED)
    people = people.assign(readiness=readiness, aside=aside, activity=active)
    proposed = proposals(covered[covered["aside"].isna()], known.payers, known.same)
    made = _written(everything, people, covered, authorized, guaranteed, found_all, pairs, proposed, skipped)
    again_in_files = people_elsewhere(demographics.tables)
    return replace(
        made,
        alike=_duplicates(alike, people, everything.rows[ORIGIN]),
        exceptions=with_columns_first(demographics, made.exceptions),
        conservation=with_elsewhere(made.conservation, again_in_files),
    )


def _of_accounts(compared: pd.DataFrame, nobody: pd.Series) -> tuple[pd.Series, pd.Series]:
    """Whose account number stands on two people, and which rows repeat a patient; a row of nobody is neither."""
    told = patient_duplicates.account_groups(compared[~nobody])
    shared, again = (one.reindex(compared.index, fill_value=False) for one in told)
    return shared, again


def _lacks_columns(demographics: Demographics) -> pd.Series:
    """Whether the table of a patient has no column for something that every patient needs."""
    rows = demographics.rows
    lacking = {(table.source_file, table.sheet.name or "") for table, _ in demographics.missing}
    places = zip(rows["source_file"], rows["source_sheet"].fillna(""), strict=True)
    return pd.Series([place in lacking for place in places], index=rows.index, dtype=bool)


def _records(desk: Desk, whole: Desk, everything: Everything, as_of: dt.date, cutover: dt.date):
    """Coverages, authorizations and guarantors of the people's own rows and of the tables joined to them."""
    covered = patient_coverages.coverages(desk, everything.people, as_of, cutover)
    authorized = patient_coverages.authorizations(desk, everything.people, covered, as_of, cutover)
    guaranteed = _numbered(patient_people.guarantors(desk, as_of))
    records = [covered, authorized, guaranteed]
    if len(everything.joined):
        apart = Desk(whole.rows.loc[everything.joined.index])
        more = patient_coverages.coverages(apart, everything.joined, as_of, cutover)
        granted = patient_coverages.authorizations(apart, everything.joined, more, as_of, cutover)
        others = _numbered(patient_people.guarantors(apart, as_of))
        records = [
            pd.concat(pair, ignore_index=True) for pair in zip(records, (more, granted, others), strict=True)
        ]
        lost = everything.owner.loc[everything.joined.index].eq(NOBODY)
        apart.note(NO_PATIENT, lost, "account_number", everything.joined["account_number"])
        desk.found += apart.found
    return tuple(with_owner(part, everything.owner) for part in records)


def _numbered(guarantors: pd.DataFrame) -> pd.DataFrame:
    return guarantors.assign(row=guarantors.index, aside=pd.Series(None, index=guarantors.index, dtype="str"))


def _person_rows(owner: pd.Series, people: pd.DataFrame, again: pd.Series) -> pd.Series:
    """The row of the person of each row; that of a repeated row is the first of its account."""
    first = people.loc[~again, "account_number"].dropna()
    by_account = pd.Series(first.index, index=first).groupby(level=0).first()
    repeated = people.loc[again, "account_number"].map(by_account).dropna()
    out = owner.copy()
    out.loc[repeated.index] = repeated.astype("int64")
    return out


def _pairs(compared: pd.DataFrame, covered: pd.DataFrame, search: bool, again: pd.Series):
    once = compared[~again]
    pairs, skipped = patient_duplicates.same_person(once) if search else (None, 0)
    shared = patient_duplicates.shared_members(compared, covered)
    both = shared if pairs is None else pd.concat([pairs, shared], ignore_index=True)
    if pairs is not None and len(pairs):  # one person twice needs no second line for the shared ID
        sure = pairs[pairs["code"].eq(patient_duplicates.TWICE)]
        seen = set(zip(sure["left"], sure["right"], strict=True))
        twice = [pair in seen for pair in zip(both["left"], both["right"], strict=True)]
        both = both[~np.array(twice, dtype=bool) | ~both["code"].eq("member-shared").to_numpy()]
    return both[~both["left"].map(again) & ~both["right"].map(again)].reset_index(drop=True), skipped


def _set_aside(found: pd.DataFrame, index: pd.Index) -> pd.Series:
    """The first rule, in the order of the rules, that sets a patient aside; null where none does."""
    order = [code for code, rule in rules().items() if rule.blocks and rule.of == "patient"]
    blocking = found[found["code"].isin(order)]
    ranked = blocking.assign(rank=blocking["code"].map(order.index)).sort_values("rank", kind="stable")
    first = ranked.drop_duplicates("row").set_index("row")["code"]
    return first.reindex(index).astype("str")


def _placed(desk, covered, people: pd.DataFrame, aside: pd.Series, rows: pd.DataFrame, cutover: dt.date):
    """Coverages with their account and what sets them aside, and the rows of those given a free priority.

    A taken priority sets a coverage aside, and so do other days than those of one that fits the cutover better, and a
    patient that is set aside.
    """
    out = covered.copy()
    out["account_number"] = out["row"].map(people["account_number"])
    leaves = _leaves(people["account_number"], aside)
    stays = out["aside"].isna() & ~out["row"].map(leaves).fillna(True).astype(bool)
    others = by_day.of_other_days(out, stays, cutover)
    if others.any():
        desk.found = by_day.without_their_days(desk.found, out[others])
        _note_coverages(desk, by_day.OTHER_DAYS, out[others].assign(priority=out["place"]), rows)
    out["aside"], stays = out["aside"].mask(others, by_day.OTHER_DAYS), stays & ~others
    out, moved = with_free_priorities(out, stays)
    _note_coverages(desk, "coverage-order", out[moved], rows)
    same = stays & stated_again(out, stays, rows)
    out["aside"], stays = out["aside"].mask(same, "row-repeated"), stays & ~same
    taken = stays & out.assign(stays=stays).loc[stays].duplicated(["account_number", "priority"]).reindex(
        out.index, fill_value=False
    )
    _note_coverages(desk, "coverage-repeated", out[taken], rows)
    gone = out["aside"].isna() & ~stays
    out["aside"] = out["aside"].mask(taken, "coverage-repeated").mask(gone, WITH_PATIENT)
    return out, set(out.loc[moved, "at"])


def _note_coverages(desk, code: str, covered: pd.DataFrame, rows: pd.DataFrame) -> None:
    """Note a rule for coverages, in the row and under the priority they have."""
    for priority, some in covered.groupby("priority"):
        at = pd.Series(True, index=pd.Index(some["at"]))
        key = f"{priority}_payer_name"
        desk.found.append(violations(code, at, key, rows[key].reindex(at.index), None, priority))


def _with_life(
    people: pd.DataFrame, rows: pd.DataFrame, as_of: dt.date, open_accounts: frozenset[str] | None
) -> pd.DataFrame:
    """Patients with who has died (`deceased`), and of these who has a recent service or an open claim (`to_settle`).

    A status says it, or a column of its own.
    """
    dead = holds(rows["status"], says_deceased) & people["is_active"].eq(False).fillna(False).astype(bool)
    dead |= holds(rows["deceased"], marks_deceased)
    seen = people["last_seen"].ge(patient_people.as_of_year_ago(as_of)).fillna(False).astype(bool)
    owed = people["account_number"].isin(open_accounts or frozenset())
    return people.assign(deceased=dead, to_settle=dead & (seen | owed))


def _activity(people: pd.DataFrame, as_of: dt.date, open_accounts: frozenset[str] | None) -> pd.Series:
    """Whether a patient was seen in the last twelve months or has an open claim; null where nothing tells.

    Who has died is not active, whatever is open: no appointment and no portal is needed, the record is (`to_settle`).

    Where neither export nor remittances know a day of anybody, the export's status counts for those whom the claim
    history does not name.
    """
    seen = people["last_seen"].ge(patient_people.as_of_year_ago(as_of)).astype("boolean")
    seen = seen.mask(people["last_seen"].isna())
    if not people["told_by"].str.contains(f"{patient_people.EXPORT}|{patient_people.REMITTANCES}").any():
        seen = seen.fillna(people["is_active"].astype("boolean"))
    if open_accounts:
        seen = seen.mask(people["account_number"].isin(open_accounts), True)
    return seen.mask(people["deceased"], False)


def _may_be_active(people: pd.DataFrame, rows: pd.DataFrame) -> pd.Series:
    """Patients whom no claim names, of an export that has nobody's last visit and does not call them inactive."""
    untold = people["last_visit"].isna().groupby(rows["source_file"]).transform("all")
    return untold & people["last_seen"].isna() & ~people["is_active"].eq(False).fillna(False).astype(bool)


def _note_patients(desk, people, covered, active, aside, as_of) -> None:
    stays = aside.isna()
    imported = set(covered.loc[covered["aside"].isna(), "account_number"])
    has_any = people.index.isin(set(covered["row"]))
    marked = people.index.isin(set(covered.loc[covered["aside"].eq("self-pay"), "row"]))
    in_import = people["account_number"].isin(imported)
    wants = active.fillna(False).astype(bool) | _may_be_active(people, desk.rows) | people["to_settle"]
    # whoever is set aside lacks a coverage all the same; of one number on several rows it may be another row's
    told = people["account_number"].notna() & ~people["account_number"].isin(
        people.loc[has_any, "account_number"]
    )
    asked = stays | (told & ~aside.isin(UNCOUNTED))
    desk.note("no-coverage", asked & wants & ~has_any & ~in_import, "primary_payer_name")
    desk.note("coverage-lost", stays & has_any & ~marked & ~in_import, "primary_member_id")
    seen = people["last_seen"].ge(patient_people.as_of_year_ago(as_of))
    inactive = people["is_active"].eq(False).fillna(False)
    dead = people["deceased"]
    told = desk.rows["deceased"].fillna(desk.rows["status"])
    desk.note("deceased-seen", stays & people["to_settle"], "status", told)
    desk.note("inactive-seen", stays & inactive & seen & ~dead, "status", desk.rows["status"])
    taken = set(zip(covered["account_number"], covered["priority"], strict=True))
    for priority, before in (("secondary", "primary"), ("tertiary", "secondary")):
        kept = covered[covered["aside"].isna() & covered["priority"].eq(priority)]
        alone = [(account, before) not in taken for account in kept["account_number"]]
        rows = pd.Index(kept.loc[np.array(alone, dtype=bool), "row"].unique())
        key = f"{priority}_payer_name"
        desk.found.append(
            violations("secondary-first", pd.Series(True, index=rows), key, desk.rows[key], None, priority)
        )


def _readiness(
    found: pd.DataFrame, pairs: pd.DataFrame, index: pd.Index, aside: pd.Series, owner: pd.Series
) -> pd.Series:
    warns = {code for code, rule in rules().items() if rule.is_warning}
    warned = (
        set(found.loc[found["code"].isin(warns), "row"].map(owner)) | set(pairs["left"]) | set(pairs["right"])
    )
    out = pd.Series(READY, index=index, dtype="str").mask(index.isin(warned), WARNED)
    return out.mask(aside.notna(), BLOCKED).mask(aside.isin(UNCOUNTED))


def _written(
    everything, people, covered, authorized, guaranteed, violated, pairs, proposed, skipped
) -> Prepared:
    found, origin = everything.rows, everything.rows[ORIGIN]
    stays = people["aside"].isna()
    covered = covered.merge(
        proposed.drop(columns=["coverages", "why"]), how="left", on=["payer_name", "payer_id"]
    )
    authorized = _with_patient(authorized, people)
    guarantor_rows = _with_patient(guaranteed, people)
    return Prepared(
        patients=conform(people.join(origin)[stays][_names(PATIENTS)].reset_index(drop=True), PATIENTS),
        coverages=_kept(covered, origin, COVERAGES),
        guarantors=_kept(guarantor_rows, origin, GUARANTORS),
        authorizations=_kept(authorized, origin, AUTHORIZATIONS),
        exceptions=_exceptions(violated, found, people, everything.owner),
        duplicates=_duplicates(pairs, people, origin),
        conservation=conservation(people, covered, authorized, guarantor_rows),
        people=people.join(origin),
        payers=proposed,
        not_compared=skipped,
        incomplete=_kept(_incomplete(covered), origin, COVERAGES),
        further=_further(covered, people),
        history=by_day.history(covered, _names_of(people), _outcomes(covered)),
        listed=_kept(_not_repeated(authorized), origin, AUTHORIZATIONS),
    )


def _names_of(people: pd.DataFrame) -> pd.Series:
    return people["last_name"].fillna("") + ", " + people["first_name"].fillna("")


def _outcomes(records: pd.DataFrame) -> pd.Series:
    return records["aside"].fillna(IN_IMPORT).map(outcome_words)


def _further(covered: pd.DataFrame, people: pd.DataFrame) -> pd.DataFrame:
    """Coverages that are not the primary one, each with its patient and with what becomes of it (FURTHER)."""
    rows = covered[covered["priority"].ne("primary") & covered["row"].isin(people.index)]
    told = rows.assign(patient=rows["row"].map(_names_of(people)), outcome=_outcomes(rows).astype("str"))
    return conform(told[_names(FURTHER)].reset_index(drop=True), FURTHER)


def _incomplete(covered: pd.DataFrame) -> pd.DataFrame:
    """Coverages that lack a payer or a member ID, as if nothing set them aside."""
    lacking = covered["aside"].isin(["payer-missing", "member-missing"])
    return covered[lacking].assign(aside=pd.Series(None, dtype="str"))


def _not_repeated(authorized: pd.DataFrame) -> pd.DataFrame:
    """Every authorization of the lists as if nothing set it aside, without those that another row has too."""
    kept = authorized[authorized["aside"].ne("row-repeated").fillna(True)]
    return kept.assign(aside=pd.Series(None, kept.index, dtype="str"))


def _names(columns: tuple[Column, ...]) -> list[str]:
    return [c.name for c in columns]


def _with_patient(records: pd.DataFrame, people: pd.DataFrame) -> pd.DataFrame:
    out = records.copy()
    out["account_number"] = out["row"].map(people["account_number"])
    leaves = out["row"].map(_leaves(people["account_number"], people["aside"])).fillna(True).astype(bool)
    out["aside"] = out["aside"].mask(out["aside"].isna() & leaves, WITH_PATIENT)
    return out


def _leaves(accounts: pd.Series, aside: pd.Series) -> pd.Series:
    """Whether what hangs on a row has no patient in the import; that of a repeated row hangs on its account."""
    imported = among(accounts, accounts[aside.isna()])
    return aside.notna() & ~(aside.eq("row-repeated") & imported)


def _kept(records: pd.DataFrame, origin: pd.DataFrame, columns: tuple[Column, ...]) -> pd.DataFrame:
    kept = records[records["aside"].isna()].reset_index(drop=True)
    if kept.empty:
        return empty(columns)
    places = origin.loc[kept["at"]].reset_index(drop=True)
    return conform(pd.concat([kept, places], axis=1)[_names(columns)], columns)


def _exceptions(
    violated: pd.DataFrame, found: pd.DataFrame, people: pd.DataFrame, owner: pd.Series
) -> pd.DataFrame:
    if violated.empty:
        return empty(EXCEPTIONS)
    known = rules()
    out = violated.copy()
    for name, part in (("severity", "severity"), ("wrong", "meaning"), ("todo", "action")):
        said = {code: str(getattr(known[code].words, part)) for code in out["code"].unique()}
        out[name] = out["code"].map(said)
    out["subject"] = _subject(out)
    out["account_number"] = out["row"].map(owner).map(people["account_number"])
    places = found[ORIGIN].loc[out["row"]].reset_index(drop=True)
    return conform(pd.concat([out, places], axis=1)[_names(EXCEPTIONS)], EXCEPTIONS)


def _subject(violated: pd.DataFrame) -> pd.Series:
    field = violated["field"]
    out = pd.Series("patient", index=violated.index, dtype="str").mask(
        violated["priority"].notna(), "coverage"
    )
    out = out.mask(field.str.startswith(("primary_", "secondary_", "tertiary_")), "coverage")
    out = out.mask(field.str.startswith("guarantor_"), "guarantor")
    return out.mask(field.str.startswith("authorization_"), "authorization")


def _duplicates(pairs: pd.DataFrame, people: pd.DataFrame, origin: pd.DataFrame) -> pd.DataFrame:
    if pairs.empty:
        return empty(DUPLICATES)
    out = pairs[["code", "evidence"]].copy()
    name = _names_of(people)
    for prefix, side in (("", "left"), ("other_", "right")):
        rows = pairs[side]
        out[f"{prefix}account_number"] = rows.map(people["account_number"])
        out[f"{prefix}name"] = rows.map(name)
        out[f"{prefix}birth_date"] = rows.map(people["birth_date"])
        for column in ORIGIN:
            out[f"{prefix}{column}"] = rows.map(origin[column])
    return conform(out[_names(DUPLICATES)], DUPLICATES)
