"""A payer's deposit without its remittance: it is to fetch, and open claims of that payer may be paid by it."""

from __future__ import annotations

from dataclasses import replace

import pytest
from cutover.reading.postings.tables import DEPOSITS
from cutover.workstreams.era_audit.asked_once import _of_checks, _of_numbers, _of_undated_claims
from cutover.workstreams.era_audit.downloads import findings_and_tables, to_fetch
from cutover.workstreams.era_audit.inputs import Inputs as Audit
from cutover.workstreams.lone_deposits import are, are_sums, are_texts, claims_in, payers_in, payments
from cutover.workstreams.open_claims.book import Book
from cutover.workstreams.run_rules import load_rules
from era_frames import AS_OF, PRACTICE, archive, day, payment
from open_claims_makers import book, decided, findings, history, one
from pandas import DataFrame, NaT, Series, isna
from parallel_frames import deposit, frame

GREEN, GREEN_OTHER = "GREEN CROSS AND SHIELD OF OHIO", "GREEN CROSS AND SHIELD OF IOWA"


def named(text: str, *payers: str) -> str | None:
    """The payer that a bank's line names."""
    found = payers_in(Series([text]), payers).iloc[0]
    return found if isinstance(found, str) else None


@pytest.mark.parametrize(
    ("text", "payers", "payer"),
    [
        ("ACH CR AETNA 88120", ("AETNA", GREEN), "AETNA"),
        ("EDI PYMNTS GREEN CROSS AND S 7712", ("AETNA", GREEN), GREEN),  # 16 letters, as an ACH entry has
        ("GREEN CROSS 7712", ("AETNA", GREEN), None),  # 11 letters are too few, with the blank 12
        ("GREEN CROSS A 7712", ("AETNA", GREEN), GREEN),  # 13
        ("EDI PYMNTS GREEN CROSS AND S 7712", (GREEN, GREEN_OTHER), None),  # either may be meant
        ("EDI GREEN CROSS AND SHIELD OF IOWA", (GREEN, GREEN_OTHER), GREEN_OTHER),
        ("AETNA BETTER HEALTH 12", ("AETNA", "AETNA BETTER HEALTH"), "AETNA BETTER HEALTH"),
        ("AETNAX 12", ("AETNA",), None),
        ("GREEN CROSS ANDERSON LUMBER", (GREEN,), None),  # another word begins where the name is left
    ],
)
def test_a_payer_is_told_by_its_name_or_by_a_beginning_that_no_other_has(text, payers, payer):
    assert named(text, *payers) == payer


def opened(*deposits: dict, on: str = "2026-05-01", **said):
    """The only open claim, beside a payer's remittance that its own deposit explains and these deposits."""
    known = deposit("2026-06-02", 4_000, "ACH AETNA")
    given = book([history("A1", on=on, payer_name="AETNA", submission_date=day("2026-05-03"), **said)],
                 eras=[decided("B1", "2026-06-01", 4_000)], deposits=frame(DEPOSITS, [known, *deposits]),
                 payers={"AETNA": {"filing_days": 365}})  # fmt: skip
    return given, one(given)


def test_an_open_claim_whose_payer_has_a_deposit_without_a_remittance_may_be_paid():
    given, row = opened(deposit("2026-06-10", 9_000, "ACH AETNA 77"))
    assert row["deposit"] == "$90.00 on 2026-06-10"
    assert row["deadline_unknown"] == "a deposit without a remittance may have paid it"
    found = {f.code: (f.count, f.amount_cents) for f in findings(given)}
    assert found["handoff-deposit-alone"] == (1, 10_000)


@pytest.mark.parametrize(
    ("on", "served", "may"),
    [
        ("2026-05-01", "2026-05-01", False),  # not yet filed on that day
        ("2026-05-03", "2026-05-01", True),  # filed on that day
        ("2026-07-30", "2026-05-01", True),  # 30 + 30 + 30 = 90 days
        ("2026-07-31", "2026-05-01", False),  # 91 days
        ("2026-05-31", "2026-06-01", False),  # served after it
    ],
)
def test_the_claim_is_served_and_filed_before_the_deposit_and_not_long_before(on, served, may):
    _, row = opened(deposit(on, 9_000, "ACH AETNA 77"), on=served)
    assert (row["deposit"] == f"$90.00 on {on}") is may
    assert may or row["deadline_unknown"] == "filed in time, waits for the payer"


