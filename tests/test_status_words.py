"""The words for the state of a claim: what is understood, what the amounts say where it is not, what is no charge."""

from __future__ import annotations

import re

import pandas as pd
import pytest
from baseline_makers import billed, value
from baseline_makers import book as monthly
from claim_makers import claim, practice, put, submitted
from claim_makers import history as claims
from cutover import reference
from cutover.cli import main
from cutover.columns import empty
from cutover.reading.claims.claims import Claims, load_claims
from cutover.reading.claims.era_submissions import era_claims
from cutover.reading.claims.states import _Words, by_marks, is_settled, state_of
from cutover.reading.claims.submissions import NEVER_SENT, TAKE_BACK, VOID_UNSENT, of_history
from cutover.reading.claims.tables import CLAIM_FILES, CLAIMS_SET_ASIDE
from cutover.reading.era.archive import load_archive
from cutover.reading.mapping.known_values import Knowledge
from cutover.reading.practice.preflight import of_practice
from cutover.workstreams import status_words
from cutover.workstreams.claim_reconciliation import reconcile
from cutover.workstreams.open_claims.claims import RESOLVED
from cutover.workstreams.open_claims.counted import counted
from cutover.workstreams.open_claims.report import report
from cutover.workstreams.reporting_baseline.report import report as monthly_report
from era_frames import archive
from open_claims_makers import book, day, decided, findings, history, one, summary

MEDICARE = {"payer_name": "MEDICARE PART B"}
HEADER = "Claim ID,Account,Service Date,Payer Name,Total Charge,Insurance Paid,Balance,Claim Status\n"


@pytest.mark.parametrize(
    ("written", "state"),
    [
        ("Pd", "paid"), ("PD-CLSD", "paid"), ("Clm done", "paid"), ("Zero bal.", "paid"), ("Pmt appld", "paid"),
        ("Dnd by ins", "denied"), ("DEN", "denied"), ("Denial posted", "denied"),
        ("Pt resp", "patient responsibility"), ("Pd - pt due", "patient responsibility"),
        ("Appld to ded", "patient responsibility"), ("Stmt sent", "patient responsibility"),
        ("Rej by payer", "denied"), ("Rej.", "open"), ("To be sent", "open"),
        ("OA REJECT", "open"), ("Front-end rejects", "open"), ("Payer reject", "denied"), ("Injection", "unknown"),
        ("Unprocessable clm", "open"), ("A7:562", "open"), ("a3:21 - see 277", "open"), ("A2:20", "pending"),
        ("P1:0", "pending"), ("F1:65", "unknown"), ("A7", "unknown"), ("A7:562 resent", "pending"),
        ("Sent", "pending"), ("At payer", "pending"),
        ("VOIDED", "voided"), ("Canceled - wrong pt", "voided"), ("Deleted", "voided"), ("Not void", "unknown"),
        ("Superseded", "replaced"), ("Replaced see 12", "replaced"), ("Refiled under new #", "replaced"),
        ("Rebilled under new claim 7", "replaced"), ("Refiled", "pending"),
        ("Rebilled - see corrected", "replaced"), ("Denied, see new claim", "replaced"), ("See rebill 12", "replaced"),
        ("Rebilled", "pending"), ("Corrected and resent", "pending"), ("See notes - denied", "denied"),
        ("Check voided", "unknown"), ("Pmt void", "unknown"),
        ("REFUNDED", "written off"), ("Refunded to plan ck 12", "written off"), ("Pt refunded", "unknown"),
        ("Refund requested", "unknown"), ("Denied, refunded", "written off"),
        ("W/O", "written off"), ("Held w/o auth", "unknown"),
        ("Recon 2nd lvl", "appealed"),
        ("Fighting it", "appealed"), ("In dispute", "appealed"), ("Turned down", "denied"),
        ("Kicked back", "open"), ("Bounced - bad ID", "open"),
        ("Not sent - no ID", "open"), ("Waiting on info", "open"),
        ("Client balance", "patient responsibility"), ("Family owes copay", "patient responsibility"),
        ("Moved to pt", "patient responsibility"), ("Took back", "voided"), ("Redone", "replaced"),
        ("Ins took back - new decision due", "open"), ("Payment taken back", "open"), ("Taken back", "voided"),
        ("Taken back by us", "voided"),
        ("Pmt reversed 3/4", "open"), ("Paid, then reversed", "open"), ("Payer reversal", "open"),
        ("Reversed", "unknown"), ("Charge reversed", "unknown"), ("Payment not reversed", "unknown"),
        ("Waiting 2nd", "pending"), ("Sent no ans", "pending"), ("Out to ins", "pending"),
    ],
)  # fmt: skip
def test_abbreviations_stand_for_the_state_that_they_shorten(written, state):
    assert state_of(written) == state


