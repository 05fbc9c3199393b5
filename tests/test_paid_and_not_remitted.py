"""Claims paid by the history alone: which the audit asks for, which a text shows, and the same ones in the handoff."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import pytest
from claim_makers import claim
from cutover.workstreams.claim_reconciliation import findings_and_tables, reconcile
from era_frames import check, rows
from open_claims_makers import book, decided, findings, history
from test_claim_reconciliation import claims, remitted

# three claims that no 835 has; R1's check is on file as text
PAID = [
    claim(claim_number="R1", patient_control_number="P1", paid_cents=4_100),
    claim(claim_number="R2", patient_control_number="P2", paid_cents=6_300),
    claim(claim_number="R3", patient_control_number="P3", paid_cents=2_000, state="patient responsibility"),
]
TEXTS = rows("text_checks", check("t", "88", 4_100, claim_accounts="R1=4100"))


@pytest.mark.parametrize(
    ("texts", "title", "shown"),
    [
        # 63.00 + 20.00 without R1
        (
            TEXTS,
            "3 claims are marked paid, and no 835 for them is in the archive",
            "shown thus: 1 claim worth $41.00 by a remittance as text and 2 claims worth $83.00 by nothing.",
        ),
        (None, "3 claims are marked paid, and no 835 for them is in the archive", "downloaded."),
    ],
)
def test_what_a_text_shows_is_told_apart_from_what_nothing_shows(texts, title, shown):
    held = claims(PAID, [remitted("P9", served="2025-01-02")])
    held = held if texts is None else replace(held, texts=texts)
    (found,) = findings_and_tables(held).findings
    assert (found.code, found.count, found.amount_cents) == ("claims-paid-no-era", 3, 12_400)
    assert found.title == title and found.meaning.endswith(shown)
    assert found.evidence.frame["shown_by"].ne("nothing").sum() == (0 if texts is None else 1)


def undated(number: str, cents: int, **said) -> dict:
    """A claim of a file that is cut off before its day of service."""
    return remitted(number, cents, **said) | {"service_from": pd.NaT}


@pytest.mark.parametrize(
    ("era", "outcome"),
    [
        (undated("R2", 6_300), "remittance without its day of service"),
        (undated("P2", 6_300), "remittance without its day of service"),
        (undated("R2", 6_301), "no ERA"),  # another amount
        (undated("R7", 6_300), "no ERA"),  # another claim
        (undated("R2", 6_300, set_aside="not the practice's"), "no ERA"),
    ],
)
def test_a_claim_whose_remittance_is_cut_before_its_day_is_not_missing(era, outcome):
    pairs = reconcile(claims(PAID, [era])).pairs.set_index("account")
    assert pairs.loc["P2", "outcome"] == outcome and pairs.loc["P1", "outcome"] == "no ERA"


def test_of_two_claims_with_one_account_and_amount_neither_is_in_a_cut_remittance():
    again = claim(claim_number="R4", patient_control_number="P2", paid_cents=6_300, service_from="2026-03-09")
    pairs = reconcile(claims([*PAID, again], [undated("P2", 6_300)])).pairs
    assert pairs["outcome"].eq("no ERA").sum() == 4


@pytest.fixture(scope="module")
def handed():
    """The finding of the handoff: claims of every state with a payment, one of them on file as text alone."""
    told = [
        history("A1", "paid", 0, on="2026-06-01"), history("A2", "paid", 0, on="2026-06-09"),
        history("B1", "paid", 0, on="2026-06-04", paid_cents=6_300),
        history("B2", "patient responsibility", 1_500, on="2026-06-05", paid_cents=2_000),
        history("B3", "patient responsibility", 1_500, on="2026-06-05"),  # no payer has paid it
        history("B4", "paid", 0, on="2026-06-06", paid_cents=4_100),
        history("B5", "paid", 0, on="2026-06-30", paid_cents=900),
    ]  # fmt: skip
    eras = [decided("A1", "2026-06-20", 7_000), decided("A2", "2026-06-20", 7_000, on="2026-06-09")]
    given = book(told, eras=eras, texts=[check("t", "88", 4_100, claim_accounts="B4=4100")])
    return next(found for found in findings(given) if found.code == "handoff-paid-no-era")


def test_a_claim_whose_rest_the_patient_owes_was_paid_by_the_insurer_too(handed):
    # B1 and B2: 63.00 + 20.00
    assert (handed.count, handed.amount_cents) == (2, 8_300)


def test_the_handoff_names_what_the_audit_has_beside(handed):
    assert handed.meaning.endswith(
        "Not among these: 1 claim worth $41.00 whose remittance is a text or paper and 1 claim worth $9.00 "
        "of days without any remittance."
    )
