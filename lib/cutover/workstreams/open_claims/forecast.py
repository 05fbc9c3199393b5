"""What will still be open at the end of the closeout: from the practice's own days from service to resolution.

A claim that is open today stays open until the last day with the chance that claims of its payer have which had reached
its age: a product-limit estimate (Kaplan and Meier, 1958) over all claims of the history, open ones counted as long as
they have been seen. The range takes claims as independent and adds the uncertainty of the curve (Greenwood).
"""

from __future__ import annotations

from dataclasses import dataclass
from statistics import NormalDist

import numpy as np
import pandas as pd

from cutover.workstreams.columns import PAYER, cents, count, number, text
from cutover.workstreams.handoff_rules import HandoffRules

EVERY = "(all payers)"
FORECAST = (
    PAYER,
    count("claims", "Open claims"),
    cents("open_cents", "Open today"),
    cents("likely_cents", "Open at the end"),
    cents("low_cents", "At least"),
    cents("high_cents", "At most"),
    number(
        "median_days", "Days to resolution", "median of the claims whose curve is used; null: not reached"
    ),
    count("cases", "Cases", "resolved claims behind it"),
    text("curve", "From", "whose claims tell it"),
)


@dataclass(frozen=True)
class Curve:
    """The chance that a claim is still open after so many days, and the sum behind its variance."""

    days: np.ndarray
    open_share: np.ndarray
    spread: np.ndarray
    cases: int

    def at(self, days: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Return the share still open after these days, and the sum of Greenwood's formula up to them."""
        place = np.searchsorted(self.days, days, side="right")
        return np.concatenate([[1.0], self.open_share])[place], np.concatenate([[0.0], self.spread])[place]

    @property
    def median(self) -> float | None:
        """The day by which half of the claims are resolved, None where fewer ever are."""
        below = np.flatnonzero(self.open_share <= 0.5)
        return float(self.days[below[0]]) if len(below) else None


def curve(days: np.ndarray, resolved: np.ndarray) -> Curve:
    """Return the product-limit estimate of claims seen for so many days, resolved then or not yet."""
    ends = np.unique(days[resolved])
    if not len(ends):
        return Curve(np.array([]), np.array([]), np.array([]), 0)
    gone = np.searchsorted(np.sort(days[resolved]), ends, "right") - np.searchsorted(
        np.sort(days[resolved]), ends
    )
    there = len(days) - np.searchsorted(np.sort(days), ends)
    left = np.maximum(there - gone, 0)
    share = np.cumprod(1 - gone / there)
    with np.errstate(divide="ignore"):
        spread = np.cumsum(np.where(left > 0, gone / (there * np.maximum(left, 1)), 0.0))
    return Curve(ends, share, spread, int(resolved.sum()))


def forecast(
    legacy: pd.DataFrame, today: pd.Timestamp, last: pd.Timestamp, rules: HandoffRules
) -> pd.DataFrame:
    """Return what is open today and will be on the last day, one row per payer and one for all (FORECAST).

    `legacy` are the claims of the history (`legacy_claims.legacy`), whose balances are forecast. A resolved claim
    without a day of resolution tells nothing of time and is left out, and so is an open one without an amount. Null
    where no resolved claim has a day.
    """
    names = [c.name for c in FORECAST]
    seen = legacy[
        (~legacy["is_resolved"] | legacy["resolved_on"].notna()) & (legacy["service_from"] <= today)
    ]
    left = seen[~seen["is_resolved"] & seen["amount_cents"].notna()]
    if left.empty:
        return pd.DataFrame(columns=names)
    until = seen["resolved_on"].where(seen["is_resolved"], today)
    lasted = (until - seen["service_from"]).dt.days
    sound = lasted >= 0
    known = pd.DataFrame({"payer": seen["payer"], "days": lasted, "resolved": seen["is_resolved"]})[sound]
    whole = curve(known["days"].to_numpy(), known["resolved"].to_numpy(bool))
    rows = [_payer(payer, own, known, whole, today, last, rules) for payer, own in left.groupby("payer")]
    frame = pd.DataFrame(rows, columns=[*names, "variance", "unseen"])
    total = _total(frame, rules, whole)
    return pd.concat([frame.sort_values("open_cents", ascending=False), total], ignore_index=True)[names]


def _payer(payer, own, known, whole: Curve, today, last, rules: HandoffRules) -> tuple:
    mine = known[known["payer"] == payer]
    told = curve(mine["days"].to_numpy(), mine["resolved"].to_numpy(bool))
    is_own = told.cases >= rules.forecast_cases
    used = told if is_own else whole
    money = own["amount_cents"].to_numpy("float64")
    opened, source = int(money.sum()), "its own claims" if is_own else "all payers' claims"
    if used.cases == 0:
        return (
            payer,
            len(own),
            opened,
            None,
            None,
            None,
            None,
            0,
            "no day of resolution is known",
            0.0,
            opened,
        )
    age = np.maximum((today - own["service_from"]).dt.days.to_numpy(), 0)
    more = max((last - today).days, 0)
    now, spread_now = used.at(age)
    then, spread_then = used.at(age + more)
    chance = np.where(now > 0, then / np.where(now > 0, now, 1), 1.0)
    shared = float((money * chance * np.sqrt(np.maximum(spread_then - spread_now, 0))).sum()) ** 2
    variance = float((money**2 * chance * (1 - chance)).sum()) + shared
    likely = float((money * chance).sum())
    unseen = int(money[now <= 0].sum())
    told = _range(likely, variance, opened, rules, unseen)
    return payer, len(own), opened, *told, used.median, used.cases, source, variance, unseen


def _range(
    likely: float, variance: float, opened: int, rules: HandoffRules, unseen: int
) -> tuple[int, int, int]:
    """The likely cents and the range, cut at nothing and at what is open.

    A claim older than any that was ever resolved (`unseen`, its cents) is taken to stay open.
    """
    wide = NormalDist().inv_cdf(0.5 + rules.forecast_percent / 200) * variance**0.5
    return round(likely), max(round(likely - unseen - wide), 0), min(round(likely + wide), opened)


def _total(frame: pd.DataFrame, rules: HandoffRules, whole: Curve) -> pd.DataFrame:
    opened, claims = int(frame["open_cents"].sum()), int(frame["claims"].sum())
    known = frame["likely_cents"].notna().all()
    likely = (None, None, None)
    if known:
        likely = _range(float(frame["likely_cents"].sum()), float(frame["variance"].sum()), opened, rules,
                        int(frame["unseen"].sum()))  # fmt: skip
    row = (EVERY, claims, opened, *likely, whole.median, whole.cases, "the rows above", 0.0, 0)
    return pd.DataFrame([row], columns=frame.columns)
