"""A second coverage that did not arrive in Medi is told by its member ID, also where its payer has no known column."""

from __future__ import annotations

from dataclasses import replace

import pytest
from cutover.reading.patients.exports import READ_BACK, read_demographics
from cutover.workstreams.readiness.patients import read_back
from patient_maker import a_practice
from test_readiness import ready

HEAD = "Account Number,Last Name,First Name,Date of Birth,Primary Insurance,Primary Member ID"
HERE = f"""{HEAD},Secondary Insurance,Secondary Member ID
701,Vik,Ola,03/04/1951,AETNA,W1002003,TARN SUPPLEMENT,TS77001
702,Moe,Liv,05/06/1962,AETNA,W1002004,TARN SUPPLEMENT,TS77002
703,Lund,Per,07/08/1973,AETNA,W1002005,,
704,Dahl,Siv,09/10/1984,AETNA,W1002006,TARN SUPPLEMENT,
"""
BARE = HEAD.replace(",Primary Insurance", "")


def there(head: str, *seconds: str) -> str:
    """Medi's export of the four, with what it has of a second coverage."""
    who = [
        "701,Vik,Ola,1951-03-04",
        "702,Moe,Liv,1962-05-06",
        "703,Lund,Per,1973-07-08",
        "704,Dahl,Siv,1984-09-10",
    ]
    payer = ",AETNA" if "Primary Insurance" in head else ""
    rows = [
        f"{one}{payer},W100200{n + 3}{more}" for n, (one, more) in enumerate(zip(who, seconds, strict=True))
    ]
    return "\n".join([head, *rows, ""])


@pytest.mark.parametrize(
    ("text", "changed"),
    [
        # the number of 702 is not there; of 704 the practice has a payer without a number, which Medi cannot show
        (there(f"{BARE},Secondary Member ID", ",TS77001", ",", ",", ","), ["702"]),
        (there(f"{BARE},Secondary Member ID", ",TS77001", ",TS77002", ",", ","), []),
        (there(f"{BARE},Secondary Member ID", ",TS77001", ",TS77002", ",TS99", ","), ["703"]),  # in Medi alone
        (there(f"{HEAD},Secondary Insurance,Secondary Member ID",
               ",TARN SUPPLEMENT,TS77001", ",,", ",,", ",TARN SUPPLEMENT,"),
         ["702"]),
        (there(BARE, "", "", "", ""), []),  # no column of a second coverage: nothing is compared
    ],
)  # fmt: skip
def test_a_second_coverage_that_is_not_in_medi_is_told(text, changed, tmp_path):
    practice = a_practice(tmp_path, patients_csv=HERE.encode())
    (practice.raw / READ_BACK).mkdir()
    (practice.raw / READ_BACK / "medi.csv").write_text(text)
    sides = (read_demographics(practice), read_demographics(practice, folder=READ_BACK))
    found = read_back(replace(ready(), here=sides[0], there=sides[1], known={})).changed
    assert found.loc[found["field"] == "second coverage", "account_number"].tolist() == changed
