"""Headers that a small office makes up: money by a dollar sign, a warrant for a check, a doctor by the degree."""

from __future__ import annotations

import pytest
from cutover.reading.files.spreadsheet import read_spreadsheet
from cutover.reading.mapping.suggest import Crosswalk, suggest
from cutover.reading.mapping.targets import load_target

CLAIMS = {
    "Ticket": ["B201", "B202", "B203", "B204"],
    "Seen": ["6/1/26", "6/2/26", "6/3/26", "6/4/26"],
    "Payer": ["Aetna", "Cigna", "Medicare", "Aetna"],
    "Status": ["Paid", "Paid", "Denied", "Paid"],
    "Chgd": ["120.00", "80.00", "60.00", "75.00"],
    "Ins $": ["90.00", "50.00", "0.00", "41.25"],
    "CO w/o": ["30.00", "20.00", "0.00", "33.75"],
    "O/S": ["0.00", "10.00", "60.00", "0.00"],
    "Warrant #": ["771001", "771002", "771003", "771004"],
    "Pd On": ["6/15/26", "6/16/26", "6/17/26", "6/18/26"],
    "DDS NPI": ["1234567893", "1234567893", "1497758544", "1497758544"],
}
INVOICES = {
    "Bill #": ["77-01", "77-02"],
    "Billed On": ["5/2/2026", "6/2/2026"],
    "Month Of Use": ["2026-04", "2026-05"],
    "Charge": ["Eligibility", "Eligibility"],
    "Extended": ["4.10", "4.20"],
}
ENROLLMENTS = {
    "Payer": ["Aetna", "Cigna"],
    "NPI": ["1234567893", "1234567893"],
    "Which": ["835", "837"],
    "How it stands": ["live", "not started"],
    "Live as of": ["5/4/2026", ""],
}
CONTRACT = {"HCPCS": ["99213", "99214"], "Contract $": ["$81.00", "$112.50"], "Begins": ["1/1/2026"] * 2}
BANK = {
    "Cleared": ["6/1/2026", "6/2/2026"],
    "Memo Line": ["AETNA 5551", "CHECK 12"],
    "Net Amt": ["5.00", "-1.00"],
}


def mapped(target: str, columns: dict[str, list[str]]) -> Crosswalk:
    """The crosswalk of a table with these columns, its rows five times."""
    rows = list(zip(*columns.values(), strict=True)) * 5
    text = "\n".join("\t".join(row) for row in [tuple(columns), *rows])
    return suggest(read_spreadsheet(text.encode(), "export.tsv").sheets[0], load_target(target))


@pytest.mark.parametrize(
    ("target", "columns", "wanted"),
    [
        ("claims", CLAIMS, {"charge": "Chgd", "paid": "Ins $", "adjusted": "CO w/o", "balance": "O/S",
                            "check_number": "Warrant #", "paid_date": "Pd On", "rendering_npi": "DDS NPI"}),
        ("invoices", INVOICES, {"invoice_number": "Bill #", "invoice_date": "Billed On", "period": "Month Of Use",
                                "amount": "Extended"}),
        ("enrollments", ENROLLMENTS, {"transaction": "Which", "status": "How it stands", "live_on": "Live as of"}),
        ("fee_schedules", CONTRACT, {"rate": "Contract $", "effective_from": "Begins"}),
        ("deposits", BANK, {"description": "Memo Line", "amount": "Net Amt"}),
    ],
)  # fmt: skip
def test_what_a_small_office_calls_a_column_is_known(target, columns, wanted):
    used = mapped(target, columns).used
    assert {key: used.get(key) for key in wanted} == wanted


def test_money_of_an_insurance_is_not_used_where_nothing_says_whether_it_was_paid_or_is_owed():
    columns = {name: values for name, values in CLAIMS.items() if name not in ("O/S", "Chgd", "CO w/o")}
    assert "Ins $" not in mapped("claims", columns).used.values()


def test_a_contract_in_words_is_a_contract_and_no_rate():
    columns = CONTRACT | {"Contract": ["Gold 2026", "Gold 2026"]}
    assert mapped("fee_schedules", columns).used.get("schedule") == "Contract"


def test_a_paid_column_of_money_beside_one_of_days_stays_money():
    columns = {name: values for name, values in CLAIMS.items() if name != "Ins $"} | {"Paid": CLAIMS["Ins $"]}
    used = mapped("claims", columns).used
    assert (used["paid"], used["paid_date"]) == ("Paid", "Pd On")


