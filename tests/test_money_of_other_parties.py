"""What a bank's line says of whose money it is: patients' and lawyers' money is no insurer's, a payer's words are."""

from __future__ import annotations

import pytest
from cutover.reading.postings.deposits import are_own
from cutover.reading.postings.tables import DEPOSITS
from cutover.workstreams.lone_deposits import lone
from cutover.workstreams.run_rules import load_rules
from open_claims_makers import history
from pandas import DataFrame, Series, isna
from parallel_frames import AS_OF, CLAIM_HISTORY, day, deposit, frame


@pytest.mark.parametrize(
    ("text", "own"),
    [
        ("PT LOCKBOX 31", True),
        ("Patient Lockbox March", True),
        ("LOCKBOX DEPOSIT 31", False),  # a payer's checks come by such a box, too
        ("CARECREDIT SETTLE", True),
        ("OUTPATIENT PLAN OF UTAH", False),  # another word
        ("LIEN OF DOE V ROE", True),
        ("CLIENT TRUST ACCOUNT 77", True),
        ("BARTLE AND SONS LAW 4410", True),  # the last word, but for a number
        ("LAW ENFORCEMENT HEALTH BENEFITS 4410", False),  # a payer
        ("HCCLAIMPMT LIEN MUTUAL TRN*1*55210*1999999999", False),  # it pays claims
        ("INJURY SETTLEMENT", True),
        ("EDI SETTLEMENT CORAL HEALTH", False),
    ],
)
def test_money_of_patients_and_of_other_parties_is_no_insurers(text, own):
    assert are_own(Series([text])).tolist() == [own]


def line(
    number: str, on: str, cents: int, words: str = "HCCLAIMPMT STATE FUND", sender: str = "1770001111"
) -> dict:
    return deposit(on, cents, f"{words} TRN*1*{number}*{sender}")


def paid(number: str, on: str, cents: int, payer: str = "CORAL MEDICAID") -> dict:
    return {"check": number, "trace_number": number, "paid_cents": cents, "paid_on": on, "method": "ACH",
            "payer": payer, "payer_name": payer, "payment_key": None, "payment": 1, "stated_cents": cents}  # fmt: skip


BEFORE = [line("T101", "2026-06-01", 4_000), line("T102", "2026-06-08", 5_000)]
THEIRS = [paid("T101", "2026-06-01", 4_000), paid("T102", "2026-06-08", 5_000)]


@pytest.mark.parametrize(
    ("banked", "remitted", "here", "payer"),
    [
        (BEFORE, THEIRS, line("T103", "2026-06-15", 6_000), "CORAL MEDICAID"),
        (BEFORE[:1], THEIRS[:1], line("T103", "2026-06-15", 6_000), None),  # one line alone tells nothing
        (
            BEFORE,
            [THEIRS[0], paid("T102", "2026-06-08", 5_000, "ALDER")],
            line("T103", "2026-06-15", 6_000),
            None,
        ),
        (BEFORE, THEIRS, line("T103", "2026-06-15", 6_000, sender="1770002222"), None),  # another sender
        (
            BEFORE,
            THEIRS,
            line("T103", "2026-06-15", 6_000, words="HCCLAIMPMT CITY FUND"),
            None,
        ),  # other words
    ],
)
def test_the_payer_of_a_deposit_is_that_of_the_lines_with_the_same_words(banked, remitted, here, payer):
    counted = DataFrame(remitted).astype({"paid_on": "datetime64[ms]", "paid_cents": "Int64"})
    told = lone(frame(DEPOSITS, [*banked, here]), counted, frame(CLAIM_HISTORY, [history("A1")]), None,
                load_rules(AS_OF), day(f"{AS_OF}"), DataFrame())  # fmt: skip
    assert told["amount_cents"].tolist() == [6_000]
    found = told["payer"].iloc[0]
    assert (None if isna(found) else found) == payer
