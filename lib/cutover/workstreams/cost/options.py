"""What a person may set for a cost comparison: each option is text, and empty where the data decide."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from cutover.errors import UsageError, meant
from cutover.money import cents
from cutover.workstreams.cost.model import Pooling, Readings
from cutover.workstreams.cost.prices import Commitment, TierReading

ELIGIBILITY = {"0.25": "", "0.20": "as the eligibility page says"}


@dataclass(frozen=True)
class Options:
    """The options as values; None or an empty mapping where nothing was set.

    `transactions` are numbers a month by transaction (`eligibility`, `claim status`, `COB`, `attachment`),
    `volume_percent` scales the claims.
    """

    parallel_weeks: int | None = None
    commitment: Commitment = Commitment.ANNUAL
    readings: Readings = field(default_factory=Readings)
    work_cents: int | None = None
    first_month: dt.date | None = None
    volume_percent: int = 100
    transactions: Mapping[str, int] = field(default_factory=dict)
    named: tuple[str, ...] = ()


def _whole(low: int, high: int) -> Callable[[str], int]:
    def read(text: str) -> int:
        if not re.fullmatch(r"[0-9]{1,9}", text) or not low <= int(text) <= high:
            raise ValueError(f"a whole number from {low} to {high}")
        return int(text)

    return read


def _one_of(known: Mapping[str, object]) -> Callable[[str], object]:
    def read(text: str) -> object:
        if text not in known:
            raise ValueError(f"one of: {', '.join(known)}")
        return known[text]

    return read


def _month(text: str) -> dt.date:
    try:
        return dt.datetime.strptime(text, "%Y-%m").date()  # noqa: DTZ007
    except ValueError:
        raise ValueError("a month such as 2026-09") from None


def _dollars(text: str) -> int:
    amount = cents(text)
    if amount is None or amount < 0:
        raise ValueError("an amount in dollars such as 1500 or 1500.00")
    return amount


COMMITMENTS = {"annual": Commitment.ANNUAL, "monthly": Commitment.MONTHLY}
# name -> from text to value; a notebook takes those that its parameters cell names
OPTIONS: dict[str, Callable[[str], object]] = {
    "parallel_weeks": _whole(0, 104),
    "commitment": _one_of(COMMITMENTS),
    "tiers": _one_of({reading.value: reading for reading in TierReading}),
    "pooling": _one_of({"book": Pooling.BOOK, "practice": Pooling.PRACTICE}),
    "eligibility_price": _one_of(ELIGIBILITY),
    "work_dollars": _dollars,
    "first_month": _month,
    "volume_percent": _whole(1, 1000),
    "eligibility_a_month": _whole(0, 10_000_000),
    "claim_status_a_month": _whole(0, 10_000_000),
    "cob_a_month": _whole(0, 10_000_000),
    "attachments_a_month": _whole(0, 10_000_000),
}
_TRANSACTIONS = {
    "eligibility_a_month": "eligibility",
    "claim_status_a_month": "claim status",
    "cob_a_month": "COB",
    "attachments_a_month": "attachment",
}


def checked(name: str, text: str) -> object:
    """Return the value of one option; raises UsageError for a name or a text that it does not take."""
    if name not in OPTIONS:
        raise UsageError(f"no option {name!r} (there are: {', '.join(OPTIONS)}). {meant(name, OPTIONS)}")
    try:
        return OPTIONS[name](text)
    except ValueError as wanted:
        raise UsageError(f"{name} is {text!r}, wanted {wanted}.") from None


def options(**texts: str) -> Options:
    """Return the options of a notebook's parameters; an empty text leaves an option to the data.

    Raises UsageError for a name or a text that is none.
    """
    value = {name: checked(name, text) for name, text in texts.items() if text != ""}
    kept = ("parallel_weeks", "commitment", "work_cents", "first_month", "volume_percent")
    value["work_cents"] = value.get("work_dollars")
    readings = Readings(
        value.get("tiers", TierReading.GRADUATED),
        value.get("pooling", Pooling.BOOK),
        value.get("eligibility_price", ""),
    )
    transactions = {item: value[name] for name, item in _TRANSACTIONS.items() if name in value}
    chosen = {name: value[name] for name in kept if value.get(name) is not None}
    named = tuple(name for name, text in texts.items() if text != "")
    return Options(readings=readings, transactions=transactions, named=named, **chosen)


def chosen(variables: Mapping[str, object]) -> Options:
    """Return the options among a notebook's variables, of its parameters cell; others are passed over."""
    return options(**{name: str(variables[name]) for name in OPTIONS if name in variables})