@pytest.mark.parametrize(
    ("cents", "words"),
    [
        (4_000, "ACH AETNA"),
        (9_000, "ACH GREEN CROSS AND S"),
        (9_000, "ACH 77"),
        (9_000, "PATIENT PAYMENT AETNA"),
    ],
)
def test_no_deposit_of_another_payer_of_nobody_or_of_a_patient_pays_it(cents, words):
    more = [] if cents == 4_000 else [deposit("2026-06-10", cents, words)]
    assert opened(*more)[1]["deposit"] != opened(*more)[1]["deposit"]  # null


def test_a_deposit_that_a_paid_claim_of_the_history_explains_pays_no_other():
    for cents, may in ((9_000, False), (9_100, True)):
        paid = history("P1", "paid", 0, paid_cents=cents, paid_date=day("2026-06-09"), payer_name="AETNA")
        given = book([history("A1", payer_name="AETNA", submission_date=day("2026-06-02")), paid],
                     eras=[decided("B1", "2026-06-01", 4_000)],
                     deposits=frame(DEPOSITS, [deposit("2026-06-10", 9_000, "ACH AETNA 77")]))  # fmt: skip
        assert (one(given)["deposit"] == "$90.00 on 2026-06-10") is may


@pytest.mark.parametrize(("cents", "may"), [(9_000, False), (9_001, True)])
def test_a_deposit_whose_text_names_its_claims_pays_no_other(cents, may):
    given, _ = opened(deposit("2026-06-10", 9_000, "ACH AETNA 77"))
    text = {"check_number": "A77", "amount_cents": cents, "check_date": day("2026-06-09"), "content": "t"}
    held = archive(payments=[payment("a", "2026-06-01", 4_000)], text_checks=[text])
    row = one(Book(replace(given.inputs, medi=held)))
    assert isna(row["deposit"]) != may


def test_a_deposit_without_a_day_pays_no_claim():
    _, row = opened(deposit(None, 9_000, "ACH AETNA 77"))
    assert isna(row["deposit"])


def test_a_claim_marked_paid_without_a_day_is_one_deposit_of_its_payer_and_amount():
    both = deposit("2026-06-10", 9_000, "ACH AETNA"), deposit("2026-06-17", 9_000, "ACH AETNA")
    alone = frame(DEPOSITS, list(both)).assign(payer="AETNA")
    marked = DataFrame({"payer": ["Aetna, Inc.", "CIGNA"], "paid_on": [NaT, NaT], "check_number": [None, None],
                        "history_paid_cents": [9_000, 9_000]})  # fmt: skip
    assert _of_undated_claims(alone, marked).tolist() == [True, False]
    assert _of_undated_claims(alone, marked.assign(check_number="77")).tolist() == [False, False]


def test_the_download_list_asks_for_the_remittance_of_a_deposit_and_for_no_text_check_twice():
    alone = frame(DEPOSITS, [deposit("2026-06-10", 9_000, "ACH AETNA 77")]).assign(payer="AETNA")
    held = archive(payments=[payment("a", "2026-06-01", 4_000)])
    rows = to_fetch(Audit(held, PRACTICE, AS_OF, lone_deposits=alone))
    (row,) = rows[rows["step"] == "deposit without a remittance"].to_dict("records")
    assert (row["payer"], row["amount_cents"], row["from_day"], row["to_day"]) == (
        "AETNA", 9_000, day("2026-05-27"), day("2026-06-24"),
    )  # fmt: skip
    (found,) = findings_and_tables(Audit(held, PRACTICE, AS_OF, lone_deposits=alone)).findings
    assert (found.code, found.count, found.amount_cents) == ("era-deposit-alone", 1, 9_000)
    rows = to_fetch(Audit(held, PRACTICE, AS_OF))
    assert "deposit without a remittance" not in set(rows["step"])


