"""What came back of the claims that a list says were sent through Medi: a remittance, a rejection, nothing yet.

A claim is known by its number and day of service; where one side states no day, by its number alone. What came before
the claim was sent is no answer to it.
"""

from __future__ import annotations

from enum import StrEnum

import numpy as np
import pandas as pd

from cutover.identifiers import compared
from cutover.reading.claims.receipts import ACCEPTED, REJECTED
from cutover.reading.claims.stand_ins import is_made
from cutover.reading.postings.tables import CLAIM
from cutover.workstreams.parallel_run.closing import payer_of
from cutover.workstreams.parallel_run.inputs import Inputs
from cutover.workstreams.parallel_run.routing import REVERSAL

NUMBERS = ("patient_control_number", "claim_number")
_GRAVEST = {REJECTED: 0, ACCEPTED: 1}  # of answers of one day


class Answer(StrEnum):
    """What came back of a claim, with what that means, in the order in which they are shown."""

    meaning: str

    def __new__(cls, words: str, meaning: str) -> Answer:
        """Make a state of its words; its meaning is what readers see beside them."""
        made = str.__new__(cls, words)
        made._value_, made.meaning = words, meaning
        return made

    REMITTED = "remittance on file", "a remittance in either system decides it"
    REJECTED = "rejected", "a 277CA or the list itself says so: it must be corrected and sent again"
    WITHDRAWN = "withdrawn", "the list calls it void or replaced"
    SILENT = "no acknowledgment", "newer answers are on file, in a 277CA or in the list, and none is of it"
    LATE = "remittance late", "taken, and no remittance within the payer's usual days"
    WAITING = "not due yet", "no remittance yet, within the payer's usual days"
    UNKNOWN = (
        "not known whether late",
        "no remittance yet; its day of sending or its payer's usual days are not known",
    )
    AGAIN = "sent again later", "an earlier submission of a claim that stands further down"
    AFTER = "after the report's date", "sent later than this report looks"


def joined(left: pd.DataFrame, right: pd.DataFrame) -> pd.DataFrame:
    """Return the pairs of rows that speak of one claim, as `left` and `right` labels: number and day of service agree.

    Both have `number` and `service_from`, and their rows' labels in `row`; a day that one of them does not state is no
    contradiction. A row may stand under several numbers.
    """
    ours, others = left.dropna(subset="number"), right.dropna(subset="number")
    bare, dated = ours["service_from"].isna(), ours["service_from"].notna()
    unknown = others["service_from"].isna()
    parts = (
        ours[dated].merge(others[~unknown], on=["number", "service_from"]),
        ours[dated].merge(others[unknown], on="number"),
        ours[bare].merge(others, on="number"),
    )
    pairs = pd.concat([part[["row_x", "row_y"]] for part in parts], ignore_index=True)
    return pairs.set_axis(["left", "right"], axis=1).astype("int64").drop_duplicates(ignore_index=True)


def numbered(rows: pd.DataFrame, names: tuple[str, ...] = NUMBERS) -> pd.DataFrame:
    """Return rows once for each number that they bear: `row`, `number` as compared, `service_from`."""
    days = rows["service_from"].array
    parts = [
        pd.DataFrame({"row": rows.index, "number": compared(rows[name]).array, "service_from": days})
        for name in names
    ]
    return pd.concat(parts, ignore_index=True).drop_duplicates(ignore_index=True)


def answers(run: Inputs) -> pd.DataFrame:
    """Return what came back of each row of `run.sent`, under its index.

    `payer`, `answer` (one of Answer), `receipt` (accepted, rejected, not stated; null: none), `codes` and day of the
    277CA (`receipt_on`), `remitted_on`, `is_receipt_known` (a 277CA or a list is on file that is new enough to answer
    it), `usual_days` of its payer, `is_empty` (its list has answers of claims sent that day or later, and none of it).
    """
    sent = run.sent
    found = _receipts(run).join(_remitted(run))
    payer = payer_of(run, sent["payer_name"])
    usual = payer.map(usual_days(run, found["remitted_on"], payer)).astype("Float64")
    newest = run.receipts.loc[~(run.receipts["answered_on"] > run.today), "answered_on"].max()
    known = (sent["sent_on"] <= newest).fillna(False).astype(bool)
    empty = _is_empty(sent) & found["receipt"].isna()
    is_known = known | found["receipt"].notna() | empty
    told = found.assign(payer=payer, usual_days=usual, is_receipt_known=is_known, is_empty=empty)
    return told.assign(answer=_answers(run, told))


