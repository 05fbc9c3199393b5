"""One payer over its names and ids: two names with one id are one payer where they allow the same amounts.

An id alone does not tell: one id often stands for several plans of a payer, each with rates of its own, and these put
together would look like no rate at all.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd

from cutover.reading.payers.groups import PayerGroups
from cutover.workstreams.allowed_lines import lines
from cutover.workstreams.allowed_lines.lines import Lines, keyed_lines
from cutover.workstreams.answers import once
from cutover.workstreams.fee_schedules.inputs import Inputs
from cutover.workstreams.fee_schedules.several_procedures import with_unexplained
from cutover.workstreams.payer_spellings import one_name
from cutover.workstreams.remittances import UNNAMED

_BY = ["tin", "procedure", "modifiers", "place"]


@once
def lines_of(inputs: Inputs) -> Lines:
    """Return the service lines with one name for each payer over its spellings and ids (`with_unexplained`)."""
    told, names = _by_spelling(inputs), joined(inputs)
    if names:
        every, keys = keyed_lines(told.every.assign(payer=told.every["payer"].replace(names)))
        told = replace(told, every=every, keys=keys)
    return with_unexplained(told, inputs)


def own_name(names: pd.Series, inputs: Inputs) -> pd.Series:
    """Return the payers of these names as the lines call them."""
    one = joined(inputs)
    payers = inputs.remittances["payer"]
    return one_name(one_name(names, payers).replace(one), payers.replace(one), inputs.same).replace(one)


@once
def joined(inputs: Inputs) -> dict[str, str]:
    """Return the names that are another payer's, which has their id and their amounts."""
    return {name: main for main, name, agrees in _pairs(inputs) if agrees}


@once
def apart(inputs: Inputs) -> list[tuple[str, str]]:
    """Return the pairs of names with one id that allow other amounts, so that they stay two payers."""
    return [(main, name) for main, name, agrees in _pairs(inputs) if not agrees]


@once
def _by_spelling(inputs: Inputs) -> Lines:
    return lines.lines(inputs)


@once
def _pairs(inputs: Inputs) -> list[tuple[str, str, bool]]:
    """The names with one id, each with the one of most lines, and whether their amounts agree."""
    names = ["payer_name", "payer_id", "payer_id_2u"]
    paid = pd.concat([feed.payments[names] for feed in inputs.feeds], ignore_index=True)
    told = paid.assign(name=one_name(paid["payer_name"], inputs.remittances["payer"]),
                       payer_id=paid["payer_id"].fillna(paid["payer_id_2u"]))  # fmt: skip
    told = told[told["name"] != UNNAMED].drop_duplicates(["name", "payer_id"])
    groups = PayerGroups()
    groups.add(told["name"], told["payer_id"])
    of = told.assign(group=groups.label(told["name"], told["payer_id"])).drop_duplicates("name")
    several = of[of["group"].duplicated(keep=False)]
    if several.empty:
        return []
    used = _by_spelling(inputs).used
    counts = used["payer"].value_counts()
    found = []
    for _, alike in several.groupby("group")["name"]:
        main, *rest = sorted(alike, key=lambda name: (-counts.get(name, 0), name))
        found += [(main, name, _agree(used, main, name, inputs.rules.steady_percent)) for name in rest]
    return found


def _agree(used: pd.DataFrame, main: str, name: str, percent: int) -> bool:
    """Whether the usual amount of a name is one of the other's, for nearly every kind of line that both have."""
    rows = used[used["payer"].isin([main, name])]
    rows = rows.assign(unit=np.rint(rows["allowed_cents"] * 1_000 / rows["units"]).astype("int64"))
    counts = rows.groupby([*_BY, "payer", "unit"]).size().rename("n").reset_index()
    theirs = (
        counts[counts["payer"] == name].sort_values("n", ascending=False, kind="stable").drop_duplicates(_BY)
    )
    ours = counts.loc[counts["payer"] == main, [*_BY, "unit"]]
    both = theirs[[*_BY, "unit"]].merge(ours, on=_BY, suffixes=("", "_main"))
    if both.empty:
        return True
    same = both.assign(same=both["unit"] == both["unit_main"]).groupby(_BY)["same"].any()
    return bool(100 * same.sum() >= percent * len(same))
