"""Files that are there and were not read: the same finding, limit and sentence in every report that would use them.

A case is a file. Nothing may be said as if it held nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import pandas as pd

from cutover.columns import conform, empty, framed
from cutover.reading.claims.sent import SOURCE as SENT
from cutover.reading.era.archive import Archive
from cutover.reading.era.not_read import ERA, MEDI_ERA, not_read
from cutover.reading.mapping.record import FILES, LACKING, LOOK, NOT_READ, UNREAD
from cutover.reading.patients.exports import Demographics
from cutover.result import Finding
from cutover.wording import and_joined, several
from cutover.workstreams.columns import text
from cutover.workstreams.findings import by_severity, finding

CODE, LACKS = "files-not-read", "rows-lacking"
_NO_PATIENT = "no column of it is known for a patient's number, name or birth date; confirm its columns"
# findings of one kind of file; what they name is told once
_OTHERS = (
    "claims-file-not-read",
    "cost-invoice-unread",
    "demo-not-patients",
    "demo-unreadable",
    "enroll-file-not-read",
    "era-damage",
    "era-truncated",
    "era-unknown-file",
    "era-unreadable",
    "era-zip-refused",
    "nonpar-file-not-read",
)
# source in the record of files -> what its files are called, what they would be used for
_USES = {
    ERA: ("remittances", "what payers paid and denied, and which claims reached them"),
    MEDI_ERA: ("remittances in Medi", "what payers paid and denied through Medi"),
    "bank": ("the bank", "what the bank received, compared with the remittances"),
    "claim history": ("claim history", "which claims there are, and what became of each"),
    SENT: ("claims sent through Medi", "which claims went out through Medi, and when"),
    "export of enrollments": ("enrollments", "what is filed and live"),
    "Stedi's payer list": ("Stedi's payer list", "how each payer enrolls"),
    "fee schedules": ("contracts", "what each payer has agreed to pay"),
    "file summary": ("submissions", "which claims were sent, and when"),
    "invoices": ("invoices", "what Office Ally charged"),
    "par/non-par reports": ("Par/Non-Par Reports", "what Office Ally counts as non-par"),
    "patients": ("patients", "the patients and coverages of the import"),
    "payer_list": ("payer lists", "which payers are par"),
    "postings": ("postings", "what was posted where"),
}
_COLUMNS = (
    *(c for c in FILES if c.name in ("source", "source_file", "state", "reason")),
    text("used_for", "It would be used for"),
)
_LACKING = tuple(c for c in FILES if c.name in ("source", "source_file", "reason", "rows_in"))


def together(parts: Iterable[pd.DataFrame]) -> pd.DataFrame:
    """Return several records of files as one (FILES); a file that two of them name stands once."""
    filled = [part[[c.name for c in FILES]].astype(object) for part in parts if len(part)]
    if not filled:
        return empty(FILES)
    return conform(pd.concat(filled).drop_duplicates(["source", "source_file"]), FILES).reset_index(drop=True)


def of_paths(source: str, told: Iterable[tuple[str, str]]) -> pd.DataFrame:
    """Return the record (FILES) of files that were not read, each told by its path and the reason."""
    rows = [(source, path, NOT_READ, why, None, None, None) for path, why in told]
    return framed(rows, FILES)


def of_eras(old: Archive, medi: Archive) -> pd.DataFrame:
    """Return the remittance files of both systems that were not read, or not in full (FILES)."""
    return together([not_read(old), not_read(medi, MEDI_ERA)])


def of_patients(export: Demographics) -> pd.DataFrame:
    """Return the patient exports that do not open, and those of which no table is used though one has rows (FILES)."""
    used = {table.source_file for table in export.tables if table.is_used}
    strange = {t.source_file for t in export.tables if not t.is_used and len(t.sheet.frame)} - used
    return of_paths("patients", [*export.unreadable, *((path, _NO_PATIENT) for path in sorted(strange))])


def unread(files: pd.DataFrame) -> pd.DataFrame:
    """Return those of a record of files that were not read, or not in full."""
    return files[files["state"].isin(UNREAD)].reset_index(drop=True)


def hidden_rows(files: pd.DataFrame, source: str) -> float:
    """Return how many rows of a kind of file nobody read at most: without limit where a file does not open at all."""
    rows = unread(files)
    rows = rows[rows["source"] == source]
    if rows["state"].eq(NOT_READ).any():
        return float("inf")
    return float(rows["rows_set_aside"].fillna(0).sum())


def not_read_words(files: pd.DataFrame, source: str) -> str:
    """Return `2 files of postings are not read in full` of the files of a kind, empty where all were."""
    number = int(unread(files)["source"].eq(source).sum())
    return (
        f"{several(number, 'file')} of {source} {'is' if number == 1 else 'are'} not read in full"
        if number
        else ""
    )


def lacking(files: pd.DataFrame) -> pd.DataFrame:
    """Return those of a record of files of which rows lack a day, a claim or an amount."""
    return files[files["state"] == LACKING].reset_index(drop=True)


def with_findings(found: Sequence[Finding], files: pd.DataFrame) -> tuple[Finding, ...]:
    """Return findings together with those about files that were not read, or of which rows lack what they need.

    They come in order of severity.

    A file that another of the findings names as not read is not told again.
    """
    named = [one.evidence.frame["source_file"] for one in found if one.code in _OTHERS]
    known = set().union(*named) if named else set()
    cases = unread(files)
    within = (
        cases["source_file"].astype("str").str.replace("!.*", "", regex=True)
    )  # what is said of a zip holds for its members
    cases = cases[~cases["source_file"].isin(known) & ~within.isin(known)]
    cases = cases.assign(used_for=[_of(source)[1] for source in cases["source"]])
    more = [
        *finding(CODE, cases, _COLUMNS, ["source", "source_file"], **_facts(cases)),
        *finding(LACKS, lacking(files), _LACKING, ["source", "source_file"]),
    ]
    return by_severity([*found, *more])


def _facts(cases: pd.DataFrame) -> dict[str, Any]:
    """How far the files were read, and what to do: a remittance has no columns, it is downloaded again."""
    shut, eras = cases["state"].eq(NOT_READ), cases["source"].isin([ERA, MEDI_ERA])
    read = "not read" if shut.all() else "not read, or not in full" if shut.any() else "read only in part"
    todo = [
        *(["download the remittance again"] if eras.any() else []),
        *(["confirm what its columns mean, or export the file again"] if not eras.all() else []),
    ]
    return {"read": read, "todo": "; otherwise ".join(todo)}


def limits(files: pd.DataFrame) -> tuple[str, ...]:
    """Return what a report says of files that it could not use, with their number, and of what is in doubt."""
    number, poor = len(unread(files)), len(lacking(files))
    said = "1 file is there and is" if number == 1 else f"{number:,} files are there and are"
    is_begun = unread(files)["state"].ne(NOT_READ).all()
    whole = (
        f"{said} read only in part: what was not read is in no figure of this report."
        if is_begun
        else f"{said} not read, or not in full: what stands only there is in no figure of this report."
    )
    rows = f"{_files(poor)} rows without a day, a claim or an amount: left out where that is needed, or estimated."
    return (*([whole] if number else []), *([rows] if poor else []), *_in_doubt(files))


def _in_doubt(files: pd.DataFrame) -> list[str]:
    """What was taken of a file that was read, where a person must look whether that is right."""
    rows = files[files["reason"].astype("str").str.contains(LOOK, regex=False, na=False)]
    return [f"{name}: {why}." for name, why in zip(rows["source_file"], rows["reason"], strict=True)]


def sentence(files: pd.DataFrame) -> str:
    """Return the verdict's sentence about files that were not read, empty where all were."""
    rows = unread(files)
    if rows.empty:
        return ""
    counted = rows["source"].fillna("an unknown kind").value_counts(sort=False)
    parts = [
        f"{number:,} {'file' if number == 1 else 'files'} of {_of(source)[0]}"
        for source, number in counted.items()
    ]
    verbs, them = ("lies there and is", "it") if len(rows) == 1 else ("lie there and are", "them")
    if rows["state"].eq(NOT_READ).all():
        return f"{and_joined(parts)} {verbs} not read; nothing here counts {them}."
    if rows["state"].ne(NOT_READ).all():
        rest = f"what was read of {them} counts, the rest counts nowhere."
        return f"{and_joined(parts)} {verbs} read only in part; {rest}"
    return f"{and_joined(parts)} {verbs} not read in full; what was not read is counted nowhere here."


def told(verdict: str, files: pd.DataFrame) -> str:
    """Return a verdict together with what is said of files that were not read, and of rows that lack something."""
    poor = len(lacking(files))
    rows = f"{_files(poor)} rows without a day, a claim or an amount." if poor else ""
    return " ".join(filter(None, (verdict, sentence(files), rows)))


def _files(number: int) -> str:
    return "1 file has" if number == 1 else f"{number:,} files have"


def _of(source: object) -> tuple[str, str]:
    """What the files of a source are called, and what they are used for."""
    return _USES.get(str(source), (str(source), str(source)))
