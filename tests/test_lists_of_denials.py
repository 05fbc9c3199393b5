"""Lists of denials among claims: what they say of the claims of other files, and rows whose claim no other file has."""

from __future__ import annotations

import pandas as pd
import pytest
from cutover.errors import InputError
from cutover.reading.claims import denial_lists
from cutover.reading.claims.history import DENIED, read_claim_history
from cutover.reading.claims.tables import CLAIM_HISTORY
from cutover.workstreams.open_claims.listed import on_lists
from open_claims_makers import book, decided, one, summary
from open_claims_makers import history as open_claim
from parallel_frames import frame

HEAD = ["Worked", "Claim #", "Carrier", "DOS", "Denial", "Amount"]
ROWS = [
    ["3/2/2026", "K-51", "Cigna", "1/12/2026", "CO-16", "120"],
    ["3/9/2026", "K-52", "Aetna", "1/15/2026", "CO197", "80"],
]


def read(head=HEAD, rows=ROWS, name="claims/log.csv"):
    text = "\n".join(",".join(row) for row in [head, *rows])
    return read_claim_history(text.encode(), name)


def test_rows_of_a_list_of_denials_are_no_claims_and_are_counted():
    found = read()
    assert found.claims.empty
    assert found.denials["denial_reason"].tolist() == ["CO-16", "CO-197"]
    assert found.rows_in == 2
    assert found.notes == (f"2 rows {DENIED}",)


def test_the_code_and_the_words_of_a_reason_stand_together():
    head = ["Acct", "Carrier", "Svc Dt", "Reason Code", "Reason", "Denied Amt"]
    found = read(head, [["901", "Cigna", "1/12/2026", "CO50", "Not necessary", "75"]])
    assert found.denials["denial_reason"].tolist() == ["CO-50 Not necessary"]


@pytest.mark.parametrize(
    ("head", "rows"),
    [
        (["Worked", "Claim #", "Carrier", "DOS", "Reason", "Amount"],
         [["3/2/2026", "K-51", "Cigna", "1/12/2026", "check up", "120"]]),  # neither codes nor a name
        (HEAD, [*ROWS, ["3/9/2026", "K-53", "Aetna", "1/16/2026", "", "80"]]),  # two of three rows have a reason
        ([*HEAD, "Paid"], [[*ROWS[0], "30"]]),
        ([name for name in HEAD if name not in ("DOS", "Claim #")], [[row[0], *row[2:3], *row[4:]] for row in ROWS]),
        ([name for name in HEAD if name != "Claim #"], [[row[0], *row[2:]] for row in ROWS]),
    ],
)  # fmt: skip
def test_what_is_no_list_of_denials_is_not_read_as_one(head, rows):
    with pytest.raises(InputError, match="no column for"):
        read(head, rows)


def test_denied_claims_with_a_column_of_states_are_claims():
    found = read([*HEAD, "Status"], [[*row, "denied"] for row in ROWS])
    assert len(found.claims) == 2
    assert found.denials.empty


def history(**changes):
    row = {"claim_number": "K51", "patient_control_number": None, "service_from": pd.Timestamp("2026-01-12"),
           "state": "denied", "denial_reason": None}  # fmt: skip
    return pd.DataFrame([row | changes]).astype({"denial_reason": "str", "patient_control_number": "str"})


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({}, "CO-16"),
        ({"claim_number": None, "patient_control_number": "K-51"}, "CO-16"),
        ({"state": "appealed"}, "CO-16"),
        ({"state": "paid"}, None),  # it was paid since
        ({"state": "pending"}, None),  # it was sent again since
        ({"denial_reason": "CO-45"}, "CO-45"),
        ({"service_from": pd.Timestamp("2026-01-13")}, None),
    ],
)
def test_a_claim_that_is_not_settled_has_the_reason_of_its_denial(changes, reason):
    told = denial_lists.with_reasons(history(**changes), read().denials)["denial_reason"].iloc[0]
    assert (None if pd.isna(told) else told) == reason


