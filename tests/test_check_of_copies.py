"""The check says of each file how many of its rows a longer file has too, and reads a list that lies in no folder."""

from __future__ import annotations

import pytest
from cutover.reading.practice import preflight
from patient_maker import a_csv, a_patient

CLAIMS = "Claim ID,Patient Account,DOS,Submitted,Payer,Charge,Status\n"


def claim(n: int) -> str:
    return f"C{n},K{n},2026-05-0{n},2026-05-1{n},Aetna,100.00,Paid\n"


@pytest.fixture(scope="module")
def told(tmp_path_factory):
    home = tmp_path_factory.mktemp("copies")
    folder = home / "data" / "raw" / "acme" / "one"
    files = {
        "claims/spring.csv": CLAIMS + "".join(claim(n) for n in range(1, 6)),
        "claims/spring old.csv": CLAIMS + "".join(claim(n) for n in (1, 2, 3)),
        "claims/summer.csv": CLAIMS + claim(7),
        "people.csv": a_csv(*(a_patient(account_number=f"K{n}", last_name="Qu" + "abc"[n]) for n in range(3))).decode(),
        "demographics/part.csv": a_csv(a_patient(account_number="K1", last_name="Qub")).decode(),
    }  # fmt: skip
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    words = preflight.of_practice(home, "acme", "one")
    return {word.where.removeprefix("acme/one/"): word.found for word in words if " in, " in word.found}


def test_rows_of_an_old_copy_are_told_with_the_file_that_has_them_too(told):
    assert told["claims/spring old.csv"].endswith("3 rows of those are also in claims/spring.csv")


def test_a_longer_file_and_one_of_other_claims_say_nothing_of_it(told):
    assert "also in" not in told["claims/spring.csv"] + told["claims/summer.csv"]


def test_a_list_that_lies_in_no_folder_has_its_line_and_is_compared(told):
    assert told["people.csv"].startswith("3 rows in, 3 used")
    assert "1 row of those is also in people.csv" in told["demographics/part.csv"]
