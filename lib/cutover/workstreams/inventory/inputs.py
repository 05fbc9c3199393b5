"""What the inventory starts from: the files that count with their periods, and the intake's answers."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property

import pandas as pd

from cutover.columns import empty
from cutover.errors import InputError
from cutover.identifiers import masked_tin
from cutover.intake.sheets import SHEETS
from cutover.reading.files.days import year_taken
from cutover.reading.intake.returned import Returned, load_returned
from cutover.reading.mapping.folder import Mapped
from cutover.reading.patients.exports import Demographics, read_demographics
from cutover.reading.patients.parts import parts_of
from cutover.reading.payers.contract_rates import load_contract_rates, payers_of
from cutover.reading.payers.enrollments import load_enrollments
from cutover.reading.payers.newest_lists import newest_lists
from cutover.reading.payers.tables import ENROLLMENTS
from cutover.reading.payers.tables import INTAKE as INTAKE_SAYS
from cutover.reading.postings.tables import MEDI, OFFICE_ALLY
from cutover.reading.practice import file_subject, manifest, periods
from cutover.reading.practice.book import Practice
from cutover.reading.practice.file_names import base_name
from cutover.reading.practice.file_owner import TIN
from cutover.reading.practice.files_held import Holdings, load_holdings
from cutover.reading.practice.manifest import Manifest
from cutover.reading.practice.tables import EMPTY, OPENS
from cutover.reference import code_list
from cutover.wording import and_joined
from cutover.workstreams import handoff_rules, run_rules
from cutover.workstreams.answers import once
from cutover.workstreams.inventory.as_read import as_read
from cutover.workstreams.remittance_items import remittances
from cutover.workstreams.remittances import Remittances

OF_MEDI = "medi_"  # how the names of folders begin that hold what came out of Medi
_COLUMNS = {sheet.name: sheet.columns for sheet in SHEETS}
_ROLES = (periods.SERVICE, periods.PAYMENT, periods.BILLED, periods.OTHER)


@dataclass(frozen=True)
class Inputs:
    """Everything that a practice's folder holds, made ready for the questions of a day.

    `files` has one row per file that counts, `days` one row per day that a file holds; `era` are the remittances
    as their own audit sees them, `sheet(name)` a sheet of the intake. `earlier` is the last manifest before the
    day, None where there is none; `returned` are the workbooks of the handoff and the sheets of the day that came back.
    """

    holdings: Holdings
    as_of: dt.date
    earlier: Manifest | None = None
    returned: Returned = field(default_factory=Returned)
    known: dict[Callable, object] = field(default_factory=dict, repr=False, compare=False)  # see `once`

    @cached_property
    def era(self) -> Remittances:
        """The archive of ERAs as its own audit sees it."""
        return Remittances(self.holdings.era, self.holdings.practice, self.as_of)

    @cached_property
    def payments_held(self) -> int:
        """How many payments the archives of both systems hold, a check in several files or in both systems once."""
        return int(self._payments["payment"].sum())

    @cached_property
    def _payments(self) -> pd.DataFrame:
        return remittances(self.holdings.era, self.holdings.medi_era, self.as_of)

    @property
    def months_of_medi(self) -> pd.DatetimeIndex:
        """The months in which payments came through Medi."""
        both = self._payments
        paid = both.loc[both["feed"].eq(MEDI) & both["counts"].isna(), "paid_on"].dropna()
        return pd.DatetimeIndex(paid.dt.to_period("M").dt.to_timestamp().unique())

    @property
    def payments_of_office_ally(self) -> int:
        """How many payments the archive of Office Ally holds, a check in several files once."""
        both = self._payments
        return int(both.loc[both["feed"].eq(OFFICE_ALLY), "payment"].sum())

    @cached_property
    def days(self) -> pd.DataFrame:
        """The days of files that count, none after the report's date, each with the file's subject."""
        told = self.holdings.counted[["source_file", "subject"]]
        days = self.holdings.days[self.holdings.days["day"] <= self.today]
        return days.merge(told, on="source_file")

    @cached_property
    def own_days(self) -> pd.DataFrame:
        """Those days without the files that belong to another practice."""
        return self.days[~self.days["source_file"].isin(foreign(self))]

    @cached_property
    def files(self) -> pd.DataFrame:
        """The files that count and are not another practice's, as `every`."""
        return self.every[~self.every["source_file"].isin(foreign(self))].reset_index(drop=True)

    @cached_property
    def every(self) -> pd.DataFrame:
        """The files that count, with `first_day` and `last_day` of their data and what those are days of.

        Days after the report's date are planned in lists of appointments, and wrong elsewhere.
        """
        rank = {role: n for n, role in enumerate(_ROLES)}
        plans = self.holdings.counted.loc[self.holdings.counted["subject"].eq(file_subject.APPOINTMENTS)]
        held = self.holdings.days[self.holdings.days["source_file"].isin(plans["source_file"])]
        days = pd.concat([self.days[~self.days["source_file"].isin(plans["source_file"])], held])
        best = days.assign(rank=days["role"].map(rank))
        best = best[best["rank"] == best.groupby("source_file")["rank"].transform("min")]
        spans = best.groupby("source_file").agg(
            first_day=("day", "min"), last_day=("day", "max"), period_of=("role", "first")
        )
        return self.holdings.counted.merge(spans, left_on="source_file", right_index=True, how="left")

    @property
    def past(self) -> pd.DataFrame:
        """The files as `files`, without the days of appointments: a planned day tells no age of a list."""
        planned = self.files["subject"].eq(file_subject.APPOINTMENTS)
        days = {name: self.files[name].mask(planned) for name in ("first_day", "last_day")}
        return self.files.assign(**days)

    @property
    def today(self) -> pd.Timestamp:
        """The report's date as pandas compares it."""
        return pd.Timestamp(self.as_of)

    def open_files(self, *wanted: str) -> pd.DataFrame:
        """Return the files about these subjects that open, hold something and are not another practice's."""
        return self.files[self.files["subject"].isin(wanted) & (self.files["state"] == OPENS)]

    def from_office_ally(self, *wanted: str) -> pd.DataFrame:
        """Return the open files about these subjects without those of Medi's folders, which Office Ally never made."""
        files = self.open_files(*wanted)
        return files[~is_of_medi(files)]

    def shut_files(self, *wanted: str) -> pd.DataFrame:
        """Return the files about these subjects that neither open nor are empty."""
        return self.files[self.files["subject"].isin(wanted) & ~self.files["state"].isin([OPENS, EMPTY])]

    def sheet(self, name: str) -> pd.DataFrame:
        """Return a sheet of the intake; without an intake one without rows."""
        intake = self.holdings.intake
        return empty(_COLUMNS[name]) if intake is None else intake.tables[name]

    def answered(self, question: str) -> object | None:
        """Return an answer of the intake's first sheet, None where there is none."""
        form = self.sheet("practice")
        value = None if form.empty else form[question].iloc[0]
        return None if pd.isna(value) else value

    def rule(self, code: str) -> int:
        """Return a limit of the inventory's rules as it holds on the report's date."""
        frame = code_list("inventory_rules", self.as_of).frame
        return int(frame.set_index("code")["value"][code])

    @property
    def open_since(self) -> pd.Timestamp:
        """The first day of service that the handoff of open claims counts by status: before cutover or report."""
        last = self.today if self.cutover is None else min(self.today, self.cutover)
        return last - pd.Timedelta(days=handoff_rules.load_rules(self.as_of).window_days)

    @property
    def closeout_days(self) -> int:
        """How long old claims are worked after the cutover, as in the parallel run and the handoff."""
        return run_rules.load_rules(self.as_of).closeout_days

    @property
    def cutover(self) -> pd.Timestamp | None:
        """The planned day of the cutover, if the intake says one."""
        day = self.answered("cutover_date")
        return None if day is None else pd.Timestamp(day)


