"""Claim file summaries (`FS_HCFA_*`) as text of fixed width: what became of each claim of an uploaded file.

Columns by start and width follow two public implementations that read these files (see the project's facts).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from cutover_sample.book import Practice
from cutover_sample.submissions import Submission

_COLUMNS = (("CLAIM#", 0), ("OA CLAIMID", 7), ("PATIENT ID", 19), ("LAST,FIRST", 37), ("DOB", 57),
            ("FROM DOS", 70), ("TO DOS", 81), ("CPT", 92), ("DIAG", 100), ("TAX ID", 109), ("ACCNT#", 121),
            ("PHYS.ID", 135), ("PAYER", 146), ("ERROR", 153))  # fmt: skip
_SECTIONS = (
    ("accepted", "ACCEPTED CLAIM DETAIL"),
    ("rejected", "ERROR CLAIM DETAIL"),
    ("pending", "PENDING CLAIM"),
)


def files(practice: Practice, sent: list[Submission]) -> Iterator[tuple[str, bytes]]:
    """Yield a practice's summaries, one for each day on which a file was uploaded."""
    days: dict[dt.date, list[tuple[str, Submission]]] = {}
    for one in sent:
        days.setdefault(one.sent_on, []).append((one.state, one))
        if one.pending_on:
            days.setdefault(one.pending_on, []).append(("pending", one))
    for number, (day, rows) in enumerate(sorted(days.items())):
        name = f"FS_HCFA_{1_880_000_000 + int(practice.tin[-4:]) * 1_000 + number}_IN_C.txt"
        yield f"submissions/{day:%Y}/{name}", _written(practice, day, rows)


def _written(practice: Practice, day: dt.date, rows: list[tuple[str, Submission]]) -> bytes:
    lines = ["CLAIM FILE SUMMARY", f"Date Processed: {day:%m/%d/%Y}", f"Claims: {len(rows)}", ""]
    count = 0
    for state, title in _SECTIONS:
        inside = [one for found, one in rows if found == state]
        if inside:
            lines += [title, _row([header for header, _ in _COLUMNS])]
        for one in inside:
            count += 1
            lines.append(_row(_cells(practice, count, one)))
        lines += [""] if inside else []
    return "\r\n".join([*lines, ""]).encode("iso-8859-1")


def _cells(practice: Practice, count: int, one: Submission) -> list[str]:
    claim, patient = one.claim, one.claim.patient
    name = f"{patient.last},{patient.first}".upper()[:19]
    day = f"{claim.visit:%m/%d/%Y}"
    physician = claim.provider.npi if "rendering" in claim.named else practice.npi
    return [f"{count})", one.number, patient.account, name, f"{patient.birth:%m/%d/%Y}", day, day,
            claim.lines[0].procedure.code, claim.diagnosis, practice.tin, claim.number, physician,
            claim.coverage.payer.on_claims, one.error]  # fmt: skip


def _row(cells: list[str]) -> str:
    row = ""
    for (_, start), text in zip(_COLUMNS, cells, strict=True):
        row = row.ljust(start) + text
    return row.rstrip()
