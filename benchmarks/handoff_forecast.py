"""How far off the handoff is: its expected money and its forecast, held against what happened in the sample.

Run: `python -m benchmarks.handoff_forecast [practice ...]` after `cutover sample`; practices of the client
`sample-billing` that have a claim history, all unless named. Each is looked at on four days of its last year, with
nothing but what was known then: remittances up to that day, and the history without what was resolved after it. Sixty
days later, and at the end of the sample, what came true is counted from the whole files.
"""

from __future__ import annotations

import datetime as dt
import os
import sys
from dataclasses import replace
from pathlib import Path

import pandas as pd
from cutover.reading.era.archive import Archive
from cutover.reading.practice.book import load_practice, practices
from cutover.workstreams.open_claims.book import Book
from cutover.workstreams.open_claims.forecast import EVERY
from cutover.workstreams.open_claims.inputs import Inputs, load
from cutover.workstreams.open_claims.matching import dated
from cutover.workstreams.remittance_items import compared

CLIENT, END = "sample-billing", dt.date(2026, 7, 31)
BACK = (360, 270, 180, 90)  # days before the end
HEAD = ("practice", "day", "open then", "forecast open after 60 days", "range", "came true", "inside",
        "expected", "of claims worth", "paid by the end", "off")  # fmt: skip


def main(wanted: list[str]) -> None:
    """Print a row per practice and day, and how many of the ranges held the outcome."""
    home = Path(os.environ.get("CUTOVER_HOME", Path(__file__).resolve().parents[1]))
    print(f"| {' | '.join(HEAD)} |\n|{'---|' * len(HEAD)}")
    held = []
    for slug in wanted or practices(home, CLIENT):
        whole = load(load_practice(home, CLIENT, slug), END)
        if whole.history["paid_date"].notna().any():
            held += [
                said for days in BACK if (said := _row(slug, whole, END - dt.timedelta(days))) is not None
            ]
    print(f"{sum(held)} of {len(held)} outcomes lie in the range, which is meant to hold 80 of 100")


def _row(slug: str, whole: Inputs, on: dt.date) -> bool | None:
    then = Book(as_of(whole, on))
    last = pd.Timestamp(on + dt.timedelta(60))
    if then.forecast.empty or then.forecast["likely_cents"].isna().all():
        print(f"| {slug} | {on} | no open claim of the history, or none is resolved yet |", flush=True)
        return None
    total = then.forecast[then.forecast["payer"] == EVERY].iloc[0]
    true = _still_open(whole, then, last)
    inside = total["low_cents"] <= true <= total["high_cents"]
    sure = then.open[then.open["expected_cents"].notna()]
    expected, came = int(sure["expected_cents"].sum()), _received(whole, sure, pd.Timestamp(on))
    off = f"{100 * (expected - came) / came:+.0f} %" if came else "nothing came"
    money = [f"${cents / 100:,.0f}" for cents in (total["open_cents"], total["likely_cents"], true, expected,
                                                  int(sure["worth_cents"].sum()), came)]  # fmt: skip
    spread = f"${total['low_cents'] / 100:,.0f} to ${total['high_cents'] / 100:,.0f}"
    cells = (slug, str(on), money[0], money[1], spread, money[2], "yes" if inside else "no", *money[3:], off)
    print(f"| {' | '.join(cells)} |", flush=True)
    return bool(inside)


def as_of(whole: Inputs, on: dt.date) -> Inputs:
    """Return the inputs as they were on a day, the cutover on that day."""
    day, rows = pd.Timestamp(on), whole.history
    rows = rows[(rows["service_from"] < day).fillna(False)]
    later = (rows["paid_date"] > day).fillna(False)
    was = rows.assign(
        state=rows["state"].mask(later, "pending"),
        balance_cents=rows["balance_cents"].mask(later, rows["charge_cents"]),
        paid_cents=rows["paid_cents"].mask(later, 0), adjusted_cents=rows["adjusted_cents"].mask(later, 0),
        paid_date=rows["paid_date"].mask(later),
    )  # fmt: skip
    sent = whole.submitted[~(whole.submitted["submission_date"] > day)]
    return replace(whole, as_of=on, cutover=on, history=was, submitted=sent, known={},
                   office_ally=_until(whole.office_ally, day), medi=_until(whole.medi, day))  # fmt: skip


def _until(archive: Archive, day: pd.Timestamp) -> Archive:
    return replace(
        archive, payments=archive.payments[archive.payments["payment_date"] <= day].reset_index(drop=True)
    )


def _still_open(whole: Inputs, then: Book, last: pd.Timestamp) -> int:
    """The cents of the claims that were open then and were not resolved by the last day."""
    left = then.inputs.legacy[~then.inputs.legacy["is_resolved"]]
    end = whole.history.loc[left.index]
    open_yet = ~end["state"].isin(["paid", "written off", "patient responsibility"]) | (
        end["paid_date"] > last
    )
    return int(left.loc[open_yet.fillna(True), "amount_cents"].sum())


def _received(whole: Inputs, sure: pd.DataFrame, since: pd.Timestamp) -> int:
    """What was paid after the day on these claims: by remittances, take-backs with their sign, else by the history.

    The sample's archives have holes on purpose; what was paid in one of those months stands in the history alone.
    """
    rows = whole.decisions[whole.decisions["paid_on"] > since]
    remitted = rows.groupby(_place(rows))["paid_cents"].sum().reindex(_place(sure)).to_numpy()
    later = whole.history[whole.history["paid_date"] > since]
    posted = later.groupby("claim_number")["paid_cents"].sum().reindex(sure["claim_number"]).to_numpy()
    found = pd.Series(remitted).astype("Float64").fillna(pd.Series(posted).astype("Float64"))
    return int(found.mask(pd.Index(_place(sure)).duplicated()).fillna(0).sum())


def _place(rows: pd.DataFrame) -> pd.Series:
    return dated(compared(rows["patient_control_number"]), rows["service_from"])


if __name__ == "__main__":
    main(sys.argv[1:])
