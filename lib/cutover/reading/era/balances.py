"""What must add up: payments, claims and service lines (005010X221A1, section 1.10.2.1)."""

from __future__ import annotations

import numpy as np

from cutover.reading.era.table_builder import Growing
from cutover.reading.x12.values import Values


def add_balances(tables: dict[str, Growing]) -> None:
    """Put sums, differences and balances into the tables when all their rows are there.

    A sum is of the amounts that are known; where one is not, the difference is null and so is `is_balanced`.
    """
    _payments(tables["payments"], tables["claims"], tables["provider_adjustments"])
    _claims(tables["claims"], tables["services"], tables["adjustments"])
    _services(tables["services"], tables["adjustments"])


def _payments(payments: Growing, claims: Growing, plb: Growing) -> None:
    owners = claims.numbers("payment_id").values
    paid, paid_known = _sums(owners, claims.numbers("paid_cents"), payments.rows)
    lowered, known = _sums(plb.numbers("payment_id").values, plb.numbers("amount_cents"), payments.rows)
    payments.put(
        claim_count=_rows_per(owners, payments.rows),
        claims_paid_cents=paid,
        provider_adjustment_cents=lowered,
    )
    stated = payments.numbers("paid_cents")
    _difference(payments, stated.values - paid + lowered, stated.absent | ~(paid_known & known))


def _claims(claims: Growing, services: Growing, adjustments: Growing) -> None:
    rows, owners = claims.rows, adjustments.numbers("claim_id").values
    on_claim, amounts = adjustments.numbers("service_id").absent, adjustments.numbers("amount_cents")
    own, own_known = _sums(owners, amounts, rows, on_claim)
    lines, lines_known = _sums(owners, amounts, rows, ~on_claim)
    owners = services.numbers("claim_id").values
    paid, _ = _sums(owners, services.numbers("paid_cents"), rows)
    count = _rows_per(owners, rows)
    claims.put(
        service_count=count,
        claim_adjustment_cents=own,
        service_adjustment_cents=lines,
        services_paid_cents=Values(paid, count == 0, count == 0),
    )
    charged, stated = claims.numbers("charge_cents"), claims.numbers("paid_cents")
    unknown = charged.absent | stated.absent | ~(own_known & lines_known)
    _difference(claims, charged.values - own - lines - stated.values, unknown)


def _services(services: Growing, adjustments: Growing) -> None:
    owners, amounts = adjustments.numbers("service_id"), adjustments.numbers("amount_cents")
    of_line = np.flatnonzero(~owners.absent)
    amounts = Values(amounts.values[of_line], amounts.absent[of_line], amounts.bad)
    adjusted, known = _sums(owners.values[of_line], amounts, services.rows)
    services.put(adjustment_cents=adjusted)
    charged, paid = services.numbers("charge_cents"), services.numbers("paid_cents")
    _difference(services, charged.values - adjusted - paid.values, charged.absent | paid.absent | ~known)


def _sums(
    owners: np.ndarray, amounts: Values, rows: int, wanted: np.ndarray | None = None
) -> tuple[np.ndarray, np.ndarray]:
    """Return for each row the sum of the (wanted) amounts it owns, and whether all of them are known.

    The owners ascend.
    """
    values, absent = amounts.values, amounts.absent
    if wanted is not None:
        values, absent = np.where(wanted, values, 0), absent & wanted
    bounds = np.searchsorted(owners, np.arange(rows + 1))
    sums = np.diff(np.concatenate([[0], np.cumsum(values)])[bounds])
    if not absent.any():
        return sums, np.ones(rows, bool)
    return sums, np.diff(np.concatenate([[0], np.cumsum(absent)])[bounds]) == 0


def _rows_per(owners: np.ndarray, rows: int) -> np.ndarray:
    return np.diff(np.searchsorted(owners, np.arange(rows + 1)))


def _difference(table: Growing, difference: np.ndarray, unknown: np.ndarray) -> None:
    difference = np.where(unknown, 0, difference)
    table.put(
        difference_cents=Values(difference, unknown, unknown),
        is_balanced=Values((difference == 0) & ~unknown, unknown, unknown),
    )
