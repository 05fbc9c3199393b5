"""What became of the denials of a rule: which were paid later, after which change: what the edit must do."""

from __future__ import annotations

from collections import Counter

import numpy as np
import pandas as pd

from cutover.workstreams.scrub_rules.lines import AGAIN, MARKS

UNSEEN = "it was sent again without a change that a remittance shows"
_WHAT = ["procedure", *MARKS, "place", "units", "charge_cents", "claim"]
LATER = ("rule", "line", "paid_again_cents", "change")


def recovered(denied: pd.DataFrame, every: pd.DataFrame) -> pd.DataFrame:
    """Return what was paid later on denied lines, one row per line that was paid (LATER).

    `denied` has one row per rule and line with the columns of `Lines.every` and `rule`, `line`. A line is paid later
    where a later claim for the same payer, patient and day has its procedure paid, or has another procedure at the same
    charge in its place. The first such payment counts.
    """
    paid = every[(every["paid_cents"] > 0) & (every["left_out"].isna() | every["left_out"].eq(AGAIN))]
    known = ["visit", "paid_on", *_WHAT]
    pairs = denied[["rule", "line", *known]].merge(
        paid[[*known, "paid_cents"]].assign(place_in=np.arange(len(paid))),
        on="visit", suffixes=("", "_later"),
    )  # fmt: skip
    later = pairs[(pairs["paid_on_later"] >= pairs["paid_on"]) & (pairs["claim_later"] != pairs["claim"])]
    same = later["procedure_later"] == later["procedure"]
    beside = every.loc[every["claim"].isin(denied["claim"].unique()), ["claim", "procedure"]]
    there = pd.MultiIndex.from_frame(later[["claim", "procedure_later"]]).isin(
        pd.MultiIndex.from_frame(beside)
    )
    recoded = ~same & ~there & (later["charge_cents_later"] == later["charge_cents"])
    kept = later[same | recoded].assign(recoded=recoded)
    first = kept.sort_values(["recoded", "paid_on_later", "place_in"], kind="stable").drop_duplicates(
        ["rule", "line"]
    )
    first = first.sort_values(["rule", "line"], ignore_index=True)
    changes = [_change(row) for row in first.to_dict("records")]
    told = first.assign(
        change=pd.Series(changes, first.index, dtype="str"), paid_again_cents=first["paid_cents"]
    )
    return told[list(LATER)]


def _change(row: dict) -> str:
    """What is another on the later line, in words."""
    if row["procedure_later"] != row["procedure"]:
        return f"{row['procedure_later']} was billed in its place"
    old, new = (_marks(row, end) for end in ("", "_later"))
    said = [
        *(f"{mark} was added" for mark in sorted(new - old)),
        *(f"{mark} was taken off" for mark in sorted(old - new)),
    ]
    if row["place_later"] != row["place"] and not pd.isna(row["place_later"]) and not pd.isna(row["place"]):
        said.append(f"place {row['place']} was changed to {row['place_later']}")
    if row["units_later"] != row["units"]:
        said.append("units were lowered" if row["units_later"] < row["units"] else "units were raised")
    return " and ".join(said) or UNSEEN


def _marks(row: dict, end: str) -> set[str]:
    return {row[f"{name}{end}"] for name in MARKS if not pd.isna(row[f"{name}{end}"])}


def usual(changes: pd.Series) -> tuple[str | None, int]:
    """Return the change after which most were paid and how many those are; equals by the alphabet."""
    counted = Counter(changes)
    return min(counted.items(), key=lambda one: (-one[1], one[0])) if counted else (None, 0)
