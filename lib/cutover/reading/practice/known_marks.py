"""The marks of all that lies in a practice's folder, kept in `data/processed`: what its rows are recognized by.

A mark is proven where its row bears the practice's own NPI, Tax ID or name; other marks stand there too, since a bank's
file or an export bears none of them. What bears another practice's is in no index.
"""

from __future__ import annotations

import hashlib
import io
import json
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd

from cutover.errors import InputError
from cutover.identifiers import compared
from cutover.reading.claims.era_submissions import era_claims
from cutover.reading.claims.file_summary import people as people_of
from cutover.reading.claims.file_summary import read_file_summary
from cutover.reading.era.archive import Archive, load_archive
from cutover.reading.era.kind import may_be_table
from cutover.reading.era.reader import kind_of
from cutover.reading.files.sheet import Sheet
from cutover.reading.files.spreadsheet import read_spreadsheet
from cutover.reading.files.zips import Entry, is_zip, walk
from cutover.reading.kept import opened, program
from cutover.reading.mapping.confirmed import folder_of, load_confirmed
from cutover.reading.mapping.suggest import apply, header_signature, suggest
from cutover.reading.mapping.targets import Target, load_target
from cutover.reading.patients import json_lists
from cutover.reading.practice import clinicians, kept_marks, marks, names_held, private_file
from cutover.reading.practice.book import Practice, siblings
from cutover.reading.practice.places import moved
from cutover.reading.practice.whose import OWN, UNKNOWN, Owners, by_identifiers, owners_of

ARCHIVES = ("era", "medi_era")


@dataclass(frozen=True)
class Read:
    """How the files of a folder are recognized: what they are mapped to, and what marks their rows bear."""

    aliases: str
    marks: Callable[[pd.DataFrame], pd.DataFrame]

    @property
    def target(self) -> Target:
        """The fields that the files are mapped to."""
        return load_target(self.aliases)


READS = {
    "claims": Read("claims", marks.of_history),
    "medi_submissions": Read("medi_submissions", marks.of_sent),
    "postings": Read("postings", marks.of_postings),
    "bank": Read("deposits", marks.of_deposits),
    "demographics": Read("patients", marks.of_patients),
    "medi_patients": Read("patients", marks.of_patients),
}


@dataclass(frozen=True)
class Known:
    """The marks of one practice: sorted hashes, the place of their file in `contents`, whether each is proven."""

    marks: np.ndarray
    content: np.ndarray
    proven: np.ndarray
    contents: tuple[str, ...]

    def knows(self, wanted: np.ndarray, *, proven: bool, without: frozenset[str]) -> np.ndarray:
        """Tell of each mark whether the practice has it in another file than those of these digests."""
        chosen = self.proven if proven else ~self.proven
        if out := [place for place, digest in enumerate(self.contents) if digest in without]:
            chosen = chosen & ~np.isin(self.content, out)
        return np.isin(wanted, self.marks[chosen])


def known_marks(practice: Practice) -> Known:
    """Return the marks of a practice, from `data/processed` where its files are as they were.

    Where some have changed, those of the others are kept.
    """
    for counted in (practice.raw, folder_of(practice.raw.parent)):
        opened.note_tree(counted)
    with opened.unheard():
        return _known_marks(practice)


def _known_marks(practice: Practice) -> Known:
    folder = practice.processed / "marks"
    signature = _signature(practice)
    if (kept := _kept(folder / "marks.npz", signature)) is not None:
        return kept
    made = _made(practice, kept_marks.Parts(folder / "parts", _context(practice)))
    data = io.BytesIO()
    about = json.dumps({"signature": signature, "contents": made.contents}).encode()
    np.savez(
        data, marks=made.marks, content=made.content, proven=made.proven, about=np.frombuffer(about, np.uint8)
    )
    private_file.write(folder / "marks.npz", data.getvalue())
    return made


def _kept(path: Path, signature: str) -> Known | None:
    try:
        with np.load(io.BytesIO(path.read_bytes()), allow_pickle=False) as said:
            about = json.loads(said["about"].tobytes())
            if about["signature"] != signature:
                return None
            return Known(said["marks"], said["content"], said["proven"], tuple(about["contents"]))
    except (OSError, ValueError, KeyError, EOFError, zipfile.BadZipFile):
        return None


def _signature(practice: Practice) -> str:
    """What says that nothing changed."""
    return kept_marks.digest([_context(practice), kept_marks.stats(practice.raw)])


def _context(practice: Practice) -> str:
    """What the marks of a file depend on beside the file: who the practices are, and the confirmed crosswalks."""
    who = [
        (sorted(p.npis), sorted(p.tins), p.name, sorted(p.providers)) for p in (practice, *siblings(practice))
    ]
    return kept_marks.digest([program.digest(), who, kept_marks.stats(folder_of(practice.raw.parent))])


