"""The work list of the people who enroll: every open enrollment, what to do, in order of what it brings."""

from __future__ import annotations

import pandas as pd

from cutover.columns import Column, Kind, Privacy, conform
from cutover.intake.enrollment_workbook import UNKNOWN
from cutover.intake.sheets import ELSEWHERE, PENDING_ELSEWHERE
from cutover.money import dollars
from cutover.reading.payers.families import ERA
from cutover.shares import percent
from cutover.wording import several
from cutover.workstreams.answers import once
from cutover.workstreams.columns import PAYER, count, date, text
from cutover.workstreams.enrollment import dates as days
from cutover.workstreams.enrollment.cases import CLAIMS
from cutover.workstreams.enrollment.filed_rows import MISFILED
from cutover.workstreams.enrollment.inputs import Inputs
from cutover.workstreams.enrollment.needs import NPI, SAID, TIN, TRANSACTION
from cutover.workstreams.enrollment.plan import Plan, overdue
from cutover.workstreams.enrollment.standing import (
    ABSENT,
    BLANK,
    CANCELED,
    CLOSED,
    NOT_ON_FILE,
    READY,
    REJECTED,
    STEDI,
    STUCK,
    UNDER_WAY,
    UNREAD,
    UNTOLD,
    WAITING,
    drafts,
    since,
    stated,
)

WORK = (
    count("rank", "No.", "in order of what it brings"),
    PAYER,
    text("payer_ids", "Payer ids", "every id that the files have for it", Privacy.DESK),
    TRANSACTION,
    TIN,
    NPI,
    text("action", "What to do"),
    text("who", "Who"),
    date("by", "By"),
    text("effect", "What it brings"),
    Column(
        "gain_days",
        Kind.NUMBER,
        "Days gained",
        "of the cutover, if this enrollment takes one day less",
        Privacy.DESK,
    ),
    text("state", "State"),
    text("waiting_on", "Waiting on"),
    text("status", "Status", "Stedi's word", Privacy.DESK),
    date("filed_on", "Filed"),
    date("since", "Since", "of the state; null: no source dates it"),
    Column("claims_share", Kind.SHARE, "Share of claims", "of the payer", Privacy.DESK),
    Column(
        "paid_cents",
        Kind.CENTS,
        "Paid",
        "in the last months, by the payer to this Tax ID and NPI",
        Privacy.DESK,
    ),
    text("reason", "Reason", "in the payer's or Stedi's words", Privacy.DESK),
    text("route", "Worth knowing"),
    Column("payer_claims", Kind.COUNT, "Claims of the payer", "", Privacy.DESK),
)


_ONCE_DECIDED = "Decide on the move first; it would then have to be filed"


def work(plan: Plan) -> pd.DataFrame:
    """Return what is left to do (WORK), one row per open enrollment.

    First what decides the cutover date, by the days that it can gain; then the payers with the most claims; of one
    payer the ERA first, because it is slower. What only has to be waited for stands below what can be done today.
    """
    rows = plan.standing[~plan.standing["state"].isin(READY)]
    late, of_draft = set(overdue(plan).index), drafts(rows)
    rows, begun = rows.assign(stated=stated(rows), is_draft=of_draft), since(rows)
    made = [_row(plan, row, row.Index in late, begun) for row in rows.itertuples()]
    names = [c.name for c in WORK]
    if not made:
        return conform(pd.DataFrame(columns=names, dtype=object), WORK)
    frame = pd.DataFrame(made)
    order = ["later", "of_payer", "payer_claims", "payer", "kind", "billing_npi"]
    frame = frame.sort_values(order, ascending=[True, False, False, True, True, True], kind="stable")
    return conform(frame.assign(rank=range(1, len(frame) + 1))[names].reset_index(drop=True), WORK)


def _row(plan: Plan, row, late: bool, begun: pd.Series) -> dict[str, object]:
    of_payer = plan.safe.gain.get(row.payer, 0.0) if row.Index in plan.deciding.index else 0.0
    gain = plan.gain_of.get(row.Index, 0.0)
    paid, claims_share = _weights(plan, row)
    action, who, waits = _action(plan, row, late)
    return {
        "payer": row.payer, "payer_ids": " ".join(sorted(plan.inputs.payers.names_and_ids(row.payer)[1])) or None,
        "transaction": SAID[row.transaction], "tax_id": row.tax_id, "billing_npi": row.billing_npi,
        "action": action, "who": who, "by": _by(plan, row, waits), "later": waits,
        "effect": _effect(plan, row, gain, claims_share, paid), "gain_days": round(gain, 2),
        "of_payer": round(of_payer, 2),
        "state": row.stated, "waiting_on": row.waiting_on, "status": row.status,
        "since": begun[row.Index],
        "filed_on": row.filed_on, "claims_share": claims_share, "paid_cents": paid,
        "reason": row.reason, "payer_claims": row.payer_claims,
        "route": _route(plan, row), "kind": (ERA, *CLAIMS, "270", "276").index(row.transaction),
    }  # fmt: skip


def _weights(plan: Plan, row) -> tuple[int | None, float | None]:
    """Paid by the payer to this Tax ID and NPI, and the payer's share of the claims."""
    rows = plan.standing
    mine = rows[rows["payer"] == row.payer]
    own = mine[mine["tax_id"].eq(row.tax_id) & mine["billing_npi"].eq(row.billing_npi)]["paid_cents"].dropna()
    claims = mine["claims_share"].dropna()
    return int(own.sum()) if len(own) else None, float(claims.sum()) if len(claims) else None


