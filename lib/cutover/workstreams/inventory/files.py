"""Every file of a practice: what does not open, is not what it says, is a copy, or belongs elsewhere."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd

from cutover.columns import Column, Kind
from cutover.reading.practice import file_subject
from cutover.reading.practice.manifest import CHANGES, compare, manifest_of
from cutover.reading.practice.tables import ASIDE, CLUTTER, EMPTY, HELD_FILES, HELD_SHEETS, OPENS, SHUT
from cutover.result import Severity, Table
from cutover.workstreams.columns import MONTH, count, date, text
from cutover.workstreams.findings import BILLER, CONSULTANT, Wording, finding, keyed, table
from cutover.workstreams.inventory.inputs import Basis, counted, months_by_source, ownership
from cutover.workstreams.remittances import Answer, once

_OF = {c.name: c for c in HELD_FILES}
_ERA = ("era", "medi_era")
UNREADABLE = Wording(
    Severity.BLOCKER,
    "1 file does not open",
    "{n} files do not open",
    "What a file that does not open holds is as good as not held, and access ends with the account.",
    "Get each of them again while the account is open; the evidence workbook says how, file by file.",
    BILLER,
)
EMPTY_FILE = Wording(
    Severity.MEDIUM,
    "1 file is empty",
    "{n} files are empty",
    "An export that failed looks like one that found nothing.",
    "Export each again, with a wide range of dates; delete it if it should be empty.",
    BILLER,
)
MISLABELLED = Wording(
    Severity.LOW,
    "1 file is not what its name says",
    "{n} files are not what their names say",
    "It opens here by its content; another program may refuse it or show it wrongly.",
    "Rename it by its kind, or export it again in the format that its name says.",
    CONSULTANT,
)
FORMULAS = Wording(
    Severity.MEDIUM,
    "1 file holds formulas, or text that would run as one",
    "{n} files hold formulas, or text that would run as one",
    "Exports hold values alone: somebody worked in this file, or a cell was made to run. The stored results were "
    "read, nothing was calculated.",
    "Take the original export; do not open this one in a spreadsheet program and save it.",
    CONSULTANT,
)
UNKNOWN = Wording(
    Severity.LOW,
    "1 file is of no kind that is known here",
    "{n} files are of no kind that is known here",
    "Neither its content nor its folder tells what it is, so that it counts for nothing.",
    "Open each, and put it into the folder of its kind or out of the practice's folder.",
    CONSULTANT,
)
COPY = Wording(
    Severity.LOW,
    "1 file is a copy of another",
    "{n} files are copies of others",
    "The same bytes are held twice; each content counts once.",
    "Nothing must be done; deleting the copies makes the folder easier to read.",
    CONSULTANT,
)
WRONG_PRACTICE = Wording(
    Severity.HIGH,
    "1 file belongs to another practice",
    "{n} files belong to other practices",
    "No NPI, Tax ID or name in such a file is this practice's. Patient data of another practice must not stay here, "
    "and that practice may lack it.",
    "Move each to the practice that it belongs to, and look for this practice's own.",
    CONSULTANT,
)
MIXED = Wording(
    Severity.MEDIUM,
    "1 file holds rows of another practice, too",
    "{n} files hold rows of other practices, too",
    "An export of several practices at once: its rows must be told apart before anything is imported.",
    "Export it again for this practice alone.",
    BILLER,
)
WRONG_FOLDER = Wording(
    Severity.LOW,
    "1 file lies in a folder of another kind",
    "{n} files lie in folders of another kind",
    "Reports that read a folder expect its kind there; this file is found here and may be missed there.",
    "Move it into the folder of its kind.",
    CONSULTANT,
)
LOST = Wording(
    Severity.HIGH,
    "1 file that was held before is gone",
    "{n} files that were held before are gone",
    "The manifest of an earlier day proves that it was here; its bytes are nowhere now.",
    "Bring it back from a backup; if it was removed on purpose, write down by whom and why.",
    CONSULTANT,
)
CHANGED = Wording(
    Severity.MEDIUM,
    "1 file has other bytes than before",
    "{n} files have other bytes than before",
    "What clients send is never edited; a file that changed was replaced by a newer export or edited by hand.",
    "Find out which; keep both versions under different names.",
    CONSULTANT,
)
_FILE = (
    _OF["folder"],
    _OF["subject"],
    _OF["format"],
    _OF["bytes"],
    _OF["rows"],
    _OF["sentence"],
    _OF["source_file"],
)
_SEVERAL = Column("files", Kind.COUNT, "Files")


def answer(basis: Basis) -> Answer:
    """Return the findings and tables of the files."""
    files = basis.files
    copies = basis.holdings.files[basis.holdings.files["duplicate_of"].notna()]
    outside = files[~files["folder"].isin(_ERA)]
    findings = (
        *finding(
            "inv-unreadable", _unreadable(basis), outside[outside["state"] == SHUT], _FILE, ["source_file"]
        ),
        *_ownership(basis),
        *finding("inv-empty-file", EMPTY_FILE, outside[outside["state"] == EMPTY], _FILE, ["source_file"]),
        *finding(
            "inv-formulas",
            FORMULAS,
            outside[outside["formulas"].fillna(0) > 0],
            (*_FILE, _OF["formulas"]),
            ["source_file"],
        ),
        *finding("inv-mislabelled", MISLABELLED, _mislabelled(outside), _FILE, ["source_file"]),
        *finding("inv-unknown-file", UNKNOWN, _unknown(outside), (*_FILE, _OF["guess"]), ["source_file"]),
        *finding(
            "inv-wrong-folder",
            WRONG_FOLDER,
            wrong_folder(basis),
            (*_FILE, text("belongs_in", "Belongs in")),
            ["source_file"],
        ),
        *finding(
            "inv-duplicate-file",
            COPY,
            copies[~copies["folder"].isin(_ERA)],
            (*_FILE, _OF["duplicate_of"]),
            ["source_file"],
        ),
        *_changes(basis),
    )
    return Answer(findings, _tables(basis))


def _unreadable(basis: Basis) -> Wording:
    """The wording, with how many more lie in the ERA folders: the ERA archive audit names those one by one."""
    files = basis.files[basis.files["folder"].isin(_ERA)]
    shut = int((files["state"] == SHUT).sum())
    if not shut:
        return UNREADABLE
    more = f"The ERA archive audit names {counted(shut, 'more file', 'more files')} in the ERA folders."
    return replace(UNREADABLE, meaning=f"{UNREADABLE.meaning} {more}")


def _mislabelled(files: pd.DataFrame) -> pd.DataFrame:
    return files[files["remarks"].fillna("").str.split("; ").map(lambda codes: "mislabelled" in codes)]


def _unknown(files: pd.DataFrame) -> pd.DataFrame:
    """Files that open and that nothing tells; one that does not open or is empty has its own finding."""
    return files[files["subject"].isna() & files["state"].isin([OPENS, ASIDE])]


@once
def wrong_folder(basis: Basis) -> pd.DataFrame:
    """Return files whose content says that they belong in another folder, one row per file.

    Files of the ERA folders are judged by the ERA archive audit, but for tables, which it does not know. What lies
    in a folder of no known name, or in none, is found wherever it lies and is not misplaced. `reports` takes
    whatever the portal reports.
    """
    files = basis.files[
        (basis.files["told_by"] == "content") & ~basis.files["folder"].isin(["", "other", *_ERA])
    ]
    homes = {}
    for folder, about in file_subject.FOLDERS.items():
        for subject in about:
            homes.setdefault(subject, []).append(folder)
    away = [s in homes and f not in homes[s] for f, s in zip(files["folder"], files["subject"], strict=True)]
    found = files[pd.Series(away, index=files.index, dtype=bool)]
    return found.assign(belongs_in=found["subject"].map(lambda s: homes[s][0]).astype("str"))


def _ownership(basis: Basis) -> tuple:
    rows = basis.files.merge(ownership(basis), on="source_file")
    columns = (*_FILE[:5], text("belongs_to", "Belongs to"), text("found", "Found in it"), _OF["source_file"])
    found = []
    for whose, code, wording in (
        ("other", "inv-wrong-practice", WRONG_PRACTICE),
        ("mixed", "inv-mixed-practices", MIXED),
    ):
        found += finding(code, wording, rows[rows["whose"] == whose], columns, ["source_file"])
    return tuple(found)


@once
def changes(basis: Basis) -> pd.DataFrame:
    """Return what was added, changed or lost since the earlier manifest, one row per file."""
    return compare(basis.earlier, manifest_of(basis.holdings, basis.as_of))


def _changes(basis: Basis) -> tuple:
    rows = changes(basis)
    identity = ["source_file", "sha256_before"]
    return (
        *finding(
            "inv-lost-file", LOST, rows[rows["change"] == "lost"], CHANGES[1:4] + CHANGES[5:6], identity
        ),
        *finding(
            "inv-changed-file",
            CHANGED,
            rows[rows["change"] == "changed"],
            CHANGES[1:4] + CHANGES[5:],
            identity,
        ),
    )


def _tables(basis: Basis) -> tuple[tuple[str, Table], ...]:
    months = months_by_source(basis)
    note = "A month without a number has nothing of that source; ERAs count payments, the others rows."
    return (
        ("by_kind", by_kind(basis)),
        ("files", files_table(basis)),
        ("to_look_at", to_look_at(basis)),
        ("sheets", table("Tables in spreadsheet files", basis.holdings.sheets, HELD_SHEETS)),
        (
            "months",
            table(
                "Twelve whole months by source",
                months,
                (MONTH, text("source", "Source"), count("rows", "Payments or rows")),
                note,
            ),
        ),
        ("changes", changes_table(basis)),
    )


def by_kind(basis: Basis) -> Table:
    """Return the files by folder and kind, one row each, with how many open and what they cover."""
    files = basis.holdings.files.merge(
        basis.files[["source_file", "first_day", "last_day"]], on="source_file", how="left"
    )
    files = files[files["state"] != CLUTTER]
    files = files.assign(
        folder=files["folder"].replace("", "(practice)"), subject=files["subject"].fillna("(unknown)"),
        copy=files["duplicate_of"].notna(), opens=files["state"] == OPENS, size=files["bytes"],
    )  # fmt: skip
    counted_rows = files["rows"].where(~files["copy"])
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
    absent = [f for f in file_subject.FOLDERS if f not in set(basis.holdings.files["folder"])]
    note = f"Folders that are absent or empty, which is normal: {', '.join(absent)}." if absent else ""
    return table("Files by folder and kind", grouped, columns, note)


def files_table(basis: Basis) -> Table:
    """Return every file, one row each, with its case in the evidence workbook; what needs a look stands first."""
    spans = basis.files[["source_file", "first_day", "last_day", "period_of"]]
    files = keyed("file", basis.holdings.files.merge(spans, on="source_file", how="left"), ["source_file"])
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


def to_look_at(basis: Basis) -> Table:
    """Return the files that do not simply open, one row each, in the few columns that a page has room for."""
    whole = files_table(basis)
    files = whole.frame[(whole.frame["state"] != OPENS) & (whole.frame["state"] != CLUTTER)]
    columns = (whole.columns[0], *(_OF[n] for n in ("folder", "subject", "state", "format", "bytes")))
    note = "Every file, with what the reader says of it, is in the evidence workbook, sheet `files`."
    return table("Files that need a look", files[[c.name for c in columns]], columns, note)


def changes_table(basis: Basis) -> Table:
    """Return what changed since the earlier manifest, by kind of change and folder."""
    rows = changes(basis).assign(folder=lambda c: c["folder"].replace("", "(practice)"))
    grouped = rows.groupby(["change", "folder"], as_index=False).size().rename(columns={"size": "files"})
    if basis.earlier is None:
        note = "No earlier manifest: this run is the first that says what was held."
    else:
        note = (
            f"Held against the manifest of {basis.earlier.day:%Y-%m-%d} ({len(basis.earlier.files):,} files)."
        )
    return table("What changed since the last manifest", grouped, (CHANGES[0], CHANGES[1], _SEVERAL), note)
