"""Every open claim once, whatever source tells of it, and what differs between sources is said."""

from __future__ import annotations

import datetime as dt

import pandas as pd
import pytest
from claim_makers import listed, payer_list
from cutover.reading.claims.tables import CLAIM_FILES
from cutover.result import State
from cutover.workstreams.open_claims.agreements import unwritten
from cutover.workstreams.open_claims.counted import counted
from cutover.workstreams.open_claims.findings import made
from cutover.workstreams.open_claims.report import report
from cutover.workstreams.open_claims.verdict import figures, verdict
from cutover.workstreams.parallel_run import aging as run_aging
from open_claims_makers import AS_OF, CUTOVER, book, day, decided, history, note, one, summary
from parallel_frames import frame, run


def codes(given) -> dict[str, tuple]:
    """Cases and cents of each finding; the tables of the report are not made for it."""
    return {f.code: (f.count, f.amount_cents) for f in made(given, unwritten(given.inputs))}


def told(given) -> str:
    """The verdict alone."""
    return verdict(given, made(given, unwritten(given.inputs)))


def test_one_claim_that_three_sources_tell_of_is_one_row():
    given = book(
        [history("A1", "denied")], [summary("A1", "accepted")], [decided("A1", "2026-06-20", 0, "CO-197")]
    )
    row = one(given)
    assert (row["status"], row["reason"], row["worth_cents"]) == ("denied", "CO-197", 10_000)
    assert (row["history_state"], row["summary_state"], row["outcome"]) == ("denied", "accepted", "denied")


EDGES = ("2026-08-02", "2026-08-03")
AGES = [("2026-04-02", "in the window"), ("2026-04-01", "older")]  # 2026-07-31 less 120 days is 2026-04-02


@pytest.fixture(scope="module")
def by_day():
    """The ages of open claims, each served on one of these days, by their numbers, and which are told as older."""
    given = book([history(f"A{day}", on=day) for day in (*EDGES, *(day for day, _ in AGES))])
    older = statuses_and_cases(given, "handoff-older")[1]
    return dict(zip(given.open["claim_number"], given.open["age"], strict=True)), older


@pytest.mark.parametrize("served", EDGES)
def test_a_claim_with_service_on_the_day_of_the_cutover_belongs_to_medi(by_day, served):
    assert (f"A{served}" in by_day[0]) is (served < str(CUTOVER))


@pytest.mark.parametrize(("served", "age"), AGES)
def test_the_window_is_of_120_days_before_the_report_and_older_claims_are_apart(by_day, served, age):
    ages, older = by_day
    assert ages[f"A{served}"] == age
    assert (f"A{served}" in older) is (age == "older")


STATES = {"open": "open", "denied": "denied", "appealed": "appealed", "pending": "pending", "unknown": "open",
          "patient responsibility": "patient responsibility"}  # fmt: skip
RESOLVED = ["paid", "written off"]


@pytest.fixture(scope="module")
def by_state():
    """The statuses of open claims, one of each state of a history, by their numbers."""
    given = book([history(f"A-{state}", state) for state in (*STATES, *RESOLVED)])
    return dict(zip(given.open["claim_number"], given.open["status"], strict=True))


@pytest.mark.parametrize(("state", "status"), STATES.items())
def test_a_state_of_the_history_is_the_status(by_state, state, status):
    assert by_state[f"A-{state}"] == status


@pytest.mark.parametrize("state", RESOLVED)
def test_a_resolved_claim_is_not_open(by_state, state):
    assert f"A-{state}" not in by_state


def test_what_the_patient_owes_is_counted_apart_from_what_waits_on_a_payer():
    given = book([history("A1", "patient responsibility", 2_500), history("A2", "denied", 4_000)])
    assert given.worked["worth_cents"].sum() == 4_000
    assert "Handed over" in [f.label for f in figures(given)]


