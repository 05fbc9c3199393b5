"""May we close? Per payer and per practice, and what is missing.

Per payer: confirmed ERA receipt in Medi for two weeks with enough volume against its rhythm; nothing sent to Office
Ally since; nothing unexplained above the stated amount; legacy remittances posted; legacy claims resolved. Per
practice: every payer, and the shortest run that the guide gives its usage pattern.
"""

from __future__ import annotations

import datetime as dt

import pandas as pd

from cutover.columns import Column, Kind
from cutover.money import dollars
from cutover.workstreams.era_columns import PAYER, cents, count, text
from cutover.workstreams.parallel_aging import aging, closeout
from cutover.workstreams.parallel_basis import Run
from cutover.workstreams.parallel_payers import one_name
from cutover.workstreams.parallel_switch import SILENT, STILL, switches

UNEXPLAINED = (
    "not posted",
    "posted in both systems",
    "posted twice",
    "posted with another amount",
    "posted to the wrong claim",
    "to post in Office Ally",
)
CLOSING = (
    PAYER,
    Column("may_close", Kind.FLAG, "May close"),
    text("missing", "What is missing", "null: nothing"),
    count("receipt_days", "Days of receipt in Medi"),
    cents("unexplained_cents", "Unexplained", "absolute cents, so that errors do not cancel"),
    cents("open_cents", "Legacy claims open"),
)


def payers(run: Run) -> pd.DataFrame:
    """Return one row per payer: whether its part of the run may close, and what is missing."""
    stands = switches(run)
    open_cents = aging(run).set_index("payer")["open_cents"] if len(run.history) else pd.Series(dtype="Int64")
    off = unexplained(run)
    rows = []
    for payer, group in stands.groupby("payer"):
        owed = int(open_cents.get(payer, 0))
        unclear = int(off.get(payer, 0))
        missing = _missing(run, group, unclear, owed)
        first = group["first_medi"].min()
        rows.append({
            "payer": payer, "may_close": not missing, "missing": "; ".join(missing) or None,
            "receipt_days": None if pd.isna(first) else (run.today - first).days,
            "unexplained_cents": unclear, "open_cents": owed,
        })  # fmt: skip
    frame = pd.DataFrame(rows, columns=[c.name for c in CLOSING])
    return frame.sort_values(["may_close", "unexplained_cents"], ascending=[True, False]).reset_index(
        drop=True
    )


def unexplained(run: Run) -> pd.Series:
    """Return the absolute cents of each payer that nobody has explained: items and postings without a remittance."""
    items = run.items[run.items["class"].isin(UNEXPLAINED)]
    worth = items["cents"].abs().where(items["class"] != "posted with another amount",
                                       (items["posted_cents"] - items["cents"]).abs())  # fmt: skip
    worth = worth.where(items["again"] == 0, items["again_cents"].abs())
    loose = run.posted[run.posted["class"] == "no remittance"]
    known = payer_of(run, loose["payer_name"])
    return pd.concat([worth.groupby(items["payer"]).sum(), loose["cents"].abs().groupby(known).sum()]).groupby(
        level=0
    ).sum()  # fmt: skip


def payer_of(run: Run, names: pd.Series) -> pd.Series:
    """Return the payer of the remittances that a posting's own word means; the word itself where none does."""
    return one_name(names, run.remittances["payer"])


def _missing(run: Run, group: pd.DataFrame, unclear: int, owed: int) -> list[str]:
    rules, said = run.rules, []
    for row in group.itertuples():
        received = None if pd.isna(row.first_medi) else (run.today - row.first_medi).days
        if row.state == SILENT:
            said.append(f"nothing in either system for {row.days_silent} days")
        if received is None:
            said.append("no remittance in Medi yet")
        elif received < rules.receipt_days:
            said.append(f"{rules.receipt_days - received} more days of receipt in Medi")
        elif pd.isna(row.volume_share):
            said.append("too few remittances to know its rhythm: a person confirms the receipt")
        elif row.volume_share * 100 < rules.volume_percent:
            said.append(f"only {row.medi_dates} payment days in Medi, fewer than its rhythm leads to expect")
        if row.state == STILL:
            said.append("it still sends to Office Ally")
    if unclear > rules.unexplained_cents:
        said.append(f"{dollars(unclear)} unexplained")
    if owed:
        said.append(f"{dollars(owed)} of legacy claims open")
    return list(dict.fromkeys(said))


def practice_missing(run: Run, by_payer: pd.DataFrame) -> list[str]:
    """Return what the practice as a whole still lacks, empty where the run may close."""
    if run.cutover is None:
        return ["no cutover date is set"]
    weeks, said = run.rules.run_weeks(run.usage), []
    end = run.cutover + dt.timedelta(7 * weeks)
    if run.as_of < end:
        said.append(f"the shortest run of {weeks} weeks ends on {end}")
    waiting = int((~by_payer["may_close"].astype(bool)).sum())
    if waiting:
        said.append(f"{waiting} of {len(by_payer)} payers are not ready")
    if not len(run.postings):
        said.append("no postings are in hand")
    clock = closeout(run)
    if clock["days_left"] is not None and clock["days_left"] > 0 and clock["claims"]:
        said.append(
            f"{clock['claims']:,} legacy claims are open and {clock['days_left']} days of the closeout are left"
        )
    return said
