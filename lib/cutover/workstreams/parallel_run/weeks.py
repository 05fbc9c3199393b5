"""What an owner sees of the run at a glance: dollars by system and week, and a light for each payer."""

from __future__ import annotations

import pandas as pd

from cutover.result import State, Table
from cutover.workstreams.columns import PAYER, cents, date, text
from cutover.workstreams.findings import table
from cutover.workstreams.parallel_run.inputs import Inputs
from cutover.workstreams.parallel_run.postings import NOT_COUNTED
from cutover.workstreams.parallel_run.switch_dates import SILENT

WEEKS = 12  # the latest ones, as many as a telephone shows
_LANDED = (date("week", "Week from", "a Monday"), text("feed", "System"), cents("cents", "Landed"))
_LIGHTS = (PAYER, text("light", "Light"), text("state", "Where it stands"))


def landed_by_week(run: Inputs) -> Table:
    """Return the money that landed in each system, one row per week and system, the last twelve weeks with any."""
    items = run.items[~run.items["class"].isin(NOT_COUNTED) & run.items["paid_on"].notna()]
    week = items["paid_on"].dt.to_period("W-SUN").dt.start_time.rename("week")
    rows = items.assign(feed=items["side"]).groupby([week, "feed"])["cents"].sum().reset_index()
    if len(rows):
        rows = rows[rows["week"] > rows["week"].max() - pd.Timedelta(weeks=WEEKS)]
    title = "Dollars that landed, by system and week"
    return table(title, rows, _LANDED, f"The last {WEEKS} weeks, each from its Monday.")


def lights(by_payer: pd.DataFrame, stands: pd.DataFrame) -> Table:
    """Return a light for each payer: green where it may close, red where it is silent, amber otherwise.

    `by_payer` says which may close, `stands` where each Tax ID and NPI of a payer sends, the gravest first.
    """
    first = stands.drop_duplicates("payer") if len(stands) else pd.DataFrame({"payer": [], "state": []})
    sends = dict(zip(first["payer"], first["state"], strict=True))
    told = [sends.get(payer, "no remittance yet") for payer in by_payer["payer"]]
    state = pd.Series(told, by_payer.index, dtype="str")
    closes = by_payer["may_close"].astype(bool)
    light = pd.Series(State.ATTENTION.value, by_payer.index).mask(state == SILENT, State.BLOCKED.value)
    rows = pd.DataFrame({
        "payer": by_payer["payer"], "light": light.mask(closes, State.OK.value),
        "state": state.mask(closes, "may close"),
    })  # fmt: skip
    return table("A light for each payer", rows, _LIGHTS, "Green: may close. Red: silent in both systems.")
