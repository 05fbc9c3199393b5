"""What a table is about, by its header, and where in a practice's folder each subject usually lies.

A first guess by concepts, not by known layouts: no header of an Office Ally export is public. Where a file's
folder and its header disagree, the crosswalk of the folder's subject decides. A person confirms what matters in
the crosswalk; here it is enough to say that claims do not lie among patients.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import cache, partial

from cutover import reference
from cutover.reading.claims import monthly_tables
from cutover.reading.files.sheet import Sheet
from cutover.reading.mapping import cash_sheets
from cutover.reading.mapping.cash_sheets import columns_of_cash
from cutover.reading.mapping.header_words import words_of
from cutover.reading.mapping.suggest import suggest
from cutover.reading.mapping.targets import Target, claim_history, load_target, patients_export

PATIENTS, CLAIMS, POSTINGS, AGING = "patients", "claim history", "posted payments", "aging report"
PAR, PAYER_LIST, INVOICE, FEES = "par/non-par report", "payer list", "invoice", "fee schedule"
APPOINTMENTS, CHARTS, INTAKE = "appointments", "charts", "intake workbook"
REPORT = "portal report"  # of a kind of its own, told by its folder alone
ERA, TEXT_ERA, PAPER_ERA, SUMMARY = "ERA (835)", "ERA as text", "explanation on paper", "file summary"
RECEIPT, STATUS, SUBMITTED = "receipt of claims", "status of claims", "submitted claims"
SENT = "list of claims sent through Medi"
LISTED = "list of claims sent through Office Ally"
CONTAINER, SYSTEM = "zip", "system file"
TIMED = "minutes of treatments"
DEPOSITS, ENROLLMENTS, MINUTES = "bank deposits", "enrollments", "list of a meeting"
DENIALS = "list of denials"
CASH = cash_sheets.SUBJECT
FIGURES = monthly_tables.SUBJECT  # kept by the office itself
NOTE = "note or e-mail"
RETURNED = "workbook that came back"
FACILITY = "list of a facility"  # who lives there, by room
ID_MAP = "map of patients to Medi IDs"

# transactions and texts that the readers know by content
OF_KIND = {
    "835": ERA,
    "text ERA": TEXT_ERA,
    "paper explanation": PAPER_ERA,
    "file summary": SUMMARY,
    "999": RECEIPT,
    "997": RECEIPT,
    "TA1": RECEIPT,
    "277": STATUS,
    "837": SUBMITTED,
    "zip": CONTAINER,
    "system file": SYSTEM,
}
# folder of a practice -> subjects that belong there, the usual one first
FOLDERS = {
    "demographics": (PATIENTS,),
    "claims": (CLAIMS, AGING, TIMED, DENIALS, FIGURES),
    "era": (ERA, TEXT_ERA, PAPER_ERA),
    "medi_era": (ERA, TEXT_ERA, PAPER_ERA),
    "submissions": (SUMMARY, RECEIPT, STATUS, SUBMITTED, LISTED),
    "postings": (POSTINGS, CASH),
    "bank": (DEPOSITS, POSTINGS),
    "enrollments": (ENROLLMENTS, PAYER_LIST),
    "meetings": (MINUTES,),
    "handoff": (RETURNED,),
    "medi_patients": (PATIENTS, ID_MAP),
    "medi_submissions": (RECEIPT, STATUS, SENT, SUBMITTED),
    "invoices": (INVOICE, PAR),
    "fee_schedules": (FEES,),
    "appointments": (APPOINTMENTS,),
    "charts": (CHARTS,),
    "aging": (AGING,),
    "denials": (DENIALS, CLAIMS),
    "reports": (REPORT, PAR, AGING, FIGURES, CLAIMS, POSTINGS, PAYER_LIST, FEES),
}


def _of_sent_lists() -> Target:
    """The fields of a list of claims that went out through Office Ally, whose day of sending it must tell."""
    from cutover.reading.claims import sent_lists

    made = sent_lists.target()
    fields = [replace(one, required=True) if one.key == "sent_on" else one for one in made.fields]
    return replace(made, fields=tuple(fields))


# folder -> the subject whose crosswalk decides where the words of a header do not tell
_TARGETS: dict[str, tuple[str, Callable[[], Target]]] = {
    "demographics": (PATIENTS, patients_export),
    "medi_patients": (PATIENTS, patients_export),
    "claims": (CLAIMS, claim_history),
    "medi_submissions": (SENT, partial(load_target, "medi_submissions")),
    "submissions": (LISTED, _of_sent_lists),
}
_OF_MONTHS_FOLDERS = frozenset({"claims", "reports", "", "other"})
_OF_PATIENTS_FOLDERS = frozenset({"demographics", "medi_patients", "appointments", "", "other"})
# folder -> the fields that its files are mapped to, by the name of their alias table
FIELDS_OF = {
    "demographics": "patients",
    "medi_patients": "patients",
    "claims": "claims",
    "medi_submissions": "medi_submissions",
    "postings": "postings",
    "bank": "deposits",
    "enrollments": "enrollments",
    "invoices": "invoices",
    "fee_schedules": "fee_schedules",
}
# concepts of a header: how it may be worded once it is in lower case with single blanks
_CONCEPTS = {
    "birth": r"\b(dob|birth|birthdate|birthday)\b",
    "patient name": r"\b(patient|last name|first name|lastname|firstname|surname|pt name)\b",
    "contact": r"\b(address|addr|street|zip|postal|city|phone|mobile|e ?mail)\b",
    "coverage": r"\b(insurance|ins|member|policy|subscriber|insured|payer|payor|plan)\b",
    "service date": (
        r"\b(dos|date of service|service (from )?date|svc date|serv(ice)? from|visit date)\b|^from date$"
    ),
    "charge": r"\b(charges?|charged|(?<!unit )(?<!units )billed( amount)?|claim amount|total amount)\b",
    "claim": r"\b(claim|cpt|procedure|hcpcs|status)\b",
    "payment": r"\b(payment|paid|posted|check|eft|deposit)\b",
    "payment day": r"\b((payment|posted|posting|post|check|deposit) date|date (paid|posted))\b",
    "payment amount": (
        r"\b((payment|paid|posted|check|applied|insurance) (amount|amt)|amount (paid|posted)|payments?)\b"
    ),
    "non-par": r"\bnon ?par\b",
    "payer id": r"\bpayer id\b",
    "transaction": r"\btransaction\b",
    "age": r"^(0|1|30|31|60|61|90|91|120|121) ?(to)? ?(30|60|90|120|180|plus)?( days)?$",
    "appointment": r"(?<!last )(?<!next )(?<!first )\b(appointment|appt)\b",  # those are columns of patients
    "procedure": r"\b(cpt|hcpcs|procedure|code)\b",
    "rate": r"\b(fee|allowed|allowable|rate|contracted)\b",
    "amount by participation": r"\blimiting\b|\b(?<!non )par (amount|amt|fee|rate|allowed)\b",
    "minutes": r"\b(minutes?|mins?)\b",
    "units": r"\bunits?\b",
    "note": (
        r"\b(encounter|soap|progress note|chief complaint|allerg(y|ies)|medications?|vitals?"
        r"|chart (note|type|status)s?)\b"
    ),
    "item": r"\b(description|item|product|service)\b",
    "price": r"\b(qty|quantity|unit price|price|invoice)\b",
}
_PATTERNS = {name: re.compile(pattern) for name, pattern in _CONCEPTS.items()}
_OF_PATIENTS = frozenset({"birth", "patient name", "contact", "coverage"})
_OF_MONEY_IN = frozenset(
    {"payment", "payment day", "payment amount"}
)  # what a list of claims sent cannot tell
# the first rule that holds names the subject: what the header must hold, what it must not
_RULES = (
    (PAYER_LIST, ("payer id", "transaction", "non-par"), ()),
    (FEES, ("procedure", "amount by participation"), ("birth", "service date", "patient name")),
    (PAR, ("non-par",), ("birth",)),
    (AGING, ("age",), ("birth",)),
    (APPOINTMENTS, ("appointment",), ("charge",)),
    (CHARTS, ("note", "patient name"), ("charge",)),
    (TIMED, ("minutes", "units"), ("charge", "payment", "coverage", "birth")),
    (CLAIMS, ("service date", "charge"), ()),
    (CLAIMS, ("service date", "claim", "coverage"), ("contact",)),
    (POSTINGS, ("payment day", "payment amount"), ("birth",)),
    (PATIENTS, ("birth", "patient name", "contact"), ()),
    (PATIENTS, ("birth", "patient name", "coverage"), ("service date",)),
    (FEES, ("procedure", "rate"), ("birth", "service date", "patient name")),
    (INVOICE, ("item", "price"), ("birth",)),
)


def words(header: str) -> str:
    """Return a header as concepts are looked for in it: lower case, words apart, signs as blanks."""
    apart = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", header)
    return " ".join(re.sub(r"[^a-z0-9]+", " ", apart.lower()).split())


def concepts(header: Sequence[str]) -> frozenset[str]:
    """Return the concepts that a header names, such as "birth" or "service date"."""
    plain = [words(name) for name in header]
    written_out = [*plain, *(words_of(name) for name in header)]  # `PtDOB` and `D.O.B.` are birth dates too
    said = {name: written_out if name in _OF_PATIENTS else plain for name in _PATTERNS}
    return frozenset(n for n, pattern in _PATTERNS.items() if any(pattern.search(text) for text in said[n]))


def subject_of(header: Sequence[str]) -> str | None:
    """Return what a table of this header is about, None where no rule holds."""
    found = concepts(header)
    return next((s for s, must, no in _RULES if found.issuperset(must) and not found & set(no)), None)


@dataclass(frozen=True)
class _List:
    subject: str
    must: tuple[str, ...]
    never: frozenset[str]


@dataclass(frozen=True)
class _Lists:
    """The file `lists_beside_patients.toml`."""

    words: dict[str, frozenset[str]]
    list: tuple[_List, ...]


@cache
def _lists() -> _Lists:
    return reference.load("lists_beside_patients", _Lists)


def beside_patients(header: Sequence[str]) -> str | None:
    """Return what a list is that names patients and is no export of them: a schedule, a route sheet, a census by room.

    None for any other. A header counts by its whole wording, so that `Next appt` in a list of charts makes no schedule.
    """
    said, found = {words(name) for name in header}, concepts(header)
    kinds = {kind for kind, names in _lists().words.items() if said & names}
    return next(
        (one.subject for one in _lists().list if kinds.issuperset(one.must) and not found & one.never), None
    )


def subject_in(
    folder: str, sheet: Sheet, is_confirmed: Callable[[Sheet, str], bool] | None = None
) -> str | None:
    """Return what a table in a folder of a practice is about, None where nothing tells.

    A person who has confirmed the columns has said it (`is_confirmed`, by the table and the name of its fields). Else
    the words of the header decide where they say what the folder holds. Where they say something else, or nothing, a
    table that gives every required field of the folder's crosswalk is what the folder holds.
    """
    if is_confirmed and folder in FIELDS_OF and is_confirmed(sheet, FIELDS_OF[folder]):
        return _TARGETS[folder][0] if folder in _TARGETS else FOLDERS[folder][0]
    if CASH in FOLDERS.get(folder, ()) and columns_of_cash(sheet):
        return CASH
    if folder in _OF_MONTHS_FOLDERS and monthly_tables.is_monthly(sheet):
        return FIGURES
    said = subject_of(sheet.header)
    if folder in _OF_PATIENTS_FOLDERS:
        said = beside_patients(sheet.header) or said
    of_sent = next((one for one in (SENT, LISTED) if one in FOLDERS.get(folder, ())), None)
    if said == CLAIMS and of_sent and not concepts(sheet.header) & _OF_MONEY_IN:
        return of_sent  # claims with their days and charges: in such a folder those that were sent
    if folder not in _TARGETS or said in FOLDERS[folder] or sheet.frame.empty:
        return said
    subject, target = _TARGETS[folder]
    return said if suggest(sheet, target()).missing else subject


def folder_of(source_file: str) -> str:
    """Return the known folder of a practice that a file lies in, "" for its top, "other" for any other."""
    first, _, rest = source_file.partition("!")[0].partition("/")
    if not rest:
        return ""
    return first if first in FOLDERS else "other"


def has_coverage(header: Sequence[str]) -> dict[str, bool]:
    """Return which parts of a patient record a header has: coverage, second coverage, authorization, guarantor."""
    said = [read(name) for name in header for read in (words, words_of)]
    patterns = {
        "coverages": _CONCEPTS["coverage"],
        "secondary coverages": r"\b(secondary|sec|second|2nd|ins(urance)? ?2)\b",
        "authorizations": r"\b(auth|authorization|authorisation|pre ?cert|visits (authorized|left))\b",
        "guarantors": r"\b(guarantor|responsible party|policy holder|subscriber|insured)\b",
    }
    return {part: any(re.search(pattern, text) for text in said) for part, pattern in patterns.items()}
