"""Which claims went out through both systems: the list of Medi against what Office Ally's files say was sent.

The same number, day of service and amount is one claim; a number alone, or the same patient, day and amount under
another number, is likely one, and a person looks. A correction, a claim to a second payer and a claim that one system
had rejected before are sent again by right: what went out through both on one day was not.
"""

from __future__ import annotations

import re
from enum import StrEnum

import numpy as np
import pandas as pd

from cutover.identifiers import compared
from cutover.reading.claims.same_service import services
from cutover.reading.claims.sent import ORIGINAL
from cutover.reading.postings.tables import CLAIM
from cutover.workstreams.parallel_run.inputs import Inputs
from cutover.workstreams.parallel_run.sent_answers import (
    NUMBERS,
    Answer,
    first_paid,
    joined,
    numbered,
    of_patients,
)
from cutover.workstreams.payer_spellings import one_payer
from cutover.workstreams.remittances import UNNAMED

NOT_CURRENT = (Answer.AGAIN, Answer.AFTER)  # rows of the list that stand for no claim of today
OLD_FIRST, NEW_FIRST, ONE_DAY, NO_ORDER = (
    "Office Ally first", "Medi first", "on one day", "which came first is not known"
)  # fmt: skip
_SAME, _NO_AMOUNT, _NO_DAY, _OTHER_AMOUNT, _OTHER_NUMBER = range(
    5
)  # why two rows are one claim, the surest first
_NAMES = ["patient_last_name", "patient_first_name"]
_WHY = {
    _SAME: "same number, day and amount",
    _NO_AMOUNT: "same number and day; one amount is not known",
    _NO_DAY: "same number and amount; one day of service is not known",
    _OTHER_AMOUNT: "same number and day, another amount",
    _OTHER_NUMBER: "another number; same patient, day and amount",
}


class Sent(StrEnum):
    """Through which system a claim went out, with what that means, in the order in which they are shown."""

    meaning: str

    def __new__(cls, words: str, meaning: str) -> Sent:
        """Make a class of its words; its meaning is what readers see beside them."""
        made = str.__new__(cls, words)
        made._value_, made.meaning = words, meaning
        return made

    BOTH = (
        "sent through both systems",
        "one number, day and amount, to one payer: the payer may pay or deny it twice",
    )
    LIKELY = (
        "likely sent through both systems",
        "number, day, amount or payer are not all the same: a person looks",
    )
    REFUSED = (
        "sent again after a rejection",
        "one system had rejected it before it went out through the other",
    )
    CORRECTED = (
        "a correction sent through Medi",
        "its frequency says that it replaces or voids an earlier claim",
    )
    SECOND = "sent to a second payer", "the first payer had answered before the claim went to another one"
    MEDI = "sent through Medi alone", "no file of Office Ally shows it as sent"
    AGAIN = "sent again later", "an earlier submission of a claim that stands further down"
    AFTER = "after the report's date", "sent later than this report looks"


DOUBLE = (Sent.BOTH, Sent.LIKELY)


def office(run: Inputs) -> pd.DataFrame:
    """Return what went out through Office Ally until the report's day, with what the claim history adds to a summary.

    The columns of SUBMITTED_CLAIMS, `patient` as compared; a summary states no patient and no amount. `service` is what
    lists of what was sent tell of it (`same_service.services`).
    """
    rows = run.submitted[~(run.submitted["submission_date"] > run.today)].reset_index(drop=True)
    told = run.history.assign(patient=_patients(run.history))
    asked = _facts(rows, numbered(told), told[["patient", "charge_cents", "payer_name"]])
    return rows.assign(
        patient=asked["patient"].fillna(_remitted_patients(run, rows)).astype("str"),
        charge_cents=rows["charge_cents"].fillna(asked["charge_cents"].astype("Int64")),
        payer_name=rows["payer_name"].fillna(asked["payer_name"].astype("str")),
        service=_services(rows, run.listed),
    )


def _services(rows: pd.DataFrame, listed: pd.DataFrame) -> pd.Series:
    """Patient, day, procedures and charge of the claims that lists of what was sent tell of; null of the others."""
    told = pd.DataFrame({"service": services(listed)}, listed.index)
    return _facts(rows, numbered(listed), told)["service"].astype("str")


def _facts(rows: pd.DataFrame, numbers: pd.DataFrame, told: pd.DataFrame) -> pd.DataFrame:
    """What `told` says of each of the rows, by number and day of service; null where it says two things."""
    key = ["number", "service_from"]
    known = numbers.merge(told, left_on="row", right_index=True).dropna(subset=key)
    facts = known.groupby(key)[list(told)]
    one = facts.first().where(facts.nunique() < 2)
    return numbered(rows).join(one, on=key).drop(columns=key).groupby("row").first().reindex(rows.index)


