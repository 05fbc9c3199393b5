"""What the non-par fee starts from: each submission that counts, with its month, Tax ID, NPI and payer's
status.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field, replace
from functools import cached_property

import numpy as np
import pandas as pd

from cutover.columns import empty
from cutover.intake.sheets import PROVIDERS
from cutover.reading.claims.claims import Claims
from cutover.reading.claims.era_submissions import SOURCE as ERA
from cutover.reading.claims.file_summary import SOURCE as SUMMARY
from cutover.reading.claims.invoices import Invoices
from cutover.reading.claims.par_reports import ParReports
from cutover.reading.claims.ways import through_office_ally
from cutover.reading.payers.lists import PayerLists
from cutover.reading.payers.same import NONE_PROVEN, SamePayers
from cutover.reading.payers.status import PAR, UNKNOWN, resolve
from cutover.signals import signals
from cutover.workstreams.nonpar_fees.ended import going_on
from cutover.workstreams.nonpar_fees.rule import ANY, EXPOSURE, FeeRules, counted_npi, exposure

MONTHS = 24
ESTIMATED = "estimated from the day of service"
_ENOUGH = 20  # dated claims from which the practice's own days from service to submission are taken
_DAYS = 5  # different days of sending from which on the longest time between two of them says something
ON_PAPER, NO_MONTH = "on paper", "no day of submission and none of service"
OTHERWISE = "not through Office Ally, by a list of claims"
NO_TIN, NO_NPI = "no Tax ID", "no NPI that the fee counts"
_STATUSES = ("par", "par_listed", "par_today")
UNCOUNTED = (NO_MONTH, NO_TIN, NO_NPI)  # what is lacking; a claim on paper lacks nothing
_KEPT = [
    "patient_control_number",
    "claim_number",
    "form",
    "submission_date",
    "service_from",
    "state",
    "submission",
    "payer_name",
    "payer_id",
    "payer_state",
    "charge_cents",
    "source",
    "source_file",
    "source_sheet",
    "source_row",
]


@dataclass(frozen=True)
class FeeInputs:
    """A practice's submissions and everything that they are held against.

    `statuses` puts another status in the place of a payer's own, `moved` leaves payers out: what would be if.
    `providers` is the intake's sheet of them, which tells who has ended, `same` the names proven to be one payer's.
    """

    claims: Claims
    lists: PayerLists
    rules: FeeRules
    as_of: dt.date
    invoices: Invoices | None = None
    reports: ParReports | None = None
    statuses: dict[str, str] = field(default_factory=dict)
    moved: frozenset[str] = frozenset()
    providers: pd.DataFrame = field(default_factory=lambda: empty(PROVIDERS.columns))
    same: SamePayers = NONE_PROVEN

    @cached_property
    def submissions(self) -> pd.DataFrame:
        """All submissions with what the fee counts (`counting`): `month`, `par`, `payer`, `left_out` and others."""
        rows = counting(self.claims.submitted, self.lists, self.rules, same=self.same)
        one = {name: self.same.main(name) for name in rows["payer"].unique()}
        return rows.assign(payer=rows["payer"].map(one).astype("str"))

    @cached_property
    def counted(self) -> pd.DataFrame:
        """The submissions that count, after `statuses` and `moved`."""
        rows = self.with_statuses[self.with_statuses["left_out"].isna()]
        return rows[~rows["payer"].isin(self.moved)] if self.moved else rows

    @cached_property
    def months(self) -> list[pd.Timestamp]:
        """The last 24 whole months up to the report's date, the oldest first."""
        return whole_months(self.as_of, MONTHS)

    @cached_property
    def months_on_file(self) -> list[pd.Timestamp]:
        """Those of the months from the first claim on file to the last one; of the others nothing is known.

        A claim of which a remittance alone tells, and which went out another way, shows no claims on file of its month.
        """
        months = self.submissions["month"]
        is_by_another = self.submissions["left_out"].eq(OTHERWISE) & self.submissions["source"].eq(ERA)
        first, last = months.min(), months[~is_by_another.fillna(False).astype(bool)].max()
        return [] if pd.isna(first) or pd.isna(last) else [m for m in self.months if first <= m <= last]

    @cached_property
    def in_part(self) -> list[pd.Timestamp]:
        """Those of the months on file that are not whole (`in_part`)."""
        parts = in_part(self.submissions, self.claims.told_until)
        return [month for month in self.months_on_file if month in parts]

    @property
    def seen_none(self) -> list[pd.Timestamp]:
        """The whole months after the last claim on file of which a claim history made later shows no claim."""
        until = self.claims.told_until
        return [m for m in self.silent_since if until is not None and until > m + pd.offsets.MonthEnd(0)]

    def parts_of(self, months: int) -> int:
        """Return how many of the last so many whole months have claims on file and are not whole (`in_part`)."""
        return len([month for month in self.months[-months:] if month in self.in_part])

    def on_file_of(self, months: int) -> int:
        """Return how many of the last so many whole months have claims on file (`months_on_file`)."""
        return len([month for month in self.months[-months:] if month in set(self.months_on_file)])

    @property
    def silent_since(self) -> list[pd.Timestamp]:
        """The whole months after the last claim on file: what was sent in them is not known, and is no zero."""
        held = self.months_on_file
        return [month for month in self.months if held and month > held[-1]]

    @cached_property
    def so_far(self) -> pd.DataFrame:
        """The submissions of the month that runs on the report's date, up to it; none where it ends that day."""
        return so_far(self.with_statuses, self.as_of)

    @cached_property
    def fees_so_far(self) -> pd.DataFrame:
        """The fees of the submissions of the running month that count (EXPOSURE): in no sum of whole months."""
        rows = self.so_far[self.so_far["left_out"].isna()]
        return exposure(rows[~rows["payer"].isin(self.moved)], self.rules)

    @property
    def _of_office_ally(self) -> pd.DataFrame:
        """The submissions without those that went out another way: no fee of Office Ally hangs on these."""
        return self.submissions[self.submissions["left_out"].ne(OTHERWISE).fillna(True)]

    @cached_property
    def is_remitted_alone(self) -> bool:
        """Whether remittances alone tell of the claims: of a payer that never sends one nothing is seen."""
        return bool(self.submissions["source"].eq(ERA).all())

    @cached_property
    def answered_alone(self) -> pd.Series:
        """The claims of each month of which remittances alone tell, as a number by month; others had no answer yet."""
        rows = self._of_office_ally.dropna(subset=["month"])
        alone = rows["source"].eq(ERA).groupby(rows["month"]).agg(["all", "size"])
        return alone.loc[alone["all"].astype(bool), "size"]

    @cached_property
    def without_summary(self) -> list[pd.Timestamp]:
        """The months with claims of which no file summary is on file, where other months have one: a summary is lost.

        Without any file summary there is no such month: the claim history is then what the practice goes by.
        """
        rows = self._of_office_ally.dropna(subset=["month"])
        has = rows["source"].eq(SUMMARY).groupby(rows["month"]).any()
        return [month for month in self.months if not has.get(month, True)] if has.any() else []

    @cached_property
    def recent(self) -> pd.DataFrame:
        """The submissions of the last twelve whole months, each with its payer's status of today."""
        return as_of_today(self.counted[self.counted["month"].isin(self.months[-12:])])

    @cached_property
    def uncounted(self) -> pd.DataFrame:
        """The submissions of the last twelve whole months, or of no known month, that may hide a fee (`uncounted`)."""
        return uncounted(self.with_statuses, self.months[-12:], self.rules, self.moved)

    @cached_property
    def with_statuses(self) -> pd.DataFrame:
        """All submissions, after `statuses`."""
        rows = self.submissions
        if not self.statuses:
            return rows
        said = rows["payer"].map(self.statuses)
        return rows.assign(**{name: said.fillna(rows[name]).astype("str") for name in _STATUSES})

    @property
    def is_uncounted(self) -> bool:
        """Whether so many of the year's claims cannot be counted that the fee is not known (`is_material`)."""
        return is_material(len(self.uncounted), len(self.recent))

    @cached_property
    def is_silent(self) -> bool:
        """Whether no claim on file is of the last twelve whole months, or may be: counted or not."""
        months = self.submissions["month"]
        return not (months.isna() | months.isin(self.months[-12:])).any()

    @cached_property
    def in_force(self) -> pd.DataFrame:
        """The fees of the 24 months under the rule of each month (EXPOSURE)."""
        return self.exposure()

    @cached_property
    def back_cast(self) -> pd.DataFrame:
        """The fees of the same months under today's trigger (EXPOSURE)."""
        return self.exposure(self.as_of)

    @cached_property
    def former(self) -> pd.DataFrame | None:
        """The fees of the same months under the trigger before today's (EXPOSURE); null where none is known."""
        day = self.rules.former_day(self.as_of)
        return None if day is None else self.exposure(day)

    @cached_property
    def year_today(self) -> pd.DataFrame:
        """The last twelve months under today's trigger and statuses at today's amount (EXPOSURE)."""
        return under_today(self.recent, self.rules, self.as_of)

    @cached_property
    def going_on(self) -> pd.DataFrame:
        """The submissions of the last twelve months as those would send them who go on billing (`ended.going_on`)."""
        return going_on(self.recent, self.providers, self.as_of)

    @cached_property
    def year_going_on(self) -> pd.DataFrame:
        """The fees of `going_on` under today's trigger and statuses at today's amount (EXPOSURE)."""
        rows = self.going_on
        return self.year_today if rows is self.recent else under_today(rows, self.rules, self.as_of)

    def exposure(self, trigger_of: dt.date | None = None) -> pd.DataFrame:
        """Return the fees of the 24 months, under the trigger of a day or that of each month."""
        rows = self.counted[self.counted["month"].isin(self.months)]
        return exposure(rows, self.rules, trigger_of)

    def what_if(
        self, moved: frozenset[str] = frozenset(), statuses: dict[str, str] | None = None
    ) -> FeeInputs:
        """Return the basis as it would be with payers moved away or of another status."""
        other = replace(self, moved=moved, statuses=statuses or {})
        other.__dict__["submissions"] = (
            self.submissions
        )  # the same; resolving payers again would take seconds
        return other


