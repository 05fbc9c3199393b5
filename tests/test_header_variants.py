"""What billers call a column: short, in their own spelling, and still the field that it is; another thing stays out.

Each header stands in the place of the usual one, in a table whose other columns are plain, over twenty rows.
"""

from __future__ import annotations

import pytest
from cutover.reading.files.spreadsheet import read_spreadsheet
from cutover.reading.mapping.suggest import suggest
from cutover.reading.mapping.targets import load_target

NAMES = ["Alvarez, Pedro", "Bishop, Carol", "Chan, Ed", "Diaz, Fay"]
PAYERS = ["Medicare", "Aetna", "Cigna", "Horizon BCBSNJ"]
DAYS = ["7/6/26", "7/8/26", "8/3/26", "9/9/26"]
MONEY = ["77.62", "28.22", "69.60", "0.00"]
CLAIMS = {
    "claim_number": ("Claim #", ["C1001", "C1002", "C1003", "C1004"]),
    "patient_control_number": ("Account", ["A-300", "A-301", "A-302", "A-303"]),
    "patient_name": ("Patient", NAMES),
    "service_from": ("Service Date", DAYS),
    "submission_date": ("Submitted", ["7/9/26", "7/11/26", "8/5/26", "9/12/26"]),
    "payer_name": ("Payer", PAYERS),
    "charge": ("Charge", ["165.00", "60.00", "120.00", "58.00"]),
    "paid": ("Ins Paid", MONEY),
    "adjusted": ("Adjustment", ["67.58", "24.58", "50.40", "0.00"]),
    "balance": ("Balance", ["19.80", "7.20", "0.00", "58.00"]),
    "state_as_written": ("Status", ["Paid", "Paid", "Closed", "Pending"]),
    "procedure_code": ("CPT", ["97161", "97110", "97140", "97110"]),
    "rendering_npi": ("Rendering NPI", ["1234567893", "1245319599", "1234567893", "1245319599"]),
}
POSTINGS = {
    "posted_date": ("Posted Date", DAYS),
    "claim_number": ("Claim #", ["C1001", "C1002", "C1003", "C1004"]),
    "account": ("Account", ["A-300", "A-301", "A-302", "A-303"]),
    "payer_name": ("Payer", PAYERS),
    "check_number": ("Check #", ["8812290", "EFT554321", "990011", "8812291"]),
    "paid": ("Paid", MONEY),
    "adjusted": ("Adjustment", ["67.58", "24.58", "50.40", "0.00"]),
}
ENROLLMENTS = {
    "payer_name": ("Payer", PAYERS),
    "npi": ("NPI", ["1234567893"] * 4),
    "transaction": ("Transaction", ["ERA", "Claims", "ERA", "Claims"]),
    "status": ("Status", ["Live", "Pending", "Not filed", "Rejected"]),
    "filed_on": ("Filed", DAYS),
    "live_on": ("Live since", ["9/20/26", "", "9/25/26", ""]),
    "status_on": ("Last updated", ["9/16/26", "9/18/26", "9/23/26", "9/29/26"]),
}
INVOICES = {
    "description": ("Description", ["Non-par fee", "Eligibility", "Claims base", "Paper claims"]),
    "quantity": ("Units", ["2", "31", "1", "12"]),
    "unit_price": ("Unit Price", ["44.95", "0.10", "10.00", "0.55"]),
    "amount": ("Amount", ["89.90", "3.10", "10.00", "6.60"]),
}
RATES = {
    "procedure": ("Procedure", ["97161", "97110", "97140", "97530"]),
    "rate": ("Rate", ["97.42", "35.42", "29.10", "31.00"]),
    "payer": ("Payer", PAYERS),
    "effective_from": ("From", ["2025-01-01"] * 4),
    "effective_through": ("Through", ["2025-12-31", "2026-02-28", "2026-02-28", "2025-12-31"]),
}
BANK = {
    "deposit_date": ("Date", DAYS),
    "description": ("Description", ["AETNA HCCLAIMPMT", "MEDICARE J12", "DEPOSIT", "FEE"]),
    "amount": ("Amount", MONEY),
}
# spellings of one field, by kind of file
SPELLINGS = {
    (
        "claims",
        "claim_number",
    ): "Visit No|Enc #|Encounter|Ticket|Ticket #|Inv #|Invoice|Clm #|ClaimID|Visit|Slip #|File",
    ("claims", "patient_control_number"): "Acct|Acct #|Chart|Chart #|Pt ID|PatID|MRN|Client #|Pt Acct|Pat No",
    ("claims", "patient_name"): "Pt|Pt Name|Client|Client Name|Name|Pat Name|Patient (Last, First)",
    (
        "claims",
        "service_from",
    ): "DOS|Dt Svc|Svc Dt|Srv Date|D.O.S.|Visit Date|Date of Svc|DOS From|Serv|Seen On|Tx Date|Enc Date",
    (
        "claims",
        "submission_date",
    ): "Filed On|Dt Sent|Sent|Dt Filed|Bill Dt|Billed On|Claim Dt|Submit Dt|Xmit|Billed|Mailed/Sent"
    "|Went Out|Sent Out On",
    (
        "claims",
        "payer_name",
    ): "Carrier|Ins|Ins 1|Ins Co|Insco|Plan|Prim Ins|Primary|Payor|Ins Carrier|Resp Payer",
    ("claims", "charge"): "Chg|Chgs|Chrg|Amt Bld|Bld Amt|Billed|Gross|Gross Chg|Fee|Fees|Billed Amt|Tot Chgs",
    (
        "claims",
        "paid",
    ): "Carrier Pd|Ins Pd|Pd|Plan Pd|Ins Pmt|Pmts|Payer Pd|Amt Pd|Rcvd|Ins Received|Receipts|Paid by Ins",
    (
        "claims",
        "adjusted",
    ): "W/O|WO|Wr Off|Writeoff|Contract Adj|Adj|Adjs|Adj Amt|Contractual|Disallow|Ins Adj|Ins W/O|Off|Disc",
    (
        "claims",
        "balance",
    ): "Unpaid|Bal|Bal Due|Owed|Owing|Due|Still Due|Open|Open Amt|O/S|Outst|A/R|Remaining|Unpaid Bal|Left"
    "|Open w/ Ins|Open w/ Carrier|Open with Payer|Ins Owes|Owed by Carrier|Balance $",
    (
        "claims",
        "state_as_written",
    ): "Where it is|Stat|Sts|Clm Status|Disp|Disposition|Stage|Standing|Claim State",
    ("claims", "procedure_code"): "Proc|CPT Code|Svc Code|Procedure|HCPCS|Px|CPT/HCPCS|Proc Cd",
    ("claims", "rendering_npi"): "Dr NPI|Dr. NPI|Doc NPI|Provider NPI",
    ("postings", "posted_date"): "Batch Dt|Batch Date|Pstd|Post Dt|Entered|Date Keyed|Day|Posted",
    ("postings", "claim_number"): "Clm|Visit|Encounter|Ticket|Invoice|Clm #",
    ("postings", "check_number"): "Ck/EFT|Ck #|Chk|Check/EFT|EFT #|Trace|Ref|Remit #",
    ("postings", "paid"): "Pmt|Amt|Ins Pd|Carrier Pd|Rcvd|Receipts|Applied|Payment",
    ("postings", "adjusted"): "W/O|Disc|Off|Adj|Contractual|Disallowed",
    ("enrollments", "live_on"): "Date good|Good from|Good since|Went live",
    ("enrollments", "transaction"): "Piece|Which piece|What|What for|Type|Trans|EDI Type|Agreement",
    ("enrollments", "status"): "Where are we|Where it stands|Stage|Stat|Sts|Progress|Outcome",
    ("enrollments", "filed_on"): "Sent in|Sent|Mailed|Faxed on|Applied|Dt Filed|Started",
    ("enrollments", "status_on"): "Last touch|Last contact|Last checked|Updated|As of|Last change",
    ("invoices", "amount"): "Ext $|Ext|Amount ($)|Line Total|Charge $",
    ("invoices", "unit_price"): "Unit $|Price|$ Each|Per Unit",
    ("fees", "procedure"): "Proc|Px|CPT/HCPCS|Proc Code",
    ("fees", "rate"): "Rate $|Allowed|Allowed ($)",
    ("fees", "effective_from"): "From Date|Starts|In force from",
    ("fees", "effective_through"): "Thru Date|Thru|To|Until|Ends",
    ("bank", "deposit_date"): "Posted|Post Dt|Day|Cleared|Value Date",
    ("bank", "amount"): "Credit|Money in|In|Deposits|Cr Amt|Amt",
}
TARGETS = {"claims": CLAIMS, "postings": POSTINGS, "enrollments": ENROLLMENTS, "bank": BANK}
TARGETS |= {"invoices": INVOICES, "fees": RATES}
FILES = {"bank": "deposits", "fees": "fee_schedules"}
# columns beside the usual ones that are another thing, whatever their header is like
OTHERS = {
    "Seen": ["KS", "JD", "KS", "MM"],
    "Primary": ["Y", "Y", "N", "Y"],
    "Open": ["Y", "N", "N", "Y"],
    "Due": ["8/6/26", "8/8/26", "9/3/26", "10/9/26"],
    "Fee": ["180.00", "70.00", "130.00", "60.00"],
    "Plan": ["PPO", "HMO", "PPO", "EPO"],
    "Received": ["7/20/26", "7/22/26", "8/15/26", ""],
    "Left": ["1", "2", "0", "3"],
    "Visit": ["88001", "88002", "88003", "88004"],
    "Expected": ["97.42", "35.42", "69.60", "50.00"],
    "Pt Bal": ["5.00", "7.20", "0.00", "1.00"],
    "Allowed": ["97.42", "35.42", "69.60", "0.00"],
}


