"""Which submission of a file summary or a claim history is which claim of an 837 file, and what the file adds to it."""

from __future__ import annotations

from typing import NamedTuple

import pandas as pd

from cutover.lookup import among
from cutover.reading.claims.claim_keys import keys

_NAMES = ("patient_control_number", "claim_number")
_FILLED = [
    "form", "service_through", "tax_id", "rendering_npi", "attending_npi", "billing_npi", "payer_name",
    "payer_id", "charge_cents", "sent_through", "is_paper",
]  # fmt: skip
_TOLD = (
    "resubmitted",
    "secondary",
)  # what a file says of a submission; which is the first all sources say together
_SLACK = pd.Timedelta(days=1)  # a list may name the day before that of the file


class Met(NamedTuple):
    """The submissions with what files add, those of files alone, and those that are met, with whose they are."""

    filled: pd.DataFrame
    more: pd.DataFrame
    met: pd.DataFrame


def with_batches(told: pd.DataFrame, batches: pd.DataFrame) -> Met:
    """Return submissions (SUBMITTED_CLAIMS) of summaries and histories together with those of 837 files (the same).

    A claim is the same by account (or number) and day of service. Each submission has one file at most: the last that
    is not after its day, else the next in order. A claim that more files have than submissions is sent again in those.
    """
    batches = batches.reset_index(drop=True)
    pairs = _pairs(told, batches)
    if pairs.empty:
        return Met(told, batches, batches.head(0))
    of = batches.loc[pairs].set_axis(pairs.index)
    filled, part = told.copy(), told.loc[pairs.index]
    undated = part["submission_date"].isna() & of["submission_date"].notna()
    for name in ("submission_date", "date_basis"):
        filled.loc[part.index, name] = part[name].mask(undated, of[name])
    for name in (name for name in _FILLED if name in filled):
        filled.loc[part.index, name] = part[name].fillna(of[name])
    says = part["submission"].eq("unknown") & of["submission"].isin(_TOLD)
    filled.loc[part.index, "submission"] = part["submission"].mask(says, of["submission"])
    met = batches.loc[pairs].assign(held=part["source"].to_numpy())
    return Met(filled, batches.drop(index=pairs).reset_index(drop=True), met)


def beyond(filed: pd.DataFrame, history: pd.DataFrame) -> pd.DataFrame:
    """Return the claims of files (CLAIM_HISTORY) that a history lacks, by number and day as many as are too few."""
    if filed.empty or history.empty:
        return filed
    account, number = (keys(filed[name], filed["service_from"]) for name in _NAMES)
    place = account.fillna(number)
    own = _place(history, place)
    have = pd.to_numeric(place.map(own.value_counts())).fillna(0)
    turn = filed.groupby(place).cumcount()
    return filed[place.isna() | (turn >= have)].reset_index(drop=True)


def _place(rows: pd.DataFrame, known: pd.Series) -> pd.Series:
    """The key by which files know each row: that of its account, else that of its number; null where none does."""
    account, number = (keys(rows[name], rows["service_from"]) for name in _NAMES)
    return account.where(among(account, known), number.where(among(number, known)))


def _pairs(told: pd.DataFrame, batches: pd.DataFrame) -> pd.Series:
    """The row of the file's claim that each submission is, by the submission's row; only those that have one."""
    place = keys(batches["patient_control_number"], batches["service_from"])
    theirs = pd.DataFrame({"place": place, "day": batches["submission_date"], "file": batches.index})
    theirs = theirs.dropna(subset="place").sort_values(["day", "file"], kind="stable")
    ours = pd.DataFrame({"place": _place(told, place), "day": told["submission_date"], "row": told.index})
    ours = ours.dropna(subset="place").sort_values(["day", "row"], kind="stable")
    dated = ours.dropna(subset="day")
    dated = dated.assign(day=(dated["day"] + _SLACK).astype("datetime64[ms]"))
    near = pd.merge_asof(dated, theirs.dropna(subset="day").rename(columns={"day": "sent"}), left_on="day",
                         right_on="sent", by="place").dropna(subset="file")  # fmt: skip
    near = near.sort_values("sent", ascending=False).drop_duplicates("file", keep="first")
    first = near[["row", "file"]]
    ours, theirs = ours[~ours["row"].isin(first["row"])], theirs[~theirs["file"].isin(first["file"])]
    turns = [part.assign(turn=part.groupby("place").cumcount()) for part in (ours, theirs)]
    rest = turns[0].merge(turns[1], on=["place", "turn"])[["row", "file"]]
    both = pd.concat([first, rest], ignore_index=True).astype("int64")
    return pd.Series(both["file"].to_numpy(), index=both["row"].to_numpy())