def test_an_open_claim_that_its_remittance_pays_is_a_conflict_and_stays_open():
    given = book([history("A1", "pending", 3_000)], eras=[decided("A1", "2026-06-20", 7_000)])
    assert codes(given)["handoff-paid-in-era"] == (1, 3_000)
    assert one(given)["balance_cents"] == 3_000


LEFT = [
    (3_000, None, "patient responsibility"),
    (3_001, None, "open"),  # a cent more than the patient bears
    (3_000, "odd word", "open"),  # somebody wrote a state that nobody knows
]


@pytest.fixture(scope="module")
def left():
    """The statuses of the claims of LEFT by their numbers, and the numbers of those told as paid in a remittance."""
    rows = [
        history(f"A{n}", "unknown", cents, state_as_written=word) for n, (cents, word, _) in enumerate(LEFT)
    ]
    paid = [
        decided(f"A{n}", "2026-06-20", 7_000, patient_responsibility_cents=3_000) for n in range(len(LEFT))
    ]
    return statuses_and_cases(book(rows, eras=paid), "handoff-paid-in-era")


def statuses_and_cases(given, code: str) -> tuple[dict[str, str], set[str]]:
    """The status of each open claim by its number, and the numbers of the cases of a finding."""
    (found,) = [f for f in made(given, unwritten(given.inputs)) if f.code == code]
    statuses = dict(zip(given.open["claim_number"], given.open["status"], strict=True))
    return statuses, set(found.evidence.frame["claim_number"])


@pytest.mark.parametrize(("number", "status"), [(f"A{n}", status) for n, (*_, status) in enumerate(LEFT)])
def test_without_a_state_what_the_remittance_leaves_to_the_patient_is_the_patients(left, number, status):
    statuses, paid = left
    assert statuses[number] == status
    assert (number in paid) is (status == "open")


@pytest.mark.parametrize(
    ("others", "payer"),
    [((), "AETNA"), (("A3",), "payer ID 777")],  # two payers have answered claims under the number
)
def test_the_payer_of_a_number_is_who_alone_answered_its_claims(others, payer):
    said = {"payer_name": None, "payer_id": "777"}
    sent = [summary(number, "accepted", **said) for number in ("A1", "A2", *others)]
    eras = [
        decided("A1", "2026-06-20", 10_000),
        *(decided(n, "2026-06-21", 10_000, payer="CIGNA") for n in others),
    ]
    assert one(book(summaries=sent, eras=eras))["payer"] == payer


def test_a_denial_that_the_history_does_not_know_is_named():
    given = book([history("A1", "pending")], eras=[decided("A1", "2026-06-20", 0, "CO-16")])
    assert codes(given)["handoff-denied-unnoticed"] == (1, 10_000)
    assert "handoff-denied-unnoticed" not in codes(
        book([history("A1", "denied")], eras=[decided("A1", "2026-06-20", 0, "CO-16")])
    )


def test_a_resolved_claim_whose_last_word_is_a_reversal_is_open_with_what_was_taken():
    back = decided("A1", "2026-07-01", -7_000, status="22")
    given = book([history("A1", "paid", 0)], eras=[decided("A1", "2026-06-20", 7_000), back])
    assert codes(given)["handoff-reversed"] == (1, 7_000)
    corrected = book([history("A1", "paid", 0)],
                     eras=[decided("A1", "2026-06-20", 7_000), back, decided("A1", "2026-07-01", 6_000)])  # fmt: skip
    assert "handoff-reversed" not in codes(corrected)


UNNAMED = [("2026-06-05", 8_000, True), ("2026-06-05", 0, False), ("2026-06-09", 8_000, False)]


@pytest.fixture(scope="module")
def unnamed():
    """The book of the claims of UNNAMED: remittances tell of services from June 1 to June 8."""
    rows = [history("A1", "paid", 0, on="2026-06-01"), history("A2", "paid", 0, on="2026-06-08")]
    rows += [history(f"B{n}", "paid", 0, on=on, paid_cents=cents) for n, (on, cents, _) in enumerate(UNNAMED)]
    eras = [decided("A1", "2026-06-20", 7_000), decided("A2", "2026-06-20", 7_000, on="2026-06-08")]
    given = book(rows, eras=eras)
    assert codes(given)["handoff-paid-no-era"] == (1, 8_000)
    return given, statuses_and_cases(given, "handoff-paid-no-era")[1]