@pytest.mark.parametrize(
    ("written", "paid", "balance", "state"),
    [
        ("Reversed", 0, 10_000, "open"), ("RECOUPED", None, 4_000, "open"), ("Takeback", 0, 1, "open"),
        ("Reversed", 0, 0, "unknown"),  # nothing is left to ask for: the charge may have been reversed
        ("Reversed", 0, None, "unknown"), ("Reversed", 2_500, 7_500, "unknown"),  # a payment is left
        ("Charge reversed", 0, 10_000, "unknown"),
    ],
)  # fmt: skip
def test_a_reversal_alone_is_open_again_where_nothing_is_left_paid_and_a_balance_is(
    written, paid, balance, state
):
    row = claim(
        state_as_written=written, state="unknown", charge_cents=10_000, paid_cents=paid, balance_cents=balance
    )
    assert by_marks(claims(row)).tolist() == [state]


def test_the_check_asks_for_no_meaning_of_a_reversal_that_its_amounts_explain(tmp_path, monkeypatch):
    monkeypatch.setenv("CUTOVER_HOME", str(tmp_path))
    own = practice(tmp_path)
    put(own, "claims/c.csv", HEADER + "".join(
        f"C{n},{n},1/{n}/2026,Aetna,100.00,{paid},{rest},{word}\n"
        for n, paid, rest, word in ((1, 0, 100, "Reversed"), (2, 60, 40, "Reversed"), (3, 100, 0, "Paid"))
    ))  # fmt: skip
    odd = [one.found for one in of_practice(tmp_path, "client", "practice") if one.where.endswith("c.csv")]
    assert "1 status word of 1 claim not understood" in odd  # 60.00 of the second is left paid


@pytest.mark.parametrize(
    ("charge", "paid", "adjusted", "balance", "settled"),
    [
        (10_000, 6_000, 4_000, 0, True),  # 60.00 + 40.00 is the whole charge
        (10_000, 6_000, 4_000, 1, False),  # a cent is left
        (10_000, 0, 10_000, 0, True),  # written off as a whole
        (10_000, 0, 9_999, 0, False),  # nothing paid, and a cent that nobody explains
        (10_000, 6_000, 2_000, 0, True),  # the payer paid; the patient bore the 20.00
        (10_000, 0, 0, 0, False),  # nothing says where the charge went
        (10_000, None, None, 0, True),  # the balance is all that is known
        (10_000, 6_000, 4_000, None, True),
        (10_000, 6_000, None, None, False),
        (10_000, 6_000, 4_001, -1, False),  # a credit is owed to somebody
        (None, None, None, None, False),
    ],
)
def test_a_claim_of_unknown_state_is_settled_where_its_amounts_say_so(
    charge, paid, adjusted, balance, settled
):
    row = claim(state="unknown", charge_cents=charge, paid_cents=paid, adjusted_cents=adjusted,
                balance_cents=balance)  # fmt: skip
    assert is_settled(claims(row)).tolist() == [settled]
    assert not is_settled(claims(row | {"state": "open"})).any()  # a known state is believed


@pytest.mark.parametrize(
    ("charge", "balance", "state", "nothing"),
    [
        (0, 0, "pending", True), (0, 0, "denied", True), (1, 0, "pending", False), (0, 1, "pending", False),
        (0, None, "pending", False),  # a charge of nothing alone may be a column that nobody filled
        (0, 0, "paid", False),  # resolved by its state
    ],
)  # fmt: skip
def test_a_claim_of_no_charge_and_no_balance_is_not_open(charge, balance, state, nothing):
    row = claim(state=state, charge_cents=charge, paid_cents=0, adjusted_cents=0, balance_cents=balance)
    assert is_settled(claims(row)).tolist() == [nothing]
    if state == "pending":
        told = book([history("A1", state, balance, charge_cents=charge, balance_cents=balance)])
        assert (len(told.open) == 0) is nothing


