"""Two reports that overlap tell of one claim once, whatever they call its payer; what is in doubt is said."""

from __future__ import annotations

import pytest
from claim_makers import practice, put
from cutover.reading.claims.claims import load_claims
from cutover.reading.era.archive import load_archive

HEAD = (
    "Claim ID,Patient Account,Service Date,Submission Date,Payer Name,Total Charge,"
    "Insurance Paid,Balance,Claim Status\n"
)
AHEAD = "V9,P9,06/01/2026,06/02/2026,Cigna,50.00,50.00,0.00,Paid\n"  # the later report reaches further


def row(
    visit="V1", carrier="Aetna", sent="03/05/2026", charge="178.00", status="Filed", paid="0.00", balance=""
) -> str:
    return f"{visit},P1,03/02/2026,{sent},{carrier},{charge},{paid},{balance or charge},{status}\n"


def loaded(tmp_path, *reports: str):
    """The claims of reports, the first the oldest."""
    made = practice(tmp_path)
    for number, text in enumerate(reports):
        put(made, f"claims/{number}.csv", HEAD + text)
    return load_claims(made, load_archive(made))


def states(claims) -> list[tuple[str, str]]:
    """The payer and the state of each row of the claim V1."""
    rows = claims.history[claims.history["claim_number"] == "V1"]
    return sorted(zip(rows["payer_name"], rows["state"], strict=True))


def rows_of(claims, table: str) -> int:
    """The rows that a table has and those that are set aside of it: every row that was read."""
    return len(getattr(claims, table)) + int((claims.set_aside["table"] == table).sum())


@pytest.mark.parametrize(
    ("early", "late"),
    [
        ("Golden Oak", "GOMCO"),
        ("Aetna", "Aetna US Healthcare"),
        ("Sunrise Mutual", ""),
        ("", "Sunrise Mutual"),
    ],
)
def test_a_carrier_that_is_called_otherwise_in_a_later_report_leaves_one_claim_in_its_later_state(
    tmp_path, early, late
):
    found = loaded(tmp_path, row(carrier=early), AHEAD + row(carrier=late, status="Denied"))
    assert [state for _, state in states(found)] == ["denied"]
    assert int(found.history["balance_cents"].sum()) == 17_800  # one balance of 178.00, not 356.00
    assert len(found.submitted) == 2  # V1 and V9
    assert (rows_of(found, "history"), rows_of(found, "submitted")) == (3, 3)
    assert not [note for note in found.notes if "two payers" in note]


def test_a_claim_that_each_of_three_reports_calls_otherwise_is_one(tmp_path):
    third = AHEAD + row(carrier="Cedar", status="Paid", paid="178.00", balance="0.00")
    found = loaded(tmp_path, row(carrier="Oak"), row("V2", "Oak", "04/01/2026") + row(carrier="Elm"), third)
    assert states(found) == [("Cedar", "paid")]


def test_a_first_and_a_second_payer_in_one_report_are_two_claims_and_stay_two_in_the_next(tmp_path):
    both = row(carrier="Aetna") + row(carrier="Tidal Mutual", sent="04/05/2026")
    found = loaded(tmp_path, both, AHEAD + both)
    assert states(found) == [("Aetna", "pending"), ("Tidal Mutual", "pending")]
    assert not [note for note in found.notes if "two payers" in note]


def test_a_second_payer_that_only_the_later_report_has_is_a_claim_of_its_own(tmp_path):
    late = row(carrier="Aetna", status="Paid") + row(carrier="Tidal Mutual", sent="04/05/2026")
    found = loaded(tmp_path, row(carrier="Aetna"), AHEAD + late)
    assert states(found) == [("Aetna", "paid"), ("Tidal Mutual", "pending")]


def test_of_two_payers_the_one_that_is_renamed_is_told_by_the_one_that_is_not(tmp_path):
    early = row(carrier="Aetna") + row(carrier="GOMCO", sent="04/05/2026")
    late = row(carrier="Aetna") + row(carrier="Golden Oak", sent="04/05/2026", status="Denied")
    assert states(loaded(tmp_path, early, AHEAD + late)) == [("Aetna", "pending"), ("Golden Oak", "denied")]


