"""Claims of the history from before a day, what is open of each, and their age: one table for every report.

A claim is legacy where its first day of service lies before the cutover. Its age counts from that day. Past
weeks are told from today's history: a claim counted in a week where it had been served by then and was not
resolved by then (its paid date, or the day of its last remittance); a claim that is resolved without any date
counts in no past week.
"""

from __future__ import annotations

import datetime as dt

import pandas as pd

from cutover.identifiers import compared
from cutover.reading.claims.states import (
    balance,
    is_resolved,
    is_settled,
    is_untold,
    is_withdrawn,
)
from cutover.reading.claims.submissions import keys
from cutover.reading.payers.same import NONE_PROVEN, SamePayers
from cutover.workstreams.columns import PAYER, cents, count, date, text
from cutover.workstreams.left_open import left_to_next
from cutover.workstreams.payer_spellings import one_name

BUCKETS = ("0-30", "31-60", "61-90", "91-120", "over 120")
_EDGES = [-1, 30, 60, 90, 120, 100_000]
WEEKS = 8
AGING = (
    PAYER,
    *[cents(f"days_{b.replace('-', '_').replace(' ', '_')}_cents", f"{b} days") for b in BUCKETS],
    cents("open_cents", "Open"),
    count("claims", "Claims"),
    count("unknown", "Of unknown amount", "in no sum"),
)
TREND = (
    date("week", "On"),
    text("week_label", "Week to"),
    text("bucket", "Age in days"),
    cents("open_cents", "Open"),
    count("claims", "Claims"),
)


def legacy(
    history: pd.DataFrame,
    before: dt.date | None,
    decided: pd.DataFrame,
    payers: pd.Series,
    same: SamePayers = NONE_PROVEN,
) -> pd.DataFrame:
    """Return the claims of the history with service before a day, with what is open and when each was resolved.

    One row per row of the history (CLAIM_HISTORY) that tells a state, its index kept. `decided` are claim payments of
    remittances, with `patient_control_number`, `service_from`, `payer` and `paid_on` (`last_answer`) and what
    `left_to_next` asks for; `payers` are the spellings of the remittances, which go first, `same` the names
    that are proven to be one payer's. `amount_cents` is what the
    first payer left of a claim that it sent on (`left_to_next`), else the
    balance as the history states it, else charge less paid less adjusted, never below zero, and `was_cents` what was
    charged; null where it states none of them. A claim that is void or
    replaced (`is_withdrawn`) is resolved on no day and was never open; one of an unknown state may be settled by its
    amounts (`is_settled`). Claims of which no list tells what became (`is_untold`) are left out: remittances and file
    summaries may tell it.
    """
    if before is None or history.empty:
        return history.iloc[0:0].assign(
            payer="", amount_cents=0, was_cents=0, is_resolved=False, is_withdrawn=False, is_settled=False,
            resolved_on=pd.NaT,
        )  # fmt: skip
    is_old = (history["service_from"] < pd.Timestamp(before)).fillna(False)
    old = history[is_old & ~is_untold(history)].copy()
    old = old.assign(payer=one_name(old["payer_name"], payers, same))
    last = last_answer(old, decided)
    resolved, withdrawn = is_resolved(old), is_withdrawn(old)
    return old.assign(
        amount_cents=left_to_next(old, decided).fillna(balance(old).astype("Int64")),
        was_cents=old["charge_cents"].fillna(old["balance_cents"]).astype("Int64"),
        is_resolved=resolved,
        is_withdrawn=withdrawn,
        is_settled=is_settled(old),
        resolved_on=old["paid_date"].fillna(last).where(resolved & ~withdrawn),
    )


