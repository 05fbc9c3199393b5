"""The payer ids of claims whose report writes names alone: those of the remittances of the same claims.

Practices write payers as they like (`TIDAL MUT HLTH PPO`), and no list tells who that is. The remittances do: where
nearly all claims of a written name were answered by one payer, that payer is meant. One claim alone is believed only
where the two names share a word. Nothing is guessed from letters.
"""

from __future__ import annotations

import re

import pandas as pd

from cutover.reading.claims.submissions import keys
from cutover.reading.payers.names import bare_id
from cutover.wording import several

CUT_AT = 5  # characters of the payer's id for which a file summary has room
MOST = 0.8  # of the answered claims of a written name
_PAYER = ["payer_name", "payer_id"]
_SHORTEST = 4  # letters of a word that two names share


def known_ids(history: pd.DataFrame, remitted: pd.DataFrame) -> dict[str, str]:
    """Return the payer id of each name as a history writes it, where the remittances tell it."""
    found: dict[str, str] = {}
    if history.empty:
        return found
    answered = _answered(history, remitted)
    for name, rows in answered.groupby("payer_name"):
        counts = rows["payer_id_era"].value_counts()
        payer_id, count = counts.index[0], int(counts.iloc[0])
        if count < MOST * len(rows):
            continue
        named = rows.loc[rows["payer_id_era"] == payer_id, "payer_name_era"].iloc[0]
        if count > 1 or _words(name) & _words(named):
            found[name] = payer_id
    return found


def with_ids(rows: pd.DataFrame, known: dict[str, str]) -> pd.DataFrame:
    """Return rows with the payer id where they have a name that is known and no id of their own."""
    return rows.assign(payer_id=rows["payer_id"].fillna(rows["payer_name"].map(known).astype("str")))


def with_payers(history: pd.DataFrame, others: list[pd.DataFrame], named: pd.Series) -> pd.DataFrame:
    """Return a history in which a claim that names no payer has the one that others name of it.

    `others` are submissions or claims of remittances, of which the first that knows a claim counts. A claim is its
    account or claim number and its day of service; where its rows name several payers, none is taken. `named` are names
    by payer id (`lists.one_named`) for those of whom others know the id alone.
    """
    bare = history["payer_name"].isna() & history["payer_id"].isna()
    left, told = bare, history[_PAYER]
    for rows in others:
        rows = rows.reindex(columns=["patient_control_number", "service_from", *_PAYER])
        said = rows[_PAYER].assign(place=keys(rows["patient_control_number"], rows["service_from"]))
        said = said.dropna(subset=["place"]).dropna(subset=_PAYER, how="all").drop_duplicates()
        said = said[~said.duplicated("place", keep=False)].set_index("place")
        for name in ("patient_control_number", "claim_number"):
            place = keys(history[name], history["service_from"]).where(left)
            told = told.assign(
                **{one: told[one].fillna(place.map(said[one]).astype("str")) for one in _PAYER}
            )
            left = left & told.isna().all(axis=1)
    ids = told["payer_id"].map(bare_id, na_action="ignore")
    names = told["payer_name"].fillna(ids.map(named).astype("str").where(bare))
    return history.assign(payer_name=names, payer_id=told["payer_id"])


def whole_ids(
    summaries: pd.DataFrame, history: pd.DataFrame, listed: pd.Series
) -> tuple[pd.DataFrame, list[str]]:
    """Return file summaries with the payer ids whole that their column has cut short, and notes on those in doubt.

    An id that fills the column and that no list knows (`listed`: ids of payer lists) is the longer one of the same
    claim in the history, else the one longer id of the lists that begins so. Where several begin so the payer is not
    known: its id is null, and its name that of the history, where that names one for the claim.
    """
    ids = summaries["payer_id"].str.upper()
    known = {one.upper() for one in listed.dropna().unique()}
    rows = ids[ids.str.len().eq(CUT_AT).fillna(False) & ~ids.isin(known)]
    if rows.empty:
        return summaries, []
    told = _of_same_claims(summaries.loc[rows.index], history)
    own = told["payer_id"].str.upper()
    fits = [isinstance(one, str) and len(one) > CUT_AT and one.startswith(cut)
            for one, cut in zip(own, rows, strict=True)]  # fmt: skip
    longer = {cut: sorted(one for one in known if one.startswith(cut)) for cut in rows.unique()}
    one = rows.map({cut: found[0] for cut, found in longer.items() if len(found) == 1})
    whole = own.where(fits).fillna(one.astype("str"))
    doubt = whole.isna() & rows.map({cut: len(found) > 1 for cut, found in longer.items()}).astype(bool)
    payer_id, name = summaries["payer_id"].copy(), summaries["payer_name"].copy()
    payer_id.loc[rows.index] = whole.fillna(summaries.loc[rows.index, "payer_id"]).mask(doubt)
    name.loc[doubt[doubt].index] = name[doubt[doubt].index].fillna(told.loc[doubt, "payer_name"])
    notes = [
        f"File summaries cut the payer id {cut}: it may be {' or '.join(longer[cut])}. "
        f"The payer of {several(len(of), 'claim')} is taken from the claim list, else not known."
        for cut, of in rows[doubt].groupby(rows[doubt])
    ]
    return summaries.assign(payer_id=payer_id, payer_name=name), notes


