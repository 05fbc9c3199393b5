"""Two lists of one practice's people, as two systems have them: each tells what it knows, and a person counts once.

Rows are joined by their numbers where most of a list's stand in the other, else by name and birth date. A name alone
joins where it stands once in both and one of them has no birth date: that day is then told and not taken over.
"""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from cutover.columns import TEXT
from cutover.reading.files.values import dates
from cutover.reading.mapping.targets import Target
from cutover.reading.patients.also_elsewhere import also_in
from cutover.reading.patients.stand_ins import is_made, name_words
from cutover.reading.patients.table import PatientTable
from cutover.reading.patients.tables import PRIORITIES

BIRTH_ELSEWHERE = (
    "birth_elsewhere"  # the birth date that another list has of somebody found by the name alone
)
_ENOUGH = (
    0.5  # share of the shorter list that the other one knows, for the two to be lists of the same people
)
_STRANGE = 0.1  # share of shared numbers up to which two lists number people each in their own way
_ADDRESS = ("street", "street_2", "city", "state", "zip")
_NOT_FILLED = frozenset({
    "account_number", "chart_number", "prior_number", "last_name", "first_name", "middle_name", "suffix", "full_name",
    "birth_date", "status", "coverage_priority", "city_state_zip", "full_address", *_ADDRESS,
})  # fmt: skip
OWN_NUMBER = "own_number"  # the number that the list itself gives
JOINED = "is_joined"  # whether another list has the person of a row
_LISTS = ["source_file", "source_sheet"]


def in_order(tables: Sequence[PatientTable]) -> tuple[PatientTable, ...]:
    """Return tables with the fuller lists of people first: their rows stay where two lists have a person."""
    people = [table for table in tables if table.is_used and table.has_people]
    if len({table.source_file for table in people}) < 2:
        return tuple(tables)
    return tuple(sorted(tables, key=lambda one: (bool(also_in(one)), len(one.crosswalk.missing))))


def joined(rows: pd.DataFrame, target: Target) -> pd.DataFrame:
    """Return the rows of several lists with one number for each person, and with what the other list knows of them."""
    out = rows.assign(**{BIRTH_ELSEWHERE: pd.Series(None, index=rows.index, dtype=TEXT), JOINED: False})
    out[OWN_NUMBER] = rows["account_number"]
    lists = [part.index for _, part in rows.groupby(_LISTS, sort=False, dropna=False)]
    if rows["source_file"].nunique() < 2:
        return out
    who = pd.DataFrame(
        {"number": rows["account_number"], "name": _names(rows), "birth": dates(rows["birth_date"])}
    )
    for place, later in enumerate(lists):
        for first in lists[:place]:
            if out.loc[first[0], "source_file"] == out.loc[later[0], "source_file"]:
                continue
            by_number, by_name = _pairs(who.loc[later], who.loc[first])
            _number_alike(out, by_name)
            _tell_birth(out, by_name)
            pairs = pd.concat([by_number, by_name])
            _fill(out, pairs, target)
            out.loc[[*pairs.index, *pairs], JOINED] = True
    return out


def _pairs(later: pd.DataFrame, first: pd.DataFrame) -> tuple[pd.Series, pd.Series]:
    """The row of the first list of each row of the later one, by number, and by name where numbers do not join them."""
    blank = pd.Series(dtype="int64")
    numbers = later["number"].dropna()
    known = first["number"].dropna()
    shared = numbers.isin(set(known))
    fewest = max(1, min(len(later), len(first)))
    if shared.sum() >= _ENOUGH * fewest:
        at = pd.Series(known.index, index=known.to_numpy()).groupby(level=0).first()
        found = numbers[shared].map(at).astype("int64")
        return found[_same(later.loc[found.index], first.loc[found])], blank
    if shared.sum() > _STRANGE * fewest or is_made(numbers).any() or is_made(known).any():
        return blank, blank
    found = _by_name(later, first)
    return blank, found if len(found) >= _ENOUGH * fewest else blank


def _same(later: pd.DataFrame, first: pd.DataFrame) -> list[bool]:
    """Whether two rows of one number are one person: the same birth date, or the same name and no other birth date."""
    both = zip(later["birth"], first["birth"], later["name"], first["name"], strict=True)
    return [
        (one == other) if pd.notna(one) and pd.notna(other) else name == theirs and bool(name)
        for one, other, name, theirs in both
    ]


