"""Until when a payer takes a claim, a corrected claim or an appeal: public rules, and what the client knows.

The client's `enrollment.xlsx`, sheet payer deadlines, goes before the public rules. What neither knows is unknown.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import pandas as pd

from cutover.intake.enrollment_workbook import DEADLINES, PAYER_DEADLINES
from cutover.reading.payers.client_workbook import read_sheet
from cutover.reading.payers.families import Families
from cutover.reading.payers.names import PayerName, compared
from cutover.reading.payers.same import NONE_PROVEN, SamePayers
from cutover.reading.payers.spellings import Spellings
from cutover.reference import load
from cutover.result import Source

FILING, APPEAL, NO_APPEAL, CORRECTED = "filing", "appeal", "no appeal", "corrected claim"


@dataclass(frozen=True)
class Rule:
    """One public rule: for which families of payers (none named: for every payer), what it is about, and how long.

    `months` and `days` run from the first day of service (filing) or from the notice (appeal); `receipt_days` are
    added where receipt is presumed so long after the notice. `remarks` are the remark codes that a rule is about.
    """

    code: str
    families: tuple[str, ...]
    about: str
    text: str
    months: int = 0
    days: int = 0
    receipt_days: int = 0
    remarks: tuple[str, ...] = ()


@dataclass(frozen=True)
class _Rules:
    source: Source
    rule: tuple[Rule, ...]


@dataclass(frozen=True)
class Deadlines:
    """What is known of deadlines on a day: public rules, and the client's rows by payer.

    `stated` has a row per payer of the client's workbook (the sheet's columns); `notes` say what of it was not read.
    `home` is the practice's state, two letters: a payer without a state may be its plan there.
    `same` are the names that are proven to be one payer's.
    """

    rules: tuple[Rule, ...]
    families: Families
    source: Source
    stated: pd.DataFrame
    notes: tuple[str, ...] = ()
    home: str | None = None
    same: SamePayers = NONE_PROVEN

    def of(self, payer: str, about: str) -> Rule | None:
        """Return the rule that holds for a payer, None where nothing is known: the client's own word goes first."""
        if (payer, about) not in self._asked:
            self._asked[payer, about] = self._stated(payer, about) or self._public(payer, about)
        return self._asked[payer, about]

    def last_days(self, payers: pd.Series, about: str, start: pd.Series) -> pd.Series:
        """Return the last day of each row by its payer's rule, counted from `start`; null where no rule is known."""
        ends = pd.Series(pd.NaT, payers.index, dtype="datetime64[ms]")
        for payer, group in payers.groupby(payers).groups.items():
            if rule := self.of(str(payer), about):
                ends.loc[group] = last_day(start.loc[group], rule).astype("datetime64[ms]")
        return ends

    def bars_appeal(self, payers: pd.Series, remarks: pd.Series) -> pd.Series:
        """Return which remarks (codes in one text) leave no appeal by the rule of their payer, a flag per row."""
        barred = pd.Series(False, payers.index)
        words = remarks.fillna("").str.upper().str.split()
        for payer, group in payers.groupby(payers).groups.items():
            if rule := self.of(str(payer), NO_APPEAL):
                codes = set(rule.remarks)
                barred.loc[group] = (
                    words.loc[group].map(lambda found, codes=codes: bool(codes & set(found))).astype(bool)
                )
        return barred

    @cached_property
    def _asked(self) -> dict[tuple[str, str], Rule | None]:
        """The answers so far: each claim's payer is asked for again by every limit."""
        return {}

    @cached_property
    def _stated_rows(self) -> tuple[dict[str, dict], dict[PayerName, str], Spellings]:
        """The client's rows by payer, the payer of each name that is compared, and the spellings of all."""
        rows = {row["payer"]: row for row in self.stated.dropna(subset=["payer"]).to_dict("records")}
        named = self.same.among(rows) | {compared(name): name for name in rows}
        return rows, named, Spellings(reversed(rows), self.home)

    def _public(self, payer: str, about: str) -> Rule | None:
        family = self.families.of_names(payer, self.same.names(payer)).name
        return next(
            (r for r in self.rules if r.about == about and (family in r.families or not r.families)), None
        )

    def _stated(self, payer: str, about: str) -> Rule | None:
        column = {FILING: "filing_days", APPEAL: "appeal_days", CORRECTED: "corrected_days"}.get(about)
        row = self._row(payer)
        if column is None or row is None or pd.isna(row[column]):
            return None
        known = row["known_from"] if isinstance(row["known_from"], str) else "the client's workbook"
        text = f"{int(row[column])} days, {known}"
        return Rule(f"client-{about}", (), about, text, days=int(row[column]))

    def _row(self, payer: str) -> dict | None:
        """The client's row of a payer, however either spells it; the last of a payer's rows holds."""
        rows, named, spellings = self._stated_rows
        meant = named.get(compared(payer)) or spellings.find(payer)
        return None if meant is None else rows[meant]


def last_day(start: pd.Series, rule: Rule) -> pd.Series:
    """Return the last day on which something is in time under a rule, from the day that it counts from."""
    return start + pd.DateOffset(months=rule.months) + pd.Timedelta(days=rule.days + rule.receipt_days)


def load_deadlines(client: Path, families: Families, on: dt.date, home: str | None = None) -> Deadlines:
    """Return what is known for a client, given its folder in `data/raw`; no absent or broken file of it raises.

    `home` is the state of the practice that asks, two letters, None where it is not known.
    Raises ReferenceDataError where the public rules do not hold on that day.
    """
    public = load("deadlines", _Rules, on)
    rows, notes = read_sheet(client, families, DEADLINES)
    stated = pd.DataFrame(columns=[c.name for c in PAYER_DEADLINES.columns]) if rows is None else rows
    return Deadlines(public.rule, families, public.source, stated, notes, home)