def mapped(kind: str, columns: dict[str, tuple[str, list[str]]], **more: list[str]):
    """The crosswalk of a table of twenty rows: five times the four of each column."""
    heads = [head for head, _ in columns.values()] + list(more)
    values = [cells for _, cells in columns.values()] + list(more.values())
    rows = [heads, *zip(*values, strict=True)]
    text = "\n".join("\t".join(row) for row in [rows[0], *rows[1:] * 5])
    sheet = read_spreadsheet(text.encode(), "export.tsv").sheets[0]
    return suggest(sheet, load_target(FILES.get(kind, kind)))


@pytest.mark.parametrize(("kind", "field"), SPELLINGS)
def test_a_column_is_used_whatever_billers_call_it(kind, field):
    missed = {}
    for header in SPELLINGS[kind, field].split("|"):
        columns = TARGETS[kind]
        used = mapped(kind, columns | {field: (header, columns[field][1])}).used
        if used.get(field) != header or [key for key, column in used.items() if column == header] != [field]:
            missed[header] = used
    assert not missed


@pytest.mark.parametrize("header", OTHERS)
def test_a_column_of_another_thing_takes_no_place_of_the_usual_ones(header):
    used = mapped("claims", CLAIMS, **{header: OTHERS[header]}).used
    assert {key: used.get(key) for key in CLAIMS} == {key: head for key, (head, _) in CLAIMS.items()}
    assert header not in used.values()


