"""The whole balance of a claim history on a day, by age: payers and patients together, before and since the cutover."""

from __future__ import annotations

import datetime as dt

import pandas as pd

from cutover.columns import Column, Kind, Privacy, conform, framed
from cutover.money import dollars
from cutover.reading.claims.aging_reports import SOURCE as AGING
from cutover.reading.claims.states import (
    LEFT_TO_PATIENTS,
    UNKNOWN,
    balance,
    is_resolved,
    is_untold,
    is_with_next_payer,
    is_withdrawn,
)
from cutover.reading.claims.submissions import is_self_pay
from cutover.result import Figure, Table
from cutover.wording import several
from cutover.workstreams.columns import cents, count, text
from cutover.workstreams.findings import table
from cutover.workstreams.left_open import is_answered, left_to_next
from cutover.workstreams.legacy_claims import BUCKETS, aged, known_sum

UNDATED, EVERY = "no day of service", "all ages"
BALANCES = (
    text("age", "Age in days", "since the first day of service"),
    cents("payers_cents", "With payers"),
    cents("patients_cents", "With patients", "what payers have left of claims that they settled"),
    cents("open_cents", "Open together"),
    count("claims", "Claims"),
    count(
        "patient_claims",
        "With patients alone",
        "of the claims: settled by payers, and a part is the patient's",
    ),
    cents("since_cents", "Of it since the cutover", "service from the cutover on; null: no cutover date"),
    cents("self_cents", "Self-pay, apart", "visits that no payer is asked to pay: in no other column"),
    count("unknown", "Of unknown amount", "in no sum"),
    count(
        "unanswered",
        "Not answered",
        "of the claims with payers: nothing paid, adjusted or denied by the list, and no remittance of either system",
    ),
    cents("unanswered_cents", "Charged on them"),
)
CREDITS = (
    text("claim", "Claim no.", "", Privacy.PHI),
    text("payer_name", "Payer", "as the source writes it"),
    Column("service_from", Kind.DATE, "Service from", privacy=Privacy.DESK),
    cents("credit_cents", "Credit", "the balance below zero"),
    text("state_as_written", "State as written", "the source's own word", Privacy.DESK),
    text("source_file", "File", "path below the practice's folder", Privacy.PHI),
)
_WAITS = ("open", "pending")
_TITLE = "The whole open balance, by age"
_NOTE = (
    "balances of the claim history on the report's date, whoever owes them and whichever system bills them"
)


def by_age(
    history: pd.DataFrame, today: pd.Timestamp, cutover: dt.date | None, decided: pd.DataFrame | None = None
) -> pd.DataFrame:
    """Return what is open of every claim of a history (CLAIM_HISTORY), one row per age and one for all (BALANCES).

    Open is the balance of a claim that a payer still has, and what is left of one that payers have settled. Services
    after `today`, void claims, those written off and those of which no list tells what became are not in it, nor are
    paid ones without a balance; self-pay visits stand apart.
    Of a claim that the first payer sent on it is what that one left (`left_open.left_to_next`), by the claim payments
    `decided`.
    Without a history that tells states there is no row.
    """
    history = history[~is_untold(history)]
    if history.empty:
        return framed([], BALANCES)
    rows = each_open(history, today, decided)
    parts = [*((name, rows[rows["bucket"].eq(name)]) for name in (*BUCKETS, UNDATED)), (EVERY, rows)]
    return framed(
        [_row(name, part, cutover) for name, part in parts if len(part) or name != UNDATED], BALANCES
    )


def shown(
    history: pd.DataFrame, today: pd.Timestamp, cutover: dt.date | None, decided: pd.DataFrame | None = None
) -> Table:
    """Return the balances by age (`by_age`) as a table of a report."""
    note = "; ".join([_NOTE, *(told_apart(history, today, decided) if len(history) else [])])
    return table(_TITLE, by_age(history, today, cutover, decided), BALANCES, note)