def _of_same_claims(rows: pd.DataFrame, history: pd.DataFrame) -> pd.DataFrame:
    """The payer that a history names of each claim, by account or claim number and day; null where it names several."""
    names = ("patient_control_number", "claim_number")
    said = pd.concat([history[_PAYER].assign(place=keys(history[n], history["service_from"])) for n in names])
    said = said.dropna(subset="place").dropna(subset=_PAYER, how="all").drop_duplicates()
    said = said[~said.duplicated("place", keep=False)].set_index("place")
    place = keys(rows["patient_control_number"], rows["service_from"])
    return pd.DataFrame({one: place.map(said[one]).astype("str") for one in _PAYER}, rows.index)


def names_answered(sent: pd.DataFrame, remitted: pd.DataFrame) -> pd.Series:
    """Return the payer's name by payer id, of ids whose claims (`sent`) one payer alone has answered (`remitted`).

    Ids are as `names.bare_id` makes them; a claim is its account and its day of service.
    """
    own, theirs = (keys(rows["patient_control_number"], rows["service_from"]) for rows in (sent, remitted))
    name = remitted["payer_name"].astype("str").set_axis(theirs).dropna()
    name = name[name.index.notna() & ~name.index.duplicated(keep=False)]
    ids = sent["payer_id"].map(bare_id, na_action="ignore")
    pairs = pd.DataFrame({"id": ids, "name": own.map(name)}).dropna().drop_duplicates()
    return pairs[~pairs["id"].duplicated(keep=False)].set_index("id")["name"]


def with_providers(history: pd.DataFrame, remitted: pd.DataFrame) -> pd.DataFrame:
    """Return a history with rendering NPIs of remittances, where a report bears no NPI in any row.

    A claim gets the one NPI that all its remittances name, found by its number and day of service. A report that writes
    NPIs says by a blank cell that none is stated, and stays as it is; one that names providers writes no NPIs.
    """
    if history.empty:
        return history
    eras = remitted[remitted["set_aside"].isna() & remitted["rendering_npi"].notna()]
    place = keys(eras["patient_control_number"], eras["service_from"])
    said = eras[["rendering_npi"]].assign(place=place)
    found = said.dropna(subset=["place"]).groupby("place")["rendering_npi"].agg(["first", "nunique"])
    known = found.loc[found["nunique"] == 1, "first"]
    bears = history[["rendering_npi", "attending_npi", "billing_npi"]].notna().any(axis=1)
    bears &= history["rendering_name"].isna()
    bare = ~bears.groupby(history["source_file"]).transform("any").astype(bool)
    npis = history["rendering_npi"]
    for name in ("claim_number", "patient_control_number"):
        filled = keys(history[name], history["service_from"]).map(known).astype("str")
        npis = npis.fillna(filled.where(bare))
    return history.assign(rendering_npi=npis.astype("str"))


def _answered(history: pd.DataFrame, remitted: pd.DataFrame) -> pd.DataFrame:
    """The claims without a payer's id beside who answered them, each pair of them once."""
    bare = history[history["payer_id"].isna() & history["payer_name"].notna()]
    eras = remitted[remitted["payer_id"].notna() & remitted["set_aside"].isna()]
    place = keys(eras["patient_control_number"], eras["service_from"])
    said = eras[["payer_id", "payer_name"]].assign(place=place)
    said = said.dropna(subset="place")[["place", "payer_id", "payer_name"]].drop_duplicates()
    parts = [
        bare.assign(place=keys(bare[name], bare["service_from"]))
        for name in ("claim_number", "patient_control_number")
    ]
    both = pd.concat(parts).dropna(subset="place")[["place", "payer_name"]]
    return both.merge(said, on="place", suffixes=("", "_era")).rename(columns={"payer_id": "payer_id_era"})


def _words(name: str) -> set[str]:
    return {word for word in re.findall(r"[a-z]+", str(name).lower()) if len(word) >= _SHORTEST}
