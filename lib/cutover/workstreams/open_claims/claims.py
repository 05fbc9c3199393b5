"""Every claim from before the cutover once, with what each source says of it, and what is open of it.

The claim history decides whether a claim is resolved and what is open of it, exactly as in the parallel run; what
other sources say otherwise is a conflict that a person settles. A claim that no history has is told by its remittances,
else by the answers of payers, else by the file summaries, else by the 837 files and the lists of what was sent, else by
what people wrote down.
"""

from __future__ import annotations

import pandas as pd

from cutover.lookup import among
from cutover.reading.claims.aging_reports import SOURCE as OF_AGING
from cutover.reading.claims.crossovers import FORWARDED, stems
from cutover.reading.claims.payer_ids import names_answered
from cutover.reading.claims.receipts import UNCLEAR
from cutover.reading.claims.states import (
    WITHDRAWN,
    is_on_its_way,
    is_rejected,
    is_untold,
    is_with_next_payer,
    may_be_rejected,
)
from cutover.reading.claims.submissions import LIST, keys
from cutover.reading.era.text import claims_told
from cutover.reading.payers.lists import one_named
from cutover.reading.payers.names import bare_id
from cutover.result import evidence_key
from cutover.workstreams.claim_reconciliation import pays_on_paper
from cutover.workstreams.decisions import (
    DENIED,
    LATER_PAYERS,
    MET,
    NOTHING,
    PAID,
    PARTLY,
    REFUNDED,
    REPEATED,
    REVERSED,
    SECONDARY,
    SHARE,
    ends,
    repeated,
)
from cutover.workstreams.denials import CAPITATION, TO_PATIENT
from cutover.workstreams.left_open import has_charges_alone
from cutover.workstreams.open_claims.inputs import Inputs
from cutover.workstreams.open_claims.listed import with_days, with_listed
from cutover.workstreams.open_claims.matching import Known, absorbed, dated
from cutover.workstreams.open_claims.paid_besides import paid_besides
from cutover.workstreams.paper_checks import paid_by
from cutover.workstreams.payer_spellings import one_name
from cutover.workstreams.remittance_items import compared
from cutover.workstreams.remittances import UNNAMED

HISTORY, SUMMARY, FILE, ANSWER, ERA, PEOPLE = (
    "claim history",
    "file summary",
    "file of claims (837)",
    "payer's answer",
    "remittance",
    "people",
)
AGING = "A/R aging"
RESOLVED, PATIENT = "resolved", "patient responsibility"
REJECTED, PENDING, OPEN, APPEALED = "rejected", "pending", "open", "appealed"
NEXT_UNNAMED = "(next payer, not named)"
STATUSES = (OPEN, DENIED, APPEALED, REJECTED, PENDING, REVERSED, SECONDARY, PARTLY, PATIENT)
PAID_IN_ERA, UNNOTICED, TAKEN_BACK, NO_ERA = (
    "handoff-paid-in-era", "handoff-denied-unnoticed", "handoff-reversed", "handoff-paid-no-era",
)  # fmt: skip
_OF_ERA = {DENIED: DENIED, REVERSED: REVERSED, PARTLY: PARTLY, SECONDARY: SECONDARY, PAID: RESOLVED, SHARE: PATIENT,
           TO_PATIENT: PATIENT, CAPITATION: RESOLVED, REFUNDED: RESOLVED,
           NOTHING: OPEN, MET: RESOLVED, REPEATED: RESOLVED}  # fmt: skip