@pytest.mark.parametrize(("number", "is_said"), [(f"B{n}", said) for n, (*_, said) in enumerate(UNNAMED)])
def test_a_claim_that_the_history_calls_paid_and_no_remittance_names_is_said(unnamed, number, is_said):
    given, said = unnamed
    assert (number in said) is is_said
    assert len(given.open) == 0


@pytest.mark.parametrize(("there", "cases"), [("No", 0), ("Yes", 1)])
def test_a_paid_claim_of_a_payer_that_sends_no_remittance_lacks_none(there, cases):
    rock = (*listed("ROCK MUTUAL", "R1", transaction="Remits 835")[:3], there, "Yes", *[""] * 5)
    rows = [history("A1", "paid", 0, on="2026-06-01"), history("A2", "paid", 0, on="2026-06-08")]
    rows.append(
        history("B1", "paid", 0, on="2026-06-05", paid_cents=8_000, payer_name="Rock Mutual", payer_id="R1")
    )
    eras = [decided("A1", "2026-06-20", 7_000), decided("A2", "2026-06-20", 7_000, on="2026-06-08")]
    given = book(rows, eras=eras, lists=payer_list(rock))
    assert codes(given).get("handoff-paid-no-era", (0, None)) == ((1, 8_000) if cases else (0, None))


LAST = [("rejected", "rejected"), ("pending", "pending"), ("accepted", "pending")]


@pytest.fixture(scope="module")
def summed_up():
    """The book of claims that file summaries alone tell of, and its open claims by their account numbers."""
    given = book(summaries=[row for last, _ in LAST for row in (
        summary(f"A-{last}", "rejected", "2026-06-02"), summary(f"A-{last}", last, "2026-06-05"))])  # fmt: skip
    return given, given.open.set_index("patient_control_number")


@pytest.mark.parametrize(("last", "status"), LAST)
def test_a_claim_without_a_history_is_as_its_last_file_summary_says(summed_up, last, status):
    given, rows = summed_up
    assert rows.loc[f"A-{last}", "status"] == status
    assert pd.isna(rows.loc[f"A-{last}", "worth_cents"])  # a file summary names no charge
    assert codes(given)["handoff-amount-unknown"] == (len(LAST), None)


def test_a_claim_is_pending_for_too_long_on_the_22nd_day():
    # 2026-07-31 less 21 days is 2026-07-10
    given = book(summaries=[summary("A1", "pending", "2026-07-10"), summary("A2", "pending", "2026-07-09")])
    (lapsed,) = [f for f in made(given, unwritten(given.inputs)) if f.code == "handoff-lapsed"]
    assert lapsed.evidence.frame["patient_control_number"].tolist() == ["A2"]


def test_a_claim_that_only_a_remittance_knows_is_open_with_its_charge_where_it_was_denied():
    row = one(book(eras=[decided("A1", "2026-06-20", 0, "CO-50", charge=12_300)]))
    assert (row["known_from"], row["status"], row["worth_cents"]) == ("remittance", "denied", 12_300)
    assert len(book(eras=[decided("A1", "2026-06-20", 10_000)]).open) == 0


def test_two_claims_of_one_account_on_two_days_are_two_and_a_remittance_finds_its_own():
    given = book(
        [history("A1", "pending", on="2026-06-01"), history("A1", "pending", on="2026-06-08")],
        eras=[decided("A1", "2026-06-20", 0, "CO-16", on="2026-06-08")],
    )
    assert list(given.open.sort_values("service_from")["status"]) == ["pending", "denied"]


def test_an_answer_of_the_payer_that_rejects_a_claim_makes_it_rejected():
    answer = {"patient_control_number": "A1", "payer_name": "AETNA", "service_from": day("2026-06-01"),
              "answered_on": day("2026-06-04"), "state": "rejected", "codes": "A7:562",
              "source_file": "x.277"}  # fmt: skip
    assert one(book([history("A1", "pending")], answers=[answer]))["status"] == "rejected"


