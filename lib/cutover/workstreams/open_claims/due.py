"""Until when each open claim can still be filed, corrected or appealed: by public rules and by the client's own word.

What is not known is null, with the reason why; nothing is guessed. The last day itself is in time.
"""

from __future__ import annotations

import pandas as pd

from cutover.reading.payers.deadlines import APPEAL, CORRECTED, FILING, Deadlines, last_day
from cutover.reference import code_list
from cutover.workstreams.decisions import DENIED, PARTLY, REVERSED
from cutover.workstreams.denial_steps import TO_OTHER, TO_PATIENT, steps
from cutover.workstreams.open_claims.claims import (
    APPEALED,
    OPEN,
    PAID_IN_ERA,
    PATIENT,
    PENDING,
    REJECTED,
    RESOLVED,
)
from cutover.workstreams.open_claims.not_received import not_received

_FILED, _REFUSED = (OPEN, REJECTED, PENDING), (DENIED, PARTLY, REVERSED)
NO_NOTICE, NO_RULE = "no remittance dates the denial", "not in enrollment.xlsx, and no public rule"
NO_SERVICE, UNDER_APPEAL = "no day of service", "waits for the decision on its appeal"
OTHER, NOT_ASKED = "depends on another payer", "nothing to file"
SENT_ON = "sent on by the first payer: ask the payer, and file nothing again"
IN_TIME, PAID_FOR = "filed in time, waits for the payer", "a remittance pays it"
BY_PATIENT = "nothing to appeal: the patient owes it"
NOT_THERE = ", since the payer has no such claim on file"
MAY_BE_PAID = "a deposit without a remittance may have paid it"
BY_LIST = "the last day to appeal that the client's own list of denials prints"
AGAIN = "filing again, where the payer has no such claim"
SENT_IN_TIME = (
    "denied as late, but sent within the payer's limit: ask for a reopening with proof of the day it was sent"
)
NO_FILING_DAY = "pending, and no day of submission says whether it was filed in time"


def due(rows: pd.DataFrame, deadlines: Deadlines, today: pd.Timestamp) -> pd.DataFrame:
    """Return per claim `deadline_on`, `_is`, `_rule`, `_unknown`, `days_left`, `also_on` and `also_is`.

    A claim that was never filed or is rejected has the payer's limit for filing, from its first day of service: the
    earlier of the days from which payers count. So has one that its payer rejected, where no decision is named. One
    that was filed by then and waits has none that runs, nor has one that a remittance pays. A refused one has the limit
    for an appeal, from the day of its remittance, as 835, text or paper (else the day that the history states), or
    where an appeal is not open the one for filing. Where its reason asks for a new or a corrected claim, it has the
    limit of that, if the payer's is known; it is past only where the appeal's is past too, and the other one is the
    further limit. Where no rule of the payer for an appeal is known, the day that the client's own list of denials
    prints is it (BY_LIST). `also_on` and `also_is` are a further limit, null where none is
    known: until when a claim that waits can be filed again (AGAIN), and until when a refused one that can be appealed
    can be corrected instead. One that was refused as late though it was sent by the limit for filing is SENT_IN_TIME,
    without a day.

    `step` is what the reason of a refused claim asks for (`denial_steps.steps`), `code` that reason. What is the
    patient's or another payer's by its reason has no limit for an appeal.
    """
    asked = _steps(rows, today)
    about = _about(rows, deadlines).mask(asked["to"].isin([TO_PATIENT, TO_OTHER]))
    notice = notice_of(rows)
    start = rows["service_from"].where(about.eq(FILING).fillna(False), notice)
    out = limited(rows["payer"], about, start, deadlines)  # of an appeal, for what is refused
    listed = rows["listed_by"].astype("datetime64[ms]")
    own = about.eq(APPEAL).fillna(False) & out["deadline_on"].isna() & listed.notna() & ~(listed < notice)
    out["deadline_on"] = out["deadline_on"].mask(own.astype(bool), listed)
    out["deadline_rule"] = out["deadline_rule"].mask(own.astype(bool), BY_LIST)
    wants = asked["asks"].where(about.isin([APPEAL, CORRECTED]) & about.ne(asked["asks"]))
    wanted_from = notice.mask(wants.eq(FILING).fillna(False), rows["service_from"])
    wanted = limited(rows["payer"], wants, wanted_from, deadlines)
    known = wanted["deadline_on"].notna()
    taken = known & ((wanted["deadline_on"] >= today) | ~(out["deadline_on"] >= today))
    other = wanted.where(known)
    other.loc[taken], out.loc[taken] = out[taken], wanted[taken]
    about = out["deadline_is"]
    pairs = pd.DataFrame({"payer": rows["payer"], "about": about}).dropna()
    again = about.eq(FILING).fillna(False) & rows["status"].isin([OPEN, PENDING]) & not_received(rows)
    out["deadline_rule"] = out["deadline_rule"].mask(again, out["deadline_rule"] + NOT_THERE)
    out["deadline_unknown"] = _why(rows["status"], about, start, out)
    out["deadline_unknown"] = out["deadline_unknown"].mask(
        asked["to"].eq(TO_PATIENT).fillna(False), BY_PATIENT
    )
    done = _filed(rows, out, today)
    further = _further(about, out, notice, done, pairs, deadlines)
    further["also_on"] = further["also_on"].mask(known, other["deadline_on"])
    further["also_is"] = further["also_is"].mask(
        known, other["deadline_is"].where(other["deadline_on"].notna())
    )
    out = out.join(further)
    wrong = _denied_as_late(rows, deadlines, today)
    out = out.assign(also_on=out["also_on"].mask(wrong), also_is=out["also_is"].mask(wrong, SENT_IN_TIME))
    out.loc[done.notna(), ["deadline_is", "deadline_rule"]] = None
    out.loc[done.notna(), "deadline_on"] = pd.NaT
    out["deadline_unknown"] = done.fillna(out["deadline_unknown"])
    left = (out["deadline_on"] - today).dt.days.astype("Int64")
    return out.assign(days_left=left, step=asked["step"], code=asked["code"])