def claims(inputs: Inputs) -> tuple[pd.DataFrame, Known, pd.DataFrame]:
    """Return the claims (one row each), what names them, and the decisions with the `claim` of each.

    `balance_cents` is what is open: of a claim of the history its balance there, if any, else what the other sources
    leave, null where none of them tells an amount. `worth_cents` is that, or what was taken back of a claim that the
    history calls resolved. Claims with service on or after the cutover are left out. A claim that repeats another one
    (`decisions.repeated`) is resolved: what is open is open of the other.
    """
    known, parts = Known(), []
    for source, rows in (
        (HISTORY, _of_history(inputs)), (SUMMARY, _of_summaries(inputs)), (FILE, _of_files(inputs)),
        (ANSWER, _of_answers(inputs)),
    ):  # fmt: skip
        parts.append((source, _taken(known, source, rows)))
    decided = _of_eras(inputs)
    decided = decided.assign(claim=absorbed(known, decided, ["patient_control_number"], "payer_claim_number"))
    parts.append((ERA, decided))
    frame = _charged_by_lists(_first(parts, known.size), inputs.history)
    frame = frame.join(_history_facts(parts[0][1])).join(_last(parts[1][1], "summary"))
    frame = frame.join(_last(parts[2][1], "file")).join(_last(parts[3][1], "answer")).join(ends(decided))
    again = frame.index.isin(repeated(decided).index)
    frame["outcome"] = frame["outcome"].mask(again, REPEATED)
    last = decided.groupby("claim").tail(1).set_index("claim").reindex(frame.index)
    frame["is_with_next"] = frame["is_with_next"].astype("boolean").fillna(False).astype(bool)
    frame["waits_since"] = _waits_for_later(frame, decided, last)
    frame["next_payer"] = _next_payer(inputs, last).fillna(frame["listed_next"])
    frame["told_on"] = _told_on(frame, inputs.told)
    frame["paid_besides_on"] = paid_besides(frame, inputs)
    frame = with_days(with_listed(frame.astype({"in_history": "boolean"}), inputs.denials), inputs.denials)
    return _sent_on(_judged(frame)), known, decided


def _told_on(frame: pd.DataFrame, checks: pd.DataFrame) -> pd.Series:
    """The day of the last check, of a text or on paper, that pays nothing for a claim; null where none tells of it.

    A number that two claims bear tells neither, and a check before the first day of service is none of the claim's.
    """
    told = claims_told(checks["claim_accounts"]).join(checks["check_date"])
    told = told[told["cents"].eq(0) & told["check_date"].notna()]
    if told.empty:
        return pd.Series(pd.NaT, frame.index, dtype="datetime64[ms]")
    last = told.groupby(compared(told["account"]))["check_date"].max()
    names = [compared(frame[name]) for name in ("patient_control_number", "claim_number")]
    alone = [name.mask(name.duplicated(keep=False)) for name in names]
    on = alone[0].map(last).fillna(alone[1].map(last)).astype("datetime64[ms]")
    return on.mask(on < frame["service_from"])


def numbered(frame: pd.DataFrame) -> pd.Series:
    """Return the number of each claim as remittances name it: the account's, else the only one that a list has."""
    return compared(frame["patient_control_number"]).fillna(compared(frame["claim_number"]))


def _waits_for_later(frame: pd.DataFrame, decided: pd.DataFrame, last: pd.DataFrame) -> pd.Series:
    """The day on which the first payer sent on a claim whose open balance is no more than it left to others.

    Of one whose list has nothing but its charge, that it left something says so.

    Null where a later payer has answered under the claim's number, and where the history has the first payment not in.
    """
    answers = decided.loc[decided["status"].isin(LATER_PAYERS), "patient_control_number"]
    answered = among(numbered(frame), stems(answers))
    resolved = frame["history_resolved"].astype("boolean").fillna(True)
    waits = last["status"].isin(FORWARDED) & ~answered & ~resolved & _is_the_rest(frame)
    return last["paid_on"].where(waits.fillna(False).astype(bool))


def _is_the_rest(frame: pd.DataFrame) -> pd.Series:
    """Whether what the history has open of a claim is what a remittance left to others, as far as it tells amounts."""
    left, share = (frame[name].astype("Int64") for name in ("history_cents", "patient_cents"))
    is_bare = frame["is_bare"].astype("boolean").fillna(False)
    return ((left.gt(0) & left.le(share)) | (is_bare & share.gt(0))).fillna(False).astype(bool)


def _next_payer(inputs: Inputs, last: pd.DataFrame) -> pd.Series:
    """The payer to which the last remittance of each claim sent it on (NM1*TT), null where it names none."""
    named = last["crossover_payer_name"].where(last["status"].isin(FORWARDED)).dropna()
    return one_name(named, inputs.remittances["payer"], inputs.same).reindex(last.index).astype("str")