def uncounted(
    submissions: pd.DataFrame,
    months: list[pd.Timestamp],
    rules: FeeRules,
    moved: frozenset[str] = frozenset(),
    trigger_of: dt.date | None = None,
) -> pd.DataFrame:
    """Return the submissions of these months, or of no known month, that lack what the fee counts by and may hide one.

    One row per submission without month, Tax ID or NPI; payers that are `moved` are left out. A claim of a par payer
    causes no fee: it hides none, but where a share of all claims is the trigger (of each month, or of `trigger_of`)
    and a claim of the month is not par.
    """
    lacks = submissions["left_out"].isin(UNCOUNTED)
    par = submissions["par"].eq(PAR) & submissions["par_today"].eq(PAR)
    others = submissions.loc[~par & (lacks | submissions["left_out"].isna()), "month"]
    shared = {m for m in others.dropna().unique() if rules.trigger(trigger_of or m.date()).rule != ANY}
    undated = submissions["month"].isna() & bool(shared or others.isna().any())
    hides = ~par | submissions["month"].isin(shared) | undated
    rows = submissions[lacks & hides & ~submissions["payer"].isin(moved)]
    return rows[rows["month"].isna() | rows["month"].isin(months)]


def in_part(submissions: pd.DataFrame, told_until: pd.Timestamp | None = None) -> set[pd.Timestamp]:
    """Return the months of which not all claims are on file, by the submissions through Office Ally (`counting`).

    Of some remittances alone tell, where lists tell of others; the last one is not whole where what was sent ends
    before it does (`lacks_days`), and no claim history that tells of its last day shows that no more was sent.
    """
    rows = submissions[submissions["left_out"].ne(OTHERWISE).fillna(True)].dropna(subset=["month"])
    remitted = rows["source"].eq(ERA)
    alone = remitted.groupby(rows["month"]).all()
    if alone.all():
        return set()
    days = rows.loc[~remitted, "submission_date"].dropna()
    last = pd.Timestamp(days.max()).to_period("M").to_timestamp() if len(days) else None
    cut = (
        {last} if last is not None and lacks_days(days, last + pd.offsets.MonthEnd(0), told_until) else set()
    )
    return set(alone.index[alone]) | cut


