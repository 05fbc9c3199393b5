"""The book in numbers: claims, open money and remittances of each practice, and of all together."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import astuple, dataclass
from typing import Any

import pandas as pd

from cutover.columns import framed
from cutover.reading.claims.batches import SOURCE as FILES
from cutover.reading.claims.history import SOURCE as HISTORY
from cutover.reading.claims.states import is_own_charge, is_untold
from cutover.reading.claims.submissions import is_self_pay
from cutover.workstreams.columns import cents, count, text
from cutover.workstreams.legacy_claims import known_sum
from cutover.workstreams.open_balance import by_age, unsure_of_patients
from cutover.workstreams.open_claims.book import Book

ALL = "All practices"
TOTALS = (
    text("name", "Practice"),
    count(
        "claims",
        "Claims",
        "of every file that tells of claims, each once, void ones left out; null: none was read",
    ),
    cents("charge_cents", "Charged on them"),
    count("open_claims", "Open with payers", "claims that wait or were denied, before and since the cutover"),
    count(
        "patient_claims",
        "With patients alone",
        "claims that payers have settled, and a part is the patient's",
    ),
    cents("payers_cents", "Balance with payers"),
    cents("patients_cents", "Balance with patients"),
    count("remittances", "Remittances", "of both systems, each once, those that pay nothing too"),
    cents("paid_cents", "Paid by them"),
    cents(
        "unsure_cents",
        "With patients, paid or not",
        "of the balance with patients: what payers left to them; whether they paid is not known",
    ),
)


@dataclass(frozen=True)
class Totals:
    """The numbers of one practice, in the order of TOTALS; None where no file tells one."""

    claims: int | None = None
    charge_cents: int | None = None
    open_claims: int | None = None
    patient_claims: int | None = None
    payers_cents: int | None = None
    patients_cents: int | None = None
    remittances: int | None = None
    paid_cents: int | None = None
    unsure_cents: int | None = 0  # of what is with patients; nothing where that is not known


def totals_of(book: Book, every: pd.DataFrame | None = None) -> Totals:
    """Return the numbers of a practice by its claims (`every_claim`) and the remittances of both systems.

    Without `every` its claims are those of the claim history. What is open is the history's to tell.
    """
    inputs, paid = book.inputs, book.inputs.remittances
    good = paid[paid["counts"].isna()]
    told = (
        (int(paid["payment"].sum()), int(good["paid_cents"].fillna(0).sum())) if len(paid) else (None, None)
    )
    own = inputs.history[is_own_charge(inputs.history)]
    number, charged = _claims(own, own if every is None else every)
    if inputs.history.empty:
        return Totals(number, charged, remittances=told[0], paid_cents=told[1])
    ages = by_age(inputs.history, inputs.today, inputs.cutover, inputs.decisions)
    part = (
        every is not None and every["source"].eq(FILES).any()
    )  # claims of which no history tells what became
    if (
        ages.empty or part or (is_untold(own) & ~is_self_pay(own)).any()
    ):  # what is open of a part is not what is open
        return Totals(number, charged, remittances=told[0], paid_cents=told[1])
    whole = ages.iloc[-1]
    payers, patients = (_known(whole[name]) for name in ("payers_cents", "patients_cents"))
    at_patients = int(whole["patient_claims"])
    open_ = int(whole["claims"]) - at_patients
    unsure = unsure_of_patients(inputs.history, inputs.today, inputs.decisions)
    return Totals(number, charged, open_, at_patients, payers, patients, told[0], told[1], unsure)


def _claims(own: pd.DataFrame, every: pd.DataFrame) -> tuple[int | None, int | None]:
    """How many claims there are and what is charged on them; not known where a file beside the history states none."""
    if every.empty and own.empty:
        return None, None
    beside = every[every["source"].ne(HISTORY)]
    return len(every), None if beside["charge_cents"].isna().any() else known_sum(every["charge_cents"])


def _known(amount: Any) -> int | None:
    return None if pd.isna(amount) else int(amount)


def totals(practices: Iterable[tuple[str, Totals]]) -> pd.DataFrame:
    """Return the numbers of each practice, which two of one name have for themselves, and of all of them (TOTALS).

    A sum is null where one practice's number is not known: less than all would be read as all.
    """
    rows = [(name, *astuple(one)) for name, one in practices]
    frame = _with_unsure(framed(rows, TOTALS))
    if len(rows) < 2:
        return frame
    sums = [None if frame[c.name].isna().any() else int(frame[c.name].sum()) for c in TOTALS[1:]]
    return _with_unsure(framed([*rows, (ALL, *sums)], TOTALS))


def _with_unsure(frame: pd.DataFrame) -> pd.DataFrame:
    """The numbers, in which no part of a balance is known where the balance is not."""
    return frame.assign(unsure_cents=frame["unsure_cents"].mask(frame["patients_cents"].isna()))