def _is_empty(sent: pd.DataFrame) -> pd.Series:
    """Which claims have no answer in a list that has those of claims sent on the same day or later."""
    has = sent["state"].isin(["accepted", "rejected"])
    last = sent["sent_on"].where(has).groupby(sent["source_file"]).transform("max")
    bare = sent["state"].eq("sent") & sent["state_as_written"].isna()
    return (bare & (sent["sent_on"] <= last)).fillna(False).astype(bool)


def _answers(run: Inputs, told: pd.DataFrame) -> pd.Series:
    sent, today = run.sent, run.today
    state, day = sent["state"], sent["sent_on"]
    rejected = told["receipt"].eq(REJECTED) | (told["receipt"].isna() & state.eq("rejected"))
    taken = told["receipt"].eq(ACCEPTED) | state.isin(["accepted", "decided"])
    least = np.busday_offset(run.as_of, -run.rules.acknowledged_business_days, roll="forward")
    silent = told["receipt"].isna() & ~taken & told["is_receipt_known"] & (day < pd.Timestamp(least))
    waited = (today - day).dt.days
    rules = [
        (day > today, Answer.AFTER),
        (superseded(run, rejected), Answer.AGAIN),
        (told["remitted_on"].notna(), Answer.REMITTED),
        (rejected, Answer.REJECTED),
        (state.eq("withdrawn"), Answer.WITHDRAWN),
        (silent, Answer.SILENT),
        (waited > told["usual_days"], Answer.LATE),
        (waited <= told["usual_days"], Answer.WAITING),
    ]
    masks = [mask.fillna(False).to_numpy(bool) for mask, _ in rules]
    return pd.Series(np.select(masks, [name for _, name in rules], Answer.UNKNOWN), sent.index, dtype="str")


def superseded(run: Inputs, rejected: pd.Series) -> pd.Series:
    """Tell which rows a later submission of the same claim stands for: rejected, withdrawn, or one number of Medi's.

    A later one is of the same account and day, and of the same amount where the account is a patient's. A made number
    (`stand_ins`) is a patient's too: two rows with it that were sent on one day are two claims.
    """
    sent = run.sent
    number = compared(sent[NUMBERS[0]]).fillna(compared(sent[NUMBERS[1]]))
    made = is_made(sent[NUMBERS[1]]) & sent[NUMBERS[0]].isna()
    cents = sent["charge_cents"].mask(~number.isin(of_patients([sent, run.submitted])) & ~made, -1)
    key = ["number", "service_from", "cents"]
    rows = sent.assign(
        number=number, cents=cents, made=made, gone=rejected.fillna(False) | sent["state"].eq("withdrawn")
    )
    rows = rows[number.notna()].sort_values(["sent_on", "source_file", "source_row"], na_position="first")
    later = rows.groupby(key, dropna=False).cumcount(ascending=False) > 0
    same = rows.duplicated([*key, "claim_number"], keep="last") & rows["claim_number"].notna()
    same &= ~(rows["made"] & rows.duplicated([*key, "claim_number", "sent_on"], keep="last"))
    return (later & (rows["gone"] | same)).reindex(sent.index, fill_value=False).astype(bool)


def of_patients(parts: list[pd.DataFrame]) -> frozenset[str]:
    """Return the account numbers, as compared, that stand for several days of service: a patient's, no claim's own."""
    rows = pd.concat(
        [pd.DataFrame({"number": compared(p[NUMBERS[0]]), "day": p["service_from"]}) for p in parts]
    )
    days = rows.dropna().groupby("number")["day"].nunique()
    return frozenset(days.index[days > 1])


