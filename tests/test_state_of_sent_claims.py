"""A column `state` of claims sent through Medi is their status where its values say so, else a state of the US."""

from __future__ import annotations

import pytest
from cutover.reading.claims import sent
from cutover.reading.claims.sent_numbers import with_number
from cutover.reading.mapping.tables_of import tables_of
from cutover.reading.mapping.targets import load_target

ROWS = ("Q-1", "Q-2", "Q-3")


def states(header: str, values: tuple[str, ...], beside: tuple[str, ...] = ()) -> list[str]:
    """What a list with such a column says of its three claims."""
    lines = ["medi_ref,chart,seen,carrier,billed,sent,env," + header + ("," + beside[0] if beside else "")]
    for at, number in enumerate(ROWS):
        more = f",{beside[1 + at]}" if beside else ""
        lines.append(
            f"{number},C{at},2026-03-0{at + 1},Alder Health,75.00,2026-03-0{at + 4},production,{values[at]}{more}"
        )
    data = "\n".join(lines).encode()
    (table,) = tables_of(data, "uploads.csv", load_target(sent.FIELDS))
    rows, _ = sent.typed(with_number(table).rows, "uploads.csv")
    return rows["state"].tolist()


@pytest.mark.parametrize(
    ("header", "values", "found"),
    [
        ("state", ("ACCEPTED", "REJECTED", "ACCEPTED"), ["accepted", "rejected", "accepted"]),
        ("State", ("sent", "Rejected by payer", "accepted"), ["sent", "rejected", "accepted"]),
        ("Went through", ("Accepted", "Rejected", "Pending"), ["accepted", "rejected", "sent"]),
        ("state", ("TN", "GA", "TN"), ["unknown"] * 3),  # where the patient lives: no status
        ("state", ("TN", "REJECTED", "TN"), ["unknown"] * 3),  # neither the one nor the other
    ],
)
def test_the_values_of_a_state_column_tell_what_became_of_the_claims(header, values, found):
    assert states(header, values) == found


def test_a_status_under_its_own_name_goes_before_a_column_called_state():
    beside = ("status", "accepted", "accepted", "rejected")
    assert states("state", ("sent", "sent", "sent"), beside) == ["accepted", "accepted", "rejected"]
