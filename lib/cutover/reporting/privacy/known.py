"""What a practice's own inputs call patients, accounts, claims, members, birth dates, phones, addresses and files.

Collected once for each state of the inputs and kept, private, in `data/processed`: the gate holds every text of an
owner's page against it.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import re
import zipfile
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache
from pathlib import Path

import pandas as pd

from cutover import locks, private
from cutover.errors import CutoverError
from cutover.reading.claims.claims import load_claims
from cutover.reading.claims.receipts import MEDI_FOLDER, OLD_FOLDER, load_receipts
from cutover.reading.claims.sent import load_sent
from cutover.reading.era.archive import load_archive
from cutover.reading.era.text import claims_told
from cutover.reading.intake.reader import read_intake
from cutover.reading.intake.returned import load_returned
from cutover.reading.patients.exports import read_demographics
from cutover.reading.postings.cash_books import load_cash_books
from cutover.reading.postings.postings import load_postings
from cutover.reading.practice import book
from cutover.reading.practice.book import INTAKE, Practice
from cutover.reporting.privacy.known_state import FILE

_PATIENCE = 600  # seconds that one worker waits for another that collects the same
NAME, NUMBER, DAY, PHONE, ADDRESS, MAIL, FILE_NAME, OWN, OTHER_DAY, PAYER = KINDS = (
    "name", "number", "birth date", "phone", "address", "e-mail", "file", "own name", "other date", "payer",
)  # fmt: skip
PERSONS = (
    "", "patient_", "insured_", "corrected_", "other_subscriber_", "holder_", "guarantor_",
    "primary_holder_", "secondary_holder_", "tertiary_holder_", "primary_guarantor_",
)  # fmt: skip
# columns of the canonical tables and of the exports by what they hold; a test holds them against the contracts
_PARTS = {
    "full_name": NAME, "holder_name": NAME, "other_name": NAME, "name": NAME, "patient_name": NAME,
    "birth_date": DAY,
    "home_phone": PHONE, "cell_phone": PHONE, "work_phone": PHONE,
    "street": ADDRESS, "street_2": ADDRESS,
    "email": MAIL,
    "source_file": FILE_NAME, "container": FILE_NAME, "duplicate_of": FILE_NAME, "paired_with": FILE_NAME,
    "was_at": FILE_NAME, "report": FILE_NAME, "newer": FILE_NAME,
}  # fmt: skip
_NUMBERS = (
    "claim", "claim_number", "clearinghouse_number",
    "patient_control_number", "payer_claim_number", "patient_id", "insured_id", "corrected_id",
    "other_subscriber_id", "member_id", "employee_id", "repriced_claim_number", "adjusted_repriced_claim_number",
    "authorization_number", "medical_record_number", "original_reference_number",
    "prior_authorization_number", "predetermination_number", "policy_number", "social_security_number",
    "line_control_number", "provider_social_security_number", "reference", "account_number", "chart_number",
    "prior_number", "ssn",
    "number", "account", "claim_accounts", "tax_id", "tin", "tins", "trace_number", "service_provider_tin",
)  # fmt: skip
_SEVERAL = "claim_accounts"  # of a text ERA's check: the account and cents of each of its claims in one text
# of a group, or of no person by themselves: never held against a text
NOT_HELD = frozenset({
    "city", "state", "zip", "sex", "suffix", "middle_name", "language", "relationship", "is_active", "created_date",
    "first_visit", "last_visit", "coverage_expired", "contract_class", "id_qualifier", "group_number", "text", "value",
    "suggestion", "message", "holder_sex", "insured_group_number", "samples", "said", "next_action",
})  # fmt: skip
_PATIENTS = ("demographics", "medi_patients")  # folders of patient exports
_PLACES = ("primary_", "secondary_", "tertiary_", "guarantor_", "other_", *filter(None, PERSONS))
Values = dict[str, list[str]]


def kind_of(column: str) -> str | None:
    """Return what a column holds, None for one that is not held: its name, without whose it is."""
    names = [column, *(column.removeprefix(place) for place in _PLACES if column.startswith(place))]
    if any(name in _NUMBERS for name in names) or column.endswith(("_tin", "_tins")):
        return NUMBER
    return next((_PARTS[name] for name in names if name in _PARTS), None)


@lru_cache(maxsize=8)
def of_practice(home: Path, client: str, practice: str, state: str) -> Values:
    """Return the known values of a practice by kind, from the store where it is of these very inputs.

    `state` is that of the inputs (`known_state.of`). An input that cannot be read gives none. Raises nothing for a
    store that cannot be written.
    """
    who, _ = book.found_practice(home, client, practice)
    store = who.processed / FILE
    with contextlib.ExitStack() as stack:
        with contextlib.suppress(OSError, CutoverError):
            lock = store.with_name(f".{FILE}.lock")
            stack.enter_context(locks.held(lock, "collects known values", _PATIENCE))
        found = _stored(store, state)
        if found is None:
            found = collected(who)
            with contextlib.suppress(OSError):
                _store(store, state, found)
    return found


def collected(who: Practice) -> Values:
    """Return what a practice's inputs call patients and the like, by kind, each value once."""
    found: dict[str, set[str]] = defaultdict(set)
    archive = _read(lambda: load_archive(who))
    parts = [
        archive,
        _read(lambda: load_archive(who, folder="medi_era")),
        archive and _read(lambda: load_claims(who, archive)),
        _read(lambda: load_postings(who)),
        _read(lambda: load_cash_books(who)),
        _read(lambda: load_sent(who)),
        *(_read(lambda folder=folder: load_receipts(who, folder)) for folder in (OLD_FOLDER, MEDI_FOLDER)),
        _read(lambda: load_returned(who)),
    ]
    exports = [_read(lambda folder=folder: read_demographics(who, folder=folder)) for folder in _PATIENTS]
    for frame in _frames(parts):
        _add(found, frame, PERSONS[1:])
    for export in filter(None, exports):
        for frame in (export.rows, *(one.rows for one in export.maps)):
            _add(found, frame, PERSONS)
    intake = _read(lambda: read_intake(who.raw / INTAKE))
    for name, table in intake.tables.items() if intake else ():
        if name not in ("practice", "providers"):
            _add(found, table, ())
        else:
            found[OWN] |= set(_texts(table.get("name"))) | set(_texts(table.get("tins")))
    found[NUMBER] |= who.tins
    found[OWN] |= {who.name}
    found[OTHER_DAY] |= {f"{who.cutover:%Y-%m-%d}"} if who.cutover else set()
    found[FILE_NAME] |= set(_file_names(who.raw))
    return {kind: sorted(found[kind]) for kind in KINDS}


