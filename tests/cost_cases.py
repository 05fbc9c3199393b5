"""Makes small practices and scenarios for the tests of the cost comparison."""

from __future__ import annotations

from conftest import PROJECT
from cutover.workstreams.cost_model import ITEMS, Case, Scenario
from cutover.workstreams.prices import load_price_book

PRICES = load_price_book(PROJECT / "data" / "reference" / "medi_prices.toml")


def one_case(practice="elm", *, claims=0, oa=0, oa_high=None, weeks_months=0, work=0, **more) -> Case:
    """A practice with the same volumes in every month; `oa` is cents that Office Ally charges a month."""
    said = {"claim": claims, **{name.replace("_", " "): units for name, units in more.items()}}
    units = {item: (said.get(item, 0),) * 12 for item in ITEMS}
    high = oa if oa_high is None else oa_high
    return Case(practice, units, (oa,) * 12, (high,) * 12, weeks_months, work)


def one_book(*cases: Case, **more) -> Scenario:
    """A scenario at the prices of the price book."""
    return Scenario(cases, PRICES, **more)
