"""What became of each claim that was billed, by its month of service: which are decided, and which of those denied.

The claim history is believed first. A remittance, then a list of Medi, tells of what the history calls open, denied or
nothing at all. A claim counts by what became of it last: one that was denied and paid later is paid.
"""

from __future__ import annotations

import pandas as pd

from cutover.columns import Column, Kind, Privacy, conform
from cutover.lookup import among
from cutover.reading.claims import states as claim_states
from cutover.reading.claims.history import SOURCE as HISTORY
from cutover.reading.claims.plan_kinds import kinds
from cutover.reading.claims.sent import SOURCE as SENT
from cutover.reading.claims.submissions import keys
from cutover.reading.claims.tables import CLAIM_HISTORY
from cutover.reference import code_list
from cutover.workstreams import decisions
from cutover.workstreams.columns import MONTH, PAYER, cents, count, share, text
from cutover.workstreams.payer_spellings import one_name
from cutover.workstreams.reporting_baseline.charges import billed_claims
from cutover.workstreams.reporting_baseline.inputs import Inputs
from cutover.workstreams.reporting_baseline.months import month_of

PAID, SHARE, NOTHING, DENIED = DECIDED = ("paid", "the patient's", "answered, nothing paid", "denied")
WAITS, UNTOLD, UNKNOWN = ("waits", "closed, how is not known", "not known")
OUTCOMES = (*DECIDED, WAITS, UNTOLD, UNKNOWN)
REMITTANCE = "remittance"
_OF = {one.name: one for one in CLAIM_HISTORY}
KIND = text(
    "kind", "Kind of plan", "as the claim list says: vision, medical, ...; not stated where it says none"
)
OUTCOME = text("outcome", "What became of it", f"{', '.join(OUTCOMES)}; the first four are decided")
EACH = (
    MONTH,
    Column("service_from", Kind.DATE, "Service from", privacy=Privacy.DESK),
    PAYER,
    KIND,
    OUTCOME,
    text(
        "known_from", "Known from", "claim history, remittance, or claims sent through Medi; null: from none"
    ),
    cents("charge_cents", "Charged"),
    cents("paid_cents", "Paid", "as the history states it, else what first payers paid by remittance"),
    _OF["state_as_written"],
    _OF["procedures"],
    *(_OF[name] for name in ("claim_number", "patient_control_number", "source")),
    *(_OF[name] for name in ("source_file", "source_sheet", "source_row")),
)
_NAMES = ("patient_control_number", "claim_number")
_FROM_STATE = {
    "paid": PAID,
    "patient responsibility": SHARE,
    "denied": DENIED,
    "appealed": DENIED,
    "open": WAITS,
    "pending": WAITS,
    "written off": UNTOLD,
}
# what a decision of a first payer makes of a claim; every other one has answered it
_FROM_DECISION = {
    decisions.DENIED: DENIED,
    decisions.REVERSED: WAITS,
    decisions.NOTHING: NOTHING,
    decisions.SHARE: SHARE,
}
_MAY_CHANGE = (WAITS, DENIED, UNTOLD, UNKNOWN)


def each(inputs: Inputs, decided: pd.DataFrame) -> pd.DataFrame:
    """Return the claims billed (`charges.billed_claims`), one row each, with what became of them (EACH).

    `decided` are the claim payments of remittances through the report's date, each with its `claim` (`decided.rows`).
    An appeal is a denial until something is paid. A claim on which anything was paid is paid, though a line of it is
    denied. What is written off or closed with nothing paid may have been denied: how is not known.
    """
    every = billed_claims(inputs.claims, inputs.sent)
    rows = conform(every.reindex(columns=list(_OF)), CLAIM_HISTORY)
    payer = one_name(rows["payer_name"].astype("str"), inputs.remittances["payer"], inputs.same)
    rows = rows.assign(month=month_of(rows["service_from"]), payer=payer, kind=kinds(rows["plan_kind"]))
    found = _of_history(rows)
    told = rows["source"].where(found.ne(UNKNOWN)).astype("str")
    answers = _answers(rows, decided, inputs)
    is_old = answers["decided_on"] < _since(rows, found)
    by_payer = answers["outcome"].notna() & ~is_old & found.isin(_MAY_CHANGE)
    by_payer &= ~(found.eq(DENIED) & answers["outcome"].isin([DENIED, WAITS, NOTHING]))
    found, told = found.mask(by_payer, answers["outcome"]), told.mask(by_payer, REMITTANCE)
    listed = _of_lists(rows, inputs.sent)
    by_list = found.isin([UNTOLD, UNKNOWN]) & listed.ne(UNKNOWN) | found.eq(WAITS) & listed.isin(DECIDED)
    found, told = found.mask(by_list, listed), told.mask(by_list, SENT)
    paid = rows["paid_cents"].fillna(answers["paid_cents"])
    return conform(rows.assign(outcome=found, known_from=told, paid_cents=paid)[[c.name for c in EACH]], EACH)


def _of_history(rows: pd.DataFrame) -> pd.Series:
    """What the claim history says became of each claim; of another source's rows nothing is known yet."""
    paid, state = rows["paid_cents"], rows["state"]
    found = state.map(_FROM_STATE).astype("str").fillna(UNKNOWN)
    settled = claim_states.is_settled(rows) & ~found.isin([DENIED, SHARE])
    found = found.mask(found.eq(PAID) & paid.le(0).fillna(False) | settled, UNTOLD)
    found = found.mask(paid.gt(0).fillna(False) & state.ne(claim_states.NOT_TOLD), PAID)
    return found.where(rows["source"].eq(HISTORY).fillna(False), UNKNOWN)