def test_a_denial_whose_claim_no_other_file_has_is_named_with_its_row():
    denials = read().denials
    met = denial_lists.is_met(denials, [history()])
    assert met.tolist() == [True, False]
    assert denial_lists.unmet_notes(denials[~met]) == [
        "claims/log.csv: 1 denial of claims that no other file has (row 3). See whether they are still open."
    ]
    assert denial_lists.unmet_notes(denials[met & ~met]) == []


@pytest.mark.parametrize(
    ("account", "number", "is_known"), [("A9", None, True), (None, "K51", True), ("A8", "K5", False)]
)
def test_a_denial_with_two_numbers_is_of_the_claim_that_has_either(account, number, is_known):
    denials = read([*HEAD, "Patient Acct"], [[*ROWS[0], "A-9"], [*ROWS[1], "A-7"]]).denials
    claims = history(claim_number=number, patient_control_number=account)
    assert denial_lists.is_met(denials, [claims]).tolist() == [is_known, False]
    reasons = denial_lists.with_reasons(claims, denials)["denial_reason"]
    assert reasons.fillna("none").tolist() == ["CO-16" if is_known else "none"]
    assert denial_lists.by_number(denials)["key"].tolist() == [
        "A9|2026-01-12", "K51|2026-01-12", "A7|2026-01-15", "K52|2026-01-15",
    ]  # fmt: skip


def listed(on: str | None):
    row = {"patient_control_number": "A1", "service_from": pd.Timestamp("2026-06-01"), "charge_cents": 9_000,
           "denial_reason": "CO-50", "paid_date": pd.Timestamp(on) if on else None, "source_file": "claims/log.csv",
           "source_row": 2}  # fmt: skip
    return frame(CLAIM_HISTORY, [row])


@pytest.mark.parametrize(
    ("on", "status", "cents"),
    [
        ("2026-06-20", "denied", 9_000),
        ("2026-06-03", "denied", 9_000),  # the summary is of that day too
        ("2026-06-02", "pending", None),  # it was sent again since
        (None, "pending", None),  # nobody knows which was first
    ],
)
def test_a_claim_that_only_a_summary_has_is_denied_by_a_later_row_of_the_list(on, status, cents):
    claim = one(book(summaries=[summary("A1", "accepted", sent="2026-06-03")], denials=listed(on)))
    assert claim["status"] == status
    assert (None if pd.isna(claim["balance_cents"]) else claim["balance_cents"]) == cents
    assert claim["is_listed"] == (status == "denied")


@pytest.mark.parametrize(
    ("header", "day"), [("Denied", "2026-03-02"), ("Denial Date", "2026-03-02"), ("Asked", None)]
)
def test_the_day_of_a_denial_is_read_from_its_own_column(header, day):
    head = [header, "Claim #", "Carrier", "DOS", "Denial", "Amount"]
    found = read(head).denials["paid_date"].iloc[0]
    assert (None if pd.isna(found) else f"{found:%Y-%m-%d}") == day


@pytest.mark.parametrize(
    ("state", "eras", "day"),
    [
        ("denied", [], "2026-06-20"),
        ("pending", [], None),  # the history does not call it denied
        ("denied", [decided("A1", "2026-06-25", 0, "CO-50")], None),  # a remittance dates it
    ],
)
def test_the_list_dates_a_denial_that_the_history_leaves_undated(state, eras, day):
    claim = one(book([open_claim("A1", state)], eras=eras, denials=listed("2026-06-20")))
    assert (None if pd.isna(claim["history_on"]) else f"{claim['history_on']:%Y-%m-%d}") == day


def test_a_remittance_goes_before_the_list():
    paid = decided("A1", "2026-07-01", 10_000)
    assert (
        len(book(summaries=[summary("A1", "accepted")], eras=[paid], denials=listed("2026-06-20")).open) == 0
    )


