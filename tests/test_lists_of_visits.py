"""Lists of visits and charges: what became of their claims nobody says, and who pays them is not always a payer."""

from __future__ import annotations

import datetime as dt

import pandas as pd
import pytest
from claim_makers import claim, history, practice, put
from cutover.errors import InputError
from cutover.reading.claims.claims import load_claims
from cutover.reading.claims.history import read_claim_history
from cutover.reading.claims.states import balance, is_untold, state_of
from cutover.reading.claims.submissions import is_self_pay as pays_alone
from cutover.reading.era.archive import load_archive
from cutover.reading.files.report_rows import is_total
from cutover.reading.patients.words import is_self_pay
from cutover.workstreams import aging_figures, status_words
from cutover.workstreams.legacy_claims import legacy
from cutover.workstreams.open_balance import by_age, figure, shown
from cutover.workstreams.open_claims.by_payer import ALONE, EVERY, by_payer
from cutover.workstreams.open_claims.report import report
from cutover.workstreams.rollout.totals import totals_of
from open_claims_makers import book, day, decided, summary
from open_claims_makers import history as listed

TODAY = pd.Timestamp("2026-06-30")
VISITS = ["Enc No", "Acct", "Client", "Date of service", "Bill to", "CPT", "Fee", "Clinician"]
NONE = pd.DataFrame(columns=["patient_control_number", "service_from", "payer", "paid_on"]).astype(
    {"service_from": "datetime64[ms]", "paid_on": "datetime64[ms]", "patient_control_number": "str"}
)


def read(*rows, head=VISITS, name="claims/v.csv"):
    lines = [",".join(f'"{cell}"' for cell in row) for row in (head, *rows)]
    return read_claim_history("\n".join(lines).encode(), name)


def visits(*payers):
    return [[f"E{n}", f"9{n}0", "Moss, Ivy", f"03/0{n}/2026", payer, "97110", "80.00", "REED"]
            for n, payer in enumerate(payers, 1)]  # fmt: skip


# --- what nobody tells of a claim


def test_of_visits_without_a_column_of_states_whether_they_are_open_is_unknown():
    found = read(*visits("Sunrise Health", "Gulf Mutual"))
    assert found.claims["state"].tolist() == ["not stated"] * 2
    assert found.claims["charge_cents"].sum() == 16_000  # 80 + 80
    assert "no column tells what became of its claims: whether 2 claims are open is unknown" in found.notes


def test_a_note_tells_the_state_of_its_own_row_alone():
    rows = [
        [*row, note]
        for row, note in zip(visits("Sunrise", "Gulf", "Gulf"), ["denied", "", "call Ivy"], strict=True)
    ]
    found = read(*rows, head=[*VISITS, "Notes"])
    assert found.claims["state"].tolist() == ["denied", "not stated", "not stated"]


@pytest.mark.parametrize(("place", "lacks"), [(4, "Payer"), (3, "Service from")])
def test_a_list_without_payer_or_day_is_none_of_claims(place, lacks):
    rows = [[cell for n, cell in enumerate(row) if n != place] for row in visits("Sunrise", "Gulf")]
    with pytest.raises(InputError, match=lacks):
        read(*rows, head=[name for n, name in enumerate(VISITS) if n != place])


def test_lines_of_payments_make_a_list_no_list_of_visits():
    rows = [
        [*row, kind]
        for row, kind in zip(visits("Sunrise", "Sunrise"), ["Charge", "Insurance payment"], strict=True)
    ]
    with pytest.raises(InputError, match="State as written"):
        read(*rows, head=[*VISITS, "Kind of line"])


UNTOLD = claim(state="not stated", state_as_written=None, charge_cents=8_000)
OPEN = claim(claim_number="C2", state="pending", state_as_written="Billed", balance_cents=5_000)


