"""Which months are whole in which source, and why not: so that a drop is told apart from a hole in the data."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain

import pandas as pd

from cutover.columns import framed
from cutover.identifiers import masked_tin
from cutover.lookup import among, days_of
from cutover.reading.claims.claim_keys import own_keys
from cutover.reading.claims.history import SOURCE as HISTORY
from cutover.reading.claims.submissions import LIST, keys
from cutover.wording import and_joined, several
from cutover.workstreams.columns import MONTH, cents, text
from cutover.workstreams.legacy_claims import known_sum
from cutover.workstreams.reporting_baseline import holes, receivable
from cutover.workstreams.reporting_baseline.charges import (
    NOTHING,
    answered_alone,
    billed,
    known_from,
    not_in_history,
)
from cutover.workstreams.reporting_baseline.inputs import Inputs
from cutover.workstreams.reporting_baseline.months import end_of, month_of, through
from cutover.workstreams.reporting_baseline.rules import AGING, CLAIMS, REMITTANCES

WHOLE, PART, NONE = STATES = ("whole", "in part", "not known")  # the worst last
_GUESS = "so that some of this month may be missing"
ABSENT = "no remittance of the month on file"
QUIET = "no payer has paid in the month so far, by the bank"
HOLE, EDGE, MOVED = "missing", "expected", "moved"
COVERAGE = (
    MONTH,
    text("source", "Source", "remittances, claims, or balances: those of the claim history"),
    text("state", "State", ", ".join(STATES)),
    text(
        "kind",
        "Kind",
        "missing: to be fetched; expected: not over, or in no source; moved: in Medi",
    ),
    text("why", "Why"),
    cents("missing_cents", "Known to be missing", "null: not known"),
)


@dataclass(frozen=True)
class _Reason:
    """One reason why a month is not whole."""

    month: pd.Timestamp
    state: str
    kind: str
    why: str
    cents: int | None = None


def months(inputs: Inputs) -> pd.DatetimeIndex:
    """Return the months of the report: from the first in any source through the report's, the last ones shown."""
    days = [inputs.counted["paid_on"].min(), billed(inputs.claims, inputs.sent)["service_from"].min()]
    known = [day for day in days if pd.notna(day) and day <= inputs.today]
    if not known:
        return through(inputs.today, inputs.today)
    return through(min(known), inputs.today)[-inputs.rules.months_shown :]


def coverage(inputs: Inputs, span: pd.DatetimeIndex, owed: pd.DataFrame) -> pd.DataFrame:
    """Return how whole each month is, one row per month and source (COVERAGE); `owed` are `receivable.claims`."""
    rows = []
    stuck = _resolved_some_day(inputs, span, owed)
    told: tuple[tuple[str, Iterator[_Reason]], ...] = (
        (REMITTANCES, _remittances(inputs, span)),
        (CLAIMS, _claims(inputs, span)),
        (AGING, chain(_aging(inputs, span), stuck)),
    )
    for source, found in told:
        reasons: dict[pd.Timestamp, list[_Reason]] = {}
        for one in found:
            reasons.setdefault(pd.Timestamp(one.month), []).append(one)
        rows += [_row(month, source, reasons.get(month, [])) for month in span]
    return framed(rows, COVERAGE)


def is_inferred(why: str) -> bool:
    """Return whether nothing but the absence of remittances says that some of a month are missing (`Book.why`)."""
    said = [one for one in why.split("; ") if one]
    return all(one == ABSENT or one.startswith(holes.SILENCE) for one in said)


def is_guessed(why: str) -> bool:
    """Return whether nothing is known to be missing of a month, but that the claims on file begin not long before."""
    return all(one.endswith(_GUESS) for one in why.split("; "))


def _row(month: pd.Timestamp, source: str, reasons: list[_Reason]) -> tuple:
    """The worst state of a month; all its reasons, a hole's before others; of amounts the largest: they may overlap."""
    if not reasons:
        return month, source, WHOLE, None, None, None
    worst = max(reasons, key=lambda one: STATES.index(one.state)).state
    kinds = {one.kind for one in reasons}
    kind = next(kind for kind in (MOVED, HOLE, EDGE) if kind in kinds)
    said = dict.fromkeys(one.why for one in sorted(reasons, key=lambda one: one.kind != HOLE))
    known = [one.cents for one in reasons if one.cents is not None]
    return month, source, worst, kind, "; ".join(said), max(known) if known else None


