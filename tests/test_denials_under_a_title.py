"""A list of denials with a title above it, days without a year and codes without their group is one all the same."""

from __future__ import annotations

import pytest
from claim_makers import workbook
from cutover.errors import InputError
from cutover.reading.claims.history import read_claim_history
from cutover.reading.files.title_rows import is_title_row

TITLE = ("Denials to appeal", None, None, "last updated 10/3")
HEAD = ("Claim No", "Carrier", "Date Denied", "Code", "Amount", "Remark")
ROWS = (
    ("Z-31", "Sunrise", "9/1/2026", "29", "80.00", None),
    ("Z-32", "Oak", "9/4/2026", "B7", "45.50", "called"),
    ("Z-33", "Oak", "9/8/2026", "197", "60.00", None),
)


@pytest.mark.parametrize("title", [[TITLE], [], [("Denials to appeal",)]])
def test_its_rows_are_denials_and_no_claims(title):
    found = read_claim_history(workbook(*title, HEAD, *ROWS), "claims/work 10-03.xlsx")
    rows = found.denials
    assert found.claims.empty and found.rows_lost == 0
    assert rows["claim_number"].tolist() == ["Z-31", "Z-32", "Z-33"]
    assert rows["denial_reason"].tolist() == ["29", "B7", "197"]
    assert rows["charge_cents"].tolist() == [8_000, 4_550, 6_000]
    assert [f"{day:%m-%d}" for day in rows["paid_date"]] == ["09-01", "09-04", "09-08"]


@pytest.mark.parametrize(
    ("head", "codes"),
    [
        (
            ("Claim No", "Carrier", "Date Seen", "Code", "Amount", "Remark"),
            ("29", "B7", "197"),
        ),  # nothing says denied
        (HEAD, ("99213", "99214", "J1100")),  # procedures
    ],
)
def test_short_codes_alone_are_no_denials(head, codes):
    rows = [(*row[:3], code, *row[4:]) for row, code in zip(ROWS, codes, strict=True)]
    with pytest.raises(InputError):
        read_claim_history(workbook(head, *rows), "claims/work 10-03.xlsx")


@pytest.mark.parametrize(
    ("row", "is_title"),
    [
        (TITLE, True),
        (("Primary", None, "Secondary", None), False),
        (("Claim", "Payer", "Updated", "State"), False),
    ],
)
def test_when_a_list_was_updated_is_a_title(row, is_title):
    assert is_title_row(row) == is_title
