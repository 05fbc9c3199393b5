"""The workbook about payers that a consultant keeps for a client: what they require, how long they take."""

from __future__ import annotations

from cutover.intake.fields import Answer, Field, Sheet
from cutover.intake.sheets import TRANSACTION_WORDS, TRANSACTIONS
from cutover.intake.template import Kind

SUPPORTED, REQUIRED, NOT_SUPPORTED, UNKNOWN = "supported", "enrollment required", "not supported", "unknown"
REQUIREMENTS = (SUPPORTED, REQUIRED, NOT_SUPPORTED, UNKNOWN)
REQUIREMENT_WORDS = (
    ("SUPPORTED, enrollment not required", SUPPORTED),
    ("enrollment not required", SUPPORTED),
    ("not required", SUPPORTED),
    ("ENROLLMENT_REQUIRED", REQUIRED),
    ("SUPPORTED, enrollment required", REQUIRED),
    ("required", REQUIRED),
    ("NOT_SUPPORTED", NOT_SUPPORTED),
)
RULES, DURATIONS, DEADLINES = "payer rules", "durations", "payer deadlines"
OTHER = "other"  # any transaction but the 835, in the sheet of durations

PAYER_DEADLINES = Sheet(
    DEADLINES,
    "Payer deadlines",
    "Until when a payer takes claims, corrected claims and appeals, as its contract or manual says.",
    key=("payer",),
    fields=(
        Field("payer", "Payer", example="Aetna", required=True),
        Field("filing_days", "Claim, days from service", Answer.COUNT, example="120"),
        Field("corrected_days", "Corrected claim, days from the denial", Answer.COUNT, example="180"),
        Field("appeal_days", "Appeal, days from the denial", Answer.COUNT, example="180"),
        Field("known_from", "Known from", example="provider manual 2026, page 41"),
        Field("known_on", "Known on", Answer.DATE, example="2026-06-15"),
    ),
)  # fmt: skip


def workbook(families: tuple[str, ...]) -> Kind:
    """Return the declaration of `enrollment.xlsx`; `families` are the names of families of payers."""
    title = "Payer enrollment: what payers require of this client, and how long they take"
    return Kind("Payer enrollment", title, (_rules(families), _durations(families), PAYER_DEADLINES))


def _rules(families: tuple[str, ...]) -> Sheet:
    return Sheet(
        RULES,
        "Payer rules",
        "What a payer requires before a transaction can be exchanged through Stedi. It goes before every list.",
        key=("payer", "payer_id", "transaction"),
        fields=(
            Field("payer", "Payer", example="Aetna", required=True),
            Field("payer_id", "Payer ID", Answer.CODE, example="60054", note="Typed as text: zeros belong to it."),
            Field("transaction", "Transaction", Answer.CHOICE, choices=TRANSACTIONS, synonyms=TRANSACTION_WORDS,
                  example="837P", note="Empty: the row is about the family of the payer alone."),
            Field("requirement", "Requirement", Answer.CHOICE, choices=REQUIREMENTS, synonyms=REQUIREMENT_WORDS,
                  example="supported", note="An ERA (835) is always enrolled."),
            Field("family", "Family of payers", Answer.CHOICE, choices=families, example="commercial",
                  note="Only where the name alone tells the wrong one: it decides how long enrollment takes."),
            Field("known_from", "Known from", example="call with the payer's EDI desk"),
            Field("known_on", "Known on", Answer.DATE, example="2026-06-15"),
        ),
    )  # fmt: skip


def _durations(families: tuple[str, ...]) -> Sheet:
    return Sheet(
        DURATIONS,
        "How long enrollment takes",
        "Calendar days from filing to live, where this client knows better than the defaults.",
        key=("family", "transaction"),
        fields=(
            Field("family", "Family of payers", Answer.CHOICE, choices=families, example="Medicaid", required=True),
            Field("transaction", "Transaction", Answer.CHOICE, choices=("835", OTHER), example="835", required=True,
                  synonyms=(("ERA", "835"), ("claims", OTHER), ("837", OTHER))),
            Field("low", "At the least, days", Answer.COUNT, example="20", required=True),
            Field("likely", "Likely, days", Answer.COUNT, example="35", required=True),
            Field("high", "At the most, days", Answer.COUNT, example="60", required=True),
            Field("known_from", "Known from", example="our last four practices"),
        ),
    )  # fmt: skip
