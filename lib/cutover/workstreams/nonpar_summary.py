"""The answer in a sentence, and the figures behind it."""

from __future__ import annotations

from cutover.money import dollars
from cutover.result import Figure, Source
from cutover.workstreams import nonpar_actions as actions
from cutover.workstreams.nonpar_basis import Basis
from cutover.workstreams.nonpar_exposure import closing, forecast


def verdict(basis: Basis) -> str:
    """Return one sentence an owner can act on; where nothing is owed or known it says so."""
    if basis.claims.submitted.empty:
        return "Nothing can be said of non-par fees: no claim history, file summary or remittance tells of a claim."
    if not basis.lists.dates:
        return (
            "Nothing can be said of non-par fees yet: there is no payer list; download it from Office Ally and put it "
            "into the client's folder payer_list."
        )
    ahead = forecast(basis)[["low_cents", "likely_cents", "high_cents"]].sum()
    if not ahead["high_cents"]:
        return (
            "No non-par fee is owed and none is in sight: no claim of the last twelve months went to a payer that is or "
            "may be non-par, so this fee is no reason to leave."
        )
    return f"{_cost(ahead)}; {_what_to_do(basis)}."


def _cost(ahead) -> str:
    low, likely, high = (int(ahead[name]) for name in ("low_cents", "likely_cents", "high_cents"))
    span = f"between {dollars(low)} and {dollars(high)}"
    return f"Staying is likely to cost {dollars(likely)} in non-par fees over the next twelve months ({span})"


def _what_to_do(basis: Basis) -> str:
    clear, unknown = actions.clearing(basis), closing(basis)
    if clear.empty:
        return (
            f"it all hangs on {_payers(len(unknown))} of unknown status: find out whether they are par first"
        )
    best = clear.iloc[0]
    moved, avoided = int(clear["moved"].sum()), int(clear["avoided_cents"].sum())
    claims = f"{moved:,} claim{'' if moved == 1 else 's'}"
    first = f"sending {claims} a year to non-par payers another way would avoid {dollars(avoided)}"
    best_one = (
        f"begin with NPI {best['npi']}, where each claim moved avoids {dollars(int(best['per_claim_cents']))}"
    )
    more = f"; {_payers(len(unknown))} of unknown status can raise the cost" if len(unknown) else ""
    return f"{first}; {best_one}{more}"


def _payers(number: int) -> str:
    return f"{number:,} payer{'' if number == 1 else 's'}"


def figures(basis: Basis) -> tuple[Figure, ...]:
    """Return the headline numbers."""
    past, cast = basis.in_force, basis.back_cast
    ahead = forecast(basis)[["low_cents", "likely_cents", "high_cents"]].sum()
    year = past["month"].isin(basis.months[-12:])
    nonpar = int(past.loc[year, "nonpar"].sum())
    fees = int(past.loc[year, "fee_low_cents"].sum())
    return (
        Figure(
            "Next twelve months, likely",
            dollars(int(ahead["likely_cents"])),
            _span(ahead["low_cents"], ahead["high_cents"]),
        ),
        Figure("Last 12 months, rule in force", *_range(past[year])),
        Figure("Last 24 months, rule in force", *_range(past)),
        Figure("The same 24 months under today's rule", *_range(cast)),
        Figure(
            "Non-par claims, last 12 months",
            f"{nonpar:,}",
            f"of {int(past.loc[year, 'claims'].sum()):,} submitted",
        ),
        Figure(
            "Fee per non-par claim",
            dollars(fees // nonpar) if nonpar else None,
            "last 12 months, at least" if nonpar else "no non-par claim",
        ),
        Figure(
            "Payers whose status would close the range",
            f"{len(closing(basis)):,}",
            "asking about others changes nothing",
        ),
    )


def _range(fees) -> tuple[str, str]:
    low, high = int(fees["fee_low_cents"].sum()), int(fees["fee_high_cents"].sum())
    return dollars(low), "exact" if low == high else f"at least; at most {dollars(high)}"


def _span(low: int, high: int) -> str:
    return f"between {dollars(int(low))} and {dollars(int(high))}"


def sources(basis: Basis) -> tuple[Source, ...]:
    """Return where rules and statuses come from."""
    rules = basis.rules
    said = {trigger.source: trigger.where for trigger in rules.triggers}
    found = [Source(f"Trigger of the fee: {source}", where, rules.reviewed) for source, where in said.items()]
    found.append(
        Source(
            "Amounts of the fee by period",
            "data/reference/nonpar_fee.toml, each with its source",
            rules.reviewed,
        )
    )
    days = basis.lists.dates
    return (*found, *(Source("Office Ally payer list", "Service Center, payer list", day) for day in days))