def _receipts(run: Inputs) -> pd.DataFrame:
    """What the last 277CA since the sending says of each claim; of those of one day a rejection."""
    given, sent = run.receipts, run.sent
    given = given[~(given["answered_on"] > run.today)]
    pairs = joined(numbered(sent), numbered(given, NUMBERS[:1]))
    ours, theirs = (
        sent.loc[pairs["left"]].reset_index(drop=True),
        given.loc[pairs["right"]].reset_index(drop=True),
    )
    holds = ~(theirs["answered_on"] < ours["sent_on"])
    holds &= ~ours["charge_cents"].ne(theirs["charge_cents"]).fillna(False).astype(bool)
    told = theirs.assign(row=pairs["left"], grave=theirs["state"].map(_GRAVEST).fillna(2))[holds]
    last = told.sort_values(["answered_on", "grave"], ascending=[False, True], kind="stable").drop_duplicates(
        "row"
    )
    last = last.set_index("row").reindex(sent.index)
    return pd.DataFrame({
        "receipt": last["state"].astype("str"), "codes": last["codes"].astype("str"),
        "receipt_on": last["answered_on"].astype("datetime64[ms]"),
    })  # fmt: skip


def _remitted(run: Inputs) -> pd.Series:
    """The first payment day on or after the sending on which a remittance decided each claim."""
    return first_paid(run, run.sent, run.sent["sent_on"]).rename("remitted_on")


def first_paid(run: Inputs, rows: pd.DataFrame, since: pd.Series) -> pd.Series:
    """Return the first day from `since` on of a remittance that decided each claim, null where none is on file.

    `rows` bear NUMBERS and `service_from`; `since` is a day for each of them, null where it is not known.
    """
    items = run.items
    items = items[
        (items["kind"] == CLAIM) & items["counts"].isna() & ~items["status"].eq(REVERSAL).fillna(False)
    ]
    pairs = joined(numbered(rows), numbered(items, NUMBERS[:1]))
    paid = items["paid_on"].reindex(pairs["right"]).set_axis(pairs["left"])
    begun = since.reindex(pairs["left"])
    first = paid[(~(paid < begun)).to_numpy(bool)].groupby(level=0).min()
    return first.reindex(rows.index).astype("datetime64[ms]")


def usual_days(run: Inputs, remitted: pd.Series, payer: pd.Series) -> dict[str, float]:
    """Return by payer the days within which its remittances usually come, from sending on; no payer where not known.

    Claims of both systems that were sent on a known day and are answered count. A payer of too few such claims has the
    days of all payers together. Where its first such claim was sent so lately that slow answers cannot be here yet, the
    days from service to its remittances hold if they are more.
    """
    old = run.submitted
    old = old[old["submission_date"].notna()]
    paid = first_paid(run, old, old["submission_date"])
    days = pd.concat([
        pd.DataFrame({"payer": payer_of(run, old["payer_name"]), "sent_on": old["submission_date"],
                      "days": (paid - old["submission_date"]).dt.days}),
        pd.DataFrame({"payer": payer, "sent_on": run.sent["sent_on"],
                      "days": (remitted - run.sent["sent_on"]).dt.days}),
    ]).dropna()  # fmt: skip
    share, least = run.rules.answer_percent / 100, run.rules.answer_cases
    whole = _within(days["days"], share) if len(days) >= least else None
    found = {
        name: _within(part, share) if len(part) >= least else whole
        for name, part in days.groupby("payer")["days"]
    }
    every = {str(name): found.get(name, whole) for name in {*found, *payer}}
    known = {name: number for name, number in every.items() if number is not None}
    slow = _since_service(run) if known else {}
    first = days.groupby("payer")["sent_on"].min()
    shown = (run.today - first.reindex(list(known)).fillna(days["sent_on"].min())).dt.days
    return {
        name: max(number, slow[name]) if name in slow and shown[name] < slow[name] else number
        for name, number in known.items()
    }


def _since_service(run: Inputs) -> dict[str, float]:
    """The days from service within which each payer's remittances usually come, where enough of them are on file."""
    items = run.items[run.items["kind"].eq(CLAIM) & run.items["counts"].isna()]
    items = items[~items["status"].eq(REVERSAL).fillna(False)]
    days = (items["paid_on"] - items["service_from"]).dt.days
    share, least = run.rules.answer_percent / 100, run.rules.answer_cases
    parts = days[days.ge(0).fillna(False)].groupby(items["payer"])
    return {str(name): _within(part, share) for name, part in parts if len(part) >= least}


def _within(days: pd.Series, share: float) -> float:
    """The least number of days within which that share of the claims was answered."""
    return float(np.quantile(days.to_numpy("float64"), share, method="inverted_cdf"))
