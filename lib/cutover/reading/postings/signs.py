"""The sign of what was posted: ledgers and logs write payments below zero, as credits of an account, or above it.

It is settled once for a file. Its words have settled it before (`ledgers`); here the remittances do, of which the
file's postings are the entry, and where none of them is on file the number of rows does.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from cutover import reference
from cutover.identifiers import check_compared, compared
from cutover.reading.mapping.folder import Mapped
from cutover.reading.postings.tables import CHECK
from cutover.wording import several

TURNED = "payments stand below zero in it, so each amount is read with the other sign"
UNSETTLED = "most of its amounts are below zero, and nothing says whether they are payments or take-backs"
Remitted = Callable[[], tuple[pd.DataFrame, pd.DataFrame]]


@dataclass(frozen=True)
class Rules:
    """The file `posting_signs.toml`."""

    fewest_rows: int
    least_share: float


def settled(posted: Mapped, remitted: Remitted) -> Mapped:
    """Return the postings with the sign of what was paid, and of each file whose sign is another one why.

    `remitted` gives the claims and the payments of the remittances on file; it is asked for a file alone in which
    most amounts are below zero. Such a file is turned where the remittances that it has entered are above zero there:
    nine of ten rows that meet one must say so. Where none is met, enough rows nearly all below zero are payments:
    nobody takes back more than was paid. Else the amounts stay as they stand, and that is told.
    """
    rows, files = posted.rows, posted.files
    if rows.empty:
        return posted
    below = rows["paid_cents"].lt(0).fillna(False).astype(int) - rows["paid_cents"].gt(0).fillna(False)
    doubted = below.groupby(rows["source_file"]).sum()
    doubted = list(doubted.index[doubted > 0])
    if not doubted:
        return posted
    met = _met(rows[rows["source_file"].isin(doubted)], *remitted())
    said: dict[str, str] = {}
    for name in doubted:
        here = rows["source_file"].eq(name)
        is_turned, why = _judged(rows.loc[here, "paid_cents"], met.reindex(rows.index[here]))
        said |= {name: why} if why else {}
        rows = _turned(rows, here) if is_turned else rows
    told = files["source_file"].map(said)
    reason = (
        files["reason"].where(told.isna(), files["reason"].fillna("") + "; " + told).str.removeprefix("; ")
    )
    return replace(posted, rows=rows, files=files.assign(reason=reason.astype("str")),
                   notes=(*posted.notes, *(f"{name}: {why}." for name, why in said.items())))  # fmt: skip


def remarks(files: pd.DataFrame) -> tuple[str, ...]:
    """Return a sentence for each file whose amounts were turned, or of which nobody knows whether they should be."""
    told = files[files["reason"].astype("str").str.contains(f"{TURNED}|{UNSETTLED}", regex=True, na=False)]
    return tuple(f"{name}: {why}." for name, why in zip(told["source_file"], told["reason"], strict=True))


def _judged(cents: pd.Series, met: pd.Series) -> tuple[bool, str]:
    """Whether the amounts of a file are turned, and what is said of it."""
    rules = reference.load("posting_signs", Rules)
    same, other = int(met.eq(1).sum()), int(met.eq(-1).sum())
    if same + other:
        if other >= rules.least_share * (same + other):
            return (
                True,
                f"{TURNED}: {other:,} of {several(same + other, 'row')} that a remittance pays agree so",
            )
        return False, "" if same >= rules.least_share * (same + other) else UNSETTLED
    below = int((cents < 0).sum())
    if below >= max(rules.fewest_rows, rules.least_share * int(cents.fillna(0).ne(0).sum())):
        return True, f"{TURNED}: {below:,} of {several(len(cents), 'row')} are so"
    return False, UNSETTLED


def _met(rows: pd.DataFrame, claims: pd.DataFrame, payments: pd.DataFrame) -> pd.Series:
    """Of each posting whether remittances pay the amount with its sign (1) or the other (-1), null where none does.

    One that stands in them with both signs, paid and taken back, tells nothing.
    """
    whole = rows["kind"].eq(CHECK)
    number = compared(rows["claim_number"].fillna(rows["account"])).mask(
        whole, check_compared(rows["check_number"])
    )
    told = [
        (compared(claims["patient_control_number"]), claims["paid_cents"]),
        (check_compared(payments["trace_number"]), payments["paid_cents"]),
    ]
    known = [set(zip(numbers, cents, strict=True)) for numbers, cents in told]
    at = whole.to_numpy(bool).astype(int)
    amounts = rows["paid_cents"].fillna(0).astype("int64")
    pairs = list(zip(at, number, amounts, strict=True))
    plus = np.array([(n, cents) in known[kind] for kind, n, cents in pairs], bool)
    minus = np.array([(n, -cents) in known[kind] for kind, n, cents in pairs], bool)
    alone = (plus != minus) & amounts.ne(0).to_numpy(bool)
    return pd.Series(np.where(plus, 1.0, -1.0), rows.index).where(alone)


def _turned(rows: pd.DataFrame, here: pd.Series) -> pd.DataFrame:
    """The postings with the amounts of one file turned; what it writes off only where that is below zero too."""
    off = rows.loc[here, "adjusted_cents"]
    names = ["paid_cents", *(["adjusted_cents"] if (off < 0).sum() > (off > 0).sum() else [])]
    return rows.assign(**{name: rows[name].mask(here, -rows[name]) for name in names})
