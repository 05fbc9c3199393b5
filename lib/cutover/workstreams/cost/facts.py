"""What one practice brings into the comparison, from its claims, invoices and intake."""

from __future__ import annotations

import calendar
import datetime as dt
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

import pandas as pd

from cutover.columns import empty
from cutover.reading.claims.cost_files import CostFiles, FilesOnDemand
from cutover.reading.claims.either_way import sent_first
from cutover.reading.claims.era_submissions import SOURCE as ERA
from cutover.reading.claims.invoices import INVOICE_LINES, INVOICE_PROBLEMS
from cutover.reading.claims.own_counts import OWN_COUNTS
from cutover.reading.claims.quotes import QUOTED
from cutover.reading.claims.sent import is_taken_back
from cutover.reading.claims.ways import through_office_ally
from cutover.reading.intake.reader import Intake
from cutover.reading.mapping.record import FILES
from cutover.reading.practice.whose import NOT_OWN
from cutover.workstreams import unread_cells
from cutover.workstreams.cost import office_ally, volumes
from cutover.workstreams.cost.assumptions import Assumptions, Span, load_assumptions
from cutover.workstreams.cost.bills import Sent, checks_billed
from cutover.workstreams.cost.model import RHYTHM, Case, months_touched, scaled
from cutover.workstreams.cost.office_ally import Part, Usage
from cutover.workstreams.cost.options import Options
from cutover.workstreams.cost.own_counts import BESIDE, in_window
from cutover.workstreams.cost.prices import PriceBook, load_price_book
from cutover.workstreams.cost.volumes import ASSUMED, STATED, UNKNOWN, Flow, window
from cutover.workstreams.nonpar_fees.ended import going_on
from cutover.workstreams.nonpar_fees.exposure import ahead
from cutover.workstreams.nonpar_fees.rule import FeeRules, load_fee_rules
from cutover.workstreams.nonpar_fees.submissions import (
    as_of_today,
    counting,
    days_sent,
    in_part,
    is_material,
    lacks_days,
    uncounted,
    under_today,
    whole_months,
)

# what of the facts is rows of files, which the report of another practice has no use for
_ROWS = {
    "lines": INVOICE_LINES,
    "medi": INVOICE_LINES,
    "problems": INVOICE_PROBLEMS,
    "not_own": NOT_OWN,
    "files": FILES,
    "unread": unread_cells.CELLS,
    "known": volumes.VOLUMES,
    "own_counts": OWN_COUNTS,
    "beside_own": BESIDE,
    "quoted": QUOTED,
}


@dataclass(frozen=True)
class Rules:
    """The reference data of a comparison."""

    prices: PriceBook
    fees: FeeRules
    assumptions: Assumptions


def load_rules(on: dt.date) -> Rules:
    """Return the price book, the rules of the non-par fee and the assumptions as they hold on a day."""
    return Rules(load_price_book(on), load_fee_rules(), load_assumptions(on))


@dataclass(frozen=True)
class Setting:
    """One input that is no volume: its value, what it rests on and where that comes from."""

    value: int | None
    basis: str
    known_from: str


@dataclass(frozen=True)
class Facts:
    """Everything of one practice, with what each number rests on.

    `flows` are its transactions in the year ahead, `parts` what Office Ally charges; `lines` and `problems` are those
    of its invoices, `medi` those of Medi's own bills, `sent` (SENT_CLAIMS) what Medi's lists say was sent, of which
    `lists_unread` were not read in full, `not_own` (NOT_OWN) the rows that are not known to be its own, `files` (FILES)
    what was read, `unread` (CELLS) the cells of its intake that were not, `known` (VOLUMES) its numbers of the last
    twelve months; `own_counts` (OWN_COUNTS) is its own count of these, `beside_own` (BESIDE) where files count the
    same, `quoted` (QUOTED) what Medi quotes it; `weeks` is the length of the parallel run within `weeks_span`.
    `in_part` are the months of which not all claims through Office Ally are on file.
    """

    practice: str
    name: str
    usage: Usage
    flows: dict[str, Flow]
    parts: list[Part]
    cutover: dt.date
    cutover_from: tuple[str, str]  # its basis, and where that comes from
    weeks: Setting
    weeks_span: Span
    work: Setting
    lines: pd.DataFrame
    medi: pd.DataFrame
    sent: pd.DataFrame
    problems: pd.DataFrame
    not_own: pd.DataFrame
    files: pd.DataFrame
    unread: pd.DataFrame
    known: pd.DataFrame
    own_counts: pd.DataFrame
    beside_own: pd.DataFrame
    quoted: pd.DataFrame
    lists_unread: int = 0
    in_part: frozenset[pd.Timestamp] = frozenset()

    @property
    def has_claims(self) -> bool:
        """Whether its volume of claims is known; without it nothing can be compared."""
        return self.flows["claim"].monthly is not None

    def run_ends_after(self, day: dt.date) -> bool:
        """Whether its parallel run goes on after a day, or is still to come: then it can be kept short."""
        return self.cutover + dt.timedelta(7 * (self.weeks.value or 0)) > day


