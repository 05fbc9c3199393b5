"""Every file of a practice: what does not open, is not what it says, is a copy, or belongs elsewhere."""

from __future__ import annotations

import pandas as pd

from cutover.columns import Column, Kind, Privacy
from cutover.reading.practice import file_subject
from cutover.reading.practice.manifest import CHANGES, compare, manifest_of
from cutover.reading.practice.places import home_of, is_usual_ending, moved, names_medi, of_both
from cutover.reading.practice.preflight import has_files, needs
from cutover.reading.practice.tables import (
    ASIDE,
    CLUTTER,
    EMPTY,
    HELD_FILES,
    HELD_NOTES,
    HELD_ROWS_ASIDE,
    HELD_SHEETS,
    OPENS,
    SHUT,
)
from cutover.result import Table
from cutover.wording import several
from cutover.workstreams.answers import Answer, once
from cutover.workstreams.columns import MONTH, count, date, text
from cutover.workstreams.findings import finding, keyed, table
from cutover.workstreams.inventory import claim_rows
from cutover.workstreams.inventory.inputs import Inputs, months_by_source, ownership
from cutover.workstreams.inventory.patient_rows import authorization_files
from cutover.workstreams.inventory.rows_read import beside, rows_of

_OF = {c.name: c for c in HELD_FILES}
_ERA = ("era", "medi_era")
_FILE = (
    _OF["folder"],
    _OF["subject"],
    _OF["format"],
    _OF["bytes"],
    _OF["rows"],
    _OF["sentence"],
    _OF["source_file"],
)
_NOTES_NOTE = "Nothing is read out of notes and e-mails. Write what matters where it is asked for."
_ASIDE_NOTE = (
    "Rows of spreadsheet files that are no data: titles, totals, empty and broken rows, each with its reason."
)
_SEVERAL = Column("files", Kind.COUNT, "Files")


def findings_and_tables(inputs: Inputs) -> Answer:
    """Return the findings and tables of the files."""
    files = inputs.files
    copies = inputs.holdings.files[inputs.holdings.files["duplicate_of"].notna()]
    outside = files[~files["folder"].isin(_ERA)]
    findings = (
        *_unreadable(inputs, outside),
        *_ownership(inputs),
        *finding("inv-empty-file", outside[outside["state"] == EMPTY], _FILE, ["source_file"]),
        *finding(
            "inv-formulas",
            outside[outside["formulas"].fillna(0) > 0],
            (*_FILE, _OF["formulas"]),
            ["source_file"],
        ),
        *finding("inv-mislabelled", _mislabelled(outside), _FILE, ["source_file"]),
        *finding("inv-foreign-ending", foreign_endings(inputs), _FILE, ["source_file"]),
        *finding("inv-unknown-file", _unknown(outside), (*_FILE, _OF["guess"]), ["source_file"]),
        *finding(
            "inv-wrong-folder",
            wrong_folder(inputs),
            (*_FILE, text("belongs_in", "Belongs in")),
            ["source_file"],
        ),
        *finding(
            "inv-read-elsewhere",
            to_move(inputs),
            (*_FILE, text("belongs_in", "Read as")),
            ["source_file"],
        ),
        *finding(
            "inv-duplicate-file",
            copies[~copies["folder"].isin(_ERA)],
            (*_FILE, _OF["duplicate_of"]),
            ["source_file"],
        ),
        *_changes(inputs),
    )
    return Answer(findings, _tables(inputs))


def _unreadable(inputs: Inputs, outside: pd.DataFrame) -> tuple:
    """Files that do not open; how many more lie in the ERA folders is told, the audit names those one by one."""
    shut = inputs.files[inputs.files["folder"].isin(_ERA) & (inputs.files["state"] == SHUT)]
    facts = {"more": several(len(shut), "more file", "more files")} if len(shut) else {}
    return finding("inv-unreadable", outside[outside["state"] == SHUT], _FILE, ["source_file"], **facts)


def _mislabelled(files: pd.DataFrame) -> pd.DataFrame:
    return files[files["remarks"].fillna("").str.split("; ").map(lambda codes: "mislabelled" in codes)]


