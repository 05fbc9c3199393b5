"""One table of submissions from four sources that overlap: file summaries, claim histories, 837 files, remittances."""

from __future__ import annotations

import pandas as pd

from cutover.columns import conform
from cutover.identifiers import compared
from cutover.lookup import among
from cutover.reading.claims import states as claim_states
from cutover.reading.claims.batch_pairs import with_batches
from cutover.reading.claims.claim_keys import keys
from cutover.reading.claims.era_submissions import CROSSED_OVER
from cutover.reading.claims.era_submissions import SOURCE as ERA
from cutover.reading.claims.file_summary import SOURCE as SUMMARY
from cutover.reading.claims.history import aside
from cutover.reading.claims.tables import SUBMITTED_CLAIMS
from cutover.reading.claims.ways import on_paper
from cutover.reading.patients import words as patients
from cutover.reading.postings.tables import MEDI

IN_SUMMARY = "the same submission is in a file summary"
IN_HISTORY = "the same claim is in the claim history"
LIST = "list of claims sent"  # of Office Ally, as `sent_lists` reads them
IN_LIST = "the same claim is in a list of claims sent, which tells how it went out"
IN_FILE = "the same claim is in a file of claims (837)"
LATER = "the same claim number is in a later file summary, with its later state"
SELF_PAY = "the patient pays: sent to no payer"
NEVER_SENT = "the history has no day of submission and calls it open: not submitted"
VOID_UNSENT = "the history has no day of submission and calls it void: not known to be submitted"
TAKE_BACK = "no charge, and money is taken back: a row of the payment, not a submission"
_ORDER = ["submission_date", "source_file", "source_row"]


def sent_keys(sent: pd.DataFrame) -> frozenset[str]:
    """Return the `keys` of the claims that lists say went out (SENT_CLAIMS), by account and by number."""
    numbers = [keys(sent[name], sent["service_from"]) for name in ("patient_control_number", "claim_number")]
    return frozenset(pd.concat(numbers).dropna())


def through_medi(submitted: pd.DataFrame, sent: frozenset[str]) -> pd.DataFrame:
    """Return the submissions, those of which a remittance alone tells sent through Medi where its lists name them.

    `sent` are the `sent_keys` of those lists. What a claim list or a file summary has went out as it says.
    """
    if not sent or submitted.empty:
        return submitted
    told = submitted["source"].eq(ERA) & submitted["sent_through"].isna()
    named = told & among(keys(submitted["patient_control_number"], submitted["service_from"]), sent)
    return submitted.assign(sent_through=submitted["sent_through"].mask(named, MEDI))


def by_receipts(submitted: pd.DataFrame, accepted: pd.DataFrame) -> pd.DataFrame:
    """Return the submissions, those of which a remittance alone tells sent through Medi where a receipt accepts them.

    `accepted` has account, day of service, day of the answer and charge of the claims that receipts of Medi accept. A
    receipt without a day of service is of the one claim of its account; of several it may be any. Where both tell a
    charge it is the same.
    """
    told = submitted["source"].eq(ERA) & submitted["sent_through"].isna()
    if accepted.empty or not told.any():
        return submitted
    rows = submitted[["service_from", "charge_cents"]].assign(
        account=compared(submitted["patient_control_number"])
    )
    rows["is_one"] = ~rows.duplicated("account", keep=False)
    names = {"service_from": "day", "charge_cents": "cents", "answered_on": "answered_on"}
    said = accepted[list(names)].rename(columns=names)
    said = said.assign(account=compared(accepted["patient_control_number"])).dropna(subset="account")
    rows = rows[told].dropna(subset="account").rename_axis("row").reset_index()
    both = rows.merge(said.drop_duplicates(), on="account")
    same_day = both["day"].eq(both["service_from"]).fillna(False)
    before = both["service_from"].le(both["answered_on"]).fillna(False)
    same = same_day | (both["day"].isna() & both["is_one"] & before)
    same &= both["cents"].isna() | both["charge_cents"].isna() | both["cents"].eq(both["charge_cents"])
    named = submitted.index.isin(both.loc[same.fillna(False).astype(bool), "row"])
    return submitted.assign(sent_through=submitted["sent_through"].mask(named, MEDI))


