"""Payer enrollment: what must be enrolled, where it stands, and from when on the practice can move.

The findings and what a case and an amount of each are stand in `enrollment_findings`.
"""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from cutover.columns import Privacy, framed
from cutover.intake.enrollment_workbook import NO_ENROLLMENT
from cutover.reading.era.parts import as_payments
from cutover.reading.payers.families import ERA
from cutover.reading.payers.groups import UNNAMED
from cutover.reading.payers.tables import ENROLLMENT_FILES
from cutover.reading.postings.tables import MEDI, OFFICE_ALLY
from cutover.reading.practice.book import Practice
from cutover.result import Result, Source, Table
from cutover.wording import several
from cutover.workstreams import absences, dated_notes, unnamed_sides, unread_cells, unread_files, whose_rows
from cutover.workstreams.answers import signed
from cutover.workstreams.columns import PAYER, cents, count, date, share, text
from cutover.workstreams.enrollment.called_by_part import WHICH_PAYER
from cutover.workstreams.enrollment.cases import cases
from cutover.workstreams.enrollment.eft import eft
from cutover.workstreams.enrollment.findings import findings_of
from cutover.workstreams.enrollment.in_office_ally import in_office_ally
from cutover.workstreams.enrollment.inputs import Inputs
from cutover.workstreams.enrollment.needs import NPI, TIN, each_once
from cutover.workstreams.enrollment.plan import (
    CALENDAR,
    DRAWN,
    DURATIONS,
    GAINS,
    Plan,
    calendar,
    drawn,
    durations,
    gains,
    plan_of,
)
from cutover.workstreams.enrollment.standing import READY, STANDING, stated
from cutover.workstreams.enrollment.verdict import figures, in_days, state, verdict
from cutover.workstreams.enrollment.work_list import WORK, work
from cutover.workstreams.findings import table
from cutover.workstreams.remittance_items import NOT_TOLD

TITLE = "Payer enrollment"
LIMITS = (
    "Days until live are ranges: assumptions unless the client's workbook gives others. Enrollments are taken as "
    "independent of each other, and those not yet filed as filed on the date of this report.",
    "What is live is what the intake or the export says; only a first ERA is seen in the data.",
    "Days measured in practices of the book that have moved are not in it. The rollout plan of the book weighs them, "
    "and where it names another safe day, its own is the better one.",
    "No file names the payers for which eligibility and claim status are used. A practice that uses them at all is "
    "taken to ask every payer of its claims.",
    "Whether a payer enrolls one NPI or the whole Tax ID is not always disclosed, so every Tax ID is taken as at risk.",
)
BY_PAYER = (
    PAYER,
    text("family", "Family"),
    count("claims", "Claims"),
    share("claims_share", "Share of claims"),
    cents("paid_cents", "Paid"),
    share("paid_share", "Share of money"),
    text("claims_state", "Claims in Medi", "of several NPIs the least advanced"),
    text("era_state", "ERA in Medi"),
    text(
        "days_to_filing",
        "Filed, from the decision",
        "days after the decision or before it; of its ERA, else of its claims; the latest",
    ),
    date(
        "first_answered",
        "First accepted claim, by its own day",
        "the claim's own day, not that of the answer; sent through Medi, and accepted by its list or decided by a "
        "remittance of either system",
    ),
    date("era_live_on", "ERA live since"),
    date("first_era", "First ERA in Medi"),
    date(
        "era_told", "ERA stated, not here", "a source says that one came by this day; no file of it is here"
    ),
)
SHARED = (
    TIN,
    text("other", "Other practice", "", Privacy.DESK),
    NPI,
    text("affected", "Who is affected"),
    text("wave", "Wave"),
    count("payers_begun", "Payers begun", "payers whose ERA is filed or live under this Tax ID here"),
)
COUNTED = (text("what", "What"), count("rows", "Number"), text("why", "Where it is"))
FACTS = (
    text("applies", "Payers"),
    text("transactions", "Transactions"),
    text("fact", "What is known"),
    text("where", "Source"),
    date("read_on", "Read on"),
)


def assess(inputs: Inputs) -> Result:
    """Return where a practice's enrollment stands on a day.

    Raises ReferenceDataError where the rules do not hold on that day.
    """
    return assess_plan(plan_of(inputs))


def assess_plan(plan: Plan) -> Result:
    """Return what a plan says; at the desk a plan in which some payers are taken as live."""
    findings = findings_of(cases(plan))
    listed, read = work(plan), plan.inputs.read
    made = Result(
        title=TITLE,
        verdict=unread_files.told(verdict(plan, listed), read),
        figures=figures(plan),
        findings=unread_files.with_findings(
            whose_rows.with_findings(findings, plan.inputs.files.not_own), read
        ),
        tables=_tables(plan, listed),
        limits=(
            *LIMITS,
            *unread_files.limits(read),
            *whose_rows.limits(plan.inputs.files.not_own),
            *unnamed_sides.limits([plan.inputs.files.office_ally, plan.inputs.files.medi]),
            *plan.inputs.files.same.told,
            *_assumptions(plan),
            *_in_doubt(plan),
            *_of_ended(plan),
            *plan.inputs.files.enrollments.notes,
            *plan.inputs.files.requirements.notes,
        ),
        sources=_sources(plan),
    )
    made = absences.told(made, "enrollment", {
        "claim or remittance of the last months": plan.is_known,
    })  # fmt: skip
    told = unread_cells.told(made, unread_cells.of([plan.inputs.files.practice], "enrollment"))
    return signed(told, "enrollment", state(plan), rests_on_all_files=False)


