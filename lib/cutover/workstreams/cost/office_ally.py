"""What Office Ally charges a practice in the year ahead, part by part, and how much of it ends by leaving."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

import pandas as pd

from cutover import reference
from cutover.money import dollars
from cutover.reading.claims.invoices import NOT_A_CHARGE, OTHER, charge_kinds
from cutover.wording import several
from cutover.workstreams.cost.model import RHYTHM
from cutover.workstreams.cost.volumes import ASSUMED, COUNTED, UNKNOWN, rhythm, window
from cutover.workstreams.nonpar_fees.rule import FeeRules

NONPAR, EHR, PRINTING, PRACTICE_MATE = "non-par fee", "EHR 24/7", "printing", "Practice Mate"
STATEMENTS = "patient statements"
NO_PRACTICE_MATE = ("clearinghouse-only",)
RULE_OF_TODAY = dt.date(2026, 1, 1)
# charges of which it is not known whether leaving ends them, and why
_MAY_GO_ON = {
    PRINTING: "what Medi charges for paper is not published",
    STATEMENTS: "what Medi charges for patients' statements is not published",
    OTHER: "its kind is not clear",
}
_ENOUGH = 3  # months with an invoice, of which a year is counted: fewer show no rhythm


@dataclass(frozen=True)
class Part:
    """One kind of charge in the year ahead: twelve amounts in cents, the first for the first month.

    `charged_*` is what Office Ally charges, `ends_*` what of it ends by leaving, each at least and at most;
    None where it is not known: then it is listed, and in no total.
    """

    charge: str
    charged_low: tuple[int, ...] | None
    charged_high: tuple[int, ...] | None
    ends_low: tuple[int, ...] | None
    ends_high: tuple[int, ...] | None
    basis: str
    known_from: str

    @property
    def is_known(self) -> bool:
        """Whether it stands in the totals."""
        return self.ends_low is not None


@dataclass(frozen=True)
class Usage:
    """What the intake says of how a practice uses Office Ally; `providers` counts its rendering NPIs."""

    pattern: str | None
    charts_plan: str | None
    providers: int


def parts(
    ahead: pd.DataFrame | None,
    lines: pd.DataFrame,
    usage: Usage,
    rules: FeeRules,
    as_of: dt.date,
    first: dt.date,
    shown: int = 0,
) -> list[Part]:
    """Return the parts of what Office Ally charges from the month `first` on.

    `ahead` is the forecast of the non-par fee (`nonpar_fees.exposure.ahead`), None where too few claims can
    be counted; `shown` is then the fee of a year, in cents, that the claims which can be counted show. `lines` are
    invoice lines (INVOICE_LINES).
    """
    charged = by_month(lines, as_of)
    made = [_nonpar(ahead, charged, usage, rules, first, shown)]
    for charge in charge_kinds():
        if charge not in (NONPAR, NOT_A_CHARGE):
            made.append(_of_invoices(charge, charged, usage, as_of, first))
    return [part for part in made if part is not None]


def by_month(lines: pd.DataFrame, as_of: dt.date) -> pd.DataFrame:
    """Return what was charged, one row per month of the last twelve with an invoice, one column per kind."""
    inside = lines[lines["month"].isin(window(as_of)) & (lines["charge"] != NOT_A_CHARGE)]
    wide = inside.pivot_table(index="month", columns="charge", values="amount_cents", aggfunc="sum")
    kinds = [kind for kind in charge_kinds() if kind != NOT_A_CHARGE]
    return wide.reindex(columns=kinds).fillna(0).astype("int64")


def _nonpar(ahead, charged, usage, rules, first, shown) -> Part:
    amount = rules.amount(first)
    if ahead is not None:
        low, high = (tuple(ahead[f"{end}_cents"].astype("int64").tolist()) for end in ("low", "high"))
        words = "claims, as forecast in the non-par report"
        return Part(NONPAR, low, high, low, high, COUNTED, words + _charged_so_far(charged))
    months = charged.index[charged.index >= pd.Timestamp(RULE_OF_TODAY)]
    if len(months):
        monthly = rhythm({m.month: int(charged.loc[m, NONPAR]) for m in months}, first)
        basis, of = _of_months(len(months))
        least = monthly
        if len(months) < _ENOUGH and sum(monthly):
            monthly, least = _at_most(monthly, shown), _spread(shown)
            of += f" at the most, and at least {dollars(shown)}, which claims on file show"
        words = f"{of}, under the rule of today; too few claims can be counted"
        return Part(NONPAR, least, monthly, least, monthly, basis, words)
    if usage.providers:
        none, most = (0,) * RHYTHM, (usage.providers * amount.high_cents,) * RHYTHM
        words = f"no invoices, too few claims can be counted: none to all of {usage.providers} rendering NPIs"
        return Part(NONPAR, none, most, none, most, ASSUMED, words)
    return _unknown(NONPAR, "no invoices, no NPIs, and too few claims can be counted")


def _at_most(monthly: tuple[int, ...], shown: int) -> tuple[int, ...]:
    """A year of one invoice or two, or what the claims show where that is more."""
    return monthly if sum(monthly) >= shown else _spread(shown)


def _spread(cents: int) -> tuple[int, ...]:
    """An amount of a year in twelve equal parts, the odd cents in the first ones: in which months it falls is open."""
    each, odd = divmod(cents, RHYTHM)
    return tuple(each + (month < odd) for month in range(RHYTHM))


def _charged_so_far(charged: pd.DataFrame) -> str:
    months = charged.index[charged.index >= pd.Timestamp(RULE_OF_TODAY)]
    if not len(months):
        return ""
    total = int(charged.loc[months, NONPAR].sum())
    return f"; charged on invoices of {several(len(months), 'month')} since {RULE_OF_TODAY:%Y-%m}: {dollars(total)}"


def _of_invoices(
    charge: str, charged: pd.DataFrame, usage: Usage, as_of: dt.date, first: dt.date
) -> Part | None:
    if not len(charged):
        return _without_invoices(charge, usage, as_of)
    monthly = rhythm({month.month: int(cents) for month, cents in charged[charge].items()}, first)
    basis, of = _of_months(len(charged))
    if not any(monthly):
        return None if charge == OTHER else _flat(charge, 0, basis, f"not charged on {of}")
    return _ending(charge, monthly, usage, basis, of)


def _of_months(number: int) -> tuple[str, str]:
    """What a year by the invoices of so many months is, and its words: of one or two it is assumed and not counted."""
    if number >= _ENOUGH:
        return COUNTED, f"invoices of {number} months"
    of = "the invoice of 1 month" if number == 1 else f"the invoices of {number} months"
    return ASSUMED, f"{of}, taken for all twelve"


def _without_invoices(charge: str, usage: Usage, as_of: dt.date) -> Part | None:
    if charge == PRACTICE_MATE and usage.pattern in NO_PRACTICE_MATE:
        return None
    if charge == EHR:
        if usage.charts_plan == "not used" or (usage.pattern in NO_PRACTICE_MATE and not usage.charts_plan):
            return None
        if usage.pattern == EHR and usage.providers:
            cents = known_fees(as_of)[EHR] * usage.providers
            words = f"public price, {usage.providers} providers; no invoice given"
            return _ending(EHR, (cents,) * RHYTHM, usage, ASSUMED, words)
    return _unknown(charge, "no invoice given")


def _ending(charge: str, monthly: tuple[int, ...], usage: Usage, basis: str, words: str) -> Part:
    """How much of a charge ends by leaving: all, none, or not known before somebody decides or asks."""
    if charge == EHR and usage.charts_plan != "move":
        stays = usage.charts_plan == "stay read-only"
        words += "; goes on for the charts" if stays else "; whether the charts move is not decided"
    elif charge in _MAY_GO_ON:
        words += f"; {_MAY_GO_ON[charge]}"
    low, high = (monthly if does_end else (0,) * RHYTHM for does_end in _ends(charge, usage))
    return Part(charge, monthly, monthly, low, high, basis, words)


def _ends(charge: str, usage: Usage) -> tuple[bool, bool]:
    """Whether a charge ends by leaving, at least and at most."""
    if charge == EHR and usage.charts_plan != "move":
        return False, usage.charts_plan != "stay read-only"
    return charge not in _MAY_GO_ON, True


def ending_by_month(lines: pd.DataFrame, usage: Usage) -> dict[pd.Timestamp, tuple[int, int]]:
    """Return what each month's invoice charges of what leaving ends, in cents, at least and at most."""
    unknown = set(lines.loc[lines["amount_cents"].isna(), "month"])  # of such a month the whole is not known
    charges = lines[lines["charge"].ne(NOT_A_CHARGE) & lines["month"].notna() & ~lines["month"].isin(unknown)]
    found: dict[pd.Timestamp, tuple[int, int]] = {}
    for (month, charge), cents in charges.groupby(["month", "charge"])["amount_cents"].sum().items():
        low, high = found.get(month, (0, 0))
        does_low, does_high = _ends(str(charge), usage)
        found[month] = low + int(cents) * does_low, high + int(cents) * does_high
    return found


def _flat(charge: str, cents: int, basis: str, words: str) -> Part:
    monthly = (cents,) * RHYTHM
    return Part(charge, monthly, monthly, monthly, monthly, basis, words)


def _unknown(charge: str, words: str) -> Part:
    return Part(charge, None, None, None, None, UNKNOWN, words)


def ends(made: list[Part]) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """Return what leaving ends in each of twelve months, at least and at most, over the known parts."""
    known = [part for part in made if part.is_known]
    low = tuple(sum(part.ends_low[month] for part in known) for month in range(RHYTHM))
    return low, tuple(sum(part.ends_high[month] for part in known) for month in range(RHYTHM))


@dataclass(frozen=True)
class _Fee:
    item: str
    cents: int
    unit: str
    source: str
    where: str


@dataclass(frozen=True)
class _Fees:
    fee: tuple[_Fee, ...]


def known_fees(on: dt.date) -> dict[str, int]:
    """Return the prices of Office Ally that a public source states, in cents by item, as they hold on a day."""
    return {fee.item: fee.cents for fee in reference.load("office_ally_fees", _Fees, on).fee}