def _by_name(later: pd.DataFrame, first: pd.DataFrame) -> pd.Series:
    """By name and birth date the first such row; by the name alone where a birth date lacks and nobody else has it."""
    keys = [one["name"] + "|" + one["birth"].dt.strftime("%Y%m%d") for one in (later, first)]
    at = pd.Series(first.index, index=keys[1]).groupby(level=0).first()
    found = keys[0].map(at)
    alone = [
        one["name"].where(~one["name"].duplicated(keep=False) & one["name"].ne("")) for one in (later, first)
    ]
    by_name = pd.Series(first.index, index=alone[1])
    by_name = alone[0].map(by_name[by_name.index.notna()])
    lacks = later["birth"].isna() | by_name.map(first["birth"]).isna()
    return found.fillna(by_name.where(lacks & by_name.notna())).dropna().astype("int64")


def _names(rows: pd.DataFrame) -> pd.Series:
    """The words of each name in the order of the alphabet, without initials."""
    parts = [rows[name].fillna("") for name in ("full_name", "last_name", "first_name")]
    told = (parts[0] + " " + parts[1] + " " + parts[2]).map(name_words)
    return told.map(lambda text: " ".join(word for word in text.split() if len(word) > 1)).astype(TEXT)


def _number_alike(rows: pd.DataFrame, pairs: pd.Series) -> None:
    """Give joined rows the number of the first list; their own stays as that of the chart.

    A person whom the first list does not number has the number of the later one.
    """
    own = rows.loc[pairs.index, "account_number"]
    told = pairs[rows.loc[pairs, "account_number"].notna().to_numpy()]
    left = own[~own.index.isin(told.index)].dropna()
    rows.loc[pairs.loc[left.index], "account_number"] = left.to_numpy()
    rows.loc[told.index, "chart_number"] = rows.loc[told.index, "chart_number"].fillna(own[told.index])
    rows.loc[told.index, "account_number"] = rows.loc[told, "account_number"].to_numpy()


def _tell_birth(rows: pd.DataFrame, pairs: pd.Series) -> None:
    """Of people found by name alone the birth date of one list is told beside the other, and taken into none."""
    for one, other in pairs.items():
        own, theirs = rows.loc[one, "birth_date"], rows.loc[other, "birth_date"]
        if pd.isna(own) != pd.isna(theirs):
            rows.loc[other, BIRTH_ELSEWHERE] = own if pd.isna(theirs) else None
            rows.loc[one, "birth_date"] = theirs


def _fill(rows: pd.DataFrame, pairs: pd.Series, target: Target) -> None:
    """Fill in place what one of two rows of a person lacks and the other has, an address as a whole."""
    if pairs.empty:
        return
    keys = [f.key for f in target.fields if not f.group and f.key not in _NOT_FILLED]
    for to, of in ((pairs.index, pairs.to_numpy()), (pairs.to_numpy(), pairs.index)):
        theirs = rows.loc[of].set_axis(to)
        theirs = theirs[~theirs.index.duplicated()]
        own = rows.loc[theirs.index]
        for key in keys:
            rows.loc[theirs.index, key] = own[key].fillna(theirs[key])
        no_place = own[["street", "city", "zip"]].isna().all(axis=1)
        for key in _ADDRESS:
            rows.loc[theirs.index, key] = own[key].where(~no_place, theirs[key])
        no_parts = own["last_name"].isna() & own["first_name"].isna() & theirs["last_name"].notna()
        for key in ("last_name", "first_name"):
            rows.loc[theirs.index, key] = own[key].where(~no_parts, theirs[key])
        for group in PRIORITIES:
            payer = f"{group}_payer_name"
            same = own[payer].notna() & own[payer].str.casefold().eq(theirs[payer].str.casefold()).fillna(
                False
            )
            for name in ("payer_id", "member_id", "group_number", "plan_name", "relationship"):
                key = f"{group}_{name}"
                rows.loc[theirs.index, key] = own[key].where(~same | own[key].notna(), theirs[key])
