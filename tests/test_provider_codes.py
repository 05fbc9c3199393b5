"""Claims name who saw a patient by a code or a part of the name: the one provider of the practice that can be meant."""

from __future__ import annotations

import pytest
from cutover.reading.claims.provider_names import ProviderNames

PARTS = ["MLUND", "mlund", "M LUND", "M. Lund", "M.Lund", "LUNDM", "Lund, M", "lund_m", "MBLUND", "Lund OD",
         "Lund, O.D.", "Dr. Lund", "MaeLund", "LUND"]  # fmt: skip
IDA, IVO, MAE, CRUZ = ("Ida Thornbury MD", "1"), ("Ivo Thornbury NP", "2"), ("Mae B. Lund, OD", "3"), (
    "Ana de la Cruz", "4")  # fmt: skip


def npi(text: str, *known: tuple[str, str]) -> str | None:
    return ProviderNames(known).npi(text)


@pytest.mark.parametrize("text", PARTS)
def test_a_code_or_a_part_of_one_providers_name_is_that_provider(text):
    assert npi(text, IDA, MAE, CRUZ) == "3"


@pytest.mark.parametrize("text", ["JLUND", "J. Lund", "Lund J", "LUN", "ML", "MLUNDER", "", "12"])
def test_another_initial_or_half_a_code_is_nobody(text):
    assert npi(text, IDA, MAE, CRUZ) is None


def test_of_namesakes_the_initial_or_the_credential_tells_and_without_either_nobody():
    assert npi("Thornbury", IDA, IVO) is None
    assert npi("ITHORNBURY", IDA, IVO) is None  # both begin with I
    assert npi("Thornbury NP", IDA, IVO) == "2" and npi("Thornbury MD", IDA, IVO) == "1"
    assert npi("Thornbury DO", IDA, IVO) is None
    assert npi("ITHORNBURY", IDA, MAE) == "1"
    mary = ("Mary Thornbury", "5")
    assert npi("M. Thornbury", IDA, mary) == "5" and npi("MTHORNBURY", IDA, mary) == "5"


def test_names_of_several_words_and_with_the_family_name_first():
    assert npi("ADELACRUZ", CRUZ) == "4" and npi("ACRUZ", CRUZ) == "4"
    assert npi("QSTOKES", ("Stokes, Quinn, PhD", "6")) == "6"
    assert npi("SQUINN", ("Stokes, Quinn, PhD", "6")) is None
