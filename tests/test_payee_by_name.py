"""One NPI of an intake that cannot be read makes nobody else's money the practice's."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest
from cutover.reading.era.same_payment import payees
from cutover.reading.practice.book import Practice
from cutover.reading.practice.whose import NOBODY, OWN, STRANGE_NAME, UNKNOWN

NPI_UNREAD = "providers, row 4, NPI cannot be read, wanted a 10-digit NPI with a right check digit"
TINS_UNREAD = "practice, Tax IDs cannot be read, wanted nine digits"
WHO = Practice(
    "acme", "alder-hearing", "Alder Hearing", frozenset({"1234567893"}), frozenset({"123456789"}), Path("/nowhere"),
    problems=(NPI_UNREAD,), providers=frozenset({"Quimby, Ines AuD"}), legal_names=frozenset({"Tidewater Audiology"}),
)  # fmt: skip


def judged(name: str | None, tin: str | None = "987654321", npi: str | None = "1003000126", who=WHO) -> tuple:
    """Whose a payment to this payee is, and why."""
    rows = pd.DataFrame({"payee_name": [name], "payee_tin": [tin], "payee_npi": [npi]}).astype("str")
    return tuple(payees(rows, who).iloc[0])


def test_a_payee_of_another_tax_id_and_another_name_is_another(tmp_path):
    assert judged("HARROW DENTAL GROUP") == (NOBODY, STRANGE_NAME)


@pytest.mark.parametrize(
    ("name", "tin", "npi"),
    [
        ("ALDER HEARING CENTER", "987654321", "1003000126"),  # the practice's own name
        ("INES QUIMBY AUD", "987654321", "1003000126"),  # a provider's
        ("TIDEWATER AUDIOLOGY", "987654321", "1003000126"),  # that of its group
        ("HARROW DENTAL GROUP", None, "1003000126"),  # without a Tax ID the NPI may be the unreadable one
        (None, "987654321", "1003000126"),  # and so may one of whom no name is known
    ],
)
def test_what_may_be_the_unreadable_npi_counts(name, tin, npi):
    assert judged(name, tin, npi)[0] == UNKNOWN


def test_its_own_tax_id_is_the_practice_whatever_the_name(tmp_path):
    assert judged("HARROW DENTAL GROUP", "123456789")[0] == OWN


@pytest.mark.parametrize(
    "problems", [(TINS_UNREAD,), (NPI_UNREAD, TINS_UNREAD), ("sheet providers cannot be read",)]
)
def test_where_a_tax_id_may_be_unreadable_nothing_is_known_to_be_anothers(problems):
    assert judged("HARROW DENTAL GROUP", who=replace(WHO, problems=problems))[0] == UNKNOWN
