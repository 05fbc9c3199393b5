"""When each payer switched: last remittance in Office Ally, first in Medi, overlap, and silence.

ERA enrollment is exclusive: a payer sends a provider's ERAs to one clearinghouse (Stedi, "How payers route ERAs",
2026-01-06), so each payer × Tax ID / NPI has one switch date. The alarm that matters most is neither feed.
"""

from __future__ import annotations

import datetime as dt
import math

import pandas as pd

from cutover.columns import Column, Kind, Privacy, framed
from cutover.lookup import among
from cutover.reading.era.parts import as_payments
from cutover.reading.postings.tables import MEDI, OFFICE_ALLY
from cutover.workstreams.columns import PAYER, cents, count, date, number, text
from cutover.workstreams.findings import total
from cutover.workstreams.parallel_run.inputs import Inputs
from cutover.workstreams.remittance_items import ACROSS, NOT_TOLD
from cutover.workstreams.silences import is_too_long, limit_days, moving_rules

GROUP = ["payer", "payee"]
NOT_YET, SWITCHED, OVERLAP, STILL, SILENT = (
    "not switched yet",
    "switched",
    "in both systems",
    "still sends to Office Ally",
    "silent",
)
SWITCHES = (
    PAYER,
    text("payee", "Tax ID / NPI", "the payee of its remittances", Privacy.DESK),
    text("state", "State", f"{NOT_YET}, {OVERLAP}, {SWITCHED}, {STILL}, {SILENT}"),
    date("last_office_ally", "Last in Office Ally", "those apart that are in Medi too; null: none"),
    date("first_medi", "First in Medi", "the switch date; null: none yet"),
    date("last_any", "Last in either"),
    number("usual_days", "Usual interval, days", "median between its payment days; null: too few of them"),
    count("days_silent", "Days since"),
    count("overlap_days", "Overlap, days", "from the first in Medi to the last in Office Ally"),
    count("medi_dates", "Payment days in Medi"),
    Column("volume_share", Kind.SHARE, "Of those expected", "payment days in Medi against its rhythm"),
    count("copies", "In both feeds", "remittances that are in both"),
    cents("late_cents", "To Office Ally after the overlap"),
    cents("landed_office_ally_cents", "Landed in Office Ally"),
    cents("landed_medi_cents", "Landed in Medi"),
)


SYSTEMS = (
    text("feed", "System"), count("remittances", "Remittances", "a check in several files or parts is one"),
    cents("paid_cents", "Paid"),
    count("both", "Of them in both", "the same remittance lies in the other system too: post it once"),
    cents("both_cents", "Paid by those"), date("first_on", "First"), date("last_on", "Last"),
)  # fmt: skip
IN_MEDI = (
    PAYER, date("paid_on", "Paid on"), cents("paid_cents", "Paid"), text("also", "In Office Ally too"),
    text("trace_number", "Check or EFT no.", "", Privacy.DESK),
)  # fmt: skip


def switches(run: Inputs) -> pd.DataFrame:
    """Return where each payer × Tax ID / NPI stands, one row each, the silent first."""
    paid = run.remittances[
        run.remittances["counts"].isna() | (run.remittances["counts"] == "in both systems")
    ]
    rows = [_row(run, key, group) for key, group in paid.groupby(GROUP)]
    frame = pd.DataFrame(rows, columns=[c.name for c in SWITCHES])
    order = frame["state"].map({s: n for n, s in enumerate((SILENT, STILL, NOT_YET, OVERLAP, SWITCHED))})
    ordered = frame.assign(order=order).sort_values(["order", "days_silent"], ascending=[True, False])
    return ordered.drop(columns="order").reset_index(drop=True)