def period(inputs: Inputs) -> str:
    """Return the months that count as in use, such as `2025-08-01 to 2026-07-31`."""
    return f"{inputs.begins:%Y-%m-%d} to {inputs.as_of}"


def _tables(plan: Plan, listed: pd.DataFrame) -> dict[str, Table]:
    used = plan.inputs.rules.used_months
    return {
        "payers": table("Payers in use, and where each stands", by_payer(plan), BY_PAYER,
                        f"claims and money of the last {used} months; the payers with the most claims first"),
        "standing": table("Every enrollment that is needed", plan.standing, STANDING,
                          "one row per payer, Tax ID, billing NPI and transaction"),
        "calendar": table("The dates of each enrollment", calendar(plan), CALENDAR,
                          "what is not filed is taken as filed on the date of this report"),
        "drawn": table("Until when each enrollment takes", drawn(plan), DRAWN),
        "durations": table("How long enrollment is taken to take", durations(plan), DURATIONS,
                           "calendar days from filing to live; the client's workbook enrollment.xlsx replaces them"),
        "gains": table("What the cutover waits for", gains(plan), GAINS,
                       "of the payers with the most claims, those that are not known to be live"),
        "work": table("The work list of enrollment", listed, WORK, "what brings most stands first"),
        "shared": table("Who shares a Tax ID", shared(plan), SHARED,
                        "enrolling one NPI may move every NPI of its Tax ID"),
        "facts": table("What is known of how these payers enroll", _facts(plan), FACTS),
        "counted": table("What was counted, and what was left out", _counted(plan), COUNTED),
        "in_office_ally": in_office_ally(plan),
        "eft": eft(plan),
        "notes": dated_notes.payer_notes(plan.inputs.files.practice, plan.standing["payer"]),
        "files": table("Files about enrollments that were read", plan.inputs.files.enrollments.files, ENROLLMENT_FILES),
        "lists": table("Files about payers that were read", plan.inputs.files.requirements.files, ENROLLMENT_FILES),
    }  # fmt: skip


def by_payer(plan: Plan) -> pd.DataFrame:
    """Return where each payer in use stands, one row per payer (BY_PAYER)."""
    rows, made = plan.needed, []
    for payer, own in rows.groupby("payer", sort=False):
        era = own[own["transaction"] == ERA]
        made.append({
            "payer": payer, "family": own["family"].iloc[0], "claims": own["claims"].sum(min_count=1),
            "claims_share": own["claims_share"].sum(min_count=1), "paid_cents": own["paid_cents"].sum(min_count=1),
            "paid_share": own["paid_share"].sum(min_count=1), "days_to_filing": _days_to_filing(plan, own),
            "claims_state": _least(own[own["transaction"] != ERA]),
            "era_state": _least(era), "era_live_on": era["live_on"].max() if era["live_on"].notna().all() else pd.NaT,
            "first_answered": own["first_answered"].min(), "first_era": era["first_era"].min(),
            "era_told": era["era_told"].min(),
        })  # fmt: skip
    return framed(made, BY_PAYER)


def _days_to_filing(plan: Plan, own: pd.DataFrame) -> str | None:
    """Days from the decision to the filing of a payer's ERA, else of its claims; null where either day is not known."""
    filed = own.dropna(subset=["filed_on"])
    eras = filed[filed["transaction"] == ERA]
    last, decided = (eras if len(eras) else filed)["filed_on"].max(), plan.inputs.decided_on
    return None if decided is None or pd.isna(last) else in_days((last - decided).days)


def _least(rows: pd.DataFrame) -> str | None:
    """The state of several enrollments: that of those not ready, with their number where others are."""
    open_states = list(dict.fromkeys(stated(rows)[~rows["state"].isin(READY)]))
    if rows.empty:
        return None
    if not open_states:
        return rows["state"].iloc[0]
    part = f" ({(~rows['state'].isin(READY)).sum()} of {len(rows)})" if len(rows) > 1 else ""
    return " / ".join(open_states) + part