def lacks_days(days: pd.Series, end: pd.Timestamp, told_until: pd.Timestamp | None = None) -> bool:
    """Tell whether what was sent on these days breaks off before a day, or begins after it: an end of a month.

    It does where more days lie between than ever do between two days of sending. A few days of sending tell no such
    rhythm, and break off nowhere; `told_until` is a day until which a list says that it has all.
    """
    known = pd.Series(days.unique()).sort_values()
    if len(known) < _DAYS or (told_until is not None and told_until >= end >= known.max()):
        return False
    first, last = known.min(), known.max()
    edge = (end - last) if end > last else (first - end)
    return bool(edge > known.diff().max())


def is_material(lacking: int, counted: int) -> bool:
    """Tell whether so many claims lack what the fee counts by that it is not known (`signals.toml`)."""
    return lacking > 0 and 100 * lacking >= signals().uncounted_percent * (lacking + counted)


def whole_months(as_of: dt.date, count: int) -> list[pd.Timestamp]:
    """Return the last whole months up to a day: its own month counts on its last day alone."""
    day = pd.Timestamp(as_of)
    last = day if day.is_month_end else day.replace(day=1) - pd.Timedelta(days=1)
    return list(pd.date_range(end=last.replace(day=1), periods=count, freq="MS"))


def so_far(submissions: pd.DataFrame, as_of: dt.date) -> pd.DataFrame:
    """Return the submissions of the month that runs on a day, up to that day; none where the month ends on it."""
    day = pd.Timestamp(as_of)
    sent = submissions["submission_date"].fillna(submissions["service_from"])
    is_running = submissions["month"].eq(day.replace(day=1)) & (sent <= day) & (not day.is_month_end)
    return submissions[is_running.fillna(False).astype(bool)]


