"""Postings of whole checks: a log that has a row per check and names no claim, against whole remittances.

| what the log has of a remittance's check | what it says |
|---|---|
| rows that add up to the remittance | posted as a whole, and so is each of its claims |
| one row of its amount, and others | posted, and keyed again |
| rows of another amount | posted with another amount |
| nothing | not posted, told once for the check where its system keeps no other list |

A check whose claims are posted one by one is in two lists of one system, and counts once. A row whose number has two
digits swapped, or that is the end of a longer one, is that check's where the amount agrees and no other check's does.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from cutover.reading.postings.tables import CHECK, CLAIM, NOT_NAMED
from cutover.workstreams.pairs import NONE

WHOLE, OTHER, RENUMBERED = "whole check", "whole check, another amount", "whole check, another number"
AGAIN, LOGGED = "again", "in a list of its claims"
HOWS = (WHOLE, OTHER, RENUMBERED)
_SHORTEST = 4  # signs that the end of a check's number has at least


@dataclass
class Wholes:
    """What whole checks say of each item and of each posting, by place; NONE or null where nothing.

    `extra` are the cents by which a check was posted beyond what it pays, at its first item. `again` counts further
    rows of an item's check, `again_cents` their money, `elsewhere` and `unsure` as in `matching.Matched`. `by_check`
    tells which items are judged by their whole check.
    """

    how_item: np.ndarray
    posting_of: np.ndarray
    how_posting: np.ndarray
    item_of: np.ndarray
    extra: np.ndarray
    again: np.ndarray
    again_cents: np.ndarray
    elsewhere: np.ndarray
    unsure: np.ndarray
    by_check: np.ndarray


def are_whole(postings: pd.DataFrame) -> np.ndarray:
    """Return which postings are of whole checks, a flag per row."""
    return (postings["kind"] == CHECK).to_numpy(bool)


def wholes(items: pd.DataFrame, postings: pd.DataFrame, posted_in: np.ndarray) -> Wholes:
    """Return which whole checks are which remittances, by place.

    `items` and `postings` as in `matching.match`, `items` with the payment that they are of (`payment_of`). `posted_in`
    is the system in which an item is posted claim by claim, null where it is not.
    """
    found = Wholes(
        np.full(len(items), None, object), np.full(len(items), NONE, np.int64),
        np.full(len(postings), None, object), np.full(len(postings), NONE, np.int64),
        *(np.zeros(len(items), np.int64) for _ in range(3)), *(np.zeros(len(items), bool) for _ in range(3)),
    )  # fmt: skip
    rows = np.flatnonzero(are_whole(postings))
    if not len(rows) or items.empty:
        return found
    paid = _payments(items, posted_in)
    for payment, places in _assigned(paid, postings.iloc[rows].set_axis(rows)).items():
        _settle(found, items, postings, paid.loc[payment], places)
    _judged(found, items, postings, paid)
    return found


def payment_of(items: pd.DataFrame) -> pd.Series:
    """Return the payment of each item: parts of one payment in both systems are one."""
    own = items["feed"] + "|" + items["content"] + "|" + items["payment_id"].astype("str")
    return items["payment_key"].fillna(own).astype("str")


def as_checks(items: pd.DataFrame) -> pd.DataFrame:
    """Return items with those that are judged by their whole check as one row per check and class, of no claim.

    `items` are those of `Inputs.items`. A row has the label of its first item, and the sums of all.
    """
    whole = items["by_check"].to_numpy(bool) & items["cents"].ne(0).to_numpy(bool)
    if not whole.any():
        return items
    rows = items[whole]
    keys = [payment_of(rows), rows["class"]]
    money = ["cents", "posted_cents", "astray_cents", "again_cents"]
    first = rows[~pd.concat(keys, axis=1).duplicated()]
    sums = rows.groupby(keys, sort=False)[money].transform("sum").loc[first.index]
    nobody = pd.Series(None, first.index, dtype="str")
    named = ("claim", "patient_control_number", "status", "reason_code", "reference")
    checks = first.assign(**{name: sums[name] for name in money}, **dict.fromkeys(named, nobody), kind=CLAIM)
    return pd.concat([items[~whole], checks.astype(items.dtypes.to_dict())])


def _payments(items: pd.DataFrame, posted_in: np.ndarray) -> pd.DataFrame:
    """Each payment with `check`, `payer`, `cents`, the places of its items with money, and where those are posted."""
    told = pd.DataFrame({"payment": payment_of(items).to_numpy(), "check": items["check"].to_numpy(object),
                         "payer": items["payer"].to_numpy(object), "cents": items["cents"].to_numpy(np.int64),
                         "place": np.arange(len(items)), "posted_in": posted_in})  # fmt: skip
    money = told[told["cents"] != 0].groupby("payment", sort=False)
    return pd.DataFrame({
        "check": money["check"].first(), "payer": money["payer"].first(), "cents": money["cents"].sum(),
        "places": money["place"].agg(list), "posted_in": money["posted_in"].agg(lambda said: set(said.dropna())),
    })  # fmt: skip


def _assigned(paid: pd.DataFrame, rows: pd.DataFrame) -> dict[str, list[int]]:
    """The places of the postings of each payment: by number, of two payers' by payer or amount, else by likeness."""
    payments = {row.Index: row for row in paid.itertuples()}
    out: dict[str, list[int]] = {}
    lone = []
    of_check = {check: list(group.index) for check, group in paid.groupby("check")}
    for row in rows.itertuples():
        of = [payments[one] for one in of_check.get(row.check, []) if _may_be(payments[one], row)]
        of = [one for one in of if one.cents == row.cents] or of if len(of) > 1 else of
        if len(of) == 1:
            out.setdefault(of[0].Index, []).append(row.Index)
        else:
            lone.append(row)
    left: dict[int, list] = {}
    for one in payments.values():
        if one.Index not in out:
            left.setdefault(one.cents, []).append(one)
    for row in lone:
        near = [one for one in left.get(row.cents, []) if _alike(one.check, row.check) and _may_be(one, row)]
        if len(near) == 1:
            out[near[0].Index] = [row.Index]
            left[row.cents].remove(near[0])
    return out


