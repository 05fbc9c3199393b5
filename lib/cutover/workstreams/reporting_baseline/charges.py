"""What was billed: every claim on file once, with its day of service, its day of submission and its charge."""

from __future__ import annotations

import pandas as pd

from cutover.reading.claims.claims import Claims
from cutover.reading.claims.era_submissions import SOURCE as ERA
from cutover.reading.claims.history import SOURCE as HISTORY
from cutover.reading.claims.states import is_withdrawn
from cutover.reading.claims.submissions import keys
from cutover.workstreams.findings import placed
from cutover.workstreams.reporting_baseline.months import month_of

SUBMISSIONS, NOTHING = "file summaries and remittances", "no claims on file"


def known_from(claims: Claims) -> str:
    """Return which source tells of charges: the claim history where there is one, else what was submitted."""
    if len(claims.history):
        return HISTORY
    return SUBMISSIONS if len(claims.submitted) else NOTHING


def billed(claims: Claims) -> pd.DataFrame:
    """Return the claims billed, one row each: `service_from`, `submission_date`, `charge_cents`, `source`, `month` of
    service.

    A claim that was submitted again counts once, as it was sent last. A claim without a day of service has no month.
    A claim that the history calls void or replaced is no charge: it is in none of these rows. Nor is one that the first
    payer sent on, since its charge is the first claim's.
    """
    history = claims.history
    own = ~is_withdrawn(history) & history["forwarded_on"].isna()
    told = history[own] if len(history) else _each_once(claims.submitted)
    rows = told[["service_from", "submission_date", "charge_cents", "source"]].reset_index(drop=True)
    return rows.assign(month=month_of(rows["service_from"]))


def answered_alone(rows: pd.DataFrame) -> pd.Series:
    """Return how many claims of a month of service (`billed`) are all known, and from remittances alone, by month.

    A payer answers only what it has decided: what waits, was rejected or never answered is in no remittance.
    """
    alone = rows["source"].eq(ERA).groupby(rows["month"]).agg(["all", "size"])
    return alone.loc[alone["all"].astype(bool), "size"]


def by_month(rows: pd.DataFrame, day: str = "service_from") -> pd.Series:
    """Return the charges by month of a day; a month has its sum where at least one charge is known."""
    return rows.groupby(month_of(rows[day]))["charge_cents"].sum(min_count=1).astype("Int64")


def _each_once(submitted: pd.DataFrame) -> pd.DataFrame:
    ordered = placed(submitted.sort_values(["submission_date", "source_file", "source_row"], kind="stable"))
    number = ordered["patient_control_number"].fillna(ordered["claim_number"])
    claim = keys(number, ordered["service_from"])
    place = ordered["source_file"].astype("str") + "#" + ordered["place"]
    again = claim.fillna(place).duplicated(keep="last")
    return ordered[~again].drop(columns="place")
