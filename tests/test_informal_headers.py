"""Headers of small offices in their own words: what the rows, the remittances and the columns beside them tell of each.

A layout is written `header>what its cells hold`. Its claims are of $115, $230, $320 and $95 in turn; each third one is
unpaid and owed whole, of the others the payer paid about six tenths and the rest is written off.
"""

from __future__ import annotations

import datetime as dt

import pytest
from cutover.reading.claims import without_columns
from cutover.reading.claims.aging_reports import aging_rows
from cutover.reading.mapping.suggest import apply
from cutover.reading.mapping.tables_of import MappedTable, tables_of
from cutover.reading.mapping.targets import load_target
from cutover.reading.mapping.vague_numbers import Remitted
from cutover.reading.patients.plans import with_plans_as_payers

ROWS = 18
PAYERS = ["Bellwood Health", "Cardinal Mutual", "Delmar Blue Plan", "Eastport Medicaid"]
FIRST = [
    "Ann",
    "Bo",
    "Cy",
    "Dee",
    "Eli",
    "Flo",
    "Gus",
    "Hal",
    "Ida",
    "Joy",
    "Kit",
    "Lou",
    "Mae",
    "Ned",
    "Ora",
    "Pip",
    "Quin",
    "Rex",
]
LAST = ["Marlow", "Nesbit", "Orwell", "Penrose", "Quimby", "Rowley", "Sutton", "Tilden", "Upshaw", "Vance"]
LAST += ["Weller", "Yates"]
CLAIM = {
    "no": "claim_number", "acct": "patient_control_number", "pt": "patient_name", "seen": "service_from",
    "sent": "submission_date", "payer": "payer_name", "code": "procedure_code", "charge": "charge", "paid": "paid",
    "off": "adjusted", "owed": "balance",
}  # fmt: skip
PATIENT = {
    "no": "account_number", "name": "full_name", "born": "birth_date", "payer": "primary_payer_name",
    "member": "primary_member_id", "zip": "zip", "phone": "home_phone", "chart": "chart_number",
}  # fmt: skip
ENROLLMENT = {
    "payer": "payer_name", "what": "transaction", "state": "status", "filed": "filed_on", "since": "status_on",
    "live": "live_on", "first": "first_era_on", "why": "reason",
}  # fmt: skip


def claim(n: int) -> dict[str, str]:
    day, charge = dt.date(2026, 3, 2) + dt.timedelta(days=9 * n), (115, 230, 320, 95)[n % 4]
    paid = 0.0 if n % 3 == 2 else round(charge * 0.6 + 0.05 * (n % 7), 2)
    return {
        "no": f"{44010 + n}", "acct": f"0{310 + 7 * (n * 5 % 13)}", "pt": f"{LAST[n % 12]}, {FIRST[n]}",
        "seen": f"{day:%m/%d/%Y}", "sent": f"{day + dt.timedelta(days=3):%m/%d/%Y}", "payer": PAYERS[n % 4],
        "code": ("92507", "92523", "92526", "97110")[n % 4], "charge": str(charge), "paid": f"{paid:g}",
        "off": f"{round(charge - paid, 2) if paid else 0:g}", "owed": "0" if paid else str(charge),
        "part": f"{charge * 0.7:g}", "copay": ("20", "0", "35")[n % 3], "who": ("Trish", "Nora")[n % 2],
        "days": str((dt.date(2026, 11, 25) - day).days), "age": str(n * 5 % 17 + 3),
        "kind": ("PPO", "HMO", "Commercial")[n % 3],
    }  # fmt: skip


def patient(n: int) -> dict[str, str]:
    born = dt.date(2014, 2, 3) + dt.timedelta(days=97 * n)
    return {
        "no": f"0{310 + 7 * n}", "name": f"{LAST[n % 12]}, {FIRST[n]}", "born": f"{born:%m/%d/%Y}",
        "payer": PAYERS[n % 4], "member": f"{'QWE'[n % 3]}XB{41103816 + 7919 * n}", "zip": "18431",
        "phone": f"(610) 555-01{n:02d}", "chart": f"CH{310 + 7 * n}", "parent": f"{LAST[n % 12]}, {FIRST[-n - 1]}",
        "seen": f"{dt.date(2026, 5, 1) + dt.timedelta(days=n):%m/%d/%Y}", "doctor": ("Hale, Rex", "Poe, Ina")[n % 2],
    }  # fmt: skip