def _read(load: Callable) -> object | None:
    with contextlib.suppress(CutoverError, OSError):
        return load()
    return None


def _frames(parts: Iterable[object]) -> Iterator[pd.DataFrame]:
    for part in parts:
        if part is not None:
            yield from (value for value in vars(part).values() if isinstance(value, pd.DataFrame))


def _add(found: dict[str, set[str]], frame: pd.DataFrame, persons: tuple[str, ...]) -> None:
    for column in frame.columns:
        kind = kind_of(column)
        if column == _SEVERAL:
            found[NUMBER] |= set(claims_told(frame[column])["account"])
        elif kind and not (kind == NAME and column == "name"):
            found[kind] |= set(_texts(frame[column]))
        elif column.endswith(("payer", "payer_name")):
            found[PAYER] |= set(_texts(frame[column]))
        elif pd.api.types.is_datetime64_any_dtype(frame[column]):
            found[OTHER_DAY] |= set(_texts(frame[column]))
    for person in persons:
        names = [f"{person}{part}_name" for part in ("last", "first", "middle")]
        if names[0] in frame and names[1] in frame:
            found[NAME] |= set(_persons(frame, [name for name in names if name in frame]))


def _persons(frame: pd.DataFrame, names: list[str]) -> Iterator[str]:
    """Yield `last|first|middle` of each person once."""
    for row in frame[names].drop_duplicates().itertuples(index=False):
        if not any(pd.isna(part) for part in row[:2]):
            yield "|".join("" if pd.isna(part) else str(part) for part in row)


def _texts(values: pd.Series | None) -> Iterator[str]:
    if values is None:
        return
    for value in values.dropna().unique():
        if isinstance(value, (list, tuple, set, frozenset)):
            yield from map(str, value)
        else:
            yield f"{value:%Y-%m-%d}" if hasattr(value, "strftime") else str(value)


def _file_names(folder: Path) -> Iterator[str]:
    """Yield the paths below a folder, and those in its zips."""
    for path in folder.rglob("*"):
        yield path.relative_to(folder).as_posix()
        if path.suffix.lower() in (".zip", ".xlsx") and path.is_file():
            with contextlib.suppress(OSError, zipfile.BadZipFile, ValueError), zipfile.ZipFile(path) as held:
                yield from held.namelist() if path.suffix.lower() == ".zip" else _sheet_names(held)


def _sheet_names(held: zipfile.ZipFile) -> Iterator[str]:
    with contextlib.suppress(KeyError, UnicodeDecodeError):
        yield from re.findall(r'<sheet [^>]*name="([^"]+)"', held.read("xl/workbook.xml").decode("utf-8"))


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def _stored(store: Path, state: str) -> Values | None:
    try:
        said = json.loads(store.read_text("utf-8"))
        text = json.dumps(said["values"], ensure_ascii=False)
        whole = _digest(text) == said["sha256"]
        return said["values"] if whole and said["state"] == state else None
    except (OSError, ValueError, KeyError, TypeError):
        return None


def _store(store: Path, state: str, values: Values) -> None:
    private.folder(store.parent)
    text = json.dumps(values, ensure_ascii=False)
    said = {"state": state, "sha256": _digest(text), "values": values}
    private.replaced(store, json.dumps(said, ensure_ascii=False).encode())
