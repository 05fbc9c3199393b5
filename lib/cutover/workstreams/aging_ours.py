"""What the claim history has open on the day of a client's own A/R aging, as that report has it.

A report may leave out what patients owe, or have it with their payers, and may leave out denied claims: as its title
says, else as more of its amounts agree.
"""

from __future__ import annotations

from typing import Protocol

import pandas as pd

from cutover.reading.claims.aging_reports import ALL, PATIENT, PAYER
from cutover.reading.claims.aging_words import OTHER_DAY
from cutover.reading.claims.states import LEFT_TO_PATIENTS
from cutover.reading.claims.submissions import is_self_pay
from cutover.reading.payers.same import SamePayers
from cutover.workstreams.legacy_claims import known_sum, last_answer, legacy
from cutover.workstreams.payer_spellings import one_name
from cutover.workstreams.posted_again import posted_by

PATIENTS = "patients"


class Sources(Protocol):
    """What is compared: the report's day, payments and decisions of both systems, as inputs of a report hold them."""

    @property
    def today(self) -> pd.Timestamp:
        """The report's date."""

    @property
    def remittances(self) -> pd.DataFrame:
        """The payments of both systems (`remittance_items.remittances`)."""

    @property
    def decisions(self) -> pd.DataFrame:
        """What payers decided (`decisions.decisions`)."""

    @property
    def same(self) -> SamePayers:
        """The names that are proven to be one payer's."""


def known_payers(history: pd.DataFrame, inputs: Sources) -> pd.Series:
    """Return the payers' names: the spellings of the remittances go first, as everywhere else in a report."""
    met = inputs.remittances["payer"]
    return pd.concat([met, one_name(history["payer_name"].dropna(), met, inputs.same)])


def open_then(
    history: pd.DataFrame, inputs: Sources, day: pd.Timestamp, again: pd.DataFrame | None
) -> pd.DataFrame:
    """Return what the history has open on a day: one row for each claim of a known day of service, under its index.

    `name` is whose the open money is, `payer` the payer of the claim, `again_cents` what was posted twice by then,
    `age` and `billed_age` its days since service and since it was submitted, null where that day is not known.
    `is_denied` tells of a claim of payers that it was denied by then; one denied on no known day was.
    """
    last = (day + pd.Timedelta(days=1)).date()
    found = legacy(history, last, inputs.decisions, inputs.remittances["payer"], inputs.same)
    twice = posted_by(found, again, day)
    found["amount_cents"] = found["amount_cents"].mask(
        twice > 0, found["balance_cents"].fillna(found["amount_cents"])
    )
    is_left = found["amount_cents"].gt(0).fillna(False) | (twice > 0)
    left = found["is_resolved"] & found["state"].isin(LEFT_TO_PATIENTS) & is_left
    resolved_later = found["is_resolved"] & (found["resolved_on"] > day) & ~left
    was = found[~found["is_resolved"] | left | resolved_later]
    amounts = was["amount_cents"].mask(resolved_later.reindex(was.index), was["was_cents"])
    payers = one_name(was["payer"], known_payers(history, inputs), inputs.same)
    alone = is_self_pay(was)
    denied = was["state"].eq("denied").fillna(False) & ~alone & ~left.reindex(was.index)
    denied_on = was["paid_date"].fillna(last_answer(was, inputs.decisions))
    return pd.DataFrame({
        "name": payers.mask(left.reindex(was.index) | alone, PATIENTS).astype("str"),
        "payer": payers.astype("str"),
        "is_self_pay": alone,
        "is_denied": (denied & ~(denied_on > day)).astype(bool),
        "amount_cents": amounts.astype("Int64"),
        "age": (day - was["service_from"]).dt.days,
        "billed_age": (day - was["submission_date"]).dt.days,
        "again_cents": twice.reindex(was.index),
    })  # fmt: skip


def aged_alike(rows: pd.DataFrame, ours: pd.DataFrame) -> pd.DataFrame:
    """What is open here, aged from the day of billing where the report counts from that day."""
    return ours.assign(age=ours["billed_age"]) if rows["aged_by"].iloc[0] == OTHER_DAY else ours


