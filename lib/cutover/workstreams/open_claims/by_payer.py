"""The claims of the claim history by payer: every one of it once, whenever it was served and whatever became of it."""

from __future__ import annotations

import pandas as pd

from cutover.columns import Column, Kind, framed
from cutover.reading.claims.states import is_own_charge
from cutover.reading.claims.submissions import is_self_pay
from cutover.reading.payers.same import NONE_PROVEN, SamePayers
from cutover.workstreams.columns import PAYER, cents, count
from cutover.workstreams.legacy_claims import known_sum
from cutover.workstreams.payer_spellings import one_name

ALONE, EVERY = "(patients pay themselves)", "all of them"
BY_PAYER = (
    PAYER,
    count("claims", "Claims"),
    cents("charge_cents", "Charged"),
    count("uncharged", "Of them without a charge", "in no sum"),
    Column("first_month", Kind.MONTH, "Service from"),
    Column("last_month", Kind.MONTH, "Service to"),
)


def by_payer(history: pd.DataFrame, payers: pd.Series, same: SamePayers = NONE_PROVEN) -> pd.DataFrame:
    """Return the claims of a history (CLAIM_HISTORY) by payer, the most claims first, and all of them (BY_PAYER).

    `payers` are the spellings of the remittances, which go first, `same` the names proven to be one payer's. Void
    claims and those that a first payer sent on are left out: they are no charge of their own. Visits that patients pay
    themselves are a row of their own.
    """
    own = history[is_own_charge(history)]
    if own.empty:
        return framed([], BY_PAYER)
    name = one_name(own["payer_name"], payers, same).mask(is_self_pay(own), ALONE)
    rows = [_row(str(payer), part) for payer, part in own.groupby(name, sort=False)]
    rows.sort(key=lambda row: (row[0] == ALONE, -row[1], row[0]))
    return framed([*rows, _row(EVERY, own)], BY_PAYER)


def _row(name: str, rows: pd.DataFrame) -> tuple:
    first, last = rows["service_from"].min(), rows["service_from"].max()
    return (
        name, len(rows), known_sum(rows["charge_cents"]), int(rows["charge_cents"].isna().sum()),
        *(None if pd.isna(day) else day.replace(day=1) for day in (first, last)),
    )  # fmt: skip
