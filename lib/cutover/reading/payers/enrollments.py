"""What was filed with payers: the intake's sheet of enrollments, and exports of enrollments with Stedi's statuses.

An export lies in the practice's folder `enrollments`, or in the client's, where one file may hold all its practices.
"""

from __future__ import annotations

import re
from dataclasses import replace
from functools import partial

import pandas as pd

from cutover.columns import conform, empty
from cutover.errors import InputError
from cutover.identifiers import is_npi, is_slip
from cutover.intake.fields import Field, normal
from cutover.intake.sheets import ENROLLMENTS as SHEET
from cutover.intake.sheets import STATUSES
from cutover.reading.files import values as text_values
from cutover.reading.intake.reader import Intake
from cutover.reading.kept import store
from cutover.reading.mapping import folder as mapped_files
from cutover.reading.mapping.folder import Mapped, whole
from cutover.reading.mapping.targets import load_target
from cutover.reading.payers import enrollment_words as words
from cutover.reading.payers import status_cells, tracker_grids
from cutover.reading.payers.listed_ids import with_listed_ids
from cutover.reading.payers.lists import PayerLists, lists_for
from cutover.reading.payers.tables import (
    ENROLLMENT_FILES,
    ENROLLMENTS,
    ENROLLMENTS_ASIDE,
    EXPORT,
    INTAKE,
    TRACKER,
)
from cutover.reading.practice.book import Practice, intake_of
from cutover.reading.practice.dated_notes import is_dated_notes
from cutover.reading.practice.file_names import stem
from cutover.reading.practice.judge import Judge
from cutover.reading.practice.known_columns import knowledge_of
from cutover.reading.practice.whose import UNKNOWN, owners_of
from cutover.result import Severity

FOLDER = "enrollments"
NO_PAYER, NO_PROVIDER = "it names no payer", "it names neither a Tax ID nor an NPI that is well formed"
EVERYONE = "it speaks of all other payers at once, and not of one: write a row for each"
NO_TRANSACTION, NO_STATUS = "its transaction is none that is known", "its status is none that is known"
UNWRITTEN = "no status is written in its row"
NPI_WRONG = "its NPI is not ten digits with a right check digit"
OLD = "its sheet or file is called old: it tells what was so before, and not where it stands today"
BY_FOLDER = "no Tax ID and no NPI in its whole table, so it is this practice's by the folder where it lies"
_ERA_DAYS = ("first_era_on", "last_era_on", "wanted_on")
OTHERS = "another practice's: its Tax ID or its NPI is not of this one"
SLIP = (
    "its NPI is this practice's, and its Tax ID is one digit, or two turned ones, away from this practice's"
)


def load_enrollments(practice: Practice, intake: Intake) -> Mapped:
    """Return every enrollment that a source states (`rows`: ENROLLMENTS), those of the intake first.

    The same enrollment may stand there from several sources. Rows of an export about another practice of the client
    are set aside with the reason.
    """
    kind = mapped_files.Kind(
        EXPORT, load_target("enrollments"), ENROLLMENTS, ENROLLMENTS_ASIDE, ENROLLMENT_FILES,
        partial(typed, practice), opened=tracker_grids.opened, shaped=tracker_grids.shaped,
        is_of=lambda data: not is_dated_notes(data),
    )  # fmt: skip
    client = practice.raw.parent
    knowledge = knowledge_of(practice)
    seen: dict[str, str] = {}
    # in the client's folder one file may hold all its practices; in the practice's own another's row is misplaced
    judge = Judge(practice)
    kind = replace(kind, owner=lambda sheet, found, content: judge.of_sheet(sheet, content))
    own = replace(kind, typed=partial(typed, practice, is_own=True))
    found = [mapped_files.load(of / FOLDER, of, knowledge, kind_of, seen)
             for of, kind_of in ((practice.raw, own), (client, kind))]  # fmt: skip
    unclear = found[1].not_own[found[1].not_own["whose"] == UNKNOWN]
    return Mapped(
        _each(
            with_listed_ids(
                practice, whole([_of_intake(intake), *(part.rows for part in found)], ENROLLMENTS)
            )
        ),
        whole([_unread_of_intake(intake), *(part.set_aside for part in found)], ENROLLMENTS_ASIDE),
        whole([part.files for part in found], ENROLLMENT_FILES),
        tuple(note for part in found for note in part.notes),
        pd.concat([found[0].not_own, unclear], ignore_index=True),
    )