def figure(
    history: pd.DataFrame, today: pd.Timestamp, cutover: dt.date | None, decided: pd.DataFrame | None = None
) -> Figure:
    """Return the balance of all claims as a headline number, unknown where no history tells amounts."""
    label, rows = "Open with payers and patients", by_age(history, today, cutover, decided)
    untold = is_untold(history) & ~is_self_pay(history)
    if rows.empty:
        said = (
            f"no list tells what became of {_claims(untold)}"
            if untold.any()
            else "no claim history is on file that could be read"
        )
        return Figure(label, None, said)
    whole = rows.iloc[-1]
    if pd.isna(whole["open_cents"]):
        return Figure(label, None, "no claim has a known amount")
    since = whole["since_cents"]
    words = [f"{several(int(whole['claims']), 'claim')} of the {_lists(history)}"]
    words += [f"{int(whole['unknown']):,} of unknown amount"] if whole["unknown"] else []
    words += told_apart(history, today, decided)
    words += [f"{dollars(int(since))} of it since the cutover"] if not pd.isna(since) and since else []
    alone = whole["self_cents"]
    words += [f"self-pay apart: {dollars(int(alone))}"] if not pd.isna(alone) and alone else []
    least = "at least " if whole["unknown"] or untold.any() else ""
    return Figure(label, least + dollars(int(whole["open_cents"])), ", ".join(words))


def credits_of(history: pd.DataFrame, today: pd.Timestamp) -> pd.DataFrame:
    """Return the claims with a balance below zero (CREDITS): they are in no sum of what is open."""
    below = history["balance_cents"].lt(0).fillna(False).astype(bool) & ~is_withdrawn(history)
    rows = history[below & ~is_self_pay(history) & ~(history["service_from"] > today).fillna(False)]
    number = rows["claim_number"].fillna(rows["patient_control_number"])
    told = rows.assign(claim=number, credit_cents=rows["balance_cents"])
    ordered = told.sort_values(["credit_cents", "claim"], kind="stable", ignore_index=True)
    return conform(ordered[[column.name for column in CREDITS]], CREDITS)


def credits_shown(history: pd.DataFrame, today: pd.Timestamp) -> Table:
    """Return the claims with a credit as a table of a report."""
    rows = credits_of(history, today)
    note = "more came in than was due: to be refunded or applied; in no sum of what is open"
    return table("Claims with a credit", rows, CREDITS, note if len(rows) else "")


def _credit_words(history: pd.DataFrame, rows: pd.DataFrame, today: pd.Timestamp) -> list[str]:
    """How many claims have a credit besides these open ones, and what all balances come to."""
    below = credits_of(history, today)
    if below.empty:
        return []
    rows = rows[~rows["is_alone"]]
    credit, open_ = int(below["credit_cents"].sum()), known_sum(rows["amount_cents"])
    with_ = f"{several(len(below), 'claim')} with a credit of {dollars(-credit)} not in it"
    if open_ is None or rows["amount_cents"].isna().any():
        return [with_]
    return [f"{with_}: {len(rows) + len(below):,} claims with a balance, {dollars(open_ + credit)} net"]


def told_apart(history: pd.DataFrame, today: pd.Timestamp, decided: pd.DataFrame | None = None) -> list[str]:
    """Return in words what of these sums is a charge, and which claims are in none since their list is silent."""
    own = history[~is_self_pay(history)]
    rows, amounts = (
        each_open(own[~is_untold(own)], today, decided),
        ["balance_cents", "paid_cents", "adjusted_cents"],
    )
    bare = rows[rows[amounts].isna().all(axis=1) & rows["amount_cents"].notna() & ~rows["is_rest"]]
    owed = rows[_is_unsure(rows)]
    closed = own["state"].eq("paid").fillna(False) & balance(own).isna()
    untold = is_untold(own)
    words = _credit_words(history, rows, today)
    words += (
        [f"{dollars(int(bare['amount_cents'].sum()))} of it charges without a balance"] if len(bare) else []
    )
    words += [f"of {_claims(closed)} called paid no balance is stated"] if closed.any() else []
    if len(owed):
        money = dollars(int(owed["amount_cents"].sum()))
        words.append(f"{money} of it what payers left to patients, and whether they paid is not known")
    return words + ([f"what became of {_claims(untold)} no list tells"] if untold.any() else [])