def test_claims_and_aging_are_those_of_the_parallel_run_to_the_cent():
    rows = [history(f"A{n}", state, 1_000 + n, f"2026-0{1 + n % 6}-10", payer_name=payer)
            for n, (state, payer) in enumerate((s, p) for s in ("open", "denied", "paid", "pending", "written off")
                                               for p in ("AETNA", "Aetna, Inc.", "CIGNA"))]  # fmt: skip
    given = book(rows, summaries=[summary("B1", "rejected")])
    there = run_aging.aging(run(history=rows, cutover=CUTOVER, as_of=AS_OF))
    here = report(given).tables["aging"].frame
    assert here.astype({"claims": "int64"}).to_dict("records") == there.to_dict("records")
    of_history = given.worked[given.worked["in_history"].fillna(False)]
    assert of_history["balance_cents"].sum() == there["open_cents"].sum()


def test_where_the_answer_counts_a_claim_that_the_aging_does_not_the_table_says_which_and_how_much():
    """$100 of the history waits; a reversal took $70 back: the answer is $170 of two claims, the table $100 of one."""
    back = [decided("A1", "2026-06-20", 7_000), decided("A1", "2026-07-01", -7_000, status="22")]
    rows = [history("A1", "paid", 0), history("A2", "pending")]
    found = report(book(rows, eras=back))
    assert found.figures[0].value == "$170.00" and found.tables["aging"].frame["open_cents"].sum() == 10_000
    assert "not in it, but in the answer: 1 claim, $70.00" in found.tables["aging"].note
    assert "not in it" not in report(book(rows[1:])).tables["aging"].note


def test_without_a_cutover_date_claims_up_to_the_report_are_counted_and_it_is_said():
    given = book([history("A1", on="2026-07-31")], cutover=None)
    assert len(given.open) == 1
    assert any("No cutover date" in limit for limit in report(given).limits)


def test_nothing_known_and_nothing_open_are_two_verdicts():
    assert told(book()).startswith("Nobody can say yet what is open")
    assert told(book([history("A1", "paid", 0)])).startswith("No claim from before the cutover waits")


def test_the_closeout_ends_sixty_days_after_the_cutover():
    assert book().inputs.last_day == CUTOVER + dt.timedelta(60)


def test_remittances_alone_say_nothing_of_the_claims_that_no_payer_answered():
    paid = decided("A1", "2026-07-01", 10_000)
    result = report(book(eras=[paid]))
    assert result.verdict == (
        "Nobody can say yet what is open: only claims that payers answered are on file, and none of them waits. Fetch "
        "the claim history from Office Ally first: it shows the claims that still wait."
    )
    said = {f.label: f.value for f in result.figures}
    assert {said[name] for name in ("Open with payers", "Handed over", "Claims without an owner")} == {None}
    assert result.signal.state is State.ATTENTION
    counted = result.tables["counted"].frame.set_index("what")
    assert counted.loc["open claims that wait on a payer", ["rows", "amount_cents"]].isna().all()
    assert counted.loc["resolved claims", "rows"] == 1  # that one is known


@pytest.mark.parametrize(
    "seen", [{"claims": [history("A1", "paid", 0)]}, {"summaries": [summary("A1", "accepted")]}]
)
def test_where_every_claim_that_was_sent_is_seen_and_resolved_there_is_nothing_to_hand_over(seen):
    result = report(book(eras=[decided("A1", "2026-07-01", 10_000)], **seen))
    assert "there is nothing to hand over" in result.verdict
    assert (result.figures[0].value, result.signal.state) == ("$0.00", State.OK)