def lists_with_enrollments(practice: Practice) -> PayerLists:
    """Return the payer lists of a practice's client with the payers that its enrollments say to send no ERA."""
    lists = lists_for(practice)
    told = without_era_by_enrollments(practice)
    return replace(lists, no_era=tuple(told["payer_name"]))


def enrolled_payers(practice: Practice) -> pd.DataFrame:
    """Return `payer_name`, `payer_id`, `transaction` and `status` of each enrollment, kept with the other readings.

    None where the intake cannot be opened: another report says so.
    """
    return store.of(practice, "enrolled-payers", lambda: _payers(practice))


def _payers(practice: Practice) -> pd.DataFrame:
    columns = tuple(c for c in ENROLLMENTS if c.name in ("payer_name", "payer_id", "transaction", "status"))
    try:
        rows = load_enrollments(practice, intake_of(practice)).rows
    except InputError:
        return empty(columns)
    return conform(rows[[c.name for c in columns]], columns)


def without_era_by_enrollments(practice: Practice) -> pd.DataFrame:
    """Return `payer_name` of the payers whose every row for remittances says that they are not supported."""
    rows = enrolled_payers(practice)
    rows = rows[rows["transaction"].eq("835").fillna(False)].dropna(subset=["payer_name"])
    never = rows["status"].eq("not supported").fillna(False).groupby(rows["payer_name"]).all()
    columns = tuple(c for c in ENROLLMENTS if c.name == "payer_name")
    return conform(pd.DataFrame({"payer_name": never.index[never.to_numpy(bool)]}), columns)


def _of_intake(intake: Intake) -> pd.DataFrame:
    rows = intake.tables[SHEET.name]
    told = rows.rename(columns={"payer": "payer_name", "tin": "tax_id", "npi": "billing_npi",
                                "rejection_reason": "reason"})  # fmt: skip
    told = told[told["payer_name"].notna() & told["transaction"].notna() & told["status"].notna()]
    told = told.assign(source=INTAKE, source_sheet=SHEET.name, live_on=_live_on(told))
    noted = told["reason"] + ("; " + told["note"]).fillna("")
    told = told.assign(reason=noted.fillna(told["note"]))
    told = told.assign(**dict.fromkeys(_ERA_DAYS))
    return conform(told[[c.name for c in ENROLLMENTS]].reset_index(drop=True), ENROLLMENTS)


def _unread_of_intake(intake: Intake) -> pd.DataFrame:
    """The rows of the intake's sheet whose words for status or transaction mean nothing known (ENROLLMENTS_ASIDE).

    Such a row is one about its payer; where it stands is unknown. One whose cell is empty says nothing and is left out.
    """
    rows = intake.tables[SHEET.name]
    rows = rows[rows["payer"].notna() & (rows["transaction"].isna() | rows["status"].isna())]
    filled = intake.problems["severity"].ne(
        Severity.MEDIUM.value
    )  # an empty cell, or one that was read, is medium
    wrong = intake.problems[filled & intake.problems["sheet"].map(_is_of_sheet).astype(bool)].dropna(
        subset=["found"]
    )
    made = []
    for row in rows.rename(columns={"payer": "payer_name"}).to_dict("records"):
        for name, why in (("transaction", NO_TRANSACTION), ("status", NO_STATUS)):
            cell = wrong["source_row"].eq(row["source_row"]) & wrong["column"].eq(SHEET.field(name).header)
            if pd.isna(row[name]) and cell.any():
                found = wrong.loc[cell, "found"].iloc[0]
                made.append(
                    row | {"source": INTAKE, "reason": why, "found": found, "source_sheet": SHEET.name}
                )
                break
    names = [c.name for c in ENROLLMENTS_ASIDE]
    return conform(pd.DataFrame(made, columns=names, dtype=object), ENROLLMENTS_ASIDE)