def _remittances(inputs: Inputs, span: pd.DatetimeIndex) -> Iterator[_Reason]:
    seen = set(month_of(inputs.counted["paid_on"]).dropna())
    first = min(seen, default=None)
    for month in span:
        if first is None or month < first:
            said = "before the first remittance on file" if first else "no remittance on file"
            yield _Reason(month, NONE, EDGE, said)
        elif month not in seen and month not in inputs.quiet_months:
            yield _Reason(month, NONE, HOLE, ABSENT)
        elif month not in seen and end_of(month) > inputs.today:
            yield _Reason(month, PART, EDGE, QUIET)
        if month == first:
            yield _Reason(month, PART, EDGE, "the remittances on file begin in this month")
        if end_of(month) > inputs.today:
            yield _Reason(month, PART, EDGE, "the month has not ended")
    for month, why, amount in holes.holes(inputs):
        told = why.startswith(holes.SILENCE) and month in inputs.quiet_months
        if first is not None and month >= first and not told:
            yield _Reason(month, PART, HOLE, why, amount)


def _claims(inputs: Inputs, span: pd.DatetimeIndex) -> Iterator[_Reason]:
    rows = billed(inputs.claims, inputs.sent)
    rows = rows[~(rows["service_from"] > inputs.today)]
    seen = set(rows["month"].dropna())
    if not seen:
        yield from (_Reason(month, NONE, EDGE, NOTHING) for month in span)
        return
    first, reach = min(seen), _reach_of_both(inputs)
    lead = _lead(inputs, rows, reach)
    for month in span:
        yield from _moved(inputs, month, NONE) if inputs.lists_from is None else _between(inputs, month)
        if month < first:
            yield _Reason(month, NONE, EDGE, "before the first claim on file")
        elif month in lead:
            yield _Reason(month, PART, EDGE, lead[month])
        yield from _end(inputs, month, reach, month in seen)
    yield from _without_charge(rows)
    alone = answered_alone(rows)
    for served, number in zip(pd.DatetimeIndex(alone.index), alone, strict=True):
        yield _Reason(served, PART, EDGE, f"of {several(int(number), 'claim')} in remittances only")
    for month, why, amount in holes.lacking(inputs):
        yield _Reason(month, PART, HOLE, why, amount)


def _lead(inputs: Inputs, rows: pd.DataFrame, reach: pd.Timestamp) -> dict[pd.Timestamp, str]:
    """The first months of service that are not whole, and why: the first, and those after it with too few claims.

    Older claims may be on file only where they were still open. What a month usually has is told by the later ones.
    """
    rules, numbers = inputs.rules, rows.groupby("month").size()
    first = numbers.index.min()
    found = {first: "the claims on file begin here"}
    months = through(first, first + pd.DateOffset(months=rules.history_lead_months - 1))
    over = end_of(pd.DatetimeIndex(numbers.index)) + pd.Timedelta(days=rules.claims_lag_days) <= reach
    for month in months[1:]:
        later, number = numbers[over & (numbers.index > months[-1])], int(numbers.get(month, 0))
        if later.empty:
            found[month] = f"the claims on file begin in {first:%Y-%m}, {_GUESS}"
        elif number * 100 < float(later.median()) * rules.history_lead_percent:
            few = f"{several(number, 'claim')} where later months have {later.median():,.0f}"
            found[month] = f"the claims on file begin in {first:%Y-%m}, with {few}, {_GUESS}"
    return found


def _not_of_medi(inputs: Inputs) -> Iterator[tuple[pd.Timestamp, str, int | None]]:
    """The months whose claims Medi's lists have and a history that goes on past the cutover has not."""
    if inputs.goes_on:
        lost = not_in_history(inputs.claims, inputs.sent, pd.Timestamp(inputs.cutover))
        for month, part in lost.groupby("month"):
            said = f"{several(len(part), 'claim')} of Medi's lists missing from the claim history"
            yield month, said, known_sum(part["charge_cents"])


def _without_charge(rows: pd.DataFrame) -> Iterator[_Reason]:
    """The months of claims that state no charge: file summaries do not."""
    for month, blank in rows["charge_cents"].isna().groupby(rows["month"]):
        if blank.all():
            yield _Reason(month, NONE, EDGE, "the claims on file state no charge")
        elif blank.any():
            yield _Reason(month, PART, EDGE, f"{several(int(blank.sum()), 'claim')} without a charge")


def reach_of(inputs: Inputs) -> pd.Timestamp:
    """Return the last day that the claims on file speak of, not after the report's: until then they can be whole."""
    told = inputs.claims.history if known_from(inputs.claims) == HISTORY else inputs.claims.submitted
    names = [n for n in ("service_from", "submission_date", "paid_date") if n in told]
    days = pd.concat([told[name] for name in names])
    return days[days <= inputs.today].max()


def _reach_of_both(inputs: Inputs) -> pd.Timestamp:
    """The last day that the claims on file speak of, those of Medi's lists too where these go on from the cutover."""
    reach = reach_of(inputs)
    if inputs.lists_from is None:
        return reach
    days = pd.concat([inputs.sent["service_from"], inputs.sent["sent_on"]])
    last = days[days <= inputs.today].max()
    return last if pd.isna(reach) else max(reach, last)


