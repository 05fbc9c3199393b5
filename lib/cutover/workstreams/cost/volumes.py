"""How much a practice sends in a month: counted, stated, assumed or unknown, and never a silent zero."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass

import pandas as pd

from cutover.columns import Column, Kind, conform, empty
from cutover.reading.claims.charges import NOT_A_CHARGE
from cutover.reading.claims.own_counts import OWN_COUNTS
from cutover.reading.postings.tables import MEDI
from cutover.wording import several
from cutover.workstreams.cost import own_counts
from cutover.workstreams.cost.assumptions import Assumptions
from cutover.workstreams.cost.model import RHYTHM
from cutover.workstreams.nonpar_fees.submissions import ESTIMATED, days_sent

COUNTED, STATED, ASSUMED, UNKNOWN = "counted", "stated", "assumed", "unknown"
CLAIMS = {"original": "claim", "resubmitted": "resubmitted claim", "secondary": "secondary claim"}
BILLED = tuple(CLAIMS.values())  # what Medi charges as claims
OTHERS = ("eligibility", "claim status", "COB", "attachment")
WITHIN = ("institutional claim", "paper claim")  # of the claims: how many
BY_MEDI = "claim through Medi"  # of the claims that are known: how many Medi alone has; no volume of its own
TRANSACTIONS = (*BILLED, *OTHERS, *WITHIN)
IMPLIED = "remittances alone: rejected and unanswered claims are missing"
CLAIMS_SERVED = "claims, the month of some estimated from the day of service"
NO_CLAIMS = "no claims are on file"
OF_BILLS = "Medi's own bills"
OF_BILLS_IN_PART = "Medi's own bills, of the month of the move a part alone"
MEDIS_COUNTS = (OF_BILLS, OF_BILLS_IN_PART)  # of what went through Medi, none of Office Ally's
ERA_LAG = 2  # latest months whose claims are not yet all answered by a remittance

# one row per month and transaction
VOLUMES = (
    Column("month", Kind.MONTH, "Month", "month of submission"),
    Column("transaction", Kind.TEXT, "Transaction", "one of TRANSACTIONS, or BY_MEDI"),
    Column("count", Kind.COUNT, "Number"),
    Column("basis", Kind.TEXT, "Basis", "counted or stated"),
    Column("known_from", Kind.TEXT, "Known from"),
)


@dataclass(frozen=True)
class Flow:
    """One transaction of a practice in the year ahead: twelve numbers, the first for the first month.

    `monthly` is None where nothing is known and nothing is assumed.
    """

    transaction: str
    monthly: tuple[int, ...] | None
    basis: str
    known_from: str

    @property
    def a_year(self) -> int | None:
        """The sum of the twelve months."""
        return None if self.monthly is None else sum(self.monthly)


def window(as_of: dt.date) -> list[pd.Timestamp]:
    """Return the last twelve whole months on a day, the earliest first."""
    last = pd.Timestamp(as_of + dt.timedelta(1)).to_period("M") - 1
    return [(last - back).to_timestamp() for back in range(RHYTHM - 1, -1, -1)]


def known_volumes(
    submitted: pd.DataFrame,
    stated: pd.DataFrame,
    lines: pd.DataFrame,
    as_of: dt.date,
    unread: Collection[str] = (),
    own: pd.DataFrame | None = None,
    by_bills: pd.DataFrame | None = None,
) -> pd.DataFrame:
    """Return what is known of the last twelve whole months (contract VOLUMES).

    `submitted` has the columns of SUBMITTED_CLAIMS, `stated` those of the intake's sheet `volumes`, `lines`
    those of INVOICE_LINES. For one month and transaction the claims count before an invoice, an invoice before the
    intake, and the intake before what remittances alone imply: where it states a transaction, they say nothing of it.
    What went out through Medi counts as what went through Office Ally does: the practice sent both. How many of a month
    Medi alone has stands beside (BY_MEDI): one that both systems show counts as Office Ally's, as in the non-par fee.
    A month without any claim between months with claims is not taken for a zero. A claim without its day of submission
    counts in the month that the non-par report estimates. Of what invoices bill by the number, a month whose invoice
    has no such line had none, unless the intake states one; not where its file is among `unread`, those of which a part
    could not be read. `own` (OWN_COUNTS) is the practice's own count: of claims it counts where it has more than the
    files, or where no list of claims tells (`own_counts.with_own`), of others after the invoices. `by_bills` (VOLUMES)
    is what Medi's own bills count beside claims, where nothing that Office Ally or the practice counted tells.
    """
    claims, intake = _of_claims(submitted, window(as_of)), _of_intake(stated)
    counted = own_counts.in_window(empty(OWN_COUNTS) if own is None else own, window(as_of))
    told = {*intake["transaction"], *counted["transaction"]}
    implied = claims["known_from"].eq(IMPLIED) & claims["transaction"].isin(told)
    claims = own_counts.with_own(claims[~implied], counted, BILLED, STATED)
    billed, none = _of_invoices(lines), _not_billed(lines, unread)
    others = counted.loc[~counted["transaction"].isin(BILLED), ["month", "transaction", "count"]]
    others = others.assign(basis=STATED, known_from=own_counts.OWN)
    medi = _through_medi(submitted)
    theirs = empty(VOLUMES) if by_bills is None else by_bills
    parts = [part for part in (claims, billed, others, intake, theirs, none, medi) if len(part)]
    if not parts:
        return empty(VOLUMES)
    rows = pd.concat(parts, ignore_index=True)
    rows = rows[rows["month"].isin(window(as_of))].drop_duplicates(["month", "transaction"])
    rows = rows.sort_values(["month", "transaction"], kind="stable", ignore_index=True)
    return conform(rows, VOLUMES)


def beside_own(
    submitted: pd.DataFrame, lines: pd.DataFrame, as_of: dt.date, own: pd.DataFrame
) -> pd.DataFrame:
    """Return where the practice's own count and its files tell of the same month (`own_counts.BESIDE`)."""
    counted = own_counts.in_window(own, window(as_of))
    if counted.empty:
        return empty(own_counts.BESIDE)
    claims = _of_claims(submitted, window(as_of))
    claims = claims[claims["transaction"].isin(BILLED) & claims["known_from"].ne(IMPLIED)]
    parts = [part for part in (claims, _of_invoices(lines)) if len(part)]
    on_file = pd.concat(parts, ignore_index=True) if parts else claims
    return own_counts.beside(counted, on_file, BILLED)