def test_what_nobody_tells_is_neither_open_nor_closed_nor_nothing():
    rows = history(UNTOLD, OPEN)
    assert is_untold(rows).tolist() == [True, False] and balance(rows).tolist() == [pd.NA, 5_000]
    assert legacy(rows, dt.date(2026, 6, 1), NONE, pd.Series(dtype="str"))["claim_number"].tolist() == ["C2"]
    assert by_age(rows, TODAY, None)["open_cents"].iloc[-1] == 5_000
    told = figure(rows, TODAY, None)
    assert told.value == "at least $50.00" and "what became of 1 claim no list tells" in told.note
    assert status_words.untold(rows) == ("No list tells whether 1 claim is open: $80.00 charged.",)


def test_where_no_list_tells_a_state_the_open_balance_is_unknown():
    rows = history(UNTOLD)
    told = figure(rows, TODAY, None)
    assert (told.value, told.note) == (None, "no list tells what became of 1 claim")
    assert by_age(rows, TODAY, None).empty


def test_a_package_that_the_patient_pays_is_not_called_of_unknown_state():
    assert status_words.untold(history(UNTOLD | {"payer_name": "Cash package"})) == ()


def test_an_aging_is_not_held_against_claims_of_which_nobody_tells_what_is_open():
    rows = pd.DataFrame({"unit": [1], "day": [TODAY], "is_by_claim": [False], "aged_by": ["service"]})
    assert aging_figures.why_not(rows, history(UNTOLD), TODAY) == aging_figures.NO_STATES
    assert aging_figures.why_not(rows, history(OPEN), TODAY) == ""


def of_visits(number, **said):
    return listed(number, "not stated", None, state_as_written=None, charge_cents=8_000, **said)


def test_remittances_and_file_summaries_tell_what_a_list_of_visits_does_not():
    told = book(
        [of_visits("K1"), of_visits("K2"), of_visits("K3")],
        summaries=[summary("K2", "accepted", charge_cents=None)], eras=[decided("K1", "2026-06-20", 6_000)],
    )  # fmt: skip
    # K1 is paid by its remittance; K2 waits, charged as the list says; of K3 nobody knows
    assert told.worked["worth_cents"].tolist() == [8_000]
    assert (
        "Neither a list nor a remittance tells whether 2 claims are open: $160.00 charged."
        in report(told).verdict
    )


def test_with_nothing_but_a_list_of_visits_nobody_can_say_what_is_open():
    told = book([of_visits("K1")])
    assert not told.is_known and report(told).verdict.startswith("Nobody can say yet what is open")
    sums = totals_of(told)
    assert (sums.claims, sums.charge_cents, sums.open_claims) == (1, 8_000, None)


def test_a_claim_of_a_list_of_visits_has_the_state_of_another_list(tmp_path):
    home = practice(tmp_path)
    head = "Enc No,Acct,Client,Date of service,Bill to,CPT,Fee"
    row = 'E1,910,"Moss, Ivy",03/01/2026,Sunrise,97110,80.00'
    put(home, "claims/h.csv", f"{head},Status,Ins paid,Balance\n{row},Paid,60.00,0.00\n")
    later = 'E2,920,"Moss, Ivy",03/09/2026,Sunrise,97110,80.00'
    put(home, "claims/v.csv", f"{head}\n{row}\n{later}\n")
    found = load_claims(home, load_archive(home)).history.set_index("claim_number")
    assert found["state"].to_dict() == {"E1": "paid", "E2": "not stated"}
    assert found.loc["E1", "balance_cents"] == 0 and found["charge_cents"].sum() == 16_000  # E1 once


# --- words of small offices


STATUS = ["Chart", "Client", "DOS", "Carrier", "CPT", "Amount billed", "Status/notes"]