def enrollment(n: int) -> dict[str, str]:
    day, state = (
        dt.date(2026, 10, 1) + dt.timedelta(days=n // 2),
        ("LIVE", "PROVISIONING", "SUBMITTED", "LIVE")[n % 4],
    )
    later = {
        name: f"{day + dt.timedelta(days=gone):%m/%d/%Y}"
        for name, gone in (("since", 14), ("live", 20), ("first", 30))
    }
    is_live = state == "LIVE"
    return {
        "payer": PAYERS[n // 2], "what": ("835", "837P")[n % 2], "state": state, "filed": f"{day:%m/%d/%Y}",
        "since": later["since"], "live": later["live"] if is_live else "", "first": later["first"] if is_live else "",
        "why": "not on file yet" if n == 3 else "", "who": ("Trish", "Nora")[n % 2],
        "staff": ("Trish B", "Nora K", "Ivy M")[n % 3],
    }  # fmt: skip


def remitted() -> Remitted:
    """The remittances of the claims that were paid: their numbers, charges and paid sums."""
    paid = [row for row in map(claim, range(ROWS)) if row["paid"] != "0"]
    amounts = {row["no"]: (int(row["charge"]) * 100, round(float(row["paid"]) * 100)) for row in paid}
    return Remitted(frozenset(amounts), frozenset(), lambda: amounts)


MAKERS = {
    "claims": (claim, CLAIM, ROWS),
    "patients": (patient, PATIENT, ROWS),
    "enrollments": (enrollment, ENROLLMENT, 8),
}


def columns_of(layout: str) -> list[tuple[str, str]]:
    return [tuple(part.rsplit(">", 1)) for part in layout.split(";")]


def text_of(kind: str, layout: str, above: str = "") -> bytes:
    maker, _, count = MAKERS[kind]
    rows = [[header for header, _ in columns_of(layout)]]
    rows += [[maker(n)[field] for _, field in columns_of(layout)] for n in range(count)]
    return (above + "\n".join("\t".join(row) for row in rows)).encode()


def read(kind: str, layout: str) -> MappedTable:
    table = tables_of(text_of(kind, layout), f"{kind}.tsv", load_target(kind))[0]
    if kind == "claims":
        return without_columns.shaped(table, remitted)
    return with_plans_as_payers([table])[0] if kind == "patients" else table


@pytest.mark.parametrize(
    ("kind", "layout"),
    [
        ("claims", "Inv>no;Child #>acct;Visit>seen;Insurer>payer;Amt>charge;We got>paid;Due us>owed;Sent>sent"),
        ("claims", "No.>no;Client>pt;Seen>seen;Ins>payer;Code>code;Chg>charge;Rec'd>paid;Left>owed"),
        ("claims", "#>no;Chart>acct;Date>seen;Who pays>payer;Px>code;Fee>charge;In>paid;Out>owed"),
        ("claims", "Clm>no;MR#>acct;Day>seen;Co.>payer;Billed>charge;Paid>paid;Wrote off>off;Left over>owed"),
        ("claims", "ref#>no;client no>acct;when>seen;plan>payer;did>code;price>charge;came in>paid;still out>owed"),
        ("claims", "c#>no;chart>acct;date>seen;ins.>payer;cpt>code;charged>charge;ins. paid>paid;owed>owed"),
        ("claims", "Ticket>no;Kid #>acct;Seen on>seen;Billed plan>payer;Charge>charge;Money in>paid;Not paid yet>owed"),
        ("claims", "Claim>no;Chart>acct;DOS>seen;Type of insurance>payer;Total>charge;They paid>paid;Owing>owed"),
        ("patients", "Child no.>no;Name>name;birthday (mm/dd/yyyy)>born;Ins>payer;Ins no.>member;zip>zip"),
        ("patients", "Minor #>no;Minor>name;DOB (m/d/y)>born;Insurance>payer;Insurance #>member"),
        ("patients", "no.>no;NAME>name;b/day>born;plan>payer;plan#>member;zip>zip"),
        ("patients", "chart>chart;who>name;b. day>born;insurer>payer;insurer no>member;phone>phone"),
        ("enrollments", "who>payer;trx>what;requested>filed;now>state;last moved>since;first payment file>first"),
        ("enrollments", "plan>payer;type>what;state>state;live day>live;first ERA arrived>first"),
        ("enrollments", "company>payer;item>what;out (MM/DD/YYYY)>filed;stage>state;moved on>since;1st 835 seen>first"),
        ("enrollments", "Insurer>payer;tx>what;sent>filed;where>state;changed>since;up since>live;comment>why"),
    ],
)  # fmt: skip
def test_a_list_in_an_offices_own_words_is_read(kind, layout):
    used, names = read(kind, layout).crosswalk.used, MAKERS[kind][1]
    wanted = {names[field]: header for header, field in columns_of(layout)}
    assert {key: used.get(key) for key in wanted} == wanted


@pytest.mark.parametrize(
    ("kind", "layout", "never"),
    [
        ("claims", "Claim #>no;Pt #>acct;DOS>seen;Ins>payer;Charge>charge;Contract>part;Balance>owed", "paid"),
        ("claims", "Claim #>no;Pt #>acct;DOS>seen;Ins>payer;Charge>charge;Copay>copay;Balance>owed", "paid"),
        ("claims", "Claim #>no;Pt #>acct;DOS>seen;Ins>payer;Charge>charge;Paid>paid;Expected>part", "balance"),
        ("claims", "Claim #>no;Pt #>acct;Entered>sent;Ins>payer;Charge>charge;Paid>paid;Balance>owed", "service_from"),
        ("claims", "Claim #>no;Pt #>acct;Due by>sent;Ins>payer;Charge>charge;Paid>paid;Balance>owed", "service_from"),
        ("claims", "Claim #>no;Pt #>acct;DOS>seen;Insurance type>kind;Chg>charge;Paid>paid;Bal>owed", "payer_name"),
        ("claims", "Claim #>no;Pt #>acct;DOS>seen;Biller>who;Charge>charge;Paid>paid;Balance>owed", "payer_name"),
        ("claims", "Appointment #>no;Pt>pt;DOS>seen;Ins>payer;Charge>charge;Paid>paid;Balance>owed", "check_number"),
        ("patients", "Pt #>no;Name>name;Seen>seen;Ins>payer;Ins #>member", "birth_date"),
        ("patients", "Kid no.>no;Parent>parent;DOB>born;Plan>payer;Plan no.>member", "full_name"),
        ("patients", "Pt #>no;Doctor>doctor;DOB>born;Plan>payer", "full_name"),
        ("patients", "Pt #>no;Who>doctor;DOB>born;Plan>payer", "full_name"),
        ("patients", "Pt #>no;Name>name;DOB>born;Doctor>doctor;Doctor #>member", "primary_member_id"),
        ("enrollments", "by>who;what>what;status>state;sent>filed", "payer_name"),
        ("enrollments", "who>staff;what>what;status>state;sent>filed", "payer_name"),
        ("enrollments", "payer>payer;trans>what;status>state;first call>first", "first_era_on"),
    ],
)  # fmt: skip
def test_what_may_be_something_else_is_not_read(kind, layout, never):
    assert never not in read(kind, layout).crosswalk.used


@pytest.mark.parametrize(
    "layout",
    [
        "Payer>payer;Claim>no;Seen>seen;Owed>owed;Age>days",
        "ins>payer;clm>no;dos>seen;open $>owed;days>days",
        "Claim no.>no;Plan type>payer;Visit>seen;Still owed>owed;Days old>days",
        "#>no;Payor>payer;Session>seen;Left>owed;Age in d>days",
        "Who>payer;Claim #>no;DOS>seen;Due us>owed;How old>days",
    ],
)
def test_an_open_list_by_claim_is_an_aging_whatever_heads_its_ages(layout):
    rows = aging_rows(text_of("claims", layout, "Open on 2026-11-25\n"), "claims/open.tsv")
    whole, bands = rows[rows["band"].eq("all ages")], rows[rows["band"].ne("all ages")]
    owed = 131_000  # each third claim: $320 + $230 + $115 + $95 + $320 + $230
    assert (int(whole["amount_cents"].sum()), int(bands["amount_cents"].sum())) == (owed, owed)
    assert set(whole["payer"]) == set(PAYERS)


def test_the_ages_of_people_are_no_ages_of_claims():
    layout = "Payer>payer;Claim>no;Seen>seen;Owed>owed;Age>age"  # children of 3 to 19 years, claims of 100 to 268 days
    rows = aging_rows(text_of("claims", layout, "Open on 2026-11-25\n"), "claims/open.tsv")
    assert rows[rows["band"].ne("all ages")]["amount_cents"].isna().all()


def test_kinds_of_plans_are_no_payers_of_an_open_list():
    layout = "Insurance type>kind;Claim>no;Seen>seen;Owed>owed;Age>days"
    rows = aging_rows(text_of("claims", layout, "Open on 2026-11-25\n"), "claims/open.tsv")
    assert rows["payer"].isna().all()


@pytest.mark.parametrize(
    ("header", "first", "wanted"),
    [
        ("sent (DD/MM/YY)", "05/10/26", "10/05/26"),  # the header says it: October 5
        ("sent (mm/dd/yy)", "05/10/26", "05/10/26"),
        ("sent", "05/10/26", "05/10/26"),
    ],
)
def test_a_header_says_how_its_days_are_written(header, first, wanted):
    text = f"payer\ttrans\t{header}\tstatus\nBellwood\t835\t{first}\tLIVE\nDelmar Blue\t835\t06/10/26\tLIVE\n"
    table = tables_of(text.encode(), "enrollments.tsv", load_target("enrollments"))[0]
    assert apply(table.sheet, table.crosswalk)["filed_on"].tolist()[0] == wanted


def test_a_header_is_not_believed_against_its_days():
    text = "payer\ttrans\tsent (DD/MM/YY)\tstatus\nBellwood\t835\t05/10/26\tLIVE\nDelmar Blue\t835\t06/25/26\tLIVE\n"
    table = tables_of(text.encode(), "enrollments.tsv", load_target("enrollments"))[0]
    assert apply(table.sheet, table.crosswalk)["filed_on"].tolist() == ["05/10/26", "06/25/26"]
