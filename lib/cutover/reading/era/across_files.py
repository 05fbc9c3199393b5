"""Payments that stand in several of the files just read: the same one again, or parts of one with other claims.

The rules are those of an archive (`same_payment`, `parts`), so that a total over files and the audit agree.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import fields

import pandas as pd

from cutover.reading.era.parts import repeats, shared
from cutover.reading.era.reader import Remittance
from cutover.reading.era.same_payment import payment_keys, reported

AGAIN = "same payment again"
_KEY = ["trace_number", "originator_id", "paid_cents", "payment_date"]


def judged(
    files: dict[str, pd.DataFrame], read: Callable[[list[str]], dict[str, Remittance]]
) -> pd.DataFrame:
    """Return the payments of which another of these files has one of the same key, one row each, in order.

    `files` has the payments of each file by its name, `read` reads files again: only those concerned are. The columns
    are those of a payment, with its file in `content`, `set_aside` (AGAIN: it only repeats one that counts),
    `payment_key`, its own share in `paid_cents` and BPR02 in `stated_cents`.
    """
    wanted = _in_several(files)
    if not wanted:
        return pd.DataFrame(columns=["content", "payment_id", "set_aside", "paid_cents", "stated_cents"])
    parts = read(wanted)
    payments, claims, provider = (
        pd.concat(
            [getattr(part, table).assign(content=name) for name, part in parts.items()], ignore_index=True
        )
        for table in ("payments", "claims", "provider_adjustments")
    )
    keyed = payments.assign(payment_key=payment_keys(payments, claims, provider))
    order = keyed.assign(key=keyed["payment_key"], cut=~keyed["is_whole"].fillna(False).astype(bool))
    order = order[order["key"].duplicated(keep=False)].sort_values("cut", kind="stable")
    again = repeats(order, reported(keyed, claims, provider)).reindex(keyed.index, fill_value=False)
    aside = pd.Series(None, keyed.index, dtype="str").mask(again, AGAIN)
    told = shared(keyed.assign(set_aside=aside))
    return told[told["payment_key"].duplicated(keep=False)].reset_index(drop=True)


def _in_several(files: dict[str, pd.DataFrame]) -> list[str]:
    """The files that hold a payment of which another payment has the number, day and amount.

    The payee is left out: a file that was cut may not name it.
    """
    rows = [table[_KEY].assign(file=name) for name, table in files.items() if len(table)]
    if not rows:
        return []
    whole = pd.concat(rows, ignore_index=True)
    return list(dict.fromkeys(whole["file"][whole.duplicated(_KEY, keep=False)]))


def of_payment(remittance: Remittance, payment_id: int) -> Remittance:
    """Return the rows of one payment alone, in every table."""
    tables = {field.name: getattr(remittance, field.name) for field in fields(remittance)}
    return Remittance(**{
        name: rows[rows["payment_id"].eq(payment_id).fillna(False).astype(bool)] for name, rows in tables.items()
    })  # fmt: skip