def first_month(intake: Intake | None, as_of: dt.date, options: Options) -> dt.date:
    """Return the month in which both ways begin: as set, else that of the cutover, planned or past, else the next.

    A cutover of more than a year ago begins nothing: what the practice sent before it is no longer known here.
    """
    if options.first_month:
        return options.first_month
    day = _answer(intake, "cutover_date") if intake else None
    if day is not None and day.date() >= window(as_of)[0].date():
        return day.date().replace(day=1)
    days = calendar.monthrange(as_of.year, as_of.month)[1]
    return as_of.replace(day=1) + dt.timedelta(days)


def facts_of_book(
    files: CostFiles | FilesOnDemand, rules: Rules, as_of: dt.date, first: dt.date, weeks: int | None
) -> Facts:
    """Return the facts of a practice as the report of the book takes them, from the store where nothing changed.

    `weeks` is the length of the parallel run where it was set for all practices. Raises InputError where the files
    cannot be read.
    """

    def made() -> Facts:
        return facts(files, rules, as_of, first, Options(parallel_weeks=weeks))

    if isinstance(files, CostFiles) or files.is_read:
        return made()
    return files.kept("cost_facts", made, as_of.isoformat(), first.isoformat(), weeks)


def facts_of_other(files: CostFiles | FilesOnDemand, rules: Rules, as_of: dt.date, first: dt.date) -> Facts:
    """Return the facts of a practice as the report of another takes them: its numbers, without rows of its files.

    Raises InputError where the files cannot be read.
    """

    def made() -> Facts:
        found = facts_of_book(files, rules, as_of, first, None)
        nothing: dict[str, Any] = dict.fromkeys(_ROWS)
        return replace(found, **nothing)

    if isinstance(files, CostFiles) or files.is_read:
        found = made()
    else:
        found = files.kept("cost_numbers", made, as_of.isoformat(), first.isoformat())
    return replace(found, **_no_rows())


@cache
def _no_rows() -> dict[str, Any]:
    return {name: empty(columns) for name, columns in _ROWS.items()}


def facts(
    files: CostFiles | FilesOnDemand,
    rules: Rules,
    as_of: dt.date,
    first: dt.date,
    options: Options | None = None,
    *,
    is_subject: bool = True,
    known: dict | None = None,
) -> Facts:
    """Return the facts of a practice; options about its own inputs hold for the subject of a report alone.

    `known` keeps from one what-if to the next what no option changes: the forecast of the non-par fee.
    """
    ahead_of = {} if known is None else known
    own = options if options is not None and is_subject else Options()
    usage = _usage(files.intake)
    every = sent_first(files.submitted, files.sent)
    move = _cutover(files, first, own)
    counts = volumes.known_volumes(
        every,
        files.intake.tables["volumes"],
        files.invoices.lines,
        as_of,
        set(files.invoices.problems["source_file"].dropna()),
        files.invoices.counts,
        checks_billed(files.invoices.medi, move["cutover"]),
    )
    lacks = volumes.why_uncounted(every, as_of)
    flows = volumes.flows(counts, rules.assumptions, first, dict(own.transactions), lacks, move["cutover"])
    span = rules.assumptions.weeks(usage.pattern)
    ahead, shown = _once(ahead_of, files, rules, as_of)
    return Facts(
        practice=files.practice.slug,
        name=files.practice.name,
        usage=usage,
        flows=_scaled(flows, own.volume_percent),
        parts=office_ally.parts(ahead, files.invoices.lines, usage, rules.fees, as_of, first, shown),
        **move,
        weeks=_weeks(files.intake, span, own),
        weeks_span=span,
        work=_work(files.intake, own),
        lines=files.invoices.lines,
        medi=files.invoices.medi,
        sent=files.sent,
        problems=files.invoices.problems,
        not_own=files.not_own,
        files=files.files,
        unread=unread_cells.of([files.practice], "cost"),
        known=counts,
        own_counts=in_window(files.invoices.counts, window(as_of)),
        beside_own=volumes.beside_own(every, files.invoices.lines, as_of, files.invoices.counts),
        quoted=files.invoices.quoted,
        lists_unread=files.lists_unread,
        in_part=_in_part(files),
    )