def notice_of(rows: pd.DataFrame) -> pd.Series:
    """Return the day on which each claim's last decision was told: by an 835, a text or paper, else by the history."""
    return rows["decided_on"].fillna(rows["told_on"]).fillna(rows["history_on"]).astype("datetime64[ms]")


def limited(payers: pd.Series, about: pd.Series, start: pd.Series, deadlines: Deadlines) -> pd.DataFrame:
    """Return `deadline_is`, `_on` and `_rule` of each claim by its payer's limit for `about`, counted from `start`."""
    out = pd.DataFrame({"deadline_is": about})
    out["deadline_on"] = pd.Series(pd.NaT, about.index, dtype="datetime64[ms]")
    out["deadline_rule"] = pd.Series(None, about.index, dtype="str")
    pairs = pd.DataFrame({"payer": payers, "about": about}).dropna()
    for (payer, what), group in pairs.groupby(["payer", "about"]).groups.items():
        rule = deadlines.of(payer, what)
        if rule is not None:
            out.loc[group, "deadline_on"] = last_day(start.loc[group], rule).astype("datetime64[ms]")
            out.loc[group, "deadline_rule"] = rule.text
    return out


def _steps(rows: pd.DataFrame, today: pd.Timestamp) -> pd.DataFrame:
    """What the reasons of refused claims ask for; null of all others, and of those that no payer has decided."""
    told = steps(rows["reason"].fillna(rows["history_reason"].astype("str")), rows["remarks"], today.date())
    return told.where(refused(rows))


def _further(
    about: pd.Series,
    out: pd.DataFrame,
    notice: pd.Series,
    done: pd.Series,
    pairs: pd.DataFrame,
    deadlines: Deadlines,
) -> pd.DataFrame:
    """The further limit of each claim: `also_on` and `also_is`, null where it has none or nobody knows it."""
    waits = done.isin([IN_TIME, MAY_BE_PAID, NO_FILING_DAY, SENT_ON]) & out["deadline_on"].notna()
    on = out["deadline_on"].where(waits)
    named = pd.Series(None, out.index, dtype="str").mask(waits, AGAIN)
    for payer, group in (
        pairs.loc[about.reindex(pairs.index).eq(APPEAL), "payer"].groupby(pairs["payer"]).groups.items()
    ):
        rule = deadlines.of(payer, CORRECTED)
        if rule is not None:
            on.loc[group] = last_day(notice.loc[group], rule).astype("datetime64[ms]")
            named.loc[group] = CORRECTED
    return pd.DataFrame({"also_on": on, "also_is": named.where(on.notna())})


def _denied_as_late(rows: pd.DataFrame, deadlines: Deadlines, today: pd.Timestamp) -> pd.Series:
    """Which claims a payer refused for their age although they were sent by its limit for filing, a flag per row."""
    late = frozenset(code_list("filing_reasons", today.date()).frame["code"])
    reason = rows["reason"].fillna(rows["history_reason"]).astype("str").str.upper()
    code = reason.str.extract(r"^(?:(?:CO|OA|PI|PR)[-\s]?)?([A-Z]?\d+)\b")[0]
    asked = rows["status"].isin(_REFUSED) & code.isin(late) & rows["filed_on"].notna()
    wrong = pd.Series(False, rows.index)
    for payer, group in rows[asked].groupby("payer").groups.items():
        rule = deadlines.of(payer, FILING)
        if rule is not None:
            ends = last_day(rows.loc[group, "service_from"], rule)
            wrong.loc[group] = (rows.loc[group, "filed_on"] <= ends).fillna(False).astype(bool)
    return wrong