def _made(practice: Practice, kept: kept_marks.Parts) -> Known:
    """The marks as the files have them now."""
    owners, parts, homes = owners_of(practice), [], moved(practice.raw)
    contents: dict[str, None] = {}
    for name in ARCHIVES:
        away = sorted(path for path, home in homes.items() if home == name)
        key = f"{name}:{kept_marks.digest([kept_marks.stats(practice.raw / name), *away])}"
        part = kept.part(key, lambda name=name: _of_archive(load_archive(practice, name)))
        contents |= dict.fromkeys(part["digest"].unique())
        parts.append(part)
    for entry in walk(practice.raw, practice.raw, without=ARCHIVES, documents=True):
        folder = homes.get(entry.source_file.partition("!")[0], entry.source_file.partition("/")[0])
        if entry.data is not None and folder not in ARCHIVES:
            digest = hashlib.sha256(entry.data).hexdigest()
            contents[digest] = None
            key = f"{digest}:{folder}"
            part = kept.part(
                key, lambda entry=entry, folder=folder: list(_of_file(entry, folder, practice, owners))
            )
            parts.append(part.assign(digest=digest))
    kept.tidy()
    whole = pd.concat([kept_marks.NONE, *parts], ignore_index=True).drop_duplicates(
        ["mark", "digest", "proven"]
    )
    whole = whole.sort_values("mark", ignore_index=True)
    places = {digest: place for place, digest in enumerate(contents)}
    at = whole["digest"].map(places).to_numpy(np.int32)
    return Known(whole["mark"].to_numpy(np.uint64), at, whole["proven"].to_numpy(bool), tuple(contents))


def _of_archive(archive: Archive) -> list[pd.DataFrame]:
    """The marks of the remittances that count, and of repeated ones: the payments of others are left out."""
    if archive.files.empty:
        return []
    ours = archive.payments[archive.payments["set_aside"].ne("other payee").fillna(True)]
    claims = era_claims(archive)
    claims = claims[claims["set_aside"].ne("other payee").fillna(True)]
    day = marks.days_of(claims["service_from"])
    last, first = claims["patient_last_name"], claims["patient_first_name"]
    found = [(ours, marks.trace(ours["trace_number"])), (claims, marks.name(last, first))]
    for name in ("patient_control_number", "payer_claim_number"):
        number = compared(claims[name])
        told = (marks.claim_and_day(number, day), marks.claim_and_cents(number, claims["paid_cents"]))
        found += [(claims, one) for one in (*told, marks.marks("claim", number, strong=False))]
    return [
        pd.DataFrame(
            {"mark": one["mark"], "digest": rows["content"].reindex(one["row"]).to_numpy(), "proven": True}
        )
        for rows, one in found
    ]


def _of_file(entry: Entry, folder: str, practice: Practice, owners: Owners) -> Iterator[pd.DataFrame]:
    if not is_zip(entry.content) and kind_of(entry.content) == "file summary":
        yield _of_summary(entry, owners)
        return
    read = READS.get(folder)
    if read is None or (read.aliases == "medi_submissions" and not may_be_table(entry.content)):
        return
    try:
        is_of_patients = read.aliases == "patients"
        sheets = (json_lists.opened if is_of_patients else read_spreadsheet)(
            entry.content, entry.source_file, expected=[read.target.header_words]
        ).sheets
        for sheet in sheets:
            if len(sheet.frame):
                yield _of_sheet(sheet, read, practice, owners)
    except InputError:
        return


def _of_summary(entry: Entry, owners: Owners) -> pd.DataFrame:
    """The marks of a file summary's claims and people; every line of it bears a Tax ID and an NPI."""
    sent = read_file_summary(entry.content, entry.source_file).submissions
    day = marks.days_of(sent["service_from"])
    parts = []
    for name in ("claim_number", "patient_control_number"):
        number = compared(sent[name])
        parts += [
            (sent, marks.claim_and_day(number, day)),
            (sent, marks.marks("claim", number, strong=False)),
        ]
    people = people_of(entry.content, entry.source_file).rename(columns={"npi": "rendering_npi"})
    last, first = people["last"], people["first"]
    parts += [(people, marks.person(last, first, people["birth_date"])), (people, marks.name(last, first))]
    return pd.concat([_judged(rows, found, owners) for rows, found in parts])


def _judged(rows: pd.DataFrame, found: pd.DataFrame, owners: Owners) -> pd.DataFrame:
    """The marks of rows with a Tax ID and a rendering NPI, without those of other practices."""
    return _kept_of(by_identifiers(rows["tax_id"], [rows["rendering_npi"]], owners), found)


def _kept_of(told: pd.DataFrame, found: pd.DataFrame) -> pd.DataFrame:
    whose = told.loc[found["row"], "whose"].to_numpy()
    return found.assign(proven=whose == OWN)[["mark", "proven"]][np.isin(whose, [OWN, UNKNOWN])]


def _of_sheet(sheet: Sheet, read: Read, practice: Practice, owners: Owners) -> pd.DataFrame:
    crosswalks = folder_of(practice.raw.parent)
    confirmed = load_confirmed(crosswalks, header_signature(sheet.columns), read.target)
    crosswalk = suggest(sheet, read.target, confirmed)
    tin, npis = names_held.identifiers(sheet)
    told = by_identifiers(tin, npis, owners)
    theirs = clinicians.unlisted(told, tin, npis)
    if theirs.any() and clinicians.by_the_rest(told, theirs):  # what is not proven asks for no remittances
        told = told.assign(whose=told["whose"].mask(theirs, UNKNOWN))
    named = names_held.by_names(sheet, owners)
    unknown = told["whose"] == UNKNOWN
    told = told.mask(unknown & named["whose"].ne(UNKNOWN), named)
    return _kept_of(told, read.marks(apply(sheet, crosswalk)))