def counting(
    submitted: pd.DataFrame,
    lists: PayerLists,
    rules: FeeRules,
    on: pd.Series | None = None,
    same: SamePayers = NONE_PROVEN,
) -> pd.DataFrame:
    """Return the submissions with what the fee counts, one row per submission.

    Rejected and resubmitted claims are here: whether Office Ally counts them is not published. Claims on paper
    do not count: they go to no clearinghouse payer; nor does what a claim list says went out another way. A submission
    without its day gets the day of service and the practice's own usual days to submission, and `month_basis` says so.
    `on` asks the payer lists of other days than the submissions', `same` by the names that are proven to be a payer's.

    `par_listed` is the status on the list in force that day, `par_today` that on the latest list. `par` is unknown
    between two lists that differ: on which day between them the payer changed, no list says.
    """
    day, basis = days_sent(submitted)
    said = resolve(submitted, lists, day if on is None else on, same)
    listed = said["par"]
    if on is None:
        said = _between_lists(submitted, said, lists, day, same)
    npi = counted_npi(submitted, rules)
    left_out = pd.Series(None, submitted.index, dtype="str")
    for reason, hit in (
        (ON_PAPER, submitted["is_paper"].fillna(False).astype(bool)),
        (OTHERWISE, ~through_office_ally(submitted)),
        (NO_MONTH, day.isna()),
        (NO_TIN, submitted["tax_id"].isna()),
        (NO_NPI, npi.isna()),
    ):
        left_out = left_out.mask(left_out.isna() & hit, reason)
    return submitted[_KEPT].assign(
        month=day.dt.to_period("M").dt.to_timestamp().astype("datetime64[ms]"),
        month_basis=basis,
        tax_id=submitted["tax_id"],
        npi=npi,
        par=said["par"],
        par_listed=listed,
        payer=said["payer"].fillna("(payer not named)"),
        evidence=said["evidence"],
        **_today(submitted, said, lists, same),
        left_out=left_out,
    )


