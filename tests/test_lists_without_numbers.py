"""Claim lists without any number: one made of day, patient and code, which gives way to that of the same claim."""

from __future__ import annotations

import pandas as pd
import pytest
from cutover.errors import InputError
from cutover.reading.claims import timed_minutes
from cutover.reading.claims.history import read_claim_history
from cutover.reading.claims.stand_ins import as_remitted, numbered
from cutover.reading.mapping.record import LOOK
from cutover.reading.practice import file_subject
from cutover.reading.practice.preflight_files import of_folder, rows_of_folder

HEAD = ["Session", "Last name", "First name", "CPT", "Insurance", "Fee", "Paid", "Status"]
ROWS = [
    ["2026-03-02", "Ames", "Ida", "90837", "Cigna", "180", "97", "paid"],
    ["2026-03-02", "Ames", "Ida", "90785", "Cigna", "20", "10", "paid"],
    ["2026-03-03", "Bell", "Joe", "90834", "Aetna", "140", "", "waiting"],
]


def claims(head=HEAD, rows=ROWS):
    text = "\n".join(",".join(row) for row in [head, *rows])
    return read_claim_history(text.encode(), "claims/s.csv")


def remittances(*rows):
    """Claims of remittances: number, last name, first name, day, cents."""
    names = [
        "patient_control_number",
        "patient_last_name",
        "patient_first_name",
        "service_from",
        "charge_cents",
    ]
    frame = pd.DataFrame(list(rows), columns=names)
    return frame.assign(service_from=pd.to_datetime(frame["service_from"]), set_aside=None)


def test_a_list_without_numbers_is_read_with_made_ones_and_says_so():
    read = claims()
    assert read.claims["claim_number"].tolist() == [
        "NO-NUMBER-20260302-AMES-IDA-90837", "NO-NUMBER-20260302-AMES-IDA-90785", "NO-NUMBER-20260303-BELL-JOE-90834"
    ]  # fmt: skip
    assert read.claims["charge_cents"].tolist() == [18_000, 2_000, 14_000]
    assert [note for note in read.notes if LOOK in note] == [
        f"no column numbers its claims; 3 claims known by day, patient and procedure. {LOOK}"
    ]


@pytest.mark.parametrize("lost", ["Session", "Fee", "Last name"])
def test_without_the_day_the_charge_or_the_patient_no_number_is_made(lost):
    place = HEAD.index(lost)
    with pytest.raises(InputError, match="no column for"):
        claims([h for h in HEAD if h != lost], [row[:place] + row[place + 1 :] for row in ROWS])


def test_a_list_with_numbers_gets_none():
    read = claims(["Claim", *HEAD], [[f"C{n}", *row] for n, row in enumerate(ROWS)])
    assert read.claims["claim_number"].tolist() == ["C0", "C1", "C2"]
    assert not [note for note in read.notes if LOOK in note]


def test_a_made_number_gives_way_to_that_of_the_same_claim_in_a_remittance_or_a_list():
    history = claims().claims
    eras = remittances(
        ("R-1", "AMES", "I", "2026-03-02", 18_000), ("R-9", "AMES", "IDA", "2026-03-09", 2_000)
    )
    assert numbered(history, eras)["claim_number"].tolist() == [
        "R-1", "NO-NUMBER-20260302-AMES-IDA-90785", "NO-NUMBER-20260303-BELL-JOE-90834"  # R-9 is of another day
    ]  # fmt: skip
    other = claims(["Claim", *HEAD], [["C7", *ROWS[2]]]).claims
    both = numbered(pd.concat([history, other], ignore_index=True), eras)
    assert both["claim_number"].tolist()[2:] == ["C7", "C7"]  # one session in two lists is one claim


def test_where_two_numbers_fit_or_two_rows_do_none_is_taken():
    history = claims().claims
    twice = remittances(
        ("R-1", "AMES", "IDA", "2026-03-02", 18_000), ("R-2", "AMES", "IRA", "2026-03-02", 18_000)
    )
    assert numbered(history, twice)["claim_number"].tolist() == history["claim_number"].tolist()
    same = claims(rows=[ROWS[0], [*ROWS[0][:3], "90832", *ROWS[0][4:]]]).claims
    one = remittances(("R-1", "AMES", "IDA", "2026-03-02", 18_000))
    assert numbered(same, one)["claim_number"].tolist() == same["claim_number"].tolist()