def _action(plan: Plan, row, late: bool) -> tuple[str, str, bool]:
    """What to do, who does it, and whether it is only to be waited for."""
    if plan.is_undecided and row.state in ABSENT and row.requirement == UNKNOWN:
        return "Decide on the move first; then look up whether it must be enrolled", "practice owner", True
    if plan.is_undecided and row.state in ABSENT:
        return f"{_ONCE_DECIDED}{_together(plan, row)}", "practice owner", True
    if row.is_draft:
        return (
            f"Ask whether it was filed on the day of its row; if not, file it today{_together(plan, row)}",
            "enrollment lead",
            False,
        )
    if row.state in ABSENT and row.requirement == UNKNOWN:
        return "Look up whether it must be enrolled; if so, file it today", "consultant", False
    if row.state == UNREAD:
        return "Look up what its row in the tracker means, and correct the row", "consultant", False
    if row.state == ELSEWHERE:
        return (
            "Agree with whoever reads it there on the day, then file it: it ends there",
            "enrollment lead",
            False,
        )
    if row.state == PENDING_ELSEWHERE:
        return (
            "Find out who filed it there and why; stop it or wait, then file it here",
            "enrollment lead",
            False,
        )
    if row.state in (UNTOLD, BLANK):
        return (
            f"Ask whether it was filed; if not, file it today{_together(plan, row)}",
            "enrollment lead",
            False,
        )
    if row.state in MISFILED:
        return (
            "Check the Tax ID of its row; if it was filed so, file it again under the one that bills",
            "enrollment lead",
            False,
        )
    if row.state == STUCK:
        return (
            "Ask Stedi what it waits for: often a form of the practice is missing",
            "enrollment lead",
            False,
        )
    if row.state == CANCELED:
        return f"File it again today, because it was canceled{_together(plan, row)}", "enrollment lead", False
    if row.state in ABSENT:
        return f"File it today{_together(plan, row)}", "enrollment lead", False
    if row.state == WAITING:
        return "Hand in what is asked of the provider", "practice owner", False
    if row.state == NOT_ON_FILE:
        return (
            "Have the payer's provider department put Tax ID and NPI on file, then file again",
            "enrollment lead",
            False,
        )
    if row.state == REJECTED:
        return "Correct what the payer names and file again", "enrollment lead", False
    if row.state == CLOSED:
        return (
            "Decide another way: another clearinghouse, the payer's portal, or paper",
            "billing lead",
            False,
        )
    if late and row.waiting_on == STEDI:
        return (
            "Ask Stedi what it waits for, because it takes longer than it should",
            "enrollment lead",
            False,
        )
    if late:
        return (
            "Call the payer's EDI department, because it takes longer than it should",
            "enrollment lead",
            False,
        )
    return "Wait, and ask on the day beside it", "enrollment lead", True


def _together(plan: Plan, row) -> str:
    """That claims and ERA are filed on one day, where neither is."""
    rows = plan.standing
    mine = rows[
        rows["payer"].eq(row.payer) & rows["billing_npi"].eq(row.billing_npi) & rows["tax_id"].eq(row.tax_id)
    ]
    other = mine[mine["transaction"].isin(CLAIMS if row.transaction == ERA else (ERA,))]
    absent = len(other) and other["state"].isin(ABSENT).all()
    return (
        (", together with its claims" if row.transaction == ERA else ", together with its ERA")
        if absent
        else ""
    )


def _by(plan: Plan, row, waits: bool) -> pd.Timestamp:
    """Today for what can be done; the likely day for what is only waited for; none before the move is decided."""
    if plan.is_undecided and row.state in ABSENT:
        return pd.NaT
    if not waits or row.state != UNDER_WAY:
        return plan.inputs.today
    return pd.Timestamp(plan.day(days.day_of(plan.days[row.Index], 0.5)))


def _effect(plan: Plan, row, gain: float, claims_share: float | None, paid: int | None) -> str:
    said = []
    if gain >= 0.05:
        said.append(f"a day gained here brings the cutover {gain:.1f} days nearer")
    elif row.Index in plan.deciding.index:
        said.append("one of the largest payers, which must be live")
    if claims_share is not None:
        said.append(f"{percent(claims_share, 0)} of claims")
    if row.transaction == ERA and paid:
        said.append(f"{dollars(paid)} {paid_in(plan.inputs)}")
    return "; ".join(said) or "not known"


@once
def paid_in(inputs: Inputs) -> str:
    """Return in which time what payers paid was paid: a year where each month is held, else the months that are."""
    months = inputs.recent["paid_on"].dropna().dt.to_period("M")
    number = months.nunique()
    if not number:
        return "paid, on no known day"
    if number >= inputs.rules.used_months:
        return "a year" if inputs.rules.used_months == 12 else f"in {inputs.rules.used_months} months"
    first, last = months.min(), months.max()
    return (
        f"paid in {several(number, 'month')}, {first} to {last}"
        if number > 1
        else f"paid in 1 month, {first}"
    )


def _route(plan: Plan, row) -> str | None:
    """The facts about this family and transaction in particular."""
    said = [fact.text for fact in plan.inputs.facts if fact.is_of(row.family, row.transaction)]
    return " ".join(said) or None