@pytest.mark.parametrize(
    ("written", "state", "paid", "on"),
    [
        ("pd 41.20 on 3/9/26", "paid", 4_120, "2026-03-09"), ("PAID $1,041.20", "paid", 104_120, None),
        ("pd 41.20 on 3/1/26", "paid", 4_120, None),  # the day before the service: none of its payment
        ("pd 41.20 of 60.00", "paid", None, None), ("pd 2 of 3", "paid", None, None),  # no plain amount
        ("pt ded", "patient responsibility", None, None), ("", "unknown", None, None),
    ],
)  # fmt: skip
def test_a_status_beside_notes_tells_state_and_payment(written, state, paid, on):
    rows = [["70", "3/2/26", written], ["71", "3/3/26", "denied"]]
    rows = [[chart, "Moss Ivy", on_, "Sunrise", "11720", "90.00", said] for chart, on_, said in rows]
    row = read(*rows, head=STATUS).claims.iloc[0]
    assert (row["state"], None if pd.isna(row["paid_cents"]) else row["paid_cents"]) == (state, paid)
    assert row["paid_date"] == pd.Timestamp(on) if on else pd.isna(row["paid_date"])


def test_a_payment_in_a_status_of_several_lines_is_not_taken_for_each():
    rows = [["70", "Moss Ivy", "3/2/26", "Sunrise", code, "90.00", "pd 41.20"] for code in ("11720", "11055")]
    found = read(*rows, head=STATUS).claims
    assert len(found) == 1 and found["paid_cents"].isna().all()


BARE = ["Chart", "Client", "Seen on", "Ins", "Codes", "$", "What happened"]


def test_the_only_amount_under_a_bare_sign_is_the_charge_and_a_total_of_the_year_none():
    found = read(["70", "Moss Ivy", "3/2/26", "Sunrise", "11720", "90", "PAID 41.20"],
                 ["71", "Fenn Otto", "3/4/26", "Sunrise", "11055", "55", "waiting"],
                 ["72", "Fenn Otto", "3/9/26", "Gulf", "11055", "60", "waiting"],
                 ["", "", "", "", "Total 2026", "205", ""], head=BARE)  # fmt: skip
    assert found.claims["charge_cents"].tolist() == [9_000, 5_500, 6_000]  # 205 = 90 + 55 + 60
    assert len(found.lines) == 0 and len(found.no_claims) == 1
    assert any("`$` is its only amount" in note for note in found.notes)


def test_a_bare_sign_beside_a_named_amount_is_not_used():
    head = [*BARE[:5], "$", "Paid", "What happened"]
    found = read(["70", "Moss Ivy", "3/2/26", "Sunrise", "11720", "90", "41.20", "paid"], head=head)
    assert found.claims["charge_cents"].isna().all() and found.claims["paid_cents"].tolist() == [4_120]


@pytest.mark.parametrize(
    "label", ["Total 2024", "TOTAL FY 2024", "Grand total 2024:", "Total Q3 2024", "totals March"]
)
def test_a_sum_of_a_year_or_month_is_a_total(label):
    assert is_total([None, None, label, "205"], 7)


def test_a_payer_called_total_is_none():
    assert not is_total(["71", "Moss Ivy", "Total Care 2024", "205"], 7)


@pytest.mark.parametrize(("written", "state"), [("Ded", "patient responsibility"), ("not pt ded", "unknown"),
                                               ("Dedicated line", "unknown")])  # fmt: skip
def test_a_deductible_is_the_patients(written, state):
    assert state_of(written) == state


# --- payers that are none


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("Sliding Fee - level 2", True), ("PKG 10 sessions", True), ("prepaid / none", True), ("Self pay (x)", True),
        ("Private-pay rate", True), ("Cash", True), ("Punch card", True), ("None", True), ("Pays cash monthly", False),
        ("Cash America Life", False), ("Package Workers Health", False), ("Sliding Rock Mutual", False),
        ("Level 2", False), ("Fee schedule", False), ("", False), ("12", False),
    ],
)  # fmt: skip
def test_which_names_of_payers_say_that_the_patient_pays(name, told):
    assert is_self_pay(name) is told


def test_a_visit_of_a_package_is_sent_to_no_payer_unless_a_payer_id_stands_beside_it():
    rows = history(claim(payer_name="Cash pkg 6 visits"), claim(payer_name="Cash pkg 6 visits", payer_id="12345"),
                   claim(payer_name="None", submission_date=day("2026-03-04")), claim(payer_name="None"))  # fmt: skip
    assert pays_alone(rows).tolist() == [True, False, False, True]


