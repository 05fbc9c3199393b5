"""Rows that hang on patients: policies from tables of their own, and the priority of one whose rank is not told."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from cutover.identifiers import is_mbi
from cutover.reading.patients.exports import Demographics
from cutover.reading.patients.tables import PRIORITIES

NOBODY = -1  # the patient of a row whose key no patient has
NO_PATIENT = "no-patient"


@dataclass(frozen=True)
class Everything:
    """All mapped rows of a practice: those of people, then those of tables that are joined to them.

    `owner` gives the patient's row of each row, NOBODY where there is none; a patient's own row is its own.
    """

    rows: pd.DataFrame
    people: pd.DataFrame
    joined: pd.DataFrame
    owner: pd.Series

    @classmethod
    def of(cls, demographics: Demographics) -> Everything:
        """Return the rows of an export; without joined tables those of the people alone."""
        people, joined = demographics.rows, demographics.joined
        owner = pd.Series(people.index, index=people.index)
        if joined.empty:
            return cls(people, people, people.iloc[:0], owner)
        found = joined["patient_row"].fillna(NOBODY).astype("int64")
        policies = joined.drop(columns="patient_row")
        rows = pd.concat([people, policies])
        return cls(rows, people, policies, pd.concat([owner, found]).astype("int64"))


def with_owner(records: pd.DataFrame, owner: pd.Series) -> pd.DataFrame:
    """Return records with `at`, the row they stand in, and `row`, the patient's; those of nobody are set aside."""
    out = records.assign(at=records["row"], row=records["row"].map(owner).astype("int64"))
    nobody = out["row"].eq(NOBODY)
    return out.assign(aside=out["aside"].mask(nobody, NO_PATIENT)) if nobody.any() else out


def with_free_priorities(covered: pd.DataFrame, stays: pd.Series) -> tuple[pd.DataFrame, pd.Series]:
    """Return coverages with the next free priority where none was told, and which were given another one.

    One row a policy: the first is taken as primary. The same policy again and a fourth one keep their priority,
    which is taken. Coverages that are told one keep it.
    """
    out, moved = covered.copy(), pd.Series(False, index=covered.index)
    several = stays & covered["account_number"].duplicated(keep=False)
    untold = several & ~covered["is_told"].astype(bool)
    for account in covered.loc[untold, "account_number"].unique():
        mine = covered[stays & covered["account_number"].eq(account)]
        told = mine[mine["is_told"].astype(bool)]
        used, seen = set(told["priority"]), {_policy(row) for row in told.itertuples()}
        for row in mine[~mine["is_told"].astype(bool)].itertuples():
            free = next((priority for priority in PRIORITIES if priority not in used), None)
            if free is None or _policy(row) in seen:
                continue
            moved[row.Index] = free != row.priority
            out.loc[row.Index, "priority"] = free
            used.add(free)
            seen.add(_policy(row))
    return out, moved


def _policy(row) -> tuple[str, str]:
    """Payer and member ID as they are compared; an MBI is one coverage, whatever the payer is called."""
    is_one = isinstance(row.member_id, str) and is_mbi(row.member_id)
    parts = (None, row.member_id.replace("-", "")) if is_one else (row.payer_name, row.member_id)
    return tuple("".join(str(part).split()).upper() if isinstance(part, str) else "" for part in parts)
