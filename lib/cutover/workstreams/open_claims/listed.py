"""Lists of denials: claims that only they call denied, and which denied claims of a history they leave out."""

from __future__ import annotations

import datetime as dt

import pandas as pd

from cutover.columns import Column, Kind, Privacy, conform
from cutover.reading.claims.aging_reports import SOURCE as OF_AGING
from cutover.reading.claims.denial_lists import by_number
from cutover.reading.claims.states import WITHDRAWN, states
from cutover.reading.claims.submissions import keys
from cutover.wording import several
from cutover.workstreams.columns import cents, text
from cutover.workstreams.decisions import DENIED

LISTED = (
    text("payer_name", "Payer", "as the claim history writes it"), Column("service_from", Kind.DATE, "Service from", "",
    Privacy.DESK), text("served", "Service", "before the cutover, or from it on; null: no day, or no cutover date"),
    text("claim_number", "Claim no.", "", Privacy.PHI),
    text("patient_control_number", "Account no.", "", Privacy.PHI), cents("charge_cents", "Charged"),
    text("denial_reason", "Denial reason", "by the list, else by the claim history", Privacy.DESK),
    text("is_listed", "In a list of denials", "yes, or no"),
    text("standing", "What it is now", "denied, or what has become of it since; null: no other file has the claim"),
    text("told_by", "By", "the claim history, or which other source"),
    cents("paid_cents", "Paid by the history", "null where it states none"),
    Column("denied_on", Kind.DATE, "Denied on, by the list", "null: it does not say", Privacy.DESK),
    text("worked", "Worked, by the list", "as it writes it; null: it does not say", Privacy.DESK),
    text("source_file", "File", "of the claim, else of the list", Privacy.PHI),
    Column("source_row", Kind.COUNT, "Row", "", Privacy.DESK),
)  # fmt: skip
CLOSED = "closed, nothing paid"  # what a list calls closed, and states that nothing was paid
BEFORE, AFTER = "before the cutover", "from the cutover on"
_OVER = ("written off", "patient responsibility", *WITHDRAWN)
_SAYS = ("appealed", "written off", "paid", "patient responsibility", *WITHDRAWN)
_NUMBERS = ("patient_control_number", "claim_number")


def with_listed(frame: pd.DataFrame, denials: pd.DataFrame) -> pd.DataFrame:
    """Return claims with `is_listed`, and `listed_cents` of those: denied by a list of denials (CLAIM_HISTORY) alone.

    A history that writes no state and no payment beside a claim says nothing of it.

    The list's row bears the number and the day of service, and a day of its remittance on or after the last day on
    which another source tells of the claim: what was sent again since waits for a new decision. Reason and day of the
    denial are filled in as those of a history. `listed_state` is what the list says of such a claim, and of one that
    a remittance denies and no history has, where it says more than that it is denied: appealed, written off, paid
    since. So is the day of a denial that the history has without a day and that no remittance decides.
    """
    last = by_number(denials).dropna(subset=["paid_date"]).sort_values("paid_date", kind="stable")
    last = last.drop_duplicates("key", keep="last").set_index("key")
    key = pd.Series(None, frame.index, dtype="str")
    for name in _NUMBERS:
        own = keys(frame[name], frame["service_from"])
        key = key.fillna(own.where(own.isin(last.index)))
    if key.isna().all():
        none = pd.Series(None, frame.index, dtype="Int64")
        return frame.assign(
            is_listed=False, listed_cents=none, listed_state=pd.Series(None, frame.index, dtype="str")
        )
    on = pd.to_datetime(key.map(last["paid_date"])).astype("datetime64[ms]")
    summary_on, answer_on = (pd.to_datetime(frame[name]) for name in ("summary_on", "answer_on"))
    since = summary_on.mask((answer_on > summary_on) | summary_on.isna(), answer_on)
    mute = (
        frame["history_state"].eq("unknown") & frame["state_as_written"].isna()
    )  # of a ledger, or a typed list
    mute &= frame["history_paid_cents"].fillna(0).eq(0)
    waits = (~frame["in_history"].fillna(False) | mute.fillna(False)) & frame["outcome"].isna()
    listed = (on.notna() & waits & ~(since > on)).astype(bool)
    undated = on.notna() & frame["history_state"].eq("denied").fillna(False) & frame["history_on"].isna()
    undated &= frame["outcome"].isna() & ~(since > on)
    state = key.map(states(last["state_as_written"])).astype("str")
    alone = ~frame["in_history"].fillna(False).astype(bool) & (
        listed | frame["outcome"].eq(DENIED).fillna(False)
    )
    return frame.assign(
        is_listed=listed,
        listed_state=state.where(alone & state.isin(_SAYS)),
        listed_cents=key.map(last["charge_cents"]).where(listed).astype("Int64"),
        history_reason=frame["history_reason"].mask(listed, key.map(last["denial_reason"])),
        history_on=pd.to_datetime(frame["history_on"]).mask(listed | undated, on),
    )


def shown_states(rows: pd.DataFrame, denials: pd.DataFrame) -> pd.Series:
    """Return the states of claims (CLAIM_HISTORY) as they are shown: one that is closed with nothing paid is not paid.

    A list of denials may say what became of it.
    """
    state = rows["state"].astype("str")
    closed = state.eq("paid") & rows["paid_cents"].eq(0).fillna(False) & rows["state_as_written"].notna()
    if not closed.any():
        return state
    last = by_number(denials).drop_duplicates("key", keep="last").set_index("key")
    said = states(last["state_as_written"])
    found = keys_on(rows, last.index).map(said.where(said.isin(_OVER)))
    return state.mask(closed, found.astype("str").fillna(CLOSED))