def _is_of_sheet(title: str) -> bool:
    return normal(title) in SHEET.names


def _live_on(rows: pd.DataFrame) -> pd.Series:
    """The day from which it is live: as stated, else that of the status where that is LIVE."""
    return rows["live_on"].fillna(rows["status_on"].where(rows["status"] == "LIVE"))


def typed(
    practice: Practice | None, found: pd.DataFrame, _source_file: str, is_own: bool = False
) -> tuple[pd.DataFrame, pd.Series]:
    """Return mapped text as enrollments (ENROLLMENTS), and of each why it is not used; null where it is.

    Without a practice no row is another one's. A table of the practice's own folder (`is_own`) that names no Tax ID and
    no NPI anywhere is about the practice: its only Tax ID and NPI stand for them. So does its only Tax ID for a row of
    a hand-kept table that names neither among rows that all name it. Of a row without a transaction that needs none
    the remark tells which.
    """
    bare = is_bare(found)
    if practice is not None and is_own:
        found = with_own_numbers(practice, found)
    read = _statuses(found)
    days = text_values.dates(found["status"].map(status_cells.whole_day, na_action="ignore").astype("str"))
    columns = {
        "payer_name": found["payer_name"],
        "payer_id": text_values.identifiers(found["payer_id"]),
        "tax_id": text_values.tax_ids(found["tax_id"]),
        "billing_npi": _npis(found["npi"]),
        "transaction": _transactions(found["transaction"]),
        "status": read["status"],
        **{name: text_values.dates(found[name]) for name in ("filed_on", "status_on", "live_on", *_ERA_DAYS)},
        "waiting_on": _chosen(found["waiting_on"], SHEET.field("waiting_on")).fillna(read["waiting_on"]),
        "reason": _with_cell(found["reason"], found["status"], read["says_more"]),
        **dict.fromkeys(("line", "active_in_office_ally")),
        "source": TRACKER if bare else _source(found["status"]),
        **{name: found[name] for name in ("source_file", "source_sheet", "source_row")},
    }
    rows = pd.DataFrame(columns, index=found.index)
    rows = rows.assign(transaction=rows["transaction"].fillna(_told_aside(found, read["status"])))
    rows = rows.assign(status_on=rows["status_on"].fillna(days.where(rows["live_on"].isna())))
    rows = rows.assign(status=rows["status"].fillna(_unfinished(found["status"], rows["filed_on"])))
    rows = conform(rows.assign(live_on=_live_on(rows)), ENROLLMENTS)
    wrong = rows["billing_npi"].isna() & found["npi"].str.contains(r"\d", na=False)
    reason = _reasons(practice, rows, wrong, found["transaction"])
    reason = reason.mask(reason.eq(NO_STATUS).fillna(False) & found["status"].isna(), UNWRITTEN)
    reason = reason.mask(_is_of_before(found), OLD)
    return rows.assign(found=_not_understood(found, reason)), reason


def is_bare(found: pd.DataFrame) -> bool:
    """Return whether no row of a table names a Tax ID or an NPI."""
    return bool(found[["tax_id", "npi"]].isna().all(axis=None))


def with_own_numbers(practice: Practice, found: pd.DataFrame) -> pd.DataFrame:
    """Return the rows of a table of the practice's own folder with its only Tax ID and NPI where they stand for it."""
    if is_bare(found):
        numbers = {"tax_id": _only(practice.tins), "npi": _only(practice.npis)}
        return found.assign(**numbers).astype(dict.fromkeys(numbers, "str"))
    return _of_the_practice(practice, found)