def load(practice: Practice, as_of: dt.date) -> Inputs:
    """Return the inputs of a practice as they lie on disk; an absent folder or intake raises nothing."""
    held = as_read(load_holdings(practice))
    return Inputs(held, as_of, manifest.earlier(practice, as_of), load_returned(practice))


@once
def ownership(inputs: Inputs) -> pd.DataFrame:
    """Return whose each file is by the identifiers in it, one row per file that holds any that can be judged.

    `whose` is "other" where none of them is this practice's, "mixed" where some are and others are known to be
    another practice's of the client. Text that nobody is known by decides nothing.
    """
    told = inputs.holdings.identifiers.merge(inputs.holdings.counted[["source_file"]], on="source_file")
    told = told[
        told["is_own"].notna()
        & ~(
            (told["kind"].isin(["name", "title"])) & ~told["is_own"].fillna(False) & told["belongs_to"].isna()
        )
    ]
    if told.empty:
        return pd.DataFrame(columns=["source_file", "whose", "belongs_to", "found"], dtype="str")
    told = _without_shared(told.assign(own=told["is_own"].astype(bool)))
    is_plain = told.groupby("source_file")["own"].all()
    rows = [(name, "own", None, None) for name in is_plain.index[is_plain]]
    told = told[~told["source_file"].map(is_plain)]
    for name, ids in told.assign(said=_shown(told)).groupby("source_file"):
        strange = ids[~ids["own"]]
        theirs = strange.dropna(subset="belongs_to")
        whose = "other" if not ids["own"].any() else "mixed" if len(theirs) else "own"
        to = "; ".join(dict.fromkeys("; ".join(theirs["belongs_to"]).split("; "))) if len(theirs) else None
        rows.append((name, whose, to, "; ".join(strange["said"].head(3)) or None))
    found = pd.DataFrame(rows, columns=["source_file", "whose", "belongs_to", "found"])
    return found.sort_values("source_file", ignore_index=True)


