"""Until when a claim can be filed or appealed: Medicare's public rules, the client's own word, else unknown."""

from __future__ import annotations

import pandas as pd
import pytest
from cutover.reading.payers.deadlines import APPEAL, CORRECTED
from cutover.workstreams.denial_steps import steps
from cutover.workstreams.open_claims.agreements import unwritten
from cutover.workstreams.open_claims.due import AGAIN, BY_PATIENT, OTHER, SENT_IN_TIME
from cutover.workstreams.open_claims.findings import made
from cutover.workstreams.open_claims.report import report
from cutover.workstreams.open_claims.verdict import verdict
from era_frames import check
from open_claims_makers import AS_OF, book, day, deadlines, decided, history, one

pytestmark = pytest.mark.usefixtures("unwritten")

MEDICARE = {"payer_name": "MEDICARE PART B"}


def due(given):
    return due_of(one(given))


def due_of(row):
    return (str(row["deadline_on"].date()) if row["deadline_on"] == row["deadline_on"] else None), row[
        "deadline_is"
    ]


def findings(given):
    """The findings of a book; the tables of the report are not made for them."""
    return made(given, unwritten(given.inputs))


def claims_of(given) -> dict[str, pd.Series]:
    """The open claims of a book by their numbers."""
    return {row["claim_number"]: row for _, row in given.open.iterrows()}


def test_medicare_takes_a_claim_until_twelve_months_after_the_service():
    assert due(book([history("A1", "open", on="2025-07-31", **MEDICARE)])) == ("2026-07-31", "filing")
    # a leap day has no anniversary: the day before
    assert due(book([history("A1", "open", on="2024-02-29", **MEDICARE)])) == ("2025-02-28", "filing")


@pytest.mark.parametrize(
    ("served", "code"), [("2025-07-31", "handoff-deadline-near"), ("2025-07-30", "handoff-deadline-passed")]
)
def test_the_last_day_is_in_time_and_the_day_after_is_not(served, code):
    found = {f.code for f in findings(book([history("A1", "open", on=served, **MEDICARE)]))}
    assert code in found and len(found & {"handoff-deadline-near", "handoff-deadline-passed"}) == 1


def test_a_redetermination_is_due_120_days_after_receipt_five_days_after_the_notice():
    given = book([history("A1", "denied", **MEDICARE)],
                 eras=[decided("A1", "2026-06-20", 0, "CO-50", payer="MEDICARE PART B")])  # fmt: skip
    assert due(given) == ("2026-10-23", "appeal")  # 2026-06-20 + 5 + 120 days


def test_an_unprocessable_claim_has_no_appeal_and_is_filed_again_within_the_year():
    given = book([history("A1", "denied", on="2026-06-01", **MEDICARE)],
                 eras=[decided("A1", "2026-06-20", 0, "CO-16", payer="MEDICARE PART B",
                               remark_codes="N264 MA130")])  # fmt: skip
    assert due(given) == ("2027-06-01", "filing")


@pytest.mark.parametrize(
    ("stated", "remarks", "expected"),
    [
        ({"appeal_days": 90, "filing_days": 100}, "MA130", ("2026-09-09", "filing")),  # 2026-06-01 + 100 days
        ({"appeal_days": 90, "filing_days": 100}, "M76", ("2026-09-18", "appeal")),  # 2026-06-20 + 90 days
        ({"appeal_days": 90, "filing_days": 100, "corrected_days": 10}, "MA130", ("2026-09-09", "filing")),
        ({"appeal_days": 90, "corrected_days": 30}, "MA130", ("2026-07-20", "corrected claim")),
        ({"corrected_days": 30}, "MA130", ("2026-07-20", "corrected claim")),
        ({"filing_days": 100, "corrected_days": 30}, "MA130", ("2026-09-09", "filing")),
        ({"filing_days": 100, "corrected_days": 30}, "M76", ("2026-07-20", "corrected claim")),
    ],
)
def test_a_claim_that_cannot_be_processed_has_no_appeal_with_any_payer(stated, remarks, expected):
    given = book(
        [history("A1", "denied", on="2026-06-01", payer_name="AETNA")],
        eras=[decided("A1", "2026-06-20", 0, "CO-97", payer="AETNA", remark_codes=remarks)],
        payers={"AETNA": stated},
    )
    assert due(given) == expected


