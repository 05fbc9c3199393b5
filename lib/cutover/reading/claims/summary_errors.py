"""What file summaries say of single claims: taken, rejected with which words, and for which procedure."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field

import pandas as pd

from cutover.columns import Column, Kind, Privacy, conform, empty
from cutover.reading.claims.claim_files import SUMMARY_FOLDER
from cutover.reading.claims.file_summary import SOURCE, error_lines, read_file_summary
from cutover.reading.era.kind import kind_of
from cutover.reading.kept import store
from cutover.reading.practice.book import Practice
from cutover.reading.practice.judge import Judge
from cutover.reading.practice.places import walk_home
from cutover.reading.practice.whose import NOT_OWN, counts, strangers

# one row per claim line of a file summary
SUMMARY_ANSWERS = (
    Column("patient_control_number", Kind.TEXT, "Account no.", "", Privacy.PHI),
    Column("payer_id", Kind.TEXT, "Payer id"),
    Column("procedure", Kind.TEXT, "Procedure", "the one that the line names"),
    Column("service_from", Kind.DATE, "Service from", "", Privacy.DESK),
    Column("submission_date", Kind.DATE, "Submitted"),
    Column("state", Kind.TEXT, "State", "accepted, rejected, pending"),
    Column("error", Kind.TEXT, "Error", "", Privacy.DESK),
    Column("source_file", Kind.TEXT, "File", "", Privacy.PHI),
    Column("source_row", Kind.COUNT, "Line", "", Privacy.DESK),
)


@dataclass(frozen=True)
class SummaryAnswers:
    """The claim lines of file summaries (`claims`, SUMMARY_ANSWERS); `not_own` (NOT_OWN) counts those of others."""

    claims: pd.DataFrame = field(default_factory=lambda: empty(SUMMARY_ANSWERS))
    not_own: pd.DataFrame = field(default_factory=lambda: empty(NOT_OWN))


def load_summary_answers(practice: Practice) -> SummaryAnswers:
    """Return the claim lines of a practice's file summaries, each content once; no file raises."""
    return store.of(practice, "summary-errors", lambda: _read(practice), worth=1 << 14)


def _read(practice: Practice) -> SummaryAnswers:
    judge, seen = Judge(practice), set()
    claims, others = [], []
    for entry in walk_home(practice.raw / SUMMARY_FOLDER, practice.raw):
        content = hashlib.sha256(entry.data or b"").hexdigest()
        if entry.data is None or content in seen or kind_of(entry.data) != "file summary":
            continue
        seen.add(content)
        sent = read_file_summary(entry.data, entry.source_file).submissions
        told = judge.by_identifiers(sent["tax_id"], [sent["billing_npi"], sent["rendering_npi"]])
        others.append(strangers(told, SOURCE, sent["source_file"], sent["charge_cents"]))
        rows = sent.merge(error_lines(entry.data, entry.source_file), on="source_row", how="left")
        claims.append(rows.loc[counts(told).to_numpy(), [c.name for c in SUMMARY_ANSWERS]])
    return SummaryAnswers(_whole(claims, SUMMARY_ANSWERS), _whole(others, NOT_OWN))


def _whole(parts: list[pd.DataFrame], columns: tuple[Column, ...]) -> pd.DataFrame:
    filled = [part for part in parts if len(part)]
    return conform(pd.concat(filled, ignore_index=True), columns) if filled else empty(columns)