def _sent_on(frame: pd.DataFrame) -> pd.DataFrame:
    """The claims with those that the history has open with the first payer as claims of the next one.

    The first payer's remittance is what sent them on: `sent_on_by_first` is its day, `sent_on_by` the first payer. What
    the history calls billed to the next payer is with that one too: since which day nobody says.
    A claim of which the history has a row for the next payer waits by that row.
    """
    theirs = numbered(frame[frame["sent_on_by_first"].notna()])
    own = among(numbered(frame), pd.concat([theirs, stems(theirs)]))
    waits = frame["waits_since"].notna() & frame["status"].isin([OPEN, PENDING]) & ~own
    on = frame["sent_on_by_first"].fillna(frame["waits_since"].where(waits))
    told = frame.assign(sent_on_by_first=on, sent_on_by=frame["era_payer"].where(waits).astype("str"))
    billed = frame["is_with_next"] & frame["status"].isin([OPEN, PENDING]) & ~waits & ~own
    is_first = frame["payer"].eq(frame["era_payer"]).fillna(False)
    after = frame["next_payer"].fillna(frame["payer"].mask(waits | is_first, NEXT_UNNAMED))
    return told.assign(payer=frame["payer"].mask(waits | billed, after), is_with_next=billed)


def _taken(known: Known, source: str, rows: pd.DataFrame) -> pd.DataFrame:
    numbers = ["patient_control_number", "claim_number"]
    if source == HISTORY:  # each row of the history is a claim
        claim = pd.Series(range(len(rows)), rows.index, dtype="int64")
        said = [compared(rows[name]) for name in numbers]
        known.add(claim, said, rows["service_from"], rows["payer"], compared(rows["payer_claim_number"]))
        return rows.assign(claim=claim)
    return rows.assign(claim=absorbed(known, rows, numbers))


def _of_history(inputs: Inputs) -> pd.DataFrame:
    """The claims of the history; `is_on_paper` where the payer sends no remittance, so that none is missing.

    So has one whose remittance is on file in another form: as text, or as an explanation on paper.
    """
    rows = inputs.legacy.reset_index(drop=True)
    by_id = rows["payer_name"].isna() & rows["payer_id"].notna()
    if by_id.any():
        rows = rows.assign(payer=rows["payer"].mask(by_id, _by_id(inputs, rows)))
    told = paid_by(rows.rename(columns={"patient_control_number": "account"}), inputs.told)
    named = rows["next_payer_name"].dropna()
    after = one_name(named, inputs.remittances["payer"], inputs.same).reindex(rows.index).astype("str")
    rows = rows.assign(listed_next=after.where(after != UNNAMED))
    if inputs.lists is None:
        return rows.assign(is_on_paper=told)
    met = pd.concat([feed.payments["payer_name"] for feed in (inputs.office_ally, inputs.medi)])
    return rows.assign(is_on_paper=told | pays_on_paper(rows[["payer_name", "payer_id"]], met, inputs.lists))


def _of_summaries(inputs: Inputs) -> pd.DataFrame:
    rows = inputs.summaries.reset_index(drop=True)
    return rows.assign(payer=_by_id(inputs, rows))


def _of_files(inputs: Inputs) -> pd.DataFrame:
    """The submissions of which 837 files or lists of what was sent alone tell, from before the cutover."""
    rows = inputs.filed[(inputs.filed["service_from"] < pd.Timestamp(inputs.before)).fillna(False)]
    rows = rows.reset_index(drop=True)
    return rows.assign(payer=_by_id(inputs, rows))


def _by_id(inputs: Inputs, rows: pd.DataFrame) -> pd.Series:
    """The payers of rows that may name one by its id alone: a remittance's, then its answers', then the list's."""
    ids = pd.concat([a.payments[["payer_id", "payer_name"]] for a in (inputs.office_ally, inputs.medi)])
    by_id = ids.dropna().drop_duplicates("payer_id").set_index("payer_id")["payer_name"]
    name = rows["payer_name"].fillna(rows["payer_id"].map(by_id))
    bare = rows["payer_id"].map(bare_id, na_action="ignore")
    decided = inputs.decisions[["patient_control_number", "service_from"]]
    answered = names_answered(rows, decided.assign(payer_name=inputs.decisions["payer"]))
    name = name.fillna(bare.map(answered).astype("str"))
    if inputs.lists is not None:
        listed = one_named(inputs.lists, inputs.remittances["payer"])
        name = name.fillna(bare.map(listed).astype("str"))
    told = one_name(name, inputs.remittances["payer"], inputs.same)
    return told.where(name.notna(), "payer ID " + rows["payer_id"]).astype("str")