def test_open_claims_that_remittances_alone_tell_of_are_the_least_that_is_open():
    given = book(eras=[decided("A1", "2026-07-01", 0, "CO-197")])
    verdict_of = told(given)
    assert verdict_of.startswith(
        "Of what is seen, $0.00 of $100.00 is handed over; 1 claim has no owner. Claims"
    )
    assert "that no payer has answered are not seen: there is no claim history." in verdict_of
    shut = frame(
        CLAIM_FILES, [{"source": "claim history", "state": "not read", "source_file": "claims/a.csv"}]
    )
    beside = book(eras=[decided("A1", "2026-07-01", 0, "CO-197")], files=shut)
    assert "that no payer has answered are not seen: no claim history could be read." in told(beside)
    assert figures(given)[0].value == "at least $100.00"


@pytest.mark.parametrize(
    "rest", [{}, {"claims": [history("A1")]}, {"eras": [decided("A1", "2026-07-01", 10_000)]}]
)
def test_a_claim_that_people_alone_know_is_open_whatever_else_is_on_file(rest):
    given = book(notes=[note("X9", amount_cents=700)], **rest)
    assert given.open["known_from"].value_counts().get("people") == 1
    assert "is handed over" in told(given)


WRITTEN = [
    ("Rejected", "open", None, "rejected"),
    ("On hold", "open", None, "open"),  # never sent is not sent back
    ("Rejected by payer", "denied", None, "denied"),
    ("Rejected", "open", "accepted", "open"),  # it was sent again
    ("Rejected", "open", "rejected", "rejected"),
]


@pytest.fixture(scope="module")
def came_back():
    """The statuses of the claims of WRITTEN by their numbers, and the numbers of those told as rejected."""
    rows = [history(f"A{n}", state, state_as_written=word) for n, (word, state, *_) in enumerate(WRITTEN)]
    sent = [summary(f"A{n}", word) for n, (_, _, word, _) in enumerate(WRITTEN) if word]
    return statuses_and_cases(book(rows, summaries=sent), "handoff-rejected")


@pytest.mark.parametrize(("number", "status"), [(f"A{n}", status) for n, (*_, status) in enumerate(WRITTEN)])
def test_a_claim_that_the_history_calls_rejected_came_back_unless_another_source_says_more(
    came_back, number, status
):
    statuses, rejected = came_back
    assert statuses[number] == status
    assert (number in rejected) is (status == "rejected")


@pytest.mark.parametrize(
    ("alone", "cents", "where"),
    [
        (None, 10_000, "in the record and the forecast; charges"),
        # 100.00 of the history's claim, 65.00 of the one that its remittance alone tells of
        (6_500, 16_500, "in the record and the forecast; charges; 1 of them in no claim history"),
    ],
)
def test_charges_of_resolved_claims_are_of_as_many_claims_as_are_counted(alone, cents, where):
    more = [] if alone is None else [decided("R2", "2026-06-20", alone, charge=alone)]
    row = counted(book([history("R1", "paid", 0)], eras=more)).set_index("what").loc["resolved claims"]
    assert (row["rows"], row["amount_cents"], row["where"]) == (1 + len(more), cents, where)


def test_of_how_many_resolved_claims_the_charge_is_known_is_said():
    rows = [history("R1", "paid", 0), history("R2", "paid", None, charge_cents=None)]
    row = counted(book(rows)).set_index("what").loc["resolved claims"]
    assert (row["rows"], row["amount_cents"]) == (2, 10_000)
    assert row["where"].endswith("charges; the amount is of 1")


def test_all_claims_of_the_history_are_counted_whatever_became_of_them_and_self_pay_apart():
    rows = [history("K1"), history("K2", "paid", 0), history("K3", "voided"), history("K4", payer_name="Self Pay"),
            history("K5", on="2026-08-20")]  # fmt: skip
    told = counted(book(rows)).set_index("what")
    names = [
        "claims of the history to payers, all of them",
        "visits of the history that patients pay themselves",
    ]
    # K1, K2 and K5 of $100.00 each, K5 served after the cutover
    assert told.loc[names, ["rows", "amount_cents"]].values.tolist() == [[3, 30_000], [1, 10_000]]
