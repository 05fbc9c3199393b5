"""The findings of readiness: which gates, patients, users, claims and steps are a case of each."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

import pandas as pd

from cutover.columns import Privacy
from cutover.reading.claims.receipts import ANSWERED, REJECTED
from cutover.result import Finding
from cutover.workstreams.columns import PAYER, count, date, number, text
from cutover.workstreams.findings import by_severity, finding, placed
from cutover.workstreams.readiness.attestations import words
from cutover.workstreams.readiness.evidence import era_waits, new_claims
from cutover.workstreams.readiness.gates import CLASH, GATES, OPEN, REFUTED, gates
from cutover.workstreams.readiness.inputs import Inputs
from cutover.workstreams.readiness.left import GONE, with_account
from cutover.workstreams.readiness.patients import ASIDE, CHANGED, MISSING, TWICE, read_back
from cutover.workstreams.readiness.rules import CONDITION, MUST
from cutover.workstreams.readiness.steps import LATE, STEPS, steps
from cutover.workstreams.readiness.users import LESS, MORE, USERS, bills, told_out, users
from cutover.workstreams.unread_cells import is_unread

_ITEM = tuple(
    c for c in GATES if c.name in ("item", "statement", "why", "role", "attested_on", "attested_by")
)
UNSIGNED = (text("item", "Item"), text("attested_by", "Who", "", Privacy.DESK))
UNDATED = (text("practice", "Practice"),)
NEW = (
    text("payer_name", "Payer"), date("submission_date", "Submitted"),
    text("claim_number", "Claim no.", "", Privacy.PHI), text("source_file", "File", "", Privacy.PHI),
    text("source_sheet", "Sheet", "", Privacy.DESK), count("source_row", "Row"),
)  # fmt: skip
LATE_ERA = (PAYER, date("live_on", "Live since"), count("days", "Days"), number("rhythm", "Its usual days"))


def made(inputs: Inputs) -> tuple[Finding, ...]:
    """Return the findings in order of severity."""
    found = [
        *_of_gates(inputs),
        *_of_claims(inputs),
        *_of_patients(inputs),
        *_of_users(inputs),
        *_late(inputs),
    ]
    return by_severity(found)


def _is_undated(inputs: Inputs) -> bool:
    """Whether nobody has set a day; one that cannot be read, and a missing intake, are findings of their own."""
    return (
        inputs.cutover is None
        and inputs.practice.has_intake
        and not is_unread(inputs.practice, "cutover_date")
    )


def _of_gates(inputs: Inputs) -> Iterator[Finding]:
    rows, when = gates(inputs), _due(inputs)
    bare = pd.DataFrame({"practice": [inputs.practice.slug]} if _is_undated(inputs) else {"practice": []})
    yield from finding("ready-no-date", bare, UNDATED, ["practice"])
    must, condition = rows["hold"].eq(MUST), rows["hold"].eq(CONDITION)
    for code, mask in (
        ("ready-attested-refuted", rows["state"].eq(CLASH)), ("ready-refuted", rows["state"].eq(REFUTED)),
        ("ready-open", rows["state"].eq(OPEN) & must), ("ready-condition", rows["state"].eq(OPEN) & condition),
    ):  # fmt: skip
        yield from finding(code, rows[mask], _ITEM, ["item"], due=when)
    loose = [(code, word.who) for code, word in words(inputs).items() if not word.counts]
    yield from finding(
        "ready-unsigned", pd.DataFrame(loose, columns=["item", "attested_by"]), UNSIGNED, ["item"]
    )


def _of_claims(inputs: Inputs) -> Iterator[Finding]:
    yield from finding("ready-new-claim", placed(new_claims(inputs)), NEW, ["source_file", "place"])
    claims = inputs.receipts.claims
    refused = claims[(claims["state"] == REJECTED) & ~(claims["answered_on"] > inputs.today)]
    columns = tuple(c for c in ANSWERED if c.name != "provider_npi")
    yield from finding(
        "ready-test-rejected", refused, columns, ["patient_control_number", "codes"], "charge_cents"
    )
    yield from finding("ready-era-late", era_waits(inputs), LATE_ERA, ["payer"])


def _of_patients(inputs: Inputs) -> Iterator[Finding]:
    found = read_back(inputs)
    if found is None:
        return
    who = ["account_number", "last_name", "first_name"]
    yield from finding("ready-patient-missing", found.missing, MISSING, who)
    yield from finding("ready-patient-twice", found.twice, TWICE, who)
    yield from finding(
        "ready-patient-again", pd.concat([found.again, found.doubled], ignore_index=True), TWICE, who
    )
    yield from finding("ready-patient-aside", found.aside, ASIDE, [*who, "where"])
    yield from finding("ready-patient-changed", found.changed, CHANGED, ["account_number", "field"])
    yield from finding("ready-patient-extra", found.extra, MISSING, who)


def _of_users(inputs: Inputs) -> Iterator[Finding]:
    rows = users(inputs)
    who = ["name", "role"]
    yield from finding("ready-user-more", rows[rows["access"].str.contains(MORE)], USERS, who)
    yield from finding("ready-user-less", rows[rows["access"].str.contains(LESS)], USERS, who)
    yield from finding("ready-user-left", with_account(inputs), GONE, who)
    yield from finding("ready-user-no-login", told_out(bills(rows)), USERS, who, due=_due(inputs))


def _late(inputs: Inputs) -> Iterator[Finding]:
    rows = steps(inputs)
    or_else = ": the day of the cutover is past" if _is_past(inputs) else ", or move the date"
    yield from finding("ready-late", rows[rows["state"] == LATE], STEPS, ["step"], or_else=or_else)


def _is_past(inputs: Inputs) -> bool:
    """Whether the cutover was on an earlier day than the report's: its date can no longer be moved."""
    return inputs.cutover is not None and inputs.cutover < inputs.as_of


def _due(inputs: Inputs) -> dt.date | None:
    return inputs.cutover if inputs.cutover and not inputs.has_come else None
