"""Which check paid a claim by the posting register: a posting with the claim, its check and its amount proves it."""

from __future__ import annotations

import pandas as pd

from cutover.identifiers import check_compared, compared
from cutover.reading.postings.tables import CLAIM

_LETTERS = r"\b[A-Z]{2,4}[ #-]?(?=\d{5,}\b)"  # `EFT416600548`: a kind of payment before the number of one


def bare(texts: pd.Series) -> pd.Series:
    """Return numbers of checks, or a bank's words with them, without the letters that stand before a long number."""
    return texts.astype("str").str.upper().str.replace(_LETTERS, "", regex=True)


def checks_of(marked: pd.DataFrame, postings: pd.DataFrame) -> pd.DataFrame:
    """Return `number` and `posted_on` of the check that paid each claim marked paid, null where no posting proves one.

    `number` is compared and without letters (`bare`). The postings of the claim on one check must come to what the
    history calls paid, none of them before the service. A posting tells its claim by the claim number, which a history
    may have as account; by the account alone where one of the two has no claim number. What fits two checks, or two
    claims alike, proves nothing; nor does a check other than the one that the history names.
    """
    rows = postings[postings["kind"].eq(CLAIM) & postings["check_number"].notna()]
    asked = marked[(marked["history_paid_cents"] > 0).fillna(False).astype(bool)]
    found = pd.DataFrame({
        "number": pd.Series(None, marked.index, dtype="str"),
        "posted_on": pd.Series(pd.NaT, marked.index, dtype="datetime64[ms]"),
    })  # fmt: skip
    if rows.empty or asked.empty:
        return found
    rows = rows.assign(number=check_compared(bare(rows["check_number"])))
    both = (("claim_number", "claim_number"), ("account", "claim_number"), ("account", "account"))
    for theirs, posted in both:
        told = _proven(asked, rows, theirs, posted)
        found.loc[told.index, ["number", "posted_on"]] = told
        asked = asked.drop(index=told.index)
    own = check_compared(bare(marked["check_number"]))
    return found.where(own.isna() | own.eq(found["number"]).fillna(False))


def _proven(asked: pd.DataFrame, rows: pd.DataFrame, theirs: str, posted: str) -> pd.DataFrame:
    """The check of each claim whose name `theirs` is that of the postings' `posted`, one row per claim that has one."""
    nameless = rows["claim_number"].isna()
    by = ["name", "number", "system", "nameless"]
    sums = rows.assign(name=compared(rows[posted]), nameless=nameless).dropna(subset=["name", "number"])
    sums = sums.groupby(by, dropna=False, as_index=False).agg(
        cents=("paid_cents", "sum"), posted_on=("posted_date", "min")
    )
    claims = pd.DataFrame({
        "row": asked.index, "name": compared(asked[theirs]).to_numpy(), "cents": asked["history_paid_cents"].to_numpy(),
        "served": asked["served"].to_numpy(), "unnamed": asked["claim_number"].isna().to_numpy(),
    }).dropna(subset="name")  # fmt: skip
    same = claims.merge(sums, on=["name", "cents"])
    same = same[~(same["posted_on"] < same["served"])]
    if posted == "account":
        same = same[same["nameless"] | same["unnamed"]]
    same = same.sort_values("posted_on").drop_duplicates(["row", "number"])
    sure = ~same["row"].duplicated(keep=False) & ~same.duplicated(["name", "cents", "number"], keep=False)
    return same[sure].set_index("row")[["number", "posted_on"]]