def _filed(rows: pd.DataFrame, out: pd.DataFrame, today: pd.Timestamp) -> pd.Series:
    """Why the limit for filing no longer runs for a claim, null where it does.

    A claim that is pending without a day of submission was sent by the report's date: in time where the limit ends no
    sooner, else nobody knows. What the clearinghouse still holds has not reached the payer. `deposit` names what may
    have paid a claim. One that the payer does not have, as people or its status say, must be filed again: it runs.
    """
    asked = out["deadline_is"].eq(FILING).fillna(False) & rows["status"].isin([OPEN, PENDING])
    paid = rows["conflict"].eq(PAID_IN_ERA).fillna(False)
    held = rows["summary_state"].eq("pending").fillna(False)
    by_summary = rows["summary_on"].where(rows["summary_state"].eq("accepted").fillna(False))
    to_next = rows["is_with_next"].eq(True).fillna(False)  # when it was sent to that one, nobody says
    sent = rows["filed_on"].fillna(by_summary).mask(to_next)
    pending = rows["status"].eq(PENDING)
    on = sent.fillna(pd.Series(today, rows.index).where(pending))
    waits = asked & on.notna() & ~held & ~not_received(rows)
    ends = out["deadline_on"]
    why = pd.Series(None, rows.index, dtype="str")
    why = why.mask(waits & (on <= ends), IN_TIME)
    why = why.mask(why.eq(IN_TIME).fillna(False) & rows["deposit"].notna(), MAY_BE_PAID)
    why = why.mask(waits & sent.isna() & (on > ends), NO_FILING_DAY)
    crossed = asked & rows["sent_on_by_first"].notna() & ~not_received(rows)
    return why.mask(crossed & ~why.eq(MAY_BE_PAID).fillna(False), SENT_ON).mask(asked & paid, PAID_FOR)


def _about(rows: pd.DataFrame, deadlines: Deadlines) -> pd.Series:
    """What a claim must be in time for: filing, appeal or a corrected claim; null where nothing is to be filed."""
    about = pd.Series(None, rows.index, dtype="str")
    about = about.mask(rows["status"].isin(_FILED), FILING)
    # rejected by the payer, and no remittance says that it was decided: filing is what can still be missed
    about = about.mask(rows["status"].isin(_REFUSED), FILING).mask(refused(rows), APPEAL)
    no_right = barred(rows, deadlines)
    about = about.mask(no_right, FILING)
    for payer, group in rows[refused(rows)].groupby("payer").groups.items():
        if deadlines.of(str(payer), CORRECTED) is None:
            continue
        if deadlines.of(str(payer), APPEAL) is None:
            about.loc[group[rows.loc[group, "listed_by"].isna() & ~no_right[group]]] = CORRECTED
        if deadlines.of(str(payer), FILING) is None:
            about.loc[group[no_right[group]]] = CORRECTED
    return about


def refused(rows: pd.DataFrame) -> pd.Series:
    """Return which claims a payer decided and refused, or took back, in whole or in part, a flag per row."""
    doubtful = rows["may_be_rejected"].astype("boolean").fillna(False) & rows["outcome"].isna()
    return (rows["status"].isin(_REFUSED) & ~doubtful).astype(bool)


def barred(rows: pd.DataFrame, deadlines: Deadlines) -> pd.Series:
    """Return which refused claims nobody can appeal by the remarks of their decision, a flag per row."""
    return deadlines.bars_appeal(rows["payer"].where(refused(rows)), rows["remarks"])


def _why(status: pd.Series, about: pd.Series, start: pd.Series, out: pd.DataFrame) -> pd.Series:
    """Why no deadline is named, null where one is."""
    why = pd.Series(OTHER, status.index, dtype="str")
    why = why.mask(status.isin([PATIENT, RESOLVED]), NOT_ASKED).mask(status.eq(APPEALED), UNDER_APPEAL)
    why = why.mask(about.notna(), NO_RULE)
    known = out["deadline_rule"].notna() & start.isna()
    why = why.mask(known & about.eq(FILING).fillna(False), NO_SERVICE)
    why = why.mask(known & ~about.eq(FILING).fillna(False), NO_NOTICE)
    return why.where(out["deadline_on"].isna())