# --- closed claims without a balance


@pytest.mark.parametrize(
    ("said", "left"),
    [
        ({}, None),  # charged 100.00, closed: what the patient owes is not told
        ({"paid_cents": 6_000}, None),  # what was written off is not told
        ({"paid_cents": 6_000, "adjusted_cents": 1_000}, 3_000),  # 100 - 60 - 10
        ({"balance_cents": 700}, 700), ({"state": "patient responsibility"}, None),
        ({"state": "pending"}, 10_000), ({"state": "denied"}, 10_000),
    ],
)  # fmt: skip
def test_the_charge_of_a_claim_that_a_payer_settled_is_not_its_balance(said, left):
    found = balance(history(claim(**said)))[0]
    assert (None if pd.isna(found) else int(found)) == left


def test_closed_claims_without_a_balance_are_not_open_with_patients_and_charges_are_called_so():
    rows = history(claim(), claim(claim_number="C2", state="pending", charge_cents=4_000),
                   claim(claim_number="C3", state="patient responsibility", charge_cents=3_000))  # fmt: skip
    told = figure(rows, TODAY, None)
    # C1 is closed; C2 is open with 40.00 charged; what the patient owes of C3 nobody says
    assert told.value == "at least $40.00"
    assert told.note == (
        "2 claims of the claim history, 1 of unknown amount, $40.00 of it charges without a balance, "
        "of 1 claim called paid no balance is stated"
    )
    assert "$40.00 of it charges without a balance" in shown(rows, TODAY, None).note


# --- with the next payer


FIRST = {"status": "19", "patient_responsibility_cents": 2_000, "crossover_payer_name": "GULF SUPPLEMENT"}


@pytest.mark.parametrize(
    ("row", "first", "payer", "cents"),
    [
        (
            {},
            FIRST,
            "GULF SUPPLEMENT",
            2_000,
        ),  # sent on with 20.00 left: that is open, not the charge of 100.00
        ({"state_as_written": "Billed secondary"}, FIRST | {"status": "1"}, "(next payer, not named)", 2_000),
        ({}, FIRST | {"status": "1"}, "MEDICARE", 10_000),  # nobody sent it on: the payment is to be posted
    ],
)
def test_of_a_list_of_charges_a_claim_with_the_next_payer_is_not_paid_and_unposted(row, first, payer, cents):
    made = listed("K7", "pending", None, payer_name="Medicare", charge_cents=10_000, paid_cents=None, **row)
    rows = book([made], eras=[decided("K7", "2026-06-20", 8_000, payer="MEDICARE", **first)])
    found = rows.open.iloc[0]
    assert (found["payer"], found["worth_cents"]) == (payer, cents)
    codes = {one.code for one in report(rows).findings}
    assert ("handoff-paid-in-era" in codes) is (payer == "MEDICARE")


# --- the history by payer


def test_the_history_by_payer_has_each_claim_once_and_patients_apart():
    rows = history(
        claim(), claim(claim_number="C2", payer_name="AETNA"), claim(claim_number="C3", payer_name="Gulf Mutual"),
        claim(claim_number="C4", payer_name="Sliding scale", charge_cents=2_500),
        claim(claim_number="C5", state="voided"), claim(claim_number="C6", payer_name="Gulf Mutual", charge_cents=None),
    )  # fmt: skip
    found = by_payer(rows, pd.Series(["AETNA"]))
    assert found[["payer", "claims", "charge_cents", "uncharged"]].to_numpy().tolist() == [
        ["AETNA", 2, 20_000, 0], ["Gulf Mutual", 2, 10_000, 1], [ALONE, 1, 2_500, 0], [EVERY, 5, 32_500, 1],
    ]  # fmt: skip
    assert by_payer(rows.iloc[:0], pd.Series(dtype="str")).empty