@pytest.mark.parametrize(
    ("values", "number"),
    [
        (("20639", "20642", "20650"), "20639"),  # each session has a number of its own
        (("1", "2", "3"), "NO-NUMBER-20260302-AMES-IDA-90837"),  # rows are counted
        (("20639", "", "20650"), "NO-NUMBER-20260302-AMES-IDA-90837"),  # one has none
    ],
)
def test_a_column_of_bare_numbers_numbers_the_claims_unless_it_counts_rows(values, number):
    read = claims(["#", *HEAD], [[value, *row] for value, row in zip(values, ROWS, strict=True)])
    assert read.claims["claim_number"].iloc[0] == number


@pytest.mark.parametrize(
    ("ours", "account", "theirs", "number"),
    [
        ("20639", None, ["OC-12/20639", "OC-12/20642"], "OC-12/20639"),
        ("20639", None, ["20639-OC12"], "20639-OC12"),
        ("20639", "OC-12", ["OC-12/20639"], "20639"),  # the account joins them
        ("20639", None, ["20639", "20639-2"], "20639"),  # it is one by itself
        ("20639", None, ["A1/20639", "B2/20639"], "20639"),  # nobody knows which
        ("20639", None, ["A1/206390"], "20639"),
    ],
)
def test_a_claim_that_remittances_write_behind_its_account_is_that_claim(ours, account, theirs, number):
    history = pd.DataFrame({"claim_number": [ours], "patient_control_number": [account]}).astype("str")
    eras = pd.DataFrame({"patient_control_number": theirs}).astype("str")
    assert as_remitted(history, eras)["claim_number"].tolist() == [number]


def test_two_claims_that_may_be_one_number_of_the_remittances_are_neither():
    history = pd.DataFrame({"claim_number": ["11", "22"], "patient_control_number": [None, None]}).astype(
        "str"
    )
    eras = pd.DataFrame({"patient_control_number": ["11/22"]}).astype("str")
    assert as_remitted(history, eras)["claim_number"].tolist() == ["11", "22"]


# lists without a column of states

TYPED = ["No.", "Seen", "Client", "Ins", "Fee", "Ins pd", "Pd on", "Client owes", "Notes"]


def typed(*rows, head=TYPED):
    text = "\n".join(",".join(row) for row in [head, *rows])
    return read_claim_history(text.encode(), "claims/typed.csv").claims


def one(paid="", on="", owes="", note=""):
    read = typed(["310", "11/20/2025", "Ames Ida", "Cigna", "150", paid, on, owes, note],
                 ["311", "11/21/2025", "Bell Joe", "Cigna", "90", "60", "12/9", "0", ""])  # fmt: skip
    return read.iloc[0]


@pytest.mark.parametrize(
    ("paid", "on", "owes", "note", "state", "balance"),
    [
        ("100", "12/3", "0", "", "paid", 0),
        ("100", "12/3", "25", "", "patient responsibility", 2_500),
        ("100", "12/3", "", "", "unknown", None),  # nobody says what is left of 150
        ("0", "12/3", "150", "DENIED PR-204", "denied", 15_000),
        ("", "", "0", "waiting", "pending", None),  # the zero of the client says nothing of what Cigna owes
        ("", "", "0", "", "unknown", None),
        ("", "", "", "not sent!", "open", None),
        ("", "", "", "paid", "unknown", None),  # no amount bears it out
        ("100", "12/3", "0", "void", "paid", 0),  # what was paid is not void
        ("", "", "", "void", "voided", None),
        ("", "", "", "was denied but now paid", "unknown", None),  # five words tell a story
        ("", "", "", "denied and now appealed", "appealed", None),  # four
    ],
)
def test_without_a_column_of_states_notes_and_amounts_say_one_or_it_is_unknown(
    paid, on, owes, note, state, balance
):
    claim = one(paid, on, owes, note)
    assert claim["state"] == state
    assert (None if pd.isna(claim["balance_cents"]) else claim["balance_cents"]) == balance


