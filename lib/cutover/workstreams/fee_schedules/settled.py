"""What explains many lines off their rate at once, so that none of them is an underpayment by itself.

A payer that pays a clinician a share of its rates (such as a nurse practitioner) does so line by line; what is expected
of those lines is that share. Where all that a payer decided of services since some day is off the rates before, a new
schedule has begun of which no procedure has lines enough; those lines are not compared with the old one.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from cutover.workstreams.fee_schedules.rates import TENTHS, Rates
from cutover.workstreams.fee_schedules.rules import FeeRules

_OF = ["payer", "tin", "provider"]
CLINICIANS = [*_OF, "factor", "lines", "at"]
BEGUN = ["payer", "tin", "since", "lines", "procedures"]


@dataclass(frozen=True)
class Settled:
    """The rates, and what explains lines off them.

    `rates` are those given; their lines have `factor` too (thousandths of the rate that is expected of the clinician)
    and null in `expected_cents` under a schedule that has just begun. `clinicians` has one row per payer, Tax ID and
    NPI that is paid a share of the rates: `factor` (0.85 for 85 %), `lines` and `at` (those at it). `begun` has one row
    per payer and Tax ID: `since` (first day of service), `lines` and `procedures` that are not compared.
    """

    rates: Rates
    clinicians: pd.DataFrame
    begun: pd.DataFrame


def settled(seen: Rates, rules: FeeRules) -> Settled:
    """Return the rates with what explains lines off them, clinicians first."""
    rows = seen.lines
    factor, clinicians = _clinicians(rows, rules)
    expected = rows["expected_cents"].astype("Int64")
    off = factor != TENTHS
    share = (rows["expected_cents"].fillna(0).to_numpy("int64") * factor + TENTHS // 2) // TENTHS
    lines = seen.lines.assign(factor=factor, expected_cents=expected.mask(off, pd.Series(share, rows.index)))
    new, begun = _begun(rows.assign(expected_cents=lines["expected_cents"]), seen, rules)
    lines = lines.assign(
        expected_cents=lines["expected_cents"].mask(new), stretch=lines["stretch"].mask(new, -1)
    )
    return Settled(replace(seen, lines=lines), clinicians, begun)


def _clinicians(rows: pd.DataFrame, rules: FeeRules) -> tuple[np.ndarray, pd.DataFrame]:
    """The factor of each line, and the clinicians that have one."""
    compared = rows["expected_cents"].gt(0).fillna(False) & rows["provider"].notna()
    part = rows.loc[compared, [*_OF, "expected_cents", "allowed_cents", "units"]].astype(
        {"expected_cents": "int64"}
    )
    tenths = np.rint(part["allowed_cents"] * TENTHS / part["expected_cents"]).astype("int64")
    sizes = part.groupby(_OF).size().rename("lines")
    counts = part.assign(tenths=tenths).groupby([*_OF, "tenths"]).size().rename("n").reset_index()
    counts = counts.join(sizes, on=_OF).sort_values(["n", "tenths"], ascending=[False, True], kind="stable")
    best = counts.drop_duplicates(_OF)
    enough = (best["n"] >= rules.least_lines) & (100 * best["n"] >= rules.steady_percent * best["lines"])
    found = best[enough & (best["tenths"] != TENTHS)].rename(columns={"n": "at"})
    of = part[_OF].reset_index().merge(found[[*_OF, "tenths"]], on=_OF)
    factor = np.full(len(rows), TENTHS, "int64")
    factor[of["index"].to_numpy("int64")] = of["tenths"]
    made = found.assign(factor=found["tenths"] / TENTHS).sort_values(_OF, ignore_index=True)
    return factor, made[CLINICIANS]


def _begun(rows: pd.DataFrame, seen: Rates, rules: FeeRules) -> tuple[np.ndarray, pd.DataFrame]:
    """Which lines are of a schedule that has just begun, and where there is one."""
    known = rows["expected_cents"].notna() & seen.rates["rate_cents"].reindex(
        rows["stretch"]
    ).notna().to_numpy(bool)
    part = rows[known]
    off = rules.beyond(part["allowed_cents"] - part["expected_cents"], part["expected_cents"]).to_numpy(bool)
    changed = seen.rates["first_on"].where(seen.rates["before_cents"].notna(), pd.Timestamp(0))
    since = changed.reindex(part["stretch"]).to_numpy("datetime64[D]").astype("int64")
    day = part["service_on"].to_numpy("datetime64[D]").astype("int64")
    new, made = np.zeros(len(rows), bool), []
    place = np.flatnonzero(known.to_numpy(bool))
    places = pd.Series(range(len(part)), part.index)
    for (payer, tin), of_payer in places.groupby([part["payer"], part["tin"]], sort=True):
        at = of_payer.to_numpy()
        start = _start(day[at], since[at], off[at], rules)
        if start is None:
            continue
        chosen = at[off[at] & (day[at] >= start)]
        procedures = part["procedure"].iloc[chosen].nunique()
        if procedures >= rules.percent_procedures:
            new[place[chosen]] = True
            made.append([payer, tin, np.datetime64(start, "D"), len(chosen), procedures])
    return new, pd.DataFrame(made, columns=BEGUN)


def _start(day: np.ndarray, since: np.ndarray, off: np.ndarray, rules: FeeRules) -> int | None:
    """The first day from which on hardly a line is at a rate from before it, None where there is no such day.

    A line at its rate speaks against each day after that rate took the place of another (`since`), through its own; a
    line off it for each day through its own, as does one at a rate that began later.
    """
    last = day.max()
    first = max(day.min(), last - rules.back_days + 1)
    span = int(last - first + 1)
    every = np.bincount(np.maximum(day - first, -1) + 1, minlength=span + 1)[1:]
    against = ~off & (day >= first)
    begins = np.maximum(since[against] + 1 - first, 0)
    change = np.bincount(begins, minlength=span + 1)[: span + 1].astype("int64")
    change -= np.bincount(np.minimum(day[against] + 1 - first, span), minlength=span + 1)[: span + 1]
    old = np.cumsum(change)[:span]  # lines at a rate from before, that are served on the day or later
    from_on = np.cumsum(every[::-1])[::-1]
    odd = np.cumsum(np.bincount(day[off & (day >= first)] - first, minlength=span)[::-1])[::-1]
    good = (100 * (from_on - old) >= rules.steady_percent * from_on) & (odd >= rules.run_lines)
    days = np.flatnonzero(good & (every > 0))
    return int(days[0] + first) if len(days) else None
