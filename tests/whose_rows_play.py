"""A file of one practice in the folder of another: what is moved where, and everything that the reports then say."""

from __future__ import annotations

import contextlib
import datetime as dt
import functools
import hashlib
import io
import json
import os
import re
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pandas as pd
from cutover.errors import CutoverError
from cutover.reading.claims.claims import load_claims
from cutover.reading.claims.cost_files import load_cost_files
from cutover.reading.claims.invoices import load_invoices
from cutover.reading.claims.par_reports import load_par_reports
from cutover.reading.era.archive import load_archive
from cutover.reading.files.spreadsheet import read_spreadsheet
from cutover.reading.intake.reader import read_intake
from cutover.reading.patients.exports import read_demographics
from cutover.reading.payers.lists import FOLDER, load_payer_lists
from cutover.reading.practice import book, kept_marks
from cutover.result import Result, Table
from cutover.workstreams.cost import inputs as cost_inputs
from cutover.workstreams.cost import report as cost
from cutover.workstreams.demographics import inputs as demographics_inputs
from cutover.workstreams.demographics import report as demographics
from cutover.workstreams.enrollment import inputs as enrollment_inputs
from cutover.workstreams.enrollment import report as enrollment
from cutover.workstreams.era_audit import inputs as era_inputs
from cutover.workstreams.era_audit import report as era_audit
from cutover.workstreams.inventory import inputs as inventory_inputs
from cutover.workstreams.inventory import report as inventory
from cutover.workstreams.nonpar import inputs as nonpar_inputs
from cutover.workstreams.nonpar import report as nonpar
from cutover.workstreams.open_claims import inputs as handoff_inputs
from cutover.workstreams.open_claims import report as open_claims
from cutover.workstreams.open_claims.book import book_of
from cutover.workstreams.open_claims.workbook import filled
from cutover.workstreams.parallel_run import inputs as run_inputs
from cutover.workstreams.parallel_run import report as parallel_run
from cutover.workstreams.readiness import inputs as ready_inputs
from cutover.workstreams.readiness import report as readiness

AS_OF = dt.date(2026, 7, 31)
# findings that are about the misplaced file itself
ABOUT_FILES = {
    "rows-of-another-practice",
    "rows-not-told-apart",
    "era-other-payee",
    "inv-wrong-practice",
    "inv-wrong-folder",
}
# which reports read a kind of file
READERS = {
    "claims": ("01", "03", "04", "05", "06", "07", "08", "09"),
    "demographics": ("01", "02", "08"),
    "invoices": ("01", "04", "05"),
    "reports": ("01", "04"),
    "submissions": ("01", "03", "04", "05", "06", "07", "08", "09"),
    "postings": ("01", "09"),
    "bank": ("01", "09"),
    "enrollments": ("01", "06", "08"),
    "medi_patients": ("01", "08"),
    "medi_submissions": ("01", "08", "09"),
    "handoff": ("01", "07", "08"),
    "era": ("01", "02", "03", "04", "05", "06", "07", "08", "09"),
    "era text": ("01", "03"),
    "era zip": ("01", "03", "04", "05", "06", "07", "08", "09"),
}
# the report that must say so, beside the inventory
SAYS = {
    "claims": "04",
    "demographics": "02",
    "invoices": "04",
    "reports": "04",
    "submissions": "04",
    "postings": "09",
    "bank": "09",
    "enrollments": "06",
    "medi_patients": "08",
    "medi_submissions": "08",
    "handoff": "07",
    "era": "04",
    "era text": "03",
    "era zip": "04",
}


def _of_book(practice: book.Practice, *_, **__) -> object:
    """What tells that nothing in the folder of a client has changed."""
    return practice, tuple(kept_marks.stats(practice.raw.parent))


def _of_bytes(data: bytes | Path, *_, **__) -> str:
    return hashlib.sha256(data if isinstance(data, bytes) else data.read_bytes()).hexdigest()


READ_ONCE = (
    (load_archive, _of_book),
    (load_claims, _of_book),
    (load_invoices, _of_book),
    (load_par_reports, _of_book),
    (read_demographics, _of_book),
    (read_intake, _of_bytes),
    (read_spreadsheet, _of_bytes),
)