@pytest.mark.parametrize(
    "header", ["Pt Paid", "Pt Pmt", "Patient Payments", "Guar Paid", "Pt Rcvd", "Pt Bal", "Pt W/O"]
)
def test_what_a_patient_paid_or_owes_is_never_proposed_as_a_payers(header):
    without = {key: column for key, column in CLAIMS.items() if key not in ("paid", "adjusted", "balance")}
    rows = mapped("claims", without, **{header: ["5.00", "7.20", "0.00", "1.00"]}).rows
    assert header not in set(rows["source_column"].dropna())


def test_billed_is_a_day_or_an_amount_by_what_stands_below_it():
    """One row is enough: no day is an amount with cents."""
    (head, _), day = CLAIMS["submission_date"], ("Billed", ["7/9/26"])
    one = {key: (name, cells[:1]) for key, (name, cells) in CLAIMS.items()}
    assert head == "Submitted"
    assert mapped("claims", one | {"submission_date": day}).used["submission_date"] == "Billed"
    assert mapped("claims", one | {"charge": ("Billed", ["$165.00"])}).used["charge"] == "Billed"


def test_a_sign_of_dollars_tells_a_price_from_a_number_of_units():
    """Both headers are units, and a whole number may be either; one says that its values are money."""
    columns = INVOICES | {"unit_price": ("Units $", ["44", "1", "10", "2"])}
    used = mapped("invoices", columns | {"quantity": ("Units", ["2", "31", "1", "12"])}).used
    assert (used.get("quantity"), used.get("unit_price")) == ("Units", "Units $")


@pytest.mark.parametrize(
    ("header", "values"), [("Batch #", ["11", "11", "12", "13"]), ("Batch", ["B1", "B1", "B2", "B3"])]
)
def test_the_number_of_a_batch_is_no_day(header, values):
    used = mapped("postings", POSTINGS, **{header: values}).used
    assert used["posted_date"] == "Posted Date"
    assert header not in used.values()


def test_what_the_family_owes_is_no_balance_of_a_payer():
    without = {key: column for key, column in CLAIMS.items() if key != "balance"}
    used = mapped("claims", without, **{"Family Owes": ["5.00", "7.20", "0.00", "1.00"]}).used
    assert "balance" not in used