def _is_of_before(found: pd.DataFrame) -> pd.Series:
    """Which rows stand in a sheet, in a file, or in a folder, whose title says that it is old."""
    sheets = {name: words.is_old(name) for name in found["source_sheet"].dropna().unique()}
    files = {name: _is_old_file(name) for name in found["source_file"].dropna().unique()}
    return found["source_sheet"].map(sheets).eq(True) | found["source_file"].map(files).eq(True)


def _is_old_file(name: str) -> bool:
    *folders, _ = re.split(r"[/!]", name)
    return any(map(words.is_old, [*folders, stem(name)]))


def _unfinished(cells: pd.Series, filed_on: pd.Series) -> pd.Series:
    """The status of cells that say `not yet`: submitted where the row has the day on which it was filed, else not."""
    said = cells.map(words.is_unfinished, na_action="ignore").eq(True).fillna(False)
    far = pd.Series("not filed", cells.index, dtype="str").mask(filed_on.notna(), words.SUBMITTED)
    return far.where(said)


def _source(statuses: pd.Series) -> str:
    """Whose table it is: Stedi's own has its codes letter for letter, people who keep a list write words."""
    written = statuses.dropna().str.strip()
    return EXPORT if written.isin(STATUSES).all() else TRACKER


def _of_the_practice(practice: Practice, found: pd.DataFrame) -> pd.DataFrame:
    """Rows of the practice's own table, with its only Tax ID where a row names nobody and all others name it."""
    tins, own = text_values.tax_ids(found["tax_id"]), _only(practice.tins)
    bare = found[["tax_id", "npi"]].isna().all(axis=1)
    is_kept = _source(found["status"]) == TRACKER  # Stedi's own export names everybody
    if own is None or not is_kept or not tins.eq(own).any() or not tins.dropna().eq(own).all():
        return found
    return found.assign(tax_id=found["tax_id"].mask(bare, own))


def _told_aside(found: pd.DataFrame, statuses: pd.Series) -> pd.Series:
    """The transactions that a remark names (`paper only, no 835`) of rows without one of their own that need none."""
    free = found["transaction"].isna() & statuses.eq(status_cells.NOT_NEEDED).fillna(False)
    told = (
        found["reason"]
        .where(free)
        .map(lambda text: " ".join(words.named_in(text)) or None, na_action="ignore")
    )
    return told.astype("str")


def _only(numbers: frozenset[str]) -> str | None:
    """The number of a practice that has one; None where it has none or several."""
    return next(iter(numbers)) if len(numbers) == 1 else None


def _not_understood(found: pd.DataFrame, reason: pd.Series) -> pd.Series:
    """The cell for which a row is not used, in the source's words."""
    cells = {
        NO_PROVIDER: "tax_id",
        SLIP: "tax_id",
        NPI_WRONG: "npi",
        NO_TRANSACTION: "transaction",
        NO_STATUS: "status",
        UNWRITTEN: "status",
        **dict.fromkeys(words.apart_reasons(), "status"),  # `paper check` of EFT
    }
    told = pd.Series(None, found.index, dtype="str")
    for why, name in cells.items():
        told = told.mask(reason.eq(why).fillna(False), found[name].fillna("(empty)"))
    return told