def _of_claims(submitted: pd.DataFrame, months: list[pd.Timestamp]) -> pd.DataFrame:
    day, basis = days_sent(submitted)
    dated = submitted.assign(submission_date=day, date_basis=basis)[day.notna()]
    month = month_of(dated["submission_date"])
    only_era = (dated["source"] == "ERA").groupby(month).all()
    late = [m for m in months[-ERA_LAG:] if only_era.get(m, False)]
    counts = pd.DataFrame({"month": month, "transaction": _transaction(dated), "count": 1})
    counts["institutional claim"] = dated["form"].eq("institutional").astype("int64")
    counts["paper claim"] = dated["is_paper"].fillna(False).astype("int64")
    counts = counts[~counts["month"].isin(late)]
    if counts.empty:  # remittances of the latest months alone: nothing is known yet
        return empty(VOLUMES)
    wide = counts.pivot_table(index="month", columns="transaction", values="count", aggfunc="sum")
    wide = wide.reindex(columns=list(BILLED)).join(counts.groupby("month")[list(WITHIN)].sum())
    if not dated["is_paper"].notna().any():
        wide = wide.drop(columns="paper claim")
    long = wide.fillna(0).rename_axis(columns="transaction").melt(ignore_index=False, value_name="count")
    era = long.index.map(only_era)
    counted = CLAIMS_SERVED if dated["date_basis"].eq(ESTIMATED).any() else "claims"
    words = [IMPLIED if e else counted for e in era]
    return long.reset_index().assign(basis=COUNTED, known_from=words)


def _through_medi(submitted: pd.DataFrame) -> pd.DataFrame:
    """How many of the submissions of each month went out through Medi alone; no month without one."""
    month = month_of(days_sent(submitted)[0])
    by_medi = submitted["sent_through"].eq(MEDI).fillna(False).astype(bool)
    counts = month[by_medi].value_counts().sort_index().rename_axis("month").rename("count").reset_index()
    return counts.assign(transaction=BY_MEDI, basis=COUNTED, known_from="claims")


def month_of(days: pd.Series) -> pd.Series:
    """Return the first day of the month of each day."""
    return days.dt.to_period("M").dt.to_timestamp()


def why_uncounted(submitted: pd.DataFrame, as_of: dt.date) -> str:
    """Return in words why no claim of these can be counted: none is there, none has a day, or none of the months."""
    if submitted.empty:
        return NO_CLAIMS
    day, months = days_sent(submitted)[0].dropna(), window(as_of)
    held = several(len(submitted), "claim") + (" is" if len(submitted) == 1 else " are") + " on file"
    if day.empty:
        return f"{held}, none with a day of submission or of service"
    if not month_of(day).isin(months).any():
        return f"{held}, none of the {RHYTHM} whole months from {months[0]:%Y-%m} to {months[-1]:%Y-%m}"
    return f"{held}, but of the latest {ERA_LAG} months remittances alone tell, too early to be counted"


def _transaction(submitted: pd.DataFrame) -> pd.Series:
    return submitted["submission"].map(CLAIMS).fillna(CLAIMS["original"])


def _of_invoices(lines: pd.DataFrame) -> pd.DataFrame:
    told = lines[lines["charge"].isin(OTHERS) & lines["quantity"].notna()]
    sums = told.groupby(["month", "charge"], as_index=False)["quantity"].sum()
    renamed = sums.rename(columns={"charge": "transaction", "quantity": "count"})
    return renamed.assign(basis=COUNTED, known_from="invoices")


