"""Which schedules are a multiple of another one, so that one number describes a contract.

The steady rates in force last are compared, procedure by procedure; beside the schedules of payers stands that of the
practice's own charges. A factor is told in tenths of a percent. How sure it is: the share of the shared rates that fit
it to the cent, and the least share that the true one has with 95 % confidence (Wilson's interval).
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from cutover.workstreams.allowed_lines.lines import Lines
from cutover.workstreams.fee_schedules.inputs import Inputs
from cutover.workstreams.fee_schedules.rates import STEADY, Rates

CHARGES = "the practice's own charges"
_BY = ["tin", "procedure", "modifiers", "place"]
_Z = 1.959964  # of the normal distribution, for 95 % both sides
COLUMNS = ["payer", "reference", "factor", "fits", "shared", "share", "least_share"]


def multiples(told: Lines, seen: Rates, inputs: Inputs) -> pd.DataFrame:
    """Return the schedules that are a multiple of another one, one row per payer: COLUMNS, by payer.

    `factor` is a share (1.15 for 115 %). Of several references Medicare's schedule goes first, then the one with most
    fitting rates; of two payers that are multiples of each other only one is told by the other.
    """
    rows, rules = _last(told, seen), inputs.rules
    pairs = rows.merge(_with_charges(rows), on=_BY)
    pairs = pairs[pairs["payer"] != pairs["reference"]]
    factor = np.rint(pairs["rate_cents"] * 1_000 / pairs["reference_cents"]).astype("int64")
    clear = pairs["reference_cents"] >= rules.percent_charge_cents
    counts = (
        pairs.assign(tenths=factor)[clear]
        .groupby(["payer", "reference", "tenths"])
        .size()
        .rename("n")
        .reset_index()
    )
    best = counts.sort_values(["n", "tenths"], ascending=[False, True]).drop_duplicates(
        ["payer", "reference"]
    )
    both = pairs.merge(best, on=["payer", "reference"])
    fit = (both["rate_cents"] * 1_000 - both["reference_cents"] * both["tenths"]).abs() < 1_000
    sums = both.assign(fit=fit).groupby(["payer", "reference", "tenths"], as_index=False).agg(
        fits=("fit", "sum"), shared=("fit", "size")
    )  # fmt: skip
    sums = sums.assign(share=sums["fits"] / sums["shared"], factor=sums["tenths"] / 1_000)
    good = sums[(sums["shared"] >= rules.multiple_rates) & (sums["share"] * 100 >= rules.multiple_percent)]
    return _told_once(good, inputs).assign(least_share=lambda r: least(r["fits"], r["shared"]))[COLUMNS]


def least(hits: pd.Series, tried: pd.Series) -> pd.Series:
    """Return the lower end of Wilson's 95 % interval of a share, 0 to 1."""
    n, p = tried.astype("float64"), hits.astype("float64") / tried.astype("float64")
    center, spread = p + _Z**2 / (2 * n), _Z * np.sqrt(p * (1 - p) / n + _Z**2 / (4 * n**2))
    return (center - spread) / (1 + _Z**2 / n)


def _last(told: Lines, seen: Rates) -> pd.DataFrame:
    """The rates a unit in force last of steady keys, with what is charged for one unit on the last line of each."""
    steady = seen.keys.index[(seen.keys["kind"] == STEADY) & seen.keys["for_units"].eq(1)]
    rates = seen.rates[seen.rates["is_last"] & seen.rates["key"].isin(steady)]
    last = seen.lines.sort_values(["key", "service_on"], kind="stable").drop_duplicates("key", keep="last")
    each = (last["charge_cents"] // last["units"]).set_axis(last["key"])
    rows = rates[["key", "rate_cents"]].join(told.keys, on="key")
    return rows.assign(charged=rows["key"].map(each)).astype({"rate_cents": "int64", "charged": "int64"})


def _with_charges(rows: pd.DataFrame) -> pd.DataFrame:
    named = rows.rename(columns={"payer": "reference", "rate_cents": "reference_cents"})
    charges = rows.assign(reference=CHARGES, reference_cents=rows["charged"])
    both = pd.concat([named, charges])[["reference", "reference_cents", *_BY]]
    return both[both["reference_cents"] > 0].drop_duplicates(["reference", *_BY])


def _told_once(good: pd.DataFrame, inputs: Inputs) -> pd.DataFrame:
    """Of each payer the best reference; of two that point at each other only the one whose reference ranks higher."""
    family = {
        name: inputs.deadlines.families.of(name).name
        for name in good["reference"].unique()
        if name != CHARGES
    }
    is_medicare = good["reference"].map(family).eq("Medicare").fillna(False)
    rank = np.select([is_medicare, good["tenths"] % 10 == 0, good["reference"] != CHARGES], [0, 1, 2], 3)
    rank = np.where(good["reference"] == CHARGES, 3, rank)
    ranked = good.assign(rank=rank).sort_values(
        ["rank", "fits", "payer", "reference"], ascending=[True, False, True, True]
    )
    pair = [" | ".join(sorted(two)) for two in zip(ranked["payer"], ranked["reference"], strict=True)]
    once = ranked[~pd.Series(pair, ranked.index, dtype="str").duplicated()]
    return once.drop_duplicates("payer").sort_values("payer", ignore_index=True)
