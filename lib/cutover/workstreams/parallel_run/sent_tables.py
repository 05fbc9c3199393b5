"""What a report shows of the claims that went out: tables, a figure, and what nobody can say of them."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pandas as pd

from cutover.columns import Privacy, empty
from cutover.identifiers import compared
from cutover.money import dollars
from cutover.reading.claims.file_summary import SOURCE as SUMMARY
from cutover.reading.claims.history import SOURCE as HISTORY
from cutover.reading.claims.same_service import services
from cutover.reading.claims.sent import FOLDER, SOURCE
from cutover.reading.claims.ways import PAPER
from cutover.reading.era.parts import as_payments
from cutover.reading.postings.tables import MEDI, OFFICE_ALLY
from cutover.reading.practice.places import holds_a_file
from cutover.result import Figure, Table
from cutover.wording import several
from cutover.workstreams.columns import PAYER, cents, count, date, text
from cutover.workstreams.findings import table
from cutover.workstreams.parallel_run.closing import payer_of
from cutover.workstreams.parallel_run.inputs import Inputs
from cutover.workstreams.parallel_run.sent_answers import Answer
from cutover.workstreams.parallel_run.sent_claims import current, elsewhere, old_side, sent
from cutover.workstreams.parallel_run.sent_pairs import DOUBLE, Sent
from cutover.workstreams.parallel_run.weeks import WEEKS

NO_LIST = "No list of claims sent through Medi is on file: whether a claim went out through both systems is not known."
NONE_SENT = (
    "0 claims through Medi as far as is on file: the practice has not moved, and nothing of Medi is on file"
)
_BOTH = "Sent through both systems"
_NEW, _OLD, _UNDATED = "from the cutover on", "before the cutover", "day of service not known"
CLASSES = (
    text("question", "Question"), text("class", "Class"), text("meaning", "Meaning"),
    count("claims", "Claims"), cents("amount_cents", "Charged"),
)  # fmt: skip
TIE = (
    text("service", "Service"),
    count("medi_claims", "Medi"), cents("medi_cents", "Medi, charged"),
    count("office_ally_claims", "Office Ally"), cents("office_ally_cents", "Office Ally, charged"),
    count("both_claims", "In both"), count("paper_claims", "On paper", "by the claim list"),
    cents("paper_cents", "On paper, charged"), count("other_claims", "Another way", "by the claim list"),
    cents("other_cents", "Another way, charged"), count("all_claims", "Altogether", "each claim once"),
    cents("all_cents", "Altogether, charged"),
)  # fmt: skip
BOTH = (
    PAYER, text("class", "Class"), text("why", "What they have in common"), text("first", "Which came first"),
    date("old_sent_on", "Sent through Office Ally"), date("sent_on", "Sent through Medi"),
    cents("old_charge_cents", "Charged, Office Ally"), cents("charge_cents", "Charged, Medi"),
    text("old_claim_number", "Claim no. in Office Ally", "", Privacy.PHI),
    text("claim_number", "Claim no. in Medi", "", Privacy.PHI),
    text("old_number", "Account no. in Office Ally", "", Privacy.PHI),
    text("number", "Account no. in Medi", "", Privacy.PHI),
)  # fmt: skip
ELSEWHERE = (
    PAYER, text("way", "Way", "by the claim list"), count("claims", "Claims"), cents("amount_cents", "Charged"),
    date("first_on", "First sent", "else the day of service"), date("last_on", "Last sent"),
    count("office_ally_payments", "Its remittances in Office Ally"), count("medi_payments", "In Medi"),
)  # fmt: skip
WEEKLY = (
    date("week", "Week from", "a Monday; null: the day of sending is not known"),
    text("feed", "System"), count("claims", "Claims"), cents("amount_cents", "Charged"),
)  # fmt: skip


def sent_tables(run: Inputs) -> dict[str, Table]:
    """Return the tables of claims that went out; without a list of Medi each says that there is none."""
    is_there = len(run.sent) > 0
    both = current(run) if is_there else empty(BOTH)
    both = both[both["class"].isin([*DOUBLE, Sent.REFUSED, Sent.CORRECTED, Sent.SECOND])]
    none = _none_sent(run)
    return {
        "sent_tie": table("Claims that went out, each once", _tie(run), TIE,
                          "Medi's list against the history and file summaries of Office Ally; in both: the same "
                          "claim, or one number and day."
                          if is_there else "" if none else NO_LIST, none),
        "sent_classes": table("Every claim of Medi's list in one class", _classes(run), CLASSES,
                              "Each question counts every row of the list that is used." if is_there else ""),
        "sent_elsewhere": table("Claims that went out through neither system", _elsewhere(run), ELSEWHERE,
                                "A payer that takes paper alone may still send its remittances through a system."),
        "sent_both": table("Claims that both systems show", both.sort_values("sent_on"), BOTH),
        "sent_weeks": table("Claims that went out, by system and week", _weekly(run), WEEKLY,
                            f"The last {WEEKS} weeks, each from its Monday." if is_there else ""),
    }  # fmt: skip


def _none_sent(run: Inputs) -> str:
    """That no claim went out through Medi yet, of a practice before its cutover of which nothing of Medi is on file."""
    told = (run.history["sent_through"], run.submitted["sent_through"])
    tells = any(part.eq(MEDI).any() for part in told) or len(run.sent) or len(run.receipts)
    if run.is_running or tells or len(run.medi.payments) or run.shut(SOURCE):
        return ""
    return "" if holds_a_file(run.practice.raw / FOLDER) else NONE_SENT


def _classes(run: Inputs) -> pd.DataFrame:
    if run.sent.empty:
        return empty(CLASSES)
    rows, parts = sent(run), []
    for question, column, kinds in (
        ("Through which system?", "class", list(Sent)),
        ("What came back?", "answer", list(Answer)),
    ):
        sums = rows.groupby(column)["charge_cents"].agg(["size", "sum"])
        there = [kind for kind in kinds if kind in sums.index]
        whole = pd.DataFrame(
            {"size": [len(rows)], "sum": [rows["charge_cents"].sum()]}, index=["all together"]
        )
        part = pd.concat([sums.reindex(there), whole]).rename_axis("class").reset_index()
        meaning = [*(kind.meaning for kind in there), "every class above"]
        parts.append(part.assign(question=question, meaning=meaning))
    return pd.concat(parts, ignore_index=True).rename(columns={"size": "claims", "sum": "amount_cents"})


def _tie(run: Inputs) -> pd.DataFrame:
    """How many claims went out by either side's files, by where the service lies; each claim once in all."""
    if run.sent.empty:
        return empty(TIE)
    ours, theirs = current(run), old_side(run)
    both = theirs.loc[ours.loc[_is_one(ours, theirs), "other"]]
    away = elsewhere(run)
    paper = away["sent_through"].eq(PAPER)
    sides = {"medi": ours, "office_ally": theirs, "both": both, "paper": away[paper], "other": away[~paper]}
    sums = {
        name: rows.groupby(_service(run, rows))["charge_cents"].agg(["size", "sum"])
        for name, rows in sides.items()
    }
    order = [name for name in (_NEW, _OLD, _UNDATED) if any(name in part.index for part in sums.values())]
    got = {name: part.reindex(order).fillna(0).astype("int64") for name, part in sums.items()}
    frame = pd.DataFrame({"service": order})
    for name, part in got.items():
        frame[f"{name}_claims"], frame[f"{name}_cents"] = part["size"].to_numpy(), part["sum"].to_numpy()
    frame.loc[len(frame)] = ["all together", *frame.drop(columns="service").sum()]
    for unit in ("claims", "cents"):
        out = [frame[f"{side}_{unit}"] for side in ("medi", "office_ally", "paper", "other")]
        frame[f"all_{unit}"] = sum(out) - frame[f"both_{unit}"]
    return frame