def test_the_code_in_a_note_of_a_denial_is_its_reason():
    assert one("0", "12/3", "150", "DENIED PR-204")["denial_reason"] == "PR-204"
    assert pd.isna(one("0", "12/3", "150", "denied")["denial_reason"])


@pytest.mark.parametrize(
    ("on", "day"),
    [("12/3", "2025-12-03"), ("11/20", "2025-11-20"), ("11/19", "2026-11-19"), ("1/8", "2026-01-08")],
)
def test_a_day_of_payment_without_a_year_is_the_first_on_or_after_the_day_of_service(on, day):
    assert one("100", on, "0")["paid_date"] == pd.Timestamp(day)


def test_other_numbers_parted_by_a_stroke_stay_as_they_are():
    read = typed(["310", "11/20/2025", "Ames Ida", "Cigna", "150", "100", "12/3/2025", "0", "1/2"])
    assert pd.isna(read["state_as_written"].iloc[0])


def test_of_a_list_of_charges_alone_nobody_knows_what_became_of_its_claims():
    read = typed(["310", "11/20/2025", "Ames Ida", "Cigna", "150"], head=TYPED[:5])
    assert read[["charge_cents", "state"]].iloc[0].tolist() == [15_000, "not stated"]


def test_a_stated_balance_goes_before_what_the_patient_owes():
    head = ["Account", "DOS", "Patient", "Insurance", "Charge", "Paid", "Balance", "Patient owes"]
    read = typed(["A1", "2026-02-03", "Ames Ida", "Cigna", "150", "100", "40", "25"], head=head)
    assert read[["balance_cents", "state"]].iloc[0].tolist() == [4_000, "unknown"]


@pytest.mark.parametrize(
    ("paid", "off", "balance", "note", "state"),
    [
        ("100", "30", "20", "", "patient responsibility"),  # 150 less 100 and 30: Cigna has answered
        (
            "0",
            "60",
            "90",
            "",
            "patient responsibility",
        ),  # it priced the claim, and left the rest to the patient
        ("0", "60", "0", "", "paid"),  # the patient has paid the rest
        ("0", "150", "0", "", "written off"),
        ("100", "0", "50", "", "unknown"),  # nothing says who owes it
        ("0", "0", "150", "", "unknown"),
        ("0", "150", "25", "", "unknown"),  # all is written off, and yet something is open
        ("0", "60", "90", "waiting", "pending"),  # a note goes before the amounts
        ("0", "60", "90", "denied CO-16", "denied"),
    ],
)
def test_what_a_payer_wrote_off_says_that_it_has_answered(paid, off, balance, note, state):
    head = ["Account", "DOS", "Patient", "Insurance", "Charge", "Paid", "Write off", "Balance", "Note"]
    rows = [["A1", "2026-02-03", "Ames Ida", "Cigna", "150", paid, off, balance, note],
            ["A2", "2026-02-04", "Bell Joe", "Cigna", "90", "60", "30", "0", "paid"]]  # fmt: skip
    assert typed(*rows, head=head)["state"].iloc[0] == state


# lists whose only day is called `Date`

LOG = ["Date", "Claim #", "Client", "Insurer", "Fee", "Ins paid", "Still owed", "Note"]
LOGGED = [
    ["4-Mar-26", "K1", "Ames Ida", "Cigna", "150", "100", "0", ""],
    ["5-Mar-26", "K2", "Bell Joe", "Aetna", "90", "0", "90", "waiting"],
    ["9-Mar-26", "K3", "Cole Max", "Aetna", "70", "0", "70", "denied CO-22"],
]
ONLY = f"`Date` is its only day, taken for the day of service. {LOOK}"


def logged(head=LOG, rows=LOGGED):
    return read_claim_history("\n".join(",".join(row) for row in [head, *rows]).encode(), "claims/log.csv")


def without(name):
    place = LOG.index(name)
    return [h for h in LOG if h != name], [[*row[:place], *row[place + 1 :]] for row in LOGGED]


def test_the_only_day_of_a_list_of_claims_is_that_of_service_and_a_person_is_told():
    read = logged()
    assert read.claims["service_from"].dt.strftime("%m/%d").tolist() == ["03/04", "03/05", "03/09"]
    assert read.claims["state"].tolist() == ["paid", "pending", "denied"]
    assert read.claims["denial_reason"].fillna("").tolist() == ["", "", "CO-22"]
    assert ONLY in read.notes


