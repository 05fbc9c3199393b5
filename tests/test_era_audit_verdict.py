"""The verdict is one sentence that an owner can act on."""

from __future__ import annotations

from era_frames import AS_OF, PRACTICE, archive, audit, check, paired, payment, weekly

OFF = {"is_balanced": False, "difference_cents": -250}


def verdict(*more: dict, text_checks: tuple[dict, ...] = ()) -> str:
    """The verdict on a year of weekly payments and these besides."""
    payments = [*weekly(), *more]
    held = archive(payments=payments, files=paired(payments), text_checks=list(text_checks))
    return audit(held, PRACTICE, AS_OF).verdict


def test_a_sound_archive_is_said_to_be_sound_as_far_as_it_is_known():
    assert verdict() == (
        "Every remittance we know of is on disk, readable and adds up; hold the list of payments against the "
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
        "Do not close the Office Ally account yet; 2 downloads are still to do: 1 check worth $311.82 that "
        "exists only as text and 1 payment worth $70.00 that is cut off."
    )


def test_what_does_not_add_up_is_to_be_settled_while_the_account_is_open():
    assert verdict(payment("a", "2026-03-02", **OFF)) == (
        "Every remittance we know of is on disk and readable, but 1 payment does not add up; settle "
        "that while the Office Ally account is still open."
    )
