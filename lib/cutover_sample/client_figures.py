"""What the client's own monthly reports say of two practices, one figure of them counted another way."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from cutover_sample.book import Practice
from cutover_sample.claims import Claim
from cutover_sample.payments import History

SHEET, CODE = "client figures", "baseline-figure-differs"
MONTHS = (dt.date(2026, 2, 1), dt.date(2026, 3, 1))
OTHERWISE = ("cedar-grove", MONTHS[0])  # whose charges of which month are counted by submission
NOTES = {
    CODE: "The charges of one month as the client reports them, by submission; the difference without its sign."
}
_REPORT = "Monthly practice summary"


def figures(practice: Practice, history: History) -> list[dict[str, object]]:
    """Return the rows of the sheet: payments, charges and claims decided of two months; none for other practices."""
    if practice.slug not in ("cedar-grove", "dunewood"):
        return []
    return [
        {"month": month, "report": _REPORT, **row}
        for month in MONTHS
        for row in _of(practice, history, month)
    ]


def cases(practice: Practice, history: History) -> Iterator[dict[str, object]]:
    """Yield the figure that differs."""
    if practice.slug == OTHERWISE[0]:
        month = OTHERWISE[1]
        off = abs(_sent(history, month) - _served(history, month))
        yield {
            "practice": practice.slug,
            "code": CODE,
            "cents": off,
            "kind": "counted otherwise",
            "month": f"{month:%Y-%m}",
        }


def _of(practice: Practice, history: History, month: dt.date) -> Iterator[dict[str, object]]:
    paid = [payment for payment in history.payments if payment.date.replace(day=1) == month]
    by_sent = (practice.slug, month) == OTHERWISE
    yield {
        "measure": "charges",
        "amount_cents": _sent(history, month) if by_sent else _served(history, month),
    }
    yield {"measure": "payments", "amount_cents": sum(payment.amount_cents for payment in paid)}
    decided = sum(decision.status != "22" for payment in paid for decision in payment.decisions)
    yield {"measure": "claims decided", "number": decided}


def _served(history: History, month: dt.date) -> int:
    return sum(_charge(one) for one in history.claims if one.visit.replace(day=1) == month)


def _sent(history: History, month: dt.date) -> int:
    return sum(_charge(one) for one in history.claims if one.submitted.replace(day=1) == month)


def _charge(one: Claim) -> int:
    return sum(line.charge_cents for line in one.lines)