def test_a_claim_that_moved_to_another_payer_counts_once_was_sent_twice_and_is_named(tmp_path):
    found = loaded(tmp_path, row(carrier="Aetna"), AHEAD + row(carrier="Tidal Mutual", sent="03/25/2026"))
    assert states(found) == [("Tidal Mutual", "pending")]
    sent = found.submitted[found.submitted["claim_number"] == "V1"]
    assert sorted(sent["payer_name"]) == ["Aetna", "Tidal Mutual"]  # in one month, to two payers
    note = next(note for note in found.notes if "two payers" in note)
    assert "claims/1.csv row 3" in note


@pytest.mark.parametrize("late", [
    AHEAD + row(carrier="Tidal Mutual", charge="120.00"),  # another charge
    row(carrier="Tidal Mutual", sent="03/25/2026"),  # a report of one payer alone
])  # fmt: skip
def test_what_nothing_says_to_be_one_claim_counts_twice_and_is_named(tmp_path, late):
    found = loaded(tmp_path, row(carrier="Aetna"), late)
    assert states(found) == [("Aetna", "pending"), ("Tidal Mutual", "pending")]
    assert any("Both count" in note and "claims/1.csv row" in note for note in found.notes)


def test_one_number_on_two_days_is_two_claims_whatever_the_payers(tmp_path):
    other_day = row(carrier="GOMCO").replace("03/02/2026", "03/03/2026")
    assert len(states(loaded(tmp_path, row(carrier="Golden Oak"), AHEAD + other_day))) == 2


def test_two_charges_in_one_report_under_two_spellings_are_both_kept(tmp_path):
    found = loaded(tmp_path, row(carrier="Aetna") + row(carrier="Aetna Inc", charge="60.00"))
    assert int(found.history["charge_cents"].sum()) == 23_800  # 178.00 + 60.00


def test_a_claim_without_a_number_is_never_taken_for_another(tmp_path):
    assert (
        len(loaded(tmp_path, row(visit="", carrier="Oak"), AHEAD + row(visit="", carrier="Elm")).history) == 3
    )


def test_the_order_in_which_files_are_named_does_not_matter(tmp_path):
    late = AHEAD + row(carrier="Golden Oak", status="Paid")
    found = loaded(tmp_path, late, row(carrier="GOMCO", status="Filed"))  # the first file reaches further
    assert states(found) == [("Golden Oak", "paid")]


LIST = "Acct,Carrier,Session,Owed,What happened,Next step\n"
PLAIN = "Acct,Carrier,Session,Billed,Left To Collect,Where It Stands\n"


def of_files(tmp_path, **files: str):
    made = practice(tmp_path)
    for name, text in files.items():
        put(made, f"claims/{name}.csv", text)
    return load_claims(made, load_archive(made))


def test_a_work_list_repeats_claims_of_a_history_without_claim_numbers_and_adds_none(tmp_path):
    history = PLAIN + "E1,Oak,03/02/2026,90.00,90.00,Denied\nE2,Oak,03/09/2026,80.00,0.00,Paid\n"
    # E1 of that day is in the history, E7 is not; the list reaches further in time and states no charge
    again = LIST + "E1,Oak,03/02/2026,90.00,denied,call\nE7,Oak,06/01/2026,70.00,denied,call\n"
    found = of_files(tmp_path, history=history, work=again)
    rows = found.history.sort_values("patient_control_number")
    assert rows["patient_control_number"].tolist() == ["E1", "E2", "E7"]
    assert rows["charge_cents"].fillna(-1).tolist() == [9_000, 8_000, -1]
    assert found.history["balance_cents"].sum() == 9_000 + 0 + 7_000
    assert rows_of(found, "history") >= 4


@pytest.mark.parametrize("second", [
    "E1,Oak,03/03/2026,90.00,90.00,Denied\n",  # another day
    "E1,Oak,03/02/2026,95.00,95.00,Denied\n",  # another charge
    "E1,Oak,03/02/2026,90.00,90.00,Denied\nE1,Oak,03/02/2026,90.00,90.00,Denied\n",  # a patient's number, two claims
])  # fmt: skip
def test_an_account_number_and_a_day_are_one_claim_only_where_no_report_has_two_of_them(tmp_path, second):
    first = PLAIN + "E1,Oak,03/02/2026,90.00,90.00,Denied\n"
    found = of_files(tmp_path, a=first, b=PLAIN + second)
    assert len(found.history) == 1 + second.count("\n")