def last_answer(claims: pd.DataFrame, decided: pd.DataFrame) -> pd.Series:
    """Return the day of each claim's last remittance, null where none is known to be of it; the index of `claims`.

    A remittance is of the claim that has its number and day of service, the account's number before the claim's own:
    some histories state the patient's account, and remittances the claim's number. Claims of several
    payers that share account and day have each the answer of their own `payer`. A remittance without a day of service
    is of the only claim with its number.
    """
    last = pd.Series(pd.NaT, claims.index, dtype="datetime64[ms]")
    names, days = ("patient_control_number", "claim_number"), claims["service_from"]
    asked = {name: keys(claims[name], days) for name in names}
    told = keys(decided["patient_control_number"], decided["service_from"])
    by_key = decided["paid_on"].groupby(told).max()
    for key in asked.values():
        found = _at(by_key, key)
        pairs = pd.DataFrame({"key": key, "payer": claims["payer"]}).dropna().drop_duplicates()
        shared = key.isin(pairs.loc[pairs["key"].duplicated(), "key"])
        if shared.any():
            mine = told.isin(key[shared])
            of_payer = told[mine] + "|" + decided.loc[mine, "payer"].astype("str")
            by_payer = decided.loc[mine, "paid_on"].groupby(of_payer).max()
            found = found.mask(shared, _at(by_payer, key + "|" + claims["payer"].astype("str")))
        last = last.fillna(found)
    loose = decided[decided["service_from"].isna()]
    if loose.empty:
        return last
    bare = {name: compared(claims[name]) for name in names}
    place = asked["claim_number"].fillna(asked["patient_control_number"])
    bearers = pd.concat([pd.DataFrame({"number": number, "claim": place}) for number in bare.values()])
    once = bearers.dropna().drop_duplicates()["number"].drop_duplicates(keep=False)
    numbers = compared(loose["patient_control_number"])
    by_number = loose["paid_on"].groupby(numbers[numbers.isin(once)]).max()
    for number in bare.values():
        last = last.fillna(_at(by_number, number))
    return last


def _at(table: pd.Series, keys_: pd.Series) -> pd.Series:
    return pd.Series(table.reindex(keys_).to_numpy("datetime64[ms]"), keys_.index)


def aging(found: pd.DataFrame, today: pd.Timestamp) -> pd.DataFrame:
    """Return what is open today of legacy claims, one row per payer, the largest first; ages in days since service.

    Sums are null where no amount in them is known.
    """
    if found.empty:
        return pd.DataFrame(columns=[c.name for c in AGING])
    left = found[~found["is_resolved"]]
    dated = aged(left, today)
    by_bucket = {
        bucket: dated[dated["bucket"].eq(bucket)].groupby("payer")["amount_cents"].sum(min_count=1)
        for bucket in BUCKETS
    }
    there = {
        bucket: sums.reindex(dated["payer"].unique(), fill_value=0) for bucket, sums in by_bucket.items()
    }
    wide = pd.DataFrame(there).rename_axis("payer").astype("Int64")
    names = [c.name for c in AGING[1 : 1 + len(BUCKETS)]]
    frame = wide.set_axis(names, axis=1).assign(
        open_cents=left.groupby("payer")["amount_cents"].sum(min_count=1).astype("Int64"),
        claims=left.groupby("payer").size(),
        unknown=left["amount_cents"].isna().groupby(left["payer"]).sum(),
    )
    return frame.sort_values("open_cents", ascending=False).reset_index()


def weekly(found: pd.DataFrame, today: pd.Timestamp, by: str = "bucket") -> pd.DataFrame:
    """Return what was open on the same weekday of the last weeks, one row per week and `by` (bucket or payer);
    charges for what was resolved since, balances for what is open today."""
    parts = []
    for back in range(WEEKS - 1, -1, -1) if len(found) else ():
        on = today - dt.timedelta(7 * back)
        grouped = open_on(found, on).groupby(by, observed=False)["amount_cents"]
        sums = grouped.sum(min_count=1).astype("Int64").mask(grouped.size().eq(0), 0)
        named = pd.DataFrame({"open_cents": sums, "claims": grouped.size()}).rename_axis(by).reset_index()
        parts.append(named.astype({by: "str"}).assign(week=on, week_label=f"{on:%Y-%m-%d}"))
    names = [by if c.name == "bucket" else c.name for c in TREND]
    return pd.concat(parts, ignore_index=True) if parts else pd.DataFrame(columns=names)


def known_sum(amounts: pd.Series) -> int | None:
    """Return the sum of the known cents, None where none is known: what nobody tells is never nothing."""
    return int(amounts.sum()) if amounts.notna().any() else None


def open_on(found: pd.DataFrame, on: pd.Timestamp) -> pd.DataFrame:
    """Return the claims that were open on a day, one row each, with the `bucket` of their age on it.

    `amount_cents` is the balance of a claim that is open today and the charge of one that was resolved since.
    """
    dated = ~found["is_resolved"] | found["resolved_on"].notna()
    was = found[dated & (found["service_from"] <= on) & ~(found["resolved_on"] <= on)]
    return aged(was.assign(amount_cents=was["amount_cents"].where(~was["is_resolved"], was["was_cents"])), on)


def aged(rows: pd.DataFrame, on: pd.Timestamp) -> pd.DataFrame:
    """Return claims with the `bucket` of their age on a day."""
    age = (on - rows["service_from"]).dt.days
    return rows.assign(bucket=pd.cut(age, _EDGES, labels=list(BUCKETS)))
