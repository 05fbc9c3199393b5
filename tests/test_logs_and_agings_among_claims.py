"""A log of denials and an A/R aging among claims are what they are, whatever they are called: no claim history."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pandas as pd
import pytest
from claim_makers import practice, put, workbook
from cutover.columns import empty
from cutover.reading.claims import aged
from cutover.reading.claims.aging_reports import CREDIT, SOURCE, aging_rows, told_of
from cutover.reading.claims.aging_words import is_named
from cutover.reading.claims.claims import load_claims
from cutover.reading.claims.history import A_CREDIT, read_claim_history
from cutover.reading.claims.tables import CLAIM_HISTORY
from cutover.reading.era.archive import load_archive
from cutover.workstreams.aging_by_claim import ABSENT, NOT_HERE, NOT_THERE, SENT, cases
from cutover.workstreams.claim_reconciliation import NO_HISTORY_OF_IT, _of_another_tax_id, reconcile
from cutover.workstreams.open_claims.listed import with_listed
from open_claims_makers import book
from open_claims_makers import history as open_claim
from parallel_frames import frame
from test_open_claims_handoff import appealed

LOGS = {
    # a sheet of the front desk, with the day of the denial and a word of its own for how far it came
    "claims/denials 2026.csv": [
        ["Clm", "Payer", "DOS", "Denied On", "Denial Code", "Billed Amt", "Status", "Biller"],
        ["M-10", "Cigna", "2/3/2026", "3/1/2026", "CO-29", "$90.00", "resubmitted", "Ana"],
        ["M-11", "Tufts Health", "2/9/2026", "3/4/2026", "PR-27", "$45.50", "appeal sent", "Bo"],
    ],
    # the name says nothing; the codes and the day of each denial do
    "claims/follow up.csv": [
        ["Claim No", "Insurance", "Service Date", "Date Denied", "CARC", "Amount", "Current Status"],
        ["M-10", "Cigna", "2/3/2026", "3/1/2026", "CO29", "90.00", "done - w/o"],
        ["M-11", "Tufts Health", "2/9/2026", "3/4/2026", "PR27", "45.50", "working"],
    ],
    # reasons without a heading of their own, and no day of service
    "claims/denial tracker.csv": [
        ["Claim ID", "Carrier", "Denial Dt", "Code", "Charge", "Stage"],
        ["M-10", "Cigna", "3/1/2026", "OA 18", "90.00", "L1"],
        ["M-11", "Tufts Health", "3/4/2026", "CO 16", "45.50", "closed"],
    ],
}
CLAIMS = [
    [
        "Claim No",
        "Insurance",
        "Service Date",
        "Billed On",
        "Charges",
        "Paid",
        "Status",
        "Reason",
        "Rendering NPI",
    ],
    ["M-10", "Cigna", "2/3/2026", "2/5/2026", "90.00", "0.00", "Denied", "CO-29", "1234567893"],
    ["M-11", "Tufts Health", "2/9/2026", "2/11/2026", "45.50", "0.00", "Denied", "PR-27", "1234567893"],
]
AGED = [
    ("Claim", "Acct", "Payer", "DOS", "Billed", "Status", "0-30", "31-60", "61-90", "91+", "Balance"),
    ("M-10", "P1", "Cigna", "2/3/2026", "2/5/2026", "Denied", None, None, None, "$90.00", "$90.00"),
    ("M-20", "P2", "Oak Health", "6/2/2026", "6/4/2026", "Submitted", "$70.00", None, None, None, "$70.00"),
    ("UNAPPLIED", "P3", "(on account)", None, None, None, None, None, None, None, "($12.00)"),
    ("Grand Total", None, None, None, None, None, None, None, None, None, "$148.00"),  # 90 + 70 - 12
]
TITLE = ("Open insurance claims as of 6/30/2026, aged by date of service",)
HISTORY = [
    ["Claim No", "Acct", "Payer", "Service Date", "Billed On", "Charges", "Paid", "Status"],
    ["M-10", "P1", "Cigna", "2/3/2026", "2/5/2026", "95.00", "0.00", "Denied"],
    ["M-30", "P1", "Cigna", "6/3/2026", "6/5/2026", "20.00", "20.00", "Paid"],
]


def csv(rows):
    return "\n".join(",".join(f'"{cell}"' for cell in row) for row in rows).encode()


@pytest.mark.parametrize("name", LOGS)
def test_a_log_of_denials_adds_no_claim_whatever_its_columns_are_called(name):
    found = read_claim_history(csv(LOGS[name]), name)
    assert found.claims.empty and found.aged.empty
    assert found.denials["claim_number"].tolist() == ["M10", "M11"] or len(found.denials) == 2
    assert found.denials["charge_cents"].tolist() == [9_000, 4_550]
    assert found.denials["paid_date"].dt.strftime("%Y-%m-%d").tolist() == ["2026-03-01", "2026-03-04"]
    assert found.denials["denial_reason"].str.match(r"(CO|PR|OA)-\d+").all()


def test_a_log_says_in_its_own_words_how_far_each_denial_came():
    told = read_claim_history(csv(LOGS["claims/follow up.csv"]), "claims/follow up.csv").denials
    assert told["state_as_written"].tolist() == ["done - w/o", "working"]


def test_denied_claims_with_their_providers_are_a_report_of_claims():
    found = read_claim_history(csv(CLAIMS), "claims/denied claims.csv")
    assert len(found.claims) == 2 and found.denials.empty


def test_a_list_with_a_reason_on_few_rows_is_a_claim_history():
    rows = [LOGS["claims/follow up.csv"][0], *LOGS["claims/follow up.csv"][1:]]
    paid = ["M-12", "Cigna", "2/3/2026", "", "", "90.00", "paid"]
    found = read_claim_history(
        csv([*rows, paid]), "claims/follow up.csv"
    )  # 2 of 3 rows have a reason: under 0.9
    assert len(found.claims) == 3 and found.denials.empty


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("AR aging 10-31.xlsx", True), ("Aged Trial Balance", True), ("aging week of 4-2", True),
        ("Area Agency on Aging.csv", False), ("Packaging claims", False), ("claims imaging", False),
    ],
)  # fmt: skip
def test_a_name_says_that_a_report_is_an_aging(name, said):
    assert is_named(name) == said


@pytest.mark.parametrize(
    ("head", "name", "is_one"),
    [
        (AGED[0], "open.xlsx", True),  # bands, beside a status
        ([c for c in AGED[0] if c not in ("0-30", "31-60", "61-90", "91+")], "open.xlsx", False),
        ([c for c in AGED[0] if c not in ("0-30", "31-60", "61-90", "91+")], "aging 6-30.xlsx", True),
        ([c for c in AGED[0] if c not in ("0-30", "31-60", "61-90", "91+")], "Agency on Aging.xlsx", False),
    ],
)
def test_an_aging_by_claim_is_told_by_bands_or_by_its_name_whatever_else_it_has(head, name, is_one):
    kept = [AGED[0].index(cell) for cell in head]
    rows = [tuple(row[place] for place in kept) for row in AGED]
    assert (told_of(workbook(*rows), f"claims/{name}")[0] > 0) == is_one
    found = read_claim_history(workbook(*rows), f"claims/{name}")
    assert (len(found.claims), len(found.aged)) == ((0, 2) if is_one else (2, 0))


def test_a_credit_is_no_claim_and_no_claim_of_an_aging():
    found = read_claim_history(workbook(TITLE, (), *AGED), "claims/open.xlsx")
    assert found.aged["claim_number"].str.replace("-", "").tolist() == ["M10", "M20"]
    assert A_CREDIT in set(found.no_claims["reason"])
    rows = aging_rows(workbook(TITLE, (), *AGED), "claims/open.xlsx")
    credit = rows[rows["role"].eq(CREDIT) & rows["band"].eq("all ages")]
    assert credit["amount_cents"].tolist() == [-1_200] and credit["claim"].isna().all()
    assert rows["day"].eq(pd.Timestamp("2026-06-30")).all()


def test_a_credit_in_a_list_of_claims_is_no_claim_but_a_claim_of_credit_is():
    lines = [
        ["CREDIT", "P1", "Cigna", "", "", "", "(15.00)", ""],
        ["M-31", "P1", "Oak Credit Union", "6/4/2026", "", "9", "", "Open"],
    ]
    found = read_claim_history(csv([*HISTORY, *lines]), "claims/all.csv")
    assert len(found.claims) == 3  # two of the list, and the one with a number and a day
    assert found.no_claims["reason"].tolist() == [A_CREDIT]


@pytest.fixture(scope="module")
def read(tmp_path_factory):
    own = practice(tmp_path_factory.mktemp("lists"))
    put(own, "claims/history.csv", csv(HISTORY))
    put(own, "claims/open.xlsx", workbook(TITLE, (), *AGED))
    put(own, "claims/denials 2026.csv", csv(LOGS["claims/denials 2026.csv"]))
    return load_claims(own, load_archive(own))


def test_neither_list_replaces_what_the_history_says_or_adds_a_submission(read):
    claim = read.history[read.history["service_from"].eq(pd.Timestamp("2026-02-03"))].iloc[0]
    assert (claim["charge_cents"], claim["state"], len(read.history)) == (9_500, "denied", 2)
    assert claim["denial_reason"] == "CO-29"  # of the log: the history says none
    assert len(read.submitted) == 2
    assert read.aged["state"].tolist() == ["pending"] and read.aged["balance_cents"].tolist() == [7_000]


def test_the_rows_of_every_list_are_accounted_for(read):
    files = read.files.set_index("source_file")
    # 2 claims and a credit; the total is set aside where the reader takes it for one
    assert files.loc["claims/open.xlsx", ["source", "state", "rows_used"]].tolist() == [SOURCE, "read", 2]
    assert files.loc["claims/denials 2026.csv", ["rows_in", "rows_used"]].tolist() == [2, 0]
    why = read.set_aside[read.set_aside["source"].eq(SOURCE)].groupby(["table", "reason"]).size().to_dict()
    assert why == {("history", aged.KNOWN): 1, ("submitted", aged.KNOWN): 1, ("submitted", aged.OPEN): 1}


def claim(number, file, **said):
    row = {"claim_number": number, "service_from": pd.Timestamp("2026-06-02"), "state": "open", "source": SOURCE,
           "source_file": file, "source_row": 2}  # fmt: skip
    return row | said


def test_of_two_agings_of_the_same_claims_the_later_one_tells_what_is_open():
    rows = frame(
        CLAIM_HISTORY, [claim("A1", "old"), claim("A2", "old"), claim("A2", "new"), claim("B1", "other")]
    )
    days = {
        ("old", None): pd.Timestamp("2026-06-30"),
        ("new", None): pd.Timestamp("2026-07-31"),
        ("other", None): pd.Timestamp("2026-06-30"),
    }
    found = aged.alone(rows, [], days)
    assert sorted(found.claims["claim_number"]) == [
        "A2",
        "B1",
    ]  # A1 is open no more; `other` is of other claims
    assert found.set_aside[found.set_aside["table"].eq("history")]["reason"].tolist() == [aged.EARLIER] * 2


def test_a_claim_of_an_aging_that_a_history_has_without_a_day_is_known():
    rows = frame(CLAIM_HISTORY, [claim("A1", "new"), claim("A2", "new")])
    history = frame(
        CLAIM_HISTORY,
        [claim("A1", "h", service_from=pd.NaT), claim("A2", "h", service_from=pd.Timestamp("2026-01-01"))],
    )
    assert aged.alone(rows, [history], {}).claims["claim_number"].tolist() == [
        "A2"
    ]  # of another day: another claim


@pytest.mark.parametrize(
    ("word", "outcome", "in_history", "state"),
    [
        ("written off 4/1", None, False, "written off"),
        ("appealed", "denied", False, "appealed"),
        ("working", None, False, None),  # denied, and no more
        ("written off", "paid", False, None),  # a remittance paid it since
        ("written off", None, True, None),  # the history decides
    ],
)
def test_what_a_log_says_of_a_denial_counts_where_no_history_has_the_claim(word, outcome, in_history, state):
    log = frame(
        CLAIM_HISTORY, [claim("A1", "log", state_as_written=word, paid_date=pd.Timestamp("2026-07-01"))]
    )
    own = pd.DataFrame([{
        "claim_number": "A1", "patient_control_number": None, "service_from": pd.Timestamp("2026-06-02"),
        "summary_on": pd.NaT, "answer_on": pd.NaT, "history_state": "denied" if in_history else None,
        "state_as_written": None, "history_paid_cents": None, "in_history": in_history, "outcome": outcome,
        "history_on": pd.NaT, "history_reason": None,
    }])  # fmt: skip
    own = own.astype(
        {"in_history": "boolean"}
        | dict.fromkeys(("patient_control_number", "outcome", "history_state"), "str")
    )
    told = with_listed(own, log)["listed_state"].iloc[0]
    assert (None if pd.isna(told) else told) == state


def test_a_claim_of_an_aging_that_was_sent_from_another_system_is_no_case():
    found = pd.DataFrame(
        {
            "state": [NOT_HERE, NOT_HERE, NOT_THERE],
            "why": [SENT, ABSENT, ABSENT],
            "off_cents": [500, 400, 300],
        }
    )
    assert cases(found)["off_cents"].tolist() == [400, 300]


@pytest.mark.parametrize(
    ("tax_ids", "others"),
    [(["911111111"], [False, True, False]), (["911111111", None], [False, False, False])],
)
def test_a_payment_of_a_tax_id_without_a_history_is_missing_from_none(tax_ids, others):
    pairs = pd.DataFrame({"tax_id": pd.Series(["911111111", "922222222", None], dtype="str")})
    assert (
        _of_another_tax_id(pairs, pd.DataFrame({"tax_id": pd.Series(tax_ids, dtype="str")})).tolist()
        == others
    )


def test_where_agings_and_logs_alone_are_on_file_nothing_is_missing_from_a_history(read):
    alone = replace(read, history=empty(CLAIM_HISTORY))
    assert not reconcile(alone).pairs["outcome"].isin(["not in history", NO_HISTORY_OF_IT]).any()


@pytest.mark.parametrize(("number", "is_found"), [("L1", True), ("Z9", False)])
def test_an_appeal_of_a_claim_since_the_cutover_has_that_claim(number, is_found):
    claims = [
        open_claim("A0", "denied", 5_000),
        open_claim("L1", "appealed", 3_000, on="2026-07-15"),
    ]
    (row,) = book(
        claims, back=appealed(number, amount_cents=3_000), cutover=dt.date(2026, 7, 10)
    ).appeals.to_dict("records")
    assert pd.notna(row["case"]) == is_found
    assert (not pd.isna(row["open_cents"])) == is_found