def _in_part(files: CostFiles | FilesOnDemand) -> frozenset[pd.Timestamp]:
    """The months of which not all claims through Office Ally are on file: their end or their start lacks."""
    own = files.submitted[through_office_ally(files.submitted)]
    days = own["submission_date"].mask(own["source"].eq(ERA).fillna(False)).dropna()
    month = volumes.month_of(days_sent(own)[0])
    found = in_part(own.assign(month=month, left_out=None), files.told_until)
    first = days.min() if len(days) else None
    begun = None if first is None else first.to_period("M").to_timestamp()
    return frozenset(found | ({begun} if begun is not None and lacks_days(days, begun) else set()))


def case(practice: Facts, first: dt.date) -> Case:
    """Return the practice as the model takes it from a month on: claims of every kind are billed as claims."""
    billed = [practice.flows[name].monthly for name in volumes.BILLED if practice.flows[name].monthly]
    units = {"claim": tuple(map(sum, zip(*billed, strict=True)))}
    units |= {name: practice.flows[name].monthly or (0,) * RHYTHM for name in volumes.OTHERS}
    low, high = office_ally.ends(practice.parts)
    touched = months_touched(practice.cutover, practice.weeks.value, first)
    return Case(practice.practice, units, low, high, touched, practice.work.value or 0)


def charged_since(practice: Facts, first: dt.date, as_of: dt.date) -> tuple[tuple[int, int, int], ...]:
    """Return the months from `first` through the report's that are invoiced, as `Case.charged` has them.

    Only what leaving ends is in them, as in what staying costs: charges that go on for charts are in neither.
    """
    found = office_ally.ending_by_month(practice.lines, practice.usage)
    turns = {month: _turn(month, first) for month in sorted(found)}
    return tuple((turn, *found[m]) for m, turn in turns.items() if turn >= 0 and m <= pd.Timestamp(as_of))


def claims_since(practice: Facts, first: dt.date, as_of: dt.date) -> tuple[tuple[int, int], ...]:
    """Return the months from `first` through the report's whose claims are known, as `Case.sent` has them.

    A whole month has what is counted or stated of it. Of the report's own month Medi's lists may tell no more than a
    part: their number counts where it is more than what is taken for the month.
    """
    known = practice.known[practice.known["transaction"].isin(volumes.BILLED)]
    told = {month: int(number) for month, number in known.groupby("month")["count"].sum().items()}
    billed = case(practice, first).units["claim"]
    for month, number in sent_by_month(practice).items():
        turn = _turn(month, first)
        if month not in told and turn >= 0 and number > billed[turn % RHYTHM]:
            told[month] = number
    return tuple(
        (_turn(m, first), told[m]) for m in sorted(told) if _turn(m, first) >= 0 and m <= pd.Timestamp(as_of)
    )


def sent_by_month(practice: Facts) -> dict[pd.Timestamp, int]:
    """Return how many claims Medi's lists say were sent in each month, those taken back left out."""
    days = practice.sent.loc[~is_taken_back(practice.sent), "sent_on"].dropna()
    months = days.dt.to_period("M").dt.to_timestamp()
    return {month: int(number) for month, number in months.value_counts().sort_index().items()}