def unsure_of_patients(
    history: pd.DataFrame, today: pd.Timestamp, decided: pd.DataFrame | None = None
) -> int:
    """Return the cents that payers left to patients of claims without a balance: whether they paid is not known."""
    own = history[~is_self_pay(history)]
    rows = each_open(own[~is_untold(own)], today, decided)
    return int(rows.loc[_is_unsure(rows), "amount_cents"].sum())


def _is_unsure(rows: pd.DataFrame) -> pd.Series:
    return rows["is_patient"] & rows["balance_cents"].isna() & rows["amount_cents"].notna()


def _lists(history: pd.DataFrame) -> str:
    """What lists these claims: a claim history, an A/R aging where no history has them, or both."""
    is_aged = history["source"].eq(AGING)
    if not is_aged.any():
        return "claim history"
    return "A/R aging" if is_aged.all() else "claim history and the A/R aging"


def _claims(which: pd.Series) -> str:
    return several(int(which.sum()), "claim")


def each_open(history: pd.DataFrame, today: pd.Timestamp, decided: pd.DataFrame | None) -> pd.DataFrame:
    """Return the open claims: the amount of each, whether it is the patient's or answered, and its age."""
    amount, resolved = balance(history).astype("Int64"), is_resolved(history)
    rest, answered = pd.Series(pd.NA, history.index, dtype="Int64"), pd.Series(False, history.index)
    if decided is not None and len(decided):
        rest, answered = left_to_next(history, decided), is_answered(history, decided)
    amount = rest.fillna(amount)
    left = resolved & history["state"].isin(LEFT_TO_PATIENTS) & amount.gt(0).fillna(False)
    waits = ~resolved & ~is_withdrawn(history) & ~amount.eq(0).fillna(False)
    at_patient = history["state"].eq("patient responsibility").fillna(False) & amount.isna()
    left = left | (at_patient & resolved)
    rows = history.assign(amount_cents=amount, is_patient=left, is_alone=is_self_pay(history),
                          is_rest=rest.notna(), is_answered=answered)[(waits | left).astype(bool)]  # fmt: skip
    rows = aged(rows[~(rows["service_from"] > today).fillna(False)], today)
    return rows.assign(bucket=rows["bucket"].astype("str").where(rows["service_from"].notna(), UNDATED))


def _row(name: str, every: pd.DataFrame, cutover: dt.date | None) -> tuple:
    since, rows = None, every[~every["is_alone"]]
    if cutover is not None:
        since = _cents(rows[(rows["service_from"] >= pd.Timestamp(cutover)).fillna(False)])
    return (
        name, _cents(rows[~rows["is_patient"]]), _cents(rows[rows["is_patient"]]), _cents(rows), len(rows),
        int(rows["is_patient"].sum()), since,
        _cents(every[every["is_alone"]]), int(rows["amount_cents"].isna().sum()),
        len(quiet := rows[_unanswered(rows)]), _cents(quiet.assign(amount_cents=quiet["charge_cents"])),
    )  # fmt: skip


def _unanswered(rows: pd.DataFrame) -> pd.Series:
    """Which open claims no payer has answered by the list, not even the first of several; a word that is not
    understood may say that one has."""
    nothing = ~rows[["paid_cents", "adjusted_cents"]].fillna(0).ne(0).any(axis=1)
    later = is_with_next_payer(rows) | rows["forwarded_on"].notna()
    waits = rows["state"].isin(_WAITS) | (rows["state"].eq(UNKNOWN) & rows["state_as_written"].isna())
    return nothing & waits & ~rows["is_patient"] & ~later & ~rows["is_answered"]


def _cents(rows: pd.DataFrame) -> int | None:
    return 0 if rows.empty else known_sum(rows["amount_cents"])