def closest(
    rows: pd.DataFrame, ours: pd.DataFrame, history: pd.DataFrame, inputs: Sources
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return what the history has open as a report has it, and the denied claims that the report leaves out.

    A report that names no patients may leave out what they owe, or have it at their payers. One by payer may leave out
    denied claims. That way is taken which agrees in more, or which its title tells. `is_left_out` is what
    patients owe and the report leaves out.
    """
    found = _with_patients(rows, ours, history, inputs)
    denied = found["is_denied"] & ~found["name"].eq(PATIENTS).fillna(False)
    if _is_by_claim(rows) or not denied.any():
        return found, found.iloc[:0]
    less = _with_patients(rows, ours[~ours["is_denied"]], history, inputs)
    is_out = rows["is_without_denied"].fillna(False).any()
    if not is_out:
        stated = _sums(rows, history, inputs)
        is_out = _agreeing(rows, less, stated) > _agreeing(rows, found, stated)
    return (less, found[denied]) if is_out else (found, found.iloc[:0])


def _with_patients(
    rows: pd.DataFrame, ours: pd.DataFrame, history: pd.DataFrame, inputs: Sources
) -> pd.DataFrame:
    """What is open with what patients owe as the report has it: apart, or with their payers."""
    apart = ours.assign(is_left_out=False)
    is_by_payer = not _is_by_claim(rows)
    if rows["role"].eq(PATIENT).any() and is_by_payer:
        return apart
    of_patients = apart["name"].eq(PATIENTS).fillna(False)
    if rows["is_of_payers"].fillna(False).any():
        return apart.assign(is_left_out=of_patients)
    within = apart.assign(name=apart["payer"].mask(apart["is_self_pay"], PATIENTS))
    stated = _stated(rows, history, inputs)
    more = _agreeing(rows, apart, stated) - _agreeing(rows, within, stated)
    return within if more < 0 else apart.assign(is_left_out=of_patients & (more > 0 and is_by_payer))


def _is_by_claim(rows: pd.DataFrame) -> bool:
    return bool(rows["is_by_claim"].fillna(False).any())


def _stated(rows: pd.DataFrame, history: pd.DataFrame, inputs: Sources) -> list[dict]:
    """The amounts of payers by band; of a report without bands their sums."""
    told = rows[rows["role"].eq(PAYER)]
    has_bands = told["band"].ne(ALL)
    told = told[has_bands] if has_bands.any() else told
    names = one_name(told["payer"], known_payers(history, inputs), inputs.same)
    said = told.assign(name=names).groupby(["name", "band"])[["first_day", "last_day", "amount_cents"]]
    each = said.agg({"first_day": "first", "last_day": "first", "amount_cents": known_sum})
    return each.reset_index().to_dict("records")


def _sums(rows: pd.DataFrame, history: pd.DataFrame, inputs: Sources) -> list[dict]:
    """The sum of each payer, by the report's own column of totals, else its bands together."""
    told = rows[rows["role"].eq(PAYER)]
    is_whole = told["band"].eq(ALL)
    told = told[is_whole] if is_whole.any() else told
    names = one_name(told["payer"], known_payers(history, inputs), inputs.same)
    sums = told.assign(name=names).groupby("name")["amount_cents"].agg(known_sum)
    return sums.rename("amount_cents").reset_index().assign(band=ALL).to_dict("records")


def _agreeing(rows: pd.DataFrame, found: pd.DataFrame, stated: list[dict]) -> int:
    """How many amounts of a report are those of the history, within its rounding."""
    rounded = rows["rounded_cents"].max()
    within = 0 if pd.isna(rounded) else int(rounded) // 2
    sums = (
        (
            sum_of(found[found["name"] == one["name"]], None if one["band"] == ALL else one),
            one["amount_cents"],
        )
        for one in stated
    )
    known = [(mine, told) for mine, told in sums if mine is not None and not pd.isna(told)]
    return sum(abs(mine - told) <= within for mine, told in known)


def sum_of(rows: pd.DataFrame | None, band: dict | None = None, name: str = "amount_cents") -> int | None:
    """The cents of claims within a band; nothing where there is no claim, None where no amount is known."""
    if rows is None:
        return None
    if band is not None:
        last = band["last_day"]
        rows = rows[
            rows["age"].ge(band["first_day"])
            & (pd.isna(last) | rows["age"].le(10**6 if pd.isna(last) else last))
        ]
    return 0 if rows.empty else known_sum(rows[name])