def _unknown(files: pd.DataFrame) -> pd.DataFrame:
    """Files that open and that nothing tells; one that does not open or is empty has its own finding."""
    return files[files["subject"].isna() & files["state"].isin([OPENS, ASIDE])]


@once
def foreign_endings(inputs: Inputs) -> pd.DataFrame:
    """Return remittances whose names have an ending that remittances do not have, one row per file."""
    files = inputs.files[inputs.files["subject"].eq(file_subject.ERA) & inputs.files["told_by"].eq("content")]
    usual = files["source_file"].map(is_usual_ending).astype(bool)
    return files[~usual]


@once
def wrong_folder(inputs: Inputs) -> pd.DataFrame:
    """Return files whose content says that they belong in another folder, one row per file.

    Files of the ERA folders are judged by the ERA archive audit, but for tables, which it does not know. What lies
    in a folder of no known name, or in none, is found wherever it lies and is not misplaced. `reports` takes
    whatever the portal reports.
    """
    files = inputs.files[
        (inputs.files["told_by"] == "content") & ~inputs.files["folder"].isin(["", "other", *_ERA])
    ]
    homes = {}
    for folder, about in file_subject.FOLDERS.items():
        for subject in about:
            homes.setdefault(subject, []).append(folder)
    away = [s in homes and f not in homes[s] for f, s in zip(files["folder"], files["subject"], strict=True)]
    found = files[pd.Series(away, index=files.index, dtype=bool)]
    found = found[~found["source_file"].isin(read_elsewhere(inputs)["source_file"])]
    return found.assign(belongs_in=found["subject"].map(lambda s: homes[s][0]).astype("str"))


@once
def read_elsewhere(inputs: Inputs) -> pd.DataFrame:
    """Return files that lie elsewhere than in the folder of their kind and are read all the same, one row per file."""
    homes, files = moved(inputs.holdings.practice.raw), inputs.files
    home = files["source_file"].str.partition("!")[0].map(homes).astype("str")
    return files[home.notna()].assign(belongs_in=home.dropna() + "/")


def to_move(inputs: Inputs) -> pd.DataFrame:
    """Return those of them that belong into another folder; bills in a folder of Medi's bills lie where they should."""
    rows = read_elsewhere(inputs)
    rightly = [
        names_medi(top := file.partition("/")[0]) and home_of(top) in of_both()
        for file in rows["source_file"]
    ]
    return rows[~pd.Series(rightly, rows.index, dtype=bool)]


def _ownership(inputs: Inputs) -> tuple:
    rows = inputs.every.merge(ownership(inputs), on="source_file")
    whom = (
        text("belongs_to", "Belongs to", "", Privacy.DESK),
        text("found", "Found in it", "", Privacy.DESK),
    )
    columns = (*_FILE[:5], *whom, _OF["source_file"])
    found = []
    for whose, code in (
        ("other", "inv-wrong-practice"),
        ("mixed", "inv-mixed-practices"),
    ):
        found += finding(code, rows[rows["whose"] == whose], columns, ["source_file"])
    return tuple(found)


@once
def changes(inputs: Inputs) -> pd.DataFrame:
    """Return what was added, changed or lost since the earlier manifest, one row per file."""
    return compare(inputs.earlier, manifest_of(inputs.holdings, inputs.as_of))


def _changes(inputs: Inputs) -> tuple:
    rows = changes(inputs)
    identity = ["source_file", "sha256_before"]
    return (
        *finding("inv-lost-file", rows[rows["change"] == "lost"], CHANGES[1:4] + CHANGES[5:6], identity),
        *finding(
            "inv-changed-file",
            rows[rows["change"] == "changed"],
            CHANGES[1:4] + CHANGES[5:],
            identity,
        ),
    )