def odd(number="A1", cents=0, **said):
    """A claim whose status nobody can place, adjusted to nothing unless told."""
    words = {"state_as_written": "Zq", "adjusted_cents": 10_000 - cents}
    return history(number, "unknown", cents, **({"on": "2025-01-02"} | words | said))


def test_a_claim_that_its_amounts_settle_is_neither_open_nor_past_a_deadline_and_is_said():
    told = report(book([odd(**MEDICARE), odd("A2", 3_000, **MEDICARE)]))
    found = {f.code: (f.count, f.amount_cents) for f in told.findings}
    assert found["handoff-deadline-passed"] == (1, 3_000) and found["handoff-no-owner"] == (1, 3_000)
    assert found["claims-status-unknown"] == (2, 20_000)  # what was charged of both
    assert "The status of 2 claims (1 word) is not understood; $30.00 of it is open." in told.verdict
    assert any(
        "settled by their amounts, so not open: 1 claim, $100.00 charged" in text for text in told.limits
    )


def test_a_settled_claim_whose_remittance_denies_it_is_not_a_denial_that_nobody_noticed():
    given = book([odd(on="2026-06-01")], eras=[decided("A1", "2026-06-20", 0, "CO-50")])
    assert given.every["status"].tolist() == [RESOLVED] and given.every["conflict"].isna().all()


def test_a_status_unknown_is_graver_where_its_money_is_open():
    severities = [status_words.findings(given.inputs.history)[0].severity.value
                  for given in (book([odd()]), book([odd(cents=1)]))]  # fmt: skip
    assert severities == ["low", "medium"]


@pytest.mark.parametrize("state", ["voided", "replaced"])
def test_a_void_or_replaced_claim_is_not_open_and_its_denial_makes_no_claim_of_its_own(state):
    given = book([history("A1", state, 10_000), history("A2", "pending", 2_500)],
                 eras=[decided("A1", "2026-06-20", 0, "CO-197")])  # fmt: skip
    assert given.open["claim_number"].tolist() == ["A2"] and len(given.every) == 2
    rows = counted(given).set_index("what")
    assert rows.loc["claims that the history calls void or replaced", "rows"] == 1
    assert rows.loc["resolved claims", "rows"] == 0
    limits = status_words.limits(given.inputs.history, given.inputs.decisions)
    assert any(f"calls {state}, set aside" in text and "1, $100.00" in text for text in limits)


def test_charges_of_a_month_leave_out_void_and_replaced_claims_and_say_them():
    rows = [billed("A1", "2026-05-05", 50_000, "voided", paid_date=day("2026-06-10")),
            billed("A2", "2026-05-06", 18_000, "replaced"),
            billed("A3", "2026-05-06", 18_000, "denied"), billed("A4", "2026-05-07", 700, "voiding")]  # fmt: skip
    told = monthly(rows)
    assert value(told, "charges", "2026-05") == 18_700  # 180.00 + 7.00
    assert value(told, "open", "2026-05") == 18_700
    said = [text for text in monthly_report(told).limits if "set aside" in text]
    assert [text.rpartition(": ")[2] for text in said] == ["1, $500.00.", "1, $180.00."]


def test_a_claim_that_was_sent_counts_as_submitted_though_it_was_voided_later():
    rows = claims(
        claim(claim_number="C1", state="voided", submission_date=day("2026-03-05")),
        claim(claim_number="C2", state="voided"),
        claim(claim_number="C3", state="voided", paid_cents=1),
        claim(claim_number="C4", state="replaced"),
        claim(claim_number="C5", state="open"),
    )
    sent, left = of_history(rows)
    assert sent["claim_number"].tolist() == ["C1", "C3", "C4"]  # a payer paid C3, and C4 was sent again
    assert left["reason"].tolist() == [VOID_UNSENT, NEVER_SENT]
    assert status_words.submitted_once(rows)[0].startswith(
        "Void or replaced by the history, and counted here as submitted: 1 claim."
    )


@pytest.mark.parametrize(
    ("charge", "paid", "sent", "counts"),
    [
        (0, -4_500, None, False), (0, -4_500, "2026-03-05", False), (None, -4_500, None, False),
        (None, -4_500, "2026-03-05", True),  # a report without charges: the day says that it was sent
        (0, 0, "2026-03-05", True), (1, -4_500, None, True), (10_000, 6_000, None, True),
    ],
)  # fmt: skip
def test_a_row_without_a_charge_that_takes_money_back_is_no_submission(charge, paid, sent, counts):
    row = claim(charge_cents=charge, paid_cents=paid, submission_date=sent and pd.Timestamp(sent))
    used, left = of_history(claims(row))
    assert (len(used), len(left)) == (int(counts), int(not counts))
    assert left["reason"].tolist() == [] if counts else [TAKE_BACK]


