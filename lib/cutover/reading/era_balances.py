"""What must add up: envelopes, payments, claims and service lines (005010X221A1, section 1.10.2.1)."""

from __future__ import annotations

import numpy as np
import pandas as pd

from cutover.reading.era_envelopes import Envelopes, before, closing, following, same_control


def with_envelopes(payments: pd.DataFrame, envelopes: Envelopes, end: int) -> tuple[pd.DataFrame, dict]:
    """Return payments with what their envelopes state and what is counted; `end` is past the last row.

    Also returns the rows of ST, GS and ISA that are never closed, by id.
    """
    isa, gs, every_st = envelopes.rows("ISA"), envelopes.rows("GS"), envelopes.rows("ST")
    st, opens = every_st[envelopes.opens()], np.flatnonzero(envelopes.opens())
    edges = np.sort(np.concatenate([isa, gs, every_st]))
    next_isa, next_gs = following(isa, st, end), np.minimum(following(gs, st, end), following(isa, st, end))
    in_isa, in_gs = before(isa, st), before(gs, st)
    in_gs = np.where(np.append(gs, -1)[in_gs] > np.append(isa, 0)[in_isa], in_gs, -1)
    se = closing(envelopes.rows("SE"), st, following(edges, st, end + 1))
    ge = np.where(in_gs < 0, -1, closing(envelopes.rows("GE"), st, next_gs + 1))
    iea = np.where(in_isa < 0, -1, closing(envelopes.rows("IEA"), st, next_isa + 1))
    close = np.append(envelopes.rows("SE"), 0)[se]
    for name, column in {
        "isa_sender": envelopes.stated("ISA", 6, in_isa),
        "isa_receiver": envelopes.stated("ISA", 8, in_isa),
        "isa_date": envelopes.stated("ISA", 9, in_isa),
        "isa_control": envelopes.stated("ISA", 13, in_isa),
        "gs_control": envelopes.stated("GS", 6, in_gs),
        "gs_version": envelopes.stated("GS", 8, in_gs),
        "st_control": envelopes.stated("ST", 2, opens),
        "se_control": envelopes.stated("SE", 2, se),
        "se_segments_stated": envelopes.stated("SE", 1, se),
        "ge_control": envelopes.stated("GE", 2, ge),
        "ge_transactions_stated": envelopes.stated("GE", 1, ge),
        "iea_control": envelopes.stated("IEA", 2, iea),
        "iea_groups_stated": envelopes.stated("IEA", 1, iea),
    }.items():
        payments[name] = column
    boundary = following(
        np.sort(np.concatenate([edges, envelopes.rows("GE"), envelopes.rows("IEA")])), st, end
    )
    payments["interchange"] = envelopes.interchange(st)
    payments["is_whole"] = pd.array(se >= 0, "boolean")
    payments["se_segments_counted"] = _count(np.where(se >= 0, close + 1, boundary) - st)
    per_group = np.bincount(_group_of(every_st, gs, isa) + 1, minlength=len(gs) + 1)
    per_interchange = np.bincount(before(isa, gs) + 1, minlength=len(isa) + 1)
    in_real = np.append(envelopes.real(), False)[in_isa]
    payments["ge_transactions_counted"] = _count(per_group[in_gs + 1], in_gs < 0)
    payments["iea_groups_counted"] = _count(per_interchange[in_isa + 1], ~in_real)
    payments["counts_agree"] = pd.array(_counts_agree(payments, in_gs >= 0, in_real), "boolean")
    return payments, _unclosed(envelopes, st[se < 0], end)


def _group_of(st: np.ndarray, gs: np.ndarray, isa: np.ndarray) -> np.ndarray:
    owner = before(gs, st)
    return np.where(np.append(gs, -1)[owner] > np.append(isa, 0)[before(isa, st)], owner, -1)


def _counts_agree(payments: pd.DataFrame, grouped: np.ndarray, enveloped: np.ndarray) -> np.ndarray:
    def agree(stated: str, counted: str, control: str, own: str) -> np.ndarray:
        numbers = (payments[stated] == payments[counted]).fillna(False).to_numpy(bool)
        return numbers & same_control(payments[control], payments[own])

    segments = agree("se_segments_stated", "se_segments_counted", "se_control", "st_control")
    groups = agree("ge_transactions_stated", "ge_transactions_counted", "ge_control", "gs_control")
    interchanges = agree("iea_groups_stated", "iea_groups_counted", "iea_control", "isa_control")
    return segments & (groups | ~grouped) & (interchanges | ~enveloped)


