"""The client's own A/R aging by claim against the claim history: which claims only one of the two has open."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pandas as pd

from cutover.columns import Column, Kind, Privacy, conform, framed
from cutover.identifiers import compared
from cutover.money import dollars
from cutover.reading.claims.aging_reports import ALL, TOTAL, AgingReports, day_told
from cutover.reading.claims.aging_reports import CREDIT as OF_NO_CLAIM
from cutover.reading.claims.states import is_withdrawn
from cutover.reading.claims.submissions import is_self_pay
from cutover.wording import several
from cutover.workstreams.aging_figures import IN_MEDI, why_not
from cutover.workstreams.aging_ours import PATIENTS, Sources, known_payers, open_then
from cutover.workstreams.columns import PAYER, cents, date, text
from cutover.workstreams.payer_spellings import one_name

AGREES, DIFFERS = "agrees", "another amount"
NOT_HERE, NOT_THERE = "only in the aging", "only in the claim history"
BY_CLAIM = (
    date("day", "As of"),
    PAYER,
    cents("reported_cents", "In the client's aging"),
    cents(
        "ours_cents", "Here", "balance of the claim history on that day; null: not known, or no such claim"
    ),
    cents("off_cents", "Apart", "without a sign; null: not known"),
    text("state", "State"),
    text("why", "How the claim history has it"),
    text("claim", "Claim no.", "", Privacy.PHI),
    Column("service_from", Kind.DATE, "Service from", "", Privacy.DESK),
    text("report", "Aging", "path below the practice's folder", Privacy.PHI),
)
ABSENT = "it has no claim of this number"
SENT = "in no claim history on file: it is in a file of claims that were sent"
NO_NUMBER = "the aging names no claim number"
WITHDRAWN = "void or replaced"
CREDIT = "a credit"
OF_SELF = "self-pay"
AT_PATIENT = "what is left to the patient"
NO_PATIENTS = "what is left to the patient, of which the aging lists nothing"
NO_AMOUNT = "open, of unknown amount"
STRANGERS = "none of its claim numbers is in the claim history"
APART = (OF_SELF, NO_PATIENTS)  # an aging of payers leaves these out, and nobody need look for them


def against(
    reports: AgingReports,
    history: pd.DataFrame,
    inputs: Sources,
    cutover: dt.date | None,
    again: pd.DataFrame | None = None,
    sent: pd.DataFrame | None = None,
) -> pd.DataFrame:
    """Return the claims of the client's agings and of the claim history, each held against the other (BY_CLAIM).

    One row per aging and claim that either has open on the aging's day. An aging that is not compared (`why_not`), or
    whose numbers are none of the history's, has no row. The arguments are those of `aging_figures.against`.
    """
    parts = [
        _of_aging(one, name, history, inputs, cutover, again)
        for name, one in _by_claim(reports)
        if not why_not(one, history, inputs.today)
    ]
    parts = [part for part in parts if len(part)]
    found = conform(pd.concat(parts, ignore_index=True), BY_CLAIM) if parts else framed([], BY_CLAIM)
    if sent is None or found.empty:
        return found
    numbers = pd.concat(
        [compared(sent[name]) for name in ("claim_number", "patient_control_number")]
    ).dropna()
    is_sent = found["why"].eq(ABSENT).fillna(False) & compared(found["claim"]).isin(numbers)
    return found.assign(why=found["why"].mask(is_sent, SENT))


def cases(found: pd.DataFrame) -> pd.DataFrame:
    """Return the claims that only one of the two has, or with another amount (BY_CLAIM), the largest first."""
    left_out = found["state"].eq(NOT_THERE) & found["why"].isin(APART)
    left_out |= found["state"].eq(NOT_HERE) & found["why"].eq(SENT).fillna(False)
    rows = found[found["state"].ne(AGREES) & ~left_out]
    return rows.sort_values("off_cents", ascending=False, kind="stable").reset_index(drop=True)


def limits(reports: AgingReports, found: pd.DataFrame, history: pd.DataFrame) -> tuple[str, ...]:
    """Return a sentence for each aging by claim: how many claims agree, and what is apart.

    One whose numbers are none of the history's says so; one that is not compared at all has none.
    """
    said = []
    for file, one in _by_claim(reports):
        mine = found[found["report"] == file]
        day = day_told(one["day"].iloc[0])
        if mine.empty:
            keyed = history.assign(key=_keys(history))
            is_strange = len(history) and not _theirs(one, keyed)["key"].isin(keyed["key"]).any()
            said += [f"Claim by claim, the aging {day} is not compared: {STRANGERS}."] if is_strange else []
            continue
        words = [f"Claim by claim, the aging {day} and the claim history agree on {_counted(mine, AGREES)}."]
        apart = [f"{state} {_counted(mine, state)}" for state in (NOT_THERE, NOT_HERE, DIFFERS)
                 if mine["state"].eq(state).any()]  # fmt: skip
        words += [f"Not so: {'; '.join(apart)}."] if apart else ["No claim is apart."]
        said.append(" ".join(words))
    return tuple(said)


def _by_claim(reports: AgingReports) -> list[tuple[str, pd.DataFrame]]:
    return [(name, rows) for name, rows in reports.each if rows["is_by_claim"].fillna(False).any()]


def _counted(rows: pd.DataFrame, state: str) -> str:
    part = rows[rows["state"].eq(state)]
    amounts = part["reported_cents"] if state == AGREES else part["off_cents"]
    known = amounts.dropna()
    money = f", {dollars(int(known.sum()))}" if len(known) else ""
    return f"{several(len(part), 'claim')}{money}"


def _of_aging(
    rows: pd.DataFrame, file: str, history: pd.DataFrame, inputs: Sources, cutover: dt.date | None,
    again: pd.DataFrame | None,
) -> pd.DataFrame:  # fmt: skip
    day = rows["day"].iloc[0]
    keyed = history.assign(key=_keys(history))
    theirs, open_ = _theirs(rows, keyed), open_then(history, inputs, day, again)
    if not theirs["key"].isin(keyed["key"]).any():
        return framed([], BY_CLAIM)
    both = theirs.merge(_ours(open_, keyed), on="key", how="outer", indicator="side")
    # what the history says of each claim: of one in several rows the open row, else the first
    told = (
        keyed.loc[[*open_.index, *keyed.index.difference(open_.index)]]
        .drop_duplicates("key")
        .set_index("key")
    )
    found = told.reindex(both["key"]).reset_index()
    is_there, is_ours = both["side"].ne("right_only"), both["side"].ne("left_only")
    is_known = both["key"].isin(keyed["key"])
    # what is closed has nothing open; a credit of the aging is held against the balance as it is stated
    counted = both["ours_cents"].mask(is_known & ~is_ours, 0)
    counted = counted.mask(
        both["reported_cents"].lt(0).fillna(False) & is_known, found["balance_cents"]
    ).astype("Int64")
    off = (both["reported_cents"] - counted).abs()
    off = off.fillna(both["reported_cents"].abs().where(~is_known)).fillna(counted.where(~is_there))
    agrees = is_there & is_known & off.eq(0).fillna(False).astype(bool)
    state = np.select([agrees, is_there & ~is_ours, ~is_there], [AGREES, NOT_HERE, NOT_THERE], DIFFERS)
    made = both.assign(
        day=day, report=file, ours_cents=counted, off_cents=off, state=state,
        payer=one_name(both["payer"].fillna(both["our_payer"]), known_payers(history, inputs), inputs.same),
        claim=both["claim"].fillna(found["claim_number"]).fillna(found["patient_control_number"]),
        service_from=both["service_from"].fillna(found["service_from"]),
    )  # fmt: skip
    made["why"] = _why(made, found, is_known, is_ours, cutover)
    shown = made[is_there | counted.ne(0).fillna(True).astype(bool)]
    return conform(shown[[c.name for c in BY_CLAIM]], BY_CLAIM)


def _keys(history: pd.DataFrame) -> pd.Series:
    """The number by which each claim of the history is found: its own, else the account's, else its row alone."""
    numbers = compared(history["claim_number"]).fillna(compared(history["patient_control_number"]))
    return numbers.fillna("here " + pd.Series(history.index, history.index).astype("str"))