# Medicare takes a claim for 12 months: service on 2025-08-20 can be filed until 2026-08-20, in the closeout
FILED = [
    ({"state_as_written": "In process", "submission_date": "2025-08-21"}, None, "filed in time, waits"),
    ({"state_as_written": "In process", "submission_date": "2026-08-21"}, "2026-08-20", None),
    ({"state_as_written": "In process"}, None, "filed in time, waits"),  # sent by today, before the limit
    ({"state_as_written": "Zq", "submission_date": "2025-08-21"}, None, "filed in time, waits"),
    ({"state_as_written": "Zq"}, "2026-08-20", None),
    ({"state_as_written": "Rejected", "submission_date": "2025-08-21"}, "2026-08-20", None),
    ({"state_as_written": "FE-REJECT", "submission_date": "2025-08-21"}, "2026-08-20", None),
    ({"state_as_written": "A7:562", "submission_date": "2025-08-21"}, "2026-08-20", None),
    ({"state_as_written": "A2:20", "submission_date": "2025-08-21"}, None, "filed in time, waits"),
    ({"state_as_written": "On hold", "submission_date": "2025-08-21"}, "2026-08-20", None),
    # a payer may have rejected it before adjudication: the limit for filing runs, unless a decision is named
    ({"state_as_written": "Payer rejected", "submission_date": "2025-08-21"}, "2026-08-20", None),
    ({"state_as_written": "Payer rejected", "denial_reason": "CO-16"}, None, "no remittance dates"),
    ({"state_as_written": "Denied", "submission_date": "2025-08-21"}, None, "no remittance dates"),
]


@pytest.fixture(scope="module")
def filed():
    """The open claims of a history of all cases, by their place."""
    rows = []
    for number, (said, *_) in enumerate(FILED):
        told = {"state": state_of(said["state_as_written"])} | said
        if "submission_date" in told:
            told["submission_date"] = day(told["submission_date"])
        rows.append(history(f"A{number}", on="2025-08-20", **(told | MEDICARE)))
    return book(rows).open.set_index("claim_number")


@pytest.mark.parametrize(("number", "deadline", "why"), [(n, *case[1:]) for n, case in enumerate(FILED)])
def test_the_limit_for_filing_runs_until_a_claim_is_filed_and_again_once_it_is_rejected(
    filed, number, deadline, why
):
    row = filed.loc[f"A{number}"]
    assert (None if pd.isna(row["deadline_on"]) else str(row["deadline_on"].date())) == deadline
    assert (row["deadline_unknown"] or "").startswith(why) if why else pd.isna(row["deadline_unknown"])


def test_a_pending_claim_whose_limit_has_passed_without_a_day_of_submission_is_not_called_late():
    row = one(book([history("A1", on="2025-07-30", **MEDICARE)]))
    assert row["deadline_unknown"].startswith("pending, and no day of submission")
    late = one(book([history("A1", on="2025-07-30", submission_date=day("2026-07-31"), **MEDICARE)]))
    assert str(late["deadline_on"].date()) == "2026-07-30"  # sent a day after its limit


def test_what_the_clearinghouse_holds_or_rejected_still_has_its_limit_and_what_it_accepted_has_not():
    served = {"on": "2025-08-20", **MEDICARE}
    days = [one(book(summaries=[summary("A1", state, sent="2026-07-20", **served)]))["deadline_on"]
            for state in ("pending", "rejected", "accepted")]  # fmt: skip
    assert [str(when.date()) for when in days[:2]] == ["2026-08-20"] * 2 and pd.isna(days[2])


@pytest.mark.parametrize(("taken", "deadline"), [("2025-08-21", "2026-08-20"), ("2025-08-22", None)])
def test_what_a_clearinghouse_took_and_the_history_calls_rejected_since_is_not_filed(taken, deadline):
    came_back = {"state": "open", "state_as_written": "REJECTS", "submission_date": day("2025-08-21")}
    row = one(book([history("A1", on="2025-08-20", **(came_back | MEDICARE))],
                   summaries=[summary("A1", "accepted", sent=taken, on="2025-08-20", **MEDICARE)]))  # fmt: skip
    assert (None if pd.isna(row["deadline_on"]) else str(row["deadline_on"].date())) == deadline


