"""Office Ally's claim file summary (`FS_HCFA_*`): what was submitted, accepted, rejected and left pending.

Fixed width; the columns follow two public implementations that read it (an OpenEMR module, a billing
product's clearinghouse import) and the header that the first of them quotes. Where a file has that header its
own places count.
"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass

import pandas as pd

from cutover import reference
from cutover.columns import conform
from cutover.reading.claims.tables import CLAIMS_SET_ASIDE, SUBMITTED_CLAIMS
from cutover.reading.files import values as text_values
from cutover.reading.files.encoding import decode
from cutover.reading.mapping.said_once import label_of, of_text

SOURCE = "file summary"
# header word -> (column, 0-based start); a value runs to the next start
_COLUMNS = {
    "CLAIM#": ("line", 0),
    "OA CLAIMID": ("claim_number", 7),
    "PATIENT ID": ("patient_id", 19),
    "LAST,FIRST": ("patient", 37),
    "DOB": ("birth_date", 57),
    "FROM DOS": ("service_from", 70),
    "TO DOS": ("service_through", 81),
    "CPT": ("procedure", 92),
    "DIAG": ("diagnosis", 100),
    "TAX ID": ("tax_id", 109),
    "ACCNT#": ("account", 121),
    "PHYS.ID": ("physician", 135),
    "PAYER": ("payer_id", 146),
    "ERROR": ("error", 153),
}
_KEPT = (
    "claim_number",
    "service_from",
    "service_through",
    "tax_id",
    "account",
    "physician",
    "payer_id",
    "error",
)
_OF_PEOPLE = ("patient", "birth_date", "tax_id", "physician")
_SECTIONS = {"ACCEPTED CLAIM": "accepted", "ERROR CLAIM": "rejected", "PENDING CLAIM": "pending"}
_SECTION = re.compile(r"-*\s*(ACCEPTED CLAIM|ERROR CLAIM|PENDING CLAIM)", re.IGNORECASE)
_CLAIM_LINE = re.compile(r"\s{0,5}\d{1,6}\)")
_HEADER = re.compile(r"\s*CLAIM\s?#\s+OA", re.IGNORECASE)
_AFTER_WORDS = re.compile(  # words and a day behind them
    r"((?:[A-Za-z]+ )*[A-Za-z]+)\s+"
    r"(\d{1,2}[/-]\d{1,2}[/-]\d{4}|\d{4}-\d{2}-\d{2}|[A-Za-z]{3,9}\.? \d{1,2}, \d{4})(?!\d)"
)
_NEAR = 3  # words before the day, such as `received on date`
_RULE = re.compile(r"[\s=_*-]*")


@dataclass(frozen=True)
class FileSummary:
    """One file summary: its submissions (SUBMITTED_CLAIMS), the claim lines that cannot be one, and its other
    text.

    Every line that is numbered as a claim is in `submissions` or in `set_aside` (CLAIMS_SET_ASIDE);
    `other_lines` counts the lines of the page around them.
    """

    submissions: pd.DataFrame
    set_aside: pd.DataFrame
    other_lines: int
    has_date: bool


def read_file_summary(data: bytes, source_file: str) -> FileSummary:
    """Return the claims of a file summary, one row per claim line.

    The day of submission is the one on which the page says that the file was uploaded, else processed
    (data/reference/submission_days.toml); null where it says neither. Nothing raises: a claim line too short to hold
    its payer is set aside.
    """
    lines = decode(data, source_file).text.splitlines()
    starts, state, days = _starts(lines), "unknown", {}
    rows, other = [], 0
    for number, line in enumerate(lines, 1):
        if section := _SECTION.match(line.strip()):
            state = _SECTIONS[section[1].upper()]
        elif _CLAIM_LINE.match(line):
            rows.append((number, state, *_cut(line, starts)))
        else:
            days = _days(line) | days if rows else _days_of_title(line) | _days(line) | days
            other += not _RULE.fullmatch(line) and not _HEADER.match(line)
    basis = next((basis for basis, _ in _bases() if basis in days), None)
    frame = pd.DataFrame(rows, columns=["source_row", "state", *_KEPT], dtype=object)
    whole = frame["payer_id"].notna() & frame["service_from"].notna()
    return FileSummary(
        _submissions(frame[whole], days.get(basis), basis, source_file),
        _aside(frame[~whole], source_file),
        other,
        basis is not None,
    )


def _days(line: str) -> dict[str, dt.date]:
    """The days of submission that a line names, by what they are told by."""
    found: dict[str, dt.date] = {}
    for column, value in of_text(line):
        words, day = set(_words_in(label_of(column))), text_values.date_of(value)
        basis = next((basis for basis, known in _bases() if words & known), None)
        if basis and day and basis not in found:
            found[basis] = day
    return found


def _days_of_title(line: str) -> dict[str, dt.date]:
    """The days in the head of a page behind a word of theirs, without a colon: `SUMMARY  RECEIVED 01/05/2026`."""
    found: dict[str, dt.date] = {}
    for words, text in _AFTER_WORDS.findall(line):
        said, day = _words_in(words)[-_NEAR:], text_values.date_of(text)
        basis = next((basis for basis, known in _bases() if set(said) & known), None)
        if basis and day and basis not in found:
            found[basis] = day
    return found


def _words_in(text: str) -> list[str]:
    return re.findall(r"[a-z]+", text.lower())


@dataclass(frozen=True)
class _Basis:
    basis: str
    words: frozenset[str]


@dataclass(frozen=True)
class _Bases:
    day: tuple[_Basis, ...]


def _bases() -> list[tuple[str, frozenset[str]]]:
    """What a day of submission is told by, the best first, with the words of its labels."""
    return [(one.basis, one.words) for one in reference.load("submission_days", _Bases).day]


def error_lines(data: bytes, source_file: str) -> pd.DataFrame:
    """Return the procedure and the error of each claim line of a summary, one row per line: `source_row`, both texts.

    The error is what stands behind the payer, as it is written; null where nothing does.
    """
    lines = decode(data, source_file).text.splitlines()
    starts = _starts(lines)
    said = [(number, *_cut(line, starts, ("procedure", "error")))
            for number, line in enumerate(lines, 1) if _CLAIM_LINE.match(line)]  # fmt: skip
    frame = pd.DataFrame(said, columns=["source_row", "procedure", "error"])
    return frame.astype({"source_row": "Int64", "procedure": "str", "error": "str"})


def people(data: bytes, source_file: str) -> pd.DataFrame:
    """Return who the claim lines of a summary are about, one row per line.

    Its columns are `last`, `first`, `birth_date`, `tax_id`, `npi`. Names are cut short by the columns of the page. It
    is what a practice's patients are recognized by.
    """
    lines = decode(data, source_file).text.splitlines()
    starts = _starts(lines)
    said = [_cut(line, starts, _OF_PEOPLE) for line in lines if _CLAIM_LINE.match(line)]
    frame = pd.DataFrame(said, columns=list(_OF_PEOPLE), dtype="str")
    names = frame["patient"].str.extract(r"^([^,]*),\s*(\S*)")
    return pd.DataFrame(
        {
            "last": names[0],
            "first": names[1],
            "birth_date": frame["birth_date"],
            "tax_id": text_values.tax_ids(frame["tax_id"]),
            "npi": text_values.npis(frame["physician"]),
        }
    )


def _starts(lines: list[str]) -> dict[str, int]:
    """Where each column begins: as the header has it, else as the public implementations have it."""
    header = next((line for line in lines if _HEADER.match(line)), None)
    usual = dict(_COLUMNS.values())
    if header is None:
        return usual
    places = {column: header.upper().find(word) for word, (column, _) in _COLUMNS.items()}
    return places if all(place >= 0 for place in places.values()) else usual


def _cut(line: str, starts: dict[str, int], wanted: tuple[str, ...] = _KEPT) -> list[str | None]:
    ends = dict(zip(starts, [*list(starts.values())[1:], None], strict=True))
    return [line[starts[name] : ends[name]].strip() or None for name in wanted]


def _submissions(
    frame: pd.DataFrame, on: dt.date | None, basis: str | None, source_file: str
) -> pd.DataFrame:
    day = pd.Timestamp(on) if on else pd.NaT
    said = frame.assign(
        patient_control_number=frame["account"],
        submission_date=pd.Series(day, frame.index, dtype="datetime64[ms]"),
        date_basis=basis,
        service_from=text_values.dates(frame["service_from"]),
        service_through=text_values.dates(frame["service_through"]),
        form="professional",  # HCFA is the professional claim form
        is_paper=False,
        tax_id=text_values.tax_ids(frame["tax_id"]),
        rendering_npi=text_values.npis(frame["physician"]),
        submission="unknown",
        source=SOURCE,
        source_file=source_file,
        source_sheet=None,
    )
    wanted = [c.name for c in SUBMITTED_CLAIMS]
    return conform(said.reindex(columns=wanted).reset_index(drop=True), SUBMITTED_CLAIMS)


def _aside(frame: pd.DataFrame, source_file: str) -> pd.DataFrame:
    said = frame.assign(
        table="submitted",
        reason="a claim line without a payer or a date of service: it is cut short",
        charge_cents=None,
        source=SOURCE,
        source_file=source_file,
        source_sheet=None,
    )
    wanted = [c.name for c in CLAIMS_SET_ASIDE]
    return conform(said.reindex(columns=wanted).reset_index(drop=True), CLAIMS_SET_ASIDE)
