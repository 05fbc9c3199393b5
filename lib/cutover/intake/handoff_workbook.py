"""The workbooks that come back: open claims and appeals to be handed over, and the sheet of the day of the cutover.

They are written filled as far as the data goes, people add what only they know, and the filled copies lie in the
practice's folder `handoff`. Declared like the intake, so that they are written and read by the same code.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace

from cutover.columns import Privacy
from cutover.intake import sheets
from cutover.intake.fields import Answer, Field, Sheet
from cutover.intake.template import Kind, as_text

PHI, DESK = Privacy.PHI, Privacy.DESK
STATES = ("open", "denied", "appealed", "rejected", "pending", "reversed", "secondary due", "partly paid",
          "patient responsibility", "resolved")  # fmt: skip
STEPS = ("call the payer", "correct and submit again", "submit", "appeal", "send documents", "bill the secondary payer",
         "bill the patient", "wait for the payer", "write off", "nothing left to do")  # fmt: skip
# what was done last, and what may follow in an appeal: offered, so that own words stay possible
DONE = ("called the payer", "corrected and submitted again", "submitted", "appealed", "sent documents",
        "billed the secondary payer", "billed the patient", "nothing yet")  # fmt: skip
NEXT_IN_APPEALS = ("wait for the decision", "call for the status", "send documents", "appeal to the next level",
                   "accept the decision")  # fmt: skip
LEVELS = sheets.OPEN_APPEALS.field("level").choices
# what only people know; the other columns are filled by the program and not read back
OF_PEOPLE = ("last_action", "last_action_on", "next_step", "next_action", "next_action_on", "owner")
OF_APPEALS = ("level", "submitted_on", "documents", "kept_at", "next_action", "next_action_on", "owner")

CLAIMS = Sheet(
    "open claims",
    "Open claims",
    "Every open claim with what the files say of it. Fill in the columns from Last action to Owner. A state that you "
    "change is shown as a conflict until the files say the same; the other columns are not read back.",
    key=("case",),
    fields=(
        Field("case", "Case", Answer.CODE, note="Leave it: it ties the row to its claim."),
        Field("payer", "Payer"),
        Field("claim_number", "Claim number", Answer.CODE, privacy=PHI),
        Field("account", "Patient account", Answer.CODE, privacy=PHI),
        Field("service_on", "Service date", Answer.DATE, privacy=PHI),
        Field("amount_cents", "Open amount", Answer.MONEY),
        Field("state", "State", Answer.CHOICE, choices=STATES),
        Field("denial_reason", "Denial reason", note="Group and reason (CARC), then remarks (RARC)."),
        Field("last_event", "Last known event"),
        Field("last_event_on", "Last known event on", Answer.DATE),
        Field("deadline_on", "Deadline", Answer.DATE, note="Empty: not known."),
        Field("deadline_is", "Deadline for"),
        Field("last_action", "Last action", privacy=PHI, note="What was done last, and with whom.", offered=DONE),
        Field("last_action_on", "Last action on", Answer.DATE),
        Field("next_step", "Next step", Answer.CHOICE, choices=STEPS),
        Field("next_action", "Next action", privacy=PHI, note="In your own words, where the step does not say it."),
        Field("next_action_on", "Next action due", Answer.DATE),
        Field("owner", "Owner", privacy=DESK, note="Who works this claim until it is resolved."),
        Field("as_printed", "As printed", privacy=PHI, note="Leave it: it tells what you changed from what was known."),
    ),
)  # fmt: skip

APPEALS = Sheet(
    "open appeals",
    "Open appeals",
    "Every appeal under way: its documents do not leave Office Ally by any export.",
    fields=(
        Field("case", "Case", Answer.CODE, note="Leave it: it ties the row to its claim."),
        Field("payer", "Payer"),
        Field("reference", "Payer reference number", Answer.CODE, privacy=PHI),
        Field("claim_number", "Claim number", Answer.CODE, privacy=PHI),
        Field("amount_cents", "Amount at stake", Answer.MONEY),
        Field("level", "Level", Answer.CHOICE, choices=LEVELS),
        Field("submitted_on", "Submitted", Answer.DATE),
        Field("documents", "Supporting documents", several=True, privacy=PHI),
        Field("kept_at", "Where they are kept", privacy=DESK),
        Field("next_action", "Next action", privacy=PHI, offered=NEXT_IN_APPEALS),
        Field("next_action_on", "Next action due", Answer.DATE),
        Field("owner", "Owner", privacy=DESK),
    ),
)

# the intake's sheet of attestations, and what its item was when the sheet was printed
DAY = replace(
    sheets.ATTESTATIONS,
    title="The day of the cutover",
    purpose="Tick each item with Yes or No, name and day. The copy that comes back counts as attestation.",
    checklist="",
    fields=(
        *sheets.ATTESTATIONS.fields,
        Field("state_printed", "State when printed", note="Leave it: it tells what has changed since."),
        Field("printed_on", "Printed on", Answer.DATE, note="Leave it."),
    ),
)

HANDOFF = Kind("Handoff of open claims", "Open claims and appeals to be handed over", (CLAIMS, APPEALS))
DAY_SHEET = Kind("Day of the cutover", "The day of the cutover: what must hold, and who saw it", (DAY,))
RETURNED = (CLAIMS, APPEALS, DAY)


def offering(kind: Kind, words: Mapping[str, tuple[str, ...]]) -> Kind:
    """Return a workbook whose fields of these names offer these words in a drop-down; other words stay possible."""
    return replace(kind, sheets=tuple(
        replace(sheet, fields=tuple(
            replace(f, offered=words[f.name]) if words.get(f.name) else f for f in sheet.fields
        )) for sheet in kind.sheets
    ))  # fmt: skip


def text_of(name: str, value: object) -> str:
    """Return what people wrote in a field as its text, empty where they wrote nothing."""
    return "" if value is None or value != value else as_text(CLAIMS.field(name), value).strip()


def printed(text: object) -> dict[str, str] | None:
    """Return what a row was printed with, by field; None where its column was lost or changed."""
    try:
        said = json.loads(text) if isinstance(text, str) else None
    except ValueError:
        return None
    return said if isinstance(said, dict) else None


def as_printed(row: dict[str, object]) -> str:
    """Return the text that tells later what a row was printed with."""
    said = {name: text for name in OF_PEOPLE if (text := text_of(name, row.get(name)))}
    return json.dumps(said | ({"state": row["state"]} if row.get("state") else {}), ensure_ascii=False)
