"""What the report on enrollment says first: one sentence, and the figures behind it."""

from __future__ import annotations

import datetime as dt

import pandas as pd

from cutover.intake.enrollment_workbook import REQUIRED
from cutover.reading.claims.sent import SOURCE as SENT
from cutover.reading.payers.families import ERA
from cutover.reading.payers.tables import EXPORT
from cutover.result import CUTOVER_DATE, Figure, State
from cutover.shares import of_hundred, percent
from cutover.signals import signals
from cutover.wording import and_joined, several
from cutover.workstreams import unread_cells, unread_files
from cutover.workstreams.enrollment.dates import SURE
from cutover.workstreams.enrollment.plan import Plan, live_on_the_day
from cutover.workstreams.enrollment.standing import (
    ABSENT,
    LIVE,
    NOT_FILED,
    NOT_NEEDED,
    READY,
    UNSAID,
    left_unsaid,
    needing_none,
)

_TELLING = (EXPORT, SENT)  # files that may tell that an enrollment is live


def verdict(plan: Plan, listed: pd.DataFrame) -> str:
    """Return a few sentences: from when on the practice can move, what that waits for, and what to do first."""
    if not plan.is_known:
        return _unknown(plan)
    if plan.is_ready:
        return _ready(plan)
    if plan.is_undecided:
        return _undecided(plan)
    first = f"First of all, {_first(listed)}"
    if plan.inputs.cutover is not None and plan.inputs.cutover < plan.inputs.as_of:
        return (
            f"The practice moved on {plan.inputs.cutover} and {_stands(plan)}. "
            f"In nine cases of ten that lasts until {plan.day(plan.safe.sure)}. {first}."
        )
    return f"{_date(plan)}. It waits for {_open(plan)}. {first}."


def _undecided(plan: Plan) -> str:
    """What would have to be filed, where nobody has noted a decision and nothing is on its way."""
    rows = plan.needed[plan.needed["state"].isin(ABSENT)]
    sure = rows[rows["requirement"] == REQUIRED]
    more = len(rows) - len(sure)
    also = f"Whether {more:,} more must be is not looked up. " if more else ""
    sure_on = plan.day(plan.safe.sure)
    return (
        "No decision to move and no cutover date are noted, and no enrollment is known to be filed. "
        f"{several(len(sure), 'enrollment')} of {several(sure['payer'].nunique(), 'payer')} would have to be filed. "
        f"{also}"
        f"Filed today, the largest payers would be live by {sure_on} in nine cases of ten."
    )


def state(plan: Plan) -> State:
    """Return whether enrollment holds up the cutover, by the rules of `signals.toml`."""
    planned, rules = plan.inputs.cutover, signals()
    if plan.is_ready:
        return State.OK if plan.stands_still.empty else State.ATTENTION
    if plan.top and not plan.impossible.empty:
        return State.BLOCKED
    if planned is None or not plan.is_known:
        return State.ATTENTION
    percent = 100 * (plan.chance(plan.deciding, planned) or 0.0)
    if percent < rules.poor_chance_percent:
        return State.BLOCKED
    is_ok = percent >= rules.good_chance_percent and plan.unfiled.empty and plan.stands_still.empty
    return State.OK if is_ok else State.ATTENTION


def _unknown(plan: Plan) -> str:
    """Why no date can be named."""
    if plan.standing.empty:
        return (
            "Which payers must be enrolled is not known yet. No claim and no remittance of the last "
            f"{plan.inputs.rules.used_months} months is on file, so bring them in first."
        )
    if not plan.top:
        return (
            "No safe cutover date can be named, because it is not known which payers have the most claims. Bring in "
            "the claim history or the file summaries, and file the ERAs meanwhile."
        )
    return (
        f"No cutover date is safe yet: {and_joined(_payers(plan.impossible))} cannot be enrolled through Stedi for a "
        "transaction in use. Decide first how its claims and remittances will travel."
    )


def _ready(plan: Plan) -> str:
    cutover, rest = plan.inputs.cutover, plan.needed[~plan.needed["state"].isin(READY)]
    when = "" if cutover is None else f" of {cutover}"
    also = f"; {_others(rest)} to be followed up" if len(rest) else ""
    moved = cutover is not None and cutover < plan.inputs.as_of
    lead = ", so enrollment is in order" if plan.stands_still.empty else ""
    lead = lead if moved else f", so enrollment does not hold the cutover{when}"
    who = (
        f"{len(plan.top)} payers with the most claims are" if len(plan.top) > 1 else "payer of the claims is"
    )
    return f"The {who} live for claims and ERAs{lead}{also}."