def _is_one(ours: pd.DataFrame, theirs: pd.DataFrame) -> pd.Series:
    """Which rows of Medi's list are one claim with a row of Office Ally's: surely, by number and day, or by service."""
    other = theirs.reindex(ours["other"].where(ours["other"] >= 0)).set_axis(ours.index)
    numbers = [compared(other[name]) for name in ("patient_control_number", "claim_number")]
    mine = compared(ours["number"])
    same = (mine.eq(numbers[0]) | mine.eq(numbers[1])).fillna(False) & ours["service_from"].eq(
        other["service_from"]
    )
    same |= services(ours).eq(other["service"]).fillna(False)
    return (ours["other"] >= 0) & (ours["class"].ne(Sent.LIKELY) | same)


def _elsewhere(run: Inputs) -> pd.DataFrame:
    """What went out another way, by payer and way, with where the payer's remittances are."""
    rows = elsewhere(run)
    if rows.empty:
        return empty(ELSEWHERE)
    payer = payer_of(run, rows["payer_name"].fillna(rows["payer_id"]))
    told = rows.assign(payer=payer, on=rows["submission_date"].fillna(rows["service_from"]))
    frame = told.groupby(["payer", "sent_through"], as_index=False).agg(
        claims=("payer", "size"), amount_cents=("charge_cents", "sum"), first_on=("on", "min"), last_on=("on", "max")
    )  # fmt: skip
    feeds = ["side", "payer"]
    paid = run.counted.assign(number=as_payments(run.counted, feeds)).groupby(feeds)["number"].sum()
    for feed, name in ((OFFICE_ALLY, "office_ally_payments"), (MEDI, "medi_payments")):
        keys = pd.MultiIndex.from_product([[feed], frame["payer"]])
        frame[name] = paid.reindex(keys).fillna(0).astype("int64").to_numpy()
    return frame.rename(columns={"sent_through": "way"}).sort_values(
        ["claims", "payer"], ascending=[False, True]
    )