def _of_answers(inputs: Inputs) -> pd.DataFrame:
    rows = inputs.answers
    rows = rows[~(rows["service_from"] >= pd.Timestamp(inputs.before))].reset_index(drop=True)
    return rows.assign(
        claim_number=pd.Series(None, rows.index, dtype="str"), submission_date=rows["answered_on"],
        payer=one_name(rows["payer_name"], inputs.remittances["payer"], inputs.same),
    )  # fmt: skip


def _of_eras(inputs: Inputs) -> pd.DataFrame:
    rows = inputs.decisions
    served = rows["service_from"].fillna(rows["paid_on"])
    return rows[~(served >= pd.Timestamp(inputs.before))].reset_index(drop=True)


def _first(parts: list[tuple[str, pd.DataFrame]], size: int) -> pd.DataFrame:
    """What the first source that knows a claim says of it: numbers, payer, day, charge."""
    wanted = ["claim", "claim_number", "patient_control_number", "payer", "service_from", "charge_cents",
              "source", "source_file", "source_sheet", "source_row"]  # fmt: skip
    told = []
    for source, rows in parts:
        kept = rows.reindex(columns=wanted).assign(known_from=source)
        told.append(kept[~kept["claim"].duplicated()])
    filled = [rows.astype({"claim_number": "str"}) for rows in told if len(rows)] or told[:1]
    whole = pd.concat(filled, ignore_index=True).drop_duplicates("claim").set_index("claim").sort_index()
    assert len(whole) == size
    names = {"source_file": "found_in", "source_sheet": "found_on", "source_row": "found_at"}
    told = whole["known_from"].mask(whole["source"].eq(OF_AGING).fillna(False), AGING)
    told = told.mask(whole["known_from"].eq(FILE) & whole["source"].eq(LIST).fillna(False), LIST)
    whole = whole.rename(columns=names).drop(columns="source")
    return whole.assign(in_history=whole["known_from"] == HISTORY, known_from=told)


def _charged_by_lists(frame: pd.DataFrame, history: pd.DataFrame) -> pd.DataFrame:
    """The claims with the charge of a list that tells nothing else of them, where no other source has it."""
    rows = history[is_untold(history) & history["charge_cents"].notna()]
    if rows.empty:
        return frame
    names, charge = ("patient_control_number", "claim_number"), frame["charge_cents"].astype("Int64")
    told = pd.concat(
        [rows[["charge_cents"]].assign(place=keys(rows[name], rows["service_from"])) for name in names]
    )
    told = told.dropna(subset="place").groupby("place")["charge_cents"].agg(["nunique", "first"])
    one = told.loc[told["nunique"].eq(1), "first"]
    for name in names:
        charge = charge.fillna(keys(frame[name], frame["service_from"]).map(one).astype("Int64"))
    return frame.assign(charge_cents=charge)


def _history_facts(rows: pd.DataFrame) -> pd.DataFrame:
    names = {"state": "history_state", "amount_cents": "history_cents", "is_resolved": "history_resolved",
             "denial_reason": "history_reason", "paid_date": "history_on", "was_cents": "was_cents",
             "resolved_on": "resolved_on", "paid_cents": "history_paid_cents", "filed_on": "filed_on",
             "is_withdrawn": "is_withdrawn", "is_on_paper": "is_on_paper", "is_settled": "is_settled",
             "forwarded_on": "sent_on_by_first", "is_refused": "history_rejected", "is_doubtful": "may_be_rejected",
             "submission_date": "history_sent_on", "state_as_written": "state_as_written",
             "listed_next": "listed_next", "is_with_next": "is_with_next", "is_bare": "is_bare"}  # fmt: skip
    sent = rows["submission_date"].where(is_on_its_way(rows))
    refused = is_rejected(rows)
    doubtful = may_be_rejected(rows) & rows["state"].eq(DENIED)
    rows = rows.assign(
        filed_on=sent, is_refused=refused.astype("boolean"), is_doubtful=doubtful.astype("boolean"),
        is_with_next=is_with_next_payer(rows).astype("boolean"),
        is_bare=has_charges_alone(rows).astype("boolean"),
    )  # fmt: skip
    return rows.set_index("claim")[list(names)].rename(columns=names)