def _without_shared(told: pd.DataFrame) -> pd.DataFrame:
    """The identifiers without those that two practices share, in files that hold others too."""
    shared = told["own"] & told["belongs_to"].notna()
    tells = (~shared).groupby(told["source_file"]).transform("any")
    return told[~(shared & tells)]


def _shown(ids: pd.DataFrame) -> pd.Series:
    """The kind and value of an identifier; a title may hold anything, a Tax ID shows its end alone."""
    value = ids["value"].where(ids["kind"] != TIN, ids["value"].map(masked_tin))
    return ids["kind"].where(ids["kind"] == "title", ids["kind"] + " " + value)


@once
def foreign(inputs: Inputs) -> set[str]:
    """Return the files that belong to another practice: they are held, and are not in hand for this one.

    A zip belongs to another practice where all that is in it does.
    """
    rows, holdings = ownership(inputs), inputs.holdings
    found = (
        set(rows.loc[rows["whose"] == "other", "source_file"])
        | holdings.era.others
        | holdings.medi_era.others
    )
    packed = holdings.files.dropna(subset="container")
    inside = packed["source_file"].isin(found).groupby(packed["container"]).all()
    return found | set(inside.index[inside])


@once
def wanted_months(inputs: Inputs) -> pd.DatetimeIndex:
    """Return the last twelve calendar months that are over on the report's date.

    The month of the report counts where the report is of its last day. The guide asks for "at least the last
    twelve months"; a month that still runs cannot be complete.
    """
    last = (inputs.today + pd.Timedelta(days=1)).to_period("M") - 1
    return pd.period_range(end=last, periods=inputs.rule("history-months"), freq="M").to_timestamp()


