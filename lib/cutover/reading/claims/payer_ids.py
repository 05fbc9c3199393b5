"""The payer ids of claims whose report writes names alone: those of the remittances of the same claims.

Practices write payers as they like (`TIDAL MUT HLTH PPO`), and no list tells who that is. The remittances do: where
nearly all claims of a written name were answered by one payer, that payer is meant. One claim alone is believed only
where the two names share a word. Nothing is guessed from letters.
"""

from __future__ import annotations

import re

import pandas as pd

from cutover.reading.claims.submissions import keys
from cutover.reading.payers.names import bare_id, compared

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


def with_whole_ids(sent: pd.DataFrame, others: list[pd.DataFrame], listed: pd.DataFrame) -> pd.DataFrame:
    """Return submissions whose payer ids that a page cut short (`SUNHL` of `SUNHLTH`) are whole.

    `listed` has the payers of a payer list (`payer_id`, `payer_name`). An id is cut where the list does not have it and
    one payer's longer id alone begins with it, and `others` (claims with `payer_name`) name that payer, and no other,
    for the same claims. Without such a claim it stays as it is.
    """
    listed = listed.dropna(subset=_PAYER).drop_duplicates(_PAYER)
    there = listed["payer_id"].str.strip().str.upper()
    known, met = set(there.map(bare_id)), set(sent["payer_id"].dropna())
    cut = {payer_id for payer_id in met if bare_id(payer_id) not in known}
    if not cut or listed.empty:
        return sent
    place = keys(sent["patient_control_number"], sent["service_from"])
    named = _named_in(others)
    whole = {}
    for payer_id in cut:
        longer = listed[there.str.startswith(payer_id.strip().upper())]
        said = {compared(name) for name in named[named.index.isin(place[sent["payer_id"].eq(payer_id)])]}
        ids = set(longer["payer_id"].str.strip())
        if len(ids) == 1 and said and said <= set(longer["payer_name"].map(compared)):
            whole[payer_id] = ids.pop()
    return sent.assign(payer_id=sent["payer_id"].replace(whole)) if whole else sent


def _named_in(others: list[pd.DataFrame]) -> pd.Series:
    """The payers' names that claims bear, by account or claim number and day of service."""
    parts = []
    for rows in others:
        for name in ("patient_control_number", "claim_number"):
            if name in rows:
                place = keys(rows[name], rows["service_from"])
                parts.append(rows["payer_name"].astype("str").set_axis(place))
    found = pd.concat(parts) if parts else pd.Series(dtype="str")
    return found[found.index.notna()].dropna()


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
    """Return claims or submissions with rendering NPIs of remittances, where a report bears no NPI in any row.

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
    if "rendering_name" in history:
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
