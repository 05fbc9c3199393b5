"""May we close? Per payer and per practice, and what is missing.

Per payer: confirmed ERA receipt in Medi for two weeks with enough volume against its rhythm; nothing sent to Office
Ally since; nothing unexplained above the stated amount; what was in Office Ally's queue at the cutover posted there,
whatever its amount; legacy claims resolved. Per practice: every payer, and the weeks of the run: those that the intake
plans, two at least, else those that are usual for its usage pattern.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

import pandas as pd

from cutover.columns import Column, Kind
from cutover.money import dollars
from cutover.reading.claims.sent import SOURCE as SENT
from cutover.reading.mapping.record import NOT_READ
from cutover.wording import several
from cutover.workstreams.columns import PAYER, cents, count, text
from cutover.workstreams.parallel_run.aging import aging, closeout
from cutover.workstreams.parallel_run.inputs import Inputs
from cutover.workstreams.parallel_run.postings import WRONG, Posted
from cutover.workstreams.parallel_run.switch_dates import SILENT, STILL, switches
from cutover.workstreams.payer_spellings import one_name
from cutover.workstreams.unread_cells import day_lacks, is_unread

UNEXPLAINED = (*WRONG, Posted.MAYBE_TWICE, Posted.UNSEEN)
CLOSING = (
    PAYER,
    Column("may_close", Kind.FLAG, "May close"),
    text("missing", "What is missing"),
    count(
        "receipt_days",
        "Days of receipt in Medi",
        "of the Tax ID / NPI that came last; null: not all have come",
    ),
    cents("unexplained_cents", "Unexplained", "absolute cents, so that errors do not cancel"),
    cents("open_cents", "Legacy claims open", "null: there is no claim history"),
)


def payers(run: Inputs) -> pd.DataFrame:
    """Return one row per payer: whether its part of the run may close, and what is missing.

    A payer that never sent a remittance has a row where legacy claims of it are open or postings of it are not
    explained, so that both columns of money add up to those of the practice.
    """
    stands = switches(run)
    old, off, queued = aging(run).set_index("payer"), unexplained(run), _queued(run)
    aged, untold = old["open_cents"], old["unknown"]
    names = sorted(
        {*stands["payer"], *aged.index[aged.gt(0).fillna(False) | untold.gt(0)], *off.index[off > 0]}
    )
    rows = []
    for payer in names:
        group = stands[stands["payer"] == payer]
        is_told = len(run.history) > 0 and pd.notna(aged.get(payer, 0))
        owed, unclear = int(aged.get(payer, 0)) if is_told else None, int(off.get(payer, 0))
        missing = [*_receipt(run, group), *_money(run, unclear, int(queued.get(payer, 0)), owed)]
        if lost := int(untold.get(payer, 0)):
            missing.append(f"{several(lost, 'legacy claim')} open, of unknown amount")
        first = group["first_medi"].max() if group["first_medi"].notna().all() else pd.NaT
        rows.append({
            "payer": payer, "may_close": not missing, "missing": "; ".join(missing) or "nothing",
            "receipt_days": None if pd.isna(first) else (run.today - first).days,
            "unexplained_cents": unclear, "open_cents": owed,
        })  # fmt: skip
    frame = pd.DataFrame(rows, columns=[c.name for c in CLOSING])
    return frame.sort_values(["may_close", "unexplained_cents"], ascending=[True, False]).reset_index(
        drop=True
    )


def _queued(run: Inputs) -> pd.Series:
    items = run.items[run.items["class"] == Posted.AT_CUTOVER]
    return items["cents"].abs().groupby(items["payer"]).sum()


def unexplained(run: Inputs) -> pd.Series:
    """Return the absolute cents of each payer that nobody has explained: items and postings without a remittance."""
    items = run.items[run.items["class"].isin(UNEXPLAINED)]
    worth = items["cents"].abs().where(items["class"] != Posted.OTHER_AMOUNT,
                                       (items["posted_cents"] - items["cents"]).abs())  # fmt: skip
    worth = worth.where(items["again"] == 0, items["again_cents"].abs())
    loose = run.posted[run.posted["class"] == "no remittance"]
    known = payer_of(run, loose["payer_name"])
    return pd.concat([worth.groupby(items["payer"]).sum(), loose["cents"].abs().groupby(known).sum()]).groupby(
        level=0
    ).sum()  # fmt: skip


def payer_of(run: Inputs, names: pd.Series) -> pd.Series:
    """Return the payer of the remittances that a posting's own word means; the word itself where none does."""
    return one_name(names, run.remittances["payer"], run.same)


def _receipt(run: Inputs, group: pd.DataFrame) -> list[str]:
    """What the receipt in Medi lacks; a payer with several Tax ID / NPI needs it for each of them."""
    of = f" for one of its {len(group)} Tax ID / NPI" if len(group) > 1 else ""
    said = [words + of for row in group.itertuples() for words in _lacks(run, row)]
    return list(dict.fromkeys(said))