def test_medicare_advantage_is_not_medicare():
    row = one(book([history("A1", "open", payer_name="HUMANA MEDICARE ADVANTAGE")]))
    assert row["deadline_on"] != row["deadline_on"] and row["deadline_unknown"].startswith(
        "not in enrollment.xlsx"
    )


def test_another_payer_has_the_days_of_the_clients_workbook_and_without_them_none():
    stated = {"AETNA": {"filing_days": 90, "appeal_days": 180, "known_from": "manual"}}
    assert due(book([history("A1", "open", on="2026-06-01")], payers=stated)) == (
        "2026-08-30",
        "filing",
    )  # + 90
    refused = [decided("A1", "2026-06-20", 0, "CO-50")]
    assert due(book([history("A1", "denied")], eras=refused, payers=stated)) == (
        "2026-12-17",
        "appeal",
    )  # + 180
    bare = findings(book([history("A1", "open")]))
    assert {f.code: f.amount_cents for f in bare}["handoff-deadline-unknown"] == 10_000


def test_a_denial_without_a_dated_remittance_has_no_deadline_and_says_why():
    row = one(book([history("A1", "denied", **MEDICARE)]))
    assert row["deadline_unknown"] == "no remittance dates the denial"
    dated = one(book([history("A1", "denied", paid_date=AS_OF, **MEDICARE)]))
    assert str(dated["deadline_on"].date()) == "2026-12-03"  # 2026-07-31 + 125 days


def test_an_appealed_claim_waits_and_has_no_deadline_of_its_own():
    assert (
        one(book([history("A1", "appealed", **MEDICARE)]))["deadline_unknown"]
        == "waits for the decision on its appeal"
    )


def test_deadlines_of_the_closeout_come_first_and_the_verdict_names_their_money():
    given = book([history("A1", "open", 90_000), history("A2", "open", 500, on="2025-08-20", **MEDICARE)])
    assert list(given.worked["claim_number"]) == ["A2", "A1"]
    assert "1 claim worth $5.00 loses its deadline by 2026-10-02" in verdict(given, findings(given))


@pytest.mark.parametrize(
    ("row", "known"), [("GoldenOak Inc", True), ("Golden Oak PPO", True), ("Golden Oak Medicaid", False)]
)
def test_the_client_s_row_of_a_payer_is_found_however_it_is_spelled_and_another_payer_s_never(row, known):
    rule = deadlines(**{row: {"appeal_days": 60, "known_from": "contract"}}).of("GOLDEN OAK", APPEAL)
    assert (rule is not None and rule.days == 60) is known


STATED = {"filing_days": 90, "appeal_days": 180, "known_from": "manual"}


AGAIN_UNTIL = {
    "AETNA": (
        "2026-06-01",
        "2026-06-03",
        STATED,
        "2026-08-30",
        "by the end of the closeout",
    ),  # + 90, after the report
    "CIGNA": ("2026-04-01", "2026-04-03", STATED, "2026-06-30", "passed"),  # and still told: proof is needed
    "HUMANA": ("2026-06-01", "2026-06-03", None, None, None),  # of this payer nobody knows a limit
}


@pytest.fixture(scope="module")
def sent_in_time():
    """The open claims and the further limits of claims that were sent, by payer."""
    rows = [history(payer, on=served, submission_date=day(sent), payer_name=payer)
            for payer, (served, sent, *_) in AGAIN_UNTIL.items()]  # fmt: skip
    given = book(rows, payers={payer: stated for payer, (_, _, stated, *_) in AGAIN_UNTIL.items() if stated})
    return claims_of(given), report(given).tables["further"].frame.set_index("payer")


