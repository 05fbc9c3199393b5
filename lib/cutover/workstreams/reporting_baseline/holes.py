"""What is known to be missing of a month: silent payers, money that other sources name, broken files."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pandas as pd

from cutover.lookup import days_of
from cutover.money import dollars
from cutover.reading.claims.submissions import keys
from cutover.reading.era.not_read import ERA, MEDI_ERA
from cutover.reading.mapping.record import NOT_READ
from cutover.reading.practice.file_names import base_name, name_date
from cutover.wording import several
from cutover.workstreams import unread_files
from cutover.workstreams.claim_reconciliation import LACKING, NOT_IN_WHAT_WAS_READ, in_texts, reconcile
from cutover.workstreams.lone_deposits import lone, nothing_came
from cutover.workstreams.payer_spellings import one_name
from cutover.workstreams.remittance_items import check_compared
from cutover.workstreams.reporting_baseline import decided
from cutover.workstreams.reporting_baseline.deposited import deposited
from cutover.workstreams.reporting_baseline.inputs import Inputs
from cutover.workstreams.reporting_baseline.months import month_of
from cutover.workstreams.run_rules import load_rules
from cutover.workstreams.silences import (
    Figures,
    break_a_payee,
    payment_days,
    rhythm,
    rules,
    too_long,
    with_elsewhere,
)

# month, what is missing, known amount in cents (None: not known)
SILENCE = "nothing from "
Hole = tuple[pd.Timestamp, str, int | None]


def holes(inputs: Inputs) -> Iterator[Hole]:
    """Yield what is missing of the remittances, one entry per month and kind."""
    yield from _silences(inputs)
    yield from _as_text(inputs)
    yield from _in_other_folders(inputs)
    yield from _paid_elsewhere(inputs)
    yield from deposited(inputs)
    yield from _broken(inputs)
    yield from _unread(inputs)


def _silences(inputs: Inputs) -> Iterator[Hole]:
    """The months in which a payer's own rhythm asks for a payment and none is on file, nor known not to have come."""
    figures = rules(inputs.as_of)
    found = silent(with_elsewhere(inputs.counted, inputs.claims.elsewhere), inputs.today, figures)
    found = found[break_a_payee(found, inputs.counted, figures)]
    if len(found) and len(inputs.deposits):
        limits, history = load_rules(inputs.as_of), inputs.claims.history
        papers = pd.concat([inputs.papers, inputs.claims.elsewhere], ignore_index=True)
        alone = lone(inputs.deposits, inputs.counted, history, inputs.lists, limits, inputs.today, papers)
        quiet = nothing_came(found, inputs.deposits, alone, inputs.counted, limits, figures.fewest_days)
        found = found[~quiet]
    waits = _waiting(inputs) if len(found) else None
    asked = [
        (day, row.payer) for row in found.itertuples() for day in _asked(row) if waits and waits(row, day)
    ]
    rows = pd.DataFrame(asked, columns=["day", "payer"]).astype({"day": "datetime64[ms]", "payer": "str"})
    rows = rows[~came_all_the_same(rows, inputs.counted, found)]
    for month, part in rows.groupby(month_of(rows["day"])):
        names = sorted(part["payer"].unique())
        more = f" and {len(names) - 1:,} more" if len(names) > 1 else ""
        yield month, f"{SILENCE}{names[0]}{more} when due", None


