"""Money that payers carry from payment to payment: by amount, in parts, in chains, and to the cent."""

from __future__ import annotations

import pytest
from cutover.workstreams.era_audit.carried import balances, open_by_payer, takings
from cutover.workstreams.era_audit.control_totals import tie_table
from cutover.workstreams.era_audit.inputs import Inputs
from cutover.workstreams.era_audit.take_backs import interest
from era_frames import AS_OF, PRACTICE, archive, claim, payment, plb
from examples import examples
from hypothesis import given, settings
from hypothesis import strategies as st


def months(*adjustments: list[tuple], payers: str = "") -> Inputs:
    """One payment a month, each with these provider adjustments: reason, reference, cents."""
    payments, pairs = [], []
    for n, said in enumerate(adjustments):
        payer = payers[n] if payers else "A"
        payments.append(payment(f"p{n}", f"2026-{n + 1:02d}-10", payer_name=f"PAYER {payer}", payer_id=payer))
        pairs += [
            plb(f"p{n}", reason, cents, ref, pair + 1) for pair, (reason, ref, cents) in enumerate(said)
        ]
    return Inputs(archive(payments=payments, provider_adjustments=pairs), PRACTICE, AS_OF)


@pytest.mark.parametrize("reference", ["T1", None, "T2"])
@pytest.mark.parametrize(
    ("taken", "left"),
    [([200], 300), ([200, 300], 0), ([200, 299], 1), ([500], 0), ([], 500), ([700], 0)],
)
def test_a_forward_balance_is_taken_in_parts_whatever_reference_they_bear(taken, left, reference):
    basis = months([("FB", "T1", -500)], *[[("FB", reference, cents)] for cents in taken])
    assert open_by_payer(basis) == ({"A": left} if left else {})  # 500 less what was taken


def test_a_chain_leaves_what_its_last_link_carries():
    basis = months(
        [("FB", "A", -500)],
        [("FB", "A", 500), ("FB", "B", -300)],
        [("FB", "B", 300), ("FB", "C", -120)],
        [("FB", "C", 20)],
    )
    assert balances(basis)["open_cents"].tolist() == [0, 0, 100]  # 120 - 20
    assert balances(basis)["taken_on"].dt.month.tolist() == [2, 3, 4]


@pytest.mark.parametrize(
    ("later", "left"),
    [
        ([], 80),  # announced, and no money taken
        ([("WO", "ICN1", 80)], 0),
        ([("WO", "ICN1", 30)], 50),
        ([("WO", "ICN7", 30)], 80),  # takes back another claim
        ([("WO", "ICN7", 80)], 80),  # the same amount of another claim
    ],
)
def test_a_reversal_that_a_wo_announces_is_open_until_a_wo_of_its_claim_takes_the_money(later, left):
    assert open_by_payer(months([("WO", "ICN1", -80)], later)) == ({"A": left} if left else {})


def test_another_payer_takes_nothing_of_a_balance():
    assert open_by_payer(months([("FB", "T1", -500)], [("FB", "T1", 500)], payers="AB")) == {"A": 500}


def test_a_taking_without_a_balance_opens_none_and_is_told():
    basis = months([("FB", "T0", 500)], [("FB", "T1", -300)])
    assert open_by_payer(basis) == {"A": 300}
    assert (takings(basis)["amount_cents"] - takings(basis)["settled_cents"]).tolist() == [500]


STEPS = st.lists(
    st.tuples(
        st.sampled_from("AB"),
        st.lists(
            st.tuples(
                st.sampled_from(["FB", "WO"]),
                st.sampled_from(["R1", "R2", "R3", None]),
                st.integers(-500, 500).filter(bool),
            ),
            max_size=3,
        ),
    ),
    min_size=1,
    max_size=12,
)


@settings(deadline=None, max_examples=examples(60))
@given(STEPS)
def test_any_sequence_of_carrying_and_taking_ties_out_to_the_cent(steps):
    basis = months(*[said for _, said in steps], payers="".join(payer for payer, _ in steps))
    table = tie_table(basis).frame.set_index("what")
    assert (table[table.index.str.startswith("remains")].fillna(0) == 0).all(axis=None)
    amounts = [cents for _, said in steps for _, _, cents in said]
    found, taken = balances(basis), takings(basis)
    assert found["amount_cents"].sum() == -sum(cents for cents in amounts if cents < 0)
    assert taken["amount_cents"].sum() == sum(cents for cents in amounts if cents > 0)
    assert found["open_cents"].between(0, found["amount_cents"]).all()
    assert found["taken_cents"].sum() == taken["settled_cents"].sum()


@settings(deadline=None, max_examples=examples(40))
@given(st.lists(st.integers(1, 400), min_size=1, max_size=11))
def test_a_balance_and_its_takings_leave_their_difference_and_never_less_than_nothing(taken):
    basis = months([("FB", "T1", -1_000)], *[[("FB", "T1", cents)] for cents in taken])
    assert sum(open_by_payer(basis).values()) == max(0, 1_000 - sum(taken))


@pytest.mark.parametrize(
    ("later", "total"),
    [
        ([("L6", "ICN1", -70)], 70),  # AMT*I of one remittance, L6 of another: once
        ([("L6", None, -70)], 70),
        ([("L6", "ICN1", -50)], 120),  # another amount is another interest
        ([("L6", "ICN1", -70), ("L6", "ICN9", -70)], 140),  # one of them pays the claim
    ],
)
def test_interest_counts_once_where_claim_and_l6_stand_in_two_remittances(later, total):
    payments = [payment("a", "2026-03-02"), payment("b", "2026-04-02")]
    told = claim("a", interest_cents=70, payer_claim_number="ICN1")
    pairs = [plb("b", reason, cents, ref, n + 1) for n, (reason, ref, cents) in enumerate(later)]
    rows = archive(payments=payments, claims=[told], provider_adjustments=pairs)
    assert interest(Inputs(rows, PRACTICE, AS_OF))["amount_cents"].sum() == total