def _row(run: Inputs, key: tuple[str, str], group: pd.DataFrame) -> dict[str, object]:
    figures, today = moving_rules(run.as_of), run.today
    seen = group[group["paid_on"] <= today]  # a day still to come, mistyped or not, ends no silence
    is_copy = seen["counts"].eq(ACROSS).fillna(False) & seen["feed"].eq(OFFICE_ALLY)  # it came through Medi
    old, new = (seen[~is_copy & seen["side"].eq(feed)] for feed in (OFFICE_ALLY, MEDI))
    gaps = seen["paid_on"].drop_duplicates().sort_values().diff().dropna().dt.days
    longest = limit_days(gaps, figures)
    usual = None if math.isnan(longest) else float(gaps.median())
    first, last = new["paid_on"].min(), old["paid_on"].max()
    silent = (today - seen["paid_on"].max()).days if len(seen) else None
    limit = _limit(run, first)
    late = old[old["counts"].isna() & (old["paid_on"] > limit)] if limit is not None else old.iloc[0:0]
    dates = new["paid_on"].nunique()
    expected = None if usual is None or pd.isna(first) else (today - first).days / usual + 1
    alarm = is_too_long(seen["paid_on"].max(), today, longest, figures)
    return {
        "payer": key[0], "payee": key[1],
        "last_office_ally": _alone(old, new)["paid_on"].max(), "first_medi": first,
        "state": _state(run, first, last, alarm, len(late) > 0),
        "last_any": seen["paid_on"].max(), "usual_days": usual, "days_silent": silent,
        "overlap_days": max((last - first).days, 0) if pd.notna(first) and pd.notna(last) else None,
        "medi_dates": dates, "copies": int((group["counts"] == "in both systems").sum()),
        "volume_share": None if expected is None else min(dates / expected, 1.0),
        "late_cents": int(late["paid_cents"].fillna(0).sum()),
        "landed_office_ally_cents": _landed(group, OFFICE_ALLY), "landed_medi_cents": _landed(group, MEDI),
    }  # fmt: skip


def _alone(old: pd.DataFrame, new: pd.DataFrame) -> pd.DataFrame:
    """The remittances of Office Ally that are not in Medi too."""
    return old[~among(old["payment_key"], new.loc[new["counts"].eq(ACROSS), "payment_key"].dropna())]


def by_system(run: Inputs) -> pd.DataFrame:
    """Return the remittances of each system and of both together, each once, one row each (SYSTEMS)."""
    rows = _of_both(run)
    again = rows["is_again"]
    sides = [OFFICE_ALLY, MEDI, *([NOT_TOLD] if rows["side"].eq(NOT_TOLD).any() else [])]
    parts = [(side, rows[rows["side"] == side]) for side in sides]
    parts.append(("both systems, each once", rows[~(again & rows["feed"].eq(MEDI))]))
    made = framed([_system(name, part) for name, part in parts], SYSTEMS)
    return made if len(rows) else made.iloc[:0]  # without any remittance no amount is known, and none is zero


def in_medi(run: Inputs) -> pd.DataFrame:
    """Return the remittances that came to Medi, one row each (IN_MEDI), the latest first."""
    rows = _of_both(run)
    rows = rows[rows["feed"] == MEDI].sort_values(["paid_on", "payer"], ascending=[False, True])
    return rows.assign(also=rows["is_again"].map({True: "yes", False: "no"}))


def _of_both(run: Inputs) -> pd.DataFrame:
    """The remittances of both systems that are the practice's, and whether each stands in the other one too."""
    paid = run.remittances[run.remittances["counts"].isna() | run.remittances["counts"].eq(ACROSS)]
    copies = paid.loc[paid["counts"].eq(ACROSS), "payment_key"].dropna()
    return paid.assign(is_again=among(paid["payment_key"], copies) | paid["counts"].eq(ACROSS).fillna(False))


def _system(name: str, rows: pd.DataFrame) -> tuple:
    both = rows[rows["is_again"]]
    money, again = (0 if part.empty else total(part["paid_cents"]) for part in (rows, both))
    number, twice = (int(as_payments(part).sum()) for part in (rows, both))
    return name, number, money, twice, again, rows["paid_on"].min(), rows["paid_on"].max()


def _landed(group: pd.DataFrame, feed: str) -> int:
    return int(group.loc[group["counts"].isna() & (group["side"] == feed), "paid_cents"].fillna(0).sum())


def _limit(run: Inputs, first: pd.Timestamp) -> pd.Timestamp | None:
    """The day after which nothing should reach Office Ally: the overlap after the switch, or after the cutover."""
    begins = first if pd.notna(first) else None
    if run.cutover is not None:
        begins = max(pd.Timestamp(run.cutover), begins) if begins is not None else pd.Timestamp(run.cutover)
    return None if begins is None else begins + dt.timedelta(run.rules.overlap_days)


def _state(run: Inputs, first, last, alarm: bool, late: bool) -> str:
    if alarm and run.is_running:
        return SILENT
    if late:
        return STILL
    if pd.isna(first):
        return NOT_YET
    return OVERLAP if pd.notna(last) and last >= first else SWITCHED
