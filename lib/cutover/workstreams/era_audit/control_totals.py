"""How the numbers tie: every payment, file and cent is in exactly one row."""

from __future__ import annotations

import pandas as pd

from cutover.result import Table
from cutover.workstreams.answers import Answer
from cutover.workstreams.columns import cents, count, text
from cutover.workstreams.era_audit import carried
from cutover.workstreams.era_audit.balances import states
from cutover.workstreams.era_audit.inputs import Inputs
from cutover.workstreams.findings import table


def findings_and_tables(inputs: Inputs) -> Answer:
    """Return the table that shows how the numbers tie."""
    return Answer((), (("tie", tie_table(inputs)),))


def tie_table(inputs: Inputs) -> Table:
    """Return the sums that must agree, one row per part and whole, with what remains between them (0)."""
    columns = (
        text("what", "What"),
        count("row_count", "Number"),
        cents("amount_cents", "Amount"),
    )
    frame = pd.DataFrame(
        [*_payments(inputs), *_money(inputs), *_balances(inputs), *_carried(inputs), *_files(inputs)],
        columns=[c.name for c in columns],
    )
    note = 'Each whole equals its parts; the rows that begin with "remains" are what is between them.'
    return table("How the numbers tie", frame, columns, note)


def _sum(amounts: pd.Series) -> int:
    return int(amounts.sum()) if len(amounts) else 0


def _payments(inputs: Inputs) -> list[tuple]:
    every, counted = inputs.payments, inputs.counted
    aside = every[every["set_aside"].notna()]
    parts = [("counted in this report", len(counted), _sum(counted["paid_cents"]))]
    for reason, rows in aside.groupby("set_aside"):
        parts.append((f"set aside: {reason}{_cut(rows)}", len(rows), _sum(rows["paid_cents"])))
    rows, money = sum(part[1] for part in parts), sum(part[2] for part in parts)
    whole = ("payments in the 835s", len(every), _sum(every["paid_cents"]))
    return [whole, *parts, ("remains of the payments", whole[1] - rows, whole[2] - money)]


def _cut(rows: pd.DataFrame) -> str:
    """How many of the payments that are set aside end before they are whole, in words; "" where none does."""
    number = int((~rows["whole"]).sum())
    return f", {number:,} of them cut off" if number else ""


def _money(inputs: Inputs) -> list[tuple]:
    """What the counted payments paid, against claims and provider adjustments; cut and unknown ones apart."""
    counted = inputs.counted
    known = counted["whole"] & counted["difference_cents"].notna()
    sure, rest = counted[known], counted[~known]
    added = -_sum(sure["provider_adjustment_cents"])  # signed as money: a PLB below zero raises the payment
    parts = [
        ("paid on their claims", _claims(sure), _sum(sure["claims_paid_cents"])),
        (f"provider adjustments{effect(added)}", None, added),
        ("differences of payments that do not add up", None, _sum(sure["difference_cents"])),
    ]
    cut = rest[~rest["whole"]]
    unsure = rest[rest["whole"]]
    rests = [
        ("cut", len(cut), _sum(cut["paid_cents"])),
        ("with an amount that is absent or cannot be read", len(unsure), _sum(unsure["paid_cents"])),
    ]
    left = _sum(counted["paid_cents"]) - sum(part[2] for part in (*parts, *rests))
    return [*parts, *rests, ("remains of the money counted", None, left)]


def effect(added: int) -> str:
    """Return what provider adjustments do to the payments in sum, in words; empty where they come to nothing."""
    return f", which in sum {'raise' if added > 0 else 'lower'} the payments" if added else ""


def _balances(inputs: Inputs) -> list[tuple]:
    """What must add up, by what became of it."""
    said = []
    for level, count_, right, wrong, unknown, cut in states(inputs):
        said += [
            (f"{level}s counted", count_, None),
            (f"{level}s that add up", right, None),
            (f"{level}s that do not add up", wrong, None),
            (f"{level}s that cannot be checked", unknown, None),
            (f"{level}s of cut payments", cut, None),
            (f"remains of the {level}s", count_ - right - wrong - unknown - cut, None),
        ]
    return said


def _carried(inputs: Inputs) -> list[tuple]:
    """What payers carried to later payments, and what of it they took."""
    found, takes = carried.balances(inputs), carried.takings(inputs)
    announced, taken, left = (_sum(found[f"{name}_cents"]) for name in ("amount", "taken", "open"))
    settled, took = _sum(takes["settled_cents"]), _sum(takes["amount_cents"])
    return [
        ("carried to later payments (FB and WO below zero)", len(found), announced),
        ("taken since by later payments", int((found["taken_cents"] > 0).sum()), taken),
        ("still open", int((found["open_cents"] > 0).sum()), left),
        ("remains of what was carried", None, announced - taken - left),
        ("taken by FB and WO above zero", len(takes), took),
        ("of a balance in this archive", int((takes["settled_cents"] > 0).sum()), settled),
        (
            "of no balance in this archive",
            int((takes["settled_cents"] < takes["amount_cents"]).sum()),
            took - settled,
        ),
        ("remains of what settled balances", None, taken - settled),
    ]


def _claims(payments: pd.DataFrame) -> int:
    return _sum(payments["claim_count"])


def _files(inputs: Inputs) -> list[tuple]:
    files = inputs.archive.files
    parts = [(f"files: {state}", len(rows), None) for state, rows in files.groupby("state")]
    left = len(files) - sum(part[1] for part in parts)
    return [("files in the folder", len(files), None), *parts, ("remains of the files", left, None)]