def _others(rest: pd.DataFrame) -> str:
    payers = rest["payer"].nunique()
    return (
        f"enrollments of {payers} other payers are still"
        if payers > 1
        else f"{rest['payer'].iloc[0]} is still"
    )


def _date(plan: Plan) -> str:
    """The safe date against the planned one."""
    likely, sure, planned = plan.day(plan.safe.median), plan.day(plan.safe.sure), plan.inputs.cutover
    span = f"the largest payers are live by {sure} in nine cases of ten"
    span += "" if likely == sure else f", by {likely} in half of them"
    if planned is None:
        return f"Cut over on {sure} at the earliest: {span}"
    chance = plan.chance(plan.deciding, planned) or 0.0
    if chance >= SURE:
        return f"By enrollment alone, the cutover of {planned} can stand{_if_filed(plan)}: {span}"
    return f"The cutover of {planned} is too early (safe in {of_hundred(chance)}): {span}"


def _if_filed(plan: Plan) -> str:
    """What the date rests on where enrollments of the largest payers are not filed, or nothing tells of them."""
    rows, number = plan.unfiled, len(plan.unfiled)
    are = "is" if number == 1 else "are"
    known = f"{are} not known to be filed" if rows["state"].isin(UNSAID).any() else f"{are} not filed"
    of = several(len(plan.deciding), "enrollment")
    return f" if all is filed today ({number} of {of} {known})" if number else ""


def _open(plan: Plan) -> str:
    """The top payers that the date waits for, the one that holds up most first; none that is always sooner."""
    order, least = _held_up(plan), plan.inputs.rules.held_percent / 100
    return and_joined([payer for payer in order if plan.safe.last[payer] >= least] or order)


def _held_up(plan: Plan) -> list[str]:
    return sorted(plan.safe.gain, key=lambda payer: -plan.safe.gain[payer])


def no_file(plan: Plan) -> str:
    """Return in words that no file tells where an enrollment stands: what one that was not read tells nobody knows."""
    files = unread_files.unread(plan.inputs.read)
    return "no file that was read" if files["source"].isin(_TELLING).any() else "no file"


def _stands(plan: Plan) -> str:
    """Which of the top payers are not live, and of which no file tells it: an ERA may be live, the claims unknown."""
    order, rows = _held_up(plan), plan.deciding
    unsaid = [payer for payer in order if left_unsaid(rows[rows["payer"] == payer])]
    known = [payer for payer in order if payer not in unsaid]
    said = [f"{and_joined(known)} {_are(known)} not live yet"] if known else []
    eras = rows[rows["transaction"].eq(ERA) & rows["state"].isin(READY)]["payer"]
    for here, what in ((True, "claims to "), (False, "")):
        of = [payer for payer in unsaid if eras.eq(payer).any() == here]
        verb = "are" if here else _are(of)
        said += [f"{no_file(plan)} tells whether {what}{and_joined(of)} {verb} live"] if of else []
    return ", and ".join(said)


def _are(payers: list[str]) -> str:
    return "is" if len(payers) == 1 else "are"


def _payers(rows: pd.DataFrame) -> list[str]:
    return list(dict.fromkeys(rows["payer"]))


def _first(listed: pd.DataFrame) -> str:
    row = listed.iloc[0]
    action = str(row["action"])
    return f"{action[:1].lower()}{action[1:]} (the {row['transaction'].split(' (')[0]} of {row['payer']})"