def sent_of(practice: Facts, as_of: dt.date) -> Sent:
    """Return the days on which Medi's lists say that claims were sent, with what tells whether they are whole."""
    return Sent(practice.sent["sent_on"], practice.cutover, as_of, practice.lists_unread)


def _turn(month: pd.Timestamp, first: dt.date) -> int:
    return (month.year - first.year) * RHYTHM + month.month - first.month


def _scaled(flows: dict[str, Flow], percent: int) -> dict[str, Flow]:
    if percent == 100:
        return flows
    words = f"; {percent} % of it, set for this report"
    return {
        name: Flow(name, scaled(f.monthly, percent), f.basis, f.known_from + words)
        if f.monthly and name in volumes.BILLED
        else f
        for name, f in flows.items()
    }


def _once(
    known: dict, files: CostFiles | FilesOnDemand, rules: Rules, as_of: dt.date
) -> tuple[pd.DataFrame | None, int]:
    key = ("ahead", files.practice.slug, as_of)
    if key not in known:
        known[key] = _nonpar_ahead(files, rules, as_of)
    return known[key]


def _nonpar_ahead(
    files: CostFiles | FilesOnDemand, rules: Rules, as_of: dt.date
) -> tuple[pd.DataFrame | None, int]:
    """The forecast of the non-par report (`nonpar_fees.exposure.ahead`), and the fee that the year's claims show.

    The forecast is None where too few claims can be counted; the fee, in cents, is of those that can, at least. It is a
    year's rhythm, of any year that is compared: what the running month owes already is no part of it.
    """
    months = whole_months(as_of, RHYTHM)
    rows = counting(files.submitted, files.lists, rules.fees, same=files.same)
    counted = rows[rows["left_out"].isna() & rows["month"].isin(months)]
    if counted.empty:
        return None, 0
    today = as_of_today(counted)
    stays = going_on(today, files.intake.tables["providers"], as_of)
    year = under_today(today, rules.fees, as_of)
    follows = year if stays is today else under_today(stays, rules.fees, as_of)
    shown = int(follows["fee_low_cents"].sum())
    if is_material(len(uncounted(rows, months, rules.fees)), len(counted)):
        return None, shown
    parts = in_part(rows, files.told_until)
    return ahead(year, months, rules.fees, as_of, follows, in_part=parts), shown


def _usage(intake: Intake) -> Usage:
    pattern = _answer(intake, "usage")
    providers = intake.tables["providers"]
    rendering = providers[~providers["npi_type"].eq("group").fillna(False)]
    npis = rendering["npi"].dropna().nunique()
    return Usage(None if pattern == "unknown" else pattern, _answer(intake, "charts_plan"), int(npis))


def _cutover(files: CostFiles | FilesOnDemand, first: dt.date, own: Options) -> dict[str, Any]:
    """The planned day, in whatever month it lies, else the first one that is compared.

    A first month that a person sets asks what a move in it would cost, whatever day is planned.
    """
    planned = _answer(files.intake, "cutover_date")
    if planned is not None and own.first_month in (None, planned.date().replace(day=1)):
        return {"cutover": planned.date(), "cutover_from": (STATED, "intake")}
    why = unread_cells.day_lacks(files.practice, "")
    said = "the first day of the first month compared" + (f"; {why}" if why else "")
    return {"cutover": first, "cutover_from": (ASSUMED, said)}


def _weeks(intake: Intake, span: Span, own: Options) -> Setting:
    if own.parallel_weeks is not None:
        return Setting(own.parallel_weeks, STATED, "set for this report")
    said = _answer(intake, "parallel_weeks")
    if said is not None:
        return Setting(int(said), STATED, "intake")
    return Setting(span.default, ASSUMED, span.why)


def _work(intake: Intake, own: Options) -> Setting:
    if own.work_cents is not None:
        return Setting(own.work_cents, STATED, "set for this report")
    said = _answer(intake, "work_cost_cents")
    return Setting(None, UNKNOWN, "not given") if said is None else Setting(int(said), STATED, "intake")


def _answer(intake: Intake, field: str):
    """The first answer of the form sheet `practice`, None where it has none."""
    said = intake.tables["practice"][field].dropna()
    return None if said.empty else said.iloc[0]
