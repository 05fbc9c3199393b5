"""A forwarded balance that a payer signs the other way round is no open one: the two are together nothing."""

from __future__ import annotations

import pytest
from cutover.workstreams.era_audit.carried import balances, open_by_payer, takings
from test_carried_balances import months


@pytest.mark.parametrize(
    ("payments", "left"),
    [
        ([[("FB", "K9", 4_200)], [("FB", "K9", -4_200)]], 0),  # 42.00 taken, then given back: 42.00 - 42.00
        ([[("FB", "K9", 4_200)], [("FB", "K9", -4_100)]], 4_100),  # another amount is another balance
        ([[("FB", "K9", 4_200)], [("FB", "K8", -4_200)]], 4_200),  # another reference is one too
        ([[("FB", None, 4_200)], [("FB", None, -4_200)]], 4_200),  # no reference names the pair
        ([[("WO", "K9", 4_200)], [("WO", "K9", -4_200)]], 4_200),  # a reversal announced anew
        # the taking is that of the balance before it: the second one is open
        ([[("FB", "K9", -4_200)], [("FB", "K9", 4_200)], [("FB", "K9", -4_200)]], 4_200),
        # one taking gives back one balance alone
        ([[("FB", "K9", 4_200)], [("FB", "K9", -4_200)], [("FB", "K9", -4_200)]], 4_200),
        # a later taking settles it in the usual order: the first taking took of a balance before the archive
        ([[("FB", "K9", 4_200)], [("FB", "K9", -4_200)], [("FB", "K9", 4_200)]], 0),
    ],
)
def test_an_earlier_taking_of_one_reference_and_amount_settles_a_balance(payments, left):
    basis = months(*payments)
    assert open_by_payer(basis) == ({"A": left} if left else {})
    assert balances(basis)["taken_cents"].sum() == takings(basis)["settled_cents"].sum()


def test_a_pair_is_settled_on_the_day_of_its_second_payment():
    found = balances(months([("FB", "K9", 4_200)], [("FB", "K9", -4_200)]))
    assert found["taken_on"].dt.strftime("%Y-%m-%d").tolist() == ["2026-02-10"]