def _last(rows: pd.DataFrame, name: str) -> pd.DataFrame:
    """The last word of file summaries or answers on each claim, and whether it was ever rejected."""
    ordered = rows.sort_values(["submission_date", "source_file", "source_row"], kind="stable")
    last = ordered.drop_duplicates("claim", keep="last").set_index("claim")
    first = ordered[ordered["state"] == "pending"].groupby("claim")["submission_date"].min()
    ever = set(ordered.loc[ordered["state"] == "rejected", "claim"])
    return pd.DataFrame({
        f"{name}_state": last["state"], f"{name}_on": last["submission_date"],
        f"{name}_pending_since": first.reindex(last.index),
        f"{name}_rejected": pd.Series(last.index.isin(list(ever)), last.index, dtype="boolean"),
        f"{name}_charge_cents": last["charge_cents"],
    } | ({"answer_codes": last["codes"]} if "codes" in last else {}))  # fmt: skip


def _judged(frame: pd.DataFrame) -> pd.DataFrame:
    frame = frame.assign(conflict=_conflicts(frame))
    status = _status(frame)
    frame = frame.assign(status=status.mask(_asks_nothing(frame) & status.isin([OPEN, PENDING]), RESOLVED))
    is_bare = frame["is_bare"].astype("boolean").fillna(False)
    at_next = (frame["waits_since"].notna() | frame["is_with_next"]) & is_bare & frame["outcome"].notna()
    rest = frame["patient_cents"].astype("Int64").where(at_next & frame["patient_cents"].gt(0).fillna(False))
    balance = rest.fillna(frame["history_cents"].astype("Int64")).fillna(_left_open(frame))
    taken_back = frame["conflict"].eq(TAKEN_BACK).fillna(False)
    worth = balance.where(~taken_back, frame["reversed_cents"].astype("Int64"))
    number = numbered(frame)
    sheet = ("!" + frame["found_on"].astype("str")).where(frame["found_on"].notna(), "")
    place = (
        frame["found_in"].astype("str").fillna("") + sheet + "#" + frame["found_at"].astype("str").fillna("")
    )
    name = dated(number, frame["service_from"]).fillna(number).fillna(place)
    turn = name.groupby(name).cumcount()
    keys = [evidence_key("open-claim", text, n) for text, n in zip(name, turn, strict=True)]
    return frame.assign(balance_cents=balance, worth_cents=worth, case=pd.array(keys, dtype="str"))


def _asks_nothing(frame: pd.DataFrame) -> pd.Series:
    """Which claims, of what was sent alone, have a charge of zero: such a visit asks nobody to pay."""
    free = frame["charge_cents"].eq(0).fillna(False) & frame["known_from"].isin([FILE, LIST])
    return (free & frame["outcome"].isna()).astype(bool)


def _conflicts(frame: pd.DataFrame) -> pd.Series:
    """Where history and remittances differ, as the code of its finding."""
    told = frame["in_history"] & frame["outcome"].notna()
    resolved = frame["history_resolved"].astype("boolean").fillna(False)
    waits = frame["history_state"].isin([OPEN, PENDING, "unknown"]) & ~resolved
    conflict = pd.Series(None, frame.index, dtype="str")
    met = (frame["outcome"].eq(MET) & (frame["era_paid_cents"] > 0)).fillna(False)
    paid = (
        (frame["outcome"].eq(PAID).fillna(False) | met)
        & ~_is_the_patients(frame)
        & frame["waits_since"].isna()
    )
    paid &= ~(frame["is_with_next"] & _is_the_rest(frame))
    conflict = conflict.mask(told & ~resolved & paid, PAID_IN_ERA)
    conflict = conflict.mask(told & waits & frame["outcome"].eq(DENIED).fillna(False), UNNOTICED)
    conflict = conflict.mask(told & resolved & frame["outcome"].eq(REVERSED).fillna(False), TAKEN_BACK)
    return conflict.mask(_without_era(frame), NO_ERA)


def _is_the_patients(frame: pd.DataFrame) -> pd.Series:
    """Claims without any state in the history whose balance is no more than their remittances leave to the patient.

    What the first payer sent on is not the patient's before the next payer has answered.
    """
    mute = frame["history_state"].eq("unknown") & frame["state_as_written"].isna()
    paid = frame["outcome"].isin([PAID, SHARE])
    left, share = (frame[name].astype("Int64") for name in ("history_cents", "patient_cents"))
    kept = frame["waits_since"].isna()
    return (mute & paid & kept & left.gt(0) & left.le(share)).fillna(False).astype(bool)


def _without_era(frame: pd.DataFrame) -> pd.Series:
    """Claims that the history has a payment of and no remittance names, served in the days that remittances tell of."""
    return unremitted(frame) & is_between(frame) & ~comes_otherwise(frame)


