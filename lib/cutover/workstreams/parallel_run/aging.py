"""A/R aging of the legacy claims: week by week, in the usual buckets by payer, until each is resolved.

A claim is legacy where its first day of service lies before the cutover. Its age counts from that day. Past
weeks are told from today's history: a claim counted in a week where it had been served by then and was not
resolved by then (its paid date, or the day of its last remittance); a claim that is resolved without any date
counts in no past week.
"""

from __future__ import annotations

import datetime as dt

import pandas as pd

from cutover.workstreams.columns import PAYER, cents, count, date, text
from cutover.workstreams.parallel_run.inputs import Inputs
from cutover.workstreams.payer_spellings import one_name
from cutover.workstreams.remittance_items import compared

BUCKETS = ("0-30", "31-60", "61-90", "91-120", "over 120")
_EDGES = [-1, 30, 60, 90, 120, 100_000]
RESOLVED = ("paid", "written off", "patient responsibility")
WEEKS = 8
AGING = (
    PAYER,
    *[cents(f"days_{b.replace('-', '_').replace(' ', '_')}_cents", f"{b} days") for b in BUCKETS],
    cents("open_cents", "Open"),
    count("claims", "Claims"),
)
TREND = (
    date("week", "On"),
    text("week_label", "Week to"),
    text("bucket", "Age in days"),
    cents("open_cents", "Open"),
    count("claims", "Claims"),
)


def legacy(run: Inputs) -> pd.DataFrame:
    """Return the legacy claims of the history, one row per claim, with what is open and when it was resolved."""
    found = run.history
    if run.cutover is None or found.empty:
        return found.iloc[0:0].assign(payer="", open_cents=0, resolved_on=pd.NaT)
    old = found[(found["service_from"] < pd.Timestamp(run.cutover)).fillna(False)].copy()
    decided = run.items[run.items["kind"] == "claim"].groupby("claim")["paid_on"].max()
    key = compared(old["patient_control_number"].fillna(old["claim_number"]))
    last = pd.Series(decided.reindex(key).to_numpy(), old.index)
    resolved = old["state"].isin(RESOLVED)
    rest = old["charge_cents"] - old["paid_cents"].fillna(0) - old["adjusted_cents"].fillna(0)
    return old.assign(
        payer=one_name(old["payer_name"], run.remittances["payer"]),
        amount_cents=old["balance_cents"].fillna(rest).fillna(0).clip(lower=0),
        was_cents=old["charge_cents"].fillna(old["balance_cents"]).fillna(0),
        is_resolved=resolved,
        resolved_on=old["paid_date"].fillna(last).where(resolved),
    )


def aging(run: Inputs) -> pd.DataFrame:
    """Return what is open today, one row per payer, the largest first; ages in days since service."""
    found = legacy(run)
    if found.empty:
        return pd.DataFrame(columns=[c.name for c in AGING])
    left = found[~found["is_resolved"]]
    wide = _buckets(left, run.today).pivot_table(
        index="payer", columns="bucket", values="amount_cents", aggfunc="sum", observed=False, fill_value=0
    )
    wide = wide.reindex(columns=list(BUCKETS), fill_value=0)
    names = [c.name for c in AGING[1 : 1 + len(BUCKETS)]]
    frame = wide.set_axis(names, axis=1).assign(
        open_cents=wide.sum(axis=1), claims=left.groupby("payer").size()
    )
    return frame.sort_values("open_cents", ascending=False).reset_index()


def trend(run: Inputs) -> pd.DataFrame:
    """Return what was open on the same weekday of the last weeks, one row per week and bucket; charges for what
    was resolved since, balances for what is open today."""
    found = legacy(run)
    parts = []
    for back in range(WEEKS - 1, -1, -1):
        on = run.today - dt.timedelta(7 * back)
        dated = ~found["is_resolved"] | found["resolved_on"].notna() if len(found) else []
        if not len(found):
            break
        was = found[dated & (found["service_from"] <= on) & ~(found["resolved_on"] <= on)]
        was = was.assign(amount_cents=was["amount_cents"].where(~was["is_resolved"], was["was_cents"]))
        sums = _buckets(was, on).groupby("bucket", observed=False)["amount_cents"].agg(["sum", "size"])
        named = sums.set_axis(["open_cents", "claims"], axis=1).rename_axis("bucket").reset_index()
        parts.append(named.astype({"bucket": "str"}).assign(week=on, week_label=f"{on:%Y-%m-%d}"))
    return pd.concat(parts, ignore_index=True) if parts else pd.DataFrame(columns=[c.name for c in TREND])


def _buckets(rows: pd.DataFrame, on: pd.Timestamp) -> pd.DataFrame:
    age = (on - rows["service_from"]).dt.days
    return rows.assign(bucket=pd.cut(age, _EDGES, labels=list(BUCKETS)))


def closeout(run: Inputs) -> dict[str, object]:
    """Return the sixty-day clock: its last day, the days left, and what is open of how many claims."""
    found = legacy(run)
    left = found[~found["is_resolved"]] if len(found) else found
    last = None if run.cutover is None else run.cutover + dt.timedelta(run.rules.closeout_days)
    return {
        "last_day": last,
        "days_left": None if last is None else (last - run.as_of).days,
        "open_cents": int(left["amount_cents"].sum()) if len(left) else 0,
        "claims": len(left),
        "is_known": len(run.history) > 0,
    }
