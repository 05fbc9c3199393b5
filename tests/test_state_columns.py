"""The column of the states of claims is told by its values, whatever stands above it, unless amounts say otherwise."""

from __future__ import annotations

import pytest
from cutover.reading.claims import sent
from cutover.reading.claims.history import read_claim_history
from cutover.reading.claims.sent_numbers import with_number
from cutover.reading.mapping.tables_of import tables_of
from cutover.reading.mapping.targets import load_target

HEAD = "Bill no,Acct,Svc,Carrier,$ chg,$ paid,$ open,{}"
# number, charged, paid, open, what the column says
ROWS = (
    ("B-1", "200.00", "120.00", "0.00", "Closed"),
    ("B-2", "150.00", "0.00", "150.00", "In process"),
    ("B-3", "90.00", "0.00", "90.00", "Denied"),
    ("B-4", "80.00", "60.00", "0.00", "Closed"),
)
TOLD = ["paid", "pending", "denied", "paid"]
BY_AMOUNTS = ["paid", "unknown", "unknown", "paid"]  # what balances of zero settle, and no word beside them


def read(header: str, words: list[str] | None = None, head: str = HEAD, rows=ROWS) -> list[str]:
    """The states of a report whose last column has such a header and says these words."""
    said = words or [row[4] for row in rows]
    lines = [head.format(header)]
    for at, (number, charge, paid, left, _) in enumerate(rows):
        amounts = [amount for amount, name in ((paid, "$ paid"), (left, "$ open")) if name in head]
        cells = [number, f"A{at}", f"2026-07-0{at + 1}", "ALDER HEALTH", charge, *amounts, said[at]]
        lines.append(",".join(cells))
    return read_claim_history("\n".join(lines).encode(), "claims/bills.csv").claims["state"].tolist()


@pytest.mark.parametrize("header", ["where", "stage", "bucket", "Qx7", "Now at", "Claim pile"])
def test_states_are_told_by_their_values_whatever_the_header(header):
    assert read(header) == TOLD


def test_words_half_of_which_are_no_states_are_none():
    assert read("bucket", ["Closed", "In process", "Blue", "Green"]) == BY_AMOUNTS


def test_amounts_that_speak_against_the_words_leave_the_states_unknown():
    # what is paid off is said to wait, what is open to be closed: the column tells something else
    assert read("bucket", ["Denied", "Closed", "Closed", "In process"]) == BY_AMOUNTS


def test_a_column_of_answers_alone_or_of_work_alone_is_none_of_states():
    # a list whose rows were all worked says how far: no claim of it was answered
    waiting = [(number, charge, "0.00", charge, "") for number, charge, *_ in ROWS]
    assert read("bucket", ["Denied", "Resent", "Denied", "Appealed"], rows=waiting) == ["unknown"] * 4


def test_a_report_of_open_claims_alone_has_states_where_it_says_when_each_was_sent():
    text = "Bill no,Acct,Svc,Date submitted,Carrier,$ chg,$ open,bucket\n" + "\n".join(
        f"{number},A{at},2026-07-01,2026-07-0{at + 2},ALDER HEALTH,{charge},{charge},{word}"
        for at, ((number, charge, *_), word) in enumerate(
            zip(ROWS, ["Denied", "In process"] * 2, strict=True)
        )
    )
    found = read_claim_history(text.encode(), "claims/bills.csv").claims["state"].tolist()
    assert found == ["denied", "pending"] * 2


def test_what_was_worked_is_no_state_of_a_claim():
    assert read("worked") == BY_AMOUNTS


def test_without_amounts_the_words_of_payers_tell_it_and_two_such_columns_tell_nothing():
    bare = "Bill no,Acct,Svc,Carrier,$ chg,{}"
    assert read("bucket", head=bare) == TOLD
    two = "Bill no,Acct,Svc,Carrier,$ chg,bucket,pile\n"
    two += "\n".join(f"{n},A{at},2026-07-01,ALDER HEALTH,{charge},{word},{word}"
                     for at, (n, charge, _, _, word) in enumerate(ROWS))  # fmt: skip
    found = read_claim_history(two.encode(), "claims/bills.csv").claims["state"].tolist()
    assert "denied" not in found and "pending" not in found


def sent_states(header: str, values: tuple[str, ...]) -> list[str]:
    lines = [f"medi_ref,chart,seen,carrier,billed,sent,{header}"]
    lines += [f"M-{at},C{at},2026-03-0{at + 1},ALDER HEALTH,75.00,2026-03-0{at + 4},{value}"
              for at, value in enumerate(values)]  # fmt: skip
    (table,) = tables_of("\n".join(lines).encode(), "uploads.csv", load_target(sent.FIELDS))
    rows, _ = sent.typed(with_number(table).rows, "uploads.csv")
    return rows["state"].tolist()


@pytest.mark.parametrize("header", ["where", "bucket", "Qx7"])
def test_so_are_the_answers_of_a_list_of_sent_claims(header):
    assert sent_states(header, ("Accepted", "Rejected", "In process")) == ["accepted", "rejected", "accepted"]
    assert sent_states(header, ("Red", "Rejected", "Blue")) == ["unknown"] * 3