def _since(rows: pd.DataFrame, found: pd.Series) -> pd.Series:
    """The day from which on a remittance says something new: of an open claim since it was sent, of a denied one since
    then."""
    sent = rows["submission_date"].where(found.eq(WAITS))
    return sent.fillna(rows["paid_date"].where(found.eq(DENIED)))


def _answers(rows: pd.DataFrame, decided: pd.DataFrame, inputs: Inputs) -> pd.DataFrame:
    """What first payers decided last of each claim by remittances: `outcome`, `decided_on`, `paid_cents`.

    Claims of several payers that share account and day have each the answer of their own payer.
    """
    asked = [keys(rows[name], rows["service_from"]) for name in _NAMES]
    pairs = pd.concat([pd.DataFrame({"key": key, "payer": rows["payer"]}) for key in asked]).dropna()
    pairs = pairs.drop_duplicates()
    shared = pairs.loc[pairs["key"].duplicated(), "key"]
    mine = decided[among(decided["claim"], pairs["key"])]
    later = code_list("claim_status", inputs.as_of).meaning(mine["status"], "payer").eq("later").fillna(False)
    later = later.astype(bool) & mine["claim"].isin(mine.loc[~later.astype(bool), "claim"])
    mine = mine[~later]
    of_payer = mine["claim"] + "|" + mine["payer"].astype("str")
    mine = mine.assign(claim=mine["claim"].mask(among(mine["claim"], shared), of_payer))
    ends = decisions.ends(mine)
    said = pd.DataFrame({
        "outcome": ends["outcome"].map(_FROM_DECISION).astype("str").fillna(PAID),
        "decided_on": ends["decided_on"], "paid_cents": ends["era_paid_cents"].astype("Int64"),
    })  # fmt: skip
    found = None
    for key in asked:
        of = key.mask(among(key, shared), key + "|" + rows["payer"].astype("str"))
        next_ = said.reindex(of).set_axis(rows.index)
        found = next_ if found is None else found.where(found["outcome"].notna(), next_)
    assert found is not None
    return found


def _of_lists(rows: pd.DataFrame, sent: pd.DataFrame) -> pd.Series:
    """What Medi's lists say became of each claim: as its last submission has it."""
    if sent.empty:
        return pd.Series(UNKNOWN, rows.index, dtype="str")
    ordered = sent.sort_values("sent_on", kind="stable", na_position="first")
    state = claim_states.states(ordered["state_as_written"]).map(_FROM_STATE).astype("str").fillna(UNKNOWN)
    found = pd.Series(None, rows.index, dtype="str")
    for name in _NAMES:
        by_key = state.groupby(keys(ordered[name], ordered["service_from"])).last()
        for other in _NAMES:
            found = found.fillna(keys(rows[other], rows["service_from"]).map(by_key).astype("str"))
    return found.fillna(UNKNOWN)


SERVED = (
    MONTH,
    count("claims", "Claims billed"),
    cents("charge_cents", "Charged"),
    count("decided", "Decided", "by a payer: paid, the patient's, answered with nothing, or denied"),
    count(
        "denied",
        "Denied",
        "of the decided; denied and paid later is paid, appealed and not yet paid is denied",
    ),
    share("rate", "Denial rate", "denied of decided"),
    cents("denied_cents", "Charges denied"),
    count("waits", "Not decided", "open, or rejected before a payer had it; in no rate"),
    cents("waits_cents", "Charges not decided"),
    count(
        "untold", "Not known", "closed with nothing paid, or no source tells what became of it; in no rate"
    ),
)


def by_month(rows: pd.DataFrame, months: pd.DatetimeIndex) -> pd.DataFrame:
    """Return what became of the claims by month of service, one row per month (SERVED but for its month).

    `claims` is `decided`, `waits` and `untold` together. The rate of a month without a decided claim is null.
    """
    kinds = {
        "claims": rows["outcome"].notna(),
        "decided": rows["outcome"].isin(DECIDED),
        "denied": rows["outcome"].eq(DENIED),
        "waits": rows["outcome"].eq(WAITS),
        "untold": rows["outcome"].isin([UNTOLD, UNKNOWN]),
    }
    counts = {
        name: which.groupby(rows["month"]).sum().reindex(months, fill_value=0)
        for name, which in kinds.items()
    }
    sums = {
        f"{'charge' if name == 'claims' else name}_cents": _charged(rows[kinds[name]], months)
        for name in ("claims", "denied", "waits")
    }
    made = pd.DataFrame(counts | sums, index=months).astype("Int64")
    return made.assign(rate=rate(made["denied"], made["decided"]))


def rate(denied: pd.Series, decided: pd.Series) -> pd.Series:
    """Return the denied of the decided, null where nothing is decided."""
    return denied.astype("Float64") / decided.where(decided > 0).astype("Float64")


def _charged(rows: pd.DataFrame, months: pd.DatetimeIndex) -> pd.Series:
    """The charges by month; null where no claim of the month states one, nothing where the month has no such claim."""
    grouped = rows.groupby("month")["charge_cents"]
    sums = grouped.sum(min_count=1).reindex(months)
    return sums.mask(~months.isin(rows["month"]), 0).astype("Int64")