def with_days(frame: pd.DataFrame, denials: pd.DataFrame) -> pd.DataFrame:
    """Return claims with `listed_by`, the last day to appeal that a list of denials (DENIALS) prints, null without one.

    Remarks that a list prints are those of a claim of which no remittance has any.
    """
    printed = by_number(denials).reindex(columns=["key", "appeal_by", "listed_remarks"])
    last = printed.drop_duplicates("key", keep="last").set_index("key")
    own = last.reindex(keys_on(frame, last.index).fillna("")).set_axis(frame.index)
    remarks = frame["remarks"].astype("str").fillna(own["listed_remarks"].astype("str"))
    return frame.assign(listed_by=pd.to_datetime(own["appeal_by"]).astype("datetime64[ms]"), remarks=remarks)


def keys_on(rows: pd.DataFrame, known: pd.Index) -> pd.Series:
    """Return the key by which a list names each claim, null where it does not."""
    key = pd.Series(None, rows.index, dtype="str")
    for name in _NUMBERS:
        own = keys(rows[name], rows["service_from"])
        key = key.fillna(own.where(own.isin(known)))
    return key


def on_lists(
    history: pd.DataFrame,
    denials: pd.DataFrame,
    every: pd.DataFrame | None = None,
    cutover: dt.date | None = None,
) -> pd.DataFrame:
    """Return the claims that a history calls denied, and every claim that lists of denials name (LISTED).

    One row each: those in no list first, then the denied ones, then what has been decided again, which is no open work,
    last what the lists alone name or another source than a history tells (`every`: `claims.claims`). `cutover` tells on
    which side of it each was served. Empty where there
    is no list of denials (CLAIM_HISTORY), which then leaves nothing out. Claims are found by number and day of service;
    of several rows of lists the last one tells whether it was worked.
    """
    rows = history if len(denials) else history.iloc[:0]
    last = by_number(denials).drop_duplicates("key", keep="last").set_index("key")
    key = keys_on(rows, last.index)
    is_denied = rows["state"].eq("denied").fillna(False).astype(bool)
    found = (
        last[["paid_date", "state_as_written", "denial_reason"]].reindex(key.fillna("")).set_axis(rows.index)
    )
    told = rows.assign(
        is_listed=key.notna().map({True: "yes", False: "no"}), standing=shown_states(rows, denials),
        told_by=rows["source"].fillna("claim history").replace({OF_AGING: "A/R aging"}).astype("str"),
        denial_reason=found["denial_reason"].fillna(rows["denial_reason"]),
        denied_on=found["paid_date"], worked=found["state_as_written"], is_over=~is_denied,
    )[is_denied | key.notna()]  # fmt: skip
    order = ["is_listed", "is_over", "charge_cents"]
    told = told.sort_values(order, ascending=[True, True, False], kind="stable")
    rest = _besides(denials, set(key.dropna()), every)
    whole = pd.concat([told, rest], ignore_index=True) if len(rest) else told
    whole = whole.assign(served=_served(whole["service_from"], cutover))
    return conform(whole[[column.name for column in LISTED]].reset_index(drop=True), LISTED)


def _served(days: pd.Series, cutover: dt.date | None) -> pd.Series:
    """On which side of the cutover each claim was served, null where no day or no cutover tells it."""
    move = pd.Timestamp(cutover) if cutover else pd.NaT
    after = (days >= move).fillna(False).astype(bool)
    before = (days < move).fillna(False).astype(bool)
    return pd.Series(None, days.index, dtype="str").mask(after, AFTER).mask(before, BEFORE)


def sides(rows: pd.DataFrame, cutover: dt.date | None) -> str:
    """Return how many claims of lists of denials (LISTED) were served before and after the cutover; empty for none."""
    listed = rows[rows["is_listed"].eq("yes")]
    if cutover is None or listed.empty:
        return ""
    number = listed["served"].value_counts()
    before, after = (int(number.get(side, 0)) for side in (BEFORE, AFTER))
    unknown = len(listed) - before - after
    more = f", {unknown:,} on a day that is not known" if unknown else ""
    return (
        f"of {several(len(listed), 'claim')} of the lists {before:,} "
        f"{'was' if before == 1 else 'were'} served before the cutover ({cutover}), {after:,} from it on{more}"
    )


def _besides(denials: pd.DataFrame, met: set[str], every: pd.DataFrame | None) -> pd.DataFrame:
    """The claims of lists of denials that no history has, with what other sources tell of them."""
    own = [keys(denials[name], denials["service_from"]) for name in _NUMBERS]
    is_met = own[0].isin(met) | own[1].isin(met)
    rows = denials.assign(key=own[0].fillna(own[1]))[~is_met]
    alone = rows["key"].isna()
    rows = pd.concat([rows[~alone].drop_duplicates("key", keep="last"), rows[alone]]).sort_index()
    if rows.empty:
        return rows
    standing = pd.Series(None, rows.index, dtype="str")
    by = standing.copy()
    if every is not None and len(every):
        for name in _NUMBERS:
            known = every.assign(key=keys(every[name], every["service_from"])).dropna(subset="key")
            known = known.drop_duplicates("key").set_index("key")
            word = known["listed_state"].fillna(known["outcome"].astype("str")).fillna(known["status"])
            standing = standing.fillna(rows["key"].map(word.astype("str")).astype("str"))
            by = by.fillna(rows["key"].map(known["known_from"].astype("str")).astype("str"))
    return rows.assign(
        is_listed="yes", standing=standing, told_by=by.fillna("the list alone"),
        denied_on=rows["paid_date"], worked=rows["state_as_written"], paid_cents=pd.NA,
    )  # fmt: skip