def _unclosed(envelopes: Envelopes, st: np.ndarray, end: int) -> dict[str, np.ndarray]:
    """Return the rows of the ST (of payments), GS and ISA that no SE, GE or IEA closes."""
    isa, gs = envelopes.rows("ISA"), envelopes.rows("GS")
    edges = np.sort(np.concatenate([isa, gs]))
    open_gs = gs[closing(envelopes.rows("GE"), gs, following(edges, gs, end) + 1) < 0]
    open_isa = isa[envelopes.real() & (closing(envelopes.rows("IEA"), isa, following(isa, isa, end) + 1) < 0)]
    return {"ST": st, "GS": open_gs, "ISA": open_isa}


def with_balances(
    payments: pd.DataFrame,
    claims: pd.DataFrame,
    services: pd.DataFrame,
    adjustments: pd.DataFrame,
    provider_adjustments: pd.DataFrame,
) -> None:
    """Complete the frames, which the reader has just made, with sums, differences and balances.

    A sum is of the amounts that are known; where one is not, the difference is null and so is `is_balanced`.
    """
    _payments(payments, claims, provider_adjustments)
    _claims(claims, services, adjustments)
    _services(services, adjustments)


def _payments(payments: pd.DataFrame, claims: pd.DataFrame, plb: pd.DataFrame) -> None:
    rows = len(payments)
    paid, paid_known = _sums(claims["payment_id"], claims["paid_cents"], rows)
    lowered, lowered_known = _sums(plb["payment_id"], plb["amount_cents"], rows)
    payments["claim_count"] = _count(_rows_per(claims["payment_id"], rows))
    payments["claims_paid_cents"], payments["provider_adjustment_cents"] = _count(paid), _count(lowered)
    _difference(payments, payments["paid_cents"] - paid + lowered, paid_known & lowered_known)


def _claims(claims: pd.DataFrame, services: pd.DataFrame, adjustments: pd.DataFrame) -> None:
    rows = len(claims)
    on_line = ~adjustments["service_id"].isna().to_numpy()
    amounts, owners = adjustments["amount_cents"], adjustments["claim_id"]
    own, own_known = _sums(owners[~on_line], amounts[~on_line], rows)
    lines, lines_known = _sums(owners[on_line], amounts[on_line], rows)
    paid, _ = _sums(services["claim_id"], services["paid_cents"], rows)
    count = _rows_per(services["claim_id"], rows)
    claims["service_count"] = _count(count)
    claims["claim_adjustment_cents"], claims["service_adjustment_cents"] = _count(own), _count(lines)
    claims["services_paid_cents"] = _count(paid, count == 0)
    _difference(claims, claims["charge_cents"] - own - lines - claims["paid_cents"], own_known & lines_known)


def _services(services: pd.DataFrame, adjustments: pd.DataFrame) -> None:
    on_line = ~adjustments["service_id"].isna().to_numpy()
    owners, amounts = adjustments["service_id"][on_line], adjustments["amount_cents"][on_line]
    adjusted, known = _sums(owners, amounts, len(services))
    services["adjustment_cents"] = _count(adjusted)
    _difference(services, services["charge_cents"] - adjusted - services["paid_cents"], known)


def _sums(owners: pd.Series, amounts: pd.Series, rows: int) -> tuple[np.ndarray, np.ndarray]:
    """Return for each row the sum of the amounts it owns, and whether all are known; owners ascend."""
    bounds = np.searchsorted(owners.to_numpy(np.int64), np.arange(rows + 1))
    running = np.concatenate([[0], np.cumsum(amounts.to_numpy(np.int64, na_value=0))])
    unknown = np.concatenate([[0], np.cumsum(amounts.isna().to_numpy())])
    return np.diff(running[bounds]), np.diff(unknown[bounds]) == 0


def _rows_per(owners: pd.Series, rows: int) -> np.ndarray:
    return np.diff(np.searchsorted(owners.to_numpy(np.int64), np.arange(rows + 1)))


def _count(values: np.ndarray, absent: np.ndarray | None = None) -> pd.api.extensions.ExtensionArray:
    return pd.arrays.IntegerArray(
        values.astype(np.int64), np.zeros(len(values), bool) if absent is None else absent
    )


def _difference(frame: pd.DataFrame, difference: pd.Series, known: np.ndarray) -> None:
    difference = difference.where(known)
    frame["difference_cents"] = difference
    frame["is_balanced"] = difference == 0