def _between(inputs: Inputs, month: pd.Timestamp) -> Iterator[_Reason]:
    """The months of which nothing tells: Office Ally's claims end, and Medi's lists begin much later."""
    reach, first = reach_of(inputs), inputs.lists_from
    if first is None or pd.isna(reach) or first <= reach + pd.Timedelta(days=inputs.rules.claims_lag_days):
        return
    if month <= first and end_of(month) >= reach:
        said = f"the claims of Office Ally on file end on {reach:%Y-%m-%d}, and Medi's lists begin on {first:%Y-%m-%d}"
        yield _Reason(month, PART, HOLE, said)


def _end(inputs: Inputs, month: pd.Timestamp, reach: pd.Timestamp, seen: bool) -> Iterator[_Reason]:
    lag = pd.Timedelta(days=inputs.rules.claims_lag_days)
    if month > reach:
        yield _Reason(month, NONE, HOLE, f"the claims on file end on {reach:%Y-%m-%d}")
    elif not seen and (inputs.lists_from is not None or not _is_after(inputs, month)):
        yield _Reason(month, NONE, HOLE, "no claim of the month on file")
    elif reach < end_of(month) + lag:
        yield _Reason(month, PART, EDGE, "claims of the month may still be to come")


def _is_after(inputs: Inputs, month: pd.Timestamp) -> bool:
    return inputs.switch is not None and month >= inputs.switch


def _moved(inputs: Inputs, month: pd.Timestamp, state: str) -> Iterator[_Reason]:
    """From the cutover on claims are billed in Medi, of which no export is on file, or none with balances."""
    lack = (
        "no export of its claims is on file" if inputs.lists_from is None else "its lists state no balances"
    )
    if _is_after(inputs, month):
        yield _Reason(month, state, MOVED, f"billed in Medi, and {lack}")
    elif inputs.switch is not None and end_of(month) >= inputs.switch:
        yield _Reason(month, PART, MOVED, f"billed in Medi from {inputs.switch:%Y-%m-%d} on")


def _aging(inputs: Inputs, span: pd.DatetimeIndex) -> Iterator[_Reason]:
    history = inputs.claims.history
    first = history["service_from"].min()
    if history.empty or pd.isna(first):
        yield from (_Reason(month, NONE, EDGE, "no claim history on file") for month in span)
        return
    reach, lead = reach_of(inputs), pd.Timedelta(days=inputs.rules.aging_lead_days)
    for month in span:
        day = min(end_of(month), inputs.today)
        if end_of(month) < first:
            yield _Reason(month, NONE, EDGE, "before the first claim on file")
        elif day < first + lead:
            yield _Reason(month, PART, EDGE, "older claims are not on file")
        if month > reach:
            yield _Reason(month, NONE, HOLE, f"the claims on file end on {reach:%Y-%m-%d}")
        if end_of(month) > inputs.today:
            yield _Reason(month, PART, EDGE, "as of the report's date")
        yield from _moved(inputs, month, PART)
    yield from _waiting_files(inputs, span)
    for month, why, amount in _not_of_medi(inputs):
        yield _Reason(month, PART, HOLE, why, amount)


def _waiting_files(inputs: Inputs, span: pd.DatetimeIndex) -> Iterator[_Reason]:
    """The months at whose end claims of 837 files waited, of which no history tells a balance."""
    filed = inputs.claims.filed
    if filed.empty:
        return
    decided = inputs.decisions
    days = decided["paid_on"].groupby(keys(decided["patient_control_number"], decided["service_from"])).min()
    answered = days_of(own_keys(filed), days)
    for month in span:
        day = min(end_of(month), inputs.today)
        rows = filed[(filed["service_from"] <= day).fillna(False) & ~(answered <= day).fillna(False)]
        if len(rows):
            whose = sorted({masked_tin(tin) for tin in rows["tax_id"].dropna()})
            of = f" of Tax ID {and_joined(whose)}" if whose else ""
            lists = rows["source"].eq(LIST) | among(own_keys(rows), inputs.claims.medi_sent)
            alone = "837 files and lists of what was sent" if lists.any() else "837 files"
            said = f"without {several(len(rows), 'claim')}{of}, in {alone} alone, that no payer had answered"
            yield _Reason(month, PART, EDGE, said, known_sum(rows["charge_cents"]))


def _resolved_some_day(inputs: Inputs, span: pd.DatetimeIndex, owed: pd.DataFrame) -> Iterator[_Reason]:
    """The months at whose end a claim may have been open that is resolved today, on a day that nothing tells."""
    served = receivable.without_a_day(owed)["service_from"]
    for month in span[end_of(span) < inputs.today]:
        stuck = int((served <= end_of(month)).sum())
        if stuck:
            yield _Reason(
                month, PART, EDGE, f"{several(stuck, 'claim')} resolved on no known day, not counted"
            )