def _remitted_patients(run: Inputs, rows: pd.DataFrame) -> pd.Series:
    """The patients of claims by their remittances: lists of what was sent often name none.

    Only days of service that the list of Medi has are looked at: the archive holds far more.
    """
    of = ["content", "claim_id"]
    items = run.items[run.items["kind"].eq(CLAIM) & run.items["counts"].isna()]
    items = items[items["service_from"].isin(run.sent["service_from"].dropna())]
    feeds = [
        feed.claims.loc[feed.claims["content"].isin(items["content"]), [*of, *_NAMES]]
        for feed in (run.office_ally, run.medi)
    ]
    named = items[[*of, "patient_control_number", "service_from"]].merge(
        pd.concat(feeds).drop_duplicates(of), on=of
    )
    told = pd.DataFrame({"patient": _patients(named)}, named.index)
    return _facts(rows, numbered(named, NUMBERS[:1]), told)["patient"].astype("str")


def _patients(rows: pd.DataFrame) -> pd.Series:
    """A patient's name as it is compared: its words of two letters and more in order; null for less than two words."""
    last = rows["patient_last_name"]
    names = last.fillna("") + " " + rows["patient_first_name"].fillna("")
    words = names.map(
        lambda name: " ".join(sorted(w for w in re.findall(r"[^\W\d_]+", name.casefold()) if len(w) > 1))
    )
    return words.where(last.notna() & words.str.contains(" ")).astype("str")


def classes(run: Inputs, told: pd.DataFrame, old: pd.DataFrame) -> pd.DataFrame:
    """Return through which system each row of `run.sent` went out, under its index.

    `class` is one of Sent, `other` the row of `old` (`office`) that is the same claim, -1 where there is none; `why`
    says what they have in common, `first` which came first. `told` are the answers (`sent_answers.answers`).
    """
    sent, old = _labeled(run, old)
    found = _paired(run, sent[~told["answer"].isin(NOT_CURRENT)], old, told["answer"])
    there = found["other"] >= 0
    theirs = old.reindex(found["other"].where(there)).set_axis(sent.index)
    same = _one_payer(sent["label"], theirs["label"])
    paid = (
        first_paid(run, old, old["submission_date"]).reindex(found["other"].where(there)).set_axis(sent.index)
    )
    rules = [
        (told["answer"].eq(Answer.AFTER), Sent.AFTER),
        (told["answer"].eq(Answer.AGAIN), Sent.AGAIN),
        (sent["frequency"].notna() & sent["frequency"].ne(ORIGINAL), Sent.CORRECTED),
        (~there, Sent.MEDI),
        (_had_been_refused(sent, theirs, told), Sent.REFUSED),
        (~same & (paid <= sent["sent_on"]), Sent.SECOND),
        (same & found["sure"], Sent.BOTH),
    ]
    masks = [mask.fillna(False).to_numpy(bool) for mask, _ in rules]
    kind = np.select(masks, [name for _, name in rules], Sent.LIKELY)
    why = found["kind"].map(_WHY).astype("str")
    return pd.DataFrame({
        "class": pd.Series(kind, sent.index, dtype="str"), "other": found["other"],
        "why": why.mask(there & ~same, why + "; the payers are written differently"),
        "first": _first(theirs["submission_date"], sent["sent_on"]).where(there),
    })  # fmt: skip


def _had_been_refused(sent: pd.DataFrame, theirs: pd.DataFrame, told: pd.DataFrame) -> pd.Series:
    """Whether one system had rejected a claim before the other one got it.

    The rejected one went out on an earlier day, and a 277CA that rejects it is not of after the second sending. Of one
    day, or where a day is not known, nothing shows that the rejection came first.
    """
    old, new = theirs["submission_date"], sent["sent_on"]
    by_office = theirs["state"].eq("rejected") & (old < new)
    by_medi = told["answer"].eq(Answer.REJECTED) & (new < old) & ~(told["receipt_on"] > old)
    return by_office | by_medi


