"""What the audit starts from: the rows that count, each beside its payer and the day it was paid."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
import pandas as pd

from cutover.reading.era.archive import Archive
from cutover.reading.era.parts import as_payments
from cutover.reading.era.row_ids import Places, positions
from cutover.reading.practice.book import Practice

UNNAMED = "(payer not named)"
ID = ["content", "payment_id"]
EARLIEST = pd.Timestamp(1990, 1, 1)  # before the first 835s; a day before it is a mistyped one
LATEST_DAYS = 366  # after the report's date: a report may be dated back, a year ahead nobody pays
CARRIED = ("payer", "paid_on", "month", "whole")


@dataclass(frozen=True)
class Remittances:
    """An archive made ready for the questions; frames are made once, when first asked for."""

    archive: Archive
    practice: Practice
    as_of: dt.date
    medi: Archive | None = None  # the remittances in Medi, where they are known
    known: dict[Callable, object] = field(default_factory=dict, repr=False, compare=False)  # `answers.once`

    @cached_property
    def payments(self) -> pd.DataFrame:
        """All payments, set aside or not, with `payer`, `paid_on`, `month` (first day) and `whole`.

        `paid_on` is BPR16, else DTM*405, else the interchange's date: the first of them that can be a day of
        payment (one year 0202 would make thousands of empty months); null where none can.
        """
        found = self.archive.payments
        days = [self._plausible(found[name]) for name in ("payment_date", "production_date", "isa_date")]
        paid_on = days[0].fillna(days[1]).fillna(days[2])
        return found.assign(
            payer=payer_names(found["payer_name"]),
            paid_on=paid_on,
            month=paid_on.dt.to_period("M").dt.to_timestamp().astype("datetime64[ms]"),
            whole=found["is_whole"].fillna(False).astype(bool),
        )

    @cached_property
    def counted(self) -> pd.DataFrame:
        """The remittances that count: not set aside. `payment` is 1, and 0 for a further part of a payment.

        A check that stands in two files, each with claims of its own, is two remittances and one payment.
        """
        found = self.payments[self.payments["set_aside"].isna()]
        return found.assign(payment=as_payments(found))

    @cached_property
    def claims(self) -> pd.DataFrame:
        """The claims of counted payments, with the payment's payer, day, month and wholeness."""
        return self.of_counted(self.archive.claims)

    @cached_property
    def services(self) -> pd.DataFrame:
        """The service lines of counted payments, likewise."""
        return self.of_counted(self.archive.services)

    @cached_property
    def provider_adjustments(self) -> pd.DataFrame:
        """The provider adjustments of counted payments, likewise."""
        return self.of_counted(self.archive.provider_adjustments)

    @cached_property
    def last_in_medi(self) -> dict[str, pd.Timestamp]:
        """The last day on which each payer of this archive paid through Medi, by the payer's name here."""
        if self.medi is None:
            return {}
        theirs = self.medi.payments
        theirs = theirs[theirs["set_aside"].isna()]
        names = payer_names(pd.concat([self.payments["payer_name"], theirs["payer_name"]], ignore_index=True))
        ours = dict(zip(names[: len(self.payments)], self.payments["payer"], strict=True))
        days = self._plausible(theirs["payment_date"]).fillna(self._plausible(theirs["isa_date"]))
        last = days.groupby(names[len(self.payments) :].to_numpy()).max().dropna()
        return {ours[name]: day for name, day in last.items() if name in ours}

    @property
    def today(self) -> pd.Timestamp:
        """The report's date as pandas compares it."""
        return pd.Timestamp(self.as_of)

    @property
    def odd_days(self) -> int:
        """How many counted payments bear a BPR16 that cannot be a day of payment."""
        stated = self.counted["payment_date"]
        return int((stated.notna() & self._plausible(stated).isna()).sum())

    def _plausible(self, days: pd.Series) -> pd.Series:
        return days.where(days.between(EARLIEST, self.today + pd.Timedelta(days=LATEST_DAYS)))

    @cached_property
    def _known(self) -> tuple[Places, np.ndarray]:
        places = Places(self.archive)
        return places, places.ids(self.counted, "payment_id")

    def of_counted(self, rows: pd.DataFrame, carried: Sequence[str] = CARRIED) -> pd.DataFrame:
        """Return those rows of a table of the archive whose payment counts, with its payer, day, month, wholeness."""
        places, known = self._known
        place = positions(known, places.ids(rows, "payment_id"))
        counts = place >= 0
        kept = rows if counts.all() else rows[counts]  # nearly always all: then no column is copied
        told = self.counted[list(carried)].take(place[counts]).reset_index(drop=True)
        return kept.reset_index(drop=True).assign(**dict(told.items()))


def payer_names(names: pd.Series) -> pd.Series:
    """Return one name for each payer, the spelling met most often (of equals the first by alphabet).

    Spellings that differ only in case, blanks or signs are one payer. Payer ids are not used: one payer has
    several, and they differ by transaction (domain facts, 1.4). A payer that changes its name is two here.
    """
    folded = names.str.upper().str.replace(r"[^0-9A-Z]+", " ", regex=True).str.strip()
    folded = folded.where(folded != "")
    counts = pd.DataFrame({"folded": folded, "name": names}).value_counts().reset_index()
    best = counts.sort_values(["folded", "count", "name"], ascending=[True, False, True])
    best_of = best.drop_duplicates("folded").set_index("folded")["name"]
    return folded.map(best_of).fillna(UNNAMED).astype("str")
