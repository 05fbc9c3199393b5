"""The practice's own count by month beside its claims on file: which of them is taken, and where they differ."""

from __future__ import annotations

import pandas as pd

from cutover.columns import Column, Kind, conform, empty
from cutover.wording import and_joined, several
from cutover.workstreams.cost.model import CLAIM
from cutover.workstreams.nonpar_fees.submissions import is_material

OWN = "the practice's own count by month"
# one row per month and transaction of the own count that a file counts too
BESIDE = (
    Column("month", Kind.MONTH, "Month"),
    Column("transaction", Kind.TEXT, "Transaction", "claims of every kind are one"),
    Column("own", Kind.COUNT, "By the own count"),
    Column("on_file", Kind.COUNT, "On file"),
)
_NAMES = {
    CLAIM: "claims", "resubmitted claim": "resubmitted claims", "secondary claim": "secondary claims",
    "eligibility": "eligibility checks", "claim status": "claim status checks", "COB": "COB transactions",
    "attachment": "attachments",
}  # fmt: skip


def in_window(own: pd.DataFrame, months: list[pd.Timestamp]) -> pd.DataFrame:
    """Return the own count (OWN_COUNTS) of these months."""
    return own[own["month"].isin(months)]


def beside(own: pd.DataFrame, on_file: pd.DataFrame, billed: tuple[str, ...]) -> pd.DataFrame:
    """Return where the own count and files tell of the same month and transaction (BESIDE).

    `on_file` has the columns of VOLUMES; `billed` are the transactions that are claims.
    """
    sums = [
        rows.assign(transaction=rows["transaction"].where(~rows["transaction"].isin(billed), CLAIM))
        .groupby(["month", "transaction"])["count"]
        .sum()
        for rows in (own, on_file)
    ]
    both = sums[0].rename("own").to_frame().join(sums[1].rename("on_file"), how="inner").reset_index()
    return conform(both[[c.name for c in BESIDE]], BESIDE) if len(both) else empty(BESIDE)


def is_not_whole(told: pd.DataFrame) -> bool:
    """Tell whether the claims on file lack so many of the own count's (BESIDE) that their list is not whole."""
    claims = told[told["transaction"].eq(CLAIM)]
    lacking = (claims["own"] - claims["on_file"]).clip(lower=0)
    return is_material(int(lacking.sum()), int(claims["on_file"].sum()))


def with_own(claims: pd.DataFrame, own: pd.DataFrame, billed: tuple[str, ...], stated: str) -> pd.DataFrame:
    """Return the numbers of claims by month (VOLUMES) with the own count's, where that has more or is alone.

    A month keeps its claims that were sent again and secondary ones; the others are what the own count has beside
    them. Where the claims on file are not whole, what they alone tell of a month is left out: it is not all of it.
    """
    counted = own[own["transaction"].isin(billed)]
    if not counted["transaction"].eq(CLAIM).any():
        return claims
    told = beside(counted, claims[claims["transaction"].isin(billed)], billed)
    fewer = set(told.loc[told["own"] < told["on_file"], "month"])
    taken = counted[~counted["month"].isin(fewer)]
    months, is_partial = set(taken["month"]), is_not_whole(told)
    rows = []
    for month, part in taken.groupby("month"):
        said = dict(zip(part["transaction"], part["count"], strict=True))
        listed = claims[claims["month"].eq(month)].set_index("transaction")["count"]
        others = {name: int(said.get(name, listed.get(name, 0))) for name in billed if name != CLAIM}
        known = sum(int(n) for n in said.values())
        rows += [(month, CLAIM, max(0, known - sum(others.values())), stated, OWN)]
        rows += [(month, name, number, stated, OWN) for name, number in others.items()]
    kept = claims[~(claims["month"].isin(months) & claims["transaction"].isin(billed))]
    if is_partial:
        kept = kept[kept["month"].isin(fewer)]
    made = pd.DataFrame(rows, columns=["month", "transaction", "count", "basis", "known_from"])
    return pd.concat([kept, made], ignore_index=True) if len(kept) else made


def said(told: pd.DataFrame, own: pd.DataFrame) -> tuple[str, ...]:
    """Return what the own count says beside the files, in sentences; none where there is no own count.

    `told` (BESIDE) and `own` (OWN_COUNTS) are of the last twelve months.
    """
    made = []
    differ = told[told["own"].ne(told["on_file"])]
    for name, rows in differ.groupby("transaction", sort=False):
        words = _NAMES.get(str(name), str(name))
        each = [f"{row.month:%Y-%m} {row.own:,} and {row.on_file:,}" for row in rows.itertuples()]
        source = "the claims on file" if name == CLAIM else "the invoices"
        made.append(f"The practice's own count of {words} differs from {source} ({and_joined(each)}).")
        if name == CLAIM:
            made.append(_taken(told))
    if not made and len(own):
        each = [
            f"{int(rows['count'].sum()):,} {_NAMES[str(name)]} in {several(len(rows), 'month')}"
            for name, rows in own.groupby("transaction", sort=False)
        ]
        made.append(
            f"The practice's own count by month is used where no other file counts: {and_joined(each)}."
        )
    return tuple(made)


def _taken(told: pd.DataFrame) -> str:
    if is_not_whole(told):
        return (
            "Its own count is used: the claims on file are not whole. A month that they alone tell of is left out. "
            "Other reports count the claims on file alone."
        )
    return "For each month the larger of the two is used."