@once
def months_by_source(inputs: Inputs) -> pd.DataFrame:
    """Return how much of each source there is in each wanted month, one row per source and month.

    ERAs count payments by payment day; claim history counts rows by service day (payment day where a report
    has no other); posted payments count rows by payment day.
    """
    era = inputs.era.counted.groupby("month")["payment"].sum().rename("rows")
    parts = [
        ("ERAs", era),
        ("claim history", _rows(inputs, file_subject.CLAIMS)),
        ("posted payments", _rows(inputs, file_subject.POSTINGS)),
    ]
    frames = [
        rows.reindex(wanted_months(inputs), fill_value=0)
        .rename_axis("month")
        .reset_index(name="rows")
        .assign(source=name)
        for name, rows in parts
    ]
    return pd.concat(frames, ignore_index=True)


def _rows(inputs: Inputs, subject: str) -> pd.Series:
    days = inputs.own_days[inputs.own_days["subject"] == subject]
    days = days[days["role"].isin([periods.SERVICE, periods.PAYMENT])]
    months = days["day"].dt.to_period("M").dt.to_timestamp()
    return days.groupby(["source_file", "role", months])["rows"].sum().groupby(level=2).max()


def asked_months(inputs: Inputs, source: str) -> pd.DatetimeIndex:
    """Return the wanted months in which Office Ally or the ledger beside it has or may have something of a source."""
    rows, wanted = months_by_source(inputs), wanted_months(inputs)
    held = rows[(rows["source"] == source) & (rows["rows"] > 0)]["month"]
    return wanted[wanted.isin(held) | ~wanted.isin(_never_there(inputs, source))]


def _never_there(inputs: Inputs, source: str) -> pd.DatetimeIndex:
    """The months that a source cannot have: no ERA before the first answers, no old claim or posting since the move."""
    return _before_answers(inputs) if source == "ERAs" else _in_medi(inputs)


def _before_answers(inputs: Inputs) -> pd.DatetimeIndex:
    """The months from the first service of the claim history up to the first ERA, where that came in the usual time."""
    days = inputs.own_days[inputs.own_days["subject"].eq(file_subject.CLAIMS)]
    first = days.loc[days["role"].eq(periods.SERVICE), "day"].min()
    paid = inputs.era.counted["paid_on"].min()
    late = inputs.rule("first-answer-days")
    if pd.isna(first) or pd.isna(paid) or not 0 <= (paid - first).days <= late:
        return pd.DatetimeIndex([])
    return pd.date_range(
        first.to_period("M").start_time, paid.to_period("M").start_time, freq="MS", inclusive="left"
    )


def _in_medi(inputs: Inputs) -> pd.DatetimeIndex:
    """The months since the cutover, without a working day before it, of which lists of claims sent through Medi are."""
    days = inputs.own_days[inputs.own_days["subject"].eq(file_subject.SENT)]
    months = pd.DatetimeIndex(days["day"].dt.to_period("M").dt.to_timestamp().unique())
    if inputs.cutover is None or not len(months):
        return pd.DatetimeIndex([])
    return months[[pd.bdate_range(month, inputs.cutover, inclusive="left").empty for month in months]]


def missing_months(inputs: Inputs, *sources: str) -> pd.DatetimeIndex:
    """Return the months that are asked for and in which none of these sources has anything.

    No ERA of a month since the cutover is missing whose payments came through Medi.
    """
    rows = months_by_source(inputs)
    held = rows[rows["source"].isin(sources)].groupby("month")["rows"].sum()
    found = pd.DatetimeIndex(held[held == 0].index)
    if not len(found):
        return found
    found = found[~found.isin(_never_there(inputs, sources[0]))]
    if "ERAs" not in sources or inputs.cutover is None:
        return found
    return found[~((found >= inputs.cutover) & found.isin(inputs.months_of_medi))]


def is_of_medi(files: pd.DataFrame) -> pd.Series:
    """Tell of each file whether it lies in a folder of what came out of Medi."""
    return files["folder"].fillna("").str.startswith(OF_MEDI)