def as_of_today(counted: pd.DataFrame) -> pd.DataFrame:
    """Return submissions with each payer's status of today in place of that of their day, one row per submission."""
    return counted.assign(par=counted["par_today"], evidence=counted["evidence_today"])


def _between_lists(
    submitted: pd.DataFrame, said: pd.DataFrame, lists: PayerLists, day: pd.Series, same: SamePayers
) -> pd.DataFrame:
    """The statuses, unknown where the list before a day and the one after it are par and non-par of the payer."""
    dates = pd.DatetimeIndex(lists.dates).astype("datetime64[ms]").to_numpy()
    asked = day.dropna().astype("datetime64[ms]")
    after = np.searchsorted(dates, asked.to_numpy(), side="left")  # on the day of a list that list is sure
    is_between = (after > 0) & (after < len(dates))
    rows = asked.index[is_between]
    if rows.empty:
        return said
    following = pd.Series(dates[after[is_between]], rows)
    then = resolve(submitted.loc[rows], lists, following, same)
    before = said.loc[rows]
    sure = before["par"].ne(UNKNOWN) & then["par"].ne(UNKNOWN)
    changed = rows[sure & before["par"].ne(then["par"]) & before["list_date"].ne(then["list_date"])]
    if changed.empty:
        return said
    words = [
        f"{first}: {was}; {second}: {becomes}; the day of the change is not known"
        for first, was, second, becomes in zip(
            before.loc[changed, "evidence"],
            before.loc[changed, "par"],
            then.loc[changed, "evidence"],
            then.loc[changed, "par"],
            strict=True,
        )
    ]
    par, evidence = said["par"].copy(), said["evidence"].copy()
    par.loc[changed], evidence.loc[changed] = UNKNOWN, words
    return said.assign(par=par, evidence=evidence)


def _today(
    submitted: pd.DataFrame, said: pd.DataFrame, lists: PayerLists, same: SamePayers
) -> dict[str, pd.Series]:
    """Each payer's status by the latest list, with its evidence; resolved anew only where another list was asked."""
    par, evidence = said["par"].copy(), said["evidence"].copy()
    if lists.dates:
        older = said.index[said["list_date"].ne(pd.Timestamp(lists.dates[-1]))]
        now = resolve(submitted.loc[older], lists, pd.Series(pd.NaT, older, dtype="datetime64[ms]"), same)
        par.loc[older], evidence.loc[older] = now["par"], now["evidence"]
    return {"par_today": par, "evidence_today": evidence}


def days_sent(submitted: pd.DataFrame) -> tuple[pd.Series, pd.Series]:
    """Return the day of each submission and what it rests on, in the order of the rows.

    Where none is stated it is the day of service and the practice's own usual days to submission: ESTIMATED.
    """
    stated = submitted["submission_date"]
    served = submitted["service_through"].fillna(submitted["service_from"])
    gaps = (stated - served).dt.days.dropna()
    usual = int(gaps.median()) if len(gaps) >= _ENOUGH else 0
    estimated = served + pd.Timedelta(days=max(usual, 0))
    basis = submitted["date_basis"].mask(stated.isna() & served.notna(), ESTIMATED)
    return stated.fillna(estimated.astype("datetime64[ms]")), basis


def under_today(counted: pd.DataFrame, rules: FeeRules, as_of: dt.date) -> pd.DataFrame:
    """Return the fees of submissions that count, under a day's trigger at that day's amount (EXPOSURE)."""
    return at_amount(exposure(counted, rules, as_of), rules, as_of)


def at_amount(fees: pd.DataFrame, rules: FeeRules, on: dt.date) -> pd.DataFrame:
    """Return fees as they would be at the amount of a day (EXPOSURE)."""
    amount = rules.amount(on.replace(day=1))
    return fees.assign(
        fee_low_cents=fees["triggers_low"].astype("Int64") * amount.low_cents,
        fee_high_cents=fees["triggers_high"].astype("Int64") * amount.high_cents,
    )[[c.name for c in EXPOSURE]]
