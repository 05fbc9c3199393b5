"""`cutover docs`: write the pages of `docs/` that are made from the reference data."""

from __future__ import annotations

import argparse
import datetime as dt
from collections.abc import Callable

from cutover import locations
from cutover.errors import UsageError
from cutover.intake.enrollment_workbook import workbook
from cutover.intake.fields import WANTED, Field, Sheet
from cutover.intake.sheets import SHEETS
from cutover.reading.payers.families import load_families
from cutover.reading.practice import wishes
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


def intake_page() -> str:
    """Return `docs/intake.md`: every sheet and question of the two workbooks that people fill in, and `client.toml`."""
    families = load_families(dt.date.today()).names  # noqa: DTZ011  their names alone, which no day changes
    parts = [_INTAKE_HEAD, *map(_sheet, SHEETS), _ENROLLMENT_HEAD, *map(_sheet, workbook(families).sheets)]
    return "\n".join([*parts, _CLIENT_HEAD, f"```toml\n{wishes.TEMPLATE.strip()}\n```\n"])


_INTAKE_HEAD = """# What people fill in

Made from the declarations in `lib/cutover/intake` by `make docs`: change a question there. `cutover new` writes the
workbooks with drop-downs. One that an office laid out itself is read too, where its headings say what these do, in
these words or near ones. `cutover check` names each sheet, question and column that is not understood.

- A practice that bills under two NPIs: both in the question `Group NPIs`, or a row for each in the sheet `providers`.
- The figures of the owner's last monthly reports (notebook 11): the sheet `client figures`.
- Limits of payers for claims and appeals: `enrollment.xlsx`, the sheet `payer deadlines`. Requirements: `payer rules`.
- Meetings of the parallel run, attestations and choices: in the notebooks (`make lab`), written to `data/desk`.
- A workbook that a report gives out to be filled in: back into the folder `handoff` of the practice.
- A file that lies in no folder or in another one is read where nothing else could be meant. `cutover check` names
  it. Those are remittances, folders such as `bank stuff`, and lists of patients or claims. Move them all the same: a
  remittance alone does not tell through which system it came.

## `intake.xlsx` of a practice
"""
_ENROLLMENT_HEAD = "## `enrollment.xlsx` of a client\n"
_CLIENT_HEAD = """## `client.toml` of a client

`name` is the billing company as its practices know it: `name = "Example Billing LLC"`. `commitment` is its contract
with Medi: `"annual"` (migration is free; taken where nothing is written) or `"monthly"` (a fee for each practice).
All else is about the rollout.
"""


def _sheet(sheet: Sheet) -> str:
    """One sheet: what it is for, and a row for each question or column."""
    rows = [f"### {sheet.name}\n", f"{sheet.purpose}\n"]
    rows += [
        "| " + ("question" if sheet.form else "column") + " | answer | needed | note |",
        "|---|---|---|---|",
    ]
    rows += [
        f"| {f.header} | {_answer(f)} | {'yes' if f.required else ''} | {f.note} |" for f in sheet.fields
    ]
    return "\n".join(rows) + "\n"


def _answer(field: Field) -> str:
    """What a question takes, in words."""
    wanted = " / ".join(field.choices) if field.choices else WANTED[field.answer]
    return f"{wanted}; several with semicolons" if field.several else wanted


PAGES: dict[str, Callable[[], str]] = {
    "findings.md": findings_page,
    "intake.md": intake_page,
    "tables.md": tables_page,
}