@pytest.mark.parametrize(
    ("head", "rows"),
    [
        ([*LOG, "Deposited"], [[*row, "2026-03-30"] for row in LOGGED]),  # a second column of days
        ([*LOG, "Check #"], [[*row, "771"] for row in LOGGED]),  # a list of payments
        (LOG, [*LOGGED, ["3-Apr-26", "K2", "Bell Joe", "Aetna", "90", "60", "0", ""]]),  # a day for each payment
        (LOG, [*LOGGED, ["3-Apr-26", "K4", "Bell Joe", "Aetna", "", "60", "0", ""]]),  # 3 of 4 rows are charges
        without("Claim #"),  # it may be a ledger
        without("Still owed"),  # nothing says how a claim is left
    ],
)  # fmt: skip
def test_a_day_that_may_be_of_something_else_is_not_taken(head, rows):
    with pytest.raises(InputError, match=r"no column for .*Service from"):
        logged(head, rows)


def test_a_day_of_service_by_its_own_name_stays_what_it_is():
    read = logged(["DOS" if h == "Date" else h for h in LOG])
    assert read.claims["service_from"].notna().all()
    assert ONLY not in read.notes


@pytest.mark.parametrize("header", ["Client paid", "Paid Client"])
def test_an_amount_is_no_number_of_a_patient_however_alike_their_headers(header):
    read = logged([*LOG, header], [[*row, "20.50"] for row in LOGGED])
    assert read.claims["patient_control_number"].isna().all()
    assert not [note for note in read.notes if "Account no." in note]


@pytest.mark.parametrize(("total", "count"), [("160", 0), ("150", 1)])
def test_a_total_that_is_not_the_sum_of_its_rows_is_named_with_both(total, count):
    read = logged(rows=[*LOGGED, ["Total", "", "", "", "310", "100", total, ""]])
    # 0 + 90 + 70 = 160
    said = f"row 5: the total of Still owed is $150.00, and its 3 rows add up to $160.00. {LOOK}"
    assert [note for note in read.notes if "the total of" in note] == [said] * count


# tables of minutes and units of treatments

TIMED = "Visit,Acct,CPT,Min,Units\n3/4/2026,A1,97110,23,2\n3/5/2026,A2,97530,8,1\n"


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        (TIMED, 2),
        (TIMED.replace("Min,", "Treatment minutes,").replace("Units", "Units billed"), 2),
        (TIMED.replace("Min,", "Count,"), 0),
        (TIMED.replace("Min,", "Paid,"), 0),  # a list of payments that lacks its payers
    ],
)
def test_a_table_of_minutes_and_units_is_none_of_claims(text, rows):
    assert timed_minutes.rows_of(text.encode(), "claims/m.csv") == rows


def test_claims_with_their_minutes_and_units_are_claims():
    head, given = [*HEAD, "Minutes", "Units"], [[*row, "53", "1"] for row in ROWS]
    assert len(claims(head, given).claims) == 3
    assert file_subject.subject_of(head) != file_subject.TIMED
    assert file_subject.subject_of(TIMED.split("\n")[0].split(",")) == file_subject.TIMED


def test_the_check_names_what_to_look_at_in_a_list_and_calls_minutes_by_their_name(tmp_path):
    folder = tmp_path / "claims"
    folder.mkdir()
    rows = [*LOGGED, ["Total", "", "", "", "310", "100", "150", ""]]
    (folder / "log.csv").write_text("\n".join(",".join(row) for row in [LOG, *rows]))
    (folder / "minutes.csv").write_text(TIMED)
    (said,) = of_folder(folder, tmp_path)
    assert said.name == "log.csv"
    assert said.found == (
        "`Date` is its only day, taken for the day of service; "
        "row 5: the total of Still owed is $150.00, and its 3 rows add up to $160.00"
    )
    words = {one.name: (one.words, one.is_odd) for one in rows_of_folder(folder, tmp_path)}
    minutes = "2 rows in: minutes of treatments, counted in 01; no claim is looked for there"
    assert words["minutes.csv"] == (minutes, False)
