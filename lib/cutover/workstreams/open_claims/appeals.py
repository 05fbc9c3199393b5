"""Appeals under way: what the intake and the returned workbooks say of each, and what is still not written down."""

from __future__ import annotations

import pandas as pd

from cutover.columns import Privacy, conform
from cutover.intake.handoff_workbook import APPEALS as SHEET
from cutover.intake.handoff_workbook import OF_APPEALS
from cutover.reading.claims.claim_keys import own_numbers
from cutover.reading.intake.own_lists import words
from cutover.workstreams import own_lists
from cutover.workstreams.columns import PAYER, cents, date, text
from cutover.workstreams.open_claims.appeal_days import NO_CLAIM, in_time
from cutover.workstreams.open_claims.claims import APPEALED
from cutover.workstreams.open_claims.due import notice_of, refused
from cutover.workstreams.open_claims.inputs import Inputs
from cutover.workstreams.payer_spellings import one_name
from cutover.workstreams.remittance_items import compared

_NEEDED = {"reference": "the payer's reference", "level": "the level",
           "amount_cents": "what is at stake", "submitted_on": "the day it was submitted",
           "documents": "the documents", "kept_at": "where they are kept", "next_action_on": "the next action's day",
           "owner": "an owner"}  # fmt: skip
OF_LEVELS = "appeal"
APPEALS = (
    text("case", "Claim", "case of the claim; null: no open claim fits"),
    PAYER,
    text("kind", "Kind", "appeal, unless a list of the client's calls it a lien, a dispute or the like"),
    text("level", "Level"),
    date("submitted_on", "Submitted"),
    cents("amount_cents", "At stake", "as people wrote it; null: not written down"),
    cents("open_cents", "Open of its claim", "what the files leave open of it; null: unknown"),
    text("in_time", "In time", "the day of filing beside the last day for a first appeal"),
    date("next_action_on", "Next action due"),
    text("missing", "Not written down"),
    date("last_on", "Last day for it", "of a first appeal, counted from the denial; null: not known"),
    text("reference", "Payer's reference", "", Privacy.PHI),
    text("claim_number", "Claim no.", "", Privacy.PHI),
    text("documents", "Documents", "", Privacy.PHI),
    text("kept_at", "Kept at", "", Privacy.DESK),
    text("next_action", "Next action", "", Privacy.PHI),
    text("owner", "Owner", "", Privacy.DESK),
    text("claim_owner", "Owner of its claim", "by the intake, a list or a workbook", Privacy.DESK),
)


def appeals(inputs: Inputs, claims: pd.DataFrame, every: pd.DataFrame | None = None) -> pd.DataFrame:
    """Return every appeal that people or the claims know of, one row each (APPEALS), those of most money first.

    Rows of one appeal (the same case, else payer and reference) are one; a later file's cells go before. Of one whose
    claim is not open, `every` claim on file may tell what it is now.
    """
    rows = _together(_written(inputs, claims))
    known = claims[(claims["status"] == APPEALED) & ~claims["case"].isin(rows["case"].dropna())]
    number = own_numbers(known)
    bare = pd.DataFrame({"case": known["case"], "payer": known["payer"], "claim_number": number, "kind": OF_LEVELS,
                         "owner": known["owner"]})  # fmt: skip
    whole = pd.concat([part for part in (rows, bare) if len(part)] or [rows], ignore_index=True)
    whole = whole.reindex(columns=[c.name for c in APPEALS if c.name != "missing"])
    worth = whole["case"].map(dict(zip(claims["case"], claims["worth_cents"], strict=True))).astype("Int64")
    owners = whole["case"].map(dict(zip(claims["case"], claims["owner"], strict=True))).astype("str")
    whole = whole.assign(missing=_missing(whole), open_cents=worth, claim_owner=owners)
    whole = whole.assign(**in_time(whole, claims, inputs.deadlines, inputs.today)).assign(stake=stake(whole))
    if every is not None and (none := whole["in_time"].eq(NO_CLAIM)).any():
        whole["in_time"] = whole["in_time"].mask(none, _settled(every, whole["claim_number"][none]))
    ordered = whole.sort_values(["stake", "payer"], ascending=[False, True], kind="stable")
    return conform(ordered[[c.name for c in APPEALS]].reset_index(drop=True), APPEALS)


def stake(rows: pd.DataFrame) -> pd.Series:
    """Return what each appeal is about: at stake as people wrote it, else what is open of its claim."""
    return rows["amount_cents"].astype("Int64").fillna(rows["open_cents"].astype("Int64"))