SPOKEN = {
    "Ticket": ["B201", "B202", "B203", "B204"],
    "Day seen": ["6/1/26", "6/2/26", "6/3/26", "6/4/26"],
    "Who was billed": ["Aetna", "Cigna", "Medicare", "Aetna"],
    "We charged": ["120.00", "80.00", "60.00", "75.00"],
    "What they paid": ["90.00", "50.00", "0.00", "41.25"],
    "Wrote off": ["30.00", "20.00", "0.00", "33.75"],
    "Still owed": ["0.00", "10.00", "60.00", "0.00"],
    "Status now": ["Paid", "Paid", "Denied", "Paid"],
    "Why not paid": ["", "", "CO-16", ""],
    "Their check": ["771001", "771002", "771003", "771004"],
}
RECEIPTS = {
    "Receipt date": ["6/1/26", "6/2/26"],
    "Ticket": ["B201", "B202"],
    "Insurer": ["Aetna", "Cigna"],
    "Their EFT": ["771001", "771002"],
    "We got": ["90.00", "50.00"],
}
LOG = {
    "Insurer": ["Aetna", "Cigna"],
    "Payer no": ["60054", "62308"],
    "What for": ["835", "837P"],
    "How is it": ["LIVE", "SUBMITTED"],
    "Who is next": ["payer", "us"],
}
SENT = {
    "Claim": ["B201", "B202"],
    "Sent at": ["2026-07-06T15:00:00Z", "2026-07-07T15:00:00Z"],
    "Payer": ["Aetna", "Cigna"],
    "Total": ["120.00", "80.00"],
    "Acknowledgment": ["accepted", "rejected: A3"],
}


@pytest.mark.parametrize(
    ("target", "columns", "wanted"),
    [
        ("claims", SPOKEN, {"service_from": "Day seen", "payer_name": "Who was billed", "charge": "We charged",
                            "paid": "What they paid", "adjusted": "Wrote off", "balance": "Still owed",
                            "state_as_written": "Status now", "denial_reason": "Why not paid",
                            "check_number": "Their check"}),
        ("postings", RECEIPTS, {"posted_date": "Receipt date", "payer_name": "Insurer", "paid": "We got"}),
        ("deposits", {"day": ["2026-06-01"], "value": ["5.00"], "text": ["AETNA"], "ref": ["B9"]},
         {"amount": "value", "description": "text", "trace_number": "ref"}),
        ("deposits", {"Day": ["2026-06-01"], "Particulars": ["AETNA"], "In / (out)": ["5.00"]},
         {"amount": "In / (out)"}),
        ("enrollments", LOG, {"payer_id": "Payer no", "transaction": "What for", "status": "How is it",
                              "waiting_on": "Who is next"}),
        ("medi_submissions", SENT, {"acknowledgment": "Acknowledgment", "sent_on": "Sent at"}),
    ],
    ids=["claims", "receipts", "bank", "bank of both ways", "enrollments", "sent to Medi"],
)  # fmt: skip
def test_the_plain_words_of_an_office_name_their_columns(target, columns, wanted):
    used = mapped(target, columns).used
    assert {name: used.get(name) for name in wanted} == wanted


ANN, BEN, CAL = "1234567893", "1245319599", "1497758544"


def claims_of(names: list[str], npis: list[str]) -> dict[str, str]:
    """What is used of a claim history with a column `NPI` beside these names."""
    columns = {key: CLAIMS[key] for key in ("Ticket", "Seen", "Payer", "Status")}
    used = mapped("claims", columns | {"Clinician": names, "NPI": npis}).used
    return {key: column for key, column in used.items() if column == "NPI"}


@pytest.mark.parametrize(
    ("names", "npis", "wanted"),
    [
        (["Ann Ito", "Ben Roe", "ANN ITO", "Cal Fry"], [ANN, BEN, ANN, CAL], {"rendering_npi": "NPI"}),
        (
            ["Ann Ito", "Ben Roe", "Ann Ito", ""],
            [ANN, BEN, ANN, CAL],
            {"rendering_npi": "NPI"},
        ),  # a blank is nobody
        (["Ann Ito", "Ben Roe", "Ann Ito", "Ben Roe"], [CAL] * 4, {"billing_npi": "NPI"}),
        (["Ann Ito"] * 4, [CAL] * 4, {}),  # of one person, or of the office
        (["Ann Ito", "Ben Roe", "Cal Fry", "Ann Ito"], [ANN, ANN, BEN, ANN], {}),  # may be two offices
        (["Ann Ito", "Ben Roe", "Ann Ito", "Ben Roe"], [ANN, BEN, CAL, BEN], {}),  # Ann with two
    ],
)
def test_a_bare_npi_is_the_clinician_s_where_each_has_one_of_her_own(names, npis, wanted):
    assert claims_of(names, npis) == wanted


@pytest.mark.parametrize(("header", "key"), [("Mods", "modifier"), ("Modfr", "modifier"), ("Modules", None)])
def test_what_an_office_calls_modifiers(header, key):
    used = mapped("claims", CLAIMS | {header: ["25", "RT", "59", "LT"]}).used
    assert next((field for field, column in used.items() if column == header), None) == key