def _tables(inputs: Inputs) -> tuple[tuple[str, Table], ...]:
    months = months_by_source(inputs)
    note = "A month without a number has nothing of that source; ERAs count payments, the others rows. "
    note += "Notebook 11 shows whether a month with a number is whole."
    return (
        ("by_kind", by_kind(inputs)),
        ("files", files_table(inputs)),
        ("to_look_at", to_look_at(inputs)),
        ("sheets", table("Tables in spreadsheet files", inputs.holdings.sheets, HELD_SHEETS)),
        (
            "rows_aside",
            table("Rows aside, and why", inputs.holdings.rows_aside, HELD_ROWS_ASIDE, _ASIDE_NOTE),
        ),
        ("notes", table("What notes and e-mails say", inputs.holdings.notes, HELD_NOTES, _NOTES_NOTE)),
        (
            "months",
            table(
                "The last twelve calendar months by source",
                months,
                (MONTH, text("source", "Source"), count("rows", "Payments or rows")),
                note,
            ),
        ),
        ("changes", changes_table(inputs)),
    )


def by_kind(inputs: Inputs) -> Table:
    """Return the files by folder and kind, one row each, with how many open and what they cover."""
    files = inputs.holdings.files.merge(
        inputs.every[["source_file", "first_day", "last_day"]], on="source_file", how="left"
    )
    files = files[files["state"] != CLUTTER]
    files = files.assign(
        folder=files["folder"].replace("", "(practice)"), subject=_kinds(inputs, files),
        copy=files["duplicate_of"].notna(), opens=files["state"] == OPENS, size=files["bytes"],
    )  # fmt: skip
    counted_rows = rows_of(inputs, files).where(~files["copy"])
    grouped = files.assign(counted_rows=counted_rows).groupby(["folder", "subject"], as_index=False).agg(
        files=("source_file", "size"), opening=("opens", "sum"), copies=("copy", "sum"), bytes=("size", "sum"),
        rows=("counted_rows", lambda rows: rows.sum(min_count=1)), first_day=("first_day", "min"),
        last_day=("last_day", "max"),
    )  # fmt: skip
    columns = (
        _OF["folder"], _OF["subject"], _SEVERAL, count("opening", "Open"), count("copies", "Copies"), _OF["bytes"],
        count("rows", "Rows", "of data, copies apart; payments of ERAs"), date("first_day", "From"),
        date("last_day", "To"),
    )  # fmt: skip
    absent = [f for f in file_subject.FOLDERS if f not in set(inputs.holdings.files["folder"])]
    grouped, note = _claims_once(inputs, grouped)
    if cash := beside(inputs):
        note += f"Of the posted payments {cash}: these are not in their rows. "
    return table("Files by folder and kind", grouped, columns, f"{note}{_absent(inputs, absent)}".strip())


def _kinds(inputs: Inputs, files: pd.DataFrame) -> pd.Series:
    """What each file is; a list of authorizations is read with the patients, and its rows are no patients."""
    lists = files["subject"].eq(file_subject.PATIENTS) & files["source_file"].isin(
        authorization_files(inputs)
    )
    return files["subject"].mask(lists, "authorizations").fillna("(unknown)")


def _claims_once(inputs: Inputs, grouped: pd.DataFrame) -> tuple[pd.DataFrame, str]:
    """The kinds with the claim history's rows held once, and what its others are; of several folders only told."""
    again, of = claim_rows.not_once(inputs), grouped["subject"].eq(file_subject.CLAIMS)
    if not again.rows or not of.any():
        return grouped, ""
    if of.sum() > 1:
        return grouped, f"Of the rows of claim history {again.words}. "
    rows = grouped["rows"].mask(of, grouped["rows"] - again.rows)
    return grouped.assign(rows=rows), f"Of the claim history {again.words}: these are not in its rows. "


def _absent(inputs: Inputs, folders: list[str]) -> str:
    """Which folders are absent or empty: those first that reports need, since these then cannot say something."""
    raw = inputs.holdings.practice.raw
    asked = [need for need in needs() if need.folder in folders]
    lacking = {need.folder for need in asked if not (need.of_client and has_files(raw.parent / need.folder))}
    parts = (
        ("Absent or empty, though reports need them", [f for f in folders if f in lacking]),
        ("Absent or empty, which may be right", [f for f in folders if f not in lacking]),
    )
    return " ".join(f"{words}: {', '.join(names)}." for words, names in parts if names)


