"""Which row of what was filed is about which need, and which was filed for it under a Tax ID that nothing uses."""

from __future__ import annotations

from typing import Any

import pandas as pd

from cutover.intake.sheets import AWAY
from cutover.reading.payers.families import ERA
from cutover.reading.payers.tables import INTAKE
from cutover.workstreams.enrollment.needs import KEY

LIVE_ELSEWHERE, FILED_ELSEWHERE = "live under another Tax ID", "filed under another Tax ID"
MISFILED = (LIVE_ELSEWHERE, FILED_ELSEWHERE)  # it does nothing for the Tax ID that bills
# nothing is on its way
NEVER = ("not filed", "DRAFT", "not needed", "not supported", *AWAY, "CANCELED", "REJECTED")
_MOVE = ("837P", "837I", "837D", ERA)


def pairs(
    wanted: pd.DataFrame, filed: pd.DataFrame, by: tuple[str, ...] = ("tax_id", "billing_npi")
) -> pd.DataFrame:
    """Return which filed row (`filed`) is about which need (`need`): payer, transaction, who as far as both say it."""
    left = wanted.reset_index(names="need")[["need", *KEY]]
    right = filed.reset_index(names="filed")[["filed", *KEY]]
    both = left.merge(right, on=["payer", "transaction"], suffixes=("", "_filed"))
    for name in by:
        mine, theirs = both[name], both[f"{name}_filed"]
        both = both[mine.isna() | theirs.isna() | (mine == theirs)]
    return both[["need", "filed"]]


def under_way(filed: pd.DataFrame) -> pd.DataFrame:
    """Return the rows about claims and ERAs that are under way or live."""
    return filed[~filed["status"].isin(NEVER) & filed["transaction"].isin(_MOVE)]


def misfiled(wanted: pd.DataFrame, filed: pd.DataFrame, ended: pd.Series) -> pd.DataFrame:
    """Return the rows that were filed for a need under another Tax ID, one row per need, its index.

    A payer's need of which no row tells, and beside it a row of the same payer, transaction and NPI under a Tax ID that
    nothing in use bills by (an old one, one with a digit off): that row is meant for the need, and does nothing for it.
    `state` tells how far it is, `words` its status, Tax ID and day; the rest is where it stands. `ended` has a day for
    each need whose billing provider has ended: what is filed for that one is needed by nothing that goes on.
    """
    open_needs = wanted[ended.isna()]
    loose = under_way(filed[filed["tax_id"].notna()])
    loose = loose[~loose.index.isin(pairs(open_needs, filed)["filed"])]
    silent = open_needs[~open_needs.index.isin(pairs(wanted, filed)["need"]) & open_needs["tax_id"].notna()]
    found = pairs(silent, loose, by=("billing_npi",))
    rows = loose.loc[found["filed"]].assign(need=found["need"].to_numpy())
    rows = rows.assign(day=rows["status_on"].fillna(rows["live_on"]).fillna(rows["filed_on"]))
    last = rows.sort_values("day", na_position="first", kind="stable").groupby("need").tail(1)
    last = last.set_index("need")
    state = last["status"].eq("LIVE").map({True: LIVE_ELSEWHERE, False: FILED_ELSEWHERE})
    return last.assign(state=state.astype("str"), words=[_words(row) for row in last.itertuples()])


def empty_cells(wanted: pd.DataFrame, filed: pd.DataFrame) -> pd.DataFrame:
    """Return the rows of lists whose cell for a need of their payer is empty, one row per need, its index.

    A list has a cell for each transaction where one of its rows has several that differ; a row that names several
    transactions has one word for all of them. `words` stand for the cell, the rest is where it is.
    """
    of = ["source_file", "source_sheet"]
    said = filed[filed["source_row"].notna() & filed["source"].ne(INTAKE)]
    cells = said.groupby([*of, "source_row"], dropna=False)
    told = said["status"].fillna("") + said["live_on"].astype("str").fillna("")
    many = told.groupby([said[name] for name in (*of, "source_row")], dropna=False).transform("nunique") > 1
    many &= cells["transaction"].transform("nunique") > 1
    sheets = said.loc[many, of].drop_duplicates()
    rows = said.merge(sheets, on=of)
    columns = rows[[*of, "transaction"]].drop_duplicates()
    rows = rows.drop(columns="transaction").merge(columns, on=of)
    found = pairs(wanted, rows)
    met = rows.loc[found["filed"]].assign(need=found["need"].to_numpy(), words="(empty)")
    return met.drop_duplicates("need").set_index("need")


def _words(row: Any) -> str:
    since = "" if pd.isna(row.day) else f" since {row.day:%Y-%m-%d}"
    own = f"; {row.reason}" if isinstance(row.reason, str) else ""
    return f"{row.status} under Tax ID {row.tax_id}{since}{own}"