def shared(plan: Plan) -> pd.DataFrame:
    """Return who shares a Tax ID of this practice, one row per Tax ID and NPI or other practice (SHARED)."""
    inputs, rows = plan.inputs, plan.standing
    eras = rows[(rows["transaction"] == ERA) & rows["status"].notna() & (rows["status"] != "not filed")]
    made = []
    for tin in sorted(inputs.files.practice.tins):
        begun = eras[eras["tax_id"] == tin]["payer"].nunique()
        for npi in sorted(set(rows[rows["tax_id"] == tin]["billing_npi"].dropna())):
            made.append((tin, None, npi, "this practice", "its own", begun))
        for other in (o for o in inputs.files.siblings if tin in o.tins):
            same = other.cutover is not None and other.cutover == inputs.cutover
            wave = (
                "the same day"
                if same
                else "another day"
                if other.cutover and inputs.cutover
                else _wave_lacks(inputs, other)
            )
            made.append((tin, other.name, None, "another practice of the billing company", wave, begun))
    return framed(made, SHARED)


def _wave_lacks(inputs: Inputs, other: Practice) -> str:
    asked = [who for who in (inputs.files.practice, other) if who.cutover is None]
    shut = any(unread_cells.is_unread(who, "cutover_date") for who in asked)
    return "cannot be read" if shut else "not set"


def _facts(plan: Plan) -> pd.DataFrame:
    families = set(plan.standing["family"])
    made = [
        (
            ", ".join(f.applies),
            ", ".join(f.transactions),
            f.text,
            f.source.where,
            pd.Timestamp(f.source.as_of),
        )
        for f in plan.inputs.facts
        if f.applies == ("all",) or families & set(f.applies)
    ]
    return framed(made, FACTS)


def _counted(plan: Plan) -> pd.DataFrame:
    inputs = plan.inputs
    number = as_payments(inputs.recent, ["side"])
    old, medi, untold = (
        int(number[inputs.recent["side"] == side].sum()) for side in (OFFICE_ALLY, MEDI, NOT_TOLD)
    )
    made = [
        ("claims submitted, each submission", len(inputs.claims), "counted"),
        *_not_of_payers(inputs),
        ("remittances in Office Ally", old, "counted"),
        ("remittances in Medi", medi, "counted"),
        *([(f"remittances in {NOT_TOLD}", untold, "counted")] if untold else []),
        ("enrollments that a source states", len(inputs.filed), "compared with what is needed"),
    ]
    made += [
        (f"claims {why}", number, "left out") for why, number in inputs.left_out["why"].value_counts().items()
    ]
    aside = inputs.files.enrollments.set_aside["reason"].value_counts()
    made += [
        ("rows of an export of enrollments", number, f"set aside: {why}") for why, number in aside.items()
    ]
    doubtful = inputs.doubtful_rows
    made += [("rows of an export of enrollments", doubtful, f"set aside: {WHICH_PAYER}")] if doubtful else []
    return framed(made, COUNTED)


def _not_of_payers(inputs: Inputs) -> list[tuple]:
    """What is between all submissions and the claims of the payers in use, and these; nothing where they are one."""
    once, why = each_once(inputs.claims), "not among the claims of payers"
    medi, nobody = once["sent_through"].eq(MEDI).fillna(False), once["payer"].eq(UNNAMED)
    parts = [
        ("of them rejected, and sent to the same payer again", len(inputs.claims) - len(once), why),
        ("of them to a payer that nobody names", int(nobody.sum()), why),
    ]
    parts = [part for part in parts if part[1]]
    rest = len(inputs.claims) - sum(part[1] for part in parts)
    through = int((medi & ~nobody).sum())
    alone = "each claim once; one that both systems show counts as sent through Office Ally"
    told = [("of these known as sent through Medi alone", through, alone)]
    if not parts and not through:
        return []
    parts.append(("of them claims of the payers in use", rest, "their shares are of this number"))
    return parts + (told if through else [])


def _in_doubt(plan: Plan) -> Iterator[str]:
    """Names without a payer ID that may be one of several payers; each counts as a payer until a person says which."""
    told = plan.inputs.payers.doubts() | plan.inputs.parts.doubts
    for name, others in sorted(told.items()):
        yield (
            f'"{name}" bears no payer ID and may be {" or ".join(others)}. It counts as a payer of its own until its '
            "payer ID is in the claim export or in the sheet of enrollments."
        )


def _of_ended(plan: Plan) -> Iterator[str]:
    """What is taken of billing providers that ended before the move."""
    over = plan.standing["requirement"].eq(NO_ENROLLMENT).fillna(False).astype(bool)
    if over.any():
        yield (
            f"{several(over.sum(), 'enrollment')} of billing providers that end before the move need none: the intake "
            "says until when they bill. Their old claims stay in Office Ally."
        )


def _assumptions(plan: Plan) -> tuple[str, ...]:
    return tuple(f"Assumption: {said}" for said in plan.inputs.rules.assumptions)


def _sources(plan: Plan) -> tuple[Source, ...]:
    inputs = plan.inputs
    facts = {fact.source.where: fact.source for fact in inputs.facts}
    return (
        inputs.rules.source,
        inputs.files.families.source,
        *inputs.files.requirements.sources,
        *facts.values(),
    )