def figures(plan: Plan) -> tuple[Figure, ...]:
    """Return the headline numbers."""
    needed, planned = plan.needed, plan.inputs.cutover
    none = needed["state"].eq(NOT_NEEDED)
    live = needed["state"].eq(LIVE)
    top = plan.deciding.groupby("payer")["state"].agg(lambda states: states.isin(READY).all())
    claims = needed.groupby("payer").agg(
        claims=("claims", "sum"), ready=("state", lambda s: s.isin(READY).all())
    )
    chance = plan.chance(plan.deciding, planned) if plan.is_known else None
    unsaid = untold(needed)
    largest = f"{int(top.sum())} of {len(plan.top)}" if plan.top and not _is_untold(plan.deciding) else None
    enrolled = (
        f"{int(live.sum())} of {int((~none).sum())}" if not (none.all() or _is_untold(needed)) else None
    )
    return (
        Figure("Safe cutover, 9 of 10", _day(plan, plan.safe.sure), "largest payers live for claims and ERAs"),
        Figure("Safe cutover, likely", _day(plan, plan.safe.median), "in half of the cases sooner"),
        Figure(CUTOVER_DATE, *_planned(plan)),
        Figure("Chance that the date is safe", None if chance is None else percent(chance, 0),
               _no_chance(plan) if chance is None else "all large payers live by then", column="chance of the date"),
        Figure("Largest payers live", largest, ", ".join(plan.top)),
        *_on_the_day(plan),
        Figure("Enrollments live", enrolled, f"claims and ERAs in use{needing_none(int(none.sum()))}{unsaid}"),
        Figure("Claims whose payer is live", None if _is_untold(needed) else _share(claims),
               "for claims and ERAs; by number, last months"),
        Figure("All payers live, 9 of 10", str(plan.day(plan.every.sure)) if len(needed) else None,
               "but for what no payer supports"),
        Figure("Filed, from the decision", *_late(plan)),
    )  # fmt: skip


def _planned(plan: Plan) -> tuple[str | None, str]:
    """The cutover date of the intake, else why there is none."""
    planned, practice = plan.inputs.cutover, plan.inputs.files.practice
    if planned is not None:
        return str(planned), ""
    return None, unread_cells.day_lacks(practice, "not set in the intake")


def _on_the_day(plan: Plan) -> tuple[Figure, ...]:
    """How many of the largest payers were live on the day of a past cutover; nothing where none is past."""
    value = live_on_the_day(plan)
    return (Figure("Largest payers live on the cutover day", *value),) if value else ()


def _is_untold(rows: pd.DataFrame) -> bool:
    """Whether no source tells where any of these enrollments stands: then none is known to be live, or not to be."""
    asked = rows[~rows["state"].eq(NOT_NEEDED)]
    return len(asked) > 0 and bool(asked["state"].isin(UNSAID).all())


def untold(rows: pd.DataFrame) -> str:
    """Return of how many enrollments no source tells where they stand, behind another sentence; empty where all do."""
    number = int(rows["state"].isin(UNSAID).sum())
    return (
        f"; of {number:,} no file tells where {'it stands' if number == 1 else 'they stand'}"
        if number
        else ""
    )


def _no_chance(plan: Plan) -> str:
    if plan.inputs.cutover is None:
        return unread_cells.day_lacks(plan.inputs.files.practice, "no date is set")
    return "the date is past, or no safe date can be named"


def _day(plan: Plan, after: int) -> str | None:
    return str(plan.day(after)) if plan.is_known else None


def _share(claims: pd.DataFrame) -> str | None:
    total = claims["claims"].sum()
    return percent(claims.loc[claims["ready"], "claims"].sum() / total) if total else None


def _late(plan: Plan) -> tuple[str | None, str]:
    """Days from the decision to the filing, and those to the first: it is filed on the day of the decision (guide).

    Where rows of sources are about all that is needed, and none is filed, the days that have passed are told.
    """
    decided, rows = plan.inputs.decided_on, plan.needed
    days = (
        (rows["filed_on"].dropna() - decided).dt.days if decided is not None else pd.Series(dtype="float64")
    )
    if len(days):
        return in_days(days.median()), f"median, of what is filed; the first: {in_days(days.min())}"
    asked = rows[~rows["state"].eq(NOT_NEEDED)]
    is_none = len(asked) > 0 and bool(asked["state"].eq(NOT_FILED).all())
    if decided is None or not is_none or plan.inputs.today < decided:
        return None, "median, of what is filed"
    return "none filed", f"{(plan.inputs.today - decided).days} days after the decision of {decided:%Y-%m-%d}"


def in_days(number: float) -> str:
    """Return days from the decision in words: `76 days after`, `79 days before`, `the same day`."""
    whole = round(number)
    if whole == 0:
        return "the same day"
    return f"{several(abs(whole), 'day')} {'after' if whole > 0 else 'before'}"


def planned_day(plan: Plan) -> dt.date | None:
    """Return the planned cutover where it lies ahead, for a chart."""
    planned = plan.inputs.cutover
    return planned if planned is not None and planned >= plan.inputs.as_of else None