def _not_billed(lines: pd.DataFrame, unread: Collection[str]) -> pd.DataFrame:
    """A zero for each month with an invoice and without a line of what other invoices bill by the number."""
    charged = lines[lines["charge"].ne(NOT_A_CHARGE).fillna(True) & lines["month"].notna()]
    doubtful = charged.loc[charged["source_file"].isin(list(unread)), "month"]
    months = charged.loc[~charged["month"].isin(doubtful), "month"].drop_duplicates()
    itemized = _of_invoices(lines)["transaction"].drop_duplicates()
    pairs = months.to_frame().merge(itemized.to_frame(), how="cross")
    there = pd.MultiIndex.from_frame(charged[["month", "charge"]])  # also a line without its number: no zero
    rows = pairs[~pd.MultiIndex.from_frame(pairs).isin(there)]
    return rows.assign(count=0, basis=COUNTED, known_from="invoices")


def _of_intake(stated: pd.DataFrame) -> pd.DataFrame:
    told = stated.dropna(subset=["month", "transaction", "count"])
    rows = told[["month", "transaction", "count"]].assign(basis=STATED)
    origin = "intake" + (": " + told["known_from"]).fillna("")
    return rows.assign(known_from=origin)


def flows(
    known: pd.DataFrame,
    assumptions: Assumptions,
    first: dt.date,
    given: dict[str, int] | None = None,
    lacks: str = NO_CLAIMS,
    move: dt.date | None = None,
) -> dict[str, Flow]:
    """Return the year ahead from its first month on, one flow per transaction.

    A transaction known in all twelve months comes again month by month, so that a busy season stays one; one
    known in fewer months is taken at their mean, halves rounded up. What is not known is assumed per 100
    original claims; without claims it is unknown, and `lacks` says why. `given` are numbers a month that a person has
    set. What Medi's bill counts of the month of the `move` alone is assumed to go on at that pace.
    """
    made: dict[str, Flow] = {}
    for name in TRANSACTIONS:
        rows = known[known["transaction"] == name]
        if name in (given or {}):
            made[name] = Flow(name, (given[name],) * RHYTHM, STATED, "set for this report")
        elif len(rows):
            made[name] = _of_part(name, rows, move) or _known(name, rows, first)
        else:
            made[name] = _assumed(name, made[CLAIMS["original"]] if made else None, assumptions)
    claims = made[CLAIMS["original"]]
    if claims.monthly is None:
        made[claims.transaction] = Flow(claims.transaction, None, UNKNOWN, lacks)
    return made


def _known(name: str, rows: pd.DataFrame, first: dt.date) -> Flow:
    by_month = dict(zip(rows["month"].dt.month, rows["count"].astype("int64"), strict=True))
    basis = STATED if (rows["basis"] == STATED).any() else COUNTED
    words = ", ".join(dict.fromkeys(rows["known_from"]))
    monthly = rhythm(by_month, first)
    return Flow(name, monthly, basis, f"{words} ({len(rows)} month{'' if len(rows) == 1 else 's'})")


def _of_part(name: str, rows: pd.DataFrame, move: dt.date | None) -> Flow | None:
    """The flow of what is counted from the day of the move to the end of its month alone; None of anything else."""
    if move is None or not rows["known_from"].eq(OF_BILLS_IN_PART).all():
        return None
    whole = pd.Timestamp(move).days_in_month
    days, number = whole - move.day + 1, int(rows["count"].sum())
    words = f"Medi's bill of the move's month: {number:,} in {days} of {whole} days, taken for a whole month"
    return Flow(name, ((2 * number * whole + days) // (2 * days),) * RHYTHM, ASSUMED, words)


def rhythm(by_month: dict[int, int], first: dt.date) -> tuple[int, ...]:
    """Return twelve numbers from the first month on; with fewer than twelve known ones each is their mean."""
    if len(by_month) == RHYTHM:
        return tuple(int(by_month[(first.month - 1 + n) % 12 + 1]) for n in range(RHYTHM))
    return (mean(list(by_month.values())),) * RHYTHM


def mean(numbers: list[int]) -> int:
    """Return the mean of whole numbers, halves rounded up."""
    return int((2 * sum(numbers) + len(numbers)) // (2 * len(numbers)))


def _assumed(name: str, claims: Flow | None, assumptions: Assumptions) -> Flow:
    span = assumptions.per_100.get(name)
    if claims is not None and claims.monthly is None:
        return Flow(name, None, UNKNOWN, "no claims to count")
    if span is None:
        # what no claim record tells apart is within the claims already; the claims themselves are unknown
        monthly = (0,) * RHYTHM if name in BILLED and claims is not None else None
        words = "within the claims: the data does not tell them apart" if monthly else "no data"
        return Flow(name, monthly, UNKNOWN, words)
    monthly = tuple((n * span.default + 50) // 100 for n in claims.monthly)
    return Flow(name, monthly, ASSUMED, f"{span.default} for each 100 claims: {span.why}")