@contextlib.contextmanager
def read_once(known: dict) -> Iterator[None]:
    """Read alike files and folders once: the reports of one play read the same ones nine times.

    `known` is what was read before, which the next play may take again.
    """
    changed = []
    for original, state in READ_ONCE:
        kept = _kept(original, state, known.setdefault(original, {}))
        for module in [m for n, m in sys.modules.items() if n.startswith("cutover.")]:
            for name, value in list(vars(module).items()):
                if value is original:
                    setattr(module, name, kept)
                    changed.append((module, name, original))
    try:
        yield
    finally:
        for module, name, original in changed:
            setattr(module, name, original)


def _told(arg: object) -> object:
    """An argument as part of a key; frames and archives follow from the folder."""
    names = tuple(one.name for one in arg if hasattr(one, "name")) if isinstance(arg, tuple) else None
    return arg if isinstance(arg, str) else names


def _kept(original, state, known: dict[object, object]):
    @functools.wraps(original)
    def asked(first, *args, **kwargs):
        try:
            key = (state(first), *map(_told, args), repr(sorted(kwargs.items())))
        except OSError:
            return original(first, *args, **kwargs)
        if key not in known:
            known[key] = original(first, *args, **kwargs)
        return known[key]

    return asked


def copied(home: Path, to: Path, client: str) -> Path:
    """A home with the same files as hard links: a file can be added without touching the others."""
    for part in ("data/raw", "data/processed"):
        for path in sorted((home / part / client).rglob("*")):
            target = to / part / client / path.relative_to(home / part / client)
            if path.is_dir():
                target.mkdir(parents=True, exist_ok=True)
            else:
                target.parent.mkdir(parents=True, exist_ok=True)
                os.link(path, target)
    return to


FOLDERS = (
    "claims",
    "demographics",
    "invoices",
    "submissions",
    "postings",
    "bank",
    "medi_patients",
    "medi_submissions",
    "handoff",
)


def files_of(raw: Path) -> Iterator[tuple[str, str, bytes]]:
    """One file of each kind that a practice holds: its kind, its path below the practice, its bytes."""
    for folder in FOLDERS:
        found = [p for p in sorted((raw / folder).rglob("*")) if p.is_file() and "march" not in p.name]
        for path in sorted(found, key=lambda p: -p.stat().st_size)[:1]:
            yield folder, f"{folder}/{path.name}", path.read_bytes()
    for path in sorted((raw / "reports").glob("par_nonpar*"))[-1:]:
        yield "reports", f"reports/{path.name}", path.read_bytes()
    yield from _eras(raw)
    yield "enrollments", "enrollments/enrollments.json", _enrollments(raw)


def _eras(raw: Path) -> Iterator[tuple[str, str, bytes]]:
    loose = [p for p in sorted((raw / "era").rglob("*")) if p.is_file()]
    whole = [
        p
        for p in loose
        if p.suffix == ".835" and p.read_bytes()[:3] == b"ISA" and b"IEA" in p.read_bytes()[-200:]
    ]
    for path in whole[:1]:
        yield "era", f"era/{path.name}", path.read_bytes()
    texts = [p for p in loose if p.suffix == ".txt" and b"Check#" in p.read_bytes()]
    for path in texts[:1]:
        yield "era text", f"era/{path.name}", path.read_bytes()
    if len(whole) > 1 and texts:
        packed = io.BytesIO()
        with zipfile.ZipFile(packed, "w") as out:
            out.writestr(whole[1].name, whole[1].read_bytes())
            out.writestr(texts[-1].name, texts[-1].read_bytes())
        yield "era zip", "era/downloads.zip", packed.getvalue()


def _enrollments(raw: Path) -> bytes:
    """An export of enrollments that names the practice alone."""
    who = book.load_practice(raw.parents[3], raw.parent.name, raw.name)
    provider = {"name": who.name, "npi": min(who.npis), "taxId": min(who.tins)}
    item = {"id": "x-1", "status": "LIVE", "reason": None,
            "payer": {"name": "ONLY HERE HEALTH", "stediPayerId": "OHH99"},
            "provider": provider, "transactions": {"claimPayment": {"enroll": True}},
            "createdAt": "2026-06-08T09:30:00.000Z", "statusLastUpdatedAt": "2026-07-07T16:05:00.000Z"}  # fmt: skip
    return json.dumps({"items": [item]}).encode()


def results(home: Path, client: str, slug: str, wanted: tuple[str, ...]) -> dict[str, Result | str]:
    """What the reports of a practice say, by their numbers; the words of the error where one cannot be made."""
    who, found = book.load_practice(home, client, slug), {}
    for name in wanted:
        try:
            load, assess = MAKERS[name]
            found[name] = assess(load(who, AS_OF))
        except CutoverError as error:
            found[name] = str(error)
    return found