def test_every_word_for_a_rejection_that_leaves_a_claim_open_says_that_it_was_not_filed():
    words = reference.load("claim_states", _Words)
    came_back = {w for entry in words.state if entry.state == "open" for w in (*entry.words, *entry.exact)
                 if re.match(r"rej|err|fail|kick|bounc|return|unproc", w)}  # fmt: skip
    assert came_back and came_back <= set(words.submission.rejected)


def test_a_claim_that_a_remittance_pays_is_not_open_for_filing():
    paid = [decided("A1", "2026-06-20", 10_000, on="2025-08-20", payer="MEDICARE PART B")]
    given = book([history("A1", "open", on="2025-08-20", **MEDICARE)], eras=paid)
    assert one(given)["deadline_unknown"] == "a remittance pays it"
    assert "handoff-deadline-near" not in {f.code for f in findings(given)}


def test_the_same_row_of_two_sheets_is_two_cases():
    rows = [claim(claim_number=f"C{n}", state="unknown", state_as_written="Zq", source_sheet=sheet)
            for n, sheet in enumerate(("Jan", "Feb", None))]  # fmt: skip
    (found,) = status_words.findings(claims(*rows))
    told = found.evidence.frame
    assert told["key"].nunique() == 3 and told["source_sheet"].tolist()[:2] == ["Jan", "Feb"]


def test_claims_without_numbers_on_the_same_row_of_two_sheets_are_two_claims():
    rows = claims(*[
        claim(claim_number=None, patient_control_number=None, paid_cents=1_000, source_sheet=sheet)
        for sheet in ("Jan", "Feb")
    ])  # fmt: skip
    told = Claims(submitted(), rows, empty(CLAIMS_SET_ASIDE), empty(CLAIM_FILES), (), era_claims(archive()))
    missing = reconcile(told).of("no ERA")
    assert missing["history_paid_cents"].tolist() == [1_000, 1_000]
    assert sorted(missing["source_sheet"]) == ["Feb", "Jan"]


def words_of(tmp_path, capsys, *more):
    main(["columns", str(tmp_path / "data/raw/client/practice/claims/h.csv"), "--client", "client", *more])
    told = capsys.readouterr()
    assert not told.err
    return told.out


def test_a_client_says_what_its_words_mean_in_its_confirmed_columns_and_they_stay_there(
    tmp_path, monkeypatch, capsys
):
    monkeypatch.setenv("CUTOVER_HOME", str(tmp_path))
    elm = practice(tmp_path)
    rows = [f"C{n},A{n},03/0{n}/2026,Aetna,$100.00,$0.00,$100.00,{word}\n"
            for n, word in enumerate(("Zq7", "Paid", "Zq7"), 1)]  # fmt: skip
    put(elm, "claims/h.csv", HEADER + "".join(rows))
    said = words_of(tmp_path, capsys, "--accept")
    assert "not understood: 1 status word of 2 claims" in said and "Zq7" not in said
    assert "'Zq7': 2 claims" in words_of(tmp_path, capsys, "--values")
    odd = [
        word
        for word in of_practice(tmp_path, "client", "practice")
        if word.where.endswith("h.csv") and word.weight == "odd"
    ]
    assert [word.found for word in odd] == ["1 status word of 2 claims not understood"]
    (file,) = (tmp_path / "data/crosswalks/client").glob("claim-history-*.toml")
    file.write_text(file.read_text("utf-8") + '\n[values.state_as_written]\n"Zq7" = "Void"\n', "utf-8")
    for again in ((), ("--accept",), ("--accept", "--set", "check_number=")):
        assert "not understood" not in words_of(tmp_path, capsys, *again)
    assert not [
        w
        for w in of_practice(tmp_path, "client", "practice")
        if w.where.endswith("h.csv") and w.weight == "odd"
    ]
    known = load_claims(elm, load_archive(elm), Knowledge(tmp_path / "data/crosswalks/client")).history
    assert known["state"].tolist() == ["voided", "paid", "voided"]


def test_a_claim_that_was_filed_again_with_another_payer_is_not_replaced_by_another_claim():
    assert state_of("Refiled under new plan") != "replaced"