@pytest.mark.parametrize("payer", AGAIN_UNTIL)
def test_a_claim_that_was_sent_in_time_has_no_deadline_and_the_day_until_which_it_can_be_sent_again(
    payer, sent_in_time
):
    (claims, table), (*_, also, when) = sent_in_time, AGAIN_UNTIL[payer]
    row = claims[payer]
    assert row["deadline_on"] != row["deadline_on"]
    assert (None if also is None else AGAIN) == (row["also_is"] if row["also_is"] == row["also_is"] else None)
    told = table[table.index == payer]
    assert [f"{on:%Y-%m-%d}" for on in told["first_on"]] == ([also] if also else [])
    assert told["when"].tolist() == ([when] if when else [])


@pytest.mark.parametrize(("stated", "deadline", "also"), [
    (STATED | {"corrected_days": 60}, ("2026-12-17", APPEAL), ("2026-08-19", CORRECTED)),  # 06-20 + 180, + 60
    (STATED, ("2026-12-17", APPEAL), None),
    ({"filing_days": 90, "corrected_days": 60}, ("2026-08-19", CORRECTED), None),  # the only one is the deadline
])  # fmt: skip
def test_a_denied_claim_can_be_corrected_instead_of_appealed_until_the_limit_for_that(stated, deadline, also):
    given = book(
        [history("A1", "denied")], eras=[decided("A1", "2026-06-20", 0, "CO-50")], payers={"AETNA": stated}
    )
    row = one(given)
    assert due(given) == deadline
    told = None if row["also_on"] != row["also_on"] else (str(row["also_on"].date()), row["also_is"])
    assert told == also


def test_a_rejected_claim_has_its_deadline_and_no_further_limit():
    given = book([history("A1", "rejected", submission_date=day("2026-06-03"))], payers={"AETNA": STATED})
    assert due(given) == ("2026-08-30", "filing")
    assert one(given)["also_on"] != one(given)["also_on"]


DENIED_AS_LATE = [
    ("2026-08-30", "CO-29", True),  # the last of 90 days from 2026-06-01
    ("2026-08-31", "CO-29", False),  # late
    ("2026-06-03", "CO-97", False),  # refused for another reason
    (None, "CO-29", False),  # when it was sent is not known
]


@pytest.fixture(scope="module")
def denied_as_late():
    """The open claims, and the payers in the table of further limits that were sent a claim in time: one a claim."""
    rows = [history(f"A{n}", "denied", submission_date=sent and day(sent), payer_name=f"PAYER {n}")
            for n, (sent, *_) in enumerate(DENIED_AS_LATE)]  # fmt: skip
    eras = [decided(f"A{n}", "2026-06-20", 0, reason, payer=f"PAYER {n}")
            for n, (_, reason, _) in enumerate(DENIED_AS_LATE)]  # fmt: skip
    given = book(rows, eras=eras, payers={f"PAYER {n}": STATED for n in range(len(DENIED_AS_LATE))})
    table = report(given).tables["further"].frame
    return claims_of(given), set(table.loc[table["also_is"].eq(SENT_IN_TIME), "payer"])


@pytest.mark.parametrize(("place", "told"), [(n, told) for n, (*_, told) in enumerate(DENIED_AS_LATE)])
def test_a_claim_denied_as_late_that_was_sent_within_the_limit_is_told_so(denied_as_late, place, told):
    claims, payers = denied_as_late
    assert (claims[f"A{place}"]["also_is"] == SENT_IN_TIME) is told
    assert (f"PAYER {place}" in payers) is told


WITHOUT_835 = [
    ("A{}=0", "2026-06-20", "2026-12-17"),  # + 180
    ("A{}=100", "2026-06-20", None),  # it pays, and denies nothing
    ("B{}=0", "2026-06-20", None),
    ("A{}=0", "2026-05-31", None),  # a day before the service
]