def unremitted(frame: pd.DataFrame) -> pd.Series:
    """Return which claims have a payment in the history, whoever owes the rest, and no 835 names."""
    paid = frame["in_history"] & (frame["history_paid_cents"] > 0)
    return (paid & frame["outcome"].isna()).fillna(False).astype(bool)


def is_between(frame: pd.DataFrame) -> pd.Series:
    """Return which claims were served in the days that remittances tell of."""
    served = frame.loc[frame["outcome"].notna(), "service_from"]
    return frame["service_from"].between(served.min(), served.max()).fillna(False).astype(bool)


def comes_otherwise(frame: pd.DataFrame) -> pd.Series:
    """Return which claims have a remittance as text or on paper, or a payer that sends none."""
    return frame["is_on_paper"].astype("boolean").fillna(False).astype(bool)


def _status(frame: pd.DataFrame) -> pd.Series:
    ended = dict.fromkeys(("paid", "written off", *WITHDRAWN), RESOLVED)
    said = frame["history_state"].replace({"unknown": OPEN} | ended)
    said = said.mask(frame["is_settled"].astype("boolean").fillna(False), RESOLVED)
    era = frame["outcome"].map(_OF_ERA)
    sent = frame["answer_state"].fillna(frame["summary_state"]).fillna(frame["file_state"])
    sent = sent.replace({"accepted": PENDING, "unknown": OPEN, UNCLEAR: OPEN})
    waits = said.isin([OPEN, PENDING]).fillna(False)
    moved = era.isin([DENIED, REVERSED, PARTLY, SECONDARY]).fillna(False)
    said = said.mask(waits & moved, era).mask(waits & frame["is_listed"], DENIED)
    said = said.mask(waits & frame["outcome"].eq(REFUNDED).fillna(False), RESOLVED)  # the money went back
    again = frame["outcome"].eq(REPEATED).fillna(False)
    said = said.mask(again & (waits | said.eq(DENIED).fillna(False)), RESOLVED)
    said = said.mask(_is_the_patients(frame), PATIENT)
    at_patient = frame["outcome"].eq(TO_PATIENT).fillna(False)  # no denial either: the patient has the money
    said = said.mask(at_patient & (waits | said.eq(DENIED).fillna(False)), PATIENT)
    came_back = frame["history_rejected"].astype("boolean").fillna(False)
    answered_on = frame["answer_on"].fillna(frame["summary_on"])
    # taken by a clearinghouse on the day it was sent, and rejected since; what was taken later was sent again
    since = came_back & (answered_on <= frame["history_sent_on"]).fillna(False)
    refused = sent.fillna(came_back.map({True: REJECTED})).mask(since, REJECTED)
    said = said.mask(waits & frame["outcome"].isna() & refused.eq(REJECTED).fillna(False), REJECTED)
    said = said.mask(frame["conflict"].eq(TAKEN_BACK).fillna(False), REVERSED)
    others = era.fillna(sent.mask(frame["is_listed"], DENIED))
    others = others.mask(frame["paid_besides_on"].notna(), RESOLVED)
    others = frame["listed_state"].replace(ended).fillna(others)  # the practice's own word on a denial
    return said.where(frame["in_history"].fillna(False), others).fillna(OPEN).astype("str")


def _left_open(frame: pd.DataFrame) -> pd.Series:
    """What is open of a claim of which no history tells it; null where no source tells an amount."""
    charge = frame["era_charge_cents"].astype("Int64").fillna(frame["charge_cents"].astype("Int64"))
    charge = charge.fillna(frame["summary_charge_cents"].astype("Int64"))
    charge = charge.fillna(frame["file_charge_cents"].astype("Int64"))
    charge = charge.fillna(frame["listed_cents"].astype("Int64"))
    by_outcome = {
        REVERSED: "reversed_cents",
        PARTLY: "refused_cents",
        SECONDARY: "patient_cents",
        SHARE: "patient_cents",
        TO_PATIENT: "patient_cents",
    }
    left = charge
    for outcome, column in by_outcome.items():
        left = left.mask(frame["outcome"].eq(outcome).fillna(False), frame[column].astype("Int64"))
    return left.mask(frame["outcome"].isin([PAID, MET, REPEATED]) | frame["paid_besides_on"].notna(), 0)
