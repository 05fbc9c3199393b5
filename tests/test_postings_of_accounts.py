"""A list of postings that numbers patients, not claims, accuses nobody of having posted to the wrong claim."""

from __future__ import annotations

import pytest
from cutover.workstreams.parallel_run.postings import by_amount
from era_frames import claim, payment
from parallel_frames import posting, run

CENTS = [1_000 + 100 * number for number in range(10)]  # ten claims of one check: $10.00, $11.00 ... $19.00


def made(accounts: list[str], cents: list[int]):
    paid = {
        "payments": [payment("june", "2026-06-29", sum(CENTS), trace_number="T1", payer_name="AETNA")],
        "claims": [
            claim("june", n, patient_control_number=f"C{n}", paid_cents=one) for n, one in enumerate(CENTS)
        ],
    }
    rows = [
        posting("Office Ally", None, "T1", one, account=account)
        for account, one in zip(accounts, cents, strict=True)
    ]
    return run(office_ally=paid, postings=rows)


@pytest.mark.parametrize(
    ("accounts", "cents", "hows", "number"),
    [
        (
            [f"P{n}" for n in range(10)],
            CENTS,
            {"exact"},
            10,
        ),  # patients' numbers: check and amount settle each
        (
            [*(f"P{n}" for n in range(10)), "P0"],
            [*CENTS, 1_000],
            {"exact", "again"},
            11,
        ),  # $10.00 stands twice
        (
            ["C0", "P1", "P2"],
            CENTS[:3],
            {"exact", "other claim"},
            0,
        ),  # one account is a claim's: the others are wrong
        (["P1", "P2"], CENTS[:2], {"other claim"}, 0),  # too few to tell
    ],
)
def test_accounts_that_no_remittance_has_are_patients_and_check_and_amount_tell_the_claim(
    accounts, cents, hows, number
):
    inputs = made(accounts, cents)
    assert set(inputs.posted["how"].dropna()) == hows
    limit = by_amount(inputs.posted)
    assert bool(limit) == bool(number)
    assert not limit or limit[0].startswith(f"{number} postings named the patient's account alone")
