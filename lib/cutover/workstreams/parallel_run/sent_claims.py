"""The claims of a run by the system that they went out through, and the cases of those that need a person.

All of it rests on a list of the claims that went out through Medi; without one nothing is said to be right.
"""

from __future__ import annotations

import pandas as pd

from cutover.reading.claims.claim_keys import own_numbers
from cutover.reading.claims.submissions import of_history
from cutover.reading.postings.tables import MEDI, OFFICE_ALLY
from cutover.workstreams.answers import once
from cutover.workstreams.parallel_run.bank_cases import shape
from cutover.workstreams.parallel_run.closing import payer_of
from cutover.workstreams.parallel_run.inputs import Inputs
from cutover.workstreams.parallel_run.numbers import of_list
from cutover.workstreams.parallel_run.sent_answers import Answer, answers
from cutover.workstreams.parallel_run.sent_pairs import DOUBLE, NOT_CURRENT, Sent, classes, office


@once
def sent(run: Inputs) -> pd.DataFrame:
    """Return the claims of Medi's lists, one row per submission, with what came back and where else they went out.

    The columns of SENT_CLAIMS, of `sent_answers.answers` and of `sent_pairs.classes`; `number` is the account number,
    else Medi's; of the same claim in Office Ally `old_sent_on`, `old_charge_cents`, `old_number`.
    """
    told, old = answers(run), old_side(run)
    found = run.sent.join(told).join(classes(run, told, old))
    theirs = old.reindex(found["other"].where(found["other"] >= 0)).set_axis(found.index)
    return found.assign(
        number=own_numbers(run.sent),
        old_sent_on=theirs["submission_date"],
        old_charge_cents=theirs["charge_cents"],
        old_number=own_numbers(theirs),
        old_claim_number=of_list(theirs)["claim_number"],
    )


@once
def old_side(run: Inputs) -> pd.DataFrame:
    """Return what went out through Office Ally (`sent_pairs.office`)."""
    return office(run)


@once
def elsewhere(run: Inputs) -> pd.DataFrame:
    """Return what claim lists say went out through neither system: on paper, by fax (SUBMITTED_CLAIMS)."""
    way = run.history["sent_through"]
    rows = run.history[way.notna() & ~way.isin([OFFICE_ALLY, MEDI])]
    return of_history(rows.reset_index(drop=True))[0]


def current(run: Inputs) -> pd.DataFrame:
    """Return the rows of `sent` that stand for a claim: sent by the report's day, and not sent again since."""
    rows = sent(run)
    return rows[~rows["answer"].isin(NOT_CURRENT)]


def sent_cases(run: Inputs) -> dict[str, pd.DataFrame]:
    """Return the cases of claims that went out, by the code of their finding; nothing without a list of Medi."""
    if run.sent.empty:
        return {}
    rows = current(run)
    also = rows["first"].fillna("")
    both = rows["why"].fillna("") + "; " + also
    refused = rows["codes"].fillna(rows["state_as_written"]).fillna("")
    both += _belongs(run, rows)
    elsewhere = rows["other"].ge(0).map({True: "; it went out through Office Ally too", False: ""})
    doubled = rows["class"].isin(DOUBLE)
    days = rows["usual_days"].astype("Int64").astype("str").fillna("")
    bare = rows["is_empty"].map({True: ", and its list has no answer either", False: ""})
    waited = (run.today - rows["sent_on"]).dt.days.astype("Int64").astype("str").fillna("")
    picked = {
        "run-sent-both": (rows["class"].eq(Sent.BOTH), both),
        "run-sent-both-likely": (rows["class"].eq(Sent.LIKELY), both),
        "run-sent-rejected": (rows["answer"].eq(Answer.REJECTED), "rejected: " + refused + elsewhere),
        "run-sent-no-answer": (
            rows["answer"].eq(Answer.SILENT), "sent " + waited + " days ago, in no 277CA" + bare),
        "run-sent-no-remittance": (
            rows["answer"].eq(Answer.LATE), "sent " + waited + " days ago; " + days + " days are usual"),
    }  # fmt: skip
    told = {code: _case(rows[mask], what[mask]) for code, (mask, what) in picked.items()}
    moved = run.moved_on
    return told | (_wrong_side(run, rows[~doubled], pd.Timestamp(moved)) if moved else {})


def _belongs(run: Inputs, rows: pd.DataFrame) -> pd.Series:
    """On which side of the cutover the service of each claim lies, in words; empty where one of the days is unknown."""
    day = pd.Timestamp.max if run.moved_on is None else pd.Timestamp(run.moved_on)
    served = rows["service_from"]
    old = (served < day).fillna(False).astype(bool)
    words = old.map({True: "; service before the cutover, so that it belongs to Office Ally",
                     False: "; service from the cutover on, so that it belongs to Medi"})  # fmt: skip
    return words.mask(served.isna() | (run.moved_on is None), "")


def _wrong_side(run: Inputs, rows: pd.DataFrame, day: pd.Timestamp) -> dict[str, pd.DataFrame]:
    """Claims that went out through the system where they do not belong, and not through both."""
    old = rows[(rows["service_from"] < day).fillna(False) & rows["answer"].ne(Answer.WITHDRAWN)]
    theirs = old_side(run)
    known = sent(run)["other"]
    alone = theirs[~theirs.index.isin(known[known >= 0]) & theirs["state"].ne("rejected")]
    new = alone[(alone["service_from"] >= day) & ~(alone["submission_date"] < day)]
    new = new.assign(
        payer=payer_of(run, new["payer_name"].fillna(new["payer_id"])),
        sent_on=new["submission_date"],
        number=own_numbers(new),
    )
    return {
        "run-sent-new-in-office-ally": _case(new, "service from the cutover on, in no list of Medi"),
        "run-sent-old-in-medi": _case(old, "service before the cutover, sent through Medi"),
    }


def _case(rows: pd.DataFrame, what: pd.Series | str) -> pd.DataFrame:
    sheet = rows["source_sheet"].fillna("")
    identity = rows[["number", "service_from", "sent_on"]].astype("str").fillna("")
    said = identity.agg("|".join, axis=1) if len(rows) else identity["number"]
    turn = said.groupby(said).cumcount().astype("str")
    place = (sheet + "!").where(sheet != "", "") + rows["source_row"].astype("str")
    return shape(rows.assign(
        opened=rows["sent_on"], amount_cents=rows["charge_cents"], what=what, **of_list(rows),
        source_row=place, identity=said + "|" + turn,
    ))  # fmt: skip