def last_states(summaries: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return the submissions of all file summaries, each once in its last state, and the earlier rows set
    aside.

    A pending claim is tried again and stands in a later summary under the same claim number (Office Ally's 21
    day rule); a corrected claim has a new number and is a submission of its own.
    """
    ordered = summaries.sort_values(_ORDER, kind="stable")
    earlier = ordered["claim_number"].notna() & ordered.duplicated("claim_number", keep="last")
    return ordered[~earlier].reset_index(drop=True), aside(ordered[earlier], "submitted", LATER)


def of_history(history: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return the submissions that a claim history tells of, and its rows that are none (CLAIMS_SET_ASIDE).

    A claim that was sent stays a submission of its month though it was voided or replaced later: Office Ally counts
    what was submitted, and no rule that takes it back is published. A row without a charge that only takes money back
    is no submission.
    """
    rejected = claim_states.submission_states(history["state_as_written"])
    stated = history["submission_date"].notna()
    reason = _not_sent(history, stated, rejected == "rejected")
    sent = reason.isna()
    said = history.assign(
        date_basis=pd.Series(None, history.index, dtype="str").mask(stated, "stated"),
        state=rejected,
        submission="unknown",
        is_paper=on_paper(history["sent_through"]),
        payer_state=None,
    )
    wanted = [c.name for c in SUBMITTED_CLAIMS]
    used = conform(said.loc[sent, wanted].reset_index(drop=True), SUBMITTED_CLAIMS)
    return used, aside(history[~sent], "submitted", reason[~sent])


def but_crossed(eras: pd.DataFrame, history: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return the submissions of remittances without those that the history shows as sent on, and those apart.

    A later payer's remittance proves no submission where the first payer sent the claim on (CLAIMS_SET_ASIDE).
    """
    crossed = history[history["forwarded_on"].notna()]
    known = _known(eras, [crossed]) & eras["submission"].eq("secondary")
    return eras[~known].reset_index(drop=True), aside(eras[known], "submitted", CROSSED_OVER)


def is_self_pay(history: pd.DataFrame) -> pd.Series:
    """Return which rows of a history (CLAIM_HISTORY) no payer is asked to pay, one truth value per row."""
    return _self_pay(history, history["submission_date"].notna()).fillna(False).astype(bool)


def _self_pay(history: pd.DataFrame, stated: pd.Series) -> pd.Series:
    """Whether what stands for the payer says that the patient pays; a blank word does so where nothing was sent."""
    words = patients.known()
    names = history["payer_name"]
    known = {name: patients.is_self_pay(name) for name in names.dropna().unique()}
    blank = {name: said and patients.plain(name) in words.blank for name, said in known.items()}
    says, is_blank = (names.map(told).eq(True).fillna(False).astype(bool) for told in (known, blank))
    return says & (~is_blank | ~stated) & history["payer_id"].isna()


def _not_sent(history: pd.DataFrame, stated: pd.Series, rejected: pd.Series) -> pd.Series:
    """Why a row of the history tells of no submission, null where it does."""
    state, charge = history["state"], history["charge_cents"]
    no_charge = charge.eq(0).fillna(False) | (charge.isna() & ~stated)
    back = no_charge & history["paid_cents"].lt(0).fillna(False)
    paid = history["paid_cents"].gt(0).fillna(False)
    unsent = ~stated & ~rejected
    why = pd.Series(None, history.index, dtype="str")
    why = why.mask(unsent & state.eq("open"), NEVER_SENT)
    why = why.mask(why.isna() & _self_pay(history, stated), SELF_PAY)
    why = why.mask(why.isna() & history["forwarded_on"].notna(), CROSSED_OVER)
    why = why.mask(unsent & state.eq("voided") & ~paid, VOID_UNSENT)
    return why.mask(back.astype(bool), TAKE_BACK)


def joined(
    summaries: pd.DataFrame,
    history: pd.DataFrame,
    eras: pd.DataFrame,
    batches: pd.DataFrame | None = None,
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return all submissions (SUBMITTED_CLAIMS), and the rows that tell of one that another source has.

    Where `eras` has some of the columns of SUBMITTED_CLAIMS alone, so have the submissions. A file summary is the
    record of a submission; a history, or a list of what was sent, is believed where no summary has the claim, an 837
    file (`batches`) where none of them has, and a remittance where no other source has. A summary without a day takes
    the day that the history states for its claim. What another source does not tell is filled from its 837.
    """
    summaries = dated(summaries, history)
    in_summary = _known(history, [summaries])
    in_either = _known(eras, [summaries, history]) | _without_a_day(eras, [summaries, history])
    wanted = tuple(column for column in SUBMITTED_CLAIMS if column.name in eras.columns)
    parts = [part for part in (summaries, history[~in_summary]) if len(part)]
    left = [aside(history[in_summary], "submitted", IN_SUMMARY)]
    in_file = pd.Series(False, eras.index, dtype=bool)
    if batches is not None and len(batches):
        first = pd.concat(parts, ignore_index=True) if parts else summaries
        found = with_batches(first, batches)
        parts = [part for part in (found.filled, found.more) if len(part)]
        whose = found.met["held"] if len(found.met) else pd.Series(dtype="str")
        left.append(
            aside(found.met, "submitted", whose.map({SUMMARY: IN_SUMMARY, LIST: IN_LIST}).fillna(IN_HISTORY))
        )
        in_file = _known(eras, [batches]) & ~in_either
    left.append(_era_aside(eras[in_either], summaries, history[history["source"].eq(LIST)]))
    left.append(aside(eras[in_file], "submitted", IN_FILE))
    proven = eras[~in_either & ~in_file]
    parts += [proven] if len(proven) else []
    whole = pd.concat([part[[c.name for c in wanted]] for part in parts or [eras]], ignore_index=True)
    whole = conform(whole, wanted)
    return whole if "payer_id" not in whole else _classified(whole), pd.concat(left, ignore_index=True)


def dated(summaries: pd.DataFrame, history: pd.DataFrame) -> pd.DataFrame:
    """Return summaries with the one day of submission that a history states for their claims, where they have none."""
    bare = summaries["submission_date"].isna()
    told = history[
        history["submission_date"].notna() & history["submission_date"].ge(history["service_from"])
    ]
    if not bare.any() or told.empty:
        return summaries
    names = ("claim_number", "patient_control_number")
    said = pd.concat(
        [told[["submission_date"]].assign(place=keys(told[n], told["service_from"])) for n in names]
    )
    of = said.dropna(subset="place").groupby("place")["submission_date"].agg(["nunique", "first"])
    one = of.loc[of["nunique"] == 1, "first"]
    days = summaries["submission_date"]
    for name in reversed(names):  # a claim is named by its account in a file summary
        days = days.fillna(keys(summaries[name], summaries["service_from"]).map(one))
    found = bare & days.notna()
    return summaries.assign(
        submission_date=days.astype(summaries["submission_date"].dtype),
        date_basis=summaries["date_basis"].mask(found, "stated"),
    )


def _era_aside(eras: pd.DataFrame, summaries: pd.DataFrame, listed: pd.DataFrame) -> pd.DataFrame:
    in_summary = _known(eras, [summaries])
    reasons = pd.Series(IN_HISTORY, eras.index, dtype="str").mask(_known(eras, [listed]), IN_LIST)
    reasons = reasons.mask(in_summary, IN_SUMMARY)
    return aside(eras, "submitted", reasons)


def _known(rows: pd.DataFrame, others: list[pd.DataFrame]) -> pd.Series:
    """Whether a row's claim is in another source: by claim number, or by account (or number) and day of
    service.

    Two claims of one account and day are two: of rows with claim numbers of their own no more are known by account and
    day than the others have there.
    """
    if not sum(map(len, others)):
        return pd.Series(False, rows.index, dtype=bool)
    numbers, places = set(), set()
    for other in others:
        numbers.update(other["claim_number"].dropna())
        for column in ("claim_number", "patient_control_number"):
            places.update(keys(other[column], other["service_from"]).dropna())
    same = among(rows["claim_number"], numbers).astype(bool)
    found = same.copy()
    for column in ("claim_number", "patient_control_number"):
        found |= among(keys(rows[column], rows["service_from"]), places)
    return found.astype(bool) & ~_further(rows, same, others)


def _without_a_day(rows: pd.DataFrame, others: list[pd.DataFrame]) -> pd.Series:
    """Whether a row without any day of service has the number of one claim of another source: a cut file ends so.

    A number that several claims have, such as a patient's account, tells no claim.
    """
    bare = rows["service_from"].isna() & rows["patient_control_number"].notna()
    if not bare.any():
        return pd.Series(False, rows.index, dtype=bool)
    numbers = pd.concat(
        [compared(other[name]) for other in others for name in ("claim_number", "patient_control_number")]
    )
    days = pd.concat([other["service_from"] for other in others for _ in range(2)])
    known = pd.DataFrame({"number": numbers, "day": days}).dropna(subset=["number"])
    each = known.groupby("number")["day"].nunique(dropna=False)
    return bare & among(compared(rows["patient_control_number"]), pd.Index(each.index[each == 1])).astype(
        bool
    )


def _further(rows: pd.DataFrame, same: pd.Series, others: list[pd.DataFrame]) -> pd.Series:
    """Whether a row is one more claim of its account and day than the other sources have there."""
    place = keys(rows["patient_control_number"], rows["service_from"])
    told = pd.concat(
        [keys(o["patient_control_number"], o["service_from"]) for o in others], ignore_index=True
    )
    have = pd.to_numeric(place.map(told.value_counts())).fillna(0)
    have -= same.groupby(place).transform("sum").reindex(rows.index).fillna(0)
    asked = place.notna() & rows["claim_number"].notna() & ~same
    turn = asked.astype("int64").groupby(place).cumsum().reindex(rows.index)
    return (asked & (turn > have) & place.isin(told.dropna())).astype(bool)


def _classified(rows: pd.DataFrame) -> pd.DataFrame:
    """The submissions as original, resubmitted or secondary, where the sources tell.

    Of several submissions for one account and day of service the first is the original, later ones to the
    same payer are resubmissions, later ones to another payer secondary claims. Without an account it stays
    unknown.
    """
    place = keys(rows["patient_control_number"], rows["service_from"])
    ordered = rows.assign(place=place, payer=rows["payer_id"].fillna(rows["payer_name"])).sort_values(_ORDER)
    known = ordered["place"].notna() & ordered["submission"].eq("unknown")
    first = ~ordered.duplicated("place") & known
    again = ordered.duplicated(["place", "payer"]) & known
    kind = ordered["submission"].mask(known, "secondary").mask(again, "resubmitted").mask(first, "original")
    return rows.assign(submission=kind.reindex(rows.index))