def came_all_the_same(rows: pd.DataFrame, counted: pd.DataFrame, found: pd.DataFrame) -> pd.Series:
    """Return which days asked for (`day`, `payer`) are of a month in which the payer paid as often as it usually does.

    That is as often as its usual interval (`usual_days` of `found`) goes into the month: a payer of once a month that
    paid later in the month lacks nothing there, one of every week that paid once does.
    """
    usual = rows["payer"].map(found.groupby("payer")["usual_days"].first()).astype("Float64")
    days = payment_days(counted)
    paid = days.groupby([days["payer"], month_of(days["paid_on"])]).size()
    at = pd.MultiIndex.from_arrays([rows["payer"], month_of(rows["day"])])
    times = pd.Series(paid.reindex(at, fill_value=0).to_numpy(), rows.index)
    wanted = (rows["day"].dt.days_in_month // usual).clip(lower=1)
    return (times >= wanted).fillna(False).astype(bool)


def _waiting(inputs: Inputs) -> Callable[[Any, pd.Timestamp], bool]:
    """Tell of a silence and a day in it whether a claim of the payer waited then, as far as the claim history tells.

    One that was served by that day and not answered yet: the answer that ended the silence was slow, and none is
    missing of its claim. A history that ends before that day, or has no claim of the payer, tells nothing: then one may
    have waited.
    """
    rows = inputs.claims.history
    if rows.empty:
        return lambda row, day: True
    told = decided.rows(inputs).drop_duplicates("claim").set_index("claim")["paid_on"]
    on = pd.Series(pd.NaT, rows.index, dtype="datetime64[ms]")
    for name in ("patient_control_number", "claim_number"):
        on = on.fillna(days_of(keys(rows[name], rows["service_from"]), told))
    payer = one_name(rows["payer_name"], inputs.counted["payer"], inputs.same)
    claims = pd.DataFrame({"payer": payer, "served": rows["service_from"], "answered": on})
    claims = claims.dropna(subset=["served"])
    known, reach = set(claims["payer"]), claims["served"].max()

    def waits(row: Any, day: pd.Timestamp) -> bool:
        if row.payer not in known or day > reach + pd.Timedelta(days=inputs.rules.claims_lag_days):
            return True
        theirs = claims[claims["payer"].eq(row.payer) & (claims["served"] <= day)]
        return bool(theirs["answered"].isna().any())

    return waits


def silent(counted: pd.DataFrame, today: pd.Timestamp, figures: Figures) -> pd.DataFrame:
    """Return the silences that break a payer's rhythm, the one that lasts until today included, one row each.

    `payer`, `since` and `until` (its payments on either side; today for one that has not ended), `usual_days`.
    """
    said, days = rhythm(counted, figures), payment_days(counted)
    between = days.dropna(subset=["previous"]).rename(columns={"previous": "since", "paid_on": "until"})
    last = said[["payer", "last_paid"]].rename(columns={"last_paid": "since"}).assign(until=today)
    rows = pd.concat([between[["payer", "since", "until"]], last], ignore_index=True)
    rows = rows.merge(said[["payer", "usual_days", "limit_days"]], on="payer")
    return rows[too_long(rows["since"], rows["until"], rows["limit_days"], figures)].reset_index(drop=True)


def _asked(row) -> Iterator[pd.Timestamp]:
    """The days within a silence on which the rhythm asks for a payment; the middle where it asks for none."""
    usual = pd.Timedelta(days=float(row.usual_days))
    day, last = row.since + usual, row.until - usual / 2
    if day >= last:
        yield row.since + (row.until - row.since) / 2
    while day < last:
        yield day
        day += usual


def _as_text(inputs: Inputs) -> Iterator[Hole]:
    """Checks that are on file as text alone."""
    alone = _texts_alone(inputs)
    for month, part in alone.groupby(month_of(alone["check_date"])):
        said = "1 check is" if len(part) == 1 else f"{len(part):,} checks are"
        yield month, f"{said} on file as text alone", int(part["amount_cents"].fillna(0).sum())


def _in_other_folders(inputs: Inputs) -> Iterator[Hole]:
    """The practice's remittances in folders of other practices, whose money is in no month until they are moved."""
    there = inputs.claims.elsewhere
    for month, part in there.groupby(month_of(there["check_date"])):
        said = "1 remittance lies" if len(part) == 1 else f"{len(part):,} remittances lie"
        yield (
            month,
            f"{said} in another practice's folder: move it here",
            int(part["amount_cents"].fillna(0).sum()),
        )


def _texts_alone(inputs: Inputs) -> pd.DataFrame:
    known = set(check_compared(inputs.remittances["trace_number"]).dropna())
    texts = pd.concat([feed.text_checks for feed in inputs.feeds], ignore_index=True)
    number = check_compared(texts["check_number"])
    return texts[number.notna() & ~number.isin(known)].assign(number=number).drop_duplicates("number")


def _paid_elsewhere(inputs: Inputs) -> Iterator[Hole]:
    """Claims that the claim history calls paid and no remittance names, nor a text: that counts by itself."""
    if inputs.claims.history.empty:
        return
    rows = _paid_alone(inputs)
    for month, part in rows.groupby(month_of(rows["paid_on"])):
        said = "1 claim is" if len(part) == 1 else f"{len(part):,} claims are"
        yield (
            month,
            f"{said} paid in the claim history without a remittance",
            int(part["history_paid_cents"].sum()),
        )


def undated(inputs: Inputs) -> pd.DataFrame:
    """Return the claims that the history calls paid, with neither a remittance nor a day of payment, one row each.

    They are in no month; `history_paid_cents` is what the history says was paid.
    """
    rows = _paid_alone(inputs)
    return rows[rows["paid_on"].isna()]


def _paid_alone(inputs: Inputs) -> pd.DataFrame:
    rows = reconcile(inputs.claims, inputs.lists).of("no ERA")
    return rows[~in_texts(rows, _texts_alone(inputs))]


def _broken(inputs: Inputs) -> Iterator[Hole]:
    """Remittances that are cut, or whose amount or claims cannot be read or do not add up."""
    counted = inputs.counted
    whole = pd.concat([feed.payments[["content", "payment_id", "is_whole"]] for feed in inputs.feeds])
    cut = counted.merge(
        whole.drop_duplicates(["content", "payment_id"]), on=["content", "payment_id"], how="left"
    )
    cut = cut.assign(ends=~cut["is_whole"].fillna(False).astype(bool))
    off = cut["ends"] | ~cut["difference_cents"].eq(0).fillna(False)
    for month, part in cut[off].groupby(month_of(cut["paid_on"])):
        yield month, f"{several(len(part), 'remittance')} cut, damaged or not adding up{_apart(part)}", None


def _apart(part: pd.DataFrame) -> str:
    """What of a month's payments stands in files that are cut, in words: it is in the sums by its stated amount."""
    money = part.loc[part["ends"], "paid_cents"].dropna()
    return f" (cut: {dollars(int(money.sum()))}, in the month's payments)" if len(money) else ""


def _unread(inputs: Inputs) -> Iterator[Hole]:
    """Files of remittances that were not read, or only in part, by the day in their names."""
    rows = unread_files.unread(inputs.files)
    rows = rows[rows["source"].isin([ERA, MEDI_ERA])]
    days = pd.Series(
        [name_date(base_name(path)) for path in rows["source_file"]], rows.index, "datetime64[ms]"
    )
    shut = rows["state"].eq(NOT_READ)
    for which, how in ((shut, "not read"), (~shut, "read only in part")):
        found = days[which].dropna()
        for month, part in found.groupby(month_of(found)):
            said = "1 file of remittances is" if len(part) == 1 else f"{len(part):,} files of remittances are"
            yield month, f"{said} {how}", None


def lacking(inputs: Inputs) -> Iterator[Hole]:
    """Yield the claims that remittances pay and the claim history lacks, by month of service."""
    if inputs.claims.history.empty:
        return
    both = reconcile(inputs.claims, inputs.lists)
    for outcome, of in (
        (LACKING, "the claim history"),
        (NOT_IN_WHAT_WAS_READ, "what was read of the claim history"),
    ):
        rows = both.of(outcome)
        for month, part in rows.groupby(month_of(rows["served_era"])):
            said = "1 claim" if len(part) == 1 else f"{len(part):,} claims"
            yield month, f"{said} of the remittances missing from {of}", None