@pytest.mark.parametrize(
    ("cents", "words", "texts", "told"),
    [
        (30_000, "LOCKBOX 12", [("71", 18_000), ("72", 12_000)], True),  # 180.00 + 120.00 = 300.00
        (30_001, "LOCKBOX 12", [("71", 18_000), ("72", 12_000)], False),
        (30_000, "LOCKBOX 12", [("71", 18_000), ("72", 12_000), ("73", 12_000)], False),  # either of two
        (18_000, "LOCKBOX 12", [("71", 18_000), ("72", 12_000)], True),
        (18_000, "ACH ELM 7100", [("7100", 18_000)], True),
        (18_000, "ACH ELM 7200", [("7100", 18_000), ("7200", 12_000)], False),  # it names another check
    ],
)
def test_a_deposit_is_a_text_alone_or_just_one_sum_of_several(cents, words, texts, told):
    rows = frame(DEPOSITS, [deposit("2026-06-10", cents, words)])
    known = DataFrame({"check_number": [number for number, _ in texts], "check_date": day("2026-06-04"),
                       "amount_cents": [of for _, of in texts]})  # fmt: skip
    assert are_texts(rows, known, load_rules(AS_OF)).tolist() == [told]


@pytest.mark.parametrize(
    ("words", "on", "same"),
    [
        ("ELM PLAN CHECK 48210", "2026-06-01", True),  # six business days before, a check lies that long
        ("ELM PLAN CHECK 48", "2026-06-01", False),  # two digits may be how many checks there are
        ("ELM PLAN EFT", "2026-06-01", False),
        ("ELM PLAN EFT", "2026-06-05", True),  # two business days before
        ("ELM PLAN CHECK 48210", "2026-06-12", True),  # three after
        ("ELM PLAN CHECK 48210", "2026-06-15", False),  # four after: no check comes in before it is made
    ],
)
def test_a_check_may_come_to_the_bank_long_after_its_payment(words, on, same):
    rules, rows = load_rules(AS_OF), frame(DEPOSITS, [deposit("2026-06-09", 9_000, words)])
    known = payments(Series([None], dtype="str"), Series([9_000]), Series([day(on)]))
    assert are(rows, known, rules.bank_business_days, rules.check_business_days).tolist() == [same]


@pytest.mark.parametrize(
    ("cents", "words", "payers", "told"),
    [
        (15_000, "REMOTE DEPOSIT", ["ELM", "ELM"], True),  # 100.00 + 50.00
        (5_000, "REMOTE DEPOSIT", ["ELM", "ELM"], True),
        (15_000, "REMOTE DEPOSIT", ["ELM", "OAK"], False),  # of two payers
        (15_001, "REMOTE DEPOSIT", ["ELM", "ELM"], False),
        (15_000, "TRANSFER 8", ["ELM", "ELM"], False),  # no words of a check
    ],
)
def test_a_deposit_of_checks_is_claims_of_one_payer_that_are_marked_paid_without_a_day(
    cents, words, payers, told
):
    rows = frame(DEPOSITS, [deposit("2026-06-10", cents, words)]).assign(payer=Series([None], dtype="str"))
    claims = DataFrame({"payer": payers, "cents": [10_000, 5_000], "served": day("2026-05-01")})
    assert are_sums(rows, claims, 3, 10).tolist() == [told]
    late = claims.assign(served=day("2026-06-11"))
    assert are_sums(rows, late, 3, 10).tolist() == [False]
    assert not are_sums(rows, claims, 3, 1).any() or cents == 5_000  # too many to try


def test_one_claim_is_one_deposits_money():
    rows = frame(DEPOSITS, [deposit("2026-06-10", 5_000, "REMOTE DEPOSIT"),
                            deposit("2026-06-17", 5_000, "REMOTE DEPOSIT")])  # fmt: skip
    claims = DataFrame({"payer": ["ELM"], "cents": [5_000], "served": day("2026-05-01")})
    assert are_sums(rows.assign(payer=Series([None] * 2, dtype="str")), claims, 3, 10).tolist() == [
        True,
        False,
    ]


def test_a_claim_that_a_deposit_with_its_payers_name_has_taken_is_no_other_deposits():
    given = [deposit("2026-06-10", 5_000, "ACH ELM"), deposit("2026-06-17", 5_000, "REMOTE DEPOSIT")]
    rows = frame(DEPOSITS, given).assign(payer=Series(["Elm", None], dtype="str"))
    marked = DataFrame({"payer": ["ELM"], "paid_on": [NaT], "check_number": [None],
                        "history_paid_cents": [5_000], "served": day("2026-05-01")})  # fmt: skip
    rules = load_rules(AS_OF)
    assert _of_checks(rows, marked, rules, rows.iloc[:1]).tolist() == [False, False]
    assert _of_checks(rows, marked, rules, rows.iloc[:0]).tolist() == [False, True]
    assert _of_checks(rows, marked.assign(check_number="77"), rules, rows.iloc[:0]).tolist() == [False, False]