def files_table(inputs: Inputs) -> Table:
    """Return every file, one row each, with its case in the evidence workbook; what needs a look stands first."""
    spans = inputs.every[["source_file", "first_day", "last_day", "period_of"]]
    files = keyed("file", inputs.holdings.files.merge(spans, on="source_file", how="left"), ["source_file"])
    order = files["state"].map({SHUT: 0, EMPTY: 1, ASIDE: 2}).fillna(3)
    files = files.assign(order=order.mask(files["sentence"].notna() & (order == 3), 2.5)).sort_values(
        ["order", "source_file"], ignore_index=True
    )
    key = text("key", "Case", "stable key of the file")
    names = (
        "folder",
        "subject",
        "told_by",
        "state",
        "format",
        "bytes",
        "sheets",
        "rows",
        "rows_aside",
        "encoding",
        "remarks",
    )
    columns = (
        key, *(_OF[n] for n in names), date("first_day", "From"), date("last_day", "To"), text("period_of", "Dates of"),
        *(_OF[n] for n in ("stated_day", "formulas", "guess", "sentence", "content", "duplicate_of", "source_file")),
    )  # fmt: skip
    note = "Copies and what an operating system left are in the list; whatever needs a look stands first."
    return table("Every file", files, columns, note)


def to_look_at(inputs: Inputs) -> Table:
    """Return the files that do not simply open or that a finding is about, in the few columns a page has room for."""
    whole = files_table(inputs)
    why = _whys(inputs)
    told = whole.frame["source_file"].map(why).astype("str")
    shut = (whole.frame["state"] != OPENS) & (whole.frame["state"] != CLUTTER)
    files = whole.frame.assign(why=told.fillna(whole.frame["state"]).astype("str"))[shut | told.notna()]
    shown = (_OF[n] for n in ("folder", "subject", "state", "format", "bytes"))
    columns = (whole.columns[0], *shown, text("why", "Why"))
    note = "Every file, with what the reader says of it, is in the consultant's workbook."
    return table("Files that need a look", files[[c.name for c in columns]], columns, note)


def _whys(inputs: Inputs) -> dict[str, str]:
    """Why a file of the findings that lead to this list needs a look, by its path; several reasons in a row."""
    files, every = inputs.files, inputs.holdings.files
    outside = files[~files["folder"].isin(_ERA)]
    copies = every[every["duplicate_of"].notna() & ~every["folder"].isin(_ERA)]
    whose = ownership(inputs)
    parts = (
        ("another practice's", whose[whose["whose"] == "other"]),
        ("rows of several practices", whose[whose["whose"] == "mixed"]),
        ("formulas", outside[outside["formulas"].fillna(0) > 0]),
        ("not what its name says", _mislabelled(outside)),
        ("of an unknown kind", _unknown(outside)),
        ("in another folder than its kind's", wrong_folder(inputs)),
        ("read where it lies", to_move(inputs)),
        ("a copy", copies),
    )
    told: dict[str, list[str]] = {}
    for why, rows in parts:
        for path in rows["source_file"] if len(rows) else ():
            told.setdefault(path, []).append(why)
    return {path: "; ".join(reasons) for path, reasons in told.items()}


def changes_table(inputs: Inputs) -> Table:
    """Return what changed since the earlier manifest, by kind of change and folder."""
    rows = changes(inputs).assign(folder=lambda c: c["folder"].replace("", "(practice)"))
    grouped = rows.groupby(["change", "folder"], as_index=False).size().rename(columns={"size": "files"})
    if inputs.earlier is None:
        note = "No earlier manifest: this run is the first that records what was here."
    else:
        note = f"Compared with the manifest of {inputs.earlier.day:%Y-%m-%d} ({len(inputs.earlier.files):,} files)."
    return table("What changed since the last manifest", grouped, (CHANGES[0], CHANGES[1], _SEVERAL), note)
