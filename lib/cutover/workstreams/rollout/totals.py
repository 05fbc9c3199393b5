"""The book in numbers: claims, open money, remittances, postings and enrollments of each practice, and of all."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

import pandas as pd

from cutover.columns import Column, framed
from cutover.reading.claims.history import SOURCE as HISTORY
from cutover.reading.claims.states import is_own_charge, is_untold
from cutover.reading.claims.submissions import is_self_pay
from cutover.reading.payers.families import ERA
from cutover.workstreams.columns import cents, count, text
from cutover.workstreams.cost.comparison import Comparison
from cutover.workstreams.cost.facts import Facts, sent_by_month
from cutover.workstreams.cost.moved import at_list_price, named
from cutover.workstreams.enrollment.standing import CANCELED, LIVE, NOT_FILED, NOT_NEEDED, UNSAID
from cutover.workstreams.legacy_claims import known_sum
from cutover.workstreams.nonpar_fees.exposure import months_table
from cutover.workstreams.nonpar_fees.submissions import FeeInputs
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
    cents("payers_cents", "Balance with payers", "of the claim history"),
    cents("patients_cents", "Balance with patients", "of the claim history"),
    cents("balance_cents", "Balance together"),
    count("remittances", "Remittances", "of both systems, each once, those that pay nothing too"),
    cents("paid_cents", "Paid by them"),
    cents(
        "unsure_cents",
        "With patients, paid or not",
        "of the balance with patients: what payers left to them; whether they paid is not known",
    ),
    count(
        "outside",
        "Claims in no history",
        "sent another way or without a state: what is open of them no claim history shows",
    ),
)
FOLLOWED = (
    text("name", "Practice"),
    count("postings", "Postings", "null: none is on file"),
    cents("posted_cents", "Posted", "in both systems, what is posted twice too"),
    count("live", "Enrollments live", "claims and ERAs of the payers in use"),
    count("era_live", "ERAs among them"),
    count("begun", "Under way, rejected or not supported", "waiting for somebody, or filed another way, too"),
    count("not_filed", "Not filed", "or canceled"),
    count("untold", "Not known", "no file shows where they are"),
)


MONTHLY = (
    text("name", "Practice"),
    cents("fee_low_cents", "Non-par fee, at least", "of the last whole month, by the rule in force"),
    cents("fee_high_cents", "Non-par fee, at most", "null where too many claims cannot be counted"),
    count(
        "medi_claims",
        "Claims through Medi",
        "of the running month, by Medi's own lists up to the last of them",
    ),
    cents("medi_cents", "Medi: platform and claims", "these at list price; nothing before a practice moves"),
)


@dataclass(frozen=True)
class Totals:
    """The numbers of one practice, in the order of TOTALS, FOLLOWED and MONTHLY; None where no file tells one."""

    claims: int | None = None
    charge_cents: int | None = None
    open_claims: int | None = None
    patient_claims: int | None = None
    payers_cents: int | None = None
    patients_cents: int | None = None
    remittances: int | None = None
    paid_cents: int | None = None
    unsure_cents: int | None = 0  # of what is with patients; nothing where that is not known
    outside: int | None = None  # null where no balance is known either
    postings: int | None = None
    posted_cents: int | None = None
    live: int | None = None
    era_live: int | None = None
    begun: int | None = None
    not_filed: int | None = None
    untold: int | None = None
    fee_low_cents: int | None = None
    fee_high_cents: int | None = None
    medi_claims: int | None = None
    medi_cents: int | None = None

    @property
    def balance_cents(self) -> int | None:
        """What is open with payers and patients, null where one of both is not known."""
        if self.payers_cents is None or self.patients_cents is None:
            return None
        return self.payers_cents + self.patients_cents


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
    if ages.empty:
        return Totals(number, charged, remittances=told[0], paid_cents=told[1])
    beside = 0 if every is None else int(every["source"].ne(HISTORY).sum())
    outside = beside + int((is_untold(own) & ~is_self_pay(own)).sum())
    whole = ages.iloc[-1]
    payers, patients = (_known(whole[name]) for name in ("payers_cents", "patients_cents"))
    at_patients = int(whole["patient_claims"])
    open_ = int(whole["claims"]) - at_patients
    unsure = unsure_of_patients(inputs.history, inputs.today, inputs.decisions)
    return Totals(number, charged, open_, at_patients, payers, patients, told[0], told[1], unsure, outside)


def _claims(own: pd.DataFrame, every: pd.DataFrame) -> tuple[int | None, int | None]:
    """How many claims there are and what is charged on them; not known where a file beside the history states none."""
    if every.empty and own.empty:
        return None, None
    beside = every[every["source"].ne(HISTORY)]
    return len(every), None if beside["charge_cents"].isna().any() else known_sum(every["charge_cents"])


def _known(amount: Any) -> int | None:
    return None if pd.isna(amount) else int(amount)


def with_followed(known: Totals, postings: pd.DataFrame, needed: pd.DataFrame) -> Totals:
    """Return the numbers of a practice with those of its postings (POSTINGS) and needed enrollments (STANDING)."""
    if len(postings):
        known = replace(known, postings=len(postings), posted_cents=int(postings["paid_cents"].sum()))
    untold = int(needed["state"].isin(UNSAID).sum())
    if needed.empty or untold == len(needed):
        return known
    live = needed["state"].eq(LIVE)
    era_live, not_filed = (
        int((live & needed["transaction"].eq(ERA)).sum()),
        int(needed["state"].isin([NOT_FILED, CANCELED]).sum()),
    )
    asked = int(needed["state"].ne(NOT_NEEDED).sum())
    begun = (
        asked - int(live.sum()) - not_filed - untold
    )  # each enrollment that is needed is in one of the four
    return replace(
        known, live=int(live.sum()), era_live=era_live, begun=begun, not_filed=not_filed, untold=untold
    )


def with_fee(known: Totals, inputs: FeeInputs) -> Totals:
    """Return the numbers of a practice with the non-par fee of its last whole month, as its own report has it."""
    rows = months_table(inputs).frame
    rows = rows[rows["month"].eq(inputs.months[-1])]
    if rows.empty:
        return known
    low, high = (_known(rows[name].iloc[0]) for name in ("fee_low_cents", "fee_high_cents"))
    return replace(known, fee_low_cents=low, fee_high_cents=high)


def with_medi(known: Totals, costs: Comparison, facts: Facts, has_moved: bool) -> Totals:
    """Return the numbers of a practice with what Medi's lists have of the month that runs, at its list price.

    One that has not moved and is in no list has nothing there; of one that has moved, lists without the month tell
    nothing.
    """
    number = sent_by_month(facts).get(pd.Timestamp(costs.as_of).replace(day=1), 0)
    if number:
        return replace(known, medi_claims=number, medi_cents=at_list_price(costs, number))
    return known if has_moved else replace(known, medi_claims=0, medi_cents=0)


def totals(practices: Iterable[tuple[str, Totals]], columns: tuple[Column, ...] = TOTALS) -> pd.DataFrame:
    """Return the numbers of each practice, which two of one name have for themselves, and of all of them (`columns`).

    Where a number of some practices is not known, or not of all their claims or enrollments, the row of all is what
    is known of the others: it says at least, and names those practices.
    """
    names = [column.name for column in columns[1:]]
    rows = [(name, *(getattr(one, number) for number in names)) for name, one in practices]
    frame = _with_unsure(framed(rows, columns))
    if len(rows) < 2:
        return frame
    sums = [known_sum(frame[name]) for name in names]
    lacks = frame[[name for name in names if name != "unsure_cents"]].isna().any(axis=1)
    for part in (name for name in ("outside", "untold") if name in frame):
        lacks |= frame[part].gt(0).fillna(False).astype(bool)
    return _with_unsure(framed([*rows, (_all(frame.loc[lacks, "name"].tolist()), *sums)], columns))


def _all(lacking: list[str]) -> str:
    """The name of the row of all, with the practices of which a part is not known."""
    if not lacking:
        return ALL
    return f"{ALL}, at least: of {named(lacking)} not all is known"


def _with_unsure(frame: pd.DataFrame) -> pd.DataFrame:
    """The numbers, in which no part of a balance is known where the balance is not."""
    if "unsure_cents" not in frame:
        return frame
    return frame.assign(unsure_cents=frame["unsure_cents"].mask(frame["patients_cents"].isna()))