def _demographics(inputs) -> Result:
    result = demographics.assess(inputs)
    # the import's files as tables, so that they are compared and searched as everything else
    parts = {
        n: getattr(inputs.prepared, n) for n in ("patients", "coverages", "guarantors", "authorizations")
    }
    result.tables.update({f"import {n}": Table(n, frame, ()) for n, frame in parts.items()})
    return result


def _open_claims(inputs) -> Result:
    found = book_of(inputs)
    result = open_claims.report(found)
    records = filled(found)
    result.tables.update({f"work {n}": Table(n, pd.DataFrame(rows), ()) for n, rows in records.items()})
    return result


def _alone(who, as_of: dt.date) -> cost_inputs.Inputs:
    """The comparison of one practice without its book: the others lose what is moved away from them."""
    files = load_cost_files(who, load_payer_lists(who.raw.parent / FOLDER))
    return cost_inputs.Inputs((files,), (), as_of, who.slug, who.name)


MAKERS = {
    "01": (inventory_inputs.load, inventory.assess),
    "02": (demographics_inputs.load, _demographics),
    "03": (era_inputs.load, era_audit.assess),
    "04": (nonpar_inputs.load, nonpar.assess),
    "05": (_alone, cost.assess),
    "06": (enrollment_inputs.load, enrollment.assess),
    "07": (handoff_inputs.load, _open_claims),
    "08": (ready_inputs.load, readiness.assess),
    "09": (run_inputs.load, parallel_run.assess),
}
# tables that count files and rows whatever they are: they say what was read and set aside
OF_FILES = {
    "01": {"files", "by_kind", "sheets", "to_look_at", "changes", "must_move_why"},
    "02": set(),
    "03": {"files", "set_aside", "claim_sources", "claims_set_aside", "tie"},
    "04": {"claim_sources", "claims_set_aside"},
    "05": set(),
    "06": {"files", "counted"},
    "07": {"returned"},
    "08": {"returned"},
    "09": {"files", "classes"},
}


def said(name: str, result: Result | str) -> dict[str, object]:
    """Everything that a report says, but for the misplaced file itself: figures, verdict, findings, tables."""
    if isinstance(result, str):
        return {"error": result}
    findings = {
        f.code: (f.count, f.amount_cents, f.severity) for f in result.findings if f.code not in ABOUT_FILES
    }
    tables = {t: _plain(table) for t, table in result.tables.items() if t not in OF_FILES[name]}
    figures = [(f.label, f.value) for f in result.figures]  # a note may count what is set aside
    limits = [said for said in result.limits if not said.startswith("Set aside in the files of")]
    return {"verdict": result.verdict, "figures": figures, "findings": findings, "limits": limits, **tables}


def _plain(table: Table) -> str:
    return table.frame.to_csv(index=False)


def about(result: Result | str) -> set[str]:
    """The codes of the findings about a misplaced file."""
    return set() if isinstance(result, str) else {f.code for f in result.findings} & ABOUT_FILES


def owner_text(result: Result | str) -> str:
    """All text of a report that an owner, the JSON, the import or a work list may show."""
    if isinstance(result, str):
        return result
    parts = [result.verdict, *result.limits]
    parts += [str((f.label, f.value, f.note)) for f in result.figures]
    parts += [str((f.title, f.meaning, f.action, f.owner)) for f in result.findings]
    for name, table in result.tables.items():
        whole = name == "work" or name.startswith(("import ", "work "))
        columns = [c.name for c in table.columns if c.privacy == "open"] if not whole else list(table.frame)
        parts.append(table.frame[columns].to_csv(index=False))
        parts += [table.title, table.note]
    return "\n".join(parts)


def named(home: Path, client: str, slug: str, text: str) -> set[str]:
    """What of a practice stands in a text: its name, slug, NPIs, Tax IDs, providers."""
    who = book.load_practice(home, client, slug)
    marks = {who.name, slug, *who.npis, *who.tins, *who.providers, "ONLY HERE HEALTH"}
    return {m for m in marks if re.search(rf"(?<!\w){re.escape(m)}(?!\w)", text, re.IGNORECASE)}


def found_in(result: Result | str) -> set[str]:
    """The files that the findings about misplaced files name at the desk; a zip's member stands for the zip too."""
    if isinstance(result, str):
        return set()
    frames = [f.evidence.frame for f in result.findings if f.code in ABOUT_FILES]
    files = {name for frame in frames if "source_file" in frame for name in frame["source_file"]}
    return files | {name.partition("!")[0] for name in files}
