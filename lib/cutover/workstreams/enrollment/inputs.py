"""What payer enrollment starts from: claims and remittances of the last twelve months, each with its payer."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import pandas as pd

from cutover.intake.enrollment_workbook import NOT_SUPPORTED, OTHER, REQUIRED, SUPPORTED, UNKNOWN
from cutover.reading.claims.era_submissions import SOURCE as REMITTED
from cutover.reading.payers.enrollment_files import EnrollmentFiles, load_enrollment_files
from cutover.reading.payers.enrollment_words import CLAIMS, apart_reasons
from cutover.reading.payers.enrollments import OLD, OTHERS
from cutover.reading.payers.families import (
    ERA,
    Duration,
    Fact,
    Family,
    around,
    load_facts,
    load_rules,
    timeframes,
)
from cutover.reading.payers.groups import UNNAMED, PayerGroups
from cutover.reading.payers.lists import latest, one_named, without_era
from cutover.reading.payers.names import EQUIPMENT, bare_id, compared, loosely, telling_words
from cutover.reading.payers.newest_lists import newest_lists
from cutover.reading.payers.parts import Parts
from cutover.reading.payers.spellings import MEDICARE, Spellings
from cutover.reading.practice.book import Practice, cutover_date, practice_state
from cutover.reading.practice.whose import NOT_USED
from cutover.workstreams import remittance_items, unread_files
from cutover.workstreams.enrollment.as_it_stood import as_it_stood
from cutover.workstreams.enrollment.called_by_part import once_for_each, parts_of
from cutover.workstreams.remittance_items import ACROSS

_LINES = {"Medicare": "Medicare", "Medicaid": "Medicaid", "BCBS": "Blue Cross Blue Shield",
          "workers' compensation": "workers' compensation and auto", "auto": "workers' compensation and auto",
          "commercial": "commercial"}  # fmt: skip
FORMS = {"professional": "837P", "institutional": "837I", "dental": "837D"}
_TWO = 2  # claims on paper in a row are a way of sending, one may be an exception


@dataclass(frozen=True)
class Inputs:
    """One practice's enrollment on a day: what was read, and frames that are made once, when first asked for.

    `claims` has one row per submission of the last months, `left_out` the others with why; `remittances` one per
    payment of either system, `recent` those of the last months; `filed` one per enrollment that a source states.
    Each names its payer alike. `rules` and `facts` are the reference data that hold on the day.
    """

    files: EnrollmentFiles
    as_of: dt.date
    known: dict[Callable, object] = field(
        default_factory=dict, repr=False, compare=False
    )  # see `answers.once`

    @cached_property
    def rules(self):
        """The figures that hold on that day (`EnrollmentRules`)."""
        return load_rules(self.as_of)

    @cached_property
    def facts(self) -> tuple[Fact, ...]:
        """The routing facts that hold on that day."""
        return load_facts(self.as_of)

    @cached_property
    def read(self) -> pd.DataFrame:
        """What was looked at of claims, enrollments and payers (FILES)."""
        of = self.files
        told = (of.claim_files, of.enrollments.files, of.requirements.files, of.lists.files)
        return unread_files.together(told)

    @property
    def today(self) -> pd.Timestamp:
        """The report's date as pandas compares it."""
        return pd.Timestamp(self.as_of)

    @property
    def begins(self) -> pd.Timestamp:
        """The first day of the months in which a payer must have been met to be in use."""
        return self.today - pd.DateOffset(months=self.rules.used_months) + pd.Timedelta(days=1)

    @cached_property
    def cutover(self) -> dt.date | None:
        """The cutover date of the intake, None where nobody has set one."""
        return cutover_date(self.files.intake)

    @cached_property
    def decided_on(self) -> pd.Timestamp | None:
        """The day of the decision to migrate, None where it is not known."""
        days = self.files.intake.tables["practice"]["decided_on"].dropna()
        return days.iloc[0] if len(days) else None

    @cached_property
    def payers(self) -> PayerGroups:
        """Which names and ids mean one payer in everything that was read."""
        listed = self.files.lists.frame.dropna(subset=["payer_id", "payer_name"])
        hints = dict(zip(listed["payer_id"].str.upper(), listed["payer_name"], strict=True))
        several = latest(self.files.lists)[["payer_id", "payer_name"]].dropna().drop_duplicates()
        several = set(several.loc[several["payer_id"].duplicated(keep=False), "payer_id"].str.upper())
        if met := several & set(self.files.submitted["payer_id"].dropna().str.upper()):
            # of the names of one id, that of which claims or remittances are held; else none is taken
            held = pd.concat([self.files.submitted["payer_name"], self.remitted["payer_name"]])
            sole = one_named(self.files.lists, held)
            hints |= {payer_id: sole.get(bare_id(payer_id)) for payer_id in met}
            hints = {payer_id: name for payer_id, name in hints.items() if name is not None}
        groups = PayerGroups(hints, self._home, self.files.same.groups)
        for frame in (self.files.submitted, self.remitted, self.files.enrollments.rows, self._not_used):
            groups.add(frame["payer_name"], frame["payer_id"])
        return groups

    @cached_property
    def parts(self) -> Parts:
        """What names of what was filed mean that are a part of a payer's name, and those of which that is in doubt."""
        return parts_of(
            self.files.enrollments.rows, (self.files.submitted, self.remitted), self.payers, self._home
        )

    def _payers_told(self, rows: pd.DataFrame) -> pd.Series:
        """The payer of each row of what was filed, which may name it by a part of its name."""
        labels = self.payers.label(rows["payer_name"], rows["payer_id"])
        if not self.parts.meant:
            return labels
        meant = rows["payer_name"].where(rows["payer_id"].isna()).map(self.parts.meant).astype("str")
        return labels.mask(meant.notna(), meant)

    def _is_doubtful(self, rows: pd.DataFrame) -> pd.Series:
        """Which rows name no payer ID and a part of several payers' names."""
        return rows["payer_name"].isin(self.parts.doubts) & rows["payer_id"].isna()

    @cached_property
    def claims(self) -> pd.DataFrame:
        """Submissions of the last months with `payer` and `day`; on paper or without a day they are in `left_out`."""
        rows = self.files.submitted
        rows = rows.assign(payer=self.payers.label(rows["payer_name"], rows["payer_id"]), day=_day(rows))
        return self._with_forms(rows)[self._left_out.isna()]

    def _with_forms(self, rows: pd.DataFrame) -> pd.DataFrame:
        """Submissions of which one that remittances alone call dental has the form of its payer's 837 files.

        Dental codes on a remittance tell of the service: medical payers take them on professional claims. Of a payer
        without a file the files of the practice tell it. Where these have several forms, the remittance is believed.
        """
        sent = self.files.batches.dropna(subset=["form"])
        asked = rows["form"].eq("dental").fillna(False) & rows["source"].eq(REMITTED).fillna(False)
        if sent.empty or not asked.any():
            return rows
        named = sent.assign(payer=self.payers.label(sent["payer_name"], sent["payer_id"]))
        told = named[named["payer"] != UNNAMED].groupby("payer")["form"].unique()
        own = list(sent["form"].unique())
        forms = [told.get(payer, own) for payer in rows["payer"]]
        form = pd.Series(
            [found[0] if len(found) == 1 else "dental" for found in forms], rows.index, dtype="str"
        )
        return rows.assign(form=rows["form"].mask(asked, form).astype("str"))

    @cached_property
    def left_out(self) -> pd.DataFrame:
        """The submissions that do not count, with `why`."""
        return self.files.submitted.assign(why=self._left_out)[self._left_out.notna()]

    @cached_property
    def _left_out(self) -> pd.Series:
        rows = self.files.submitted
        day, why = _day(rows), pd.Series(None, rows.index, dtype="str")
        paper = rows["is_paper"].fillna(False).astype(bool)
        for reason, hit in (("on paper", paper), ("without any day", day.isna()),
                            (f"older than {self.rules.used_months} months", day < self.begins),
                            ("later than this report", day > self.today)):  # fmt: skip
            why = why.mask(why.isna() & hit, reason)
        return why

    @cached_property
    def remitted(self) -> pd.DataFrame:
        """Every remittance of the practice in either system: `feed`, `payer_name`, `payer_id`, `paid_on`, `paid_cents`.

        One that stands in both systems is there twice: it proves that each of them receives.
        """
        files = self.files
        found = remittance_items.remittances(files.office_ally, files.medi, self.as_of)
        # a payer that N1 names without an id may bear one in REF*2U
        told = (
            a.payments["payer_id"].fillna(a.payments["payer_id_2u"]) for a in (files.office_ally, files.medi)
        )
        ids = pd.concat(told, ignore_index=True)
        found = found.assign(payer_id=ids)
        ours = found["counts"].isna() | (found["counts"] == ACROSS)
        return found[ours & ~(found["paid_on"] > self.today)].reset_index(drop=True)

    @cached_property
    def remittances(self) -> pd.DataFrame:
        """`remitted` with the `payer` of each."""
        rows = self.remitted
        return rows.assign(payer=self.payers.label(rows["payer_name"], rows["payer_id"]))

    @cached_property
    def recent(self) -> pd.DataFrame:
        """The remittances of the last months, each once; without a day of payment they count as recent."""
        rows = self.remittances
        return rows[rows["counts"].isna() & ~(rows["paid_on"] < self.begins)]

    @cached_property
    def filed(self) -> pd.DataFrame:
        """Every enrollment that a source states, with its `payer`, as it stood on the day (`as_it_stood`)."""
        rows = as_it_stood(self.files.enrollments.rows, self.today)
        rows = rows[~self._is_doubtful(rows)]
        told = self._by_form(rows.assign(payer=self._payers_told(rows)))
        return newest_lists(told, "payer", self.today)

    @cached_property
    def unused_rows(self) -> pd.DataFrame:
        """Rows about an enrollment of this practice that cannot be used, with their `payer`; `why` is the reason.

        `transaction` is null where it is not understood. Such a row may be about any enrollment of its payer.
        """
        rows = self._not_used
        rows = rows.assign(payer=self._payers_told(rows))
        if self.parts.doubts:
            rows = pd.concat([rows, self._doubtful], ignore_index=True)
        rows = self._by_form(
            rows.assign(transaction=rows["transaction"].str.split(" ")).explode("transaction")
        )
        # what an old sheet says is open only where nothing newer tells of that enrollment
        of = ["payer", "transaction"]
        told = pd.MultiIndex.from_frame(rows[of]).isin(pd.MultiIndex.from_frame(self.filed[of]))
        return rows[~(rows["reason"].eq(OLD) & told)]

    @property
    def doubtful_rows(self) -> int:
        """How many rows of what was filed are not used since their payer may be several."""
        return int(self._is_doubtful(as_it_stood(self.files.enrollments.rows, self.today)).sum())

    @cached_property
    def _doubtful(self) -> pd.DataFrame:
        """The rows whose payer may be several, once for each of these, as rows that cannot be used."""
        rows = as_it_stood(self.files.enrollments.rows, self.today)
        return once_for_each(rows[self._is_doubtful(rows)], self.parts, self._not_used.columns)

    @cached_property
    def _not_used(self) -> pd.DataFrame:
        aside = self.files.enrollments.set_aside
        nobody = [OTHERS, *NOT_USED.values(), *apart_reasons()]
        return aside[~aside["reason"].isin(nobody)]

    def _by_form(self, rows: pd.DataFrame) -> pd.DataFrame:
        """Rows of which those about claims of no form stand once for each form that the payer is sent."""
        forms = [
            self.forms(payer) if transaction == CLAIMS else [transaction]
            for payer, transaction in zip(rows["payer"], rows["transaction"], strict=True)
        ]
        told = rows.assign(transaction=pd.Series(forms, rows.index, dtype=object)).explode("transaction")
        return told.astype({"transaction": "str"}).reset_index(drop=True)

    def forms(self, payer: str) -> list[str]:
        """Return the transactions of a payer's claims: of each form, the usual one where none is stated."""
        stated = self.claims.loc[self.claims["payer"] == payer, "form"].map(FORMS)
        return sorted(
            set(stated.dropna()) | ({self.usual_form} if stated.isna().any() or stated.empty else set())
        )

    @cached_property
    def usual_form(self) -> str:
        """The transaction of most claims of the practice."""
        usual = self.claims["form"].map(FORMS).mode()
        return usual.iloc[0] if len(usual) else "837P"

    @cached_property
    def billing_npis(self) -> list[str]:
        """The NPIs that the intake says bill, all of its group NPIs where it says that of none."""
        rows = self.files.intake.tables["providers"].dropna(subset=["npi"])
        bills = rows[rows["bills"].fillna(False).astype(bool)]
        groups = rows[rows["npi_type"] == "group"]
        return list((bills if len(bills) else groups if len(groups) else rows)["npi"].unique())

    def family(self, payer: str) -> Family:
        """Return the family of a payer: as the consultant or the intake names it, else by its names."""
        return self._families.get(payer) or self.files.families.of_names(
            payer, self.payers.names_and_ids(payer)[0]
        )

    @cached_property
    def _families(self) -> dict[str, Family]:
        families = self.files.families
        said = self.filed.dropna(subset=["line"]).drop_duplicates("payer")
        found = {
            row.payer: families.named(_LINES[row.line]) for row in said.itertuples() if row.line in _LINES
        }
        # a line of business tells less than a name that is of a family of its own (Anthem is BCBS, Medicaid plans)
        found = {payer: family for payer, family in found.items()
                 if families.of(payer).name in (families.default, family.name)}  # fmt: skip
        row: Any  # as `itertuples` gives them
        for row in self.files.requirements.rows.dropna(subset=["family"]).itertuples():
            for payer in self._payers_of(row.payer_name, row.payer_ids):
                found[payer] = families.named(row.family)
        return found

    @cached_property
    def _on_paper(self) -> frozenset[str]:
        """The payers that get claims, send no remittance by Office Ally's list, and of whom none is held or filed."""
        eras = self.filed[self.filed["transaction"] == ERA]
        asked = eras.loc[~eras["status"].isin(["not needed", NOT_SUPPORTED]), "payer"]
        rows = self.claims[~self.claims["payer"].isin([*self.remittances["payer"], *asked])]
        if rows.empty or self.files.lists.frame.empty:
            return frozenset()
        absent = without_era(rows[["payer_name", "payer_id"]], self.files.lists)
        return frozenset(absent.groupby(rows["payer"]).all().loc[lambda whole: whole].index)

    @cached_property
    def _closed(self) -> frozenset[tuple[str, str]]:
        """The payers and transactions whose every row says that they are not supported."""
        never = self.filed["status"].eq(NOT_SUPPORTED).fillna(False).astype(bool)
        who = ["payer", "transaction"]
        told, others = (
            self.filed.loc[rows, who].itertuples(index=False, name=None) for rows in (never, ~never)
        )
        return frozenset(told) - frozenset(others)

    @cached_property
    def _posted(self) -> dict[str, pd.Timestamp]:
        """The day since which all claims of a payer went on paper by the claim list, two at least, by payer."""
        rows = self.files.submitted
        paper = rows["is_paper"].fillna(False).astype(bool)
        if not paper.any():
            return {}
        rows = rows.assign(
            day=_day(rows), payer=self.payers.label(rows["payer_name"], rows["payer_id"]), paper=paper
        )
        rows = rows[rows["day"] <= self.today]
        last = rows[~rows["paper"]].groupby("payer")["day"].max()
        since = rows[rows["paper"] & ~(rows["day"] <= rows["payer"].map(last))].groupby("payer")["day"]
        told = since.agg(["min", "size"])
        return told.loc[told["size"] >= _TWO, "min"].to_dict()

    @cached_property
    def _known(self) -> dict[tuple[str, str], tuple[int, str, str]]:
        """Requirement by payer and transaction: the source that goes first wins."""
        found: dict[tuple[str, str], tuple[int, str, str]] = {}
        rows = self.files.requirements.rows.dropna(subset=["transaction", "requirement"])
        row: Any  # as `itertuples` gives them
        for row in rows[rows["requirement"] != UNKNOWN].itertuples():
            for payer in self._payers_of(row.payer_name, row.payer_ids):
                told = (int(row.rank), row.requirement, row.known_from)
                if told < found.get((payer, row.transaction), (99, "", "")):
                    found[payer, row.transaction] = told
        return found

    def requirement(self, payer: str, transaction: str) -> tuple[str, str]:
        """Return what a payer requires for a transaction, and who says so; an ERA is always enrolled (Stedi).

        What every row of a payer's enrollment calls not supported is so where no list tells otherwise.
        A payer of which Office Ally's list says that it sends no remittance, and of which none is held and none was
        asked for, pays on paper: it has no ERA that a move could interrupt. Claims that go on paper by the practice's
        own list ask for no enrollment of claims.
        """
        told = self._known.get((payer, transaction))
        if transaction == ERA and told is None and payer in self._on_paper:
            return NOT_SUPPORTED, "Office Ally's payer list: it sends no remittances"
        if told is None and (payer, transaction) in self._closed:
            return NOT_SUPPORTED, "the status of its row"
        if transaction == ERA and (told is None or told[1] not in ("not supported", REQUIRED)):
            return REQUIRED, "Stedi: an ERA is always enrolled"
        if told is None and transaction in FORMS.values() and payer in self._posted:
            return SUPPORTED, f"the claim list: on paper since {self._posted[payer]:%Y-%m-%d}"
        return (told[1], told[2]) if told else (UNKNOWN, "nobody has looked it up")

    def duration(self, payer: str, transaction: str) -> Duration:
        """Return how long an enrollment takes: the client's figures, else the payer's timeframe, else the defaults.

        The days that the client knows of the payer are the likely ones; around them it scatters as its family does.
        """
        family = self.family(payer)
        kind = ERA if transaction == ERA else OTHER
        default = family.era if transaction == ERA else family.other
        known = timeframes().get(self._timeframes.get((payer, transaction), ""), default)
        usual = self.usual_days(payer, transaction)
        of_family = self.files.requirements.durations.get((family.name, kind), known)
        return of_family if usual is None else around(of_family, usual)

    def usual_days(self, payer: str, transaction: str) -> int | None:
        """Return the days from filing to live that the client knows of a payer; None where it knows none."""
        return self._usual_days.get((payer, transaction))

    @cached_property
    def _usual_days(self) -> dict[tuple[str, str], int]:
        """The days from filing to live that the client knows of a payer, by payer and transaction."""
        rows = self.files.requirements.rows.dropna(subset=["transaction", "usual_days"])
        return {
            (payer, row["transaction"]): int(row["usual_days"])
            for row in rows.to_dict("records")
            for payer in self._payers_of(row["payer_name"], row["payer_ids"])
        }

    @cached_property
    def _timeframes(self) -> dict[tuple[str, str], str]:
        """Stedi's word for the time that a payer takes, by payer and transaction."""
        rows = self.files.requirements.rows.dropna(subset=["transaction", "timeframe"])
        return {
            (payer, row.transaction): row.timeframe
            for row in rows.itertuples()
            for payer in self._payers_of(row.payer_name, row.payer_ids)
        }

    def payer_meant(self, name: object, payer_id: object) -> str | None:
        """Return the one payer of this practice that a list's name or id means; None where it may be several."""
        found = self._payers_of(name, payer_id) if isinstance(name, str) else []
        return found[0] if len(found) == 1 else None

    def _payers_of(self, name: str, ids: object) -> list[str]:
        """The payers of this practice that a name or one of several ids means."""
        by_name, by_id, spelled = self._lookup
        is_text = isinstance(name, str)
        is_medicare = is_text and loosely(name).words in (
            MEDICARE,
            EQUIPMENT,
        )  # one, whoever its contractor is
        meant = spelled.find(name, loose=is_medicare) if is_text else None
        found = set() if meant is None else set(by_name[compared(meant)])
        for payer_id in ids.upper().split() if isinstance(ids, str) else ():
            found |= by_id.get(payer_id, set())
            if is_text:
                found |= {one for one in self._listed_ids.get(payer_id, ()) if _share_a_word(name, one)}
        return sorted(found)

    @cached_property
    def _listed_ids(self) -> dict[str, set[str]]:
        """The payers that bear no id in what was read of the practice, by the ids that the payer list has for them."""
        rows = self.files.lists.frame.dropna(subset=["payer_id", "payer_name"])
        listed = Spellings(rows["payer_name"].unique(), self._home)
        ids = rows.groupby("payer_name")["payer_id"].agg(set).to_dict()
        found: dict[str, set[str]] = {}
        for label in self._labels:
            names, own = self.payers.names_and_ids(label)
            meant = {listed.find(name, loose=False) for name in names} if not own else set()
            for payer_id in {one for name in meant if name for one in ids[name]}:
                found.setdefault(payer_id.upper(), set()).add(label)
        return found

    @property
    def _home(self) -> str | None:
        """The state of the practice, two letters."""
        return practice_state(self.files.intake)

    @property
    def _labels(self) -> list[str]:
        """The payers of the practice's claims, remittances and enrollments."""
        every = (self.claims["payer"], self.remittances["payer"], self.filed["payer"])
        return list(pd.concat(every).unique())

    @cached_property
    def _lookup(self) -> tuple[dict, dict[str, set[str]], Spellings]:
        by_name: dict = {}
        spelled = Spellings(home=self._home)
        by_id: dict[str, set[str]] = {}
        for label in self._labels:
            names, ids = self.payers.names_and_ids(label)
            for name in names | {label}:
                by_name.setdefault(compared(name), set()).add(label)
                spelled.add(name)
            for payer_id in ids:
                by_id.setdefault(payer_id.upper(), set()).add(label)
        return by_name, by_id, spelled


def load(practice: Practice, as_of: dt.date) -> Inputs:
    """Return the inputs of a practice as they lie on disk; absent folders are inputs without rows.

    Raises InputError where its intake cannot be opened, ReferenceDataError where reference data do not hold that day.
    """
    return Inputs(load_enrollment_files(practice, as_of), as_of)


def _share_a_word(one: str, other: str) -> bool:
    """Whether two names have a word in common that tells a payer."""
    return bool(telling_words(compared(one)) & telling_words(compared(other)))


def _day(rows: pd.DataFrame) -> pd.Series:
    """The day of a submission, else of the service."""
    return rows["submission_date"].fillna(rows["service_through"]).fillna(rows["service_from"])