@pytest.fixture(scope="module")
def without_835():
    """The open claims of a book with texts, and of one with explanations on paper."""
    rows = [history(f"A{n}", "denied", on="2026-06-01") for n in range(len(WITHOUT_835))]
    told = [check(f"t{n}", f"E{n}", 0, on, claim_accounts=accounts.format(n))
            for n, (accounts, on, _) in enumerate(WITHOUT_835)]  # fmt: skip
    stated = {"AETNA": {"appeal_days": 180}}
    return {kind: claims_of(book(rows, payers=stated, **{kind: told})) for kind in ("texts", "papers")}


@pytest.mark.parametrize("kind", ["texts", "papers"])
@pytest.mark.parametrize(("place", "deadline"), [(n, on) for n, (*_, on) in enumerate(WITHOUT_835)])
def test_a_text_or_an_explanation_on_paper_that_pays_nothing_dates_a_denial(
    without_835, place, deadline, kind
):
    row = without_835[kind][f"A{place}"]
    assert due_of(row) == (deadline, "appeal")
    assert (row["deadline_unknown"] == "no remittance dates the denial") is (deadline is None)


def test_of_two_claims_with_one_number_a_text_dates_neither():
    told = [check("t", "E1", 0, "2026-06-20", claim_accounts="A1=0")]
    both = [history("A1", "denied", on="2026-06-01"), history("A1", "denied", on="2026-06-02")]
    given = book(both, payers={"AETNA": {"appeal_days": 180}}, texts=told)
    assert given.open["deadline_on"].isna().all()


@pytest.mark.parametrize(("accounts", "lacks"), [("A1=10000", False), ("A1=9999", True)])
def test_a_claim_that_a_text_pays_is_not_paid_by_the_history_alone(accounts, lacks):
    paid = history("A1", "paid", 0, on="2026-06-01", paid_cents=10_000)
    told = [check("t", "E1", 10_000, "2026-06-20", claim_accounts=accounts)]
    given = book([paid, history("B1")], eras=[decided("B1", "2026-06-20", 5_000)], texts=told)
    assert given.every["conflict"].eq("handoff-paid-no-era").any() == lacks


ASKED = {
    "PR-96": (None, BY_PATIENT, "bill the patient"),
    "CO-96": (APPEAL, None, None),  # refused, and not left to the patient
    "PI-20": (None, OTHER, "liable"),
    "CO-19": (None, OTHER, "workers' compensation"),
    "CO-22": (APPEAL, None, "bill the payer that is first"),  # this payer decides again after the first one
    "CO-18": (APPEAL, None, "find the first claim"),
    "CO-29": (APPEAL, None, "proof of timely filing"),
    "CO-999": (APPEAL, None, None),
}


def test_a_reason_says_what_a_denial_asks_for_and_whether_an_appeal_helps():
    claims = [history(f"A{n}", "denied") for n in range(len(ASKED))]
    eras = [decided(f"A{n}", "2026-06-20", 0, reason) for n, reason in enumerate(ASKED)]
    rows = book(claims, eras=eras, payers={"AETNA": STATED}).open.set_index("reason")
    told = rows[["deadline_is", "deadline_unknown", "step"]].astype(object)
    for reason, (deadline, why, word) in ASKED.items():
        found = [None if pd.isna(cell) else cell for cell in told.loc[reason]]
        assert found[:2] == [deadline, why], reason
        assert found[2] is None if word is None else word in found[2], reason


LATE = {"appeal_days": 30, "known_from": "manual"}  # of 2026-06-20: until 2026-07-20, past on AS_OF