def _reasons(
    practice: Practice | None, rows: pd.DataFrame, npi_wrong: pd.Series, said: pd.Series
) -> pd.Series:
    """Why a row is not used, null where it is; the first reason that fits."""
    known = rows["tax_id"].notna() | rows["billing_npi"].notna()
    # an enrollment is of one Tax ID and NPI, and practices can share either: a row that names another's is the other's
    ours = pd.Series(True, rows.index)
    if practice is not None:
        tins, npis = owners_of(practice).tins, owners_of(practice).npis
        # beside a Tax ID that is the practice's alone, an NPI that is nobody's is one that its intake does not list
        unlisted = rows["tax_id"].isin(tins[0] - tins[1]) & ~rows["billing_npi"].isin(npis[1])
        ours = rows["tax_id"].isna() | rows["tax_id"].isin(tins[0])
        ours &= rows["billing_npi"].isna() | rows["billing_npi"].isin(npis[0]) | unlisted
    known_apart = said.where(rows["transaction"].isna()).map(words.apart, na_action="ignore").astype("str")
    rules = (
        (rows["payer_name"].isna() & rows["payer_id"].isna(), NO_PAYER),
        (rows["payer_name"].map(words.is_everyone, na_action="ignore").eq(True).fillna(False), EVERYONE),
        (~known, NO_PROVIDER),
        (_mistyped(practice, rows), SLIP),
        (~ours, OTHERS),
        (npi_wrong, NPI_WRONG),
        *((known_apart == why, why) for why in known_apart.dropna().unique()),
        (rows["transaction"].isna(), NO_TRANSACTION),
        (rows["status"].isna(), NO_STATUS),
    )
    reason = pd.Series(None, rows.index, dtype="str")
    for hit, why in rules:
        reason = reason.mask(reason.isna() & hit, why)
    return reason


def _mistyped(practice: Practice | None, rows: pd.DataFrame) -> pd.Series:
    """Which rows bear an NPI of the practice alone beside a Tax ID of nobody that is one slip from the practice's.

    Any other Tax ID of nobody may be that of an employer whom the same clinician works for as well.
    """
    if practice is None:
        return pd.Series(False, rows.index)
    owners = owners_of(practice)
    (ours, theirs), (npis, shared) = owners.tins, owners.npis
    off = {
        tin for tin in set(rows["tax_id"].dropna()) - ours - theirs if any(is_slip(tin, own) for own in ours)
    }
    return rows["tax_id"].isin(off) & rows["billing_npi"].isin(npis - shared)


def _npis(texts: pd.Series) -> pd.Series:
    plain = text_values.npis(texts)
    return plain.where([isinstance(text, str) and is_npi(text) for text in plain])


def _transactions(texts: pd.Series) -> pd.Series:
    """The codes that each cell names, several parted by a space."""
    return texts.map(lambda text: " ".join(words.transactions(text)) or None, na_action="ignore").astype(
        "str"
    )


def _chosen(texts: pd.Series, field: Field) -> pd.Series:
    """The choice of the intake that a text means."""
    return texts.map(field.choice, na_action="ignore").astype("str")


def _statuses(found: pd.DataFrame) -> pd.DataFrame:
    """What each cell of a status means: `status`, `waiting_on`, and `says_more` where its own words tell more."""
    pairs = [
        (text, payer if isinstance(payer, str) else None)
        for text, payer in zip(found["status"], found["payer_name"], strict=True)
    ]
    told = [
        (words.status(*pair), words.waits_on(*pair), words.says_more(*pair))
        if isinstance(pair[0], str)
        else (None, None, False)
        for pair in pairs
    ]
    table = pd.DataFrame(told, columns=["status", "waiting_on", "says_more"], index=found.index)
    return table.astype({"status": "str", "waiting_on": "str", "says_more": "bool"})


def _with_cell(reasons: pd.Series, statuses: pd.Series, says_more: pd.Series) -> pd.Series:
    """The reason, which begins with the cell of the status where that tells more than the status."""
    return reasons.mask(says_more, statuses + ("; " + reasons).fillna(""))


def _each(rows: pd.DataFrame) -> pd.DataFrame:
    """One row for each transaction that a row names."""
    parts = rows.assign(transaction=rows["transaction"].str.split(" ")).explode(
        "transaction", ignore_index=True
    )
    return conform(parts, ENROLLMENTS)