def _may_be(payment: Any, row: Any) -> bool:
    """Whether a posting's payer leaves it open that it is of that payment; an equal amount does where names differ."""
    unknown = pd.isna(row.payer) or pd.isna(payment.payer)
    return bool(unknown or row.payer == payment.payer or row.cents == payment.cents)


def _alike(one: object, other: object) -> bool:
    if not isinstance(one, str) or not isinstance(other, str):
        return False
    ends = min(len(one), len(other)) >= _SHORTEST and (one.endswith(other) or other.endswith(one))
    return ends or swapped(one, other)


def swapped(one: str | None, other: str | None) -> bool:
    """Tell whether two numbers differ by two neighboring signs that changed places: 1243 for 1234."""
    if not one or not other or len(one) != len(other) or one == other:
        return False
    places = [n for n, (a, b) in enumerate(zip(one, other, strict=True)) if a != b]
    if len(places) != 2 or places[1] - places[0] != 1:
        return False
    first, second = places
    return one[first] == other[second] and one[second] == other[first]


def _settle(
    found: Wholes, items: pd.DataFrame, postings: pd.DataFrame, paid: pd.Series, places: list[int]
) -> None:
    """What the postings of one payment say of its items."""
    lead, cents = paid["places"][0], postings["cents"].to_numpy(np.int64)[places]
    found.item_of[places] = lead
    systems = postings["system"].to_numpy(object)
    if paid["posted_in"]:  # claim by claim in one list, and by check in another
        for place in places:
            same = NOT_NAMED in {systems[place], *paid["posted_in"]} or systems[place] in paid["posted_in"]
            found.how_posting[place] = LOGGED if same else AGAIN
            if not same:
                _again(found, items, paid, int(postings["cents"].iloc[place]), is_elsewhere=True)
        return
    whole = np.flatnonzero(cents == paid["cents"])
    renumbered = postings["check"].iloc[places[0]] != paid["check"]
    how = RENUMBERED if renumbered and swapped(postings["check"].iloc[places[0]], paid["check"]) else WHOLE
    first, extra = 0, 0
    if cents.sum() == paid["cents"]:
        found.how_posting[places] = how
    elif len(whole):
        first = int(whole[0])
        found.how_posting[places] = AGAIN
        found.how_posting[places[first]] = how
        for place in (place for n, place in enumerate(places) if n != first):
            both = {systems[place], systems[places[first]]}
            unsure = NOT_NAMED in both and len(both) > 1
            _again(found, items, paid, int(postings["cents"].iloc[place]),
                   is_elsewhere=len(both) > 1 and not unsure, is_unsure=unsure)  # fmt: skip
    else:
        how, extra = OTHER, int(cents.sum() - paid["cents"])
        found.how_posting[places] = how
    found.how_item[paid["places"]], found.posting_of[paid["places"]] = how, places[first]
    found.by_check[paid["places"]] = True
    found.extra[lead] = extra


def _again(
    found: Wholes,
    items: pd.DataFrame,
    paid: pd.Series,
    cents: int,
    *,
    is_elsewhere: bool = False,
    is_unsure: bool = False,
) -> None:
    """A further row of a check: of its whole amount each claim is posted again, of another one nobody knows which."""
    places = paid["places"] if cents == paid["cents"] else paid["places"][:1]
    found.again[places] += 1
    found.again_cents[places] += (
        items["cents"].to_numpy(np.int64)[places] if cents == paid["cents"] else cents
    )
    found.elsewhere[places] |= is_elsewhere
    found.unsure[places] = is_unsure
    found.by_check[paid["places"]] = True


def _judged(found: Wholes, items: pd.DataFrame, postings: pd.DataFrame, paid: pd.DataFrame) -> None:
    """Mark what is not posted and belongs to systems of which there are logs by check alone."""
    is_whole, system = are_whole(postings), postings["system"].to_numpy(object)
    single, alone = set(system[~is_whole]), set(system[is_whole]) - set(system[~is_whole])
    belongs = items["belongs"].to_numpy(object)
    for row in paid.itertuples():
        mine = found.how_item[row.places]
        if row.posted_in or not all(how is None for how in mine):
            continue
        found.by_check[row.places] = not single or all(belongs[place] in alone for place in row.places)