LIMITS = [
    # a new claim, from the service: 2026-05-02 + 90 is AS_OF, the day before ends a day before it
    ("CO-31", "2026-05-02", LATE | {"filing_days": 90}, ("2026-07-31", "filing"), ("2026-07-20", APPEAL)),
    ("CO-31", "2026-05-01", LATE | {"filing_days": 90}, ("2026-07-30", "filing"), ("2026-07-20", APPEAL)),
    # past, but the appeal runs until 2026-07-31 (06-20 + 41), and until 2026-07-30 (+ 40) no more
    ("CO-31", "2026-05-01", {"appeal_days": 41, "filing_days": 90}, ("2026-07-31", APPEAL), ("2026-07-30", "filing")),
    ("CO-31", "2026-05-01", {"appeal_days": 40, "filing_days": 90}, ("2026-07-30", "filing"), ("2026-07-30", APPEAL)),
    # a corrected claim has no part in a new one's limit, and is no way for it
    ("CO-31", "2026-05-02", LATE | {"filing_days": 90, "corrected_days": 180},
     ("2026-07-31", "filing"), ("2026-07-20", APPEAL)),
    ("CO-31", "2026-05-02", {"filing_days": 90}, ("2026-07-31", "filing"), None),
    # a corrected claim, from the notice: 06-20 + 41, + 40
    ("CO-16", "2026-05-02", LATE | {"corrected_days": 41}, ("2026-07-31", CORRECTED), ("2026-07-20", APPEAL)),
    ("CO-16", "2026-05-02", LATE | {"corrected_days": 40}, ("2026-07-30", CORRECTED), ("2026-07-20", APPEAL)),
    ("CO-16", "2026-05-02", LATE, ("2026-07-20", APPEAL), None),  # of what it asks for nobody knows a limit
    # an appeal is what it asks for
    ("CO-197", "2026-05-02", LATE | {"filing_days": 90, "corrected_days": 41},
     ("2026-07-20", APPEAL), ("2026-07-31", CORRECTED)),
]  # fmt: skip


@pytest.fixture(scope="module")
def limits():
    """The open claims, and the numbers of those whose deadline is told as passed; each has a payer of its own."""
    rows = [
        history(f"A{n}", "denied", on=served, payer_name=f"PAYER {n}")
        for n, (_, served, *_) in enumerate(LIMITS)
    ]
    eras = [decided(f"A{n}", "2026-06-20", 0, reason, on=served, payer=f"PAYER {n}")
            for n, (reason, served, *_) in enumerate(LIMITS)]  # fmt: skip
    given = book(
        rows, eras=eras, payers={f"PAYER {n}": stated for n, (_, _, stated, *_) in enumerate(LIMITS)}
    )
    (passed,) = [found for found in findings(given) if found.code == "handoff-deadline-passed"]
    return claims_of(given), set(passed.evidence.frame["claim_number"])


@pytest.mark.parametrize(
    ("place", "deadline", "also"), [(n, deadline, also) for n, (*_, deadline, also) in enumerate(LIMITS)]
)
def test_a_denial_has_the_limit_of_what_its_reason_asks_for(limits, place, deadline, also):
    claims, passed = limits
    row = claims[f"A{place}"]
    assert due_of(row) == deadline
    assert (None if pd.isna(row["also_on"]) else (str(row["also_on"].date()), row["also_is"])) == also
    assert (f"A{place}" in passed) is (deadline[0] < f"{AS_OF}")


def test_a_new_claim_needs_no_dated_denial_and_an_appeal_of_one_does():
    told = [history("A1", "denied", on="2026-05-02", denial_reason="CO-31")]
    assert due(book(told, payers={"AETNA": STATED})) == ("2026-07-31", "filing")  # 05-02 + 90
    alone = one(book(told, payers={"AETNA": {"appeal_days": 180}}))
    assert alone["deadline_unknown"] == "no remittance dates the denial"


def test_the_reason_of_the_history_alone_says_what_it_asks_for_and_a_claim_that_is_not_denied_nothing():
    reasons = pd.Series(["pr 119 maximum met", "N425", "CO-50", None])
    found = steps(reasons, pd.Series([None, None, "N425 M1", None]), AS_OF)
    assert found["code"].fillna("").tolist() == ["PR-119", "N425", "CO-50", ""]
    assert found["to"].fillna("").tolist() == ["patient", "", "patient", ""]  # a remark alone is no reason
    pending = one(book([history("A1", "pending", denial_reason="CO-31")]))
    assert pd.isna(pending["step"])