def with_appeals(inputs: Inputs, claims: pd.DataFrame) -> pd.DataFrame:
    """Return open claims with the owner and the next action of their appeals, where a claim states none of its own.

    A claim under appeal is somebody's although the sheet of open claims has no row of it. `is_of_appeal` tells whether
    its next action is that of its appeal. A refused one whose appeal was filed since is under appeal.
    """
    rows = _together(_written(inputs, claims)).dropna(subset=["case"]).drop_duplicates("case", keep="last")
    told = rows.set_index("case").reindex(claims["case"]).set_axis(claims.index)
    own = claims["next_action"].notna() | claims["next_step"].notna() | claims["next_action_on"].notna()
    is_theirs = ~own & (told["next_action"].notna() | told["next_action_on"].notna())
    filled = {"owner": claims["owner"].fillna(told["owner"].astype("str"))}
    for name in ("next_action", "next_action_on"):
        theirs = told[name].astype(claims[name].dtype)
        filled[name] = claims[name].fillna(theirs.where(~own))
    status = claims["status"].mask(refused(claims) & _is_filed(claims, told, inputs.today), APPEALED)
    return claims.assign(**filled, is_of_appeal=is_theirs.astype(bool), status=status)


def _is_filed(claims: pd.DataFrame, told: pd.DataFrame, today: pd.Timestamp) -> pd.Series:
    """Which claims have an appeal that was filed by the report's date, and no answer of the payer since."""
    filed = told["submitted_on"].astype("datetime64[ms]")
    answered = (notice_of(claims) > filed).fillna(False)
    return ((filed <= today) & ~answered & ~told["kind"].isin(words().no_appeals)).fillna(False).astype(bool)


def beside_claims(rows: pd.DataFrame, claims: pd.DataFrame) -> pd.DataFrame:
    """Return the appeals but those whose claim states a next action of its own for the same day: that one is it."""
    own = claims[~claims["is_of_appeal"]].drop_duplicates("case").set_index("case")["next_action_on"]
    same = rows["case"].map(own.to_dict()).astype("datetime64[ms]").eq(rows["next_action_on"])
    return rows[~same.fillna(False)]


def _settled(every: pd.DataFrame, numbers: pd.Series) -> pd.Series:
    """What became of the only claim that a number names, where no open one bears it; NO_CLAIM where none does."""
    cases = _by_number(every, compared(numbers))
    state = every["outcome"].astype("str").fillna(every["history_state"].astype("str"))
    told = cases.map(dict(zip(every["case"], state.fillna("settled"), strict=True)))
    return ("not judged: its claim is " + told + " by the files").fillna(NO_CLAIM).astype("str")


def _written(inputs: Inputs, claims: pd.DataFrame) -> pd.DataFrame:
    names = [c.name for c in SHEET.columns]
    old, back = inputs.intake["open appeals"].reindex(columns=names), inputs.returned.appeals
    listed = own_lists.as_appeals(inputs.returned.lists)
    rows = pd.concat([part for part in (old, listed, back) if len(part)] or [old], ignore_index=True)
    rows = rows.assign(kind=rows["kind"].fillna(OF_LEVELS) if "kind" in rows else OF_LEVELS)
    case = rows["case"].astype("str").fillna(_by_number(claims, compared(rows["claim_number"])))
    payer = one_name(rows["payer"], inputs.remittances["payer"], inputs.same)
    return rows.assign(case=case, payer=payer, amount_cents=rows["amount_cents"].astype("Int64"))


def _by_number(claims: pd.DataFrame, numbers: pd.Series) -> pd.Series:
    """The case of the only open claim that a number names."""
    names = [compared(claims[name]) for name in ("patient_control_number", "claim_number")]
    told = pd.concat([pd.DataFrame({"number": name, "case": claims["case"]}) for name in names]).dropna()
    once = told.drop_duplicates()
    once = once[~once["number"].duplicated(keep=False)]
    return numbers.map(dict(zip(once["number"], once["case"], strict=True))).astype("str")


def _together(rows: pd.DataFrame) -> pd.DataFrame:
    """One row per appeal: of several rows the last word in each field."""
    place = (
        rows["payer"] + "|" + compared(rows["reference"]).fillna(compared(rows["claim_number"])).fillna("?")
    )
    identity = rows["case"].fillna(place)
    last = rows.assign(identity=identity).groupby("identity", sort=False).last().reset_index(drop=True)
    return last.reindex(columns=[*(c.name for c in SHEET.columns), "kind"])


def _missing(rows: pd.DataFrame) -> pd.Series:
    said = pd.DataFrame({words: rows[name].isna() for name, words in _NEEDED.items()}, index=rows.index)
    said[_NEEDED["level"]] &= rows["kind"].eq(OF_LEVELS)  # a lien or a dispute has none
    return pd.Series(
        [", ".join(said.columns[row]) or None for row in said.to_numpy(bool)], rows.index, dtype="str"
    )


__all__ = ["APPEALS", "OF_APPEALS", "appeals"]