@once
def last_service(inputs: Inputs) -> tuple[pd.Timestamp | None, str]:
    """Return the newest service day up to the report's date in ERAs, claim history and file summaries, and where."""
    claims, services = inputs.era.claims, inputs.era.services
    era = pd.concat(
        [claims["statement_from"], claims["statement_through"], services["service_date"]]
    ).dropna()
    found = [(day, "the ERAs") for day in [era[era <= inputs.today].max()] if not pd.isna(day)]
    for subject, where in (
        (file_subject.CLAIMS, "the claim history"),
        (file_subject.SUMMARY, "the file summaries"),
    ):
        days = inputs.own_days
        days = days[(days["subject"] == subject) & (days["role"] == periods.SERVICE)]["day"]
        found += [(days.max(), where)] if len(days) else []
    return max(found, key=lambda pair: pair[0]) if found else (None, "")


@once
def patients_day(inputs: Inputs) -> pd.Timestamp | None:
    """Return how new the newest patient export is: the day in its name or title, else the newest day in it.

    A day in a name without a year has that of `years_taken`.
    """
    files = inputs.from_office_ally(file_subject.PATIENTS)
    stated = files["stated_day"].where(files["stated_day"] <= inputs.today)
    days = stated.fillna(years_taken(inputs)).fillna(files["last_day"]).dropna()
    return None if days.empty else days.max()


@once
def years_taken(inputs: Inputs) -> pd.Series:
    """Return the days that names of patient exports state without a year (`days.year_taken`); null for other files."""
    files = inputs.from_office_ally(file_subject.PATIENTS)
    bare = files["stated_day"].isna()
    found = [
        year_taken(base_name(name), None if pd.isna(newest) else newest.date(), inputs.as_of)
        if lacks
        else None
        for name, newest, lacks in zip(files["source_file"], files["last_day"], bare, strict=True)
    ]
    return pd.Series(pd.to_datetime(found), files.index, dtype="datetime64[ms]")


@once
def patients_read(inputs: Inputs) -> Demographics | None:
    """Return the exports of patients as the import reads them; None where columns confirmed by hand cannot be used."""
    try:
        return read_demographics(inputs.holdings.practice)
    except InputError:
        return None


@once
def patient_parts(inputs: Inputs) -> frozenset[str]:
    """Return which parts of a patient record the exports give by the columns in use, as the patient import reads them.

    Empty where columns that were confirmed by hand cannot be used; the patient import says so.
    """
    read = patients_read(inputs)
    return frozenset() if read is None else parts_of(read)


@once
def contract_rates(inputs: Inputs) -> Mapped:
    """Return the rates of the contract files, as the report on fee schedules reads them."""
    held = inputs.holdings
    named = payers_of(held.era, held.medi_era)
    return load_contract_rates(held.practice, inputs.sheet("fee schedules"), named)


@once
def tracked_enrollments(inputs: Inputs) -> pd.DataFrame:
    """Return this practice's enrollments of exports and trackers, its own and its client's, as the report on
    enrollment reads them.

    One row per enrollment (ENROLLMENTS), that of the list of the latest day in its name. None without an intake, or
    where columns that were confirmed by hand cannot be used; the report on enrollment says so.
    """
    intake = inputs.holdings.intake
    if intake is None:
        return empty(ENROLLMENTS)
    try:
        rows = load_enrollments(inputs.holdings.practice, intake).rows
    except InputError:
        return empty(ENROLLMENTS)
    return newest_lists(rows[rows["source"] != INTAKE_SAYS], "payer_name", pd.Timestamp(inputs.as_of))


def span(first: pd.Timestamp, last: pd.Timestamp) -> str:
    """Return a period in words, empty where it is not known."""
    return "" if pd.isna(first) else f"{first:%Y-%m-%d} to {last:%Y-%m-%d}"


def month_list(months: pd.DatetimeIndex, most: int = 4) -> str:
    """Return months in words, the first few of many."""
    names = [f"{month:%Y-%m}" for month in months[:most]]
    return and_joined(names) if len(months) <= most else f"{', '.join(names)} and {len(months) - most} more"
