"""For work at the desk: payers marked as moved or of another status, and the fee as it would then be."""

from __future__ import annotations

from collections.abc import Iterable

from cutover.money import dollars
from cutover.result import Figure
from cutover.workstreams.nonpar.inputs import Inputs
from cutover.workstreams.nonpar_fees.exposure import UNKNOWN_AHEAD, ahead


def choices(inputs: Inputs) -> list[str]:
    """Return the payers of the last twelve months that are or may be non-par, and those that are par,
    after them.
    """
    rows = inputs.recent.drop_duplicates("payer").assign(is_par=lambda r: r["par"].eq("par"))
    return rows.sort_values(["is_par", "payer"])["payer"].tolist()


def figures_if(
    inputs: Inputs, moved: Iterable[str] = (), par: Iterable[str] = (), nonpar: Iterable[str] = ()
) -> tuple[Figure, ...]:
    """Return what the fee would be with these payers moved away, taken as par, or taken as non-par.

    Under today's rule: of the twelve months past, and as the forecast of the twelve ahead.
    """
    away, statuses = frozenset(moved), dict.fromkeys(par, "par") | dict.fromkeys(nonpar, "non-par")
    other = inputs.what_if(away, statuses)
    year, months = other.year_today, inputs.months[-12:]
    gone = int(inputs.recent["payer"].isin(away).sum())
    claims = Figure("Claims sent another way, 12 months", f"{gone:,}", "of the last twelve months")
    if other.is_uncounted:
        return (
            Figure("Next twelve months, likely", None, UNKNOWN_AHEAD),
            Figure(_PAST, None, UNKNOWN_AHEAD),
            claims,
        )
    if year.empty:
        return (Figure("Next twelve months, likely", dollars(0)), Figure(_PAST, dollars(0)), claims)
    coming = ahead(year, months, inputs.rules, inputs.as_of, other.year_going_on, other.fees_so_far)
    low, likely, high = (int(coming[name].sum()) for name in ("low_cents", "likely_cents", "high_cents"))
    past = int(year["fee_low_cents"].sum()), int(year["fee_high_cents"].sum())
    triggering = year[year["triggers_high"].astype(bool)]
    return (
        Figure("Next twelve months, likely", dollars(likely), _between(low, high)),
        Figure(_PAST, _between(*past)),
        Figure(
            "Tax IDs and NPIs that trigger it",
            f"{triggering[['tax_id', 'npi']].drop_duplicates().shape[0]:,}",
        ),
        claims,
    )


_PAST = "Last twelve months under today's rule"


def _between(low: int, high: int) -> str:
    return dollars(low) if low == high else f"{dollars(low)} to {dollars(high)}"
