"""Fields that a table gives through another record of its row: a child's address through the responsible party's."""

from __future__ import annotations

from collections.abc import Collection

ADDRESS = ("street", "city", "state", "zip")
_LENDER = "guarantor_"
_IN_ONE = "city_state_zip"
COVERAGES = ("primary", "secondary", "tertiary")
# fields of two days in one cell -> the fields of the first and of the last
SPANS = {
    "authorization_valid_span": ("authorization_valid_from", "authorization_valid_through"),
    **{f"{one}_effective_span": (f"{one}_effective_from", f"{one}_effective_through") for one in COVERAGES},
}


# a log by check lacks no claim and no amount of one
_BY_CHECK = {"check_total": ("claim_number", "paid")}


def lends_address(used: Collection[str]) -> bool:
    """Return whether a table has the whole address of the guarantor and no part of the patient's.

    `used` are the keys of the fields that have a column. A roster of children often has one address a family.
    """
    own = {*ADDRESS, "street_2", _IN_ONE}
    whole = f"{_LENDER}{_IN_ONE}" in used or all(f"{_LENDER}{part}" in used for part in ADDRESS[1:])
    return whole and f"{_LENDER}street" in used and own.isdisjoint(used)


def given(used: Collection[str]) -> frozenset[str]:
    """Return the keys of the fields that a table gives: those with a column, in it or lent by another record."""
    parts = {part for span, both in (SPANS | _BY_CHECK).items() if span in used for part in both}
    return frozenset(used) | parts | (frozenset(ADDRESS) if lends_address(used) else frozenset())
