"""Claim lists of small offices: a sheet for each clinician, headings over columns, a provider named in words."""

from __future__ import annotations

import pandas as pd
import pytest
from cutover.reading.claims.history import read_claim_history
from cutover.reading.claims.payer_ids import with_providers
from cutover.reading.claims.provider_names import ProviderNames
from cutover.reading.files.spreadsheet import read_spreadsheet
from cutover.reading.mapping.suggest import suggest
from cutover.reading.mapping.targets import load_target
from workbook_maker import workbook_of

ODELL, PARK, PARKER = (
    ("Ruth Odell, LMFT", "1003000126"),
    ("June Park MD", "1003000134"),
    ("Ann Parker", "1003000142"),
)
BANDS = ["Client", None, "Visit", None, "Money", None, "Outcome"]
NAMES = ["Last name", "First name", "Day", "Slip no.", "Fee", "Ins. paid", "State"]
MERGED = ("A2:B2", "C2:D2", "E2:F2")


def book(*sheets, bands=BANDS, names=NAMES, merged=MERGED):
    """A workbook of sheets, each (name, title, rows), with a header of two rows."""
    whole = [(name, ([title], bands, names, *rows)) for name, title, rows in sheets]
    return workbook_of(*whole, merged=merged)


def visit(number, fee=100, paid=40, payer="Aetna"):
    return [f"Lang{'abc'[number % 3]}", "Ida", "2026-03-02", f"V-{number:03d}", fee, paid, "paid", payer]


def columns_used(names, bands, merged=MERGED):
    rows = [[*visit(n)[: len(names) - 1], "Aetna"] for n in range(4)]
    sheet = read_spreadsheet(book(("x", "List", rows), bands=bands, names=names, merged=merged)).sheets[0]
    return suggest(sheet, load_target("claims")).used


def test_each_clinicians_sheet_is_read_with_that_clinicians_npi():
    bands, names = [*BANDS, "Insurance"], [*NAMES, "Company"]
    data = book(
        ("Odell", "Ruth Odell, LMFT", [visit(1), visit(2)]),
        ("June", "Dr. June Park, psychiatry", [visit(3, fee=250)]),
        ("other", "seen elsewhere", [visit(4)]),
        bands=bands, names=names,
    )  # fmt: skip
    read = read_claim_history(data, "claims/v.xlsx", providers=ProviderNames([ODELL, PARK]))
    assert read.claims["claim_number"].tolist() == ["V-001", "V-002", "V-003", "V-004"]
    assert read.claims["charge_cents"].tolist() == [10000, 10000, 25000, 10000]
    assert read.claims["paid_cents"].tolist() == [4000] * 4
    npis = read.claims["rendering_npi"]
    assert npis[:3].tolist() == [ODELL[1], ODELL[1], PARK[1]]
    assert pd.isna(npis[3])  # neither the title nor the sheet names a provider


def test_a_heading_that_only_sorts_the_columns_is_left_out_where_both_mean_nothing():
    used = columns_used([*NAMES, "Company"], [*BANDS, "Insurance"])
    assert used["charge"] == "Money Fee"
    assert used["paid"] == "Money Ins. paid"
    assert used["state_as_written"] == "Outcome State"


@pytest.mark.parametrize(
    ("band", "name", "is_used"),
    [
        ("Money", "Received", True),
        ("Patient", "Received", False),  # what a patient paid is no payer's payment
        ("Referring", "Received", False),  # a heading that tells whose it is
    ],
)
def test_whose_money_a_heading_tells_is_kept(band, name, is_used):
    names = [*NAMES[:4], "Fee", name, "State", "Company"]
    bands = [*BANDS[:4], "Money", band, "Outcome", "Insurance"]
    assert ("paid" in columns_used(names, bands, MERGED[:2])) == is_used


def test_of_two_columns_of_one_name_the_heading_alone_tells_which():
    names = [*NAMES[:4], "Received", "Received", "State", "Company"]
    bands = [*BANDS[:4], "Results", "Secondary", "Outcome", "Insurance"]
    assert "paid" not in columns_used(names, bands, MERGED[:2])


@pytest.mark.parametrize(
    ("text", "npi"),
    [
        ("Odell", ODELL[1]), ("Dr. Ruth Odell", ODELL[1]), ("ODELL, RUTH", ODELL[1]), ("R. Odell", ODELL[1]),
        ("Park", PARK[1]), ("Parker", PARKER[1]),  # a part of a word is no name
        ("June", PARK[1]), ("Odell / Park", None), ("Nobody", None), ("LMFT", None), ("", None),
    ],
)  # fmt: skip
def test_a_provider_is_found_by_a_part_of_the_name_that_is_one_providers_alone(text, npi):
    assert ProviderNames([ODELL, PARK, PARKER]).npi(text) == npi


def test_a_surname_of_two_providers_is_nobodys_npi():
    assert ProviderNames([ODELL, ("Sam Odell", "1003000159")]).npi("Odell") is None


def test_a_report_that_names_providers_still_takes_npis_of_remittances_for_names_that_nobody_knows():
    rows = [
        ["V-1", "2026-03-02", "Aetna", "100", "paid", "Odell"],
        ["V-2", "2026-03-02", "Aetna", "90", "paid", "Who"],
    ]
    text = "\n".join(
        ",".join(row) for row in [["Claim", "DOS", "Payer", "Charge", "Status", "Seen by"], *rows]
    )
    claims = read_claim_history(text.encode(), "claims/a.csv", providers=ProviderNames([ODELL])).claims
    remitted = pd.DataFrame({
        "set_aside": [None, None], "rendering_npi": ["1003000126", "1003000134"],
        "patient_control_number": ["V-1", "V-2"], "service_from": pd.to_datetime(["2026-03-02"] * 2),
    })  # fmt: skip
    assert claims["rendering_npi"].tolist()[0] == ODELL[1]
    assert with_providers(claims, remitted)["rendering_npi"].tolist() == ["1003000126", "1003000134"]