@pytest.mark.parametrize(
    ("cents", "owed", "told"),
    [
        (15_000, [10_000, 5_000], [True, True]),  # 100.00 + 50.00: all of its claims
        (15_001, [10_000, 5_000], [False, False]),
        (15_000, [10_000, 5_000, 700], [True, True, False]),  # the only sum of two
        (15_000, [10_000, 5_000, 5_000], [True, True, False]),  # either of two of one amount
        (15_000, [10_000, 5_000, 9_000, 6_000], [False] * 4),  # two sums
        (5_000, [5_000, 3_000, 2_000], [False] * 3),  # one claim is it alone, as it is asked for
        (15_000, [9_000, 3_000, 2_000, 1_000, 800], [True, True, True, True, False]),  # four pieces
        (15_000, [8_000, 3_000, 2_000, 1_000, 1_000, 800], [False] * 6),  # five are too many
        (15_000, [8_000, 3_000, 2_000, 1_000, 1_000], [True] * 5),  # but for all
    ],
)
def test_claims_marked_paid_are_the_money_of_a_deposit_that_names_their_payer(cents, owed, told):
    rows = frame(DEPOSITS, [deposit("2026-06-10", cents, "ACH ELM")]).assign(payer="ELM")
    claims = DataFrame({"payer": "ELM", "cents": owed, "served": day("2026-05-01")})
    assert claims_in(rows, claims, 4, 14).tolist() == told
    for other in (claims.assign(payer="OAK"), claims.assign(served=day("2026-06-11"))):
        assert not claims_in(rows, other, 4, 14).any()
    assert claims_in(rows, claims, 4, 1).tolist() == (told if all(told) else [False] * len(owed))


@pytest.mark.parametrize(
    ("cents", "owed", "rests", "told"),
    [
        (15_000, [6_000, 4_000], [3_000, 2_000], [True, True]),  # 60.00 + 40.00 + 30.00 + 20.00: all of both
        (15_001, [6_000, 4_000], [3_000, 2_000], [False, False]),
        (10_000, [6_000, 4_000], [3_000, 7_000], [True, True]),  # the claims alone make it: no rest is tried
        (9_000, [6_000, 4_000], [3_000, 800], [True, False]),  # 60.00 + 30.00 is the only sum
        (9_000, [6_000, 4_000], [3_000, 3_000], [True, False]),  # 60.00 + either rest of one amount
        (3_000, [6_000, 4_000], [3_000], [False, False]),  # a rest is it alone
    ],
)
def test_rests_of_claims_paid_less_than_the_history_has_are_tried_with_the_claims(cents, owed, rests, told):
    rows = frame(DEPOSITS, [deposit("2026-06-10", cents, "ACH ELM")]).assign(payer="ELM")
    claims, more = (
        DataFrame({"payer": "ELM", "cents": amounts, "served": day("2026-05-01")})
        for amounts in (owed, rests)
    )
    assert claims_in(rows, claims, 4, 14, more).tolist() == told
    for other in (more.assign(payer="OAK"), more.assign(served=day("2026-06-11")), more.iloc[:0]):
        assert claims_in(rows, claims, 4, 14, other).tolist() == claims_in(rows, claims, 4, 14).tolist()


@pytest.mark.parametrize(
    ("cents", "number", "told"),
    [
        (15_000, "4711", [True, True, False]),  # 60.00 + 40.00 of a check of 150.00: it has other claims too
        (10_000, "4711", [True, True, False]),
        (9_999, "4711", [False] * 3),  # less than its claims: not the check that the history means
        (15_000, "4713", [False] * 3),
    ],
)
def test_claims_marked_paid_with_the_number_of_a_deposit_are_its_money(cents, number, told):
    rows = frame(DEPOSITS, [deposit("2026-06-10", cents, f"ACH ELM {number}")])
    marked = DataFrame({"check_number": Series(["4711", "4711", None], dtype="str"),
                        "history_paid_cents": Series([6_000, 4_000, 5_000], dtype="Int64")})  # fmt: skip
    assert _of_numbers(rows, marked).tolist() == told
