"""`cutover docs`: write the pages of `docs/` that are made from the reference data."""

from __future__ import annotations

import argparse
from collections.abc import Callable

from cutover import locations
from cutover.errors import UsageError
from cutover.reference import Contract, contracts
from cutover.wording import Wording, Words, load_words


def configure(parser: argparse.ArgumentParser) -> None:
    """Add nothing: the pages are always all written, into the `docs` of the checkout."""


def run(args: argparse.Namespace) -> int:
    """Write every page and name it."""
    if locations.CHECKOUT is None:
        raise UsageError("the pages of `docs` lie in a checkout. This program was installed without one.")
    for name, page in PAGES.items():
        path = locations.CHECKOUT / "docs" / name
        path.write_text(page(), "utf-8")
        print(path)
    return 0


def findings_page() -> str:
    """Return `docs/findings.md`: every finding with its severity, case, amount and words, by workstream."""
    words = load_words()
    parts = [_HEAD]
    for family in words.workstream:
        parts.append(f"## {family.title}\n")
        parts += [f"{family.note}\n"] if family.note else []
        parts.append(_table(words, family.name))
        parts.append("\n".join(_card(one) for one in words.of(family.name).values()) + "\n")
    return "\n".join(parts)


_HEAD = """# Findings

Made from `data/reference/findings.toml` by `make docs`: change the words there. A finding counts cases, its evidence
has one row for each; *amount* is the money that is summed over them.
"""


def _table(words: Words, family: str) -> str:
    """The table of one family: code, severity, case, amount."""
    rows = ["| code | severity | a case is | amount |", "|---|---|---|---|"]
    rows += [
        f"| `{one.code}` | {_severity(one)} | {one.case} | {one.amount} |"
        for one in words.of(family).values()
    ]
    return "\n".join(rows) + "\n"


def _severity(one: Wording) -> str:
    return one.severity + (f"; {one.other_severity} where {one.other_when}" if one.other_severity else "")


def _card(one: Wording) -> str:
    """What a reader of the report sees of one finding."""
    due = f" By {one.due}." if one.due else ""
    meaning = f"{one.meaning} {one.also}".strip()
    return f"- `{one.code}` **{one.many}.** {meaning} *Next ({one.who}):* {one.action}{due}"


def tables_page() -> str:
    """Return `docs/tables.md`, the data dictionary: every canonical table with its grain and its columns, by group."""
    parts = [_TABLES_HEAD]
    for group, title in _GROUPS.items():
        parts.append(f"## {title}\n")
        parts += [_contract(name, contract) for name, contract in contracts(group).items()]
    return "\n".join(parts)


_TABLES_HEAD = """# Tables

Made from the files of `data/reference/tables` by `make docs`: change a column there. An owner's report may show what is
*open*. Consultants' pages and the evidence workbook also show what is *desk*. What is *phi* identifies a patient
and is in no log. Cents are whole cents; a share is 0 to 1; nothing known is null, never zero.
"""
_GROUPS = {
    "era": "Remittances (`cutover.reading.era`)",
    "acknowledgments": "Receipts for claims (`cutover.reading.x12.acknowledgments`)",
    "claims": "Claims and payer lists (`cutover.reading.claims`)",
    "patients": "The patient import (`cutover.reading.patients`)",
    "payers": "Payer enrollment (`cutover.reading.payers`)",
    "postings": "Postings and deposits (`cutover.reading.postings`)",
    "practice": "Files of a practice (`cutover.reading.practice`)",
}


def _contract(name: str, contract: Contract) -> str:
    """One table: its name, its grain, and a row per column."""
    rows = [f"### {name}\n", f"{contract.grain[0].upper()}{contract.grain[1:]}.\n"]
    rows += ["| column | kind | label | meaning | privacy |", "|---|---|---|---|---|"]
    rows += [f"| `{c.name}` | {c.kind} | {c.label} | {c.meaning} | {c.privacy} |" for c in contract.columns]
    return "\n".join(rows) + "\n"


PAGES: dict[str, Callable[[], str]] = {"findings.md": findings_page, "tables.md": tables_page}
