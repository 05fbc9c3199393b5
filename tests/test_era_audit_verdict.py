"""The verdict is one sentence that an owner can act on."""

from __future__ import annotations

import pandas as pd
import pytest
from cutover.workstreams.era_audit.verdict import cut_apart
from era_frames import AS_OF, PRACTICE, archive, audit, check, paired, payment, weekly

OFF = {"is_balanced": False, "difference_cents": -250}


def verdict(*more: dict, text_checks: tuple[dict, ...] = ()) -> str:
    """The verdict on a year of weekly payments and these besides."""
    payments = [*weekly(), *more]
    held = archive(payments=payments, files=paired(payments), text_checks=list(text_checks))
    return audit(held, PRACTICE, AS_OF).verdict


def test_a_sound_archive_is_said_to_be_sound_as_far_as_it_is_known():
    assert verdict() == (
        "Every remittance we know of is on disk, readable and adds up. Compare the list of payments with the "
        "bank's deposits before the Office Ally account is closed."
    )


def test_an_archive_without_payments_may_not_be_closed():
    assert audit(archive(), PRACTICE, AS_OF).verdict == (
        "The archive holds no readable payment of this practice: do not close the Office Ally account before "
        "its remittances are downloaded."
    )


def test_what_is_missing_comes_first_with_its_money_and_the_number_of_downloads():
    cut = payment("cut", "2026-03-02", 7_000, is_whole=False)
    lost = check("lost", "4711", 31_182)
    assert verdict(cut, text_checks=(lost,)) == (
        "Do not close the Office Ally account yet: 2 downloads are still to do. The reasons: 1 check worth $311.82 "
        "that exists only as text and 1 payment worth $70.00 that is cut off."
    )


def test_what_does_not_add_up_is_to_be_settled_while_the_account_is_open():
    assert verdict(payment("a", "2026-03-02", **OFF)) == (
        "Every remittance we know of is on disk and readable, but 1 payment does not add up. "
        "Settle that while the Office Ally account is still open."
    )


def test_a_check_in_two_files_is_one_payment_in_two_remittances():
    """$60.00 and $120.00 of a check of $180.00: 52 weekly payments + 1; a check of its own would be another one."""
    shares = [
        payment(name, "2026-03-02", cents, stated_cents=18_000, payment_key="one")
        for name, cents in (("a", 6_000), ("b", 12_000))
    ]
    for more, count, note in (
        (shares, "53", "in 54 remittances, 1 of them further parts of a payment"),
        ([shares[0], shares[1] | {"payment_key": "another"}], "54", ""),
    ):
        payments = [*weekly(), *more]
        said = audit(archive(payments=payments, files=paired(payments)), PRACTICE, AS_OF)
        figure = next(f for f in said.figures if f.label == "Payments")
        assert (figure.value, figure.note) == (count, note)
        assert said.tables["payers_paid"].frame["payment_count"].sum() == int(count)


@pytest.mark.parametrize(
    ("payments", "told"),
    [
        ([("a", True, 5_000), ("b", True, 2_000)], ""),
        ([("a", True, 5_000), ("b", False, 2_000)],
         "; whole: 1 remittance, $50.00; cut: 1 remittance, $20.00 by the amount that their beginning states"),
        ([("b", False, None)],
         "; cut: 1 remittance, of unknown amount"),
    ],
)  # fmt: skip
def test_the_money_of_cut_files_stands_apart_from_that_of_whole_ones(payments, told):
    rows = pd.DataFrame(payments, columns=["content", "whole", "paid_cents"]).astype({"paid_cents": "Int64"})
    assert cut_apart(rows) == told
