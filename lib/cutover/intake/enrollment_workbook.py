"""The workbook about payers that a consultant keeps for a client: what they require, how long they take."""

from __future__ import annotations

from cutover.intake.fields import Answer, Field, Sheet
from cutover.intake.sheets import TRANSACTION_WORDS, TRANSACTIONS
from cutover.intake.template import Kind

SUPPORTED, REQUIRED, NOT_SUPPORTED, UNKNOWN = "supported", "enrollment required", "not supported", "unknown"
NO_ENROLLMENT = (
    "no enrollment"  # of claims: supported without; of an ERA, which is always enrolled: there is none
)
REQUIREMENTS = (SUPPORTED, REQUIRED, NOT_SUPPORTED, NO_ENROLLMENT, UNKNOWN)
REQUIREMENT_WORDS = (
    ("SUPPORTED, enrollment not required", SUPPORTED),
    ("enrollment not required", SUPPORTED),
    ("not required", SUPPORTED),
    ("ENROLLMENT_REQUIRED", REQUIRED),
    ("SUPPORTED, enrollment required", REQUIRED),
    ("required", REQUIRED),
    ("yes", REQUIRED),
    ("no", NO_ENROLLMENT),
    ("NOT_SUPPORTED", NOT_SUPPORTED),
)
RULES, DURATIONS, DEADLINES, LESSONS = "payer rules", "durations", "payer deadlines", "lessons"
ENROLLMENT = "payer enrollment"  # what a lesson is about
LESSON_KINDS = (ENROLLMENT, "scrub rule", "staff", "data", "other")
OTHER = "other"  # any transaction but the 835, in the sheet of durations

PAYER_WORDS = ("payer name", "payor", "insurance", "insurance company", "carrier", "plan")
SOURCE_WORDS = ("source", "from", "where from", "reference", "per", "basis")
SERVICE = ("service", "date of service", "service date", "DOS")
ANSWER = ("denial", "remittance", "remit", "ERA", "EOB", "decision")  # the day on which a payer has decided
CHECKED_WORDS = ("as of", "checked", "checked on", "verified", "verified on", "last checked", "updated")


def _days(since: tuple[str, ...], *names: str) -> tuple[str, ...]:
    """The headings of a limit in days: the name alone, and with what an office writes beside it.

    `since` are the words for the day that it counts from: a limit from another day is another limit, and not read.
    """
    beside = ("days", "in days", *(f"{days}from {one}" for one in since for days in ("", "days ")))
    return (
        *names,
        *(f"{name} {said}" for name in names for said in beside),
        *(f"days for {name}" for name in names),
    )


PAYER_DEADLINES = Sheet(
    DEADLINES,
    "Payer deadlines",
    "Until when a payer takes claims, corrected claims and appeals, as its contract or manual says.",
    key=("payer",),
    aliases=("deadlines", "filing deadlines", "filing limits", "timely filing", "timely filing limits", "payer limits",
             "appeal deadlines", "limits"),
    fields=(
        Field("payer", "Payer", example="Aetna", required=True, aliases=PAYER_WORDS),
        Field("filing_days", "Claim, days from service", Answer.COUNT, example="120",
              aliases=_days(SERVICE, "timely filing", "timely filing limit", "filing limit", "filing deadline",
                            "filing", "TFL", "claim", "claims", "initial claim", "first claim", "original claim")),
        Field("corrected_days", "Corrected claim, days from the denial", Answer.COUNT, example="180",
              aliases=_days(ANSWER, "corrected claim", "corrected claims", "corrected claim limit", "corrected",
                            "resubmission", "reconsideration")),
        Field("appeal_days", "Appeal, days from the denial", Answer.COUNT, example="180",
              aliases=_days(ANSWER, "appeal", "appeals", "appeal limit", "appeal deadline", "first level appeal",
                            "dispute")),
        Field("known_from", "Known from", example="provider manual 2026, page 41", aliases=SOURCE_WORDS),
        Field("known_on", "Known on", Answer.DATE, example="2026-06-15", aliases=CHECKED_WORDS),
    ),
)  # fmt: skip

LESSON_SHEET = Sheet(
    LESSONS,
    "Lessons",
    "What practices that have moved taught. Each lesson is carried to the calendar of those that follow.",
    fields=(
        Field("lesson", "What was learned", required=True,
              example="The scrub rule for modifier 25 had not been set up in Medi"),
        Field("kind", "About", Answer.CHOICE, choices=LESSON_KINDS, example="scrub rule"),
        Field("learned_in", "Learned in", example="cedar-grove", note="The practice, by the name of its folder."),
        Field("learned_on", "Learned on", Answer.DATE, example="2026-09-08"),
        Field("action", "What to do before the next cutover", required=True,
              example="Set up every scrub rule in Medi and test it"),
        Field("days_before", "Days before the cutover", Answer.COUNT, example="5"),
        Field("role", "Who", example="billing lead", note="A role, not a name."),
    ),
)  # fmt: skip


def workbook(families: tuple[str, ...]) -> Kind:
    """Return the declaration of `enrollment.xlsx`; `families` are the names of families of payers."""
    title = "Payer enrollment: what payers require of this client, and how long they take"
    return Kind(
        "Payer enrollment", title, (_rules(families), _durations(families), PAYER_DEADLINES, LESSON_SHEET)
    )


def _rules(families: tuple[str, ...]) -> Sheet:
    return Sheet(
        RULES,
        "Payer rules",
        "What a payer requires before a transaction can be exchanged through Stedi. It goes before every list.",
        key=("payer", "payer_id", "transaction"),
        aliases=("requirements", "payer requirements", "enrollment requirements", "enrollment rules", "rules"),
        fields=(
            Field("payer", "Payer", example="Aetna", required=True, aliases=PAYER_WORDS),
            Field("payer_id", "Payer ID", Answer.CODE, example="60054", note="Typed as text: zeros belong to it."),
            Field("transaction", "Transaction", Answer.CHOICE, choices=TRANSACTIONS, synonyms=TRANSACTION_WORDS,
                  example="837P", note="Empty: the row is about the family of the payer alone."),
            Field("requirement", "Requirement", Answer.CHOICE, choices=REQUIREMENTS, synonyms=REQUIREMENT_WORDS,
                  aliases=("enrollment needed", "enrollment required", "needs enrollment", "enrollment", "required"),
                  example="supported", note="An ERA (835) is always enrolled."),
            Field("usual_days", "Usual days to live", Answer.COUNT, example="35",
                  aliases=("typical days", "usual days", "days to live", "days to enroll", "enrollment days",
                           "turnaround", "turnaround days", "lead time", "lead time days", "average days"),
                  note="Calendar days from filing to live with this payer, where they are known."),
            Field("family", "Family of payers", Answer.CHOICE, choices=families, example="commercial",
                  note="Only where the name alone tells the wrong one: it decides how long enrollment takes."),
            Field("known_from", "Known from", example="call with the payer's EDI desk", aliases=SOURCE_WORDS),
            Field("known_on", "Known on", Answer.DATE, example="2026-06-15", aliases=CHECKED_WORDS),
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