def _theirs(rows: pd.DataFrame, keyed: pd.DataFrame) -> pd.DataFrame:
    """The claims of an aging, each once; rows without a number stay apart.

    A number that the history knows as one claim's account number alone means that claim.
    """
    claims = rows[~rows["role"].isin([OF_NO_CLAIM, TOTAL]) & rows["band"].eq(ALL)]
    number = compared(claims["claim"])
    accounts = keyed["key"].set_axis(compared(keyed["patient_control_number"]))
    accounts = accounts[accounts.index.notna() & ~accounts.index.duplicated(keep=False)]
    key = number.where(number.isin(keyed["key"]), number.map(accounts).fillna(number))
    told = claims.assign(key=key.fillna("there " + claims["source_row"].astype("str")), number=number)
    groups = told.groupby("key", sort=False)
    firsts = groups[["payer", "claim", "number", "service_from"]].first()
    return firsts.assign(reported_cents=groups["amount_cents"].sum(min_count=1).astype("Int64")).reset_index()


def _ours(open_: pd.DataFrame, keyed: pd.DataFrame) -> pd.DataFrame:
    """What is open here, one row for each number, with its payer and whether it is the patient's part."""
    groups = open_.assign(key=keyed["key"].reindex(open_.index)).groupby("key", sort=False)
    return pd.DataFrame({
        "ours_cents": groups["amount_cents"].sum(min_count=1).astype("Int64"),
        "our_payer": groups["payer"].first(),
        "is_left": groups["name"].first().eq(PATIENTS),
    }).reset_index()  # fmt: skip


def _why(
    made: pd.DataFrame, found: pd.DataFrame, is_known: pd.Series, is_ours: pd.Series, cutover: dt.date | None
) -> pd.Series:
    """How the history has each claim, in words; null where both agree."""
    state = found["state"].fillna("unknown").astype("str")
    is_left, is_there = made["is_left"].eq(True).fillna(False), made["side"].ne("right_only")
    since = (
        made["service_from"].ge(pd.Timestamp(cutover))
        if cutover is not None
        else pd.Series(False, made.index)
    )
    lists_patients = (is_left & is_there).any()
    reasons = [
        (~is_known & made["number"].isna(), NO_NUMBER),
        (~is_known & since, IN_MEDI),
        (~is_known, ABSENT),
        (is_self_pay(found), OF_SELF),
        (is_withdrawn(found), WITHDRAWN),
        (
            made["reported_cents"].lt(0).fillna(False)
            | (found["balance_cents"].lt(0).fillna(False) & ~is_ours),
            CREDIT,
        ),
        (is_ours & made["ours_cents"].isna(), NO_AMOUNT),
        (is_left, AT_PATIENT if lists_patients else NO_PATIENTS),
    ]
    why = np.select([mask.to_numpy(bool) for mask, _ in reasons], [words for _, words in reasons],
                    np.where(is_ours, "open: ", "closed: ") + state.to_numpy(object))  # fmt: skip
    return pd.Series(why, made.index, dtype="str").mask(made["state"].eq(AGREES))