def _labeled(run: Inputs, old: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Both with the patient as compared, and in `label` one name for each payer over both."""
    sent = run.sent.assign(patient=_patients(run.sent).fillna(_remitted_patients(run, run.sent)))
    names, ids = (pd.concat([sent[c], old[c]], ignore_index=True) for c in ("payer_name", "payer_id"))
    label = one_payer(names, ids, run.same)
    mine, theirs = label[: len(sent)], label[len(sent) :]
    return sent.assign(label=mine.array), old.assign(label=theirs.array)


def _one_payer(mine: pd.Series, theirs: pd.Series) -> pd.Series:
    """Whether nothing shows that two payers are two: one of them may not be named."""
    return mine.eq(theirs) | mine.eq(UNNAMED) | theirs.eq(UNNAMED) | theirs.isna()


def _first(old: pd.Series, new: pd.Series) -> pd.Series:
    told = np.select(
        [old.isna() | new.isna(), old < new, old > new], [NO_ORDER, OLD_FIRST, NEW_FIRST], ONE_DAY
    )
    return pd.Series(told, new.index, dtype="str")


def _paired(run: Inputs, sent: pd.DataFrame, old: pd.DataFrame, answers: pd.Series) -> pd.DataFrame:
    """One row of Office Ally at the most for each current row of the list, the surest pairs first."""
    pairs = _candidates(run, sent, old)
    pairs = pairs.assign(
        gone=answers.reindex(pairs["left"]).eq(Answer.REJECTED).to_numpy(),
        refused=old["state"].reindex(pairs["right"]).eq("rejected").to_numpy(),
    ).sort_values(["kind", "gone", "refused", "left", "right"])  # fmt: skip
    mine: dict[object, tuple] = {}
    theirs: set[object] = set()
    for pair in pairs.itertuples(index=False):
        if pair.left not in mine and pair.right not in theirs:
            mine[pair.left] = (pair.right, pair.kind, pair.sure)
            theirs.add(pair.right)
    found = [mine.get(row, (-1, -1, False)) for row in run.sent.index]
    frame = pd.DataFrame(found, run.sent.index, columns=["other", "kind", "sure"])
    return frame.astype({"other": "int64", "kind": "int64", "sure": bool})


def _candidates(run: Inputs, sent: pd.DataFrame, old: pd.DataFrame) -> pd.DataFrame:
    """Pairs of rows that may be one claim: `left`, `right`, `kind` (a key of _WHY), and whether that is `sure`."""
    key = ["patient", "service_from", "charge_cents"]
    ours, theirs = (rows[key].reset_index(names="row").dropna() for rows in (sent, old))
    alike = ours.merge(theirs, on=key)[["row_x", "row_y"]]
    listed = [
        rows[["service"]].reset_index(names="row").dropna()
        for rows in (sent.assign(service=services(sent)), old)
    ]
    alike = pd.concat(
        [alike, listed[0].merge(listed[1], on="service")[["row_x", "row_y"]]], ignore_index=True
    )
    alike = alike.set_axis(["left", "right"], axis=1).astype("int64")
    by_number = joined(numbered(sent), numbered(old))
    both = pd.concat([by_number.assign(named=True), alike.assign(named=False)], ignore_index=True)
    both = both.drop_duplicates(["left", "right"], ignore_index=True)
    mine, other = sent.loc[both["left"]].reset_index(drop=True), old.loc[both["right"]].reset_index(drop=True)
    no_day = mine["service_from"].isna() | other["service_from"].isna()
    no_amount = mine["charge_cents"].isna() | other["charge_cents"].isna()
    differs = mine["charge_cents"].ne(other["charge_cents"]).fillna(False).astype(bool)
    kind = np.select(
        [~both["named"].astype(bool), no_day, no_amount, differs],
        [_OTHER_NUMBER, _NO_DAY, _NO_AMOUNT, _OTHER_AMOUNT], _SAME,
    )  # fmt: skip
    both = _judged(both.assign(kind=kind), mine, other, of_patients([run.sent, run.submitted]))
    return both[~(no_day & (no_amount | differs)) & both["may_be"]]


def _judged(
    both: pd.DataFrame, mine: pd.DataFrame, other: pd.DataFrame, of_many: frozenset[str]
) -> pd.DataFrame:
    """Pairs with whether they may be one claim, and whether they are sure to be.

    Two providers, two payers, or an account that is a patient's speak against it, where less than all else agrees.
    """
    kind, number = both["kind"], compared(mine[NUMBERS[0]])
    many = number.isin(of_many)
    npis = [rows["rendering_npi"] for rows in (mine, other)]
    two = npis[0].notna() & npis[1].notna() & npis[0].ne(npis[1])
    weak = kind.isin([_NO_DAY, _OTHER_AMOUNT]) & many
    apart = kind.isin([_OTHER_AMOUNT, _OTHER_NUMBER]) & (two | ~_one_payer(mine["label"], other["label"]))
    sure = kind.isin([_SAME, _NO_AMOUNT]) & ~two & ~(kind.eq(_NO_AMOUNT) & many)
    return both.assign(may_be=~(weak | apart | (two & many)), sure=sure)
