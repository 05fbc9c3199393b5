"""A patient who is in two files: what both rows tell alike counts once, what differs is asked."""

from __future__ import annotations

import pandas as pd

_SAME = ["code", "person", "priority", "field", "value"]
# what makes two coverages of one patient and priority one and the same
_COVERAGE = ("payer_name", "payer_id", "member_id", "group_number", "plan_name", "relationship",
             "effective_from", "effective_through")  # fmt: skip
# what a second row of one file may tell otherwise, so that the two are no repetition
_BESIDE = ("holder_last_name", "holder_first_name", "holder_birth_date", "holder_sex", "copay_cents",
           "deductible_cents")  # fmt: skip
# these count records that are set aside, and each record is one
_OF_RECORDS = ("row-repeated", "coverage-repeated", "coverage-other-days")
_AUTHORIZATION = ("number", "service", "valid_from", "valid_through", "visits_authorized", "visits_left")


def once_each(found: list[pd.DataFrame], owner: pd.Series, people: pd.DataFrame) -> list[pd.DataFrame]:
    """Return violations without those that a further row of the same person has in the same words.

    `owner` is the row of the person of each row, `people` are the rows of persons. What two rows tell otherwise is
    asked of both.
    """
    theirs = owner.reindex(people.index)
    repeated = set(people.index[theirs.ne(theirs.index)])
    if not repeated:
        return found
    whole = pd.concat([part.assign(part=n) for n, part in enumerate(found) if len(part)], ignore_index=True)
    whole["person"] = whole["row"].map(owner)
    whole["also"] = whole["row"].isin(repeated)
    whole = whole.sort_values("also", kind="stable")
    twice = whole["also"] & whole.duplicated(_SAME) & ~whole["code"].isin(_OF_RECORDS)
    kept = whole[~twice].sort_index()
    return [
        kept.loc[kept["part"].eq(n), part.columns].reset_index(drop=True) if len(part) else part
        for n, part in enumerate(found)
    ]


def stated_again(covered: pd.DataFrame, stays: pd.Series, rows: pd.DataFrame) -> pd.Series:
    """Whether a coverage states what an earlier one of its patient and priority states.

    In one file it is the same in all that it tells; nobody has to decide between two that are one.
    """
    some = covered[stays]
    key = some[["account_number", "priority", *(name for name in _COVERAGE if name in some)]]
    files = some["at"].map(rows["source_file"])
    first = files.groupby([key[name].astype("str").fillna("") for name in key]).transform("first")
    beside = some[[name for name in _BESIDE if name in some]]
    again = key.duplicated() & files.ne(first) | pd.concat([key, beside], axis=1).duplicated()
    again &= some["account_number"].notna()
    return again.reindex(covered.index, fill_value=False)


def granted_again(authorized: pd.DataFrame, accounts: pd.Series, rows: pd.DataFrame) -> pd.Series:
    """Whether an authorization says what one of the same patient (`accounts` by row) says in another file."""
    key = authorized.assign(account=authorized["row"].map(accounts))[["account", *_AUTHORIZATION]]
    files = authorized["at"].map(rows["source_file"])
    first = files.groupby([key[name].astype("str").fillna("") for name in key]).transform("first")
    return key.duplicated() & files.ne(first) & key[["account", "number"]].notna().all(axis=1)


def without_those_of(found: list[pd.DataFrame], again: pd.DataFrame) -> list[pd.DataFrame]:
    """Return violations without those of authorizations that another file has too."""
    rows = set(again["at"])
    return [
        part[~(part["row"].isin(rows) & part["field"].str.startswith("authorization_"))] for part in found
    ]
