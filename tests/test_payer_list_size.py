"""How many payers Office Ally's list has is counted by payer, not by its rows."""

from __future__ import annotations

import pandas as pd
from cutover.columns import framed
from cutover.reading.payers.lists import PAYER_LIST, PayerLists
from cutover.workstreams.nonpar.list_changes import size


def listed(*rows: tuple) -> PayerLists:
    """Lists with rows of day, payer, id, transaction and status."""
    names = ("list_date", "payer_name", "payer_id", "transaction", "par")
    given = [dict(zip(names, (pd.Timestamp(day), *rest), strict=True)) for day, *rest in rows]
    return PayerLists(
        framed([{c.name: one.get(c.name) for c in PAYER_LIST} for one in given], PAYER_LIST), ()
    )


def test_a_payer_of_two_transactions_is_one_and_the_latest_list_counts():
    lists = listed(
        ("2026-01-05", "OLD PAYER", "1", "837P", "non-par"),
        ("2026-06-05", "Lake Health", "2", "837P", "non-par"),
        ("2026-06-05", "LAKE HEALTH ", "2", "835", None),
        ("2026-06-05", "Pine Mutual", "3", "837P", "par"),
        ("2026-06-05", "Elm", "4", "835", None),
        ("2026-06-05", None, "5", "837P", "non-par"),
    )
    # Lake Health, Pine Mutual, Elm and payer 5; non-par: Lake Health and payer 5; Elm has no status
    assert size(lists) == (
        "Office Ally's payer list of 2026-06-05 names 4 payers, 2 of them non-par; of 1 it does not say."
    )


def test_without_a_list_nothing_is_said():
    assert size(listed()) == ""