def test_the_amount_of_a_list_is_what_was_denied():
    assert read().denials["charge_cents"].tolist() == [12_000, 8_000]
    assert read(rows=[ROWS[0], [*ROWS[1][:5], "see EOB"]]).denials["charge_cents"].isna().all()


def undated():
    head = [name for name in HEAD if name != "DOS"]
    return read(head, [row[:3] + row[4:] for row in ROWS]).denials


def test_a_list_without_days_takes_them_from_the_claims_of_its_numbers():
    denials = undated()
    assert denials["service_from"].isna().all() and denials["denial_reason"].tolist() == ["CO-16", "CO-197"]
    told = denial_lists.dated(denials, [history()])
    assert told["service_from"].dt.strftime("%Y-%m-%d").fillna("none").tolist() == ["2026-01-12", "none"]
    assert denial_lists.is_met(told, [history()]).tolist() == [True, False]
    twice = [history(), history(service_from=pd.Timestamp("2026-01-13"))]  # a number of two days says nothing
    assert denial_lists.dated(denials, twice)["service_from"].isna().all()
    assert denial_lists.dated(read().denials, [history()])["service_from"].notna().all()


def test_a_denied_claim_that_the_list_leaves_out_is_told():
    claims = pd.concat([history(), history(claim_number="K59")], ignore_index=True)
    claims = claims.assign(source_file="claims/a.csv", source_row=[2, 3])
    assert denial_lists.unlisted_notes(read().denials, claims) == [
        "Of 2 claims that the claim history calls denied, 1 is in no list of denials: claims/a.csv row 3. "
        "Add what is still to be worked to the list."
    ]
    assert denial_lists.unlisted_notes(read().denials, claims.head(1)) == []
    assert denial_lists.unlisted_notes(read().denials.head(0), claims) == []


@pytest.mark.parametrize(
    ("header", "cells", "expected"),
    [
        ("Worked?", ["yes", "no"], ["yes", "no"]),
        ("Followed up", ["", "3/4"], [None, "3/4"]),
        ("Initials", ["JM", "JM"], [None, None]),  # says nothing of it
    ],
)
def test_a_list_says_in_its_own_words_whether_a_denial_was_worked(header, cells, expected):
    head = ["Claim #", "Carrier", "DOS", "Denial", "Amount", header]
    rows = [[*row[1:], cell] for row, cell in zip(ROWS, cells, strict=True)]
    worked = read(head, rows).denials["state_as_written"].tolist()
    assert [None if pd.isna(one) else one for one in worked] == expected


def test_denied_claims_stand_beside_the_lists_and_those_in_none_come_first_by_number():
    head = ["Claim #", "Carrier", "DOS", "Denial", "Amount", "Worked"]
    denials = read(head, [[*ROWS[0][1:], "no"], [*ROWS[1][1:], "yes"]]).denials
    claims = [("K51", "2026-01-12", "denied"), ("K52", "2026-01-16", "denied"), ("K52", "2026-01-15", "paid"),
              ("K53", "2026-01-15", "denied")]  # fmt: skip
    rows = [
        {"claim_number": number, "service_from": pd.Timestamp(on), "state": state, "charge_cents": 100 * n,
         "source_file": "claims/a.csv", "source_row": n}
        for n, (number, on, state) in enumerate(claims, 2)
    ]  # fmt: skip
    told = on_lists(frame(CLAIM_HISTORY, rows), denials)
    # K52 of another day of service is another claim; the paid one was denied once, and is no open work
    assert told[["claim_number", "is_listed", "standing", "source_row"]].values.tolist() == [
        ["K53", "no", "denied", 5], ["K52", "no", "denied", 3], ["K51", "yes", "denied", 2], ["K52", "yes", "paid", 4],
    ]  # fmt: skip
    assert told["worked"].fillna("").tolist() == ["", "", "no", "yes"]
    assert on_lists(frame(CLAIM_HISTORY, rows), denials.head(0)).empty