def _service(run: Inputs, rows: pd.DataFrame) -> pd.Series:
    """Whether the service of each row begins before the cutover; all is before while there is none."""
    days = rows["service_from"]
    since = pd.Timestamp.max if run.cutover is None else pd.Timestamp(run.cutover)
    return pd.Series(np.select([days.isna(), days < since], [_UNDATED, _OLD], _NEW), rows.index, dtype="str")


def _weekly(run: Inputs) -> pd.DataFrame:
    if run.sent.empty:
        return empty(WEEKLY)
    old = old_side(run)
    sides = [(MEDI, current(run), "sent_on"), (OFFICE_ALLY, old, "submission_date")]
    rows = pd.concat(
        [
            pd.DataFrame({"on": r[day], "cents": r["charge_cents"]}).assign(feed=feed)
            for feed, r, day in sides
        ],
        ignore_index=True,
    )
    week = rows["on"].dt.to_period("W-SUN").dt.start_time.astype("datetime64[ms]").rename("week")
    sums = rows.groupby([week, "feed"], dropna=False)["cents"].agg(["size", "sum"]).reset_index()
    last = sums["week"].max()
    shown = sums[sums["week"].isna() | (sums["week"] > last - pd.Timedelta(weeks=WEEKS))]
    return shown.rename(columns={"size": "claims", "sum": "amount_cents"})


def sent_figure(run: Inputs) -> tuple[Figure, ...]:
    """Return what is said at a glance of the claims that went out through both systems; nothing without a list."""
    if run.sent.empty:
        return ()
    rows = current(run)
    doubled = rows[rows["class"].isin(DOUBLE)]
    money = dollars(int(doubled["charge_cents"].fillna(0).sum()))
    shut = any(run.shut(source) for source in (HISTORY, SUMMARY, SOURCE))
    value = (
        f"{'at least ' if shut else ''}{several(len(doubled), 'claim')}, {money}"
        if len(doubled)
        else "none seen"
    )
    whole = dollars(int(rows["charge_cents"].fillna(0).sum()))
    note = f"of {several(len(rows), 'claim')}, {whole}, sent through Medi"
    if old_side(run).empty:
        return (Figure(_BOTH, None, "no file shows what Office Ally sent"),)
    if shut:
        note += "; not all files of claims were read"
    return (Figure(_BOTH, None if shut and doubled.empty else value, note),)


def _not_seen_there(run: Inputs, alone: pd.DataFrame) -> Iterator[str]:
    """What of the claims sent through Medi alone may have gone out through Office Ally unseen: its files end before."""
    old = old_side(run)
    if old.empty:
        yield "No file shows what Office Ally sent: whether a claim went out through both systems is not known."
        return
    reach = old[["submission_date", "service_from"]].max(axis=1).max()
    if shut := run.shut(HISTORY) + run.shut(SUMMARY):
        yield (
            f"{several(shut, 'file')} of what Office Ally sent {'was' if shut == 1 else 'were'} not read in full. "
            "Some of its claims may have gone through both systems."
        )
    later = int((alone["sent_on"] > reach).sum())
    if later:
        yield (
            f"Sent through Medi after the last day that Office Ally's files show ({reach:%Y-%m-%d}), so nobody can say "
            f"whether Office Ally sent them too: {several(later, 'claim')}."
        )


def _way_untold(run: Inputs) -> Iterator[str]:
    """What the practice's own ledger alone tells of since the cutover: its claims may have gone out either way."""
    rows = run.untold[~(run.untold["submission_date"] > run.today)]
    if len(rows):
        money = dollars(int(rows["charge_cents"].fillna(0).sum()))
        yield (
            f"Since the cutover in the ledger of the practice's own system alone: {several(len(rows), 'claim')}, "
            f"{money}. "
            "Through which system they went out is not known: neither Medi's lists nor Office Ally's files have them."
        )


def sent_limits(run: Inputs) -> Iterator[str]:
    """Yield what nobody can say of the claims that went out, with its number."""
    yield from _way_untold(run)
    if run.sent.empty:
        if run.is_running and not run.shut(SOURCE):
            yield NO_LIST
        return
    rows = current(run)
    yield from _not_seen_there(run, rows[rows["class"].eq(Sent.MEDI)])
    asked = rows[rows["answer"].isin([Answer.LATE, Answer.WAITING, Answer.UNKNOWN])]
    if unseen := int((~asked["is_receipt_known"] & ~asked["state"].isin(["accepted", "decided"])).sum()):
        yield (
            f"Sent through Medi, and no 277CA on file is new enough to say whether they were taken: "
            f"{several(unseen, 'claim')}."
        )
    if number := int(rows["answer"].eq(Answer.UNKNOWN).sum()):
        yield (
            f"Sent through Medi without a remittance, of which nobody knows whether it is late: "
            f"{several(number, 'claim')}. The day of sending or the payer's usual days are not known."
        )
    if undated := int(rows["sent_on"].isna().sum()):
        yield f"In the list of Medi without a day of sending: {several(undated, 'claim')}."
