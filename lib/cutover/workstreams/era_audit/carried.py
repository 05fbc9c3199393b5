"""Money that a payer carries from one payment to later ones: what it announced, what it took, what is still open.

In a PLB a negative FB carries a balance to a later payment, and a negative WO announces a reversal whose money is not
yet taken; a positive FB or WO takes money (005010X221A1, 1.10.2.17; X12 RFI 1756 and 2051). Takings may come in parts
and in chains, so amounts are followed and not pairs: every cent taken settles one balance or none. A few payers sign an
FB the other way round: two of one reference and one amount are together nothing, whichever came first.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, replace

import pandas as pd
from pandas.api.typing import NaTType

from cutover.workstreams.answers import once
from cutover.workstreams.era_audit.inputs import Inputs
from cutover.workstreams.remittances import ID

FORWARD, RECOVERY = "FB", "WO"
_ORDER = ["paid_on", "source_file", "source_row", "pair"]


@dataclass
class _Balance:
    """One balance while takings are held against it: its row, and what of it is open."""

    row: int
    reason: str
    reference: str
    day: pd.Timestamp
    left: int
    is_whole: bool = True  # nothing of it is settled


@once
def balances(inputs: Inputs) -> pd.DataFrame:
    """Return the balances that payers carried to later payments, one row per negative FB or WO, oldest first.

    `amount_cents` is what was announced, `taken_cents` what later payments of the payer took of it, `open_cents` the
    rest; `taken_on` is the last day of them. A taking settles the balance of its reference, else one of its very
    amount; an FB then the oldest carried forward, whatever reference it bears. What is open after that is settled by an
    earlier FB of its reference and amount that took of nothing else.
    """
    return _followed(inputs)[0]


@once
def takings(inputs: Inputs) -> pd.DataFrame:
    """Return what payers took (FB and WO above zero), one row each; `settled_cents` of it settled a balance."""
    return _followed(inputs)[1]


@once
def _followed(inputs: Inputs) -> tuple[pd.DataFrame, pd.DataFrame]:
    rows = inputs.provider_adjustments
    rows = rows[rows["reason_code"].isin([FORWARD, RECOVERY]) & rows["amount_cents"].notna()]
    rows = rows.merge(inputs.counted[[*ID, "trace_number"]], on=ID, how="left")
    rows = rows.sort_values(_ORDER, na_position="last").reset_index(drop=True)
    taken, taken_on, settled = follow(rows)
    whole = rows.assign(
        signed_cents=rows["amount_cents"],
        amount_cents=rows["amount_cents"].abs(),
        taken_cents=pd.Series(taken, rows.index, dtype="Int64"),
        settled_cents=pd.Series(settled, rows.index, dtype="Int64"),
        taken_on=pd.Series(taken_on, rows.index, dtype="datetime64[ms]"),
    )
    whole = whole.assign(open_cents=whole["amount_cents"] - whole["taken_cents"])
    lowers = (whole["signed_cents"] > 0).astype(bool)
    return whole[(whole["signed_cents"] < 0).astype(bool)], whole[lowers]


def follow(rows: pd.DataFrame) -> tuple[list[int], list, list[int]]:
    """Return for each row, in cents, what later rows took of it, the last day of it, and what it took itself.

    `rows` are FB and WO in the order of time, signed as in the 835, with `payer`, `paid_on`, `reason_code`,
    `reference` and the payment's id. A payment takes from those of earlier days, and from itself by reference.
    """
    taken, settled = [0] * len(rows), [0] * len(rows)
    taken_on: list[pd.Timestamp | NaTType] = [pd.NaT] * len(rows)
    for payments in _payments(rows).values():
        open_: list[_Balance] = []
        found = [told for signed in payments.values() for told in _of_payment(signed, open_)]
        takes = [one for signed in payments.values() for one in signed if one.left > 0]
        for take, balance, cents in (*found, *_other_way_round(takes, open_)):
            taken[balance.row] += cents
            taken_on[balance.row] = max(take.day, balance.day)
            settled[take.row] += cents
    return taken, taken_on, settled


def _payments(rows: pd.DataFrame) -> dict[str, dict[tuple, list[_Balance]]]:
    """The FB and WO of each payment, by payer, `left` signed as in the 835; payments without a day are left out."""
    found: dict[str, dict[tuple, list[_Balance]]] = defaultdict(lambda: defaultdict(list))
    names = ["payer", "paid_on", *ID, "reason_code", "reference", "amount_cents"]
    for row, said in enumerate(rows[names].itertuples(index=False, name=None)):
        payer, day, content, payment, reason, reference, cents = said
        if not pd.isna(day):
            one = _Balance(row, reason, _plain(reference), day, int(cents))
            found[payer][day, content, payment].append(one)
    return found


def _of_payment(signed: list[_Balance], open_: list[_Balance]) -> list[tuple[_Balance, _Balance, int]]:
    """What one payment takes: of earlier balances, then of those that it announces itself; and add these."""
    takes = [one for one in signed if one.left > 0]
    own = [replace(one, left=-one.left) for one in signed if one.left < 0]
    found = []
    for take in takes:
        earlier = [balance for balance in open_ if balance.left and balance.day < take.day]
        for balance in (*_chosen(take, earlier), *_named(take, own)):
            cents = min(take.left, balance.left)
            if cents:
                take.left, balance.left = take.left - cents, balance.left - cents
                take.is_whole = balance.is_whole = False
                found.append((take, balance, cents))
    open_ += own
    return found


def _other_way_round(
    takes: list[_Balance], open_: list[_Balance]
) -> Iterator[tuple[_Balance, _Balance, int]]:
    """Each FB that nothing settled with the earlier taking of its reference and amount that settled nothing."""
    left = [one for one in takes if one.is_whole and one.reason == FORWARD and one.reference]
    for balance in open_:
        if not balance.is_whole or balance.reason != FORWARD:
            continue
        same = [
            take for take in _named(balance, left) if take.left == balance.left and take.day < balance.day
        ]
        if same:
            left.remove(same[0])
            yield same[0], balance, balance.left


def _plain(reference: object) -> str:
    return reference.strip().upper() if isinstance(reference, str) else ""


def _named(take: _Balance, among: list[_Balance]) -> list[_Balance]:
    return [balance for balance in among if take.reference and balance.reference == take.reference]


def _chosen(take: _Balance, among: list[_Balance]) -> list[_Balance]:
    """The balances that a taking may settle, in the order in which it does."""
    named = _named(take, among)
    same = [
        b
        for b in among
        if b.left == take.left and (b.reason == FORWARD or "" in (b.reference, take.reference))
    ]
    rest = [b for b in among if b.reason == FORWARD] if take.reason == FORWARD else []
    whole = [*named, *(same[:1] if not named else []), *rest]
    return list({balance.row: balance for balance in whole}.values())


def open_by_payer(inputs: Inputs) -> dict[str, int]:
    """Return what is open by payer id, else payer, in cents; payers without anything open are left out."""
    ids = inputs.counted.dropna(subset="payer_id").drop_duplicates("payer").set_index("payer")["payer_id"]
    found: dict[str, int] = defaultdict(int)
    for payer, cents in zip(balances(inputs)["payer"], balances(inputs)["open_cents"], strict=True):
        found[ids.get(payer, payer)] += int(cents)
    return {payer: cents for payer, cents in found.items() if cents}