def _lacks(run: Inputs, row) -> Iterator[str]:
    rules = run.rules
    received = None if pd.isna(row.first_medi) else (run.today - row.first_medi).days
    if row.state == SILENT:
        yield f"nothing in either system for {row.days_silent} days"
    if received is None:
        yield "no remittance in Medi yet"
    elif received < rules.receipt_days:
        yield f"{several(rules.receipt_days - received, 'more day')} of receipt in Medi"
    elif pd.isna(row.volume_share):
        yield "too few remittances to know its rhythm: a person confirms the receipt"
    elif row.volume_share * 100 < rules.volume_percent:
        days = several(row.medi_dates, "payment day")
        yield f"only {days} in Medi, fewer than its rhythm leads to expect"
    if row.state == STILL:
        yield "it still sends to Office Ally"


def _money(run: Inputs, unclear: int, queued: int, owed: int | None) -> Iterator[str]:
    if queued:
        yield f"{dollars(queued)} from before the cutover is not posted in Office Ally"
    if unclear > run.rules.unexplained_cents:
        yield f"{dollars(unclear)} unexplained"
    if owed:
        yield f"{dollars(owed)} of legacy claims open"


def not_read(run: Inputs, source: str) -> str:
    """Return `3 files of postings are not read` of the files of a kind, empty where all were read in full."""
    number, of = run.shut(source), "the bank" if source == "bank" else source
    is_begun = run.unread.loc[run.unread["source"] == source, "state"].ne(NOT_READ).all()
    how = "read only in part" if is_begun else "not read"
    return f"{several(number, 'file')} of {of} {'is' if number == 1 else 'are'} {how}" if number else ""


def _not_compared(run: Inputs) -> Iterator[str]:
    """What nobody could compare: files that were not read, and the bank where nothing of it is in hand."""
    yield from filter(None, (not_read(run, source) for source in ("postings", "bank", "claim history", SENT)))
    if not len(run.history) and not run.shut("claim history"):
        yield "there is no claim history, so what is open of the legacy claims is not known"
    if not len(run.deposits) and not run.shut("bank"):
        theirs = set(run.not_own.loc[~run.not_own["counts"].astype(bool), "source_file"])
        held = (run.files["source"].eq("bank") & ~run.files["source_file"].isin(theirs)).any()
        lack = "the bank's files hold no deposit" if held else "there is no file of the bank"
        yield f"{lack}, so the third comparison, deposits against remittances, is missing"


def _weeks(run: Inputs, cutover: dt.date) -> Iterator[str]:
    """What the weeks of the run still lack: those that the intake plans, else those that the guide names."""
    rules, planned = run.rules, run.weeks
    least = rules.run_weeks_clearinghouse
    ends = {
        weeks: cutover + dt.timedelta(7 * weeks)
        for weeks in (least, rules.run_weeks(run.usage), planned or 0)
    }
    if planned and planned > least:
        if run.as_of < ends[planned]:
            yield f"the planned run of {planned} weeks ends on {ends[planned]}"
        return
    if run.as_of < ends[least]:
        few = f", and the intake plans {several(planned, 'week')}" if planned and planned < least else ""
        yield f"the shortest run of {least} weeks ends on {ends[least]}{few}"
    if planned is None and run.as_of < ends[rules.run_weeks(run.usage)]:
        blank = "the intake" + (
            " cannot be read on" if is_unread(run.practice, "parallel_weeks") else " leaves open"
        )
        usual = rules.run_weeks(run.usage)
        yield f"{blank} the weeks of the run" + (
            f": {usual} to {rules.run_weeks_practice_mate_most} are usual after Practice Mate, "
            f"{usual} end on {ends[usual]}"
            if usual > least
            else ""
        )


def practice_missing(run: Inputs, by_payer: pd.DataFrame) -> list[str]:
    """Return what the practice as a whole still lacks, empty where the run may close."""
    if run.cutover is None:
        return [day_lacks(run.practice, "no cutover date is set")]
    said = list(_weeks(run, run.cutover))
    if not len(run.counted):
        said.append("no remittances are on file")
    waiting = int((~by_payer["may_close"].astype(bool)).sum())
    if waiting:
        verb = "is" if waiting == 1 else "are"
        said.append(f"{waiting} of {several(len(by_payer), 'payer')} {verb} not ready")
    unseen = sorted(run.items.loc[run.items["class"] == Posted.UNSEEN, "belongs"].dropna().unique())
    if (unseen or not len(run.postings)) and not run.shut("postings"):
        said.append(f"no postings {'of ' + ' and '.join(unseen) + ' ' if unseen else ''}are on file")
    said += _not_compared(run)
    clock = closeout(run)
    if clock["days_left"] is not None and clock["days_left"] >= 0 and clock["claims"]:
        claims, days = several(clock["claims"], "legacy claim"), several(clock["days_left"], "day")
        verb = "is" if clock["claims"] == 1 else "are"
        said.append(f"{claims} {verb} open with {days} of the closeout left")
    return said
